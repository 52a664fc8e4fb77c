"""Long tables for `scoring batch`: a row an indicator, and every project scores as its form in a file does."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.assessor.assessor import Assessor, score
from scoring.batch.columns.column_meanings import known_to, read_heads
from scoring.batch.inputs.csv_table import stage_csv
from scoring.batch.layouts.long import forms
from scoring.batch.layouts.project_from_cells import ProjectFromCells
from scoring.documents.document import parse_toml
from scoring.engines.columnar.duck import Connection
from scoring.problems import Place, has_errors
from scoring.project.project import read_project
from scoring.rulebook.library import open_rulebook, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.scorecard import Scorecard

ROOT = Path(__file__).resolve().parents[2]
HERE = Place("here")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    book, problems = open_rulebook("self-evaluation", HERE)
    assert book is not None
    assert not has_errors(problems)
    return book


def filled_forms(
    duck: Connection, folder: Path, book: Rulebook, table: str, of_set: IndicatorSet | None = None
) -> list[ProjectFromCells]:
    (folder / "in.csv").write_text(table, encoding="utf-8")
    staged, problems = stage_csv(duck, folder / "in.csv", "in.csv", folder / "staged.parquet")
    assert staged is not None, problems
    heads, problems = read_heads(staged, known_to(book, of_set))
    assert heads is not None, problems
    assert heads.layout == "long"
    beforehand = {"indicators": of_set.name} if of_set is not None else {"rules": book.name}
    return list(forms(duck, staged, heads.columns, beforehand, lambda name: (of_set, book.sections.group_names)))


Told = list[tuple[int, str, str, str]]


def outcome(form: ProjectFromCells, assessor: Assessor) -> Scorecard | Told:
    """The project's scorecard, or its rejects: row, column, cell, reason."""
    rejects = list(form.rejects)
    document, by_line, problems = form.document("in.csv")
    if document is not None and not rejects:
        project, found = read_project(document)
        problems = [*problems, *found]
        if project is not None and not has_errors(problems):
            prepared, found = assessor.prepare(project)
            problems += found
            if prepared is not None and not has_errors(problems):
                return score(prepared, "exact")
    rejects += form.refused(problems, by_line)
    return [(one.row, one.column, one.value, one.reason.en) for one in rejects]


def outcomes(
    duck: Connection, folder: Path, book: Rulebook, table: str, of_set: IndicatorSet | None = None
) -> list[Scorecard | Told]:
    assessor = Assessor(book, of_set)
    return [outcome(form, assessor) for form in filled_forms(duck, folder, book, table, of_set)]


FORM = """项目名称,评价年度,一级指标,二级指标,三级指标,指标编号,指标性质,指标值,度量单位,实际完成值,分值,得分,偏差原因分析及改进措施,规则,等级,评判比例,评判人,评判日期,budget (万元),spent,survey_answers
乡村卫生室,2024,预算执行,,预算执行率,EXE,≥,100,%,= execution_rate,10,9.55,,,,,,,128.50,122.72 万元,260 份
乡村卫生室,2024,产出,数量,更新设备的村卫生室,N1,≥,46,个,46,15,15,,,,,,,,,
乡村卫生室,,产出,数量,培训村医,N2,≥,120,人次,111人次,10,10,两期培训因防汛合并,,,,,,128.50,,
乡村卫生室,2024,产出,质量,设备验收合格率,Q1,＝,100,%,100,10,10,,,,,,,,,
乡村卫生室,2024,产出,时效,设备到位时间,T1,≤,2024-09-30,,2024-09-18,5,5,,by_date,,,,,,,
乡村卫生室,2024,产出,成本,每室平均设备费用,K1,≤,2.40,万元,2.50,10分,10分,运输价格上涨,,,,,,,,
乡村卫生室,2024,效益,社会效益,基层诊疗能力提升,E1,定性,提升,,,15,15,十项常规检查已能在村开展,,达成,90%,自评小组,2025-02-18,,,
乡村卫生室,2024,效益,社会效益,村级门诊人次,E2,≥,36000,人次,37150,10,10,,,,,,,,,
乡村卫生室,2024,效益,可持续影响,设备维护机制,E3,定性,,,,5,5,维护合同只签到2025年底,,部分达成并具有一定效果,70%,自评小组,2025-02-18,,,
乡村卫生室,2024,满意度,,就诊群众满意度,S1,≥,90,%,86.4%,10,10,,satisfaction,,,,,,,
总分,,总分,,,,,,,,100,99.55,,,,,,,,,
"""


def test_a_form_in_rows_scores_as_the_form_in_a_file(duck: Connection, folder: Path, book: Rulebook) -> None:
    table = FORM.replace("总分,,总分", "乡村卫生室,2024,总分")
    (card,) = outcomes(duck, folder, book, table)
    document, _ = parse_toml((ROOT / "examples/self-evaluation/form.toml").read_bytes(), "form.toml")
    assert document is not None
    project, _ = read_project(document)
    assert project is not None
    prepared, _ = Assessor(book, None).prepare(project)
    assert prepared is not None
    wanted = score(prepared, "exact")
    assert isinstance(card, Scorecard), card
    assert (card.project, card.period, card.total.points, card.grade) == ("乡村卫生室", "2024", wanted.total.points, wanted.grade)  # fmt: skip
    assert [(one.id, one.path, one.weight, one.points, one.rule) for one in card.indicators] == [
        (one.id, one.path, one.weight, one.points, one.rule) for one in wanted.indicators
    ]
    assert [(claim.by, claim.total) for claim in card.claims] == [(claim.by, claim.total) for claim in wanted.claims]


HEAD = "project,in,label,target,actual,weight,budget"


def test_rows_of_a_project_may_stand_anywhere(duck: Connection, folder: Path, book: Rulebook) -> None:
    found = filled_forms(
        duck, folder, book, f"{HEAD}\n乙,产出/数量,a,>= 1 个,1 个,50,\n甲,产出/数量,b,>= 1 个,1 个,100,\n乙,效益,c,≥2 个,1 个,50,\n"
    )  # fmt: skip
    assert [(one.row, one.rows, one.data["project"], sorted(one.data["indicator"])) for one in found] == [
        (1, 2, "乙", ["N1", "N2"]),
        (2, 1, "甲", ["N1"]),
    ]
    assert found[0].data["indicator"]["N2"]["target"] == ">= 2 个"


def test_ids_are_made_where_the_form_has_none_and_never_twice(duck: Connection, folder: Path, book: Rulebook) -> None:
    (form,) = filled_forms(duck, folder, book, "id,label,in\n,a,x\nN1,b,x\n,c,x\n")
    assert {id_: row["label"] for id_, row in form.data["indicator"].items()} == {"N2": "a", "N1": "b", "N3": "c"}
    assert form.data["project"] == "in.csv"


GOOD = "甲,产出/数量,a,>= 1 个,1 个,100,5 元"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["甲,产出,b,>= 1 个,约39,1,"], [(2, "actual", "约39", "is a bound")]),
        (["甲,产出,b,40 人,1 人,1,"], [(2, "target", "40 人", "has no sign")]),
        (["甲,产出,b,>= 40 人,1 人,十,"], [(2, "weight", "十", "is no number")]),
        (["甲,,b,>= 1 个,1 个,1,"], [(2, "label", "b", "has no `in`")]),
        (["甲,产出,,>= 1 个,1 个,1,"], [(2, "", "", "names no indicator")]),
        (["甲,产出,b,>= 1 个,1 个,1,6 元"], [(2, "budget", "6 元", "row 1 says `5 元`")]),
        ([",产出,b,>= 1 个,1 个,1,"], [(2, "", "", "names no project")]),
        (["甲,产出,b,>= 1 个,1 个,1,,9"], [(1, "", "", "row 2 of this project cannot be read")]),
        (["甲,产出,总分,,1 个,1,"], [(2, "actual", "1 个", "a row of totals has no such cell")]),
        (["甲,产出,b,,约39,十,6 元", "甲,,,,1,,"], [(2, "budget", "6 元", "row 1 says"), (3, "", "", "names no indicator")]),
    ],
)  # fmt: skip
def test_a_bad_row_keeps_its_project_from_being_scored_and_no_other(
    duck: Connection, folder: Path, book: Rulebook, rows: list[str], told: Told
) -> None:
    found = outcomes(duck, folder, book, "\n".join([HEAD, GOOD, *rows, "丙,产出/数量,a,>= 1 个,1 个,100,"]) + "\n")
    rejected = [one for outcome in found if not isinstance(outcome, Scorecard) for one in outcome]
    assert [one[:3] for one in rejected] == [one[:3] for one in told], rejected
    assert all(part[3] in one[3] for part, one in zip(told, rejected, strict=True)), rejected
    assert isinstance(found[-1], Scorecard)


def test_one_project_in_two_years_is_two_and_a_row_of_neither_is_rejected(
    duck: Connection, folder: Path, book: Rulebook
) -> None:
    table = "project,period,in,label,weight\n甲,2023,产出,a,100\n甲,2024,产出,a,100\n甲,,产出,b,1\n乙,2024,产出,a,50\n乙,,产出,b,50\n"
    found = filled_forms(duck, folder, book, table)
    assert [(one.data["project"], one.data.get("period"), one.rows, len(one.rejects)) for one in found] == [
        ("甲", "2023", 1, 0),
        ("甲", "2024", 1, 0),
        ("甲", None, 1, 1),
        ("乙", "2024", 2, 0),
    ]


def test_claims_of_several_roles_and_what_does_not_apply(duck: Connection, folder: Path, book: Rulebook) -> None:
    table = "project,in,label,weight,claimed,claim.finance,not_applicable,by,on\n甲,产出,a,60,60,50,,,\n甲,产出,b,40,,,无采购,财务科,2025-01-02\n甲,,合计,100,60,50,,,\n"  # fmt: skip
    (form,) = filled_forms(duck, folder, book, table)
    assert form.data["claim"] == {"self": {"total": "60"}, "finance": {"total": "50"}}
    assert form.data["indicator"]["N1"]["claimed"] == {"self": "60", "finance": "50"}
    assert form.data["not_applicable"] == {"N2": {"why": "无采购", "by": "财务科", "on": "2025-01-02"}}


def test_a_form_that_repeats_what_its_set_says_is_that_set(duck: Connection, folder: Path) -> None:
    of_set, _ = open_set("grassroots-2024", HERE)
    assert of_set is not None
    book, _ = open_rulebook(of_set.header.model.rules, HERE)
    assert book is not None
    labels = {id_: one.model.label["zh"] for id_, one in of_set.indicators.items() if isinstance(one.model.label, dict)}
    head = "项目,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,planned (万元),arrived (万元)\n"
    rows = [f"甲,过程,资金管理,{labels['B11']},≥100%,,4,28,28", f"甲,产出,数量,{labels['C15']},≥40人,39人,,,"]
    (card,) = outcomes(duck, folder, book, head + "\n".join(rows) + "\n", of_set)
    assert isinstance(card, Scorecard), card
    points = {one.id: one.points for one in card.indicators}
    assert points["B11"] == 4
    assert points["C15"] is not None
    (told,) = outcomes(duck, folder, book, head + rows[0].replace(",4,", ",5,").replace("100%", "90%") + "\n", of_set)
    assert told == [
        (1, "分值", "5", "the indicator set says `4`"),
        (1, "年度指标值", "≥90%", "the indicator set says `>= 100%`"),
    ]


def without_rows(forms_: list[ProjectFromCells]) -> dict[str, object]:
    return {one.data["project"]: (one.rows, one.data, len(one.rejects)) for one in forms_}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["", "a", "b", "总分"]), st.sampled_from(["", ">= 1 个", "≥2 个", "约"])),
                min_size=1, max_size=10), st.randoms(use_true_random=False))  # fmt: skip
def test_however_the_projects_rows_are_mixed_each_gets_its_own(
    duck: Connection, folder: Path, book: Rulebook, rows: list[tuple[str, str, str]], chance: Random
) -> None:
    def table(order: list[int]) -> str:
        lines = [f"{rows[at][0]},{at},{rows[at][1]},{rows[at][2]},1" for at in order]
        return "\n".join(["project,id,label,target,weight", *lines]) + "\n"

    order = list(range(len(rows)))
    found = filled_forms(duck, folder, book, table(order))
    assert sum(one.rows for one in found) == len(rows)
    assert [one.data["project"] for one in found] == list(dict.fromkeys(project for project, _, _ in rows))
    groups = {name: [at for at in order if rows[at][0] == name] for name in "甲乙丙"}
    mixed: list[int] = []
    while any(groups.values()):
        mixed.append(groups[chance.choice([name for name, left in groups.items() if left])].pop(0))
    assert without_rows(filled_forms(duck, folder, book, table(mixed))) == without_rows(found)
