"""Why an indicator's points are as they are, in words."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.nodes.node import Clause
from scoring.problems import Text
from scoring.scorecard.assessment import Context
from scoring.scorecard.outcome import ScoredIndicator
from scoring.scorecard.trace import Trace, undefined
from scoring.values.value import Unknown


def reason_of(one: ScoredIndicator, context: Context, trace: Trace, taken: Sequence[Clause]) -> Text | None:
    """Not applicable, missing or undefined, by policy, or the clause's label."""
    if one.outcome == "not_applicable":
        return _why_not_applicable(one, context)
    if one.unknown is not None:
        lacking = _lacking(one, one.unknown, trace)
        if one.policy is None or not one.indicator.weighed:
            return lacking
        end = _end(one, trace)
        if not one.unknown.missing and one.unknown.because is not None:
            lacking = undefined(lacking)
        return Text(f"{lacking.en}; policy {one.policy}{end.en}", f"{lacking.zh}；按缺失处理 {one.policy}{end.zh}")
    labels = [clause.label for clause in taken if clause.label is not None]
    if not labels:
        return None
    return Text("; ".join(label.en for label in labels), "；".join(label.zh for label in labels))


def _end(one: ScoredIndicator, trace: Trace) -> Text:
    """The bound that won over what the policy gives."""
    if one.beyond is None or one.range is None:
        return Text("", "")
    before, after = one.beyond, one.range.low
    end = trace.both(lambda line: line.bound(before, after))
    return Text(f" → {end.en}", f" → {end.zh}")


def _why_not_applicable(one: ScoredIndicator, context: Context) -> Text:
    declared = context.declared.get(one.indicator.id)
    if declared is not None:
        return Text(declared.why, declared.why)
    if one.because is not None:
        return one.because
    written = one.indicator.criterion.applies_written
    return Text(f"`{written}` does not hold", f"{written} 不成立")


def _lacking(one: ScoredIndicator, unknown: Unknown, trace: Trace) -> Text:
    """What is missing; where nothing is, why there is no number all the same."""
    prefix = f"{one.indicator.id}."
    missing = trace.listed(unknown.missing, prefix)
    if unknown.missing or unknown.because is None:
        return Text(f"missing: {missing.en}", f"缺少：{missing.zh}")
    return trace.why_unknown(unknown, prefix)
