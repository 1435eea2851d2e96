"""Where a page picture has text: one segment for each run of letters on one line, cell by cell.

Letters are joined through the middle bands of their boxes, which overlap along a line and never between lines; a gap
wider than `WORD_GAP` letters, or the wall of a cell, ends a segment. Points, commas and dots go to the segment they
touch; what stands alone stays only where it is a mark (a dash, a colon), so that the dirt of a scan is no text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.morphology import Gray, Mask, grown

WORD_GAP = 1.7  # letter heights between two segments of a line
LEAST_INK = 5  # dots of ink; less is dirt
TALLEST, WIDEST = 140, 500  # dots; larger ink is a picture
SMALL = 0.75  # letter heights: lower ink is a mark, not a letter
SMALLEST = 0.5  # letter heights: ink of this height that touches no text is a letter all the same
FEWEST = 3  # letters from which the usual height is told cell by cell
BAND = 0.25  # the middle band of a letter begins and ends at this share of its height
LETTERS = (8, 60)  # dots: heights among which the usual letter is sought
DEFAULT_LETTER = 20.0
MARGIN = 0.35  # letter heights of white around a segment
LEAST_HEIGHT = 1.7  # letter heights of the picture of a segment
TWO_LINES = 2.3  # letter heights from which a segment is looked at for a second line

Labels = NDArray[np.int32]


class Ink(NamedTuple):
    """A connected piece of ink: its number and box in dots."""

    label: int
    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.x1 - self.x0


class Area(NamedTuple):
    """A cell of a grid, or a page (`number` 0), in dots."""

    number: int
    x0: int
    top: int
    x1: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of letters on one line in dots, its number on the page, the area it stands in, the ink it is made of."""

    number: int
    area: int
    x0: int
    top: int
    x1: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The segments of a page in reading order, and the ink behind them.

    `owner` has for each dot 0, the number of the segment (from 1) its ink belongs to, or -1 for ink that is no text;
    dirt keeps 0, for it may be the point of a number. `letter` is the usual height of a letter.
    """

    segments: tuple[Segment, ...]
    owner: Labels
    letter: float


def find_segments(ink: Mask, cells: Sequence[Area], rules: Mask) -> Layout:
    """All segments of a page; `ink` is what is left of it without the ink of `rules`."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    all_ink = [Ink(k, x, y, x + w, y + h) for k, (x, y, w, h, area) in enumerate(stats.tolist()) if area >= LEAST_INK]
    pieces = [p for p in all_ink[1:] if p.height <= TALLEST and p.width <= WIDEST and not _is_shred(p)]
    letter = _letter(pieces, 1) or DEFAULT_LETTER
    page = Area(0, 0, 0, ink.shape[1], ink.shape[0])
    where = _areas(cells, ink.shape)
    by_area: dict[int, list[Ink]] = defaultdict(list)
    for piece in pieces:
        by_area[int(where[(piece.top + piece.bottom) // 2, (piece.x0 + piece.x1) // 2])].append(piece)
    boxes = {area.number: area for area in (page, *cells)}
    groups = [
        (number, group) for number, inside in by_area.items() for group in _groups(inside, boxes[number], letter, ink)
    ]
    groups.sort(key=lambda pair: (min(p.top for p in pair[1]) + max(p.bottom for p in pair[1]), pair[1][0].x0))
    owners = np.zeros(count, np.int32)
    owners[[p.label for p in all_ink[1:]]] = -1
    for number, (_, group) in enumerate(groups, 1):
        owners[[p.label for p in group]] = number
    owner = owners[labels]
    owner[(rules & (1 - ink)) > 0] = -1
    segments = tuple(_segment(number, area, group) for number, (area, group) in enumerate(groups, 1))
    return Layout(segments, owner, letter)


def _segment(number: int, area: int, group: Sequence[Ink]) -> Segment:
    x0, x1 = min(p.x0 for p in group), max(p.x1 for p in group)
    return Segment(number, area, x0, min(p.top for p in group), x1, max(p.bottom for p in group))


def _letter(pieces: Sequence[Ink], fewest: int) -> float | None:
    """The usual height of a letter, None where there are too few."""
    heights = [p.height for p in pieces if LETTERS[0] <= p.height <= LETTERS[1]]
    return float(np.median(heights)) if len(heights) >= fewest else None


def _is_shred(piece: Ink) -> bool:
    """Whether ink is a rest of a rule."""
    return (piece.height > 50 and piece.width < 7) or (piece.width > 60 and piece.height < 7)


def _areas(cells: Sequence[Area], shape: tuple[int, ...]) -> NDArray[np.int32]:
    where = np.zeros(shape, np.int32)
    for cell in cells:
        where[cell.top : cell.bottom, cell.x0 : cell.x1] = cell.number
    return where


def _groups(pieces: Sequence[Ink], area: Area, letter: float, ink: Mask) -> list[list[Ink]]:
    """The ink of one area in groups, each the letters of one segment."""
    letter = _letter(pieces, FEWEST) or letter
    letters = [p for p in pieces if p.height >= SMALL * letter]
    small = [p for p in pieces if p.height < SMALL * letter]
    groups = [part for group in _joined(letters, area, letter) for part in _lines_of(group, letter, ink)]
    alone = _attach(small, groups, letter)
    groups += _joined([p for p in alone if p.height >= SMALLEST * letter], area, letter)
    return groups + _marks([p for p in alone if p.height < SMALLEST * letter], letter)


def _joined(letters: Sequence[Ink], area: Area, letter: float) -> list[list[Ink]]:
    """Letters in groups, joined where their middle bands, made wider by half a gap, touch."""
    bands = np.zeros((area.bottom - area.top, area.x1 - area.x0), np.uint8)
    reach = WORD_GAP * letter / 2
    for p in letters:
        top, bottom = p.top + BAND * p.height - area.top, p.bottom - BAND * p.height - area.top
        left, right = p.x0 - reach - area.x0, p.x1 + reach - area.x0
        bands[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1] = 1
    _, labels = cv2.connectedComponents(bands)
    groups: dict[int, list[Ink]] = defaultdict(list)
    for p in letters:
        y = min(max((p.top + p.bottom) // 2 - area.top, 0), bands.shape[0] - 1)
        x = min(max((p.x0 + p.x1) // 2 - area.x0, 0), bands.shape[1] - 1)
        groups[int(labels[y, x])].append(p)
    return list(groups.values())


def _lines_of(group: list[Ink], letter: float, ink: Mask) -> list[list[Ink]]:
    """A group as it is, or as its lines where a stroke or a touch of two letters joined several."""
    top, bottom = min(p.top for p in group), max(p.bottom for p in group)
    height = bottom - top
    if height <= TWO_LINES * letter or float(np.median([p.height for p in group])) > 0.5 * height:
        return [group]
    rows = np.zeros(height)
    for p in group:
        rows[p.top - top : p.bottom - top] += ink[p.top : p.bottom, p.x0 : p.x1].sum(axis=1)
    cuts = _valleys(rows, letter)
    if not cuts:
        return [group]
    lines: dict[int, list[Ink]] = defaultdict(list)
    for p in group:
        middle = (p.top + p.bottom) / 2 - top
        lines[sum(cut <= middle for cut in cuts)].append(p)
    return list(lines.values())


def _valleys(rows: NDArray[np.float64], letter: float) -> list[int]:
    """Rows at which the ink of a block of text falls to a quarter of its lines, at least a line's height apart."""
    smooth = np.convolve(rows, np.ones(3) / 3, mode="same")
    limit = 0.25 * float(np.percentile(smooth, 80))
    cuts: list[int] = []
    start = None
    for y, value in enumerate([*smooth, limit + 1]):
        if value <= limit:
            start = y if start is None else start
        elif start is not None:
            middle = (start + y) // 2
            if middle > 0.7 * letter and len(rows) - middle > 0.7 * letter and (not cuts or middle - cuts[-1] > letter):
                cuts.append(middle)
            start = None
    return cuts


def _attach(small: Sequence[Ink], groups: list[list[Ink]], letter: float) -> list[Ink]:
    """Put points, commas and dots to the group they touch; the rest is returned."""
    boxes = [
        (min(p.x0 for p in g), min(p.top for p in g), max(p.x1 for p in g), max(p.bottom for p in g)) for g in groups
    ]
    alone = []
    for p in small:
        best, nearest = -1, 0.45 * letter
        for k, (x0, top, x1, bottom) in enumerate(boxes):
            if p.x1 < x0 - 0.9 * letter or p.x0 > x1 + 0.9 * letter:
                continue
            away = max(0.0, top - p.bottom, p.top - bottom)
            if away < nearest or (away == nearest and best < 0):
                best, nearest = k, away
        if best < 0:
            alone.append(p)
        else:
            groups[best].append(p)
    return alone


def _marks(alone: Sequence[Ink], letter: float) -> list[list[Ink]]:
    """What stands for itself among lone small ink: dashes, and dots or dashes over each other."""
    marks: list[list[Ink]] = []
    used: set[int] = set()
    for p in alone:
        if p.label in used:
            continue
        over = [q for q in alone if q is not p and abs(q.x0 - p.x0) < 0.2 * letter and abs(q.top - p.top) < letter]
        if len(over) == 1 and abs(over[0].width - p.width) <= 0.15 * letter:
            marks.append([p, over[0]])
            used |= {p.label, over[0].label}
        elif not over and p.width >= 1.5 * p.height and 0.25 * letter <= p.width <= 2 * letter:
            marks.append([p])
            used.add(p.label)
    return marks


def picture_of(segment: Segment, gray: Gray, layout: Layout) -> tuple[Gray, int]:
    """The picture of one segment with no other ink on it, and where its left edge lies."""
    margin = round(MARGIN * layout.letter)
    spare = max(margin, round((LEAST_HEIGHT * layout.letter - (segment.bottom - segment.top)) / 2))
    rows = slice(max(0, segment.top - spare), segment.bottom + spare)
    left = max(0, segment.x0 - margin)
    columns = slice(left, segment.x1 + margin)
    part = gray[rows, columns].copy()
    owner = layout.owner[rows, columns]
    others = ((owner != 0) & (owner != segment.number)).astype(np.uint8)
    mine = grown((owner == segment.number).astype(np.uint8), 3, 3)
    part[(grown(others, 5, 5) & (1 - mine)) > 0] = 255
    return part, left
