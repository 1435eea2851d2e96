"""Every unit of the tables has its canonical name, dimension and scale, in a unit column or in an indicator's name."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from number_cases import Case, load, params

from normalize.facts import rows
from normalize.values.units import Dimension, read_unit, unit_in_name

ALL = load("units")
NATIONAL = 132


@pytest.mark.parametrize("case", params([row for row in ALL if row["where"] in ("unit", "name")]))
def test_unit(case: Case) -> None:
    unit = read_unit(case["raw"]) if case["where"] == "unit" else unit_in_name(case["raw"])
    assert unit is not None
    assert (unit.canonical or "", unit.dimension, unit.scale) == (
        case["canonical"],
        case["dimension"],
        Decimal(case["scale"]),
    )
    assert unit.certain is (unit.dimension != "unknown")


@pytest.mark.parametrize("case", params([row for row in ALL if row["where"] in ("none", "no_name")]))
def test_no_unit(case: Case) -> None:
    assert (read_unit(case["raw"]) if case["where"] == "none" else unit_in_name(case["raw"])) is None


def test_table_is_whole() -> None:
    assert len(ALL) > NATIONAL and all(row["source"] for row in ALL)
    assert {row["dimension"] for row in rows("units", ("dimension",), key=("where", "spelling"))} <= set(
        get_args(Dimension)
    )


def test_raw_is_kept_and_none_is_no_unit() -> None:
    unit = read_unit("Juta Rupia\nh")
    assert unit is not None and unit.raw == "Juta Rupia\nh"
    assert read_unit(None) is None


@given(
    st.sampled_from([row for row in ALL if row["where"] == "unit" and row["raw"].isalpha() and len(row["raw"]) > 4]),
    st.data(),
)
def test_words_broken_over_lines_are_joined(case: Case, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(case["raw"]) - 1))
    whole, broken = read_unit(case["raw"]), read_unit(f"{case['raw'][:at]}\n{case['raw'][at:]}")
    if case["dimension"] == "unknown":
        return
    assert whole is not None and broken is not None
    assert (broken.canonical, broken.dimension, broken.scale) == (whole.canonical, whole.dimension, whole.scale)


@given(st.text(max_size=40))
def test_no_text_is_an_error(text: str) -> None:
    unit, named = read_unit(text), unit_in_name(text)
    assert unit is None or unit.raw == text
    assert named is None or named.scale > 0
