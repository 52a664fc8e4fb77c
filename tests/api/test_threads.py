"""One program, many threads: the same scorecards as one after another."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import scoring
from scoring.documents.files import write_text

RULEBOOKS, THREADS = 24, 8
SCORES = int(os.environ.get("SCORES", "240"))
"""`make soak` asks for 10,000."""

RULES = """
format = 1
[rulebook]
name = "book {number}"
total = 100
[fact]
spent = "万元"
budget = "万元"
serious = {{ kind = "yes_no" }}
[value.rate]
is = "spent / budget"
[rule.reach]
kind = "proportional"
[rule.banded]
by = "rate"
rows = [[">= {high}%", "100%"], [">= {low}%", "rate / {high}%"], ["else", "0%"]]
[limit.serious]
when = "serious"
total = {{ at_most = {cap} }}
[grade]
by = "total"
rows = [[">= 90", "good"], [">= {low}", "fair"], ["else", "poor"]]
"""


def rules(number: int) -> str:
    return RULES.format(number=number, high=90 - number, low=60 - number, cap=59 - number)


def project(number: int) -> dict[str, object]:
    facts: dict[str, object] = {"budget": "100 万元", "serious": number % 7 == 0}
    if number % 5:
        facts["spent"] = f"{(number * 37) % 120} 万元"
    return {
        "project": f"project {number}",
        "facts": facts,
        "indicator": {
            "N1": {
                "in": "产出",
                "weight": 60,
                "rule": "reach",
                "target": ">= 12 公里",
                "actual": f"{number % 15} 公里",
            },
            "E1": {"in": "效益", "weight": 40, "rule": "banded", "label": f"row of {number}"},
        },
    }


def tasks() -> Iterator[tuple[int, int]]:
    for number in range(SCORES):
        yield number % RULEBOOKS, number // RULEBOOKS


def said(book: scoring.Book, number: int) -> str:
    return json.dumps(book.score(project(number)).to_dict(), ensure_ascii=False)


def test_many_rulebooks_on_many_threads_score_as_one_after_another() -> None:
    alone = [said(scoring.load(rules(book)), number) for book, number in list(tasks())[: RULEBOOKS * 2]]
    books = [scoring.load(rules(number)) for number in range(RULEBOOKS)]
    with ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(lambda task: said(books[task[0]], task[1]), tasks()))
    assert together[: len(alone)] == alone
    assert together == [said(books[book], number) for book, number in tasks()]


def test_threads_that_begin_with_one_book_compile_it_once() -> None:
    book = scoring.load(rules(0))
    with ThreadPoolExecutor(THREADS) as threads:
        cards = list(threads.map(lambda number: said(book, number % 3), range(THREADS * 3)))
    assert cards == [said(book, number % 3) for number in range(THREADS * 3)]


def test_writing_a_file_changes_nothing_of_the_whole_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the creation mask lifted for a moment, another thread's file would be open to everybody."""
    before = os.umask(0o027)
    try:
        monkeypatch.setattr(os, "umask", None)
        write_text(tmp_path / "new.toml", "format = 1\n")
        assert (tmp_path / "new.toml").stat().st_mode & 0o777 == 0o640
    finally:
        monkeypatch.undo()
        os.umask(before)
