"""From a file to a Document: the gate, then words, rules and grids of the pages that pass, then stitching."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.gate import passes
from extract.model import Document, Line, Page, RawTable, TextSource, UnreadableDocument
from extract.page_grids import find_grids
from extract.page_table import PageTable, caption_of, lead_of, outside
from extract.pdfium import BREAK, DamagedPage, PdfPage
from extract.source import Source, decode, open_pdf, open_source
from extract.stitch import PageTables, chains, join, stitch
from extract.text_report import read_text

LEAST_TEXT = 20  # a page with fewer characters has no text layer worth the name


def read(path: Path | str) -> Document:
    """A report with its lines and the tables of its gated pages. Raises UnreadableDocument with the reason."""
    source = open_source(Path(path))
    if source.kind == "text":
        pages, tables = read_text(decode(source.data))
        if not any(page.lines for page in pages):
            raise UnreadableDocument("the text file holds no text")
        return _document(source, "text", pages, tables)
    read_pages = list(_pdf_pages(source.data, gate=True))
    pages = tuple(one.page for one in read_pages)
    if all(page.source == "none" for page in pages):
        raise UnreadableDocument("its pages are images without text; install the extra lakip[ocr] and use --ocr auto")
    return _document(source, "digital", pages, tuple(stitch(read_pages)))


def read_tables(path: Path | str, stitched: bool = False) -> Iterator[RawTable]:
    """Every table of every page, without the gate; one for each page it stands on unless `stitched`."""
    if not stitched:
        yield from (table for table, _ in read_parts(path))
        return
    source = open_source(Path(path))
    if source.kind == "text":
        yield from read_text(decode(source.data))[1]
    else:
        yield from stitch(list(_pdf_pages(source.data, gate=False)))


def read_parts(path: Path | str) -> Iterator[tuple[RawTable, int]]:
    """Every table of every page as it stands there, without the gate, with which part (from 1) of its table it is."""
    source = open_source(Path(path))
    if source.kind == "text":
        yield from ((table, 1) for table in read_text(decode(source.data))[1])
        return
    pages = list(_pdf_pages(source.data, gate=False))
    part_of = {(one.page, one.table_no): part for chain in chains(pages) for part, one in enumerate(chain, 1)}
    for page in pages:
        for table in page.tables:
            yield join([table]), part_of[table.page, table.table_no]


def _document(source: Source, kind: TextSource, pages: tuple[Page, ...], tables: tuple[RawTable, ...]) -> Document:
    path = source.path
    return Document(source.sha256, path.name, str(path), len(source.data), source.kind, kind, pages, tables)


def _pdf_pages(data: bytes, gate: bool) -> Iterator[PageTables]:
    document = open_pdf(data)
    try:
        hit = False
        before: Sequence[Line] = ()
        for index in range(len(document)):
            try:
                with PdfPage(document.raw, index) as page:
                    one = _read_page(page, index + 1, before, gate, hit)
            except DamagedPage:
                one = PageTables(Page(index + 1, 0.0, 0.0, "none", False, ()), ())
            hit = bool(one.tables)
            before = outside(one.page.lines, [t.grid.box for t in one.tables])
            yield one
    finally:
        document.close()


def _read_page(page: PdfPage, number: int, before: Sequence[Line], gate: bool, after_hit: bool) -> PageTables:
    has_text = len(page.text.strip()) >= LEAST_TEXT
    gated = has_text and (not gate or passes(page, after_hit))
    lines = page_lines(page, number)
    tables: list[PageTable] = []
    if gated:
        grids = find_grids(page, after_hit)
        free = outside(lines, [grid.box for grid, _ in grids])
        for table_no, (grid, method) in enumerate(grids, 1):
            lead = lead_of(grid.box.top, free, before)
            caption = caption_of(grid.box.top, number, lead)
            tables.append(PageTable(number, table_no, grid, method, caption, lead))
    width, height = page.size
    source: TextSource = "digital" if has_text else "none"
    return PageTables(Page(number, width, height, source, gated, lines), tuple(tables))


def page_lines(page: PdfPage, number: int) -> tuple[Line, ...]:
    """The lines of a page's text with their boxes, in the order of its content."""
    lines: list[Line] = []
    start = 0
    for raw in page.text.split("\n"):
        text = raw.strip()
        if text:
            first = start + raw.index(text[0])
            last = first + len(text) - 1
            box = page.span_box(first, last)
            lines.append(Line(number, len(lines) + 1, " ".join(text.replace(BREAK, "-").split()), box))
        start += len(raw) + 1
    return tuple(lines)
