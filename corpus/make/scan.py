"""Draws a page as a picture, the way a scanner stores it: no text layer, only dots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import reportlab  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

from corpus.make.page import Report
from corpus.make.table import Laid

DOTS = 200 / 72
FONTS = Path(reportlab.__file__).parent / "fonts"
Font = ImageFont.FreeTypeFont
MISREAD = str.maketrans("01235689,.aeionrst", "OlZ3S6B9.'@c1uvnzf")


def as_scan(report: Report, titles: Sequence[str], laid: Laid, garbled: bool = False) -> None:
    """Fill the page with a black-and-white image of titles and a table: 200 dots an inch, slightly askew.

    `garbled` lays a text layer below it that a poor recognition has left: it stands in place, but misread.
    """
    style = laid.style
    picture = Image.new("L", (int(report.width * DOTS), int(report.height * DOTS)), 255)
    pen = ImageDraw.Draw(picture)
    y = report.look.margin
    for title in titles:
        font = _font(True, style.size + 2)
        pen.text(((picture.width - pen.textlength(title, font)) // 2, int(y * DOTS)), title, font=font, fill=0)
        y += style.leading * 1.6
    corner = ((report.width - laid.xs[-1]) / 2, y + style.leading)
    _draw(pen, laid, corner)
    askew = picture.rotate(0.35, resample=Image.Resampling.BILINEAR, fillcolor=255)
    dots = askew.point([255 if shade > 140 else 0 for shade in range(256)]).convert("1")
    if garbled:
        _misread(report, laid, corner)
    report.canvas.drawImage(ImageReader(dots), 0, 0, report.width, report.height)
    report.y = 0.0


def _misread(report: Report, laid: Laid, corner: tuple[float, float]) -> None:
    for placed in laid.cells:
        y = corner[1] + laid.first_line(placed)
        for line in placed.lines:
            words = report.canvas.beginText(corner[0] + laid.xs[placed.col] + laid.style.pad, report.height - y - 8)
            words.setFont("Helvetica", laid.style.size)
            words.setTextRenderMode(3)
            words.textLine(line.translate(MISREAD))
            report.canvas.drawText(words)
            y += laid.style.leading


def _font(bold: bool, size: float) -> Font:
    name = "VeraBd.ttf" if bold else "Vera.ttf"
    return ImageFont.truetype(str(FONTS / name), int(size * DOTS), layout_engine=ImageFont.Layout.BASIC)


def _draw(pen: ImageDraw.ImageDraw, laid: Laid, corner: tuple[float, float]) -> None:
    for placed in laid.cells:
        left, right = (int((laid.xs[n] + corner[0]) * DOTS) for n in (placed.col, placed.col_end))
        top, bottom = (int((laid.ys[n] + corner[1]) * DOTS) for n in (placed.row, placed.row_end))
        pen.rectangle((left, top, right, bottom), outline=0, width=2)
        font = _font(placed.cell.bold, laid.style.size)
        y = laid.first_line(placed)
        for line in placed.lines:
            spare = (right - left - pen.textlength(line, font)) / 2
            x = left + (spare if placed.cell.align == "c" else laid.style.pad * DOTS)
            pen.text((int(x), int((y + corner[1]) * DOTS)), line, font=font, fill=0)
            y += laid.style.leading
