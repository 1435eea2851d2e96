"""Rating scales: the intervals they print, tables and lists of them, and the label of an achievement."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from extract.model import Line
from normalize.achievements.ratings import COMMON, band_of, labels, rate, read_interval, read_scales
from tests.tables import table_of

CASES = Path(__file__).parent / "cases" / "rating_intervals.csv"


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["raw"])
def test_interval(case: dict[str, str]) -> None:
    band = read_interval(case["raw"])
    if not case["low_inclusive"]:
        assert band is None
    else:
        assert band is not None
        assert (band.low, band.high) == (number(case["low"]), number(case["high"]))
        assert (band.low_inclusive, band.high_inclusive) == (
            case["low_inclusive"] == "yes",
            case["high_inclusive"] == "yes",
        )


SCALE = table_of(
    "No | Interval Nilai Realisasi Kinerja | Kriteria Penilaian | Kode",
    "1 | ≥ 90 | Sangat Baik | SB",
    "2 | 75.00 - 89.99 | Baik | B",
    "3 | 65.00 - 74.99 | Cukup | C",
    "4 | 50.00 - 64.99 | Kurang | K",
    "5 | 0 - 49.99 | Sangat Kurang | SK",
    caption="Tabel 3.1.1 Skala Nilai Peringkat Kinerja",
)


def test_scale_of_a_table() -> None:
    (scale,) = read_scales([SCALE])
    assert [band.label for band in scale.bands] == ["Sangat Baik", "Baik", "Cukup", "Kurang", "Sangat Kurang"]
    assert rate(scale, Decimal("45.73")) == "Sangat Kurang"
    assert rate(scale, Decimal("89.995")) == "Baik"
    assert rate(COMMON, Decimal("45.73")) == "Sangat Rendah"
    band = band_of(scale, "sangat baik (SB)")
    assert band is not None and band.label == "Sangat Baik"


def test_scale_of_a_list() -> None:
    texts = ["a. > 100 = Sangat Baik (SB)", "b. 80 – 100 = Baik (B)", "c. 50 – 75 = Cukup (C)", "d. < 50 = Kurang (K)"]
    (scale,) = read_scales([], [Line(1, at, text) for at, text in enumerate(texts, start=1)])
    assert (scale.bands[0].label, scale.bands[0].code) == ("Sangat Baik", "SB")
    assert rate(scale, Decimal(77)) is None
    assert scale.place is not None and scale.place.line == 1


def test_bound_of_two_levels_allows_both() -> None:
    table = table_of(
        "Rentang | Kategori", "> 100 % | Sangat Baik", "80 - 100 % | Baik", "50 - 80 % | Sedang", "< 50 % | Kurang"
    )
    (scale,) = read_scales([table])
    assert labels(scale, Decimal(80)) == ("Baik", "Sedang")
    assert rate(scale, Decimal(80)) == "Baik"


def test_a_table_of_values_is_no_scale() -> None:
    table = table_of(
        "No | Indikator | Target | Realisasi", "1 | Koperasi aktif | 46,25 | 51,58", "2 | Usaha mikro | 53 | 55"
    )
    assert read_scales([table]) == ()


def test_levels_that_overlap_are_no_scale() -> None:
    table = table_of("Rentang | Kategori", "> 80 | Baik", "50 - 90 | Sedang", "< 50 | Kurang")
    assert read_scales([table]) == ()
