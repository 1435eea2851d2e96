"""What goes wrong around a run: workers that die, disks that are full, databases that are held, files that change."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

import normalize.interpretation
import store
import store.database
from bulk.documents import DocumentResult, Reader, Settings, Task, read_one
from bulk.mapping import results
from bulk.reports import fingerprint
from normalize.model import Finding, Interpretation
from pipeline import Progress, normalize_all, run
from store import StoreError, open_writer, read_connection
from store.schema import SCHEMA_VERSION
from workers import Limits

WriteReports = Callable[[Path, int], list[Path]]
Lakip = Callable[..., Result]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of Unix")


def settings(database: Path, jobs: int = 0) -> Settings:
    return Settings(database, jobs, ocr="never")


def content(database: Path) -> list[str]:
    with read_connection(database) as connection:
        return list(connection.iterdump())


def is_sound(database: Path) -> bool:
    """Whether the database is whole and holds no half document."""
    with closing(sqlite3.connect(database)) as db:
        half = db.execute("SELECT COUNT(*) FROM page_rows WHERE doc NOT IN (SELECT doc FROM document_rows)").fetchone()
        return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",) and half == (0,))


# -- workers ----------------------------------------------------------------------------------------------------------


def attempt(folder: Path, task: Task) -> int:
    """Note that a task was begun; how many times it was by now."""
    path = folder / f"{Path(task.path).name}.tries"
    with path.open("a") as file:
        file.write("x")
    return path.stat().st_size


def ended(task: Task) -> DocumentResult:
    return DocumentResult(Path(task.path).name, "read", None, 1, task.size, None)


def dies(task: Task, folder: Path, times: int) -> DocumentResult:
    """A document that kills its reader so many times."""
    if attempt(folder, task) <= times and task.path == "bad":
        os._exit(9)
    return ended(task)


def hangs(task: Task, folder: Path, times: int) -> DocumentResult:
    """A document that hangs in code that never comes back to Python."""
    if attempt(folder, task) <= times and task.path == "bad":
        time.sleep(60)
    return ended(task)


def swallows(task: Task, folder: Path, times: int) -> DocumentResult:
    """A document that takes all memory there is."""
    if attempt(folder, task) <= times and task.path == "bad":
        from bulk.documents import guarded, refused
        from store import Outcome

        found = guarded(lambda: bytearray(8 << 30), Limits(memory_mb=1024))
        assert isinstance(found, Outcome)
        return refused(task, found)
    return ended(task)


BAD = [
    pytest.param(dies, "the program that read it died, twice", id="dies"),
    pytest.param(hangs, "reading took longer than 0.3 seconds (--timeout)", id="hangs"),
    pytest.param(swallows, "reading needs more than 1024 MB (--memory)", id="memory"),
]


@pytest.mark.parametrize(("work", "reason"), BAD)
def test_bad_document_is_tried_once_more_and_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[..., DocumentResult], reason: str
) -> None:
    monkeypatch.setattr("workers.GRACE", 0.2)
    limited = Settings(tmp_path / "x.db", 2, limits=Limits(0.3, 1024))
    tasks = [Task(name, 1, name.ljust(64, "0"), Reader("test")) for name in ("a", "bad", "b", "c", "d", "e")]
    found = dict(results(tasks, partial(work, folder=tmp_path, times=9), limited))
    assert {Path(task.path).name: one.status for task, one in found.items()} == {
        "bad": "refused", "a": "read", "b": "read", "c": "read", "d": "read", "e": "read",
    }  # fmt: skip
    bad = next(one for one in found.values() if one.name == "bad")
    assert bad.reason and bad.reason.startswith(reason)
    assert bad.rows and bad.rows.column("document_rows", "reason") == [bad.reason]
    assert list(found)[-1].path == "bad", "it is tried again after all others"
    assert {path.stem: path.stat().st_size for path in tmp_path.glob("*.tries")} == {
        "bad": 2, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1,
    }  # fmt: skip


def test_second_chance_can_succeed(tmp_path: Path) -> None:
    tasks = [Task(name, 1, name.ljust(64, "0"), Reader("test")) for name in ("bad", "a")]
    found = results(tasks, partial(dies, folder=tmp_path, times=1), Settings(tmp_path / "x.db", 1))
    assert [(task.path, one.status) for task, one in found] == [("a", "read"), ("bad", "read")]


# -- the database -----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A function that lets databases hold so many pages and no more: SQLite then says that the disk is full."""

    def limit(pages: int) -> None:
        connect = sqlite3.connect

        def small(*arguments: object, **options: object) -> sqlite3.Connection:
            connection = connect(*arguments, **options)  # type: ignore[call-overload]  # passed on as it came
            connection.execute(f"PRAGMA max_page_count = {pages}")
            return connection  # type: ignore[no-any-return]  # what connect gives

        monkeypatch.setattr("store.database.sqlite3.connect", small)

    return limit


def test_disk_that_fills_up(
    tmp_path: Path,
    database_path: Path,
    write_reports: WriteReports,
    small_disk: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_reports(tmp_path / "in", 30)
    open_writer(database_path).close()
    with closing(sqlite3.connect(database_path)) as db:
        (empty,) = db.execute("PRAGMA page_count").fetchone()
    small_disk(empty + 20)
    with pytest.raises(StoreError, match="the disk is full; free some space and run again"):
        run([tmp_path / "in"], settings(database_path))
    monkeypatch.undo()
    assert is_sound(database_path)
    again = run([tmp_path / "in"], settings(database_path))
    assert again.unchanged["read"] > 0
    assert again.unchanged["read"] + again.ended["read"] == 30
    run([tmp_path / "in"], settings(tmp_path / "undisturbed.db"))
    assert content(database_path) == content(tmp_path / "undisturbed.db")


def test_file_size_that_is_limited(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    """The operating system refuses to make the file longer: one line and exit code 1, what was written stays."""
    import subprocess

    write_reports(tmp_path / "in", 60)
    open_writer(database_path).close()
    limit = database_path.stat().st_size + 60_000
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        f"sys.argv = ['lakip', 'ingest', {str(tmp_path / 'in')!r}, '--db', {str(database_path)!r}, '--jobs', '0']\n"
        "from commands import main; main()"
    )
    root = Path(__file__).parent.parent
    found = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert len(found.stderr.splitlines()) == 1, found.stderr
    assert found.stderr.startswith(f"Error: {database_path}: the disk ")
    assert is_sound(database_path)
    again = run([tmp_path / "in"], settings(database_path))
    assert 0 < again.unchanged["read"] < 60
    assert again.unchanged["read"] + again.ended["read"] == 60


def test_database_that_became_read_only(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = write_reports(tmp_path / "in", 2)
    run(reports[:1], settings(database_path))
    connect = sqlite3.connect
    monkeypatch.setattr(
        "store.database.sqlite3.connect", lambda path, timeout: connect(f"file:{path}?mode=ro", timeout, uri=True)
    )
    with pytest.raises(StoreError, match="cannot be written; choose another path with --db"):
        run(reports, settings(database_path))
    monkeypatch.undo()
    assert run(reports, settings(database_path)).ended == {"read": 1}


def test_database_that_another_program_takes(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = write_reports(tmp_path / "in", 3)
    open_writer(database_path).close()
    monkeypatch.setattr("store.database.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(database_path)) as other:

        def take(_: Progress) -> None:
            other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="is in use by another program; wait until it has finished and run again"):
            run(reports, settings(database_path), take)
        other.rollback()
    again = run(reports, settings(database_path))
    assert (again.unchanged, again.ended) == ({"read": 1}, {"read": 2})


@pytest.mark.parametrize("command", ["ingest", "compare", "check", "export", "normalize"])
def test_locked_database_is_one_line_for_every_command(
    lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:  # fmt: skip
    (report,) = write_reports(tmp_path / "in", 1)
    run([report], settings(database_path))
    more = {"ingest": [tmp_path / "in"], "export": ["observations", "-o", tmp_path / "o.csv"]}.get(command, [])
    monkeypatch.setattr("store.database.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(database_path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = lakip(command, *more, "--db", database_path)
        other.rollback()
    assert result.exit_code == 1
    said = f"Error: {database_path} is in use by another program; wait until it has finished and run again\n"
    assert result.stderr == said
    assert lakip(command, *more, "--db", database_path).exit_code in (0, 1)


@pytest.mark.parametrize("command", ["compare", "export"])
def test_database_taken_while_it_is_read_is_one_line(
    lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:  # fmt: skip
    """It was free when it was opened."""
    run(write_reports(tmp_path / "in", 1), settings(database_path))
    monkeypatch.setattr("store.database.BUSY_SECONDS", 0.05)
    check = store.database._check_ours
    with closing(sqlite3.connect(database_path)) as other:

        def take(db: sqlite3.Connection, path: Path) -> None:
            check(db, path)
            db.execute("PRAGMA user_version").fetchone()
            monkeypatch.setattr("store.database._version", lambda _: SCHEMA_VERSION)
            other.execute("BEGIN EXCLUSIVE")

        monkeypatch.setattr("store.database._check_ours", take)
        more = ["observations", "-o", tmp_path / "o.csv"] if command == "export" else []
        result = lakip(command, *more, "--db", database_path)
        other.rollback()
    assert result.exit_code == 1
    assert "is in use by another program; wait until it has finished and run again" in result.stderr
    assert len(result.stderr.splitlines()) == 1, result.stderr


def test_two_runs_at_once_fill_one_database(tmp_path: Path, database_path: Path, write_reports: WriteReports) -> None:
    import subprocess

    write_reports(tmp_path / "in", 30)
    code = "import sys; from commands import main; main()"
    arguments = [sys.executable, "-c", code, "ingest", str(tmp_path / "in"), "--db", str(database_path), "--jobs", "0"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    both = [subprocess.Popen(arguments, stderr=subprocess.PIPE, env=environment) for _ in range(2)]
    for one in both:
        _, said = one.communicate(timeout=60)
        assert one.returncode == 0, said
    run([tmp_path / "in"], settings(tmp_path / "alone.db"))
    assert content(database_path) == content(tmp_path / "alone.db")


# -- files that change ------------------------------------------------------------------------------------------------


def test_file_changed_while_it_is_read(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = write_reports(tmp_path / "in", 2)

    def change(path: Path) -> str:
        before = fingerprint(path)
        if path == first:
            path.write_text(path.read_text() + "\n")
        return before

    monkeypatch.setattr("pipeline.fingerprint", change)
    summary = run([tmp_path / "in"], settings(database_path))
    assert summary.ended == {"read": 1, "refused": 1}
    assert summary.reasons["refused"] == [(first.name, "the file was changed while the run was on; run again")]
    monkeypatch.undo()
    again = run([tmp_path / "in"], settings(database_path))
    assert (again.unchanged, again.ended) == ({"read": 1}, {"read": 1})
    run([tmp_path / "in"], settings(tmp_path / "undisturbed.db"))
    assert content(database_path) == content(tmp_path / "undisturbed.db")


def test_file_that_was_away_for_a_while(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    text = report.read_text()

    def remove(path: Path) -> str:
        before = fingerprint(path)
        path.unlink()
        return before

    monkeypatch.setattr("pipeline.fingerprint", remove)
    summary = run([report], settings(database_path))
    assert summary.reasons["refused"] == [(report.name, "cannot be opened: No such file or directory")]
    monkeypatch.undo()
    report.write_text(text)
    assert run([report], settings(database_path)).ended == {"read": 1}


# -- our mistakes -----------------------------------------------------------------------------------------------------


@pytest.fixture
def mistaken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Within this, a finding rests on evidence that nobody knows, in reports of 1.380 visitors."""
    understand = normalize.interpretation.interpret

    def wrong(document: object, **options: object) -> Interpretation:
        meaning = understand(document, **options)  # type: ignore[arg-type]  # passed on as it came
        if not any(one.raw == "1.380" for one in meaning.observations):
            return meaning
        finding = Finding("target.conflict", "high", 1, (1,), None, "x", None, None, (("nobody knows", 0),))
        return replace(meaning, findings=(finding,))

    monkeypatch.setattr(normalize.interpretation, "interpret", wrong)
    yield
    monkeypatch.undo()


@pytest.mark.usefixtures("mistaken")
def test_our_mistake_behind_reading_fails_the_document_alone(
    lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports
) -> None:
    first, _ = write_reports(tmp_path / "in", 2)
    result = lakip("ingest", tmp_path / "in", "--db", database_path, "--jobs", "0")
    assert result.exit_code == 1
    assert f"failed: our mistake: KeyError: 'nobody knows': {first.name}" in result.stderr
    with read_connection(database_path) as db:
        rows = db.execute("SELECT name, status, page_count, traceback FROM document_rows ORDER BY name").fetchall()
        assert [row[1:3] for row in rows] == [("failed", 1), ("read", 1)]
        assert "finding_values" in rows[0][3]
        assert db.execute("SELECT COUNT(*) FROM cell_rows").fetchone() == (42,)


def test_failed_document_is_tried_again(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, mistaken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = write_reports(tmp_path / "in", 2)
    run(reports, settings(database_path))
    monkeypatch.undo()
    again = run(reports, settings(database_path))
    assert (again.unchanged, again.ended) == ({"read": 1}, {"read": 1})


def test_rows_that_do_not_fit_fail_the_document_alone(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = write_reports(tmp_path / "in", 2)
    make = store.document_rows

    def wrong(source: store.Source, *rest: object) -> store.DocumentRows:
        made = make(source, *rest)  # type: ignore[arg-type]  # passed on as it came
        if source.name == reports[0].name and made.count("observation_rows"):
            made.rows["observation_rows"].append(made.rows["observation_rows"][0])
        return made

    monkeypatch.setattr(store, "document_rows", wrong)
    summary = run(reports, settings(database_path))
    assert summary.ended == {"read": 1, "failed": 1}
    assert summary.reasons["failed"][0][1].startswith("our mistake: IntegrityError: UNIQUE constraint failed")
    assert is_sound(database_path)


def test_government_that_cannot_be_linked_waits_for_the_next_run(
    lakip: Lakip, tmp_path: Path, database_path: Path, write_reports: WriteReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reports(tmp_path / "in", 2)

    def wrong(*_: object, **__: object) -> None:
        raise ZeroDivisionError("one / zero")

    monkeypatch.setattr("normalize.links.linking.link", wrong)
    result = lakip("ingest", tmp_path / "in", "--db", database_path, "--jobs", "0")
    assert result.exit_code == 1
    assert "failed: our mistake: ZeroDivisionError: one / zero: linking 21.72" in result.stderr
    monkeypatch.undo()
    assert lakip("ingest", tmp_path / "in", "--db", database_path, "--jobs", "0").exit_code == 0
    run([tmp_path / "in"], settings(tmp_path / "undisturbed.db"))
    assert content(database_path) == content(tmp_path / "undisturbed.db")


def test_normalize_goes_on_after_our_mistake(
    tmp_path: Path, database_path: Path, write_reports: WriteReports, mistaken: None
) -> None:
    reports = write_reports(tmp_path / "in", 2)
    run(reports[1:], settings(database_path))
    run(reports[:1], settings(database_path))
    assert normalize_all(settings(database_path)).ended == {"read": 1, "failed": 1}


def test_a_task_whose_file_is_another_one_by_now(tmp_path: Path, write_reports: WriteReports) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    result = read_one(Task(str(report), 1, "ab" * 32, Reader("test")), settings(tmp_path / "x.db"))
    assert (result.status, result.rows) == ("refused", None)
