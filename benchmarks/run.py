"""What reading costs, in one run on the same files: `python -m benchmarks.run [--folder DIR] [--gold DIR] [--pages N]`.

Prints the tables of `benchmarks/README.md`; with `--write` it puts them there. CPU time is that of the whole program,
from its start to its end, imports included. Run it on a quiet machine and quote the ratios.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.engines import ENGINES
from benchmarks.made import is_digital, joined, sample, small_reports
from benchmarks.measure import ROOT, Cost, cost_of, lakip, put_figures

README = Path(__file__).with_name("README.md")
INGEST = "lakip ingest"
SLOW = "camelot lattice"
PAGES = (10, 30, 100, 300, 1000, 2000)
REPORTS = (10, 100, 1000, 10_000)


class Bench:
    """The files to measure on, and a folder for what is made."""

    def __init__(self, paths: Sequence[Path], scratch: Path, asked: argparse.Namespace) -> None:
        self.paths = paths
        self.scratch = scratch
        self.quick: bool = asked.quick
        self.sampled: int = asked.pages
        self.whole = self.folder("whole")
        for path in paths:
            shutil.copy(path, self.whole / path.name)

    def folder(self, name: str) -> Path:
        path = self.scratch / name
        path.mkdir()
        return path

    def ingest(self, folder: Path, name: str, *options: object) -> Cost:
        database = self.scratch / f"{name}.db"
        return lakip("ingest", folder, "--db", database, "--ocr", "never", "--no-progress", "--timeout", 7200, *options)


def engine(name: str, folder: Path) -> Cost:
    return cost_of([sys.executable, "-m", "benchmarks.engines", name, str(folder)])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join([' --- ', *[' ---: '] * (len(head) - 1)])}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def against(costs: dict[str, Cost], pages: int) -> Iterator[str]:
    """CPU a page and peak memory of each engine, and how many times ours that is."""
    own = costs[INGEST].cpu
    rows = [
        [name, f"{1000 * cost.cpu / pages:.2f}", f"{cost.cpu / own:.2f}", f"{cost.peak:.0f}"]
        for name, cost in sorted(costs.items(), key=lambda item: item[1].cpu)
    ]
    yield from table(["engine", "CPU ms a page", f"× {INGEST}", "peak MB"], rows)


def whole_files(bench: Bench) -> Iterator[str]:
    costs = {name: engine(name, bench.whole) for name in ENGINES if name != SLOW}
    costs[INGEST] = bench.ingest(bench.whole, "whole", "--jobs", 0)
    pages = int(costs["pypdfium2 text"].output)
    yield f"### Whole reports\n\n{len(bench.paths)} digital PDFs, {pages} pages, one process.\n"
    yield from against(costs, pages)
    again = bench.ingest(bench.whole, "whole", "--jobs", 0)
    first = costs[INGEST]
    yield (
        f"Second run over the unchanged files: {again.cpu:.2f} s CPU against {first.cpu:.2f} s, "
        f"**{100 * again.cpu / first.cpu:.1f} %**. The database holds "
        f"{(bench.scratch / 'whole.db').stat().st_size / pages / 1024:.1f} KiB a page.\n"
    )


def sampled_pages(bench: Bench) -> Iterator[str]:
    folder = bench.folder("sample")
    drawn = sample(bench.paths, bench.sampled, folder)
    costs = {name: engine(name, folder) for name in ENGINES}
    costs[INGEST] = bench.ingest(folder, "sample", "--jobs", 0)
    yield f"### The same {drawn} pages, evenly drawn\n"
    yield from against(costs, drawn)


def workers(bench: Bench) -> Iterator[str]:
    one = bench.ingest(bench.whole, "one", "--jobs", 1)
    two = bench.ingest(bench.whole, "two", "--jobs", 2)
    rows = [
        [str(jobs), f"{cost.wall:.1f}", f"{one.wall / cost.wall:.2f}", f"{cost.peak:.0f}", f"{cost.worker_peak:.0f}"]
        for jobs, cost in ((1, one), (2, two))
    ]
    yield "### Workers\n"
    yield from table(["workers", "seconds", "times as fast", "peak MB, writer", "peak MB, largest worker"], rows)


def growth_in_pages(bench: Bench) -> Iterator[str]:
    rows = []
    for pages in PAGES[: 4 if bench.quick else None]:
        folder = bench.folder(f"pages-{pages}")
        joined(bench.paths, pages, folder / "report.pdf")
        cost = bench.ingest(folder, f"pages-{pages}", "--jobs", 1)
        rows.append([str(pages), f"{cost.cpu:.2f}", f"{1000 * cost.cpu / pages:.2f}", f"{cost.worker_peak:.0f}"])
    yield "### Pages of one report\n\nThe reports above joined to one, one worker; starting costs about a second.\n"
    yield from table(["pages", "CPU s", "CPU ms a page", "peak MB, worker"], rows)


def growth_in_reports(bench: Bench) -> Iterator[str]:
    rows = []
    for count in REPORTS[: 3 if bench.quick else None]:
        folder = bench.folder(f"reports-{count}")
        small_reports(count, folder)
        cost = bench.ingest(folder, f"reports-{count}", "--jobs", 1)
        again = bench.ingest(folder, f"reports-{count}", "--jobs", 1)
        peaks = [f"{cost.peak:.0f}", f"{cost.worker_peak:.0f}", f"{again.cpu:.2f}"]
        rows.append([f"{count:,}", f"{cost.cpu:.1f}", f"{1000 * cost.cpu / count:.2f}", *peaks])
    yield "### Reports\n\nSmall text reports of eight indicators, of 100 agencies and ten years, one worker.\n"
    head = ["reports", "CPU s", "CPU ms a report", "peak MB, writer", "peak MB, worker", "second run, CPU s"]
    yield from table(head, rows)


def starting(_: Bench) -> Iterator[str]:
    shown = min((lakip("--help") for _ in range(7)), key=lambda cost: cost.wall)
    ready = min((cost_of([sys.executable, "-c", "import bulk.preload"]) for _ in range(3)), key=lambda cost: cost.wall)
    yield "### Starting\n"
    yield (
        f"`lakip --help` takes {shown.wall:.2f} s. Loading all that a worker needs (rooms, tables, spaCy) takes "
        f"{ready.wall:.2f} s once a run and {ready.peak:.0f} MB, which the workers share.\n"
    )


PARTS: dict[str, Callable[[Bench], Iterator[str]]] = {
    "whole": whole_files,
    "sample": sampled_pages,
    "workers": workers,
    "pages": growth_in_pages,
    "reports": growth_in_reports,
    "starting": starting,
}


def machine() -> str:
    with Path("/proc/cpuinfo").open() as lines:
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    return f"Python {platform.python_version()}, {model}.\n"


def reports(folder: Path, gold: Path | None) -> list[Path]:
    """The digital PDFs of a folder; with `gold` those that are labelled there."""
    paths = sorted(folder.glob("*.pdf"))
    if gold:
        labelled = {path.name.removesuffix(".gold.json") for path in gold.glob("*.gold.json")}
        paths = [path for path in paths if path.stem in labelled]
    return [path for path in paths if is_digital(path)]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus" / "reports", help="PDF reports to measure on")
    parser.add_argument("--gold", type=Path, help="take only the reports that are labelled in this folder")
    parser.add_argument("--pages", type=int, default=100, help="pages for the engines that are slow, evenly drawn")
    parser.add_argument("--quick", action="store_true", help="leave out the largest sizes")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone; can be repeated")
    parser.add_argument("--write", action="store_true", help="put the figures into benchmarks/README.md")
    asked = parser.parse_args()
    if asked.write and (asked.only or asked.quick):
        parser.error("--write needs all parts at all sizes")
    return asked


def main() -> None:
    asked = options()
    paths = reports(asked.folder, asked.gold)
    if not paths:
        sys.exit(f"no digital PDF in {asked.folder}")
    said = [machine()]
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(paths, Path(scratch), asked)
        for name in asked.only or PARTS:
            for line in PARTS[name](bench):
                print(line, flush=True)
                said.append(line)
    if asked.write:
        put_figures(README, "\n".join(said))


if __name__ == "__main__":
    main()
