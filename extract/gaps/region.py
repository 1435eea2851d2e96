"""A stretch of a page that may be a table told by white gaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extract.grids.text_rows import TextLine
from extract.model import Box
from extract.pdf.rulings import Rule

SHORTEST_SPAN = 12.0  # rules of at least this length under a head show what it spans
WALL = 2.0  # partial rules begin under each other within this, in points

Accepts = Callable[["Region"], bool]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a page that may be a table; `rules` run over its whole width, `spans` over a part of it.

    `cuts` are the middles of white strips between rows, where cells are centred and lines show no rows. `partials` are
    rules between rows that leave out the first columns, whose cells go on. In `centred` regions lines show no rows.
    """

    x0: float
    x1: float
    lines: tuple[TextLine, ...]
    rules: tuple[float, ...] = ()
    spans: tuple[Rule, ...] = ()
    cuts: tuple[float, ...] = ()
    partials: tuple[Rule, ...] = ()
    centred: bool = False

    @property
    def parts(self) -> list[float]:
        """Where rows end, by rules, by rules over a part of the columns, or by white."""
        return sorted((*self.rules, *self.cuts, *(r.at for r in self.partials)))

    @property
    def walls(self) -> list[float]:
        """Where columns begin that several of the partial rules begin with."""
        found: list[float] = []
        starts = sorted(r.start for r in self.partials)
        for x in starts:
            if sum(abs(x - other) < WALL for other in starts) > 1 and not (found and x - found[-1] < 2 * WALL):
                found.append(x)
        return found

    @property
    def box(self) -> Box:
        top = min([self.lines[0].box.top - 1, *self.rules])
        bottom = max([self.lines[-1].box.bottom + 1, *self.rules])
        return Box(self.x0, top, self.x1, bottom)


def is_span(rule: Rule, x0: float, x1: float) -> bool:
    """Whether a rule runs over a part of the columns between two edges."""
    return rule.start > x0 - 5 and rule.end < x1 + 5 and SHORTEST_SPAN <= rule.end - rule.start < 0.95 * (x1 - x0)
