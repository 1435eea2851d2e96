"""Which agencies set targets below what they had reached the year before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from sqlite3 import Connection

from commands.comparison.asked import LATER, RESTATED, Answer, Asked, Record, mark, select
from commands.table import Head, figure, layout, paragraph

HEADS = (
    Head("indicator", is_words=True),
    Head("unit", is_words=True),
    Head("better"),
    Head("target", is_right=True),
    Head("result the year before", is_right=True),
    Head("asks for", is_right=True),
    Head("report and page", is_words=True),
)
LEGEND = (
    "Held together are targets and results of one indicator in one unit. "
    f"{RESTATED}: reports differ on the earlier result; {LATER}: it is from a later report."
)


def answer(db: Connection, asked: Asked) -> Answer:
    """The weak targets of a year, else of the latest year of each agency in which its targets can be held together."""
    from store import public_view

    conditions = ["year = COALESCE(:year, latest)", *asked.conditions()]
    if asked.indicator:
        conditions.append("(concept_id = :indicator OR indicator_id = :indicator)")
    sql = (
        "SELECT * FROM (SELECT *, MAX(year) OVER (PARTITION BY agency_id) AS latest FROM targets)"
        f" WHERE {' AND '.join(conditions)} ORDER BY government, agency, agency_id, indicator"
    )
    records = select(db, sql, asked.parameters)
    weak = [record for record in records if record["is_weak"]]
    columns = tuple(column.name for column in public_view("targets").columns)
    return Answer("targets", columns, weak, lambda width: _table(records, width), _notes(records, weak))


def _whose(record: Record) -> tuple[str, str, int]:
    return record["agency_id"], record["agency"], record["year"]


def _table(records: Sequence[Record], width: int | None) -> list[str]:
    """A block for each agency that has one, those with most weak targets first."""
    groups = [(whose, list(group)) for whose, group in groupby(records, key=_whose)]
    groups.sort(key=lambda item: (-sum(r["is_weak"] for r in item[1]), item[0][1]))
    rows: list[list[str] | str] = []
    for (_, agency, year), own in groups:
        weak = [record for record in own if record["is_weak"]]
        if weak:
            rows += [f"{agency}, {year}: {len(weak)} of {len(own)} comparable targets", *map(_row, weak), ""]
    return [*layout(HEADS, rows[:-1], width), "", *paragraph(LEGEND, width)]


def _row(record: Record) -> list[str]:
    difference = f"{abs(record['difference']):f}".rstrip("0").rstrip(".")
    more = "more" if record["difference"] > 0 else "less"
    return [
        record["indicator"],
        record["unit"] or "-",
        record["polarity"],
        figure(record["target"]),
        figure(record["result_before"]) + mark(record["own_before"], record["differs_before"]),
        f"{figure(difference)} {more}",
        f"{record['document']} {record['page']}",
    ]


def _notes(records: Sequence[Record], weak: Sequence[Record]) -> tuple[str, ...]:
    agencies, some_weak = ({record["agency_id"] for record in part} for part in (records, weak))
    if not agencies:
        return ("No target can be held against a result of the year before.",)
    none = len(agencies - some_weak)
    return (f"{len(some_weak)} of {len(agencies)} agencies set such targets, {none} set none.",)
