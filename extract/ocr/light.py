"""The light on a scanned page, and lines that are fainter than the grain of the scan, told by their length."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.morphology import Gray, Mask, opened

BRIGHT = 95  # the share of a row or column, in percent, that is no lighter than its paper
DARKEST = 0.85  # no light falls on paper by less than this share of the usual
ALONG = 15  # dots of a line over which the grain of a scan is evened out
LONG = 56  # dots: no gap between letters is as long
THICKEST = 12  # dots

Way = Literal["across", "down"]


def evenly_lit(gray: Gray) -> Gray:
    """A picture whose paper has one shade in all its rows and columns, so far as their lightest parts show paper."""
    rows = _light(np.percentile(gray[:, ::8], BRIGHT, axis=1))
    columns = _light(np.percentile(gray[::8], BRIGHT, axis=0))
    scale = np.outer(float(np.median(rows)) / rows, float(np.median(columns)) / columns).astype(np.float32)
    return np.asarray(cv2.multiply(gray, scale, dtype=cv2.CV_8U), dtype=np.uint8)


def _light(shades: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(shades, max(1.0, DARKEST * float(np.median(shades))))


def along(gray: Gray) -> list[tuple[Gray, Way]]:
    """A picture with the grain evened out along its rows, and along its columns."""
    ways: list[tuple[tuple[int, int], Way]] = [((ALONG, 1), "across"), ((1, ALONG), "down")]
    return [(np.asarray(cv2.blur(gray, size), dtype=np.uint8), way) for size, way in ways]


def thin_lines(mask: NDArray[np.bool_], way: Way) -> Mask:
    """What is long one way and thin the other in a mask."""
    ones = mask.astype(np.uint8)
    if way == "across":
        return opened(ones & (1 - opened(ones, THICKEST, 1)), 1, LONG)
    return opened(ones & (1 - opened(ones, 1, THICKEST)), LONG, 1)
