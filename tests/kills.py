"""A command killed at random moments: nothing half-written under an output's name, and the next run succeeds.

python tests/kills.py --times 500                          the writer of tables alone, in turn as CSV, XLSX and Parquet
python tests/kills.py --times 500 --output out.csv -- scoring batch in.csv -o out.csv --rules R
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scoring.batch.outputs.files import write_output, write_rejects
from tests.staged_scores import database, stage_rejects, stage_scores

OLD = b"what was there before\n"
SUCCESS = (0, 4)  # rows rejected is a success too
LEFT = (".scoring-part", ".scoring-work")


class HalfWritten(AssertionError):
    """What was found under an output's name, or beside it, that must not be there."""


@dataclass
class Killed:
    """What became of the runs: how many were killed at work, and how many had ended or replaced the output by then."""

    killed: int = 0
    ended: int = 0
    replaced: int = 0


def kill_often(command: Sequence[str], outputs: Sequence[Path], times: int, seed: int = 0) -> Killed:
    """Runs a command so many times, kills it at a random moment, and looks at what stands under its outputs' names.

    Every other time an older output is there. Afterwards the command runs to its end, with the same bytes as
    undisturbed, and nothing of the killed runs is left beside the outputs.
    """
    chance, came = random.Random(seed), Killed()
    long, whole = _undisturbed(command, outputs)
    for number in range(times):
        old = OLD if number % 2 else None
        _prepare(outputs, old)
        process = _start(command)
        time.sleep(chance.uniform(0, long))
        ended = process.poll() is not None
        if not ended:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        came.ended += ended
        came.killed += not ended
        for output in outputs:
            came.replaced += _looked_at(output, old, whole[output], ended and process.returncode in SUCCESS)
    _prepare(outputs, None)
    _, again = _undisturbed(command, outputs)
    if again != whole:
        raise HalfWritten("the run after the killed ones gives other bytes")
    for output in outputs:
        if beside := [path.name for path in output.parent.iterdir() if path.name.endswith(LEFT)]:
            raise HalfWritten(f"the killed runs left {beside}")
    return came


def _undisturbed(command: Sequence[str], outputs: Sequence[Path]) -> tuple[float, dict[Path, bytes]]:
    begun = time.monotonic()
    process = _start(command)
    if process.wait() not in SUCCESS:
        raise HalfWritten(f"the undisturbed run ends with {process.returncode}")
    return time.monotonic() - begun, {output: output.read_bytes() for output in outputs}


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """In a group of its own, so that its helpers are killed with it."""
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _prepare(outputs: Sequence[Path], old: bytes | None) -> None:
    for output in outputs:
        output.unlink(missing_ok=True)
        if old is not None:
            output.write_bytes(old)


def _looked_at(output: Path, old: bytes | None, whole: bytes, must_be_whole: bool) -> bool:
    """Whether the output is the new one, whole; what stood there before is fine too, unless the run had ended."""
    found = output.read_bytes() if output.exists() else None
    if found == whole:
        return True
    if found != old or must_be_whole:
        size = "nothing" if found is None else f"{len(found)} of {len(whole)} bytes"
        raise HalfWritten(f"{size} under the name {output.name}")
    return False


# ---------------------------------------------------------------- the writer of tables alone


def write_tables(folder: Path, suffix: str) -> None:
    """What the command of `writer` does: writes a staged table of scores, and one of rejects."""
    with database(folder / "work") as connection:
        write_rejects(connection, folder / "work/rejects.parquet", folder / f"rejects{suffix}", "zh")
        write_output(connection, folder / "work/scores.parquet", folder / f"scores{suffix}")


def writer(folder: Path, suffix: str, rows: int) -> tuple[list[str], list[Path]]:
    """A command that writes tables of staged scores and rejects, and its outputs."""
    (folder / "work").mkdir(exist_ok=True)
    with database(folder / "work") as connection:
        stage_scores(connection, folder / "work/scores.parquet", rows)
        stage_rejects(connection, folder / "work/rejects.parquet", rows)
    outputs = [folder / f"scores{suffix}", folder / f"rejects{suffix}"]
    return [sys.executable, __file__, "--write", str(folder), suffix], outputs


def _rounds(asked: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Killed]]:
    if asked.command:
        command = asked.command[1:] if asked.command[0] == "--" else asked.command
        yield command[0], kill_often(command, asked.output, asked.times, asked.seed)
        return
    for suffix in (".csv", ".xlsx", ".parquet"):
        (folder / suffix[1:]).mkdir()
        command, outputs = writer(folder / suffix[1:], suffix, asked.rows)
        yield suffix, kill_often(command, outputs, asked.times // 3, asked.seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, action="append", default=[], help="a file that the command writes")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="another command than the writer of tables")
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        write_tables(Path(asked.write[0]), asked.write[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, came in _rounds(asked, Path(folder)):
            print(
                f"{name}: killed {came.killed}, ended before {came.ended}, outputs replaced {came.replaced}; nothing half-written"
            )


if __name__ == "__main__":
    main()
