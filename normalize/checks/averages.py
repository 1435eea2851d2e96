"""Averages printed in tables that are not the mean of their rows, or not that of another table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import Cell
from extract.numbers import read_figure
from normalize.achievements.rows import table_of
from normalize.budgets.levels import AVERAGE
from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import table_key
from normalize.checks.wording import listed, measure_word, name, number, raw, where
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.model import Aggregate, Finding, Observation
from normalize.tables.sheet import Sheet, sheet_of
from normalize.words import letters

LEAST_VALUES = 2
LAST_DIGIT = Decimal("1.5")
LARGEST_FACTOR = Decimal(3)
CLOSE = 50
"""A number within a fiftieth of the mean of its column is meant as it."""
MISSING = re.compile(r"^[-–—]$")
LETTERS = re.compile(r"[^\W\d_]{3,}")
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
        if not scopes or any(_fits(scope.mean, o) for scope in scopes) or _column_fits(o, dossier):
            continue
        if not o.value or 1 / LARGEST_FACTOR < scopes[0].mean / o.value < LARGEST_FACTOR:
            yield _mismatch(index, o, scopes)


def _column_fits(o: Observation, dossier: Dossier) -> bool:
    """Whether the numbers above it give it as they are printed, those of objectives and parts of rows with them."""
    table = dossier.tables.get(table_of(o))
    cell = next((c for c in table.cells if c.place == o.place), None) if table is not None else None
    if table is None or cell is None:
        return False
    sheet = sheet_of(table)
    column = _column(sheet, cell.row, cell.col, [row for row in sheet.body_rows if row < cell.row])
    return column is not None and column.fits


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
        groups[letters(row.objective)].append(row.value or Decimal(0))
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
            filled = [cell for _, cell in sheet.row_cells(row) if cell.text.strip()]
            is_named = bool(filled) and AVERAGE.match(filled[0].text) is not None
            if not is_named and (len(filled) != 1 or row != sheet.body_rows[-1]):
                continue
            rows = [other for other in sheet.body_rows if start < other < row]
            found = [c for col in range(1, table.n_cols + 1) if (c := _column(sheet, row, col, rows)) is not None]
            start = row
            if not is_named:
                yield from (column.finding() for column in found if column.is_close and not column.fits)
                continue
            is_sound = any(column.fits for column in found)
            for column in found:
                is_known = (column.cell.place[:3], column.cell.place.col) in known
                if not is_known and not column.fits and (is_sound or column.is_sure) and column.is_near:
                    yield column.finding()


@dataclass(frozen=True, slots=True)
class Column:
    """The cell of an average row with the values above it; `is_full` where no row above lacks one."""

    cell: Cell
    head: str
    printed: Decimal
    scopes: tuple[Scope, ...]
    is_full: bool

    @property
    def step(self) -> Decimal:
        exponent = self.printed.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)

    @property
    def fits(self) -> bool:
        return any(abs(scope.mean - self.printed) <= self.step * LAST_DIGIT for scope in self.scopes)

    @property
    def is_near(self) -> bool:
        return self.printed != 0 and 1 / LARGEST_FACTOR < self.scopes[0].mean / self.printed < LARGEST_FACTOR

    @property
    def is_close(self) -> bool:
        """Whether the number is an average by its value, though no word calls it one."""
        mean = self.scopes[0].mean
        return self.is_full and self.step < 1 and abs(mean - self.printed) * CLOSE <= abs(mean)

    def finding(self) -> Finding:
        printed = " ".join(self.cell.text.split())
        means = [number(scope.mean, 2) for scope in self.scopes]
        parts = [
            f"the mean of the {len(scope.values)} {scope.text} is {mean}"
            for scope, mean in zip(self.scopes, means, strict=True)
        ]
        return finding(
            "average.mismatch",
            [self.cell.place],
            f"The average of the column {name(self.head)} is printed as {printed} ({where([self.cell.place])}), but "
            f"{listed(parts)}.{self.divided}",
            printed,
            " | ".join(means),
        )

    @property
    def is_sure(self) -> bool:
        """Whether every row counts, or the mistake is known."""
        return self.is_full or self.divided != ""

    @property
    def divided(self) -> str:
        """Whether the average divides by more than it sums: by rows that print no value."""
        for scope in self.scopes:
            count = len(scope.values)
            if abs(scope.mean * count / (count + 1) - self.printed) <= self.step * LAST_DIGIT:
                return f" The printed figure is the sum of the {count} {scope.text} divided by {count + 1}."
        return ""


def _column(sheet: Sheet, row: int, col: int, rows: Sequence[int]) -> Column | None:
    cell = sheet.covering.get((row, col))
    printed = _number(cell)
    if cell is None or cell.row != row or cell.col != col or printed is None:
        return None
    cells = [above for other in rows if (above := sheet.covering.get((other, col))) is not None and above.row == other]
    filled = [above for above in cells if above.text.strip() and not MISSING.match(above.text.strip())]
    values = tuple(value for above in filled if (value := _number(above)) is not None)
    if len(values) <= LEAST_VALUES or len(values) < len(filled):
        return None
    head = " ".join(" ".join(sheet.head_path(col)).split())
    scopes = [Scope("values above it", values), *_of_objectives(sheet, col, rows)]
    return Column(cell, head, printed, tuple(scopes), len(values) == len(rows))


def _of_objectives(sheet: Sheet, col: int, rows: Sequence[int]) -> list[Scope]:
    """The value of each objective, where some have one over those of their parts: that of its first row, or its only
    one."""
    names = [c for c in range(1, sheet.table.n_cols + 1) if read_head(sheet.head_path(c)).role == Role.OBJECTIVE]
    if not names:
        return []
    groups: list[list[Decimal | None]] = []
    for row in rows:
        cell = sheet.covering.get((row, names[0]))
        starts = cell is not None and cell.row == row and LETTERS.search(cell.text) is not None
        if starts or not groups:
            groups.append([])
        groups[-1].append(_number(sheet.covering.get((row, col))))
    has_own = any(group[0] is not None and sum(v is not None for v in group) > LEAST_VALUES for group in groups)
    known = [[value for value in group if value is not None] for group in groups]
    values = tuple(g[0] for group, g in zip(groups, known, strict=True) if g and (group[0] is not None or len(g) == 1))
    return [Scope("values of the objectives", values)] if has_own and len(values) > LEAST_VALUES else []


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
