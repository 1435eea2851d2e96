"""A person's decisions for the commands: where `corrections.csv` is, what it says, and what of it fits nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from commands.terminal import tell

if TYPE_CHECKING:
    from normalize import Correction

F = TypeVar("F", bound=Callable[..., Any])
FILE_NAME = "corrections.csv"
MOST_NAMED = 5


def corrections_option(function: F) -> F:
    """`--corrections`: the file of decisions, beside the database where it is not named."""
    return click.option(
        "--corrections",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"A person's decisions (default: {FILE_NAME} beside the database).",
    )(function)


def corrections_path(given: Path | None, database: Path) -> Path:
    """The file of decisions that a command reads and writes."""
    return given or database.parent / FILE_NAME


def load_corrections(given: Path | None, database: Path, must_exist: bool = True) -> tuple[Correction, ...]:
    """The decisions; none where no file was named and none lies beside the database."""
    path = corrections_path(given, database)
    if not given and not path.exists():
        return ()
    from normalize import CorrectionError, parse_corrections

    try:
        return parse_corrections(path.read_text(encoding="utf-8-sig"), str(path))
    except FileNotFoundError as error:
        if given and must_exist:
            raise click.UsageError(f"there is no file {path}; name another with --corrections") from error
        return ()
    except (CorrectionError, UnicodeDecodeError) as error:
        said = error if isinstance(error, CorrectionError) else f"{path} is not UTF-8 text; save it as CSV UTF-8"
        raise click.ClickException(str(said)) from error
    except OSError as error:
        raise click.ClickException(f"cannot read {path}: {error.strerror}") from error


def write_corrections(path: Path, corrections: Sequence[Correction]) -> None:
    """Put decisions in the place of the file; it is replaced as a whole, so that nobody reads half of it."""
    from normalize import CorrectionError, format_corrections, parse_corrections

    text = format_corrections(corrections)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        parse_corrections(text, str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except CorrectionError as error:
        raise click.ClickException(f"not written: {error}") from error
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error


def say_unfitting(database: Path, corrections: Sequence[Correction]) -> None:
    """Name on stderr the decisions that fit nothing."""
    from commands.options import reading
    from store import unknown_reports, unmatched_decisions

    if not corrections:
        return
    with reading(database) as db:
        unmatched = unmatched_decisions(db)
        unknown = unknown_reports(db, (one.sha256 for one in corrections))
    for name, message in unmatched:
        tell(f"corrections: {name}: {message}", err=True)
    if unknown:
        named = ", ".join(sha256[:12] for sha256 in unknown[:MOST_NAMED])
        more = f" and {len(unknown) - MOST_NAMED} more" if len(unknown) > MOST_NAMED else ""
        click.echo(f"corrections: the database has no report {named}{more}", err=True)
