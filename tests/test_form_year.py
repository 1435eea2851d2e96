"""The year of an agreement or plan by the title above its table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Line
from normalize.tables.form_year import form_year
from tests.tables import interpreted, table_of


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["PERJANJIAN KINERJA TAHUN 2025"], 2025),
        (["PERJANJIAN KINERJA", "Nama Kelembagaan : Dinas Contoh", "Tahun : 2025"], 2025),
        (["RENCANA KINERJA TAHUNAN", "DINAS CONTOH KOTA CIMAHI", "TAHUN ANGGARAN 2025"], 2025),
        (["Perjanjian kinerja tahun 2025 disusun sesuai dengan pedoman."], None),
        (["PERJANJIAN KINERJA TAHUN 2025", *"abcdef"], None),
        (["ANGGARAN TAHUN 2025"], None),
    ],
)
def test_the_title_of_a_form_tells_its_year(lines: list[str], year: int | None) -> None:
    table = table_of("Sasaran | Indikator | Target", "Tertib arsip | Nilai pengawasan | 70,00")
    lead = tuple(Line(table.page, number, text, None) for number, text in enumerate(lines, 1))
    assert form_year(replace(table, lead=lead)) == year
    assert form_year(replace(table, lead=lead, caption="Tabel 2.1 Perjanjian Kinerja")) is None


def test_targets_of_an_agreement_of_the_next_year() -> None:
    text = "PERJANJIAN KINERJA TAHUN 2025\nIndikator Kinerja\tSatuan\tTarget\nNilai pengawasan arsip\tNilai\t70,00\n"
    assert [(o.measure, o.year) for o in interpreted(text, year=2024).observations] == [("target", 2025)]
