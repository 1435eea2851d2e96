"""Printed numbers: a cell to all its honest readings, never one guess."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extract.numbers.digits import join_pieces, read_token
from extract.numbers.figures import Figure, Kind, Reading
from extract.numbers.frame import YEAR
from extract.numbers.marks import clean, grade_family, take_currency, take_scale
from extract.numbers.number_words import NumberWords, read_number_words
from extract.numbers.quantities import read_cell
from extract.numbers.rounding import half_up, is_multiple

__all__ = [
    "Figure",
    "Kind",
    "NumberWords",
    "Reading",
    "clean",
    "format_number",
    "grade_family",
    "half_up",
    "is_multiple",
    "read_figure",
    "read_number_words",
    "split_values",
    "take_currency",
    "take_scale",
]

_PLAIN = re.compile(r"\s*(0|[1-9][0-9]{0,14})(?:([.,])([0-9]{1,2}|[0-9]{4,5}))?\s*(%?)\s*", re.ASCII)
_MARKED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{2,3})+", re.ASCII)


@lru_cache(maxsize=16384)
def read_figure(raw: str) -> Figure:
    """What a printed cell may mean, with all its readings.

    >>> read_figure("32,86%").value, read_figure("32,86%").unit_raw
    (Decimal('32.86'), '%')
    >>> [str(reading.value) for reading in read_figure("5.310 Orang").readings]
    ['5310', '5.310']
    >>> figure = read_figure("Nilai = 72,40 (Penilaian Tahun 2023)")
    >>> figure.value, figure.unit_raw, figure.remark, figure.year
    (Decimal('72.40'), 'Nilai', 'Penilaian Tahun 2023', 2023)
    >>> read_figure("86 (101%)").second.value, read_figure("BB (73,03)").grade, read_figure("-").missing
    (Decimal('101'), 'BB', 'dash')
    """
    plain = _PLAIN.fullmatch(raw)
    if plain is None:
        if _MARKED.fullmatch(raw) and not (digits := read_token(raw)).notes and digits.kind == "number":
            return Figure(raw, "number", digits.readings)
        return read_cell(raw)
    whole, mark, tail, percent = plain.groups()
    unit = "%" if percent else None
    if not mark:
        notes = ("year_like",) if not percent and len(whole) == 4 and YEAR.fullmatch(whole) else ()
        return Figure(raw, "number", (Reading(Decimal(whole), decimals=0),), unit_raw=unit, notes=notes)
    reading = Reading(Decimal(f"{whole}.{tail}"), rule="decimal", decimals=len(tail), decimal_mark=mark)
    return Figure(raw, "number", (reading,), unit_raw=unit)


def format_number(value: Decimal, decimals: int | None = None, style: Literal["comma", "point"] = "comma") -> str:
    """A value as Indonesian reports print it (`comma`: 1.234,56), or in the English way (`point`).

    `decimals` rounds half up; None keeps the digits the value has.

    >>> format_number(Decimal("7200837838.5"), 2), format_number(Decimal("-0.765"))
    ('7.200.837.838,50', '-0,765')
    >>> format_number(Decimal(1234), style="point")
    '1,234'
    """
    rounded = value if decimals is None else half_up(value, decimals)
    printed = f"{rounded:,f}"
    return printed if style == "point" else printed.translate(str.maketrans(",.", ".,"))


_DIGIT = re.compile(r"[0-9]")
_HANGS = re.compile(r"[/(]$|[\sA-Za-z0-9%]-$")
_OPENS_BRACKET = re.compile(r"\([^)]*$")


def split_values(raw: str, count: int | None = None) -> tuple[str, ...]:
    """The values stacked in one cell, each verbatim with its own line breaks; one value gives one part.

    Lines belong together where a number, a word or a bracket runs on. `count`, where known from the stacked
    indicators beside the cell, decides the doubtful joins ("17,5" over "5").

    >>> split_values("86\\n(101%)\\n270\\n(60%)")
    ('86\\n(101%)', '270\\n(60%)')
    >>> split_values("174.494.00\\n0"), split_values("17,5\\n5"), split_values("17,5\\n5", count=2)
    (('174.494.00\\n0',), ('17,5\\n5',), ('17,5', '5'))
    """
    lines = [line for line in raw.split("\n") if line.strip()]
    joined = _group(lines, doubtful=True)
    if count is None or len(joined) == count:
        return joined
    apart = _group(lines, doubtful=False)
    return apart if len(apart) == count else joined


def _group(lines: list[str], doubtful: bool) -> tuple[str, ...]:
    parts: list[str] = []
    for line in lines:
        if parts and _runs_on(parts[-1], line, doubtful):
            parts[-1] = f"{parts[-1]}\n{line}"
        else:
            parts.append(line)
    return tuple(parts)


def _runs_on(before: str, line: str, doubtful: bool) -> bool:
    """Whether a line continues the value above it."""
    head, tail = clean(before)[0], clean(line)[0]
    if _OPENS_BRACKET.search(head) or tail.startswith(("(", "/", "%", ")")) or _HANGS.search(head):
        return True
    if not _DIGIT.search(head) and len(head) > 1 and not grade_family(head):
        return take_currency(head)[1] is not None or head.endswith(("=", ":", ">", "<", "≥", "≤"))
    if not _DIGIT.search(tail):
        return len(tail) > 1 and not grade_family(tail) and not read_figure(line).missing
    bare, last = take_currency(head)[0].strip().split("\n")[-1].strip(), take_currency(tail)[0].strip()
    pieces = [*bare.split(), re.split(r"[^0-9.,]", last, maxsplit=1)[0]]
    if not all(re.fullmatch(r"[0-9.,]+", piece) for piece in pieces):
        return False
    joined = join_pieces(pieces, lines=True)
    return joined is not None and (doubtful or joined[1] > 0.8)
