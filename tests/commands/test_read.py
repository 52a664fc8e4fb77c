"""`scoring read FORMS -o FOLDER`: projects out of official forms, read again without losing what people wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.documents.editing import said_by
from tests.forms.expected import GIVEN
from tests.forms.filling import run

MINISTRY = GIVEN / "g01-国家式样.xlsx"
JUDGED = 'judged  = { level = "达成", share = "90%", by = "评价组", on = 2024-03-01, why = "看过现场" }\n'


def changed_copy(cells: dict[str, Any], to: Path) -> Path:
    """The form of the ministry with other values in some cells."""
    from openpyxl import load_workbook

    book = load_workbook(MINISTRY)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(to)
    return to


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """A folder with the project of the form, in which a person judged a row, corrected another and left a remark."""
    form = changed_copy({}, tmp_path / "form.xlsx")
    run("read", str(form), "-o", str(tmp_path / "out"))
    file = tmp_path / "out" / "form.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace('label   = "长效管护机制健全程度"\n', 'label   = "长效管护机制健全程度"\n' + JUDGED)
    text = text.replace("[indicator.N1]\n", "# 现场核对过\n[indicator.N1]\n").replace(
        'value = "12座"', 'value = "11座"'
    )
    file.write_text(text, encoding="utf-8")
    return file


def again(file: Path, cells: dict[str, Any]) -> dict[str, Any]:
    """The form handed in again with other values: what is printed of it."""
    form = file.parent.parent / "form.xlsx"
    if cells:
        changed_copy(cells, form)
    printed, said, _ = run("read", str(form), "-o", str(file.parent), "--format", "json")
    assert not said
    found: dict[str, Any] = json.loads(printed)["files"][0]["forms"][0]
    return found


def test_a_form_becomes_a_project_that_is_scored(tmp_path: Path) -> None:
    printed, _, status = run("read", str(MINISTRY), "-o", str(tmp_path / "out"))
    assert status == 0
    assert "97.14" in printed
    scored, _, _ = run("score", str(tmp_path / "out" / "g01-国家式样.toml"), "--format", "json")
    assert json.loads(scored)["total"]["highest"] == "99.14"


def test_what_cannot_be_read_is_rejected_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    changed_copy({}, tmp_path / "form.xlsx")
    printed, _, status = run("read", str(tmp_path), "-o", str(tmp_path / "out"), "--format", "json")
    files = json.loads(printed)["files"]
    assert [(one["file"], one["rejected"], len(one["forms"])) for one in files] == [
        ("broken.xlsx", True, 0),
        ("form.xlsx", False, 1),
    ]
    assert files[0]["problems"][0]["fix"]
    assert status == 4
    assert run("read", str(tmp_path / "broken.xlsx"), "-o", str(tmp_path / "out"))[2] == 1


def test_the_same_form_read_again_changes_nothing(judged: Path) -> None:
    before = judged.read_bytes()
    assert again(judged, {})["state"] == "unchanged"
    assert judged.read_bytes() == before


def test_what_the_form_says_differently_goes_in_and_what_people_wrote_stays(judged: Path) -> None:
    found = again(judged, {"G14": "8.2公里"})
    assert found["changes"] == [
        {"key": "indicator.N2.actual", "cell": "G14", "before": "8.6公里", "after": "8.2公里", "kept": False}
    ]
    text = judged.read_text(encoding="utf-8")
    assert (
        "# 现场核对过" in text and 'value = "11座"' in text and 'share = "90%"' in text and 'value = "8.2公里"' in text
    )
    assert found["stale"] == []


def test_a_row_that_is_new_and_a_question_that_is_new_go_into_a_file_with_remarks(judged: Path) -> None:
    found = again(judged, {"F19": "约3平方公里", "G18": "约两万人", "D17": "项目成本合计"})
    text = judged.read_text(encoding="utf-8")
    assert "# 现场核对过" in text and 'share = "90%"' in text and 'value = "11座"' in text
    said = said_by(judged.read_bytes())
    assert said is not None
    assert {one["at"] for one in said["not_understood"]} >= {"F19", "G18"}
    assert "value" not in said["indicator"]["E1"].get("actual", {})
    assert not (judged.parent / ".read" / "form.before.toml").exists()
    assert {"indicator.E1.actual", "indicator.K1.label"} <= {one["key"] for one in found["changes"]}


def test_a_correction_by_hand_is_kept_and_told_where_the_form_changes_as_well(judged: Path) -> None:
    found = again(judged, {"G13": "10座"})
    assert [(one["key"], one["kept"]) for one in found["changes"]] == [("indicator.N1.actual", True)]
    assert 'value = "11座"' in judged.read_text(encoding="utf-8")


def test_a_judgement_is_stale_when_its_row_changes_and_counts_no_longer(judged: Path) -> None:
    before, _, _ = run("score", str(judged), "--format", "json")
    assert json.loads(before)["status"] == "complete"
    found = again(judged, {"G20": "尚未健全"})
    assert found["stale"] == ["E3"]
    card = json.loads(run("score", str(judged), "--format", "json")[0])
    assert card["status"] == "incomplete"
    assert "judgement-stale" in {one["code"] for one in card["findings"]}
    assert 'stale = "G20: 基本健全 → 尚未健全"' in judged.read_text(encoding="utf-8")


def test_rows_keep_their_ids_when_one_is_put_before_them(judged: Path) -> None:
    from openpyxl import load_workbook

    form = judged.parent.parent / "form.xlsx"
    book = load_workbook(form)
    sheet = book.worksheets[0]
    sheet["D13"], sheet["D14"] = sheet["D14"].value, sheet["D13"].value  # two rows change places
    for column in "FGHI":
        one, other = sheet[f"{column}13"].value, sheet[f"{column}14"].value
        sheet[f"{column}13"], sheet[f"{column}14"] = other, one
    book.save(form)
    printed, _, _ = run("read", str(form), "-o", str(judged.parent), "--format", "json")
    assert json.loads(printed)["files"][0]["forms"][0]["changes"] == []
    said = said_by(judged.read_bytes())
    assert said is not None
    assert said["indicator"]["N1"]["label"] == "维修养护水库座数"
    assert said["indicator"]["N1"]["at"]["label"] == "D14"


def test_a_file_that_no_form_was_read_into_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "g01-国家式样.toml").write_text('format = 1\nproject = "mine"\n', encoding="utf-8")
    printed, _, status = run("read", str(MINISTRY), "-o", str(tmp_path / "out"))
    assert status == 1
    assert "not-read-from-a-form" in printed
    assert "mine" in (tmp_path / "out" / "g01-国家式样.toml").read_text(encoding="utf-8")


def test_the_page_shows_every_cell_and_runs_nothing(tmp_path: Path) -> None:
    form = changed_copy({"D14": "<script>alert(1)</script>"}, tmp_path / "form.xlsx")
    for language in ("zh", "en"):
        run(
            "read", str(form), "-o", str(tmp_path / "out"), "--explain", str(tmp_path / "page.html"), "--lang", language
        )
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert "<script" not in page and "&lt;script&gt;" in page
        assert "http" not in page.replace("http-equiv", "")
        assert page.count('class="taken"') > 60
        assert 'title="G13: N1' in page


def test_names_of_files_lead_nowhere_else_and_none_is_taken_twice(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    changed_copy({"A2": "项目编码：../../x"}, tmp_path / "a" / "CON.xlsx")
    changed_copy({}, tmp_path / "b" / "con.xlsx")
    run("read", str(tmp_path / "a"), str(tmp_path / "b"), "-o", str(tmp_path / "out"))
    names = sorted(file.name for file in (tmp_path / "out").glob("*.toml"))
    assert len(names) == 2 and not any(name.lower() == "con.toml" for name in names)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "b", "out"]


def test_the_form_that_was_handed_in_is_kept_and_filled_later(tmp_path: Path) -> None:
    form = changed_copy({}, tmp_path / "form.xlsx")
    run("read", str(form), "-o", str(tmp_path / "out"))
    form.unlink()
    _, said, status = run("write", str(tmp_path / "out" / "form.toml"), "-o", str(tmp_path / "filled.xlsx"))
    assert status == 0, said
    from openpyxl import load_workbook

    sheet = load_workbook(tmp_path / "filled.xlsx").worksheets[0]
    assert sheet["D13"].value == "维修养护水库座数"
