"""Draws a laid-out table, or the stretch of it that stands on one page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.make.table import Laid, Placed


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a table from `start` to `end` (points from its top), drawn with its top left corner at x, top."""

    x: float
    top: float
    start: float
    end: float

    def up(self, y: float) -> float:
        """A height in the table as a height on the canvas."""
        return self.top - (min(max(y, self.start), self.end) - self.start)


Edges = tuple[float, float, float, float]


def paint(canvas: Canvas, laid: Laid, stretch: Stretch) -> None:
    """Draw fills, rules and text of every cell that reaches into the stretch."""
    shown = [
        one
        for one in laid.cells
        if laid.ys[one.row] < stretch.end - 0.01 and laid.ys[one.row_end] > stretch.start + 0.01
    ]
    for placed in shown:
        _fill(canvas, laid, stretch, placed)
    for placed in shown:
        _rules(canvas, laid, placed, _edges(laid, stretch, placed))
    for placed in shown:
        _text(canvas, laid, stretch, placed)


def _edges(laid: Laid, stretch: Stretch, placed: Placed) -> Edges:
    """Left, bottom, right and top of a cell on the canvas."""
    return (
        stretch.x + laid.xs[placed.col],
        stretch.up(laid.ys[placed.row_end]),
        stretch.x + laid.xs[placed.col_end],
        stretch.up(laid.ys[placed.row]),
    )


def _fill(canvas: Canvas, laid: Laid, stretch: Stretch, placed: Placed) -> None:
    if placed.cell.fill is None:
        return
    left, bottom, right, top = _edges(laid, stretch, placed)
    canvas.setFillColorRGB(*placed.cell.fill)
    if not laid.style.fill_lines:
        canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
        return
    first = laid.first_line(placed)
    marks = [top, *(stretch.up(first + n * laid.style.leading) for n in range(1, len(placed.lines))), bottom]
    for high, low in pairwise(marks):
        canvas.rect(left, low, right - left, high - low, stroke=0, fill=1)


def _rules(canvas: Canvas, laid: Laid, placed: Placed, edges: Edges) -> None:
    style = laid.style
    left, bottom, right, top = edges
    canvas.setLineWidth(style.thickness)
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.setFillColorRGB(0, 0, 0)
    if style.rules == "grid":
        canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)
    elif style.rules == "double":
        canvas.rect(left + 0.75, bottom + 0.75, right - left - 1.5, top - bottom - 1.5, stroke=1, fill=0)
    elif style.rules == "word":
        _bars(canvas, edges, style.thickness)
    elif style.rules == "open":
        canvas.line(left, bottom, right, bottom)
        canvas.line(left, top, right, top)
        if placed.col > 0:
            canvas.line(left, bottom, left, top)
    elif style.rules == "horizontal":
        canvas.line(left, bottom, right, bottom)
        if placed.row == 0:
            canvas.line(left, top, right, top)
    elif style.rules == "lines":
        _three_lines(canvas, laid, placed, edges)


def _bars(canvas: Canvas, edges: Edges, thick: float) -> None:
    """Rules as a word processor writes them: thin filled boxes, one for each side of each cell."""
    left, bottom, right, top = edges
    for x in (left, right):
        canvas.rect(x - thick / 2, bottom - thick / 2, thick, top - bottom + thick, stroke=0, fill=1)
    for y in (bottom, top):
        canvas.rect(left - thick / 2, y - thick / 2, right - left + thick, thick, stroke=0, fill=1)


def _three_lines(canvas: Canvas, laid: Laid, placed: Placed, edges: Edges) -> None:
    """Rules only above the head, below the head and at the end."""
    left, bottom, right, top = edges
    if placed.row == 0:
        canvas.line(left, top, right, top)
    if placed.row_end == laid.style.head_rows or placed.row_end == len(laid.ys) - 1:
        canvas.line(left, bottom, right, bottom)


def _text(canvas: Canvas, laid: Laid, stretch: Stretch, placed: Placed) -> None:
    style = laid.style
    left, bottom, right, top = _edges(laid, stretch, placed)
    canvas.setFillColorRGB(*placed.cell.ink)
    canvas.setFont(placed.font, style.size)
    if placed.cell.turn:
        _turned(canvas, placed, style.leading, (left, bottom, right, top))
        return
    y = laid.first_line(placed)
    for line in placed.lines:
        inside = stretch.start <= y + style.leading / 2 < stretch.end
        if line and inside:
            base = stretch.top - (y - stretch.start) - style.size
            x = _line_x(placed, line, style.size, (left + style.pad, right - style.pad))
            canvas.drawString(x, base, line)
            if style.twice:
                canvas.drawString(x + 0.35, base, line)
        y += style.leading


def _line_x(placed: Placed, line: str, size: float, sides: tuple[float, float]) -> float:
    left, right = sides
    width: float = stringWidth(line, placed.font, size)
    if placed.cell.align == "c":
        return left + (right - left - width) / 2
    return right - width if placed.cell.align == "r" else left


def _turned(canvas: Canvas, placed: Placed, leading: float, edges: Edges) -> None:
    left, bottom, right, top = edges
    canvas.saveState()
    canvas.translate((left + right) / 2, (bottom + top) / 2)
    canvas.rotate(90)
    y = (len(placed.lines) / 2 - 1) * leading + leading * 0.3
    for line in placed.lines:
        canvas.drawCentredString(0, y, line)
        y -= leading
    canvas.restoreState()
