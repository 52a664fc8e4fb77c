"""The rulebooks that are made up for comparing engines reach every key of the models, and every policy, hit and combination.

A key that no made-up rulebook has is compared by nobody: a new one fails here until a generator writes it, or until it is said
that no engine reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

import pytest

from scoring.nodes.node import Hit
from scoring.rulebook import model
from tests.filled_tables import filled
from tests.generated import generated
from tests.generated_sets import entries
from tests.generated_sets import rulebook as sets

SECTIONS: Mapping[str, Any] = {
    "rulebook": model.RulebookHeader,
    "grade": model.GradeModel,
    "fact": model.FactModel,
    "list": model.ListModel,
    "column": model.ColumnModel,
    "value": model.ValueModel,
    "rule": model.RuleModel,
    "group": model.GroupModel,
    "limit": model.LimitModel,
    "check": model.CheckModel,
    "result": model.ResultModel,
}
WORDS = {"label", "note", "basis", "allow", "lint", "edition", "effective", "message", "also", "words", "show", "for"}
"""Keys for people alone: no engine computes anything by them."""
ELSEWHERE: Mapping[str, set[str]] = {
    "rulebook": {"values"},
    "grade": {"hit", "otherwise"},
    "fact": {"options", "may_be_missing"},
    "column": {"across"},
    "value": {"across", "each", "result", "unit"},
    "rule": {"across", "each"},
    "check": {"each", "unit"},
    "result": {"across", "each", "lines", "unit"},
}
"""Keys that made-up rulebooks do not have yet; the constructs' own tables compare them (`tests/engines/test_columnar.py`)."""


@cache
def reached() -> tuple[frozenset[tuple[str, str]], Mapping[tuple[str, str], frozenset[str]]]:
    """Every key by section, and the words that it was given."""
    keys: set[tuple[str, str]] = set()
    words: dict[tuple[str, str], set[str]] = {}
    for section, entry in _entries():
        for key, value in entry.items():
            keys.add((section, key))
            if isinstance(value, str):
                words.setdefault((section, key), set()).add(value)
    return frozenset(keys), {key: frozenset(found) for key, found in words.items()}


def _entries() -> Iterator[tuple[str, Mapping[str, Any]]]:
    books = [generated(seed).rulebook for seed in range(300)] + [filled(seed, False).rulebook for seed in range(60)]
    for book in books:
        for section, written in book.items():
            if section in ("rulebook", "grade"):
                yield section, written
            elif isinstance(written, dict):
                for entry in written.values():
                    if isinstance(entry, dict):
                        yield section, entry
    yield from entries([sets(seed) for seed in range(200)])


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_that_an_engine_reads_is_reached(section: str) -> None:
    keys = {field.alias or name for name, field in SECTIONS[section].model_fields.items()}
    never = keys - {key for found, key in reached()[0] if found == section} - WORDS
    assert never == ELSEWHERE.get(section, set())


@pytest.mark.parametrize(
    ("section", "key", "wanted"),
    [
        ("rule", "kind", {"proportional", "deduction", "checklist", "judged"}),
        ("value", "combine", {"sum", "product", "mean", "geomean", "median", "min", "max", "count"}),
        ("group", "combine", {"sum", "product", "mean", "geomean", "median", "min", "max"}),
        ("rulebook", "not_applicable", {"rescale", "siblings", "full"}),
        ("rule", "missing", {"zero", "full", "leave_out", "no_total"}),
        ("value", "missing", {"zero", "leave_out"}),
        ("value", "hit", {"unique", "any", "priority", "sum", "min", "max", "count"}),
    ],
)
def test_every_kind_combination_and_policy_is_reached(section: str, key: str, wanted: set[str]) -> None:
    assert wanted <= reached()[1][section, key]


def test_every_hit_is_reached_somewhere() -> None:
    hits = set().union(*(words for (_, key), words in reached()[1].items() if key == "hit")) | {"first"}
    internal = {"ranked"}  # of `rank`, which results have
    assert set(get_args(Hit)) - internal - hits <= {"all", "all_by_output"}  # which SQL has not, and constructs compare
