"""A table as it stands on one page, before stitching: its filled lattice, caption and the text above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.cells import FilledLattice
from extract.model import Box, Line

CAPTION = re.compile(r"^\W*(t\s?a\s?b\s?e\s?l|tab\.|gambar|grafik|lampiran)\b\W*[\dIVX]?", re.IGNORECASE)
LEAD_LINES = 8
CAPTION_REACH = 110.0  # points above a table in which its caption stands
CAPTION_LINES = 4


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
    """Whether a lattice is a table: two rows and two columns that each have text in two cells, words clear of rules."""
    rows: dict[int, int] = {}
    cols: dict[int, int] = {}
    for one in grid.slots:
        if one.lines:
            rows[one.slot.row] = rows.get(one.slot.row, 0) + 1
            cols[one.slot.col] = cols.get(one.slot.col, 0) + 1
    return sum(n >= 2 for n in rows.values()) >= 1 and sum(n >= 1 for n in cols.values()) >= 2 and len(rows) >= 2


def is_rest(grid: FilledLattice) -> bool:
    """Whether a lattice can be the last row of a table that began on the page before."""
    return len(grid.ys) == 2 and len(grid.xs) >= 4 and sum(bool(one.lines) for one in grid.slots) >= 2


def outside(lines: Sequence[Line], boxes: Sequence[Box]) -> list[Line]:
    """The lines that stand in none of the boxes."""

    def inside(box: Box) -> bool:
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        return any(b.x0 <= x <= b.x1 and b.top <= y <= b.bottom for b in boxes)

    return [line for line in lines if line.box is not None and not inside(line.box)]


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
