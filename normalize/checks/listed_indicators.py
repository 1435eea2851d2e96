"""Indicators that a list under their objective calls otherwise than the tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.model import Place
from normalize.checks.dossier import Dossier, finding
from normalize.checks.name_words import is_sure, same_words, tokens
from normalize.checks.prose_places import place_at
from normalize.checks.wording import called
from normalize.model import Finding, Observation, Paragraph
from normalize.prose.objectives import same_name
from normalize.words import letters

OBJECTIVE = re.compile(
    r"\bsasaran(?:\s+strategis)?\s+(?:ke\s*-?\s*)?\d{1,2}\s*[:.]\s*[“\"„]?(?P<name>(?-i:[A-Z])[^“”\"„]*)", re.I
)
OPENS = re.compile(r"^\W*indikator(?:\s+kinerja)?(?:\s+(?:sasaran|utama|kinerja))*\s*:?\s*$", re.I)
ITEM = re.compile(r"^\W*(?:\d{1,2}|[a-z])[.)]\s*(?P<name>\S.*)$", re.S | re.I)
GROWS = re.compile(
    r"^\W*(?:meningkatnya|menurunnya)\s+(?=(?:persentase|prosentase|jumlah|rasio|angka|nilai|indeks)\b)", re.I
)
HEADING = re.compile(r"(?:\b[A-Z]{4,}\s+){2,}[A-Z]{4,}")
"""Words in capitals: a title that was read as the next item."""
CUT = 250
LEAST_SHARED = 3
LEAST_LIKE = 0.4
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """The indicators that the text lists under an objective, in order."""

    objective: str
    items: tuple[tuple[str, Place], ...]


def check_listed_indicators(dossier: Dossier) -> Iterator[Finding]:
    """Items at whose place the tables have another name of a few common words; one finding."""
    lists = list(_lists(dossier))
    tables = _tables(dossier) if lists else []
    known = [o for rows in tables for o in rows[1]]
    pairs: dict[str, tuple[str, Place, Observation]] = {}
    for listed in lists:
        for objective, rows in tables:
            if len(rows) == len(listed.items) and same_name(objective, listed.objective):
                for (text, place), row in zip(listed.items, rows, strict=True):
                    if _is_renamed(text, row.indicator) and not any(_is_one(text, o.indicator) for o in known):
                        pairs.setdefault(letters(text), (text, place, row))
    if not pairs:
        return
    shown = [
        called(text, [place], row.indicator, [row.place]) for text, place, row in list(pairs.values())[:MOST_SHOWN]
    ]
    yield finding(
        "name.listed",
        [at for _, place, row in pairs.values() for at in (place, row.place)],
        f"The text lists indicators under other names than the tables: {'; '.join(shown)}.",
        " | ".join(f"{text} / {' '.join(row.indicator.split())}" for text, _, row in list(pairs.values())[:MOST_SHOWN]),
        None,
    )


def _lists(dossier: Dossier) -> Iterator[Listed]:
    """Lists behind `Indikator Sasaran:` below a numbered objective."""
    paragraphs = dossier.interpretation.paragraphs
    objective: str | None = None
    for number, paragraph in enumerate(paragraphs):
        if objective is not None and OPENS.match(paragraph.text):
            items = _items(paragraphs[number + 1 :], dossier)
            if items:
                yield Listed(objective, tuple(items))
            objective = None
        elif "asaran" in paragraph.text and (found := list(OBJECTIVE.finditer(paragraph.text))):
            objective = found[-1]["name"].strip()


def _items(paragraphs: Sequence[Paragraph], dossier: Dossier) -> list[tuple[str, Place]]:
    """The items from the first on, each up to the next objective, as long as they go on counting."""
    found: list[tuple[str, Place]] = []
    for paragraph in paragraphs:
        item = ITEM.match(paragraph.text)
        marker = re.match(r"\W*(\w+)", paragraph.text)
        is_heading = HEADING.search(paragraph.text) is not None
        if (
            item is None
            or is_heading
            or marker is None
            or marker[1].lower() not in (str(len(found) + 1), chr(97 + len(found)))
        ):
            break
        cut = OBJECTIVE.search(item["name"])
        text = item["name"][: cut.start()] if cut else item["name"]
        found.append((" ".join(text.split()).rstrip(" .;:"), place_at(*paragraph.pieces[0][1:], dossier)))
        if cut:
            break
    return found if all(len(text) <= CUT for text, _ in found) else []


def _tables(dossier: Dossier) -> list[tuple[str, list[Observation]]]:
    """The indicators under each objective of each table, each once and in order."""
    groups: dict[tuple[int, int, str], dict[str, Observation]] = defaultdict(dict)
    for o in dossier.observations:
        if o.objective and is_sure(o):
            table = dossier.tables.get((o.place.page, o.place.table_no))
            at = table.parts[0] if table is not None else o.place
            groups[at.page, at.table_no, o.objective].setdefault(letters(o.indicator), o)
    return [(objective, list(rows.values())) for (_, _, objective), rows in groups.items()]


def _is_one(text: str, indicator: str) -> bool:
    """Whether the words are the same, but for a direction before them and brackets behind them."""
    one, other = GROWS.sub("", text), GROWS.sub("", indicator)
    short, long = sorted((letters(one), letters(other)), key=len)
    return same_words(one, other) or (short in long and len(long) - len(short) <= LEAST_SHARED)


def _is_renamed(text: str, indicator: str) -> bool:
    """Whether two names share a good part of their words, and are not one."""
    one, other = set(tokens(GROWS.sub("", text))), set(tokens(GROWS.sub("", indicator)))
    shared = len(one & other)
    return shared >= LEAST_SHARED and shared >= LEAST_LIKE * min(len(one), len(other)) and not _is_one(text, indicator)
