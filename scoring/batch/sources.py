"""Inputs by their names: tables to be staged, and files or folders of projects."""

from __future__ import annotations

import glob
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.batch.csv_table import stage_csv
from scoring.batch.parquet_table import stage_parquet
from scoring.batch.staged import Staged
from scoring.batch.xlsx_table import stage_xlsx
from scoring.engines.columnar.duck import Connection
from scoring.problems import Place, Problem, Text

TABLES = (".csv", ".tsv", ".txt", ".parquet", ".xlsx")
PROJECTS = (".toml", ".json")
MOST_FILES = 1_000_000


@dataclass(frozen=True)
class ProjectFiles:
    """Files of projects, in the order of their paths."""

    file: str
    paths: tuple[Path, ...]


Source = Staged | ProjectFiles


def open_source(
    connection: Connection, name: str, work: Path, number: int, ignored: Collection[str] = ()
) -> tuple[Source | None, list[Problem]]:
    """The input of that name, staged into the work folder where it has to be, or what is wrong with the whole of it."""
    written, _, sheet = name.partition("#") if ".xlsx#" in name.lower() else (name, "", "")
    path = Path(written)
    kind = path.suffix.lower()
    if kind in TABLES and not path.is_dir():
        staged = work / f"table{number}.parquet"
        if kind == ".parquet":
            return stage_parquet(connection, path, path.name, ignored)
        if kind == ".xlsx":
            return stage_xlsx(connection, path, path.name, staged, ignored, sheet or None)
        return stage_csv(connection, path, path.name, staged, ignored)
    paths = _projects(written, path)
    if not paths:
        return None, [_nothing(path)]
    if len(paths) > MOST_FILES:
        message = Text(f"{len(paths):,} files; at most {MOST_FILES:,} are read", f"{len(paths):,} 个文件，最多读 {MOST_FILES:,} 个")
        return None, [Problem("too-large", message, Place(path.name), Text("score it folder by folder", "按文件夹分批评分"))]
    return ProjectFiles(path.name or written, tuple(paths)), []


def _projects(written: str, path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.suffix.lower() in PROJECTS and each.is_file())
    if path.suffix.lower() in PROJECTS and path.is_file():
        return [path]
    if any(sign in written for sign in "*?["):
        return sorted(each for each in map(Path, glob.glob(written, recursive=True)) if each.suffix.lower() in PROJECTS and each.is_file())  # fmt: skip
    return []


def _nothing(path: Path) -> Problem:
    if path.exists():
        en, zh = f"`{path.name}` holds neither a table nor projects", f"{path.name} 中既没有表格，也没有项目文件"
    else:
        en, zh = f"there is no `{path.name}`", f"没有文件 {path.name}"
    fix = Text(f"name a table ({', '.join(TABLES)}), a folder of projects, or a pattern such as 'forms/*.toml'",
               f"写明表格（{'、'.join(TABLES)}）、项目文件夹，或 'forms/*.toml' 之类的模式")  # fmt: skip
    return Problem("no-file", Text(en, zh), Place(path.name or "."), fix)


def inputs_of(names: Sequence[str]) -> list[Path]:
    """The files that inputs are, none of which may be written over."""
    return [Path(name.partition("#")[0]) for name in names]
