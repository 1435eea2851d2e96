"""Rules that are not drawn: the borders of other cells break where they would run.

A word processor draws a cell's border piece by piece. Where a cell has no border of its own at one side, the pieces of
the rules above and below it still end there. Such joints tell of a line, where it cuts no word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.grids.rule_lines import REACH, SNAP, lines_of
from extract.model import Box
from extract.pdf.rulings import Rule

Joints = list[tuple[float, float]]


def joints(rules: Iterable[Rule]) -> Joints:
    """Where one stretch of a line ends and the next begins, as (line, position): a border drawn piece by piece."""
    lines: dict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        lines[round(rule.at)].append(rule)
    found = []
    for line in lines.values():
        ordered = sorted(line, key=lambda r: r.start)
        for a, b in pairwise(ordered):
            if -1.6 <= b.start - a.end <= REACH:
                found.append((a.at, (a.end + b.start) / 2))
    return found


def with_implied(
    rows: list[Rule], columns: list[Rule], seams: tuple[Joints, Joints], words: Sequence[Box]
) -> tuple[list[Rule], list[Rule]]:
    """The rules of a table with those that only the joints of its other rules tell of, where they cut no word."""
    if not rows or not columns:
        return rows, columns
    top, bottom = min(r.at for r in rows), max(r.at for r in rows)
    left, right = min(c.at for c in columns), max(c.at for c in columns)
    new_ys = [y for y in _undrawn(seams[1], columns, rows) if top < y < bottom]
    new_xs = [x for x in _undrawn(seams[0], rows, columns) if left < x < right]
    if not new_xs and not new_ys:
        return rows, columns
    inside = [w for w in words if left < (w.x0 + w.x1) / 2 < right and top < (w.top + w.bottom) / 2 < bottom]
    spans = [(w.x0, w.x1, w.top, w.bottom) for w in inside]
    lines = lines_of(columns)
    clear = [y for y in new_ys if not _cut(spans, y, left, right)]
    heads = _under_heads([y for y in new_ys if y not in clear], new_xs, right, seams[1], spans)
    all_rows = [*rows, *(Rule(y, *_reach(y, lines, seams[1])) for y in clear), *heads]
    turned = [(w.top, w.bottom, w.x0, w.x1) for w in inside]
    under = [r.at for r in heads]
    new_columns = [
        Rule(x, y0, y1)
        for x in new_xs
        for y0, y1 in pairwise(lines_of(all_rows))
        if not _cut(turned, x, y0, y1) and (y1 not in under or _has_joint(seams[0], y0, x))
    ]
    return all_rows, [*columns, *new_columns]


def _reach(at: float, lines: Sequence[float], seams: Joints) -> tuple[float, float]:
    """From which to which line an implied rule runs: those with a joint there, or outer ones that have none at all."""
    told = [line for line in lines if _has_joint(seams, line, at)]
    silent = [line for line in (lines[0], lines[-1]) if all(abs(one - line) > SNAP for one, _ in seams)]
    reached = [*told, *silent] if len(told) > 1 else lines
    return min(reached), max(reached)


def _under_heads(
    ys: Sequence[float], xs: Sequence[float], right: float, seams: Joints, spans: Sequence[tuple[float, ...]]
) -> list[Rule]:
    """Rules under heads of several columns, beside a label over both rows of the head.

    The right edge has a joint at such a height, and from one of the columns (`xs`) on the rule cuts no word.
    """
    starts = {y: next((x for x in sorted(xs) if not _cut(spans, y, x, right)), right) for y in ys}
    return [Rule(y, x, right) for y, x in starts.items() if x < right and _has_joint(seams, right, y)]


def _has_joint(seams: Joints, line: float, at: float) -> bool:
    return any(abs(one - line) <= SNAP and abs(where - at) <= 2 * SNAP for one, where in seams)


def _undrawn(seams: Joints, along: Sequence[Rule], across: Sequence[Rule]) -> list[float]:
    """Positions of joints on a table's rules at which none of its cross rules is drawn."""
    drawn = sorted({r.at for r in across})
    open_seams = [(line, at) for line, at in seams if not _is_near(drawn, at, 2 * SNAP)]
    positions = sorted(
        at for line, at in open_seams if any(abs(line - r.at) <= SNAP and r.start <= at <= r.end for r in along)
    )
    kept: list[float] = []
    for at in positions:
        if not kept or at - kept[-1] > 2 * SNAP:
            kept.append(at)
    return kept


def _is_near(ordered: Sequence[float], at: float, reach: float) -> bool:
    """Whether one of the ordered numbers lies within `reach` of `at`."""
    i = bisect_left(ordered, at - reach)
    return i < len(ordered) and ordered[i] <= at + reach


def _cut(spans: Sequence[tuple[float, ...]], at: float, start: float, end: float) -> bool:
    """Whether a rule at `at` from `start` to `end` runs through a box given as along, along, across, across."""
    return any(c0 + 1.5 < at < c1 - 1.5 and start < (a0 + a1) / 2 < end for a0, a1, c0, c1 in spans)
