"""Columns beside a table that the page's end has parted from it.

A cell that goes on over a page's end has no border there: what its column keeps are its sides, as high as the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.grids.rule_lines import SNAP, lines_of
from extract.pdf.rulings import Rule

SAME_HEIGHT = 6.0  # a column belongs to the table beside it when it ends at the same heights …
LONE = 90.0  # … stands no farther from it, in points …
NARROW = 0.3  # … and is this much narrower
OPEN = 160.0  # a column without borders above and below is no wider, in points

Group = tuple[list[Rule], list[Rule]]
"""The horizontal and vertical rules of one table."""


def with_open_columns(groups: Sequence[Group], columns: Sequence[Rule]) -> list[Group]:
    """The tables with the vertical rules at their sides that are as high as they and meet no other rule."""
    held = {rule for _, across in groups for rule in across}
    free = [rule for rule in columns if rule not in held]
    return [_with_sides(rows, across, free) for rows, across in groups] if free else list(groups)


def _with_sides(rows: list[Rule], across: list[Rule], free: Sequence[Rule]) -> Group:
    left, right, top, bottom = _extent(rows, across)
    level = [c for c in free if abs(c.start - top) <= SAME_HEIGHT and abs(c.end - bottom) <= SAME_HEIGHT]
    before = _reached(left, sorted((c for c in level if c.at < left), key=lambda c: -c.at))
    behind = _reached(right, sorted((c for c in level if c.at > right), key=lambda c: c.at))
    if not before and not behind:
        return rows, across
    ends = (min(c.at for c in before) if before else left, max(c.at for c in behind) if behind else right)
    borders = [Rule(y, x0, x1) for y in (top, bottom) for x0, x1 in ((ends[0], left), (right, ends[1])) if x0 < x1]
    return [*rows, *borders], [*across, *before, *behind]


def _reached(side: float, rules: Sequence[Rule]) -> list[Rule]:
    """The rules from a table's side outwards, as far as each is near to the one before."""
    found: list[Rule] = []
    for rule in rules:
        if not SNAP < abs(rule.at - (found[-1].at if found else side)) <= OPEN:
            break
        found.append(rule)
    return found


def with_lone_columns(groups: list[Group]) -> list[Group]:
    """The groups of rules with a column that stands alone put to the table beside it.

    At a page's end a cell that goes on may lose its border and part the columns at its sides; they are as high.
    """
    lone = [g for g in groups if len(lines_of(g[1])) == 2]
    if not lone or len(lone) == len(groups):
        return groups
    tables = [g for g in groups if g not in lone]
    left_over = []
    for rows, columns in lone:
        left, right, top, bottom = _extent(rows, columns)
        for k, (others, across) in enumerate(tables):
            x0, x1, y0, y1 = _extent(others, across)
            apart = max(x0 - right, left - x1)
            is_narrow = right - left < NARROW * (x1 - x0) and len(lines_of(across)) > 2
            if is_narrow and abs(y0 - top) <= SAME_HEIGHT and abs(y1 - bottom) <= SAME_HEIGHT and SNAP < apart <= LONE:
                gap = (right, x0) if right < x0 else (x1, left)
                tables[k] = ([*others, *rows, Rule(y0, *gap), Rule(y1, *gap)], [*across, *columns])
                break
        else:
            left_over.append((rows, columns))
    return tables + left_over


def _extent(rows: Sequence[Rule], columns: Sequence[Rule]) -> tuple[float, float, float, float]:
    return (
        min(c.at for c in columns),
        max(c.at for c in columns),
        min([r.at for r in rows] + [c.start for c in columns]),
        max([r.at for r in rows] + [c.end for c in columns]),
    )
