"""Tables of pages read by OCR: how sure each cell is, where it stands on the unlevelled page, and which to doubt.

A cell is as sure as its least sure character. One misreading that engines make with confidence is known: a percent sign
read as digits ("98,75%" as "98,756"). It shows beside the other cells of its column: such a cell keeps its text and is
never sure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extract.model import Box, Cell, Line, RawTable
from extract.ocr.page import ImagePage

DOUBTED = 0.5
LEAST_PERCENTS = 2
PERCENT = re.compile(r"(\d+)(?:[.,](\d+))?\s?%")
BARE = re.compile(r"(\d+)(?:[.,](\d+))?")


def finished(table: RawTable, pages: Mapping[int, ImagePage]) -> RawTable:
    """A stitched table with the certainty of its cells; `pages` are those read by OCR, by their number."""
    if not any(part.page in pages for part in table.parts):
        return table
    doubted = doubtful(table.cells)
    return replace(
        table,
        cells=tuple(_cell(cell, pages.get(cell.place.page), cell in doubted) for cell in table.cells),
        parts=tuple(replace(part, box=_moved(part.box, pages.get(part.page))) for part in table.parts),
        lead=tuple(in_place(table.lead, pages)),
    )


def in_place(lines: Iterable[Line], pages: Mapping[int, ImagePage]) -> list[Line]:
    """Lines with their boxes where they stand on the page before it was levelled."""
    return [replace(line, box=_moved(line.box, pages.get(line.page))) for line in lines]


def _moved(box: Box | None, page: ImagePage | None) -> Box | None:
    return page.in_place(box) if page and box else box


def _cell(cell: Cell, page: ImagePage | None, is_doubted: bool) -> Cell:
    if page is None:
        return cell
    sure = min((page.certainty_of(line.box) for line in cell.lines if line.box), default=1.0)
    lines = tuple(replace(line, box=_moved(line.box, page)) for line in cell.lines)
    certainty = min(sure, DOUBTED) if is_doubted else sure
    return replace(cell, box=_moved(cell.box, page), lines=lines, certainty=certainty)


def doubtful(cells: Sequence[Cell]) -> set[Cell]:
    """Cells of percent columns that have no percent sign but more digits than the others: it may be read as digits."""
    columns: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        columns[cell.col].append(cell)
    found: set[Cell] = set()
    for column in columns.values():
        percents = [m for cell in column if (m := PERCENT.fullmatch(cell.text))]
        bare = [(cell, m) for cell in column if (m := BARE.fullmatch(cell.text))]
        if len(percents) < max(LEAST_PERCENTS, len(bare)):
            continue
        whole = max(len(m.group(1)) for m in percents)
        decimals = max(len(m.group(2) or "") for m in percents)
        for cell, m in bare:
            if len(m.group(2) or "") > decimals or (m.group(2) is None and len(m.group(1)) > whole):
                found.add(cell)
    return found
