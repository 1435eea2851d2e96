"""`lakip chart`: what `lakip compare` answers, as a picture in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.comparison.asked import Answer, Asked, Record, find_agency
from commands.comparison.scorecard import RANKS
from commands.options import database_option, debug_option, example, output_option, reading
from commands.terminal import tell

if TYPE_CHECKING:
    from sqlite3 import Connection

KINDS = ("trend", "scorecard", "concept")
FORMS = (".svg", ".png")
NOT_INSTALLED = "charts need an extra; install it with: pip install 'lakip[charts]'"


@click.command(
    "chart",
    epilog=example(
        "lakip chart scorecard --year 2024 -o scorecard.svg",
        "lakip chart concept --indicator akip-score -o akip.png",
        'lakip chart trend --agency "Dinas Kesehatan" -o trend.svg',
    ),
)
@click.argument("kind", type=click.Choice(KINDS))
@output_option("File that ends in .svg or .png.")
@database_option
@click.option("--year", type=int, help="This year (default: the latest of each agency).")
@click.option("--government", help="Only agencies of this government: its region code or a part of its name.")
@click.option("--agency", help="One agency: its id or a part of its name.")
@click.option(
    "--indicator", "--concept", "indicator", metavar="ID", help="The concept or indicator, by its id or name."
)
@click.option(
    "--rank", type=click.Choice(list(RANKS)), default="capped", show_default=True, help="Order of the scorecard."
)
@debug_option
def command(kind: str, output: Path, database: Path, **asked: Any) -> None:
    """Draw one indicator or an agency's over the years (trend), agencies side by side (scorecard), or a concept over
    all agencies (concept).

    Readable without colour: shapes, dashes and labels tell results from targets and mark restated history, conflicts
    and years without a report.
    """
    from store import exact_views

    form = output.suffix.lower()
    if form not in FORMS:
        raise click.UsageError(f"{output} is neither {' nor '.join(FORMS)}; name the file so")
    _check(kind, asked)
    try:
        from commands import plots

        plots.altair()
    except ImportError as error:
        raise click.ClickException(NOT_INSTALLED) from error
    with reading(database) as db, exact_views(db):
        if asked["agency"]:
            asked["agency"] = find_agency(db, asked["agency"])
        answer = _answer(db, kind, Asked(**asked))
    records = _drawable(kind, answer.records)
    for note in answer.notes:
        tell(note, err=True)
    if not records:
        raise click.ClickException("there is nothing to draw; lakip compare with the same options shows what there is")
    draw: dict[str, Callable[[Sequence[Record]], Any]] = {
        "trend": plots.trend, "scorecard": plots.scorecard, "concept": plots.concept,
    }  # fmt: skip
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(plots.image(draw[kind](records), form.removeprefix(".")))
    except OSError as error:
        raise click.ClickException(f"cannot write {output}: {error.strerror}; name another file with -o") from error
    click.echo(f"{output}: {len(records)} rows of {answer.view} drawn", err=True)


def _check(kind: str, asked: dict[str, Any]) -> None:
    if kind == "trend" and not (asked["agency"] or asked["indicator"]):
        raise click.UsageError("a trend is of an agency (--agency) or of one of its indicators (--indicator)")
    if kind == "concept" and not asked["indicator"]:
        raise click.UsageError("say which concept with --indicator")


def _answer(db: Connection, kind: str, asked: Asked) -> Answer:
    from commands.comparison import concept, history, scorecard

    if kind == "scorecard":
        return scorecard.answer(db, asked)
    if kind == "trend":
        return history.answer(db, asked) if asked.agency else history.one_indicator(db, asked)
    return concept.answer(db, asked)


def _drawable(kind: str, records: Sequence[Record]) -> list[Record]:
    """The rows to draw: of a trend twelve indicators with results at most, objectives and most results first."""
    if kind != "trend":
        return list(records)
    from commands.plots import MOST_PLOTS

    results: dict[str, int] = {}
    for record in records:
        has_result = record["realization"] is not None or bool(record["realization_text"])
        results[record["indicator_id"]] = results.get(record["indicator_id"], 0) + has_result
    activities = {record["indicator_id"] for record in records if record["level"] == "activity"}
    order = sorted(
        (key for key, times in results.items() if times), key=lambda key: (key in activities, -results[key], key)
    )
    if len(order) > MOST_PLOTS:
        click.echo(f"{MOST_PLOTS} of {len(order)} indicators are drawn; name one with --indicator", err=True)
    return [record for key in order[:MOST_PLOTS] for record in records if record["indicator_id"] == key]
