"""The forms that are declared: those that are shipped and those of files and folders that somebody names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from scoring.documents.document import Document
from scoring.documents.files import DISK, Overlay, read_document
from scoring.forms.declaration import Declaration, taken_over
from scoring.forms.idle_words import idle_sections, idle_words
from scoring.forms.words import key_of
from scoring.problems import Problem, Text, did_you_mean, nearest, one_of
from scoring.rulebook import shipped
from scoring.rulebook.folder import HEADERS, OURS
from scoring.rulebook.loading import validated
from scoring.rulebook.model import FormModel, FormsFile

FORM = "form"


@dataclass(frozen=True)
class Declared:
    """A form with where it stands."""

    name: str
    model: FormModel
    document: Document

    @property
    def path(self) -> tuple[str, str]:
        return (FORM, self.name)


def declarations(paths: Sequence[Path] = (), over: Overlay = DISK) -> tuple[list[Declaration], list[Problem]]:
    """Every form that is shipped, and before them those of files and folders; with all problems of the latter.

    A form of one's own goes before a shipped one of its name.
    """
    own, problems = _declared(*_documents(paths, over))
    models = _shipped_models() | {one.name: one.model for one in own}
    for one in own:
        problems += faults_of(one, models)
    return [taken_over(name, model, models) for name, model in models.items()], problems


def faults_at(path: Path, over: Overlay = DISK) -> list[Problem]:
    """All problems of a file of forms, or of all in a folder; a form may use another of its folder."""
    return [*_declared(*_documents([path], over))[1], *faults_of_words(path, over)]


def faults_of_words(path: Path, over: Overlay = DISK) -> list[Problem]:
    """The same without mistakes in the shape of the file, which whoever opens a rulebook's own file tells."""
    own, models = declared_at(path, over)
    return [fault for one in own for fault in faults_of(one, models)]


def declared_at(path: Path, over: Overlay = DISK) -> tuple[list[Declared], dict[str, FormModel]]:
    """The forms of a file or folder, and by name all that they may use: shipped ones, and those beside them."""
    own, _ = _declared(*_documents([path], over))
    beside, _ = _declared(*_documents([path.parent], over)) if not over.is_dir(path) else ([], [])
    return own, _shipped_models() | {one.name: one.model for one in (*beside, *own)}


@cache
def _shipped_models() -> dict[str, FormModel]:
    return {one.name: one.model for one in _declared(_shipped_documents(), [])[0]}


def _shipped_documents() -> list[Document]:
    found: list[Document] = []
    for name in shipped.names("forms"):
        home = shipped.find("forms", name)
        if home is not None:
            found += _documents([home], DISK, name)[0]
    return found


def _documents(
    paths: Iterable[Path], over: Overlay, shipped_as: str | None = None
) -> tuple[list[Document], list[Problem]]:
    """The files of forms at these paths, each once, whatever names it; of a folder those that declare any."""
    documents: list[Document] = []
    problems: list[Problem] = []
    seen: set[Path] = set()
    for path in paths:
        for file in _files(path, over):
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            shown = file.name if shipped_as is None else shipped.shown("forms", shipped_as, file)
            document, found = read_document(file, shown, over)
            problems += found
            if document is not None and (FORM in document.data or not over.is_dir(path)):
                documents.append(document)
    return documents, problems


def _files(path: Path, over: Overlay) -> Iterator[Path]:
    if not over.is_dir(path):
        yield path
        return
    for file in sorted(over.inside(path)):
        if file.suffix == ".toml" and not file.name.startswith("."):
            yield file


def _forms_of(document: Document) -> Document:
    """What a file says of forms; of a rulebook's own file the rest is told where that is opened."""
    if not any(key in document.data for key in (*HEADERS, *OURS) if key not in (FORM, "format")):
        return document
    return replace(document, data={key: document.data[key] for key in ("format", FORM) if key in document.data})


def _declared(documents: Iterable[Document], problems: list[Problem]) -> tuple[list[Declared], list[Problem]]:
    """The forms of these files, and what is wrong with them besides the problems that there were."""
    found: dict[str, Declared] = {}
    problems = list(problems)
    for document in map(_forms_of, documents):
        file, wrong = validated(FormsFile, document)
        problems += wrong
        for name, model in (file.form if file is not None else {}).items():
            if name in found:
                first = found[name].document.file
                problems.append(
                    Problem(
                        "name-twice",
                        Text(f"form `{name}` is declared in `{first}` already", f"表样 {name} 已在 {first} 中声明"),
                        document.header_place((FORM, name)),
                        Text("rename one of the two", "给其中一个改名"),
                    )
                )
            else:
                found[name] = Declared(name, model, document)
    return list(found.values()), problems


# ---------------------------------------------------------------- what is wrong with a declaration


def faults_of(one: Declared, models: Mapping[str, FormModel]) -> Iterator[Problem]:
    """A form that it uses and that is not there, circles, and labels that stand for two things."""
    yield from _faults_of_use(one, models)
    for section in ("columns", "more", "head", "texts"):
        yield from _twice(one, (section,), getattr(one.model, section))
    if one.model.funds is not None:
        yield from _twice(one, ("funds", "columns"), one.model.funds.columns)
    if one.model.goals is not None:
        goals = one.model.goals
        yield from _twice(
            one,
            ("goals",),
            {"expected": goals.expected, "reached": goals.reached, "initial": goals.initial, "rate": goals.rate},
        )
    yield from _without_labels(one, models)
    yield from _never_acts(one, models)
    yield from _fields_that_are_not(one, models)


def _faults_of_use(one: Declared, models: Mapping[str, FormModel]) -> Iterator[Problem]:
    used = one.model.use
    place = one.document.value_place((*one.path, "use"))
    if used is None:
        return
    if used not in models:
        near = nearest(used, models)
        yield Problem(
            "unknown-form",
            Text(f"there is no form `{used}`", f"没有表样 {used}"),
            place,
            did_you_mean(near) if near is not None else one_of(used, sorted(models)),
        )
        return
    seen = [one.name]
    while used is not None and used in models:
        if used in seen:
            yield Problem(
                "circle",
                Text(
                    f"the form uses itself: {' → '.join([*seen, used])}", f"表样沿用了自己：{' → '.join([*seen, used])}"
                ),
                place,
                Text("delete one `use`", "删去其中一个 use"),
            )
            return
        seen.append(used)
        used = models[used].use


def _twice(one: Declared, path: tuple[str, ...], named: Mapping[Any, list[str]]) -> Iterator[Problem]:
    """A label that stands for two things of one section."""
    first: dict[str, str] = {}
    for name, words in named.items():
        for number, word in enumerate(words):
            key = key_of(word)
            place = one.document.value_place((*one.path, *path, name, number))
            if key in first and first[key] != name:
                yield Problem(
                    "label-twice",
                    Text(f"label `{word}` stands for `{first[key]}` already", f"标签 {word} 已用于 {first[key]}"),
                    place,
                    Text("delete it from one of them", "从其中一处删去"),
                )
            first.setdefault(key, name)


def _never_acts(one: Declared, models: Mapping[str, FormModel]) -> Iterator[Problem]:
    whole = taken_over(one.name, one.model, models).model
    for path, why, fix in (*idle_words(one.model), *idle_sections(one.model, whole)):
        place = one.document.value_place((*one.path, *path))
        yield Problem("never-acts", why, place, fix, severity="warning")


def _without_labels(one: Declared, models: Mapping[str, FormModel]) -> Iterator[Problem]:
    """A form by which nothing could be recognized."""
    whole = taken_over(one.name, one.model, models).model
    if not any(whole.columns.get(role) for role in ("label", "level2", "level1")) or not (
        whole.columns.get("target") or whole.columns.get("actual")
    ):
        yield Problem(
            "form-without-columns",
            Text(
                f"form `{one.name}` has no heads for the name of an indicator and its target or actual",
                f"表样 {one.name} 没有声明指标名称和指标值（或完成值）的表头",
            ),
            one.document.header_place(one.path),
            Text(
                'write use = "ministry-2020", or its [form.NAME.columns]',
                '写上 use = "ministry-2020"，或声明 [form.名称.columns]',
            ),
        )


def _fields_that_are_not(one: Declared, models: Mapping[str, FormModel]) -> Iterator[Problem]:
    whole = taken_over(one.name, one.model, models).model
    for name, other in one.model.same.items():
        if other not in whole.head:
            yield Problem(
                "unknown-field",
                Text(f"there is no field `{other}` in the head", f"表头没有字段 {other}"),
                one.document.value_place((*one.path, "same", name)),
                one_of(other, sorted(whole.head)),
            )
