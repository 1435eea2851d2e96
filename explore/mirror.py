"""The site's own copy of the database, made anew when the database has changed."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from store import SITE_VERSION, StoreError, read_database, write_site

LOOK_SECONDS = 1.0
WAIT_SECONDS = 5.0


@dataclass(slots=True)
class Mirror:
    """Where the database is and where its copies go. `stamp` tells which state of the database the copy shows."""

    source: Path
    folder: Path
    stamp: str = ""
    looked: float = 0.0
    work: asyncio.Task[Path] | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def file(self) -> Path:
        return self._copy(self.stamp)

    def _copy(self, stamp: str) -> Path:
        """The copy of one state; its name is that of the database in the site's addresses."""
        return self.folder / f"copy-{stamp}" / "lakip.db"

    def source_stamp(self) -> str:
        """Size and time of the database and the form of the copy, as a short name."""
        stat = self.source.stat()
        told = f"{self.source.absolute()} {stat.st_size} {stat.st_mtime_ns} {SITE_VERSION}"
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def make(self) -> Path:
        """Copy the database unless the copy is there; older copies are deleted. Raises StoreError."""
        read_database(self.source).conn.close()
        stamp = self.source_stamp()
        target = self._copy(stamp)
        if not target.exists():
            write_site(self.source, target)
        self.stamp = stamp
        return target

    def clean(self) -> None:
        """Delete copies of earlier states."""
        for old in self.folder.glob("copy-*"):
            if old != self.file.parent:
                shutil.rmtree(old, ignore_errors=True)

    def is_stale(self) -> bool:
        """Whether the database has changed; asks the file system once a second at most."""
        now = time.monotonic()
        if now - self.looked < LOOK_SECONDS and self.work is None:
            return False
        self.looked = now
        return self.has_changed()

    def has_changed(self) -> bool:
        """Whether the copy shows another state than the database has."""
        try:
            return self.source_stamp() != self.stamp
        except OSError:
            return False

    async def renew(self) -> Path | None:
        """The new copy; None while it is not ready: making it goes on, and the old one serves until then."""
        wait = WAIT_SECONDS if self.work is None else 0.0
        if self.work is None:
            self.work = asyncio.create_task(asyncio.to_thread(self.make))
        work = self.work
        done, _ = await asyncio.wait({work}, timeout=wait)
        if not done:
            return None
        self.work = None
        try:
            return work.result()
        except (StoreError, sqlite3.Error):
            return None  # it is being written or is gone: what was there last stays on show
