"""Grades that stand where a value stands: which of two is the better one (`data/ordinal_grades.csv`)."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from normalize.achievements.formulas import HUNDRED
from normalize.facts import rows
from normalize.words import letters


@cache
def ordinal_grades() -> dict[str, tuple[str, int]]:
    """Folded grade to its family and rank."""
    found = rows("ordinal_grades", ("family", "grade", "rank"), ("grade",))
    return {letters(row["grade"]): (row["family"], int(row["rank"])) for row in found}


def grade_achievement(target: str, realization: str) -> Decimal | None:
    """Percent of a target grade that was reached: 100 from the grade up, below it by rank, None for unlike words.

    >>> grade_achievement("BB", "A"), grade_achievement("WTP", "WDP"), grade_achievement("BB", "Level 3")
    (Decimal('100'), Decimal('75.00'), None)
    >>> grade_achievement("Terakreditasi", "terakreditasi")
    Decimal('100')
    """
    wanted, reached = letters(target), letters(realization)
    if wanted and wanted == reached:
        return HUNDRED
    first, second = ordinal_grades().get(wanted), ordinal_grades().get(reached)
    if first is None or second is None or first[0] != second[0] or first[1] == 0:
        return None
    return min(HUNDRED, Decimal(second[1]) / Decimal(first[1]) * HUNDRED)
