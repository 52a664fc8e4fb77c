"""What the head of a column says of its cells: which fact they are, and in which unit. A batch and published cases share it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from scoring.nodes.kind import ANY, Kind
from scoring.problems import Place, Problem, Text
from scoring.project.rows import SIGN
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of
from scoring.values.number import cut, read_number, show_number
from scoring.values.units import Units

WITH_UNIT = re.compile(r"^(.*?)\s*[(（\[［]([^()（）\[\]［］]+)[)）\]］]\s*$", re.DOTALL)
PLAIN = "1"
"""The unit of a share that is written as a plain number: 0.95 below `到位率 (1)` is 95%."""
YES = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}


def name_and_unit(head: str) -> tuple[str, str | None]:
    """`long jump (米)` is a name and the unit of all its cells; a line break within is none of the name."""
    name = re.sub(r"\s*\n\s*", "", head)
    found = WITH_UNIT.match(name)
    return (name, None) if found is None else (found.group(1), found.group(2).strip())


def heads_of_facts(facts: Mapping[str, Entry[model.FactModel]], taken: Collection[str] = ()) -> dict[str, str]:
    """The fact that each head stands for: its name, its name in the data, its label where no other has the same."""
    found: dict[str, str] = {}
    labelled: dict[str, list[str]] = {}
    for name, entry in facts.items():
        found.update({name: name, entry.model.from_ or name: name})
        label = text_of(entry.model.label)
        for text in dict.fromkeys(text for text in (label.zh, label.en) if text):
            labelled.setdefault(text, []).append(name)
    for text, names in labelled.items():
        if len(names) == 1 and text not in taken:
            found.setdefault(text, names[0])
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
    sign = SIGN.match(cell)
    before, number = (cell[: sign.end()], cell[sign.end() :]) if sign is not None else ("", cell)
    value = read_number(number)
    if value is None or not unit:
        return cell
    if unit == PLAIN:
        return f"{before}{show_number(value * 100)}%"
    return f"{before}{number}{'' if unit == '%' else ' '}{unit}"
