"""Polarity from the words of an indicator, from its target, and from the formulas its rows follow."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from extract.model import Place
from normalize.achievements.achievement import judge
from normalize.indicators.polarity import ROLES, from_target, from_words, polarity_words
from normalize.model import Identity, Measure, Observation

CASES = Path(__file__).parent / "cases" / "polarity.csv"
IDENTITY = Identity(None, None, None, None, 2024, "report")


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["indicator"])
def test_words(case: dict[str, str]) -> None:
    verdict = from_words(case["indicator"])
    if not case["polarity"]:
        assert verdict is None
    else:
        assert verdict is not None
        assert (verdict.polarity, verdict.is_certain) == (case["polarity"], case["certain"] == "yes")


def test_every_word_has_a_known_role() -> None:
    assert set(polarity_words().values()) == set(ROLES)


def observe(measure: Measure, year: int, value: str, **fields: object) -> Observation:
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    given: dict[str, object] = {"decimals": decimals, "confidence": 0.9, **fields}
    return Observation(Place(1, 1, 2, 3), measure, year, "Nilai X", value, number, **given)  # type: ignore[arg-type]


def polarity_of(observations: list[Observation]) -> tuple[str, str]:
    row = judge(observations, ["x"] * len(observations), IDENTITY)[0]
    return row.polarity, row.polarity_source


def rows(year: int, target: str, realization: str, printed: str) -> list[Observation]:
    return [
        observe("target", year, target),
        observe("realization", year, realization),
        observe("achievement", year, printed),
    ]


def test_lower_formula_in_the_data() -> None:
    assert polarity_of(rows(2024, "0.372", "0.325", "112.63")) == ("lower", "data: N1")


def test_one_inverse_is_not_enough_but_two_are() -> None:
    once = rows(2024, "20", "16", "125.00")
    assert polarity_of(once) == ("higher", "default")
    assert polarity_of(once + rows(2023, "22", "16", "137.50")) == ("lower", "data: N2")


def test_data_do_not_overrule_certain_words() -> None:
    observations = [observe(o.measure, 2024, o.raw) for o in rows(2024, "3.60", "3.88", "107.78")]
    named = [
        Observation(o.place, o.measure, o.year, "Angka Kematian Bayi", o.raw, o.value, decimals=o.decimals)
        for o in observations
    ]
    row = judge(named, ["x"] * len(named), IDENTITY)[0]
    assert (row.polarity, row.status) == ("lower", "other_formula")


def test_comparator_and_range_of_a_target() -> None:
    bound = observe("target", 2024, "5", comparator="≤")
    span = Observation(
        Place(1, 1, 2, 3), "target", 2024, "X", "5-6%", None, "5-6", value_low=Decimal(5), value_high=Decimal(6)
    )
    first, second = from_target([bound]), from_target([span])
    assert first is not None and first.polarity == "lower"
    assert second is not None and second.polarity == "range"


def test_target_range_is_reached_inside_and_missed_on_both_sides() -> None:
    span = Observation(
        Place(1, 1, 2, 3), "target", 2024, "X", "5-6%", None, "5-6", value_low=Decimal(5), value_high=Decimal(6)
    )
    results = [
        judge([span, observe("realization", 2024, value)], ["x", "x"], IDENTITY)[0].recomputed
        for value in ("5.5", "4", "7.2")
    ]
    assert results == [Decimal("100.00"), Decimal("80.00"), Decimal("80.00")]
