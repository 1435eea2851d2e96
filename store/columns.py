"""The public views and their columns: the one list that views, exports, documentation and tests read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

COLUMNS_FILE = Path(__file__).with_name("columns.csv")
Record = tuple[Any, ...]
"""A row of a view, in the order of its columns."""
TYPES = ("text", "integer", "number", "decimal", "boolean")


class ExportError(Exception):
    """A view cannot be written in the form asked for; the message is one line and says what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a public view. `sort` is its rank in the order of rows, 0 where rows are not ordered by it.

    `decimal` columns are exact: REAL in the view, the exact digits in exports.
    """

    name: str
    type: str
    unit: str
    sort: int
    description: str


@dataclass(frozen=True, slots=True)
class View:
    """A public view."""

    name: str
    description: str
    columns: tuple[Column, ...]

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
    with COLUMNS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, column = row["view"], row["column"]
            if not column:
                assert name not in found, f"columns.csv: the view {name} stands there twice"
                found[name] = View(name, row["description"], ())
            elif column.startswith("*"):
                heirs.add(name)
                found[name] = replace(found[name], columns=found[column[1:]].columns)
            else:
                new = Column(column, row["type"], row["unit"], int(row["sort"] or 0), row["description"])
                found[name] = replace(found[name], columns=_with(found[name], new, name in heirs))
    return tuple(found.values())


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
