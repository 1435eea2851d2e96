"""Indicators of objectives and outputs of activities."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Place
from normalize.indicators.level import with_levels
from normalize.model import Budget
from tests.tables import interpreted

BUDGETS = (
    Budget(Place(9, 1, 2, 3), "activity", "Pembinaan Pelaku Usaha Perikanan Kecil", 2024),
    Budget(Place(9, 2, 2, 3), "objective", "Meningkatnya pendapatan nelayan: program perikanan tangkap", 2024),
)
REPORT = "LAPORAN KINERJA TAHUN 2024\n\nNo\tSasaran\tIndikator Kinerja\tTarget\tRealisasi\n1\tX\tJumlah nelayan\t5\t4\n"


@pytest.mark.parametrize(
    ("objective", "level"),
    [
        pytest.param("Meningkatnya produksi perikanan", "objective", id="objective"),
        pytest.param("Meningkatnya pendapatan nelayan", "objective", id="objective-of-a-budget-table"),
        pytest.param(None, "objective", id="none-printed"),
        pytest.param("PROGRAM PENGELOLAAN PERIKANAN TANGKAP", "activity", id="programme"),
        pytest.param("Sub Kegiatan Penyediaan sarana", "activity", id="sub-activity"),
        pytest.param("Programatik dan terpadu", "objective", id="only-begins-so"),
        pytest.param("pembinaan pelaku usaha  perikanan-kecil", "activity", id="name-of-a-budget-table"),
        pytest.param("Pembinaan Pelaku Usaha Peri", "activity", id="name-cut-off"),
        pytest.param("Pembinaan", "objective", id="too-short-to-be-a-name"),
        pytest.param("Penyediaan Gaji dan Tunjangan ASN", "activity", id="national-sub-activity"),
    ],
)
def test_what_an_indicator_stands_under_tells_its_level(objective: str | None, level: str) -> None:
    (one,) = interpreted(REPORT).achievements
    (found,) = with_levels([replace(one, objective=objective)], BUDGETS)
    assert found.level == level
