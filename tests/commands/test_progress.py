"""The bar of long work: on a terminal only, and nothing where nobody looks."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = """
import time
from scoring.commands.progress import progress
with progress(40, "评分") as advance:
    for _ in range(40):
        time.sleep({pause})
        advance(1)
print("done")
"""
QUERY = """
import time
from scoring.commands.progress import watching
class Query:  # as far as DuckDB would say, which goes back to -1 between the parts of a query
    told = iter([-1.0, 10.0, 30.0, 60.0, -1.0, 5.0, 80.0])
    def query_progress(self):
        return next(self.told, 99.0)
with watching(Query(), "scoring"):
    time.sleep(1.3)
"""


def on_terminal(code: str) -> str:
    """What a program shows on standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    shown = b""
    try:
        while more := os.read(ours, 10_000):
            shown += more
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


def test_a_terminal_sees_how_far_long_work_is() -> None:
    shown = on_terminal(WORK.format(pause=0.03))
    assert "评分  [" in shown and "40/40" in shown and shown.endswith("\r\n")


def test_short_work_shows_nothing() -> None:
    assert on_terminal(WORK.format(pause=0)) == ""


def test_nothing_is_shown_where_nobody_looks() -> None:
    done = subprocess.run([sys.executable, "-c", WORK.format(pause=0.02)], cwd=ROOT, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"done\n", b"")


def test_a_query_tells_how_far_it_is_and_its_bar_never_goes_back() -> None:
    shown = on_terminal(QUERY)
    percents = [int(part.rsplit(" ", 1)[-1]) for part in shown.split("%")[:-1]]
    assert percents == sorted(percents) and percents[-1] == 99


def test_duckdb_says_how_far_a_query_is(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from scoring.commands import progress
from tests.staged_scores import database
progress.PATIENCE = 0
with database(Path({str(tmp_path)!r})) as connection, progress.watching(connection, "counting"):
    connection.execute("SELECT count(DISTINCT hash(i)) FROM range(5000000) t(i)").fetchall()
"""
    assert "counting  [" in on_terminal(code)
