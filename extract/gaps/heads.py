"""Heads of tables told by white gaps: stacked lines become one cell, what stands over several columns spans them.

A rule under a head shows what it spans. Without one, the pieces of a line are spread over the columns below so that
each stands over the middle of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from extract.gaps.cells import Entry, GapCell
from extract.gaps.region import Region
from extract.grids.text_rows import YEAR

OFF_MIDDLE = 0.08  # a head stands over the middle of its columns within this share of their width
CENTRED = 3.0  # a head this near to the middle of a column's own is over this column alone, in points


def head_cells(region: Region, rows: Sequence[Sequence[Entry]], edges: Sequence[float]) -> tuple[list[GapCell], int]:
    """The cells of a head and how many rows they make."""
    spread = _over_odd_runs([_spread(region, rows, i, edges) for i in range(len(rows))])
    stacks: list[tuple[list[int], list[Entry]]] = []
    for i, row in enumerate(spread):
        for entry in row:
            above = next((s for s in reversed(stacks) if _overlaps(s[1][-1], entry)), None)
            if above and _is_stacked(region, above, i, entry):
                above[0].append(i)
                above[1].append(entry)
            else:
                stacks.append(([i], [entry]))
    level: list[int] = []
    for k, (_, entries) in enumerate(stacks):
        higher = [
            level[j] for j in range(k) if _overlaps(stacks[j][1][-1], entries[0]) and stacks[j][0][-1] < stacks[k][0][0]
        ]
        level.append(max(higher, default=-1) + 1)
    count = max(level, default=-1) + 1
    cells = []
    for k, (_, entries) in enumerate(stacks):
        lower = [level[j] for j in range(len(stacks)) if level[j] > level[k] and _overlaps(stacks[j][1][0], entries[0])]
        first, last = min(e.first for e in entries), max(e.last for e in entries)
        cells.append(GapCell(level[k], min(lower, default=count) - 1, first, last, tuple(entries)))
    return cells, count


def _over_odd_runs(rows: Sequence[Sequence[Entry]]) -> list[list[Entry]]:
    """Head lines with those entries spread that stand over the middle one of several columns whose heads stand alone.

    Such an entry looks like the head of the middle column: "Realisasi" over 2022, 2023 and 2024.
    """
    found = [list(row) for row in rows]
    at: dict[int, set[int]] = {}
    for i, row in enumerate(rows):
        for entry in row:
            for column in range(entry.first, entry.last + 1):
                at.setdefault(column, set()).add(i)
    for i, row in enumerate(rows):
        for k, entry in enumerate(row):
            middle = entry.first
            lower = at[middle] - {i}
            if entry.last > middle or len(lower) != 1 or min(lower) < i:
                continue
            under = {e.first: e for e in rows[min(lower)] if e.first == e.last}
            alone = {c for c in under if at[c] == lower} | {middle}
            reach = 0
            while {middle - reach - 1, middle + reach + 1} <= alone:
                reach += 1
            first, last = middle - reach, middle + reach
            years = all(YEAR.match(under[c].text) for c in range(first, last + 1)) if reach else False
            whole = first - 1 not in alone and last + 1 not in alone
            if reach and (years or whole) and _is_over(entry, under[first].box.x0, under[last].box.x1):
                found[i][k] = Entry(first, last, entry.text, entry.box)
    return found


def _is_over(entry: Entry, x0: float, x1: float) -> bool:
    """Whether an entry stands over the middle of a stretch."""
    return abs(entry.box.x0 + entry.box.x1 - x0 - x1) / 2 < OFF_MIDDLE * (x1 - x0)


def _overlaps(a: Entry, b: Entry) -> bool:
    return a.first <= b.last and b.first <= a.last


def _is_stacked(region: Region, above: tuple[list[int], list[Entry]], i: int, entry: Entry) -> bool:
    """Whether an entry goes on with the head cell above it."""
    last = above[1][-1]
    if (last.first, last.last) != (entry.first, entry.last):
        return False
    upper, lower = region.lines[above[0][-1]].middle, region.lines[i].middle
    if any(upper < y < lower for y in region.rules):
        return False
    return not any(upper < r.at < lower and r.start < entry.box.x1 and r.end > entry.box.x0 for r in region.spans)


def _spread(region: Region, rows: Sequence[Sequence[Entry]], i: int, edges: Sequence[float]) -> list[Entry]:
    """The entries of a head line over the columns that they span."""
    row = _apart([_ruled(region, rows, i, e, edges) for e in rows[i]], edges)
    told = [e.last > e.first for e in row]
    below = {k for lower in rows[i + 1 :] for e in lower for k in range(e.first, e.last + 1)}
    covered = {k for e in row for k in range(e.first, e.last + 1)}
    if any(told) and any(r.at > region.lines[i].middle for r in region.spans):
        return row
    inner = [e for e in row if e.first > 0 or e.last > 0]
    missing = below - covered - {0}
    if not inner or not missing or not {k for e in inner for k in range(e.first, e.last + 1)} <= below | {0}:
        return row
    lower = [e for line in rows[i + 1 :] for e in line]
    if all(_is_centred(e, lower) for e in inner if e.first == e.last) and not any(e.last > e.first for e in inner):
        return row
    columns = tuple((edges[k], edges[k + 1]) for k in range(len(edges) - 1))
    ranges = _best_ranges(tuple((e.first, e.last, (e.box.x0 + e.box.x1) / 2) for e in inner), _content(lower, columns))
    return [e for e in row if e not in inner] + [
        Entry(a, b, e.text, e.box) for e, (a, b) in zip(inner, ranges, strict=True)
    ]


def _apart(row: Sequence[Entry], edges: Sequence[float]) -> list[Entry]:
    """Entries of one line that one rule runs under, each over its own share of the columns."""
    found: list[Entry] = []
    for _, group in groupby(row, key=lambda e: (e.first, e.last)):
        same = list(group)
        if len(same) > 1 and same[0].last > same[0].first:
            first, last = same[0].first, same[0].last
            columns = tuple((edges[k], edges[k + 1]) for k in range(first, last + 1))
            middles = [(e.box.x0 + e.box.x1) / 2 for e in same]
            own = [min(bisect_right(edges, m) - 1 - first, last - first) for m in middles]
            ranges = _best_ranges(tuple(zip(own, own, middles, strict=True)), columns, 0)
            same = [Entry(first + a, first + b, e.text, e.box) for e, (a, b) in zip(same, ranges, strict=True)]
        found += same
    return found


def _ruled(region: Region, rows: Sequence[Sequence[Entry]], i: int, entry: Entry, edges: Sequence[float]) -> Entry:
    """The entry over the columns that a rule right under it runs over."""
    line = region.lines[i]
    next_line = region.lines[i + 1].middle if i + 1 < len(region.lines) else float("inf")
    middle = (entry.box.x0 + entry.box.x1) / 2
    for rule in region.spans:
        if line.middle < rule.at < next_line and rule.start - 2 <= middle <= rule.end + 2:
            under = [k for k in range(len(edges) - 1) if _share(edges[k], edges[k + 1], rule.start, rule.end) > 0.4]
            boxes = [e for lower in rows[i + 1 :] for e in lower if e.first == e.last]
            under += [e.first for e in boxes if rule.start - 3 <= (e.box.x0 + e.box.x1) / 2 <= rule.end + 3]
            if under:
                return Entry(min(under), max(under), entry.text, entry.box)
    return entry


def _share(a0: float, a1: float, b0: float, b1: float) -> float:
    return (min(a1, b1) - max(a0, b0)) / max(1e-6, a1 - a0)


def _is_centred(entry: Entry, lower: Sequence[Entry]) -> bool:
    middle = (entry.box.x0 + entry.box.x1) / 2
    mine = [e for e in lower if e.first == e.last == entry.first]
    return not mine or any(
        abs((e.box.x0 + e.box.x1) / 2 - middle) <= CENTRED
        or abs(e.box.x0 - entry.box.x0) <= CENTRED
        or abs(e.box.x1 - entry.box.x1) <= CENTRED
        for e in mine
    )


def _content(lower: Sequence[Entry], columns: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """For each column where its own head stands, else its edges."""
    found = []
    for k, edges in enumerate(columns):
        mine = [e.box for e in lower if e.first == e.last == k]
        found.append((min(b.x0 for b in mine), max(b.x1 for b in mine)) if mine else edges)
    return tuple(found)


def _best_ranges(
    pieces: tuple[tuple[int, int, float], ...], columns: tuple[tuple[float, float], ...], start: int | None = None
) -> list[tuple[int, int]]:
    """Ranges of columns, one a piece and apart, over whose middles the pieces stand best; wider ones are preferred."""
    last = len(columns) - 1
    width = (columns[last][1] - columns[0][0]) / len(columns)

    @cache
    def best(i: int, start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if i == len(pieces):
            return 0.0, ()
        first, end, middle = pieces[i]
        found: tuple[float, tuple[tuple[int, int], ...]] = (float("inf"), ())
        for a in range(start, first + 1):
            for b in range(end, last + 1):
                cost = abs((columns[a][0] + columns[b][1]) / 2 - middle) / width - 0.3 * (b - a)
                rest, ranges = best(i + 1, b + 1)
                if cost + rest < found[0]:
                    found = (cost + rest, ((a, b), *ranges))
        return found

    begin = start if start is not None else min(1, pieces[0][0])
    ranges = best(0, begin)[1]
    return list(ranges) if len(ranges) == len(pieces) else [(a, b) for a, b, _ in pieces]
