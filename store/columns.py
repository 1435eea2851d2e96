"""The public views and their columns: the one list that views, exports, documentation and tests read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

COLUMNS_FILE = Path(__file__).with_name("columns.csv")
LABELS_FILE = Path(__file__).with_name("labels_id.csv")
KEYS_FILE = Path(__file__).with_name("keys.csv")
Record = tuple[Any, ...]
"""A row of a view, in the order of its columns."""
TYPES = ("text", "integer", "number", "decimal", "boolean")


class ExportError(Exception):
    """A view cannot be written in the form asked for; the message is one line and says what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a public view. `sort` is its rank in the order of rows, 0 where rows are not ordered by it.

    `decimal` columns are exact: REAL in the view, the exact digits in exports. `label` is the Indonesian head. `key` is
    the column's rank in the key that no two rows share, 0 where it is no part of it; `refers_to` the view whose key it
    holds.
    """

    name: str
    type: str
    unit: str
    sort: int
    description: str
    label: str = ""
    key: int = 0
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A public view."""

    name: str
    description: str
    columns: tuple[Column, ...]
    label: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that no two rows share; none where a row has no key."""
        return tuple(c.name for c in sorted(self.columns, key=lambda c: c.key) if c.key)

    @property
    def order(self) -> tuple[str, ...]:
        """The columns that order the rows."""
        return tuple(c.name for c in sorted(self.columns, key=lambda c: c.sort) if c.sort)

    def only(self, names: Sequence[str]) -> View:
        """The view with some of its columns, in the given order."""
        by_name = {column.name: column for column in self.columns}
        return replace(self, columns=tuple(by_name[name] for name in names))


@cache
def public_views() -> tuple[View, ...]:
    """All public views in the order of the file. `*name` in the file takes over the columns of another view."""
    found: dict[str, View] = {}
    heirs: set[str] = set()
    labels, keys = _labels(), _keys()
    with COLUMNS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, column = row["view"], row["column"]
            if not column:
                assert name not in found, f"columns.csv: the view {name} stands there twice"
                found[name] = View(name, row["description"], (), labels.get((name, ""), name))
            elif column.startswith("*"):
                heirs.add(name)
                found[name] = replace(found[name], columns=found[column[1:]].columns)
            else:
                new = Column(column, row["type"], row["unit"], int(row["sort"] or 0), row["description"])
                found[name] = replace(found[name], columns=_with(found[name], new, name in heirs))
    return tuple(
        replace(view, columns=tuple(_described(view, column, labels, keys) for column in view.columns))
        for view in found.values()
    )


def _described(
    view: View, column: Column, labels: dict[tuple[str, str], str], keys: dict[tuple[str, str], tuple[int, str]]
) -> Column:
    label = labels.get((view.name, column.name)) or labels.get(("", column.name)) or column.name
    key, refers_to = keys.get((view.name, column.name), (0, ""))
    return replace(column, label=label, key=key, refers_to=refers_to)


def _labels() -> dict[tuple[str, str], str]:
    """Indonesian labels by view and column; without a view they hold for every view that has none of its own."""
    with LABELS_FILE.open(encoding="utf-8", newline="") as file:
        return {(row["view"], row["column"]): row["label"] for row in csv.DictReader(file)}


def _keys() -> dict[tuple[str, str], tuple[int, str]]:
    with KEYS_FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(row["view"], row["column"]): (int(row["key"] or 0), row["refers_to"]) for row in rows}


def _with(before: View, new: Column, inherits: bool) -> tuple[Column, ...]:
    """The columns with the new one at the end, or in the place of an inherited one of that name."""
    assert new.type in TYPES, f"columns.csv: {before.name}.{new.name} has the unknown type {new.type!r}"
    names = [one.name for one in before.columns]
    if new.name not in names:
        return (*before.columns, new)
    assert inherits, f"columns.csv: {before.name}.{new.name} stands there twice"
    at = names.index(new.name)
    return (*before.columns[:at], replace(new, sort=before.columns[at].sort), *before.columns[at + 1 :])


def public_view(name: str) -> View:
    """The public view of that name; ValueError names those there are."""
    for one in public_views():
        if one.name == name:
            return one
    raise ValueError(f"no view {name!r}; there are {', '.join(view_names())}")


def view_names() -> tuple[str, ...]:
    return tuple(one.name for one in public_views())


def dictionary() -> Iterator[tuple[str, str, str, str, str]]:
    """View, column, type, unit and description, one tuple a column, for the documentation."""
    for one in public_views():
        for column in one.columns:
            yield one.name, column.name, column.type, column.unit, column.description
