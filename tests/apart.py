"""Python run in a process of its own, where a crash or an endless loop is a failed test and no more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 60.0
"""Seconds; what is run takes one or two."""


def apart(code: str, given: str = "") -> str:
    """What the code prints. It fails the test when the process crashes, hangs, or says anything on stderr."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    ran = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", dedent(code)],
        input=given,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), f"exit {ran.returncode}\n{ran.stderr}"
    return ran.stdout
