"""`lakip export`: views as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import database_option, debug_option, example, reading

if TYPE_CHECKING:
    from sqlite3 import Connection

FORMS = ("csv", "json", "xlsx", "parquet")
ON_STDOUT = ("csv", "json")
ALL = "all"


@click.command(
    "export", epilog=example("lakip export observations -o observations.csv", "lakip export all -o cleaned/")
)
@click.argument("what")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="File; for `all` a folder or a workbook; - for stdout."
)
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: by the ending of FILE, else csv.")
@database_option
@debug_option
def command(what: str, output: str, form: str | None, database: Path) -> None:
    """Write a view to a file. WHAT is documents, observations, statements, aggregates, achievements, comparison,
    trend, targets, scorecard, findings, budgets, counts, number_words, references, agreements, causes, checklist, or
    all for a folder with every view and its description.
    """
    from store import ExportError, view_names

    if what not in (ALL, *view_names()):
        raise click.UsageError(f"no view {what!r}; there are {', '.join(view_names())}, and {ALL}")
    chosen = form or _by_ending(output, what)
    with reading(database) as db:
        try:
            counts = _write(db, what, output, chosen)
        except OSError as error:
            raise click.ClickException(f"cannot write {output}: {error.strerror}; name another file with -o") from error
        except ExportError as error:
            raise click.ClickException(str(error)) from error
    for name, count in counts.items():
        click.echo(f"{name}: {count} rows", err=True)
    if not any(counts.values()):
        click.echo("The database has no such rows yet; read reports with: lakip ingest FOLDER", err=True)


def _by_ending(output: str, what: str) -> str:
    """The form that the ending of the name asks for; csv for stdout and for a folder."""
    ending = Path(output).suffix.lower().removeprefix(".")
    if ending in FORMS:
        return ending
    if output == "-" or what == ALL or not ending:
        return FORMS[0]
    raise click.UsageError(f"no format for {output!r}; end the name in {', '.join('.' + one for one in FORMS)}")


def _write(db: Connection, what: str, output: str, form: str) -> dict[str, int]:
    """Rows written, by view."""
    from store import export_all, export_file, export_text, export_workbook, public_view, public_views

    path = Path(output)
    if what == ALL and output == "-":
        raise click.UsageError("all is a folder of files; name one with -o")
    if what == ALL and form == "xlsx" and path.suffix.lower() == ".xlsx":
        return export_workbook(db, public_views(), path)
    if what == ALL:
        return export_all(db, path, form)
    if output != "-":
        return {what: export_file(db, public_view(what), form, path)}
    if form not in ON_STDOUT:
        raise click.UsageError(f"{form} is no text; name a file with -o")
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # CSV brings its own line ends
    return {what: export_text(db, public_view(what), form, sys.stdout)}
