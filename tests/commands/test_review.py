"""`scoring review`: workbooks for judges, samples, claims adopted outside of them; what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms.expected import GIVEN as FORMS
from tests.forms.filling import run
from tests.forms.review import GIVEN, fill, projects, read_back, review, reviewed, shown

ADOPT = ("--adopt", "--sample", "25%", "--seed", "7", "--by", "局", "--on", "2025-04-01")


@pytest.mark.parametrize(("asked", "said"), [
    ((), "-o FILE.xlsx"),
    (("-o", "review.docx"), ".xlsx"),
    (("-o", "review.xlsx", "--sample", "20%"), "--seed"),
    (("-o", "review.xlsx", "--sample", "20", "--seed", "1"), "20%"),
    (("-o", "review.xlsx", "--sample", "0%", "--seed", "1"), "20%"),
    (("-o", "review.xlsx", "--expert", "a", "--expert", "b"), "FOLDER"),
    (("-o", "review.xlsx", "--by", "a"), "--adopt"),
    (("--adopt", "--by", "a", "--on", "2025-04-01"), "--sample"),
    ((*ADOPT, "--all"), "--all"),
    ((*ADOPT[:-1], "soon"), "--on"),
])  # fmt: skip
def test_what_does_not_go_together_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = projects(tmp_path, {"a": "已改善"})
    _, told, status = reviewed(folder, *asked)
    assert status in (1, 2) and said in told and "Traceback" not in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["projects", "rules.toml"]


def test_claims_outside_of_the_sample_are_adopted_once_where_the_rule_allows_it(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    sample = {(row[1], row[3]) for row in shown(review(folder, "--sample", "25%", "--seed", "7"))}
    assert reviewed(folder, *ADOPT)[1:] == (
        "抽样 25%，种子 7：须人工评判的 4 项中抽取 1 项\n采纳自评 1 项，规则不采纳自评 2 项，样本中尚未评判 1 项\n"
        if ("a", "E1") in sample or ("b", "E1") in sample
        else "抽样 25%，种子 7：须人工评判的 4 项中抽取 1 项\n采纳自评 2 项，规则不采纳自评 1 项，样本中尚未评判 1 项\n", 0)  # fmt: skip
    adopted = {
        (file, "E1") for file in "ab" if 'adopted = "self"' in (folder / f"{file}.toml").read_text(encoding="utf-8")
    }
    assert adopted == {("a", "E1"), ("b", "E1")} - sample
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    assert "采纳自评 0 项" in reviewed(folder, *ADOPT)[1]
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before
    file = next(iter(adopted))[0]
    assert "[claim-adopted]" in run("score", folder / f"{file}.toml", "--rules", tmp_path / "rules.toml")[0]


def test_a_judgement_is_never_given_up_for_a_claim(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    read_back(folder, fill(review(folder), {1: GIVEN, 3: GIVEN}))
    file = folder / "a.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('share = "90%"', 'share = "90%"\nstale = "变"'), encoding="utf-8"
    )
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    assert "采纳自评 0 项" in reviewed(folder, *ADOPT)[1]
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


def test_a_project_that_cannot_be_scored_is_told_and_no_sample_is_drawn_without_it(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    (folder / "c.toml").write_text("format = 1\nproject = 3\n", encoding="utf-8")
    _, told, status = reviewed(folder, "-o", tmp_path / "review.xlsx")
    assert status == 4 and "c.toml" in told and len(list(shown(tmp_path / "review.xlsx"))) == 4
    _, told, status = reviewed(folder, "-o", tmp_path / "sample.xlsx", "--sample", "50%", "--seed", "1")
    assert status == 1 and "c.toml" in told and not (tmp_path / "sample.xlsx").exists()
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    assert reviewed(folder, *ADOPT)[2] == 1
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


def test_two_projects_of_the_same_name_are_told_apart_by_their_folders_or_refused(tmp_path: Path) -> None:
    folder = projects(tmp_path, {"a": "已改善"})
    (folder / "inside").mkdir()
    (folder / "inside" / "a.toml").write_bytes((folder / "a.toml").read_bytes())
    book = fill(review(folder), {3: GIVEN})
    assert "inside/a.toml：已评判 1 项" in read_back(folder, book)[0]
    assert b"share" not in (folder / "a.toml").read_bytes() and b"share" in (folder / "inside" / "a.toml").read_bytes()
    files = (folder / "a.toml", folder / "inside" / "a.toml")
    _, told, status = run(
        "review", *files, "-o", tmp_path / "x.xlsx", "--rules", tmp_path / "rules.toml", "--sample", "50%", "--seed", 1
    )
    assert status == 1 and "[name-twice]" in told


def test_judgements_and_forms_are_read_one_after_the_other(tmp_path: Path) -> None:
    folder = projects(tmp_path, {"a": "已改善"})
    book = fill(review(folder), {1: GIVEN})
    _, told, status = run("read", book, FORMS / "g01-国家式样.xlsx", "-o", folder)
    assert status == 1 and "[judgements-among-forms]" in told
    assert run("read", book, "-o", folder, "--explain", tmp_path / "page.html")[2] == 2
