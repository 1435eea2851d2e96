"""The box of a line of type, as high as its font, from its ink and its text.

Ink is as high as the letters of a line happen to be: "sama" is low, "Tugas (gp)" is high. Lines of one row must have
boxes of one height, as printed text has them; so the size of the type is told from what its letters reach.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median

from extract.model import Box

HIGH, LOW = 0.72, 0.53  # how far letters reach above the baseline, as a share of the type size
BELOW = 0.21  # and below it
COMMA = 0.13
ASCENT, DESCENT = 0.95, 0.25  # what a font takes for itself
ALIKE = 0.06  # type sizes that differ by less are one size
LEVEL = 0.8  # points: baselines that differ by less are one
TALL_LETTERS = frozenset("bdfhklt%&?!()[]{}/|\"'“”‘’°²³*<>") | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
DEEP_LETTERS = frozenset("gjpqyQ()[]{}/|")
LOW_LETTERS = frozenset("acemnorsuvwxzi:")


def type_size(ink: Box, text: str) -> float | None:
    """The size of the type of a line in points, None where its text does not tell.

    >>> [type_size(Box(0, 0, 40, height), text) for height, text in ((7.2, "12%"), (5.3, "sama"), (1, "-"))]
    [10.0, 10.0, None]
    """
    letters = set(text)
    if letters & TALL_LETTERS:
        above = HIGH
    elif letters & (LOW_LETTERS | DEEP_LETTERS):
        above = LOW
    else:
        return None
    return ink.height / (above + _depth(letters))


def _depth(letters: set[str]) -> float:
    return BELOW if letters & DEEP_LETTERS else COMMA if letters & set(",;") else 0.0


def line_boxes(lines: Sequence[tuple[Box, str]], usual: float) -> list[Box]:
    """The boxes of lines, given as ink and text, as high as their fonts; `usual` is the page's type size.

    A dot more or less is much of a small letter, while a page has few type sizes and the lines of a row one baseline:
    sizes and baselines that hardly differ are one. Marks tell neither; they keep the middle of their ink.
    """
    sizes = [type_size(ink, text) for ink, text in lines]
    told = sorted(size for size in sizes if size)
    common = [size and _among(told, size, ALIKE * size) for size in sizes]
    bases = [ink.bottom - _depth(set(text)) * (size or 0.0) for (ink, text), size in zip(lines, common, strict=True)]
    lettered = sorted(base for base, size in zip(bases, common, strict=True) if size)
    found = []
    for (ink, _), size, base in zip(lines, common, bases, strict=True):
        if size is None:
            middle, half = (ink.top + ink.bottom) / 2, (ASCENT + DESCENT) * usual / 2
            found.append(Box(ink.x0, middle - half, ink.x1, middle + half))
        else:
            at = _among(lettered, base, LEVEL)
            found.append(Box(ink.x0, at - ASCENT * size, ink.x1, at + DESCENT * size))
    return found


def _among(ordered: Sequence[float], one: float, reach: float) -> float:
    """The median of the numbers around one that is among them."""
    return median(ordered[bisect_left(ordered, one - reach) : bisect_right(ordered, one + reach)])
