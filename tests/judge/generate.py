"""Rulebooks and projects drawn at random: small, valid, and full of edges.

A seed always draws the same. Numbers in conditions and numbers that are reported come from the same few, so that
thresholds are met, just missed and just passed; facts are left out, zero or negative; indicators do not apply.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from tests.judge.drawn_formulas import COUNTS, MONEY, PATHS, POOLS, SHARES, Section
from tests.judge.drawn_rules import Rules


@dataclass
class Drawn:
    book: Section
    project: Section


class Draw(Rules):
    """Indicators with their rules, and what becomes of the whole."""

    # indicators

    def draw_indicators(self) -> None:
        rules = self.book["rule"]
        rows: Section = {}
        for at in range(self.random.randrange(1, 7)):
            rule = self.one(list(rules))
            row: Section = {
                "in": self.one(PATHS),
                "label": f"indicator {at}",
                "weight": self.one([5, 10, 10, 20, 30]),
                "rule": rule,
            }
            between = rules[rule].get("between")
            if between and all(isinstance(end, int) for end in between) and self.chance(0.4):
                row["weight"] = 0
            row.update(self.reported_row(rules[rule]))
            if self.chance(0.08) and self.presumes:
                row["missing"] = self.one(["zero", "full", "leave_out", {"value": "50%"}])
            rows[f"N{at}"] = row
        self.project["indicator"] = rows
        away = {name: {"why": "not here", "by": "panel", "on": "2025-04-20"} for name in rows if self.chance(0.12)}
        if away:
            self.project["not_applicable"] = away

    def reported_row(self, rule: Section) -> Section:
        kind = rule.get("kind")
        if kind == "proportional":
            pool = self.one([COUNTS, SHARES, MONEY])
            row: Section = {"target": f"{self.one(['>=', '<=', '>', '<', '='])} {self.one(pool)}"}
            if self.chance(0.85):
                row["actual"] = self.one(pool)
            kind = next(kind for kind, each in POOLS.items() if each is pool)
            if self.chance(0.15):
                row["actual"] = f"= max({self.amount(kind, 1)}, {pool[0]})"
            if self.chance(0.1):
                row["why"] = "the weather"
            if self.chance(0.1):
                del row["target"]
            return row
        if kind == "judged":
            return self.judgement(rule)
        return {}

    def judgement(self, rule: Section) -> Section:
        if self.chance(0.15):
            return {}
        judged: Section = {"by": "panel", "on": "2025-04-20", "why": "seen"}
        if "full" in rule:
            level, points = self.one([("strong", 10), ("strong", 15), ("some", 7), ("weak", 0), ("some", 10)])
            judged["level"] = level
            if self.chance(0.8):
                judged["points"] = points
        else:
            level, share = self.one([("good", "80%"), ("good", "100%"), ("fair", "79.99%"), ("poor", "0%")])
            judged["level"] = level
            if self.chance(0.8):
                judged["share"] = share
        return {"judged": judged}

    # groups, limits, grade

    def draw_whole(self) -> None:
        rows = self.project["indicator"]
        weight = sum(row["weight"] for row in rows.values())
        self.book["rulebook"]["total"] = weight
        if self.chance(0.1):
            self.book["rulebook"].update({"total": weight + self.one([-10, 20]), "weights_off_total": "finding"})
        if self.chance(0.2):
            self.book["rulebook"]["not_applicable"] = self.one(["rescale", "siblings", "full"])
        if self.chance(0.15) and self.presumes:
            self.book["rulebook"]["missing"] = self.one(["zero", "full", "leave_out", "no_total"])
        if self.chance(0.7) and (self.book["rulebook"]["total"] == weight):
            edges = [Decimal(weight) * share / 100 for share in (90, 80, 60)]
            self.book["grade"] = {
                "rows": [[f">= {plain(edge)}", name] for edge, name in zip(edges, "ABC", strict=True)] + [["else", "D"]]
            }
        paths = sorted({row["in"] for row in rows.values()})
        limits = {f"l{at}": self.limit(paths, weight) for at in range(self.random.randrange(0, 3))}
        if limits:
            self.book["limit"] = limits
        if self.chance(0.25):
            self.book["result"] = {"after": self.of_the_whole(paths)}
        if self.chance(0.1) and self.presumes:
            path = self.one(paths)
            self.book["group"] = {path: {"missing": self.one(["zero", "full", "leave_out"])}}
        elif self.chance(0.25) and not any(row["weight"] == 0 for row in rows.values()):
            path = self.one(paths)
            group: Section = {"combine": self.one(["mean", "min", "max", "median", "product"])}
            if self.chance(0.5):
                group["round"] = {"decimals": 2}
            self.book["group"] = {path: group}

    def of_the_whole(self, paths: list[str]) -> Section:
        """A result of what the indicators earned."""
        read = [
            "total",
            f"subtotal.{self.one(paths).replace('/', '.')}",
            f"{self.one(list(self.project['indicator']))}.points",
        ]
        known, self.values = self.values, {**self.values, **dict.fromkeys(read, "number")}
        result = {"is": self.one(read)} if self.chance(0.4) else self.value("number")
        self.values = known
        result["round"] = {"decimals": self.one([1, 3])}
        if self.chance(0.3):
            result["optional"] = True
        return result

    def limit(self, paths: list[str], weight: int) -> Section:
        what = self.random.randrange(5)
        path = self.one(paths)
        if what == 0:
            when = f"total {self.one(['<', '>='])} {plain(Decimal(weight) * 6 / 10)}"
        elif what == 1:
            when = f"subtotal.{path.replace('/', '.')} < {self.one([5, 10])}"
        elif what == 2:
            when = f"{self.one(list(self.project['indicator']))}.points {self.one(['<', '=='])} {self.one([0, 5, 10])}"
        else:
            when = self.condition()
        limit: Section = {"when": when}
        effect = self.random.randrange(5)
        if effect == 0:
            limit["total"] = {"at_most": plain_number(Decimal(weight) * 59 / 100)}
        elif effect == 1:
            limit["total"] = {"at_least": plain_number(Decimal(weight) * 60 / 100)}
        elif effect == 2:
            limit["group"] = {path: {"at_most": 8}}
        elif effect == 3:
            limit["group"] = {path: {"at_least": 4}}
        elif "grade" in self.book:
            limit["grade"] = self.one(["C", "D", {"at_least": "C"}, {"is": "B"}])
        else:
            limit["total"] = {"at_most": weight}
        return limit

    def draw_results(self) -> None:
        found: Section = {}
        for at in range(self.random.randrange(1, 4)):
            name = self.named("number")
            result = self.value("number") if self.chance(0.6) or name is None else {"is": name}
            result["round"] = self.one([{"decimals": 2}, {"decimals": 3, "mode": "half_even"}, {"significant": 3}])
            if self.chance(0.4):
                result["optional"] = True
                result.pop("missing", None)
            found[f"x{at}"] = result
        first = found["x0"]
        if self.chance(0.5):
            first.pop("optional", None)
            first["total"] = True
            if self.chance(0.7):
                first["grade"] = "class"
                self.book["grade"] = {"class": {"rows": [[">= 5", "A"], [">= 2", "B"], ["else", "C"]]}}
        self.book["result"] = found


def plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def plain_number(number: Decimal) -> Any:
    return int(number) if number == int(number) else Decimal(plain(number))


def drawn(seed: int, features: frozenset[str] = frozenset(), presumes: bool = True) -> Drawn:
    draw = Draw(Random(seed), features, presumes)
    draw.book = {"format": 1, "rulebook": {"name": "judged"}}
    draw.project = {"format": 1, "project": f"seed {seed}", "period": 2024, "rules": "rules.toml"}
    draw.draw_facts()
    draw.draw_values()
    if draw.chance(0.25):
        draw.draw_results()
    else:
        draw.draw_rules(draw.random.randrange(1, 5))
        draw.draw_indicators()
        draw.draw_whole()
    facts = {name: draw.given(kind) for name, kind in draw.facts.items() if not draw.chance(0.15)}
    if draw.listed and draw.chance(0.85):
        facts["rows"] = draw.records()
    if facts:
        draw.project["facts"] = facts
    if draw.chance(0.2) and "indicator" in draw.project:
        draw.project["claim"] = {"self": {"total": draw.one([0, 10, 20, 50])}}
    return Drawn(draw.book, draw.project)
