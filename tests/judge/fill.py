"""What a project does not report, filled in in every way that a few values allow."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import islice, product
from random import Random
from typing import Any

from tests.judge.drawn_formulas import COUNTS, MONEY, NUMBERS, SHARES, WORDS, Section
from tests.judge.generate import Drawn

Gap = tuple[tuple[str, ...], list[Any]]  # where it stands in the project, and what could stand there


def gaps(pair: Drawn) -> list[Gap]:
    """Every fact, actual, target and judgement that is not reported."""
    facts = pair.project.get("facts", {})
    found: list[Gap] = [
        (("facts", name), values_of(fact))
        for name, fact in pair.book.get("fact", {}).items()
        if name not in facts and "if_missing" not in fact
    ]
    for name, row in pair.project.get("indicator", {}).items():
        rule = pair.book["rule"][row["rule"]]
        at = ("indicator", name)
        if rule.get("kind") == "judged":
            found += [((*at, *path), values) for path, values in judgements(rule, row.get("judged"))]
        if rule.get("kind") == "proportional":
            pool = like(row.get("target", row.get("actual", "1 人")))
            if "actual" not in row:
                found.append(((*at, "actual"), pool))
            if "target" not in row:
                found.append(((*at, "target"), [f">= {each}" for each in pool] + [f"< {pool[1]}"]))
    return found


def values_of(fact: Section) -> list[Any]:
    if fact.get("kind") == "yes_no":
        return [True, False]
    if "options" in fact:
        return list(WORDS)
    unit = fact.get("unit")
    if unit is None:
        return [0, 1, 3, 10, -1]
    return {"%": [*SHARES[:4], "200%"], "元": [*MONEY[:3], "99 万元"], "人": [*COUNTS[:3], "88 人"]}[unit]


def like(written: str) -> list[Any]:
    for pool in (COUNTS, SHARES, MONEY):
        if written.split()[-1].lstrip("<>=0123456789.") in {each.split()[-1].lstrip("0123456789.") for each in pool}:
            return list(pool[:4])
    return list(NUMBERS)


def judgements(rule: Section, judged: Section | None) -> list[Gap]:
    """Both keys of a judgement: the level, then the share or points within it."""
    in_points = "full" in rule
    within = {
        "good": ["80%", "100%"],
        "fair": ["60%", "79.99%"],
        "poor": ["0%", "59%"],
        "strong": [10, 15],
        "some": [5, 10],
        "weak": [0, 5],
    }
    who = {"by": "panel", "on": "2025-04-20", "why": "seen"}
    key = "points" if in_points else "share"
    if judged is None:
        levels = ["strong", "some", "weak"] if in_points else ["good", "fair", "poor"]
        whole = [{**who, "level": level, key: each} for level in levels for each in within[level]]
        return [(("judged",), whole)]
    if key in judged:
        return []
    return [(("judged", key), within[judged["level"]])]


def filled(pair: Drawn, seed: int, most: int = 24) -> Iterator[Drawn]:
    """The project with every gap filled: all combinations where they are few, otherwise some drawn at random."""
    found = gaps(pair)
    pools = [values for _, values in found]
    random = Random(seed)
    count = 1
    for pool in pools:
        count *= len(pool)
    ways = product(*pools) if count <= most else (tuple(random.choice(pool) for pool in pools) for _ in range(most))
    for way in islice(ways, most):
        yield Drawn(pair.book, with_values(pair.project, [path for path, _ in found], list(way)))


def with_values(project: Section, paths: list[tuple[str, ...]], values: list[Any]) -> Section:
    full = copy.deepcopy(project)
    for path, value in zip(paths, values, strict=True):
        at = full
        for step in path[:-1]:
            at = at.setdefault(step, {})
        at[path[-1]] = value
    return full
