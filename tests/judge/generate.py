"""Rulebooks and projects drawn at random: small, valid, and full of edges.

A seed always draws the same. Numbers in conditions and numbers that are reported come from the same few, so that
thresholds are met, just missed and just passed; facts are left out, zero or negative; indicators do not apply.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

Section = dict[str, Any]

# What the documents promise and the program does not give yet. `python -m tests.judge.compare --with NAME` draws it.
NOT_YET: dict[str, str] = {}

NUMBERS = ["0", "1", "2", "3", "5", "10", "0.5", "2.5"]
SHARES = ["0%", "50%", "60%", "80%", "90%", "95%", "100%", "33.3%", "79.99%"]
MONEY = ["0 元", "1 万元", "2 万元", "20000 元", "3 万元", "0.5 万元", "99.99 元"]
COUNTS = ["0 人", "1 人", "2 人", "3 人", "88 人", "66 人"]
POOLS = {"number": NUMBERS, "share": SHARES, "money": MONEY, "count": COUNTS}
UNITS = {"share": "%", "money": "元", "count": "人"}
WORDS = ["low", "mid", "high"]
PATHS = ["a", "a/b", "a/c", "d", "d/e", "d/e/f"]


@dataclass
class Drawn:
    book: Section
    project: Section


@dataclass
class Draw:
    random: Random
    features: frozenset[str]
    presumes: bool = True  # whether something may be made of what is missing: a policy, `known(x)`, a cell `missing`
    facts: dict[str, str] = field(default_factory=dict)  # name: number, share, money, count, truth, word
    values: dict[str, str] = field(default_factory=dict)
    functions: dict[str, tuple[str, str]] = field(default_factory=dict)  # name: what it takes, what it gives
    listed: bool = False
    multiple: bool = False  # whether the table that is being drawn looks at all its rows
    book: Section = field(default_factory=dict)
    project: Section = field(default_factory=dict)

    def has(self, feature: str) -> bool:
        """Whether this is drawn: what the program gives, and what was asked for."""
        assert feature in NOT_YET or feature in self.features, feature
        return feature in self.features

    # small choices

    def one(self, options: list[Any]) -> Any:
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def literal(self, kind: str) -> str:
        if kind == "number":
            return self.one(NUMBERS)
        return self.one(POOLS[kind])

    def named(self, kind: str) -> str | None:
        """A fact or value of this kind."""
        names = [name for name, its in {**self.facts, **self.values}.items() if its == kind]
        return self.one(names) if names else None

    # formulas

    def amount(self, kind: str, depth: int = 2) -> str:
        name = self.named(kind)
        if depth == 0 or self.chance(0.4):
            return name if name and self.chance(0.85) else self.literal(kind)
        a, b = self.amount(kind, depth - 1), self.amount(kind, depth - 1)
        what = self.random.randrange(8)
        if what == 0:
            return f"({a} + {b})"
        if what == 1:
            return f"({a} - {b})"
        if what == 2:
            return f"min({a}, {b})"
        if what == 3:
            return f"max({a}, {b})"
        if what == 4:
            return f"(if {self.condition(depth - 1)} then {a} else {b})"
        if what == 5 and kind == "share":
            other = self.one(["money", "count"])
            return f"({self.amount(other, 0)} / {self.divisor(other)})"
        if what == 5 and kind == "number":
            return f"({a} * {b})" if self.chance(0.5) else f"({a} / {self.divisor(kind)})"
        if what == 7 and kind == "number" and self.listed and self.chance(0.7):
            return self.one(
                ["sum(rows, a)", "count(rows, b)", "count(rows, a > 2)", f"sum(rows, if b then a else {a})"]
            )
        called = [name for name, (_, gives) in self.functions.items() if gives == kind]
        if what == 7 and called:
            name = self.one(called)
            return f"{name}({self.amount(self.functions[name][0], depth - 1)})"
        if what == 6 and kind == "number":
            return f"{self.one(['floor', 'ceil', 'abs'])}({a} / 2)"
        return f"({a} * {self.one(['2', '0.5', '3'])})"

    def divisor(self, kind: str) -> str:
        """Often zero."""
        return self.amount(kind, 0)

    def condition(self, depth: int = 2) -> str:
        what = self.random.randrange(10)
        if depth == 0 or what < 4:
            kind = self.one(["number", "share", "money", "count"])
            left = self.named(kind) or self.named("number")
            if left is None or self.chance(0.25):
                truth, word = self.named("truth"), self.named("word")
                if truth and self.chance(0.6):
                    return truth
                if word:
                    return f"{word} == '{self.one(WORDS)}'"
            if left is None:
                return "1 == 1"
            kind = {**self.facts, **self.values}[left]
            return f"{left} {self.one(['<', '<=', '>', '>=', '=='])} {self.literal(kind)}"
        if what == 4:
            return f"not ({self.condition(depth - 1)})"
        if what == 5 and self.facts and self.presumes:
            return f"known({self.one(list(self.facts))})"
        if what == 6 and self.listed:
            return self.one(["any(rows, b)", "all(rows, b or a > 1)", "count(rows, b) >= 1"])
        joined = self.one([" and ", " or "])
        return "(" + joined.join(self.condition(depth - 1) for _ in range(2)) + ")"

    def number_of(self, kind: str, depth: int = 1) -> str:
        """Something to divide and compare in a rule: a formula that names something."""
        for _ in range(5):
            found = self.amount(kind, depth)
            if any(name in found for name in [*self.facts, *self.values]):
                return found
        return self.named(kind) or self.literal(kind)

    # a rulebook's parts

    def draw_facts(self) -> None:
        declared: Section = {}
        for at in range(self.random.randrange(3, 7)):
            kind = self.one(["number", "number", "share", "money", "count", "truth", "word"])
            name = f"{kind[0]}{at}"
            self.facts[name] = kind
            fact: Section = {"kind": "number"}
            if kind in UNITS:
                fact = {"unit": UNITS[kind]}
            if kind == "truth":
                fact = {"kind": "yes_no"}
            if kind == "word":
                fact = {"options": list(WORDS)}
            if self.chance(0.12):
                fact["if_missing"] = self.reported(kind)
            if kind in POOLS and self.chance(0.1):
                fact["range"] = f"{self.one(['>=', '>', '<='])} {self.literal(kind)}"
                if self.chance(0.7):
                    fact.pop("if_missing", None)
            declared[name] = fact
        if self.chance(0.25):
            declared["rows"] = {"list": {"a": {"kind": "number"}, "b": {"kind": "yes_no"}}}
            self.listed = True
        self.book["fact"] = declared

    def reported(self, kind: str) -> Any:
        if kind == "truth":
            return self.chance(0.5)
        if kind == "word":
            return self.one(WORDS)
        written = self.literal(kind)
        if kind == "number":
            number = Decimal(written)
            return -number if self.chance(0.06) else (int(number) if number == int(number) else number)
        return f"-{written}" if self.chance(0.03) else written

    def given(self, kind: str) -> Any:
        """What a project says of a fact: the value alone, or with a document behind it."""
        value = self.reported(kind)
        return {"value": value, "evidence": "annex 1"} if kind == "truth" and self.chance(0.3) else value

    def records(self) -> list[Section]:
        found = []
        for _ in range(self.random.randrange(4)):
            record: Section = {"a": self.reported("number"), "b": self.chance(0.5)}
            if self.chance(0.1):
                del record[self.one(["a", "b"])]
            found.append(record)
        return found

    def draw_values(self) -> None:
        found: Section = {}
        for at in range(self.random.randrange(0, 4)):
            name = f"v{at}"
            what = self.random.randrange(8)
            if what == 0:
                found[name] = self.words()
                self.values[name] = "word"
            elif what == 1:
                found[name] = self.several_results()
                self.values |= {f"{name}.one": "number", f"{name}.other": "word"}
            elif what == 2:
                takes, gives = self.one(["number", "share"]), self.one(["number", "share"])
                found[f"f{at}"] = self.with_parameter(takes, gives)
                self.functions[f"f{at}"] = (takes, gives)
            else:
                kind = self.one(["number", "share", "number"])
                found[name] = self.bounded(self.value(kind), kind)
                self.values[name] = kind
        if found:
            self.book["value"] = found

    def bounded(self, value: Section, kind: str) -> Section:
        if self.chance(0.2):
            value["between"] = ["10%", "90%"] if kind == "share" else self.one([[0, 5], [-1, 2], ["0.5", 3]])
        if self.chance(0.2):
            roundings: list[Section] = [{"decimals": 2}, {"significant": 2, "mode": "half_even"}]
            value["round"] = self.one(roundings if "between" in value else [*roundings, {"step": "0.5"}])
        if self.chance(0.2):
            value["when"] = self.condition(1)
        return value

    def words(self) -> Section:
        """A table of texts; `priority` goes by the order in which they are declared."""
        found = self.rows("number")
        found.pop("hit", None)
        found["gives"] = list(WORDS)
        for row in found["rows"]:
            row[-1] = self.one(WORDS)
        if "otherwise" in found:
            found["otherwise"] = self.one(WORDS)
        told = any("missing" in row for row in found["rows"])
        if found["rows"][-1][0] != "else" and not told and self.chance(0.4):
            found["hit"] = "priority"
        return found

    def several_results(self) -> Section:
        found = self.rows("number")
        found.pop("hit", None)
        found["gives"] = {"one": "number", "other": list(WORDS)}
        for row in found["rows"]:
            row.append(self.one(WORDS))
        if "otherwise" in found:
            found["otherwise"] = [found["otherwise"], self.one(WORDS)]
        return found

    def with_parameter(self, takes: str, gives: str) -> Section:
        self.facts["x"] = takes
        if self.chance(0.5):
            found = self.rows(gives)
            found.pop("hit", None)
            if "by" in found and not isinstance(found["by"], list) and not isinstance(found["rows"][0][0], bool):
                cells = [self.cell(takes) for _ in found["rows"]]
                found["by"] = "x"
                for row, cell in zip(found["rows"], cells, strict=True):
                    if row[0] != "else":
                        row[0] = cell
        else:
            found = {"is": self.number_of(gives, 2)}
        del self.facts["x"]
        return {"with": ["x"], **found}

    def value(self, kind: str) -> Section:
        what = self.random.randrange(4)
        value: Section
        if what == 0:
            value = {"is": self.number_of(kind, 2)}
        elif what == 1:
            value = self.rows(kind)
        elif what == 2:
            value = {"by": self.number_of("number"), "lines": self.lines(kind)}
            if self.chance(0.8):
                value["otherwise"] = self.literal_result(kind)
        else:
            value = self.combination(kind)
        if self.chance(0.15) and "of" not in value and self.presumes:
            instead = self.literal_result(kind) if self.chance(0.7) else self.number_of(kind)
            value["missing"] = self.one(["zero", {"value": instead}])
        return value

    def literal_result(self, kind: str) -> Any:
        """A result as an author writes it: `"60%"`, or a bare number."""
        written = self.literal(kind)
        if kind != "number":
            return written
        return int(written) if written.isdigit() else Decimal(written)

    def combination(self, kind: str) -> Section:
        combine = self.one(["sum", "mean", "min", "max", "median", "product"])
        members: list[Any] = []
        for _ in range(self.random.randrange(2, 4)):
            member = self.amount(kind, 0)
            members.append([member, self.one([1, 2, 3])] if combine in ("sum", "mean") else member)
        found: Section = {"of": members, "combine": combine}
        if self.chance(0.3) and self.presumes:
            found["missing"] = self.one(["leave_out", "zero"])
        return found

    def lines(self, kind: str) -> list[Any]:
        edges = self.one([[0, 1, 2], [0, 2, 5], [1, 3]])
        ends = [self.literal_result(kind) for _ in edges]
        return [[a, b, ends[at], ends[at + 1]] for at, (a, b) in enumerate(pairwise(edges))]

    def rows(self, kind: str) -> Section:
        """A table whose results are of one kind."""
        what = self.random.randrange(3)
        self.multiple = self.chance(0.2)
        if what == 0:
            rows: list[Any] = [
                [self.condition(), self.literal_result(kind)] for _ in range(self.random.randrange(1, 4))
            ]
            found: Section = {"rows": rows}
        else:
            keys = [self.one(["number", "share", "word", "truth", "money"]) for _ in range(what)]
            keys = [key if self.named(key) else "number" for key in keys]
            by = [self.number_of(key) if key in POOLS else self.named(key) for key in keys]
            rows = [
                [*(self.cell(key, name) for key, name in zip(keys, by, strict=True)), self.literal_result(kind)]
                for _ in range(self.random.randrange(1, 4))
            ]
            found = {"by": by if what == 2 else by[0], "rows": rows}
        if self.multiple:
            found["hit"] = self.one(["sum", "max", "min", "count", "unique", "any"])
            if found["hit"] == "count" and kind != "number":
                found["hit"] = "max"
        if self.chance(0.9):
            if self.chance(0.5) and "hit" not in found:
                rows.append(["else", self.literal_result(kind)])
            else:
                found["otherwise"] = self.literal_result(kind)
        return found

    def may_be_missing(self, tested: str | None) -> bool:
        """Whether a row for what is missing can ever count."""
        presumed = [name for name, fact in self.book.get("fact", {}).items() if "if_missing" in fact]
        return tested is None or not any(name in tested for name in presumed)

    def cell(self, kind: str, tested: str | None = None) -> Any:
        if self.chance(0.1):
            return "-"
        if self.chance(0.08) and self.presumes and self.may_be_missing(tested) and not self.multiple:
            return "missing"
        if kind == "word":
            return self.one([self.one(WORDS), list(self.random.sample(WORDS, 2))])
        if kind == "truth":
            return self.chance(0.5)
        what = self.random.randrange(5)
        if what == 0:
            return self.literal_result(kind)
        if what == 1:
            return f">= {self.literal(kind)} and < {self.literal(kind)}"
        return f"{self.one(['<', '<=', '>', '>='])} {self.literal(kind)}"

    # rules

    def draw_rules(self, count: int) -> None:
        self.book["rule"] = {f"r{at}": self.rule() for at in range(count)}

    def rule(self) -> Section:
        rule = self.one(
            [
                self.formula_rule,
                self.bonus,
                self.table_rule,
                self.table_rule,
                self.proportional,
                self.proportional,
                self.deduction,
                self.checklist,
                self.judged,
                self.parts,
            ]
        )()
        assert isinstance(rule, dict)
        if self.chance(0.15):
            rule["when"] = self.condition(1)
        if self.chance(0.15) and self.presumes:
            rule["missing"] = self.one(["zero", "full", {"value": self.one(["50%", 2])}, "not_scorable", "leave_out"])
        return rule

    def formula_rule(self) -> Section:
        kind = self.one(["share", "number"])
        found: Section = {"gives": "share" if kind == "share" else "points", "is": self.number_of(kind, 2)}
        if self.chance(0.3):
            found["between"] = self.one([[0, "120%"], [-5, 0], ["10%", "100%"], [-2, 5]])
        if self.chance(0.2):
            found["round"] = self.one([{"decimals": 0}, {"step": "0.5"}, {"decimals": 1, "mode": "half_even"}])
        return found

    def bonus(self) -> Section:
        """Points on top, or taken off, for an indicator without weight."""
        between = self.one([[0, 5], [-5, 0], [-3, 3]])
        return {"gives": "points", "is": self.number_of("number"), "between": between}

    def table_rule(self) -> Section:
        kind = self.one(["share", "number"])
        found = self.rows(kind)
        if found.get("hit") == "count":
            found["hit"] = "max"
        if self.chance(0.4):
            found["rows"].insert(0, self.target_row(found, kind))
        if self.chance(0.15) and self.presumes:
            found["missing"] = {"row": self.one([1, len(found["rows"])])}
        return found

    def target_row(self, found: Section, kind: str) -> list[Any]:
        width = len(found["by"]) if isinstance(found.get("by"), list) else 1
        if "by" in found:
            return ["-"] * width + [self.literal_result(kind)] if self.chance(0.1) else found["rows"][0]
        return [self.condition(1), self.literal_result(kind)]

    def proportional(self) -> Section:
        found: Section = {"kind": "proportional"}
        if self.chance(0.3):
            found["nothing_below"] = self.one(["50%", "60%", "80%"])
        if self.chance(0.2):
            found["over"] = {"beyond": self.one(["130%", "150%"]), "then": self.one(["finding", "50%", "1 / it"])}
            if self.chance(0.5):
                found["over"]["unless"] = "why"
        return found

    def deduction(self) -> Section:
        reasons: list[Section] = []
        for _ in range(self.random.randrange(1, 4)):
            name = self.named("number")
            if name and self.chance(0.5):
                reason: Section = {"each": f"max(0, {name})", "points": self.one([1, 2, Decimal("0.5")])}
                if self.chance(0.4):
                    reason["at_most"] = self.one([2, 4])
            else:
                reason = {"when": self.condition(1)}
                reason.update({"all": True} if self.chance(0.3) else {"points": self.one([1, 3])})
            reasons.append(reason)
        return {"kind": "deduction", "deduct": reasons}

    def checklist(self) -> Section:
        items: list[Section] = []
        for at in range(self.random.randrange(2, 5)):
            item: Section = {"id": f"i{at}", "when": self.named("truth") or self.condition(0)}
            if item["when"] in self.facts and self.chance(0.3):
                item["evidence"] = "required"
            if at and self.chance(0.3):
                item["needs"] = f"i{self.random.randrange(at)}"
            items.append(item)
        return {"kind": "checklist", "items": items}

    def judged(self) -> Section:
        if self.chance(0.5):
            return {"kind": "judged", "levels": [["good", ">= 80%"], ["fair", ">= 60%"], ["poor", "else"]]}
        found: Section = {"kind": "judged", "levels": [["strong", 10, 15], ["some", 5, 10], ["weak", 0, 5]], "full": 15}
        if self.chance(0.5):
            found["step"] = 1
        return found

    def parts(self) -> Section:
        parts: list[Section] = []
        for at in range(self.random.randrange(2, 4)):
            kind = self.one(["number", "share"])
            part: Section = {"id": f"p{at}"}
            if self.chance(0.5):
                part.update({"gives": "share" if kind == "share" else "points", "is": self.number_of(kind)})
            else:
                part.update(self.rows(kind))
                part.pop("hit", None)
            part["between"] = self.one([[0, 10], [-3, 0], [0, "50%"], [0, 5]])
            if self.chance(0.2):
                part["round"] = {"decimals": self.one([0, 1])}
            if self.chance(0.2):
                part["when"] = self.condition(1)
            if self.chance(0.2) and self.presumes:
                named = {"row": 1} if "rows" in part else "zero"
                part["missing"] = self.one(["zero", {"value": self.one(["10%", 2, 0])}, named])
            if self.chance(0.3):
                del part["between"]
            parts.append(part)
        return {"part": parts}

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
