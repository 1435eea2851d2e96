"""Rows of budget tables: programmes, activities, kinds of spending and totals, with budget and realisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, cast

from extract.model import Cell, Place, RawTable
from extract.numbers import read_figure, split_values
from normalize.budgets.columns import PURPOSE_ROLES, BudgetColumns, MoneyColumn, MoneySet, cell_text, find_columns
from normalize.budgets.levels import (
    ACCOUNT,
    AVERAGE,
    TOTAL,
    Level,
    known_level,
    learn_styles,
    said_level,
    split_code,
    style,
)
from normalize.budgets.lists import read_named_cells
from normalize.heads.rules import Role
from normalize.model import Budget
from normalize.tables.sheet import Sheet, sheet_of

YEAR = re.compile(r"\b(20\d\d)\b")
BROKEN = re.compile(r"(?<=[\d.,])\s*\n\s*(?=[\d.,])")
"""A line end inside a number that its column was too narrow for."""
REVISED = re.compile(r"perubahan|dppa", re.I)
LEAST_PROGRAMS = 2
LEAST_AMOUNT = Decimal(1000)
"""A row of smaller numbers in a column of money numbers the columns."""
COLUMN_LEVEL: dict[Role, Level] = {
    Role.SUB_ACTIVITY: "sub_activity",
    Role.ACTIVITY: "activity",
    Role.PROGRAM: "program",
    Role.INDICATOR: "indicator",
    Role.OBJECTIVE: "objective",
}


PARENT_ROLES = (Role.PROGRAM, Role.OBJECTIVE)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A body row with its name: `own` tells whether the name is printed in this row or spans it from above."""

    row: int
    name: str
    code: str | None
    column: Role
    number: str
    own: bool
    parent: str | None


def read_budgets(tables: Sequence[RawTable], year: int | None) -> tuple[Budget, ...]:
    """The budget rows of a report's tables in reading order; `year` is the report's, for heads without a year.

    Money is in rupiah. A row counts when it prints a budget or a realisation. A total is one by its words. The level
    comes from the code, the first word, the national list of names, the way the row is numbered, or the column.
    """
    return tuple(budget for table in tables for budget in _read_table(table, year))


def _read_table(table: RawTable, year: int | None) -> Iterator[Budget]:
    sheet = sheet_of(table)
    columns = find_columns(sheet)
    if columns is None:
        yield from read_named_cells(table, year)
        return
    rows = [named for row in sheet.body_rows if (named := _name(sheet, columns, row)) is not None]
    rows = _with_parents(_joined(sheet, rows))
    levels = _levels(columns, rows)
    context = _Context(sheet, columns, year, table.caption or "")
    for named in rows:
        if AVERAGE.match(named.name):
            continue
        level = levels[named.row]
        for money in columns.sets:
            budget = _budget(context, named, level, money)
            if budget is not None:
                yield budget


@dataclass(frozen=True, slots=True)
class _Context:
    sheet: Sheet
    columns: BudgetColumns
    year: int | None
    caption: str


def _levels(columns: BudgetColumns, rows: Sequence[NamedRow]) -> dict[int, Level]:
    """The level of each row: its words; in a table with one column of names then the list of names, the way the row is
    numbered, and last what the column holds."""
    is_one_column = len(columns.names) == 1
    said = {named.row: None if named.column in PURPOSE_ROLES else said_level(named.code, named.name) for named in rows}
    has_programs = sum(level == "program" for level in said.values()) >= LEAST_PROGRAMS
    if is_one_column:
        said = {named.row: said[named.row] or _known_level(named) for named in rows}
    styles = learn_styles((style(named.number), said[named.row]) for named in rows) if is_one_column else {}
    return {
        named.row: said[named.row]
        or styles.get(style(named.number))
        or _column_level(columns, named, is_one_column and has_programs)
        for named in rows
    }


def _known_level(named: NamedRow) -> Level | None:
    return None if named.column in PURPOSE_ROLES else known_level(named.name)


def _column_level(columns: BudgetColumns, named: NamedRow, says_program: bool) -> Level:
    """What the column holds; where other rows say that they are programmes, a row that does not is an activity."""
    if named.column == Role.PROGRAM and (columns.combined or says_program):
        return "activity"
    return COLUMN_LEVEL.get(named.column, "agency")


def _name(sheet: Sheet, columns: BudgetColumns, row: int) -> NamedRow | None:
    """The most specific name of a row; a total's label may stand in any column before the money."""
    number = _first_text(sheet, row, columns.codes)
    found: list[tuple[Role, Cell]] = []
    for role, cols in columns.names:
        cell = _name_cell(sheet, row, cols)
        if cell is not None:
            found.append((role, cell))
    label = _total_label(sheet, columns, row)
    if label is not None:
        return NamedRow(row, " ".join(label.text.split()), None, Role.DESCRIPTION, number, True, None)
    if not found:
        return None
    own = [(role, cell) for role, cell in found if cell.row == row]
    role, cell = _purpose(sheet, columns, row, found) or (own or found)[0]
    code, name = split_code(cell.text)
    parent = next((split_code(c.text)[1] for r, c in found if r in PARENT_ROLES and r != role), None)
    return NamedRow(row, name, code or _code(number, name), role, number, cell.row == row, parent)


def _purpose(
    sheet: Sheet, columns: BudgetColumns, row: int, found: Sequence[tuple[Role, Cell]]
) -> tuple[Role, Cell] | None:
    """Of an indicator and its objective the one whose rows the money covers; None in tables of programmes."""
    if found[0][0] not in PURPOSE_ROLES:
        return None
    money = next((m for one in columns.sets for m in (one.budget, one.realization) if m is not None), None)
    cells = [cell for col in (money.cols if money else ()) if (cell := sheet.covering.get((row, col))) is not None]
    span = max((cell.row_span for cell in cells if cell.text.strip()), default=1)
    return next((pair for pair in found if pair[1].row_span >= span), found[-1])


def _code(number: str, name: str) -> str | None:
    """A programme's code in the column of numbers, or the account number of a kind of spending."""
    plain = "".join(number.split()).strip(".")
    if said_level(None, name) == "agency" and ACCOUNT.match(plain):
        return plain
    return split_code(number)[0]


def _name_cell(sheet: Sheet, row: int, cols: Sequence[int]) -> Cell | None:
    cells = dict.fromkeys(sheet.covering.get((row, col)) for col in cols)
    texts = [cell for cell in cells if cell is not None and re.search(r"[^\W\d_]{2,}", cell.text)]
    return max(texts, key=lambda cell: len(cell.text)) if texts else None


def _first_text(sheet: Sheet, row: int, cols: Sequence[int]) -> str:
    for col in cols:
        cell = sheet.covering.get((row, col))
        if cell is not None and cell.row == row and cell.text.strip():
            return cell.text
    return ""


def _total_label(sheet: Sheet, columns: BudgetColumns, row: int) -> Cell | None:
    """The label of a total row, in a column of names or numbers or in a cell that spans into one."""
    places = {*columns.codes, *(col for _, cols in columns.names for col in cols), 1}
    for col, cell in sheet.row_cells(row):
        is_there = places & set(range(col, col + cell.col_span))
        if cell.row == row and is_there and TOTAL.match(" ".join(cell.text.split())):
            return cell
    return None


def _joined(sheet: Sheet, rows: Sequence[NamedRow]) -> list[NamedRow]:
    """Names that the page end cut in two made whole: the rest stands alone in the first row of the next page."""
    starts = {part.first_row for part in sheet.table.parts[1:]}
    done: list[NamedRow] = []
    for named in rows:
        cells = [cell for _, cell in sheet.row_cells(named.row) if cell.text.strip()]
        follows = [row for row in sheet.body_rows if row < named.row]
        is_first = any(follows[-1] < start <= named.row for start in starts) if follows else False
        if done and is_first and len(cells) == 1 and said_level(named.code, named.name) is None:
            done[-1] = replace(done[-1], name=f"{done[-1].name} {named.name}")
        else:
            done.append(named)
    return done


def _with_parents(rows: Sequence[NamedRow]) -> list[NamedRow]:
    """Give each row the last programme above it, where its own row names none."""
    program: str | None = None
    done: list[NamedRow] = []
    for named in rows:
        level = said_level(named.code, named.name)
        parent = named.parent or (program if level not in ("program", "agency") else None)
        if level == "program":
            program = named.name
        elif level == "agency":
            program = None
        done.append(NamedRow(named.row, named.name, named.code, named.column, named.number, named.own, parent))
    return done


def _budget(context: _Context, named: NamedRow, level: Level, money: MoneySet) -> Budget | None:
    texts = [_money_text(context.sheet, named.row, column) for column in (money.budget, money.realization)]
    share = _money_text(context.sheet, named.row, money.absorption)
    values = [_amount(text, column) for text, column in zip(texts, (money.budget, money.realization), strict=True)]
    if not any(texts) or (all(value is None or value < LEAST_AMOUNT for value in values if value != 0) and any(values)):
        return None
    is_total = TOTAL.match(named.name) is not None
    name = f"{named.name} ({money.label})" if money.label else named.name
    beside = () if named.column in PURPOSE_ROLES else context.columns.indicators
    indicator = _first_text(context.sheet, named.row, beside)
    return Budget(
        place=_place(context.sheet, named.row),
        level="agency" if is_total else level,
        name=name,
        year=money.year or _caption_year(context),
        code=named.code,
        version=_version(context, money),
        budget=values[0],
        realization=values[1],
        absorption_printed=_percent(share, values),
        is_total=is_total,
        parent=named.parent,
        indicator=" ".join(indicator.split()) or None,
        budget_raw=texts[0],
        realization_raw=texts[1],
        absorption_raw=share,
    )


def _money_text(sheet: Sheet, row: int, column: MoneyColumn | None) -> str | None:
    """The printed number of a row; of a cell that spans several rows, the value that stands for this one."""
    if column is None:
        return None
    text = cell_text(sheet, row, column)
    if not text:
        return None
    cell = next(c for col in column.cols if (c := sheet.covering.get((row, col))) is not None and c.text == text)
    if cell.row_span > 1:
        parts = split_values(text, cell.row_span)
        if len(parts) == cell.row_span:
            text = parts[row - cell.row]
        elif cell.row != row:
            return None
    return " ".join(BROKEN.sub("", text).split())


def _amount(text: str | None, column: MoneyColumn | None) -> Decimal | None:
    """Money in rupiah: whole rupiah before fractions, the head's scale unless the cell prints its own."""
    if text is None or column is None:
        return None
    figure = read_figure(text)
    values = [reading.value for reading in figure.readings if reading.value is not None]
    if not values:
        return None
    return values[0] * (figure.scale if figure.scaled else column.head.scale)


def _percent(text: str | None, money: Sequence[Decimal | None]) -> Decimal | None:
    """The printed absorption; of two readings the one nearer to realisation over budget."""
    if text is None:
        return None
    values = [reading.value for reading in read_figure(text).readings if reading.value is not None]
    budget, spent = money
    if len(values) > 1 and budget and spent is not None:
        return min(values, key=lambda value: abs(value - spent / budget * 100))
    return values[0] if values else None


def _version(context: _Context, money: MoneySet) -> Literal["original", "revised"] | None:
    if money.version in ("original", "revised"):
        return cast(Literal["original", "revised"], money.version)
    return "revised" if REVISED.search(context.caption) else None


def _caption_year(context: _Context) -> int | None:
    """The one year that the caption names, else the report's."""
    years = {int(year) for year in YEAR.findall(context.caption)}
    return years.pop() if len(years) == 1 else context.year


def _place(sheet: Sheet, row: int) -> Place:
    """The place of the row's first cell; its column counts from there."""
    return next(cell.place for _, cell in sheet.row_cells(row) if cell.row == row)
