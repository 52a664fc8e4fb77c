"""Legal bases in words, and those that are not declared."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from scoring.problems import Text
from scoring.program.lowered import Lowered
from scoring.program.scope import Scope
from scoring.rulebook.rulebook import Entry, Rulebook, Sections


def check_bases(rulebook: Rulebook, sections: Sections, scope: Scope) -> None:
    """A basis that is not declared is a problem wherever it is named."""
    at = Lowered(scope, rulebook, sections)
    named: list[Mapping[str, Entry[Any]]] = [sections.values, sections.checks, rulebook.limits, rulebook.results]
    for entries in named:
        for entry in entries.values():
            basis_of(entry, at)
    basis_of(rulebook.header, at)


def basis_of(entry: Entry[Any], at: Lowered) -> Text | None:
    """A basis in words: the law's number or title, and the place in it."""
    written = entry.model.basis
    if written is None:
        return None
    name, article = (written, None) if isinstance(written, str) else (written.get("law", ""), written.get("at"))
    law = at.sections.bases.get(name)
    if law is None:
        near = difflib.get_close_matches(name, list(at.sections.bases), 1)
        at.scope.problem(
            "unknown-basis",
            Text(f"no [basis.{name}] is declared", f"没有声明依据 {name}"),
            entry.at("basis") if isinstance(written, str) else entry.at("basis", "law"),
            Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？")
            if near
            else Text(f"add [basis.{name}]", f"补上 [basis.{name}]"),
        )
        return None
    parts = [
        part
        for part in (law.model.number, f"《{law.model.title}》" if law.model.title else None, article or law.model.at)
        if part
    ]
    said = " ".join(parts)
    return Text(said, said)
