"""From a file to a Document: the gate, lines and captions, text reports, and files that cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract import read, read_tables
from extract.grids.page_table import caption_of
from extract.model import Line, UnreadableDocument
from extract.pdf.gate import has_rows, has_words
from extract.pdf.source import decode, open_source
from tests.pages import ROWS, Draw, Table, grid_of, pdf, ruled, rules, texts


def prose(*lines: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        for k, line in enumerate(lines):
            canvas.drawString(60, 760 - 16 * k, line)

    return draw


def drawn(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def written(folder: Path, data: bytes, name: str = "laporan.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def plain(canvas: Canvas) -> None:
    """A table that speaks of nothing the gate looks for."""
    table = Table(rows=[("Nama", "Jumlah"), ("Meja", "12"), ("Kursi", "40")], widths=(200, 100))
    rules(canvas, table)
    texts(canvas, table)


def test_identity_is_the_content(tmp_path: Path) -> None:
    data = pdf(ruled)
    document = read(written(tmp_path, data))
    assert (document.sha256, document.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (document.name, document.kind, document.source) == ("laporan.pdf", "pdf", "digital")


def test_same_file_read_twice_is_equal(tmp_path: Path) -> None:
    path = written(
        tmp_path, pdf(ruled, prose("Uraian capaian kinerja tahun 2024 pada setiap sasaran strategis."), ruled)
    )
    assert read(path) == read(path)


def test_gate_lets_pages_of_interest_and_the_page_after_through(tmp_path: Path) -> None:
    """The second page speaks of nothing, as the rest of a table does; the fourth follows no table."""
    pages = (ruled, plain, prose("Uraian tanpa tabel pada halaman ini sampai dengan akhir bab."), plain)
    document = read(written(tmp_path, pdf(*pages)))
    assert [page.gated for page in document.pages] == [True, True, False, False]
    assert [table.page for table in document.tables] == [1, 2]


def test_without_the_gate_every_table_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, pdf(ruled, prose("Uraian tanpa tabel pada halaman ini."), plain))
    assert [table.page for table in read_tables(path)] == [1, 3]


def test_table_without_rules_passes_the_gate(tmp_path: Path) -> None:
    document = read(written(tmp_path, pdf(lambda canvas: texts(canvas, Table()))))
    assert [grid_of(table) for table in document.tables] == [[list(row) for row in ROWS]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sasaran Indikator Kinerja Target 2016", True),
        ("Program dan anggaran 12", True),
        ("Indikator dan target tanpa angka", False),
        ("Daftar isi 1", False),
    ],
)
def test_gate_words(text: str, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nilai AKIP 70,5 71,2\nIndeks 80 82,5\nCakupan 90% 88%", True),
        ("Nilai AKIP 70,5 71,2\nIndeks 80 82,5", False),
        ("naik 5 persen\ndari 10 orang\npada tahun 2024", False),
    ],
)
def test_gate_rows(text: str, expected: bool) -> None:
    assert has_rows(text) is expected


CAPTIONS = [
    pytest.param(["Tabel 3.1", "Capaian Kinerja Tahun 2024"], "Tabel 3.1 Capaian Kinerja Tahun 2024", id="two-lines"),
    pytest.param(["Uraian capaian.", "Tabel 2 Target"], "Tabel 2 Target", id="after-prose"),
    pytest.param(["T a b e l 4 Realisasi"], "T a b e l 4 Realisasi", id="spaced-letters"),
    pytest.param(["Lampiran II Pengukuran Kinerja"], "Lampiran II Pengukuran Kinerja", id="appendix"),
    pytest.param(["Capaian kinerja adalah sebagai berikut:"], None, id="no-caption"),
]


@pytest.mark.parametrize(("lines", "expected"), CAPTIONS)
def test_caption_is_the_printed_title(tmp_path: Path, lines: list[str], expected: str | None) -> None:
    def above(canvas: Canvas) -> None:
        for k, line in enumerate(reversed(lines)):
            canvas.drawString(60, 712 + 15 * k, line)

    table = read(written(tmp_path, pdf(drawn(above, ruled)))).tables[0]
    assert table.caption == expected
    assert [line.text for line in table.lead][-len(lines) :] == lines


def test_caption_on_the_page_before_is_none() -> None:
    assert caption_of(100.0, 2, [Line(1, 40, "Tabel 3.1 Capaian", None)]) is None


def test_lead_goes_back_to_the_page_before(tmp_path: Path) -> None:
    """What a page ends with stands before the next page's table."""
    words = "Sasaran pertama: meningkatnya mutu layanan kesehatan."
    document = read(written(tmp_path, pdf(drawn(prose(words), ruled), ruled, ruled)))
    assert words in [line.text for line in document.tables[0].lead]


def test_document_opened_anew_on_the_way_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, pdf(plain, prose("Uraian"), plain, plain, prose("Uraian")))
    at_once = read(path)
    for pages in (1, 2):
        monkeypatch.setattr("extract.reader.PAGES_OPEN", pages)
        assert read(path) == at_once


def test_lines_carry_their_place(tmp_path: Path) -> None:
    page = read(written(tmp_path, pdf(prose("Baris pertama uraian kinerja", "Baris kedua uraian kinerja")))).pages[0]
    assert [(line.page, line.line, line.text) for line in page.lines] == [
        (1, 1, "Baris pertama uraian kinerja"),
        (1, 2, "Baris kedua uraian kinerja"),
    ]
    first = page.lines[0].box
    assert first is not None and 59 < first.x0 < 62 and 70 < (first.top + first.bottom) / 2 < 85


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("kosong.pdf", b"", "empty", id="empty"),
        pytest.param("surat.pdf", b"Dengan hormat", "not a PDF", id="text-named-pdf"),
        pytest.param("rusak.pdf", b"%PDF-1.7\nrusak", "damaged", id="damaged"),
        pytest.param("kosong.txt", b" \n\t\n", "no text", id="blank-text"),
        pytest.param("data.txt", bytes(range(256)) * 9, "neither a PDF nor a text", id="binary"),
    ],
)
def test_unreadable_file_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read(written(tmp_path, data, name))


def test_kind_is_told_by_the_bytes(tmp_path: Path) -> None:
    assert open_source(written(tmp_path, pdf(ruled), "laporan.txt")).kind == "pdf"
    assert open_source(written(tmp_path, b"Tabel 1\nNO\tNILAI\n1\t5\n", "catatan.md")).kind == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_decoded(encoding: str) -> None:
    assert decode("Tabel 3.1 – Capaian ≥ 5".replace("≥", "±").encode(encoding)) == "Tabel 3.1 – Capaian ± 5"
