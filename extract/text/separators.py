"""Lines whose cells are parted by a character: tabs, pipes, semicolons or commas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extract.grids.text_rows import YEAR, is_number
from extract.model import Line
from extract.text.drawn import BARS, DASHES, JOINTS

LEAST_FIELDS = 3  # two are a sentence with a semicolon or comma in it
MOST_BROKEN = 8  # a quoted field goes on over no more lines
FIELDS = {  # a quoted field, or one up to the next separator; one with a blank behind it is punctuation
    mark: re.compile(rf'\s*"((?:[^"]|"")*)"\s*(?={mark}|$)|((?:[^{mark}]|{mark}(?=[ ]))*)') for mark in ";,"
}
DRAWN = rf"[\s:{re.escape(JOINTS + BARS + DASHES)}]*"
RULER = re.compile(rf"^\s*[{re.escape(JOINTS + BARS)}]{DRAWN}[{re.escape(DASHES)}]{DRAWN}$")
BAR = re.compile(f"[{BARS}]")
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """The cells of a line, or of several where a quoted cell runs over them; a cell's lines are parted by "\\n"."""

    line: int
    cells: tuple[str, ...]
    separator: str


def split_row(line: str) -> tuple[list[str], str] | None:
    """The cells of a line and what parts them, or None where tabs or pipes make no row of it.

    >>> split_row("| a | b |"), split_row("a\\tb"), split_row("no row")
    ((['a', 'b'], '|'), (['a', 'b'], '\\t'), None)
    """
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")], "\t"
    if len(BAR.findall(line)) >= 2:
        return [cell.strip() for cell in BAR.split(LINE_BREAK.sub("\n", line).strip().strip(BARS))], "|"
    return None


def split_fields(line: str, mark: str) -> list[str]:
    """The fields of a line of a CSV file; a mark inside quotes or before a blank parts none.

    >>> split_fields('1;"patuh; berizin";;80,5', ";"), split_fields("baik; tidak", ";")
    (['1', 'patuh; berizin', '', '80,5'], ['baik; tidak'])
    """
    found, at = [], 0
    while at <= len(line):
        match = FIELDS[mark].match(line, at)
        assert match is not None  # the second form takes anything, also nothing
        quoted, plain = match.groups()
        found.append(plain.strip() if quoted is None else quoted.replace('""', '"').strip())
        at = match.end() + 1
    return found


def typed_rows(lines: Sequence[Line]) -> dict[int, TypedRow]:
    """The rows among the lines of a page, by the number of their line; lines inside a row have none."""
    found = {}
    for line in lines:
        if not RULER.match(line.text) and (row := split_row(line.text)):
            found[line.line] = TypedRow(line.line, tuple(row[0]), row[1])
    rest = [line for line in lines if line.text.strip()]
    for mark in ";,":
        free = [None if line.line in found else line for line in rest]
        for is_free, run in groupby(free, key=bool):
            if is_free:
                found |= {row.line: row for row in _separated([line for line in run if line], mark)}
    return found


def _separated(lines: Sequence[Line], mark: str) -> list[TypedRow]:
    """The rows of fields among lines: at least two under each other with as many fields, under a head."""
    rows = _whole_rows(lines, mark)
    found = []
    for count, run in groupby(rows, key=lambda row: len(row.cells)):
        table = list(run)
        if count >= LEAST_FIELDS and len(table) >= 2 and _is_head(table[0]):
            found += table
    return found


def _is_head(row: TypedRow) -> bool:
    """Whether cells hold no numbers, nor the halves of one: commas in sentences are decimal ones."""
    halves = any(a[-1:].isdigit() and b[:1].isdigit() and not YEAR.match(b) for a, b in pairwise(row.cells))
    return not halves and not any(is_number(cell) and not YEAR.match(cell) for cell in row.cells)


def _whole_rows(lines: Sequence[Line], mark: str) -> list[TypedRow]:
    """Lines as rows; one in which a quoted field begins goes on over the lines up to its end."""
    rows, i = [], 0
    while i < len(lines):
        end = next((k for k in range(i, min(i + MOST_BROKEN, len(lines))) if _closes(lines[i : k + 1])), i)
        text = "\n".join(line.text for line in lines[i : end + 1])
        rows.append(TypedRow(lines[i].line, tuple(split_fields(text, mark)), mark))
        i = end + 1
    return rows


def _closes(lines: Sequence[Line]) -> bool:
    return sum(line.text.count('"') for line in lines) % 2 == 0
