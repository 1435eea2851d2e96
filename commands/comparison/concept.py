"""One concept over all agencies: like units are ranked, unlike ones stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from sqlite3 import Connection

import click

from commands.comparison import history
from commands.comparison.asked import (
    LATER,
    RESTATED,
    Answer,
    Asked,
    Record,
    mark,
    ranks,
    select,
    short_name,
    shown,
    some,
)
from commands.table import Head, figure, layout, paragraph

COLUMNS = (
    "government", "agency_id", "agency", "year", "concept_id", "concept", "indicator_id", "indicator", "unit",
    "polarity", "target", "realization", "printed", "recomputed", "status", "restated", "confidence", "target_text",
    "realization_text", "own", "differs", "reports", "document", "page",
)  # fmt: skip
HEADS = (
    Head("rank", is_right=True),
    Head("agency", is_words=True),
    Head("government", is_words=True),
    Head("year", is_right=True),
    Head("target", is_right=True),
    Head("result", is_right=True),
    Head("achieved %", is_right=True),
    Head("status"),
    Head("sure %", is_right=True),
    Head("report and page", is_words=True),
)
LEGEND = (
    f"{LATER}: only a later report prints it; {RESTATED}: another report prints another result; ?: several values are "
    "printed, none is chosen."
)


def answer(db: Connection, asked: Asked) -> Answer:
    """The rows of a concept or indicator: of one year, else of the latest year of each indicator."""
    records = _records(db, asked)
    if not records:
        found = _meant(db, asked.indicator or "")
        if found is None:
            return Answer("comparison", COLUMNS, (), lambda width: [], (_unknown(db, asked.indicator or ""),))
        asked = replace(asked, indicator=found)
        records = _records(db, asked)
    if {record["indicator_id"] for record in records} == {asked.indicator}:
        return history.one_indicator(db, asked)
    ordered = _ranked(records)
    return Answer("comparison", COLUMNS, ordered, lambda width: _table(ordered, width), _notes(db, asked, ordered))


def _records(db: Connection, asked: Asked) -> list[Record]:
    conditions = ["(concept_id = :indicator OR indicator_id = :indicator)", *asked.conditions()]
    sql = (
        "SELECT * FROM (SELECT *, MAX(year) OVER (PARTITION BY agency_id, indicator_id) AS latest FROM comparison"
        f" WHERE {' AND '.join(conditions)}) WHERE year = COALESCE(:year, latest)"
    )
    return select(db, sql, asked.parameters)


def _meant(db: Connection, text: str) -> str | None:
    """The id of the concept or indicator that a person names in words. Raises UsageError where it may be several."""
    from normalize.indicators.concepts import concept_of

    known = db.execute("SELECT concept_id, MIN(concept) FROM comparison GROUP BY concept_id ORDER BY 1").fetchall()
    ids = {str(key) for key, _ in known}
    concept_id = concept_of(text)
    if text in ids or concept_id in ids:
        return text if text in ids else concept_id
    like = [(str(key), str(name)) for key, name in known if text.casefold() in str(name).casefold()]
    if len(like) > 1:
        names = some([f"{key} ({name})" for key, name in like])
        raise click.UsageError(f"{len(like)} concepts or indicators are {text!r}: {names}; name one by its id")
    return like[0][0] if like else None


def _unknown(db: Connection, text: str) -> str:
    sql = (
        "SELECT concept_id, COUNT(DISTINCT agency_id) AS agencies FROM comparison"
        " WHERE concept_id != indicator_id GROUP BY concept_id ORDER BY agencies DESC, concept_id LIMIT 10"
    )
    shared = ", ".join(f"{key} ({agencies})" for key, agencies in db.execute(sql))
    return f"No row for the indicator {text!r}. Concepts with most agencies: {shared or 'none yet'}"


def _ranked(records: Sequence[Record]) -> list[Record]:
    """Like units together, best result first; words, conflicts and missing results after the ranked ones."""
    found: list[Record] = []
    for _, group in groupby(sorted(records, key=_kind), key=_kind):
        own = list(group)
        values = [None if r["realization"] is None else float(r["realization"]) for r in own]
        is_high_best = own[0]["polarity"] != "lower"
        for record, rank, value in zip(own, ranks(values, is_high_best), values, strict=True):
            order = (value is None, 0.0 if value is None else -value if is_high_best else value, record["agency"])
            found.append(record | {"rank": rank, "order": order})
    return sorted(found, key=lambda record: (_kind(record), record["order"], record["indicator"]))


def _kind(record: Record) -> tuple[str, str]:
    """What may be ranked together: one unit, one side that is better."""
    return record["unit"] or "", "lower" if record["polarity"] == "lower" else "higher"


def _table(records: Sequence[Record], width: int | None) -> list[str]:
    rows: list[list[str] | str] = []
    kinds = [(kind, list(group)) for kind, group in groupby(records, key=_kind)]
    for (unit, better), group in kinds:
        name = group[0]["concept"]
        rows += [f"{name}, unit {unit or 'not told'}, {better} is better", *map(_row, group), ""]
    return [*layout(HEADS, rows[:-1], width), "", *paragraph(LEGEND, width)]


def _row(record: Record) -> list[str]:
    return [
        record["rank"],
        short_name(record),
        record["government"] or "-",
        str(record["year"]),
        shown(record, "target"),
        shown(record, "realization") + mark(record["own"], record["differs"]),
        figure(record["recomputed"]),
        record["status"],
        figure(100 * record["confidence"], 0),
        f"{record['document']} {record['page']}",
    ]


def _notes(db: Connection, asked: Asked, records: Sequence[Record]) -> tuple[str, ...]:
    found = []
    if len({_kind(record) for record in records}) > 1:
        found.append("Unlike units are not ranked against each other.")
    if asked.year is None and len({record["year"] for record in records}) > 1:
        found.append("Each indicator stands with its latest year; --year compares one year.")
    if asked.year is not None:
        sql = (
            "SELECT agency, MAX(year) AS latest FROM comparison WHERE (concept_id = :indicator OR indicator_id ="
            f" :indicator) AND {' AND '.join(asked.conditions() or ['1'])} GROUP BY agency_id"
        )
        have = {record["agency"] for record in records}
        others = [
            f"{r['agency']} ({r['latest']})" for r in select(db, sql, asked.parameters) if r["agency"] not in have
        ]
        if others:
            found.append(f"Nothing of {asked.year} (latest year in brackets): {some(others)}.")
    return tuple(found)
