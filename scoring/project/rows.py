"""Indicator rows: what a set and a project say of the same indicator, read and put together.

A project's row of the same id adds what the set leaves open; repeating a key is a problem. Targets are a
sign and an amount; `定性` has no number. The readings become facts named `<id>.actual`, `<id>.target`, ….
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from scoring.documents.document import Document
from scoring.documents.spelling import NO_RESULT
from scoring.nodes.kind import ANY, DATE, NUMBER, SHARE, TEXT, Kind
from scoring.problems import Place, Problem, Text, nearest
from scoring.project.about import known_source, read_about
from scoring.project.amounts import reported_number
from scoring.project.fact_sheet import NOTHING_SAID, Reported
from scoring.project.facts import FactReader
from scoring.project.reading import Reading
from scoring.project.targets import QUALITATIVE, fix_of, read_target
from scoring.rulebook import model
from scoring.rulebook.frame import canonical
from scoring.rulebook.rulebook import Entry, text_of
from scoring.values.amount import Amount, read_amount
from scoring.values.day import is_date
from scoring.values.number import cut, show_number
from scoring.values.units import Units

_PART = re.compile(r"(\d{1,9})/([1-9]\d{0,5})")
"""What no decimal says exactly: a weight of `40/3`."""
Entries = Mapping[str, Entry[model.IndicatorModel]]


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as written by set and project together."""

    id: str
    path: tuple[str, ...]
    label: Text
    weight: Fraction
    place: Place  # of the row that defines it
    entry: Entry[model.IndicatorModel]
    rule: str | None
    rule_by: Entry[model.IndicatorModel] | None  # the entry that names the rule
    sign: str | None = None
    kind: Kind = ANY  # of target and actual alike
    formula: tuple[str, Place] | None = None  # an actual that is computed
    formula_by: Entry[model.IndicatorModel] | None = None  # the entry that has it
    why: str | None = None
    claimed: Mapping[str, Fraction] = field(default_factory=dict)
    missing: model.MissingPolicy | None = None
    missing_by: Entry[model.IndicatorModel] | None = None  # the entry that has the policy
    judged: model.JudgedModel | None = None
    judged_by: Entry[model.IndicatorModel] | None = None  # the entry that has the judgement
    inputs: Mapping[str, Reported] = field(default_factory=dict)  # `B11.actual` and so on
    target_written: str | None = None
    stale: str | None = None  # what changed since it was judged: the judgement counts no longer
    weighed: bool = True  # whether anybody said what it weighs: without that there is no total
    source: str | None = None  # the document that it stands in
    at: Mapping[str, str] = field(default_factory=dict)  # where its keys stand there

    def told_by(self, document: Document) -> bool:
        """Whether a place that the lowered program tells is in that document."""
        writers = (self.entry, self.rule_by, self.missing_by, self.formula_by)
        return any(entry is not None and entry.document is document for entry in writers)

    @property
    def hoped(self) -> str:
        """What a qualitative target hopes for in words."""
        found = read_target(self.target_written or "")
        return found.words if found is not None else ""

    @property
    def shape(self) -> object:
        """All that the lowered program depends on: rows of equal shape share a program."""
        return self.label, self.shape_unlabelled

    @property
    def shape_unlabelled(self) -> object:
        """All that points depend on: the shape without what is only told."""
        policy = str(self.missing) if self.missing is not None else None
        return (
            self.id,
            self.path,
            self.weight,
            self.weighed,
            self.rule,
            self.sign,
            self.kind,
            self.formula,
            bool(self.why),
            self.target_written if self.sign == QUALITATIVE else None,
            policy,
            self.judged is not None or self.stale is not None,
            tuple(self.inputs),
        )


def put_rows_together(
    of_set: Entries,
    of_project: Entries,
    units: Units,
    sources: Mapping[str, Any],
    group_names: Mapping[str, str] = MappingProxyType({}),
) -> tuple[tuple[Row, ...], list[Problem]]:
    """Every row of set and project by id, in the order written, the set's first; its group in the rulebook's own names."""
    problems: list[Problem] = []
    rows = []
    for id_, entry in of_set.items():
        row = _Reading(id_, entry, of_project.get(id_), units, sources, group_names, problems).row()
        if row is not None:
            rows.append(row)
    for id_, entry in of_project.items():
        if id_ in of_set:
            continue
        if entry.model.in_ is None and entry.model.weight is None and of_set:
            problems.append(_unknown_row(id_, entry, of_set))
            continue
        row = _Reading(id_, entry, None, units, sources, group_names, problems).row()
        if row is not None:
            rows.append(row)
    return tuple(rows), problems


def _unknown_row(id_: str, entry: Entry[model.IndicatorModel], of_set: Entries) -> Problem:
    near = nearest(id_, list(of_set))
    return Problem(
        "unknown-indicator",
        Text(f"the indicator set has no `{id_}`", f"指标集里没有 {id_}"),
        entry.place,
        Text(f"did you mean `{near}`?", f"是否指 {near}？")
        if near
        else Text("a row of the project's own needs `in` and `weight`", "项目自有的指标需写明 in 和 weight"),
    )


class _Reading:
    """One row being read: the defining entry, and what the project adds to it."""

    def __init__(
        self,
        id_: str,
        defining: Entry[model.IndicatorModel],
        adding: Entry[model.IndicatorModel] | None,
        units: Units,
        sources: Mapping[str, Any],
        group_names: Mapping[str, str],
        problems: list[Problem],
    ) -> None:
        self.id, self.defining, self.adding = id_, defining, adding
        self.units, self.sources, self.group_names, self.problems = units, sources, group_names, problems

    def given(self, key: str) -> tuple[Any, Entry[model.IndicatorModel]]:
        """A key's value and who wrote it; a key that both wrote is a problem."""
        first = getattr(self.defining.model, key)
        if self.adding is None:
            return first, self.defining
        second = getattr(self.adding.model, key)
        written = key.rstrip("_")
        if first is not None and second is not None:
            self.problem(
                "repeated-key",
                Text(
                    f"`{written}` of `{self.id}` is already given by the indicator set at {self.defining.at(written)}",
                    f"指标集已写明 {self.id} 的 {written}，见 {self.defining.at(written)}",
                ),
                self.adding.key(written),
                Text("delete it here, or copy the set and change it there", "删去此处，或复制指标集后在那里改"),
            )
        return (first, self.defining) if second is None else (second, self.adding)

    def writer(self, key: str) -> Entry[model.IndicatorModel]:
        """Who wrote a key."""
        added = self.adding is not None and getattr(self.adding.model, key) is not None
        return self.adding if self.adding is not None and added else self.defining

    def problem(self, code: str, message: Text, place: Place, fix: Text | None = None) -> None:
        self.problems.append(Problem(code, message, place, fix))

    def row(self) -> Row | None:
        path, _ = self.given("in_")
        weight = self.weight()
        for key, value in (("in", path), ("weight", weight)):
            if value is None and not any(
                entry.writes(key) for entry in (self.defining, self.adding) if entry is not None
            ):
                self.problem(
                    "missing-key",
                    Text(f"indicator `{self.id}` has no `{key}`", f"指标 {self.id} 缺少 {key}"),
                    self.defining.place,
                    Text('add in = "产出/数量"' if key == "in" else "add weight = 10",
                         '补上 in = "产出/数量"' if key == "in" else "补上 weight = 10"),
                )  # fmt: skip
        label, _ = self.given("label")
        rule, ruled_by = self.given("rule")
        judged, judged_by = self.given("judged")
        stale = judged.stale if judged is not None else None
        missing, missing_by = self.given("missing")
        sign, target, target_written = self.target()
        formula, actual = self.actual(sign, target.kind if target else ANY)
        if path is None or weight is None:
            return None
        self.share_without_percent(target, actual)
        claimed = self.claimed()
        said = (target, actual, *self.said(claimed))
        inputs = {reported.name: reported for reported in said if reported is not None}
        kind = self.common_kind(target, actual, formula)
        return Row(
            id=self.id,
            path=tuple(canonical(path, self.group_names).split("/")),
            label=text_of(label, self.id),
            weight=weight,
            place=self.defining.place,
            entry=self.defining,
            rule=rule,
            rule_by=ruled_by if rule is not None else None,
            sign=sign,
            kind=kind,
            formula=formula,
            formula_by=self.writer("actual") if formula is not None else None,
            why=self.given("why")[0],
            claimed=claimed,
            missing=missing,
            missing_by=missing_by if missing is not None else None,
            judged=judged if stale is None else None,
            judged_by=judged_by if judged is not None and stale is None else None,
            stale=stale,
            inputs=inputs,
            target_written=target_written,
            weighed=self.given("weight")[0] != NO_RESULT,
            source=self.source(),
            at=self.places(target, actual),
        )

    def source(self) -> str | None:
        """The document that the row stands in; it must be one of the project's."""
        named, entry = self.given("source")
        if named is not None and named not in self.sources:
            reading = Reading(self.units, entry.document, self.sources)
            known_source(reading, named, (*entry.path, "source"))
            self.problems += reading.problems
        return str(named) if named is not None else None

    def places(self, target: Reported | None, actual: Reported | None) -> dict[str, str]:
        """Where each key of the row stands in its document."""
        own = {"target": target, "actual": actual}
        said = {key: one.about.at for key, one in own.items() if one is not None and one.about.at is not None}
        return {**(self.given("at")[0] or {}), **said}

    def said(self, claimed: Mapping[str, Fraction]) -> Iterator[Reported]:
        """The reason for a deviation, and what the project claims for the row."""
        why, by = self.given("why")
        if why:
            yield Reported(f"{self.id}.why", why, why, by.at("why"), TEXT)
        if "self" in claimed:
            points, at = claimed["self"], self.given("claimed")[1].at("claimed")
            yield Reported(f"{self.id}.claimed", points, show_number(points), at, NUMBER)

    def weight(self) -> Fraction | None:
        raw, _ = self.given("weight")
        if raw == NO_RESULT:
            return Fraction(0)
        if isinstance(raw, str) and (part := _PART.fullmatch(raw)) is not None:
            return Fraction(int(part.group(1)), int(part.group(2)))
        return self.number("weight")

    def number(self, key: str) -> Fraction | None:
        raw, entry = self.given(key)
        if raw is None:
            return None
        reader = FactReader(self.units, entry.document, self.sources)
        read = reader.value(raw, NUMBER, (*entry.path, key))
        self.problems += reader.problems
        if read is None or not isinstance(read.value, Fraction):
            return None
        if read.value < 0:
            fix = Text("write a number of at least 0", "写不小于 0 的数")
            self.problem("negative", Text(f"`{key}` is negative", f"{key} 是负数"), entry.at(key), fix)
            return None
        return read.value

    def claimed(self) -> dict[str, Fraction]:
        raw, entry = self.given("claimed")
        if raw is None:
            return {}
        written = raw if isinstance(raw, dict) else {"self": raw}
        found: dict[str, Fraction] = {}
        for role, points in written.items():
            path = (*entry.path, "claimed", role) if isinstance(raw, dict) else (*entry.path, "claimed")
            reader = FactReader(self.units, entry.document, self.sources)
            read = reader.value(points, NUMBER, path)
            self.problems += reader.problems
            if read is not None and isinstance(read.value, Fraction):
                found[role] = read.value
        return found

    def target(self) -> tuple[str | None, Reported | None, str | None]:
        """The target's sign, its amount as a fact, and the target as written."""
        raw, entry = self.given("target")
        if raw is None:
            return None, None, None
        path: tuple[str | int, ...] = (*entry.path, "target")
        about = NOTHING_SAID
        if isinstance(raw, dict):
            reading = Reading(self.units, entry.document, self.sources)
            about, raw, path = read_about(reading, raw, path, "is" if "is" in raw else "value")
            self.problems += reading.problems
        if raw is None:
            return None, None, None
        at = entry.document.value_place(path)
        text = str(raw)
        target = read_target(text)
        if target is None:
            message = Text(f"target `{cut(text, 60)}` has no sign", f"目标 {cut(text, 60)} 没有写明方向")
            self.problem("target-without-sign", message, at, fix_of(text, self.units))
            return None, None, None
        if target.sign == QUALITATIVE:
            return QUALITATIVE, None, target.written
        amount = text[target.begins :].rstrip()
        reader = FactReader(self.units, entry.document, self.sources)
        if is_date(amount):
            read = reader.value(amount, DATE, path)
        else:
            read = reported_number(reader, amount, ANY, at.inside(target.begins, max(1, len(amount))))
        self.problems += [_of_target(problem) for problem in reader.problems]
        if read is None:
            return target.sign, None, text
        shown = f"{target.sign} {read.written}"
        return target.sign, Reported(f"{self.id}.target", read.value, shown, at, read.kind, read.unit, about), shown

    def actual(self, sign: str | None, kind: Kind) -> tuple[tuple[str, Place] | None, Reported | None]:
        """A formula with its place, or the reported actual."""
        raw, entry = self.given("actual")
        if raw is None:
            return None, None
        path = (*entry.path, "actual")
        if isinstance(raw, str) and raw.lstrip().startswith("="):
            skipped = len(raw) - len(raw.lstrip()) + 1
            body = raw.lstrip()[1:]
            skipped += len(body) - len(body.lstrip())
            return (body.strip(), entry.at("actual").inside(skipped, max(1, len(body.strip())))), None
        reader = FactReader(self.units, entry.document, self.sources)
        said = raw.get("value") if isinstance(raw, dict) else raw
        wanted = TEXT if sign == QUALITATIVE and isinstance(said, str) else kind
        if kind == NUMBER and _is_share(raw, self.units):
            wanted = SHARE  # the target is told of
        reported = reader.reported(f"{self.id}.actual", raw, wanted, path)
        self.problems += reader.problems
        return None, reported

    def share_without_percent(self, target: Reported | None, actual: Reported | None) -> None:
        """`>= 0.95` is no target for an actual of `96%`: 95% or 0.95%?"""
        if target is None or actual is None or actual.unit is None or actual.unit.dimension:
            return
        value = target.value
        if target.unit is not None or target.place is None or not isinstance(value, Fraction) or value == 0:
            return
        percent = f"{target.written.split(' ')[0]} {show_number(value * 100 if value <= 1 else value)}%"
        self.problem(
            "share-without-percent",
            Text(
                f"the target is `{show_number(value)}`, the actual is a share",
                f"实际值是百分数，目标值却写成 {show_number(value)}",
            ),
            target.place,
            Text(f'write "{percent}" if that is what is meant', f'如确是此意，写 "{percent}"'),
        )

    def common_kind(self, target: Reported | None, actual: Reported | None, formula: Any) -> Kind:
        if target is not None:
            return target.kind
        if actual is not None:
            return actual.kind
        return ANY if formula is None else NUMBER


def _is_share(raw: Any, units: Units) -> bool:
    """Whether something is a number with a percent sign."""
    written = raw.get("value") if isinstance(raw, dict) else raw
    amount = read_amount(written, units) if isinstance(written, str) else None
    return isinstance(amount, Amount) and amount.unit is not None and not amount.unit.dimension


def _of_target(problem: Problem) -> Problem:
    """A bound is no target, and cannot be written as one either."""
    if problem.code not in ("amount-is-a-bound", "amount-is-a-range"):
        return problem
    return replace(problem, fix=Text("write the exact amount that is aimed at", "写明确切的目标数值"))


def share_or_points(raw: Any) -> tuple[str, Fraction] | None:
    """`("share", 0.95)` of "95%", `("points", 8)` of 8 or "8", also of "25/3%"; None for anything else."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | Decimal):
        return "points", Fraction(raw)
    if isinstance(raw, str):
        matched = re.fullmatch(r"\s*([+-]?\d{1,30}(?:\.\d{1,30})?)(?:/([1-9]\d{0,30}))?\s*(%?)\s*", raw)
        if matched:
            number = Fraction(matched.group(1)) / int(matched.group(2) or 1)
            return ("share", number / 100) if matched.group(3) else ("points", number)
    return None
