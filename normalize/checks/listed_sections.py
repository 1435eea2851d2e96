"""The list of contents against the headings of the sections that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, where
from normalize.model import Finding
from normalize.prose.headings import Heading, contents_pages, read_headings
from normalize.words import letters

ENTRY = re.compile(
    r"^\W*(?P<no>\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?P<title>[^\W\d_][^\d]{3,90}?)[\s.…_]*\s(?:\d{1,3}|[ivx]+)\s*$"
)
SAME = 85
MOST_SHOWN = 4


def check_listed_sections(dossier: Dossier) -> Iterator[Finding]:
    """`1.2 Landasan Hukum` in the contents and `1.2 Organisasi` over the section; one finding."""
    told = dossier.interpretation
    contents = contents_pages(told.document)
    headings: dict[str, list[Heading]] = defaultdict(list)
    for heading in read_headings(told.paragraphs, told.document) if contents else ():
        paragraph = told.paragraphs[heading.paragraph]
        if heading.number is not None and paragraph.kind == "heading" and not ENTRY.match(paragraph.text):
            headings[heading.number].append(heading)
    wrong: list[tuple[str, str, Place, Heading]] = []
    for page in told.document.pages if headings else ():
        for line in page.lines if page.page in contents else ():
            entry = ENTRY.match(line.text)
            own = headings.get(entry["no"], []) if entry is not None else []
            if entry is not None and own and not any(_is_one(entry["title"], h, dossier) for h in own):
                wrong.append(
                    (entry["no"], entry["title"].strip(" .…"), place_at(line.page, line.line, dossier), own[0])
                )
    if wrong:
        yield _finding(wrong, dossier)


def _is_one(title: str, heading: Heading, dossier: Dossier) -> bool:
    """Whether a title is that of a heading: in spelling, cut short by the line, or with what the next line adds."""
    told = dossier.interpretation
    behind = "".join(p.text for p in told.paragraphs[heading.paragraph + 1 : heading.paragraph + 2])
    listed, own, longer = letters(title), letters(heading.title), letters(f"{heading.title} {behind[:100]}")
    return not own or listed in own or longer.startswith(listed) or fuzz.ratio(listed, own) >= SAME


def _finding(wrong: Sequence[tuple[str, str, Place, Heading]], dossier: Dossier) -> Finding:
    parts = [
        f"{number} is {name(title)} ({where([at])}) and {name(heading.title)} "
        f"({where([place_at(heading.page, heading.line, dossier)])})"
        for number, title, at, heading in wrong[:MOST_SHOWN]
    ]
    more = f"; and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
    return finding(
        "section.listed",
        [at for _, _, place, heading in wrong for at in (place, place_at(heading.page, heading.line, dossier))],
        f"The list of contents names sections otherwise than their headings: {'; '.join(parts)}{more}.",
        " | ".join(f"{number} {title}" for number, title, _, _ in wrong),
        " | ".join(f"{number} {heading.title}" for number, _, _, heading in wrong),
    )
