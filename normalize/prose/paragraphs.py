"""A document's running text: lines outside tables and running heads, joined into paragraphs over page ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from extract.model import Box, Cell, Document, Line, Page, RawTable, holds_middle
from normalize.model import Paragraph

Kind = Literal["text", "heading", "item", "caption"]

PROSE_LETTERS = 300
EDGE_LINES = 4
LEAST_REPEATS = 3
REPEAT_SHARE = 0.2
CAPTION_LINES = 4
SHORT_LINE = 0.9
WIDE_GAP = 1.1
OPEN_GAP = 2.2
"""How many heights may part a line that fills its column and ends no sentence from the next one: a line and a half."""
HANGING = 40.0  # points from the mark of an item to its text
LONGEST_HEADING = 160
CAPTION = re.compile(r"^\W*(?:tabel|tab\.|gambar|grafik|diagram|bagan)\s*\.?\s*(?:[IVX]+\b|\d)[\w.\s]{0,8}", re.I)
LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")
CHAPTER = re.compile(r"^\W*BAB\s+[IVX\d]+\b", re.I)
SECTION = re.compile(r"^\W*(?:\d{1,2}|[IVX]{1,4})(?:\s?\.\s?\d{1,2}){1,4}\.?\)?\s*[A-Z]")
LETTERED = re.compile(r"^[A-Z]\.\s+[A-Z][^.;]*$")
ITEM = re.compile(r"^\s*(?:[-•*➢❖§▪◦➤]|\(?\d{1,2}[.)]|\(?[a-z]{1,2}[.)]|\d{1,2}\))\s*(?=\D)")
DASHES = "-•*"
DASH = re.compile(rf"^\s*[{DASHES}]\s+")
MARKUP = re.compile(r"<[^<>]{1,12}>|\*\*|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")
OPEN_AMOUNT = re.compile(r"\bRp\s?\.?\s*$", re.I)
OPEN_END = re.compile(r"(?:\b[a-z]{2,}|[^\W\d_],)\s*$")
WIDE = 0.6
SAME_EDGE = 4.0
PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|hal(?:aman)?)?\W*\d{1,3}|[ivx]{1,6}|[IVX]{1,4}\s*[.\-–|]+\s*\d{1,3})\W*$", re.I
)
NOT_LETTERS = re.compile(r"[\W\d_]+")
ENDS = re.compile(r"(?:(?<!\bRp)\.|[!?;:])[”\"’')\]]*\s*$")


@dataclass
class _Draft:
    """A paragraph while its lines arrive."""

    kind: Kind
    lines: list[Line] = field(default_factory=list)
    follows: Literal["text", "table", ""] = "text"


def read_paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """All paragraphs in reading order; lists of contents and lines inside tables are left out."""
    heads = _running_heads(document) if document.kind == "pdf" else set()
    boxes, rows = table_places(document)
    spoken = _prose_cells(document)
    drafts: list[_Draft] = []
    for page in document.pages:
        lines = [line for line in page.lines if not has_leaders(line.text)]
        kept = [line for line in lines if not _is_edge(line, page, heads)]
        told = spoken.get(page.page, ())
        free = [(line, in_table(line, boxes.get(page.page, ()), rows) and not _is_in(line, told)) for line in kept]
        _gather(free, page, drafts)
    return tuple(_finish(draft) for draft in drafts if any(line.text.strip() for line in draft.lines))


def table_places(document: Document) -> tuple[dict[int, list[Box]], set[int]]:
    """The boxes of tables on each page, and the lines of tables in a text report."""
    boxes: dict[int, list[Box]] = {}
    rows: set[int] = set()
    for table in document.tables:
        for part in table.parts:
            if part.box is not None:
                boxes.setdefault(part.page, []).append(part.box)
        if document.kind == "text":
            rows.update(cell.place.line for cell in table.cells if cell.place.line is not None)
    return boxes, rows


def _prose_cells(document: Document) -> dict[int, list[Box]]:
    """The boxes of cells on each page that hold running text over the whole width of their table."""
    boxes: dict[int, list[Box]] = {}
    for table in document.tables:
        for cell in table.cells:
            if len(cell.text) >= PROSE_LETTERS and cell.box is not None and _is_wide(cell, table):
                boxes.setdefault(cell.place.page, []).append(cell.box)
    return boxes


def _is_wide(cell: Cell, table: RawTable) -> bool:
    """Whether a cell takes the whole width of its table, or most of it on its page."""
    if cell.col_span == table.n_cols:
        return True
    part = next((part.box for part in table.parts if part.page == cell.place.page), None)
    if part is None or cell.box is None:
        return False
    return cell.box.x1 - cell.box.x0 >= WIDE * (part.x1 - part.x0)


def in_table(line: Line, boxes: Sequence[Box], rows: set[int]) -> bool:
    """Whether a line stands in one of the boxes of its page's tables, in a text report in one of the tables' lines."""
    return line.line in rows if line.box is None else _is_in(line, boxes)


def _is_in(line: Line, boxes: Sequence[Box]) -> bool:
    if not boxes or line.box is None:
        return False
    return holds_middle(boxes, line.box)


def has_leaders(text: str) -> bool:
    """Whether dots lead to a page number, as in a list of contents."""
    return (".." in text or "…" in text or ". ." in text) and LEADERS.search(text) is not None


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    return NOT_LETTERS.sub("", text.casefold())


def _running_heads(document: Document) -> set[str]:
    """What stands near the upper or lower edge of many pages, digits left out."""
    seen: Counter[str] = Counter()
    for page in document.pages:
        edge = [*page.lines[:EDGE_LINES], *page.lines[-EDGE_LINES:]]
        seen.update({_fold(line.text) for line in edge})
    least = max(LEAST_REPEATS, REPEAT_SHARE * len(document.pages))
    return {text for text, count in seen.items() if text and count >= least}


def _is_edge(line: Line, page: Page, heads: set[str]) -> bool:
    if line.box is None:
        return False
    near = line.line <= EDGE_LINES or line.line > len(page.lines) - EDGE_LINES
    return near and (_fold(line.text) in heads or PAGE_NUMBER.match(line.text) is not None)


def _gather(lines: Sequence[tuple[Line, bool]], page: Page, drafts: list[_Draft]) -> None:
    """Add a page's lines to the paragraphs; the last one of the page before may go on."""
    right = max((line.box.x1 for line, inside in lines if line.box and not inside), default=page.width)
    before: Line | None = None
    after_table = False
    for line, inside in lines:
        if inside:
            before, after_table = None, True
            continue
        kind = _kind(line.text)
        current = drafts[-1] if drafts else None
        same = not after_table and current is not None and _goes_on(current, before, line, kind, right)
        if current is not None and (same or (before is None and _runs_over(current, line, kind))):
            current.lines.append(line)
        else:
            drafts.append(_Draft(kind, [line], "table" if after_table else "text" if drafts else ""))
        before, after_table = line, False


def _kind(text: str) -> Kind:
    """What a line looks like by its beginning.

    >>> [_kind(t) for t in ("BAB III", "3.2. Analisis Capaian", "Tabel 3.1", "- a. Undang-undang", "Pada tahun 2016")]
    ['heading', 'heading', 'caption', 'item', 'text']
    """
    first = text.lstrip()[:1]
    if first.islower() and text[1:3].strip(".) ").isalpha():
        return "text"
    plain = bare(DASH.sub("", text) if first in DASHES else text)
    if CAPTION.match(plain):
        return "caption"
    is_short = len(plain) <= LONGEST_HEADING
    if is_short and (CHAPTER.match(plain) or SECTION.match(plain) or LETTERED.match(plain)):
        return "heading"
    if ITEM.match(plain) or (first in DASHES and DASH.match(text)):
        return "item"
    return "text"


def _goes_on(current: _Draft, before: Line | None, line: Line, kind: Kind, right: float) -> bool:
    """Whether a line goes on with the paragraph of the line above it on the same page."""
    if before is None or kind != "text":
        return False
    if line.box is None or before.box is None:
        return line.line == before.line + 1 and current.kind != "heading"
    height = before.box.height or 1.0
    gap = line.box.top - before.box.bottom
    is_open = current.kind in ("text", "item") and _is_open(current, before, line, right)
    if gap > (OPEN_GAP if is_open else WIDE_GAP) * height or gap < -2 * height:
        return False
    if current.kind in ("heading", "caption"):
        return _title_goes_on(current, before, line, right)
    return not (before.box.x1 < SHORT_LINE * right and ENDS.search(before.text))


def _is_open(current: _Draft, before: Line, line: Line, right: float) -> bool:
    """Whether a line fills its column and ends no sentence, and the next one begins nothing new: it is not indented."""
    assert before.box is not None and line.box is not None, "lines of a text report have no boxes"
    if before.box.x1 < SHORT_LINE * right or ENDS.search(before.text) or before.text.isupper() or line.text.isupper():
        return False
    return line.box.x0 - before.box.x0 < (HANGING if current.kind == "item" else SAME_EDGE)


def _title_goes_on(current: _Draft, before: Line, line: Line, right: float) -> bool:
    """Whether a heading or caption has another line: it reached the right edge, or both are in capitals or centred."""
    assert before.box is not None and line.box is not None, "lines of a text report have no boxes"
    if len(current.lines) >= CAPTION_LINES or ENDS.search(before.text):
        return False
    if before.text.isupper() and line.text.isupper():
        return True
    if current.kind == "heading":
        return before.box.x1 > SHORT_LINE * right and line.box.x1 < before.box.x1
    middle = abs((before.box.x0 + before.box.x1) - (line.box.x0 + line.box.x1)) / 2
    return middle < height_of(before) or line.text[:1].islower()


def bare(text: str) -> str:
    """The text without marks of HTML and Markdown.

    >>> bare("target **46,24%** pada <u>tahun</u> 2024 * x")
    'target 46,24% pada tahun 2024 * x'
    """
    return MARKUP.sub("", text) if "<" in text or "*" in text else text


def height_of(line: Line) -> float:
    """The height of a line in points, 0 in a text report."""
    return line.box.height if line.box else 0.0


def _runs_over(current: _Draft, line: Line, kind: Kind) -> bool:
    """Whether the first line after a page end (or a blank line of a text report) goes on with the open paragraph."""
    last = current.lines[-1]
    if kind != "text" or current.kind in ("heading", "caption") or ENDS.search(last.text):
        return False
    if line.page == last.page and line.box is not None:
        return False
    if line.page - last.page > 1:
        return False
    return line.text.strip()[:1].islower() or _is_amount_cut(last.text, line.text) or _is_full(last, line)


def _is_full(last: Line, line: Line) -> bool:
    """Whether the lines on both sides of a page end are as long as each other, and the upper one is left open."""
    if last.box is None or line.box is None or last.page == line.page or not OPEN_END.search(last.text):
        return False
    words = line.text.split()
    return len(words) > 2 and not words[1].isupper() and abs(last.box.x1 - line.box.x1) < SAME_EDGE


def _is_amount_cut(before: str, behind: str) -> bool:
    """Whether a page end parts `Rp` from its amount."""
    return OPEN_AMOUNT.search(before) is not None and behind.strip()[:1].isdigit()


def _finish(draft: _Draft) -> Paragraph:
    """The paragraph of a draft; a word broken by a hyphen at the end of a line is joined where it goes on small."""
    text = ""
    pieces: list[tuple[int, int, int]] = []
    for line in draft.lines:
        plain = " ".join(bare(line.text).split())
        if not pieces:
            plain = DASH.sub("", plain) if _kind(line.text) != "heading" else plain
        if not plain:
            continue
        text = text if not text else f"{text} "
        pieces.append((len(text), line.page, line.line))
        text += plain
    if not pieces:
        pieces = [(0, draft.lines[0].page, draft.lines[0].line)]
    return Paragraph(draft.kind, text, tuple(pieces), draft.follows)


def prose(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Paragraph]]:
    """The paragraphs that hold sentences, each with its number."""
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind in ("text", "item") and paragraph.text:
            yield number, paragraph
