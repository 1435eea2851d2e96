"""Words of a page as text lines over its whole width, and lines as pieces parted by white space."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import sub

from extract.model import Box
from extract.pdf.pdfium import Word

PIECE_GAP = 0.9  # words this many line heights apart belong to different pieces
LIST_ITEM = re.compile(r"(?:[-–—•]|\(?\d{1,2}[.)]\s)\s*[^\W\d_]{3}")
FIGURE_GAP = 0.2  # figures need only this much white space between them
SAME_LINE = 0.45  # words whose middles differ by less, in heights, stand on one line
NUMERIC = re.compile(r"^[(\[<>≤≥±~+$€£¥:−–-]*(?:Rp\.?)?\d[\d.,:/%]*(?:[–-][\d.,]+)?[)\]%*†‡§]*(?:,?-)?$")
EMPTY_MARK = re.compile(r"^(?:[—–−-]+|[†‡#*:]+|\(?X\)?|n\.?a\.?|n/a|nihil)$", re.IGNORECASE)
YEAR = re.compile(r"^(?:19|20)\d\d(?:[-–/]\d{2,4})?[)*]*$")
LEADER = re.compile(r"^[.…·_]+$")
AFTER_LEADER = re.compile(r"^[.…_]{3,}([^.…_].*)$")
WITH_LEADER = re.compile(r"^(.*?[^.…_])[.…_]{3,}$")
CROSSING = 2.0  # a word that reaches this far over a column line stands in no column, in points
DASHED = re.compile(r"^[-–—_=]{5,}$")

TITLE = re.compile(
    r"^\W*(?:t\s?a\s?b\s?e\s?l|table|tab\.|exhibit|gambar|figure|grafik|lampiran)\b\W*[\dIVX]", re.IGNORECASE
)
NOTE = re.compile(r"^\W*(?:sumber|source|catatan|notes?|ket(?:erangan)?)\b\.?\s*:", re.IGNORECASE)

PROSE_WORDS = 9  # a line of so many words without white space between columns is prose
MARKER = re.compile(r"^(?:\(?[a-z0-9]{1,3}[.)]|[^\w\s])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that belong together on one line."""

    text: str
    box: Box

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, an amount, or a mark that stands where a number is missing."""
        return is_value(self.text)


@dataclass(frozen=True)
class TextLine:
    """Words on one height, from left to right; `starts` are the indices of those that begin a piece."""

    words: tuple[Word, ...]
    box: Box
    middle: float
    height: float
    starts: tuple[int, ...]

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The words put together where only a space parts them."""
        return tuple(piece_of(self.words[a:b]) for a, b in pairwise((*self.starts, len(self.words))))


@lru_cache(maxsize=16384)
def is_figure(text: str) -> bool:
    """Whether a word is a number or stands for a missing one.

    >>> [is_figure(x) for x in ("1,040", "(98,75%)", "—", "(X)", "Rata-rata", "2009–10")]
    [True, True, True, True, False, True]
    """
    return bool(NUMERIC.match(text) or EMPTY_MARK.match(text))


def is_value(text: str) -> bool:
    """Whether an entry is a figure, or a few words that begin or end with one; a dash or number may begin a list item.

    >>> [is_value(x) for x in ("$9,594 or less", "Rp 12,5 juta", "- %", "Kinerja Tahun Ini 2024", "- Padi", "2) Luas")]
    [True, True, True, False, False, False]
    """
    words = text.split()
    return len(words) <= 3 and any(map(is_figure, words[1:] if LIST_ITEM.match(text) else words))


def is_prose(line: TextLine) -> bool:
    """Whether a line is running text: many words, few figures, no wide gap (behind a list's marker it may be wide)."""
    words = line.words[1:] if MARKER.match(line.words[0].text) else line.words
    if len(words) < PROSE_WORDS or sum(is_figure(w.text) for w in words) > 0.25 * len(words):
        return False
    return max(b.box.x0 - a.box.x1 for a, b in pairwise(words)) < 2.0 * line.height


@lru_cache(maxsize=16384)
def is_number(text: str) -> bool:
    """Whether a word is a number.

    >>> [is_number(x) for x in ("1,040", "—", ":39.195.900,-")]
    [True, False, True]
    """
    return bool(NUMERIC.match(text))


def is_rich(line: TextLine) -> bool:
    """Whether a line looks like a row: several pieces, one behind the first a figure, or three and more."""
    count = len(line.starts)
    if count < 2 or is_prose(line):
        return False
    return count >= 3 or is_value(" ".join(w.text for w in line.words[line.starts[1] :]))


def without_leaders(words: Iterable[Word], box_of: Callable[[int], Box]) -> list[Word]:
    """Words without the dots that lead from a label to its figure."""
    kept = []
    for word in words:
        if not has_leader(word):
            kept.append(word)
        elif found := WITH_LEADER.match(word.text):
            last = word.first + len(found.group(1)) - 1
            kept.append(Word(found.group(1), word.box._replace(x1=box_of(last).x1), word.first, last, word.turned))
        elif found := AFTER_LEADER.match(word.text):
            first = word.last - len(found.group(1)) + 1
            kept.append(Word(found.group(1), word.box._replace(x0=box_of(first).x0), first, word.last, word.turned))
    return kept


def has_leader(word: Word) -> bool:
    """Whether dots stand before, behind or for a word."""
    text = word.text
    if "..." not in text and text[-1] not in ".…·_":
        return False
    return any(pattern.match(text) for pattern in (LEADER, WITH_LEADER, AFTER_LEADER))


def text_lines(words: Sequence[Word]) -> list[TextLine]:
    """Words gathered into lines, from top to bottom."""
    rows: list[list[Word]] = []
    at = height = 0.0
    for word in sorted(words, key=_doubled_middle):
        _, top, _, bottom = word.box
        middle, own = (top + bottom) / 2, bottom - top
        taller = own if own > height else height
        if rows and middle - at <= SAME_LINE * (taller if taller > 1.0 else 1.0):
            rows[-1].append(word)
            height = taller
        else:
            rows.append([word])
            at, height = middle, own
    return [_line(row) for row in rows]


def _line(row: list[Word]) -> TextLine:
    words = tuple(sorted(row, key=_left))
    lefts, tops, rights, bottoms = zip(*(w.box for w in words), strict=True)
    box = Box(lefts[0], min(tops), max(rights), max(bottoms))
    height = max(1.0, sorted(map(sub, bottoms, tops))[len(words) // 2])
    gaps = enumerate(map(sub, lefts[1:], rights), 1)
    starts = (0, *(i for i, gap in gaps if gap >= FIGURE_GAP * height and _is_parted(words[i - 1], words[i], height)))
    return TextLine(words, box, (box.top + box.bottom) / 2, height, starts)


def _doubled_middle(word: Word) -> float:
    box = word.box
    return box[1] + box[3]


def _left(word: Word) -> float:
    return word.box.x0


def columns_between(line: TextLine, xs: Sequence[float]) -> set[int] | None:
    """The columns that a line's words stand in, None where a word crosses a column line or words run on over one."""
    columns = [bisect_right(xs, (w.box.x0 + w.box.x1) / 2) - 1 for w in line.words]
    for i, (word, k) in enumerate(zip(line.words, columns, strict=True)):
        if not 0 <= k < len(xs) - 1 or word.box.x0 < xs[k] - CROSSING or word.box.x1 > xs[k + 1] + CROSSING:
            return None
        if i and columns[i - 1] != k and word.box.x0 - line.words[i - 1].box.x1 < 0.5 * line.height:
            return None
    return set(columns)


def overlap(a: Piece, b: Piece) -> bool:
    """Whether one piece stands over or under a part of another."""
    return a.box.x0 < b.box.x1 and b.box.x0 < a.box.x1


def stands_in(line: TextLine, row: TextLine) -> bool:
    """Whether no piece of a line covers two pieces of a row."""
    return stand_in(line.pieces, row)


def stand_in(pieces: Sequence[Piece], row: TextLine) -> bool:
    """Whether none of some pieces covers two pieces of a row."""
    columns = row.pieces
    return all(sum(overlap(piece, column) for column in columns) <= 1 for piece in pieces)


def piece_of(words: Sequence[Word]) -> Piece:
    """Words of one line as a piece, text printed twice over itself once."""
    if len(words) == 1:
        return Piece(words[0].text, words[0].box)
    kept: list[Word] = []
    for word in words:
        if kept and word.text == kept[-1].text and abs(word.box.x0 - kept[-1].box.x0) < 1.5:
            continue
        kept.append(word)
    boxes = [w.box for w in words]
    top, bottom = min(b.top for b in boxes), max(b.bottom for b in boxes)
    return Piece(" ".join(w.text for w in kept), Box(boxes[0].x0, top, max(b.x1 for b in boxes), bottom))


def _is_parted(left: Word, right: Word, height: float) -> bool:
    gap = right.box.x0 - left.box.x1
    if gap >= PIECE_GAP * height:
        return True
    return gap >= FIGURE_GAP * height and is_number(left.text) and is_number(right.text)
