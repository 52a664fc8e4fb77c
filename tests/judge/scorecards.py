"""A rulebook and a project as TOML, and the scorecard that the documents promise for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from tests.judge import constructs, totals
from tests.judge.constructs import Construct, Section, full_answer, gives_text, rounding
from tests.judge.criteria import Criterion, Outcome
from tests.judge.formulas import Scope, evaluate, is_share, read
from tests.judge.quantities import (
    Amount,
    Answer,
    Fault,
    Missing,
    NotApplicable,
    Nothing,
    Record,
    Records,
    Refused,
    Rounding,
    Span,
    Unit,
    exactly,
    missing,
    unit_named,
)

Ends = tuple[Fraction, Fraction]


@dataclass
class Result:
    outcome: str  # scored, none, not_scorable, not_applicable
    value: Answer | None = None
    grade: str | None = None
    missing: frozenset[str] = frozenset()


@dataclass
class Claim:
    """What somebody claims in all, what that is more than the rules give, and whether they give it."""

    total: Fraction
    ends: Ends | None
    supported: bool | None


@dataclass
class Card:
    status: str = "complete"
    points: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    possible: Fraction | None = None
    earned: Fraction | None = None
    grade: str | None = None
    grades: set[str] = field(default_factory=set)
    groups: dict[str, Ends | None] = field(default_factory=dict)
    indicators: dict[str, Outcome] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)


def scorecard(rules: str, project: str) -> Card:
    """The scorecard of a project under a rulebook; raises Refused where there must be none."""
    return Scoring(tomllib.loads(rules, parse_float=Decimal), tomllib.loads(project, parse_float=Decimal)).card()


class BookScope(Scope):
    """Facts and values of a rulebook, found out when they are asked for."""

    def __init__(self, scoring: Scoring) -> None:
        super().__init__({})
        self.scoring = scoring

    def look(self, name: str) -> Answer:
        if name in self.known:
            return self.known[name]
        scoring = self.scoring
        if name in scoring.facts:
            self.known[name] = scoring.fact(name)
            return self.known[name]
        if name.endswith(".evidence") and name.removesuffix(".evidence") in scoring.facts:
            given = scoring.given.get(name.removesuffix(".evidence"))
            return (isinstance(given, dict) and "evidence" in given) or missing(name)
        if name in scoring.values and "with" not in scoring.values[name]:
            self.known[name] = full_answer(scoring.values[name], scoring.units, self)
            return self.known[name]
        return super().look(name)

    def is_list(self, name: str) -> bool:
        return "list" in self.scoring.facts.get(name, {})

    def called(self, name: str) -> Callable[[list[Callable[[], Answer]]], Answer] | None:
        value = self.scoring.values.get(name)
        if value is None or "with" not in value:
            return None
        names = value["with"] if isinstance(value["with"], list) else [value["with"]]

        def call(arguments: list[Callable[[], Answer]]) -> Answer:
            inner = Scope(dict(zip(names, arguments, strict=True)), self)
            return full_answer(value, self.scoring.units, inner)

        return call


class Scoring:
    def __init__(self, book: Section, project: Section) -> None:
        self.book = book
        self.project = project
        self.head: Section = book["rulebook"]
        self.given: Section = project.get("facts", {})
        self.rows: dict[str, Section] = project.get("indicator", {})
        self.facts = {name: declared(fact) for name, fact in self.section("fact").items()}
        self.values = self.section("value")
        self.units = {name: self.own_unit(unit) for name, unit in self.section("unit").items()}
        self.points = rounding(self.head.get("points")) or Rounding(decimals=2)
        self.scope = BookScope(self)
        self.of_results: Scope = self.scope  # what results read: with indicators, amounts after limits as well
        self.counted: Callable[[list[Way]], Scope] = lambda _: self.scope
        self.lowest: dict[str, Fraction] = {}  # the fewest points that an indicator can have

    def section(self, name: str) -> dict[str, Any]:
        return {**self.book.get(name, {}), **self.project.get(name, {})}

    def own_unit(self, unit: Section) -> Unit:
        found = evaluate(read(unit["is"]), Scope({}))
        assert isinstance(found, Amount)
        return Unit(found.kind, found.number)

    # facts

    def fact(self, name: str) -> Answer:
        fact = self.facts[name]
        given = self.given.get(name)
        if isinstance(given, dict):
            given = given.get("value")
        if given is None:
            return self.reported(fact, fact["if_missing"]) if "if_missing" in fact else missing(name)
        if "list" in fact:
            return self.records(fact["list"], given)
        answer = self.reported(fact, given)
        self.refuse_out_of_range(fact, answer)
        return answer

    def refuse_out_of_range(self, fact: Section, answer: Answer) -> None:
        if "range" in fact:
            section = {"by": "it", "rows": [[fact["range"], True]], "otherwise": False}
            inner = Scope({"it": lambda: answer}, self.scope)
            if Construct(section, self.units).answer(inner) is not True:
                raise Refused("range")

    def records(self, fields: Section, given: list[Section]) -> Records:
        found = []
        for record in given:
            known = {
                name: self.reported(declared(field), record[name]) for name, field in fields.items() if name in record
            }
            found.append(tuple((name, known.get(name, missing(name))) for name in fields))
        return Records(tuple(found))

    def reported(self, fact: Section, given: object) -> Answer:
        if isinstance(given, bool) or fact["kind"] in ("yes_no", "text"):
            if "options" in fact and given not in fact["options"]:
                raise Refused("option")
            return given if isinstance(given, bool) else str(given)
        answer = evaluate(read(given, self.units), Scope({}))
        unit = unit_named(fact.get("unit", ""), self.units)
        if isinstance(answer, Amount) and unit is not None and not unit.share and not isinstance(given, str):
            return Amount(answer.number * unit.size, unit.kind)
        return answer

    # indicators

    def indicators(self) -> dict[str, Outcome]:
        away = self.project.get("not_applicable", {})
        found: dict[str, Outcome] = {}
        for name, row in self.rows.items():
            rule = self.section("rule")[row["rule"]]
            criterion = Criterion(rule, row, self.units, self.scope, self.policy(rule, row), self.points)
            self.lowest[name] = criterion.static_bounds()[0]
            if name in away:
                found[name] = Outcome("not_applicable")
                continue
            found[name] = criterion.outcome()
        return found

    def policy(self, rule: Section, row: Section) -> Any:
        for section in (row, rule):
            if "missing" in section and not ("of" in section and section["missing"] in ("leave_out", "zero")):
                return section["missing"]
        path = row["in"]
        while path:
            if "missing" in self.section("group").get(path, {}):
                return self.section("group")[path]["missing"]
            path = path.rpartition("/")[0]
        return self.head.get("missing", "not_scorable")

    # all of it

    def card(self) -> Card:
        card = Card()
        self.refuse_what_is_beyond()
        for name in self.given:
            if name not in self.facts:
                raise Refused("unknown-fact")
            self.scope.look(name)
        card.indicators = self.indicators()
        if card.indicators:
            self.add_up(card)
        elif not self.section("result"):
            raise Refused("nothing-to-score")
        self.results(card)
        for role, claim in self.project.get("claim", {}).items():
            if "total" in claim:
                card.claims[role] = self.claim(exactly(claim["total"]), card)
        if self.any_open(card) or card.lowest != card.highest or len(card.grades) > 1:
            card.status = "incomplete"
        if any(result.outcome == "not_scorable" for result in card.results.values()):
            card.status = "incomplete"
        return card

    def refuse_what_is_beyond(self) -> None:
        """What is written to stand in for what is missing lies within what is written for it."""
        for fact in self.facts.values():
            if "if_missing" in fact:
                self.refuse_out_of_range(fact, self.reported(fact, fact["if_missing"]))
        of_their_own = [*self.values.values(), *self.section("result").values()]
        for section in of_their_own:
            if "between" in section and (value := written_instead(section.get("missing"))) is not None:
                low, high = constructs.ends(section, self.units, self.scope)
                number = evaluate(read(value, self.units), self.scope)
                assert low is not None and high is not None and isinstance(number, Amount)
                if not low <= number.number <= high:
                    raise Refused("beyond")
        for rule in self.section("rule").values():
            for section in (rule, *rule.get("part", [])):
                refuse_beyond_as_written(section)
        for row in self.rows.values():
            rule = self.section("rule")[row["rule"]]
            criterion = Criterion(rule, row, self.units, self.scope, self.policy(rule, row), self.points)
            criterion.refuse_what_is_beyond()

    def any_open(self, card: Card) -> bool:
        return any(outcome.open for outcome in card.indicators.values())

    def possible(self) -> Fraction:
        root = totals.tree(self.rows, self.all_scored(), self.section("group"))
        totals.without_negative_products(root, self.lowest)
        weight = sum((member.weight for member in root.members), start=Fraction(0))
        total = self.head.get("total")
        if total is not None and exactly(total) != weight and self.head.get("weights_off_total") != "finding":
            raise Refused("weights-off-total")
        return weight

    def all_scored(self) -> dict[str, Outcome]:
        return {name: Outcome("scored", Fraction(0), Fraction(0), Fraction(0)) for name in self.rows}

    def add_up(self, card: Card) -> None:
        adding = totals.Adding(self.head.get("not_applicable", "rescale"), self.points, self.possible())
        card.possible = adding.possible
        no_total = any(outcome.policy == "no_total" for outcome in card.indicators.values())
        sums = [self.added(outcomes, adding) for outcomes in self.ways(card.indicators)]
        truths = totals.conditions(
            self.section("limit"), self.conditions_scope([found for _, found in sums], card.indicators), self.units
        )
        card.limits = {name: bites(truth) for name, truth in truths.items()}
        ways = [self.one_way(root, found, adding, truths) for root, found in sums]
        self.of_results = self.counted(ways)
        for path in {path for way in ways for path in way.after}:
            ends = hull([way.after.get(path) for way in ways])
            card.groups[path] = ends and (self.points.of(ends[0]), self.points.of(ends[1]))
        ends = hull([way.ends for way in ways])
        if no_total or ends is None:
            return
        card.lowest, card.highest = ends
        before = hull([way.before for way in ways])
        card.points = ends[0] if ends[0] == ends[1] else None
        card.earned = before[0] if before and before[0] == before[1] else None
        card.grades = self.grades(ends, truths, adding.possible)
        card.grade = next(iter(card.grades)) if len(card.grades) == 1 else None

    def grades(self, ends: Ends, truths: dict[str, Answer], possible: Fraction) -> set[str]:
        """Every grade that the range reaches, and what limits may make of it."""
        grade = self.book.get("grade")
        if grade is None or "rows" not in grade or possible != exactly(self.head.get("total", 0)):
            return set()
        names = totals.grades_within(grade, ends, self.units)
        order = totals.order_of(grade)
        limits = self.section("limit")
        bitten = [[limits[name] for name in biting] for biting in totals.choices(truths)]
        return {totals.limited_grade(name, order, biting) for name in names for biting in bitten}

    def ways(self, outcomes: dict[str, Outcome]) -> Iterator[dict[str, Outcome]]:
        """Every way in which indicators may apply or not."""
        unsure = {
            name: name if outcome.apart else self.when_of(name)
            for name, outcome in outcomes.items()
            if outcome.may_not_apply
        }
        conditions = sorted(set(unsure.values()))
        for picks in product([True, False], repeat=len(conditions)):
            holds = dict(zip(conditions, picks, strict=True))
            yield {
                name: Outcome("not_applicable") if name in unsure and not holds[unsure[name]] else outcome
                for name, outcome in outcomes.items()
            }

    def when_of(self, name: str) -> str:
        return str(self.section("rule")[self.rows[name]["rule"]]["when"])

    def added(self, outcomes: dict[str, Outcome], adding: totals.Adding) -> tuple[totals.Member, totals.Sum]:
        counted = dict(outcomes)
        if adding.policy == "full":
            for name, outcome in outcomes.items():
                if outcome.outcome == "not_applicable":
                    weight = exactly(self.rows[name]["weight"])
                    counted[name] = Outcome("scored", weight, weight, weight)
        root = totals.tree(self.rows, counted, self.section("group"))
        return root, totals.without_limits(root, adding)

    def one_way(self, root: totals.Member, found: totals.Sum, adding: totals.Adding, truths: dict[str, Answer]) -> Way:
        limits = self.section("limit")
        way = Way(before=found.before)
        for names in totals.choices(truths):
            after = totals.with_limits(root, adding, found, [limits[name] for name in names])
            way.ends = hull([way.ends, after.ends] if way.ends else [after.ends])
            for path, ends in after.after.items():
                way.after[path] = hull([way.after[path], ends] if path in way.after else [ends])
        return way

    def conditions_scope(self, sums: list[totals.Sum], outcomes: dict[str, Outcome]) -> Scope:
        """Amounts before any limit, over all the ways in which indicators may apply."""
        full = self.head.get("not_applicable") == "full"
        weights = {name: exactly(row["weight"]) for name, row in self.rows.items()}
        names: dict[str, Callable[[], Answer]] = dict(totals.names_of(outcomes, weights if full else {}))
        open_ = frozenset(name for outcome in outcomes.values() for name in outcome.missing)

        def over_all(ends: list[Ends | None]) -> Answer:
            if all(each is None for each in ends):
                return NotApplicable("nothing of it applies")
            return Missing(open_) if any(each is None for each in ends) else totals.as_answer(hull(ends), open_)

        no_total = any(outcome.policy == "no_total" for outcome in outcomes.values())

        def total(all_ends: list[Ends | None]) -> Answer:
            found = over_all(all_ends)
            return Missing(open_) if no_total and not isinstance(found, NotApplicable) else found

        def counted(ways: list[Way]) -> Scope:
            inner = dict(names)
            inner["total"] = lambda: total([way.ends for way in ways])
            for path in ways[0].after:
                inner["subtotal." + path.replace("/", ".")] = lambda path=path: over_all(
                    [way.after[path] for way in ways]
                )
            return Scope(inner, self.scope)

        self.counted = counted
        names["total"] = lambda: total([found.before for found in sums])
        for path in sums[0].subtotals:
            names["subtotal." + path.replace("/", ".")] = lambda path=path: over_all(
                [found.subtotals[path] for found in sums]
            )
        return Scope(names, self.scope)

    def claim(self, total: Fraction, card: Card) -> Claim:
        if card.lowest is None or card.highest is None:
            return Claim(total, None, None)
        ends = (total - card.highest, total - card.lowest)
        if total < card.lowest or total > card.highest:
            return Claim(total, ends, False)
        return Claim(total, ends, True if card.lowest == card.highest else None)

    # results

    def results(self, card: Card) -> None:
        for name, section in self.section("result").items():
            answer = full_answer(section, self.units, self.of_results)
            card.results[name] = self.result(section, answer)
            if section.get("total") and isinstance(answer, Amount):
                card.points = card.lowest = card.highest = card.earned = answer.number
                if "grade" in section:
                    card.grade = card.results[name].grade
                    card.grades = {card.grade} if card.grade else set()

    def result(self, section: Section, answer: Answer) -> Result:
        if isinstance(answer, Fault) and answer.code != "zero":
            raise Refused(answer.code)
        if isinstance(answer, Missing | Fault | Span):
            names = answer.names if isinstance(answer, Missing) else frozenset()
            return Result("none" if section.get("optional") else "not_scorable", missing=names)
        if isinstance(answer, NotApplicable):
            return Result("not_applicable")
        if isinstance(answer, Nothing):
            return Result("none")
        if isinstance(answer, Record):
            raise Refused("record")
        unit = unit_named(section.get("unit", ""), self.units)
        if isinstance(answer, Amount) and unit is not None:
            answer = Amount(answer.number / unit.size, answer.kind)
        if isinstance(answer, Amount) and "round" not in section and endless(answer.number):
            answer = Amount(Rounding(decimals=6).of(answer.number), answer.kind)
        grade = None
        if "grade" in section:
            grade = self.graded(self.book["grade"][section["grade"]], section, answer)
        return Result("scored", answer, grade)

    def graded(self, grade: Section, section: Section, answer: Answer) -> str | None:
        inner = Scope({"graded": lambda: answer}, self.scope)
        found = Construct({**grade, "by": "graded", "gives": "text"}, self.units).answer(inner)
        return found if isinstance(found, str) else None


@dataclass
class Way:
    before: Ends | None
    ends: Ends | None = None
    after: dict[str, Ends | None] = field(default_factory=dict)


def written_instead(policy: Any) -> Any:
    """The value that a missing policy writes itself; None where it has none, or a formula."""
    value = policy.get("value") if isinstance(policy, dict) else None
    return value if value is None or LITERAL.fullmatch(str(value)) else None


def refuse_beyond_as_written(section: Section) -> None:
    """Shares beside shares, points beside points, whatever the weight."""
    value = written_instead(section.get("missing"))
    if value is None:
        return
    low, high = section.get("between", (0, "100%"))
    for end, sign in ((low, 1), (high, -1)):
        if is_share(end) == is_share(value) and (plainly(value) - plainly(end)) * sign < 0:
            raise Refused("beyond")


def plainly(written: object) -> Fraction:
    return Fraction(str(written).strip("% "))


LITERAL = re.compile(r"[+-]?\d+(\.\d+)?( *[^\W\d]+|%)?")


def endless(number: Fraction) -> bool:
    """Whether it does not end as a decimal."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest > 1


def bites(truth: Answer) -> str:
    """A condition that does not apply does not act."""
    if isinstance(truth, Fault) and truth.code != "zero":
        raise Refused(truth.code)
    return "unknown" if isinstance(truth, Missing | Fault) else "yes" if truth is True else "no"


def hull(ends: list[Ends | None]) -> Ends | None:
    """From the lowest to the highest of those that have a number; None where none has."""
    known = [each for each in ends if each is not None]
    if not known:
        return None
    return min(each[0] for each in known), max(each[1] for each in known)


def declared(fact: Any) -> Section:
    """A fact's declaration written out: `"元"` is a unit, a list its options."""
    if isinstance(fact, list):
        return {"kind": "text", "options": fact}
    if isinstance(fact, str):
        return {"kind": "number", "unit": fact}
    found = dict(fact)
    if "options" in found:
        found.setdefault("kind", "text")
    found.setdefault("kind", "number")
    if gives_text(found.get("kind")):
        found["kind"] = "text"
    return found
