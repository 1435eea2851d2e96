"""Tables of text reports whose columns are drawn with characters or aligned by spaces, as programs that turn PDF into
text set them: read as those of a printed page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.grids.page_table import PageTable, caption_of, lead_of, outside
from extract.model import Cell, Line, Page, RawTable
from extract.page_grids import find_grids
from extract.stitch import PageTables, stitch
from extract.text.character_page import CharacterPage


def aligned_tables(pages: Sequence[Sequence[Line]], counts: Sequence[int]) -> list[RawTable]:
    """The tables that the lines of text pages hold; `counts` are the tables found before on each page."""
    found: list[PageTables] = []
    sheets: dict[int, CharacterPage] = {}
    before: Sequence[Line] = ()
    for number, (lines, count) in enumerate(zip(pages, counts, strict=True), 1):
        sheet = sheets[number] = CharacterPage(lines, lines[0].line if lines else 1)
        placed = [replace(line, box=sheet.box(line.line, 0, len(line.text))) for line in lines]
        grids = find_grids(sheet, bool(found and found[-1].tables))
        free = outside(placed, [grid.box for grid, _ in grids])
        tables = []
        for table_no, (grid, method) in enumerate(grids, count + 1):
            lead = lead_of(grid.box.top, free, before)
            tables.append(PageTable(number, table_no, grid, method, caption_of(grid.box.top, number, lead), lead))
        before = free
        width, height = sheet.size
        found.append(PageTables(Page(number, width, height, "text", True, tuple(placed)), tuple(tables)))
    return [_without_boxes(table, sheets) for table in stitch(found)]


def _without_boxes(table: RawTable, sheets: dict[int, CharacterPage]) -> RawTable:
    """A table of text: its cells know their line, and have no place on a page."""
    return replace(
        table,
        cells=tuple(_in_text(cell, sheets[cell.place.page]) for cell in table.cells),
        parts=tuple(replace(part, box=None) for part in table.parts),
        lead=tuple(replace(line, box=None) for line in table.lead),
    )


def _in_text(cell: Cell, sheet: CharacterPage) -> Cell:
    """The cell with the number of the line on which its text begins, or that its place is nearest to."""
    box = next((one.box for one in cell.lines if one.box is not None), cell.box)
    line = sheet.line_at(box) if box else sheet.first
    lines = tuple(replace(one, box=None) for one in cell.lines)
    return replace(cell, box=None, lines=lines, place=cell.place._replace(line=line))
