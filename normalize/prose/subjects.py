"""Which indicator a sentence speaks of without naming it in full: by stems of words and by values it prints."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from normalize.model import Observation, Sentence
from normalize.names.indicator_text import vocabulary
from normalize.prose.names import HEADS
from normalize.prose.values import read_values
from normalize.words import letters

WORD = re.compile(r"[^\W\d_]{3,}")
PREFIX = re.compile(r"^(?:meng|meny|mem|men|peng|peny|pem|pen|per|ber|ter|di|ke|se|me|pe|be|te)(?=\w{4,})")
SUFFIX = re.compile(r"(?<=\w{4})(?:nya|kan|an|i)$")
DROPPED = re.compile(r"^[kpts](?=[aiueo]\w{3,})")
"""A letter that a prefix swallows: kunjung and pengunjung."""
ABBREVIATION = re.compile(r"\(([A-Z]{2,6})\)")
BESIDE, ABOVE = 0.4, 0.8
"""How much a word of the sentence before counts, and of one that is a title."""
TITLE = re.compile(r"\W*(?:\w{1,2}[.)]\s+)?[^\W\d]+(?:\s+[^\W\d]+){0,4}\.?\s*")
FULL = 0.95
OWN_VALUE = 0.65
ENOUGH = 0.65
AHEAD = 0.25
LEAST_DIGITS = 3


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its affixes, good enough to compare inflected forms.

    >>> stem("pengunjung") == stem("kunjungan"), stem("kesesuaian") == stem("sesuai"), stem("bersanitasi")
    (True, True, 'anitas')
    """
    plain = word.casefold()
    while (cut := SUFFIX.sub("", plain)) != plain:
        plain = cut
    plain = PREFIX.sub("", plain)
    return DROPPED.sub("", plain)


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator as sentences may speak of it: its stems with their weights and their sum (`whole`), its short forms,
    printed values and units.
    """

    key: str
    stems: dict[str, float]
    whole: float
    short: frozenset[str]
    values: frozenset[Decimal]
    units: frozenset[str]

    def weight(self, stems: set[str]) -> float:
        """How much of the name some stems are."""
        return sum(self.stems[one] for one in stems & self.stems.keys())


def read_subjects(observations: Sequence[Observation], keys: Sequence[str], year: int | None) -> tuple[Subject, ...]:
    """The indicators of the report's year; a stem that several of them share weighs less."""
    names: dict[str, set[str]] = defaultdict(set)
    values: dict[str, set[Decimal]] = defaultdict(set)
    units: dict[str, set[str]] = defaultdict(set)
    for o, key in zip(observations, keys, strict=True):
        names[key].add(o.indicator)
        if o.unit_raw:
            units[key].add(o.unit_raw.casefold())
        if o.year == year and o.value is not None and o.measure in ("target", "realization"):
            values[key].add(o.value)
    stems = {key: {s for text in _unbroken(texts) for s in stems_of(text)} for key, texts in names.items()}
    shared = Counter(s for found in stems.values() for s in found)
    return tuple(
        Subject(
            key,
            {s: 1 / shared[s] for s in stems[key]},
            sum(1 / shared[s] for s in stems[key]),
            frozenset(a for text in names[key] for a in ABBREVIATION.findall(text)),
            frozenset(values[key]),
            frozenset(units[key]),
        )
        for key in names
        if stems[key]
    )


def _unbroken(texts: set[str]) -> Iterator[str]:
    """The spellings of a name, without those that only break words of another one as narrow cells do.

    >>> list(_unbroken({"Lembaga kemasyaraka tan", "Lembaga kemasyarakatan"}))
    ['Lembaga kemasyarakatan']
    """
    same: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        same[letters(text)].append(text)
    return (min(sorted(found), key=lambda text: len(text.split())) for found in same.values())


def stems_of(text: str) -> set[str]:
    """The stems of the words of a text that tell what it is about.

    >>> sorted(stems_of("Persentase jalan yang mantap"))
    ['jalan', 'mantap']
    """
    weak = vocabulary().weak
    return {stem(w) for w in WORD.findall(text.casefold()) if w not in HEADS and w not in weak}


def sentence_before(sentences: Sequence[Sentence], number: int) -> Sentence | None:
    """The sentence before one, where both stand in one paragraph."""
    before = sentences[number - 1] if number else None
    return before if before is not None and before.paragraph == sentences[number].paragraph else None


def subject_of(
    sentence: Sentence, before: Sentence | None, subjects: Sequence[Subject], enough: float = ENOUGH
) -> Subject | None:
    """The one indicator that a sentence and the one before it speak of, or None where two are about as likely.

    A sentence that has the whole name of one speaks of it. `enough` is the least share of a name that must be said.
    """
    own, other = stems_of(sentence.text), stems_of(before.text) if before is not None else set()
    rest = other - own
    printed = _printed(sentence.text) | (_printed(before.text) if before is not None else {})
    beside = ABOVE if before is not None and TITLE.fullmatch(before.text) else BESIDE
    is_told = any("indikator" in one.text.casefold() for one in (sentence, before) if one is not None)
    sure: list[Subject] = []
    for value, (digits, unit) in printed.items():
        owners = [s for s in subjects if value in s.values]
        if len(owners) == 1 and (digits >= LEAST_DIGITS or (unit and unit in owners[0].units)):
            sure += owners
    named = [s for s in subjects if s.weight(own) >= FULL * s.whole and len(s.stems) > 1]
    if len(named) == 1 and not any(s.values & _printed(sentence.text).keys() for s in sure if s is not named[0]):
        return named[0]
    scores = []
    for subject in subjects:
        said, told = subject.weight(own), subject.weight(rest)
        score = (said + beside * told) / subject.whole
        if any(re.search(rf"\b{short}\b", sentence.text) for short in subject.short):
            score = max(score, 1.0)
        has_own = subject in sure
        if score or has_own:
            scores.append((score + OWN_VALUE * has_own, said + told > 0 or (is_told and has_own), subject))
    scores.sort(key=lambda one: -one[0])
    if not scores or scores[0][0] < enough or not scores[0][1]:
        return None
    return scores[0][2] if len(scores) == 1 or scores[0][0] - scores[1][0] >= AHEAD else None


def _printed(text: str) -> dict[Decimal, tuple[int, str | None]]:
    """The values of a sentence with the number of their digits and their unit."""
    return {
        v.value: (len(re.sub(r"\D", "", v.raw).strip("0")), v.unit.casefold() if v.unit else None)
        for v in read_values(text)
    }
