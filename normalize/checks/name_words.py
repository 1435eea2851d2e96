"""The words of indicators' names, and which names differ in spelling only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from normalize.checks.trust import LEAST_CONFIDENCE
from normalize.model import Observation
from normalize.words import letters

SHARE_WORDS = re.compile(r"^pr[eo]?[sc]entas[ei]$|^persentas[ei]$|^presentas[ei]$|^persen$")
BRACKETS = re.compile(r"\([^()]*\)|\{[^{}]*\}")
SHORT = {"kab": "kabupaten", "prov": "provinsi", "yg": "yang", "dg": "dengan", "utk": "untuk"}
SMALL_WORDS = frozenset(
    ("dan", "yang", "dengan", "di", "ke", "dari", "untuk", "atau", "per", "serta", "pada", "oleh", "bagi", "poin")
)
MOST_INITIALS = 6
MOST_DRAWN = 4
"""So many words one shortened word may stand for."""
BESIDE_INITIALS = re.compile(r"/\s*[A-Z]{2,6}\b(?!\s*[a-z])|\b[A-Z]{2,6}\s*/(?=\s*[A-Z][a-z])")
PER_SO_MANY = re.compile(r"\bper\s+1[\d.]{2,}\b.*$", re.S | re.I)
SLIPS = ((4, 1), (6, 2))
"""A word of that many letters may differ by that many slips."""


def is_sure(observation: Observation) -> bool:
    """Whether the reading of an observation is sure enough to be held against others."""
    return observation.confidence >= LEAST_CONFIDENCE


def tokens(indicator: str, as_printed: bool = False) -> list[str]:
    """The words of a name that carry meaning: without brackets, small words and initials of the other words.

    Spellings of per cent are one word, except `as_printed`; what a name is counted per is its unit.

    >>> tokens("Indeks Pembangunan Gender / IPG (poin)*"), tokens("Prosentase kab/kota yang aktif")
    (['indeks', 'pembangunan', 'gender'], ['persentase', 'kabupaten', 'kota', 'aktif'])
    >>> tokens("Rasio kekerasan per 100.000 penduduk"), tokens("Jumlah koperasi yanng aktif")
    (['rasio', 'kekerasan'], ['jumlah', 'koperasi', 'aktif'])
    """
    plain = indicator
    if not indicator.isascii():
        plain = "".join(x for x in unicodedata.normalize("NFKD", indicator) if not unicodedata.combining(x))
    text = PER_SO_MANY.sub(" ", BESIDE_INITIALS.sub(" ", BRACKETS.sub(" ", plain)))
    words = re.findall(r"[^\W_]+", text.casefold())
    if not as_printed:
        words = ["persentase" if SHARE_WORDS.match(word) else word for word in words]
    words = [SHORT.get(word, word) for word in words]
    kept = [word for word in words if not _is_small(word)]
    initials = "".join(word[0] for word in kept)
    return [word for word in kept if not (1 < len(word) <= MOST_INITIALS and word in initials)] or kept


@lru_cache(maxsize=4096)
def _is_small(word: str) -> bool:
    """Whether a word carries no meaning, also with a letter too many."""
    return word in SMALL_WORDS or (len(word) > 4 and any(_has_extra(word, small) for small in SMALL_WORDS))


def _has_extra(word: str, small: str) -> bool:
    return len(small) >= 4 and len(word) == len(small) + 1 and Levenshtein.distance(word, small) == 1


def same_words(a: str, b: str) -> bool:
    """Whether two names differ in spelling, brackets and small words at most.

    >>> same_words("Pelayanan pe\u00f1ata usahaan", "Pelayanan penatausahaan")
    True
    """
    first, second = tokens(a), tokens(b)
    if "".join(first) == "".join(second):
        return True
    return len(first) == len(second) and all(_same_word(x, y) for x, y in zip(first, second, strict=True))


def _same_word(a: str, b: str) -> bool:
    length, distance = min(len(a), len(b)), Levenshtein.distance(a, b)
    return any(length >= least and distance <= most for least, most in SLIPS) or a == b


def same_but_shortened(a: str, b: str) -> bool:
    """Whether two names are one, some words of which are cut short or drawn together.

    >>> same_but_shortened("Bimtek PB di Jabar", "Bimbingan Teknis Penanggulangan Bencana di Jawa Barat")
    True
    >>> same_but_shortened("Pelatihan Relawan", "Pelatihan Petugas")
    False
    """
    return _aligned(tuple(_plain(a)), tuple(_plain(b)))


def same_or_part(a: str, b: str) -> bool:
    """Whether two names are one in spelling, shortened, or one a part of the other.

    >>> same_or_part("Pelatihan Relawan", "Pelatihan Relawan Desa"), same_or_part("Pelatihan Relawan", "Data Relawan")
    (True, False)
    """
    short, long = sorted((letters(a), letters(b)), key=len)
    return short in long or same_words(a, b) or same_but_shortened(a, b)


def _plain(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", BRACKETS.sub(" ", text).casefold()) if word not in SMALL_WORDS]


def _aligned(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the words of two names match one by one, a word of either also with several of the other it shortens."""
    if not a or not b:
        return a == b
    if _same_word(a[0], b[0]) and _aligned(a[1:], b[1:]):
        return True
    return any(
        (_shortens(a[0], b[:n]) and _aligned(a[1:], b[n:])) or (_shortens(b[0], a[:n]) and _aligned(a[n:], b[1:]))
        for n in range(1, MOST_DRAWN + 1)
    )


def _shortens(short: str, words: tuple[str, ...]) -> bool:
    """Whether a word is made of the beginnings of others, each by a letter or more."""
    if not words:
        return short == ""
    ends = [n for n in range(1, len(short) + 1) if words[0].startswith(short[:n])]
    return any(_shortens(short[n:], words[1:]) for n in ends)
