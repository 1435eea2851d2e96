"""What is asked of a comparison, and which agencies and indicators are meant by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

import click

from commands.table import figure

Record = dict[str, Any]
MOST_NAMED = 10
RESTATED, LATER = "*", "^"
"""Marks of a figure on which reports differ, and of one that only a later report prints."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for; None where it is left open. `agency` is an id, `indicator` as typed."""

    year: int | None = None
    government: str | None = None
    agency: str | None = None
    indicator: str | None = None
    rank: str = "capped"

    def conditions(self) -> list[str]:
        """SQL over a view with agency_id and government; its parameters are `parameters`."""
        found = []
        if self.government:
            found.append("(agency_id LIKE :government || '/%' OR government LIKE '%' || :government || '%')")
        if self.agency:
            found.append("agency_id = :agency")
        return found

    @property
    def parameters(self) -> Record:
        return {name: getattr(self, name) for name in ("year", "government", "agency", "indicator")}


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a view that answer, the columns a program gets of them, and how people see them.

    `notes` say what is not in the rows: agencies without a report, units that cannot be compared.
    """

    view: str
    columns: tuple[str, ...]
    records: Sequence[Record]
    shown: Callable[[int | None], list[str]]
    notes: tuple[str, ...] = ()


def select(db: Connection, sql: str, parameters: Record) -> list[Record]:
    """The rows of a query by column name."""
    cursor = db.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def find_agency(db: Connection, text: str) -> str:
    """The id of the one agency of that id or name, else of the one whose name holds the text, else the text.

    Raises UsageError where it may be several.
    """
    known = db.execute("SELECT DISTINCT agency_id, agency FROM documents WHERE agency_id IS NOT NULL ORDER BY 2, 1")
    agencies = [(str(key), str(name)) for key, name in known]
    wanted = text.casefold()
    exact = [key for key, name in agencies if wanted in (key.casefold(), name.casefold())]
    like = exact or [key for key, name in agencies if wanted in name.casefold()]
    if len(like) < 2:
        return like[0] if like else text
    names = [name for key, name in agencies if key in like]
    raise click.UsageError(f"{len(like)} agencies are {text!r}: {some(names)}; say more of the name, or the id")


def some(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return "; ".join(names[:MOST_NAMED]) + more


def mark(own: bool, differs: bool) -> str:
    """The marks of a figure, by whether the year's own report prints it and whether reports differ."""
    return ("" if own else LATER) + (RESTATED if differs else "")


def short_name(record: Record) -> str:
    """The agency without its government's name, where that stands beside it.

    >>> short_name({"agency": "Dinas Sosial Kota Batu", "government": "Kota Batu"})
    'Dinas Sosial'
    """
    return str(record["agency"]).removesuffix(record["government"] or "").strip() or str(record["agency"])


def shown(record: Record, measure: str) -> str:
    """A value for people: the number, the words, or all values of an open conflict with a question mark."""
    text = record[f"{measure}_text"]
    if record[measure] is not None or not text:
        return figure(record[measure])
    return f"{text} ?" if record["status"] == "conflict" else str(text)


def ranks(values: Sequence[float | None], is_high_best: bool = True) -> list[str]:
    """The rank of each value; equal values share theirs (`2=`), a missing one has none (`-`).

    >>> ranks([90.0, None, 95.0, 90.0, 80.0])
    ['2=', '-', '1', '2=', '4']
    """
    times = Counter(value for value in values if value is not None)
    place: dict[float, int] = {}
    before = 1
    for value in sorted(times, reverse=is_high_best):
        place[value] = before
        before += times[value]
    return ["-" if value is None else f"{place[value]}{'=' if times[value] > 1 else ''}" for value in values]
