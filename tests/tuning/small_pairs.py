"""Two small rulebooks over facts that can be tried one and all: what a proof says of them, and what trying says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from random import Random
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.documents.document import parse_toml
from scoring.documents.plain_data import document_of_data
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused, has_errors
from scoring.project.project import read_project
from scoring.rulebook.rulebook import put_set_together, put_together
from scoring.scorecard.assessment import assess

MOST = 5
SET = """format = 1
[indicator_set]
name = "small"
rules = "small"
[indicator]
A = { in = "甲", weight = 60, rule = "a" }
B = { in = "乙", weight = 40, rule = "b" }
[fact]
n = { kind = "whole", range = ">= 0 and <= 5" }
m = { kind = "whole", range = ">= 0 and <= 5" }
sound = { kind = "yes_no" }
"""


def rules(parts: Mapping[str, str]) -> str:
    return f"""format = 1
[rulebook]
name = "small"
total = 100
not_applicable = "{parts["spread"]}"
[grade]
rows = [[">= {parts["best"]}", "优"], [">= 50", "中"], ["else", "差"]]
[rule.a]
by = "n"
gives = "share"
rows = [{parts["rows"]}]
[rule.b]
gives = "points"
missing = {parts["missing"]}
is = "{parts["formula"]}"
[limit.unsound]
when = "{parts["when"]}"
total = {{ at_most = {parts["cap"]} }}
"""


def pair(seed: int) -> tuple[str, str]:
    """A rulebook and another that differs in one thing, or is written otherwise."""
    rng = Random(seed)
    one, two = sorted(rng.sample(range(1, MOST + 1), 2))
    parts = {
        "spread": rng.choice(("rescale", "full")),
        "best": str(rng.choice((80, 90))),
        "rows": f'["< {one}", "0%"], ["< {two}", "n / {two}"], ["else", "100%"]',
        "missing": rng.choice(('"not_scorable"', '"zero"', '"leave_out"')),
        "formula": rng.choice(("40 * n / (n + m)", "40 - 10 * m", "if sound then 40 else 5 * m", "m * n")),
        "when": rng.choice(("sound", "not sound", "n > 3 and sound", "total < 60")),
        "cap": str(rng.choice((45, 59, 70))),
    }
    other = dict(parts)
    key = rng.choice([*parts])
    other[key] = {
        "spread": "rescale" if parts["spread"] == "full" else "full",
        "best": rng.choice(("85", f"{parts['best']}.00", "100.5")),
        "rows": rng.choice((
            f'["< {one}", "0%"], ["< {two + 1}", "n / {two}"], ["else", "100%"]',
            f'["< {one}", "0%"], ["<= {two - 1}", "2 * n / {2 * two}"], ["else", "100%"]',
            f'[">= {two}", "100%"], [">= {one}", "n / {two}"], ["else", "0%"]',
            f'["< {one}", "0.1%"], ["< {two}", "n / {two}"], ["else", "100%"]',
        )),
        "missing": rng.choice(('"zero"', '"not_scorable"', "{ value = 0 }")),
        "formula": rng.choice((
            parts["formula"].replace("n / (n + m)", "(n / (n + m))"),
            f"({parts['formula']}) * 1",
            f"max(0, {parts['formula']})",
            f"({parts['formula']}) + 0.001",
            f"({parts['formula']}) + 1",
        )),
        "when": rng.choice((f"not (not ({parts['when']}))", f"{parts['when']} and n >= 0", "sound and not sound", "known(n) and sound")),
        "cap": rng.choice(("59", "58", "100")),
    }[key]  # fmt: skip
    return rules(parts), rules(other)


def assessor(text: str) -> Assessor | None:
    book, problems = put_together([document(text, "rules.toml")])
    chosen, found = put_set_together([document(SET, "set.toml")])
    if book is None or chosen is None or has_errors([*problems, *found]):
        return None
    made = Assessor(book, chosen)
    return None if has_errors(made.compiled().problems) else made


def document(text: str, file: str) -> Any:
    document, _ = parse_toml(text.encode(), file)
    assert document is not None
    return document


def projects() -> Iterator[dict[str, Any]]:
    """Every project of the small facts: each number or none, and what does not apply."""
    numbers = (None, *range(MOST + 1))
    for n, m, sound, out in product(numbers, numbers, (None, True, False), ((), ("A",), ("B",))):
        facts = {name: value for name, value in (("n", n), ("m", m), ("sound", sound)) if value is not None}
        yield {"format": 1, "project": "P", "period": 2024, "indicators": "small", "facts": facts,
               "not_applicable": {id_: {"why": "—"} for id_ in out}}  # fmt: skip


def observed(book: Assessor, data: Mapping[str, Any]) -> Any:
    """Everything that a claim is about, of one project; None where it is refused."""
    document, _ = document_of_data(data, "project.toml")
    project, _ = read_project(document) if document is not None else (None, [])
    assert project is not None
    ready, _ = book.prepare(project)
    if ready is None:
        return None
    try:
        made = assess(Evaluation(ready.program, ready.sheet), ready.context)
    except InputRefused:
        return None
    scored = tuple((one.outcome, one.range) for one in made.scored)
    groups = tuple((path, one.counted, one.outcome) for path, one in made.totals.groups.items())
    return scored, groups, made.totals.total, made.totals.grades


def shown(one: Assessor, other: Assessor, tried: Iterable[Mapping[str, Any]]) -> dict[str, bool]:
    """Of each claim whether one of the projects shows that it is not so."""
    found = {"change": False, "loss": False, "grade": False}
    for data in tried:
        before, after = observed(one, data), observed(other, data)
        if before == after:
            continue
        found["change"] = True
        if before is None or after is None:
            continue
        found["grade"] |= before[3] != after[3]
        if before[2] is not None and after[2] is not None:
            found["loss"] |= after[2].low < before[2].low or after[2].high < before[2].high
        if all(found.values()):
            break
    return found


def moved(one: Assessor, other: Assessor) -> dict[str, bool]:
    """Of each claim whether some project shows that it is not so."""
    return shown(one, other, projects())
