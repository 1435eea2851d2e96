"""Which differing prints are worth a finding: those that no misread table can explain as well.

Values count as different prints of one thing only when they come from different tables, each of which prints the
indicator once, in one unit, of one magnitude, and not summed over years. A table that differs from the others on most
of what it shares with them rather holds something else: it gets one finding of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from normalize.achievements.candidates import Value, distinct
from normalize.achievements.explain import real_unit
from normalize.achievements.rows import table_of
from normalize.checks.dossier import Dossier
from normalize.model import Observation

LEAST_CONFIDENCE = 0.5
LARGEST_RATIO = Decimal(50)
LEAST_DIFFERENT = 4

Table = object


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The contradicting values by group number, and those that only exist because of tables unlike all others."""

    single: Mapping[int, tuple[Value, ...]]
    unlike: Mapping[frozenset[Table], Mapping[int, tuple[Value, ...]]]


def table_key(observation: Observation, dossier: Dossier) -> Table:
    """What tells the printed table of an observation from others, over all pages it stands on."""
    page_and_number = table_of(observation)
    table = dossier.tables.get(page_and_number)
    return id(table) if table is not None else page_and_number


def contradictions(groups: Sequence[Sequence[int]], dossier: Dossier) -> Contradictions:
    """The contradictions in groups of observations, each of one indicator, measure and year."""
    values_of = {number: _sure_values(ids, dossier) for number, ids in enumerate(groups) if len(ids) > 1}
    found = {number: values for number, values in values_of.items() if len(values) > 1}
    unlike = _unlike_tables(values_of.values(), dossier)
    single: dict[int, tuple[Value, ...]] = {}
    together: dict[frozenset[Table], dict[int, tuple[Value, ...]]] = defaultdict(dict)
    for number, values in found.items():
        ids = [i for value in values for i in value.ids]
        named = frozenset(unlike & {table_key(dossier.observations[i], dossier) for i in ids})
        rest = contradicting([i for i in ids if table_key(dossier.observations[i], dossier) not in named], dossier)
        if not named or rest:
            single[number] = rest or values
        else:
            together[named][number] = values
    return Contradictions(single, together)


def contradicting(ids: Iterable[int], dossier: Dossier) -> tuple[Value, ...]:
    """The different values of some observations of one indicator, measure and year that contradict each other.

    Empty when they agree, or when tables that print several of them, doubtful readings, sums over years, other units
    or another magnitude are all that speaks for a difference.
    """
    values = _sure_values(ids, dossier)
    return values if len(values) > 1 else ()


def _sure_values(ids: Iterable[int], dossier: Dossier) -> tuple[Value, ...]:
    """The different values of those observations that are clear and of one kind."""
    return distinct(_of_one_kind(_clear(ids, dossier), dossier.observations), dossier.observations)


def _clear(ids: Iterable[int], dossier: Dossier) -> list[int]:
    """Sure readings of tables that print one value for the indicator, measure and year."""
    sure = [i for i in ids if _is_sure(dossier.observations[i], dossier)]
    in_table: dict[Table, set[int]] = defaultdict(set)
    for number, value in enumerate(distinct(sure, dossier.observations)):
        for o in value.observations:
            in_table[table_key(o, dossier)].add(number)
    return [i for i in sure if len(in_table[table_key(dossier.observations[i], dossier)]) == 1]


def _is_sure(observation: Observation, dossier: Dossier) -> bool:
    column = dossier.heads.get(observation.place)
    return observation.confidence >= LEAST_CONFIDENCE and not (column is not None and column.head.cumulative)


def _of_one_kind(ids: Sequence[int], observations: Sequence[Observation]) -> list[int]:
    """Those in the unit of most and of its magnitude; words stay."""
    units = Counter(unit for i in ids if (unit := real_unit(observations[i])))
    common = units.most_common(1)[0][0] if units else None
    same = [i for i in ids if real_unit(observations[i]) in (None, common)]
    first = next((abs(value) for i in same if (value := observations[i].value)), None)
    return [i for i in same if first is None or _near(observations[i].value, first)]


def _near(value: Decimal | None, first: Decimal) -> bool:
    return not value or max(abs(value), first) <= LARGEST_RATIO * min(abs(value), first)


def _unlike_tables(groups: Iterable[Sequence[Value]], dossier: Dossier) -> frozenset[Table]:
    """Tables that differ from every other in at least four groups, and in more than twice as many as they agree."""
    agree: Counter[Table] = Counter()
    differ: Counter[Table] = Counter()
    for values in groups:
        tables = [{table_key(o, dossier) for o in value.observations} for value in values]
        if len(set().union(*tables)) < 2:
            continue
        for same in tables:
            for table in same:
                (agree if len(same) > 1 else differ)[table] += 1
    return frozenset(t for t, n in differ.items() if n >= LEAST_DIFFERENT and n > 2 * agree[t])
