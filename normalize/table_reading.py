"""All tables of a document as understood: columns, records and kinds, with what one table lends to the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Document, Page, RawTable
from extract.numbers import read_figure
from normalize.hints import Hints
from normalize.tables.column_heads import read_columns
from normalize.tables.columns import Column, Setting
from normalize.tables.form_year import form_year
from normalize.tables.group_lines import with_group_lines
from normalize.tables.named_above import Surroundings, title_above
from normalize.tables.records import read_records
from normalize.tables.sheet import Sheet, sheet_of
from normalize.tables.turned import is_turned, read_turned
from normalize.values.deciding import decide
from normalize.values.observations import TableReading, kind_of

PLAN_WORDS = ("renstra", "rpjmd", "rencana strategis", "rpd", "jangka menengah")
PLANS = Hints(PLAN_WORDS)
PLAN_YEARS = re.compile(
    rf"(?:{'|'.join(PLAN_WORDS)})[^.;]{{0,60}}?"
    r"((?:19|20)\d\d)\s*(?:[-–—/]|s\.?/?d\.?|sampai(?: dengan)?)\s*((?:19|20)\d\d)",
    re.IGNORECASE,
)


def read_tables(
    tables: Sequence[RawTable], report_year: int | None, plan_end: int | None, pages: Sequence[Page] = ()
) -> list[TableReading]:
    """Every table of a document in order; one without a head goes on with the columns of the table before it.

    Tables that name no indicator in their rows are read last: the others tell which names stand above them.
    """
    readings: list[TableReading] = []
    for table in tables:
        sheet = sheet_of(table)
        lent = _lent_columns(sheet, readings[-1]) if readings else None
        around_it = Setting(form_year(table) or report_year, table.caption, plan_end, title_above(table))
        columns = lent or read_columns(sheet, around_it)
        records = () if lent is None and is_turned(sheet) else with_group_lines(read_records(sheet, columns), columns)
        readings.append(TableReading(sheet, columns, records, kind_of(columns, bool(records))))
    names = [r.indicator for reading in readings for r in reading.records if r.kind == "indicator"]
    around = Surroundings.of(pages, tables, names)
    return decide(
        [r if r.records else _turned(r, Setting(report_year, r.table.caption, plan_end), around) for r in readings]
    )


def _turned(reading: TableReading, setting: Setting, around: Surroundings) -> TableReading:
    """A table without records read by its rows, where they are years or measures or the only one."""
    found = read_turned(reading.sheet, setting, around)
    if found is None:
        return reading
    columns, records = found
    return replace(reading, columns=columns, records=records, kind=kind_of(columns, bool(records)))


def _lent_columns(sheet: Sheet, before: TableReading) -> tuple[Column, ...] | None:
    """The columns of the table before, where this one has no head and stands close behind it.

    Columns are the same by number where there are as many, else by where they stand on the page.
    """
    close = sheet.table.page - before.table.parts[-1].page <= 1
    if sheet.head_rows or not close or sheet.table.caption or not any(c.is_value for c in before.columns):
        return None
    if _is_parted(sheet, before) or _begins_with_words(sheet):
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


def _is_parted(sheet: Sheet, before: TableReading) -> bool:
    """Whether text stands between two tables of one page."""
    last, first = before.table.parts[-1], sheet.table.parts[0]
    if last.page != first.page or last.box is None or first.box is None:
        return False
    return any(
        line.page == first.page and line.box is not None and last.box.bottom <= line.box.top < first.box.top
        for line in sheet.table.lead
    )


def _begins_with_words(sheet: Sheet) -> bool:
    """Whether the first row is words alone, in most of its columns: a head in a vocabulary of its own."""
    texts = [t for t in sheet.texts(1) if t.strip()]
    return len(texts) > max(2, sheet.table.n_cols / 2) and all(read_figure(t).kind == "words" for t in texts)


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
        for match in PLAN_YEARS.finditer(text) if PLANS.are_in(text) else ():
            start, end = int(match.group(1)), int(match.group(2))
            if start < end <= start + 6 and (report_year is None or start <= report_year + 1 <= end + 1):
                ends[end] += 1
    return ends.most_common(1)[0][0] if ends else None
