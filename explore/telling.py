"""What the text of a report tells beside its tables: causes, obstacles, follow-ups, agreements, and how much else."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from explore.site import Row, Site

ALSO = ("statements", "counts", "number_words", "references")
"""Views of the text that the page of a report leads to."""


async def causes(site: Site, document: Row) -> list[tuple[str | None, list[Row]]]:
    """Causes, obstacles and follow-ups by the objective they are named for, in the order of the pages."""
    rows = await _rows(site, "causes", document)
    firsts = {row["objective"]: at for at, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: firsts[row["objective"]])
    return [(objective, list(told)) for objective, told in groupby(rows, key=lambda row: row["objective"])]


async def agreements(site: Site, document: Row) -> list[Row]:
    """The signed performance agreements that the document holds."""
    return await _rows(site, "agreements", document)


async def also(site: Site, document: Row) -> dict[str, int]:
    """How many rows each other view of the text has of the document, where it has any."""
    found = {}
    for view in ALSO:
        row = await site.row(f'SELECT COUNT(*) AS n FROM "{view}" WHERE document = ?', document["document"])
        assert row is not None, "COUNT gives a row"
        found[view] = row["n"]
    return {view: n for view, n in found.items() if n}


async def _rows(site: Site, view: str, document: Row) -> list[dict[str, Any]]:
    """The rows of a view of a document, by place."""
    return await site.rows(f'SELECT * FROM "{view}" WHERE sha256 = ? ORDER BY page, line', document["sha256"])
