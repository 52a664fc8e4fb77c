"""What projects' files are called: by their code, otherwise by their document; the same project keeps its name from run to run.

Who a project is, is told by its code; of forms without one by name and unit. Two documents that are called alike, in two folders, are two
projects, whichever of them came first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from scoring.forms.intake.form_reader import OneForm
from scoring.forms.writing.file_names import safe_stem
from scoring.problems import Place, Problem, Text
from scoring.values.characters import plain

LIKELY = 0.75
"""How much alike two names are of which one may be the other, mistyped or corrected."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a project is: its code, or nothing; its name, its unit, and the document that it was read from."""

    code: str
    project: str
    unit: str
    file: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Identity:
        head = data.get("filled_form", {}).get("head", {})
        file = data.get("source", {}).get("form", {}).get("note", "")
        code, unit = (head.get(key, {}).get("value", "") for key in ("code", "unit"))
        return cls(code_key(code), name_key(data.get("project", "")), name_key(unit), str(file))

    @property
    def who(self) -> tuple[str, str]:
        return self.project, self.unit


@dataclass(frozen=True, slots=True)
class Report:
    """A form that is to be named: the document's name, and its number where the document has several."""

    form: OneForm
    file: str
    stem: str
    number: int | None

    @property
    def identity(self) -> Identity:
        return Identity.of(self.form.project.data)

    @property
    def wanted(self) -> str:
        """What its project is called where nobody else is."""
        code = code_of(self.form)
        if code is not None:
            return safe_stem(code)
        return self.stem if self.number is None else f"{self.stem}-{self.number}"


def code_key(code: object) -> str:
    """A project's code as it is compared, wherever: without blanks, in one width and case."""
    return "".join(plain(str(code)).split()).casefold()


def name_key(name: object) -> str:
    """The same of the name of a project or a unit."""
    return plain(str(name)).replace(" ", "").casefold()


def likeness(one: str, other: str) -> float:
    """How much alike two names are, from 0 to 1; from `LIKELY` on one may be the other."""
    return SequenceMatcher(None, name_key(one), name_key(other), autojunk=False).ratio()


def code_of(form: OneForm) -> str | None:
    """The project's code, as its form has it."""
    said = form.project.data.get("filled_form", {}).get("head", {}).get("code")
    return str(said["value"]) if said else None


SAME: tuple[Callable[[Identity], object | None], ...] = (
    lambda one: (one.code, one.file) if one.code else None,
    lambda one: one.code or None,
    lambda one: None if one.code else (one.who, one.file),
    lambda one: None if one.code else one.who,
    lambda one: None if one.code else (one.unit, one.file),  # the name may have been corrected
)
"""By what a project is the one that was read before, surest first."""


def names_of(reports: Sequence[Report], known: Mapping[str, Identity]) -> list[str]:
    """A name for each report, in their order; `known` are the projects that were read before, by the names of their files."""
    names: dict[int, str] = {}
    free = dict(known)
    who = [one.identity for one in reports]
    for key in SAME:
        by_key: dict[object, list[str]] = {}
        for name, before in free.items():
            by_key.setdefault(key(before), []).append(name)
        for number, one in enumerate(who):
            said = key(one)
            if number in names or said is None:
                continue
            found = [name for name in by_key.get(said, ()) if name in free and (key is not SAME[-1] or likeness(one.project, free[name].project) >= LIKELY)]  # fmt: skip
            if found:
                names[number] = found[0]
                del free[found[0]]
    taken = {_compared(name) for name in known}
    for number, report in enumerate(reports):
        if number not in names:
            names[number] = _free(report.wanted, taken)
            taken.add(_compared(names[number]))
    return [names[number] for number in range(len(reports))]


def doubts(
    reports: Sequence[Report], names: Sequence[str], known: Mapping[str, Identity]
) -> Iterator[tuple[int, Problem]]:
    """Reports that may be a project which another is as well, by their number: told, and both kept."""
    first: dict[tuple[str, str], int] = {}
    came = set(names)
    earlier = {said.who: name for name, said in known.items() if name not in came}
    for number, report in enumerate(reports):
        one, name = report.identity, names[number]
        before = earlier.get(one.who)
        if name not in known and before is not None:
            message = Text(f"a project of this name and unit was read before as `{before}.toml`; this one is `{name}.toml`",
                           f"同名同单位的项目先前已读为 {before}.toml，这一份读为 {name}.toml")  # fmt: skip
            fix = Text(
                f"if it is the same, carry over what was written there, and take `{before}.toml` away",
                f"如是同一项目，请把其中人工填写的内容移过来，并移走 {before}.toml",
            )
            yield number, Problem("read-before", message, Place(report.file), fix, "warning")
        other = first.setdefault(one.who, number)
        if other != number and not (one.code and reports[other].identity.code):
            message = Text(
                f"`{reports[other].file}` has the same project and unit", f"{reports[other].file} 是同一单位的同名项目"
            )
            fix = Text(
                "take the older one away, or write the code into both", "移走较旧的一份，或在两份表中写明项目编码"
            )
            yield number, Problem("project-twice", message, Place(report.file), fix, "warning")


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while _compared(name) in taken:
        number += 1
        name = f"{wanted} ({number})"
    return name


def _compared(name: str) -> str:
    return plain(name).casefold()
