"""Text reports: lines, pages parted by form feeds, and the tables that are typed, drawn or aligned on them."""

from __future__ import annotations

import re

from extract.model import Line, Page, RawTable
from extract.text.aligned import aligned_tables
from extract.text.typed import typed_tables

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def read_text(text: str) -> tuple[tuple[Page, ...], tuple[RawTable, ...]]:
    """Pages and tables of a text report. Line numbers count through the whole file.

    >>> pages, tables = read_text("Tabel 1\\nNO\\tNILAI\\n1\\t5,0\\n")
    >>> tables[0].caption, [c.text for c in tables[0].cells]
    ('Tabel 1', ['NO', 'NILAI', '1', '5,0'])
    """
    printed: list[list[Line]] = []
    number = 0
    for page_no, page_text in enumerate(text.split("\f"), 1):
        lines = []
        for raw in page_text.split("\n"):
            number += 1
            lines.append(Line(page_no, number, CONTROL.sub("", raw.rstrip("\r"))))
        number -= page_text != "" and page_no < text.count("\f") + 1
        printed.append(lines)
    typed = [typed_tables(lines, page_no) for page_no, lines in enumerate(printed, 1)]
    pages = tuple(
        Page(page_no, 0.0, 0.0, "text", True, tuple(x for x in lines if x.text.strip()))
        for page_no, lines in enumerate(printed, 1)
    )
    counts = [len(tables) for tables, _ in typed]
    tables = [table for found, _ in typed for table in found]
    tables += aligned_tables([rest for _, rest in typed], counts)
    return pages, tuple(sorted(tables, key=_first_line))


def _first_line(table: RawTable) -> int:
    return table.cells[0].place.line or 0
