"""Arithmetic decides where words only propose: which columns hold targets, results and achievements, and of which year.

A column headed CAPAIAN may hold achievements or measured values, "Kategori" a percentage, two columns may both be
headed Realisasi. First the rows of the table itself are asked (achievement = realisation / target), then what the
same indicators have in the other tables of the report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extract.numbers import Figure, read_figure
from normalize.heads.roles import Role
from normalize.tables.columns import Column, years_in
from normalize.tables.labels import indicator_key
from normalize.tables.records import Record
from normalize.values.observations import TableReading

RESULTS = frozenset({Role.REALIZATION, Role.ACHIEVEMENT})
ENOUGH = 0.6  # share of the rows that must agree
PROOF = 2.5  # how many values must stand elsewhere in another role to overrule a head that does not allow it
LEAST_TRUST = 0.8  # certainty from which a head's column is a witness for other tables
HUNDRED = Decimal(100)
SMALL = Decimal("0.06")

Key = tuple[str, int]
Witnesses = Mapping[Role, Mapping[Key, set[Decimal]]]


def decide(readings: Sequence[TableReading]) -> list[TableReading]:
    """The readings with the roles and years of their columns decided by the values."""
    decided = [_within(reading) for reading in readings]
    witnesses = _witnesses(decided)
    return [_between(reading, witnesses) for reading in decided]


def figures(reading: TableReading, column: Column) -> dict[int, Figure]:
    """The figures of a column by record number, for indicators only."""
    return {
        i: read_figure(entry.raw)
        for i, record in enumerate(reading.records)
        if record.kind == "indicator"
        for entry in record.entries
        if entry.column.col == column.col
    }


def with_column(reading: TableReading, column: Column, **changes: object) -> TableReading:
    """The reading with one column changed, in its list and in the records' entries."""
    changed = replace(column, **changes)  # type: ignore[arg-type]  # the callers name fields of Column
    columns = tuple(changed if c.col == column.col else c for c in reading.columns)
    return replace(reading, columns=columns, records=tuple(_recast(r, changed) for r in reading.records))


def _recast(record: Record, changed: Column) -> Record:
    entries = tuple(replace(e, column=changed) if e.column.col == changed.col else e for e in record.entries)
    return replace(record, entries=entries)


def is_quotient(achievement: Figure, realization: Figure, target: Figure) -> bool:
    """Whether some readings make the achievement the quotient of the two others, in either polarity."""
    return any(
        _close(a, HUNDRED * r / t) or _close(a, HUNDRED * (2 * t - r) / t)
        for t in _values(target)
        if t
        for r in _values(realization)
        for a in _values(achievement)
    )


def _values(figure: Figure) -> Iterator[Decimal]:
    return (r.value * figure.scale for r in figure.readings if r.value is not None)


def _close(printed: Decimal, expected: Decimal) -> bool:
    return abs(printed - expected) <= max(Decimal("0.6"), abs(expected) * Decimal("0.006"))


def _share(reading: TableReading, achievement: Column, realization: Column, target: Column) -> float:
    """The share of rows with all three values in which the achievement is the quotient."""
    a, r, t = (figures(reading, c) for c in (achievement, realization, target))
    rows = [i for i in a if i in r and i in t and all(x[i].value is not None for x in (a, r, t))]
    return sum(is_quotient(a[i], r[i], t[i]) for i in rows) / len(rows) if rows else 0.0


def _within(reading: TableReading) -> TableReading:
    for step in STEPS:
        reading = step(reading)
    return reading


def _of(reading: TableReading, role: Role, year: int | None = None) -> list[Column]:
    return [c for c in reading.columns if c.role is role and c.period == "year" and year in (None, c.year)]


def _first_result_of_two(reading: TableReading) -> TableReading:
    """Of two achievement columns beside one target the one that the other divides is the realisation."""
    for target in _of(reading, Role.TARGET):
        pair = _of(reading, Role.ACHIEVEMENT, target.year)
        if len(pair) != 2 or _of(reading, Role.REALIZATION, target.year):
            continue
        for realization, achievement in (pair, pair[::-1]):
            if (
                realization.head.allows(Role.REALIZATION)
                and _share(reading, achievement, realization, target) >= ENOUGH
            ):
                reading = with_column(reading, realization, role=Role.REALIZATION)
                break
    return reading


def _doubled_result_is_target(reading: TableReading) -> TableReading:
    """Of two realisation columns of a year, the one that divides the other is the target whose head was lost."""
    for achievement in _of(reading, Role.ACHIEVEMENT):
        pair = _of(reading, Role.REALIZATION, achievement.year)
        if len(pair) != 2 or _of(reading, Role.TARGET, achievement.year):
            continue
        for target, realization in (pair, pair[::-1]):
            if _share(reading, achievement, realization, target) >= ENOUGH:
                reading = with_column(reading, target, role=Role.TARGET)
                break
    return reading


def _bare_percent(reading: TableReading) -> TableReading:
    """A percent column without a target of its year compares what stands beside it: two years, or the plan's end."""
    for column in _of(reading, Role.ACHIEVEMENT):
        ends, results = _of(reading, Role.MEDIUM_TERM_TARGET), _of(reading, Role.REALIZATION)
        if _of(reading, Role.TARGET, column.year) or not results:
            continue
        pairs = [(a, b) for a in results for b in results if a.year and b.year and a.year < b.year]
        if ends and (column.head.allows(Role.GROWTH) or _share(reading, column, results[-1], ends[0]) >= ENOUGH):
            reading = with_column(reading, column, role=Role.MEDIUM_TERM_ACHIEVEMENT)
        elif any(_difference_share(reading, column, *pair) >= ENOUGH for pair in pairs):
            reading = with_column(reading, column, role=Role.DIFFERENCE)
        elif pairs and (
            column.head.allows(Role.GROWTH) or any(_share(reading, column, b, a) >= ENOUGH for a, b in pairs)
        ):
            reading = with_column(reading, column, role=Role.GROWTH)
    return reading


def _difference_share(reading: TableReading, column: Column, before: Column, after: Column) -> float:
    """The share of rows in which a column is the difference, in points or percent, between two years."""
    d, x, y = (figures(reading, c) for c in (column, before, after))
    rows = [i for i in d if i in x and i in y and all(one[i].value is not None for one in (d, x, y))]
    fits = [i for i in rows if _is_difference(_values(d[i]), list(_values(x[i])), list(_values(y[i])))]
    return len(fits) / len(rows) if rows else 0.0


def _is_difference(printed: Iterator[Decimal], before: Sequence[Decimal], after: Sequence[Decimal]) -> bool:
    pairs = [(x, y) for x in before for y in after]
    return any(
        abs(abs(d) - abs(y - x)) <= SMALL or (x and abs(abs(d) - abs(HUNDRED * (y - x) / x)) <= SMALL)
        for d in printed
        for x, y in pairs
    )


def _same_year_is_achievement(reading: TableReading) -> TableReading:
    """Under a head that compares with the plan, the column of the report's year compares with that year's target."""
    latest = max((c.year for c in _of(reading, Role.REALIZATION) if c.year), default=None)
    for column in _of(reading, Role.MEDIUM_TERM_ACHIEVEMENT):
        path = reading.sheet.head_path(column.col)
        own = years_in(path[-1]) if len(path) > 1 and len(path[-1].strip()) <= 10 else ()
        if own and own[0] == latest and _of(reading, Role.TARGET, latest):
            reading = with_column(reading, column, role=Role.ACHIEVEMENT, year=latest)
    return reading


def _year_of_medium_term(reading: TableReading) -> TableReading:
    """An achievement against the end of the plan is of the year whose realisation it divides."""
    for achievement in _of(reading, Role.MEDIUM_TERM_ACHIEVEMENT):
        for target in _of(reading, Role.MEDIUM_TERM_TARGET):
            fitting = [r for r in _of(reading, Role.REALIZATION) if _share(reading, achievement, r, target) >= ENOUGH]
            if fitting and achievement.year not in {r.year for r in fitting}:
                reading = with_column(reading, achievement, year=fitting[-1].year)
    return reading


def _measured_before(reading: TableReading) -> TableReading:
    """A column "Capaian 2022" beside the target and result of 2023 holds results where its values are like those."""
    results = [c for c in _of(reading, Role.REALIZATION) if _of(reading, Role.TARGET, c.year)]
    for column in _of(reading, Role.ACHIEVEMENT):
        others = [r for r in results if r.year != column.year and not _of(reading, Role.TARGET, column.year)]
        free = column.head.allows(Role.REALIZATION) and not column.head.is_percent
        if others and free and _is_like(reading, column, others[-1]):
            reading = with_column(reading, column, role=Role.REALIZATION)
    return reading


def _counted_result(reading: TableReading) -> TableReading:
    """A column "Capaian" whose figures are counted in something ("350 orang", "1 dokumen") holds results."""
    for column in _of(reading, Role.ACHIEVEMENT):
        units = [(f.unit_raw or "%").casefold() for f in figures(reading, column).values() if f.value is not None]
        counted = sum("%" not in unit and "persen" not in unit for unit in units) * 2 > len(units)
        free = column.head.allows(Role.REALIZATION) and not column.head.is_percent
        if counted and free and not _of(reading, Role.REALIZATION, column.year):
            reading = with_column(reading, column, role=Role.REALIZATION)
    return reading


def _is_like(reading: TableReading, column: Column, result: Column) -> bool:
    """Whether most telling values of a column are near the row's result of another year and far from 100."""
    mine, theirs = figures(reading, column), figures(reading, result)
    pairs = [(mine[i].value, theirs[i].value) for i in mine if i in theirs]
    far = [(x, y) for x, y in pairs if x is not None and y is not None and abs(y - HUNDRED) > 10]
    near = sum(3 * abs(x - y) * HUNDRED < abs(x - HUNDRED) * abs(y) for x, y in far)
    return near > ENOUGH * len(far) if far else False


STEPS = (
    _first_result_of_two,
    _doubled_result_is_target,
    _measured_before,
    _counted_result,
    _bare_percent,
    _same_year_is_achievement,
    _year_of_medium_term,
)


def _witnesses(readings: Sequence[TableReading]) -> Witnesses:
    """The values of columns whose heads leave no doubt, by role, indicator and year."""
    found: dict[Role, dict[Key, set[Decimal]]] = {role: defaultdict(set) for role in RESULTS}
    for reading in readings:
        for column in reading.columns:
            if column.role in RESULTS and column.year and _is_witness(reading, column):
                for i, figure in figures(reading, column).items():
                    key = indicator_key(reading.records[i].indicator), column.year
                    found[column.role][key].update(_values(figure))
    return found


def _other(column: Column) -> Role:
    return Role.REALIZATION if column.role is Role.ACHIEVEMENT else Role.ACHIEVEMENT


def _is_witness(reading: TableReading, column: Column) -> bool:
    certain = not column.head.allows(_other(column)) and column.head.certainty >= LEAST_TRUST
    return certain or not _is_doubtful(reading, column)


def _is_doubtful(reading: TableReading, column: Column) -> bool:
    """Whether the rows of the table do not settle which of the two results the column holds."""
    targets = _of(reading, Role.TARGET, column.year)
    partners = _of(reading, _other(column), column.year)
    for target in targets:
        for partner in partners:
            pair = (column, partner) if column.role is Role.ACHIEVEMENT else (partner, column)
            if _share(reading, *pair, target) >= ENOUGH:
                return False
    return True


def _between(reading: TableReading, witnesses: Witnesses) -> TableReading:
    """Doubtful result columns under one head decided together by what other tables hold for the same indicators."""
    groups: dict[tuple[Role, str], list[Column]] = defaultdict(list)
    for column in reading.columns:
        if column.role in RESULTS and column.period == "year" and _is_doubtful(reading, column):
            groups[column.role, _head_name(reading, column)].append(column)
    for (role, _), columns in groups.items():
        other = Role.REALIZATION if role is Role.ACHIEVEMENT else Role.ACHIEVEMENT
        own_votes = sum(_votes(reading, c, witnesses[role]) for c in columns)
        other_votes = sum(_votes(reading, c, witnesses[other]) for c in columns)
        allowed = all(c.head.allows(other) for c in columns)
        enough = other_votes > max(own_votes, 0.0 if allowed else PROOF)
        if enough or (other_votes == own_votes and allowed and _lacks_result(reading, columns)):
            for column in columns:
                reading = with_column(reading, column, role=other)
    return reading


def _head_name(reading: TableReading, column: Column) -> str:
    path = reading.sheet.head_path(column.col)
    return re.sub(r"[\W\d_]+", "", path[0] if path else "").casefold()


def _votes(reading: TableReading, column: Column, known: Mapping[Key, set[Decimal]]) -> float:
    """How many values of the column stand elsewhere as this role's, less half of those that stand there differently."""
    votes = 0.0
    for i, figure in figures(reading, column).items():
        elsewhere = known.get((indicator_key(reading.records[i].indicator), column.year or 0))
        if elsewhere and figure.value is not None:
            votes += 1.0 if elsewhere & set(_values(figure)) else -0.5
    return votes


def _lacks_result(reading: TableReading, columns: Sequence[Column]) -> bool:
    """Whether achievements stand beside targets without a realisation, their head saying nothing of percent."""
    return all(
        c.role is Role.ACHIEVEMENT
        and not c.head.is_percent
        and c.head.allows(Role.REALIZATION)
        and bool(_of(reading, Role.TARGET, c.year))
        and not _of(reading, Role.REALIZATION, c.year)
        for c in columns
    )
