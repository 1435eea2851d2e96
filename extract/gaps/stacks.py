"""Horizontal rules of one width under each other: the rules of a table, and those of some of its columns alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.gaps.bands import kind_of
from extract.grids.text_rows import TextLine, is_prose
from extract.pdf.rulings import Rule

SAME_END = 8.0  # rules belong together when their ends differ by less, in points
LEAST_WIDTH = 100.0
HALF = 0.4


def rule_stacks(rules: Sequence[Rule], lines: Sequence[TextLine]) -> list[list[Rule]]:
    """Two and more rules of one width under each other, with no wider rule between them.

    What stands between rules under a head's spans and the next table's is no table: its own rules are wider. Those of
    some columns of a table alone are no stack; where a page ends with such, the last one closes the table.
    """
    stacks: list[list[Rule]] = []
    for rule in (r for r in rules if r.end - r.start >= LEAST_WIDTH):
        for stack in reversed(stacks):
            if abs(stack[0].start - rule.start) < SAME_END and abs(stack[0].end - rule.end) < SAME_END:
                if any(stack[-1].at < r.at < rule.at and _is_wider(r, rule) for r in rules):
                    stacks.append([rule])
                else:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    found = [_closed(stack, rules, lines) for stack in stacks]
    found = [stack for stack in found if len(stack) >= 2]
    return [stack for stack in found if not any(_is_part(stack, other, lines) for other in found)]


def _closed(stack: list[Rule], rules: Sequence[Rule], lines: Sequence[TextLine]) -> list[Rule]:
    """A stack with the last rule of its table, where those under it leave out the first columns, whose cells go on."""
    x0, x1 = stack[0].start, stack[0].end
    last = stack[-1]
    for rule in sorted(r for r in rules if r.at > last.at and r.start < x1 and r.end > x0):
        if not (leaves_first(rule, x0, x1) and _is_row(lines, last, rule)):
            break
        last = Rule(rule.at, x0, x1)
    return stack if last is stack[-1] else [*stack, last]


def _is_part(stack: Sequence[Rule], other: Sequence[Rule], lines: Sequence[TextLine]) -> bool:
    """Whether a stack is some columns of a table whose own rules run wider.

    Other columns' words stand beside it, or above it a row whose first columns go on over the rows between its rules.
    """
    if not _is_wider(other[0], stack[0]):
        return False
    above = next((a for a, b in pairwise(other) if a.at < stack[0].at and stack[-1].at <= b.at), None)
    if above is None:
        return False
    if leaves_first(stack[0], other[0].start, other[0].end) and _is_row(lines, above, stack[0]):
        return True
    between = [x for x in lines if stack[0].at < x.middle < stack[-1].at]
    x0, x1 = stack[0].start - 3, stack[0].end + 3
    beside = sum(
        any(other[0].start < w.box.x0 and w.box.x1 < other[0].end and (w.box.x1 < x0 or w.box.x0 > x1) for w in x.words)
        for x in between
    )
    return 2 * beside >= len(between) > 0


def _is_row(lines: Sequence[TextLine], above: Rule, below: Rule) -> bool:
    """Whether what stands between two rules looks like a row of a table, without running text."""
    band = [x for x in lines if above.at < x.middle <= below.at]
    return kind_of(band, below.at - above.at, above.end - above.start) == "table" and not any(map(is_prose, band))


def _is_wider(rule: Rule, other: Rule) -> bool:
    """Whether a rule runs over the whole of another and on past one of its ends."""
    over = rule.start < other.start + SAME_END and rule.end > other.end - SAME_END
    return over and (rule.start < other.start - SAME_END or rule.end > other.end + SAME_END)


def leaves_first(rule: Rule, x0: float, x1: float) -> bool:
    """Whether a rule runs over most columns to the last, and leaves out the first ones."""
    return rule.start > x0 + SAME_END and abs(rule.end - x1) < SAME_END and rule.end - rule.start > HALF * (x1 - x0)
