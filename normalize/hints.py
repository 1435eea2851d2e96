"""A quick look before a slow one: texts that cannot hold any of some phrases are told by the words they lack."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+")


class Hints:
    """The words of which every text with one of the phrases has at least one: the longest word of each phrase.

    >>> hints = Hints(["indikator kinerja", "indikator", "langkah-langkah yang dilakukan"])
    >>> hints.words, hints.are_in("8 INDIKATOR"), hints.are_in("8 orang")
    (('dilakukan', 'indikator'), True, False)
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        longest = {max(WORD.findall(phrase.lower()), key=len) for phrase in phrases}
        self.words = tuple(sorted(w for w in longest if not any(one != w and one in w for one in longest)))

    def are_in(self, text: str) -> bool:
        """Whether a text may hold one of the phrases."""
        return any(map(text.lower().__contains__, self.words))


def any_of(phrases: Iterable[str]) -> str:
    """A pattern of any of some phrases, the longest first, with any space between words; it looks at first letters.

    >>> any_of(["target", "target akhir", "pagu"])
    '(?=[pt])(?:target\\\\s+akhir|target|pagu)'
    """
    spelled = sorted(phrases, key=len, reverse=True)
    letters = "".join(sorted({re.escape(phrase[0]) for phrase in spelled}))
    return f"(?=[{letters}])(?:{'|'.join(re.escape(phrase) for phrase in spelled)})".replace(r"\ ", r"\s+")
