"""From a file to a Document: the gate, then words, rules and grids of the pages that pass, then stitching."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extract.grids.page_table import PageTable, caption_of, lead_of, outside
from extract.model import Document, Line, Page, RawTable, TextSource, UnreadableDocument
from extract.page_grids import find_grids
from extract.pdf.gate import passes
from extract.pdf.pdfium import BREAK, DamagedPage, PdfPage
from extract.pdf.source import Source, decode, open_pdf, open_source
from extract.sight import OcrMode, Readable, Sight
from extract.stitch import PageTables, chains, join, stitch
from extract.text.report import read_text


def read(path: Path | str, ocr: OcrMode = "auto", engine: str | None = None) -> Document:
    """A report with its lines and the tables of its gated pages. Raises UnreadableDocument with the reason.

    Pages whose text cannot be believed are read by OCR where an engine is installed (`engine` names one), with `ocr`
    "always" all pages are, with "never" none.
    """
    source = open_source(Path(path))
    if source.kind == "text":
        pages, tables = read_text(decode(source.data))
        if not any(page.lines for page in pages):
            raise UnreadableDocument("the text file holds no text")
        return _document(source, "text", pages, tables)
    sight = Sight(ocr, engine)
    read_pages = list(_pdf_pages(source.data, sight, gate=True))
    pages = tuple(replace(one.page, lines=sight.in_place(one.page.lines)) for one in read_pages)
    if not any(page.lines for page in pages if page.source != "none"):
        raise UnreadableDocument(sight.why_unreadable(len(pages)))
    kind: TextSource = "ocr" if len(sight.seen) >= sum(page.source == "digital" for page in pages) else "digital"
    return _document(source, kind, pages, tuple(sight.finished(stitch(read_pages))))


def read_tables(path: Path | str, stitched: bool = False, ocr: OcrMode = "auto") -> Iterator[RawTable]:
    """Every table of every page, without the gate; one for each page it stands on unless `stitched`."""
    if not stitched:
        yield from (table for table, _ in read_parts(path, ocr))
        return
    source = open_source(Path(path))
    if source.kind == "text":
        yield from read_text(decode(source.data))[1]
    else:
        sight = Sight(ocr)
        yield from sight.finished(stitch(list(_pdf_pages(source.data, sight, gate=False))))


def read_parts(path: Path | str, ocr: OcrMode = "auto") -> Iterator[tuple[RawTable, int]]:
    """Every table of every page as it stands there, without the gate, with which part (from 1) of its table it is."""
    source = open_source(Path(path))
    if source.kind == "text":
        yield from ((table, 1) for table in read_text(decode(source.data))[1])
        return
    sight = Sight(ocr)
    pages = list(_pdf_pages(source.data, sight, gate=False))
    part_of = {(one.page, one.table_no): part for chain in chains(pages) for part, one in enumerate(chain, 1)}
    for page in pages:
        for table in page.tables:
            yield sight.finished([join([table])])[0], part_of[table.page, table.table_no]


def _document(source: Source, kind: TextSource, pages: tuple[Page, ...], tables: tuple[RawTable, ...]) -> Document:
    path = source.path
    return Document(source.sha256, path.name, str(path), len(source.data), source.kind, kind, pages, tables)


PAGES_OPEN = 100
"""pdfium keeps what it parsed of a document until it is closed, a tenth of a megabyte a page: it is opened anew."""


def _pdf_pages(data: bytes, sight: Sight, gate: bool) -> Iterator[PageTables]:
    document = part = open_pdf(data)
    reading = _Reading(document, sight, gate)
    try:
        for index in range(len(document)):
            if index and index % PAGES_OPEN == 0:
                if part is not document:
                    part.close()
                part = open_pdf(data)
            yield reading.next_page(part, index)
    finally:
        if part is not document:
            part.close()
        document.close()


@dataclass(slots=True)
class _Reading:
    """A PDF that is read page after page: what its eyes see, whether it is gated, and what the page before held.

    The eyes keep the document that was opened first; `before` are the lines of the page before outside its tables,
    `hit` tells whether it had any.
    """

    document: Any
    sight: Sight
    gate: bool
    before: Sequence[Line] = ()
    hit: bool = False

    def next_page(self, part: Any, index: int) -> PageTables:
        """A page of the document that was opened last (`part`); one that is damaged has no lines and no tables."""
        try:
            with PdfPage(part.raw, index) as page:
                one = self._read(page, index)
        except DamagedPage:
            one = PageTables(Page(index + 1, 0.0, 0.0, "none", False, ()), ())
        self.hit = bool(one.tables)
        self.before = outside(one.page.lines, [t.grid.box for t in one.tables])
        return one

    def _read(self, page: PdfPage, index: int) -> PageTables:
        trust = self.sight.trusts(self.document, page)
        seen = self.sight.look(self.document, index, self.gate, self.hit) if trust != "printed" else None
        if seen and seen.legible:
            return self._tables(seen.page, index + 1, "ocr", seen.gated)
        if trust in ("printed", "layer"):
            return self._tables(page, index + 1, "digital", not self.gate or passes(page, self.hit))
        lines = page_lines(page, index + 1) if trust == "none" and not seen else ()
        return PageTables(Page(index + 1, *page.size, "none", False, lines), ())

    def _tables(self, page: Readable, number: int, source: TextSource, gated: bool) -> PageTables:
        lines = page_lines(page, number)
        tables: list[PageTable] = []
        if gated:
            grids = find_grids(page, self.hit)
            free = outside(lines, [grid.box for grid, _ in grids])
            for table_no, (grid, method) in enumerate(grids, 1):
                lead = lead_of(grid.box.top, free, self.before)
                caption = caption_of(grid.box.top, number, lead)
                how = "ocr" if source == "ocr" else method
                tables.append(PageTable(number, table_no, grid, how, caption, lead))
        width, height = page.size
        return PageTables(Page(number, width, height, source, gated, lines), tuple(tables))


def page_lines(page: Readable, number: int) -> tuple[Line, ...]:
    """The lines of a page's text with their boxes, in the order of its content."""
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    start = 0
    for raw in page.text.split("\n"):
        text = raw.strip()
        if text:
            first = start + raw.index(text[0])
            texts.append(_one_line(text))
            spans.append((first, first + len(text) - 1))
        start += len(raw) + 1
    boxes = page.span_boxes(spans)
    return tuple(Line(number, line, *both) for line, both in enumerate(zip(texts, boxes, strict=True), 1))


def _one_line(text: str) -> str:
    """A printed line with single spaces."""
    if BREAK in text:
        text = text.replace(BREAK, "-")
    return " ".join(text.split()) if "  " in text or "\t" in text or "\r" in text else text
