"""`--set PATH=VALUE`: one value tried otherwise, found where it is written: in a project, an indicator set or a rulebook.

spent="26.5 万元"   N1.actual="9 个"   N1.judged.level="好"            of the project
weights.N1=12       indicators.N1.target=">= 90%"                    of the row, wherever it is written
rules.execution.rows.0.0=">= 92%"   limits.diverted.total.at_most=50   grade.rows.1.0=">= 85"   of the rulebook
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from scoring.documents.document import Document
from scoring.documents.positions import Path
from scoring.problems import Place, Problem, Text
from scoring.rulebook.changes import ChangedDocument
from scoring.rulebook.rulebook import Entry
from scoring.tuning.editions.edit_words import cells_of, said
from scoring.tuning.editions.side import Key, Side
from scoring.tuning.trials.unknown_setting import OPTION, SECTIONS, leads_to_nothing, unknown_setting

LONE = ("grade", "rulebook", "indicator_set", "peers")
OF_PROJECT = ("not_applicable", "claim", "override", "period")
VALUES = ("value", "is")
"""Under which a table has the value itself, beside its source."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that is tried: the file's document, the path in it, and what it says now and then."""

    written: str  # the path as it was written
    document: Document
    path: Path
    before: Any  # None where nothing is written there
    after: Any
    said: Text
    typed: str = ""  # all that was typed

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.document.value_place(self.path)

    @property
    def typed_at(self) -> Place:
        """The value, where it was typed."""
        return typed_place(self.typed)


@dataclass
class Settings:
    """What paths may lead to: a side, and perhaps a project with the ids of its rows and the names of facts."""

    side: Side
    project: Document | None = None
    ids: Sequence[str] = ()
    facts: Sequence[str] = ()
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts = self.side.parts()

    def read(self, written: Iterable[str]) -> list[Setting]:
        """Every `PATH=VALUE`; what leads nowhere is added to `problems`."""
        found = [made for one in written if (made := self._setting(one)) is not None]
        places: dict[tuple[str, Path], str] = {}
        for one in found:
            key = one.document.file, one.path
            if key in places:
                message = Text(f"`{one.written}` is set twice", f"{one.written} 设置了两次")
                self.problems.append(Problem("name-twice", message, one.typed_at, Text("set it once", "只设置一次")))
            places[key] = one.written
        return found

    def _setting(self, written: str) -> Setting | None:
        path, equals, value = written.partition("=")
        path = path.strip()
        if not equals or not path:
            message = Text(f"`{written[:60]}` sets nothing", f"{written[:60]} 没有设置任何内容")
            fix = Text('write PATH=VALUE, such as spent="26.5 万元"', '写成 路径=值，例如 spent="26.5 万元"')
            self.problems.append(Problem("no-setting", message, typed_place(written), fix))
            return None
        found = self._found(path.split("."))
        if isinstance(found, Problem):
            self.problems.append(replace(found, place=typed_place(written)))
            return None
        document, at, key, inside = found
        before = _at(document.data, at)
        after = read_value(value, before)
        if before is not None and type(before) is type(after) and before == after:
            message = Text(f"`{path}` is {value.strip()} already", f"{path} 已经是 {value.strip()}")
            self.problems.append(
                Problem("changes-nothing", message, typed_place(written), Text("leave it out", "去掉"))
            )
            return None
        if key is not None:
            words = said(key, inside, "—" if before is None else before, after, cells_of(document.data, at))
        else:
            shown = said(("rules", "fact", path), (), "—" if before is None else before, after)
            words = Text(shown.en.replace(f"fact `{path}`", path, 1), shown.zh.replace(f"事实 {path}", path, 1))
        return Setting(path, document, at, before, after, words, written)

    # ------------------------------------------------------------------ where it is written

    def _found(self, steps: list[str]) -> tuple[Document, Path, Key | None, Path] | Problem:
        first, rest = steps[0], steps[1:]
        if first == "weights" and rest:
            return self._of_row(".".join(rest), ["weight"], steps)
        if first in LONE:
            return self._lone(first, rest, steps)
        section = SECTIONS.get(first) or (first if first in SECTIONS.values() else None)
        if section == "indicator" and rest:
            return self._of_row(rest[0], rest[1:], steps)
        if section is not None and rest and first not in self.facts:
            return self._declared(section, rest, steps)
        if self.project is None:
            return self._unknown(steps)
        if first in OF_PROJECT:
            return self.project, tuple(steps), None, ()
        if first in self.ids:
            return self._of_row(first, rest, steps)
        if first in self.facts:
            return self._fact(first, rest)
        return self._unknown(steps)

    def _fact(self, name: str, rest: list[str]) -> tuple[Document, Path, Key | None, Path]:
        assert self.project is not None
        return self.project, _of_table(self.project.data, ("facts", name, *_numbers(rest))), None, ()

    def _of_row(self, id_: str, rest: list[str], steps: list[str]) -> tuple[Document, Path, Key | None, Path] | Problem:  # fmt: skip
        """A key of an indicator: the project's own row goes before the set's; a weight stands where it is declared."""
        if not rest:
            return self._unknown(steps)
        entry = self.parts.get(("indicators", "indicator", id_))
        own = _at(self.project.data, ("indicator", id_)) if self.project is not None else None
        inside = _numbers(rest)
        is_own = isinstance(own, dict) and rest[0] in own
        if self.project is not None and id_ in self.ids and (is_own or entry is None or not _writes(entry, rest[0])):
            path = _of_table(self.project.data, ("indicator", id_, *inside))
            return self.project, path, ("indicators", "indicator", id_), inside
        if entry is None:
            return self._unknown(steps)
        inside = _of_table(_at(entry.document.data, entry.path), inside)
        return (*_written_at(entry, inside), ("indicators", "indicator", id_), inside)

    def _lone(self, section: str, rest: list[str], steps: list[str]) -> tuple[Document, Path, Key | None, Path] | Problem:  # fmt: skip
        """What there is one of; of grades, that of the total or of a result."""
        layer = "indicators" if section == "indicator_set" else "rules"
        for name, inside in ((rest[0] if rest else "", rest[1:]), ("", rest), ("peers", rest)):
            for key, entry in self.parts.items():
                if key == (layer, section, name) and inside:
                    return self._inside(key, entry, inside, steps)
        return self._unknown(steps)

    def _declared(self, section: str, rest: list[str], steps: list[str]) -> tuple[Document, Path, Key | None, Path] | Problem:  # fmt: skip
        """Something declared by name; a name may have points in it, as those of columns have."""
        for length in range(len(rest), 0, -1):
            name, inside = ".".join(rest[:length]), rest[length:]
            for layer in ("indicators", "rules"):
                for key, entry in self.parts.items():
                    if key == (layer, section, name) and inside:
                        return self._inside(key, entry, inside, steps)
        return self._unknown(steps)

    def _inside(self, key: Key, entry: Entry[Any], rest: list[str], steps: list[str]) -> tuple[Document, Path, Key | None, Path] | Problem:  # fmt: skip
        data = _at(entry.document.data, entry.path)
        problem = leads_to_nothing(data, _numbers(rest), steps)
        if problem is not None:
            return problem
        inside = _with_rows(_numbers(rest), data)
        return (*_written_at(entry, inside), key, inside)

    def _unknown(self, steps: list[str]) -> Problem:
        return unknown_setting(steps, self.facts, self.ids, self.parts)


def typed_place(typed: str) -> Place:
    """The place of a value that was typed as `PATH=VALUE`, inside its quotes; of all of it where there is no value."""
    path, equals, value = typed.partition("=")
    if not equals or not value.strip():
        return Place(OPTION, 1, 1, max(1, len(typed)), typed)
    said = value.strip().strip('"')
    start = len(path) + 1 + max(0, value.find(said))
    return Place(OPTION, 1, start + 1, max(1, len(said)), typed)


def read_value(written: str, before: Any) -> Any:
    """A value as TOML would say it; anything else, and whatever takes the place of a text, is a text."""
    text = written.strip()
    try:
        value: Any = tomllib.loads(f"value = {text}", parse_float=Decimal)["value"] if "\n" not in text else text
    except (ValueError, RecursionError):
        return text
    return text if isinstance(before, str) and not isinstance(value, str | dict | list) else value


def _of_table(data: Any, path: Path) -> Path:
    """Of a value that stands in a table with its source, the value itself."""
    written = _at(data, path)
    return next(((*path, key) for key in VALUES if isinstance(written, dict) and key in written), path)


def _written_at(entry: Entry[Any], inside: Path) -> tuple[Document, Path]:
    """The document in which it is written, and the path there: of what a rulebook changed of another, the changed place."""
    document, path = entry.document, (*entry.path, *inside)
    while isinstance(document, ChangedDocument):
        for length in range(len(path), 0, -1):
            if path[:length] in document.replaced:
                found, at = document.replaced[path[:length]]
                document, path = found, (*at, *path[length:])
                break
        else:
            assert document.base is not None
            document = document.base
    return document, path


def _writes(entry: Entry[Any], key: str) -> bool:
    written = _at(entry.document.data, entry.path)
    return isinstance(written, dict) and key in written


def _numbers(steps: Sequence[str]) -> Path:
    return tuple(int(step) if step.isdigit() else step for step in steps)


def _with_rows(inside: Path, data: Any) -> Path:
    """A cell of a row that has a name stands within its key `row`."""
    found: list[str | int] = []
    at = data
    for step in inside:
        if isinstance(at, dict) and isinstance(step, int) and "row" in at:
            found.append("row")
            at = at["row"]
        found.append(step)
        at = _at(at, (step,))
    return tuple(found)


def _at(data: Any, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    at: Any = data
    for step in path:
        there = step in at if isinstance(at, dict) else isinstance(at, list) and step in range(len(at))
        if not there:
            return None
        at = at[step]
    return at
