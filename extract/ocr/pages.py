"""Pages of one document read by OCR, as little as is needed of each.

Reading letters is what costs time. So the grids of a page are found first, and only where the head of one speaks of
performance or budgets (or the page before held a table) is the whole page read. Prose is read too while it is short;
of a long scan only the top lines of pages without a table are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extract.gate import has_words
from extract.grid import Lattice
from extract.model import Box
from extract.ocr.engines import Engine, LineText
from extract.ocr.page import ImagePage
from extract.ocr.picture import render
from extract.ocr.scan import Scan, has_ruled_grid, prepare, read_segments
from extract.ocr.segments import Segment

WHOLE_PAGES = 40  # so many pages of a document are read with all their prose
TOP_LINES = 12  # and of those after them this many segments
HEAD_ROWS = 4
ABOVE = 110.0  # points above a grid in which its title stands
LEGIBLE = 0.8  # a page whose characters are less sure on average is too poor to read
MOST_SEGMENTS = 1_500  # more pieces are dirt or a picture


@dataclass(frozen=True, slots=True)
class Seen:
    """A page read by OCR: what stands on it, whether its tables are to be read, whether it could be read at all."""

    page: ImagePage
    gated: bool
    legible: bool


class PageReader:
    """Reads pages of a pypdfium2 document with an engine; `prose` says whether pages without a grid are read too."""

    def __init__(self, document: Any, engine: Engine, prose: bool = True) -> None:
        self._document = document
        self._engine = engine
        self._prose = prose
        self._read = 0
        self._sideways = 1

    def read(self, index: int, gate: bool, after_hit: bool) -> Seen | None:
        """Page `index` (from 0), None where it is a picture that is not looked at."""
        gray, scale = render(self._document, index)
        if not self._prose and not has_ruled_grid(gray):
            return None
        scan = prepare(gray, scale, self._engine, self._sideways)
        if scan.quarters % 2:
            self._sideways = scan.quarters
        segments = scan.layout.segments
        if len(segments) > MOST_SEGMENTS:
            return Seen(ImagePage(scan, (), ()), False, False)
        self._read += 1
        gated, lines = self._look(scan, gate, after_hit)
        wanted = segments if gated or self._read <= WHOLE_PAGES else (*segments[:TOP_LINES], *lines)
        missing = [s for s in dict.fromkeys(wanted) if s not in lines]
        lines |= dict(zip(missing, read_segments(scan, missing, self._engine), strict=True))
        kept = [s for s in segments if s in lines]
        page = ImagePage(scan, kept, [lines[s] for s in kept])
        legible = not page.reads or page.certainty >= LEGIBLE
        gated = legible and (gated or not gate or (not scan.lattices and (after_hit or has_words(page.text))))
        return Seen(page, gated, legible)

    def _look(self, scan: Scan, gate: bool, after_hit: bool) -> tuple[bool, dict[Segment, LineText]]:
        """Whether a page's grids are worth reading, and what was read of their heads to tell."""
        if not scan.lattices:
            return False, {}
        if not gate or after_hit:
            return True, {}
        heads = head_segments(scan)
        lines = dict(zip(heads, read_segments(scan, heads, self._engine), strict=True))
        return has_words(" ".join(line.text for line in lines.values())), lines


def head_segments(scan: Scan) -> list[Segment]:
    """The segments in the first rows of a page's grids and in the lines above them."""
    zones = [_head_zone(lattice) for lattice in scan.lattices]
    return [s for s in scan.layout.segments if any(_holds(zone, scan.box(s)) for zone in zones)]


def _head_zone(lattice: Lattice) -> Box:
    rows = lattice.ys[: HEAD_ROWS + 1]
    return Box(lattice.box.x0, lattice.box.top - ABOVE, lattice.box.x1, rows[-1])


def _holds(zone: Box, box: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return zone.x0 <= x <= zone.x1 and zone.top <= y <= zone.bottom
