"""Rows on stdout: as a table for people, as CSV or JSON for programs."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from commands.terminal import tell

if TYPE_CHECKING:
    from store import Column, View

F = TypeVar("F", bound=Callable[..., Any])
Form = Literal["table", "csv", "json"]
Row = Sequence[Any]
NO_HEADS: Mapping[str, str] = {}


def form_options(function: F) -> F:
    """`--csv`, `--json` and `-t`, which is what a person gets."""
    option = click.option
    function = option("-t", "--table", "form", flag_value="table", default="table", help="A table (default).")(function)
    function = option("--json", "form", flag_value="json", help="JSON.")(function)
    return option("--csv", "form", flag_value="csv", help="CSV.")(function)


def emit(form: Form, view: View, rows: Sequence[Row], heads: Mapping[str, str] = NO_HEADS) -> None:
    """Write rows with the columns of `view` to stdout; `heads` are shorter names for the table."""
    from store import PLAIN, WRITERS

    if form == "table":
        tell("\n".join(layout(view.columns, rows, heads)))
        return
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # CSV brings its own line ends
    WRITERS[form](sys.stdout, view, iter(tuple(row) for row in rows), PLAIN)


def layout(columns: Sequence[Column], rows: Sequence[Row], names: Mapping[str, str] = NO_HEADS) -> list[str]:
    """Rows as lines of text with a head; numbers stand right, unknown is a dash."""
    texts = [[shown(value, column) for value, column in zip(row, columns, strict=True)] for row in rows]
    heads = [names.get(column.name, column.name).replace("_", " ") for column in columns]
    widths = [max(map(_width, parts)) for parts in zip(heads, *texts, strict=True)]
    right = [column.type != "text" for column in columns]

    def line(parts: Sequence[str]) -> str:
        padded = (
            " " * (width - _width(part)) + part if at_right else part + " " * (width - _width(part))
            for part, width, at_right in zip(parts, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    return [line(heads), line(["-" * width for width in widths]), *map(line, texts)]


def shown(value: Any, column: Column) -> str:
    """One value for people: thousands by commas; computed figures with two decimals, printed ones with all theirs."""
    if value is None or value == "":
        return "-"
    if column.type == "decimal":
        return f"{Decimal(value):,f}"
    if column.type == "number":
        return f"{value:,.0f}" if column.unit == "IDR" else f"{value:,.2f}"
    return " ".join(str(value).split())


def _width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text if not unicodedata.combining(char))
