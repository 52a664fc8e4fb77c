"""What the doors of tuning share: a connection and a folder for what is staged, settings, and what may be written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from scoring.problems import InputRefused
from scoring.tuning.editions.side import Side

MEMORY = "600MB"
Path_ = str | os.PathLike[str]


def inputs_of(data: Path_ | Sequence[Path_]) -> list[str]:
    """What is named as DATA, one or several."""
    return [os.fspath(one) for one in ([data] if isinstance(data, str | os.PathLike) else data)]


def listed(settings: Mapping[str, str] | Sequence[str]) -> list[str]:
    """Settings as they are typed, `PATH=VALUE`."""
    return [f"{path}={value}" for path, value in settings.items()] if isinstance(settings, Mapping) else list(settings)


def writable(
    output: Path | None, inputs: Sequence[str], sides: Sequence[Side] = (), others: Sequence[Path_ | None] = ()
) -> None:
    """Raises `InputRefused` where a table cannot be written there, or something is read from there: DATA, files of rules and sets,
    their tables of cases, and whatever else is named."""
    if output is None:
        return
    from scoring.batch.inputs.sources import files_named
    from scoring.batch.outputs.files import unwritable

    named = [Path(one) for one in (*inputs, *others) if one is not None]
    problems = unwritable(
        [output], [], [*files_named(inputs), *named, *(file for side in sides for file in _files_of(side))]
    )
    if problems:
        raise InputRefused(problems)


def _files_of(side: Side) -> Iterator[Path]:
    yield from (one.home for one in side.documents if one.home is not None)
    own = side.indicator_set.sections.cases if side.indicator_set is not None else ()
    for cases in (*side.rulebook.sections.cases, *own):
        if cases.document.home is not None:
            yield cases.document.home.parent / PurePosixPath(cases.model.file.replace("\\", "/"))


@contextmanager
def working(inputs: Sequence[str]) -> Iterator[tuple[Any, Path]]:
    """A connection and a folder for what is staged, which vanish afterwards."""
    from scoring.batch.faults import told
    from scoring.batch.inputs.sources import files_named
    from scoring.engines.columnar.duck import connect

    work = Path(tempfile.mkdtemp(prefix="scoring-"))
    try:
        connection = connect(MEMORY, None, work)
        with told(work / "scores", work, files_named(inputs)), closing(connection):
            yield connection, work
    finally:
        shutil.rmtree(work, ignore_errors=True)
