"""Titles and notes printed inside a table's frame: rows of one cell over all columns that belong around the table."""

from __future__ import annotations

import re

from extract.cells import FilledLattice, FilledSlot
from extract.grid import Slot

TITLE = re.compile(
    r"^\W*(?:t\s?a\s?b\s?e\s?l|table|tab\.|exhibit|gambar|figure|grafik|lampiran)\b\W*[\dIVX]", re.IGNORECASE
)
NOTE = re.compile(r"^\W*(?:sumber|source|catatan|notes?|ket(?:erangan)?)\b\.?\s*:", re.IGNORECASE)


def trim(grid: FilledLattice) -> FilledLattice:
    """The grid without a title in its first row and notes in its last rows, which then stand above and below it."""
    n_rows, n_cols = len(grid.ys) - 1, len(grid.xs) - 1
    alone = {
        s.slot.row: s
        for s in grid.slots
        if s.slot.col == 0 and s.slot.last_col == n_cols - 1 and s.slot.row == s.slot.last_row
    }
    first, last = 0, n_rows
    while n_cols > 1 and first in alone and TITLE.match(alone[first].text):
        first += 1
    while n_cols > 1 and last - 1 in alone and last - 1 > first and NOTE.match(alone[last - 1].text):
        last -= 1
    if (first, last) == (0, n_rows) or last - first < 1:
        return grid
    kept = tuple(_moved(s, first) for s in grid.slots if first <= s.slot.row and s.slot.last_row < last)
    return FilledLattice(grid.xs, grid.ys[first : last + 1], kept, grid.quality)


def _moved(one: FilledSlot, rows: int) -> FilledSlot:
    slot = one.slot
    return FilledSlot(Slot(slot.row - rows, slot.col, slot.last_row - rows, slot.last_col, slot.box), one.lines)
