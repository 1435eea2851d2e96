"""The rows of a table as records: an indicator with its objective, parent and unit, and the cells of its values.

Merged and left-out cells are carried down, group lines become the parent of the rows below them, text that the page
end cut is put together, and totals and averages are kept apart from indicators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from normalize.heads.roles import Role
from normalize.tables.columns import CONTEXT_ROLES, Column
from normalize.tables.label_row import Entry, Kind, Row
from normalize.tables.labels import OBJECTIVE_NAME, is_only_mark, one_line, split_mark
from normalize.tables.sheet import Sheet

__all__ = ["Entry", "Kind", "Record", "read_records"]

LONGEST_LABEL = 200  # letters; longer words over the whole width are an analysis
FUNDS = re.compile(  # the money an activity takes, printed among its outputs, or an amount where names stand
    r"^rp\W*\d[\d.,\s=-]*$|^(?:(?:input|masukan)s?\s*[:/–-]?\s*)?(?:jumlah\s+|jml\.?\s+)?(?:dana|anggaran|biaya)"
    r"(?:\s+(?:yang\s+)?(?:tersedia|dibutuhkan|digunakan|kegiatan))?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Record:
    """A row that was understood: its label, where it belongs, and its values."""

    row: int
    kind: Kind
    indicator: str
    objective: str | None
    parent: str | None
    unit_raw: str | None
    entries: tuple[Entry, ...]


@dataclass
class _Open:
    """What is carried from row to row."""

    objective: str | None = None
    number: str = ""
    parent: str | None = None
    parent_mark: str | None = None
    parent_open: bool = False
    sub_mark: str | None = None
    unit: str | None = None
    indicator: str | None = None
    pending: Record | None = None
    records: list[Record] = field(default_factory=list)


def read_records(sheet: Sheet, columns: Sequence[Column]) -> tuple[Record, ...]:
    """The records of a table in the order of its rows; () where no column holds an indicator or values."""
    labels = [c for c in columns if c.role is Role.INDICATOR]
    values = [c for c in columns if c.is_value]
    if not labels or not values:
        return ()
    served = {label.col: [c for c in values if _owner(labels, c) is label] for label in labels}
    found: list[Record] = []
    for label in labels:
        if served[label.col]:
            found += _read_side(sheet, columns, label, served[label.col])
    return tuple(sorted(found, key=lambda r: r.row))


def _owner(labels: Sequence[Column], value: Column) -> Column:
    """The indicator column that a value column belongs to: the nearest to its left, else the first."""
    left = [label for label in labels if label.col < value.col]
    return left[-1] if left else labels[0]


def _read_side(sheet: Sheet, columns: Sequence[Column], label: Column, values: Sequence[Column]) -> list[Record]:
    state = _Open()
    breaks = {part.first_row for part in sheet.table.parts[1:]}
    for row in sheet.body_rows:
        _read_row(Row(sheet, columns, label, values, row, row in breaks), state)
    return state.records


def _read_row(row: Row, state: _Open) -> None:
    if summary := row.summary():
        entries = row.entries()
        if entries:
            whole = entries + row.compared()
            state.records.append(Record(row.row, summary[0], summary[1], state.objective, None, None, whole))
        return
    if separator := row.separator():
        state.objective, state.parent = objective_name(separator), None
        return
    _carry(row, state)
    if row.is_prose:
        _read_band(row, state)
        return
    text, all_entries = row.text(row.label), row.entries()
    entries, summed = row.split_summed(all_entries)
    if summed:
        state.records.append(
            Record(row.row, "average", state.objective or one_line(text), state.objective, None, None, summed)
        )
    if is_only_mark(text):
        text = ""
    if FUNDS.match(split_mark(one_line(text))[1]):
        return
    if text.rstrip().endswith(":") and entries and not row.states_own(entries):
        state.records.append(
            Record(row.row, "average", split_mark(one_line(text))[1], state.objective, None, None, entries)
        )
        entries = ()
    if text and not entries:
        _read_words(row, state, text)
    elif text:
        _read_values(row, state, text, entries + row.compared())
    elif entries and state.pending:
        _take(state, replace(state.pending, entries=entries + row.compared(), row=row.row))


def _read_band(row: Row, state: _Open) -> None:
    """A label over most of the width with a value at the right: a mission or objective and the average of its rows."""
    cell, entries = row.indicator_cell, row.entries()
    if cell is None or not entries or row.states_own(entries) or len(cell.text) > LONGEST_LABEL:
        return
    state.objective, state.parent = objective_name(one_line(cell.text)), None
    state.records.append(Record(row.row, "average", state.objective, state.objective, None, None, entries))


def _carry(row: Row, state: _Open) -> None:
    """Objective, number and unit of the row, from the rows above where the cells are empty or merged."""
    context = [c for c in row.columns if c.role in CONTEXT_ROLES and c.col < row.label.col]
    if context:
        text = one_line(row.text(context[-1], only_new=True))
        if text and not is_only_mark(text):
            goes_on = row.after_break and text[0].islower() and state.objective
            state.objective = f"{state.objective} {text}" if goes_on else split_mark(text)[1]
    numbers = [c for c in row.columns if c.role in {Role.NO, Role.CODE} and c.col < row.label.col]
    state.number = one_line(row.text(numbers[-1], only_new=True)) if numbers else ""
    if state.number:
        state.parent = None
    units = [c for c in row.columns if c.role is Role.UNIT]
    own = [c for c in units if c.col > row.label.col] or units
    state.unit = one_line(row.text(own[0])) or None if own else None


def objective_name(text: str) -> str:
    """What an objective is, without the words and number that say that it is one.

    >>> objective_name("Sasaran Strategis 1. Meningkatnya akuntabilitas"), objective_name("Program Rehabilitasi Sosial")
    ('Meningkatnya akuntabilitas', 'Program Rehabilitasi Sosial')
    """
    name = split_mark(text)[1]
    rest = OBJECTIVE_NAME.sub("", name)
    return rest.strip() or name


def _read_words(row: Row, state: _Open, text: str) -> None:
    """A row with words and no values: the rest of the indicator above, or the group line of the rows below."""
    mark, words = split_mark(one_line(text))
    cell = row.indicator_cell
    if cell is not None and cell.row != row.row:
        return  # the words of a merged cell that were read with its first row
    last = state.records[-1] if state.records else None
    unmarked = mark is None and not state.number
    if last and last.kind == "indicator" and unmarked and not state.pending and _goes_on(row, last.indicator, words):
        _replace_last(state, replace(last, indicator=f"{last.indicator} {words}"))
        return
    state.pending = Record(row.row, "indicator", words, state.objective, state.parent, state.unit, ())
    state.parent, state.parent_mark, state.parent_open, state.sub_mark = words.rstrip(" :"), mark, True, None


def _goes_on(row: Row, before: str, words: str) -> bool:
    """Whether words without a number of their own are the rest of the indicator before them."""
    if row.after_break:
        return not words.endswith(":")
    return row.sheet.table.is_typed and words[:1].islower()


def _replace_last(state: _Open, record: Record) -> None:
    state.records[-1] = record


def _read_values(row: Row, state: _Open, text: str, entries: tuple[Entry, ...]) -> None:
    mark, words = split_mark(one_line(text))
    parent = state.parent
    if state.pending and row.after_break and mark is None and not state.number:
        pending = state.pending
        _take(
            state,
            Record(row.row, "indicator", f"{pending.indicator} {words}", pending.objective, None, state.unit, entries),
        )
        return
    if parent and mark == state.parent_mark and mark is not None:
        state.parent = parent = None
    if parent and mark is None and (state.parent_mark or state.sub_mark) is not None:
        state.parent = parent = None
    state.sub_mark = state.sub_mark or mark
    _take(state, Record(row.row, "indicator", words, state.objective, parent, state.unit, entries))


def _take(state: _Open, record: Record) -> None:
    state.pending = None
    state.records.append(record)
