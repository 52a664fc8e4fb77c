"""Constructs of the language, each a rulebook, a project and what comes out; and the policies that tables list."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import get_args

from docs.making.shown import ROOT, fenced, printed
from scoring.program.kinds import KINDS
from scoring.rulebook import model
from scoring.values.number import show_number
from scoring.values.rounding import Rounding

CONSTRUCTS = ROOT / "tests" / "golden" / "constructs"


def construct(name: str) -> str:
    """A construct's rulebook without its head, its project's facts, and what comes out."""
    folder = CONSTRUCTS / name
    rules = (folder / "rulebook.toml").read_text(encoding="utf-8")
    project = (folder / "project.toml").read_text(encoding="utf-8")
    rules = re.sub(r"\A.*?\[rulebook\]\n.*?\n\n", "", rules, flags=re.DOTALL)
    project = project.split("\n\n", 1)[1]
    return "\n\n".join((fenced(rules), "With", fenced(project), "it gives", fenced(outcome(folder), "text")))


def outcome(folder: Path) -> str:
    """The scorecard's table, without head and findings."""
    out = printed("score", str(folder / "project.toml"), "--rules", str(folder / "rulebook.toml"), "--lang", "en")
    out = out.split("\n", 3)[3]
    return re.sub(r"\nfindings.*", "\n", out, flags=re.DOTALL).strip("\n")


HITS = {
    "first": "the first that holds; stops at an unknown one (default)",
    "unique": "the one that holds; two are an error",
    "any": "any of those that hold; they must agree",
    "priority": "the one whose result comes first in `gives`",
    "sum": "the sum of the results of all that hold",
    "min": "the smallest result",
    "max": "the largest result",
    "count": "how many hold",
    "all": "a list of the results, in the order of rows",
    "all_by_output": "a list of the results, in the order of `gives`",
}


def kinds() -> str:
    """The short forms of rules, as the registry of them says."""
    lines = ["| `kind` | what it means |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {kind.means} |" for name, kind in KINDS.items())])


def hits() -> str:
    known = get_args(model.HitPolicy)
    assert set(known) == set(HITS), "describe every hit policy in HITS"
    lines = ["| `hit` | what comes of it | rows | result for 12 projects |", "|---|---|---|---|"]
    for name in known:
        folder = CONSTRUCTS / f"hit_{name}"
        if not folder.is_dir():
            lines.append(f"| `{name}` | {HITS[name]} | as above | |")
            continue
        value = tomllib.loads((folder / "rulebook.toml").read_text(encoding="utf-8"))["value"]["size"]
        rows = ", ".join(f"`{row}`".replace("'", '"') for row in value["rows"])
        came = next(line for line in outcome(folder).splitlines() if "size_found" in line).split(None, 1)[1]
        lines.append(f"| `{name}` | {HITS[name]} | {rows} | {came} |")
    return "\n".join(lines)


def rounding() -> str:
    numbers = [Fraction(n, 10) for n in (25, 24, 15, -15, -25, 21)]
    head = " | ".join(show_number(number) for number in numbers)
    lines = [f"| mode, to whole numbers | {head} |", "|---" * (len(numbers) + 1) + "|"]
    for mode in get_args(model.RoundingMode):
        came = " | ".join(show_number(Rounding(mode, 0).apply(number)) for number in numbers)
        lines.append(f"| `{mode}` | {came} |")
    return "\n".join(lines)
