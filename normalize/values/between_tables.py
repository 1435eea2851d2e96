"""Doubtful result columns decided by the other tables of the report: what they hold for the same indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from normalize.heads.roles import Role
from normalize.tables.columns import Column
from normalize.tables.labels import indicator_key
from normalize.values.column_figures import (
    ENOUGH,
    figures,
    head_name,
    of_role,
    quotients,
    values_of,
    with_column,
)
from normalize.values.observations import TableReading

RESULTS = frozenset({Role.REALIZATION, Role.ACHIEVEMENT})
PROOF = 2.5  # how many values must stand elsewhere in another role to overrule a head that does not allow it
LEAST_TRUST = 0.8  # certainty from which a head's column is a witness for other tables

Key = tuple[str, int]
Witnesses = Mapping[Role, Mapping[Key, set[Decimal]]]


def witnesses(readings: Sequence[TableReading]) -> Witnesses:
    """The values of columns whose heads leave no doubt, by role, indicator and year."""
    found: dict[Role, dict[Key, set[Decimal]]] = {role: defaultdict(set) for role in RESULTS}
    for reading in readings:
        for column in reading.columns:
            if column.role in RESULTS and column.year and _is_witness(reading, column):
                for i, figure in figures(reading, column).items():
                    key = indicator_key(reading.records[i].indicator), column.year
                    found[column.role][key].update(values_of(figure))
    return found


def _other(column: Column) -> Role:
    return Role.REALIZATION if column.role is Role.ACHIEVEMENT else Role.ACHIEVEMENT


def _is_witness(reading: TableReading, column: Column) -> bool:
    certain = not column.head.allows(_other(column)) and column.head.certainty >= LEAST_TRUST
    return certain or not _is_doubtful(reading, column)


def _is_doubtful(reading: TableReading, column: Column) -> bool:
    """Whether the rows of the table do not settle which of the two results the column holds."""
    targets = of_role(reading, Role.TARGET, column.year)
    partners = of_role(reading, _other(column), column.year)
    for target in targets:
        for partner in partners:
            pair = (column, partner) if column.role is Role.ACHIEVEMENT else (partner, column)
            if quotients(reading, *pair, target) >= ENOUGH:
                return False
    return True


def between(reading: TableReading, known: Witnesses) -> TableReading:
    """Doubtful result columns under one head decided together by what other tables hold for the same indicators."""
    groups: dict[tuple[Role, str], list[Column]] = defaultdict(list)
    for column in reading.columns:
        if column.role in RESULTS and column.period == "year" and _is_doubtful(reading, column):
            groups[column.role, head_name(reading, column)].append(column)
    for (role, _), columns in groups.items():
        other = Role.REALIZATION if role is Role.ACHIEVEMENT else Role.ACHIEVEMENT
        if all(of_role(reading, other, c.year) for c in columns):
            continue
        own_votes = sum(_votes(reading, c, known[role]) for c in columns)
        other_votes = sum(_votes(reading, c, known[other]) for c in columns)
        allowed = all(c.head.allows(other) for c in columns)
        enough = other_votes > max(own_votes, 0.0 if allowed else PROOF)
        if enough or (other_votes == own_votes and allowed and _lacks_result(reading, columns)):
            for column in columns:
                reading = with_column(reading, column, role=other)
    return reading


def _votes(reading: TableReading, column: Column, known: Mapping[Key, set[Decimal]]) -> float:
    """How many values of the column stand elsewhere as this role's, less half of those that stand there differently."""
    votes = 0.0
    for i, figure in figures(reading, column).items():
        elsewhere = known.get((indicator_key(reading.records[i].indicator), column.year or 0))
        if elsewhere and figure.value is not None:
            votes += 1.0 if elsewhere & set(values_of(figure)) else -0.5
    return votes


def _lacks_result(reading: TableReading, columns: Sequence[Column]) -> bool:
    """Whether achievements stand beside targets without a realisation, their head saying nothing of percent."""
    return all(
        c.role is Role.ACHIEVEMENT
        and not c.head.is_percent
        and c.head.allows(Role.REALIZATION)
        and bool(of_role(reading, Role.TARGET, c.year))
        and not of_role(reading, Role.REALIZATION, c.year)
        for c in columns
    )
