"""Signed performance agreements: parties by name and post as printed, place and date; no civil-servant numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.model import Document, Line
from normalize.facts import rows
from normalize.model import Agreement
from normalize.prose.paragraphs import bare

BEFORE = 16
BEHIND = 40
FIRST = re.compile(r"disebut\s+(?:sebagai\s+)?pihak\s+(?:pertama|kesatu|ke-?satu)", re.IGNORECASE)
SECOND = re.compile(r"disebut\s+(?:sebagai\s+)?pihak\s+(?:kedua|ke-?dua)", re.IGNORECASE)
NAME = re.compile(r"^\W*N\s*a\s*m\s*a\b\s*:?\s*", re.IGNORECASE)
POST = re.compile(r"^\W*J\s*a\s*b\s*a\s*t\s*a\s*n\b\s*:?\s*", re.IGNORECASE)
NUMBER = re.compile(r"\bNIP\b.*$", re.IGNORECASE)
TITLE = re.compile(r"PERJANJIAN\s+KINERJA(.*?)\bTAHUN\s+((?:19|20)\d\d)", re.IGNORECASE | re.DOTALL)
SIGNED = re.compile(r"^([A-Z][A-Za-z' .]{2,30}?)\s*,\s*(?:(\d{1,2})\s+)?([A-Za-z]{3,10})\s+((?:19|20)\d\d)\s*$")


def read_agreements(document: Document) -> tuple[Agreement, ...]:
    """The agreements whose two parties the document names, in reading order."""
    lines = [line for page in document.pages for line in page.lines if line.text.strip()]
    firsts = (at for at, line in enumerate(lines) if "pihak" in line.text.lower() and FIRST.search(line.text))
    return tuple(found for at in firsts if (found := _agreement(lines, at)))


def _agreement(lines: Sequence[Line], first: int) -> Agreement | None:
    """The agreement whose first party ends on line `first`."""
    second = next(
        (at for at in range(first + 1, min(len(lines), first + BEFORE)) if SECOND.search(lines[at].text)), None
    )
    if second is None:
        return None
    one = _party(lines[max(0, first - BEFORE) : first + 1])
    other = _party(lines[first + 1 : second + 1])
    if one == (None, None) and other == (None, None):
        return None
    around = " \n".join(line.text for line in lines[max(0, first - BEFORE) : min(len(lines), second + BEHIND)])
    title = TITLE.search(around)
    signed = next((s for line in lines[second : second + BEHIND] if (s := _signed(bare(line.text).strip()))), None)
    place, date, raw = signed or (None, None, None)
    start = next((at for at in range(first, max(-1, first - BEFORE), -1) if NAME.match(lines[at].text)), first)
    return Agreement(
        page=lines[start].page,
        line=lines[start].line,
        year=int(title.group(2)) if title else int(date[:4]) if date else None,
        first_name=one[0],
        first_post=one[1],
        second_name=other[0],
        second_post=other[1],
        place=place,
        date=date,
        date_raw=raw,
        is_revised=title is not None and "perubahan" in title.group(1).casefold(),
    )


def _party(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """Name and post of the last party among some lines; each may stand behind its word or on the lines below it."""
    texts = [bare(line.text).strip() for line in lines]
    start = next((at for at in range(len(texts) - 1, -1, -1) if NAME.match(texts[at])), None)
    if start is None:
        return None, None
    parts: dict[str, list[str]] = {"name": [], "post": []}
    now = "name"
    for text in texts[start:]:
        if FIRST.search(text) or SECOND.search(text):
            break
        if POST.match(text):
            now, text = "post", POST.sub("", text)
        elif NAME.match(text):
            text = NAME.sub("", text)
        plain = NUMBER.sub("", text).strip(" :")
        if plain:
            parts[now].append(plain)
    return " ".join(parts["name"]) or None, " ".join(parts["post"]) or None


def _signed(text: str) -> tuple[str, str, str] | None:
    """Place, date as far as it is printed, and the print of the date.

    >>> _signed("Tanjungpinang, 26 Januari 2024"), _signed("Manado,   Nopember 2021")
    (('Tanjungpinang', '2024-01-26', '26 Januari 2024'), ('Manado', '2021-11', 'Nopember 2021'))
    """
    match = SIGNED.match(" ".join(text.split()))
    month = _months().get(match.group(3).casefold()) if match else None
    if match is None or month is None:
        return None
    place, day, name, year = match.groups()
    date = f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")
    return place.strip(), date, f"{day} {name} {year}" if day else f"{name} {year}"


@cache
def _months() -> dict[str, int]:
    """Names and abbreviations of months."""
    table = rows("count_words", ("word", "kind", "value"), ("word",))
    return {row["word"]: int(row["value"]) for row in table if row["kind"] == "named_month"}
