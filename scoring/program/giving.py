"""What a construct gives: `gives`, and the unit that its result is shown in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scoring.nodes.kind import ANY, NUMBER, SHARE, TEXT, YES_NO, Kind
from scoring.problems import Text
from scoring.program.scope import Scope
from scoring.project.fact_kind import unknown_unit
from scoring.rulebook.rulebook import Entry


@dataclass(frozen=True, slots=True)
class Giving:
    """What a construct's results are: numbers, one of some texts, or several named results."""

    kind: Kind = ANY
    outputs: tuple[tuple[str, Kind], ...] = ()
    declared: str | None = None  # "share", "points", "number", … as written


def giving_of(entry: Entry[Any], scope: Scope) -> Giving:
    """`gives` of a construct."""
    gives = entry.model.gives
    if gives is None:
        return Giving()
    if isinstance(gives, list):
        return Giving(Kind("text", options=tuple(str(option) for option in gives)))
    if isinstance(gives, dict):
        outputs = tuple((name, _kind_named(what, entry, name, scope)) for name, what in gives.items())
        return Giving(Kind("record", fields=outputs), outputs)
    return Giving(_kind_named(gives, entry, None, scope), declared=gives)


def _kind_named(what: Any, entry: Entry[Any], output: str | None, scope: Scope) -> Kind:
    if isinstance(what, list):
        return Kind("text", options=tuple(str(option) for option in what))
    kinds = {"number": NUMBER, "points": NUMBER, "share": SHARE, "text": TEXT, "yes_no": YES_NO, "date": Kind("date")}
    if isinstance(what, str) and what in kinds:
        return kinds[what]
    unit = scope.units.get(what) if isinstance(what, str) else None
    if unit is not None:
        return Kind("number", unit.dimension, unit.name)
    at = entry.at("gives", output) if output else entry.at("gives")
    scope.problem(
        "unknown-option",
        Text(f"`{what}` is nothing that a construct gives", f"结果不能写成 {what}"),
        at,
        Text("write number, share, points, text, yes_no, date or a list of texts",
             "写 number、share、points、text、yes_no、date，或文字列表"),
    )  # fmt: skip
    return ANY


def declared_kind(kind: Kind, entry: Entry[Any], scope: Scope) -> Kind:
    """The kind with the unit that the author declared for showing it."""
    written = entry.model.unit
    if written is None:
        return kind
    unit = scope.units.get(written)
    if unit is None:
        scope.state.problems.append(unknown_unit(written, scope.units, entry.at("unit")))
        return kind
    if kind.name == "any":
        return Kind("number", unit.dimension, written)
    if kind.name != "number" or kind.dimension != unit.dimension:
        scope.problem(
            "unit-does-not-fit",
            Text(f"the result does not convert to `{written}`", f"结果不能换算为 {written}"),
            entry.at("unit"),
            Text("correct the unit, or the formula", "改正单位或公式"),
        )
        return kind
    return Kind("number", unit.dimension, written)


def common_kind(kinds: list[Kind]) -> Kind:
    if not kinds:
        return ANY
    if any(kind.is_share for kind in kinds):
        return SHARE
    return next((kind for kind in kinds if kind.name != "any"), ANY)
