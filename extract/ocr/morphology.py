"""Pictures of ones and zeros, grown, shrunk, opened and closed by rectangles."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Mask = NDArray[np.uint8]


def _rectangle(height: int, width: int) -> Mask:
    """A rectangle with odd sides, so that it has a middle: others would move what they shrink and grow."""
    return np.ones((height | 1, width | 1), np.uint8)


def grown(mask: Mask, height: int, width: int) -> Mask:
    """A mask with every part made larger by a rectangle around each dot."""
    return np.asarray(cv2.dilate(mask, _rectangle(height, width)), dtype=np.uint8)


def opened(mask: Mask, height: int, width: int) -> Mask:
    """What is left of a mask where a rectangle fits in."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, _rectangle(height, width)), dtype=np.uint8)


def closed(mask: Mask, height: int, width: int) -> Mask:
    """A mask with gaps filled in which no rectangle fits."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _rectangle(height, width)), dtype=np.uint8)


def boxes_of(mask: Mask) -> list[tuple[int, int, int, int]]:
    """The boxes (left, top, width, height) around the connected parts of a mask of few parts."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return sorted((int(x), int(y), int(w), int(h)) for x, y, w, h in map(cv2.boundingRect, outlines))


def resized(picture: Gray, height: int, width: int) -> Gray:
    """A picture in another size, smooth both ways."""
    way = cv2.INTER_AREA if height < picture.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (max(1, width), max(1, height)), interpolation=way), dtype=np.uint8)


def halved(picture: Gray) -> Gray:
    """A picture at half its size."""
    return resized(picture, picture.shape[0] // 2, picture.shape[1] // 2)


def framed(picture: Gray, width: int, kind: int, value: int = 255) -> Gray:
    """A picture with a border of `width` dots, mirrored or of one shade (cv2's BORDER kinds)."""
    wider = cv2.copyMakeBorder(picture, width, width, width, width, kind, value=(value,))
    return np.asarray(wider, dtype=np.uint8)
