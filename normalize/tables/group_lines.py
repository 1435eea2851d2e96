"""Rows that hold the mean achievement of indicators: an objective among its own, or in a table of objectives alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extract.numbers import read_figure
from normalize.heads.roles import Role
from normalize.tables.columns import Column
from normalize.tables.records import Record

SHARES = frozenset({Role.ACHIEVEMENT, Role.MEDIUM_TERM_ACHIEVEMENT})
GROUPS = frozenset({Role.OBJECTIVE, Role.GOAL})
ROUNDING = Decimal("0.06")


def with_group_lines(records: Sequence[Record], columns: Sequence[Column]) -> tuple[Record, ...]:
    """The records, those that only average the rows below them told so, and those rows given their objective.

    An indicator whose target and result were left blank has an achievement alone too; so the figures decide. Where a
    table has no indicators, nothing but achievements and a head that says objective, all its rows are averages.
    """
    if _tells_objectives(columns):
        return tuple(replace(r, kind="average") if r.kind == "indicator" else r for r in records)
    lone = [i for i, record in enumerate(records) if _is_lone(record)]
    changed = list(records)
    for i, end in pairwise([*lone, len(records)]):
        members = [j for j in range(i + 1, end) if records[j].kind == "indicator"]
        if members and _averages(records[i], [records[j] for j in members]):
            changed[i] = replace(records[i], kind="average")
            for j in members:
                changed[j] = replace(records[j], objective=records[j].objective or records[i].indicator)
    return tuple(changed)


def _tells_objectives(columns: Sequence[Column]) -> bool:
    """Whether all values of a table are achievements, each behind a name headed as objective.

    In a table of efficiency the achievement of an objective is what its money is held against: a value of its own.
    """
    if any(c.role is Role.EFFICIENCY for c in columns):
        return False
    names = [c for c in columns if c.role is Role.INDICATOR]
    values = [c for c in columns if c.is_value]
    before = [next((x for x in reversed(names) if x.col < c.col), None) for c in values]
    return all(c.role in SHARES for c in values) and all(x is not None and x.head.role in GROUPS for x in before)


def _is_lone(record: Record) -> bool:
    return record.kind == "indicator" and all(e.column.role in SHARES for e in record.entries)


def _averages(line: Record, members: Sequence[Record]) -> bool:
    """Whether every figure of a line is the mean of those below it."""
    for entry in line.entries:
        below = [e.raw for m in members for e in m.entries if e.column.col == entry.column.col]
        values = [v for raw in below if (v := read_figure(raw).value) is not None]
        printed = read_figure(entry.raw).value
        if printed is None or not values or abs(printed - sum(values, Decimal(0)) / len(values)) > ROUNDING:
            return False
    return bool(line.entries)
