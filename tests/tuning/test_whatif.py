"""One project with some values otherwise: where they are found, what moves, and writing them down."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from running import run
from tuning.trial import RULES, SET, shelf

import scoring

PROJECT = """
format = 1
project = "甲"
period = 2024
rules = "ours.toml"
indicators = "set.toml"

[facts]
budget = "100 万元"
spent = { value = "91 万元", source = "form" }  # from the form
diverted = false

[source.form]
title = "自评表"

[indicator]
N1 = { actual = "8 个" }
"""


def folder(at: Path) -> Path:
    shelf(at)
    (at / "p.toml").write_text(PROJECT, encoding="utf-8")
    return at / "p.toml"


def tried(at: Path, *settings: str) -> scoring.Tried:
    return scoring.whatif(folder(at), settings)


def moved(one: scoring.Tried) -> dict[str, str]:
    return {pair.id: str((pair.difference or ("—",))[0]) for pair in one.figures.cards.indicators if pair.changed}


def test_a_fact_an_actual_a_weight_and_a_rule_are_each_found_where_they_are_written(tmp_path: Path) -> None:
    assert moved(tried(tmp_path, "spent=89 万元")) == {"B1": "-20"}
    assert moved(tried(tmp_path, "N1.actual=9 个")) == {"N1": "6"}
    assert moved(tried(tmp_path, "weights.B1=30", "weights.N1=70")) == {"B1": "-10", "N1": "8"}
    assert moved(tried(tmp_path, "rules.execution.rows.0.0=>= 92%")) == {"B1": "-20"}
    assert moved(tried(tmp_path, "indicators.N1.target=>= 8 个")) == {"N1": "12"}
    places = [one.place for one in tried(tmp_path, "spent=1 万元", "grade.rows.0.0=>= 95").figures.settings]
    assert [f"{place.file}:{place.line}" for place in places] == ["p.toml:10", "ours.toml:24"]


def test_total_grade_limits_and_findings_are_told_as_well(tmp_path: Path) -> None:
    said = tried(tmp_path, "diverted=true").text()
    assert "total  88.00 of 100  59.00 of 100         −29" in said
    assert "limit diverted" in said and "does not bite → bites" in said
    assert "grade            良            差" in said


def test_a_project_that_has_no_grade_any_more_is_said_to_have_none(tmp_path: Path) -> None:
    own = PROJECT.replace('indicators = "set.toml"\n', "").replace(
        "N1 = { actual", 'B1 = { in = "过程", weight = 40, rule = "execution", actual = "= rate" }\n'
        'N1 = { in = "产出", weight = 60, rule = "reach", target = ">= 10 个", actual'
    )  # fmt: skip
    file = folder(tmp_path)
    file.write_text(own, encoding="utf-8")
    (tmp_path / "ours.toml").write_text(
        RULES.replace("total = 100", 'total = 100\nweights_off_total = "finding"'), "utf-8"
    )
    one = scoring.whatif(file, ["weights.N1=70"])
    for said, none in ((one.text("en"), "no grade"), (one.text("zh"), "无等级"), (one.to_html("en"), "no grade")):
        assert none in said and "one of:" not in said and "可能为：" not in said


def test_each_setting_alone_and_the_remainder_add_up(tmp_path: Path) -> None:
    one = tried(tmp_path, "spent=89 万元", "rules.execution.rows.1.1=25%").figures
    assert [share and share[0] for share in one.shares] == [-20, 0]
    assert one.together is not None and one.together[0] == -10
    assert one.cards.difference == (-30, -30)


def test_what_makes_no_sense_alone_has_no_share(tmp_path: Path) -> None:
    one = tried(tmp_path, "weights.B1=30", "weights.N1=70").figures
    assert one.shares == (None, None) and one.together == one.cards.difference == (-2, -2)


@pytest.mark.parametrize(
    ("setting", "code", "fix"),
    [
        ("spnt=3", "unknown-setting", "did you mean `spent`?"),
        ("rules.excution.rows.0.0=1", "unknown-setting", "did you mean `rules.execution.rows.0.0`?"),
        ("rules.execution=1", "unknown-setting", "such as rules.execution.by, rules.execution.rows"),
        ("rules.execution.rows.7.0=1", "unknown-setting", "there are 3, counted from 0"),
        ("weights.N2=1", "unknown-setting", "there are weights.B1, weights.N1"),
        ("spent", "no-setting", "write PATH=VALUE"),
        ("diverted=false", "changes-nothing", "leave it out"),
        ("spent=-3 个", "unit-does-not-fit", "set another value: give it in `万元`"),
        ("rules.execution.rowz.0=1", "unknown-setting", "did you mean `rules.execution.rows.0`?"),
        ("rules.execution.rows.0=>= 3", "wrong-kind", "set another value: "),
        ("limits.other.when=1", "unknown-setting", "there are limits.diverted"),
        ("rules.execution.rows.7.0=1", "unknown-setting", "fix: 0 to 2"),
        ("execution=1", "unknown-setting", "did you mean `rules.execution`?"),
        ("zzzzzz=1", "unknown-setting", "rules.reach.…, weights.B1"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_or_is_wrong_is_told_with_its_fix(tmp_path: Path, setting: str, code: str, fix: str) -> None:
    ran = run("whatif", folder(tmp_path), "--set", setting)
    assert ran.status == 1 and code in ran.codes, ran.err
    assert ran.err.startswith(f"--set {setting}: ")
    assert fix in ran.err


def test_nothing_is_written_unless_it_is_asked_for(tmp_path: Path) -> None:
    file = folder(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    run("whatif", file, "--set", "spent=89 万元", "--set", "rules.execution.rows.0.0=>= 92%")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_one_value_is_written_with_comments_and_layout_kept_and_the_reason_in_the_changelog(tmp_path: Path) -> None:
    file = folder(tmp_path)
    rules = tmp_path / "ours.toml"
    asked = ["whatif", file, "--set", "rules.execution.rows.0.0=>= 92%", "--set", "spent=93 万元", "--write"]
    before = run("score", file, "--format", "json").out
    ran = run(*asked, "--why", "执行率偏低", "--by", "绩效科", "--on", "2025-03-14")
    assert ran.status == 0 and "written: ours.toml" in ran.err and "written: p.toml" in ran.err
    text = rules.read_text(encoding="utf-8")
    assert text.startswith(RULES.replace('">= 90%", "100%"', '">= 92%", "100%"'))
    assert PROJECT.replace("91 万元", "93 万元") == file.read_text(encoding="utf-8")
    (revision,) = tomllib.loads(text)["revision"]
    assert (str(revision["on"]), revision["by"], revision["why"]) == ("2025-03-14", "绩效科", "执行率偏低")
    assert revision["changed"][0]["en"] == "rule `execution`, row 1, condition: >= 90% → >= 92%"
    assert revision["moved"]["en"] == "甲: 88 良 → 88 良"
    assert "last revised 2025-03-14 绩效科: 执行率偏低" in run("score", file).out
    assert "执行率偏低" in run("show", rules).out
    assert before != run("score", file, "--format", "json").out


def test_a_note_changes_no_fingerprint(tmp_path: Path) -> None:
    shelf(tmp_path)
    before = scoring.load(tmp_path / "ours.toml").fingerprint
    (tmp_path / "ours.toml").write_text(
        RULES + '[[revision]]\non = 2024-01-01\nby = "x"\nwhy = "y"\n', encoding="utf-8"
    )
    assert scoring.load(tmp_path / "ours.toml").fingerprint == before


def test_rules_are_not_written_without_a_reason_nor_over_what_somebody_wrote_nor_where_they_are_shipped(tmp_path: Path) -> None:  # fmt: skip
    file = folder(tmp_path)
    before = (tmp_path / "ours.toml").read_bytes()
    setting = "rules.execution.rows.0.0=>= 92%"
    ran = run("whatif", file, "--set", setting, "--write", "--by", "x")
    assert ran.codes == ["no-reason", "no-reason"] and (tmp_path / "ours.toml").read_bytes() == before
    one = scoring.whatif(file, [setting])
    (tmp_path / "ours.toml").write_bytes(before + b"# somebody\n")
    with pytest.raises(scoring.InputRefused, match="changed in the meantime"):
        one.write(why="x", by="y", on="2025-01-01")
    assert (tmp_path / "ours.toml").read_bytes() == before + b"# somebody\n"
    (tmp_path / "shipped.toml").write_text(
        PROJECT.replace("ours.toml", "performance-evaluation").replace('indicators = "set.toml"\n', "").replace(
            'N1 = { actual = "8 个" }', 'N1 = { in = "g", label = "x", weight = 100, rule = "execution", target = ">= 100%", actual = "80%" }'
        ).replace('budget = "100 万元"\n', "").replace("diverted = false\n", "diverted_funds = false\nserious_violation = false\n"),
        encoding="utf-8",
    )  # fmt: skip
    shipped = scoring.whatif(tmp_path / "shipped.toml", {"rules.execution.nothing_below": "85%"})
    with pytest.raises(scoring.InputRefused, match="shipped with the program"):
        shipped.write(why="x", by="y", on="2025-01-01")


def test_facts_alone_are_written_without_a_changelog(tmp_path: Path) -> None:
    file = folder(tmp_path)
    assert [path.name for path in tried(tmp_path, "N1.actual=9 个").write()] == ["p.toml"]
    assert 'N1 = { actual = "9 个" }' in file.read_text(encoding="utf-8")


def test_what_is_not_there_yet_is_put_where_it_belongs(tmp_path: Path) -> None:
    shelf(tmp_path)
    file = tmp_path / "bare.toml"
    file.write_text(
        'format = 1\nproject = "甲"\nperiod = 2024\nrules = "ours.toml"\nindicators = "set.toml"\n', encoding="utf-8"
    )
    one = scoring.whatif(file, ["budget=100 万元", "spent=95 万元", "N1.actual=10 个", "diverted=false"])
    assert one.figures.cards.after.total.points == 100
    assert len(one.write()) == 1
    assert scoring.score(file).total.points == 100
    assert (tmp_path / "set.toml").read_text(encoding="utf-8") == SET


def test_json_and_page_say_the_same(tmp_path: Path) -> None:
    one = tried(tmp_path, "spent=89 万元")
    data = one.to_dict()
    assert (data["schema"], data["difference"], data["before"]["total"]["points"]) == (
        "whatif/1",
        ["-20", "-20"],
        "88.00",
    )
    page = one.to_html("zh")
    assert "−20" in page and "<script" not in page
    assert run("whatif", tmp_path / "p.toml", "--set", "spent=89 万元", "--format", "json").out == one.to_json()
    assert run("whatif", tmp_path / "p.toml", "--set", "spent=89 万元", "--format", "html", "--lang", "zh").out == page
