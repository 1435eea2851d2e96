"""Whether an indicator measures an objective (sasaran) of the agency or the output of one of its activities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from normalize import facts
from normalize.model import Achievement, Budget, Level
from normalize.names.programs import PROGRAM_LEVELS
from normalize.words import letters

OPENING = re.compile(r"(?:program|(?:sub\s*)?kegiatan)\b", re.IGNORECASE)
SHORTEST, SHORTEST_OPENING = 12, 24
"""Letters of a name that is compared whole, and of the beginning of a longer one."""


def with_levels(achievements: Iterable[Achievement], budgets: Iterable[Budget]) -> tuple[Achievement, ...]:
    """The achievements with their levels: what stands where the objective does names it.

    A programme, activity or sub-activity is one by its first word, or because the report's budget tables or the
    national list have it by that name; a name may be cut off. A budget table may list objectives too: those stay ones.
    """
    works = (letters(budget.name) for budget in budgets if budget.level in PROGRAM_LEVELS)
    names = national_names() | {name for name in works if len(name) >= SHORTEST}
    levels: dict[str | None, Level] = {}
    found = []
    for one in achievements:
        if one.objective not in levels:
            levels[one.objective] = "activity" if _is_activity(one.objective, names) else "objective"
        found.append(replace(one, level=levels[one.objective]))
    return tuple(found)


def _is_activity(objective: str | None, names: frozenset[str]) -> bool:
    named = letters(objective)
    if not named:
        return False
    if OPENING.match(objective or "") or named in names:
        return True
    return len(named) >= SHORTEST_OPENING and any(name.startswith(named) for name in names)


@cache
def national_names() -> frozenset[str]:
    """The names of the national programmes, activities and sub-activities, as letters."""
    names = (letters(row["name"]) for row in facts.rows("programs", ("code", "name"), ("code",)))
    return frozenset(name for name in names if len(name) >= SHORTEST)
