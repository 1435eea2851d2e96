"""Tables drawn with characters: `+---+` and `|`, or the box characters of Unicode.

Two characters of a rule beside each other, or under each other, draw a piece of it from the middle of the one to the
middle of the other; so spans and rows without a rule are drawn as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extract.model import Line

JOINTS = "+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜╭╮╯╰┝┿┥┠╂┨┯┷┰┸"
DASHES = "=─═━┄┈╌-"
BARS = "|│║┃┆┊╎"
JOINT_OR_BAR = f"[{re.escape(JOINTS + BARS)}]"
RULE = re.compile(
    rf"(?=[{re.escape(DASHES + BARS)}]*[{re.escape(JOINTS)}]){JOINT_OR_BAR}(?:[{re.escape(DASHES)}]+{JOINT_OR_BAR})+"
)
UPRIGHT = frozenset(JOINTS + BARS)
BLANKED = UPRIGHT - {"+"}  # a plus outside rules is a sign

LEAST_RULES = 4  # fewer stand around the head and the whole

Span = tuple[int, int, int]  # a line or column, and the first and last column or line of the rule on it


def drawn_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines that belong to tables told by their rules; rows between bars alone are typed rows."""
    found: set[int] = set()
    block: list[Line] = []
    for line in (*lines, Line(0, 0, "")):
        text = line.text.strip()
        if text and text[0] in UPRIGHT and text[-1] in UPRIGHT:
            block.append(line)
            continue
        if _is_drawn(block):
            found |= {one.line for one in block}
        block = []
    return frozenset(found)


def _is_drawn(block: Sequence[Line]) -> bool:
    """Whether lines are a table whose rules tell more than its bars do: rows of several lines, or spans."""
    rules = [i for i, one in enumerate(block) if RULE.search(one.text)]
    if len(rules) < 2 or rules[-1] - rules[0] < len(rules):
        return False
    bars = {sum(mark in BARS for mark in one.text) for i, one in enumerate(block) if i not in rules}
    return len(rules) >= LEAST_RULES or len(bars) > 1


def across(text: str) -> list[tuple[int, int]]:
    """The first and last places of the rules along a line."""
    return [(found.start(), found.end() - 1) for found in RULE.finditer(text)]


def upright(lines: Iterable[Line]) -> list[Span]:
    """The bars under each other: their place on the line, and the numbers of the first and last line."""
    found: list[Span] = []
    for above, below in pairwise(lines):
        if below.line == above.line + 1:
            marks = (i for i, one in enumerate(below.text) if one in UPRIGHT and above.text[i : i + 1] in UPRIGHT)
            found += [(i, above.line, below.line) for i in marks]
    return found


def without_rules(text: str) -> str:
    """A line of a drawn table with blanks for its rules and bars."""
    blank = RULE.sub(lambda found: " " * len(found[0]), text)
    return "".join(" " if one in BLANKED else one for one in blank)
