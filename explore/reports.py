"""Where the reports' files are: at their recorded path or in a folder, always told by their sha256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from store import known_documents, read_connection


class Recorded(NamedTuple):
    """Where a report was when it was read, and its size."""

    path: Path
    size: int


def recorded(database: Path) -> dict[str, Recorded]:
    """Where the reports of a database were found, by their sha256."""
    with read_connection(database) as connection:
        known = known_documents(connection)
    return {sha256: Recorded(Path(one.path), one.size) for sha256, one in known.items()}


class _Seen(NamedTuple):
    """A file's state when it was hashed."""

    size: int
    changed: int
    sha256: str


@dataclass(slots=True)
class Reports:
    """Finds the file of a report. Nothing but a report of the database can be found: a file counts by its content."""

    recorded: dict[str, Recorded]
    folder: Path | None = None
    seen: dict[Path, _Seen] = field(default_factory=dict)

    def find(self, sha256: str) -> Path | None:
        """The report's file; None where it is missing or no longer the same."""
        record = self.recorded.get(sha256)
        if record is None:
            return None
        return next((path for path in self._candidates(record) if self._sha256(path, record.size) == sha256), None)

    def _candidates(self, record: Recorded) -> Iterator[Path]:
        yield record.path
        if self.folder is not None:
            same_name = sorted(self.folder.rglob(_plain(record.path.name)))
            yield from same_name
            yield from sorted(path for path in self.folder.rglob("*") if path not in same_name)

    def _sha256(self, path: Path, size: int) -> str | None:
        """The fingerprint of a file of that size, computed once for each state of the file."""
        try:
            stat = path.stat()
            if not path.is_file() or stat.st_size != size:
                return None
            seen = self.seen.get(path)
            if seen is None or (seen.size, seen.changed) != (stat.st_size, stat.st_mtime_ns):
                with path.open("rb") as file:
                    seen = _Seen(stat.st_size, stat.st_mtime_ns, hashlib.file_digest(file, "sha256").hexdigest())
                self.seen[path] = seen
        except OSError:
            return None
        return seen.sha256


def _plain(name: str) -> str:
    """A file name as a pattern that matches itself alone.

    >>> _plain("lakip [final] 2024?.pdf")
    'lakip [[]final] 2024[?].pdf'
    """
    return "".join(f"[{char}]" if char in "[*?" else char for char in name)
