"""Many documents taken in: each form a project's file in a folder, each document that cannot be read a reject, the others go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from scoring.forms.intake.approved import Approved, compare, contradiction, not_approved
from scoring.forms.intake.form_reader import FormFile, FormReader, OneForm
from scoring.forms.intake.naming import Report, code_key, code_of, doubts, names_of
from scoring.forms.intake.project_folder import ProjectFolder, Written
from scoring.forms.intake.scans import Matched, Scan, ScannedForm, is_picture, matched, scan_at
from scoring.forms.writing.file_names import safe_stem
from scoring.problems import InputRefused, Place, Problem, Text, has_errors

LEAST_ALIKE = 3
"""How many forms at least are of one year before another year is told."""


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
    by_document = _reports(read)
    reports = [report for each in by_document for report in each]
    known = folder.known() if folder is not None else {}
    names = names_of(reports, known)
    told = _by_document(by_document, [*doubts(reports, names, known), *_other_period(reports)])
    for number, problems in _twice(read):
        told.setdefault(number, []).extend(problems)
    left = iter(names)
    named = [(one, [next(left) for _ in each]) for one, each in zip(read, by_document, strict=True)]
    forms = [
        ScannedForm(name, code_of(report.form), one.path)
        for (one, own), each in zip(named, by_document, strict=True)
        for report, name in zip(each, own, strict=True)
    ]
    scans = matched([one.scan for one in read if one.scan is not None], forms, declared_scans, roots)
    of_scan = {scan.path: name for name, each in scans.by_name.items() for scan in each}
    return [
        TakenFile(one.path, None, (), _without_form(one, scans), of_scan.get(one.path))
        if one.scan is not None
        else _taken(one, (*one.problems, *told.get(number, ())), own, folder, scans)
        for number, (one, own) in enumerate(named)
    ]


def _by_document(
    by_document: Sequence[Sequence[Report]], told: Iterable[tuple[int, Problem]]
) -> dict[int, list[Problem]]:
    """What is told of reports, by the number of the document that they stand in."""
    documents = [number for number, each in enumerate(by_document) for _ in each]
    found: dict[int, list[Problem]] = {}
    for number, problem in told:
        found.setdefault(documents[number], []).append(problem)
    return found


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


def _twice(read: Sequence[_Read]) -> Iterator[tuple[int, list[Problem]]]:
    """Of each document the codes that an earlier one has as well: its project goes into a file of its own, and is told."""
    first: dict[str, str] = {}
    for number, one in enumerate(read):
        found = []
        for form in one.file.forms if one.file is not None else ():
            code = code_of(form)
            if code is None or form.is_targets:
                continue
            other = first.setdefault(code_key(code), one.path.name)
            if other != one.path.name:
                message = Text(f"code `{code}` was handed in twice, by `{other}` as well", f"项目编码 {code} 报送了两次，另一份是 {other}")  # fmt: skip
                fix = Text("take the older one away", "移走较旧的一份")
                found.append(Problem("code-twice", message, Place(one.path.name), fix, "warning"))
        if found:
            yield number, found


def _reports(read: Sequence[_Read]) -> list[list[Report]]:
    """The reports of each document; a document of approved targets has none."""
    return [
        [
            Report(form, one.path.name, safe_stem(one.path.stem), number if len(one.file.forms) > 1 else None)
            for number, form in enumerate(one.file.forms, start=1)
            if not form.is_targets
        ]
        if one.file is not None
        else []
        for one in read
    ]


def _other_period(reports: Sequence[Report]) -> Iterator[tuple[int, Problem]]:
    """Reports of another year than most, by their number: last year's workbook, perhaps."""
    years = [report.form.project.data.get("period") for report in reports]
    most, count = Counter(years).most_common(1)[0] if years else (None, 0)
    if most is None or count < LEAST_ALIKE or 3 * count < 2 * len(years):
        return
    for number, year in enumerate(years):
        if year is not None and year != most:
            message = Text(
                f"this is of {year}, and {count} of {len(years)} forms are of {most}",
                f"这是 {year} 年度的表，其余 {count} 张是 {most} 年度的",
            )
            fix = Text("ask for the form of the year", "请单位补报本年度的表")
            yield number, Problem("other-period", message, Place(reports[number].file), fix, "warning")


def _taken(
    one: _Read, problems: tuple[Problem, ...], names: Sequence[str], folder: ProjectFolder | None, scans: Matched
) -> TakenFile:
    forms: list[TakenForm] = []
    left = iter(names)
    for form in one.file.forms if one.file is not None else ():
        name = safe_stem(one.path.stem) if form.is_targets else next(left)
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
