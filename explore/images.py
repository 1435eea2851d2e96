"""Page images: drawn from the report by a process of its own, kept in a folder by sha256, page and zoom."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

from explore.drawers import Drawers
from explore.reports import Reports

ZOOMS = (1, 2, 3)
SCALE = 1.5
"""Pixels a point at zoom 1: 108 dots an inch."""
AT_ONCE = 2


class NoPicture(Exception):
    """A page has no image; `reason` is the key of the words that say why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Pictures:
    """Draws and keeps page images. Without `reports` there is nothing to draw from."""

    reports: Reports | None
    folder: Path | None
    drawers: Drawers = field(default_factory=Drawers)
    running: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def draw(self, sha256: str, page: int, zoom: int) -> Path:
        """The file with the image of a page. Raises NoPicture."""
        if self.reports is None or self.folder is None:
            raise NoPicture("image.none")
        target = self.folder / sha256 / f"{page}@{zoom}.png"
        if target.exists():
            return target
        report = await asyncio.to_thread(self.reports.find, sha256)
        if report is None:
            raise NoPicture("image.missing")
        async with self.running:
            if not target.exists():
                await asyncio.to_thread(self._draw, report, page, SCALE * zoom, target)
        return target

    def _draw(self, report: Path, page: int, scale: float, target: Path) -> None:
        """Draw beside the target first, so that nobody reads half of an image. Raises NoPicture."""
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(f".{os.getpid()}.part")
        if not self.drawers.draw(report, page, scale, partial):
            partial.unlink(missing_ok=True)
            raise NoPicture("image.failed")
        partial.replace(target)
