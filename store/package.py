"""The Frictionless description of an exported folder: what each file holds, its types, units and keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.columns import Column, View, public_view, public_views
from store.style import PLAIN, Style

FIELD_TYPES = {"text": "string", "integer": "integer", "number": "number", "decimal": "number", "boolean": "boolean"}
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def data_package(form: str, counts: Mapping[str, int], style: Style = PLAIN) -> dict[str, Any]:
    """The content of datapackage.json for a folder of files in one form; `counts` are the rows by view.

    It declares what `frictionless validate` can hold against the files. An empty JSON array tells no columns, so that
    it stands as a file without a schema.
    """
    resources = [
        {"type": "file", **_file(view, form, style)}
        if form == "json" and not counts[view.name]
        else _table(view, form, style)
        for view in public_views()
    ]
    is_tabular = all("schema" in resource for resource in resources)
    return {
        "profile": "tabular-data-package" if is_tabular else "data-package",
        "name": "lakip",
        "title": "Performance reports of Indonesian government agencies (LAKIP, LKjIP)",
        "description": "Targets, realisations, achievements, budgets and findings, each with the page it stands on.",
        "resources": resources,
    }


def _file(view: View, form: str, style: Style) -> dict[str, Any]:
    """What every file says of itself."""
    return {
        "name": view.name,
        "title": view.label if style.labels == "id" else view.name,
        "path": f"{view.name}.{form}",
        "description": view.description,
        "format": form,
        "mediatype": MEDIA_TYPES[form],
        "encoding": "utf-8",
    }


def _table(view: View, form: str, style: Style) -> dict[str, Any]:
    described: dict[str, Any] = {"profile": "tabular-data-resource", **_file(view, form, style)}
    if form == "csv":
        described["dialect"] = {
            "delimiter": style.delimiter,
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "header": True,
        }
    if form == "json":
        described["dialect"] = {"json": {"keyed": True}}
    if form == "xlsx":
        described["dialect"] = {"excel": {"sheet": style.sheet(view)}}
    return described | {"schema": _schema(view, form, style)}


def _schema(view: View, form: str, style: Style) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(view, column, form, style) for column in view.columns],
        "missingValues": [""],
    }
    heads = {column.name: style.head(column) for column in view.columns}
    if view.key:
        schema["primaryKey"] = [heads[name] for name in view.key]
    foreign = [
        {"fields": [heads[column.name]], "reference": {"resource": column.refers_to, "fields": [_key(column, style)]}}
        for column in view.columns
        if column.refers_to
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _key(column: Column, style: Style) -> str:
    """The head of the key that a column refers to."""
    view = public_view(column.refers_to)
    return next(style.head(one) for one in view.columns if one.name == view.key[0])


def _field(view: View, column: Column, form: str, style: Style) -> dict[str, Any]:
    field: dict[str, Any] = {"name": style.head(column), "type": FIELD_TYPES[column.type]}
    if form == "parquet" and column.type == "integer" and column.name not in view.key:
        field["type"] = "number"  # what reads Parquet through pandas sees floats where an integer is unknown
    if style.labels == "id":
        field["title"] = column.name
    field["description"] = column.description
    if column.unit:
        field["unit"] = column.unit
    if form == "csv" and column.type == "boolean":
        field |= {"trueValues": ["1"], "falseValues": ["0"]}
    if form == "csv" and style.excel_id and field["type"] == "number":
        field["decimalChar"] = ","
    if column.name in view.key:
        field["constraints"] = {"required": True}
    return field
