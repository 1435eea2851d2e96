"""Typed rows that go on in the next line: the rest of a phrase, of a number, or the unit under its figure.

Text copied from a page has a row for each printed line. A line belongs to the row above it where every cell of it goes
on with the cell above: it begins in the middle of a phrase, ends a number that breaks off, or names the unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.gaps.rows import UNFINISHED
from extract.grids.text_rows import is_value

BROKEN = re.compile(r"\d[.,]$")  # "83," before "71%"
REST = re.compile(r"^\d{1,3}\s*%?$")
FIGURE = re.compile(r"^[(<>≤≥±~\s-]*(?:Rp\.?\s*)?\d[\d.,\s:/-]*[)%]?$")
UNIT = re.compile(r"^[^\W\d_]+(?:[ /][^\W\d_]+)?$")
MARKER = re.compile(r"^(?:[-–—•▪●➢✓*·►]|\(?[a-zA-Z][.)]|\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?)(?:\s|$)")
LIST_NUMBER = re.compile(r"^\(?\d{1,3}[.)]?$")


def goes_on(above: Sequence[str], here: Sequence[str]) -> bool:
    """Whether a row of cells is the next line of the row above it.

    >>> goes_on(["Waktu tunggu", "≤ 60", "72 menit"], ["rawat jalan", "menit", ""])
    True
    >>> goes_on(["1", "Opini BPK", "WTP"], ["2", "Nilai SAKIP", "B"])
    False
    """
    cells = [(above[k] if k < len(above) else "", text) for k, text in enumerate(here) if text]
    pairs = [(a, b) for a, b in cells if a]
    if not pairs or not all(_continues(a, b) for a, b in pairs):
        return False
    if len(pairs) == len(cells):
        return len(cells) < len([text for text in above if text]) or not all(FIGURE.match(a) for a, _ in pairs)
    return _has_words(pairs) and not any(is_value(text) for text in above if text and not LIST_NUMBER.match(text))


def _continues(above: str, here: str) -> bool:
    """Whether the text of a cell goes on with that of the cell above it."""
    if MARKER.match(here):
        return False
    if BROKEN.search(above) and REST.match(here):
        return True
    if UNFINISHED.search(above) and not is_value(above):
        return not FIGURE.match(here)
    if FIGURE.match(above) and not is_value(here):
        return bool(UNIT.match(here))
    return here[:1].islower() and not is_value(here)


def _has_words(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether a label goes on: values of their own may stand beside its last line where none stand above."""
    return any(not FIGURE.match(a) and b[:1].islower() for a, b in pairs)
