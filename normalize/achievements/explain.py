"""Why a printed achievement is what it is: the formula, or the pair of printed values, that gives it.

The order of the trials is fixed, the first that fits explains: the indicator's own formula, the other formulas, a cap,
another target or realisation of the same indicator, another row of the same table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.numbers import read_figure
from normalize.achievements.formulas import (
    HUNDRED,
    N1,
    N2,
    P1,
    Figure,
    Formula,
    compute,
    figure,
    fit,
    fits_exactly,
    is_capped,
)
from normalize.achievements.grades import grade_achievement
from normalize.model import Observation, Polarity
from normalize.values.units import read_unit

Status = Literal[
    "equal",
    "rounding",
    "other_formula",
    "other_pair",
    "capped",
    "unexplained",
    "not_printed",
    "not_computable",
    "conflict",
]
STATUSES: tuple[tuple[Status, str], ...] = (
    ("equal", "the printed achievement is the recomputed one to its printed digits"),
    ("rounding", "it may be, if target and realisation were rounded for print, or its last digit was cut"),
    ("other_formula", "another formula than the indicator's own gives it"),
    ("other_pair", "the indicator's formula gives it from another printed target or realisation, or another row"),
    ("capped", "it is a round limit (100, 110, 120, 150, 200) below the recomputed one"),
    ("unexplained", "nothing printed gives it"),
    ("not_printed", "the report prints no achievement"),
    ("not_computable", "no target, no realisation, a target of zero, or words that cannot be compared"),
    ("conflict", "the report prints different targets, realisations or achievements and no declared rule decides"),
)


MAGNITUDE = Decimal(5)
BARE_UNITS = frozenset(("nilai", "predikat", "indeks", "skor", "poin", "point", "angka", "level", "rasio"))
"""Names of a bare score or ratio: one for another says nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A target and a realisation by their places in the list of observations, and how they stand to a printed row."""

    target: Observation
    realization: Observation
    relation: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The status of a printed achievement, the formula that gives it, and the other pair it comes from."""

    status: Status
    formula: str | None
    recomputed: Decimal | None
    pair: Pair | None = None


def formulas_of(polarity: Polarity) -> tuple[Formula, ...]:
    """The formulas to try: the polarity's own first, the others after it."""
    return (N1, N2, P1) if polarity == "lower" else (P1, N1, N2)


def real_unit(observation: Observation) -> str | None:
    """The unit of a value, None where it only says that the value is a score or a ratio."""
    return None if observation.unit is None or observation.unit.casefold() in BARE_UNITS else observation.unit


def units_differ(a: Observation, b: Observation) -> bool:
    """Whether two values are printed in different units, as far as both are known."""
    first, second = real_unit(a), real_unit(b)
    return first is not None and second is not None and first != second


def cells_differ(a: Observation, b: Observation) -> bool:
    """Whether two values differ in units, by those in their own cells before those of their rows."""
    first, second = _printed_unit(a) or real_unit(a), _printed_unit(b) or real_unit(b)
    return first is not None and second is not None and first != second


def _printed_unit(observation: Observation) -> str | None:
    """The unit beside the number in its own cell, None where there is none or only that of a score."""
    figure = read_figure(observation.raw)
    unit = read_unit(figure.unit_raw) if figure is not None else None
    if unit is None or unit.canonical is None or unit.canonical in BARE_UNITS:
        return None
    return unit.canonical if unit.certain or "/" in unit.canonical else None


def recompute(polarity: Polarity, target: Observation, realization: Observation) -> tuple[str | None, Decimal | None]:
    """The exact achievement by the indicator's own formula, with the formula's code."""
    wanted, reached = figure(target), figure(realization)
    if wanted is not None and reached is not None:
        own = formulas_of(polarity)[0]
        return own.code, compute(own, wanted, reached)
    if reached is not None and target.value_low is not None and target.value_high is not None:
        return "S1", _against_range(polarity, target.value_low, target.value_high, reached)
    if target.text and realization.text and wanted is None and reached is None:
        return "M1", grade_achievement(target.text, realization.text)
    return None, None


def _against_range(polarity: Polarity, low: Decimal, high: Decimal, reached: Figure) -> Decimal | None:
    """100 inside the range, outside it by its nearer end; in a plain range both sides are worse."""
    if low <= reached.value <= high:
        return HUNDRED
    end = high if reached.value > high else low
    if end == 0:
        return None
    is_lower = polarity == "lower" or (polarity == "range" and reached.value > high)
    exact = Figure(end, Decimal(1), Decimal(0))
    return compute(N1 if is_lower else P1, exact, reached)


def explain(
    printed: Observation, own: Pair, polarity: Polarity, others: Iterable[Pair] = (), may_cap: bool = True
) -> Explanation:
    """Tell how a printed achievement comes from its own pair, or from one of the other pairs.

    A pair in two different units that gives nothing near the printed figure is not computable.
    `may_cap` is False where the same report prints achievements above the limit, so that it caps none.
    """
    code, result = recompute(polarity, own.target, own.realization)
    shown = figure(printed)
    if result is None:
        return Explanation("not_computable", None, None)
    if shown is None:
        return Explanation("not_printed", code, result)
    wanted, reached = figure(own.target), figure(own.realization)
    if wanted is None or reached is None:
        status: Status = "equal" if fits_exactly(result, shown) else "unexplained"
        return Explanation(status, code, result)
    found = _by_formula(polarity, wanted, reached, shown)
    if found is not None:
        return Explanation(found[0], found[1], result)
    if units_differ(own.target, own.realization) and not _is_near(result, shown.value):
        return Explanation("not_computable", None, None)
    if may_cap and is_capped(result, shown.value):
        return Explanation("capped", code, result)
    if _is_telling(shown):
        for pair in others:
            formula = _fits_pair(polarity, pair, shown)
            if formula is not None:
                return Explanation("other_pair", formula, result, pair)
    return Explanation("unexplained", None, result)


def _is_near(result: Decimal, printed: Decimal) -> bool:
    """Whether a result is of the magnitude of the printed figure, so that the units cannot be far apart."""
    return printed != 0 and MAGNITUDE > result / printed > 1 / MAGNITUDE


def _by_formula(polarity: Polarity, wanted: Figure, reached: Figure, shown: Figure) -> tuple[Status, str] | None:
    own, *rest = formulas_of(polarity)
    how = fit(own, wanted, reached, shown)
    if how == "equal":
        return "equal", own.code
    for other in rest:
        if fit(other, wanted, reached, shown) == "equal" and shown.value != HUNDRED:
            return "other_formula", other.code
    if how == "rounding":
        return "rounding", own.code
    return next((("other_formula", o.code) for o in rest if fit(o, wanted, reached, shown) == "rounding"), None)


def _is_telling(shown: Figure) -> bool:
    """Whether a printed number has digits enough that meeting it is no chance."""
    return shown.step < 1 and shown.value != HUNDRED


def _fits_pair(polarity: Polarity, pair: Pair, shown: Figure) -> str | None:
    wanted, reached = figure(pair.target), figure(pair.realization)
    if wanted is None or reached is None:
        return None
    tried = (formulas_of(polarity)[0], N2) if polarity != "lower" else formulas_of(polarity)
    return next((f.code for f in tried if fit(f, wanted, reached, shown) == "equal"), None)


def other_pairs(own: Pair, targets: Iterable[Observation], realizations: Iterable[Observation]) -> Iterator[Pair]:
    """Pairs of the same indicator in which one side, or both of one table and year, is another print."""
    wanted, reached = list(targets), list(realizations)
    for target in wanted:
        if target.value != own.target.value:
            yield Pair(target, own.realization, "another target")
    for realization in reached:
        if realization.value != own.realization.value:
            yield Pair(own.target, realization, "another realisation")
    for target in wanted:
        for realization in reached:
            if target.value != own.target.value and realization.value != own.realization.value:
                yield Pair(target, realization, "another pair")
