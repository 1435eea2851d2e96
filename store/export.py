"""Public views as files, and all of them as a folder with its description. Two runs give the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import IO, Any

from store.columns import Column, Record, View, public_views
from store.database import exact_views
from store.inert import inert
from store.parquet import write_parquet
from store.workbook import write_workbook

FIELD_TYPES = {"text": "string", "integer": "integer", "number": "number", "decimal": "number", "boolean": "boolean"}

Writer = Callable[[IO[str], View, Iterator[Record]], int]


def records(db: Connection, view: View) -> Iterator[Record]:
    """The rows of a view in its order, decimals as exact text. To be used within `exact_views`."""
    columns = ", ".join(f'"{column.name}"' for column in view.columns)
    order = ", ".join(f'"{name}"' for name in view.order)
    yield from db.execute(f'SELECT {columns} FROM "{view.name}" ORDER BY {order}')


def write_csv(file: IO[str], view: View, rows: Iterator[Record]) -> int:
    """RFC 4180: comma, CRLF, quotes where needed; unknown is empty. Returns how many rows were written."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in view.columns])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        writer.writerow([inert(value) if isinstance(value, str) else value for value in row])
    return count


def write_json(file: IO[str], view: View, rows: Iterator[Record]) -> int:
    """An array of objects, one a line; decimals are JSON numbers with all their digits, unknown is null."""
    heads = [f"{json.dumps(column.name)}: " for column in view.columns]
    count = 0
    file.write("[")
    for count, row in enumerate(rows, 1):
        fields = (head + _literal(column, value) for head, column, value in zip(heads, view.columns, row, strict=True))
        file.write(("\n" if count == 1 else ",\n") + "{" + ", ".join(fields) + "}")
    file.write("\n]\n")
    return count


def _literal(column: Column, value: Any) -> str:
    if value is not None and column.type == "decimal":
        return str(value)
    if value is not None and column.type == "boolean":
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


WRITERS: dict[str, Writer] = {"csv": write_csv, "json": write_json}
FORMS = (*WRITERS, "xlsx", "parquet")


def export_text(db: Connection, view: View, form: str, file: IO[str]) -> int:
    """Write one view in one of the forms of WRITERS; how many rows it has."""
    with exact_views(db):
        return WRITERS[form](file, view, records(db, view))


def export_file(db: Connection, view: View, form: str, path: Path) -> int:
    """Write one view into a file in one of FORMS; how many rows it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if form == "xlsx":
        return export_workbook(db, [view], path)[view.name]
    if form == "parquet":
        with exact_views(db):
            return write_parquet(path, view, records(db, view))
    with path.open("w", encoding="utf-8", newline="") as file:
        return export_text(db, view, form, file)


def export_workbook(db: Connection, views: Sequence[View], path: Path) -> dict[str, int]:
    """Write views as the sheets of one workbook; rows by view."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with exact_views(db):
        return write_workbook(path, [(view, records(db, view)) for view in views])


def export_all(db: Connection, folder: Path, form: str) -> dict[str, int]:
    """Write every view into a folder, with datapackage.json (Frictionless) beside them; rows by view."""
    counts = {view.name: export_file(db, view, form, folder / f"{view.name}.{form}") for view in public_views()}
    described = json.dumps(data_package(form), ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(described + "\n", encoding="utf-8")
    return counts


def data_package(form: str) -> dict[str, Any]:
    """The Frictionless description of an exported folder."""
    return {
        "profile": "tabular-data-package" if form == "csv" else "data-package",
        "name": "lakip",
        "title": "Performance reports of Indonesian agencies",
        "resources": [_resource(view, form) for view in public_views()],
    }


def _resource(view: View, form: str) -> dict[str, Any]:
    fields = [
        {"name": column.name, "type": FIELD_TYPES[column.type], "description": column.description}
        | ({"unit": column.unit} if column.unit else {})
        | ({"trueValues": ["1"], "falseValues": ["0"]} if column.type == "boolean" and form == "csv" else {})
        for column in view.columns
    ]
    return {
        "profile": "tabular-data-resource",
        "name": view.name,
        "path": f"{view.name}.{form}",
        "description": view.description,
        "format": form,
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
