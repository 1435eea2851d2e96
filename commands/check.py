"""`lakip check`: where reports contradict themselves."""

from __future__ import annotations

import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import database_option, debug_option, example, reading
from commands.output import Form, emit, form_options
from commands.terminal import tell

if TYPE_CHECKING:
    from store import View

SEVERITIES = ("high", "medium", "low")


@click.command("check", epilog=example("lakip check --severity medium", "lakip check --rule achievement --csv"))
@database_option
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="low",
    show_default=True,
    help="Only findings of this severity or above.",
)
@click.option("--rule", help="Only this rule, or all rules that begin with it.")
@click.option("--agency", help="Only this agency: its id or a part of its name.")
@form_options
@debug_option
def command(database: Path, form: Form, **asked: Any) -> None:
    """Print the findings, grouped by report, worst first.

    Exits 1 where there are any of the severity asked for.
    """
    from store import exact_views, public_view

    view = public_view("findings")
    asked["severities"] = ",".join(SEVERITIES[: SEVERITIES.index(asked["severity"]) + 1])
    with reading(database) as db, exact_views(db):
        rows = db.execute(_select(view, asked), asked).fetchall()
        reports = db.execute("SELECT COUNT(*) FROM documents WHERE status = 'read'").fetchone()[0]
    if form != "table":
        emit(form, view, rows)
    else:
        for line in _grouped(view, rows):
            tell(line)
    if not rows:
        click.echo(f"No finding in {reports} reports.", err=True)
    sys.exit(1 if rows else 0)


def _select(view: View, asked: dict[str, Any]) -> str:
    conditions = ["instr(:severities, severity) > 0"]
    if asked["rule"]:
        conditions.append("(rule = :rule OR rule LIKE :rule || '.%')")
    if asked["agency"]:
        conditions.append(
            "(agency LIKE '%' || :agency || '%' OR sha256 IN (SELECT sha256 FROM documents WHERE agency_id = :agency))"
        )
    counts = ", ".join(f"SUM(severity = '{one}') OVER (PARTITION BY sha256) DESC" for one in SEVERITIES)
    rank = " ".join(f"WHEN '{one}' THEN {number}" for number, one in enumerate(SEVERITIES))
    return (
        f"SELECT {', '.join(column.name for column in view.columns)} FROM findings WHERE {' AND '.join(conditions)}"
        f" ORDER BY {counts}, document, sha256, CASE severity {rank} END, page, rule, finding_id"
    )


def _grouped(view: View, rows: list[tuple[Any, ...]]) -> list[str]:
    """A head for each report, its findings below."""
    names = [column.name for column in view.columns]
    said: list[str] = []
    records = (dict(zip(names, row, strict=True)) for row in rows)
    for (document, agency, year), group in groupby(records, key=itemgetter("document", "agency", "year")):
        findings = list(group)
        counts = [(sum(one["severity"] == severity for one in findings), severity) for severity in SEVERITIES]
        whose = ", ".join(str(part) for part in (agency, year) if part)
        said.append(f"{document} ({whose}): " + ", ".join(f"{count} {severity}" for count, severity in counts if count))
        for one in findings:
            where = f"page {one['page']}" if one["page"] else "report"
            said.append(f"  {one['severity']:<7} {where:<9} {one['rule']}: {one['message']}")
    return said
