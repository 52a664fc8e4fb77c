"""The scorecard as JSON, `scorecard/1`: what outside tools rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scoring.problems import Language, Place, Text
from scoring.scorecard.scorecard import (
    Claim,
    FactUsed,
    Finding,
    GroupScore,
    IndicatorScore,
    LimitScore,
    ResultScore,
    Scorecard,
)
from scoring.values.day import Day
from scoring.values.number import show_number
from scoring.values.value import Value


def render(scorecard: Scorecard, language: Language = "zh") -> str:
    """The scorecard as JSON text: the same bytes for the same scorecard and language."""
    return json.dumps(data(scorecard, language), ensure_ascii=False, indent=2) + "\n"


def data(scorecard: Scorecard, language: Language = "zh") -> dict[str, Any]:
    """The scorecard as plain data. Rounded numbers are decimal texts, others that do not end are `p/q`."""
    return _Writing(scorecard, language).scorecard()


class _Writing:
    """One scorecard being written in one language."""

    def __init__(self, scorecard: Scorecard, language: Language) -> None:
        self.card, self.language = scorecard, language

    def scorecard(self) -> dict[str, Any]:
        card = self.card
        return {
            "schema": "scorecard/1",
            "semantics": card.semantics,
            "project": card.project,
            "period": card.period,
            "rulebook": {
                "name": card.rulebook.name,
                "edition": card.rulebook.edition,
                "fingerprint": card.rulebook.fingerprint,
            },
            "indicator_set": {"name": card.indicator_set.name, "fingerprint": card.indicator_set.fingerprint}
            if card.indicator_set is not None
            else None,
            "status": card.status,
            "total": {
                "earned": self.points(card.total.earned),
                "points": self.points(card.total.points),
                "lowest": self.points(card.total.lowest),
                "highest": self.points(card.total.highest),
                "possible": exact(card.total.possible),
                "rescaled": card.total.rescaled,
            },
            "grade": card.grade,
            "grades_possible": list(card.grades_possible),
            "claims": [self.claim(claim) for claim in card.claims],
            "results": [self.result(result) for result in card.results],
            "groups": [self.group(group) for group in card.groups],
            "indicators": [self.indicator(indicator) for indicator in card.indicators],
            "limits": [self.limit(limit) for limit in card.limits],
            "findings": [self.finding(finding) for finding in card.findings],
        }

    def points(self, value: Fraction | None) -> str | None:
        return None if value is None else show_number(value, self.card.decimals)

    def text(self, text: Text | None) -> str | None:
        return None if text is None else text.in_language(self.language)

    def claim(self, claim: Claim) -> dict[str, Any]:
        difference = None
        if claim.lowest_difference is not None:
            difference = {
                "lowest": self.points(claim.lowest_difference),
                "highest": self.points(claim.highest_difference),
            }
        return {"by": claim.by, "total": exact(claim.total), "difference": difference, "supported": claim.supported}

    def group(self, group: GroupScore) -> dict[str, Any]:
        return {
            "path": group.path,
            "label": self.text(group.label),
            "weight": exact(group.weight),
            "points": self.points(group.points),
            "lowest": self.points(group.lowest),
            "highest": self.points(group.highest),
        }

    def indicator(self, one: IndicatorScore) -> dict[str, Any]:
        return {
            "id": one.id,
            "path": one.path,
            "label": self.text(one.label),
            "weight": exact(one.weight),
            "outcome": one.outcome,
            "points": self.points(one.points),
            "lowest": self.points(one.lowest),
            "highest": self.points(one.highest),
            "rule": one.rule,
            "clause": one.clause,
            "where": where(one.where),
            "facts": facts(one.facts),
            "arithmetic": self.text(one.arithmetic),
            "basis": self.text(one.basis),
            "reason": self.text(one.reason),
            "missing": list(one.missing),
            "policy": one.policy,
            "earned": self.points(one.earned),
            "judgement": {
                "level": one.judgement.level,
                "share": one.judgement.share,
                "by": one.judgement.by,
                "on": one.judgement.on,
                "why": one.judgement.why,
            }
            if one.judgement is not None
            else None,
            "declared": {"why": one.declared.why, "by": one.declared.by, "on": one.declared.on}
            if one.declared is not None
            else None,
            "claimed": {by: exact(points) for by, points in one.claimed.items()},
            "not_taken": [
                {"clause": clause.clause, "because": self.text(clause.because), "where": where(clause.where)}
                for clause in one.not_taken
            ],
        }

    def limit(self, limit: LimitScore) -> dict[str, Any]:
        return {
            "name": limit.name,
            "bites": limit.bites,
            "effect": self.text(limit.effect),
            "where": where(limit.where),
            "facts": facts(limit.facts),
            "arithmetic": self.text(limit.arithmetic),
        }

    def finding(self, finding: Finding) -> dict[str, Any]:
        return {
            "code": finding.code,
            "severity": finding.severity,
            "message": self.text(finding.message),
            "where": where(finding.where),
            "facts": list(finding.facts),
        }

    def result(self, result: ResultScore) -> dict[str, Any]:
        return {
            "name": result.name,
            "outcome": result.outcome,
            "value": plain(result.value),
            "lowest": exact(result.lowest),
            "highest": exact(result.highest),
            "grade": result.grade,
            "where": where(result.where),
            "clause": result.clause,
            "facts": facts(result.facts),
            "arithmetic": self.text(result.arithmetic),
            "missing": list(result.missing),
        }


def facts(used: Mapping[str, FactUsed]) -> dict[str, Any]:
    return {
        name: {
            "value": fact.value,
            "unit": fact.unit,
            "source": fact.source,
            "at": fact.at,
            "where": where(fact.where),
            "presumed": fact.presumed,
        }
        for name, fact in used.items()
    }


def exact(value: Fraction | None) -> str | None:
    return None if value is None else show_number(value)


def plain(value: Value) -> Any:
    """A result's value: numbers as exact text, lists and several results as they are."""
    if isinstance(value, Fraction):
        return show_number(value)
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return str(value) if isinstance(value, Day) else value


def where(place: Place | None) -> str | None:
    return None if place is None else str(place)
