"""Rules to grids: which rulings belong together, and which cells they enclose.

Step by step, each with a name of its own: rules are snapped onto common lines (`snap`), rules that touch form one
table (`cluster`), a table's lines make a lattice of smallest boxes, and boxes without a rule between them are one cell
(`enclose`). Double rules are one line because lines nearer than `SNAP` are the same line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.grids.group_rows import with_group_rows
from extract.grids.implied import joints, with_implied
from extract.grids.jointed import jointed_columns
from extract.grids.rule_lines import REACH, lines_of, snap
from extract.grids.side_columns import with_lone_columns, with_open_columns
from extract.model import Box
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rule

COVER = 0.55  # a wall stands when this share of it is drawn
OPEN_SIDE = 14.0  # a table is open at a side when its rules run this much past the last cross rule
HEAD_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a lattice: its rows and columns (from 0, ends included) and its box."""

    row: int
    col: int
    last_row: int
    last_col: int
    box: Box


@dataclass(frozen=True, slots=True)
class Lattice:
    """The lines of one table, from top to bottom and left to right, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_lattices(
    horizontal: Sequence[Rule],
    vertical: Sequence[Rule],
    words: Sequence[Word] = (),
    dotted: tuple[Sequence[Rule], Sequence[Rule]] = ((), ()),
) -> list[Lattice]:
    """All tables that rules draw on a page, from top to bottom; `words` keep implied rules from cutting through text.

    Dotted rules draw cells as others do; where they break says nothing of other cells.

    >>> h = [Rule(0, 0, 100), Rule(20, 0, 100), Rule(40, 0, 100)]
    >>> v = [Rule(0, 0, 40), Rule(50, 20, 40), Rule(100, 0, 40)]
    >>> [(s.row, s.col, s.last_col) for s in find_lattices(h, v)[0].slots]
    [(0, 0, 1), (1, 0, 0), (1, 1, 1)]
    """
    boxes = [w.box for w in words]
    told = jointed_columns(horizontal, vertical, boxes)
    rows, columns = snap([*horizontal, *dotted[0]]), snap([*vertical, *told, *dotted[1]])
    seams = joints(horizontal), joints(vertical)
    lattices = []
    groups = with_open_columns(with_lone_columns(cluster(rows, columns)), columns)
    for hs, vs in with_group_rows(groups, words):
        closed_hs, closed_vs = close_sides(hs, vs)
        lattices.append(enclose(*with_implied(closed_hs, closed_vs, seams, boxes)))
    return sorted((one for one in lattices if one), key=lambda one: (one.box.top, one.box.x0))


def cluster(rows: Sequence[Rule], columns: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of horizontal and vertical rules that touch each other."""
    parent = list(range(len(rows) + len(columns)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    ats = [r.at for r in rows]
    for j, column in enumerate(columns, len(rows)):
        first = bisect_left(ats, column.start - REACH)
        for i in range(first, len(rows)):
            row = rows[i]
            if row.at > column.end + REACH:
                break
            if row.start - REACH <= column.at <= row.end + REACH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(rows):
        groups[root(i)][0].append(rule)
    for j, rule in enumerate(columns, len(rows)):
        groups[root(j)][1].append(rule)
    return [(h, v) for h, v in groups.values() if (len(h) >= 2 and v) or (len(v) >= 2 and h)]


def close_sides(rows: list[Rule], columns: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules with an outer rule added where the others run on past the last one (tables open at the sides)."""
    if len(rows) < 2 and len(columns) < 2:
        return rows, columns
    left, right = min(r.start for r in rows), max(r.end for r in rows)
    top, bottom = min(r.at for r in rows), max(r.at for r in rows)
    closed_columns, closed_rows = list(columns), list(rows)
    if columns:
        for edge, outer in ((left, min(c.at for c in columns)), (right, max(c.at for c in columns))):
            if abs(outer - edge) > OPEN_SIDE and 2 * sum(abs(_near(r, edge) - edge) < REACH for r in rows) >= max(
                2, len(rows)
            ):
                closed_columns.append(Rule(edge, top, bottom))
        high, low = min(c.start for c in columns), max(c.end for c in columns)
        for edge, outer in ((high, top), (low, bottom)):
            reaching = [c for c in columns if min(abs(c.start - edge), abs(c.end - edge)) < REACH]
            if abs(outer - edge) > OPEN_SIDE and len(reaching) >= 2:
                closed_rows.append(Rule(edge, min(c.at for c in reaching), max(c.at for c in reaching)))
    return closed_rows, closed_columns


def _near(rule: Rule, at: float) -> float:
    return rule.start if abs(rule.start - at) < abs(rule.end - at) else rule.end


def enclose(rows: Sequence[Rule], columns: Sequence[Rule]) -> Lattice | None:
    """The cells that rules enclose, or None where they enclose fewer than two."""
    ys, xs = lines_of(rows), lines_of(columns)
    if len(ys) < 2 or len(xs) < 2 or len(ys) * len(xs) > 40_000:
        return None
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    below = _walls(rows, ys, xs)  # below[k][col]: a wall on line k above row k
    beside = _walls(columns, xs, ys)  # beside[k][row]: a wall on line k left of column k
    group = list(range(n_rows * n_cols))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for row in range(n_rows):
        for col in range(n_cols):
            here = row * n_cols + col
            if col + 1 < n_cols and not beside[col + 1][row]:
                group[root(here + 1)] = root(here)
            if row + 1 < n_rows and not below[row + 1][col]:
                group[root(here + n_cols)] = root(here)
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in range(n_rows):
        for col in range(n_cols):
            members[root(row * n_cols + col)].append((row, col))
    slots = [slot for boxes in members.values() for slot in _slots(boxes, xs, ys)]
    if len(slots) < 2:
        return None
    return Lattice(tuple(xs), tuple(ys), tuple(sorted(slots, key=lambda s: (s.row, s.col))))


def _walls(rules: Sequence[Rule], lines: Sequence[float], cross: Sequence[float]) -> list[list[bool]]:
    """For each line, which of the stretches between cross lines are drawn."""
    walls = [[False] * (len(cross) - 1) for _ in lines]
    drawn: list[list[float]] = [[0.0] * (len(cross) - 1) for _ in lines]
    for rule in rules:
        k = (
            min(range(len(lines)), key=lambda i: abs(lines[i] - rule.at))
            if len(lines) < 8
            else _nearest(lines, rule.at)
        )
        start = max(0, bisect_left(cross, rule.start) - 1)
        for s in range(start, len(cross) - 1):
            if cross[s] >= rule.end:
                break
            drawn[k][s] += max(0.0, min(rule.end, cross[s + 1]) - max(rule.start, cross[s]))
    for k in range(len(lines)):
        for s in range(len(cross) - 1):
            walls[k][s] = drawn[k][s] >= COVER * (cross[s + 1] - cross[s])
    return walls


def _nearest(lines: Sequence[float], at: float) -> int:
    i = bisect_left(lines, at)
    if i == 0:
        return 0
    if i == len(lines):
        return len(lines) - 1
    return i if lines[i] - at < at - lines[i - 1] else i - 1


def _slots(boxes: list[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> list[Slot]:
    """One slot for boxes that form a rectangle, else one for each run of boxes in a row.

    In the two levels of a head it is each run in a column where that draws less: walls are missing between the runs,
    and the shorter they are, the likelier they were forgotten. Further down a row is a row.
    """
    rows, cols = [r for r, _ in boxes], [k for _, k in boxes]
    top, bottom, left, right = min(rows), max(rows), min(cols), max(cols)
    if (bottom - top + 1) * (right - left + 1) == len(boxes):
        return [slot_of((top, left, bottom, right), xs, ys)]
    inside = set(boxes)
    under = sum(xs[col + 1] - xs[col] for row, col in boxes if (row + 1, col) in inside)
    beside = sum(ys[row + 1] - ys[row] for row, col in boxes if (row, col + 1) in inside)
    if bottom >= HEAD_LEVELS or under <= beside:
        return [slot_of((row, first, row, last), xs, ys) for row, first, last in _runs(boxes)]
    turned = _runs([(col, row) for row, col in boxes])
    return [slot_of((first, col, last, col), xs, ys) for col, first, last in turned]


def _runs(boxes: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Unbroken runs of boxes on one line: the line, the first place and the last."""
    runs: list[tuple[int, int, int]] = []
    for line, place in sorted(boxes):
        if runs and runs[-1][0] == line and runs[-1][2] == place - 1:
            runs[-1] = (line, runs[-1][1], place)
        else:
            runs.append((line, place, place))
    return runs


def slot_of(area: tuple[int, int, int, int], xs: Sequence[float], ys: Sequence[float]) -> Slot:
    """The slot of an area given as its first row and column and its last row and column."""
    row, col, last_row, last_col = area
    return Slot(row, col, last_row, last_col, Box(xs[col], ys[row], xs[last_col + 1], ys[last_row + 1]))
