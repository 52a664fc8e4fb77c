"""What a reader should know beside the points: checks that are broken, claims that the points do not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.node import Name
from scoring.nodes.walk import names_in
from scoring.problems import Language, Place, Problem, Text
from scoring.program.program import Check
from scoring.scorecard.outcome import ScoredIndicator
from scoring.scorecard.ranges import Range
from scoring.scorecard.scorecard import Claim, Difference, Finding
from scoring.scorecard.totals import Totals
from scoring.scorecard.trace import Trace
from scoring.values.number import decimals_of, show_number
from scoring.values.rounding import Rounding
from scoring.values.value import Fault, NotApplicable, Unknown

IN_BRACES = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class ClaimedPoints:
    """Points that somebody awarded: a total, points of indicators, and where that stands."""

    by: str
    total: Fraction | None
    points: Mapping[str, Fraction]
    place: Place

    @property
    def own(self) -> Rounding | None:
        """How points are rounded before they are compared with it: to the finest decimals that it is written with anywhere.

        None where it has whole numbers alone: nobody rounded 9.6 points who claims all 10.
        """
        decimals = max(map(decimals_of, filter(None, (self.total, *self.points.values()))), default=0)
        return Rounding("half_up", decimals) if decimals else None

    def against(self, points: Range) -> Range:
        """Recomputed points at the decimals of the claim."""
        own = self.own
        return points if own is None else Range(own.apply(points.low), own.apply(points.high))

    def difference(self, claimed: Fraction, points: Range) -> Difference:
        """Claimed less recomputed points; none where they are equal at the decimals of the claim."""
        against = self.against(points)
        low = claimed - points.high if claimed != against.high else Fraction(0)
        high = claimed - points.low if claimed != against.low else Fraction(0)
        return Difference(low, high)


def of_checks(at: Evaluation) -> tuple[list[Finding], list[Problem]]:
    """Broken checks as findings; those that stop, as problems; undecided ones as notes."""
    trace = Trace(at)
    findings: list[Finding] = []
    problems: list[Problem] = []
    for check in at.program.checks:
        truth = at.condition(check.that)
        if truth is True or isinstance(truth, NotApplicable):
            continue
        if isinstance(truth, Fault):
            at.needed(check.that)
            continue
        if isinstance(truth, Unknown):
            excused = bool(truth.missing) and set(truth.missing) <= check.silent_for
            if not check.silent_when_unknown and not excused:
                findings.append(_undecided(check, truth, trace))
        elif check.stops:
            problems.append(Problem(check.name, _message(check, trace), _place(check, at),
                                    Text(f"correct the facts; the check is at {check.place}", f"改正数据；检查见 {check.place}")))  # fmt: skip
        else:
            findings.append(
                Finding(check.name, check.severity, _message(check, trace), check.place, _facts(check), check.basis)
            )
    return findings, problems


def _facts(check: Check) -> tuple[str, ...]:
    return tuple(name for name in names_in(check.that) if name != "period")


def _place(check: Check, at: Evaluation) -> Place:
    reported = [at.sheet.get(name) for name in _facts(check)]
    return next((one.place for one in reported if one is not None and one.place is not None), check.place)


def _message(check: Check, trace: Trace) -> Text:
    """The check's own message with values filled in, or its label with both sides written out."""
    if check.message is not None:
        return Text(_filled(check.message.en, trace, "en"), _filled(check.message.zh, trace, "zh"))
    if not check.sides:
        return check.label
    sides = [trace.shown(side) if isinstance(side, Name) else trace.equation(side) for side in check.sides]
    en, zh = dict.fromkeys(side.en for side in sides), dict.fromkeys(side.zh for side in sides)
    return Text(f"{check.label.en} ({'; '.join(en)})", f"{check.label.zh}（{'；'.join(zh)}）")


def _filled(text: str, trace: Trace, language: Language) -> str:
    """A message with the values of the names in braces."""

    def value(found: re.Match[str]) -> str:
        return trace.figure(found.group(1)).in_language(language)

    return IN_BRACES.sub(value, text)


def _undecided(check: Check, truth: Unknown, trace: Trace) -> Finding:
    why = trace.why_unknown(truth)
    message = Text(f"{check.label.en}: not checked, {why.en}", f"{check.label.zh}：未能检查，{why.zh}")
    return Finding("check-undecided", "note", message, check.place, truth.missing)


def of_claims(
    claims: Sequence[ClaimedPoints], result: Totals, decimals: int | None
) -> tuple[list[Claim], list[Finding]]:
    """Each role's claim against the recomputed points."""
    compared: list[Claim] = []
    findings: list[Finding] = []
    for claim in claims:
        compared.append(_compared(claim, result.total))
        findings += _of_claim(claim, compared[-1], result, decimals)
    return compared, findings


def _compared(claim: ClaimedPoints, total: Range | None) -> Claim:
    """A claim is borne out by one total that equals it, and not by one that cannot; else that is still open."""
    if claim.total is None or total is None:
        return Claim(claim.by, claim.total, None, None)
    difference = claim.difference(claim.total, total)
    total = claim.against(total)
    supported = claim.total == total.points if total.points is not None else None
    if not total.low <= claim.total <= total.high:
        supported = False
    return Claim(claim.by, claim.total, difference, supported)


def _of_claim(claim: ClaimedPoints, compared: Claim, result: Totals, decimals: int | None) -> Iterator[Finding]:
    if compared.supported is not True and claim.total is not None and result.total is not None:
        yield _of_total(claim, claim.total, result.total, compared.supported is None, decimals)
    for one in result.scored:
        points = claim.points.get(one.indicator.id)
        if points is None or one.range is None or not one.indicator.weighed:
            continue
        if one.indicator.is_judged and one.outcome == "not_scorable":
            yield _unreviewed(claim, points, one)
        found = claim.against(one.range)
        if not found.low <= points <= found.high:
            yield _of_indicator(claim, points, one, decimals)
    if claim.points and claim.total is not None and set(claim.points) == {one.indicator.id for one in result.scored}:
        added = sum(claim.points.values(), Fraction(0))
        if added != claim.total:
            yield Finding(
                "claim-does-not-add-up",
                "warning",
                Text(f"the points claimed by `{claim.by}` add up to {show_number(added)}, not {show_number(claim.total)}",
                     f"{role(claim.by).zh}各项合计 {show_number(added)} 分，与总分 {show_number(claim.total)} 分不符"),
                claim.place,
                by=claim.by,
            )  # fmt: skip


def _of_total(claim: ClaimedPoints, claimed: Fraction, total: Range, open_: bool, decimals: int | None) -> Finding:
    shown = _range(total, decimals)
    return Finding(
        "claim-undecided" if open_ else "claim-not-supported",
        "note" if open_ else "warning",
        Text(f"`{claim.by}` claims {show_number(claimed)} points in all; "
             f"the rules give {shown}{', which is still open' if open_ else ''}",
             f"{role(claim.by).zh} {show_number(claimed)} 分，按规则计算为 {shown} 分{'，尚不能确定' if open_ else ''}"),
        claim.place,
        by=claim.by,
    )  # fmt: skip


def _unreviewed(claim: ClaimedPoints, points: Fraction, one: ScoredIndicator) -> Finding:
    """Only a person can judge it, and nobody has: what is claimed for it counts for nothing yet."""
    return Finding(
        "claim-unreviewed",
        "note",
        Text(f"{one.indicator.id} {one.indicator.label.en}: `{claim.by}` claims {show_number(points)}, which nobody has reviewed",
             f"{one.indicator.id} {one.indicator.label.zh}：{role(claim.by).zh} {show_number(points)} 分，尚未评判"),
        one.indicator.place,
        indicator=one.indicator.id,
        by=claim.by,
    )  # fmt: skip


def _of_indicator(claim: ClaimedPoints, points: Fraction, one: ScoredIndicator, decimals: int | None) -> Finding:
    assert one.range is not None
    shown = _range(one.range, decimals)
    return Finding(
        "judged-differently" if one.indicator.is_judged else "claimed-points-differ",
        "warning",
        Text(f"{one.indicator.id} {one.indicator.label.en}: `{claim.by}` claims {show_number(points)}, the rules give {shown}",
             f"{one.indicator.id} {one.indicator.label.zh}：{role(claim.by).zh} {show_number(points)} 分，按规则为 {shown} 分"),
        one.indicator.place,
        indicator=one.indicator.id,
        by=claim.by,
    )  # fmt: skip


def role(by: str) -> Text:
    """How a claim's role is called."""
    known = {"self": Text("self", "自评"), "finance": Text("finance", "财政评价"), "department": Text("department", "部门评价"),
             "review": Text("review", "复核")}  # fmt: skip
    return known.get(by, Text(by, by))


def _range(points: Range, decimals: int | None) -> str:
    ends = [_shown(end, decimals) for end in dict.fromkeys((points.low, points.high))]
    return " – ".join(ends)


def _shown(points: Fraction, decimals: int | None) -> str:
    fits = decimals is not None and (points * 10**decimals).denominator == 1
    return show_number(points, decimals) if fits else show_number(points)
