"""The front page: governments and years at a glance, agencies as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explore.kinds import kind_condition, kinds
from explore.layout import page, page_of, whole
from explore.site import Row, Site

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

PAGE_SIZE = 100
MOST_GOVERNMENTS = 40
MOST_YEARS = 6
_NULLS_LAST = "{0} IS NULL, {0} {1}, government, agency, year DESC"
SORTS = {
    "agency": "government, agency, year DESC",
    "met": _NULLS_LAST.format("1.0 * (exceeded + met) / NULLIF(exceeded + met + below, 0)", "DESC"),
    "achievement": _NULLS_LAST.format("mean_achievement_capped", "DESC"),
    "absorption": _NULLS_LAST.format("absorption", "DESC"),
    "akip": _NULLS_LAST.format("akip_score", "DESC"),
    "findings": "findings_high DESC, findings_medium DESC, findings_low DESC, government, agency",
}


async def front(site: Site, request: Request) -> Response:
    """Scorecards of agencies, those of their latest year unless one is asked for."""
    asked = {name: request.args.get(name, "") for name in ("government", "year", "kind")}
    sort = request.args.get("sort") if request.args.get("sort") in SORTS else "agency"
    number = page_of(request)
    where, values = _conditions(asked)
    total = await site.row(f"SELECT COUNT(*) AS n FROM scorecard s WHERE {where}", *values)
    cards = await site.rows(
        f"SELECT * FROM scorecard s WHERE {where} ORDER BY {SORTS[sort]} LIMIT ? OFFSET ?",
        *values, PAGE_SIZE, (number - 1) * PAGE_SIZE,
    )  # fmt: skip
    assert total is not None, "COUNT gives a row"
    context = {
        "asked": asked,
        "sort": sort,
        "cards": cards,
        "total": total["n"],
        "number": number,
        "pages": -(-total["n"] // PAGE_SIZE),
        "kinds": kinds(),
        **await _choices(site),
        **await _overview(site, asked),
    }
    return await page(site, request, "front", context)


def _conditions(asked: dict[str, str]) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    if asked["government"]:
        conditions.append("government = ?")
        values.append(asked["government"])
    if asked["kind"]:
        condition, told = kind_condition(asked["kind"])
        conditions.append(condition)
        values += told
    if whole(asked["year"]) is not None:
        conditions.append("year = ?")
        values.append(whole(asked["year"]))
    else:
        conditions.append("year = (SELECT MAX(year) FROM scorecard l WHERE l.agency_id = s.agency_id)")
    return " AND ".join(conditions), values


async def _choices(site: Site) -> dict[str, Any]:
    """What can be chosen, and how much there is."""
    governments = await site.rows(
        "SELECT government, COUNT(DISTINCT agency_id) AS agencies FROM scorecard WHERE government IS NOT NULL"
        " GROUP BY government ORDER BY government"
    )
    years = await site.rows("SELECT DISTINCT year FROM scorecard ORDER BY year DESC")
    counts = await site.row(
        "SELECT (SELECT COUNT(DISTINCT agency_id) FROM scorecard) AS agencies,"
        " (SELECT COUNT(*) FROM documents) AS reports,"
        " (SELECT COUNT(*) FROM documents WHERE status NOT IN ('read', 'empty') OR agency_id IS NULL) AS odd,"
        " (SELECT COUNT(*) FROM observations) AS numbers, (SELECT COUNT(*) FROM findings) AS findings"
    )
    return {"governments": governments, "years": [row["year"] for row in years], "counts": counts}


async def _overview(site: Site, asked: dict[str, str]) -> dict[str, Any]:
    """Governments by years: how many agencies reported and how many of their indicators were met."""
    rows = await site.rows(
        "SELECT government, year, COUNT(*) AS agencies, SUM(exceeded + met) AS met,"
        " SUM(exceeded + met + below) AS judged"
        " FROM scorecard WHERE government IS NOT NULL AND (? = '' OR government = ?) GROUP BY government, year",
        asked["government"], asked["government"],
    )  # fmt: skip
    years = sorted({row["year"] for row in rows})[-MOST_YEARS:]
    table: dict[str, dict[int, Row]] = {}
    for row in rows:
        table.setdefault(row["government"], {})[row["year"]] = row
    names = sorted(table)[:MOST_GOVERNMENTS]
    return {"overview": [(name, [table[name].get(year) for year in years]) for name in names], "overview_years": years}
