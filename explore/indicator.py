"""One indicator or shared concept over agencies and years, like with like: one part for each unit and direction."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from explore.charts import compare_agencies
from explore.layout import language, not_found, page
from explore.places import add_places
from explore.site import Row, Site

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

MOST_ROWS = 600


async def indicator(site: Site, request: Request) -> Response:
    """The rows of a concept, or of one agency's indicator where no other agency shares it."""
    wanted = unquote(request.url_vars["id"])
    where, values = "(concept_id = ? OR indicator_id = ?)", [wanted, wanted]
    every = await site.rows(f"SELECT DISTINCT agency_id, agency FROM comparison WHERE {where} ORDER BY agency", *values)
    chosen = [one for one in request.args.getlist("agency") if one]
    condition = where
    if chosen:
        condition += f" AND agency_id IN ({', '.join('?' * len(chosen))})"
    rows = await site.rows(
        f"SELECT rowid, * FROM comparison WHERE {condition} ORDER BY agency, agency_id, year LIMIT ?",
        *values,
        *chosen,
        MOST_ROWS,
    )
    if not every:
        return await not_found(site, request, "missing.indicator")
    rows = await add_places(site, rows, where, *values)
    context = {
        "id": wanted,
        "is_concept": any(row["concept_id"] == wanted != row["indicator_id"] for row in rows),
        "name": _name(rows, wanted),
        "agencies": every,
        "chosen": chosen,
        "is_cut": len(rows) == MOST_ROWS,
        "parts": _parts(rows, language(request)),
        "has_restated": any(row["restated"] for row in rows),
    }
    return await page(site, request, "indicator", context)


def _name(rows: list[Row], wanted: str) -> str:
    for row in rows:
        return str(row["concept"] if row["concept_id"] == wanted else row["indicator"])
    return wanted


def _parts(rows: list[Row], lang: str) -> list[dict[str, Any]]:
    """Rows of one unit and direction together, the largest part first; others are never drawn into one chart."""
    groups: dict[tuple[Any, Any], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["unit"], row["polarity"]), []).append(row)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return [
        {
            "unit": unit,
            "polarity": polarity,
            "by_agency": [list(rows) for _, rows in groupby(part, key=lambda row: row["agency_id"])],
            "agencies": len({row["agency_id"] for row in part}),
            "chart": compare_agencies(part, lang),
        }
        for (unit, polarity), part in ordered
    ]
