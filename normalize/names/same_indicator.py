"""Whether two printed texts name the same indicator of an agency: spellings and slips agree, other words do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz.distance import OSA

from normalize.names.indicator_text import IndicatorText, contrasts, known_words

_DIRECTED = {"terhadap", "per", "dibanding", "dibandingkan", "ke", "menjadi"}
_SHORTEST_SLIP = 5
_SHORTEST_STRANGE = 7
_LONG_WORD = 9
_CONTEXT = 5
_CONTAINED = 3
_CONTAINED_SHARE = 0.6
_MOSTLY = 0.75
_IN_PART = 0.85
_MOST_LETTERS = 6
_DECISIVE = {"negation", "sex", "commodity", "life", "school", "rank"}
_AFFIXES = ("ber", "nya")
_MOST_SLIPS = 3  # so many letters may at most differ in one word: those of an affix


def same_text(one: IndicatorText, other: IndicatorText) -> bool:
    """Whether the two texts are spellings of one name.

    A slip of the pen is a letter or two in a word that is no known word; digits, words that contrast (`ibu`, `bayi`;
    `kota`, `kabupaten`) and added words always part two names. Two different governments at their ends part them too.

    >>> from normalize.names.indicator_text import indicator_text as read
    >>> same_text(read("Persentase Pertumkbuhan Skala Usaha"), read("Persentase pertumbuhan skala usaha (%)"))
    True
    >>> same_text(read("Jumlah kematian ibu"), read("Jumlah kematian bayi"))
    False
    >>> same_text(read("Indeks Gini Kota Bandung"), read("Indeks Gini Kota Bogor"))
    False
    """
    if one.government_id and other.government_id and one.government_id != other.government_id:
        return False
    if one.letters == other.letters:
        return True
    if bool(one.core) == bool(other.core):
        return _same_tokens(one.tokens, one.letters, other.tokens, other.letters)
    mine, theirs = (one.core or one.tokens), (other.core or other.tokens)
    return _same_tokens(mine, "".join(mine), theirs, "".join(theirs))


def _same_tokens(one: tuple[str, ...], mine: str, other: tuple[str, ...], theirs: str) -> bool:
    """`mine` and `theirs` are the words of each run together."""
    if mine == theirs:
        return True
    if abs(len(mine) - len(theirs)) > _MOST_LETTERS or _digits(one) != _digits(other):
        return False
    if _counted(one) == _counted(other):
        return len(one) > 3 and not _DIRECTED.intersection(one)
    return _may_be_slips(one, other) and _only_slips(one, other)


def _may_be_slips(one: Sequence[str], other: Sequence[str]) -> bool:
    """A quick look: the words that each has alone are so near each other that they may be slips of the pen."""
    mine = [word for word in one if word not in other]
    theirs = [word for word in other if word not in one]
    most = _MOST_SLIPS * max(len(mine), len(theirs))
    return OSA.distance("".join(mine), "".join(theirs), score_cutoff=most) <= most


def likeness(one: IndicatorText, other: IndicatorText) -> float:
    """How near two texts are that equal figures may show to be one name: 0 (apart) to 1.

    1 where one text holds all words of the other and few more (0.85 for some more), else the share of common words in
    the longer text; 0 where each has a word that contrasts with the other's, or one alone is negated.

    >>> from normalize.names.indicator_text import indicator_text as read
    >>> likeness(read("Jumlah sarana yang mematuhi standar mutu"), read("Jumlah sarana yang memenuhi standar mutu"))
    0.75
    >>> likeness(read("Jumlah produksi padi"), read("Jumlah produksi jagung"))
    0.0
    """
    if one.government_id and other.government_id and one.government_id != other.government_id:
        return 0.0
    mine, theirs = _contrasting(one.tokens), _contrasting(other.tokens)
    if (mine - theirs and theirs - mine) or _digits(one.tokens) != _digits(other.tokens):
        return 0.0
    if any(contrasts()[word] in _DECISIVE for word in (mine - theirs) + (theirs - mine)):
        return 0.0
    left, right = Counter(map(_respelled, one.tokens)), Counter(map(_respelled, other.tokens))
    shared = sum((left & right).values())
    share = shared / max(left.total(), right.total(), 1)
    if shared == min(left.total(), right.total()) >= _CONTAINED and share >= _CONTAINED_SHARE:
        return 1.0 if share >= _MOSTLY else _IN_PART
    return share if shared > 1 else 0.0


@lru_cache(maxsize=8192)
def _counted(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(token for token in tokens if token != "jumlah"))


@lru_cache(maxsize=8192)
def _digits(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(token for token in tokens if any(letter.isdigit() for letter in token)))


@lru_cache(maxsize=8192)
def _contrasting(tokens: tuple[str, ...]) -> Counter[str]:
    """The words that tell indicators apart, a mistyped one as the word it was meant to be."""
    return Counter(word for word in map(_respelled, tokens) if word in contrasts())


@lru_cache(maxsize=16384)
def _respelled(token: str) -> str:
    if token in known_words():
        return token
    meant = [word for word in contrasts() if _mistyped(token, word)]
    return meant[0] if len(meant) == 1 else token


def _only_slips(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the texts differ only in mistyped or differently spaced words."""
    if abs(len(one) - len(other)) > 2:
        return False
    in_context = min(len(one), len(other)) >= _CONTEXT
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        if tag != "replace" or not _slip(one[a_from:a_to], other[b_from:b_to], in_context):
            return False
    return True


def _slip(one: Sequence[str], other: Sequence[str], in_context: bool) -> bool:
    if "".join(one) == "".join(other):
        return True
    if len(one) == len(other):
        return all(a == b or _mistyped(a, b, in_context) for a, b in zip(one, other, strict=True))
    return _mistyped("".join(one), "".join(other), in_context)


def _mistyped(one: str, other: str, in_context: bool = False) -> bool:
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    slips = 2 if len(shorter) >= _LONG_WORD else 1
    if OSA.distance(one, other, score_cutoff=slips) > slips:
        has_affix = any(longer in (affix + shorter, shorter + affix) for affix in _AFFIXES)
        return has_affix and len(shorter) >= _SHORTEST_SLIP
    if one in known_words() and other in known_words():
        return False
    strange = one not in known_words() and other not in known_words()
    if len(longer) == _SHORTEST_SLIP - 1 == len(shorter) and not strange:
        return in_context and OSA.distance(one, other) == 1
    if len(longer) < (_SHORTEST_STRANGE if strange else _SHORTEST_SLIP):
        return False
    return not any(letter.isdigit() for letter in one + other)
