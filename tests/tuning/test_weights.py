"""Weights from judgements: against published worked examples, summing exactly, everything wrong told at once."""

from __future__ import annotations

import json
import tomllib
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tuning.trial import SET, shelf

import scoring
from scoring.documents.document import parse_toml
from scoring.tuning.weights.importance import shares_of_order, shares_of_ratios
from scoring.tuning.weights.pairwise import CONSISTENT, SCALE, Priorities, priorities
from scoring.tuning.weights.share import apportioned
from scoring.tuning.weights.weights import Weights, weights_of_judgements
from tests.forms.filling import run

HALF = Fraction(1, 2)
# T. L. Saaty, "Decision making with the analytic hierarchy process", Int. J. Services Sciences 1, 2008, table 3:
# which drink is consumed more, with the priorities and the consistency ratio printed there.
DRINKS = {
    "咖啡": ["1", "9", "5", "2", "1", "1", "1/2"],
    "葡萄酒": ["1/9", "1", "1/3", "1/9", "1/9", "1/9", "1/9"],
    "茶": ["1/5", "3", "1", "1/3", "1/4", "1/3", "1/9"],
    "啤酒": ["1/2", "9", "3", "1", "1/2", "1", "1/3"],
    "汽水": ["1", "9", "4", "2", "1", "2", "1/2"],
    "牛奶": ["1", "9", "3", "1", "1/2", "1", "1/3"],
    "水": ["2", "9", "9", "3", "2", "3", "1"],
}
DRUNK = ["0.177", "0.019", "0.042", "0.116", "0.190", "0.129", "0.327"]

# 熵权法 as its usual worked example has it: eleven wards, nine items of care, and the weights given with it.
WARDS = """科室,X1,X2,X3,X4,X5,X6,X7,X8,X9
A,100,90,100,84,90,100,100,100,100
B,100,100,78.6,100,90,100,100,100,100
C,75,100,85.7,100,90,100,100,100,100
D,100,100,78.6,100,90,100,94.4,100,100
E,100,90,100,100,100,90,100,100,80
F,100,100,100,100,90,100,100,85.7,100
G,100,100,78.6,100,90,100,55.6,100,100
H,87.5,100,85.7,100,100,100,100,100,100
I,100,100,92.9,100,80,100,100,100,100
J,100,90,100,100,100,100,100,100,100
K,100,100,92.9,100,90,100,100,100,100
"""
WARD_WEIGHTS = ["0.08", "0.22", "0.27", "0.07", "0.11", "0.07", "0.07", "0.07", "0.07"]


def judged(text: str) -> Weights:
    document, problems = parse_toml(text.encode(), "j.toml")
    assert document is not None, problems
    found, problems = weights_of_judgements(document)
    assert found is not None, problems
    return found


def faults(text: str) -> list[tuple[str, int]]:
    document, problems = parse_toml(text.encode(), "j.toml")
    assert document is not None, problems
    found, problems = weights_of_judgements(document)
    assert found is None
    return [(one.code, one.place.line) for one in problems]


def drinks() -> str:
    names = list(DRINKS)
    pairs = [f'["{a}", "{b}", "{DRINKS[a][names.index(b)]}"]' for a, b in combinations(names, 2)]
    return f"format = 1\ntotal = 1\ndecimals = 3\n[[pairwise]]\njudgements = [{', '.join(pairs)}]\n"


def test_the_drinks_of_saaty_have_the_priorities_and_the_ratio_that_he_prints() -> None:
    found = judged(drinks())
    assert [str(float(one.weight)) for one in found.leaves] == [str(float(text)) for text in DRUNK]
    priorities = found.groups[0].priorities
    assert priorities is not None and priorities.ratio is not None
    assert round(float(priorities.ratio), 3) == 0.022 and found.consistent


def test_the_wards_have_the_entropy_weights_that_are_printed_with_them(tmp_path: Path) -> None:
    table = tmp_path / "wards.csv"
    table.write_text(WARDS, encoding="utf-8")
    printed, said, status = run("weights", table, "--entropy", "--name", "科室", "--total", "1", "--format", "json")
    assert status == 0, said
    found = json.loads(printed)["weights"]
    assert [f"{float(Fraction(one['exact'])):.2f}" for one in found] == WARD_WEIGHTS
    assert sum(Fraction(one["weight"]) for one in found) == 1  # as printed there they sum to 1.03


def test_rank_order_centroids_are_those_of_barron_and_barrett() -> None:
    assert [round(float(one), 4) for one in shares_of_order([1] * 4, "centroid")] == [0.5208, 0.2708, 0.1458, 0.0625]
    assert shares_of_order([1] * 3, "sum") == [HALF, Fraction(1, 3), Fraction(1, 6)]
    assert shares_of_order([1] * 2, "reciprocal") == [Fraction(2, 3), Fraction(1, 3)]


def test_ratios_of_neighbours_give_the_weights_of_the_order_relation_method() -> None:
    shares = shares_of_ratios([Fraction("1.2"), Fraction("1.4")])
    assert shares[0] / shares[1] == Fraction("1.2") and shares[1] / shares[2] == Fraction("1.4") and sum(shares) == 1


def test_those_of_equal_importance_have_equal_weights() -> None:
    first, second, third = shares_of_order([1, 2], "centroid")
    assert second == third < first and first + second + third == 1


def test_a_ratio_of_exactly_one_tenth_is_consistent_and_a_hair_more_is_not() -> None:
    ratios = (CONSISTENT, CONSISTENT + Fraction(1, 10**30))
    assert Fraction(1, 10) == CONSISTENT
    assert [Priorities((), Fraction(3), ratio, ()).consistent for ratio in ratios] == [True, False]


def test_judgements_that_agree_are_consistent_and_nothing_contradicts() -> None:
    found = priorities([[Fraction(a, b) for b in (6, 3, 1)] for a in (6, 3, 1)])
    assert found.ratio is not None and found.ratio < Fraction(1, 10**30)
    assert [round(float(one), 9) for one in found.shares] == [0.6, 0.3, 0.1]


def test_the_judgement_that_contradicts_the_others_most_is_named_first() -> None:
    text = """format = 1
[[pairwise]]
judgements = [["甲", "乙", 2], ["甲", "丙", 4], ["甲", "丁", 8], ["乙", "丙", 2], ["乙", "丁", 4], ["丙", "丁", "1/9"]]
"""
    found = judged(text)
    assert found.groups[0].priorities is not None and not found.consistent
    first = found.groups[0].priorities.contradictions[0]
    assert [found.groups[0].names[first.first], found.groups[0].names[first.second]] == ["丙", "丁"]


def test_several_people_are_combined_by_the_geometric_mean() -> None:
    text = 'format = 1\n[[pairwise]]\nby = "甲"\njudgements = [["产出", "效益", 8]]\n[[pairwise]]\nby = "乙"\njudgements = [["效益", "产出", "1/2"]]\n'
    assert [one.weight for one in judged(text).leaves] == [80, 20]


def test_members_of_a_group_sum_exactly_to_the_weight_of_the_group() -> None:
    text = 'format = 1\ndecimals = 0\n[[order]]\nnames = ["产出", "效益"]\nmethod = "reciprocal"\n[[order]]\nof = "产出"\nnames = [["数量", "质量", "时效"]]\n'
    found = judged(text)
    assert [(one.path, one.weight) for one in found.weights] == [
        ("产出", 67), ("产出/数量", 23), ("产出/质量", 22), ("产出/时效", 22), ("效益", 33)]  # fmt: skip
    assert sum(one.weight for one in found.leaves) == 100


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=40), st.integers(0, 4), st.integers(1, 1000))
def test_weights_sum_to_the_total_and_differ_from_their_share_by_less_than_one_step(
    parts: list[int], decimals: int, total: int
) -> None:
    shares = [Fraction(part, sum(parts)) for part in parts]
    found = apportioned(shares, Fraction(total), decimals)
    assert sum(found) == total
    assert all(abs(one - share * total) < Fraction(1, 10**decimals) for one, share in zip(found, shares, strict=True))


@given(st.lists(st.sampled_from(SCALE), min_size=10, max_size=10))
def test_priorities_of_any_judgements_sum_to_one_and_none_is_negative(values: list[Fraction]) -> None:
    matrix = [[Fraction(1)] * 5 for _ in range(5)]
    for (first, second), value in zip(combinations(range(5), 2), values, strict=True):
        matrix[first][second], matrix[second][first] = value, 1 / value
    found = priorities(matrix)
    assert sum(found.shares) == 1 and min(found.shares) > 0
    assert found.eigenvalue > 5 - Fraction(1, 10**30)  # Saaty: never below the number compared


@pytest.mark.parametrize(("text", "told"), [
    ('[[pairwise]]\njudgements = [["甲", "乙", 10]]', [("no-judgement", 3)]),
    ('[[pairwise]]\njudgements = [["甲", "乙"], ["甲", "甲", 2]]', [("no-judgement", 3), ("no-judgement", 3)]),
    ('[[pairwise]]\njudgements = [["甲", "乙", 2], ["乙", "甲", 2]]', [("name-twice", 3)]),
    ('[[pairwise]]\njudgements = [["甲", "乙", 2], ["甲", "丙", 2]]', [("pair-missing", 3)]),
    ('[[pairwise]]\njudgements = []', [("no-judgement", 3)]),
    ('[[order]]\nnames = ["甲", "甲"]', [("name-twice", 3)]),
    ('[[order]]\nnames = ["甲", "乙"]\nratios = [2, 2]', [("ratios-do-not-fit", 4)]),
    ('[[order]]\nnames = ["甲", "乙"]\nratios = [0.5]', [("ratios-do-not-fit", 4)]),
    ('[[order]]\nof = "丙"\nnames = ["甲", "乙"]', [("no-top", 1)]),
    ('[[order]]\nnames = ["甲", "乙"]\n[[order]]\nof = "丙"\nnames = ["丁"]', [("unknown-group", 4)]),
    ('[[order]]\nnames = ["甲"]\n[[order]]\nof = "乙"\nnames = ["丙"]\n[[order]]\nof = "丙"\nnames = ["乙"]', [("circle", 4), ("circle", 7)]),
    ('[[order]]\nnames = ["甲", "乙"]\n[[order]]\nnames = ["丙"]', [("name-twice", 4)]),
    ('total = 0.001\n[[order]]\nnames = ["甲", "乙"]', [("no-total", 2)]),
    ('sum = 100\n[[order]]\nnames = ["甲", "乙"]', [("unknown-key", 2)]),
], ids=lambda one: one.split("\n")[-1] if isinstance(one, str) else "")  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(text: str, told: list[tuple[str, int]]) -> None:
    assert faults(f"format = 1\n{text}\n") == told


def test_weights_are_written_into_a_set_one_value_each_and_comments_stay(tmp_path: Path) -> None:
    book = tmp_path / "set.toml"
    before = '# 一行\nformat = 1\n[indicator_set]\nname = "s"\n[indicator]\nN1 = { in = "产出", weight = 5 } # 数量\nN2 = { in = "产出", weight = 95 }\n'
    book.write_text(before, encoding="utf-8")
    order = tmp_path / "order.toml"
    order.write_text('format = 1\ndecimals = 0\n[[order]]\nmethod = "sum"\nnames = ["N2", "N1"]\n', encoding="utf-8")
    reason = ("--why", "专家排序", "--by", "财政局", "--on", "2025-03-14")
    _, said, status = run("weights", order, "--write", book, "--lang", "en")
    assert status == 1 and said.count("no-reason") == 3 and book.read_text(encoding="utf-8") == before
    _, said, status = run("weights", order, "--write", book, *reason)
    assert status == 0, said
    after = before.replace("weight = 5 ", "weight = 33 ").replace("weight = 95", "weight = 67")
    text = book.read_text(encoding="utf-8")
    assert text.startswith(after)
    (revision,) = tomllib.loads(text)["revision"]
    assert (str(revision["on"]), revision["by"], revision["why"]) == ("2025-03-14", "财政局", "专家排序")
    assert [one["en"] for one in revision["changed"]] == ["indicator `N2`, weight: 95 → 67", "indicator `N1`, weight: 5 → 33"]  # fmt: skip
    assert (
        revision["moved"]["en"]
        == "2 of 2 weights: order of importance, rank sum; no project was scored, --data names none"
    )
    assert "--data projects.csv" in run("weights", order, "--write", _shuffled(tmp_path), *reason, "--lang", "en")[1]
    _, said, status = run("weights", order, "--write", book, *reason, "--lang", "en")
    assert status == 0 and "has these weights already" in said and book.read_text(encoding="utf-8") == text


def _shuffled(folder: Path) -> Path:
    """The same set with other weights."""
    file = folder / "again.toml"
    file.write_text("format = 1\n[indicator]\nN1 = { weight = 1 }\nN2 = { weight = 2 }\n", encoding="utf-8")
    return file


def test_whose_scores_move_is_written_with_the_weights_where_projects_are_named(tmp_path: Path) -> None:
    shelf(tmp_path)
    order, chosen = tmp_path / "order.toml", tmp_path / "set.toml"
    order.write_text('format = 1\ndecimals = 0\n[[order]]\nnames = ["B1", "N1"]\n', encoding="utf-8")
    chosen.write_text(SET.replace('rules = "ours"', 'rules = "ours.toml"'), encoding="utf-8")
    reason = ("--why", "专家排序", "--by", "财政局", "--on", "2025-03-14", "--data", tmp_path / "table.csv")
    before = chosen.read_bytes()
    _, said, status = run("weights", order, "--data", tmp_path / "table.csv")
    assert status == 2
    _, said, status = run("weights", order, "--write", chosen, *reason[:-1], tmp_path / "nowhere.csv", "--lang", "en")
    assert status == 1 and chosen.read_bytes() == before
    _, said, status = run("weights", order, "--write", chosen, *reason, "--lang", "en")
    assert status == 0 and "no project was scored" not in said, said
    (revision,) = tomllib.loads(chosen.read_text(encoding="utf-8"))["revision"]
    assert (
        revision["moved"]["en"]
        == "2 of 2 weights: order of importance, rank-order centroid; 6 of 6 projects: 1 gain, 3 lose, 1 change grade"
    )


def test_nothing_is_written_where_an_indicator_of_the_set_gets_no_weight(tmp_path: Path) -> None:
    book = tmp_path / "set.toml"
    book.write_text("format = 1\n[indicator]\nN1 = { weight = 5 }\nN3 = { weight = 5 }\n", encoding="utf-8")
    before = book.read_bytes()
    order = tmp_path / "order.toml"
    order.write_text('format = 1\n[[order]]\nnames = ["N1", "N2"]\n', encoding="utf-8")
    _, said, status = run("weights", order, "--write", book, "--lang", "en")
    assert status == 1 and "no indicator `N2`" in said and "`N3` gets no weight" in said
    assert book.read_bytes() == before


def test_a_missing_cell_and_a_word_refuse_the_table_with_their_places(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("项目,甲,乙\nA,1,\nB,少,3\n", encoding="utf-8")
    _, said, status = run("weights", table, "--entropy", "--name", "项目", "--smaller", "丙", "--lang", "en")
    assert status == 1
    assert (
        "t.csv:2:3: the cell is empty" in said
        and "t.csv:3:2: `少` is no number" in said
        and "no column is called `丙`" in said
    )


def test_a_column_of_equal_values_weighs_nothing_and_says_so(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("甲,乙\n1,5\n2,5\n", encoding="utf-8")
    printed, _, status = run("weights", table, "--entropy", "--format", "json", "--lang", "en")
    found = json.loads(printed)
    assert status == 0 and [one["weight"] for one in found["weights"]] == ["100.00", "0.00"]
    assert found["notes"] == ["all values of `乙` are equal: it weighs nothing"]


def test_less_is_better_turns_a_column_around(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("甲,乙\n1,10\n2,0\n4,5\n", encoding="utf-8")
    more, _, _ = run("weights", table, "--entropy", "--format", "json")
    less, _, _ = run("weights", table, "--entropy", "--smaller", "甲", "--format", "json")
    assert json.loads(more)["weights"][0]["exact"] != json.loads(less)["weights"][0]["exact"]


def test_judgements_that_contradict_each_other_are_exit_status_3_where_asked(tmp_path: Path) -> None:
    file = tmp_path / "j.toml"
    file.write_text(
        'format = 1\n[[pairwise]]\njudgements = [["a", "b", 9], ["b", "c", 9], ["a", "c", "1/9"]]\n', encoding="utf-8"
    )
    printed, _, status = run("weights", file, "--strict", "--lang", "en")
    assert status == 3 and "look at these judgements again" in printed


def test_the_page_of_weights_is_text_of_strangers_and_nothing_more(tmp_path: Path) -> None:
    order = tmp_path / "order.toml"
    order.write_text(
        'format = 1\n[[order]]\nnames = ["<b>甲", "乙"]\n[[order]]\nof = "<b>甲"\nnames = ["丙", "丁"]\n',
        encoding="utf-8",
    )
    page, said, status = run("weights", order, "--format", "html", "--lang", "en")
    assert status == 0, said
    assert "&lt;b&gt;甲" in page and "<b>甲" not in page and "<script" not in page and page.count("<svg") == 4


@pytest.mark.parametrize(("table", "told"), [
    ("id,a,b\nA,95%,2\nB,3,3\nC,0.5,9\n", [("unit-does-not-fit", "t.csv:3:2"), ("unit-does-not-fit", "t.csv:4:2")]),
    ("id,a,b\nA,1,2\n合计,3,5\nC,2,9\nTotal:,3,4\n", [("no-number", "t.csv:3:1"), ("no-number", "t.csv:5:1")]),
])  # fmt: skip
def test_shares_beside_numbers_and_rows_of_totals_are_refused_each_with_its_cell(table: str, told: list[tuple[str, str]], tmp_path: Path) -> None:  # fmt: skip
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    with pytest.raises(scoring.InputRefused) as refused:
        scoring.weights(tmp_path / "t.csv", entropy=True, name="id")
    assert [(one.code, str(one.place).rpartition("/")[2]) for one in refused.value.problems] == told


def test_a_head_with_a_stroke_is_one_name_and_no_group(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,合格率/优良率,b\nA,1,2\nB,3,5\n", encoding="utf-8")
    found = scoring.weights(tmp_path / "t.csv", entropy=True, name="id")
    assert found.text("zh").splitlines()[1].startswith("合格率/优良率") and "&emsp;" not in found.to_html("zh")
    assert tomllib.loads(found.to_toml())["frame"]["合格率／优良率"]["weight"] == 50
    assert found["合格率/优良率"] == found["合格率／优良率"] == 50


@pytest.mark.parametrize("words", [("--total", "50"), ("--decimals", "3"), ("--name", "id")])
def test_what_a_file_of_judgements_says_itself_is_not_said_beside_it(words: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "j.toml").write_text('format = 1\n[[order]]\nnames = ["a", "b"]\n', encoding="utf-8")
    _, said, status = run("weights", tmp_path / "j.toml", *words)
    assert status == 2 and f"{words[0]} goes with --entropy" in said
