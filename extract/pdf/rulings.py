"""Rulings and filled boxes of a page, from the vector paths that it draws.

A rule is a thin filled rectangle, a stroked line, or the edge of a stroked rectangle. White rules count where they part
coloured boxes. Everything is told in the reader's coordinates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from extract.model import Box
from extract.pdf.paths import Kind, shapes

HAIRLINE = 3.5  # a filled rectangle this thin is a rule, in points
SHORTEST_RULE = 4.0
MANY_DOTS = 100  # a page with fewer separate dots has no dotted rules: the corners of borders are dots, too
LEAST_DOTS = 12  # so many dots in a row make a dotted rule …
DOT_GAP = 3.5  # … none farther from the next than this, in points
BESIDE = 1.5  # a white rule parts boxes that come this near to it, in points

ToBox = Callable[[float, float, float, float], Box]


class Rule(NamedTuple):
    """A straight ruling: its constant coordinate `at`, and where it runs from and to."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """All rulings of a page, the boxes that are filled with a colour, and those of curves and images.

    `dotted` are the rules made of dots, horizontal and vertical ones: of tables, and of the grids behind charts.
    """

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    fills: tuple[Box, ...]
    drawings: tuple[Box, ...] = ()
    images: tuple[Box, ...] = ()
    dotted: tuple[tuple[Rule, ...], tuple[Rule, ...]] = ((), ())


def rules_of(page: Any, to_box: ToBox) -> Rules:
    """All rulings and filled boxes of an open page; `to_box` turns corners in user space into the reader's box."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    fills: list[Box] = []
    white: list[Box] = []
    drawings: list[Box] = []
    images: list[Box] = []
    dots: list[Box] = []
    found, specks = shapes(page)
    if len(specks) >= MANY_DOTS:
        dots += [to_box(*speck) for speck in specks]
    for x0, y0, x1, y1, kind in found:
        box = to_box(x0, y0, x1, y1)
        width, height = box.x1 - box.x0, box.bottom - box.top
        visible = kind is not Kind.WHITE
        if width < SHORTEST_RULE and height < SHORTEST_RULE:
            dots.append(box)
        elif kind is Kind.DRAWING or kind is Kind.IMAGE:
            (drawings if kind is Kind.DRAWING else images).append(box)
        elif height <= HAIRLINE and width >= SHORTEST_RULE and width > 2 * height:
            if visible:
                horizontal.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
            else:
                white.append(box)
        elif width <= HAIRLINE and height >= SHORTEST_RULE and height > 2 * width:
            if visible:
                vertical.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
            else:
                white.append(box)
        elif width <= HAIRLINE or height <= HAIRLINE or not visible:
            continue
        elif kind is Kind.FILL:
            fills.append(box)
        elif width > SHORTEST_RULE and height > SHORTEST_RULE:
            horizontal += [Rule(box.top, box.x0, box.x1), Rule(box.bottom, box.x0, box.x1)]
            vertical += [Rule(box.x0, box.top, box.bottom), Rule(box.x1, box.top, box.bottom)]
    for box in parting(white, fills):
        if box.width > box.height:
            horizontal.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
        else:
            vertical.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
    return Rules(tuple(horizontal), tuple(vertical), tuple(fills), tuple(drawings), tuple(images), _dotted(dots))


def parting(white: Sequence[Box], fills: Sequence[Box]) -> list[Box]:
    """The white rules that lie on coloured boxes or run along their edges: those a reader sees.

    >>> parting([Box(10, 30, 90, 31), Box(10, 200, 90, 201)], [Box(10, 10, 90, 30), Box(10, 31, 90, 50)])
    [Box(x0=10, top=30, x1=90, bottom=31)]
    """
    if not white or not fills:
        return []
    near: dict[int, list[Box]] = defaultdict(list)
    for fill in fills:
        for band in range(int(fill.top - BESIDE) // 64, int(fill.bottom + BESIDE) // 64 + 1):
            near[band].append(fill)
    return [box for box in white if any(_touches(box, fill) for fill in near[int(box.top + box.bottom) // 128])]


def _dotted(dots: Sequence[Box]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    if len(dots) < LEAST_DOTS:
        return (), ()
    turned = [Box(b.top, b.x0, b.bottom, b.x1) for b in dots]
    return tuple(dotted(dots)), tuple(dotted(turned))


def dotted(dots: Sequence[Box]) -> list[Rule]:
    """The horizontal rules that rows of dots make: at least so many, one close behind the other.

    >>> dotted([Box(2 * k, 10, 2 * k + 1, 11) for k in range(30)])
    [Rule(at=10.5, start=0, end=59)]
    """
    rows: dict[int, list[Box]] = defaultdict(list)
    for dot in dots:
        rows[round(dot.top + dot.bottom)].append(dot)
    found = []
    for row in rows.values():
        start = 0
        ordered = sorted(row)
        for k in range(1, len(ordered) + 1):
            if k == len(ordered) or ordered[k].x0 - ordered[k - 1].x1 > DOT_GAP:
                if k - start >= LEAST_DOTS:
                    first, last = ordered[start], ordered[k - 1]
                    found.append(Rule((first.top + first.bottom) / 2, first.x0, last.x1))
                start = k
    return found


def _touches(rule: Box, fill: Box) -> bool:
    x, y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    return fill.x0 - BESIDE <= x <= fill.x1 + BESIDE and fill.top - BESIDE <= y <= fill.bottom + BESIDE
