"""One indicator and year with several targets, realisations or medium-term targets.

A table that differs from the others on most of what it shares with them rather means something else: one finding then
names the table, instead of one for every indicator.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from normalize.achievements.candidates import AGREEMENTS, Candidates, Choice, Value
from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import Table, contradicting, contradictions, table_key
from normalize.checks.wording import indicator, observation_ids, raw, raws, value_at, where
from normalize.model import Finding, Observation

PLAN_NAMES = {"renstra": "the strategic plan", "rkt": "the yearly plan", "pk": "the performance agreement"}
MOST_EXAMPLES = 4
LEAST_YEARS = 3
RATE = re.compile(r"per 1\d*0$")
POWERS = frozenset((10, 100, 1000))


@dataclass(frozen=True, slots=True)
class Conflict:
    """The contradicting values of one indicator and year, and what the report prints in consequence."""

    year: int | None
    values: tuple[Value, ...]
    also: str


def check_targets(dossier: Dossier) -> Iterator[Finding]:
    """Different targets of one indicator and year that all claim to count."""
    groups = [(group.year, _ids(group.targets), _also(group, dossier)) for group in dossier.groups]
    yield from _findings("target.conflict", "target", groups, dossier)


def check_realizations(dossier: Dossier) -> Iterator[Finding]:
    """Different measured values of one indicator and year; an initial condition counts as measured in its year."""
    measured: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i in dossier.ids_of("realization", "baseline"):
        year = dossier.observations[i].year
        if year is not None:
            measured[dossier.keys[i], year].append(i)
    groups = {(group.key, group.year): group for group in dossier.groups}
    found = [
        (year, ids, _also(groups[key, year], dossier) if (key, year) in groups else "")
        for (key, year), ids in measured.items()
    ]
    yield from _findings("realization.conflict", "realisation", found, dossier)


def check_plan_targets(dossier: Dossier) -> Iterator[Finding]:
    """A target of the report that none of its own plan tables has; of two of a kind, it may follow either."""
    for group in dossier.groups:
        counted = group.targets.values
        if len(counted) != 1:
            continue
        plans = group.plan_targets.values
        followed = {o.plan_version for p in plans if p.best.value == counted[0].best.value for o in p.observations}
        for other in plans:
            values = contradicting((*counted[0].ids, *other.ids), dossier)
            if len(values) != 2 or other.best.plan_version in followed or _is_revised(counted[0], other):
                continue
            plan = PLAN_NAMES.get(other.best.plan_version or "", "an earlier plan")
            yield finding(
                "target.differs-from-plan",
                [o.place for o in (*counted[0].observations, *other.observations)],
                f"The target of {indicator(counted[0].best)} for {group.year} is {value_at(counted[0])}, but {plan} "
                f"printed in the same report has {value_at(other)}.",
                raws(counted[0]),
                raws(other),
                observation_ids((*counted[0].ids, *other.ids)),
            )


def _is_revised(target: Value, other: Value) -> bool:
    """Whether a target is that of the revised agreement and the other that of the agreement before."""
    revised = any(o.plan_version == AGREEMENTS[0] for o in target.observations)
    return revised and all(o.plan_version == AGREEMENTS[1] for o in other.observations)


def check_medium_term_targets(dossier: Dossier) -> Iterator[Finding]:
    """Different targets for the end of the plan, in comparison tables and in the plan's own table."""
    found = []
    for key, ids in dossier.by_key(dossier.ids_of("medium_term_target")).items():
        years = {year for i in ids if (year := dossier.observations[i].year) is not None}
        if len(years) > 1:
            continue
        planned = [
            i
            for i in dossier.ids_of("target")
            if dossier.keys[i] == key and dossier.observations[i].year in years and _is_planned(i, dossier)
        ]
        found.append((next(iter(years), None), [*ids, *planned], ""))
    yield from _findings("medium-term.conflict", "medium-term target", found, dossier)


def check_summed_plan_ends(dossier: Dossier) -> Iterator[Finding]:
    """A target for the end of the plan that sums the targets of its years, where another table prints that of one."""
    for ids in dossier.by_key(dossier.ids_of("medium_term_target")).values():
        for i in ids:
            o = dossier.observations[i]
            yearly = _yearly(i, dossier)
            values = [value for j in yearly if (value := dossier.observations[j].value) is not None]
            others = [j for j in ids if table_key(dossier.observations[j], dossier) != table_key(o, dossier)]
            single = [j for j in others if values and dossier.observations[j].value == values[-1]]
            if len(values) >= LEAST_YEARS and o.value == sum(values) and single and o.value != values[-1]:
                last = [dossier.observations[j] for j in single]
                yield finding(
                    "medium-term.conflict",
                    [o.place, *(other.place for other in last)],
                    f"The medium-term target of {indicator(o)} is printed as {raw(o)}, the sum of the targets of "
                    f"{len(values)} years ({where([o.place])}), and as {raw(last[0])}, that of the last year alone "
                    f"({where(other.place for other in last)}).",
                    f"{raw(o)} | {raw(last[0])}",
                    None,
                    observation_ids((i, *yearly, *single)),
                )
                break


def _yearly(i: int, dossier: Dossier) -> list[int]:
    """The targets of the years in the row of a target for the plan's end, in the order of the years."""
    o = dossier.observations[i]
    row = [
        j
        for j in dossier.ids_of("target")
        if dossier.observations[j].place[:3] == o.place[:3] and dossier.observations[j].year is not None
    ]
    return sorted(row, key=lambda j: dossier.observations[j].year or 0)


def _is_planned(i: int, dossier: Dossier) -> bool:
    """Whether a target stands in a plan or lies beyond the report's year."""
    o = dossier.observations[i]
    return o.plan_version is not None or (o.year is not None and dossier.year is not None and o.year > dossier.year)


def _ids(choice: Choice) -> list[int]:
    return [i for value in choice.values for i in value.ids]


def _also(group: Candidates, dossier: Dossier) -> str:
    """What follows from it: the achievements printed accordingly."""
    printed = contradicting(_ids(group.printed), dossier)
    return f" The achievement is printed as {_versus(printed)} accordingly." if printed else ""


def _versus(values: Iterable[Value]) -> str:
    return " and as ".join(value_at(value) for value in values)


def _findings(
    code: str, what: str, groups: Sequence[tuple[int | None, list[int], str]], dossier: Dossier
) -> Iterator[Finding]:
    """A finding for each contradiction; those that come from a table unlike all others are brought together."""
    found = contradictions([ids for _, ids, _ in groups], dossier)
    for number, values in found.single.items():
        year, _, also = groups[number]
        factor = _other_base(values)
        yield _per(what, year, values, factor) if factor else _one(code, what, Conflict(year, values, also))
    for tables, same in found.unlike.items():
        conflicts = [Conflict(groups[number][0], values, "") for number, values in same.items()]
        yield unlike_tables(code, what, [c.values for c in conflicts], tables, dossier)


def _other_base(values: Sequence[Value]) -> int | None:
    """How many times one of two values is the other, where that is a power of ten and one is printed per so many."""
    numbers = sorted(value for one in values if (value := one.best.value))
    is_rate = any(RATE.match(o.unit or "") for value in values for o in value.observations)
    if len(values) != 2 or len(numbers) != 2 or not is_rate or numbers[0] <= 0:
        return None
    factor = numbers[1] / numbers[0]
    return int(factor) if factor in POWERS else None


def _per(what: str, year: int | None, values: Sequence[Value], factor: int) -> Finding:
    small, large = sorted(values, key=lambda value: value.best.value or 0)
    when = f" for {year}" if year else ""
    return finding(
        "unit.mix",
        [o.place for value in values for o in value.observations],
        f"The {what} of {indicator(small.best)}{when} is printed per different numbers: as {value_at(small)} and as "
        f"{value_at(large)}, which is {factor} times as much.",
        " | ".join(raws(value) for value in (small, large)),
        None,
        observation_ids(i for value in values for i in value.ids),
    )


def _one(code: str, what: str, conflict: Conflict) -> Finding:
    observations = [o for value in conflict.values for o in value.observations]
    when = f" for {conflict.year}" if conflict.year else ""
    return finding(
        code,
        [o.place for o in observations],
        f"The {what} of {indicator(conflict.values[0].best)}{when} is printed as {_versus(conflict.values)}."
        f"{conflict.also}",
        " | ".join(raws(value) for value in conflict.values),
        None,
        observation_ids(i for value in conflict.values for i in value.ids),
    )


def unlike_tables(
    code: str, what: str, conflicts: Sequence[tuple[Value, ...]], tables: frozenset[Table], dossier: Dossier
) -> Finding:
    """One finding for a table that differs from the others on most of what it shares with them."""
    observations: list[Observation] = [o for values in conflicts for value in values for o in value.observations]
    inside = [o.place for o in observations if table_key(o, dossier) in tables]
    parts = [
        f"{indicator(values[0].best)} {' against '.join(raw(value.best) for value in values)}"
        for values in conflicts[:MOST_EXAMPLES]
    ]
    more = f"; and {len(conflicts) - MOST_EXAMPLES} more" if len(conflicts) > MOST_EXAMPLES else ""
    return finding(
        code.replace(".conflict", ".tables-differ"),
        [o.place for o in observations],
        f"For most indicators the {what} on {where(inside)} is not that of the other tables: {'; '.join(parts)}{more}.",
        " | ".join(raw(value.best) for values in conflicts for value in values),
        None,
        observation_ids(i for values in conflicts for value in values for i in value.ids),
    )
