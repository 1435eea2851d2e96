"""Small pages for tests, drawn with reportlab: a table of texts with or without its rules, as a file on disk."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from extract import read_tables
from extract.model import RawTable

A4 = (595.0, 842.0)
HEAD = ("No", "Indikator Kinerja", "Target", "Realisasi", "Capaian")
ROWS = (
    HEAD,
    ("1", "Nilai AKIP", "70,5", "71,2", "101,0"),
    ("2", "Indeks Kepuasan", "80", "82,5", "103,1"),
    ("3", "Persentase layanan", "90%", "88%", "97,8"),
)
Draw = Callable[[Canvas], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table to draw: its texts, the left and upper corner, column widths, row height, and letter size."""

    rows: Sequence[Sequence[str]] = ROWS
    x: float = 60.0
    y: float = 700.0
    widths: Sequence[float] = (30.0, 180.0, 70.0, 70.0, 70.0)
    height: float = 20.0
    size: float = 9.0

    @property
    def right(self) -> float:
        return self.x + sum(self.widths)

    @property
    def bottom(self) -> float:
        return self.y - len(self.rows) * self.height

    def edges(self) -> list[float]:
        xs = [self.x]
        for width in self.widths:
            xs.append(xs[-1] + width)
        return xs

    def heights(self) -> list[float]:
        return [self.y - k * self.height for k in range(len(self.rows) + 1)]


def rules(canvas: Canvas, table: Table, vertical: bool = True) -> None:
    """Draw the table's rules."""
    for y in table.heights():
        canvas.line(table.x, y, table.right, y)
    for x in table.edges() if vertical else ():
        canvas.line(x, table.y, x, table.bottom)


def texts(canvas: Canvas, table: Table, shift: float = 0.0) -> None:
    """Write the table's texts, each at the left of its cell."""
    canvas.setFont("Helvetica", table.size)
    for i, row in enumerate(table.rows):
        for x, text in zip(table.edges(), row, strict=False):
            canvas.drawString(x + 4 + shift, table.y - (i + 0.7) * table.height, text)


def ruled(canvas: Canvas, table: Table | None = None) -> None:
    """Draw a table with all its rules and texts."""
    table = table or Table()
    rules(canvas, table)
    texts(canvas, table)


def fills(canvas: Canvas, table: Table, gap: float = 0.0) -> None:
    """Shade the table's cells, in turn lighter and darker, `gap` points apart."""
    for i in range(len(table.rows)):
        for k, (x, width) in enumerate(zip(table.edges(), table.widths, strict=False)):
            canvas.setFillGray(0.75 + 0.1 * ((i + k) % 2))
            y = table.y - (i + 1) * table.height
            canvas.rect(x + gap, y + gap, width - 2 * gap, table.height - 2 * gap, stroke=0, fill=1)
    canvas.setFillGray(0)


def pdf(*draws: Draw, size: tuple[float, float] = A4) -> bytes:
    """A PDF with one page for each function that draws."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    for draw in draws:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def tables_of(folder: Path, data: bytes, stitched: bool = False) -> list[RawTable]:
    """The tables of a PDF given as bytes."""
    path = folder / "page.pdf"
    path.write_bytes(data)
    return list(read_tables(path, stitched=stitched, ocr="never"))


def grid_of(table: RawTable) -> list[list[str]]:
    """A table's texts row by row, a cell that spans at its first place, the others empty."""
    grid = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row - 1][cell.col - 1] = " ".join(cell.text.split())
    return grid
