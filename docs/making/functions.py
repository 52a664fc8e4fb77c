"""Every function, with formulas and the values that the program gives them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scoring.assessor.assessor import explain_value
from scoring.assessor.loaded_project import open_project
from scoring.formula.functions import FUNCTIONS

OTHER_FORMULAS = ["0.1 + 0.2 == 0.3", "1 / 3 * 3", "2 ^ 10", "2 ^ 0.5", "if x > 2 then 'a' else 'b'", "x in [1, 2.5]",
                  "10 万元 / 40 人", "30 万元 / 25 万元", "not (x > 2 and nobody_reported > 1)"]  # fmt: skip
FACTS = """
[fact]
x = { kind = "number" }
published = "%"
nobody_reported = { kind = "number" }
has_rules = { kind = "yes_no" }
roads = { list = { length = { unit = "米" } } }
"""
REPORTED = """
[facts]
x = 2.5
published = "86.5%"
has_rules = { value = true, evidence = "文件〔2024〕3号" }
roads = [{ length = "1.2 公里" }, { length = "800 米" }, { length = "266 米" }]
"""


def computed(formulas: list[str]) -> list[str]:
    """The formulas' values, as the program shows them."""
    values = "\n".join(f'[value.f{n}]\nis = """{formula}"""' for n, formula in enumerate(formulas))
    rules = f'format = 1\n[rulebook]\nname = "formulas"\n{FACTS}\n{values}\n'
    project = f'format = 1\nproject = "p"\nperiod = 2024\nrules = "formulas"\n{REPORTED}'
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "formulas.toml").write_text(rules, encoding="utf-8")
        (Path(folder) / "project.toml").write_text(project, encoding="utf-8")
        opened = open_project(f"{folder}/project.toml", f"{folder}/formulas.toml")
    shown = []
    for number in range(len(formulas)):
        value = explain_value(opened.prepared, f"f{number}", "exact")
        assert value is not None
        shown.append(value.shown.en if value.shown else "unknown" if value.missing else "none")
    return shown


def functions() -> str:
    rows = [(each.name, each.says.en, formula) for each in FUNCTIONS.values() for formula in each.examples]
    values = computed([formula for _, _, formula in rows] + OTHER_FORMULAS)
    lines, before = ["| function | what it gives | formula | value |", "|---|---|---|---|"], ""
    for (name, meaning, formula), value in zip(rows, values, strict=False):
        first = (f"`{name}`", meaning) if name != before else ("", "")
        lines.append(f"| {first[0]} | {first[1]} | `{formula}` | {value} |")
        before = name
    for formula, value in zip(OTHER_FORMULAS, values[len(rows) :], strict=True):
        lines.append(f"| | | `{formula}` | {value} |")
    return "\n".join(lines)
