"""One indicator and year with several targets, realisations or medium-term targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from normalize.candidates import Candidates, Value, distinct
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import indicator, observation_ids, raws, value_at
from normalize.model import Finding, Observation

PLAN_NAMES = {"renstra": "the strategic plan", "rkt": "the yearly plan", "pk": "the performance agreement"}


def check_targets(dossier: Dossier) -> Iterator[Finding]:
    """Different targets of one indicator and year that all claim to count."""
    for group in dossier.groups:
        values = group.targets.values
        if len(values) > 1:
            also = _also(group)
            yield _conflict("target.conflict", "target", group.year, values, also)


def check_plan_targets(dossier: Dossier) -> Iterator[Finding]:
    """A target of the report that is not the one of its own plan tables."""
    for group in dossier.groups:
        counted = group.targets.values
        if len(counted) != 1:
            continue
        others = [v for v in group.plan_targets.values if not _same(v, counted[0], dossier)]
        for other in others:
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


def _same(a: Value, b: Value, dossier: Dossier) -> bool:
    return len(distinct((a.ids[0], b.ids[0]), dossier.observations)) == 1


def check_realizations(dossier: Dossier) -> Iterator[Finding]:
    """Different measured values of one indicator and year; an initial condition counts as measured in its year."""
    measured: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i in dossier.ids_of("realization", "baseline"):
        year = dossier.observations[i].year
        if year is not None:
            measured[dossier.keys[i], year].append(i)
    groups = {(group.key, group.year): group for group in dossier.groups}
    for (key, year), ids in measured.items():
        values = distinct(ids, dossier.observations)
        if len(values) > 1:
            group = groups.get((key, year))
            yield _conflict("realization.conflict", "realisation", year, values, _also(group) if group else "")


def check_medium_term_targets(dossier: Dossier) -> Iterator[Finding]:
    """Different targets for the end of the plan, in comparison tables and in the plan's own table."""
    for key, ids in dossier.by_key(dossier.ids_of("medium_term_target")).items():
        years = {dossier.observations[i].year for i in ids} - {None}
        if len(years) > 1:
            continue
        planned = [
            i
            for i in dossier.ids_of("target")
            if dossier.keys[i] == key and dossier.observations[i].year in years and dossier.observations[i].plan_version
        ]
        values = distinct([*ids, *planned], dossier.observations)
        if len(values) > 1:
            yield _conflict("medium-term.conflict", "medium-term target", next(iter(years), None), values, "")


def _also(group: Candidates) -> str:
    """What follows from it: the achievements printed accordingly."""
    printed = group.printed.values
    return f" The achievement is printed as {_versus(printed)} accordingly." if len(printed) > 1 else ""


def _versus(values: Iterable[Value]) -> str:
    return " and as ".join(value_at(value) for value in values)


def _conflict(code: str, what: str, year: int | None, values: tuple[Value, ...], also: str) -> Finding:
    observations: list[Observation] = [o for value in values for o in value.observations]
    when = f" for {year}" if year else ""
    return finding(
        code,
        [o.place for o in observations],
        f"The {what} of {indicator(values[0].best)}{when} is printed as {_versus(values)}.{also}",
        " | ".join(raws(value) for value in values),
        None,
        observation_ids(i for value in values for i in value.ids),
    )
