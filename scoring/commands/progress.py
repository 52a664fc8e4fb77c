"""A bar for long work on standard error: on a terminal only, and only when the work is long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click

PATIENCE = 0.7
"""Seconds of work before a bar is shown: most of it is over by then."""
OFTEN = 0.1
"""Seconds between two drawings, and between two looks at a query."""
WHOLE = 100

Advance = Callable[[int], None]


class Watched(Protocol):
    """What says how far its query is, in percent; below zero while it does not know."""

    def query_progress(self) -> float: ...


@contextmanager
def progress(total: int, label: str) -> Iterator[Advance]:
    """Yields what is told how much more of `total` is done; it may be told of every single row."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar = click.progressbar(length=max(total, 1), label=label, file=sys.stderr, show_pos=total != WHOLE)
    waiting, shown, drawn = 0, False, time.monotonic() + PATIENCE - OFTEN

    def advance(more: int) -> None:
        nonlocal waiting, shown, drawn
        waiting += more
        if time.monotonic() - drawn >= OFTEN:
            bar.update(waiting)
            waiting, shown, drawn = 0, True, time.monotonic()

    try:
        yield advance
    finally:
        if shown:
            bar.update(waiting)
            bar.render_finish()


@contextmanager
def watching(connection: Watched, label: str) -> Iterator[None]:
    """Shows how far the query is that runs inside; DuckDB says so itself, and a thread asks it now and then.

    Where nobody looks on, nobody asks: a query is disturbed by nothing.
    """
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    with progress(WHOLE, label) as advance:
        watcher = threading.Thread(target=_watch, args=(connection, advance, done), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def _watch(connection: Watched, advance: Advance, done: threading.Event) -> None:
    """A bar never goes back: a query of several parts begins again with each."""
    furthest = 0
    while not done.wait(OFTEN):
        try:
            at = min(WHOLE, int(connection.query_progress()))
        except Exception:  # the run was ended, and its connection with it
            return
        if at > furthest:
            advance(at - furthest)
            furthest = at
