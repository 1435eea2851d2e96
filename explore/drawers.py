"""Processes that draw pages, each one page and then it ends: a report is untrusted, and so is what draws it.

Starting Python and loading pdfium costs as much as drawing, so a served site has some started ahead, which wait.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

DRAW = Path(__file__).with_name("draw.py")
COMMAND = (sys.executable, "-P", str(DRAW))
"""A script, so that nothing of the site is imported in it."""
DRAW_SECONDS = 30.0


@dataclass(slots=True)
class Drawers:
    """`ahead` processes wait for a page; they end with this process, which holds their input open."""

    ahead: int = 0
    waiting: list[subprocess.Popen[str]] = field(default_factory=list)

    def get_ready(self) -> None:
        """Start the processes that shall wait."""
        while len(self.waiting) < self.ahead:
            self.waiting.append(_start())

    def draw(self, report: Path, page: int, scale: float, target: Path, is_small: bool = False) -> bool:
        """Draw a page as PNG, `scale` pixels a point, and say whether it worked; `is_small`: few colours, few bytes."""
        process = self.waiting.pop(0) if self.waiting else _start()
        asked = [str(report.absolute()), page, scale, str(target.absolute()), "small" if is_small else ""]
        try:
            process.communicate(json.dumps(asked), DRAW_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        self.get_ready()
        return process.returncode == 0


def _start() -> subprocess.Popen[str]:
    nothing = subprocess.DEVNULL
    return subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=nothing, stderr=nothing, text=True)
