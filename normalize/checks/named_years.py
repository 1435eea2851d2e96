"""The years that a text or a table names, and the figures by which two tables are known to tell of one year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.model import Place, RawTable
from normalize.same import Same
from normalize.tables.sheet import sheet_of

CENTURIES = ("19", "20")
NAMED = re.compile(r"(?<![\d/.,])((?:19|20)\d\d)(?![\d/]|[.,]\d)")
PERIOD = re.compile(
    r"(?:19|20)\d\d\s*(?:[-–—/]|s\s?\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|hingga)\s*(?:tahun\s*)?(?:19|20)\d\d", re.I
)
CITED = re.compile(r"\bno(?:mor)?\b\W*\S+(?:\s+\S+){0,2}?\s+(?:tahun|th\.?|thn\.?)\s+(?:19|20)\d\d", re.I)
FIGURE = re.compile(r"\d[\d.,]*\d")
KEPT = 256


@lru_cache(maxsize=8192)
def named_years(text: str) -> frozenset[int]:
    """The years that a text names; those of periods and of regulations are left out.

    >>> sorted(named_years("Realisasi 2015 dan 2016 terhadap Renstra 2013-2018, Perda Nomor 3 Tahun 2014"))
    [2015, 2016]
    >>> named_years("12.2016 unit dan 2,016 persen")
    frozenset()
    """
    if not any(map(text.__contains__, CENTURIES)):
        return frozenset()
    return frozenset(int(year) for year in NAMED.findall(CITED.sub(" ", PERIOD.sub(" ", text))))


def telling_figures(text: str) -> frozenset[str]:
    """The digits of the figures in a text that hardly two things share: four digits or more, and no round hundred.

    >>> sorted(telling_figures("104,45 % dari 100,00 atau 3.600.000.000 pada 2016, 96"))
    ['10445']
    """
    digits = (re.sub(r"[.,]", "", found) for found in FIGURE.findall(text) if not NAMED.fullmatch(found))
    return frozenset(d for d in digits if len(d) >= 4 and len(d.rstrip("0")) >= 3)


@dataclass(frozen=True, slots=True)
class TableYears:
    """The years in a table's caption, in its head and in its body, and the telling figures of its body."""

    caption: frozenset[int]
    head: frozenset[int]
    body: frozenset[int]
    figures: frozenset[str]

    @property
    def titles(self) -> frozenset[int]:
        """The years that the table says it tells of."""
        return self.caption | self.head


def years_of(table: RawTable) -> TableYears:
    """The years of a table; they are read once."""
    return _years_of(Same(table))


@lru_cache(maxsize=KEPT)
def _years_of(key: Same[RawTable]) -> TableYears:
    table, sheet = key.it, sheet_of(key.it)
    head = " ".join(cell.text for cell in table.cells if cell.row in sheet.head_rows)
    body = " ".join(cell.text for cell in table.cells if cell.row not in sheet.head_rows)
    titles = " ".join(sheet.title_texts)
    return TableYears(
        named_years(table.caption or ""), named_years(f"{titles} {head}"), named_years(body), telling_figures(body)
    )


def place_of_table(table: RawTable) -> Place:
    """Where a table begins."""
    return min(cell.place for cell in table.cells)
