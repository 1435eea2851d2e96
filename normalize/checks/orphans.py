"""Achievements that stand alone, because a broken row lost their figures, and years that stand in their place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from normalize.achievements.explain import recompute
from normalize.achievements.formulas import HUNDRED, P1, figure, fit
from normalize.achievements.rows import pair_of, table_of
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import indicator, name, number, observation_ids, raw, where
from normalize.model import Finding, Observation

OTHER_YEAR = "other_year"
FIGURES = 2


def check_orphans(dossier: Dossier) -> Iterator[Finding]:
    """Achievements whose indicator has no other figure, when one other indicator's figures give them."""
    measured = {dossier.keys[i] for i in dossier.ids_of("target", "realization")}
    for i in dossier.ids_of("achievement"):
        o = dossier.observations[i]
        if dossier.keys[i] in measured or o.value in (None, HUNDRED) or not o.decimals:
            continue
        printing = {dossier.keys[j] for j in dossier.ids_of("achievement") if _prints_same(dossier.observations[j], o)}
        found = [pair for pair in _pairs(o, dossier) if dossier.keys[pair[0]] not in printing]
        if len({dossier.keys[a] for a, _ in found}) == 1:
            yield _orphan(i, found[0], dossier)


def _prints_same(other: Observation, o: Observation) -> bool:
    """Whether an achievement is printed elsewhere too: then both names may mean one indicator."""
    return other.year == o.year and other.value == o.value


def _pairs(o: Observation, dossier: Dossier) -> Iterator[tuple[int, int]]:
    """Two different figures of one indicator and year, the first over the second giving the achievement."""
    shown = figure(o)
    ids = [i for i in dossier.ids_of("target", "realization") if dossier.observations[i].year == o.year]
    for same in dossier.by_key(ids).values():
        values = {dossier.observations[i].value: i for i in same if dossier.observations[i].value}
        for a, b in permutations(values.values(), 2):
            over, under = figure(dossier.observations[a]), figure(dossier.observations[b])
            if shown and over and under and fit(P1, under, over, shown) == "equal":
                yield a, b


def _orphan(i: int, pair: tuple[int, int], dossier: Dossier) -> Finding:
    o = dossier.observations[i]
    a, b = (dossier.observations[n] for n in pair)
    return finding(
        "achievement.orphan",
        [o.place, a.place, b.place],
        f"The achievement {raw(o)} of {name(o.indicator)} for {o.year} ({where([o.place])}) stands without target and "
        f"realisation; it is {a.measure.replace('realization', 'realisation')} {raw(a)} over "
        f"{b.measure.replace('realization', 'realisation')} {raw(b)} of {indicator(a)} ({where([a.place, b.place])}).",
        raw(o),
        None,
        observation_ids((i, *pair)),
    )


def check_missing_achievements(dossier: Dossier) -> Iterator[Finding]:
    """Cells that name another year instead of the achievement that target and realisation of their row give."""
    rows = {(row.key, row.year, row.table): row for row in dossier.rows}
    for i, o in enumerate(dossier.observations):
        if o.measure != "achievement" or o.missing != OTHER_YEAR or o.year is None:
            continue
        row = rows.get((dossier.keys[i], o.year, table_of(o)))
        pair = pair_of(row, dossier.observations) if row else None
        if row is None or pair is None or row.key not in dossier.verdicts:
            continue
        _, result = recompute(dossier.verdicts[row.key].polarity, pair.target, pair.realization)
        if result is not None:
            yield finding(
                "achievement.missing",
                [o.place, pair.target.place, pair.realization.place],
                f"The achievement of {indicator(pair.target)} for {o.year} is printed as “{raw(o)}” "
                f"({where([o.place])}), while realisation {raw(pair.realization)} and target {raw(pair.target)} give "
                f"{number(result, FIGURES)}.",
                raw(o),
                number(result, FIGURES),
                observation_ids([i, row.target or 0, row.realization or 0]),
            )
