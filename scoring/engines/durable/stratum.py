"""Tables of one level become engine rules: conditions in disjunctive normal form over tests of keys, spread over rulesets.

A `first` table whose clauses all test one key becomes ranges that exclude each other, so that exactly one of its rules fires.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from scoring.engines.durable.codes import KeyCodes
from scoring.engines.durable.conditions import Catalogue, keys_of
from scoring.engines.durable.drafts import Drafting
from scoring.engines.durable.plan import Plan, spread
from scoring.nodes.node import Choose


@dataclass(frozen=True, slots=True, eq=False)
class ClauseTable:
    """A compiled table: the keys of each clause by their place in the level; `only`: of the one key it tests."""

    choose: Choose
    keys: tuple[tuple[int, ...], ...]
    only: int | None


@dataclass(frozen=True, slots=True)
class Stratum:
    """The compiled tables of one level. `keys` in an order of their own: a project gives each a code."""

    tables: tuple[ClauseTable, ...]
    keys: tuple[KeyCodes, ...]
    plans: tuple[Plan, ...]


def compile_stratum(chooses: Sequence[Choose]) -> Stratum:
    """The tables of one level as rules: within every bound of the engine, whatever the tables are."""
    catalogue = Catalogue()
    conditions = [
        [None if clause.when is None else catalogue.of_clause(clause.when) for clause in choose.clauses]
        for choose in chooses
    ]
    drafting = Drafting(catalogue)
    tables: list[tuple[Choose, list[tuple[KeyCodes, ...]], KeyCodes | None]] = []
    for number, (choose, clauses) in enumerate(zip(chooses, conditions, strict=True)):
        keys = [tuple(dict.fromkeys(keys_of(clause))) if clause else () for clause in clauses]
        tested = {key for of_clause in keys for key in of_clause}
        if choose.hit == "first" and len(tested) == 1:
            (only,) = tested
            drafting.first_of_one_key(number, only, clauses)
        else:
            only = None
            drafting.any_table(number, choose, clauses)
            keys = [
                (drafting.whole[number, place],) if (number, place) in drafting.whole else of_clause
                for place, of_clause in enumerate(keys)
            ]
        tables.append((choose, keys, only))
    places: dict[KeyCodes, int] = {}
    for _, of_clauses, _ in tables:
        for key in chain.from_iterable(of_clauses):
            places.setdefault(key, len(places))
    return Stratum(
        tuple(
            ClauseTable(
                choose,
                tuple(tuple(places[key] for key in each) for each in keys),
                None if only is None else places[only],
            )
            for choose, keys, only in tables
        ),
        tuple(places),
        tuple(spread(drafting.units)),
    )
