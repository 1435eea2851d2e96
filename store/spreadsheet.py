"""Text that a spreadsheet shows and never runs."""

from __future__ import annotations

import re

FORMULA_MARKS = tuple("=+-@＝＋－＠")
"""Also in full width, which some spreadsheets read as the narrow marks."""
UNSEEN = re.compile(r"[\x00-\x20\x7f\u00a0\u200b\u2028\u2029\ufeff]+")
NUMBER = re.compile(r"[+-]?[\d.,\s\u00a0]*\d[\d.,\s\u00a0]*%?")


def inert(text: str) -> str:
    """The text as a cell that is never run as a formula; a number stays a number.

    >>> inert("=1+1"), inert("-7,20 %"), inert("-"), inert("Nilai = 70")
    ("'=1+1", '-7,20 %', "'-", 'Nilai = 70')
    >>> inert(" =1+1"), inert("\\n=1+1"), inert("(=)")
    ("' =1+1", "'\\n=1+1", '(=)')
    """
    if not text or text[0].isalnum():
        return text
    unseen = UNSEEN.match(text)
    begins = text[unseen.end() :] if unseen else text
    if (begins.startswith(FORMULA_MARKS) or text[0] < " ") and not NUMBER.fullmatch(begins):
        return "'" + text
    return text
