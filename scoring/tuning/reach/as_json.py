"""What it would take as JSON, `reach/1`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.problems import Language
from scoring.tuning.reach.answer import Change, Needed, Reach, Way
from scoring.tuning.reach.words import ReachWords
from scoring.values.number import show_number

SCHEMA = "reach/1"


def as_json(found: Reach, language: Language) -> str:
    """All of it; numbers are texts, exact."""
    return json.dumps(_Data(ReachWords(found, language)).all(), ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class _Data:
    words: ReachWords

    def all(self) -> dict[str, Any]:
        words, of = self.words, self.words.of
        total = of.before.total
        return {
            "schema": SCHEMA,
            "goal": {"grade": of.goal.grade, "points": _number(of.goal.points)},
            "project": of.before.project,
            "before": {"lowest": _number(total.lowest), "highest": _number(total.highest),
                       "grades": list(of.before.grades_possible)},
            "answer": of.answer.value,
            "reached": of.reached,
            "because": [words.text(one) for one in of.because],
            "ways": [self._way(one) for one in of.ways],
            "pairs": [self._way(one) for one in of.pairs],
            "pairs_beyond": _number(of.pairs_beyond),
            "too_little": [{"fact": one.fact, "label": words.fact(one.fact), "at": one.at, "total": _number(one.total),
                            "proved": one.proved, "ruled_out": one.ruled_out} for one in of.too_little],
            "lost": [{"indicator": one.id, "label": words.fact(one.id), "lost": _number(one.lost),
                      "next": self._change(one.next) if one.next else None, "wins": _number(one.wins),
                      "why": words.text(one.why) if one.why else None, "proved": one.proved} for one in of.lost],
            "kept": list(of.kept),
            "unpaired": list(of.unpaired),
            "unmoved": list(of.unmoved),
            "below_zero": list(of.below_zero),
            "tried": {fact: {"count": one.count, "refused": one.refused, "least": one.least, "most": one.most,
                             "every": one.every} for fact, one in of.tried.items()},
        }  # fmt: skip

    def _change(self, one: Change) -> dict[str, Any]:
        return {"fact": one.fact, "label": self.words.fact(one.fact), "before": one.before, "after": one.after,
                "effort": _number(one.effort), "steps": one.steps, "over": one.over, "evidence": one.evidence,
                "until": list(one.until) if one.until is not None else None}  # fmt: skip

    def _way(self, one: Way) -> dict[str, Any]:
        open_, effort = one.effort
        total, (low, high) = _number(one.total), one.ends
        return {"changes": [self._change(each) for each in one.changes], "to_report": open_, "effort": _number(effort),
                "total": total, "lowest": _number(low), "highest": _number(high), "grade": one.grade,
                "grades": list(one.grades), "needed": [self._needed(each) for each in one.needed],
                "findings": [{"code": each.code, "message": self.words.text(each.message)} for each in one.findings],
                "proved": one.proved}  # fmt: skip

    def _needed(self, one: Needed) -> dict[str, Any]:
        return {"fact": one.fact, "label": self.words.fact(one.fact), "least": one.least, "most": one.most,
                "options": list(one.options), "then": self._change(one.then) if one.then is not None else None}  # fmt: skip


def _number(value: Fraction | None) -> str | None:
    return None if value is None else show_number(value)
