"""Public views as files, and all of them as a folder with its description. Two runs give the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from pathlib import Path
from sqlite3 import Connection
from typing import IO, Any

from store.columns import Column, Record, View, public_views
from store.database import exact_views
from store.package import data_package
from store.parquet import write_parquet
from store.spreadsheet import inert
from store.style import PLAIN, Style
from store.wide import wide_trend
from store.workbook import write_workbook

Writer = Callable[[IO[str], View, Iterator[Record], Style], int]


def records(db: Connection, view: View) -> Iterator[Record]:
    """The rows of a view in its order, decimals as exact text. To be used within `exact_views`."""
    columns = ", ".join(f'"{column.name}"' for column in view.columns)
    order = ", ".join(f'"{name}"' for name in view.order)
    yield from db.execute(f'SELECT {columns} FROM "{view.name}" ORDER BY {order}')


def write_csv(file: IO[str], view: View, rows: Iterator[Record], style: Style = PLAIN) -> int:
    """RFC 4180: comma, CRLF, quotes where needed; unknown is empty. Returns how many rows were written.

    For Indonesian Excel a mark in front, semicolons and a decimal comma.
    """
    if style.excel_id:
        file.write("\ufeff")
    writer = csv.writer(file, delimiter=style.delimiter, lineterminator="\r\n")
    writer.writerow([style.head(column) for column in view.columns])
    cells: list[Callable[[Any], Any]] = [_cell_of(column, style) for column in view.columns]
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        writer.writerow([None if value is None else cell(value) for cell, value in zip(cells, row, strict=True)])
    return count


def _cell_of(column: Column, style: Style) -> Callable[[Any], Any]:
    """What makes a value of a column a cell."""
    if column.type == "text":
        return lambda value: inert(str(value))
    if column.type == "number":
        return lambda value: style.digits(digits(value))
    if column.type == "decimal":
        return lambda value: style.digits(str(value))
    return lambda value: value


def digits(value: float) -> str:
    """A computed number without exponent and without a bare zero behind the point.

    >>> digits(7200837838.0), digits(103.4286), digits(1e16)
    ('7200837838', '103.4286', '10000000000000000')
    """
    plain = format(Decimal(repr(value)), "f")
    return plain.removesuffix(".0")


def write_json(file: IO[str], view: View, rows: Iterator[Record], style: Style = PLAIN) -> int:
    """An array of objects, one a line; decimals are JSON numbers with all their digits, unknown is null."""
    fields = [(f"{encode_basestring(style.head(one))}: ", LITERALS.get(one.type, repr)) for one in view.columns]
    count = 0
    file.write("[")
    for count, row in enumerate(rows, 1):
        cells = [
            head + ("null" if value is None else literal(value))
            for (head, literal), value in zip(fields, row, strict=True)
        ]
        file.write(("\n{" if count == 1 else ",\n{") + ", ".join(cells) + "}")
    file.write("\n]\n")
    return count


LITERALS: dict[str, Callable[[Any], str]] = {
    "text": encode_basestring,
    "decimal": str,
    "boolean": lambda value: "true" if value else "false",
}
"""How a value of a type is written in JSON; numbers as Python prints them."""


WRITERS: dict[str, Writer] = {"csv": write_csv, "json": write_json}
FORMS = (*WRITERS, "xlsx", "parquet")


def _source(db: Connection, view: View, style: Style) -> tuple[View, Iterator[Record]]:
    """A view and its rows in the shape that is asked for."""
    return wide_trend(db) if style.wide and view.name == "trend" else (view, records(db, view))


def export_text(db: Connection, view: View, form: str, file: IO[str], style: Style = PLAIN) -> int:
    """Write one view in one of the forms of WRITERS; how many rows it has."""
    with exact_views(db):
        return WRITERS[form](file, *_source(db, view, style), style)


def export_file(db: Connection, view: View, form: str, path: Path, style: Style = PLAIN) -> int:
    """Write one view into a file in one of FORMS; how many rows it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if form == "xlsx":
        return export_workbook(db, [view], path, style)[view.name]
    if form == "parquet":
        with exact_views(db):
            return write_parquet(path, *_source(db, view, style), style)
    with path.open("w", encoding="utf-8", newline="") as file:
        return export_text(db, view, form, file, style)


def export_workbook(db: Connection, views: Sequence[View], path: Path, style: Style = PLAIN) -> dict[str, int]:
    """Write views as the sheets of one workbook; rows by view."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with exact_views(db):
        return write_workbook(path, [_source(db, view, style) for view in views], style)


def export_all(db: Connection, folder: Path, form: str, style: Style = PLAIN) -> dict[str, int]:
    """Write every view into a folder, with datapackage.json (Frictionless) beside them; rows by view."""
    counts = {view.name: export_file(db, view, form, folder / f"{view.name}.{form}", style) for view in public_views()}
    described = json.dumps(data_package(form, counts, style), ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(described + "\n", encoding="utf-8")
    return counts
