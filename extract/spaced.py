"""Tables of text reports whose columns are aligned by spaces, as programs that turn PDF into text set them.

Each character is given a place on a page of even lines, and the tables are told by the white gaps between words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.gaps.tables import find_gap_tables
from extract.grids.page_table import PageTable, caption_of, holds_table, lead_of, outside
from extract.model import Box, Cell, Line, Page, RawTable
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rules
from extract.stitch import PageTables, stitch

WIDTH = 4.6  # of a character: two spaces part columns, one does not
HEIGHT = 10.0  # of a line's letters
PITCH = 11.0  # from line to line: one empty line between two does not part a table
WORD = re.compile(r"\S+")
NO_RULES = Rules((), (), ())


def spaced_tables(pages: Sequence[Sequence[Line]], counts: Mapping[int, int]) -> list[RawTable]:
    """The tables that the lines of text pages hold; `counts` are the tables found before on each page."""
    found: list[PageTables] = []
    before: Sequence[Line] = ()
    for number, lines in enumerate(pages, 1):
        placed = [replace(line, box=_box(line.line, 0, len(line.text))) for line in lines]
        words = [word for line in lines for word in _words(line)]
        grids = [one for one in find_gap_tables(words, NO_RULES, [], _nowhere) if holds_table(one)]
        free = outside(placed, [one.box for one in grids])
        tables = []
        for table_no, grid in enumerate(sorted(grids, key=lambda g: g.box.top), counts.get(number, 0) + 1):
            lead = lead_of(grid.box.top, free, before)
            tables.append(PageTable(number, table_no, grid, "gaps", caption_of(grid.box.top, number, lead), lead))
        before = free
        page = Page(number, 0.0, PITCH * (lines[-1].line if lines else 0), "text", True, tuple(placed))
        found.append(PageTables(page, tuple(tables)))
    return [_without_boxes(table) for table in stitch(found)]


def _words(line: Line) -> list[Word]:
    return [Word(m[0], _box(line.line, m.start(), m.end()), m.start(), m.end() - 1) for m in WORD.finditer(line.text)]


def _box(line: int, start: int, end: int) -> Box:
    top = PITCH * line
    return Box(WIDTH * start, top, WIDTH * end, top + HEIGHT)


def _nowhere(_: int) -> Box:
    """Where a character among leaders stands: leaders are words of their own in aligned text."""
    return Box(0.0, 0.0, 0.0, 0.0)


def _without_boxes(table: RawTable) -> RawTable:
    """A table of text: its cells know their line, and have no place on a page."""
    first = min(_line(cell) for cell in table.cells if cell.box)
    return replace(
        table,
        cells=tuple(_in_text(cell, first) for cell in table.cells),
        parts=tuple(replace(part, box=None) for part in table.parts),
        lead=tuple(replace(line, box=None) for line in table.lead),
    )


def _in_text(cell: Cell, first: int) -> Cell:
    line = _line(cell) if cell.box else first
    lines = tuple(replace(one, box=None) for one in cell.lines)
    return replace(cell, box=None, lines=lines, place=cell.place._replace(line=line))


def _line(cell: Cell) -> int:
    """The number of the line on which a cell's text begins, or that its place is nearest to."""
    assert cell.box is not None
    box = next((one.box for one in cell.lines if one.box is not None), cell.box)
    return round(box.top / PITCH)
