"""Arithmetic decides where words only propose: which columns hold targets, results and achievements, and of which year.

A column headed CAPAIAN may hold achievements or measured values, "Kategori" a percentage, two columns may both be
headed Realisasi. First the rows of the table itself are asked (achievement = realisation / target), then what the
same indicators have in the other tables of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from normalize.heads.roles import Role
from normalize.tables.columns import Column, years_in
from normalize.values.between_tables import between, witnesses
from normalize.values.column_figures import (
    ENOUGH,
    HUNDRED,
    figures,
    head_name,
    of_role,
    quotients,
    values_of,
    with_column,
)
from normalize.values.observations import TableReading

SMALL = Decimal("0.06")
HALF, LOW = Decimal(50), 0.3  # so large a share of values below a half of their targets is not reported
LIKE = Decimal("0.8")  # a value is like another where its ratio to that is so much nearer to 1 than its ratio to 100


def decide(readings: Sequence[TableReading]) -> list[TableReading]:
    """The readings with the roles and years of their columns decided by the values."""
    decided = [_within(reading) for reading in readings]
    known = witnesses(decided)
    return [between(reading, known) for reading in decided]


def _within(reading: TableReading) -> TableReading:
    for step in STEPS:
        reading = step(reading)
    return reading


def _first_result_of_two(reading: TableReading) -> TableReading:
    """Of two achievement columns beside one target the one that the other divides is the realisation."""
    for target in of_role(reading, Role.TARGET):
        pair = of_role(reading, Role.ACHIEVEMENT, target.year)
        if len(pair) != 2 or of_role(reading, Role.REALIZATION, target.year):
            continue
        for realization, achievement in (pair, pair[::-1]):
            if (
                realization.head.allows(Role.REALIZATION)
                and quotients(reading, achievement, realization, target) >= ENOUGH
            ):
                reading = with_column(reading, realization, role=Role.REALIZATION)
                break
    return reading


def _result_by_its_word(reading: TableReading) -> TableReading:
    """Of two columns of percentages of a year, "Realisasi %" and "Capaian (%)", the first holds the results."""
    for column in of_role(reading, Role.ACHIEVEMENT):
        pair = of_role(reading, Role.ACHIEVEMENT, column.year)
        lone = len(pair) == 2 and not of_role(reading, Role.REALIZATION, column.year)
        words = [c.head.rule.partition("+")[0] for c in pair]
        if lone and column.head.rule.startswith("realization") and set(words) == {"realization", "achievement"}:
            reading = with_column(reading, column, role=Role.REALIZATION)
    return reading


def _doubled_result_is_target(reading: TableReading) -> TableReading:
    """Of two realisation columns of a year, the one that divides the other is the target whose head was lost."""
    for achievement in of_role(reading, Role.ACHIEVEMENT):
        pair = of_role(reading, Role.REALIZATION, achievement.year)
        if len(pair) != 2 or of_role(reading, Role.TARGET, achievement.year):
            continue
        for target, realization in (pair, pair[::-1]):
            if quotients(reading, achievement, realization, target) >= ENOUGH:
                reading = with_column(reading, target, role=Role.TARGET)
                break
    return reading


def _bare_percent(reading: TableReading) -> TableReading:
    """A percent column without a target of its year compares what stands beside it: two years, or the plan's end."""
    for column in of_role(reading, Role.ACHIEVEMENT):
        ends, results = of_role(reading, Role.MEDIUM_TERM_TARGET), of_role(reading, Role.REALIZATION)
        if of_role(reading, Role.TARGET, column.year) or not results or _is_of_pairs(reading, column):
            continue
        pairs = [(a, b) for a in results for b in results if a.year and b.year and a.year < b.year]
        if ends and (column.head.allows(Role.GROWTH) or quotients(reading, column, results[-1], ends[0]) >= ENOUGH):
            reading = with_column(reading, column, role=Role.MEDIUM_TERM_ACHIEVEMENT)
        elif any(_difference_share(reading, column, *pair) >= ENOUGH for pair in pairs):
            reading = with_column(reading, column, role=Role.DIFFERENCE)
        elif pairs and (
            column.head.allows(Role.GROWTH) or any(quotients(reading, column, b, a) >= ENOUGH for a, b in pairs)
        ):
            reading = with_column(reading, column, role=Role.GROWTH)
    return reading


def _is_of_pairs(reading: TableReading, column: Column) -> bool:
    """Whether a column is one of several achievements under one head, all of years with results beside them."""
    years = [c.year for c in of_role(reading, Role.ACHIEVEMENT) if head_name(reading, c) == head_name(reading, column)]
    return len(set(years)) > 1 and all(of_role(reading, Role.REALIZATION, year) for year in years)


def _difference_share(reading: TableReading, column: Column, before: Column, after: Column) -> float:
    """The share of rows in which a column is the difference, in points or percent, between two years."""
    d, x, y = (figures(reading, c) for c in (column, before, after))
    rows = [i for i in d if i in x and i in y and all(one[i].value is not None for one in (d, x, y))]
    fits = [i for i in rows if _is_difference(values_of(d[i]), list(values_of(x[i])), list(values_of(y[i])))]
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
    latest = max((c.year for c in of_role(reading, Role.REALIZATION) if c.year), default=None)
    for column in of_role(reading, Role.MEDIUM_TERM_ACHIEVEMENT):
        path = reading.sheet.head_path(column.col)
        own = years_in(path[-1]) if len(path) > 1 and len(path[-1].strip()) <= 10 else ()
        if own and own[0] == latest and of_role(reading, Role.TARGET, latest):
            reading = with_column(reading, column, role=Role.ACHIEVEMENT, year=latest)
    return reading


def _against_the_plan(reading: TableReading) -> TableReading:
    """Of two achievements of a year the one right behind the plan's end is against that."""
    ends = {c.last + 1 for c in of_role(reading, Role.MEDIUM_TERM_TARGET)}
    for column in of_role(reading, Role.ACHIEVEMENT):
        twins = [c for c in of_role(reading, Role.ACHIEVEMENT, column.year) if c.col < column.col]
        if column.col in ends and twins and column.head.allows(Role.MEDIUM_TERM_ACHIEVEMENT):
            reading = with_column(reading, column, role=Role.MEDIUM_TERM_ACHIEVEMENT)
    return reading


def _year_of_medium_term(reading: TableReading) -> TableReading:
    """An achievement against the end of the plan is of the year whose realisation it divides."""
    for achievement in of_role(reading, Role.MEDIUM_TERM_ACHIEVEMENT):
        for target in of_role(reading, Role.MEDIUM_TERM_TARGET):
            fitting = [
                r for r in of_role(reading, Role.REALIZATION) if quotients(reading, achievement, r, target) >= ENOUGH
            ]
            if fitting and achievement.year not in {r.year for r in fitting}:
                reading = with_column(reading, achievement, year=fitting[-1].year)
    return reading


def _measured_before(reading: TableReading) -> TableReading:
    """Columns "Capaian 2022" beside the target and result of 2023 hold results where their values are like it."""
    results = [c for c in of_role(reading, Role.REALIZATION) if of_role(reading, Role.TARGET, c.year)]
    free = [
        c
        for c in of_role(reading, Role.ACHIEVEMENT)
        if c.head.allows(Role.REALIZATION) and not c.head.is_percent and not of_role(reading, Role.TARGET, c.year)
    ]
    for name in dict.fromkeys(head_name(reading, c) for c in free):
        columns = [c for c in free if head_name(reading, c) == name]
        if results and _are_like(reading, columns, results[-1]):
            for column in columns:
                reading = with_column(reading, column, role=Role.REALIZATION)
    return reading


def _counted_result(reading: TableReading) -> TableReading:
    """A column "Capaian" whose figures are counted in something ("350 orang", "1 dokumen") holds results."""
    for column in of_role(reading, Role.ACHIEVEMENT):
        units = [(f.unit_raw or "%").casefold() for f in figures(reading, column).values() if f.value is not None]
        counted = sum("%" not in unit and "persen" not in unit for unit in units) * 2 > len(units)
        free = column.head.allows(Role.REALIZATION) and not column.head.is_percent
        if counted and free and not of_role(reading, Role.REALIZATION, column.year):
            reading = with_column(reading, column, role=Role.REALIZATION)
    return reading


def _only_measured(reading: TableReading) -> TableReading:
    """A column "Capaian" that stands alone and holds words or small shares holds results: no target divides them."""
    values = [c for c in reading.columns if c.is_value]
    (column,) = values if len(values) == 1 else (None,)
    if column is None or column.role is not Role.ACHIEVEMENT or column.head.is_percent or column.head.certainty < 0.7:
        return reading
    found = [f.value for f in figures(reading, column).values()]
    low = sum(value is None or value < HALF for value in found)
    free = column.head.allows(Role.REALIZATION) and low >= max(2, LOW * len(found))
    return with_column(reading, column, role=Role.REALIZATION) if free else reading


def _are_like(reading: TableReading, columns: Sequence[Column], result: Column) -> bool:
    """Whether most telling values of columns are nearer the row's result of another year than 100, as ratios go.

    Where the results themselves are near 100 nothing tells.
    """
    theirs = figures(reading, result)
    mine = [(i, figure.value) for column in columns for i, figure in figures(reading, column).items() if i in theirs]
    pairs = [(x, y) for i, x in mine if x and x > 0 and (y := theirs[i].value) and y > 0 and abs(y - HUNDRED) > 10]
    near = sum(abs((x / y).ln()) < LIKE * abs((x / HUNDRED).ln()) for x, y in pairs)
    return near > ENOUGH * len(pairs) if pairs else False


def _year_of_its_row(reading: TableReading) -> TableReading:
    """Achievements whose head tells no year are of the only year of the targets and results that they divide."""
    years = {c.head.year for c in reading.columns if c.role in {Role.TARGET, Role.REALIZATION} and c.period == "year"}
    (year,) = years if len(years) == 1 else (None,)
    for column in of_role(reading, Role.ACHIEVEMENT) if year else ():
        pairs = [(r, t) for r in of_role(reading, Role.REALIZATION, year) for t in of_role(reading, Role.TARGET, year)]
        if (
            column.year != year
            and not column.head.years
            and any(quotients(reading, column, *p) >= ENOUGH for p in pairs)
        ):
            reading = with_column(reading, column, year=year)
    return reading


STEPS = (
    _result_by_its_word,
    _first_result_of_two,
    _doubled_result_is_target,
    _measured_before,
    _counted_result,
    _only_measured,
    _bare_percent,
    _same_year_is_achievement,
    _against_the_plan,
    _year_of_medium_term,
    _year_of_its_row,
)
