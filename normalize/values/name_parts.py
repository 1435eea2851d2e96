"""Which names of a report are parts of longer ones: a name that is cut off shows beside the whole one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from normalize.words import letters

LEAST_LETTERS = 4
Words = tuple[str, ...]
Part = Literal["start of a name", "end of a name", "part of a name"]


def words_of(text: str) -> Words:
    """The words of a name, letters only."""
    return tuple(word for word in map(letters, text.split()) if word)


def is_part(name: Words, whole: Words) -> bool:
    """Whether a longer name holds a name: its letters on end, or two and more of its words in their order.

    >>> is_part(("rasio", "anak"), ("rasio", "mutu", "anak")), is_part(("anak", "rasio"), ("rasio", "mutu", "anak"))
    (True, False)
    """
    own, other = "".join(name), "".join(whole)
    return own != other and (own in other or (len(name) > 1 and _in_order(name, whole)))


def _in_order(name: Words, whole: Words) -> bool:
    rest = iter(whole)
    return len(name) < len(whole) and all(word in rest for word in name)


class Names:
    """The names of a report, to ask which of them hold a name."""

    def __init__(self, names: Iterable[Words]) -> None:
        known = {"".join(words): words for words in names}
        self._forward = sorted(known)
        self._backward = sorted(name[::-1] for name in known)
        self._by_word: defaultdict[str, set[Words]] = defaultdict(set)
        for words in known.values():
            for word in words:
                self._by_word[word].add(words)
        self._found: dict[Words, Part | None] = {}

    def part(self, name: Words) -> Part | None:
        """Whether a longer name begins or ends with this one, or else holds its words in their order.

        >>> known = Names([("indeks", "desa"), ("indeks",), ("desa",), ("indeks", "mutu", "desa")])
        >>> known.part(("indeks",)), known.part(("desa",)), known.part(("indeks", "desa"))
        ('start of a name', 'end of a name', 'part of a name')
        """
        if name not in self._found:
            self._found[name] = self._part(name)
        return self._found[name]

    def _part(self, name: Words) -> Part | None:
        own = "".join(name)
        if len(own) < LEAST_LETTERS:
            return None
        if _begins_another(self._forward, own):
            return "start of a name"
        if _begins_another(self._backward, own[::-1]):
            return "end of a name"
        rarest = min((self._by_word[word] for word in name), key=len)
        return "part of a name" if len(name) > 1 and any(_in_order(name, other) for other in rarest) else None


def _begins_another(ordered: list[str], own: str) -> bool:
    """Whether a longer one of the ordered texts begins with this one, which may be among them."""
    at = bisect_left(ordered, own)
    return any(one != own and one.startswith(own) for one in ordered[at : at + 2])
