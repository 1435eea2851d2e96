"""One agency over the years: its scorecard and its indicators, years as columns, restated history marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from sqlite3 import Connection
from typing import TYPE_CHECKING

from commands.comparison.asked import LATER, RESTATED, Answer, Asked, Record, mark, select, shown
from commands.comparison.scorecard import HEADS as SCORE_HEADS
from commands.comparison.scorecard import row as score_row
from commands.table import Head, count, figure, layout, paragraph

if TYPE_CHECKING:
    import pandas as pd

LEGEND = (
    f"{RESTATED}: reports differ, behind the arrow stands what the latest one says; {LATER}: no report of that year is "
    "read, the figures are from the latest later one; ?: several values are printed, none is chosen; -: nothing is."
)
INDICATOR_HEADS = (
    Head("year", is_right=True),
    Head("target", is_right=True),
    Head("result", is_right=True),
    Head("result in latest report", is_right=True),
    Head("achieved %", is_right=True),
    Head("status"),
    Head("reports", is_right=True),
    Head("report and page", is_words=True),
)


def answer(db: Connection, asked: Asked) -> Answer:
    """The indicators of an agency over its years; with `indicator` only those of that id, concept or name."""
    records = _records(db, asked)
    if records and asked.indicator:
        records = _only(records, asked.indicator)
        if len({record["indicator_id"] for record in records}) == 1:
            return one_indicator(db, replace(asked, indicator=records[0]["indicator_id"]))
    scores = select(db, "SELECT * FROM scorecard WHERE agency_id = :agency ORDER BY year", asked.parameters)
    return _answer(records, lambda width: _table(records, scores, width))


def one_indicator(db: Connection, asked: Asked) -> Answer:
    """Target and result of one indicator over the years."""
    conditions = ["indicator_id = :indicator", *(["year = :year"] if asked.year else [])]
    sql = f"SELECT * FROM trend WHERE {' AND '.join(conditions)} ORDER BY year"
    records = select(db, sql, asked.parameters)
    return _answer(records, lambda width: _indicator_table(records, width))


def _answer(records: Sequence[Record], table: Callable[[int | None], list[str]]) -> Answer:
    from store import public_view

    columns = tuple(column.name for column in public_view("trend").columns)
    return Answer("trend", columns, records, table)


def _records(db: Connection, asked: Asked) -> list[Record]:
    conditions = ["agency_id = :agency", *(["year = :year"] if asked.year else [])]
    sql = f"SELECT * FROM trend WHERE {' AND '.join(conditions)} ORDER BY indicator_id, year"
    return select(db, sql, asked.parameters)


def _only(records: Sequence[Record], text: str) -> list[Record]:
    """The records of the indicator that a person names: by id, by concept, or by words of its name."""
    from normalize.indicators.concepts import concept_of

    wanted = text.casefold()
    ways = (
        lambda r: text in (r["indicator_id"], r["concept_id"]),
        lambda r: r["concept_id"] == concept_of(text),
        lambda r: wanted in r["indicator"].casefold(),
    )
    for way in ways:
        found = [record for record in records if way(record)]
        if found:
            same = {record["indicator_id"] for record in found}
            return [record for record in records if record["indicator_id"] in same]
    return []


def _table(records: Sequence[Record], scores: Sequence[Record], width: int | None) -> list[str]:
    named = scores[0]["agency"] if scores else ""
    lines = [*paragraph(named, width), ""]
    if scores:
        lines += [*layout(SCORE_HEADS[2:], [score_row(score)[2:] for score in scores], width), ""]
    measured = {record["indicator_id"] for record in records if shown(record, "realization") != "-"}
    rest = len({record["indicator_id"] for record in records} - measured)
    if measured:
        wide = years_as_columns([record for record in records if record["indicator_id"] in measured])
        heads = [Head("indicator", is_words=True), Head("unit", is_words=True)]
        heads += [Head(str(year), is_right=True) for year in wide.columns]
        cells = zip(wide.index, wide.to_numpy(), strict=True)
        rows = [[str(name), str(unit or "-"), *years] for (_, _, name, unit, _), years in cells]
        lines += [
            *layout(heads, rows, width),
            "",
            *paragraph(f"First line the result, below it the target. {LEGEND}", width),
        ]
    if rest:
        without = f"{count(rest, 'indicator')} without any result (targets of plans and activities): see --csv."
        lines += paragraph(without, width)
    return lines


def years_as_columns(records: Sequence[Record]) -> pd.DataFrame:
    """Indicators as rows, of objectives and with most results first; years as columns, missing ones too."""
    import pandas as pd

    frame = pd.DataFrame.from_records(list(records))
    frame["cell"] = [cell(record) for record in records]
    latest = frame.sort_values("year").groupby("indicator_id")[["indicator", "unit"]].last()
    frame = frame.drop(columns=["indicator", "unit"]).join(latest, on="indicator_id")
    frame["unit"] = frame["unit"].fillna("")
    frame["fewer"] = -frame.groupby("indicator_id")["realization"].transform("count")
    frame["below"] = frame.groupby("indicator_id")["level"].transform("last") == "activity"
    wide = frame.pivot(index=["below", "fewer", "indicator", "unit", "indicator_id"], columns="year", values="cell")
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    return wide.reindex(columns=years).astype(object).fillna("-")


def cell(record: Record) -> str:
    """Result and target of a year, each on its line, with what has to be known of them."""
    result, target = shown(record, "realization"), shown(record, "target")
    marked = result + mark(record["own"], record["differs"])
    latest = record["realization_latest"]
    later = f" → {figure(latest)}" if latest is not None and latest != record["realization"] else ""
    return f"{marked}{later}\n{target}"


def _indicator_table(records: Sequence[Record], width: int | None) -> list[str]:
    if not records:
        return []
    first = records[-1]
    head = [
        first["agency"],
        f"{first['indicator']} (unit {first['unit'] or 'not told'}, {first['polarity']} is better)",
        "",
    ]
    by_year = {record["year"]: record for record in records}
    rows = [_year_row(year, by_year.get(year)) for year in range(min(by_year), max(by_year) + 1)]
    return [*head, *layout(INDICATOR_HEADS, rows, width), "", *paragraph(LEGEND, width)]


def _year_row(year: int, record: Record | None) -> list[str]:
    if record is None:
        return [str(year), "-", "-", "-", "-", "no report prints it", "0", "-"]
    return [
        str(year),
        shown(record, "target"),
        shown(record, "realization") + mark(record["own"], record["differs"]),
        figure(record["realization_latest"]),
        figure(record["recomputed"]),
        record["status"],
        str(record["reports"]),
        f"{record['document']} {record['page']}",
    ]
