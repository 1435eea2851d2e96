"""Page images for a published database, drawn one by one, each by a process of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import TracebackType

from explore.drawers import Drawers
from explore.images import SCALE
from explore.reports import Reports, recorded


class Painter:
    """Draws pages of the reports of a database. `missing` names reports whose file was not found."""

    def __init__(self, database: Path, folder: Path | None) -> None:
        self.reports = Reports(recorded(database), folder)
        self.missing: list[str] = []
        self._drawers = Drawers()
        self._folder = tempfile.TemporaryDirectory(prefix="lakip-pages-")

    def __enter__(self) -> Painter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def picture(self, sha256: str, page: int) -> bytes | None:
        """The image of a page as PNG; None where the file is missing or the page cannot be drawn."""
        record = self.reports.recorded.get(sha256)
        if record is None or record.path.suffix.lower() == ".txt":
            return None
        file = self.reports.find(sha256)
        if file is None:
            if record.path.name not in self.missing:
                self.missing.append(record.path.name)
            return None
        target = Path(self._folder.name) / "page.png"
        if not self._drawers.draw(file, page, SCALE, target, is_small=True):
            return None
        return target.read_bytes()
