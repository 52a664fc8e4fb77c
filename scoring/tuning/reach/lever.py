"""The facts that can be moved: a number in steps of its last digit, a day, a level with its share, a yes for a no."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from scoring.assessor.loaded_project import LoadedProject
from scoring.formula.function import PRECISION
from scoring.nodes.kind import Kind
from scoring.problems import Text
from scoring.program.levels import Level
from scoring.project.fact_sheet import Reported
from scoring.project.rows import Row, share_or_points
from scoring.tuning.algebra.encoded_book import EncodedBook
from scoring.tuning.algebra.fact_symbols import AS_BOUND, EVIDENCE, EXACT, FIRST, LAST, REPORTED
from scoring.tuning.algebra.terms import Plain, variables
from scoring.tuning.reach.answer import Change
from scoring.tuning.reach.changed_project import ChangedProject
from scoring.tuning.reach.cheapest import Axis
from scoring.tuning.reach.declared_range import declared_range
from scoring.values.day import Day
from scoring.values.number import decimals_of, show_number
from scoring.values.units import MEASURE_WORDS
from scoring.values.value import Value

Values = dict[str, Plain]
FARTHEST = Fraction(10) ** 14
"""No number is moved farther than that, in the unit that others of its kind are made of."""
DAYS = 1, datetime.date.max.toordinal()
YEAR = Fraction(365)
ONE = Fraction(1)
COUNTED = frozenset(MEASURE_WORDS.split())
"""What is counted comes in whole numbers, where nobody has written any of it yet."""


@dataclass(frozen=True)
class Setting:
    """One way to set a fact: what is said with it, and the number that is free in it, or its effort where none is."""

    values: Values
    axis: Axis | None = None
    effort: Fraction = ONE
    option: str | bool | None = None
    level: str | None = None

    @property
    def there(self) -> bool:
        """Whether there is any number for it."""
        return self.axis is None or self.axis.low <= self.axis.high


@dataclass(frozen=True)
class Lever:
    """A fact that can be moved, in one or several ways."""

    fact: str
    label: Text
    kind: Kind
    written: str | None
    known: bool  # whether it has one value now, from which efforts are counted
    settings: tuple[Setting, ...]
    steps: bool = False
    unit: str | None = None
    factor: Fraction = ONE
    in_points: bool = False  # of a level
    most: Fraction | None = None  # more than that is odd
    evidence: bool = False  # a yes counts only with its evidence
    from_zero: bool = False  # that it is not below zero is taken for granted; nothing declares it

    @property
    def opens(self) -> int:
        return 0 if self.known else 1

    def change(self, setting: Setting, count: int | None) -> Change:
        """The change to a count of the setting's axis, or to its option."""
        if setting.axis is None or count is None:
            effort = setting.effort if self.known else None
            said = setting.option if isinstance(setting.option, str) else "true" if setting.option else "false"
            evidence = self.evidence and setting.option is True
            return Change(self.fact, self.label, self.written, said, effort, True, setting.option, evidence=evidence)
        effort = setting.axis.effort(count) if self.known else None
        said, data = self.said(setting, count), self.data(setting, count)
        over = self.most is not None and setting.axis.step * count > self.most
        return Change(self.fact, self.label, self.written, said, effort, False, data, over=over)

    def said(self, setting: Setting, count: int) -> str:
        """A number as people write it."""
        assert setting.axis is not None
        number = setting.axis.step * count
        if self.kind.name == "date":
            return datetime.date.fromordinal(count).isoformat()
        if setting.level is not None:
            return f"{setting.level} {show_number(number) if self.in_points else f'{show_number(number * 100)}%'}"
        text = show_number(number / self.factor, decimals_of(setting.axis.step / self.factor))
        return f"{text}%" if self.unit == "%" else f"{text} {self.unit}" if self.unit else text

    def data(self, setting: Setting, count: int) -> object:
        """What a project file has for it."""
        said = self.said(setting, count)
        if setting.level is not None:
            measure = said.removeprefix(f"{setting.level} ")
            return {"level": setting.level, **({"points": Decimal(measure)} if self.in_points else {"share": measure})}
        return Decimal(said) if self.kind.name == "number" and not self.unit else said


@dataclass(frozen=True)
class Levers:
    """Finds the levers of one project."""

    loaded: LoadedProject
    book: EncodedBook

    @property
    def project(self) -> ChangedProject:
        return ChangedProject(self.loaded, self.book.compiled.declared.sections.facts)

    @cached_property
    def evidenced(self) -> frozenset[str]:
        """The facts of which a yes counts only with its evidence."""
        read = variables(*(one.low for one in self.book.indicators.values()))
        return frozenset(name.removesuffix(EVIDENCE) for name in read if name.endswith(EVIDENCE))

    def found(self) -> Iterator[Lever]:
        """Everything that a project may say otherwise, whether its score feels it or not."""
        for name, kind in self.book.kinds.items():
            lever = self._of_fact(name, kind)
            if lever is not None:
                yield lever
        rows = {row.id: row for row in self.book.compiled.rows}
        for one in self.book.program.indicators:
            row, actual = rows[one.id], f"{one.id}.actual"
            if row.formula is None and actual not in self.book.of_facts:
                kind = row.kind if row.kind.name != "any" else self._kind_of(row)
                lever = self._of_fact(actual, kind, row)
                if lever is not None:
                    yield replace(lever, label=one.label)
            levels = self.book.levels.get(one.id)
            if levels:
                yield self._judgement(one.id, one.label, levels)

    # ------------------------------------------------------------------ one fact

    def _of_fact(self, name: str, kind: Kind, row: Row | None = None) -> Lever | None:
        reported = self._reported(name)
        now = reported.value if reported is not None else None
        made = Lever(name, self.book.program.labels.get(name, Text(name, name)), kind,
                     reported.written if reported is not None else None, False, ())  # fmt: skip
        match kind.name:
            case "yes_no":
                proves = name in self.evidenced
                bare = proves and now is True and reported is not None and not reported.about.evidence
                settings = tuple(_yes_no(name, yes) for yes in (True, False) if now is not yes or (yes and bare))
                return replace(made, known=isinstance(now, bool), settings=settings, steps=True, evidence=proves)
            case "text" if kind.options:
                return replace(made, known=isinstance(now, str), settings=tuple(self._options(name, kind.options, now)),
                               steps=True)  # fmt: skip
            case "number":
                return self._number(made, reported, now if isinstance(now, Fraction) else None, row)
            case "date":
                day = Fraction(now.first().toordinal()) if isinstance(now, Day) and now.is_exact else None
                axis = Axis((name + FIRST, name + LAST), ONE, *DAYS, day, YEAR, self._usual_day(row))
                said: Values = {name + REPORTED: True, name + EXACT: True}
                return replace(made, known=day is not None, settings=(Setting(said, axis),))
        return None

    def _kind_of(self, row: Row) -> Kind:
        """Of an actual that nothing tells a kind of: the first that the rulebook takes."""
        if self._reported(f"{row.id}.actual") is None:
            for kind, value in ((Kind("number"), 1), (Kind("date"), "2024-12-31")):
                change = Change(f"{row.id}.actual", Text("", ""), None, "", None, data=value)
                if self.project.is_taken([change]):
                    return kind
        return Kind("number")

    def _usual_day(self, row: Row | None) -> Fraction:
        """Near which a day is told that nobody reported: its target, or the end of the year."""
        target = self.loaded.prepared.sheet.get(f"{row.id}.target") if row is not None else None
        if target is not None and isinstance(target.value, Day):
            return Fraction(target.value.last().toordinal())
        year = re.search(r"[12]\d{3}", self.loaded.prepared.context.period or "")
        return Fraction(datetime.date(int(year.group()) if year else 2000, 12, 31).toordinal())

    def _reported(self, name: str) -> Reported | None:
        found = self.loaded.prepared.sheet.get(name)
        return None if found is None or found.presumed else found

    def _options(self, name: str, options: Sequence[str], now: Value) -> Iterator[Setting]:
        here = options.index(now) if isinstance(now, str) and now in options else 0
        for n, option in enumerate(options):
            if option != now:
                values: Values = {name + REPORTED: True, name: self.book.at.texts.of(option)}
                yield Setting(values, effort=Fraction(abs(n - here)), option=option)

    def _number(self, made: Lever, reported: Reported | None, now: Fraction | None, row: Row | None) -> Lever:
        name = made.fact
        entry = self.book.compiled.declared.sections.facts.get(name)
        like = reported if reported is not None else self._target(row)
        unit = like.unit if like is not None and like.unit is not None else None
        if unit is None and made.kind.unit is not None and made.kind.unit != "%":
            unit = self.book.program.units.get(made.kind.unit)
        named = unit.name if unit is not None else made.kind.unit
        factor = unit.factor if unit is not None else Fraction(1, 100) if named == "%" else ONE
        whole = entry is not None and entry.model.kind == "whole"
        target = self._target(row)
        parts = target is not None and isinstance(target.value, Fraction) and (target.value / factor).denominator != 1
        counted = reported is None and named in COUNTED and not parts
        step = factor if whole or counted else _step(like, factor)
        below = (now is not None and now < 0) or (entry is not None and entry.model.range is not None)
        far = (FARTHEST / step).__floor__()
        least, most = declared_range(name, self.book)
        low = -far if below else 0
        low = low if least is None else max(low, (least / step).__ceil__())
        axis = Axis((name,), step, low, far if most is None else min(far, (most / step).__floor__()), now)
        said: Values = {name + REPORTED: True, name + AS_BOUND: False,
                        f"{name}{PRECISION}{REPORTED}": True, f"{name}{PRECISION}": step}  # fmt: skip
        at_most_all = [one for one in (now, target.value if target is not None else None) if one is not None]
        is_share = named == "%" and all(isinstance(one, Fraction) and one <= 1 for one in at_most_all)
        from_zero = not below and least is None and named not in COUNTED
        return replace(made, known=now is not None, settings=(Setting(said, axis),), unit=named, factor=factor, from_zero=from_zero,
                       most=ONE if is_share else None)  # fmt: skip

    def _target(self, row: Row | None) -> Reported | None:
        """A number that is not reported is written as its target is."""
        found = self.loaded.prepared.sheet.get(f"{row.id}.target") if row is not None else None
        return found if found is not None and isinstance(found.value, Fraction) else None

    # ------------------------------------------------------------------ a level

    def _judgement(self, id_: str, label: Text, levels: Sequence[Level]) -> Lever:
        in_points = levels[0].in_points
        level, measure = self._reported(f"{id_}.judged.level"), f"{id_}.judged.{'points' if in_points else 'share'}"
        reported = self._reported(measure)
        now = reported.value if reported is not None and isinstance(reported.value, Fraction) else None
        rules = self.book.compiled.declared.sections.rules
        rule = rules.get(next(one.criterion.rule for one in self.book.program.indicators if one.id == id_))
        step = Fraction(1, 100)
        if in_points:
            declared = share_or_points(rule.model.step) if rule is not None and rule.model.step is not None else None
            step = declared[1] if declared is not None and declared[1] > 0 else ONE
        if reported is not None and reported.precision is not None and isinstance(reported.precision.value, Fraction):
            step = min(step, reported.precision.value) if not in_points else step
        settings = []
        for one in levels:
            said: Values = {f"{id_}.judged.level{REPORTED}": True, measure + REPORTED: True,
                            f"{id_}.judged.level": self.book.at.texts.of(one.name)}  # fmt: skip
            axis = Axis((measure,), step, (one.low / step).__ceil__(), (one.high / step).__floor__(), now)
            settings.append(Setting(said, axis, level=one.name))
        written = " ".join(one.written for one in (level, reported) if one is not None) or None
        return Lever(
            f"{id_}.judged", label, Kind("number"), written, now is not None, tuple(settings), in_points=in_points
        )


def _yes_no(name: str, yes: bool) -> Setting:
    return Setting({name + REPORTED: True, name: yes, name + EVIDENCE: True}, option=yes)


def _step(like: Reported | None, factor: Fraction) -> Fraction:
    """One in the last digit that a fact is written with; of one that is not written, or only roughly, of its second decimal."""
    precision = like.precision if like is not None else None
    if precision is not None and isinstance(precision.value, Fraction) and precision.value > 0:
        return precision.value
    return factor / 100


def fact_of(name: str) -> str:
    """The lever that a variable belongs to."""
    fact = name.partition("?")[0].removesuffix(PRECISION)
    row, judged, _ = fact.partition(".judged.")
    return f"{row}.judged" if judged else fact


def by_fact(levers: Sequence[Lever]) -> Mapping[str, Lever]:
    return {one.fact: one for one in levers}
