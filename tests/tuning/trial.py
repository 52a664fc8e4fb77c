"""A small rulebook and projects for trying changes: TOML in, words and figures out."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import scoring
from scoring.api.comparison import Compared
from scoring.tuning.comparison.comparison import Move

RULES = """
format = 1
[rulebook]
name = "ours"
total = 100
[fact]
spent = { kind = "number", unit = "万元", label = "支出" }
budget = { kind = "number", unit = "万元", label = "预算" }
diverted = { kind = "yes_no" }
[value.rate]
is = "spent / budget"
unit = "%"
[rule.reach]
kind = "proportional"
[rule.execution]
by = "actual"
rows = [
  [">= 90%", "100%"],
  [">= 60%", "50%"],
  ["else", "0%"],
]
[grade]
by = "total"
rows = [[">= 90", "优"], [">= 80", "良"], [">= 60", "中"], ["else", "差"]]
[limit.diverted]
when = "diverted"
total = { at_most = 59 }
"""
SET = """
format = 1
[indicator_set]
name = "ours"
rules = "ours"
[indicator]
B1 = { in = "过程", label = "执行率", weight = 40, rule = "execution", actual = "= rate" }
N1 = { in = "产出", label = "数量", weight = 60, rule = "reach", target = ">= 10 个" }
"""
TABLE = """project,period,budget (万元),spent (万元),diverted,N1.actual (个)
甲,2024,100,95,否,10
乙,2024,100,91,否,9
丙,2024,100,60,否,10
丁,2024,100,30,否,8
戊,2024,100,95,是,10
己,2024,100,,否,10
"""


def edited(text: str, changes: Mapping[str, str]) -> str:
    """The text with each of these written otherwise."""
    for before, after in changes.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def adds_up(move: Move) -> bool:
    """Whether a project's shares and what remains are its difference exactly; where there is no difference, nothing remains."""
    if move.difference is None or move.together is None:
        return move.difference is move.together
    for end in (0, 1):
        known = [(share.lowest, share.highest)[end] for share in move.shares]
        if sum((one for one in known if one is not None), move.together[end]) != move.difference[end]:
            return False
    return True


def shelf(folder: Path, table: str = TABLE, rules: str = RULES, indicators: str = SET) -> Path:
    """`ours.toml`, `set.toml` and `table.csv` in a folder."""
    (folder / "ours.toml").write_text(rules, encoding="utf-8")
    (folder / "set.toml").write_text(indicators, encoding="utf-8")
    (folder / "table.csv").write_text(table, encoding="utf-8")
    return folder


def tried(
    folder: Path, changes: Mapping[str, str], of_set: Mapping[str, str] | None = None, **asked: object
) -> Compared:
    """The rulebook and the set compared with edited ones over the table."""
    shelf(folder)
    (folder / "new.toml").write_text(edited(RULES, changes), encoding="utf-8")
    (folder / "new-set.toml").write_text(edited(SET, of_set or {}), encoding="utf-8")
    first, second = f"{folder}/ours.toml+{folder}/set.toml", f"{folder}/new.toml+{folder}/new-set.toml"
    return scoring.compare(first, second, folder / "table.csv", **asked)  # type: ignore[arg-type]


def git(folder: Path, *arguments: str) -> None:
    """A command of git in a folder, as somebody."""
    who = ["-c", "user.name=somebody", "-c", "user.email=somebody@localhost", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)
