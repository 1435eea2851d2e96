"""Pages that are pictures: levelled, their grid found, read cell by cell, marked, refused where they are too poor."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont

from extract import read, read_tables
from extract.grids.grid import find_lattices
from extract.model import Box, Cell, Document, Place, RawTable, UnreadableDocument
from extract.ocr import find_engine
from extract.ocr.baseline import line_boxes
from extract.ocr.engines import OFFERS, LineText
from extract.ocr.morphology import Gray, Mask
from extract.ocr.page import ImagePage
from extract.ocr.picture import DPI, coloured_fields, flatten, ink_of, rough_ink
from extract.ocr.ruling import Ruling, find_rules, without_rules
from extract.ocr.scan import has_columns, has_ruled_grid, prepare
from extract.ocr.segments import Area, find_segments
from extract.ocr.straighten import level, runs_sideways, skew_of, turn
from extract.ocr.tables import doubtful
from extract.sight import INSTALL, Sight
from normalize import interpret
from normalize.model import Observation

CORPUS = Path(__file__).parent.parent / "corpus"
FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
HEAD = ("No", "Indikator Kinerja", "Satuan", "Target 2023", "Realisasi 2023", "Capaian (%)")
ROWS = (
    ("1", "Indeks Kualitas Air", "poin", "51,20", "52,46", "102,46"),
    ("2", "Persentase sampah yang tertangani", "persen", "62,00", "58,90", "95,00"),
    ("3", "Jumlah dokumen lingkungan", "dokumen", "1.240", "1.302", "105,00"),
)
WIDTHS = (60, 560, 180, 230, 250, 220)
ROW = 76
DOTS = ((0.0, 0.0), (0.0, 0.36), (-0.36, 0.0), (0.0, 0.0))  # a dot at 200 dpi more or less above and below
LEFT, TOP = 70, 300
engines = pytest.mark.parametrize("engine", [offer.name for offer in OFFERS])


def _picture(rows: Sequence[Sequence[str]] = (HEAD, *ROWS), dark_head: bool = False, rules: bool = True) -> Gray:
    """A page of 200 dots an inch with a title and a table."""
    picture = Image.new("L", (1654, 1100), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), 27)
    pen.text((LEFT, 120), "PENGUKURAN KINERJA TAHUN 2023", font=font, fill=0)
    pen.text((LEFT, 180), "Dinas Lingkungan Hidup Kabupaten Bandung Barat", font=font, fill=0)
    for r, row in enumerate(rows):
        top = TOP + r * ROW
        shaded = dark_head and r == 0
        if shaded:
            pen.rectangle((LEFT, top, LEFT + sum(WIDTHS), top + ROW), fill=60)
        for c, text in enumerate(row):
            x = LEFT + sum(WIDTHS[:c])
            if rules:
                pen.rectangle((x, top, x + WIDTHS[c], top + ROW), outline=0, width=3)
            pen.text((x + 14, top + 22), text, font=font, fill=255 if shaded else 0)
    return np.asarray(picture, dtype=np.uint8).copy()


def _pdf(folder: Path, *pictures: Gray) -> Path:
    pages = [Image.fromarray(one) for one in pictures]
    target = BytesIO()
    pages[0].save(target, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    path = folder / "scan.pdf"
    path.write_bytes(target.getvalue())
    return path


def _needs(engine: str) -> None:
    if find_engine(engine) is None:
        pytest.skip(f"{engine} is not installed")


def _texts(table: RawTable) -> list[list[str]]:
    rows = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row - 1][cell.col - 1] = " ".join(cell.text.split())
    return rows


class Blind:
    """An engine that reads nothing, to see what the picture alone tells."""

    name = "blind"

    def read(self, pictures: Sequence[Gray]) -> list[LineText]:
        return [LineText("", (), ()) for _ in pictures]


# --- the picture, without an engine ---------------------------------------------------------------


@pytest.mark.parametrize("angle", [-3.0, -0.7, 0.0, 0.4, 2.5])
def test_skew_is_found(angle: float) -> None:
    askew = level(_picture(), angle)
    assert skew_of(rough_ink(askew)) == pytest.approx(-angle, abs=0.1)


@pytest.mark.parametrize("quarters", range(4))
def test_sideways_text_is_told(quarters: int) -> None:
    assert runs_sideways(rough_ink(turn(_picture(), quarters))) == bool(quarters % 2)


def _ruled(gray: Gray) -> list[tuple[int, int]]:
    """Rows and columns of the grids in a picture."""
    flat, fields, _ = flatten(gray)
    ruling = find_rules(ink_of(flat), fields)
    return [(len(one.ys) - 1, len(one.xs) - 1) for one in find_lattices(ruling.horizontal, ruling.vertical)]


def _torn(gray: Gray, every: int, left: int) -> Gray:
    """A picture whose rules are broken into dots: of each `every` dots along a rule `left` are left."""
    torn = gray.copy()
    kept = (np.arange(gray.shape[1]) % every) < left
    for r in range(1, len(ROWS) + 1):
        band = torn[TOP + r * ROW - 3 : TOP + r * ROW + 6]
        band[:, ~kept] = 255
    return torn


@pytest.mark.parametrize(
    "gray",
    [
        pytest.param(_picture(), id="drawn"),
        pytest.param(_picture(dark_head=True), id="white-on-dark-head"),
        pytest.param(_torn(_picture(), 40, 14), id="dashes"),
        pytest.param(_torn(_picture(), 16, 5), id="dots"),
        pytest.param(np.asarray(_picture() * 0.55 + 70, dtype=np.uint8), id="grey-paper"),
    ],
)
def test_grid_is_found(gray: Gray) -> None:
    assert _ruled(gray) == [(4, 6)]


def test_letters_are_no_rules() -> None:
    assert _ruled(_picture(rules=False)) == []
    assert not has_ruled_grid(_picture(rules=False))
    assert has_ruled_grid(_picture())


def test_merged_cell_keeps_its_missing_wall() -> None:
    gray = _picture()
    x = LEFT + sum(WIDTHS[:3])
    gray[TOP + 5 : TOP + ROW - 4, x - 2 : x + 6] = 255
    flat, fields, _ = flatten(gray)
    ruling = find_rules(ink_of(flat), fields)
    (lattice,) = find_lattices(ruling.horizontal, ruling.vertical)
    assert sum(slot.last_col > slot.col for slot in lattice.slots) == 1


def test_black_rules_in_a_dark_head_part_its_levels() -> None:
    gray = _picture(dark_head=True)
    x0, x1 = LEFT + sum(WIDTHS[:3]), LEFT + sum(WIDTHS)
    for y in (TOP + 10, TOP + 50):  # the letters of both levels
        for x in range(x0, x1, 18):
            gray[y : y + 18, x : x + 8] = 255
    gray[TOP + 36 : TOP + 39, x0:x1] = 0
    flat, fields, darker = flatten(gray)
    assert _rows_of_rules(find_rules(ink_of(flat), fields)) == 4
    assert _rows_of_rules(find_rules(ink_of(flat) | darker, fields)) == 5


def _rows_of_rules(ruling: Ruling) -> int:
    (lattice,) = find_lattices(ruling.horizontal, ruling.vertical)
    return len(lattice.ys) - 1


def test_torn_wall_of_a_head_stays() -> None:
    gray = _picture()
    x = LEFT + sum(WIDTHS[:3])
    kept = (np.arange(TOP + 5, TOP + ROW - 4) % 12) < 5
    gray[TOP + 5 : TOP + ROW - 4][~kept, x - 2 : x + 6] = 255
    flat, fields, _ = flatten(gray)
    ruling = find_rules(ink_of(flat), fields)
    (lattice,) = find_lattices(ruling.horizontal, ruling.vertical)
    assert all(slot.last_col == slot.col for slot in lattice.slots)


def test_low_band_without_walls_is_one_cell() -> None:
    """The walls above and below it stand on one line, and letters stand in the way of most."""
    gray = _picture()
    top, low = TOP + 2 * ROW, 34
    gray[top + low : top + low + 3, LEFT : LEFT + sum(WIDTHS)] = 0
    for c in range(1, len(WIDTHS)):
        x = LEFT + sum(WIDTHS[:c])
        gray[top + 3 : top + low, x - 8 : x + 9] = 255
    for x in range(LEFT + 10, LEFT + sum(WIDTHS) - 200, 12):
        gray[top + 10 : top + low - 8, x : x + 6] = 0
    flat, fields, _ = flatten(gray)
    ruling = find_rules(ink_of(flat), fields)
    (lattice,) = find_lattices(ruling.horizontal, ruling.vertical)
    assert [(s.col, s.last_col) for s in lattice.slots if s.row == 2] == [(0, len(WIDTHS) - 1)]


def test_dark_head_becomes_dark_on_light() -> None:
    (field,) = coloured_fields(_picture(dark_head=True))
    assert abs(field.top - TOP) <= 6 and abs(field.bottom - TOP - ROW) <= 6
    flat, _, _ = flatten(_picture(dark_head=True))
    head = flat[TOP + 6 : TOP + ROW - 6, LEFT + 6 : LEFT + WIDTHS[0] - 6]
    assert np.median(head) > 200 and head.min() < 80


def test_even_paper_has_no_fields() -> None:
    assert coloured_fields(_picture()) == []


def _letters(ink: Mask) -> list[Area]:
    layout = find_segments(ink, [], np.zeros_like(ink))
    return [Area(s.number, s.x0, s.top, s.x1, s.bottom) for s in layout.segments]


def test_segments_are_lines_of_one_cell() -> None:
    flat, _, _ = flatten(_picture())
    ink = ink_of(flat)
    ruling = find_rules(ink)
    cells = [
        Area(1 + r * 6 + c, LEFT + sum(WIDTHS[:c]), TOP + r * ROW, LEFT + sum(WIDTHS[: c + 1]), TOP + (r + 1) * ROW)
        for r in range(4)
        for c in range(6)
    ]
    layout = find_segments(without_rules(ink, ruling), cells, ruling.ink)
    assert sorted(s.area for s in layout.segments if s.area) == list(range(1, 25))


def test_dirt_is_no_text_and_a_dash_is() -> None:
    ink = np.zeros((300, 600), np.uint8)
    cv2.putText(ink, "Nilai", (40, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 1, 3)
    text = len(_letters(ink))
    ink[200:204, 300:304] = 1
    assert len(_letters(ink)) == text
    ink[200:204, 400:414] = 1
    assert len(_letters(ink)) == text + 1


def test_columns_without_rules_are_seen() -> None:
    assert has_columns(prepare(_picture(rules=False), DPI / 72, Blind()))
    prose = _picture(rows=(("kata " * 12,),) * 5, rules=False)
    assert not has_columns(prepare(prose, DPI / 72, Blind()))


def test_boxes_of_one_row_are_alike_whatever_the_letters() -> None:
    low, high = Box(0, 102.0, 30, 107.3), Box(40, 100.1, 80, 109.4)  # "sama" and "Tugas" of 10 points on one line
    a, b = line_boxes([(low, "sama"), (high, "Tugas")], 10.0)
    assert (a.top, a.bottom) == pytest.approx((b.top, b.bottom), abs=0.3)


def test_lines_that_differ_by_a_dot_have_one_size_and_one_baseline() -> None:
    inks = [Box(60 * k, 100.0 + top, 60 * k + 20, 107.2 + bottom) for k, (top, bottom) in enumerate(DOTS)]
    boxes = line_boxes([(ink, "12") for ink in inks], 10.0)
    assert len({(box.top, box.bottom) for box in boxes}) == 1
    below, mark = line_boxes([(Box(0, 105.0, 20, 112.2), "12"), (Box(30, 103, 36, 104), "-")], 10.0)
    assert below.bottom - boxes[0].bottom == pytest.approx(5.0, abs=0.1)
    assert (mark.top + mark.bottom) / 2 == pytest.approx(103.5)


# --- doubt ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "doubted"),
    [
        pytest.param(["98,75%", "100,00%", "98,756", "12,5 %"], ["98,756"], id="percent-sign-read-as-6"),
        pytest.param(["100%", "75%", "10096"], ["10096"], id="percent-sign-read-as-96"),
        pytest.param(["100%", "75%", "100"], [], id="a-plain-number"),
        pytest.param(["98,75", "98,756", "100%"], [], id="no-percent-column"),
        pytest.param(["98,75%", "1.240", "12%", "A"], ["1.240"], id="a-count-among-percents"),
    ],
)
def test_doubtful_cells(column: list[str], doubted: list[str]) -> None:
    cells = [Cell(row, 4, text, Place(1, 1, row, 4)) for row, text in enumerate(column, 1)]
    assert [cell.text for cell in cells if cell in doubtful(cells)] == doubted


# --- whole documents ------------------------------------------------------------------------------


def _observed(path: Path, engine: str) -> list[Observation]:
    return list(interpret(read(path, engine=engine)).observations)


@pytest.mark.ocr
@engines
@pytest.mark.parametrize(
    ("change", "dark_head"),
    [
        pytest.param(lambda gray: gray, False, id="upright"),
        pytest.param(lambda gray: level(gray, 1.3), False, id="askew"),
        pytest.param(lambda gray: turn(gray, 1), False, id="turned-left"),
        pytest.param(lambda gray: turn(gray, 3), False, id="turned-right"),
        pytest.param(lambda gray: turn(gray, 2), False, id="upside-down"),
        pytest.param(lambda gray: gray, True, id="white-on-dark-head"),
        pytest.param(lambda gray: _torn(gray, 40, 14), False, id="torn-rules"),
    ],
)
def test_table_is_read_cell_by_cell(
    tmp_path: Path, engine: str, change: Callable[[Gray], Gray], dark_head: bool
) -> None:
    _needs(engine)
    document = read(_pdf(tmp_path, change(_picture(dark_head=dark_head))), engine=engine)
    assert document.source == "ocr" and document.pages[0].source == "ocr"
    (table,) = document.tables
    assert table.method == "ocr"
    assert [row[3:] for row in _texts(table)[1:]] == [list(row[3:]) for row in ROWS]


@pytest.mark.ocr
def test_values_are_marked_and_never_fully_trusted(tmp_path: Path) -> None:
    _needs("rapidocr")
    found = _observed(_pdf(tmp_path, _picture()), "rapidocr")
    values = {(one.indicator, one.measure): one.value for one in found}
    assert values["Indeks Kualitas Air", "target"] == Decimal("51.20")
    assert values["Jumlah dokumen lingkungan", "realization"] == 1302
    assert {one.method for one in found} == {"ocr"}
    assert all(one.confidence < 1 for one in found)


@pytest.mark.ocr
def test_certainty_is_that_of_the_least_sure_character(tmp_path: Path) -> None:
    _needs("rapidocr")
    clear = read(_pdf(tmp_path, _picture()), engine="rapidocr").tables[0]
    small = cv2.resize(_picture(), None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    blurred: Any = cv2.resize(small, (1654, 1100), interpolation=cv2.INTER_LINEAR)
    poor = read(_pdf(tmp_path, blurred), engine="rapidocr").tables[0]
    figures = [min(cell.certainty for cell in table.cells if "," in cell.text) for table in (clear, poor)]
    assert figures[0] > 0.9 > figures[1] > 0


@pytest.mark.ocr
def test_boxes_stand_where_the_page_has_them(tmp_path: Path) -> None:
    _needs("rapidocr")
    straight, askew = (
        read(_pdf(tmp_path, level(_picture(), angle)), engine="rapidocr").tables[0] for angle in (0.0, 2.0)
    )
    corner = (np.array([LEFT + sum(WIDTHS[:5]), TOP + ROW]) - (827, 550)) * 72 / DPI
    turned = np.array([[np.cos(np.radians(2)), np.sin(np.radians(2))], [-np.sin(np.radians(2)), np.cos(np.radians(2))]])
    shift = turned @ corner - corner
    for text in ("102,46", "95,00"):
        a, b = (next(cell for cell in table.cells if cell.text == text) for table in (straight, askew))
        assert a.box and b.box
        assert (b.box.x0 - a.box.x0, b.box.top - a.box.top) == pytest.approx(tuple(shift), abs=3.0)


@pytest.mark.ocr
def test_scanned_page_of_a_printed_report() -> None:
    _needs("rapidocr")
    _check_gold(CORPUS / "reports" / "dlh-bandungbarat-lkip-2023.pdf", [7])


@pytest.mark.ocr
def test_garbled_layer_is_read_anew() -> None:
    _needs("rapidocr")
    _check_gold(CORPUS / "cases" / "garbled-layer.pdf", [1])


def _check_gold(path: Path, pages: list[int]) -> None:
    gold = (
        json.loads((CORPUS / "gold" / f"{path.stem}.gold.json").read_text())
        if path.parent.name == "reports"
        else (json.loads(path.with_suffix(".gold.json").read_text()))
    )
    wanted = {
        (f["page"], f["measure"], f["indicator"], Decimal(f["value"])) for f in gold["facts"] if f["page"] in pages
    }
    found = [one for one in _observed(path, "rapidocr") if one.place.page in pages]
    assert {(one.place.page, one.measure, one.indicator, one.value) for one in found} == wanted
    assert {one.method for one in found} == {"ocr"}


@pytest.mark.ocr
def test_table_over_two_scanned_pages(tmp_path: Path) -> None:
    _needs("rapidocr")
    blank = np.full((1100, 1654), 255, np.uint8)
    first, second = _picture(), blank.copy()
    first[TOP + 4 * ROW + 4 :] = 255
    part = _picture(rows=(ROWS[0], ROWS[1]))[TOP - 3 : TOP + 2 * ROW + 4]
    second[60 : 60 + len(part)] = part
    document = read(_pdf(tmp_path, first[: TOP + 4 * ROW + 60], second), engine="rapidocr")
    (table,) = document.tables
    assert [part.page for part in table.parts] == [1, 2]
    assert table.n_rows == 6


@pytest.mark.ocr
def test_noise_is_refused_as_too_poor(tmp_path: Path) -> None:
    _needs("rapidocr")
    small = cv2.resize(_picture(), None, fx=0.16, fy=0.16, interpolation=cv2.INTER_AREA)
    poor: Any = cv2.resize(small, (1654, 1100), interpolation=cv2.INTER_CUBIC)
    with pytest.raises(UnreadableDocument, match="scan too poor to read: 1 of 1 pages"):
        read(_pdf(tmp_path, poor), engine="rapidocr")


@pytest.mark.ocr
def test_empty_pages_say_so(tmp_path: Path) -> None:
    _needs("rapidocr")
    with pytest.raises(UnreadableDocument, match="pictures without text"):
        read(_pdf(tmp_path, np.full((1100, 1654), 255, np.uint8)), engine="rapidocr")


@pytest.mark.ocr
def test_always_reads_printed_pages_too() -> None:
    _needs("rapidocr")
    path = CORPUS / "cases" / "baseline.pdf"
    printed, seen = read(path), read(path, ocr="always", engine="rapidocr")
    assert (printed.source, seen.source) == ("digital", "ocr")
    assert [_figures(table) for table in seen.tables] == [_figures(table) for table in printed.tables]


def _figures(table: RawTable) -> list[str]:
    return ["".join(cell.text.split()) for cell in table.cells if cell.text.replace(",", "").replace(".", "").isdigit()]


@pytest.mark.ocr
def test_tables_without_the_gate(tmp_path: Path) -> None:
    _needs("rapidocr")
    rows = (("Nama", "Jabatan", "Golongan", "Umur", "Masa", "Ket"), *[("a", "b", "c", "1", "2", "d")] * 3)
    path = _pdf(tmp_path, _picture(rows=rows))
    assert [table.method for table in read_tables(path)] == ["ocr"]


# --- without an engine ----------------------------------------------------------------------------


def test_without_an_engine_a_scan_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.ocr.find_engine", lambda name: None)
    path = _pdf(tmp_path, _picture())
    for mode in ("auto", "never", "always"):
        with pytest.raises(UnreadableDocument) as refused:
            read(path, ocr=mode)
        assert INSTALL in refused.value.reason


def test_unknown_engine_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="rapidocr, tesseract"):
        find_engine("magic")


def test_printed_documents_load_no_engine() -> None:
    sight = Sight()
    document: Document = read(CORPUS / "cases" / "baseline.pdf")
    assert document.source == "digital"
    assert all(cell.certainty == 1.0 for table in document.tables for cell in table.cells)
    assert sight.seen == {} and sight.finished(document.tables) == list(document.tables)


def test_a_page_without_segments_has_no_text() -> None:
    scan = prepare(np.full((400, 400), 255, np.uint8), 1.0, Blind())
    page = ImagePage(scan, (), ())
    assert (page.text, page.words(), page.certainty) == ("", [], 0.0)
