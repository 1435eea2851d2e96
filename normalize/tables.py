"""All tables of a document as understood: columns, records and kinds, with what one table lends to the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Document, RawTable
from normalize.column_heads import read_columns
from normalize.columns import Column, Setting
from normalize.deciding import decide
from normalize.observations import TableReading, kind_of
from normalize.records import read_records
from normalize.sheet import Sheet

PLAN_YEARS = re.compile(
    r"(?:renstra|rpjmd|rencana strategis|rpd|jangka menengah)[^.;]{0,60}?"
    r"((?:19|20)\d\d)\s*(?:[-–—/]|s\.?/?d\.?|sampai(?: dengan)?)\s*((?:19|20)\d\d)",
    re.IGNORECASE,
)


def read_tables(tables: Sequence[RawTable], report_year: int | None, plan_end: int | None) -> list[TableReading]:
    """Every table of a document in order; one without a head goes on with the columns of the table before it."""
    readings: list[TableReading] = []
    for table in tables:
        sheet = Sheet(table)
        lent = _lent_columns(sheet, readings[-1]) if readings else None
        columns = lent or read_columns(sheet, Setting(report_year, table.caption, plan_end))
        records = read_records(sheet, columns)
        kind = kind_of(columns, bool(records))
        readings.append(TableReading(sheet, columns, records, kind))
    return decide(readings)


def _lent_columns(sheet: Sheet, before: TableReading) -> tuple[Column, ...] | None:
    """The columns of the table before, where this one has no head and stands close behind it.

    Columns are the same by number where there are as many, else by where they stand on the page.
    """
    close = sheet.table.page - before.table.parts[-1].page <= 1
    if sheet.head_rows or not close or sheet.table.caption or not any(c.is_value for c in before.columns):
        return None
    if sheet.table.n_cols == before.table.n_cols:
        return before.columns
    middles, spans = _middles(sheet), _spans(before)
    lent = []
    for column in before.columns:
        span = spans.get(column.col)
        inside = [col for col, x in middles.items() if span and span[0] < x < span[1]]
        if len(inside) == 1:
            lent.append(replace(column, col=inside[0], last=inside[0], unit_col=None))
        elif column.is_value:
            return None
    return tuple(lent)


def _middles(sheet: Sheet) -> dict[int, float]:
    """The middle of each column, in points, from its cells that span no other."""
    return {c.col: (c.box.x0 + c.box.x1) / 2 for c in sheet.table.cells if c.box and c.col_span == 1}


def _spans(reading: TableReading) -> dict[int, tuple[float, float]]:
    """Where each column of a table stands on its last page, from left to right in points."""
    last = reading.table.parts[-1].page
    cells = [c for c in reading.table.cells if c.box and c.col_span == 1 and c.place.page == last]
    return {c.col: (c.box.x0, c.box.x1) for c in cells if c.box}


def plan_end(document: Document, report_year: int | None) -> int | None:
    """The last year of the plan that a report names most often, None where it names none that holds its own year."""
    ends: Counter[int] = Counter()
    for page in document.pages:
        text = " ".join(line.text for line in page.lines)
        for match in PLAN_YEARS.finditer(text):
            start, end = int(match.group(1)), int(match.group(2))
            if start < end <= start + 6 and (report_year is None or start <= report_year + 1 <= end + 1):
                ends[end] += 1
    return ends.most_common(1)[0][0] if ends else None
