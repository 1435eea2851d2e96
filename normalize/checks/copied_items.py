"""Items of a list written after one pattern, in which the sentence of another item was left standing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from normalize.checks.dossier import Dossier, finding
from normalize.checks.prose_places import place_at
from normalize.checks.wording import listed, name, where
from normalize.model import Finding, Paragraph

ITEM = re.compile(r"^\W*(?:\d{1,2}|[A-Za-z])[.)]\s+(?P<subject>[^,:;]{4,90})[,:;](?P<body>.*)$", re.S)
WORD = re.compile(r"[^\W\d_]+")
LEAST_ITEMS = 4
LEAST_OWN = 3
BEFORE = 2


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its subject, the words that tell it from the others, and the words behind the subject."""

    paragraph: Paragraph
    subject: str
    own: tuple[str, ...]
    body: tuple[str, ...]


def check_copied_items(dossier: Dossier) -> Iterator[Finding]:
    """Items that speak of another item's subject where the others speak of their own; one finding a list."""
    for run in _runs(dossier.interpretation.paragraphs):
        items = _items(run)
        if len(items) < LEAST_ITEMS:
            continue
        before = Counter(words for item in items for words in _before(item.own, item.body))
        usual = {words for words, count in before.items() if count >= LEAST_OWN}
        slips = [(item, other) for item in items if (other := _other(item, items, usual)) is not None]
        if slips:
            yield _finding(slips, dossier)


def _runs(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind == "item":
            run.append(paragraph)
        elif run:
            yield run
            run = []
    yield run


def _items(run: Sequence[Paragraph]) -> list[Item]:
    """The items of a list whose subjects differ in a few words."""
    found = [(paragraph, match) for paragraph in run if (match := ITEM.match(paragraph.text))]
    subjects = [_words(match["subject"]) for _, match in found]
    counts = Counter(word for words in subjects for word in set(words))
    common = {word for word, count in counts.items() if 2 * count > len(found)}
    items = []
    for (paragraph, match), words in zip(found, subjects, strict=True):
        own = tuple(word for word in words if word not in common)
        if own and common & set(words):
            items.append(Item(paragraph, match["subject"], own, _words(match["body"])))
    return items


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in WORD.findall(text))


def _before(own: Sequence[str], body: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words just before each mention of a subject's own words."""
    size = len(own)
    for at in range(BEFORE, len(body) - size + 1):
        if tuple(body[at : at + size]) == tuple(own):
            yield tuple(body[at - BEFORE : at])


def _other(item: Item, items: Sequence[Item], usual: set[tuple[str, ...]]) -> Item | None:
    """The item whose subject an item mentions where it should mention its own, and never does."""
    if any(True for _ in _before(item.own, item.body)):
        return None
    for other in items:
        if other.own != item.own and usual & set(_before(other.own, item.body)):
            return other
    return None


def _finding(slips: Sequence[tuple[Item, Item]], dossier: Dossier) -> Finding:
    places = [place_at(*item.paragraph.pieces[0][1:], dossier) for item, _ in slips]
    parts = [
        f"the point on {name(item.subject)} calls it {name(' '.join(other.own))} ({where([place])})"
        for (item, other), place in zip(slips, places, strict=True)
    ]
    return finding(
        "list.copied",
        places,
        f"Points of a list keep the words of another point (prose copied): {listed(parts)}.",
        " | ".join(" ".join(other.own) for _, other in slips),
        " | ".join(" ".join(item.own) for item, _ in slips),
    )
