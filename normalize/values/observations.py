"""Records to observations: every printed value of an indicator with its measure, year, unit and reading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extract.model import RawTable
from extract.numbers import Figure, read_figure
from normalize.heads.roles import Role
from normalize.model import Aggregate, Measure, Observation, TableKind
from normalize.tables.columns import Column
from normalize.tables.labels import indicator_key, one_line
from normalize.tables.records import Entry, Record
from normalize.tables.sheet import Sheet
from normalize.values.confidence import confidence_of
from normalize.values.plan_version import version_of_table
from normalize.values.reading import Chosen, Context, Style, choose, choose_together, document_style
from normalize.values.signs import Seen, signs_of
from normalize.values.units import Unit, read_unit, unit_in_name

MEASURE_OF: dict[Role, Measure] = {
    Role.TARGET: "target",
    Role.REALIZATION: "realization",
    Role.ACHIEVEMENT: "achievement",
    Role.MEDIUM_TERM_TARGET: "medium_term_target",
    Role.MEDIUM_TERM_ACHIEVEMENT: "medium_term_achievement",
    Role.BASELINE: "baseline",
    Role.BENCHMARK: "benchmark",
    Role.GROWTH: "realization",
    Role.DIFFERENCE: "realization",
}
COMPARISONS: dict[Role, Literal["difference", "growth"]] = {Role.GROWTH: "growth", Role.DIFFERENCE: "difference"}
SHARES = frozenset({"achievement", "medium_term_achievement"})
YEAR_ROLES = (Role.TARGET, Role.REALIZATION, Role.ACHIEVEMENT)
PLAN_ROLES = (Role.MEDIUM_TERM_TARGET, Role.REALIZATION, Role.MEDIUM_TERM_ACHIEVEMENT)
CAPTION_UNIT = re.compile(r"\(([^()]{1,30})\)\W*$")
SHARE_BESIDE = re.compile(  # "86 (101%)", not "4 jam 30 menit" or "97,4% (972 dari 998)"
    r"^[^%]*\(\s*\d[\d.,]*\s*%?\s*\)|\(\s*\d[\d.,]*\s*%\s*\)"
)
DASH_AND_UNIT = re.compile(r"[-–—]\s*((?:[A-Za-z]\s?){2,20}\.?)")
NOT_THERE = re.compile(r"(?:tidak|belum)\s+ada$", re.IGNORECASE)
ONE = Decimal(1)
Printed = tuple[str, int | None, Measure]


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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the whole document tells about a figure: how it prints numbers, and the values it prints beyond doubt.

    `plan` is the plan all its targets belong to, where the document is one.
    """

    style: Style
    year: int | None
    values: Mapping[Printed, tuple[Decimal, ...]]
    plan: str | None = None


def look_around(
    readings: Sequence[TableReading], report_year: int | None, plan_version: str | None = None
) -> Elsewhere:
    """The number style of a document and the values of its indicators that can be read in one way only."""
    figures: list[Figure] = []
    values: dict[Printed, set[Decimal]] = defaultdict(set)
    for reading in readings:
        for record, entry in _entries(reading):
            figure = read_figure(entry.raw)
            figures.append(figure)
            if figure.is_certain and figure.value is not None and entry.column.role not in COMPARISONS:
                key = indicator_key(record.indicator), entry.column.year, MEASURE_OF[entry.column.role]
                values[key].add(figure.value * figure.scale)
    certain = {key: tuple(sorted(found)) for key, found in values.items()}
    return Elsewhere(document_style(figures), report_year, certain, plan_version)


def _entries(reading: TableReading) -> Iterator[tuple[Record, Entry]]:
    for record in reading.records:
        for entry in record.entries:
            if entry.column.role in MEASURE_OF:
                yield record, entry


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A table with the figures of its columns, and what the document tells: all that a reading is decided by."""

    reading: TableReading
    columns: Mapping[int, Sequence[Figure]]
    elsewhere: Elsewhere
    plan: str | None = None


def observe(reading: TableReading, elsewhere: Elsewhere) -> tuple[list[Observation], list[Aggregate]]:
    """The observations of a table, and the averages, totals, differences and growth it prints."""
    columns: dict[int, list[Figure]] = defaultdict(list)
    for _, entry in _entries(reading):
        columns[entry.column.col].append(read_figure(entry.raw))
    around = Surroundings(reading, columns, elsewhere, _plan_of(reading, elsewhere))
    observations: list[Observation] = []
    aggregates: list[Aggregate] = []
    for record, entry in _entries(reading):
        for one in _read_entry(around, record, entry):
            if entry.column.role in COMPARISONS:
                aggregates.append(Aggregate(COMPARISONS[entry.column.role], one))
            elif record.kind == "indicator":
                observations.append(one)
            else:
                aggregates.append(Aggregate(record.kind, one))
    return observations, aggregates


def _plan_of(reading: TableReading, elsewhere: Elsewhere) -> str | None:
    """The plan of a table of nothing but targets."""
    if reading.kind != "performance_agreement":
        return None
    years = [c.year for c in reading.columns if c.role is Role.TARGET and c.year is not None]
    own = version_of_table(reading.table, years)
    return own if elsewhere.plan is None or own == "pk_revised" else elsewhere.plan


def _read_entry(around: Surroundings, record: Record, entry: Entry) -> Iterator[Observation]:
    figure = read_figure(entry.raw)
    context = _context(around, record, entry)
    first = _observation(around, record, entry, _choose(around, record, entry), context)
    if first is not None and _is_dash_with_unit(entry.raw):
        yield replace(first, text=None, missing="dash")
    elif first is not None:
        answers = first.missing and NOT_THERE.match(first.raw) and any(map(_is_there, record.entries))
        yield replace(first, text=first.raw, missing=None) if answers else first
    beside = SHARE_BESIDE.search(entry.raw)
    if figure.second is not None and beside and context.measure == "realization" and not _holds_second(record, entry):
        share = Context(measure="achievement")
        second = _observation(around, record, entry, (figure.second, choose(figure.second, share)), share)
        if second is not None:
            yield second


def _is_dash_with_unit(raw: str) -> bool:
    """Whether a cell prints its unit with a dash where the figure would stand.

    >>> [_is_dash_with_unit(raw) for raw in ("- Orang", "-dok", "- kelompo k", "- Baik", "-5 Orang")]
    [True, True, True, False, False]
    """
    found = DASH_AND_UNIT.fullmatch(one_line(raw))
    unit = read_unit(found.group(1).replace(" ", "")) if found else None
    return unit is not None and unit.certain and unit.canonical is not None


def _is_there(entry: Entry) -> bool:
    """Whether a cell says that something is there ("Ada"): then "Tidak ada" beside it is an answer, not a gap."""
    return one_line(entry.raw).casefold() == "ada"


def _holds_second(record: Record, entry: Entry) -> bool:
    """Whether the row has an achievement in a cell of its own: then a figure in brackets is something else."""
    return any(
        e.column.role in {Role.ACHIEVEMENT, Role.MEDIUM_TERM_ACHIEVEMENT} and e is not entry for e in record.entries
    )


def _context(around: Surroundings, record: Record, entry: Entry) -> Context:
    figure, measure = read_figure(entry.raw), MEASURE_OF[entry.column.role]
    key = indicator_key(record.indicator), entry.column.year, measure
    return Context(
        unit=_unit_around(record, entry, measure, around.reading.table.caption),
        head_scale=entry.column.head.scale if entry.column.head.is_money else ONE,
        siblings=[read_figure(e.raw) for e in record.entries if e is not entry],
        column=[f for f in around.columns[entry.column.col] if f is not figure],
        style=around.elsewhere.style,
        measure=measure,
        same_value_elsewhere=() if figure.is_certain else around.elsewhere.values.get(key, ()),
    )


def _partners(record: Record, entry: Entry) -> list[Entry | None]:
    """The entries of the row's target, realisation and achievement of the entry's year (against the plan, if it is)."""
    is_plan = entry.column.role in {Role.MEDIUM_TERM_TARGET, Role.MEDIUM_TERM_ACHIEVEMENT}
    roles = PLAN_ROLES if is_plan else YEAR_ROLES
    found: list[Entry | None] = []
    for role in roles:
        fitting = [e for e in record.entries if e.column.role is role]
        same_year = [e for e in fitting if e.column.year == entry.column.year] or (fitting[-1:] if is_plan else [])
        found.append(entry if entry.column.role is role else same_year[0] if same_year else None)
    return found


def _choose(around: Surroundings, record: Record, entry: Entry) -> tuple[Figure, Chosen]:
    """One reading of a figure; with target, realisation and achievement in its row, the one that fits the others."""
    figure, context = read_figure(entry.raw), _context(around, record, entry)
    partners = _partners(record, entry)
    figures = [read_figure(p.raw) if p is not None else None for p in partners]
    if figures[2] is None and figures[1] is not None:
        figures[2] = figures[1].second
    target, realization, achievement = figures
    if entry not in partners or target is None or realization is None or achievement is None:
        return figure, choose(figure, context)
    contexts = [_context(around, record, p) if p is not None else Context() for p in partners]
    return figure, choose_together(target, realization, achievement, contexts)[partners.index(entry)]


def _unit_around(record: Record, entry: Entry, measure: Measure, caption: str | None) -> Unit | None:
    """The unit from the unit column beside the value, else that of the row, the head, or the indicator's name."""
    if measure in SHARES or entry.column.role is Role.GROWTH:
        return read_unit("%")
    for raw in (entry.unit_raw, record.unit_raw, entry.column.head.unit_raw):
        unit = read_unit(raw)
        if unit is not None and unit.canonical is not None:
            return unit
    return _unit_in_caption(caption) or unit_in_name(record.indicator)


def _unit_in_caption(caption: str | None) -> Unit | None:
    """The unit in brackets at the end of a caption ("(Juta Rupiah)")."""
    found = CAPTION_UNIT.search(caption or "")
    unit = read_unit(found.group(1).replace(" ", "")) if found else None
    return unit if unit is not None and unit.certain and unit.canonical is not None else None


def _observation(
    around: Surroundings, record: Record, entry: Entry, read: tuple[Figure, Chosen], context: Context
) -> Observation | None:
    column, reading, measure = entry.column, around.reading, context.measure
    figure, chosen = read
    assert measure is not None, "every column of values has a measure"
    if measure in SHARES and chosen.value is None and figure.missing is None and figure.kind != "malformed":
        return None  # words alone under an achievement are no achievement
    unit = chosen.unit or context.unit
    signs = signs_of(_seen(around, record, entry, read))
    return Observation(
        place=entry.cell.place,
        measure=measure,
        year=column.year,
        indicator=record.indicator,
        raw=one_line(entry.raw),
        value=chosen.value,
        text=one_line(chosen.text) if chosen.text else None,
        period=column.period,
        objective=record.objective,
        parent=record.parent,
        unit=unit.canonical if unit else None,
        unit_raw=unit.raw if unit else None,
        plan_version=column.head.plan_version or (around.plan if measure == "target" else None),
        comparator=figure.comparator,
        value_low=chosen.low,
        value_high=chosen.high,
        missing=figure.missing or ("malformed" if figure.kind == "malformed" else None),
        decimals=chosen.decimals,
        alternatives=chosen.alternatives + ((chosen.proposal,) if chosen.proposal is not None else ()),
        table_caption=reading.table.caption,
        table_kind=reading.kind,
        box=entry.cell.box,
        method=reading.table.method,
        confidence=confidence_of(signs),
        signs=signs,
        note="; ".join(chosen.notes) or None,
    )


def _seen(around: Surroundings, record: Record, entry: Entry, read: tuple[Figure, Chosen]) -> Seen:
    reading = around.reading
    siblings = around.columns[entry.column.col]
    return Seen(
        reading.sheet, reading.columns, record, entry.column, entry.cell, siblings, *read, around.elsewhere.year
    )


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
