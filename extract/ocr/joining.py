"""Traces put together to rules: joined where they lie on one line, made longer along specks, bridged over breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from extract.ocr.morphology import Mask
from extract.ocr.picture import Field
from extract.ocr.traces import SAME_LINE, Stretch, low_specks, thin_ink
from extract.pdf.rulings import Rule

BRIDGE = 140  # dots that a rule may be missing between two of its stretches
TORN = 40  # dots between the specks that are left of a rule
SPECKS = 90  # dots between specks that make a rule longer
LEAST_SPECKS = 3  # between two cross rules fewer specks than these are no rule
MOST_BROKEN = 0.4  # or this share of the way is covered
SHORTEST_GAP = 20  # dots between two cross rules
WHOLE = 0.85  # a rule runs through a stretch where so much of it is ink without a break
TRACE = 0.1  # less of a stretch is no trace of a rule
LETTER = 14  # dots from the middle of one letter to that of the next
STROKE = 0.3  # a letter covers at least so much of the height of a low row
FRAY = 3  # rows beside a rule that its specks may lie on


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


def extended(rules: Sequence[Rule], rest: Mask, across: Sequence[Rule]) -> list[Rule]:
    """Rules made longer along the specks that go on from their ends: to the next cross rule, and on where many do.

    `rest` is the ink that is no part of a rule so far.
    """
    specks, lone = low_specks(rest), thin_ink(rest)
    longer = []
    for rule in rules:
        rows = slice(max(0, int(rule.at) - FRAY), int(rule.at) + FRAY + 1)
        found = [np.flatnonzero(mask[rows].any(axis=0)).tolist() for mask in (specks, lone)]
        stops = [c.at for c in across if c.start - TORN <= rule.at <= c.end + TORN]
        ahead = [[x for x in columns if x > rule.end] for columns in found]
        behind = [[-x for x in reversed(columns) if x < rule.start] for columns in found]
        end = _along(rule.end, ahead[0], ahead[1], sorted(stops))
        start = -_along(-rule.start, behind[0], behind[1], sorted(-at for at in stops))
        longer.append(Rule(rule.at, start, end))
    return longer


def _along(end: float, specks: Sequence[float], lone: Sequence[float], stops: Sequence[float]) -> float:
    """How far a rule that ends at `end` goes on along specks, past those of the ascending stops it goes through.

    >>> _along(100, [120, 180], [], [100.5, 400]), _along(100, [*range(110, 390, 20)], [], [100.5, 400])
    (100.5, 400)
    """
    at_stop = False
    for stop in [s for s in stops if s >= end - 2 * SAME_LINE] or [float("inf")]:
        if abs(stop - end) <= 2 * SAME_LINE:
            end, at_stop = max(end, stop), True
            continue
        ahead, alone = ([x for x in columns if end < x <= stop] for columns in (specks, lone))
        if at_stop and not _is_row(ahead, alone, stop - end):
            return end
        for x in ahead:
            if x - end > SPECKS:
                return end
            end = x
        if stop - end > TORN:
            return end
        end, at_stop = stop, True
    return end


def _is_row(specks: Sequence[float], lone: Sequence[float], length: float) -> bool:
    """Whether specks between two cross rules are the rest of a rule: many, or few with nothing beside them."""
    if not specks:
        return False
    runs = sum(b - a > 2 for a, b in pairwise(specks)) + 1
    reach = specks[-1] - specks[0]
    many = runs >= LEAST_SPECKS and reach >= 0.5 * length
    two = runs == 2 and len(specks) >= 0.3 * length and reach >= 0.7 * length
    return many or two or len(lone) >= MOST_BROKEN * length


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
        if last is None or (meets(last.end, rule.at, across) and meets(rule.start, rule.at, across)):
            done.append(rule)
            continue
        done.remove(last)
        a, b = last.end - last.start, rule.end - rule.start
        at = (last.at * a + rule.at * b) / max(1e-6, a + b)
        done.append(Rule(at, last.start, max(last.end, rule.end)))
    return sorted(done)


def parted(rules: Sequence[Rule], across: Sequence[Rule], ink: Mask, bare: Sequence[Field] = ()) -> list[Rule]:
    """Walls cut where they are missing from one cross rule to the next: a cell spans both sides there.

    A wall that hardly left a trace is missing, and one that is broken where a word runs through its place. `ink` is
    that of the picture seen turned, as for all vertical rules. In `bare` stretches only walls without a break stand.
    """
    found: list[Rule] = []
    for rule in rules:
        free = [f for f in bare if f.x0 < rule.at < f.x1 and rule.start < f.bottom and f.top < rule.end]
        inner = [y for f in free for y in (f.top, f.bottom) if rule.start < y < rule.end]
        stops = [rule.start, *sorted([*inner, *(c.at for c in across if _crosses(c, rule))]), rule.end]
        cells = [(a, b) for a, b in pairwise(stops) if b - a > SHORTEST_GAP]
        start = rule.start
        for a, b in [cell for cell in cells if _is_missing(rule, cell, ink, free)]:
            if a > start:
                found.append(Rule(rule.at, start, a))
            start = b
        if rule.end > start:
            found.append(Rule(rule.at, start, rule.end))
    return sorted(found)


def _is_missing(rule: Rule, cell: tuple[float, float], ink: Mask, bare: Sequence[Field]) -> bool:
    """Whether between two cross rules no rule is drawn: next to no ink, or the letters of a word in its way."""
    columns = slice(int(cell[0]) + FRAY, int(cell[1]) - FRAY)
    row = _covered(ink, rule.at - FRAY, rule.at + FRAY, columns)
    if _longest_run(row) >= WHOLE:
        return False
    if any(f.top <= cell[0] and cell[1] <= f.bottom for f in bare):
        return True
    beside = (
        _covered(ink, rule.at - LETTER, rule.at - FRAY - 1, columns),
        _covered(ink, rule.at + FRAY + 1, rule.at + LETTER, columns),
    )
    return float(row.mean()) < TRACE or all(side.mean() >= STROKE for side in beside)


def _covered(ink: Mask, first: float, last: float, columns: slice) -> Mask:
    """For each of some columns whether there is ink in the rows from the first to the last."""
    rows = slice(max(0, int(first)), max(0, int(last)) + 1)
    return np.asarray(ink[rows, columns].any(axis=0), dtype=np.uint8)


def _longest_run(row: Mask) -> float:
    """The longest unbroken ink as a share of a stretch."""
    breaks = [-1, *np.flatnonzero(row == 0).tolist(), len(row)]
    return max(b - a - 1 for a, b in pairwise(breaks)) / max(1, len(row))


def _crosses(other: Rule, rule: Rule) -> bool:
    return rule.start < other.at < rule.end and other.start - SAME_LINE <= rule.at <= other.end + SAME_LINE


def meets(end: float, at: float, across: Sequence[Rule]) -> bool:
    """Whether the end of a rule lies on a cross rule."""
    return any(abs(r.at - end) <= 2 * SAME_LINE and r.start - BRIDGE <= at <= r.end + BRIDGE for r in across)
