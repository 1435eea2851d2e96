"""Text reports: lines, pages parted by form feeds, tables whose cells are parted by tabs or pipes, or by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.grids.page_table import CAPTION, LEAD_LINES
from extract.model import Cell, CellLine, Line, Page, Place, RawTable, TablePart
from extract.spaced import spaced_tables

RULER = re.compile(r"^\s*[|+][\s|:+\-=]+$")  # between the rows of a table typed with pipes
FRAMED = 4  # so many rulers part the rows, fewer the head and the ends alone
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


@dataclass
class _Block:
    """Rows of one table while it is being gathered."""

    page: int
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    lead: tuple[Line, ...] = ()
    separator: str = "\t"
    rulers: list[int] = field(default_factory=list)  # how many rows stand above each


def read_text(text: str) -> tuple[tuple[Page, ...], tuple[RawTable, ...]]:
    """Pages and tables of a text report. Line numbers count through the whole file.

    >>> pages, tables = read_text("Tabel 1\\nNO\\tNILAI\\n1\\t5,0\\n")
    >>> tables[0].caption, [c.text for c in tables[0].cells]
    ('Tabel 1', ['NO', 'NILAI', '1', '5,0'])
    """
    pages: list[Page] = []
    blocks: list[_Block] = []
    number = 0
    for page_no, page_text in enumerate(text.split("\f"), 1):
        lines = []
        for raw in page_text.split("\n"):
            number += 1
            lines.append(Line(page_no, number, CONTROL.sub("", raw.rstrip("\r"))))
        number -= page_text != "" and page_no < text.count("\f") + 1
        pages.append(Page(page_no, 0.0, 0.0, "text", True, tuple(x for x in lines if x.text.strip())))
        blocks += _blocks(lines, page_no)
    counts: dict[int, int] = {}
    tables = []
    for block in blocks:
        if _is_table(block):
            counts[block.page] = counts.get(block.page, 0) + 1
            tables.append(_table(block, counts[block.page]))
    tables += spaced_tables([[x for x in page.lines if split_row(x.text) is None] for page in pages], counts)
    return tuple(pages), tuple(sorted(tables, key=_first_line))


def _first_line(table: RawTable) -> int:
    return table.cells[0].place.line or 0


def split_row(line: str) -> tuple[list[str], str] | None:
    """The cells of a line and what parts them, or None where the line is no row.

    >>> split_row("| a | b |"), split_row("a\\tb"), split_row("no row")
    ((['a', 'b'], '|'), (['a', 'b'], '\\t'), None)
    """
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")], "\t"
    if line.count("|") >= 2:
        return [cell.strip() for cell in line.strip().strip("|").split("|")], "|"
    return None


def _blocks(lines: Sequence[Line], page: int) -> list[_Block]:
    blocks: list[_Block] = []
    current: _Block | None = None
    prose: list[Line] = []
    for line in lines:
        if RULER.match(line.text):
            if current is not None:
                current.rulers.append(len(current.rows))
            continue
        row = split_row(line.text)
        if row is None:
            if line.text.strip():
                prose.append(line)
                current = None
            continue
        cells, separator = row
        if sum(bool(cell) for cell in cells) <= 1 and len(cells[0]) > 20:
            prose.append(line)  # a sentence with the tabs of a table behind it
            current = None
            continue
        if current is None or current.separator != separator:
            current = _Block(page, [], tuple(prose[-LEAD_LINES:]), separator)
            blocks.append(current)
        current.rows.append((line.line, cells))
    return blocks


def _is_table(block: _Block) -> bool:
    return len(block.rows) >= 2 and sum(sum(bool(c) for c in cells) >= 2 for _, cells in block.rows) >= 2


def _table(block: _Block, table_no: int) -> RawTable:
    n_cols = max(len(cells) for _, cells in block.rows)
    cells = []
    rows = _framed(block) if len(block.rulers) >= FRAMED - 1 else [[row] for row in block.rows]
    for row, printed in enumerate(rows, 1):
        for col in range(1, n_cols + 1):
            lines = tuple(CellLine(texts[col - 1]) for _, texts in printed if col <= len(texts) and texts[col - 1])
            place = Place(block.page, table_no, row, col, printed[0][0])
            cells.append(Cell(row, col, "\n".join(line.text for line in lines), place, lines=lines))
    part = TablePart(block.page, table_no, 1, len(rows))
    method = "tabs" if block.separator == "\t" else "pipes"
    return RawTable((part,), tuple(cells), len(rows), n_cols, method, 1.0, _caption(block.lead), block.lead)


def _framed(block: _Block) -> list[list[tuple[int, list[str]]]]:
    """The printed lines of each row of a table whose rows are parted by rulers."""
    ends = [0, *block.rulers, len(block.rows)]
    return [block.rows[a:b] for a, b in pairwise(ends) if a < b]


def _caption(lead: Sequence[Line]) -> str | None:
    for line in reversed(lead[-2:]):
        if CAPTION.match(line.text) and len(line.text) < 250:
            return " ".join(line.text.split())
    return None
