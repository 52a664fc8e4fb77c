"""`[[scorecard]]`: a whole project beside the rules. What fails is told part by part; --accept and --keep write them."""

import re
import shutil
from pathlib import Path

import cli
from tests.examples.pilot import KINDS, RIGHT, ROOT, RULEBOOK, SCORECARD, WRONG, book, run


def test_a_scorecard_that_comes_out_as_it_should_counts_and_reaches_rows_levels_grades_and_limits(
    tmp_path: Path,
) -> None:
    told, status = run(book(tmp_path, RULEBOOK + SCORECARD + RIGHT), "--coverage")
    assert status == 0, told
    assert told == (
        "pilot.toml:25:9: no example reaches row `>= 95%` of execution\n"
        "pilot.toml:25:48: no example reaches row `else` of execution\n"
        "pilot.toml:29:31: no example reaches level `poor` of effect\n"
        "pilot.toml:33:9: no example reaches grade `>= 90` of total\n"
        "pilot.toml:35:2: no example reaches limit `bites: yes` of diverted\n"
        "1 of 1 scorecards are as expected\n"
        "they reach 4 of 9 rows, items, levels and limits\n"
    )


def test_each_part_that_differs_is_told_with_its_place_and_the_working(tmp_path: Path) -> None:
    told, status = run(book(tmp_path, RULEBOOK + SCORECARD + WRONG))
    assert status == 1
    assert told == (
        "pilot.toml:39:3: two rows\n"
        "  pilot.toml:52:12: total: expected 81, got 80\n"
        "    产出 20 + 效益 60\n"
        "  pilot.toml:53:13: grade: expected A, got B\n"
        "    产出 20 + 效益 60\n"
        "  pilot.toml:54:13: status: expected incomplete, got complete\n"
        "  pilot.toml:55:18: points X: expected 21, got 20\n"
        "    92 万元 ÷ 100 万元 = 92% ≥ 90% → 40 × 50% = 20.00\n"
        "  pilot.toml:55:26: points Y: expected { lowest = 0, highest = 60 }, got 60\n"
        '    good = "good" → 60 × 100% = 60.00\n'
        "  pilot.toml:55:60: points Z: expected 1, got —\n"
        "    there are X, Y\n"
        "  pilot.toml:56:21: groups 产出: expected 21, got 20\n"
        "    X 20\n"
        '  pilot.toml:57:18: missing X: expected ["actual"], got []\n'
        "    92 万元 ÷ 100 万元 = 92% ≥ 90% → 40 × 50% = 20.00\n"
        '  pilot.toml:58:12: bites: expected ["diverted"], got []\n'
        '  pilot.toml:59:12: findings: expected ["check-undecided"], got []\n'
        "0 of 1 scorecards are as expected\n"
        "they reach 4 of 9 rows, items, levels and limits; --coverage names the rest\n"
    )


def test_what_is_not_stated_is_not_compared(tmp_path: Path) -> None:
    assert run(book(tmp_path, RULEBOOK + SCORECARD + "points = { X = 20 }\n"))[1] == 0


def test_a_mistake_in_a_scorecard_has_its_place_in_the_rulebook(tmp_path: Path) -> None:
    wrong = SCORECARD.replace('spent    = "92 万元"', 'spend    = "92 万元"').replace("weight = 40", "wieght = 40")
    told, status = run(book(tmp_path, RULEBOOK + wrong + RIGHT))
    assert status == 1
    assert "pilot.toml:48:31: unknown key `wieght`" in told
    wrong = wrong.replace("wieght", "weight")
    told, status = run(book(tmp_path, RULEBOOK + wrong + RIGHT))
    assert "pilot.toml:43:1: no rulebook or set declares a fact `spend`" in told
    assert "did you mean `spent`?" in told


def test_missing_things_make_a_range_and_the_possible_grades(tmp_path: Path) -> None:
    open_ = SCORECARD.replace('spent    = "92 万元"\n', "")
    expect = 'total = { lowest = 60, highest = 100 }\ngrade = ["A", "B"]\npoints = { X = "not_scorable" }\nmissing = { X = ["spent"] }\n'
    told, status = run(book(tmp_path, RULEBOOK + open_ + expect))
    assert status == 0, told
    told, status = run(book(tmp_path, RULEBOOK + open_ + "status = 'complete'\n"))
    assert "X lacks spent" in told


def test_the_scorecard_in_the_reference_holds(tmp_path: Path) -> None:
    folder = tmp_path / "self-evaluation"
    shutil.copytree(ROOT / "rules" / "self-evaluation", folder)
    page = (ROOT / "docs" / "templates" / "testing.md").read_text(encoding="utf-8")
    (shown,) = (one for one in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if one.startswith("[[scorecard]]"))
    (folder / "scorecards.toml").write_text(f"format = 1\n{shown}", encoding="utf-8")
    told, status = run(folder)
    assert status == 0, told
    assert "1 of 1 scorecards are as expected" in told


def test_scorecards_of_a_set_are_tried_with_the_rows_of_the_set(tmp_path: Path) -> None:
    assert cli.main(["init", str(tmp_path / "ours")]) == 0
    file = tmp_path / "ours/indicators/grassroots-2024/scorecards.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("total    = 91.84", "total    = 91.85"), encoding="utf-8")
    told, status = run(file.parent)
    assert status == 1
    line = text[: text.index("total    = 91.84")].count("\n") + 1
    assert f"indicators/grassroots-2024/scorecards.toml:{line}:12: total: expected 91.85, got 91.84" in told
    assert "    决策 7.14 + 过程 22.04 + 产出 39.29 + 效益 23.37; 90 × 100 ÷ 98 ≈ 91.836735 → 91.84\n" in told
    assert run(file.parent, "--accept")[1] == 0
    assert file.read_text(encoding="utf-8") == text


def test_published_cases_count_for_coverage(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("x,out\n3,a\n", encoding="utf-8")
    text = KINDS + '[result.out]\nby = "x"\ngives = "text"\nrows = [["> 2", "a"], ["else", "b"]]\n'
    text += '[[cases]]\nfile = "cases.csv"\nexpect = { out = "out" }\n'
    told, status = run(book(tmp_path, text), "--coverage")
    assert status == 0, told
    assert "no example reaches row `else` of out" in told
    assert "no example reaches row `> 2` of out" not in told


def test_gates_and_tables_within_lists_are_covered_only_by_what_shuts_or_reads_them(tmp_path: Path) -> None:
    text = """\
format = 1
[rulebook]
name = "gates"
[fact]
first  = { kind = "yes_no" }
second = { kind = "yes_no" }
roads  = { list = { length = { unit = "米" } } }
[value.long]
is = "sum(roads, if length > 100 米 then 1 else 0)"
[rule.list]
kind  = "checklist"
items = [{ when = "first" }, { when = "second", needs = "first" }]
"""
    first = '[[example]]\nrule = "list"\ngiven = { first = true, second = true, weight = 10 }\nearns = 10\n'
    shut = '[[example]]\nrule = "list"\ngiven = { first = false, second = true, weight = 10 }\nearns = 0\n'
    file = book(tmp_path, text + first)
    told, status = run(file, "--coverage")
    assert status == 0, told
    assert "pilot.toml:12:58: no example reaches gate `first` of list second" in told
    told, _ = run(book(tmp_path, text + first + shut.replace("second = true", "second = false")), "--coverage")
    assert "no example reaches gate `first`" in told
    told, _ = run(book(tmp_path, text + first + shut), "--coverage")
    assert "gate" not in told
