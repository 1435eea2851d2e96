"""Table numbers and captions: numbers used twice or left out, captions copied from another table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extract.model import Box, Document, Line, Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, where
from normalize.model import Finding
from normalize.same import Same
from normalize.words import letters

CAPTION = re.compile(r"^\s*(?:Tabel|TABEL)\s*[.:]?\s*((?:[IVX]+|\d+)(?:\s*\.\s*\d+)*\s?[a-z]?)\s*[.:]?(?:\s+(.*))?$")
MENTION = re.compile(r"\btabel\s*[.:]?\s*((?:[ivx]+|\d+)(?:\s*\.\s*\d+)*)", re.I)
CONTINUED = re.compile(r"lanjut|sambung", re.I)
CONTENTS = re.compile(r"daftar\s+(?:isi|tabel|gambar|grafik|lampiran)", re.I)
LEADERS = re.compile(r"\.{3,}|…|\s\d{1,3}$")
LEAST_IN_CHAPTER = 3
LONGEST_GAP = 2
LISTED_CAPTIONS = 3
LEAST_LETTERS = 25
COMPARED_LETTERS = 80
TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Caption:
    """A printed table number with its title; `parts` is the number as integers, a letter after it apart."""

    number: str
    parts: tuple[int, ...]
    letter: str
    title: str
    place: Place


def read_captions(document: Document) -> tuple[Caption, ...]:
    """The captions of a document in reading order, lists of tables left out; read once for all who ask.

    A caption is a line of its own that begins with `Tabel` and a number, followed by nothing or by a title in capitals
    or with a capital first letter; a sentence that begins with a table's number goes on in small letters.
    """
    return _read_captions(Same(document))


@lru_cache(maxsize=1)
def _read_captions(of: Same[Document]) -> tuple[Caption, ...]:
    document = of.it
    found: list[Caption] = []
    with_table = {part.page for table in document.tables for part in table.parts}
    for page in document.pages:
        if not any(CAPTION.match(line.text) for line in page.lines):
            continue
        boxes = [part.box for table in document.tables for part in table.parts if part.page == page.page and part.box]
        lines = [line for line in page.lines if not _is_inside(line, boxes)]
        on_page = [c for at, line in enumerate(lines) if (c := _caption(page.page, lines[at + 1 :], line)) is not None]
        is_list = len(on_page) >= LISTED_CAPTIONS and page.page not in with_table
        if document.kind == "pdf" and (is_list or any(CONTENTS.search(line.text) for line in page.lines[:6])):
            continue
        found += on_page
    return tuple(found)


def _is_inside(line: Line, boxes: Sequence[Box]) -> bool:
    """Whether a line stands inside a table, whose own words are no caption."""
    if line.box is None:
        return False
    middle = (line.box.top + line.box.bottom) / 2
    return any(box.top <= middle <= box.bottom and box.x0 <= line.box.x1 and line.box.x0 <= box.x1 for box in boxes)


def _caption(page: int, following: Sequence[Line], line: Line) -> Caption | None:
    match = CAPTION.match(line.text)
    if match is None or LEADERS.search(match.group(2) or ""):
        return None
    number, title = re.sub(r"\s", "", match.group(1)), (match.group(2) or "").strip()
    if title and not title[0].isupper() and not title.startswith("("):
        return None
    if not title:
        title = " ".join(after.text.strip() for after in following[:TITLE_LINES])
    letter = number[-1] if number[-1].islower() else ""
    parts = _parts(number.removesuffix(letter))
    place = Place(page, 0, line.line, 1, line.line if line.box is None else None)
    return Caption(number.rstrip("."), parts, letter, title, place)


def _parts(number: str) -> tuple[int, ...]:
    """The number of a table as integers: `III.2` is (3, 2)."""
    return tuple(_integer(part) for part in re.sub(r"\s", "", number).strip(".").upper().split("."))


def _integer(part: str) -> int:
    if part.isdigit():
        return int(part)
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in part]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def check_numbering(dossier: Dossier) -> Iterator[Finding]:
    """Numbers used for several tables, and numbers left out of a sequence; one finding a report."""
    document = dossier.interpretation.document
    captions = read_captions(document)
    twice, gaps = _twice(captions), _gaps(captions, _mentioned(document))
    beyond = list(_beyond(captions, dossier))
    if not twice and not gaps and not beyond:
        return
    parts = [f"{_count(len(same))} Tabel {same[0].number} ({where(c.place for c in same)})" for same in twice]
    parts += [
        f"Tabel {missing} is missing between {before.number} ({where([before.place])}) and {after.number} "
        f"({where([after.place])})"
        for before, missing, after in gaps
    ]
    parts += [
        f"Tabel {number} is named ({where([place])}) beyond the last, {last.number} ({where([last.place])})"
        for number, place, last in beyond
    ]
    numbers = [same[0].number for same in twice] + [before.number for before, _, _ in gaps]
    numbers += [number for number, _, _ in beyond]
    yield finding(
        "table.numbering",
        [
            *(c.place for same in [*twice, *([before, after] for before, _, after in gaps)] for c in same),
            *(place for _, place, _ in beyond),
        ],
        f"The numbering of the tables is broken: {'; '.join(parts)}.",
        " | ".join(f"Tabel {number}" for number in numbers),
        None,
    )


def _chapters(captions: Sequence[Caption]) -> dict[tuple[int, ...], dict[int, Caption]]:
    """The captions of each chapter by their last number, the first of each."""
    chapters: dict[tuple[int, ...], dict[int, Caption]] = defaultdict(dict)
    for caption in captions:
        chapters[caption.parts[:-1]].setdefault(caption.parts[-1], caption)
    return chapters


def _beyond(captions: Sequence[Caption], dossier: Dossier) -> Iterator[tuple[str, Place, Caption]]:
    """Tables that a sentence names beyond the last one of their chapter, where it counts from 1 without gap."""
    whole = {
        prefix: numbers[max(numbers)]
        for prefix, numbers in _chapters(captions).items()
        if len(numbers) >= LEAST_IN_CHAPTER and sorted(numbers) == list(range(1, len(numbers) + 1))
    }
    done: set[tuple[int, ...]] = set()
    for sentence in dossier.interpretation.sentences if whole else ():
        for match in MENTION.finditer(sentence.text) if "abel" in sentence.text else ():
            parts = _parts(match[1])
            last = whole.get(parts[:-1])
            if last is not None and parts[-1] > last.parts[-1] + 1 and parts not in done:
                done.add(parts)
                yield re.sub(r"\s", "", match[1]), place_at(sentence.page, sentence.line, dossier), last


def _mentioned(document: Document) -> set[str]:
    """The numbers of all tables that the report names anywhere."""
    lines = (line.text for page in document.pages for line in page.lines if "tabel" in line.text.lower())
    return {re.sub(r"\s", "", number) for line in lines for number in MENTION.findall(line)}


def _count(count: int) -> str:
    return "two tables are both" if count == 2 else f"{count} tables are all"


def _twice(captions: Sequence[Caption]) -> list[list[Caption]]:
    """Groups of captions with one number and different titles or another caption between them."""
    groups: dict[tuple[tuple[int, ...], str], list[Caption]] = defaultdict(list)
    previous: Caption | None = None
    for caption in captions:
        group = groups[caption.parts, caption.letter]
        goes_on = previous is not None and group and group[-1] is previous and _alike(previous, caption)
        if not goes_on and not CONTINUED.search(caption.title):
            group.append(caption)
        previous = group[-1] if group else caption
    return [group for group in groups.values() if len(group) > 1]


def _alike(a: Caption, b: Caption) -> bool:
    return letters(a.title)[:COMPARED_LETTERS] == letters(b.title)[:COMPARED_LETTERS]


def _gaps(captions: Sequence[Caption], mentioned: set[str]) -> list[tuple[Caption, str, Caption]]:
    """Numbers left out between two captions of one chapter that counts without letters, one or two at a time."""
    gaps = []
    for prefix, numbers in _chapters(captions).items():
        if not prefix or any(caption.letter for caption in numbers.values()):
            continue
        for low, high in pairwise(sorted(numbers)):
            head = numbers[low].number.rpartition(".")[0]
            missing = [f"{head}.{n}" for n in range(low + 1, high)]
            if 0 < len(missing) <= LONGEST_GAP and not mentioned & set(missing):
                gaps.append((numbers[low], " and ".join(missing), numbers[high]))
    return gaps


def check_copied_captions(dossier: Dossier) -> Iterator[Finding]:
    """One long title over two tables, with another table between them."""
    captions = read_captions(dossier.interpretation.document)
    by_title: dict[str, list[int]] = defaultdict(list)
    for at, caption in enumerate(captions):
        if len(letters(caption.title)) >= LEAST_LETTERS and not CONTINUED.search(caption.title):
            by_title[letters(caption.title)].append(at)
    for group in by_title.values():
        copies = [b for a, b in pairwise(group) if any(not _alike(captions[m], captions[a]) for m in range(a + 1, b))]
        if not copies:
            continue
        same = [captions[group[0]], *(captions[at] for at in copies)]
        yield finding(
            "caption.copied",
            [c.place for c in same],
            f"The caption {name(same[0].title)} stands over {len(same)} different tables "
            f"({where(c.place for c in same)}), as Tabel {' and Tabel '.join(c.number for c in same)}.",
            same[0].title,
            None,
        )
