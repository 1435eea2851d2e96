"""Draws a table as a picture, the way a scanned page is stored: no text layer, only dots."""

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


def as_scan(report: Report, rows: Sequence[Row], widths: Sequence[float], style: Style) -> None:
    """Place the table on the page as a black-and-white image of 200 dots an inch, slightly askew."""
    laid = lay(rows, widths, style)
    picture = _picture(laid).rotate(0.35, resample=Image.Resampling.NEAREST, fillcolor=255)
    width, height = picture.width / DOTS, picture.height / DOTS
    report.need(height)
    left = (report.width - width) / 2
    report.canvas.drawImage(ImageReader(picture.convert("1")), left, report.y - height, width, height)
    report.space(height + 10)


def _picture(laid: Laid) -> Image.Image:
    margin = 12
    size = (int((laid.xs[-1] + 2 * margin) * DOTS), int((laid.height + 2 * margin) * DOTS))
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    for placed in laid.cells:
        left, right = (int((laid.xs[n] + margin) * DOTS) for n in (placed.col, placed.col_end))
        top, bottom = (int((laid.ys[n] + margin) * DOTS) for n in (placed.row, placed.row_end))
        pen.rectangle((left, top, right, bottom), outline=0, width=2)
        name = "VeraBd.ttf" if placed.cell.bold else "Vera.ttf"
        font = ImageFont.truetype(str(FONTS / name), int(laid.style.size * DOTS), layout_engine=ImageFont.Layout.BASIC)
        y = laid.first_line(placed)
        for line in placed.lines:
            spare = (right - left - pen.textlength(line, font)) / 2
            x = left + (spare if placed.cell.align == "c" else laid.style.pad * DOTS)
            pen.text((int(x), int((y + margin) * DOTS)), line, font=font, fill=0)
            y += laid.style.leading
    return picture
