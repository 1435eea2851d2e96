"""Tables for people: columns that fit a terminal, long names wrapped, numbers on the right."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDE, NARROW = "  ", " "
"""What parts the columns; the narrow one where the table is too wide for the terminal."""
LEAST_WORDS = 12
"""A column of words is never made narrower than this."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table: its head, whether it holds words that may be wrapped, and whether it stands right."""

    name: str
    is_words: bool = False
    is_right: bool = False


def terminal_width() -> int | None:
    """How wide a table may be: the terminal's columns or COLUMNS; None where the output goes to a file or a pipe."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size((100, 24)).columns
    return None


def layout(heads: Sequence[Head], rows: Sequence[Sequence[str] | str], width: int | None = None) -> list[str]:
    """Rows of text as lines, with a head and a rule. Cells may hold lines; words are wrapped to fit `width`.

    A row that is one text stands as it is over all columns: a heading, a sum.

    >>> rows = [["Dinas Tenaga Kerja", "7"]]
    >>> print("\\n".join(layout([Head("agency", is_words=True), Head("met", is_right=True)], rows, 20)))
    agency           met
    ---------------- ---
    Dinas Tenaga       7
    Kerja
    """
    cells = [row if isinstance(row, str) else [part.split("\n") for part in row] for row in rows]
    widths = _widths(heads, [row for row in cells if not isinstance(row, str)])
    gap = WIDE if width is None or sum(widths) + len(WIDE) * (len(widths) - 1) <= width else NARROW
    if width is not None:
        widths = _narrowed(heads, widths, width - len(gap) * (len(widths) - 1))
    names = [_wrapped(head.name, size) for head, size in zip(heads, widths, strict=True)]
    lines = [*_lines(names, heads, widths, gap), gap.join("-" * size for size in widths)]
    for row in cells:
        if isinstance(row, str):
            lines += paragraph(row, width)
            continue
        wrapped = [
            [line for part in parts for line in (_wrapped(part, size) if head.is_words else [part])]
            for parts, head, size in zip(row, heads, widths, strict=True)
        ]
        lines += _lines(wrapped, heads, widths, gap)
    return lines


def paragraph(text: str, width: int | None = None) -> list[str]:
    """A text as lines that fit; what is written below a table."""
    indent = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(text, width or len(text) + 1, subsequent_indent=indent) or [""]


def _widths(heads: Sequence[Head], cells: Sequence[Sequence[Sequence[str]]]) -> list[int]:
    """The width of each column: as wide as its cells and the longest word of its head."""
    columns = list(zip(*cells, strict=True)) if cells else [()] * len(heads)
    return [
        max([_word(head.name), *(display_width(line) for parts in column for line in parts)])
        for head, column in zip(heads, columns, strict=True)
    ]


def _narrowed(heads: Sequence[Head], widths: Sequence[int], width: int) -> list[int]:
    """The widths with columns of words made as much narrower as the whole has to be."""
    found = list(widths)
    words = [n for n, head in enumerate(heads) if head.is_words]
    while sum(found) > width and words:
        widest = max(words, key=lambda n: found[n])
        if found[widest] <= LEAST_WORDS:
            break
        found[widest] -= 1
    return found


def _word(text: str) -> int:
    return max(map(display_width, text.split()), default=0)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or [""]


def _lines(parts: Sequence[Sequence[str]], heads: Sequence[Head], widths: Sequence[int], gap: str) -> list[str]:
    """The printed lines of one row."""
    lines = []
    for at in range(max(map(len, parts))):
        texts = [part[at] if at < len(part) else "" for part in parts]
        lines.append(gap.join(map(_padded, texts, heads, widths)).rstrip())
    return lines


def _padded(text: str, head: Head, width: int) -> str:
    blank = " " * (width - display_width(text))
    return blank + text if head.is_right else text + blank


def display_width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text if not unicodedata.combining(char))


def figure(value: Any, decimals: int | None = None) -> str:
    """A number for people: thousands by commas, a printed one with all its digits; `-` where there is none.

    >>> figure("7200837838"), figure(103.4286, 1), figure(None), figure("72.40")
    ('7,200,837,838', '103.4', '-', '72.40')
    """
    if value is None or value == "":
        return "-"
    if decimals is None:
        return f"{Decimal(str(value)):,f}"
    return f"{float(value):,.{decimals}f}"


def count(number: int, noun: str) -> str:
    """
    >>> count(1, "target"), count(1200, "target")
    ('1 target', '1,200 targets')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
