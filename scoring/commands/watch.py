"""`scoring watch`: what somebody edits, scored again with every save."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, options
from scoring.problems import Language

if TYPE_CHECKING:
    from scoring.tuning.watch.watch import Seen


@click.command("watch", epilog=options.examples(
    "scoring watch project.toml",
    "scoring watch forms/ --indicators our-set/",
    "scoring watch projects.csv --indicators our-set/",
))  # fmt: skip
@click.argument("named", metavar="FACTS|DATA|FOLDER")
@options.rules
@options.indicators
@click.option("--once", is_flag=True, help="look once, and end")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="json: a line for whatever is new")  # fmt: skip
@options.language
@options.engine
def command(
    named: str, rules: str | None, indicators: str | None, once: bool, form: str, lang: Language, engine: str
) -> int:
    """Look at a project, a table or a folder of projects whenever it, or its rules, are saved; Ctrl-C ends it.

    Problems are told as soon as they are there; a new score is shown beside the last one, with what moved and why.
    """
    from scoring.tuning.editions.scored import Data
    from scoring.tuning.watch.watch import saves, watched
    from scoring.tuning.whatif.whatif import Chosen

    work = Path(tempfile.mkdtemp(prefix="scoring-"))

    def data() -> Data:
        from scoring.engines.columnar.duck import connect

        return Data([named], connect("600MB", None, work), work, processes=0)

    try:
        of = watched(named, Chosen(rules, indicators, "exact" if engine == "exact" else "rules"), data)
        with _until_told() as stop:
            _tell(of.look(), lang, stop, form == "json")
            if once:
                return DONE
            for _ in saves(of, stop):
                _tell(of.look(), lang, stop, form == "json")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return DONE


def _tell(found: Iterator[Seen], lang: Language, stop: threading.Event, as_lines: bool) -> None:
    """Says it as it comes: of many projects the first before the last was looked at."""
    from scoring.tuning.watch import as_json, text

    for seen in found:
        if as_lines:
            click.echo(as_json.render(seen, lang))
        else:
            click.echo(text.render(seen, lang, options.in_color(sys.stdout), options.width()))
        sys.stdout.flush()
        if stop.is_set():
            break


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    """Set by Ctrl-C, which is how this ends and nothing that went wrong."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = signal.signal(signal.SIGINT, end)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
