"""How far a value can be trusted, from what was actually seen of it.

A value is right if its name is and if its figure is, with its measure and year. Every sign that was seen of a value
(`signs`, `label_signs`, `witnesses`) adds to or takes from the log-odds of the one, of the other, or of both: that the
arithmetic of a row fits makes its figures sure, but not its name. `data/signs.csv` is the one list of signs; its
weights are fitted on labelled reports and on damaged copies of them, document by document held out
(`docs/confidence.md`, `python -m benchmarks.confidence`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from normalize.facts import rows

BASE = "any value"
"""The sign that every value has."""
SCANNED = "scanned"
WITNESSES = frozenset({"arithmetic", "same elsewhere", "like elsewhere"})
ALONE = 0.85
"""The most that a figure read by OCR has without a witness, however clear it looks."""
UNDATED = "no year"
WITHOUT_YEAR = 0.3
"""The most that a value has whose year is not known."""
SPEAKS = {"for": 1, "against": -1}
SAYS = {"name": (True, False), "figure": (False, True), "both": (True, True)}


class Weight(NamedTuple):
    """What a sign adds to the log-odds that the name is right, and that the figure is."""

    name: float
    figure: float


@dataclass(frozen=True, slots=True)
class Sign:
    """Something seen of a value.

    `says` tells whether it is about the "name", the "figure" or "both", `speaks` whether it may speak only "for" or
    only "against" them.
    """

    name: str
    says: str
    speaks: str
    weight: Weight
    meaning: str

    def may_weigh(self, weight: Weight) -> bool:
        """Whether a weight says nothing that the sign may not say."""
        sides = zip(weight, SAYS[self.says], strict=True)
        return all(one == 0 or (is_meant and one * SPEAKS[self.speaks] > 0) for one, is_meant in sides)


@cache
def signs() -> Mapping[str, Sign]:
    """All signs by name. Raises ValueError where one weighs what it may not."""
    table = rows("signs", ("sign", "says", "speaks", "name", "figure", "meaning"), ("sign",))
    found = {}
    for row in table:
        weight = Weight(float(row["name"]), float(row["figure"]))
        sign = Sign(row["sign"], row["says"], row["speaks"], weight, row["meaning"])
        if sign.says not in SAYS or sign.speaks not in SPEAKS or not sign.may_weigh(weight):
            raise ValueError(f"signs.csv: {sign.name} may not weigh {tuple(weight)}")
        found[sign.name] = sign
    return found


@cache
def _weights() -> Mapping[str, Weight]:
    return {sign.name: sign.weight for sign in signs().values()}


def confidence_of(seen: Iterable[str]) -> float:
    """The probability that a value with these signs is right, to three decimals; a sign counts once.

    Raises KeyError for a sign that no row of the table names.

    >>> confidence_of(["clear head", "same elsewhere"]) > 0.9 > confidence_of(["clear head", "scanned"])
    True
    """
    return round(weighed(seen, _weights()), 3)


def weighed(seen: Iterable[str], weights: Mapping[str, Weight]) -> float:
    """The same with given weights, not rounded.

    A scanned value that no witness bears out is never sure, one without a year never likely.
    """
    names = sorted({BASE, *seen})
    probability = math.prod(1 / (1 + math.exp(-sum(side))) for side in zip(*(weights[n] for n in names), strict=True))
    if SCANNED in names and WITNESSES.isdisjoint(names):
        probability = min(probability, ALONE)
    return min(probability, WITHOUT_YEAR) if UNDATED in names else probability
