"""Words that sentences of these reports share, as parts of patterns: each is an alternation without brackets.

What only one check asks for stands in that check.
"""

from __future__ import annotations

import re

AVERAGE = r"rata\s*[-–—]?\s*rata"
DENIED = r"belum|tidak|bukan|hampir"
IF = r"apabila|jika|bila|kalau"
NUMBERS_OF_ORDINALS = {
    "pertama": 1,
    "kesatu": 1,
    "kedua": 2,
    "ketiga": 3,
    "keempat": 4,
    "kelima": 5,
    "keenam": 6,
    "ketujuh": 7,
}
ORDINALS = "|".join(NUMBERS_OF_ORDINALS)
OTHER_BASES = r"renstra|rpjmd|(?:jangka\s+)?menengah|nasional"
"""What a value may be held against besides the target of its year."""
OF_MONEY = r"anggaran|keuangan"
THIS = r"ini|tersebut"
WISHED = r"agar|supaya|diharapkan|akan"
YEAR_BEFORE = r"tahun\s+(?:lalu|sebelumnya|yang\s+lalu)"


def whole_words(*alternations: str) -> re.Pattern[str]:
    """A pattern that finds whole words of the alternations, in any case.

    >>> found = whole_words(AVERAGE, OF_MONEY).search("Rata - rata realisasi anggaran")
    >>> found.group() if found else None
    'Rata - rata'
    """
    return re.compile(rf"\b(?:{'|'.join(alternations)})\b", re.IGNORECASE)
