"""`[[scorecard]]`: a whole project beside the rules. What fails is told part by part; --accept and --keep write them."""

import contextlib
import io
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import cli

ROOT = Path(__file__).resolve().parents[2]

RULEBOOK = """\
# A pilot; this comment stays.
format = 1

[rulebook]
name              = "pilot"
total             = 100
weights_off_total = "finding"

[fact]
spent    = "元"
budget   = "元"
diverted = { kind = "yes_no" }
manager  = { kind = "text", may_be_missing = true }
roads    = { list = { length = { unit = "米" }, foreman = { kind = "text" } } }

[value.rate]
is   = "spent / budget"
unit = "%"

[value.kilometres]
is   = "sum(roads, length) / 1 公里"

[rule.execution]
by   = "actual"
rows = [[">= 95%", "100%"], [">= 90%", "50%"], ["else", "0%"]]

[rule.effect]
kind   = "judged"
levels = [["good", ">= 60%"], ["poor", "else"]]

[grade]
by   = "total"
rows = [[">= 90", "A"], ["else", "B"]]

[limit.diverted]
when  = "diverted"
total = { at_most = 59 }
"""

SCORECARD = """\

[[scorecard]]
label = "two rows"

[scorecard.facts]
spent    = "92 万元"
budget   = "100 万元"
diverted = false

[scorecard.indicator]
X = { in = "产出", label = "甲", weight = 40, rule = "execution", actual = "= rate" }
Y = { in = "效益", label = "乙", weight = 60, rule = "effect", judged = { level = "good", share = "100%" } }

[scorecard.expect]
"""

RIGHT = """\
total    = 80
grade    = "B"
status   = "complete"
points   = { X = 20, Y = 60 }
groups   = { "产出" = 20 }
missing  = { X = [] }
bites    = []
findings = []
"""


def book(folder: Path, text: str) -> Path:
    file = folder / "pilot.toml"
    file.write_bytes(text.encode())
    return file


def run(*arguments: object) -> tuple[str, int]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = cli.main(["test", *map(str, arguments), "--lang", "en"])
    return said.getvalue(), status


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


WRONG = """\
total    = 81
grade    = "A"
status   = "incomplete"
points   = { X = 21, Y = { lowest = 0, highest = 60 }, Z = 1 }
groups   = { "产出" = 21 }
missing  = { X = ["actual"] }
bites    = ["diverted"]
findings = ["check-undecided"]
"""


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


# ---------------------------------------------------------------- --accept


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_accept_changes_the_parts_that_differ_and_nothing_else(tmp_path: Path, end: str, bom: str) -> None:
    text = bom + (RULEBOOK + SCORECARD + WRONG.replace(", Z = 1", "") + "# the end").replace("\n", end)
    file = book(tmp_path, text)
    told, status = run(file, "--accept")
    assert status == 0, told
    assert "pilot.toml:52:12: 81 → 80" in told
    assert "{ lowest = 0, highest = 60 } → 60" in told
    expected = bom + (RULEBOOK + SCORECARD + RIGHT + "# the end").replace("\n", end)
    assert file.read_bytes().decode() == expected


def test_accept_writes_an_expectation_where_there_is_none_yet(tmp_path: Path) -> None:
    bare = SCORECARD.removesuffix("\n[scorecard.expect]\n")
    after = '\n[fact.later] # [[scorecard]]\nkind = "number"\n'
    file = book(tmp_path, RULEBOOK + bare + after)
    assert "it expects nothing yet" in run(file)[0]
    told, status = run(file, "--accept")
    assert status == 0, told
    expect = 'total    = 80\ngrade    = "B"\nstatus   = "complete"\npoints   = { X = 20, Y = 60 }\n'
    expect += 'groups   = { "产出" = 20, "效益" = 60 }\nbites    = []\nfindings = []\n'
    assert file.read_text(encoding="utf-8") == f"{RULEBOOK}{bare}\n[scorecard.expect]\n{expect}{after}"


EXAMPLES = '''
[[example]]
rule = "execution"
given = { actual = "95%", weight = 10 }  # no earns yet

[[example]]   # [[example]]
value   = "rate"
label   = """
[[example]]
gives = "1%" """
given   = { spent = "1 元", budget = "3 元" }

[[example]]
value = "rate"
given = { spent = "1 元", budget = "4 元" }
gives = "]["  # "25%"

[[example]]
value.kind = 1
'''


def test_accept_adds_the_key_that_is_not_there_and_leaves_what_it_cannot_write(tmp_path: Path) -> None:
    text = EXAMPLES.split("\n[[example]]\nvalue.kind")[0]
    file = book(tmp_path, RULEBOOK + text)
    told, status = run(file, "--accept")
    assert status == 1  # a third is no decimal
    expected = text.replace("# no earns yet\n", "# no earns yet\nearns = 10\n").replace('gives = "]["', 'gives = "25%"')
    assert file.read_text(encoding="utf-8") == RULEBOOK + expected
    assert "2 of 3 examples hold" in told


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("expect = { total = [1, 2][0] }", None),
        ("expect.total = 1", "expect.total = 80"),
        ("expect = { points = { X = 1, Y = 60 } }", "expect = { points = { X = 20, Y = 60 } }"),
        ('expect = { bites = [ # a\n  "]", # b ]\n] }', "expect = { bites = [] }"),
        ("expect = { total = 1, points.X = 1 }", "expect = { total = 80, points.X = 20 }"),
    ],
)
def test_accept_finds_a_value_however_it_is_written(tmp_path: Path, written: str, after: str | None) -> None:
    head = 'label = "two rows"\n'
    text = RULEBOOK + SCORECARD.removesuffix("\n[scorecard.expect]\n").replace(head, head + written + "\n")
    file = book(tmp_path, text)
    run(file, "--accept")
    assert file.read_text(encoding="utf-8") == (text if after is None else text.replace(written, after))


def test_a_protected_file_is_not_written_and_shipped_ones_only_by_their_path(tmp_path: Path) -> None:
    file = book(tmp_path, RULEBOOK + SCORECARD + WRONG)
    file.chmod(0o444)
    told, status = run(file, "--accept")
    assert status == 1
    assert "protected against writing" in told
    assert file.read_text(encoding="utf-8") == RULEBOOK + SCORECARD + WRONG
    told, status = run("self-evaluation", "--accept")
    assert status == 2
    assert "shipped files are not written" in told


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


def test_the_scorecard_in_the_reference_holds(tmp_path: Path) -> None:
    folder = tmp_path / "self-evaluation"
    shutil.copytree(ROOT / "rules" / "self-evaluation", folder)
    page = (ROOT / "docs" / "templates" / "testing.md").read_text(encoding="utf-8")
    (shown,) = (one for one in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if one.startswith("[[scorecard]]"))
    (folder / "scorecards.toml").write_text(f"format = 1\n{shown}", encoding="utf-8")
    told, status = run(folder)
    assert status == 0, told
    assert "1 of 1 scorecards are as expected" in told


KINDS = """\
format = 1
[rulebook]
name = "kinds"
[fact]
x = { kind = "number" }
[value.both]
gives = { size = ["small", "big"], twice = "number" }
rows  = [["x > 10", "big", "2 * x"], ["else", "small", "2 * x"]]
[value.codes]
hit   = "all"
gives = "text"
rows  = [["x > 1", "a"], ["x > 2", "b"]]
[value.when]
is = "x > 1"
[check.positive]
that = "x > 0"
"""


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ('value = "both"\ngiven = { x = 11 }\ngives = { size = "small", twice = 1 }', '{ size = "big", twice = 22 }'),
        ('value = "codes"\ngiven = { x = 3 }\ngives = [ # none\n]', '["a", "b"]'),
        ('value = "when"\ngiven = { x = 3 }\ngives = false', "true"),
        ('check = "positive"\ngiven = { x = -3 }\nbroken = false', "true"),
        ('value = "both"\nmissing = ["y"]', '["x"]'),
    ],
)
def test_accept_writes_results_of_every_kind(tmp_path: Path, written: str, after: str) -> None:
    head, _, key = written.rpartition("\n")
    before = f"{KINDS}\n[[example]]\n{head.rpartition(chr(10))[0] if key == ']' else head}\n"
    expected = (head.rpartition("\n")[2] if key == "]" else key).split(" = ")[0]
    file = book(tmp_path, f"{KINDS}\n[[example]]\n{written} # stays\n")
    told, status = run(file, "--accept")
    assert status == 0, told
    assert file.read_text(encoding="utf-8") == f"{before}{expected} = {after} # stays\n"


def test_accept_finds_examples_that_are_written_as_one_list(tmp_path: Path) -> None:
    text = KINDS.replace(
        "[rulebook]", 'example = [\n  { value = "when", given = { x = 3 }, gives = false }, # [\n]\n[rulebook]'
    )
    file = book(tmp_path, text)
    assert run(file, "--accept")[1] == 0
    assert file.read_text(encoding="utf-8") == text.replace("gives = false", "gives = true")


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
