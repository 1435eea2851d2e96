"""How often reports contradict themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection

from commands.comparison.asked import Answer, Asked, Record, select, short_name
from commands.comparison.scorecard import contradictions, government, ranked, records_of
from commands.table import Head, figure, layout, paragraph

COLUMNS = (
    "agency_id", "agency", "government_id", "government", "year", "indicators", "in_conflict", "printed_values",
    "findings_high", "findings_medium", "findings_low",
)  # fmt: skip
HEADS = (
    Head("rank", is_right=True),
    Head("agency", is_words=True),
    Head("year", is_right=True),
    Head("values read", is_right=True),
    Head("high", is_right=True),
    Head("medium", is_right=True),
    Head("low", is_right=True),
    Head("per 100 values", is_right=True),
    Head("open conflicts", is_right=True),
    Head("most frequent", is_words=True),
)
LEGEND = "Ranked by findings of high and medium severity per 100 printed values; lakip check names each."
MOST_RULES = 2


def answer(db: Connection, asked: Asked) -> Answer:
    """The findings of each agency's reports, fewest for what was read first."""
    records = ranked(records_of(db, asked), "contradictions")
    rules = _rules(db)
    return Answer("scorecard", COLUMNS, records, lambda width: _table(records, rules, width))


def _rules(db: Connection) -> Mapping[tuple[str, int], list[str]]:
    """The rules of each agency and year, most frequent first."""
    sql = (
        "SELECT d.agency_id, d.year, f.rule, COUNT(*) AS times FROM findings f JOIN documents d ON d.sha256 = f.sha256"
        " WHERE d.agency_id IS NOT NULL AND d.year IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, times DESC, 3"
    )
    rows = select(db, sql, {})
    return {
        key: [f"{row['rule']} ({row['times']})" for row in group]
        for key, group in groupby(rows, key=itemgetter("agency_id", "year"))
    }


def _table(records: Sequence[Record], rules: Mapping[tuple[str, int], list[str]], width: int | None) -> list[str]:
    rows: list[list[str] | str] = []
    for name, group in groupby(records, key=government):
        rows.append(name or "(government not told)")
        rows += [_row(record, rules.get((record["agency_id"], record["year"]), [])) for record in group]
        rows.append("")
    return [*layout(HEADS, rows[:-1], width), "", *paragraph(LEGEND, width)]


def _row(record: Record, frequent: Sequence[str]) -> list[str]:
    return [
        record["rank"],
        short_name(record),
        str(record["year"]),
        figure(record["printed_values"], 0),
        *(str(record[f"findings_{severity}"]) for severity in ("high", "medium", "low")),
        figure(contradictions(record), 1),
        str(record["in_conflict"]),
        ", ".join(frequent[:MOST_RULES]) or "-",
    ]
