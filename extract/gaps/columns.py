"""Columns from white gaps: strips of white that run through the rows of a region.

A strip parts columns when the white space there is wider than a space between words, or parts figures on nearly every
row. Running text has no such strips from its first line to its last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extract.gaps.region import Region
from extract.gaps.row_bands import merged
from extract.grids.text_rows import MARKER, YEAR, TextLine, is_number, is_rich, is_value, stands_in
from extract.model import Box
from extract.pdf.pdfium import Word

WIDE = 0.9  # white space between columns is this wide in the middle of the rows, in line heights
NARROW = 0.55  # … and hardly ever narrower than this
THIN = 0.22  # … unless figures stand at both sides
CROSSED = 14  # one row in so many may run through a strip
LEAST_LINES = 2
MANY_FIGURES = 5  # two rows show the columns where each holds so many figures
LEAST_FIGURES = 3  # a row of so many figures shows the columns alone, where it is the only one
LEVEL = 3.0  # lines of one column begin at one place within this, in points
INDENTED = 5.0  # what begins this far behind a region's left edge does not stand in its first column, in points


def columns_of(region: Region) -> list[float]:
    """The lines between the columns of a region with its left and right edge, or [] where it has no columns."""
    row, beside = only_row(region)
    lines = [row] if row else data_lines(region)
    if not row and len(lines) < LEAST_LINES:
        return []
    height = median(x.height for x in lines)
    labels = beside if row else _labels(lines, region)
    heads = [x for x in region.lines if x.middle < lines[0].middle]
    gaps = [gap for gap in strips([*lines, *labels], region.x0, region.x1) if _parts(gap, lines, labels, heads, height)]
    kept = _with_content(gaps, region)
    if not kept:
        return []
    head = [w for line in heads for w in line.words]
    kept = _without_halves(kept, region, lines, head)
    titles = [box for line in heads for box in _runs(line)]
    return [region.x0, *(_parting(kept, i, titles) for i in range(len(kept))), region.x1]


def only_row(region: Region) -> tuple[TextLine | None, list[TextLine]]:
    """The only row of a table, between the rule under its head and that at its end, and the lines of its label.

    Its gaps show the columns better than those of the head.
    """
    if len(region.rules) != 3:
        return None, []
    band = [x for x in region.lines if region.rules[1] < x.middle]
    rows = [x for x in band if _count_figures(x)]
    if len(rows) != 1 or _count_figures(rows[0]) < LEAST_FIGURES or _holds_years(rows[0]):
        return None, []
    beside = [x for x in band if x is not rows[0]]
    return (rows[0], beside) if all(stands_in(x, rows[0]) for x in beside) else (None, [])


def _runs(line: TextLine) -> list[Box]:
    """The boxes of words that no more than a space parts."""
    found = [line.words[0].box]
    for word in line.words[1:]:
        if word.box.x0 - found[-1].x1 < NARROW * line.height:
            found[-1] = found[-1].union(word.box)
        else:
            found.append(word.box)
    return found


def _labels(rows: Sequence[TextLine], region: Region) -> list[TextLine]:
    """The lines between rows that stand in their columns: no row may have its label on its own height.

    Their pieces begin where others begin, too, and behind a first column of numbers.
    """
    at = [x.middle for x in rows]
    found = []
    for line in region.lines:
        k = bisect_left(at, line.middle)
        if k and line.middle not in at[k : k + 1] and all(stands_in(line, row) for row in rows[k - 1 : k + 1]):
            found.append(line)
    starts = [[p.box.x0 for p in line.pieces] for line in found]
    count = [x for begins in (*starts, *([p.box.x0 for p in row.pieces] for row in rows)) for x in begins]
    level = [all(sum(abs(x - y) < LEVEL for y in count) > 1 for x in begins) for begins in starts]
    numbered = 2 * sum(is_value(p.text) or bool(MARKER.match(p.text)) for p in (row.pieces[0] for row in rows))
    left = region.x0 + INDENTED if numbered > len(rows) else region.x0
    return [line for line, one in zip(found, level, strict=True) if one and line.box.x0 > left]


def _parting(gaps: Sequence[tuple[float, float]], i: int, head: Sequence[Box]) -> float:
    """Where columns part within a gap of their rows: at the side of a head that stands in it over one of them.

    Heads may stand at the left of columns whose figures stand at the right; such a head belongs to the column that has
    no other over its figures.
    """
    a, b = gaps[i]
    inside = [box for box in head if a < box.x0 and box.x1 < b]
    if inside:
        end = gaps[i + 1][0] if i + 1 < len(gaps) else float("inf")
        start = gaps[i - 1][1] if i else float("-inf")
        if not any(box.x1 > b and box.x0 < end for box in head):
            return (a + min(box.x0 for box in inside)) / 2
        if not any(box.x0 < a and box.x1 > start for box in head):
            return (max(box.x1 for box in inside) + b) / 2
    return (a + b) / 2


def data_lines(region: Region) -> list[TextLine]:
    """The lines of a region that look like rows: with figures where there are any, else those in several pieces."""
    lines: Sequence[TextLine] = region.lines
    if region.centred:
        cuts = region.parts
        bands = [[x for x in lines if a < x.middle <= b] for a, b in pairwise([0.0, *cuts, float("inf")])]
        held = [band for band in bands if band]
        head = held[0] if len(region.rules) > 2 else []  # what stands over several columns would hide their gap
        lines = [*head, *(line for band in held[bool(head) :] for line in _as_row(band))]
    pieced = [x for x in lines if len(x.starts) >= 2]
    figures = [x for x in pieced if any(p.is_figure for p in x.pieces[1:])]
    rows = [x for x in figures if not _holds_years(x)]
    if len(rows) >= 3 or (len(rows) >= LEAST_LINES and all(_count_figures(x) >= MANY_FIGURES for x in rows)):
        return rows
    return figures if len(figures) >= 3 else pieced


def _holds_years(line: TextLine) -> bool:
    """Whether the only figures of a line behind its first piece are years ("Tahun 2024"), as in a head."""
    return all(YEAR.match(p.text.split()[-1].strip("()")) for p in line.pieces[1:] if p.is_figure)


def _count_figures(line: TextLine) -> int:
    return sum(p.is_figure for p in line.pieces[1:])


def _as_row(band: Sequence[TextLine]) -> list[TextLine]:
    """A band of lines as one line, where it is no more than one row."""
    return [merged(band)] if sum(map(is_rich, band)) <= 1 else list(band)


def strips(lines: Sequence[TextLine], x0: float, x1: float) -> list[tuple[float, float]]:
    """The stretches between `x0` and `x1` that words of hardly any line cover, from left to right."""
    width = max(2, int(x1 - x0) + 2)
    change = [0] * (2 * width + 2)
    for line in lines:
        for word in line.words:
            a, b = max(0, int(2 * (word.box.x0 - x0 + 0.4))), min(2 * width, int(2 * (word.box.x1 - x0 - 0.4)) + 1)
            if b > a:
                change[a] += 1
                change[b] -= 1
    allowed = len(lines) // CROSSED
    covered, found, start = 0, [], 0
    begun = False
    for x in range(2 * width):
        covered += change[x]
        if covered > allowed:
            if begun and x > start:
                found.append((x0 + start / 2, x0 + x / 2))
            begun, start = True, x + 1
    return found


def _parts(
    gap: tuple[float, float],
    lines: Sequence[TextLine],
    labels: Sequence[TextLine],
    heads: Sequence[TextLine],
    height: float,
) -> bool:
    """Whether a white strip parts columns."""
    if gap[1] - gap[0] < THIN * height:
        return False
    middle = (gap[0] + gap[1]) / 2
    widths, figures = [], 0
    for line in lines:
        left = [w for w in line.words if w.box.x1 <= middle + 1]
        right = [w for w in line.words if w.box.x0 >= middle - 1]
        if left and right:
            a, b = max(left, key=lambda w: w.box.x1), min(right, key=lambda w: w.box.x0)
            widths.append((b.box.x0 - a.box.x1) / height)
            figures += is_number(a.text) and is_number(b.text)
    if _runs_through(labels, middle, height) > len(widths):
        return False
    if not widths:
        return gap[1] - gap[0] >= WIDE * height
    if len(widths) < min(2, len(lines)):  # labels stand on no row's own height, or on that of one row
        beside = sum(x.box.x1 <= gap[0] + 1 for x in labels) >= 2 or any(_is_parted(x, gap) for x in heads)
        return beside and bool(widths) and widths[0] >= WIDE and gap[1] - gap[0] >= WIDE * height
    lowest = sorted(widths)[len(widths) // 10]
    return (median(widths) >= WIDE and lowest >= NARROW) or lowest >= 0.75 * WIDE or figures >= 0.8 * len(widths)


def _runs_through(labels: Sequence[TextLine], middle: float, height: float) -> int:
    """In how many labels words run on over the middle of a strip, no more than a space apart."""
    pairs = [(a.box, b.box) for line in labels for a, b in pairwise(line.words)]
    return sum(a.x1 <= middle + 1 and b.x0 >= middle - 1 and b.x0 - a.x1 < NARROW * height for a, b in pairs)


def _is_parted(head: TextLine, gap: tuple[float, float]) -> bool:
    """Whether a head line has its white within a strip, too: pieces at both sides, the nearest ones beside it."""
    boxes = [p.box for p in head.pieces]
    middle = (gap[0] + gap[1]) / 2
    return any(a.x0 < gap[0] and a.x1 < middle < b.x0 for a, b in pairwise(boxes))


def _without_halves(
    gaps: Sequence[tuple[float, float]], region: Region, lines: Sequence[TextLine], head: Sequence[Word]
) -> list[tuple[float, float]]:
    """The gaps without those between entries that no row holds both of, where one head stands over the two."""
    kept = list(gaps)
    middles, heads = [_middles(x.words) for x in lines], _middles(head)
    for gap in gaps:
        at = kept.index(gap)
        left = kept[at - 1][1] if at else region.x0
        right = kept[at + 1][0] if at + 1 < len(kept) else region.x1
        sides = [(left, gap[0] + 1), (gap[1] - 1, right)]
        filled = [{i for i, places in enumerate(middles) if _any_within(places, side)} for side in sides]
        headed = [_any_within(heads, side) for side in sides]
        if all(filled) and not filled[0] & filled[1] and not all(headed):
            kept.remove(gap)
    return kept


def _middles(words: Sequence[Word]) -> list[float]:
    return sorted((w.box.x0 + w.box.x1) / 2 for w in words)


def _any_within(middles: Sequence[float], side: tuple[float, float]) -> bool:
    """Whether one of some sorted places lies between two others."""
    return bisect_right(middles, side[1]) > bisect_left(middles, side[0])


def _with_content(gaps: Sequence[tuple[float, float]], region: Region) -> list[tuple[float, float]]:
    """The gaps without those that would part off a column with fewer than two entries."""
    kept = list(gaps)
    while kept:
        edges = [region.x0, *((a + b) / 2 for a, b in kept), region.x1]
        counts = [0] * (len(edges) - 1)
        for line in region.lines:
            seen = {bisect_right(edges, (w.box.x0 + w.box.x1) / 2, 1, len(edges) - 1) - 1 for w in line.words}
            for k in seen:
                counts[k] += 1
        thin = min(range(len(counts)), key=lambda k: counts[k])
        if counts[thin] >= 2:
            return kept
        beside = [k for k in (thin - 1, thin) if 0 <= k < len(kept)]
        kept.pop(min(beside, key=lambda k: kept[k][1] - kept[k][0]))
    return kept
