"""Columns that say in words which way a value went, against the two values beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from extract.model import Cell, RawTable
from normalize.checks.differences import INPUTS, is_bare_year, plain_value, row_name
from normalize.checks.dossier import Dossier, finding
from normalize.checks.wording import name, where
from normalize.heads.roles import Head, read_head
from normalize.indicators.polarity import from_words
from normalize.model import Finding
from normalize.tables.sheet import Sheet, sheet_of

WAYS = (
    (1, re.compile(r"(?:naik|bertambah|kenaikan|meningkat|peningkatan|↑|▲)", re.I)),
    (-1, re.compile(r"(?:turun|berkurang|penurunan|menurun|↓|▼)", re.I)),
    (0, re.compile(r"(?:tetap|sama|stabil|konstan)", re.I)),
)
JUDGES = re.compile(r"meningkat|peningkatan|menurun|penurunan", re.I)
"""Words that may also say that an indicator got better or worse."""
LEAST_FITTING = 3
FIT_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Moved:
    """A row that says which way its value went, with the two values."""

    word: Cell
    earlier: Cell
    later: Cell
    said: int
    went: int


def check_directions(dossier: Dossier) -> Iterator[Finding]:
    """Rows whose word for the direction is not that of their values, in columns that fit in most rows."""
    for table in {id(table): table for table in dossier.tables.values()}.values():
        yield from _check_table(table)


def _check_table(table: RawTable) -> Iterator[Finding]:
    told = {cell.col for cell in table.cells if _way(cell.text) is not None}
    if not told:
        return
    sheet = sheet_of(table)
    heads = {col: read_head(sheet.head_path(col)) for col in range(1, table.n_cols + 1)}
    values = [col for col, head in heads.items() if head.role in INPUTS or is_bare_year(head)]
    for col in sorted(told):
        pairs = [_moved(sheet, col, earlier, later) for earlier, later in combinations(values, 2)]
        rows = max(pairs, key=lambda found: sum(row.said == row.went for row in found), default=[])
        fitting = sum(row.said == row.went for row in rows)
        if fitting >= LEAST_FITTING and fitting >= FIT_SHARE * len(rows):
            for row in rows:
                if row.said != row.went:
                    yield from _mismatch(sheet, heads, row)


def _way(text: str) -> int | None:
    return next((way for way, pattern in WAYS if pattern.fullmatch(text.strip())), None)


def _moved(sheet: Sheet, col: int, earlier: int, later: int) -> list[Moved]:
    """The rows with a word for the direction and two values."""
    found = []
    for row in sheet.body_rows:
        cells = [sheet.covering.get((row, at)) for at in (col, earlier, later)]
        word, first, second = cells
        if word is None or first is None or second is None or {word.row, first.row, second.row} != {row}:
            continue
        said, a, b = _way(word.text), plain_value(first.text), plain_value(second.text)
        if said is not None and a is not None and b is not None:
            found.append(Moved(word, first, second, said, (b > a) - (b < a)))
    return found


def _mismatch(sheet: Sheet, heads: dict[int, Head], row: Moved) -> Iterator[Finding]:
    about = row_name(sheet, heads, row.word.row)
    verdict = from_words(about)
    if JUDGES.fullmatch(row.word.text.strip()) and verdict is not None and verdict.polarity == "lower":
        return
    word, earlier, later = (" ".join(cell.text.split()) for cell in (row.word, row.earlier, row.later))
    went = {1: "higher", -1: "lower", 0: "the same"}[row.went]
    yield finding(
        "direction.mismatch",
        [row.word.place],
        f"The row {name(about)} says “{word}” ({where([row.word.place])}), but {later} is {went} "
        f"{'as' if row.went == 0 else 'than'} {earlier}.",
        f"{word} {earlier} {later}",
        None,
    )
