"""The same project keeps its file from run to run, whatever its document is called, and two projects never share one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from scoring.forms.intake.documents_named import files_below
from scoring.problems import Problem
from tests.forms.filling import run
from tests.forms.test_register import FORM


class Handed:
    """What units handed in, and the projects that are read from it."""

    def __init__(self, home: Path) -> None:
        self.forms, self.out = home / "forms", home / "out"
        self.forms.mkdir()

    def form(self, file: str, name: str, unit: str = "上湾镇", code: str = "", actual: str = "12公里", year: int = 2024) -> None:  # fmt: skip
        (self.forms / file).parent.mkdir(parents=True, exist_ok=True)
        text = FORM.format(code=code, name=name, actual=actual).replace("上湾镇人民政府", unit).replace("2024", str(year))  # fmt: skip
        (self.forms / file).write_text(text, encoding="utf-8")

    def read(self) -> str:
        printed, said, _ = run("read", self.forms, "-o", self.out, "--lang", "en")
        assert not said
        return printed

    def projects(self) -> dict[str, str]:
        """What each project's file is of."""
        found = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in self.out.glob("*.toml")}
        return {name: f"{said['project']} {said['filled_form']['head']['unit']['value']}" for name, said in sorted(found.items())}  # fmt: skip


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    return Handed(tmp_path)


def test_documents_called_alike_in_two_folders_stay_two_projects_whoever_comes_first(handed: Handed) -> None:
    handed.form("下湾镇/自评表.csv", "灌渠清淤", "下湾镇")
    handed.read()
    handed.form("上湾镇/自评表.csv", "村道硬化", "上湾镇")
    printed = handed.read()
    assert handed.projects() == {"自评表": "灌渠清淤 下湾镇", "自评表 (2)": "村道硬化 上湾镇"}
    assert " → " not in printed
    handed.form("上湾镇/自评表.csv", "村道硬化", "上湾镇", actual="11公里")
    assert "自评表 (2).toml\n  indicator.N1.actual E8: 12公里 → 11公里" in handed.read()


def test_two_projects_of_one_unit_in_documents_called_alike_stay_two(handed: Handed) -> None:
    handed.form("桥/自评表.csv", "危桥改造")
    handed.read()
    (handed.forms / "桥" / "自评表.csv").unlink()
    handed.form("路/自评表.csv", "村道硬化")
    handed.read()
    assert handed.projects() == {"自评表": "危桥改造 上湾镇", "自评表 (2)": "村道硬化 上湾镇"}


def test_a_form_without_a_code_is_known_by_name_and_unit_when_its_file_is_renamed(handed: Handed) -> None:
    handed.form("a.csv", "村道硬化")
    handed.read()
    (handed.forms / "a.csv").rename(handed.forms / "最终版.csv")
    assert "unchanged" in handed.read()
    assert list(handed.projects()) == ["a"]


def test_a_name_that_is_corrected_is_still_the_project_of_its_document(handed: Handed) -> None:
    handed.form("a.csv", "村道硬化项木")
    handed.read()
    handed.form("a.csv", "村道硬化项目")
    assert "project: 村道硬化项木 → 村道硬化项目" in handed.read()
    assert list(handed.projects()) == ["a"]


def test_of_two_documents_of_one_code_the_one_that_was_read_before_keeps_its_file(handed: Handed) -> None:
    handed.form("b.csv", "村道硬化", code="P-001")
    handed.read()
    handed.form("a.csv", "村道硬化", code="P-001", actual="9公里")
    printed = handed.read()
    assert "12公里 → 9公里" not in printed and "code `P-001` was handed in twice" in printed
    assert list(handed.projects()) == ["P-001", "P-001 (2)"]


def test_two_documents_of_one_project_without_a_code_are_told(handed: Handed) -> None:
    handed.form("a.csv", "村道硬化")
    handed.form("a 修改.csv", "村道硬化")
    assert "`a 修改.csv` has the same project and unit" in handed.read()


def test_a_project_that_gets_its_code_later_is_told(handed: Handed) -> None:
    handed.form("a.csv", "村道硬化")
    handed.read()
    handed.form("a.csv", "村道硬化", code="P-001")
    assert "was read before as `a.toml`; this one is `P-001.toml`" in handed.read()


def test_a_form_of_last_year_among_those_of_this_year_is_told(handed: Handed) -> None:
    for number, year in enumerate((2024, 2024, 2024, 2023)):
        handed.form(f"{number}.csv", f"项目{number}", code=f"P-{number}", year=year)
    assert "3.csv:1:1: this is of 2023, and 3 of 4 forms are of 2024" in handed.read()


def test_files_that_are_no_documents_are_named(handed: Handed) -> None:
    handed.form("a.csv", "村道硬化")
    (handed.forms / "上湾镇.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (handed.forms / "~$a.xlsx").write_bytes(b"")
    assert "no documents, passed over: 1 (上湾镇.zip)" in handed.read()


def test_a_link_that_leads_nowhere_is_a_reject(handed: Handed) -> None:
    handed.form("a.csv", "村道硬化")
    (handed.forms / "b.xlsx").symlink_to(handed.forms / "gone.xlsx")
    printed, _, status = run("read", handed.forms, "-o", handed.out, "--lang", "en")
    assert status == 4 and "b.xlsx" in printed and "rejected: 1" in printed


def test_a_folder_that_cannot_be_looked_into_is_a_problem(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert files_below(tmp_path / "gone", problems) == []
    assert [(one.code, one.message.en) for one in problems] == [("cannot-read", "`gone` cannot be read: no such file or directory")]  # fmt: skip
