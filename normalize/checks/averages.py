"""Averages printed in tables that are not the mean of their rows, or not that of another table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import Cell
from extract.numbers import read_figure
from normalize.budget_levels import AVERAGE
from normalize.candidates import fold
from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import table_key
from normalize.checks.wording import listed, measure_word, name, number, raw, where
from normalize.model import Aggregate, Finding, Observation
from normalize.sheet import Sheet, sheet_of

LEAST_VALUES = 2
LAST_DIGIT = Decimal("1.5")
LARGEST_FACTOR = Decimal(3)
DOUBTS = ("several_values", "two_quantities")
"""A cell with several numbers may have given the wrong one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Values that an average may be the mean of, and how a letter would call them."""

    text: str
    values: tuple[Decimal, ...]

    @property
    def mean(self) -> Decimal:
        return sum(self.values, Decimal(0)) / len(self.values)


def check_averages(dossier: Dossier) -> Iterator[Finding]:
    """Averages that no reasonable choice of rows gives."""
    for index, aggregate in enumerate(dossier.aggregates):
        o = aggregate.observation
        if aggregate.kind != "average" or o.value is None or not AVERAGE.match(o.indicator):
            continue
        rows = _rows(o, dossier)
        if any(row.note in DOUBTS for row in rows):
            continue
        scopes = [scope for scope in _scopes(aggregate, rows, dossier) if len(scope.values) >= LEAST_VALUES]
        if not scopes or any(_fits(scope.mean, o) for scope in scopes):
            continue
        if not o.value or 1 / LARGEST_FACTOR < scopes[0].mean / o.value < LARGEST_FACTOR:
            yield _mismatch(index, o, scopes)


def _fits(mean: Decimal, o: Observation) -> bool:
    return o.value is not None and abs(mean - o.value) <= Decimal(1).scaleb(-(o.decimals or 0)) * LAST_DIGIT


def _rows(o: Observation, dossier: Dossier) -> list[Observation]:
    """The values of an average's measure and year in its table, those of its column if it has any."""
    table = table_key(o, dossier)
    rows = [
        row
        for row in dossier.observations
        if row.measure == o.measure
        and row.value is not None
        and row.period == o.period
        and (o.year is None or row.year in (None, o.year))
        and table_key(row, dossier) == table
    ]
    return [row for row in rows if row.place.col == o.place.col] or rows


def _scopes(aggregate: Aggregate, rows: Sequence[Observation], dossier: Dossier) -> list[Scope]:
    """The rows since the last average, all rows of the table, the rows of its objective, the averages above it."""
    o = aggregate.observation
    above = [
        other.observation
        for other in dossier.aggregates
        if other.kind == "average"
        and other.observation.measure == o.measure
        and other.observation.year == o.year
        and table_key(other.observation, dossier) == table_key(o, dossier)
        and _at(other.observation) < _at(o)
    ]
    start = max((_at(a) for a in above), default=(0, 0))
    groups: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        groups[fold(row.objective)].append(row.value or Decimal(0))
    means = [sum(values, Decimal(0)) / len(values) for values in groups.values()]
    own = [row for row in rows if row.objective is not None and row.objective == o.objective]
    return [
        Scope("values above it", _values([row for row in rows if start < _at(row) < _at(o)])),
        Scope("means by objective", tuple(means)),
        Scope("values of its table", _values(rows)),
        Scope("values of its objective", _values(own)),
        Scope("averages above it", _values(above)),
    ]


def _values(rows: Sequence[Observation]) -> tuple[Decimal, ...]:
    return tuple(row.value for row in rows if row.value is not None)


def _at(observation: Observation) -> tuple[int, int]:
    return observation.place.page, observation.place.row


def _mismatch(index: int, o: Observation, scopes: Sequence[Scope]) -> Finding:
    means: dict[str, str] = {}
    for scope in scopes[:LEAST_VALUES]:
        means.setdefault(number(scope.mean, max(2, o.decimals or 0)), f"its {len(scope.values)} {scope.text}")
    parts = [f"the mean of {text.replace('its', 'the', 1)} is {mean}" for mean, text in means.items()]
    return finding(
        "average.mismatch",
        [o.place],
        f"The average {name(o.indicator)} of the {measure_word(o.measure)} is printed as {raw(o)} "
        f"({where([o.place])}), but {listed(parts)}.",
        raw(o),
        " | ".join(means),
        [("aggregate", index)],
    )


def check_column_averages(dossier: Dossier) -> Iterator[Finding]:
    """Average rows over columns of growth, efficiency and the like: the mean of the column above them."""
    known = {(a.observation.place[:3], a.observation.place.col) for a in dossier.aggregates}
    tables = {id(table): table for table in dossier.tables.values()}
    for table in tables.values():
        sheet = sheet_of(table)
        start = 0
        for row in sheet.body_rows:
            label = next((cell for _, cell in sheet.row_cells(row) if cell.text.strip()), None)
            if label is None or not AVERAGE.match(label.text):
                continue
            rows = [other for other in sheet.body_rows if start < other < row]
            found = [c for col in range(1, table.n_cols + 1) if (c := _column(sheet, row, col, rows)) is not None]
            start = row
            is_sound = any(column.fits for column in found)
            for column in found:
                is_known = (column.cell.place[:3], column.cell.place.col) in known
                if not is_known and not column.fits and (is_sound or column.is_full) and column.is_near:
                    yield column.finding()


@dataclass(frozen=True, slots=True)
class Column:
    """The cell of an average row with the values above it; `is_full` where no row above lacks one."""

    cell: Cell
    head: str
    printed: Decimal
    scope: Scope
    is_full: bool

    @property
    def step(self) -> Decimal:
        exponent = self.printed.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)

    @property
    def fits(self) -> bool:
        return abs(self.scope.mean - self.printed) <= self.step * LAST_DIGIT

    @property
    def is_near(self) -> bool:
        return self.printed != 0 and 1 / LARGEST_FACTOR < self.scope.mean / self.printed < LARGEST_FACTOR

    def finding(self) -> Finding:
        printed, mean = " ".join(self.cell.text.split()), number(self.scope.mean, 2)
        return finding(
            "average.mismatch",
            [self.cell.place],
            f"The average of the column {name(self.head)} is printed as {printed} ({where([self.cell.place])}), but "
            f"the mean of the {len(self.scope.values)} {self.scope.text} is {mean}.",
            printed,
            mean,
        )


def _column(sheet: Sheet, row: int, col: int, rows: Sequence[int]) -> Column | None:
    cell = sheet.covering.get((row, col))
    printed = _number(cell)
    if cell is None or cell.row != row or cell.col != col or printed is None:
        return None
    cells = [above for other in rows if (above := sheet.covering.get((other, col))) is not None and above.row == other]
    filled = [above for above in cells if above.text.strip()]
    values = tuple(value for above in filled if (value := _number(above)) is not None)
    if len(values) <= LEAST_VALUES or len(values) < len(filled):
        return None
    head = " ".join(" ".join(sheet.head_path(col)).split())
    return Column(cell, head, printed, Scope("values above it", values), len(values) == len(rows))


def _number(cell: Cell | None) -> Decimal | None:
    figure = read_figure(cell.text) if cell is not None else None
    if figure is None or figure.kind != "number" or len(figure.readings) != 1 or figure.second is not None:
        return None
    return figure.readings[0].value


def check_average_conflicts(dossier: Dossier) -> Iterator[Finding]:
    """One average over all indicators of a year, printed with different values in several tables."""
    groups: dict[tuple[str, int | None, frozenset[str]], list[int]] = defaultdict(list)
    keys = {id(o): key for o, key in zip(dossier.observations, dossier.keys, strict=True)}
    for index, aggregate in enumerate(dossier.aggregates):
        o = aggregate.observation
        if aggregate.kind == "average" and o.value is not None and AVERAGE.match(o.indicator) and _is_whole(o, dossier):
            rows = frozenset(keys[id(row)] for row in _rows(o, dossier))
            same = next((g for g in groups if g[:2] == (o.measure, o.year) and _share_most(g[2], rows)), None)
            groups[same or (o.measure, o.year, rows)].append(index)
    for (_, year, _), found in groups.items():
        yield from _average_conflict(year, found, dossier)


def _share_most(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) * 4 >= max(len(a), len(b)) * 3


def _average_conflict(year: int | None, same: Sequence[int], dossier: Dossier) -> Iterator[Finding]:
    printed = [dossier.aggregates[index].observation for index in same]
    values = {o.value: o for o in printed}
    if len(values) < LEAST_VALUES or len({table_key(o, dossier) for o in printed}) < len(printed):
        return
    shown = [f"{raw(o)} ({where(p.place for p in printed if p.value == value)})" for value, o in values.items()]
    when = f" for {year}" if year else ""
    yield finding(
        "average.conflict",
        [o.place for o in printed],
        f"The average of the {measure_word(printed[0].measure)}{when} over the same indicators is printed as "
        f"{' and as '.join(shown)}.",
        " | ".join(raw(o) for o in values.values()),
        None,
        (("aggregate", index) for index in same),
    )


def _is_whole(o: Observation, dossier: Dossier) -> bool:
    """Whether an average is the only one of its measure and year in its table."""
    same = [
        other
        for other in dossier.aggregates
        if other.kind == "average"
        and other.observation.measure == o.measure
        and other.observation.year == o.year
        and table_key(other.observation, dossier) == table_key(o, dossier)
    ]
    return len(same) == 1
