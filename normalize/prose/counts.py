"""How many a report says it has of something, stated in a sentence or shown by a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extract.numbers import read_number_words
from normalize.facts import rows
from normalize.hints import Hints, any_of
from normalize.model import Count, Paragraph, Sentence
from normalize.words import RATINGS

WINDOW = 110
FEWEST_ITEMS = 2
LAST_CLAUSE = 160
DIGITS = r"(?<![\w.,/-])(?P<digits>\d{1,3}(?:\.\d{3})*)(?:\s*\(\s*[A-Za-z][A-Za-z ]*\))?"
DIGIT = re.compile(r"\d")
SMALL = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
NUMBER_WORDS = Hints([*SMALL, "belas"])
WORDS = rf"\b(?P<words>{'|'.join(SMALL)}|\w+\s?belas)(?:\s*\(\d{{1,3}}\))?"
BETWEEN = r"\s+(?:(?:buah|macam|jenis|capaian)\s+)?"
ORDINAL = re.compile(
    r"(?:\bke|\bke-|\bnomor|\bno\.?|\btahun|\btabel|\bpasal|\bsasaran|\bmisi|\btujuan)\s*$", re.IGNORECASE
)
RATING = re.compile(
    r"(?:kriteria|kategori|katagori|predikat|kualifikasi|tercapai|dicapai|secara|menunjuk\w+|bernilai|sebutan)\s+(?:dengan\s+|secara\s+)?"
    rf"[“\"„]?(?P<word>(?:sangat\s+)?(?:{RATINGS})(?:\s+(?:baik|berhasil))?)",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"(?:\s*\([A-Za-z ]*\))?\s+(?:buah\s+)?"
    r"(?:indi[kc]ator|sasaran|program|kegiatan|sub\s?-?kegiatan|urusan|tujuan|misi|iku)\b",
    re.I,
)
FAILED = re.compile(
    r"\b(?:kegagalan|ketidakberhasilan|ketidaktercapaian)\b[^.;]{0,50}\b(?:pada|di)\b[^.;]{0,50}$", re.I
)
MARKER = re.compile(r"^\(?(?:(?P<digit>\d{1,2})|(?P<letter>[a-z]))[.)]\s*")


def read_counts(paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence]) -> tuple[Count, ...]:
    """All counts in reading order."""
    found = [*_stated(paragraphs, sentences), *_listed(paragraphs)]
    return tuple(sorted(found, key=lambda count: (count.page, count.line)))


def _stated(paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence]) -> Iterator[Count]:
    for sentence in sentences:
        if not _may_count(sentence.text):
            continue
        matches = [m for m in _pattern().finditer(sentence.text) if not ORDINAL.search(sentence.text[: m.start()])]
        for at, match in enumerate(matches):
            value = _value(match)
            if value is None:
                continue
            end = matches[at + 1].start() if at + 1 < len(matches) else len(sentence.text)
            behind = sentence.text[match.end() : min(end, match.end() + WINDOW)]
            page, line = paragraphs[sentence.paragraph].at(sentence.start + match.start())
            noun = _nouns()[" ".join(match.group("noun").casefold().split())]
            condition = condition_of(behind) or ("below" if FAILED.search(sentence.text[: match.start()]) else None)
            yield Count(page, line, noun, condition, value, match.group(), sentence.text)


def _may_count(text: str) -> bool:
    return _hints().are_in(text) and (DIGIT.search(text) is not None or NUMBER_WORDS.are_in(text))


def is_count(text: str, end: int) -> bool:
    """Whether a number that ends there counts sasaran, indicators, programmes or the like.

    >>> is_count("dari 8 (Delapan) indikator kinerja", 6), is_count("sebanyak 450 ton", 12)
    (True, False)
    """
    return COUNTED.match(text[end : end + 60]) is not None


def _value(match: re.Match[str]) -> int | None:
    """The number of a match; a year before a noun is no count."""
    digits = match.group("digits")
    if digits:
        return int(digits.replace(".", ""))
    words = read_number_words(match.group("words"))
    return int(words.value) if words is not None and words.value is not None else None


def condition_of(text: str) -> str | None:
    """Which of the counted things are meant: above, met or below target, or a rating word.

    >>> condition_of(" dicapai melebihi dari target"), condition_of(" kriteria kurang (45,73%)"), condition_of(" APBD")
    ('above', 'kurang', None)
    """
    found = [
        (match.start(), _conditions()[" ".join(match.group().casefold().split())])
        for match in _condition_pattern().finditer(text)
    ]
    rating = RATING.search(text)
    if rating:
        found.append((rating.start(), " ".join(rating.group("word").casefold().split())))
    return min(found)[1] if found else None


def _listed(paragraphs: Sequence[Paragraph]) -> Iterator[Count]:
    """Lists that an opening line announces: as many as their items of one kind of number or letter."""
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "caption" or not paragraph.text.rstrip().endswith(":"):
            continue
        clause = re.split(r"(?<=[a-z])[.;]\s+|\badapun\b", paragraph.text, flags=re.IGNORECASE)[-1][-LAST_CLAUSE:]
        noun = _noun_pattern().search(clause)
        items = list(list_items(paragraphs, number + 1))
        if noun and len(items) >= FEWEST_ITEMS:
            name = _nouns()[" ".join(noun.group().casefold().split())]
            page, line = paragraph.pieces[-1][1:]
            yield Count(page, line, name, None, len(items), noun.group(), paragraph.text, is_listed=True)


def list_items(paragraphs: Sequence[Paragraph], start: int) -> Iterator[Paragraph]:
    """The items of a list from its first on: with numbers or letters as many as go on counting, else all bullets."""
    expected, kind = 1, None
    for paragraph in paragraphs[start:]:
        marker = MARKER.match(paragraph.text)
        found = None if marker is None else "digit" if marker.group("digit") else "letter"
        if paragraph.kind != "item":
            return
        if kind is None:
            kind = found or "bullet"
        elif found != kind and not (found is None and kind == "bullet"):
            continue
        if marker and kind != "bullet":
            number = int(marker.group("digit")) if marker.group("digit") else ord(marker.group("letter")) - ord("a") + 1
            if number != expected:
                return
            expected += 1
        yield paragraph


@cache
def _nouns() -> dict[str, str]:
    return {row["phrase"]: row["noun"] for row in rows("count_nouns", ("phrase", "noun"), ("phrase",))}


@cache
def _conditions() -> dict[str, str]:
    return {row["phrase"]: row["condition"] for row in rows("count_conditions", ("phrase", "condition"), ("phrase",))}


@cache
def _hints() -> Hints:
    return Hints(_nouns())


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{DIGITS}|{WORDS}){BETWEEN}(?P<noun>{any_of(_nouns())})\b", re.IGNORECASE)


@cache
def _noun_pattern() -> re.Pattern[str]:
    counted = [phrase for phrase, noun in _nouns().items() if noun != "orang"]
    return re.compile(rf"\b{any_of(counted)}\b", re.IGNORECASE)


@cache
def _condition_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(_conditions())}(?!\w)", re.IGNORECASE)
