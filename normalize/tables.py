"""All tables of a document as understood: columns, records and kinds, with what one table lends to the next."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import RawTable
from normalize.columns import Column, Setting, read_columns, years_in
from normalize.observations import TableReading, kind_of
from normalize.records import read_records
from normalize.sheet import Sheet


def read_tables(tables: Sequence[RawTable], report_year: int | None) -> list[TableReading]:
    """Every table of a document in order; one without a head goes on with the columns of the table before it."""
    readings: list[TableReading] = []
    for table in tables:
        sheet = Sheet(table)
        lent = _lent_columns(sheet, readings[-1]) if readings else None
        columns = lent or read_columns(sheet, Setting(report_year, years_in(table.caption)))
        records = read_records(sheet, columns)
        kind = kind_of(columns, bool(records), report_year)
        readings.append(TableReading(sheet, columns, records, kind))
    return readings


def _lent_columns(sheet: Sheet, before: TableReading) -> tuple[Column, ...] | None:
    """The columns of the table before, where this one has no head, as many columns and stands close behind it."""
    close = sheet.table.page - before.table.parts[-1].page <= 1
    if sheet.head_rows or not close or sheet.table.n_cols != before.table.n_cols or sheet.table.caption:
        return None
    return before.columns if any(c.is_value for c in before.columns) else None
