"""Budget rows as the checks compare them: amounts with their print, names without their first word, whole tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.numbers import read_figure
from normalize.checks.dossier import Dossier
from normalize.model import Budget

Amount = Literal["budget", "realization"]
AMOUNTS: tuple[tuple[Amount, str], ...] = (("budget", "budget"), ("realization", "realisation"))
LEAST_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One budget row with its place in the list of budgets."""

    index: int
    budget: Budget

    def amount(self, kind: Amount) -> Decimal | None:
        """The amount in rupiah; of a malformed print the number it probably means."""
        value = self.budget.budget if kind == "budget" else self.budget.realization
        if value is not None or self.print(kind) is None:
            return value
        return read_figure(self.print(kind) or "").proposal

    def print(self, kind: Amount) -> str | None:
        return self.budget.budget_raw if kind == "budget" else self.budget.realization_raw


def lines_by_table(dossier: Dossier) -> list[list[Line]]:
    """The budget rows of each printed table, stitched over its pages, in reading order."""
    tables: dict[object, list[Line]] = {}
    for index, budget in enumerate(dossier.budgets):
        place = (budget.place.page, budget.place.table_no)
        table = dossier.tables.get(place)
        tables.setdefault(place if table is None else id(table), []).append(Line(index, budget))
    return list(tables.values())


def total(lines: Sequence[Line], kind: Amount) -> Decimal | None:
    """The sum of some rows, or None where one of them prints none."""
    values = [line.amount(kind) for line in lines]
    return None if not values or any(value is None for value in values) else sum((v for v in values if v), Decimal(0))
