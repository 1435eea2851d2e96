"""The list of tables in front of a report against the captions over its tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extract.model import Document, Page, Place
from normalize.checks.captions import Caption, read_captions
from normalize.checks.dossier import Dossier, finding
from normalize.checks.named_years import named_years
from normalize.checks.wording import name, where
from normalize.model import Finding

ENTRY = re.compile(
    r"^\W*(?:Tabel|TABEL)\s*\.?\s*(?P<number>(?:[IVX]+|\d+)(?:\s*\.\s*\d+)*\s?[a-z]?)\b[.:]?\s*(?P<title>.*)$"
)
OTHER_ENTRY = re.compile(r"^\W*(?:gambar|grafik|diagram|bagan|lampiran)\b", re.I)
LEADS_TO_PAGE = re.compile(r"(?:\.\s?){3,}.*$|…+.*$|\s\d{1,3}\s*$")
LEADERS = re.compile(r"(?:\.\s?){3,}.*$|…+.*$")
LEAST_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A table's number and title in the list of tables."""

    number: str
    title: str
    place: Place


def check_listed_captions(dossier: Dossier) -> Iterator[Finding]:
    """Titles in the list of tables that name another year than the caption of that number; one finding a report."""
    document = dossier.interpretation.document
    captions: dict[str, list[Caption]] = defaultdict(list)
    for caption in read_captions(document):
        captions[caption.number].append(caption)
    wrong: list[tuple[Entry, Caption]] = []
    for entry in _entries(document):
        same = captions.get(entry.number, [])
        if len(same) != 1:
            continue
        listed, printed = named_years(entry.title), named_years(same[0].title)
        if listed and printed and not listed & printed:
            wrong.append((entry, same[0]))
    if wrong:
        parts = [
            f"Tabel {entry.number} {name(entry.title)} ({where([entry.place])}) for the caption {name(caption.title)} "
            f"({where([caption.place])})"
            for entry, caption in wrong
        ]
        yield finding(
            "caption.listed",
            [place for entry, caption in wrong for place in (entry.place, caption.place)],
            f"The list of tables names another year than the caption of the table: {'; '.join(parts)}.",
            " | ".join(entry.title for entry, _ in wrong),
            " | ".join(caption.title for _, caption in wrong),
        )


def _entries(document: Document) -> Iterator[Entry]:
    """The entries of lists of tables, each over as many lines as lead to its page number."""
    with_table = {part.page for table in document.tables for part in table.parts}
    for page in document.pages:
        if document.kind == "pdf" and page.page in with_table:
            continue
        if sum(ENTRY.match(line.text) is not None for line in page.lines) < LEAST_ENTRIES:
            continue
        found = list(_on_page(page, document.kind))
        if len(found) >= LEAST_ENTRIES:
            yield from found


def _on_page(page: Page, kind: Literal["pdf", "text"]) -> Iterator[Entry]:
    leads_to_page = LEADS_TO_PAGE if kind == "pdf" else LEADERS
    open_entry: Entry | None = None
    for line in page.lines:
        if found := ENTRY.match(line.text):
            number = re.sub(r"\s", "", found["number"]).rstrip(".")
            open_entry = Entry(
                number, found["title"], Place(page.page, 0, line.line, 1, line.line if kind == "text" else None)
            )
        elif OTHER_ENTRY.match(line.text):
            open_entry = None
        elif open_entry is not None:
            open_entry = Entry(open_entry.number, f"{open_entry.title} {line.text}", open_entry.place)
        if open_entry is not None and leads_to_page.search(open_entry.title):
            yield Entry(open_entry.number, leads_to_page.sub("", open_entry.title).strip(), open_entry.place)
            open_entry = None
