"""Sets a report page after page: cover, headings, prose, captions, tables, running head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import reportlab  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.make.rules import Stretch, paint
from corpus.make.table import Colour, Row, Style, cut, lay, wrap

BOLD = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold", "Vera": "VeraBd"}
ITALIC = {"Times-Roman": "Times-Italic", "Helvetica": "Helvetica-Oblique", "Vera": "VeraIt"}


def register_fonts() -> None:
    """The fonts that come with reportlab and know ≤ and ≥."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd", "VeraIt"):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


@dataclass(frozen=True, slots=True)
class Look:
    """Font, size and margins of a report, and what runs along the top and foot of its pages."""

    font: str = "Times-Roman"
    size: float = 11.0
    spread: float = 1.35
    margin: float = 64.0
    head: str = ""
    foot: str = ""
    numbered: str = "{}"
    band: Colour | None = None
    size_page: tuple[float, float] = A4


@dataclass(frozen=True, slots=True)
class Setting:
    """How lines of text are set: font and size, the first line's indent, and how far from the margin all begin."""

    font: str
    size: float
    indent: float = 0.0
    left: float = 0.0
    justify: bool = False


class Report:
    """A PDF under construction. `y` is the height still free above the bottom margin's edge."""

    def __init__(self, path: Path, title: str, look: Look) -> None:
        self.canvas = Canvas(str(path), pagesize=look.size_page, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("lakip corpus")
        self.look = look
        self.number = 0
        self.width, self.height = look.size_page
        self.y = 0.0

    # pages

    def page(self, landscape: bool = False, rotated: bool = False, plain: bool = False) -> None:
        """Begin a page. `rotated` stores a landscape page upright and turns it by the page's /Rotate entry."""
        if self.number:
            self.canvas.showPage()
        self.number += 1
        short, long = self.look.size_page
        self.width, self.height = (long, short) if landscape or rotated else (short, long)
        self.canvas.setPageSize((self.width, self.height))
        self.canvas.setPageRotation(90 if rotated else 0)
        if rotated:
            self.canvas.transform(0, 1, -1, 0, short, 0)
        self.turned = landscape, rotated
        self.y = self.height - self.look.margin
        if not plain:
            self._furniture()

    def again(self) -> None:
        """Go on on a new page of the same shape."""
        self.page(*self.turned)

    def _furniture(self) -> None:
        look, canvas = self.look, self.canvas
        left, right = look.margin, self.width - look.margin
        if look.band:
            canvas.setFillColorRGB(*look.band)
            canvas.rect(0, self.height - 34, self.width, 16, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(ITALIC[look.font], 8)
        canvas.drawRightString(right, self.height - 30, look.head)
        canvas.drawString(left, 30, look.foot)
        canvas.setLineWidth(0.7)
        if look.foot:
            canvas.line(left, 41, right, 41)
        canvas.setFont(look.font, 9)
        canvas.drawRightString(right, 30, look.numbered.format(self.number))

    def room(self) -> float:
        return self.y - self.look.margin

    def need(self, height: float) -> None:
        """Begin a new page unless `height` points are left."""
        if self.room() < height:
            self.again()

    def space(self, height: float = 8.0) -> None:
        self.y -= height

    # text

    def centre(self, *lines: str, size: float = 0.0, bold: bool = True) -> None:
        font, size = (BOLD if bold else {}).get(self.look.font, self.look.font), size or self.look.size
        for text in lines:
            for line in wrap(text, font, size, self.width - 2 * self.look.margin):
                self.need(size * 1.3)
                self.canvas.setFillColorRGB(0, 0, 0)
                self.canvas.setFont(font, size)
                self.canvas.drawCentredString(self.width / 2, self.y - size, line)
                self.y -= size * 1.3
        self.y -= 4

    def chapter(self, number: str, title: str) -> None:
        self.centre(number, title, size=self.look.size + 2)
        self.space()

    def heading(self, text: str) -> None:
        self.need(60)
        self.space(4)
        self._lines(text, Setting(BOLD[self.look.font], self.look.size))
        self.space(3)

    def para(self, text: str, indent: float = 24.0) -> None:
        self._lines(text, Setting(self.look.font, self.look.size, indent, justify=True))
        self.space(5)

    def note(self, text: str) -> None:
        """A small line in italics: the source below a table."""
        self._lines(text, Setting(ITALIC[self.look.font], self.look.size - 2))
        self.space(6)

    def items(self, *texts: str, marks: str = "1") -> None:
        """A list; `marks` is 1 (1. 2. 3.), a (a. b. c.) or the mark itself."""
        for n, text in enumerate(texts):
            mark = {"1": f"{n + 1}.", "a": f"{chr(97 + n)}."}.get(marks, marks)
            self.need(self.look.size * self.look.spread)
            self.canvas.setFont(self.look.font, self.look.size)
            self.canvas.drawString(self.look.margin + 6, self.y - self.look.size, mark)
            self._lines(text, Setting(self.look.font, self.look.size, left=24.0))
        self.space(5)

    def _lines(self, text: str, setting: Setting) -> None:
        font, size, left = setting.font, setting.size, setting.left
        room = self.width - 2 * self.look.margin - left
        first, *_ = wrap(text, font, size, room - setting.indent)
        rest = text[len(first) :].lstrip(" ")
        lines = [first, *(wrap(rest, font, size, room) if rest else ())]
        for n, line in enumerate(lines):
            self.need(size * self.look.spread)
            start = setting.indent if n == 0 else 0.0
            words = self.canvas.beginText(self.look.margin + left + start, self.y - size)
            words.setFont(font, size)
            gaps = line.count(" ")
            if setting.justify and gaps and n < len(lines) - 1:
                words.setWordSpace((room - start - stringWidth(line, font, size)) / gaps)
            self.canvas.setFillColorRGB(0, 0, 0)
            words.textLine(line)
            words.setWordSpace(0)
            self.canvas.drawText(words)
            self.y -= size * self.look.spread

    # tables

    def caption(self, *lines: str) -> None:
        self.need(90)
        self.space(4)
        self.centre(*lines, size=self.look.size - 0.5)

    def table(self, rows: Sequence[Row], widths: Sequence[float], style: Style, x: float | None = None) -> None:
        """Set a table; where the page ends it goes on on the next one, with its head again or without it."""
        laid = lay(rows, widths, style)
        left = x if x is not None else (self.width - laid.xs[-1]) / 2
        start = 0.0
        while start < laid.height - 0.01:
            if start and not style.norepeat:
                paint(self.canvas, laid, Stretch(left, self.y, 0.0, laid.head_height))
                self.y -= laid.head_height
            end = cut(laid, start, self.room(), style.cut)
            if end - start < 1:
                self.again()
                continue
            paint(self.canvas, laid, Stretch(left, self.y, start, end))
            self.y -= end - start
            start = end
            if start < laid.height - 0.01:
                self.again()
        self.space(10)

    # whole pages and blocks

    def contents(self, entries: Sequence[tuple[str, str]]) -> None:
        """Titles with leaders of dots and page numbers: a page without any figure to keep."""
        font, size = self.look.font, self.look.size
        right = self.width - self.look.margin
        self.canvas.setFont(font, size)
        for title, page in entries:
            self.canvas.drawString(self.look.margin, self.y - size, title)
            self.canvas.drawRightString(right, self.y - size, page)
            start = self.look.margin + stringWidth(title, font, size) + 4
            dots = int((right - 16 - start) / stringWidth(".", font, size))
            self.canvas.drawString(start, self.y - size, "." * dots)
            self.y -= size * 1.5
        self.space()

    def artwork(self, kind: str) -> None:
        """Shapes behind the text, as templates have them: `bands` across the page or `letters` as a watermark."""
        canvas = self.canvas
        if kind == "bands":
            for n in range(9):
                canvas.setFillColorRGB(0.93 - n * 0.01, 0.96, 0.98)
                canvas.rect(0, n * self.height / 9, self.width, self.height / 9, stroke=0, fill=1)
            canvas.setStrokeColorRGB(0.7, 0.8, 0.9)
            for n in range(14):
                canvas.line(0, n * 70, self.width, n * 70 + 120)
        else:
            canvas.saveState()
            canvas.setFillColorRGB(0.9, 0.9, 0.9)
            canvas.setFont(BOLD[self.look.font], 70)
            canvas.translate(self.width / 2, self.height / 2)
            canvas.rotate(45)
            canvas.drawCentredString(0, 0, kind)
            canvas.restoreState()

    def cover(self, kind: str, agency: Sequence[str], year: str, place: str) -> None:
        self.page(plain=True)
        canvas = self.canvas
        canvas.setLineWidth(2)
        canvas.rect(40, 40, self.width - 80, self.height - 80)
        canvas.setLineWidth(0.6)
        canvas.rect(46, 46, self.width - 92, self.height - 92)
        canvas.setFillColorRGB(0.82, 0.86, 0.93)
        canvas.circle(self.width / 2, self.height - 190, 46, stroke=1, fill=1)
        self.y = self.height - 290
        self.centre(*kind.split("\n"), size=20)
        self.space(30)
        self.centre(*agency, size=16)
        self.space(20)
        self.centre(year, size=18)
        self.y = 120
        self.centre(place, size=12)

    def signature(self, place_date: str, *lines: str) -> None:
        """A signature block at the right: place and date, post, and an invented name or none."""
        self.need(110)
        self.space(10)
        x = self.width - self.look.margin - 110
        for line in (place_date, *lines):
            if line == "":
                self.y -= 34
                continue
            self.canvas.setFont(self.look.font, self.look.size)
            self.canvas.drawCentredString(x, self.y - self.look.size, line)
            self.y -= self.look.size * 1.3
        self.space(8)

    def save(self) -> None:
        self.canvas.showPage()
        self.canvas.save()
