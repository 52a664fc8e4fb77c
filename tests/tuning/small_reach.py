"""Small rulebooks and projects of which every value of every fact can be tried, and every pair of values.

python -m tests.tuning.small_reach 1000          so many, and what came of it
python -m tests.tuning.small_reach 200 5000      so many from that number on
"""

from __future__ import annotations

import copy
import datetime
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from scoring.api.reaching import reach
from scoring.assessor.assessor import Assessor
from scoring.documents.document import parse_toml
from scoring.documents.plain_data import document_of_data
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused, has_errors
from scoring.project.project import read_project
from scoring.rulebook.rulebook import IndicatorSet, put_set_together, put_together
from scoring.scorecard.assessment import assess
from scoring.tuning.reach.answer import Needed, Reach, Way
from tests.generators import toml
from tests.tuning.tried_reach import Came

Effort = tuple[int, Fraction]
DAY = datetime.date(2024, 12, 31)
SIZES = ("小", "中", "大")
FINER = ("cost", "rate")
"""What nobody has written yet may have more digits than are tried: of these something is always written."""
LEVELS = (("差", 0, 1), ("中", 2, 3), ("好", 4, 5))


@dataclass(frozen=True)
class Small:
    """A fact with all the values that it may have: as a project writes them, and as a number of its own."""

    name: str
    declared: Any
    values: tuple[tuple[Any, Fraction], ...]
    steps: bool = False
    year: int = 0  # days that are an effort of one

    def effort(self, now: int | None, then: int) -> Effort:
        if now is None:
            return 1, Fraction(0)
        before, after = self.values[now][1], self.values[then][1]
        if self.steps:
            return 0, abs(after - before)
        if self.year:
            return 0, abs(after - before) / self.year
        return 0, abs(after - before) / abs(before) if before else Fraction(1)


def numbers(values: Sequence[Any]) -> tuple[tuple[Any, Fraction], ...]:
    return tuple((one, Fraction(str(one).split()[0].rstrip("%"))) for one in values)


FACTS = {
    one.name: one
    for one in (
        Small("n", {"kind": "whole", "range": ">= 0 and <= 7"}, numbers(range(8))),
        Small("m", {"kind": "whole", "range": ">= 0 and <= 7"}, numbers(range(8))),
        Small("cost", {"kind": "number", "unit": "万元", "range": ">= 0.5 万元 and <= 1.2 万元"},
              numbers([f"{Decimal(n) / 10:.1f} 万元" for n in range(5, 13)])),
        Small("rate", {"kind": "number", "unit": "%", "range": ">= 91% and <= 98%"}, numbers([f"{n}%" for n in range(91, 99)])),
        Small("loss", {"kind": "number", "range": ">= -3 and <= 3"}, numbers(range(-3, 4))),
        Small("sound", {"kind": "yes_no"}, ((False, Fraction(0)), ({"value": True, "evidence": "x"}, Fraction(1))), True),
        Small("size", list(SIZES), tuple((one, Fraction(n)) for n, one in enumerate(SIZES)), True),
        Small("day", {"kind": "date"}, tuple((DAY + datetime.timedelta(n), Fraction((DAY + datetime.timedelta(n)).toordinal()))
                                             for n in range(-4, 5)), year=365),
        Small("judged", None, tuple(({"level": name, "points": n}, Fraction(n)) for name, low, high in LEVELS
                                    for n in range(low, high + 1))),
        Small("actual", None, numbers([f"{n} 个" for n in range(8)])),
    )
}  # fmt: skip


def rules_of(rng: Random) -> dict[str, tuple[dict[str, Any], tuple[str, ...]]]:
    """Rules of every kind, each with the facts that it reads."""

    def share() -> str:
        return rng.choice(("0%", "100%", f"{rng.randint(1, 99)}%"))

    one, two = sorted(rng.sample(range(1, 8), 2))
    formula = rng.choice(("n * m", "n + m", "abs(n - m) * 4", "40 * n / (n + m + 1)", "max(0, 30 - (n - 4) * (n - 4))",
                          "if m >= 4 then 33.333 else n", "floor(n / 2) * 7 + m", "10 / (1 + n) + 3 * m"))  # fmt: skip
    order = rng.choice(("100% - (it - 0.8 万元) / 2 万元", "80%", "0.5 万元 / it"))
    return {
        "rows": ({"gives": "share", "by": "n", "rows": [[f"< {one}", share()], [f"< {two}", "n / 9"], ["else", share()]]}, ("n",)),
        "formula": ({"gives": "points", "is": formula}, ("n", "m")),
        "money": ({"gives": "share", "by": "cost", "rows": [["<= 0.8 万元", share()], ["<= 1 万元", order], ["else", share()]]}, ("cost",)),
        "curve": ({"gives": "share", "by": "rate", "lines": [["0%", "93%", "0%", "20%"], ["93%", "96%", "20%", "100%"]],
                   "otherwise": share()}, ("rate",)),
        "both": ({"rows": [["sound and size == '大'", "100%"], ["sound or size == '中'", share()], ["else", share()]]}, ("sound", "size")),
        "late": ({"rows": [["day <= 2024-12-30", "100%"], ["days(2024-12-30, day) <= 3", share()], ["else", "0%"]]}, ("day",)),
        "less": ({"gives": "points", "is": f"clamp(20 - {rng.randint(1, 5)} * abs(loss), 0, 20)"}, ("loss",)),
        "levels": ({"kind": "judged", "levels": [list(one) for one in reversed(LEVELS)], "step": 1}, ("judged",)),
        "target": ({"kind": "proportional"}, ("actual",)),
        "lenient": ({"gives": "share", "missing": "zero", "is": "(n + m) / 14"}, ("n", "m")),
    }  # fmt: skip


@dataclass
class Case:
    """A rulebook with or without a set, and what a project reports: of each fact which of its values, or none."""

    seed: int
    rulebook: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    now: dict[str, int | None] = field(default_factory=dict)
    owner: dict[str, str] = field(default_factory=dict)  # of a judged level or an actual which row has it
    with_set: bool = False
    goal: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rng = self.rng = Random(self.seed)
        rules, facts = rules_of(rng), dict[str, None]()
        names = rng.sample(list(rules), rng.choice((2, 2, 3)))
        weights = {2: (60, 40), 3: (50, 30, 20)}[len(names)]
        for id_, name, weight in zip("ABC", names, weights, strict=False):
            group = rng.choice(("甲", "甲/一", "乙"))
            self.rows[id_] = {"in": group, "weight": weight, "rule": name}
            for fact in rules[name][1]:
                facts[fact] = None
                self.owner[fact] = id_
            if name == "target":
                self.rows[id_]["target"] = f">= {rng.randint(3, 7)} 个"
        if rng.random() < 0.4 and not {"sound", "size"} & {*facts}:
            facts["sound"] = None
        open_ = 0.5 if self.seed % 5 == 0 else 0.15
        self.now = {fact: rng.randrange(len(FACTS[fact].values)) if rng.random() > open_ else None for fact in facts}
        self.now = {fact: number or 0 if fact in FINER else number for fact, number in self.now.items()}
        self.with_set = rng.random() < 0.5
        header: dict[str, Any] = {"name": "small", "total": 100, "not_applicable": rng.choice(("rescale", "full"))}
        if rng.random() < 0.7:
            header["points"] = {
                "decimals": rng.randint(0, 2),
                "mode": rng.choice(("half_up", "half_even", "floor", "ceiling")),
            }
        best = rng.randint(70, 95)
        plain = [fact for fact in facts if FACTS[fact].declared is not None]
        self.rulebook = {
            "format": 1, "rulebook": header,
            "grade": {"rows": [[f">= {best}", "优"], [f">= {rng.randint(30, 60)}", "中"], ["else", "差"]]},
            "fact": {fact: FACTS[fact].declared for fact in plain},
            "rule": {name: rules[name][0] for name in names},
            "limit": {}, "check": {}, "group": {},
        }  # fmt: skip
        self._limits(rng, plain)

    def _limits(self, rng: Random, facts: Sequence[str]) -> None:
        found = self.rulebook
        if "sound" in facts and rng.random() < 0.7:
            found["limit"]["unsound"] = {"when": "not sound", "total": {"at_most": rng.randint(30, 80)}}
        if "m" in facts and rng.random() < 0.5:
            found["limit"]["many"] = {"when": f"m > {rng.randint(1, 6)}", rng.choice(("grade", "total")): None}
            limit = found["limit"]["many"]
            limit.update({"grade": "中"} if "grade" in limit else {"total": {"at_least": rng.randint(20, 70)}})
        if "n" in facts and "m" in facts and rng.random() < 0.5:
            found["check"]["both"] = {"that": f"n + m <= {rng.randint(6, 12)}", "severity": rng.choice(("error", "warning")),
                                      "message": "太多"}  # fmt: skip
        if rng.random() < 0.3:
            found["group"]["甲"] = {"round": {"decimals": rng.randint(0, 1)}}
        self.goal = {"grade": rng.choice(("优", "中"))} if rng.random() < 0.4 else {}

    # ------------------------------------------------------------------ as files

    def project(self, values: Mapping[str, int | None]) -> dict[str, Any]:
        made: dict[str, Any] = {
            "format": 1,
            "project": "P",
            "period": 2024,
            "rules": "rules.toml",
            "facts": {},
            "indicator": {},
        }
        if self.with_set:
            made["indicators"] = "set.toml"
        else:
            made["indicator"] = copy.deepcopy(self.rows)
        for fact, number in values.items():
            if number is None:
                continue
            value = FACTS[fact].values[number][0]
            if FACTS[fact].declared is None:
                made["indicator"].setdefault(self.owner[fact], {})[fact] = value
            else:
                made["facts"][fact] = value
        return made

    def set(self) -> dict[str, Any]:
        return {"format": 1, "indicator_set": {"name": "set", "rules": "small"}, "indicator": self.rows}

    def assessor(self) -> Assessor | None:
        document, _ = parse_toml(toml(self.rulebook).encode(), "rules.toml")
        assert document is not None
        book, problems = put_together([document])
        assert book is not None and not has_errors(problems), [one.message.en for one in problems]
        indicators: IndicatorSet | None = None
        if self.with_set:
            document, _ = parse_toml(toml(self.set()).encode(), "set.toml")
            assert document is not None
            indicators, problems = put_set_together([document])
            assert indicators is not None and not has_errors(problems), [one.message.en for one in problems]
        return Assessor(book, indicators)


def fact_name(case: Case, fact: str) -> str:
    return f"{case.owner[fact]}.{fact}" if FACTS[fact].declared is None else fact


@dataclass
class Scored:
    """The lowest total and the worst grade of a case with other values, each once."""

    case: Case
    assessor: Assessor
    goal: tuple[str | None, Fraction | None] = (None, None)
    known: dict[tuple[int | None, ...], tuple[Fraction | None, tuple[str, ...]] | None] = field(default_factory=dict)

    def of(self, values: Mapping[str, int | None]) -> tuple[Fraction | None, tuple[str, ...]] | None:
        key = tuple(values.values())
        if key not in self.known:
            self.known[key] = self._of(values)
        return self.known[key]

    def _of(self, values: Mapping[str, int | None]) -> tuple[Fraction | None, tuple[str, ...]] | None:
        document, _ = document_of_data(self.case.project(values), "project.toml")
        assert document is not None
        project, problems = read_project(document)
        assert project is not None and not has_errors(problems), [one.message.en for one in problems]
        ready, _ = self.assessor.prepare(project)
        if ready is None:
            return None
        try:
            totals = assess(Evaluation(ready.program, ready.sheet), ready.context).totals
        except InputRefused:
            return None
        return (totals.total.low if totals.total is not None else None), totals.grades

    def reaches(self, values: Mapping[str, int | None]) -> bool:
        found = self.of(values)
        if found is None:
            return False
        (low, grades), (grade, points) = found, self.goal
        if points is not None:
            return low is not None and low >= points
        order = ("差", "中", "优")
        return bool(grades) and all(order.index(one) >= order.index(grade or "") for one in grades)


def compare_small(seed: int, folder: Path, came: Came) -> None:
    """One case, every value and every pair of values of it tried."""
    case = Case(seed)
    assessor = case.assessor()
    assert assessor is not None
    at = Scored(case, assessor)
    before = at.of(case.now)
    if before is None or before[0] is None:
        came.counts["cases that are refused"] += 1
        return
    goal: dict[str, Any] = case.goal or {
        "points": before[0] + Fraction(case.rng.randint(1, case.rng.choice((200, 800, 2000))), 100)
    }
    at.goal = goal.get("grade"), goal.get("points")
    (folder / "rules.toml").write_text(toml(case.rulebook), encoding="utf-8")
    (folder / "set.toml").write_text(toml(case.set()), encoding="utf-8")
    (folder / "project.toml").write_text(toml(case.project(case.now)), encoding="utf-8")
    try:
        found = reach(folder / "project.toml", **goal).found
    except InputRefused as refused:
        came.counts[f"no such goal: {refused.problems[0].code}"] += 1
        return
    came.counts["cases"] += 1
    came.counts["cases with something missing"] += None in case.now.values()
    came.counts["cases for a grade"] += "grade" in goal
    came.counts["cases with a set"] += case.with_set
    if found.reached:
        came.counts["cases reached already"] += 1
        return
    for way in (*found.ways, *found.pairs):
        came.counts["answers not proved"] += not way.proved
    came.counts["cases in which not all pairs were looked at"] += found.pairs_beyond is not None
    singles = dict(_singles(case, at, {way.changes[0].fact: way for way in found.ways}, came))
    _pairs(case, at, found, singles, came)


def _singles(case: Case, at: Scored, ways: Mapping[str, Way], came: Came) -> Iterator[tuple[str, Effort]]:
    for fact in case.now:
        came.counts["singles"] += 1
        fits = [cost for n, cost in _others(case, fact) if at.reaches({**case.now, fact: n})]
        way = ways.get(fact_name(case, fact))
        came.counts["singles that reach"] += bool(fits)
        if fits:
            yield fact, min(fits)
        _judge(case, (fact,), min(fits, default=None), way, came, "singles")


def _pairs(case: Case, at: Scored, found: Reach, singles: Mapping[str, Effort], came: Came) -> None:
    told = found.pairs
    ways = {frozenset(one.fact for one in way.changes): way for way in told}
    came.counts["pairs told"] += len(ways)
    for one, other in combinations(case.now, 2):
        came.counts["pairs"] += 1
        limit = min((singles[fact] for fact in (one, other) if fact in singles), default=None)
        best: Effort | None = None
        for (n, cost), (m, more) in product(_others(case, one), _others(case, other)):
            both = cost[0] + more[0], cost[1] + more[1]
            if (limit is None or both < limit) and (best is None or both < best):
                best = both if at.reaches({**case.now, one: n, other: m}) else best
        way = ways.get(frozenset((fact_name(case, one), fact_name(case, other))))
        if way is None and best is not None and len(told) >= 8 and best >= told[-1].effort:
            continue
        if way is None and best is not None and found.pairs_beyond is not None and best[1] >= found.pairs_beyond:
            continue  # which it says that it did not look at
        _judge(case, (one, other), best, way, came, "pairs")
        if way is not None:
            _ranges(case, at, (one, other), way, came)


WHOLE = ("n", "m", "sound", "size", "judged", "actual")
"""Of which all values are tried."""


def _said(fact: str, number: int) -> str:
    value = FACTS[fact].values[number][0]
    if fact == "judged":
        return f"{value['level']} {value['points']}"
    return "true" if isinstance(value, dict) else str(value).lower()


def _ranges(case: Case, at: Scored, facts: tuple[str, str], way: Way, came: Came) -> None:
    """What is told of facts that are not reported: all that does with the other as told, and what each has to be whatever the other is."""
    by_name = {one.fact: one for one in way.changes}
    told = {fact: by_name[fact_name(case, fact)] for fact in facts}
    needed = {one.fact: one for one in way.needed}
    for fact, other in (facts, facts[::-1]):
        if case.now[fact] is not None or fact not in WHOLE or other not in WHOLE:
            continue
        values = range(len(FACTS[fact].values))
        here = {_said(fact, n): n for n in values}
        there = next((n for n in range(len(FACTS[other].values)) if _said(other, n) == told[other].after), None)
        until = told[fact].until
        if until is not None and told[fact].after in here and there is not None:
            came.counts["ranges of one fact of a pair"] += 1
            low, high = (here.get(end or "", edge) for end, edge in zip(until, (0, values[-1]), strict=True))
            does = {n for n in values if at.reaches({**case.now, fact: n, other: there})}
            if {*range(low, high + 1)} - does or {low - 1, high + 1} & does:
                came.wrong.append(
                    f"{case.seed} {fact} with {other} {told[other].after}: told {until}, tried {sorted(does)}"
                )
        if case.now[other] is None:
            came.counts["facts of pairs that are not reported"] += 1
            others = range(len(FACTS[other].values))
            does = {n for n in values if any(at.reaches({**case.now, fact: n, other: m}) for m in others)}
            one = needed.get(fact_name(case, fact))
            came.counts["facts of pairs of which it is said what they must be"] += one is not None
            if one is not None and not _is_hull(fact, does, one):
                came.wrong.append(f"{case.seed} {fact}: told {one}, tried {sorted(does)}")
            if one is None and does and does != {*values} and fact in ("sound", "size"):
                came.wrong.append(f"{case.seed} {fact}: told nothing, tried {sorted(does)}")


def _is_hull(fact: str, does: set[int], one: Needed) -> bool:
    if one.options:
        return {_said(fact, n) for n in does} == {*one.options}
    low, high, last = min(does), max(does), len(FACTS[fact].values) - 1
    ends = (one.least, low, 0), (one.most, high, last)
    return all(said == _said(fact, n) or (said is None and n == edge) for said, n, edge in ends)


def _others(case: Case, fact: str) -> Iterator[tuple[int, Effort]]:
    now = case.now[fact]
    for n in range(len(FACTS[fact].values)):
        if n != now:
            yield n, FACTS[fact].effort(now, n)


def _judge(case: Case, facts: tuple[str, ...], best: Effort | None, way: Way | None, came: Came, what: str) -> None:
    said = f"{case.seed} {facts}: tried {best}, told {[one.after for one in way.changes] if way else None} {way.effort if way else ''}"
    outside = way is not None and any("day" in one.fact for one in way.changes)  # days beyond those that are tried
    if best is not None and way is None:
        came.counts[f"{what} said unreachable and reachable"] += 1
    elif best is None and way is not None and not outside:
        came.counts[f"{what} wrong"] += 1
    elif best is not None and way is not None and best < way.effort:
        came.counts[f"{what} beaten"] += 1
    elif best is not None and way is not None and best > way.effort and not outside:
        came.counts[f"{what} wrong"] += 1
    else:
        return
    came.wrong.append(said)


def main(count: int, first: int = 0) -> int:
    came = Came()
    with TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            compare_small(seed, Path(folder), came)
    for what in ("singles", "pairs"):
        for wrong in ("beaten", "wrong", "said unreachable and reachable"):
            came.counts[f"{what} {wrong}"] += 0
    for what, number in sorted(came.counts.items()):
        print(f"{what:48}{number:>8}")
    print(*came.wrong, sep="\n", end="")
    return 1 if came.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:])))
