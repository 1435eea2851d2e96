"""Weights of signs fitted on labelled values: a logistic regression in which a sign may speak only for or only against.

Values of one document and damage with the same signs are one row with counts. Needs nothing but numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from normalize.values.confidence import BASE, Sign, weighed

SOUND = "sound"
SOUND_SHARE = 0.2  # of the evidence comes from sound pages, the rest from damaged ones
PULL = 2.0  # a sign weighs nothing until values speak: as if so much weight of evidence stood against it
STEPS, SHORTEST, ENOUGH = 200, 1e-6, 1e-6
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


def fitted(rows: Sequence[Counted], signs: Mapping[str, Sign]) -> dict[str, float]:
    """The weight of each sign, to two decimals."""
    names = list(signs)
    total = sum(r.right + r.wrong for r in rows)
    sound = sum(r.right + r.wrong for r in rows if r.damage == SOUND)
    scale = {True: SOUND_SHARE * total / max(1, sound), False: (1 - SOUND_SHARE) * total / max(1, total - sound)}
    counts: dict[frozenset[str], Floats] = {}
    for row in rows:
        more = np.array([row.right, row.wrong]) * scale[row.damage == SOUND]
        counts[row.signs] = counts.get(row.signs, 0.0) + more
    there = np.array([[float(name == BASE or name in seen) for name in names] for seen in counts])
    seen_counts = np.array(list(counts.values()))
    allowed = np.array([1.0 if signs[name].speaks == "for" else -1.0 for name in names])
    weights = _least_loss(there, seen_counts[:, 0], seen_counts.sum(axis=1), allowed)
    return {name: round(float(weight), 2) + 0.0 for name, weight in zip(names, weights, strict=True)}


def _least_loss(there: Floats, right: Floats, counts: Floats, allowed: Floats) -> Floats:
    """The weights of least loss by Newton's steps; those that would say what they may not stay 0."""
    pull = np.full(there.shape[1], PULL)
    pull[0] = 0.0
    weights = np.zeros(there.shape[1])
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


def held_out(rows: Sequence[Counted], signs: Mapping[str, Sign]) -> list[tuple[Counted, float]]:
    """Each row with the confidence by weights that were fitted without its document and the document's copies."""
    found = []
    for document in dict.fromkeys(row.document for row in rows):
        weights = fitted([row for row in rows if row.document != document], signs)
        found += [(row, weighed(row.signs, weights)) for row in rows if row.document == document]
    return found
