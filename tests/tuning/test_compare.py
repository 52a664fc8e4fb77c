"""Two rulebooks over the same projects: what was edited, who moves, and by which edit."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from running import run
from tuning.trial import RULES, SET, TABLE, adds_up, edited, git, shelf, tried

import scoring
from scoring.tuning.comparison.words import projects

THRESHOLD = {'[">= 90%", "100%"]': '[">= 92%", "100%"]'}


def said(compared: scoring.Compared) -> list[str]:
    return [f"{one.place.file}:{one.place.line}: {one.said.en}" for one in compared.figures.edits]


def moves(compared: scoring.Compared) -> dict[str, tuple[str, ...]]:
    """Each project that moves: its difference, what each edit did alone, and what remains."""
    return {
        one.project: (
            *(str(end) for end in one.difference or ()),
            *(str(share.lowest) for share in one.shares),
            str(one.together[0] if one.together else None),
        )
        for one in compared.figures.moves
    }


def test_a_threshold_is_told_with_its_line_and_moves_who_lies_between(tmp_path: Path) -> None:
    compared = tried(tmp_path, THRESHOLD)
    assert said(compared) == ["new.toml:18: rule `execution`, row 1, condition: >= 90% → >= 92%"]
    assert moves(compared) == {"乙": ("-20", "-20", "-20", "0")}
    assert compared.figures.matrix["优", "中"] == 1
    assert compared.figures.counts.changed == 1


def test_layout_remarks_and_order_are_no_edits(tmp_path: Path) -> None:
    compared = tried(
        tmp_path,
        {
            '[rule.reach]\nkind = "proportional"\n': "",
            "[grade]": '# moved\n[rule.reach]\nkind="proportional"\n\n[grade]',
        },
    )
    assert compared.figures.edits == ()
    assert "No project in this table moves" in compared.text()
    assert "no edits: both say the same" in compared.text()


def test_words_for_readers_are_told_apart_and_move_nobody(tmp_path: Path) -> None:
    compared = tried(
        tmp_path, {"[rule.execution]\n": '[rule.execution]\nlabel = "按执行率"\nnote = "the bureau\'s own"\n'}
    )
    assert [one.inert for one in compared.figures.edits] == [True, True]
    assert compared.figures.groups == () and compared.nothing_moves


def test_a_row_that_was_put_in_is_one_edit_and_not_one_for_each_row_behind_it(tmp_path: Path) -> None:
    compared = tried(tmp_path, {'  [">= 60%", "50%"],\n': '  [">= 80%", "75%"],\n  [">= 60%", "50%"],\n'})
    assert said(compared) == ["new.toml:19: rule `execution`, row 2 is new: >= 80% → 75%"]
    assert compared.nothing_moves


def test_each_edit_alone_and_the_remainder_add_up_to_the_move(tmp_path: Path) -> None:
    compared = tried(tmp_path, {**THRESHOLD, '[">= 60%", "50%"]': '[">= 60%", "25%"]'})
    assert moves(compared) == {"乙": ("-30", "-30", "-20", "0", "-10"), "丙": ("-10", "-10", "0", "-10", "0")}
    for one in compared.figures.moves:
        assert one.difference is not None and one.together is not None
        assert one.difference[0] == sum((share.lowest or Fraction(0) for share in one.shares), one.together[0])


SPELT = """
format = 1
[rulebook]
name = "ours"
total = 100
[fact]
marks = { list = { note = { kind = "number" } } }
[rule.reach]
kind = "proportional"
[rule.marks]
gives = "points"
is = "sum(marks, note)"
[check.rows]
each = { label = "road*" }
that = "actual >= target"
broken = "stop"
[value.lab]
by = "count(marks, true)"
gives = { b = "number", label = "number" }
rows = [["> 2", 5, 1], ["else", 1, 2]]
[limit.x]
when = "lab.label < 2"
group = { note = { at_most = 20 } }
[limit.y]
when = "lab.label < 1"
group = { note = { at_most = 1 } }
"""
SPELT_SET = """
format = 1
[indicator_set]
name = "set"
rules = "ours"
[indicator]
N1 = { in = "note", label = "road length", weight = 50, rule = "reach", target = ">= 10 公里" }
N2 = { in = "basis", label = "bridges", weight = 50, rule = "marks" }
"""
SPELT_TABLE = "project,period,marks,N1.actual\nA,2024,1 | 2 | 3,12 公里\nB,2024,10 | 20,9 公里\n"


@pytest.mark.parametrize(("before", "after", "moved"), [
    ('each = { label = "road*" }', 'each = { label = "bridge*" }', ["B"]),
    ("at_most = 20", "at_most = 10", ["A"]),
    ('"number", label = "number"', '"number", note = "number"', None),
    ('{ b = "number", label = "number" }', '{ label = "number", b = "number" }', ["A"]),
])  # fmt: skip
def test_a_name_that_is_spelt_like_a_word_for_readers_is_an_edit_like_any_other(before: str, after: str, moved: list[str] | None, tmp_path: Path) -> None:  # fmt: skip
    shelf(tmp_path, SPELT_TABLE, SPELT, SPELT_SET)
    changes = {before: after} if moved is not None else {before: after, "when = \"lab.label < 2": "when = \"lab.note < 1", "when = \"lab.label < 1": "when = \"lab.note < 1"}  # fmt: skip
    (tmp_path / "new.toml").write_text(edited(SPELT, changes), encoding="utf-8")
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/set.toml"
    found = scoring.compare(*sides, tmp_path / "table.csv").figures
    assert found.edits and not any(edit.inert for edit in found.edits) and len(found.groups) == 1
    for move in found.moves:
        assert adds_up(move) and move.together in (None, (0, 0))
    assert moved is None or [move.project for move in found.moves] == moved
    assert found.before.rulebook.fingerprint != found.after.rulebook.fingerprint


def test_labels_by_which_heads_are_found_are_edits_tried_together(tmp_path: Path) -> None:
    table = TABLE.replace("budget (", "预算 (").replace("spent (", "支出 (").replace("95,否,10", "96,否,10", 1)
    shelf(tmp_path, table)
    new = edited(RULES, {'label = "支出"': 'label = "预算 "', **THRESHOLD}).replace(
        'label = "预算" ', 'label = "支出" '
    )
    new = new.replace('label = "预算 "', 'label = "预算"')
    (tmp_path / "new.toml").write_text(new, encoding="utf-8")
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/set.toml"
    found = scoring.compare(*sides, tmp_path / "table.csv")
    assert [len(group.edits) for group in found.figures.groups] == [2, 1] and not any(
        one.inert for one in found.figures.edits
    )
    assert "edit 1: its 2 parts are labels by which tables and checks may find things" in found.text("en")
    assert all(adds_up(move) for move in found.figures.moves)


def test_weights_that_add_up_only_together_are_tried_together(tmp_path: Path) -> None:
    compared = tried(
        tmp_path, {"at_most = 59": "at_most = 50"}, {"weight = 40": "weight = 30", "weight = 60": "weight = 70"}
    )
    groups = [[edit.said.en for edit in group.edits] for group in compared.figures.groups]
    assert groups == [
        ["limit `diverted`, total, at_most: 59 → 50"],
        ["indicator `B1`, weight: 40 → 30", "indicator `N1`, weight: 60 → 70"],
    ]
    assert "make sense only together" in compared.text()


def test_a_new_rule_and_its_use_are_tried_together(tmp_path: Path) -> None:
    rules = {"[grade]": '[rule.twice]\nis = "min(1, actual / target * 2)"\ngives = "share"\n[grade]'}
    compared = tried(tmp_path, rules, {'rule = "reach"': 'rule = "twice"'})
    assert [[edit.said.en for edit in group.edits] for group in compared.figures.groups] == [
        ["indicator `N1`, rule: reach → twice", "rule `twice` is new"],
    ]
    assert {project: move[0] for project, move in moves(compared).items()} == {"乙": "6", "丁": "12"}


def test_a_range_that_becomes_a_total_is_told(tmp_path: Path) -> None:
    compared = tried(tmp_path, {'by = "actual"\nrows': 'by = "actual"\nmissing = "zero"\nrows'})
    assert compared.figures.counts.settled == 1
    assert "1 come from a range to a total" in compared.text()
    (move,) = compared.figures.moves
    assert (move.project, move.difference) == ("己", (0, -40))


def test_what_one_side_rejects_is_told_with_its_reason(tmp_path: Path) -> None:
    compared = tried(tmp_path, {'unit = "万元", label = "支出"': 'unit = "万元", range = ">= 50 万元", label = "支出"'})
    assert compared.figures.counts.rejected_after == 1
    assert [one.project for one in compared.figures.moves] == ["丁"]
    assert "1 are rejected after, and were not" in compared.text()


def test_other_grades_without_moved_points_are_told(tmp_path: Path) -> None:
    compared = tried(tmp_path, {'[">= 90", "优"]': '[">= 95", "优"]'})
    counts = compared.figures.counts
    assert (counts.moved, counts.regraded, counts.others) == (0, 1, 1)
    assert "1 keep their total, other things change" in compared.text()


def test_a_table_is_compared_as_its_projects_one_by_one(tmp_path: Path) -> None:
    changes = {**THRESHOLD, "at_most = 59": "at_most = 58", '[">= 60%", "50%"]': '[">= 60%", "25%"]'}
    table = tried(tmp_path, changes)
    exact = tried(tmp_path, changes, engine="exact")
    folder = tmp_path / "projects"
    folder.mkdir()
    for number, line in enumerate(TABLE.splitlines()[1:]):
        project, period, budget, spent, diverted, actual = line.split(",")
        (folder / f"{number}.toml").write_text(
            f'format = 1\nproject = "{project}"\nperiod = {period}\nindicators = "x"\n[facts]\nbudget = "{budget} 万元"\n'
            + (f'spent = "{spent} 万元"\n' if spent else "")
            + f'diverted = {"true" if diverted == "是" else "false"}\n[indicator]\nN1 = {{ actual = "{actual} 个" }}\n',
            encoding="utf-8",
        )
    files = scoring.compare(
        f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/new-set.toml", folder
    )
    assert moves(table) == moves(exact) == moves(files) != {}
    assert table.figures.matrix == exact.figures.matrix == files.figures.matrix
    assert [one.id for one in files.figures.moves] == [
        f"projects/{int(one.id) - 1}.toml" for one in table.figures.moves
    ]


def test_a_revision_of_git_is_a_side_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    (tmp_path / "ours.toml").write_text(edited(RULES, THRESHOLD), encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    monkeypatch.chdir(tmp_path)
    ran = run("compare", "HEAD:ours.toml+HEAD:set.toml", "ours.toml+set.toml", "table.csv")
    assert ran.status == 0 and "row 1, condition: >= 90% → >= 92%" in ran.out
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    for wrong, code in (("nowhere:ours.toml", "unknown-revision"), ("HEAD:../../x", "path-outside"), ("HEAD:no.toml", "not-found"), ("--upload-pack=x:ours.toml", "unknown-revision")):  # fmt: skip
        assert code in run("compare", "--", wrong, "ours.toml", "table.csv").codes


def test_the_command_says_the_same_in_both_languages_as_json_and_as_a_page(tmp_path: Path) -> None:
    compared = tried(tmp_path, THRESHOLD)
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/new-set.toml"
    ran = run("compare", *sides, tmp_path / "table.csv")
    assert ran.out == compared.text()
    chinese = run("compare", *sides, tmp_path / "table.csv", "--lang", "zh").out
    assert "规则 execution，第 1 行，条件：>= 90% → >= 92%" in chinese and "1 个等级变化" in chinese
    data = compared.to_dict()
    assert data["schema"] == "comparison/1"
    assert data["projects"][0]["shares"] == [["-20", "-20"]]
    page = run("compare", *sides, tmp_path / "table.csv", "--format", "html").out
    assert page == compared.to_html() and "<script" not in page and "http" not in page.replace("http-equiv", "")


def test_everything_wrong_with_either_side_is_told(tmp_path: Path) -> None:
    shelf(tmp_path)
    (tmp_path / "torn.toml").write_text(RULES.replace('[">= 60%", "50%"]', '[">= 60%", "fivty"]'), encoding="utf-8")
    ran = run("compare", tmp_path / "ours.toml", tmp_path / "torn.toml", tmp_path / "table.csv", "--indicators", tmp_path / "set.toml")  # fmt: skip
    assert ran.status == 1 and ran.codes
    assert "torn.toml:19" in ran.err


def test_two_years_are_compared_by_their_projects_names_with_indicators_that_are_called_otherwise(tmp_path: Path) -> None:  # fmt: skip
    shelf(tmp_path)
    (tmp_path / "next.toml").write_text(SET.replace("N1 =", "N7 ="), encoding="utf-8")
    later = TABLE.replace("N1.actual", "N7.actual").replace("乙,2024,100,91,否,9", "乙,2024,100,91,否,10").splitlines()
    (tmp_path / "later.csv").write_text("\n".join([later[0], *reversed(later[2:]), "庚,2024,1,1,否,1"]) + "\n", encoding="utf-8")  # fmt: skip
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/ours.toml+{tmp_path}/next.toml"
    made = scoring.compare(*sides, tmp_path / "table.csv", then=tmp_path / "later.csv", same={"N1": "N7"}).figures
    assert [(move.project, str((move.difference or [None])[0])) for move in made.moves] == [("乙", "6")]
    assert (made.counts.only_before, made.counts.only_after) == (1, 1)
    ran = run("compare", *sides, tmp_path / "table.csv", "--then", tmp_path / "later.csv", "--same", "N1=N7")
    assert "1 are only before; 1 are only after" in ran.out
    (tmp_path / "twice.csv").write_text(
        "\n".join([later[0], later[1], later[1].replace("2024", "2025")]) + "\n", encoding="utf-8"
    )
    ran = run("compare", *sides, tmp_path / "table.csv", "--then", tmp_path / "twice.csv")
    assert ran.codes == ["name-twice"]


def test_cases_of_a_rulebook_are_compared_each_with_its_id(tmp_path: Path) -> None:
    book = RULES + (
        '\n[result.level]\nby = "rate"\ngives = "text"\nrows = [[">= 90%", "high"], ["else", "low"]]\n'
        '[[cases]]\nfile = "cases.csv"\nid = "case"\nexpect = { level = "level" }\n'
    )
    (tmp_path / "a.toml").write_text(book, encoding="utf-8")
    (tmp_path / "b.toml").write_text(edited(book, {'">= 90%", "high"': '">= 95%", "high"'}), encoding="utf-8")
    (tmp_path / "cases.csv").write_text("case,budget (万元),spent (万元),level\nx,100,92,high\ny,100,20,low\n", encoding="utf-8")  # fmt: skip
    made = scoring.compare(tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "a.toml").figures
    assert [(move.id, [(one.before, one.after) for one in move.changes]) for move in made.moves] == [("x", [("high", "low")])]  # fmt: skip
    assert made.counts.projects == 2


def test_of_a_rulebook_of_results_alone_what_changed_is_shown_and_by_which_edit(tmp_path: Path) -> None:
    book = 'format = 1\n[rulebook]\nname = "r"\n[fact]\na = { kind = "number" }\n[result.x]\nis = "a * 2"\nround = { decimals = 1 }\n[result.y]\nis = "a / 3"\n'
    shelf(tmp_path, "project,period,a\nA,2024,2\nB,2024,3\nC,2024,0\n", book)
    (tmp_path / "new.toml").write_text(edited(book, {"a * 2": "a * 3", "a / 3": "max(a, 3) / 3"}), encoding="utf-8")
    ran = run("compare", tmp_path / "ours.toml", tmp_path / "new.toml", tmp_path / "table.csv")
    assert "edit 1                2\n  edit 2                2" in ran.out
    assert "row 1 A  complete  complete           —  x: 4 → 6, y: 0.666667 → 1" in ran.out
    assert (
        "x                    2                  +5" in ran.out
        and "y                    2           +1.333333" in ran.out
    )
    assert "Grades before and after" not in ran.out
    assert (
        "shares"
        not in run(
            "compare", tmp_path / "ours.toml", tmp_path / "new.toml", tmp_path / "table.csv", "--format", "html"
        ).out.split("</style>")[1]
    )


def test_a_project_of_which_a_group_alone_moves_says_which(tmp_path: Path) -> None:
    compared = tried(
        tmp_path,
        {"at_most = 59 }": 'at_most = 59 }\n[limit.process]\nwhen = "true"\ngroup = { "过程" = { at_most = 30 } }'},
    )
    assert {change.column for move in compared.figures.moves for change in move.changes} == {"过程", "limits"}
    assert "limits, 过程" in compared.text() or "过程, limits" in compared.text()


def test_a_rulebook_without_cases_is_no_data(tmp_path: Path) -> None:
    shelf(tmp_path)
    ran = run("compare", tmp_path / "ours.toml", tmp_path / "ours.toml", tmp_path / "ours.toml")
    assert ran.codes == ["no-cases"]


def test_two_editions_of_a_base_are_compared_by_every_rulebook_that_uses_it(tmp_path: Path) -> None:
    shelf(tmp_path)
    (tmp_path / "new.toml").write_text(edited(RULES, THRESHOLD), encoding="utf-8")
    books = tmp_path / "rules"
    for name, rows in (("east", '[[">= 95%", "100%"], ["else", "0%"]]'), ("west", None)):
        (books / name).mkdir(parents=True)
        change = f'[change.rule.execution]\nset = {{ rows = {rows} }}\nwhy = "stricter"\n' if rows else ""
        text = f'format = 1\nuse = ["ours"]\n[rulebook]\nname = "{name}"\ntotal = 100\n{change}'
        (books / name / "all.toml").write_text(text, encoding="utf-8")
    (books / "alone.toml").write_text(RULES.replace('"ours"', '"alone"'), encoding="utf-8")
    asked = tmp_path / "ours.toml", tmp_path / "new.toml", tmp_path / "table.csv", "--indicators", tmp_path / "set.toml"
    ran = run("compare", *asked, "--over", books)
    assert ran.status == 0, ran.err
    east, west = ran.out.split("Before and after\n")[1:]
    assert "east" in east and "No project in this table moves" in east  # it has rows of its own
    assert "west" in west and "1 of 6 projects change" in west
    assert run("compare", *asked, "--over", tmp_path / "set.toml").codes == ["no-users"]


def test_of_projects_that_move_alike_those_whose_grade_changes_come_first_and_then_the_rows(tmp_path: Path) -> None:
    """Differences are compared as exact numbers: 80.08 − 80 is 79.98 − 79.9."""
    heads = TABLE.splitlines()[0]
    rows = [
        f"p{number},2024,100,{spent},否,10" for number, spent in enumerate(["61.3", "85.7", "66.1", "79.9", "64.3"])
    ]
    shelf(tmp_path, "\n".join([heads, *rows]) + "\n", RULES.replace('[">= 60%", "50%"],', '[">= 60%", "actual"],'))
    new = RULES.replace('[">= 60%", "50%"],', '[">= 60%", "actual - 0.2%"],').replace(
        '[">= 80", "良"]', '[">= 91.9", "良"]'
    )
    (tmp_path / "new.toml").write_text(new, encoding="utf-8")
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/set.toml"
    found = scoring.compare(*sides, tmp_path / "table.csv", shares=False).figures
    assert {move.difference for move in found.moves} == {(Fraction(-2, 25), Fraction(-2, 25))}
    assert [move.project for move in found.moves] == ["p0", "p2", "p4", "p1", "p3"]


@pytest.mark.parametrize(("same", "codes"), [
    (("N9=N7",), ["unknown-indicator"]), (("N1=N8",), ["unknown-indicator"]), (("N1=N7", "B1=N7"), ["name-twice"]),
])  # fmt: skip
def test_indicators_that_are_said_to_be_the_same_are_there(same: tuple[str, ...], codes: list[str], tmp_path: Path) -> None:  # fmt: skip
    shelf(tmp_path)
    (tmp_path / "later-set.toml").write_text(SET.replace("N1 =", "N7 ="), encoding="utf-8")
    (tmp_path / "later.csv").write_text(TABLE.replace("N1.actual", "N7.actual"), encoding="utf-8")
    book = tmp_path / "ours.toml"
    sides = f"{book}+{tmp_path}/set.toml", f"{book}+{tmp_path}/later-set.toml", tmp_path / "table.csv"
    asked = [word for one in same for word in ("--same", one)]
    assert run("compare", *sides, "--then", tmp_path / "later.csv", *asked).codes == codes


def test_where_no_side_scores_anything_it_is_not_said_that_nothing_moves(tmp_path: Path) -> None:
    shelf(tmp_path)
    heads = TABLE.splitlines()[0]
    (tmp_path / "empty.csv").write_text(heads + "\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(heads + "\n甲,2024,百,九,否,10\n", encoding="utf-8")
    book = f"{tmp_path}/ours.toml+{tmp_path}/set.toml"
    assert run("compare", book, book, tmp_path / "empty.csv").codes == ["empty-table"]
    assert run("compare", book, book, tmp_path / "bad.csv").codes == ["all-rejected"]
    (tmp_path / "names.csv").write_text("project\n", encoding="utf-8")
    one = "--rules", tmp_path / "ours.toml", "--indicators", tmp_path / "set.toml"
    for file, code in (("empty.csv", "empty-table"), ("names.csv", "empty-table"), ("bad.csv", "all-rejected")):
        for words in (("compare", book, book, tmp_path / file), ("rank", tmp_path / file, *one), ("sensitivity", tmp_path / file, *one)):  # fmt: skip
            assert run(*words).codes == [code], (words, file)


def test_rejected_projects_are_told_also_where_nothing_moves(tmp_path: Path) -> None:
    shelf(tmp_path, TABLE + "庚,2024,百,九,否,10\n")
    book = f"{tmp_path}/ours.toml+{tmp_path}/set.toml"
    ran = run("compare", book, book, tmp_path / "table.csv")
    assert "No project in this table moves: 7 projects" in ran.out and "1 are rejected before and after" in ran.out


@pytest.mark.parametrize("same", [False, True])
def test_columns_that_one_side_alone_knows_mean_nothing_to_the_other(same: bool, tmp_path: Path) -> None:
    """An indicator that is gone, or called otherwise: its column is no fault of the table."""
    shelf(tmp_path)
    other = SET.replace("N1 =", "N9 =") if same else SET.replace("weight = 40", "weight = 100").split("N1 =")[0]
    (tmp_path / "other.toml").write_text(other, encoding="utf-8")
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/ours.toml+{tmp_path}/other.toml"
    for first, second in (sides, sides[::-1]):
        words = [
            "compare",
            first,
            second,
            tmp_path / "table.csv",
            *(("--same", "N1=N9" if first == sides[0] else "N9=N1") if same else ()),
        ]
        ran = run(*words)
        assert ran.status == 0, ran.err
        if same and first == sides[0]:
            assert "No project in this table moves" in ran.out
        elif not same:
            said = "only before: N1.actual (个)" if first == sides[0] else "only after: N1.actual (个)"
            assert said in ran.out and "6 of 6 projects change" in ran.out
    bad = tmp_path / "bad.csv"
    bad.write_text(TABLE.replace("N1.actual", "N3.actual"), encoding="utf-8")
    assert run("compare", *sides, bad).codes == ["unknown-column"]


def test_git_is_asked_from_wherever_the_environment_says_that_the_repository_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    away.mkdir()
    shelf(home)
    git(home, "init", "-q")
    git(home, "add", "-A")
    git(home, "commit", "-qm", "first")
    (home / "ours.toml").write_text(edited(RULES, THRESHOLD), encoding="utf-8")
    monkeypatch.chdir(away)
    monkeypatch.setenv("GIT_DIR", str(home / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(home))
    ran = run("compare", "HEAD:ours.toml+HEAD:set.toml", "../home/ours.toml+../home/set.toml", "../home/table.csv")
    assert "1 of 6 projects change" in ran.out, ran.err


def test_a_revision_without_the_path_is_told_and_one_of_a_bare_repository_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    home = tmp_path / "home"
    home.mkdir()
    shelf(home)
    git(home, "init", "-q")
    git(home, "add", "-A")
    git(home, "commit", "-qm", "first")
    git(home, "clone", "-q", "--bare", str(home), str(tmp_path / "bare.git"))
    (home / "ours.toml").write_text(edited(RULES, THRESHOLD), encoding="utf-8")
    (home / "later.toml").write_text(RULES, encoding="utf-8")
    monkeypatch.chdir(home)
    now = "ours.toml+set.toml"
    for path in ("none.toml", "later.toml"):
        ran = run("compare", f"HEAD:{path}", now, "table.csv")
        assert ran.codes == ["not-found"] and f"revision `HEAD` has nothing at `{path}`" in ran.said
    assert "1 of 6 projects change" in run("compare", "HEAD:ours.toml+HEAD:set.toml", now, "table.csv").out
    monkeypatch.chdir(tmp_path / "bare.git")
    ran = run("compare", "HEAD:ours.toml+HEAD:set.toml", f"{home}/ours.toml+{home}/set.toml", home / "table.csv")
    assert "1 of 6 projects change" in ran.out, ran.said


def test_one_project_is_one() -> None:
    assert [projects(number) for number in (0, 1, 2)] == ["0 projects", "1 project", "2 projects"]


def test_points_that_move_between_rows_are_said_to(tmp_path: Path) -> None:
    table = "project,period,budget (万元),spent (万元),diverted,N1.actual (个)\n甲,2024,100,95,否,10\n"
    shelf(tmp_path)
    (tmp_path / "one.csv").write_text(table, encoding="utf-8")
    moved = SET.replace("weight = 40", "weight = 30").replace("weight = 60", "weight = 70")
    (tmp_path / "moved.toml").write_text(moved, encoding="utf-8")
    ran = run(
        "compare",
        f"{tmp_path}/ours.toml+{tmp_path}/set.toml",
        f"{tmp_path}/ours.toml+{tmp_path}/moved.toml",
        tmp_path / "one.csv",
        "--lang",
        "en",
    )
    assert "1 of 1 project changes" in ran.out and "(points moved between rows)" in ran.out, ran.out + ran.err


def test_where_findings_alone_are_others_it_is_said_so(tmp_path: Path) -> None:
    check = '[check.spent]\nthat = "spent <= budget"\n[grade]'
    shelf(tmp_path, TABLE.replace("100,95,否,10", "100,105,否,10", 1))
    (tmp_path / "new.toml").write_text(RULES.replace("[grade]", check), encoding="utf-8")
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/set.toml"
    for language, said in (("en", "2 keep their total, other things change (findings only)"), ("zh", "2 个总分不变，其他内容变化（仅发现的问题不同）")):  # fmt: skip
        ran = run("compare", *sides, tmp_path / "table.csv", "--lang", language)
        assert said in ran.out, ran.out
    assert scoring.compare(*sides, tmp_path / "table.csv").figures.counts.moved == 0


def test_an_edit_of_one_part_is_not_said_to_have_parts(tmp_path: Path) -> None:
    """Weights that do not add up any more: what no other edit makes whole stands by itself."""
    for changes, of_set in ((THRESHOLD, {}), ({"at_most = 59": "at_most = 50"}, {"weight = 40": "weight = 41"})):
        compared = tried(tmp_path, changes, of_set)
        for language, part in (("en", "parts"), ("zh", "其中")):
            assert part not in compared.text(language).split("project ")[0], compared.text(language)  # type: ignore[arg-type]
    assert [(len(group.edits), group.why is not None) for group in compared.figures.groups] == [(1, False), (1, True)]


def test_a_rulebook_copied_without_a_set_of_its_own_is_scored_by_itself(tmp_path: Path) -> None:
    ran = run("init", tmp_path / "self", "--rules", "self-evaluation", "--lang", "en")
    assert ran.status == 0 and f"--rules {tmp_path / 'self' / 'rules' / 'self-evaluation'}/" in ran.err
    assert not (tmp_path / "self" / "indicators").exists()
    ran = run("init", tmp_path / "perf", "--rules", "performance-evaluation", "--lang", "en")
    assert ran.status == 0 and "grassroots-2024" in ran.err


RANGES = TABLE + "庚,2024,100,,否,9\n"


@pytest.mark.parametrize(("of_set", "gain", "lose", "open_", "total"), [
    ({"weight = 40": "weight = 30", "weight = 60": "weight = 70"}, 3, 1, 1, "3 gain"),
    ({'target = ">= 10 个"': 'target = ">= 20 个"'}, 0, 6, 0, "0 gain"),
    ({'target = ">= 10 个"': 'target = ">= 5 个"'}, 3, 0, 0, "3 gain"),
])  # fmt: skip
def test_every_project_that_changes_is_counted_once(of_set: dict[str, str], gain: int, lose: int, open_: int, total: str, tmp_path: Path) -> None:  # fmt: skip
    """Of two that want a fact: a range that goes down at both ends is lost, one that narrows may go either way."""
    shelf(tmp_path, RANGES)
    (tmp_path / "other.toml").write_text(edited(SET, of_set), encoding="utf-8")
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/ours.toml+{tmp_path}/other.toml"
    compared = scoring.compare(*sides, tmp_path / "table.csv")
    counts = compared.figures.counts
    assert (counts.gain, counts.lose, counts.open) == (gain, lose, open_)
    assert counts.changed == gain + lose + open_ + counts.others
    assert compared.figures.moved.en.split(": ")[1].startswith(total)
    assert compared.figures.effects is not None
    (alone,) = compared.figures.effects
    assert (alone.gain, alone.lose, alone.open) == (gain, lose, open_)
    assert ("incomplete and may gain or lose" in compared.text("en")) == bool(open_)


MATRIX = """
format = 1
[rulebook]
name = "ours"
total = 100
[fact]
size = { options = ["s", "l"] }
[rule.pts]
gives = "share"
by = ["size", "actual"]
across = ["< 5", ">= 5"]
rows = [["s", "20%", "60%"], ["l", "10%", "50%"]]
[value.lab]
by = "count(marks, true)"
gives = { one = "number", two = "number" }
rows = [["> 2", 5, 1], { row = ["> 1", 3, 2], label = { zh = "少", en = "few" } }, ["else", 1, 2]]
[fact.marks]
list = { note = { kind = "number" } }
"""


@pytest.mark.parametrize(("before", "after", "said_en", "said_zh"), [
    ('["s", "20%", "60%"]', '["s", "20%", "65%"]', "rule `pts`, row 1, result 2: 60% → 65%", "规则 pts，第 1 行，结果 2：60% → 65%"),
    ('["> 2", 5, 1]', '["> 2", 4, 1]', "value `lab`, row 1, result 1: 5 → 4", "值 lab，第 1 行，结果 1：5 → 4"),
    ('["> 2", 5, 1]', '["> 3", 5, 1]', "value `lab`, row 1, condition: > 2 → > 3", "值 lab，第 1 行，条件：> 2 → > 3"),
    (', { row = ["> 1", 3, 2], label = { zh = "少", en = "few" } }', "", "value `lab`, row 2 is gone: > 1 → 3, 2 (few)", "删去值 lab，第 2 行：> 1 → 3, 2（少）"),
    ('["else", 1, 2]', '["> 0", 1, 1], ["else", 1, 2]', "value `lab`, row 3 is new: > 0 → 1, 1", "新增值 lab，第 3 行：> 0 → 1, 1"),
])  # fmt: skip
def test_cells_of_a_row_are_called_what_they_are(before: str, after: str, said_en: str, said_zh: str, tmp_path: Path) -> None:  # fmt: skip
    rows = 'N1 = { in = "note", label = "length", weight = 100, rule = "pts" }'
    indicators = SPELT_SET.split("N1 =")[0] + rows
    shelf(tmp_path, "project,period,size,marks,N1.actual\nA,2024,s,1 | 2 | 3,12\n", MATRIX, indicators)
    (tmp_path / "new.toml").write_text(edited(MATRIX, {before: after}), encoding="utf-8")
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/set.toml"
    (edit,) = scoring.compare(*sides, tmp_path / "table.csv", shares=False).figures.edits
    assert (edit.said.en, edit.said.zh) == (said_en, said_zh)


def test_of_two_tables_it_is_said_what_changes_come_of(tmp_path: Path) -> None:
    shelf(tmp_path)
    (tmp_path / "new.toml").write_text(edited(RULES, THRESHOLD), encoding="utf-8")
    (tmp_path / "later.csv").write_text(TABLE.replace("100,95,否,10", "100,95,否,9", 1), encoding="utf-8")
    for book, said_en, other in (
        ("ours", "comes of their data alone", "without --then"),
        ("new", "without --then", "comes of their data alone"),
    ):
        sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/{book}.toml+{tmp_path}/set.toml"
        of_two = scoring.compare(*sides, tmp_path / "table.csv", then=tmp_path / "later.csv").text("en")
        assert said_en in of_two and other not in of_two
        assert "two tables" not in scoring.compare(*sides, tmp_path / "table.csv").text("en")
