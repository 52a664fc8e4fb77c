"""A project's data from a form as it was filled in, in the order in which a file has it.

Nothing of the form vanishes: what is neither a fact, a row, a claim nor something that `[filled_form]` keeps is listed under
`not_understood`; what the form's declaration adds is listed under `assumed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FilledForm
from scoring.forms.intake.amounts import NOTHING, points
from scoring.forms.intake.execution_row import ExecutionRow
from scoring.forms.intake.funds_of_form import Funds
from scoring.forms.intake.project_data import SOURCE, KeptTexts, as_number, one_line, with_cell
from scoring.forms.intake.questions import NO_POINTS, Questions
from scoring.forms.intake.rows_of_form import Rows
from scoring.forms.intake.rules import Rules
from scoring.problems import Text
from scoring.rulebook.model import FormModel


@dataclass(slots=True)
class ReadProject:
    """A project's data as its file has it, and how much the reading took from the declaration and left."""

    data: dict[str, Any]
    signs_declared: int = 0
    not_understood: int = 0

    @property
    def rows(self) -> int:
        return len(self.data.get("indicator", {}))

    @property
    def claimed(self) -> str | None:
        total = self.data.get("claim", {}).get("self", {}).get("total")
        return None if total is None else str(total)


def project_of(
    form: FilledForm, declaration: Declaration, rules: Rules, sha256: str | None = None, named: str | None = None
) -> ReadProject:
    """The project that a form tells of; `named` is what names the rulebook in its file, otherwise what the declaration names."""
    declared = declaration.model
    questions, kept = Questions(form.not_understood), KeptTexts()
    head = _Head(form, declared, questions)
    name, year = head.name(), head.year()
    facts = Funds(form, declared, rules, questions, kept).facts()
    rows = Rows(form, declared, rules, ExecutionRow(form, declared, rules, facts, questions), questions, kept)
    indicators = rows.indicators()
    _keep_texts(form, kept)
    claimed = _total_claimed(form, questions)
    questions.settle(indicators)
    data: dict[str, Any] = {"format": 1, "project": name}
    if year is not None:
        data["period"] = year
    data["rules"] = named or declared.rules or rules.name
    title = one_line(form.title.text) if form.title is not None else form.file
    data["source"] = {SOURCE: {"title": title, **({"sha256": sha256} if sha256 else {}), "note": form.file}}
    data["unit"] = {unit: {} for unit in rows.own_units}
    data["facts"] = facts
    data["indicator"] = indicators
    data["claim"] = {"self": {"total": claimed}} if claimed is not None else {}
    data["filled_form"] = _filled_form(form, kept)
    data["not_understood"] = questions.not_understood
    data["assumed"] = questions.assumed
    data = {key: value for key, value in data.items() if value not in ({}, [])}
    return ReadProject(data, rows.signs_declared, len(questions.not_understood))


class _Head:
    """Name and year of the project; told where the form does not say them."""

    def __init__(self, form: FilledForm, declared: FormModel, questions: Questions) -> None:
        self._form, self._declared, self._questions = form, declared, questions

    def name(self) -> str:
        said = self._form.head.get("project")
        if said is not None and said.text.strip():
            return one_line(said.text)
        why = Text(
            "the form says no name of the project; its file's name stands for it", "表中没有写项目名称，以文件名代替"
        )
        self._miss("project", '"…"', why)
        return self._form.file

    def year(self) -> int | None:
        said = self._form.head.get("period")
        if said is None:
            self._miss("period", "2024", Text("the form says no year", "表中没有写年度"))
        if said is None or said.number is None:
            return None
        self._questions.take(said, said.number)
        return int(said.number)

    def _miss(self, key: str, such_as: str, why: Text) -> None:
        """Told at the form's title, with where the key may be written."""
        form, label = self._form, (self._declared.head.get(key) or ["…"])[0]
        at = form.title.cell if form.title is not None else next(iter(form.account), "")
        fix = Text(
            f'write `{key} = {such_as}` into the project; or, where the form has it, declare its label: [form.{form.form}.head] {key} = ["{label}"]',
            f'在项目文件中写 `{key} = {such_as}`；若表中写有，声明它的标签：[form.{form.form}.head] {key} = ["{label}"]',
        )
        self._questions.miss(key, at, why, fix)


def _filled_form(form: FilledForm, kept: KeptTexts) -> dict[str, Any]:
    """What `[filled_form]` keeps of the form, by its parts."""
    told = {"project", "period"} if _is_in_title(form, "period") else {"project"}
    parts: dict[str, Any] = {
        "form": form.form,
        "source": SOURCE,
        "sheet": form.sheet,
        "title": with_cell(form.title) if form.title is not None else None,
        "head": {name: with_cell(one) for name, one in form.head.items() if name not in told},
        "goals": {name: with_cell(one) for name, one in form.goals.items() if one.text.strip()},
        "total": {name: with_cell(one) for name, one in form.total.items() if one.text.strip()},
        "notes": [with_cell(one) for one in form.notes],
        "more": kept.by_name,
    }
    return {key: value for key, value in parts.items() if value not in (None, {}, [])}


def _is_in_title(form: FilledForm, name: str) -> bool:
    """Whether a field of the head is said by the title, which is kept itself."""
    said, title = form.head.get(name), form.title
    return said is not None and title is not None and (said.cell, said.text) == (title.cell, title.text)


def _keep_texts(form: FilledForm, kept: KeptTexts) -> None:
    """Texts, rows about the funds and boxes that were ticked, word for word."""
    for one in (*form.texts, *form.management):
        for name, said in ((one.name, one.text), (f"{one.name} problem", one.problem)):
            if said is not None and said.text.strip():
                kept.keep(name, said)
    for name, said in form.ticked.items():
        kept.keep(name, said)
    for each in form.kept:
        kept.keep(each.word, each.text)


def _total_claimed(form: FilledForm, questions: Questions) -> Any:
    """What the form claims in all; None where it claims nothing that can be read."""
    said = form.total.get("claimed")
    if said is None or NOTHING.fullmatch(said.text):
        return None
    claimed = points(said)
    if claimed is None:
        questions.leave(said, NO_POINTS)
    return as_number(claimed)
