"""What the head of a column says of its cells: which fact they are, and in which unit. A batch and published cases share it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from scoring.nodes.kind import ANY, Kind
from scoring.problems import Place, Problem, Text
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of
from scoring.values.amount import with_unit as joined
from scoring.values.characters import plain, sign_of
from scoring.values.number import cut, read_number, show_number
from scoring.values.units import Units

WITH_UNIT = re.compile(r"^(.*?)\s*[(（\[［]([^()（）\[\]［］]+)[)）\]］]\s*$", re.DOTALL)
LETTERED = re.compile(r"\s*[(（][A-Z](?:[/／][A-Z])?[)）]\s*$")
_END = r'(at_least|at_most)\s*=\s*"([^"]*)"\s*'
BOUND = re.compile(rf"\{{\s*{_END}(?:,\s*{_END})?\}}")
PLAIN = "1"
"""The unit of a share that is written as a plain number: 0.95 below `到位率 (1)` is 95%."""
YES = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}


def name_and_unit(head: str) -> tuple[str, str | None]:
    """`long jump (米)` is a name and the unit of all its cells; a line break within is none of the name."""
    name = re.sub(r"\s*\n\s*", "", head)
    found = WITH_UNIT.match(name)
    return (name, None) if found is None else (found.group(1), found.group(2).strip())


def head_name(head: str) -> str:
    """A head without its line breaks and its letter: 全年预算数 of 全年预算数（A）."""
    return LETTERED.sub("", re.sub(r"\s*\n\s*", "", head)).strip()


def heads_of_facts(facts: Mapping[str, Entry[model.FactModel]], taken: Collection[str] = ()) -> dict[str, str]:
    """The fact that each head stands for: its name, its name in the data; its label, what it is called as well, and either
    without its letter, where no other fact is called the same."""
    found: dict[str, str] = {}
    called: dict[str, set[str]] = {}
    for name, entry in facts.items():
        found.update({name: name, entry.model.from_ or name: name})
        label = text_of(entry.model.label)
        for text in (label.zh, label.en, *(entry.model.also or ())):
            for each in (text, head_name(text)):
                called.setdefault(each, set()).add(name)
    for text, names in called.items():
        if text and len(names) == 1 and text not in taken:
            found.setdefault(text, *names)
    return found


def unit_fault(unit: str | None, kind: Kind, units: Units, at: Place) -> Problem | None:
    """A head's unit that is none, or does not convert to the fact's."""
    if unit is None or (unit == PLAIN and (kind.is_share or kind == ANY)):
        return None
    known = units.get(unit)
    if known is None:
        near = units.near(unit)
        message = Text(f"unknown unit `{cut(unit)}` in the head", f"列名中的单位 {cut(unit)} 未知")
        fix = (Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
               else Text('declare it in the rulebook: [unit."…"]', '在规则集中声明：[unit."…"]'))  # fmt: skip
        return Problem("unknown-unit", message, at, fix)
    if kind.name == "number" and known.dimension != kind.dimension:
        wanted = kind.unit or "1"
        message = Text(f"`{unit}` in the head does not convert to `{wanted}`",
                       f"列名中的单位 {unit} 不能换算为 {wanted}")  # fmt: skip
        return Problem("unit-does-not-fit", message, at, Text(f"give it in `{wanted}`", f"改用 {wanted}"))
    return None


def with_unit(cell: str, unit: str) -> str:
    """A bare number, or a target's sign and a bare number, with its unit; anything else as it is."""
    sign = sign_of(cell)
    before, number = (cell[: sign[1]], cell[sign[1] :]) if sign is not None else ("", cell)
    value = read_number(plain(number).strip())
    if value is None or not unit:
        return cell
    if unit == PLAIN:
        return f"{before}{show_number(value * 100)}%"
    return before + joined(number, unit)


def bound_of(cell: str, unit: str) -> dict[str, str] | None:
    """A bound as a file writes it, `{ at_least = "266 米" }`, or by its sign, `≥266米`; None for anything else."""
    found = BOUND.fullmatch(cell)
    if found is None:
        sign = sign_of(cell)
        key = {">=": "at_least", "<=": "at_most"}.get(sign[0]) if sign is not None else None
        return {key: with_unit(cell[sign[1] :].strip(), unit)} if sign is not None and key is not None else None
    ends = [(key, amount) for key, amount in (found.group(1, 2), found.group(3, 4)) if key]
    return {key: with_unit(amount, unit) for key, amount in ends}
