"""Whose money a sentence tells of: the programme or activity it names, or the row that its first words are like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from normalize.checks.dossier import Dossier
from normalize.model import Statement
from normalize.names.indicator_text import indicator_text
from normalize.names.programs import PROGRAM_LEVELS
from normalize.prose.names import BUDGET_PREFIX, budget_key
from normalize.words import letters

MOST_WORDS = 14
LEAST_WORDS = 3
LONG_NAME = 6
LONG_WORD = 6
OPENING = re.compile(
    r"^\W*(?:\(?\w{1,3}[.)]\s*|(?=(?:Sub\s*)?Kegiatan\b|Program\b(?!\s+ini)))(?P<name>\S.+?)[\s,:;]*"
    r"(?:\b(?:dengan|sebesar|yang|melalui|dilaksanakan|memiliki|mendapat)\b|\bRp|$)",
    re.S,
)
"""The name at the head of a list item, or of a sentence that begins with a programme or activity."""
TYPED = re.compile(r"^\W*(?:sub\s*-?\s*kegiatan|kegiatan|program)\b", re.IGNORECASE)
OPEN_BRACKET = re.compile(r"\s*\([^()]*$")
ASIDE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A programme or activity of the budget tables: its key and the words of its name, without what brackets add."""

    key: str
    words: tuple[str, ...]


def spender_key(statement: Statement) -> str:
    """What the tables' rows of the same programme, objective or indicator are found by."""
    if statement.subject_kind == "budget":
        return statement.subject_key or ""
    return letters(statement.subject_key or "")


def opening_words(statement: Statement) -> str | None:
    """The words a statement's sentence begins with, cut where they are many; None where they are few."""
    opening = OPENING.match(statement.sentence[: statement.start])
    words = opening["name"].split() if opening else []
    cut = "…" if len(words) > MOST_WORDS else ""
    return " ".join(words[:MOST_WORDS]) + cut if len(words) >= LEAST_WORDS else None


def opening_name(statement: Statement) -> str | None:
    """The programme or activity that a statement's sentence begins with, in full."""
    opening = OPENING.match(statement.sentence[: statement.start])
    named = OPEN_BRACKET.sub("", " ".join(opening["name"].split())) if opening else ""
    return named if TYPED.match(named) else None


def named_rows(dossier: Dossier) -> tuple[NamedRow, ...]:
    """The programmes and activities of the budget tables, with or without an amount, each once."""
    names = [
        name
        for b in dossier.budgets
        if b.level in PROGRAM_LEVELS and not b.is_total
        for name in (b.name, b.parent)
        if name
    ]
    rows = {key: NamedRow(key, _words(BUDGET_PREFIX.sub("", name))) for name in names if (key := budget_key(name))}
    return tuple(row for row in rows.values() if len(row.words) >= LEAST_WORDS)


def nearest_row(opening: str, rows: Sequence[NamedRow]) -> str | None:
    """The key of the one row, in whatever spellings, whose words the opening has, all but one of many.

    >>> rows = [NamedRow("a", ("penglelolaan", "pelatihan", "desa")), NamedRow("b", ("penataan", "desa", "adat"))]
    >>> nearest_row("Kegiatan Pengelolaan Pelatihan Desa (Standar)", rows)
    'a'
    >>> nearest_row("Kegiatan Pembinaan Pelatihan Desa", rows)
    """
    said = _words(BUDGET_PREFIX.sub("", opening))
    if len(said) < LEAST_WORDS:
        return None
    found: list[tuple[int, NamedRow]] = []
    for row in rows:
        is_led = any(_same(row.words[0], one) for one in said) and any(_same(said[0], word) for word in row.words)
        held = [any(_same(word, one) for one in said) for word in row.words] if is_led else []
        if is_led and len(held) - sum(held) <= (len(held) >= LONG_NAME):
            found.append((sum(held), row))
    best = [row for count, row in found if count == max(found, key=lambda pair: pair[0])[0]]
    is_one = bool(best) and all(_same_words(best[0].words, row.words) for row in best)
    return best[0].key if is_one else None


def _same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names are one in two spellings."""
    return len(one) == len(other) and all(map(_same, one, other))


def _words(text: str) -> tuple[str, ...]:
    return indicator_text(ASIDE.sub(" ", text)).tokens


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= LONG_WORD and bool(OSA.distance(one, other, score_cutoff=1) <= 1)
