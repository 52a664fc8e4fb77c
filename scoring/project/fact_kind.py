"""What a fact is: the kind that its declaration gives it, and what it is presumed to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scoring.nodes.kind import ANY, DATE, NUMBER, TEXT, YES_NO, Kind
from scoring.problems import Place, Problem, Text, nearest
from scoring.project.facts import FactReader
from scoring.project.presumption import presumption_of
from scoring.rulebook import model
from scoring.rulebook.loading import validated
from scoring.rulebook.rulebook import Entry
from scoring.values.units import Units


def kind_of_fact(entry: Entry[model.FactModel], units: Units) -> tuple[Kind, list[Problem]]:
    """The kind that a `[fact]` declaration gives its values, which what it presumes has to be of as well."""
    kind, problems = _declared_kind(entry, units)
    if kind.name == "list":
        kind = replace(kind, of=entry.name)
    if entry.model.key is not None:
        kind, found = _keyed(kind, entry, entry.model.key)
        problems += found
    if entry.model.if_missing is not None and entry.model.may_be_missing:
        problems.append(_stray("may_be_missing", entry))
    if entry.model.if_missing is not None and presumption_of(entry) is None:
        reader = FactReader(units, entry.document, {})
        reader.reported(entry.name, entry.model.if_missing, kind, (*entry.path, "if_missing"))
        problems += reader.problems
    return kind, problems


def _keyed(kind: Kind, entry: Entry[model.FactModel], key: str) -> tuple[Kind, list[Problem]]:
    """The kind of a list whose records are named by one of their fields: a text, or a number without a unit."""
    if kind.name != "list":
        return kind, [_stray("key", entry)]
    fields = dict(kind.fields)
    if key not in fields:
        near = nearest(key, fields)
        has = ", ".join(fields)
        message = Text(f"the records of `{entry.name}` have no `{key}`", f"{entry.name} 的记录没有 {key} 这个字段")
        fix = Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else Text(f"they have {has}", f"字段有 {has}")
        return kind, [Problem("unknown-field", message, entry.at("key"), fix)]
    named = fields[key]
    if named.name not in ("text", "number", "any") or named.dimension or named.is_share:
        message = Text("records are named by a text, or by a number without a unit", "记录的名称应为文字，或无单位的数")
        fix = Text(f'write {key} = {{ kind = "text" }}', f'写成 {key} = {{ kind = "text" }}')
        return kind, [Problem("wrong-kind", message, entry.at("key"), fix)]
    return replace(kind, key=key), []


KIND_OF = {"options": "text", "list": "list", "unit": "number"}
"""The kind that each of these keys means."""


def _stray(key: str, entry: Entry[Any]) -> Problem:
    return Problem(
        "stray-key",
        Text(f"`{key}` has no effect in fact `{entry.name}`", f"{key} 在数据 {entry.name} 中不起作用"),
        entry.key(key),
        Text("delete it", "删去它"),
    )


def _are_numbers(options: Sequence[object] | None) -> bool:
    return bool(options) and not any(isinstance(option, str) for option in options or ())


def _declared_kind(entry: Entry[Any], units: Units) -> tuple[Kind, list[Problem]]:
    """The kind of a fact, or of a field of a list's records."""
    fact: model.FieldModel = entry.model
    written = [key for key in KIND_OF if getattr(fact, key if key != "list" else "list_") is not None]
    problems = [_stray(key, entry) for key in written[1:]]
    numbers = _are_numbers(fact.options)
    if written and fact.kind not in (None, *(("number", "whole") if numbers else (KIND_OF[written[0]],))):
        problems.append(_stray("kind", entry))
    if fact.options is not None:
        texts = tuple(option for option in fact.options if isinstance(option, str))
        if texts and len(texts) < len(fact.options):
            message = Text("options are all texts or all numbers", "可选值应全为文字或全为数")
            problems.append(
                Problem("wrong-kind", message, entry.at("options"), Text("put texts in quotes", "文字加引号"))
            )
        return Kind("text", options=texts) if texts else NUMBER, problems
    if fact.list_ is not None:
        fields = []
        for name in fact.list_:
            path = (*entry.path, "list", name)
            declared, found = validated(model.FieldModel, entry.document, path)
            problems += found
            kind = ANY
            if declared is not None and (declared.kind == "whole" or _are_numbers(declared.options)):
                message = Text(
                    "whole numbers and options of numbers are facts, not fields of a list",
                    "整数和数的可选值只用于数据，不用于列表的字段",
                )
                problems.append(
                    Problem(
                        "wrong-kind",
                        message,
                        entry.document.value_place(path),
                        Text('write kind = "number"', '写 kind = "number"'),
                    )
                )
            if declared is not None:
                kind, found = _declared_kind(Entry(name, declared, entry.document, path), units)
                problems += found
            fields.append((name, kind))
        return Kind("list", fields=tuple(fields)), problems
    if fact.kind in ("yes_no", "text", "date"):
        return {"yes_no": YES_NO, "text": TEXT, "date": DATE}[fact.kind], problems
    if fact.kind == "list":
        problems.append(
            Problem(
                "missing-key",
                Text(
                    f"list `{entry.name}` does not say what its records have",
                    f"列表 {entry.name} 没有写明记录有哪些字段",
                ),
                entry.place,
                Text('add list = { amount = "元" }', '补上 list = { amount = "元" }'),
            )
        )
    if fact.unit is None:
        return NUMBER, problems
    unit = units.get(fact.unit)
    if unit is None:
        problems.append(unknown_unit(fact.unit, units, entry.at("unit")))
        return NUMBER, problems
    return Kind("number", unit.dimension, fact.unit), problems


def unknown_unit(name: str, units: Units, at: Place) -> Problem:
    near = units.near(name)
    return Problem(
        "unknown-unit",
        Text(f"unknown unit `{name}`", f"未知的单位 {name}"),
        at,
        Text(f"did you mean `{near}`?", f"是否指 {near}？")
        if near
        else Text(f'declare it: [unit."{name}"]', f'先声明：[unit."{name}"]'),
    )
