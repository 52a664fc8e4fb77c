"""The rulebooks, sets and projects that are made up for comparing engines have the whole language, counted by the models.

What no made-up file has is compared by nobody: a new key, kind, policy, hit, mode or section fails here until a generator
writes it. What the models allow and the language refuses is tried as well: that it is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scoring.formula.functions import FUNCTIONS
from tests.generators import Generated, generated, peers, project, toml
from tests.generators.examples import cases, changed, examples, scorecard
from tests.generators.reach import FILES, everything, reached
from tests.generators.sets import project as project_of_sets
from tests.generators.sets import rulebook as rulebook_of_sets
from tests.stated import everything_stated
from tests.writing import refused

SEEDS = 600
PROJECTS = 1
SETS = 200

REFUSED = {
    "FieldModel.kind=whole": '[fact]\nx = { list = { n = { kind = "whole" } } }\n[result.r]\nis = "count(x, n > 1)"',
    "GroupModel.combine=count": '[group."甲"]\ncombine = "count"\n[rule.r]\ngives = "points"\nis = "1"',
    **{
        f"{of}.hit={hit}": f'[fact]\nx = {{ kind = "number" }}\n[{section}]\nby = "x"\nrows = [["> 1", 2], ["> 3", 4]]\nhit = "{hit}"'
        for of, section in (("RuleModel", "rule.r"), ("PartModel", "[rule.r.part]"))
        for hit in ("all", "all_by_output", "priority")
    },
    "RuleModel.is=true": "[rule.r]\nis = true",
    "PartModel.is=true": "[[rule.r.part]]\nis = true",
}
"""What the models allow, each in a rulebook that is refused for it."""

READ = {
    "a": {"find": ["经费{amount}"]},
    "b": {"find": ["公开招标"], "says": False},
    "c": {"find": ["公开"], "says": "x"},
    "d": {"find": ["招标"], "says": True},
}
"""How reports tell facts: it scores nothing, so that engines have nothing to compare; `tests/forms/test_wordings.py` holds it."""

COUNTS = ("reported", "approved")
"""Which targets count: it is said of rows when they are read, and no point rests on it; `tests/forms/test_approved.py` holds it."""

FORMS = Path(__file__).resolve().parents[2] / "forms"
"""Forms are read and score nothing either: what the shipped ones have is tried on sheets by `tests/forms`."""
NOT_SHIPPED = [
    {"counts": "reported", "weights": "even", "groups": {"甲": "乙"}, "facts": {"arrived": "x"}},
    {"counts": "approved", "signs": {"甲": "<", "乙": "=", "丙": ">"}, "execution": {"rule": "r"}},
    {"components": {"fields": {"arrived": "x", "rate": "y"}}},
]
"""What no shipped form has, tried there as well: test_approved, test_weights_of_forms, test_groups_of_forms, test_form_declarations."""


@cache
def texts() -> tuple[str, ...]:
    return tuple(toml(file) for _, file in _files())


@cache
def all_reached() -> frozenset[str]:
    return frozenset(found for kind, file in _files() for found in reached(FILES[kind], file))


def _files() -> Iterator[tuple[str, Any]]:
    for seed in range(SEEDS):
        book = generated(seed)
        yield "rulebook", book.rulebook
        yield "set", book.indicator_set
        yield from (("project", project(book, number)) for number in range(PROJECTS))
        if seed % 10 == 0:
            yield from (("rulebook", beside) for beside in _with_examples(book))
    for seed in range(SETS):
        yield "rulebook", rulebook_of_sets(seed)
        yield "project", project_of_sets(seed, 0)
    yield from everything_stated()
    yield from ((kind, {"read": READ}) for kind in ("rulebook", "set"))
    yield from (("rulebook", {"rulebook": {"counts": one}}) for one in COUNTS)
    yield "project", {"adjusted": [{"counts": one} for one in COUNTS]}
    yield from (
        ("rulebook", {"form": tomllib.loads(file.read_text("utf-8"))["form"]}) for file in sorted(FORMS.glob("*.toml"))
    )
    yield from (("rulebook", {"form": {"own": one}}) for one in NOT_SHIPPED)
    yield from (("rulebook", peers.rulebook(seed)) for seed in peers.SEEDS)


def _with_examples(book: Generated) -> Iterator[Any]:
    """The rulebook with examples of everything, whole projects and a table of cases; and one that changes it."""
    data = project(book, 1)
    table = cases(book, [dict.fromkeys(book.rulebook["result"], 1)], [data])
    written = {"example": examples(book, 1), "cases": [table[0]] if table else []}
    yield {**book.rulebook, **written, "scorecard": [scorecard(data, {"status": "complete"}, at) for at in (0, 1)]}
    yield from (one for number in range(3) for one in changed(book, number) or ())


@pytest.mark.parametrize("model", sorted({name.partition(".")[0] for name in everything()}))
def test_every_key_and_every_word_that_a_key_takes_is_made_up(model: str) -> None:
    wanted = {name for name in everything() if name.startswith(f"{model}.")} - set(REFUSED)
    assert sorted(wanted - all_reached()) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_never_made_up_is_refused(name: str) -> None:
    assert name in everything() and name not in all_reached()
    assert refused(REFUSED[name], '[indicator]\nX = { in = "甲", weight = 10, rule = "r" }')


def test_every_function_of_formulas_is_made_up() -> None:
    used = {name for text in texts() for name in re.findall(r"\b([a-z_0-9]+)\(", text)}
    assert (
        sorted(set(FUNCTIONS) - used - {"first", "last", "nth"}) == []
    )  # of which `tests/engines/test_sets_agree.py` knows


CELLS = {
    "an amount": r'\["[0-9.]+ 万元", ',
    "a number": r"\[[0-9.]+, ",
    "a text": r'\["甲", ',
    "yes or no": r"\[(true|false), ",
    "a date": r'\["2024-03-15", ',
    "a month": r'\["2024-03", ',
    "a comparison": r'\["> 2 人", ',
    "a comparison with something": r'\["[<>=!]+ [a-z]+[0-9]", ',
    "two comparisons": r'\[">= [0-9.]+ and < [0-9.]+", ',
    "any of several": r'\[\["[<>=]',
    "anything": r'\["-", ',
    "what is missing": r'\["missing", ',
    "a last resort": r'\["else", ',
    "no result": r"\{ none = true \}\]",
    "a formula as a result": r', "\([a-z0-9]+ [+*-] ',
    "a row with a name": r"\{ row = \[.{3,80}\], id = ",
    "a row with a label": r"\{ row = \[.{3,80}\], label = ",
    "only limits of a number": r"= \{ at_least = ",
    "a fact with its document": r"= \{ value = .{1,40}, source = ",
}
"""What cells and what is reported may be written as."""


@pytest.mark.parametrize("form", CELLS)
def test_every_form_of_a_cell_is_made_up(form: str) -> None:
    assert any(re.search(CELLS[form], text) for text in texts())
