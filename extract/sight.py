"""Which pages of a document are read by OCR: those whose text layer cannot be believed, where an engine is there.

Nothing of the OCR is imported before the first such page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from extract.model import Box, Line, RawTable, UnreadableDocument
from extract.pdf.pdfium import DamagedPage, PdfPage, Word
from extract.pdf.rulings import Rules
from extract.pdf.text_trust import Trust, trust_of

if TYPE_CHECKING:
    from extract.ocr import ImagePage, PageReader, Seen

OcrMode = Literal["auto", "never", "always"]

SAMPLED = 8  # pages looked at to tell a scan from a printed document with a few pictures
SCANNED = 0.5
INSTALL = "pip install 'lakip[ocr]'"


class Readable(Protocol):
    """What the reading of tables asks of a page, printed or seen."""

    @property
    def text(self) -> str: ...
    @property
    def size(self) -> tuple[float, float]: ...
    def words(self) -> list[Word]: ...
    def rules(self) -> Rules: ...
    def split(self, word: Word, at: float) -> tuple[Word, Word] | None: ...
    def character_box(self, index: int) -> Box: ...
    def span_boxes(self, spans: Sequence[tuple[int, int]]) -> list[Box]: ...
    def is_hidden(self, word: Word) -> bool: ...


@dataclass(slots=True)
class Sight:
    """The eyes on one document. `seen` are the pages read by OCR, `poor` those that were too poor, by their number."""

    mode: OcrMode = "auto"
    engine: str | None = None
    seen: dict[int, ImagePage] = field(default_factory=dict)
    poor: list[int] = field(default_factory=list)
    _reader: PageReader | None = None
    _is_open: bool = False
    _is_garbled: bool | None = None

    def trusts(self, document: Any, page: PdfPage) -> Trust:
        """How far the text of a page is believed; where an engine is to read all pages, not at all.

        The layer of another OCR is garbled where that on other pages of the document is.
        """
        if self.mode == "always":
            return "none"
        trust = trust_of(page)
        if trust != "layer":
            return trust
        if self._is_garbled is None:
            self._is_garbled = "garbled" in sampled(document)
        return "garbled" if self._is_garbled else "layer"

    def look(self, document: Any, index: int, gate: bool, after_hit: bool) -> Seen | None:
        """Page `index` (from 0) as OCR reads it, None where none is installed or wanted, or the page is a picture."""
        if not self._is_open:
            self._reader = self._open(document)
            self._is_open = True
        if self._reader is None:
            return None
        found = self._reader.read(index, gate, after_hit)
        if found is None:
            return None
        if found.legible:
            self.seen[index + 1] = found.page
        else:
            self.poor.append(index + 1)
        return found

    def _open(self, document: Any) -> PageReader | None:
        if self.mode == "never":
            return None
        from extract.ocr import PageReader, find_engine

        engine = find_engine(self.engine)
        if engine is None:
            if self.mode == "always":
                raise UnreadableDocument(f"no OCR engine is installed: {INSTALL}")
            return None
        if self.mode == "always":
            return PageReader(document, engine, whole=len(document))
        return PageReader(document, engine, prose=is_scan(document))

    def finished(self, tables: Iterable[RawTable]) -> list[RawTable]:
        """Tables with the certainty of their cells and with boxes that fit the page as it lies."""
        if not self.seen:
            return list(tables)
        from extract.ocr import finished

        return [finished(table, self.seen) for table in tables]

    def in_place(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Lines with boxes that fit the page as it lies."""
        if not self.seen:
            return tuple(lines)
        from extract.ocr import in_place

        return tuple(in_place(lines, self.seen))

    def why_unreadable(self, pages: int) -> str:
        """Why nothing of a document could be read."""
        if self.poor:
            return f"scan too poor to read: {len(self.poor)} of {pages} pages; scan it again at 300 dots an inch"
        if self._reader is not None:
            return "its pages are pictures without text or tables"
        return f"its pages are images, or their text layer is garbled; {INSTALL} and read it with --ocr auto"


def is_scan(document: Any) -> bool:
    """Whether at least half of a document's pages, by a sample, have no text that can be believed."""
    trusts = sampled(document)
    return sum(trust != "printed" for trust in trusts) >= SCANNED * len(trusts)


def sampled(document: Any) -> list[Trust]:
    """How far some pages of a document, evenly spread, can be believed; damaged ones are left out."""
    count = len(document)
    trusts: list[Trust] = []
    for index in sorted({index * count // SAMPLED for index in range(SAMPLED)}):
        try:
            with PdfPage(document.raw, index) as page:
                trusts.append(trust_of(page))
        except DamagedPage:
            continue
    return trusts
