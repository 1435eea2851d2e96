"""Which rows of a table are its head, and which only number its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.heads.words import phrases, tokens
from normalize.heads.years import is_year

LONGEST_HEAD = 130  # characters; a longer cell is no head
FRAGMENT = 0.75  # a cell of known words that name nothing by themselves: "Strategis", "Kinerja", "(%)"
YEAR_CELL = 0.7
STRANGER = 0.25  # a short cell of words outside the vocabulary: "Ssrn Strag", "Dana"
_COLUMN_NUMBER = re.compile(
    r'^["\'(\[]*\s*-?\s*(\d{1,2})\s*([a-z])?\s*[")\].]*'  # 3, (3), -3, "(10), (7A)
    r"(?:\s*=?\s*\(*\s*(?:k(?:olom)?\.?\s*)?\d{1,2}\)*\s*(?:[-+:/x*]\s*\(*\s*[\d%.,)(]+\s*)+"  # 6=5/4*100, 6 (5:4)
    r"|\s*=.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_FORMULA_ONLY = re.compile(r"^[\s()=]*\(?\d{1,2}\)?(?:\s*[-+:/x*]\s*\(?[\d%]+\)?)+[\s)%]*$", re.IGNORECASE)
_STARTS_AS_VALUE = re.compile(r"^\W*(?:rp\W*)?\d", re.IGNORECASE)  # also the numbered items of a data row

_BAND = re.compile(  # "Misi 1: …", "Sasaran kedua …", "Indikator: …": a row over the data that names what follows
    r"^\W*(?:visi|misi|tujuan|sasaran|program|kegiatan)\b"
    r"(?:[^:]{0,25}:\s*\S|\s*(?:\d{1,2}|[ivx]{1,4}|pertama|kedua|ketiga|keempat|kelima)\b\W*\w)"
    r"|^\W*indikator\b[^:]{0,25}:\s*\S",
    re.IGNORECASE,
)


def is_column_number_row(cells: Sequence[str | None]) -> bool:
    """Whether a row only numbers the columns below a head.

    Gaps (a merged or cut column), brackets, lost brackets ("-1" for "(1)", "(10") and column formulas are allowed; the
    numbers must rise. Numbers that stand only over the last columns ("Tahun ke-" over 1 2 3 4 5) number years.

    >>> is_column_number_row(["(1)", "(2)", "(3)", "8=(7/6)"]), is_column_number_row(["-1", "-2", "-3"])
    (True, True)
    >>> is_column_number_row(["2", "3", "7", "8", "9", "10", "14"]), is_column_number_row(["1", "Meningkatnya", "3"])
    (True, False)
    >>> is_column_number_row(["", "", "", "1", "2", "3", "4", "5"]), is_column_number_row(["", "12", "11"])
    (False, False)
    """
    texts = [(place, " ".join(cell.split())) for place, cell in enumerate(cells) if cell and cell.strip()]
    if len(texts) < 2:
        return False
    numbers = [_column_number(text) for _, text in texts]
    known = [number for number in numbers if number is not None]
    formulas = sum(
        number is None and bool(_FORMULA_ONLY.match(text)) for number, (_, text) in zip(numbers, texts, strict=True)
    )
    if len(known) + formulas < len(texts) or len(known) < 2:
        return False
    falls = sum(b < a for a, b in pairwise(known))
    bracketed = all(text.lstrip("\"' ").startswith("(") for _, text in texts)
    if (known[0] > 3 and not bracketed) or falls > (len(known) >= 6) or len(set(known)) < min(len(known), 3):
        return False
    leads = texts[0][0]
    return leads <= 1 if len(cells) > 2 else leads == 0


def _column_number(text: str) -> int | None:
    match = _COLUMN_NUMBER.match(text)
    return int(match.group(1)) if match else None


def looks_like_head(cells: Sequence[str | None]) -> float:
    """How much a row of cells looks like a head row (1) rather than a data row (0).

    >>> looks_like_head(["No", "Sasaran Strategis", "Indikator Kinerja", "Target", "Realisasi"]) > 0.9
    True
    >>> looks_like_head([None, None, None, "2015", "2016", ""]) > 0.6
    True
    >>> looks_like_head(["1", "Meningkatnya kualitas tenaga kerja", "Persentase pencari kerja", "38", "55,04"]) < 0.3
    True
    """
    scores = [score for cell in cells if cell and cell.strip() for score in [_cell_score(cell)]]
    if not scores:
        return 0.0
    values = sum(score == 0.0 for score in scores)
    return round(sum(scores) / len(scores) * (1 - values / len(scores)), 3)


@lru_cache(maxsize=16384)
def _cell_score(cell: str) -> float:
    text = " ".join(cell.split())
    if len(text) > LONGEST_HEAD:
        return 0.0
    if is_year(text):
        return YEAR_CELL
    if _STARTS_AS_VALUE.match(text) or _BAND.match(text):
        return 0.0
    words = [t for t in tokens((cell,)) if t.kind == "word"]
    if words and "statement" in phrases().get((words[0].text,), ()):
        return 0.0
    head = read_head((cell,))
    known = bool(words) and all(t.known for t in words)
    floor = FRAGMENT if known or head.certainty >= 0.5 else 0.0
    if head.role is not Role.UNKNOWN or known:
        return max(head.certainty, floor)
    return STRANGER if len(text) <= 25 else 0.0
