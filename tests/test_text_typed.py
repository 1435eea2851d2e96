"""Rows of text reports: fields of CSV files, lines that go on in the next one, and tables drawn with characters."""

from __future__ import annotations

import pytest

from extract.model import RawTable
from extract.text.report import read_text
from extract.text.wrapped import goes_on
from tests.tables import columns_of, interpreted


def texts(table: RawTable) -> list[list[str]]:
    """The texts of a table's rows, the lines of a cell parted by blanks."""
    return [[" ".join(c.text.split()) for c in table.cells if c.row == row] for row in range(1, table.n_rows + 1)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            'No;Indikator;Target 2020\n1;"Persentase usaha yang patuh; berizin";80,5\n2;;26.500\n',
            [
                ["No", "Indikator", "Target 2020"],
                ["1", "Persentase usaha yang patuh; berizin", "80,5"],
                ["2", "", "26.500"],
            ],
        ),
        (
            '"Indikator","Target (2022)","Realisasi"\n"Angka ""konsumsi"" ikan","30","28,31"\n',
            [["Indikator", "Target (2022)", "Realisasi"], ['Angka "konsumsi" ikan', "30", "28,31"]],
        ),
        (
            'No;Indikator;Target\n1;"Produksi ikan\ntangkap";5\n',
            [["No", "Indikator", "Target"], ["1", "Produksi ikan tangkap", "5"]],
        ),
    ],
    ids=["semicolons", "quoted-commas", "line-break-in-a-field"],
)
def test_fields_of_a_csv_file(text: str, rows: list[list[str]]) -> None:
    table = read_text(f"Diekspor dari aplikasi :\n\n{text}\nCurah hujan tinggi; produksi turun; harga naik.\n")[1][0]
    assert (table.method, texts(table)) == ("commas", rows)


@pytest.mark.parametrize(
    "text",
    [
        "Curah hujan tinggi; produksi turun; harga naik.\nModal kurang; alat rusak; nelayan sakit.\n",
        "1,5,2\n2,5,3\n",
        "Baik, cukup, kurang\nSedang, buruk, baik\n",
    ],
    ids=["sentences", "no-head", "lists"],
)
def test_punctuation_is_no_separator(text: str) -> None:
    assert read_text(text)[1] == ()


@pytest.mark.parametrize(
    ("above", "here", "expected"),
    [
        ("Waktu tunggu | ≤ 60 | 72 menit", "rawat jalan | menit |", True),
        (" | Jumlah sekolah | 72 | 75", " | | Sekolah | Sekolah", True),
        (" | Persentase tindak lanjut hasil peme | 80% | 83, | 104,", " | riksaan | | 71% | 64", True),
        ("1 | Angka kecelakaan per | 6", " | 10.000 kendaraan |", True),
        ("2 | Wajib pajak yang membayar | |", " | tepat waktu | % | 65", True),
        ("1 | Opini atas laporan | WTP", "2 | Nilai SAKIP | B", False),
        (" | Indeks | 3,5", " | a. kualitas |", False),
        (" | Kadar air | 5 | 6", " | pH air | 7 | 7", False),
        ("Indeks | - | -", "Opini | WTP | WTP", False),
        ("Kinerja | REALI | SASI", " | 2020 | 2021", False),
    ],
)
def test_a_line_goes_on_with_the_row_above(above: str, here: str, expected: bool) -> None:
    cells = [[cell.strip() for cell in row.split("|")] for row in (above, here)]
    assert goes_on(*cells) is expected


def test_wrapped_rows_are_one_and_know_their_first_line() -> None:
    table = read_text("No\tIndikator\tTarget\n1\tJumlah orang\t212.000\n\tyang dilayani\torang\n2\tIndeks\t3\n")[1][0]
    assert texts(table)[1:] == [["1", "Jumlah orang yang dilayani", "212.000 orang"], ["2", "Indeks", "3"]]
    assert [c.place.line for c in table.cells if c.col == 1] == [1, 2, 4]


@pytest.mark.parametrize("between", ["14", "- 14 -", "ก ~~ ]|[ 1l1"])
def test_a_page_number_does_not_end_a_table(between: str) -> None:
    tables = read_text(f"No\tIndikator\tTarget\n1\tNilai A\t5\n\n{between}\n\n2\tNilai B\t6\n")[1]
    assert [table.n_rows for table in tables] == [3]


def test_another_head_behind_a_blank_line_begins_a_table() -> None:
    tables = read_text("No\tIndikator\tTarget\n1\tNilai A\t5\n\nProgram\tAnggaran\nPenataan ruang\t7\n")[1]
    assert [(table.n_rows, table.n_cols) for table in tables] == [(2, 3), (2, 2)]


def test_a_line_over_rows_of_figures_is_a_group() -> None:
    meaning = interpreted(
        "Indikator\t\t\tRealisasi\tRealisasi\n\t\t\tThn. 2022\tThn. 2023\n"
        "Sasaran 1 : Meningkatnya pendapatan asli daerah\t\t\t\t\n"
        "1\tRealisasi pajak daerah\tMiliar Rp\t131,9\t191,403\n"
        "Sasaran 2 : Meningkatnya kepatuhan wajib pajak\t\t\t\t\n2\tJumlah wajib pajak baru\tWP\t1.874\t2.219\n",
        year=2023,
    )
    found = [(o.objective, o.indicator, o.year, o.value) for o in meaning.observations if o.year == 2023]
    assert [(o, i, y, int(v or 0)) for o, i, y, v in found] == [
        ("Meningkatnya pendapatan asli daerah", "Realisasi pajak daerah", 2023, 191_403_000_000),
        ("Meningkatnya kepatuhan wajib pajak", "Jumlah wajib pajak baru", 2023, 2219),
    ]


def test_head_words_and_years_broken_in_rows_of_text() -> None:
    assert columns_of(
        "No|Indikator|Tahun 2018||Tingkat Cap", "||Rencana|Hasil|aian (%)", "1|Opini|80%|83%|103", year=2018
    ) == ["no", "indicator", "target@2018", "realization@2018", "achievement@2018"]
    assert columns_of("No|Indikator|TARGET|", "||20 19|20 20", "1|Indeks|5,1|6,2", year=2020) == [
        "no",
        "indicator",
        "target@2019",
        "target@2020",
    ]


RULED = """
┌────┬──────────────────────┬───────────────────────┐
│ No │ Indikator            │ Tahun 2018            │
│    │                      ├───────────┬───────────┤
│    │                      │ Target    │ Realisasi │
├────┼──────────────────────┼───────────┼───────────┤
│ 1  │ Panjang jalan yang   │ 1.250,5 m │ +1.318 m  │
│    │ ditingkatkan         │           │           │
├────┼──────────────────────┼───────────┼───────────┤
│ 2  │ Jumlah jembatan      │ 4 unit    │ 3 unit    │
└────┴──────────────────────┴───────────┴───────────┘
"""
ASCII = RULED.translate({ord(a): b for a, b in zip("┌┬┐├┼┤└┴┘─│", "+++++++++-|", strict=True)})


@pytest.mark.parametrize("drawn", [RULED, ASCII], ids=["box-characters", "ascii"])
def test_a_drawn_table_has_its_spans_and_rows(drawn: str) -> None:
    table = read_text(f"Tabel 3.1 Capaian{drawn}")[1][0]
    assert (table.method, table.n_rows, table.n_cols, table.caption) == ("rules", 4, 4, "Tabel 3.1 Capaian")
    assert [(c.text, c.row_span, c.col_span) for c in table.cells if c.row == 1] == [
        ("No", 2, 1),
        ("Indikator", 2, 1),
        ("Tahun 2018", 1, 2),
    ]
    assert texts(table)[2:] == [
        ["1", "Panjang jalan yang ditingkatkan", "1.250,5 m", "+1.318 m"],
        ["2", "Jumlah jembatan", "4 unit", "3 unit"],
    ]
    assert [c.place.line for c in table.cells if c.col == 2] == [3, 7, 10]


def test_rows_between_bars_without_rules() -> None:
    """Rules around the head and the whole part no rows: a line goes on with the row above as in other typed rows."""
    table = read_text(
        "┌──────────────┬──────┬──────┐\n│ Indikator    │ 2017 │ 2018 │\n├──────────────┼──────┼──────┤\n"
        "│ Panjang      │ 57,0 │ 61,5 │\n│ jalan mantap │      │      │\n│ Jembatan     │ 3    │ 4    │\n"
        "└──────────────┴──────┴──────┘\n"
    )[1][0]
    assert texts(table) == [
        ["Indikator", "2017", "2018"],
        ["Panjang jalan mantap", "57,0", "61,5"],
        ["Jembatan", "3", "4"],
    ]


def test_sentences_with_decimal_commas_are_no_fields() -> None:
    text = "Realisasi 75,52 dari target 54,91 naik.\nCapaian 98,05 dari rencana 75,52 turun.\n"
    assert read_text(text)[1] == ()
