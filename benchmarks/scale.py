"""Past one machine: `python -m benchmarks.scale [--folder DIR] [--copies N] [--parts K] [--scans DIR]`.

Reads the digital reports of a folder once and writes them again and again under other keys and governments, as one
writer does: rows and pages a second while the database grows, and what linking costs. Then K databases of other
governments each become Parquet parts by `lakip export`'s own code, and DuckDB (pip install duckdb) merges them. With
`--scans` the pages that are pictures are read by OCR and timed too. Prints the tables of docs/scale.md.
"""

from __future__ import annotations

import argparse
import importlib
import pickle
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import store
from benchmarks.made import is_digital
from benchmarks.measure import LAKIP, ROOT, cost_of
from benchmarks.run import table
from bulk.documents import Settings, Task, read_one
from bulk.reports import fingerprint
from normalize import link
from store.schema import find_table

Made = list[store.DocumentRows]
GOVERNMENTS = 5_000
STEPS = 5
"""In how many steps the growing database is timed."""
QUESTIONS = {
    "achievements by year and status": "SELECT year, status, COUNT(*) FROM {achievements} GROUP BY ALL",
    "mean target of every concept": "SELECT concept_id, AVG(target) FROM {comparison} GROUP BY ALL",
    "the observations of one agency": "SELECT * FROM {observations} WHERE agency_id = (SELECT MIN(agency_id) FROM"
    " {documents} WHERE status = 'read')",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A step of writing: how large the database was by then, CPU and all seconds (most of them wait for the disk)."""

    documents: int
    pages: int
    rows: int
    megabytes: float
    cpu: float
    seconds: float


def read_reports(paths: Sequence[Path]) -> Made:
    """The rows of some reports."""
    settings = Settings(Path("unused.db"), 0, ocr="never")
    tasks = [Task(str(path), path.stat().st_size, fingerprint(path), settings.reader()) for path in paths]
    found = [read_one(task, settings).rows for task in tasks]
    return [rows for rows in found if rows is not None]


def copy_of(rows: store.DocumentRows, number: int) -> store.DocumentRows:
    """A document's rows as those of another document, of another government."""
    other = f"{(int(rows.doc, 16) + number * 0x9E3779B97F4A7C15) % 16**12:012x}"
    made: store.DocumentRows = pickle.loads(pickle.dumps(rows).replace(rows.doc.encode(), other.encode()))
    names = find_table("document_rows").names()
    document = dict(zip(names, made.rows["document_rows"][0], strict=True))
    for name in ("government_id", "agency_id"):
        if document[name]:
            document[name] = f"{number % GOVERNMENTS}x{document[name]}"
    scope = str(document["government_id"] or other)
    changed = [tuple(document[name] for name in names)]
    return store.DocumentRows(other, scope, made.rows | {"document_rows": changed})


def copies(made: Made, numbers: range) -> Iterator[store.DocumentRows]:
    yield from (copy_of(rows, number) for number in numbers for rows in made)


def write(database: Path, made: Made, numbers: range) -> Iterator[Written]:
    """Write copies of some documents, timed in steps; making the copies is not counted."""
    each = max(1, len(numbers) // STEPS)
    done = 0
    with closing(store.open_writer(database)) as db:
        for start in range(numbers.start, numbers.stop, each):
            cpu, seconds, pages, rows = 0.0, 0.0, 0, 0
            for one in copies(made, range(start, min(start + each, numbers.stop))):
                began = time.process_time(), time.perf_counter()
                store.write_document(db, one)
                cpu += time.process_time() - began[0]
                seconds += time.perf_counter() - began[1]
                done += 1
                pages += one.count("page_rows")
                rows += sum(map(len, one.rows.values()))
            yield Written(done, pages, rows, database.stat().st_size / 1e6, cpu, seconds)


def link_all(database: Path) -> tuple[float, float]:
    """Link what was written; CPU seconds and all seconds."""
    began = time.process_time(), time.perf_counter()
    with closing(store.open_writer(database)) as db:
        for scope in store.pending_scopes(db.conn):
            store.relink(db, scope, link)
    return time.process_time() - began[0], time.perf_counter() - began[1]


def export(database: Path, folder: Path) -> float:
    """Every view of a database as Parquet; seconds."""
    began = time.perf_counter()
    with closing(store.open_reader(database)) as db:
        store.export_all(db, folder, "parquet")
    return time.perf_counter() - began


def parts_of(folder: Path) -> dict[str, str]:
    """Each view as DuckDB reads it from all parts below a folder."""
    return {name: f"read_parquet('{folder}/*/{name}.parquet')" for name in store.view_names()}


def differences(parts: Path, whole: Path) -> list[str]:
    """The views of which merged parts hold other rows than the export of one database of everything."""
    duck: Any = importlib.import_module("duckdb").connect()
    merged, single = parts_of(parts), parts_of(whole)
    different = []
    for name in store.view_names():
        rows = [f"SELECT * FROM {one[name]}" for one in (merged, single)]
        for one, other in (rows, reversed(rows)):
            if duck.execute(f"SELECT COUNT(*) FROM ({one} EXCEPT ALL {other})").fetchall() != [(0,)]:
                different.append(name)
                break
    return different


def merge(parts: Path, target: Path) -> float:
    """All parts as one Parquet data set, observations and achievements by year; seconds."""
    duck: Any = importlib.import_module("duckdb").connect()
    target.mkdir(parents=True)
    began = time.perf_counter()
    for name, source in parts_of(parts).items():
        by_year = ", PARTITION_BY (year)" if name in ("observations", "achievements") else ""
        place = target / name if by_year else target / f"{name}.parquet"
        duck.execute(f"COPY (SELECT * FROM {source}) TO '{place}' (FORMAT parquet, COMPRESSION zstd{by_year})")
    return time.perf_counter() - began


def ask(parts: Path, databases: Sequence[Path]) -> Iterator[list[str]]:
    """Milliseconds of some questions: to all parts by DuckDB, to one of the databases by SQLite."""
    duck: Any = importlib.import_module("duckdb").connect()
    views = parts_of(parts)
    for said, question in QUESTIONS.items():
        began = time.perf_counter()
        duck.execute(question.format(**views)).fetchall()
        by_duckdb = time.perf_counter() - began
        plain = question.replace("GROUP BY ALL", "GROUP BY 1, 2" if "status" in question else "GROUP BY 1")
        with closing(store.open_reader(databases[0])) as db:
            began = time.perf_counter()
            db.execute(plain.format(**{name: name for name in views})).fetchall()
        yield [said, f"{1000 * by_duckdb:.0f}", f"{1000 * (time.perf_counter() - began):.0f}"]


def size(folder: Path) -> float:
    """MB of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def pages_of(made: Made) -> int:
    return sum(rows.count("page_rows") for rows in made)


def one_writer(made: Made, number: int, scratch: Path) -> Iterator[str]:
    database = scratch / "growing.db"
    steps = list(write(database, made, range(number)))
    rows = [
        [
            f"{one.documents:,}",
            f"{one.megabytes:,.0f}",
            f"{one.pages / one.seconds:,.0f}",
            f"{one.rows / one.seconds:,.0f}",
            f"{1000 * one.cpu / one.pages:.2f}",
        ]
        for one in steps
    ]
    yield "### One writer\n"
    yield from table(["documents in the database", "MB", "pages a second", "rows a second", "CPU ms a page"], rows)
    cpu, seconds = link_all(database)
    each = (
        f"{1000 * seconds / steps[-1].documents:.0f} ms a document, {1000 * cpu / steps[-1].documents:.0f} of them CPU"
    )
    yield f"Linking all {steps[-1].documents:,} documents of {number:,} groups of governments: {each}.\n"
    database.unlink()


def merged_parts(made: Made, number: int, parts: int, scratch: Path) -> Iterator[str]:
    databases, seconds = [], []
    each = number // parts
    for part in range(parts):
        databases.append(scratch / f"part-{part}.db")
        for _ in write(databases[-1], made, range(part * each, (part + 1) * each)):
            pass
        link_all(databases[-1])
        seconds.append(export(databases[-1], scratch / "parts" / str(part)))
    merging = merge(scratch / "parts", scratch / "merged")
    pages = pages_of(made) * each * parts
    sqlite = sum(path.stat().st_size for path in databases) / 1e6
    rows = [
        ["SQLite databases", f"{sqlite:,.0f}", f"{1000 * sqlite / pages:.2f}", ""],
        ["Parquet parts", f"{size(scratch / 'parts'):,.0f}", f"{1000 * size(scratch / 'parts') / pages:.2f}",
         f"{1000 * sum(seconds) / pages:.2f}"],
        ["merged by DuckDB", f"{size(scratch / 'merged'):,.0f}", f"{1000 * size(scratch / 'merged') / pages:.2f}",
         f"{1000 * merging / pages:.3f}"],
    ]  # fmt: skip
    yield f"### {parts} parts of {each * len(made):,} documents each, {pages:,} pages\n"
    yield from table(["", "MB", "KB a page", "ms a page"], rows)
    head = ["question", "DuckDB, all parts, ms", f"SQLite, one of {parts} databases, ms"]
    yield from table(head, list(ask(scratch / "parts", databases)))


def scanned(folder: Path, scratch: Path) -> Iterator[str]:
    """What a page costs that is a picture: the whole of `lakip ingest` with OCR, in one process."""
    rows = []
    for path in sorted(folder.glob("*.pdf")):
        if is_digital(path):
            continue
        database = scratch / "scanned.db"
        database.unlink(missing_ok=True)
        options = ["--db", str(database), "--ocr", "auto", "--jobs", "0", "--no-progress", "--timeout", "7200"]
        cost = cost_of([*LAKIP, "ingest", str(path), *options])
        with closing(store.open_reader(database)) as db:
            (pages,) = db.execute("SELECT COUNT(*) FROM page_rows WHERE source = 'ocr'").fetchone()
        if pages:
            rows.append(
                [path.name, str(pages), f"{cost.cpu / pages:.1f}", f"{cost.wall / pages:.1f}", f"{cost.peak:.0f}"]
            )
    yield "### Scanned pages, one process\n"
    yield from table(["report", "pages by OCR", "CPU s a page", "seconds a page", "peak MB"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus" / "reports", help="digital PDF reports")
    parser.add_argument("--scans", type=Path, help="PDF reports whose pages are pictures, to read by OCR")
    parser.add_argument("--copies", type=int, default=100, help="how many times to write the reports")
    parser.add_argument("--parts", type=int, default=4)
    asked = parser.parse_args()
    paths = [path for path in sorted(asked.folder.glob("*.pdf")) if is_digital(path)]
    made = read_reports(paths)
    per_page = sum(len(rows) for one in made for rows in one.rows.values()) / pages_of(made)
    print(f"{len(made)} reports, {pages_of(made)} pages, {per_page:.0f} rows a page, {asked.copies} times.\n")
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        for line in one_writer(made, asked.copies, scratch):
            print(line, flush=True)
        for line in merged_parts(made, asked.copies, asked.parts, scratch):
            print(line, flush=True)
        for line in scanned(asked.scans, scratch) if asked.scans else ():
            print(line, flush=True)


if __name__ == "__main__":
    main()
