"""A project's data from a form as it was filled in, in the order in which a file has it.

Nothing of the form vanishes: what is neither a fact, a row, a claim nor something that `[filled_form]` keeps is listed under
`not_understood`; what the form's declaration adds is listed under `assumed`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scoring.documents.spelling import NO_RESULT
from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FilledForm, FormRow, FundLine, NotUnderstood, Role, Written
from scoring.forms.intake.amounts import DATE, NOTHING, AmountReader, Left, Taken, is_multiple, points
from scoring.forms.intake.frame_groups import of_group, path_of, placed
from scoring.forms.intake.rules import Rules
from scoring.forms.intake.weights import WeighedRow, as_written, weights_of
from scoring.problems import Text
from scoring.project.targets import QUALITATIVE
from scoring.rulebook.model import FormModel
from scoring.rulebook.model.form import FormExecutionModel
from scoring.values.amount import with_unit
from scoring.values.number import read_number, show_number

SOURCE = "form"
"""What facts call the form by."""
PREFIXES = {"数量": "N", "质量": "Q", "时效": "T", "成本": "K", "效益": "E", "效果": "E", "满意度": "S"}
OTHERS = "R"
EXECUTION = "EXE"
PAGE = re.compile(r"p\d+")
TOTAL = "total"
OF_EXECUTION = ("rate_weight", "rate_claimed", "why")
"""Columns of the table of funds that are the row of the execution rate."""
PLACED = Text("the form's declaration gives the group its place in the rulebook's frame", "按表式声明归入规则集的分组")
NO_CONTENT = Left(Text("nothing is measured in this row", "该行没有内容"), Text("leave it out", "不计"))
NO_POINTS = Left(Text("no points can be read in it", "读不出分值"))


@dataclass(slots=True)
class ReadProject:
    """A project's data as its file has it, and what the reading took and left."""

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
    return _Making(form, declaration.model, rules).project(sha256, named or declaration.model.rules or rules.name)


@dataclass(slots=True)
class _Making:
    form: FilledForm
    declared: FormModel
    rules: Rules
    facts: dict[str, Any] = field(default_factory=dict)
    indicators: dict[str, dict[str, Any]] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    left: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)  # by cell and text
    assumed: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[tuple[str, str], tuple[str, str | None]] = field(default_factory=dict)
    """What a cell with its text was taken for, and in which row."""
    reader: AmountReader = field(init=False)
    signs: int = 0
    placed: dict[tuple[str, str], Written] = field(default_factory=dict)
    """Cells of groups that the declaration gives another place to, with that place."""

    def __post_init__(self) -> None:
        self.reader = AmountReader(self.rules.units)

    def project(self, sha256: str | None, named: str) -> ReadProject:
        form = self.form
        name, year = self.name(), self.year()
        self.funds()
        self.rows()
        for (_, path), group in self.placed.items():
            self.assume(group, Taken(path, PLACED), None)
        self.words()
        claimed = self.total()
        for one in form.not_understood:
            self.question(one)
        data: dict[str, Any] = {"format": 1, "project": name}
        if year is not None:
            data["period"] = year
        data["rules"] = named
        source = {"title": _flat(form.title.text) if form.title is not None else form.file}
        data["source"] = {SOURCE: {**source, **({"sha256": sha256} if sha256 else {}), "note": form.file}}
        data["unit"] = {name: {} for name in self.reader.own_units}
        data["facts"] = self.facts
        data["indicator"] = self.indicators
        data["claim"] = {"self": {"total": claimed}} if claimed is not None else {}
        data["filled_form"] = self.filled_form()
        data["not_understood"] = list(self.left.values())
        data["assumed"] = self.assumed
        data = {key: value for key, value in data.items() if value not in ({}, [])}
        return ReadProject(data, self.signs, len(self.left))

    # ------------------------------------------------------------------ what is left

    def question(self, one: NotUnderstood) -> None:
        """What the reading of the form asked: of a value that was taken all the same, what it was taken for."""
        value, row = self.taken.get((one.cell, _flat(one.text)), (None, None))
        if value is None:
            self.leave(one.cell, one.text, Left(one.reason, one.fix), self.row_at(one.cell))
        else:
            about = {"at": one.cell, **({"row": row} if row is not None else {})}
            self.assumed.append({"text": _flat(one.text), "is": value, **about, "why": _label(one.reason)})

    def row_at(self, cell: str) -> str | None:
        """The row that has a key in that cell; on a page of a PDF that is not known."""
        if PAGE.fullmatch(cell):
            return None
        return next((id_ for id_, row in self.indicators.items() if cell in row.get("at", {}).values()), None)

    def leave(self, cell: str, text: str, left: Left, row: str | None = None) -> None:
        """Lists a cell; what the reading of the form asks of the same cell goes before."""
        asked = next(
            (one for one in self.form.not_understood if one.cell == cell and _flat(one.text) == _flat(text)), None
        )
        if asked is not None:
            left = Left(asked.reason, asked.fix)
        said = {"text": _flat(text), "at": cell, **({"row": row} if row is not None else {})}
        self.left.setdefault((cell, _flat(text)), {**said, "why": _label(left.why), "fix": _label(left.fix)})

    def assume(self, said: Written, taken: Taken, row: str | None) -> None:
        if taken.assumed is not None:
            about = {"at": said.cell, **({"row": row} if row is not None else {})}
            self.assumed.append(
                {"text": _flat(said.text), "is": _shown(taken.value), **about, "why": _label(taken.assumed)}
            )

    # ------------------------------------------------------------------ head

    def name(self) -> str:
        said = self.form.head.get("project")
        if said is not None and said.text.strip():
            return _flat(said.text)
        why = Text(
            "the form says no name of the project; its file's name stands for it", "表中没有写项目名称，以文件名代替"
        )
        self.missing("project", '"…"', why)
        return self.form.file

    def missing(self, key: str, such_as: str, why: Text) -> None:
        """Something that every project should have and the form does not say: told at its title, with where it may be written."""
        form, label = self.form, (self.declared.head.get(key) or ["…"])[0]
        at = form.title.cell if form.title is not None else next(iter(form.account), "")
        fix = Text(
            f'write `{key} = {such_as}` into the project; or, where the form has it, declare its label: [form.{form.form}.head] {key} = ["{label}"]',
            f'在项目文件中写 `{key} = {such_as}`；若表中写有，声明它的标签：[form.{form.form}.head] {key} = ["{label}"]',
        )
        self.left[key, ""] = {"text": "", "at": at, "why": _label(why), "fix": _label(fix)}

    def year(self) -> int | None:
        said = self.form.head.get("period")
        if said is None:
            self.missing("period", "2024", Text("the form says no year", "表中没有写年度"))
        if said is None or said.number is None:
            return None
        self.taken[said.cell, _flat(said.text)] = (said.number, None)
        return int(said.number)

    def is_in_title(self, name: str) -> bool:
        """Whether a field of the head is said by the title, which is kept itself."""
        said, title = self.form.head.get(name), self.form.title
        return said is not None and title is not None and (said.cell, said.text) == (title.cell, title.text)

    def filled_form(self) -> dict[str, Any]:
        form = self.form
        kept_as_title = {"project", "period"} if self.is_in_title("period") else {"project"}
        head = {name: _said(one) for name, one in form.head.items() if name not in kept_as_title}
        total = {name: _said(one) for name, one in form.total.items() if one.text.strip()}
        parts: dict[str, Any] = {
            "form": form.form,
            "source": SOURCE,
            "sheet": form.sheet,
            "title": _said(form.title) if form.title is not None else None,
            "head": head,
            "goals": {name: _said(one) for name, one in form.goals.items() if one.text.strip()},
            "total": total,
            "notes": [_said(one) for one in form.notes],
            "more": self.more,
        }
        return {key: value for key, value in parts.items() if value not in (None, {}, [])}

    def words(self) -> None:
        """Texts, rows about the funds and boxes that were ticked, word for word."""
        for one in (*self.form.texts, *self.form.management):
            for name, said in ((one.name, one.text), (f"{one.name} problem", one.problem)):
                if said is not None and said.text.strip():
                    self.keep(name, said)
        for name, said in self.form.ticked.items():
            self.keep(name, said)
        for kept in self.form.kept:
            self.keep(kept.word, kept.text)

    def keep(self, name: str, said: Written) -> None:
        """A text of the form; a second of one name gets a number."""
        number, free = 1, name
        while free in self.more:
            number += 1
            free = f"{name} {number}"
        self.more[free] = _said(said)

    def total(self) -> Any:
        said = self.form.total.get("claimed")
        if said is None or NOTHING.fullmatch(said.text):
            return None
        claimed = points(said)
        if claimed is None:
            self.leave(said.cell, said.text, NO_POINTS)
        return _number(claimed)

    # ------------------------------------------------------------------ funds

    def funds(self) -> None:
        components = self.declared.components
        known = self.rules.lists.get(components.list_, frozenset()) if components is not None else frozenset()
        fields = (
            {role: name for role, name in components.fields.items() if name in known} if components is not None else {}
        )
        parts = []
        for line in self.form.funds:
            if line.part == TOTAL:
                self.total_of_funds(line)
            elif not line.amounts:
                self.keep(line.part, line.label)
            elif (record := self.part(line, fields)) is not None:
                parts.append(record)
        if parts and components is not None:
            self.facts[components.list_] = parts

    def total_of_funds(self, line: FundLine) -> None:
        facts: dict[str, str] = {str(role): name for role, name in self.declared.facts.items()}
        for role, said in line.amounts.items():
            if role in OF_EXECUTION or NOTHING.fullmatch(said.text):
                continue
            fact = facts.get(role)
            if fact not in self.rules.facts or fact in self.facts or fact is None:
                self.more[f"{line.label.name} {role}"] = _said(said)
            elif (amount := self.money(said, role)) is not None:
                self.facts[fact] = {"value": amount, "source": SOURCE, "at": said.cell}

    def part(self, line: FundLine, fields: Mapping[Any, str]) -> dict[str, Any] | None:
        """A component of the funds as a record; what no field of it takes is kept as it stands."""
        record: dict[str, Any] = {}
        cells = []
        for role, said in line.amounts.items():
            if NOTHING.fullmatch(said.text):
                continue
            name = fields.get(role)
            if name is None:
                self.more[f"{line.part} {role}"] = _said(said)
            elif (amount := self.money(said, role)) is not None:
                record[name] = amount
                cells.append(said.cell)
        if not record:
            return None
        return {"label": line.part, **record, "source": SOURCE, "at": " ".join(cells)}

    def money(self, said: Written, role: Role) -> str | None:
        """An amount of the table of funds with its unit; None where it is listed."""
        unit = said.unit or ("%" if role == "rate" else self.form.money)
        if said.number is None or read_number(said.number) is None:
            self.leave(said.cell, said.text, Left(Text("no amount can be read in it", "读不出金额")))
            return None
        if unit is None or self.rules.units.get(unit) is None:
            self.leave(said.cell, said.text, Left(Text("nothing says in which unit it is", "没有写明金额单位"),
                       Text("ask whether it is 元 or 万元", "请写明是元还是万元")))  # fmt: skip
            return None
        if said.multiple and (unit == "%" or is_multiple(unit, self.rules.units)):
            self.leave(said.cell, said.text, Left(
                Text(f"`{said.multiple}` stands in the cell, and the unit of the table is `{unit}`", f"格中写了“{said.multiple}”，而表的单位是 {unit}"),
                Text(f"write the number in {unit}", f"请以 {unit} 为单位填写")))  # fmt: skip
            return None
        amount = with_unit(said.number, unit)
        self.taken[said.cell, _flat(said.text)] = (amount, None)
        return amount

    # ------------------------------------------------------------------ rows

    def rows(self) -> None:
        shared = _shared_claims(self.form.rows)
        if (execution := self.execution()) is not None:
            self.indicators[EXECUTION] = execution
        measured = [WeighedRow(number, row, self.rules.groups(path_of(row, self.declared.groups))) for number, row in enumerate(self.form.rows)
                    if not self.is_empty(row)]  # fmt: skip
        if EXECUTION not in self.indicators and (execution := self.execution_by_frame(measured)) is not None:
            self.indicators[EXECUTION] = execution
        weights = self.weights(measured)
        for one in measured:
            number, row, groups = one.number, one.row, one.groups
            if EXECUTION not in self.indicators and (model := self.is_execution(groups)) is not None:
                made = self.indicator(EXECUTION, row, groups, weights.get(number), shared)
                made |= {"target": made.get("target", model.target), "actual": model.actual}
                self.indicators = {EXECUTION: made, **self.indicators}
                continue
            id_ = self.id_for(groups)
            self.indicators[id_] = {}
            self.indicators[id_] = self.indicator(id_, row, groups, weights.get(number), shared)

    def is_empty(self, row: FormRow) -> bool:
        """Whether nothing is measured in a row, so that it is left out; it is listed."""
        empty = points(row.weight) is None and bool(row.not_applicable or NOTHING.fullmatch(row.label.name))
        if empty:
            self.without_content(row)
        return empty

    def without_content(self, row: FormRow) -> None:
        """A row that measures nothing is listed with all that it says, and its groups are kept."""
        for said in (row.label, row.target, row.actual, row.claimed, row.why, *row.more.values()):
            if said is row.label or (said is not None and not NOTHING.fullmatch(said.text)):
                self.leave(said.cell, said.text, NO_CONTENT)
        for group in (row.level1, row.level2):
            others = (one for each in self.form.rows if each is not row for one in (each.level1, each.level2))
            if group is not None and group not in others:
                self.keep(row.label.text.strip(), group)

    def is_execution(self, groups: tuple[str, ...]) -> FormExecutionModel | None:
        """How the execution rate is scored, where a row is of it, and the funds are told."""
        model = self.declared.execution
        if model is None or groups[0] != self.rules.groups(model.in_)[0]:
            return None
        needed = (self.declared.facts.get("budget_adjusted"), self.declared.facts.get("executed"))
        return model if all(fact in self.facts for fact in needed) else None

    def execution(self) -> dict[str, Any] | None:
        """The row of the execution rate, where the table of funds gives it points."""
        model = self.declared.execution
        line = next((one for one in self.form.funds if one.part == TOTAL and "rate_weight" in one.amounts), None)
        if line is None or model is None:
            return None
        weight, claimed = line.amounts["rate_weight"], line.amounts.get("rate_claimed")
        if NOTHING.fullmatch(weight.text):
            return None
        if (full := points(weight)) is None:
            self.leave(weight.cell, weight.text, NO_POINTS, EXECUTION)
            return None
        row = self.execution_row(model, _number(full))
        at = {"weight": weight.cell}
        if claimed is not None and not NOTHING.fullmatch(claimed.text):
            self.claim(row, claimed, at, EXECUTION)
        why = line.amounts.get("why")
        if why is not None and why.text.strip():
            row["why"], at["why"] = _flat(why.text), why.cell
        return {**row, "source": SOURCE, "at": at}

    def execution_by_frame(self, rows: Sequence[WeighedRow]) -> dict[str, Any] | None:
        """The row of the execution rate of a form that weighs nothing, where points are split by the rulebook's frame."""
        model = self.declared.execution
        if self.declared.weights != "even" or model is None:
            return None
        groups = self.rules.groups(model.in_)
        share = self.rules.share_of(self.rules.weighed_group(groups)) if self.rules.weighed_group(groups) else None
        line = next((one for one in self.form.funds if one.part == TOTAL), None)
        if (
            share is None
            or line is None
            or self.is_execution(groups) is None
            or any(one.groups[0] == groups[0] for one in rows)
        ):
            return None  # fmt: skip
        why = Text(f"the table of funds has no points; the rulebook's frame gives `{groups[0]}` {show_number(share)}",
                   f"资金表没有分值，按规则集框架 {groups[0]} 为 {show_number(share)} 分")  # fmt: skip
        self.assume(line.label, Taken(show_number(share), why), EXECUTION)
        return {**self.execution_row(model, as_written(share)), "source": SOURCE}

    def execution_row(self, model: FormExecutionModel, weight: Any) -> dict[str, Any]:
        label = model.label.get("zh", model.in_) if isinstance(model.label, dict) else model.label
        row: dict[str, Any] = {"in": model.in_, "label": label, "weight": weight}
        row |= {"rule": model.rule} if model.rule in self.rules.criteria else {}
        return {**row, "target": model.target, "actual": model.actual}

    def claim(self, row: dict[str, Any], said: Written, at: dict[str, str], id_: str) -> None:
        claimed = points(said)
        if claimed is None:
            self.leave(said.cell, said.text, NO_POINTS, id_)
        else:
            row["claimed"] = _number(claimed)
            at["claimed"] = said.cell

    def id_for(self, groups: tuple[str, ...]) -> str:
        """A letter for the group, as far as it is one of those that every form has, and a number."""
        prefix = next(
            (short for group in reversed(groups) for word, short in PREFIXES.items() if word in group), OTHERS
        )
        number = 1
        while f"{prefix}{number}" in self.indicators:
            number += 1
        return f"{prefix}{number}"

    def indicator(
        self, id_: str, row: FormRow, groups: tuple[str, ...], weight: Any, shared: frozenset[str]
    ) -> dict[str, Any]:
        at = {"label": row.label.cell}
        if (group := placed(row, self.declared.groups)) is not None:
            self.placed.setdefault((group.cell, path_of(row, self.declared.groups)), group)
        made: dict[str, Any] = {
            "in": path_of(row, self.declared.groups),
            "label": row.label.name or _flat(row.label.text),
        }
        own = points(row.weight)
        if own is not None and row.weight is not None:
            made["weight"], at["weight"] = _number(own), row.weight.cell
        elif row.weight is not None and not NOTHING.fullmatch(row.weight.text):
            self.leave(row.weight.cell, row.weight.text, NO_POINTS, id_)
        made.setdefault("weight", weight if weight is not None else dict(NO_RESULT))
        rule = of_group(self.declared.rule_for, row, groups)
        if rule in self.rules.criteria and row.sign != QUALITATIVE:
            made["rule"] = rule
        self.target(made, row, groups, at, id_)
        self.actual(made, row, at, id_)
        if row.claimed is not None and not NOTHING.fullmatch(row.claimed.text):
            if row.claimed.cell in shared:
                self.leave(row.claimed.cell, row.claimed.text, Left(
                    Text("one cell of points for several rows", "几行指标共用一个得分格"), Text("ask for the points of each row", "请单位分别写明各行得分")))  # fmt: skip
            else:
                self.claim(made, row.claimed, at, id_)
        if row.why is not None and not NOTHING.fullmatch(row.why.text):
            made["why"], at["why"] = _flat(row.why.text), row.why.cell
        for name, said in row.more.items():
            if not NOTHING.fullmatch(said.text):
                self.more[f"{id_} {name}"] = _said(said)
        return {**made, "source": SOURCE, "at": at}

    def sign(self, row: FormRow, groups: tuple[str, ...]) -> str | None:
        """The sign that the declaration gives to a target without one."""
        declared = of_group(self.declared.signs, row, groups)
        return declared if declared is not None or row.sign == DATE else self.declared.signs.get("else")

    def target(self, made: dict[str, Any], row: FormRow, groups: tuple[str, ...], at: dict[str, str], id_: str) -> None:
        taken = self.reader.target(row, self.sign(row, groups))
        if taken is None or row.target is None:
            return
        if isinstance(taken, Left):
            at["target"] = row.target.cell
            self.leave(row.target.cell, row.target.text, taken, id_)
            return
        made["target"] = {"is": taken.value, "source": SOURCE, "at": row.target.cell}
        self.taken[row.target.cell, _flat(row.target.text)] = (taken.meant or _shown(taken.value), id_)
        if taken.assumed is not None:
            self.signs += 1
            if taken.depends:
                self.assume(row.target, taken, id_)

    def actual(self, made: dict[str, Any], row: FormRow, at: dict[str, str], id_: str) -> None:
        taken = self.reader.actual(row)
        if taken is None or row.actual is None:
            return
        if isinstance(taken, Left):
            at["actual"] = row.actual.cell
            self.leave(row.actual.cell, row.actual.text, taken, id_)
            return
        value = taken.value if isinstance(taken.value, Mapping) else {"value": taken.value}
        made["actual"] = {**value, "source": SOURCE, "at": row.actual.cell}
        self.taken[row.actual.cell, _flat(row.actual.text)] = (taken.meant or _shown(taken.value), id_)
        self.assume(row.actual, taken, id_)

    # ------------------------------------------------------------------ weights

    def weights(self, rows: Sequence[WeighedRow]) -> dict[int, Any]:
        """Weights of rows that have none in the form, as its declaration says; each split is told once."""
        execution = self.indicators.get(EXECUTION)
        own = {self.rules.groups(execution["in"]): read_number(str(execution["weight"]))} if execution else {}
        stated = {groups: weight for groups, weight in own.items() if weight is not None}
        made = weights_of(self.declared.weights, rows, self.rules, stated)
        for said, taken in made.assumed:
            self.assume(said, taken, None)
        for said, left in made.left:
            self.leave(said.cell, said.text, left)
        return made.by_row


def _shared_claims(rows: Sequence[FormRow]) -> frozenset[str]:
    cells = [row.claimed.cell for row in rows if row.claimed is not None]
    return frozenset(cell for cell in cells if cells.count(cell) > 1 and not PAGE.fullmatch(cell))


def _shown(value: Any) -> str:
    """What a cell was taken for, in one line."""
    if isinstance(value, Mapping):
        signs = {"at_least": ">=", "at_most": "<="}
        return ", ".join(f"{signs[key]} {end}" for key, end in value.items())
    return str(value)


def _flat(text: str) -> str:
    """A text without its line breaks: between Chinese characters nothing takes their place."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[^\x00-\x7f])[ \t]*\n\s*|\n\s*(?=[^\x00-\x7f])", "", text)).strip()


def _said(said: Written) -> dict[str, str]:
    return {"value": said.text.strip(), "at": said.cell}


def _label(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _number(written: int | str | None) -> Any:
    return Decimal(written) if isinstance(written, str) else written
