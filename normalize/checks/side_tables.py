"""Tables of other things than indicators whose rows are one: their values of earlier years against the main tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.model import Cell, RawTable
from normalize.budgets.levels import TOTAL
from normalize.checks.differences import COMMA_DECIMAL, is_bare_year, plain_value
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_moves import results
from normalize.checks.wording import indicator, observation_ids, one_line, raw, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.model import Finding, Observation
from normalize.prose.subjects import Subject, read_subjects, stems_of
from normalize.tables.sheet import Sheet, sheet_of

LEAST_DIGITS = 3
FEWEST_YEARS = 2
NEAR = Decimal("0.25")
LARGEST_TABLE = 12
"""Columns; wider tables are no tables of a few years."""


def check_side_tables(dossier: Dossier) -> Iterator[Finding]:
    """`Perikanan budidaya 2018: 8.940` in a table of production, where the comparison of results has 8.904.

    A row is an indicator's where its words are words of its name and its value of the report's year is its result.
    """
    if dossier.year is None or not dossier.observations:
        return
    read = {o.place[:2] for o in dossier.observations} | {budget.place[:2] for budget in dossier.budgets}
    subjects: Sequence[Subject] | None = None
    for table in dossier.interpretation.document.tables:
        if table.n_cols > LARGEST_TABLE or {(part.page, part.table_no) for part in table.parts} & read:
            continue
        sheet = sheet_of(table)
        years = _years(sheet, table)
        if dossier.year not in years.values() or len(years) < FEWEST_YEARS:
            continue
        if subjects is None:
            subjects = read_subjects(dossier.observations, dossier.keys, dossier.year)
        for row in sheet.body_rows:
            yield from _check_row(sheet, row, years, subjects, dossier)


def _years(sheet: Sheet, table: RawTable) -> dict[int, int]:
    """The columns of values of a year, each year once."""
    heads = {col: read_head(sheet.head_path(col)) for col in range(1, table.n_cols + 1)} if sheet.head_rows else {}
    found = {
        col: head.year
        for col, head in heads.items()
        if head.year is not None and (is_bare_year(head) or head.role == Role.REALIZATION)
    }
    return found if len(set(found.values())) == len(found) else {}


def _check_row(
    sheet: Sheet, row: int, years: dict[int, int], subjects: Sequence[Subject], dossier: Dossier
) -> Iterator[Finding]:
    cells = {col: cell for col in years if (cell := sheet.covering.get((row, col))) is not None and cell.row == row}
    label = max((one_line(c.text) for col, c in sheet.row_cells(row) if col not in years), key=len, default="")
    has_commas = any(COMMA_DECIMAL.match(cell.text) for cell in sheet.table.cells)
    values = {
        years[col]: (cell, value) for col, cell in cells.items() if (value := _value(cell, has_commas)) is not None
    }
    stems = stems_of(label)
    if dossier.year not in values or not stems or TOTAL.match(label):
        return
    own = values[dossier.year][1]
    owners = [one for one in subjects if stems <= one.stems.keys() and own in _results(one.key, dossier.year, dossier)]
    if len({one.key for one in owners}) != 1 or len(re.sub(r"\D", "", str(own)).strip("0")) < LEAST_DIGITS:
        return
    for year, (cell, value) in values.items():
        others = results(owners[0].key, year, dossier)
        known = {o.value for o in others}
        if year == dossier.year or len(known) != 1 or value in known or not _is_near(value, others[0]):
            continue
        yield finding(
            "realization.conflict",
            [cell.place, *(o.place for o in others)],
            f"The realisation of {indicator(others[0])} for {year} is printed as {one_line(cell.text)} "
            f"({where([cell.place])}) and as {raw(others[0])} ({where(o.place for o in others)}).",
            f"{one_line(cell.text)} | {raw(others[0])}",
            None,
            observation_ids(i for i, o in enumerate(dossier.observations) if any(o is one for one in others)),
        )


def _value(cell: Cell, has_commas: bool) -> Decimal | None:
    """The number of a cell; a point before three digits stands between thousands unless the digits tell otherwise."""
    text = one_line(cell.text)
    return plain_value(text, has_commas) or plain_value(text, True)


def _results(key: str, year: int, dossier: Dossier) -> set[Decimal]:
    return {o.value for o in results(key, year, dossier) if o.value is not None}


def _is_near(value: Decimal, other: Observation) -> bool:
    """Whether two values may be of one thing: a slip of each other or a quarter apart at most."""
    return other.value is not None and abs(value - other.value) <= NEAR * abs(other.value)
