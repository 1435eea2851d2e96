"""Turned tables: years or measures in the rows, one row without a name, and the indicator that stands above."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from extract.model import Line
from normalize.table_reading import read_tables
from tests.tables import interpreted, table_of

KNOWN = "\n".join(
    [
        "Tabel 3.1 Pengukuran Kinerja Tahun 2024",
        "No\tIndikator Kinerja\tTarget\tRealisasi\tCapaian (%)",
        "1\tPersentase perkara yang selesai tepat waktu\t95 %\t96,20 %\t101,26 %",
        "2\tIndeks kepuasan pencari keadilan\t88\t86\t97,73",
        "Demikian hasil pengukuran kinerja.",
    ]
)
NAMES = ("Persentase perkara yang selesai tepat waktu", "Indeks kepuasan pencari keadilan")
YEARS = "Tahun | Target | Realisasi | Capaian\n2022 | 90 % | 91,5 % | 101,67 %\n2023 | 92 % | 89,7 % | 97,50 %"
MEASURES = "Uraian | 2022 | 2023\nTarget | 90 % | 92 %\nRealisasi | 91,5 % | 89,7 %\nCapaian | 101,67 % | 97,50 %"
EXPECTED = {
    ("target", 2022, "90"),
    ("realization", 2022, "91.5"),
    ("achievement", 2022, "101.67"),
    ("target", 2023, "92"),
    ("realization", 2023, "89.7"),
    ("achievement", 2023, "97.50"),
}


def found(*parts: str) -> dict[str, set[tuple[str, int | None, str]]]:
    """Measure, year and value by indicator, without those of the table all tests share."""
    text = re.sub(r" ?\| ?", "\t", "\n".join([KNOWN, *parts]))
    values: dict[str, set[tuple[str, int | None, str]]] = {}
    for one in interpreted(text).observations:
        if one.place.table_no > 1 and one.period == "year":
            values.setdefault(one.indicator, set()).add((one.measure, one.year, str(one.value or one.text)))
    return values


@pytest.mark.parametrize("table", [YEARS, MEASURES], ids=["years", "measures"])
@pytest.mark.parametrize(
    "heading",
    [
        "b. Persentase perkara yang selesai tepat waktu\nUraian kinerja adalah sebagai berikut.\n",
        "Tabel 3.2 Perbandingan Persentase Perkara yang Selesai Tepat Waktu Tahun 2022-2023\n",
        "Indikator Kinerja: Persentase perkara yang selesai tepat waktu\n",
    ],
    ids=["heading", "caption", "says-indicator"],
)
def test_the_heading_names_the_indicator(table: str, heading: str) -> None:
    assert found(heading + table) == {"Persentase perkara yang selesai tepat waktu": EXPECTED}


@pytest.mark.parametrize("table", [YEARS, MEASURES], ids=["years", "measures"])
def test_a_table_whose_indicator_nothing_tells_gives_nothing(table: str) -> None:
    assert found("Gambaran pelayanan sebagai berikut.\n" + table) == {}


def test_a_budget_by_years_under_an_indicator_gives_nothing() -> None:
    heading = "a. Indeks kepuasan pencari keadilan\nTabel 3.4 Anggaran dan Realisasi Belanja\n"
    assert (
        found(
            heading + "Tahun | Target | Realisasi | Capaian\n2023 | 12.000.000 | 11.500.000 | 95,83\n2024 | 1 | 1 | 1"
        )
        == {}
    )


def test_years_beside_named_rows() -> None:
    table = "Indikator | Tahun | Target | Realisasi\nLuas taman | 2022 | 10 | 9\n | 2023 | 12 | 13\n"
    table += "Pohon baru | 2023 | 40 | 41"
    assert found(table) == {
        "Luas taman": {
            ("target", 2022, "10"),
            ("realization", 2022, "9"),
            ("target", 2023, "12"),
            ("realization", 2023, "13"),
        },
        "Pohon baru": {("target", 2023, "40"), ("realization", 2023, "41")},
    }


def test_measures_beside_named_rows() -> None:
    table = "No | Indikator | Uraian | 2022 | 2023\n1 | Luas taman | Target | 10 | 12\n | | Realisasi | 9 | 13\n"
    table += "2 | Pohon baru | Target | 30 | 40\n | | Realisasi | 31 | 41"
    assert found(table)["Pohon baru"] == {
        ("target", 2022, "30"),
        ("realization", 2022, "31"),
        ("target", 2023, "40"),
        ("realization", 2023, "41"),
    }


def test_quarters_keep_their_period_and_the_year_column_counts() -> None:
    table = "T/R | Q1 | s.d. Q2 | Y-24\nTarget | 20 | 40 | 88\nRealisasi | 21 | 43 | 86\nCapaian | 105 | 107,5 | 97,73"
    assert found("2a-CP Indeks kepuasan pencari keadilan\n" + table) == {
        "Indeks kepuasan pencari keadilan": {
            ("target", 2024, "88"),
            ("realization", 2024, "86"),
            ("achievement", 2024, "97.73"),
        }
    }


def test_one_row_without_a_name() -> None:
    table = "Realisasi 2023 | Target 2024 | Realisasi 2024 | Target Akhir Renstra 2026\n84 | 88 | 86 | 90"
    assert found("Indeks kepuasan pencari keadilan\n" + table) == {
        "Indeks kepuasan pencari keadilan": {
            ("realization", 2023, "84"),
            ("target", 2024, "88"),
            ("realization", 2024, "86"),
            ("medium_term_target", 2026, "90"),
        }
    }


def test_measures_with_their_years_in_two_columns() -> None:
    table = "Uraian | Nilai\nTarget Tahun 2024 | 88\nRealisasi Tahun 2024 | 86\nRealisasi Tahun 2023 | 84"
    assert found("Indeks kepuasan pencari keadilan\n" + table) == {
        "Indeks kepuasan pencari keadilan": {
            ("target", 2024, "88"),
            ("realization", 2024, "86"),
            ("realization", 2023, "84"),
        }
    }


def test_the_sentence_above_names_indicator_and_measure() -> None:
    lead = "Indikator makro adalah Indeks kepuasan pencari keadilan dengan target tiap tahun sebagai berikut :\n"
    assert found(lead + "Kondisi awal 2021 | 2022 | 2023\n80 | 82 | 85") == {
        "Indeks kepuasan pencari keadilan": {("baseline", 2021, "80"), ("target", 2022, "82"), ("target", 2023, "85")}
    }


def test_a_name_that_goes_on_in_the_next_row() -> None:
    table = "Indikator | Tahun | Target | Realisasi\nPersentase taman | 2022 | 10 | 9\nyang ditata | 2023 | 12 | 13"
    assert found(table)["Persentase taman yang ditata"] == {
        ("target", 2022, "10"),
        ("realization", 2022, "9"),
        ("target", 2023, "12"),
        ("realization", 2023, "13"),
    }


def test_percent_and_other_words_among_the_measures() -> None:
    table = "Indikator | | 2022 | 2023\nLuas taman | Target | 10 | 12\n | Realisasi | 9 | 13\n | % | 90 | 108,33\n"
    assert found(table + " | Kategori | Baik | Baik") == {
        "Luas taman": {
            ("target", 2022, "10"),
            ("realization", 2022, "9"),
            ("achievement", 2022, "90"),
            ("target", 2023, "12"),
            ("realization", 2023, "13"),
            ("achievement", 2023, "108.33"),
        }
    }


def test_rows_that_name_measure_and_indicator_together() -> None:
    rows = "Tahun | 2022 | 2023 | Target Akhir Renstra 2026\nRealisasi Indeks kepuasan pencari keadilan | 84 | 85 | 90"
    assert found("Perkembangannya sebagai berikut.\n" + rows) == {
        "Indeks kepuasan pencari keadilan": {
            ("realization", 2022, "84"),
            ("realization", 2023, "85"),
            ("medium_term_target", 2026, "90"),
        }
    }
    unknown = rows.replace("Indeks kepuasan pencari keadilan", "belanja pegawai")
    assert found("Perkembangannya sebagai berikut.\n" + unknown) == {}


def test_the_name_of_an_indicator_over_the_values_may_sound_like_a_measure() -> None:
    table = (
        "Indikator Kinerja | Persentase penanganan sampah\nTarget Tahun 2024 | 71,00%\nRealisasi Tahun 2024 | 70,12%"
    )
    assert found(
        "Demikian pula halnya.\nIndikator: Persentase penanganan sampah\n" + table + "\nRealisasi Tahun 2023 | 67,84%"
    ) == {
        "Persentase penanganan sampah": {
            ("target", 2024, "71.00"),
            ("realization", 2024, "70.12"),
            ("realization", 2023, "67.84"),
        }
    }


def test_a_card_names_its_indicator_and_objective_in_rows() -> None:
    card = "Sasaran | Terwujudnya obat yang memenuhi syarat\nIndikator Kinerja | Rasio petugas terhadap sarana\n"
    card += "Target 2024 | 1:45\nRealisasi 2024 | 1:52\nCapaian | -\nKriteria | Kurang\nSumber Data | Bidang Pengujian"
    text = re.sub(r" ?\| ?", "\t", f"{KNOWN}\nTabel 3.2 Kartu Indikator\n{card}")
    values = [o for o in interpreted(text).observations if o.place.table_no > 1 and o.text]
    assert [(o.measure, o.text, o.indicator, o.objective) for o in values] == [
        ("target", "1:45", "Rasio petugas terhadap sarana", "Terwujudnya obat yang memenuhi syarat"),
        ("realization", "1:52", "Rasio petugas terhadap sarana", "Terwujudnya obat yang memenuhi syarat"),
    ]


@pytest.mark.parametrize("unit", ["Perda", "Nilai", "%"])
def test_a_card_names_its_indicator_in_its_first_row(unit: str) -> None:
    """The row is its head; the name and its unit say nothing of the measures under them."""
    card = f"Indikator Kinerja | Nilai evaluasi yang ditetapkan\nSatuan | {unit}\nRealisasi Tahun 2023 | 12\n"
    card += "Target Tahun 2024 | 14\nRealisasi Tahun 2024 | 11\nPersentase Capaian Tahun 2024 | 78,57"
    assert found("Tabel 3.2 Kartu Indikator", card) == {
        "Nilai evaluasi yang ditetapkan": {
            ("realization", 2023, "12"),
            ("target", 2024, "14"),
            ("realization", 2024, "11"),
            ("achievement", 2024, "78.57"),
        }
    }


def test_a_row_in_one_cell_over_all_columns_names_the_indicator() -> None:
    """With "Indikator:" it is no head; without a head it may name the indicator with its abbreviation."""
    heading = "Indikator 3: Persentase perkara yang selesai tepat waktu\n"
    bands = ("Indikator : Indeks kepuasan pencari keadilan", "Indeks kepuasan pencari keadilan (IKM)")
    for band, rows in zip(bands, (MEASURES, "Rencana 2024 | 18\nHasil 2024 | 16"), strict=True):
        columns = rows.split("\n")[0].count("|") + 1
        table = table_of(*["Judul" + " | x" * (columns - 1), *rows.split("\n")])
        cells = [c for c in table.cells if c.row > 1] + [replace(table.cells[0], text=band, col_span=columns)]
        banded = replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.col))))
        known = table_of("Indikator Kinerja | Target", *(f"{name} | 90" for name in NAMES))
        lead = (Line(1, 1, heading, None),)
        reading = read_tables([replace(banded, lead=lead), known], 2024, None)[0]
        assert {r.indicator for r in reading.records} == {"Indeks kepuasan pencari keadilan"}
