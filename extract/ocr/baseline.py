"""The box of a line of type, as high as its font, from its ink and its text.

Ink is as high as the letters of a line happen to be: "sama" is low, "Tugas (gp)" is high. Lines of one row must have
boxes of one height, as printed text has them; so the size of the type is told from what its letters reach.
"""

from __future__ import annotations

from extract.model import Box

HIGH, LOW = 0.72, 0.53  # how far letters reach above the baseline, as a share of the type size
BELOW = 0.21  # and below it
COMMA = 0.13
ASCENT, DESCENT = 0.95, 0.25  # what a font takes for itself
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


def line_box(ink: Box, text: str, usual: float) -> Box:
    """The box of a line, as high as its font; `usual` is the page's type size, for marks that tell none."""
    size = type_size(ink, text)
    if size is None:
        middle = (ink.top + ink.bottom) / 2
        height = (ASCENT + DESCENT) * usual
        return Box(ink.x0, middle - height / 2, ink.x1, middle + height / 2)
    baseline = ink.bottom - _depth(set(text)) * size
    return Box(ink.x0, baseline - ASCENT * size, ink.x1, baseline + DESCENT * size)
