"""Years that sentences name, and the one a value in a sentence is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalize.prose.phrases import YEAR_BEFORE, whole_words
from normalize.prose.values import Value

YEAR = re.compile(
    r"\b(?:tahun|thn|ta|t\.a|tahun\s+anggaran)\s*\.?\s*((?:19|20)\d\d)\b(?!\s*[-–/]\s*(?:19|20)\d\d)", re.IGNORECASE
)
YEAR_BEHIND = re.compile(
    r"^\s*(?:(?!(?:dan|menjadi|dari|target|realisasi|dengan|atau|sebesar|sementara|sedangkan|pada|di)\b)[A-Za-z/]+\s+){0,3}?"
    r"(?:pada|di|untuk|dalam)\s*(?:akhir\s+)?tahun\s*((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
IS_YEAR = re.compile(r"(?:19|20)\d\d")
LAST_YEAR = whole_words(YEAR_BEFORE)


def years_of(text: str) -> set[int]:
    """The single years that a sentence names, periods of plans left out.

    >>> years_of("Renstra Tahun 2013-2018 pada tahun 2016 sebesar 5")
    {2016}
    """
    return {int(match.group(1)) for match in YEAR.finditer(text)}


def names_other_years(text: str, year: int | None) -> bool:
    """Whether a sentence speaks of more than one year, or of the year before without its number."""
    return len(years_of(text) | ({year} if year else set())) > 1 or LAST_YEAR.search(text) is not None


def year_of(value: Value, values: Sequence[Value], text: str, report_year: int | None) -> int | None:
    """The year said just behind the value, else the last one before it in its clause, else the only one."""
    behind = YEAR_BEHIND.match(text[value.end : value.end + 40])
    if behind:
        return int(behind.group(1))
    start = max((v.end for v in values if v.end <= value.start), default=0)
    clause = text[start : value.start]
    named = list(YEAR.finditer(clause))
    lasts = list(LAST_YEAR.finditer(clause))
    if lasts and (not named or named[-1].start() < lasts[-1].start()):
        return report_year - 1 if report_year else None
    if named:
        return int(named[-1].group(1))
    years = years_of(text[: value.start])
    return years.pop() if len(years) == 1 and not LAST_YEAR.search(text) else None
