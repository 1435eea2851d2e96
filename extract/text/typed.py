"""Tables of rows that are typed: cells parted by tabs, pipes, semicolons or commas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.grids.page_table import CAPTION, LEAD_LINES
from extract.grids.text_rows import is_value
from extract.model import Cell, CellLine, Line, Place, RawTable, TablePart
from extract.text.drawn import drawn_lines
from extract.text.separators import TypedRow, typed_rows
from extract.text.wrapped import goes_on

LONG_LABEL = 20
LETTERS = re.compile(r"[A-Za-z]{3}")
METHODS = {"\t": "tabs", "|": "pipes", ";": "commas", ",": "commas"}


@dataclass
class _Block:
    """Rows of one table while it is being gathered."""

    lead: tuple[Line, ...] = ()
    separator: str = "\t"
    rows: list[TypedRow] = field(default_factory=list)


def typed_tables(lines: Sequence[Line], page: int) -> tuple[list[RawTable], list[Line]]:
    """The typed tables of a page, and its lines that are in none."""
    drawn = drawn_lines(lines)
    free = [line for line in lines if line.line not in drawn]
    rows = typed_rows(free)
    blocks = [block for block in _blocks(lines, rows) if _is_table(block)]
    tables = [_table(block, page, table_no) for table_no, block in enumerate(blocks, 1)]
    return tables, [line for line in lines if line.line not in rows and line.text.strip()]


def _blocks(lines: Sequence[Line], rows: dict[int, TypedRow]) -> list[_Block]:
    blocks: list[_Block] = []
    current: _Block | None = None
    prose: list[Line] = []
    after_white = False
    following = _following(lines, rows)
    for line in lines:
        row = rows.get(line.line)
        if row is None or _is_sentence(row, current, following.get(line.line)):
            after_white = after_white or not line.text.strip()
            if row is not None or LETTERS.search(line.text):
                prose.append(line)
                current = None
            continue
        if current is None or current.separator != row.separator or (after_white and _begins_anew(current, row)):
            current = _Block(tuple(prose[-LEAD_LINES:]), row.separator)
            blocks.append(current)
        after_white = False
        current.rows.append(row)
    return blocks


def _following(lines: Sequence[Line], rows: dict[int, TypedRow]) -> dict[int, TypedRow | None]:
    """What follows each row, by the number of its line: the row on the next line that is not blank."""
    printed = [line for line in lines if line.text.strip()]
    return {a.line: rows.get(b.line) for a, b in pairwise(printed) if a.line in rows}


def _is_sentence(row: TypedRow, block: _Block | None, after: TypedRow | None) -> bool:
    """Whether a row of one cell is a sentence with the tabs of a table behind it, and no line of that table."""
    if sum(bool(cell) for cell in row.cells) > 1 or len(row.cells[0]) <= LONG_LABEL:
        return False
    if block is None or block.separator != row.separator:
        return True
    return not goes_on(block.rows[-1].cells, row.cells) and not _is_group(row, after)


def _is_group(row: TypedRow, after: TypedRow | None) -> bool:
    """Whether a row of one cell is a line over the rows of figures below it, as "Sasaran 1 : …"."""
    if after is None or row.cells[0].endswith("."):
        return False
    return len(after.cells) == len(row.cells) and any(map(is_value, after.cells[1:]))


def _begins_anew(block: _Block, row: TypedRow) -> bool:
    """Whether a row behind a blank line is the head of a table of other columns."""
    names = [cell for cell in row.cells if cell]
    return len(row.cells) != len(block.rows[-1].cells) and len(names) >= 2 and not any(map(is_value, names))


def _is_table(block: _Block) -> bool:
    return sum(sum(bool(c) for c in row.cells) >= 2 for row in block.rows) >= 2


def _table(block: _Block, page: int, table_no: int) -> RawTable:
    n_cols = max(i for row in block.rows for i, cell in enumerate(row.cells, 1) if cell)
    cells = []
    rows = _wrapped(block.rows)
    for row, printed in enumerate(rows, 1):
        for col in range(1, n_cols + 1):
            texts = [one.cells[col - 1] for one in printed if col <= len(one.cells) and one.cells[col - 1]]
            lines = tuple(CellLine(text.strip()) for one in texts for text in one.split("\n"))
            place = Place(page, table_no, row, col, printed[0].line)
            wide = n_cols if col == 1 and _is_band(printed) else 1
            cells.append(Cell(row, col, "\n".join(line.text for line in lines), place, 1, wide, lines=lines))
            if wide > 1:
                break
    part = TablePart(page, table_no, 1, len(rows))
    method = METHODS[block.separator]
    return RawTable((part,), tuple(cells), len(rows), n_cols, method, 1.0, _caption(block.lead), block.lead)


def _is_band(rows: Sequence[TypedRow]) -> bool:
    """Whether the lines of a row hold one long cell, the first: it stands over all columns."""
    return len(rows[0].cells[0]) > LONG_LABEL and not any(any(row.cells[1:]) for row in rows)


def _wrapped(rows: Sequence[TypedRow]) -> list[list[TypedRow]]:
    """The printed lines of each row, where cells go on in the next line."""
    found: list[list[TypedRow]] = []
    above: list[str] = []
    for row in rows:
        if found and goes_on(above, row.cells):
            found[-1].append(row)
            wide = max(len(above), len(row.cells))
            above = [_last(above, row.cells, k) for k in range(wide)]
        else:
            found.append([row])
            above = list(row.cells)
    return found


def _last(above: Sequence[str], here: Sequence[str], k: int) -> str:
    """What a cell of a row ends with, where lines follow each other."""
    text = here[k] if k < len(here) else ""
    return text or (above[k] if k < len(above) else "")


def _caption(lead: Sequence[Line]) -> str | None:
    for line in reversed(lead[-2:]):
        if CAPTION.match(line.text) and len(line.text) < 250:
            return " ".join(line.text.split())
    return None
