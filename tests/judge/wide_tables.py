"""One rulebook and many projects as a wide table: `scoring batch`, by columns and one by one, beside the judge.

python -m tests.judge.wide_tables --seeds 0 50 [--engine exact]
"""

from __future__ import annotations

import argparse
import copy
import csv
import sys
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from tests.judge.compare import Program, number, program
from tests.judge.drawn_formulas import Section
from tests.judge.generate import Draw, Drawn, drawn
from tests.judge.quantities import Refused
from tests.judge.scorecards import scorecard
from tests.judge.written import toml

Row = tuple[str, Fraction | None, Fraction | None, str | None]  # status, lowest, highest, grade
ROWS = 12
KEPT = ("in", "label", "weight", "rule", "missing")  # what a set says; the rest comes from the table


def projects(pair: Drawn, seed: int) -> list[Section]:
    """Projects that differ in what they report."""
    random = Random(seed)
    draw = Draw(random, frozenset())
    kinds = {name: kind_of(fact) for name, fact in pair.book["fact"].items()}
    found = []
    for at in range(ROWS):
        project = copy.deepcopy(pair.project)
        project["project"] = f"p{at}"
        project["facts"] = {name: draw.reported(kind) for name, kind in kinds.items() if random.random() < 0.85}
        for name, row in project["indicator"].items():
            formula = str(row.get("actual", "")).startswith("= max")
            kept = {key: row[key] for key in KEPT if key in row} | ({"actual": row["actual"]} if formula else {})
            reported = draw.reported_row(pair.book["rule"][row["rule"]])
            reported.pop("why", None)
            if formula or str(reported.get("actual", "")).startswith("="):
                reported.pop("actual", None)
            if formula:
                reported["target"] = str(pair.project["indicator"][name].get("target", ">= 1"))
            project["indicator"][name] = {**kept, **reported}
        found.append(project)
    return found


def kind_of(fact: Section) -> str:
    if fact.get("kind") == "yes_no":
        return "truth"
    if "options" in fact:
        return "word"
    return {"%": "share", "元": "money", "人": "count"}.get(fact.get("unit", ""), "number")


def indicator_set(pair: Drawn) -> Section:
    rows = {}
    for name, row in pair.project["indicator"].items():
        rows[name] = {key: row[key] for key in KEPT if key in row}
        if str(row.get("actual", "")).startswith("= max"):
            rows[name]["actual"] = row["actual"]
    return {"format": 1, "indicator_set": {"name": "set", "rules": "judged"}, "indicator": rows}


def table(pair: Drawn, made: list[Section]) -> list[list[str]]:
    heads = ["project", "period", *pair.book["fact"]]
    keys = [
        (name, key)
        for name in pair.project["indicator"]
        for key in ("actual", "target", "judged", "not_applicable")
        if key == "not_applicable" or any(reported(project["indicator"][name].get(key)) for project in made)
    ]
    away = ("not_applicable", "by", "on")
    for name, key in keys:
        told = {"judged": ("level", "share", "points", "by", "on", "why"), "not_applicable": ()}.get(key, (key,))
        heads += [f"{name}.{each}" for each in told]
    shared = {name for name in pair.project["indicator"] if name in pair.project.get("not_applicable", {})}
    judged = {name for name, key in keys if key == "judged"}
    for name in sorted(shared):
        heads += [f"{name}.{each}" for each in away if not (name in judged and each != "not_applicable")]
    found = [heads]
    for project in made:
        cells = {"project": project["project"], "period": "2024"}
        cells |= {name: cell(value) for name, value in project["facts"].items()}
        for name, row in project["indicator"].items():
            cells |= {f"{name}.{key}": cell(row[key]) for key in ("actual", "target") if reported(row.get(key))}
            cells |= {f"{name}.{key}": cell(value) for key, value in row.get("judged", {}).items()}
            if name in shared:
                declared = project["not_applicable"][name]
                cells |= {f"{name}.not_applicable": declared["why"], f"{name}.by": declared["by"]}
                cells[f"{name}.on"] = declared["on"]
        found.append([cells.get(head, "") for head in heads])
    return found


def reported(value: Any) -> bool:
    """Whether it is a project's to say: a formula is the set's."""
    return value is not None and not str(value).startswith("= max")


def cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def by_batch(pair: Drawn, made: list[Section], engine: str, scored_by: Program) -> dict[str, Row] | str:
    """What the table of scores says of each project; those that are rejected are not in it. Or why the table is refused."""
    folder = scored_by.folder
    (folder / "rules.toml").write_text(toml(pair.book), "utf-8")
    (folder / "set.toml").write_text(toml(indicator_set(pair)), "utf-8")
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table(pair, made))
    scores = Path(folder / "scores.csv")
    scores.unlink(missing_ok=True)
    status, _, errors = scored_by.run(
        *("batch", "table.csv", "-o", "scores.csv", "--rules", "rules.toml", "--indicators", "set.toml"),
        *("--engine", engine, "--lang", "en", "--rejects", "rejects.csv"),
    )
    if status == 1 and "[all-rejected]" in errors:
        return {}
    if status not in (0, 4):
        return f"exit status {status}: {errors}"
    if not scores.is_file():
        return {}
    with scores.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["project"]: (
                row["status"],
                number(row["lowest"] or None),
                number(row["highest"] or None),
                row.get("grade") or None,
            )
            for row in csv.DictReader(file)
        }


def by_judge(pair: Drawn, made: list[Section]) -> dict[str, Row]:
    found = {}
    for project in made:
        try:
            card = scorecard(toml(pair.book), toml(project))
        except Refused:
            continue
        found[project["project"]] = (card.status, card.lowest, card.highest, card.grade)
    return found


def usable(pair: Drawn) -> bool:
    return "indicator" in pair.project and not any("list" in fact for fact in pair.book["fact"].values())


def apart(seed: int, engine: str, scored_by: Program) -> str | None:
    """What differs between the table of scores and the judge, told; None where nothing does."""
    pair = drawn(seed)
    if not usable(pair):
        return None
    made = projects(pair, seed)
    batch, judge = by_batch(pair, made, engine, scored_by), by_judge(pair, made)
    if isinstance(batch, str) and batch.startswith("exit status 1") and not judge:
        return None  # a rulebook that is refused
    if isinstance(batch, str):
        return f"{toml(pair.book)}\n{toml(indicator_set(pair))}\n{batch}"
    lines = []
    for project in made:
        name = project["project"]
        one, other = batch.get(name), judge.get(name)
        if one != other:
            lines.append(f"{toml(project)}\nbatch {one}\njudge {other}")
    return f"{toml(pair.book)}\n{toml(indicator_set(pair))}\n{lines[0]}\n{len(lines)} rows" if lines else None


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", nargs=2, type=int, default=[0, 20])
    parser.add_argument("--engine", choices=["columnar", "exact"], default="columnar")
    options = parser.parse_args()
    differ = 0
    with program() as scored_by:
        for seed in range(*options.seeds):
            told = apart(seed, options.engine, scored_by)
            if told is not None:
                differ += 1
                print(f"==== seed {seed}\n{told}\n")
    print(f"{differ} tables differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
