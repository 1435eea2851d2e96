"""The trend with its years as columns: one row for each indicator of an agency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from sqlite3 import Connection

from store.columns import Column, Record, View, public_view

OF_INDICATOR = ("government", "agency_id", "agency", "indicator_id", "indicator", "concept_id", "unit", "polarity")
OF_YEAR = ("target", "realization", "recomputed", "status", "restated")
KEY = ("agency_id", "indicator_id")


def wide_trend(db: Connection) -> tuple[View, Iterator[Record]]:
    """The view and its rows, to be used within `exact_views`. Every year of the database has its columns.

    What is said of an indicator (name, unit) is as in its latest year.
    """
    years = [year for (year,) in db.execute("SELECT DISTINCT year FROM trend ORDER BY year")]
    trend = public_view("trend")
    by_name = {column.name: column for column in trend.columns}
    columns = [replace(by_name[name], key=KEY.index(name) + 1 if name in KEY else 0) for name in OF_INDICATOR]
    columns += [_of_year(by_name[name], year) for year in years for name in OF_YEAR]
    return replace(trend, columns=tuple(columns)), _rows(db, years)


def _of_year(column: Column, year: int) -> Column:
    named, label = f"{column.name}_{year}", f"{column.label} {year}"
    return replace(column, name=named, label=label, description=f"{column.description} ({year})", key=0, sort=0)


def _rows(db: Connection, years: Sequence[int]) -> Iterator[Record]:
    names = (*OF_INDICATOR, "year", *OF_YEAR)
    selected = ", ".join(f'"{name}"' for name in names)
    at = [names.index(name) for name in ("government", *KEY)]
    year_at, width = len(OF_INDICATOR), len(OF_YEAR)
    rows = db.execute(f"SELECT {selected} FROM trend ORDER BY government, agency_id, indicator_id, year")
    for _, group in groupby(rows, key=lambda row: [row[n] for n in at]):
        own = list(group)
        by_year = {row[year_at]: row[year_at + 1 :] for row in own}
        cells = [cell for year in years for cell in by_year.get(year, (None,) * width)]
        yield (*own[-1][:year_at], *cells)
