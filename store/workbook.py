"""Public views as one Excel workbook: a sheet a view, numbers as numbers, a sheet that describes the columns."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from store.columns import Column, ExportError, Record, View
from store.inert import inert

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORMATS = {"IDR": "#,##0", "%": "0.00"}
DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
SAME_DATE = b"2000-01-01T00:00:00Z"
PROPERTIES = "docProps/core.xml"


class TooLarge(ExportError):
    """A view does not fit into a sheet."""


def write_workbook(path: Path, views: Sequence[tuple[View, Iterator[Record]]]) -> dict[str, int]:
    """Write the workbook; how many rows each view has. The same rows give the same bytes. Raises TooLarge."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    counts = {view.name: _sheet(book.create_sheet(view.name), view, rows) for view, rows in views}
    about = book.create_sheet("columns")
    about.append(["view", "column", "type", "unit", "description"])
    for view, _ in views:
        for column in view.columns:
            about.append([view.name, column.name, column.type, column.unit, column.description])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        _undated(file, path)
    return counts


def _sheet(sheet: WriteOnlyWorksheet, view: View, rows: Iterator[Record]) -> int:
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in view.columns])
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= MOST_ROWS:
            raise TooLarge(f"{view.name} has more rows than a sheet can hold ({MOST_ROWS}); export it as csv")
        sheet.append([_cell(sheet, column, value) for column, value in zip(view.columns, row, strict=True)])
    return count


def _cell(sheet: WriteOnlyWorksheet, column: Column, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    if column.type == "text":
        text = CONTROL.sub("\ufffd", inert(str(value)))
        if len(text) > MOST_CHARACTERS:
            raise TooLarge(f"{column.name} has a text longer than a cell can hold; export it as csv")
        return text
    if column.type in ("integer", "boolean"):
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
