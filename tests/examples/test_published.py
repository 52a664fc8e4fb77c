"""Published scoring systems, written in TOML alone, give their published results through `scoring test`.

The cases lie beside each rulebook under `examples/published/`, with their sources named.
"""

import shutil
from pathlib import Path

import pytest

from tests.running import run_in

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "examples" / "published"


def run_on(folder: Path, *options: str) -> tuple[str, str, int]:
    ran = run_in(ROOT, "test", folder, *options)
    return ran.out, ran.err, ran.status


@pytest.mark.parametrize(
    ("system", "cases"), [("ssvc", 633), ("dmn_decision_tables", 82), ("openssf_scorecard", 32), ("hdi", 762)]
)
def test_every_published_case_is_equal_on_both_engines(system: str, cases: int) -> None:
    printed, told, status = run_on(PUBLISHED / system)  # on `rules`, which is compared with `exact`
    assert f"{cases} of {cases} cases are equal" in printed, printed + told
    assert status == 0


def test_every_published_system_names_its_source() -> None:
    for rulebook in PUBLISHED.glob("*/rulebook.toml"):
        text = rulebook.read_text(encoding="utf-8")
        assert "[basis." in text, rulebook
        assert "https://" in text, rulebook


@pytest.fixture
def scorecard(tmp_path: Path) -> Path:
    copy = tmp_path / "openssf_scorecard"
    shutil.copytree(PUBLISHED / "openssf_scorecard", copy)
    return copy


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_weight_is_a_miss_and_the_first_is_traced(scorecard: Path) -> None:
    edit(scorecard / "rulebook.toml", "is = 7.5", "is = 6")
    printed, _, status = run_on(scorecard)
    assert status == 1
    assert "32 of 32" not in printed
    assert "case 1 (FortAwesome_Font-Awesome): score: expected 5.2, got" in printed
    assert "rulebook.toml" in printed  # where the result comes from


def test_a_cell_that_cannot_be_read_is_named_with_its_row(scorecard: Path) -> None:
    cases = scorecard / "cases.csv"
    lines = cases.read_text(encoding="utf-8").splitlines()
    cells = lines[3].split(",")
    cells[1] = "ten"
    lines[3] = ",".join(cells)
    cases.write_text("\n".join(lines) + "\n", encoding="utf-8")
    printed, _, status = run_on(scorecard)
    assert status == 1
    assert "31 of 32 cases are equal" in printed
    assert "cases.csv:4" in printed
    assert "`ten`" in printed


def test_a_fact_outside_its_range_is_named_with_its_row(scorecard: Path) -> None:
    cases = scorecard / "cases.csv"
    lines = cases.read_text(encoding="utf-8").splitlines()
    cells = lines[2].split(",")
    cells[1] = "11"
    lines[2] = ",".join(cells)
    cases.write_text("\n".join(lines) + "\n", encoding="utf-8")
    printed, _, status = run_on(scorecard)
    assert status == 1
    assert "must be >= 0 and <= 10" in printed
    assert "cases.csv:3" in printed


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("../cases.csv", "lies beside this file"),
        ("/etc/passwd", "lies beside this file"),
        ("case.csv", "did you mean `cases.csv`?"),
    ],
)
def test_a_table_of_cases_lies_beside_its_rulebook(scorecard: Path, written: str, message: str) -> None:
    edit(scorecard / "rulebook.toml", 'file   = "cases.csv"', f'file   = "{written}"')
    printed, told, status = run_on(scorecard)
    assert status == 1
    assert message in told
    assert "rulebook.toml" in told
    assert printed == ""


def test_a_column_that_is_not_there_is_a_problem(scorecard: Path) -> None:
    edit(scorecard / "rulebook.toml", '{ score = "total" }', '{ score = "totl" }')
    printed, _, status = run_on(scorecard)
    assert status == 1
    assert "the table has no column `totl`" in printed
