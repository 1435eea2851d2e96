"""What was seen of a value in its own table that makes it more or less likely to be right.

Each sign has a name of its own; `confidence` knows what it weighs, `witnesses` adds those of the row and the other
tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.model import Cell
from extract.numbers import Figure, read_figure
from normalize.heads.roles import Role
from normalize.same import Same
from normalize.tables.columns import Column
from normalize.tables.records import Record
from normalize.tables.sheet import KEPT, Sheet
from normalize.values.label_signs import label_signs, row_signs
from normalize.values.reading import Chosen
from normalize.values.units import read_unit

RESULTS = frozenset({Role.REALIZATION, Role.ACHIEVEMENT})
UNDATED = frozenset({Role.MEDIUM_TERM_TARGET, Role.BASELINE})  # often printed without their year
FAR = 7
SURE_HEAD, WEAK_HEAD = 0.9, 0.6
SURE_READING, UNSURE_READING = 0.9, 0.62
SOUND_GRID = 0.97
CLEAR_INK, FAINT_INK = 0.98, 0.9  # certainty of an OCR engine of its least sure character
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known when a value is read: its table and row, its column, cell and figure, and what was chosen."""

    sheet: Sheet
    columns: tuple[Column, ...]
    record: Record
    column: Column
    cell: Cell
    siblings: Sequence[Figure]
    figure: Figure
    chosen: Chosen
    report_year: int | None


def signs_of(what: Seen) -> tuple[str, ...]:
    """The signs of a value, each once."""
    found = (*_of_head(what), *_of_columns(what), *_of_table(what), *_of_figure(what), *_of_row(what))
    return tuple(dict.fromkeys(found))


def _of_head(what: Seen) -> Iterator[str]:
    head = what.column.head
    settled = head.role is what.column.role
    if settled and head.certainty >= SURE_HEAD:
        yield "clear head"
    elif not settled or head.certainty < WEAK_HEAD:
        yield "weak head"
    if what.column.role in RESULTS and head.certainty < WEAK_HEAD and {head.role, *head.alternatives} >= RESULTS:
        yield "either result"
        if not any(c.role in RESULTS and c.role is not what.column.role for c in what.columns):
            yield "either alone"
    if not what.sheet.head_rows:
        yield "no head"
    if what.column.year is None and what.column.role not in UNDATED:
        yield "no year"
    elif head.year is None and head.relative_year is None and not YEAR.search(what.sheet.table.caption or ""):
        yield "year guessed"


def _of_columns(what: Seen) -> Iterator[str]:
    """What the other columns of the table say of the value's own."""
    own, sheet = what.column, Same(what.sheet)
    if any(c.role is Role.UNKNOWN and _holds_figures(sheet, c.col) for c in what.columns):
        yield "unread column"
    if any(_holds_figures(sheet, col) for col in range(own.col + 1, own.last + 1) if col != own.unit_col):
        yield "shared head"
    if _holds_years(sheet, own.col):
        yield "year in column"
    same = (own.role, own.year, own.period)
    if any(c is not own and c.is_value and (c.role, c.year, c.period) == same for c in what.columns):
        yield "twin column"


@lru_cache(maxsize=KEPT)
def _holds_figures(key: Same[Sheet], col: int) -> bool:
    """Whether most of what stands in a column below the head are figures."""
    texts = key.it.body_texts.get(col, [])
    return 2 * sum(read_figure(text).value is not None for text in texts) > len(texts)


@lru_cache(maxsize=KEPT)
def _holds_years(key: Same[Sheet], col: int) -> bool:
    """Whether a year alone stands in a column below the head: part of the head was read as values."""
    return any(YEAR.fullmatch(text) for text in key.it.body_texts.get(col, []))


def _of_table(what: Seen) -> Iterator[str]:
    table = what.sheet.table
    labels = [c for c in what.columns if c.role is Role.INDICATOR]
    if labels and all(c.head.role is not Role.INDICATOR for c in labels):
        yield "stand-in"
    if table.quality < SOUND_GRID:
        yield "rough grid"
    if table.method == "gaps":
        yield "white gaps"
    if table.method == "ocr":
        yield "scanned"
        if what.cell.certainty < CLEAR_INK:
            yield "pale figure"
        if what.cell.certainty < FAINT_INK:
            yield "faint figure"


def _of_figure(what: Seen) -> Iterator[str]:
    chosen = what.chosen
    if len(what.figure.readings) > 1:
        if chosen.certainty < SURE_READING:
            yield "unsure reading"
        if chosen.certainty < UNSURE_READING:
            yield "two readings"
    if chosen.notes or what.figure.kind in {"malformed", "several"}:
        yield "doubtful figure"
    if chosen.value is None and what.figure.kind == "words":
        figures = sum(f.value is not None for f in what.siblings)
        if figures * 2 > len(what.siblings):
            yield "words among figures"
        unit = read_unit(what.figure.raw)
        if unit is not None and unit.certain and unit.canonical:
            yield "unit for a figure"
    elif YEAR.fullmatch(what.figure.raw.strip()):
        yield "year for a figure"


def _of_row(what: Seen) -> Iterator[str]:
    label, column, report = what.record.indicator, what.column, what.report_year
    yield from label_signs(label)
    names = [c.col for c in what.columns if c.role is Role.INDICATOR]
    if names:
        left = [col for col in names if col < column.col]
        yield from row_signs(what.sheet, what.record.row, left[-1] if left else names[0])
    if column.year is not None and report is not None and abs(column.year - report) > FAR:
        yield "far year"
    same = [e for e in what.record.entries if (e.column.role, e.column.year) == (column.role, column.year)]
    if len([e for e in same if e.column.period == column.period]) > 1:
        yield "two in one"
