"""Columns that the joints of horizontal rules tell: a rule drawn cell by cell breaks where columns meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extract.gaps.columns import data_lines
from extract.gaps.region import Region
from extract.grids.implied import joints
from extract.pdf.rulings import Rules

JOINT = 2.0  # joints of several rules stand above each other within this, in points
APART = 14.0  # a joint nearer than this to an edge is that edge
LEAST_JOINTS = 4


def with_joints(edges: list[float], region: Region, rules: Rules) -> list[float]:
    """The column edges of a region with those that the joints of its horizontal rules tell of, line after line.

    A rule drawn cell by cell breaks where columns meet, and those that leave out the first columns begin there; few
    lines of words may run through.
    """
    if not edges:
        return edges
    box = region.box
    seams = sorted(
        x for y, x in joints(rules.horizontal) if box.top - 3 < y < box.bottom + 3 and edges[0] < x < edges[-1]
    )
    told = [edges[0], *_repeated(seams), edges[-1]]
    if len(told) >= len(edges) and _part_alike(told, edges, region):
        return told
    found = list(edges)
    for x in (*seams, *region.walls):
        same = sum(abs(x - other) < JOINT for other in seams) if x in seams else LEAST_JOINTS
        crossing = sum(any(w.box.x0 + 1 < x < w.box.x1 - 1 for w in line.words) for line in region.lines)
        is_new = all(abs(x - edge) > APART for edge in found)
        if is_new and same >= LEAST_JOINTS and 4 * crossing <= len(region.lines):
            found = _with_edge(found, x, region)
    return found


def _with_edge(edges: Sequence[float], x: float, region: Region) -> list[float]:
    """The edges with one at `x`, in place of a neighbour where no words stand between the two."""
    k = bisect_left(edges, x)
    left, right = edges[k - 1], edges[k]
    middles = [(w.box.x0 + w.box.x1) / 2 for line in region.lines for w in line.words]
    if not any(left < m < x for m in middles):
        return [*edges[: k - 1], x, *edges[k:]] if k > 1 else list(edges)
    if not any(x < m < right for m in middles):
        return [*edges[:k], x, *edges[k + 1 :]] if k < len(edges) - 1 else list(edges)
    return [*edges[:k], x, *edges[k:]]


def _repeated(seams: Sequence[float]) -> list[float]:
    """The positions at which enough rules break, each once."""
    found: list[float] = []
    for x in seams:
        if sum(abs(x - other) < JOINT for other in seams) >= LEAST_JOINTS and not (found and x - found[-1] < 2 * JOINT):
            found.append(x)
    return found


def _part_alike(told: Sequence[float], edges: Sequence[float], region: Region) -> bool:
    """Whether edges told by joints cut no word of the rows and part all words that the gaps part."""
    for line in data_lines(region):
        places: dict[int, set[int]] = {}
        for word in line.words:
            if any(word.box.x0 + 1 < x < word.box.x1 - 1 for x in told):
                return False
            middle = (word.box.x0 + word.box.x1) / 2
            places.setdefault(bisect_left(told, middle), set()).add(bisect_left(edges, middle))
        if any(len(columns) > 1 for columns in places.values()):
            return False
    return True
