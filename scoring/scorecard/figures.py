"""Figures and names as people read them, and as they leave the program: amounts in their unit, shares, lists, labels."""

from __future__ import annotations

from fractions import Fraction

from scoring.nodes.kind import ANY, NUMBER, Kind
from scoring.problems import Language, Text
from scoring.program.limits import COUNTED
from scoring.program.program import Program
from scoring.scorecard.scorecard import Plain
from scoring.values.bound import Bound
from scoring.values.number import magnitude, show_number
from scoring.values.rounding import Rounding
from scoring.values.value import Fault, NotApplicable, Unknown, Value

DIGITS = 6
"""Of a number that has no end."""
LONGEST_EXACT = 24
INPUTS = {
    "total.earned": Text("total before limits", "限制前的总分"),
    "target": Text("target", "目标值"),
    "actual": Text("actual", "实际值"),
    "weight": Text("weight", "权重"),
    "judged.level": Text("judgement", "评判等级"),
    "judged.share": Text("judged share", "评判得分比例"),
    "judged.points": Text("judged points", "评判得分"),
}


def number(value: Fraction, digits: int = DIGITS) -> str:
    """A number as people read it: exact where that is short, else with `≈`, never cut to nothing."""
    exact = show_number(value)
    if "/" not in exact and len(exact) <= max(LONGEST_EXACT, digits):
        return exact
    if abs(value) * 10**digits < 1:
        digits -= magnitude(value)
    return f"≈{show_number(Fraction(round(value * 10**digits), 10**digits))}"


def percent(share: Fraction) -> str:
    """A share as people read it: exact where that is short, else ≈."""
    return number(share * 100) + "%"


def shown(value: Value, kind: Kind, program: Program, language: Language, digits: int = DIGITS) -> str:
    """A value as people read it, in the kind's unit and in their language."""
    zh = language == "zh"
    match value:
        case bool():
            return ("是" if value else "否") if zh else ("yes" if value else "no")
        case Fraction():
            unit = program.units.get(kind.unit) if kind.unit else None
            said = number(value / unit.factor if unit is not None else value, digits)
            return said if unit is None else f"{said}{kind.unit}" if kind.unit in ("%", "‰") else f"{said} {kind.unit}"
        case Bound():
            ends = [("≥ ", value.at_least), ("≤ ", value.at_most)]
            return ", ".join(sign + shown(end, kind, program, language) for sign, end in ends if end is not None)
        case Unknown() | Fault():
            return "?"
        case NotApplicable():
            return "不适用" if zh else "not applicable"
        case tuple():
            inner = inside_of(kind)
            listed = [shown(one, inner, program, language) for one in value[:5]]
            return "[" + ", ".join([*listed, *(["…"] if len(value) > 5 else [])]) + "]"
        case dict():
            kinds = dict(kind.fields)
            parts = (f"{key} = {shown(one, kinds.get(key, ANY), program, language)}" for key, one in value.items())
            return "{" + ", ".join(parts) + "}"
        case None:
            return "无" if zh else "none"
    return str(value)


def inside_of(kind: Kind) -> Kind:
    """What a list of that kind is of: values, or records with several fields."""
    return kind.fields[0][1] if len(kind.fields) == 1 else Kind("record", fields=kind.fields)


def as_data(value: Value, kind: Kind, program: Program) -> Plain:
    """A value as it leaves the program: true and false, texts, and numbers as text in the kind's unit."""
    match value:
        case Fraction():
            unit = program.units.get(kind.unit) if kind.unit else None
            return show_number(value / unit.factor if unit is not None else value)
        case tuple():
            inner = inside_of(kind)
            return [as_data(one, inner, program) for one in value]
        case dict():
            kinds = dict(kind.fields)
            return {name: as_data(one, kinds.get(name, ANY), program) for name, one in value.items()}
        case bool() | str() | None:
            return value
        case Bound() | Unknown() | NotApplicable() | Fault():
            return None
    return str(value)


def in_brackets(name: str) -> str:
    """A name as it stands between square brackets, which end with it."""
    return name.replace("[", "(").replace("]", ")")


def step_of(rounding: Rounding | None, after: Value, kind: Kind = NUMBER) -> Text:
    """What a number was rounded to a multiple of, where its digits do not show it: 5, or 10 of 30 by one significant digit."""
    if rounding is None or not isinstance(after, Fraction):
        return Text("", "")
    multiple = rounding.step
    if rounding.step is None and rounding.decimals is None and kind == NUMBER and after:
        last = rounding.unit_of(after)
        multiple = last if last > 1 else None
    step = show_number(multiple) if multiple is not None else ""
    return Text(f" [a multiple of {step}]", f" [{step} 的整数倍]") if step else Text("", "")


def naming(name: str, prefix: str, program: Program) -> Text:
    """What people call a fact or value: its label, or 目标值 and the like for an indicator's own inputs."""
    short = name.removeprefix(prefix).removeprefix(COUNTED)
    for key, said in INPUTS.items():
        if short == key or (not prefix and short.endswith(f".{key}")):
            return said
    if name.endswith(".evidence"):
        inner = naming(name.removesuffix(".evidence"), prefix, program)
        return Text(f"evidence of {inner.en}", f"{inner.zh}的佐证")
    if name == "peers" and name not in program.labels:
        return Text("the other projects", "其他项目")
    label = program.labels.get(name)
    return Text(short, short) if label is None or label.en == name else label
