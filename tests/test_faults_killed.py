"""Killed at any instant, a run leaves a whole database without half documents, and the next run completes it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import Settings, run
from store import read_connection

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "corpus" / "reports" / "satpolpp-tanjungpinang-lkjip-2024.pdf"
LAKIP = (sys.executable, "-c", "from commands import main; main()")
OWNED = ("page_rows", "table_rows", "cell_rows", "observation_rows", "achievement_rows", "finding_rows")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
Dump = list[str]
WriteReports = Callable[[Path, int], list[Path]]


@pytest.fixture
def batch(tmp_path: Path, write_reports: WriteReports) -> Path:
    """Some text reports and a PDF, of several agencies."""
    folder = tmp_path / "batch"
    write_reports(folder, 16)
    (folder / REPORT.name).write_bytes(REPORT.read_bytes())
    return folder


def start(folder: Path, database: Path) -> subprocess.Popen[bytes]:
    arguments = [*LAKIP, "ingest", str(folder), "--db", str(database), "--jobs", "2", "--ocr", "never"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(arguments, stderr=subprocess.PIPE, env=environment, start_new_session=True)


def kill_after(seconds: float, process: subprocess.Popen[bytes]) -> bool:
    """Kill the run, not its workers, after so many seconds; whether it was still running."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=seconds)
        return False
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return True


def is_group_gone(group: int, within: float = 15.0) -> bool:
    """Whether no worker of the run is left."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def content(database: Path) -> Dump:
    with read_connection(database) as connection:
        return list(connection.iterdump())


def counts(database: Path) -> dict[str, dict[str, int]]:
    """How many rows each document has in each table it owns."""
    with closing(sqlite3.connect(database)) as db:
        return {
            table: dict(db.execute(f"SELECT d.doc, COUNT(t.doc) FROM document_rows d LEFT JOIN {table} t"
                                   " ON t.doc = d.doc GROUP BY d.doc"))
            for table in OWNED
        }  # fmt: skip


def check_whole(database: Path, undisturbed: Path) -> None:
    """The database opens, is sound, and holds every document wholly or not at all."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
            return
    whole = counts(undisturbed)
    for table, found in counts(database).items():
        assert found == {doc: count for doc, count in whole[table].items() if doc in found}, table


def kill_and_complete(batch: Path, moments: int, seed: int) -> None:
    """Kill runs over a batch at random moments of one that is not disturbed; each is completed by the next."""
    undisturbed = batch.parent / "undisturbed.db"
    began = time.monotonic()
    start(batch, undisturbed).communicate()
    lasts = time.monotonic() - began
    wanted = content(undisturbed)
    chance = random.Random(seed)
    killed = 0
    for number in range(moments):
        database = batch.parent / f"killed-{number}.db"
        process = start(batch, database)
        killed += kill_after(chance.uniform(0.02, 0.98) * lasts, process)
        check_whole(database, undisturbed)
        assert is_group_gone(process.pid), "a worker lives on"
        run([batch], Settings(database, 0, ocr="never"))
        assert content(database) == wanted
    assert killed >= 0.7 * moments


def test_killed_at_three_moments(batch: Path) -> None:
    kill_and_complete(batch, 3, seed=1)


@pytest.mark.slow
def test_killed_at_fifty_moments(batch: Path) -> None:
    kill_and_complete(batch, 50, seed=2)


def test_killed_again_and_again_on_one_database(batch: Path) -> None:
    """Each run goes on where the one before was killed, until nothing is left to do."""
    database, undisturbed = batch.parent / "often.db", batch.parent / "undisturbed.db"
    run([batch], Settings(undisturbed, 0, ocr="never"))
    for number in range(3):
        process = start(batch, database)
        kill_after(1.0 + 0.4 * number, process)
        check_whole(database, undisturbed)
    run([batch], Settings(database, 0, ocr="never"))
    assert content(database) == content(undisturbed)
