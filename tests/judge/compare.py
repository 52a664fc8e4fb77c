"""Each project scored by the program and by the judge, and what differs.

    python -m tests.judge.compare --seeds 0 10000 [--apart]

prints every difference small, with both scorecards; `--apart` goes on after the first of each kind.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import cli
from tests.judge.drawn_formulas import NOT_YET
from tests.judge.generate import Drawn, drawn
from tests.judge.quantities import Amount, Refused
from tests.judge.scorecards import Card, scorecard
from tests.judge.shrink import shrunk
from tests.judge.written import toml

Said = dict[str, Any]
Part = tuple[str, Any, Any]  # what, by the program, by the judge


class Program:
    """The program from outside: files in, a scorecard or problems out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def card(self, rules: str, project: str, engine: str = "exact") -> Said:
        """The JSON scorecard, or `{"refused": codes}`."""
        (self.folder / "rules.toml").write_text(rules, "utf-8")
        (self.folder / "project.toml").write_text(project, "utf-8")
        arguments = ["score", "project.toml", "--format", "json", "--lang", "en", "--engine", engine]
        status, out, errors = self.run(*arguments)
        if status == 0:
            found: Said = json.loads(out)
            return found
        if status != 1:
            return {"refused": [f"exit-{status}: {errors.strip()}"], "crashed": True}
        problems = json.loads(errors)["problems"]
        return {"refused": [f"{each['code']}: {each['message']}" for each in problems if each["severity"] == "error"]}

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """A command in the folder: its exit status, what it prints, and what it says beside that."""
        out, errors = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            try:
                status = cli.main(list(arguments))
            except SystemExit as end:
                status = int(end.code or 0)
        return int(status or 0), out.getvalue(), errors.getvalue()


@contextlib.contextmanager
def program() -> Iterator[Program]:
    with tempfile.TemporaryDirectory() as folder:
        yield Program(Path(folder))


def number(written: str | None) -> Fraction | None:
    return None if written is None else Fraction(written)


def by_program(card: Said) -> Said:
    if "refused" in card:
        return {"refused": True}
    total = card["total"]
    said: Said = {"status": card["status"], "grade": card["grade"], "grades": sorted(card["grades_possible"])}
    said |= {f"total {key}": number(total[key]) for key in ("points", "lowest", "highest", "possible", "earned")}
    for group in card["groups"]:
        said[f"group {group['path']}"] = (number(group["lowest"]), number(group["highest"]))
    for each in card["indicators"]:
        name = each["id"]
        said[f"{name} outcome"] = each["outcome"]
        said[f"{name} points"] = number(each["points"])
        said[f"{name} ends"] = (number(each["lowest"]), number(each["highest"]))
        said[f"{name} policy"] = policy_word(each["policy"])
    for claim in card["claims"]:
        ends = claim["difference"] and (number(claim["difference"]["lowest"]), number(claim["difference"]["highest"]))
        said[f"claim {claim['by']}"] = (number(claim["total"]), ends, claim["supported"])
    for limit in card["limits"]:
        said[f"limit {limit['name']}"] = limit["bites"]
    for result in card["results"]:
        value = result["value"]
        if isinstance(value, str) and value.lstrip("-")[:1].isdigit():
            value = Fraction(value)
        said[f"result {result['name']}"] = (result["outcome"], value, result["grade"])
    return said


def policy_word(policy: str | None) -> str | None:
    return policy.split()[0] if policy else None


def by_judge(card: Card) -> Said:
    said: Said = {"status": card.status, "grade": card.grade, "grades": sorted(card.grades)}
    said |= {
        "total points": card.points,
        "total lowest": card.lowest,
        "total highest": card.highest,
        "total possible": card.possible,
        "total earned": card.earned,
    }
    for path, ends in card.groups.items():
        said[f"group {path}"] = ends or (None, None)
    for name, outcome in card.indicators.items():
        said[f"{name} outcome"] = outcome.outcome
        said[f"{name} points"] = outcome.points
        said[f"{name} ends"] = (outcome.lowest, outcome.highest)
        said[f"{name} policy"] = outcome.policy if outcome.policy not in ("not_scorable",) else None
    said |= {f"claim {role}": (claim.total, claim.ends, claim.supported) for role, claim in card.claims.items()}
    said |= {f"limit {name}": bites for name, bites in card.limits.items()}
    for name, result in card.results.items():
        value = result.value.number if isinstance(result.value, Amount) else result.value
        said[f"result {name}"] = (result.outcome, value, result.grade)
    return said


def both_cards(pair: Drawn, scored_by: Program) -> tuple[Said, Said, Said]:
    """What the program's JSON says, the same in short, and what the judge says."""
    rules, project = toml(pair.book), toml(pair.project)
    card = scored_by.card(rules, project)
    try:
        judged = by_judge(scorecard(rules, project))
    except Refused as refusal:
        judged = {"refused": True, "code": refusal.code}
    return card, by_program(card), judged


def differences(pair: Drawn, scored_by: Program, features: frozenset[str] = frozenset()) -> list[Part]:
    return apart(*both_cards(pair, scored_by), features)


def apart(card: Said, program_says: Said, judge_says: Said, features: frozenset[str] = frozenset()) -> list[Part]:
    code = judge_says.pop("code", None)
    if "crashed" in card:
        return [("crashed", card["refused"], code)]
    if "refused" in program_says or "refused" in judge_says:
        if "refused" in program_says and "refused" in judge_says:
            return []
        return [("refused", card.get("refused"), code)]
    names = [*program_says, *(name for name in judge_says if name not in program_says)]
    return [
        (name, program_says.get(name, "—"), judge_says.get(name, "—"))
        for name in names
        if program_says.get(name, "—") != judge_says.get(name, "—")
    ]


def kind(parts: list[Part]) -> str:
    """The differences without their names, so that the small one is of the kind of the large one."""
    first = parts[0]
    if first[0] == "refused":
        return f"refused {[problem.split(':')[0] for problem in first[1] or []]} {first[2]}"
    return " ".join(sorted({part[0].split()[0 if part[0][0] not in "N" else -1] for part in parts}))


def told(pair: Drawn, parts: list[Part]) -> str:
    lines = ["--- rules.toml", toml(pair.book), "--- project.toml", toml(pair.project), "--- program | judge"]
    lines += [f"{what}: {shown(program_says)} | {shown(judge_says)}" for what, program_says, judge_says in parts]
    return "\n".join(lines)


def shown(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value) if value.denominator == 1 else f"{value} ({float(value):.4f})"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(shown, value)) + ")"
    return str(value)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", nargs=2, type=int, default=[0, 1000])
    parser.add_argument("--with", dest="features", action="append", default=[], choices=sorted(NOT_YET))
    parser.add_argument("--apart", type=int, default=1, help="how many of each kind of difference are printed")
    parser.add_argument("--quiet", action="store_true", help="only counts")
    options = parser.parse_args()
    features = frozenset(options.features)
    seen: Counter[str] = Counter()
    scored = 0
    with program() as scored_by:
        for seed in range(*options.seeds):
            pair = drawn(seed, features)
            parts = differences(pair, scored_by, features)
            scored += 1
            if not parts:
                continue
            what = kind(parts)
            seen[what] += 1
            if seen[what] <= options.apart and not options.quiet:
                small = shrunk(pair, lambda smaller, what=what: same_kind(smaller, what, scored_by, features))
                print(f"==== seed {seed}: {what}\n{told(small, differences(small, scored_by, features))}\n")
    print(f"{scored} projects, {sum(seen.values())} differ")
    for what, often in seen.most_common():
        print(f"  {often:5}  {what}")
    return 1 if seen else 0


def same_kind(pair: Drawn, what: str, scored_by: Program, features: frozenset[str]) -> bool:
    try:
        parts = differences(pair, scored_by, features)
    except Exception:
        return False
    return bool(parts) and kind(parts) == what


if __name__ == "__main__":
    sys.exit(main())
