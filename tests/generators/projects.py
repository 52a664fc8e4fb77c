"""What projects report under a made-up rulebook: at its thresholds, beside them, missing some facts or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from tests.generators.author import POLICIES, Data, Fact, Generated, Row
from tests.generators.documents import of_documents, panel
from tests.generators.formulas import DATES, OPTIONS, UNITS, amount, written

DAYS = ("2024-06-30", "2025-04-20")
SOURCES: Data = {
    "report": {"title": "自评报告"},
    "audit": {"title": "审计报告", "sha256": "0" * 64, "on": "2025-01-31", "by": "审计局", "note": "初稿"},
}


def project(book: Generated, number: int) -> Data:
    """The project of this number under this rulebook."""
    return Reporter(book, number).everything()


class Reporter:
    """Makes up what one project reports."""

    def __init__(self, book: Generated, number: int) -> None:
        self.book = book
        self.nth = number
        self.rng = Random(f"{book.seed}:{number}")
        self.choice = self.rng.choice
        self.missing = self.choice((0, 0, 0, 0.1, 0.1, 0.4))
        self.bounds = self.choice((0, 0, 0.1, 0.3))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def everything(self) -> Data:
        made: Data = {"format": 1, "project": "项目", "indicators": "set"}
        made |= {"rules": "generated"} if self.chance(0.1) else {}
        made["period"] = 2024 if self.chance(0.8) else self.choice(("2024", "2024-03", "2024-06-30", 2025))
        made["source"] = SOURCES
        declared = self.book.rulebook["fact"]
        written_as = {
            name: fact.get("from", name) if isinstance(fact, dict) else name for name, fact in declared.items()
        }
        made["facts"] = {
            written_as.get(name, name): self.about(self.fact(name, fact))
            for name, fact in self.book.facts.items()
            if not self.chance(self.missing)
        }
        rows = {row.id: self.row(row) for row in self.book.rows}
        made["indicator"] = {id_: row for id_, row in rows.items() if row}
        applicable_to_none = self.chance(0.02)
        made["not_applicable"] = {
            row.id: {"why": "不涉及", "by": "评价组"} | ({"on": self.choice(DAYS)} if self.chance(0.3) else {})
            for row in self.book.rows
            if applicable_to_none or self.chance(self.choice((0, 0, 0.15)))
        }
        if self.chance(0.2):
            claimed = {row.id: self.choice((5, "2.5")) for row in self.book.rows[:1]}
            made["claim"] = {"finance": {"total": self.choice((0, 10, 92, "88.5")), "points": claimed}}
        if self.book.grades and self.chance(0.08):
            made["override"] = {"grade": {"is": self.choice(self.book.grades), "why": "评审会认定"}}
            made["override"]["grade"] |= {"by": "评审会", "on": self.choice(DAYS)} if self.chance(0.5) else {}
        if self.chance(0.05):
            made["departs"] = "经批准调整"
        self.of_its_own(made)
        apart = Random(f"documents {self.book.seed}:{self.nth}")
        for row in self.book.rows:
            said = made["indicator"].get(row.id, {})
            if "judged" in said and apart.random() < 0.4:
                panel(said, row, apart)
        if apart.random() < 0.1:
            of_documents(made, self.book.rows, apart)
        return made

    def of_its_own(self, made: Data) -> None:
        """Rows, facts, values, rules, units and checks that only this project has."""
        if self.book.rulebook["rulebook"]["weights_off_total"] == "stop":
            return  # no other row would be scored
        if self.book.rows and self.chance(0.06):
            first = self.book.rows[0]
            made["indicator"]["own"] = {**first.written, "label": "自有指标", "claimed": 3}
        if not self.chance(0.04):
            return
        made["fact"] = {"own_fact": {"kind": "yes_no"}, "own_count": "套"}
        made["unit"] = {"套": {}}
        made["value"] = {"own_value": {"is": "if own_fact then 100% else 20%"}}
        made["rule"] = {"own_rule": {"gives": "share", "is": "own_value", "basis": "own_law"}}
        made["basis"] = {"own_law": {"title": "合同"}}
        made["check"] = {"own_check": {"that": "own_count > 2 套", "severity": "note"}}
        made["group"] = {"自有": {"label": "自有指标", "combine": "mean", "weight": 6}}
        made["facts"] |= {"own_fact": self.chance(0.5), "own_count": f"{self.choice((1, 2, 3))} 套"}
        made["indicator"]["own_row"] = {
            "in": "自有",
            "label": "自有",
            "weight": 4,
            "rule": "own_rule",
            "note": "合同约定",
        }

    def about(self, value: Any) -> Any:
        """A fact with or without what surrounds it."""
        if isinstance(value, dict) or not self.chance(0.2):
            return value
        said = {"source": self.choice(list(SOURCES)), "at": "第3行", "by": "财务科", "on": self.choice(DAYS)}
        return {"value": value, **{key: said[key] for key in said if self.chance(0.6)}}

    # ---------------------------------------------------------------- facts

    def fact(self, name: str, fact: Fact) -> Any:
        match fact.kind:
            case "yes_no":
                value = self.chance(0.5)
                return {"value": value, "evidence": "文件"} if value and self.chance(0.5) else value
            case "text":
                return self.choice(fact.options or (*OPTIONS, "其他"))
            case "date":
                return self.choice(DATES)
            case "list":
                return [self.record(fact.fields) for _ in range(self.rng.randint(0, 3))]
        if fact.options or fact.whole:
            return self.choice(fact.options or (0, 1, 2, 3, 10, 100))
        return self.number(fact.kind, self.book.thresholds.get(name, ()))

    def record(self, fields: Mapping[str, Any]) -> Data:
        return {name: self.field(of) for name, of in fields.items() if not self.chance(self.missing)}

    def field(self, of: Any) -> Any:
        if isinstance(of, dict):
            return [self.record(of) for _ in range(self.rng.randint(0, 2))]
        match of:
            case "yes_no":
                return self.chance(0.5)
            case "text":
                return self.choice(OPTIONS[:2])
            case "date":
                return self.choice(DATES)
        return self.exactly(of, ())

    def number(self, measure: str, thresholds: Sequence[Fraction]) -> Any:
        """A value at or near a threshold, zero, very large or very small; or only limits of it."""
        if self.chance(self.bounds):
            value = self.near(measure, thresholds)
            ends = {"at_least": self.text(value, measure)}
            if self.chance(0.5):
                ends["at_most"] = self.text(value + self.choice((0, 1, 30)) * abs(self.unit(measure)), measure)
            return ends if self.chance(0.7) else {"at_most": self.text(value, measure)}
        return self.exactly(measure, thresholds)

    def exactly(self, measure: str, thresholds: Sequence[Fraction]) -> Any:
        value = self.near(measure, thresholds)
        return Decimal(written(value)) if measure == "plain" and self.chance(0.2) else self.text(value, measure)

    def unit(self, measure: str) -> Fraction:
        return self.choice(list(UNITS[measure].values()))

    def near(self, measure: str, thresholds: Sequence[Fraction]) -> Fraction:
        unit = self.unit(measure)
        form = self.rng.randrange(12)
        if form == 0:
            return Fraction(0)
        if form == 1:
            return self.choice((Fraction(10**25), Fraction(1, 10**6), Fraction(10**12) + Fraction(1, 10**4))) * unit
        base = self.choice(thresholds) if thresholds else self.choice((1, 2, 10, 60, 100)) * unit
        found = base + self.choice((0, 0, 1, -1, Fraction(1, 100), Fraction(-1, 100))) * unit
        return found if found >= 0 or self.chance(0.03) else base

    def text(self, value: Fraction, measure: str) -> str:
        return amount(value, self.choice(list(UNITS[measure])))

    # ---------------------------------------------------------------- rows

    def row(self, row: Row) -> Data:
        """What the project adds to a row of the set."""
        found = {key: row.written[key] for key in row.open if not (key == "target" and self.chance(self.missing))}
        target = row.written.get("target", "")
        if "weight" in found and self.chance(0.3):
            found["weight"] = 15
        if row.rule.measure is not None and "actual" not in row.written and not self.chance(self.missing):
            found["actual"] = self.about(self.actual(row, target))
        if row.rule.levels and not self.chance(self.missing):
            found["judged"] = self.judged(row)
            if "target" not in row.open and self.chance(0.2):
                found["actual"] = self.choice((f"{found['judged']['level']}程度", "基本完成"))
        if self.chance(0.15):
            found["claimed"] = self.choice((0, 5, "7.5", {"department": 3}))
        if found and self.chance(0.03):
            found["note"] = "补充说明"
        if not self.book.kleene and "missing" not in row.written and self.chance(0.02):
            found["missing"] = self.choice(POLICIES)
        return found

    def actual(self, row: Row, target: str) -> Any:
        match row.rule.measure:
            case "yes_no":
                return self.chance(0.5)
            case "date":
                return self.choice(DATES)
        return self.number(str(row.rule.measure), self.edges(row, target))

    def edges(self, row: Row, target: str) -> Sequence[Fraction]:
        if not target or not row.rule.proportional:
            return row.rule.edges
        number, _, unit = target.split(" ", 1)[1].replace("%", " %").partition(" ")
        value = Fraction(number) * next(units[unit] for units in UNITS.values() if unit in units)
        return [value * edge for edge in row.rule.edges]

    def judged(self, row: Row) -> Data:
        level = self.choice(row.rule.levels)
        made: Data = {"level": level.name, "by": "评价组"}
        said = {"on": self.choice(DAYS), "why": "依据报告", "source": "report", "at": "第5页"}
        made |= {key: said[key] for key in said if self.chance(0.3)}
        if self.chance(max(self.missing, 0.05)):
            return made
        if row.rule.in_points:
            return {**made, "points": int(self.choice((level.low, level.high)))}
        top = level.high if level.high == 1 else level.high - Fraction(1, 100)
        return {**made, "share": amount(self.choice((level.low, top, (level.low + top) / 2)), "%")}
