"""From a file to a Document: the gate, then words, rules and grids of the pages that pass, then stitching."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.cells import FilledLattice, fill
from extract.fills import LEAST_CELLS, edges, shaded_cells
from extract.gaps import find_gap_lattices
from extract.gate import passes
from extract.grid import find_lattices
from extract.model import Document, Line, Page, RawTable, TextSource, UnreadableDocument
from extract.page_table import PageTable, caption_of, holds_table, is_inside, is_rest, lead_of, outside, overlap
from extract.paths import Rules
from extract.pdfium import BREAK, PdfPage, Word
from extract.recut import recut
from extract.source import Source, decode, open_pdf, open_source
from extract.stitch import PageTables, join, stitch
from extract.text_report import read_text

CLEAR = 0.9  # the least share of words clear of the lines in a table told by shading alone
TALLER = 1.2  # a shaded table stands for the ruled ones in it when it is this much taller
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
    source = open_source(Path(path))
    if source.kind == "text":
        yield from read_text(decode(source.data))[1]
        return
    pages = _pdf_pages(source.data, gate=False)
    if stitched:
        yield from stitch(list(pages))
        return
    for page in pages:
        for table in page.tables:
            yield join([table])


def _document(source: Source, kind: TextSource, pages: tuple[Page, ...], tables: tuple[RawTable, ...]) -> Document:
    path = source.path
    return Document(source.sha256, path.name, str(path), len(source.data), source.kind, kind, pages, tables)


def _pdf_pages(data: bytes, gate: bool) -> Iterator[PageTables]:
    document = open_pdf(data)
    try:
        hit = False
        before: Sequence[Line] = ()
        for index in range(len(document)):
            with PdfPage(document.raw, index) as page:
                one = _read_page(page, index + 1, before, gate, hit)
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


def find_grids(page: PdfPage, after_hit: bool) -> list[tuple[FilledLattice, str]]:
    """The filled grids of a page from top to bottom, each with how it was found (`rules` or `gaps`)."""
    words, rules = page.words(), page.rules()
    boxes = [w.box for w in words]
    ruled = [recut(fill(one, words, page.split)) for one in find_lattices(rules.horizontal, rules.vertical, boxes)]
    ruled = [one for i, one in enumerate(ruled) if holds_table(one) or (i == 0 and after_hit and is_rest(one))]
    shaded = shaded_grids(page, words, rules, ruled)
    ruled = [one for one in ruled if not any(overlap(one.box, other.box) for other in shaded)]
    taken = [one.box for one in (*ruled, *shaded)]
    gaps = find_gap_lattices(words, rules.horizontal, taken)
    parted = [recut(fill(one, words, page.split), has_head_inside=True) for one in gaps]
    grids = [(one, "rules") for one in ruled] + [(one, "fills") for one in shaded]
    grids += [(one, "gaps") for one in parted if holds_table(one)]
    return sorted(grids, key=lambda pair: (pair[0].box.top, pair[0].box.x0))


def shaded_grids(
    page: PdfPage, words: Sequence[Word], rules: Rules, ruled: Sequence[FilledLattice]
) -> list[FilledLattice]:
    """Tables whose cells their shading tells, where rules drew none or only a stretch of one."""
    free = [f for f in rules.fills if not any(overlap(f, one.box) for one in ruled)]
    if len(free) < LEAST_CELLS or len(shaded_cells(free)) < LEAST_CELLS:
        return []
    grids = [recut(fill(one, words, page.split)) for one in find_lattices(*edges(shaded_cells(rules.fills)))]
    found = []
    for one in grids:
        inside = [other for other in ruled if overlap(one.box, other.box)]
        within = all(is_inside(other.box, one.box) and len(other.xs) <= len(one.xs) for other in inside)
        taller = one.box.height > TALLER * sum(other.box.height for other in inside)
        if one.quality >= CLEAR and within and taller and holds_table(one):
            found.append(one)
    return found


def page_lines(page: PdfPage, number: int) -> tuple[Line, ...]:
    """The lines of a page's text with their boxes, in the order of its content."""
    lines: list[Line] = []
    start = 0
    for raw in page.text.split("\n"):
        text = raw.strip()
        if text:
            first = start + raw.index(text[0])
            last = first + len(text) - 1
            box = page.character_box(first).union(page.character_box(last))
            lines.append(Line(number, len(lines) + 1, " ".join(text.replace(BREAK, "-").split()), box))
        start += len(raw) + 1
    return tuple(lines)
