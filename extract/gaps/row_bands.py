"""Rows whose cells are centred: their lines stand at half distances, so no line shows a row, but bands of lines do.

Between two rows runs a strip of white over the whole width. Lines that such strips part are put together to bands; a
band is read as one line when columns are looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.grids.text_rows import NOTE, PIECE_GAP, TITLE, TextLine, is_prose, is_rich
from extract.model import Box

HALF_LINE = 0.85  # lines nearer than this, in line heights, stand in cells beside each other
LEAST_HALVES = 2
SHARE = 0.12  # the least share of lines at half distances in rows that are centred
MOST_RICH = 0.6
WHITER = 0.12  # the white between rows is so much more than between lines of one cell, in line heights


def is_staggered(lines: Sequence[TextLine]) -> bool:
    """Whether lines stand at half distances, more than now and then."""
    halves = sum(b.middle - a.middle < HALF_LINE * min(a.height, b.height) for a, b in pairwise(lines))
    return halves >= LEAST_HALVES and halves >= SHARE * len(lines)


def is_centred(lines: Sequence[TextLine]) -> bool:
    """Whether lines stand at half distances and those that look like rows leave much of the words to the others."""
    words = sum(len(x.words) for x in lines)
    return is_staggered(lines) and sum(len(x.words) for x in lines if is_rich(x)) < MOST_RICH * words


def row_bands(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines put together to bands, parted by white wider than that inside a cell; titles and prose stand alone."""
    least = max(0.0, _leading(lines)) + WHITER * min((x.height for x in lines), default=0.0)
    bands: list[list[TextLine]] = []
    bottom = 0.0
    barred = False
    for line in sorted(lines, key=lambda x: x.box.top):
        bars = is_prose(line) or bool(TITLE.match(line.text) or NOTE.match(line.text))
        if bands and line.box.top - bottom <= least and not (bars or barred):
            bands[-1].append(line)
            bottom = max(bottom, line.box.bottom)
        else:
            bands.append([line])
            bottom = line.box.bottom
        barred = bars
    return bands


def between_bands(bands: Sequence[Sequence[TextLine]]) -> list[float]:
    """The middles of the white between bands."""
    return [(max(x.box.bottom for x in above) + min(x.box.top for x in below)) / 2 for above, below in pairwise(bands)]


def _leading(lines: Sequence[TextLine]) -> float:
    """The least white between two lines under each other."""
    ordered = sorted(lines, key=lambda x: x.middle)
    found = []
    for i, line in enumerate(ordered):
        for below in ordered[i + 1 : i + 5]:
            if below.middle - line.middle >= HALF_LINE * line.height and _are_above(line, below):
                found.append(below.box.top - line.box.bottom)
                break
    return min(found, default=0.0)


def _are_above(line: TextLine, below: TextLine) -> bool:
    return any(a.box.x0 < b.box.x1 and b.box.x0 < a.box.x1 for a in line.words for b in below.words)


def merged(lines: Sequence[TextLine]) -> TextLine:
    """A band read as one line: its words from left to right, its pieces parted by white from top to bottom."""
    words = tuple(sorted((w for line in lines for w in line.words), key=lambda w: w.box.x0))
    height = lines[0].height
    starts, end = [0], words[0].box.x1
    for i, word in enumerate(words):
        if word.box.x0 - end >= PIECE_GAP * height:
            starts.append(i)
        end = max(end, word.box.x1)
    box = Box(words[0].box.x0, min(x.box.top for x in lines), end, max(x.box.bottom for x in lines))
    return TextLine(words, box, (box.top + box.bottom) / 2, height, tuple(starts))
