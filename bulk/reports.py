"""Which files are reports: folders are walked, named files are always tried, each file is known by its content."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bulk import remote

REPORT_ENDINGS = (".pdf", ".txt")


Location = Path | str
"""A file here, or the URL of one elsewhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """Files under the named paths and URLs: reports, largest first, and files that are no reports."""

    reports: tuple[tuple[Location, int], ...]
    others: tuple[str, ...]


def find_reports(paths: Sequence[Location]) -> Found:
    """Walk folders in sorted order; a file the user names is always a report, a hidden entry below a folder never.

    A link below a folder is a report where it leads to a file in that folder: who may put files into a folder shall not
    be able to have others read.
    """
    reports: dict[Location, int] = {}
    others: list[str] = []
    for path in paths:
        if isinstance(path, str):
            for url, size, is_named in remote.find(path):
                if is_named or PurePosixPath(url).suffix.lower() in REPORT_ENDINGS:
                    reports[url] = size
                else:
                    others.append(url)
            continue
        if not path.is_dir():
            reports[path.absolute()] = _size(path)
            continue
        for file in _walk(path.absolute()):
            if _is_folder(file) or _is_report(file, path.resolve()):
                reports[file] = _size(file)
            else:
                others.append(str(file))
    largest_first = sorted(reports.items(), key=lambda item: (-item[1], str(item[0])))
    return Found(tuple(largest_first), tuple(others))


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, and folders that cannot be looked into. Links to folders are not followed."""
    ahead = [folder]
    while ahead:
        entry = ahead.pop()
        if entry != folder and not _is_folder(entry):
            yield entry
            continue
        try:
            ahead += sorted((one for one in entry.iterdir() if not one.name.startswith(".")), reverse=True)
        except OSError:
            yield entry


def _is_report(file: Path, folder: Path) -> bool:
    if file.suffix.lower() not in REPORT_ENDINGS or not file.is_file():
        return False
    return not file.is_symlink() or file.resolve().is_relative_to(folder)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def name_of(location: Location) -> str:
    """The name of a file without its folder."""
    return PurePosixPath(location).name if isinstance(location, str) else location.name


def is_there(stored: str) -> bool:
    """Whether a file still lies where a database says that it did."""
    return remote.exists(stored) if remote.is_url(stored) else Path(stored).exists()


def fingerprint(path: Location) -> str:
    """The sha256 of a file's content. Raises OSError, also for a pipe or device, which might never end."""
    if isinstance(path, str):
        return remote.fingerprint(path)
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
