"""Choosing one reading of a printed figure from what stands around it; the readings not chosen are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.numbers import Figure, Reading, read_figure, take_scale
from normalize.model import Measure
from normalize.values.agreement import agreements, agrees
from normalize.values.evidence import (
    DECIMAL_DIMENSIONS,
    EVIDENCE,
    PERCENT_MEASURES,
    Context,
    Partners,
    Style,
    document_style,
    scaled,
)
from normalize.values.units import ONE, Unit, read_unit

__all__ = [
    "Chosen",
    "Context",
    "Partners",
    "Style",
    "agrees",
    "choose",
    "choose_together",
    "document_style",
    "read_figure",
    "unit_of",
]

NO_CONTEXT = Context()
PERCENT = Unit("%", "share", ONE, "%")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One reading of a figure, in the unit's terms: money in rupiah, percent as percent.

    `decided_by` names the evidence; `certainty` (0 to 1) how far it can be trusted; `alternatives` are the values of
    the readings not chosen. `unit` is what the value is in, `scale` what the printed number was multiplied by;
    `proposal` is what a malformed number, or one digit too many, probably means.
    """

    value: Decimal | None
    text: str | None
    low: Decimal | None
    high: Decimal | None
    alternatives: tuple[Decimal, ...]
    decided_by: str
    certainty: float
    unit: Unit | None = None
    scale: Decimal = ONE
    decimals: int | None = None
    proposal: Decimal | None = None
    notes: tuple[str, ...] = ()


def unit_of(figure: Figure, context: Context) -> Unit | None:
    """The unit a figure is in: an achievement is a percentage, the cell beats the unit column.

    >>> unit_of(read_figure("5.310 Orang"), Context(unit=read_unit("Dokumen"))).canonical
    'orang'
    """
    if context.measure in PERCENT_MEASURES:
        return PERCENT
    printed = figure.unit_raw
    if printed is not None and figure.scaled and figure.currency is None:
        printed = take_scale(printed, False)[0] or printed
    own = read_unit(printed)
    if own is not None and (own.certain or context.unit is None):
        return own
    return context.unit


DEFAULT_CERTAINTY = 0.55
FITTED_CERTAINTY = 0.9
"""A reading taken only because the other two cells of its row ask for it."""


def choose(figure: Figure, context: Context = NO_CONTEXT) -> Chosen:
    """One reading of a figure, decided by the strongest evidence that can tell the readings apart.

    Weaker evidence that agrees raises the certainty, evidence that disagrees lowers it. Without any, the Indonesian
    convention holds (point between thousands, decimal comma) with a certainty below 0.6.

    >>> choice = choose(read_figure("2.430"), Context(unit=read_unit("Orang")))
    >>> str(choice.value), choice.decided_by, [str(value) for value in choice.alternatives]
    ('2430', 'unit', ['2.430'])
    >>> choice = choose(read_figure("168"), Context(unit=read_unit("Juta Rupia h")))
    >>> str(choice.value), choice.unit.canonical
    ('168000000', 'IDR')
    >>> choose(read_figure("5-6%")).text, choose(read_figure("-")).decided_by
    ('5-6', 'missing')
    """
    if not figure.readings:
        certainty = 0.0 if figure.kind in ("malformed", "several") else 1.0
        return Chosen(None, None, None, None, (), figure.kind, certainty, proposal=figure.proposal, notes=figure.notes)
    unit = unit_of(figure, context)
    candidates = [reading for reading in figure.readings if reading.value is not None]
    if figure.readings[0].value is None:
        return _chosen_text(figure, candidates, unit)
    if len(candidates) == 1:
        return _chosen(figure, candidates[0], "only reading", candidates[0].weight, (unit, context))
    decided: Reading | None = None
    name, certainty = "default", DEFAULT_CERTAINTY
    for label, alone, evidence in EVIDENCE:
        found = evidence(figure, candidates, unit, context)
        if found is None:
            continue
        if decided is None:
            decided, name, certainty = found, label, alone
        elif found is decided:
            certainty = 1 - (1 - certainty) * (1 - alone / 2)
        else:
            certainty *= 1 - alone / 4
    return _chosen(figure, decided or candidates[0], name, certainty, (unit, context))


def _chosen_text(figure: Figure, candidates: Sequence[Reading], unit: Unit | None) -> Chosen:
    """A range, ratio, grade or words; of two ways to read a range's ends the unit decides."""
    reading = figure.readings[0]
    if (
        figure.kind == "range"
        and len(figure.readings) > 1
        and unit is not None
        and unit.dimension in DECIMAL_DIMENSIONS
    ):
        reading = min(figure.readings, key=lambda one: one.high or ONE)
    alternatives = tuple(one.value for one in candidates if one.value is not None)
    certainty = reading.weight if len(figure.readings) == 1 else DEFAULT_CERTAINTY
    return Chosen(
        None, reading.text, reading.low, reading.high, alternatives, figure.kind, certainty, unit, notes=figure.notes
    )


def _chosen(
    figure: Figure, reading: Reading, name: str, certainty: float, around: tuple[Unit | None, Context]
) -> Chosen:
    unit, context = around
    value, scale, doubt = scaled(reading, figure, unit, context)
    others = [other for other in figure.readings if other is not reading and other.value is not None]
    alternatives = tuple(scaled(other, figure, unit, context)[0] for other in others)
    slip = _slip(value, unit, context)
    notes = figure.notes + doubt + slip[0]
    certainty = round(certainty * (0.7 if doubt or slip[0] else 1.0), 3)
    return Chosen(
        value,
        figure.grade,
        None,
        None,
        alternatives,
        name,
        certainty,
        unit=unit,
        scale=scale,
        decimals=reading.decimals,
        proposal=slip[1],
        notes=notes,
    )


def _slip(value: Decimal, unit: Unit | None, context: Context) -> tuple[tuple[str, ...], Decimal | None]:
    """A doubt about a value that is read as printed and yet looks wrong, and what it probably means.

    A share above 100 in a row of shares below may have a digit too many: the proposal lies among its neighbours.
    """
    if context.measure in PERCENT_MEASURES:
        return (), None
    if value == 0 and context.unit is not None and context.unit.dimension == "ordinal":
        return ("zero_for_grade",), None
    around = [one.value for one in context.siblings if one.kind == "number" and one.value is not None]
    if unit is None or unit.dimension != "share" or value <= 100 or not around or max(around) > 100:
        return (), None
    digits = f"{value:f}"
    shorter = {Decimal(digits[:at] + digits[at + 1 :]) for at in range(len(digits)) if digits[at].isdigit()}
    fitting = [one for one in shorter if min(around) <= one <= max(around)]
    return ("share_above_100",), fitting[0] if len(fitting) == 1 else None


def choose_together(
    target: Figure, realization: Figure, achievement: Figure, contexts: Sequence[Context] = (NO_CONTEXT,) * 3
) -> tuple[Chosen, Chosen, Chosen]:
    """The readings of a row's target, realisation and achievement that fit each other and the context best.

    Each is first chosen alone; where the three do not fit and another combination does, that one is taken.
    `contexts` are those of the three; their measures and partners are filled in here.

    >>> three = choose_together(read_figure("268.797"), read_figure("352,390*"), read_figure("131,10"))
    >>> [str(one.value) for one in three], three[1].decided_by
    (['268797', '352390', '131.10'], 'arithmetic')
    """
    figures = (target, realization, achievement)
    measures: tuple[Measure, ...] = ("target", "realization", "achievement")
    contexts = [
        replace(one, measure=measure, partners=Partners(*figures))
        for one, measure in zip(contexts, measures, strict=True)
    ]
    alone = [choose(figure, around) for figure, around in zip(figures, contexts, strict=True)]
    fitting = agreements(*figures)
    if not fitting or all(len(figure.readings) < 2 for figure in figures):
        return alone[0], alone[1], alone[2]
    best = max(fitting, key=lambda fit: (fit.exact, sum(map(_support, fit[:3], figures, alone, contexts))))
    first, second, third = map(_fitted, best[:3], figures, alone, contexts)
    return first, second, third


def _support(reading: Reading, figure: Figure, alone: Chosen, context: Context) -> float:
    """How much a reading is supported by what was chosen for its figure alone."""
    value = scaled(reading, figure, alone.unit, context)[0]
    return alone.certainty if value == alone.value else 1 - alone.certainty


def _fitted(reading: Reading, figure: Figure, alone: Chosen, context: Context) -> Chosen:
    """What was chosen alone where that is the reading that fits, else the reading."""
    if scaled(reading, figure, alone.unit, context)[0] == alone.value:
        return alone
    return _chosen(figure, reading, "arithmetic", FITTED_CERTAINTY, (unit_of(figure, context), context))
