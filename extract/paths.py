"""Rulings and filled boxes of a page, from the vector paths that it draws.

A rule is a thin filled rectangle, a stroked line, or the edge of a stroked rectangle. White rules count where they part
coloured boxes. Everything is told in the reader's coordinates.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw

from extract.model import Box

c: Any = pypdfium2.raw

HAIRLINE = 3.5  # a filled rectangle this thin is a rule, in points
SHORTEST_RULE = 4.0
WHITE = 246
MAX_OBJECTS = 60_000
BESIDE = 1.5  # a white rule parts boxes that come this near to it, in points

ToBox = Callable[[float, float, float, float], Box]


class Rule(NamedTuple):
    """A straight ruling: its constant coordinate `at`, and where it runs from and to."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """All rulings of a page, and the boxes that are filled with a colour."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    fills: tuple[Box, ...]


def rules_of(page: Any, to_box: ToBox) -> Rules:
    """All rulings and filled boxes of an open page; `to_box` turns corners in user space into the reader's box."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    fills: list[Box] = []
    white: list[Box] = []
    for x0, y0, x1, y1, visible, filled in _rectangles(page):
        box = to_box(x0, y0, x1, y1)
        width, height = box.x1 - box.x0, box.bottom - box.top
        if height <= HAIRLINE and width >= SHORTEST_RULE and width > 2 * height:
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
        elif filled:
            fills.append(box)
        elif width > SHORTEST_RULE and height > SHORTEST_RULE:
            horizontal += [Rule(box.top, box.x0, box.x1), Rule(box.bottom, box.x0, box.x1)]
            vertical += [Rule(box.x0, box.top, box.bottom), Rule(box.x1, box.top, box.bottom)]
    for box in parting(white, fills):
        if box.width > box.height:
            horizontal.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
        else:
            vertical.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
    return Rules(tuple(horizontal), tuple(vertical), tuple(fills))


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


def _touches(rule: Box, fill: Box) -> bool:
    x, y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    return fill.x0 - BESIDE <= x <= fill.x1 + BESIDE and fill.top - BESIDE <= y <= fill.bottom + BESIDE


def count_paths(page: Any, enough: int) -> int:
    """How many vector paths a page draws, counted up to `enough`; a form counts as enough."""
    found = 0
    for index in range(c.FPDFPage_CountObjects(page)):
        kind = c.FPDFPageObj_GetType(c.FPDFPage_GetObject(page, index))
        if kind == c.FPDF_PAGEOBJ_PATH:
            found += 1
        elif kind == c.FPDF_PAGEOBJ_FORM:
            return enough
        if found >= enough:
            break
    return found


def largest_image(page: Any) -> float:
    """The area of the largest image on a page, in square points."""
    best = 0.0
    for index in range(min(c.FPDFPage_CountObjects(page), 400)):
        item = c.FPDFPage_GetObject(page, index)
        if c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _bounds(item)
            best = max(best, (x1 - x0) * (y1 - y0))
    return best


def _bounds(item: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


Rectangle = tuple[float, float, float, float, bool, bool]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _rectangles(page: Any) -> Iterator[Rectangle]:
    """Every drawn rectangle or line: its corners in user space, whether it is visible, whether it is filled only."""
    count = min(c.FPDFPage_CountObjects(page), MAX_OBJECTS)
    for index in range(count):
        yield from _object_rectangles(c.FPDFPage_GetObject(page, index), IDENTITY, 0)


def _object_rectangles(item: Any, outer: Matrix, depth: int) -> Iterator[Rectangle]:
    kind = c.FPDFPageObj_GetType(item)
    if kind == c.FPDF_PAGEOBJ_PATH:
        yield from _path_rectangles(item, outer)
    elif kind == c.FPDF_PAGEOBJ_FORM and depth < 6:
        inner = _times(_matrix(item), outer)
        for index in range(min(c.FPDFFormObj_CountObjects(item), MAX_OBJECTS)):
            yield from _object_rectangles(c.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _path_rectangles(item: Any, outer: Matrix) -> Iterator[Rectangle]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    stroked = bool(stroke.value)
    visible = _is_visible(item, stroked)
    if not visible and stroked and fill.value:
        stroked, visible = False, _is_visible(item, False)
    segments = c.FPDFPath_CountSegments(item)
    if segments <= 5:
        x0, y0, x1, y1 = _bounds(item)
        if outer is not IDENTITY:
            x0, y0, x1, y1 = _mapped(outer, x0, y0, x1, y1)
        if segments == 2 or stroked is False or not _is_curved(item, segments):
            yield x0, y0, x1, y1, visible, not stroked
        return
    matrix = _times(_matrix(item), outer)
    for x0, y0, x1, y1, straight in _subpaths(item, segments):
        if straight:
            yield *_mapped(matrix, x0, y0, x1, y1), visible, not stroked


def _is_curved(item: Any, segments: int) -> bool:
    return any(
        c.FPDFPathSegment_GetType(c.FPDFPath_GetPathSegment(item, i)) == c.FPDF_SEGMENT_BEZIERTO
        for i in range(segments)
    )


def _is_visible(item: Any, stroked: bool) -> bool:
    """Whether the colour differs from paper."""
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    get = c.FPDFPageObj_GetStrokeColor if stroked else c.FPDFPageObj_GetFillColor
    if not get(item, red, green, blue, alpha):
        return True
    return alpha.value > 8 and min(red.value, green.value, blue.value) < WHITE


def _subpaths(item: Any, segments: int) -> Iterator[tuple[float, float, float, float, bool]]:
    """Each subpath as its bounds and whether all of its edges run along the axes; long outlines edge by edge."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    straight = True
    for index in range(min(segments, MAX_OBJECTS)):
        segment = c.FPDFPath_GetPathSegment(item, index)
        kind = c.FPDFPathSegment_GetType(segment)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == c.FPDF_SEGMENT_MOVETO:
            yield from _edges(points, straight)
            points, straight = [], True
        elif kind == c.FPDF_SEGMENT_BEZIERTO:
            straight = False
        points.append((x.value, y.value))
    yield from _edges(points, straight)


def _edges(points: list[tuple[float, float]], straight: bool) -> Iterator[tuple[float, float, float, float, bool]]:
    if len(points) < 2 or not straight:
        return
    if len(points) <= 5:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        yield min(xs), min(ys), max(xs), max(ys), True
        return
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ax - bx) < 0.5 or abs(ay - by) < 0.5:
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), True


def _matrix(item: Any) -> Matrix:
    m = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(item, m)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _mapped(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    ax, ay = m[0] * x0 + m[2] * y0 + m[4], m[1] * x0 + m[3] * y0 + m[5]
    bx, by = m[0] * x1 + m[2] * y1 + m[4], m[1] * x1 + m[3] * y1 + m[5]
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
