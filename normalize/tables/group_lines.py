"""Rows that hold the mean achievement of the rows below them: an objective among its indicators, not an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extract.numbers import read_figure
from normalize.heads.roles import Role
from normalize.tables.records import Record

SHARES = frozenset({Role.ACHIEVEMENT, Role.MEDIUM_TERM_ACHIEVEMENT})
ROUNDING = Decimal("0.06")


def with_group_lines(records: Sequence[Record]) -> tuple[Record, ...]:
    """The records, those that only average the rows below them told so, and those rows given their objective.

    An indicator whose target and result were left blank has an achievement alone too; so the figures decide.
    """
    lone = [i for i, record in enumerate(records) if _is_lone(record)]
    changed = list(records)
    for i, end in pairwise([*lone, len(records)]):
        members = [j for j in range(i + 1, end) if records[j].kind == "indicator"]
        if members and _averages(records[i], [records[j] for j in members]):
            changed[i] = replace(records[i], kind="average")
            for j in members:
                changed[j] = replace(records[j], objective=records[j].objective or records[i].indicator)
    return tuple(changed)


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
