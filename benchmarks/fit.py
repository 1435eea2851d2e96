"""Weights of signs fitted on labelled values: two logistic regressions in which a sign may speak only one way.

A value is right where its name and its figure are. Labels tell of a wrong value only that one of them is wrong, so
expectation and maximisation take turns: how likely each is the wrong one by the weights so far, then the weights by
that. Values of one document and damage with the same signs are one row with counts. Needs nothing but numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from normalize.values.confidence import BASE, SAYS, SPEAKS, Sign, Weight, weighed

SOUND = "sound"
SOUND_SHARE = 0.1  # of the evidence comes from sound pages, the rest from damaged ones: as many as there are
PULL = 8.0  # a sign weighs nothing until values speak: as if so much weight of evidence stood against it
STEPS, SHORTEST, ENOUGH = 200, 1e-6, 1e-6
START, TURNS, SETTLED = 2.5, 100, 2e-3
SURE, DOUBTFUL = 0.9, 0.5
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many values with the same signs were read rightly and wrongly from a document with one damage."""

    document: str
    damage: str
    signs: frozenset[str]
    right: int
    wrong: int


def fitted(rows: Sequence[Counted], signs: Mapping[str, Sign]) -> dict[str, Weight]:
    """The weights of each sign, to two decimals."""
    names = list(signs)
    there, right, counts = _counted(rows, names)
    meant = [np.array([SAYS[signs[n].says][side] for n in names]) for side in (0, 1)]
    allowed = np.array([float(SPEAKS[signs[n].speaks]) for n in names])
    sides = [there[:, one] for one in meant]
    weights = [np.zeros(int(one.sum())) for one in meant]
    for one in weights:
        one[0] = START
    for _ in range(TURNS):
        name, figure = (1 / (1 + np.exp(-side @ w)) for side, w in zip(sides, weights, strict=True))
        wrong = (counts - right) / (1 - name * figure)
        by_side = (right + wrong * name * (1 - figure), right + wrong * figure * (1 - name))
        new = [
            _least_loss(side, hits, counts, allowed[one], w)
            for side, hits, one, w in zip(sides, by_side, meant, weights, strict=True)
        ]
        moved = max(float(np.abs(a - b).max()) for a, b in zip(new, weights, strict=True))
        weights = new
        if moved < SETTLED:
            break
    found = np.zeros((2, len(names)))
    for side, one in enumerate(meant):
        found[side, one] = weights[side]
    return {n: Weight(*(round(float(w), 2) + 0.0 for w in found[:, i])) for i, n in enumerate(names)}


def _counted(rows: Sequence[Counted], names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """Which signs are there, how many values with them are right, and how many there are; sound ones at their share."""
    total = sum(r.right + r.wrong for r in rows)
    sound = sum(r.right + r.wrong for r in rows if r.damage == SOUND)
    scale = {True: SOUND_SHARE * total / max(1, sound), False: (1 - SOUND_SHARE) * total / max(1, total - sound)}
    counts: dict[frozenset[str], Floats] = {}
    for row in rows:
        more = np.array([row.right, row.wrong]) * scale[row.damage == SOUND]
        counts[row.signs] = counts.get(row.signs, 0.0) + more
    there = np.array([[float(name == BASE or name in seen) for name in names] for seen in counts])
    seen_counts = np.array(list(counts.values()))
    return there, seen_counts[:, 0], seen_counts.sum(axis=1)


def _least_loss(there: Floats, right: Floats, counts: Floats, allowed: Floats, start: Floats) -> Floats:
    """The weights of least loss by Newton's steps; those that would say what they may not stay 0."""
    pull = np.full(there.shape[1], PULL)
    pull[0] = 0.0
    weights = start
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-there @ weights))
        slope = there.T @ (counts * chance - right) + pull * weights
        free = (weights != 0) | (slope * allowed < 0)
        bend = (there.T * (counts * chance * (1 - chance))) @ there + np.diag(pull + 1e-9)
        step = np.zeros_like(weights)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        before, length = _loss(weights, there, right, counts, pull), 1.0
        while True:
            new = weights - length * step
            new[new * allowed < 0] = 0.0
            if length < SHORTEST or _loss(new, there, right, counts, pull) <= before:
                break
            length /= 2
        if np.abs(new - weights).max() < ENOUGH:
            return new
        weights = new
    return weights


def _loss(weights: Floats, there: Floats, right: Floats, counts: Floats, pull: Floats) -> float:
    odds = there @ weights
    return float(counts @ np.logaddexp(0.0, odds) - right @ odds + 0.5 * pull @ weights**2)


@dataclass(slots=True)
class Tally:
    """How right values of high and of low confidence are: counts of right and wrong ones."""

    all: list[int] = field(default_factory=lambda: [0, 0])
    sure: list[int] = field(default_factory=lambda: [0, 0])
    doubtful: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, row: Counted, confidence: float) -> None:
        """Count the values of a row."""
        counted = [self.all]
        counted += [self.sure] if confidence >= SURE else [self.doubtful] if confidence < DOUBTFUL else []
        for one in counted:
            one[0] += row.right
            one[1] += row.wrong

    @property
    def right_among_sure(self) -> float:
        return self.sure[0] / max(1, sum(self.sure))

    @property
    def sure_among_right(self) -> float:
        return self.sure[0] / max(1, self.all[0])

    @property
    def wrong_among_doubtful(self) -> float:
        return self.doubtful[1] / max(1, sum(self.doubtful))

    @property
    def doubtful_among_wrong(self) -> float:
        return self.doubtful[1] / max(1, self.all[1])


def folds_of(rows: Sequence[Counted], signs: Mapping[str, Sign]) -> dict[str, dict[str, Weight]]:
    """For each document the weights that were fitted without it and its copies."""
    documents = dict.fromkeys(row.document for row in rows)
    return {one: fitted([row for row in rows if row.document != one], signs) for one in documents}


def held_out(rows: Sequence[Counted], folds: Mapping[str, Mapping[str, Weight]]) -> list[tuple[Counted, float]]:
    """Each row with the confidence by the weights that do not know its document."""
    return [(row, weighed(row.signs, folds[row.document])) for row in rows]
