"""Words into the cells of a lattice: each word to one cell by its centre, words to lines, empty slivers dropped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from extract.grids.grid import Lattice, Slot
from extract.grids.spans import split_spans
from extract.model import Box, CellLine
from extract.pdf.pdfium import Word

SLIVER_WIDTH = 9.0  # an empty column narrower than this is the gap of a double rule
SLIVER_HEIGHT = 5.0
OVERHANG = 2.0
BULLETS = frozenset(
    "-–•▪●➢✓*·►§" + "".join(map(chr, range(0xF0A0, 0xF100)))
)  # Symbol and Wingdings come as private characters

HALF_LINE = 0.72  # lines of one cell nearer than this, in line heights, lie over each other: one may be clipped


class Characters(Protocol):
    """What a page knows of its words' characters."""

    def split(self, word: Word, at: float) -> tuple[Word, Word] | None:
        """The two parts of a word at a vertical line, None where it cuts no gap."""

    def is_hidden(self, word: Word) -> bool:
        """Whether the word is drawn but cannot be seen."""


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """A slot with its printed lines."""

    slot: Slot
    lines: tuple[CellLine, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class FilledLattice:
    """A lattice with its words in place; `quality` is the share of words that stand clear of the rulings."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[FilledSlot, ...]
    quality: float

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def fill(lattice: Lattice, words: Sequence[Word], page: Characters) -> FilledLattice:
    """The lattice with each word in the slot that holds its centre; `page` cuts a word that runs through a ruling."""
    owner = [[0] * (len(lattice.xs) - 1) for _ in lattice.ys[1:]]
    for i, slot in enumerate(lattice.slots):
        for r in range(slot.row, slot.last_row + 1):
            owner[r][slot.col : slot.last_col + 1] = [i] * (slot.last_col - slot.col + 1)
    inside: list[list[Word]] = [[] for _ in lattice.slots]
    straddling = total = 0
    for word, x, y in _within(lattice, words):
        total += 1
        row = owner[bisect_right(lattice.ys, y) - 1]
        i = row[bisect_right(lattice.xs, x) - 1]
        box = lattice.slots[i].box
        if box.x0 - OVERHANG <= word.box.x0 and word.box.x1 <= box.x1 + OVERHANG:
            inside[i].append(word)
            continue
        straddling += 1
        for piece in _pieces(word, row, lattice, page):
            inside[row[_index(lattice.xs, (piece.box.x0 + piece.box.x1) / 2)]].append(piece)
    quality = 1.0 - straddling / total if total else 0.0
    parted = split_spans(lattice, inside)
    filled = tuple(FilledSlot(slot, text_lines(_visible(mine, page))) for slot, mine in parted)
    return drop_slivers(FilledLattice(lattice.xs, lattice.ys, filled, quality))


def _within(lattice: Lattice, words: Iterable[Word]) -> Iterator[tuple[Word, float, float]]:
    """The words in a lattice, each with its middle."""
    left, top, right, bottom = lattice.box
    for word in words:
        x0, y0, x1, y1 = word.box
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if left <= x < right and top <= y < bottom:
            yield word, x, y


def _index(lines: Sequence[float], at: float) -> int:
    return min(max(bisect_right(lines, at) - 1, 0), len(lines) - 2)


def _visible(words: list[Word], page: Characters) -> list[Word]:
    """The words of a cell without those that are clipped away, looked for where lines lie over each other."""
    if len(words) < 2:
        return words
    ordered = sorted(words, key=_middle)
    for a, b in pairwise(ordered):
        apart = _middle(b) - _middle(a)
        if 0.2 * a.box.height < apart < HALF_LINE * min(a.box.height, b.box.height) and len(a.text) > 1 < len(b.text):
            return [w for w in words if not page.is_hidden(w)]
    return words


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _pieces(word: Word, row: Sequence[int], lattice: Lattice, page: Characters) -> list[Word]:
    """The word, cut where it runs through a wall between two cells and leaves a gap there."""
    if word.turned:
        return [word]
    first, last = _index(lattice.xs, word.box.x0 + OVERHANG), _index(lattice.xs, word.box.x1 - OVERHANG)
    for k in range(first, last):
        if row[k] != row[k + 1]:
            halves = page.split(word, lattice.xs[k + 1])
            if halves and halves[1].box.x0 - halves[0].box.x1 > 0.1 * word.box.height:
                return [halves[0], *_pieces(halves[1], row, lattice, page)]
    return [word]


def text_lines(words: Sequence[Word]) -> tuple[CellLine, ...]:
    """Words as lines, from top to bottom and left to right; text that runs upwards is read from left to right."""
    if not words:
        return ()
    if len(words) == 1:
        return (CellLine(words[0].text, words[0].box),)
    turned = sum(w.turned for w in words) * 2 > len(words)
    rows = _rows(words, turned)
    return tuple(_joined(line) for line in (rows if turned else _lone_bullets_joined(rows)))


def _lone_bullets_joined(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows with a bullet that stands on no line of its own put before the text nearest to it."""
    for row in [r for r in rows if len(r) == 1 and r[0].text in BULLETS]:
        bullet = row[0]
        middle = (bullet.box.top + bullet.box.bottom) / 2
        beside = [r for r in rows if r is not row and r[0].box.x0 > bullet.box.x0 and r[0].text not in BULLETS]
        near = min(beside, key=lambda r: abs((r[0].box.top + r[0].box.bottom) / 2 - middle), default=None)
        if near and abs((near[0].box.top + near[0].box.bottom) / 2 - middle) < 0.95 * bullet.box.height:
            near.insert(0, bullet._replace(box=bullet.box._replace(top=near[0].box.top, bottom=near[0].box.bottom)))
            rows.remove(row)
    return rows


def _rows(words: Sequence[Word], turned: bool) -> list[list[Word]]:
    placed = [_placed(w, turned) for w in words]
    rows: list[list[tuple[float, float, float, Word]]] = []
    at = 0.0
    for one in sorted(placed, key=_across):
        across, _, thickness, word = one
        if rows and across - at <= _same_line(word, [r[3] for r in rows[-1][:2]]) * max(thickness, 1.0):
            rows[-1].append(one)
        else:
            rows.append([one])
            at = across
    return [[one[3] for one in sorted(row, key=_along)] for row in rows]


def _placed(word: Word, turned: bool) -> tuple[float, float, float, Word]:
    """A word with its place across and along its line, and its thickness."""
    x0, top, x1, bottom = word.box
    return ((x0 + x1) / 2, -bottom, x1 - x0, word) if turned else ((top + bottom) / 2, x0, bottom - top, word)


def _across(placed: tuple[float, float, float, Word]) -> float:
    return placed[0]


def _along(placed: tuple[float, float, float, Word]) -> float:
    return placed[1]


def _same_line(word: Word, row: Sequence[Word]) -> float:
    """How far apart middles may lie, in line heights: bullets of another font stand lower or higher than their text."""
    return 0.75 if (len(word.text) == 1 or (len(row) == 1 and len(row[0].text) == 1)) else 0.5


def _joined(words: Sequence[Word]) -> CellLine:
    kept: list[Word] = []
    for word in words:
        if kept and word.text == kept[-1].text and abs(word.box.x0 - kept[-1].box.x0) < 1.5:
            continue  # the same text printed twice, one over the other
        kept.append(word)
    if len(kept) == 1:
        return CellLine(kept[0].text, kept[0].box)
    lefts, tops, rights, bottoms = zip(*(w.box for w in kept), strict=True)
    return CellLine(" ".join([w.text for w in kept]), Box(min(lefts), min(tops), max(rights), max(bottoms)))


def drop_slivers(lattice: FilledLattice) -> FilledLattice:
    """The lattice without the empty narrow columns and rows that double rules leave."""
    columns = _slivers(lattice.xs, [(f.slot.col, f.slot.last_col, bool(f.lines)) for f in lattice.slots], SLIVER_WIDTH)
    rows = _slivers(lattice.ys, [(f.slot.row, f.slot.last_row, bool(f.lines)) for f in lattice.slots], SLIVER_HEIGHT)
    if not columns and not rows:
        return lattice
    xs = tuple(x for i, x in enumerate(lattice.xs) if i == len(lattice.xs) - 1 or i not in columns)
    ys = tuple(y for i, y in enumerate(lattice.ys) if i == len(lattice.ys) - 1 or i not in rows)
    kept = []
    for one in lattice.slots:
        slot = one.slot
        col, last_col = _renumber(slot.col, slot.last_col, columns)
        row, last_row = _renumber(slot.row, slot.last_row, rows)
        if last_col >= col and last_row >= row:
            kept.append(FilledSlot(Slot(row, col, last_row, last_col, slot.box), one.lines))
    return FilledLattice(xs, ys, tuple(kept), lattice.quality)


def _slivers(lines: Sequence[float], spans: Sequence[tuple[int, int, bool]], narrow: float) -> set[int]:
    """Indices of the narrow stretches that hold no text of their own."""
    texted = {first for first, last, has_text in spans if has_text and first == last}
    return {i for i in range(len(lines) - 1) if lines[i + 1] - lines[i] < narrow and i not in texted}


def _renumber(first: int, last: int, dropped: set[int]) -> tuple[int, int]:
    start = first - sum(d < first for d in dropped)
    size = sum(i not in dropped for i in range(first, last + 1))
    return start, start + size - 1
