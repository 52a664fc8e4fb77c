"""Rulebooks and tables as people write them, made up from a number: nearly all of their rows are for SQL.

Rulebooks keep to what evaluators write every day. Tables stand at limits and thresholds, one unit beside them, at exact
halves of the last digit kept, at zero, at huge and negative numbers; some cells are empty, a few are no cells at all.
Texts have units, percent signs and targets' signs mixed in one column; typed columns are those of Parquet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from tests.generators import MODES, Data
from tests.generators.formulas import written

ROWS = 60
TARGETS = (0, 3, 7, 8, 16, 40, 80, 125, 200, 400, 1000, 640_000)
"""Many are whole powers of two and five, so that quotients end, often at a half of the last digit."""
SIGNS = (">=", ">", "<=", "<", "=")
LEVELS = (("好", 90), ("较好", 75), ("一般", 60), ("差", 0))
UNITS = {"money": {"元": 1, "万元": 10_000}, "people": {"人": 1}, "plain": {"": 1}, "share": {"%": Fraction(1, 100)}}
WHOLE = {"TINYINT": 127, "SMALLINT": 32_767, "INTEGER": 2**31 - 1, "BIGINT": 2**62}
DECIMALS = ((5, 2), (9, 0), (9, 2), (12, 1), (18, 2), (18, 4), (38, 6), (38, 10), (38, 18), (18, 9))
NOT_PLAIN = ("约39", "1e3", "—", "NaN", "1,000", "９", "12 公里", "-", "0x1F", "+5", "007", "1.", ".5")


@dataclass
class Column:
    """One column: its type in DuckDB, and its cells as they would be written there."""

    type: str = "VARCHAR"
    cells: list[str | None] = field(default_factory=list)


@dataclass(frozen=True)
class Filled:
    seed: int
    rulebook: Data
    indicator_set: Data
    columns: dict[str, Column]


def filled(seed: int, typed: bool, rows: int = ROWS) -> Filled:
    """The rulebook, set and table of this number; `typed`: with columns of numbers, dates, yes and no."""
    return _Author(seed, typed, rows).everything()


class _Author:
    def __init__(self, seed: int, typed: bool, rows: int) -> None:
        self.seed, self.typed, self.rows = seed, typed, rows
        self.rng = Random(f"filled {seed} {typed}")
        self.choice = self.rng.choice
        self.columns: dict[str, Column] = {}
        self.missing = self.choice((0, 0, 0.05, 0.2))
        self.odd = self.choice((0, 0, 0, 0.01, 0.03))  # cells that nobody can read, or that few write
        self.decimals = 2  # of the amounts in one column

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def everything(self) -> Filled:
        facts = self.facts()
        rules: Data = {}
        indicators: Data = {}
        header = self.header()
        for number in range(self.rng.randint(2, 6)):
            id_, name = f"N{number}", f"r{number}"
            weight = self.choice((5, 8, 10, 10, 20, Decimal("7.5"), Decimal("2.5")))
            maker = self.choice((self.proportional, self.proportional, self.banded, self.rated, self.deduction, self.checklist,
                                 self.judged, self.conditions, self.curve, self.parts, self.formula))  # fmt: skip
            rules[name], row = maker(id_, weight)
            if self.chance(0.15):
                rules[name]["missing"] = self.choice(("zero", "full", "leave_out", "no_total", {"value": "50%"}))
            if self.chance(0.08):
                rules[name]["when"] = self.choice(("approved", 'scope != "丙"', "planned > 0 元"))
            indicators[id_] = {
                "in": self.choice(("产出/数量", "产出/质量", "效益", "过程/资金")),
                "label": f"指标 {id_}",
                "weight": weight,
                "rule": name,
                **row,
            }
            if self.chance(0.15):
                self.texts(f"{id_}.not_applicable", lambda: "不涉及" if self.chance(0.2) else None)
            if self.chance(0.3):
                self.claim(f"{id_}.claim.self", weight)
        if self.chance(0.3):
            self.claim("claim.self", 60)
        if self.chance(0.7):
            self.columns["project"] = Column("VARCHAR", [f"项目{number}" for number in range(self.rows)])
        paths = sorted(
            {row["in"] for row in indicators.values()} | {row["in"].split("/")[0] for row in indicators.values()}
        )
        if self.chance(0.8):  # without it, or beside other weights, there is no grade
            header["total"] = sum(row["weight"] for row in indicators.values())
        rulebook: Data = {"format": 1, "rulebook": header, "fact": facts, "value": self.values, "rule": rules}
        rulebook |= {"check": self.checks(), "grade": self.grade(), "limit": self.limits(paths, list(indicators))}
        rulebook |= {"group": self.groups(paths), "result": self.results(list(indicators))}
        indicator_set = {"format": 1, "indicator_set": {"name": "set", "rules": "filled"}, "indicator": indicators}
        return Filled(self.seed, rulebook, indicator_set, self.columns)

    # ------------------------------------------------------------------ the rulebook

    def header(self) -> Data:
        points: Data = self.choice(({"decimals": 2}, {"decimals": 2}, {"decimals": 0}, {"decimals": 1}, {"decimals": 3},
                                    {"step": "0.05"}, {"step": "0.25"}, {"step": "0.5"}, {"step": 2}))  # fmt: skip
        points = {**points, "mode": self.choice(("half_up", "half_up", *MODES))}
        missing = {"missing": self.choice(("zero", "full", "leave_out"))} if self.chance(0.15) else {}
        return {
            "name": "filled",
            "weights_off_total": "finding",
            "points": points,
            "not_applicable": self.choice(("rescale", "rescale", "siblings", "full")),
            **missing,
        }

    def facts(self) -> Data:
        self.values: Data = {}
        declared: Data = {}
        for name in ("planned", "arrived", "spent"):
            declared[name] = {"unit": self.choice(("元", "万元"))}
            if self.chance(0.5):
                declared[name]["range"] = self.choice((">= 0 元", "> 0 元", ">= 0 元 and <= 100000000 元"))
            self.numbers(name, "money", (0, 100, 640_000, 50_000, 1_000_000), declared[name]["unit"])
        for name in ("late", "violations"):
            declared[name] = {"kind": "number"}
            if self.chance(0.3):
                declared[name]["range"] = ">= 0"
            if self.chance(0.3):
                declared[name]["if_missing"] = self.choice((0, 2))
            self.numbers(name, "plain", (0, 1, 2, 3, 7), "")
        declared["rate"] = {"unit": "%"}
        self.numbers("rate", "share", (0, Fraction(3, 5), Fraction(9, 10), 1), "%")
        for name in ("approved", "diverted"):
            declared[name] = {"kind": "yes_no", **({"if_missing": False} if self.chance(0.5) else {})}
            self.yes_no(name)
        declared["scope"] = ["甲", "乙", "丙"]
        self.texts("scope", lambda: self.choice(("甲", "乙", "丙")), "ENUM('甲', '乙', '丙', '丁')")
        declared |= {"due_on": {"kind": "date"}, "arrived_on": {"kind": "date"}}
        for name in ("due_on", "arrived_on"):
            self.days(name)
        self.values["arrival"] = {"is": self.choice(("arrived / planned", "spent / (planned + arrived)", "(planned - spent) / planned"))}  # fmt: skip
        self.values["overrun"] = {"is": "abs(spent / planned - 1)"}
        return declared

    # ------------------------------------------------------------------ rules, each with its row of the set

    def proportional(self, id_: str, weight: Any) -> tuple[Data, Data]:
        rule: Data = {"kind": "proportional"}
        if self.chance(0.4):
            rule["nothing_below"] = self.choice(("60%", "50%", "75%"))
        if self.chance(0.4):
            rule["over"] = {"beyond": "130%", "then": self.choice(("finding", "max(0%, 230% - it)", "90%"))}
            if self.chance(0.5):
                rule["over"]["unless"] = "why"
                self.texts(f"{id_}.why", lambda: "调整" if self.chance(0.3) else None)
        return rule, self.target(id_, self.choice(("people", "money", "share", "plain")))

    def target(self, id_: str, measure: str) -> Data:
        """Target and actual: the target in the set, or in a column with several signs."""
        unit = self.choice(list(UNITS[measure]))
        factor = Fraction(UNITS[measure][unit])
        of_set = self.choice(TARGETS)
        known = [Fraction(of_set)]
        row: Data = {"target": f"{self.choice(SIGNS)} {self.amount(Fraction(of_set) * factor, unit, measure)}"}
        if self.chance(0.6):
            signs = [self.choice(SIGNS) for _ in range(self.choice((1, 1, 2, 4)))]
            known = [Fraction(self.choice(TARGETS)) for _ in range(3)]
            row = {}
            self.texts(f"{id_}.target", lambda: f"{self.choice(signs)}{self.choice(('', ' '))}"
                       f"{self.amount(self.choice(known) * factor, unit, measure)}")  # fmt: skip
        self.numbers(f"{id_}.actual", measure, [value * factor * share for value in known for share in
                                                (1, Fraction(3, 5), Fraction(13, 10), Fraction(1, 3))], unit)  # fmt: skip
        return row

    def banded(self, id_: str, weight: Any) -> tuple[Data, Data]:
        results = self.choice((["100%", "60%", "0%"], [5, Decimal("2.5"), 0]))
        rows: list[Any] = [[">= 95%", results[0]], ["> 80%", results[1]], ["else", results[2]]]
        if results[0] == "100%" and self.chance(0.5):
            rows[1] = ["> 80%", "actual / 95%"]
        target = f">= {self.choice((90, 100))}%"
        self.numbers(f"{id_}.actual", "share", (0, Fraction(95, 100), Fraction(4, 5), 1), "%")
        return {"by": "actual", "rows": rows}, {"target": target}

    def rated(self, id_: str, weight: Any) -> tuple[Data, Data]:
        by = self.choice(("arrival", "overrun", "rate", "arrived / planned"))
        rows: list[Any] = [[f">= {self.choice((90, 95))}%", "100%"], [">= 50%", self.choice(("80%", "80% * it", "it"))]]
        rule: Data = {"by": by, "rows": [*rows, ["else", "0%"]], "gives": "share"}
        if self.chance(0.3):
            rule["between"] = self.choice((["0%", "100%"], ["10%", "100%"], [-2, "120%"]))
        return rule, {}

    def deduction(self, id_: str, weight: Any) -> tuple[Data, Data]:
        listed: list[Data] = [{"each": "late", "points": self.choice((1, Decimal("0.5"), "10%"))}]
        if self.chance(0.6):
            listed[0]["at_most"] = self.choice((3, "50%"))
        if self.chance(0.6):
            listed.append({"each": "violations", "points": 2})
        if self.chance(0.6):
            listed.append({"when": self.condition(), **self.choice(({"all": True}, {"points": 3}))})
        return {"kind": "deduction", "deduct": listed}, {}

    def checklist(self, id_: str, weight: Any) -> tuple[Data, Data]:
        items: list[Data] = [{"id": "one", "when": "approved"}, {"when": self.condition()}]
        if self.chance(0.5):
            items[0]["evidence"] = "required"
            self.texts("approved.evidence", lambda: "文件" if self.chance(0.7) else None)
        if self.chance(0.5):
            items.append({"when": "not diverted", "needs": "one"})
        if self.chance(0.3):
            items[1]["earns"] = self.choice((1, "30%"))
        return {"kind": "checklist", "items": items}, {}

    def judged(self, id_: str, weight: Any) -> tuple[Data, Data]:
        names = [name for name, _ in LEVELS]
        self.texts(f"{id_}.level", lambda: self.choice(names))
        if self.chance(0.6):
            levels = [[name, f">= {low}%" if low else "else"] for name, low in LEVELS]
            ends = [Fraction(low, 100) for _, low in LEVELS]
            self.numbers(f"{id_}.share", "share", [*ends, 1, Fraction(95, 100), Fraction(2, 3)], "%")
            if self.chance(0.5):
                self.match_levels(id_)
            return {"kind": "judged", "levels": levels}, {"target": "定性"}
        levels = [["好", 10, 15], ["较好", 5, 10], ["一般", 2, 5], ["差", 0, 2]]
        self.numbers(f"{id_}.points", "plain", (0, 2, 5, 10, 15), "")
        return {"kind": "judged", "full": 15, "levels": levels, **self.choice(({}, {"step": 1}, {"step": "0.5"}))}, {"target": "定性"}  # fmt: skip

    def match_levels(self, id_: str) -> None:
        """Levels that the shares lie in: most tables have no others."""
        head = next(head for head in self.columns if head.startswith(f"{id_}.share"))
        found: list[str | None] = []
        for cell, level in zip(self.columns[head].cells, self.columns[f"{id_}.level"].cells, strict=True):
            try:
                share = Fraction((cell or "").rstrip("% ")) / (1 if head.endswith("(1)") else 100)
                found.append(next(name for name, low in LEVELS if share >= Fraction(low, 100)))
            except (ValueError, StopIteration):
                found.append(level)
        self.columns[f"{id_}.level"].cells = found

    def conditions(self, id_: str, weight: Any) -> tuple[Data, Data]:
        rows: list[Any] = [[self.condition(), self.choice((5, 3))] for _ in range(self.rng.randint(1, 3))]
        hit: Data = self.choice(({}, {}, {"hit": "sum"}, {"hit": "max"}, {"hit": "min"}))
        return {"rows": [*rows, ["else", 1]], "gives": "points", **hit}, {}

    def curve(self, id_: str, weight: Any) -> tuple[Data, Data]:
        lines = [["0%", "60%", "0%", "50%"], ["60%", "100%", "50%", "100%"]]
        return {"by": self.choice(("rate", "arrival")), "lines": lines, "otherwise": "0%", "gives": "share"}, {}

    def parts(self, id_: str, weight: Any) -> tuple[Data, Data]:
        made: list[Data] = [
            {"gives": "points", "is": "-0.1 * floor(max(0, spent / planned - 1) / 5%)", "between": [-2, 0]},
            {"by": "overrun", "rows": [["== 0%", 5], ["<= 2%", 4], ["else", "3 - 0.5 * floor((it - 2%) / 1%)"]]},
        ]
        if self.chance(0.5):
            made.append({"gives": "points", "is": "late / 3", "round": {"decimals": 1, "mode": self.choice(MODES)}})
        return {"part": made}, {}

    def formula(self, id_: str, weight: Any) -> tuple[Data, Data]:
        share = self.choice(("min(100%, arrival)", "if approved then rate else rate / 3", "clamp(1 - overrun, 0%, 100%)",
                             "mean(rate, arrival)", "rate * arrival", "median(rate, arrival, 50%)"))  # fmt: skip
        rule: Data = {"gives": "share", "is": share}
        if self.chance(0.3):
            rule["round"] = {"decimals": self.choice((0, 1)), "mode": self.choice(MODES)}
        return rule, {}

    def condition(self) -> str:
        return self.choice(
            (
                "approved",
                "diverted and late > 2",
                "late >= 3 or not approved",
                'scope == "甲"',
                'scope != "乙" and approved',
                "spent <= planned",
                "arrived / planned >= 60%",
                "arrived_on <= due_on",
                "days(due_on, arrived_on) > 3",
                "year(due_on) == 2024",
                "known(rate) and rate > 90%",
                "spent > 64 万元",
            )
        )

    # ------------------------------------------------------------------ the whole

    def grade(self) -> Data:
        return {"by": "total", "rows": [[">= 30", "优"], ["> 20", "良"], [">= 10", "中"], ["else", "差"]]}

    def limits(self, paths: Sequence[str], ids: Sequence[str]) -> Data:
        made: Data = {}
        if self.chance(0.4):
            made["veto"] = {"when": "diverted", "grade": self.choice(("差", {"at_most": "中"}, {"at_least": "良"}))}
        if self.chance(0.4):
            when = self.choice(("diverted or late > 3", "total >= 20", f"{ids[0]}.points < 2"))
            made["cap"] = {"when": when, "total": self.choice(({"at_most": 19}, {"at_least": 5}, {"at_most": "12.5"}))}
            made["cap"]["total"] = {key: Decimal(str(end)) for key, end in made["cap"]["total"].items()}
        if self.chance(0.3):
            made["group"] = {"when": "not approved", "group": {self.choice(paths): {"at_most": 3}}}
        return made

    def checks(self) -> Data:
        made: Data = {}
        if self.chance(0.4):
            made["adds_up"] = {"that": "arrived + spent == planned", "within": "50 元", "label": "应当相符"}
        if self.chance(0.3):
            made["spent_last"] = {"that": "spent <= arrived", "label": "支出不超过到位", "broken": self.choice(("finding", "finding", "stop"))}  # fmt: skip
        return made

    def groups(self, paths: Sequence[str]) -> Data:
        made: Data = {}
        for path in paths:
            if self.chance(0.25):
                how = self.choice(("sum", "mean", "mean", "min", "max", "median"))
                made[path] = {"combine": how} | ({"weight": self.choice((10, 20))} if how != "sum" else {})
                if self.chance(0.6):
                    made[path]["round"] = {"decimals": self.choice((1, 2)), "mode": self.choice(MODES)}
        return made

    def results(self, ids: Sequence[str]) -> Data:
        made: Data = {}
        if self.chance(0.4):
            made["share_spent"] = {"is": "spent / planned", "round": {"decimals": 3, "mode": self.choice(MODES)}, "optional": True}  # fmt: skip
        if self.chance(0.3):
            made["to_a_step"] = {"is": "rate * 7 / 3", "round": {"step": "0.05", "mode": self.choice(MODES)}}
        if self.chance(0.3):
            made["combined"] = {"is": "v_mean", "round": {"decimals": 2, "mode": self.choice(MODES)}, "optional": True}
            how = self.choice(("mean", "sum", "max", "median"))
            members = [["late", 2], ["violations", 1]] if how in ("mean", "sum") else ["late", "violations"]
            self.values["v_mean"] = {"of": members, "combine": how,
                                     "missing": self.choice(("leave_out", "zero", "not_scorable"))}  # fmt: skip
        if self.chance(0.2):
            made["reasons"] = {"rank": [{"lost": f"10 - {id_}.points", "code": f"R-{id_}"} for id_ in ids],
                               "keep": "lost > 1", "optional": True}  # fmt: skip
        return made

    # ------------------------------------------------------------------ columns

    def texts(self, head: str, cell: Callable[[], str | None], type_: str = "VARCHAR") -> None:
        missing = 0 if head.endswith((".why", ".not_applicable", ".evidence")) else self.missing
        cells = [None if self.chance(missing) else cell() for _ in range(self.rows)]
        self.columns[head] = Column(type_ if self.typed and self.chance(0.7) else "VARCHAR", cells)

    def yes_no(self, head: str) -> None:
        words = ("是", "否") if self.chance(0.5) else ("true", "false")
        typed = self.typed and self.chance(0.7)
        cells = [None if self.chance(self.missing) else
                 self.choice(("true", "false") if typed else (*words, *(("Yes", "no") if self.chance(0.1) else ())))
                 for _ in range(self.rows)]  # fmt: skip
        self.columns[head] = Column("BOOLEAN" if typed else "VARCHAR", cells)

    def days(self, head: str) -> None:
        typed = self.typed and self.chance(0.7)
        known = ["2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01", "2024-03-04", "2024-12-31"]
        partial = [] if typed or self.chance(0.5) else ["2024-03", "2024", "2023-12"]
        cells = [None if self.chance(self.missing) else self.choice(partial if partial and self.chance(0.2) else known)
                 for _ in range(self.rows)]  # fmt: skip
        self.columns[head] = Column("DATE" if typed else "VARCHAR", cells)

    def claim(self, head: str, most: Any) -> None:
        cells = [
            None if self.chance(0.3) else self.choice(("0", "5", "10", "7.50", str(most))) for _ in range(self.rows)
        ]
        self.columns[head] = Column(self.choice(("DECIMAL(9,2)", "DOUBLE")) if self.typed else "VARCHAR", cells)

    def numbers(self, head: str, measure: str, near: Sequence[Any], unit: str) -> None:
        """A column of numbers around some values in base units."""
        values = [None if self.chance(self.missing) else self.value(measure, near) for _ in range(self.rows)]
        if self.typed and self.chance(0.85):
            self.typed_numbers(head, measure, values)
            return
        units = list(UNITS[measure])
        units = units if self.chance(0.4) else [unit if unit in units else self.choice(units)]
        self.decimals = self.choice((0, 1, 2, 2, 2, 4))
        cells = [None if value is None else self.amount(value, self.choice(units), measure) for value in values]
        self.columns[head] = Column(
            "VARCHAR", [self.choice(NOT_PLAIN) if self.chance(self.odd) else cell for cell in cells]
        )

    def value(self, measure: str, near: Sequence[Any]) -> Fraction:
        """At, beside, or somewhere below one of the values; now and then huge, negative, or with many decimals."""
        base = Fraction(self.choice(near))
        unit = Fraction(1, 100) if measure == "share" else Fraction(1)
        form = self.rng.randrange(14)
        if form < 4:
            return base
        if form < 7:
            return base + self.choice((-1, 1)) * unit * self.choice((1, 1, Fraction(1, 100), Fraction(1, 10)))
        if form < 12:
            return base * Fraction(self.rng.randint(0, 16), self.choice((8, 16, 10)))
        if form == 12 and self.chance(self.odd * 10):
            return self.choice(
                (-base, Fraction(-1) * unit, Fraction(10**9) * unit, Fraction(10**14) * unit, unit / 10**5)
            )
        return Fraction(0) if self.chance(0.3) else base

    def amount(self, value: Fraction, unit: str, measure: str) -> str:
        exactly = value / Fraction(UNITS[measure][unit])
        text = written(exactly if self.chance(0.004) else round(exactly, self.decimals))
        if self.chance(0.1) and "." not in text:
            text += ".0"
        blank = "" if unit in ("", "%") else self.choice((" ", " ", ""))
        return f"{text}{blank}{unit}"

    def typed_numbers(self, head: str, measure: str, values: Sequence[Fraction | None]) -> None:
        unit = self.choice(list(UNITS[measure]))
        scale = Fraction(UNITS[measure][unit])
        head = f"{head} ({unit})" if unit else head
        if measure == "share" and self.chance(0.3):
            head, scale = head.replace("(%)", "(1)"), Fraction(1)
        decimals = self.choice((0, 0, 2, 2, 4))
        scaled = [None if value is None else round(value / scale, decimals) for value in values]
        kind = self.choice(("whole", "whole", "decimal", "decimal", "decimal", "float"))
        if kind == "whole" and all(value is None or value.denominator == 1 for value in scaled):
            largest = max((abs(value) for value in scaled if value is not None), default=Fraction(0))
            type_ = self.choice([name for name, most in WHOLE.items() if most >= largest])
            cells = [None if value is None else str(int(value)) for value in scaled]
        elif kind == "float":
            type_ = self.choice(("DOUBLE", "DOUBLE", "FLOAT"))
            cells = [None if value is None else written(value) for value in scaled]
        else:
            largest = max((abs(value) for value in scaled if value is not None), default=Fraction(0))
            width, decimals = self.choice([one for one in DECIMALS if 10 ** (one[0] - one[1]) > largest + 1])
            type_ = f"DECIMAL({width},{decimals})"
            cells = [None if value is None else f"{Decimal(written(round(value, decimals)))}" for value in scaled]
        self.columns[head] = Column(type_, cells)
