"""A scorecard read back from its JSON: what an auditor has years later, without rulebook and project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from scoring.problems import InputRefused, Language, Place, Problem, Text
from scoring.scorecard.scorecard import ColumnScore, ResultScore, Scorecard
from scoring.scorecard.shape import Key, Shape, keys_of
from scoring.views import explain as view
from scoring.views.explain_member import render_member
from scoring.views.losses import render_losses

SCHEMA = "scorecard/2"


def is_scorecard(data: object) -> bool:
    """Whether plain data says that it is a scorecard, of whatever version."""
    return isinstance(data, Mapping) and str(data.get("schema", "")).startswith("scorecard/")


def read_scorecard(data: Mapping[str, Any], file: str) -> Scorecard:
    """The scorecard that a JSON file holds; raises `InputRefused` where it is no scorecard of this version."""
    if data.get("schema") != SCHEMA:
        raise InputRefused([_problem(file, f"`{data.get('schema')}` is not {SCHEMA}")])
    try:
        card: Scorecard = _record(Scorecard, data)
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        raise InputRefused([_problem(file, f"not what {SCHEMA} says it should be")]) from None
    return card


def explain(card: Scorecard, name: str | None, all_: bool, language: Language, color: bool) -> str:
    """What an archived scorecard says of one indicator, result or value, of where points were lost, or of everything."""
    if all_:
        return view.render_all(card, language, color)
    if name is None:
        return render_losses(card, language, color)
    for indicator in card.indicators:
        if indicator.id == name:
            return view.render_indicator(indicator, card, (), language, color)
    for result in card.results:
        if result.name == name:
            return view.render_result(result, card, language, color)
    for value in card.values:
        if value.name == name:
            return view.render_value(value, card, language, color)
    for result in card.results:
        member = result.member(name)
        if member is not None:
            return render_member(member, result, card, language, color)
    known = [
        *(one.id for one in card.indicators),
        *(one.name for one in card.results),
        *(f"{one.name}.{member.key}" for one in card.results for member in one.members or ()),
        *(one.name for one in card.values),
    ]
    listed = ", ".join(known[:20])
    message = card.without(name) or Text(
        f"there is no indicator, result or value `{name}`", f"没有指标、结果或值 {name}"
    )
    fix = Text(f"there are {listed}", f"有 {listed}")
    raise InputRefused([Problem("unknown-indicator", message, Place("<command line>"), fix)])


def _problem(file: str, said: str) -> Problem:
    return Problem(
        "not-a-scorecard",
        Text(f"this is no scorecard that can be explained: {said}", f"不是可以说明的评分表：{said}"),
        Place(file),
        Text("write it anew: scoring score FACTS --format json", "重新输出：scoring score FACTS --format json"),
    )


def _record(record: type[Any], data: Mapping[str, Any]) -> Any:
    """A record from its keys; what never leaves the program is as it is by default."""
    given = {key.field: _value(data[key.name], key.shape) for key in keys_of(record)}
    if record is Scorecard:
        given["decimals"] = max((len(each.partition(".")[2]) for each in _points(data, keys_of(record))), default=None)
    if record in (ResultScore, ColumnScore):
        given["value"] = None
    known = {field.name for field in fields(record)}
    return record(**{name: value for name, value in given.items() if name in known})


def _value(value: Any, shape: Shape) -> Any:
    if value is None or shape.form == "value":
        return value
    match shape.form:
        case "said":
            return Text(str(value), str(value))
        case "place":
            return _place(value)
        case "number" | "points":
            return Fraction(value)
        case "record":
            assert shape.record is not None
            return _record(shape.record, value)
        case "list":
            assert shape.inside is not None
            return tuple(_value(one, shape.inside) for one in value)
        case "map":
            assert shape.inside is not None
            return {str(name): _value(one, shape.inside) for name, one in value.items()}
    return value


def _place(written: str) -> Place:
    file, line, column = written.rsplit(":", 2)
    return Place(file, int(line), int(column))


def _points(data: Mapping[str, Any], keys: tuple[Key, ...]) -> Iterator[str]:
    """Every number of points, as it is written, in a scorecard's total and indicators."""
    by_name = {key.name: key.shape for key in keys}
    parts = [("total", data["total"]), *(("indicators", one) for one in data["indicators"])]
    for name, part in parts:
        shape = by_name[name] if name == "total" else by_name[name].inside
        assert shape is not None and shape.record is not None
        for key in keys_of(shape.record):
            if key.shape.form == "points" and isinstance(part[key.name], str):
                yield part[key.name]
