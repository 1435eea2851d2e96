"""Pages of one document read by OCR, as little as is needed of each.

Reading letters is what costs time. So the grids of a page are found first, and only where the head of one speaks of
performance or budgets (or the page before held a table) is the whole page read. Prose is read too while it is short;
of a long scan only the top lines of pages without a table are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extract.grids.grid import Lattice
from extract.model import Box
from extract.ocr.engines import Engine, LineText
from extract.ocr.page import ImagePage
from extract.ocr.picture import render
from extract.ocr.scan import Scan, has_columns, has_ruled_grid, prepare, read_segments
from extract.ocr.segments import Segment
from extract.pdf.gate import has_words

WHOLE_PAGES = 20  # so many pages of a document are read with all their prose
TOP_LINES = 14  # and of those after them this many segments, where they hold no table
HEAD_ROWS = 3
ABOVE = 60.0  # points above a grid in which its title stands
WIDE = 0.6  # a line this wide, as a share of the page, is prose
LEGIBLE = 0.85  # a page whose characters are less sure on average is too poor to read
MOST_SEGMENTS = 1_500  # more pieces are dirt or a picture


@dataclass(frozen=True, slots=True)
class Seen:
    """A page read by OCR: what stands on it, whether its tables are to be read, whether it could be read at all."""

    page: ImagePage
    gated: bool
    legible: bool


class PageReader:
    """Reads pages of a pypdfium2 document with an engine.

    `prose` says whether pages without a grid are looked at, `whole` how many are read with all their prose.
    """

    def __init__(self, document: Any, engine: Engine, prose: bool = True, whole: int = WHOLE_PAGES) -> None:
        self._document = document
        self._engine = engine
        self._prose = prose
        self._whole = whole
        self._read = 0
        self._sideways = 1

    def read(self, index: int, gate: bool, after_hit: bool) -> Seen | None:
        """Page `index` (from 0), None where it is a picture that is not looked at."""
        gray, scale = render(self._document, index)
        if not self._prose and not has_ruled_grid(gray):
            return None
        scan = prepare(gray, scale, self._engine, self._sideways)
        if not self._prose and not scan.lattices:
            return None
        if scan.quarters % 2:
            self._sideways = scan.quarters
        segments = scan.layout.segments
        if len(segments) > MOST_SEGMENTS:
            return Seen(ImagePage(scan, (), ()), False, False)
        self._read += 1
        gated, lines = self._look(scan, gate, after_hit)
        if gated or self._read <= self._whole:
            lines |= self._lines(scan, [s for s in segments if s not in lines])
        kept = [s for s in segments if s in lines]
        page = ImagePage(scan, kept, [lines[s] for s in kept])
        legible = not page.reads or page.certainty >= LEGIBLE
        return Seen(page, gated and legible, legible)

    def _look(self, scan: Scan, gate: bool, after_hit: bool) -> tuple[bool, dict[Segment, LineText]]:
        """Whether a page's tables are worth reading, and what was read of heads and titles to tell."""
        has_table = bool(scan.lattices) or has_columns(scan)
        if not gate or (has_table and after_hit):
            return True, {}
        lines = self._lines(scan, head_segments(scan))
        return has_table and has_words(" ".join(line.text for line in lines.values())), lines

    def _lines(self, scan: Scan, segments: Sequence[Segment]) -> dict[Segment, LineText]:
        return dict(zip(segments, read_segments(scan, segments, self._engine), strict=True))


def head_segments(scan: Scan) -> list[Segment]:
    """The segments in the first rows of a page's grids and in the lines above them; without grids the first ones."""
    widest = WIDE * scan.flat.shape[1]
    short = [s for s in scan.layout.segments if s.x1 - s.x0 <= widest]
    if not scan.lattices:
        return short[:TOP_LINES]
    zones = [_head_zone(lattice) for lattice in scan.lattices]
    return [s for s in short if any(_holds(zone, scan.box(s)) for zone in zones)]


def _head_zone(lattice: Lattice) -> Box:
    rows = lattice.ys[: HEAD_ROWS + 1]
    return Box(lattice.box.x0, lattice.box.top - ABOVE, lattice.box.x1, rows[-1])


def _holds(zone: Box, box: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return zone.x0 <= x <= zone.x1 and zone.top <= y <= zone.bottom
