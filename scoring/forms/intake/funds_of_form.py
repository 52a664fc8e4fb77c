"""The table of funds of a form as facts: its total, and its sources as records of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.forms.filled_form import FilledForm, FundLine, Role, Written
from scoring.forms.intake.amounts import NOTHING, Left, is_multiple
from scoring.forms.intake.project_data import SOURCE, KeptTexts
from scoring.forms.intake.questions import Questions
from scoring.forms.intake.rules import Rules
from scoring.problems import Text
from scoring.rulebook.model import FormModel
from scoring.values.amount import with_unit
from scoring.values.number import read_number

TOTAL = "total"
"""What the line of the whole money is called."""
OF_EXECUTION = ("rate_weight", "rate_claimed", "why")
"""Columns of the table of funds that are the row of the execution rate."""
NO_AMOUNT = Left(Text("no amount can be read in it", "读不出金额"))
NO_UNIT = Left(
    Text("nothing says in which unit it is", "没有写明金额单位"),
    Text("ask whether it is 元 or 万元", "请写明是元还是万元"),
)


def total_line(form: FilledForm, with_role: Role | None = None) -> FundLine | None:
    """The line of the whole money; of several the first, or the first that has a cell of that role."""
    lines = (line for line in form.funds if line.part == TOTAL)
    return next((line for line in lines if with_role is None or with_role in line.amounts), None)


class Funds:
    """Amounts become facts where the declaration names a fact that the rulebook has; the others are kept as they stand."""

    def __init__(
        self, form: FilledForm, declared: FormModel, rules: Rules, questions: Questions, kept: KeptTexts
    ) -> None:
        self._form, self._declared, self._rules = form, declared, rules
        self._questions, self._kept = questions, kept

    def facts(self) -> dict[str, Any]:
        """The facts that the table tells, with their cells."""
        facts: dict[str, Any] = {}
        components = self._declared.components
        fields: dict[str, str] = {}
        if components is not None:
            known = self._rules.lists.get(components.list_, frozenset())
            fields = {str(role): name for role, name in components.fields.items() if name in known}
        parts = []
        for line in self._form.funds:
            if line.part == TOTAL:
                self._total(line, facts)
            elif not line.amounts:
                self._kept.keep(line.part, line.label)
            elif record := self._part(line, fields):
                parts.append(record)
        if parts and components is not None:
            facts[components.list_] = parts
        return facts

    def _total(self, line: FundLine, facts: dict[str, Any]) -> None:
        named: dict[str, str] = {str(role): name for role, name in self._declared.facts.items()}
        for role, said in line.amounts.items():
            if role in OF_EXECUTION or NOTHING.fullmatch(said.text):
                continue
            fact = named.get(role)
            if fact not in self._rules.facts or fact in facts or fact is None:
                self._kept.keep(f"{line.label.name} {role}", said)
            elif (amount := self._money(said, role)) is not None:
                facts[fact] = {"value": amount, "source": SOURCE, "at": said.cell}

    def _part(self, line: FundLine, fields: Mapping[str, str]) -> dict[str, Any] | None:
        """A source of the funds as a record; what no field of it takes is kept as it stands."""
        record: dict[str, Any] = {}
        cells = []
        for role, said in line.amounts.items():
            if NOTHING.fullmatch(said.text):
                continue
            name = fields.get(role)
            if name is None:
                self._kept.keep(f"{line.part} {role}", said)
            elif (amount := self._money(said, role)) is not None:
                record[name] = amount
                cells.append(said.cell)
        if not record:
            return None
        return {"label": line.part, **record, "source": SOURCE, "at": " ".join(cells)}

    def _money(self, said: Written, role: Role) -> str | None:
        """An amount with its unit; None where it is listed."""
        read = self._amount(said, said.unit or ("%" if role == "rate" else self._form.money))
        if isinstance(read, Left):
            self._questions.leave(said, read)
            return None
        self._questions.take(said, read)
        return read

    def _amount(self, said: Written, unit: str | None) -> str | Left:
        if said.number is None or read_number(said.number) is None:
            return NO_AMOUNT
        if unit is None or self._rules.units.get(unit) is None:
            return NO_UNIT
        if said.multiple and (unit == "%" or is_multiple(unit, self._rules.units)):
            return Left(
                Text(f"`{said.multiple}` stands in the cell, and the unit of the table is `{unit}`", f"格中写了“{said.multiple}”，而表的单位是 {unit}"),
                Text(f"write the number in {unit}", f"请以 {unit} 为单位填写"))  # fmt: skip
        return with_unit(said.number, unit)
