"""Makes `docs/reference.md` from the program's models and from files that the tests run.

python docs/build.py            write the page anew
python docs/build.py --check    exit 1 if it is stale
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import cli
from scoring import model
from scoring.authored import Authored
from scoring.formula.names import FUNCTIONS
from scoring.lint.analysis import LINTS
from scoring.opening import open_project
from scoring.quantity import Rounding, show_number
from scoring.scorer import explain_value
from scoring.units import CONVERTING, MEASURE_WORDS

PAGE = ROOT / "docs" / "reference.md"
SOURCE = ROOT / "docs" / "reference" / "page.md"
CONSTRUCTS = ROOT / "tests" / "golden" / "constructs"

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

# In the order of the page; each with the models that stand below it.
SECTIONS: tuple[tuple[str, type[Authored]], ...] = (
    ("[rulebook]", model.RulebookHeader),
    ("effective", model.Effective),
    ("[fact]", model.FactModel),
    ("[unit.NAME]", model.UnitModel),
    ("[value.NAME]", model.ValueModel),
    ("[rule.NAME]", model.RuleModel),
    ("over", model.OverModel),
    ("deduct", model.DeductionModel),
    ("items", model.ItemModel),
    ("[[rule.NAME.part]]", model.PartModel),
    ("round, points", model.RoundingModel),
    ("[group.PATH]", model.GroupModel),
    ("[frame.PATH]", model.FrameModel),
    ("[limit.NAME]", model.LimitModel),
    ("total and group of a limit", model.LimitEffect),
    ("[check.NAME]", model.CheckModel),
    ("[result.NAME]", model.ResultModel),
    ("rank", model.RankModel),
    ("[basis.NAME]", model.BasisModel),
    ("[change.KIND.NAME]", model.ChangeModel),
    ("[[example]]", model.ExampleModel),
    ("[[scorecard]]", model.ScorecardModel),
    ("[scorecard.expect]", model.ExpectedModel),
    ("[[cases]]", model.CasesModel),
    ("[indicator_set]", model.SetHeader),
    ("[indicator]", model.IndicatorModel),
    ("judged of an indicator", model.JudgedModel),
    ("a rulebook file", model.RulebookFile),
    ("an indicator set file", model.SetFile),
    ("a project file", model.ProjectFile),
    ("a map of columns, for `scoring batch --columns`", model.ColumnsFile),
    ("[source.NAME]", model.SourceModel),
    ("[not_applicable]", model.NotApplicableModel),
    ("[claim.ROLE]", model.ClaimModel),
    ("[override.grade]", model.OverrideModel),
)


def page() -> str:
    """The whole reference."""
    text = SOURCE.read_text(encoding="utf-8")
    fillers = {
        "functions": functions,
        "hits": hits,
        "rounding": rounding,
        "units": units,
        "sections": sections,
        "lints": lints,
    }

    def filled(found: re.Match[str]) -> str:
        kind, _, name = found.group(1).partition(":")
        if kind == "construct":
            return construct(name)
        if kind == "file":
            return fenced((ROOT / name).read_text(encoding="utf-8"))
        if kind == "run":
            return pilot()
        return fillers[kind]()

    note = "<!-- Made by docs/build.py from docs/reference/page.md; change that file, not this one. -->\n\n"
    return note + re.sub(r"\{\{([a-z]+(?::[^}]+)?)\}\}", filled, text)


def fenced(text: str, language: str = "toml") -> str:
    return f"```{language}\n{text.strip()}\n```"


def printed(*arguments: str) -> str:
    """What the command line prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        cli.main(list(arguments))
    return said.getvalue()


def pilot() -> str:
    folder = "docs/reference/"
    out = printed("score", f"{folder}pilot-project.toml", "--rules", f"{folder}pilot.toml", "--lang", "en")
    out = re.sub(r"\nfindings.*", "\n", out, flags=re.DOTALL)
    return fenced(f"$ scoring score project.toml --rules pilot.toml --lang en\n{out}", "console")


def construct(name: str) -> str:
    """A construct's rulebook without its head, its project's facts, and what comes out."""
    folder = CONSTRUCTS / name
    rules = (folder / "rulebook.toml").read_text(encoding="utf-8")
    project = (folder / "project.toml").read_text(encoding="utf-8")
    rules = re.sub(r"\A.*?\[rulebook\]\n.*?\n\n", "", rules, flags=re.DOTALL)
    project = project.split("\n\n", 1)[1]
    return "\n\n".join((fenced(rules), "With", fenced(project), "it gives", fenced(outcome(folder), "text")))


def outcome(folder: Path) -> str:
    """The scorecard's table, without head and findings."""
    out = printed("score", str(folder / "project.toml"), "--rules", str(folder / "rulebook.toml"), "--lang", "en")
    out = out.split("\n", 3)[3]
    return re.sub(r"\nfindings.*", "\n", out, flags=re.DOTALL).strip("\n")


def computed(formulas: list[str]) -> list[str]:
    """The formulas' values, as the program shows them."""
    import tempfile

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


HITS = {
    "first": "the first that holds; stops at an unknown one (default)",
    "unique": "the one that holds; two are an error",
    "any": "any of those that hold; they must agree",
    "priority": "the one whose result comes first in `gives`",
    "sum": "the sum of the results of all that hold",
    "min": "the smallest result",
    "max": "the largest result",
    "count": "how many hold",
    "all": "a list of the results, in the order of rows",
    "all_by_output": "a list of the results, in the order of `gives`",
}


def hits() -> str:
    known = get_args(model.HitPolicy)
    assert set(known) == set(HITS), "describe every hit policy in HITS"
    lines = ["| `hit` | what comes of it | rows | result for 12 projects |", "|---|---|---|---|"]
    for name in known:
        folder = CONSTRUCTS / f"hit_{name}"
        if not folder.is_dir():
            lines.append(f"| `{name}` | {HITS[name]} | as above | |")
            continue
        value = tomllib.loads((folder / "rulebook.toml").read_text(encoding="utf-8"))["value"]["size"]
        rows = ", ".join(f"`{row}`".replace("'", '"') for row in value["rows"])
        came = next(line for line in outcome(folder).splitlines() if "size_found" in line).split(None, 1)[1]
        lines.append(f"| `{name}` | {HITS[name]} | {rows} | {came} |")
    return "\n".join(lines)


def rounding() -> str:
    from fractions import Fraction

    numbers = [Fraction(n, 10) for n in (25, 24, 15, -15, -25, 21)]
    head = " | ".join(show_number(number) for number in numbers)
    lines = [f"| mode, to whole numbers | {head} |", "|---" * (len(numbers) + 1) + "|"]
    for mode in get_args(model.RoundingMode):
        came = " | ".join(show_number(Rounding(mode, 0).apply(number)) for number in numbers)
        lines.append(f"| `{mode}` | {came} |")
    return "\n".join(lines)


def lints() -> str:
    """Every lint by its module: what its docstring says, and a rulebook that has the mistake."""
    pages = []
    for module in LINTS:
        said = (module.__doc__ or "").strip()
        codes = " ".join(f"`{code}`" for code in module.CODES)
        pages.append(f"### {codes}\n\n{said}")
        folder = ROOT / "tests" / "golden" / "lints" / module.CODES[0]
        pages.append(fenced((folder / "en.txt").read_text(encoding="utf-8"), "text"))
    return "\n\n".join(pages)


def units() -> str:
    lines = ["| measures | units; each converts into the others of its line |", "|---|---|"]
    lines.append("| shares | % ‰ |")
    for base, exponent, names in CONVERTING:
        shown = ", ".join(
            name.replace("=1", "") if name.endswith("=1") else name.replace("=", " = ") for name in names.split()
        )
        lines.append(f"| {base}{ {1: '', 2: '²', 3: '³'}[exponent] } | {shown} |")
    lines.append(f"| counts, each for itself | {' '.join(MEASURE_WORDS.split())} |")
    return "\n".join(lines)


def sections() -> str:
    return "\n\n".join("\n".join(_section(title, shape)) for title, shape in SECTIONS)


def _section(title: str, shape: type[Authored]) -> Iterator[str]:
    yield f"### `{title}`"
    yield ""
    said = (shape.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    yield re.sub(r"^`[^`]+`: ", "", said)
    yield ""
    yield "| key | kind | default | what it says |"
    yield "|---|---|---|---|"
    for name, field in shape.model_fields.items():
        default = "required" if field.is_required() else _default(field.get_default(call_default_factory=True))
        yield f"| `{field.alias or name}` | {_kind(field.annotation)} | {default} | {field.description or ''} |"


def _default(value: Any) -> str:
    if value is None or value in ({}, []):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(annotation: Any) -> str:
    """A type in an author's words."""
    text = str(annotation).replace("NoneType", "").replace("typing.", "")
    if "Literal" in text and "dict[" not in text:
        return " ".join(f"`{option}`" for option in re.findall(r"'([^']+)'", text)) or "`1`"
    words = []
    for pattern, word in (
        (r"dict\[Literal\['zh'", "label"),
        (r"list\[", "list"),
        (r"dict\[", "table"),
        (r"Model\b|Effect\b|Effective\b", "table"),
        (r"\bstr\b", "text"),
        (r"\bDecimal\b|\bint\b", "number"),
        (r"\bbool\b", "true or false"),
        (r"\bdate\b", "date"),
    ):
        if re.search(pattern, text):
            words.append(word)
    words = ["label"] if "label" in words else list(dict.fromkeys(words))
    return " or ".join(words) or "anything"


def main() -> int:
    os.environ["COLUMNS"] = "120"
    os.chdir(ROOT)
    text = page()
    if "--check" in sys.argv:
        return 0 if PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
