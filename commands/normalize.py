"""`lakip normalize`: understand stored cells and lines again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from commands.decisions import corrections_option, load_corrections, say_unfitting
from commands.options import database_option, debug_option, example, jobs_option, plain_errors, progress_option


@click.command("normalize", epilog=example("lakip normalize"))
@database_option
@jobs_option
@corrections_option
@progress_option
@debug_option
def command(database: Path, jobs: int, corrections: Path | None, asked: bool | None) -> None:
    """Run normalization again over stored cells and lines.

    No report is opened: use it after a new version, a new list of agencies or units, or new decisions.
    """
    from commands.progress import progress
    from commands.summary import exit_code, say
    from pipeline import Settings, normalize_all
    from store import open_reader

    with plain_errors():
        if not database.exists():  # a typing error in --db shall not make an empty database
            open_reader(database)
        decided = load_corrections(corrections, database)
        with progress(asked) as on_progress:
            summary = normalize_all(Settings(database, jobs, corrections=decided), on_progress)
    say_unfitting(database, decided)
    say(summary, database)
    sys.exit(exit_code(summary))
