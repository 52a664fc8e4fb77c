"""Reports in prose: figures with their places, what contradicts what, nothing wrong without a mark."""

from __future__ import annotations

import pytest

from tests.forms.reports import GIVEN, compared, expected_of, report_at

GIVEN_REPORTS = ("n2-老年助餐.txt", "n2-老年助餐.docx", "n3-种薯推广.txt", "n3-种薯推广.pdf", "n4-公路养护-GB18030.txt")
ALSO_RIGHT = ("两批", "10分", "二〇二一年三月十五日")
CONTRADICTIONS = {
    "n2": ["two-values", "two-values"],
    "n3": ["full-points-below-full", "outside-the-period", "outside-the-period", "parts-do-not-add-up", "plan-missed", "points-do-not-add-up"],
    "n4": ["malformed-number", "rate-differs"],
}  # fmt: skip


@pytest.mark.parametrize("name", GIVEN_REPORTS)
def test_every_fact_of_a_given_report_is_found_at_its_place_and_nothing_else(name: str) -> None:
    expected = expected_of(GIVEN / name)
    facts = [*expected["facts"], *({**row, "bound": "exact"} for row in expected.get("table_lines", ()))]
    result = compared(report_at(GIVEN / name), facts, ALSO_RIGHT)
    print(f"{name}: found {result.found} of {len(facts)}, recall {result.recall:.3f}, precision {result.precision:.3f}")
    assert result.missed == []
    assert result.wrong == []


@pytest.mark.parametrize("name", GIVEN_REPORTS)
def test_a_given_report_contradicts_itself_where_a_careful_person_says_so_and_nowhere_else(name: str) -> None:
    doubts = report_at(GIVEN / name).doubts
    assert sorted(one.code for one in doubts) == CONTRADICTIONS[name[:2]]


@pytest.mark.parametrize("name", GIVEN_REPORTS)
def test_sums_and_rates_that_agree_are_told_with_the_places_of_all_their_figures(name: str) -> None:
    report = report_at(GIVEN / name)
    agreeing = [one for one in report.recomputed if one.agrees]
    wanted = sum(1 for one in expected_of(GIVEN / name)["sums"] if one["ok"])
    assert len(agreeing) >= min(wanted, 2)
    assert all(len(one.passages) >= 3 for one in agreeing)


@pytest.mark.parametrize("name", GIVEN_REPORTS)
def test_the_head_of_a_given_report_is_read(name: str) -> None:
    report, expected = report_at(GIVEN / name), expected_of(GIVEN / name)
    assert report.period is not None
    assert report.period.value == expected["period"]["value"]
    assert report.unit is not None
    assert report.unit.value == expected["unit"]["value"]
    assert report.project is not None
    assert report.project.value.endswith(expected["project"]["value"])
