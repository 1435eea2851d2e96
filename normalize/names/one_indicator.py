"""Whether two named things are one indicator: by their names alone, or by like names and equal figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal

from normalize.model import Measure
from normalize.names.indicator_text import IndicatorText
from normalize.names.same_indicator import likeness, same_text

Named = tuple[IndicatorText | None, IndicatorText]
"""A group line (None for a row of its own) and the indicator under it."""
Slot = tuple[int | None, Measure, str]
"""Year, measure and period of a figure."""

WITNESSES: frozenset[Measure] = frozenset(("target", "realization", "achievement", "medium_term_target", "baseline"))
_PLAIN_FIGURES = (Decimal(0), Decimal(1), Decimal(100))
_FIGURES_NEEDED = ((1.0, 0.4), (0.85, 0.8), (0.7, 1.0), (0.5, 2.0))
_FEWEST_FIGURES = min(figures for _, figures in _FIGURES_NEEDED)


def named_alike(one: Named, other: Named) -> bool:
    """Whether the two names are spellings of one, group lines too."""
    if (one[0] is None) != (other[0] is None):
        return False
    if one[0] and other[0] and not same_text(one[0], other[0]):
        return False
    return same_text(one[1], other[1])


def figures_show_one(
    mine: Sequence[Named],
    my_figures: Mapping[Slot, Set[Decimal]],
    theirs: Sequence[Named],
    figures: Mapping[Slot, Set[Decimal]],
) -> bool:
    """Whether like names carry equal telling figures; the less alike they are, the more figures it takes.

    A year and measure in which they differ outweighs two that agree.
    """
    shared = [slot for slot in my_figures if slot in figures]
    equal = {value for slot in shared for value in my_figures[slot] & figures[slot]}
    apart = sum(1 for slot in shared if not my_figures[slot] & figures[slot])
    told = sum(map(telling, equal))
    if told < _FEWEST_FIGURES + 2 * apart:
        return False
    like = max((_like(a, b) for a in mine for b in theirs), default=0.0)
    needed = next((figures for least, figures in _FIGURES_NEEDED if like >= least), None)
    return needed is not None and told >= needed + 2 * apart


def telling(value: Decimal) -> float:
    """How much an equal figure says: three digits tell more than one, 0, 1 and 100 next to nothing."""
    if value in _PLAIN_FIGURES:
        return 0.1
    return 1.0 if len(value.normalize().as_tuple().digits) > 2 else 0.4


def _like(one: Named, other: Named) -> float:
    if one[0] and other[0]:
        return likeness(one[0], other[0]) if same_text(one[1], other[1]) else 0.0
    if one[0] or other[0]:
        return 0.0
    return likeness(one[1], other[1])
