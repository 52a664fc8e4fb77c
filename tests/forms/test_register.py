"""Who was expected, who came, who came again: a register kept from run to run."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

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


def test_a_code_is_the_same_in_whatever_width_case_and_blanks_it_is_written(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    season.hand_in("b.csv", "ｐ－００１ ", "村道硬化二期")
    states, printed = season.read("2025-03-20")
    assert states["P-001"] == "handed in"
    assert "code `ｐ－００１` was handed in twice, by `a.csv` as well" in printed
    assert "a second form of `ｐ－００１`" in printed


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


def back(season: Season, *named: str, **said: str) -> tuple[str, str, int]:
    """What is printed and told where these are sent back."""
    options = [part for name in named for part in ("--send-back", name)]
    options += [part for key, value in said.items() for part in (f"--{key}", value)]
    return run("read", *options, "-o", str(season.home / "out"), "--lang", "en")


def test_a_form_is_sent_back_with_reason_and_day_and_comes_again(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    season.read("2025-03-20")
    printed, said, status = back(season, "p-001", why="支出缺凭证", on="2025-04-03", due="2025-04-10")
    assert (status, said) == (0, "")
    assert "P-001 村道硬化 上湾镇: sent back (2025-04-03 → 2025-04-10 支出缺凭证)" in printed
    row = season.rows()[0]
    assert (row["state"], row["sent back"], row["why sent back"], row["due again"]) == ("sent back", "2025-04-03", "支出缺凭证", "2025-04-10")  # fmt: skip
    assert season.read("2025-04-10")[0]["P-001"] == "sent back"
    assert season.read("2025-04-11")[0]["P-001"] == "sent back, overdue"
    season.hand_in("a.csv", "P-001", "村道硬化", "11.4公里")
    assert season.read("2025-04-12")[0]["P-001"] == "handed in again late"
    assert season.read("2025-04-13")[0]["P-001"] == "handed in again late"
    row = season.rows()[0]
    assert (row["times"], row["why sent back"], row["last handed in"]) == ("2", "支出缺凭证", "2025-04-12")


def test_what_comes_again_on_the_day_on_which_it_was_sent_back_has_come_again(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    season.read("2025-03-20")
    back(season, "P-001", on="2025-03-20")
    assert season.read("2025-03-20")[0]["P-001"] == "sent back"  # the same form as before
    season.hand_in("a.csv", "P-001", "村道硬化", "11.4公里")
    for day in ("2025-03-20", "2025-03-20", "2025-03-21"):
        assert season.read(day)[0]["P-001"] == "handed in again"
    back(season, "P-001", on="2025-03-21")
    assert season.read("2025-03-22")[0]["P-001"] == "sent back"


def test_forms_are_read_and_sent_back_in_one_command(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    printed, _, status = run("read", str(tmp_path / "forms"), "-o", str(tmp_path / "out"), "--expect", str(tmp_path / "expected.csv"),
                             "--send-back", "P-001", "--why", "缺表二", "--on", "2025-03-20", "--lang", "en")  # fmt: skip
    assert status == 0 and "sent back (2025-03-20 缺表二)" in printed


def test_all_that_have_something_to_correct_are_sent_back_by_the_table_of_findings(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化", "11.4公里")
    season.hand_in("b.csv", "P-002", "灌渠清淤")
    season.read("2025-03-20")
    for ending in ("csv", "xlsx"):
        table = tmp_path / f"findings.{ending}"
        run("write", str(tmp_path / "out"), "--findings", "-o", str(table))
        _, said, status = back(season, str(table), on="2025-04-03")
        assert (status, said) == (0, ""), said
        assert [(row["code"], row["state"]) for row in season.rows()[:2]] == [("P-001", "sent back"), ("P-002", "handed in")]  # fmt: skip
        assert season.rows()[0]["why sent back"].endswith("; N1 硬化村道长度：自评 80 分，按规则为 76.00 分")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("P-01", "code `P-01` is not in the register"),
        ("P-003", "`P-003` was not handed in, so that there is nothing to send back"),
    ],
)
def test_what_cannot_be_sent_back_is_told_and_the_register_stays(tmp_path: Path, code: str, told: str) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    season.read("2025-03-20")
    before = (tmp_path / "out" / "register.csv").read_bytes()
    _, said, status = back(season, "P-001", code, on="2025-04-03")
    assert status == 1 and told in said
    assert (tmp_path / "out" / "register.csv").read_bytes() == before


def test_without_a_register_there_is_nothing_to_send_back(tmp_path: Path) -> None:
    season = Season(tmp_path)
    _, said, status = back(season, "P-001", on="2025-04-03")
    assert status == 1 and "there is no `register.csv`" in said and "--expect PROJECTS.csv" in said


def test_a_file_renamed_is_still_the_form_of_its_code(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    season.read("2025-03-20")
    (tmp_path / "forms" / "a.csv").rename(tmp_path / "forms" / "最终版.csv")
    assert season.read("2025-03-21")[0]["P-001"] == "handed in"
    assert (season.rows()[0]["file"], season.rows()[0]["times"]) == ("最终版.csv", "1")


def test_what_came_is_kept_when_the_list_has_it_no_longer(tmp_path: Path) -> None:
    season = Season(tmp_path)
    season.hand_in("a.csv", "P-001", "村道硬化")
    season.read("2025-03-20")
    (tmp_path / "expected.csv").write_text(
        EXPECTED.replace("P-001,村道硬化,上湾镇,2025-03-31,\n", ""), encoding="utf-8"
    )
    states, printed = season.read("2025-03-21")
    assert states["P-001"] == "handed in" and "P-001: came earlier, and is on the list no longer" in printed


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
    assert "b.csv 村道硬化: a second form of `P-001`, read as `P-001 (2).toml` and not counted" in printed
    assert (season.rows()[0]["file"], season.rows()[0]["times"]) == ("a.csv", "1")


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
