"""Whoever types another weight, target or actual into a form sees what scoring would give, or an empty cell; never anything else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scoring.assessor.assessor import score
from scoring.forms.writing.book import book_of
from tests.forms.changed_forms import alike_or_empty, changed_forms, read_back, typed_in
from tests.forms.recalculated import SOFFICE, recalculated
from tests.forms.scored_forms import Written, written
from tests.forms.spreadsheet import Spreadsheet
from tests.writing import prepared

RULES = """
total = 60
not_applicable = "{way}"
[group."产出"]
combine = "{how}"
[rule.reach]
kind = "proportional"
[grade]
rows = [[">= {high}", "优"], [">= {low}", "良"], ["else", "中"]]
"""
ROWS = """
[indicator]
N1 = {{ in = "产出", label = "甲", weight = {N1}, rule = "reach", target = ">= 3 个", actual = "2 个" }}
N2 = {{ in = "产出", label = "乙", weight = {N2}, rule = "reach", target = ">= 7 个", actual = "5 个" }}
N3 = {{ in = "效益", label = "丙", weight = {N3}, rule = "reach", target = ">= 9 个", actual = "8 个" }}
N4 = {{ in = "效益", label = "丁", weight = {N4}, rule = "reach" }}
[not_applicable]
N4 = {{ why = "不涉及", by = "评价组" }}
"""
TODAY = {"N1": 10, "N2": 20, "N3": 15, "N4": 15}


def told(rules: str, weights: dict[str, int]) -> tuple[float | None, str | None]:
    """Total and grade that scoring gives."""
    ready, _ = prepared(rules, ROWS.format(**weights))
    assert ready is not None
    card = score(ready, "exact")
    return None if card.total.points is None else float(card.total.points), card.grade


def shown(one: Written, weights: dict[str, int]) -> tuple[float | None, str | None]:
    """Total and grade on the form into which these weights are typed."""
    book, row = Spreadsheet(one.raw), one.total_row()
    for id_, weight in weights.items():
        book.set("自评表", one.place(id_, 8), weight)
    assert book.value("自评表", f"H{row}") == sum(weights.values())
    total, grade = book.value("自评表", f"J{row}"), book.value("自评表", f"M{row}")
    return None if total == "" else total, grade or None


@pytest.mark.parametrize(
    ("way", "how", "grade"),
    [
        ("rescale", "sum", (48, 40)),
        ("siblings", "mean", ("80%", "70%")),
        ("full", "sum", ("80%", "70%")),
        ("rescale", "min", (48, 40)),
    ],
)
def test_another_weight_moves_shares_total_and_grade(way: str, how: str, grade: tuple[object, object]) -> None:
    rules = RULES.format(way=way, how=how, high=grade[0], low=grade[1])
    one = written(rules, ROWS.format(**TODAY))
    assert shown(one, TODAY) == told(rules, TODAY)
    for changed in ({"N3": 20, "N4": 10}, {"N1": 25, "N2": 5}, {"N1": 40}, {"N4": 1}):
        weights = {**TODAY, **changed}
        expected = told(rules, weights)
        assert shown(one, weights) == expected or (how == "min" and shown(one, weights) == (None, None)), weights


def test_what_was_missing_and_is_typed_in_gives_no_total_until_it_is_scored_again() -> None:
    rules = RULES.format(way="rescale", how="sum", high=48, low=40)
    one = written(rules, ROWS.format(**TODAY).replace(', actual = "8 个"', ""))
    book, row = Spreadsheet(one.raw), one.total_row()
    assert book.value("自评表", f"J{row}") == "20.97–35.97" or "–" in str(book.value("自评表", f"J{row}"))
    book.set("自评表", one.place("N3", 6), "8个")
    assert (book.value("自评表", one.place("N3")), book.value("自评表", f"J{row}")) == ("", "")


def test_a_sign_or_a_unit_that_is_typed_otherwise_gives_no_points() -> None:
    rules = RULES.format(way="rescale", how="sum", high=48, low=40)
    one = written(rules, ROWS.format(**TODAY))
    for column, typed in ((5, "≤3个"), (5, "3个"), (5, ">3个"), (6, "2套"), (6, "约2个"), (6, "≥2个"), (6, ""),
                          (6, "2"), (6, "1/2个"), (6, "1-2个"), (6, "1E1个"), (6, "2%个"), (6, "个")):  # fmt: skip
        book = Spreadsheet(one.raw)
        book.set("自评表", one.place("N1", column), typed)
        assert (book.value("自评表", one.place("N1")), book.value("自评表", f"J{one.total_row()}")) == ("", ""), typed


def test_made_up_forms_with_other_numbers_show_what_they_are_scored_with_when_read_back_in() -> None:
    counts: Counter[str] = Counter()
    for one in changed_forms(100, 12):
        raw = typed_in(one.one.raw, [one])
        counts += alike_or_empty(one, read_back(raw, [one])[0], Spreadsheet(raw).value)
    assert counts["points"] > counts["empty points"] and counts["totals"] > 0 and counts["read back"] > 0


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_recalculates_made_up_forms_with_other_numbers_to_what_they_are_scored_with(tmp_path: Path) -> None:
    listed = list(changed_forms(300, 8))
    raw = typed_in(book_of([sheet for one in listed for sheet in one.one.sheets]), listed)
    table = recalculated({"all": raw}, tmp_path)["all"]
    counts: Counter[str] = Counter()
    for one, read in zip(listed, read_back(raw, listed), strict=True):
        counts += alike_or_empty(one, read, lambda sheet, place: table[sheet, place])
    assert counts["points"] > 0
