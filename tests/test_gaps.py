"""Tables told by white gaps: columns, rows of several lines, heads over several columns, and what only looks so."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from extract.gaps.pieced import tail_end
from extract.grids.text_rows import is_prose, is_value, text_lines
from extract.model import Box
from extract.pdf.pdfium import Word
from tests.pages import ROWS, Draw, Table, grid_of, pdf, tables_of, texts
from tests.test_pdfium import words_of

EXPECTED = [list(row) for row in ROWS]


def lines(canvas: Canvas, x: float, y: float, *written: str, step: float = 12.0) -> None:
    for k, text in enumerate(written):
        canvas.drawString(x, y - step * k, text)


@st.composite
def tables_of_figures(draw: st.DrawFn) -> list[list[str]]:
    """A head of years and rows of a label and figures, as many as fit a page."""
    n_cols = draw(st.integers(2, 6))
    figure = st.integers(0, 999_999).map(lambda n: f"{n / 100:,.2f}")
    label = st.text(alphabet="abcdefghijklmno", min_size=4, max_size=12).map(str.capitalize)
    rows = draw(
        st.lists(
            st.tuples(label, st.lists(figure, min_size=n_cols, max_size=n_cols)).map(lambda p: [p[0], *p[1]]),
            min_size=4,
            max_size=12,
        )
    )
    return [["Uraian", *(str(2016 + k) for k in range(n_cols))], *rows]


@given(tables_of_figures())
@settings(max_examples=60, deadline=None)
def test_figures_without_any_rule_are_found_again(rows: list[list[str]]) -> None:
    table = Table(rows=rows, widths=(110, *(62,) * (len(rows[0]) - 1)), x=50)
    with tempfile.TemporaryDirectory() as folder:
        found = tables_of(Path(folder), pdf(lambda canvas: texts(canvas, table)))
    assert [grid_of(one) for one in found] == [rows]


def three_rules(canvas: Canvas) -> None:
    """Above the head, under it, and at the end."""
    table = Table()
    for y in (table.y, table.y - table.height, table.bottom):
        canvas.line(table.x, y, table.right, y)
    texts(canvas, table)


def rule_for_each_row(canvas: Canvas) -> None:
    table = Table()
    for y in table.heights():
        canvas.line(table.x, y, table.right, y)
    texts(canvas, table)


def typed_rules(canvas: Canvas) -> None:
    """Rules typed as dashes, as line printers do."""
    canvas.setFont("Courier", 9)
    lines(
        canvas, 60, 700,
        "------------------------------------------------------------------",
        "No  Indikator Kinerja        Target     Realisasi     Capaian",
        "------------------------------------------------------------------",
        "1   Nilai AKIP               70,5       71,2          101,0",
        "2   Indeks Kepuasan          80         82,5          103,1",
        "3   Persentase layanan       90%        88%           97,8",
        "------------------------------------------------------------------",
    )  # fmt: skip


def between_paragraphs(canvas: Canvas) -> None:
    prose = "Capaian kinerja tahun ini diuraikan lebih lanjut pada bagian berikut dari laporan kinerja ini."
    canvas.setFont("Helvetica", 10)
    lines(canvas, 60, 760, prose, prose, prose)
    texts(canvas, Table())
    lines(canvas, 60, 600, prose, prose, prose)


@pytest.mark.parametrize(
    "draw",
    [pytest.param(x, id=x.__name__) for x in (three_rules, rule_for_each_row, typed_rules, between_paragraphs)],
)
def test_same_table_whatever_rules_there_are(tmp_path: Path, draw: Draw) -> None:
    found = tables_of(tmp_path, pdf(draw))
    assert [(grid_of(table), table.method) for table in found] == [(EXPECTED, "gaps")]


def test_labels_of_several_lines_join_their_row(tmp_path: Path) -> None:
    """Once the figures stand beside the first line, once between the lines, once beside the last."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for x, text in ((60, "Uraian"), (300, "2023"), (360, "2024")):
            canvas.drawString(x, 720, text)
        lines(canvas, 60, 700, "Persentase penduduk yang menerima", "layanan kesehatan dasar", step=11)
        lines(canvas, 60, 670, "Persentase penduduk miskin yang", "dibantu pemerintah kota", step=11)
        lines(canvas, 60, 640, "Nilai akuntabilitas kinerja", step=11)
        lines(canvas, 60, 622, "Indeks kepuasan masyarakat", step=11)
        figures = ((700, "81,0", "82,5"), (664.5, "40,1", "41,7"), (640, "70,2", "71"), (622, "80", "81,3"))
        for y, first, second in figures:
            canvas.drawString(300, y, first)
            canvas.drawString(360, y, second)

    assert grid_of(tables_of(tmp_path, pdf(draw))[0]) == [
        ["Uraian", "2023", "2024"],
        ["Persentase penduduk yang menerima layanan kesehatan dasar", "81,0", "82,5"],
        ["Persentase penduduk miskin yang dibantu pemerintah kota", "40,1", "41,7"],
        ["Nilai akuntabilitas kinerja", "70,2", "71"],
        ["Indeks kepuasan masyarakat", "80", "81,3"],
    ]


def two_level_head(canvas: Canvas, spanned: bool) -> None:
    canvas.setFont("Helvetica", 9)
    for y in (715, 670, 600):
        canvas.line(60, y, 480, y)
    if spanned:
        canvas.line(200, 692, 330, 692)
        canvas.line(345, 692, 475, 692)
    canvas.drawString(62, 676, "Uraian")
    canvas.drawCentredString(265, 698, "Target dan realisasi tahun 2023")
    canvas.drawCentredString(410, 698, "Target dan realisasi tahun 2024")
    for x, text in ((235, "Target"), (300, "Realisasi"), (380, "Target"), (445, "Realisasi")):
        canvas.drawCentredString(x, 676, text)
    for k, label in enumerate(("Nilai AKIP", "Indeks Kepuasan", "Cakupan layanan", "Angka melek huruf")):
        y = 656 - 15 * k
        canvas.drawString(62, y, label)
        for j, x in enumerate((235, 300, 380, 445)):
            canvas.drawCentredString(x, y, f"{70 + 3 * k + j},{k}{j}")


@pytest.mark.parametrize("spanned", [True, False], ids=["with-rules-under-the-spans", "by-their-middles"])
def test_head_over_several_columns_spans_them(tmp_path: Path, spanned: bool) -> None:
    table = tables_of(tmp_path, pdf(lambda canvas: two_level_head(canvas, spanned)))[0]
    spans = {c.text: (c.row, c.col, c.row_span, c.col_span) for c in table.cells if c.row <= 2 and c.text}
    assert spans == {
        "Uraian": (1, 1, 2, 1),
        "Target dan realisasi tahun 2023": (1, 2, 1, 2),
        "Target dan realisasi tahun 2024": (1, 4, 1, 2),
        "Target": (2, 4, 1, 1),
        "Realisasi": (2, 5, 1, 1),
    }
    assert (table.n_rows, table.n_cols) == (6, 5)


def test_twin_heads_over_figures_leave_the_labels_to_themselves(tmp_path: Path) -> None:
    """The heads of the labels stand between those of the groups and those of the figures, overlapping both a little."""
    labels = ((53, "No"), (77, "Program / Sub Kegiatan"), (192, "Indikator Keluaran"), (283, "Satuan"))
    figures = (319, 350, 397, 430, 490, 548)
    heads = ("Target", "Realisasi", "%", "Anggaran", "Realisasi", "%")

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 7)
        lines(canvas, 352, 715, "Kinerja")
        lines(canvas, 478, 715, "Keuangan")
        for x, text in labels:
            canvas.drawString(x, 708.4, text)
        for x, text in zip(figures, heads, strict=True):
            canvas.drawString(x, 701.6, text)
        for k in range(4):
            row = (f"{k + 1}", f"Rehabilitasi Jalan {k}", f"Panjang jalan {k}", "Km")
            for (x, _), text in zip(labels, row, strict=True):
                canvas.drawString(x, 684 - 14 * k, text)
            amounts = (f"1{k},40", f"11,{k}5", "95,56", f"14.220.50{k}", f"13.196.0{k}6", "92,80")
            for x, text in zip(figures, amounts, strict=True):
                canvas.drawString(x, 684 - 14 * k, text)

    (table,) = tables_of(tmp_path, pdf(draw))
    groups = {c.text: (c.col, c.col_span) for c in table.cells if c.text in {"Kinerja", "Keuangan"}}
    assert groups == {"Kinerja": (5, 3), "Keuangan": (8, 3)}


def test_group_line_between_rows_is_a_row_of_its_own(tmp_path: Path) -> None:
    rows = [*ROWS[:2], ("", "Urusan wajib", "", "", ""), *ROWS[2:]]
    table = Table(rows=rows)
    found = tables_of(tmp_path, pdf(lambda canvas: texts(canvas, table)))
    assert [grid_of(one) for one in found] == [[list(row) for row in rows]]


def contents(canvas: Canvas) -> None:
    for k, title in enumerate(("Latar Belakang", "Dasar Hukum", "Rencana Strategis", "Capaian Kinerja", "Penutup")):
        canvas.drawString(60, 700 - 18 * k, f"{k + 1}.1 {title} {'.' * 60}")
        canvas.drawRightString(500, 700 - 18 * k, str(3 * k + 1))


def contents_without_dots(canvas: Canvas) -> None:
    for k, title in enumerate(("Latar Belakang", "Dasar Hukum", "Rencana Strategis", "Capaian Kinerja", "Penutup")):
        canvas.drawString(60, 700 - 18 * k, f"{k + 1}.1 {title}")
        canvas.drawRightString(500, 700 - 18 * k, str(3 * k + 1))


def contents_by_chapter(canvas: Canvas) -> None:
    for k, title in enumerate(("Pendahuluan", "Perencanaan Kinerja", "Akuntabilitas Kinerja", "Penutup", "Lampiran")):
        canvas.drawString(60, 700 - 18 * k, title)
        canvas.drawRightString(500, 700 - 18 * k, f"{'I' * (k % 3 + 1)} - {4 * k + 1}")


def two_columns_of_prose(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 9)
    left = "Laporan kinerja ini memuat uraian capaian"
    right = "yang dijelaskan pada setiap bagian berikut"
    for k in range(20):
        canvas.drawString(60, 740 - 12 * k, left)
        canvas.drawString(310, 740 - 12 * k, right)


def numbered_list(canvas: Canvas) -> None:
    for y in (705, 640, 560):
        canvas.line(60, y, 500, y)
    for k in range(9):
        canvas.drawString(60, 690 - 14 * k, f"{k + 1}.")
        canvas.drawString(85, 690 - 14 * k, "Program peningkatan mutu layanan")


def definitions(canvas: Canvas) -> None:
    terms = (("Efektif", "tepat sasaran"), ("Efisien", "hemat biaya"), ("Akuntabel", "dapat diuji"))
    for k, (term, text) in enumerate(terms):
        canvas.drawString(60, 700 - 16 * k, term)
        canvas.drawString(150, 700 - 16 * k, ":")
        canvas.drawString(170, 700 - 16 * k, text)


def signatures(canvas: Canvas) -> None:
    lines(canvas, 60, 300, "Pihak Kedua,", "WALI KOTA", "", "", "NAMA PERTAMA", step=14)
    lines(canvas, 330, 300, "Pihak Pertama,", "KEPALA DINAS", "", "", "NAMA KEDUA", step=14)


@pytest.mark.parametrize(
    "draw",
    [
        contents,
        contents_without_dots,
        contents_by_chapter,
        two_columns_of_prose,
        numbered_list,
        definitions,
        signatures,
    ],
)
def test_what_only_looks_like_a_table_is_none(tmp_path: Path, draw: Draw) -> None:
    assert tables_of(tmp_path, pdf(draw)) == []


def test_dots_before_a_figure_are_no_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for k, label in enumerate(("Penduduk", "Rumah tangga", "Angkatan kerja", "Penganggur")):
            canvas.drawString(60, 700 - 14 * k, label + " " + "." * (40 - len(label)))
            for j in range(3):
                canvas.drawRightString(280 + 60 * j, 700 - 14 * k, f"{7 * k + j + 3}.{j}25")

    assert [row[0] for row in grid_of(tables_of(tmp_path, pdf(draw))[0])] == [
        "Penduduk",
        "Rumah tangga",
        "Angkatan kerja",
        "Penganggur",
    ]


def test_grid_with_several_figures_in_a_cell_is_told_by_gaps(tmp_path: Path) -> None:
    """Rules part the labels from the figures, white space the figures from each other."""

    def draw(canvas: Canvas) -> None:
        table = Table()
        for y in table.heights():
            canvas.line(table.x, y, table.right, y)
        for x in (table.x, table.x + 210, table.right):
            canvas.line(x, table.y, x, table.bottom)
        texts(canvas, table)

    table = tables_of(tmp_path, pdf(draw))[0]
    assert (grid_of(table), table.method) == (EXPECTED, "gaps")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Laporan ini memuat uraian capaian kinerja dinas selama satu tahun", True),
        ("Jumlah penduduk 70,5 71,2 80,1 90,0 95,5 97 99,1", False),
        ("Nilai AKIP", False),
    ],
)
def test_prose_is_told_by_its_words(text: str, expected: bool) -> None:
    line = text_lines(words_of(pdf(lambda canvas: canvas.drawString(60, 700, text))))[0]
    assert is_prose(line) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("70,5", True), ("(98,75%)", True), ("—", True), ("12 orang", True), ("Rp 7.200,-", True), ("Nilai AKIP", False)],
)
def test_values_are_told_from_words(text: str, expected: bool) -> None:
    assert is_value(text) is expected


def test_rules_that_leave_out_the_first_column_part_its_rows_alone(tmp_path: Path) -> None:
    """They begin where the second column does, however near the words stand, and the last one ends the page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        right = 500.0
        for y, x in ((700, 60), (680, 60), (660, 160), (640, 160), (620, 60), (600, 160), (580, 160)):
            canvas.line(x, y, right, y)
        rows = (
            ("Sasaran", "Indikator", "2022", "2023"),
            ("", "Nilai AKIP dinas", "70,5", "71,2"),
            ("", "Indeks kepuasan", "80", "82,5"),
            ("", "Persentase layanan", "90", "88"),
            ("", "Jumlah pengunjung", "1.200", "1.350"),
            ("", "Jumlah koleksi", "400", "410"),
        )
        for k, row in enumerate(rows):
            for x, text in zip((64, 163, 350, 430), row, strict=True):
                canvas.drawString(x, 686 - 20 * k, text)
        for y, text in ((666, "Meningkatnya mutu"), (606, "Meningkatnya minat")):
            canvas.drawRightString(159, y, text)

    table = tables_of(tmp_path, pdf(draw))[0]
    grid = grid_of(table)
    assert [row[1:] for row in grid] == [
        ["Indikator", "2022", "2023"],
        ["Nilai AKIP dinas", "70,5", "71,2"],
        ["Indeks kepuasan", "80", "82,5"],
        ["Persentase layanan", "90", "88"],
        ["Jumlah pengunjung", "1.200", "1.350"],
        ["Jumlah koleksi", "400", "410"],
    ]
    spans = [(c.row, c.row_span, " ".join(c.text.split())) for c in table.cells if c.col == 1 and c.row > 1]
    assert spans == [(2, 3, "Meningkatnya mutu"), (5, 2, "Meningkatnya minat")]


def test_head_of_several_words_is_not_cut_between_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for y in (700, 672, 656, 640):
            canvas.line(60, y, 500, y)
        for x, y, text in (
            *((290, 690, "Target Akhir Renstra"), (460, 690, "Capaian")),
            *((100, 685, "Indikator"), (385, 685, "Realisasi 2023")),
            *((318, 679, "(2024)"), (470, 679, "(%)")),
        ):
            canvas.drawString(x, y, text)
        for k, row in enumerate((("Pajak hotel", "14", "8,90", "63,57"), ("Usaha berizin", "180", "126", "70,00"))):
            canvas.drawString(63, 661 - 16 * k, row[0])
            for x, text in zip((335, 420, 485), row[1:], strict=True):
                canvas.drawCentredString(x, 661 - 16 * k, text)

    grid = grid_of(tables_of(tmp_path, pdf(draw))[0])
    assert grid[0] == ["Indikator", "Target Akhir Renstra (2024)", "Realisasi 2023", "Capaian (%)"]


def test_only_row_of_a_table_shows_its_columns(tmp_path: Path) -> None:
    """The words of the head stand too near to each other for that."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for y in (700, 664, 636):
            canvas.line(60, y, 500, y)
        for x, y, text in (
            *((320, 690, "REALISASI"), (373, 690, "REALISASI"), (430, 684, "TARGET"), (472, 684, "(%)")),
            *((100, 679, "INDIKATOR KINERJA"), (262, 679, "SATUAN"), (320, 679, "TH 2012"), (373, 679, "TH 2013")),
            *((430, 672, "TH 2013"),),
            *((63, 653, "Penyelenggaraan festival"), (270, 653, "kali"), (338, 653, "7"), (392, 653, "7")),
            *((446, 653, "6"), (470, 653, "116,67"), (63, 642, "budaya")),
        ):
            canvas.drawString(x, y, text)

    grid = grid_of(tables_of(tmp_path, pdf(draw))[0])
    assert grid[-1] == ["Penyelenggaraan festival budaya", "kali", "7", "7", "6", "116,67"]


def test_heads_at_the_left_of_figures_at_the_right(tmp_path: Path) -> None:
    """Rules drawn cell by cell, with a break where columns meet, and without."""
    widths = (150.0, 60.0, 120.0, 120.0)
    rows = [
        ["Indikator Kinerja", "2022", "Target Akhir Renstra", "Tingkat Kemajuan"],
        ["Nilai SAKIP", "81,22", "83,50", "97,27"],
        ["Level kapabilitas", "3", "4", "75"],
        ["Persentase temuan", "89,41", "92,00", "97,18"],
        ["Indeks layanan", "85,02", "96,00", "88,56"],
    ]
    table = Table(rows=rows, widths=widths)

    def draw(canvas: Canvas, broken: bool) -> None:
        canvas.setFont("Helvetica", 9)
        for y in table.heights():
            for x, width in zip(table.edges(), widths, strict=False) if broken else [(table.x, sum(widths))]:
                canvas.line(x, y, x + width, y)
        for i, row in enumerate(rows):
            for x, width, text in zip(table.edges(), widths, row, strict=False):
                y = table.y - (i + 0.7) * table.height
                if i and x > table.x:
                    canvas.drawRightString(x + width - 3, y, text)
                else:
                    canvas.drawString(x + 3, y, text)

    for broken in (True, False):
        found = tables_of(tmp_path, pdf(lambda canvas, broken=broken: draw(canvas, broken)))
        assert [grid_of(one) for one in found] == [rows]


def test_last_label_goes_on_under_its_row(tmp_path: Path) -> None:
    """As the labels above it do; the text below the table, further away, is none of it."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, 60, 700, "Indikator Kinerja")
        for k, word in enumerate(("Target", "Realisasi", "Capaian")):
            lines(canvas, 260 + 90 * k, 700, word)
        for k, (first, second) in enumerate((("Persentase jalan", "yang mantap"), ("Nilai kinerja", "anggaran")) * 2):
            lines(canvas, 60, 676 - 34 * k, first, second)
            for j, figure in enumerate(("90,5", "94,5", "104,4")):
                lines(canvas, 260 + 90 * j, 676 - 34 * k, figure)
        lines(canvas, 60, 676 - 34 * 4, "Sumber data dinas")

    (table,) = tables_of(tmp_path, pdf(draw))
    assert [row[0] for row in grid_of(table)][1:] == ["Persentase jalan yang mantap", "Nilai kinerja anggaran"] * 2


def test_the_last_labels_go_on_at_the_pitch_of_the_rows_above() -> None:
    """Lines stand wide apart; words of two columns are a space apart where they go on, those of one are not above."""
    written = (
        (
            (47, "Kerja sama", 110),
            (150, "Meningkatnya", 210),
            (251, "Jumlah", 285),
            (312, "20", 322),
            (341, "29", 351),
            (382, "30", 392),
        ),
        ((150, "efektivitas", 200), (251, "rekomendasi", 310)),
        ((150, "pemerintahan", 212), (251, "dalam", 276), (290, "bidang", 310)),
        ((150, "pemerintahan", 216), (222, "dan", 245), (251, "perekonomian", 310)),
        ((251, "sosial", 280),),
        ((150, "Kebijakan", 210),),
    )
    heights = (0.0, 18.9, 37.8, 56.7, 75.6, 130.0)
    words = [
        Word(text, Box(x0, y, x1, y + 10.35), 0, 0)
        for y, row in zip(heights, written, strict=True)
        for x0, text, x1 in row
    ]
    assert tail_end(text_lines(words), 0, 2) == 4


def test_number_goes_on_in_a_white_row_between_shaded_ones(tmp_path: Path) -> None:
    """A line without a label is no row: the digits that the cell was too narrow for."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.8, 0.9, 1.0)
        for y, height in ((690, 20), (664, 26), (612, 26)):
            for x, width in ((60, 150), (210, 60), (270, 60)):
                canvas.rect(x, y, width, height, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        for x, written in ((64, "Indikator"), (214, "Target"), (274, "Realisasi")):
            lines(canvas, x, 696, written)
        for k, (label, target) in enumerate(
            (("Investasi dalam", "85.000,"), ("Investasi luar", "12.500,"), ("Izin", "9.800,"))
        ):
            lines(canvas, 64, 679 - 26 * k, label)
            lines(canvas, 214, 679 - 26 * k, target, "00")
            lines(canvas, 274, 679 - 26 * k, "9.873,2", "5")

    (table,) = tables_of(tmp_path, pdf(draw))
    assert grid_of(table)[2] == ["Investasi luar", "12.500, 00", "9.873,2 5"]


def test_a_wide_group_line_close_between_two_rules_is_in_the_table(tmp_path: Path) -> None:
    """It runs over most of the width; text between two tables has more white around it."""
    group = "Sasaran Strategis 1: Terwujudnya pelayanan yang baik bagi seluruh warga"
    rows = [ROWS[0], ("", group), *ROWS[1:]]
    table = Table(rows=[("", *row[1:]) for row in rows], widths=(2.0, 180.0, 70.0, 70.0, 70.0), height=16.0)

    def draw(canvas: Canvas) -> None:
        for y in table.heights():
            canvas.line(table.x, y, table.right, y)
        texts(canvas, table)

    (found,) = tables_of(tmp_path, pdf(draw))
    assert [row[0] for row in grid_of(found)] == [row[1] for row in rows]


def test_rows_of_a_slide_stand_far_apart(tmp_path: Path) -> None:
    head = ["Indikator", "Satuan", "2021", "2022", "2023"]
    rows = [head, *([f"Persentase layanan {k}", "%", "88,1", "90,2", "91,3"] for k in "ABC")]
    table = Table(rows=rows, widths=(180.0, 60.0, 60.0, 60.0, 60.0), height=48.0)
    (found,) = tables_of(tmp_path, pdf(lambda canvas: texts(canvas, table)))
    assert grid_of(found) == rows
