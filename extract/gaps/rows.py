"""Rows of a table told by white gaps: which text lines make one row, which the head, and what a head spans.

A line begins a new row unless it goes on with the one above: its first word found no room there, it begins in the
middle of a phrase, or it stands nearer than rows do. Two figures in one column are always two rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extract.gaps.anchors import LIST_NUMBER, Band, cuts_by_anchors
from extract.gaps.cells import Entry, GapCell
from extract.gaps.entries import SPACE, entries_of
from extract.gaps.heads import head_cells
from extract.gaps.merges import with_merged_rows
from extract.gaps.region import Region
from extract.grids.text_rows import CROSSING, YEAR, TextLine, is_figure, is_number, is_value

HALF_LINE = 0.85  # lines nearer than this, in line heights, stand in one row
TIGHTER = 0.92  # lines nearer than this share of the distance between rows belong to one row
OFF_MIDDLE = 0.08  # a group line is centred over its columns within this share of their width
UNFINISHED = re.compile(
    r"(?:[,\-–/&(]|\b(?:of|and|or|the|in|for|to|dan|yang|di|ke|dari|pada|untuk|dengan|per|serta|atau))$"
)


def head_length(region: Region, rows: Sequence[Sequence[Entry]], n_cols: int) -> int:
    """How many of a region's lines are its head: those above its first inner rule, or its first row of figures."""
    valued = _valued(rows, n_cols)
    by_figures = valued[0] if valued else len(rows)
    over = sum(x.middle < region.rules[0] for x in region.lines) if region.rules else 0
    if over:
        return over
    inner = region.rules[1:-1]
    if inner:
        above = sum(x.middle < inner[0] for x in region.lines)
        if 0 < above < len(rows) and sum(i < above for i in valued) <= 1:
            return above
    if region.cuts and by_figures < len(rows):  # the first row may begin above its figures
        begin = max((y for y in region.parts if y < region.lines[by_figures].middle), default=0.0)
        by_figures = sum(x.middle <= begin for x in region.lines)
    return by_figures if by_figures < len(rows) else 0


def _valued(rows: Sequence[Sequence[Entry]], n_cols: int) -> list[int]:
    """The lines that hold figures of rows."""
    return [i for i, row in enumerate(rows) if _has_values(row, n_cols)]


def _has_values(row: Sequence[Entry], n_cols: int) -> bool:
    """Whether a line holds figures that are no years: enough of them, or with a label before them."""
    figures = [e for e in row if e.first > 0 and _is_amount(e.text)]
    years = [e for e in figures if YEAR.match(e.text.split()[-1])]
    if not figures or 2 * len(years) >= len(figures):
        return False
    return len(figures) >= max(1, 0.4 * (n_cols - 1)) or row[0].first == 0 or _is_listed(row)


def _is_listed(row: Sequence[Entry]) -> bool:
    """Whether a label with a list number stands before the last entry, a figure."""
    return len(row) > 1 and _is_amount(row[-1].text) and any(LIST_NUMBER.match(e.text) for e in row[:-1])


def _is_amount(text: str) -> bool:
    """Whether an entry ends with a figure, or is one that its unit follows."""
    words = text.split()
    return is_figure(words[-1]) or (len(words) == 2 and is_number(words[0]) and not YEAR.match(words[0]))


def build(region: Region, edges: Sequence[float]) -> tuple[list[GapCell], list[float]]:
    """The cells of a region and the lines between its rows."""
    n_cols = len(edges) - 1
    rows = [entries_of(x, edges, region.walls) for x in region.lines]
    first = min(_valued(rows, n_cols), default=0)
    region = _with_anchored_cuts(region, rows, first, edges)
    length = head_length(region, rows, n_cols)
    own = _own_rows(rows, first, edges)
    while length > 1 and own[length - 1]:
        length -= 1
    cells, levels = head_cells(region, rows[:length], edges)
    groups = _body_groups(region, rows, length, edges)
    for number, group in enumerate(groups, levels):
        cells += _row_cells(number, [rows[i] for i in group], edges)
    ends = [
        (number, region.lines[group[0]].middle, region.lines[group[-1]].middle)
        for number, group in enumerate(groups, levels)
    ]
    cells = with_merged_rows(region, cells, edges, ends)
    return cells, _row_lines(region, length, levels, groups, cells)


def body_rows(region: Region, edges: Sequence[float]) -> list[list[int]]:
    """The lines of a region that has no head, by their index, as rows."""
    rows = [entries_of(x, edges, region.walls) for x in region.lines]
    return _body_groups(_with_anchored_cuts(region, rows, 0, edges), rows, 0, edges)


def _body_groups(
    region: Region, rows: Sequence[Sequence[Entry]], start: int, edges: Sequence[float]
) -> list[list[int]]:
    """The body lines of a region, by their index, as rows."""
    limits = _limits(rows[start:], edges, row_pitch(region, rows, start))
    whole = _whole_bands(region, rows, start)
    groups: list[list[int]] = []
    for i in range(start, len(rows)):
        same = bool(groups) and whole.get(i, -1) == whole.get(groups[-1][-1], -2)
        if groups and (same or _goes_on(region, rows, groups[-1], i, limits)):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _with_anchored_cuts(region: Region, rows: Sequence[Sequence[Entry]], first: int, edges: Sequence[float]) -> Region:
    """The region with the heights between rows that the places of figures and labels tell, within each of its rules.

    `first` is the first line of figures. A line that is one entry over several columns is a row of its own.
    """
    lines = region.lines
    ruled = sorted((*region.rules, *(r.at for r in region.partials)))
    own = _own_rows(rows, first, edges)
    bands: list[list[int]] = []
    for i in range(len(rows)):
        last = bands[-1][-1] if bands else -1
        if not own[i] and bands and last == i - 1 and not any(lines[last].middle < y < lines[i].middle for y in ruled):
            bands[-1].append(i)
        elif not own[i]:
            bands.append([i])
    cuts = list(region.cuts)
    told = cuts_by_anchors([Band([rows[i] for i in band], first - band[0]) for band in bands], len(edges) - 1)
    for band, found in zip(bands, told, strict=True):
        if found:
            top, bottom = lines[band[0]].middle, lines[band[-1]].middle
            cuts = [y for y in cuts if not top < y < bottom] + found
    if len(cuts) == len(region.cuts) and all(y in region.cuts for y in cuts):
        return region
    around = [_between(region, lines[i - 1], lines[i]) for i in range(1, len(rows)) if own[i] or own[i - 1]]
    return replace(region, cuts=tuple(sorted({*cuts, *around})))


def _own_rows(rows: Sequence[Sequence[Entry]], first: int, edges: Sequence[float]) -> list[bool]:
    """Which lines below the head are one entry over several columns: a group line."""
    head = max((i + 1 for i in range(first) if len(rows[i]) > 1), default=0)
    return [i >= head and len(row) == 1 and _runs_over(row[0], edges) for i, row in enumerate(rows)]


def _runs_over(entry: Entry, edges: Sequence[float]) -> bool:
    """Whether an entry stands over several columns."""
    return entry.first < entry.last or any(entry.box.x0 + CROSSING < x < entry.box.x1 - CROSSING for x in edges)


def _whole_bands(region: Region, rows: Sequence[Sequence[Entry]], start: int) -> dict[int, int]:
    """For each body line its band between rules, where every row is ruled: no band has two values in one column."""
    bands = {i: sum(region.lines[i].middle >= y for y in region.parts) for i in range(start, len(rows))}
    if len(set(bands.values())) < 2:
        return {}
    counts = Counter((bands[i], e.first) for i in bands for e in rows[i] if e.first > 0 and _is_value(e))
    return {i: band for i, band in bands.items() if all(n < 2 for (b, _), n in counts.items() if b == band)}


def row_pitch(region: Region, rows: Sequence[Sequence[Entry]], start: int) -> float:
    """The usual distance between two lines that are rows of their own, 0 where none can be told."""
    distances = []
    for i in range(max(1, start + 1), len(rows)):
        columns = {e.first for e in rows[i - 1] if is_figure(e.text)} & {e.first for e in rows[i] if is_figure(e.text)}
        if columns - {0}:
            distances.append(region.lines[i].middle - region.lines[i - 1].middle)
    return median(distances) if len(distances) >= 2 else 0.0


@dataclass(frozen=True, slots=True)
class _Limits:
    """How far the text of each column may run (`hard`: the next column begins there; `soft`: the longest line ends).

    `pitch` is the usual distance between two rows.
    """

    hard: tuple[float, ...]
    soft: tuple[float, ...]
    pitch: float


def _limits(rows: Sequence[Sequence[Entry]], edges: Sequence[float], pitch: float) -> _Limits:
    n_cols = len(edges) - 1
    starts = [edges[k + 1] for k in range(n_cols)]
    ends = [edges[k] for k in range(n_cols)]
    for k in range(n_cols):
        mine = [e.box for row in rows for e in row if e.first == e.last == k]
        if mine:
            ends[k] = max(b.x1 for b in mine)
            if k:
                starts[k - 1] = min(b.x0 for b in mine)
    return _Limits(tuple(starts), tuple(ends), pitch)


def _goes_on(region: Region, rows: Sequence[Sequence[Entry]], group: Sequence[int], i: int, limits: _Limits) -> bool:
    """Whether line `i` belongs to the row of the lines in `group`."""
    above, here = region.lines[group[-1]], region.lines[i]
    if any(above.middle < y <= here.middle for y in region.parts):
        return False
    height = max(above.height, here.height)
    near = here.middle - above.middle < HALF_LINE * min(above.height, here.height)
    before = [e for k in group for e in rows[k]]
    shared = [(_last_in(before, e), e) for e in rows[i]]
    pairs = [(a, b) for a, b in shared if a is not None]
    if any(_is_value(b) and _is_value(a) for a, b in pairs if b.first > 0):
        return False
    wrapped = [_is_wrapped(a, b, height, limits) for a, b in pairs]
    has_value = any(_is_value(e) for e in rows[i] if e.first > 0)
    tight = here.middle - above.middle < TIGHTER * limits.pitch
    if near or (tight and (not has_value or all(wrapped))):
        return True
    if here.middle - above.middle > 1.9 * height:
        return False
    if not pairs:
        return (
            _is_value_line(before, rows[i]) and here.middle - above.middle < 1.2 * height and _is_cut(before, rows[i])
        )
    return all(wrapped) and not has_value


def _is_value(entry: Entry) -> bool:
    return is_value(entry.text)


def _is_value_line(before: Sequence[Entry], here: Sequence[Entry]) -> bool:
    return not any(is_figure(e.text) for e in before) and all(e.first > 0 for e in here)


def _is_cut(before: Sequence[Entry], here: Sequence[Entry]) -> bool:
    """Whether figures at this height can only belong to the text lines before them."""
    return all(e.first == 0 for e in before) and any(is_figure(e.text) for e in here)


def _last_in(entries: Sequence[Entry], here: Entry) -> Entry | None:
    mine = [e for e in entries if e.first == here.first]
    return mine[-1] if mine else None


def _is_wrapped(a: Entry, b: Entry, height: float, limits: _Limits) -> bool:
    """Whether a line of a cell goes on with the next one."""
    first = b.text.split()[0]
    width = b.box.width * len(first) / max(1, len(b.text))
    end = a.box.x1 + SPACE * height + width
    if is_figure(b.text) and b.first > 0:
        return False
    if end > limits.hard[a.last] - 0.3 * height:
        return True
    starts_low = first[:1].islower() or bool(UNFINISHED.search(a.text))
    return starts_low and (end > limits.soft[a.last] - height or b.box.x0 >= a.box.x0 - 1)


def _row_cells(number: int, lines: Sequence[Sequence[Entry]], edges: Sequence[float]) -> list[GapCell]:
    """The cells of one body row: its lines' entries gathered by column."""
    columns: dict[int, list[Entry]] = {}
    for line in lines:
        for entry in line:
            columns.setdefault(entry.first, []).append(entry)
    cells = []
    for first, entries in columns.items():
        last = first if first == 0 else max(e.last for e in entries)
        if len(columns) == 1 and first > 0 and _stands_over(entries[0], edges):
            first, last = 1, len(edges) - 2
        cells.append(GapCell(number, number, first, last, tuple(entries)))
    return cells


def _stands_over(entry: Entry, edges: Sequence[float]) -> bool:
    """Whether a line of its own stands over the middle of all columns behind the labels."""
    middle = (entry.box.x0 + entry.box.x1) / 2
    return abs(middle - (edges[1] + edges[-1]) / 2) < OFF_MIDDLE * (edges[-1] - edges[1])


def _row_lines(
    region: Region, length: int, levels: int, groups: Sequence[Sequence[int]], cells: Sequence[GapCell]
) -> list[float]:
    """The heights between rows: at a rule where there is one, else half way between the rows' lines."""
    lines = region.lines
    box = region.box
    ys = [box.top]
    for level in range(1, levels):
        tops = [c.box.top for c in cells if c.row == level]
        ys.append(max(ys[-1] + 0.5, min(tops) - 0.5) if tops else ys[-1] + 1.0)
    previous = lines[length - 1] if length else None
    for group in groups:
        if previous is not None:
            ys.append(max(ys[-1] + 0.5, _between(region, previous, lines[group[0]])))
        previous = lines[group[-1]]
    ys.append(max(box.bottom, ys[-1] + 0.5))
    return ys


def _between(region: Region, above: TextLine, below: TextLine) -> float:
    rules = [y for y in region.parts if above.middle < y < below.middle]
    return rules[0] if rules else (above.box.bottom + below.box.top) / 2
