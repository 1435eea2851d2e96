"""Characters, words and rules of a PDF page, straight from pdfium.

pdfium reads the text of a page about forty times faster than a parser written in Python; what costs time is asking it for
boxes one by one. So the text of the page is fetched at once, cut into words here, and only the first and the last
character of a word are asked for their box (all of them where a ruling cuts through the word).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as c

from extract.model import Box

WORD = re.compile(r"\S+")
HAIRLINE = 3.5  # a filled rectangle this thin is a rule, in points
SHORTEST_RULE = 4.0
WHITE = 246
SIDEWAYS = 0.6  # radians from which a character counts as turned
MAX_OBJECTS = 60_000
ODD_CHARACTERS = str.maketrans({"\ufffe": "-", "\x02": "-", "\u00ad": "-", "\u00a0": " ", "\u200b": " ", "\x00": " "})


class Word(NamedTuple):
    """A word and its box; `first` and `last` are its character indices; `turned` is true for text that runs upwards."""

    text: str
    box: Box
    first: int
    last: int
    turned: bool = False


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


@dataclass(frozen=True, slots=True)
class Frame:
    """How user space becomes the page a reader sees: page box and rotation in quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box between two corners in user space, in points from the reader's top left corner."""
        if self.turns == 0:
            return Box(x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        if self.turns == 1:
            return Box(y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.turns == 2:
            return Box(self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        return Box(self.top - y1, self.right - x1, self.top - y0, self.right - x0)


class PdfPage:
    """One open page: its text at once, words and rules on demand. Close it after use (`with`)."""

    def __init__(self, document: Any, index: int) -> None:
        self.handle = c.FPDF_LoadPage(document, index)
        if not self.handle:
            raise ValueError(f"page {index + 1} cannot be loaded")
        self.text_handle = c.FPDFText_LoadPage(self.handle)
        self.frame = self._frame()
        self.text = self._text()

    def __enter__(self) -> PdfPage:
        return self

    def __exit__(self, *_: object) -> None:
        if self.text_handle:
            c.FPDFText_ClosePage(self.text_handle)
        c.FPDF_ClosePage(self.handle)

    def _frame(self) -> Frame:
        rect = c.FS_RECTF()
        c.FPDF_GetPageBoundingBox(self.handle, rect)
        return Frame(rect.left, rect.bottom, rect.right, rect.top, c.FPDFPage_GetRotation(self.handle))

    def _text(self) -> str:
        """The page's text, one Python character for each pdfium character."""
        if not self.text_handle:
            return ""
        count = c.FPDFText_CountChars(self.text_handle)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        c.FPDFText_GetText(self.text_handle, 0, count, buffer)
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
        if len(text) != count or text.endswith("\x00"):
            text = "".join(map(self._character, range(count)))
        return text.translate(ODD_CHARACTERS)

    def _character(self, index: int) -> str:
        code = c.FPDFText_GetUnicode(self.text_handle, index)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as a reader sees the page, in points."""
        return self.frame.size

    def character_box(self, index: int) -> Box:
        """The box of one character, as high as its font."""
        rect = c.FS_RECTF()
        c.FPDFText_GetLooseCharBox(self.text_handle, index, rect)
        return self.frame.box(rect.left, rect.bottom, rect.right, rect.top)

    def words(self) -> list[Word]:
        """The words of the page in the order of its content."""
        if self._mostly_turned():
            object.__setattr__(self, "frame", self._turned_frame())
        rect, get, handle, box = c.FS_RECTF(), c.FPDFText_GetLooseCharBox, self.text_handle, self.frame.box
        words = []
        for match in WORD.finditer(self.text):
            first, last = match.start(), match.end() - 1
            get(handle, first, rect)
            a = box(rect.left, rect.bottom, rect.right, rect.top)
            b = a
            if last > first:
                get(handle, last, rect)
                b = box(rect.left, rect.bottom, rect.right, rect.top)
            if a.x1 <= a.x0 and b.x1 <= b.x0:
                continue
            turned = last > first and abs(b.top - a.top) > max(a.height, abs(b.x0 - a.x0))
            words.append(Word(match.group(), a.union(b), first, last, turned))
        return words

    def _mostly_turned(self) -> bool:
        """Whether most of the text runs up or down the page: then the page is read turned by a quarter."""
        starts = [m.start() for m in WORD.finditer(self.text)][::17][:24]
        turned = [self._turns_of(i) for i in starts]
        return len(turned) >= 3 and sum(t in (1, 3) for t in turned) > 0.7 * len(turned)

    def _turns_of(self, index: int) -> int:
        """Quarter turns of a character against the page, from its angle (clockwise in pdfium)."""
        angle = c.FPDFText_GetCharAngle(self.text_handle, index)
        if angle < 0:
            return 0
        return (round(angle / 1.5707963) + self.frame.turns) % 4

    def _turned_frame(self) -> Frame:
        f = self.frame
        starts = [m.start() for m in WORD.finditer(self.text)][::17][:24]
        turns = [self._turns_of(i) for i in starts]
        quarter = 1 if turns.count(1) > turns.count(3) else 3
        return Frame(f.left, f.bottom, f.right, f.top, (f.turns - quarter) % 4)

    def split(self, word: Word, at: float) -> tuple[Word, Word] | None:
        """The two parts of a word that a vertical ruling at `at` cuts, or None where it cuts no character gap."""
        for i in range(word.first + 1, word.last + 1):
            box = self.character_box(i)
            if (box.x0 + box.x1) / 2 > at:
                left, right = self.text[word.first : i], self.text[i : word.last + 1]
                edge = self.character_box(i - 1).x1
                if not left.strip() or not right.strip():
                    return None
                return (
                    Word(left, word.box._replace(x1=edge), word.first, i - 1),
                    Word(right, word.box._replace(x0=box.x0), i, word.last),
                )
        return None

    def rules(self) -> Rules:
        """All rulings and filled boxes of the page, in reader's coordinates."""
        horizontal: list[Rule] = []
        vertical: list[Rule] = []
        fills: list[Box] = []
        for x0, y0, x1, y1, visible, filled in _rectangles(self.handle):
            box = self.frame.box(x0, y0, x1, y1)
            width, height = box.width, box.height
            if height <= HAIRLINE and width >= SHORTEST_RULE:
                if visible and width > 2 * height:
                    horizontal.append(Rule((box.top + box.bottom) / 2, box.x0, box.x1))
            elif width <= HAIRLINE and height >= SHORTEST_RULE:
                if visible and height > 2 * width:
                    vertical.append(Rule((box.x0 + box.x1) / 2, box.top, box.bottom))
            elif filled:
                if visible:
                    fills.append(box)
            elif visible and width > SHORTEST_RULE and height > SHORTEST_RULE:
                horizontal += [Rule(box.top, box.x0, box.x1), Rule(box.bottom, box.x0, box.x1)]
                vertical += [Rule(box.x0, box.top, box.bottom), Rule(box.x1, box.top, box.bottom)]
        return Rules(tuple(horizontal), tuple(vertical), tuple(fills))

    def count_paths(self, enough: int) -> int:
        """How many vector paths the page draws, counted up to `enough`; a form counts as enough."""
        found = 0
        for index in range(c.FPDFPage_CountObjects(self.handle)):
            kind = c.FPDFPageObj_GetType(c.FPDFPage_GetObject(self.handle, index))
            if kind == c.FPDF_PAGEOBJ_PATH:
                found += 1
            elif kind == c.FPDF_PAGEOBJ_FORM:
                return enough
            if found >= enough:
                break
        return found

    def image_share(self) -> float:
        """The share of the page that its largest image covers (0 to 1)."""
        width, height = self.size
        best = 0.0
        for index in range(min(c.FPDFPage_CountObjects(self.handle), 400)):
            item = c.FPDFPage_GetObject(self.handle, index)
            if c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_IMAGE:
                x0, y0, x1, y1 = _bounds(item)
                best = max(best, (x1 - x0) * (y1 - y0))
        return min(1.0, best / max(1.0, width * height))


def _bounds(item: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    c.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


Rectangle = tuple[float, float, float, float, bool, bool]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _rectangles(page: Any) -> Iterator[Rectangle]:
    """Every drawn rectangle or line as x0, y0, x1, y1 in user space, whether it is visible, whether it is filled only."""
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
        c.FPDFPathSegment_GetType(c.FPDFPath_GetPathSegment(item, i)) == c.FPDF_SEGMENT_BEZIERTO for i in range(segments)
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
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
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
