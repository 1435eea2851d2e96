"""One value: where it is printed, how it was read, what follows from it, and where it is printed differently."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from explore.corrections import key_of
from explore.figure import Boxed, Overlay, draw_figure, frame, table_frames
from explore.layout import language, not_found, page
from explore.places import all_ids
from explore.printing import number as printed_number
from explore.report import neighbours, zoom_of
from explore.site import Row, Site
from explore.words import Words

if TYPE_CHECKING:
    from datasette.utils.asgi import Request, Response

MEASURED = {"target": "target", "realization": "realization", "achievement": "printed"}
OWN_ROW: dict[str, tuple[str, Callable[[float, float], float]]] = {
    "higher": ("P1", lambda target, realization: realization / target * 100),
    "lower": ("N1", lambda target, realization: (2 * target - realization) / target * 100),
}
SURE, DOUBTFUL = 0.85, 0.6


async def find_value(site: Site, observation_id: str) -> Row | None:
    """An observation or aggregate with its other readings."""
    for view in ("observations", "aggregates"):
        row = await site.row(
            f"SELECT o.*, r.alternatives, r.note FROM {view} o LEFT JOIN readings r USING (observation_id)"
            " WHERE o.observation_id = ?", observation_id,
        )  # fmt: skip
        if row is not None:
            return {**row, "alternatives": json.loads(row["alternatives"] or "[]"), "of": view}
    return None


async def number(site: Site, request: Request) -> Response:
    """The page of a value."""
    value = await find_value(site, unquote(request.url_vars["id"]))
    if value is None:
        return await not_found(site, request, "missing.number")
    words = Words(language(request))
    context = {
        "value": value,
        "sureness": sureness(value["confidence"]),
        "figure": await _figure(site, value, zoom_of(request), words),
        "zoom": zoom_of(request),
        "calculations": await _calculations(site, value, words),
        "findings": await _findings(site, value["observation_id"]),
        "decision": site.corrections.on_values().get(key_of(value)) if site.corrections else None,
        "said": request.args.get("said"),
        "number": value["page"],
        **await _others(site, value),
        **await neighbours(site, value["sha256"], value["page"]),
    }
    return await page(site, request, "number", context)


def sureness(confidence: float) -> str:
    """How sure a reading is, as a word's key.

    >>> sureness(0.93), sureness(0.7), sureness(0.3)
    ('sure', 'fair', 'doubtful')
    """
    return "sure" if confidence >= SURE else "fair" if confidence >= DOUBTFUL else "doubtful"


async def _figure(site: Site, value: Row, zoom: int, words: Words) -> Any:
    tables = await table_frames(site, value["sha256"], value["page"], value["table_no"])
    cell = frame(value["bbox"])
    marked = [Boxed(cell, words("number.cell", raw=value["raw"]))] if cell else []
    return await draw_figure(site, value["sha256"], value["page"], Overlay(tables, marked=marked), zoom)


async def _others(site: Site, value: Row) -> dict[str, Any]:
    """Other places that print the same value, those that differ and those that agree, and sentences that state it."""
    if value["of"] != "observations" or value["indicator_id"] is None:
        return {"differing": [], "agreeing": [], "sentences": []}
    rows = await site.rows(
        "SELECT * FROM observations WHERE indicator_id = ? AND year IS ? AND measure = ? AND period = ?"
        " AND observation_id != ? ORDER BY report_year DESC, document, page",
        value["indicator_id"], value["year"], value["measure"], value["period"], value["observation_id"],
    )  # fmt: skip
    stated = await site.rows(
        "SELECT s.*, d.sha256 FROM statements s JOIN documents d ON d.document = s.document"
        " WHERE s.indicator_id = ? AND s.year IS ? AND s.measure = ? ORDER BY s.document, s.page, s.line",
        value["indicator_id"], value["year"], value["measure"],
    )  # fmt: skip
    told = (value["value"], value["text"])
    return {
        "differing": [row for row in rows if _said(row) != _said(value)],
        "agreeing": [row for row in rows if _said(row) == _said(value)],
        "sentences": [{**row, "agrees": (row["value"], row["text"]) == told} for row in stated],
    }


def _said(row: Row) -> tuple[Any, ...]:
    return row["value"], row["text"], row["value_low"], row["value_high"], row["comparator"]


async def _findings(site: Site, observation_id: str) -> list[Row]:
    return await site.rows(
        "SELECT f.* FROM findings f JOIN evidence e ON e.finding_id = f.finding_id WHERE e.id = ?"
        " GROUP BY f.finding_id ORDER BY f.severity = 'high' DESC, f.severity = 'medium' DESC, f.page",
        observation_id,
    )


async def _calculations(site: Site, value: Row, words: Words) -> list[dict[str, Any]]:
    """The achievements that rest on this value, with the formula filled in."""
    if value["of"] != "observations" or value["measure"] not in MEASURED:
        return []
    rows = await site.rows(
        "SELECT * FROM achievements WHERE indicator_id = ? AND year = ? AND document = ?",
        value["indicator_id"], value["year"], value["document"],
    )  # fmt: skip
    return [
        {**row, "sum": _filled_in(row, words) or await _sum_of_row(site, value, row, words)}
        for row in rows
        if value["observation_id"] in all_ids(row)
    ]


async def _sum_of_row(site: Site, value: Row, row: Row, words: Words) -> str | None:
    """The calculation with the figures of the value's own table row, where the report's figures are in conflict."""
    figures = {
        one["measure"]: one["value"]
        for one in await site.rows(
            "SELECT measure, value FROM observations WHERE sha256 = ? AND page = ? AND table_no = ? AND row = ?"
            " AND year = ? AND indicator_id = ? AND value IS NOT NULL ORDER BY col DESC",
            *(value[name] for name in ("sha256", "page", "table_no", "row", "year", "indicator_id")),
        )
    }
    target, realization = figures.get("target"), figures.get("realization")
    if not target or realization is None or row["polarity"] not in OWN_ROW:
        return None
    code, compute = OWN_ROW[row["polarity"]]
    own = {"target": target, "realization": realization, "recomputed": round(compute(target, realization), 2)}
    return words("number.own.row", sum=_filled_in({**own, "formula": code}, words))


def _filled_in(row: Row, words: Words) -> str | None:
    """The formula with the figures in the place of its letters."""
    if row["formula"] is None or None in (row["target"], row["realization"], row["recomputed"]):
        return None
    figures = {name: printed_number(row[name], words.lang) for name in ("target", "realization")}
    shape = words.maybe("formula", row["formula"])
    if "{" not in shape:
        return f"{shape} = {printed_number(row['recomputed'], words.lang)} %"
    return f"{shape.format(**figures)} = {printed_number(row['recomputed'], words.lang)} %"
