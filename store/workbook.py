"""Public views as one Excel workbook: a sheet a view with filters, numbers as numbers, and what the columns mean."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from store.columns import Column, ExportError, Record, View
from store.spreadsheet import inert
from store.style import PLAIN, Style

Sheet = Any
"""openpyxl's write-only sheet, which does not declare its filters and widths."""
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORMATS = {"IDR": "#,##0", "%": "0.00"}
WIDTHS = {"text": 24, "integer": 10, "number": 14, "decimal": 14, "boolean": 10}
DESCRIPTIONS = {"name": "columns", "id": "Keterangan kolom"}
DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
SAME_DATE = b"2000-01-01T00:00:00Z"
PROPERTIES = "docProps/core.xml"


class TooLarge(ExportError):
    """A view does not fit into a sheet."""


def write_workbook(path: Path, views: Sequence[tuple[View, Iterator[Record]]], style: Style = PLAIN) -> dict[str, int]:
    """Write the workbook; how many rows each view has. The same rows give the same bytes. Raises TooLarge."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    counts = {}
    for view, rows in views:
        counts[view.name] = _sheet(book.create_sheet(style.sheet(view)), view, rows, style)
    _describe(book.create_sheet(DESCRIPTIONS[style.labels]), [view for view, _ in views], style)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        _undated(file, path)
    return counts


def _describe(sheet: Sheet, views: Sequence[View], style: Style) -> None:
    """The sheet that says what each column holds."""
    heads = ["sheet", "column", "name", "type", "unit", "description"]
    _set_up(sheet, (18, 34, 26, 10, 12, 100))
    sheet.append([_head(sheet, head) for head in heads])
    rows = 0
    for view in views:
        for column in view.columns:
            rows += 1
            about = (style.sheet(view), style.head(column), column.name, column.type, column.unit, column.description)
            sheet.append([inert(text) for text in about])
    sheet.auto_filter.ref = _range(len(heads), rows)


def _sheet(sheet: Sheet, view: View, rows: Iterator[Record], style: Style) -> int:
    _set_up(sheet, [WIDTHS[column.type] for column in view.columns])
    sheet.append([_head(sheet, style.head(column)) for column in view.columns])
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= MOST_ROWS:
            raise TooLarge(f"{view.name} has more rows than a sheet can hold ({MOST_ROWS}); export it as csv")
        cells = [_cell(sheet, column, value) for column, value in zip(view.columns, row, strict=True)]
        sheet.append([*cells[:-1], _blank(sheet) if cells[-1] is None else cells[-1]])
    sheet.auto_filter.ref = _range(len(view.columns), count)
    return count


def _set_up(sheet: Sheet, widths: Sequence[int]) -> None:
    """The head stays in sight; columns are wide enough to read. Before any row."""
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _head(sheet: Sheet, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _blank(sheet: Sheet) -> Any:
    """An empty cell that is written, so that readers see every row to its end."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, None)
    cell.number_format = "@"
    return cell


def _range(columns: int, rows: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"A1:{get_column_letter(columns)}{rows + 1}"


def _cell(sheet: Sheet, column: Column, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    if column.type == "text":
        text = CONTROL.sub("\ufffd", inert(str(value)))
        if len(text) > MOST_CHARACTERS:
            raise TooLarge(f"{column.name} has a text longer than a cell can hold; export it as csv")
        return text
    if column.type == "boolean":
        return bool(value)
    if column.type == "integer":
        return value
    cell = WriteOnlyCell(sheet, float(value))
    cell.number_format = FORMATS.get(column.unit, "General")
    return cell


def _undated(file: IO[bytes], path: Path) -> None:
    """Write the same archive without the moment it was made in."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with old.open(name) as source, new.open(entry, "w") as target:
                if name == PROPERTIES:
                    target.write(DATED.sub(rb"\g<1>" + SAME_DATE, source.read()))
                else:
                    shutil.copyfileobj(source, target)
