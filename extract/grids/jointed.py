"""Columns of tables without vertical rules whose horizontal rules are drawn cell by cell: they break at one place.

Such rules stand under each other with the same joints. Between two of them a column line runs from joint to joint,
where it cuts no word; where rules begin later than others, a cell to their left spans several rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.grids.rule_lines import REACH, SNAP
from extract.model import Box
from extract.pdf.rulings import Rule

LEAST_LINES = 3
LEAST_JOINTS = 2
JOINT = 2.0  # joints stand above each other within this, in points
HIGHEST = 300.0  # a row is not higher, in points
STACKED = 3  # a band with so many lines of text in most of its columns holds several rows: rules do not part them
TALL = 30.0  # between rules farther apart, text over most columns is no group line but stands between two tables


@dataclass(frozen=True, slots=True)
class Line:
    """One height at which rules are drawn: where they begin, break and end."""

    at: float
    ends: tuple[float, ...]


def jointed_columns(horizontal: Sequence[Rule], vertical: Sequence[Rule], words: Sequence[Box]) -> list[Rule]:
    """The column lines, sides included, of all tables of a page that joints alone tell."""
    lines = [line for line in _lines(horizontal) if not _is_met(line, vertical)]
    return [rule for stack in _stacks(lines, words) for rule in _columns(stack, words)]


def _lines(horizontal: Sequence[Rule]) -> list[Line]:
    """The heights with rules in touching pieces, those of one piece or with gaps left out.

    A gap that no rule of the page bridges stands between two tables side by side: the pieces are two lines.
    """
    heights: list[list[Rule]] = []
    for rule in sorted(horizontal, key=lambda r: (r.at, r.start)):
        if heights and rule.at - heights[-1][0].at <= SNAP / 2:
            heights[-1].append(rule)
        else:
            heights.append([rule])
    sides = _sides(horizontal)
    found = []
    for rules in heights:
        for start, end in sides:
            pieces = sorted((r for r in rules if start <= r.start < end), key=lambda r: r.start)
            ends = _ends(pieces) if pieces else ()
            if len(ends) > LEAST_JOINTS + 1:
                found.append(Line(rules[0].at, ends))
    return found


def _sides(horizontal: Sequence[Rule]) -> list[tuple[float, float]]:
    """The stretches of the page's width that rules cover, from left to right: one for each column of tables."""
    found: list[tuple[float, float]] = []
    for rule in sorted(horizontal, key=lambda r: r.start):
        if found and rule.start <= found[-1][1] + REACH:
            found[-1] = (found[-1][0], max(found[-1][1], rule.end))
        else:
            found.append((rule.start, rule.end))
    return found


def _ends(pieces: Sequence[Rule]) -> tuple[float, ...]:
    """Where touching pieces of one line begin and the last ends, double lines once; () where the line has a gap."""
    starts, end = [pieces[0].start], pieces[0].end
    for piece in pieces[1:]:
        if piece.start > end + REACH:
            return ()
        if piece.start > starts[-1] + JOINT:
            starts.append(piece.start)
        end = max(end, piece.end)
    return (*starts, end)


def _is_met(line: Line, vertical: Sequence[Rule]) -> bool:
    """Whether a vertical rule touches a line: then rules are drawn, and tell the columns."""
    return any(
        line.ends[0] - REACH <= rule.at <= line.ends[-1] + REACH and rule.start - REACH <= line.at <= rule.end + REACH
        for rule in vertical
    )


def _stacks(lines: Sequence[Line], words: Sequence[Box]) -> Iterator[list[Line]]:
    """The lines of each table, from top to bottom; tables side by side each have their own."""
    stacks: list[list[Line]] = []
    last: list[list[Line]] = []  # those that no line under them has ended yet
    for line in lines:
        above = [stack for stack in last if _stands_over(stack[-1], line)]
        if len(above) == 1 and _goes_on(above[0][-1], line, words):
            above[0].append(line)
            continue
        last = [stack for stack in last if stack not in above]
        last.append([line])
        stacks.append(last[-1])
    return (stack for stack in stacks if len(stack) >= LEAST_LINES)


def _stands_over(above: Line, below: Line) -> bool:
    return above.ends[0] < below.ends[-1] and below.ends[0] < above.ends[-1]


def _goes_on(above: Line, below: Line, words: Sequence[Box]) -> bool:
    """Whether two lines are of one table, with one row between: all joints and ends of one are among the other's."""
    shared = _shared(above, below)
    if len(shared) < min(len(above.ends), len(below.ends)) or below.at - above.at > HIGHEST:
        return False
    inside = [w for w in words if above.at < (w.top + w.bottom) / 2 < below.at]
    cut = sum(_is_cut(x, above, below, inside) for x in shared)
    is_group = below.at - above.at <= TALL or 2 * cut < len(shared)
    stacked = sum(_count_lines(a, b, above, below, words) >= STACKED for a, b in pairwise(shared))
    return is_group and 2 * stacked <= len(shared) - 1


def _count_lines(left: float, right: float, above: Line, below: Line, words: Sequence[Box]) -> int:
    """How many lines of text a column has between two lines."""
    count, bottom = 0, 0.0
    for word in sorted(_between(left, right, above, below, words), key=lambda w: w.top):
        if (word.top + word.bottom) / 2 > bottom:
            count, bottom = count + 1, word.bottom
    return count


def _shared(above: Line, below: Line) -> list[float]:
    """Where two lines both begin, break or end."""
    return [x for x in above.ends if _is_among(x, below.ends)]


def _is_among(x: float, others: Sequence[float]) -> bool:
    return any(abs(x - other) <= JOINT for other in others)


def _is_cut(x: float, above: Line, below: Line, words: Sequence[Box]) -> bool:
    return any(
        word.x0 + 1.5 < x < word.x1 - 1.5 and above.at < (word.top + word.bottom) / 2 < below.at for word in words
    )


def _columns(stack: Sequence[Line], words: Sequence[Box]) -> Iterator[Rule]:
    left, right = min(line.ends[0] for line in stack), max(line.ends[-1] for line in stack)
    for x in (left, right):
        yield Rule(x, stack[0].at, stack[-1].at)
    for above, below in pairwise(stack):
        over_all = _group_head(above, below, words) if above is stack[0] else None
        for x in _shared(above, below):
            inside = over_all is not None and over_all[0] + JOINT < x < over_all[1] - JOINT
            if left + JOINT < x < right - JOINT and not inside and not _is_cut(x, above, below, words):
                yield Rule(x, above.at, below.at)


def _group_head(above: Line, below: Line, words: Sequence[Box]) -> tuple[float, float] | None:
    """From where to where the lower line runs, shorter than the upper, where one text alone stands over it."""
    start, end = below.ends[0], below.ends[-1]
    if start - above.ends[0] <= JOINT and above.ends[-1] - end <= JOINT:
        return None
    texts = [list(_between(a, b, above, below, words)) for a, b in pairwise(below.ends)]
    found = sorted((word for cell in texts for word in cell), key=lambda w: w.x0)
    if not found or all(texts):
        return None
    right = found[0].x1
    for word in found:
        if word.x0 > right + word.height:
            return None
        right = max(right, word.x1)
    return start, end


def _between(left: float, right: float, above: Line, below: Line, words: Sequence[Box]) -> Iterator[Box]:
    """The words of a column that stand between two lines."""
    for word in words:
        if left < (word.x0 + word.x1) / 2 < right and above.at < (word.top + word.bottom) / 2 < below.at:
            yield word
