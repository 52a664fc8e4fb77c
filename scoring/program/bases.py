"""Legal bases in words, and those that are not declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.problems import Problem, Text, nearest
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, Rulebook, Sections

Bases = Mapping[str, Entry[model.BasisModel]]


def basis_of(entry: Entry[Any], bases: Bases) -> Text | None:
    """The basis that something authored names, in words."""
    return basis_said(entry.model.basis, bases)


def basis_said(written: str | Mapping[str, str] | None, bases: Bases) -> Text | None:
    """A basis in words: the law's number or title, and the place in it."""
    if written is None:
        return None
    name, article = _named(written)
    law = bases.get(name)
    if law is None:
        return None
    title = f"《{law.model.title}》" if law.model.title else None
    said = " ".join(part for part in (law.model.number, title, article or law.model.at) if part)
    return Text(said, said)


def unknown_bases(rulebook: Rulebook, sections: Sections) -> Iterator[Problem]:
    """A basis that is not declared is a problem wherever it is named."""
    for entry in _resting(rulebook, sections):
        name, _ = _named(entry.model.basis)
        if name in sections.bases:
            continue
        near = nearest(name, list(sections.bases))
        yield Problem(
            "unknown-basis",
            Text(f"no [basis.{name}] is declared", f"没有声明依据 {name}"),
            entry.at("basis") if isinstance(entry.model.basis, str) else entry.at("basis", "law"),
            Text(f"did you mean `{near}`?", f"是否指 {near}？")
            if near
            else Text(f"add [basis.{name}]", f"补上 [basis.{name}]"),
        )


def _resting(rulebook: Rulebook, sections: Sections) -> Iterator[Entry[Any]]:
    """Everything that names a basis."""
    of_sections: list[Mapping[str, Entry[Any]]] = [
        sections.values, sections.lists, sections.columns, sections.checks, sections.rules,
    ]  # fmt: skip
    of_rulebook: list[Mapping[str, Entry[Any]]] = [rulebook.limits, rulebook.results, rulebook.grades]
    for entries in (*of_sections, *of_rulebook):
        yield from (entry for entry in entries.values() if entry.model.basis is not None)
    rest: list[Entry[Any]] = [rulebook.header, *rulebook.changes_written]
    yield from (entry for entry in rest if entry.model.basis is not None)


def _named(written: str | Mapping[str, str]) -> tuple[str, str | None]:
    """The law's name in `[basis]`, and the place in it."""
    return (written, None) if isinstance(written, str) else (written.get("law", ""), written.get("at"))
