"""One agency: its years side by side, its indicators, budget, findings and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from explore.budget import totals
from explore.charts import trends
from explore.layout import language, not_found, page
from explore.places import add_places, by_year
from explore.site import Row, Site
from normalize import other_names

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

AKIP = "akip-score"
ACTIVITY = "activity"
"""Level of what is an output of a programme or activity and no indicator of an objective."""
MOST_FINDINGS = 8
MOST_BUDGETS = 60


async def agency(site: Site, request: Request) -> Response:
    """All years of an agency."""
    agency_id = unquote(request.url_vars["id"])
    cards = await site.rows("SELECT * FROM scorecard WHERE agency_id = ? ORDER BY year DESC", agency_id)
    if not cards:
        return await not_found(site, request, "missing.agency")
    rows = await site.rows("SELECT * FROM comparison WHERE agency_id = ? ORDER BY year DESC, rowid", agency_id)
    rows = await add_places(site, rows, "agency_id = ?", agency_id)
    years = sorted({row["year"] for row in rows}, reverse=True)
    indicators = _indicators(rows)
    context = {
        "agency": cards[0],
        "has_restated": any(row["restated"] for row in rows),
        "other_names": _other_names(cards[0]),
        "cards": cards,
        "years": years,
        "indicators": [(key, one) for key, one in indicators.items() if one["level"] != ACTIVITY],
        "outputs": [(key, one) for key, one in indicators.items() if one["level"] == ACTIVITY],
        "chart": trends([row for row in rows if row["level"] != ACTIVITY], language(request)),
        "akip": {
            row["year"]: row["realization_at"] for row in rows if row["concept_id"] == AKIP and row["realization_at"]
        },
        **await _rest(site, agency_id, cards),
    }
    return await page(site, request, "agency", context)


def _other_names(card: Row) -> tuple[str, ...]:
    """What the agency was called before or after, without its government."""
    return other_names(card["agency"].removesuffix(f" {card['government']}"), card["government_id"] or "")


def _indicators(rows: list[Row]) -> dict[str, dict[str, Any]]:
    """Indicators by their id, those of the latest report first: name, unit, concept and figures by year."""
    figures = by_year(rows, "indicator_id")
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["indicator_id"], {**row, "years": figures[row["indicator_id"]]})
    return found


async def _rest(site: Site, agency_id: str, cards: list[Row]) -> dict[str, Any]:
    year = cards[0]["year"]
    documents = await site.rows("SELECT * FROM documents WHERE agency_id = ? ORDER BY year DESC, document", agency_id)
    budgets = await site.rows(
        "SELECT b.* FROM budget_places b JOIN documents d USING (sha256)"
        " WHERE d.agency_id = ? AND b.level IN ('agency', 'program') AND b.year ="
        " (SELECT MAX(year) FROM budgets WHERE agency_id = ?1 AND year <= ?)"
        " ORDER BY d.document, b.page, b.table_no, b.row LIMIT ?",
        agency_id, year, MOST_BUDGETS,
    )  # fmt: skip
    findings = await site.rows(
        "SELECT f.* FROM findings f JOIN documents d ON d.sha256 = f.sha256 WHERE d.agency_id = ?"
        " ORDER BY f.severity = 'high' DESC, f.severity = 'medium' DESC, f.year DESC, f.page",
        agency_id,
    )
    totalled = await totals(site, cards)
    return {
        "totals": totalled,
        "documents": documents,
        "budgets": budgets,
        "findings": findings,
        "most_findings": MOST_FINDINGS,
    }
