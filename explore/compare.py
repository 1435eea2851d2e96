"""Agencies side by side: scorecards of one year, and the indicators they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explore.layout import page
from explore.places import add_places
from explore.site import Row, Site, agencies_by_name

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

MOST_AGENCIES = 6


async def compare(site: Site, request: Request) -> Response:
    """Up to six agencies, each in its latest year or the year asked for."""
    chosen = list(dict.fromkeys(one for one in request.args.getlist("agency") if one))[:MOST_AGENCIES]
    year = request.args.get("year", "")
    marks = ", ".join("?" * len(chosen)) or "NULL"
    cards = await site.rows(
        f"SELECT * FROM scorecard s WHERE agency_id IN ({marks}) AND year = COALESCE(NULLIF(?, '') + 0,"
        " (SELECT MAX(year) FROM scorecard l WHERE l.agency_id = s.agency_id))",
        *chosen, year,
    )  # fmt: skip
    cards.sort(key=lambda card: chosen.index(card["agency_id"]))
    rows = await site.rows(f"SELECT * FROM comparison WHERE agency_id IN ({marks})", *chosen)
    rows = await add_places(site, rows, f"agency_id IN ({marks})", *chosen)
    context = {
        "cards": cards,
        "shared": _shared(cards, rows),
        "year": year,
        "chosen": chosen,
        "agencies": await agencies_by_name(site),
        "years": [row["year"] for row in await site.rows("SELECT DISTINCT year FROM scorecard ORDER BY year DESC")],
    }
    return await page(site, request, "compare", context)


def _shared(cards: list[Row], rows: list[Row]) -> list[dict[str, Any]]:
    """Concepts that two of the agencies have in the years shown, in the same unit: like with like."""
    years = {card["agency_id"]: card["year"] for card in cards}
    found: dict[tuple[str, Any], dict[str, Row]] = {}
    for row in rows:
        if years.get(row["agency_id"]) == row["year"]:
            found.setdefault((row["concept_id"], row["unit"]), {}).setdefault(row["agency_id"], row)
    shared = [
        {"concept_id": concept, "unit": unit, "concept": next(iter(of.values()))["concept"], "of": of}
        for (concept, unit), of in found.items()
        if len(of) > 1
    ]
    return sorted(shared, key=lambda one: str(one["concept"]))
