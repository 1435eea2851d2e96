"""Charts as Altair draws them, from rows of a view. Shapes, dashes and labels tell things apart, never colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby
from typing import Any

from commands.comparison.asked import LATER, RESTATED, Record, mark, short_name, shown
from commands.comparison.scorecard import government
from commands.table import figure

INK, FAINT, PALE = "#1a1a1a", "#6b6b6b", "#d0d0d0"
WIDTH, HEIGHT, ROW = 480, 180, 34
"""Pixels of a plot, and of a row of it."""
NAME, TITLE, SUBTITLE = 54, 72, 92
"""Letters of a line: the name of an agency, a title, what stands below it."""
MOST_PLOTS = 12
KINDS = ("result", "result in the latest report", "target")
SHAPES, FILLS, DASHES = ("circle", "diamond", "square"), (INK, "white", "white"), ([1, 0], [1, 0], [5, 4])
MARKS = f"{LATER}: only a later report prints it. {RESTATED}: reports differ. ?: several are printed, none is chosen."
TREND = (
    f"Filled circles: result. Hollow squares: target. Hollow diamonds: result as the latest report prints it. {MARKS}"
)
CONCEPT = f"Filled circles: result. Hollow squares: target. {MARKS}"
SCORES = "Bar: indicators met or exceeded, of those that can be computed. Diamond: mean achievement, each within 100 %."


def altair() -> Any:
    """The library. Raises ImportError where the extra `charts` is not installed."""
    import_module("vl_convert")
    library = import_module("altair")
    library.data_transformers.consolidate_datasets = False
    return library


def image(chart: Any, form: str) -> bytes:
    """The chart as SVG or PNG; the same rows give the same bytes."""
    converter = import_module("vl_convert")
    spec = chart.to_dict()
    if form == "svg":
        return str(converter.vegalite_to_svg(spec)).encode("utf-8")
    return bytes(converter.vegalite_to_png(spec, scale=2))


def _whole(plots: Sequence[Any], title: str, subtitle: str) -> Any:
    """The plots below each other, under one title."""
    alt = altair()
    named = alt.TitleParams(_lines(title, TITLE), subtitle=_lines(subtitle, SUBTITLE), anchor="start")
    return (
        alt.vconcat(*plots, spacing=20, title=named)
        .configure(font="sans-serif", background="white")
        .configure_axis(labelColor=INK, titleColor=INK, labelLimit=500, gridColor="#e5e5e5", domainColor=FAINT)
        .configure_title(color=INK, subtitleColor=FAINT, fontSize=14, subtitleFontSize=11)
        .configure_view(stroke=None)
    )


def _headed(text: str) -> Any:
    """The title of one plot."""
    return altair().TitleParams(_lines(text, TITLE), fontSize=12, fontWeight="normal", anchor="start")


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or [""]


def _data(rows: Sequence[Record]) -> Any:
    return altair().Data(values=list(rows))


# -- one indicator, or an agency's, over the years --------------------------------------------------------------------


def trend(records: Sequence[Record]) -> Any:
    """Target and result of each indicator over the years; years that nothing tells of stay empty."""
    plots = [_trend_plot(list(own)) for _, own in groupby(records, key=lambda record: record["indicator_id"])]
    return _whole(plots, str(records[-1]["agency"] or ""), TREND)


def _trend_plot(records: Sequence[Record]) -> Any:
    alt = altair()
    rows = list(_trend_rows(records))
    years = sorted({row["year"] for row in rows})
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)).scale(domain=years),
        y=alt.Y("value:Q", title=records[-1]["unit"] or "value").scale(zero=False, padding=22).axis(tickCount=5),
        detail="kind:N",
    )
    line = (
        base.transform_filter("!datum.open")
        .mark_line(color=INK, strokeWidth=1.5)
        .encode(strokeDash=alt.StrokeDash("kind:N", legend=None).scale(domain=list(KINDS), range=list(DASHES)))
    )
    points = base.mark_point(color=INK, size=60, opacity=1).encode(
        shape=alt.Shape("kind:N", legend=None).scale(domain=list(KINDS), range=list(SHAPES)),
        fill=alt.Fill("kind:N", legend=None).scale(domain=list(KINDS), range=list(FILLS)),
    )
    above = base.transform_filter("datum.above").mark_text(color=INK, dy=-11, fontSize=10)
    below = base.transform_filter("!datum.above").mark_text(color=INK, dy=13, fontSize=10)
    labels = [part.encode(text="label:N") for part in (above, below)]
    titled = {"width": WIDTH, "height": HEIGHT, "title": _headed(str(records[-1]["indicator"]))}
    return alt.layer(line, points, *labels).properties(**titled)


def _trend_rows(records: Sequence[Record]) -> Iterator[Record]:
    """One row for each year and kind; nothing in the place of a value where none stands."""
    by_year = {record["year"]: record for record in records}
    for year in range(min(by_year), max(by_year) + 1):
        record = by_year.get(year)
        if record is None:
            yield from (_point(year, kind, None) for kind in KINDS)
            continue
        target, result, latest = (record[name] for name in ("target", "realization", "realization_latest"))
        low = None not in (target, result) and float(target) > float(result)
        yield _point(year, "target", target, above=low)
        yield _point(year, "result", result, mark(record["own"], record["differs"]), above=not low)
        if latest not in (None, result):
            yield _point(year, "result in the latest report", latest)
        for measure, kind in (("realization", "result"), ("target", "target")):
            for value in _candidates(record, measure):
                yield _point(year, kind, value, " ?", above=kind == "result") | {"open": True}


def _point(year: int, kind: str, value: Any, marks: str = "", above: bool = True) -> Record:
    row = {"year": year, "kind": kind, "value": None, "label": "", "above": above, "open": False}
    return row if value is None else row | {"value": float(value), "label": figure(value) + marks}


def _candidates(record: Record, measure: str) -> list[str]:
    """The numbers of an open conflict."""
    text = record[f"{measure}_text"]
    if record["status"] != "conflict" or not text:
        return []
    return [part for part in text.split(" / ") if part.removeprefix("-").replace(".", "", 1).isdigit()]


# -- agencies side by side --------------------------------------------------------------------------------------------


def scorecard(records: Sequence[Record]) -> Any:
    """The share of its indicators that each agency met, and how far it came on average."""
    years = sorted({record["year"] for record in records})
    plots = []
    for name, group in groupby(records, key=government):
        rows = [_score_row(record, order, len(years) > 1) for order, record in enumerate(group)]
        plots.append(_score_plot(rows, name or "(government not told)"))
    of = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}, each agency's latest report"
    return _whole(plots, f"Targets met, {of}", SCORES)


def _score_row(record: Record, order: int, with_year: bool) -> Record:
    computed = record["exceeded"] + record["met"] + record["below"]
    met = record["exceeded"] + record["met"]
    told = [f"{met} of {computed} ({record['met_share']:.0f} %)" if computed else "nothing computed"]
    if record["sure"] != record["indicators"]:
        told.append(f"{record['sure']} of {record['indicators']} sure")
    if record["in_conflict"]:
        told.append(f"{record['in_conflict']} open")
    return {
        "agency": _named(record, order, with_year),
        "order": order,
        "share": record["met_share"],
        "capped": record["mean_achievement_capped"],
        "label": ", ".join(told),
    }


def _named(record: Record, order: int, with_year: bool) -> str:
    """The agency in at most two lines; rows of one name are kept apart by letters of no width."""
    text = f"{short_name(record)} {record['year']}" if with_year else short_name(record)
    return "\n".join(textwrap.wrap(text, NAME, max_lines=2, placeholder=" …")) + "\u200b" * order


def _rows_plot(rows: Sequence[Record]) -> tuple[Any, Any]:
    """What agencies as rows share: the base of the marks, and the label at the end of each row."""
    alt = altair()
    names = alt.Y("agency:N", title=None, sort=alt.SortField("order")).axis(labelExpr="split(datum.label, '\\n')")
    base = alt.Chart(_data(rows)).encode(y=names)
    label = base.mark_text(align="left", dx=8, color=INK, fontSize=10)
    return base, label.encode(x=alt.value(WIDTH), text="label:N")


def _score_plot(rows: Sequence[Record], title: str) -> Any:
    alt = altair()
    base, label = _rows_plot(rows)
    share = alt.X("share:Q", title="%").scale(domain=[0, 100])
    bar = base.mark_bar(color=PALE, stroke=INK, strokeWidth=1).encode(x=share)
    diamond = base.mark_point(shape="diamond", filled=True, color=INK, size=70, opacity=1).encode(x="capped:Q")
    return alt.layer(bar, diamond, label).properties(width=WIDTH, height=ROW * len(rows), title=_headed(title))


# -- one concept over agencies ----------------------------------------------------------------------------------------


def concept(records: Sequence[Record]) -> Any:
    """Target and result of every agency, a plot for each unit; values that are no numbers stand as words."""
    plots = []
    for unit, group in groupby(records, key=lambda record: record["unit"] or "not told"):
        rows = [_concept_row(record, order) for order, record in enumerate(group)]
        plots.append(_concept_plot(rows, unit))
    return _whole(plots, str(records[0]["concept"]), CONCEPT)


def _concept_row(record: Record, order: int) -> Record:
    result, aim = shown(record, "realization") + mark(record["own"], record["differs"]), shown(record, "target")
    return {
        "agency": _named(record, order, with_year=True),
        "order": order,
        "result": None if record["realization"] is None else float(record["realization"]),
        "target": None if record["target"] is None else float(record["target"]),
        "label": result if aim == "-" else f"{result} (target {aim})",
    }


def _concept_plot(rows: Sequence[Record], unit: str) -> Any:
    alt = altair()
    base, label = _rows_plot(rows)
    x = alt.X("target:Q", title=unit).scale(zero=False, padding=22).axis(tickCount=6)
    line = base.mark_rule(color=FAINT).encode(x=x, x2="result:Q")
    aim = base.mark_point(shape="square", fill="white", color=INK, size=70, opacity=1).encode(x="target:Q")
    result = base.mark_point(shape="circle", filled=True, color=INK, size=70, opacity=1).encode(x="result:Q")
    titled = {"width": WIDTH, "height": ROW * len(rows), "title": _headed(f"unit: {unit}")}
    return alt.layer(line, aim, result, label).properties(**titled)
