"""Printed numbers in a sentence: each with its unit, told apart from years, dates, list marks and numbers of things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extract.numbers import read_figure

Kind = Literal["percent", "money", "plain"]

NUMBER = re.compile(
    r"(?<![\w./])(?P<money>(?:Rp|IDR)\s*[.,:]?\s*)?(?P<sign>[<>≥≤±]\s*=?\s*|-(?=\d))?"
    r"(?P<digits>\d[\d.,]*\d|\d)(?P<tail>\s?,?\s?-(?!\w))?(?P<percent>\s*%|\s+persen\b|\s+prosen\b)?"
    r"(?P<scale>\s+(?:ribu|juta|miliar|milyar|milliar|triliun|trilyun)\b(?:\s+rupiah\b)?)?",
    re.IGNORECASE,
)
NOT_VALUES = re.compile(
    r"(?:\b(?:nomor|no|tabel|gambar|grafik|lampiran|pasal|ayat|bab|ke|ke-|halaman|hal|misi|tujuan|sasaran(?:\s+(?:strategis|stratejik|kinerja))?|iku?|ss|"
    r"ik|golongan|eselon|poin|butir|huruf|angka|iso|versi|level|kelas|formulir|rumus)\s*[-.:(]?\s*|[A-Za-z]-|\d[)]\s*)$",
    re.IGNORECASE,
)
AT_FIGURE = re.compile(r"\b(?:pada|di|ke|dari|mencapai|menjadi|menyentuh)\s+angka\s*$", re.IGNORECASE)
"""`berada pada angka 88,24`, unlike `huruf a angka 3`."""
YEAR = re.compile(r"^(?:19|20)\d\d$")
MONTH = re.compile(r"^\s*(?:jan|feb|peb|mar|apr|mei|jun|jul|agu|sep|okt|nop|nov|des)[a-z]*\b", re.IGNORECASE)
UNIT = re.compile(
    r"^\s*(?!(?:dari|pada|di|atau|dan|dengan|yang|untuk|dalam|serta|sedangkan|sementara|menjadi|realisasi|target|capaian|terealisasi|"
    r"mencapai|sehingga|sebagai|adalah)\b)([A-Za-z][A-Za-z/.]*)",
    re.IGNORECASE,
)
DURATION = re.compile(r"^\s*(?:\([A-Za-z ]+\)\s*)?tahun\b", re.IGNORECASE)
NEAR = 100  # letters around a number that can tell what it is
LIST_MARK = re.compile(r"^\(?\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class Value:
    """A number by its place in the sentence: `raw` as printed with sign, money and percent; `unit` is the word behind.

    `readings` are all honest values of the print, the likeliest first; money in rupiah.
    """

    start: int
    end: int
    raw: str
    value: Decimal
    kind: Kind
    unit: str | None
    decimals: int
    readings: tuple[Decimal, ...] = ()

    @property
    def step(self) -> Decimal:
        """One unit of the last printed digit."""
        return Decimal(1).scaleb(-self.decimals)


@lru_cache(maxsize=8192)
def read_values(text: str) -> tuple[Value, ...]:
    """The values of a sentence in order.

    >>> [(v.raw, v.kind, v.unit) for v in read_values("target 2016 sebanyak 450 ton, realisasi 270 ton atau 60,5%")]
    [('450', 'plain', 'ton'), ('270', 'plain', 'ton'), ('60,5%', 'percent', None)]
    >>> [str(v.value) for v in read_values("sebesar Rp. 229.668.000,- pada tanggal 26 Januari 2016 (Tabel 3.1)")]
    ['229668000']
    """
    return tuple(_values(text))


def _values(text: str) -> Iterator[Value]:
    for match in NUMBER.finditer(text):
        if not _is_value(text, match):
            continue
        raw = match.group().strip().rstrip(",").strip()
        figure = read_figure(raw)
        readings = [reading for reading in figure.readings if reading.value is not None]
        if figure.kind != "number" or not readings:
            continue
        known = tuple(reading.value * figure.scale for reading in readings if reading.value is not None)
        behind = UNIT.match(text[match.end() : match.end() + NEAR])
        kind: Kind = "percent" if match.group("percent") else "money" if _is_money(match) else "plain"
        unit = behind.group(1).rstrip(".") if behind and kind == "plain" else None
        yield Value(match.start(), match.end(), raw, known[0], kind, unit, readings[0].decimals or 0, known)


def _is_money(match: re.Match[str]) -> bool:
    return bool(match.group("money")) or (bool(match.group("tail")) and "." in match.group("digits"))


def _is_value(text: str, match: re.Match[str]) -> bool:
    if match.group("money") or match.group("percent"):
        return True
    start, end = match.start("digits"), match.end()
    before, behind = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    digits = match.group("digits")
    if match.start() == 0 and LIST_MARK.match(text):
        return False
    if YEAR.match(digits) or MONTH.match(behind) or DURATION.match(behind):
        return False
    if NOT_VALUES.search(before) and not (AT_FIGURE.search(before) and "," in digits):
        return False
    if behind[:1] == "/" and behind[1:2].isdigit():
        return False
    return not (before.endswith(("/", "-")) and before[-2:-1].isalnum())
