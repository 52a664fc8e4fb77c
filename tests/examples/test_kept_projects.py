"""`scoring test --keep`: a project becomes a `[[scorecard]]` of the rules, without people and documents."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import cli
from tests.examples.pilot import ROOT, RULEBOOK, book, run

# ---------------------------------------------------------------- --keep


PROJECT = """\
format  = 1
project = "张三的项目"
period  = 2024
rules   = "pilot"

[source.report]
title = "李四的报告"
by    = "李四"

[facts]
spent    = { value = "92 万元", source = "report", at = "第3页", by = "王五" }
budget   = { value = "100 万元", source = "report" }
diverted = { value = true, why = "赵六检举" }
manager  = "孙七"
roads    = [{ length = "1.2 公里", foreman = "周八" }, { length = "800 米", foreman = "吴九" }]

[indicator]
X = { in = "产出", label = "甲", weight = 40, rule = "execution", actual = "= rate", note = "郑十", claimed = 40 }
Y = { in = "效益", label = "乙", weight = 50, rule = "effect", judged = { level = "good", share = "90%", by = "冯一", on = 2025-01-02, why = "陈二说" } }
Z = { in = "效益", label = "丙", weight = 10, rule = "effect", target = "定性" }

[not_applicable]
Z = { why = "褚三决定", by = "褚三", on = 2025-01-02 }
"""


PEOPLE = ["张三", "李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十", "冯一", "陈二", "褚三", "第3页"]


def test_a_kept_project_is_a_scorecard_that_holds_without_people_and_documents(tmp_path: Path) -> None:
    file = book(tmp_path, RULEBOOK.replace("\n", "\r\n"))
    project = tmp_path / "a project.toml"
    project.write_text(PROJECT, encoding="utf-8")
    before = file.read_bytes()
    told, status = run(file, "--keep", project)
    assert status == 0, told
    assert "1 of 1 scorecards are as expected" in told
    after = file.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
    added = after[len(before) :].decode().replace("\r\n", "\n")
    assert [name for name in PEOPLE if name in added] == []
    assert (
        added
        == """
[[scorecard]]
label  = "a project"
period = 2024

[scorecard.facts]
spent    = "92 万元"
budget   = "100 万元"
diverted = true
roads    = [{ length = "1.2 公里" }, { length = "800 米" }]

[scorecard.indicator]
X = { in = "产出", label = "甲", weight = 40, rule = "execution", actual = "= rate", claimed = 40 }
Y = { in = "效益", label = "乙", weight = 50, rule = "effect", judged = { level = "good", share = "90%" } }
Z = { in = "效益", label = "丙", weight = 10, rule = "effect", target = "定性" }

[scorecard.not_applicable]
Z = { why = "…" }

[scorecard.expect]
total    = 59
grade    = "B"
status   = "complete"
points   = { X = 20, Y = 45, Z = "not_applicable" }
bites    = ["diverted"]
findings = ["claimed-points-differ"]
"""
    )


def test_a_project_is_kept_where_it_is_asked_to_be_and_only_in_a_file_that_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "my rules" / "pilot"
    folder.mkdir(parents=True)
    book(folder, RULEBOOK)
    project = tmp_path / "project.toml"
    project.write_text(PROJECT, encoding="utf-8")
    assert run(folder, "--keep", project)[1] == 0
    assert sorted(file.name for file in folder.iterdir()) == ["pilot.toml", "scorecards.toml"]
    project.write_text(PROJECT.replace('"92 万元"', '"96 万元"'), encoding="utf-8")
    assert run(folder, "--keep", project, "--into", folder / "others.toml", "--label", "another")[1] == 0
    others: dict[str, Any] = tomllib.loads((folder / "others.toml").read_text(encoding="utf-8"))
    assert others["format"] == 1
    assert others["scorecard"][0]["label"] == "another"
    for elsewhere in (tmp_path / "x.toml", folder / "x.txt", folder / ".x.toml"):
        told, status = run(folder, "--keep", project, "--into", elsewhere)
        assert status == 1
        assert "is not read with" in told
        assert not elsewhere.exists()


def test_a_project_of_a_set_is_kept_in_that_set(tmp_path: Path) -> None:
    assert cli.main(["init", str(tmp_path / "ours")]) == 0
    project = ROOT / "examples/grassroots-2024/completed.toml"
    told, status = run(tmp_path / "ours/rules/performance-evaluation", "--keep", project)
    assert status == 1
    assert "the rows of this project are those of the indicator set `grassroots-2024`" in told
    kept = tmp_path / "ours/indicators/grassroots-2024"
    other = tmp_path / "other.toml"
    other.write_text(project.read_text(encoding="utf-8").replace('"4 个"', '"3 个"'), encoding="utf-8")
    told, status = run(kept, "--keep", other, "--into", kept / "more.toml")
    assert status == 0, told
    shipped = tomllib.loads((kept / "scorecards.toml").read_text(encoding="utf-8"))["scorecard"]
    assert f"{len(shipped) + 1} of {len(shipped) + 1} scorecards are as expected" in told


def test_a_project_that_is_refused_is_not_kept(tmp_path: Path) -> None:
    file = book(tmp_path, RULEBOOK)
    project = tmp_path / "project.toml"
    project.write_text(PROJECT.replace('"92 万元"', '"约92万元"'), encoding="utf-8")
    told, status = run(file, "--keep", project)
    assert status == 1
    assert "is a bound" in told
    assert file.read_text(encoding="utf-8") == RULEBOOK


def test_a_project_in_json_from_standard_input_is_kept(tmp_path: Path) -> None:
    file = book(tmp_path, RULEBOOK)
    project = (
        '{"format": 1, "project": "p", "period": null, "rules": "pilot", "facts": {"spent": "9 元", "budget": "10 元", '
    )
    project += (
        '"diverted": false}, "indicator": {"X": {"in": "a", "weight": 100, "rule": "execution", "actual": "= rate"}}}'
    )
    command = [sys.executable, "-m", "scoring", "test", str(file), "--keep", "-", "--label", "from elsewhere"]
    done = subprocess.run(command, cwd=ROOT, input=project.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    kept = tomllib.loads(file.read_text(encoding="utf-8"))["scorecard"][0]
    assert kept["expect"]["total"] == 50
    assert kept["label"] == "from elsewhere"


def test_a_project_is_kept_once_and_in_the_edition_that_scores_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "editions" / "rules", tmp_path / "rules")
    book_ = tmp_path / "rules" / "national"
    project = ROOT / "examples" / "editions" / "project.toml"
    told, status = run(book_, "--keep", project)
    assert status == 0, told
    assert [file.parent.name for file in book_.rglob("scorecards.toml")] == ["2024"]
    before = (book_ / "2024" / "scorecards.toml").read_bytes()
    told, status = run(book_, "--keep", project, "--label", "once more")
    assert status == 1
    assert "rules/national/2024/scorecards.toml:3:3: this project is kept already, with the same result" in told
    assert (book_ / "2024" / "scorecards.toml").read_bytes() == before


def test_a_text_that_the_score_depends_on_is_kept_and_one_beside_it_is_not(tmp_path: Path) -> None:
    text = RULEBOOK + '[rule.by_manager]\nby = "manager"\nrows = [["孙七", "100%"], ["else", "0%"]]\n'
    text = text.replace("roads    =", 'remark   = { kind = "text", may_be_missing = true }\nroads    =')
    project = tmp_path / "project.toml"
    facts = 'manager = "孙七"\nremark = "周八"\ndiverted = false\n'
    rows = 'X = { in = "a", weight = 100, rule = "by_manager" }\n'
    project.write_text(
        f'format = 1\nproject = "p"\nrules = "pilot"\n[facts]\n{facts}[indicator]\n{rows}', encoding="utf-8"
    )
    file = book(tmp_path, text)
    told, status = run(file, "--keep", project)
    assert status == 0, told
    kept = tomllib.loads(file.read_text(encoding="utf-8"))["scorecard"][0]
    assert kept["facts"] == {"manager": "孙七", "diverted": False}
    assert kept["expect"]["total"] == 100
