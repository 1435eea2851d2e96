"""Cells that lack a wall: a box over several columns whose words fall into the columns without crossing a line.

Rows drawn without their vertical rules, under a head that has them, and rules that stop short leave such boxes. A box
is cut where a known line of the lattice runs through white space wider than a space between words, with words on both
sides of one text line. A title or a group line over several columns has words on one side only, or words that cross:
it stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extract.grids.grid import Lattice, Slot
from extract.model import Box
from extract.pdf.pdfium import Word

WIDER = 0.75  # the least white space at a line between two columns, in line heights
TOUCH = 1.0  # a word reaching this far over a line crosses it
WIDEST_SPACE = 2.0  # spaces in justified text are narrower than this, in line heights, times `UNUSUAL`
UNUSUAL = 1.6  # in running text all spaces are alike: a column's gap is this much wider than the others of its line
MARK = re.compile(r"^[^\w%]$")  # a bullet or dash that belongs to the text behind it


def split_spans(lattice: Lattice, inside: Sequence[list[Word]]) -> list[tuple[Slot, list[Word]]]:
    """The slots of a lattice with their words (`inside`), wide ones cut at the lines that words keep clear of."""
    found: list[tuple[Slot, list[Word]]] = []
    for slot, mine in zip(lattice.slots, inside, strict=True):
        cuts = cuts_of(slot, lattice.xs, mine) if slot.last_col > slot.col and len(mine) >= 2 else []
        if not cuts:
            found.append((slot, mine))
            continue
        for part in _parts(slot, cuts, lattice.xs):
            found.append((part, [w for w in mine if part.box.x0 <= (w.box.x0 + w.box.x1) / 2 < part.box.x1]))
    return sorted(found, key=lambda pair: (pair[0].row, pair[0].col))


def cuts_of(slot: Slot, xs: Sequence[float], words: Sequence[Word]) -> list[int]:
    """The inner lines (as indices into `xs`) at which a box is cut into columns, [] where it is one cell."""
    if any(w.turned for w in words):
        return []
    clear = [k for k in range(slot.col + 1, slot.last_col + 1) if not any(_crosses(w, xs[k]) for w in words)]
    lines = _rows(words)
    gaps = {k: [_gap(line, xs[k]) for line in lines] for k in clear}
    found = [k for k in clear if all(gap is None or gap >= WIDER for gap in gaps[k])]
    return found if any(gap is not None for k in found for gap in gaps[k]) else []


def _crosses(word: Word, x: float) -> bool:
    return word.box.x0 < x - TOUCH and word.box.x1 > x + TOUCH


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.top + w.box.bottom):
        if rows and abs(_middle(word) - _middle(rows[-1][0])) <= 0.5 * max(word.box.height, 1.0):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _gap(line: Sequence[Word], x: float) -> float | None:
    """The white space around `x` on a text line in line heights, None where words stand on one side only.

    0 where it is as wide as the line's other spaces, or parts a bullet from its text.
    """
    left = sorted((w for w in line if (w.box.x0 + w.box.x1) / 2 < x), key=lambda w: w.box.x0)
    right = sorted((w for w in line if (w.box.x0 + w.box.x1) / 2 >= x), key=lambda w: w.box.x0)
    if not left or not right:
        return None
    width = right[0].box.x0 - left[-1].box.x1
    others = [b.box.x0 - a.box.x1 for side in (left, right) for a, b in pairwise(side)]
    height = max(line[0].box.height, 1.0)
    if len(others) >= 2 and width < UNUSUAL * median(others) < WIDEST_SPACE * height:
        return 0.0
    if all(MARK.match(w.text) for w in left) and left[0].text not in "-–—":
        return 0.0
    return width / height


def _parts(slot: Slot, cuts: Sequence[int], xs: Sequence[float]) -> list[Slot]:
    starts, ends = [slot.col, *cuts], [*cuts, slot.last_col + 1]
    return [
        Slot(slot.row, a, slot.last_row, b - 1, Box(xs[a], slot.box.top, xs[b], slot.box.bottom))
        for a, b in zip(starts, ends, strict=True)
    ]
