"""Programmes and activities that the text calls otherwise than the row whose budget and realisation it gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from rapidfuzz import fuzz

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.name_words import BRACKETS, same_or_part
from normalize.checks.prose_places import place_of
from normalize.checks.prose_spenders import opening_name
from normalize.checks.wording import called
from normalize.model import Budget, Finding, Statement
from normalize.names.programs import PROGRAM_LEVELS
from normalize.prose.names import BUDGET_PREFIX
from normalize.words import letters

PROGRAM = re.compile(r"^\W*pro?gr?a?m\b", re.I)
INSIDE = re.compile(r"\S\s+(?:Program|Kegiatan)\s+[A-Z]|\.\.|…")
"""A heading run together with the sentence below it, or a name cut short."""
LEVEL = re.compile(r"\b(?:tk\.|tingkat)\s*", re.I)
SAME = 92
LEAST_AMOUNT = Decimal(100_000)
LEAST_LETTERS = 8
MOST_SHOWN = 5

Amounts = tuple[Decimal, Decimal]


def check_activity_names(dossier: Dossier) -> Iterator[Finding]:
    """A name whose budget and realisation are those of one row of another name; one finding."""
    rows: dict[tuple[bool, Amounts], list[Budget]] = defaultdict(list)
    for budget in dossier.budgets:
        if budget.budget and budget.realization and budget.level in PROGRAM_LEVELS:
            rows[budget.level == "program", (budget.budget, budget.realization)].append(budget)
    found = [
        (_title(printed), same, place)
        for printed, amounts, place in (_said(dossier) if rows else ())
        if not INSIDE.search(printed) and (same := rows.get((PROGRAM.match(printed) is not None, amounts)))
    ]
    found = [one for one in found if not _is_one(one[0], _title(one[1][0].name))]
    names = {_title(text) for budget in dossier.budgets for text in (budget.name, budget.parent) if text and found}
    names = {text for text in names if len(letters(_plain(text))) >= LEAST_LETTERS}
    pairs: dict[str, tuple[str, Place, Budget]] = {}
    for said, same, place in found:
        title = _title(same[0].name)
        if not any(_is_one(said, other) for other in names) and all(_is_one(title, _title(b.name)) for b in same):
            pairs.setdefault(letters(said), (said, place, same[0]))
    if not pairs:
        return
    shown = [
        called(said, [place], _title(row.name), [row.place]) for said, place, row in list(pairs.values())[:MOST_SHOWN]
    ]
    yield finding(
        "prose.activity",
        [at for _, place, row in pairs.values() for at in (place, row.place)],
        f"The text gives activities the budget and realisation of rows with other names: {'; '.join(shown)}.",
        " | ".join(said for said, _, _ in list(pairs.values())[:MOST_SHOWN]),
        " | ".join(_title(row.name) for _, _, row in list(pairs.values())[:MOST_SHOWN]),
    )


def _said(dossier: Dossier) -> Iterator[tuple[str, Amounts, Place]]:
    """The names that sentences begin with, beside the one budget and the one realisation each gives."""
    by_sentence: Mapping[int, list[Statement]] = defaultdict(list)
    for statement in dossier.interpretation.statements:
        if statement.kind == "money" and (statement.value or 0) >= LEAST_AMOUNT:
            by_sentence[statement.number].append(statement)
    for same in by_sentence.values():
        by_measure = {statement.measure: statement.value for statement in same}
        named = opening_name(same[0])
        budget, spent = by_measure.get("budget"), by_measure.get("spent")
        if named is not None and len(same) == 2 and budget is not None and spent is not None and budget != spent:
            yield named, (budget, spent), place_of(same[0], dossier)


def _title(text: str) -> str:
    return BUDGET_PREFIX.sub("", " ".join(BRACKETS.sub(" ", text).split()))


def _plain(text: str) -> str:
    return LEVEL.sub("", text)


def _is_one(one: str, other: str) -> bool:
    """Whether two names are one in spelling, shortened, or one part of the other; very short ones may be any."""
    short, long = sorted((letters(_plain(one)), letters(_plain(other))), key=len)
    return len(short) < LEAST_LETTERS or fuzz.ratio(short, long) >= SAME or same_or_part(_plain(one), _plain(other))
