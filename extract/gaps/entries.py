"""The words of one text line as entries of the columns that gaps part."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.gaps.cells import Entry
from extract.grids.text_rows import TextLine, is_figure, piece_of
from extract.pdf.pdfium import Word

JOINED = 0.5  # words this near, in line heights, are one piece although a column line runs between them
OVERHANG = 0.25  # a piece stands over a column too when so much of its own width does
PADDING, INDENT = 1.0, 6.0  # text begins no more before and behind the wall of its column, in points
LEAST_SPACE = 0.18
EVEN = 0.01  # two spaces of a script of even letters differ by less, in points
WIDER = 1.45  # white space wider than this many spaces parts entries of two columns
SPACE = 0.28  # the width of a space, in line heights


def entries_of(line: TextLine, edges: Sequence[float], walls: Sequence[float] = ()) -> list[Entry]:
    """A line's words as entries of the columns that `edges` part; words that run on over an edge stay together.

    Words right behind one of the `walls` begin a column, however near the words before it stand.
    """
    columns = [_column(w, edges) for w in line.words]
    joined = _widest_space(line, columns)
    groups = [[line.words[0]]]
    for (last, k), (word, j) in pairwise(zip(line.words, columns, strict=True)):
        both = is_figure(last.text) and is_figure(word.text)
        walled = any(last.box.x1 < x + PADDING and x - PADDING < word.box.x0 < x + INDENT for x in walls)
        if k == j or (word.box.x0 - last.box.x1 < joined and not both and not walled):
            groups[-1].append(word)
        else:
            groups.append([word])
    entries = [_entry(group, edges) for group in groups]
    clipped = []
    for i, one in enumerate(entries):
        limit = entries[i + 1].first - 1 if i + 1 < len(entries) else len(edges) - 2
        clipped.append(Entry(one.first, max(one.first, min(one.last, limit)), one.text, one.box))
    return clipped


def _widest_space(line: TextLine, columns: Sequence[int]) -> float:
    """The white space that may part words of one entry: hardly wider than the line's usual space."""
    inner = [
        b.box.x0 - a.box.x1
        for (a, j), (b, k) in pairwise(zip(line.words, columns, strict=True))
        if j == k and b.box.x0 > a.box.x1
    ]
    usual = min(inner, default=_even_space(line) or SPACE * line.height)
    return min(JOINED * line.height, WIDER * max(usual, LEAST_SPACE * line.height))


def _even_space(line: TextLine) -> float:
    """The least white space of a line where it returns to the letter, as in a script of even letters; else 0."""
    spaces = sorted(b.box.x0 - a.box.x1 for a, b in pairwise(line.words))
    return spaces[0] if len(spaces) > 1 and spaces[0] > 0 and spaces[1] - spaces[0] < EVEN else 0.0


def _column(word: Word, edges: Sequence[float]) -> int:
    return bisect_right(edges, (word.box.x0 + word.box.x1) / 2, 1, len(edges) - 1) - 1


def _entry(group: Sequence[Word], edges: Sequence[float]) -> Entry:
    piece = piece_of(group)
    first, last = _column(group[0], edges), _column(group[-1], edges)
    least = OVERHANG * piece.box.width
    while first < last and edges[first + 1] - piece.box.x0 < least:
        first += 1
    while last > first and piece.box.x1 - edges[last] < least:
        last -= 1
    while first > 0 and edges[first] - piece.box.x0 > max(least, 0.3 * (edges[first] - edges[first - 1])):
        first -= 1
    while last < len(edges) - 2 and piece.box.x1 - edges[last + 1] > max(
        least, 0.3 * (edges[last + 2] - edges[last + 1])
    ):
        last += 1
    return Entry(first, last, piece.text, piece.box)
