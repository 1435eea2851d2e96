"""Group lines in tables that are open at the sides: no rule stands beside them, so the rules above and below part.

Such a line stands alone between two rules of one width, over rows of figures with the columns of the rows above.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.grids.rule_lines import REACH, SNAP, lines_of
from extract.grids.text_rows import NOTE, TITLE, TextLine, is_figure, text_lines
from extract.model import Box, holds_middle
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rule

Group = tuple[list[Rule], list[Rule]]
HIGHEST = 3.6  # the rules around a group line stand no farther apart than this many line heights a line
MOST_LINES = 2
OPEN_SIDE = 14.0  # a table is open at a side when its rules run this much past the last cross rule


def with_group_rows(groups: Sequence[Group], words: Sequence[Word]) -> list[Group]:
    """The groups of rules with those put together that nothing but a group line parts."""
    found: list[Group] = []
    for rows, columns in sorted(groups, key=lambda g: min(r.at for r in g[0]) if g[0] else 0.0):
        above = found[-1] if found else None
        if above and rows and columns and _goes_on(above, (rows, columns), words):
            found[-1] = ([*above[0], *rows], [*above[1], *columns])
        else:
            found.append((rows, columns))
    return found


def _goes_on(above: Group, below: Group, words: Sequence[Word]) -> bool:
    if not above[0] or not above[1] or not _stand_alike(above, below):
        return False
    left, right = min(r.start for r in below[0]), max(r.end for r in below[0])
    top, bottom = max(r.at for r in above[0]), min(r.at for r in below[0])
    edges = [r for r in above[0] if abs(r.at - top) < SNAP] + [r for r in below[0] if abs(r.at - bottom) < SNAP]
    if top >= bottom or sum(r.end - r.start for r in edges) < 1.9 * (right - left):
        return False
    inside = [w for w in words if holds_middle([Box(left, top, right, bottom)], w.box)]
    lines = text_lines(inside)
    first = sorted({r.at for r in below[0]})[1:2]
    return bool(lines and first) and _is_group(lines, bottom - top) and _has_figures(below, first[0], words)


def _stand_alike(above: Group, below: Group) -> bool:
    """Whether two groups of rules, open at the sides, have one width, and one all columns of the other."""
    ends = [(min(r.start for r in rows), max(r.end for r in rows)) for rows, _ in (above, below)]
    if any(abs(a - b) > 2 * SNAP for a, b in zip(*ends, strict=True)):
        return False
    upper, lower = lines_of(above[1]), lines_of(below[1])
    if any(xs[0] - ends[0][0] < OPEN_SIDE or ends[0][1] - xs[-1] < OPEN_SIDE for xs in (upper, lower)):
        return False
    few, many = sorted((upper, lower), key=len)
    return len(few) >= 2 and all(any(abs(x - y) < REACH for y in many) for x in few)


def _is_group(lines: Sequence[TextLine], height: float) -> bool:
    single = all(len(x.starts) == 1 and not TITLE.match(x.text) and not NOTE.match(x.text) for x in lines)
    return single and len(lines) <= MOST_LINES and height <= HIGHEST * len(lines) * lines[0].height


def _has_figures(below: Group, end: float, words: Sequence[Word]) -> bool:
    """Whether the row right under a group line is one of figures and no head."""
    top, start = min(r.at for r in below[0]), min(c.at for c in below[1])
    box = Box(start, top, max(r.end for r in below[0]), end)
    return any(is_figure(w.text) for w in words if holds_middle([box], w.box))
