"""Labels beside ruled rows: a column that lacks the rules between its rows, or stands outside the grid altogether.

A cell three rows tall or more is cut along the rows beside it when each row holds lines of its own and every break
between two rows was meant: the next line's first word would still have fitted. Running text never breaks so, a merged
cell stays whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract.grids.cells import FilledLattice, FilledSlot
from extract.grids.grid import Lattice, Slot
from extract.model import Box, CellLine
from extract.pdf.pdfium import Word

MARGIN = 6.0  # the white space that a cell keeps at its sides, in points
SLACK = 1.5  # a line may reach this far over the rule of its row
LEAST_ROWS = 4  # rows that a grid must have to take in labels at its left
LABELLED = 0.7  # the share of rows that must have a label there
FARTHEST = 320.0  # how far left of the grid its labels may begin


def cut_labels(grid: FilledLattice) -> FilledLattice:
    """The grid with its tall label cells cut along the rows beside them."""
    slots: list[FilledSlot] = []
    for one in grid.slots:
        parts = _by_row(one, grid.ys) if one.slot.last_row >= one.slot.row + 2 and len(one.lines) >= 3 else []
        slots += parts or [one]
    if len(slots) == len(grid.slots):
        return grid
    return FilledLattice(grid.xs, grid.ys, tuple(sorted(slots, key=lambda s: (s.slot.row, s.slot.col))), grid.quality)


def _by_row(one: FilledSlot, ys: Sequence[float]) -> list[FilledSlot]:
    slot = one.slot
    parts: list[list[CellLine]] = [[] for _ in range(slot.row, slot.last_row + 1)]
    for line in one.lines:
        row = _row_of(line.box, ys, slot.row, slot.last_row)
        if row is None:
            return []
        parts[row - slot.row].append(line)
    if not all(parts) or not all(is_meant(a[-1], b[0], slot.box) for a, b in pairwise(parts)):
        return []
    return [
        FilledSlot(
            Slot(row, slot.col, row, slot.last_col, Box(slot.box.x0, ys[row], slot.box.x1, ys[row + 1])), tuple(lines)
        )
        for row, lines in enumerate(parts, slot.row)
    ]


def _row_of(box: Box | None, ys: Sequence[float], first: int, last: int) -> int | None:
    """The row that holds a line whole, None where it lies across a rule."""
    if box is None:
        return None
    return next(
        (r for r in range(first, last + 1) if ys[r] - SLACK <= box.top and box.bottom <= ys[r + 1] + SLACK), None
    )


def is_meant(line: CellLine, following: CellLine, cell: Box) -> bool:
    """Whether a line ends before it had to: the following line's first word would have fitted behind it."""
    assert line.box is not None and following.box is not None, "only lines with a place are compared"
    first = following.text.split()[0]
    width = following.box.width * len(first) / max(1, len(following.text)) + 0.25 * following.box.height
    return cell.width - 2 * MARGIN - line.box.width > width


def with_left_labels(lattice: Lattice, words: Sequence[Word], others: Sequence[Box] = ()) -> Lattice:
    """The lattice with a column more at its left where its rows have labels that no rule encloses.

    Each row may have one line of text there, level with the row; prose beside a table stands on lines of its own.
    `others` are the boxes of the page's other grids, whose words are no labels.
    """
    bands = list(pairwise(lattice.ys))
    if len(bands) < LEAST_ROWS:
        return lattice
    left, near = lattice.xs[0], [b for b in others if b.x0 < lattice.xs[0]]
    beside = [w for w in words if left - FARTHEST < w.box.x0 and w.box.x1 < left + 1 and not _within(w.box, near)]
    rows: dict[int, set[int]] = defaultdict(set)
    level = 0
    for word in beside:
        middle = (word.box.top + word.box.bottom) / 2
        for row, (top, bottom) in enumerate(bands):
            if top <= middle < bottom:
                rows[row].add(round(middle / 3))
                level += top - SLACK <= word.box.top and word.box.bottom <= bottom + SLACK
    inside = [w for w in beside if lattice.ys[0] <= (w.box.top + w.box.bottom) / 2 < lattice.ys[-1]]
    single = sum(len(heights) == 1 for heights in rows.values())
    if len(rows) < LABELLED * len(bands) or single < 0.9 * len(rows) or level < 0.9 * len(inside):
        return lattice
    edge = min(w.box.x0 for w in inside) - 2.0
    moved = [Slot(s.row, s.col + 1, s.last_row, s.last_col + 1, s.box) for s in lattice.slots]
    labels = [Slot(r, 0, r, 0, Box(edge, top, left, bottom)) for r, (top, bottom) in enumerate(bands)]
    slots = tuple(sorted([*labels, *moved], key=lambda s: (s.row, s.col)))
    return Lattice((edge, *lattice.xs), lattice.ys, slots)


def _within(box: Box, others: Sequence[Box]) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return any(b.x0 <= x <= b.x1 and b.top <= y <= b.bottom for b in others)
