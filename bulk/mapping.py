"""Tasks mapped over an executor: worker processes of this machine, or none. What hits a limit gets a second chance."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace

from bulk import remote
from bulk.documents import DocumentResult, Settings, Task, lost
from workers import Limits, WorkerDied, WorkerPool, run_tasks

QUEUED_PER_JOB = 2
OneTask = Callable[[Task], DocumentResult]
Results = Generator[tuple[Task, DocumentResult], None, None]


def results(tasks: Iterable[Task], work: OneTask, settings: Settings) -> Results:
    """Each task with its result, as they come; those of a run with a scheduler are worked on by its cluster.

    A document that hit a limit, or whose worker died, is tried once more, alone in a fresh worker, after all others.
    """
    if settings.scheduler:
        from bulk import cluster

        yield from cluster.results(tasks, work, settings)
        return
    if settings.jobs == 0:
        yield from ((task, work(task)) for task in tasks)
        return
    again: list[Task] = []
    with _given_up(WorkerPool(settings.jobs, settings.limits, preload="bulk.preload")) as pool:
        for task, future in run_tasks(pool, work, map(_carried, tasks), QUEUED_PER_JOB * settings.jobs):
            result = outcome(task, future, settings.limits)
            if result.hit_a_limit:
                again.append(task)
            else:
                yield task, result
    for task in again:
        with _given_up(WorkerPool(1, settings.limits, preload="bulk.preload")) as pool:
            yield task, outcome(task, pool.submit(work, task), settings.limits)


def _carried(task: Task) -> Task:
    """The task, with the content of a file that only this process has."""
    if not remote.is_url(task.path) or not remote.must_travel(task.path, to_another_machine=False):
        return task
    try:
        return replace(task, content=remote.fetch(task.path))
    except OSError:
        return task  # its worker will say why


def outcome(task: Task, future: Future[DocumentResult], limits: Limits) -> DocumentResult:
    """What a worker gave; a result of its own where the worker died."""
    try:
        return future.result()
    except WorkerDied as died:
        return lost(task, limits, died.out_of_time)


@contextmanager
def _given_up(pool: Executor) -> Iterator[Executor]:
    """The pool, ended at once on an error or Ctrl-C, else when all is done."""
    try:
        yield pool
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()
