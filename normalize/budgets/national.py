"""Budget rows linked to the national list of programmes, activities and sub-activities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from normalize.model import Budget
from normalize.names.programs import PROGRAM_LEVELS, ProgramLevel, find_program


def with_national_codes(budgets: Iterable[Budget]) -> tuple[Budget, ...]:
    """The budgets, each with the code of its programme, activity or sub-activity in the national list.

    The printed code decides, else the name if the list has it once at that level; None where neither does, as for
    names that every field of government shares and for the lines of years before the list.
    """
    return tuple(replace(one, national_code=_code_of(one)) if one.level in PROGRAM_LEVELS else one for one in budgets)


def _code_of(budget: Budget) -> str | None:
    found = find_program(budget.code, budget.name, cast(ProgramLevel, budget.level))
    return found.code if found else None
