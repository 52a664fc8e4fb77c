"""`[[scorecard]]`, `[[example]]` and `[[cases]]` of made-up rulebooks, and `[change]`s of them: what comes out is written later."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from tests.generators.author import Data, Generated
from tests.generators.projects import Reporter

NOT_OF_A_SCORECARD = (
    "format",
    "project",
    "rules",
    "indicators",
    "filled_form",
    "not_understood",
    "assumed",
    "adjusted",
)
NUMBER = re.compile(r"-?[0-9.]+")
LABELS: tuple[Any, ...] = ("一个项目", {"zh": "一个项目", "en": "a project"})


def scorecard(project: Data, expected: Data, number: int) -> Data:
    """A whole project with what must come out."""
    said = {key: value for key, value in project.items() if key not in NOT_OF_A_SCORECARD}
    return {
        "label": LABELS[number % 2],
        **{key: value for key, value in said.items() if value not in ({}, None)},
        "expect": expected,
    }


# ---------------------------------------------------------------- examples


def examples(book: Generated, number: int) -> list[Data]:
    """An example of everything that can have one, with the facts of a project; nothing is expected yet."""
    report = Reporter(book, number)
    facts = {name: report.fact(name, fact) for name, fact in book.facts.items() if not report.chance(report.missing)}
    made: list[Data] = []
    for kind, key in (("value", "gives"), ("result", "gives"), ("limit", "bites"), ("check", "broken")):
        for name, entry in book.rulebook.get(kind, {}).items():
            if "with" not in entry and "each" not in entry:
                made.append({kind: name, "given": facts, key: {"bites": "unknown", "broken": True}.get(key, "?")})
    rows = {row.rule_name: row for row in book.rows if row.rule_name in book.rulebook["rule"]}
    for name, row in rows.items():
        of_row = {"target": row.written["target"]} if "target" in row.written else {}
        of_row |= {key: value for key, value in report.row(row).items() if key in ("actual", "judged", "target")}
        judged = of_row.get("judged", {})
        of_row |= {"judged": {key: judged[key] for key in judged if key not in ("source", "at")}} if judged else {}
        if not str(row.written.get("actual", "")).startswith("="):
            made.append({"rule": name, "given": {**facts, **of_row}, "earns": "?"})
    for at, example in enumerate(made):
        example["label"] = LABELS[at % 2]
    return made


def examples_of_columns(rulebook: Data, projects: Sequence[Data]) -> list[Data]:
    """An example of every column of the reported list, for a record of each of these projects; nothing is expected yet."""
    made: list[Data] = []
    for project in projects:
        facts = project["facts"]
        for name, column in rulebook.get("column", {}).get("people", {}).items():
            if facts["people"] and "place" not in column:
                made.append({"column": f"people.{name}", "given": {**facts, **facts["people"][0]}, "gives": "?"})
    return made


# ---------------------------------------------------------------- cases


def cases(book: Generated, results: Sequence[Mapping[str, Any]], projects: Sequence[Data]) -> tuple[Data, bytes] | None:
    """A table of these projects beside the rulebook, and what names its columns; None where it would compare nothing."""
    names = sorted({name for each in results for name in each if "." not in name})
    facts = [name for name, fact in book.facts.items() if fact.kind != "list"]
    declared = book.rulebook["fact"]
    written = {name: fact.get("from", name) if isinstance(fact := declared.get(name), dict) else name for name in facts}
    rows = [
        ["第" + str(at), *(_cell(project["facts"].get(written[name])) for name in facts), *(_expected(each.get(name)) for name in names), "随便"]
        for at, (project, each) in enumerate(zip(projects, results, strict=True))
        if any(_expected(each.get(name)) for name in names)
    ]  # fmt: skip
    if not rows:
        return None
    text = io.StringIO()
    csv.writer(text).writerows(
        [["编号", *(f"f {name}" for name in facts), *(f"r {name}" for name in names), "备注"], *rows]
    )
    table = {
        "file": "cases.csv",
        "id": "编号",
        "given": {name: f"f {name}" for name in facts},
        "expect": {name: f"r {name}" for name in names},
        "ignore": ["备注"],
        "none": "无",
        "within": {
            name: "1e-9 relative"
            for name in names[:1]
            if all(NUMBER.fullmatch(_expected(each.get(name)) or "0") for each in results)
        },
        "label": LABELS[book.seed // 10 % 2],
    }
    return table, text.getvalue().encode()


def _cell(value: Any) -> str:
    value = value.get("value") if isinstance(value, dict) else value
    return (
        ""
        if value is None or isinstance(value, list)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )


def _expected(value: Any) -> str:
    """What comes out as a published table has it; nothing for what it cannot say."""
    if value == {"none": True}:
        return "无"
    return (
        ""
        if value is None or value in ("not_scorable", "not_applicable") or isinstance(value, list | dict)
        else _cell(value)
    )


# ---------------------------------------------------------------- a rulebook that changes another

CHANGED: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "rule": {
        "nothing_below": ("55%",),
        "between": ([0, "90%"],),
        "missing": ("zero",),
        "round": ({"decimals": 1},),
        "full": (30,),
    },
    "value": {"round": ({"decimals": 1},), "when": ("1 > 2", "2 > 1"), "between": ([0, 1],)},
    "limit": {"total": ({"at_most": 7},)},
    "group": {"combine": ("mean",), "missing": ("leave_out",)},
    "fact": {"may_be_missing": (True,)},
    "check": {"severity": ("error",), "within": (1,)},
}
"""What may be changed of each, and to what."""


def changed(book: Generated, number: int) -> tuple[Data, Data] | None:
    """A rulebook that uses this one and changes a key of it; and one that says the same by itself."""
    rng = Random(f"change {book.seed} {number}")
    rewritten = deepcopy(book.rulebook)
    listed = [
        (kind, name, key)
        for kind, keys in CHANGED.items()
        for name, entry in rewritten.get(kind, {}).items()
        for key in keys
        if isinstance(entry, dict) and (key in entry or key in ("missing", "may_be_missing", "severity")) and "with" not in entry
    ]  # fmt: skip
    if not listed:
        return None
    kind, name, key = rng.choice(listed)
    value = rng.choice(list(CHANGED[kind][key]))
    if rewritten[kind][name].get(key) == value or (key == "may_be_missing" and "if_missing" in rewritten[kind][name]):
        return None
    rewritten[kind][name][key] = value
    change: Data = {"set": {key: value}, "why": "省级细则"} | ({"basis": "rule"} if rng.random() < 0.5 else {})
    header = {**rewritten["rulebook"], "name": "province"}
    rewritten["rulebook"] = header
    uses: Data = {"format": 1, "use": ["generated"], "rulebook": header, "change": {kind: {name: change}}}
    return uses, rewritten
