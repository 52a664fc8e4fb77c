"""Rules of every kind, drawn at random."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.judge.drawn_formulas import Section
from tests.judge.drawn_tables import Tables


class Rules(Tables):
    """How indicators earn their points."""

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
