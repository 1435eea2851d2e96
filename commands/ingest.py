"""`lakip ingest`: reports into the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from commands.decisions import corrections_option, load_corrections, say_unfitting
from commands.options import (
    database_option,
    debug_option,
    example,
    jobs_option,
    ocr_option,
    plain_errors,
    progress_option,
)


class Location(click.Path):
    """A path that exists, or the URL of a folder or file elsewhere."""

    def __init__(self) -> None:
        super().__init__(exists=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if isinstance(value, str) and "://" in value else super().convert(value, param, ctx)


@click.command("ingest", epilog=example("lakip ingest reports/ --db outputs/lakip.db"))
@click.argument("paths", nargs=-1, required=True, type=Location(), metavar="PATH...")
@database_option
@jobs_option
@click.option("--scheduler", metavar="ADDRESS", help="Read on the workers of a Dask cluster, as tcp://host:8786.")
@ocr_option
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="S",
    help="Seconds a document may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(0),
    default=4096,
    show_default=True,
    metavar="MB",
    help="Address space a worker may take; 0: no limit.",
)
@click.option("--agency", help="The agency of these reports, where they do not tell.")
@click.option("--year", type=click.IntRange(1990, 2100), help="The year of these reports, where they do not tell.")
@click.option("--force", is_flag=True, help="Read documents again that have not changed.")
@corrections_option
@progress_option
@debug_option
def command(
    paths: tuple[Path | str, ...],
    database: Path,
    jobs: int,
    corrections: Path | None,
    asked: bool | None,
    **options: Any,
) -> None:
    """Read reports into the database.

    A folder is read with its subfolders: files ending in .pdf and .txt are reports, others are counted. A file
    that is named is always tried. Documents the database has already, unchanged, are skipped. A PATH may be a URL
    of any file system that fsspec knows (s3://bucket/reports); that and --scheduler need the extra lakip[cluster].
    """
    from bulk.cluster import ClusterError
    from bulk.remote import NoFsspec
    from commands.progress import progress
    from commands.summary import exit_code, say
    from pipeline import Settings, run
    from workers import Limits

    limits = Limits(options.pop("timeout"), options.pop("memory"))
    decided = load_corrections(corrections, database)
    settings = Settings(database, jobs, limits=limits, corrections=decided, **options)
    try:
        with plain_errors(), progress(asked) as on_progress:
            summary = run(paths, settings, on_progress)
    except (ClusterError, NoFsspec) as error:
        raise click.ClickException(str(error)) from error
    say_unfitting(database, decided)
    say(summary, database)
    sys.exit(exit_code(summary))
