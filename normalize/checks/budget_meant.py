"""Which amount a row of a budget rather has, where its percentage and the total of its table tell."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from normalize.achievements.formulas import HUNDRED
from normalize.checks.budget_rows import AMOUNTS, lines_by_table, total
from normalize.checks.dossier import Dossier
from normalize.checks.wording import number

LAST_DIGIT = Decimal("1.5")
"""One digit more or less after rounding is not worth a letter."""


def meant_amount(index: int, dossier: Dossier) -> str | None:
    """A sentence on the budget or realisation that the total leaves for a row and that gives its printed percentage."""
    row = dossier.budgets[index]
    lines = next((lines for lines in lines_by_table(dossier) if any(one.index == index for one in lines)), [])
    totals = [line for line in lines if line.budget.is_total]
    others = [line for line in lines if not line.budget.is_total and line.index != index]
    amount, spent, printed = row.budget, row.realization, row.absorption_printed
    if not amount or spent is None or printed is None or not decimals_of(printed):
        return None
    for kind, word in AMOUNTS:
        rests = (total([line for line in others if line.budget.level == row.level], kind), total(others, kind))
        for whole, rest in product(totals, rests):
            value = whole.amount(kind)
            left = value - rest if value is not None and rest is not None else Decimal(0)
            pair = (left, spent) if kind == "budget" else (amount, left)
            if left > 0 and gives(*pair, printed):
                gave = f"{number(left)}, gives {row.absorption_raw}"
                return f" What the other rows leave of the {word} of the total, {gave}."
    return None


def gives(budget: Decimal, spent: Decimal, printed: Decimal) -> bool:
    """Whether the printed percentage is the quotient to one unit of its last digit."""
    return abs(spent / budget * HUNDRED - printed) <= Decimal(1).scaleb(-decimals_of(printed)) * LAST_DIGIT


def decimals_of(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
