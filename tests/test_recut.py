"""Rows that the rules left together, and cells of several lines that are one entry and stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.pages import Draw, Table, pdf, rules, tables_of

HEAD = ("No", "Indikator", "Target", "Realisasi")
WIDTHS = (30.0, 200.0, 90.0, 90.0)
PITCH = 12.0
Placed = Sequence[tuple[float, str]]  # lines of a cell, each with its height in line pitches below the cell's top


def stacked(*columns: Placed, lines: int = 8) -> Draw:
    """A table of a head and one tall row whose cells hold lines at the given heights."""

    def draw(canvas: Canvas) -> None:
        head = Table(rows=[HEAD], widths=WIDTHS)
        rules(canvas, head)
        height = (lines + 1) * PITCH
        rules(canvas, Table(rows=[[]], widths=WIDTHS, y=head.bottom, height=height))
        canvas.setFont("Helvetica", 9)
        for x, text in zip(head.edges(), HEAD, strict=False):
            canvas.drawString(x + 4, head.y - 14, text)
        for x, column in zip(head.edges(), columns, strict=False):
            for at, text in column:
                canvas.drawString(x + 4, head.bottom - 11 - at * PITCH, text)

    return draw


def rows_of(folder: Path, draw: Draw) -> list[list[str]]:
    table = tables_of(folder, pdf(draw))[0]
    found = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        found[cell.row - 1][cell.col - 1] = " ".join(cell.text.split())
    return found[1:]


NUMBERED = stacked(
    [(0, "1")],
    [(0, "1. Persentase kelulusan"), (1, "sekolah dasar"), (2, "2. Angka partisipasi murni"), (3, "3. Nilai AKIP")],
    [(0, "95%"), (2, "91,5"), (3, "70")],
    [(0, "96%"), (2, "92,1"), (3, "72,4")],
)
BY_GAPS = stacked(
    [(0, "1")],
    [(0, "Persentase kelulusan"), (1, "sekolah dasar"), (3, "Angka partisipasi"), (4, "murni"), (6, "Nilai AKIP")],
    [(0, "95%"), (3, "91,5"), (6, "70")],
    [(0, "96%"), (3, "92,1"), (6, "72,4")],
)
BY_FIRST_WORD = stacked(
    [(0, "1")],
    [(0, "Jumlah pasien"), (1, "rawat jalan"), (2, "Jumlah pasien"), (3, "rawat inap")],
    [(0, "1.250"), (2, "310")],
    [(0, "1.300"), (2, "295")],
)
BY_FIGURES = stacked([(0, "1")], [(0, "Produksi padi, jagung")], [(0, "120"), (2, "80")], [(0, "118"), (2, "85")])


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        pytest.param(
            NUMBERED,
            [
                ["1", "1. Persentase kelulusan sekolah dasar", "95%", "96%"],
                ["", "2. Angka partisipasi murni", "91,5", "92,1"],
                ["", "3. Nilai AKIP", "70", "72,4"],
            ],
            id="by-numbers",
        ),
        pytest.param(
            BY_GAPS,
            [
                ["1", "Persentase kelulusan sekolah dasar", "95%", "96%"],
                ["", "Angka partisipasi murni", "91,5", "92,1"],
                ["", "Nilai AKIP", "70", "72,4"],
            ],
            id="by-wider-gaps",
        ),
        pytest.param(
            BY_FIRST_WORD,
            [["1", "Jumlah pasien rawat jalan", "1.250", "1.300"], ["", "Jumlah pasien rawat inap", "310", "295"]],
            id="by-a-first-word-that-returns",
        ),
        pytest.param(
            BY_FIGURES,
            [["1", "Produksi padi, jagung", "120", "118"], ["", "", "80", "85"]],
            id="by-figures-at-the-same-heights",
        ),
    ],
)
def test_stacked_entries_become_rows(tmp_path: Path, draw: Draw, expected: list[list[str]]) -> None:
    assert rows_of(tmp_path, draw) == expected


WHOLE = {
    "text-of-several-lines": stacked(
        [(0, "1")], [(0, "Persentase penduduk yang"), (1, "menerima layanan")], [(0, "81,5")], [(0, "82")]
    ),
    "number-broken-over-two-lines": stacked(
        [(0, "1")], [(0, "Pendapatan asli daerah")], [(0, "Rp. 174.494.000.")], [(0, "Rp. 180.120.500."), (1, "000")]
    ),
    "figure-with-its-share-below": stacked(
        [(0, "1")], [(0, "Jumlah peserta"), (1, "pelatihan")], [(0, "1.200")], [(0, "1.150"), (1, "(95,8%)")]
    ),
    "one-figure-between-two-lines": stacked(
        [(0.5, "1")], [(0, "Indeks kepuasan"), (1, "masyarakat")], [(0.5, "80")], [(0.5, "81,2")]
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_one_entry_stays_one_row(tmp_path: Path, name: str) -> None:
    assert len(rows_of(tmp_path, WHOLE[name])) == 1


def test_text_that_runs_beside_the_entries_spans_them(tmp_path: Path) -> None:
    """The objective is one text; the figures beside it are two entries."""

    def draw(canvas: Canvas) -> None:
        stacked(
            [(0, "1")],
            [(0, "a. Nilai AKIP"), (2, "b. Indeks Kepuasan")],
            [(0, "70"), (2, "80")],
            [(0, "Meningkatnya mutu"), (1, "layanan publik kota")],
        )(canvas)

    table = tables_of(tmp_path, pdf(draw))[0]
    objective = next(c for c in table.cells if c.text.startswith("Meningkatnya"))
    assert (objective.row, objective.row_span, table.n_rows) == (2, 2, 3)


def test_labels_without_rules_are_cut_along_the_rows_beside(tmp_path: Path) -> None:
    """The label column is one tall box; the figures beside it stand in ruled rows."""
    labels = ("Diterima", "Ditolak", "Dalam proses", "Dicabut")

    def draw(canvas: Canvas) -> None:
        head = Table(rows=[("Uraian", "2023", "2024")], widths=(150, 70, 70))
        figures = Table(rows=[("1", "2"), ("3", "4"), ("5", "6"), ("7", "8")], x=210, y=head.bottom, widths=(70, 70))
        for table in (head, figures, Table(rows=[[]], y=head.bottom, widths=(150,), height=80)):
            rules(canvas, table)
        for k, text in enumerate(labels):
            canvas.drawString(64, head.bottom - 14 - 20 * k, text)
        canvas.setFont("Helvetica", 9)
        for table in (head, figures):
            for i, row in enumerate(table.rows):
                for x, text in zip(table.edges(), row, strict=False):
                    canvas.drawString(x + 4, table.y - 14 - 20 * i, text)

    assert [row[0] for row in rows_of(tmp_path, draw)] == list(labels)


def test_merged_cell_beside_ruled_rows_stays_whole(tmp_path: Path) -> None:
    """A text that wraps at its cell's edge goes over all three rows."""
    text = ("Meningkatnya kualitas", "pelayanan publik bagi", "masyarakat di daerah")

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        figures = Table(rows=[("1", "2"), ("3", "4"), ("5", "6")], x=180, y=680, widths=(70, 70))
        for table in (
            figures,
            Table(rows=[[]], y=680, widths=(120,), height=60),
            Table(rows=[("", "", "")], widths=(120, 70, 70)),
        ):
            rules(canvas, table)
        for k, line in enumerate(text):
            canvas.drawString(66, 666 - 20 * k, line)
        for i, row in enumerate(figures.rows):
            for x, figure in zip(figures.edges(), row, strict=False):
                canvas.drawString(x + 4, 666 - 20 * i, figure)

    assert rows_of(tmp_path, draw)[0][0] == " ".join(text)


def test_lettered_entries_take_their_figures_by_order(tmp_path: Path) -> None:
    """The figures stand close under each other at the top, the indicators run over several lines."""
    lettered = stacked(
        [(0, "1")],
        [(0, "a. Persentase putusan yang diterima"), (1, "tepat waktu"), (2, "b. Persentase perkara yang selesai")],
        [(0, "95%"), (1, "12%")],
        [(0, "97,10%"), (1, "9,33%")],
    )
    assert rows_of(tmp_path, lettered) == [
        ["1", "a. Persentase putusan yang diterima tepat waktu", "95%", "97,10%"],
        ["", "b. Persentase perkara yang selesai", "12%", "9,33%"],
    ]


def test_broken_decimals_count_with_the_figure_above_where_the_row_tells_how_many(tmp_path: Path) -> None:
    """Figures stand at other heights than the entries they belong to; one column shows that there are two."""
    broken = stacked(
        [(0, "1")],
        [(0, "Tingkat kesesuaian"), (1, "penganggaran"), (4, "Tingkat kesesuaian"), (5, "sasaran tahunan")],
        [(0, "97,5"), (2, "0"), (4, "95,0"), (6, "0")],
        [(0, "2,50"), (3, "5,00")],
    )
    assert rows_of(tmp_path, broken) == [
        ["1", "Tingkat kesesuaian penganggaran", "97,5 0", "2,50"],
        ["", "Tingkat kesesuaian sasaran tahunan", "95,0 0", "5,00"],
    ]


def test_a_number_broken_over_three_lines_is_one(tmp_path: Path) -> None:
    broken = stacked(
        [(0, "1")],
        [(0, "Nilai realisasi"), (1, "investasi")],
        [(0, "1.208.72"), (1, "8.521.23"), (2, "5")],
        [(0, "1.250.00"), (1, "0.000.00"), (2, "0")],
    )
    (row,) = rows_of(tmp_path, broken)
    assert [text.replace(" ", "") for text in row[2:]] == ["1.208.728.521.235", "1.250.000.000.000"]


def test_a_numbered_list_with_a_figure_and_a_grade_beside_it_is_two_rows(tmp_path: Path) -> None:
    entries = [(0, "1. Indeks Kepuasan Masyarakat"), (1, "2. Mutu pelayanan")]
    listed = stacked(
        [(0, "3")], entries, [(0, "85,00"), (1, "A (Sangat Baik)")], [(0, "86,12"), (1, "B (Baik)")], lines=2
    )
    assert rows_of(tmp_path, listed) == [
        ["3", "1. Indeks Kepuasan Masyarakat", "85,00", "86,12"],
        ["", "2. Mutu pelayanan", "A (Sangat Baik)", "B (Baik)"],
    ]
    one = stacked([(0, "3")], entries, [(0, "85,00")], [(0, "86,12"), (1, "(Baik)")], lines=2)
    assert len(rows_of(tmp_path, one)) == 1


def test_lists_with_numbers_in_every_cell_are_parted_by_number(tmp_path: Path) -> None:
    """Long names wrap and values do not; the numbers of the values are no part of them."""
    names = [
        (0, "1. Persentase titik pantau air yang"),
        (1, "memenuhi baku mutu"),
        (2, "2. Luas hutan"),
        (3, "3. Peringkat"),
    ]
    values = [(0, "1. 66,7%"), (1, "2. 1.270.000 Ha"), (2, "3. Biru")]
    assert rows_of(tmp_path, stacked([(0, "1")], names, values, values)) == [
        ["1", "1. Persentase titik pantau air yang memenuhi baku mutu", "66,7%", "66,7%"],
        ["", "2. Luas hutan", "1.270.000 Ha", "1.270.000 Ha"],
        ["", "3. Peringkat", "Biru", "Biru"],
    ]


def test_bulleted_lists_with_a_list_of_figures_are_rows(tmp_path: Path) -> None:
    """Bullets in cells of words alone tell no rows."""
    names = [(0, "- Seleksi Pemagangan ke"), (1, "Luar Negeri"), (2, "- Pemagangan Dalam Negeri")]
    values = [(0, "- 300 orang (1"), (1, "angkatan)"), (2, "- 60 orang")]
    words = [(0, "- Kurangnya tenaga"), (1, "- Kurangnya biaya")]
    found = rows_of(tmp_path, stacked([(0, "1")], names, values, [(0, "2017")]))
    assert [row[1:3] for row in found] == [
        ["- Seleksi Pemagangan ke Luar Negeri", "300 orang (1 angkatan)"],
        ["- Pemagangan Dalam Negeri", "60 orang"],
    ]
    assert len(rows_of(tmp_path, stacked([(0, "1")], names, words, [(0, "2017")]))) == 1


def test_numbers_over_two_lines_as_long_as_one_beside_them_are_one_row(tmp_path: Path) -> None:
    label = [(0, "Jumlah orang yang"), (1, "melaksanakan")]
    broken = stacked([(0, "1")], label, [(0, "140"), (1, "56")], [(0, "10542")], lines=2)
    assert len(rows_of(tmp_path, broken)) == 1
    two = stacked([(0, "1")], label, [(0, "100"), (1, "98")], [(0, "100"), (1, "95")], lines=2)
    assert len(rows_of(tmp_path, two)) == 2
