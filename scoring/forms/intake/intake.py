"""Many documents taken in: each form a project's file in a folder, each document that cannot be read a reject, the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from scoring.forms.intake.approved import Approved, compare, contradiction, not_approved
from scoring.forms.intake.form_reader import FormFile, FormReader, OneForm
from scoring.forms.intake.project_folder import ProjectFolder, Written
from scoring.forms.intake.scans import Matched, Scan, ScannedForm, is_picture, matched, scan_at
from scoring.forms.writing.file_names import file_names, safe_stem
from scoring.problems import InputRefused, Place, Problem, Text, has_errors


@dataclass(frozen=True, slots=True)
class TakenForm:
    """A form with the name of its project's file; `written` is what became of that, None where nothing was to be written.
    `scans` are those that were attached to it now."""

    form: OneForm
    name: str
    written: Written | None = None
    scans: tuple[Scan, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A document with what came of it; `rejected` where it could not be read or written. Of a scan `scan_of` is the name of the
    project that it was attached to."""

    path: Path
    file: FormFile | None
    forms: tuple[TakenForm, ...]
    problems: tuple[Problem, ...]
    scan_of: str | None = None

    @property
    def rejected(self) -> bool:
        return has_errors(self.problems)


@dataclass(frozen=True, slots=True)
class _Read:
    """A document as it was read: forms, or a scan, or neither."""

    path: Path
    file: FormFile | None
    problems: tuple[Problem, ...]
    scan: Scan | None = None


def take_in(
    paths: Sequence[Path],
    reader: FormReader,
    folder: ProjectFolder | None,
    approved: Approved | None = None,
    advance: Callable[[int], object] = lambda _: None,
    declared_scans: Mapping[str, str] = MappingProxyType({}),
    roots: frozenset[Path] = frozenset(),
) -> list[TakenFile]:
    """Every document, in order. Reports of the year's end become projects in the folder, with their stamped scans; targets are
    read alone. `declared_scans` and `roots` are those of `scans.matched`."""
    read = []
    for path in paths:
        read.append(_read(path, reader, approved))
        advance(1)
    named = list(zip(read, _named(read), strict=True))
    twice = dict(_twice(read))
    forms = [
        ScannedForm(name, code_of(form), one.path)
        for one, names in named
        for form, name in zip(one.file.forms if one.file is not None else (), names, strict=True)
        if not form.is_targets
    ]
    scans = matched([one.scan for one in read if one.scan is not None], forms, declared_scans, roots)
    of_scan = {scan.path: name for name, each in scans.by_name.items() for scan in each}
    return [
        TakenFile(one.path, None, (), _without_form(one, scans), of_scan.get(one.path))
        if one.scan is not None
        else _taken(one, (*one.problems, *twice.get(number, ())), names, folder, scans)
        for number, (one, names) in enumerate(named)
    ]


def _read(path: Path, reader: FormReader, approved: Approved | None) -> _Read:
    problems: tuple[Problem, ...] = ()
    if not is_picture(path):
        try:
            file = reader.read(path, path.name)
            told = [one for form in file.forms if approved is not None for one in _compare(form, approved, reader)]
            return _Read(path, file, (*file.problems, *told))
        except InputRefused as refused:
            problems = tuple(refused.problems)
        if {one.code for one in problems} != {"no-text"}:
            return _Read(path, None, problems)
    found = scan_at(path)
    if isinstance(found, Scan):
        return _Read(path, None, problems, found)
    return _Read(path, None, tuple(found))


def _without_form(one: _Read, scans: Matched) -> tuple[Problem, ...]:
    """Why a scan is attached to no form."""
    left = scans.left.get(one.path)
    return (left,) if left is not None else ()


def _compare(form: OneForm, approved: Approved, reader: FormReader) -> Iterator[Problem]:
    """Puts into a report's project what differs from what was approved for it; tells where nothing was."""
    if form.is_targets:
        return
    rules = reader.rules_of(form.declaration)
    was = approved.of_report(form)
    if was is None:
        yield not_approved(form)
        return
    told = contradiction(form, rules)
    if told is not None:
        yield told
    compare(form, was, rules)


def code_of(form: OneForm) -> str | None:
    """The project's code, as its form has it."""
    said = form.project.data.get("filled_form", {}).get("head", {}).get("code")
    return str(said["value"]) if said else None


def _twice(read: Sequence[_Read]) -> Iterator[tuple[int, list[Problem]]]:
    """Of each document the codes that an earlier one has as well: its project goes into a file of its own, and is told."""
    first: dict[str, str] = {}
    for number, one in enumerate(read):
        found = []
        for form in one.file.forms if one.file is not None else ():
            code = code_of(form)
            if code is None or form.is_targets:
                continue
            other = first.setdefault(code.casefold(), one.path.name)
            if other != one.path.name:
                message = Text(f"code `{code}` was handed in twice, by `{other}` as well", f"项目编码 {code} 报送了两次，另一份是 {other}")  # fmt: skip
                fix = Text("take the older one away", "移走较旧的一份")
                found.append(Problem("code-twice", message, Place(one.path.name), fix, "warning"))
        if found:
            yield number, found


def _named(read: Sequence[_Read]) -> list[list[str]]:
    """The names of the projects' files, document by document: a project is called by its code, otherwise by its document."""
    said = []
    for one in read:
        forms = one.file.forms if one.file is not None else ()
        for number, form in enumerate(forms, start=1):
            code, stem = code_of(form), safe_stem(one.path.stem)
            said.append(code if code is not None else stem if len(forms) == 1 else f"{stem}-{number}")
    names = iter(file_names(said, ""))
    return [[next(names) for _ in (one.file.forms if one.file is not None else ())] for one in read]


def _taken(
    one: _Read, problems: tuple[Problem, ...], names: Sequence[str], folder: ProjectFolder | None, scans: Matched
) -> TakenFile:
    forms: list[TakenForm] = []
    for form, name in zip(one.file.forms if one.file is not None else (), names, strict=True):
        own = scans.by_name.get(name, ()) if not form.is_targets else ()
        written = None
        if folder is not None and not form.is_targets:
            try:
                written = folder.write(name, form, own)
                folder.keep(name, one.path)
            except InputRefused as refused:
                problems = (*problems, *refused.problems)
        forms.append(TakenForm(form, name, written, own))
    return TakenFile(one.path, one.file, tuple(forms), problems)
