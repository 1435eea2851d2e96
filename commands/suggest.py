"""`lakip suggest`: spellings that may be one indicator, concepts that an indicator may measure; a person decides."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from commands.decisions import corrections_option, corrections_path, load_corrections, write_corrections
from commands.options import database_option, debug_option, example, reading
from commands.output import Form, form_options
from commands.table import Head, count, layout, terminal_width
from commands.terminal import tell

if TYPE_CHECKING:
    from normalize import Correction
    from normalize.links.suggestions import Suggestion

HEADS = (
    Head("id"),
    Head("score", is_right=True),
    Head("agency", is_words=True),
    Head("indicator", is_words=True),
    Head("may be", is_words=True),
    Head("why", is_words=True),
)
COLUMNS = ("id", "kind", "score", "agency", "indicator", "suggested", "reasons")
MAY_BE = {"same": "the indicator", "concept": "the concept"}


@click.command(
    "suggest",
    epilog=example(
        "lakip suggest --agency Peternakan",
        'lakip suggest --accept 1f0c22ab --by "A. Sari" --reason "same table in both reports"',
    ),
)
@database_option
@click.option("--agency", help="Only this agency: its id or a part of its name.")
@click.option("--kind", type=click.Choice(["same", "concept"]), help="Only indicators that may be one, or concepts.")
@click.option("--least", type=click.FloatRange(0, 100), default=0.0, help="Only from this score on.")
@click.option(
    "--accept", multiple=True, metavar="ID", help="Write the decision that a suggestion is right; repeatable."
)
@click.option("--reject", multiple=True, metavar="ID", help="Write that it is not; it is not suggested again.")
@click.option("--by", metavar="NAME", help="Who decides.")
@click.option("--reason", metavar="TEXT", help="Why.")
@corrections_option
@form_options
@debug_option
def command(database: Path, corrections: Path | None, form: Form, **asked: Any) -> None:
    """Show what a person may decide.

    Spellings within an agency that may be one indicator, and concepts that an indicator may measure, each with a score
    and reasons. Nothing is applied by itself: --accept writes the decision into corrections.csv, and lakip normalize
    applies it.
    """
    decided = load_corrections(corrections, database, must_exist=False)
    suggestions = _suggestions(database, decided, asked["agency"])
    if asked["accept"] or asked["reject"]:
        new = _decisions(suggestions, asked)
        path = corrections_path(corrections, database)
        write_corrections(path, (*decided, *new))
        click.echo(
            f"{count(len(new), 'decision')} written to {path}; apply with: lakip normalize --db {database}", err=True
        )
        return
    shown = [s for s in suggestions if asked["kind"] in (None, s.kind) and s.score >= asked["least"]]
    _show(shown, form)
    if not shown:
        click.echo("Nothing to suggest.", err=True)


def _suggestions(database: Path, decided: Sequence[Correction], agency: str | None) -> list[Suggestion]:
    from commands.comparison.asked import find_agency
    from normalize import link
    from normalize.links.suggestions import suggest
    from store import agency_meanings

    found: list[Suggestion] = []
    with reading(database) as db:
        agency_id = find_agency(db, agency) if agency else None
        for meanings in agency_meanings(db, agency_id):
            found += suggest(meanings, link(meanings, decided), decided)
    return sorted(found, key=lambda one: (-one.score, one.agency or "", one.suggestion_id))


def _decisions(suggestions: Sequence[Suggestion], asked: dict[str, Any]) -> list[Correction]:
    """The rows that accept and reject what was named. Raises UsageError where an id is none or a name is missing."""
    if not asked["by"] or not asked["reason"]:
        raise click.UsageError("a decision names who takes it (--by) and why (--reason)")
    by_id = {one.suggestion_id: one for one in suggestions}
    today = date.today().isoformat()
    rows: list[Correction] = []
    for number in (*asked["accept"], *asked["reject"]):
        if number not in by_id:
            raise click.UsageError(f"no suggestion {number!r}; lakip suggest lists them")
        verdict: Literal["correct", "reject"] = "correct" if number in asked["accept"] else "reject"
        rows += by_id[number].decisions(verdict, asked["by"], today, asked["reason"])
    both = set(asked["accept"]) & set(asked["reject"])
    if both:
        raise click.UsageError(f"{', '.join(sorted(both))} is both accepted and rejected")
    return rows


def _show(shown: Sequence[Suggestion], form: Form) -> None:
    if form == "table":
        rows = [
            [
                one.suggestion_id,
                f"{one.score:.0f}",
                one.agency or "-",
                one.indicator,
                f"{MAY_BE[one.kind]} {one.other}",
                "; ".join(one.reasons),
            ]
            for one in shown
        ]
        if rows:
            tell("\n".join(layout(HEADS, rows, terminal_width())))
        return
    from store import PLAIN, WRITERS, Column, View

    types = {"score": "number"}
    view = View("suggestions", "", tuple(Column(name, types.get(name, "text"), "", 0, "") for name in COLUMNS))
    cells = (
        (one.suggestion_id, one.kind, one.score, one.agency, one.indicator, one.other, "; ".join(one.reasons))
        for one in shown
    )
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # CSV brings its own line ends
    WRITERS[form](sys.stdout, view, cells, PLAIN)
