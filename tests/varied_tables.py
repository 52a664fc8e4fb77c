"""A table of varied rows for any rulebook: columns for all that a project may report, values around every constant in it.

Also the case tables of the published systems as tables for a batch.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.batch.columns.column_meanings import KnownNames, known_to
from scoring.nodes.kind import DATE, SHARE, Kind
from scoring.nodes.node import Constant, Node
from scoring.nodes.walk import children
from scoring.problems import Place, has_errors
from scoring.program.program import Program
from scoring.rulebook.library import open_rulebook, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together
from scoring.values.units import Units
from tests.agreement import document
from tests.filled_tables import Column
from tests.generators import toml
from tests.generators.formulas import DATES, written

ROOT = Path(__file__).resolve().parents[1]
CONSTRUCTS = ROOT / "tests" / "golden" / "constructs"
PUBLISHED = ROOT / "examples" / "published"
OF_RULE = {"on_time": DATE, "by_date": DATE, "satisfaction": SHARE, "satisfaction_bands": SHARE}
"""What actuals are under shipped rules that take one kind alone."""
OPEN = ("actual", "judged", "claimed", "why", "evidence", "target")
"""What a project's row says and a set does not, as long as no formula says it."""


def rulebook_at(name: str) -> Rulebook:
    found, problems = open_rulebook(name, Place("<test>"))
    assert found is not None and not has_errors(problems), [problem.message.en for problem in problems]
    return found


def set_named(name: str) -> IndicatorSet:
    found, problems = open_set(name, Place("<test>"))
    assert found is not None and not has_errors(problems), [problem.message.en for problem in problems]
    return found


def set_of_project(project: Path, keep_targets: bool) -> IndicatorSet | None:
    """The rows that a project writes itself, as a set that leaves open what the project reports."""
    data = tomllib.loads(project.read_text(encoding="utf-8"))
    rows: dict[str, Any] = {}
    for id_, row in data.get("indicator", {}).items():
        rows[id_] = {key: value for key, value in row.items() if key not in OPEN or _stays(key, value, keep_targets)}
    if not rows:
        return None
    text = toml({"format": 1, "indicator_set": {"name": "set", "rules": data["rules"]}, "indicator": rows})
    found, problems = put_set_together([document(text, "indicators/set/set.toml")])
    assert found is not None and not has_errors(problems), [problem.message.en for problem in problems]
    return found


def _stays(key: str, value: Any, keep_targets: bool) -> bool:
    """Formulas are the set's; so is that a person decides."""
    if key == "actual":
        return isinstance(value, str) and value.startswith("=")
    return key == "target" and (keep_targets or value == "定性")


class Varied:
    """Makes up the rows of a table for one rulebook and set."""

    def __init__(self, rulebook: Rulebook, indicator_set: IndicatorSet | None, seed: int, rows: int) -> None:
        self.rng = Random(f"varied {seed}")
        self.rows = rows
        of_set = Assessor(rulebook, indicator_set).sound()
        self.program, scope, inputs = of_set.program, of_set.declared.scope, of_set.inputs
        self.known: KnownNames = known_to(rulebook, indicator_set)
        self.units: Units = scope.units
        self.constants = _constants(self.program)
        self.inputs = inputs
        rules = scope.state.sections.rules
        self.levels = {one.id: _levels(rules[one.criterion.rule].model.levels) for one in self.program.indicators
                       if one.id in self.known.judged}  # fmt: skip

    def columns(self) -> dict[str, Column]:
        made: dict[str, Column] = {"project": Column("VARCHAR", [f"项目{number}" for number in range(self.rows)])}
        for name, kind in self.known.kinds.items():
            if kind.name != "list":
                made[name] = self.column(lambda kind=kind: self.cell(kind), 0.04)  # type: ignore[misc]
            if kind.name == "yes_no":
                evidence = [
                    "文件" if cell is not None and self.rng.random() < 0.97 else None for cell in made[name].cells
                ]
                made[f"{name}.evidence"] = Column("VARCHAR", evidence)  # type: ignore[arg-type]
        for one in self.program.indicators:
            if one.id in self.known.judged:
                made |= self.judgement(one.id)
            elif one.actual is None or f"{one.id}.target" not in self.inputs:
                made |= self.amounts(one.id, one.actual is None)
            if self.rng.random() < 0.3:
                made[f"{one.id}.not_applicable"] = self.column(lambda: "不涉及", 0.95)
            if self.rng.random() < 0.2:
                made[f"{one.id}.claim.self"] = self.column(lambda: self.rng.choice(("0", "2", "5", "4.5")), 0.2)
        return made

    def column(self, cell: Any, missing: float) -> Column:
        return Column("VARCHAR", [None if self.rng.random() < missing else cell() for _ in range(self.rows)])

    def judgement(self, id_: str) -> dict[str, Column]:
        chosen = [self.rng.choice(self.levels[id_]) if self.rng.random() > 0.04 else None for _ in range(self.rows)]
        given = "points" if any(one[2] for one in self.levels[id_]) else "share"
        cells = [None if one is None or self.rng.random() < 0.05 else self.within(one) for one in chosen]
        levels = Column("VARCHAR", [one[0] if one is not None else None for one in chosen])
        return {f"{id_}.level": levels, f"{id_}.{given}": Column("VARCHAR", cells)}

    def within(self, level: tuple[str, tuple[Fraction, Fraction], bool]) -> str:
        low, high = level[1]
        if level[2]:
            return written(self.rng.choice((low, high)))
        return (
            written(
                self.rng.choice((low, low + (high - low) / 2, high if high == 1 else high - Fraction(1, 1000))) * 100
            )
            + "%"
        )

    def amounts(self, id_: str, has_actual: bool) -> dict[str, Column]:
        kind = self.known.indicators.get(id_)
        if kind is None or kind.name == "any":
            rule = next(one.criterion.rule for one in self.program.indicators if one.id == id_)
            kind = OF_RULE.get(rule) or self.rng.choice((SHARE, Kind("number", self.units.get("人").dimension, "人")))  # type: ignore[union-attr]
        made = {}
        targets = [Fraction(number) for number in (0, 1, 3, 8, 40, 200, 1000)]
        signs = [self.rng.choice((">=", "<=", ">", "<", "=")) for _ in range(2)]
        if f"{id_}.target" not in self.inputs:
            made[f"{id_}.target"] = self.column(
                lambda: f"{self.rng.choice(signs)} {self.cell(kind, self.rng.choice(targets))}", 0.03
            )
        if has_actual:
            made[f"{id_}.actual"] = self.column(
                lambda: self.cell(kind, self.rng.choice(targets) * self.rng.randint(0, 12) / 8), 0.03
            )
        return made

    def cell(self, kind: Kind, number: Fraction | None = None) -> str | None:
        choose = self.rng.choice
        match kind.name:
            case "yes_no":
                return choose(("是", "否"))
            case "date":
                return choose(DATES)
            case "text":
                return choose(kind.options) if kind.options else choose(("甲", "乙", "其他"))
            case "number":
                unit = self.units.get(kind.unit) if kind.unit else None
                factor = unit.factor if unit is not None else Fraction(1)
                if number is None:
                    number = choose(self.constants) / factor
                    number += choose((0, 0, 0, 1, -1, Fraction(1, 100))) * choose((1, 1, 5))
                    number = abs(number) if self.rng.random() < 0.97 else number
                elif kind.is_share:
                    number /= 8
                name = kind.unit or ""
                return f"{written(round(number, 4))}{'' if name in ('', '%') else ' '}{name}"
        return None


def _levels(levels: Sequence[Any] | None) -> list[tuple[str, tuple[Fraction, Fraction], bool]]:
    """Name, ends, and whether they are points, of levels as they are written."""
    made = []
    above = Fraction(1)
    for level in levels or ():
        cells = level if isinstance(level, list | tuple) else level.row
        if len(cells) == 3:
            made.append((str(cells[0]), (Fraction(str(cells[1])), Fraction(str(cells[2]))), True))
            continue
        low = (
            Fraction(0)
            if cells[1] == "else"
            else Fraction(str(cells[1]).removeprefix(">=").strip().removesuffix("%")) / 100
        )
        made.append((str(cells[0]), (low, above), False))
        above = low
    return made


def _constants(program: Program) -> list[Fraction]:
    """Every number that the program knows, in base units."""
    roots: list[Node] = [one.node for one in program.definitions] + [one.node for one in program.results]
    roots += [one.criterion.points for one in program.indicators] + [one.when for one in program.limits]
    found = {Fraction(0), Fraction(1), Fraction(2)}
    waiting, seen = roots, set()
    while waiting:
        node = waiting.pop()
        if node.number in seen:
            continue
        seen.add(node.number)
        if isinstance(node, Constant) and isinstance(node.value, Fraction) and abs(node.value) < 10**12:
            found.add(node.value)
        waiting += list(children(node))
    return sorted(found)


def case_tables(system: str) -> Iterator[tuple[str, dict[str, Column]]]:
    """The published cases of a system: each file's columns that are facts, by the facts' names in the data."""
    rulebook = rulebook_at(str(PUBLISHED / system))
    known = known_to(rulebook, None)
    for cases in rulebook.sections.cases:
        model = cases.model
        path = PUBLISHED / system / model.file
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = [row for row in csv.reader(file) if row]
        named = {column: fact for fact, column in model.given.items()}
        columns: dict[str, Column] = {}
        for place, head in enumerate(header):
            fact = named.get(head.strip(), head.strip())
            if fact in known.facts and known.facts[fact] not in columns:
                cells = [row[place].strip() or None for row in rows]
                columns[known.facts[fact]] = Column("VARCHAR", cells)
        yield model.file, columns
