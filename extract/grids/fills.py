"""Cells told by their shading alone: filled boxes put together to cells, and the rules that their edges stand for.

Word paints a shaded cell in slices: a strip for the left margin, one for the right, a box for each text line between
them, and the rest below. Slices are put together again first, so that a line of text is never taken for a row.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.model import Box
from extract.pdf.rulings import Rule

STRIP = 9.0  # the margins of a shaded cell are narrower than this, in points
NEAR = 1.2  # edges of slices of one cell meet within this
LEAST_WIDTH = 12.0
LEAST_HEIGHT = 7.0
LEAST_CELLS = 4
MOST_CELLS = 3_000


def shaded_cells(fills: Sequence[Box]) -> list[Box]:
    """The cells that filled boxes paint, slices put together, boxes inside others dropped.

    >>> left, line, right = Box(10, 10, 15, 22), Box(15, 10, 85, 22), Box(85, 10, 90, 22)
    >>> shaded_cells([left, line, right, Box(10, 22, 90, 40)])
    [Box(x0=10, top=10, x1=90, bottom=40)]
    """
    if len(fills) > MOST_CELLS:
        return []
    whole, used = _from_slices(fills)
    rest = [f for f in dict.fromkeys(fills) if f not in used and f.width >= LEAST_WIDTH and f.height >= LEAST_HEIGHT]
    return _outermost([*whole, *rest])


def _from_slices(fills: Sequence[Box]) -> tuple[list[Box], set[Box]]:
    by_start: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for fill in fills:
        by_start[round(fill.x0 / 2), round(fill.top / 2)].append(fill)
    cells: list[Box] = []
    used: set[Box] = set()
    for left in fills:
        if left.width > STRIP or left.height < LEAST_HEIGHT or left in used:
            continue
        for line in _starting(by_start, left.x1, left.top):
            right = next((r for r in _starting(by_start, line.x1, left.top) if _is_pair(left, r)), None)
            if right is None or line.width < LEAST_WIDTH:
                continue
            cell = Box(left.x0, left.top, right.x1, left.bottom)
            below = next((b for b in _starting(by_start, cell.x0, cell.bottom) if abs(b.x1 - cell.x1) < NEAR), None)
            used |= {left, right}
            used |= {f for f in fills if f is not below and _holds(cell, f)}
            if below is not None:
                used.add(below)
                cell = cell._replace(bottom=below.bottom)
            cells.append(cell)
            break
    return cells, used


def _starting(by_start: dict[tuple[int, int], list[Box]], x0: float, top: float) -> list[Box]:
    kx, ky = round(x0 / 2), round(top / 2)
    near = [b for dx in (-1, 0, 1) for dy in (-1, 0, 1) for b in by_start.get((kx + dx, ky + dy), ())]
    return [b for b in near if abs(b.x0 - x0) < NEAR and abs(b.top - top) < NEAR]


def _is_pair(left: Box, right: Box) -> bool:
    return right.width <= STRIP and abs(left.bottom - right.bottom) < NEAR


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 - NEAR <= inner.x0
        and inner.x1 <= outer.x1 + NEAR
        and outer.top - NEAR <= inner.top
        and inner.bottom <= outer.bottom + NEAR
    )


def _outermost(boxes: Sequence[Box]) -> list[Box]:
    """Boxes without those that lie in another; a box with others side by side in it is a background and goes itself."""
    by_top: list[tuple[float, Box]] = []  # the boxes kept so far, from top to bottom
    for box in sorted(dict.fromkeys(boxes), key=lambda b: b.width * b.height):
        start = bisect_left(by_top, (box.top - NEAR,))
        end = bisect_left(by_top, (box.bottom + NEAR,))
        inner = [b for _, b in by_top[start:end] if _holds(box, b)]
        if not _side_by_side(inner):
            for b in inner:
                by_top.remove((b.top, b))
            insort(by_top, (box.top, box))
    return [box for _, box in by_top]


def _side_by_side(boxes: Sequence[Box]) -> bool:
    ordered = sorted(boxes, key=lambda b: (b.top, b.x0))
    return any(a.x1 <= b.x0 + NEAR and abs(a.top - b.top) < NEAR for a, b in pairwise(ordered))


def edges(cells: Iterable[Box]) -> tuple[list[Rule], list[Rule]]:
    """The edges of shaded cells as horizontal and vertical rules."""
    horizontal, vertical = [], []
    for cell in cells:
        horizontal += [Rule(cell.top, cell.x0, cell.x1), Rule(cell.bottom, cell.x0, cell.x1)]
        vertical += [Rule(cell.x0, cell.top, cell.bottom), Rule(cell.x1, cell.top, cell.bottom)]
    return horizontal, vertical
