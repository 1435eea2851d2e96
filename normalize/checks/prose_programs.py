"""Programmes that lists and headings of the text call otherwise than the budget tables, by one word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import called
from normalize.model import Budget, Finding
from normalize.names.indicator_text import indicator_text
from normalize.prose.names import BUDGET_PREFIX
from normalize.words import letters

NAMED = re.compile(
    r"^\W*(?:\(?\w{1,4}[.)]\s*)?Program\s+(?P<name>[A-Z][^.;:()\d]*?)\s*"
    r"(?:$|[.;:()\d]|\b(?:dengan|yang|sebesar|melalui|meliputi|terdiri|bertujuan|Rp)\b)",
    re.S,
)
ASIDE = re.compile(r"\([^()]*\)")
LEAST_WORDS = 3
MOST_SHOWN = 5

Words = tuple[str, ...]


def check_program_names(dossier: Dossier) -> Iterator[Finding]:
    """A programme of the text that no table has, one word away from one that the text never names; one finding."""
    rows: dict[Words, list[Budget]] = defaultdict(list)
    for budget in dossier.budgets:
        if budget.level == "program" and not budget.is_total:
            rows[_words(budget.name)].append(budget)
    if not rows:
        return
    said = _said(dossier)
    pairs: list[tuple[str, list[Place], list[Budget]]] = []
    for words, (printed, places) in said.items():
        if words in rows or len(words) < LEAST_WORDS:
            continue
        near = [row for row in rows if row not in said and _is_renamed(words, row)]
        if len(near) == 1:
            pairs.append((printed, places, rows[near[0]]))
    pairs = [pair for pair in pairs if not _is_told(pair[2][0], dossier)] if pairs else []
    if pairs:
        parts = [
            called(f"Program {printed}", places, same[0].name, (b.place for b in same))
            for printed, places, same in pairs[:MOST_SHOWN]
        ]
        yield finding(
            "prose.program",
            [place for _, places, same in pairs for place in (*places, *(b.place for b in same))],
            f"The text names programmes otherwise than the budget tables: {'; '.join(parts)}.",
            " | ".join(
                f"Program {printed} / {' '.join(same[0].name.split())}" for printed, _, same in pairs[:MOST_SHOWN]
            ),
            None,
        )


def _said(dossier: Dossier) -> Mapping[Words, tuple[str, list[Place]]]:
    """The programmes that items and headings of the text begin with, each as first printed and with its places."""
    found: dict[Words, tuple[str, list[Place]]] = {}
    for paragraph in dossier.interpretation.paragraphs:
        match = NAMED.match(paragraph.text) if paragraph.kind in ("item", "heading") else None
        if match is not None:
            printed = " ".join(match["name"].split())
            at = place_at(*paragraph.pieces[0][1:], dossier)
            found.setdefault(_words(printed), (printed, []))[1].append(at)
    return found


def _words(text: str) -> Words:
    return indicator_text(ASIDE.sub(" ", BUDGET_PREFIX.sub("", text.strip()))).tokens


def _is_renamed(one: Words, other: Words) -> bool:
    """Whether one word stands for another, no slip of it, or one stands before the rest."""
    if len(one) == len(other):
        unlike = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return len(unlike) == 1 and OSA.distance(*unlike[0]) > 1
    short, long = sorted((one, other), key=len)
    return len(short) >= LEAST_WORDS and long[1:] == short


def _is_told(row: Budget, dossier: Dossier) -> bool:
    """Whether the text has the table's name, too."""
    wanted = letters(BUDGET_PREFIX.sub("", ASIDE.sub(" ", row.name)))
    return any(wanted in letters(p.text) for p in dossier.interpretation.paragraphs if "rogram" in p.text)
