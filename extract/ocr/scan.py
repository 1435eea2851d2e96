"""A page picture made ready for reading: turned upright, level, its grids and its segments of text found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from extract.grids.grid import Lattice, find_lattices
from extract.model import Box
from extract.ocr.engines import Engine, LineText
from extract.ocr.morphology import Gray, boxes_of, halved, opened
from extract.ocr.picture import flatten, ink_of, rough_ink
from extract.ocr.ruling import find_rules, without_rules
from extract.ocr.segments import Area, Layout, Segment, find_segments, picture_of
from extract.ocr.shades import paper_lines
from extract.ocr.straighten import level, runs_sideways, skew_of, turn
from extract.pdf.rulings import Rule

TRIED = 8  # segments read to tell which way is up
TRIED_WIDTH = (3.0, 14.0)  # letter heights: neither specks nor whole lines of prose
UPRIGHT = 0.95  # a page that reads as surely as this is not tried upside down
LEAST_ROWS, LEAST_COLUMNS = 2, 2
LONG = 40  # dots at half size: ink this long is more likely a rule than a letter
THIN = 6
LEAST_LONG = 3
COLUMNS, COLUMN_ROWS = 3, 4  # a page without rules may hold a table where so many pieces stand side by side, so often


@dataclass(frozen=True, slots=True)
class Scan:
    """A page ready for reading. `scale` is dots in a point, `quarters` and `angle` the turn given to it.

    Turns are counter-clockwise. `lattices` and rules are in points, segments in dots.
    """

    flat: Gray
    scale: float
    quarters: int
    angle: float
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    lattices: tuple[Lattice, ...]
    layout: Layout

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as the page is read."""
        height, width = self.flat.shape
        return width / self.scale, height / self.scale

    def box(self, segment: Segment) -> Box:
        """The box of a segment in points."""
        k = self.scale
        return Box(segment.x0 / k, segment.top / k, segment.x1 / k, segment.bottom / k)


def has_ruled_grid(gray: Gray) -> bool:
    """Whether a picture shows long straight ink both ways, as a table does: a quick look before anything is read."""
    ink = rough_ink(halved(gray))
    across = [height for _, _, _, height in boxes_of(opened(ink, 1, LONG)) if height <= THIN]
    down = [width for _, _, width, _ in boxes_of(opened(ink, LONG, 1)) if width <= THIN]
    return min(len(across), len(down)) >= LEAST_LONG


def has_columns(scan: Scan) -> bool:
    """Whether pieces of text stand side by side in several lines, as in a table without rules."""
    heights = sorted((s.top + s.bottom) / 2 for s in scan.layout.segments if s.area == 0)
    rows = 0
    i = 0
    while i < len(heights):
        beside = bisect_right(heights, heights[i] + 0.5 * scan.layout.letter)
        rows += beside - i >= COLUMNS
        i = beside
    return rows >= COLUMN_ROWS


def prepare(gray: Gray, scale: float, engine: Engine, guess: int = 1) -> Scan:
    """A page picture turned the way that reads best, levelled and taken apart.

    `guess` is the quarter turn (1 or 3, counter-clockwise) that is tried first where the text runs sideways.
    """
    quarters = guess if runs_sideways(rough_ink(gray)) else 0
    scan = _apart(turn(gray, quarters), scale, quarters)
    surety = how_surely(scan, engine)
    if surety is None or surety >= UPRIGHT or (how_surely(scan, engine, flipped=True) or 0.0) <= surety:
        return scan
    return _apart(turn(gray, quarters + 2), scale, (quarters + 2) % 4)


def _apart(gray: Gray, scale: float, quarters: int) -> Scan:
    angle = skew_of(rough_ink(gray))
    straight = level(gray, angle)
    flat, fields, darker = flatten(straight)
    lines, pale = paper_lines(straight)
    ink = ink_of(flat)
    ruling = find_rules(ink | darker | lines, fields, pale)
    horizontal, vertical = _in_points(ruling.horizontal, scale), _in_points(ruling.vertical, scale)
    lattices = find_lattices(horizontal, vertical)
    grids = tuple(one for one in lattices if len(one.ys) > LEAST_ROWS and len(one.xs) > LEAST_COLUMNS)
    layout = find_segments(without_rules(ink, ruling), _areas(grids, scale), ruling.ink)
    return Scan(flat, scale, quarters, angle, horizontal, vertical, grids, layout)


def _in_points(rules: Sequence[Rule], scale: float) -> tuple[Rule, ...]:
    return tuple(Rule(r.at / scale, r.start / scale, r.end / scale) for r in rules)


def _areas(lattices: Sequence[Lattice], scale: float) -> list[Area]:
    slots = [slot.box for one in lattices for slot in one.slots]
    return [
        Area(n, round(b.x0 * scale), round(b.top * scale), round(b.x1 * scale), round(b.bottom * scale))
        for n, b in enumerate(slots, 1)
    ]


def read_segments(scan: Scan, segments: Sequence[Segment], engine: Engine) -> list[LineText]:
    """What an engine reads in segments; the middles of the characters are in dots of the page."""
    pictures = [picture_of(one, scan.flat, scan.layout) for one in segments]
    lines = engine.read([picture for picture, _ in pictures])
    return [
        LineText(line.text, tuple(left + x for x in line.middles), line.certainty)
        for line, (_, left) in zip(lines, pictures, strict=True)
    ]


def how_surely(scan: Scan, engine: Engine, flipped: bool = False) -> float | None:
    """How surely a few words of a page are read, as they stand or upside down; None where the page has none."""
    letter = scan.layout.letter
    fit = [s for s in scan.layout.segments if TRIED_WIDTH[0] * letter <= s.x1 - s.x0 <= TRIED_WIDTH[1] * letter]
    if not fit:
        return None
    some = [fit[i] for i in sorted({int(i) for i in np.linspace(0, len(fit) - 1, TRIED)})]
    pictures = [picture_of(one, scan.flat, scan.layout)[0] for one in some]
    lines = engine.read([turn(one, 2) for one in pictures] if flipped else pictures)
    return median(sum(x.certainty) / len(x.certainty) if x.certainty else 0.0 for x in lines)
