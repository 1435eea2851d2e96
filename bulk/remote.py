"""Reports that lie elsewhere: the URLs of any file system that fsspec knows (`s3://`, `gs://`, `memory://`, …)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

OWN_MEMORY = ("memory",)
THIS_MACHINE = ("file", "local", "memory")
LARGEST_FILE = 512 * 1024 * 1024
PIECE = 4 * 1024 * 1024


class NoFsspec(Exception):
    """URLs cannot be read, because fsspec is not installed."""


def is_url(location: object) -> bool:
    """Whether a location is a URL and no path.

    >>> is_url("s3://bucket/reports"), is_url("reports/2024.pdf")
    (True, False)
    """
    return isinstance(location, str) and "://" in location


def find(url: str) -> Iterator[tuple[str, int, bool]]:
    """URL and size of each file below a URL in sorted order, and whether the URL named it itself; no hidden entries."""
    try:
        system, root = _system(url)
        if system.isfile(root):
            yield url, system.size(root) or 0, True
            return
        found = system.find(root, detail=True)
    except OSError:  # it is said when its content is asked for
        yield url, 0, True
        return
    for path, info in sorted(found.items()):
        below = PurePosixPath(path.removeprefix(root)).parts
        if not any(part.startswith(".") for part in below):
            yield system.unstrip_protocol(path), int(info.get("size") or 0), False
    if not found:
        yield url, 0, True


def fingerprint(url: str) -> str:
    """The sha256 of a file's content. Raises OSError."""
    digest = hashlib.sha256()
    system, path = _system(url)
    with system.open(path, "rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def fetch(url: str) -> bytes:
    """A file's content. Raises OSError, also for a file that no report is as large as."""
    system, path = _system(url)
    if (system.size(path) or 0) > LARGEST_FILE:
        raise OSError(f"the file is larger than {LARGEST_FILE // 2**20} MiB")
    with system.open(path, "rb") as file:
        return bytes(file.read(LARGEST_FILE + 1))


def exists(url: str) -> bool:
    system, path = _system(url)
    return bool(system.exists(path))


def must_travel(url: str, to_another_machine: bool) -> bool:
    """Whether a worker cannot open a URL itself: it lies in this process, or on a machine that is not the worker's."""
    protocol = url.split("://")[0].split("::")[-1]
    return protocol in (THIS_MACHINE if to_another_machine else OWN_MEMORY)


def _system(url: str) -> tuple[Any, str]:
    try:
        import fsspec.core
    except ImportError as error:
        raise NoFsspec("URLs need fsspec: pip install 'lakip[cluster]'") from error
    library: Any = fsspec.core
    try:
        system, path = library.url_to_fs(url)
    except (ValueError, ImportError) as error:  # no such protocol, or its driver is not installed
        raise OSError(" ".join(str(error).split())) from error
    return system, str(path)
