"""Traces of rules in a picture, in dots: ink that is long and thin, and the specks that are left of a broken rule."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from extract.ocr.morphology import Mask, boxes_of, grown, opened

LONGEST_STROKE = 56  # dots: longer ink that is thin is a rule
STEM = 11  # dots: ink higher than this is the stem of a letter or a cross rule
LONG_RULE = 400  # dots: no line of text touches itself for so long
MOST_STEMS = 0.2  # letters that touch each other look like a rule that many stems cross
THICKEST_RULE = 14
SAME_LINE = 6  # dots by which stretches of one rule may lie apart across it
WINDOW = 240  # dots over which the returns of a broken rule are counted
LEAST_RETURN = 0.22  # the share of a window that is ink in a broken rule
BESIDE = 6  # rows this far from a broken rule are empty
MOST_BESIDE = 0.06
SHORTEST_BROKEN = 100


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a horizontal rule in dots: its middle, start and end (of a vertical one in a picture seen turned)."""

    at: float
    start: int
    end: int


def thin_ink(ink: Mask) -> Mask:
    """Ink that is nowhere higher than a hairline, with nothing close above and below: no part of a letter."""
    letters = opened(ink, BESIDE, 1)
    thin = ink & (1 - letters)
    empty = np.ones_like(ink)
    for reach in range(BESIDE, BESIDE + 4):
        empty[reach:] &= 1 - ink[:-reach]
        empty[:-reach] &= 1 - ink[reach:]
    return np.asarray(thin & empty, dtype=np.uint8)


def low_specks(ink: Mask) -> Mask:
    """Ink that hangs together and is low: what a scanner leaves of rules, and points."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    low = np.zeros(count, np.uint8)
    low[1:] = stats[1:, cv2.CC_STAT_HEIGHT] <= BESIDE
    return np.asarray(low[labels], dtype=np.uint8)


def drawn(ink: Mask, least: int = LONGEST_STROKE) -> tuple[list[Stretch], Mask]:
    """Stretches of at least `least` dots that are drawn without a break, and their ink."""
    thick = grown(ink, 3, 1)
    runs = opened(thick, 1, least)
    stems = [opened(ink, high, 1) for high in (STEM, 2 * STEM)]
    found: list[Stretch] = []
    mask = np.zeros_like(ink)
    for x, y, width, height in boxes_of(runs):
        box = slice(y, y + height), slice(x, x + width)
        part = runs[box]
        thickness = float(part.sum()) / width
        crossed = float((part & stems[thickness > STEM - 4][box]).any(axis=0).mean())
        if thickness <= THICKEST_RULE and crossed <= (MOST_STEMS if width < LONG_RULE else 2 * MOST_STEMS):
            mask[box] |= part & ink[box]
            found += _pieces(part, x, y)
    return found, mask


def _pieces(part: Mask, x: int, y: int) -> list[Stretch]:
    """A rule as one stretch, or, where it is bent or slants, as several that follow it."""
    height, width = part.shape
    thick = max(1, round(float(part.sum()) / width) - 2)
    count = 1 if height <= thick + SAME_LINE else max(1, width // (4 * LONGEST_STROKE))
    bounds = np.linspace(0, width, count + 1).astype(int)
    rows = np.arange(height, dtype=np.float64)
    found = []
    for start, end in pairwise(bounds):
        weights = part[:, start:end].sum(axis=1, dtype=np.float64)
        at = y + float(np.dot(rows, weights) / max(1.0, weights.sum())) + 0.5
        found.append(Stretch(at, x + int(start), x + int(end)))
    return found


def broken(ink: Mask, thin: Mask) -> list[Stretch]:
    """Stretches of thin rules of which only dots and dashes are left."""
    rows = grown(thin, 3, 1)
    share = cv2.boxFilter(rows * 200, -1, (WINDOW, 1), borderType=cv2.BORDER_CONSTANT)
    near = cv2.boxFilter(ink * 200, -1, (WINDOW, 3), borderType=cv2.BORDER_CONSTANT)
    beside = np.full_like(near, 200)
    beside[BESIDE:-BESIDE] = np.maximum(near[: -2 * BESIDE], near[2 * BESIDE :])
    band = ((share >= 200 * LEAST_RETURN) & (beside <= 200 * MOST_BESIDE)).astype(np.uint8)
    found: list[Stretch] = []
    for x, y, width, height in boxes_of(band):
        if width < SHORTEST_BROKEN:
            continue
        box = slice(y, y + height), slice(x, x + width)
        here = thin[box] & band[box]
        columns = np.flatnonzero(here.any(axis=0))
        if len(columns) and columns[-1] - columns[0] >= SHORTEST_BROKEN:
            weights = here.sum(axis=1, dtype=np.float64)
            at = y + float(np.dot(np.arange(height), weights) / weights.sum()) + 0.5
            found.append(Stretch(at, x + int(columns[0]), x + int(columns[-1]) + 1))
    return found
