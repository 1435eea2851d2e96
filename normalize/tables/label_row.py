"""One body row of a table seen from a column of indicators: its words, its values, and what kind of row it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extract.model import Cell
from normalize.heads.roles import Role
from normalize.tables.columns import COMPARED_ROLES, Column
from normalize.tables.labels import OBJECTIVE_NAME, is_average, is_only_average, is_only_mark, is_total, one_line
from normalize.tables.sheet import Sheet

SEPARATOR_WIDTH = 0.5  # a text cell over this share of the columns, with nothing beside it, parts the table
LEGEND = re.compile(r"^\W*(?:keterangan|catatan|sumber(?: data)?|ket)\s*[.:]", re.IGNORECASE)
Kind = Literal["indicator", "average", "total"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a record: its column, its cell, and what was printed (with the unit of a unit column)."""

    column: Column
    cell: Cell
    raw: str
    unit_raw: str | None = None


@dataclass(frozen=True)
class Row:
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

    def _is_measured(self, text: str) -> bool:
        """Whether a label that begins like an average has a target or result: "Rata-rata nilai kinerja pegawai"."""
        return not is_only_average(text) and self.states_own(self.entries())

    def separator(self) -> str | None:
        """The text of a row that is a single label over much of the width."""
        cells = [c for c in self.sheet.starting[self.row] if c.text.strip() and not is_only_mark(c.text)]
        if len(cells) != 1 or cells[0].row_span > 1:
            return None
        wide = cells[0].col_span >= max(2, SEPARATOR_WIDTH * self.sheet.table.n_cols)
        runs = cells[0].col <= self.label.col and cells[0].col + cells[0].col_span > min(v.col for v in self.values)
        outside = cells[0].col < self.label.col and OBJECTIVE_NAME.match(one_line(cells[0].text))
        return one_line(cells[0].text) if wide or runs or outside else None

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
            if is_average(text, in_label) and not (in_label and self._is_measured(text)):
                return "average", text
            if is_total(text):
                return "total", text
            return None
        return None
