"""`lakip publish`: one database for any Datasette host."""

from __future__ import annotations

from pathlib import Path

import click

from commands.options import database_option, debug_option, example, output_option, plain_errors
from commands.serve import NOT_INSTALLED


@click.command("publish", epilog=example("lakip publish -o site.db", "lakip publish -o site.db --images"))
@output_option("The database to write; one that is there is replaced.")
@database_option
@click.option("--images", is_flag=True, help="Store the image of every page that a value or a finding stands on.")
@click.option(
    "--reports",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where the report files are, if not where they were read; matched by content.",
)
@debug_option
def command(output: Path, database: Path, images: bool, reports: Path | None) -> None:
    """Write one read-only database without local paths.

    Any Datasette shows it: datasette -i site.db. Where lakip[site] is installed beside that Datasette, it shows the
    pages of lakip serve.
    """
    from store import write_site

    if output.absolute() == database.absolute():
        raise click.UsageError("--output is the database itself; name another file")
    with plain_errors():
        if images:
            try:
                from explore.picture import Painter
            except ImportError as error:
                raise click.ClickException(NOT_INSTALLED) from error
            with Painter(database, reports) as painter:
                count = write_site(database, output, painter.picture)
            for name in painter.missing:
                click.echo(f"no image of {name}: its file is missing; say where it is with --reports", err=True)
        else:
            count = write_site(database, output)
    size = output.stat().st_size / 1e6
    click.echo(f"{output}: {size:.1f} MB" + (f", {count} page images" if images else ""), err=True)
