"""Which names are read, and what is declared for one use alone, so that it is dead if nothing reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scoring.lint.analysis_model import AnalysisModel
from scoring.project.presumption import presumption_of
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, Sections

WORD = re.compile(r"[^\W\d]\w*")
FOR_READERS = {"label", "note", "basis", "message", "allow", "why", "id", "missing"}


def own(book: AnalysisModel) -> Sections:
    """What is declared for this use alone: by the project, by the set, or by a rulebook of results that no set will come to.

    What a rulebook of criteria declares is for any set to use.
    """
    if book.project is not None:
        return book.project.sections
    if book.indicator_set is not None:
        return book.indicator_set.sections
    return book.rulebook.sections if book.rulebook.results and not book.sections.rules else Sections()


def is_read(entry: Entry[Any], counted: Counter[str]) -> bool:
    """Whether anything but the entry itself names it."""
    if isinstance(entry.model, model.ValueModel) and entry.model.result:
        return True
    own = (
        0
        if isinstance(entry.model, model.FactModel)
        else sum(1 for each in words_in(entry.model) if each == entry.name.rpartition(".")[2])
    )
    return counted[entry.name.rpartition(".")[2]] > own


def words(book: AnalysisModel) -> Counter[str]:
    """How often each word stands in what is computed: formulas, conditions and cells, not what people read.

    What a fact says of itself, such as its range, is none of it.
    """
    sections, rulebook = book.sections, book.rulebook
    groups: list[Mapping[str, Entry[Any]]] = [
        sections.values, sections.lists, sections.columns, sections.rules, sections.checks,
        rulebook.limits, rulebook.results, rulebook.grades, rulebook.peers,
    ]  # fmt: skip
    written = [entry.model for group in groups for entry in group.values()]
    if book.indicator_set is not None:
        written += [entry.model for entry in book.indicator_set.indicators.values()]
    if book.project is not None:
        written += [entry.model for entry in book.project.entries.values()]
    counted = Counter(word for model in written for word in words_in(model))
    counted.update(column.partition(".")[0] for column in sections.columns)
    for result in rulebook.results.values():
        if result.model.for_each is not None and result.model.columns is None:
            counted.update(book.scope.columns_of(result.model.for_each))
    for fact in sections.facts.values():
        counted.update(WORD.findall(presumption_of(fact) or ""))
    return counted


def words_in(model: Any) -> Iterator[str]:
    waiting = [model.model_dump()]
    while waiting:
        at = waiting.pop()
        if isinstance(at, str):
            yield from WORD.findall(at)
        elif isinstance(at, dict):
            waiting.extend(below for key, below in at.items() if key not in FOR_READERS)
        elif isinstance(at, list | tuple):
            waiting.extend(at)
