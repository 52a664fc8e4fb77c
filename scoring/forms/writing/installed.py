"""Libraries that documents are written with, which come with an extra."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scoring.problems import InputRefused, Place, Problem, Text


@contextmanager
def installed(shown: str) -> Iterator[None]:
    """Around an import: what is not installed is told with the command that installs it. Reports `not-installed`."""
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        message = Text(f"documents are written with {name}, which is not installed", f"写文档需要 {name}，尚未安装")
        fix = Text('run: pip install "scoring[forms]"', '运行：pip install "scoring[forms]"')
        raise InputRefused([Problem("not-installed", message, Place(shown), fix)]) from None
