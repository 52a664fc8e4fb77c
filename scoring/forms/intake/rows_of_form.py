"""The rows of a form as indicators of a project: where they stand, what they weigh, their targets, actuals and claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.documents.spelling import NO_RESULT
from scoring.forms.filled_form import FilledForm, FormRow, Written
from scoring.forms.intake.amounts import DATE, NOTHING, AmountReader, Left, Taken, points
from scoring.forms.intake.execution_row import EXECUTION, ExecutionRow
from scoring.forms.intake.frame_groups import of_group, path_of, placed
from scoring.forms.intake.project_data import SOURCE, KeptTexts, as_number, one_line, value_shown
from scoring.forms.intake.questions import NO_POINTS, PAGE, Questions
from scoring.forms.intake.rules import Rules
from scoring.forms.intake.weights import Groups, WeighedRow, weights_of
from scoring.problems import Text
from scoring.project.targets import QUALITATIVE
from scoring.rulebook.model import FormModel
from scoring.values.number import read_number

PREFIXES = {"数量": "N", "质量": "Q", "时效": "T", "成本": "K", "效益": "E", "效果": "E", "满意度": "S"}
"""What ids begin with, by a word of their group."""
OTHERS = "R"
PLACED = Text("the form's declaration gives the group its place in the rulebook's frame", "按表式声明归入规则集的分组")
NO_CONTENT = Left(Text("nothing is measured in this row", "该行没有内容"), Text("leave it out", "不计"))
SHARED_POINTS = Left(
    Text("one cell of points for several rows", "几行指标共用一个得分格"),
    Text("ask for the points of each row", "请单位分别写明各行得分"),
)


class Rows:
    """Makes the indicators of one form; `signs_declared` are targets that have their sign from the declaration, `own_units` the
    units that the rulebook does not know."""

    def __init__(
        self,
        form: FilledForm,
        declared: FormModel,
        rules: Rules,
        execution: ExecutionRow,
        questions: Questions,
        kept: KeptTexts,
    ) -> None:
        self._rows, self._declared, self._rules = form.rows, declared, rules
        self._execution, self._questions, self._kept = execution, questions, kept
        self._reader = AmountReader(rules.units)
        self._shared = _shared_claims(form.rows)
        self._placed: dict[tuple[str, str], Written] = {}
        """Cells of groups that the declaration gives another place to, with that place."""
        self.signs_declared = 0

    @property
    def own_units(self) -> Sequence[str]:
        return self._reader.own_units

    def indicators(self) -> dict[str, dict[str, Any]]:
        """Every row that measures something, by its id, the execution rate before all others."""
        found: dict[str, dict[str, Any]] = {}
        execution = self._execution.of_funds()
        measured = [
            WeighedRow(number, row, self._rules.groups(path_of(row, self._declared.groups)))
            for number, row in enumerate(self._rows)
            if not self._is_empty(row)
        ]
        if execution is None:
            execution = self._execution.of_frame(measured)
        weights = self._weights(measured, execution)
        for one in measured:
            weight = weights.get(one.number)
            if execution is None and (model := self._execution.is_at(one.groups)) is not None:
                execution = self._indicator(EXECUTION, one, weight)
                execution |= {"target": execution.get("target", model.target), "actual": model.actual}
                continue
            id_ = _free_id(one.groups, found)
            found[id_] = self._indicator(id_, one, weight)
        for (_, path), group in self._placed.items():
            self._questions.assume(group, Taken(path, PLACED))
        return found if execution is None else {EXECUTION: execution, **found}

    # ---------------------------------------------------------------- rows that measure nothing

    def _is_empty(self, row: FormRow) -> bool:
        """Whether nothing is measured in a row, so that it is left out; it is listed."""
        empty = points(row.weight) is None and bool(row.not_applicable or NOTHING.fullmatch(row.label.name))
        if empty:
            self._without_content(row)
        return empty

    def _without_content(self, row: FormRow) -> None:
        """A row that measures nothing is listed with all that it says, and its groups are kept."""
        for said in (row.label, row.target, row.actual, row.claimed, row.why, *row.more.values()):
            if said is row.label or (said is not None and not NOTHING.fullmatch(said.text)):
                self._questions.leave(said, NO_CONTENT)
        for group in (row.level1, row.level2):
            others = (one for each in self._rows if each is not row for one in (each.level1, each.level2))
            if group is not None and group not in others:
                self._kept.keep(row.label.text.strip(), group)

    # ---------------------------------------------------------------- one row

    def _indicator(self, id_: str, one: WeighedRow, weight: Any) -> dict[str, Any]:
        """A row as the project's file has it; `weight` is what it weighs where it has no points of its own."""
        row, at = one.row, {"label": one.row.label.cell}
        path = path_of(row, self._declared.groups)
        if (group := placed(row, self._declared.groups)) is not None:
            self._placed.setdefault((group.cell, path), group)
        made: dict[str, Any] = {"in": path, "label": row.label.name or one_line(row.label.text)}
        self._weight(made, row, weight, at, id_)
        rule = of_group(self._declared.rule_for, row, one.groups)
        if rule in self._rules.criteria and row.sign != QUALITATIVE:
            made["rule"] = rule
        self._target(made, one, at, id_)
        self._actual(made, row, at, id_)
        self._claim(made, row, at, id_)
        if row.why is not None and not NOTHING.fullmatch(row.why.text):
            made["why"], at["why"] = one_line(row.why.text), row.why.cell
        for name, said in row.more.items():
            if not NOTHING.fullmatch(said.text):
                self._kept.keep(f"{id_} {name}", said)
        return {**made, "source": SOURCE, "at": at}

    def _weight(self, made: dict[str, Any], row: FormRow, otherwise: Any, at: dict[str, str], id_: str) -> None:
        own = points(row.weight)
        if own is not None and row.weight is not None:
            made["weight"], at["weight"] = as_number(own), row.weight.cell
            return
        if row.weight is not None and not NOTHING.fullmatch(row.weight.text):
            self._questions.leave(row.weight, NO_POINTS, id_)
        made["weight"] = otherwise if otherwise is not None else dict(NO_RESULT)

    def _target(self, made: dict[str, Any], one: WeighedRow, at: dict[str, str], id_: str) -> None:
        said = one.row.target
        taken = self._reader.target(one.row, self._sign(one))
        if taken is None or said is None:
            return
        if isinstance(taken, Left):
            at["target"] = said.cell
            self._questions.leave(said, taken, id_)
            return
        made["target"] = {"is": taken.value, "source": SOURCE, "at": said.cell}
        self._questions.take(said, taken.meant or value_shown(taken.value), id_)
        if taken.assumed is not None:
            self.signs_declared += 1
            if taken.depends:
                self._questions.assume(said, taken, id_)

    def _sign(self, one: WeighedRow) -> str | None:
        """The sign that the declaration gives to a target without one."""
        declared: str | None = of_group(self._declared.signs, one.row, one.groups)
        return declared if declared is not None or one.row.sign == DATE else self._declared.signs.get("else")

    def _actual(self, made: dict[str, Any], row: FormRow, at: dict[str, str], id_: str) -> None:
        taken = self._reader.actual(row)
        if taken is None or row.actual is None:
            return
        if isinstance(taken, Left):
            at["actual"] = row.actual.cell
            self._questions.leave(row.actual, taken, id_)
            return
        value = taken.value if isinstance(taken.value, Mapping) else {"value": taken.value}
        made["actual"] = {**value, "source": SOURCE, "at": row.actual.cell}
        self._questions.take(row.actual, taken.meant or value_shown(taken.value), id_)
        self._questions.assume(row.actual, taken, id_)

    def _claim(self, made: dict[str, Any], row: FormRow, at: dict[str, str], id_: str) -> None:
        said = row.claimed
        if said is None or NOTHING.fullmatch(said.text):
            return
        claimed = points(said)
        if said.cell in self._shared or claimed is None:
            self._questions.leave(said, SHARED_POINTS if said.cell in self._shared else NO_POINTS, id_)
        else:
            made["claimed"], at["claimed"] = as_number(claimed), said.cell

    # ---------------------------------------------------------------- all rows

    def _weights(self, rows: Sequence[WeighedRow], execution: Mapping[str, Any] | None) -> dict[int, Any]:
        """Weights of rows that have none in the form, as its declaration says; each split is told once."""
        stated = {}
        if execution is not None and (weight := read_number(str(execution["weight"]))) is not None:
            stated[self._rules.groups(execution["in"])] = weight
        made = weights_of(self._declared.weights, rows, self._rules, stated)
        for said, taken in made.assumed:
            self._questions.assume(said, taken)
        for said, left in made.left:
            self._questions.leave(said, left)
        return made.by_row


def _free_id(groups: Groups, taken: Mapping[str, Any]) -> str:
    """A letter for the group, as far as it is one of those that every form has, and a number."""
    prefix = next((short for group in reversed(groups) for word, short in PREFIXES.items() if word in group), OTHERS)
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def _shared_claims(rows: Sequence[FormRow]) -> frozenset[str]:
    """Cells of points that several rows have; on a page of a PDF that is not known."""
    cells = [row.claimed.cell for row in rows if row.claimed is not None]
    return frozenset(cell for cell in cells if cells.count(cell) > 1 and not PAGE.fullmatch(cell))
