"""One indicator and year with several targets, realisations or medium-term targets.

Where two tables disagree on most of what both print, they rather mean different things: one finding then names the
tables, instead of one for every indicator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from normalize.candidates import Candidates, Choice, Value, distinct
from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import contradicting, table_key
from normalize.checks.wording import indicator, observation_ids, raw, raws, value_at, where
from normalize.model import Finding, Observation

PLAN_NAMES = {"renstra": "the strategic plan", "rkt": "the yearly plan", "pk": "the performance agreement"}
LEAST_DIFFERENT = 4
MOST_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Conflict:
    """The contradicting values of one indicator and year; `ids` are all its observations of the measure."""

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
    """A target of the report that is not the one of its own plan tables."""
    for group in dossier.groups:
        counted = group.targets.values
        if len(counted) != 1:
            continue
        for other in group.plan_targets.values:
            values = contradicting((*counted[0].ids, *other.ids), dossier)
            if len(values) != 2:
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
            if dossier.keys[i] == key and dossier.observations[i].year in years and dossier.observations[i].plan_version
        ]
        found.append((next(iter(years), None), [*ids, *planned], ""))
    yield from _findings("medium-term.conflict", "medium-term target", found, dossier)


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
    """A finding for each contradiction, those between two tables that mostly disagree brought together."""
    conflicts = [Conflict(year, values, also) for year, ids, also in groups if (values := contradicting(ids, dossier))]
    unlike = _unlike_tables([ids for _, ids, _ in groups], dossier)
    together: dict[frozenset[object], list[Conflict]] = defaultdict(list)
    for conflict in conflicts:
        tables = frozenset(table_key(o, dossier) for value in conflict.values for o in value.observations)
        pair = next((pair for pair in unlike if pair <= tables and len(tables) == len(pair)), None)
        if pair is None:
            yield _one(code, what, conflict)
        else:
            together[pair].append(conflict)
    for same in together.values():
        yield _several(code, what, same) if len(same) > 1 else _one(code, what, same[0])


def _unlike_tables(groups: Sequence[list[int]], dossier: Dossier) -> list[frozenset[object]]:
    """Pairs of tables that differ in at least four of the values that both print, and in most of them."""
    same: dict[frozenset[object], int] = defaultdict(int)
    different: dict[frozenset[object], int] = defaultdict(int)
    for ids in groups:
        by_table: dict[object, list[int]] = defaultdict(list)
        for i in ids:
            by_table[table_key(dossier.observations[i], dossier)].append(i)
        tables = list(by_table)
        for at, first in enumerate(tables):
            for second in tables[at + 1 :]:
                both = [*by_table[first], *by_table[second]]
                count = different if len(distinct(both, dossier.observations)) > 1 else same
                count[frozenset((first, second))] += 1
    return [pair for pair, n in different.items() if n >= LEAST_DIFFERENT and n > 2 * same[pair]]


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


def _several(code: str, what: str, conflicts: Sequence[Conflict]) -> Finding:
    """One finding for two tables that disagree on most of what both print."""
    observations: list[Observation] = [o for c in conflicts for value in c.values for o in value.observations]
    parts = [
        f"{indicator(c.values[0].best)} {' against '.join(raw(value.best) for value in c.values)}"
        for c in conflicts[:MOST_EXAMPLES]
    ]
    more = f"; and {len(conflicts) - MOST_EXAMPLES} more" if len(conflicts) > MOST_EXAMPLES else ""
    return finding(
        code.replace(".conflict", ".tables-differ"),
        [o.place for o in observations],
        f"Two tables ({where(o.place for o in observations)}) print a different {what} for most of the indicators that "
        f"both hold: {'; '.join(parts)}{more}.",
        " | ".join(raw(value.best) for c in conflicts for value in c.values),
        None,
        observation_ids(i for c in conflicts for value in c.values for i in value.ids),
    )
