"""Cells over several rows in tables told by gaps: a rule that runs under some columns alone leaves the others whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.gaps.cells import GapCell
from extract.gaps.region import Region


def with_merged_rows(
    region: Region, cells: Sequence[GapCell], edges: Sequence[float], ends: Sequence[tuple[int, float, float]]
) -> list[GapCell]:
    """The cells with those left of partial rules put together over the rows that only such rules part.

    `ends` are the body rows as number, middle of the first line, middle of the last line. The first column may have
    text in one of the rows alone: a sum line under the figures parts two labels.
    """
    if not region.partials:
        return list(cells)
    chains: list[list[int]] = []
    covered: list[int] = []
    for (number, _, low), (following, high, _) in pairwise(ends):
        starts = [r.start for r in region.partials if low < r.at < high]
        whole = any(low < y < high for y in region.rules)
        if not starts or whole:
            continue
        first = sum((a + b) / 2 < min(starts) for a, b in pairwise(edges))
        if chains and chains[-1][-1] == number:
            chains[-1].append(following)
            covered[-1] = min(covered[-1], first)
        else:
            chains.append([number, following])
            covered.append(first)
    found = list(cells)
    for rows, first in zip(chains, covered, strict=True):
        if sum(any(c.row == r and c.first == 0 for c in found) for r in rows) <= 1:
            found = _merged(found, rows, first)
    return found


def _merged(cells: Sequence[GapCell], rows: Sequence[int], first: int) -> list[GapCell]:
    """The cells with those of the columns before `first` in these rows as one cell a column."""
    kept = [c for c in cells if c.row not in rows or c.last >= first]
    for col in range(first):
        mine = [c for c in cells if c.row in rows and c.first == col and c.last < first]
        if mine:
            entries = sorted((e for c in mine for e in c.entries), key=lambda e: e.box.top)
            kept.append(GapCell(rows[0], rows[-1], col, max(c.last for c in mine), tuple(entries)))
    return kept
