"""Rows told by their figures: they stand on one height, and the labels of the row stand beside them.

Where no rule parts rows and cells have several lines, the lines of a label column are shared out among the rows so
that each share stands as it does in every other: its first line, its middle or its last at the height of the figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from extract.gaps.cells import Entry
from extract.grids.text_rows import is_value
from extract.model import Box

NEAR = 0.7  # figures nearer than this, in leadings, stand in one row
VALUED = 0.5  # a column of values holds them in so large a share of its entries
FULL = 0.5  # … and a row has an entry in so many of these columns
UNSHARED = 0.25  # what a line costs that stands beside no figures, in leadings: it is a row of its own
HEAD = 0.05  # … where it may be a part of the head
EMPTY = 0.5  # … and a row without a label
TIGHT = 1.1  # lines of one label follow each other within this many leadings as a rule
LOOSE = 1.35  # … and always within this many
WIDE = 1.0  # … and white between the lines of one label, beyond the leading
LISTED = 0.5  # … and a list number in the middle of a label, beyond the leading
WORST = 0.2  # labels stand at their figures within this on average, in leadings
CLEAR = 0.1  # … and clearly so within this
DOUBTFUL = 0.4  # another way to share the lines costs more than this above the best, in leadings
ALIKE = 1.25  # distances between lines that differ by no more are one
MOST_LINES = 12  # a label has no more lines
LIST_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-z])(?:[.)]|(?:\.\d{1,2})+\.?)\s+[^\W\d_]{3}")

Place = Callable[[Box, Box], float]
"""The height at which a label stands, from its first line and its last."""


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


PLACES: tuple[Place, ...] = (
    lambda first, last: (first[1] + last[3]) / 2,
    lambda first, last: _middle(first),
    lambda first, last: _middle(last),
)
"""Where a label stands: by its middle, its first line or its last."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of figures with its label, or a line of its own, whose `anchor` is -1."""

    anchor: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Shares:
    """What it costs that labels stand off their figures, and the rows; `empty` counts those without a label."""

    cost: float
    rows: tuple[_Row, ...]
    empty: int
    lines: int


@dataclass(frozen=True, slots=True)
class _Column:
    """The lines of a label column in a band, how many of them may be a part of the head, and the heights of figures.

    `listed` are the lines that begin with a list number.
    """

    boxes: Sequence[Box]
    listed: Sequence[bool]
    before: int
    anchors: Sequence[float]
    leading: float


@dataclass(frozen=True, slots=True)
class Band:
    """Lines between two rules, as entries by column; those before the `first` are the head, or labels over figures."""

    lines: Sequence[Sequence[Entry]]
    first: int = 0

    @property
    def body(self) -> Sequence[Sequence[Entry]]:
        return self.lines[max(self.first, 0) :]

    @property
    def start(self) -> float:
        """Where the first figures stand, 0 where they stand above."""
        return min(e.box.top for e in self.lines[self.first]) if 0 < self.first < len(self.lines) else 0.0

    def labels(self, column: int) -> list[Entry]:
        """The lines of a column that are no values, from top to bottom."""
        found = [e for line in self.lines for e in line if e.first == e.last == column and not is_value(e.text)]
        return sorted(found, key=lambda e: _middle(e.box))

    def column(self, column: int, anchors: Sequence[float], leading: float) -> _Column:
        """The lines of a label column beside the heights of figures."""
        labels = self.labels(column)
        boxes = [e.box for e in labels]
        listed = [LIST_NUMBER.match(e.text) is not None for e in labels]
        return _Column(boxes, listed, sum(b.top < self.start for b in boxes), anchors, leading)


def cuts_by_anchors(bands: Sequence[Band], n_cols: int) -> list[list[float]]:
    """The heights between the rows of each band; [] for all where figures tell no rows.

    Labels stand in one way in all bands.
    """
    cuts: list[list[float]] = [[] for _ in bands]
    labels = [[band.labels(k) for k in range(n_cols)] for band in bands]
    leading = _leading([[e.box for e in column] for columns in labels for column in columns])
    valued = _valued([e for band in bands for line in band.body for e in line], n_cols)
    anchors = [_anchors(band.body, valued, leading) for band in bands]
    several = [i for i, heights in enumerate(anchors) if len(heights) >= 2]
    count = sum(len(anchors[i]) for i in several)
    found: list[list[_Shares]] = []
    for k in range(n_cols):
        if sum(len(labels[i][k]) for i in several) > count:
            columns = [bands[i].column(k, anchors[i], leading) for i in several]
            ways = _ways(columns)
            if any(way != ways[0] for way in ways):
                return cuts
            found += ways[:1]
    if not found:
        return cuts
    best = min(
        found, key=lambda way: (_cost(way) > CLEAR * count, sum(x.empty for x in way), -sum(x.lines for x in way))
    )
    for k, i in enumerate(several):
        shares = [way[k] for way in found]
        cuts[i] = [_between(shares, above, below) for above, below in pairwise(best[k].rows)]
    return cuts


def _cost(way: Sequence[_Shares]) -> float:
    return sum(one.cost for one in way)


def _between(found: Sequence[_Shares], above: _Row, below: _Row) -> float:
    """The height between two rows: in the white that all label columns leave, else in that of the chosen one."""
    rows = [row for one in found for row in one.rows if row.anchor >= 0]
    bottom = max([above.bottom, *(r.bottom for r in rows if r.anchor == above.anchor)])
    top = min([below.top, *(r.top for r in rows if r.anchor == below.anchor)])
    return (bottom + top) / 2 if bottom < top else (above.bottom + below.top) / 2


def _ways(columns: Sequence[_Column]) -> list[list[_Shares]]:
    """The ways to share out the lines of a label column that fit the places of the figures, the best one first."""
    count = sum(len(column.anchors) for column in columns)
    tried = [[_share(column, place) for column in columns] for place in PLACES]
    found = sorted(([s for s in way if s] for way in tried if all(way)), key=_cost)
    if not found or _cost(found[0]) > WORST * count:
        return []
    return [way for way in found if _cost(way) <= _cost(found[0]) + DOUBTFUL]


def _leading(labels: Sequence[Sequence[Box]]) -> float:
    """The distance at which lines of one label follow each other."""
    pairs = [(a, b) for boxes in labels for a, b in pairwise(boxes)]
    distances = [_middle(b) - _middle(a) for a, b in pairs if _middle(b) - _middle(a) > 0.9 * a.height]
    least = min(distances, default=1.0)
    return max(1.0, mean([x for x in distances if x <= ALIKE * least] or [least]))


def _valued(entries: Sequence[Entry], n_cols: int) -> set[int]:
    """The columns behind the first that hold values."""
    count = Counter(e.first for e in entries)
    values = Counter(e.first for e in entries if is_value(e.text))
    return {k for k in range(1, n_cols) if values[k] >= max(2, VALUED * count[k])}


def _anchors(lines: Sequence[Sequence[Entry]], columns: set[int], leading: float) -> list[float]:
    """The heights at which rows have their figures, from top to bottom; units may stand under them."""
    held = [[e for e in line if e.first in columns] for line in lines]
    most = max(map(len, held), default=0)
    heights: list[float] = []
    above: set[int] = set()
    for mine in (one for one in held if len(one) >= max(1, FULL * most)):
        at = sum(_middle(e.box) for e in mine) / len(mine)
        own = {e.first for e in mine}
        if own <= above and at - heights[-1] < LOOSE * leading and not any(is_value(e.text) for e in mine):
            heights[-1] = (heights[-1] + at) / 2
        else:
            heights.append(at)
            above = own
    anchors: list[list[float]] = []
    for at in sorted(heights):
        if anchors and at - anchors[-1][-1] < NEAR * leading:
            anchors[-1].append(at)
        else:
            anchors.append([at])
    return [sum(one) / len(one) for one in anchors]


def _share(column: _Column, place: Place) -> _Shares | None:
    """The lines of a label column shared out among rows at the least cost; lines may stand in rows of their own."""
    n, m = len(column.boxes), len(column.anchors)
    infinite = float("inf")
    cost = [[infinite] * (m + 1) for _ in range(n + 1)]  # of the first lines shared out among the first rows
    came: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    cost[0][0] = 0.0
    for i in range(n + 1):
        for k in range(m + 1):
            if cost[i][k] < infinite:
                for j, row, more in _steps(column, place, i, k):
                    if cost[i][k] + more < cost[j][row]:
                        cost[j][row], came[j][row] = cost[i][k] + more, (i, k)
    if cost[n][m] == infinite:
        return None
    rows: list[_Row] = []
    empty = 0
    i, k = n, m
    while (i, k) != (0, 0):
        before = came[i][k]
        empty += before[0] == i
        mine = [(b.top, b.bottom) for b in column.boxes[before[0] : i]]
        if before[1] < k:
            at, half = column.anchors[k - 1], column.leading / 3
            mine.append((at - half, at + half))
        tops, bottoms = zip(*mine, strict=True)
        rows.append(_Row(k - 1 if before[1] < k else -1, min(tops), max(bottoms)))
        i, k = before
    return _Shares(cost[n][m], tuple(rows[::-1]), empty, n)


def _steps(column: _Column, place: Place, i: int, k: int) -> list[tuple[int, int, float]]:
    """What can follow when `i` lines are shared out among `k` rows: how many of each then, and what it costs more."""
    boxes, anchors, leading = column.boxes, column.anchors, column.leading
    found: list[tuple[int, int, float]] = []
    if k < len(anchors):
        found.append((i, k + 1, EMPTY))
        white, before = 0.0, 0.0
        for j in range(i + 1, min(len(boxes), i + MOST_LINES) + 1):
            last = boxes[j - 1]
            middle = _middle(last)
            if j - i > 1:
                distance = (middle - before) / leading
                if distance > LOOSE:
                    break
                white += (WIDE * (distance - TIGHT) if distance > TIGHT else 0.0) + LISTED * column.listed[j - 1]
            found.append((j, k + 1, abs(place(boxes[i], last) - anchors[k]) / leading + white))
            before = middle
    if i < len(boxes):
        at = _middle(boxes[i])
        if (k == len(anchors) or at < anchors[k]) and (k == 0 or at > anchors[k - 1]):
            found.append((i + 1, k, HEAD if i < column.before else UNSHARED))
    return found
