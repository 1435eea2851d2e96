"""What each column of a table holds, from words, content and neighbours."""

from __future__ import annotations

import pytest

from normalize.table_reading import read_tables
from normalize.tables.column_heads import read_columns
from normalize.tables.columns import Setting
from normalize.tables.sheet import Sheet
from normalize.values.observations import look_around, observe
from tests.tables import columns_of, table_of

CASES = {
    "plain": (
        [
            "No | Indikator | Satuan | Target 2024 | Realisasi 2024 | Capaian (%)",
            "1 | Luas taman | Ha | 12 | 10 | 83,33",
        ],
        ["no", "indicator", "unit", "target@2024", "realization@2024", "achievement@2024"],
    ),
    "year of the report where the head names none": (
        ["Indikator | Target | Realisasi", "Luas taman | 12 | 10"],
        ["indicator", "target@2024", "realization@2024"],
    ),
    "a head over several columns printed once": (
        ["Indikator | Realisasi | | Target", " | 2022 | 2023 | 2024", "Luas taman | 9 | 10 | 12"],
        ["indicator", "realization@2022", "realization@2023", "target@2024"],
    ),
    "the end of the plan beside a result": (
        ["Indikator | Realisasi 2024 | Target 2026", "Luas taman | 10 | 15"],
        ["indicator", "realization@2024", "medium_term_target@2026"],
    ),
    "yearly targets are targets, the last too": (
        ["Indikator | Target 2024 | Target 2025 | Target 2026", "Luas taman | 10 | 12 | 15"],
        ["indicator", "target@2024", "target@2025", "target@2026"],
    ),
    "next year's target is a target": (
        ["Indikator | Target 2024 | Realisasi 2024 | Target 2025", "Luas taman | 10 | 9 | 12"],
        ["indicator", "target@2024", "realization@2024", "target@2025"],
    ),
    "money beside budgets": (
        ["Program | Anggaran | Realisasi | %", "Penataan taman | 1.250.000.000 | 1.000.000.000 | 80,00"],
        ["program", "budget", "budget_realization", "absorption"],
    ),
    "indicators in rupiah are indicators": (
        [
            "Indikator Kinerja | Target (Juta Rp.) | Realisasi (Juta Rp.) | %",
            "Pajak daerah | 268.750 | 271.006 | 100,84",
        ],
        ["indicator", "target@2024", "realization@2024", "achievement@2024"],
    ),
    "performance and money in one table": (
        [
            "Indikator | Target | Realisasi | Capaian | Pagu | Realisasi Keuangan | %",
            "Luas taman | 12 | 10 | 83,33 | 1.250.000.000 | 1.000.000.000 | 80,00",
        ],
        [
            "indicator",
            "target@2024",
            "realization@2024",
            "achievement@2024",
            "budget",
            "budget_realization",
            "absorption",
        ],
    ),
    "a rating column that holds percentages": (
        ["Indikator | Target | Realisasi | Kategori Penilaian", "Luas taman | 12 | 10 | 83,33 % (Baik)"],
        ["indicator", "target@2024", "realization@2024", "achievement@2024"],
    ),
    "a result of the province is a benchmark": (
        ["Indikator | Realisasi Kota | Realisasi Prov. Sumbar", "Indeks air | 52,14 | 46,75"],
        ["indicator", "realization@2024", "benchmark@2024"],
    ),
    "a column of sentences holds no values": (
        ["Indikator | Target", "Luas taman | Penataan akan dimulai pada bulan Juni setelah lelang selesai"],
        ["indicator", "other"],
    ),
    "a stand-in where nothing is headed as indicator": (
        ["Uraian | Target | Realisasi", "Luas taman kota | 12 | 10"],
        ["indicator", "target@2024", "realization@2024"],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), CASES.values(), ids=CASES.keys())
def test_columns(rows: list[str], expected: list[str]) -> None:
    assert columns_of(*rows) == expected


def test_years_without_a_word_take_the_role_of_the_caption() -> None:
    rows = ["Indikator | 2023 | 2024", "Luas taman | 9 | 10", "Jumlah taman | 4 | 5"]
    caption = "Tabel 3.2 Realisasi Kinerja Tahun 2023-2024"
    assert columns_of(*rows, caption=caption) == ["indicator", "realization@2023", "realization@2024"]


def test_the_only_year_of_the_caption_is_the_columns_year() -> None:
    rows = ["Indikator | Target | Realisasi", "Luas taman | 12 | 10"]
    assert columns_of(*rows, caption="Tabel 2.1 Kinerja Tahun 2023")[1:] == ["target@2023", "realization@2023"]


def test_performance_beside_money_under_one_head_of_achievements() -> None:
    heads = "Indikator | Target 2024 | | Realisasi 2024 | | Tingkat Capaian Kinerja dan Anggaran (%) | "
    found = columns_of(
        heads, " | K | Rp | K | Rp | K | Rp", "Luas taman | 12 | 5.000.000 | 10 | 4.000.000 | 83,33 | 80"
    )
    assert found[1::2] == ["target@2024", "realization@2024", "achievement@2024"]


def test_money_beside_the_indicators_own_target_is_its_budget() -> None:
    heads = "Indikator | Satuan | Target 2024 | | Realisasi 2024 | | Tingkat Capaian (%) | "
    row = "Produksi perikanan | Ton | 198.500 | 4.210.550.000 | 191.230 | 3.988.214.000 | 96,34 | 94,72"
    found = columns_of(heads, " | | K | Rp | K | Rp | K | Rp", row)
    assert found[2::2] == ["target@2024", "realization@2024", "achievement@2024"]
    assert not {one.partition("@")[0] for one in found[3::2]} & {"target", "realization", "achievement"}


def test_years_of_the_plan_counted_from_its_end() -> None:
    heads = ("Indikator | Kondisi Awal | Target Tahun ke- | | | Kondisi Akhir", " | | I | II | III | ")
    row = "Luas taman | 9 | 10 | 12 | 14 | 14"
    assert columns_of(*heads, row, plan_end=2026)[2:5] == ["target@2024", "target@2025", "target@2026"]
    assert columns_of(*heads, row)[2:5] == ["other", "other", "other"]


def test_what_stands_under_a_head_that_compares() -> None:
    found = columns_of(
        "Indikator | Capaian Tahun 2024 terhadap Target Akhir Renstra | | Perbandingan dengan Nasional | ",
        " | Target Akhir Renstra | % Capaian | Nasional | Keterangan",
        "Luas taman | 14 | 92,86 | 11 | Di atas",
        plan_end=2026,
    )
    assert found[1:4] == ["medium_term_target@2026", "medium_term_achievement@2024", "benchmark@2024"]


def test_a_work_plan_and_a_register_of_risks_name_no_indicators() -> None:
    plan = columns_of(
        "No | Kegiatan | Lokasi | Volume | Pagu (Rp)", "1 | Pembangunan saluran | Kota | 200 m | 150.000.000"
    )
    risks = columns_of("No | Risiko | Nilai | Target Penurunan", "1 | Pelayanan terlambat | 9 | 6")
    assert "indicator" not in plan + risks


def test_the_budget_year_over_performance_and_money() -> None:
    found = columns_of(
        "Indikator | Tahun Anggaran 2024 | | | | | ",
        " | Kinerja | | | Keuangan | | ",
        " | Target | Realisasi | % | Anggaran (Rp) | Realisasi (Rp) | %",
        "Luas taman | 12 | 10 | 83,33 | 5.000.000 | 4.000.000 | 80",
    )
    assert found[1:4] == ["target@2024", "realization@2024", "achievement@2024"]
    assert found[4:] == ["budget", "budget_realization", "absorption"]


def test_a_target_of_all_years_of_the_plan_is_that_of_its_end() -> None:
    found = columns_of("Indikator | Target Renstra 2019-2026 | Realisasi 2024", "Luas taman | 14 | 10")
    assert found[1:] == ["medium_term_target@2026", "realization@2024"]


def test_results_of_years_to_come_are_targets() -> None:
    found = columns_of(
        "No | Jenis | Hasil Produksi (ton) | | | ", " | | 2023 | 2024 | 2025 | 2026", "1 | Daging | 6 | 7 | 8 | 9"
    )
    assert found[2:] == ["target@2023", "target@2024", "target@2025", "target@2026"]


PLANNED = [
    "No | Jenis ternak | Populasi (ekor) | | | | R (%)",
    " | | 2023 | 2024 | 2025 | 2026",
    "1 | Sapi | 6 | 7 | 8 | 9 | 5,88",
]


def test_years_to_come_without_a_measure_are_targets_under_a_title_of_a_plan() -> None:
    """Without such a title the rows may be anything, and money is a budget; years gone by are no plan."""
    targets = ["target@2023", "target@2024", "target@2025", "target@2026", "growth"]
    assert columns_of(*PLANNED, caption="Tabel 2. Sasaran Populasi Ternak")[2:] == targets
    assert "target@2025" not in columns_of(*PLANNED, caption="Tabel 2. Populasi Ternak")
    assert "target@2025" not in columns_of(*PLANNED, caption="Tabel 2. Pagu per Sasaran")
    assert "target@2025" not in columns_of(*PLANNED, caption="Tabel 2. Sasaran Populasi Ternak", year=2026)
    named = [PLANNED[0].replace("Jenis ternak", "Indikator"), *PLANNED[1:]]
    assert columns_of(*named)[2:] == targets


def test_words_for_the_state_of_things_are_no_results() -> None:
    heads = "Nama Barang | Jumlah | {}"
    assert columns_of(heads.format("Kondisi"), "Kendaraan roda empat | 3 | Baik")[-1] == "other"
    assert columns_of(heads.format("Kondisi 2023"), "Kendaraan roda empat | 3 | Baik")[-1] == "realization@2023"
    assert columns_of(heads.format("Kondisi"), "Kendaraan roda empat | 3 | 85,5")[-1] == "realization@2024"


def test_amounts_in_a_scale_of_their_own_are_money() -> None:
    found = columns_of("Program | Anggaran | Realisasi | %", "Program Persampahan | Rp 96,42 M | Rp 91,77 M | 95,18")
    assert found == ["program", "budget", "budget_realization", "absorption"]


def test_two_tables_side_by_side_name_their_own_rows() -> None:
    found = columns_of(
        "Uraian | Satuan | Target 2024 | Uraian | Satuan | Target 2024", "Populasi sapi | ekor | 4 | Daging | ton | 7"
    )
    assert found == ["indicator", "unit", "target@2024", "indicator", "unit", "target@2024"]


def test_revenue_by_description_is_money() -> None:
    heads = "Uraian | Target 2024 | Realisasi 2024 | % | Capaian 2023 (%)"
    found = columns_of(heads, "Retribusi pasar | 457.000.000 | 542.850.050 | 118,79 | 157,91")
    assert found == ["description", "budget", "budget_realization", "absorption", "absorption"]


def test_percentages_of_nothing_are_no_achievements() -> None:
    found = columns_of("No | Lapangan Usaha | Persentase | ", " | | 2023 | 2024", "1 | Tanaman pangan | 1,59 | 3,82")
    assert found[2:] == ["other", "other"]


def test_the_plans_end_beside_targets_with_results() -> None:
    heads = "Indikator | Target 2023 | Realisasi 2023 | Target 2024 | Realisasi 2024 | {}"
    row = "Luas taman | 9 | 8 | 12 | 10 | 14"
    assert columns_of(heads.format("Target Renstra 2026"), row)[-1] == "medium_term_target@2026"
    assert columns_of(heads.format("Target 2026"), row)[-1] == "target@2026"


def test_results_up_to_the_last_quarter_are_the_years() -> None:
    """Unless the year's own stand beside them."""
    parts = "Indikator | Target | Realisasi TW I | Realisasi s.d. TW IV"
    sheet = Sheet(table_of(parts, "Luas taman | 12 | 3 | 11", "Jumlah taman | 4 | 1 | 4"))
    assert [c.period for c in read_columns(sheet, Setting(2024))[2:]] == ["q1", "year"]
    sheet = Sheet(
        table_of(parts + " | Realisasi 2024", "Luas taman | 12 | 3 | 11 | 11", "Jumlah taman | 4 | 1 | 4 | 4")
    )
    assert [c.period for c in read_columns(sheet, Setting(2024))[2:]] == ["q1", "q4_ytd", "year"]


def test_values_of_no_known_year_are_not_believed() -> None:
    rows = ["Indikator | Target | Realisasi", "Luas taman kota | 12 | 10", "Jumlah taman kota | 4 | 5"]
    for year, believed in ((2024, True), (None, False)):
        readings = read_tables([table_of(*rows)], year, None)
        found = [one for reading in readings for one in observe(reading, look_around(readings, year, None))[0]]
        assert {one.confidence >= 0.9 if believed else one.confidence < 0.5 for one in found} == {True}


def test_short_names_of_goods_beside_targets_and_results_are_indicators() -> None:
    rows = ("Kopi | 11.500 | 11.461", "Kemiri | 2.450 | 2.590")
    assert columns_of("Komoditi | Target 2024 | Realisasi 2024", *rows)[0] == "indicator"
    assert columns_of("Komoditi | Target 2023 | Target 2024", *rows)[0] == "unknown"


def test_a_head_of_a_year_to_come_over_words_and_figures() -> None:
    """The figures stand in a second column that has no head of its own."""
    rows = ("Jalan mantap | baik sekali | 75,5", "Jembatan baik | baik | 80,5")
    assert columns_of("Indikator | Capaian 2025 | ", *rows) == ["indicator", "target@2025"]


def test_columns_numbered_under_a_caption_of_quarters_are_quarters() -> None:
    rows = (
        "Indikator Kinerja | Target/TB | Target/TB | Target/TB | Target/TB",
        " | I | II | III | IV",
        "Koperasi berkinerja baik | 2,4 | 4,9 | 7,5 | 9,7",
    )
    for caption, periods in (("Target Triwulan Tahun 2024", ["q1", "q2", "q3", "q4"]), ("Target 2024", ["year"] * 4)):
        sheet = Sheet(table_of(*rows, caption=f"Tabel 2 {caption}"))
        found = read_columns(sheet, Setting(2024, caption, None))
        assert [c.period for c in found if c.is_value] == periods, caption


def test_the_only_target_beside_the_initial_condition_is_the_plans_end() -> None:
    rows = ("Tingkat akreditasi | Madya | Paripurna", "Staf terlatih | 30% | 75%")
    assert columns_of("Indikator | Status Awal | Target 2029", *rows)[1:] == [
        "baseline@None",
        "medium_term_target@2029",
    ]
    for year in (2024, 2025):  # the report's own, and the next
        assert columns_of(f"Indikator | Status Awal | Target {year}", *rows)[2:] == [f"target@{year}"]


def test_scores_beside_the_levels_of_a_scale_are_no_results() -> None:
    head = ("Jenis Variabel | SKALA | SKALA | SKALA | NILAI HASIL", " | NILAI 0 | NILAI 4 | NILAI 10 | ")
    found = columns_of(*head, "Mempunyai rencana lima tahunan | tidak ada | ada, tidak lengkap | ada, lengkap | 10")
    assert found[-1] == "other"
