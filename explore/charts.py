"""Charts as Vega-Lite specifications: readable without colour, each beside a table with the same figures."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from explore.site import Row
from explore.words import Words

MOST_LINES = 8
MOST_TRENDS = 12
MOST_DOTS = 40
NAME_CHARS = 44
Spec = dict[str, Any]


def as_json(spec: Spec | None) -> Markup | None:
    """A specification as the content of a data block in a page.

    >>> str(as_json({"title": "</script><b>"}))
    '{"title": "\\\\u003c/script>\\\\u003cb>"}'
    """
    if spec is None:
        return None
    return Markup(json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026"))


def short(name: str, most: int = NAME_CHARS) -> str:
    """A name that fits beside a chart.

    >>> short("Persentase pekerja", 10)
    'Persentas…'
    """
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _year_axis(years: list[int]) -> Spec:
    return {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}, "scale": {"domain": years}}


def trends(rows: list[Row], lang: str) -> Markup | None:
    """Target and realisation of an agency's indicators over the years, one small chart each, each with its own scale.

    The realisation is a line with filled points, the target a dashed line with open squares.
    """
    words = Words(lang)
    by_indicator: dict[str, list[Row]] = {}
    for row in rows:
        if row["realization"] is not None:
            by_indicator.setdefault(row["indicator_id"], []).append(row)
    shown = [part for part in by_indicator.values() if len({row["year"] for row in part}) > 1][:MOST_TRENDS]
    if not shown:
        return None
    years = sorted({row["year"] for part in shown for row in part})
    charts = [_trend(part, years, words) for part in shown]
    return as_json({"concat": charts, "columns": 4, "spacing": 28})


def _trend(rows: list[Row], years: list[int], words: Words) -> Spec:
    named = {"target": words("measure.target"), "realization": words("measure.realization")}
    values = [
        {"year": row["year"], "value": row[figure], "what": name}
        for row in sorted(rows, key=lambda row: row["year"])
        for figure, name in named.items()
        if row[figure] is not None
    ]
    scale = {"domain": [named["realization"], named["target"]]}
    dash = {"field": "what", "legend": None, "scale": {**scale, "range": [[1, 0], [4, 3]]}}
    color = {"field": "what", "legend": None, "scale": {**scale, "range": ["$ink", "$soft"]}}
    shape = {"field": "what", "legend": None, "scale": {**scale, "range": ["circle", "square"]}}
    return {
        "title": {"text": short(rows[0]["indicator"], 34), "subtitle": rows[0]["unit"] or ""},
        "width": 190,
        "height": 90,
        "data": {"values": values},
        "encoding": {
            "x": _year_axis(years),
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": False},
                  "axis": {"title": None, "tickCount": 3}},
            "detail": {"field": "what"},
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 1.8},
             "encoding": {"strokeDash": dash, "color": color}},
            {"mark": {"type": "point", "filled": True, "size": 44},
             "encoding": {"shape": shape, "color": color,
                          "tooltip": [{"field": "what", "title": " "}, {"field": "year", "title": words("col.year")},
                                      {"field": "value", "title": words("col.value")}]}},
        ],
    }  # fmt: skip


def compare_agencies(rows: list[Row], lang: str) -> Markup | None:
    """Realisations of several agencies: lines over the years where they are few, else dots of the latest."""
    found = [row for row in rows if row["realization"] is not None]
    agencies = list(dict.fromkeys(row["agency_id"] for row in found))
    years = sorted({row["year"] for row in found})
    if len(agencies) <= MOST_LINES and len(years) > 1:
        return as_json(_lines(found, years, Words(lang)))
    if len(agencies) > 1:
        return as_json(_dots(found, Words(lang)))
    return None


def _lines(rows: list[Row], years: list[int], words: Words) -> Spec:
    values = [{"year": row["year"], "value": row["realization"], "agency": short(row["agency"], 60)} for row in rows]
    agency = {"field": "agency", "type": "nominal", "sort": None}
    colour = {"expr": "scale('color', datum.value)"}
    coloured = {"symbolFillColor": colour, "symbolStrokeColor": colour}
    return {
        "width": "container",
        "height": 260,
        "data": {"values": values},
        "encoding": {
            "x": _year_axis(years),
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": False},
                  "axis": {"title": rows[0]["unit"] or words("measure.realization")}},
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2},
             "encoding": {"color": {**agency, "legend": None}, "strokeDash": {**agency, "legend": None}}},
            {"mark": {"type": "point", "filled": True, "size": 70},
             "encoding": {"color": {**agency, "legend": None}, "shape": {**agency, "legend": coloured},
                          "tooltip": [{"field": "agency", "title": words("col.agency")},
                                      {"field": "year", "title": words("col.year")},
                                      {"field": "value", "title": words("measure.realization")}]}},
        ],
    }  # fmt: skip


def _dots(rows: list[Row], words: Words) -> Spec:
    latest: dict[str, Row] = {}
    for row in rows:
        if row["agency_id"] not in latest or latest[row["agency_id"]]["year"] < row["year"]:
            latest[row["agency_id"]] = row
    shown = sorted(latest.values(), key=lambda row: -row["realization"])[:MOST_DOTS]
    values = [
        {"agency": f"{short(row['agency'])} · {row['year']}", "value": row["realization"], "target": row["target"]}
        for row in shown
    ]
    agency = {"field": "agency", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 320}}
    value = {"type": "quantitative", "axis": {"title": rows[0]["unit"] or words("measure.realization")}}
    tooltip = [{"field": "agency", "title": words("col.agency")},
               {"field": "value", "title": words("measure.realization")},
               {"field": "target", "title": words("measure.target")}]  # fmt: skip
    return {
        "width": "container",
        "height": {"step": 22},
        "data": {"values": values},
        "encoding": {"y": agency, "tooltip": tooltip},
        "layer": [
            {"mark": {"type": "rule", "color": "$soft"},
             "encoding": {"x": {"field": "target", **value}, "x2": {"field": "value"}}},
            {"mark": {"type": "tick", "thickness": 2, "color": "$soft"},
             "encoding": {"x": {"field": "target", **value}}},
            {"mark": {"type": "point", "filled": True, "size": 70, "color": "$ink"},
             "encoding": {"x": {"field": "value", **value}}},
        ],
    }  # fmt: skip
