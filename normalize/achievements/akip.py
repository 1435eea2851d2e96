"""The predicate that goes with a score of the AKIP evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from normalize import facts


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate and the scores it stands for: more than `above`, at most `up_to`; the lowest begins at its bound."""

    predicate: str
    above: Decimal
    up_to: Decimal


@cache
def akip_predicates() -> tuple[Predicate, ...]:
    """All predicates, best first. Raises ValueError where they leave a gap or overlap."""
    found = tuple(
        Predicate(row["predicate"], Decimal(row["low"]), Decimal(row["high"]))
        for row in facts.rows("akip_predicates", ("predicate", "low", "high"), ("predicate",))
    )
    for better, worse in pairwise(found):
        if better.above != worse.up_to:
            raise ValueError(f"akip_predicates.csv: {better.predicate} and {worse.predicate} do not meet")
    return found
