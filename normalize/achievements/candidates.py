"""What a document prints for one indicator and year: the distinct values, where each stands, and which one counts.

Two prints are one value when they are the same number to the digits of the coarser one (`75` and `75,00`, `59,62` and
`59,6`); grades and other words are one value when they fold to the same letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from normalize.achievements.formulas import figure, fits_exactly, is_cut
from normalize.model import Measure, Observation
from normalize.words import letters

PLAN_ORDER: tuple[str | None, ...] = ("pk_revised", "pk", "rkt", "renstra")
"""Which target counts first: the revised agreement, the agreement, the yearly plan, the strategic plan."""
AGREEMENTS = ("pk_revised", "pk")
PERSON = "person"
"""The rule of a value that a person decided on."""
MAJORITY_TABLES = 3
MAJORITY_RATIO = 3
MEANINGFUL_DIGITS = 2
"""`0,1` is no coarser print of `0,09`: a single digit says too little to be called rounded."""


@dataclass(frozen=True, slots=True)
class Value:
    """One distinct value and the indexes of the observations that print it, the most precise print first."""

    ids: tuple[int, ...]
    observations: tuple[Observation, ...]

    @property
    def best(self) -> Observation:
        return self.observations[0]

    @property
    def tables(self) -> int:
        return len({(o.place.page, o.place.table_no) for o in self.observations})

    @property
    def is_decided(self) -> bool:
        """Whether a person decided on it."""
        return any(o.decided_by is not None and o.confidence == 1 for o in self.observations)

    @property
    def in_agreement(self) -> bool:
        return any(o.plan_version in AGREEMENTS for o in self.observations)


@dataclass(frozen=True, slots=True)
class Choice:
    """The distinct values of one measure, the one that counts (None in an open conflict) and the rule that chose it."""

    values: tuple[Value, ...]
    chosen: Value | None
    decided_by: str | None

    @property
    def ids(self) -> tuple[int, ...]:
        """All candidates, or those of the chosen value."""
        values = (self.chosen,) if self.chosen else self.values
        return tuple(sorted(i for value in values for i in value.ids))

    @property
    def is_open(self) -> bool:
        return self.chosen is None and len(self.values) > 1


NOTHING = Choice((), None, None)


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that a document prints for one indicator and year in yearly values."""

    key: str
    year: int
    targets: Choice
    plan_targets: Choice
    realizations: Choice
    printed: Choice
    all_ids: tuple[int, ...]


@lru_cache(maxsize=16384)
def same_value(a: Observation, b: Observation) -> bool:
    """Whether two prints say the same: one number to the digits of the coarser print, or one grade."""
    first, second = figure(a), figure(b)
    if first is None or second is None:
        return bool(letters(a.text)) and letters(a.text) == letters(b.text)
    if first.value == second.value:
        return True
    coarse, fine = (first, second) if first.step > second.step else (second, first)
    if first.step == second.step or len(str(abs(int(coarse.value / coarse.step)))) < MEANINGFUL_DIGITS:
        return False
    return fits_exactly(fine.value, coarse) or is_cut(fine.value, coarse)


def distinct(ids: Sequence[int], observations: Sequence[Observation]) -> tuple[Value, ...]:
    """Group observations by value, the value with most tables first."""
    groups: list[list[int]] = []
    for i in sorted(ids, key=lambda i: (-(observations[i].decimals or 0), i)):
        group = next((g for g in groups if same_value(observations[g[0]], observations[i])), None)
        if group is None:
            groups.append([i])
        else:
            group.append(i)
    values = [Value(tuple(g), tuple(observations[i] for i in g)) for g in groups]
    return tuple(sorted(values, key=lambda v: (-v.tables, min(v.ids))))


def choose(values: tuple[Value, ...]) -> Choice:
    """Let a declared rule decide between different values, or leave the conflict open.

    `person`: the only value that a person decided on, also where no other is printed;
    `agreement`: the value of the performance agreement, where no other value stands in more tables beside it;
    `majority`: a value in at least three tables and in three times as many as all others, none of them an agreement's.
    """
    decided = [v for v in values if v.is_decided]
    if len(decided) == 1:
        return Choice(values, decided[0], PERSON)
    if len(values) <= 1:
        return Choice(values, values[0] if values else None, None)
    agreed = [v for v in values if v.in_agreement]
    if len(agreed) == 1:
        beside = _tables_beside_agreements(agreed[0])
        if all(v.tables <= beside for v in values if v is not agreed[0]):
            return Choice(values, agreed[0], "agreement")
    first, others = values[0], values[1:]
    rest = sum(v.tables for v in others)
    if first.tables >= max(MAJORITY_TABLES, MAJORITY_RATIO * rest) and not any(v.in_agreement for v in others):
        return Choice(values, first, "majority")
    return Choice(values, None, None)


def _tables_beside_agreements(value: Value) -> int:
    return len({(o.place.page, o.place.table_no) for o in value.observations if o.plan_version not in AGREEMENTS})


def _split_targets(ids: list[int], observations: Sequence[Observation]) -> tuple[list[int], list[int]]:
    """The targets that count for the year, and those of plans that a later version replaced.

    The latest agreement and the targets that a report measures against count; a plan's targets count only alone.
    """
    versions = {i: observations[i].plan_version for i in ids}
    agreement = next((v for v in AGREEMENTS if v in versions.values()), None)
    counted = [i for i in ids if versions[i] in (None, agreement)]
    if not counted:
        latest = next((v for v in PLAN_ORDER if v in versions.values()), None)
        counted = [i for i in ids if versions[i] == latest]
    return counted, [i for i in ids if i not in counted]


def collect(observations: Sequence[Observation], keys: Sequence[str]) -> tuple[Candidates, ...]:
    """Group the yearly targets, realisations and achievements of a document by indicator and year."""
    found: dict[tuple[str, int], dict[Measure, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, (observation, key) in enumerate(zip(observations, keys, strict=True)):
        is_given = observation.value is not None or bool(observation.text)
        if observation.year is None or observation.period != "year" or not is_given:
            continue
        if observation.measure in ("target", "realization", "achievement"):
            found[key, observation.year][observation.measure].append(i)
    return tuple(_candidates(key, year, ids, observations) for (key, year), ids in found.items())


def _candidates(key: str, year: int, ids: dict[Measure, list[int]], observations: Sequence[Observation]) -> Candidates:
    counted, replaced = _split_targets(ids.get("target", []), observations)
    return Candidates(
        key=key,
        year=year,
        targets=choose(distinct(counted, observations)),
        plan_targets=choose(distinct(replaced, observations)),
        realizations=choose(distinct(ids.get("realization", []), observations)),
        printed=choose(distinct(ids.get("achievement", []), observations)),
        all_ids=tuple(sorted(i for group in ids.values() for i in group)),
    )
