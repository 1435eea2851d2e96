"""What tables told by white gaps are made of: entries of one line, and cells of one or more lines."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model import Box


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of one text line, and the first and last column that it covers."""

    first: int
    last: int
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class GapCell:
    """A cell: its rows and columns, and its lines from top to bottom."""

    row: int
    last_row: int
    first: int
    last: int
    entries: tuple[Entry, ...]

    @property
    def box(self) -> Box:
        box = self.entries[0].box
        for entry in self.entries[1:]:
            box = box.union(entry.box)
        return box
