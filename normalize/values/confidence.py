"""How far a value can be trusted, from what was actually seen of it.

Every sign that was seen of a value (`signs`, `witnesses`) adds to or takes from its log-odds. `data/signs.csv` is the
one list of signs; its weights are fitted on labelled reports and on damaged copies of them, document by document held
out (`docs/confidence.md`, `python -m benchmarks.confidence`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from normalize.facts import rows

BASE = "any value"
"""The sign that every value has."""
SCANNED = "scanned"
WITNESSES = frozenset({"arithmetic", "same elsewhere"})
ALONE = 0.85
"""The most that a figure read by OCR has without a witness, however clear it looks."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something seen of a value.

    `speaks` says whether it may speak only "for" or only "against" the value; `weight` is what it adds to the log-odds
    that the value is right.
    """

    name: str
    speaks: str
    weight: float
    meaning: str


@cache
def signs() -> Mapping[str, Sign]:
    """All signs by name. Raises ValueError where one weighs against what it may say."""
    table = rows("signs", ("sign", "speaks", "weight", "meaning"), ("sign",))
    found = {row["sign"]: Sign(row["sign"], row["speaks"], float(row["weight"]), row["meaning"]) for row in table}
    for sign in found.values():
        if sign.speaks not in ("for", "against") or sign.weight * (1 if sign.speaks == "for" else -1) < 0:
            raise ValueError(f"signs.csv: {sign.name} may not weigh {sign.weight}")
    return found


@cache
def _weights() -> Mapping[str, float]:
    return {sign.name: sign.weight for sign in signs().values()}


def confidence_of(seen: Iterable[str]) -> float:
    """The probability that a value with these signs is right, to three decimals; a sign counts once.

    Raises KeyError for a sign that no row of the table names.

    >>> confidence_of(["clear head", "same elsewhere"]) > 0.9 > confidence_of(["clear head", "scanned"])
    True
    """
    return round(weighed(seen, _weights()), 3)


def weighed(seen: Iterable[str], weights: Mapping[str, float]) -> float:
    """The same with given weights, not rounded. A scanned value that no witness bears out is never sure."""
    names = frozenset(seen)
    odds = weights[BASE] + sum(weights[name] for name in sorted(names))
    probability = 1 / (1 + math.exp(-odds))
    return min(probability, ALONE) if SCANNED in names and WITNESSES.isdisjoint(names) else probability
