"""Targets and realisations that say little: below last year's result, the same for years, or last year's again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from normalize.achievements.candidates import Candidates, Value
from normalize.achievements.explain import cells_differ, units_differ
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import indicator, observation_ids, raw, raws, value_at, where
from normalize.model import Finding, Observation

HUNDRED = Decimal(100)
LEAST_YEARS = 3
TELLING_DIGITS = 3
LARGE = 1000
JUMP = 2
LARGEST_RATIO = Decimal(100)
"""Beyond this two years of one indicator are rather in different units than better or worse."""
OTHER_YEAR = re.compile(
    r"(?:tahun|thn|th\.?|realisasi|penilaian|nilai|data|kondisi|hasil|evaluasi)\s*(?:tahun\s*)?((?:19|20)\d\d)", re.I
)


@dataclass(frozen=True, slots=True)
class Step:
    """The values of one indicator in two years, one of which says something about the other."""

    earlier: Value
    later: Value
    year: int


def check_weak_targets(dossier: Dossier) -> Iterator[Finding]:
    """Targets of the report's year that last year's realisation had already passed; one finding a report."""
    weak = []
    for group, before in _with_year_before(dossier):
        pairs = [(t, r) for t in group.targets.values for r in before.realizations.values]
        if pairs and all(_is_weaker(target, reached, group, dossier) for target, reached in pairs):
            weak.append(Step(pairs[0][1], pairs[0][0], group.year))
    if weak:
        yield _listing(
            "target.weak",
            weak,
            f"{len(weak)} target{'s ask' if len(weak) > 1 else ' asks'} for less in {weak[0].year} "
            f"than {weak[0].year - 1} had already reached",
            lambda s: (
                f"{indicator(s.later.best)}: target {value_at(s.later)}, realisation {s.year - 1} {value_at(s.earlier)}"
            ),
        )


def check_jumps(dossier: Dossier) -> Iterator[Finding]:
    """Large numbers that doubled or halved within a year; one finding a report."""
    jumps = []
    for group, before in _with_year_before(dossier):
        now, then = _one(group.realizations.values), _one(before.realizations.values)
        if now is not None and then is not None and _is_jump(then, now):
            jumps.append(Step(then, now, group.year))
    if jumps:
        yield _listing(
            "realization.jump",
            jumps,
            f"{len(jumps)} realisation{'s have' if len(jumps) > 1 else ' has'} doubled or halved from "
            f"{jumps[0].year - 1} to {jumps[0].year}",
            lambda s: (
                f"{indicator(s.later.best)}: {value_at(s.earlier)} in {s.year - 1}, {value_at(s.later)} in {s.year}"
            ),
        )


def _with_year_before(dossier: Dossier) -> Iterator[tuple[Candidates, Candidates]]:
    """The figures of an indicator in the report's year, with those of the year before where it prints both."""
    by_place = {(group.key, group.year): group for group in dossier.groups}
    for group in dossier.groups:
        before = by_place.get((group.key, group.year - 1))
        if group.year == dossier.year and before is not None:
            yield group, before


def _is_jump(earlier: Value, later: Value) -> bool:
    before, after = earlier.best.value, later.best.value
    assert before is not None and after is not None, "values without a number are left out"
    low, high = sorted((abs(before), abs(after)))
    is_large = low >= LARGE and not units_differ(earlier.best, later.best) and earlier.best.unit not in ("%", "IDR")
    return is_large and JUMP * low <= high <= LARGEST_RATIO * low


def _one(values: Sequence[Value]) -> Value | None:
    return values[0] if len(values) == 1 and values[0].best.value is not None else None


def _is_weaker(target: Value, reached: Value, group: Candidates, dossier: Dossier) -> bool:
    wanted, had = target.best.value, reached.best.value
    polarity = dossier.verdicts[group.key].polarity
    if wanted is None or had is None or wanted <= 0 or had <= 0 or polarity not in ("higher", "lower"):
        return False
    if cells_differ(target.best, reached.best) or units_differ(target.best, reached.best):
        return False
    if max(wanted, had) > LARGEST_RATIO * min(wanted, had):
        return False
    return wanted < had if polarity == "higher" else wanted > had


def check_plan_series(dossier: Dossier) -> Iterator[Finding]:
    """Targets of one plan row over the years: the same every year, or turning back once; one finding each a report."""
    flat: list[list[int]] = []
    turning: list[tuple[int, int]] = []
    for series in _series(dossier):
        values = [dossier.observations[i].value or Decimal(0) for i in series]
        if len(set(values)) == 1:
            flat += [series] if values[0] not in (0, HUNDRED) else []
            continue
        steps = [later - earlier for earlier, later in pairwise(values)]
        falls = [n for n, step in enumerate(steps) if step < 0]
        rises = [n for n, step in enumerate(steps) if step > 0]
        for few, many in ((falls, rises), (rises, falls)):
            if len(few) == 1 and len(many) >= LEAST_YEARS - 1 and len(few) + len(many) == len(steps):
                turning.append((series[few[0]], series[few[0] + 1]))
    if flat:
        yield _flat(flat, dossier)
    for earlier, later in turning:
        yield _turning(earlier, later, dossier)


def _series(dossier: Dossier) -> Iterator[list[int]]:
    """The targets of one printed row for three years or more, by year."""
    rows: dict[tuple[str, int, int, int], dict[int, int]] = defaultdict(dict)
    for i in dossier.ids_of("target"):
        o = dossier.observations[i]
        if o.year is not None and o.value is not None:
            rows[dossier.keys[i], o.place.page, o.place.table_no, o.place.row].setdefault(o.year, i)
    for years in rows.values():
        if len(years) >= LEAST_YEARS:
            yield [years[year] for year in sorted(years)]


def _flat(rows: Sequence[Sequence[int]], dossier: Dossier) -> Finding:
    first = [dossier.observations[series[0]] for series in rows]
    parts = [
        f"{indicator(o)} {raw(o)} ({o.year}–{dossier.observations[series[-1]].year})"
        for o, series in zip(first, rows, strict=True)
    ]
    places = [o.place for o in first]
    return finding(
        "target.flat",
        places,
        f"{len(parts)} target{'s stay' if len(parts) > 1 else ' stays'} the same in every year of the plan "
        f"({where(places)}): {'; '.join(parts)}.",
        " | ".join(raw(o) for o in first),
        None,
        observation_ids(i for series in rows for i in series),
    )


def _turning(earlier: int, later: int, dossier: Dossier) -> Finding:
    a, b = dossier.observations[earlier], dossier.observations[later]
    return finding(
        "target.turns-back",
        [a.place, b.place],
        f"The targets of {indicator(a)} move one way over the years, but turn back from {raw(a)} ({a.year}) to "
        f"{raw(b)} ({b.year}) on {where([a.place, b.place])}.",
        f"{raw(a)} | {raw(b)}",
        None,
        observation_ids((earlier, later)),
    )


def check_stale(dossier: Dossier) -> Iterator[Finding]:
    """Realisations that name an earlier year in their own cell, and those that only repeat the year before."""
    by_place = {(group.key, group.year): group for group in dossier.groups}
    repeated = []
    for group in dossier.groups:
        before = by_place.get((group.key, group.year - 1))
        same = _repeats(group, before) if before else None
        stale = [o for v in group.realizations.values for o in v.observations if _names_earlier(o, group.year)]
        if stale:
            yield _stale(group, stale, same)
        elif same is not None:
            repeated.append(Step(same[0], same[1], group.year))
    if repeated:
        yield _listing(
            "realization.repeated",
            repeated,
            f"{len(repeated)} realisation{'s are' if len(repeated) > 1 else ' is'} exactly that of the year before",
            lambda s: (
                f"{indicator(s.later.best)}: {raws(s.later)} in {s.year - 1} and {s.year} "
                f"({where(o.place for o in (*s.earlier.observations, *s.later.observations))})"
            ),
        )


def _names_earlier(observation: Observation, year: int) -> bool:
    return any(int(found) < year for found in OTHER_YEAR.findall(" ".join(observation.raw.split())))


def _repeats(group: Candidates, before: Candidates) -> tuple[Value, Value] | None:
    now, then = _one(group.realizations.values), _one(before.realizations.values)
    if now is None or then is None or now.best.value != then.best.value or now.best.value in (0, HUNDRED):
        return None
    digits = re.sub(r"\D", "", str(now.best.value)).strip("0")
    return (then, now) if len(digits) >= TELLING_DIGITS else None


def _stale(group: Candidates, stale: Sequence[Observation], same: tuple[Value, Value] | None) -> Finding:
    first = stale[0]
    repeated = f" The realisation of {group.year - 1} is printed as {value_at(same[0])}." if same else ""
    places = [o.place for o in stale] + ([o.place for o in same[0].observations] if same else [])
    return finding(
        "realization.stale",
        places,
        f"The realisation of {indicator(first)} for {group.year} is an earlier year's by its own cell: “{raw(first)}” "
        f"({where(o.place for o in stale)}).{repeated}",
        raw(first),
        f"a value measured in {group.year}",
        observation_ids(group.realizations.ids),
    )


def _listing(code: str, steps: Sequence[Step], lead: str, part: Callable[[Step], str]) -> Finding:
    values = [value for step in steps for value in (step.later, step.earlier)]
    return finding(
        code,
        [o.place for value in values for o in value.observations],
        f"{lead}: {'; '.join(part(step) for step in steps)}.",
        " | ".join(f"{raws(step.later)} ({raws(step.earlier)})" for step in steps),
        None,
        observation_ids(i for value in values for i in value.ids),
    )
