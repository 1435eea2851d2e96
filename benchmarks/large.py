"""How comparing and exporting bear size: `python -m benchmarks.large [FOLDER]`.

Makes a database with 100,000 achievements and one with a million observations, as `benchmarks.site` does, and runs the
commands on them as a user does: seconds from start to end and of processor time, imports included, and the most memory
that a run holds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import lakip
from benchmarks.site import MEASURES, make_database

TIMES = 3
ACHIEVEMENTS = 100_000
OBSERVATIONS = 1_000_000


def report(what: str, *arguments: object, times: int = TIMES) -> None:
    """Print a row of the table: the medians of the seconds, the highest of the peaks."""
    costs = [lakip(*arguments) for _ in range(times)]
    wall, cpu = (statistics.median(one) for one in ([c.wall for c in costs], [c.cpu for c in costs]))
    print(f"| {what} | {wall:.2f} | {cpu:.2f} | {max(c.peak for c in costs):.0f} |", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary)
        many, more = folder / "achievements.db", folder / "observations.db"
        for database, achievements in ((many, ACHIEVEMENTS), (more, -(-OBSERVATIONS // len(MEASURES)))):
            if not database.exists():
                make_database(database, achievements)
        print("| run | seconds | CPU s | peak MB |\n| --- | ---: | ---: | ---: |")
        report("compare, every agency of one year", "compare", "--year", "2022", "--db", many)
        report("compare, one government", "compare", "--government", "Kota 13.01", "--db", many)
        report("compare, latest year of each agency", "compare", "--db", many)
        report("compare, one concept", "compare", "--indicator", "akip-score", "--db", many)
        for form in ("csv", "json", "parquet"):
            target = folder / f"observations.{form}"
            report(f"export observations, {form}", "export", "observations", "-o", target, "--db", more, times=1)


if __name__ == "__main__":
    main()
