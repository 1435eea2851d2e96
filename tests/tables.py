"""Tables for tests: written as a text report writes them, read by the project's own reader."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Document, Page, RawTable
from extract.text.report import read_text
from normalize import Correction, interpret
from normalize.model import Interpretation
from normalize.table_reading import TableReading, read_tables
from normalize.tables.column_heads import read_columns
from normalize.tables.columns import Setting
from normalize.tables.sheet import Sheet


def table_of(*rows: str, caption: str = "") -> RawTable:
    """One table of rows whose cells are parted by `|`."""
    lines = [caption, *("\t".join(cell.strip() for cell in row.split("|")) for row in rows)]
    return read_text("\n".join(lines))[1][0]


def columns_of(*rows: str, caption: str | None = None, year: int = 2024, plan_end: int | None = None) -> list[str]:
    """The columns of a table as `role` or `role@year`."""
    sheet = Sheet(table_of(*rows))
    found = read_columns(sheet, Setting(year, caption, plan_end))
    return [f"{c.role.value}@{c.year}" if c.is_value else c.role.value for c in found]


def readings_of(*tables: RawTable, year: int = 2024, plan_end: int | None = None) -> list[TableReading]:
    """The tables of a report as understood together."""
    return read_tables(tables, year, plan_end)


def interpreted(
    text: str, agency: str = "Dinas Contoh Kota Cimahi", year: int = 2024, corrections: Sequence[Correction] = ()
) -> Interpretation:
    """A text report interpreted."""
    pages, tables = read_text(text)
    document = Document("0" * 64, "contoh.txt", "contoh.txt", len(text), "text", "text", pages, tables)
    return interpret(document, agency=agency, year=year, corrections=corrections)


def page_of(text: str) -> Page:
    return read_text(text)[0][0]
