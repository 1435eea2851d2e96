"""Options and errors that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sqlite3 import Connection

F = TypeVar("F", bound=Callable[..., Any])


def database_option(function: F) -> F:
    """`--db`: the database, from LAKIP_DB where it is set."""
    return click.option(
        "--db",
        "database",
        type=click.Path(path_type=Path),
        envvar="LAKIP_DB",
        default=Path("outputs/lakip.db"),
        show_default=True,
        show_envvar=True,
        help="The database.",
    )(function)


def jobs_option(function: F) -> F:
    """`--jobs`: how many worker processes."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(0),
        default=os.cpu_count() or 1,
        show_default="cores",
        help="Workers; 0 works in this process, unprotected.",
    )(function)


def output_option(help: str) -> Callable[[F], F]:
    """`-o`, `--output`: the one file a command writes."""
    return click.option(
        "-o",
        "--output",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=help,
    )


def ocr_option(function: F) -> F:
    """`--ocr`: whether pages that are images are read."""
    return click.option(
        "--ocr",
        type=click.Choice(["auto", "never", "always"]),
        default="auto",
        show_default=True,
        help="Read pages that are images.",
    )(function)


def progress_option(function: F) -> F:
    """`--progress`: None where the user said nothing."""
    return click.option(
        "--progress/--no-progress", "asked", default=None, help="Show how far it is (default: on a terminal)."
    )(function)


def debug_option(function: F) -> F:
    """`--debug`: `commands.main` looks for it, so that it works wherever the error comes from."""
    return click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")(function)


def example(*lines: str) -> str:
    """The end of a command's help.

    >>> print(example("lakip compare"))
    \b
    Example:
      lakip compare
    """
    return "\n".join(("\b", "Example:", *(f"  {line}" for line in lines)))


@contextmanager
def plain_errors() -> Iterator[None]:
    """A database that cannot be used is one line and exit code 1."""
    from store import StoreError

    try:
        yield
    except StoreError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """The database for reading, closed at the end. What it cannot answer then is one line too."""
    from store import open_reader
    from store import plain_errors as of_database

    with plain_errors(), closing(open_reader(path)) as connection, of_database(path):
        yield connection
