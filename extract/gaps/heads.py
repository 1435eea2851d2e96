"""Heads of tables told by white gaps: stacked lines become one cell, what stands over several columns spans them.

A rule under a head shows what it spans. Without one, the pieces of a line are spread over the columns below so that
each stands over the middle of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise

from extract.gaps.cells import Entry, GapCell
from extract.gaps.region import Region
from extract.grids.text_rows import YEAR
from extract.model import Box
from extract.pdf.rulings import Rule

TOUCHING = 2.0  # lines under each other overlap by less, in points
ASIDE = 0.2  # heads stand at one side of their columns where that costs so much less for each, in column widths
OFF_MIDDLE = 0.08  # a head stands over the middle of its columns within this share of their width
LEVEL = 0.25  # lines of one height overlap by more of their height
CENTRED = 3.0  # a head this near to the middle of a column's own is over this column alone, in points


def head_cells(region: Region, rows: Sequence[Sequence[Entry]], edges: Sequence[float]) -> tuple[list[GapCell], int]:
    """The cells of a head and how many rows they make."""
    spread = _over_runs([_spread(region, rows, i, edges) for i in range(len(rows))])
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


def _over_runs(rows: Sequence[Sequence[Entry]]) -> list[list[Entry]]:
    """Head lines with those entries spread that stand over the middle of columns whose own heads stand alone.

    Such an entry looks like the head of a middle column: "Realisasi" over 2022, 2023 and 2024.
    """
    found = [list(row) for row in rows]
    for i in range(len(rows) - 2, -1, -1):
        below: dict[int, Entry] = {}  # for each column the entry that stands next below this line
        for row in found[:i:-1]:
            below.update({c: e for e in row for c in range(e.first, e.last + 1)})
        for run in _runs(below):
            top = min(e.box.top for e in run)
            inside = [e for e in found[i] if run[0].box.x0 < _middle(e) < run[-1].box.x1]
            over = inside if all(e.box.bottom < top + TOUCHING for e in inside) else []
            boxes = [e.box for e in run]
            ranges = _shared_out(over, boxes)
            if not ranges and len(over) == 1:
                ranges = _around(over[0], boxes, [bool(YEAR.match(e.text)) for e in run])
            for entry, (first, last) in zip(over, ranges, strict=False):
                if last > first:
                    wide = Entry(run[first].first, run[last].last, entry.text, entry.box)
                    found[i][found[i].index(entry)] = wide
    return found


def _runs(below: Mapping[int, Entry]) -> list[list[Entry]]:
    """Entries of one height that stand beside each other with no other head over them, several at least."""
    runs: list[list[Entry]] = []
    for column in sorted(below):
        entry = below[column]
        if column != entry.first or any(below.get(c) != entry for c in range(entry.first, entry.last + 1)):
            continue
        last = runs[-1][-1] if runs else None
        if last and last.last + 1 == entry.first and _are_level(last.box, entry.box):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return [run for run in runs if len(run) > 1]


def _are_level(a: Box, b: Box) -> bool:
    """Whether two lines overlap in height, as those of cells of one and two lines do."""
    return min(a.bottom, b.bottom) - max(a.top, b.top) > LEVEL * min(a.height, b.height)


def _shared_out(over: Sequence[Entry], under: Sequence[Box], start: int = 0) -> list[tuple[int, int]]:
    """All columns of a run shared out among the entries over it, so that each stands over the middle of its own."""
    if not over:
        return []
    last = [len(under) - 1] if len(over) == 1 else range(start, len(under) - 1)
    for end in last:
        if start <= end and _is_over(over[0], under[start].x0, under[end].x1):
            rest = _shared_out(over[1:], under, end + 1)
            if len(rest) == len(over) - 1:
                return [(start, end), *rest]
    return []


def _around(entry: Entry, under: Sequence[Box], years: Sequence[bool]) -> list[tuple[int, int]]:
    """The years of a run around the middle one that an entry stands over."""
    middle = min(range(len(under)), key=lambda k: abs((under[k].x0 + under[k].x1) / 2 - _middle(entry)))
    reach = 0
    while (
        middle - reach > 0
        and middle + reach + 1 < len(under)
        and years[middle - reach - 1]
        and years[middle + reach + 1]
    ):
        reach += 1
    first, last = middle - reach, middle + reach
    return [(first, last)] if years[middle] and _is_over(entry, under[first].x0, under[last].x1) else []


def _middle(entry: Entry) -> float:
    return (entry.box.x0 + entry.box.x1) / 2


def _is_over(entry: Entry, x0: float, x1: float) -> bool:
    """Whether an entry stands over the middle of a stretch."""
    return abs(_middle(entry) - (x0 + x1) / 2) < max(CENTRED, OFF_MIDDLE * (x1 - x0))


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
    lower = [e for line in rows[i + 1 :] for e in line]
    row = _apart([_ruled(region, rows, i, e, edges) for e in rows[i]], lower, edges)
    told = [e.last > e.first for e in row]
    below = {k for lower in rows[i + 1 :] for e in lower for k in range(e.first, e.last + 1)}
    covered = {k for e in row for k in range(e.first, e.last + 1)}
    if any(told) and any(r.at > region.lines[i].middle for r in region.spans):
        return row
    inner = [e for e in row if e.first > 0 or e.last > 0]
    missing = below - covered - {0}
    if not inner or not missing or not {k for e in inner for k in range(e.first, e.last + 1)} <= below | {0}:
        return row
    if all(_is_centred(e, lower) for e in inner if e.first == e.last) and not any(e.last > e.first for e in inner):
        return row
    columns = tuple((edges[k], edges[k + 1]) for k in range(len(edges) - 1))
    heads = _content(lower, columns)
    ranges = _best_ranges(tuple((e.first, e.last, e.box.x0, e.box.x1) for e in inner), heads, heads)
    return [e for e in row if e not in inner] + [
        Entry(a, b, e.text, e.box) for e, (a, b) in zip(inner, ranges, strict=True)
    ]


def _apart(row: Sequence[Entry], lower: Sequence[Entry], edges: Sequence[float]) -> list[Entry]:
    """Entries of one line that one rule runs under, each over its own share of the columns."""
    found: list[Entry] = []
    for _, group in groupby(row, key=lambda e: (e.first, e.last)):
        same = list(group)
        if len(same) > 1 and same[0].last > same[0].first:
            first, last = same[0].first, same[0].last
            columns = tuple((edges[k], edges[k + 1]) for k in range(first, last + 1))
            middles = [(e.box.x0 + e.box.x1) / 2 for e in same]
            own = [min(bisect_right(edges, m) - 1 - first, last - first) for m in middles]
            pieces = tuple((k, k, e.box.x0, e.box.x1) for k, e in zip(own, same, strict=True))
            heads = _content(lower, tuple(pairwise(edges)))[first : last + 1]
            ranges = _best_ranges(pieces, columns, heads, 0)
            same = [Entry(first + a, first + b, e.text, e.box) for e, (a, b) in zip(same, ranges, strict=True)]
        found += same
    return found


def _ruled(region: Region, rows: Sequence[Sequence[Entry]], i: int, entry: Entry, edges: Sequence[float]) -> Entry:
    """The entry over the columns that a rule right under it runs over."""
    middle = (entry.box.x0 + entry.box.x1) / 2
    for rule in region.spans:
        if rule.start - 2 <= middle <= rule.end + 2 and _is_right_under(region, rows, i, rule):
            under = [k for k in range(len(edges) - 1) if _share(edges[k], edges[k + 1], rule.start, rule.end) > 0.4]
            boxes = [e for lower in rows[i + 1 :] for e in lower if e.first == e.last]
            under += [e.first for e in boxes if rule.start - 3 <= (e.box.x0 + e.box.x1) / 2 <= rule.end + 3]
            if under:
                return Entry(min(under), max(under), entry.text, entry.box)
    return entry


def _is_right_under(region: Region, rows: Sequence[Sequence[Entry]], i: int, rule: Rule) -> bool:
    """Whether a rule runs under a line with no other words over it in between."""
    between = [j for j in range(i + 1, len(rows)) if region.lines[j].middle < rule.at]
    over = any(e.box.x0 < rule.end and e.box.x1 > rule.start for j in between for e in rows[j])
    return region.lines[i].middle < rule.at and not over


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
    pieces: tuple[tuple[int, int, float, float], ...],
    columns: tuple[tuple[float, float], ...],
    heads: tuple[tuple[float, float], ...],
    start: int | None = None,
) -> list[tuple[int, int]]:
    """Ranges of columns, one a piece and apart, over which the pieces stand best; wider ones are preferred.

    Pieces are given as first and last column and their ends. They stand over the middles of their columns, or at one
    side of the `heads` below where that fits much better.
    """
    begin = start if start is not None else min(1, pieces[0][0])
    cost, ranges = _ranges(pieces, columns, begin, 0.5)
    for share in (0.0, 1.0):
        other, aside = _ranges(pieces, heads, begin, share)
        if other + ASIDE * len(pieces) < cost:
            cost, ranges = other, aside
    return list(ranges) if len(ranges) == len(pieces) else [(a, b) for a, b, _, _ in pieces]


def _ranges(
    pieces: tuple[tuple[int, int, float, float], ...],
    columns: tuple[tuple[float, float], ...],
    begin: int,
    share: float,
) -> tuple[float, tuple[tuple[int, int], ...]]:
    """The best ranges of pieces that stand at a share of the width of theirs, with what they cost."""
    last = len(columns) - 1
    width = (columns[last][1] - columns[0][0]) / len(columns)

    @cache
    def best(i: int, start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if i == len(pieces):
            return 0.0, ()
        first, end, x0, x1 = pieces[i]
        found: tuple[float, tuple[tuple[int, int], ...]] = (float("inf"), ())
        for a in range(start, first + 1):
            for b in range(end, last + 1):
                off = abs(columns[a][0] - x0 + share * (columns[b][1] - columns[a][0] - x1 + x0))
                cost = off / width - 0.3 * (b - a)
                rest, ranges = best(i + 1, b + 1)
                if cost + rest < found[0]:
                    found = (cost + rest, ((a, b), *ranges))
        return found

    return best(0, begin)
