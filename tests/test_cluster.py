"""Reports read on a Dask cluster, from URLs, and by workers that are lost give the same rows as on one machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import bulk.cluster
import store
import workers
from bulk.cluster import ClusterError, reads_as, results
from bulk.documents import DocumentResult, Reader, Settings, Task, guarded, read_one, refused
from pipeline import Progress, run
from store import Outcome, read_connection
from workers import Limits, OutOfTime, under_time

distributed: Any = pytest.importorskip("distributed", reason="needs the extra lakip[cluster]")
fsspec: Any = pytest.importorskip("fsspec", reason="needs the extra lakip[cluster]")
pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(sys.platform == "win32", reason="kills processes"),
    pytest.mark.filterwarnings("ignore"),
]
WriteReports = Callable[[Path, int], list[Path]]
Lakip = Callable[..., Result]
CORPUS = Path(__file__).parent.parent / "corpus" / "reports"


def settings(database: Path, scheduler: str | None = None) -> Settings:
    return Settings(database, 0, ocr="never", scheduler=scheduler)


def content(database: Path) -> list[str]:
    with read_connection(database) as connection:
        return list(connection.iterdump())


def content_without_paths(database: Path) -> list[str]:
    with read_connection(database) as connection:
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("UPDATE document_rows SET path = name")
        found = list(connection.iterdump())
        connection.rollback()
        return found


SECONDS = 2.0
"""What a document may take: far more than a good one needs on a busy machine."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes of one thread each."""
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parent.parent))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as found:
        with distributed.Client(found) as client:
            client.run(kill_sooner)
        yield found


def kill_sooner() -> None:
    workers.GRACE = 0.5


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def pids(address: str) -> list[int]:
    with distributed.Client(address) as client:
        return sorted(client.run(os.getpid).values())


def deadly(task: Task) -> DocumentResult:
    """A document that kills whoever reads it."""
    if task.path.endswith("report-000.txt"):
        os._exit(9)
    return DocumentResult(Path(task.path).name, "read", None, 1, task.size, None)


def endless(task: Task) -> DocumentResult:
    """A document that is never done."""

    def wait() -> None:
        while True:
            time.sleep(0.01)

    return limited(task, wait)


def stuck(task: Task) -> DocumentResult:
    """A document that hangs in code that never looks up."""
    if task.path.endswith("report-000.txt"):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        time.sleep(60)
    return DocumentResult(Path(task.path).name, "read", None, 1, task.size, None)


def greedy(task: Task) -> DocumentResult:
    """A document that takes all memory there is."""
    return limited(task, lambda: bytearray(8 << 30))


def limited(task: Task, work: Callable[[], object]) -> DocumentResult:
    """What the first report ends with where it does this under limits; the others are read."""
    if task.path.endswith("report-000.txt"):
        ended = guarded(work, Limits(SECONDS, 1024))
        assert isinstance(ended, Outcome), "it can only end by its limit"
        return refused(task, ended)
    return DocumentResult(Path(task.path).name, "read", None, 1, task.size, None)


def test_cluster_gives_the_same_database(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any
) -> None:
    write_reports(tmp_path / "in", 10)
    (tmp_path / "in" / "empty.pdf").write_bytes(b"")
    for path in sorted(CORPUS.glob("*.pdf"))[:3]:
        (tmp_path / "in" / path.name).write_bytes(path.read_bytes())
    run([tmp_path / "in"], settings(database_path))
    summary = run([tmp_path / "in"], settings(tmp_path / "there.db", cluster.scheduler_address))
    assert summary.ended == {"read": 13, "refused": 1}
    assert content(tmp_path / "there.db") == content(database_path)
    again = run([tmp_path / "in"], settings(tmp_path / "there.db", cluster.scheduler_address))
    assert again.unchanged == {"read": 13, "refused": 1}


def test_documents_of_a_lost_worker_run_elsewhere(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any
) -> None:
    write_reports(tmp_path / "in", 40)
    run([tmp_path / "in"], settings(database_path))
    first, second = pids(cluster.scheduler_address)
    done: list[int] = []

    def kill(progress: Progress) -> None:
        done.append(progress.done)
        if progress.done == 5:
            os.kill(first, 9)

    summary = run([tmp_path / "in"], settings(tmp_path / "there.db", cluster.scheduler_address), kill)
    assert summary.ended == {"read": 40}
    assert content(tmp_path / "there.db") == content(database_path)
    assert second in pids(cluster.scheduler_address)
    assert first not in pids(cluster.scheduler_address)


@pytest.mark.parametrize(
    ("work", "seconds", "reason"),
    [
        pytest.param(deadly, 60.0, "the program that read it died, twice", id="dies"),
        pytest.param(endless, SECONDS, "reading took longer than 2 seconds (--timeout)", id="endless"),
        pytest.param(stuck, SECONDS, "reading took longer than 2 seconds (--timeout)", id="stuck"),
        pytest.param(greedy, 60.0, "reading needs more than 1024 MB (--memory)", id="memory"),
    ],
)
def test_bad_document_costs_itself_alone(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any,
    work: Callable[[Task], DocumentResult], seconds: float, reason: str,
) -> None:  # fmt: skip
    """Neither the workers of the cluster nor the documents that wait there feel anything of it."""
    paths = write_reports(tmp_path / "in", 8)
    tasks = [Task(str(path), 1, path.name.ljust(64, "0"), Reader("test")) for path in paths]
    before = pids(cluster.scheduler_address)
    limited = replace(settings(database_path, cluster.scheduler_address), limits=Limits(seconds, 1024))
    found = {Path(task.path).name: one for task, one in results(tasks, work, limited)}
    assert {name: one.status for name, one in found.items()} == {
        path.name: "refused" if path == paths[0] else "read" for path in paths
    }
    assert list(found)[-1] == paths[0].name, "it is tried again after all others"
    told = found[paths[0].name].reason
    assert told and told.startswith(reason)
    assert pids(cluster.scheduler_address) == before


def test_lost_document_gets_a_second_chance_then_a_reason(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dask gives a task up whose workers were lost again and again, whoever else killed them."""
    from distributed.scheduler import KilledWorker

    paths = write_reports(tmp_path / "in", 3)
    tried: list[str] = []
    outcome = bulk.cluster._outcome

    def lost(task: Task, future: Future[DocumentResult], address: str) -> DocumentResult:
        tried.append(Path(task.path).name)
        if task.path == str(paths[0]) or tried.count(Path(task.path).name) == 1:
            future = Future()
            future.set_exception(KilledWorker(task.path, None, 3))
        return outcome(task, future, address)

    monkeypatch.setattr("bulk.cluster._outcome", lost)
    summary = run(paths, settings(database_path, cluster.scheduler_address))
    assert summary.ended == {"read": 2, "refused": 1}
    assert summary.reasons["refused"] == [
        (paths[0].name, "every worker of the cluster that had it was lost; run again")
    ]
    monkeypatch.undo()
    again = run(paths, settings(database_path, cluster.scheduler_address))
    assert (again.ended, again.unchanged) == ({"read": 1}, {"read": 2})


def test_file_that_vanishes_before_it_travels(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulk.reports import fingerprint

    paths = write_reports(tmp_path / "in", 3)

    def remove(path: Path) -> str:
        before = fingerprint(path)
        if path == paths[0]:
            path.unlink()
        return before

    monkeypatch.setattr("pipeline.fingerprint", remove)
    summary = run(paths, settings(database_path, cluster.scheduler_address))
    assert summary.ended == {"read": 2, "refused": 1}
    assert summary.reasons["refused"] == [(paths[0].name, "cannot be opened: No such file or directory")]


def test_no_scheduler_is_one_line(lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports,
                                  monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("bulk.cluster.CONNECTING", 1)
    write_reports(tmp_path / "in", 1)
    address = "tcp://127.0.0.1:1"
    result = lakip("ingest", tmp_path / "in", "--db", database_path, "--scheduler", address)
    assert result.exit_code == 1
    assert result.stderr == f"Error: no Dask scheduler answers at {address}; start one with: dask scheduler\n"


def test_cluster_without_workers_is_told(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reports(tmp_path / "in", 1)
    monkeypatch.setattr("bulk.cluster.CONNECTING", 1)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None, silence_logs=50) as empty,
        pytest.raises(ClusterError, match="has no workers; start some with: dask worker"),
    ):
        run([tmp_path / "in"], settings(database_path, empty.scheduler_address))


def test_workers_that_read_otherwise_are_refused(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reports(tmp_path / "in", 1)
    reads_as.cache_clear()
    monkeypatch.setattr("bulk.documents.VERSION", "0.0.1")
    with pytest.raises(ClusterError, match=r"read otherwise \(lakip .* than this machine \(lakip 0.0.1, "):
        run([tmp_path / "in"], settings(database_path, cluster.scheduler_address))
    reads_as.cache_clear()


def test_worker_that_reads_otherwise_and_comes_later_reads_nothing(tmp_path: Path) -> None:
    task = Task("report.txt", 1, "ab" * 32, Reader("test"))
    found = bulk.cluster.work_there(task, deadly, settings(tmp_path / "x.db"), expected="lakip 0.0.1")
    assert found.status == "refused"
    assert found.reason and found.reason.startswith("its worker reads otherwise (lakip ")
    assert found.rows is None, "it is read by the next run"


# -- a scheduler and workers of their own -----------------------------------------------------------------------------


@contextmanager
def program(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A program of Dask, killed at the end."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", *arguments[1:]]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def started(port: int, count: int) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """Address of a scheduler, and the processes: it first, then its workers, without a nanny."""
    address = f"tcp://127.0.0.1:{port}"
    own = ("--no-dashboard", "--host", "127.0.0.1")
    with ExitStack() as stack:
        processes = [stack.enter_context(program("scheduler", "--port", str(port), *own))]
        for _ in range(count):
            processes.append(stack.enter_context(program("worker", address, "--nthreads", "2", "--no-nanny", *own)))
        with distributed.Client(address, timeout=30) as client:
            client.wait_for_workers(count, timeout=30)
        yield address, processes


def test_workers_of_several_threads_read_side_by_side(
    tmp_path: Path, database_path: Path, write_reports: WriteReports
) -> None:
    """pdfium does not bear threads: each has a process of its own."""
    write_reports(tmp_path / "in", 4)
    for path in sorted(CORPUS.glob("*.pdf"))[:3]:
        (tmp_path / "in" / path.name).write_bytes(path.read_bytes())
    run([tmp_path / "in"], settings(database_path))
    with started(free_port(), 1) as (address, _):
        run([tmp_path / "in"], settings(tmp_path / "there.db", address))
    assert content(tmp_path / "there.db") == content(database_path)


@pytest.mark.parametrize(("victim", "said"), [(0, "the Dask scheduler at {}"), (1, "all workers of {} are gone")])
def test_cluster_that_goes_away_is_one_line(
    lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch,
    victim: int, said: str,
) -> None:  # fmt: skip
    """What was written stays; the next run reads the rest."""
    write_reports(tmp_path / "in", 30)
    monkeypatch.setattr("bulk.cluster.WORKERLESS", 0.5)
    monkeypatch.setattr("workers.LOOK", 0.5)
    written = store.write_document
    with started(free_port(), 1) as (address, processes):
        done: list[object] = []

        def write(*arguments: Any) -> None:
            written(*arguments)
            done.append(arguments)
            if len(done) == 3:
                processes[victim].kill()

        monkeypatch.setattr("store.write_document", write)
        options = ("--db", database_path, "--scheduler", address, "--ocr", "never", "--no-progress")
        result = lakip("ingest", tmp_path / "in", *options)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {said.format(address)}")
    assert len(result.stderr.splitlines()) == 1, result.stderr
    monkeypatch.undo()
    summary = run([tmp_path / "in"], settings(database_path))
    assert summary.unchanged["read"] >= 3
    run([tmp_path / "in"], settings(tmp_path / "undisturbed.db"))
    assert content(database_path) == content(tmp_path / "undisturbed.db")


# -- URLs -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [0, 2], ids=["in-this-process", "in-workers"])
def test_reports_in_another_file_system(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, jobs: int
) -> None:
    system = fsspec.filesystem("memory")
    system.pipe({f"/{tmp_path.name}/in/{path.name}": path.read_bytes() for path in write_reports(tmp_path / "in", 4)})
    system.pipe({f"/{tmp_path.name}/in/notes.docx": b"x", f"/{tmp_path.name}/in/.git/five.txt": b"x"})
    url = f"memory://{tmp_path.name}/in"
    summary = run([url], replace(settings(database_path), jobs=jobs))
    assert summary.ended == {"read": 4}
    assert [Path(other).name for other in summary.other_files] == ["notes.docx"]
    run([tmp_path / "in"], settings(tmp_path / "here.db"))
    assert content_without_paths(database_path) == content_without_paths(tmp_path / "here.db")
    assert run([url], settings(database_path)).unchanged == {"read": 4}
    with read_connection(database_path) as db:
        assert db.execute("SELECT MIN(path) FROM documents").fetchone()[0].endswith("/in/report-000.txt")


def test_url_of_one_file_and_of_nothing(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    assert run([report.as_uri()], settings(database_path)).ended == {"read": 1}
    summary = run(["memory://no/such/folder"], settings(database_path))
    assert summary.reasons["refused"][0][1].startswith("cannot be opened: ")


def test_cluster_reads_from_urls(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any
) -> None:
    write_reports(tmp_path / "in", 4)
    summary = run([(tmp_path / "in").as_uri()], settings(database_path, cluster.scheduler_address))
    assert summary.ended == {"read": 4}
    run([tmp_path / "in"], settings(tmp_path / "here.db"))
    assert content_without_paths(database_path) == content_without_paths(tmp_path / "here.db")


def test_worker_opens_a_url_itself(tmp_path: Path, write_reports: WriteReports) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    from bulk.reports import fingerprint

    task = Task(report.as_uri(), report.stat().st_size, fingerprint(report), Reader("test"))
    assert read_one(task, settings(tmp_path / "x.db")).status == "read"


def test_unknown_file_system_is_told(lakip: Lakip, database_path: Path) -> None:
    result = lakip("ingest", "nosuch://bucket/reports", "--db", database_path)
    assert result.exit_code == 1
    assert "nosuch" in result.stderr
    assert "Traceback" not in result.stderr


# -- time in a thread -------------------------------------------------------------------------------------------------


def test_time_is_limited_in_a_thread_too() -> None:
    said: list[str] = []

    def work() -> None:
        try:
            with under_time(0.1):
                while True:
                    time.sleep(0.01)
        except OutOfTime:
            said.append("out of time")
        with under_time(5.0):
            said.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert said == ["out of time", "done"]
