"""What an indicator earns under its rule: points, or that it does not apply, or what is missing and how much is open."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.judge.constructs import Construct, Section, kept_within, rounding, row_named
from tests.judge.formulas import Scope, compared, evaluate, is_share, ordered, read
from tests.judge.quantities import (
    STATES,
    Amount,
    Answer,
    Fault,
    Missing,
    NotApplicable,
    Refused,
    Rounding,
    Span,
    Unit,
    both,
    exactly,
    may_be_outside,
    missing,
    open_among,
    state_among,
)

SIGNS = (">=", "<=", ">", "<", "=")


@dataclass
class Outcome:
    outcome: str  # scored, not_applicable, not_scorable
    points: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    missing: frozenset[str] = frozenset()
    policy: str | None = None  # the missing policy that acted
    may_not_apply: bool = False
    apart: bool = False  # by what it reads, not by its own `when` alone
    fault: str | None = None

    @property
    def left_out(self) -> bool:
        return self.policy == "leave_out"

    @property
    def open(self) -> bool:
        return self.outcome == "not_scorable" and not self.left_out


@dataclass(frozen=True)
class Open:
    """Not known, but between these points: a level without a share."""

    lowest: Fraction
    highest: Fraction
    missing: frozenset[str]


class Criterion:
    """A rule applied to one indicator's row; `policy` is the nearest missing policy, `points` how points are rounded."""

    def __init__(
        self, rule: Section, row: Section, units: dict[str, Unit], scope: Scope, policy: Any, points: Rounding
    ) -> None:
        self.rule = rule
        self.row = row
        self.units = units
        self.weight = exactly(row["weight"])
        self.policy = policy
        self.rounding = points
        self.outer = scope
        self.scope = Scope(
            {"actual": self.actual, "target": self.target, "weight": lambda: Amount(self.weight)},
            scope,
        )

    # the row

    def actual(self) -> Answer:
        written = self.row.get("actual")
        if written is None:
            return missing("actual")
        if isinstance(written, str) and written.startswith("="):
            return evaluate(read(written[1:], self.units), self.outer)
        return evaluate(read(written, self.units), self.outer)

    def target_written(self) -> tuple[str, str] | None:
        written = self.row.get("target")
        if written is None or written == "定性":
            return None
        for sign in SIGNS:
            if str(written).startswith(sign):
                return sign, str(written)[len(sign) :].strip()
        raise Refused("target")

    def target(self) -> Answer:
        written = self.target_written()
        return missing("target") if written is None else evaluate(read(written[1], self.units), self.outer)

    # what comes of it

    def outcome(self) -> Outcome:
        applies: Answer = True
        if "when" in self.rule:
            applies = evaluate(read(self.rule["when"], self.units), self.scope)
        if applies is False or isinstance(applies, NotApplicable):
            return Outcome("not_applicable")
        if isinstance(applies, Fault):
            return self.undefined(applies)
        earned = self.earned()
        if isinstance(earned, NotApplicable):
            return Outcome("not_applicable")
        may_not = isinstance(applies, Missing)
        apart = isinstance(earned, Missing) and earned.outside
        if may_not:
            names = applies.names | (earned.missing if isinstance(earned, Open) else frozenset())
            earned = Missing(names | (earned.names if isinstance(earned, Missing) else frozenset()), apart)
        if isinstance(earned, Missing):
            found = self.with_policy(earned, may_not)
            if found.open and apart:
                found.may_not_apply = found.apart = True
            return found
        if isinstance(earned, Open):
            return self.with_policy(Missing(earned.missing), may_not, earned)
        if isinstance(earned, Fault):
            return self.undefined(earned)
        if isinstance(earned, Span):
            return self.with_policy(Missing(earned.missing), may_not)
        assert isinstance(earned, Amount)
        points = self.rounded(earned.number)
        return Outcome("scored", points, points, points)

    def refuse_what_is_beyond(self) -> None:
        """A missing policy's own value lies within the bounds of the rule, as that of a part within the part's."""
        for section, policy in [
            (None, self.policy),
            *((part, part.get("missing")) for part in self.rule.get("part", [])),
        ]:
            if not isinstance(policy, dict) or "value" not in policy or is_share(policy["value"]) is None:
                continue
            points = self.in_points(evaluate(read(policy["value"], self.units), self.scope), is_share(policy["value"]))
            low, high = self.static_bounds() if section is None else self.bounds(section)
            assert isinstance(points, Amount)
            if not low <= points.number <= high:
                raise Refused("beyond")

    def undefined(self, fault: Fault) -> Outcome:
        if fault.code != "zero":
            raise Refused(fault.code)
        if self.policy != "not_scorable":
            return self.with_policy(Missing(frozenset()), False)
        low, high = self.static_bounds()
        return Outcome("not_scorable", None, self.shown(low), self.shown(high), fault=fault.code)

    def with_policy(self, unknown: Missing, may_not: bool, within: Open | None = None) -> Outcome:
        low, high = self.static_bounds()
        if within is not None:
            low, high = within.lowest, within.highest
        policy = self.policy if not may_not else "not_scorable"  # nobody knows whether there is anything to score
        if policy == "leave_out":
            return Outcome("not_scorable", missing=unknown.names, policy=policy)
        if policy in ("not_scorable", "no_total"):
            return Outcome(
                "not_scorable", None, self.shown(low), self.shown(high), unknown.names, policy, may_not_apply=may_not
            )
        points = self.instead(policy)
        if isinstance(points, Missing):
            return Outcome(
                "not_scorable", None, self.shown(low), self.shown(high), unknown.names, None, may_not_apply=may_not
            )
        if isinstance(points, Fault):
            return Outcome("not_scorable", None, self.shown(low), self.shown(high), fault=points.code)
        if isinstance(points, NotApplicable):
            return Outcome("not_applicable")
        assert isinstance(points, Amount)
        told = policy if isinstance(policy, str) else next(iter(policy))
        number = self.rounded(points.number)
        return Outcome("scored", number, number, number, unknown.names, told)

    def instead(self, policy: Any) -> Answer:
        if policy == "zero":
            return Amount(Fraction(0))
        if policy == "full":
            return Amount(self.weight)
        if "value" in policy:
            return self.in_points(evaluate(read(policy["value"], self.units), self.scope), is_share(policy["value"]))
        return self.in_points(row_named(Construct(self.rule, self.units), policy["row"], self.scope), self.in_shares())

    # points

    def in_points(self, answer: Answer, share: bool | None) -> Answer:
        if not isinstance(answer, Amount):
            return answer
        if share is None:
            raise Refused("share-or-points")
        return Amount(answer.number * self.weight if share else answer.number)

    def in_shares(self, section: Section | None = None) -> bool | None:
        section = self.rule if section is None else section
        gives = section.get("gives")
        if gives in ("share", "points"):
            return bool(gives == "share")
        written: list[object] = [section["is"]] if "is" in section else []
        for row in section.get("rows", []):
            written.append((row["row"] if isinstance(row, dict) else row)[-1])
        written += [end for line in section.get("lines", []) for end in line[2:]]
        written += [section["otherwise"]] if "otherwise" in section else []
        kinds = {kind for kind in map(is_share, written) if kind is not None}
        return kinds.pop() if len(kinds) == 1 else None

    def rounded(self, number: Fraction) -> Fraction:
        """Rounded as the rule and then as the rulebook says, and kept within the bounds: a bound wins over rounding."""
        low, high = self.static_bounds()
        own = rounding(self.rule.get("round"))
        if own is not None:
            number = own.of(number)
        return kept_within(self.rounding.of(number), low, high)

    def shown(self, number: Fraction) -> Fraction:
        low, high = self.static_bounds()
        return kept_within(self.rounding.of(number), low, high)

    def bounds(self, section: Section) -> tuple[Fraction, Fraction]:
        if "between" not in section:
            return Fraction(0), self.weight
        low, high = (self.end(written) for written in section["between"])
        return low, high

    def end(self, written: object) -> Fraction:
        answer = self.in_points(evaluate(read(written, self.units), self.scope), is_share(written))
        if not isinstance(answer, Amount):
            raise Refused("bounds")
        return answer.number

    def static_bounds(self) -> tuple[Fraction, Fraction]:
        low, high = self.bounds(self.rule)
        if "part" not in self.rule:
            return low, high
        parts = [self.bounds(part) for part in self.rule["part"]]
        lowest = sum((part[0] for part in parts), start=Fraction(0))
        highest = sum((part[1] for part in parts), start=Fraction(0))
        return kept_within(lowest, low, high), kept_within(highest, low, high)

    # the kinds of rules

    def earned(self) -> Answer | Open:
        kind = self.rule.get("kind")
        if kind == "proportional":
            return self.proportional()
        if kind == "deduction":
            return self.deduction()
        if kind == "checklist":
            return self.checklist()
        if kind == "judged":
            return self.judged()
        if "part" in self.rule:
            return self.parts()
        return self.in_points(Construct(self.rule, self.units).answer(self.scope), self.in_shares())

    def parts(self) -> Answer:
        answers: list[Answer] = []
        for part in self.rule["part"]:
            if "when" in part:
                holds = evaluate(read(part["when"], self.units), self.scope)
                if isinstance(holds, NotApplicable):
                    continue
                if holds is False:
                    answers.append(Amount(Fraction(0)))  # it earns nothing, and its bounds do not count
                    continue
                if isinstance(holds, Missing):
                    inside = self.in_points(Construct(part, self.units).answer(self.scope), self.in_shares(part))
                    answers.append(open_among(holds, [inside]))
                    continue
                if isinstance(holds, STATES):
                    answers.append(holds)
                    continue
            answer = self.in_points(Construct(part, self.units).answer(self.scope), self.in_shares(part))
            if "missing" in part and (isinstance(answer, Missing | NotApplicable) or answer == Fault("zero")):
                answer = self.instead_of_part(part)
            if isinstance(answer, Amount):
                low, high = self.bounds(part)
                own = rounding(part.get("round"))
                answer = Amount(kept_within(own.of(answer.number) if own else answer.number, low, high))
            if isinstance(answer, NotApplicable):
                continue
            answers.append(answer)
        if not answers:
            return NotApplicable("no part of it applies")
        state = state_among(answers)
        if isinstance(state, Missing):
            return Missing(state.names, all(may_be_outside(answer) for answer in answers))
        if state is not None:
            return state
        return Amount(sum((answer.number for answer in answers if isinstance(answer, Amount)), start=Fraction(0)))

    def instead_of_part(self, part: Section) -> Answer:
        policy = part["missing"]
        if policy == "zero":
            return Amount(Fraction(0))
        if "value" in policy:
            share = is_share(policy["value"])
            return self.in_points(evaluate(read(policy["value"], self.units), self.scope), share)
        return self.in_points(row_named(Construct(part, self.units), policy["row"], self.scope), self.in_shares(part))

    def proportional(self) -> Answer:
        written = self.target_written()
        actual, target = self.scope.look("actual"), self.scope.look("target")
        state = state_among([actual, target])
        if state is not None:
            return state
        assert written is not None and isinstance(actual, Amount) and isinstance(target, Amount)
        if actual.kind != target.kind:
            raise Refused("type")
        if actual.number < 0 or target.number < 0:
            raise Refused("negative")
        sign = written[0]
        met = ordered("==" if sign == "=" else sign, actual.number, target.number)
        over = self.rule.get("over")
        if met:
            completion = actual.number / target.number if target.number else None
            beyond = over and evaluate(read(over["beyond"], self.units), self.scope)
            if (
                over
                and sign in (">=", ">")
                and over.get("then", "finding") != "finding"
                and completion is not None
                and isinstance(beyond, Amount)
                and completion > beyond.number
                and not self.row.get(over.get("unless", ""))
            ):
                share = evaluate(read(over["then"], self.units), self.scope.with_names(it=Amount(completion)))
                return self.in_points(share, True)
            return Amount(self.weight)
        if target.number == 0:
            return Amount(Fraction(0))
        if sign in (">=", ">"):
            share_done = actual.number / target.number
        elif sign in ("<=", "<"):
            share_done = target.number / actual.number if actual.number else Fraction(1)
        else:
            ways = [actual.number / target.number]
            if actual.number:
                ways.append(target.number / actual.number)
            share_done = min(ways)
        if "nothing_below" in self.rule:
            edge = evaluate(read(self.rule["nothing_below"], self.units), self.scope)
            if compared("<", Amount(share_done), edge) is True:
                return Amount(Fraction(0))
        return Amount(self.weight * share_done)

    def deduction(self) -> Answer:
        lost: list[Answer] = []
        for reason in self.rule["deduct"]:
            how_often: Answer
            if "each" in reason:
                how_often = evaluate(read(reason["each"], self.units), self.scope)
            else:
                holds = evaluate(read(reason["when"], self.units), self.scope)
                how_often = Amount(Fraction(int(holds))) if isinstance(holds, bool) else holds
            if isinstance(how_often, NotApplicable):
                continue
            if not isinstance(how_often, Amount):
                lost.append(how_often)
                continue
            if reason.get("all"):
                taken = self.weight if how_often.number else Fraction(0)
            else:
                taken = how_often.number * self.end(reason["points"])
            if "at_most" in reason:
                taken = min(taken, self.end(reason["at_most"]))
            lost.append(Amount(taken))
        state = state_among(lost)
        if state is not None:
            return Missing(state.names) if isinstance(state, Missing) else state
        taken = sum((answer.number for answer in lost if isinstance(answer, Amount)), start=Fraction(0))
        return Amount(self.weight - taken)

    def checklist(self) -> Answer:
        items = self.rule["items"]
        share = self.weight / len(items)
        truths: dict[str, Answer] = {}
        earned: list[Answer] = []
        for at, item in enumerate(items):
            holds = self.item_holds(item)
            needed = item.get("needs", [])
            gates = [truths[name] for name in ([needed] if isinstance(needed, str) else needed)]
            holds = both([*gates, holds])
            truths[item.get("id", f"#{at}")] = holds
            if isinstance(holds, bool):
                worth = self.end(item["earns"]) if "earns" in item else share
                earned.append(Amount(worth if holds else Fraction(0)))
            elif not isinstance(holds, NotApplicable):
                earned.append(holds)
        state = state_among(earned)
        if state is not None:
            return Missing(state.names) if isinstance(state, Missing) else state
        return Amount(sum((answer.number for answer in earned if isinstance(answer, Amount)), start=Fraction(0)))

    def item_holds(self, item: Section) -> Answer:
        holds = evaluate(read(item["when"], self.units), self.scope)
        if holds is True and item.get("evidence") == "required":
            return self.scope.look(f"{item['when']}.evidence")
        return holds

    def judged(self) -> Answer | Open:
        judgement = self.row.get("judged", {})
        level = judgement.get("level")
        if level is None:
            return missing("judged.level")
        levels = {name: edges for name, *edges in self.rule["levels"]}
        if level not in levels:
            raise Refused("level")
        edges = levels[level]
        if len(edges) == 2:
            return self.judged_in_points(judgement, exactly(edges[0]), exactly(edges[1]))
        return self.judged_in_shares(judgement, list(levels).index(level))

    def judged_in_points(self, judgement: Section, low: Fraction, high: Fraction) -> Answer | Open:
        scale = self.weight / exactly(self.rule["full"]) if "full" in self.rule else Fraction(1)
        if "points" not in judgement:
            return Open(low * scale, high * scale, frozenset({"judged.points"}))
        points = exactly(judgement["points"])
        step = exactly(self.rule["step"]) if "step" in self.rule else None
        if not low <= points <= high or (step and (points / step).denominator != 1):
            raise Refused("judged-points")
        return Amount(points * scale)

    def judged_in_shares(self, judgement: Section, at: int) -> Answer | Open:
        edges = [self.share(edge[1]) for edge in self.rule["levels"]]
        low, above = edges[at], edges[at - 1] if at else Fraction(1)
        if "share" not in judgement:
            return Open(low * self.weight, above * self.weight, frozenset({"judged.share"}))
        share = self.share(judgement["share"])
        if not (low <= share < above or (at == 0 and share == above)):
            raise Refused("judged-share")
        return Amount(share * self.weight)

    def share(self, written: str) -> Fraction:
        if written == "else":
            return Fraction(0)
        answer = evaluate(read(written.removeprefix(">=").strip(), self.units), self.scope)
        return answer.number if isinstance(answer, Amount) else Fraction(0)
