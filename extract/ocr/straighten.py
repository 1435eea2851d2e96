"""Which way a page's text runs, and by how much the paper lay askew."""

from __future__ import annotations

import cv2
import numpy as np

from extract.ocr.morphology import Gray, Mask, closed, halved

LETTER_GAP = 9  # dots: letters of a word stand nearer, lines of text do not
LONG = 2.5  # a joined word is longer than high by this much
MOST_SKEW = 5.0  # degrees
LEAST_SKEW = 0.04


def runs_sideways(ink: Mask) -> bool:
    """Whether the letters of a page join to words up and down rather than from left to right."""
    return _word_length(ink.T) > _word_length(ink)


def _word_length(ink: Mask) -> float:
    """The length of all that looks like words, letters joined from left to right."""
    joined = closed(halved(np.ascontiguousarray(ink)), 1, LETTER_GAP // 2)
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    words = (height >= 4) & (height <= 40) & (width > LONG * height) & (width < 30 * height)
    return float(np.sum(width[words]))


def skew_of(ink: Mask) -> float:
    """By how many degrees (counter-clockwise is positive) a page must be turned for its lines to lie level."""
    small = halved(ink * 255)
    angle = 0.0
    for reach, step in ((MOST_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        tried = np.arange(angle - reach, angle + reach + step / 2, step)
        angle = float(tried[int(np.argmax([_sharpness(small, one) for one in tried]))])
    return angle if LEAST_SKEW <= abs(angle) < MOST_SKEW else 0.0


def _sharpness(picture: Gray | Mask, angle: float) -> float:
    """How sharply lines and gaps change from row to row when the picture is turned by an angle (as a shear)."""
    height, width = picture.shape
    slope = float(np.tan(np.radians(angle)))
    shear = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * width / 2]], dtype=np.float64)
    moved = cv2.warpAffine(picture, shear, (width, height), flags=cv2.INTER_NEAREST)
    rows = moved.sum(axis=1, dtype=np.float64)
    return float(np.sum(np.diff(rows) ** 2))


def turn(gray: Gray, quarters: int) -> Gray:
    """The picture turned by quarters counter-clockwise."""
    return np.ascontiguousarray(np.rot90(gray, quarters))


def level(gray: Gray, angle: float) -> Gray:
    """The picture turned by a few degrees (counter-clockwise), its size unchanged, white where nothing was."""
    if angle == 0.0:
        return gray
    height, width = gray.shape
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    moved = cv2.warpAffine(gray, turned, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(moved, dtype=np.uint8)
