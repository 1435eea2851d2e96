"""Reports read on a Dask cluster, from URLs, and by workers that are lost give the same rows as on one machine."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bulk.cluster import results
from bulk.documents import DocumentResult, Reader, Settings, Task, guarded, read_one, refused
from pipeline import Progress, run
from store import read_connection
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


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes of one thread each."""
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parent.parent))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


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

    if task.path.endswith("report-000.txt"):
        ended = guarded(wait, Limits(0.5))
        assert ended is not None, "it can only end by its limit"
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


def test_document_that_kills_every_worker_is_recorded(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any
) -> None:
    tasks = [Task(str(path), 1, path.name.ljust(64, "0"), Reader("test")) for path in write_reports(tmp_path / "in", 4)]
    found = dict(results(tasks, deadly, settings(database_path, cluster.scheduler_address)))
    assert {Path(task.path).name: one.status for task, one in found.items()} == {
        "report-000.txt": "refused", "report-001.txt": "read", "report-002.txt": "read", "report-003.txt": "read",
    }  # fmt: skip
    (reason,) = [one.reason for one in found.values() if one.reason]
    assert reason.startswith("every worker that read it died")


def test_hanging_document_costs_itself_alone(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any
) -> None:
    tasks = [Task(str(path), 1, path.name.ljust(64, "0"), Reader("test")) for path in write_reports(tmp_path / "in", 3)]
    limited = replace(settings(database_path, cluster.scheduler_address), limits=Limits(seconds=0.5))
    found = dict(results(tasks, endless, limited))
    assert {Path(task.path).name: one.reason for task, one in found.items()} == {
        "report-000.txt": "reading took longer than 0.5 seconds (--timeout)",
        "report-001.txt": None,
        "report-002.txt": None,
    }


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
    from bulk.cluster import ClusterError

    write_reports(tmp_path / "in", 1)
    monkeypatch.setattr("bulk.cluster.CONNECTING", 1)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None, silence_logs=50) as empty,
        pytest.raises(ClusterError, match="has no workers; start some with: dask worker"),
    ):
        run([tmp_path / "in"], settings(database_path, empty.scheduler_address))


def test_other_version_is_refused(tmp_path: Path, database_path: Path, write_reports: WriteReports, cluster: Any,
                                  monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    from bulk.cluster import ClusterError

    write_reports(tmp_path / "in", 1)
    monkeypatch.setattr(distributed.Client, "run", lambda *_, **__: {"tcp://a:1": "0.0.1"})
    with pytest.raises(ClusterError, match=r"have another lakip \(0.0.1, here"):
        run([tmp_path / "in"], settings(database_path, cluster.scheduler_address))


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
