"""What a finding says, in Indonesian: the sentences of the rules are made of few phrases, and `sentences.csv` has them.

What a report prints stands in quotation marks or is a value and stays as it is. A sentence with a word that the table
does not know is not translated at all: half a translation would be worse than the English.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

SENTENCES_FILE = Path(__file__).with_name("sentences.csv")
KEPT = re.compile(r"“[^”]*”|\([^()]*\.(?:pdf|txt)\)", re.IGNORECASE)
"""Names and file names."""
KEEP = "\ufffc"
NUMBER = r"(-?\d(?:[\d.,]*\d)?)"
WORD = re.compile(r"[A-Za-z]{2,}")


@cache
def phrases() -> tuple[tuple[str, str], ...]:
    """English phrases with their Indonesian ones, the longest first; `#` is a number, in the same order in both."""
    with SENTENCES_FILE.open(encoding="utf-8", newline="") as file:
        found = [(row["en"], row["id"]) for row in csv.DictReader(file)]
    assert len(dict(found)) == len(found), "sentences.csv: a phrase stands there twice"
    assert all(en.count("#") == ours.count("#") for en, ours in found), "sentences.csv: a phrase loses a number"
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _any_phrase() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<p{at}>{_shape(en)})" for at, (en, _) in enumerate(phrases())))


def _shape(phrase: str) -> str:
    """A phrase as a pattern that matches whole words alone."""
    begins = r"(?<!\w)" if phrase[0].isalnum() else ""
    ends = r"(?!\w)" if phrase[-1].isalnum() else ""
    return begins + re.escape(phrase).replace(r"\#", NUMBER) + ends


@cache
def _english() -> frozenset[str]:
    """Words that stand in English phrases alone: where one is left over, a sentence is not understood."""
    here, there = ({word.lower() for pair in phrases() for word in WORD.findall(pair[side])} for side in (0, 1))
    return frozenset(here - there)


@lru_cache(maxsize=4096)
def in_indonesian(sentence: str) -> str | None:
    """An English sentence of a finding in Indonesian; None where a part of it is not known.

    >>> in_indonesian("The target of “Nilai AKIP” for 2024 is printed as 70 (page 2) and as 71 (pages 3 and 4).")
    'Target “Nilai AKIP” tahun 2024 tercetak 70 (halaman 2) dan 71 (halaman 3 dan 4).'
    >>> in_indonesian("The moon is made of cheese.") is None
    True
    """
    kept = KEPT.findall(sentence)
    plain = KEPT.sub(KEEP, sentence.replace(KEEP, " "))
    made, left, end = [], [], 0
    for match in _any_phrase().finditer(plain):
        between = plain[end : match.start()]
        left.append(between)
        made += [between, _translated(match)]
        end = match.end()
    left.append(plain[end:])
    if any(word.lower() in _english() for part in left for word in WORD.findall(part)):
        return None
    pieces = "".join([*made, plain[end:]]).split(KEEP)
    return "".join(piece + text for piece, text in zip(pieces, [*kept, ""], strict=True))


def _translated(match: re.Match[str]) -> str:
    name = match.lastgroup
    assert name is not None, "every phrase has its group"
    en, ours = phrases()[int(name[1:])]
    numbers = re.match(_shape(en).removeprefix(r"(?<!\w)"), match.group())
    assert numbers is not None, "a phrase matches what it matched"
    for number in numbers.groups():
        ours = ours.replace("#", number, 1)
    return ours
