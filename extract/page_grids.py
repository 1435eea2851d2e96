"""The grids of one page: drawn by rules, told by shading, or told by white gaps, each filled with its words."""

from __future__ import annotations

from collections.abc import Sequence

from extract.gaps.tables import find_gap_tables
from extract.gaps.white_rows import shaded_lattices
from extract.grids.boxed_heads import with_boxed_heads
from extract.grids.cells import FilledLattice, fill
from extract.grids.fills import LEAST_CELLS, shaded_cells
from extract.grids.grid import Lattice, find_lattices
from extract.grids.head_above import with_head_above
from extract.grids.page_table import (
    holds_table,
    is_chart,
    is_inside,
    is_lone_head,
    is_pictured,
    is_rest,
    is_undercut,
    overlap,
)
from extract.grids.recut import recut
from extract.grids.row_labels import cut_labels, with_left_labels
from extract.grids.rule_lines import snap
from extract.grids.shaded_head import with_shaded_head
from extract.grids.trim import trim
from extract.model import Box, holds_middle
from extract.pdf.pdfium import Word
from extract.pdf.rulings import Rules
from extract.sight import Readable

CLEAR = 0.9  # the least share of words clear of the lines in a table told by shading alone
STRIPES = 4  # horizontal rules through a shaded region that make it a table of rules
TALLER = 1.2  # a shaded table stands for the ruled ones in it when it is this much taller


def find_grids(page: Readable, after_hit: bool) -> list[tuple[FilledLattice, str]]:
    """The filled grids of a page from top to bottom, each with how it was found (`rules`, `fills` or `gaps`)."""
    words, rules = page.words(), page.rules()
    lattices = find_lattices(rules.horizontal, rules.vertical, words, rules.dotted)
    ruled = _filled([with_shaded_head(one, rules.fills) for one in lattices], words, page)
    ruled = [one for i, one in enumerate(ruled) if holds_table(one) or _goes_over_pages(one, i, len(ruled), after_hit)]
    ruled = [one for one in ruled if not is_chart(one.box, rules) and not is_undercut(one)]
    shaded = shaded_grids(page, words, rules, ruled)
    ruled = [one for one in ruled if not any(overlap(one.box, other.box) for other in shaded)]
    taken = [one.box for one in (*ruled, *shaded)]
    parted = find_gap_tables(words, rules, taken, page.character_box)
    grids = [(one, "rules") for one in ruled] + [(one, "fills") for one in shaded]
    parted = [one for one in parted if not is_chart(one.box, rules) and not is_pictured(one.box, rules)]
    grids += [(one, "gaps") for one in parted if holds_table(one)]
    return with_boxed_heads(sorted(grids, key=lambda pair: (pair[0].box.top, pair[0].box.x0)))


def _goes_over_pages(grid: FilledLattice, index: int, count: int, after_hit: bool) -> bool:
    """Whether a single row can be the last of a table that begins on the page before, or the head of one going on."""
    return (index == 0 and after_hit and is_rest(grid)) or (index == count - 1 and is_lone_head(grid))


def _filled(lattices: Sequence[Lattice], words: Sequence[Word], page: Readable) -> list[FilledLattice]:
    """The lattices with their words; those of a table inside another's cell stand in the inner one alone."""
    boxes = [one.box for one in lattices]
    found: dict[int, FilledLattice] = {}
    for i in sorted(range(len(boxes)), key=lambda k: boxes[k].width * boxes[k].height):
        inner = [boxes[k] for k, grid in found.items() if holds_table(grid) and _is_nested(boxes[k], lattices[i])]
        mine = [w for w in words if not holds_middle(inner, w.box)] if inner else words
        found[i] = _refined(lattices[i], mine, [b for b in boxes if b != boxes[i]], page)
    return [found[i] for i in range(len(boxes))]


def _is_nested(box: Box, lattice: Lattice) -> bool:
    """Whether a table's box lies in one cell of a lattice."""
    outer = lattice.box
    if not (outer.x0 < box.x0 and box.x1 < outer.x1 and outer.top < box.top and box.bottom < outer.bottom):
        return False
    return any(is_inside(box, slot.box, 0.0) for slot in lattice.slots)


def _refined(lattice: Lattice, words: Sequence[Word], others: Sequence[Box], page: Readable) -> FilledLattice:
    labelled = with_head_above(with_left_labels(lattice, words, others), words)
    return trim(recut(cut_labels(fill(labelled, words, page))))


def shaded_grids(
    page: Readable, words: Sequence[Word], rules: Rules, ruled: Sequence[FilledLattice]
) -> list[FilledLattice]:
    """Tables whose cells their shading tells, where rules drew none or only a stretch of one."""
    boxes = [one.box for one in ruled]
    free = [f for f in rules.fills if not any(overlap(f, box) for box in boxes)]
    if len(free) < LEAST_CELLS or len(shaded_cells(free)) < LEAST_CELLS:
        return []
    grids = _filled(shaded_lattices(shaded_cells(rules.fills), words, rules.horizontal, boxes), words, page)
    found = []
    for one in grids:
        inside = [other for other in ruled if overlap(one.box, other.box)]
        within = all(is_inside(other.box, one.box) and len(other.xs) <= len(one.xs) for other in inside)
        taller = one.box.height > TALLER * sum(other.box.height for other in inside)
        if one.quality >= CLEAR and within and taller and holds_table(one) and not is_chart(one.box, rules):
            found.append(one)
    return [one for one in found if not is_striped(one, rules)]


def is_striped(shaded: FilledLattice, rules: Rules) -> bool:
    """Whether shading tells no columns of a table that horizontal rules run through: bands and coloured cells alone."""
    box = shaded.box
    through = [r for r in snap(rules.horizontal) if box.top < r.at < box.bottom and r.end - r.start > 0.8 * box.width]
    return len(shaded.xs) <= 3 and len(through) >= STRIPES
