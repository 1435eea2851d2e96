"""Kinds of agency, told by how its name begins: `agency_kinds.csv` is the list."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

KINDS_FILE = Path(__file__).with_name("agency_kinds.csv")
OTHER = "other"


@cache
def prefixes() -> dict[str, str]:
    """How names begin, with the kind each tells."""
    found: dict[str, str] = {}
    with KINDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["prefix"] not in found, f"agency_kinds.csv: {row['prefix']} stands there twice"
            found[row["prefix"]] = row["kind"]
    return found


def kinds() -> list[str]:
    """All kinds in the order of the list, and what is none of them."""
    return [*dict.fromkeys(prefixes().values()), OTHER]


def kind_of(agency: str) -> str:
    """The kind of an agency.

    >>> kind_of("Dinas Kesehatan Kota Cimahi"), kind_of("Museum Negeri")
    ('dinas', 'other')
    """
    return next((kind for prefix, kind in prefixes().items() if agency.startswith(prefix + " ")), OTHER)


def kind_condition(kind: str, column: str = "agency") -> tuple[str, list[str]]:
    """The SQL condition for agencies of a kind, and its values."""
    told = [prefix for prefix, one in prefixes().items() if kind in (one, OTHER)]
    condition = " OR ".join(f"{column} LIKE ?" for _ in told) or "0"
    return (f"NOT ({condition})" if kind == OTHER else f"({condition})"), [f"{prefix} %" for prefix in told]
