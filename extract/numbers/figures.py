"""What a printed cell may mean: `Figure` keeps what stood there, its `readings` all the values it may honestly have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "number",
    "range",
    "ratio",
    "grade",
    "words",
    "missing",
    "unit",
    "malformed",
    "several",
    "column_number",
    "list_number",
    "code",
    "date",
    "formula",
]
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a cell: a `value`, or a `text` (a grade, ratio, range or words), never both.

    A range has its ends in `low` and `high`. `rule` names how the marks were taken; `decimal_mark` and `group_mark` are
    the characters taken so ("" for none); `decimals` counts the digits after the decimal mark, None for a text.
    `weight` (0 to 1) is its plausibility before any context.
    """

    value: Decimal | None
    text: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    rule: str = "integer"
    weight: float = 1.0
    decimals: int | None = None
    decimal_mark: str = ""
    group_mark: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed cell and everything it may mean; `readings` are numbers as printed, not yet multiplied by `scale`.

    raw         the cell, verbatim
    kind        what the cell is; only "number", "range", "ratio", "grade" and "words" can be an indicator's value
    readings    the most plausible without context first; empty when nothing stands there that is a value
    comparator  one of >= <= > < ~
    unit_raw    what stood around the number: "%", "Orang", "Juta Rp.", "/100.000 KH"
    scale       what the cell's own scale word multiplies by: 1000000 for "Juta"
    scaled      whether the cell printed a scale word
    currency    "IDR", "USD" … when the cell names one
    missing     dash, blank, na, not_yet, error, ditto, tick, cross, mark or other_year when no value stands there
    grade       "BB" in "BB (73,03)", "Sedang" in "63,36 % (Sedang)"
    remark      words in brackets that are neither unit nor grade; `year` is a year named in them
    second      a second figure of the cell: 101 in "86 (101%)"
    parts       both sides of a ratio or fraction
    proposal    what a malformed number probably means; it has no reading
    notes       doubts and repairs, as short words
    """

    raw: str
    kind: Kind
    readings: tuple[Reading, ...] = ()
    comparator: str | None = None
    unit_raw: str | None = None
    scale: Decimal = ONE
    scaled: bool = False
    currency: str | None = None
    missing: str | None = None
    grade: str | None = None
    remark: str | None = None
    year: int | None = None
    second: Figure | None = None
    parts: tuple[Decimal, Decimal] | None = None
    proposal: Decimal | None = None
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> Reading | None:
        """The reading that is most plausible without context."""
        return self.readings[0] if self.readings else None

    @property
    def value(self) -> Decimal | None:
        """The value of the first reading, as printed."""
        return self.readings[0].value if self.readings else None

    @property
    def decimals(self) -> int | None:
        """The digits printed after the decimal mark in the first reading."""
        return self.readings[0].decimals if self.readings else None

    @property
    def is_certain(self) -> bool:
        """Whether there is exactly one reading."""
        return len(self.readings) == 1

    @property
    def is_percent(self) -> bool:
        """Whether the cell itself prints a percent sign or word."""
        return self.unit_raw is not None and self.unit_raw.startswith("%")
