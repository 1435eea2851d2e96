"""Letters that pdfium takes for lines: it does so where each is drawn by itself over a wide page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extract.model import Box

LETTER_LINES = re.compile(r"(?:(?<!\S)\S[\r\n]+){3}")  # single letters in lines of their own
LINE_BREAK = re.compile(r"(?<=\S)[\r\n]+(?=\S)")
TOUCHING = 0.08  # letters of a word stand so near, in their heights

BoxesOf = Callable[[Sequence[tuple[int, int]]], list[Box]]
"""The boxes of spans of a page's characters, each told by its first and last index."""


def joined(text: str, boxes_of: BoxesOf) -> tuple[str, list[int]]:
    """A page's text without line breaks between letters that touch, and where each of its characters was before."""
    breaks = [(found.start(), found.end()) for found in LINE_BREAK.finditer(text)]
    sides = boxes_of([(at, at) for start, end in breaks for at in (start - 1, end)])
    false = [span for span, a, b in zip(breaks, sides[::2], sides[1::2], strict=True) if _touch(a, b)]
    dropped = {at for start, end in false for at in range(start, end)}
    places = [at for at in range(len(text)) if at not in dropped]
    return "".join(text[at] for at in places), places


def _touch(left: Box, right: Box) -> bool:
    """Whether two letters stand on one line, the second right behind the first."""
    height = max(left.height, right.height)
    level = abs(left.top - right.top) < TOUCHING * height and abs(left.bottom - right.bottom) < TOUCHING * height
    return level and abs(right.x0 - left.x1) < TOUCHING * height
