"""The words of the pages in Indonesian and English: `words.csv` is the one list."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

LANGUAGES = ("id", "en")
WORDS_FILE = Path(__file__).with_name("words.csv")


@cache
def all_words() -> dict[str, tuple[str, str]]:
    """Every key with its words in the order of LANGUAGES."""
    found: dict[str, tuple[str, str]] = {}
    with WORDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["key"] not in found, f"words.csv: {row['key']} stands there twice"
            assert row["id"] and row["en"], f"words.csv: {row['key']} lacks a language"
            found[row["key"]] = (row["id"], row["en"])
    return found


class Words:
    """Words of one language: `words("nav.home")`, with values filled in: `words("front.count", agencies=3)`.

    >>> Words("en")("measure.target"), Words("id")("measure.target")
    ('Target', 'Target')
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._at = LANGUAGES.index(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key. KeyError where there is none: a page never shows a bare key."""
        text = all_words()[key][self._at]
        return text.format(**values) if values else text

    def maybe(self, group: str, code: object) -> str:
        """The words of a code from the data; the code itself where a newer database knows more than this list.

        >>> [Words("id").maybe("severity", code) for code in ("high", "new", None)]
        ['tinggi', 'new', '–']
        """
        if code is None or code == "":
            return "–"
        words = all_words().get(f"{group}.{code}")
        return words[self._at] if words else str(code)
