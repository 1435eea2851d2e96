"""The year of a form of performance by the title above its table: "PERJANJIAN KINERJA TAHUN 2021".

Reports of one year carry agreements of the next; such a form has a title in lines of its own and no caption.
"""

from __future__ import annotations

import re

from extract.model import RawTable
from normalize.hints import Hints

FORM_WORDS = ("perjanjian", "penetapan", "rencana", "pengukuran")
FORMS = Hints(FORM_WORDS)
TITLE = re.compile(
    rf"^\W*(?:formulir\s+)?(?:{'|'.join(FORM_WORDS)})\s+(?:pencapaian\s+)?kinerja\b[^\n.;]{{0,60}}?"
    r"(?:\n[^\n.;]{0,70}){0,3}?\b(?:tahun|ta\.?|t\.a\.?)(?:\s+|\s*:\s*)(?:anggaran\s+)?(20\d\d)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
NEAR_LINES = 6  # a title stands among so many lines above the table, names of the agency included


def form_year(table: RawTable) -> int | None:
    """The year of the last such title above a table without a caption; None where there is none."""
    if table.caption:
        return None
    lines = [line.text.strip() for line in table.lead if line.page == table.page][-NEAR_LINES:]
    text = "\n".join(lines)
    found = TITLE.findall(text) if FORMS.are_in(text) else []
    return int(found[-1]) if found else None
