"""Where the figures of an indicator and year are printed: the observations behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from explore.site import Row, Site

FIGURES = ("target", "realization", "printed")
Key = tuple[str, int, str]


async def add_places(site: Site, rows: list[Row], where: str, *values: Any) -> list[Row]:
    """The rows of comparison or trend, each with `<figure>_at`: the observation that prints it, or None."""
    places: dict[Key, dict[str, str | None]] = {}
    for row in await site.rows(
        "SELECT indicator_id, year, document, target_ids, realization_ids, printed_ids FROM achievements"
        f" WHERE {where} ORDER BY status = 'conflict', page", *values,
    ):  # fmt: skip
        found = {f"{figure}_at": first_id(row[f"{figure}_ids"]) for figure in FIGURES}
        kept = places.setdefault((row["indicator_id"], row["year"], row["document"]), found)
        for name, value in found.items():
            kept[name] = kept[name] or value
    nowhere = dict.fromkeys((f"{figure}_at" for figure in FIGURES), None)
    return [{**row, **places.get((row["indicator_id"], row["year"], row["document"]), nowhere)} for row in rows]


def first_id(ids: str | None) -> str | None:
    """The first of a JSON list of ids.

    >>> first_id('["a", "b"]'), first_id("[]"), first_id(None)
    ('a', None, None)
    """
    found = json.loads(ids) if ids else []
    return found[0] if found else None


def all_ids(row: Row) -> list[str]:
    """All observations that an achievement rests on."""
    return [one for figure in FIGURES for one in json.loads(row[f"{figure}_ids"] or "[]")]


def by_year(rows: Iterable[Row], key: str) -> dict[str, dict[int, Row]]:
    """Rows grouped by a column, then by their year."""
    found: dict[str, dict[int, Row]] = {}
    for row in rows:
        found.setdefault(row[key], {})[row["year"]] = row
    return found
