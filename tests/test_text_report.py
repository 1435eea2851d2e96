"""Text reports: tables parted by tabs or pipes, pages by form feeds, lines counted through the whole file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.text.report import read_text
from extract.text.separators import split_row

cell = st.from_regex(
    r"[A-Z0-9](?:[A-Za-z0-9.,%:()/-]{0,10}[A-Z0-9%)])?", fullmatch=True
)  # no line goes on with the last


@st.composite
def grids(draw: st.DrawFn) -> list[list[str]]:
    n_cols = draw(st.integers(2, 6))
    return draw(st.lists(st.lists(cell, min_size=n_cols, max_size=n_cols), min_size=2, max_size=8))


@given(grids(), st.sampled_from(["\t", "|", " | "]))
@settings(max_examples=150, deadline=None)
def test_written_then_read_gives_the_same_cells(rows: list[list[str]], separator: str) -> None:
    bar = "" if separator == "\t" else "|"
    tables = read_text("\n".join(f"{bar}{separator.join(row)}{bar}" for row in rows))[1]
    assert len(tables) == 1
    found = [[""] * tables[0].n_cols for _ in range(tables[0].n_rows)]
    for one in tables[0].cells:
        found[one.row - 1][one.col - 1] = one.text
    assert found == rows


def test_markdown_ruler_is_no_row() -> None:
    table = read_text("| No | Nilai |\n|----|:-----:|\n| 1 | 5,0 |\n")[1][0]
    assert [c.text for c in table.cells] == ["No", "Nilai", "1", "5,0"]


def test_lines_count_through_form_feeds() -> None:
    pages, tables = read_text("BAB I\nTabel 1\nNO\tNILAI\n1\t5\n\fBAB II\nTabel 2\nNO\tNILAI\n2\t6\n")
    assert [(line.page, line.line, line.text) for page in pages for line in page.lines if "BAB" in line.text] == [
        (1, 1, "BAB I"),
        (2, 5, "BAB II"),
    ]
    assert [(t.page, t.table_no, t.caption, t.cells[-1].place.line) for t in tables] == [
        (1, 1, "Tabel 1", 4),
        (2, 1, "Tabel 2", 8),
    ]


def test_rows_of_other_length_keep_their_cells() -> None:
    table = read_text("NO\tURAIAN\tTARGET\n1\tNilai AKIP\n2\tIndeks\t80\n")[1][0]
    assert (table.n_rows, table.n_cols, [c.text for c in table.cells if c.row == 2]) == (3, 3, ["1", "Nilai AKIP", ""])


def test_sentence_with_trailing_tabs_ends_a_table() -> None:
    """A line of text exported with the tabs of the table behind it is prose."""
    text = "NO\tNILAI\n1\t5\nUraian capaian kinerja pada tahun ini\t\t\nNO\tNILAI\n2\t6\n"
    assert [table.n_rows for table in read_text(text)[1]] == [2, 2]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kata pengantar tanpa tabel.\nBaris kedua.", 0),
        ("satu\tbaris saja", 0),
        ("a | b tanpa pipa kedua", 0),
        ("NO\tNILAI\r\n1\t5\r\n", 1),
        ("\x00NO\tNILAI\n1\t\x075\n", 1),
        ("| a | b |\n| 1 | 2 |\n\nteks\n\nx\ty\n1\t2\n", 2),
    ],
    ids=["prose", "one-row", "one-pipe", "windows-line-ends", "control-characters", "pipes-then-tabs"],
)
def test_tables_are_told_from_prose(text: str, count: int) -> None:
    assert len(read_text(text)[1]) == count


def test_lead_and_method() -> None:
    table = read_text("Pendahuluan.\nTabel 2.1 Rencana\nNO\tTARGET\n1\t7\n")[1][0]
    assert (table.method, table.quality, table.caption) == ("tabs", 1.0, "Tabel 2.1 Rencana")
    assert [line.text for line in table.lead] == ["Pendahuluan.", "Tabel 2.1 Rencana"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("| a | b |", (["a", "b"], "|")),
        ("a\t\tb", (["a", "", "b"], "\t")),
        ("a|b", None),
        ("tanpa pemisah", None),
    ],
)
def test_row_is_split(line: str, expected: tuple[list[str], str] | None) -> None:
    assert split_row(line) == expected


ALIGNED = """
 No       Sasaran Strategis            Indikator Kinerja         Satuan     Target   Realisasi   Capaian (%)
  1   Meningkatnya realisasi   Nilai realisasi investasi PMDN   Rp Miliar    410      523,7        127,73
      investasi                dan PMA
 2    Meningkatnya kualitas    Indeks Kepuasan Masyarakat        Indeks      88,5     89,12        100,70
      pelayanan perizinan
                               Persentase izin yang terbit         %         98       99,41        101,44
                               tepat waktu
"""


def test_columns_aligned_by_spaces() -> None:
    """As `pdftotext -layout` sets a table; cells know the line of the file they begin on."""
    table = read_text(f"Hasil pengukuran kinerja adalah sebagai berikut:\nTabel 3.1 Pengukuran Kinerja{ALIGNED}")[1][0]
    assert (table.method, table.caption, table.n_rows, table.n_cols) == ("gaps", "Tabel 3.1 Pengukuran Kinerja", 4, 7)
    last = [(" ".join(c.text.split()), c.place.line, c.box) for c in table.cells if c.row == 4 and c.text]
    assert [text for text, _, _ in last] == ["Persentase izin yang terbit tepat waktu", "%", "98", "99,41", "101,44"]
    assert {(line, box) for _, line, box in last} == {(8, None)}


def test_prose_set_in_columns_of_spaces_is_no_table() -> None:
    prose = "Kinerja   dinas  tahun ini   diuraikan lebih lanjut pada bagian   berikut dari laporan kinerja ini.\n"
    assert read_text(prose * 6)[1] == ()


def test_rows_typed_between_rulers() -> None:
    """Rulers around the head and the whole part no rows; where one stands under each row, its lines are one."""
    ruler = "+----+---------------------+--------+\n"
    head, first, rest = (
        "| No | Indikator           | Target |\n",
        "| 1  | Persentase layanan  | 95%    |\n",
        "|    | yang tepat waktu    |        |\n",
    )
    second = "| 2  | Jumlah RT           | 540    |\n"
    table = read_text(ruler + head + ruler + first + second + ruler)[1][0]
    assert [c.text for c in table.cells if c.col == 2] == ["Indikator", "Persentase layanan", "Jumlah RT"]
    table = read_text(ruler + head + ruler + first + rest + ruler + second + ruler)[1][0]
    assert [c.text for c in table.cells if c.col == 2] == [
        "Indikator",
        "Persentase layanan\nyang tepat waktu",
        "Jumlah RT",
    ]


CENTRED = """
 No.         Indikator Kinerja Sasaran            Satuan       2018     2019      2020
   1    Indeks Profesionalitas ASN                Indeks      57,00     57,13     58,46
        Persentase ASN yang mengikuti pendidikan
   2                                                  %        27,9     32,44     11,72
        dan pelatihan
        Persentase surat keputusan pangkat yang
   3                                                  %       91,50     96,03     98,16
        diterbitkan tepat waktu
   4    Nilai pelayanan kepegawaian               Nilai       79,15     81,22     80,10
   5    Tingkat kehadiran ASN                         %       95,73     96,91     96,88
"""


def test_rows_with_centred_cells() -> None:
    """Lines half a pitch apart, each a line of its own in the text, make rows; units at two places are one column."""
    table = read_text(f"Tabel 3.1 Pengukuran Kinerja\n{CENTRED}")[1][0]
    rows = [[" ".join(c.text.split()) for c in table.cells if c.row == row][1:4] for row in range(2, table.n_rows + 1)]
    assert rows == [
        ["Indeks Profesionalitas ASN", "Indeks", "57,00"],
        ["Persentase ASN yang mengikuti pendidikan dan pelatihan", "%", "27,9"],
        ["Persentase surat keputusan pangkat yang diterbitkan tepat waktu", "%", "91,50"],
        ["Nilai pelayanan kepegawaian", "Nilai", "79,15"],
        ["Tingkat kehadiran ASN", "%", "95,73"],
    ]


LISTED = """
 No     Sasaran Strategis                    Indikator Kinerja                              Target

        Meningkatnya peran aktif pemuda      1.1 Persentase organisasi pemuda yang aktif    71%
  1
        pembangunan                          1.2 Jumlah wirausaha muda yang dibina          450 orang
  2     Meningkatnya prestasi olahraga       2.1 Jumlah medali tingkat nasional             50 medali
  3     Meningkatnya budaya olahraga         3.1 Persentase penduduk yang berolahraga       28,5%
"""


def test_listed_labels_begin_rows_also_with_one_figure() -> None:
    table = read_text(f"Tabel 2.2 Perjanjian Kinerja\n{LISTED}")[1][0]
    assert [c.text for c in table.cells if c.col == 4] == ["Target", "71%", "450 orang", "50 medali", "28,5%"]


def test_the_rest_of_a_title_is_no_head() -> None:
    title = "Tabel 3.2 Perbandingan Kinerja dengan Tahun 2021 dan Target Akhir Renstra\n                    2024\n"
    table = read_text(f"{title}{ALIGNED}")[1][0]
    assert [c.text for c in table.cells if c.row == 1][:2] == ["No", "Sasaran Strategis"]


PLAN = """
                                                      Target Kinerja Tahun
       Indikator Kinerja        Satuan
                                           2017         2018    2019      2020         2021
 Jumlah wirausaha muda           Orang      350          400     450       500          550
 Jumlah medali                   Medali      42           46      50        60           55
 Persentase penduduk aktif         %       25,5           27    28,5        30         31,5
"""


def test_words_over_narrow_columns_are_one_head() -> None:
    """A space of even letters is wide; words a space apart are one entry though columns part between them."""
    table = read_text(f"Tabel 2.1 Target Kinerja\n{PLAN}")[1][0]
    assert "Target Kinerja Tahun" in [c.text for c in table.cells]
