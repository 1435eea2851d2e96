"""Averages and efficiencies that the text states, held against the rows and columns of the tables that print them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import Cell, Place, RawTable
from extract.numbers import read_figure
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_of, spot
from normalize.checks.prose_values import equal_when_rounded
from normalize.checks.wording import indicator, listed, one_line, where
from normalize.model import Finding, Statement
from normalize.prose.phrases import AVERAGE, OF_MONEY, ORDINALS, THIS, whole_words
from normalize.tables.sheet import sheet_of
from normalize.words import letters

IS_AVERAGE = re.compile(rf"^\W*{AVERAGE}\b", re.I)
OF_EFFICIENCY = re.compile(r"\befisien", re.I)
OF_RESULTS = re.compile(r"\b(?:capaian|pencapaian|kinerja|hasil\s+pengukuran|diperoleh)\b", re.I)
ONE_PART = re.compile(
    rf"\b(?:{OF_MONEY}|penyerapan|misi|gubernur|nasional)\b|\bsasaran\s+(?:\d|{THIS}|{ORDINALS}|ke\b)"
    r"|\b(?:lima|tiga|dua|empat|enam|\d+)\s+indikator\b",
    re.I,
)
AVERAGED = whole_words(AVERAGE)
OVERALL = re.compile(rf"\bkeseluruhan\b[^.;]*\bcapaian\b|\b{AVERAGE}\s+capaian\b", re.I)
LARGEST_RATIO = Decimal(5)
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number in a table cell: all its readings, the words of its column's head and its place."""

    readings: tuple[Decimal, ...]
    decimals: int
    raw: str
    head: str
    place: Place


def check_stated_averages(dossier: Dossier) -> Iterator[Finding]:
    """`rata-rata efisiensi sebesar 39,23%` beside a row of averages that prints 59,02; one finding a value."""
    told = [s for s in dossier.interpretation.statements if _is_average(s, dossier)]
    if not told:
        return
    printed = [f for table in dossier.interpretation.document.tables for f in _averages(table)]
    for statement in told:
        of_efficiency = OF_EFFICIENCY.search(statement.sentence[: statement.start]) is not None
        own = [f for f in printed if (OF_EFFICIENCY.search(f.head) is not None) == of_efficiency]
        near = [f for f in own if f.place.page <= statement.page and _is_near(statement, f)]
        if not near or any(_agrees(statement, f) for f in printed):
            continue
        last = max(f.place.page for f in near)
        shown = [f for f in near if f.place.page == last]
        if len(shown) == 1:
            what = "the average efficiency" if of_efficiency else "the average"
            yield _finding(statement, shown, what, "prose.average", dossier)


def check_stated_efficiency(dossier: Dossier) -> Iterator[Finding]:
    """The efficiency of an indicator in a sentence and, another one, in a column headed so; one finding a value."""
    told = [s for s in dossier.interpretation.statements if s.measure == "efficiency" and s.indicator_key]
    if not told:
        return
    rows = [row for table in dossier.interpretation.document.tables for row in _efficiencies(table)]
    names: dict[str, set[str]] = defaultdict(set)
    for key, observation in zip(dossier.keys, dossier.observations, strict=True):
        names[key].add(letters(observation.indicator))
    for statement in told:
        own = [f for texts, f in rows if names[statement.indicator_key or ""] & texts and _is_near(statement, f)]
        if statement.kind == "percent" and own and not any(_agrees(statement, f) for f in own):
            shown = next(
                iter(o for k, o in zip(dossier.keys, dossier.observations, strict=True) if k == statement.indicator_key)
            )
            yield _finding(statement, own, f"the efficiency of {indicator(shown)}", "prose.efficiency", dossier)


def _efficiencies(table: RawTable) -> Iterator[tuple[set[str], _Figure]]:
    """The numbers under heads of efficiency, each with the texts of its row."""
    sheet = sheet_of(table)
    columns = [col for col in range(1, table.n_cols + 1) if OF_EFFICIENCY.search(" ".join(sheet.head_path(col)))]
    texts: dict[int, set[str]] = defaultdict(set)
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            texts[row].add(letters(cell.text))
    for figure, row in _figures(table, [c for c in table.cells if c.col in columns]):
        yield texts[row], figure


def _is_average(statement: Statement, dossier: Dossier) -> bool:
    """Whether a statement is an average of results over the whole report, of its year."""
    before = statement.sentence[: statement.start]
    is_named = (
        statement.measure == "average"
        or (statement.measure == "efficiency" and AVERAGED.search(before))
        or (statement.measure == "achievement" and statement.indicator_key is None and OVERALL.search(before))
    )
    if not is_named or statement.kind == "money" or statement.year not in (None, dossier.year):
        return False
    of_efficiency = OF_EFFICIENCY.search(before) is not None
    return of_efficiency or (OF_RESULTS.search(before) is not None and not ONE_PART.search(before))


def averages_of(table: RawTable) -> set[Decimal]:
    """The values in the rows of a table that are named averages."""
    return {value for figure in _averages(table) for value in figure.readings}


def _averages(table: RawTable) -> Iterator[_Figure]:
    """The numbers in the rows of a table that are named averages."""
    named = {c.row: c for c in table.cells if IS_AVERAGE.match(c.text) and len(c.text) < LONGEST_NAME}
    for figure, _ in _figures(table, [c for c in table.cells if c.row in named and c is not named[c.row]]):
        yield figure


def _figures(table: RawTable, cells: Sequence[Cell]) -> Iterator[tuple[_Figure, int]]:
    """The numbers in some cells of a table's body, each with its row."""
    if not cells:
        return
    sheet = sheet_of(table)
    for cell in cells:
        if cell.row in sheet.head_rows:
            continue
        figure = read_figure(one_line(cell.text))
        known = [r for r in figure.readings if r.value is not None] if figure.kind == "number" else []
        if known:
            values = tuple(r.value for r in known if r.value is not None)
            head = " ".join(sheet.head_path(cell.col))
            yield _Figure(values, known[0].decimals or 0, one_line(cell.text), head, cell.place), cell.row


def _is_near(statement: Statement, figure: _Figure) -> bool:
    a, b = abs(statement.value or Decimal(0)), abs(figure.readings[0])
    return min(a, b) > 0 and max(a, b) <= LARGEST_RATIO * min(a, b)


def _agrees(statement: Statement, figure: _Figure) -> bool:
    return any(
        a == b or equal_when_rounded(a, statement.decimals, b, figure.decimals)
        for a in statement.readings
        for b in figure.readings
    )


def _finding(statement: Statement, figures: Sequence[_Figure], what: str, rule: str, dossier: Dossier) -> Finding:
    places = [place_of(statement, dossier)]
    at = [f.place for f in figures]
    prints = list(dict.fromkeys(f.raw for f in figures))
    return finding(
        rule,
        [*places, *at],
        f"The text gives {statement.raw} as {what} ({where(places)}), but the table above it prints {listed(prints)} "
        f"({where(at)}).",
        statement.raw,
        " / ".join(prints),
        (("statement", n) for n in spot([statement], dossier)),
    )
