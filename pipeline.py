"""From files to the database: find the reports, have each read by a worker under limits, write the rows, link them.

The unit of work is one document: `read_one` turns a path into rows, whatever happens inside. One writer owns the
database.
"""

from __future__ import annotations

import errno
import hashlib
import os
import traceback
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

import store
from extract import read
from extract.model import Document, UnreadableDocument
from normalize import Correction, by_document, fingerprint, interpret, link
from normalize.model import Interpretation
from workers import Limits, OutOfTime, WorkerDied, WorkerPool, run_tasks, under_time

if TYPE_CHECKING:
    from sqlite_utils import Database

REPORT_ENDINGS = (".pdf", ".txt")
T = TypeVar("T")
QUEUED_PER_JOB = 2
NORMAL_LIMITS = Limits()
CLOSED = "cannot be opened: {}"
TOO_SLOW = "reading took longer than {:g} seconds (--timeout)"
TOO_BIG = "reading needs more than {} MB (--memory)"
DIED = "the program that read it died, twice (damaged file, or more memory than --memory allows)"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told. `jobs` 0 reads in this process, without a worker to protect it.

    `corrections` are a person's decisions on any documents.
    """

    database: Path
    jobs: int = os.cpu_count() or 1
    ocr: Literal["auto", "never", "always"] = "auto"
    limits: Limits = NORMAL_LIMITS
    agency: str | None = None
    year: int | None = None
    force: bool = False
    corrections: tuple[Correction, ...] = ()

    @property
    def reader(self) -> str:
        """Program and options that decide what is read: a document read by the same need not be read again."""
        return f"lakip {program_version()}, ocr {self.ocr}"


@dataclass(frozen=True, slots=True)
class Task:
    """A document to work on. `given_*` is what a person said about it, now or before; `reader` is what reads it.

    `corrections` are the decisions on this document.
    """

    path: str
    size: int
    sha256: str
    reader: str
    given_agency: str | None = None
    given_year: int | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """How one document ended. `rows` is None only where not even its bytes could be read."""

    name: str
    status: str
    reason: str | None
    pages: int
    size: int
    rows: store.DocumentRows | None
    traceback: str | None = None


@dataclass(slots=True)
class Summary:
    """What a run did, for people."""

    documents: int = 0
    pages: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    unchanged: Counter[str] = field(default_factory=Counter)
    same_content: list[tuple[str, str]] = field(default_factory=list)
    other_files: list[str] = field(default_factory=list)
    tables: int = 0
    observations: int = 0
    findings: int = 0
    achievements: Counter[str] = field(default_factory=Counter)
    without_agency: list[str] = field(default_factory=list)
    interrupted: bool = False

    def add(self, result: DocumentResult) -> None:
        self.pages += result.pages
        self.ended[result.status] += 1
        if result.reason:
            self.reasons.setdefault(result.status, []).append((result.name, result.reason))
        if result.rows:
            self.tables += result.rows.count("table_rows")
            self.observations += result.rows.count("observation_rows")
            self.findings += result.rows.count("finding_rows")
            self.achievements.update(str(status) for status in result.rows.column("achievement_rows", "status"))
            if result.status == "read" and result.rows.column("document_rows", "agency_id") == [None]:
                self.without_agency.append(result.name)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands after one more document; sizes are in bytes."""

    done: int
    total: int
    pages: int
    size_done: int
    size_total: int
    result: DocumentResult | None


OnProgress = Callable[[Progress], None]
OneTask = Callable[[Task], DocumentResult]
Write = Callable[["Database", store.DocumentRows], None]


class Work(Protocol):
    """The one-document task of a run."""

    def __call__(self, task: Task, settings: Settings) -> DocumentResult: ...


def program_version() -> str:
    """The installed version of lakip."""
    try:
        return version("lakip")
    except PackageNotFoundError:
        return "from source"


@dataclass(frozen=True, slots=True)
class Found:
    """Files under the named paths: reports, largest first, and files that are no reports."""

    reports: tuple[tuple[Path, int], ...]
    others: tuple[str, ...]


def find_reports(paths: Sequence[Path]) -> Found:
    """Walk folders in sorted order; a file the user names is always a report, a hidden entry below a folder never."""
    reports: dict[Path, int] = {}
    others: list[str] = []
    for path in paths:
        if not path.is_dir():
            reports[path.absolute()] = _size(path)
            continue
        for file in _walk(path.absolute()):
            if (file.suffix.lower() in REPORT_ENDINGS and file.is_file()) or _is_folder(file):
                reports[file] = _size(file)
            else:
                others.append(str(file))
    largest_first = sorted(reports.items(), key=lambda item: (-item[1], item[0]))
    return Found(tuple(largest_first), tuple(others))


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, and folders that cannot be looked into."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            yield from _walk(entry)
        else:
            yield entry


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _fingerprint(path: Path) -> str:
    """The sha256 of a file's content. Raises OSError, also for a pipe or device, which might never end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_one(task: Task, settings: Settings) -> DocumentResult:
    """Read and understand one document. Never raises: what goes wrong becomes the document's status and reason."""
    document = guarded(lambda: read(task.path), settings.limits)
    if isinstance(document, store.Outcome):
        return _without_document(task, document)
    outcome, meaning = _understand(document, task, settings)
    return _result(task, outcome, document, store.document_rows(_source(task, document), outcome, document, meaning))


def normalize_one(task: Task, settings: Settings) -> DocumentResult:
    """Understand a stored document again, without opening its file."""
    with store.read_connection(settings.database) as connection:
        document = store.load_document(connection, store.document_key(task.sha256))
    outcome, meaning = _understand(document, task, settings)
    return _result(task, outcome, document, store.renewed_rows(_source(task), outcome, document, meaning))


def _understand(document: Document, task: Task, settings: Settings) -> tuple[store.Outcome, Interpretation | None]:
    agency, year, decided = task.given_agency, task.given_year, task.corrections
    meaning = guarded(
        lambda: interpret(document, agency=agency, year=year, corrections=decided),
        settings.limits,
    )
    if isinstance(meaning, store.Outcome):
        return meaning, None
    if meaning.observations or meaning.aggregates or meaning.budgets:
        return store.Outcome("read"), meaning
    images = sum(page.source == "none" for page in document.pages)
    also = f"; {images} of {len(document.pages)} pages are images without text" if images else ""
    return store.Outcome("empty", f"no indicator table found{also}"), meaning


def guarded(work: Callable[[], T], limits: Limits) -> T | store.Outcome:
    """What `work` gives, or how it ended: everything that can happen inside a document ends here."""
    try:
        with under_time(limits.seconds):
            return work()
    except UnreadableDocument as refused:
        return store.Outcome("refused", refused.reason)
    except OutOfTime:
        return store.Outcome("refused", TOO_SLOW.format(limits.seconds), limits=str(limits))
    except MemoryError:
        return store.Outcome("refused", TOO_BIG.format(limits.memory_mb), limits=str(limits))
    except OSError as error:
        return store.Outcome("refused", CLOSED.format(error.strerror or error))
    except Exception as error:
        return store.Outcome("failed", f"our mistake: {type(error).__name__}: {error}", traceback.format_exc())


def _source(task: Task, document: Document | None = None) -> store.Source:
    sha256 = document.sha256 if document else task.sha256
    name = Path(task.path).name
    decided = fingerprint(task.corrections)
    return store.Source(sha256, name, task.path, task.size, task.reader, task.given_agency, task.given_year, decided)


def _without_document(task: Task, outcome: store.Outcome) -> DocumentResult:
    return _result(task, outcome, None, store.document_rows(_source(task), outcome))


def _result(
    task: Task, outcome: store.Outcome, document: Document | None, rows: store.DocumentRows | None
) -> DocumentResult:
    pages = len(document.pages) if document else 0
    name = Path(task.path).name
    return DocumentResult(name, outcome.status, outcome.reason, pages, task.size, rows, outcome.traceback)


def _lost(task: Task, limits: Limits, died: WorkerDied) -> DocumentResult:
    """The result of a document whose worker died."""
    reason = TOO_SLOW.format(limits.seconds) if died.out_of_time else DIED
    return _without_document(task, store.Outcome("refused", reason, limits=str(limits)))


def run(paths: Sequence[Path], settings: Settings, on_progress: OnProgress | None = None) -> Summary:
    """Read what is new or changed under `paths` into the database. Raises StoreError where that cannot be used.

    On Ctrl-C the documents in flight are given up, the others stay written, and the summary says `interrupted`.
    """
    found = find_reports(paths)
    summary = Summary(documents=len(found.reports), other_files=list(found.others))
    db = store.open_database(settings.database)
    with closing(db.conn):
        this = _Run(db, settings, summary, on_progress, sum(size for _, size in found.reports))
        this.work_off(this.to_read(found.reports), read_one, store.write_document)
    return summary


def _task_again(sha256: str, one: store.Known) -> Task:
    return Task(one.path, one.size, sha256, one.reader, one.given_agency, one.given_year)


def normalize_all(settings: Settings, on_progress: OnProgress | None = None) -> Summary:
    """Understand every stored document again, from its cells and lines; no report is opened."""
    db = store.open_database(settings.database)
    with closing(db.conn):
        decided = by_document(settings.corrections)
        tasks = [
            replace(_task_again(sha256, one), corrections=decided.get(sha256, ()))
            for sha256, one in store.readable_documents(db.conn).items()
        ]
        summary = Summary(documents=len(tasks))
        this = _Run(db, settings, summary, on_progress, sum(task.size for task in tasks))
        this.work_off(iter(tasks), normalize_one, store.write_meaning)
    return summary


@dataclass(slots=True)
class _Run:
    """A run under way: the one writer, and where it stands."""

    db: Database
    settings: Settings
    summary: Summary
    on_progress: OnProgress | None
    size_total: int
    size_done: int = 0
    done: int = 0
    corrections: Mapping[str, tuple[Correction, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.corrections = by_document(self.settings.corrections)

    def to_read(self, reports: Iterable[tuple[Path, int]]) -> Iterator[Task]:
        """The reports that are new, changed, or to be read in another way; the others are counted as unchanged."""
        known = store.known_documents(self.db.conn)
        seen: dict[str, Path] = {}
        for path, size in reports:
            try:
                sha256 = _fingerprint(path)
            except OSError as error:
                self.add(DocumentResult(path.name, "refused", CLOSED.format(error.strerror), 0, size, None))
                continue
            if sha256 in seen:
                self.same_content(path, seen[sha256], size)
                continue
            seen[sha256] = path
            task = self.task(path, size, sha256, known.get(sha256))
            if task:
                yield task

    def task(self, path: Path, size: int, sha256: str, before: store.Known | None) -> Task | None:
        """What there is to do for a report, None where the database has all of it."""
        settings = self.settings
        agency = settings.agency or (before.given_agency if before else None)
        year = settings.year or (before.given_year if before else None)
        decided = self.corrections.get(sha256, ())
        new = Task(str(path), size, sha256, settings.reader, agency, year, decided)
        if before is None or settings.force or (agency, year) != (before.given_agency, before.given_year):
            return new
        if not before.is_current(settings.reader, str(settings.limits), fingerprint(decided)):
            return new
        if before.path != str(path):
            if Path(before.path).exists():
                self.same_content(path, Path(before.path), size)
                return None
            store.move_document(self.db, before.doc, path.name, str(path))
        self.summary.unchanged[before.status] += 1
        self.step(size)
        return None

    def same_content(self, path: Path, first: Path, size: int) -> None:
        self.summary.same_content.append((str(path), str(first)))
        self.step(size)

    def work_off(self, tasks: Iterator[Task], work: Work, write: Write) -> None:
        """Hand the tasks to workers, write each result in its own transaction, then link what was touched."""
        try:
            settings = replace(self.settings, corrections=())  # each task brings its own
            with closing(self.results(tasks, partial(work, settings=settings))) as results:
                for result in results:
                    if result.rows:
                        write(self.db, result.rows)
                    self.add(result)
            for scope in store.pending_scopes(self.db.conn):
                meanings = store.load_scope(self.db.conn, scope)
                store.write_links(self.db, scope, meanings, link(meanings, self.settings.corrections))
        except KeyboardInterrupt:
            self.summary.interrupted = True

    def results(self, tasks: Iterator[Task], work: OneTask) -> Generator[DocumentResult, None, None]:
        """The results as they come. A document whose worker died is tried once more, alone, after all others."""
        if self.settings.jobs == 0:
            yield from map(work, tasks)
            return
        pool = WorkerPool(self.settings.jobs, self.settings.limits)
        again: list[Task] = []
        try:
            for task, future in run_tasks(pool, work, tasks, QUEUED_PER_JOB * self.settings.jobs):
                try:
                    yield future.result()
                except WorkerDied as died:
                    if died.out_of_time:
                        yield _lost(task, self.settings.limits, died)
                    else:
                        again.append(task)
            for task in again:
                try:
                    yield pool.submit(work, task).result()
                except WorkerDied as died:
                    yield _lost(task, self.settings.limits, died)
        finally:
            pool.shutdown(cancel_futures=True)

    def add(self, result: DocumentResult) -> None:
        self.summary.add(result)
        self.step(result.size, result)

    def step(self, size: int, result: DocumentResult | None = None) -> None:
        self.done += 1
        self.size_done += size
        if self.on_progress:
            total, pages = self.summary.documents, self.summary.pages
            self.on_progress(Progress(self.done, total, pages, self.size_done, self.size_total, result))
