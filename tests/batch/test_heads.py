"""What columns mean: every head is known or refused with all others, and what spoils a whole column is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.batch.columns.column_map import ColumnMap, read_column_map
from scoring.batch.columns.column_meanings import KnownNames, known_to, read_heads
from scoring.batch.inputs.csv_table import stage_csv
from scoring.batch.inputs.input_table import InputTable, cells_of
from scoring.batch.layouts.project_from_cells import fill_form
from scoring.documents.document import parse_toml
from scoring.engines.columnar.duck import connect
from scoring.problems import Place
from scoring.rulebook.library import open_rulebook, open_set
from scoring.rulebook.rulebook import put_set_together, put_together

ROOT = Path(__file__).resolve().parents[2]
HERE = Place("here")
OTHERWISE = "rename or delete it, or say what it is with --columns"

BOOK = """
format = 1
[rulebook]
name = "small"
[fact]
budget   = { unit = "元", label = "预算安排" }
rate     = { unit = "%", label = { zh = "执行率", en = "execution rate" } }
visits   = { unit = "人次" }
"公开"   = { kind = "yes_no" }
done_on  = { kind = "date" }
scope    = ["U", "C"]
hi       = { from = "Human Impact", kind = "text" }
lines    = { list = { amount = "元" } }
[rule.reach]
kind = "proportional"
[rule.effect]
kind   = "judged"
levels = [["好", ">= 80%"], ["差", "else"]]
"""
SET = """
format = 1
[indicator_set]
name  = "small-set"
rules = "small"
[indicator]
N1   = { in = "产出", label = "a", weight = 10, rule = "reach", target = ">= 90%" }
N1.1 = { in = "产出", label = "b", weight = 10, rule = "reach" }
E1   = { in = "效益", label = "c", weight = 10, rule = "effect" }
""".replace("N1.1 =", '"N1.1" =')


@pytest.fixture(scope="module")
def known() -> KnownNames:
    book, _ = put_together([d for d in [parse_toml(BOOK.encode(), "book.toml")[0]] if d is not None])
    of_set, _ = put_set_together([d for d in [parse_toml(SET.encode(), "set.toml")[0]] if d is not None])
    assert book is not None
    return known_to(book, of_set)


def table(heads: dict[str, str]) -> InputTable:
    return InputTable("in.parquet", "nothing", tuple(heads), tuple(heads.values()), 0)


@pytest.mark.parametrize(
    ("head", "path", "unit"),
    [
        ("project", ("project",), None),
        ("项目名称", ("project",), None),
        ("评价年度", ("period",), None),
        ("indicators", ("indicators",), None),
        ("budget", ("facts", "budget"), None),
        ("budget (万元)", ("facts", "budget"), "万元"),
        ("预算安排（万元）", ("facts", "budget"), "万元"),
        ("预算安排\n(万元)", ("facts", "budget"), "万元"),
        ("执行率[%]", ("facts", "rate"), "%"),
        ("execution rate (1)", ("facts", "rate"), "1"),
        ("Human Impact", ("facts", "Human Impact"), None),
        ("hi", ("facts", "Human Impact"), None),
        ("公开.evidence", ("facts", "公开", "evidence"), None),
        ("N1.actual (%)", ("indicator", "N1", "actual"), "%"),
        ("N1.1.actual", ("indicator", "N1.1", "actual"), None),
        ("N1.1.target (人次)", ("indicator", "N1.1", "target"), "人次"),
        ("E1.level", ("indicator", "E1", "judged", "level"), None),
        ("E1.why", ("indicator", "E1", "judged", "why"), None),
        ("N1.why", ("indicator", "N1", "why"), None),
        ("N1.evidence", ("indicator", "N1", "actual", "evidence"), None),
        ("N1.not_applicable", ("not_applicable", "N1", "why"), None),
        ("N1.claim", ("indicator", "N1", "claimed", "self"), None),
        ("N1.claim.finance", ("indicator", "N1", "claimed", "finance"), None),
        ("claim.self", ("claim", "self", "total"), None),
        ("claim.财政", ("claim", "财政", "total"), None),
    ],
)
def test_a_head_means_one_thing(known: KnownNames, head: str, path: tuple[str, ...], unit: str | None) -> None:
    heads, problems = read_heads(table({head: "VARCHAR"}), known)
    assert heads is not None, problems
    assert (heads.layout, heads.columns[0].path, heads.columns[0].unit) == ("wide", path, unit)


def test_heads_that_mean_nothing_are_refused_all_at_once(known: KnownNames) -> None:
    heads, problems = read_heads(
        table(dict.fromkeys(["project", "budgte", "N1.actaul", "N9.actual", "备注", "N1.claim.a b", "budget", "预算安排"], "VARCHAR")),
        known,
    )  # fmt: skip
    assert heads is None
    assert [(one.place.column, one.message.en, one.fix.en if one.fix else "") for one in problems] == [
        (2, "column `budgte` is neither a fact nor a key of an indicator", "did you mean `budget`?"),
        (3, "column `N1.actaul` is neither a fact nor a key of an indicator", "did you mean `N1.actual`?"),
        (4, "column `N9.actual` is neither a fact nor a key of an indicator", OTHERWISE),
        (5, "column `备注` is neither a fact nor a key of an indicator", "rename or delete it, or say what it is with --columns"),
        (6, "column `N1.claim.a b` is neither a fact nor a key of an indicator", OTHERWISE),
        (8, "columns `budget` and `预算安排` are the same", "delete one"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "type_", "message"),
    [
        ("budget", "BIGINT", "`budget` has numbers without a unit; 元, 万元, 亿元, 千元 are possible"),
        ("budget", "DECIMAL(18,2)", "`budget` has numbers without a unit"),
        ("budget (万元)", "DOUBLE", None),
        ("visits", "BIGINT", None),
        ("rate", "DOUBLE", "`rate` is a share, and its numbers do not say whether 95 or 0.95 is 95%"),
        ("rate (%)", "DOUBLE", None),
        ("rate (1)", "DOUBLE", None),
        ("N1.actual", "BIGINT", "`N1.actual` is a share"),
        ("E1.share", "DOUBLE", "`E1.share` is a share"),
        ("N1.1.target", "BIGINT", "`N1.1.target` has numbers only; a target has a sign"),
        ("N1.1.actual", "BIGINT", None),
        ("budget (万圆)", "VARCHAR", "unknown unit `万圆` in the head"),
        ("budget (人)", "VARCHAR", "`人` in the head does not convert to `元`"),
        ("budget (1)", "VARCHAR", "unknown unit `1` in the head"),
        ("budget (元)", "DATE", "`budget (元)` is of type DATE; numbers belong there"),
        ("公开", "BIGINT", "`公开` is of type BIGINT; yes and no belong there"),
        ("公开", "BOOLEAN", None),
        ("done_on", "DATE", None),
        ("done_on", "BIGINT", "`done_on` is of type BIGINT; dates belong there"),
        ("done_on", "TIMESTAMP", "column `done_on` is of type TIMESTAMP, which is no cell"),
        ("budget (元)", "INTEGER[]", "column `budget (元)` is of type INTEGER[], which is no cell"),
        ("scope", "STRUCT(a INTEGER)", "column `scope` is of type STRUCT(a INTEGER), which is no cell"),
        ("project", "BLOB", "column `project` is of type BLOB, which is no cell"),
        ("project", "BIGINT", None),
        ("lines", "VARCHAR", None),
    ],
)
def test_what_spoils_a_whole_column_is_one_problem(
    known: KnownNames, head: str, type_: str, message: str | None
) -> None:
    _, problems = read_heads(table({head: type_}), known)
    told = [problem.message.en for problem in problems]
    assert len(told) == (message is not None)
    assert all(text.startswith(message or "") for text in told)


@pytest.mark.parametrize(
    ("head", "cell", "value"),
    [
        ("rate (1)", "0.95", "95%"),
        ("rate (1)", "0.333333333333333", "33.3333333333333%"),
        ("rate (%)", "95", "95%"),
        ("rate (%)", "95%", "95%"),
        ("budget (万元)", "28", "28 万元"),
        ("budget (万元)", "28 元", "28 元"),
        ("budget (万元)", "约28", "约28"),
        ("公开", "是", True),
        ("公开", "FALSE", False),
        ("公开", "有", "有"),
        ("scope", "是", "是"),
        ("N1.1.target (人次)", ">= 40", ">= 40 人次"),
        ("N1.1.target", "≥40 人", ">= 40 人"),
        ("period", "²", "²"),
    ],
)
def test_a_cell_is_what_a_projects_file_would_say(known: KnownNames, head: str, cell: str, value: object) -> None:
    heads, problems = read_heads(table({head: "VARCHAR"}), known)
    assert heads is not None, problems
    path = heads.columns[0].path
    found: object = fill_form(1, [cell], heads.columns, {}, "x").data
    for key in path:
        assert isinstance(found, dict)
        found = found[key]
    assert found == value


def test_who_declared_that_something_does_not_apply(known: KnownNames) -> None:
    heads, _ = read_heads(table(dict.fromkeys(["E1.not_applicable", "E1.by", "E1.on", "E1.level"], "VARCHAR")), known)
    assert heads is not None
    made = fill_form(1, ["无", "甲", "2024-03-01", None], heads.columns, {}, "x")
    assert made.data["not_applicable"] == {"E1": {"why": "无", "by": "甲", "on": "2024-03-01"}}
    assert "indicator" not in made.data
    judged = fill_form(1, [None, "甲", "2024-03-01", "好"], heads.columns, {}, "x")
    assert judged.data["indicator"] == {"E1": {"judged": {"by": "甲", "on": "2024-03-01", "level": "好"}}}


def test_the_layout_is_found_by_the_heads(known: KnownNames) -> None:
    for heads, layout in (
        (["项目", "三级指标", "年度指标值（A）", "实际完成值(B)", "budget (元)"], "long"),
        (["project", "label", "actual", "target"], "long"),
        (["project", "N1.actual"], "wide"),
    ):
        read, problems = read_heads(table(dict.fromkeys(heads, "VARCHAR")), known)
        assert read is not None, problems
        assert read.layout == layout
        assert bool(read.told) == (layout == "long")


def test_two_sets_know_more_than_one(known: KnownNames) -> None:
    of_set, _ = open_set("grassroots-2024", HERE)
    assert of_set is not None
    book, _ = open_rulebook(of_set.header.model.rules, HERE)
    assert book is not None
    both = known.and_also(known_to(book, of_set))
    heads, problems = read_heads(
        table(dict.fromkeys(["indicators", "N1.actual", "C15.actual", "planned (元)"], "VARCHAR")), both
    )
    assert heads is not None, problems


# ---------------------------------------------------------------- maps of columns


def column_map(tmp_path: Path, text: str) -> ColumnMap:
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    found, problems = read_column_map(tmp_path / "map.toml")
    assert found is not None, problems
    return found


def test_a_map_names_columns_their_units_and_what_is_not_read(known: KnownNames, tmp_path: Path) -> None:
    found = column_map(
        tmp_path,
        'format = 1\nignore = ["备注"]\n[columns]\n"预算数" = "budget"\n"率" = "N1.actual"\n[unit]\n"预算数" = "万元"\n"率" = "1"\n',
    )
    assert found.faults(known, ["预算数", "率", "备注"]) == []
    heads, problems = read_heads(table({"预算数": "BIGINT", "率": "DOUBLE"}), known, found.naming)
    assert heads is not None, problems
    assert [(column.path, column.unit) for column in heads.columns] == [
        (("facts", "budget"), "万元"),
        (("indicator", "N1", "actual"), "1"),
    ]
    assert found.naming.ignored == ("备注",)


def test_everything_that_is_wrong_with_a_map_is_told_with_its_place(known: KnownNames, tmp_path: Path) -> None:
    found = column_map(
        tmp_path,
        'format = 1\nignore = ["备注", "数"]\n[columns]\n"数" = "budgte"\n"额" = "budget"\n[unit]\n"数" = "万圆"\n',
    )
    assert [(str(one.place), one.message.en, one.fix.en if one.fix else "") for one in found.faults(known, ["数", "额度"])] == [
        ("map.toml:4:8", "`budgte` is nothing that a column can be", "did you mean `budget`?"),
        ("map.toml:7:8", "unknown unit `万圆`", "did you mean `万元`?"),
        ("map.toml:5:1", "no table has a column `额`", "delete the line"),
        ("map.toml:2:12", "no table has a column `备注`", "delete the line"),
        ("map.toml:2:18", "`数` is both named and ignored", "delete one"),
    ]  # fmt: skip


def test_the_examples_map_is_understood_by_its_set(tmp_path: Path) -> None:
    found, problems = read_column_map(ROOT / "examples/batch/columns.toml")
    assert found is not None, problems
    of_set, _ = open_set("grassroots-2024", HERE)
    assert of_set is not None
    book, _ = open_rulebook(of_set.header.model.rules, HERE)
    assert book is not None
    duck = connect(None, 1, tmp_path)
    path = ROOT / "examples/batch/projects.csv"
    staged, problems = stage_csv(duck, path, path.name, tmp_path / "x.parquet", found.naming.ignored)
    assert staged is not None, problems
    assert found.faults(known_to(book, of_set), [*staged.heads, *found.naming.ignored]) == []
    heads, problems = read_heads(staged, known_to(book, of_set), found.naming)
    assert heads is not None, problems
    _, cells = next(iter(cells_of(duck, staged)))
    facts = fill_form(1, cells, heads.columns, {}, path.name).data["facts"]
    assert facts == {"planned": "28.00 万元", "arrived": "28.00 万元", "spent": "280000 元", "diverted_funds": False}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = 1\n[column]\n", "unknown key `column`"),
        ('format = 1\nlayout = "tall"\n', "`tall` is none of wide, long"),
        ("[columns]\n", "`format` is missing in `map.toml`"),
        ('format = 1\n[columns]\n"a" = 1\n', "text in quotes belongs here, not `1`"),
        ("format = 1\n[columns\n", ""),
    ],
)
def test_a_map_of_another_shape_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    found, problems = read_column_map(tmp_path / "map.toml")
    assert found is None
    assert problems[0].message.en.startswith(message)
    assert problems[0].place.file == "map.toml"
