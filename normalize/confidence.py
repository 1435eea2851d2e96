"""How far a value can be trusted, from what was actually seen of it.

Every sign that was seen of a value adds to or takes from its log-odds; `SIGNS` is the one list, with weights fitted on
hand-labelled reports, document by document held out (`docs/confidence.md`). First the signs of the value's own table
(`seen`), then its witnesses in the row and in the other tables (`with_witnesses`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.numbers import Figure
from normalize.columns import Column
from normalize.headers import Role
from normalize.model import Observation
from normalize.reading import Chosen
from normalize.records import Record
from normalize.sheet import Sheet

BASE = 2.75


@dataclass(frozen=True, slots=True)
class Sign:
    """Something seen of a value; `weight` is what it adds to the log-odds that the value is right."""

    name: str
    weight: float
    meaning: str


SIGNS: Mapping[str, Sign] = {
    sign.name: sign
    for sign in (
        Sign("arithmetic", 2.0, "target, realisation and achievement of the row fit each other"),
        Sign("same elsewhere", 1.5, "another table prints the same value for the same indicator and year"),
        Sign("clear head", 0.3, "the head of the column leaves no doubt"),
        Sign("weak head", -0.6, "the words of the head are weak, or its role was settled by neighbours or arithmetic"),
        Sign("either result", -1.5, "the head allows results as well as achievements"),
        Sign("no head", -0.8, "the table has no head of its own; it goes on with the columns of the table before"),
        Sign("stand-in", -1.2, "no column is headed as indicator; another column of words names the rows"),
        Sign("rough grid", -1.0, "words of the table run through its rules"),
        Sign("white gaps", -0.5, "no rules part the columns"),
        Sign("scanned", -2.2, "the figure was read from an image"),
        Sign("unsure reading", -1.3, "more than one reading, decided by weak evidence"),
        Sign("two readings", -3.4, "more than one honest reading, and nothing decides"),
        Sign("doubtful figure", -1.0, "the printed figure or its scale looks wrong"),
        Sign("words among figures", -3.0, "words where the other rows of the column have figures"),
        Sign("odd label", -3.2, "the indicator's text is too short, a rating, a figure or a whole paragraph"),
        Sign("year guessed", -0.3, "neither head nor caption names the year"),
        Sign("no year", -7.0, "nothing tells which year the value is of"),
        Sign("far year", -1.5, "the year is far from that of the report"),
        Sign("two in one", -2.2, "the row has another value of the same measure and year"),
    )
}
RESULTS = frozenset({Role.REALIZATION, Role.ACHIEVEMENT})
YEARLY = RESULTS | {Role.TARGET}
_RATING = r"(?:sangat |cukup |kurang )?(?:baik|tinggi|rendah|sedang|kurang|berhasil|memuaskan)\b.{0,25}"
ODD_LABEL = re.compile(rf"^(?:{_RATING}|[\d\W]+|target.*|realisasi)$", re.IGNORECASE)
SHORTEST, LONGEST = 4, 420
FAR = 7
SURE_HEAD, WEAK_HEAD = 0.9, 0.6
SURE_READING, UNSURE_READING = 0.9, 0.62


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known when a value is read: its table and row, its column and figure, and what was chosen."""

    sheet: Sheet
    columns: tuple[Column, ...]
    record: Record
    column: Column
    siblings: Sequence[Figure]
    figure: Figure
    chosen: Chosen
    report_year: int | None


def seen(what: Seen) -> float:
    """The confidence from the signs of the value's own table, before its witnesses."""
    return _probability(BASE + sum(SIGNS[name].weight for name in dict.fromkeys(_signs(what))))


def _signs(what: Seen) -> Iterator[str]:
    yield from _signs_of_table(what)
    yield from _signs_of_figure(what)
    label = what.record.indicator
    if not SHORTEST <= len(re.sub(r"\W", "", label)) <= LONGEST or ODD_LABEL.match(label):
        yield "odd label"
    column, report = what.column, what.report_year
    if column.year is None and column.role in YEARLY:
        yield "no year"
    if column.year is not None and report is not None and abs(column.year - report) > FAR:
        yield "far year"
    same = [e for e in what.record.entries if (e.column.role, e.column.year) == (column.role, column.year)]
    if len([e for e in same if e.column.period == column.period]) > 1:
        yield "two in one"


def _signs_of_table(what: Seen) -> Iterator[str]:
    head, table = what.column.head, what.sheet.table
    settled = head.role is what.column.role
    if settled and head.certainty >= SURE_HEAD:
        yield "clear head"
    elif not settled or head.certainty < WEAK_HEAD:
        yield "weak head"
    if what.column.role in RESULTS and head.certainty < WEAK_HEAD and {head.role, *head.alternatives} >= RESULTS:
        yield "either result"
    if not what.sheet.head_rows:
        yield "no head"
    labels = [c for c in what.columns if c.role is Role.INDICATOR]
    if labels and all(c.head.role is not Role.INDICATOR for c in labels):
        yield "stand-in"
    if table.quality < 0.97:
        yield "rough grid"
    if table.method == "gaps":
        yield "white gaps"
    if table.method == "ocr":
        yield "scanned"
    if head.year is None and head.relative_year is None and not re.search(r"(?:19|20)\d\d", table.caption or ""):
        yield "year guessed"


def _signs_of_figure(what: Seen) -> Iterator[str]:
    chosen = what.chosen
    if len(what.figure.readings) > 1:
        if chosen.certainty < UNSURE_READING:
            yield "two readings"
        elif chosen.certainty < SURE_READING:
            yield "unsure reading"
    if chosen.notes or what.figure.kind in {"malformed", "several"}:
        yield "doubtful figure"
    if chosen.value is None and what.figure.kind == "words":
        figures = sum(f.value is not None for f in what.siblings)
        if figures * 2 > len(what.siblings):
            yield "words among figures"


def with_witnesses(observations: Sequence[Observation], keys: Sequence[str]) -> list[Observation]:
    """The observations with what their rows and the other tables add to their confidence."""
    tables: dict[tuple[str, int | None, str, str, Decimal | str], set[tuple[int, int]]] = defaultdict(set)
    for key, one in zip(keys, observations, strict=True):
        value = one.value if one.value is not None else one.text
        if value is not None:
            tables[key, one.year, one.period, one.measure, value].add((one.place.page, one.place.table_no))
    fitting = _fitting_rows(observations)
    weighed = []
    for index, (key, one) in enumerate(zip(keys, observations, strict=True)):
        value = one.value if one.value is not None else one.text
        odds = _odds(one.confidence)
        if value is not None and len(tables[key, one.year, one.period, one.measure, value]) > 1:
            odds += SIGNS["same elsewhere"].weight
        if index in fitting:
            odds += SIGNS["arithmetic"].weight
        weighed.append(replace(one, confidence=round(_probability(odds), 3)))
    return weighed


def _fitting_rows(observations: Sequence[Observation]) -> set[int]:
    """The observations whose row's achievement is the quotient of its realisation and target, in either polarity."""
    rows: dict[tuple[int, int, int, int | None], list[int]] = defaultdict(list)
    for index, one in enumerate(observations):
        if one.value is not None and one.period == "year":
            rows[one.place.page, one.place.table_no, one.place.row, one.year].append(index)
    found: set[int] = set()
    for members in rows.values():
        three = [next((i for i in members if observations[i].measure == m), None) for m in MEASURES_OF_ROW]
        if None not in three:
            target, realization, achievement = (observations[i].value for i in three if i is not None)
            if target and realization is not None and achievement is not None:
                quotient = 100 * realization / target
                if min(abs(achievement - quotient), abs(achievement - (200 - quotient))) <= Decimal("0.6"):
                    found.update(i for i in three if i is not None)
    return found


MEASURES_OF_ROW = ("target", "realization", "achievement")


def _odds(probability: float) -> float:
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
