"""Which readings of target, realisation and achievement fit each other: achievement = realisation / target × 100."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from extract.numbers import Figure, Reading

HUNDRED = Decimal(100)
ONE = Decimal(1)
HALF = Decimal("0.5")


class Agreement(NamedTuple):
    """Three readings that fit by `formula`; `exact` when rounding the printed inputs need not be thought of."""

    target: Reading
    realization: Reading
    achievement: Reading
    formula: str
    exact: bool


Formula = Callable[[Decimal, Decimal], Decimal]


def _inverse(target: Decimal, realization: Decimal) -> Decimal:
    return target / realization * HUNDRED


FORMULAS: dict[str, Formula] = {
    "R/T": lambda target, realization: realization / target * HUNDRED,
    "(2T-R)/T": lambda target, realization: (2 * target - realization) / target * HUNDRED,
    "T/R": _inverse,
}
DIRECT = ("R/T",)


def agreements(
    target: Figure, realization: Figure, achievement: Figure, formulas: tuple[str, ...] = DIRECT
) -> tuple[Agreement, ...]:
    """All combinations of readings that fit, exact ones first, then the plausible ones.

    A scale printed beside one of target and realisation alone ("20 Miliar" beside "21,457") may be that of both.
    """
    scales = [(target.scale, realization.scale)]
    if target.scaled != realization.scaled:
        scales.append((ONE, ONE))
    found = [
        Agreement(t, r, a, formula, exact)
        for formula in formulas
        for wanted_scale, reached_scale in scales
        for t, wanted in _values(target, wanted_scale)
        for r, reached in _values(realization, reached_scale)
        for a, printed in _values(achievement, achievement.scale)
        if (exact := _fits(FORMULAS[formula], (t, wanted, wanted_scale), (r, reached, reached_scale), a, printed))
        is not None
    ]
    return tuple(sorted(found, key=lambda one: (not one.exact, -_plausibility(one))))


def agrees(target: Figure, realization: Figure, achievement: Figure) -> Agreement | None:
    """The combination of readings that makes the achievement realisation / target × 100 within the printed digits.

    >>> from extract.numbers import read_figure
    >>> found = agrees(read_figure("76,4"), read_figure("79,7"), read_figure("104,319"))
    >>> str(found.achievement.value), found.exact
    ('104.319', True)
    >>> agrees(read_figure("76,4"), read_figure("79,7"), read_figure("99")) is None
    True
    """
    found = agreements(target, realization, achievement)
    return found[0] if found else None


def _values(figure: Figure, scale: Decimal) -> Iterator[tuple[Reading, Decimal]]:
    for reading in figure.readings:
        if reading.value is not None:
            yield reading, reading.value * scale


def _plausibility(one: Agreement) -> float:
    return one.target.weight * one.realization.weight * one.achievement.weight


_Input = tuple[Reading, Decimal, Decimal]


def _fits(formula: Formula, target: _Input, realization: _Input, achievement: Reading, printed: Decimal) -> bool | None:
    """True when the formula gives the printed achievement (rounded or cut off), False when rounded inputs allow it."""
    step = Decimal(1).scaleb(-(achievement.decimals or 0))
    if target[1] == 0 or (realization[1] == 0 and formula is _inverse):
        return None
    if realization[1] == 0:
        return True if printed == formula(target[1], realization[1]) else None
    computed = formula(target[1], realization[1])
    if abs(computed - printed) <= step * HALF or 0 <= (computed - printed) * (1 if printed >= 0 else -1) < step:
        return True
    corners = [formula(t, r) for t in _ends(target) for r in _ends(realization) if t and r]
    rounded = bool(corners) and min(corners) - step * HALF <= printed <= max(corners) + step * HALF
    return False if rounded else None


def _ends(given: _Input) -> tuple[Decimal, Decimal]:
    """The least and the greatest value that rounds to the printed one; whole numbers are taken as exact."""
    reading, value, scale = given
    half = Decimal(5).scaleb(-(reading.decimals or 0) - 1) * scale if reading.decimals else Decimal(0)
    return value - half, value + half
