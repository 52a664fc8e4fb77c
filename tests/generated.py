"""Whole rulebooks, indicator sets and projects made up from a number: the same number, the same texts.

They cover the spine of the language. What is made is plain data as TOML gives it; `toml` writes it out, so that
whatever fails can be kept as files and read by a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from tests.generated_formulas import COMPARISONS, DATES, OPTIONS, UNITS, Names, Writer, amount, written

MODES = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor", "05up")
SIGNS = (">=", ">", "<=", "<", "=")
UNWEIGHTED = ("median", "min", "max", "count")
POLICIES: tuple[Any, ...] = ("zero", "full", "leave_out", "no_total", {"value": "50%"}, {"value": "75%"})
GRADES = ("优", "良", "中", "差")
PATHS = ("产出/数量", "产出/质量", "产出", "效益", "效益/社会效益/满意", "过程/资金/到位", "过程/资金")
Data = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """A declared fact: what it measures (or yes_no, text, date, list), and its fields if it is a list."""

    kind: str
    options: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Level:
    name: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Rule:
    """What an indicator under a rule has to report, and where its points change."""

    data: Data
    measure: str | None = None  # of target and actual
    proportional: bool = False
    edges: tuple[Fraction, ...] = ()  # of the actual, or of completion where proportional
    levels: tuple[Level, ...] = ()
    in_points: bool = False
    bonus: bool = False  # has a `between`


@dataclass(frozen=True)
class Row:
    id: str
    rule: Rule
    rule_name: str
    weight: Fraction
    open: tuple[str, ...]  # keys that the set leaves to the project
    written: Data  # the whole row, as the set would write it


@dataclass(frozen=True)
class Generated:
    """A rulebook and an indicator set as data, and what projects need to know of them."""

    seed: int
    kleene: bool
    rulebook: Data
    indicator_set: Data
    facts: Mapping[str, Fact]
    rows: tuple[Row, ...]
    thresholds: Mapping[str, Sequence[Fraction]]


def generated(seed: int, kleene: bool = False) -> Generated:
    """The rulebook and set of this number. `kleene`: one that never tells missing from known, and declares no policy."""
    return _Author(seed, kleene).everything()


class _Author:
    """Makes up one rulebook with its set."""

    def __init__(self, seed: int, kleene: bool) -> None:
        self.seed, self.kleene = seed, kleene
        self.rng = Random(seed)
        self.writer = Writer(self.rng, Names(), kleene)
        self.names = self.writer.names
        self.chance = self.writer.chance
        self.choice = self.rng.choice
        self.facts: dict[str, Fact] = {}
        self.decimals = 2

    def everything(self) -> Generated:
        facts = self.all_facts()
        values = {}
        for number in range(self.rng.randint(0, 6)):
            values[f"v{number}"] = self.value(f"v{number}")
        rules = {f"r{number}": self.rule() for number in range(self.rng.randint(1, 5))}
        alone = self.chance(0.06)  # results alone, without any indicator
        rows = () if alone else tuple(self.row(f"A{number}", rules) for number in range(self.rng.randint(1, 7)))
        header = self.header(rows)
        rulebook: Data = {
            "format": 1,
            "rulebook": header,
            "fact": facts,
            "value": values,
            "rule": {name: rule.data for name, rule in rules.items()},
            "check": {f"c{number}": self.check() for number in range(self.rng.randint(0, 2))},
            "basis": {"law": {"title": "办法", "number": "财预〔2020〕10号"}},
        }
        if self.chance(0.6):
            rulebook["grade"] = self.grade()
        rulebook["limit"] = self.limits(rows, "grade" in rulebook)
        rulebook["group"] = self.groups(rows, rules)
        rulebook["result"] = {f"x{number}": self.result(rows) for number in range(self.choice((0, 0, 1, 2)))}
        if alone:
            rulebook["result"]["whole"] = {"is": self.writer.number("plain", 2), "total": True}
            rulebook["result"]["whole"] |= {"round": {"decimals": 2}} if self.chance(0.5) else {}
        if "grade" not in rulebook and self.chance(0.5):
            rulebook["grade"] = self.grades_of_results(rulebook["result"])
        if self.chance(0.2):
            rulebook["frame"] = {row.written["in"].split("/")[0]: {"weight": self.choice((20, 50))} for row in rows[:1]}
        indicators = {row.id: {key: row.written[key] for key in row.written if key not in row.open} for row in rows}
        indicator_set = {"format": 1, "indicator_set": {"name": "set", "rules": "generated"}, "indicator": indicators}
        thresholds = {name: sorted(found) for name, found in self.writer.thresholds.items()}
        return Generated(self.seed, self.kleene, rulebook, indicator_set, self.facts, rows, thresholds)

    # ------------------------------------------------------------------ facts

    def all_facts(self) -> Data:
        declared: Data = {}
        for measure in UNITS:
            for number in range(self.rng.randint(0, 2)):
                declared[f"{measure}{number}"] = self.number_fact(f"{measure}{number}", measure)
        for number in range(self.rng.randint(1, 3)):
            name = f"yes{number}"
            declared[name] = {"kind": "yes_no"}
            if not self.kleene and self.chance(0.2):
                declared[name]["if_missing"] = self.chance(0.5)
            self.facts[name] = Fact("yes_no")
            self.names.yes_no.append(name)
        if self.chance(0.7):
            declared["scope"] = list(OPTIONS)
            self.facts["scope"] = Fact("text", OPTIONS)
            self.names.texts["scope"] = OPTIONS
        if self.chance(0.3):
            declared["note"] = {"kind": "text"}
            self.facts["note"] = Fact("text")
            self.names.texts["note"] = OPTIONS
        for number in range(self.rng.randint(0, 2)):
            declared[f"day{number}"] = {"kind": "date"}
            self.facts[f"day{number}"] = Fact("date")
            self.names.dates.append(f"day{number}")
        if self.chance(0.5):
            fields = {"part_paid": "money", "part_share": "share", "part_done": "yes_no"}
            declared["parts"] = {
                "list": {"part_paid": {"unit": "元"}, "part_share": "%", "part_done": {"kind": "yes_no"}}
            }
            self.facts["parts"] = Fact("list", fields=fields)
            self.names.lists["parts"] = fields
        self.names.facts.update(declared)
        self.names.presumed.update(name for name, fact in declared.items() if "if_missing" in fact)
        return declared

    def number_fact(self, name: str, measure: str) -> Data:
        unit = self.choice(list(UNITS[measure]))
        fact: Data = {"unit": unit} if unit else {"kind": "number"}
        if self.chance(0.15):
            fact["range"] = ">= 0"
        if not self.kleene and self.chance(0.1):
            fact["if_missing"] = self.writer.literal(measure)[0]
        if self.chance(0.1):
            fact["from"] = f"数据 {name}"
        self.facts[name] = Fact(measure)
        self.names.numbers[measure].append(name)
        return fact

    # ------------------------------------------------------------------ values

    def value(self, name: str) -> Data:
        measure = self.choice(("plain", "plain", "share", "money", "people", "days"))
        makers = [self.formula, self.numbers_table, self.texts_table, self.yes_no_table, self.lines, self.combination]
        makers += [self.with_parameters, self.several_results, self.numbers_table]
        made = self.choice(makers)(name, measure)
        if not self.kleene and {"is", "lines"} & set(made) and "with" not in made and self.chance(0.12):
            made["missing"] = self.choice(("zero", {"value": self.result_literal(measure)}))
        if "with" not in made and "gives" not in made:
            made |= self.ends_and_when(measure, made)
        if self.chance(0.1):
            made["label"] = {"zh": f"值 {name}", "en": f"value {name}"}
        return made

    def ends_and_when(self, measure: str, made: Data) -> Data:
        """Ends of a number, where no rounding moves them, and a condition outside which it does not apply."""
        found: Data = {}
        if self.chance(0.15) and "round" not in made and made.get("hit") != "count":
            ends: dict[Fraction, str] = {}
            while len(ends) < 2:
                text, value = self.writer.literal(measure)
                ends[value] = text
            found["between"] = [ends[value] for value in sorted(ends)]
        if not self.kleene and self.chance(0.12):
            found["when"] = self.writer.condition(1)
        return found

    def formula(self, name: str, measure: str) -> Data:
        made: Data = {"is": self.writer.number(measure, 3)}
        if self.chance(0.25):
            made["round"] = self.rounding()
        self.names.numbers[measure].append(name)
        return made

    def numbers_table(self, name: str, measure: str) -> Data:
        made = self.table(lambda: self.result_cell(measure))
        self.names.numbers["plain" if made.get("hit") == "count" else measure].append(name)
        return made

    def result_cell(self, measure: str) -> Any:
        if self.chance(0.3):
            return self.writer.number(measure, 1)
        text = self.writer.literal(measure)[0]
        return Decimal(text) if measure == "plain" else text

    def table(self, result: Any, hits: Sequence[str] = ("sum", "min", "max", "count")) -> Data:
        """A table of numbers: bands of one key, or rows of several keys, or rows of conditions, by some hit policy."""
        form = self.rng.randrange(6)
        if form < 3:
            key = self.number_key()
            rows, hit = self.bands(key, result)
            return {"by": key[0] if self.chance(0.5) else [key[0]], "rows": rows, **hit}
        if form == 3:
            rows = [[self.writer.condition(1), result()] for _ in range(self.rng.randint(1, 3))]
            return self.ended({"rows": rows}, result)
        keys = [self.writer.key() for _ in range(self.rng.randint(1, 3))]
        rows = [[*(self.writer.cell(key) for key in keys), result()] for _ in range(self.rng.randint(1, 5))]
        made = self.ended({"by": [key[0] for key in keys], "rows": rows}, result)
        if hits and self.chance(0.35):
            made["hit"] = self.choice(hits)
            if self.chance(0.2):
                made["hit"] = "any"
                same = result()
                made["rows"] = [[*row[:-1], same] for row in made["rows"]]
        return made

    def number_key(self) -> tuple[str, str]:
        for _ in range(5):
            key = self.writer.key()
            if key[1] in UNITS:
                return key
        return self.writer.number("plain", 1), "plain"

    def bands(self, key: tuple[str, str], result: Any) -> tuple[list[Any], Data]:
        results = [result() for _ in range(self.rng.randint(2, 4))]
        if self.chance(0.25):
            rows = self.writer.apart(key, results)
            return rows, {"hit": self.choice(("unique", "unique", "sum", "max", "any"))}
        return self.writer.bands(key, results), {}

    def ended(self, made: Data, result: Any) -> Data:
        """With a last resort in one of its two forms; now and then without any."""
        if self.chance(0.45):
            made["rows"].append(["else", result()])
        elif self.chance(0.97):
            made["otherwise"] = result()
        return made

    def texts_table(self, name: str, measure: str) -> Data:
        options = list(OPTIONS[: self.rng.randint(2, 4)])
        made = self.table(lambda: self.choice(options), hits=("priority",))
        self.names.texts[name] = tuple(options)
        return {**made, "gives": options}

    def yes_no_table(self, name: str, measure: str) -> Data:
        made = self.table(lambda: self.chance(0.5), hits=())
        self.names.yes_no.append(name)
        return {**made, "gives": "yes_no"}

    def lines(self, name: str, measure: str) -> Data:
        made = self.curve(measure, lambda: self.result_literal(measure))
        self.names.numbers[measure].append(name)
        return made

    def result_literal(self, measure: str) -> Any:
        text = self.writer.literal(measure)[0]
        return Decimal(text) if measure == "plain" else text

    def curve(self, measure: str, result: Any) -> Data:
        """Straight lines one after the other; `otherwise` outside of them."""
        key = self.number_key()
        edges: dict[Fraction, str] = {}
        while len(edges) < 3:
            text, value = self.writer.literal(key[1])
            edges[value] = text
        self.writer.thresholds.setdefault(key[0], set()).update(edges)
        ordered = [edges[value] for value in sorted(edges)]
        heights = [result() for _ in ordered]
        lines = [[ordered[i], ordered[i + 1], heights[i], heights[i + 1]] for i in range(len(ordered) - 1)]
        made: Data = {"by": key[0], "lines": lines}
        if self.chance(0.97):
            made["otherwise"] = result()
        return made

    def combination(self, name: str, measure: str) -> Data:
        known = self.names.numbers[measure]
        how = self.choice(("sum", "product", "mean", "geomean", "median", "min", "max", "count"))
        if measure != "plain" and how in ("product", "geomean"):
            how = "mean"
        members: list[Any] = [self.member(measure, known, how) for _ in range(self.rng.randint(1, 4))]
        made: Data = {"of": members, "combine": how}
        if not self.kleene and self.chance(0.4):
            made["missing"] = self.choice(("leave_out", "zero", "not_scorable"))
        if how == "geomean":
            made["round"] = {"decimals": 6}
        self.names.numbers["plain" if how == "count" else measure].append(name)
        return made

    def member(self, measure: str, known: Sequence[str], how: str) -> Any:
        text = self.choice(known) if known and self.chance(0.8) else self.writer.number(measure, 1)
        if how == "geomean":
            text = f"abs({text})" if measure == "plain" else text
        return (
            text
            if how in UNWEIGHTED or self.chance(0.5)
            else [text, self.choice((1, 2, 3)) if how == "product" else self.choice((1, 2, "30%"))]
        )

    def with_parameters(self, name: str, measure: str) -> Data:
        takes = tuple(self.choice(("plain", "share", "money")) for _ in range(self.rng.randint(1, 3)))
        parameters = [f"p{number}" for number in range(len(takes))]
        inner = deepcopy(self.names)
        inner.numbers = {each: [p for p, of in zip(parameters, takes, strict=True) if of == each] for each in UNITS}
        writer = Writer(self.rng, inner, self.kleene, self.writer.thresholds)
        made = {"with": parameters, "is": writer.number(measure, 2)}
        self.names.functions[name] = (takes, measure)
        return made

    def several_results(self, name: str, measure: str) -> Data:
        made = self.table(lambda: None, hits=())
        if made.get("hit") in ("sum", "max"):  # for tables of one result
            made["hit"] = "first"
        rows = [[*row[:-1], self.choice(OPTIONS[:2]), self.choice((1, 2, 5))] for row in made["rows"]]
        made.pop("otherwise", None)
        if rows[-1][0] != "else":
            rows.append(["else", OPTIONS[0], 0])
        self.names.texts[f"{name}.level"] = OPTIONS[:2]
        self.names.numbers["plain"].append(f"{name}.rate")
        return {**made, "rows": rows, "gives": {"level": list(OPTIONS[:2]), "rate": "number"}}

    def rounding(self) -> Data:
        form = self.choice(({"decimals": self.rng.randint(0, 4)}, {"step": self.choice(("0.5", 1, 5))},
                            {"significant": self.rng.randint(1, 5)}))  # fmt: skip
        return {**form, "mode": self.choice(MODES)}

    # ------------------------------------------------------------------ rules

    def rule(self) -> Rule:
        makers = [self.proportional, self.proportional, self.banded, self.banded, self.conditions, self.deduction,
                  self.checklist, self.judged, self.parts, self.formula_rule, self.curve_rule, self.combined]  # fmt: skip
        rule = self.choice(makers)()
        data = dict(rule.data)
        if self.chance(0.2):
            data["label"] = "按规定计分"
        if self.chance(0.2):
            data["basis"] = self.choice(("law", {"law": "law", "at": "第三条"}))
        if not self.kleene and self.chance(0.25):
            data["missing"] = self.choice(
                (*POLICIES, {"row": 1}) if "rows" in data and "part" not in data else POLICIES
            )
        if not self.kleene and self.chance(0.12):
            data["when"] = self.writer.condition(1)
        bonus = "between" in data or ("part" not in data and rule.data.get("kind") != "judged" and self.chance(0.1))
        if bonus and "between" not in data:
            data["between"] = self.choice(([-5, "120%"], [0, "110%"], [-2, "80%"], ["-50%", "100%"], ["10%", "100%"]))
        if self.chance(0.08):
            data["round"] = self.choice(({"decimals": 1}, {"decimals": 0, "mode": "floor"}, {"decimals": 3}))
        return Rule(data, rule.measure, rule.proportional, rule.edges, rule.levels, rule.in_points, bonus)

    def with_actual(self, measure: str) -> Writer:
        """A writer that may also name the indicator's own actual, target and weight."""
        inner = deepcopy(self.names)
        inner.numbers[measure] += ["actual", "actual", "target"]
        inner.numbers["plain"].append("weight")
        return Writer(self.rng, inner, self.kleene, self.writer.thresholds)

    def proportional(self) -> Rule:
        data: Data = {"kind": "proportional"}
        edges = [Fraction(1)]
        if self.chance(0.5):
            floor = self.choice((50, 60, 75))
            data["nothing_below"] = f"{floor}%"
            edges.append(Fraction(floor, 100))
        if self.chance(0.4):
            beyond = self.choice((110, 130, 200))
            then = self.choice(("finding", "finding", "200% - it", "max(0%, 230% - it)", "90%"))
            data["over"] = {"beyond": f"{beyond}%", "then": then}
            if self.chance(0.4):
                data["over"]["unless"] = "why"
            edges.append(Fraction(beyond, 100))
        return Rule(data, self.choice(list(UNITS)), True, tuple(edges))

    def earned(self, kind: str) -> Any:
        """A literal result of a criterion, as a share or as points."""
        if kind == "share":
            return f"{self.choice((0, 20, 40, 60, 80, 95, 100))}%"
        return self.choice((0, 1, 2, 3, 5, Decimal("2.5"), 8))

    def banded(self) -> Rule:
        measure, kind = self.choice(list(UNITS)), self.choice(("share", "share", "points"))
        writer = Writer(self.rng, Names(), True)
        results = [self.earned(kind) for _ in range(self.rng.randint(2, 5))]
        key = ("actual", measure)
        if self.chance(0.3):
            rows, hit = writer.apart(key, results), self.choice(("unique", "max", "sum", "min"))
        else:
            rows, hit = writer.bands(key, results), None
        if kind == "points" and measure == "plain" and self.chance(0.3):
            rows[-1][1] = "8 - 0.5 * (it - 2)"
        data: Data = {"by": "actual", "rows": rows, **({"hit": hit} if hit else {})}
        if kind == "points" and all(row[-1] == 0 for row in rows):
            data["gives"] = "points"
        return Rule(data, measure, edges=tuple(sorted(writer.thresholds["actual"])))

    def conditions(self) -> Rule:
        kind = self.choice(("share", "points"))
        made = self.table(lambda: self.earned(kind), hits=("sum", "max"))
        return Rule({**made, "gives": kind})

    def deduction(self) -> Rule:
        listed: list[Data] = []
        for _ in range(self.rng.randint(1, 3)):
            if self.chance(0.45):
                listed.append({"when": self.writer.condition(1)})
            else:
                listed.append({"each": self.count()})
            if self.chance(0.15) and "when" in listed[-1]:
                listed[-1]["all"] = True
            else:
                listed[-1]["points"] = self.choice((1, 2, Decimal("0.5"), "20%"))
            if "each" in listed[-1] and self.chance(0.5):
                listed[-1]["at_most"] = self.choice((3, 6, "50%"))
            if self.chance(0.3):
                listed[-1]["label"] = "扣分"
        return Rule({"kind": "deduction", "deduct": listed})

    def count(self) -> str:
        known = [*self.names.numbers["plain"], *self.names.numbers["people"]]
        if known and self.chance(0.7):
            name = self.choice(known)
            self.writer.thresholds.setdefault(name, set()).update((Fraction(0), Fraction(2)))
            return name
        return f"floor({self.writer.number('plain', 1)})"

    def checklist(self) -> Rule:
        items: list[Data] = []
        for number in range(self.rng.randint(1, 4)):
            evidence = self.chance(0.3)
            reported = [name for name in self.names.yes_no if name in self.facts]
            item: Data = {"when": self.choice(reported) if evidence and reported else self.writer.condition(1)}
            if evidence and reported:
                item["evidence"] = "required"
            if self.chance(0.7):
                item["id"] = f"i{number}"
            before = [each["id"] for each in items if "id" in each]
            if before and self.chance(0.4):
                item["needs"] = self.choice((before[0], before))
            if self.chance(0.25):
                item["earns"] = self.choice((1, "30%", Decimal("2.5")))
            items.append(item)
        return Rule({"kind": "checklist", "items": items})

    def judged(self) -> Rule:
        if self.chance(0.5):
            edges = sorted(self.rng.sample((90, 80, 70, 60, 40), self.rng.randint(1, 3)), reverse=True)
            names = ["好", "较好", "一般", "较差"]
            levels, above = [], Fraction(1)
            for name, edge in zip(names, [*edges, 0], strict=False):
                levels.append(Level(name, Fraction(edge, 100), above))
                above = Fraction(edge, 100)
            written_levels = [
                [level.name, f">= {written(level.low * 100)}%" if level.low else "else"] for level in levels
            ]
            return Rule({"kind": "judged", "levels": written_levels}, levels=tuple(levels))
        tops = ((15, 10, 5), (10, 5, 2), (20, 12, 6))[self.rng.randrange(3)]
        ends = [*tops, 0]
        levels = [Level(f"级{number}", Fraction(ends[number + 1]), Fraction(ends[number])) for number in range(3)]
        data: Data = {
            "kind": "judged",
            "full": tops[0],
            "levels": [[level.name, int(level.low), int(level.high)] for level in levels],
        }
        if self.chance(0.5):
            data["step"] = self.choice((1, "0.5"))
        return Rule(data, levels=tuple(levels), in_points=True)

    def parts(self) -> Rule:
        measure = self.choice(list(UNITS))
        writer = self.with_actual(measure)
        made: list[Data] = []
        for number in range(self.rng.randint(1, 3)):
            part: Data
            if self.chance(0.5):
                inner = Writer(self.rng, Names(), True)
                key = ("actual", measure)
                part = {"by": "actual", "rows": inner.bands(key, [self.choice((1, 2, 4)) for _ in range(3)])}
                self.writer.thresholds.setdefault("actual", set()).update(inner.thresholds["actual"])
            else:
                part = {"gives": self.choice(("points", "share")), "is": writer.number("plain", 2)}
            if self.chance(0.4):
                part["between"] = self.choice(([0, 3], [-2, "40%"], ["0%", "50%"]))
            if self.chance(0.2):
                part["round"] = {"decimals": 1}
            if self.chance(0.3):
                part["id"] = f"part{number}"
            made.append(part)
        return Rule({"part": made}, measure, edges=tuple(sorted(self.writer.thresholds.get("actual", ()))))

    def formula_rule(self) -> Rule:
        measure = self.choice(list(UNITS))
        gives = self.choice(("share", "points"))
        return Rule(
            {"gives": gives, "is": self.with_actual(measure).number("share" if gives == "share" else "plain", 3)},
            measure,
        )

    def curve_rule(self) -> Rule:
        kind = self.choice(("share", "points"))
        made = self.curve("plain", lambda: self.earned(kind))
        return Rule({**made, "gives": kind})

    def combined(self) -> Rule:
        how = self.choice(("sum", "mean", "min", "max"))
        members: list[Any] = [
            [self.writer.number("plain", 1), self.choice((1, 2))] for _ in range(self.rng.randint(1, 3))
        ]
        if how in UNWEIGHTED:
            members = [member for member, _ in members]
        return Rule({"of": members, "combine": how, "gives": "points"})

    # ------------------------------------------------------------------ indicators

    def row(self, id_: str, rules: Mapping[str, Rule]) -> Row:
        name = self.choice(list(rules))
        rule = rules[name]
        weight = self.choice((5, 10, 10, 20, 30, Decimal("7.5"), Decimal("0.5")))
        row: Data = {"in": self.choice(PATHS), "label": f"指标 {id_}", "weight": weight, "rule": name}
        if rule.measure is not None:
            row["target"] = f"{self.choice(SIGNS)} {self.writer.literal(rule.measure)[0]}"
            if self.chance(0.15):
                row["actual"] = "= " + self.writer.number(rule.measure, 2)
        elif rule.levels:
            row["target"] = "定性"
        if not self.kleene and self.chance(0.08):
            row["missing"] = self.choice(POLICIES)
        if self.chance(0.1):
            row["why"] = "计划调整"
        leave = [key for key in ("target", "why", "in", "weight", "label") if key in row
                 and self.chance({"target": 0.5, "why": 0.3}.get(key, 0.06))]  # fmt: skip
        return Row(id_, rule, name, Fraction(weight), tuple(leave), row)

    def header(self, rows: Sequence[Row]) -> Data:
        whole = sum((row.weight for row in rows), Fraction(0))
        header: Data = {"name": "generated", "weights_off_total": "finding"}
        if rows and self.chance(0.6):
            header["total"] = Decimal(written(whole)) if self.chance(0.8) else 100
        if self.chance(0.7):
            header["points"] = self.choice(({"decimals": 2}, {"decimals": 1, "mode": self.choice(MODES)},
                                            {"decimals": 3, "mode": self.choice(MODES)}))  # fmt: skip
        if not self.kleene and self.chance(0.15):
            header["missing"] = self.choice(POLICIES)
        header["not_applicable"] = self.choice(("rescale", "rescale", "siblings", "full"))
        if rows and self.chance(0.2):
            header["rule_for"] = dict.fromkeys(SIGNS, rows[0].rule_name)
        return header

    # ------------------------------------------------------------------ grades, limits, checks, results

    def grade(self) -> Data:
        edges = sorted(self.rng.sample((5, 10, 20, 40, 60, 80, 90), self.rng.randint(1, 3)), reverse=True)
        rows: list[Any] = [[f">= {edge}", name] for edge, name in zip(edges, GRADES, strict=False)]
        made: Data = {"rows": [*rows, ["else", GRADES[len(edges)]]]}
        if self.chance(0.5):
            made["by"] = "total"
        self.grades = [row[-1] for row in made["rows"]]
        return made

    def grades_of_results(self, results: Data) -> Data:
        grades: Data = {}
        for name, result in results.items():
            if not {"gives", "rank"} & set(result) and " - total" not in str(result.get("is")):
                result["grade"] = f"grade_of_{name}"
                grades[f"grade_of_{name}"] = {"rows": [[">= 50", "高"], [">= 2", "中"], ["else", "低"]]}
        return grades

    def limits(self, rows: Sequence[Row], graded: bool) -> Data:
        limits: Data = {}
        paths = self.paths(rows)
        for number in range(self.choice((0, 0, 1, 2, 3))):
            limit: Data = {"when": self.of_limit(limits, paths, rows)}
            effect = self.rng.randrange(3)
            if effect == 0 and graded:
                grade = self.choice(self.grades)
                limit["grade"] = self.choice((grade, {"at_most": grade}, {"at_least": grade}, {"is": grade}))
            if effect == 1 and paths:
                limit["group"] = {self.choice(paths): self.ends()}
            if effect == 2 or set(limit) == {"when"} or self.chance(0.2):
                limit["total"] = self.ends()
            limits[f"l{number}"] = limit
        names = list(limits)
        self.rng.shuffle(names)
        return {name: limits[name] for name in names}

    def paths(self, rows: Sequence[Row]) -> list[str]:
        return sorted({"/".join(row.written["in"].split("/")[: depth + 1]) for row in rows for depth in range(3)})

    def groups(self, rows: Sequence[Row], rules: Mapping[str, Rule]) -> Data:
        """Some groups that combine degrees, round, or have a missing policy of their own."""
        below_zero = any(
            "between" in part for rule in rules.values() for part in (rule.data, *rule.data.get("part", ()))
        )
        made: Data = {}
        for path in self.paths(rows):
            if not self.chance(0.25):
                continue
            how = self.choice(("sum", "mean", "mean", "median", "min", "max", "geomean", "product"))
            how = "mean" if how in ("geomean", "product") and below_zero else how
            group: Data = {"combine": how}
            if how != "sum" and self.chance(0.7):
                group["weight"] = self.choice((10, 20, 50))
            if how == "geomean" or self.chance(0.3):
                group["round"] = {"decimals": self.choice((1, 2)), "mode": self.choice(MODES)}
            if not self.kleene and self.chance(0.3):
                group["missing"] = self.choice(POLICIES)
            made[path] = group
        return made

    def of_scored(self, rows: Sequence[Row]) -> str:
        """What only scoring tells: points of an indicator, or a subtotal."""
        return self.choice([*(f"{row.id}.points" for row in rows),
                            *("subtotal." + path.replace("/", ".") for path in self.paths(rows))])  # fmt: skip

    def of_limit(self, limits: Data, paths: Sequence[str], rows: Sequence[Row]) -> str:
        form = self.rng.randrange(7)
        if form == 6 and rows:
            return f"{self.of_scored(rows)} {self.choice(COMPARISONS)} {self.choice((0, 2, 5))}"
        if form == 5 and "parts" in self.facts and self.chance(0.3):
            return f"{self.choice(('any', 'all'))}(parts, part_paid / 1 万元 {self.choice(COMPARISONS)} total)"
        if form == 0 and limits:
            other = f"limit.{self.choice(list(limits))}"
            return other if self.chance(0.5) else f"not {other} and {self.writer.condition(0)}"
        if form == 1:
            return f"total {self.choice(COMPARISONS)} {self.choice((5, 10, 30, 60, 90))}"
        if form == 2 and paths:
            return (
                f"subtotal.{self.choice(paths).replace('/', '.')} {self.choice(('<', '>='))} {self.choice((2, 5, 10))}"
            )
        return self.writer.condition(1)

    def ends(self) -> Data:
        ends: Data = {"at_most": self.choice((3, 10, 40, 59))}
        if self.chance(0.2):
            ends = {"at_least": self.choice((1, 5, 20))}
        return ends

    def check(self) -> Data:
        check: Data = {"that": self.writer.condition(2), "label": "应当相符"}
        if self.chance(0.3):
            check = {"that": f"{self.writer.number('money', 1)} == {self.writer.number('money', 1)}", "within": "50 元"}
        if self.chance(0.02):
            check["broken"] = "stop"
        if self.chance(0.2):
            check["severity"] = self.choice(("note", "error"))
        return check

    def result(self, rows: Sequence[Row]) -> Data:
        if rows and self.chance(0.25):
            return self.ranking(rows)
        if rows and self.chance(0.2):
            return {
                "is": f"{self.of_scored(rows)} + {self.of_scored(rows)} - total",
                "optional": True,
            }
        measure = self.choice(("plain", "share"))
        names = deepcopy(self.names)
        made = self.choice((self.formula, self.numbers_table, self.texts_table, self.combination))("", measure)
        self.writer.names = self.names = names  # nothing may read a result
        if "gives" not in made:
            made |= self.ends_and_when(measure, made)
        if self.chance(0.5):
            made["optional"] = True
        return made

    def ranking(self, rows: Sequence[Row]) -> Data:
        """Reason codes: what cost most."""
        reasons = [{"lost": f"{row.written['weight']} - {row.id}.points", "code": f"R-{row.id}"} for row in rows]
        made: Data = {"rank": reasons, "optional": True}
        if self.chance(0.5):
            made["keep"] = self.choice(("lost >= 0", "lost > 1", "lost > 0 and lost < 8"))
        if self.chance(0.3):
            made["at_most"] = 2
        return made


# ---------------------------------------------------------------------- projects


def project(book: Generated, number: int) -> Data:
    """One of the projects under this rulebook: at its thresholds, beside them, missing some facts or none."""
    return _Reporter(book, number).everything()


class _Reporter:
    """Makes up what one project reports."""

    def __init__(self, book: Generated, number: int) -> None:
        self.book = book
        self.rng = Random(f"{book.seed}:{number}")
        self.choice = self.rng.choice
        self.missing = self.choice((0, 0, 0, 0.1, 0.1, 0.4))
        self.bounds = self.choice((0, 0, 0.1, 0.3))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def everything(self) -> Data:
        made: Data = {"format": 1, "project": "项目", "period": 2024, "indicators": "set"}
        made["source"] = {"report": {"title": "自评报告"}}
        written_as = {name: fact.get("from", name) if isinstance(fact, dict) else name
                      for name, fact in self.book.rulebook["fact"].items()}  # fmt: skip
        made["facts"] = {
            written_as[name]: self.about(self.fact(name, fact))
            for name, fact in self.book.facts.items()
            if not self.chance(self.missing)
        }
        rows = {row.id: self.row(row) for row in self.book.rows}
        made["indicator"] = {id_: row for id_, row in rows.items() if row}
        if self.book.rows and self.chance(0.06):
            first = self.book.rows[0]
            made["indicator"]["own"] = {**first.written, "label": "自有指标", "claimed": 3}
        if self.chance(0.04):
            made["fact"] = {"own_fact": {"kind": "yes_no"}}
            made["rule"] = {"own_rule": {"rows": [["own_fact", "100%"], ["else", "20%"]]}}
            made["facts"]["own_fact"] = self.chance(0.5)
            made["indicator"]["own_row"] = {"in": "自有", "weight": 4, "rule": "own_rule"}
        applicable_to_none = self.chance(0.02)
        made["not_applicable"] = {
            row.id: {"why": "不涉及", "by": "评价组"}
            for row in self.book.rows
            if applicable_to_none or self.chance(self.choice((0, 0, 0.15)))
        }
        if self.chance(0.2):
            made["claim"] = {
                "finance": {"total": self.choice((0, 10, 92)), "points": {row.id: 5 for row in self.book.rows[:1]}}
            }
        return made

    def about(self, value: Any) -> Any:
        """A fact with or without what surrounds it."""
        if isinstance(value, dict) or not self.chance(0.2):
            return value
        return {"value": value, "source": "report", "at": "第3行"}

    def fact(self, name: str, fact: Fact) -> Any:
        match fact.kind:
            case "yes_no":
                value = self.chance(0.5)
                return {"value": value, "evidence": "文件"} if value and self.chance(0.5) else value
            case "text":
                return self.choice(
                    (*fact.options, "其他"[: 0 if fact.options else 2]) if not fact.options else fact.options
                )
            case "date":
                return self.choice(DATES)
            case "list":
                return [self.record(fact.fields) for _ in range(self.rng.randint(0, 3))]
        return self.number(fact.kind, self.book.thresholds.get(name, ()))

    def record(self, fields: Mapping[str, str]) -> Data:
        return {
            name: self.chance(0.5) if of == "yes_no" else self.exactly(of, ())
            for name, of in fields.items()
            if not self.chance(self.missing)
        }

    def number(self, measure: str, thresholds: Sequence[Fraction]) -> Any:
        """A value at or near a threshold, zero, very large or very small; or only limits of it."""
        if self.chance(self.bounds):
            value = self.near(measure, thresholds)
            ends = {"at_least": self.text(value, measure)}
            if self.chance(0.5):
                ends["at_most"] = self.text(value + self.choice((0, 1, 30)) * abs(self.unit(measure)), measure)
            return ends if self.chance(0.7) else {"at_most": self.text(value, measure)}
        return self.exactly(measure, thresholds)

    def exactly(self, measure: str, thresholds: Sequence[Fraction]) -> str:
        return self.text(self.near(measure, thresholds), measure)

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

    # ------------------------------------------------------------------ rows

    def row(self, row: Row) -> Data:
        """What the project adds to a row of the set."""
        found = {key: row.written[key] for key in row.open if not (key == "target" and self.chance(self.missing))}
        target = row.written.get("target", "")
        if "weight" in found and self.chance(0.3):
            found["weight"] = 15
        if row.rule.measure is not None and "actual" not in row.written and not self.chance(self.missing):
            found["actual"] = self.number(row.rule.measure, self.edges(row, target))
        if row.rule.levels and not self.chance(self.missing):
            found["judged"] = self.judged(row)
        if self.chance(0.15):
            found["claimed"] = self.choice((0, 5, {"department": 3}))
        return found

    def edges(self, row: Row, target: str) -> Sequence[Fraction]:
        if not target or not row.rule.proportional:
            return row.rule.edges
        number, _, unit = target.split(" ", 1)[1].replace("%", " %").partition(" ")
        value = Fraction(number) * next(units[unit] for units in UNITS.values() if unit in units)
        return [value * edge for edge in row.rule.edges]

    def judged(self, row: Row) -> Data:
        level = self.choice(row.rule.levels)
        made: Data = {"level": level.name, "by": "评价组"}
        if self.chance(max(self.missing, 0.05)):
            return made
        if row.rule.in_points:
            return {**made, "points": int(self.choice((level.low, level.high)))}
        top = level.high if level.high == 1 else level.high - Fraction(1, 100)
        return {**made, "share": amount(self.choice((level.low, top, (level.low + top) / 2)), "%")}


# ---------------------------------------------------------------------- writing TOML

NAMED = ("value", "rule", "limit", "check", "result", "group", "frame", "basis", "claim", "unit", "source")
"""Sections that are written with a header for each name in them."""


def toml(data: Mapping[str, Any]) -> str:
    """The data as TOML."""
    lines = [f"{name} = {inline(value)}" for name, value in data.items() if not isinstance(value, dict)]
    for section, inside in data.items():
        if not isinstance(inside, dict):
            continue
        if section in NAMED:
            for name, table in inside.items():
                lines += [f"\n[{section}.{key(name)}]", *(f"{key(k)} = {inline(v)}" for k, v in table.items())]
        elif inside:
            lines += [f"\n[{section}]", *(f"{key(name)} = {inline(value)}" for name, value in inside.items())]
    return "\n".join(lines) + "\n"


def key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else inline(name)


def inline(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case dict():
            return "{ " + ", ".join(f"{key(name)} = {inline(each)}" for name, each in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(inline(each) for each in value) + "]"
    return str(value)
