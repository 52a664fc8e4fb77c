"""Facts, values and tables of a rulebook, drawn at random."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.judge.drawn_formulas import POOLS, UNITS, WORDS, Formulas, Section


class Tables(Formulas):
    """The facts that are declared, and the tables and values made of them."""

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
