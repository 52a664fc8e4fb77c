"""What two rulebooks write alike, so that nobody has to look at it: which rules, signs, groups and checks of rows are not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.rulebook.rulebook import Entry, Rulebook

READ_BY_CRITERIA = ("facts", "values", "lists", "columns", "units")
HEADS_OF_CRITERIA = ("points", "missing", "values", "not_applicable")


@dataclass(frozen=True, slots=True)
class WrittenAlike:
    """Two rulebooks as they are written."""

    one: Rulebook
    other: Rulebook

    def rules_that_differ(self) -> list[str]:
        """Rules of the first that the second writes otherwise, or that read what it does; no project names yet what only the second has."""
        one, other = self.one.sections, self.other.sections
        heads = [book.header.model for book in (self.one, self.other)]
        alike = all(_written(getattr(one, kind)) == _written(getattr(other, kind)) for kind in READ_BY_CRITERIA)
        alike &= all(getattr(heads[0], key) == getattr(heads[1], key) for key in HEADS_OF_CRITERIA)
        mine, theirs = _written(one.rules), _written(other.rules)
        return [name for name, rule in mine.items() if not alike or rule != theirs.get(name)]

    def is_rule_alike(self, name: str | None) -> bool:
        mine, theirs = (_written(book.sections.rules) for book in (self.one, self.other))
        return name is not None and mine.get(name) == theirs.get(name)

    def signs_that_differ(self) -> list[str]:
        """Signs of targets that choose another rule."""
        mine, theirs = (book.header.model.rule_for or {} for book in (self.one, self.other))
        return [str(sign) for sign, rule in mine.items() if theirs.get(sign) != rule]

    def groups(self) -> bool:
        return _written(self.one.sections.groups) == _written(self.other.sections.groups) and (
            _without_weights(self.one.frames) == _without_weights(self.other.frames)
        )

    def row_checks_that_differ(self) -> list[str]:
        """Checks of rows that may stop a project in one of them; those that only tell do not matter."""
        checks = [book.sections.checks for book in (self.one, self.other)]
        values = {*self.one.sections.values, *self.other.sections.values}
        found: dict[str, None] = {}
        for name in {**checks[0], **checks[1]}:
            both = [each[name].model for each in checks if name in each]
            if len(both) == 2 and both[0] == both[1]:
                continue
            for one in both:
                may_fail = bool(values & set(re.findall(r"[\w.]+", one.that or "")))
                if one.each is not None and (one.broken == "stop" or may_fail):
                    found[name] = None
        return list(found)


def _without_weights(frames: Mapping[str, Entry[Any]]) -> dict[str, Any]:
    """Frames as far as points may rest on them: what a group should weigh is only told of, in a finding."""
    return {name: entry.model.model_copy(update={"weight": None, "allow": None}) for name, entry in frames.items()}


def _written(entries: Mapping[str, Entry[Any]]) -> dict[str, Any]:
    """What is written under each name, wherever it stands."""
    return {name: entry.model for name, entry in entries.items()}
