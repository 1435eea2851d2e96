"""What the reading room hands out: documents, pages, lines, tables and cells, each with its place.

Lengths are points (1/72 inch) from the top left corner of the page as a reader sees it, after the page's own rotation.
Pages, tables, rows and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

TextSource = Literal["digital", "ocr", "text", "none"]
TYPED = frozenset({"tabs", "pipes", "commas"})


class Box(NamedTuple):
    """A rectangle on a page, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


def holds_middle(boxes: Sequence[Box], box: Box) -> bool:
    """Whether the middle of a box lies in one of the others."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for x0, top, x1, bottom in boxes:  # noqa: SIM110 - of every word and line: twice as fast as any()
        if x0 <= x <= x1 and top <= y <= bottom:
            return True
    return False


class Place(NamedTuple):
    """Where a cell stands: the page, the table on that page, and the row and column in that page's part of the table.

    `line` is the line number in a text report, else None.
    """

    page: int
    table_no: int
    row: int
    col: int
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on a page. `box` is None in a text report."""

    page: int
    line: int
    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class CellLine:
    """One printed line inside a cell; its box lets stacked values be paired by height."""

    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a (stitched) table: `row` and `col` count in the whole table, `place` in the page's part.

    `text` joins the lines with "\\n". A cell that spans counts once, at its first row and column. `certainty` (0 to 1)
    is how sure an OCR engine was of its least sure character; printed text is certain.
    """

    row: int
    col: int
    text: str
    place: Place
    row_span: int = 1
    col_span: int = 1
    box: Box | None = None
    lines: tuple[CellLine, ...] = ()
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class TablePart:
    """The stretch of a table that stands on one page."""

    page: int
    table_no: int
    first_row: int
    last_row: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as printed, nothing interpreted; `parts` has one entry for each page it stands on.

    `method` names how the grid was found (`rules`, `fills`, `gaps`, `ocr`, or typed: `tabs`, `pipes`, `commas`);
    `quality` (0 to 1) says how consistent grid and words are. `caption` is the printed title, `lead` the lines of text
    above it, nearest last.
    """

    parts: tuple[TablePart, ...]
    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    method: str
    quality: float
    caption: str | None = None
    lead: tuple[Line, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether its rows are lines of text, which print a cell over several columns or rows once."""
        return self.method in TYPED

    @property
    def page(self) -> int:
        return self.parts[0].page

    @property
    def table_no(self) -> int:
        return self.parts[0].table_no


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points, whether the gate let it through, and all its lines of text."""

    page: int
    width: float
    height: float
    source: TextSource
    gated: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read: identity by content (`sha256`), its pages, and the tables of its gated pages."""

    sha256: str
    name: str
    path: str
    size: int
    kind: Literal["pdf", "text"]
    source: TextSource
    pages: tuple[Page, ...]
    tables: tuple[RawTable, ...]


class UnreadableDocument(Exception):
    """A document that cannot be read, with the reason in one line (encrypted, damaged, not a PDF, too large, empty)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
