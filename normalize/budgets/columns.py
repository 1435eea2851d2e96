"""Which columns of a table hold names, budgets, realisations and absorption: words propose, the rows decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from extract.numbers import read_figure
from normalize.budgets.levels import TOTAL
from normalize.heads.roles import Head, read_head
from normalize.heads.rules import Role
from normalize.tables.sheet import Sheet

LEAST_MONEY = Decimal(100_000)
"""A column of programme money has a median at or above this in rupiah; smaller numbers count something else."""
TOLERANCE = Decimal("0.06")
LEAST_SHARES = 3
SAME_WHOLE = Decimal("1.1")
NUMBER_KINDS = ("number", "malformed", "several")
NAME_ROLES = (Role.SUB_ACTIVITY, Role.ACTIVITY, Role.PROGRAM, Role.DESCRIPTION)
PURPOSE_ROLES = (Role.INDICATOR, Role.OBJECTIVE)
"""What money is for in a table that names no programmes."""
TOTAL_COLUMN = re.compile(r"\b(?:jumlah|total)\b", re.I)
PROGRAM_ROW = re.compile(r"^\W*(?:\d+[.)]\s*)?(?:program|kegiatan|sub\s*kegiatan)\b", re.I)


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """Adjacent columns under one head that hold one quantity (a column of `Rp` beside its numbers is one with them)."""

    cols: tuple[int, ...]
    head: Head
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoneySet:
    """The columns that belong together: budget, realisation and absorption of one year and version."""

    year: int | None
    version: str | None
    budget: MoneyColumn | None
    realization: MoneyColumn | None
    absorption: MoneyColumn | None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class BudgetColumns:
    """The name columns of a budget table by role, from the most specific, and its sets of money columns."""

    names: tuple[tuple[Role, tuple[int, ...]], ...]
    codes: tuple[int, ...]
    indicators: tuple[int, ...]
    sets: tuple[MoneySet, ...]
    combined: bool
    """Whether the head of the names says that they are programmes and activities in one column."""


def find_columns(sheet: Sheet) -> BudgetColumns | None:
    """The columns of a budget table, or None where a table holds no programme money."""
    if not sheet.head_rows:
        return _without_head(sheet)
    heads = {col: read_head(_path(sheet, col)) for col in range(1, sheet.table.n_cols + 1)}
    names = _name_columns(sheet, heads)
    money = _money_columns(sheet, heads)
    sets = _sets(sheet, money)
    if not names or not sets:
        return None
    return BudgetColumns(
        names=names,
        codes=tuple(col for col, head in heads.items() if head.role in (Role.CODE, Role.NO)),
        indicators=tuple(col for col, head in heads.items() if head.role == Role.INDICATOR),
        sets=sets,
        combined=any(Role.ACTIVITY in head.alternatives for head in heads.values() if head.role == Role.PROGRAM),
    )


def _path(sheet: Sheet, col: int) -> tuple[str, ...]:
    """The head of a column without a total row that was taken into the head."""
    path = sheet.head_path(col)
    return path[:-1] if len(path) > 1 and TOTAL.match(" ".join(path[-1].split())) else path


def _name_columns(sheet: Sheet, heads: dict[int, Head]) -> tuple[tuple[Role, tuple[int, ...]], ...]:
    """Columns of names by role; a column without a head beside one of them belongs to it."""
    found: list[tuple[Role, tuple[int, ...]]] = []
    for role in NAME_ROLES:
        cols = [col for col, head in heads.items() if head.role == role]
        if role == Role.DESCRIPTION and (found or not cols):
            continue
        if cols:
            found.append((role, tuple(_with_bare(cols, heads))))
    if not found:
        cols = [c for c, h in heads.items() if h.role in (Role.FUNDING_SOURCE, Role.RESPONSIBLE, Role.SOURCE)]
        found = [(Role.DESCRIPTION, tuple(cols))] if cols else []
    if not found:
        purposes = [(role, [col for col, head in heads.items() if head.role == role]) for role in PURPOSE_ROLES]
        found = [(role, tuple(cols)) for role, cols in purposes if cols]
    return tuple(found)


def _with_bare(cols: Sequence[int], heads: dict[int, Head]) -> list[int]:
    wide = list(cols)
    for step, start in ((-1, min(cols)), (1, max(cols))):
        col = start + step
        while col in heads and heads[col].role == Role.UNKNOWN:
            wide.append(col)
            col += step
    return sorted(wide)


def _money_columns(sheet: Sheet, heads: dict[int, Head]) -> list[MoneyColumn]:
    """Columns that the words call money or absorption, joined where one head spans several."""
    columns: list[MoneyColumn] = []
    has_budget = any(head.role == Role.BUDGET for head in heads.values())
    has_performance = any(head.role == Role.TARGET for head in heads.values())
    for col, head in heads.items():
        role = _money_role(head, has_budget, has_performance)
        if role is None or head.period != "year":
            continue
        path = _path(sheet, col)
        last = columns[-1] if columns else None
        if last and last.path[-1:] == path[-1:] and last.cols[-1] == col - 1 and last.head.role == role:
            columns[-1] = replace(last, cols=(*last.cols, col))
        else:
            columns.append(MoneyColumn((col,), replace(head, role=role), path))
    return [c for c in columns if c.head.role == Role.ABSORPTION or _is_money(sheet, c)]


def _money_role(head: Head, has_budget: bool, has_performance: bool) -> Role | None:
    """The money role of a column; a bare `Realisasi` or `%` is money's where the table has a budget and no targets."""
    if head.role in (Role.BUDGET, Role.BUDGET_REALIZATION, Role.ABSORPTION):
        return head.role
    if has_budget and not has_performance:
        if head.role == Role.REALIZATION and Role.BUDGET_REALIZATION in head.alternatives:
            return Role.BUDGET_REALIZATION
        if head.role == Role.ACHIEVEMENT and Role.ABSORPTION in head.alternatives:
            return Role.ABSORPTION
    return None


def _is_money(sheet: Sheet, column: MoneyColumn) -> bool:
    values = list(_values(sheet, column))
    return bool(values) and median(values) * column.head.scale >= LEAST_MONEY


def _values(sheet: Sheet, column: MoneyColumn) -> Iterator[Decimal]:
    for row in sheet.body_rows:
        figure = read_figure(cell_text(sheet, row, column))
        if figure.readings and figure.readings[0].value:
            yield figure.readings[0].value * figure.scale


def cell_text(sheet: Sheet, row: int, column: MoneyColumn) -> str:
    """The printed number of a row under a money column; `Rp` beside it and headings over the row are skipped."""
    for col in column.cols:
        cell = sheet.covering.get((row, col))
        if cell is not None and re.search(r"\d", cell.text) and read_figure(cell.text).kind in NUMBER_KINDS:
            return cell.text
    return ""


def _sets(sheet: Sheet, money: Sequence[MoneyColumn]) -> tuple[MoneySet, ...]:
    """Bring the money columns together by year and version; realisation and absorption without one go to the last."""
    budgets = [c for c in money if c.head.role == Role.BUDGET]
    spent = [c for c in money if c.head.role == Role.BUDGET_REALIZATION]
    shares = [c for c in money if c.head.role == Role.ABSORPTION and _is_absorption(sheet, c, budgets, spent)]
    kinds = list(dict.fromkeys((c.head.year, c.head.budget_version) for c in budgets))
    if not kinds:
        years = list(dict.fromkeys(c.head.year for c in spent))
        return tuple(MoneySet(year, None, None, next(c for c in spent if c.head.year == year), None) for year in years)
    sets: list[MoneySet] = []
    for number, (year, version) in enumerate(kinds, start=1):
        same = [c for c in budgets if (c.head.year, c.head.budget_version) == (year, version)]
        is_last = number == len(kinds)
        for column in _without_parts(sheet, same):
            label = _label(column, same) if len(same) > 1 else None
            sets.append(
                MoneySet(
                    year, version, column, _partner(spent, column, is_last), _partner(shares, column, is_last), label
                )
            )
    return tuple(sets)


def _without_parts(sheet: Sheet, same: list[MoneyColumn]) -> list[MoneyColumn]:
    """Of several columns of one year and version the one that totals them, if one does by its words."""
    totals = [c for c in same if any(TOTAL_COLUMN.search(part) for part in c.path[-1:])]
    return totals[:1] if len(same) > 1 and totals else same


def _label(column: MoneyColumn, same: Sequence[MoneyColumn]) -> str | None:
    is_total = any(TOTAL_COLUMN.search(part) for part in column.path[-1:])
    return None if is_total or len(same) == 1 else " ".join(column.path[-1].split())


def _partner(columns: Sequence[MoneyColumn], budget: MoneyColumn, is_last: bool) -> MoneyColumn | None:
    """The realisation or absorption that belongs to a budget column: of its year and version, else the next one."""
    fitting = [c for c in columns if c.head.year in (None, budget.head.year) or budget.head.year is None]
    same = [c for c in fitting if c.head.budget_version == budget.head.budget_version and c.head.budget_version]
    if same:
        return same[0]
    with_year = [c for c in fitting if c.head.year is not None and c.head.year == budget.head.year]
    if with_year:
        return with_year[0]
    after = [c for c in fitting if c.cols[0] > budget.cols[0]] or fitting
    return after[0] if after and is_last else None


def _is_absorption(
    sheet: Sheet, share: MoneyColumn, budgets: Sequence[MoneyColumn], spent: Sequence[MoneyColumn]
) -> bool:
    """Whether a column of percentages is realisation over budget in most rows; without both nothing denies it."""
    if not budgets or not spent:
        return not (budgets and _is_share_of_total(sheet, share, budgets[-1]))
    hits = rows = 0
    for row in sheet.body_rows:
        texts = [read_figure(cell_text(sheet, row, column)) for column in (budgets[-1], spent[0], share)]
        if not all(figure.readings and figure.readings[0].value is not None for figure in texts):
            continue
        budget, used, printed = (figure.readings[0].value or Decimal(0) for figure in texts)
        if budget:
            rows += 1
            hits += abs(used / budget * 100 - printed) <= max(TOLERANCE, printed / 100)
    return rows == 0 or hits * 2 >= rows


def _is_share_of_total(sheet: Sheet, share: MoneyColumn, budget: MoneyColumn) -> bool:
    """Whether percentages divide one total: each is the same part of its budget."""
    wholes: list[Decimal] = []
    for row in sheet.body_rows:
        texts = [read_figure(cell_text(sheet, row, column)) for column in (budget, share)]
        amount, printed = (figure.readings[0].value if figure.readings else None for figure in texts)
        if amount and printed and printed >= 1:
            wholes.append(amount / printed)
    return len(wholes) >= LEAST_SHARES and max(wholes) <= min(wholes) * SAME_WHOLE


def _without_head(sheet: Sheet) -> BudgetColumns | None:
    """A list of programmes with one column of money and no head, as a table of an agreement goes on."""
    cells = [[cell for _, cell in sheet.row_cells(row) if cell.text.strip()] for row in sheet.body_rows]
    named = [row for row in cells if any(PROGRAM_ROW.match(cell.text) for cell in row)]
    if len(named) * 2 < len(cells) or len(cells) < 2:
        return None
    columns = range(1, sheet.table.n_cols + 1)
    money = [col for col in columns if _is_money(sheet, MoneyColumn((col,), Head(Role.BUDGET, 0.5), ()))]
    names = [col for col in columns if any(c.col == col and PROGRAM_ROW.match(c.text) for row in named for c in row)]
    if len(money) != 1 or len(names) != 1:
        return None
    column = MoneyColumn((money[0],), Head(Role.BUDGET, 0.5), ())
    codes = tuple(col for col in columns if col < names[0])
    only = MoneySet(None, None, column, None, None)
    return BudgetColumns(((Role.PROGRAM, (names[0],)),), codes, (), (only,), combined=True)
