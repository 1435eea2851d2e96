"""`lakip compare`: agencies side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import database_option, debug_option, example, reading
from commands.output import Form, emit, form_options

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store import View

SCORECARD = (
    "agency", "government", "year", "indicators", "exceeded", "met", "below", "not_computable", "mean_achievement",
    "mean_achievement_capped", "budget", "absorption", "findings_high", "findings_medium", "findings_low",
)  # fmt: skip
INDICATOR = (
    "agency", "government", "year", "indicator", "unit", "target", "realization", "printed", "recomputed", "status",
    "restated", "document", "page",
)  # fmt: skip
SHORT = {
    "not_computable": "no figure",
    "mean_achievement": "mean %",
    "mean_achievement_capped": "capped %",
    "absorption": "spent %",
    "findings_high": "high",
    "findings_medium": "medium",
    "findings_low": "low",
}
MOST_SUGGESTIONS = 10


@click.command("compare", epilog=example("lakip compare --year 2024", "lakip compare --indicator akip-score --csv"))
@database_option
@click.option("--year", type=int, help="This year (default: the latest of each agency).")
@click.option("--government", help="Only agencies of this government: its region code or a part of its name.")
@click.option("--indicator", metavar="ID", help="One concept or indicator over all agencies, by its id.")
@form_options
@debug_option
def command(database: Path, year: int | None, government: str | None, indicator: str | None, form: Form) -> None:
    """Show agencies side by side.

    How many of their targets they met, what they spent, how often their reports contradict themselves.

    With --indicator: target and result of one concept or indicator for every agency that has it.
    """
    from store import exact_views, public_view

    view = public_view("comparison").only(INDICATOR) if indicator else public_view("scorecard").only(SCORECARD)
    asked = {"year": year, "government": government, "indicator": indicator}
    with reading(database) as db, exact_views(db):
        rows = db.execute(_select(view, asked), asked).fetchall()
        hint = None if rows else _hint(db, asked)
    if rows or form != "table":
        emit(form, view, rows, SHORT)
    if hint:
        click.echo(hint, err=True)


def _select(view: View, asked: dict[str, Any]) -> str:
    """The rows asked for: of one year, else of the latest year of each agency (of each of its indicators)."""
    same = "agency_id, indicator_id" if asked["indicator"] else "agency_id"
    rank = (
        "unit, agency, year"
        if asked["indicator"]
        else "mean_achievement_capped IS NULL, mean_achievement_capped DESC, agency"
    )
    conditions = ["year = COALESCE(:year, latest)"]
    if asked["indicator"]:
        conditions.append("(concept_id = :indicator OR indicator_id = :indicator)")
    if asked["government"]:
        conditions.append("(agency_id LIKE :government || '/%' OR government LIKE '%' || :government || '%')")
    return (
        f"SELECT {', '.join(column.name for column in view.columns)}"
        f" FROM (SELECT *, MAX(year) OVER (PARTITION BY {same}) AS latest FROM {view.name})"
        f" WHERE {' AND '.join(conditions)} ORDER BY government, {rank}"
    )


def _hint(db: Connection, asked: dict[str, Any]) -> str:
    """What to do where nothing was found."""
    if not db.execute("SELECT COUNT(*) FROM scorecard").fetchone()[0]:
        return "No report of a known agency and year is in the database; read some with: lakip ingest FOLDER"
    if asked["indicator"]:
        shared = db.execute(
            "SELECT concept_id, COUNT(DISTINCT agency_id) AS agencies FROM comparison GROUP BY concept_id"
            " ORDER BY agencies DESC, concept_id LIMIT ?",
            (MOST_SUGGESTIONS,),
        ).fetchall()
        names = ", ".join(f"{concept} ({agencies})" for concept, agencies in shared)
        return f"No row for the indicator {asked['indicator']!r}. Ids with most agencies: {names}"
    years = db.execute("SELECT MIN(year), MAX(year) FROM scorecard").fetchone()
    return f"No agency fits; the database has years {years[0]} to {years[1]}."
