"""How comparing and exporting bear size: `python -m benchmarks.large [FOLDER]`.

Makes a database with 100,000 achievements and one with a million observations, as `benchmarks.site` does, and runs the
commands on them as a user does: seconds from start to end and of processor time, imports included, and the most memory
that a run holds.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.site import MEASURES, make_database

TIMES = 3
ACHIEVEMENTS = 100_000
OBSERVATIONS = 1_000_000
COMMAND = (sys.executable, "-c", "from commands import main; main()")


def run(*arguments: str) -> tuple[float, float, float]:
    """Seconds, those of the processor and peak MB of a run of `lakip`. Raises RuntimeError where it fails."""
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.execv(COMMAND[0], [*COMMAND, *arguments])
    _, status, used = os.wait4(pid, 0)
    if status:
        raise RuntimeError(f"lakip {' '.join(arguments)} failed")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def report(what: str, *arguments: str, times: int = TIMES) -> None:
    """Print a row of the table: the medians of the seconds, the highest of the peaks."""
    took, cpu, peak = zip(*(run(*arguments) for _ in range(times)), strict=True)
    print(f"| {what} | {statistics.median(took):.2f} | {statistics.median(cpu):.2f} | {max(peak):.0f} |", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary)
        many, more = folder / "achievements.db", folder / "observations.db"
        for database, achievements in ((many, ACHIEVEMENTS), (more, -(-OBSERVATIONS // len(MEASURES)))):
            if not database.exists():
                make_database(database, achievements)
        print("| run | seconds | CPU s | peak MB |\n| --- | ---: | ---: | ---: |")
        report("compare, every agency of one year", "compare", "--year", "2022", "--db", str(many))
        report("compare, one government", "compare", "--government", "Kota 13.01", "--db", str(many))
        report("compare, latest year of each agency", "compare", "--db", str(many))
        report("compare, one concept", "compare", "--indicator", "akip-score", "--db", str(many))
        for form in ("csv", "json", "parquet"):
            target = str(folder / f"observations.{form}")
            report(f"export observations, {form}", "export", "observations", "-o", target, "--db", str(more), times=1)


if __name__ == "__main__":
    main()
