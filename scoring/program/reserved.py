"""Names that the language itself uses: nothing else is called so, or it would mean two things."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.formula.functions import FUNCTIONS
from scoring.formula.names import KEYWORDS
from scoring.problems import Place, Problem, Text
from scoring.rulebook.rulebook import Sections

EVERYWHERE = frozenset({"it", "own", "period"})
RESERVED = EVERYWHERE | {"actual", "target", "weight", "total"}
"""What criteria, tables, limits and results call something of their own."""
OF_A_ROW = ("actual", "target", "weight", "claimed", "why")
"""What a check of rows may read besides facts and values."""


def reserved_names(sections: Sections) -> Iterator[Problem]:
    """Facts, values and parameters that are called as the language calls something; a parameter that stands twice."""
    by_row = any(entry.model.each is not None for entry in sections.checks.values())
    taken = RESERVED.union(OF_A_ROW if by_row else (), KEYWORDS)
    for entries in (sections.facts, sections.values, sections.lists):
        for name, entry in entries.items():
            if name in taken:
                yield taken_name(name, entry.place)
    for column in sections.columns.values():
        name = column.name.partition(".")[2]
        if name in EVERYWHERE or name in KEYWORDS:
            yield taken_name(name, column.place)
    for name, value in sections.values.items():
        parameters = value.model.with_
        if parameters is None:
            continue
        if name in FUNCTIONS:
            yield taken_name(name, value.place)
        for number, parameter in enumerate(parameters):
            at = value.at("with", number)
            if parameter in EVERYWHERE or parameter in KEYWORDS:
                yield taken_name(parameter, at)
            if parameter in parameters[:number]:
                yield Problem(
                    "name-twice",
                    Text(f"`{parameter}` stands here twice", f"{parameter} 重复"),
                    at,
                    Text("rename one of the two", "给其中一个改名"),
                )


def taken_name(name: str, at: Place) -> Problem:
    """That a name is the language's own where it stands."""
    return Problem(
        "reserved-name",
        Text(f"`{name}` is a word of the language", f"{name} 是语言自用的名称"),
        at,
        Text("choose another name", "换一个名称"),
    )
