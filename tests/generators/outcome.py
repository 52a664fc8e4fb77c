"""`[grade]`, `[limit]` and `[check]`: what becomes of a total, and what facts should satisfy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.generators.author import Author, Data, Row, Rule
from tests.generators.formulas import COMPARISONS, UNITS
from tests.generators.rows import of_scored, paths

GRADES = ("优", "良", "中", "差")


def grade(at: Author) -> Data:
    """From the best down, by points or by shares; the last one in one of two forms."""
    edges = sorted(at.rng.sample((5, 10, 20, 40, 60, 80, 90), at.rng.randint(1, 3)), reverse=True)
    shares = at.chance(0.2)
    tests = [f">= {edge}{'%' if shares else ''}" for edge in edges]
    form = at.rng.randrange(5)
    made: Data = {}
    if form == 0 and not at.in_columns:  # each row by itself
        tests = [tests[0], *(f"{test} and < {above[3:]}" for test, above in zip(tests[1:], tests, strict=False))]
        made["hit"] = at.choice(("unique", "any"))
    elif form == 1:
        made["hit"] = "first"
    rows: list[Any] = [[test, name] for test, name in zip(tests, GRADES, strict=False)]
    last = GRADES[len(edges)]
    if at.chance(0.25):
        made |= {"rows": rows, "otherwise": last}
    else:
        made["rows"] = [*rows, ["else", last]]
    if at.chance(0.4) and not shares:
        made["by"] = at.choice(("total", ["total"]))
    at.grades = GRADES[: len(edges) + 1]
    return made


def grades_of_results(at: Author, results: Data, numbers: Sequence[str]) -> Data:
    """A grade table for each result that is a number."""
    grades: Data = {}
    for name in numbers:
        results[name]["grade"] = f"grade_of_{name}"
        made: Data = {"rows": [[">= 50", "高"], [">= 2", "中"], ["else", "低"]]}
        if at.chance(0.3):
            rows = [["<= 50 and > 2", "中"], ["> 50", "高"]]
            made = {"rows": rows, "otherwise": "低", "hit": at.choice(("unique", "first"))}
        grades[f"grade_of_{name}"] = made
    return grades


# ---------------------------------------------------------------- limits


def limits(at: Author, rows: Sequence[Row], results: Sequence[str]) -> Data:
    made: Data = {}
    of_rows = paths(rows)
    for number in range(at.choice((0, 0, 1, 2, 3))):
        limit: Data = {"when": _when(at, made, of_rows, rows, results)}
        effect = at.rng.randrange(3)
        if effect == 0 and at.grades:
            name = at.choice(at.grades)
            limit["grade"] = at.choice((name, {"at_most": name}, {"at_least": name}, {"is": name}))
        if effect == 1 and of_rows:
            limit["group"] = {at.choice(of_rows): _ends(at)}
        if effect == 2 or set(limit) == {"when"} or at.chance(0.2):
            limit["total"] = _ends(at)
        made[f"l{number}"] = limit
    names = list(made)
    at.rng.shuffle(names)
    return {name: made[name] for name in names}


def _when(at: Author, limits: Data, of_rows: Sequence[str], rows: Sequence[Row], results: Sequence[str]) -> str:
    form = at.rng.randrange(8)
    if form == 7 and results:
        return f"result.{at.choice(results)} {at.choice(COMPARISONS)} {at.choice((0, 2, 50))}"
    if form == 6 and rows:
        return f"{of_scored(at, rows)} {at.choice(COMPARISONS)} {at.choice((0, 2, 5))}"
    if form == 5 and "part_paid" in at.names.lists.get("parts", {}) and at.chance(0.3):
        return f"{at.choice(('any', 'all'))}(parts, part_paid / 1 万元 {at.choice(COMPARISONS)} total)"
    if form == 0 and limits:
        other = f"limit.{at.choice(list(limits))}"
        return other if at.chance(0.5) else f"not {other} and {at.writer.condition(0)}"
    if form == 1:
        return f"total {at.choice(COMPARISONS)} {at.choice((5, 10, 30, 60, 90))}"
    if form == 2 and of_rows:
        return f"subtotal.{at.choice(of_rows).replace('/', '.')} {at.choice(('<', '>='))} {at.choice((2, 5, 10))}"
    return at.writer.condition(1)


def _ends(at: Author) -> Data:
    if at.chance(0.1):
        return {"at_least": at.choice((1, 3)), "at_most": at.choice((5, 40))}
    return {"at_least": at.choice((1, 5, 20))} if at.chance(0.2) else {"at_most": at.choice((3, 10, 40, 59))}


# ---------------------------------------------------------------- checks


def checks(at: Author, rules: Mapping[str, Rule]) -> Data:
    return {f"c{number}": _check(at, rules) for number in range(at.rng.randint(0, 2))}


def _check(at: Author, rules: Mapping[str, Rule]) -> Data:
    form = at.rng.randrange(10)
    check: Data
    if form < 3:
        check = {
            "that": f"{at.writer.number('money', 1)} == {at.writer.number('money', 1)}",
            "within": at.choice(("50 元", "2 万元")),
        }
    elif form == 3:
        check = {"that": f"{at.writer.number('plain', 1)} == {at.writer.number('plain', 1)}", "within": 2}
    elif form < 6:
        check = _of_rows(at, rules)
    else:
        check = {"that": at.writer.condition(2)}
    if at.chance(0.04):
        check["broken"] = at.choice(("stop", "finding"))
    if at.chance(0.2):
        check["severity"] = at.choice(("note", "warning", "error"))
    return check


def _of_rows(at: Author, rules: Mapping[str, Rule]) -> Data:
    """One statement for every row that it is for."""
    measures = {measure for measure in UNITS if measure != "plain"}
    measure = at.choice(sorted(measures))
    unit = at.choice(list(UNITS[measure]))
    each: Data = {}
    for key, value in (("in", at.choice(("产出", ["效益", "过程"]))), ("rule", at.choice((next(iter(rules)), list(rules)))),
                       ("label", at.choice(("指标*", ["*0", "*1", "*2"])))):  # fmt: skip
        if at.chance(0.4):
            each[key] = value
    form = at.rng.randrange(5)
    if form == 4:
        return {"each": each | {"unit": unit}, "that": at.choice(("claimed <= 2", "weight > 15", "known(why)"))}
    if form == 0:
        return {"each": each | {"unit": unit}, "that": f"actual <= {at.writer.literal(measure)[0]}"}
    if form == 1:
        return {
            "each": each | {"unit": unit},
            "that": "actual == target",
            "within": f"2 {unit}" if unit != "%" else "2%",
        }
    if form == 2:
        return {"each": each, "unit": unit} | ({"that": "claimed <= weight"} if at.chance(0.5) else {})
    return {"each": each, "that": at.choice(("claimed <= weight", "known(why) or claimed > 2", "weight > 5", "weight >= 5 or why != '无'"))}  # fmt: skip
