"""What a confidence is made of: signs, witnesses, and weights that the kept evidence gives again."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.confidence import load, tallied
from benchmarks.fit import SOUND, fitted, held_out
from extract.model import Place
from normalize.model import Measure, Observation
from normalize.values.confidence import ALONE, BASE, confidence_of, signs
from normalize.values.signs import FIGURES_IN_LABEL, TORN_LABEL, is_odd_label
from normalize.values.witnesses import with_witnesses

ROOT = Path(__file__).parent.parent
NAMES = [name for name in signs() if name != BASE]


def one(indicator: str, value: str, table: int = 1, row: int = 2, measure: Measure = "target") -> Observation:
    """A value as it was read; its indicator's key is its text."""
    place = Place(3, table, row, 4)
    return Observation(place, measure, 2024, indicator, value, Decimal(value), signs=("clear head",))


def signs_after(*observations: Observation) -> list[set[str]]:
    weighed = with_witnesses(observations, [each.indicator for each in observations])
    return [set(each.signs) - {"clear head"} for each in weighed]


def test_every_sign_is_noted_somewhere() -> None:
    code = "".join(
        (ROOT / "normalize" / "values" / f"{room}.py").read_text() for room in ("signs", "witnesses", "confidence")
    )
    assert set(re.findall(r'"([a-z][a-z -]+)"', code)) >= set(signs())


@pytest.mark.parametrize("name", NAMES)
def test_a_sign_speaks_one_way(name: str) -> None:
    better, worse = confidence_of([name]), confidence_of([])
    assert better >= worse if signs()[name].speaks == "for" else better <= worse


def test_a_scanned_value_needs_a_witness() -> None:
    best = [name for name in NAMES if signs()[name].speaks == "for" and name not in ("arithmetic", "same elsewhere")]
    assert confidence_of(["scanned", *best]) <= ALONE < 0.9 < confidence_of(["scanned", *best, "same elsewhere"])


def test_weights_are_those_of_the_evidence() -> None:
    weights = fitted(load(), signs())
    assert {name: sign.weight for name, sign in signs().items()} == pytest.approx(weights, abs=0.011)


def test_documents_held_out() -> None:
    held = held_out(load(), signs())
    sound = tallied((row, c) for row, c in held if row.damage == SOUND)
    assert sound.right_among_sure >= 0.99
    assert sound.sure_among_right >= 0.85
    assert tallied(held).wrong_among_doubtful >= 0.5


@pytest.mark.parametrize(
    ("label", "sign"),
    [
        pytest.param("Persentase koperasi aktif", None, id="whole"),
        pytest.param("Indeks SPBE", None, id="short"),
        pytest.param("Tingkat kemiskinan tahun 2024", None, id="with-year"),
        pytest.param("Persen Persen", "odd", id="units"),
        pytest.param("Sangat baik", "odd", id="rating"),
        pytest.param("Indikator Kinerja Indeks kualitas air", "odd", id="head-joined"),
        pytest.param("kapabilitas APIP", "torn", id="begins-inside"),
        pytest.param("Persentase aparatur perencana OPD yang", "torn", id="ends-inside"),
        pytest.param("Jumlah usaha mikro 2.430 Orang 11.875 Orang", "figures", id="figures"),
    ],
)
def test_labels(label: str, sign: str | None) -> None:
    found = (
        "odd"
        if is_odd_label(label)
        else "figures"
        if FIGURES_IN_LABEL.search(label)
        else "torn"
        if TORN_LABEL.search(label)
        else None
    )
    assert found == sign


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(one("Nilai AKIP", "70", table=2), {"same elsewhere"}, id="same"),
        pytest.param(one("Nilai AKIP", "71", table=2), {"other elsewhere"}, id="another-value"),
        pytest.param(one("Nilai AKIP", "70", table=2, measure="realization"), {"named elsewhere"}, id="only-named"),
        pytest.param(one("Nilai AKIP kabupaten", "70", table=2), {"longer elsewhere"}, id="longer"),
        pytest.param(one("Nilai", "70", table=2), {"shorter elsewhere"}, id="shorter"),
        pytest.param(
            one("Nilai AKIP", "71", row=3), {"named twice", "trouble", "much trouble"}, id="twice-in-one-table"
        ),
        pytest.param(one("Indeks SPBE", "3", table=2), set(), id="nothing-said"),
    ],
)
def test_other_tables(other: Observation, expected: set[str]) -> None:
    assert signs_after(one("Nilai AKIP", "70"), other)[0] == expected


@pytest.mark.parametrize(("achievement", "sign"), [("104.29", "arithmetic"), ("95.71", "arithmetic"), ("80", "misfit")])
def test_arithmetic_of_the_row(achievement: str, sign: str) -> None:
    row = (one("A", "70"), one("A", "73", measure="realization"), one("A", achievement, measure="achievement"))
    assert signs_after(*row) == [{sign}] * 3
