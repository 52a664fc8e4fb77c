"""A form's declaration made ready: its words by the section that they are labels of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from scoring.forms.words import Known, Words, in_one_width, is_notation, pattern_of
from scoring.rulebook.model import FormModel

PERIOD, PROJECT, MONEY = "period", "project", "money"


@dataclass(frozen=True)
class Declaration:
    """A form with all that it takes over from others; `above` are their names, nearest first."""

    name: str
    model: FormModel
    above: tuple[str, ...] = ()

    @cached_property
    def head(self) -> Words:
        return Words.of(self.model.head)

    @cached_property
    def funds(self) -> Words:
        return Words.of(self.model.funds.columns) if self.model.funds is not None else Words.of({})

    @cached_property
    def fund_headings(self) -> Words:
        return Words.of({"heading": self.model.funds.headings} if self.model.funds is not None else {})

    @cached_property
    def fund_total(self) -> Words:
        return Words.of({"total": self.model.funds.total} if self.model.funds is not None else {})

    @cached_property
    def goals(self) -> Words:
        goals = self.model.goals
        return Words.of(
            {}
            if goals is None
            else {"expected": goals.expected, "reached": goals.reached, "initial": goals.initial, "rate": goals.rate}
        )

    @cached_property
    def columns(self) -> Words:
        return Words.of({**self.model.columns, **{f"more.{name}": words for name, words in self.model.more.items()}})

    @cached_property
    def management(self) -> Words:
        found = self.model.management
        return Words.of({} if found is None else {"text": found.text, "problem": found.problem})

    @cached_property
    def total(self) -> Words:
        return Words.of({"total": self.model.total.rows} if self.model.total is not None else {})

    @cached_property
    def grade(self) -> Words:
        return Words.of({"grade": self.model.total.grade} if self.model.total is not None else {})

    @cached_property
    def texts(self) -> Words:
        return Words.of(self.model.texts)

    @cached_property
    def notes(self) -> Words:
        return Words.of({"note": self.model.notes})

    @cached_property
    def review(self) -> Words:
        return Words.of({"review": self.model.review})

    @cached_property
    def labels(self) -> Words:
        return Words.of({"label": self.model.labels})

    @cached_property
    def asides(self) -> Words:
        return Words.of({"aside": self.model.asides})

    @cached_property
    def titles(self) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern_of(word) for word in self.model.titles)

    @cached_property
    def marks(self) -> Words:
        return Words.of({mark: [mark] for mark in self.model.marks})

    @cached_property
    def _templates(self) -> frozenset[str]:
        return frozenset(_without_digits(word) for word in self.model.templates)

    def is_template(self, text: str) -> bool:
        """Whether a line was left as the form has it: `指标2：`, `……`; digits do not count."""
        bare = _without_digits(text)
        return not bare or bare in self._templates

    @property
    def is_of_targets(self) -> bool:
        return self.model.kind == "targets"

    @property
    def sections(self) -> Sequence[Words]:
        return (
            *(self.head, self.funds, self.fund_headings, self.goals, self.columns, self.management, self.total),
            *(self.grade, self.texts, self.labels, self.review),
        )

    @cached_property
    def _any_section(self) -> Words:
        return Words.joined(self.sections)

    def knows(self, text: str) -> bool:
        """Whether a text is one of its labels, in any section."""
        return bool(self._any_section.names_of(text))

    def nearest(self, text: str) -> Known | None:
        """The label that a text is known as, in whatever section, of which it says least besides."""
        known = [one for words in (*self.sections, self.fund_total) if (one := words.known(text)) is not None]
        return min(known, key=lambda one: sum(map(len, one.beyond)), default=None)

    def says_nothing(self, text: str) -> bool:
        """Whether a text is a letter or a formula of columns (`B/A`), or declared to say nothing (`盖章`)."""
        return is_notation(text) or bool(self.asides.names_of(text))

    def is_instruction(self, text: str) -> bool:
        """Whether it tells how to fill in the form."""
        return any(part in text for part in self.model.instructions)


def _without_digits(text: str) -> str:
    return re.sub(r"[0-9]|[….·。_:：\-—]+$", "", in_one_width(text)).rstrip(":").casefold()


def taken_over(name: str, model: FormModel, others: Mapping[str, FormModel]) -> Declaration:
    """The form with the words of those that it uses; one that is not there is left out, and told elsewhere."""
    above: list[str] = []
    whole = model
    while whole.use is not None and whole.use in others and whole.use not in above and whole.use != name:
        above.append(whole.use)
        whole = _over(whole, others[whole.use])
    return Declaration(name, whole, tuple(above))


def _over(own: FormModel, base: FormModel) -> FormModel:
    """What the form says goes before what the other does; lists of words are joined, and a word that moves is taken along."""
    said = {key: _joined(getattr(own, key), getattr(base, key)) for key in FormModel.model_fields}
    return FormModel.model_construct(None, **{**said, "use": base.use, "marks": list(own.marks)})


def _joined(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        moved = {word for words in mine.values() if isinstance(words, list) for word in words}
        left = {key: _without(words, moved) for key, words in theirs.items()}
        return {key: _joined(mine.get(key), left.get(key)) for key in dict.fromkeys((*theirs, *mine))}
    if isinstance(mine, list) and isinstance(theirs, list):
        return list(dict.fromkeys((*mine, *theirs)))
    if isinstance(mine, BaseModel) and isinstance(theirs, BaseModel):
        fields = type(mine).model_fields
        return type(mine).model_construct(
            None, **{key: _joined(getattr(mine, key), getattr(theirs, key)) for key in fields}
        )
    return theirs if mine is None else mine


def _without(words: Any, moved: set[str]) -> Any:
    return [word for word in words if word not in moved] if isinstance(words, list) else words
