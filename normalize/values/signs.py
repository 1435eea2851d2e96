"""What was seen of a value in its own table that makes it more or less likely to be right.

Each sign has a name of its own; `confidence` knows what it weighs, `witnesses` adds those of the row and the other
tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.model import Cell
from extract.numbers import Figure
from normalize.heads.roles import Role
from normalize.tables.columns import Column
from normalize.tables.named_above import openers
from normalize.tables.records import Record
from normalize.tables.sheet import Sheet
from normalize.values.reading import Chosen
from normalize.values.units import read_unit
from normalize.words import RATINGS

RESULTS = frozenset({Role.REALIZATION, Role.ACHIEVEMENT})
_RATING = rf"(?:sangat |cukup |kurang )?(?:{RATINGS})\b.{{0,25}}"
ODD_LABEL = re.compile(
    rf"^(?:{_RATING}|[\d\W]+|target.*|realisasi|(?:no\W*)?(?:sasaran strategis |uraian )?indikator kinerja\b.*)$",
    re.IGNORECASE,
)
FIGURES_IN_LABEL = re.compile(
    r"(?:(?<![\d.,])(?!(?:19|20)\d\d\b)\d[\d.,]*\s*(?:%|[a-z]+)?\W*){2}$|\d[.,]\d.*\d[.,]\d", re.IGNORECASE
)
MARK_INSIDE = re.compile(r"\w\W*\s\(?(?:\d{1,2}|[a-h])[.)]\s+[A-Z]")
_CONNECTORS = "antara|atau|bagi|dalam|dan|dari|dengan|di|ke|oleh|pada|per|serta|sesuai|terhadap|untuk|yang"
TORN_LABEL = re.compile(rf"^[a-z]{{2}}|^[)%,.;]|[,(&/-]$|\b(?:{_CONNECTORS})$")
CONNECTORS = frozenset(_CONNECTORS.split("|"))
MOST_UNITS = 3
SHORTEST, LONGEST = 4, 420
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
    found = (*_of_head(what), *_of_table(what), *_of_figure(what), *_of_row(what))
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
    if not what.sheet.head_rows:
        yield "no head"
    if what.column.year is None and what.column.role is not Role.MEDIUM_TERM_TARGET:
        yield "no year"
    elif head.year is None and head.relative_year is None and not YEAR.search(what.sheet.table.caption or ""):
        yield "year guessed"


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


def is_odd_label(label: str) -> bool:
    """Whether a text can hardly name an indicator: too short or long, a rating, a head, or nothing but units."""
    units = [read_unit(word) for word in label.split()]
    only_units = len(units) <= MOST_UNITS and all(unit and unit.certain and unit.canonical for unit in units)
    fits = SHORTEST <= len(re.sub(r"\W", "", label)) <= LONGEST
    return not fits or only_units or ODD_LABEL.match(label) is not None


def is_joined_label(label: str) -> bool:
    """Whether a second indicator begins inside the text: with a list mark, or with a capital after a small word.

    >>> is_joined_label("Persentase tenaga kerja yang terserap Jumlah LPK"), is_joined_label("Persentase Indeks Desa")
    (True, False)
    """
    if MARK_INSIDE.search(label):
        return True
    return any(
        word[0].isupper() and word.casefold() in openers() and before[0].islower() and before not in CONNECTORS
        for before, word in pairwise(label.split())
    )


def _of_row(what: Seen) -> Iterator[str]:
    label, column, report = what.record.indicator, what.column, what.report_year
    if is_odd_label(label):
        yield "odd label"
    elif FIGURES_IN_LABEL.search(label):
        yield "figures in label"
    elif is_joined_label(label):
        yield "joined label"
    elif TORN_LABEL.search(label):
        yield "torn label"
    if column.year is not None and report is not None and abs(column.year - report) > FAR:
        yield "far year"
    same = [e for e in what.record.entries if (e.column.role, e.column.year) == (column.role, column.year)]
    if len([e for e in same if e.column.period == column.period]) > 1:
        yield "two in one"
