"""The row of the execution rate, which forms have in their table of funds: from its own points, or those of the rulebook's frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.forms.filled_form import FilledForm
from scoring.forms.intake.amounts import NOTHING, Taken, points
from scoring.forms.intake.funds_of_form import total_line
from scoring.forms.intake.project_data import SOURCE, as_number, one_line
from scoring.forms.intake.questions import NO_POINTS, Questions
from scoring.forms.intake.rules import Rules
from scoring.forms.intake.weights import Groups, WeighedRow, as_written
from scoring.problems import Text
from scoring.rulebook.model import FormModel
from scoring.rulebook.model.form import FormExecutionModel
from scoring.values.number import show_number

EXECUTION = "EXE"
"""What the row is called in every project."""


class ExecutionRow:
    """Whether a form has the row, and what it says; `facts` are those that its table of funds told."""

    def __init__(
        self, form: FilledForm, declared: FormModel, rules: Rules, facts: Mapping[str, Any], questions: Questions
    ) -> None:
        self._declared, self._rules, self._facts, self._questions = declared, rules, facts, questions
        self._form = form

    def is_at(self, groups: Groups) -> FormExecutionModel | None:
        """How the execution rate is scored, where a row of these groups is of it, and the funds are told."""
        model = self._declared.execution
        if model is None or groups[0] != self._rules.groups(model.in_)[0]:
            return None
        needed = (self._declared.facts.get("budget_adjusted"), self._declared.facts.get("executed"))
        return model if all(fact in self._facts for fact in needed) else None

    def of_funds(self) -> dict[str, Any] | None:
        """The row where the table of funds gives it points."""
        model, line = self._declared.execution, total_line(self._form, "rate_weight")
        if line is None or model is None or NOTHING.fullmatch((weight := line.amounts["rate_weight"]).text):
            return None
        if (full := points(weight)) is None:
            self._questions.leave(weight, NO_POINTS, EXECUTION)
            return None
        row = self._row(model, as_number(full))
        at = {"weight": weight.cell}
        said, why = line.amounts.get("rate_claimed"), line.amounts.get("why")
        if said is not None and not NOTHING.fullmatch(said.text):
            if (claimed := points(said)) is None:
                self._questions.leave(said, NO_POINTS, EXECUTION)
            else:
                row["claimed"], at["claimed"] = as_number(claimed), said.cell
        if why is not None and why.text.strip():
            row["why"], at["why"] = one_line(why.text), why.cell
        return {**row, "source": SOURCE, "at": at}

    def of_frame(self, rows: Sequence[WeighedRow]) -> dict[str, Any] | None:
        """The row of a form that weighs nothing, where points are split by the rulebook's frame and no other row is of its group."""
        model, line = self._declared.execution, total_line(self._form)
        if self._declared.weights != "even" or model is None or line is None:
            return None
        groups = self._rules.groups(model.in_)
        weighed = self._rules.weighed_group(groups)
        share = self._rules.share_of(weighed) if weighed is not None else None
        if share is None or self.is_at(groups) is None or any(one.groups[0] == groups[0] for one in rows):
            return None
        why = Text(f"the table of funds has no points; the rulebook's frame gives `{groups[0]}` {show_number(share)}",
                   f"资金表没有分值，按规则集框架 {groups[0]} 为 {show_number(share)} 分")  # fmt: skip
        self._questions.assume(line.label, Taken(show_number(share), why), EXECUTION)
        return {**self._row(model, as_written(share)), "source": SOURCE}

    def _row(self, model: FormExecutionModel, weight: Any) -> dict[str, Any]:
        label = model.label.get("zh", model.in_) if isinstance(model.label, dict) else model.label
        row: dict[str, Any] = {"in": model.in_, "label": label, "weight": weight}
        row |= {"rule": model.rule} if model.rule in self._rules.criteria else {}
        return {**row, "target": model.target, "actual": model.actual}
