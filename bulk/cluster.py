"""Documents read on a Dask cluster: the same task, mapped through Dask's executor. The one writer stays here.

Workers need not share a disk with the writer: the content of files that lie here travels with the task, other URLs the
worker opens itself. Each thread of a Dask worker hands its documents to a process of its own, under the limits of the
run, as on one machine: a document that hangs, swallows memory or kills its reader touches neither the Dask worker nor
the documents that wait there. A Dask worker that is lost loses nothing: Dask gives its documents to another.
"""

from __future__ import annotations

import functools
import logging
import multiprocessing
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import store
from bulk import remote
from bulk.documents import CLOSED, FILE, DocumentResult, Settings, Task, refused
from bulk.mapping import outcome
from workers import Limits, WorkerPool, run_tasks

OneTask = Callable[[Task], DocumentResult]
QUEUED_PER_THREAD = 2
CONNECTING = 30
WORKERLESS = 120.0
"""Seconds without any worker after which a run gives up."""
LOST = "every worker of the cluster that had it was lost; run again"
OTHERWISE = "its worker reads otherwise ({}); install the same lakip on all workers and run again"


class ClusterError(Exception):
    """The cluster cannot be used; the message is one line and says what to do."""


def results(
    tasks: Iterable[Task], work: OneTask, settings: Settings
) -> Generator[tuple[Task, DocumentResult], None, None]:
    """Each task with its result, as they come; what hit a limit or was lost is tried once more after all others.

    It is alone then, in a fresh process. Raises ClusterError where no cluster answers whose workers read as this
    machine does, or where it goes away.
    """
    address = settings.scheduler
    assert address is not None, "only a run with a scheduler comes here"
    settings = replace(settings, corrections=())  # each task brings its own
    unread: list[tuple[Task, DocumentResult]] = []
    again: list[Task] = []
    with _client(address, settings) as client:
        executor: Executor = client.get_executor(pure=False)
        there = partial(work_there, work=work, settings=settings, expected=reads_as(settings))
        watch = _Watch(client, address)
        most = QUEUED_PER_THREAD * sum(client.nthreads().values())
        for task, future in run_tasks(executor, there, _carried(tasks, unread), most, watch):
            result = _outcome(task, future, address)
            if result.hit_a_limit or result.reason == LOST:
                again.append(replace(task, content=None))
            else:
                yield task, result
        for task, future in run_tasks(executor, partial(there, alone=True), _carried(again, unread), 1, watch):
            yield task, _outcome(task, future, address)
    yield from unread


def _carried(tasks: Iterable[Task], unread: list[tuple[Task, DocumentResult]]) -> Iterator[Task]:
    """The tasks, those of files on this machine with their content; files that cannot be opened become `unread`."""
    for task in tasks:
        if remote.is_url(task.path) and not remote.must_travel(task.path, to_another_machine=True):
            yield task
            continue
        try:
            content = remote.fetch(task.path) if remote.is_url(task.path) else Path(task.path).read_bytes()
        except OSError as error:
            closed = store.Outcome("refused", CLOSED.format(error.strerror or error), limits=FILE)
            unread.append((task, refused(task, closed)))
        else:
            yield replace(task, content=content)


def _outcome(task: Task, future: Future[DocumentResult], address: str) -> DocumentResult:
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return refused(task, store.Outcome("refused", LOST, limits=FILE))
    except CancelledError as error:
        raise ClusterError(f"the Dask scheduler at {address} went away; run the same command again") from error


# -- on a worker of the cluster ---------------------------------------------------------------------------------------


def work_there(task: Task, work: OneTask, settings: Settings, expected: str, alone: bool = False) -> DocumentResult:
    """The task in a process of this thread of a Dask worker, under the limits of the run; `alone`: in a fresh one."""
    found = reads_as(settings)
    if found != expected:  # a worker that came after the run began
        return DocumentResult(Path(task.path).name, "refused", OTHERWISE.format(found), 0, task.size, None)
    multiprocessing.current_process().daemon = False  # lets it have children, which end when their pipe is closed
    if alone:
        with WorkerPool(1, settings.limits, preload="bulk.preload") as pool:
            return outcome(task, pool.submit(work, task), settings.limits)
    return outcome(task, _OWN.pool(settings.limits).submit(work, task), settings.limits)


class _Own(threading.local):
    """The process that reads for this thread; it stays from document to document, and from run to run."""

    def __init__(self) -> None:
        self._limits: Limits | None = None
        self._pool: WorkerPool | None = None

    def pool(self, limits: Limits) -> WorkerPool:
        if self._pool is None or self._limits != limits:
            if self._pool:
                self._pool.shutdown()
            self._limits, self._pool = limits, WorkerPool(1, limits, preload="bulk.preload")
        return self._pool


_OWN = _Own()


@functools.cache
def reads_as(settings: Settings) -> str:
    """What decides how documents are read here, in words: versions and the engine for pages that are pictures."""
    from importlib.metadata import version

    reader = settings.reader()
    return f"{reader.program}, {reader.eyes}, pypdfium2 {version('pypdfium2')}"


# -- the cluster ------------------------------------------------------------------------------------------------------


class _Watch:
    """Asked while nothing comes from the cluster: raises ClusterError where nothing can come any more."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._had_workers = time.monotonic()

    def __call__(self) -> None:
        try:
            if self._client.nthreads():
                self._had_workers = time.monotonic()
        except OSError as error:
            told = f"the Dask scheduler at {self._address} does not answer any more; run the same command again"
            raise ClusterError(told) from error
        if time.monotonic() - self._had_workers > WORKERLESS:
            raise ClusterError(f"all workers of {self._address} are gone; start some and run the same command again")


@contextmanager
def _client(address: str, settings: Settings) -> Iterator[Any]:
    """A client of a scheduler whose workers read as this machine does."""
    try:
        import distributed
    except ImportError as error:
        raise ClusterError("--scheduler needs Dask: pip install 'lakip[cluster]'") from error
    dask: Any = distributed
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said in one line, by ClusterError
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        client = dask.Client(address, timeout=CONNECTING)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}; start one with: dask scheduler") from error
    with client, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sending large graph")  # reports are large
        _check_workers(client, address, settings)
        yield client


def _check_workers(client: Any, address: str, settings: Settings) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except TimeoutError as error:
        told = f"the scheduler at {address} has no workers; start some with: dask worker {address}"
        raise ClusterError(told) from error
    own = reads_as(settings)
    theirs = client.run(reads_as, settings, on_error="return")
    wrong = {str(found) for found in theirs.values()} - {own}
    if wrong:
        said = f"workers of {address} read otherwise ({'; '.join(sorted(wrong))}) than this machine ({own})"
        raise ClusterError(f"{said}; install the same lakip on all")
