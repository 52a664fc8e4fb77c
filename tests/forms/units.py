"""Projects of several units as `scoring read` writes them, for letters and tables of findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FORM = """
format  = 1
project = "{project}"
period  = 2024
rules   = "self-evaluation"

[source.form]
title = "项目支出绩效自评表"
note  = "{file}.xlsx"

[facts]
budget = {{ value = "100 万元", source = "form", at = "F6" }}
spent  = {{ value = "90 万元", source = "form", at = "G6" }}

[indicator.EXE]
in      = "预算执行率"
label   = "预算执行率"
weight  = 10
target  = ">= 100%"
actual  = "= execution_rate"
claimed = {claimed}
source  = "form"
at      = {{ claimed = "K6" }}

[indicator.N1]
in      = "产出/数量"
label   = "硬化村道"
weight  = 50
target  = ">= 10 公里"
actual  = {{ value = "10 公里", source = "form", at = "G13" }}
claimed = 50
source  = "form"
at      = {{ label = "D13", claimed = "I13" }}

[indicator.E1]
in      = "效益/社会效益"
label   = "出行改善"
weight  = 30
target  = "定性"
judged  = {{ level = "达成", share = "90%", by = "评价组", on = 2025-02-18, why = "两村仍绕行" }}
claimed = 30
source  = "form"
at      = {{ label = "D14", claimed = "I14" }}

[indicator.S1]
in      = "满意度"
label   = "村民满意度"
weight  = 10
rule    = "satisfaction"
target  = ">= 90%"
actual  = "95%"
claimed = 10

[claim.self]
total = {total}

[filled_form]
form   = "ministry-2020"
source = "form"
sheet  = "自评表"

[filled_form.head]
unit       = {{ value = "{unit}", at = "I4" }}
department = "甲县交通局"

[filled_form.total]
claimed = {{ value = "{total}", at = "K22" }}
"""


def project(folder: Path, file: str, unit: str, name: str = "", claimed: str = "10", total: str = "100") -> Path:
    path = folder / f"{file}.toml"
    said = {"project": name or f"项目{file}", "file": file, "unit": unit, "claimed": claimed, "total": total}
    path.write_text(FORM.format(**said), encoding="utf-8")
    return path


def folder_of(folder: Path, units: Sequence[str]) -> Path:
    """A folder with a project of each of these units."""
    made = folder / "projects"
    made.mkdir()
    for number, unit in enumerate(units, 1):
        project(made, f"{number:02}", unit)
    return made
