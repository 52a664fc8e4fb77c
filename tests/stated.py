"""Made-up rulebooks and sets with what one engine gives of them written beside them: scorecards, examples, tables of cases.

`tests/engines/test_examples_agree.py` reads what is written here by the other engine, and `tests/whole/test_generators_reach.py`
counts what of the language is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from scoring.assessor.assessor import Assessor, score
from scoring.documents.spelling import plain
from scoring.examples.example import try_examples
from scoring.examples.scorecards import as_expected, try_scorecards
from scoring.problems import InputRefused, has_errors
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together, put_together
from scoring.scorecard.scorecard import ResultScore, Scorecard
from scoring.values.number import show_number
from tests.agreement import document, prepared
from tests.generators import Data, Generated, generated, project, sets, toml
from tests.generators.examples import cases, examples, examples_of_columns, scorecard

SEEDS = range(7000, 7010)
SETS = range(7000, 7010)
EXPECTATIONS = ("gives", "earns", "bites", "broken")


@dataclass(frozen=True)
class Files:
    """A rulebook and its set, with or without what is stated beside them."""

    rulebook: Data
    indicator_set: Data | None = None

    def with_(self, section: str, in_rulebook: Sequence[Data], in_set: Sequence[Data]) -> Files:
        of_set = None if self.indicator_set is None else {**self.indicator_set, section: list(in_set)}
        return Files({**self.rulebook, section: list(in_rulebook)}, of_set)

    def beside(self, section: str, written: Sequence[Data]) -> Files:
        """With every other one in the set, where there is one."""
        if self.indicator_set is None:
            return self.with_(section, written, ())
        return self.with_(section, written[::2], written[1::2])

    def opened(self) -> tuple[Rulebook, IndicatorSet | None]:
        rulebook = opened(self.rulebook)
        if self.indicator_set is None:
            return rulebook, None
        found, problems = put_set_together([document(toml(self.indicator_set), "indicators/set/set.toml")])
        assert found is not None and not has_errors(problems), said(problems)
        return rulebook, found

    @property
    def all(self) -> Iterator[tuple[str, Data]]:
        yield "rulebook", self.rulebook
        if self.indicator_set is not None:
            yield "set", self.indicator_set


def opened(data: Data) -> Rulebook:
    found, problems = put_together([document(toml(data), "rules/generated/rulebook.toml")])
    assert found is not None and not has_errors(problems), said(problems)
    return found


def said(problems: Any) -> list[str]:
    return [f"{one.place} {one.code} {one.message.en}" for one in problems]


def files_of(book: Generated) -> Files:
    return Files(book.rulebook, book.indicator_set if book.rows else None)


def is_sound(files: Files) -> bool:
    """Whether they are not refused, as some are on purpose."""
    return not has_errors(Assessor(*files.opened()).compiled().problems)


# ---------------------------------------------------------------- scorecards and examples


@cache
def of_book(seed: int) -> Files | None:
    """The made-up rulebook and set with scorecards and examples as the exact engine gives them."""
    book = generated(seed)
    files = files_of(book)
    if not is_sound(files):
        return None
    open_ = [scorecard(project(book, number), {"status": "complete"}, number) for number in range(3)]
    return _decided(files, open_, [one for number in range(2) for one in examples(book, number)])


@cache
def of_lists(seed: int) -> Files:
    """The same of a made-up rulebook over lists."""
    files = Files(sets.rulebook(seed), sets.indicator_set(seed))
    projects = [sets.project(seed, number) for number in range(12)]
    chosen = [one for at, one in enumerate(projects) if at < 2 or "list" in one]
    open_ = [scorecard(one, {"status": "complete"}, at) for at, one in enumerate(chosen)]
    return _decided(files, open_, examples_of_columns(files.rulebook, projects))


def _decided(files: Files, scorecards: Sequence[Data], open_examples: Sequence[Data]) -> Files:
    """With what comes out; what is refused is left out."""
    rulebook, indicator_set = files.with_("scorecard", scorecards, ()).opened()
    cards = [one.scorecard for one in try_scorecards(rulebook, indicator_set, rulebook.sections.scorecards, "exact")]
    written = [
        {**one, "expect": as_expected(card)} for one, card in zip(scorecards, cards, strict=True) if card is not None
    ]
    rulebook, indicator_set = files.with_("example", open_examples, ()).opened()
    decided: list[Data] = []
    tried = try_examples(rulebook, layers_of(rulebook, indicator_set), "exact")
    for example, one in zip(open_examples, tried, strict=True):
        if one.came and not has_errors(one.problems):
            decided.append({**{key: example[key] for key in example if key not in EXPECTATIONS}, **one.came})
    return files.beside("scorecard", written).beside("example", decided)


def layers_of(rulebook: Rulebook, indicator_set: IndicatorSet | None) -> list[Any]:
    return [rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])]


# ---------------------------------------------------------------- cases


@cache
def of_cases(seed: int) -> tuple[Files, bytes] | None:
    """The made-up rulebook and set with a table of cases as the exact engine gives them, and that table."""
    book = generated(seed)
    files = files_of(book)
    if not is_sound(files) or not book.rulebook["result"]:
        return None
    assessor = Assessor(*files.opened())
    forms = [_of_cells(project(book, number)["facts"]) for number in range(12)]
    results = [
        {one.name: in_its_unit(one, assessor) for one in card.results} if card is not None else {}
        for card in (by_exact(assessor, data) for data in forms)
    ]
    made = cases(book, results, forms)
    if made is None:
        return None
    table, raw = made
    in_set = files.indicator_set is not None and seed % 2 == 1
    return files.with_("cases", [] if in_set else [table], [table] if in_set else []), raw


def _of_cells(facts: Mapping[str, Any]) -> Data:
    """A project of what cells can say of facts."""
    alone = {name: _alone(value) for name, value in facts.items()}
    known = {name: value for name, value in alone.items() if value is not None}
    return {"format": 1, "project": "项目", "period": 2024, "indicators": "set", "facts": known}


def _alone(value: Any) -> Any:
    value = value.get("value") if isinstance(value, dict) else value
    return None if isinstance(value, list) else value


def by_exact(assessor: Assessor, data: Data) -> Scorecard | None:
    try:
        ready, _ = prepared(assessor, data)
        return score(ready, "exact") if ready is not None else None
    except InputRefused:
        return None


def in_its_unit(one: ResultScore, assessor: Assessor) -> Any:
    """A result as a published table has it."""
    if one.outcome == "none":
        return {"none": True}
    unit = assessor.declared.units.get(one.unit) if one.unit else None
    if one.outcome == "scored" and isinstance(one.value, Fraction) and unit is not None:
        return f"{show_number(one.value / unit.factor)} {unit.name}"
    return plain(one.value) if one.outcome == "scored" else one.outcome


def everything_stated() -> Iterator[tuple[str, Data]]:
    """Every file with what is stated in it, with the kind of file that it is."""
    for seed in SEEDS:
        found, of_table = of_book(seed), of_cases(seed)
        yield from found.all if found is not None else ()
        yield from of_table[0].all if of_table is not None else ()
    for seed in SETS:
        yield from of_lists(seed).all
