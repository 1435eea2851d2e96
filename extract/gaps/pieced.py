"""Tables without rules of their own: rows that fall into pieces, and lines between them that stand in their columns.

A line of one piece between two rows belongs to a cell of several lines where it covers no more than one piece of
either; running text covers several.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from statistics import median

from extract.gaps.region import Region, is_span
from extract.gaps.row_bands import HALF_LINE
from extract.grids.text_rows import (
    NOTE,
    TITLE,
    Piece,
    TextLine,
    is_prose,
    is_rich,
    overlap,
    piece_of,
    stand_in,
    stands_in,
)
from extract.pdf.rulings import Rule

MOSTLY_PIECED = 0.5  # the least share of rows among the lines of a region that do not stand in their columns
LEAST_LINES = 3
FARTHEST = 2.4  # lines of one region follow each other within this many line heights
FARTHEST_ROW = 4.0  # … rows that stand in the same columns within this many
FARTHEST_WIDE_ROW = 6.0  # … rows of so many columns as a slide's table has,
WIDE_ROW = 5
FARTHEST_HEAD = 3.6  # … and their head within this many,
FARTHEST_LEVEL_HEAD = 4.5  # … or within this many where it stands in their columns
FULL_WIDTH = 0.85  # a line in one piece as wide as this share of a row is running text
GROUP_WIDTH = 0.6  # a group line in a table is not wider than this share of it
NEXT_LINE = 1.75  # lines of one cell follow each other within this many line heights
INDENTED = 3.0  # what begins this far behind a table's left edge does not stand in its first column, in points
ALIKE = 1.05  # lines of one label follow each other at distances that differ by no more
ALIGNED = 0.6  # words of one column begin at one place within this, in points
LEVEL = 3.0  # lines of one cell begin at one place within this, in points
HEAD_LINES = 12
OVERHANG = 0.06  # heads of several pieces reach beyond their figures by so much of the table's width
TITLE_WIDTH = 0.35  # a title is wider than this share of its table
OFF_MIDDLE = 0.03  # … and stands over its middle within this share
LOOSE_LINES = 2  # so many lines between two rows may stand anywhere


def pieced_regions(lines: Sequence[TextLine], rules: Sequence[Rule]) -> list[Region]:
    """Regions without rules of their own, from top to bottom."""
    found = []
    rich = [i for i, x in enumerate(lines) if is_rich(x)]
    before = -1
    for first, last in _stretches(rich, lines):
        last = tail_end(lines, first, last)
        rows = lines[first : last + 1]
        begin = head_start(lines, first, rows, before)
        before = last
        x0, x1 = min(x.box.x0 for x in rows) - 2, max(x.box.x1 for x in rows) + 2
        held = tuple(lines[begin : last + 1])
        spans = [r for r in rules if held[0].box.top < r.at < held[-1].box.bottom and is_span(r, x0, x1)]
        found.append(Region(x0, x1, held, (), tuple(spans)))
    return found


def _stretches(rich: Sequence[int], lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """The first and last lines of stretches of rows that follow each other in one table."""
    stretches: list[list[int]] = []
    for i in rich:
        if stretches and _follows(lines, stretches[-1][-1], i):
            stretches[-1].append(i)
        else:
            stretches.append([i])
    return [(s[0], s[-1]) for s in stretches if len(s) >= LEAST_LINES and _is_mostly_rows(s, lines)]


def _is_mostly_rows(rows: Sequence[int], lines: Sequence[TextLine]) -> bool:
    """Whether rows are not outnumbered by lines between them that stand anywhere."""
    others = sum(not _stands_between(lines, a, b, i) for a, b in pairwise(rows) for i in range(a + 1, b))
    return len(rows) >= MOSTLY_PIECED * (len(rows) + others)


def _follows(lines: Sequence[TextLine], upper: int, lower: int) -> bool:
    """Whether a row goes on with the table of the row above it."""
    inner = range(upper + 1, lower)
    alike = _stand_alike(lines[upper], lines[lower])
    loose = [i for i in inner if not _stands_between(lines, upper, lower, i)]
    if len(loose) > LOOSE_LINES or _is_barred(lines, upper, lower, alike):
        return False
    wide = min(len(lines[upper].starts), len(lines[lower].starts)) >= WIDE_ROW
    far = (FARTHEST_WIDE_ROW if wide else FARTHEST_ROW) if alike else FARTHEST
    return all(_is_near(lines[i], lines[i + 1], far) for i in range(upper, lower))


def _is_near(above: TextLine, below: TextLine, far: float) -> bool:
    return below.middle - above.middle < far * max(above.height, below.height)


def _stand_alike(upper: TextLine, lower: TextLine) -> bool:
    """Whether the pieces of two rows stand under each other, one under one."""
    above, below = upper.pieces, lower.pieces
    pairs = [(a, b) for a in above for b in below if overlap(a, b)]
    alone = len({id(a) for a, _ in pairs}) == len({id(b) for _, b in pairs}) == len(pairs)
    return alone and len(pairs) >= 3 and len(pairs) >= min(len(above), len(below)) - 1


def _stands_between(lines: Sequence[TextLine], upper: int, lower: int, i: int) -> bool:
    return stands_in(lines[i], lines[upper]) and stands_in(lines[i], lines[lower])


def _is_barred(lines: Sequence[TextLine], first: int, last: int, grouped: bool) -> bool:
    """Whether a title, a note or running text stands between two rows; a `grouped` line may be a long group line."""
    width = lines[first].box.union(lines[last].box).width
    return any(
        TITLE.match(x.text)
        or NOTE.match(x.text)
        or (is_prose(x) and not grouped)
        or (len(x.starts) == 1 and x.box.width > FULL_WIDTH * width)
        for x in lines[first + 1 : last]
    )


def tail_end(lines: Sequence[TextLine], first: int, last: int) -> int:
    """The last line of the last row: lines close under it that go on in its columns.

    In the first column they follow as in the rows above: text below a table begins there, too.
    """
    rows = lines[first : last + 1]
    left, right = min(x.box.x0 for x in rows), max(x.box.x1 for x in rows)
    labels = [(a, b) for a, b in pairwise(rows) if b.box.x0 < left + INDENTED and len(b.starts) == 1]
    leading = min((b.middle - a.middle for a, b in labels), default=0.0)
    pitch = median(b.middle - a.middle for a, b in pairwise(rows)) if len(rows) > 2 else 0.0
    row = max(reversed(rows), key=lambda x: sum(piece.is_figure for piece in x.pieces))
    starts = {w.box.x0 for x in rows for w in (x.words[k] for k in x.starts)}
    beside = False
    end = last
    while end + 1 < len(lines):
        line = lines[end + 1]
        distance = line.middle - lines[end].middle
        beside = distance < HALF_LINE * line.height or beside
        pieces = _parted_at(line, starts)
        begins = [piece.box.x0 for piece in pieces]
        inner = beside or distance < ALIKE * leading or all(x > left + INDENTED for x in begins)
        level = inner and all(any(abs(x - start) < LEVEL for start in starts) for x in begins)
        wide = is_prose(line) or line.box.width > FULL_WIDTH * (right - left) or not stand_in(pieces, row)
        far = distance >= NEXT_LINE * line.height and distance > ALIKE * pitch
        if not level or wide or far or TITLE.match(line.text) or NOTE.match(line.text):
            break
        end += 1
    return end


def _parted_at(line: TextLine, starts: Collection[float]) -> list[Piece]:
    """The pieces of a line, parted also before words that begin where entries of the rows above begin."""
    words = enumerate(line.words)
    at = [k for k, word in words if k in line.starts or any(abs(word.box.x0 - x) < ALIGNED for x in starts)]
    return [piece_of(line.words[a:b]) for a, b in pairwise([*at, len(line.words)])]


def head_start(
    lines: Sequence[TextLine],
    first: int,
    rows: Sequence[TextLine],
    before: int,
    ends: tuple[float, float] | None = None,
) -> int:
    """The first line of the head above rows, behind the line `before` of the table above; `ends` are those of rules.

    Its lines are in pieces, or one piece right of the labels; labels of several lines may begin above their figures.
    """
    left, right = ends or (min(x.box.x0 for x in rows), max(x.box.x1 for x in rows))
    width, far = right - left, FARTHEST_HEAD if ends else FARTHEST
    begin = first
    while begin > before + 1 and first - begin < HEAD_LINES:
        above, below = lines[begin - 1], lines[begin]
        stands_over = above.box.x0 > left + 0.15 * width and above.box.width < GROUP_WIDTH * width
        beside = below.middle - above.middle < HALF_LINE * above.height and stands_in(above, rows[0])
        over = OVERHANG * width if len(above.starts) >= 2 else 0.0
        is_wide = above.box.x0 < left - 6 or above.box.x1 > left + width + 12 + over
        if TITLE.match(above.text) or is_prose(above) or is_wide or _is_centred(above, left, width):
            break
        if begin >= 2 and _ends_title(lines[begin - 2], above, below):
            break
        if not (len(above.starts) >= 2 or stands_over or beside):
            break
        if not _is_near(above, below, far) and not (begin == first and _is_far_head(above, rows)):
            break
        begin -= 1
    return begin


def _ends_title(before: TextLine, line: TextLine, below: TextLine) -> bool:
    """Whether a line is the rest of the title above it: nearer to that than to the table."""
    near = line.middle - before.middle < below.middle - line.middle - 0.5 * line.height
    return len(line.starts) == 1 and bool(TITLE.match(before.text)) and near


def _is_centred(line: TextLine, left: float, width: float) -> bool:
    """Whether a line is a title over the middle of a table."""
    middle = (line.box.x0 + line.box.x1) / 2
    wide = line.box.width > TITLE_WIDTH * width
    return len(line.starts) == 1 and wide and abs(middle - left - width / 2) < OFF_MIDDLE * width


def _is_far_head(line: TextLine, rows: Sequence[TextLine]) -> bool:
    """Whether a line that stands at some distance above rows is their head."""
    level = len(line.starts) >= 3 and stands_in(line, rows[0])
    near = rows[0].middle - line.middle < (FARTHEST_LEVEL_HEAD if level else FARTHEST_HEAD) * line.height
    over = line.box.x0 > rows[0].box.x0 - 6 and line.box.x1 < max(x.box.x1 for x in rows) + 12
    return near and over and len(line.starts) >= 2
