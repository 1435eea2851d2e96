"""Quarters in heads that OCR misspelled: a column is of the quarter its place among its neighbours says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz.fuzz import ratio

from normalize.heads.roles import Role
from normalize.tables.columns import Column
from normalize.tables.sheet import Sheet

QUARTERS = ("q1", "q2", "q3", "q4")
NUMBERED = (("1", "2", "3", "4"), ("I", "II", "III", "IV"))
BY_QUARTER = re.compile(r"\b(?:tri\s?wulan|tw)\b", re.IGNORECASE)
ALIKE = 40.0  # percent: "Tn WU" is more like "Triw I" than "Total" is
NOT_LETTERS = re.compile(r"\W+")


def with_quarters(sheet: Sheet, columns: Sequence[Column]) -> list[Column]:
    """The columns of a table, those among quarters with the period of their place.

    Four columns under one head are quarters where they are numbered under a caption that speaks of quarters, and in a
    scanned table where some are and the words of the others look like theirs.
    """
    if sheet.table.method != "ocr":
        return _numbered_quarters(sheet, columns)
    found: list[Column] = []
    for above, group in groupby(columns, key=lambda c: sheet.head_path(c.col)[:-1]):
        under = list(group)
        found += _as_quarters(sheet, under) if above and len(under) == len(QUARTERS) else under
    return found


def _numbered_quarters(sheet: Sheet, columns: Sequence[Column]) -> list[Column]:
    if not BY_QUARTER.search(sheet.table.caption or ""):
        return list(columns)
    found: list[Column] = []
    for above, group in groupby(columns, key=lambda c: sheet.head_path(c.col)[:-1]):
        under = list(group)
        numbers = tuple(sheet.head_path(c.col)[-1].strip().upper() for c in under) if above else ()
        if numbers in NUMBERED:
            under = [replace(c, head=replace(c.head, period=q)) for c, q in zip(under, QUARTERS, strict=True)]
        found += under
    return found


def _as_quarters(sheet: Sheet, columns: Sequence[Column]) -> Sequence[Column]:
    """Four columns by their places, where some are numbered so; else those that are not told hold nothing known."""
    told = [c for c in columns if c.period.removesuffix("_ytd") in {"q", *QUARTERS}]
    words = [_word(sheet, c) for c in told]
    others = [c for c in columns if c not in told]
    if not told or not all(any(_alike(_word(sheet, c), word) for word in words) for c in others):
        return columns
    in_place = sum(c.period == place for c, place in zip(columns, QUARTERS, strict=True))
    elsewhere = sum(c.period in QUARTERS for c in columns) - in_place
    if in_place and in_place >= elsewhere:
        return [replace(c, head=replace(c.head, period=q)) for c, q in zip(columns, QUARTERS, strict=True)]
    return [replace(c, role=Role.OTHER) if c in others else c for c in columns]


def _word(sheet: Sheet, column: Column) -> str:
    return NOT_LETTERS.sub("", sheet.head_path(column.col)[-1]).casefold()


def _alike(one: str, other: str) -> bool:
    return one[:1] == other[:1] and ratio(one, other) >= ALIKE
