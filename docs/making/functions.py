"""Every function, with formulas and the values that the program gives them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scoring.assessor.assessor import explain_value
from scoring.assessor.loaded_project import open_project
from scoring.formula.names import FUNCTIONS

# What each function means, and formulas that show it; their values are computed.
FUNCTION_EXAMPLES = {
    "sum": ("of numbers, or over a list", ["sum(1, x)", "sum(roads, length)"]),
    "product": ("of numbers, or over a list", ["product(2, x)"]),
    "mean": ("arithmetic mean of numbers, or over a list", ["mean(1, 2, x)", "mean(roads, length)"]),
    "geomean": ("geometric mean", ["geomean(2, 8)"]),
    "median": ("the middle one, of an even number the mean of the two", ["median(1, 9, x)"]),
    "min": ("the smallest", ["min(1, x)", "min(roads, length)"]),
    "max": ("the largest", ["max(1, x)"]),
    "count": ("records of a list that fulfil a condition", ["count(roads, length > 300 米)"]),
    "all": ("whether all records fulfil it; or all conditions", ["all(roads, length > 300 米)", "all(x > 1, x > 2)"]),
    "any": ("whether any record fulfils it; or any condition", ["any(roads, length > 300 米)"]),
    "abs": ("without its sign", ["abs(1 - x)"]),
    "floor": ("down to a whole number", ["floor(x)", "floor(-x)"]),
    "ceil": ("up to a whole number", ["ceil(x)"]),
    "round": ("to decimals, half up", ["round(x, 0)", "round(2 / 3, 2)"]),
    "ln": ("natural logarithm", ["ln(x)"]),
    "log10": ("decimal logarithm", ["log10(x)"]),
    "exp": ("e to the power", ["exp(1)"]),
    "sqrt": ("square root", ["sqrt(9 / 4)", "sqrt(2)"]),
    "erf": ("Gauss's error function", ["erf(0.5)"]),
    "clamp": ("kept between two ends", ["clamp(x, 0, 2)"]),
    "days": ("days between two dates", ["days(2024-02-27, 2024-03-01)"]),
    "year": ("the year of a date", ["year(2024-11-30)"]),
    "month": ("the month of a date", ["month(2024-11-30)"]),
    "known": ("whether there is a value at all", ["known(x)", "known(nobody_reported)"]),
    "evidenced": ("a yes with a document behind it; a yes without one is unknown", ["evidenced(has_rules)"]),
    "within": ("whether a date lies in a period", ["within(2024-03-05, 2024)", "within(2023-01, 2024)"]),
}
OTHER_FORMULAS = ["0.1 + 0.2 == 0.3", "1 / 3 * 3", "2 ^ 10", "2 ^ 0.5", "if x > 2 then 'a' else 'b'", "x in [1, 2.5]",
                  "10 万元 / 40 人", "30 万元 / 25 万元", "not (x > 2 and nobody_reported > 1)"]  # fmt: skip
FACTS = """
[fact]
x = { kind = "number" }
nobody_reported = { kind = "number" }
has_rules = { kind = "yes_no" }
roads = { list = { length = { unit = "米" } } }
"""
REPORTED = """
[facts]
x = 2.5
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
        shown.append(value.shown or ("unknown" if value.missing else "none"))
    return shown


def functions() -> str:
    rows = [(name, meaning, formula) for name, (meaning, formulas) in FUNCTION_EXAMPLES.items() for formula in formulas]
    missing = set(FUNCTIONS) - set(FUNCTION_EXAMPLES)
    assert not missing, f"describe {sorted(missing)} in FUNCTION_EXAMPLES"
    values = computed([formula for _, _, formula in rows] + OTHER_FORMULAS)
    english = {"是": "yes", "否": "no", "无": "none"}
    lines, before = ["| function | what it gives | formula | value |", "|---|---|---|---|"], ""
    for (name, meaning, formula), value in zip(rows, values, strict=False):
        first = (f"`{name}`", meaning) if name != before else ("", "")
        lines.append(f"| {first[0]} | {first[1]} | `{formula}` | {english.get(value, value)} |")
        before = name
    for formula, value in zip(OTHER_FORMULAS, values[len(rows) :], strict=True):
        lines.append(f"| | | `{formula}` | {english.get(value, value)} |")
    return "\n".join(lines)
