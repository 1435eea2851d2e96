"""From files to the database: what is read, skipped, refused and survived."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import workers
from bulk.documents import Reader
from extract.model import Document, Page, TextSource
from pipeline import Progress, Settings, Task, find_reports, guarded, normalize_all, read_one, run
from store import Outcome, open_database, read_connection
from workers import Limits, OutOfTime, WorkerDied, WorkerPool, in_order, run_tasks, under_time

WriteReports = Callable[[Path, int], list[Path]]
CORPUS = Path(__file__).parent.parent / "corpus" / "reports"


def content(database: Path) -> list[str]:
    """Every row of a database, as SQL."""
    with read_connection(database) as connection:
        return list(connection.iterdump())


def settings(database: Path, jobs: int = 0) -> Settings:
    return Settings(database, jobs)


# -- which files ------------------------------------------------------------------------------------------------------


def test_folder_is_walked_in_order(tmp_path: Path) -> None:
    for name in ("b/two.PDF", "a/one.txt", "three.Txt", "notes.docx", ".hidden.pdf", ".git/four.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_reports([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path, _ in found.reports] == [
        "a/one.txt",
        "b/two.PDF",
        "three.Txt",
    ]
    assert [Path(other).name for other in found.others] == ["notes.docx"]


def test_hidden_folder_is_walked_when_named(tmp_path: Path) -> None:
    (tmp_path / ".reports").mkdir()
    (tmp_path / ".reports" / "one.txt").write_text("x")
    assert len(find_reports([tmp_path / ".reports"]).reports) == 1


def test_named_file_is_always_tried(tmp_path: Path) -> None:
    (tmp_path / "report.doc").write_text("x")
    assert len(find_reports([tmp_path / "report.doc"]).reports) == 1
    assert len(find_reports([tmp_path]).reports) == 0


def test_largest_file_comes_first_and_each_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("xx")
    found = find_reports([tmp_path, tmp_path / "a.txt"])
    assert [(path.name, size) for path, size in found.reports] == [("b.txt", 2), ("a.txt", 1)]


def test_folder_that_cannot_be_looked_into_is_named(tmp_path: Path, database_path: Path) -> None:
    (tmp_path / "in" / "closed").mkdir(parents=True, mode=0o000)
    if os.access(tmp_path / "in" / "closed", os.R_OK):
        pytest.skip("this user may look into every folder")
    summary = run([tmp_path / "in"], settings(database_path))
    assert summary.reasons["refused"] == [("closed", "cannot be opened: Permission denied")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_pipe_is_refused_not_waited_for(tmp_path: Path, database_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    summary = run([tmp_path / "pipe.pdf"], settings(database_path))
    assert summary.reasons["refused"] == [("pipe.pdf", "cannot be opened: not a file")]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes")
def test_name_that_is_no_text(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    report.rename(report.with_name(os.fsdecode(b"\xff.txt")))
    assert run([tmp_path / "in"], settings(database_path)).ended == {"read": 1}
    assert run([tmp_path / "in"], settings(database_path)).unchanged == {"read": 1}


# -- one run ----------------------------------------------------------------------------------------------------------


def test_run_fills_the_database(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    write_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "letter.docx").write_text("x")
    summary = run([tmp_path / "in"], settings(database_path))
    assert summary.ended == {"read": 2}
    assert (summary.documents, summary.tables, summary.observations) == (2, 2, 12)
    assert summary.achievements.total() == 4
    assert [Path(other).name for other in summary.other_files] == ["letter.docx"]
    db = open_database(database_path)
    rows = db.execute("SELECT document, status, agency, government, year FROM documents ORDER BY 1").fetchall()
    agency = "Dinas Perpustakaan dan Kearsipan Kota Tanjungpinang"
    assert rows == [(f"report-00{n}.txt", "read", agency, "Kota Tanjungpinang", 2024) for n in (0, 1)]
    values = db.execute("SELECT value, line, row, col FROM observations WHERE raw = '1.380'").fetchall()
    assert values == [(1380.0, 7, 2, 6)]
    assert db.execute("SELECT COUNT(*) FROM pending_rows").fetchone() == (0,)
    db.conn.close()


def test_second_run_changes_nothing(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    write_reports(tmp_path / "in", 3)
    run([tmp_path / "in"], settings(database_path))
    before = database_path.read_bytes()
    summary = run([tmp_path / "in"], settings(database_path))
    assert summary.unchanged == {"read": 3}
    assert not summary.ended
    assert database_path.read_bytes() == before


def test_workers_give_the_same_database(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    write_reports(tmp_path / "in", 5)
    run([tmp_path / "in"], settings(database_path))
    run([tmp_path / "in"], settings(tmp_path / "two.db", jobs=2))
    assert content(tmp_path / "two.db") == content(database_path)


def test_order_of_runs_does_not_matter(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    paths = write_reports(tmp_path / "in", 4)
    run(paths, settings(database_path))
    for path in reversed(paths):
        run([path], settings(tmp_path / "one-by-one.db"))
    assert content(tmp_path / "one-by-one.db") == content(database_path)


def test_force_reads_again_to_the_same(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    paths = write_reports(tmp_path / "in", 1)
    run(paths, settings(database_path))
    before = content(database_path)
    summary = run(paths, replace(settings(database_path), force=True))
    assert summary.ended == {"read": 1}
    assert content(database_path) == before


def test_same_content_under_two_names_is_one_document(
    tmp_path: Path, database_path: Path, write_reports: WriteReports
) -> None:
    (first,) = write_reports(tmp_path / "in", 1)
    twin = first.with_name("twin.txt")
    twin.write_bytes(first.read_bytes())
    summary = run([tmp_path / "in"], settings(database_path))
    assert summary.ended == {"read": 1}
    assert summary.same_content == [(str(twin), str(first))]
    again = run([twin], settings(database_path))
    assert again.same_content == [(str(twin), str(first))]


def test_moved_file_is_found_at_its_new_place(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    (first,) = write_reports(tmp_path / "in", 1)
    run([first], settings(database_path))
    moved = first.rename(tmp_path / "moved.txt")
    assert run([moved], settings(database_path)).unchanged == {"read": 1}
    with read_connection(database_path) as connection:
        assert connection.execute("SELECT document, path FROM documents").fetchall() == [("moved.txt", str(moved))]


def test_given_agency_and_year_stay(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    paths = write_reports(tmp_path / "in", 1)
    run(paths, settings(database_path))
    run(paths, replace(settings(database_path), year=2021))
    assert run(paths, settings(database_path)).unchanged == {"read": 1}
    normalize_all(settings(database_path))
    with read_connection(database_path) as connection:
        assert connection.execute("SELECT year FROM documents").fetchall() == [(2021,)]


def test_normalize_gives_what_ingest_gave(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    for path in write_reports(tmp_path / "in", 2):
        run([path], settings(database_path))
        path.unlink()
    before = content(database_path)
    summary = normalize_all(settings(database_path, jobs=1))
    assert summary.ended == {"read": 2}
    assert content(database_path) == before


def test_normalize_gives_what_ingest_gave_from_pdf(tmp_path: Path, database_path: Path) -> None:
    paths = sorted(CORPUS.glob("*.pdf"))[:2]
    run(paths, settings(database_path))
    before = content(database_path)
    assert normalize_all(settings(database_path)).observations > 0
    assert content(database_path) == before


def test_progress_counts_documents_pages_and_bytes(
    tmp_path: Path, database_path: Path, write_reports: WriteReports
) -> None:
    paths = write_reports(tmp_path / "in", 2)
    seen: list[Progress] = []
    run(paths, settings(database_path), seen.append)
    assert [(one.done, one.total, one.pages) for one in seen] == [(1, 2, 1), (2, 2, 2)]
    assert seen[-1].size_done == seen[-1].size_total == sum(path.stat().st_size for path in paths)


# -- what goes wrong --------------------------------------------------------------------------------------------------


def test_vanished_file_is_refused_and_the_rest_read(
    tmp_path: Path, database_path: Path, write_reports: WriteReports
) -> None:
    (good,) = write_reports(tmp_path / "in", 1)
    summary = run([tmp_path / "gone.txt", good], settings(database_path))
    assert summary.ended == {"refused": 1, "read": 1}
    assert summary.reasons["refused"] == [("gone.txt", "cannot be opened: No such file or directory")]


def test_file_that_vanishes_before_its_worker_reads_it(tmp_path: Path, database_path: Path) -> None:
    result = read_one(Task(str(tmp_path / "gone.pdf"), 5, "ab" * 32, Reader("test")), settings(database_path))
    assert (result.status, result.reason) == ("refused", "cannot be opened: No such file or directory")


def test_document_out_of_time_is_refused_until_the_limit_changes(
    tmp_path: Path, database_path: Path, write_reports: WriteReports
) -> None:
    (good,) = write_reports(tmp_path / "in", 1)
    run([good], settings(tmp_path / "warm.db"))  # so that loading our own tables does not count
    endless = tmp_path / "in" / "endless.txt"
    endless.write_text(good.read_text() + "1\tx\tIndikator y\t%\t80\t72,40\t90,50\n" * 400_000)
    short = replace(settings(database_path), limits=Limits(seconds=1))
    summary = run([tmp_path / "in"], short)
    assert summary.ended == {"read": 1, "refused": 1}
    assert summary.reasons["refused"] == [("endless.txt", "reading took longer than 1 seconds (--timeout)")]
    assert run([tmp_path / "in"], short).unchanged == {"read": 1, "refused": 1}
    assert run([endless], replace(short, limits=Limits(seconds=1.1))).ended == {"refused": 1}


def our_mistake() -> None:
    raise ZeroDivisionError("one / zero")


def no_memory() -> None:
    raise MemoryError


def wait_long() -> None:
    time.sleep(5)


def test_our_mistake_is_recorded_with_its_traceback() -> None:
    outcome = guarded(our_mistake, Limits())
    assert isinstance(outcome, Outcome)
    assert (outcome.status, outcome.reason) == ("failed", "our mistake: ZeroDivisionError: one / zero")
    assert outcome.traceback and "in our_mistake" in outcome.traceback


@pytest.mark.parametrize(
    ("work", "limits", "reason"),
    [
        pytest.param(no_memory, Limits(memory_mb=7), "reading needs more than 7 MB (--memory)", id="memory"),
        pytest.param(wait_long, Limits(0.05), "reading took longer than 0.05 seconds (--timeout)", id="time"),
    ],
)
def test_limits_refuse_a_document(work: Callable[[], None], limits: Limits, reason: str) -> None:
    assert guarded(work, limits) == Outcome("refused", reason, limits=str(limits))


# -- workers ----------------------------------------------------------------------------------------------------------


def double(number: int) -> int:
    return 2 * number


def die(number: int) -> int:
    if number == 3:
        os._exit(1)
    return number


def hang(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def swallow(megabytes: int) -> str:
    try:
        return str(len(bytearray(megabytes << 20)))
    except MemoryError:
        return "no memory"


def test_results_come_for_every_task() -> None:
    with WorkerPool(2, Limits()) as pool:
        assert sorted(future.result() for _, future in run_tasks(pool, double, range(20), 4)) == list(range(0, 40, 2))
        assert [future.result() for _, future in in_order(pool, double, range(20), 4)] == list(range(0, 40, 2))


def test_dying_worker_costs_its_task_alone() -> None:
    dead = []
    with WorkerPool(2, Limits()) as pool:
        for number, future in run_tasks(pool, die, range(10), 4):
            try:
                assert future.result() == number
            except WorkerDied as died:
                dead.append((number, died.out_of_time))
    assert dead == [(3, False)]


def test_hanging_worker_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE", 0.3)
    with WorkerPool(1, Limits(seconds=0.2)) as pool:
        slow, quick = pool.submit(hang, 30.0), pool.submit(hang, 0.0)
        with pytest.raises(WorkerDied) as died:
            slow.result()
        assert died.value.out_of_time
        assert quick.result() == 0.0


def hoard(megabytes: int) -> int:
    """Hold so much memory for good; the worker that does."""
    HOARD.append(b"x" * (megabytes << 20))
    return os.getpid()


HOARD: list[bytes] = []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what a process holds")
def test_worker_that_outgrows_its_start_is_replaced_between_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "OUTGROWN", 64.0)
    with WorkerPool(1, Limits()) as pool:
        first, second, third, fourth = [pool.submit(hoard, size).result() for size in (1, 96, 1, 1)]
    assert first == second != third == fourth


def test_worker_has_so_much_memory_and_no_more() -> None:
    with WorkerPool(1, Limits(memory_mb=1024)) as pool:
        assert pool.submit(swallow, 4096).result() == "no memory"
        assert pool.submit(swallow, 1).result() == str(1 << 20)


def test_shutdown_does_not_wait_for_what_is_running() -> None:
    pool = WorkerPool(1, Limits())
    running, waiting = pool.submit(hang, 30.0), pool.submit(hang, 30.0)
    while not running.running():
        time.sleep(0.01)
    start = time.monotonic()
    pool.shutdown(cancel_futures=True)
    assert time.monotonic() - start < 5
    assert waiting.cancelled()
    with pytest.raises(WorkerDied):
        running.result()


def test_out_of_time_cannot_be_swallowed() -> None:
    with pytest.raises(OutOfTime), under_time(0.05):
        while True:
            with contextlib.suppress(Exception):  # the room that would swallow it
                time.sleep(1)


# -- what is read again -----------------------------------------------------------------------------------------------


READERS = [
    pytest.param("", "ocr auto (no engine)", "text", False, id="nothing-changed"),
    pytest.param("", "ocr auto (rapidocr)", "text", False, id="an-engine-and-no-picture"),
    pytest.param("", "ocr auto (rapidocr)", "none", True, id="an-engine-for-a-picture"),
    pytest.param("", "ocr auto (rapidocr)", None, True, id="an-engine-for-a-refused-scan"),
    pytest.param("", "ocr always (rapidocr)", "text", True, id="engine-for-all"),
    pytest.param(".1", "ocr auto (no engine)", "text", True, id="newer-program"),
]


@pytest.mark.parametrize(("newer", "eyes", "source", "again"), READERS)
def test_scans_are_read_again_once_an_engine_is_there(
    newer: str, eyes: str, source: TextSource | None, again: bool
) -> None:
    page = Page(1, 595.0, 842.0, source, False, ()) if source else None
    document = Document("ab" * 32, "a.pdf", "/a.pdf", 1, "pdf", "digital", (page,), ()) if page else None
    read_by = Reader("lakip 1", "ocr auto (no engine)").of(document)
    assert Reader(f"lakip 1{newer}", eyes, "always" in eyes).would_read_again(read_by) is again


def test_renewed_document_keeps_who_read_it() -> None:
    assert Reader("lakip 1, ocr auto (rapidocr)").of(None) == "lakip 1, ocr auto (rapidocr)"
