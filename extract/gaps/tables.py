"""Tables told by white gaps: regions with columns and rows, kept where they look like tables and not like prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extract.gaps.cells import GapCell
from extract.gaps.columns import columns_of
from extract.gaps.joints import with_joints
from extract.gaps.region import Region
from extract.gaps.regions import find_regions
from extract.gaps.rows import build
from extract.grids.cells import FilledLattice, FilledSlot
from extract.grids.grid import slot_of
from extract.grids.page_table import overlap
from extract.grids.text_rows import MARKER, has_leader, is_value, without_leaders
from extract.model import Box, CellLine, holds_middle
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rules

PROSE_WORDS = 7.0  # entries of a table behind its labels have fewer words on average
NUMBERED = re.compile(r"^(?:bab\b|\d+(?:\.\d+)*\.?(?:\s|$)|[A-Z]\.(?:\s|$))", re.IGNORECASE)
CHAPTER = re.compile(r"^(?:bab\b|\d+\.\d)", re.IGNORECASE)
PAGE = re.compile(r"^\d{1,3}$")
ROMAN_PAGE = re.compile(r"^(?:[ivxl]+|[ivxl]+\s*[-–.]\s*\d{1,3})$", re.IGNORECASE)
LEAST_PAGES = 4
FILLED = 0.4  # the least share of cells with text in a table without rules
FIGURES = 0.6  # the share of figures in a column of figures


def find_gap_tables(
    words: Sequence[Word], rules: Rules, taken: Sequence[Box], box_of: Callable[[int], Box]
) -> list[FilledLattice]:
    """Tables of a page that have no vertical rules; `taken` are the boxes of tables found already."""
    leaders = [w.box for w in words if has_leader(w)]
    plain = without_leaders(words, box_of) if leaders else words
    found: list[FilledLattice] = []

    def accepts(region: Region) -> bool:
        edges = with_joints(columns_of(region), region, rules)
        if not edges or _verticals(region.box, rules) > 2 * len(edges):
            return False
        cells, ys = build(region, edges)
        if not is_table(region, cells, len(edges) - 1, any(holds_middle([region.box], b) for b in leaders)):
            return False
        one = _lattice(cells, edges, ys)
        if any(overlap(one.box, other.box) for other in found):
            return False
        found.append(one)
        return True

    find_regions(plain, rules.horizontal, taken, accepts)
    return found


def _is_contents(cells: Sequence[GapCell], n_cols: int) -> bool:
    """Whether a last column of page numbers makes a list of contents.

    Pages with their chapter or in Roman numerals are enough; bare numbers have to stand behind numbered headings alone
    and never go back.
    """
    pages = [c.entries[0].text for c in cells if c.last == n_cols - 1 and c.first > 0]
    roman = sum(bool(ROMAN_PAGE.match(text)) for text in pages)
    bare = [int(text) for text in pages if PAGE.match(text)]
    if len(pages) < LEAST_PAGES or roman + len(bare) < 0.8 * len(pages):
        return False
    if roman:
        return bare == sorted(bare)
    pattern = NUMBERED if n_cols == 2 else CHAPTER
    numbered = {c.row for c in cells if c.last < n_cols - 1 and pattern.match(c.entries[0].text)}
    rising = bare == sorted(bare) and bare[0] < bare[-1]
    return n_cols <= 3 and rising and 2 * len(numbered) >= len({c.row for c in cells})


def _verticals(box: Box, rules: Rules) -> int:
    """How many vertical rules stand in a box: boxes of a drawing have many, a table told by gaps hardly any."""
    return sum(
        box.x0 - 2 < r.at < box.x1 + 2 and box.top - 2 < (r.start + r.end) / 2 < box.bottom + 2 for r in rules.vertical
    )


def is_table(region: Region, cells: Sequence[GapCell], n_cols: int, has_leaders: bool) -> bool:
    """Whether cells make a table: short entries, and a column of figures where no rules frame it."""
    columns: list[list[str]] = [[] for _ in range(n_cols)]
    for cell in cells:
        if cell.first == cell.last:
            columns[cell.first].append(" ".join(e.text for e in cell.entries))
    rows = {c.row for c in cells}
    behind = [text for column in columns[1:] for text in column]
    if len(rows) < 2 or not behind or sum(bool(c) for c in columns) < 2:
        return False
    if any(column and all(text in ":=" for text in column) for column in columns):
        return False  # labels and their explanations
    if n_cols == 2 and sum(bool(MARKER.match(text)) for text in columns[0]) > 0.6 * len(columns[0]):
        return False  # a list
    shares = [sum(map(is_value, c)) / len(c) if len(c) >= 2 else 0.0 for c in columns[1:]]
    ruled = len(region.rules) >= 3
    if not region.rules and len(cells) < FILLED * len(rows) * n_cols:
        return False  # the figures along the axes of a chart
    if (has_leaders and sum(share >= FIGURES for share in shares) <= 1) or _is_contents(cells, n_cols):
        return False
    if sum(len(text.split()) for text in behind) > PROSE_WORDS * len(behind) and not ruled:
        return False
    figures = max(shares, default=0.0) >= FIGURES
    if ruled:
        return figures or len(rows) >= 3
    if not figures:
        return len(region.rules) == 2 and n_cols >= 3
    return n_cols >= 3 or len(rows) >= 4


def _lattice(cells: Sequence[GapCell], edges: Sequence[float], ys: Sequence[float]) -> FilledLattice:
    n_rows, n_cols = len(ys) - 1, len(edges) - 1
    taken: set[tuple[int, int]] = set()
    slots: list[FilledSlot] = []
    crossing = total = 0
    for cell in cells:
        area = {(r, k) for r in range(cell.row, cell.last_row + 1) for k in range(cell.first, cell.last + 1)}
        if area & taken:
            area = {(cell.row, cell.first)}
        rows, cols = [r for r, _ in area], [k for _, k in area]
        taken |= area
        lines = tuple(CellLine(e.text, e.box) for e in cell.entries)
        slots.append(FilledSlot(slot_of((min(rows), min(cols), max(rows), max(cols)), edges, ys), lines))
        total += len(cell.entries)
        crossing += sum(e.box.x0 < edges[min(cols)] - 2 or e.box.x1 > edges[max(cols) + 1] + 2 for e in cell.entries)
    for r in range(n_rows):
        for k in range(n_cols):
            if (r, k) not in taken:
                slots.append(FilledSlot(slot_of((r, k, r, k), edges, ys), ()))
    ordered = tuple(sorted(slots, key=lambda s: (s.slot.row, s.slot.col)))
    return FilledLattice(tuple(edges), tuple(ys), ordered, 1.0 - crossing / max(1, total))
