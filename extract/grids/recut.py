"""Rows that the rulings left together: several entries stacked in one ruled row, aligned only by height.

A row is cut again only where its columns say so: one column of text falls into entries (by bullets or numbers, by wider
gaps, by a first word that returns), and the columns of figures hold a figure for each; or several columns of figures
hold the same number of figures at the same heights. Cells of several lines that are one entry stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.grids.cells import FilledLattice, FilledSlot
from extract.grids.grid import Slot
from extract.grids.numbered import divided_by_number, entries_by_number, numbered_together
from extract.model import Box, CellLine

FIGURE = re.compile(
    r"^[<>≤≥±~(]*\s*(?:Rp\.?\s*)?[-–]?\d[\d.,]*(?:\s*-\s*\d[\d.,]*)?\s*[%)]*"
    r"\s*(?:[A-Za-z][\w./ %]{0,22})?[*)]*$|^[-–—]$"
)
MARKER = re.compile(r"^(?:[-–•▪●➢✓*·►§\uf0a0-\uf0ff]|\(?[a-z][.)]|\(?\d{1,2}[.)]|\d+(?:\.\d+)+\.?)(?:\s+\S|$)")
BULLET = re.compile(r"^[-–•▪●➢✓*·►§\uf0a0-\uf0ff]")
CUT_NUMBER = re.compile(  # "398.751.2", "1,250,000,00": the last group has too few digits
    r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3})+(?:\.\d{0,2})?|(?:,\d{3})+(?:,\d{0,2})?)$"
)
WHOLE_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|(?:,\d{3}){2,}(?:\.\d+)?)(?:[,.]-)?$")
BARE = re.compile(r"\d+$")
NEXT_LINE = 2.4  # times the height of figures without descenders, from one line of a cell to the next
WIDER = 1.35  # a gap this much above the usual line pitch parts two entries
WHITER = 0.12  # the white between two entries is so much more than that inside one, in line heights
CLOSE = 0.85  # the lines of one entry are not nearer than this, in line heights (raised figures are)
UNIT = 14  # lines so short are units or marks, one for each entry by order
SAME_HEIGHT = 0.6  # lines whose middles differ by less than this share of their height stand side by side


@dataclass(frozen=True, slots=True)
class _Entry:
    """Lines that belong together in one column of a stacked row."""

    lines: tuple[CellLine, ...]

    @property
    def top(self) -> float:
        return _middle(self.lines[0])


def recut(lattice: FilledLattice) -> FilledLattice:
    """The lattice with its stacked rows cut into one row an entry."""
    cuts = {}
    for row in range(len(lattice.ys) - 1):
        slots = [s for s in lattice.slots if s.slot.row == row and s.slot.last_row == row]
        starts = find_cuts(slots)
        if len(starts) >= 2:
            cuts[row] = starts
    return _apply(lattice, cuts) if cuts else lattice


def find_cuts(slots: Sequence[FilledSlot]) -> list[float]:
    """The heights at which the entries of a stacked row begin, [] where the row is one entry."""
    if together := numbered_together(slots):
        return [_middle(entry[0]) - 0.5 * _height(entry[0]) for entry in together]
    figures = [anchors for anchors in map(figure_lines, slots) if len(anchors) >= 2]
    if not figures:
        return _numbered(slots)
    if _are_broken(slots, figures):
        return []
    texts = [(slot, entries_of(slot, max(map(len, figures)))) for slot in slots if not figure_lines(slot)]
    count = max(map(len, figures))
    if ordered := _ordered(slots, [entries for _, entries in texts], min(map(len, figures))):
        return ordered
    same = [anchors for anchors in figures if len(anchors) == count]
    level = len(same) >= 2 and all(_aligned(a, b) for a, b in pairwise(same))
    candidates = [entries for _, entries in texts if len(entries) >= 2]
    if candidates:
        listed = next((entries for entries in candidates if len(entries) == count and _is_listed(entries)), None)
        if listed:
            return [e.top - 0.5 * _height(e.lines[0]) for e in listed]
        candidates = [_without_bare_bullets(entries, max(figures, key=len)) for entries in candidates]
        best = min(candidates, key=lambda entries: (abs(len(entries) - count), -sum(len(e.lines) for e in entries)))
        served = sum(any(_serves(best, i, line) for line in max(figures, key=len)) for i in range(len(best)))
        if served >= 2 and not (level and len(best) < count):
            return [e.top - 0.5 * _height(e.lines[0]) for e in best]
    return [_begin(slots, above, line) for above, line in pairwise([None, *same[0]]) if line] if level else []


def _ordered(slots: Sequence[FilledSlot], texts: Sequence[list[_Entry]], count: int) -> list[float]:
    """The heights of the entries where a text has as many as each of several columns has figures, at any height."""
    columns = [figure_lines(slot, count) for slot in slots]
    stacked = [anchors for anchors in columns if len(anchors) >= 2]
    found = next((entries for entries in texts if len(entries) == count), None)
    if found is None or len(stacked) < 2 or any(len(anchors) != count for anchors in stacked):
        return []
    return [e.top - 0.5 * _height(e.lines[0]) for e in found]


def _numbered(slots: Sequence[FilledSlot]) -> list[float]:
    """The heights of the entries of a list 1, 2, … where a cell has one line beside each, one of them a figure."""
    found = next((parts for slot in slots if (parts := entries_by_number(slot.lines))), [])
    listed = [_Entry(lines) for lines in found]
    for slot in slots:
        beside = len(slot.lines) == len(listed) and all(_serves(listed, i, line) for i, line in enumerate(slot.lines))
        own = not any(MARKER.match(line.text) or line.text.startswith("(") for line in slot.lines)
        if listed and beside and own and any(FIGURE.match(line.text) for line in slot.lines):
            return [e.top - 0.5 * _height(e.lines[0]) for e in listed]
    return []


def _is_listed(entries: Sequence[_Entry]) -> bool:
    """Whether every entry has a letter or number of its own; figures then belong to them by order, at any height."""
    return all(MARKER.match(e.lines[0].text) and not BULLET.match(e.lines[0].text) for e in entries)


def _begin(slots: Sequence[FilledSlot], above: CellLine | None, figure: CellLine) -> float:
    """Where the entry of a figure begins: at its top, or under the widest white of a column between it and the last."""
    top = _middle(figure) - 0.5 * _height(figure)
    if above is None:
        return top
    pairs = [(a.box, b.box) for slot in slots for a, b in pairwise(slot.lines) if a.box and b.box]
    inner = max(0.0, min(b.top - a.bottom for a, b in pairs))
    first, last = _middle(above) - 0.5 * _height(above), _middle(figure) + 0.5 * _height(figure)
    white, begin = max(
        ((b.top - a.bottom, b.top) for a, b in pairs if first <= a.top and b.bottom <= last + 1), default=(0.0, top)
    )
    return begin if white > inner + WHITER * _height(figure) else top


def _without_bare_bullets(entries: list[_Entry], figures: Sequence[CellLine]) -> list[_Entry]:
    """The entries with bullets that no figure stands beside kept in the entry they list the parts of."""
    kept: list[_Entry] = []
    for i, entry in enumerate(entries):
        served = any(_serves(entries, i, line) for line in figures)
        if kept and not served and BULLET.match(entry.lines[0].text):
            kept[-1] = _Entry(kept[-1].lines + entry.lines)
        else:
            kept.append(entry)
    return kept


def figure_lines(slot: FilledSlot, wanted: int = 0) -> list[CellLine]:
    """The lines of a cell that are figures of their own, [] where it is text or one figure.

    A short rest of digits under a full line is the end of a broken number, a figure in brackets goes with that above.
    Where other cells tell that `wanted` figures stand here, a digit under decimals may be the end of a number, too.
    """
    found: list[CellLine] = []
    others = 0
    previous: CellLine | None = None
    begun = ""  # the digits so far of a number that goes on
    for line in slot.lines:
        goes_on = _continues(previous, line, slot.slot.box, begun)
        if FIGURE.match(line.text) and not goes_on:
            found.append(line)
        elif not goes_on and len(line.text) > 14:
            others += 1
        begun = begun + line.text if goes_on else line.text
        previous = line
    if 2 <= wanted < len(found):
        whole = [b for a, b in pairwise([None, *found]) if not (a and b and _is_rest(a, b))]
        found = [line for line in whole if line] if len(whole) == wanted else found
    return found if len(found) >= 2 and others <= len(found) / 2 else []


def _are_broken(slots: Sequence[FilledSlot], figures: Sequence[Sequence[CellLine]]) -> bool:
    """Whether all stacked figures are numbers over two lines: put together as long as one that stands on one line."""
    whole = {len(one.lines[0].text) for one in slots if len(one.lines) == 1 and BARE.match(one.lines[0].text)}
    parts = [[line.text for line in anchors] for anchors in figures]
    return all(len(one) == 2 and all(map(BARE.match, one)) and len("".join(one)) in whole for one in parts)


def _is_rest(above: CellLine, line: CellLine) -> bool:
    """Whether a line can be the last decimals of the one above: "97,5" over "0"."""
    return re.fullmatch(r"\d\s*%?", line.text) is not None and re.search(r"\d[.,]\d$", above.text) is not None


def _continues(above: CellLine | None, line: CellLine, cell: Box, begun: str) -> bool:
    """Whether a line goes on with the figure above it, of which `begun` are all lines so far."""
    if above is None or above.box is None or line.box is None:
        return False
    pitch = (line.box.top - above.box.top) / max(above.box.height, 1.0)
    digits = begun + line.text
    if pitch < NEXT_LINE and CUT_NUMBER.search(begun) and (WHOLE_NUMBER.search(digits) or CUT_NUMBER.search(digits)):
        return True
    near = pitch < 1.95
    if line.text.startswith("("):
        return near
    tail = re.fullmatch(r"[\d.,]{1,3}[%)]*", line.text) is not None
    full = above.box.width > 0.45 * cell.width
    return near and (above.text[-1] in ".,-/:(" or (tail and full and bool(re.search(r"[\d.,]{4,}$", above.text))))


def entries_of(slot: FilledSlot, wanted: int) -> list[_Entry]:
    """A text cell as its entries: by markers, by wider gaps, or by a first word that returns `wanted` times."""
    lines = slot.lines
    if len(lines) < 2 or any(line.box is None for line in lines):
        return [_Entry(lines)] if lines else []
    marked = [i for i, line in enumerate(lines) if MARKER.match(line.text)]
    if len(marked) >= 2:
        return _parted(lines, sorted({0, *marked}))
    pitches = [_middle(b) - _middle(a) for a, b in pairwise(lines)]
    close = [pitch for pitch in pitches if pitch >= CLOSE * _height(lines[0])]
    usual = min(close, default=pitches[0]) if len(pitches) > 2 else min(*pitches, 1.3 * _height(lines[0]))
    gaps = [i + 1 for i, pitch in enumerate(pitches) if pitch > WIDER * max(usual, 0.8 * _height(lines[0]))]
    by_gap = _parted(lines, [0, *gaps])
    first = lines[0].text.split()[0].casefold()
    returning = [i for i, line in enumerate(lines) if line.text.split()[0].casefold() == first]
    if len(by_gap) != wanted and len(returning) == wanted:
        return _parted(lines, returning)
    return by_gap


def _parted(lines: Sequence[CellLine], starts: Sequence[int]) -> list[_Entry]:
    ends = [*starts[1:], len(lines)]
    return [_Entry(tuple(lines[a:b])) for a, b in zip(starts, ends, strict=True)]


def _serves(entries: Sequence[_Entry], i: int, line: CellLine) -> bool:
    """Whether a figure stands beside the entry of this number."""
    height = _height(line)
    top = entries[i].top - SAME_HEIGHT * height
    end = entries[i + 1].top - SAME_HEIGHT * height if i + 1 < len(entries) else float("inf")
    return top <= _middle(line) < end


def _aligned(a: Sequence[CellLine], b: Sequence[CellLine]) -> bool:
    return all(abs(_middle(x) - _middle(y)) <= SAME_HEIGHT * _height(x) for x, y in zip(a, b, strict=True))


def _middle(line: CellLine) -> float:
    assert line.box is not None, "only lines with a place are cut"
    return (line.box.top + line.box.bottom) / 2


def _height(line: CellLine) -> float:
    assert line.box is not None, "only lines with a place are cut"
    return max(line.box.height, 1.0)


def _apply(lattice: FilledLattice, cuts: dict[int, list[float]]) -> FilledLattice:
    """The lattice with each cut row replaced by its entries; cells that are not stacked span them."""
    offset = []
    ys = [lattice.ys[0]]
    for row in range(len(lattice.ys) - 1):
        offset.append(len(ys) - 1)
        inner = [max(y, lattice.ys[row] + 0.1) for y in cuts.get(row, [])[1:]]
        ys += [*inner, lattice.ys[row + 1]]
    last_of = [(offset[r + 1] if r + 1 < len(offset) else len(ys) - 1) - 1 for r in range(len(offset))]
    slots: list[FilledSlot] = []
    for one in lattice.slots:
        slot = one.slot
        start, end = offset[slot.row], last_of[slot.last_row]
        if slot.row == slot.last_row and slot.row in cuts and (parts := divide(one, cuts[slot.row])):
            for k, lines in enumerate(parts):
                box = Box(slot.box.x0, ys[start + k], slot.box.x1, ys[start + k + 1])
                slots.append(FilledSlot(Slot(start + k, slot.col, start + k, slot.last_col, box), lines))
        else:
            slots.append(FilledSlot(Slot(start, slot.col, end, slot.last_col, slot.box), one.lines))
    ordered = tuple(sorted(slots, key=lambda s: (s.slot.row, s.slot.col)))
    return FilledLattice(lattice.xs, tuple(ys), ordered, lattice.quality)


def divide(one: FilledSlot, starts: Sequence[float]) -> list[tuple[CellLine, ...]]:
    """The lines of a stacked cell by entry, or [] where the cell is one running text beside the entries."""
    if not one.lines:
        return [() for _ in starts]
    if parts_by_number := divided_by_number(one.lines, len(starts)):
        return parts_by_number
    figures = figure_lines(one, len(starts))
    if len(figures) == len(starts) and one.lines[0] == figures[0]:
        return _by_order(one.lines, figures)
    if len(one.lines) == 1 and _middle(one.lines[0]) < starts[1]:
        return []  # one line at the top of several entries belongs to all of them
    if len(one.lines) == len(starts) and (
        all(len(line.text) <= UNIT or FIGURE.match(line.text.removesuffix(",-")) for line in one.lines)
        or _stand_apart(one.lines, starts)
    ):
        return [(line,) for line in one.lines]
    parts: list[list[CellLine]] = [[] for _ in starts]
    for line in one.lines:
        middle = _middle(line)
        k = max((i for i, s in enumerate(starts) if s <= middle + 0.1 * _height(line)), default=0)
        parts[k].append(line)
    is_running = len(entries_of(one, len(starts))) == 1 and len(one.lines) >= 2 and not figures
    if is_running:
        return []
    return [tuple(p) for p in parts]


def _stand_apart(lines: Sequence[CellLine], starts: Sequence[float]) -> bool:
    """Whether each line stands in an entry of its own."""
    ends = [*starts[1:], float("inf")]
    return all(
        start - SAME_HEIGHT * _height(line) <= _middle(line) < end
        for line, start, end in zip(lines, starts, ends, strict=True)
    )


def _by_order(lines: Sequence[CellLine], figures: Sequence[CellLine]) -> list[tuple[CellLine, ...]]:
    starts = [lines.index(f) for f in figures]
    ends = [*starts[1:], len(lines)]
    return [tuple(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
