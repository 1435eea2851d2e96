"""Missions of a plan that the text quotes by their number otherwise than its list of missions has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.name_words import same_words
from normalize.checks.prose_places import place_at
from normalize.checks.wording import name, where
from normalize.model import Finding, Paragraph
from normalize.prose.counts import list_items
from normalize.prose.paragraphs import prose
from normalize.prose.phrases import NUMBERS_OF_ORDINALS, ORDINALS
from normalize.words import letters

ANNOUNCED = re.compile(r"\bmisi\b[^.;]{0,120}:\s*$", re.I)
QUOTED = re.compile(
    rf"\bmisi\s+(?:ke\s*-?\s*)?(?P<no>[1-9](?!\d)|{ORDINALS})\b"
    r"(?:\s*,?\s*(?:yaitu|yakni|adalah|ialah)\b\s*:?|\s*:)\s*(?P<mark>[“\"„]?)\s*(?P<name>(?-i:[A-Z])[^“”\"„:;]*)",
    re.I | re.S,
)
MARKER = re.compile(r"^\W*\d{1,2}[.)]\s*")
END = re.compile(r"\.(?:\s|$)|\b(?:Tujuan|Sasaran)\b")
LEAST_ITEMS = 3
LEAST_LETTERS = 15
LEAST_ALIKE = 65
MOST_SHOWN = 3

Item = tuple[str, Paragraph]


@dataclass(frozen=True, slots=True)
class Slip:
    """A quoted mission and the one of the list that has its number."""

    quoted: str
    at: Place
    listed: str
    listed_at: Place


def check_missions(dossier: Dossier) -> Iterator[Finding]:
    """`Misi Ketiga, yaitu …` in other words than item 3 of every list of missions; one finding."""
    paragraphs = dossier.interpretation.paragraphs
    lists = list(_lists(paragraphs))
    slips = list(_slips(paragraphs, lists, dossier)) if lists else []
    if not slips:
        return
    parts = [
        f"{name(slip.quoted)} ({where([slip.at])}) is {name(slip.listed)} in the list ({where([slip.listed_at])})"
        for slip in slips[:MOST_SHOWN]
    ]
    yield finding(
        "prose.mission",
        [place for slip in slips for place in (slip.at, slip.listed_at)],
        f"Missions (misi) are quoted in other words than in their list: {'; '.join(parts)}.",
        " | ".join(slip.quoted for slip in slips[:MOST_SHOWN]),
        " | ".join(slip.listed for slip in slips[:MOST_SHOWN]),
    )


def _lists(paragraphs: Sequence[Paragraph]) -> Iterator[list[Item]]:
    """The numbered lists that a line on missions announces."""
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind != "caption" and ANNOUNCED.search(paragraph.text[-200:]):
            items = [(MARKER.sub("", p.text), p) for p in list_items(paragraphs, number + 1) if MARKER.match(p.text)]
            if len(items) >= LEAST_ITEMS:
                yield items


def _slips(paragraphs: Sequence[Paragraph], lists: Sequence[list[Item]], dossier: Dossier) -> Iterator[Slip]:
    for number, paragraph in prose(paragraphs):
        if "misi" not in paragraph.text.casefold():
            continue
        behind = paragraphs[number + 1].text if number + 1 < len(paragraphs) else ""
        text = f"{paragraph.text} {behind}" if paragraph.text.rstrip().endswith(":") else paragraph.text
        for said in QUOTED.finditer(text):
            is_closed = bool(said["mark"]) and text[said.end() : said.end() + 1] in ("”", '"', "“")
            quoted = said["name"].strip() if is_closed else END.split(said["name"])[0].strip()
            found = _unlike(quoted, is_closed, _number(said["no"]), lists)
            if found is not None:
                at = place_at(*paragraph.at(said.start()), dossier)
                yield Slip(" ".join(quoted.split()), at, found[0], place_at(*found[1].pieces[0][1:], dossier))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS_OF_ORDINALS[text.casefold()]


def _unlike(quoted: str, is_whole: bool, number: int, lists: Sequence[list[Item]]) -> Item | None:
    """The item of that number that is like the quoted one, where no list has the mission in its own words."""
    if len(quoted) < LEAST_LETTERS:
        return None
    same = [items[number - 1] for items in lists if number <= len(items)]
    every = [item for items in lists for item in items]
    if any(_is_one(quoted, text, is_whole) for text, _ in every):
        return None
    near = [item for item in same if fuzz.token_set_ratio(quoted.casefold(), item[0].casefold()) >= LEAST_ALIKE]
    return near[0] if near else None


def _is_one(quoted: str, text: str, is_whole: bool) -> bool:
    """Whether a quoted mission has the words of a listed one, or only some of the first of them where it may be cut."""
    short, long = sorted((letters(quoted), letters(text)), key=len)
    return same_words(quoted, text) or (short in long and not is_whole) or (letters(text) in letters(quoted))
