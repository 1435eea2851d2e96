"""Tables of which only the head is drawn in boxes: the rows under it, told by white gaps, belong to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from statistics import median

from extract.grids.cells import FilledLattice, FilledSlot
from extract.grids.grid import slot_of

LEAST_COLUMNS = 3
MOST_ROWS = 3  # of a head
NEAR = 1.5  # the first row stands under the head within this many line heights
OVERHANG = 4.0  # a line may reach this far over its column, in points


def with_boxed_heads(grids: Sequence[tuple[FilledLattice, str]]) -> list[tuple[FilledLattice, str]]:
    """The grids of a page from top to bottom, a drawn head and the rows told by gaps under it made one."""
    found: list[tuple[FilledLattice, str]] = []
    for grid, method in grids:
        one = _under(found[-1][0], grid) if found and method == "gaps" and found[-1][1] == "rules" else None
        if one:
            found[-1] = (one, method)
        else:
            found.append((grid, method))
    return found


def _under(head: FilledLattice, body: FilledLattice) -> FilledLattice | None:
    """The table of a head and the rows right below it; None where they do not keep to its columns."""
    n_cols, n_rows = len(head.xs) - 1, len(head.ys) - 1
    heights = [line.box.height for one in head.slots for line in one.lines if line.box]
    if n_cols < LEAST_COLUMNS or n_rows > MOST_ROWS or not heights:
        return None
    below = body.box.top - head.box.bottom
    if not -OVERHANG <= below <= NEAR * median(heights):
        return None
    ys = (*head.ys, *body.ys[1:])
    placed: dict[tuple[int, int], FilledSlot] = {}
    for one in filter(lambda slot: slot.lines, body.slots):
        columns = _columns(one, head.xs)
        rows = range(one.slot.row + n_rows, one.slot.last_row + n_rows + 1)
        area = [(row, col) for row in rows for col in columns]
        if not area or any(at in placed for at in area):
            return None
        filled = FilledSlot(slot_of((rows[0], columns[0], rows[-1], columns[-1]), head.xs, ys), one.lines)
        placed |= dict.fromkeys(area, filled)
    for row in range(n_rows, len(ys) - 1):
        for col in range(n_cols):
            placed.setdefault((row, col), FilledSlot(slot_of((row, col, row, col), head.xs, ys), ()))
    slots = sorted({id(one): one for one in placed.values()}.values(), key=lambda one: (one.slot.row, one.slot.col))
    return FilledLattice(head.xs, ys, (*head.slots, *slots), min(head.quality, body.quality))


def _columns(one: FilledSlot, xs: Sequence[float]) -> range:
    """The columns between `xs` that a cell's lines stand in; none where they leave them or a narrow cell needs two."""
    boxes = [line.box for line in one.lines if line.box]
    if not boxes or min(box.x0 for box in boxes) < xs[0] - OVERHANG or max(box.x1 for box in boxes) > xs[-1] + OVERHANG:
        return range(0)
    first = max(0, bisect_right(xs, min(box.x0 for box in boxes) + OVERHANG) - 1)
    last = min(len(xs) - 2, bisect_right(xs, max(box.x1 for box in boxes) - OVERHANG) - 1)
    return range(first, last + 1) if last == first or one.slot.last_col > one.slot.col else range(0)
