"""What a report says of a project, under the names that templates use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.forms.writing.assessed import AssessedProject, RecordSaid
from scoring.forms.writing.formulas.calculation import NO, YES
from scoring.forms.writing.mending import how_to_mend
from scoring.forms.writing.names import in_both_languages
from scoring.forms.writing.report_names import REPORT
from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.project.fact_sheet import Reported
from scoring.scorecard.scorecard import FactUsed, GroupScore, IndicatorScore
from scoring.values.number import show_number
from scoring.values.rounding import Rounding
from scoring.views.words import NOTHING, OUTCOMES, SEVERITIES, STATUS, Words, in_tree

NOT_IN_XML = re.compile("[\ufffe\uffff]")
INDENT = "\u3000"
SHARES = Rounding("half_up", 2)


def report_words(of: AssessedProject, language: Language) -> dict[str, Any]:
    """Every name of a report's template, with what stands there."""
    return in_both_languages(all_shown(_Said(of, language).all()), REPORT)


def all_shown(said: Any) -> Any:
    """The same, every text in it on one line and such that XML holds it."""
    if isinstance(said, str):
        return NOT_IN_XML.sub("\ufffd", harmless(said))
    if isinstance(said, Mapping):
        return {name: all_shown(one) for name, one in said.items()}
    return [all_shown(one) for one in said] if isinstance(said, list) else said


def signs(target: str) -> str:
    """A target with its sign as documents have it: `≥ 100%`."""
    return target.replace(">=", "≥").replace("<=", "≤")


class _Said:
    """One project in one language."""

    def __init__(self, of: AssessedProject, language: Language) -> None:
        self.of, self.words, self.language = of, Words(of.card, language), language
        self.card = self.words.card
        self.titles = {one.name: one.title for one in self.card.sources}

    def all(self) -> dict[str, Any]:
        card, words = self.card, self.words
        total = card.total
        indicators = {one.id: self.indicator(one) for one in card.indicators}

        def those(chosen: Iterator[IndicatorScore] | Sequence[IndicatorScore]) -> list[dict[str, str]]:
            return [indicators[one.id] for one in chosen]

        return {
            "project": card.project,
            "period": card.period or "",
            **{key: self.of.head.get(key, "") for key in ("department", "unit", "code")},
            "goal": self.goal("expected"),
            "reached": self.goal("reached"),
            "rulebook": " ".join(filter(None, (card.rulebook.name, card.rulebook.edition))),
            "fingerprint": card.rulebook.fingerprint,
            "indicator_set": card.indicator_set.name if card.indicator_set is not None else "",
            "total": words.range(total.points, total.lowest, total.highest),
            "possible": "" if total.possible is None else show_number(total.possible),
            "earned": words.points(total.earned) if total.earned not in (None, total.points) else "",
            "total_arithmetic": words.of(total.arithmetic),
            "grade": words.grade() if card.grades_possible or card.grade else "",
            "status": words.of(STATUS[card.status]),
            "complete": card.status == "complete",
            "groups": [self.group(one, depth) for depth, one, _ in in_tree(card) if one is not None],
            "indicators": list(indicators.values()),
            "parts": [
                {**self.part(one), "indicators": those(inside)} for _, one, inside in in_tree(card) if inside
            ],
            "losses": those(sorted((one for one in card.indicators if one.lost), key=lambda one: -(one.lost or 0))),
            "open": those(one for one in card.indicators if one.outcome == "not_scorable"),
            "left_out": those(one for one in card.indicators if one.outcome == "not_applicable"),
            "judged": those(one for one in card.indicators if one.judgement is not None),
            "deviations": those(one for one in card.indicators if indicators[one.id]["why"]),
            "facts": [fact for one in self.of.facts.values() for fact in self.fact(one)],
            "limits": [
                {"label": words.of(one.label), "acts": words.limit(one), "arithmetic": words.of(one.arithmetic),
                 "basis": words.of(one.basis)}
                for one in card.limits if one.bites != "no"
            ],
            "results": [
                {"label": words.of(one.label), "value": words.result(one), "grade": one.grade or ""}
                for one in card.results
            ],
            "claims": [
                {"by": words.role(one.by), "total": NOTHING if one.total is None else show_number(one.total),
                 "difference": words.difference(one), "verdict": words.claim(one)}
                for one in card.claims
            ],
            "findings": [
                {"message": words.of(one.message), "severity": words.of(SEVERITIES[one.severity]), "code": one.code,
                 "fix": words.of(how_to_mend(one)), "basis": words.of(one.basis), "place": str(one.where)}
                for one in card.findings
            ],
            "policies": list(self.policies()),
            "basis": [{"text": text} for text in self.basis()],
            "sources": [
                {"title": one.title, "by": one.by or "", "on": one.on or "", "sha256": one.sha256 or "",
                 "note": one.note or ""}
                for one in card.sources
            ],
        }  # fmt: skip

    def goal(self, which: str) -> str:
        """What the form says of the overall goal."""
        form = self.card.filled_form
        return form.goals[which].value if form is not None and which in form.goals else ""

    # ------------------------------------------------------------------ indicators and groups

    def indicator(self, one: IndicatorScore) -> dict[str, str]:
        words, judged = self.words, one.judgement
        claimed = one.claimed.get("self")
        why = self.of.inputs.get(f"{one.id}.why")
        return {
            "id": one.id,
            "label": words.of(one.label),
            "group": self.path(one.path),
            "target": signs(one.target or ""),
            "actual": one.actual or "",
            "weight": words.weight(one),
            "points": NOTHING if one.outcome == "not_applicable" else words.range(one.points, one.lowest, one.highest),
            "lost": words.lost(one),
            "outcome": words.of(OUTCOMES[one.outcome]),
            "rule": words.of(one.rule_label) or one.rule,
            "clause": one.clause or "",
            "reason": words.reason(one),
            "arithmetic": words.of(one.arithmetic),
            "basis": words.of(one.basis),
            "why": why.written if why is not None else "",
            "missing": words.say(", ", "、").join(one.missing),
            "claimed": "" if claimed is None else show_number(claimed),
            "difference": self.difference(claimed, one),
            "source": self.sources(one.facts),
            "judged_by": (judged.by or "") if judged is not None else "",
            "judged_on": (judged.on or "") if judged is not None else "",
            "judged_why": (judged.why or "") if judged is not None else "",
            "judged_level": (judged.level or "") if judged is not None else "",
            "judged_share": (judged.share or "") if judged is not None else "",
        }

    def difference(self, claimed: Fraction | None, one: IndicatorScore) -> str:
        return "" if claimed is None or one.points is None else self.words.signed(claimed - one.points)

    def path(self, path: str) -> str:
        """The labels of the groups, where people read others than the paths are made of."""
        labels = {one.path: self.words.of(one.label) for one in self.card.groups}
        steps = path.split("/") if path else []
        return "/".join(labels.get("/".join(steps[: number + 1]), step) for number, step in enumerate(steps))

    def group(self, one: GroupScore, depth: int) -> dict[str, str]:
        share = ""
        if one.earned is not None and one.applies:
            share = f"{show_number(SHARES.apply(one.earned / one.applies * 100), 2)}%"
        return {
            "label": INDENT * depth + self.words.of(one.label),
            "weight": show_number(one.weight),
            "points": self.words.earned(one),
            "lost": self.words.lost(one),
            "share": share,
            "note": self.words.group(one),
        }

    def part(self, one: GroupScore | None) -> dict[str, str]:
        """A group under its whole path; the indicators that stand in none have a part without a name."""
        if one is None:
            return dict.fromkeys(("label", "weight", "points", "lost", "share", "note"), "")
        return {**self.group(one, 0), "label": self.path(one.path)}

    # ------------------------------------------------------------------ facts, policies, sources

    def fact(self, one: Reported) -> Iterator[dict[str, str]]:
        label = self.of.labels.get(one.name, Text(one.name, one.name)).in_language(self.language)
        if not one.records:
            yield {"label": label, "value": self.written(one), "source": self.source(one.about.source, one.about.at)}
            return
        about = self.of.records.get(one.name, ())
        for number, record in enumerate(one.records):
            said = about[number] if number < len(about) else RecordSaid()
            fields = [(self.of.labels.get(f"{one.name}.{name}", Text(name, name)), self.written(field))
                      for name, field in record.items()]  # fmt: skip
            yield {
                "label": f"{label}{self.words.say(': ', '：')}{said.label or number + 1}",
                "value": self.words.say("; ", "；").join(
                    f"{self.words.of(name)} {value}" if len(fields) > 1 else value for name, value in fields
                ),
                "source": self.source(said.source or one.about.source, said.at or one.about.at),
            }

    def written(self, one: Reported) -> str:
        """As it was written; of yes and no in the reader's language."""
        return one.written if not isinstance(one.value, bool) else self.words.of(YES if one.value else NO)

    def source(self, name: str | None, at: str | None) -> str:
        return " ".join(filter(None, (self.titles.get(name, name) if name is not None else None, at)))

    def sources(self, facts: Mapping[str, FactUsed]) -> str:
        said = dict.fromkeys(self.source(one.source, one.at) for one in facts.values())
        return self.words.say("; ", "；").join(filter(None, said))

    def policies(self) -> Iterator[dict[str, str]]:
        for one in self.card.indicators:
            if one.policy is not None:
                yield {"of": f"{one.id} {self.words.of(one.label)}", "policy": one.policy,
                       "missing": ", ".join(one.missing)}  # fmt: skip
        used = [*(one.policies for one in self.card.indicators), *(one.policies for one in self.card.values)]
        for each in dict.fromkeys(one for policies in used for one in policies):
            yield {"of": each.of, "policy": each.policy, "missing": ", ".join(each.missing)}

    def basis(self) -> list[str]:
        """Each legal basis once, in the order of what rests on it."""
        card = self.card
        said = [
            *(one.basis for one in card.indicators),
            *(one.basis for one in card.results),
            *(one.basis for one in card.limits),
            *(one.basis for one in card.values),
            *(one.basis for one in card.findings),
        ]
        return list(dict.fromkeys(self.words.of(one) for one in said if one is not None))
