"""What a report says of why its results came about, what stood in the way and what is done about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from normalize.facts import rows
from normalize.hints import Hints, any_of
from normalize.model import Cause, Paragraph, Sentence
from normalize.prose.headings import MARK, after_plans, chapter_of

Kind = Literal["cause", "obstacle", "follow_up"]

LONGEST_HEAD = 130
MOST_ITEMS, MOST_TEXTS = 15, 3
SENTENCE_END = re.compile(r"[.;][”\"’')\]]*\s*$")
NEXT_PART = re.compile(
    r"^\W*(?:\w{1,3}[.)]+\s*)*(?:pro?gra?m|kegiatan|sub\s*kegiatan|sasaran|indikator|output)\b", re.I
)
NOTHING = re.compile(r"^(?:tidak\s+(?:ada|terdapat|ditemukan)\b.{0,60}|nihil|[-–—.:\s]*)$", re.I | re.S)
DENIED = re.compile(
    r"tidak\s+(?:ada|terdapat|ditemukan|mengalami|ditemui)(?:\s+\S+){0,3}\s+(?:permasalahan|kendala|hambatan|masalah)",
    re.I,
)
LETTER = re.compile(r"^\W*([A-Za-z])[.)]\s")
NUMBER = re.compile(r"^\W*(\d{1,2})[.)]\s")


@dataclass(frozen=True, slots=True)
class _Block:
    """An open head: what the paragraphs below it are, and how long they are still its own."""

    kind: Kind
    mark: str | None
    has_items: bool = False
    taken: int = 0


def read_causes(
    paragraphs: Sequence[Paragraph],
    sentences: Sequence[Sentence],
    contexts: Sequence[str | None],
    objective_of: Callable[[str], str | None],
) -> tuple[Cause, ...]:
    """Causes, obstacles and follow-up: the paragraphs below a head of that name, and the sentences that say so.

    `contexts` has the objective each paragraph belongs to; `objective_of` finds the one that a sentence names itself.
    """
    reading = _Reading(objective_of)
    by_paragraph: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_paragraph.setdefault(sentence.paragraph, []).append(sentence)
    results = dict(after_plans(paragraphs))
    for number, paragraph in enumerate(paragraphs):
        if number not in results or chapter_of(paragraph) is not None:
            reading.block = None
        if number in results:
            reading.take(paragraph, by_paragraph.get(number, ()), contexts[number])
    return tuple(reading.found)


@dataclass
class _Reading:
    """The causes found so far, and the head that is open."""

    objective_of: Callable[[str], str | None]
    found: list[Cause] = field(default_factory=list)
    block: _Block | None = None

    def take(self, paragraph: Paragraph, sentences: Sequence[Sentence], objective: str | None) -> None:
        """Read one paragraph: a head, a part of an open block, or sentences that say so themselves."""
        head, rest = _head(paragraph)
        if head is not None:
            self.block = _Block(head, _mark(paragraph.text))
            self._add(head, objective, rest, paragraph)
            return
        self.block = _left(self.block, paragraph)
        if self.block is None:
            self._sentences(paragraph, sentences, objective)
        elif not paragraph.text.rstrip().endswith(":"):
            self._add(self.block.kind, objective, paragraph.text, paragraph)

    def _sentences(self, paragraph: Paragraph, sentences: Sequence[Sentence], objective: str | None) -> None:
        for sentence in sentences:
            kind = _said(sentence.text)
            if kind is not None and sentence.text.rstrip().endswith(":"):
                self.block = _Block(kind, _mark(paragraph.text))
            elif kind is not None:
                own = self.objective_of(sentence.text) or objective
                self.found.append(Cause(sentence.page, sentence.line, kind, own, sentence.text))

    def _add(self, kind: Kind, objective: str | None, text: str, paragraph: Paragraph) -> None:
        if _tells(text):
            page, line = paragraph.at(max(paragraph.text.find(text), 0))
            self.found.append(Cause(page, line, kind, objective, text))


def _tells(text: str) -> bool:
    return NOTHING.match(MARK.sub("", text).strip()) is None and DENIED.search(text) is None


def _mark(text: str) -> str | None:
    found = LETTER.match(text) or NUMBER.match(text)
    return found.group(1) if found else None


def _left(block: _Block | None, paragraph: Paragraph) -> _Block | None:
    """The block that still holds a paragraph: the items of its list, or its first paragraphs where it has none."""
    if block is None or paragraph.kind in ("heading", "caption") or paragraph.follows == "table":
        return None
    mark, is_item = _mark(paragraph.text), paragraph.kind == "item"
    if NEXT_PART.match(paragraph.text) or (block.mark and mark and _follows(block.mark, mark)):
        return None
    if not is_item and (block.has_items or not SENTENCE_END.search(paragraph.text)):
        return None
    if block.taken >= (MOST_ITEMS if is_item else MOST_TEXTS):
        return None
    return _Block(block.kind, block.mark, block.has_items or is_item, block.taken + 1)


def _follows(before: str, mark: str) -> bool:
    """Whether a list mark is the next one.

    >>> _follows("c", "d"), _follows("c", "a"), _follows("2", "3")
    (True, False, True)
    """
    if before.isdigit() != mark.isdigit():
        return False
    return int(mark) == int(before) + 1 if mark.isdigit() else ord(mark) == ord(before) + 1


def _head(paragraph: Paragraph) -> tuple[Kind | None, str]:
    """What a paragraph opens, and what it says itself behind the head's words.

    >>> _head(Paragraph("item", "c. Permasalahan Keterlambatan proses lelang", ((0, 1, 1),)))
    ('obstacle', 'Keterlambatan proses lelang')
    >>> _head(Paragraph("heading", "4.2. Kendala dan hambatan dalam Pencapaian Sasaran", ((0, 1, 1),)))
    ('obstacle', '')
    """
    if paragraph.kind == "caption":
        return None, ""
    mark = MARK.match(paragraph.text)
    text = paragraph.text[mark.end() if mark else 0 :]
    lowered = text.casefold()
    found = next(
        (p for p in _phrases("head") if lowered.startswith(p) and not lowered[len(p) : len(p) + 1].isalpha()), None
    )
    if found is None:
        return None, ""
    kind = _phrases("head")[found]
    rest = text[len(found) :].lstrip(" :.-–")
    is_open = paragraph.kind == "heading" or text.rstrip().endswith(":")
    if is_open or not rest:
        return kind, ""
    if rest[:1].isupper() or rest[:1].isdigit():
        return kind, rest
    return (kind, "") if paragraph.kind == "item" and len(text) <= LONGEST_HEAD else (None, "")


def _said(sentence: str) -> Kind | None:
    """The kind of what a sentence says, by its first phrase.

    >>> _said("Hal ini disebabkan oleh cuaca."), _said("Tidak ada permasalahan maupun kendala yang dihadapi.")
    ('cause', None)
    """
    found = _pattern().search(sentence) if _hints().are_in(sentence) else None
    if found is None or DENIED.search(sentence):
        return None
    return _phrases("sentence")[" ".join(found.group().casefold().split())]


@cache
def _hints() -> Hints:
    return Hints(_phrases("sentence"))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(_phrases('sentence'))}\b", re.I)


@cache
def _phrases(place: str) -> dict[str, Kind]:
    """The phrases of heads or of sentences with what they say, longest first."""
    kinds: dict[str, Kind] = {"cause": "cause", "obstacle": "obstacle", "follow_up": "follow_up"}
    table = rows("cause_cues", ("phrase", "kind", "place"), ("phrase", "place"))
    found = {row["phrase"]: kinds[row["kind"]] for row in table if row["place"] == place}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))
