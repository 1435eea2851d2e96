"""Which objective a stretch of a report speaks of: the one that its heading, caption or opening item names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalize.model import Paragraph
from normalize.prose.headings import NUMBER, chapter_of
from normalize.prose.names import NameIndex
from normalize.prose.objectives import Objective, same_name

SUBJECT = re.compile(r"\b(?:sasaran|indikator)\b", re.I)
SUBJECT_REACH = 60
DEEPEST = 9


def contexts(
    paragraphs: Sequence[Paragraph], names: NameIndex, objectives: Sequence[Objective]
) -> tuple[str | None, ...]:
    """The objective of each paragraph. A section that names one holds it to the next section of its depth."""
    found: list[str | None] = []
    current: str | None = None
    depth = DEEPEST
    for paragraph in paragraphs:
        own = _depth(paragraph)
        if own is not None and own <= depth:
            current, depth = None, DEEPEST
        if _names_subject(paragraph):
            named = objective_in(paragraph.text, names, objectives)
            if named is not None:
                current, depth = named, own or DEEPEST
        found.append(current)
    return tuple(found)


def _depth(paragraph: Paragraph) -> int | None:
    """How deep a section lies that a paragraph opens: 0 for a chapter, 2 for 3.1; None for other paragraphs."""
    if chapter_of(paragraph) is not None:
        return 0
    number = NUMBER.match(paragraph.text) if paragraph.kind == "heading" else None
    return number.group(1).count(".") + 1 if number else None


def _names_subject(paragraph: Paragraph) -> bool:
    return paragraph.kind in ("heading", "caption") or SUBJECT.search(paragraph.text[:SUBJECT_REACH]) is not None


def objective_in(text: str, names: NameIndex, objectives: Sequence[Objective]) -> str | None:
    """The objective that a text names, or whose indicator it names; None where it names several."""
    found: dict[str, None] = {}
    for mention in names.mentions(text, ("objective", "indicator")) if objectives else ():
        for one in objectives:
            is_name = mention.kind == "objective" and any(same_name(mention.key, name) for name in one.names)
            if is_name or (mention.kind == "indicator" and mention.key in one.keys):
                found[one.name] = None
    return next(iter(found)) if len(found) == 1 else None
