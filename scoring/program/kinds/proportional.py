"""`proportional`: the target met is full points; missed gives the completion, from `nothing_below` on."""

from __future__ import annotations

from fractions import Fraction

from scoring.nodes.kind import NUMBER, SHARE, YES_NO
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Compare,
    Constant,
    Logic,
    Node,
)
from scoring.problems import Place, Text
from scoring.program.criterion_input import CriterionInput, Extra, RuleEntry
from scoring.program.formulas import formula
from scoring.program.kinds.criterion_kind import CriterionKind
from scoring.program.program import Check, Requirement
from scoring.program.right_kind import is_number
from scoring.project.rows import share_or_points

ZERO = Constant(SHARE, Fraction(0), "0%")

FULL = Constant(SHARE, Fraction(1), "100%")

COMPARISONS = {"=": "=="}


def lower(entry: RuleEntry, given: CriterionInput, extra: Extra) -> Node | None:
    """Met is tested first and gives full points; missed gives the completion, from `nothing_below` on."""
    sign, actual, target = given.sign, given.actual, given.target
    if target.kind.name != "text" and not is_number(actual, given.scope, entry.place):
        return None  # beside a qualitative target nothing is in proportion: what a form has there is not scorable
    upward, downward = Arithmetic(NUMBER, "/", (actual, target)), Arithmetic(NUMBER, "/", (target, actual))
    zero = Constant(target.kind, Fraction(0), "0")
    hopeless: Node
    if sign in (">=", ">"):
        completion, hopeless = upward, Compare(YES_NO, "==", target, zero)
    elif sign in ("<=", "<"):
        completion, hopeless = downward, Compare(YES_NO, "==", target, zero)
    else:
        completion = Arithmetic(NUMBER, "min", (upward, downward))
        hopeless = Logic(YES_NO, "or", (Compare(YES_NO, "==", target, zero), Compare(YES_NO, "==", actual, zero)))
    place = entry.place

    def clause(id_: str, when: Node | None, share: Node, en: str, zh: str, at: Place = place) -> Clause:
        return Clause(id_, when, given.share(share), at, Text(en, zh))

    met = Compare(YES_NO, COMPARISONS.get(sign, sign), actual, target)
    clauses = []
    if entry.model.over is not None:
        over = _over(entry, given, completion, extra)
        if over is not None:
            clauses.append(over)
    clauses.append(clause("met", met, FULL, "target met: full points", "达到目标值，得满分"))
    clauses.append(clause("zero", hopeless, ZERO, "a target of zero was missed", "目标为零而未达到"))
    if entry.model.nothing_below is not None:
        at = entry.at("nothing_below")
        floor = share_or_points(entry.model.nothing_below)
        if floor is None or floor[0] != "share":
            given.scope.problem(
                "share-without-percent",
                Text("`nothing_below` is a share such as 60%", "nothing_below 应为百分数，例如 60%"),
                at,
                Text('write nothing_below = "60%"', '写成 nothing_below = "60%"'),
            )
            return None
        edge = Constant(SHARE, floor[1], entry.model.nothing_below)
        below = Compare(YES_NO, "<", completion, edge)
        clauses.append(clause("nothing_below", below, ZERO, f"completion below {entry.model.nothing_below}: nothing",
                              f"完成率低于 {entry.model.nothing_below}，不得分", at))  # fmt: skip
    if sign in (">", "<"):
        extra.checks.append(_just_missed(given, met, zero, place))
    partly = clause("partly", None, completion, "missed: points by completion", "未达到，按完成比例得分")
    for side, which in ((actual, "actual"), (target, "target")):
        extra.requirements.append(
            Requirement(
                f"{given.id}.{which}",
                Compare(YES_NO, ">=", side, zero),
                Text(f"a negative {which} cannot be scored in proportion", f"{which} 为负数，不能按比例计分"),
                Text("use a rule by rows or by a formula", "改用表格或公式的规则"),
                "negative",
            )
        )
    return Choose(NUMBER, tuple(clauses), "first", place, partly, entry.name)


def _just_missed(given: CriterionInput, met: Compare, zero: Constant, place: Place) -> Check:
    """A strict target that the actual equals is missed, though its ratio gives all points: that is told."""
    equal = Compare(YES_NO, "==", given.actual, given.target)
    some = Compare(YES_NO, ">", given.target, zero)
    return Check(
        "target-just-missed",
        Text(f"{given.id}: the target says {met.op}, the actual is equal to it; points by ratio",
             f"{given.id}：目标值为 {met.op}，实际值恰好相等；按比例计分"),
        Logic(YES_NO, "not", (Logic(YES_NO, "and", (some, equal)),)),
        place,
        "note",
        stops=False,
        sides=(given.actual, given.target),
        silent_when_unknown=True,
    )  # fmt: skip


def _over(entry: RuleEntry, given: CriterionInput, completion: Node, extra: Extra) -> Clause | None:
    """Completion strictly beyond a limit: a finding, or a formula of `it` that gives the share."""
    over = entry.model.over
    assert over is not None
    if given.sign not in (">=", ">"):
        return None
    at = entry.at("over", "beyond")
    beyond = share_or_points(over.beyond)
    if beyond is None or beyond[0] != "share":
        given.scope.problem(
            "share-without-percent",
            Text("`beyond` is a share such as 130%", "beyond 应为百分数，例如 130%"),
            at,
            Text('write beyond = "130%"', '写成 beyond = "130%"'),
        )
        return None
    far = Compare(YES_NO, ">", completion, Constant(SHARE, beyond[1], over.beyond))
    positive = Compare(YES_NO, ">", given.target, Constant(given.target.kind, Fraction(0), "0"))
    exceeded = Logic(YES_NO, "and", (positive, far))
    if over.unless not in (None, "why"):
        given.scope.problem(
            "unknown-option",
            Text(f"`unless` names a key of the row such as `why`, not `{over.unless}`",
                 f"unless 应为指标行的键，例如 why，而不是 {over.unless}"),
            entry.at("over", "unless"),
            Text('write unless = "why", or leave it out', '写 unless = "why"，或不写'),
        )  # fmt: skip
    if over.unless == "why" and given.why:
        return None
    if over.then == "finding":
        extra.checks.append(
            Check(
                "over-fulfilled",
                Text(f"{given.id}: target exceeded beyond {over.beyond} without a reason",
                     f"{given.id}：超出目标值（完成率高于 {over.beyond}）而未说明原因"),
                Logic(YES_NO, "not", (exceeded,)),
                at,
                "warning",
                stops=False,
                sides=(given.actual, given.target),
                silent_when_unknown=True,
            )
        )  # fmt: skip
        return None
    share = formula(over.then, given.scope.with_({"it": completion}), entry.at("over", "then"))
    if share is None or not is_number(share, given.scope, entry.at("over", "then")):
        return None
    return Clause("over", exceeded, given.share(share), entry.at("over", "then"),
                  Text(f"exceeded beyond {over.beyond}", f"完成率高于 {over.beyond}"))  # fmt: skip


KIND = CriterionKind(
    "proportional",
    frozenset({"nothing_below", "over"}),
    lower,
    Text("row", "行"),
    "by the sign of the indicator's target: met is full points; missed is completion × weight (`>=`, `>` actual / target; "
    "`<=`, `<` target / actual; `=` the smaller); `nothing_below` and `over` as below",
    own_clauses=True,
)
