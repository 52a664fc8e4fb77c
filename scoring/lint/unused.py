"""Facts and values that nothing reads.

A fact that no value, criterion, limit, check or result reads is asked of every project for nothing; a value that nothing
reads is dead. What a rulebook of criteria declares is for any set to use, and is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scoring.lint.looked import Looked, lint
from scoring.problems import Problem, Text
from scoring.rulebook import Entry, Sections

CODES = ("unused-fact", "unused-value")
WORD = re.compile(r"[^\W\d]\w*")


def find(looked: Looked) -> Iterator[Problem]:
    counted = _words(looked)
    own = _own(looked)
    entries: Mapping[str, Entry[Any]]
    for code, what, zh, entries in (
        ("unused-fact", "fact", "数据", own.facts),
        ("unused-value", "value", "值", own.values),
    ):
        for name, entry in entries.items():
            if counted[name] == sum(1 for word in _in(entry.model) if word == name):
                yield lint(code, Text(f"nothing reads {what} `{name}`", f"没有任何规则用到{zh} {name}"), entry.place,
                           Text("delete it, or use it", "删去它，或使用它"))  # fmt: skip


def _own(looked: Looked) -> Sections:
    """What is declared for this use alone: by the set, or by a rulebook of results that no set will come to."""
    if looked.indicator_set is not None:
        return looked.indicator_set.sections
    return looked.rulebook.sections if looked.rulebook.results and not looked.sections.rules else Sections()


def _words(looked: Looked) -> Counter[str]:
    """How often each word stands in what authors wrote, besides examples."""
    counted: Counter[str] = Counter()
    sections = looked.sections
    written: list[Any] = [entry.model for group in (sections.values, sections.rules, sections.checks)
                          for entry in group.values()]  # fmt: skip
    rulebook = looked.rulebook
    written += [
        entry.model for group in (rulebook.limits, rulebook.results, rulebook.grades) for entry in group.values()
    ]
    if looked.indicator_set is not None:
        written += [entry.model for entry in looked.indicator_set.indicators.values()]
    for model in written:
        counted.update(_in(model))
    return counted


def _in(model: Any) -> Iterator[str]:
    waiting = [model.model_dump()]
    while waiting:
        at = waiting.pop()
        if isinstance(at, str):
            yield from WORD.findall(at)
        elif isinstance(at, dict):
            waiting.extend(at.values())
        elif isinstance(at, list | tuple):
            waiting.extend(at)
