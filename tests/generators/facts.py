"""`[fact]` and `[unit]`: what may be reported, of every kind and in every form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.generators.author import Author, Data, Fact
from tests.generators.formulas import DATES, OPTIONS, UNITS

OF_THEIR_OWN: Data = {"捆": {}, "大捆": {"is": "12 捆"}}
"""Units that every made-up rulebook declares."""
FIELDS: Data = {
    "part_paid": {"unit": "元"},
    "part_share": "%",
    "part_done": {"kind": "yes_no"},
    "part_kind": ["甲", "乙"],
    "part_day": {"kind": "date"},
    "part_count": {"kind": "number"},
    "part_note": {"kind": "text", "options": ["甲", "乙", "丙"]},
    "part_bills": {"kind": "list", "list": {"bill": {"unit": "元"}, "paid": {"kind": "yes_no"}}},
}
OF_FIELDS: Data = {
    "part_paid": "money",
    "part_share": "share",
    "part_done": "yes_no",
    "part_kind": "text",
    "part_day": "date",
    "part_count": "plain",
    "part_note": "text",
    "part_bills": {"bill": "money", "paid": "yes_no"},
}
"""What fields measure, or of which kind they are; the fields of a list's own lists."""


def facts(at: Author) -> Data:
    """Every declared fact, by name; the author knows them afterwards."""
    declared: Data = {}
    for measure in UNITS:
        for number in range(at.rng.randint(0, 2)):
            declared[f"{measure}{number}"] = _number(at, f"{measure}{number}", measure)
    for number in range(at.rng.randint(1, 3)):
        name = f"yes{number}"
        declared[name] = {"kind": "yes_no"}
        if at.presumes(0.2):
            declared[name]["if_missing"] = at.chance(0.5)
        at.facts[name] = Fact("yes_no")
        at.names.yes_no.append(name)
    if at.chance(0.7):
        declared["scope"] = at.choice(
            (list(OPTIONS), {"options": list(OPTIONS)}, {"kind": "text", "options": list(OPTIONS)})
        )
        if at.presumes(0.2):
            declared["scope"] = {"options": list(OPTIONS), "if_missing": OPTIONS[0]}
        at.facts["scope"] = Fact("text", OPTIONS)
        at.names.texts["scope"] = OPTIONS
    if at.chance(0.3):
        declared["note"] = {"kind": "text"} | ({"if_missing": at.choice(OPTIONS)} if at.presumes(0.2) else {})
        at.facts["note"] = Fact("text")
        at.names.texts["note"] = OPTIONS
    for number in range(at.rng.randint(0, 2)):
        declared[f"day{number}"] = {"kind": "date"} | (
            {"if_missing": at.choice(DATES[:4])} if at.presumes(0.15) else {}
        )
        at.facts[f"day{number}"] = Fact("date")
        at.names.dates.append(f"day{number}")
    if at.chance(0.5):
        _list(at, declared)
    for fact in declared.values():
        if isinstance(fact, dict) and "if_missing" not in fact and at.chance(0.1):
            fact["may_be_missing"] = True
    at.names.facts.update(declared)
    at.names.presumed.update(name for name, fact in declared.items() if "if_missing" in fact)
    return declared


def _list(at: Author, declared: Data) -> None:
    chosen = (
        ["part_paid", "part_share", "part_done"]
        if at.chance(0.5)
        else at.rng.sample(list(FIELDS), at.rng.randint(1, 6))
    )
    declared["parts"] = {"list": {name: FIELDS[name] for name in chosen}} | ({"kind": "list"} if at.chance(0.2) else {})
    at.facts["parts"] = Fact("list", fields={name: OF_FIELDS[name] for name in chosen})
    at.names.lists["parts"] = {name: OF_FIELDS[name] for name in chosen}


def _number(at: Author, name: str, measure: str) -> Any:
    """A fact that is a number: of some unit, of a few options, or whole."""
    unit = at.choice(list(UNITS[measure]))
    known = at.names.numbers[measure]
    fact: Data = {"unit": unit} if unit else {"kind": "number"}
    options: tuple[Any, ...] = ()
    form = at.rng.randrange(8) if measure == "plain" else 8
    if form == 0:
        options = tuple(sorted(at.rng.sample((0, 1, 2, 3, 5, Decimal("0.5")), 3)))
        fact = {"options": list(options)} | ({"kind": "number"} if at.chance(0.3) else {})
    elif form == 1:
        fact = {"kind": "whole"}
    elif unit and at.chance(0.1):
        at.facts[name] = Fact(measure)
        at.names.numbers[measure].append(name)
        return unit
    if at.chance(0.15):
        fact["range"] = ">= 0"
    if at.presumes(0.15):
        fact["if_missing"] = options[0] if options else 2 if form == 1 else at.literal(measure)
        if known and not options and form != 1 and not at.in_columns and at.chance(0.5):
            fact["if_missing"] = f"= {at.choice(known)}"
    if at.chance(0.1):
        fact["from"] = f"数据 {name}"
    at.facts[name] = Fact(measure, options, whole=form == 1)
    at.names.numbers[measure].append(name)
    return fact
