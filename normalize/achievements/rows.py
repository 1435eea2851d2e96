"""The rows of a report in which a target, a realisation and an achievement of one indicator and year stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from normalize.achievements.explain import Pair
from normalize.model import Observation

TableId = tuple[int, int]
REVISED = "pk_revised"


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row of an indicator and year, by the indexes of its observations; None where a cell is not there."""

    key: str
    year: int
    table: TableId
    target: int | None
    realization: int | None
    printed: int | None


def table_of(observation: Observation) -> TableId:
    """The page and table number under which an observation stands."""
    return observation.place.page, observation.place.table_no


def read_rows(observations: Sequence[Observation], keys: Sequence[str]) -> tuple[Row, ...]:
    """Bring yearly targets, realisations and achievements of one table and row together, in reading order.

    A table may print an indicator twice; its rows stay apart. Values of one table in different rows (a cell of its own
    line) are joined when each measure stands there once. Of several targets in a row the revised agreement's counts.
    """
    rows: dict[tuple[str, int, TableId, int], dict[str, int]] = defaultdict(dict)
    for i, (observation, key) in enumerate(zip(observations, keys, strict=True)):
        if observation.year is None or observation.period != "year" or observation.missing is not None:
            continue
        if observation.measure in ("target", "realization", "achievement"):
            place = (key, observation.year, table_of(observation), observation.place.row)
            if observation.plan_version == REVISED:
                rows[place][observation.measure] = i
            else:
                rows[place].setdefault(observation.measure, i)
    joined: dict[tuple[str, int, TableId], list[dict[str, int]]] = defaultdict(list)
    for (key, year, table, _), cells in rows.items():
        group = joined[key, year, table]
        if group and not group[-1].keys() & cells.keys():
            group[-1].update(cells)
        else:
            group.append(dict(cells))
    return tuple(
        Row(key, year, table, cells.get("target"), cells.get("realization"), cells.get("achievement"))
        for (key, year, table), group in joined.items()
        for cells in group
    )


def pair_of(row: Row, observations: Sequence[Observation], relation: str = "own") -> Pair | None:
    """The target and realisation of a row, or None where one of them is not in it."""
    if row.target is None or row.realization is None:
        return None
    return Pair(observations[row.target], observations[row.realization], relation)
