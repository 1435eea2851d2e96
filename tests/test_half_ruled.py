"""Tables of which only rows, a frame, or some cells are drawn: rules or shading tell the rest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.pages import Table, grid_of, pdf, tables_of, texts

Cell = tuple[float, Sequence[str]]


def lines(canvas: Canvas, x: float, y: float, *written: str, step: float = 12.0) -> None:
    for k, text in enumerate(written):
        canvas.drawString(x, y - step * k, text)


def centred(canvas: Canvas, middle: float, *cells: Cell, step: float = 12.0) -> None:
    """Cells of one row, each with its left side and its lines, around the middle of the row."""
    for x, written in cells:
        lines(canvas, x, middle + step * (len(written) - 1) / 2 - 3, *written, step=step)


def rules(canvas: Canvas, *ys: float) -> None:
    for y in ys:
        canvas.line(60, y, 500, y)


def shade(canvas: Canvas, xs: Sequence[float], top: float, bottom: float) -> None:
    canvas.setFillColorRGB(0.8, 0.9, 1.0)
    for a, b in pairwise(xs):
        canvas.rect(a, bottom, b - a, top - bottom, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)


def test_ruled_rows_begin_with_the_rest_of_a_row_and_hold_long_labels(tmp_path: Path) -> None:
    """The number and the goal stand beside one row alone; the label of five lines has figures on its first."""
    columns = (62, 90, 190, 330, 400, 460)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        rules(canvas, 718, 696, 668, 604, 566, 538)
        for x, text in zip(columns, ("No", "Sasaran", "Indikator", "Target", "Realisasi", "Capaian"), strict=True):
            canvas.drawString(x, 704, text)
        lines(canvas, 190, 686, "numerasi di atas batas", "kompetensi minimum")
        lines(canvas, 190, 658, "Persentase satuan", "pendidikan jenjang", "dasar yang", "terakreditasi", "minimal B")
        lines(canvas, 62, 594, "4")
        lines(canvas, 90, 594, "Meningkatnya", "tata kelola", "Dinas")
        lines(canvas, 190, 594, "Nilai SAKIP")
        lines(canvas, 190, 556, "Indeks Kepuasan", "Masyarakat")
        for y in (658, 594, 556):
            for x, figure in zip(columns[3:], ("64,00", "61,35", "95,86"), strict=True):
                canvas.drawString(x, y, figure)

    (table,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(table) == [
        ["No", "Sasaran", "Indikator", "Target", "Realisasi", "Capaian"],
        ["", "", "numerasi di atas batas kompetensi minimum", "", "", ""],
        ["", "", "Persentase satuan pendidikan jenjang dasar yang terakreditasi minimal B", "64,00", "61,35", "95,86"],
        ["4", "Meningkatnya tata kelola Dinas", "Nilai SAKIP", "64,00", "61,35", "95,86"],
        ["", "", "Indeks Kepuasan Masyarakat", "64,00", "61,35", "95,86"],
    ]


def test_two_rows_of_many_figures_show_their_columns(tmp_path: Path) -> None:
    """Heads of quarters stand over the white between two columns; the year in the head makes it no row."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(280, 735, "REALISASI TRIWULANAN")
        rules(canvas, 720, 685, 660, 635)
        canvas.line(180, 703, 500, 703)
        canvas.drawString(62, 700, "Indikator")
        for k, text in enumerate(("TW II", "TW III", "TW IV", "Tahun 2024")):
            canvas.drawCentredString(220 + 80 * k, 708, text)
        for k in range(8):
            canvas.drawCentredString(200 + 40 * k, 691, "TR"[k % 2])
            canvas.drawCentredString(200 + 40 * k, 669, f"{18 + k},04")
            canvas.drawCentredString(200 + 40 * k, 644, f"{3 + k}.300")
        lines(canvas, 62, 669, "Indeks Kepuasan")
        lines(canvas, 62, 644, "Jumlah objek pajak")

    (table,) = tables_of(tmp_path, pdf(draw))
    assert [(c.text, c.col, c.col_span) for c in table.cells if c.row == 1 and c.col > 1] == [
        ("TW II", 2, 2),
        ("TW III", 4, 2),
        ("TW IV", 6, 2),
        ("Tahun 2024", 8, 2),
    ]
    assert grid_of(table)[2] == ["Indeks Kepuasan", *(f"{18 + k},04" for k in range(8))]


def test_units_under_figures_make_no_row(tmp_path: Path) -> None:
    """Cells are centred: the label stands around its figure and the unit under it."""
    labels = (
        ("Persentase panjang jalan", "dalam kondisi mantap"),
        ("Luas daerah irigasi yang", "dilayani oleh jaringan irigasi", "dalam kondisi baik"),
        ("Persentase rumah tangga", "akses air minum layak"),
    )
    figures = (("72,40%", "70,95%"), ("12.450", "12.614"), ("88,50%", "90,12%"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        rules(canvas, 720, 700, 585)
        centred(canvas, 710, (62, ["Indikator"]), (300, ["Target"]), (380, ["Realisasi"]), (450, ["Capaian"]))
        for middle, label, (target, reached) in zip((682, 643, 604), labels, figures, strict=True):
            units = ["Ha"] if len(label) == 3 else []
            centred(canvas, middle, (62, label), (300, [target, *units]), (380, [reached, *units]), (450, ["98,00"]))

    (table,) = tables_of(tmp_path, pdf(draw))
    assert [row[:2] for row in grid_of(table)][1:] == [
        ["Persentase panjang jalan dalam kondisi mantap", "72,40%"],
        ["Luas daerah irigasi yang dilayani oleh jaringan irigasi dalam kondisi baik", "12.450 Ha"],
        ["Persentase rumah tangga akses air minum layak", "88,50%"],
    ]


def test_white_rows_before_and_after_a_shaded_group_line_are_whole(tmp_path: Path) -> None:
    xs = (60, 90, 280, 350, 420, 490)
    labels = ("Persentase pegawai", "yang mengikuti", "pelatihan dasar")

    def row(canvas: Canvas, middle: float, number: str, label: Sequence[str]) -> None:
        centred(canvas, middle, (70, [number]), (94, label), (290, ["62,00"]), (360, ["64,18"]), (430, ["103,5"]))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for columns, top, bottom in ((xs, 720, 684), ((60, 490), 644, 628), (xs, 588, 572)):
            shade(canvas, columns, top, bottom)
        centred(canvas, 710, (64, ["No"]), (94, ["Indikator"]), (290, ["Target"]), (360, ["Hasil"]), (430, ["Capaian"]))
        row(canvas, 692, "1", ["Indeks Sistem Merit"])
        row(canvas, 664, "2", labels)
        canvas.drawString(62, 633, "Sasaran 2: Meningkatnya disiplin pegawai di daerah")
        row(canvas, 608, "3", labels)
        row(canvas, 580, "4", ["Tingkat kehadiran"])

    (table,) = tables_of(tmp_path, pdf(draw))
    assert [row[:2] for row in grid_of(table)][-4:] == [
        ["2", " ".join(labels)],
        ["Sasaran 2: Meningkatnya disiplin pegawai di daerah", ""],
        ["3", " ".join(labels)],
        ["4", "Tingkat kehadiran"],
    ]


def test_one_white_row_between_a_shaded_head_and_a_rule_is_whole(tmp_path: Path) -> None:
    xs = (60, 90, 280, 350, 420, 500)
    label = ("Persentase korban bencana", "yang mendapat bantuan", "masa tanggap darurat")

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        shade(canvas, xs, 720, 700)
        rules(canvas, 720, 700, 660)
        centred(canvas, 710, (64, ["No"]), (94, ["Indikator"]), (290, ["2021"]), (360, ["2022"]), (430, ["2023"]))
        centred(canvas, 680, (68, ["6"]), (94, label), (290, ["86"]), (360, ["93"]), (430, ["95"]))

    (table,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(table) == [["No", "Indikator", "2021", "2022", "2023"], ["6", " ".join(label), "86", "93", "95"]]


def test_shaded_tables_of_two_columns_side_by_side_go_on_in_white_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for x, year in ((60, "2022"), (300, "2023")):
            for top, bottom in ((720, 700), (700, 680), (660, 640)):
                shade(canvas, (x, x + 150, x + 200), top, bottom)
            written = (("Indikator", year), ("Indeks Kepuasan", "85,8"), ("Rata-rata waktu", "5"), ("Pengaduan", "98"))
            for k, (label, figure) in enumerate(written):
                lines(canvas, x + 4, 706 - 20 * k, label)
                lines(canvas, x + 160, 706 - 20 * k, figure)

    found = tables_of(tmp_path, pdf(draw))
    assert [[row[0] for row in grid_of(table)] for table in found] == [
        ["Indikator", "Indeks Kepuasan", "Rata-rata waktu", "Pengaduan"]
    ] * 2


def test_frame_drawn_cell_by_cell_tells_the_rows_of_its_head(tmp_path: Path) -> None:
    """Only the frame and the rule under the head are drawn; a label over both rows of the head hides where it parts."""
    xs = (60, 240, 305, 370, 435, 500)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.setLineWidth(0.5)
        for a, b in ((60, 240), (240, 500)):
            canvas.line(a, 720, b, 720)
        for a, b in pairwise(xs):
            for y in (680, 600):
                canvas.line(a, y, b, y)
        for a, b in ((720, 680), (680, 640), (640, 600)):
            canvas.line(60, a, 60, b)
        for a, b in ((720, 700), (700, 680), (680, 640), (640, 600)):
            canvas.line(500, a, 500, b)
        canvas.drawString(90, 697, "Indikator Kinerja Utama")
        canvas.drawCentredString(370, 707, "Tahun")
        for k, year in enumerate(("2016", "2017", "2018", "2019")):
            canvas.drawCentredString((xs[k + 1] + xs[k + 2]) / 2, 687, year)
            canvas.drawCentredString((xs[k + 1] + xs[k + 2]) / 2, 657, f"53,{k}")
            canvas.drawCentredString((xs[k + 1] + xs[k + 2]) / 2, 617, f"{215 - k}")
        lines(canvas, 64, 657, "Persentase fasilitas")
        lines(canvas, 64, 617, "Angka kecelakaan")

    (table,) = tables_of(tmp_path, pdf(draw))
    head = [(c.text, c.row, c.col, c.row_span, c.col_span) for c in table.cells if c.row <= 2]
    assert head[:2] == [("Indikator Kinerja Utama", 1, 1, 2, 1), ("Tahun", 1, 2, 1, 4)]
    assert [(text, col) for text, _, col, _, _ in head[2:]] == [("2016", 2), ("2017", 3), ("2018", 4), ("2019", 5)]


def test_rows_under_a_drawn_head_belong_to_it(tmp_path: Path) -> None:
    """The head of two levels is drawn in boxes; under it white gaps part the rows, two to the first goal."""
    columns = (60, 90, 200, 330, 380, 430, 480)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for x in columns[:4]:
            canvas.line(x, 720, x, 680)
        for x in columns[4:6]:
            canvas.line(x, 700, x, 680)
        canvas.line(480, 720, 480, 680)
        for y, x in ((720, 60), (700, 330), (680, 60)):
            canvas.line(x, y, 480, y)
        for x, text in zip(columns, ("No", "Sasaran", "Indikator"), strict=False):
            canvas.drawString(x + 3, 697, text)
        canvas.drawString(390, 707, "Target")
        for x, text in zip(columns[3:], ("2020", "2021", "2022"), strict=False):
            canvas.drawString(x + 12, 687, text)
        rows = (
            (665, "1", ("Meningkatnya", "budaya baca"), ("Indeks literasi",), ("13,50", "14,00", "15,00")),
            (641, "", (), ("Nilai kegemaran", "membaca"), ("58,00", "60,00", "62,00")),
            (611, "2", ("Tertib arsip",), ("Nilai pengawasan",), ("52,10", "60,20", "68,30")),
        )
        for y, number, goal, name, values in rows:
            canvas.drawString(66, y, number)
            lines(canvas, 93, y, *goal)
            lines(canvas, 203, y, *name)
            for x, text in zip(columns[3:], values, strict=False):
                canvas.drawString(x + 12, y, text)

    (table,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(table) == [
        ["No", "Sasaran", "Indikator", "Target", "", ""],
        ["", "", "", "2020", "2021", "2022"],
        ["1", "Meningkatnya budaya baca", "Indeks literasi", "13,50", "14,00", "15,00"],
        ["", "", "Nilai kegemaran membaca", "58,00", "60,00", "62,00"],
        ["2", "Tertib arsip", "Nilai pengawasan", "52,10", "60,20", "68,30"],
    ]


def test_a_wall_is_missing_where_it_is_shorter(tmp_path: Path) -> None:
    """The wall left of the second level of a head is not drawn: the cell beside it still spans both levels."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for y, x in ((720, 60), (690, 320), (650, 60), (620, 60)):
            canvas.line(x, y, 440, y)
        for x, top in ((60, 720), (230, 720), (380, 690), (440, 720)):
            canvas.line(x, top, x, 620)
        canvas.line(320, 720, 320, 690)
        canvas.line(320, 650, 320, 620)
        for x, y, text in ((70, 700, "Indikator"), (240, 700, "Target"), (240, 680, "2024"), (340, 700, "Triwulan")):
            canvas.drawString(x, y, text)
        for x, y, text in ((330, 670, "I"), (390, 670, "II"), (70, 630, "Nilai SAKIP")):
            canvas.drawString(x, y, text)
        for x, text in ((240, "80,00"), (330, "20,00"), (390, "40,00")):
            canvas.drawString(x, 630, text)

    (table,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(table) == [
        ["Indikator", "Target 2024", "Triwulan", ""],
        ["", "", "I", "II"],
        ["Nilai SAKIP", "80,00", "20,00", "40,00"],
    ]


def test_rules_drawn_cell_by_cell_tell_the_columns(tmp_path: Path) -> None:
    """No upright rule is drawn; the goal of two rows lacks the rule between them."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        xs = (60, 150, 290, 340, 390)
        for y, first in ((720, 0), (700, 0), (676, 1), (640, 0), (620, 0)):
            for a, b in pairwise(xs[first:]):
                canvas.line(a, y, b, y)
        for x, text in zip(xs, ("Sasaran", "Indikator", "Target", "Hasil"), strict=False):
            canvas.drawString(x + 3, 706, text)
        lines(canvas, 63, 688, "Meningkatnya", "minat baca")
        lines(canvas, 153, 684, "Jumlah pengunjung")
        lines(canvas, 153, 664, "Persentase buku yang", "dipinjam")
        lines(canvas, 63, 626, "Tertib arsip")
        lines(canvas, 153, 626, "Nilai pengawasan")
        for y, target, result in ((684, "310", "328"), (664, "40,00", "41,50"), (626, "70,00", "68,40")):
            canvas.drawString(300, y, target)
            canvas.drawString(350, y, result)

    (table,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(table) == [
        ["Sasaran", "Indikator", "Target", "Hasil"],
        ["Meningkatnya minat baca", "Jumlah pengunjung", "310", "328"],
        ["", "Persentase buku yang dipinjam", "40,00", "41,50"],
        ["Tertib arsip", "Nilai pengawasan", "70,00", "68,40"],
    ]


def test_rules_drawn_cell_by_cell_around_several_rows_part_none_of_them(tmp_path: Path) -> None:
    """Between the rules stand one row and eight: gaps tell them."""
    rows = [["Daging", "692.191", "715.901"], *([f"Sapi {n}", f"7{n}.721", f"8{n}.249"] for n in range(1, 9))]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        xs = (60, 160, 240, 320)
        for y in (720, 704, 690, 578, 564):
            for a, b in pairwise(xs):
                canvas.line(a, y, b, y)
        for x, text in zip(xs, ("Jenis", "2013", "2014"), strict=False):
            canvas.drawString(x + 3, 708, text)
        for n, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                canvas.drawString(x + 3, 693 - 14 * n, text)

    (table,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(table) == [["Jenis", "2013", "2014"], *rows]


def jointed(canvas: Canvas, xs: Sequence[float], *levels: tuple[float, int]) -> None:
    """Rules drawn cell by cell, each at a height and from one of the columns on."""
    for y, first in levels:
        for a, b in pairwise(xs[first:]):
            canvas.line(a, y, b, y)


def test_a_lone_text_over_a_shorter_rule_is_the_head_of_all_its_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        xs = (60, 160, 220, 280, 340, 400, 460)
        jointed(canvas, xs, (720, 0), (700, 1), (680, 0), (660, 0))
        lines(canvas, 63, 696, "Indikator")
        lines(canvas, 268, 706, "Target tahun ke-")
        for k, year in enumerate(range(2010, 2015)):
            lines(canvas, xs[k + 1] + 4, 686, f"{k + 1} ({year})")
            lines(canvas, xs[k + 1] + 4, 666, f"{k + 1}2,5")
        lines(canvas, 63, 666, "Luas taman")

    (table,) = tables_of(tmp_path, pdf(draw))
    spans = {" ".join(c.text.split()): (c.col, c.col_span) for c in table.cells if c.row == 1}
    assert spans == {"Indikator": (1, 1), "Target tahun ke-": (2, 5)}
    assert [c.text for c in table.cells if c.row == 2] == ["1 (2010)", "2 (2011)", "3 (2012)", "4 (2013)", "5 (2014)"]


def test_one_row_under_a_head_between_rules_drawn_cell_by_cell(tmp_path: Path) -> None:
    """What a page's end leaves of a table; the row is as high as its label of many lines."""
    label = ("Persentase kasus", *[f"yang ditangani {n}" for n in range(14)])

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        xs = (60, 90, 200, 260, 330, 400)
        jointed(canvas, xs, (720, 0), (690, 0), (690 - 12 * len(label) - 6, 0))
        for x, *text in (
            (63, "No"),
            (95, "Indikator"),
            (210, "Satuan"),
            (270, "Target", "2013"),
            (340, "Hasil", "2013"),
        ):
            lines(canvas, x, 710, *text)
        lines(canvas, 93, 680, *label)
        for x, text in ((63, "4"), (210, "kali"), (280, "6"), (350, "7")):
            lines(canvas, x, 680, text)

    (table,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(table) == [
        ["No", "Indikator", "Satuan", "Target 2013", "Hasil 2013"],
        ["4", " ".join(label), "kali", "6", "7"],
    ]


def test_two_shaded_heads_alike_have_their_own_white_rows(tmp_path: Path) -> None:
    xs = (60, 260, 340, 420, 500)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for top, name in ((720, "Persentase sampah terangkut"), (600, "Jumlah timbulan sampah")):
            shade(canvas, xs, top, top - 20)
            centred(canvas, top - 10, (64, ["Indikator"]), (280, ["2022"]), (360, ["2023"]), (440, ["Target"]))
            centred(canvas, top - 32, (64, [name]), (280, ["24,80"]), (360, ["25,60"]), (440, ["28,00"]))
            lines(
                canvas,
                60,
                top - 64,
                "Realisasi pada tahun ini naik dari tahun sebelumnya oleh kerja sama semua pihak yang",
            )
            lines(
                canvas,
                60,
                top - 78,
                "mendukung pelaksanaan program pengendalian pencemaran serta peran masyarakat di kota.",
            )

    found = tables_of(tmp_path, pdf(draw))
    assert [grid_of(table)[1:] for table in found] == [
        [["Persentase sampah terangkut", "24,80", "25,60", "28,00"]],
        [["Jumlah timbulan sampah", "24,80", "25,60", "28,00"]],
    ]


def test_the_last_white_row_goes_on_under_a_band_without_the_first_column(tmp_path: Path) -> None:
    """Every other row is shaded; a first cell over two rows is white, and the rows beside it hold no figures."""
    rows = [
        ["Sasaran", "Indikator Kinerja", "Satuan", "Target"],
        ["Layanan", "Nilai AKIP", "Nilai", "70,5"],
        ["Tata kelola", "Opini BPK", "Opini", "WTP"],
        ["", "Nilai SAKIP", "Predikat", "BB"],
        ["", "Indeks Kepuasan", "Nilai", "75,97"],
    ]
    table = Table(rows=rows, widths=(90.0, 160.0, 80.0, 80.0))

    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        for i, first in ((0, 0), (1, 0), (3, 1)):
            for k in range(first, 4):
                y = table.y - (i + 1) * table.height
                canvas.rect(table.edges()[k], y, table.widths[k], table.height, stroke=0, fill=1)
        canvas.setFillGray(0)
        texts(canvas, table)

    (found,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(found) == rows
