"""One row of a budget table: where it is printed, and what was read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from explore.figure import Boxed, Overlay, draw_figure, frame, table_frames
from explore.layout import not_found, page
from explore.report import neighbours, zoom_of
from explore.site import Row, Site

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response


async def budget(site: Site, request: Request) -> Response:
    """The page of a budget row."""
    row = await site.row(
        "SELECT b.*, d.document, d.agency, d.agency_id FROM budget_places b JOIN documents d USING (sha256)"
        " WHERE b.budget_id = ?",
        unquote(request.url_vars["id"]),
    )
    if row is None:
        return await not_found(site, request, "missing.number")
    cells = frame(row["bbox"])
    tables = await table_frames(site, row["sha256"], row["page"], row["table_no"])
    over = Overlay(tables, marked=[Boxed(cells, row["name"])] if cells else [])
    figure = await draw_figure(site, row["sha256"], row["page"], over, zoom_of(request))
    findings = await site.rows(
        "SELECT f.* FROM findings f JOIN evidence e USING (finding_id) WHERE e.id = ? GROUP BY f.finding_id",
        row["budget_id"],
    )
    context = {"row": row, "figure": figure, "zoom": zoom_of(request), "number": row["page"], "findings": findings}
    return await page(site, request, "budget", {**context, **await neighbours(site, row["sha256"], row["page"])})


async def totals(site: Site, cards: list[Row]) -> dict[int, str]:
    """For each year of an agency's scorecards, the budget row that prints its budget, where one does."""
    found: dict[int, str] = {}
    for card in cards:
        row = await site.row(
            "SELECT b.budget_id FROM budget_places b JOIN documents d USING (sha256)"
            " WHERE d.agency_id = ? AND d.year = ? AND b.budget = ? AND b.realization IS ?"
            " ORDER BY b.is_total DESC, b.level = 'agency' DESC, b.page LIMIT 1",
            card["agency_id"], card["year"], card["budget"], card["budget_realization"],
        )  # fmt: skip
        if row is not None:
            found[card["year"]] = row["budget_id"]
    return found
