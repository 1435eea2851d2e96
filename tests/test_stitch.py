"""Tables over page ends: joined where they go on, kept apart where they do not, and never a row lost or doubled."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from extract.grids.cells import FilledLattice, FilledSlot
from extract.grids.grid import Slot
from extract.grids.page_table import PageTable
from extract.model import Box, CellLine, RawTable
from extract.stitch import join
from tests.pages import HEAD, Draw, Table, grid_of, pdf, rules, tables_of, texts

TOP, LOW = 760.0, 60.0
FOOT = "LKIP Dinas Kesehatan Tahun 2024"
Rows = Sequence[Sequence[str]]


def body(first: int, last: int) -> list[tuple[str, ...]]:
    return [(str(n), f"Indikator nomor {n}", f"{n},5", f"{n + 1},25", f"{90 + n},0") for n in range(first, last + 1)]


def part(rows: Rows, y: float = TOP, x: float = 60.0, foot: str = FOOT, below: str = "", above: str = "") -> Draw:
    """A page with a table, a running foot, and text below or above the table."""

    def draw(canvas: Canvas) -> None:
        table = Table(rows=rows, y=y, x=x)
        rules(canvas, table)
        texts(canvas, table)
        canvas.drawString(60, 30, foot)
        if below:
            canvas.drawString(60, table.bottom - 30, below)
        if above:
            canvas.drawString(60, table.y + 16, above)

    return draw


def stitched(folder: Path, *draws: Draw) -> list[RawTable]:
    return tables_of(folder, pdf(*draws), stitched=True)


@st.composite
def split_tables(draw: st.DrawFn) -> tuple[list[tuple[str, ...]], list[int], bool]:
    """Rows of a table, where it is cut into pages, and whether the head is printed on each of them."""
    n_rows = draw(st.integers(4, 33))
    cuts = draw(st.lists(st.integers(2, n_rows - 1), unique=True, max_size=3).map(sorted))
    return body(1, n_rows), cuts, draw(st.booleans())


@given(split_tables())
@settings(max_examples=40, deadline=None)
def test_split_then_stitched_gives_the_same_rows(split: tuple[list[tuple[str, ...]], list[int], bool]) -> None:
    rows, cuts, repeats = split
    starts, ends = [0, *cuts], [*cuts, len(rows)]
    pages = [
        part([HEAD, *rows[a:b]] if repeats or a == 0 else rows[a:b], y=TOP if k or len(cuts) == 0 else 820 - 10)
        for k, (a, b) in enumerate(zip(starts, ends, strict=True))
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = stitched(Path(folder), *pages)
    assert [grid_of(table) for table in found] == [[list(row) for row in (HEAD, *rows)]]
    assert [(p.page, p.first_row, p.last_row) for p in found[0].parts] == [
        (k, a + 2 if k > 1 else 1, b + 1) for k, (a, b) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def test_places_count_in_the_page_and_rows_in_the_table(tmp_path: Path) -> None:
    table = stitched(tmp_path, part([HEAD, *body(1, 3)]), part([HEAD, *body(4, 6)]))[0]
    cell = next(c for c in table.cells if c.text == "Indikator nomor 5")
    assert (cell.row, cell.col, cell.place[:4]) == (6, 2, (2, 1, 3, 2))


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(part(body(4, 4)), id="one-row-on-the-next-page"),
        pytest.param(part(body(4, 6), x=90.0), id="other-margin-on-even-pages"),
        pytest.param(part(body(4, 6), above="Lanjutan Tabel 3.1"), id="says-that-it-goes-on"),
        pytest.param(part(body(4, 6), below="Sumber: Dinas Kesehatan"), id="text-after-its-end"),
        pytest.param(part([*body(4, 4), ("", "dan seterusnya", "", "", "")]), id="row-without-number"),
    ],
)
def test_goes_on(tmp_path: Path, second: Draw) -> None:
    found = stitched(tmp_path, part([HEAD, *body(1, 3)]), second, part([HEAD, *body(7, 9)], above="Uraian lain"))
    assert [len(table.parts) for table in found] == [2, 1]


def other_columns(canvas: Canvas) -> None:
    table = Table(rows=[["Uraian", "Anggaran", "Sisa"], ["Program A", "100", "5"]], widths=(260, 90, 70), y=TOP)
    rules(canvas, table)
    texts(canvas, table)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(part([HEAD, *body(1, 3)], below="Uraian capaian"), part(body(4, 6)), id="text-below-the-first"),
        pytest.param(part([HEAD, *body(1, 3)]), part(body(4, 6), above="Uraian capaian"), id="text-above-the-second"),
        pytest.param(part([HEAD, *body(1, 3)]), part(body(4, 6), above="Tabel 3.2 Capaian"), id="a-caption-of-its-own"),
        pytest.param(part([HEAD, *body(1, 3)]), other_columns, id="other-columns"),
    ],
)
def test_does_not_go_on(tmp_path: Path, first: Draw, second: Draw) -> None:
    assert [len(table.parts) for table in stitched(tmp_path, first, second)] == [1, 1]


def test_page_between_parts_two_tables(tmp_path: Path) -> None:
    def prose(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Uraian capaian kinerja tanpa tabel pada halaman ini.")

    found = stitched(tmp_path, part([HEAD, *body(1, 3)]), prose, part(body(4, 6)))
    assert [table.page for table in found] == [1, 3]


def test_running_head_drawn_as_a_table_parts_nothing(tmp_path: Path) -> None:
    """Each page has a head of two boxes; the table runs below it over three pages."""

    def page(rows: Rows) -> Draw:
        def draw(canvas: Canvas) -> None:
            head = Table(rows=[["PEMERINTAH KOTA", "LAPORAN KINERJA"], ["DINAS", "TAHUN"]], widths=(200, 220), y=820)
            rules(canvas, head)
            texts(canvas, head)
            part(rows, y=740)(canvas)

        return draw

    found = stitched(tmp_path, page([HEAD, *body(1, 3)]), page(body(4, 6)), page(body(7, 9)))
    assert sorted(len(table.parts) for table in found) == [1, 1, 1, 3]


def test_foot_that_changes_its_number_is_a_running_foot(tmp_path: Path) -> None:
    pages = [part(rows, foot=f"Bab III - {k}") for k, rows in enumerate(([HEAD, *body(1, 3)], body(4, 6)), 1)]
    assert [len(table.parts) for table in stitched(tmp_path, *pages)] == [2]


def test_line_cut_through_by_the_page_end_does_not_part(tmp_path: Path) -> None:
    """The row goes on: the page shows the upper half of a line that the next page prints again."""

    def first(canvas: Canvas) -> None:
        part([HEAD, *body(1, 3)])(canvas)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(94, TOP - 4 * 20 - 5, "yang memenuhi syarat")

    assert [len(table.parts) for table in stitched(tmp_path, first, part(body(4, 6)))] == [2]


def test_table_told_by_gaps_goes_on(tmp_path: Path) -> None:
    """The columns of the second page's gaps lie a little elsewhere."""

    def page(rows: Rows, shift: float) -> Draw:
        def draw(canvas: Canvas) -> None:
            texts(canvas, Table(rows=rows, y=TOP, x=60 + shift))
            canvas.drawString(60, 30, FOOT)

        return draw

    found = stitched(tmp_path, page([HEAD, *body(1, 6)], 0), page([HEAD, *body(107, 112)], 4))
    assert [(table.method, len(table.parts), table.n_rows) for table in found] == [("gaps", 2, 13)]


def test_wider_head_on_one_page_keeps_all_columns(tmp_path: Path) -> None:
    """The first page has a column more; the second's cells span it."""
    rows = [[*row[:2], "", *row[2:]] for row in (HEAD, *body(1, 3))]

    def first(canvas: Canvas) -> None:
        table = Table(rows=rows, widths=(30, 100, 80, 70, 70, 70), y=TOP)
        rules(canvas, table)
        texts(canvas, table)

    table = stitched(tmp_path, first, part(body(4, 5)))[0]
    spanning = [c for c in table.cells if c.text == "Indikator nomor 5"]
    assert (table.n_cols, len(table.parts)) == (6, 2)
    assert [(c.col, c.col_span) for c in spanning] == [(2, 2)]


def test_two_columns_that_are_one_in_the_whole_table_become_one_cell() -> None:
    """The second page parts a column more narrowly than edges count as the same: still no place has two cells."""

    def page(number: int, xs: tuple[float, ...], texts: Sequence[str]) -> PageTable:
        boxes = [Box(left, 0, right, 20) for left, right in pairwise(xs)]
        slots = [FilledSlot(Slot(0, col, 0, col, box), (CellLine(text, box),))
                 for col, (box, text) in enumerate(zip(boxes, texts, strict=True))]  # fmt: skip
        return PageTable(number, 1, FilledLattice(xs, (0.0, 20.0), tuple(slots), 1.0), "rules", None, ())

    table = join([page(1, (60, 90, 190, 340), "abc"), page(2, (60, 90, 96, 190, 340), "defg")])
    assert [(cell.row, cell.col, cell.text) for cell in table.cells] == [
        (1, 1, "a"), (1, 2, "b"), (1, 3, "c"), (2, 1, "d"), (2, 2, "e\nf"), (2, 3, "g"),
    ]  # fmt: skip
    assert table.cells[4].box == Box(90, 0, 190, 20)
