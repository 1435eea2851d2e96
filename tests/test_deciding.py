"""Arithmetic decides what columns hold where words only propose."""

from __future__ import annotations

from tests.tables import readings_of, table_of


def roles(*tables: object, year: int = 2024) -> list[list[str]]:
    return [[f"{c.role.value}@{c.year}" for c in r.columns if c.is_value] for r in readings_of(*tables, year=year)]  # type: ignore[arg-type]  # tables of table_of


def test_of_two_achievement_columns_the_divided_one_is_the_result() -> None:
    table = table_of(
        "Indikator | Target % | Realisasi % | Capaian %",
        "Jalan mantap | 80,00 | 60,00 | 75,00",
        "Jembatan baik | 50,00 | 55,00 | 110,00",
    )
    assert roles(table) == [["target@2024", "realization@2024", "achievement@2024"]]


def test_capaian_without_result_holds_results() -> None:
    known = table_of("Indikator | Target 2024 | Realisasi 2024", "Luas taman | 12 | 10", "Jumlah taman | 5 | 4")
    told = table_of("Indikator Utama | Target 2024 | Capaian 2024", "Luas taman | 12 | 10", "Jumlah taman | 5 | 4")
    assert roles(known, told)[1] == ["target@2024", "realization@2024"]


def test_capaian_beside_a_target_that_other_tables_hold_as_achievements() -> None:
    known = table_of(
        "Indikator | Target 2024 | Realisasi 2024 | Capaian (%)",
        "Luas taman | 12 | 10 | 83,33",
        "Jumlah taman | 5 | 4 | 80,00",
    )
    told = table_of("Indikator | Capaian 2024", "Luas taman | 83,33", "Jumlah taman | 80,00")
    assert roles(known, told)[1] == ["achievement@2024"]


def test_a_lost_head_is_found_by_division() -> None:
    table = table_of(
        "Indikator | REAL | REALISASI | | REALISASI 2024 | % CAPAIAN",
        " | 2022 | 2023 | 2024 | 2024 | 2024",
        "Luas taman | 8 | 9 | 12,5 | 10 | 80,00",
    )
    expected = ["realization@2022", "realization@2023", "target@2024", "realization@2024", "achievement@2024"]
    assert roles(table) == [expected]


def test_percent_between_two_years_is_growth() -> None:
    table = table_of(
        "Indikator | Realisasi 2023 | Realisasi 2024 | %",
        "Luas taman | 8 | 10 | 125,00",
        "Jumlah taman | 4 | 5 | 125,00",
    )
    assert roles(table) == [["realization@2023", "realization@2024"]]


def test_points_between_two_years_are_a_difference() -> None:
    table = table_of(
        "Indikator | Realisasi 2023 | Realisasi 2024 | Capaian Kinerja (%)",
        "Indeks air | 52,10 | 54,30 | 2,20",
        "Indeks udara | 83,00 | 81,50 | -1,50",
    )
    reading = readings_of(table)[0]
    assert [c.role.value for c in reading.columns][-1] == "difference"


def test_achievement_against_the_plan_is_of_the_year_it_divides() -> None:
    table = table_of(
        "Indikator | Realisasi s/d Tahun 2024 | Target Renstra s.d. 2026 | Realisasi s.d 2023 terhadap Target Renstra",
        "Luas taman | 10 | 20 | 50,00",
        "Jumlah taman | 4 | 5 | 80,00",
    )
    assert roles(table)[0][-1] == "medium_term_achievement@2024"


def test_capaian_of_the_year_before_is_what_its_values_are_like() -> None:
    head = "Indikator | Capaian 2023 | Target 2024 | Realisasi 2024 | Capaian (%)"
    measured = table_of(head, "Harapan hidup | 75,34 | 75,38 | 75,37 | 99,99", "Gini | 0,380 | 0,367 | 0,376 | 97,55")
    shares = table_of(head, "Luas taman | 98,20 | 12 | 10 | 83,33", "Jumlah taman | 104,00 | 5 | 4 | 80,00")
    several = table_of(
        "Indikator | Capaian 2022 | Capaian 2023 | Target 2024 | Realisasi 2024 | Capaian (%)",
        "Usaha berdokumen | 55,40 | 58,12 | 60 | 61,33 | 102,22",
        "Indeks Kualitas Air | 0,94 | 70 | 0,79 | 62 | -",
    )
    assert roles(measured)[0][0] == "realization@2023"
    assert roles(several)[0][:2] == ["realization@2022", "realization@2023"]
    assert roles(shares)[0][0] == "achievement@2023"


def test_capaian_counted_in_something_is_a_result() -> None:
    counted = table_of("Indikator | Capaian", "Jumlah dokumen | 1 dok", "Warga dilatih | 350 orang", "Pemenuhan | 100%")
    shares = table_of("Indikator | Capaian", "Jumlah dokumen | 100%", "Warga dilatih | 98%")
    assert roles(counted, shares) == [["realization@2024"], ["achievement@2024"]]


def test_results_and_achievements_of_several_years_side_by_side() -> None:
    """Values that happen to be those of another table, or quotients of two years, change nothing of such pairs."""
    known = table_of("Indikator | Target | Realisasi", "Perkara selesai | 100 | 100", "Perkara prodeo | 100 | 100")
    plain = table_of(
        "Indikator | Realisasi 2023 | Realisasi 2024 | Capaian Kinerja 2023 | Capaian Kinerja 2024",
        "Perkara selesai | 5 | 5 | 100 | 100",
    )
    shares = table_of(
        "Indikator | Realisasi % > 2023 | Realisasi % > 2024 | Capaian (%) > 2023 | Capaian (%) > 2024".replace(
            " >", ""
        ),
        "Perkara selesai | 98 | 100 | 100 | 100",
        "Perkara prodeo | 85 | 100 | 95 | 100",
    )
    expected = ["realization@2023", "realization@2024", "achievement@2023", "achievement@2024"]
    assert roles(known, plain, shares)[1:] == [expected, expected]


def test_an_achievement_behind_the_plans_end_is_against_it() -> None:
    table = table_of(
        "Indikator | Target 2024 | Realisasi 2024 | % | Target Akhir Renstra 2026 | Capaian s.d 2024 terhadap 2026",
        "Luas taman | 12 | 10 | 83,33 | 20 | 50,00",
    )
    assert roles(table)[0][-2:] == ["medium_term_target@2026", "medium_term_achievement@2024"]


def test_an_achievement_without_a_year_is_of_the_values_it_divides() -> None:
    rows = ("Luas taman | 12 | 10 | 83,33", "Jumlah taman | 5 | 4 | 80,00")
    table = table_of("Indikator | Target Tahun 2024 | Realisasi Tahun 2024 | Capaian (%)", *rows)
    assert roles(table, year=2023) == [["target@2024", "realization@2024", "achievement@2024"]]


def test_capaian_alone_with_words_and_small_shares_is_measured() -> None:
    head = "No | IKK | Rumus | Capaian Kinerja"
    measured = table_of(
        head, "1 | APM SD | a : b | 91,51%", "2 | Putus sekolah | a : b | 0%", "3 | Perda RTRW | ada | Ada"
    )
    shares = table_of(head, "1 | APM SD | a : b | 91,51%", "2 | APM SMP | a : b | 104%", "3 | APM SMA | a : b | 98%")
    assert roles(measured, shares) == [["realization@2024"], ["achievement@2024"]]
