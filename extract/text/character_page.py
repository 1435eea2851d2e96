"""A page of a text report as one of even lines: its words with boxes, and the rules that characters draw.

Each character is given a place, so that tables are told as on a printed page: by rules, or by the white between words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.model import Box, Line
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rule, Rules
from extract.text.drawn import across, drawn_lines, upright, without_rules

WIDTH = 4.6  # of a character: two spaces part columns, one does not
HEIGHT = 10.0  # of a line's letters
PITCH = 11.0  # from line to line: one empty line between two does not part a table
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class CharacterPage:
    """The lines of a page (`first`: the number of its first one), read as `extract.sight.Readable`."""

    lines: Sequence[Line]
    first: int

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def size(self) -> tuple[float, float]:
        last = self.lines[-1].line if self.lines else self.first
        return WIDTH * max((len(line.text) for line in self.lines), default=0), PITCH * (last - self.first + 1)

    @cached_property
    def drawn(self) -> list[Line]:
        """The lines of drawn tables."""
        numbers = drawn_lines(self.lines)
        return [line for line in self.lines if line.line in numbers]

    def box(self, line: int, start: int, end: int) -> Box:
        """The box of a stretch of a line."""
        top = PITCH * (line - self.first)
        return Box(WIDTH * start, top, WIDTH * end, top + HEIGHT)

    def line_at(self, box: Box) -> int:
        """The number of the line on which a box begins."""
        return self.first + round(box.top / PITCH)

    def words(self) -> list[Word]:
        drawn = {line.line for line in self.drawn}
        return [
            Word(m[0], self.box(line.line, m.start(), m.end()), m.start(), m.end() - 1)
            for line in self.lines
            for m in WORD.finditer(without_rules(line.text) if line.line in drawn else line.text)
        ]

    def rules(self) -> Rules:
        horizontal = [
            Rule(self._middle(line.line), WIDTH * (a + 0.5), WIDTH * (b + 0.5))
            for line in self.drawn
            for a, b in across(line.text)
        ]
        vertical = [Rule(WIDTH * (at + 0.5), self._middle(a), self._middle(b)) for at, a, b in upright(self.drawn)]
        return Rules(tuple(horizontal), tuple(vertical), ())

    def _middle(self, line: int) -> float:
        return PITCH * (line - self.first) + HEIGHT / 2

    def split(self, word: Word, at: float) -> None:
        """Words end at the bars between cells."""

    def character_box(self, index: int) -> Box:
        """Leaders are words of their own in aligned text."""
        return Box(0.0, 0.0, 0.0, 0.0)

    def span_boxes(self, spans: Sequence[tuple[int, int]]) -> list[Box]:
        return [self.character_box(a) for a, _ in spans]

    def is_hidden(self, word: Word) -> bool:
        return False
