"""Cells that hold lists numbered 1, 2, …: what has one number in several cells of a row is one row, at any height.

"1. Indeks Kualitas Air 2. Indeks Kualitas Udara" beside "1. 51,5 2. 92" is two rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.grids.cells import FilledSlot
from extract.model import CellLine

MARK = re.compile(r"\(?(\d{1,2})[.)]\s*(?=\S)")
FIGURE = re.compile(r"[<>≤≥±~-]?\s?(?:Rp\W*)?\d", re.IGNORECASE)
LONGEST_VALUE = 28  # letters; a list of longer entries names things
LONGEST_GRADE = 14


def numbered_together(slots: Sequence[FilledSlot]) -> list[tuple[CellLine, ...]]:
    """The entries of the longest list of a row, [] unless several cells are lists of so many entries."""
    lists = [parts for slot in slots if (parts := entries_by_number(slot.lines))]
    longest = max(lists, key=lambda parts: sum(len(lines) for lines in parts), default=[])
    return longest if sum(len(parts) == len(longest) for parts in lists) >= 2 else []


def entries_by_number(lines: Sequence[CellLine]) -> list[tuple[CellLine, ...]]:
    """The lines of each entry of a list numbered 1, 2, … from its first line on; [] for other cells."""
    entries: list[list[CellLine]] = []
    for line in lines:
        mark = MARK.match(line.text)
        if mark and int(mark.group(1)) == len(entries) + 1:
            entries.append([line])
        elif entries:
            entries[-1].append(line)
        else:
            return []
    return [tuple(entry) for entry in entries] if len(entries) >= 2 else []


def divided_by_number(lines: Sequence[CellLine], count: int) -> list[tuple[CellLine, ...]]:
    """A list of `count` entries parted, values without their numbers; [] for other cells."""
    entries = entries_by_number(lines)
    if len(entries) != count:
        return []
    texts = [MARK.sub("", " ".join(line.text for line in entry), count=1) for entry in entries]
    longest = max(map(len, texts))
    if longest <= LONGEST_GRADE or (longest <= LONGEST_VALUE and any(map(FIGURE.match, texts))):
        return [(_without_mark(entry[0]), *entry[1:]) for entry in entries]
    return entries


def _without_mark(line: CellLine) -> CellLine:
    return CellLine(MARK.sub("", line.text, count=1), line.box)
