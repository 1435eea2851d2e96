"""A table as it stands on one page, before stitching: its filled lattice, caption and the text above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.grids.cells import FilledLattice
from extract.grids.text_rows import is_number
from extract.model import Box, CellLine, Line, holds_middle
from extract.pdf.gate import names_columns
from extract.pdf.rulings import Rules

CAPTION = re.compile(r"^\W*(t\s?a\s?b\s?e\s?l|tab\.|gambar|grafik|lampiran)\b\W*[\dIVX]?", re.IGNORECASE)
LEAD_LINES = 8
CAPTION_REACH = 110.0  # points above a table in which its caption stands
CAPTION_LINES = 4
LEAST_HEADS = 4  # the head of a table on the page before its rows has so many cells
FEW_ROWS = 4  # the rest of a table on its last page may be nearly empty
UNDERCUT = 0.6  # a column is cut too little where this share of its cells holds several figures
DIGIT = 0.5  # the width of a digit, in line heights
CURVE = 20.0  # smaller drawings are arrows, ticks and traffic lights, in points
MOST_CURVES = 4
WIDE_CURVE = 0.25  # a curve this wide, as a share of a grid, makes it a chart
PICTURED = 0.3  # a box with images over this share of it is pictured
DRAWING_BOXES = 10
DRAWING_TEXT = 0.3  # a drawing has text in fewer of its boxes than this share


@dataclass(frozen=True, slots=True)
class PageTable:
    """One page's table. `lead` is the text above it, nearest last."""

    page: int
    table_no: int
    grid: FilledLattice
    method: str
    caption: str | None
    lead: tuple[Line, ...]


def holds_table(grid: FilledLattice) -> bool:
    """Whether a lattice is a table: two cells with text in a row, text in two rows and two columns, and no drawing.

    Charts, maps and organisation charts draw many boxes and write into few of them.
    """
    rows: dict[int, int] = {}
    cols: set[int] = set()
    texted = 0
    for one in grid.slots:
        if one.lines:
            texted += 1
            rows[one.slot.row] = rows.get(one.slot.row, 0) + 1
            cols.add(one.slot.col)
    if len(grid.ys) > FEW_ROWS and len(grid.slots) >= DRAWING_BOXES and texted < DRAWING_TEXT * len(grid.slots):
        return False
    return max(rows.values(), default=0) >= 2 and len(cols) >= 2 and len(rows) >= 2


def is_undercut(grid: FilledLattice) -> bool:
    """Whether the rules leave several figures in most cells of a column: its columns are told by gaps."""
    for col in range(len(grid.xs) - 1):
        lines = [one.lines[-1] for one in grid.slots if one.slot.col == col and one.lines]
        several = sum(_is_parted(line) for line in lines)
        if several >= 3 and several >= UNDERCUT * len(lines):
            return True
    return False


def _is_parted(line: CellLine) -> bool:
    """Whether a line is figures with more white space between them than a space."""
    words = line.text.split()
    if len(words) < 2 or line.box is None or not all(map(is_number, words)):
        return False
    return line.box.width > 1.5 * DIGIT * line.box.height * len(line.text)


def is_chart(box: Box, rules: Rules) -> bool:
    """Whether curves or slanted lines are drawn in a box: one over a good part of it, or several of some size."""
    drawn = [d for d in rules.drawings if is_inside(d, box, 3.0) and max(d.width, d.height) >= CURVE]
    return len(drawn) >= MOST_CURVES or any(d.width >= WIDE_CURVE * box.width for d in drawn)


def is_pictured(box: Box, rules: Rules) -> bool:
    """Whether images lie in a good part of a box (a watermark behind a ruled table does, too)."""
    return sum(i.width * i.height for i in rules.images if is_inside(i, box, 3.0)) >= PICTURED * box.width * box.height


def is_rest(grid: FilledLattice) -> bool:
    """Whether a lattice can be the last row of a table that began on the page before."""
    return len(grid.ys) == 2 and len(grid.xs) >= 4 and sum(bool(one.lines) for one in grid.slots) >= 2


def is_lone_head(grid: FilledLattice) -> bool:
    """Whether a lattice can be the head of a table whose rows all stand on the next page."""
    texts = [" ".join(line.text for line in one.lines) for one in grid.slots]
    return len(grid.ys) == 2 and len(texts) >= LEAST_HEADS and all(texts) and names_columns(" ".join(texts))


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share any space."""
    return a.x0 < b.x1 and b.x0 < a.x1 and a.top < b.bottom and b.top < a.bottom


def is_inside(inner: Box, outer: Box, slack: float = 6.0) -> bool:
    """Whether a box lies in another, give or take `slack` points."""
    return (
        outer.x0 - slack <= inner.x0
        and inner.x1 <= outer.x1 + slack
        and outer.top - slack <= inner.top
        and inner.bottom <= outer.bottom + slack
    )


def outside(lines: Sequence[Line], boxes: Sequence[Box]) -> list[Line]:
    """The lines that stand in none of the boxes."""
    placed = [line for line in lines if line.box is not None]
    return [line for line in placed if line.box and not holds_middle(boxes, line.box)] if boxes else placed


def lead_of(top: float, free: Sequence[Line], before: Sequence[Line]) -> tuple[Line, ...]:
    """Up to eight lines above a table on its page (`free`: lines outside tables), filled up from the page before."""
    above = sorted((x for x in free if x.box and x.box.bottom <= top + 4), key=lambda x: x.box.top if x.box else 0.0)
    lead = above[-LEAD_LINES:]
    if len(lead) < LEAD_LINES:
        lead = [*before[len(before) - (LEAD_LINES - len(lead)) :], *lead] if before else lead
    return tuple(lead)


def caption_of(top: float, page: int, lead: Sequence[Line]) -> str | None:
    """The printed title above a table: from the nearest line that starts like a caption down to the table."""
    near = [x for x in lead if x.page == page and x.box and x.box.top >= top - CAPTION_REACH]
    for i in range(len(near) - 1, max(-1, len(near) - 1 - CAPTION_LINES), -1):
        if CAPTION.match(near[i].text):
            return " ".join(" ".join(x.text.split()) for x in near[i:])
    return None
