"""`lakip compare`: agencies side by side, one indicator over agencies, one agency over years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.comparison import concept, contradictions, history, scorecard, targets
from commands.comparison.asked import Answer, Asked, find_agency
from commands.options import database_option, debug_option, example, reading
from commands.output import Form, emit, form_options
from commands.table import terminal_width
from commands.terminal import tell

if TYPE_CHECKING:
    from sqlite3 import Connection


@click.command(
    "compare",
    epilog=example(
        "lakip compare --year 2024 --government Cimahi",
        "lakip compare --indicator akip-score --csv",
        'lakip compare --agency "Dinas Kesehatan Kota Tanjungpinang"',
        "lakip compare --weak-targets",
    ),
)
@database_option
@click.option("--year", type=int, help="This year (default: the latest of each agency).")
@click.option("--government", help="Only agencies of this government: its region code or a part of its name.")
@click.option("--agency", help="One agency over the years: its id or a part of its name.")
@click.option(
    "--indicator",
    "--concept",
    "indicator",
    metavar="ID",
    help="One concept over all agencies, or one indicator of an agency over the years: its id or name.",
)
@click.option("--weak-targets", is_flag=True, help="Targets that ask for less than was reached the year before.")
@click.option("--contradictions", "contradicting", is_flag=True, help="How often reports contradict themselves.")
@click.option(
    "--rank",
    type=click.Choice(list(scorecard.RANKS)),
    default="capped",
    show_default=True,
    help="What agencies side by side are ranked by.",
)
@form_options
@debug_option
def command(database: Path, form: Form, weak_targets: bool, contradicting: bool, **asked: Any) -> None:
    """Show agencies side by side.

    How many of their targets they met and how far, what they spent, how often their reports contradict themselves, and
    how many indicators that rests on.

    With --indicator: target and result of one concept for every agency that has it; like units are ranked, others
    stand apart. With --agency: its indicators over the years, restated history marked.
    """
    from store import exact_views, public_view

    if weak_targets and contradicting:
        raise click.UsageError("--weak-targets and --contradictions are two questions; ask one")
    with reading(database) as db, exact_views(db):
        if asked["agency"]:
            asked["agency"] = find_agency(db, asked["agency"])
        answer = _answer(db, Asked(**asked), weak_targets, contradicting)
        hint = None if answer.records else _hint(db, asked)
    if form != "table":
        view = public_view(answer.view).only(answer.columns)
        emit(form, view, [tuple(record[name] for name in answer.columns) for record in answer.records])
    elif answer.records:
        tell("\n".join(answer.shown(terminal_width())))
    for note in (*answer.notes, *([hint] if hint else [])):
        tell(note, err=True)


def _answer(db: Connection, asked: Asked, weak_targets: bool, contradicting: bool) -> Answer:
    if weak_targets:
        return targets.answer(db, asked)
    if contradicting:
        return contradictions.answer(db, asked)
    if asked.indicator and not asked.agency:
        return concept.answer(db, asked)
    if asked.agency:
        return history.answer(db, asked)
    return scorecard.answer(db, asked)


def _hint(db: Connection, asked: dict[str, Any]) -> str:
    """What to do where nothing was found."""
    first, last = db.execute("SELECT MIN(year), MAX(year) FROM scorecard").fetchone()
    if first is None:
        return "No report of a known agency and year is in the database; read some with: lakip ingest FOLDER"
    if asked["agency"] and not db.execute("SELECT 1 FROM scorecard WHERE agency_id = :agency", asked).fetchone():
        return f"No agency {asked['agency']!r} has a report; lakip compare lists those that have."
    return f"Nothing fits; the database has years {first} to {last}."
