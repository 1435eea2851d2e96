"""Tables told by shade alone: pale cells with lines of bare paper between them.

Such a line is a rule drawn in white: thin, long, as light as paper, in the midst of shade. The white between lines of
text has the shade of its cell, and white letters are not long.
"""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np

from extract.ocr.light import BRIGHT, along, evenly_lit, thin_lines
from extract.ocr.morphology import Gray, Mask, boxes_of, closed, halved, opened, resized
from extract.ocr.picture import Field, boxed

PALE = 0.955  # cells are darker than this share of the paper, lines lighter
LEAST_PALE = 0.01  # of a page, or it has no such tables
STEP = 8  # shades by which a field differs from what lies beside it
BESIDE = 5  # dots at half size from the edge of a field to where its shade and that of its surroundings are told
AROUND = 25  # dots at half size around a line, most of which are shaded
LETTER = 6  # dots at half size: no stroke of a letter is as wide
GAP = 16  # dots: cells nearer than this make one field
WIDTH = 200  # dots: a narrower field holds no table
EDGE = 24  # dots from the side of a field to the nearest line between its cells


def paper_lines(gray: Gray) -> tuple[Mask, list[Field]]:
    """The ink of lines of bare paper through shaded cells, and the fields that pale cells with such lines make."""
    soft = np.asarray(cv2.medianBlur(evenly_lit(halved(gray)), 3), dtype=np.uint8)
    limit = PALE * float(np.percentile(soft[::4, ::4], BRIGHT))
    shaded = opened((soft < limit).astype(np.uint8), LETTER, LETTER)
    if float(shaded.mean()) < LEAST_PALE:
        return np.zeros_like(gray), []
    midst = resized((cv2.blur(shaded * 100, (AROUND, AROUND)) > 50).astype(np.uint8), *gray.shape)
    across, down = (thin_lines((one > limit) & (midst > 0), way) for one, way in along(evenly_lit(gray)))
    wide = [one for one in _fields(shaded, soft) if one.x1 - one.x0 >= WIDTH]
    fields = [one for one in wide if down[one.top : one.bottom, one.x0 + EDGE : one.x1 - EDGE].any()]
    within = np.zeros_like(gray)
    for one in fields:
        within[one.top : one.bottom, one.x0 : one.x1] = 1
    return (across | down) & within, fields


def _fields(shaded: Mask, soft: Gray) -> list[Field]:
    """Boxes of pale cells in dots; `shaded` and the picture are at half size."""
    whole = closed(shaded, GAP // 2, GAP // 2)
    found = []
    for x, y, width, height in boxes_of(whole):
        cells = boxed(whole[y : y + height, x : x + width], x, y, partial(_is_crisp, soft))
        found += [Field(2 * one.x0, 2 * one.top, 2 * one.x1, 2 * one.bottom) for one in cells]
    return found


def _is_crisp(soft: Gray, field: Field) -> bool:
    """Whether a field at half size ends at once at all sides, as no shadow does."""
    x0, top, x1, bottom = field.x0, field.top, field.x1, field.bottom
    sides = [
        (soft[top:bottom, x0 + BESIDE], soft[top:bottom, max(0, x0 - BESIDE)]),
        (soft[top:bottom, x1 - BESIDE], soft[top:bottom, min(soft.shape[1] - 1, x1 + BESIDE)]),
        (soft[top + BESIDE, x0:x1], soft[max(0, top - BESIDE), x0:x1]),
        (soft[bottom - BESIDE, x0:x1], soft[min(soft.shape[0] - 1, bottom + BESIDE), x0:x1]),
    ]
    return all(abs(float(np.median(inside)) - float(np.median(outside))) >= STEP for inside, outside in sides)
