"""What would reach a goal is the smallest change that does, scored; never beaten by trying every number."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from scoring.api.reaching import Reached, reach
from scoring.problems import InputRefused
from scoring.tuning.reach import pairs
from scoring.tuning.reach.together import Together
from tests.running import run
from tests.tuning.small_reach import compare_small
from tests.tuning.tried_reach import Came, of_generated

MOST = 30
RULES = """format = 1
[rulebook]
name = "ours"
total = 100
[grade]
rows = [[">= 90", "优"], [">= 60", "中"], ["else", "差"]]
[fact]
done = {{ kind = "whole", range = ">= 0 and <= {most}" }}
late = {{ kind = "whole", range = ">= 0 and <= {most}" }}
sound = {{ kind = "yes_no" }}
[rule.first]
gives = "share"
by = "done"
rows = {first}
[rule.second]
gives = "points"
is = "{second}"
[rule.third]
rows = [["sound", "100%"], ["else", "{third}%"]]
[limit.late]
when = "late > {limit}"
total = {{ at_most = {cap} }}
"""
PROJECT = """format = 1
project = "P"
period = 2024
rules = "rules.toml"
[facts]
{facts}
[indicator]
A = {{ in = "甲", weight = 40, rule = "first" }}
B = {{ in = "乙", weight = 40, rule = "second" }}
C = {{ in = "丙", weight = 20, rule = "third" }}
"""


def small(seed: int) -> tuple[str, dict[str, object]]:
    """A rulebook of three facts, not monotone in any, and what a project reports."""
    rng = Random(seed)
    edges = sorted(rng.sample(range(1, MOST), 3))
    cells = ['"0%"', '"100%"', f'"{rng.randint(1, 99)}%"', f'"done / {rng.randint(20, 60)}"', '"1 / (1 + late)"']
    rows = ", ".join(f'["< {edge}", {rng.choice(cells)}]' for edge in edges)
    second = rng.choice(("late", "40 - late", "done * late / 40", "abs(late - done)", "40 * done / (done + late + 1)",
                         "max(0, 40 - (done - 20) * (done - 20) / 10)", "if late >= 7 then 33.333 else done"))  # fmt: skip
    rules = RULES.format(most=MOST, first=f'[{rows}, ["else", {rng.choice(cells)}]]', second=second,
                         third=rng.randint(0, 60), limit=rng.randint(5, 25), cap=rng.randint(50, 95))  # fmt: skip
    return rules, {"done": rng.randint(0, MOST), "late": rng.randint(0, MOST), "sound": rng.random() < 0.5}


def written(facts: dict[str, object]) -> str:
    return PROJECT.format(facts="\n".join(f"{name} = {str(value).lower()}" for name, value in facts.items()))


def test_no_answer_is_beaten_and_none_is_wrong_in_small_cases_tried_from_end_to_end(tmp_path: Path) -> None:
    came = Came()
    for seed in range(14):
        compare_small(seed, tmp_path, came)
    assert not came.wrong, came.wrong
    assert came.counts["singles that reach"] > 3 and came.counts["pairs told"], came.counts
    assert not came.counts["answers not proved"]


def test_no_answer_is_beaten_in_made_up_rulebooks_with_all_that_the_language_has() -> None:
    came = Came()
    for seed in (2, 7):
        of_generated(range(seed, seed + 1), came)
    assert not came.wrong, came.wrong
    assert came.counts["values tried"] > 30, came.counts


@cache
def of_example(**goal: object) -> Reached:
    return reach(Path(__file__).parents[2] / "examples" / "self-evaluation" / "form.toml", **goal)  # type: ignore[arg-type]


def test_money_counts_and_levels_are_moved_as_they_are_written() -> None:
    found = of_example(points=96).found
    after = {way.changes[0].fact: way.changes[0].after for way in found.ways}
    assert after["E1.judged"].startswith("达成 ") and after["E1.judged"].endswith("%")
    assert all(way.total is not None and way.total >= 96 for way in (*found.ways, *found.pairs))
    efforts = [way.effort for way in found.ways]
    assert efforts == sorted(efforts)


def test_where_points_were_lost_the_next_step_wins_some_back() -> None:
    found = of_example(points=96).found
    assert [one.id for one in found.lost][:2] == ["E1", "E3"]
    assert all(one.next is not None and one.wins is not None and one.wins > 0 for one in found.lost)


FAR_RULES = """format = 1
[rulebook]
name = "far"
total = 100
[fact]
made = "件"
share = "%"
saved = "万元"
paid = "万元"
[rule.far]
by = "made"
rows = [["< 200000 件", "0%"], ["<= 200003 件", "100%"], ["else", "0%"]]
[rule.rate]
gives = "share"
is = "if paid > 0 万元 then saved / (saved + paid) else 0%"
[rule.share]
gives = "share"
is = "min(share, 120%) / 120%"
"""
FAR = """format = 1
project = "P"
period = 2024
rules = "rules.toml"
[facts]
{facts}
[indicator]
A = {{ in = "甲", weight = 50, rule = "far" }}
B = {{ in = "甲", weight = 30, rule = "rate" }}
C = {{ in = "甲", weight = 20, rule = "share" }}
"""


def far(folder: Path, facts: str, **asked: object) -> Reached:
    """A rulebook that wants one of four numbers far away, a rate that comes near to one, and a share of more than all."""
    (folder / "rules.toml").write_text(FAR_RULES, encoding="utf-8")
    (folder / "project.toml").write_text(FAR.format(facts=facts), encoding="utf-8")
    return reach(folder / "project.toml", **asked)  # type: ignore[arg-type]


KNOWN = 'made = "100 件"\nshare = "80%"\nsaved = "10.00 万元"\npaid = "30.00 万元"'


def test_four_numbers_out_of_hundred_thousands_are_found_and_what_a_rate_only_comes_near_to_is_not(
    tmp_path: Path,
) -> None:
    found = far(tmp_path, KNOWN, points=60).found
    (way,) = found.ways
    assert (way.changes[0].fact, way.changes[0].after, way.proved) == ("made", "200000 件", True)
    (way,) = far(tmp_path, KNOWN.replace("100 件", "300000 件"), points=60).found.ways
    assert way.changes[0].after == "200003 件"
    found = far(tmp_path, KNOWN, points="43.34").found
    assert "saved" not in [way.changes[0].fact for way in found.ways]  # 30 is never reached, and it knows


def test_a_share_of_more_than_all_is_marked_and_a_fact_that_is_kept_is_not_moved(tmp_path: Path) -> None:
    made = far(tmp_path, KNOWN, points="25")
    after = {way.changes[0].fact: way.changes[0] for way in made.found.ways}
    assert after["share"].after == "105%" and after["share"].over
    assert "105% !" in made.text() and "more than 100%" in made.text() and "超过 100%" in made.text("zh")
    kept = far(tmp_path, KNOWN, points="25", keep=["share", "C"])
    assert (
        "share" not in [way.changes[0].fact for way in kept.found.ways] and "left as they are: C, share" in kept.text()
    )
    with pytest.raises(InputRefused, match="there is no fact `shares`"):
        far(tmp_path, KNOWN, points="25", keep=["shares"])


def test_of_what_is_not_reported_all_is_told_that_does(tmp_path: Path) -> None:
    made = far(tmp_path, KNOWN.replace('made = "100 件"\n', ""), points=60)
    (way,) = made.found.ways
    change = way.changes[0]
    assert (change.before, change.after, change.effort, change.until) == (
        None,
        "200000 件",
        None,
        ("200000 件", "200003 件"),
    )
    assert "not reported → 200000 件 (200000 件 to 200003 件)" in made.text()
    assert "1 value is not reported" in made.text()


def test_a_pair_is_told_where_it_is_cheaper_than_either_of_its_facts(tmp_path: Path) -> None:
    found = far(tmp_path, KNOWN, points="28").found
    alone = {way.changes[0].fact: way.effort for way in found.ways}
    assert found.pairs and found.pairs_beyond is None
    for way in found.pairs:
        assert all(way.effort < alone.get(change.fact, (9, 0)) for change in way.changes)
    efforts = [way.effort for way in found.pairs]
    assert efforts == sorted(efforts)


def test_the_command_says_it_in_both_languages(tmp_path: Path) -> None:
    rules, facts = small(3)
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    (tmp_path / "project.toml").write_text(written(facts), encoding="utf-8")
    done = run("reach", tmp_path / "project.toml", "--points", "100", "--lang", "en")
    assert done.status in (0, 1) and "where points were lost" in done.out
    assert "失分之处" in run("reach", tmp_path / "project.toml", "--points", "100", "--lang", "zh").out
    page = run("reach", tmp_path / "project.toml", "--grade", "优", "--format", "html").out
    assert page.startswith("<!DOCTYPE html>") and "<script" not in page
    assert run("reach", tmp_path / "project.toml").status == 2


NOTHING_SPENT = """format = 1
project = "P"
period = 2024
rules = "self-evaluation"
[indicator]
EXE = { in = "预算执行", weight = 10, actual = "= execution_rate", target = ">= 100%" }
N1 = { in = "产出/数量", weight = 50, target = ">= 46 个", actual = "46 个" }
E1 = { in = "效益/社会效益", weight = 30, target = "定性", judged = { level = "达成", share = "90%" } }
S1 = { in = "满意度", weight = 10, rule = "satisfaction", target = ">= 90%", actual = "70%" }
"""


def test_a_grade_is_reached_by_the_same_pairs_as_the_points_that_it_begins_with(tmp_path: Path) -> None:
    (tmp_path / "project.toml").write_text(NOTHING_SPENT, encoding="utf-8")
    graded, counted = (reach(tmp_path / "project.toml", **goal).found for goal in ({"grade": "优"}, {"points": 90}))  # type: ignore[arg-type]
    pairs = [[change.fact for change in way.changes] for way in graded.pairs]
    assert ["budget", "spent"] in pairs
    assert pairs == [[change.fact for change in way.changes] for way in counted.pairs]
    assert graded.pairs_beyond is None


def test_a_search_that_was_cut_short_never_says_that_nothing_reaches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "project.toml").write_text(NOTHING_SPENT, encoding="utf-8")
    asked = "reach", tmp_path / "project.toml", "--points", "97", "--keep", "budget"
    whole = run(*asked)
    assert (whole.status, whole.out.splitlines()[0]) == (1, "no one or two facts reach 97 points")
    monkeypatch.setattr(pairs, "BOXES_OF_PAIRS", 1)
    monkeypatch.setattr(Together, "may_hold", lambda *_: True)
    cut = run(*asked)
    assert cut.status == 3
    assert cut.out.startswith(
        "of the changes of one or two facts that were looked at none reaches 97 points; not all were"
    )
    assert "were not all looked at" in cut.out
    assert reach(tmp_path / "project.toml", points=97, keep=["budget"]).to_dict()["answer"] == "not_found"


def test_of_a_judgement_that_is_missing_all_levels_are_told_that_do(tmp_path: Path) -> None:
    unjudged = NOTHING_SPENT.replace(', judged = { level = "达成", share = "90%" }', "")
    (tmp_path / "project.toml").write_text(unjudged, encoding="utf-8")
    (change,) = (way.changes[0] for way in reach(tmp_path / "project.toml", points=60).found.ways
                 if way.changes[0].fact == "E1.judged")  # fmt: skip
    assert change.until is not None and change.until[0] == change.after
    assert change.until[1] == "达成 100%"


def test_what_a_change_leaves_between_two_ends_is_told_as_a_range(tmp_path: Path) -> None:
    (tmp_path / "project.toml").write_text(NOTHING_SPENT, encoding="utf-8")
    made = reach(tmp_path / "project.toml", points=86)
    (way,) = (way for way in made.found.ways if way.changes[0].fact == "S1.actual")
    low, high = way.ends
    assert low is not None and high == low + 10 and way.total is None and way.grades == ("良", "优")
    assert f"{float(low):.2f} – {float(high):.2f}  良 or 优" in made.text()
    told = made.to_dict()["ways"][0]
    assert (told["total"], told["grade"], told["grades"]) == (None, None, ["良", "优"])


def test_where_four_facts_are_missing_pairs_are_looked_at_to_the_end_for_a_grade_as_for_points(tmp_path: Path) -> None:
    four = NOTHING_SPENT.replace('"= execution_rate"', '"100%"').replace(', actual = "46 个"', "")
    four = four.replace(', actual = "100%"', "").replace(', actual = "70%"', "")
    (tmp_path / "project.toml").write_text(four, encoding="utf-8")
    graded, counted = (
        reach(tmp_path / "project.toml", keep=["E1"], **goal).found for goal in ({"grade": "良"}, {"points": 80})
    )  # type: ignore[arg-type]
    for found in (graded, counted):
        assert found.pairs_beyond is None and found.answer == "possible"
        ends = {change.fact: (change.after, change.until) for way in found.pairs for change in way.changes}
        assert ends["N1.actual"][0].endswith(" 个") and ends["N1.actual"][1] == (ends["N1.actual"][0], None)
        for way in found.pairs:
            assert len(way.needed) == 2 and all(one.least is not None for one in way.needed)
    assert [way.changes for way in graded.pairs] == [way.changes for way in counted.pairs]
