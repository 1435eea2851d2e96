"""The rulings of a page picture, in dots: drawn ones, broken ones, and the edges of coloured fields.

A rule is ink much longer than any stroke of a letter. A thin rule that a scanner broke into dots is found by rows in
which thin ink returns over a long way while the rows beside it are empty (`traces`, `joining`). What rules occupy is
taken out of the ink (`without_rules`) before letters are looked for; where a letter runs through a rule it stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extract.ocr.joining import FRAY, TORN, bridged, extended, joined, meets, parted
from extract.ocr.morphology import Mask, grown, opened
from extract.ocr.picture import Field
from extract.ocr.traces import BESIDE, LONGEST_STROKE, SAME_LINE, THICKEST_RULE, broken, drawn, thin_ink
from extract.pdf.rulings import Rule

SHORT_RULE = 26  # dots: shorter rules are not looked for
RUN = 20  # dots: ink along a rule that belongs to it
THROUGH = 5  # dots from one side of a rule to the other


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a picture in dots, and the ink they are made of."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    ink: Mask


def find_rules(ink: Mask, fields: Sequence[Field] = (), pale: Sequence[Field] = ()) -> Ruling:
    """All rules of a level picture; no wall runs on from one of the `pale` fields to the next."""
    turned = np.ascontiguousarray(ink.T)
    (across, ink_across), (down, ink_down) = _rules_across(ink), _rules_across(turned)
    rest = ink & (1 - (ink_across | np.ascontiguousarray(ink_down.T)))
    across, down = extended(across, rest, down), extended(down, np.ascontiguousarray(rest.T), across)
    across += short_rules(ink, across, down)
    down += short_rules(turned, down, across)
    horizontal = bridged(across, down)
    vertical = parted(bridged(down, across), horizontal, turned, between(pale))
    for one in (*fields, *pale):
        horizontal += [Rule(one.top, one.x0, one.x1), Rule(one.bottom, one.x0, one.x1)]
        vertical += [Rule(one.x0, one.top, one.bottom), Rule(one.x1, one.top, one.bottom)]
    rule_ink = ink_along(ink, horizontal) | np.ascontiguousarray(ink_along(turned, vertical).T)
    return Ruling(tuple(horizontal), tuple(vertical), rule_ink)


def between(fields: Sequence[Field]) -> list[Field]:
    """The stretches between fields under each other."""
    found = []
    for upper in fields:
        below = [f for f in fields if f.top > upper.bottom and f.x0 < upper.x1 and f.x1 > upper.x0]
        if below:
            lower = min(below, key=lambda f: f.top)
            found.append(Field(max(upper.x0, lower.x0), upper.bottom, min(upper.x1, lower.x1), lower.top))
    return found


def _rules_across(ink: Mask) -> tuple[list[Rule], Mask]:
    """The horizontal rules of a picture, and the ink of those without breaks."""
    whole, whole_ink = drawn(ink)
    rest = ink & (1 - whole_ink)
    return joined([*whole, *broken(rest, thin_ink(rest))], TORN), whole_ink


def short_rules(ink: Mask, across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """Horizontal rules no longer than the stroke of a letter: they reach from one cross rule to the next."""
    found, _ = drawn(ink, SHORT_RULE)
    lines = [s for s in found if s.end - s.start < 2 * LONGEST_STROKE]
    missing = [
        s for s in lines if not any(abs(r.at - s.at) <= SAME_LINE and r.start <= s.start <= r.end for r in across)
    ]
    return [Rule(s.at, s.start, s.end) for s in missing if meets(s.start, s.at, down) and meets(s.end, s.at, down)]


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
