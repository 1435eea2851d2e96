"""Records to observations: every printed value of an indicator with its measure, year, unit and reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.model import RawTable
from extract.numbers import Figure, read_figure
from normalize.columns import VALUE_ROLES, Column
from normalize.headers import Role
from normalize.labels import one_line
from normalize.model import Aggregate, Measure, Observation, TableKind
from normalize.records import Entry, Record
from normalize.sheet import Sheet
from normalize.units import Unit, read_unit, unit_in_name

MEASURE_OF: dict[Role, Measure] = {
    Role.TARGET: "target",
    Role.REALIZATION: "realization",
    Role.ACHIEVEMENT: "achievement",
    Role.MEDIUM_TERM_TARGET: "medium_term_target",
    Role.MEDIUM_TERM_ACHIEVEMENT: "medium_term_achievement",
    Role.BASELINE: "baseline",
    Role.BENCHMARK: "benchmark",
}
SHARES = frozenset({"achievement", "medium_term_achievement"})


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table as understood: its columns and records."""

    sheet: Sheet
    columns: tuple[Column, ...]
    records: tuple[Record, ...]
    kind: TableKind

    @property
    def table(self) -> RawTable:
        return self.sheet.table


def observe(reading: TableReading) -> tuple[list[Observation], list[Aggregate]]:
    """The observations of a table, and the averages and totals it prints."""
    observations: list[Observation] = []
    aggregates: list[Aggregate] = []
    for record in reading.records:
        for entry in record.entries:
            if entry.column.role not in VALUE_ROLES:
                continue
            for one in _observations(reading, record, entry):
                if record.kind == "indicator":
                    observations.append(one)
                else:
                    aggregates.append(Aggregate(record.kind, one))
    return observations, aggregates


def _observations(reading: TableReading, record: Record, entry: Entry) -> Iterator[Observation]:
    figure = read_figure(entry.raw)
    measure = MEASURE_OF[entry.column.role]
    first = _observation(reading, record, entry, figure, measure)
    if first is not None:
        yield first
    if figure.second is not None and measure == "realization" and not _has_achievement(reading, entry.column):
        second = _observation(reading, record, entry, figure.second, "achievement")
        if second is not None:
            yield second


def _has_achievement(reading: TableReading, result: Column) -> bool:
    """Whether the table has a column of achievements beside a result: then a figure in brackets is something else."""
    return any(c.role in {Role.ACHIEVEMENT, Role.MEDIUM_TERM_ACHIEVEMENT} for c in reading.columns if c is not result)


def _observation(
    reading: TableReading, record: Record, entry: Entry, figure: Figure, measure: Measure
) -> Observation | None:
    column = entry.column
    unit = unit_of(record, entry, figure, measure)
    chosen = figure.first
    if measure in SHARES and (chosen is None or chosen.value is None) and figure.missing is None:
        return None  # words alone under an achievement are no achievement
    scale = _scale(figure, unit, column, measure)
    value = chosen.value * scale if chosen and chosen.value is not None else None
    text = _text(figure, measure)
    return Observation(
        place=entry.cell.place,
        measure=measure,
        year=column.year,
        indicator=record.indicator,
        raw=one_line(entry.raw),
        value=value,
        text=text,
        period=column.period,
        objective=record.objective,
        parent=record.parent,
        unit=unit.canonical if unit else None,
        unit_raw=unit.raw if unit else None,
        plan_version=column.head.plan_version,
        comparator=figure.comparator,
        value_low=chosen.low if chosen else None,
        value_high=chosen.high if chosen else None,
        missing=figure.missing,
        decimals=chosen.decimals if chosen else None,
        alternatives=tuple(r.value * scale for r in figure.readings[1:] if r.value is not None),
        table_caption=reading.table.caption,
        table_kind=reading.kind,
        box=entry.cell.box,
        method=reading.table.method,
        confidence=0.5,
    )


def _text(figure: Figure, measure: Measure) -> str | None:
    if figure.first is not None and figure.first.text is not None:
        return one_line(figure.first.text)
    if figure.grade is not None and figure.value is not None:
        return figure.grade
    return None


def unit_of(record: Record, entry: Entry, figure: Figure, measure: Measure) -> Unit | None:
    """The unit of a value: its cell's, else its unit column's, else the head's, else that of the indicator's name."""
    if measure in SHARES:
        return read_unit("%")
    for raw in (entry.unit_raw, figure.unit_raw, record.unit_raw, entry.column.head.unit_raw):
        unit = read_unit(raw)
        if unit is not None and unit.canonical is not None:
            return unit
    return unit_in_name(record.indicator)


def _scale(figure: Figure, unit: Unit | None, column: Column, measure: Measure) -> Decimal:
    """What a value is multiplied by: money is in rupiah, whatever the cell, the unit or the head scale it by."""
    if measure in SHARES:
        return Decimal(1)
    if figure.scaled:
        return figure.scale
    if unit is not None and unit.scale != 1:
        return unit.scale
    if column.head.is_money:
        return column.head.scale
    return Decimal(1)


def kind_of(columns: Sequence[Column], has_records: bool) -> TableKind:
    """What a table is, from the roles of its columns."""
    roles = {c.role for c in columns}
    years = {c.year for c in columns if c.role in {Role.REALIZATION, Role.ACHIEVEMENT} and c.year}
    if has_records:
        if roles & {Role.MEDIUM_TERM_TARGET, Role.MEDIUM_TERM_ACHIEVEMENT}:
            return "medium_term_comparison"
        if len(years) >= 2:
            return "multi_year_comparison"
        if roles & {Role.REALIZATION, Role.ACHIEVEMENT}:
            return "performance_measurement"
        if Role.TARGET in roles:
            return "performance_agreement"
        return "other"
    if roles & {Role.SCALE_INTERVAL, Role.SCALE_LABEL}:
        return "rating_scale"
    if Role.INDICATOR in roles and Role.FORMULA in roles:
        return "indicator_definition"
    if roles & {Role.BUDGET, Role.BUDGET_REALIZATION, Role.ABSORPTION}:
        return "budget"
    return "other"
