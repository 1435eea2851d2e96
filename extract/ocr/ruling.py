"""The rulings of a page picture, in dots: drawn ones, broken ones, and the edges of coloured fields.

A rule is ink much longer than any stroke of a letter (`drawn`). A thin rule that a scanner broke into dots is found by
rows in which thin ink returns over a long way while the rows beside it are empty (`broken`). What rules occupy is
taken out of the ink (`without_rules`) before letters are looked for; where a letter runs through a rule it stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from extract.ocr.morphology import Mask, boxes_of, grown, opened
from extract.ocr.picture import Field
from extract.rulings import Rule

LONGEST_STROKE = 56  # dots: longer ink that is thin is a rule
SHORT_RULE = 26  # dots: shorter rules are not looked for
RUN = 20  # dots: ink along a rule that belongs to it
STEM = 11  # dots: ink higher than this is the stem of a letter or a cross rule
LONG_RULE = 400  # dots: no line of text touches itself for so long
MOST_STEMS = 0.2  # letters that touch each other look like a rule that many stems cross
THICKEST_RULE = 14
SAME_LINE = 6  # dots by which stretches of one rule may lie apart across it
BRIDGE = 140  # dots that a rule may be missing between two of its stretches
TORN = 40  # dots between the specks that are left of a rule
SPECKS = 90  # dots between specks that make a rule longer
LEAST_SPECKS = 3  # between two cross rules fewer specks than these are no rule
MOST_BROKEN = 0.4  # or this share of the way is covered
FRAY = 3  # rows beside a rule that its specks may lie on
WINDOW = 240  # dots over which the returns of a broken rule are counted
LEAST_RETURN = 0.22  # the share of a window that is ink in a broken rule
BESIDE = 6  # rows this far from a broken rule are empty
MOST_BESIDE = 0.06
SHORTEST_BROKEN = 100
THROUGH = 5  # dots from one side of a rule to the other


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a horizontal rule in dots: its middle, start and end (of a vertical one in a picture seen turned)."""

    at: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a picture in dots, and the ink they are made of."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    ink: Mask


def find_rules(ink: Mask, fields: Sequence[Field] = ()) -> Ruling:
    """All rules of a level picture."""
    turned = np.ascontiguousarray(ink.T)
    (across, ink_across), (down, ink_down) = _rules_across(ink), _rules_across(turned)
    low, narrow = flat_specks(ink & (1 - (ink_across | np.ascontiguousarray(ink_down.T))))
    across, down = extended(across, low, down), extended(down, np.ascontiguousarray(narrow.T), across)
    across += short_rules(ink, across, down)
    down += short_rules(turned, down, across)
    horizontal, vertical = bridged(across, down), bridged(down, across)
    rule_ink = ink_along(ink, horizontal) | np.ascontiguousarray(ink_along(turned, vertical).T)
    for one in fields:
        horizontal += [Rule(one.top, one.x0, one.x1), Rule(one.bottom, one.x0, one.x1)]
        vertical += [Rule(one.x0, one.top, one.bottom), Rule(one.x1, one.top, one.bottom)]
    return Ruling(tuple(horizontal), tuple(vertical), rule_ink)


def _rules_across(ink: Mask) -> tuple[list[Rule], Mask]:
    """The horizontal rules of a picture, and the ink of those without breaks."""
    whole, whole_ink = drawn(ink)
    rest = ink & (1 - whole_ink)
    return joined([*whole, *broken(rest, thin_ink(rest))], TORN), whole_ink


def flat_specks(ink: Mask) -> tuple[Mask, Mask]:
    """Ink that hangs together and is low, and ink that is narrow: what a scanner leaves of rules, and points."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    low, narrow = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    low[1:] = stats[1:, cv2.CC_STAT_HEIGHT] <= BESIDE
    narrow[1:] = stats[1:, cv2.CC_STAT_WIDTH] <= BESIDE
    return low[labels], narrow[labels]


def short_rules(ink: Mask, across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """Horizontal rules no longer than the stroke of a letter: they reach from one cross rule to the next."""
    found, _ = drawn(ink, SHORT_RULE)
    lines = [s for s in found if s.end - s.start < 2 * LONGEST_STROKE]
    missing = [
        s for s in lines if not any(abs(r.at - s.at) <= SAME_LINE and r.start <= s.start <= r.end for r in across)
    ]
    return [Rule(s.at, s.start, s.end) for s in missing if _meets(s.start, s.at, down) and _meets(s.end, s.at, down)]


def ink_along(ink: Mask, rules: Sequence[Rule]) -> Mask:
    """The ink that horizontal rules are made of: runs along them, and specks between the runs."""
    runs = opened(ink, 1, RUN)
    low = ink & (1 - opened(ink, BESIDE, 1))
    mask = np.zeros_like(ink)
    for rule in rules:
        part = slice(max(0, int(rule.start) - FRAY), int(rule.end) + FRAY + 1)
        rows = slice(max(0, int(rule.at) - THICKEST_RULE), int(rule.at) + THICKEST_RULE + 1)
        core = runs[rows, part].copy()
        middle = int(rule.at) - rows.start
        near = slice(max(0, middle - FRAY), middle + FRAY + 1)
        core[: max(0, middle - SAME_LINE)] = 0
        core[middle + SAME_LINE + 1 :] = 0
        core[near] |= low[rows, part][near]
        mask[rows, part] |= core
    return mask


def thin_ink(ink: Mask) -> Mask:
    """Ink that is nowhere higher than a hairline, with nothing close above and below: no part of a letter."""
    letters = opened(ink, BESIDE, 1)
    thin = ink & (1 - letters)
    empty = np.ones_like(ink)
    for reach in range(BESIDE, BESIDE + 4):
        empty[reach:] &= 1 - ink[:-reach]
        empty[:-reach] &= 1 - ink[reach:]
    return np.asarray(thin & empty, dtype=np.uint8)


def extended(rules: Sequence[Rule], specks: Mask, across: Sequence[Rule]) -> list[Rule]:
    """Rules made longer along the specks that go on from their ends: to the next cross rule, and on where many do."""
    longer = []
    for rule in rules:
        found = np.flatnonzero(specks[max(0, int(rule.at) - FRAY) : int(rule.at) + FRAY + 1].any(axis=0)).tolist()
        stops = [c.at for c in across if c.start - TORN <= rule.at <= c.end + TORN]
        end = _along(rule.end, [x for x in found if x > rule.end], sorted(stops))
        start = -_along(-rule.start, [-x for x in reversed(found) if x < rule.start], sorted(-at for at in stops))
        longer.append(Rule(rule.at, start, end))
    return longer


def _along(end: float, specks: Sequence[float], stops: Sequence[float]) -> float:
    """How far a rule that ends at `end` goes on along specks, past those of the ascending stops it goes through.

    >>> _along(100, [120, 180], [100.5, 400]), _along(100, [*range(110, 390, 20)], [100.5, 400])
    (100.5, 400)
    """
    at_stop = False
    for stop in [s for s in stops if s >= end - 2 * SAME_LINE] or [float("inf")]:
        if abs(stop - end) <= 2 * SAME_LINE:
            end, at_stop = max(end, stop), True
            continue
        ahead = [x for x in specks if end < x <= stop]
        if at_stop and not _is_row(ahead, stop - end):
            return end
        for x in ahead:
            if x - end > SPECKS:
                return end
            end = x
        if stop - end > TORN:
            return end
        end, at_stop = stop, True
    return end


def _is_row(specks: Sequence[float], length: float) -> bool:
    """Whether specks between two cross rules are the rest of a rule."""
    if not specks:
        return False
    runs = sum(b - a > 2 for a, b in pairwise(specks)) + 1
    reach = specks[-1] - specks[0]
    return (runs >= LEAST_SPECKS and reach >= 0.5 * length) or len(specks) >= MOST_BROKEN * length


def bridged(rules: Sequence[Rule], across: Sequence[Rule]) -> list[Rule]:
    """Rules joined over breaks, except where a break reaches from one cross rule to the next: there is no wall there.

    >>> rules = [Rule(100, 0, 200), Rule(101, 260, 400)]
    >>> len(bridged(rules, [])), len(bridged(rules, [Rule(201, 0, 200), Rule(258, 0, 200)]))
    (1, 2)
    """
    done: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.start):
        before = [r for r in done if abs(r.at - rule.at) <= SAME_LINE and rule.start - r.end <= BRIDGE]
        last = min(before, key=lambda r: abs(r.at - rule.at), default=None)
        if last is None or (_meets(last.end, rule.at, across) and _meets(rule.start, rule.at, across)):
            done.append(rule)
            continue
        done.remove(last)
        a, b = last.end - last.start, rule.end - rule.start
        at = (last.at * a + rule.at * b) / max(1e-6, a + b)
        done.append(Rule(at, last.start, max(last.end, rule.end)))
    return sorted(done)


def _meets(end: float, at: float, across: Sequence[Rule]) -> bool:
    """Whether the end of a rule lies on a cross rule."""
    return any(abs(r.at - end) <= 2 * SAME_LINE and r.start - BRIDGE <= at <= r.end + BRIDGE for r in across)


def drawn(ink: Mask, least: int = LONGEST_STROKE) -> tuple[list[Stretch], Mask]:
    """Stretches of at least `least` dots that are drawn without a break, and their ink."""
    thick = grown(ink, 3, 1)
    runs = opened(thick, 1, least)
    stems = [opened(ink, high, 1) for high in (STEM, 2 * STEM)]
    found: list[Stretch] = []
    mask = np.zeros_like(ink)
    for x, y, width, height in boxes_of(runs):
        box = slice(y, y + height), slice(x, x + width)
        part = runs[box]
        thickness = float(part.sum()) / width
        crossed = float((part & stems[thickness > STEM - 4][box]).any(axis=0).mean())
        if thickness <= THICKEST_RULE and crossed <= (MOST_STEMS if width < LONG_RULE else 2 * MOST_STEMS):
            mask[box] |= part & ink[box]
            found += _pieces(part, x, y)
    return found, mask


def _pieces(part: Mask, x: int, y: int) -> list[Stretch]:
    """A rule as one stretch, or, where it is bent or slants, as several that follow it."""
    height, width = part.shape
    thick = max(1, round(float(part.sum()) / width) - 2)
    count = 1 if height <= thick + SAME_LINE else max(1, width // (4 * LONGEST_STROKE))
    bounds = np.linspace(0, width, count + 1).astype(int)
    rows = np.arange(height, dtype=np.float64)
    found = []
    for start, end in pairwise(bounds):
        weights = part[:, start:end].sum(axis=1, dtype=np.float64)
        at = y + float(np.dot(rows, weights) / max(1.0, weights.sum())) + 0.5
        found.append(Stretch(at, x + int(start), x + int(end)))
    return found


def broken(ink: Mask, thin: Mask) -> list[Stretch]:
    """Stretches of thin rules of which only dots and dashes are left."""
    rows = grown(thin, 3, 1)
    share = cv2.boxFilter(rows * 200, -1, (WINDOW, 1), borderType=cv2.BORDER_CONSTANT)
    near = cv2.boxFilter(ink * 200, -1, (WINDOW, 3), borderType=cv2.BORDER_CONSTANT)
    beside = np.full_like(near, 200)
    beside[BESIDE:-BESIDE] = np.maximum(near[: -2 * BESIDE], near[2 * BESIDE :])
    band = ((share >= 200 * LEAST_RETURN) & (beside <= 200 * MOST_BESIDE)).astype(np.uint8)
    found: list[Stretch] = []
    for x, y, width, height in boxes_of(band):
        if width < SHORTEST_BROKEN:
            continue
        box = slice(y, y + height), slice(x, x + width)
        here = thin[box] & band[box]
        columns = np.flatnonzero(here.any(axis=0))
        if len(columns) and columns[-1] - columns[0] >= SHORTEST_BROKEN:
            weights = here.sum(axis=1, dtype=np.float64)
            at = y + float(np.dot(np.arange(height), weights) / weights.sum()) + 0.5
            found.append(Stretch(at, x + int(columns[0]), x + int(columns[-1]) + 1))
    return found


def joined(stretches: Iterable[Stretch], reach: float) -> list[Rule]:
    """Stretches put together to rules where they lie on one line and their breaks are no longer than `reach`.

    >>> joined([Stretch(100.0, 0, 200), Stretch(102.0, 250, 400), Stretch(101.0, 700, 900)], 60)
    [Rule(at=100.85714285714286, start=0, end=400), Rule(at=101.0, start=700, end=900)]
    """
    open_rules: list[list[Stretch]] = []
    for one in sorted(stretches, key=lambda s: s.start):
        near = [r for r in open_rules if abs(r[-1].at - one.at) <= SAME_LINE and one.start - _end(r) <= reach]
        if near:
            min(near, key=lambda r: abs(r[-1].at - one.at)).append(one)
        else:
            open_rules.append([one])
    return sorted(_rule(rule) for rule in open_rules)


def _end(rule: Sequence[Stretch]) -> int:
    return max(s.end for s in rule)


def _rule(rule: Sequence[Stretch]) -> Rule:
    lengths = [max(1, s.end - s.start) for s in rule]
    at = sum(s.at * n for s, n in zip(rule, lengths, strict=True)) / sum(lengths)
    return Rule(at, min(s.start for s in rule), _end(rule))


def without_rules(ink: Mask, ruling: Ruling) -> Mask:
    """The ink of letters: rules taken out, except where a stroke runs through them."""
    rules = grown(ruling.ink, 3, 3) & ink
    rest = ink & (1 - rules)
    through = rules & _beyond(rest) & _beyond(rest[::-1])[::-1]
    through |= rules & _beyond(rest.T).T & _beyond(rest.T[::-1])[::-1].T
    return np.asarray(rest | through, dtype=np.uint8)


def _beyond(ink: Mask) -> Mask:
    """Where there is ink a rule's thickness further up."""
    moved = np.zeros_like(ink)
    moved[THROUGH:] = ink[:-THROUGH]
    return moved
