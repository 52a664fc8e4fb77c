"""Formulas, conditions and cells made up at random, always of kinds and units that go together.

Every literal that a fact is compared with is remembered as a threshold of that fact, so that projects can be
made up that stand right at it, one unit below and one unit above.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

UNITS = {
    "plain": {"": Fraction(1)},
    "share": {"%": Fraction(1, 100)},
    "money": {"元": Fraction(1), "万元": Fraction(10_000)},
    "people": {"人": Fraction(1)},
    "days": {"天": Fraction(1)},
    "bundles": {"捆": Fraction(1), "大捆": Fraction(12)},  # which rulebooks declare
}
"""What is measured, and in which units people write it; the first is the one that facts are declared in."""

OPTIONS = ("甲", "乙", "丙", "丁")
DATES = ("2023-12-31", "2024-01-01", "2024-03-15", "2024-06-30", "2024-03", "2024-06", "2024", "2025-01")
COMPARISONS = (">=", ">", "<=", "<", "==", "!=")
NUMBERS = (0, 1, 2, 3, 5, 8, 10, 20, 60, 80, 90, 95, 100, "0.5", "1.5", "2.25", "12.75", "0.01")


def written(number: Fraction) -> str:
    """A decimal as people write it; rounded to eight places where it does not end."""
    scaled = round(number * 10**8)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(9, "0")
    return (sign + f"{digits[:-8]}.{digits[-8:]}".rstrip("0").rstrip(".")) or "0"


def amount(value: Fraction, unit: str) -> str:
    """A value in base units, written in a unit of its dimension."""
    factor = next(units[unit] for units in UNITS.values() if unit in units)
    return written(value / factor) + ("" if unit in ("", "%") else " ") + unit


@dataclass
class Names:
    """The names that formulas may use, by what they are."""

    numbers: dict[str, list[str]] = field(default_factory=lambda: {measure: [] for measure in UNITS})
    yes_no: list[str] = field(default_factory=list)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)  # fields with what they measure, or their kind
    functions: dict[str, tuple[tuple[str, ...], str]] = field(
        default_factory=dict
    )  # what parameters and result measure
    facts: set[str] = field(default_factory=set)  # any other name is a value
    presumed: set[str] = field(default_factory=set)  # facts that are never missing


@dataclass
class Writer:
    """Makes up formulas over names. `kleene`: nothing is written that tells missing from known."""

    rng: Random
    names: Names
    kleene: bool
    thresholds: dict[str, set[Fraction]] = field(default_factory=dict)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # ------------------------------------------------------------------ numbers

    def literal(self, measure: str) -> tuple[str, Fraction]:
        """An amount as written and its value in base units."""
        unit = self.rng.choice(list(UNITS[measure]))
        number = Fraction(self.rng.choice(NUMBERS))
        return amount(number * UNITS[measure][unit], unit), number * UNITS[measure][unit]

    def number(self, measure: str, depth: int = 2) -> str:
        """A formula of a number of one measure."""
        known = self.names.numbers[measure]
        if depth <= 0 or self.chance(0.3):
            return self.rng.choice(known) if known and self.chance(0.75) else self.literal(measure)[0]
        forms = [self._sum, self._scaled, self._least, self._if, self._listed, self._size]
        if measure in ("plain", "share"):
            forms += [self._ratio, self._plain]
        if measure == "days" and len(self.names.dates) > 1:
            forms.append(self._days)
        if any(gives == measure for _, gives in self.names.functions.values()):
            forms.append(self._call)
        return self.rng.choice(forms)(measure, depth - 1)

    def _sum(self, measure: str, depth: int) -> str:
        return f"({self.number(measure, depth)} {self.rng.choice('+-')} {self.number(measure, depth)})"

    def _scaled(self, measure: str, depth: int) -> str:
        by = self.rng.choice(("plain", "share"))
        if measure == "share":
            by = "share"
        sign = "*" if by == "share" or self.chance(0.6) else "/"
        return f"({self.number(measure, depth)} {sign} {self.number(by, depth)})"

    def _ratio(self, measure: str, depth: int) -> str:
        of = self.rng.choice(("money", "people", "days"))
        ratio = f"({self.number(of, depth)} / {self.number(of, depth)})"
        return f"({ratio} * 1%)" if measure == "share" and self.chance(0.2) else ratio

    def _least(self, measure: str, depth: int) -> str:
        args = [self.number(measure, depth) for _ in range(self.rng.randint(2, 3))]
        how = self.rng.choice(("min", "max", "mean", "median", "sum", *(["product"] if measure == "plain" else [])))
        if self.chance(0.2):
            (low, a), (high, b) = self.literal(measure), self.literal(measure)
            return f"clamp({args[0]}, {low if a <= b else high}, {high if a <= b else low})"
        return f"{how}({', '.join(args)})"

    def _if(self, measure: str, depth: int) -> str:
        one, other = self.number(measure, depth), self.number(measure, depth)
        return f"(if {self.condition(depth)} then {one} else {other})"

    def _size(self, measure: str, depth: int) -> str:
        """Its size, or 1 in the last digit that a fact was written with."""
        facts = [name for name in self.names.numbers[measure] if name in self.names.facts]
        if facts and not self.kleene and self.chance(0.3):
            return f"precision({self.rng.choice(facts)})"
        return self.rng.choice(("abs({})", "-({})")).format(self.number(measure, depth))

    def _plain(self, measure: str, depth: int) -> str:
        of = self.rng.choice(list(UNITS))
        if self.chance(0.15):
            (low, a), (high, b) = self.literal(of), self.literal(of)
            high = high if a != b else f"{low} + {amount(next(iter(UNITS[of].values())), next(iter(UNITS[of])))}"
            return (
                f"progress({self.number(of, depth)}, {low}, {high})"
                if self.chance(0.5)
                else f"progress({self.number(of, depth)}, {high}, {low})"
            )
        if measure == "share":
            return f"abs({self.number('share', depth)})"
        inner = self.number("plain", depth)
        form = self.rng.randrange(8)
        if form == 0 and self.names.dates:
            return self.rng.choice(("year", "month")) + f"({self.rng.choice(self.names.dates)})"
        if form == 1:
            return f"({inner} ^ {self.rng.choice((2, 3))})"
        if form in (2, 5):
            rooted = self.rng.choice(("sqrt", "sqrt", "ln", "log10", "exp", "erf", "geomean", "power"))
            within = f"clamp({inner}, {0 if rooted in ('sqrt', 'geomean', 'power') else '0.5'}, {5 if rooted in ('exp', 'erf') else 1000})"
            if rooted == "geomean":
                return f"round(geomean({within}, 4), 4)"
            return f"round({within} ^ 0.5, 3)" if rooted == "power" else f"round({rooted}({within}), 4)"
        if form == 3:
            return f"round({inner}, {self.rng.choice((0, 1, 2))})"
        return self.rng.choice(("abs", "floor", "ceil")) + f"({inner})"

    def _days(self, measure: str, depth: int) -> str:
        return f"days({self.rng.choice(self.names.dates)}, {self.rng.choice(self.names.dates)})"

    def _call(self, measure: str, depth: int) -> str:
        name, (takes, _) = self.rng.choice([each for each in self.names.functions.items() if each[1][1] == measure])
        return f"{name}({', '.join(self.number(each, depth) for each in takes)})"

    def _listed(self, measure: str, depth: int) -> str:
        """An aggregate over a list's records, where one has a field of this measure."""
        found = [
            (name, each) for name, fields in self.names.lists.items() for each, of in fields.items() if of == measure
        ]
        if measure == "plain" and self.names.lists and self.chance(0.4):
            name = self.rng.choice(list(self.names.lists))
            return f"count({name}, {self.of_record(name)})"
        inside = [(name, each, own) for name, fields in self.names.lists.items() for each, of in fields.items()
                  if isinstance(of, dict) for own, of_own in of.items() if of_own == measure]  # fmt: skip
        if inside and self.chance(0.6):
            name, each, own = self.rng.choice(inside)
            return f"sum({name}, {self.rng.choice(('sum', 'max'))}({each}, {own}))"
        if not found:
            return self._sum(measure, depth)
        name, record_field = self.rng.choice(found)
        body = record_field if self.chance(0.6) else f"({record_field} * 2)"
        return self.rng.choice(("sum", "sum", "mean", "min", "max", "median")) + f"({name}, {body})"

    def of_record(self, name: str) -> str:
        """A condition on one record of a list."""
        record_field, of = self.rng.choice(list(self.names.lists[name].items()))
        if isinstance(of, dict):
            own = self.rng.choice([own for own, of_own in of.items() if of_own == "yes_no"])
            return f"{self.rng.choice(('any', 'all'))}({record_field}, {own})"
        match of:
            case "yes_no":
                return record_field
            case "text":
                return f"{record_field} {self.rng.choice(('==', '!='))} '{self.rng.choice(OPTIONS[:2])}'"
            case "date":
                return f"{record_field} {self.rng.choice(COMPARISONS)} {self.rng.choice(DATES[:4])}"
        return f"{record_field} {self.rng.choice(COMPARISONS)} {self.literal(of)[0]}"

    # ------------------------------------------------------------------ conditions

    def condition(self, depth: int = 2) -> str:
        """A formula that is yes or no."""
        if depth > 0 and self.chance(0.35):
            parts = [self.condition(depth - 1) for _ in range(self.rng.randint(2, 3))]
            if self.chance(0.25):
                return f"not ({parts[0]})"
            if self.chance(0.15):
                return f"{self.rng.choice(('all', 'any'))}({', '.join(parts)})"
            return "(" + self.rng.choice((" and ", " or ")).join(parts) + ")"
        forms = [self._compared, self._compared]
        if self.names.yes_no:
            forms += [lambda depth: self.rng.choice(self.names.yes_no)] * 2
        reported = [name for name in self.names.yes_no if name in self.names.facts]
        if reported and not self.kleene:
            forms += [lambda depth: f"evidenced({self.rng.choice(reported)})"] * self.chance(0.3)
        if self.names.texts:
            forms.append(self._texted)
        if self.names.dates:
            forms.append(self._dated)
        if self.names.lists:
            forms.append(self._any_record)
        if not self.kleene and self.names.facts:
            forms.append(lambda depth: f"known({self.rng.choice(sorted(self.names.facts))})")
        return self.rng.choice(forms)(depth)

    def _compared(self, depth: int) -> str:
        measure = self.rng.choice([each for each, names in self.names.numbers.items() if names] or ["plain"])
        known = self.names.numbers[measure]
        sign = self.rng.choice(COMPARISONS)
        if known and self.chance(0.7):
            name = self.rng.choice(known)
            if self.chance(0.05):
                return f"{name} in [{self.threshold(measure, name)}, {self.threshold(measure, name)}]"
            return f"{name} {sign} {self.threshold(measure, name)}"
        return f"{self.number(measure, depth)} {sign} {self.number(measure, depth)}"

    def threshold(self, measure: str, name: str | None) -> str:
        """A literal that something of this name is compared with."""
        text, value = self.literal(measure)
        if name is not None:
            self.thresholds.setdefault(name, set()).add(value)
        return text

    def _texted(self, depth: int) -> str:
        name, options = self.rng.choice(list(self.names.texts.items()))
        if self.chance(0.3):
            return self.rng.choice(('{} in ("{}", "{}")', "{} in ['{}', '{}']")).format(name, options[0], options[-1])
        return name + self.rng.choice((" == ", " != ")) + f'"{self.rng.choice(options)}"'

    def _dated(self, depth: int) -> str:
        name = self.rng.choice(self.names.dates)
        if self.chance(0.3):
            return f"within({name}, " + self.rng.choice(("period", "2024", "2024-03")) + ")"
        other = self.rng.choice([*self.names.dates, *(day for day in DATES if "-" in day)])
        return f"{name} {self.rng.choice(COMPARISONS)} {other}"

    def _any_record(self, depth: int) -> str:
        name = self.rng.choice(list(self.names.lists))
        return self.rng.choice(("any", "all")) + f"({name}, {self.of_record(name)})"

    # ------------------------------------------------------------------ tables

    def key(self) -> tuple[str, str]:
        """A key of a table: its formula, and what it measures (or yes_no, text, date)."""
        kinds = [*(measure for measure, names in self.names.numbers.items() if names)]
        kinds += (
            ["yes_no"] * bool(self.names.yes_no) + ["text"] * bool(self.names.texts) + ["date"] * bool(self.names.dates)
        )
        kind = self.rng.choice(kinds or ["plain"])
        match kind:
            case "yes_no":
                return self.rng.choice(self.names.yes_no), kind
            case "text":
                return self.rng.choice(list(self.names.texts)), kind
            case "date":
                return self.rng.choice(self.names.dates), kind
        if self.names.numbers[kind] and self.chance(0.75):
            return self.rng.choice(self.names.numbers[kind]), kind
        return self.number(kind, 1), kind

    def cell(self, key: tuple[str, str], deep: bool = True) -> Any:
        """A cell that fits its key."""
        name, kind = key
        if self.chance(0.12):
            return "-"
        if not self.kleene and name not in self.names.presumed and self.chance(0.06):
            return "missing"
        if deep and self.chance(0.15):
            return [self.cell(key, False) for _ in range(self.rng.randint(1, 3))]
        match kind:
            case "yes_no":
                return self.chance(0.5)
            case "text":
                options = self.names.texts.get(name, OPTIONS)
                option = self.rng.choice(options)
                return option if self.chance(0.7) else self.rng.choice(("== ", "!= ")) + f'"{option}"'
            case "date":
                day = self.rng.choice(DATES[:-2])
                return f"{self.rng.choice(COMPARISONS)} {day}" if self.chance(0.8) and "-" in day else day
        text = self.threshold(kind, name)
        form = self.rng.randrange(10)
        if form == 0:
            return text
        if form == 1:
            return f">= {text} and < {self.threshold(kind, name)}"
        if form == 2 and self.names.numbers[kind]:
            return f"{self.rng.choice(COMPARISONS)} {self.rng.choice(self.names.numbers[kind])}"
        return f"{self.rng.choice(COMPARISONS)} {text}"

    def bands(self, key: tuple[str, str], results: list[Any]) -> list[list[Any]]:
        """Rows that go down from threshold to threshold, without gap or overlap; the last is `else`."""
        name, kind = key
        edges: dict[Fraction, str] = {}
        for _ in results[1:]:
            text, value = self.literal(kind)
            edges[value] = text
        self.thresholds.setdefault(name, set()).update(edges)
        ordered = [edges[value] for value in sorted(edges, reverse=True)]
        sign = self.rng.choice((">=", ">"))
        rows = [[f"{sign} {edge}", result] for edge, result in zip(ordered, results, strict=False)]
        return [*rows, ["else", results[-1]]]

    def apart(self, key: tuple[str, str], results: list[Any]) -> list[list[Any]]:
        """The same bands so that each row excludes the others, for `unique` and the policies that look at all rows."""
        rows = self.bands(key, results)
        closed = []
        above: str | None = None
        for test, result in rows[:-1]:
            sign, edge = test.split(" ", 1)
            opposite = "<" if sign == ">=" else "<="
            closed.append([test if above is None else f"{test} and {opposite} {above}", result])
            above = edge
        return [*closed, rows[-1]]
