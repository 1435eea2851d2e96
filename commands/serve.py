"""`lakip serve`: the database as a website."""

from __future__ import annotations

from pathlib import Path

import click

from commands.options import database_option, debug_option, example, plain_errors

LARGE = 50_000_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")
NOT_INSTALLED = "the site needs the extra lakip[site]; install it with: pip install 'lakip[site]'"


@click.command("serve", epilog=example("lakip serve", "lakip serve --reports reports/ --port 8080"))
@database_option
@click.option(
    "--reports",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where the report files are, if not where they were read; matched by content.",
)
@click.option("--review", is_flag=True, help="Take decisions on values; on this machine only.")
@click.option(
    "--corrections",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where --review writes decisions (default: corrections.csv beside the database).",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to answer on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to answer on.")
@debug_option
def command(database: Path, reports: Path | None, review: bool, corrections: Path | None, host: str, port: int) -> None:
    """Show the database as a website where every number opens its page.

    Read-only, on this machine unless --host says otherwise; nothing is fetched from elsewhere. The database may be
    written meanwhile: the site shows it as it then is.
    """
    if review and host not in LOOPBACK:
        raise click.UsageError("--review takes decisions from whoever reaches the site; it works on 127.0.0.1 only")
    if corrections and not review:
        raise click.UsageError("--corrections says where --review writes; give --review too")
    try:
        import uvicorn

        from explore.app import SiteSettings, make_site
    except ImportError as error:
        raise click.ClickException(NOT_INSTALLED) from error
    if database.exists() and database.stat().st_size > LARGE:
        click.echo("Copying the views for the site; this takes a while, once after each change", err=True)
    with plain_errors():
        datasette = make_site(SiteSettings(database, reports, corrections, review, drawers_ahead=2))
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Open http://{shown}:{port}/ (stop with Ctrl+C)", err=True)
    uvicorn.run(datasette.app(), host=host, port=port, log_level="warning", lifespan="on")
