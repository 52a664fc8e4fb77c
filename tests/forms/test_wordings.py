"""`[read.NAME]`: how reports tell facts; drafts of projects out of reports."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scoring.lint.checking import checked
from scoring.rulebook.rulebook import put_set_together
from tests.running import run
from tests.writing import document, messages, rulebook

RULES = """
format = 1
[rulebook]
name = "book"
[fact]
budget = "元"
roads  = "公里"
rate   = "%"
done   = { kind = "date" }
good   = { kind = "yes_no" }
how    = ["公开", "邀请"]
lines  = { list = { amount = "元" } }
said   = { list = { figure = { kind = "text" } } }
people = "人"
[rule.reach]
kind = "proportional"
[read]
"""
REPORT = """\
甲县交通局2024年村道项目绩效自评报告
一、资金安排
县财政安排村道建设专项经费60万元，其中省级40万元，县级20万元。经费60.00万元当年到位。
二、实施情况
全年硬化村道12.5公里，通村率达95%以上，2024年11月3日完工。采用公开招标方式，未发现违规。
培训养护员近30名，群众出行时间缩短约20分钟。
三、自评结论
自评得分95分。
"""


def read(folder: Path, wordings: str, report: str = REPORT) -> tuple[Any, str]:
    """The draft's file as data, and what is said at its head."""
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "book.toml").write_text(RULES + wordings, encoding="utf-8")
    (folder / "report.txt").write_text(report, encoding="utf-8")
    ran = run("read", folder / "report.txt", "--for", folder / "rules", "-o", folder / "draft.toml")
    assert ran.status == 0, ran.said
    text = (folder / "draft.toml").read_text(encoding="utf-8")
    return tomllib.loads(text), "\n".join(line for line in text.splitlines() if line.startswith("#"))


def test_a_wording_finds_a_fact_with_its_place_and_the_draft_says_that_nobody_confirmed_it(tmp_path: Path) -> None:
    data, _ = read(tmp_path, 'budget = { find = ["安排…经费{amount}"] }')
    assert data["facts"]["budget"] == {
        "value": "60 万元", "source": "report", "at": "line 3", "note": "60万元", "draft": True,
    }  # fmt: skip
    assert data["project"] == "2024年村道项目"
    assert data["period"] == 2024
    assert data["claim"]["self"]["total"] == "95"
    assert len(data["source"]["report"]["sha256"]) == 64


def test_one_value_in_several_places_is_proposed_with_all_of_them(tmp_path: Path) -> None:
    data, _ = read(
        tmp_path,
        'budget = { find = ["安排…经费{amount}", "经费{amount}当年"] }',
        REPORT.replace("经费60.00", "\n经费60.00"),
    )
    assert data["facts"]["budget"]["at"] == "line 3, 4"


def test_wordings_find_facts_of_english_reports_with_the_blanks_between_their_words(tmp_path: Path) -> None:
    report = "Road project 2024: self-evaluation\n1. Funds\nThe approved budget was RMB 1.2 million. In all, 1.146 million yuan was spent, an execution rate of 95.5%.\n2. Results\nThe county built over 12.5 km of roads, finished by 3 November 2024.\n"
    data, _ = read(
        tmp_path,
        'budget = { find = ["approved budget{amount}"] }\nrate = { find = ["execution rate {share}"] }\n'
        'roads = { find = ["built{count} of roads"] }\ndone = { find = ["finished by{date}"] }',
        report.replace("Results\nOver", "Results. Over"),
    )
    assert {name: {key: said[key] for key in ("value", "at_least") if key in said} for name, said in data["facts"].items()} == {
        "budget": {"value": "1200000 yuan"}, "rate": {"value": "95.5%"}, "roads": {"at_least": "12.5 km"}, "done": {"value": "2024-11-03"},
    }  # fmt: skip


def test_two_values_are_a_contradiction_with_both_places_and_no_value(tmp_path: Path) -> None:
    data, head = read(tmp_path, 'budget = { find = ["经费{amount}"] }', REPORT.replace("60.00万元", "61万元"))
    assert "facts" not in data
    assert "`budget` has no value: 60 万元 at line 3, 61 万元 at line 3" in head


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ('roads = { find = ["硬化…{count}"] }', {"value": "12.5 公里"}),
        ('rate = { find = ["通村率{share}"] }', {"at_least": "95%"}),
        ('done = { find = ["{date}完工", "公里…{date}完工"] }', None),
        ('done = { find = ["公里…{date}完工"] }', {"value": "2024-11-03"}),
        ('good = { find = ["未发现违规"] }', {"value": True}),
        ('good = { find = ["未发现违规"], says = false }', {"value": False}),
        ('how = { find = ["公开招标"], says = "公开" }', {"value": "公开"}),
        ('people = { find = ["培训…{count}"] }', {"at_most": "30 人"}),
        ('budget = { find = ["经费…{number}"] }', {"value": "60 万元"}),
    ],
)
def test_a_slot_takes_what_fits_it(tmp_path: Path, wording: str, value: dict[str, object] | None) -> None:
    if value is None:
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "book.toml").write_text(RULES + wording, encoding="utf-8")
        assert run("check", tmp_path / "rules").codes == ["wording-not-understood"]
        return
    data, _ = read(tmp_path, wording)
    (said,) = data["facts"].values()
    assert {key: said[key] for key in ("value", "at_least", "at_most") if key in said} == value


def test_each_figure_behind_words_is_a_record_called_what_the_report_calls_it(tmp_path: Path) -> None:
    data, _ = read(tmp_path, 'lines = { find = ["其中省级{each}"] }\nsaid = { find = ["培训…{count}"] }')
    assert [(one["label"], one["amount"], one["draft"]) for one in data["facts"]["lines"]] == [
        ("省级", "40 万元", True),
        ("县级", "20 万元", True),
    ]
    assert [(one["label"], one["figure"]) for one in data["facts"]["said"]] == [("培训养护员", "近30名")]


def test_what_cannot_be_a_value_is_said_and_not_guessed(tmp_path: Path) -> None:
    data, head = read(tmp_path, 'roads = { find = ["培训…{count}"] }\nrate = { find = ["缩短…{count}"] }')
    assert "facts" not in data
    assert "`roads` has no value: ≤ 30 名, it is in `名`, and not in `公里`" in head
    assert "`rate` has no value: ≈ 20 分钟, it is said without a direction" in head


def test_what_the_report_does_not_tell_is_named(tmp_path: Path) -> None:
    _, head = read(tmp_path, 'roads = { find = ["改建村道{count}"] }\nrate = { find = ["通村率{share}"] }')
    assert head == "# 报告未写明 not told: roads"


def test_a_draft_of_a_set_has_the_actuals_of_its_rows(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "book.toml").write_text(RULES.replace("[read]", ""), encoding="utf-8")
    (tmp_path / "indicators" / "roads").mkdir(parents=True)
    set_ = """format = 1
[indicator_set]
name  = "roads"
rules = "book"
[indicator]
N1 = { in = "产出/数量", label = "硬化村道", weight = 100, rule = "reach", target = ">= 12 公里" }
[read."N1.actual"]
find = ["硬化…{count}"]
"""
    (tmp_path / "indicators" / "roads" / "set.toml").write_text(set_, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    ran = run(
        "read", tmp_path / "report.txt", "--for", tmp_path / "indicators" / "roads", "-o", tmp_path / "draft.toml"
    )
    assert ran.status == 0, ran.said
    data = tomllib.loads((tmp_path / "draft.toml").read_text(encoding="utf-8"))
    assert data["indicator"]["N1"]["actual"]["value"] == "12.5 公里"


def test_what_is_found_is_printed_as_text_and_as_json_and_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    read(tmp_path, 'budget = { find = ["安排…经费{amount}"] }')
    first, again = ((tmp_path / "draft.toml").read_bytes() for _ in range(2) if run(
        "read", tmp_path / "report.txt", "--for", tmp_path / "rules", "-o", tmp_path / "draft.toml").status == 0)  # fmt: skip
    assert first == again
    ran = run("read", tmp_path / "report.txt", "--for", tmp_path / "rules", "--format", "json")
    data = json.loads(ran.out)
    assert data["draft"]["budget"]["value"] == "60 万元"
    assert {"name": "硬化村道", "value": "12.5", "unit": "公里", "bound": "exact", "standing": "reached", "line": 5,
            "offset": 6, "quote": "12.5公里"} in data["facts"]  # fmt: skip
    said = run("read", tmp_path / "report.txt", "--for", tmp_path / "rules").out
    assert "proposed 1" in said
    assert 'line 3  budget  "60 万元"  60万元' in said


@pytest.mark.parametrize(
    ("wordings", "told"),
    [
        ('budget = { find = ["安排{amont}"] }', "there is no slot `{amont}`"),
        ('budget = { find = ["安排{amount"] }', "`{` stands alone"),
        ('budget = { find = ["安排{amount}{count}"] }', "a wording has one slot"),
        ('budget = { find = ["…经费{amount}"] }', "a wording begins with words"),
        ('budget = { find = ["经费{amount}…"] }', "behind the last gap nothing stands"),
        ('budget = { find = [] }', "one to 50 wordings belong here"),
        ('budget = { find = ["经费…"] }', "behind the last gap nothing stands"),
        ('budget = { find = ["经费安排"] }', "this does not tell what `budget` is"),
        ('good = { find = ["经费{amount}"] }', "this does not tell what `good` is"),
        ('budget = { find = ["经费{amount}"], says = true }', "`says` has no effect beside a slot"),
        ('how = { find = ["招标"] }', "a text needs `says`"),
        ('how = { find = ["招标"], says = "议标" }', "`议标` is none of"),
        ('good = { find = ["招标"], says = "好" }', "true or false belongs here"),
        ('bugdet = { find = ["经费{amount}"] }', "there is no fact or actual `bugdet` to be read"),
        (f'budget = {{ find = ["{"经" * 101}{{amount}}"] }}', "a wording has at most 100 characters"),
        ('budget = { find = ["经…费…安…排…全…县…资…金{amount}"] }', "a wording has at most 6 gaps"),
    ],
)  # fmt: skip
def test_wordings_that_nothing_can_come_of_are_told(wordings: str, told: str) -> None:
    book, problems = rulebook((RULES + wordings).partition('name = "book"\n')[2])
    assert book is not None
    assert any(told in one for one in messages([*problems, *checked(book).problems])), messages(problems)


def test_a_set_tells_of_actuals_of_rows_that_it_has_not() -> None:
    book, _ = rulebook(RULES.partition('name = "book"\n')[2].replace("[read]", ""))
    assert book is not None
    set_ = '[indicator_set]\nname = "s"\nrules = "book"\n[indicator]\nN1 = { in = "g/h", weight = 1, rule = "reach" }\n'
    chosen, problems = put_set_together(
        [document(f'format = 1\n{set_}[read."N2.actual"]\nfind = ["村道{{count}}"]\n', "s/s.toml")]
    )
    assert chosen is not None
    told = [one for one in (*problems, *checked(book, chosen).problems) if one.code == "unknown-fact"]
    assert [one.message.en for one in told] == ["there is no fact or actual `N2.actual` to be read"]


def test_a_project_has_no_wordings(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(
        'format = 1\nproject = "p"\nperiod = 2024\nrules = "self-evaluation"\n[read.spent]\nfind = ["支出{amount}"]\n',
        encoding="utf-8",
    )
    ran = run("score", tmp_path / "p.toml")
    assert "write it in the rulebook or the indicator set" in ran.said


def test_wordings_are_no_part_of_what_scores() -> None:
    with_, without = (
        rulebook((RULES + more).partition('name = "book"\n')[2])[0] for more in ('good = { find = ["未发现违规"] }', "")
    )
    assert with_ is not None
    assert without is not None
    assert with_.fingerprint == without.fingerprint


def test_the_shipped_wordings_read_the_figures_of_the_first_real_project(tmp_path: Path) -> None:
    """In sentences of our own, with the figures of `examples/grassroots-2024`."""
    (tmp_path / "report.txt").write_text(FIRST, encoding="utf-8")
    ran = run("read", tmp_path / "report.txt", "--for", "grassroots-2024", "-o", tmp_path / "draft.toml")
    assert ran.status == 0, ran.said
    draft = tomllib.loads((tmp_path / "draft.toml").read_text(encoding="utf-8"))
    example = Path(__file__).resolve().parents[2] / "examples" / "grassroots-2024" / "as-reported.toml"
    wanted = tomllib.loads(example.read_text(encoding="utf-8"))
    facts = {name: _plain(said) for name, said in draft["facts"].items()}
    assert facts == {name: _plain(said) for name, said in wanted["facts"].items()}
    rows = {name: _plain(row["actual"]) for name, row in draft["indicator"].items()}
    assert rows == {name: _plain(row["actual"]) for name, row in wanted["indicator"].items()}
    assert run("score", tmp_path / "draft.toml").status == 0


def _plain(said: Any) -> Any:
    """Values alone, 2.3万 as 23000."""
    if isinstance(said, list):
        return [_plain(one) for one in said]
    if isinstance(said, dict):
        return {
            key: _plain(one)
            for key, one in said.items()
            if key in ("value", "at_least", "at_most", "amount", "number", "figure")
        }
    if isinstance(said, str):
        said = said.replace(" ", "")
        return {"40万人次": "400000人次", "2.3万份": "23000份"}.get(said, said)
    return said


FIRST = """\
示例县某部2024年度组织建设经费绩效报告
一、概况
部里核定行政编制37名，其中机关行政编制30名，参公管理事业编制7名，后勤服务事业编制1名。
今年的总目标是打好基础。
二、资金情况
县财政安排专项经费28.00万元，款项于2023年1月拨付到位。我部实际安排专项经费28.00万元，资金到位率100%，到位及时率100%。
本年经费实际支出28.00万元，其中：办公费7.21万元，印刷费11.02万元，差旅费7.08万元，会议费2.69万元。
经费使用严格按照财务规定办理，不存在违规使用情况。
三、完成情况
召开全县性会议3次，专班会议3次，发出清单和工作提示14期，对全县15个乡镇和247个村开展指导。
今年拟发展党员299人，其中农牧渔民175人（其中35岁及以下98人，完成比例111.36%）。
对全县520人拟发展对象联合审查，取消资格3人，同比下降76.92%。
清查各类重点人群9142人，整改问题党员档案297份，录入电子档案2.3万余份。
召开民主生活会，1342个党支部参加。下拨慰问经费364.67万元，申报帮扶慰问资金14万元。
常态化教育培训受众近40万人次，讲授“微党课”5605人次，打造特色“田间课堂”4个。
推送学习资源包96期，建成交流平台216个。
去年以来，领办实事1775件，捐款625万余元，引荐企业16家，解决就业1362人。
四、评价情况
评价中没有发现违纪违规问题，自评结果为100分。
"""
