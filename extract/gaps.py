"""Tables without vertical rules: columns from the white gaps that run through their lines.

Two kinds of regions are looked at: what stands between horizontal rules of the same width, and runs of lines that fall
into three or more pieces. A region is a table when white gaps part it into columns from its first line to its last;
running text has none. Rows are cut afterwards, where the columns' lines align (`recut`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.grid import Lattice, Slot, snap
from extract.model import Box
from extract.paths import Rule
from extract.pdfium import Word

SAME_END = 8.0  # rules belong together when their ends differ by less, in points
LEAST_WIDTH = 140.0
GAP = 5.0  # the least width of a white gap between columns, in points
PIECE_GAP = 0.9  # words this many line heights apart belong to different pieces
LEAST_COLUMNS = 3
LEAST_LINES = 3
CROSSING = 0.12  # the share of lines that may run through a gap (heads over several columns, group lines)


@dataclass(frozen=True, slots=True)
class _TextLine:
    """Words on one height, as the pieces that white space parts them into."""

    box: Box
    pieces: tuple[Box, ...]


def find_gap_lattices(words: Sequence[Word], horizontal: Sequence[Rule], taken: Sequence[Box]) -> list[Lattice]:
    """Tables of a page that have no vertical rules; `taken` are the boxes of tables found already."""
    free = [w for w in words if not w.turned and not _inside(w.box, taken)]
    lines = text_lines(free)
    found: list[Lattice] = []
    for ys, x0, x1 in rule_regions(horizontal, taken):
        between = [x for x in lines if ys[0] <= _middle(x.box) <= ys[-1] and x.box.x1 > x0 and x.box.x0 < x1]
        lattice = build(between, ys, x0, x1)
        if lattice:
            found.append(lattice)
    boxes = [*taken, *(f.box for f in found)]
    for region in piece_regions([x for x in lines if not _inside(x.box, boxes)]):
        x0, x1 = min(x.box.x0 for x in region) - 2, max(x.box.x1 for x in region) + 2
        lattice = build(region, (region[0].box.top - 1, region[-1].box.bottom + 1), x0, x1)
        if lattice:
            found.append(lattice)
    return found


def _inside(box: Box, boxes: Sequence[Box]) -> bool:
    x, y = (box.x0 + box.x1) / 2, _middle(box)
    return any(b.x0 <= x <= b.x1 and b.top <= y <= b.bottom for b in boxes)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def text_lines(words: Sequence[Word]) -> list[_TextLine]:
    """Words gathered into lines over the whole width, from top to bottom."""
    rows: list[list[Box]] = []
    for word in sorted(words, key=lambda w: _middle(w.box)):
        if rows and _middle(word.box) - _middle(rows[-1][0]) <= 0.5 * max(word.box.height, 1.0):
            rows[-1].append(word.box)
        else:
            rows.append([word.box])
    lines = []
    for row in rows:
        pieces: list[Box] = []
        for box in sorted(row):
            if pieces and box.x0 - pieces[-1].x1 < PIECE_GAP * max(box.height, 1.0):
                pieces[-1] = pieces[-1].union(box)
            else:
                pieces.append(box)
        whole = pieces[0]
        for piece in pieces[1:]:
            whole = whole.union(piece)
        lines.append(_TextLine(whole, tuple(pieces)))
    return lines


def rule_regions(horizontal: Sequence[Rule], taken: Sequence[Box]) -> list[tuple[tuple[float, ...], float, float]]:
    """Stacks of horizontal rules of the same width as their heights, start and end."""
    rules = [
        r
        for r in snap(horizontal)
        if r.end - r.start >= LEAST_WIDTH and not any(b.top - 3 <= r.at <= b.bottom + 3 for b in taken)
    ]
    stacks: list[list[Rule]] = []
    for rule in rules:
        for stack in stacks:
            if abs(stack[0].start - rule.start) < SAME_END and abs(stack[0].end - rule.end) < SAME_END:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [(tuple(r.at for r in s), s[0].start, s[0].end) for s in stacks if len(s) >= 3]


def piece_regions(lines: Sequence[_TextLine]) -> list[list[_TextLine]]:
    """Runs of lines without wide gaps between them, most of which begin and end with lines of several pieces."""
    regions: list[list[_TextLine]] = []
    for line in lines:
        if regions and line.box.top - regions[-1][-1].box.bottom < 1.6 * max(line.box.height, 1.0):
            regions[-1].append(line)
        else:
            regions.append([line])
    trimmed = []
    for region in regions:
        rich = [i for i, x in enumerate(region) if len(x.pieces) >= LEAST_COLUMNS]
        if len(rich) >= LEAST_LINES:
            part = region[rich[0] : _last_of(region, rich[-1]) + 1]
            if 2.5 * len(rich) >= len(part):
                trimmed.append(part)
    return trimmed


def _last_of(region: Sequence[_TextLine], last: int) -> int:
    """The last line of the entry that the last rich line begins: short pieces below it that are no new text."""
    while last + 1 < len(region) and len(region[last + 1].pieces) >= 2:
        last += 1
    return last


def build(lines: Sequence[_TextLine], ys: Sequence[float], x0: float, x1: float) -> Lattice | None:
    """The lattice of a region from its white gaps, or None where it has fewer than three columns or lines."""
    if len(lines) < LEAST_LINES or sum(len(x.pieces) >= LEAST_COLUMNS for x in lines) < LEAST_LINES:
        return None
    gaps = white_gaps(lines, x0, x1)
    if len(gaps) + 1 < LEAST_COLUMNS:
        return None
    xs = (x0, *gaps, x1)
    slots = tuple(
        Slot(r, k, r, k, Box(xs[k], ys[r], xs[k + 1], ys[r + 1]))
        for r in range(len(ys) - 1)
        for k in range(len(xs) - 1)
    )
    return Lattice(xs, tuple(ys), slots)


def white_gaps(lines: Sequence[_TextLine], x0: float, x1: float) -> list[float]:
    """The middles of the gaps that no more than a few lines run through, from left to right."""
    width = max(1, int(x1 - x0) + 1)
    covered = [0] * width
    for line in lines:
        for piece in line.pieces:
            for x in range(max(0, int(piece.x0 - x0)), min(width, int(piece.x1 - x0) + 1)):
                covered[x] += 1
    allowed = int(CROSSING * len(lines))
    gaps: list[float] = []
    start = None
    first = next((i for i, n in enumerate(covered) if n > allowed), 0)
    last = width - next((i for i, n in enumerate(reversed(covered)) if n > allowed), 0)
    for x in range(first, last):
        if covered[x] <= allowed:
            start = x if start is None else start
        elif start is not None:
            if x - start >= GAP:
                gaps.append(x0 + (start + x) / 2)
            start = None
    return gaps
