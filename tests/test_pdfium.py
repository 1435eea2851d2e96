"""Pages of every shape are read as a reader sees them: turned, cropped, scaled, clipped, drawn over, or damaged."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extract import read
from extract.model import Box, UnreadableDocument
from extract.pdf.pdfium import DamagedPage, PdfPage, Word, upright
from tests.pages import ROWS, Draw, Table, fills, grid_of, pdf, ruled, rules, tables_of, texts

EXPECTED = [list(row) for row in ROWS]
SLOWEST = 5.0  # seconds of CPU for one hostile page


def words_of(data: bytes, index: int = 0) -> list[Word]:
    document = pypdfium2.PdfDocument(data)
    with PdfPage(document.raw, index) as page:
        return page.words()


def turned(degrees: int, width: float, height: float) -> Draw:
    """The table drawn turned by `degrees` against the page's own axes."""

    def draw(canvas: Canvas) -> None:
        shift = {90: (width, 0), 180: (width, height), 270: (0, height)}[degrees]
        canvas.translate(*shift)
        canvas.rotate(degrees)
        ruled(canvas, Table(y=500))

    return draw


def rotated(degrees: int) -> Draw:
    """A page with /Rotate and its table drawn so that a reader sees it upright; reportlab swaps the page's sides."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        turned(degrees, *((842, 595) if degrees != 180 else (595, 842)))(canvas)

    return draw


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rotated_page_is_read_upright(tmp_path: Path, degrees: int) -> None:
    table = tables_of(tmp_path, pdf(rotated(degrees)))[0]
    assert grid_of(table) == EXPECTED and table.method == "rules"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_page_drawn_turned_is_read_upright(tmp_path: Path, degrees: int) -> None:
    """Its running head stands upright; most of its letters do not."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        turned(degrees, 595, 842)(canvas)
        canvas.restoreState()
        canvas.drawString(60, 20, "hal. 1")

    assert grid_of(tables_of(tmp_path, pdf(draw))[0]) == EXPECTED


def test_turned_head_cell_is_read_from_bottom_to_top(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table = Table(rows=[["", *row[1:]] if i == 0 else row for i, row in enumerate(ROWS)], height=40)
        ruled(canvas, table)
        canvas.translate(78, 664)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Nomor")

    assert grid_of(tables_of(tmp_path, pdf(draw))[0])[0] == ["Nomor", *ROWS[0][1:]]


def cropped(canvas: Canvas) -> None:
    canvas.setCropBox((40, 300, 560, 820))
    ruled(canvas)


def overlaid(canvas: Canvas) -> None:
    ruled(canvas)
    texts(canvas, Table(), shift=0.4)


def white_rules_on_colour(canvas: Canvas) -> None:
    fills(canvas, Table())
    canvas.setStrokeGray(1)
    ruled(canvas)


def white_rules_on_paper(canvas: Canvas) -> None:
    canvas.setStrokeGray(1)
    ruled(canvas)


def shaded_only(canvas: Canvas) -> None:
    fills(canvas, Table(), gap=0.5)
    texts(canvas, Table())


def zebra(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    for y in Table().heights()[1::2]:
        canvas.rect(60, y, 420, 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    texts(canvas, Table())


def clipped(canvas: Canvas) -> None:
    """Text that runs out of its cell into the next row and is cut away there, as spreadsheets print it."""
    ruled(canvas)
    path = canvas.beginPath()
    path.rect(90, 660, 180, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(94, 651, "dipotong oleh sel")


def scattered(canvas: Canvas) -> None:
    """Words outside the page's box are not on the page."""
    ruled(canvas)
    canvas.drawString(200, 900, "di luar halaman")
    canvas.drawString(-150, 670, "di luar")


@pytest.mark.parametrize(
    ("draw", "method"),
    [
        pytest.param(ruled, "rules", id="plain"),
        pytest.param(cropped, "rules", id="crop-box-not-at-the-origin"),
        pytest.param(overlaid, "rules", id="text-printed-twice"),
        pytest.param(white_rules_on_colour, "rules", id="white-rules-on-colour"),
        pytest.param(white_rules_on_paper, "gaps", id="white-rules-on-paper"),
        pytest.param(shaded_only, "fills", id="shading-without-rules"),
        pytest.param(zebra, "gaps", id="every-other-row-shaded"),
        pytest.param(clipped, "rules", id="text-cut-away-by-a-clip"),
        pytest.param(scattered, "rules", id="text-outside-the-page"),
    ],
)
def test_same_table_however_it_is_drawn(tmp_path: Path, draw: Draw, method: str) -> None:
    found = tables_of(tmp_path, pdf(draw))
    assert [(grid_of(table), table.method) for table in found] == [(EXPECTED, method)]


@pytest.mark.parametrize("scale", [0.1, 8.0])
def test_scale_of_the_page_does_not_matter(tmp_path: Path, scale: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.scale(scale, scale)
        ruled(canvas)

    data = pdf(draw, size=(595 * scale, 842 * scale))
    if scale < 1:
        data = data.replace(b"/Type /Page\n", b"/Type /Page /UserUnit 10\n")
    table = tables_of(tmp_path, data)[0]
    assert (grid_of(table), table.method) == (EXPECTED, "rules")


def slanted(canvas: Canvas, rnd: random.Random) -> None:
    for _ in range(20_000):
        x, y = 595 * rnd.random(), 500 * rnd.random()
        canvas.line(x, y, x + 20 * rnd.random(), y + 20 * rnd.random())


def hatched(canvas: Canvas, rnd: random.Random) -> None:
    for _ in range(10_000):
        x, y = 500 * rnd.random(), 400 * rnd.random()
        canvas.line(x, y, x + 60 * rnd.random(), y)
        canvas.line(x, y, x, y + 60 * rnd.random())


def long_lines(canvas: Canvas, rnd: random.Random) -> None:
    for i in range(4_000):
        canvas.line(10, 0.12 * i, 590, 0.12 * i)
        canvas.line(0.14 * i, 0, 0.14 * i, 480)


def patches(canvas: Canvas, rnd: random.Random) -> None:
    for _ in range(2_900):
        canvas.setFillGray(0.8 * rnd.random())
        canvas.rect(560 * rnd.random(), 480 * rnd.random(), 8 + 20 * rnd.random(), 8 + 20 * rnd.random(), 0, 1)
    canvas.setFillGray(0)


@pytest.mark.parametrize("noise", [slanted, hatched, long_lines, patches])
def test_tens_of_thousands_of_paths_cost_little(tmp_path: Path, noise: Callable[[Canvas, random.Random], None]) -> None:
    def draw(canvas: Canvas) -> None:
        noise(canvas, random.Random(1))
        ruled(canvas)

    data = pdf(draw)
    start = time.process_time()
    found = tables_of(tmp_path, data)
    assert time.process_time() - start < SLOWEST
    assert EXPECTED in [grid_of(table) for table in found]


def test_page_without_text_has_no_table(tmp_path: Path) -> None:
    assert tables_of(tmp_path, pdf(lambda canvas: rules(canvas, Table()))) == []


def test_damaged_page_leaves_the_others(tmp_path: Path) -> None:
    data = pdf(ruled, ruled, ruled)
    pages = [i for i in range(len(data)) if data.startswith(b"/Type /Page\n", i)]
    broken = data[: pages[1]] + b"/Type /Font\n" + data[pages[1] + 12 :]
    path = tmp_path / "damaged.pdf"
    path.write_bytes(broken)
    document = read(path)
    assert [(page.page, page.source) for page in document.pages][:1] == [(1, "digital")]
    assert {table.page for table in document.tables} <= {page.page for page in document.pages}
    assert 1 in {table.page for table in document.tables}


def test_page_that_cannot_be_loaded_is_named() -> None:
    document = pypdfium2.PdfDocument(pdf(ruled))
    with pytest.raises(DamagedPage, match="page 8 cannot be loaded"):
        PdfPage(document.raw, 7)


def test_document_of_empty_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(pdf(lambda canvas: canvas.line(0, 0, 100, 100)))
    with pytest.raises(UnreadableDocument, match="without text"):
        read(path)


def test_bullet_of_a_symbol_font_stands_on_its_line() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Symbol", 12)
        canvas.drawString(60, 700, "\u00b7")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(75, 700, "Butir pertama")

    bullet, first, _ = words_of(pdf(draw))
    middle = (first.box.top + first.box.bottom) / 2
    assert abs((bullet.box.top + bullet.box.bottom) / 2 - middle) < 4


def test_word_is_cut_where_a_rule_runs_through_a_gap() -> None:
    document = pypdfium2.PdfDocument(pdf(lambda canvas: canvas.drawString(60, 700, "100%5")))
    with PdfPage(document.raw, 0) as page:
        word = page.words()[0]
        edge = page.character_box(4).x0
        halves = page.split(word, edge)
        assert halves is not None and [half.text for half in halves] == ["100%", "5"]
        assert page.split(word, word.box.x1 + 5) is None


def test_letters_turned_one_by_one_are_words_that_run_upwards() -> None:
    """Each is a line of its own; digits under each other in a column, higher than wide, stay apart."""
    letters = [Word(x, Box(739.9, 150 - 4 * k, 748.6, 154 - 4 * k), 3 * k, 3 * k) for k, x in enumerate("Target")]
    digits = [Word(x, Box(100, 150 - 9 * k, 104, 159 - 9 * k), 30 + 3 * k, 30 + 3 * k) for k, x in enumerate("123")]
    found = upright([*letters, *digits])
    assert [(w.text, w.turned) for w in found] == [("Target", True), ("1", False), ("2", False), ("3", False)]
    assert found[0].box == Box(739.9, 130, 748.6, 154)


def test_letters_drawn_one_by_one_over_a_wide_page_are_words(tmp_path: Path) -> None:
    """pdfium takes such a page for one written from top to bottom, and each letter for a line."""
    table = Table(widths=(40.0, 200.0, 150.0, 150.0, 150.0), y=500.0)

    def draw(canvas: Canvas) -> None:
        rules(canvas, table)
        canvas.setFont("Helvetica", table.size)
        for i, row in enumerate(table.rows):
            for x, text in zip(table.edges(), row, strict=False):
                for k, letter in enumerate(text.replace(" ", "\u00a0")):
                    at = stringWidth(text[:k], "Helvetica", table.size)
                    canvas.drawString(x + 4 + at, table.y - (i + 0.7) * table.height, letter if letter.strip() else "")

    data = pdf(draw, size=(842.0, 595.0))
    assert pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range().startswith("N\r\no")
    assert [grid_of(one) for one in tables_of(tmp_path, data)] == [[list(row) for row in ROWS]]
