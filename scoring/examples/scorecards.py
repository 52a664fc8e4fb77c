"""`[[scorecard]]`: a whole project beside the rules, scored, and every part that it states compared.

What is expected is written as `[scorecard.expect]`; `as_expected` says a scorecard in those words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor, Engine, Prepared, score
from scoring.documents.spelling import NO_RESULT, number, plain
from scoring.documents.spelling import value as spelled
from scoring.examples import members
from scoring.examples.coverage import Reached, compared_by, limits_of, reached_by
from scoring.nodes.kind import ANY
from scoring.problems import InputRefused, Problem, Text, has_errors
from scoring.project.facts import FactReader
from scoring.project.project import read_project
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook, text_of
from scoring.scorecard.scorecard import GroupScore, IndicatorScore, ResultScore, Scorecard, Total
from scoring.values.units import Units

NOT_OF_THE_PROJECT = ("label", "expect")
SOMEBODY = {"by": "example", "on": date(2000, 1, 1), "why": "example"}
"""Who judged, when and why, in an example that does not say so: of an example nobody has to answer for a judgement."""
BEGINS_A_NUMBER = re.compile(r"[-+]?\d")


@dataclass(frozen=True, slots=True)
class Stated:
    """One part of what is expected: where it stands below `expect`, and what came out instead or as well."""

    keys: tuple[str, ...]
    expected: Any
    got: Any  # as it would be written
    equal: bool
    trace: Text | None = None

    @property
    def name(self) -> str:
        return " ".join(self.keys)


@dataclass(frozen=True, slots=True)
class TriedScorecard:
    """A whole project tried: each stated part with what came out."""

    example: Entry[model.ScorecardModel]
    label: Text
    parts: tuple[Stated, ...] = ()
    problems: tuple[Problem, ...] = ()
    scorecard: Scorecard | None = None
    reached: frozenset[tuple[str, str]] = frozenset()  # places and names of the clauses that counted

    @property
    def passed(self) -> bool:
        stated = bool(self.parts) and not has_errors(self.problems)
        return self.scorecard is not None and stated and all(part.equal for part in self.parts)


def try_scorecards(
    rulebook: Rulebook,
    indicator_set: IndicatorSet | None,
    examples: Iterable[Entry[model.ScorecardModel]],
    engine: Engine,
) -> Iterator[TriedScorecard]:
    """Every one of these examples, in the order in which they are written."""
    assessor = Assessor(rulebook, indicator_set)
    for example in examples:
        yield _tried(example, assessor, engine)


def _tried(example: Entry[model.ScorecardModel], assessor: Assessor, engine: Engine) -> TriedScorecard:
    label = text_of(example.model.label, example.name)
    try:
        prepared, problems = _prepared(example, assessor)
        if prepared is None:
            return TriedScorecard(example, label, (), tuple(problems))
        reached: set[Reached] = set()
        card = score(prepared, engine, lambda at: reached.update(reached_by(at, assessor.declared.sections.rules)))
    except InputRefused as refused:
        return TriedScorecard(example, label, (), tuple(refused.problems))
    reached |= limits_of(card, prepared.program)
    stated = compared_by(prepared.program, _names(example), assessor.declared.sections.rules)
    reached = reached if stated is None else reached & stated
    parts = (
        tuple(_Comparison(card, example, assessor.declared.units).parts()) if example.model.expect is not None else ()
    )
    return TriedScorecard(example, label, parts, tuple(problems), card, frozenset(reached))


def _names(example: Entry[model.ScorecardModel]) -> list[str]:
    """What an example states, as names that it rests on; `total` for what rests on everything."""
    wanted = example.model.expect
    if wanted is None:
        return []
    whole = (wanted.total, wanted.grade, wanted.bites, *wanted.groups.values())
    names = [*wanted.points, *wanted.results, *wanted.missing]
    return ["total", *names] if any(one is not None for one in whole) else names


def _prepared(example: Entry[model.ScorecardModel], assessor: Assessor) -> tuple[Prepared | None, list[Problem]]:
    """The project that an example states, ready to be scored, as if it lay in a file of its own."""
    written: Any = example.document.data
    for key in example.path:
        written = written[key]
    of_project = {key: value for key, value in written.items() if key not in NOT_OF_THE_PROJECT}
    if isinstance(rows := of_project.get("indicator"), dict):
        of_project["indicator"] = {id_: _judged_by_somebody(row) for id_, row in rows.items()}
    head = {"format": 1, "project": text_of(example.model.label, example.name).zh}
    project, problems = read_project(example.document.part(example.path, {**head, **of_project}))
    if project is None or has_errors(problems):
        return None, problems
    prepared, found = assessor.prepare(project)
    return prepared, problems + found


def _judged_by_somebody(row: Any) -> Any:
    judged = row.get("judged") if isinstance(row, dict) else None
    return {**row, "judged": {**SOMEBODY, **judged}} if isinstance(judged, dict) else row


# ---------------------------------------------------------------- a scorecard in the words of `expect`


def as_expected(card: Scorecard) -> dict[str, Any]:
    """Everything that a scorecard says and that can be expected of one."""
    said: dict[str, Any] = {
        "total": _points(card.total),
        "grade": card.grade or list(card.grades_possible) or NO_RESULT,
        "status": card.status,
        "points": {one.id: _points(one) for one in card.indicators},
        "groups": {one.path: _points(one) for one in card.groups},
        "results": _results(card),
        "missing": {
            **{one.id: list(one.missing) for one in card.indicators if one.missing},
            **{one.name: list(one.missing) for one in card.results if one.missing},
        },
        "bites": _bites(card),
        "findings": sorted({finding.code for finding in card.findings}),
    }
    return {key: value for key, value in said.items() if value != {}}


def _bites(card: Scorecard) -> list[str] | dict[str, str]:
    """The limits that bite; a table where of some nobody knows."""
    if any(limit.bites == "unknown" for limit in card.limits):
        return {limit.name: limit.bites for limit in card.limits}
    return [limit.name for limit in card.limits if limit.bites == "yes"]


def _points(one: IndicatorScore | GroupScore | Total) -> Any:
    if isinstance(one, IndicatorScore) and one.outcome == "not_applicable":
        return "not_applicable"
    if one.points is not None:
        return number(one.points)
    if one.lowest is None or one.highest is None:
        return NO_RESULT
    return {"lowest": number(one.lowest), "highest": number(one.highest)}


def _results(card: Scorecard) -> dict[str, Any]:
    """Values by name, and grades as `NAME.grade`."""
    grades = {f"{one.name}.grade": one.grade for one in card.results if one.grade is not None}
    return {**{one.name: _result(one) for one in card.results}, **grades}


def _result(one: ResultScore) -> Any:
    if one.members is not None:
        return members.as_expected(one)
    if one.outcome == "none":
        return NO_RESULT
    if one.outcome != "scored":
        return one.outcome
    if isinstance(one.value, Fraction) and one.unit in ("%", "‰") and one.shown is not None:
        return one.shown.en
    return plain(one.value)


# ---------------------------------------------------------------- comparing


class _Comparison:
    """A scorecard beside what is expected of it."""

    def __init__(self, card: Scorecard, example: Entry[model.ScorecardModel], units: Units) -> None:
        assert example.model.expect is not None
        self.card, self.example, self.wanted, self.units = card, example, example.model.expect, units
        self.said = as_expected(card)
        self.indicators = {one.id: one for one in card.indicators}
        self.groups = {one.path: one for one in card.groups}
        self.results = {one.name: one for one in card.results}

    def parts(self) -> Iterator[Stated]:
        wanted, card = self.wanted, self.card
        if wanted.total is not None:
            yield self._stated(("total",), wanted.total, self.said["total"], _added_up(card))
        if wanted.grade is not None:
            grade = sorted(wanted.grade) if isinstance(wanted.grade, list) else wanted.grade
            got = self.said["grade"]
            equal = grade == (sorted(got) if isinstance(got, list) else got)
            yield Stated(("grade",), wanted.grade, got, equal, _added_up(card))
        if wanted.status is not None:
            yield self._stated(("status",), wanted.status, card.status, _lacking(card))
        yield from self._each("points", wanted.points, self.indicators, _of_indicator)
        yield from self._each("groups", wanted.groups, self.groups, self._of_group)
        for name, expected in wanted.results.items():
            result = self.results.get(name.removesuffix(".grade"))
            if result is None:
                yield Stated(("results", name), expected, None, False, _there_are(self.results))
            elif result.members is not None and isinstance(expected, Mapping) and name == result.name:
                yield from self._of_members(result, expected)
            else:
                got = self.said["results"].get(name, NO_RESULT)
                yield self._stated(("results", name), expected, got, result.arithmetic)
        for name, names in wanted.missing.items():
            one = self.indicators.get(name) or self.results.get(name)
            got = sorted(one.missing) if one is not None else None
            yield self._stated(("missing", name), sorted(names), got, one.arithmetic if one is not None else None)
        if wanted.bites is not None:
            yield self._of_limits(wanted.bites)
        if wanted.findings is not None:
            yield self._of_findings(wanted.findings)

    def _each(self, part: str, wanted: Mapping[str, Any], known: Mapping[str, Any], why: Any) -> Iterator[Stated]:
        """Points of indicators or of groups."""
        for name, expected in wanted.items():
            one = known.get(name)
            if one is None:
                yield Stated((part, name), expected, None, False, _there_are(known))
                continue
            got = _points(one)
            if expected == "not_scorable":
                open_ = isinstance(one, IndicatorScore) and one.outcome == expected
                yield Stated((part, name), expected, got, open_, why(one))
            else:
                yield self._stated((part, name), expected, got, why(one))

    def _of_members(self, result: ResultScore, wanted: Mapping[str, Any]) -> Iterator[Stated]:
        """Each column of each record that is stated."""
        known = members.columns_shown(result)
        for key, columns in wanted.items():
            member, at = members.member_of(key, result), ("results", result.name, key)
            if member is None or not isinstance(columns, Mapping) or not columns:
                yield Stated(at, columns, None, False, _there_are([one.key for one in result.members or ()]))
                continue
            for path, expected in members.columns_named(columns, known):
                name = ".".join(path)
                if name not in known:
                    yield Stated((*at, *path), expected, None, False, _there_are(known))
                    continue
                one = member.columns[name]
                yield self._stated((*at, *path), expected, members.in_column(one), one.arithmetic or one.reason)

    def _stated(self, keys: tuple[str, ...], expected: Any, got: Any, trace: Text | None) -> Stated:
        return Stated(keys, expected, got, self._same(expected, got, keys), trace)

    def _same(self, expected: Any, got: Any, keys: tuple[str, ...]) -> bool:
        if isinstance(expected, dict):
            return isinstance(got, dict) and all(self._same(each, got.get(key), keys) for key, each in expected.items())
        if isinstance(expected, list):
            pairs = zip(expected, got, strict=False) if isinstance(got, list) and len(got) == len(expected) else None
            return pairs is not None and all(self._same(one, other, keys) for one, other in pairs)
        if isinstance(expected, bool) or isinstance(got, bool):
            return expected is got
        one, other = self._number(expected, keys), self._number(got, keys)
        return one == other if one is not None and other is not None else str(expected) == str(got)

    def _number(self, written: Any, keys: tuple[str, ...]) -> Fraction | None:
        """A number, or an amount with its unit; a text such as "1/3" is one where no decimal equals it."""
        if isinstance(written, str) and written.count("/") == 1:
            above, _, below = written.partition("/")
            if above.lstrip("-").isdecimal() and below.isdecimal() and len(written) < 400 and int(below):
                return Fraction(int(above), int(below))
        if isinstance(written, int | Decimal) and not isinstance(written, bool):
            return Fraction(written)
        if not isinstance(written, str) or BEGINS_A_NUMBER.match(written) is None:
            return None
        read = FactReader(self.units, self.example.document, {}).value(
            written, ANY, (*self.example.path, "expect", *keys)
        )
        return read.value if read is not None and isinstance(read.value, Fraction) else None

    def _of_group(self, group: GroupScore) -> Text | None:
        if group.arithmetic is not None:
            return group.arithmetic
        inside = [one for one in self.card.indicators if f"{one.path}/".startswith(f"{group.path}/")]
        return _sum([(one.id, _points(one)) for one in inside])

    def _of_limits(self, wanted: Sequence[str] | Mapping[str, str]) -> Stated:
        came = {limit.name: limit.bites for limit in self.card.limits}
        shown = [limit for limit in self.card.limits if limit.bites != "no"]
        trace = _joined([Text(f"{one.name}: {_text(one.arithmetic).en}", f"{one.name}：{_text(one.arithmetic).zh}")
                           for one in shown])  # fmt: skip
        if isinstance(wanted, Mapping):
            got: Any = {name: came.get(name) for name in wanted}
            return Stated(("bites",), dict(wanted), got, got == dict(wanted), trace)
        biting = [name for name, bites in came.items() if bites == "yes"]
        return Stated(("bites",), list(wanted), biting, set(wanted) == set(biting), trace)

    def _of_findings(self, wanted: Sequence[str]) -> Stated:
        more = [one.message for one in self.card.findings if one.code not in wanted]
        got = self.said["findings"]
        return Stated(("findings",), list(wanted), got, set(wanted) == set(got), _joined(more))


def _text(of: Text | None) -> Text:
    return of or Text("", "")


def _joined(texts: Sequence[Text]) -> Text | None:
    return Text("; ".join(one.en for one in texts), "；".join(one.zh for one in texts)) if texts else None


def _there_are(known: Iterable[str]) -> Text:
    listed = ", ".join(list(known)[:20]) or "—"
    return Text(f"there are {listed}", f"有 {listed}")


def _of_indicator(one: IndicatorScore) -> Text | None:
    """The arithmetic, or why there is none."""
    if one.arithmetic is not None:
        return one.arithmetic
    if one.missing:
        listed = ", ".join(one.missing)
        return Text(f"missing: {listed}", f"缺少：{listed}")
    return one.reason


def _sum(parts: Sequence[tuple[str, Any]]) -> Text | None:
    """`N1 15 + N2 9.25`, of what has points."""
    if not parts:
        return None
    shown = " + ".join(f"{name} {_shown(points)}" for name, points in parts)
    return Text(shown, shown)


def _shown(points: Any) -> str:
    if points == NO_RESULT:
        return "—"
    if isinstance(points, dict):
        return f"{points['lowest']}…{points['highest']}"
    return str(points)


def _added_up(card: Scorecard) -> Text | None:
    """What the total is made of: its uppermost groups, rescaling and the limits that bite."""
    parts = _sum([(one.path, _points(one)) for one in card.groups if "/" not in one.path])
    said = [parts] if parts is not None else []
    if card.total.arithmetic is not None:
        said.append(card.total.arithmetic)
    for one in card.limits:
        effect, open_ = _text(one.effect), one.bites == "unknown"
        if one.bites != "no":
            said.append(Text(f"{one.name}{' (not known)' if open_ else ''}: {effect.en}",
                             f"{one.name}{'（未知）' if open_ else ''}：{effect.zh}"))  # fmt: skip
    return _joined(said)


def _lacking(card: Scorecard) -> Text | None:
    """What could not be scored, and what it lacks."""
    open_ = [(one.id, one.missing) for one in card.indicators if one.outcome == "not_scorable"]
    open_ += [(one.name, one.missing) for one in card.results if one.outcome == "not_scorable"]
    return _joined(
        [Text(f"{name} lacks {', '.join(names)}", f"{name} 缺少 {'、'.join(names)}") for name, names in open_]
    )


def said(of: Any) -> str:
    """An expectation or a result on one line."""
    return "—" if of is None else str(of) if isinstance(of, str) else spelled(of)
