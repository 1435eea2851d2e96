"""A page as a picture fit for reading: grey, evenly lit, dark on light.

A picture is rendered at `DPI`, whatever the scanner's resolution was, so that all lengths are in dots of one size.
Paper that is not white becomes white (`flatten`), and so do fields of colour, light text on them turned over, so that
ink is what is dark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import cv2
import numpy as np

from extract.ocr.light import along, evenly_lit, thin_lines
from extract.ocr.morphology import Gray, Mask, boxes_of, closed, framed, halved, opened, resized

DPI = 200
POINT = DPI / 72  # dots in a point
LARGEST_SIDE = 6_000  # dots; a larger page is rendered smaller
PAPER_CELL = 8  # the paper's shade is estimated on a picture this many times smaller
PAPER_REACH = 15  # cells around a dot among which the lightest is the paper
FIELD_WIDTH, FIELD_HEIGHT = 40, 28  # the least size of a coloured field, in dots
FIELD_SHADES = (0.72, 0.9)  # fields are darker than these shares of the paper: dark ones, pale ones
FILLED = 0.6  # and cover this share of their box
EVEN = 20  # shades by which a field may vary
SHADE_REACH = 25  # dots of half size among which the usual shade is the field's
INK = (120.0, 175.0)  # shades between which the limit of ink lies
RESTLESS = 0.14  # changes between ink and paper, for each dot both across and down, in a field made of dots
MOSTLY_DOTS = 0.4  # the share of such a field that is as restless
DOT_BLUR = 3.0  # dots by which such a field is blurred
CONTRAST = 40  # shades by which text differs from the field behind it
FAINT = 12.0  # and rules darker than a field of light text


@dataclass(frozen=True, slots=True)
class Field:
    """A field of colour in dots: left, top, right, bottom."""

    x0: int
    top: int
    x1: int
    bottom: int


def render(document: Any, index: int) -> tuple[Gray, float]:
    """A page of a pypdfium2 document in grey, and how many dots of the picture make a point."""
    page = document[index]
    try:
        scale = min(POINT, LARGEST_SIDE / max(1.0, *page.get_size()))
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        pixels = np.asarray(bitmap.to_numpy())
        gray = pixels[:, :, 0] if pixels.ndim == 3 else pixels
        return np.ascontiguousarray(gray, dtype=np.uint8), scale
    finally:
        page.close()


def flatten(gray: Gray) -> tuple[Gray, list[Field], Mask]:
    """The picture with white paper and dark ink everywhere, its fields of colour, and what is darker than those.

    Where the text of a field is light, rules may be darker than the field: they are ink of the mask alone.
    """
    stippled = stippled_fields(gray)
    bare = gray.copy()
    for one in stippled:
        part = bare[one.top : one.bottom, one.x0 : one.x1]
        part[:] = cv2.GaussianBlur(part, (0, 0), DOT_BLUR)
    fields = [*stippled, *coloured_fields(bare)] if stippled else coloured_fields(gray)
    darker = np.zeros_like(gray)
    for one in fields:
        box = slice(one.top, one.bottom), slice(one.x0, one.x1)
        bare[box], darker[box] = _on_white(bare[box], _shade(bare[box]))
    return _even(bare), fields, darker


def stippled_fields(gray: Gray) -> list[Field]:
    """Fields that a black-and-white scanner made of dots: nowhere does text change between ink and paper so often."""
    ink = rough_ink(gray)
    across = (ink[:-1, 1:] != ink[:-1, :-1]).astype(np.float32)
    down = (ink[1:, :-1] != ink[:-1, :-1]).astype(np.float32)
    window = (FIELD_WIDTH, FIELD_HEIGHT)
    restless = (np.minimum(cv2.blur(across, window), cv2.blur(down, window)) > RESTLESS).astype(np.uint8)
    whole = closed(restless, FIELD_WIDTH, 4 * FIELD_WIDTH)
    return [
        Field(x, y, x + width, y + height)
        for x, y, width, height in boxes_of(whole)
        if width >= 2 * FIELD_WIDTH
        and height >= FIELD_HEIGHT
        and restless[y : y + height, x : x + width].mean() >= MOSTLY_DOTS
    ]


def coloured_fields(gray: Gray) -> list[Field]:
    """Shaded heads and other areas of colour, larger than any letter; dark ones first, then those on or beside them."""
    small = evenly_lit(halved(gray))
    soft = np.asarray(cv2.medianBlur(small, 3), dtype=np.uint8)
    paper = float(np.percentile(soft[::4, ::4], 90))
    free = np.ones_like(soft)
    found: list[Field] = []
    for limit in (*FIELD_SHADES, FIELD_SHADES[-1]):
        shaded = ((soft < limit * paper) & (free > 0)).astype(np.uint8)
        flat = opened(shaded, 2, FIELD_WIDTH // 2)
        whole = closed(flat, FIELD_HEIGHT // 2, FIELD_WIDTH // 2)
        accepts = partial(_is_flat, soft, limit * paper)
        for x, y, width, height in boxes_of(whole):
            if width < FIELD_WIDTH // 2 or height < FIELD_HEIGHT // 2:
                continue
            for one in boxed(whole[y : y + height, x : x + width], x, y, accepts):
                found.append(Field(2 * one.x0, 2 * one.top, 2 * one.x1, 2 * one.bottom))
                free[one.top : one.bottom, one.x0 : one.x1] = 0
    return found


def boxed(mask: Mask, x: int, y: int, accepts: Callable[[Field], bool]) -> list[Field]:
    """What a mask at half size covers for the greater part as one field, or, where that is none, as several.

    Rows that are bare part fields from each other, and from a rule that stands near.
    """
    covered = np.concatenate(([0], mask.mean(axis=1) >= FILLED, [0])).astype(np.int8)
    starts, ends = (np.flatnonzero(np.diff(covered) == step).tolist() for step in (1, -1))
    if not starts:
        return []
    whole = _trimmed(mask, (starts[0], ends[-1]), x, y)
    if whole and accepts(whole):
        return [whole]
    parts = (_trimmed(mask, rows, x, y) for rows in zip(starts, ends, strict=True))
    return [one for one in parts if one and accepts(one)]


def _trimmed(mask: Mask, rows: tuple[int, int], x: int, y: int) -> Field | None:
    """The box of a field in some rows, without the columns that it covers for the lesser part."""
    top, bottom = rows
    columns = np.flatnonzero(mask[top:bottom].mean(axis=0) >= FILLED)
    if bottom - top < FIELD_HEIGHT // 2 - 1 or not len(columns) or columns[-1] - columns[0] < FIELD_WIDTH // 2:
        return None
    return Field(x + int(columns[0]), y + top, x + int(columns[-1]) + 1, y + bottom)


def _is_flat(soft: Gray, limit: float, field: Field) -> bool:
    """Whether most of a field has the shade of its surroundings, darker than paper: text has not."""
    part = soft[field.top : field.bottom, field.x0 : field.x1]
    shade = _usual(part)
    even = np.abs(part.astype(np.int16) - shade.astype(np.int16)) < EVEN
    return float((even & (shade < limit)).mean()) >= FILLED


def _shade(part: Gray) -> Gray:
    """The usual shade around each dot of a field."""
    return resized(_usual(halved(part)), *part.shape)


def _usual(small: Gray) -> Gray:
    wider = framed(small, SHADE_REACH, cv2.BORDER_REFLECT)
    usual = cv2.medianBlur(wider, SHADE_REACH)[SHADE_REACH:-SHADE_REACH, SHADE_REACH:-SHADE_REACH]
    return np.asarray(usual, dtype=np.uint8)


def _on_white(part: Gray, shades: Gray) -> tuple[Gray, Mask]:
    """A field's text in black on white, and what is darker than the field where its text is lighter.

    The shade of the field may change from place to place; it becomes white.
    """
    shade = shades.astype(np.float32)
    apart = part.astype(np.float32) - shade
    balance = (apart > CONTRAST).astype(np.float32) - (apart < -CONTRAST).astype(np.float32)
    is_light = cv2.blur(balance, (3 * FIELD_WIDTH, 2 * FIELD_HEIGHT)) > 0
    light = apart * (255 / np.maximum(255 - shade, 1))
    dark = -apart * (255 / np.maximum(shade, 1))
    white = np.asarray(255 - np.clip(np.where(is_light, light, dark), 0, 255), dtype=np.uint8)
    darker = np.asarray(is_light & (apart < -CONTRAST), dtype=np.uint8)
    if balance.sum() > 0:
        for smooth, way in along(part):
            darker |= thin_lines(smooth + FAINT < shade, way)
    return white, darker


def _even(gray: Gray) -> Gray:
    """The picture divided by the shade of its paper, which is the lightest one around each dot."""
    height, width = gray.shape
    small = resized(gray, height // PAPER_CELL, width // PAPER_CELL)
    paper = cv2.dilate(small, np.ones((PAPER_REACH, PAPER_REACH), np.uint8))
    paper = cv2.blur(paper, (PAPER_REACH, PAPER_REACH))
    lit = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, np.maximum(lit, 60), scale=255), dtype=np.uint8)


def ink_of(flat: Gray) -> Mask:
    """Where a flattened picture has ink: 1, else 0."""
    level, _ = cv2.threshold(flat[::2, ::2], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return (flat < min(max(level, INK[0]), INK[1])).astype(np.uint8)


def rough_ink(gray: Gray) -> Mask:
    """Where a picture as it was scanned has ink, its fields of colour not looked at."""
    return ink_of(_even(gray))
