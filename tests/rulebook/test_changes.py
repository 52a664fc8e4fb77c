"""Rulebooks that rest on others (`use`, `[change]`), and editions chosen by the project's period."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.running import run_in

ROOT = Path(__file__).resolve().parents[2]

NATIONAL = """\
format = 1

[rulebook]
name = "national"
total = 100
weights_off_total = "finding"

[rule.reach]
kind = "proportional"
nothing_below = "60%"

[grade]
rows = [[">= 90", "优"], ["else", "良"]]
"""

PROVINCE = """\
format = 1
use = ["national"]

[rulebook]
name = "province"
total = 100
weights_off_total = "finding"

[change.rule.reach]
set = { nothing_below = "50%" }
why = "省级细则第八条"
"""

PROJECT = """\
format = 1
project = "某项目"
period = 2024
rules = "province"

[indicator]
N1 = { in = "产出", label = "受益人数", weight = 100, rule = "reach", target = ">= 100 人", actual = "55 人" }
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / "rules" / name.replace("__", "/") / "rulebook.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "project.toml").write_text(PROJECT, encoding="utf-8")
    return folder


def scored(folder: Path, rules: str) -> dict[str, Any]:
    done = run_in(folder, "score", "project.toml", "--rules", rules, "--format", "json")
    assert done.status == 0, done.err
    card: dict[str, Any] = json.loads(done.out)
    return card


def refused(folder: Path, rules: str) -> str:
    done = run_in(folder, "score", "project.toml", "--rules", rules)
    assert (done.status, done.out) == (1, "")
    return done.err


def test_a_rulebook_changes_one_key_of_another_and_says_so(tmp_path: Path) -> None:
    write(tmp_path, national=NATIONAL, province=PROVINCE)
    before, after = scored(tmp_path, "rules/national"), scored(tmp_path, "rules/province")
    assert (before["total"]["points"], after["total"]["points"]) == ("0.00", "55.00")
    assert after["grade"] == "良"
    assert before["rulebook"]["fingerprint"] != after["rulebook"]["fingerprint"]
    (changed,) = [one for one in after["findings"] if one["code"] == "rulebook-changed"]
    assert changed["message"] == "rule `reach`: nothing_below 60% → 50%: 省级细则第八条"
    assert changed["where"] == "rules/province/rulebook.toml:10:26"


def test_the_trace_points_into_the_file_that_was_used_and_the_changed_key_into_the_one_that_changes_it(
    tmp_path: Path,
) -> None:
    write(tmp_path, national=NATIONAL, province=PROVINCE)
    (row,) = scored(tmp_path, "rules/province")["indicators"]
    assert row["where"].startswith("rules/national/rulebook.toml:8")
    (below,) = [clause for clause in row["not_taken"] if clause["clause"] == "nothing_below"]
    assert below["where"] == "rules/province/rulebook.toml:10:26"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("change.rule.reach", "change.rule.reech", "there is no rule `reech` to change"),
        ("change.rule.reach", "change.rules.reach", "there is no [change.rules] to change"),
        ('"50%" }', '"50%", nothing = 1 }', "unknown key `nothing`"),
        ('"50%"', '"60%"', "`nothing_below` is 60% already"),
        ('"50%"', "0.5", "nothing_below"),
        ('["national"]', '["natoinal"]', "there is no rulebook `natoinal`"),
        ('["national"]', '["../national"]', "`use` takes a name"),
        ('why = "省级细则第八条"', "", "why"),
    ],
)
def test_a_wrong_change_is_told_where_it_is_written(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in PROVINCE
    write(tmp_path, national=NATIONAL, province=PROVINCE.replace(old, new))
    told = refused(tmp_path, "rules/province")
    assert message in told
    assert "rules/province/rulebook.toml:" in told


def test_one_name_with_two_meanings_is_refused(tmp_path: Path) -> None:
    write(tmp_path, national=NATIONAL, province=PROVINCE + '\n[rule.reach]\nkind = "proportional"\n')
    assert "`reach` has two meanings" in refused(tmp_path, "rules/province")


def test_rulebooks_that_use_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    national = NATIONAL.replace("format = 1", 'format = 1\nuse = ["province"]')
    write(tmp_path, national=national, province=PROVINCE)
    assert "in a circle" in refused(tmp_path, "rules/province")


# ---------------------------------------------------------------- editions

FIRST = NATIONAL.replace('name = "national"', 'name = "law"\nedition = "2020"\neffective = { from = 2020-01-01, to = 2023-12-31 }')  # fmt: skip
SECOND = FIRST.replace('"2020"', '"2024"').replace("2020-01-01, to = 2023-12-31", "2024-01-01").replace("60%", "50%")


@pytest.mark.parametrize(
    ("period", "edition"), [("2023", "2020"), ("2024", "2024"), ('"2023-12"', "2020"), ("2031", "2024")]
)
def test_the_edition_in_force_at_the_end_of_the_period_scores(tmp_path: Path, period: str, edition: str) -> None:
    write(tmp_path, law__first=FIRST, law__second=SECOND)
    project = tmp_path / "project.toml"
    project.write_text(PROJECT.replace("2024", period), encoding="utf-8")
    card = scored(tmp_path, "rules/law")
    assert card["rulebook"]["edition"] == edition


@pytest.mark.parametrize(
    ("first", "second", "period", "message"),
    [
        (FIRST, SECOND, "2019", "no edition of `law` is in force in 2019"),
        (FIRST, SECOND.replace("2024-01-01", "2023-01-01"), "2023", "several editions of `law` are in force in 2023"),
        (FIRST, SECOND, None, "the project names no period to choose by"),
    ],
)
def test_where_no_single_edition_is_in_force_the_project_is_refused(
    tmp_path: Path, first: str, second: str, period: str | None, message: str
) -> None:
    write(tmp_path, law__first=first, law__second=second)
    project = tmp_path / "project.toml"
    project.write_text(PROJECT.replace("period = 2024", f"period = {period}" if period else ""), encoding="utf-8")
    assert message in refused(tmp_path, "rules/law")


def test_a_rulebook_that_is_not_in_force_scores_with_a_warning(tmp_path: Path) -> None:
    write(tmp_path, law=FIRST)
    findings = {one["code"] for one in scored(tmp_path, "rules/law")["findings"]}
    assert "rulebook-not-in-force" in findings


def test_one_edition_can_be_named_by_its_folder(tmp_path: Path) -> None:
    write(tmp_path, law__first=FIRST, law__second=SECOND)
    assert scored(tmp_path, "rules/law/first")["rulebook"]["edition"] == "2020"


def test_check_and_test_look_at_every_edition(tmp_path: Path) -> None:
    write(tmp_path, law__first=FIRST, law__second=SECOND.replace("[grade]", "[graed]"))
    done = run_in(tmp_path, "check", "rules/law")
    assert done.status == 1
    assert "rules/law/second/rulebook.toml" in done.out
    example = (
        '[[example]]\nrule = "reach"\ngiven = { actual = "55 人", target = ">= 100 人", weight = 10 }\nearns = 5.5\n'
    )
    write(tmp_path, law__first=FIRST + example, law__second=SECOND + example)
    done = run_in(tmp_path, "test", "rules/law")
    assert "1 of 2 examples hold" in done.out


def test_an_edition_is_named_after_the_rulebook(tmp_path: Path) -> None:
    write(tmp_path, law__first=FIRST, law__second=SECOND, province=PROVINCE.replace("national", "law@2024"))
    assert "`nothing_below` is 50% already" in refused(tmp_path, "rules/province")
    write(tmp_path, province=PROVINCE.replace("national", "law@2020"))
    assert scored(tmp_path, "rules/province")["total"]["points"] == "55.00"
    write(tmp_path, province=PROVINCE.replace("national", "law@2019"))
    assert "`law` has no edition `2019`" in refused(tmp_path, "rules/province")


def test_the_editions_among_the_examples_score_by_their_own_thresholds() -> None:
    folder = ROOT / "examples" / "editions"
    assert scored(folder, "rules/national")["total"]["points"] == "38.00"
    assert scored(folder, "rules/province")["total"]["points"] == "69.80"


def test_the_sheet_of_a_rulebook_lists_what_it_changes(tmp_path: Path) -> None:
    write(tmp_path, national=NATIONAL, province=PROVINCE)
    sheet = run_in(tmp_path, "show", "rules/province").out
    assert "rule `reach`: nothing_below 60% → 50%  [rules/province/rulebook.toml:10:26]\n      省级细则第八条" in sheet


def test_the_basis_of_a_change_is_told_with_it(tmp_path: Path) -> None:
    basis = 'basis = { law = "rules", at = "art. 8" }\n[basis.rules]\ntitle = "Provincial rules"\n'
    write(tmp_path, national=NATIONAL, province=PROVINCE + basis)
    card = json.loads(run_in(tmp_path, "score", "project.toml", "--format", "json").out)
    assert [(one["code"], one["basis"]) for one in card["findings"]] == [
        ("rulebook-changed", "《Provincial rules》 art. 8")
    ]


def test_a_basis_of_a_change_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    write(tmp_path, national=NATIONAL, province=PROVINCE + 'basis = "rules"\n')
    assert "[unknown-basis]" in run_in(tmp_path, "score", "project.toml").err
