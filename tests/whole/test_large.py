"""A rulebook larger than anybody's: scored on the rules engine, equal to the exact one."""

import json
import subprocess
import sys
from pathlib import Path

from bench.sizes import Size, project_text, rulebook_text

ROOT = Path(__file__).resolve().parents[2]
LARGE = Size(indicators=1000, clauses=5, rows=200, values=2000)


def test_a_thousand_indicators_and_tables_of_hundreds_of_rows_score_alike_on_both_engines(tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_text(rulebook_text(LARGE), encoding="utf-8")
    cards = []
    for engine in ("rules", "exact"):
        (tmp_path / "project.toml").write_text(project_text(LARGE, 3), encoding="utf-8")
        command = [sys.executable, "-m", "scoring", "score", str(tmp_path / "project.toml"), "--format", "json"]
        command += ["--rules", str(tmp_path / "large.toml"), "--engine", engine]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        cards.append(json.loads(done.stdout))
    on_rules, on_exact = cards
    assert on_rules == on_exact
    outcomes = [one["outcome"] for one in on_rules["indicators"]]
    assert len(outcomes) == 1000
    assert set(outcomes) == {"scored", "not_scorable"}
    assert [one["value"] for one in on_rules["results"]][1] == "1999"
