"""Where a table without vertical rules may stand: between rules of one width, or where lines fall into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.gaps.bands import is_one_row, kind_of
from extract.gaps.pieced import head_start, pieced_regions
from extract.gaps.region import Accepts, Region, is_span
from extract.gaps.row_bands import between_bands, is_centred, row_bands
from extract.gaps.stacks import leaves_first, rule_stacks
from extract.grids.rule_lines import snap
from extract.grids.text_rows import (
    DASHED,
    YEAR,
    TextLine,
    text_lines,
)
from extract.model import Box, holds_middle
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rule

TOUCHING = 1.0  # pieces of one rule meet within this, in points
MOSTLY_PIECED = 0.5  # … in a whole region
MANY_PIECES = 2.2  # … or this many pieces for each line on average
LIKE_OTHERS = 0.6  # the least share of figures that other rows have in a row under a head that stands above all rules
LEAST_ROWS = 3  # … or so many bands, half of them or more, are one row each


def find_regions(
    words: Sequence[Word], horizontal: Sequence[Rule], taken: Sequence[Box], accepts: Accepts
) -> list[Region]:
    """The regions of a page that hold tables, outside the boxes of those found already.

    Ruled regions are tried first; the words of those that `accepts` says are none stay for the others.
    """
    free = [w for w in words if not w.turned and not (taken and holds_middle(taken, w.box))]
    dashed = dashed_rules(free)
    if dashed:
        free = [w for w in free if not DASHED.match(w.text)]
    if not free:
        return []
    drawn = [*horizontal, *dashed]
    rules = [r for r in snap(drawn) if not any(_is_in(r, b) for b in taken)]
    partial = [r for r in joined(drawn) if not any(_is_in(r, b) for b in taken)]
    lines = text_lines(free)
    found = ruled_regions(Ruled(free, lines, rules, partial), accepts)
    boxes = [one.box for one in found]
    rest = text_lines([w for w in free if not holds_middle(boxes, w.box)]) if found else lines
    return [*found, *(one for one in pieced_regions(rest, partial) if accepts(one))]


def joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules of one height put together where they touch; those of neighbouring spans stay apart."""
    lines: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at), r.start)):
        if lines and abs(lines[-1].at - rule.at) < 1.5 and rule.start <= lines[-1].end + TOUCHING:
            lines[-1] = Rule(lines[-1].at, lines[-1].start, max(lines[-1].end, rule.end))
        else:
            lines.append(rule)
    return lines


def dashed_rules(words: Sequence[Word]) -> list[Rule]:
    """Rules that are typed as dashes."""
    return [Rule((w.box.top + w.box.bottom) / 2, w.box.x0, w.box.x1) for w in words if DASHED.match(w.text)]


def _is_in(rule: Rule, box: Box) -> bool:
    return box.top - 3 <= rule.at <= box.bottom + 3 and rule.start < box.x1 and rule.end > box.x0


@dataclass(frozen=True, slots=True)
class Ruled:
    """A page's free words, alone and as lines over its width, and its rules; `partial` has those of spans apart."""

    words: Sequence[Word]
    lines: Sequence[TextLine]
    rules: Sequence[Rule]
    partial: Sequence[Rule]


def ruled_regions(page: Ruled, accepts: Accepts) -> list[Region]:
    """Regions between horizontal rules of one width that `accepts` says are tables."""
    found: list[Region] = []
    for stack in sorted(rule_stacks(page.rules, page.lines), key=lambda s: s[-1].at - s[0].at):
        boxes = [one.box for one in found]
        x0, x1 = min(r.start for r in stack), max(r.end for r in stack)
        mine = _lines_between(page.words, page.lines, x0 - 3, x1 + 3, boxes)
        for ys, held in _banded(mine, [r.at for r in stack], x1 - x0):
            held = [*_head_above(mine, ys, held, (x0, x1)), *held]
            spans = [r for r in page.partial if held[0].middle < r.at < ys[-1] and is_span(r, x0, x1)]
            inner = tuple(r for r in spans if len(ys) > 2 and r.at > ys[1] and leaves_first(r, x0, x1))
            cuts = _cuts(held, sorted([*ys, *(r.at for r in inner)]))
            centred = _has_centred(held, ys)
            region = Region(x0, x1, tuple(held), tuple(ys), tuple(spans), tuple(cuts), inner, centred)
            if accepts(region):
                found.append(region)
    return found


def _head_above(
    lines: Sequence[TextLine], ys: Sequence[float], held: Sequence[TextLine], ends: tuple[float, float]
) -> list[TextLine]:
    """The head that stands above a table's first rule, where right under the rule a row of figures stands.

    It has hardly fewer figures than the rows between the other rules.
    """
    most = [max((_count_figures(x) for x in held if a < x.middle <= b), default=0) for a, b in pairwise(ys)]
    if not most[0] or most[0] < LIKE_OTHERS * median(most):
        return []
    ordered = sorted(lines, key=lambda x: x.middle)
    first = ordered.index(held[0])
    return ordered[head_start(ordered, first, held, -1, ends) : first]


def _count_figures(line: TextLine) -> int:
    """How many figures a line has behind its first piece; a head of years ("Tahun 2024", "1 (2024)") has none."""
    figures = [p.text for p in line.pieces[1:] if p.is_figure]
    years = sum(bool(YEAR.match(text.split()[-1].strip("()"))) for text in figures)
    return len(figures) if 2 * years < len(figures) else 0


def _cuts(lines: Sequence[TextLine], ys: Sequence[float]) -> list[float]:
    """Where rows end between rules, where their cells are centred."""
    found = []
    for top, bottom in pairwise(ys):
        band = [x for x in lines if top < x.middle <= bottom]
        if is_centred(band):
            found += between_bands(row_bands(band))
    return found


def _lines_between(
    words: Sequence[Word], lines: Sequence[TextLine], x0: float, x1: float, boxes: Sequence[Box]
) -> Sequence[TextLine]:
    """The lines that words make between two edges, outside the boxes; the page's own lines where no other text is."""
    if not boxes and all(x0 <= x.box.x0 and x.box.x1 <= x1 for x in lines):
        return lines
    return text_lines([w for w in words if x0 <= (w.box.x0 + w.box.x1) / 2 <= x1 and not holds_middle(boxes, w.box)])


def _banded(lines: Sequence[TextLine], ys: Sequence[float], width: float) -> list[tuple[list[float], list[TextLine]]]:
    """Runs of bands between rules that hold lines in pieces, each as its rules and its lines."""
    bands = [[x for x in lines if a < x.middle <= b] for a, b in pairwise(ys)]
    kinds = [kind_of(band, b - a, width) for band, (a, b) in zip(bands, pairwise(ys), strict=True)]
    runs: list[list[int]] = []
    for k, kind in enumerate(kinds):
        follows = next((x for x in kinds[k + 1 :] if x != "empty"), "")
        if kind == "table" or (
            runs and runs[-1][-1] == k - 1 and (kind == "empty" or (kind == "group" and follows == "table"))
        ):
            if runs and runs[-1][-1] == k - 1:
                runs[-1].append(k)
            else:
                runs.append([k])
    found = []
    for run in runs:
        while kinds[run[-1]] != "table":
            run.pop()
        held = [x for k in run for x in bands[k]]
        rows = sum(bool(bands[k]) and is_one_row(bands[k]) for k in run)
        ruled = rows >= LEAST_ROWS and 2 * rows >= len(run)
        if len(held) >= 2 and (ruled or _is_pieced(held) or _has_centred(held, ys)):
            found.append(([ys[k] for k in run] + [ys[run[-1] + 1]], held))
    return found


def _has_centred(lines: Sequence[TextLine], ys: Sequence[float]) -> bool:
    """Whether lines between rules, or all together, stand in rows whose cells are centred."""
    bands = [[x for x in lines if a < x.middle <= b] for a, b in pairwise(ys)]
    return is_centred(lines) or any(is_centred(band) for band in bands)


def _is_pieced(lines: Sequence[TextLine]) -> bool:
    """Whether most lines fall into pieces, or some into so many that labels of several lines do not matter."""
    counts = [len(x.starts) for x in lines if len(x.starts) >= 2]
    return len(counts) >= 2 and (len(counts) >= MOSTLY_PIECED * len(lines) or sum(counts) >= MANY_PIECES * len(lines))
