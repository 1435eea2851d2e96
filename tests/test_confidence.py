"""What a confidence is made of: signs, witnesses, and weights that the kept evidence gives again."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.confidence import load, tallied
from benchmarks.fit import SOUND, fitted, folds_of, held_out
from extract.model import Box, Cell, CellLine, Place, RawTable, TablePart
from normalize.model import Measure, Observation
from normalize.tables.sheet import Sheet
from normalize.values.confidence import ALONE, BASE, WITHOUT_YEAR, WITNESSES, confidence_of, signs
from normalize.values.label_signs import label_signs, row_signs
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
        (ROOT / "normalize" / "values" / f"{room}.py").read_text()
        for room in ("signs", "label_signs", "name_parts", "witnesses", "confidence")
    )
    assert set(re.findall(r'"([a-z][a-z -]+)"', code)) >= set(signs())


@pytest.mark.parametrize("name", NAMES)
def test_a_sign_speaks_one_way(name: str) -> None:
    better, worse = confidence_of([name]), confidence_of([])
    assert better >= worse if signs()[name].speaks == "for" else better <= worse


def test_a_scanned_value_needs_a_witness() -> None:
    best = [name for name in NAMES if signs()[name].speaks == "for" and name not in WITNESSES]
    assert confidence_of(["scanned", *best]) <= ALONE < 0.9 < confidence_of(["scanned", *best, "same elsewhere"])


def test_a_value_without_a_year_is_never_likely() -> None:
    best = [name for name in NAMES if signs()[name].speaks == "for"]
    assert confidence_of(["no year", *best]) <= WITHOUT_YEAR


def test_fitting_arithmetic_does_not_make_a_name_sure() -> None:
    assert confidence_of(["arithmetic", "torn label", "start of a name"]) < 0.8 < confidence_of(["arithmetic"])


def test_weights_are_those_of_the_evidence() -> None:
    weights = fitted(load(), signs())
    for name, sign in signs().items():
        assert sign.weight == pytest.approx(weights[name], abs=0.011), name


def test_documents_held_out() -> None:
    held = held_out(load(), folds_of(load(), signs()))
    sound, damaged = (tallied((r, c) for r, c in held if (r.damage == SOUND) is kind) for kind in (True, False))
    for tally in (sound, tallied(held)):
        assert tally.right_among_sure >= 0.99
        assert tally.sure_among_right >= 0.85
    assert damaged.right_among_sure >= 0.985
    assert damaged.sure_among_right >= 0.85
    assert damaged.wrong_among_doubtful >= 0.5
    assert damaged.doubtful_among_wrong >= 0.55


@pytest.mark.parametrize(
    ("label", "signs"),
    [
        pytest.param("Persentase koperasi aktif", set(), id="whole"),
        pytest.param("Indeks SPBE", {"few words"}, id="short"),
        pytest.param("Tingkat kemiskinan tahun 2024", set(), id="with-year"),
        pytest.param("Persen Persen", {"odd label", "doubled word", "few words"}, id="units"),
        pytest.param("Sangat baik", {"odd label", "few words"}, id="rating"),
        pytest.param("Indikator Kinerja Indeks kualitas air", {"odd label"}, id="head-joined"),
        pytest.param("Indikator Sasaran", {"odd label", "few words"}, id="head-alone"),
        pytest.param("RATA-RATA CAPAIAN SASARAN 2", {"odd label", "figure in label"}, id="average"),
        pytest.param("kapabilitas APIP", {"torn label", "few words"}, id="begins-inside"),
        pytest.param("Persentase aparatur perencana OPD yang", {"torn label"}, id="ends-inside"),
        pytest.param("Persentase prasarana udara (pembangunan", {"torn label"}, id="open-bracket"),
        pytest.param(
            "Jumlah usaha mikro 2.430 Orang 11.875 Orang", {"figures in label", "figure in label"}, id="figures"
        ),
        pytest.param("Jumlah paket barang 4 cetakan", {"figure in label"}, id="figure"),
        pytest.param("Tingkat tenaga tenaga kerja kerja", {"doubled word"}, id="two-columns"),
        pytest.param("Indeks Gender (IKG) Indeks Anak (IPA)", {"second name"}, id="two-names"),
        pytest.param("Meningkatnya mutu Nilai AKIP", {"joined label", "second name"}, id="objective-and-name"),
        pytest.param("Program Penelitian dan Survei", {"program for a name"}, id="program"),
    ],
)
def test_labels(label: str, signs: set[str]) -> None:
    assert set(label_signs(label)) == signs


def row_of(*lines: tuple[str, float], row: int = 2) -> Cell:
    """A cell of the first column with lines at these heights."""
    texts = tuple(CellLine(text, Box(10, top, 90, top + 8)) for text, top in lines)
    return Cell(row, 1, "\n".join(text for text, _ in lines), Place(1, 1, row, 1), lines=texts)


@pytest.mark.parametrize(
    ("lines", "below", "expected"),
    [
        pytest.param((("Persentase", 10), ("desa", 20), ("maju", 30)), "7", set(), id="whole"),
        pytest.param((("Persentase", 10), ("maju", 30)), "7", {"gap in label"}, id="line-lacking"),
        pytest.param((("Persentase", 10), ("desa", 20)), "", {"words below"}, id="rest-in-next-row"),
    ],
)
def test_what_stands_around_a_name(lines: tuple[tuple[str, float], ...], below: str, expected: set[str]) -> None:
    others = (
        Cell(2, 2, "5", Place(1, 1, 2, 2)),
        row_of(("Indeks", 50), ("mutu", 60), ("air", 70), row=3),
        Cell(3, 2, below, Place(1, 1, 3, 2)),
    )
    table = RawTable(
        (TablePart(1, 1, 1, 3),),
        (Cell(1, 1, "Indikator", Place(1, 1, 1, 1)), row_of(*lines), *others),
        3,
        2,
        "rules",
        1.0,
    )
    assert set(row_signs(Sheet(table), 2, 1)) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(one("Nilai AKIP", "70", table=2), {"same elsewhere"}, id="same"),
        pytest.param(one("Nilai AKIP", "71", table=2), {"other elsewhere"}, id="another-value"),
        pytest.param(one("Nilai AKIP", "70", table=2, measure="realization"), {"named elsewhere"}, id="only-named"),
        pytest.param(one("Nilai AKIP kabupaten", "70", table=2), {"longer elsewhere", "start of a name"}, id="longer"),
        pytest.param(one("Nilai hasil AKIP", "5", table=2), {"part of a name"}, id="words-in-order"),
        pytest.param(one("Hasil Nilai AKIP", "5", table=2), {"end of a name"}, id="end"),
        pytest.param(one("Nilai", "70", table=2), {"shorter elsewhere"}, id="shorter"),
        pytest.param(
            one("Nilai AKIP", "71", row=3), {"named twice", "trouble", "much trouble"}, id="twice-in-one-table"
        ),
        pytest.param(one("Indeks SPBE", "3", table=2), set(), id="nothing-said"),
    ],
)
def test_other_tables(other: Observation, expected: set[str]) -> None:
    assert signs_after(one("Nilai AKIP", "70"), other)[0] == expected


def test_a_longer_name_is_told_before_shorter_ones() -> None:
    shorter = [one(name, "70", table=table) for table, name in enumerate(("Nilai", "AKIP"), 2)]
    longer = one("Nilai AKIP kabupaten", "70", table=4)
    found = signs_after(one("Nilai AKIP", "70"), *shorter, longer)[0]
    assert "longer elsewhere" in found
    assert "shorter elsewhere" not in found


@pytest.mark.parametrize(("achievement", "sign"), [("104.29", "arithmetic"), ("95.71", "arithmetic"), ("80", "misfit")])
def test_arithmetic_of_the_row(achievement: str, sign: str) -> None:
    row = (one("A", "70"), one("A", "73", measure="realization"), one("A", achievement, measure="achievement"))
    assert signs_after(*row) == [{sign}] * 3
