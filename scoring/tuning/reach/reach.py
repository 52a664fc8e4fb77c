"""What it would take to reach a grade or a number of points: of each fact alone the smallest change, and what could be won back.

A change is looked for piece by piece along the terms of the program, on the numbers that the fact can be written with, and always
scored before it is told.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import LoadedProject
from scoring.documents.plain_data import document_of_data
from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.kind import Kind
from scoring.problems import InputRefused, Place, Problem, Text, has_errors, one_of
from scoring.project.project import read_project
from scoring.scorecard.assessment import assess
from scoring.scorecard.scorecard import Finding, Scorecard
from scoring.tuning.algebra.encoded_book import EncodedBook, Workshop, shared_names, structure_of
from scoring.tuning.algebra.fact_symbols import AS_BOUND, EVIDENCE, EXACT, FIRST, LAST, REPORTED
from scoring.tuning.algebra.ordinary import is_open
from scoring.tuning.algebra.pieces import TooCurved, pieces_of
from scoring.tuning.algebra.terms import Plain, Term, Valuation, below, variables
from scoring.tuning.algebra.valued import of_open_node, values_of
from scoring.values.day import Day
from scoring.values.number import ends_as_decimal, show_number
from scoring.values.value import Value

MOST_LISTED = 3_000
"""Numbers between two edges that are tried one by one where not all that is rounded rises or falls together."""
FARTHEST = Fraction(10) ** 12
NEAR_EDGE = 3
MOST_PAIRS = 8
Values = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Goal:
    """A grade, or a number of points."""

    grade: str | None = None
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is otherwise: as it is written now (None: not reported) and then; how much of itself that is."""

    fact: str
    label: Text
    before: str | None
    after: str
    effort: Fraction | None  # None: nothing is reported yet
    steps: bool = False  # effort counts levels, or a yes for a no


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that reach the goal, with what comes of them, scored."""

    changes: tuple[Change, ...]
    total: Fraction | None
    grade: str | None
    findings: tuple[Finding, ...]  # that were not there before

    @property
    def effort(self) -> tuple[int, Fraction]:
        open_ = sum(one.effort is None for one in self.changes)
        return open_, sum((one.effort for one in self.changes if one.effort is not None), Fraction(0))


@dataclass(frozen=True, slots=True)
class TooLittle:
    """A fact that cannot bring the goal by itself, with the most that it brings."""

    fact: str
    label: Text
    at: str | None
    total: Fraction | None


@dataclass(frozen=True, slots=True)
class Lost:
    """What an indicator lost, and the smallest change that would win some of it back."""

    id: str
    label: Text
    lost: Fraction
    next: Change | None
    wins: Fraction | None


@dataclass(frozen=True, slots=True)
class Reach:
    """All that could be done for a goal."""

    goal: Goal
    before: Scorecard
    reached: bool
    ways: tuple[Way, ...]  # of one fact each, the least effort first
    pairs: tuple[Way, ...]
    too_little: tuple[TooLittle, ...]
    lost: tuple[Lost, ...]


@dataclass(frozen=True)
class Lever:
    """A fact that can be moved: the variables that go with each of its values, and how a value is written."""

    fact: str
    kind: Kind
    now: Value | None
    step: Fraction
    options: tuple[tuple[str, Values, Fraction], ...] = ()  # of what is no number: as written, variables, effort
    levels: tuple[Any, ...] = ()
    written: str | None = None


def reach(loaded: LoadedProject, goal: Goal) -> Reach:
    """The smallest changes that reach the goal; raises `InputRefused` for a goal that there is not."""
    return _Reaching(loaded, goal).found()


@dataclass
class _Reaching:
    loaded: LoadedProject
    goal: Goal
    labels: Mapping[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ready = self.loaded.prepared
        compiled = self.loaded.assessor.compiled(self.loaded.project)
        of_set = {name: one.value for name, one in self.loaded.assessor.compiled().inputs.items()}
        self.book = EncodedBook(compiled, of_set, shared_names(compiled, compiled), Workshop())
        self.book.add_up(structure_of(self.book))
        self.book.come()
        self.terms, self.of_set = self.book.terms, of_set
        self.before = score(ready, "exact")
        self.sheet = ready.sheet
        texts = self.book.at.texts
        self.values = values_of(ready.sheet, ready.context.declared, texts)
        at = Evaluation(ready.program, ready.sheet)
        assess(at, ready.context)
        for meaning, node in self.book.at.facts.left_open.items():
            self.values.update(of_open_node(meaning, node, at, texts))
        self.labels = ready.program.labels
        self.accepted = self.book.accepted()
        self.wanted = self._wanted()
        self.rests: dict[int, frozenset[str]] = {}  # which facts a term rests on
        self.as_is = Valuation(self.values, _nothing)

    # ------------------------------------------------------------------ the goal

    def _wanted(self) -> Term:
        total, terms = self.book.total, self.terms
        if total is None or (not total.grades and self.goal.grade is not None):
            raise InputRefused([_no_goal(Text("there is no grade to reach", "没有可达到的等级"), None)])
        if self.goal.points is not None:
            return terms.and_(total.there, terms.at_most(terms.number(self.goal.points), total.ends[0]))
        names = list(total.grades)
        if self.goal.grade not in names:
            raise InputRefused([_no_goal(Text(f"there is no grade `{self.goal.grade}`", f"没有等级 {self.goal.grade}"),
                                         one_of(self.goal.grade or "", names))])  # fmt: skip
        place = names.index(self.goal.grade or "")
        lower = terms.or_(*(total.grades[name] for name in names[:place]))
        return terms.and_(total.there, terms.not_(lower), terms.or_(*(total.grades[name] for name in names[place:])))

    def is_reached(self, card: Scorecard) -> bool:
        if self.goal.points is not None:
            return card.total.lowest is not None and card.total.lowest >= self.goal.points
        names = list(self.book.total.grades) if self.book.total is not None else []
        place = names.index(self.goal.grade or "")
        return bool(card.grades_possible) and all(names.index(name) >= place for name in card.grades_possible)

    # ------------------------------------------------------------------ everything

    def found(self) -> Reach:
        reached = self.is_reached(self.before)
        levers = list(self.levers())
        ways: list[Way] = []
        short: list[tuple[Fraction, TooLittle, Lever, Change, Values]] = []
        if not reached:
            goal = self.terms.and_(self.wanted, self.accepted)
            for lever in levers:
                made = self._smallest(lever, goal, self.values)
                way = self._confirmed([made[0]]) if made is not None else None
                if way is not None:
                    ways.append(way)
                elif (most := self._most(lever)) is not None:
                    short.append(most)
        ways.sort(key=lambda way: (way.effort, way.changes[0].fact))
        short.sort(key=lambda one: (-one[0], one[1].fact))
        pairs = [] if reached else list(self._pairs(short))
        pairs.sort(key=lambda way: (way.effort, way.changes[0].fact, way.changes[1].fact))
        lost = tuple(self._lost(levers))
        return Reach(
            self.goal,
            self.before,
            reached,
            tuple(ways),
            tuple(pairs[:MOST_PAIRS]),
            tuple(one[1] for one in short),
            lost,
        )

    def _pairs(self, short: Sequence[tuple[Fraction, TooLittle, Lever, Change, Values]]) -> Iterator[Way]:
        """One fact at the most that it brings, and the least of another beside it."""
        goal = self.terms.and_(self.wanted, self.accepted)
        some = [one for one in short if one[0] > 0][:MOST_PAIRS]
        for gained, _, lever, change, values in some:
            for _, _, other, _, _ in some:
                if other.fact == lever.fact or not gained:
                    continue
                made = self._smallest(other, goal, {**self.values, **values})
                way = self._confirmed([change, made[0]]) if made is not None else None
                if way is not None:
                    yield way

    def _lost(self, levers: Sequence[Lever]) -> Iterator[Lost]:
        """Indicators with less than their weight, those that lost most first."""
        found = []
        for one in self.before.indicators:
            points = one.lowest
            if points is None or one.weight is None or one.weight <= points:
                continue
            low = self.book.indicators[one.id].low
            goal = self.terms.and_(self.terms.less(self.terms.number(points), low), self.accepted)
            names = {_fact(name) for name in variables(low)}
            changes = [
                made
                for lever in levers
                if lever.fact in names and (made := self._smallest(lever, goal, self.values)) is not None
            ]
            changes.sort(key=lambda made: (made[0].effort is None, made[0].effort or 0, made[0].fact))
            step, wins = None, None
            for change, _ in changes:
                card = self._scored([change])
                after = (
                    next((each for each in card.indicators if each.id == one.id), None) if card is not None else None
                )
                if after is not None and after.lowest is not None and after.lowest > points:
                    step, wins = change, after.lowest - points
                    break
            found.append(Lost(one.id, one.label, one.weight - points, step, wins))
        yield from sorted(found, key=lambda one: (-one.lost, one.id))

    # ------------------------------------------------------------------ levers

    def levers(self) -> Iterator[Lever]:
        """Everything that a project may say otherwise and that its score may feel."""
        names = {name.partition("?")[0] for name in variables(self.wanted, self.accepted) if not is_open(name)}
        of_total = {name.partition("?")[0] for name in variables(self.wanted) if not is_open(name)}
        sheet, program = self.sheet, self.book.program
        for name, kind in self.book.kinds.items():
            if name in names and name in of_total:
                yield from self._lever(name, kind)
        rows = {row.id: row for row in self.book.compiled.rows}
        for one in program.indicators:
            actual = f"{one.id}.actual"
            if actual in of_total and rows[one.id].formula is None and actual not in self.of_set:
                kind = rows[one.id].kind
                yield from self._lever(actual, kind if kind.name != "any" else Kind("number"))
            levels = self.book.levels.get(one.id)
            if levels and f"{one.id}.judged.level" in of_total:
                yield self._judgement(one.id, levels, sheet.get(f"{one.id}.judged.share"))

    def _lever(self, name: str, kind: Kind) -> Iterator[Lever]:
        reported = self.sheet.get(name)
        now = reported.value if reported is not None and not reported.presumed else None
        written = reported.written if reported is not None and not reported.presumed else None
        texts = self.book.at.texts
        if kind.name == "yes_no":
            options: tuple[tuple[str, Values, Fraction], ...] = tuple(
                ("true" if yes else "false", {name + REPORTED: True, name: yes, name + EVIDENCE: True}, Fraction(1))
                for yes in (True, False)
                if now is not yes
            )
            yield Lever(name, kind, now, Fraction(1), options, written=written)
        elif kind.name == "text" and kind.options:
            places = {option: n for n, option in enumerate(kind.options)}
            here = places.get(now, 0) if isinstance(now, str) else 0
            options = tuple(
                (option, {name + REPORTED: True, name: texts.of(option)}, Fraction(abs(n - here)))
                for option, n in places.items()
                if option != now
            )
            yield Lever(name, kind, now, Fraction(1), options, written=written)
        elif kind.name == "number":
            yield Lever(name, kind, now, self._step(name, kind, written), written=written)
        elif kind.name == "date" and (now is None or (isinstance(now, Day) and now.is_exact)):
            yield Lever(name, kind, now, Fraction(1), written=written)

    def _step(self, name: str, kind: Kind, written: str | None) -> Fraction:
        """One in the last digit that a fact is written with; of one that is not written, or only roughly, of its second decimal."""
        entry = self.book.compiled.declared.sections.facts.get(name)
        factor = self._factor(name, kind)
        if entry is not None and entry.model.kind == "whole":
            return factor
        reported = self.sheet.get(name)
        precision = reported.precision if reported is not None else None
        if precision is not None and isinstance(precision.value, Fraction) and precision.value > 0:
            return precision.value
        return factor / 100

    def _factor(self, name: str, kind: Kind) -> Fraction:
        reported = self.sheet.get(name)
        if reported is not None and reported.unit is not None:
            return reported.unit.factor
        unit = self.book.program.units.get(kind.unit) if kind.unit is not None else None
        return unit.factor if unit is not None else Fraction(1)

    def _judgement(self, id_: str, levels: Sequence[Any], share: Any) -> Lever:
        in_points = levels[0].in_points
        measure = self.sheet.get(f"{id_}.judged.points") if in_points else share
        now = measure.value if measure is not None else None
        level = self.sheet.get(f"{id_}.judged.level")
        said = " ".join(one.written for one in (level, measure) if one is not None) or None
        rule = self.book.compiled.declared.sections.rules.get(
            next(one.criterion.rule for one in self.book.program.indicators if one.id == id_)
        )
        step = Fraction(1, 100)
        if in_points:
            step = Fraction(str(rule.model.step)) if rule is not None and rule.model.step is not None else Fraction(1)
        return Lever(
            f"{id_}.judged", Kind("number", unit=None if in_points else "%"), now, step, (), tuple(levels), said
        )

    # ------------------------------------------------------------------ the smallest change

    def _smallest(self, lever: Lever, goal: Term, values: Values) -> tuple[Change, Values] | None:
        """The change of one fact that is smallest of those with which the goal holds."""
        if lever.options:
            free = frozenset(name for _, own, _ in lever.options for name in own)
            alone = self._alone(goal, self._moved(values) | {lever.fact}, values, free)
            fits = [(effort, said, own) for said, own, effort in lever.options if self._holds(alone, {**values, **own})]
            if not fits:
                return None
            effort, said, own = min(fits, key=lambda one: (one[0], one[1]))
            return self._change(lever, said, None if lever.now is None else effort, True), own
        found: list[tuple[Fraction, Fraction, Values]] = []
        for name, own in self._ways_of_numbers(lever):
            number = self._nearest(lever, goal, {**values, **own}, name, self._ends(lever, own))
            if number is not None:
                now = self._present(lever)
                found.append(
                    (abs(number - now) if now is not None else number, number, {**own, **self._at(lever, name, number)})
                )
        if not found:
            return None
        _, number, own = min(found, key=lambda one: one[:2])
        return self._change(
            lever, self._said(lever, number, own), self._effort(lever, number, own), bool(lever.levels)
        ), own

    def _holds(self, goal: Term, values: Values) -> bool:
        return Valuation(values, _nothing).truth(goal)

    def _alone(self, term: Term, facts: frozenset[str], values: Values, free: frozenset[str]) -> Term:
        """The term of some variables of these facts, all else as it is; only what rests on the facts is made anew."""
        terms, known = self.terms, dict[int, Term]()
        for at in below(term):
            if at.number not in self.rests:
                own = frozenset({_fact(at.name)}) if at.op == "var" else NO_FACTS
                self.rests[at.number] = own.union(*(self.rests[arg.number] for arg in at.args))
        waiting = [term]
        while waiting:
            at = waiting[-1]
            if at.number in known:
                waiting.pop()
            elif not self.rests[at.number] & facts:
                value = self.as_is.of(at)
                known[at.number] = terms.truth(value) if isinstance(value, bool) else terms.number(value)
            elif at.op == "var":
                value = values.get(at.name, _nothing(at))
                known[at.number] = (
                    at if at.name in free else terms.truth(value) if isinstance(value, bool) else terms.number(value)
                )
            elif open_ := [arg for arg in at.args if arg.number not in known]:
                waiting.extend(open_)
            else:
                known[at.number] = terms.remade(at, [known[arg.number] for arg in at.args])
        return known[term.number]

    def _moved(self, values: Values) -> frozenset[str]:
        """The facts that are otherwise than they are reported."""
        return frozenset(_fact(name) for name, value in values.items() if self.values.get(name) != value)

    def _present(self, lever: Lever) -> Fraction | None:
        if isinstance(lever.now, Day):
            return Fraction(lever.now.first().toordinal())
        return lever.now if isinstance(lever.now, Fraction) else None

    def _ways_of_numbers(self, lever: Lever) -> Iterator[tuple[str, Values]]:
        """The variable that is moved, and what is said beside it: of a judgement a level for each."""
        if lever.kind.name == "date":
            yield lever.fact + FIRST, {lever.fact + REPORTED: True, lever.fact + EXACT: True}
            return
        if not lever.levels:
            yield lever.fact, {lever.fact + REPORTED: True, lever.fact + AS_BOUND: False}
            return
        id_ = lever.fact.removesuffix(".judged")
        measure = f"{lever.fact}.{'points' if lever.levels[0].in_points else 'share'}"
        for level in lever.levels:
            yield measure, {f"{id_}.judged.level{REPORTED}": True, measure + REPORTED: True,
                            f"{id_}.judged.level": self.book.at.texts.of(level.name)}  # fmt: skip

    def _ends(self, lever: Lever, own: Values) -> tuple[Fraction | None, Fraction | None]:
        for level in lever.levels:
            if own.get(f"{lever.fact}.level") == self.book.at.texts.of(level.name):
                return level.low, level.high
        return (Fraction(1), Fraction(3_000_000)) if lever.kind.name == "date" else (None, None)

    def _at(self, lever: Lever, name: str, number: Fraction) -> Values:
        return {name: number, lever.fact + LAST: number} if lever.kind.name == "date" else {name: number}

    def _nearest(
        self, lever: Lever, goal: Term, values: Values, name: str, ends: tuple[Fraction | None, Fraction | None]
    ) -> Fraction | None:
        """The number nearest to what is reported (to nothing, where nothing is) with which the goal holds, of those that can be written."""
        alone = self._alone(goal, self._moved(values) | {lever.fact}, values, frozenset({name, lever.fact + LAST}))
        if alone.op == "truth":
            start = self._present(lever)
            return (start or Fraction(0)) if alone.value and start is None else None
        return nearest(alone, name, self._present(lever) or Fraction(0), lever.step, ends)

    def _effort(self, lever: Lever, number: Fraction, own: Values) -> Fraction | None:
        now = self._present(lever)
        if now is None:
            return None
        if lever.kind.name == "date":
            return abs(number - now) / 365
        return abs(number - now) / abs(now) if now else Fraction(1)

    def _change(self, lever: Lever, after: str, effort: Fraction | None, steps: bool) -> Change:
        id_ = lever.fact.rpartition(".")[0] if "." in lever.fact else lever.fact
        label = self.labels.get(lever.fact) or next(
            (one.label for one in self.book.program.indicators if one.id == id_), Text(lever.fact, lever.fact)
        )
        return Change(lever.fact, label, lever.written, after, effort, steps)

    def _said(self, lever: Lever, number: Fraction, own: Values) -> str:
        if lever.kind.name == "date":
            import datetime

            return datetime.date.fromordinal(int(number)).isoformat()
        if lever.levels:
            shown = show_number(number) if lever.levels[0].in_points else f"{show_number(number * 100)}%"
            level = next(one for one in lever.levels if self.book.at.texts.of(one.name) == own[f"{lever.fact}.level"])
            return f"{level.name} {shown}"
        reported = self.sheet.get(lever.fact)
        unit = reported.unit.name if reported is not None and reported.unit is not None else lever.kind.unit
        in_unit = number / self._factor(lever.fact, lever.kind)
        text = show_number(in_unit) if ends_as_decimal(in_unit) else "?"
        return f"{text}%" if unit == "%" else f"{text} {unit}" if unit else text

    # ------------------------------------------------------------------ the most that a fact brings

    def _most(self, lever: Lever) -> tuple[Fraction, TooLittle, Lever, Change, Values] | None:
        """The value at which the total is highest, of those at which something changes."""
        total = self.book.total
        if total is None:
            return None
        best: tuple[Fraction, Fraction, str, Values] | None = None
        every = list(self._values_of(lever))
        free = frozenset(name for _, own in every for name in own)
        fits = self._alone(self.terms.and_(self.accepted, total.there), frozenset({lever.fact}), self.values, free)
        low = self._alone(total.ends[0], frozenset({lever.fact}), self.values, free)
        for said, own in every:
            at = Valuation({**self.values, **own}, _nothing)
            if not at.truth(fits):
                continue
            now = self._present(lever)
            away = abs(next((v for k, v in own.items() if isinstance(v, Fraction)), Fraction(0)) - (now or 0))
            points = at.number(low)
            if best is None or (points, -away) > (best[0], -best[1]):
                best = points, away, said, own
        before = self.before.total.lowest
        if best is None or before is None or best[0] <= before:
            return None
        points, _, said, own = best
        now = self._present(lever)
        number = next((v for v in own.values() if isinstance(v, Fraction)), None)
        effort = (
            None if lever.now is None else Fraction(1) if number is None or not now else abs(number - now) / abs(now)
        )
        change = self._change(lever, said, effort, bool(lever.options))
        card = self._scored([change])
        if card is None or card.total.lowest is None or card.total.lowest <= before:
            return None
        short = TooLittle(lever.fact, change.label, said, card.total.lowest)
        return card.total.lowest - before, short, lever, change, own

    def _values_of(self, lever: Lever) -> Iterator[tuple[str, Values]]:
        if lever.options:
            yield from ((said, own) for said, own, _ in lever.options)
            return
        total = self.book.total
        assert total is not None
        low = self.terms.and_(self.accepted, self.terms.less(self.terms.nothing, total.ends[0]))
        for name, own in self._ways_of_numbers(lever):
            alone = self._alone(low, frozenset({lever.fact}), {**self.values, **own}, frozenset({name}))
            try:
                _, edges = pieces_of(alone, name)
            except TooCurved:
                edges = ()
            ends = [end for end in self._ends(lever, own) if end is not None]
            numbers = dict.fromkeys(
                number for edge in (*edges, *ends, Fraction(0)) for number in _beside(edge, lever.step, 1)
            )
            low_end, high_end = self._ends(lever, own)
            for number in numbers:
                if (low_end is not None and number < low_end) or (high_end is not None and number > high_end):
                    continue
                whole = {**own, **self._at(lever, name, number)}
                yield self._said(lever, number, whole), whole

    # ------------------------------------------------------------------ scoring

    def _confirmed(self, changes: Sequence[Change]) -> Way | None:
        card = self._scored(changes)
        if card is None or not self.is_reached(card):
            return None
        known = {(one.code, one.message) for one in self.before.findings}
        new = tuple(one for one in card.findings if (one.code, one.message) not in known)
        return Way(tuple(changes), card.total.points, card.grade, new)

    def _scored(self, changes: Sequence[Change]) -> Scorecard | None:
        """The project with these changes, scored; None where it is refused."""
        data = copy.deepcopy(dict(self.loaded.project.document.data))
        for change in changes:
            self._write(data, change)
        document, problems = document_of_data(data, "reach.toml")
        project, found = read_project(document) if document is not None else (None, [])
        if project is None or has_errors([*problems, *found]):
            return None
        ready, _ = self.loaded.assessor.prepare(project)
        if ready is None:
            return None
        try:
            return score(ready, "exact")
        except InputRefused:
            return None

    def _write(self, data: dict[str, Any], change: Change) -> None:
        fact, after = change.fact, change.after
        if fact.endswith(".judged"):
            row = data.setdefault("indicator", {}).setdefault(fact.removesuffix(".judged"), {})
            level, _, measure = after.rpartition(" ")
            judged = dict(row.get("judged") or {})
            judged["level"] = level
            judged["share" if measure.endswith("%") else "points"] = (
                measure if measure.endswith("%") else Decimal(measure)
            )
            row["judged"] = judged
            return
        value: Any = after
        if after in ("true", "false"):
            value = after == "true"
        elif _is_number(after):
            value = Decimal(after)
        if fact.endswith(".actual"):
            place, key = data.setdefault("indicator", {}).setdefault(fact.removesuffix(".actual"), {}), "actual"
        else:
            entry = self.book.compiled.declared.sections.facts.get(fact)
            place, key = data.setdefault("facts", {}), fact
            other = entry.model.from_ if entry is not None else None
            if fact not in place and other is not None and other in place:
                key = other
        known = place.get(key)
        if isinstance(known, dict) and ("value" in known or "at_least" in known or "at_most" in known):
            kept = {name: one for name, one in known.items() if name not in ("at_least", "at_most")}
            value = {**kept, "value": value}
        if value is True:
            value = {"value": True, "evidence": "—"}
        elif isinstance(value, dict) and value.get("value") is True:
            value = {"evidence": "—", **value}
        place[key] = value


NO_FACTS: frozenset[str] = frozenset()


def _fact(name: str) -> str:
    """The lever that a variable belongs to."""
    fact = name.partition("?")[0]
    row, judged, _ = fact.partition(".judged.")
    return f"{row}.judged" if judged else fact


def _nothing(term: Term) -> Plain:
    return False if term.sort == "truth" else Fraction(0)


def _is_number(text: str) -> bool:
    digits = text.lstrip("-")
    return digits.replace(".", "", 1).isdigit()


def _no_goal(message: Text, fix: Text | None) -> Problem:
    return Problem("no-goal", message, Place("<command line>"), fix)


# ---------------------------------------------------------------------- along one number


def nearest(
    goal: Term, name: str, start: Fraction, step: Fraction, ends: tuple[Fraction | None, Fraction | None] = (None, None)
) -> Fraction | None:
    """The multiple of the step nearest to the start with which the goal holds; of two as near the larger. The start itself counts."""

    def holds(count: int) -> bool:
        number = step * count
        low, high = ends
        if (low is not None and number < low) or (high is not None and number > high):
            return False
        return Valuation({name: number, name.replace(FIRST, LAST): number}, _nothing).truth(goal)

    try:
        _, edges = pieces_of(goal, name)
    except TooCurved:
        edges = ()
    turned = [*edges, *(end for end in ends if end is not None), start]
    marks = sorted({int((edge / step).__floor__()) for edge in turned if abs(edge) <= FARTHEST})
    far = max(abs(marks[0]), abs(marks[-1]), 1) * 4 + 1000
    marks = [-far, *marks, far]
    here = start / step
    best: int | None = None

    def better(count: int) -> bool:
        return best is None or (abs(count - here), -count) < (abs(best - here), -best)

    for low, high in pairwise(marks):
        if best is not None and min(abs(low - here), abs(high - here)) > abs(best - here) and not low <= here <= high:
            continue
        for count in _looked_at(low, high, holds, here):
            if better(count):
                best = count
    return None if best is None else step * best


def _looked_at(low: int, high: int, holds: Any, here: Fraction) -> Iterator[int]:
    """Numbers of a piece at which the goal holds, the nearest among them."""
    if high - low <= MOST_LISTED:
        yield from (count for count in range(low, high + 1) if holds(count))
        return
    edge = [*range(low, low + NEAR_EDGE + 1), *range(high - NEAR_EDGE, high + 1)]
    points = sorted(
        {*edge, *(low + (high - low) * n // 8 for n in range(1, 8)), *((int(here),) if low < here < high else ())}
    )
    told = {count: holds(count) for count in points}
    yield from (count for count in points if told[count])
    for one, other in pairwise(points):
        if told[one] != told[other]:
            a, b = one, other
            while b - a > 1:
                middle = (a + b) // 2
                if holds(middle) == told[one]:
                    a = middle
                else:
                    b = middle
            yield a if told[one] else b


def _beside(edge: Fraction, step: Fraction, around: int) -> Iterator[Fraction]:
    count = int((edge / step).__floor__())
    yield from (step * (count + n) for n in range(-around, around + 2))
