"""How an achievement follows from a target and a realisation, within what the printed digits allow.

The formulas are those of LAN decree 239/IX/6/8/2003 and of the agencies' own practice; `FORMULAS` lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Literal, NamedTuple

from extract.numbers import half_up
from normalize.model import Observation

NOT_DIGITS = re.compile(r"\D")

Fit = Literal["equal", "rounding"]
HUNDRED = Decimal(100)
CAPS = tuple(Decimal(cap) for cap in (100, 110, 120, 150, 200))
CAP_REACH = Decimal(1000)
"""Above this a percentage is rather a mix of units than an achievement that someone capped."""
SCALES = tuple(Decimal(10) ** power for power in (0, 3, 6, 9, 12))
MOST_DIGITS = 28
"""A result of more printed steps than decimal arithmetic holds digits is no printed number."""
ROUNDED_SHARE = Decimal(20)
"""From here on a realisation in whole percent is taken as rounded: half a percent more or less is within its print."""


class Interval(NamedTuple):
    """All values a printed number may stand for."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number: its value, the unit of its last printed digit, and half of what rounding may have hidden."""

    value: Decimal
    step: Decimal
    half: Decimal

    @property
    def interval(self) -> Interval:
        return Interval(self.value - self.half, self.value + self.half)


@dataclass(frozen=True, slots=True)
class Formula:
    """One way to an achievement in percent; `text` is how a letter would write it."""

    code: str
    text: str
    meaning: str
    compute: Callable[[Decimal, Decimal], Decimal]


def _higher(target: Decimal, realization: Decimal) -> Decimal:
    return realization / target * HUNDRED


def _lower(target: Decimal, realization: Decimal) -> Decimal:
    return (2 * target - realization) / target * HUNDRED


def _inverse(target: Decimal, realization: Decimal) -> Decimal:
    return target / realization * HUNDRED


P1 = Formula("P1", "realisation / target × 100", "higher is better", _higher)
N1 = Formula("N1", "(2 × target − realisation) / target × 100", "lower is better", _lower)
N2 = Formula("N2", "target / realisation × 100", "lower is better, as a plain inverse", _inverse)
S1 = Formula("S1", "100 inside the range, else by its nearer end", "the target is a range", _higher)
M1 = Formula("M1", "100 when the grade is reached, else rank / target rank × 100", "the target is a grade", _higher)
FORMULAS: tuple[Formula, ...] = (P1, N1, N2, S1, M1)


def printed_scale(observation: Observation) -> Decimal:
    """How many units one printed unit stands for: 1000000 for `168 (Juta Rp.)`, else 1.

    The digits are looked up in `raw`, because a cell `76,82` takes its scale from a head that is not in it.
    """
    if observation.value is None:
        return Decimal(1)
    digits = NOT_DIGITS.sub("", observation.raw)
    for scale in SCALES:
        plain = (observation.value / scale).scaleb(observation.decimals or 0)
        if plain == plain.to_integral_value() and str(abs(int(plain))) in digits:
            return scale
    return Decimal(1)


def figure(observation: Observation) -> Figure | None:
    """The printed number of an observation with what its rounding may hide; None where no number stands.

    A number with decimals may be rounded by half a unit of its last digit. A whole number is exact where it is a target
    or counts things; a printed achievement, and a realisation in whole percent from 20 up, may be rounded.
    """
    if observation.value is None:
        return None
    decimals = observation.decimals or 0
    step = Decimal(1).scaleb(-decimals) * printed_scale(observation)
    is_share = observation.unit == "%" and abs(observation.value) >= ROUNDED_SHARE
    may_be_rounded = decimals > 0 or observation.measure in ("achievement", "medium_term_achievement")
    may_be_rounded = may_be_rounded or (observation.measure == "realization" and is_share)
    return Figure(observation.value, step, step / 2 if may_be_rounded else Decimal(0))


def compute(formula: Formula, target: Figure, realization: Figure) -> Decimal | None:
    """The exact achievement in percent, or None where the formula divides by zero."""
    divisor = realization.value if formula is N2 else target.value
    return None if divisor == 0 else formula.compute(target.value, realization.value)


def bounds(formula: Formula, target: Figure, realization: Figure) -> Interval | None:
    """All achievements that the printed target and realisation allow; None where the divisor may be zero."""
    divisor = (realization if formula is N2 else target).interval
    if divisor.low <= 0 <= divisor.high:
        return None
    corners = [formula.compute(t, r) for t, r in product(target.interval, realization.interval)]
    return Interval(min(corners), max(corners))


def fits_exactly(result: Decimal, printed: Figure) -> bool:
    """Whether a result, rounded to the printed digits, is the printed number.

    >>> fits_exactly(Decimal(271006900000), Figure(Decimal(271010000000), Decimal("1E+7"), Decimal("5E+6")))
    True
    >>> fits_exactly(Decimal("9E+30"), Figure(Decimal("9E+30"), Decimal("0.01"), Decimal("0.005")))
    False
    """
    steps = result / printed.step
    if steps.adjusted() >= MOST_DIGITS:
        return False
    return half_up(steps, 0) * printed.step == printed.value


def is_cut(result: Decimal, printed: Figure) -> bool:
    """Whether the printed number is the result with digits cut off instead of rounded."""
    return abs(printed.value) <= abs(result) < abs(printed.value) + printed.step


def fit(formula: Formula, target: Figure, realization: Figure, printed: Figure) -> Fit | None:
    """How a printed achievement follows from target and realisation: `equal` to its printed digits, `rounding` when the
    unrounded inputs or a cut last digit can explain it, or None.

    >>> def plain(text): return Figure(Decimal(text), Decimal("0.01"), Decimal("0.005"))
    >>> fit(P1, plain("32.86"), plain("39.67"), plain("120.72"))
    'equal'
    >>> fit(P1, plain("0.53"), plain("0.34"), plain("63.36"))
    'rounding'
    >>> fit(P1, plain("46.25"), plain("51.58"), plain("100.00")) is None
    True
    """
    result = compute(formula, target, realization)
    if result is None:
        return None
    if fits_exactly(result, printed):
        return "equal"
    allowed = bounds(formula, target, realization)
    if is_cut(result, printed) or (allowed is not None and allowed.meets(printed.interval)):
        return "rounding"
    return None


def is_capped(result: Decimal, printed: Decimal) -> bool:
    """Whether a printed achievement is one of the known caps and the recomputed one lies above it, within reason."""
    return printed in CAPS and printed < result < CAP_REACH
