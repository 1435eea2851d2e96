"""Sections that carry the number of another chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import listed, name, where
from normalize.model import Finding
from normalize.prose.headings import Heading, read_headings


def check_chapter_numbers(dossier: Dossier) -> Iterator[Finding]:
    """`1.1.1` below `2.1`: sections of three numbers, from 1 on, below one that belongs to a later chapter."""
    told = dossier.interpretation
    if any(page.source == "ocr" for page in told.document.pages):
        return
    all_headings = read_headings(told.paragraphs, told.document)
    headings = [h for h in all_headings if h.number is not None and told.paragraphs[h.paragraph].kind == "heading"]
    for above, below in _foreign(headings):
        places = [place_at(h.page, h.line, dossier) for h in (above, *below)]
        numbers = [heading.number or "" for heading in below]
        yield finding(
            "section.chapter",
            places,
            f"The sections below {above.number} {name(above.title)} are numbered {listed(numbers)} ({where(places)}).",
            " | ".join(numbers),
            None,
        )


def _foreign(headings: Sequence[Heading]) -> list[tuple[Heading, list[Heading]]]:
    found: list[tuple[Heading, list[Heading]]] = []
    above: Heading | None = None
    for heading in headings:
        parts = (heading.number or "").split(".")
        if len(parts) == 2:
            above = heading
        elif above is not None and len(parts) == 3 and int(parts[0]) < int((above.number or "0").split(".")[0]):
            if found and found[-1][0] is above:
                found[-1][1].append(heading)
            elif parts[2] == "1":
                found.append((above, [heading]))
    return found
