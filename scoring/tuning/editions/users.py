"""The rulebooks that `use` a base rulebook, each resting on one edition of it and on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from scoring.documents.files import read_folder
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.rulebook.folder import things_at, things_in
from scoring.rulebook.library import command_line, open_rulebook, used_by
from scoring.tuning.editions.side import Side

COMMAND_LINE = Place("<command line>")


def users_of(before: Side, after: Side, named: str) -> list[tuple[Side, Side]]:
    """Every rulebook at a path, or in a folder, that uses the base of both sides, resting on either; raises `InputRefused`."""
    names = {before.rulebook.name, after.rulebook.name}
    found = [path for path in _rulebooks(named) if names & set(_used_by(path))]
    if not found:
        listed = ", ".join(sorted(names))
        message = Text(f"nothing at `{named[:80]}` uses `{listed}`", f"{named[:80]} 处没有引用 {listed} 的规则集")
        fix = Text(
            "name a rulebook, or a folder of rulebooks, that says use = [ … ]",
            "写明含 use = [ … ] 的规则集，或其所在文件夹",
        )
        raise InputRefused([Problem("no-users", message, COMMAND_LINE, fix)])
    return [(_resting(path, before, names), _resting(path, after, names)) for path in found]


def _rulebooks(named: str) -> Iterator[Path]:
    lookup = command_line()
    things = things_in(Path(named)) if lookup.over.is_dir(Path(named)) else things_at(named, lookup)
    yield from (one.path for one in things if one.kind == "rulebook")


def _used_by(path: Path) -> Iterator[str]:
    documents, _ = read_folder(path, path.name)
    for document in documents:
        yield from (name.partition("@")[0] for name, _ in used_by(document))


def _resting(path: Path, base: Side, names: set[str]) -> Side:
    """A rulebook with that side of the base in place of what its `use` names."""
    lookup = replace(command_line(), instead=tuple((name, base.rulebook) for name in sorted(names)))
    rulebook, problems = open_rulebook(str(path), COMMAND_LINE, lookup)
    if rulebook is None or has_errors(problems):
        raise InputRefused(problems)
    return Side(f"{path.as_posix()} ({base.shown})", rulebook, base.indicator_set)
