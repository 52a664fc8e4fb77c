"""A project's data from a form as it was filled in, in the order in which a file has it.

Nothing of the form vanishes: what is neither a fact, a row, a claim nor something that `[filled_form]` keeps is listed under
`not_understood`; what the form's declaration adds is listed under `assumed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scoring.forms.filled_form import FilledForm, FormRow, FundLine, Role, Written
from scoring.forms.intake.amounts import DATE, NOTHING, AmountReader, Left, Taken, points
from scoring.forms.intake.conventions import Conventions
from scoring.forms.intake.rules import Rules
from scoring.problems import Text
from scoring.project.targets import QUALITATIVE
from scoring.values.amount import with_unit
from scoring.values.number import ends_as_decimal, read_number, show_number

SOURCE = "form"
"""What facts call the form by."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
OF_HEAD = re.compile(r"\s*[(（]\s*\d+(?:\.\d+)?\s*分?\s*[)）]\s*$")
"""The points in a group's head: 产出指标（50分）."""
PREFIXES = {"数量": "N", "质量": "Q", "时效": "T", "成本": "K", "效益": "E", "效果": "E", "满意度": "S"}
OTHERS = "R"
EXECUTION = "EXE"
TOTAL = "total"


@dataclass(slots=True)
class ReadProject:
    """A project's data as its file has it, and what the reading took and left."""

    data: dict[str, Any]
    signs_declared: int = 0
    units_declared: int = 0
    not_understood: int = 0

    @property
    def rows(self) -> int:
        return len(self.data.get("indicator", {}))

    @property
    def claimed(self) -> str | None:
        total = self.data.get("claim", {}).get("self", {}).get("total")
        return None if total is None else str(total)


def project_of(
    form: FilledForm, conventions: Conventions, rules: Rules, sha256: str | None = None, named: str | None = None
) -> ReadProject:
    """The project that a form tells of; `named` is what names the rulebook in its file."""
    return _Making(form, conventions, rules).project(sha256, named or conventions.rules)


@dataclass(slots=True)
class _Making:
    form: FilledForm
    conventions: Conventions
    rules: Rules
    facts: dict[str, Any] = field(default_factory=dict)
    indicators: dict[str, dict[str, Any]] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    left: dict[str, dict[str, Any]] = field(default_factory=dict)  # by cell
    assumed: list[dict[str, Any]] = field(default_factory=list)
    reader: AmountReader = field(init=False)
    signs: int = 0

    def __post_init__(self) -> None:
        self.reader = AmountReader(self.rules.units)

    def project(self, sha256: str | None, named: str) -> ReadProject:
        form = self.form
        for one in form.not_understood:
            self.leave(one.cell, one.text, Left(one.reason, one.fix))
        self.funds()
        self.rows()
        claimed = self.total()
        data: dict[str, Any] = {"format": 1, "project": self.name()}
        if (year := self.year()) is not None:
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
        return ReadProject(data, self.signs, len(self.reader.own_units), len(self.left))

    # ------------------------------------------------------------------ what is left

    def leave(self, cell: str, text: str, left: Left, row: str | None = None) -> None:
        """Lists a cell once; of two reasons the first stands, but the row is added."""
        if cell in self.left:
            if row is not None:
                self.left[cell].setdefault("row", row)
            return
        said = {"text": _flat(text), "at": cell, **({"row": row} if row is not None else {})}
        self.left[cell] = {**said, "why": _label(left.why), "fix": _label(left.fix)}

    def assume(self, said: Written, taken: Taken, row: str | None) -> None:
        if taken.assumed is not None:
            about = {"at": said.cell, **({"row": row} if row is not None else {})}
            self.assumed.append(
                {"text": _flat(said.text), "is": str(taken.value), **about, "why": _label(taken.assumed)}
            )

    # ------------------------------------------------------------------ head

    def name(self) -> str:
        said = self.form.head.get("project")
        return _flat(said.text) if said is not None and said.text.strip() else self.form.file

    def year(self) -> int | None:
        said = [self.form.head.get("period"), self.form.title]
        found = (YEAR.search(one.text) for one in said if one is not None)
        return next((int(one.group()) for one in found if one is not None), None)

    def filled_form(self) -> dict[str, Any]:
        form = self.form
        head = {name: _said(one) for name, one in form.head.items() if name not in ("project", "period")}
        total = {name: _said(one) for name, one in form.total.items() if name != "claimed" and one.text.strip()}
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

    def total(self) -> Any:
        said = self.form.total.get("claimed")
        if said is None or NOTHING.fullmatch(said.text):
            return None
        claimed = points(said)
        if claimed is None:
            self.leave(said.cell, said.text, Left(Text("no points can be read in it", "读不出分值")))
        return _number(claimed)

    # ------------------------------------------------------------------ funds

    def funds(self) -> None:
        parts = []
        for line in self.form.funds:
            if line.part == TOTAL:
                self.total_of_funds(line)
            elif (record := self.part(line)) is not None:
                parts.append(record)
        if parts and self.rules.parts is not None:
            self.facts[self.rules.parts] = parts

    def total_of_funds(self, line: FundLine) -> None:
        for role, said in line.amounts.items():
            if role in ("rate_weight", "rate_claimed", "why") or NOTHING.fullmatch(said.text):
                continue
            fact, amount = self.rules.facts.get(role), self.money(said, role)
            if amount is None:
                continue
            if fact is None or fact in self.facts:
                self.more[f"{_flat(line.label.text)} {role}"] = _said(said)
            else:
                self.facts[fact] = {"value": amount, "source": SOURCE, "at": said.cell}

    def part(self, line: FundLine) -> dict[str, Any] | None:
        """A component of the funds as a record; what no field of it takes is kept as it stands."""
        record: dict[str, Any] = {}
        cells = []
        for role, said in line.amounts.items():
            if NOTHING.fullmatch(said.text):
                continue
            name = self.rules.fields.get(role)
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
        return with_unit(said.number, unit)

    # ------------------------------------------------------------------ rows

    def rows(self) -> None:
        shared = _shared_claims(self.form.rows)
        weights = self.weights()
        execution = self.execution()
        for number, row in enumerate(self.form.rows):
            label = _flat(row.label.text)
            if NOTHING.fullmatch(re.sub(r"^指标\s*\d+\s*[:：]\s*", "", label)) and row.weight is None:
                self.leave(row.label.cell, row.label.text, Left(Text("a row without a name or weight: nothing is measured", "该行没有指标名称和分值"), Text("leave it out", "不计")))  # fmt: skip
                continue
            groups = self.rules.groups(_path(row))
            if execution is None and self.rules.rate is not None and self.is_execution(groups):
                execution = self.indicator(EXECUTION, row, groups, weights.get(number), shared)
                self.indicators = {EXECUTION: execution, **self.indicators}
                execution["actual"] = f"= {self.rules.rate}"
                execution.setdefault("target", ">= 100%")
                continue
            id_ = self.id_for(groups)
            self.indicators[id_] = {}
            self.indicators[id_] = self.indicator(id_, row, groups, weights.get(number), shared)

    def is_execution(self, groups: tuple[str, ...]) -> bool:
        needed = {"budget_adjusted", "executed"}
        return "执行" in groups[0] and all(self.rules.facts.get(role) in self.facts for role in needed)  # type: ignore[call-overload]

    def execution(self) -> dict[str, Any] | None:
        """The row of the execution rate, where the table of funds gives it points."""
        line = next((one for one in self.form.funds if one.part == TOTAL and "rate_weight" in one.amounts), None)
        if line is None or self.rules.rate is None:
            return None
        weight, claimed = line.amounts["rate_weight"], line.amounts.get("rate_claimed")
        if (full := points(weight)) is None:
            self.leave(weight.cell, weight.text, Left(Text("no points can be read in it", "读不出分值")), EXECUTION)
            return None
        row: dict[str, Any] = {
            "in": "预算执行率",
            "label": "预算执行率",
            "weight": _number(full),
            "target": ">= 100%",
            "actual": f"= {self.rules.rate}",
        }
        at = {"weight": weight.cell}
        if claimed is not None and not NOTHING.fullmatch(claimed.text):
            self.claim(row, claimed, at, EXECUTION)
        why = line.amounts.get("why")
        if why is not None and why.text.strip():
            row["why"] = _flat(why.text)
            at["why"] = why.cell
        self.indicators[EXECUTION] = {**row, "source": SOURCE, "at": at}
        return self.indicators[EXECUTION]

    def claim(self, row: dict[str, Any], said: Written, at: dict[str, str], id_: str) -> None:
        claimed = points(said)
        if claimed is None:
            self.leave(said.cell, said.text, Left(Text("no points can be read in it", "读不出分值")), id_)
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
        made: dict[str, Any] = {"in": _path(row), "label": _label_of(row)}
        own = points(row.weight)
        if own is not None and row.weight is not None:
            made["weight"], at["weight"] = _number(own), row.weight.cell
        elif row.weight is not None and not NOTHING.fullmatch(row.weight.text):
            self.leave(row.weight.cell, row.weight.text, Left(Text("no points can be read in it", "读不出分值")), id_)
        elif weight is not None:
            made["weight"] = weight
        rule = self.conventions.rule_of(groups, row.sign == DATE)
        if rule is not None and row.sign != QUALITATIVE:
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

    def target(self, made: dict[str, Any], row: FormRow, groups: tuple[str, ...], at: dict[str, str], id_: str) -> None:
        taken = self.reader.target(row, self.conventions.sign(groups, row.sign == DATE))
        if taken is None or row.target is None:
            return
        if isinstance(taken, Left):
            at["target"] = row.target.cell
            self.leave(row.target.cell, row.target.text, taken, id_)
            return
        made["target"] = {"is": taken.value, "source": SOURCE, "at": row.target.cell}
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
        self.assume(row.actual, taken, id_)

    # ------------------------------------------------------------------ weights

    def weights(self) -> dict[int, Any]:
        """Weights of rows that have none in the form, as its declaration says; each split is told once."""
        rows = self.form.rows
        bare = [number for number, row in enumerate(rows) if row.weight is None or NOTHING.fullmatch(row.weight.text)]
        if self.conventions.weights != "group head":
            return {}
        found: dict[int, Any] = {}
        for head, numbers in _by_head(rows, bare):
            full = read_number(str(points(head)))
            if full is None or any(_head(row) == head and number not in bare for number, row in enumerate(rows)):
                continue
            share = full / len(numbers)
            weight = _number(show_number(share)) if ends_as_decimal(share) else show_number(share)
            found |= dict.fromkeys(numbers, weight)
            why = Text(f"rows have no points; the group's are split evenly over its {len(numbers)} rows",
                       f"各行没有分值，按表式约定由组内 {len(numbers)} 行平分")  # fmt: skip
            self.assume(head, Taken(f"{len(numbers)} × {show_number(share)}", why), None)
        return found


def _by_head(rows: Sequence[FormRow], bare: Sequence[int]) -> Iterator[tuple[Written, list[int]]]:
    """The rows without points below each group's head that has some."""
    found: dict[Written, list[int]] = {}
    for number in bare:
        head = _head(rows[number])
        if head is not None and points(head) is not None:
            found.setdefault(head, []).append(number)
    yield from found.items()


def _head(row: FormRow) -> Written | None:
    return row.level2_weight or row.level1_weight


def _shared_claims(rows: Sequence[FormRow]) -> frozenset[str]:
    cells = [row.claimed.cell for row in rows if row.claimed is not None]
    return frozenset(cell for cell in cells if cells.count(cell) > 1 and not cell.startswith("p"))


def _path(row: FormRow) -> str:
    parts = [OF_HEAD.sub("", _flat(one.text)).replace("/", "／") for one in (row.level1, row.level2) if one is not None]
    return "/".join(dict.fromkeys(part for part in parts if part)) or "未写明"


def _label_of(row: FormRow) -> str:
    return _flat(row.label.text)


def _flat(text: str) -> str:
    """A text without its line breaks: between Chinese characters nothing takes their place."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=[^\x00-\x7f])[ \t]*\n\s*|\n\s*(?=[^\x00-\x7f])", "", text)).strip()


def _said(said: Written) -> dict[str, str]:
    return {"value": said.text.strip(), "at": said.cell}


def _label(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _number(written: int | str | None) -> Any:
    return Decimal(written) if isinstance(written, str) else written
