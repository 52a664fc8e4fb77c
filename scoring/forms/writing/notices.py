"""What there is to tell of a project: each finding with what was claimed, what comes by rule, how to mend it and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.forms.writing.assessed import AssessedProject
from scoring.forms.writing.mending import OURS, TAKE_NOTE, how_to_mend
from scoring.problems import Text
from scoring.scorecard.findings import ClaimedPoints
from scoring.scorecard.ranges import Range
from scoring.scorecard.scorecard import Finding, IndicatorScore, Scorecard
from scoring.views.words import Words

Kind = Literal["correct", "judged", "look", "ours"]
"""What whoever handed it in has to do: correct it, take note that it was judged differently, look at it; or it is only for us."""
OF_THE_FRAME = ("weights-off-frame",)
"""What may be so for a reason that a unit has only to give."""
OF_TOTALS = ("claim-not-supported", "claim-undecided", "claim-does-not-add-up")


@dataclass(frozen=True, slots=True)
class Notice:
    """One finding; `claimed`, `by_rule` and `difference` as people read them, empty where it is not about points."""

    kind: Kind
    finding: Finding
    indicator: IndicatorScore | None
    claimed: str
    by_rule: str
    difference: str
    fix: Text
    place: str


def notices_of(of: AssessedProject, words: Words) -> Iterator[Notice]:
    """Every finding of a project, in the order of its scorecard."""
    card = words.card
    for finding in card.findings:
        indicator = _indicator(finding, card)
        claimed, by_rule, difference = _points(finding, indicator, words)
        kind = kind_of(finding, card)
        certain = by_rule if indicator is not None and indicator.points is not None else ""
        fix = TAKE_NOTE if kind == "judged" else how_to_mend(finding, certain)
        yield Notice(kind, finding, indicator, claimed, by_rule, difference, fix, _place(finding, indicator, of))


def kind_of(finding: Finding, card: Scorecard) -> Kind:
    """What follows from it; a total is only judged differently where no points of a rule were claimed otherwise."""
    if finding.code in OURS or finding.by not in (None, "self"):
        return "ours"
    codes = {one.code for one in card.findings if one.by == finding.by}
    follows = finding.code == "claim-not-supported" and not codes & {"claimed-points-differ", "claim-does-not-add-up"}
    if finding.code == "judged-differently" or (follows and "judged-differently" in codes):
        return "judged"
    return "correct" if finding.severity != "note" and finding.code not in OF_THE_FRAME else "look"


def _indicator(finding: Finding, card: Scorecard) -> IndicatorScore | None:
    """The one that it names, or whose facts it is about."""
    named = [finding.indicator] if finding.indicator is not None else [name.partition(".")[0] for name in finding.facts]
    return next((one for name in named for one in card.indicators if one.id == name), None)


# ---------------------------------------------------------------- points


def _points(finding: Finding, indicator: IndicatorScore | None, words: Words) -> tuple[str, str, str]:
    """What was claimed, what comes by rule, and by how much more was claimed."""
    card = words.card
    by = finding.by or "self"
    claim = next((one for one in card.claims if one.by == by), None)
    if finding.code in OF_TOTALS and claim is not None and claim.total is not None:
        total = card.total
        if finding.code == "claim-does-not-add-up":
            added = sum((one.claimed[by] for one in card.indicators if by in one.claimed), Fraction(0))
            return words.exactly(claim.total), words.exactly(added), words.signed(claim.total - added)
        return (
            words.exactly(claim.total),
            words.range(total.points, total.lowest, total.highest),
            words.difference(claim),
        )
    if indicator is None or by not in indicator.claimed or indicator.outcome == "not_applicable":
        return "", "", ""
    claimed = indicator.claimed[by]
    shown = words.range(indicator.points, indicator.lowest, indicator.highest)
    if finding.by is None and indicator.points == claimed:
        return "", "", ""
    return words.exactly(claimed), shown, _difference(claimed, by, indicator, words)


def _difference(claimed: Fraction, by: str, one: IndicatorScore, words: Words) -> str:
    """Claimed less computed; none where they are equal at the decimals of the claim."""
    if one.lowest is None or one.highest is None:
        return ""
    card = words.card
    points = {each.id: each.claimed[by] for each in card.indicators if by in each.claimed}
    total = next((each.total for each in card.claims if each.by == by), None)
    found = ClaimedPoints(by, total, points, one.where).difference(claimed, Range(one.lowest, one.highest))
    return " … ".join(words.signed(end) for end in dict.fromkeys((found.lowest, found.highest)))


# ---------------------------------------------------------------- places


def _place(finding: Finding, indicator: IndicatorScore | None, of: AssessedProject) -> str:
    """Where it stands in what was handed in: sheet and cells, document and place; else in the project's file, if that was handed in."""
    card = of.card
    form = card.filled_form
    if finding.at is not None:
        return _in_form(finding.at, of)
    if finding.code in OF_TOTALS and form is not None and "claimed" in form.total:
        at = form.total["claimed"].at
        if at is not None:
            return _in_form(at, of)
    if indicator is not None and indicator.at:
        cells = _cells(finding, indicator.at)
        if cells:
            return _in_form(cells, of)
    said = dict.fromkeys(
        _of_fact(one.about.source, one.about.at, of)
        for name in finding.facts
        if (one := of.facts.get(name) or of.inputs.get(name)) is not None and one.about.at is not None
    )
    return " ".join(said) or (str(finding.where) if form is None and finding.where.file == of.file else "")


def _cells(finding: Finding, at: Mapping[str, str]) -> str:
    """The cells of a row that a finding is about: those of its facts, or of the points claimed."""
    keys = [name.partition(".")[2] for name in finding.facts]
    if finding.indicator is not None and finding.by is not None:
        keys = ["claimed"]
    elif finding.indicator is not None and not keys:
        keys = ["label"]
    found = dict.fromkeys(at[key] for key in keys if key in at)
    return " ".join(found) or at.get("label", "")


def _in_form(at: str, of: AssessedProject) -> str:
    sheet = of.card.filled_form.sheet if of.card.filled_form is not None else None
    return f"{sheet}!{at}" if sheet else at


def _of_fact(source: str | None, at: str | None, of: AssessedProject) -> str:
    form = of.card.filled_form
    if form is not None and source == form.source and at is not None:
        return _in_form(at, of)
    title = next((one.title for one in of.card.sources if one.name == source), source)
    return " ".join(filter(None, (title, at)))
