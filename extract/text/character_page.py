"""A page of a text report as a printed one: its words with boxes, and the rules that characters draw.

Each character is given a place, so that tables are told as on a printed page: by rules, or by the white between words.
Programs that turn PDF into text set what stands half a line lower, as the middle line of a cell beside two others, on a
line of its own. Lines with nothing under each other are therefore half as far apart.
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
BESIDE = 3  # so many lines may stand beside each other in cells of their own
WORD = re.compile(r"\S+")
PIECE = re.compile(r"\S+(?: \S+)*")


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
        bottom = max(self.tops.values(), default=0.0) + PITCH
        return WIDTH * max((len(line.text) for line in self.lines), default=0), bottom

    @cached_property
    def tops(self) -> dict[int, float]:
        """The height of each line, by its number."""
        found: dict[int, float] = {}
        above: list[tuple[float, list[tuple[int, int]]]] = []  # the heights of the lines above and their pieces
        for line in self.lines:
            pieces = [m.span() for m in PIECE.finditer(line.text)]
            last = max(found, default=line.line)
            blank = PITCH * max(0, line.line - last - 1)
            under = [top + PITCH for top, others in above[-BESIDE:] if _overlap(others, pieces)]
            top = max([PITCH * (line.line - self.first) if not above else above[-1][0] + PITCH / 2, *under]) + blank
            found[line.line] = top
            above.append((top, pieces))
        return found

    @cached_property
    def drawn(self) -> list[Line]:
        """The lines of drawn tables."""
        numbers = drawn_lines(self.lines)
        return [line for line in self.lines if line.line in numbers]

    def box(self, line: int, start: int, end: int) -> Box:
        """The box of a stretch of a line."""
        top = self.tops[line]
        return Box(WIDTH * start, top, WIDTH * end, top + HEIGHT)

    def line_at(self, box: Box) -> int:
        """The number of the line on which a box begins."""
        return min(self.tops, key=lambda line: abs(self.tops[line] - box.top), default=self.first)

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
        return self.tops[line] + HEIGHT / 2

    def split(self, word: Word, at: float) -> None:
        """Words end at the bars between cells."""

    def character_box(self, index: int) -> Box:
        """Leaders are words of their own in aligned text."""
        return Box(0.0, 0.0, 0.0, 0.0)

    def span_boxes(self, spans: Sequence[tuple[int, int]]) -> list[Box]:
        return [self.character_box(a) for a, _ in spans]

    def is_hidden(self, word: Word) -> bool:
        return False


def _overlap(above: Sequence[tuple[int, int]], below: Sequence[tuple[int, int]]) -> bool:
    """Whether anything of a line stands under something of another."""
    return any(a < d and c < b for a, b in above for c, d in below)
