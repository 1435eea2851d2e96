"""The console script `lakip`: one module a command, loaded when it is asked for."""

from __future__ import annotations

import atexit
import gc
import importlib
import sys
from types import TracebackType

import click

from bulk.version import VERSION

COMMANDS = (
    "ingest",
    "normalize",
    "tables",
    "compare",
    "check",
    "export",
    "suggest",
    "chart",
    "show",
    "evaluate",
    "serve",
    "publish",
)


class _Lazy(click.Group):
    """Imports the module of a command only when its help or the command itself is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"commands.{cmd_name}").command
        assert isinstance(command, click.Command), cmd_name
        return command


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  lakip ingest reports/\n  lakip compare",
)
@click.version_option(VERSION, prog_name="lakip", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn the yearly performance reports of Indonesian agencies (LAKIP, LKjIP) into one comparable database.

    Reads PDF and text reports, keeps every number with the page it was printed on, recomputes every achievement
    and says where a report contradicts itself.
    """


def main() -> None:
    """Run the command line. What we did not foresee becomes one line, its traceback only with --debug."""
    if "--debug" not in sys.argv:
        sys.excepthook = _one_line
    atexit.register(gc.freeze)  # else what is left would be searched for garbage to the last
    cli(prog_name="lakip")


def _one_line(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    said = " ".join(str(error).split())
    click.echo(f"Error: our mistake: {kind.__name__}: {said}", err=True)
    click.echo("Run again with --debug and report what it prints.", err=True)
