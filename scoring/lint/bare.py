"""A criterion without an example, or without a legal basis: notes, since neither is wrong.

A rulebook none of whose criteria has a basis names none on purpose, and is left alone; so it is with examples.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.looked import Looked, lint
from scoring.problems import Problem, Text

CODES = ("without-example", "without-basis")


def find(looked: Looked) -> Iterator[Problem]:
    rules = looked.rulebook.sections.rules
    tried = {entry.model.rule for entry in looked.sections.examples}
    if tried & set(rules):
        for name, entry in rules.items():
            if name not in tried:
                yield lint("without-example", Text(f"no example shows rule `{name}`", f"没有示例说明规则 {name}"), entry.place,
                           Text("add an [[example]]", "补上 [[example]]"), "note")  # fmt: skip
    founded = [name for name, entry in rules.items() if entry.model.basis is not None]
    if founded and looked.rulebook.header.model.basis is None:
        for name, entry in rules.items():
            if name not in founded:
                yield lint("without-basis", Text(f"rule `{name}` names no legal basis", f"规则 {name} 没有写明依据"), entry.place,
                           Text("add basis = …", "补上 basis"), "note")  # fmt: skip
