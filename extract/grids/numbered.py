"""Cells that hold lists numbered 1, 2, …: what has one number in several cells of a row is one row, at any height.

"1. Indeks Kualitas Air 2. Indeks Kualitas Udara" beside "1. 51,5 2. 92" is two rows. So is "- Pelatihan - Pemagangan"
beside "- 300 orang - 60 orang": bullets tell rows where one cell lists nothing but figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extract.grids.cells import FilledSlot
from extract.model import CellLine

MARK = re.compile(r"\(?(\d{1,2})[.)]\s*(?=\S)")
BULLET = re.compile(r"[-–—•▪]\s+(?=\S)")
FIGURE = re.compile(r"[<>≤≥±~-]?\s?(?:Rp\W*)?\d", re.IGNORECASE)
LONGEST_VALUE = 28  # letters; a list of longer entries names things
LONGEST_GRADE = 14


def numbered_together(slots: Sequence[FilledSlot]) -> list[tuple[CellLine, ...]]:
    """The entries of the longest list of a row, [] unless several cells are lists of so many entries."""
    lists = [parts for slot in slots if (parts := entries_by_number(slot.lines))] or _bulleted_together(slots)
    longest = max(lists, key=lambda parts: sum(len(lines) for lines in parts), default=[])
    return longest if sum(len(parts) == len(longest) for parts in lists) >= 2 else []


def entries_by_number(lines: Sequence[CellLine]) -> list[tuple[CellLine, ...]]:
    """The lines of each entry of a list numbered 1, 2, … from its first line on; [] for other cells."""

    def begins(line: CellLine, count: int) -> bool:
        mark = MARK.match(line.text)
        return mark is not None and int(mark.group(1)) == count + 1

    return _entries(lines, begins)


def _entries(lines: Sequence[CellLine], begins: Callable[[CellLine, int], bool]) -> list[tuple[CellLine, ...]]:
    """The lines of each entry, of which `begins` tells the first by how many there are already; [] for one or none."""
    entries: list[list[CellLine]] = []
    for line in lines:
        if begins(line, len(entries)):
            entries.append([line])
        elif entries:
            entries[-1].append(line)
        else:
            return []
    return [tuple(entry) for entry in entries] if len(entries) >= 2 else []


def _bulleted_together(slots: Sequence[FilledSlot]) -> list[list[tuple[CellLine, ...]]]:
    """The bulleted lists of a row, where one holds figures alone and another of as many entries holds words."""
    lists = [parts for slot in slots if (parts := _entries_by_bullet(slot.lines))]
    figures = {len(parts) for parts in lists if _lists_figures(parts)}
    words = {len(parts) for parts in lists if not _lists_figures(parts)}
    return [parts for parts in lists if len(parts) in figures & words]


def _entries_by_bullet(lines: Sequence[CellLine]) -> list[tuple[CellLine, ...]]:
    """The lines of each entry of a list with one bullet before each entry, from the first line on; [] for others."""
    return _entries(lines, lambda line, _: BULLET.match(line.text) is not None and line.text[0] == lines[0].text[0])


def _lists_figures(entries: Sequence[Sequence[CellLine]]) -> bool:
    return all(FIGURE.match(BULLET.sub("", entry[0].text, count=1)) for entry in entries)


def divided_by_number(lines: Sequence[CellLine], count: int) -> list[tuple[CellLine, ...]]:
    """A list of `count` entries parted, values without their numbers; [] for other cells."""
    entries = entries_by_number(lines) or _entries_by_bullet(lines)
    if len(entries) != count:
        return []
    texts = [_unmarked(" ".join(line.text for line in entry)) for entry in entries]
    longest = max(map(len, texts))
    if longest <= LONGEST_GRADE or (longest <= LONGEST_VALUE and any(map(FIGURE.match, texts))):
        return [(_without_mark(entry[0]), *entry[1:]) for entry in entries]
    return entries


def _without_mark(line: CellLine) -> CellLine:
    return CellLine(_unmarked(line.text), line.box)


def _unmarked(text: str) -> str:
    return MARK.sub("", text, count=1) if MARK.match(text) else BULLET.sub("", text, count=1)
