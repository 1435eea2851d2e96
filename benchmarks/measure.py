"""What a program costs: its CPU time, how long it took, and the most memory that it or one of its workers held."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAKIP = (sys.executable, "-c", "from commands import main; main()")
EVERY = 0.05
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu` and `wall` in seconds, `peak` and `worker_peak` in MB (of the program and of its largest worker)."""

    cpu: float
    wall: float
    peak: float
    worker_peak: float
    output: str


def cost_of(command: Sequence[str]) -> Cost:
    """Run a program to its end. CPU time counts its workers too. Raises RuntimeError where it fails."""
    environment = _environment()
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT, env=environment)
        with _watched(process.pid) as seen:
            _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command[-4:])} ended with {process.returncode}: {err.read()[-800:]}")
        output = out.read()
    cpu = used.ru_utime + used.ru_stime + sum(cpu for pid, (cpu, _) in seen.items() if pid != process.pid)
    workers = max((peak for pid, (_, peak) in seen.items() if pid != process.pid), default=0.0)
    peak = used.ru_maxrss / 1024  # never below what this program held as it started the other, so look inside it too
    return Cost(cpu, wall, min(peak, seen.get(process.pid, (cpu, peak))[1]), workers, output)


@cache
def _environment() -> dict[str, str]:
    """That of an installed program: one thread, and our modules compiled, as pip leaves them."""
    for room in ROOT.glob("*/__init__.py"):
        compileall.compile_dir(room.parent, quiet=2)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def lakip(*arguments: object) -> Cost:
    """What a `lakip` command costs."""
    return cost_of([*LAKIP, *map(str, arguments)])


@contextmanager
def _watched(parent: int) -> Iterator[dict[int, tuple[float, float]]]:
    """CPU seconds and peak MB of every process under `parent`, as last seen, at most `EVERY` seconds before its end."""
    seen: dict[int, tuple[float, float]] = {}
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            for pid in _descendants(parent):
                with suppress(OSError, ValueError, IndexError, StopIteration):
                    seen[pid] = _used(pid)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def _descendants(parent: int) -> list[int]:
    found = [parent]
    for pid in found:
        with suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _used(pid: int) -> tuple[float, float]:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return ticks / os.sysconf("SC_CLK_TCK"), peak / 1024


def put_figures(page: Path, text: str) -> None:
    """Put tables between the marks of a page, in the place of those that stand there."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
