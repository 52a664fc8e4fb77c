"""Many documents taken in: each form a project's file in a folder, each document that cannot be read a reject, the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.forms.intake.approved import Approved, compare, contradiction, not_approved
from scoring.forms.intake.form_reader import FormFile, FormReader, OneForm
from scoring.forms.intake.project_folder import ProjectFolder, Written
from scoring.forms.writing.file_names import file_names, safe_stem
from scoring.problems import InputRefused, Place, Problem, Text, has_errors


@dataclass(frozen=True, slots=True)
class TakenForm:
    """A form with the name of its project's file; `written` is what became of that, None where nothing was to be written."""

    form: OneForm
    name: str
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A document with what came of it; `rejected` where it could not be read or written."""

    path: Path
    file: FormFile | None
    forms: tuple[TakenForm, ...]
    problems: tuple[Problem, ...]

    @property
    def rejected(self) -> bool:
        return has_errors(self.problems)


def take_in(
    paths: Sequence[Path],
    reader: FormReader,
    folder: ProjectFolder | None,
    approved: Approved | None = None,
    advance: Callable[[int], object] = lambda _: None,
) -> list[TakenFile]:
    """Every document, in order. Reports of the year's end become projects in the folder; targets are read alone."""
    read: list[tuple[Path, FormFile | None, tuple[Problem, ...]]] = []
    for path in paths:
        try:
            file = reader.read(path, path.name)
            told = [one for form in file.forms if approved is not None for one in _compare(form, approved, reader)]
            read.append((path, file, (*file.problems, *told)))
        except InputRefused as refused:
            read.append((path, None, tuple(refused.problems)))
        advance(1)
    names = iter(file_names(_names(read), ""))
    twice = dict(_twice(read))
    return [
        _taken(path, file, (*problems, *twice.get(number, ())), names, folder)
        for number, (path, file, problems) in enumerate(read)
    ]


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


def _twice(read: Sequence[tuple[Path, FormFile | None, tuple[Problem, ...]]]) -> Iterator[tuple[int, list[Problem]]]:
    """Of each document the codes that an earlier one has as well: its project goes into a file of its own, and is told."""
    first: dict[str, str] = {}
    for number, (path, file, _) in enumerate(read):
        found = []
        for form in file.forms if file is not None else ():
            code = code_of(form)
            if code is None or form.is_targets:
                continue
            other = first.setdefault(code.casefold(), path.name)
            if other != path.name:
                message = Text(
                    f"code `{code}` was handed in twice, by `{other}` as well",
                    f"项目编码 {code} 报送了两次，另一份是 {other}",
                )
                found.append(
                    Problem(
                        "code-twice",
                        message,
                        Place(path.name),
                        Text("take the older one away", "移走较旧的一份"),
                        "warning",
                    )
                )
        if found:
            yield number, found


def _names(read: Iterable[tuple[Path, FormFile | None, tuple[Problem, ...]]]) -> list[str]:
    """A project's file is called by its code, otherwise by its document."""
    names = []
    for path, file, _ in read:
        forms = file.forms if file is not None else ()
        for number, form in enumerate(forms, start=1):
            code, stem = code_of(form), safe_stem(path.stem)
            names.append(code if code is not None else stem if len(forms) == 1 else f"{stem}-{number}")
    return names


def _taken(
    path: Path, file: FormFile | None, problems: tuple[Problem, ...], names: Iterable[str], folder: ProjectFolder | None
) -> TakenFile:
    forms: list[TakenForm] = []
    for form in file.forms if file is not None else ():
        name = next(iter(names))
        written = None
        if folder is not None and not form.is_targets:
            try:
                written = folder.write(name, form)
                folder.keep(name, path)
            except InputRefused as refused:
                problems = (*problems, *refused.problems)
        forms.append(TakenForm(form, name, written))
    return TakenFile(path, file, tuple(forms), problems)
