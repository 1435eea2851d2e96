"""Rows as records: carried-down cells, group lines, totals, legends."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.tables import interpreted, readings_of, table_of

HEAD = "No | Sasaran | Indikator | Target | Realisasi | Capaian (%)"


def labels(*rows: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (r.indicator, r.objective, r.parent)
        for r in readings_of(table_of(HEAD, *rows))[0].records
        if r.kind == "indicator"
    ]


def test_a_merged_objective_is_carried_down() -> None:
    found = labels("1 | Taman tertata | 1. Luas taman | 12 | 10 | 83,33", " | | 2. Jumlah taman | 5 | 4 | 80,00")
    assert found == [("Luas taman", "Taman tertata", None), ("Jumlah taman", "Taman tertata", None)]


def test_a_group_line_is_the_parent_of_the_rows_below_it() -> None:
    found = labels(
        "1 | Ternak sehat | Populasi ternak : | | | ",
        " | | - Sapi | 10 | 11 | 110,00",
        " | | - Domba | 20 | 19 | 95,00",
        "2 | Padi cukup | Produksi padi | 5 | 5 | 100,00",
    )
    assert [(name, parent) for name, _, parent in found] == [
        ("Sapi", "Populasi ternak"),
        ("Domba", "Populasi ternak"),
        ("Produksi padi", None),
    ]


def test_a_group_of_bulleted_rows_ends_at_a_row_without_a_bullet() -> None:
    found = labels(
        " | Ternak sehat | Populasi ternak : | | | ",
        " | | - Sapi | 10 | 11 | 110,00",
        " | | - Domba | 20 | 19 | 95,00",
        " | | Jumlah kawasan peternakan | 5 | 5 | 100,00",
    )
    assert [parent for _, _, parent in found] == ["Populasi ternak", "Populasi ternak", None]


def test_an_achievement_on_a_group_line_sums_up_its_rows() -> None:
    table = table_of(
        HEAD,
        "1 | Ternak | Populasi ternak : | | | 102,50",
        " | | - Sapi | 10 | 11 | 110,00",
        " | | - Domba | 20 | 19 | 95,00",
    )
    records = readings_of(table)[0].records
    assert [(r.kind, r.indicator) for r in records] == [
        ("average", "Populasi ternak :"),
        ("indicator", "Sapi"),
        ("indicator", "Domba"),
    ]


def test_averages_and_totals_are_kept_apart() -> None:
    table = table_of(
        HEAD, "1 | Taman | Luas taman | 12 | 10 | 83,33", "RATA-RATA | | | | | 83,33", "JUMLAH | | | 12 | 10 | "
    )
    assert [r.kind for r in readings_of(table)[0].records] == ["indicator", "average", "total"]


def test_an_indicator_that_begins_like_an_average_is_one() -> None:
    assert (
        labels("1 | Keluarga | Rata-rata usia kawin pertama | 20 | 19,6 | 98,00")[0][0]
        == "Rata-rata usia kawin pertama"
    )


def test_a_legend_is_no_indicator() -> None:
    assert labels(
        "1 | Taman | Luas taman | 12 | 10 | 83,33", "Keterangan : | | Baik [60-79] | Kurang [0-49] | Sedang | "
    ) == [("Luas taman", "Taman", None)]


def test_text_without_values_goes_on_in_the_next_row_of_a_text_report() -> None:
    found = labels("1 | Taman | Luas taman yang ditata | 12 | 10 | 83,33", " | | bersama warga | | | ")
    assert found[0][0] == "Luas taman yang ditata bersama warga"


def test_values_in_brackets_are_achievements_where_the_row_has_none() -> None:
    meaning = interpreted(
        "NO\tIndikator\tTarget\tRealisasi\n1\tSkor pangan\t85\t86 (101,18%)\n2\tLuas sawah\t10\t9 (90%)\n"
    )
    found = [(o.measure, o.value) for o in meaning.observations if o.indicator == "Skor pangan"]
    assert found == [("target", Decimal(85)), ("realization", Decimal(86)), ("achievement", Decimal("101.18"))]


def test_money_is_in_rupiah_whatever_the_unit_column_scales() -> None:
    meaning = interpreted(
        "NO\tIndikator\tSatuan\tTarget\tRealisasi\n"
        "1\tRetribusi\tJuta Rupiah\t168\t76,82\n2\tUsaha\tUnit\t5.310\t5.517\n"
    )
    assert [o.value for o in meaning.observations] == [
        Decimal(168_000_000),
        Decimal("76820000"),
        Decimal(5310),
        Decimal(5517),
    ]


def test_quarters_keep_their_period() -> None:
    meaning = interpreted(
        "Indikator\tTarget 2024\tTriwulan I\tTriwulan II\tRealisasi 2024\n"
        "Pajak\t100\t20\t45\t98\nRetribusi\t10\t2\t4\t9\n"
    )
    assert {o.period for o in meaning.observations if o.raw in {"20", "45"}} <= {"q1", "q2"}
    assert [o.value for o in meaning.observations if o.period == "year" and o.indicator == "Pajak"] == [
        Decimal(100),
        Decimal(98),
    ]


def test_a_line_with_the_mean_of_its_rows_is_an_objective() -> None:
    table = table_of(
        "Kode | Sasaran Strategis/Indikator Kinerja | Target | Realisasi | Capaian",
        "1 | Layanan yang cepat | | | 95,00",
        "1a | Persentase surat terjawab | 100 | 90 | 90,00",
        "1b | Waktu tunggu loket | 10 | 10 | 100,00",
        "2 | Arsip yang tertib | | | 72,71",
        "2a | Persentase arsip terdata | 50 | 60 | 120,00",
    )
    records = readings_of(table)[0].records
    assert [r.kind for r in records] == ["average", "indicator", "indicator", "indicator", "indicator"]
    assert records[1].objective == "Layanan yang cepat"


def test_the_money_an_activity_takes_is_no_output() -> None:
    table = table_of(
        "Kegiatan | Indikator Kinerja | Satuan | Rencana | Realisasi | % Capaian",
        "Pembangunan pasar ikan | Input : Dana | Rp. | 850.000.000 | 842.150.000 | 99,08",
        " | Output : Pasar ikan yang dibangun | Unit | 1 | 1 | 100",
    )
    assert [r.indicator for r in readings_of(table)[0].records] == ["Output : Pasar ikan yang dibangun"]
    head = "No | Sasaran | Indikator | Target"
    rows = ("1 | Arsip tertib | Nilai pengawasan arsip | 65,00", "1 | Program Kearsipan | Rp298.450.000,00 | APBD")
    assert [r.indicator for r in readings_of(table_of(head, *rows))[0].records] == ["Nilai pengawasan arsip"]


def test_an_average_with_target_and_result_is_an_indicator() -> None:
    table = table_of(
        HEAD, "1 | Pegawai | Rata-rata nilai kinerja pegawai | 85,5 | 88,12 | 103,06", "Rata-rata | | | | | 103"
    )
    assert [r.kind for r in readings_of(table)[0].records] == ["indicator", "average"]


@pytest.mark.parametrize("printed", ["4 jam 30 menit", "4% (972 dari 998)", "4% (25 kotak)"])
def test_a_second_figure_that_is_no_percent_in_brackets_is_no_achievement(printed: str) -> None:
    meaning = interpreted(f"NO\tIndikator\tTarget\tRealisasi\n1\tWaktu layanan\t5\t{printed}\n")
    assert [(o.measure, o.value) for o in meaning.observations] == [("target", Decimal(5)), ("realization", Decimal(4))]


def test_a_table_with_a_head_of_its_own_words_goes_on_with_none() -> None:
    first = table_of(HEAD, "1 | Taman | Luas taman | 12 | 10 | 83,33")
    second = table_of("Eselon | Formasi | Terisi | Kosong | Ijazah | Diklat", "II.b | 1 | 1 | 0 | 1 | 1")
    third = table_of("2 | Taman | Jumlah taman | 5 | 4 | 80,00", "3 | Arsip | Nilai arsip | BB | B | 90,00")
    assert [len(r.records) for r in readings_of(first, second)] == [1, 0]
    assert [len(r.records) for r in readings_of(first, third)] == [1, 2]


def test_not_there_answers_a_target_that_is_there() -> None:
    meaning = interpreted(
        "NO\tIndikator\tTarget\tRealisasi\n1\tJaringan dokumen hukum\tAda\tTidak Ada\n2\tLuas taman\t5\tTidak ada\n"
    )
    found = [(o.text, o.missing) for o in meaning.observations if o.measure == "realization"]
    assert found == [("Tidak Ada", None), (None, "na")]


def test_achievements_of_objectives_alone_are_averages() -> None:
    """With a target beside it, or with its efficiency, the objective stands for its only indicator."""
    row = "1 | Meningkatnya kapasitas perangkat daerah | 150 | Program Penataan | Penyusunan standar"
    table = table_of("No | Sasaran Strategis | % Capaian | Program | Kegiatan", row)
    assert [r.kind for r in readings_of(table)[0].records] == ["average"]
    efficiency = table_of(
        "No | Sasaran | Capaian Kinerja (%) | Efisiensi (%)", "1 | Meningkatnya mutu layanan | 98,68 | 4,2"
    )
    assert [r.kind for r in readings_of(efficiency)[0].records] == ["indicator"]
    table = table_of("No | Sasaran Strategis | Target | Program", row.rpartition("|")[0])
    assert [r.kind for r in readings_of(table)[0].records] == ["indicator"]


def test_titles_typed_into_the_first_cells_of_a_sheet_stand_over_its_head() -> None:
    (reading,) = readings_of(
        table_of(
            "DINAS CONTOH | | | |",
            "Sebagian besar indikator mencapai target | | | |",
            "Form 1. Pengukuran Kinerja Tahun 2024 | | | |",
            "NO | INDIKATOR KINERJA | TARGET | REALISASI | %",
            "1 | Angka putus sekolah | 0,32 | 0,36 | 87,50",
        )
    )
    assert [(r.indicator, [e.raw for e in r.entries]) for r in reading.records] == [
        ("Angka putus sekolah", ["0,32", "0,36", "87,50"])
    ]
