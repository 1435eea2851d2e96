"""Percentages of spending and of physical progress that the text gives of one thing in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_budgets import NAMED_PART
from normalize.checks.prose_places import place_of, spot
from normalize.checks.prose_sides import by_value, told_in_ways
from normalize.checks.prose_values import equal_when_rounded
from normalize.checks.wording import name, where
from normalize.model import Finding, Statement
from normalize.words import letters

LARGEST_GAP = Decimal(5)
"""Percentages further apart are of different things."""
SLIP = Decimal("0.02")
"""So near are two percentages of one thing where the sentences do not name it."""


def _of_agency(dossier: Dossier, measure: str, kinds: tuple[str | None, ...] = ("agency",)) -> list[Statement]:
    """What the text says of the whole agency's spending or progress in the report's year; `kinds` of subject."""
    return [
        s
        for s in dossier.interpretation.statements
        if s.measure == measure
        and s.kind == "percent"
        and s.value is not None
        and s.subject_kind in kinds
        and s.year in (None, dossier.year)
        and not NAMED_PART.search(s.sentence.replace(s.subject_key or "", ""))
    ]


def check_progress(dossier: Dossier) -> Iterator[Finding]:
    """Physical progress of the agency with different percentages; one finding."""
    groups = by_value(_of_agency(dossier, "physical"))
    gap = LARGEST_GAP
    if len(groups) < 2:
        groups, gap = by_value(_of_agency(dossier, "physical", ("agency", None))), SLIP
    values = sorted(groups)
    if len(values) < 2 or values[-1] - values[0] > gap:
        return
    if all(
        equal_when_rounded(groups[a][0].value or a, groups[a][0].decimals, b, groups[b][0].decimals)
        for a, b in pairwise(values)
    ):
        return
    yield told_in_ways(
        "prose.progress", "The physical progress of the agency is given", [groups[v] for v in values], dossier
    )


def check_parts_of_budget(dossier: Dossier) -> Iterator[Finding]:
    """One absorption that is said of the whole budget in one place and of a part of it in another."""
    whole: dict[Decimal, list[Statement]] = defaultdict(list)
    for statement in _of_agency(dossier, "absorption"):
        if statement.decimals:
            whole[statement.value or Decimal(0)].append(statement)
    parts: dict[tuple[Decimal, str], list[Statement]] = defaultdict(list)
    for s in dossier.interpretation.statements:
        if s.measure == "absorption" and s.subject_kind == "part" and s.value in whole and s.subject:
            parts[s.value or Decimal(0), letters(s.subject)].append(s)
    for (value, _), same in parts.items():
        beside = whole[value]
        if {s.number for s in same} & {s.number for s in beside}:
            continue
        here, there = ([place_of(s, dossier) for s in group] for group in (same, beside))
        yield finding(
            "prose.part",
            [*here, *there],
            f"The text gives {same[0].raw} as the absorption of {name(same[0].subject or '')} ({where(here)}) and of "
            f"the agency's whole budget ({where(there)}).",
            f"{same[0].raw} {same[0].subject}",
            None,
            (("statement", n) for n in spot([*same, *beside], dossier)),
        )
