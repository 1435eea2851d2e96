"""What stands around a figure, and how each kind of evidence picks one of its readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.numbers import Figure, Reading, half_up
from normalize.model import Measure
from normalize.values.agreement import FORMULAS, agreements
from normalize.values.units import ONE, Unit

PERCENT_MEASURES = frozenset({"achievement", "medium_term_achievement"})


@dataclass(frozen=True, slots=True)
class Style:
    """How often each mark was used for certain: as decimal mark and between thousands.

    `decimals` counts the digits printed after a decimal mark: where nothing has three of them, a mark before three
    digits rather parts thousands.
    """

    decimal: Counter[str] = field(default_factory=Counter)
    group: Counter[str] = field(default_factory=Counter)
    decimals: Counter[int] = field(default_factory=Counter)

    @property
    def name(self) -> str | None:
        """ "comma" or "point" by the decimal mark used most, None where nothing tells."""
        comma, point = self.decimal[","] + self.group["."], self.decimal["."] + self.group[","]
        return None if comma == point else "comma" if comma > point else "point"


@dataclass(frozen=True, slots=True)
class Partners:
    """The other cells of the row that an achievement is computed from or compared with."""

    target: Figure | None = None
    realization: Figure | None = None
    achievement: Figure | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a cell.

    unit                  from the unit column, else from the indicator's name
    head_scale            what the column's head or the caption multiplies by ("(Juta Rp.)")
    siblings              the other cells of the row; `column` the cells above and below
    style                 the marks used in the whole document
    partners              the row's target, realisation and achievement
    same_value_elsewhere  values of the same indicator that other tables or sentences print beyond doubt
    """

    unit: Unit | None = None
    head_scale: Decimal = ONE
    siblings: Sequence[Figure] = ()
    column: Sequence[Figure] = ()
    style: Style | None = None
    measure: Measure | None = None
    partners: Partners = Partners()
    same_value_elsewhere: Sequence[Decimal] = ()


def document_style(figures: Iterable[Figure]) -> Style:
    """Count the marks of the figures that can be read in one way only.

    >>> from extract.numbers import read_figure
    >>> style = document_style(read_figure(raw) for raw in ("87,47", "1.234.567", "2.430", "75,9"))
    >>> style.name, style.decimal[","], style.group["."]
    ('comma', 2, 1)
    """
    style = Style()
    for figure in figures:
        if figure.kind == "number" and len(figure.readings) == 1:
            reading = figure.readings[0]
            if reading.decimal_mark and reading.rule != "same_mark":
                style.decimal[reading.decimal_mark] += 1
                style.decimals[reading.decimals or 0] += 1
            if reading.group_mark:
                style.group[reading.group_mark] += 1
    return style


FULL_AMOUNT = Decimal(10) ** 8
"""A number this large under "Juta Rupiah" is written out in full: with its scale it would be above 100 trillion."""


def scaled(
    reading: Reading, figure: Figure, unit: Unit | None, context: Context
) -> tuple[Decimal, Decimal, tuple[str, ...]]:
    """The value in the unit's terms, the scale it was multiplied by, and a doubt about that scale.

    The cell's own scale word beats the unit column's scale, which beats the head's; percentages have none.
    """
    assert reading.value is not None, "only numbers have a scale"
    if figure.scaled:
        return _times(reading.value, figure.scale), figure.scale, ()
    if figure.is_percent or context.measure in PERCENT_MEASURES or (unit is not None and unit.dimension != "money"):
        return reading.value, ONE, ()
    column = context.unit
    scale = context.head_scale if column is None or column.canonical is None else column.scale
    if scale == ONE:
        return reading.value, ONE, ()
    if abs(reading.value) >= FULL_AMOUNT or (figure.currency is not None and abs(reading.value) >= scale):
        return reading.value, ONE, ("scale_doubtful",)
    return _times(reading.value, scale), scale, ()


def _times(value: Decimal, scale: Decimal) -> Decimal:
    """Scaled without an exponent: 76,82 million is 76820000."""
    product = value * scale
    return half_up(product, 0) if product == product.to_integral_value() else product


Evidence = Callable[[Figure, Sequence[Reading], Unit | None, Context], "Reading | None"]


_PLACES = {"target": 0, "realization": 1, "achievement": 2, "medium_term_target": 0, "medium_term_achievement": 2}


def _by_arithmetic(figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context) -> Reading | None:
    """The only reading with which target, realisation and achievement fit, by the first formula that fits."""
    place = _PLACES.get(context.measure or "")
    if place is None:
        return None
    partners = context.partners
    three = [partners.target, partners.realization, partners.achievement]
    three[place] = figure
    target, realization, achievement = three
    if target is None or realization is None or achievement is None:
        return None
    for formula in FORMULAS:
        found = agreements(target, realization, achievement, (formula,))
        for exact in (True, False):
            fitting = {id(one[place]) for one in found if one.exact is exact}
            mine = [reading for reading in readings if id(reading) in fitting]
            if mine:
                return mine[0] if len(mine) == 1 else None
    return None


def _by_same_value(figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context) -> Reading | None:
    """The only reading that is printed beyond doubt elsewhere."""
    known = set(context.same_value_elsewhere)
    found = [reading for reading in readings if scaled(reading, figure, unit, context)[0] in known]
    return found[0] if len(found) == 1 else None


WHOLE_DIMENSIONS = frozenset({"count", "money", "effort"})
DECIMAL_DIMENSIONS = frozenset({"share", "index", "score", "ratio", "ordinal"})
PHYSICAL_DIMENSIONS = frozenset({"length", "area", "volume", "mass", "flow", "physical", "unknown"})


def _by_unit(figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context) -> Reading | None:
    """Persons and rupiah come in thousands; percentages, indices, scores and ratios have decimals."""
    if unit is None:
        return None
    if context.measure in PERCENT_MEASURES:
        return _nearest(readings, [Decimal(100)])
    if unit.dimension in WHOLE_DIMENSIONS:
        scaled = figure.scaled or unit.scale != ONE or (unit.dimension == "money" and context.head_scale != ONE)
        return None if scaled else _only(readings, decimal=False)
    return _only(readings, decimal=True) if unit.dimension in DECIMAL_DIMENSIONS else None


def _by_physical_unit(
    figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context
) -> Reading | None:
    """Hectares, tons and kilometres are rather printed in thousands than with three decimals."""
    return _only(readings, decimal=False) if unit is not None and unit.dimension in PHYSICAL_DIMENSIONS else None


SHORT_DECIMALS = 0.2  # what one- and two-digit decimals beside a figure say about three digits after the same mark
MANY = 12
RARE = 40


def _by_siblings(figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context) -> Reading | None:
    """How the row, and less so the column, uses the same mark where there is no doubt."""
    row, column = document_style(context.siblings), document_style(context.column)
    mark = _mark(readings)
    weight = 1.0 if row.decimals[3] + column.decimals[3] else SHORT_DECIMALS
    decimal = weight * (2 * row.decimal[mark] + column.decimal[mark])
    grouped = float(2 * row.group[mark] + column.group[mark])
    return None if max(decimal, grouped) < 1 else _heavier(readings, decimal, grouped)


def _by_other_mark(figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context) -> Reading | None:
    """The row and column use the other mark for one thing, so this mark is there for the other."""
    row, column = document_style(context.siblings), document_style(context.column)
    other = "," if _mark(readings) == "." else "."
    return _heavier(
        readings, 2 * row.group[other] + column.group[other], 2 * row.decimal[other] + column.decimal[other]
    )


def _mark(readings: Sequence[Reading]) -> str:
    return readings[0].decimal_mark or readings[0].group_mark


def _heavier(readings: Sequence[Reading], decimal: float, grouped: float) -> Reading | None:
    return None if decimal == grouped else _only(readings, decimal=decimal > grouped)


def _by_length(figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context) -> Reading | None:
    """Three digits after a mark are no decimals in a document whose many decimals all have one or two digits."""
    if context.style is None:
        return None
    lengths = context.style.decimals
    total, long = sum(lengths.values()), sum(n for digits, n in lengths.items() if digits >= 3)
    return _only(readings, decimal=False) if total >= MANY and long * RARE <= total else None


def _by_style(figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context) -> Reading | None:
    """How the whole document uses the mark; three decimals are rarer than one or two, so they need more of it."""
    if context.style is None:
        return None
    mark = _mark(readings)
    decimal, grouped = context.style.decimal[mark] * 0.3, float(context.style.group[mark])
    if max(decimal, grouped) < 1 or max(decimal, grouped) < 3 * min(decimal, grouped):
        return None
    return _only(readings, decimal=decimal > grouped)


def _by_magnitude(figure: Figure, readings: Sequence[Reading], unit: Unit | None, context: Context) -> Reading | None:
    """The reading that lies within a factor of ten of the row's other values."""
    known = [abs(one.value) for one in context.siblings if one.kind == "number" and one.is_certain and one.value]
    return _nearest(readings, known) if known else None


def _nearest(readings: Sequence[Reading], known: Sequence[Decimal]) -> Reading | None:
    """The reading nearest to known values on a logarithmic scale, where it is clearly nearer than the others."""
    distances = sorted(
        (min(abs((abs(reading.value) / value).log10()) for value in known), index)
        for index, reading in enumerate(readings)
        if reading.value
    )
    if len(distances) < 2 or distances[1][0] - distances[0][0] < Decimal("0.8"):
        return None
    return readings[distances[0][1]]


def _only(readings: Sequence[Reading], decimal: bool) -> Reading | None:
    found = [reading for reading in readings if bool(reading.decimals) is decimal]
    return found[0] if len(found) == 1 else None


EVIDENCE: tuple[tuple[str, float, Evidence], ...] = (
    ("arithmetic", 0.97, _by_arithmetic),
    ("same value", 0.95, _by_same_value),
    ("unit", 0.93, _by_unit),
    ("siblings", 0.85, _by_siblings),
    ("physical unit", 0.8, _by_physical_unit),
    ("length of decimals", 0.78, _by_length),
    ("other mark", 0.75, _by_other_mark),
    ("document style", 0.72, _by_style),
    ("magnitude", 0.68, _by_magnitude),
)
"""The evidence in order of strength, each with the certainty it gives alone."""
