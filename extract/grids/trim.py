"""Titles, notes and legends printed inside a table's frame: rows that belong around the table."""

from __future__ import annotations

from extract.grids.cells import FilledLattice, FilledSlot
from extract.grids.grid import Slot
from extract.grids.text_rows import NOTE, TITLE


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
    while n_cols > 1 and last - 1 > first and NOTE.match(_text_of(grid, last - 1)):
        last -= 1
    if (first, last) == (0, n_rows) or last - first < 1:
        return grid
    kept = [_moved(s, first) for s in grid.slots if first <= s.slot.row and s.slot.last_row < last]
    return _without_unused_lines(FilledLattice(grid.xs, grid.ys[first : last + 1], tuple(kept), grid.quality))


def _text_of(grid: FilledLattice, row: int) -> str:
    """The text of a row none of whose cells began above it, "" else."""
    slots = [s for s in grid.slots if s.slot.row <= row <= s.slot.last_row]
    return " ".join(s.text for s in slots if s.lines) if all(s.slot.row == row for s in slots) else ""


def _without_unused_lines(grid: FilledLattice) -> FilledLattice:
    """The grid without the column lines that no cell of it ends at: a legend's boxes drew them."""
    used = sorted({s.slot.col for s in grid.slots} | {len(grid.xs) - 1})
    if len(used) == len(grid.xs):
        return grid
    new = {col: i for i, col in enumerate(used)}
    slots = []
    for one in grid.slots:
        slot = one.slot
        last = max(i for i, col in enumerate(used[:-1]) if col <= slot.last_col)
        slots.append(FilledSlot(Slot(slot.row, new[slot.col], slot.last_row, last, slot.box), one.lines))
    return FilledLattice(tuple(grid.xs[k] for k in used), grid.ys, tuple(slots), grid.quality)


def _moved(one: FilledSlot, rows: int) -> FilledSlot:
    slot = one.slot
    return FilledSlot(Slot(slot.row - rows, slot.col, slot.last_row - rows, slot.last_col, slot.box), one.lines)
