"""Every equation that the golden traces print is true when a person computes it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scoring.views.as_json import data
from tests.agreement import assessor_of, prepared, scorecard
from tests.equations import Unreadable, Untrue, check, check_fails
from tests.generators import generated, project

GOLDEN = Path(__file__).parent / "golden"
ARITHMETIC = re.compile(r"^ +(?:arithmetic|计算) +(.+)$", re.MULTILINE)
NOT_HOLDING = re.compile(r"^  \S.*? {2,}(\S.*?) (?:does not hold|不成立)", re.MULTILINE)

READABLE = {
    "a text or list that is no equation": re.compile(r"^[\[{]|^[^=≈≥≤<>→]+$"),
    "texts put together": re.compile(r"text\("),
    "several results": re.compile(r".*\{.* = .*\}"),
    "a range of an incomplete scorecard": re.compile(r".*\d – \d|.*%–"),
}
"""Lines without an equation, by what they are."""

MOST_UNREADABLE: dict[str, int] = {}
"""How many lines of each kind this reader cannot recompute; less is better, more fails."""


def of_json(file: Path) -> Iterator[tuple[str, bool]]:
    yield from of_card(json.loads(file.read_text(encoding="utf-8")))


def of_card(card: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Every equation of a scorecard, and whether it is said to hold."""
    for part in ("indicators", "results", "groups", "limits", "values"):
        for one in card.get(part) or ():
            if one.get("arithmetic") and part != "limits":
                yield one["arithmetic"], True
            for clause in one.get("not_taken") or ():
                said = re.fullmatch(r"(.+) (?:does not hold|不成立)", clause["because"])
                if said:
                    yield said.group(1), False
    if card["total"].get("arithmetic"):
        yield card["total"]["arithmetic"], True


def of_text(file: Path) -> Iterator[tuple[str, bool]]:
    text = file.read_text(encoding="utf-8")
    yield from ((found.group(1), True) for found in ARITHMETIC.finditer(text))
    yield from ((found.group(1), False) for found in NOT_HOLDING.finditer(text))


def lines() -> Iterator[tuple[str, str, bool]]:
    for file in sorted(GOLDEN.rglob("*")):
        name = str(file.relative_to(GOLDEN))
        if file.suffix == ".json" and file.parent.name == "scorecards":
            yield from ((name, *each) for each in of_json(file))
        elif file.suffix == ".txt" and ("explained" in name or file.name == "trace.txt"):
            yield from ((name, *each) for each in of_text(file))


def test_every_equation_of_the_golden_traces_is_true() -> None:
    untrue: list[str] = []
    unreadable: Counter[str] = Counter()
    examples: dict[str, str] = {}
    read = 0
    for name, line, holds in lines():
        if any(plain.match(line) for plain in READABLE.values()):
            continue
        try:
            check(line) if holds else check_fails(line)
            read += 1
        except Unreadable as kind:
            unreadable[str(kind).partition(":")[0]] += 1
            examples.setdefault(str(kind).partition(":")[0], f"{name}: {line} ({kind})")
        except Untrue as said:
            untrue.append(f"{name}: {line}: {said}")
    assert not untrue, "\n".join(untrue)
    assert read > 170
    over = {kind: count for kind, count in unreadable.items() if count > MOST_UNREADABLE.get(kind, 0)}
    assert not over, "\n".join(f"{count} × {kind}, such as {examples[kind]}" for kind, count in over.items())


@pytest.mark.parametrize("first", [0, 20, 40])
def test_every_equation_of_projects_made_up_at_random_is_true(first: int) -> None:
    untrue, read, unreadable = [], 0, 0
    for seed in range(first, first + 20):
        book = generated(seed)
        ready, _ = prepared(assessor_of(book), project(book, 0))
        card = scorecard(ready) if ready is not None else None
        for line, holds in of_card(data(card, "en")) if card is not None else ():
            if any(plain.match(line) for plain in READABLE.values()) or "not applicable" in line:
                continue  # what does not apply is no number that could be recomputed
            try:
                check(line) if holds else check_fails(line)
                read += 1
            except Unreadable:
                unreadable += 1
            except Untrue as said:
                untrue.append(f"seed {seed}: {line}: {said}")
    assert not untrue, "\n".join(untrue)
    assert read > 100 and unreadable <= read // 20


@pytest.mark.parametrize(
    "line",
    [
        "50 × (57.3 万元 ÷ 60 万元) = 47.75",
        "57.30 万元 ÷ 60.00 万元 = 95.5% → 10 × (95.5% ÷ 100%) = 9.55",
        "10 × 1/3 + 10 × 1/3 ≈ 6.666667 → 6.67",
        "3 × 20 = 60 → at most 50",
        "5 [a] + ? [b] (left out) = 5",
        "mean(4 [a] (weight 2), ? [b] (weight 5, left out), 9 [c]) ≈ 5.666667",
        "max(0, 3 − days(2024-12-31, 2025-01-03) × (3 × 5%)) = 2.55",
        "(money was diverted (no) ∨ late (yes)) ∧ 5 ≥ 3",
        "255000 元 ÷ 30 万元 = 0.85",
        "8 − (2 ÷ 3 ≈ 0.666667 → 0.7) = 7.3",
        '较强 = "较强" → 5 × 12 ÷ 15 = 4.00',
    ],
)
def test_the_reader_takes_what_is_true(line: str) -> None:
    check(line)


@pytest.mark.parametrize(
    "line",
    [
        "50 × (57.3 万元 ÷ 60 万元) = 47.76",
        "arithmetic 60 = 50.00",
        "5 + 7 = 5",
        "mean(5, 7 (weight 3)) = 5",
        "9 + 0 = 95 ≥ 60",
        "(0.957 × ln(1) + 1.68) → 1.7 = 1.6",
        "40 = 40 → at most 50",
        "2 ÷ 3 ≈ 0.666667 → 0.65",
        "10 × 95% = 9.4 → 9.40",
        '达成 = "部分达成" → 6 × 90% = 5.40',
    ],
)
def test_the_reader_finds_what_is_not(line: str) -> None:
    with pytest.raises((Untrue, Unreadable)):
        check(line)


def test_what_is_said_not_to_hold_does_not() -> None:
    check_fails("11.4 公里 ≥ 12 公里")
    check_fails("money was diverted (no) ∧ 5 ≥ 3")
    with pytest.raises(Untrue):
        check_fails("≈100% ≥ 100%")
    with pytest.raises(Untrue):
        check_fails("5 ≥ 3 ∨ 1 ≥ 2")
