"""Governments: provinces, regencies and cities by their official region codes, found in printed words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from normalize import facts
from normalize.words import Word

_KINDS = {
    "PROVINSI": "provinsi",
    "PROPINSI": "provinsi",
    "PROV": "provinsi",
    "PEMPROV": "provinsi",
    "KABUPATEN": "kabupaten",
    "KAB": "kabupaten",
    "PEMKAB": "kabupaten",
    "KOTA": "kota",
    "PEMKOT": "kota",
}
_GOVERNMENT = {"PEMERINTAH", "PEMERINTAHAN"}
_HEADS = {"GUBERNUR": "provinsi", "BUPATI": "kabupaten", "WALIKOTA": "kota"}
OPENINGS = frozenset({*_KINDS, *_GOVERNMENT, *_HEADS, "WALI"})
"""The words with which a government or its head is named, a province without "Provinsi" aside."""
_DOMAIN = re.compile(r"\b([a-z]{2,30}?)-?(prov|kab|kota)\.go\.id\b", re.IGNORECASE)
_DOMAIN_KINDS = {"prov": "provinsi", "kab": "kabupaten", "kota": "kota"}
_NOT_LETTERS = re.compile(r"[\W_]+")
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Government:
    """A government and its region code; `province_id` is None for a province."""

    government_id: str
    name: str
    kind: str
    province_id: str | None
    aliases: tuple[str, ...]

    @property
    def place(self) -> str:
        """The name without the word for its kind: "Jawa Barat", "Tangerang Selatan"."""
        return re.sub(r"^(Provinsi|Kabupaten|Kota)( Administrasi)? ", "", self.name)


@dataclass(frozen=True, slots=True)
class Found:
    """A government's name in a row of words, `words[start:end]`; `named` when its kind was printed with it."""

    government_id: str
    start: int
    end: int
    named: bool


@cache
def governments() -> Mapping[str, Government]:
    """All governments by region code."""
    table = facts.rows("governments", ("government_id", "name", "kind", "province_id", "aliases"), ("government_id",))
    found = {
        row["government_id"]: Government(
            row["government_id"],
            row["name"],
            row["kind"],
            row["province_id"] or None,
            tuple(alias for alias in row["aliases"].split("|") if alias),
        )
        for row in table
    }
    return MappingProxyType(found)


@lru_cache(maxsize=16384)
def compact(text: str) -> str:
    """Letters and digits only, in capitals: "Tanjung Pinang" and "TANJUNGPINANG" agree."""
    return _NOT_LETTERS.sub("", text).upper()


def government_at(words: Sequence[Word], start: int) -> Found | None:
    """The government whose name begins at `start`, with or without "Pemerintah", or None.

    Without a word for the kind only a province is accepted: "Dinas Sosial Jawa Barat".

    >>> from normalize.words import words
    >>> government_at(words(["Pemerintah Kota Tangerang Selatan"]), 0).government_id
    '36.74'
    >>> government_at(words(["Prov. Jawa", "Barat"]), 0).end
    4
    """
    position = start
    first = _upper(words, position)
    if first not in _KINDS and first not in _GOVERNMENT:
        return _bare_province(words, position, start)
    if first in _GOVERNMENT:
        position += 1
        if _upper(words, position) == "DAERAH" and _upper(words, position + 1) in _KINDS:
            position += 1
    kind = _KINDS.get(_upper(words, position))
    if kind is None:
        return _bare_province(words, position, start)
    position += 1
    while _upper(words, position) in (".", "DAERAH", "ADMINISTRASI", "ADM"):
        position += 1
    return _named(words, position, kind, start)


def headed_at(words: Sequence[Word], start: int) -> Found | None:
    """The government whose head is named at `start`: "Gubernur Jawa Barat", "Wali Kota Tanjungpinang"."""
    kind = _HEADS.get(_upper(words, start))
    if kind is not None:
        return _named(words, start + 1, kind, start)
    if _upper(words, start) == "WALI" and _upper(words, start + 1) == "KOTA":
        return _named(words, start + 2, "kota", start)
    return None


def in_addresses(text: str) -> tuple[str, ...]:
    """The governments whose web or mail addresses stand in the text, once for each address.

    >>> in_addresses("apps-bkd.sulutprov.go.id, dinkes@tangerangselatankota.go.id")
    ('71', '36.74')
    """
    if ".go.id" not in text.lower():
        return ()
    found = (_places().get((_DOMAIN_KINDS[m[2].lower()], m[1].upper())) for m in _DOMAIN.finditer(text))
    return tuple(code for code in found if code)


@cache
def _places() -> Mapping[tuple[str, str], str]:
    """(kind, compact place name) to region code."""
    found: dict[tuple[str, str], str] = {}
    for government in governments().values():
        for name in (government.place, *government.aliases):
            key = (government.kind, compact(name))
            if found.setdefault(key, government.government_id) != government.government_id:
                raise ValueError(f"governments.csv gives {name} to {found[key]} and {government.government_id}")
    return found


@cache
def _province_openings() -> frozenset[str]:
    """What a province's name can begin with, from three letters on."""
    names = [name for kind, name in _places() if kind == "provinsi"]
    return frozenset(name[:end] for name in names for end in range(3, len(name) + 1))


def _upper(words: Sequence[Word], position: int) -> str:
    return words[position].upper if 0 <= position < len(words) else ""


def _named(words: Sequence[Word], position: int, kind: str, start: int) -> Found | None:
    """The longest place name of that kind that begins at `position`."""
    best: Found | None = None
    name = ""
    for end in range(position, min(position + _LONGEST, len(words))):
        name += compact(words[end].upper)
        code = _places().get((kind, name))
        if code:
            best = Found(code, start, end + 1, named=True)
    return best


def _bare_province(words: Sequence[Word], position: int, start: int) -> Found | None:
    first = compact(_upper(words, position))
    if first not in _province_openings() or words[position].text.islower():
        return None
    found = _named(words, position, "provinsi", start)
    return found and Found(found.government_id, found.start, found.end, named=False)
