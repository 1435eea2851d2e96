"""Achievements that a table keeps from another one though it prints another target beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from normalize.achievements.explain import Explanation, explain
from normalize.achievements.rows import pair_of
from normalize.checks.dossier import Dossier, finding
from normalize.checks.trust import LEAST_CONFIDENCE
from normalize.checks.wording import indicator, number, observation_ids, raw, where
from normalize.model import Finding, Observation

FIGURES = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """An achievement with the target and realisation of its own row, and how it comes from them."""

    achievement: Observation
    target: Observation
    realization: Observation
    ids: tuple[int, ...]
    explained: Explanation


def check_kept_achievements(dossier: Dossier) -> Iterator[Finding]:
    """`0,14` for 0,15 of 105 in one table, and again for 0,15 of 78,75 in another; one finding an indicator."""
    rows: dict[tuple[str, int], list[Printed]] = defaultdict(list)
    for row in _printed(dossier):
        rows[row[0]].append(row[1])
    for (_, year), same in rows.items():
        follows = [one for one in same if one.explained.status == "equal"]
        for own in same:
            if own.explained.status != "unexplained" or own.explained.recomputed is None:
                continue
            other = next((one for one in follows if _is_kept(own, one)), None)
            if other is not None:
                yield _finding(own, other, year)
                break


def _is_kept(own: Printed, other: Printed) -> bool:
    return own.achievement.value == other.achievement.value and own.target.value != other.target.value


def _printed(dossier: Dossier) -> Iterator[tuple[tuple[str, int], Printed]]:
    """The rows with all three figures, each read surely, whose achievement is not that of a group of rows."""
    for row in dossier.rows:
        pair = pair_of(row, dossier.observations)
        if pair is None or row.printed is None or row.target is None or row.realization is None:
            continue
        achievement = dossier.observations[row.printed]
        is_sure = min(o.confidence for o in (achievement, pair.target, pair.realization)) >= LEAST_CONFIDENCE
        if (
            row.key in dossier.verdicts
            and is_sure
            and achievement.decimals
            and not dossier.is_of_group(achievement, pair.target)
        ):
            explained = explain(achievement, pair, dossier.verdicts[row.key].polarity, (), may_cap=False)
            ids = (row.printed, row.target, row.realization)
            yield (row.key, row.year), Printed(achievement, pair.target, pair.realization, ids, explained)


def _finding(own: Printed, other: Printed, year: int) -> Finding:
    result = number(own.explained.recomputed, FIGURES) if own.explained.recomputed is not None else ""
    return finding(
        "target.achievement-kept",
        [o.place for one in (own, other) for o in (one.achievement, one.target, one.realization)],
        f"The achievement of {indicator(own.achievement)} for {year} is printed as {raw(own.achievement)} "
        f"({where([own.achievement.place])}) beside realisation {raw(own.realization)} and target {raw(own.target)}, "
        f"which give {result}; it follows from realisation {raw(other.realization)} and target {raw(other.target)} "
        f"({where([other.achievement.place])}).",
        raw(own.achievement),
        result,
        observation_ids((*own.ids, *other.ids)),
    )
