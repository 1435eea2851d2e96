"""Budget tables: heads, levels, totals, versions, years, scales and broken cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.model import Document, Place
from extract.text.report import read_text
from normalize.budgets.levels import Level, said_level, split_code, style
from normalize.budgets.lists import read_budget_lists
from normalize.budgets.national import with_national_codes
from normalize.budgets.reading import read_budgets
from normalize.model import Budget
from tests.tables import table_of


def budgets(*rows: str, caption: str = "", year: int | None = 2024) -> tuple[Budget, ...]:
    return read_budgets([table_of(*rows, caption=caption)], year)


def lists(*lines: str) -> tuple[Budget, ...]:
    pages, tables = read_text("\n".join(lines))
    return read_budget_lists(Document("0" * 64, "contoh.txt", "contoh.txt", 0, "text", "text", pages, tables), 2024)


def test_programmes_activities_and_total() -> None:
    found = budgets(
        "No | Program/Kegiatan | Anggaran (Rp) | Realisasi (Rp) | %",
        "1 | 2 | 3 | 4 | 5",
        "I | Program Penataan Arsip | 3.000.000.000,00 | 2.700.000.000,00 | 90,00",
        "1 | Pengelolaan arsip dinamis kota | 2.000.000.000,00 | 1.800.000.000,00 | 90,00",
        "2 | Pengelolaan arsip statis kota | 1.000.000.000,00 | 900.000.000,00 | 90,00",
        " | JUMLAH | 3.000.000.000,00 | 2.700.000.000,00 | 90,00",
    )
    assert [(b.level, b.name, b.is_total) for b in found] == [
        ("program", "Program Penataan Arsip", False),
        ("activity", "Pengelolaan arsip dinamis kota", False),
        ("activity", "Pengelolaan arsip statis kota", False),
        ("agency", "JUMLAH", True),
    ]
    assert found[1].parent == "Program Penataan Arsip"
    assert (found[1].budget, found[1].realization, found[1].absorption_printed) == (
        Decimal("2000000000.00"),
        Decimal("1800000000.00"),
        Decimal("90.00"),
    )
    assert found[1].budget_raw == "2.000.000.000,00" and found[1].year == 2024


def test_agreement_table_without_realization() -> None:
    found = budgets(
        "NO. | PROGRAM | ANGGARAN (Rp) | KETERANGAN",
        "1 | Pelatihan Kerja Dan Produktivitas Tenaga Kerja | Rp. 597.880.121,00 | APBD",
        "2 | Hubungan Industrial | Rp. 392.330.800,00 | APBD",
        " | Jumlah Anggaran | Rp. 990.210.921,00 | ",
        caption="Tabel 2.5. Rincian Program dan Anggaran Dalam Perjanjian Kinerja Tahun 2024",
    )
    assert [(b.level, b.budget, b.is_total) for b in found] == [
        ("program", Decimal("597880121.00"), False),
        ("program", Decimal("392330800.00"), False),
        ("agency", Decimal("990210921.00"), True),
    ]
    assert all(b.realization is None and b.absorption_printed is None for b in found)


def test_original_and_revised_columns() -> None:
    found = budgets(
        "No | Program | Anggaran Murni (Rp) | Anggaran Perubahan (Rp)",
        "1 | Program Penataan Arsip | 3.000.000.000 | 3.200.000.000",
        "2 | Program Pembinaan Perpustakaan | 1.500.000.000 | 1.400.000.000",
    )
    assert [(b.version, b.budget) for b in found[:2]] == [
        ("original", Decimal(3000000000)),
        ("revised", Decimal(3200000000)),
    ]


def test_scale_of_the_head() -> None:
    found = budgets(
        "No | Program | Anggaran (Juta Rp) | Realisasi (Juta Rp)",
        "1 | Program Penataan Arsip | 3.000,5 | 2.700,25",
        "2 | Program Pembinaan Perpustakaan | 1.500,0 | 1.400,0",
    )
    assert (found[0].budget, found[0].realization) == (Decimal("3000500000.0"), Decimal("2700250000.00"))


def test_performance_columns_are_not_money() -> None:
    found = budgets(
        "No | Indikator Kinerja | Target | Realisasi | Capaian | Program | Pagu (Rp) | Realisasi (Rp) | Penyerapan (%)",
        "1 | Persentase arsip tertata | 60 | 63 | 105,00 | Program Penataan | 3.000.000.000 | 2.700.000.000 | 90,00",
        "2 | Jumlah pengunjung kota | 1.200 | 1.500 | 125,00 | Program Bina | 1.500.000.000 | 1.200.000.000 | 80,00",
    )
    assert [(b.budget, b.absorption_printed, b.indicator) for b in found] == [
        (Decimal(3000000000), Decimal("90.00"), "Persentase arsip tertata"),
        (Decimal(1500000000), Decimal("80.00"), "Jumlah pengunjung kota"),
    ]


def test_table_of_performance_alone_has_no_budget() -> None:
    assert (
        budgets(
            "No | Indikator Kinerja | Target | Realisasi | Capaian (%)",
            "1 | Jumlah pengunjung perpustakaan | 1.200 | 1.500 | 125,00",
            "2 | Jumlah koleksi buku | 9.000 | 9.900 | 110,00",
        )
        == ()
    )


def test_malformed_amount_keeps_its_print() -> None:
    found = budgets(
        "No | Program | Anggaran (Rp) | Realisasi (Rp)",
        "1 | Program Penataan Arsip | 3.8000.000.000,00 | 2.700.000.000,00",
        "2 | Program Pembinaan Perpustakaan | 1.500.000.000,00 | 1.400.000.000,00",
    )
    assert (found[0].budget, found[0].budget_raw, found[0].realization) == (
        None,
        "3.8000.000.000,00",
        Decimal("2700000000.00"),
    )


def test_kinds_of_spending_and_caption_year() -> None:
    found = budgets(
        "No | Uraian | Anggaran (Rp) | Realisasi (Rp)",
        "1 | BELANJA TIDAK LANGSUNG | 8.416.268.983 | 7.863.859.552",
        "2 | BELANJA LANGSUNG | 8.564.491.500 | 8.526.997.765",
        " | JUMLAH | 16.980.760.483 | 16.390.857.317",
        caption="Tabel 3.9 Realisasi Anggaran Tahun 2023",
    )
    assert [(b.level, b.is_total, b.year) for b in found] == [
        ("agency", False, 2023),
        ("agency", False, 2023),
        ("agency", True, 2023),
    ]


@pytest.mark.parametrize(
    ("code", "name", "level"),
    [
        ("2.07.03", "PELATIHAN KERJA", "program"),
        ("2.07.03.2.01", "Pelaksanaan Pelatihan", "activity"),
        (None, "Program Penataan Ruang", "program"),
        (None, "Proram Peningkatan Pelayanan", "program"),
        (None, "Kegiatan Evaluasi", "activity"),
        (None, "Sub Kegiatan Evaluasi", "sub_activity"),
        (None, "JUMLAH", "agency"),
        (None, "Jumlah Belanja Langsung", "agency"),
        (None, "TOTAL URUSAN WAJIB", "agency"),
        (None, "BELANJA TIDAK LANGSUNG (Gaji + Tunj)", "agency"),
        (None, "Jumlah regulasi standarisasi kerja", None),
        (None, "Penyediaan Jasa Surat Menyurat Kantor Kami", None),
    ],
)
def test_said_level(code: str | None, name: str, level: str | None) -> None:
    assert said_level(code, name) == level


def test_money_of_indicators_and_objectives() -> None:
    found = budgets(
        "No | Sasaran | Indikator | Anggaran (Rp) | Realisasi Anggaran (Rp) | %",
        "1 | Tertatanya arsip | Persentase arsip tertata | 600.000.000 | 540.000.000 | 90,00",
        "2 | Meningkatnya minat baca | Jumlah pengunjung | 400.000.000 | 380.000.000 | 95,00",
        " | Jumlah | | 1.000.000.000 | 920.000.000 | 92,00",
    )
    assert [(b.level, b.name, b.parent, b.budget) for b in found[:2]] == [
        ("indicator", "Persentase arsip tertata", "Tertatanya arsip", Decimal("600000000")),
        ("indicator", "Jumlah pengunjung", "Meningkatnya minat baca", Decimal("400000000")),
    ]
    assert found[2].is_total and found[0].indicator is None


def test_shares_of_a_total_are_no_absorption() -> None:
    found = budgets(
        "No | Program | Anggaran (Rp) | % Anggaran",
        "1 | Program Penataan Arsip | 600.000.000 | 60,00",
        "2 | Program Pembinaan Perpustakaan | 300.000.000 | 30,00",
        "3 | Program Penunjang Urusan | 100.000.000 | 10,00",
    )
    assert [b.absorption_printed for b in found] == [None, None, None]


def test_cells_that_print_name_and_amount() -> None:
    found = budgets(
        "No | Indikator Kinerja | Kegiatan | Target",
        "1 | Jumlah arsip | Penataan arsip dinamis Rp.866.600.000 | 100%",
        "2 | Jumlah buku | Pengadaan koleksi buku Rp. 1.577.250.000,- | 100%",
        "3 | Jumlah pengunjung | Lomba bercerita anak Rp. 100.000.000 | 100%",
    )
    assert [(b.level, b.name, b.budget) for b in found] == [
        ("activity", "Penataan arsip dinamis", Decimal("866600000")),
        ("activity", "Pengadaan koleksi buku", Decimal("1577250000")),
        ("activity", "Lomba bercerita anak", Decimal("100000000")),
    ]


def test_list_of_programmes_without_a_table() -> None:
    found = lists(
        "Program yang dikerjakan pada tahun 2024 adalah:",
        "PROGRAM ANGGARAN (Rp.)",
        "1. Program Penataan Arsip 1.579.307.000",
        "2. Program Pembinaan, Pengembangan dan",
        "Pelestarian Koleksi Rp. 41.723.770.000,-",
        "JUMLAH 43.303.077.000",
    )
    assert [(b.level, b.name, b.budget, b.place.line) for b in found] == [
        ("program", "Program Penataan Arsip", Decimal("1579307000"), 3),
        ("program", "Program Pembinaan, Pengembangan dan Pelestarian Koleksi", Decimal("41723770000"), 4),
        ("agency", "JUMLAH", Decimal("43303077000"), 6),
    ]


def test_amounts_in_sentences_and_other_lists_are_no_budgets() -> None:
    assert lists("1. Kegiatan Penataan Arsip dengan anggaran Rp. 866.600.000", "2. Kegiatan Lomba Rp. 10.000.000") == ()
    assert lists("Bantuan bagi kelompok:", "1. Kelompok Mekar Jaya 200.000.000", "2. Kelompok Maju 180.000.000") == ()


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("2.07.03 PROGRAM PELATIHAN KERJA", "2.07.03", "PROGRAM PELATIHAN KERJA"),
        ("X.XX.01 Penunjang Urusan", "X.XX.01", "Penunjang Urusan"),
        ("- RTM OPD Penguatan", None, "RTM OPD Penguatan"),
        ("10. Kegiatan Peningkatan", None, "Kegiatan Peningkatan"),
        ("2 Juta Serapan Kerja", None, "2 Juta Serapan Kerja"),
        ("Penataan Ruang\nPenataan Ruang", None, "Penataan Ruang"),
    ],
)
def test_split_code(text: str, code: str | None, name: str) -> None:
    assert split_code(text) == (code, name)


def test_styles_of_row_numbers() -> None:
    assert [style(text) for text in ("I", "a.", "7)", "12", "I.4", "-", "")] == [
        "roman",
        "letter",
        "digit)",
        "digit",
        "roman.digit",
        "dash",
        "none",
    ]


@pytest.mark.parametrize(
    ("code", "level", "name", "national"),
    [
        pytest.param("2.07.04", "program", "Program Penempatan", "2.07.04", id="by-code"),
        pytest.param(None, "program", "PROGRAM PENEMPATAN TENAGA KERJA", "2.07.04", id="by-name"),
        pytest.param("X.2.07.2.07.03.2.01", "activity", "Pelatihan", "2.07.03.2.01", id="own-numbers-before-it"),
        pytest.param(None, "activity", "Program Penempatan Tenaga Kerja", None, id="name-of-another-level"),
        pytest.param(None, "program", "Program Penunjang Urusan Pemerintahan Daerah Kabupaten/Kota", None, id="shared"),
        pytest.param(None, "agency", "Penempatan Tenaga Kerja", None, id="no-programme"),
        pytest.param("2.2", "program", "Program Pelayanan Administrasi Perkantoran", None, id="before-the-list"),
    ],
)
def test_national_code(code: str | None, level: Level, name: str, national: str | None) -> None:
    (found,) = with_national_codes([Budget(Place(1, 1, 2, 1), level, name, 2024, code)])
    assert found.national_code == national
