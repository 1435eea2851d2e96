"""One document: what there is to do and how it ended. Whatever happens inside a document ends here.

`read_one` turns a task into rows and never raises, so that it can run in a worker process or on another machine.
"""

from __future__ import annotations

import gc
import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, TypeVar

import store
from bulk import remote
from bulk.version import VERSION
from extract import installed_engine
from extract.model import Document, UnreadableDocument
from workers import Limits, OutOfTime, under_time

if TYPE_CHECKING:
    from normalize import Correction
    from normalize.model import Interpretation

    MakeRows = Callable[[store.Source, store.Outcome, Document, Interpretation | None], store.DocumentRows]

T = TypeVar("T")
NORMAL_LIMITS = Limits()
CLOSED = "cannot be opened: {}"
FILE = "the file"
"""In place of limits: tried again on the next run, because the file may be there then."""
CHANGED = "the file was changed while the run was on; run again"
TOO_SLOW = "reading took longer than {:g} seconds (--timeout)"
TOO_BIG = "reading needs more than {} MB (--memory)"
DIED = "the program that read it died, twice (damaged file, or more memory than --memory allows)"
RARELY = (5_000_000, 50, 100)
"""Rows are tuples of text and numbers in no circles: Python's search for circles finds none and costs a fifth.

A document seldom makes so many objects that one is needed before it is done.
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """What decides how a document is read: a document read by the same need not be read again.

    The engine for pages that are pictures matters to documents that have such pages, to all where it reads `always`.
    """

    program: str
    eyes: str | None = None
    always: bool = False

    def of(self, document: Document | None) -> str:
        """Who has read a document; None is one that could not be read."""
        printed = document is not None and all(page.source in ("digital", "text") for page in document.pages)
        return self.program if printed or self.eyes is None else f"{self.program}, {self.eyes}"

    def would_read_again(self, read_by: str) -> bool:
        """Whether a document that `read_by` has read may come out otherwise."""
        return read_by != f"{self.program}, {self.eyes}" and (self.always or read_by != self.program)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told. `jobs` 0 reads in this process, without a worker to protect it.

    `corrections` are a person's decisions on any documents. `scheduler` is the address of a Dask scheduler, whose
    workers then read in place of those of this machine.
    """

    database: Path
    jobs: int = os.cpu_count() or 1
    ocr: Literal["auto", "never", "always"] = "auto"
    limits: Limits = NORMAL_LIMITS
    agency: str | None = None
    year: int | None = None
    force: bool = False
    corrections: tuple[Correction, ...] = ()
    scheduler: str | None = None

    def reader(self) -> Reader:
        """Who reads under these settings."""
        engine = installed_engine() if self.ocr != "never" else None
        return Reader(f"lakip {VERSION}", f"ocr {self.ocr} ({engine or 'no engine'})", self.ocr == "always")


@dataclass(frozen=True, slots=True)
class Task:
    """A document to work on. `given_*` is what a person said about it, now or before; `reader` is what reads it.

    `path` may be a URL. `corrections` are the decisions on this document, `decided` tells them apart from others.
    `content` is what stands in the file, where the worker cannot open it itself.
    """

    path: str
    size: int
    sha256: str
    reader: Reader
    given_agency: str | None = None
    given_year: int | None = None
    corrections: tuple[Correction, ...] = ()
    decided: str | None = None
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """How one document ended. `rows` is None only where not even its bytes could be read.

    `hit_a_limit` tells that it was refused for time or memory, or that its worker died.
    """

    name: str
    status: str
    reason: str | None
    pages: int
    size: int
    rows: store.DocumentRows | None
    traceback: str | None = None
    hit_a_limit: bool = False


def read_one(task: Task, settings: Settings) -> DocumentResult:
    """Read and understand one document. Never raises: what goes wrong becomes the document's status and reason."""
    start = time.monotonic()
    with rare_collection():
        document = guarded(lambda: _read(task, settings), settings.limits, start)
        if isinstance(document, store.Outcome):
            return refused(task, document)
        if document.sha256 != task.sha256:
            return DocumentResult(Path(task.path).name, "refused", CHANGED, 0, task.size, None)
        return _ended(task, document, settings.limits, start, store.document_rows)


def _read(task: Task, settings: Settings) -> Document:
    from extract import read

    if task.content is None and not remote.is_url(task.path):
        return read(task.path, settings.ocr)
    content = task.content if task.content is not None else remote.fetch(task.path)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"report{Path(task.path).suffix}"
        path.write_bytes(content)
        return replace(read(path, settings.ocr), name=Path(task.path).name, path=task.path)


def normalize_one(task: Task, settings: Settings) -> DocumentResult:
    """Understand a stored document again, without opening its file."""
    start = time.monotonic()
    with rare_collection():
        with store.read_connection(settings.database) as connection:
            document = store.load_document(connection, store.document_key(task.sha256))
        return _ended(task, document, settings.limits, start, store.renewed_rows)


def _ended(task: Task, document: Document, limits: Limits, start: float, make_rows: MakeRows) -> DocumentResult:
    """How understanding a document ended, with its rows; without a meaning where that or its rows cannot be made."""
    made = guarded(lambda: _understand(task, document, make_rows), limits, start)
    if not isinstance(made, store.Outcome):
        outcome, rows = made
        return _result(task, outcome, document, rows)
    read = guarded(lambda: make_rows(_source(task, document), made, document, None), limits)
    return refused(task, made) if isinstance(read, store.Outcome) else _result(task, made, document, read)


def _understand(task: Task, document: Document, make_rows: MakeRows) -> tuple[store.Outcome, store.DocumentRows]:
    from normalize import interpret

    meaning = interpret(document, agency=task.given_agency, year=task.given_year, corrections=task.corrections)
    outcome = _outcome(document, meaning)
    return outcome, make_rows(_source(task, document), outcome, document, meaning)


def _outcome(document: Document, meaning: Interpretation) -> store.Outcome:
    if meaning.observations or meaning.aggregates or meaning.budgets:
        return store.Outcome("read")
    images = sum(page.source == "none" for page in document.pages)
    also = f"; {images} of {len(document.pages)} pages are images without text" if images else ""
    return store.Outcome("empty", f"no indicator table found{also}")


def guarded(work: Callable[[], T], limits: Limits, start: float | None = None) -> T | store.Outcome:
    """What `work` gives, or how it ended: everything that can happen inside a document ends here.

    `start` is when the document was begun, by the clock `time.monotonic`: its time runs since then.
    """
    spent = time.monotonic() - start if start is not None else 0.0
    try:
        with under_time(max(limits.seconds - spent, 0.001)):
            return work()
    except UnreadableDocument as unreadable:
        return store.Outcome("refused", unreadable.reason)
    except OutOfTime:
        return store.Outcome("refused", TOO_SLOW.format(limits.seconds), limits=str(limits))
    except MemoryError:
        return store.Outcome("refused", TOO_BIG.format(limits.memory_mb), limits=str(limits))
    except OSError as error:
        return store.Outcome("refused", CLOSED.format(error.strerror or error), limits=FILE)
    except store.StoreError:
        raise
    except Exception as error:
        return failed(error)


def failed(error: Exception) -> store.Outcome:
    """The outcome of a document that stopped by our mistake, with the traceback."""
    trace = "".join(traceback.format_exception(error))
    said = " ".join(str(error).split())
    return store.Outcome("failed", f"our mistake: {type(error).__name__}: {said}", trace)


def refused(task: Task, outcome: store.Outcome) -> DocumentResult:
    """The result of a document of which nothing could be read: its row in `documents` alone."""
    return _result(task, outcome, None, store.document_rows(_source(task), outcome))


def lost(task: Task, limits: Limits, out_of_time: bool) -> DocumentResult:
    """The result of a document whose worker died, or was killed for taking too long."""
    reason = TOO_SLOW.format(limits.seconds) if out_of_time else DIED
    return refused(task, store.Outcome("refused", reason, limits=str(limits)))


def _source(task: Task, document: Document | None = None) -> store.Source:
    name = Path(task.path).name
    told = (task.given_agency, task.given_year, task.decided)
    return store.Source(task.sha256, name, task.path, task.size, task.reader.of(document), *told)


def _result(
    task: Task, outcome: store.Outcome, document: Document | None, rows: store.DocumentRows | None
) -> DocumentResult:
    pages = len(document.pages) if document else 0
    name = Path(task.path).name
    limited = outcome.limits not in (None, FILE)
    return DocumentResult(name, outcome.status, outcome.reason, pages, task.size, rows, outcome.traceback, limited)


@contextmanager
def rare_collection() -> Iterator[None]:
    """Within this, Python looks for circles of garbage only rarely."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
