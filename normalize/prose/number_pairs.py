"""Numbers printed in digits with their words beside them, read both ways: `7 (Tujuh)`, `dua (2)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.numbers import read_figure, read_number_words
from normalize.model import NumberPair, Paragraph
from normalize.prose.paragraphs import prose

WORDS_BEHIND = re.compile(r"((?:Rp\.?\s*)?\d[\d.,]*(?:\s?[-‐–—])?)\s*\(\s*([A-Za-z][A-Za-z\s-]{2,250}?)\s*\)")
DIGITS_BEHIND = re.compile(r"\(\s*\d{1,3}\s*\)")
SCALES = "belas|puluh|ratus|ribu"
UNITS = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|seratus|seribu"
WORDS_BEFORE = re.compile(
    rf"\b((?:(?:{UNITS}|{SCALES})\s)*[A-Za-z]+(?:\s(?:{SCALES}))?)\s*\(\s*(\d{{1,3}})\s*\)", re.IGNORECASE
)


def read_number_pairs(paragraphs: Sequence[Paragraph]) -> tuple[NumberPair, ...]:
    """Every number that is printed twice, in digits and in words, in reading order."""
    found = [
        (number, at, pair)
        for number, paragraph in prose(paragraphs)
        if "(" in paragraph.text
        for at, pair in _pairs(paragraph)
    ]
    return tuple(pair for _, _, pair in sorted(found, key=lambda item: item[:2]))


def _pairs(paragraph: Paragraph) -> Iterator[tuple[int, NumberPair]]:
    for match in WORDS_BEHIND.finditer(paragraph.text):
        pair = _pair(paragraph, match.start(), match.group(1).rstrip(" .,"), match.group(2))
        if pair:
            yield match.start(), pair
    for match in WORDS_BEFORE.finditer(paragraph.text) if DIGITS_BEHIND.search(paragraph.text) else ():
        pair = _pair(paragraph, match.start(), match.group(2), match.group(1))
        if pair:
            yield match.start(), pair


def _pair(paragraph: Paragraph, at: int, digits: str, words: str) -> NumberPair | None:
    """The pair, or None where the words are no number words."""
    figure = read_figure(digits)
    values = [reading.value for reading in figure.readings if reading.value is not None]
    value = figure.value if figure.value is not None else values[0] if values else None
    said = read_number_words(words, value)
    if said is None or (said.value is None and said.proposal is None and not said.notes):
        return None
    page, line = paragraph.at(at)
    agrees = said.value is not None and said.value in values
    return NumberPair(page, line, digits, _agreed(said.value, value, values), words, said.value, agrees, said.missing)


def _agreed(said: Decimal | None, value: Decimal | None, values: Sequence[Decimal]) -> Decimal | None:
    """Of several honest readings of the digits the one that the words confirm."""
    return said if said is not None and said in values else value
