"""Page images: drawn from the report by a process of its own, kept in a folder by sha256, page and zoom."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from explore.reports import Reports

ZOOMS = (1, 2, 3)
SCALE = 1.5
"""Pixels a point at zoom 1: 108 dots an inch."""
DRAW_SECONDS = 30.0
AT_ONCE = 2
DRAW = Path(__file__).with_name("draw.py")


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
                target.parent.mkdir(parents=True, exist_ok=True)
                await _draw(report, page, SCALE * zoom, target)
        return target


def draw_command(report: Path, page: int, scale: float, target: Path) -> list[str]:
    """How the drawing process is started: a script, so that nothing of the site is imported in it."""
    return [sys.executable, "-P", str(DRAW), str(report.absolute()), str(page), str(scale), str(target.absolute())]


async def _draw(report: Path, page: int, scale: float, target: Path) -> None:
    """Run the drawing process under its time limit; the report is untrusted. Raises NoPicture."""
    partial = target.with_suffix(f".{os.getpid()}.part")
    process = await asyncio.create_subprocess_exec(
        *draw_command(report, page, scale, partial),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        code = await asyncio.wait_for(process.wait(), DRAW_SECONDS)
    except TimeoutError:
        code = -1
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if code != 0:
        partial.unlink(missing_ok=True)
        raise NoPicture("image.failed")
    partial.replace(target)
