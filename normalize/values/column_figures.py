"""Columns of a table seen by their figures: which there are, what they hold, and whether one divides two others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extract.numbers import Figure, read_figure
from normalize.heads.roles import Role
from normalize.tables.columns import Column
from normalize.tables.records import Record
from normalize.values.observations import TableReading

ENOUGH = 0.6  # share of the rows that must agree
HUNDRED = Decimal(100)


def of_role(reading: TableReading, role: Role, year: int | None = None) -> list[Column]:
    return [c for c in reading.columns if c.role is role and c.period == "year" and year in (None, c.year)]


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
        for t in values_of(target)
        if t
        for r in values_of(realization)
        for a in values_of(achievement)
    )


def values_of(figure: Figure) -> Iterator[Decimal]:
    return (r.value * figure.scale for r in figure.readings if r.value is not None)


def _close(printed: Decimal, expected: Decimal) -> bool:
    return abs(printed - expected) <= max(Decimal("0.6"), abs(expected) * Decimal("0.006"))


def quotients(reading: TableReading, achievement: Column, realization: Column, target: Column) -> float:
    """The share of rows with all three values in which the achievement is the quotient."""
    a, r, t = (figures(reading, c) for c in (achievement, realization, target))
    rows = [i for i in a if i in r and i in t and all(x[i].value is not None for x in (a, r, t))]
    return sum(is_quotient(a[i], r[i], t[i]) for i in rows) / len(rows) if rows else 0.0


def head_name(reading: TableReading, column: Column) -> str:
    path = reading.sheet.head_path(column.col)
    return re.sub(r"[\W\d_]+", "", path[0] if path else "").casefold()
