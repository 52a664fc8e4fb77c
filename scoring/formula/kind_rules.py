"""Which kinds and units go together in a formula, and what kind comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.nodes.kind import ANY, NUMBER, SHARE, Kind
from scoring.nodes.node import Constant, Node
from scoring.problems import Text, one_of
from scoring.values.amount import show_amount
from scoring.values.number import cut, show_number
from scoring.values.units import Dimension, Units, over, power, times

LARGEST_UNIT_POWER = 12
ALIKE = Text(
    "put only what is of one kind together; an amount divided by one of the same unit is a number",
    "只把同类的量放在一起；量除以同单位的量得到无单位的数",
)


def _divide(kind: Kind) -> Text:
    unit = kind.unit or "人"
    return Text(f"divide by an amount of the same unit first, such as `… / 1 {unit}`",
                f"请先除以同单位的量，例如 `… / 1 {unit}`")  # fmt: skip


_NEEDED = {
    "yes_no": Text("compare it with something, such as `> 0`", "请与某值比较，例如 `> 0`"),
    "number": Text("write a number here, or `if … then 1 else 0`", "此处请写数，或 `if … then 1 else 0`"),
    "date": Text("write a date, such as `2024-11-30`", "请写日期，例如 `2024-11-30`"),
}


@dataclass(frozen=True, slots=True)
class Operand:
    """A piece of a formula: its node, where it stands, how deep it is.

    `bare` marks numbers written without a unit and what is computed from such alone; `literal` is the
    value of one that stands by itself. Beside an amount they may take its unit.
    """

    node: Node
    start: int
    end: int
    depth: int = 0
    bare: bool = False
    literal: Fraction | None = None

    @property
    def kind(self) -> Kind:
        return self.node.kind


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a part does not fit. `part` is what to point at."""

    code: str
    part: Operand
    message: Text
    fix: Text | None = None


def describe(kind: Kind) -> Text:
    """A kind in words: "an amount in 元", "a share", "a date"."""
    match kind.name:
        case "number" if kind.dimension:
            unit = kind.unit or dimension_text(kind.dimension)
            return Text(f"an amount in {unit}", f"以{unit}计的数量")
        case "number" if kind.is_share:
            return Text("a share (%)", "百分比")
        case "number":
            return Text("a number without a unit", "无单位的数")
        case name:
            return _IN_WORDS[name]


_IN_WORDS = {
    "yes_no": Text("yes or no", "是/否"),
    "text": Text("a text", "文本"),
    "date": Text("a date", "日期"),
    "list": Text("a list", "列表"),
    "record": Text("a record", "一条记录"),
    "any": Text("anything", "任意值"),
}


def dimension_text(dimension: Dimension) -> str:
    """Base units as people write them: 元/人."""

    def side(sign: int) -> list[str]:
        return [
            base + (f"^{abs(exponent)}" if abs(exponent) > 1 else "")
            for base, exponent in dimension
            if exponent * sign > 0
        ]

    return "/".join(["·".join(side(1)) or "1", *side(-1)])


# ---------------------------------------------------------------- numbers side by side


def together(parts: Sequence[Operand], units: Units) -> tuple[Kind, list[Clash]]:
    """The one kind of values that are added, compared or chosen between, and what does not fit it."""
    rule = _rule(parts)
    if rule is None:
        kind = ANY if any(part.kind.name == "any" for part in parts) else NUMBER
        return kind, []
    clashes = [clash for part in parts if part is not rule and (clash := _unlike(part, rule, units))]
    kind = rule.kind
    if kind.is_share and any(not part.bare and part.kind == NUMBER for part in parts):
        kind = NUMBER
    elif kind.name == "text":
        kind = Kind("text", options=_all_options(parts))
    return kind, clashes


def _rule(parts: Sequence[Operand]) -> Operand | None:
    """The part that the others have to fit: the first with options, or else the first with a kind of its own."""
    firm = [part for part in parts if not part.bare and part.kind.name != "any"]
    return next((part for part in firm if part.kind.options), firm[0] if firm else None)


def _all_options(parts: Sequence[Operand]) -> tuple[str, ...] | None:
    found: dict[str, None] = {}
    for part in parts:
        if part.kind.name == "text" and part.kind.options is not None:
            found.update(dict.fromkeys(part.kind.options))
        elif isinstance(part.node, Constant) and isinstance(part.node.value, str):
            found[part.node.value] = None
        else:
            return None
    return tuple(found)


def _unlike(part: Operand, rule: Operand, units: Units) -> Clash | None:
    kind, wanted = part.kind, rule.kind
    if kind.name == "any":
        return None
    if kind.name != wanted.name:
        return _kinds_differ(part, rule)
    if kind.name == "number":
        return _bare_unlike(part, wanted, units) if part.bare else _units_differ(part, rule)
    if kind.name == "text" and wanted.options and isinstance(part.node, Constant):
        return unknown_option(part, str(part.node.value), wanted.options)
    return None


def _kinds_differ(part: Operand, rule: Operand) -> Clash:
    kind, wanted = describe(part.kind), describe(rule.kind)
    message = Text(f"{kind.en} does not go together with {wanted.en}", f"{kind.zh}与{wanted.zh}不能一起运算或比较")
    fix = ALIKE
    if rule.kind.name == "date":
        fix = Text("write a date without quotes, such as `2024-11-30`", "日期不加引号，如 `2024-11-30`")
    elif rule.kind.name == "text" and part.literal is not None:
        fix = Text("put texts in quotes", "文本请加引号")
    elif (several := next((one for one in (part, rule) if one.kind.name == "record"), None)) is not None:
        part, fix = several, _one_of_several(several)
    return Clash("kinds-differ", part, message, fix)


def _one_of_several(part: Operand) -> Text:
    """How one of several results is meant, such as the place of a place."""
    named = [f"`.{name}`" for name, _ in part.kind.fields[:8]]
    if not named:
        return ALIKE
    return Text(f"say which of its results is meant: {', '.join(named)}", f"写明是哪一个结果：{'、'.join(named)}")


def _units_differ(part: Operand, rule: Operand) -> Clash | None:
    if part.kind.dimension == rule.kind.dimension:
        return None
    kind, wanted = describe(part.kind), describe(rule.kind)
    message = Text(f"{kind.en} does not go together with {wanted.en}", f"{kind.zh}与{wanted.zh}不能一起运算或比较")
    return Clash("units-differ", part, message, ALIKE)


def _bare_unlike(part: Operand, wanted: Kind, units: Units) -> Clash | None:
    """A number without a unit beside an amount or a share: right only where it cannot be misread."""
    shown = show_number(part.literal) if part.literal is not None else None
    if wanted.is_share:
        if part.literal in (0, 1):
            return None
        message = Text(
            f"{f'`{shown}`' if shown else 'a bare number'} stands where a share is meant",
            f"此处应为百分比，而不是{f' `{shown}` ' if shown else '无单位的数'}",
        )
        if part.literal is None:
            fix = Text("write it with `%`", "请带 `%` 书写")
        else:
            as_share = f"{show_number(part.literal * 100)}%"
            fix = Text(f"write `{as_share}`", f"请写 `{as_share}`")
        return Clash("share-without-percent", part, message, fix)
    if not wanted.dimension or part.literal == 0 or not units.converts(wanted.dimension):
        return None
    message = Text(
        f"{f'`{shown}`' if shown else 'a number'} has no unit beside {describe(wanted).en}",
        f"{f'`{shown}`' if shown else '数值'} 没有单位，而另一侧是{describe(wanted).zh}",
    )
    choices = list(dict.fromkeys([*([wanted.unit] if wanted.unit else []), *units.of_dimension(wanted.dimension)]))[:3]
    examples_en = " or ".join(f"`{shown or 10} {unit}`" for unit in choices)
    examples_zh = " 或 ".join(f"`{shown or 10} {unit}`" for unit in choices)
    if not choices:
        return Clash("bare-number", part, message, Text("write its unit", "请写明单位"))
    fix = Text(f"write its unit: {examples_en}", f"请写明单位：{examples_zh}")
    return Clash("bare-number", part, message, fix)


def unknown_option(part: Operand, text: str, options: tuple[str, ...]) -> Clash | None:
    """A text that is none of those it is compared with."""
    if text in options:
        return None
    shown = "、".join(f"`{option}`" for option in options[:8]) + ("…" if len(options) > 8 else "")
    message = Text(f"`{cut(text)}` is none of {shown}", f"`{cut(text)}` 不在 {shown} 之中")
    return Clash("unknown-option", part, message, one_of(text, options))


# ---------------------------------------------------------------- products, quotients, powers


def product(a: Kind, b: Kind) -> Kind:
    """The kind of a product: a share of an amount is an amount, of a number a number, of a share a share."""
    if "any" in (a.name, b.name):
        return ANY
    if a.is_share and b.is_share:
        return SHARE
    dimension = times(a.dimension, b.dimension)
    if not dimension:
        return NUMBER
    unit = a.unit if not b.dimension else b.unit if not a.dimension else None
    return Kind("number", dimension, unit)


def quotient(a: Kind, b: Kind) -> Kind:
    """The kind of a quotient: 万元 / 万元 is a number."""
    if "any" in (a.name, b.name):
        return ANY
    dimension = over(a.dimension, b.dimension)
    return Kind("number", dimension, None if b.dimension else a.unit) if dimension else NUMBER


def raised(base: Operand, exponent: Operand) -> tuple[Kind, list[Clash]]:
    """The kind of a power: exponents have no unit; an amount can only be raised to a whole number."""
    if exponent.kind.name == "number" and exponent.kind.dimension:
        message = Text(
            f"an exponent is a number, not {describe(exponent.kind).en}",
            f"指数应为数，而不是{describe(exponent.kind).zh}",
        )
        return ANY, [Clash("units-differ", exponent, message, _divide(exponent.kind))]
    if base.kind.name == "any":
        return ANY, []
    if not base.kind.dimension:
        return NUMBER, []
    whole = exponent.literal
    if whole is None or whole.denominator != 1 or abs(whole) > LARGEST_UNIT_POWER:
        message = Text(
            f"{describe(base.kind).en} can only be raised to a whole number written out, at most {LARGEST_UNIT_POWER}",
            f"{describe(base.kind).zh}的指数只能是直接写出的整数，至多 {LARGEST_UNIT_POWER}",
        )
        return ANY, [Clash("units-differ", exponent, message, _divide(base.kind))]
    dimension = power(base.kind.dimension, int(whole))
    return Kind("number", dimension, base.kind.unit if whole == 1 else None) if dimension else NUMBER, []


# ---------------------------------------------------------------- what functions take


def needs(part: Operand, name: str, what: str) -> Clash | None:
    """A clash where a part is not of the kind that its place needs (`what` is the sign or function)."""
    if part.kind.name in (name, "any"):
        return None
    found, wanted = describe(part.kind), describe(NUMBER) if name == "number" else _IN_WORDS[name]
    if name == "number":
        wanted = Text("a number", "数")
    message = Text(f"`{what}` needs {wanted.en}, this is {found.en}", f"`{what}` 需要{wanted.zh}，此处是{found.zh}")
    fix = _one_of_several(part) if part.kind.name == "record" and part.kind.fields else _NEEDED.get(name)
    return Clash("kinds-differ", part, message, fix)


def needs_plain(part: Operand, what: str) -> Clash | None:
    """A clash where a number has a unit and must have none."""
    if (clash := needs(part, "number", what)) is not None or not part.kind.dimension:
        return clash
    message = Text(
        f"`{what}` needs a number without a unit, this is {describe(part.kind).en}",
        f"`{what}` 需要无单位的数，此处是{describe(part.kind).zh}",
    )
    return Clash("units-differ", part, message, _divide(part.kind))


def rounds_in_a_unit(part: Operand, what: str, units: Units) -> Clash | None:
    """A clash where a whole number of what is not said: floor of an amount in 元 or 万元, or of a share."""
    if (clash := needs(part, "number", what)) is not None:
        return clash
    if part.kind.is_share:
        unit = "1%"
    elif units.converts(part.kind.dimension):
        unit = show_amount(Fraction(1), None) + " " + (part.kind.unit or dimension_text(part.kind.dimension))
    else:
        return None
    message = Text(
        f"`{what}` of {describe(part.kind).en}: it is not said in which unit the result is whole",
        f"对{describe(part.kind).zh}取 `{what}`：未说明以何单位取整",
    )
    fix = Text(f"write `{what}(… / {unit}) * {unit}`", f"请写 `{what}(… / {unit}) * {unit}`")
    return Clash("rounding-without-unit", part, message, fix)


def root(kind: Kind) -> Kind | None:
    """The kind of a square root; None where the unit has none."""
    if kind.name == "any":
        return ANY
    if any(exponent % 2 for _, exponent in kind.dimension):
        return None
    return (
        Kind("number", tuple((base, exponent // 2) for base, exponent in kind.dimension)) if kind.dimension else NUMBER
    )
