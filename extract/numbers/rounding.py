"""Rounding as a person does it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal


def half_up(value: Decimal, decimals: int) -> Decimal:
    """A value to so many decimals, halves away from zero; however long it is, since garbage is printed too.

    >>> half_up(Decimal("120.7248"), 2), half_up(Decimal("0.5"), 0), half_up(Decimal(f"{10**40}.5"), 0) == 10**40 + 1
    (Decimal('120.72'), Decimal('1'), True)
    """
    enough = Context(prec=max(value.adjusted() + decimals + 2, 1), rounding=ROUND_HALF_UP)
    return value.quantize(Decimal(1).scaleb(-decimals), context=enough)


def is_multiple(value: Decimal, step: Decimal) -> bool:
    """Whether a value is a whole number of steps; however long it is.

    >>> is_multiple(Decimal("5000"), Decimal(1000)), is_multiple(Decimal(10**40 + 1), Decimal(1000))
    (True, False)
    """
    enough = Context(prec=max(value.adjusted() - step.adjusted() + 2, len(value.as_tuple().digits), 1))
    return not enough.remainder(value, step)
