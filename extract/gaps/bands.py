"""What the lines between two rules are: rows of a table, a group line, or text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from extract.gaps.row_bands import is_centred, merged
from extract.grids.text_rows import NOTE, TITLE, TextLine, is_prose, is_rich, stands_in

PIECED = 0.25  # the least share of lines in several pieces in a band of a table
GROUP_WIDTH = 0.6  # a group line in a table is not wider than this share of it
TIGHT = 2.4  # … but for one whose rules stand so near, in line heights: text between two tables has more white

Kind = Literal["empty", "text", "table", "group"]


def kind_of(band: Sequence[TextLine], height: float, width: float) -> Kind:
    """What the lines of a band are that is as high as its rules stand apart, in a table of some width."""
    if not band:
        return "empty"
    if any(TITLE.match(x.text) or NOTE.match(x.text) for x in band):
        return "text"
    if is_centred(band) and len(merged(band).starts) >= 2:
        return "table"
    pieced = sum(len(x.starts) >= 2 for x in band)
    if pieced and (pieced >= PIECED * len(band) or is_one_row(band)):
        return "table"
    tight = height < TIGHT * sum(x.height for x in band)
    return "group" if len(band) <= 2 and all(tight or x.box.width < GROUP_WIDTH * width for x in band) else "text"


def is_one_row(band: Sequence[TextLine]) -> bool:
    """Whether a band is a row of several pieces, and under it the lines of one of its cells."""
    row, below = band[0], band[1:]
    return is_rich(row) and len(row.starts) >= 3 and all(stands_in(x, row) and not is_prose(x) for x in below)
