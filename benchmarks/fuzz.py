"""Mutated reports through the whole reading: `python -m benchmarks.fuzz [FILES] [--seed N] [--jobs N] [--folder DIR]`.

Each file is one of the corpus, a text report a quarter of the time, else a PDF, with some of its bytes changed. A
worker under limits reads and understands it, writes its rows into a database of its own and links them, as in a run.
Tells how they ended, and exits with 1 where one failed by our mistake, hung past its limit, or where the memory of the
workers grew.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import random
import re
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import store
from bulk.documents import DocumentResult, Reader, Settings, Task, guarded, read_one
from normalize import link
from workers import GRACE, Limits, WorkerDied, WorkerPool, held_memory, run_tasks

CORPUS = Path(__file__).parent.parent / "corpus" / "reports"
LIMITS = Limits(seconds=20.0, memory_mb=2048)
GROWTH = 64.0
"""MB that a worker may come to hold more than was held after any of the first two hundred files."""
EARLY, LASTING = 200, 20
"""Files that set the measure, and files after which memory must have been held to count: less is one large file."""
TEXTS = 0.25
"""How often a text report is taken."""
STREAM = re.compile(rb"<<(?P<head>[^<>]*/FlateDecode[^<>]*)>>\s*stream\r?\n(?P<body>.*?)endstream", re.DOTALL)
NUMBER = re.compile(rb"\d+")
NAME = re.compile(rb"/[A-Z][A-Za-z]+")
NUMBERS = (b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"1e309", b"nan", b"0.000001")
BYTES = (
    b"\x00",
    b"\xff",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b")",
    b"\t",
    b"|",
    b"\n",
    b"\f",
    b" R",
    b"\xed\xa0\x80",
    b"%",
)


def inflated(data: bytes) -> bytes:
    """A PDF with its streams unpacked, so that a changed byte changes what is drawn and not only its packing."""

    def plain(found: re.Match[bytes]) -> bytes:
        try:
            packed = found["body"].strip()
            if b"/ASCII85Decode" in found["head"]:
                packed = base64.a85decode(packed.removesuffix(b"~>"))
            body = zlib.decompressobj().decompress(packed)
        except (zlib.error, ValueError):
            return found.group()
        head = re.sub(rb"/Filter\s*(?:\[[^\]]*\]|/\w+)|/Length \d+", b"", found["head"])
        return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head, len(body), body)

    return STREAM.sub(plain, data)


def flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 16, 64))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def cut(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 16, 256, 4096))]


def truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def double(data: bytearray, chance: random.Random) -> None:
    start, length = chance.randrange(len(data)), chance.choice((4, 64, 1024))
    data[start:start] = data[start : start + length] * chance.choice((1, 2, 50))


def insert(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = chance.choice(BYTES) * chance.choice((1, 3, 300))


def renumber(data: bytearray, chance: random.Random) -> None:
    places = [match.span() for match in NUMBER.finditer(data)]
    for start, end in chance.sample(places, min(len(places), chance.choice((1, 3, 10)))):
        data[start:end] = chance.choice(NUMBERS)[: end - start].ljust(end - start, b"9")


def rename(data: bytearray, chance: random.Random) -> None:
    places = [match.span() for match in NAME.finditer(data)]
    if len(places) > 1:
        (start, end), (other, last) = chance.sample(places, 2)
        data[start:end] = data[other:last]


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip, flip, cut, truncate, double, insert, renumber, renumber, rename,
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with one to five changes, a PDF half of the time with its streams unpacked before."""
    changed = bytearray(inflated(data) if data.startswith(b"%PDF") and chance.random() < 0.5 else data)
    for _ in range(chance.randint(1, 5)):
        if changed:
            chance.choice(MUTATIONS)(changed, chance)
    return bytes(changed)


@dataclass(frozen=True, slots=True)
class Tried:
    """How one mutated file ended; `memory` is what its worker held afterwards, in MB."""

    seed: int
    name: str
    status: str
    said: str
    seconds: float
    memory: float
    worker: int


def try_one(seed: int, paths: Sequence[Path], settings: Settings) -> Tried:
    """Read the file that a seed makes. Runs in a worker."""
    chance = random.Random(seed)
    base = chance.choice(of_one_kind(paths, chance))
    data = mutated(base.read_bytes(), chance)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / base.name
        path.write_bytes(data)
        task = Task(str(path), len(data), hashlib.sha256(data).hexdigest(), Reader("fuzz"))
        start = time.monotonic()
        result = read_one(task, settings)
        kept = guarded(lambda: keep(result, Path(folder) / "lakip.db"), LIMITS)
        seconds = time.monotonic() - start
    if isinstance(kept, store.Outcome):
        return Tried(
            seed, base.name, kept.status, kept.traceback or kept.reason or "", seconds, held_memory(), os.getpid()
        )
    said = result.traceback or result.reason or ""
    return Tried(seed, base.name, result.status, said, seconds, held_memory(), os.getpid())


def of_one_kind(paths: Sequence[Path], chance: random.Random) -> Sequence[Path]:
    """The text reports a quarter of the time, else the PDFs; all where there is one kind only."""
    wanted = ".txt" if chance.random() < TEXTS else ".pdf"
    return [path for path in paths if path.suffix == wanted] or paths


def keep(result: DocumentResult, database: Path) -> None:
    """Write and link the rows of a document in a database of its own."""
    assert result.rows is not None, "a file that does not change has rows"
    with closing(store.open_writer(database)) as db:
        store.write_document(db, result.rows)
        for scope in store.pending_scopes(db.conn):
            store.relink(db, scope, link)


@dataclass(slots=True)
class Outcome:
    """How all files ended, the worst of them, and how much more the workers came to hold."""

    ended: Counter[str] = field(default_factory=Counter)
    failed: list[Tried] = field(default_factory=list)
    hung: list[int] = field(default_factory=list)
    died: list[int] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    memory: dict[int, list[float]] = field(default_factory=dict)
    early: float = 0.0

    @property
    def growth(self) -> float:
        """MB between the most that was held after an early file and the most that a worker held for long later on."""
        lasting = [min(held[i : i + LASTING]) for held in self.memory.values() for i in range(len(held) - LASTING + 1)]
        return max(lasting, default=0.0) - self.early

    def add(self, tried: Tried) -> None:
        self.ended[tried.status] += 1
        if self.ended.total() <= EARLY:
            self.early = max(self.early, tried.memory)
        self.slowest = max(self.slowest, (tried.seconds, tried.seed))
        self.memory.setdefault(tried.worker, []).append(tried.memory)
        if tried.status == "failed":
            self.failed.append(tried)
        if tried.seconds > LIMITS.seconds + GRACE:
            self.hung.append(tried.seed)

    def is_sound(self) -> bool:
        return not self.failed and not self.hung and self.growth < GROWTH


def fuzz(seeds: Iterator[int] | range, paths: Sequence[Path], jobs: int) -> Outcome:
    """Try the files that the seeds make, in worker processes."""
    found = Outcome()
    settings = Settings(Path("unused.db"), jobs, ocr="never", limits=LIMITS)
    with WorkerPool(jobs, LIMITS, preload="bulk.preload") as pool:
        work = partial(try_one, paths=tuple(paths), settings=settings)
        for seed, future in run_tasks(pool, work, seeds, 2 * jobs):
            try:
                found.add(future.result())
            except WorkerDied as died:
                found.ended["killed" if died.out_of_time else "died"] += 1
                (found.hung if died.out_of_time else found.died).append(seed)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=CORPUS)
    asked = parser.parse_args()
    paths = sorted(path for path in asked.folder.iterdir() if path.suffix in (".pdf", ".txt"))
    found = fuzz(range(asked.seed, asked.seed + asked.files), paths, asked.jobs)
    print(f"{asked.files:,} files: " + ", ".join(f"{count:,} {status}" for status, count in found.ended.most_common()))
    print(
        f"slowest {found.slowest[0]:.1f} s (seed {found.slowest[1]}); workers grew by {found.growth:.1f} MB; "
        f"died: {found.died}; hung: {found.hung}"
    )
    kinds: dict[str, list[Tried]] = {}
    for tried in found.failed:
        kinds.setdefault("\n".join(tried.said.strip().splitlines()[-3:]), []).append(tried)
    for said, same in kinds.items():
        print(f"failed {len(same)} times, seeds {[tried.seed for tried in same[:5]]}:\n{said}")
    sys.exit(0 if found.is_sound() else 1)


if __name__ == "__main__":
    main()
