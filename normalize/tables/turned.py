"""Turned tables: years stand in the rows, or Target, Realisasi and Capaian do, or one row stands without a name.

Each value gets a column of its own, with the role and year that row and head say together; the indicator is that of
the row, or the one that the table's title or the heading above it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.model import Cell
from normalize.heads.roles import Head, Role, read_head
from normalize.tables.column_heads import read_columns
from normalize.tables.columns import MONEY_ROLES, MOSTLY, VALUE_ROLES, Column, Setting, body_texts, is_figure
from normalize.tables.labels import indicator_key, is_only_mark, one_line, split_mark
from normalize.tables.named_above import Surroundings, name_above, sentence_above
from normalize.tables.records import Entry, Record
from normalize.tables.sheet import Sheet

ROW_YEAR = re.compile(r"^(?:tahun|thn?\.?|ta\.?)?\s*((?:19|20)\d\d)\s*\W{0,4}$", re.IGNORECASE)
LONGEST_MEASURE = 45  # letters of "Realisasi", "Capaian (%)", "Target RPJMD" at the head of a row
SURE = 0.5
LONGEST_MARK = 8  # letters; a longer cell can be a name
APART = 1000  # between the numbers of the columns that the rows of one column become
Read = tuple[tuple[Column, ...], tuple[Record, ...]]


def is_turned(sheet: Sheet) -> bool:
    """Whether the rows of a table are years or measures."""
    return _year_column(sheet) is not None or _measure_column(sheet) is not None


def read_turned(sheet: Sheet, setting: Setting, around: Surroundings) -> Read | None:
    """The columns and records of a table whose rows are years, measures, or one row without a name.

    None where the table is not of these kinds, or nothing tells which indicator it speaks of.
    """
    named = _by_measure_and_name(sheet, setting, around) or _by_name(sheet, setting, around)
    records = tuple(
        Record(
            row=found[0].cell.row,
            kind="indicator",
            indicator=name,
            objective=_told_in_rows(sheet, found[0].key, Role.OBJECTIVE),
            parent=None,
            unit_raw=None,
            entries=tuple(Entry(v.column, v.cell, v.cell.text) for v in found),
        )
        for name, found in named.items()
    )
    return (tuple(v.column for found in named.values() for v in found), records) if records else None


def _by_name(sheet: Sheet, setting: Setting, around: Surroundings) -> dict[str, list[_Value]]:
    """The values of a turned table by the indicator that its rows name, or what stands above it."""
    values = _measures_in_rows(sheet, setting) or _years_in_rows(sheet, setting) or _one_row(sheet, setting)
    if not values:
        return {}
    label = _label_column(sheet, values)
    named: dict[str, list[_Value]] = {}
    above = (
        (_told_in_rows(sheet, values[0].key, Role.INDICATOR) or name_above(sheet, around)) if label is None else None
    )
    labels = _labels(sheet, label) if label is not None else {}
    for value in values:
        if name := labels.get(value.cell.row, above):
            named.setdefault(name, []).append(value)
    return named


def _told_in_rows(sheet: Sheet, key: int, role: Role) -> str | None:
    """What stands beside "Indikator Kinerja" or "Sasaran" among the measures of a card for one indicator."""
    return _told_in((*sheet.head_rows, *sheet.body_rows), sheet, key, role)


def _told_in(rows: Sequence[int], sheet: Sheet, key: int, role: Role) -> str | None:
    for row in rows:
        text = one_line(_text(sheet, row, key + 1)) if read_head((_text(sheet, row, key),)).role is role else ""
        if text and not is_figure(text):
            return split_mark(text)[1]
    return None


def _by_measure_and_name(sheet: Sheet, setting: Setting, around: Surroundings) -> dict[str, list[_Value]]:
    """The values of rows that name measure and indicator together ("Realisasi Indeks SPBE"), in columns of years.

    The indicator has to be one that another table of the report names.
    """
    named: dict[str, list[_Value]] = {}
    timed = [col for col in range(2, sheet.table.n_cols + 1) if read_head(sheet.head_path(col)).years]
    for row in sheet.body_rows if len(timed) > 1 else ():
        measure, _, name = split_mark(one_line(_text(sheet, row, 1)))[1].partition(" ")
        role = read_head((measure,)).role
        known = around.known.get(indicator_key(name))
        if role not in VALUE_ROLES or known is None:
            return {}
        for col in timed:
            value = _crossed(sheet, setting, (row, 1), col)
            if value is not None:
                named.setdefault(known, []).append(value)
    return named


@dataclass(frozen=True, slots=True)
class _Value:
    """A cell with the column that row and head make of it."""

    column: Column
    cell: Cell
    key: int  # the column of the page in which the years or measures stand


def _year_column(sheet: Sheet) -> int | None:
    """The column whose cells are years, one to a row."""
    for col in range(1, sheet.table.n_cols):
        texts = body_texts(sheet, col)
        head = read_head(sheet.head_path(col))
        if len(texts) >= 2 and all(map(ROW_YEAR.match, texts)) and head.role not in VALUE_ROLES | MONEY_ROLES:
            return col
    return None


def _measure_column(sheet: Sheet) -> int | None:
    """The column whose cells are the words Target, Realisasi, Capaian and their like."""
    for col in range(1, sheet.table.n_cols):
        texts = body_texts(sheet, col)
        if len(_measures(texts) & VALUE_ROLES) >= 2:
            return col
    return None


def _measures(texts: Sequence[str]) -> set[Role]:
    """The roles that the texts of a column name, none where too few of them name one."""
    roles: set[Role] = set()
    strange = 0
    for text in texts:
        head = _measure(text)
        if head is not None:
            roles.add(head.role)
            continue
        strange += 1
        if len(texts) - strange < MOSTLY * len(texts):
            return set()
    return roles


@lru_cache(maxsize=16384)
def _measure(text: str) -> Head | None:
    line = split_mark(one_line(text))[1]
    if not line or len(line) > LONGEST_MEASURE or not (line[0].isalpha() or line.startswith("%")):
        return None
    head = read_head((line,))
    return head if head.role is not Role.UNKNOWN and head.certainty >= SURE else None


def _years_in_rows(sheet: Sheet, setting: Setting) -> list[_Value]:
    key = _year_column(sheet)
    if key is None:
        return []
    columns = [c for c in read_columns(sheet, setting) if c.col != key]
    values = [c for c in columns if c.is_value and c.col > key]
    if any(c.role in MONEY_ROLES for c in columns) or any(c.head.years for c in values):
        return []
    found = []
    for row in sheet.body_rows:
        year = ROW_YEAR.match(_text(sheet, row, key))
        for column in values:
            cell = sheet.covering.get((row, column.col))
            if year and cell is not None and cell.row == row and cell.text.strip():
                own = replace(column, col=column.col + APART * row, last=column.col + APART * row)
                found.append(_Value(replace(own, year=int(year.group(1))), cell, key))
    return found


def _measures_in_rows(sheet: Sheet, setting: Setting) -> list[_Value]:
    key = _measure_column(sheet)
    if key is None:
        return []
    heads = {col: read_head(sheet.head_path(col)) for col in range(key + 1, sheet.table.n_cols + 1)}
    timed = [col for col, head in heads.items() if head.year or head.period != "year"]
    if any(heads[col].role in VALUE_ROLES | MONEY_ROLES and not heads[col].year for col in timed):
        return []
    lone = [col for col in heads if any(map(is_figure, body_texts(sheet, col)))]
    found = []
    for row in sheet.body_rows:
        for col in timed or (lone if len(lone) == 1 else ()):
            value = _crossed(sheet, setting, (row, key), col)
            if value is not None:
                found.append(value)
    return found


def _crossed(sheet: Sheet, setting: Setting, label: tuple[int, int], col: int) -> _Value | None:
    """The cell of a row of one measure in a column of one year."""
    row, key = label
    cell = sheet.covering.get((row, col))
    if cell is None or cell.row != row or not cell.text.strip() or cell.row_span > 1:
        return None
    measure = split_mark(one_line(_text(sheet, row, key)))[1]
    head = above = read_head(sheet.head_path(col))
    if _told_in(sheet.head_rows, sheet, key, Role.INDICATOR):  # the card's first row names the indicator, no measure
        head = above = read_head((measure,))
    elif above.role not in VALUE_ROLES:
        head = read_head((*sheet.head_path(col), measure))
    elif above.certainty < SURE:  # the name of an indicator may sound like a measure: "Persentase sampah yang …"
        head = read_head((measure,))
    if head.role not in VALUE_ROLES:
        return None
    place = col + APART * row
    return _Value(Column(place, place, head.role, head, head.year or above.year or setting.year), cell, key)


def _one_row(sheet: Sheet, setting: Setting) -> list[_Value]:
    """The values of the only row of a table that has no column of names."""
    if len(sheet.body_rows) != 1 or not sheet.head_rows:
        return []
    columns = read_columns(sheet, replace(setting, lead=sentence_above(sheet.table.lead)))
    if any(c.role is Role.INDICATOR or c.role in MONEY_ROLES for c in columns):
        return []
    row = sheet.body_rows[0]
    cells = [(c, sheet.covering.get((row, c.col))) for c in columns if c.is_value]
    found = [_Value(c, cell, 1) for c, cell in cells if cell is not None and cell.text.strip()]
    words = [c for c in sheet.starting[row] if c.text.strip() and not is_figure(c.text) and len(c.text) > 12]
    return found if len(found) > 1 and not words else []


def _label_column(sheet: Sheet, values: Sequence[_Value]) -> int | None:
    """The column that names the indicators: headed so, else the nearest of words left of the years or measures."""
    key = values[0].key
    columns = range(1, sheet.table.n_cols + 1)
    headed = next((c for c in columns if c != key and read_head(sheet.head_path(c)).role is Role.INDICATOR), None)
    if headed is not None and any(len(t) > LONGEST_MARK for t in body_texts(sheet, headed)):
        return headed
    for col in range(key - 1, 0, -1):
        role = read_head(sheet.head_path(col)).role
        texts = [t for t in body_texts(sheet, col) if not is_only_mark(t)]
        if role is not Role.UNIT and any(len(t) > LONGEST_MARK for t in texts):
            return col
    return None


def _labels(sheet: Sheet, col: int) -> dict[int, str]:
    """The name of each row: what stands in it, or above it where cells are empty or merged; small letters go on."""
    groups: list[tuple[list[int], str]] = []
    for row in sheet.body_rows:
        text = split_mark(one_line(_text(sheet, row, col)))[1]
        starts = bool(text) and not is_only_mark(text)
        if starts and groups and text[0].islower() and sheet.covering[row, col].row == row:
            groups[-1] = ([*groups[-1][0], row], f"{groups[-1][1]} {text}")
        elif starts and not (groups and groups[-1][1] == text):
            groups.append(([row], text))
        elif groups:
            groups[-1][0].append(row)
    return {row: name for rows, name in groups for row in rows}


def _text(sheet: Sheet, row: int, col: int) -> str:
    cell = sheet.covering.get((row, col))
    return cell.text.strip() if cell is not None else ""
