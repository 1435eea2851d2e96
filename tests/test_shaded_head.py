"""Rules drawn cell by cell under heads that shading alone tells, tables side by side, and heads left on a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.grids.grid import find_lattices
from extract.grids.shaded_head import with_shaded_head
from extract.model import Box
from extract.pdf.rulings import Rule
from tests.pages import ROWS, Table, grid_of, pdf, ruled, tables_of, texts

EXPECTED = [list(row) for row in ROWS]
NARROW = (24.0, 96.0, 36.0, 46.0, 40.0)


def drawn_cell_by_cell(canvas: Canvas, table: Table) -> None:
    """The head as shaded cells, each row under it as a rule of one piece a cell."""
    canvas.setFillGray(0.2)
    for x, width in zip(table.edges(), table.widths, strict=False):
        canvas.rect(x, table.y - table.height, width, table.height, stroke=0, fill=1)
    canvas.setFillGray(0)
    for y in table.heights()[1:]:
        for x, width in zip(table.edges(), table.widths, strict=False):
            canvas.line(x, y, x + width, y)
    texts(canvas, table)


def test_a_shaded_head_above_rules_is_the_head(tmp_path: Path) -> None:
    found = tables_of(tmp_path, pdf(lambda canvas: drawn_cell_by_cell(canvas, Table(height=24))))
    assert [grid_of(one) for one in found] == [EXPECTED]


@pytest.mark.parametrize("lower", [0.0, 8.0, 20.0], ids=["at one height", "between", "a row lower"])
def test_tables_side_by_side_keep_their_own_rules(tmp_path: Path, lower: float) -> None:
    def draw(canvas: Canvas) -> None:
        for x, y in ((30.0, 700.0), (320.0, 700.0 - lower)):
            drawn_cell_by_cell(canvas, Table(x=x, y=y, widths=NARROW, size=7))

    assert [grid_of(one) for one in tables_of(tmp_path, pdf(draw))] == [EXPECTED] * 2


LOW = find_lattices(
    [Rule(y, 0, 300) for y in (40, 60, 80, 100)],
    [Rule(0, 40, 100), Rule(100, 40, 100), Rule(200, 40, 100), Rule(300, 40, 100)],
)[0]


def test_a_shaded_label_reaches_down_beside_a_head_of_two_levels() -> None:
    head = [Box(0, 20, 100, 60), Box(100, 20, 300, 40), Box(100, 40, 200, 60), Box(200, 40, 300, 60)]
    found = with_shaded_head(LOW, head)
    assert [(s.row, s.col, s.last_row, s.last_col) for s in found.slots[:4]] == [
        (0, 0, 1, 0),
        (0, 1, 0, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 2),
    ]
    assert found.ys == (20, 40, 60, 80, 100)


@pytest.mark.parametrize(
    "fills",
    [
        [Box(0, 20, 300, 40)],
        [Box(0, 20, 100, 40), Box(100, 20, 200, 40)],
        [Box(0, 20, 150, 40), Box(150, 20, 300, 40)],
        [Box(0, 10, 100, 30), Box(100, 10, 300, 30)],
    ],
    ids=["one band", "not the whole width", "other columns", "not next to the rules"],
)
def test_other_shading_is_no_head(fills: list[Box]) -> None:
    assert with_shaded_head(LOW, fills) == LOW


def test_a_head_alone_at_the_end_of_a_page_belongs_to_the_rows_on_the_next(tmp_path: Path) -> None:
    table = Table(y=100)
    head, rest = replace(table, rows=[ROWS[0]]), replace(table, rows=ROWS[1:], y=780)
    data = pdf(lambda canvas: ruled(canvas, head), lambda canvas: ruled(canvas, rest))
    (found,) = tables_of(tmp_path, data, stitched=True)
    assert grid_of(found) == EXPECTED
    names = [["Catatan", "Nama", "Alamat", "Telepon", "Surel"]]
    data = pdf(lambda canvas: ruled(canvas, replace(table, rows=names)))
    assert tables_of(tmp_path, data) == []
