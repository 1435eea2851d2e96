"""Rules to grids: merged cells, double and broken rules, open sides, shading, missing rules, and what is no table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from extract import read_tables
from extract.grids.grid import find_lattices
from extract.model import Box
from extract.pdf.rulings import Rule
from tests.pages import ROWS, Draw, Table, fills, grid_of, pdf, ruled, rules, tables_of, texts

EXPECTED = [list(row) for row in ROWS]
CORPUS = Path(__file__).parents[1] / "corpus"
Area = tuple[int, int, int, int]


@st.composite
def merged_grids(draw: st.DrawFn) -> tuple[list[float], list[float], list[Area]]:
    """Column lines, row lines, and areas (row, col, last row, last col) that cover the grid, some merged."""
    n_cols, n_rows = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    xs = [50.0]
    for width in draw(st.lists(st.integers(20, 120), min_size=n_cols, max_size=n_cols)):
        xs.append(xs[-1] + width)
    ys = [100.0]
    for height in draw(st.lists(st.integers(12, 60), min_size=n_rows, max_size=n_rows)):
        ys.append(ys[-1] + height)
    free = {(r, k) for r in range(n_rows) for k in range(n_cols)}
    areas: list[Area] = []
    while free:
        row, col = min(free)
        last_row = row + draw(st.integers(0, 1)) * (row + 1 < n_rows)
        last_col = col + draw(st.integers(0, 1)) * (col + 1 < n_cols)
        boxes = {(r, k) for r in range(row, last_row + 1) for k in range(col, last_col + 1)}
        if not boxes <= free or len(boxes) == n_rows * n_cols:
            last_row, last_col, boxes = row, col, {(row, col)}
        free -= boxes
        areas.append((row, col, last_row, last_col))
    return xs, ys, sorted(areas)


def borders(xs: list[float], ys: list[float], areas: list[Area]) -> tuple[list[Rule], list[Rule]]:
    """The borders of areas, drawn cell by cell as word processors do."""
    horizontal, vertical = [], []
    for row, col, last_row, last_col in areas:
        box = Box(xs[col], ys[row], xs[last_col + 1], ys[last_row + 1])
        horizontal += [Rule(box.top, box.x0, box.x1), Rule(box.bottom, box.x0, box.x1)]
        vertical += [Rule(box.x0, box.top, box.bottom), Rule(box.x1, box.top, box.bottom)]
    return horizontal, vertical


def has_all_lines(xs: list[float], ys: list[float], areas: list[Area]) -> bool:
    """Whether each line of the grid ends some area: lines that none needs are not drawn and cannot be found."""
    rows = {row for row, *_ in areas}
    cols = {col for _, col, *_ in areas}
    return len(rows) == len(ys) - 1 and len(cols) == len(xs) - 1


@given(merged_grids(), st.sampled_from([0.0, 0.4, 1.5]), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_cells_are_found_again(grid: tuple[list[float], list[float], list[Area]], jitter: float, rnd: object) -> None:
    """Whatever is merged, and however far apart double rules stand, the cells are those that were drawn."""
    xs, ys, areas = grid
    if not has_all_lines(xs, ys, areas):
        return
    horizontal, vertical = borders(xs, ys, areas)
    if jitter:
        horizontal = [*horizontal, *(Rule(r.at + jitter, r.start, r.end) for r in horizontal)]
        vertical = [*vertical, *(Rule(r.at + jitter, r.start, r.end) for r in vertical)]
    found = find_lattices(horizontal, vertical)
    assert len(found) == 1
    assert [(s.row, s.col, s.last_row, s.last_col) for s in found[0].slots] == areas


def test_two_tables_side_by_side_are_two() -> None:
    areas = [(r, k, r, k) for r in range(3) for k in range(2)]
    left = borders([50.0, 100.0, 200.0], [100.0, 120.0, 140.0, 160.0], areas)
    right = borders([220.0, 300.0, 400.0], [100.0, 120.0, 140.0, 160.0], areas)
    found = find_lattices([*left[0], *right[0]], [*left[1], *right[1]])
    assert [len(one.slots) for one in found] == [6, 6]


def test_column_parted_by_the_page_end_stays_with_its_table() -> None:
    """The border of the second column is gone where its cell goes on; the first column stands alone."""
    areas = [(r, k, r, k) for r in range(3) for k in range(3)]
    table = borders([150.0, 250.0, 350.0, 450.0], [100.0, 120.0, 140.0, 160.0], areas)
    number = borders([80.0, 100.0], [100.0, 120.0, 140.0, 160.0], [(0, 0, 0, 0), (1, 0, 1, 0), (2, 0, 2, 0)])
    found = find_lattices([*table[0], *number[0]], [*table[1], *number[1]])
    assert [[round(x) for x in one.xs] for one in found] == [[80, 100, 150, 250, 350, 450]]


def test_columns_without_borders_where_their_cells_go_on_over_both_page_ends() -> None:
    """Two columns at the left keep their sides alone; a rule that is higher than the table frames the page."""
    areas = [(r, k, r, k) for r in range(2) for k in range(3)]
    rows, columns = borders([150.0, 250.0, 350.0, 450.0], [100.0, 120.0, 140.0], areas)
    sides = [Rule(40.0, 100.0, 140.0), Rule(70.0, 100.0, 140.0), Rule(480.0, 20.0, 800.0)]
    (found,) = find_lattices(rows, [*columns, *sides])
    assert [round(x) for x in found.xs] == [40, 70, 150, 250, 350, 450]
    assert [(s.row, s.last_row) for s in found.slots if s.col < 2] == [(0, 1), (0, 1)]


def open_sides(canvas: Canvas) -> None:
    table = Table()
    for y in table.heights():
        canvas.line(table.x, y, table.right, y)
    for x in table.edges()[1:-1]:
        canvas.line(x, table.y, x, table.bottom)
    texts(canvas, table)


def double_rules(canvas: Canvas) -> None:
    table = Table()
    for y in table.heights():
        for step in (0, 1.6):
            canvas.line(table.x, y - step, table.right + 1.6, y - step)
    for x in table.edges():
        for step in (0, 1.6):
            canvas.line(x + step, table.y, x + step, table.bottom - 1.6)
    texts(canvas, table)


def dotted_rules(canvas: Canvas) -> None:
    """Each dot a square of its own, as Word prints dotted borders."""
    table = Table()
    for y in table.heights():
        for k in range(int((table.right - table.x) / 2)):
            canvas.rect(table.x + 2 * k, y, 0.5, 0.5, stroke=0, fill=1)
    for x in table.edges():
        for k in range(int((table.y - table.bottom) / 2)):
            canvas.rect(x, table.bottom + 2 * k, 0.5, 0.5, stroke=0, fill=1)
    texts(canvas, table)


def dashed_rules(canvas: Canvas) -> None:
    canvas.setDash(3, 2)
    ruled(canvas)


def thick_filled_rules(canvas: Canvas) -> None:
    table = Table()
    for y in table.heights():
        canvas.rect(table.x, y, table.right - table.x, 1.5, stroke=0, fill=1)
    for x in table.edges():
        canvas.rect(x, table.bottom, 1.5, table.y - table.bottom, stroke=0, fill=1)
    texts(canvas, table)


def body_without_vertical_rules(canvas: Canvas) -> None:
    """Only the head has vertical rules; the rows of figures keep clear of its lines."""
    table = Table()
    for y in table.heights():
        canvas.line(table.x, y, table.right, y)
    for x in table.edges():
        canvas.line(x, table.y, x, table.y - table.height)
    for x in (table.x, table.right):
        canvas.line(x, table.y, x, table.bottom)
    texts(canvas, table)


def labels_outside(canvas: Canvas) -> None:
    """The row labels stand left of the grid, level with its rows."""
    inner = Table(rows=[row[1:] for row in ROWS], x=90, widths=(180, 70, 70, 70))
    ruled(canvas, inner)
    canvas.setFont("Helvetica", 9)
    for i, row in enumerate(ROWS):
        canvas.drawString(64, inner.y - (i + 0.7) * inner.height, row[0])


def head_above(canvas: Canvas) -> None:
    """The head stands above the first rule."""
    ruled(canvas, Table(rows=ROWS[1:], y=680))
    texts(canvas, Table(rows=ROWS[:1], y=698))


def shaded_text_lines(canvas: Canvas) -> None:
    """Head cells are shaded in slices, one for each text line, as Word prints them."""
    table = Table()
    canvas.setFillGray(0.8)
    for x, width in zip(table.edges(), table.widths, strict=False):
        for step in (0, 8):
            canvas.rect(x + 5, table.y - 16 + step, width - 10, 8, stroke=0, fill=1)
    canvas.setFillGray(0)
    ruled(canvas, table)


def title_and_source_inside(canvas: Canvas) -> None:
    table = Table()
    ruled(canvas, table)
    for y in (table.y + 20, table.bottom - 20):
        canvas.line(table.x, y, table.right, y)
    for x in (table.x, table.right):
        canvas.line(x, table.y + 20, x, table.bottom - 20)
    canvas.drawString(64, table.y + 6, "Tabel 3.1 Capaian Kinerja")
    canvas.drawString(64, table.bottom - 14, "Sumber: Dinas Kesehatan")


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(one, id=one.__name__.replace("_", "-"))
        for one in (
            open_sides, double_rules, dotted_rules, dashed_rules, thick_filled_rules, body_without_vertical_rules,
            labels_outside, head_above, shaded_text_lines, title_and_source_inside,
        )
    ],
)  # fmt: skip
def test_same_table_whatever_is_missing(tmp_path: Path, draw: Draw) -> None:
    found = tables_of(tmp_path, pdf(draw))
    assert [grid_of(table) for table in found] == [EXPECTED]


def test_title_inside_the_frame_becomes_the_caption(tmp_path: Path) -> None:
    assert tables_of(tmp_path, pdf(title_and_source_inside))[0].caption == "Tabel 3.1 Capaian Kinerja"


def test_table_inside_a_cell_keeps_its_words_to_itself(tmp_path: Path) -> None:
    inner = Table(rows=[("Tahun", "Nilai"), ("2023", "70,1"), ("2024", "72,4")], x=200, y=660, widths=(60, 60))

    def draw(canvas: Canvas) -> None:
        outer = Table(rows=[("Sasaran", "Uraian"), ("Meningkatnya mutu", "")], widths=(120, 280), height=90)
        ruled(canvas, outer)
        canvas.drawString(190, 590 - 60, "Sumber data")
        canvas.drawString(190, 590 - 2, "Capaian kinerja sebagai berikut")
        ruled(canvas, Table(inner.rows, inner.x, 580, inner.widths, 15, 8))

    found = {table.n_rows: grid_of(table) for table in tables_of(tmp_path, pdf(draw))}
    assert found[3] == [list(row) for row in inner.rows]
    assert found[2][1] == ["Meningkatnya mutu", "Capaian kinerja sebagai berikut Sumber data"]


def test_group_line_over_all_columns_stays_one_cell(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table = Table(rows=[ROWS[0], ("Sasaran 1: Meningkatnya mutu layanan publik di kota",), *ROWS[1:]])
        for y in table.heights():
            canvas.line(table.x, y, table.right, y)
        for x in table.edges():
            canvas.line(x, table.y, x, table.y - 20)
            canvas.line(x, table.y - 40, x, table.bottom)
        for x in (table.x, table.right):
            canvas.line(x, table.y, x, table.bottom)
        texts(canvas, table)

    cells = [c for c in tables_of(tmp_path, pdf(draw))[0].cells if c.row == 2]
    assert [(c.col_span, c.text) for c in cells] == [(5, "Sasaran 1: Meningkatnya mutu layanan publik di kota")]


def shaded_slices(canvas: Canvas) -> None:
    """Each cell as Word shades it: strips for the margins, a box a text line, the rest below."""
    table = Table()
    for i in range(len(ROWS)):
        for x, width in zip(table.edges(), table.widths, strict=False):
            top = table.y - i * table.height
            canvas.setFillGray(0.8 if i % 2 else 0.9)
            for left, right in ((x, x + 5), (x + 5, x + width - 5), (x + width - 5, x + width)):
                canvas.rect(left, top - 12, right - left, 12, stroke=0, fill=1)
            canvas.rect(x, top - 20, width, 8, stroke=0, fill=1)
    canvas.setFillGray(0)
    texts(canvas, table)


def test_cells_shaded_in_slices_are_put_together(tmp_path: Path) -> None:
    table = tables_of(tmp_path, pdf(shaded_slices))[0]
    assert (grid_of(table), table.method) == (EXPECTED, "fills")


def bar_chart(canvas: Canvas) -> None:
    """Gridlines, bars and the figures along the axes."""
    canvas.setFont("Helvetica", 8)
    for k in range(8):
        canvas.line(100, 400 + 25 * k, 480, 400 + 25 * k)
        canvas.drawString(80, 397 + 25 * k, str(10 * k))
    for k in range(7):
        canvas.line(100 + 60 * k, 400, 100 + 60 * k, 575)
        canvas.rect(115 + 60 * k if k < 6 else 470, 400, 20, 20 + 18 * k, stroke=1, fill=0)
        canvas.drawString(118 + 60 * k, 388, str(2018 + k))


def curve(canvas: Canvas) -> None:
    """A line chart in a frame whose cells hold figures."""
    ruled(canvas)
    path = canvas.beginPath()
    path.moveTo(70, 630)
    path.curveTo(200, 695, 300, 625, 470, 690)
    canvas.drawPath(path)


def boxes_of_an_office(canvas: Canvas) -> None:
    """An organisation chart: boxes with lines between them."""
    canvas.setFont("Helvetica", 8)
    for row, names in enumerate((("KEPALA",), ("SEKRETARIAT", "BIDANG A"), ("SEKSI 1", "SEKSI 2", "SEKSI 3"))):
        for k, name in enumerate(names):
            x, y = 80 + 150 * k + 20 * row, 700 - 60 * row
            canvas.rect(x, y, 100, 24)
            canvas.drawString(x + 8, y + 9, name)
            canvas.line(x + 50, y, x + 50, y - 36)
        canvas.line(80, 690 - 60 * row, 460, 690 - 60 * row)


@pytest.mark.parametrize("draw", [bar_chart, curve, boxes_of_an_office])
def test_drawings_are_no_tables(tmp_path: Path, draw: Draw) -> None:
    assert tables_of(tmp_path, pdf(draw)) == []


# Where pdfplumber reads otherwise, by file: it has no column at an open side, parts a table at its group lines, takes
# text printed twice twice, leaves stacked rows whole, reads turned text backwards, and
# splits what is shaded or ruled twice.
READ_OTHERWISE = {
    "open-sides": 1,
    "open-sides-with-groups": 1,
    "overlaid-text": 1,
    "stacked-indicators": 1,
    "turned-head": 1,
    "word-double-rules": 1,
}


@pytest.mark.parametrize("path", sorted(CORPUS.glob("cases/*.pdf")), ids=lambda path: path.stem)
def test_ruled_pages_are_read_as_pdfplumber_reads_them(path: Path) -> None:
    with pdfplumber.open(path) as reference:
        theirs = {
            (page.page_number, round(table.bbox[1] / 20)): _texts(x for row in table.extract() for x in row if x)
            for page in reference.pages
            for table in page.find_tables()
        }
    differing = 0
    for table in read_tables(path, ocr="never"):
        if table.method == "rules":
            box = table.parts[0].box
            assert box is not None
            near = [theirs[key] for step in (-1, 0, 1) if (key := (table.page, round(box.top / 20) + step)) in theirs]
            differing += _texts(c.text for c in table.cells if c.text) not in near
    assert differing == READ_OTHERWISE.get(path.stem, 0)


def _texts(cells: object) -> list[str]:
    assert hasattr(cells, "__iter__")
    return sorted("".join(str(text).split()) for text in cells)


def test_every_word_in_a_grid_stands_in_one_cell(tmp_path: Path) -> None:
    rows = [[f"{i},{k:02}" for k in range(12)] for i in range(30)]
    table = Table(rows=rows, widths=(36,) * 12, size=6, x=40, y=800)

    def draw(canvas: Canvas) -> None:
        rules(canvas, table)
        texts(canvas, table)

    assert grid_of(tables_of(tmp_path, pdf(draw))[0]) == rows


def test_fills_alone_need_cells_side_by_side(tmp_path: Path) -> None:
    """Shaded paragraphs under each other are no table."""

    def draw(canvas: Canvas) -> None:
        fills(canvas, Table(rows=[["Catatan yang dicetak dalam kotak"]] * 5, widths=(400,)), gap=2)
        texts(canvas, Table(rows=[["Catatan yang dicetak dalam kotak"]] * 5, widths=(400,)))

    assert tables_of(tmp_path, pdf(draw)) == []


def shaded(canvas: Canvas, table: Table, shaded_rows: set[int]) -> None:
    """A table without rules, the cells of some rows shaded."""
    for i in shaded_rows:
        one = replace(table, rows=[table.rows[i]], y=table.y - i * table.height)
        fills(canvas, one)
    texts(canvas, table)


@pytest.mark.parametrize("shaded_rows", [{0}, {0, 2}, {0, 1, 3}], ids=["head", "even-rows", "odd-rows"])
def test_white_rows_belong_to_the_table_its_shaded_rows_tell(tmp_path: Path, shaded_rows: set[int]) -> None:
    """The texts stand so near to the next column that gaps alone would not part them; a sentence ends the table."""
    widths = (20.0, 86.0, 31.0, 38.0, 60.0)
    table = Table(widths=widths, size=8.5)

    def draw(canvas: Canvas) -> None:
        shaded(canvas, table, shaded_rows)
        canvas.drawString(
            60, table.bottom - 14, "Perbandingan capaian kinerja dengan tahun sebelumnya sebagai berikut:"
        )

    found = tables_of(tmp_path, pdf(draw))
    assert [(grid_of(one), one.method) for one in found] == [(EXPECTED, "fills")]


def test_a_white_row_of_several_lines_is_one(tmp_path: Path) -> None:
    rows = [list(ROWS[0]), ["1", "Nilai AKIP", "70,5", "71,2", "Belum (99%)"], *map(list, ROWS[2:])]
    table = Table(rows=rows, height=24.0)

    def draw(canvas: Canvas) -> None:
        bare = replace(table, rows=[[*row[:4], "" if i == 1 else row[4]] for i, row in enumerate(rows)])
        shaded(canvas, bare, {0, 2})
        for k, text in enumerate(("Belum", "(99%)")):
            canvas.drawString(table.edges()[4] + 4, table.y - 1.4 * table.height - 10 * k, text)

    found = tables_of(tmp_path, pdf(draw))
    assert [grid_of(one) for one in found] == [rows]
