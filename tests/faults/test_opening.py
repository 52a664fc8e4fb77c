"""What is found, and where: names and paths in files, folders of many things, and places that are told."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from writing import document

import cli
from scoring.assessor.assessor import Assessor
from scoring.project.project import read_project
from scoring.rulebook.rulebook import put_set_together, put_together

Files = dict[str, str]
Run = Callable[..., str]

BOOK = """
format = 1
[rulebook]
name = "{name}"
[rule.r]
kind = "proportional"
{more}
"""
SET = """
format = 1
[indicator_set]
name = "{name}"
rules = "{rules}"
[indicator]
X = {{ in = "产出", weight = 10, rule = "r", target = ">= 10 个" }}
"""
PROJECT = """
format = 1
project = "p"
{head}
[indicator]
X = {{ {row} }}
"""
ROW = 'in = "产出", weight = 10, rule = "r", target = ">= 10 个", actual = "5 个"'


def book(name: str = "ours", more: str = "") -> str:
    return BOOK.format(name=name, more=more)


def own(head: str, row: str = ROW) -> str:
    return PROJECT.format(head=head, row=row)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Writes files below a folder, runs a command there (or in `at`), and gives back all that it prints."""

    def run(files: Files, *arguments: str, at: str = ".") -> str:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.lstrip(), encoding="utf-8")
        (tmp_path / at).mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(tmp_path / at)
        capsys.readouterr()
        cli.main([*arguments, "--lang", "en"])
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


def total(printed: str) -> str:
    """The line of the total, or everything that was told instead."""
    return next((line for line in printed.splitlines() if line.startswith("total")), printed)


# ---------------------------------------------------------------- paths in files


@pytest.mark.parametrize("at", [".", "a", "a/b"])
def test_a_path_in_a_project_is_relative_to_its_file_wherever_the_program_runs(run: Run, at: str) -> None:
    files = {
        "a/b/p.toml": own('rules = "rules.toml"'),
        "a/b/rules.toml": book(),
        "rules.toml": book("another"),
        "a/rules.toml": book("another"),
    }
    printed = run(files, "score", os.path.relpath("a/b/p.toml", at), at=at)
    assert "rules ours" in printed and total(printed) == "total   5.00 of 10"


def test_a_path_in_a_set_is_relative_to_the_set(run: Run) -> None:
    files = {
        "roads/set.toml": SET.format(name="roads", rules="book/x.toml"),
        "roads/book/x.toml": book(),
        "p.toml": own('indicators = "roads"', 'actual = "5 个"'),
    }
    for command in (["check", "roads"], ["test", "roads"]):
        printed = run(files, *command)
        assert "not-found" not in printed and "path-in-file" not in printed, printed
    assert total(run(files, "score", "p.toml", "--indicators", "roads")) == "total   5.00 of 10"


@pytest.mark.parametrize(
    "path", ["../rules.toml", "../../etc", "/etc", "a/../../rules.toml", ".", "", "./", "..", "a\\..\\..\\x"]
)
def test_a_path_that_leads_out_of_the_folder_is_refused(run: Run, path: str) -> None:
    files = {"in/p.toml": own(f"rules = '{path}'"), "rules.toml": book()}
    printed = run(files, "score", "in/p.toml")
    assert "[path-in-file]" in printed, printed


def test_a_link_that_leads_out_of_the_folder_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/rules.toml").symlink_to(tmp_path / "rules.toml")
    printed = run({"in/p.toml": own('rules = "rules.toml"'), "rules.toml": book()}, "score", "in/p.toml")
    assert "[path-in-file]" in printed, printed


def test_what_advises_a_path_is_followed(run: Run) -> None:
    """The fix of a name that is not found may be tried."""
    printed = run({"p.toml": own('rules = "zzz"'), "zzz.toml": book()}, "score", "p.toml")
    assert "[not-found]" in printed and "a path" in printed
    assert total(run({"p.toml": own('rules = "zzz.toml"')}, "score", "p.toml")) == "total   5.00 of 10"


# ---------------------------------------------------------------- names in files


def test_a_name_is_looked_up_from_the_files_folder_upwards(run: Run) -> None:
    files = {
        "rules/ours/book.toml": book(),
        "counties/a/p.toml": own('rules = "ours"'),
    }
    assert total(run(files, "score", "counties/a/p.toml")) == "total   5.00 of 10"
    assert total(run(files, "score", "p.toml", at="counties/a")) == "total   5.00 of 10"


def test_the_nearest_of_a_name_is_taken(run: Run) -> None:
    files = {
        "rules/ours/book.toml": book(more='[value.far]\nis = "1"'),
        "counties/rules/ours.toml": book(more='[value.near]\nis = "1"'),
        "counties/a/p.toml": own('rules = "ours"'),
    }
    assert "near" in run(files, "explain", "counties/a/p.toml", "near")


def test_a_rulebook_is_found_by_the_name_that_it_gives_itself(run: Run) -> None:
    files = {"rules/folder-2024/book.toml": book("ours"), "p.toml": own('rules = "ours"')}
    assert total(run(files, "score", "p.toml")) == "total   5.00 of 10"


def test_an_edited_copy_goes_before_the_shipped_one_and_the_scorecard_says_so(run: Run) -> None:
    run({}, "init", "my")
    criteria = Path("my/rules/performance-evaluation/criteria.toml")
    criteria.write_text(criteria.read_text() + '\n[value.of_our_own]\nis = "1"\n')
    completed = (Path(__file__).parents[2] / "examples/grassroots-2024/completed.toml").read_text()
    Path("my/completed.toml").write_text(completed)
    Path("completed.toml").write_text(completed)
    assert "unknown-indicator" in run({}, "explain", "completed.toml", "of_our_own")
    assert "of_our_own" in run({}, "explain", "my/completed.toml", "of_our_own").splitlines()[0]
    printed = run({}, "score", "my/completed.toml")
    assert "[taken-nearby]" in printed and "rules/performance-evaluation" in printed
    data = json.loads(run({}, "score", "my/completed.toml", "--format", "json"))
    assert "taken-nearby" in {finding["code"] for finding in data["findings"]}


def test_a_shipped_rulebook_is_taken_without_a_word(run: Run) -> None:
    files = {"p.toml": own('rules = "self-evaluation"', ROW.replace('rule = "r", ', ""))}
    assert "taken-nearby" not in run(files, "score", "p.toml")


# ---------------------------------------------------------------- folders of many things


def test_a_folder_that_init_made_is_checked_and_tested_as_what_it_is(run: Run) -> None:
    run({}, "init", "my")
    completed = (Path(__file__).parents[2] / "examples/grassroots-2024/completed.toml").read_text()
    Path("my/completed.toml").write_text(completed)
    for command, where in (("check", "my"), ("check", ".")):
        printed = run({}, command, where, at="." if where == "my" else "my")
        assert "error" not in printed, printed
        assert "[unknown-key]" not in printed and "[missing-section]" not in printed, printed
    tested = run({}, "test", ".", at="my")
    assert "examples hold" in tested and "scorecards are as expected" in tested and "✗" not in tested, tested


def test_each_file_of_a_folder_is_checked_as_its_kind(run: Run) -> None:
    files = {
        "all/rules/ours/book.toml": book(more='[value.v]\nis = "nothing_like_it"'),
        "all/indicators/ours/set.toml": SET.format(name="ours", rules="ours").replace('"r"', '"rr"'),
        "all/projects/p.toml": own('indicators = "ours"', 'actual = "5 头"'),
        "all/projects/deep/q.toml": own('rules = "ours"', ROW + ", wrong = 1"),
        "all/tombi.toml": "[lint.rules]\n",
    }
    printed = run(files, "check", "all")
    for wanted in ("rules/ours/book.toml:", "indicators/ours/set.toml:", "p.toml:", "q.toml:"):
        assert wanted in printed, printed
    assert "tombi" not in printed and "missing-section" not in printed


def test_a_file_that_is_nothing_of_ours_is_named(run: Run) -> None:
    printed = run(
        {"all/p.toml": own('rules = "b.toml"'), "all/b.toml": book(), "all/odd.toml": "format = 1\n"}, "check", "all"
    )
    assert "odd.toml" in printed and "[missing-section]" in printed, printed


def test_rulebooks_of_one_file_each_lie_side_by_side(run: Run) -> None:
    files = {"rules/one.toml": book("one"), "rules/two.toml": book("two")}
    assert "[name-twice]" not in run(files, "check", "rules")
    assert "no examples" in run(files, "test", "rules")


# ---------------------------------------------------------------- check says what score says


@pytest.mark.parametrize(
    "project",
    [
        own('rules = "b.toml"\n[facts]\nx = "3 个"'),
        own('rules = "b.toml"\n[facts]\nx = "30 个"'),
        own('rules = "b.toml"', ROW + ", claimed = 9"),
        own('rules = "b.toml"\n[claim.self]\ntotal = 9'),
        own('rules = "b.toml"\nperiod = 1999'),
    ],
    ids=["a check broken", "out of range", "claimed points", "a claimed total", "not in force"],
)
def test_check_says_everything_that_score_would_say(run: Run, project: str) -> None:
    more = """
[fact]
x = { unit = "个", range = "<= 20" }
[check.c]
that = "x >= 10"
message = "too few"
"""
    rules = book(more=more).replace('name = "ours"', 'name = "ours"\neffective = { from = "2020-01-01" }')
    files = {"p.toml": project, "b.toml": rules}
    scored = run(files, "score", "p.toml", "--format", "json")
    start = scored.index("{")
    data, _ = json.JSONDecoder().raw_decode(scored[start:])
    told = data["findings"] if "findings" in data else data["problems"]
    assert told
    checked = json.loads(run(files, "check", "p.toml", "--format", "json"))["problems"]
    assert {one["code"] for one in told} <= {one["code"] for one in checked}


# ---------------------------------------------------------------- places that are true


def test_the_place_of_a_rule_names_a_file_that_there_is(run: Run) -> None:
    files = {"funds.toml": book(), "own/two.toml": book(), "p.toml": own("")}
    printed = run(files, "explain", "p.toml", "X", "--rules", "funds.toml")
    assert "rules/funds" not in printed and "funds.toml:" in printed
    printed = run(files, "explain", "p.toml", "X", "--rules", "own/")
    assert "rules/own" not in printed and "own/two.toml:" in printed


def test_a_bad_policy_in_a_project_is_told_at_the_project(run: Run) -> None:
    files = {
        "rules/ours.toml": book(),
        "indicators/roads/set.toml": SET.format(name="roads", rules="ours"),
        "p.toml": own('indicators = "roads"', 'actual = "5 个", missing = { value = "much" }'),
    }
    printed = run(files, "score", "p.toml")
    assert "p.toml:5:" in printed and "set.toml" not in printed, printed


def test_a_second_project_is_told_its_own_place() -> None:
    """Two projects of one shape, one after the other under the same rules."""
    rules, _ = put_together([document(book(), "rules/ours.toml")])
    chosen, _ = put_set_together(
        [document(SET.format(name="roads", rules="ours").replace(', rule = "r"', ""), "s.toml")]
    )
    assert rules is not None
    assessor = Assessor(rules, chosen)
    told = []
    for name, before in (("one.toml", ""), ("two.toml", "# a line\n# another\n")):
        text = before + own("", 'rule = "no_such_rule", actual = "5 个"')
        project, _ = read_project(document(text, name))
        assert project is not None
        told.append([str(problem.place) for problem in assessor.prepare(project)[1]])
    assert told == [["one.toml:6:15"], ["two.toml:8:15"]]
