"""A page read from its picture: its text, words and rules, as a printed page gives them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from extract.model import Box
from extract.ocr.baseline import ASCENT, DESCENT, line_boxes, type_size
from extract.ocr.engines import LineText
from extract.ocr.scan import Scan
from extract.ocr.segments import Segment
from extract.ocr.spelling import glued, respelled
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rules

DEFAULT_SIZE = 10.0  # points
SAME_ROW = 0.5
DIRT_MARK, DIRT, DIRT_SHORT = 0.25, 0.5, 0.75  # less sure marks, text outside of cells and short pieces of it are dirt
SHORT = 3
SURE = 0.95  # text of an odd size outside of cells is as sure as this
SURE_ALONE = 0.98  # and a character that stands alone as this
ODD_SIZE = (0.5, 2.5)  # type sizes of the page
BARS = "|¦"  # a rest of a rule read as a character


@dataclass(frozen=True, slots=True)
class Read:
    """A segment as it was read: its box in points, its text, for each character where it ends and how sure it is."""

    area: int
    box: Box
    text: str
    edges: tuple[float, ...]
    certainty: tuple[float, ...]

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2

    @property
    def surety(self) -> float:
        """How sure the engine is of its characters on average."""
        return sum(self.certainty) / len(self.certainty)


class ImagePage:
    """A page read by OCR, in points from its top left corner as it was turned for reading."""

    def __init__(self, scan: Scan, segments: Sequence[Segment], lines: Sequence[LineText]) -> None:
        self.size = scan.size
        self.angle = scan.angle
        self._rules = Rules(scan.horizontal, scan.vertical, ())
        sizes = [type_size(scan.box(s), line.text) for s, line in zip(segments, lines, strict=True)]
        usual = median([size for size in sizes if size] or [DEFAULT_SIZE])
        boxes = line_boxes([(scan.box(s), line.text) for s, line in zip(segments, lines, strict=True)], usual)
        found = [_read(scan, *one) for one in zip(segments, lines, boxes, strict=True)]
        written = [one for one in found if one.text.strip() and not is_dirt(one, usual)]
        lone = {row[0] for row in in_rows(written) if len(row) == 1 and row[0].area == 0}
        self.reads = tuple(one for one in written if one not in lone or is_line(one))
        text: list[str] = []
        places: list[Box] = []
        sure: list[float] = []
        for row in in_rows(self.reads):
            for one in row:
                edges = (one.box.x0, *one.edges)
                text += [*one.text, " "]
                places += [one.box._replace(x0=a, x1=b) for a, b in pairwise(edges)]
                places.append(one.box._replace(x0=one.box.x1))
                sure += [*one.certainty, 1.0]
            text[-1] = "\n"
        self.text = "".join(text)
        self._boxes = places
        self._middles = np.array([((b.x0 + b.x1) / 2, (b.top + b.bottom) / 2) for b in places]).reshape(-1, 2)
        self._sure = np.array(sure)

    @property
    def certainty(self) -> float:
        """How sure the engine is of the characters of the page on average, 0 where it has none."""
        sure = [c for one in self.reads for c in one.certainty]
        return sum(sure) / len(sure) if sure else 0.0

    def character_box(self, index: int) -> Box:
        return self._boxes[index]

    def span_boxes(self, spans: Sequence[tuple[int, int]]) -> list[Box]:
        return [self._boxes[first].union(self._boxes[last]) for first, last in spans]

    def certainty_of(self, box: Box) -> float:
        """The certainty of the least sure character whose middle lies in a box; 1 where there is none."""
        x, y = self._middles[:, 0], self._middles[:, 1]
        inside = self._sure[(x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)]
        return round(float(inside.min()), 3) if len(inside) else 1.0

    def in_place(self, box: Box) -> Box:
        """A box moved to where it stands on the page before it was levelled."""
        width, height = self.size
        slant = math.radians(self.angle)
        x, y = (box.x0 + box.x1 - width) / 2, (box.top + box.bottom - height) / 2
        dx = x * (math.cos(slant) - 1) - y * math.sin(slant)
        dy = x * math.sin(slant) + y * (math.cos(slant) - 1)
        return Box(box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)

    def words(self) -> list[Word]:
        """The words of the page in reading order."""
        parts: list[str] = []
        spans: list[tuple[int, int]] = []
        start = 0
        for part in self.text.replace("\n", " ").split(" "):
            if part:
                parts.append(part)
                spans.append((start, start + len(part) - 1))
            start += len(part) + 1
        return [Word(part, box, *span) for part, box, span in zip(parts, self.span_boxes(spans), spans, strict=True)]

    def split(self, word: Word, at: float) -> tuple[Word, Word] | None:
        """The two parts of a word that a vertical ruling at `at` cuts, None where it cuts no gap between characters."""
        for i in range(word.first + 1, word.last + 1):
            box = self._boxes[i]
            if (box.x0 + box.x1) / 2 > at:
                left, right = self.text[word.first : i], self.text[i : word.last + 1]
                return (
                    Word(left, word.box._replace(x1=box.x0), word.first, i - 1),
                    Word(right, word.box._replace(x0=box.x0), i, word.last),
                )
        return None

    def is_hidden(self, word: Word) -> bool:
        """Whether a word cannot be seen: none that OCR reads."""
        return False

    def rules(self) -> Rules:
        """The rules found in the picture."""
        return self._rules


def _read(scan: Scan, segment: Segment, line: LineText, box: Box) -> Read:
    """A segment with its text in its box; a character ends half way to the next."""
    first, last = _without_bars(line.text) if segment.area else (0, len(line.text))
    middles = [min(max(x / scan.scale, box.x0), box.x1) for x in line.middles[first:last]]
    edges = [(a + b) / 2 for a, b in pairwise(middles)]
    ends = [*edges, box.x1] if middles else []
    certainty = list(line.certainty[first:last])
    text = respelled(line.text[first:last], certainty)
    for place in reversed(glued(text)):
        text = f"{text[:place]} {text[place:]}"
        ends.insert(place, ends[place - 1])
        certainty.insert(place, 1.0)
    return Read(segment.area, box, text, tuple(ends), tuple(certainty))


def is_dirt(one: Read, usual: float) -> bool:
    """Whether something was read where nothing is written: on stamps, arms, signatures and specks.

    In a cell only marks that are hardly sure are dirt. Outside of cells short pieces and those of an odd size must be
    surer than others. `usual` is the type size of the page.
    """
    if not any(x.isalnum() for x in one.text):
        return one.surety < DIRT_MARK
    if one.area:
        return False
    size = one.box.height / (ASCENT + DESCENT) / usual
    if not ODD_SIZE[0] < size < ODD_SIZE[1]:
        return one.surety < SURE
    return one.surety < (DIRT_SHORT if len(one.text) <= SHORT else DIRT)


def is_line(one: Read) -> bool:
    """Whether what stands alone on its height may be a line of text: no marks, a single character only where sure.

    The percent sign of a unit, "(%)", is a character.
    """
    letters = sum(x.isalnum() or x == "%" for x in one.text)
    return letters > 1 or (letters == 1 and one.surety >= SURE_ALONE)


def _without_bars(text: str) -> tuple[int, int]:
    """From where to where a text goes on without the bars and spaces at its ends.

    >>> _without_bars("| 100%|"), _without_bars("||")
    ((2, 6), (2, 2))
    """
    bare = text.lstrip(BARS + " ")
    first = len(text) - len(bare)
    return first, first + len(bare.rstrip(BARS + " "))


def in_rows(reads: Sequence[Read]) -> list[list[Read]]:
    """Segments as lines: those of one area on one height, from left to right."""
    rows: list[list[Read]] = []
    for one in sorted(reads, key=lambda r: r.middle):
        near = [
            row
            for row in rows[-8:]
            if row[0].area == one.area
            and one.middle - row[0].middle <= SAME_ROW * min(one.box.height, row[0].box.height)
        ]
        if near:
            near[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda r: r.box.x0) for row in rows]
