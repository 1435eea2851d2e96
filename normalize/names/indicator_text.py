"""An indicator's printed text made comparable: list numbers, marks, units, abbreviations and spellings unified."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType

from normalize import facts
from normalize.identity import agency_words
from normalize.identity.governments import government_at
from normalize.names.programs import programs
from normalize.words import fold, slug, words

_LIST_NUMBER = re.compile(
    r"^\s*(?:[-•*+>–]+\s*|\d{1,2}(?:\.\d{1,2}){1,4}[.)]?\s+|\(?\d{1,2}\s*[.)]\s*(?!\d)"
    r"|\(?[a-zA-Z]\s*[.)]\s+|[IVX]{1,4}\s*[.)]\s+)+"
)
_MARKS = re.compile(r"[\^*†‡§#]+\)*|\*+\)")
_TAIL = re.compile(r"[\s:;.,\-–]+$")
_BRACKET = re.compile(r"[({\[](?<![({\[]{2})[({\[]*+\s*(?:([^(){}\[\]]*?)\s*[)}\]]+|([^(){}\[\]]{1,40})$)")
_RATE = re.compile(r"\bper\s+(?:\d{1,3}(?:[.,]\d{3})+|1\.?000|100)\b.*$", re.IGNORECASE)
_EITHER = re.compile(r"\b([A-Za-z]{2,9})\s*/\s*(?=((?:[A-Za-z-]+\s+){1,6}[A-Za-z-]+))|\s*/\s*([A-Za-z]{2,9})\b")
_UNTIL = re.compile(r"\bs\s?[./]?\s?d\b\.?", re.IGNORECASE)
_JOINED_BREAK = re.compile(r"(?<=[a-z])-\s+(?=[a-z])")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d*")
_MIXED = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z][A-Za-z-]{1,11}$")
_EXPLANATION = re.compile(r"[(]\s*((?:[^()\s]+\s+)+[^()\s]+)\s*[)]$")
_OUTCOMES = {"meningkatnya", "menurunnya", "terwujudnya", "tercapainya", "bertambahnya", "berkurangnya", "terpenuhinya"}
_COUNTED = {"unit", "buah", "orang"}
_FEWEST = 2
_ROLES = ("spelling", "abbreviation", "weak", "unit", "word")
_KEY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class IndicatorText:
    """A comparable text: `tokens` in order without weak words, `government_id` of a government named at its end.

    `core` are the tokens without an explanation in brackets at the end, or None when there is none. `name` is the text
    to show: as printed, without list number, marks and unit. `slug` is the key made from it. `letters` are the tokens
    run together.
    """

    name: str
    slug: str
    tokens: tuple[str, ...]
    government_id: str | None
    core: tuple[str, ...] | None = None
    letters: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "letters", "".join(self.tokens))


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    spellings: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, tuple[str, ...]]
    weak: frozenset[str]
    units: frozenset[str]
    plain: frozenset[str]


@cache
def vocabulary() -> _Vocabulary:
    """The words of `indicator_words.csv` by role."""
    roles: dict[str, dict[str, tuple[str, ...]]] = {role: {} for role in _ROLES}
    for row in facts.rows("indicator_words", ("word", "role", "value"), ("word", "role")):
        roles[row["role"]][row["word"]] = tuple(row["value"].split())
    return _Vocabulary(
        MappingProxyType(roles["spelling"]),
        MappingProxyType(roles["abbreviation"]),
        frozenset(roles["weak"]),
        frozenset(roles["unit"]),
        frozenset(roles["word"]),
    )


@cache
def contrasts() -> Mapping[str, str]:
    """Words that tell indicators apart, each to the group it contrasts within."""
    return MappingProxyType(
        {row["word"]: row["contrast"] for row in facts.rows("indicator_contrasts", ("word", "contrast"), ("word",))}
    )


@cache
def known_words() -> frozenset[str]:
    """Words surely spelled right: those of the national programme list, of agency names and of our own tables."""
    found = {word.lower() for entry in agency_words.roles() for word in entry.split()}
    for program in programs().values():
        found.update(_TOKEN.findall(f"{program.name} {program.indicator or ''}".lower()))
    own = vocabulary()
    for values in (*own.spellings.values(), *own.abbreviations.values()):
        found.update(values)
    return frozenset(found | own.weak | own.units | own.plain | set(contrasts()) | set(own.abbreviations))


@lru_cache(maxsize=8192)
def tidy_name(text: str) -> str:
    """The text to show: one line, without list number, footnote marks and a unit in brackets.

    >>> tidy_name("1.2. Prosentase  Peserta KB Aktif (%)*")
    'Prosentase Peserta KB Aktif'
    >>> tidy_name("a. Jumlah Populasi ternak (ekor) :")
    'Jumlah Populasi ternak'
    """
    shown = _MARKS.sub(" ", _JOINED_BREAK.sub("", fold(text)))
    shown = _LIST_NUMBER.sub("", shown) or shown
    shown = _BRACKET.sub(lambda found: " " if _is_unit(found[1] or found[2] or "") else found.group(), shown)
    return _TAIL.sub("", " ".join(shown.split()))


def indicator_text(text: str, abbreviations: Mapping[str, tuple[str, ...]] | None = None) -> IndicatorText:
    """The comparable form of a printed indicator; `abbreviations` are those its document explains.

    >>> indicator_text("3. Presentase Angka Kematian Ibu (AKI)").tokens
    ('persentase', 'angka', 'kematian', 'ibu')
    >>> indicator_text("Nilai AKIP").tokens == indicator_text("Nilai Akuntabilitas Kinerja Instansi Pemerintah").tokens
    True
    >>> indicator_text("Indeks Gini Kota Bandung").government_id
    '32.73'
    """
    return _indicator_text(text, tuple(sorted((abbreviations or {}).items())))


@lru_cache(maxsize=16384)
def _indicator_text(text: str, learned: tuple[tuple[str, tuple[str, ...]], ...]) -> IndicatorText:
    name = tidy_name(text)
    bare = _RATE.sub("", _without_abbreviations(name)) or name
    bare, government_id = _without_government(bare)
    spelled = _spelled(bare, dict(learned))
    explanation = _EXPLANATION.search(name)
    core = None
    if explanation and not _MIXED.match(explanation[1]) and explanation.start():
        before = _without_abbreviations(name[: explanation.start()])
        core = _strong(_spelled(_without_government(before)[0], dict(learned)))
        if contrasts().keys() & set(_tokens(explanation[1])):
            core = None
    return IndicatorText(name, _slug(spelled), _strong(spelled), government_id, core)


def _spelled(text: str, explained: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The words of a text with abbreviations written out."""
    found: list[str] = []
    for word in _tokens(text):
        found.extend(explained.get(word) or vocabulary().abbreviations.get(word) or (word,))
    return found


def _strong(spelled: Sequence[str]) -> tuple[str, ...]:
    """The words that carry a name: no weak ones, no outcome verb or plain "jumlah" before it."""
    weak = vocabulary().weak
    kept: list[str] = []
    for position, word in enumerate(spelled):
        before = spelled[position - 1] if position else ""
        own_level = word == "provinsi" and before == "daerah" and spelled[max(0, position - 2)] == "perangkat"
        counted = word in _COUNTED and before == "jumlah"
        if word not in weak and not own_level and not counted and not _near_weak(word):
            kept.append(word)
    for opening in (_OUTCOMES, {"jumlah"}):
        if len(kept) > _FEWEST and kept[0] in opening:
            kept = kept[1:]
    return tuple(kept or spelled)


@lru_cache(maxsize=16384)
def _near_weak(word: str) -> bool:
    """A weak word with a letter too many: "yanng"."""
    if word in known_words():
        return False
    return re.sub(r"(.)\1", r"\1", word) in vocabulary().weak


def explained_abbreviations(texts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Abbreviations that the texts write out: "Pasangan Usia Subur (PUS)" gives "pus" its three words.

    An abbreviation explained in two ways is left out.
    """
    found: dict[str, set[tuple[str, ...]]] = {}
    for text in texts:
        shown = tidy_name(text)
        for match in _BRACKET.finditer(shown):
            short = (match[1] or match[2] or "").strip()
            if _MIXED.match(short):
                meaning = _initials(short, _tokens(shown[: match.start()]))
                if meaning:
                    found.setdefault(slug(short).replace("-", ""), set()).add(meaning)
    return {short: meanings.pop() for short, meanings in found.items() if len(meanings) == 1}


def _initials(short: str, before: Sequence[str]) -> tuple[str, ...] | None:
    """The last words of `before` whose first letters spell the abbreviation."""
    letters = slug(short).replace("-", "")
    strong = [word for word in before if word not in ("dan", "yang", "di")]
    tail = strong[-len(letters) :]
    if len(letters) >= 2 and len(tail) == len(letters) and "".join(word[0] for word in tail) == letters:
        return tuple(tail)
    return None


def _tokens(text: str) -> list[str]:
    folded = _UNTIL.sub(" sampai ", slug_letters(text))
    found: list[str] = []
    for word in _TOKEN.findall(folded):
        found.extend(vocabulary().spellings.get(word, (word,)))
    return found


def slug_letters(text: str) -> str:
    """Lower case without accents."""
    lower = text.replace("&", " dan ").lower()
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFKD", lower)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _is_unit(inside: str) -> bool:
    text = inside.strip().lower().rstrip(".")
    if not text or text.startswith("%") or _RATE.match(text):
        return True
    parts = [part for part in re.split(r"[\s/.]+", text) if part]
    return text in vocabulary().units or all(part in vocabulary().units for part in parts)


def _without_abbreviations(name: str) -> str:
    """The name without abbreviations that only repeat its words, in brackets or behind a slash."""

    def bracket(found: re.Match[str]) -> str:
        inside = (found[1] or found[2] or "").strip()
        return " " if _MIXED.match(inside) and _repeats(inside, name[: found.start()]) else f" {inside} "

    bare = _BRACKET.sub(bracket, name)

    def either(found: re.Match[str]) -> str:
        if found[1]:
            return "" if found[1].isupper() and _repeats(found[1], found[2]) else found.group()
        return "" if found[3].isupper() and _repeats(found[3], bare[: found.start()]) else found.group()

    return _EITHER.sub(either, bare)


def _repeats(short: str, text: str) -> bool:
    """Whether the letters of an abbreviation stand in the text in order, the first as the initial of a word."""
    letters = [letter for letter in slug_letters(short) if letter.isalpha()]
    if len(letters) < 2 or slug_letters(short) in contrasts():
        return False
    parts = _TOKEN.findall(slug_letters(text))
    if len(letters) == 2:
        return "".join(part[0] for part in parts[-2:]) == "".join(letters)
    for start, part in enumerate(parts):
        if part[0] == letters[0]:
            rest = iter("".join(parts[start:]))
            if all(letter in rest for letter in letters):
                return True
    return False


def _without_government(name: str) -> tuple[str, str | None]:
    """The name without a government named at its end ("Tingkat Provinsi Jawa Barat", "di Kota Batu"), and its code."""
    row = words([name])
    for start in range(1, len(row)):
        found = government_at(row, start)
        if found and found.end == len(row):
            kept = row[:start]
            while len(kept) > 1 and kept[-1].upper in ("DI", "TINGKAT", "SE", "-", "WILAYAH"):
                kept = kept[:-1]
            return " ".join(word.text for word in kept), found.government_id
    return name, None


def _slug(spelled: Sequence[str]) -> str:
    whole = slug(" ".join(spelled))
    if len(whole) <= _KEY_LENGTH:
        return whole
    return whole[:_KEY_LENGTH].rsplit("-", 1)[0]
