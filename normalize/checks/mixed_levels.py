"""Average absorptions that count a programme and its activities side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.model import Cell
from extract.numbers import read_figure
from normalize.achievements.formulas import HUNDRED
from normalize.budgets.levels import AVERAGE
from normalize.checks.budget_rows import Line, lines_by_table, total
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import number, where
from normalize.model import Finding
from normalize.tables.sheet import Sheet, sheet_of

STEP = Decimal("0.015")
LEAST_ROWS = 2


def check_mixed_levels(dossier: Dossier) -> Iterator[Finding]:
    """Averages of a budget table that are the mean of all its rows, programmes and activities alike."""
    for lines in lines_by_table(dossier):
        programs = [line for line in lines if line.budget.level == "program"]
        activities = [line for line in lines if line.budget.level == "activity"]
        table = dossier.tables.get(lines[0].budget.place[:2])
        if table is None or min(len(programs), len(activities)) < LEAST_ROWS:
            continue
        mixed, one, two = (_mean(rows) for rows in ([*programs, *activities], programs, activities))
        budget, spent = total(programs, "budget"), total(programs, "realization")
        if mixed is None or not budget or spent is None:
            continue
        for cell, printed in _averages(sheet_of(table)):
            others = [mean for mean in (one, two) if mean is not None]
            if abs(printed - mixed) <= STEP and all(abs(printed - mean) > STEP for mean in others):
                share = number(spent / budget * HUNDRED, 2)
                yield finding(
                    "average.mixed-levels",
                    [cell.place],
                    f"The average absorption {' '.join(cell.text.split())} ({where([cell.place])}) is the mean of "
                    f"{len(programs)} programmes and their own {len(activities)} activities; the programmes spent "
                    f"{share} of their budget.",
                    " ".join(cell.text.split()),
                    share,
                    (("budget", line.index) for line in (*programs, *activities)),
                )


def _mean(lines: Sequence[Line]) -> Decimal | None:
    values = [value for line in lines if (value := line.budget.absorption_printed) is not None]
    return sum(values, Decimal(0)) / len(values) if values else None


def _averages(sheet: Sheet) -> Iterator[tuple[Cell, Decimal]]:
    """The numbers of the rows that a table calls averages."""
    for row in sheet.body_rows:
        cells = [cell for _, cell in sheet.row_cells(row) if cell.text.strip()]
        if not any(AVERAGE.match(cell.text) for cell in cells):
            continue
        for cell in cells:
            readings = read_figure(cell.text).readings
            if readings and readings[0].value is not None:
                yield cell, readings[0].value
