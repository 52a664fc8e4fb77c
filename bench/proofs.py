"""How often `scoring prove` decides and how long it takes: python -m bench.proofs [shipped] [published] [growing]

Each rulebook is changed in several ways, one edit at a time, and every claim is asked of each. Time is that of the processor, which others
on the machine disturb less; work is the solver's own count, of a budget of 4,000,000, and the same on every machine.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring.api.proving import Claimed, prove
from scoring.problems import InputRefused

ROOT = Path(__file__).resolve().parents[1]
CLAIMS: tuple[Claimed, ...] = ("change", "loss", "grade")
PERFORMANCE, SELF, APPRAISAL, TENDER = (
    f"rules/{name}" for name in ("performance-evaluation", "self-evaluation", "annual-appraisal", "tender-scoring")
)
HDI, SSVC, OPENSSF, DMN = (
    f"examples/published/{name}" for name in ("hdi", "ssvc", "openssf_scorecard", "dmn_decision_tables")
)
GRASSROOTS = "indicators/grassroots-2024"
GROWING = (10, 30, 100, 300)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one text of a rulebook or set."""

    what: str
    folder: str
    before: str
    after: str
    chosen: str | None = None  # the set that the rulebook is proved with


SHIPPED = (
    Edit("wording", PERFORMANCE, "Project expenditure evaluation (", "Evaluation of projects (", GRASSROOTS),
    Edit("points of a deduction", PERFORMANCE, 'points = "20%", at_most = "60%"', 'points = "15%", at_most = "60%"', GRASSROOTS),
    Edit("a cap", PERFORMANCE, "total = { at_most = 59 }", "total = { at_most = 58 }", GRASSROOTS),
    Edit("a limit", PERFORMANCE, 'when  = "diverted_funds"', 'when  = "diverted_funds or serious_violation"', GRASSROOTS),
    Edit("a limit, written otherwise", PERFORMANCE, "serious_violation or limit.diverted_funds", "limit.diverted_funds or serious_violation", GRASSROOTS),
    Edit("a check that tells", PERFORMANCE, 'within  = "50 元"', 'within  = "60 元"', GRASSROOTS),
    Edit("a bound of a grade", PERFORMANCE, '[">= 80", "良"]', '[">= 82", "良"]', GRASSROOTS),
    Edit("a bound between two totals", PERFORMANCE, '[">= 80", "良"]', '[">= 79.999", "良"]', GRASSROOTS),
    Edit("points of a deduction, any rows", PERFORMANCE, 'points = "20%", at_most = "60%"', 'points = "15%", at_most = "60%"'),
    Edit("a cap, any rows", PERFORMANCE, "total = { at_most = 59 }", "total = { at_most = 58 }"),
    Edit("wording", SELF, "Self-evaluation of project", "The self-evaluation of project"),
    Edit("a threshold", SELF, '[">= 60%", "actual / target"]', '[">= 65%", "actual / target"]'),
    Edit("a row moved up, which differs for targets below 60 %", SELF, '[">= target", "100%"], label = { zh = "达到指标值", en = "target reached" } },',
         '["< 60%", "0%"] },\n  { row = [">= target", "100%"] },'),
    Edit("a bound of a grade", SELF, '[">= 90", "优"]', '[">= 92", "优"]'),
    Edit("a bound between two totals", SELF, '[">= 90", "优"]', '[">= 89.999", "优"]'),
    Edit("a check that tells", SELF, "<= 50 元", "<= 60 元"),
    Edit("a level of a judgement", SELF, '["达成", ">= 80%"]', '["达成", ">= 85%"]'),
    Edit("full points on the day before", SELF, "actual <= target", "actual < target"),
    Edit("wording", APPRAISAL, "Annual appraisal of", "The annual appraisal of"),
    Edit("a threshold within a list", APPRAISAL, "appraised and regular >= 90 and", "appraised and regular >= 85 and"),
    Edit("wording", TENDER, "Comprehensive tender scoring", "Scoring of tenders"),
    Edit("a mean of a list", TENDER, "trim(count(valid), 5), drop_highest", "trim(count(valid), 6), drop_highest"),
)  # fmt: skip

PUBLISHED = (
    Edit("a bound of a grade", HDI, '[">= 0.700", "High"]', '[">= 0.710", "High"]'),
    Edit("a goalpost, written otherwise", HDI, "(x - low) / (high - low)", "(x - low) / (high - low) * 1"),
    Edit("a goalpost", HDI, '"index(le, 20 年, 85 年', '"index(le, 21 年, 85 年'),
    Edit("a weight", OPENSSF, "is = 7.5", "is = 7"),
    Edit("a weight, written otherwise", OPENSSF, "is = 7.5", 'is = "15 / 2"'),
    Edit("rows in another order", SSVC, '["no",  "diffuse",      "laborious"],\n  ["no",  "concentrated", "efficient"],',
         '["no",  "concentrated", "efficient"],\n  ["no",  "diffuse",      "laborious"],'),
    Edit("one row of a table", SSVC, '["no",  "concentrated", "efficient"]', '["no",  "concentrated", "laborious"]'),
    Edit("one row of a table", DMN, '["-",     "High",            true,  "Declined"]', '["-",     "High",            true,  "Approved"]'),
    Edit("a bound, written otherwise", DMN, '["< 18",  ["Medium", "Low"], true,  "Declined"]', '["< 18.0",  ["Medium", "Low"], true,  "Declined"]'),
)  # fmt: skip


def edited(work: Path, edit: Edit) -> tuple[str, str] | None:
    """The rulebook and its changed copy; None where the text is not there."""
    source = ROOT / edit.folder
    copy = work / source.name
    copy.mkdir(parents=True, exist_ok=True)
    found = False
    for file in source.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        if not found and edit.before in text:
            text, found = text.replace(edit.before, edit.after, 1), True
        (copy / file.name).write_text(text, encoding="utf-8")
    return (str(source), str(copy)) if found else None


def measured(what: str, before: str, after: str, chosen: str | None) -> Iterator[str]:
    for claim in CLAIMS:
        begun = time.process_time()
        try:
            found = prove(before, after, no=claim, indicators=chosen).proof
            said, work = found.verdict, f"{found.work:,}"
            if found.why:
                said += f": {found.why[0].en[:60]}"
        except InputRefused as refused:
            said, work = f"refused: {refused.problems[0].message.en[:60]}", "—"
        yield f"| {what} | {claim} | {said} | {work} | {time.process_time() - begun:.1f} |"


def of_edits(edits: tuple[Edit, ...]) -> None:
    for edit in edits:
        with tempfile.TemporaryDirectory() as name:
            sides = edited(Path(name), edit)
            if sides is None:
                print(f"| {edit.folder}: {edit.what} | | text not found | | |")
                continue
            chosen = str(ROOT / edit.chosen) if edit.chosen is not None else None
            for line in measured(f"{Path(edit.folder).name}: {edit.what}", *sides, chosen):
                print(line, flush=True)


def growing_rules(cap: int = 59, threshold: int = 60, best: int = 90, turned: bool = False) -> str:
    """`turned`: with the rows in the other order, which moves nobody."""
    rows = f'[">= 95%", "100%"], [">= {threshold}%", "actual / 95%"], ["else", "0%"]'
    if turned:
        rows = '["< 60%", "0%"], ["< 95%", "actual / 95%"], ["else", "100%"]'
    return f"""format = 1
[rulebook]
name = "growing"
total = 100
points = {{ decimals = 2 }}
[grade]
rows = [[">= {best}", "A"], [">= 60", "B"], ["else", "C"]]
[rule.rate]
by = "actual"
rows = [{rows}]
[limit.diverted]
when = "diverted"
total = {{ at_most = {cap} }}
"""


def growing_set(size: int) -> str:
    rows = [
        f'I{n} = {{ in = "G{n % 5}", weight = "100/{size}", rule = "rate", actual = "= f{n}" }}' for n in range(size)
    ]
    facts = [f'f{n} = {{ unit = "%", range = ">= 0% and <= 200%" }}' for n in range(size)]
    return "\n".join(("format = 1", "[indicator_set]", 'name = "growing-set"', 'rules = "growing"', "[indicator]", *rows,
                      "[fact]", "diverted = { kind = \"yes_no\" }", *facts, ""))  # fmt: skip


def growing() -> None:
    from scoring.api.book import load

    for size in GROWING:
        one = load(growing_rules(), indicators=growing_set(size))
        for what, other in (
            ("rows in the other order", load(growing_rules(turned=True), indicators=growing_set(size))),
            ("a threshold", load(growing_rules(threshold=65), indicators=growing_set(size))),
            ("a cap within one grade", load(growing_rules(cap=58), indicators=growing_set(size))),
            ("a bound of a grade", load(growing_rules(best=91), indicators=growing_set(size))),
        ):
            for claim in CLAIMS:
                begun = time.process_time()
                found = prove(one, other, no=claim).proof
                print(f"| {size} indicators: {what} | {claim} | {found.verdict} | {found.work:,} | {time.process_time() - begun:.1f} |",
                      flush=True)  # fmt: skip


def main() -> None:
    asked = sys.argv[1:] or ["shipped", "published", "growing"]
    print("| rulebook and edit | no | answer | work | s of processor |\n|---|---|---|--:|--:|")
    if "shipped" in asked:
        of_edits(SHIPPED)
    if "published" in asked:
        of_edits(PUBLISHED)
    if "growing" in asked:
        growing()


if __name__ == "__main__":
    main()
