"""Rows that are not shaded in tables told by shading: between the bands of a table, and under a shaded head.

A shaded row shows where the columns part; white rows go on in these columns as long as their words stand in them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.gaps.region import Region
from extract.gaps.rows import body_rows
from extract.grids.fills import edges
from extract.grids.grid import Lattice, find_lattices
from extract.grids.rule_lines import snap
from extract.grids.text_rows import CROSSING, NOTE, TITLE, TextLine, columns_between, is_figure, is_prose, text_lines
from extract.model import Box, holds_middle
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rule

LEAST_COLUMNS = 3  # bands of fewer columns go on with white rows only where another such band follows
SAME = 3.0  # column edges of two shaded bands are the same within this, in points
FARTHEST = 4.0  # rows follow each other within this many line heights
FILLED = 0.5  # the least share of columns that the white rows fill on average
FULL_WIDTH = 0.85  # a line in one piece as wide as this share of the columns is running text
ACROSS = 0.8  # a rule parts rows where it runs over this share of the columns


def with_white_rows(
    shaded: Sequence[Lattice],
    lone: Sequence[Box],
    words: Sequence[Word],
    horizontal: Sequence[Rule],
    taken: Sequence[Box],
) -> list[Box]:
    """The cells of the white rows that go on with shaded lattices and with the `lone` shaded cells of group lines.

    `taken` are the boxes of tables found already.
    """
    bands = _with_groups([one for one in shaded if len(one.xs) > 2], lone)
    if not bands:
        return []
    barred = [*taken, *(one.box for one in (*shaded, *bands))]
    free = [w for w in words if not w.turned and not holds_middle(barred, w.box)]
    lines = text_lines(free)
    rules = snap(horizontal)
    cells: list[Box] = []
    for i, band in enumerate(bands):
        ends = [b.top for b in barred if b.top >= band.box.bottom - 1 and b.x0 < band.box.x1 and b.x1 > band.box.x0]
        limit = min(ends, default=float("inf"))
        if any(other.box.top == limit and _same_columns(band, other) for other in bands[i + 1 :]):
            over = text_lines([w for w in free if _is_over(band, w.box)])
            if held := _held(band, _between(over, band.box.bottom, limit), limit):
                cells += _cells(band, held, rules, limit)
                continue
        if len(band.xs) > LEAST_COLUMNS:
            cells += _cells(band, _held(band, _between(lines, band.box.bottom, limit), None), rules, None)
    return cells


def _between(lines: Sequence[TextLine], top: float, bottom: float) -> list[TextLine]:
    return [line for line in lines if top < line.middle < bottom]


def _with_groups(bands: Sequence[Lattice], lone: Sequence[Box]) -> list[Lattice]:
    """Bands from top to bottom; a cell over all columns and one of the last columns have those of the one above."""
    found: list[Lattice] = []
    cells = [Lattice((cell.x0, cell.x1), (cell.top, cell.bottom), ()) for cell in lone]
    for one in sorted([*bands, *cells], key=lambda one: one.box.top):
        if len(one.xs) > 2:
            whole = next((other for other in reversed(found) if _goes_under(one, other)), None)
            found.append(Lattice(whole.xs, one.ys, ()) if whole else one)
        elif above := next((other for other in reversed(found) if _same_columns(one, other)), None):
            found.append(Lattice(above.xs, one.ys, ()))
    return found


def _goes_under(part: Lattice, whole: Lattice) -> bool:
    """Whether a band is all columns of another but the first ones, whose cells span rows and are white."""
    inner = abs(part.xs[-1] - whole.xs[-1]) < SAME and part.xs[0] > whole.xs[0] + SAME
    return inner and all(any(abs(x - other) < SAME for other in whole.xs) for x in part.xs)


def _is_over(band: Lattice, box: Box) -> bool:
    """Whether a box stands over or under a band: other tables may stand beside it."""
    return band.xs[0] < (box.x0 + box.x1) / 2 < band.xs[-1]


def _same_columns(a: Lattice, b: Lattice) -> bool:
    """Whether every column edge of one band is an edge of the other."""
    few, many = sorted((a.xs, b.xs), key=len)
    same_ends = abs(few[0] - many[0]) < SAME and abs(few[-1] - many[-1]) < SAME
    return same_ends and all(any(abs(x - other) < SAME for other in many) for x in few)


def _held(band: Lattice, lines: Sequence[TextLine], below: float | None) -> list[TextLine]:
    """The lines right under a band that stand in its columns; all lines down to the next band, or none, before one."""
    held: list[TextLine] = []
    bottom = band.box.bottom
    for line in sorted(lines, key=lambda x: x.middle):
        far = line.middle - bottom > FARTHEST * line.height
        if far or TITLE.match(line.text) or NOTE.match(line.text):
            break
        if not _is_group(line, band.xs) and (is_prose(line) or columns_between(line, band.xs) is None):
            break
        held.append(line)
        bottom = line.middle
    while held and _is_group(held[-1], band.xs):
        held.pop()
    whole = below is None or (len(held) == len(lines) and below - bottom < FARTHEST * band_height(held))
    return held if whole else []


def _is_group(line: TextLine, xs: Sequence[float]) -> bool:
    """Whether a line in one piece runs over several columns from the first on, as a group line does."""
    begins = xs[0] - CROSSING <= line.box.x0 < xs[1]
    return len(line.starts) == 1 and begins and xs[1] + CROSSING < line.box.x1 < xs[0] + FULL_WIDTH * (xs[-1] - xs[0])


def band_height(lines: Sequence[TextLine]) -> float:
    """The height of the last line, 0 where there is none."""
    return lines[-1].height if lines else 0.0


def _cells(band: Lattice, held: Sequence[TextLine], rules: Sequence[Rule], below: float | None) -> list[Box]:
    """The cells of the rows that the lines make, down to the band below where there is one."""
    if not held:
        return []
    xs = band.xs
    through = [r for r in rules if r.start < xs[-1] and r.end > xs[0] and r.end - r.start > ACROSS * (xs[-1] - xs[0])]
    cuts = tuple(r.at for r in through if held[0].middle < r.at < held[-1].middle)
    groups = body_rows(Region(xs[0], xs[-1], tuple(held), cuts), xs)
    rows = [[held[i] for i in group] for group in groups]
    framed = not cuts and _is_framed(band, held, through)
    if (below is not None or framed) and _is_one_row(rows, xs):
        rows = [list(held)]
    if below is None and not _fills(rows, xs):
        return []
    ys = [band.ys[-1]]
    for upper, lower in pairwise(rows):
        inner = [y for y in cuts if upper[-1].middle < y < lower[0].middle]
        ys.append(inner[0] if inner else (max(x.box.bottom for x in upper) + min(x.box.top for x in lower)) / 2)
    ys.append(below if below is not None else max(x.box.bottom for x in rows[-1]) + 1)
    cells: list[Box] = []
    for row, (y0, y1) in zip(rows, pairwise(ys), strict=True):
        edges_of_row = (xs[0], xs[-1]) if all(_is_group(x, xs) for x in row) else xs
        cells += [Box(x0, y0, x1, y1) for x0, x1 in pairwise(edges_of_row) if y1 > y0]
    return cells


def _is_framed(band: Lattice, held: Sequence[TextLine], rules: Sequence[Rule]) -> bool:
    """Whether one rule runs above the lines, where the band ends, and one under them."""
    last = held[-1]
    over = any(abs(r.at - band.box.bottom) < SAME for r in rules)
    return over and any(0 < r.at - last.middle < FARTHEST * last.height for r in rules)


def _is_one_row(rows: Sequence[Sequence[TextLine]], xs: Sequence[float]) -> bool:
    """Whether lines between two bands are one row.

    None of them has a figure where another has one, or only the first has a label: numbers go on in the others.
    """
    words = [[(bisect_right(xs, (w.box.x0 + w.box.x1) / 2), w.text) for x in row for w in x.words] for row in rows]
    figures = [{column for column, text in row if is_figure(text)} for row in words]
    label = min(column for column, _ in words[0])
    return len(set().union(*figures)) == sum(map(len, figures)) or all(
        column > label for row in words[1:] for column, _ in row
    )


def _fills(rows: Sequence[Sequence[TextLine]], xs: Sequence[float]) -> bool:
    """Whether rows under a head fill its columns, with figures among them."""
    filled = sum(len({bisect_right(xs, (w.box.x0 + w.box.x1) / 2) for x in row for w in x.words}) for row in rows)
    figures = any(is_figure(w.text) for row in rows for x in row for w in x.words if w.box.x0 > xs[1])
    return figures and filled >= FILLED * len(rows) * (len(xs) - 1)


def shaded_lattices(
    cells: Sequence[Box], words: Sequence[Word], horizontal: Sequence[Rule], taken: Sequence[Box]
) -> list[Lattice]:
    """The lattices that shaded cells draw, with the white rows between and under them."""
    lattices = find_lattices(*edges(cells))
    lone = [cell for cell in cells if not holds_middle([one.box for one in lattices], cell)]
    white = with_white_rows(lattices, lone, words, horizontal, taken)
    return find_lattices(*edges([*cells, *white])) if white else lattices
