"""Tables of plain numbers with sums in them, as staff by unit and sex: read from cells, or from printed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.model import Line, Place, RawTable
from extract.numbers import read_figure
from normalize.budgets.levels import TOTAL
from normalize.checks.dossier import Dossier
from normalize.checks.prose_places import place_at
from normalize.heads.roles import read_head
from normalize.heads.rules import Role
from normalize.prose.paragraphs import in_table, table_places
from normalize.tables.sheet import Sheet, sheet_of

NOTHING = re.compile(r"^[-–—]?$")
PLAIN = re.compile(r"^-?\d[\d.,]*\s*%?$")
LETTERS = re.compile(r"[^\W\d_]")
POINT_DECIMAL = re.compile(r"^-?\d+\.(?:\d{1,2}|\d{4,})\s*%?$")
SUM_LINE = re.compile(r"^\W*(?:jumlah|total)(?:\s+(?:jumlah|total|seluruh\w*|pegawai))*\s+(?=[\d-])", re.I)
TITLE = re.compile(r"^\W*(?:tabel|gambar|grafik|diagram)\b", re.I)
SUM_HEAD = re.compile(r"\b(?:jumlah|jml|total|s\.?\s?/?d\.?|sampai|kumulatif)\b", re.I)
LEAST_ROWS = 3
FEW_ROWS, MANY_COLUMNS = 2, 3
"""Rows that are enough over a total row of so many columns, whose other sums tell that it sums them."""
MOST_WRAPPED = 2
LARGEST_TABLE = 12
"""Columns; more are no table of counts, and all their sums cost time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its label, its numbers with their prints (0 where the cell is empty or a dash), and its place."""

    label: str
    values: tuple[Decimal | None, ...]
    prints: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of numbers: the names of its columns, its rows, and the row that totals them, if it has one.

    `is_measured` tells that its numbers are values of indicators, which no total sums.
    """

    columns: tuple[str, ...]
    rows: tuple[Entry, ...]
    total: Entry | None
    is_measured: bool = False

    def is_sum_column(self, at: int) -> bool:
        """Whether the column's head says that it sums others."""
        return SUM_HEAD.search(self.columns[at]) is not None


def read_counts_tables(dossier: Dossier) -> tuple[Counts, ...]:
    """The tables of numbers of a document in reading order, budgets left out."""
    found = [*_from_cells(dossier), *_from_lines(dossier)]
    return tuple(sorted(found, key=lambda counts: counts.rows[0].place))


def _from_cells(dossier: Dossier) -> Iterator[Counts]:
    money = {budget.place[:2] for budget in dossier.budgets}
    measured = {observation.place[:2] for observation in dossier.observations}
    for table in dossier.interpretation.document.tables:
        places = {(part.page, part.table_no) for part in table.parts}
        if table.n_cols <= LARGEST_TABLE and not places & money:
            counts = _counts(table, bool(places & measured))
            if counts is not None:
                yield counts


def _counts(table: RawTable, is_measured: bool) -> Counts | None:
    sheet = sheet_of(table)
    heads = {col: read_head(sheet.head_path(col)) for col in range(1, table.n_cols + 1)}
    body = _numbered(sheet)
    cols = [c for c in heads if heads[c].role not in (Role.NO, Role.CODE) and _is_numeric(sheet, c, body)]
    if len(cols) < 2:
        return None
    rows: list[Entry] = []
    total: Entry | None = None
    for row in body:
        entry = _entry(sheet, row, cols)
        if entry is None:
            continue
        if TOTAL.match(entry.label):
            total = entry
            break
        rows.append(entry)
    above = [row for row in sheet.body_rows if not body or row < body[0]]
    names = tuple(_column_name(sheet, col, above) for col in cols)
    is_summed = total is not None and len(rows) == FEW_ROWS and len(cols) >= MANY_COLUMNS
    if len(rows) < LEAST_ROWS and not is_summed:
        return None
    known = _with_values([*rows, *([total] if total else [])])
    return Counts(names, tuple(known[: len(rows)]), known[-1] if total else None, is_measured)


def _numbered(sheet: Sheet) -> list[int]:
    """The body rows from the first one with a number on: words over it belong to the head."""
    rows = list(sheet.body_rows)
    start = next((n for n, row in enumerate(rows) if any(PLAIN.match(text.strip()) for text in sheet.texts(row))), None)
    return [] if start is None else rows[start:]


def _column_name(sheet: Sheet, col: int, above: Sequence[int]) -> str:
    """The head of a column; where the head was not known as one, what stands over the numbers."""
    path = sheet.head_path(col)
    texts = path or tuple(cell.text for row in above if (cell := sheet.covering.get((row, col))) is not None)
    return " ".join(" ".join(texts).split())


def _is_numeric(sheet: Sheet, col: int, body: Sequence[int]) -> bool:
    """Whether a column holds nothing but numbers and dashes, and not the numbers of its rows."""
    cells = [cell for row in body if (cell := sheet.covering.get((row, col))) is not None]
    texts = [" ".join(cell.text.split()) for cell in cells]
    filled = [text for text in texts if not NOTHING.match(text)]
    if len(filled) < 2 or any(cell.row_span > 1 or cell.col_span > 1 for cell in cells):
        return False
    return all(PLAIN.match(text) for text in filled) and filled != [str(n) for n in range(1, len(filled) + 1)]


def _entry(sheet: Sheet, row: int, cols: Sequence[int]) -> Entry | None:
    cells = [sheet.covering.get((row, col)) for col in cols]
    prints = tuple(" ".join(cell.text.split()) if cell is not None else "" for cell in cells)
    labels = [cell for col, cell in sheet.row_cells(row) if col not in cols and LETTERS.search(cell.text)]
    first = next((cell for cell in cells if cell is not None), None)
    if first is None or not any(PLAIN.match(text) for text in prints):
        return None
    label = max((" ".join(cell.text.split()) for cell in labels), key=len, default="")
    return Entry(label, (), prints, first.place)


def _with_values(entries: Sequence[Entry]) -> list[Entry]:
    """The rows of one table with their prints read in its own way of writing decimals."""
    has_points = _has_points(text for entry in entries for text in entry.prints)
    return [replace(e, values=tuple(_value(text, has_points) for text in e.prints)) for e in entries]


def _value(text: str, has_points: bool) -> Decimal | None:
    """The number of a cell; `has_points` tells that the table writes decimals with a point."""
    if NOTHING.match(text):
        return Decimal(0)
    figure = read_figure(text)
    readings = [reading for reading in figure.readings if reading.value is not None]
    if figure.kind != "number" or not readings:
        return None
    fitting = [reading for reading in readings if bool(reading.decimals) == has_points]
    return (fitting or readings)[0].value


def _has_points(texts: Iterable[str]) -> bool:
    """Whether decimals are written with a point: some can be read in no other way, and no comma stands anywhere."""
    known = list(texts)
    return any(POINT_DECIMAL.match(text) for text in known) and not any("," in text for text in known)


def _from_lines(dossier: Dossier) -> Iterator[Counts]:
    """Tables on pages that were not searched for tables: lines that end in as many numbers as the line of their sum."""
    document = dossier.interpretation.document
    boxes, rows = table_places(document)
    for page in dossier.pages_with("jumlah", "total"):
        lines = [line for line in page.lines if not in_table(line, boxes.get(page.page, ()), rows)]
        for at, line in enumerate(lines):
            text = " ".join(line.text.split())
            label = SUM_LINE.match(text)
            tokens = text[label.end() :].split() if label else []
            if label is None or len(tokens) < 2 or not all(map(_is_token, tokens)):
                continue
            above = _above(lines[:at], len(tokens), dossier)
            if len(above) >= LEAST_ROWS:
                names = tuple(f"column {number} of {len(tokens)}" for number in range(1, len(tokens) + 1))
                known = _with_values([*above, _line_entry(line, text, len(tokens), dossier)])
                yield Counts(names, tuple(known[:-1]), known[-1])


def _is_token(text: str) -> bool:
    return PLAIN.match(text) is not None or (text != "" and NOTHING.match(text) is not None)


def _above(lines: Sequence[Line], count: int, dossier: Dossier) -> list[Entry]:
    """The rows over a line of sums; none where one of them has other numbers than it."""
    found: list[Entry] = []
    wrapped = 0
    for line in reversed(lines):
        text = " ".join(line.text.split())
        tokens = text.split()
        numbers = next((n for n, token in enumerate(reversed(tokens)) if not _is_token(token)), len(tokens))
        if TITLE.match(text) or SUM_LINE.match(text) or wrapped > MOST_WRAPPED:
            break
        if numbers == len(tokens) or not LETTERS.search(text):
            if numbers:
                break
            wrapped += 1
        elif numbers == 0:
            wrapped += 1
        elif numbers < count or (numbers > count and len(tokens) == numbers):
            return []
        else:
            wrapped = 0
            found.append(_line_entry(line, text, count, dossier))
    return found[::-1]


def _line_entry(line: Line, text: str, count: int, dossier: Dossier) -> Entry:
    tokens = text.split()
    prints = tuple(tokens[-count:])
    return Entry(" ".join(tokens[:-count]), (), prints, place_at(line.page, line.line, dossier))
