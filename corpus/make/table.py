"""Lays out a table: wraps the text of its cells, spreads the rows, and cuts it where a page ends.

Lengths are points; `y` counts downwards from the top of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]

Colour = tuple[float, float, float]


class Merge(Enum):
    """Stands in a row where a cell belongs to its neighbour."""

    UP = "the cell above reaches down to here"
    LEFT = "the cell at the left reaches over to here"


UP, LEFT = Merge.UP, Merge.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `align` is l, c or r, `turn` writes upwards, `fill` and `ink` are colours."""

    text: str
    align: str = ""
    bold: bool = False
    middle: bool = False
    turn: bool = False
    fill: Colour | None = None
    ink: Colour = (0.0, 0.0, 0.0)


Row = Sequence[str | Cell | Merge]


@dataclass(frozen=True, slots=True)
class Style:
    """How a table looks. `rules`: grid, word, double, horizontal, lines, open or none (see `rules.py`).

    Over the end of a page its head is printed again unless `norepeat`; with `cut` the end may run through a row.
    """

    rules: str = "grid"
    font: str = "Helvetica"
    size: float = 8.5
    pad: float = 3.0
    head_rows: int = 1
    head_fill: Colour | None = None
    fill_lines: bool = False
    zebra: Colour | None = None
    aligns: str = ""
    twice: bool = False
    thickness: float = 0.5
    norepeat: bool = False
    cut: bool = False

    @property
    def leading(self) -> float:
        return self.size * 1.2

    @property
    def bold_font(self) -> str:
        return {"Times-Roman": "Times-Bold", "Vera": "VeraBd"}.get(self.font, self.font + "-Bold")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the rows and columns it covers (ends exclusive), its wrapped lines and where the first one starts."""

    row: int
    col: int
    row_end: int
    col_end: int
    cell: Cell
    lines: tuple[str, ...]
    font: str


@dataclass(slots=True)
class Laid:
    """A table with every edge known: `xs` and `ys` are the column and row edges."""

    style: Style
    xs: list[float]
    ys: list[float]
    cells: list[Placed] = field(default_factory=list)

    @property
    def head_height(self) -> float:
        return self.ys[self.style.head_rows]

    @property
    def height(self) -> float:
        return self.ys[-1]

    def first_line(self, placed: Placed) -> float:
        """The top of a cell's first line."""
        top, bottom = self.ys[placed.row], self.ys[placed.row_end]
        if placed.cell.middle:
            return top + (bottom - top - len(placed.lines) * self.style.leading) / 2
        return top + self.style.pad


def wrap(text: str, font: str, size: float, width: float) -> tuple[str, ...]:
    """Break a text into lines of at most `width`; a word that is too long is broken in the middle, as Word does."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if stringWidth(joined, font, size) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            line = word
            while stringWidth(line, font, size) > width and len(line) > 1:
                cut = len(line) - 1
                while cut > 1 and stringWidth(line[:cut], font, size) > width:
                    cut -= 1
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return tuple(lines)


def lay(rows: Sequence[Row], widths: Sequence[float], style: Style) -> Laid:
    """Lay out the rows; a merged cell that needs more height than its rows stretches the last of them."""
    xs = [0.0]
    for width in widths:
        xs.append(xs[-1] + width)
    cells = [_placed(spot, rows, xs, style) for spot in _owners(rows)]
    heights = [style.leading + 2 * style.pad] * len(rows)
    for placed in sorted(cells, key=lambda one: one.row_end - one.row):
        need = _height(placed, style)
        have = sum(heights[placed.row : placed.row_end])
        if need > have:
            heights[placed.row_end - 1] += need - have
    ys = [0.0]
    for height in heights:
        ys.append(ys[-1] + height)
    return Laid(style, xs, ys, cells)


def _owners(rows: Sequence[Row]) -> Iterator[tuple[int, int, int, int]]:
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, Merge):
                continue
            r_end, c_end = r + 1, c + 1
            while c_end < len(row) and row[c_end] is LEFT:
                c_end += 1
            while r_end < len(rows) and rows[r_end][c] is UP:
                r_end += 1
            yield r, c, r_end, c_end


def _placed(spot: tuple[int, int, int, int], rows: Sequence[Row], xs: Sequence[float], style: Style) -> Placed:
    r, c, r_end, c_end = spot
    given = rows[r][c]
    assert not isinstance(given, Merge)
    cell = given if isinstance(given, Cell) else Cell(given)
    head = r < style.head_rows
    if head:
        cell = Cell(cell.text, cell.align or "c", True, True, cell.turn, cell.fill or style.head_fill, cell.ink)
    else:
        align = cell.align or style.aligns[c : c + 1]
        stripe = style.zebra if (r - style.head_rows) % 2 == 0 else None
        cell = Cell(cell.text, align, cell.bold, cell.middle, cell.turn, cell.fill or stripe, cell.ink)
    font = style.bold_font if cell.bold else style.font
    room = xs[c_end] - xs[c] - 2 * style.pad
    lines = tuple(cell.text.split("\n")) if cell.turn else wrap(cell.text, font, style.size, room)
    return Placed(r, c, r_end, c_end, cell, lines, font)


def _height(placed: Placed, style: Style) -> float:
    if placed.cell.turn:
        longest: float = max(stringWidth(line, placed.font, style.size) for line in placed.lines)
        return longest + 2 * style.pad
    return len(placed.lines) * style.leading + 2 * style.pad


def cut(laid: Laid, start: float, room: float, inside_rows: bool) -> float:
    """Where the table has to stop when `room` points are left on the page and it goes on from `start`.

    At a row's edge, or with `inside_rows` between two printed lines of a row; equal to `start` when nothing fits.
    """
    limit = start + room + 0.01
    if laid.height <= limit:
        return laid.height
    edge = max((y for y in laid.ys if start < y <= limit), default=start)
    if not inside_rows:
        return edge
    row = laid.ys.index(edge) if edge in laid.ys else 0
    step, y, best = laid.style.leading, laid.ys[row] + laid.style.pad, edge
    while y + step <= limit - laid.style.pad:
        y += step
        best = y
    return best
