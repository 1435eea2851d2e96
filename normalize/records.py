"""The rows of a table as records: an indicator with its objective, parent and unit, and the cells of its values.

Merged and left-out cells are carried down, group lines become the parent of the rows below them, text that the page
end cut is put together, and totals and averages are kept apart from indicators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from extract.model import Cell
from normalize.columns import COMPARED_ROLES, CONTEXT_ROLES, Column
from normalize.headers import Role
from normalize.labels import is_average, is_only_mark, is_total, one_line, split_mark
from normalize.sheet import Sheet

SEPARATOR_WIDTH = 0.5  # a text cell over this share of the columns, with nothing beside it, parts the table
LONGEST_LABEL = 200  # letters; longer words over the whole width are an analysis
LEGEND = re.compile(r"^\W*(?:keterangan|catatan|sumber(?: data)?|ket)\s*[.:]", re.IGNORECASE)
OBJECTIVE_NAME = re.compile(r"^(?:sasaran|tujuan|misi|visi|program|urusan)\b[^:]{0,30}:?\s*", re.IGNORECASE)
Kind = Literal["indicator", "average", "total"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a record: its column, its cell, and what was printed (with the unit of a unit column)."""

    column: Column
    cell: Cell
    raw: str
    unit_raw: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A row that was understood: its label, where it belongs, and its values."""

    row: int
    kind: Kind
    indicator: str
    objective: str | None
    parent: str | None
    unit_raw: str | None
    entries: tuple[Entry, ...]


@dataclass
class _Open:
    """What is carried from row to row."""

    objective: str | None = None
    number: str = ""
    parent: str | None = None
    parent_mark: str | None = None
    parent_open: bool = False
    unit: str | None = None
    indicator: str | None = None
    pending: Record | None = None
    records: list[Record] = field(default_factory=list)


def read_records(sheet: Sheet, columns: Sequence[Column]) -> tuple[Record, ...]:
    """The records of a table in the order of its rows; () where no column holds an indicator or values."""
    labels = [c for c in columns if c.role is Role.INDICATOR]
    values = [c for c in columns if c.is_value]
    if not labels or not values:
        return ()
    served = {label.col: [c for c in values if _owner(labels, c) is label] for label in labels}
    found: list[Record] = []
    for label in labels:
        if served[label.col]:
            found += _read_side(sheet, columns, label, served[label.col])
    return tuple(sorted(found, key=lambda r: r.row))


def _owner(labels: Sequence[Column], value: Column) -> Column:
    """The indicator column that a value column belongs to: the nearest to its left, else the first."""
    left = [label for label in labels if label.col < value.col]
    return left[-1] if left else labels[0]


def _read_side(sheet: Sheet, columns: Sequence[Column], label: Column, values: Sequence[Column]) -> list[Record]:
    state = _Open()
    breaks = {part.first_row for part in sheet.table.parts[1:]}
    for row in sheet.body_rows:
        _read_row(_Row(sheet, columns, label, values, row, row in breaks), state)
    return state.records


@dataclass(frozen=True)
class _Row:
    """One body row seen from an indicator column."""

    sheet: Sheet
    columns: Sequence[Column]
    label: Column
    values: Sequence[Column]
    row: int
    after_break: bool

    def text(self, column: Column, only_new: bool = False) -> str:
        """The text of a column (all columns under its head) in this row; marks in cells of their own come first."""
        texts = []
        seen: list[Cell] = []
        for col in range(column.col if column.is_value else min(column.col, column.last), column.last + 1):
            cell = self.sheet.covering.get((self.row, col))
            if cell is None or any(cell is s for s in seen) or (only_new and cell.row != self.row):
                continue
            seen.append(cell)
            if cell.text.strip():
                texts.append(cell.text.strip())
        return "\n".join(texts)

    @property
    def indicator_cell(self) -> Cell | None:
        cells = [self.sheet.covering.get((self.row, col)) for col in range(self.label.col, self.label.last + 1)]
        return next((c for c in reversed(cells) if c is not None and c.text.strip()), None)

    @property
    def is_prose(self) -> bool:
        """Whether the row is a legend, or its words run on over the columns of values (an analysis, a note)."""
        first = next((c.text for c in self.sheet.starting[self.row] if c.text.strip()), "")
        cell = self.indicator_cell
        return bool(LEGEND.match(first)) or (cell is not None and cell.row == self.row and self._is_label(cell))

    @property
    def spans_rows(self) -> frozenset[int]:
        """The first body row of each indicator cell."""
        columns = range(self.label.col, self.label.last + 1)
        return frozenset(c.row for c in self.sheet.table.cells if c.col in columns and c.text.strip())

    def _covers_several(self, cell: Cell) -> bool:
        """Whether a value cell stands beside several indicators: then it sums them up."""
        return len(self.spans_rows & set(range(cell.row, cell.row + cell.row_span))) > 1

    def entries(self) -> tuple[Entry, ...]:
        """The values printed in this row."""
        return self._entries(self.values)

    def compared(self) -> tuple[Entry, ...]:
        """The growth and differences printed in this row."""
        return self._entries([c for c in self.columns if c.role in COMPARED_ROLES])

    def _entries(self, columns: Sequence[Column]) -> tuple[Entry, ...]:
        found = []
        for column in columns:
            cell = self.sheet.covering.get((self.row, column.col))
            if cell is None or cell.row != self.row or not cell.text.strip() or self._is_label(cell):
                continue
            unit = None
            if column.unit_col:
                beside = self.sheet.covering.get((self.row, column.unit_col))
                unit = (
                    one_line(beside.text) if beside is not None and beside is not cell and beside.text.strip() else None
                )
            found.append(Entry(column, cell, cell.text, unit))
        return tuple(found)

    def split_summed(self, entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """Entries of this row's indicator, and achievements that stand beside several indicators at once."""
        summed = tuple(
            e
            for e in entries
            if e.column.role in {Role.ACHIEVEMENT, Role.MEDIUM_TERM_ACHIEVEMENT}
            and e.cell.row_span > 1
            and self._covers_several(e.cell)
        )
        return tuple(e for e in entries if e not in summed), summed

    @staticmethod
    def states_own(entries: tuple[Entry, ...]) -> bool:
        """Whether a row has a target or result of its own, not only an achievement of the rows below it."""
        return any(e.column.role not in {Role.ACHIEVEMENT, Role.MEDIUM_TERM_ACHIEVEMENT} for e in entries)

    def _is_label(self, cell: Cell) -> bool:
        """Whether a cell over a value column began in the columns of the row's words."""
        return (
            cell.col < min(v.col for v in self.values) <= cell.col + cell.col_span - 1 and cell.col <= self.label.last
        )

    def separator(self) -> str | None:
        """The text of a row that is a single label over much of the width."""
        cells = [c for c in self.sheet.starting[self.row] if c.text.strip() and not is_only_mark(c.text)]
        if len(cells) != 1 or cells[0].row_span > 1:
            return None
        wide = cells[0].col_span >= max(2, SEPARATOR_WIDTH * self.sheet.table.n_cols)
        runs = cells[0].col <= self.label.col and cells[0].col + cells[0].col_span > min(v.col for v in self.values)
        return one_line(cells[0].text) if wide or runs else None

    def summary(self) -> tuple[Kind, str] | None:
        """`average` or `total` with its label, where the row sums up others."""
        for cell in self.sheet.starting[self.row]:
            text = one_line(cell.text)
            if not text or is_only_mark(text):
                continue
            first_value = min(v.col for v in self.values)
            if cell.col >= first_value:
                return None
            in_label = cell.col == self.label.col and cell.col_span <= self.label.last - self.label.col + 1
            if is_average(text, in_label):
                return "average", text
            if is_total(text):
                return "total", text
            return None
        return None


def _read_row(row: _Row, state: _Open) -> None:
    if summary := row.summary():
        entries = row.entries()
        if entries:
            whole = entries + row.compared()
            state.records.append(Record(row.row, summary[0], summary[1], state.objective, None, None, whole))
        return
    if separator := row.separator():
        state.objective, state.parent = _objective_name(separator), None
        return
    _carry(row, state)
    if row.is_prose:
        _read_band(row, state)
        return
    text, all_entries = row.text(row.label), row.entries()
    entries, summed = row.split_summed(all_entries)
    if summed:
        state.records.append(
            Record(row.row, "average", state.objective or one_line(text), state.objective, None, None, summed)
        )
    if is_only_mark(text):
        text = ""
    if text.rstrip().endswith(":") and entries and not row.states_own(entries):
        state.records.append(
            Record(row.row, "average", split_mark(one_line(text))[1], state.objective, None, None, entries)
        )
        entries = ()
    if text and not entries:
        _read_words(row, state, text)
    elif text:
        _read_values(row, state, text, entries + row.compared())
    elif entries and state.pending:
        _take(state, replace(state.pending, entries=entries + row.compared(), row=row.row))


def _read_band(row: _Row, state: _Open) -> None:
    """A label over most of the width with a value at the right: a mission or objective and the average of its rows."""
    cell, entries = row.indicator_cell, row.entries()
    if cell is None or not entries or row.states_own(entries) or len(cell.text) > LONGEST_LABEL:
        return
    state.objective, state.parent = _objective_name(one_line(cell.text)), None
    state.records.append(Record(row.row, "average", state.objective, state.objective, None, None, entries))


def _carry(row: _Row, state: _Open) -> None:
    """Objective, number and unit of the row, from the rows above where the cells are empty or merged."""
    context = [c for c in row.columns if c.role in CONTEXT_ROLES and c.col < row.label.col]
    if context:
        text = one_line(row.text(context[-1], only_new=True))
        if text and not is_only_mark(text):
            goes_on = row.after_break and text[0].islower() and state.objective
            state.objective = f"{state.objective} {text}" if goes_on else split_mark(text)[1]
    numbers = [c for c in row.columns if c.role in {Role.NO, Role.CODE} and c.col < row.label.col]
    state.number = one_line(row.text(numbers[-1], only_new=True)) if numbers else ""
    if state.number:
        state.parent = None
    units = [c for c in row.columns if c.role is Role.UNIT]
    own = [c for c in units if c.col > row.label.col] or units
    state.unit = one_line(row.text(own[0])) or None if own else None


def _objective_name(text: str) -> str:
    name = split_mark(text)[1]
    rest = OBJECTIVE_NAME.sub("", name)
    return rest.strip() or name


def _read_words(row: _Row, state: _Open, text: str) -> None:
    """A row with words and no values: the rest of the indicator above, or the group line of the rows below."""
    mark, words = split_mark(one_line(text))
    cell = row.indicator_cell
    if cell is not None and cell.row != row.row:
        return  # the words of a merged cell that were read with its first row
    last = state.records[-1] if state.records else None
    unmarked = mark is None and not state.number
    if last and last.kind == "indicator" and unmarked and not state.pending and _goes_on(row, last.indicator, words):
        _replace_last(state, replace(last, indicator=f"{last.indicator} {words}"))
        return
    state.pending = Record(row.row, "indicator", words, state.objective, state.parent, state.unit, ())
    state.parent, state.parent_mark, state.parent_open = words.rstrip(" :"), mark, True


def _goes_on(row: _Row, before: str, words: str) -> bool:
    """Whether words without a number of their own are the rest of the indicator before them."""
    if row.after_break:
        return not words.endswith(":")
    return row.sheet.table.method in {"tabs", "pipes"} and words[:1].islower()


def _replace_last(state: _Open, record: Record) -> None:
    state.records[-1] = record


def _read_values(row: _Row, state: _Open, text: str, entries: tuple[Entry, ...]) -> None:
    mark, words = split_mark(one_line(text))
    parent = state.parent
    if state.pending and row.after_break and mark is None and not state.number:
        pending = state.pending
        _take(
            state,
            Record(row.row, "indicator", f"{pending.indicator} {words}", pending.objective, None, state.unit, entries),
        )
        return
    if parent and mark == state.parent_mark and mark is not None:
        state.parent = parent = None
    if parent and mark is None and state.parent_mark is not None:
        state.parent = parent = None
    _take(state, Record(row.row, "indicator", words, state.objective, parent, state.unit, entries))


def _take(state: _Open, record: Record) -> None:
    state.pending = None
    state.records.append(record)
