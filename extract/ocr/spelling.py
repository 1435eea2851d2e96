"""Words that an engine misspelled in a way only shapes explain: "Realisasl" is Realisasi, "SasaranStrategis" two words.

Only words that every report is full of (`extract/data/words.csv`) are put right, and only where one or two letters
differ that look alike, or one that the engine was not sure of. Digits are never touched: what a number may mean is
decided where it is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from extract.pdf.text_trust import known_words

SHORTEST = 4
SHORTEST_ALIKE = 5  # shorter words that differ by a slim letter may be other words
SHORTEST_UNSURE = 7  # a letter of any shape is put right in longer words, where the engine was not sure of it
UNSURE = 0.9
MOST_WRONG = 2
SLIM = "iltjf!|1"  # letters of one stroke
ROUND = "od0"  # capitals of one curve
_SHAPES = str.maketrans({**dict.fromkeys(SLIM, "i"), **dict.fromkeys(ROUND, "o"), "q": "g"})
_TAILED = re.compile(r"(?<=n)q(?=[a-z]|\b)")  # no word has "nq", many have "ng"
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9!|]{2,}[A-Za-z!|]")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def _by_shape() -> dict[str, list[str]]:
    shapes: dict[str, list[str]] = defaultdict(list)
    for word in known_words():
        if len(word) >= SHORTEST:
            shapes[word.translate(_SHAPES)].append(word)
    return dict(shapes)


@cache
def _by_length() -> dict[int, list[str]]:
    lengths: dict[int, list[str]] = defaultdict(list)
    for word in known_words():
        if len(word) >= SHORTEST_UNSURE:
            lengths[len(word)].append(word)
    return dict(lengths)


def respelled(text: str, certainty: Sequence[float]) -> str:
    """A text of the same length with its misspelled words put right; `certainty` is that of its characters.

    >>> sure = [1.0] * 32
    >>> respelled("Realisasl CAPALAN Sumber Oaya", sure), respelled("padi 2l0,5", sure), respelled("Rralisasi", sure)
    ('Realisasi CAPAIAN Sumber Daya', 'padi 2l0,5', 'Rralisasi')
    >>> respelled("yanq meqapolitan", sure), respelled("anggaran kegiatan".replace("g", "q"), sure)
    ('yang meqapolitan', 'anggaran kegiatan')
    >>> respelled("IndikatorKinerfa", sure), respelled("Rralisasi", [1.0, 0.6, *sure[:7]])
    ('IndikatorKinerja', 'Realisasi')
    """
    text = _TAILED.sub("g", text)
    return _WORD.sub(lambda found: _right(found.group(), certainty[found.start() : found.end()]), text)


def _right(word: str, certainty: Sequence[float]) -> str:
    """A word as it is spelled where exactly one known word explains it, else the word; glued words one by one."""
    cuts = [0, *(m.start() for m in _GLUED.finditer(word)), len(word)]
    if len(cuts) > 2:
        parts = [_right(word[a:b], certainty[a:b]) for a, b in pairwise(cuts)]
        return "".join(parts) if all(part.casefold() in known_words() for part in parts) else word
    folded = word.casefold()
    if folded in known_words():
        return word
    alike = [known for known in _by_shape().get(folded.translate(_SHAPES), []) if _may_be(word, known)]
    alike = alike or [known for known in _by_length().get(len(word), []) if _is_unsure(folded, known, certainty)]
    if len(alike) != 1:
        return word
    return "".join(
        read if read.casefold() == letter else letter.upper() if _is_capital(word, i) else letter
        for i, (read, letter) in enumerate(zip(word, alike[0], strict=True))
    )


def _is_unsure(word: str, known: str, certainty: Sequence[float]) -> bool:
    """Whether a word differs from a known one by a single letter that the engine was not sure of."""
    wrong = [i for i, (read, letter) in enumerate(zip(word, known, strict=True)) if read != letter]
    return len(wrong) == 1 and certainty[wrong[0]] < UNSURE


def _may_be(word: str, known: str) -> bool:
    wrong = [(read, letter) for read, letter in zip(word, known, strict=True) if read.casefold() != letter]
    slim = [pair for pair in wrong if pair[0].casefold() in SLIM]
    return len(wrong) <= MOST_WRONG and all(
        len(word) >= SHORTEST_ALIKE if pair in slim else pair[0].isupper() or pair[0] in "0q" for pair in wrong
    )


def _is_capital(word: str, place: int) -> bool:
    others = word[:place] + word[place + 1 :]
    return word[place].isupper() if word[place].isalpha() else others.isupper()


def glued(text: str) -> list[int]:
    """Where a space is missing between two known words, as places in the text.

    >>> glued("SasaranStrategis"), glued("LKjIP BP3AKB iBangga")
    ([7], [])
    """
    found = []
    for word in re.finditer(r"[A-Za-z]+", text):
        cuts = [m.start() for m in _GLUED.finditer(word.group())]
        parts = [word.group()[a:b].casefold() for a, b in pairwise([0, *cuts, len(word.group())])]
        if cuts and all(part in known_words() for part in parts):
            found += [word.start() + cut for cut in cuts]
    return found
