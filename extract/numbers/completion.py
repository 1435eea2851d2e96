"""The end of reading a cell: its sign, its brackets, and the digits with what the cell itself says about them."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.numbers.digits import Digits
from extract.numbers.figures import Figure, Reading
from extract.numbers.frame import YEAR, Draft, grade_in, is_money, take_unit
from extract.numbers.marks import take_currency
from extract.numbers.number_words import read_number_words


def negated(reading: Reading, rule: str, factor: float) -> Reading:
    assert reading.value is not None, "only numbers have a sign"
    return _copy(reading, -reading.value, rule, factor)


def reweighed(reading: Reading, rule: str, factor: float) -> Reading:
    return _copy(reading, reading.value, rule, factor)


def _copy(reading: Reading, value: Decimal | None, rule: str, factor: float) -> Reading:
    return Reading(
        value,
        rule=rule,
        weight=round(reading.weight * factor, 3),
        decimals=reading.decimals,
        decimal_mark=reading.decimal_mark,
        group_mark=reading.group_mark,
    )


def read_brackets(draft: Draft, groups: list[str], digits: Digits | None = None) -> None:
    for inner in groups:
        if not inner:
            continue
        inner = " ".join(inner.split())
        spelled = read_number_words(inner)
        bare, currency, _ = take_currency(inner)
        if grade := grade_in(inner):
            draft.grade = draft.grade or grade
        elif spelled is not None and digits is not None:
            agree = any(reading.value == spelled.value for reading in digits.readings)
            draft.notes.append("words_agree" if agree else "words_differ")
        elif not re.search(r"[0-9]", bare.replace("000", "")) and (currency or len(inner.split()) <= 2):
            take_unit(draft, inner)
        elif draft.second is None and _is_second(second := draft.read(inner)):
            draft.second = second
        else:
            draft.remarks.append(inner)


def _is_second(figure: Figure) -> bool:
    """Whether a bracket holds a number of its own ("101%"), not a year or a remark with numbers ("skala 4")."""
    return figure.kind == "number" and not {"year_like", "words_before", "two_quantities"} & set(figure.notes)


def finish(draft: Draft, digits: Digits) -> Figure:
    """The figure of a run of digits in its frame."""
    draft.notes.extend(note for note in digits.notes if note != "trailing_mark" or "no_cents" not in draft.notes)
    if digits.kind == "several":
        return draft.figure("several")
    if digits.kind == "code":
        return draft.figure("code")
    if digits.kind == "malformed":
        draft.proposal = -digits.proposal if draft.negative and digits.proposal else digits.proposal
        return draft.figure("malformed")
    readings = _signed(draft, digits.readings)
    if len(readings) == 2 and "loose_dash" not in draft.notes:
        readings = _by_own_unit(draft, readings)
    if draft.scaled and draft.currency is None and not is_money(draft) and readings[0].value is not None:
        _doubt_scale(draft, readings[0].value)
    if digits.kind == "list_number" and not (draft.units or draft.comparator or draft.grade):
        return draft.figure("list_number", readings)
    if (
        len(readings) == 1
        and draft.currency is None
        and "%" not in draft.units
        and YEAR.fullmatch(str(readings[0].value))
    ):
        draft.notes.append("year_like")
    return draft.figure("number", readings)


def _signed(draft: Draft, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    if draft.negative:
        signed = [negated(reading, reading.rule, draft.factor) for reading in readings]
        if "loose_dash" in draft.notes:
            signed += [reweighed(reading, "bullet", 0.3) for reading in readings]
        return tuple(signed)
    if draft.factor == 1.0:
        return readings
    return tuple(reweighed(reading, reading.rule, draft.factor) for reading in readings)


def _by_own_unit(draft: Draft, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Three digits after one mark, where the cell's own unit speaks.

    Before "%" they are decimals; so they are before a scale word, unless a point stands there and "juta" follows; an
    amount of money in full has thousands.
    """
    if draft.scaled:
        thousands_first = any(reading.group_mark == "." for reading in readings) and draft.scale <= Decimal(10) ** 6
    elif draft.units and draft.units[0].startswith("%"):
        thousands_first = False
    elif draft.currency is not None:
        thousands_first = True
    else:
        return readings
    order = sorted(readings, key=lambda reading: (not reading.decimal_mark) != thousands_first)
    return tuple(
        _copy(reading, reading.value, reading.rule, weight / reading.weight)
        for reading, weight in zip(order, (0.8, 0.2), strict=True)
    )


def _doubt_scale(draft: Draft, value: Decimal) -> None:
    """A scale word behind a number that is already written out in full ("1.804.751 juta jiwa") is a slip."""
    if abs(value) >= draft.scale:
        draft.scale = Decimal(1)
        draft.notes.append("wrong_scale_word")
