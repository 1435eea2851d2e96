"""Characters and words of a PDF page, straight from pdfium.

pdfium reads the text of a page about forty times faster than a parser written in Python; what costs time is asking it
for boxes one by one. So the text of the page is fetched at once, cut into words here, and only the first and the last
character of a word are asked for their box (all of them where a ruling cuts through the word).
"""

from __future__ import annotations

import ctypes
import re
import struct
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw

from extract.model import Box
from extract.pdf import calls
from extract.pdf.letters import LETTER_LINES, joined
from extract.pdf.paths import bounds_of, clip_bounds, count_paths, largest_image
from extract.pdf.rulings import Rules, rules_of

c: Any = pypdfium2.raw
Corners = tuple[float, float, float, float]
CORNERS = struct.Struct("4f")  # how pdfium writes the box of a character: left, top, right, bottom in user space

BREAK = "\ufffe"  # pdfium's mark for a hyphen at a line end: it joins the two lines into one word
WORD = re.compile(rf"[^\s{BREAK}]+{BREAK}?")
NEXT_LETTER = 1.5  # letters of a turned word touch and stand on one line within this, in points
SAMPLES = 24  # so many letters tell how the text of a page runs and how large it is
LEAST_SAMPLES = 3
MOSTLY = 0.7  # the share of them that must run one way for the page to be read so
SMALLEST, LARGEST, USUAL = 3.0, 45.0, 11.0  # heights of letters, in points
TALL = 2.4  # the box of a mark that is higher than this many times its width says nothing of its line
DASHES = frozenset("–—−‐‑‒―‘’“”´¨·…")  # marks of text fonts, whose boxes tell their line
ODD_CHARACTERS = {"\x02": BREAK, "\u00ad": "-", "\u00a0": " ", "\u200b": " ", "\x00": " "}


class Word(NamedTuple):
    """A word and its box; `first` and `last` are its character indices; `turned` is true for text that runs upwards."""

    text: str
    box: Box
    first: int
    last: int
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """How user space becomes the page a reader sees: page box, rotation in quarter turns clockwise, and scale.

    The scale is 1 but on pages whose letters are far too small or too large for points (UserUnit, posters).
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    scale: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Whether the page is neither turned nor scaled."""
        return self.turns == 0 and self.scale == 1.0

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.scale * (self.right - self.left), self.scale * (self.top - self.bottom)
        return (height, width) if self.turns % 2 else (width, height)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box between two corners in user space, in points from the reader's top left corner."""
        if self.turns == 0:
            box = Box(x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        elif self.turns == 1:
            box = Box(y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        elif self.turns == 2:
            box = Box(self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        else:
            box = Box(self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return box if self.scale == 1.0 else Box(*(self.scale * x for x in box))


class DamagedPage(Exception):
    """A page that pdfium cannot load; the others of its document may be sound."""

    def __init__(self, page: int) -> None:
        super().__init__(f"page {page} cannot be loaded")
        self.page = page


class PdfPage:
    """One open page: its text at once, words and rules on demand. Close it after use (`with`)."""

    def __init__(self, document: Any, index: int) -> None:
        self.handle = c.FPDF_LoadPage(document, index)
        if not self.handle:
            raise DamagedPage(index + 1)
        self.text_handle = c.FPDFText_LoadPage(self.handle)
        self._text_address = ctypes.cast(self.text_handle, ctypes.c_void_p).value
        self.frame = self._frame()
        self._places: Sequence[int] | None = None
        self.text = self._text()
        if LETTER_LINES.search(self.text):
            self.text, self._places = joined(self.text, self.span_boxes)
        self.frame = self._as_read()

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
        for odd, plain in ODD_CHARACTERS.items():
            text = text.replace(odd, plain)
        return text

    def _place(self, index: int) -> int:
        """Where pdfium has a character of the text."""
        return self._places[index] if self._places else index

    def _character(self, index: int) -> str:
        code = c.FPDFText_GetUnicode(self.text_handle, index)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as a reader sees the page, in points."""
        return self.frame.size

    def character_boxes(self, indices: Sequence[int]) -> list[Box]:
        """The boxes of some characters, as high as their fonts."""
        return [Box(*corners) for corners in self._corners(indices)]

    def _corners(self, indices: Sequence[int]) -> list[Corners]:
        """The boxes of some characters as plain tuples: a page needs thousands, and most only for those around them."""
        if self._places:
            indices = [self._places[index] for index in indices]
        size = CORNERS.size
        answers = ctypes.create_string_buffer(size * len(indices))
        start = ctypes.addressof(answers)
        places = range(start, start + size * len(indices), size)
        deque(map(calls.character_box, repeat(self._text_address), indices, places), maxlen=0)
        corners = CORNERS.iter_unpack(answers.raw)
        frame = self.frame
        if not frame.is_plain:
            return [frame.box(x0, y0, x1, y1) for x0, y1, x1, y0 in corners]
        left, top = frame.left, frame.top
        return [(x0 - left, top - y1, x1 - left, top - y0) for x0, y1, x1, y0 in corners]

    def character_box(self, index: int) -> Box:
        """The box of one character, as high as its font."""
        return self.character_boxes((index,))[0]

    def span_boxes(self, spans: Sequence[tuple[int, int]]) -> list[Box]:
        """The boxes around the first and the last character of each span."""
        corners = self._corners([index for span in spans for index in span])
        return list(map(_around, corners[::2], corners[1::2]))

    def words(self) -> list[Word]:
        """The words of the page in the order of its content, those outside the page left out."""
        page_width, page_height = self.size
        text = self.text
        spans = [(match.start(), match.end() - 1) for match in WORD.finditer(text)]
        corners = self._corners([index for span in spans for index in span])
        words = []
        hyphens = BREAK in text
        for (first, last), a, b in zip(spans, corners[::2], corners[1::2], strict=True):
            x0, top, x1, bottom = a
            turned = False
            box = _around(a, b)
            if last > first:
                b0, b_top, b1, _ = b
                turned = b_top != top and abs(b_top - top) > max(bottom - top, abs(b0 - x0))
                if x1 <= x0 and b1 <= b0:
                    continue
            elif x1 <= x0:
                continue
            elif bottom - top > TALL * (x1 - x0) and self._is_bullet(first):
                box = self._mark_box(first, box)
            left, upper, right, lower = box
            if right > 0 and left < page_width and lower > 0 and upper < page_height:
                word = text[first : last + 1]
                words.append(Word(word.replace(BREAK, "-") if hyphens else word, box, first, last, turned))
        return upright(words) if LETTER_LINES.search(text) else words

    def _is_bullet(self, index: int) -> bool:
        mark = self.text[index]
        return not mark.isascii() and not mark.isalnum() and mark not in DASHES

    def _mark_box(self, index: int, loose: Box) -> Box:
        """The box of a bullet around its ink: symbol fonts claim the height of several lines."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        if not c.FPDFText_GetCharBox(self.text_handle, self._place(index), left, right, bottom, top):
            return loose
        ink = self.frame.box(left.value, bottom.value, right.value, top.value)
        middle, half = (ink.top + ink.bottom) / 2, TALL * loose.width / 2
        return loose._replace(top=middle - half, bottom=middle + half)

    def _as_read(self) -> Frame:
        """The frame in which the page's text stands upright and has the size of letters."""
        step = len(self.text) // SAMPLES + 1
        sampled = [i for i in range(step // 2, len(self.text), step) if not self.text[i].isspace()]
        frame = self.frame
        if len(sampled) < LEAST_SAMPLES:
            return frame
        turns = [self._turns_of(i) for i in sampled]
        most = max(range(4), key=turns.count)
        if most and turns.count(most) > MOSTLY * len(turns):
            frame = replace(frame, turns=(frame.turns - most) % 4)
        boxes = self.character_boxes(sampled)
        height = median(max(b.width, b.height) for b in boxes)
        if not SMALLEST <= height <= LARGEST and height > 0:
            frame = replace(frame, scale=USUAL / height)
        return frame

    def _turns_of(self, index: int) -> int:
        """Quarter turns of a character against the page, from its angle (clockwise in pdfium)."""
        angle: float = calls.character_angle(self._text_address, self._place(index))
        return 0 if angle < 0 else (round(angle / 1.5707963) + self.frame.turns) % 4

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

    def is_hidden(self, word: Word) -> bool:
        """Whether a word is cut away by its clipping path, as text that runs out of a spreadsheet's cell is."""
        item = c.FPDFText_GetTextObject(self.text_handle, self._place(word.first))
        path = c.FPDFPageObj_GetClipPath(item) if item else None
        if not path:
            return False
        left, bottom, right, top = bounds_of(item)
        for index in range(max(0, c.FPDFClipPath_CountPaths(path))):
            x0, y0, x1, y1 = clip_bounds(path, index)
            middle = (bottom + top) / 2
            if x1 > x0 and (middle < y0 or middle > y1 or right < x0 or left > x1):
                return True
        return False

    def rules(self) -> Rules:
        """All rulings and filled boxes of the page, in reader's coordinates."""
        return rules_of(self.handle, self.frame.box)

    def count_paths(self, enough: int) -> int:
        """How many vector paths the page draws, counted up to `enough`; a form counts as enough."""
        return count_paths(self.handle, enough)

    def image_share(self) -> float:
        """The share of the page that its largest image covers (0 to 1)."""
        width, height = self.size
        return min(1.0, largest_image(self.handle) / max(1.0, width * height))


def upright(words: Sequence[Word]) -> list[Word]:
    """The words, letters that stand one over the other joined to words that run upwards.

    Where every letter of turned text was turned by itself, each is a line of its own.
    """
    found: list[Word] = []
    for word in words:
        last = found[-1] if found else None
        if last and len(word.text) == 1 and _goes_up(last, word):
            found[-1] = Word(last.text + word.text, last.box.union(word.box), last.first, word.last, True)
        else:
            found.append(word)
    return found


def _goes_up(below: Word, letter: Word) -> bool:
    """Whether a letter that is wider than high stands right over a word, or a letter, that runs upwards."""
    a, b = below.box, letter.box
    if not (below.turned or len(below.text) == 1) or b.width <= b.height or b.top >= a.top:
        return False
    return abs(a.x0 - b.x0) < NEXT_LETTER and abs(a.x1 - b.x1) < NEXT_LETTER and abs(a.top - b.bottom) < NEXT_LETTER


def _around(a: Corners, b: Corners) -> Box:
    """The box around two boxes, written out for speed."""
    x0, top, x1, bottom = a
    return Box(
        x0 if x0 < b[0] else b[0],
        top if top < b[1] else b[1],
        x1 if x1 > b[2] else b[2],
        bottom if bottom > b[3] else b[3],
    )
