"""Text that a spreadsheet shows and never runs."""

from __future__ import annotations

import re

FORMULA_MARKS = tuple("=+-@\t\r")
NUMBER = re.compile(r"[+-]?[\d.,\s\u00a0]*\d[\d.,\s\u00a0]*%?")


def inert(text: str) -> str:
    """The text as a cell that is never run as a formula; a number stays a number.

    >>> inert("=1+1"), inert("-7,20 %"), inert("-"), inert("Nilai = 70")
    ("'=1+1", '-7,20 %', "'-", 'Nilai = 70')
    """
    if text.startswith(FORMULA_MARKS) and not NUMBER.fullmatch(text):
        return "'" + text
    return text
