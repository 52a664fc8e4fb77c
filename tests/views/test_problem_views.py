"""What `scoring check` prints for machines: JSON and SARIF say the same as the text."""

import json
from pathlib import Path

from tests.running import run_in

ROOT = Path(__file__).resolve().parents[2]
BROKEN = """\
format = 1
project = "某项目"
period = 2024
rules = "self-evaluation"

[facts]
budgte = "10 万元"
"""


def checked(tmp_path: Path, form: str, *, name: str = "某 项目.toml") -> tuple[str, int]:
    file = tmp_path / name
    file.write_text(BROKEN, encoding="utf-8")
    ran = run_in(ROOT, "check", file, "--format", form)
    return ran.out, ran.status


def test_json_names_code_place_and_fix_of_each_problem(tmp_path: Path) -> None:
    printed, status = checked(tmp_path, "json")
    problems = json.loads(printed)
    assert status == 1
    assert problems["schema"] == "problems/1"
    found = next(one for one in problems["problems"] if one["code"] == "unknown-fact")
    assert (found["line"], found["column"], found["severity"]) == (7, 1, "error")
    assert found["source"] == 'budgte = "10 万元"'
    assert found["fix"]


def test_sarif_names_the_same_places_and_escapes_file_names(tmp_path: Path) -> None:
    problems = json.loads(checked(tmp_path, "json")[0])["problems"]
    log = json.loads(checked(tmp_path, "sarif")[0])
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    places = []
    for result in run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        where = result["locations"][0]["physicalLocation"]
        assert where["artifactLocation"]["uri"].endswith("%E6%9F%90%20%E9%A1%B9%E7%9B%AE.toml")
        places.append((result["ruleId"], where["region"]["startLine"], where["region"]["startColumn"]))
    assert places == [(one["code"], one["line"], one["column"]) for one in problems]
