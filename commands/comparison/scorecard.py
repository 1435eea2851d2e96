"""Agencies side by side: which share of their indicators they met, what they spent, how often they err."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from sqlite3 import Connection

from commands.comparison.asked import Answer, Asked, Record, ranks, select, short_name, some
from commands.table import Head, count, figure, layout, paragraph

Worth = Callable[[Record], float | None]
BILLION = 1e9


def contradictions(record: Record) -> float | None:
    """Findings of high and medium severity for each hundred printed values."""
    values = record["printed_values"]
    found = record["findings_high"] + record["findings_medium"]
    return 100 * found / values if values else None


RANKS: Mapping[str, tuple[Worth, bool]] = {
    "capped": (lambda record: record["mean_achievement_capped"], True),
    "met": (lambda record: record["met_share"], True),
    "mean": (lambda record: record["mean_achievement"], True),
    "absorption": (lambda record: record["absorption"], True),
    "efficiency": (lambda record: record["efficiency"], True),
    "pmk22": (lambda record: record["efficiency_pmk22"], True),
    "akip": (lambda record: record["akip_score"] and float(record["akip_score"]), True),
    "contradictions": (contradictions, False),
}
"""What agencies can be ranked by, and whether more of it is better."""

HEADS = (
    Head("rank", is_right=True),
    Head("agency", is_words=True),
    Head("year", is_right=True),
    Head("indi- cators", is_right=True),
    Head("sure", is_right=True),
    Head("open", is_right=True),
    Head("met", is_right=True),
    Head("met %", is_right=True),
    Head("mean %", is_right=True),
    Head("capped %", is_right=True),
    Head("budget Rp bn", is_right=True),
    Head("spent %", is_right=True),
    Head("simple ratio", is_right=True),
    Head("PMK 22", is_right=True),
    Head("AKIP", is_right=True),
    Head("find- ings", is_right=True),
)
BASES = {"sum": "~", "sentence": "§"}
"""Marks of a budget that is no printed total."""
LEGEND = (
    "sure: indicators read with confidence; open: several values are printed; met: of those that can be computed; "
    "simple ratio: mean / spent; PMK 22: efficiency by PMK 22/2021, from -20 to 20; findings: high/medium/low; "
    "budget ~: sum of the programmes of a table, §: from a sentence."
)


def answer(db: Connection, asked: Asked) -> Answer:
    """The scorecard of the year asked for, else of the latest year of each agency that has a report of it."""
    from store import public_view

    records = ranked(records_of(db, asked), asked.rank)
    columns = tuple(column.name for column in public_view("scorecard").columns)
    return Answer("scorecard", columns, records, lambda width: table(records, width), notes(db, asked, records))


def records_of(db: Connection, asked: Asked) -> list[Record]:
    """The agencies asked for, each with the year asked for or its latest."""
    conditions = ["year = COALESCE(:year, latest)", *asked.conditions()]
    sql = (
        "SELECT * FROM (SELECT *, COALESCE(MAX(CASE WHEN has_report THEN year END) OVER same, MAX(year) OVER same)"
        f" AS latest FROM scorecard WINDOW same AS (PARTITION BY agency_id)) WHERE {' AND '.join(conditions)}"
    )
    return select(db, sql, asked.parameters)


def ranked(records: Sequence[Record], by: str) -> list[Record]:
    """The records with their `rank` within their government, best first."""
    worth, is_high_best = RANKS[by]
    found: list[Record] = []
    for _, group in groupby(sorted(records, key=government), key=government):
        own = list(group)
        for record, rank in zip(own, ranks([worth(record) for record in own], is_high_best), strict=True):
            found.append(record | {"rank": rank, "worth": worth(record)})
    return sorted(found, key=lambda r: (government(r), _order(r["worth"], is_high_best), r["agency"], r["year"]))


def government(record: Record) -> str:
    """What agencies are grouped by."""
    return record["government"] or ""


def _order(worth: float | None, is_high_best: bool) -> tuple[bool, float]:
    return (worth is None, 0.0 if worth is None else -worth if is_high_best else worth)


def table(records: Sequence[Record], width: int | None) -> list[str]:
    """A block for each government, ending with what its agencies amount to together."""
    rows: list[list[str] | str] = []
    for name, group in groupby(records, key=government):
        own = list(group)
        rows += [name or "(government not told)", *map(row, own)]
        rows += [_together(own), ""] if len(own) > 1 else [""]
    lines = layout(HEADS, rows[:-1], width)
    implausible = sum(record["implausible"] for record in records)
    if implausible:
        left_out = count(implausible, "achievement")
        said = f"*: left out as a mix of units: {left_out} above 1,000 % that the report does not print."
        lines += ["", *paragraph(said, width)]
    return [*lines, "", *paragraph(LEGEND, width)]


def _together(records: Sequence[Record]) -> str:
    """The agencies of a government in one line; money of those that print both budget and realisation."""
    total = {
        name: sum(record[name] for record in records) for name in ("indicators", "sure", "exceeded", "met", "below")
    }
    met, computed = total["exceeded"] + total["met"], total["exceeded"] + total["met"] + total["below"]
    said = [f"{count(len(records), 'report')}: {count(total['indicators'], 'indicator')} ({total['sure']:,} sure)"]
    if computed:
        said.append(f"{met:,} of {computed:,} met ({100 * met / computed:.0f} %)")
    spent = [record for record in records if record["absorption"] is not None]
    if spent:
        budget, realization = (sum(record[name] for record in spent) for name in ("budget", "budget_realization"))
        said.append(f"{100 * realization / budget:.1f} % of Rp {budget / BILLION:,.2f} bn spent ({len(spent)} reports)")
    return "  " + ", ".join(said)


def notes(db: Connection, asked: Asked, records: Sequence[Record]) -> tuple[str, ...]:
    """Agencies without a report of the year, agencies by another year, documents that are no report."""
    found = []
    years = {record["year"] for record in records}
    if asked.year is None and len(years) > 1:
        found.append("Each agency stands with its latest report; --year ranks one year.")
    no_report = [f"{r['agency']} ({r['year']})" for r in records if not r["has_report"]]
    if no_report:
        found.append(f"No report, only an agreement, a plan or a print made during the year: {some(no_report)}.")
    if asked.year is not None:
        conditions = ["agency_id IS NOT NULL", "status IN ('read', 'empty')", *asked.conditions()]
        sql = (
            f"SELECT agency, MAX(year) AS latest FROM documents WHERE {' AND '.join(conditions)}"
            " GROUP BY agency_id HAVING latest IS NOT NULL AND NOT COALESCE(SUM(year = :year), 0) ORDER BY agency"
        )
        missing = [f"{r['agency']} ({r['latest']})" for r in select(db, sql, asked.parameters)]
        if missing:
            found.append(f"Nothing of {asked.year} (latest year in brackets): {some(missing)}.")
    return tuple(found)


def row(record: Record) -> list[str]:
    """The cells of one agency and year, as HEADS names them."""
    computed = record["exceeded"] + record["met"] + record["below"]
    predicate = "\n".join(filter(None, (figure(record["akip_score"]).strip("-"), record["akip_predicate"])))
    findings = "/".join(str(record[f"findings_{severity}"]) for severity in ("high", "medium", "low"))
    return [
        record.get("rank", "-"),
        short_name(record),
        str(record["year"]),
        str(record["indicators"]),
        str(record["sure"]),
        str(record["in_conflict"] or "-"),
        f"{record['exceeded'] + record['met']}/{computed}" if computed else "-",
        figure(record["met_share"], 0),
        figure(record["mean_achievement"], 1) + ("*" if record["implausible"] else ""),
        figure(record["mean_achievement_capped"], 1),
        BASES.get(record["budget_basis"], "") + figure(record["budget"] and record["budget"] / BILLION, 2),
        figure(record["absorption"], 1),
        figure(record["efficiency"], 1),
        figure(record["efficiency_pmk22"], 1),
        "conflict" if record["akip_basis"] == "conflict" else predicate or "-",
        findings,
    ]
