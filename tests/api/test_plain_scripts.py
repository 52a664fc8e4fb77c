"""A script that asks the library and guards nothing runs once, whatever it asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

RULES = """format = 1
[rulebook]
name = "roads"
total = 100
[rule.done]
by = "actual"
rows = [[">= 95%", "100%"], ["else", "actual"]]
[grade]
rows = [[">= 90", "good"], ["else", "poor"]]
"""
SET = """format = 1
[indicator_set]
name = "roads-2024"
rules = "{rules}"
[indicator]
N1 = {{ in = "output", weight = 100, rule = "done" }}
"""
SCRIPT = """import scoring
print("begun")
scoring.compare("a.toml", "b.toml", "t.csv", engine="exact")
scoring.rank("t.csv", indicators="a.toml", engine="exact")
scoring.sensitivity("t.csv", indicators="a.toml", engine="exact", correlation=False)
print("ended")
"""


def test_a_script_that_guards_nothing_runs_once(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "stricter.toml").write_text(RULES.replace("95%", "97%"), encoding="utf-8")
    (tmp_path / "a.toml").write_text(SET.format(rules="rules.toml"), encoding="utf-8")
    (tmp_path / "b.toml").write_text(SET.format(rules="stricter.toml"), encoding="utf-8")
    rows = "".join(f"P{number},2024,{number // 2}%\n" for number in range(200))
    (tmp_path / "t.csv").write_text(f"project,period,N1.actual\n{rows}", encoding="utf-8")
    (tmp_path / "plain.py").write_text(SCRIPT, encoding="utf-8")
    ran = subprocess.run([sys.executable, "plain.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.split() == ["begun", "ended"]
