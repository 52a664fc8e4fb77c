"""Reads documents that are official forms, by the declarations and rulebooks that were asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scoring.forms.declaration import Declaration, taken_over
from scoring.forms.declarations import Declared, declarations, declared_at
from scoring.forms.filled_form import FilledForm, NotUnderstood
from scoring.forms.grid import Document
from scoring.forms.intake.numbers_as_text import numbers_as_text
from scoring.forms.intake.project_of_form import ReadProject, project_of
from scoring.forms.intake.rules import Rules
from scoring.forms.layout.recognition import recognize
from scoring.forms.readers import read_document
from scoring.problems import InputRefused, Place, Problem, Text, has_errors, one_of
from scoring.rulebook.folder import Thing, things_at
from scoring.rulebook.library import Lookup, command_line, open_rulebook
from scoring.rulebook.rulebook import Rulebook

ASKED = Place("<command line>")
RULES = "self-evaluation"
"""The rulebook of forms that name none."""


@dataclass(frozen=True, slots=True)
class OneForm:
    """A form of a document: what was filled in, by which declaration, and the project that it tells of."""

    filled: FilledForm
    declaration: Declaration
    project: ReadProject

    @property
    def is_targets(self) -> bool:
        """Whether it is what was approved at the beginning of the year, and no report."""
        return self.declaration.model.kind == "targets"

    def count(self, became: str) -> int:
        return sum(1 for one in self.filled.account.values() if one == became)


@dataclass(frozen=True, slots=True)
class FormFile:
    """A document with its forms, in order; `outside` is what stands on sheets that are none, by sheet."""

    document: Document
    forms: tuple[OneForm, ...]
    problems: tuple[Problem, ...]
    outside: Mapping[str | None, tuple[NotUnderstood, ...]]


@dataclass
class FormReader:
    """What all documents of a run are read by: every declared form or one of them, and the rulebooks that they name."""

    declared: Mapping[str, Declaration]
    only: str | None = None
    rules: str | None = None
    lookup: Lookup = field(default_factory=command_line)
    _known: dict[str, Rules] = field(default_factory=dict)

    @classmethod
    def of(cls, only: str | None = None, paths: Sequence[Path] = (), rules: str | Rulebook | None = None) -> FormReader:
        """A reader by shipped forms, those of files and folders, and those that the rulebook declares that was asked for.

        Raises `InputRefused` where a declaration is at fault, or nobody declared the form that was asked for.
        """
        book = _opened(rules) if isinstance(rules, str) else rules
        found, problems = declarations([*_homes_of_forms(book), *paths])
        if has_errors(problems):
            raise InputRefused(problems)
        declared = {one.name: one for one in found}
        if only is not None and only not in declared:
            message = Text(f"there is no form `{only}`", f"没有表样 {only}")
            raise InputRefused([Problem("unknown-form", message, ASKED, one_of(only, sorted(declared)))])
        if book is None:
            if with_rules := _named_with_rules(paths, only):
                raise InputRefused(with_rules)
            return cls(declared, only)
        name = rules if isinstance(rules, str) else book.name
        return cls(declared, only, name, _known={name: Rules.of(book)})

    def read(self, path: Path, shown: str | None = None) -> FormFile:
        """Every form of a document; raises `InputRefused` where it cannot be read."""
        return self.forms_of(read_document(path, shown))

    def forms_of(self, document: Document) -> FormFile:
        """The same of a document that is read already."""
        found = recognize(document.grids, document.file, self.declared.values(), self.only)
        forms = tuple(self._one(filled, document.sha256) for filled in found.forms)
        texts = [one for form in forms for one in numbers_as_text(form.filled, document.grids)]
        return FormFile(document, forms, (*document.notes, *found.problems, *texts), found.outside)

    def _one(self, filled: FilledForm, sha256: str) -> OneForm:
        return OneForm(filled, self.declared[filled.form], self.project_of(filled, sha256))

    def project_of(self, filled: FilledForm, sha256: str | None = None) -> ReadProject:
        """The project that a form tells of, for the rulebook that was asked for or that its declaration names."""
        declaration = self.declared[filled.form]
        rules = self.rules_of(declaration)
        named = (
            rules.name if self.rules is not None else declaration.model.rules or RULES
        )  # no path is a project's to name
        return project_of(filled, declaration, rules, sha256, named)

    def rules_of(self, declaration: Declaration) -> Rules:
        """The rulebook that forms of a layout are read for."""
        return self.rules_named(self.rules or declaration.model.rules or RULES)

    def rules_named(self, name: str) -> Rules:
        """A rulebook as forms are read for it; raises `InputRefused` where there is none of that name."""
        if name not in self._known:
            self._known[name] = Rules.of(_opened(name, self.lookup))
        return self._known[name]


def _opened(name: str, lookup: Lookup | None = None) -> Rulebook:
    book, problems = open_rulebook(name, ASKED, lookup or command_line())
    if book is None:
        raise InputRefused(problems)
    return book


def _homes_of_forms(book: Rulebook | None) -> list[Path]:
    """Where the forms of a rulebook stand: in its own files, and in files of forms among them."""
    if book is None:
        return []
    homes = [Path(document.home) for document in book.documents if document.home is not None]
    beside = {home.parent for home in homes if len(homes) > 1 or home.parent.name == book.name}
    return [*beside, *(home for home in homes if home.parent not in beside)]


def _named_with_rules(paths: Sequence[Path], only: str | None) -> list[Problem]:
    """Forms that lie with a rulebook and name none: its author means that one, and nobody asked for it."""
    found: list[Problem] = []
    for path in paths:
        if Thing("rulebook", path) not in things_at(str(path), command_line()):
            continue
        book, _ = open_rulebook(str(path), ASKED, command_line())
        own, models = declared_at(path)
        for one in own:
            if book is not None and one.model.rules is None and only in (None, one.name):
                otherwise = taken_over(one.name, one.model, models).model.rules or RULES
                found.append(_other_rules(one, book.name, otherwise))
    return found


def _other_rules(one: Declared, rulebook: str, otherwise: str) -> Problem:
    message = Text(f"form `{one.name}` lies with the rulebook `{rulebook}` and names none: without --rules it would be read for `{otherwise}`",
                   f"表样 {one.name} 与规则集 {rulebook} 放在一起，却没有写明规则集：不写 --rules 就会按 {otherwise} 读取")  # fmt: skip
    fix = Text(
        f'add --rules with the same path, or write rules = "{otherwise}" into [form.{one.name}]',
        f'用 --rules 指明同一路径，或在 [form.{one.name}] 中写 rules = "{otherwise}"',
    )
    return Problem("form-of-other-rules", message, one.document.header_place(one.path), fix)
