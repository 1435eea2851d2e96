"""A head whose cells only their shading tells, right above or over the first row of a grid that rules draw."""

from __future__ import annotations

from collections.abc import Sequence

from extract.grids.grid import Lattice, Slot
from extract.model import Box

NEAR = 3.0  # sides of shaded cells and the lines of the grid are one within this, in points
TALLEST = 90.0  # a head is not higher, in points
MOST_LEVELS = 3


def with_shaded_head(lattice: Lattice, fills: Sequence[Box]) -> Lattice:
    """The lattice with the rows that coloured cells above its first rule make, where they tile its whole width.

    A coloured cell may reach down over a column's first cell, as that of a label beside a head of two levels does.
    """
    head = _head_cells(lattice, fills)
    ys = _heights(head, lattice.ys[0])
    if not ys:
        return lattice
    lines = (*ys, *lattice.ys)
    added = sorted((_slot(lattice.xs, lines, box) for box in head), key=lambda s: (s.row, s.col))
    taken = [(r, k) for s in added for r in range(s.row, s.last_row + 1) for k in range(s.col, s.last_col + 1)]
    covered = set(taken)
    wanted = {(r, k) for r in range(len(ys)) for k in range(len(lattice.xs) - 1)}
    if len(covered) < len(taken) or not wanted <= covered:
        return lattice
    moved = [Slot(s.row + len(ys), s.col, s.last_row + len(ys), s.last_col, s.box) for s in lattice.slots]
    kept = [s for s in moved if (s.row, s.col) not in covered]
    return Lattice(lattice.xs, lines, tuple(sorted([*added, *kept], key=lambda s: (s.row, s.col))))


def _head_cells(lattice: Lattice, fills: Sequence[Box]) -> list[Box]:
    """The coloured cells above the first rule, each between two lines of the grid, standing on it or on each other."""
    top, low = lattice.ys[0], lattice.ys[: MOST_LEVELS + 1]
    found: list[Box] = []
    for box in sorted(fills, key=lambda b: (-b.bottom, b.x0)):
        above = top - TALLEST < box.top < top - NEAR
        between = _is_line(box.x0, lattice.xs) and _is_line(box.x1, lattice.xs)
        if above and between and (_is_line(box.bottom, low) or _is_line(box.bottom, [b.top for b in found])):
            found.append(box)
    return found if len(found) > 1 else []


def _heights(head: Sequence[Box], first: float) -> list[float]:
    """The heights at which rows of coloured cells begin, from the top."""
    ys: list[float] = []
    for top in sorted(b.top for b in head):
        if not ys or top - ys[-1] > NEAR:
            ys.append(top)
    return ys if len(ys) <= MOST_LEVELS and (not ys or first - ys[-1] > NEAR) else []


def _slot(xs: Sequence[float], ys: Sequence[float], box: Box) -> Slot:
    rows, columns = (_nearest(ys, box.top), _nearest(ys, box.bottom)), (_nearest(xs, box.x0), _nearest(xs, box.x1))
    place = Box(xs[columns[0]], ys[rows[0]], xs[columns[1]], ys[rows[1]])
    return Slot(rows[0], columns[0], rows[1] - 1, columns[1] - 1, place)


def _is_line(at: float, lines: Sequence[float]) -> bool:
    return any(abs(at - line) <= NEAR for line in lines)


def _nearest(lines: Sequence[float], at: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - at))
