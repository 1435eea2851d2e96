"""Findings: the list with its facets, and each finding with its evidence boxed on the pages."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from explore.figure import Boxed, Figure, Frame, Overlay, draw_figure, frame, table_frames
from explore.layout import not_found, page, page_of
from explore.printing import key
from explore.site import Row, Site

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

PAGE_SIZE = 40
MOST_FIGURES = 12
FACETS = ("severity", "rule", "agency", "year")
FACET_ORDER = {"severity": "value = 'high' DESC, value = 'medium' DESC", "year": "value DESC"}
WORST_FIRST = "severity = 'high' DESC, severity = 'medium' DESC, agency, year DESC, document, page, rule"


async def findings(site: Site, request: Request) -> Response:
    """The findings that fit what is chosen, worst first."""
    chosen = {name: request.args.get(name) for name in FACETS if request.args.get(name)}
    where, values = _where(chosen)
    number = page_of(request)
    total = await site.row(f"SELECT COUNT(*) AS n FROM findings WHERE {where}", *values)
    assert total is not None, "COUNT gives a row"
    rows = await site.rows(
        f"SELECT * FROM findings WHERE {where} ORDER BY {WORST_FIRST} LIMIT ? OFFSET ?",
        *values, PAGE_SIZE, (number - 1) * PAGE_SIZE,
    )  # fmt: skip
    context = {
        "findings": rows,
        "total": total["n"],
        "number": number,
        "pages": -(-total["n"] // PAGE_SIZE),
        "chosen": chosen,
        "facets": {name: await _facet(site, name, chosen) for name in FACETS},
    }
    return await page(site, request, "findings", context)


def _where(chosen: dict[str, Any]) -> tuple[str, list[Any]]:
    return " AND ".join(["1", *(f'"{name}" = ?' for name in chosen)]), list(chosen.values())


async def _facet(site: Site, name: str, chosen: dict[str, Any]) -> list[Row]:
    """The values of a facet under the other choices, with how many findings each has."""
    where, values = _where({other: value for other, value in chosen.items() if other != name})
    return await site.rows(
        f'SELECT "{name}" AS value, COUNT(*) AS n FROM findings WHERE {where} AND "{name}" IS NOT NULL'
        f" GROUP BY 1 ORDER BY {FACET_ORDER.get(name, 'n DESC')}, value",
        *values,
    )


async def finding(site: Site, request: Request) -> Response:
    """One finding with the pages it rests on."""
    row = await site.row(
        "SELECT f.*, d.agency_id FROM findings f JOIN documents d ON d.sha256 = f.sha256 WHERE f.finding_id = ?",
        unquote(request.url_vars["id"]),
    )
    if row is None:
        return await not_found(site, request, "missing.finding")
    evidence = await site.rows(
        "SELECT e.*, d.document FROM evidence e JOIN documents d ON d.sha256 = e.sha256 WHERE e.finding_id = ?"
        " ORDER BY n",
        row["finding_id"],
    )
    evidence = [{**one, "href": _href(one)} for one in evidence]
    context = {"finding": row, "evidence": evidence, "figures": await _figures(site, row, evidence)}
    return await page(site, request, "finding", context)


async def _figures(site: Site, row: Row, evidence: list[Row]) -> list[Figure]:
    """The pages of the evidence, each cut to the tables that hold it, with numbered boxes; else the finding's pages."""
    places: dict[tuple[str, int], list[Row]] = {}
    for one in evidence:
        if one["page"] is not None:
            places.setdefault((one["sha256"], one["page"]), []).append(one)
    if not places:
        pages = [int(page) for page in (row["pages"] or "").split(";") if page]
        places = {(row["sha256"], page): [] for page in pages}
    shown = list(places.items())[:MOST_FIGURES]
    figures = await asyncio.gather(*(_figure(site, sha256, page, told) for (sha256, page), told in shown))
    return [one for one in figures if one is not None]


async def _figure(site: Site, sha256: str, page: int, told: list[Row]) -> Figure | None:
    marked = [
        Boxed(cell, f"{one['n']}: {one['label']} {one['raw'] or ''}", _href(one), str(one["n"]))
        for one in told
        if (cell := frame(one["bbox"]))
    ]
    tables: list[Frame] = []
    for table_no in dict.fromkeys(one["table_no"] for one in told if one["table_no"] is not None):
        tables += await table_frames(site, sha256, page, table_no)
    return await draw_figure(site, sha256, page, Overlay(tables, marked=marked), close=True)


def _href(one: Row) -> str | None:
    """Where the number of an evidence leads."""
    page = {"observation": "number", "aggregate": "number", "budget": "budget"}.get(one["kind"])
    return f"/{page}/{key(one['id'])}" if page else None
