"""Worker processes under limits: a document that hangs, swallows memory or kills its reader costs itself alone.

`WorkerPool` is a `concurrent.futures.Executor`, so that another executor can take its place. The pool of the standard
library is not used, because one dying worker breaks all of it and takes every document in flight along.
"""

from __future__ import annotations

import collections
import contextlib
import ctypes
import itertools
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
TaskT = TypeVar("TaskT")

GRACE = 5.0
"""Seconds between asking a worker to give a document up and killing it."""
STARTING = 300.0
"""Seconds in which a worker must have imported what a task needs; they are not the document's."""
STARTED = "started"
OUTGROWN = 96.0
"""MB that a worker may hold more after a task than when it started; one that holds more is replaced.

What is remembered of words is bounded, but spaCy keeps every word that it meets, and freed memory stays in pieces. A
new worker is forked in milliseconds from a server that has all it needs.
"""
LOOK = 5.0
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds, and address space in MB (0: no limit)."""

    seconds: float = 600.0
    memory_mb: int = 4096


class OutOfTime(BaseException):
    """A document took longer than its limit. Not an Exception, so that no room can swallow it."""


class WorkerDied(Exception):
    """The process that worked on a task is gone: `out_of_time` where the pool killed it, else it died by itself."""

    def __init__(self, out_of_time: bool) -> None:
        super().__init__("the worker was killed for taking too long" if out_of_time else "the worker died")
        self.out_of_time = out_of_time


@contextmanager
def under_time(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in here after `seconds`.

    Code that never comes back to Python does not notice; the pool kills its worker `GRACE` seconds later.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        with _thread_under_time(seconds):
            yield
        return
    before = signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, seconds, GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _out_of_time(_signal: int, _frame: object) -> None:
    raise OutOfTime


@contextmanager
def _thread_under_time(seconds: float) -> Iterator[None]:
    """As `under_time`, for a thread that no alarm reaches: another thread asks Python to raise the exception in it."""
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    own = ctypes.c_ulong(threading.get_ident())
    lock, is_over = threading.Lock(), threading.Event()

    def interrupt() -> None:
        with lock:
            if not is_over.is_set():
                raise_in(own, ctypes.py_object(OutOfTime))

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            is_over.set()
        timer.cancel()


def run_tasks(
    pool: Executor,
    fn: Callable[[TaskT], T],
    tasks: Iterable[TaskT],
    most: int,
    look: Callable[[], None] | None = None,
) -> Iterator[tuple[TaskT, Future[T]]]:
    """Each task with its finished future as they finish; never more than `most` are given out at a time.

    `look` is called every `LOOK` seconds in which none finishes; what it raises ends the waiting.
    """
    running: dict[Future[T], TaskT] = {}
    waiting = iter(tasks)
    while True:
        for task in itertools.islice(waiting, most - len(running)):
            running[pool.submit(fn, task)] = task
        if not running:
            return
        done = wait(running, timeout=LOOK if look else None, return_when=FIRST_COMPLETED).done
        if look and not done:
            look()
        for future in done:
            yield running.pop(future), future


def in_order(
    pool: Executor, fn: Callable[[TaskT], T], tasks: Iterable[TaskT], most: int
) -> Iterator[tuple[TaskT, Future[T]]]:
    """Each task with its future, in the order of the tasks; never more than `most` are given out at a time."""
    waiting = iter(tasks)
    running = collections.deque((task, pool.submit(fn, task)) for task in itertools.islice(waiting, most))
    while running:
        yield running.popleft()
        running.extend((task, pool.submit(fn, task)) for task in itertools.islice(waiting, 1))


@dataclass(frozen=True, slots=True)
class _Job:
    """A task on its way to a worker."""

    future: Future[Any]
    call: tuple[Callable[..., Any], tuple[Any, ...]]


class WorkerPool(Executor):
    """`jobs` processes, each served by a thread of its own, which replaces one that dies, hangs or outgrows."""

    def __init__(self, jobs: int, limits: Limits, preload: str = "") -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._workers = [_Worker(limits, preload) for _ in range(jobs)]
        self._threads = [threading.Thread(target=self._serve, args=(one,), daemon=True) for one in self._workers]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """As in every executor; the future raises WorkerDied where the process that had the task is gone."""
        assert not kwargs, "tasks take positional arguments only"
        future: Future[T] = Future()
        self._jobs.put(_Job(future, (fn, args)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers: after the tasks already given, or at once with `cancel_futures`."""
        if cancel_futures:
            with contextlib.suppress(queue.Empty):
                while job := self._jobs.get_nowait():
                    job.future.cancel()
            for worker in self._workers:
                worker.close()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def _serve(self, worker: _Worker) -> None:
        while job := self._jobs.get():
            if not job.future.set_running_or_notify_cancel():
                continue
            try:
                job.future.set_result(worker.call(*job.call))
            except Exception as error:  # handed to whoever asks for the result, as every executor does
                job.future.set_exception(error)
        worker.end()


class _Worker:
    """One process and the pipe to it; started when first needed, and again after it died."""

    def __init__(self, limits: Limits, preload: str) -> None:
        self._limits = limits
        self._preload = preload
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False
        self._starting = threading.Lock()

    def call(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        pipe = self._pipe or self._start()
        try:
            pipe.send((fn, args))
            if not pipe.poll(STARTING):
                raise WorkerDied(out_of_time=True)
            assert pipe.recv() == STARTED, "a worker says first that it has its task"
            if not pipe.poll(self._limits.seconds + GRACE):
                raise WorkerDied(out_of_time=True)
            result, more = pipe.recv()
            if more > OUTGROWN:
                self.end()
            return result
        except (EOFError, OSError) as error:
            self.end()
            raise WorkerDied(out_of_time=False) from error
        except WorkerDied:
            self.end()
            raise

    def _start(self) -> Connection:
        context = _context(self._preload)
        with self._starting:
            if self._closed:
                raise WorkerDied(out_of_time=False)
            pipe: Connection
            pipe, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, self._limits), daemon=True)
            process.start()
            self._process, self._pipe = process, pipe
        theirs.close()
        return pipe

    def end(self) -> None:
        """Kill the process and wait until it is gone."""
        with self._starting:
            process, pipe = self._process, self._pipe
            self._process = self._pipe = None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()

    def close(self) -> None:
        """Kill the process and start no other; what it was working on raises WorkerDied."""
        with self._starting:
            self._closed = True
            if self._process is not None:
                self._process.kill()


def _context(preload: str) -> Any:
    """A server that imports a module once and forks clean workers; fresh interpreters where there is no fork."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload] if preload else [])
    return context


def _work(pipe: Connection, limits: Limits) -> None:
    """What a worker does until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    limit_memory(limits.memory_mb)
    at_start = held_memory()
    while True:
        try:
            fn, args = pipe.recv()
            pipe.send(STARTED)
        except (EOFError, BrokenPipeError):
            return
        result = fn(*args)  # a task that raises ends its worker: read_one turns what goes wrong into a result
        with contextlib.suppress(BrokenPipeError):
            pipe.send((result, held_memory() - at_start))


def held_memory() -> float:
    """MB of memory that this process holds now; 0 where the system does not tell (it does on Linux)."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[1]
    except OSError:
        return 0.0
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def limit_memory(megabytes: int) -> None:
    """Let this process have so much address space and no more; 0: no limit."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = megabytes << 20
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
