"""Targets that a chapter on plans states without the word: `Jumlah cadangan pangan sebesar 400 ton`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from normalize.model import Paragraph, Sentence, Statement
from normalize.prose.headings import MARK, after_plans, chapter_of
from normalize.prose.names import NameIndex
from normalize.prose.roles import MEASURES
from normalize.prose.values import read_values
from normalize.prose.years import years_of

SET = re.compile(r"\W*(?:sebesar|sebanyak)\W*", re.I)
SAYS = re.compile(r"\bseb(?:esar|anyak)\s+\D{0,4}\d", re.I)
LONGEST = 220
LONGEST_MARK = 16
"""Letters before a name: "b. Jumlah "."""
MEDIUM = re.compile(r"\b(?:jangka\s+menengah|renstra|rencana\s+strat\w+|rpjmd)\b", re.I)
EVERY_YEAR = re.compile(r"\b(?:setiap|per|tiap)\s+tahun\b|/\s*tahun\b", re.I)
HEADING_REACH = 400


def read_planned(
    paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence], names: NameIndex, first_result: int
) -> Iterator[Statement]:
    """The values that follow an indicator's name at the head of an item, in the chapters before the results.

    The heading above tells of which year or plan they are; without that, only what holds for every year counts.

    `first_result` is the page of the first realisation in a table: where no chapter is named, plans stand before it.
    """
    if any(chapter_of(paragraph) for paragraph in paragraphs):
        results = {number for number, _ in after_plans(paragraphs)}
    else:
        results = {n for n, paragraph in enumerate(paragraphs) if paragraph.pieces[0][1] >= first_result}
    for number, sentence in enumerate(sentences):
        text = sentence.text
        if sentence.paragraph in results or len(text) > LONGEST or not SAYS.search(text) or years_of(text):
            continue
        if any(cue.role in MEASURES for cue in sentence.cues):
            continue
        mark = MARK.match(text)
        head = (mark.end() if mark else 0) + LONGEST_MARK
        first = next((m for m in names.mentions(text) if m.kind == "indicator" and m.start <= head), None)
        value = next((v for v in read_values(text) if first and SET.fullmatch(text[first.end : v.start])), None)
        if first is None or value is None:
            continue
        heading = _heading(paragraphs, sentence.paragraph)
        is_medium = MEDIUM.search(heading) is not None and not EVERY_YEAR.search(text)
        years = sorted(years_of(heading))
        if not years and not is_medium and not EVERY_YEAR.search(text):
            continue
        page, line = paragraphs[sentence.paragraph].at(sentence.start + value.start)
        yield Statement(
            page=page,
            line=line,
            sentence=text,
            subject=first.shown,
            indicator_key=first.key,
            year=years[-1] if years and not is_medium else None,
            measure="medium_term_target" if is_medium else "target",
            raw=value.raw if value.unit is None else f"{value.raw} {value.unit}",
            value=value.value,
            number=number,
            start=value.start,
            kind=value.kind,
            unit=value.unit,
            decimals=value.decimals,
            readings=value.readings,
            subject_kind="indicator",
            subject_key=first.key,
        )


def _heading(paragraphs: Sequence[Paragraph], at: int) -> str:
    """The nearest heading above a paragraph, or the nearest item that stands like one and names a year or a plan."""
    for paragraph in reversed(paragraphs[:at]):
        text = paragraph.text[:HEADING_REACH]
        if paragraph.kind == "heading" or (MEDIUM.search(text) and paragraph.kind == "item"):
            return text
    return ""
