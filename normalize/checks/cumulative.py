"""Columns headed as sums of years in which some rows hold the value of one year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import Table, table_key
from normalize.checks.wording import indicator, listed, observation_ids, raw, where
from normalize.model import Finding, Observation

SUM_OF_YEARS = re.compile(r"20\d\d(?:\s*\+\s*(?:tahun\s*)?20\d\d)+", re.I)
LEAST_LARGER = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """The sum of years that a row prints, and the value of its last year that another table prints."""

    summed: int
    single: int
    a: Decimal
    b: Decimal

    @property
    def is_larger(self) -> bool:
        return abs(self.a) > abs(self.b)


def check_cumulative(dossier: Dossier) -> Iterator[Finding]:
    """Rows that are no sum of years: equal to their last year alone, or below it; one finding a table."""
    columns: dict[tuple[Table, str], list[int]] = defaultdict(list)
    single: dict[tuple[str, int | None], int] = {}
    for i in dossier.ids_of("realization"):
        o = dossier.observations[i]
        column = dossier.heads.get(o.place)
        years = SUM_OF_YEARS.search(" ".join(" ".join(column.path).split())) if column else None
        if years is not None:
            columns[table_key(o, dossier), years.group()].append(i)
        elif o.value:
            single.setdefault((dossier.keys[i], o.year), i)
    for (_, head), ids in columns.items():
        pairs = list(_pairs(ids, single, dossier))
        wrong = [pair for pair in pairs if not pair.is_larger]
        if wrong and sum(pair.is_larger for pair in pairs) >= LEAST_LARGER:
            yield _finding(head, wrong, dossier)


def _pairs(ids: Sequence[int], single: dict[tuple[str, int | None], int], dossier: Dossier) -> Iterator[Pair]:
    for i in ids:
        other = single.get((dossier.keys[i], dossier.observations[i].year))
        if other is not None:
            a, b = dossier.observations[i].value, dossier.observations[other].value
            if a and b:
                yield Pair(i, other, a, b)


def _finding(years: str, wrong: Sequence[Pair], dossier: Dossier) -> Finding:
    shown = [_shown(dossier.observations[p.summed], dossier.observations[p.single], p.a == p.b) for p in wrong]
    both = [i for pair in wrong for i in (pair.summed, pair.single)]
    return finding(
        "realization.mixed-years",
        [dossier.observations[i].place for i in both],
        f"A column is headed as the sum {' '.join(years.split())}, but not all of its rows are one: {listed(shown)}.",
        " | ".join(raw(dossier.observations[pair.summed]) for pair in wrong),
        None,
        observation_ids(both),
    )


def _shown(summed: Observation, single: Observation, is_equal: bool) -> str:
    how = "is only the value" if is_equal else f"is less than {raw(single)}, the value"
    of = f"{raw(summed)} for {indicator(summed)} ({where([summed.place])})"
    return f"{of} {how} of {single.year} ({where([single.place])})"
