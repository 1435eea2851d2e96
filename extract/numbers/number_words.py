"""Indonesian number words ("tujuh belas", "dua koma lima") to values, with a diagnosis where they are malformed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from extract.numbers.marks import marks

_TOKEN = re.compile(r"[A-Za-z]+")
_IGNORED = frozenset({"rupiah", "persen", "prosen", "saja"})
_TENS = {"puluh": 10, "belas": 1}
_GLUED = re.compile(r"(.+?)(puluh|belas|ratus|ribu|juta)$")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What number words say: `value`, or None with a `proposal` and the scale word that is `missing`."""

    value: Decimal | None
    proposal: Decimal | None = None
    missing: str | None = None
    notes: tuple[str, ...] = ()


class _MalformedWords(Exception):
    """Two groups meet with no scale word between them; `at` is the token before which one is missing."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def read_number_words(text: str, expected: Decimal | None = None) -> NumberWords | None:
    """The value of number words, or None when the text holds any other word.

    Where a scale word is missing, each is tried in its place: if one gives `expected` (the digits beside the words), or
    if only one fits at all, it is the proposal.

    >>> read_number_words("Tujuh belas").value, read_number_words("dua koma lima").value
    (Decimal('17'), Decimal('2.5'))
    >>> read_number_words("dua ratus seribu rupiah"), read_number_words("tujuh program")
    (NumberWords(value=Decimal('201000'), proposal=None, missing=None, notes=('se_scale',)), None)
    >>> read_number_words("satu miliar dua puluh empat seratus enam ribu", Decimal(1024106000))
    NumberWords(value=None, proposal=Decimal('1024106000'), missing='juta', notes=('malformed',))
    """
    tokens = list(_tokens(text))
    if not tokens or not all(_is_known(token) for token in tokens):
        return None
    notes = ("se_scale",) if _has_odd_se(tokens) else ()
    try:
        return NumberWords(_value(tokens), notes=notes)
    except _MalformedWords as broken:
        return _diagnose(tokens, broken.at, expected)


def _tokens(text: str) -> Iterator[str]:
    typos = marks("number_typo")
    for found in _TOKEN.finditer(text.casefold()):
        word = typos.get(found.group(), found.group())
        glued = None if _is_known(word) else _GLUED.match(word)
        if glued is not None and _is_known(typos.get(glued.group(1), glued.group(1))):
            yield typos.get(glued.group(1), glued.group(1))
            yield glued.group(2)
        elif word not in _IGNORED:
            yield word


def _is_known(word: str) -> bool:
    return word in marks("number_word") or word in marks("scale") or word in _TENS or word in ("ratus", "koma", "minus")


def _has_odd_se(tokens: list[str]) -> bool:
    """Whether "seribu" and its like follow other words of their own group ("dua ratus seribu")."""
    return any(
        word in ("seribu", "sejuta", "semiliar", "semilyar") for word in tokens[1:] if not _starts_group(tokens, word)
    )


def _starts_group(tokens: list[str], word: str) -> bool:
    before = tokens[tokens.index(word) - 1]
    return before in marks("scale") or before == "minus"


def _value(tokens: list[str]) -> Decimal:
    if tokens[0] == "minus":
        return -_value(tokens[1:])
    if "koma" in tokens:
        at = tokens.index("koma")
        return _with_fraction(tokens[:at], tokens[at + 1 :])
    return _integer(tokens, 0)


def _with_fraction(whole: list[str], rest: list[str]) -> Decimal:
    """Digits after "koma" one by one ("delapan enam") or as one number ("delapan puluh enam")."""
    scales = marks("scale")
    factor = Decimal(scales[rest[-1]]) if rest and rest[-1] in scales else Decimal(1)
    figures = rest[:-1] if factor != 1 else rest
    if not figures:
        raise _MalformedWords(len(whole))
    single = [marks("number_word").get(word, "") for word in figures]
    one_by_one = all(len(digit) == 1 for digit in single)
    digits = "".join(single) if one_by_one else str(_integer(figures, len(whole) + 1))
    return Decimal(f"{_integer(whole, 0) if whole else 0}.{digits}") * factor


def _integer(tokens: list[str], offset: int) -> Decimal:
    """Sum of groups below a thousand times falling scales; raises where two groups meet or scales rise."""
    total, group, last_scale, scales = Decimal(0), _Group(), Decimal(10) ** 15, marks("scale")
    for index, word in enumerate(tokens, start=offset):
        factor = Decimal(scales[word]) if word in scales else None
        if word in ("seribu", "sejuta", "semiliar", "semilyar"):
            factor = Decimal(marks("number_word")[word])
            group.add_unit(Decimal(1), index)
        if factor is None:
            group.take(word, index)
            continue
        if factor >= last_scale or group.is_empty:
            raise _MalformedWords(index)
        total, last_scale, group = total + group.value * factor, factor, _Group()
    return total + group.value


class _Group:
    """A number below a thousand as its words arrive; `room` is the place value below which more may follow."""

    def __init__(self) -> None:
        self.value, self.room, self.is_empty, self._last = Decimal(0), Decimal(1000), True, Decimal(0)

    def take(self, word: str, index: int) -> None:
        if word == "ratus":
            self._multiply(Decimal(100), index)
        elif word == "puluh":
            self._multiply(Decimal(10), index)
        elif word == "belas":
            if not 0 < self._last < 10:
                raise _MalformedWords(index)
            self.value, self.room = self.value + 10, Decimal(1)
        elif word == "sepertiga":
            with localcontext() as context:
                context.prec = 6
                self.add_unit(Decimal(1) / Decimal(3), index)
        elif word == "koma" or word == "minus":
            raise _MalformedWords(index)
        else:
            self.add_unit(Decimal(marks("number_word")[word]), index)

    def add_unit(self, unit: Decimal, index: int) -> None:
        if unit >= self.room:
            raise _MalformedWords(index)
        self.value, self.is_empty, self._last = self.value + unit, False, unit
        self.room = Decimal(100) if unit == 100 else Decimal(1)

    def _multiply(self, factor: Decimal, index: int) -> None:
        """Turn the digit just read into tens or hundreds, where the group still has room for them."""
        if not 0 < self._last < 10 or (self.value - self._last) % (factor * 10):
            raise _MalformedWords(index)
        self.value, self.room, self._last = self.value + self._last * (factor - 1), factor, Decimal(0)


def _diagnose(tokens: list[str], at: int, expected: Decimal | None) -> NumberWords:
    fitting: dict[tuple[str, Decimal], int] = {}
    for place in range(1, len(tokens) + 1):
        for scale in ("triliun", "miliar", "juta", "ribu"):
            try:
                value = _value([*tokens[:place], scale, *tokens[place:]])
            except _MalformedWords:
                continue
            fitting.setdefault((scale, value), abs(place - at))
    exact = [key for key in fitting if key[1] == expected]
    nearest = exact or [key for key, distance in fitting.items() if distance == min(fitting.values())]
    if len(nearest) == 1:
        return NumberWords(None, nearest[0][1], nearest[0][0], ("malformed",))
    return NumberWords(None, notes=("malformed",))
