"""`lakip export`: views as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import database_option, debug_option, example, reading

if TYPE_CHECKING:
    from sqlite3 import Connection

    from store import Style

FORMS = ("csv", "json", "xlsx", "parquet")
ON_STDOUT = ("csv", "json")
ALL = "all"


@click.command(
    "export",
    epilog=example(
        "lakip export observations -o observations.csv",
        "lakip export all -o cleaned/",
        "lakip export scorecard -o rapor.xlsx --labels id",
    ),
)
@click.argument("what")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="File; for `all` a folder or a workbook; - for stdout."
)
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: by the ending of FILE, else csv.")
@click.option(
    "--labels",
    type=click.Choice(["name", "id"]),
    default="name",
    show_default=True,
    help="Heads of the columns: their names, or Indonesian labels.",
)
@click.option("--excel-id", is_flag=True, help="CSV for Excel in Indonesia: BOM, semicolons, decimal comma.")
@click.option("--wide", is_flag=True, help="The trend with its years as columns.")
@database_option
@debug_option
def command(what: str, output: str, form: str | None, database: Path, **asked: Any) -> None:
    """Write a view to a file. WHAT is documents, observations, statements, aggregates, achievements, comparison,
    trend, targets, scorecard, findings, budgets, counts, number_words, references, agreements, causes, checklist, or
    all for a folder with every view and its description, a Frictionless data package.

    Two runs give the same bytes. In CSV and XLSX a text that a spreadsheet would run as a formula has a ' in front;
    numbers stay numbers.
    """
    from store import ExportError, Style, view_names

    if what not in (ALL, *view_names()):
        raise click.UsageError(f"no view {what!r}; there are {', '.join(view_names())}, and {ALL}")
    chosen = form or _by_ending(output, what)
    if asked["excel_id"] and chosen != "csv":
        raise click.UsageError(f"--excel-id is a kind of csv, not of {chosen}")
    if asked["wide"] and what != "trend":
        raise click.UsageError("--wide is for the trend")
    with reading(database) as db:
        try:
            counts = _write(db, what, output, chosen, Style(**asked))
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


def _write(db: Connection, what: str, output: str, form: str, style: Style) -> dict[str, int]:
    """Rows written, by view."""
    from store import export_all, export_file, export_text, export_workbook, public_view, public_views

    path = Path(output)
    if what == ALL and output == "-":
        raise click.UsageError("all is a folder of files; name one with -o")
    if what == ALL and form == "xlsx" and path.suffix.lower() == ".xlsx":
        return export_workbook(db, public_views(), path, style)
    if what == ALL:
        return export_all(db, path, form, style)
    if output != "-":
        return {what: export_file(db, public_view(what), form, path, style)}
    if form not in ON_STDOUT:
        raise click.UsageError(f"{form} is no text; name a file with -o")
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # CSV brings its own line ends
    return {what: export_text(db, public_view(what), form, sys.stdout, style)}
