"""A raw table as rows and columns that can be asked: which rows are its head, which its body, what covers a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.fuzz import ratio

from extract.model import Cell, RawTable
from normalize.heads.rows import is_column_number_row, looks_like_head
from normalize.heads.years import is_year
from normalize.same import Same

MOST_HEAD_ROWS = 6
KEPT = 256  # sheets that are remembered: those of a long report
MOST_TITLES = 3  # rows of words over the head, inside the frame of the table
HEAD_CERTAIN = 0.5
MISSPELLED = 70.0  # percent of letters that a scanned head keeps
NOT_LETTERS = re.compile(r"\W+")
FIGURE = re.compile(r"^\W*(?:rp\.?\s*)?[-(]?\d[\d.,]*", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A table with its head and body rows told apart. Rows and columns count from 1."""

    table: RawTable

    @cached_property
    def covering(self) -> dict[tuple[int, int], Cell]:
        """The cell that covers each place, spans included."""
        return {
            (row, col): cell
            for cell in self.table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        }

    @cached_property
    def starting(self) -> dict[int, list[Cell]]:
        """The cells that begin in each row, from left to right."""
        rows: dict[int, list[Cell]] = {row: [] for row in range(1, self.table.n_rows + 1)}
        for cell in self.table.cells:
            rows.setdefault(cell.row, []).append(cell)
        return rows

    def texts(self, row: int) -> list[str]:
        """The texts of the cells that begin in a row."""
        return [cell.text for cell in self.starting.get(row, [])]

    @cached_property
    def number_rows(self) -> frozenset[int]:
        """The rows that only number the columns."""
        return frozenset(r for r in self.starting if is_column_number_row(tuple(self.texts(r))))

    @cached_property
    def head_rows(self) -> tuple[int, ...]:
        """The rows of the head, () where the table goes on without one."""
        start = end = self._titles
        for row in range(start + 1, min(self.table.n_rows, start + MOST_HEAD_ROWS) + 1):
            if row in self.number_rows:
                break
            if self._is_band(row) and end > start:
                break
            if self._is_head_row(row, row <= end):
                end = max(end, self._reach(row))
            elif row > end and not (row <= 2 and self._is_title(row)):
                break
        first_number_row = min(self.number_rows, default=0)
        if (
            first_number_row
            and end < first_number_row <= MOST_HEAD_ROWS + 1
            and not self._holds_figures(1, first_number_row)
        ):
            end = first_number_row - 1
        return tuple(range(start + 1, min(end, self.table.n_rows) + 1))

    @cached_property
    def _titles(self) -> int:
        """How many rows over the head, from the first, are bands of words that name no column.

        Without a head it is a first row in one cell over all columns.
        """
        rows = range(1, min(self.table.n_rows, MOST_TITLES + 1) + 1)
        heads = [r for r in rows if not (self._is_band(r) or self._is_lone(r)) or self._is_head_row(r, False)]
        if heads and self._is_head_row(heads[0], False):
            return heads[0] - 1
        return int(self._is_band(1) and self._spans_all(1))

    def _spans_all(self, row: int) -> bool:
        return any(c.col_span == self.table.n_cols for c in self.starting[row])

    @property
    def title_texts(self) -> tuple[str, ...]:
        """The texts of the bands over the head, from the top."""
        return tuple(t for row in range(1, self._titles + 1) for t in self.texts(row) if t.strip())

    def _is_band(self, row: int) -> bool:
        """Whether the row is one cell of words over much of the width: a title above the head, a separator below it."""
        texts = [c for c in self.starting[row] if c.text.strip()]
        least = min(self.table.n_cols, max(3, int(0.5 * self.table.n_cols) + 1))
        return len(texts) == 1 and 1 < texts[0].col_span >= least

    def _is_lone(self, row: int) -> bool:
        """Whether a row holds words at its left and nothing else: a title typed into a sheet's first cell."""
        texts = [c for c in self.starting[row] if c.text.strip()]
        return len(texts) == 1 and texts[0].col == 1 and len(texts[0].text.split()) > 1

    def _reach(self, row: int) -> int:
        """The last row of the head cells that begin in a row; a cell that spans into figures does not count."""
        spans = [c.row + c.row_span - 1 for c in self.starting[row] if c.text.strip()]
        return max((end for end in spans if not self._holds_figures(row + 1, end + 1)), default=row)

    def _holds_figures(self, start: int, stop: int) -> bool:
        return any(
            FIGURE.match(text.strip()) and not is_year(text) and len(text.strip()) > 2
            for row in range(start, stop)
            for text in self.texts(row)
        )

    def _is_head_row(self, row: int, inside: bool) -> bool:
        texts = [t for c in self.starting.get(row, []) if (t := self._whole_word(c)).strip()]
        if not texts:
            return inside or row == 1
        if sum(bool(FIGURE.match(t.strip())) and not is_year(t) for t in texts) * 3 > len(texts):
            return False
        return looks_like_head(tuple(texts)) >= HEAD_CERTAIN

    def _whole_word(self, cell: Cell) -> str:
        """The text of a cell; in a row of text with the beginning of its word, which the row above it holds."""
        above = self.covering.get((cell.row - 1, cell.col)) if self.table.is_typed and cell.text[:1].islower() else None
        return f"{above.text}\n{cell.text}" if above else cell.text

    def _is_title(self, row: int) -> bool:
        """A single cell over the whole width above the head."""
        texts = [c for c in self.starting[row] if c.text.strip()]
        return len(texts) == 1 and row < self.table.n_rows and self._is_head_row(row + 1, False)

    @cached_property
    def head_texts(self) -> frozenset[tuple[str, ...]]:
        return frozenset(_letters(self.texts(row)) for row in self.head_rows)

    @cached_property
    def body_rows(self) -> tuple[int, ...]:
        """The rows below the head that are neither column numbers nor the head printed again."""
        first = self.head_rows[-1] + 1 if self.head_rows else 1
        return tuple(
            row
            for row in range(first, self.table.n_rows + 1)
            if row not in self.number_rows and not self._repeats_head(row) and any(t.strip() for t in self.texts(row))
        )

    @cached_property
    def body_texts(self) -> dict[int, list[str]]:
        """The texts of the cells that begin in each column below the head."""
        texts: dict[int, list[str]] = {}
        rows = set(self.body_rows)
        for cell in self.table.cells:
            if cell.row in rows and (text := cell.text.strip()):
                texts.setdefault(cell.col, []).append(text)
        return texts

    def _repeats_head(self, row: int) -> bool:
        """Whether a row prints the head again: the same letters, or where a part begins nothing but head words.

        There a scanned head counts too whose letters are nearly those of the first one.
        """
        letters = _letters(self.texts(row))
        if letters and letters in self.head_texts and len("".join(letters)) > 8:
            return True
        starts = [p.first_row for p in self.table.parts[1:]]
        near = any(start <= row < start + MOST_HEAD_ROWS - 2 for start in starts)
        texts = [t for t in self.texts(row) if t.strip()]
        if not near or len(texts) < 2 or self._holds_figures(row, row + 1):
            return False
        return looks_like_head(tuple(texts)) >= 0.8 or (self.table.method == "ocr" and self._misspells_head(letters))

    def _misspells_head(self, letters: Sequence[str]) -> bool:
        text = "".join(letters)
        return len(text) > 8 and any(ratio(text, "".join(head)) >= MISSPELLED for head in self.head_texts)

    def head_path(self, col: int) -> tuple[str, ...]:
        """The texts of the head cells above a column, from the top level down, each once."""
        path: list[str] = []
        last: Cell | None = None
        for row in self.head_rows:
            cell = self._head_cell(row, col)
            if cell is not None and cell is not last and cell.text.strip():
                path.append(cell.text)
            last = cell
        return tuple(path)

    def _head_cell(self, row: int, col: int) -> Cell | None:
        """The head cell over a column; text reports print a cell over several columns once and leave the rest blank."""
        cell = self.covering.get((row, col))
        below = [self.covering.get((r, col)) for r in self.head_rows if r > row]
        if self.table.is_typed and cell is not None and not cell.text and any(c and c.text for c in below):
            left = [c for k in range(col - 1, 0, -1) if (c := self.covering.get((row, k))) and c.text]
            return left[0] if left else cell
        return cell

    def is_under_left(self, col: int) -> bool:
        """Whether a column stands under the head at its left: a row of text leaves the rest of such a cell blank."""
        head = [self.covering.get((row, col)) for row in self.head_rows]
        return self.table.is_typed and bool(head) and not any(c and c.text for c in head) and col in self.body_texts

    def row_cells(self, row: int) -> Iterator[tuple[int, Cell]]:
        """The columns of a row with the cells that cover them; a cell over several columns comes once."""
        last: Cell | None = None
        for col in range(1, self.table.n_cols + 1):
            cell = self.covering.get((row, col))
            if cell is not None and cell is not last:
                yield col, cell
            last = cell


def sheet_of(table: RawTable) -> Sheet:
    """The sheet of a table, the same one each time: what it found out of the table serves all who ask."""
    return _sheet_of(Same(table))


@lru_cache(maxsize=KEPT)
def _sheet_of(key: Same[RawTable]) -> Sheet:
    return Sheet(key.it)


def _letters(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(t for t in (NOT_LETTERS.sub("", text).casefold() for text in texts) if t)
