"""Everything that comes into a batch: tables of several kinds, and projects in files of their own, in the order named.

A folder and a pattern are taken in the order of names. `BOOK.xlsx#Sheet` names a sheet.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.batch.inputs.csv_table import stage_csv
from scoring.batch.inputs.forms_in import SHIPPED, FormWords, staged_forms
from scoring.batch.inputs.input_table import InputTable
from scoring.batch.inputs.parquet_table import stage_parquet
from scoring.batch.inputs.xlsx_table import stage_xlsx
from scoring.documents.files import is_file, open_regular
from scoring.engines.columnar.duck import Connection
from scoring.forms.endings import is_document
from scoring.problems import Place, Problem, Text
from scoring.values.number import cut

StageTable = Callable[
    [Connection, Path, str, Path, Collection[str], str | None], tuple[InputTable | None, list[Problem]]
]
"""Makes a table ready to be scanned, with a file in the work folder to stage it into, heads that are not read, its sheet."""
PROJECTS = (".toml", ".json")
TABLES: Mapping[str, StageTable] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), stage_csv),
    **dict.fromkeys((".parquet", ".pq"), stage_parquet),
    ".xlsx": stage_xlsx,
}
"""Which module reads a table, by the end of its name. Another kind of table is a module and its line here."""
MOST_FILES = 1_000_000
COMMAND_LINE = Place("<command line>")


@dataclass(frozen=True)
class ProjectFiles:
    """Projects in files of their own: each path with the name that people are shown."""

    file: str
    projects: tuple[tuple[Path, str], ...]

    @property
    def rows(self) -> int:
        return len(self.projects)


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    shown: str
    sheet: str | None = None


Input = InputTable | ProjectFiles


def stage(
    named: Sequence[str],
    connection: Connection,
    folder: Path,
    ignored: Collection[str] = (),
    words: FormWords = SHIPPED,
) -> tuple[list[Input], list[Problem]]:
    """All inputs in order, staged into the work folder; or what is wrong with any of them.

    `ignored`: heads of columns that are not read; `words`: what official forms are read by. Projects of neighbouring files are one input.
    """
    problems: list[Problem] = []
    staged: list[Input] = []
    waiting: list[tuple[Path, str]] = []
    for number, source in enumerate(_sources(named, problems)):
        if source.path.suffix.lower() in PROJECTS:
            waiting.append((source.path, source.shown))
            problems += _absent(source)
            continue
        forms = (
            staged_forms(source.path, source.shown, folder / f"forms-{number}", words) if source.sheet is None else []
        )
        if forms:
            waiting += forms
            continue
        staged += _together(waiting)
        table, found = _table(source, connection, folder / f"input-{number}.parquet", ignored)
        problems += found
        if table is not None:
            staged.append(table)
    staged += _together(waiting)
    return ([], problems) if problems else (staged, [])


def _absent(source: _Source) -> Iterator[Problem]:
    """A file that is not there, or a folder or pipe; what is wrong inside of one is its project's."""
    opened = open_regular(source.path, source.shown)
    if isinstance(opened, Problem):
        yield opened
    else:
        opened.close()


def _together(waiting: list[tuple[Path, str]]) -> Iterator[ProjectFiles]:
    if waiting:
        first = waiting[0][1]
        yield ProjectFiles(first.rpartition("/")[0] or first, tuple(waiting))
        waiting.clear()


def _table(
    source: _Source, connection: Connection, parquet: Path, ignored: Collection[str]
) -> tuple[InputTable | None, list[Problem]]:
    shown, stage_table = source.shown, TABLES.get(source.path.suffix.lower())
    if stage_table is not None:
        return stage_table(connection, source.path, shown, parquet, ignored, source.sheet)
    if absent := list(_absent(source)):
        return None, absent
    message = Text(f"`{cut(shown, 60)}` is neither a table nor a project that is known by its name",
                   f"从文件名看不出 {cut(shown, 60)} 是表格还是项目文件")  # fmt: skip
    fix = Text(f"tables end in {', '.join(TABLES)}, projects in .toml and .json",
               f"表格的扩展名有 {'、'.join(TABLES)}，项目文件为 .toml 和 .json")  # fmt: skip
    return None, [Problem("unknown-input", message, Place(shown), fix)]


# ---------------------------------------------------------------- what a name stands for


def files_named(named: Sequence[str], problems: list[Problem] | None = None) -> list[Path]:
    """Every file that the names stand for, as far as they are there; what is wrong with the names is added to `problems`."""
    return [source.path for source in _sources(named, [] if problems is None else problems)]


def _sources(named: Sequence[str], problems: list[Problem]) -> list[_Source]:
    """Every file that the names stand for, once each."""
    found: list[_Source] = []
    seen: set[tuple[Path, str | None]] = set()
    for name in named:
        for source in _sources_of(name, problems):
            key = (_real(source.path), source.sheet)
            if key in seen:
                message = Text(f"`{cut(source.shown, 60)}` comes in twice", f"{cut(source.shown, 60)} 重复输入")
                problems.append(Problem("name-twice", message, COMMAND_LINE, Text("name it once", "只写一次")))
            seen.add(key)
            found.append(source)
    return found


def _sources_of(name: str, problems: list[Problem]) -> list[_Source]:
    path = Path(name)
    if _is_folder(path):
        return _in_folder(path, problems)
    if is_file(path):
        return [_Source(path, path.name)]
    book, mark, sheet = name.rpartition("#")
    if mark and book.lower().endswith(".xlsx") and sheet:
        return [_Source(Path(book), Path(book).name, sheet)]
    if any(sign in name for sign in "*?["):
        return _matching(name, problems)
    return [_Source(path, path.name or name)]


def _real(path: Path) -> Path:
    """The file that a path leads to, whatever links it goes over."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return path.absolute()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _in_folder(folder: Path, problems: list[Problem]) -> list[_Source]:
    """The project files of a folder and of those below it; tables are named one by one, or by a pattern."""
    shown = folder.resolve().name
    faults: list[OSError] = []
    found: list[Path] = []
    documents: list[tuple[str, str]] = []
    for above, below, files in os.walk(folder, onerror=faults.append):
        below[:] = [name for name in below if not name.startswith(".")]
        documents += [(above, name) for name in files]
        found += [Path(above, name) for name in files
                  if Path(name).suffix.lower() in PROJECTS and not name.startswith(".")]  # fmt: skip
    if not found:  # of forms: what is read is put there as projects, so that nothing comes in twice
        found = [
            Path(above, name) for above, name in documents if is_document(name) and not name.startswith((".", "~$"))
        ]
    for error in faults:
        why = (error.strerror or "").lower()
        message = Text(f"`{cut(shown, 60)}` cannot be read: {why}", f"无法读取 {cut(shown, 60)}")
        problems.append(Problem("cannot-read", message, Place(shown), Text("check the path", "检查路径")))
    if not found:
        message = Text(f"the folder `{cut(shown, 60)}` has no project files", f"文件夹 {cut(shown, 60)} 里没有项目文件")
        fix = Text(
            "projects end in .toml or .json; name tables themselves", "项目文件为 .toml 或 .json；表格请直接写文件名"
        )
        problems.append(Problem("empty-folder", message, Place(shown), fix))
    if len(found) > MOST_FILES:
        message = Text(
            f"{len(found):,} files; at most {MOST_FILES:,} are read", f"{len(found):,} 个文件，最多读 {MOST_FILES:,} 个"
        )
        fix = Text("score it folder by folder", "按文件夹分批评分")
        problems.append(Problem("too-large", message, Place(shown), fix))
        return []
    within = sorted(path.relative_to(folder) for path in found)
    return [_Source(folder / path, f"{shown}/{path.as_posix()}") for path in within]


def _matching(pattern: str, problems: list[Problem]) -> list[_Source]:
    found = sorted(name for name in glob.glob(pattern, recursive=True) if not Path(name).is_dir())
    if not found:
        shown = cut(Path(pattern).name, 60)
        message = Text(f"no file matches `{shown}`", f"没有文件符合 {shown}")
        problems.append(Problem("not-found", message, COMMAND_LINE, Text("check the pattern", "检查写法")))
    parts = Path(pattern).parts
    fixed = next(at for at, part in enumerate(parts) if any(sign in part for sign in "*?["))
    base = Path(*parts[:fixed])
    return [_Source(Path(name), Path(name).relative_to(base).as_posix()) for name in found]
