"""Processes that score projects one by one; answers come in the order of what was asked, however many processes there are."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any

from scoring.batch.one_by_one import Answer, Task, Work

CHUNK = 100
AHEAD = 4
"""Chunks under way for each process: what is listed may be more than fits in memory."""
FEW = 150
"""Projects that are scored sooner than a second process has started."""


class Workers:
    """Started when there is first enough to do, for all the work of a run; they end with it."""

    def __init__(self, processes: int = 0) -> None:
        """`processes`: 0 for as many as there are cores."""
        self.processes = processes or cores()
        self._pool: ProcessPoolExecutor | None = None
        self._works = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is None:
            return
        if kind is not None:  # nobody waits for what they are at
            for process in multiprocessing.active_children():
                process.kill()
        self._pool.shutdown(cancel_futures=True)

    def answers(self, work: Work, listed: Iterable[Any]) -> Iterator[Answer]:
        """An answer for each of what is listed, in that order."""
        waiting = iter(listed)
        first = list(islice(waiting, FEW))
        if len(first) < FEW or self.processes < 2:
            task = work.start()
            for one in (*first, *waiting):
                yield task(one)
            return
        self._works += 1
        under_way: deque[Future[list[Answer]]] = deque()
        for chunk in _chunks(first, waiting):
            under_way.append(self._begun(work, chunk))
            if len(under_way) >= AHEAD * self.processes:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()

    def _begun(self, work: Work, chunk: Sequence[Any]) -> Future[list[Answer]]:
        with _undisturbed():
            if self._pool is None:  # a fork would take the locks of DuckDB's threads with it
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self.processes, context, initializer=_end_with_parent)
            return self._pool.submit(_score, self._works, work, chunk)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A process that starts inside takes no notice of signals that end the run: the run ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """In a worker: whatever ends the run ends it as well."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


_begun: dict[int, Task] = {}


def _score(number: int, work: Work, chunk: Sequence[Any]) -> list[Answer]:
    """In a worker, which is ready for one kind of work at a time: cohorts come one after the other."""
    if number not in _begun:
        _begun.clear()
        _begun[number] = work.start()
    task = _begun[number]
    return [task(one) for one in chunk]


def _chunks(first: Sequence[Any], waiting: Iterator[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(first), CHUNK):
        yield list(first[start : start + CHUNK])
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def cores() -> int:
    """How many processes there may be at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
