"""Who was expected, who came, who came again: a register kept from run to run."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.forms.filling import run

FORM = """项目支出绩效自评表,,,,,,,
（2024年度）,,,,,,,
项目名称,{name},,项目编码,{code},,,
主管部门,甲县交通运输局,,实施单位,上湾镇人民政府,,,
项目资金（万元）,,年初预算数,全年预算数,全年执行数,分值,执行率,得分
,年度资金总额,50,50,48,10,96.00%,9.6
一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因分析及改进措施
产出指标,数量指标,硬化村道长度,≥12公里,{actual},80,80,
满意度指标,服务对象满意度指标,村民满意度,≥90%,93%,10,10,
总分,,,,,100,99.6,
"""
EXPECTED = "项目编码,项目名称,实施单位,截止日期,文件\nP-001,村道硬化,上湾镇,2025-03-31,\nP-002,灌渠清淤,下湾镇,2025-03-31,\nP-003,危桥改造,东村,2025-03-31,\n"


class Season:
    """A folder of forms, the list of those expected, and the folder of projects."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "forms").mkdir()
        (home / "expected.csv").write_text(EXPECTED, encoding="utf-8")

    def hand_in(self, file: str, code: str, name: str, actual: str = "12公里") -> None:
        (self.home / "forms" / file).write_text(FORM.format(code=code, name=name, actual=actual), encoding="utf-8")

    def read(self, on: str) -> tuple[dict[str, str], str]:
        """The states after a run on that day, by code, and what was printed."""
        printed, said, _ = run("read", str(self.home / "forms"), "-o", str(self.home / "out"), "--expect", str(self.home / "expected.csv"),
                               "--on", on, "--lang", "en")  # fmt: skip
        assert not said
        return {row["code"]: row["state"] for row in self.rows()}, printed

    def rows(self) -> list[dict[str, str]]:
        with (self.home / "out" / "register.csv").open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    def write_back(self, code: str, **said: str) -> None:
        """What a person writes into the register."""
        rows = self.rows()
        for row in rows:
            if row["code"] == code:
                row |= said
        with (self.home / "out" / "register.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def test_a_season_from_the_first_form_to_the_second_hand_in(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    assert season.read("2025-03-20")[0] == {"P-001": "handed in", "P-002": "not handed in", "P-003": "not handed in"}
    season.hand_in("b.csv", "p-002 ", "灌渠清淤")
    assert season.read("2025-04-02")[0] == {"P-001": "handed in", "P-002": "handed in late", "P-003": "overdue"}
    season.write_back("P-001", **{"sent back": "2025-04-03"})
    assert season.read("2025-04-04")[0]["P-001"] == "sent back"
    season.hand_in("a.csv", "P-001", "村道硬化", "11.4公里")
    states, printed = season.read("2025-04-08")
    assert states["P-001"] == "handed in again"
    assert "indicator.N1.actual E8: 12公里 → 11.4公里" in printed
    row = season.rows()[0]
    assert (row["first handed in"], row["last handed in"], row["times"]) == ("2025-03-20", "2025-04-08", "2")


def test_reading_again_on_the_same_day_writes_the_same_bytes(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    season.read("2025-03-20")
    before = {file: file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()}
    season.read("2025-03-20")
    assert {file: file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()} == before


def test_a_likely_match_by_name_is_asked_and_not_assumed(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("c.csv", "", "危桥改造项目")
    states, printed = season.read("2025-03-20")
    assert states["P-003"] == "not handed in"
    assert "is it P-003 危桥改造? then write `c.csv` into its column `file`" in printed
    listed = (
        (tmp_path / "expected.csv")
        .read_text(encoding="utf-8")
        .replace("危桥改造,东村,2025-03-31,", "危桥改造,东村,2025-03-31,c.csv")
    )
    (tmp_path / "expected.csv").write_text(listed, encoding="utf-8")
    states, printed = season.read("2025-03-21")
    assert states["P-003"] == "handed in"
    assert "is it" not in printed


def test_a_code_that_comes_twice_is_told_and_neither_is_lost(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    season.hand_in("b.csv", "P-001", "村道硬化", "11公里")
    printed = season.read("2025-03-20")[1]
    assert "b.csv:1:1: code `P-001` was handed in twice, by `a.csv` as well" in printed
    assert sorted(one.name for one in (tmp_path / "out").glob("*.toml")) == ["P-001 (2).toml", "P-001.toml"]


def test_what_was_written_is_not_read_where_the_folder_lies_inside(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    for _ in range(2):
        printed, said, status = run("read", str(tmp_path / "forms"), "-o", str(tmp_path / "forms" / "out"), "--expect", str(tmp_path / "expected.csv"),
                                    "--on", "2025-03-20", "--lang", "en")  # fmt: skip
        assert (status, said) == (0, "")
        assert "documents: 1, forms: 1" in printed


def test_a_code_that_nobody_expects_is_told(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("z.csv", "P-999", "村道硬化")
    assert "code `P-999` is not expected" in season.read("2025-03-20")[1]


def test_what_is_wrong_with_the_list_is_told_with_its_line(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    (tmp_path / "expected.csv").write_text("code,name,due\nP-1,a,soon\nP-1,b,2025-03-31\n", encoding="utf-8")
    _, said, status = run("read", str(tmp_path / "forms"), "-o", str(tmp_path / "out"), "--expect", str(tmp_path / "expected.csv"),
                          "--on", "2025-03-20", "--lang", "en")  # fmt: skip
    assert status == 1
    assert "expected.csv:2:1: `soon` is no date" in said and "expected.csv:3:1: code `P-1` is in line 2 already" in said


def test_cells_of_the_register_are_no_formulas(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    (tmp_path / "expected.csv").write_text("code,name\n=P-001,@SUM(1)\n", encoding="utf-8")
    season.read("2025-03-20")
    assert season.rows()[0]["name"] == "'@SUM(1)"
    season.read("2025-03-21")
    assert season.rows()[0]["code"] == "'=P-001"
