"""Where a document says what it is: its cover and first lines, and the running heads and feet of its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.model import Document, Page
from normalize.identity.agency_words import vocabulary
from normalize.words import plain, unspaced

_TAG = re.compile(r"<[^<>]{1,12}>")
_TELLING = re.compile(r"[^\W\d_]{4}|\bBAB\b|\d{4}")
_COVER_LINES = 25
_OPENING_LINES = 8
_EDGE_LINES = 3
_COVER_PAGES = 3


@dataclass(frozen=True, slots=True)
class TitleLines:
    """Lines in capitals, letter-spacing undone: `opening` of the first printed page, `covers`, `edges` of each page."""

    opening: str
    covers: tuple[str, ...]
    edges: tuple[str, ...]
    pages: tuple[str, ...]


def title_lines(document: Document) -> TitleLines:
    """The lines that can hold a title; running text is in `pages` only."""
    printed = [(page, _lines(page)) for page in document.pages]
    printed = [(page, lines) for page, lines in printed if lines]
    opening = printed[0][1][:_OPENING_LINES] if printed else []
    covers = [lines for page, lines in printed if page.page <= _COVER_PAGES and len(lines) <= _COVER_LINES]
    edges = [[*lines[:_EDGE_LINES], *lines[_EDGE_LINES:][-_EDGE_LINES:]] for _, lines in printed]
    return TitleLines(
        "\n".join(opening),
        tuple("\n".join(lines) for lines in covers),
        tuple("\n".join(lines) for lines in edges),
        tuple("\n".join(lines) for _, lines in printed),
    )


def _lines(page: Page) -> list[str]:
    """The printed lines of a page in capitals; on a scan without those that are no words, as crests and stamps give."""
    lines = (_TAG.sub("", line.text) if "<" in line.text else line.text for line in page.lines)
    text = plain(unspaced("\n".join(lines), vocabulary())).upper()
    plain_lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in plain_lines if line and (page.source != "ocr" or _TELLING.search(line))]
