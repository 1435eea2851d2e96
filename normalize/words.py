"""Printed lines as words: letter-spaced headings joined, glued words parted, each word with its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

_SPACED = re.compile(r"(?<!\S)(?:[A-Za-z][^\S\n]+){3,}[A-Za-z](?!\S)")
_GLUED = re.compile(r"[A-Z](?<=[a-z]{2}[A-Z])(?=[a-z]{2})")
_WORD_OR_BREAK = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*|[^\w\s]|\n")
_SPACED_HINT = re.compile(r"\s[A-Za-z]\s+[A-Za-z]\s")
_GAP = re.compile(r"\s{2,}")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff"
_DASHES = re.compile("[‐‑‒–—−]")
RATINGS = "baik|tinggi|sedang|cukup|rendah|kurang|berhasil|memuaskan"
"""The words by which reports rate an achievement, as a part of patterns."""
_NOT_LETTERS = re.compile(r"[\W_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Word(NamedTuple):
    """A word or a punctuation mark, as printed and in capitals, with the index of its line."""

    text: str
    upper: str
    line: int


@lru_cache(maxsize=16384)
def letters(text: str | None) -> str:
    """Letters and digits only, without case.

    >>> letters("Sangat  Baik."), letters("Nilai A.K.I.P. "), letters(None)
    ('sangatbaik', 'nilaiakip', '')
    """
    return _NOT_LETTERS.sub("", (text or "").casefold())


def fold(text: str) -> str:
    """Compatibility forms replaced, invisible characters dropped, dashes made one, spaces single.

    >>> fold("Sistem\\u00a0E\\u00ad-Government  – Publik")
    'Sistem E-Government - Publik'
    """
    return " ".join(plain(text).split())


def plain(text: str) -> str:
    """As `fold`, but its spaces and line breaks stay."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    for mark in _INVISIBLE:
        text = text.replace(mark, "")
    return _DASHES.sub("-", text)


def slug(text: str) -> str:
    """A key of lower-case ASCII letters and digits joined by hyphens.

    >>> slug("Dinas Koperasi dan Usaha Mikro, Kecil & Menengah")
    'dinas-koperasi-dan-usaha-mikro-kecil-dan-menengah'
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " dan ")).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-")


def unspaced(line: str, vocabulary: frozenset[str] = frozenset()) -> str:
    """The line with letter-spaced stretches joined; capitals run together are parted by `vocabulary`.

    >>> unspaced("D i n a s B i n a M a r g a 1")
    'Dinas Bina Marga 1'
    >>> unspaced("D I N A S P E R H U B U N G A N", frozenset({"DINAS", "PERHUBUNGAN"}))
    'DINAS PERHUBUNGAN'
    """
    if not _SPACED_HINT.search(line):
        return line
    return _SPACED.sub(lambda found: _joined(found.group(), vocabulary), line)


def words(lines: Iterable[str], vocabulary: frozenset[str] = frozenset()) -> list[Word]:
    """The words of the lines, in order.

    >>> [w.upper for w in words(["Dinas Perhubungan ProvinsiJawa", "Barat (Dishub)"])]
    ['DINAS', 'PERHUBUNGAN', 'PROVINSI', 'JAWA', 'BARAT', '(', 'DISHUB', ')']
    """
    printed = list(lines)
    line_of = [index for index, line in enumerate(printed) for _ in range(line.count("\n") + 1)]
    text = _GLUED.sub(r" \g<0>", unspaced(plain("\n".join(printed)), vocabulary))
    found: list[Word] = []
    breaks = 0
    for part in _WORD_OR_BREAK.findall(text):
        if part == "\n":
            breaks += 1
        else:
            found.append(Word(part, part.upper(), line_of[breaks]))
    return found


def _joined(spaced: str, vocabulary: frozenset[str]) -> str:
    parts = []
    for part in _GAP.split(spaced):
        letters = "".join(part.split())
        if letters.isupper():
            parts.append(" ".join(_parted(letters, vocabulary)))
        else:
            parts.append(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", letters))
    return " ".join(parts)


@lru_cache(maxsize=4096)
def _parted(letters: str, vocabulary: frozenset[str]) -> Sequence[str]:
    """`letters` as the fewest words of the vocabulary, or whole when they do not make it up."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(end):
            before, word = best[start], letters[start:end]
            if before is not None and word in vocabulary:
                held = best[end]
                if held is None or len(before) + 1 < len(held):
                    best[end] = (*before, word)
    return best[-1] or (letters,)


def compact_distance(one: str, other: str) -> int:
    """How many letters must change to turn one key into the other, hyphens left out."""
    return Levenshtein.distance(one.replace("-", ""), other.replace("-", ""))
