"""Draws a page as a picture, the way a scanner stores it: no text layer, only dots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import reportlab  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

from corpus.make.page import Report
from corpus.make.table import Laid, Row, Style, lay

DOTS = 200 / 72
FONTS = Path(reportlab.__file__).parent / "fonts"
Font = ImageFont.FreeTypeFont


def as_scan(report: Report, titles: Sequence[str], rows: Sequence[Row], widths: Sequence[float], style: Style) -> None:
    """Fill the page with a black-and-white image of titles and a table: 200 dots an inch, slightly askew."""
    laid = lay(rows, widths, style)
    picture = Image.new("L", (int(report.width * DOTS), int(report.height * DOTS)), 255)
    pen = ImageDraw.Draw(picture)
    y = report.look.margin
    for title in titles:
        font = _font(True, style.size + 2)
        pen.text(((picture.width - pen.textlength(title, font)) // 2, int(y * DOTS)), title, font=font, fill=0)
        y += style.leading * 1.6
    _draw(pen, laid, ((report.width - laid.xs[-1]) / 2, y + style.leading))
    askew = picture.rotate(0.35, resample=Image.Resampling.BILINEAR, fillcolor=255)
    dots = askew.point(lambda shade: 255 if shade > 140 else 0).convert("1")
    report.canvas.drawImage(ImageReader(dots), 0, 0, report.width, report.height)
    report.y = 0.0


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
