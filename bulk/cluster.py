"""Documents read on a Dask cluster: the same task, mapped through Dask's executor. The one writer stays here.

Workers need not share a disk with the writer: the content of files that lie here travels with the task, other URLs the
worker opens itself. A worker that is lost loses nothing: Dask gives its documents to another. A document that takes too
long is given up; where it does not even notice, its worker ends itself, and others try.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bulk import remote
from bulk.documents import CLOSED, FILE, DocumentResult, Settings, Task, program_version, refused
from store import Outcome
from workers import GRACE, Limits, limit_memory, run_tasks

OneTask = Callable[[Task], DocumentResult]
QUEUED_PER_THREAD = 2
CONNECTING = 30
LOST = "every worker that read it died (damaged file, too slow, or more memory than a worker has)"
ENDED = 70
"""The exit code of a worker that ends itself because a document hangs."""


class ClusterError(Exception):
    """The cluster cannot be used; the message is one line and says what to do."""


def results(
    tasks: Iterable[Task], work: OneTask, settings: Settings
) -> Generator[tuple[Task, DocumentResult], None, None]:
    """Each task with its result, as they come; what hit a limit is tried once more after all others.

    Raises ClusterError where no cluster answers whose workers have this version of the program.
    """
    assert settings.scheduler is not None, "only a run with a scheduler comes here"
    unread: list[tuple[Task, DocumentResult]] = []
    again: list[Task] = []
    with _executor(settings.scheduler) as (executor, threads):
        there = partial(work_there, work=work, limits=settings.limits, writer=_process())
        most = QUEUED_PER_THREAD * threads
        for task, future in run_tasks(executor, there, _carried(tasks, unread), most):
            result = _outcome(task, future, settings.limits)
            if result.hit_a_limit and result.reason != LOST:
                again.append(task)
            else:
                yield task, result
        for task in again:
            yield task, _outcome(task, executor.submit(there, task), settings.limits)
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
            outcome = Outcome("refused", CLOSED.format(error.strerror or error), limits=FILE)
            unread.append((task, refused(task, outcome)))
        else:
            yield replace(task, content=content)


def _outcome(task: Task, future: Future[DocumentResult], limits: Limits) -> DocumentResult:
    from distributed.scheduler import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return refused(replace(task, content=None), Outcome("refused", LOST, limits=str(limits)))


def _process() -> tuple[str, int]:
    return socket.gethostname(), os.getpid()


def work_there(task: Task, work: OneTask, limits: Limits, writer: tuple[str, int]) -> DocumentResult:
    """The task on a worker of the cluster, under limits of memory and time.

    The worker ends itself where a document hangs in code that never looks up.
    """
    if _process() != writer:
        limit_memory(limits.memory_mb)
    watch = threading.Timer(limits.seconds + GRACE, os._exit, (ENDED,))
    watch.daemon = True
    watch.start()
    try:
        return work(task)
    finally:
        watch.cancel()


@contextmanager
def _executor(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor over the workers of a scheduler, and how many threads these have."""
    try:
        import distributed
    except ImportError as error:
        raise ClusterError("--scheduler needs Dask: pip install 'lakip[cluster]'") from error
    dask: Any = distributed
    try:
        client = dask.Client(address, timeout=CONNECTING)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}; start one with: dask scheduler") from error
    with client:
        _check_versions(client, address)
        yield client.get_executor(pure=False), sum(client.nthreads().values())


def _check_versions(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except TimeoutError as error:
        told = f"the scheduler at {address} has no workers; start some with: dask worker {address}"
        raise ClusterError(told) from error
    own = program_version()
    theirs = client.run(program_version, on_error="return")
    wrong = {str(version) for version in theirs.values()} - {own}
    if wrong:
        raise ClusterError(f"workers of {address} have another lakip ({', '.join(sorted(wrong))}, here {own})")
