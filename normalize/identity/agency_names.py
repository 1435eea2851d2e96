"""Names of agencies in running words, by grammar: a word for the kind, what it looks after, then its government.

The tables only unify spellings and abbreviations; an agency no table knows is found by the same grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from extract.numbers import grade_family
from normalize.identity.agency_words import name_key, roles, shorts
from normalize.identity.governments import Found, compact, government_at, governments
from normalize.words import Word, words

_ALONE = {"inspektorat", "satpol"}
_NAMED_AFTER_A_PLACE = {
    "kecamatan",
    "kelurahan",
    "rumah sakit",
    "puskesmas",
    "uptd",
    "balai",
    "kementerian",
    "perguruan tinggi",
}
_OFFICES_OF_THE_SECRETARIAT = {"biro", "bagian"}
_PARTS = {"kelurahan", "uptd", "cabang dinas", "puskesmas"}
CENTRAL = "00"
CENTRAL_KINDS = {
    "kementerian",
    "kantor wilayah",
    "direktorat jenderal",
    "balai besar",
    "badan pusat",
    "perguruan tinggi",
}
_ROMAN = re.compile(r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V|X))$")
_ABBREVIATION = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z0-9]{3,14}$")
_SECRETARIAT = re.compile(r"[\s,-]*(?:\b(?:pada|di))?\s*\b(?:sekretariat daerah|setda)\b.*$", re.IGNORECASE)
_TITLES_OF_PERSONS = {"DR", "DRG", "PROF", "H", "K", "HJ"}
_KINDS_INSIDE = {"SEKRETARIAT", "LEMBAGA", "BALAI"}
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency named in `words[start:end]`, its government when that was named with it.

    `name` is tidy and without the government; `key` is equal for spellings that differ in case, commas and "dan".
    `abbreviation` is what followed in brackets; `short` when the agency was named by an abbreviation.
    """

    name: str
    key: str
    kind: str
    government_id: str | None
    start: int
    end: int
    abbreviation: str | None = None
    short: bool = False


def mentions(row: Sequence[Word]) -> list[Mention]:
    """The agencies named in full in the row of words, none inside another.

    >>> [(m.name, m.government_id) for m in mentions(words(["LAPORAN DINAS PERHUBUNGAN", "PROVINSI JAWA BARAT"]))]
    [('Dinas Perhubungan', '32')]
    >>> mentions(words(["Dinas yang melaksanakan urusan"]))
    []
    """
    found: list[Mention] = []
    openings, end = _kind_openings(), 0
    for position, word in enumerate(row):
        mention = _mention_at(row, position) if word.upper in openings and position >= end else None
        if mention:
            end = mention.end
            if found and _is_part(row, found[-1], mention):
                found[-1] = _part_of(found[-1], mention)
            else:
                found.append(mention)
    return found


def short_mentions(row: Sequence[Word], learned: Mapping[str, str], government_id: str | None = None) -> list[Mention]:
    """The agencies named by an abbreviation: one the document explains itself (`learned`), or one of the table.

    Abbreviations that only one government uses count where `government_id` is that government.

    >>> [(m.name, m.government_id) for m in short_mentions(words(["LKIP BAPPEDA Provinsi Jawa Barat"]), {})]
    [('Badan Perencanaan Pembangunan Daerah', '32')]
    """
    found = []
    letters = [compact(word.upper) for word in row]
    openings = _short_openings() | _openings(learned)
    pairs = [*map("".join, pairwise(letters)), *letters[-1:]]
    for position in [at for at, first in enumerate(letters) if first in openings]:
        goes_on = pairs[position] in openings
        if not goes_on and letters[position] not in shorts() and letters[position] not in learned:
            continue
        for length in (4, 2, 1) if goes_on else (1,):
            if position + length > len(row):
                continue
            key = "".join(letters[position : position + length])
            name = learned.get(key) or _meaning(key, government_id)
            if name:
                found.append(_expanded(row, position, position + length, name))
                break
    return found


def _openings(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key[:end] for key in keys for end in range(len(key) + 1))


@cache
def _short_openings() -> frozenset[str]:
    """What an abbreviation of the table can begin with; a bracket before it is the empty beginning."""
    return _openings(shorts())


@cache
def _kind_openings() -> frozenset[str]:
    """The first words of all kinds of agencies."""
    return frozenset(text.split()[0] for text, (role, _) in roles().items() if role == "kind")


@lru_cache(maxsize=8192)
def tidy(text: str) -> str:
    """A name in the usual capitals, with its abbreviated words written out.

    >>> tidy("DINAS KOPERASI & UMKM")
    'Dinas Koperasi dan Usaha Mikro, Kecil dan Menengah'
    >>> tidy("BADAN KOORDINASI WILAYAH II")
    'Badan Koordinasi Wilayah II'
    """
    row = words([text])
    parts: list[str] = []
    position = 0
    while position < len(row):
        written_out, length = _written_out(row, position)
        parts.append(written_out or _in_usual_capitals(row[position], parts))
        position += length
    joined = " ".join(filter(None, parts)).replace(" - ", "-").replace(" / ", "/")
    joined = re.sub(r"\bDewan Perwakilan Rakyat Daerah\b|\bDprd\b", "DPRD", joined)
    return re.sub(r"\s*,[\s,]*", ", ", joined).strip(" ,-/")


def _written_out(row: Sequence[Word], position: int) -> tuple[str | None, int]:
    """What an abbreviation of up to three words in a name stands for, and of how many words it is."""
    for length in (3, 2, 1):
        text = " ".join("DAN" if word.text == "&" else word.upper for word in row[position : position + length])
        role, value = roles().get(text, ("", ""))
        if role == "content" and value:
            return value, length
    return None, 1


def _in_usual_capitals(word: Word, before: list[str]) -> str:
    """The word as a name is written; a full stop goes to the title before it."""
    if word.text == "." and before:
        before[-1] += "."
        return ""
    if word.text == "&":
        return "dan"
    if word.upper in ("DR", "DRG") or roles().get(word.upper, ("", ""))[0] == "connector":
        return word.text.lower()
    if _ROMAN.match(word.upper) or word.upper in ("DPRD", "RSUD", "RSJ", "UPTD", "UPT"):
        return word.upper
    return word.text.capitalize()


def _meaning(key: str, government_id: str | None) -> str | None:
    meanings = shorts().get(key)
    if meanings is None:
        return None
    return next((short.name for short in meanings if short.government_id in (None, government_id)), None)


def _expanded(row: Sequence[Word], start: int, after: int, name: str) -> Mention:
    """The mention by abbreviation, with a "Wilayah II" or a government that follows it."""
    end = after
    named = " Wilayah " in name
    if end + 1 < len(row) and row[end].upper == "WILAYAH" and _ROMAN.match(row[end + 1].upper):
        name = name if named else f"{name} Wilayah {row[end + 1].upper}"
        end += 2
    place = government_at(row, end)
    kind = roles().get(name.split()[0].upper(), ("", "dinas"))[1]
    government_id = place.government_id if place else None
    return Mention(name, name_key(name), kind, government_id, start, place.end if place else end, short=True)


def _is_part(row: Sequence[Word], part: Mention, whole: Mention) -> bool:
    """Whether an office is named right before the agency it belongs to."""
    between = [word.upper for word in row[part.end : whole.start]]
    return part.kind in _PARTS and part.government_id is None and between in ([], ["PADA"], [","], ["DI"])


def _part_of(part: Mention, whole: Mention) -> Mention:
    name = f"{part.name} {whole.name}"
    return Mention(name, name_key(name), part.kind, whole.government_id, part.start, whole.end, part.abbreviation)


def _kind_at(row: Sequence[Word], position: int) -> tuple[str, int] | None:
    """The kind of agency a word or two name at `position`, and where the rest of the name begins."""
    for length in (4, 2, 1):
        opening = row[position : position + length]
        role, value = roles().get(" ".join(word.upper for word in opening), ("", ""))
        if role == "kind" and not row[position].text.islower():
            return value, position + len(opening)
    return None


def _mention_at(row: Sequence[Word], start: int) -> Mention | None:
    opening = _kind_at(row, start)
    if opening is None:
        return None
    kind, position = opening
    body, end, abbreviation, place = _body(row, position, kind)
    written_out = _meaning(compact(row[start].upper), None) if position == start + 1 else None
    opening_words = [written_out] if written_out else [word.text for word in row[start:position]]
    names = [*opening_words, *(word.text for word in body)]
    content = [word for word in body if _role(word) not in ("connector",) and word.upper != "DAERAH"]
    if not content and kind not in _ALONE and not (kind == "sekretariat" and body):
        return None
    name = tidy(" ".join(names))
    if kind in CENTRAL_KINDS and place:
        name = f"{name} {governments()[place.government_id].name}"
    if kind in _OFFICES_OF_THE_SECRETARIAT:
        name = f"{_SECRETARIAT.sub('', name).rstrip(' ,')} Sekretariat Daerah"
        if name_key(name).count("-") < 2:
            return None
    key = name_key(name)
    home = place.government_id if place else None
    return Mention(name, key, kind, CENTRAL if kind in CENTRAL_KINDS else home, start, end, abbreviation)


def _body(row: Sequence[Word], start: int, kind: str) -> tuple[list[Word], int, str | None, Found | None]:
    """The words of a name after its kind, where the mention ends, an abbreviation in brackets, the government.

    Words the table does not know belong to the name only when a government closes it, or when it is of a kind that
    bears a proper name.
    """
    body: list[Word] = []
    sure, end, abbreviation = 0, start, None
    position = start
    while position < min(len(row), start + _LONGEST):
        word = row[position]
        place = government_at(row, position)
        if place:
            return _without_tail(body), place.end, abbreviation, place
        if word.text == "(" and position + 2 < len(row) and row[position + 2].text == ")":
            inside = row[position + 1].text
            abbreviation = inside if _ABBREVIATION.match(inside) else abbreviation
            position += 3
            end = position if sure == len(body) else end
            continue
        step = _step(row, position, kind)
        if step is None:
            break
        body.append(word)
        position += 1
        if step:
            sure, end = len(body), position
    return _without_tail(body[:sure]), end, abbreviation, None


def _step(row: Sequence[Word], position: int, kind: str) -> bool | None:
    """Whether the word surely belongs to the name (True), may belong to it (False) or ends it (None)."""
    word = row[position]
    role = _role(word)
    own_kinds = _KINDS_INSIDE if kind not in CENTRAL_KINDS else {*_KINDS_INSIDE, "KEMENTERIAN"}
    if role == "stop" or (role == "kind" and word.upper not in own_kinds):
        return None
    if role == "connector":
        return False
    if kind == "rumah sakit" and (word.upper in _TITLES_OF_PERSONS or (word.text == "." and position)):
        return row[position - 1].upper in _TITLES_OF_PERSONS if word.text == "." else True
    if not word.text[0].isalpha() or word.text.islower():
        return None
    if role in ("content", "kind"):
        return True
    before = row[position - 1].upper
    if before == "WILAYAH" and _ROMAN.match(word.upper):
        return True
    return kind in _NAMED_AFTER_A_PLACE and grade_family(word.upper) != "akip"


def _without_tail(body: Sequence[Word]) -> list[Word]:
    kept = list(body)
    while kept and (_role(kept[-1]) == "connector" or kept[-1].upper in ("PADA", "DI")):
        kept.pop()
    return kept


def _role(word: Word) -> str:
    return roles().get(word.upper, ("", ""))[0]
