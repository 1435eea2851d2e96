"""Vector paths of a page as straight shapes: lines, rectangles and the boxes of drawings, in user space."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from typing import Any

import pypdfium2.raw

from extract.pdf import calls

c: Any = pypdfium2.raw

WHITE = 246
MAX_OBJECTS = 60_000
SPECK = 2.5  # what is smaller than this along both axes is a dot, in points
THIN = 3.0  # a path thinner than this is a rule, whatever its outline
SLANTED = 2.0  # an edge that moves this far along both axes is slanted, in points
DEEPEST_FORM = 6
MOST_IMAGES = 400  # objects among which the largest image is looked for
TEXT, PATH, IMAGE, FORM = c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM


class Kind(Enum):
    """What a shape shows: a stroked outline, a coloured area, something as white as paper, a curve or
    slanted line, or an image."""

    STROKE = 1
    FILL = 2
    WHITE = 3
    DRAWING = 4
    IMAGE = 5


Corners = tuple[float, float, float, float]
Shape = tuple[float, float, float, float, Kind]
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def shapes(page: Any) -> tuple[list[Shape], list[Corners]]:
    """Every line, rectangle, drawing and image of an open page, and its dots."""
    reader = _Reader()
    for item, kind in _objects(page, MAX_OBJECTS):
        if kind != TEXT:
            reader.read(item, kind, IDENTITY, 0)
    return reader.found, reader.dots


def _objects(page: Any, most: int | None = None) -> Iterator[tuple[int, int]]:
    """The objects of a page, at most so many, each with its kind."""
    address = ctypes.cast(page, ctypes.c_void_p).value
    for index in range(c.FPDFPage_CountObjects(page))[:most]:
        item = calls.object_at(address, index)
        yield item, calls.kind_of(item)


def count_paths(page: Any, enough: int) -> int:
    """How many vector paths a page draws, counted up to `enough`; a form counts as enough."""
    found = 0
    for _, kind in _objects(page):
        if kind == PATH:
            found += 1
        elif kind == FORM:
            return enough
        if found >= enough:
            break
    return found


def largest_image(page: Any) -> float:
    """The area of the largest image on a page, in square points."""
    best, reader = 0.0, _Reader()
    for item, kind in _objects(page, MOST_IMAGES):
        if kind == IMAGE:
            x0, y0, x1, y1 = reader.bounds(item)
            best = max(best, (x1 - x0) * (y1 - y0))
    return best


def bounds_of(item: Any) -> tuple[float, float, float, float]:
    """The box of a page object in its own space."""
    return _Reader().bounds(item)


def clip_bounds(path: Any, index: int) -> tuple[float, float, float, float]:
    """The box of one of a clipping path's paths, empty where it has no points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    xs, ys = [], []
    for k in range(max(0, min(c.FPDFClipPath_CountPathSegments(path, index), MAX_OBJECTS))):
        c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(path, index, k), x, y)
        xs.append(x.value)
        ys.append(y.value)
    return (min(xs), min(ys), max(xs), max(ys)) if xs else (0.0, 0.0, 0.0, 0.0)


class _Reader:
    """Gathers shapes; the places that pdfium writes its answers to are made once, a page has thousands of paths."""

    def __init__(self) -> None:
        self.found: list[Shape] = []
        self.dots: list[Corners] = []
        self._edges = tuple(ctypes.c_float() for _ in range(4))
        self._mode = ctypes.c_int(), ctypes.c_int()
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._edge_refs = tuple(map(ctypes.byref, self._edges))
        self._mode_refs = tuple(map(ctypes.byref, self._mode))
        self._colour_refs = tuple(map(ctypes.byref, self._colour))

    def read(self, item: Any, kind: int, outer: Matrix, depth: int) -> None:
        """Take in a page object; `outer` is the matrix of the forms around it."""
        if kind == PATH:
            self._path(item, outer)
        elif kind == IMAGE:
            self.found.append((*_mapped(outer, *self.bounds(item)), Kind.IMAGE))
        elif kind == FORM and depth < DEEPEST_FORM:
            inner = _times(_matrix(item), outer)
            for index in range(min(calls.count_parts(item), MAX_OBJECTS - len(self.found))):
                part = calls.part_at(item, index)
                self.read(part, calls.kind_of(part), inner, depth + 1)

    def bounds(self, item: Any) -> tuple[float, float, float, float]:
        """The box of a page object in its own space."""
        calls.bounds(item, *self._edge_refs)
        left, bottom, right, top = self._edges
        return left.value, bottom.value, right.value, top.value

    def _path(self, item: Any, outer: Matrix) -> None:
        x0, y0, x1, y1 = self.bounds(item)
        if outer is not IDENTITY:
            x0, y0, x1, y1 = _mapped(outer, x0, y0, x1, y1)
        if x1 - x0 < SPECK and y1 - y0 < SPECK:
            self.dots.append((x0, y0, x1, y1))
            return
        kind = self._kind(item)
        if kind is None:
            return
        if x1 - x0 < THIN or y1 - y0 < THIN:
            self.found.append((x0, y0, x1, y1, kind))
            return
        segments = calls.count_segments(item)
        if segments > 5:
            matrix = _times(_matrix(item), outer)
            for ax, ay, bx, by, straight in _subpaths(item, segments):
                self.found.append((*_mapped(matrix, ax, ay, bx, by), kind if straight else Kind.DRAWING))
            return
        if kind is Kind.STROKE and min(x1 - x0, y1 - y0) > SLANTED and _is_slanted(item, segments):
            kind = Kind.DRAWING
        self.found.append((x0, y0, x1, y1, kind))

    def _kind(self, item: Any) -> Kind | None:
        """What a path shows, None where it shows nothing."""
        calls.draw_mode(item, *self._mode_refs)
        filled, stroked = self._mode[0].value, self._mode[1].value
        if stroked and self._is_visible(calls.stroke_colour, item):
            return Kind.STROKE
        if filled and self._is_visible(calls.fill_colour, item):
            return Kind.FILL
        return Kind.WHITE if filled or stroked else None

    def _is_visible(self, get: Any, item: Any) -> bool:
        """Whether the colour differs from paper."""
        if not get(item, *self._colour_refs):
            return True
        red, green, blue, alpha = self._colour
        return alpha.value > 8 and min(red.value, green.value, blue.value) < WHITE


def _is_slanted(item: Any, segments: int) -> bool:
    """Whether a short path has a curve or an edge that runs along neither axis."""
    points = list(_points(item, segments))
    if any(kind == c.FPDF_SEGMENT_BEZIERTO for _, kind in points):
        return True
    return _runs_aslant([point for point, _ in points])


def _runs_aslant(points: list[Point]) -> bool:
    return any(min(abs(ax - bx), abs(ay - by)) > SLANTED for (ax, ay), (bx, by) in pairwise(points))


def _points(item: Any, segments: int) -> Iterator[tuple[Point, int]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    for index in range(min(segments, MAX_OBJECTS)):
        segment = calls.segment_at(item, index)
        calls.segment_point(segment, to_x, to_y)
        yield (x.value, y.value), calls.segment_kind(segment)


def _subpaths(item: Any, segments: int) -> Iterator[tuple[float, float, float, float, bool]]:
    """Each subpath: its bounds, and whether its edges run along the axes; long outlines edge by edge."""
    points: list[Point] = []
    curved = False
    for point, kind in _points(item, segments):
        if kind == c.FPDF_SEGMENT_MOVETO:
            yield from _edges(points, curved)
            points, curved = [], False
        elif kind == c.FPDF_SEGMENT_BEZIERTO:
            curved = True
        points.append(point)
    yield from _edges(points, curved)


def _edges(points: list[Point], curved: bool) -> Iterator[tuple[float, float, float, float, bool]]:
    if len(points) < 2:
        return
    slanted = curved or _runs_aslant(points)
    if len(points) <= 5 or slanted:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        yield min(xs), min(ys), max(xs), max(ys), not slanted
    if len(points) > 5 and not curved:
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ax - bx) < 0.5 or abs(ay - by) < 0.5:
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), True


def _matrix(item: Any) -> Matrix:
    m = c.FS_MATRIX()
    calls.matrix(item, ctypes.byref(m))
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
