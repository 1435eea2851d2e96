"""A head that stands above a grid's first rule, as in tables whose head row has no border."""

from __future__ import annotations

from collections.abc import Sequence

from extract.grids.grid import Lattice, Slot
from extract.grids.text_rows import TITLE, TextLine, columns_between, text_lines
from extract.model import Box
from extract.pdf.pdfium import Word

LEAST_COLUMNS = 3
FILLED = 0.6  # the least share of columns that the head's lowest line names
NEAR = 1.4  # its lines follow each other, and the rule, within this many line heights
MOST_LINES = 3


def with_head_above(lattice: Lattice, words: Sequence[Word]) -> Lattice:
    """The lattice with a row more at its top where the words above its first rule fall into its columns."""
    left, top, right = lattice.xs[0], lattice.ys[0], lattice.xs[-1]
    n_cols = len(lattice.xs) - 1
    if n_cols < LEAST_COLUMNS:
        return lattice
    above = [
        w
        for w in words
        if left - 4 <= w.box.x0 and w.box.x1 <= right + 4 and top - 60 < w.box.bottom <= top + 3 and not w.turned
    ]
    head = _head_lines(text_lines(above), lattice, n_cols)
    if not head:
        return lattice
    edge = min(x.box.top for x in head) - 1.0
    moved = [Slot(s.row + 1, s.col, s.last_row + 1, s.last_col, s.box) for s in lattice.slots]
    row = [Slot(0, k, 0, k, Box(lattice.xs[k], edge, lattice.xs[k + 1], top)) for k in range(n_cols)]
    return Lattice(lattice.xs, (edge, *lattice.ys), (*row, *moved))


def _head_lines(lines: Sequence[TextLine], lattice: Lattice, n_cols: int) -> list[TextLine]:
    head: list[TextLine] = []
    at = lattice.ys[0]
    for line in reversed(lines):
        columns = columns_between(line, lattice.xs)
        reach = NEAR * line.height if head else (NEAR - 0.5) * line.height
        if at - line.middle > reach or columns is None or TITLE.match(line.text) or len(head) == MOST_LINES:
            break
        if not head and len(columns) < FILLED * n_cols:
            break
        head.insert(0, line)
        at = line.middle
    return head
