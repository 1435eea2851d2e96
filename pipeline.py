"""From files to the database: find the reports, have each read by a worker under limits, write the rows, link them.

The unit of work is one document (`documents.read_one`), mapped through an executor: worker processes here, or a Dask
cluster. One writer owns the database.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

import store
from bulk.account import OnProgress, Progress, Summary
from bulk.documents import (
    CLOSED,
    DocumentResult,
    Reader,
    Settings,
    Task,
    failed,
    guarded,
    normalize_one,
    rare_collection,
    read_one,
    refused,
)
from bulk.mapping import results
from bulk.reports import Found, Location, find_reports, fingerprint, is_there, name_of
from workers import Limits

if TYPE_CHECKING:
    from normalize import Correction

    Write = Callable[[store.Writer, store.DocumentRows], None]

__all__ = [
    "DocumentResult",
    "Found",
    "OnProgress",
    "Progress",
    "Settings",
    "Summary",
    "Task",
    "find_reports",
    "guarded",
    "normalize_all",
    "normalize_one",
    "rare_collection",
    "read_one",
    "run",
]

ENDLESS = Limits(seconds=30 * 24 * 3600.0, memory_mb=0)


class Work(Protocol):
    """The one-document task of a run."""

    def __call__(self, task: Task, settings: Settings) -> DocumentResult: ...


def run(paths: Sequence[Location], settings: Settings, on_progress: OnProgress | None = None) -> Summary:
    """Read what is new or changed under `paths` into the database. Raises StoreError where that cannot be used.

    On Ctrl-C the documents in flight are given up, the others stay written, and the summary says `interrupted`.
    """
    found = find_reports(paths)
    summary = Summary(documents=len(found.reports), other_files=list(found.others))
    with closing(store.open_writer(settings.database)) as db, store.plain_errors(settings.database):
        this = _Run(db, settings, summary, on_progress, sum(size for _, size in found.reports))
        this.work_off(this.to_read(found.reports), read_one, store.write_document)
    return summary


def normalize_all(settings: Settings, on_progress: OnProgress | None = None) -> Summary:
    """Understand every stored document again, from its cells and lines; no report is opened."""
    with closing(store.open_writer(settings.database)) as db, store.plain_errors(settings.database):
        known = store.readable_documents(db.conn)
        summary = Summary(documents=len(known))
        this = _Run(db, settings, summary, on_progress, sum(one.size for one in known.values()))
        this.work_off(this.to_renew(known), normalize_one, store.write_meaning)
    return summary


@dataclass(slots=True)
class _Run:
    """A run under way: the one writer, and where it stands."""

    db: store.Writer
    settings: Settings
    summary: Summary
    on_progress: OnProgress | None
    size_total: int
    size_done: int = 0
    done: int = 0
    reader: Reader = field(init=False)
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = self.settings.reader()
        if self.settings.corrections:
            from normalize import by_document

            self.corrections = by_document(self.settings.corrections)

    def decisions(self, sha256: str) -> tuple[tuple[Correction, ...], str | None]:
        """The decisions on a document, and what tells them apart from others."""
        decided = self.corrections.get(sha256, ())
        if not decided:
            return (), None
        from normalize import fingerprint as tell_apart

        return decided, tell_apart(decided)

    def to_read(self, reports: Iterable[tuple[Location, int]]) -> Iterator[Task]:
        """The reports that are new, changed, or to be read in another way; the others are counted as unchanged."""
        known = store.known_documents(self.db.conn)
        seen: dict[str, Location] = {}
        for path, size in reports:
            try:
                sha256 = fingerprint(path)
            except OSError as error:
                self.add(
                    DocumentResult(name_of(path), "refused", CLOSED.format(error.strerror or error), 0, size, None)
                )
                continue
            if sha256 in seen:
                self.same_content(path, seen[sha256], size)
                continue
            seen[sha256] = path
            task = self.task(path, size, sha256, known.get(sha256))
            if task:
                yield task

    def task(self, path: Location, size: int, sha256: str, before: store.Known | None) -> Task | None:
        """What there is to do for a report, None where the database has all of it."""
        settings = self.settings
        agency = settings.agency or (before.given_agency if before else None)
        year = settings.year or (before.given_year if before else None)
        decided, told = self.decisions(sha256)
        new = Task(str(path), size, sha256, self.reader, agency, year, decided, told)
        if before is None or settings.force or (agency, year) != (before.given_agency, before.given_year):
            return new
        if self.reader.would_read_again(before.reader) or not before.is_current(str(settings.limits), told):
            return new
        if before.path != str(path):
            if is_there(before.path):
                self.same_content(path, before.path, size)
                return None
            store.move_document(self.db, before.doc, name_of(path), str(path))
        self.summary.unchanged[before.status] += 1
        self.step(size)
        return None

    def to_renew(self, known: Mapping[str, store.Known]) -> Iterator[Task]:
        """All documents whose cells and lines are in the database."""
        for sha256, one in known.items():
            given = (one.given_agency, one.given_year)
            yield Task(one.path, one.size, sha256, Reader(one.reader), *given, *self.decisions(sha256))

    def same_content(self, path: Location, first: Location, size: int) -> None:
        self.summary.same_content.append((str(path), str(first)))
        self.step(size)

    def work_off(self, tasks: Iterator[Task], work: Work, write: Write) -> None:
        """Hand the tasks to workers, write each result in its own transaction, then link what was touched."""
        settings = replace(self.settings, corrections=())  # each task brings its own
        try:
            with rare_collection():
                with closing(results(_and_meanwhile(tasks), partial(work, settings=settings), self.settings)) as ended:
                    for task, result in ended:
                        self.add(self.written(task, result, write))
                self.link()
        except KeyboardInterrupt:
            self.summary.interrupted = True

    def written(self, task: Task, result: DocumentResult, write: Write) -> DocumentResult:
        """The result once its rows stand in the database; a failed one where they do not fit into it."""
        if result.rows is None:
            return result
        try:
            write(self.db, result.rows)
        except store.ROW_ERRORS as error:
            result = refused(task, failed(error))
            assert result.rows is not None, "a failed document has its row in documents"
            store.write_document(self.db, result.rows)
        return result

    def link(self) -> None:
        """Link the documents of every government that was touched, also by a run that was killed before it did."""
        for scope in store.pending_scopes(self.db.conn):
            ended = guarded(partial(self.relink, scope), ENDLESS)
            if ended is not None:  # it stays pending: the next run tries again
                self.summary.add(DocumentResult(f"linking {scope}", ended.status, ended.reason, 0, 0, None))

    def relink(self, scope: str) -> None:
        from normalize import link

        with store.plain_errors(self.settings.database):
            store.relink(self.db, scope, partial(link, corrections=self.settings.corrections))

    def add(self, result: DocumentResult) -> None:
        self.summary.add(result)
        self.step(result.size, result)

    def step(self, size: int, result: DocumentResult | None = None) -> None:
        self.done += 1
        self.size_done += size
        if self.on_progress:
            total, pages = self.summary.documents, self.summary.pages
            self.on_progress(Progress(self.done, total, pages, self.size_done, self.size_total, result))


def _and_meanwhile(tasks: Iterator[Task]) -> Iterator[Task]:
    """The tasks; once the first is given out and its worker starts, this process loads what it will link with."""
    yield from itertools.islice(tasks, 1)
    if (second := next(tasks, None)) is not None:
        from normalize.links.linking import load_tables

        load_tables()
        yield second
    yield from tasks
