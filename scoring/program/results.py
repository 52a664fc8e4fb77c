"""Named results of the scorecard: constructs like values, or rankings of what cost most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from scoring.nodes.kind import ANY, NUMBER, TEXT, YES_NO, Kind
from scoring.nodes.node import Choose, Clause, Compare, Constant, Name, Node, Several
from scoring.problems import Text
from scoring.program.bases import basis_of
from scoring.program.constructs import construct
from scoring.program.ends import bounded
from scoring.program.formulas import condition, formula
from scoring.program.giving import declared_kind, giving_of
from scoring.program.keys import RANKING, check_keys, stray
from scoring.program.limits import COUNTED, lower_grade, scored_names
from scoring.program.lowered import Lowered
from scoring.program.members import lower_members
from scoring.program.policies import where_it_applies, with_policy
from scoring.program.program import Group, Indicator, Result
from scoring.program.reserved import taken_name
from scoring.program.right_kind import is_number
from scoring.program.rounding import rounding_of
from scoring.program.scope import Scope
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of

NOT_OF_RANKINGS = ("between", "gives", "grade", "missing", "round", "total", "unit")
"""Keys that a list of codes has no use for."""


def lower_result(
    entry: Entry[model.ResultModel], at: Lowered, groups: Sequence[Group], indicators: Sequence[Indicator]
) -> Result:
    """One result. Besides values and facts it may read subtotals and the total, both after limits, and indicators' points."""
    scope = at.scope
    if indicators:
        scope = scope.with_({"total": Name(NUMBER, f"{COUNTED}total"), **scored_names(groups, indicators, COUNTED)})
    if entry.model.for_each is not None:
        return _for_each(entry, at)
    node = _ranking(entry, scope) if entry.model.rank is not None else _construct(entry, scope)
    alone = entry.model.total and not indicators
    if entry.model.total:
        is_number(node, scope, entry.at("total"))
    if entry.model.total and indicators:
        at.scope.problem("name-twice", Text("the indicators' points are the total already", "总分已由各指标得分构成"),
                         entry.at("total"), Text("delete it", "删去"))  # fmt: skip
    graded = None
    if entry.model.grade is not None:
        table = at.rulebook.grades.get(entry.model.grade)
        if table is None:
            at.scope.problem("unknown-option", Text(f"there is no [grade.{entry.model.grade}]", f"没有 [grade.{entry.model.grade}]"),
                             entry.at("grade"), Text("add it, with rows", "补上，并写明 rows"))  # fmt: skip
        else:
            kind = declared_kind(node.kind, entry, at.scope)
            graded = lower_grade(table, at, Name(kind, "total" if alone else f"result.{entry.name}"))
    return Result(
        entry.name,
        text_of(entry.model.label, entry.name),
        node,
        declared_kind(node.kind, entry, at.scope),
        entry.place,
        rounding_of(entry.model.round, entry.at("round"), at.scope) if entry.model.round else None,
        entry.model.optional,
        entry.model.total,
        graded,
        basis_of(entry, at.sections.bases),
        _digits(entry, declared_kind(node.kind, entry, at.scope), at.scope),
    )


def _for_each(entry: Entry[model.ResultModel], at: Lowered) -> Result:
    """A result for each record of a list."""
    made = lower_members(entry, at.scope)
    node, members = made if made is not None else (Constant(ANY, None), None)
    return Result(entry.name, text_of(entry.model.label, entry.name), node, node.kind, entry.place, None, entry.model.optional,
                  False, None, basis_of(entry, at.sections.bases), members=members)  # fmt: skip


def _digits(entry: Entry[model.ResultModel], kind: Kind, scope: Scope) -> int | None:
    """How many decimals are always shown, in the unit of the result; None for as many as it has."""
    if entry.model.show is None:
        return None
    written = entry.model.round.decimals if entry.model.round is not None else None
    unit = scope.units.get(kind.unit) if kind.unit else None
    factor = unit.factor if unit is not None else Fraction(1)
    shifted = next((power for power in range(-18, 19) if Fraction(10) ** power == factor), None)
    if written is None or shifted is None or kind.name not in ("number", "any"):
        stray(entry, "show", scope, Text("a result that is not rounded to decimals", "未按小数位取舍的结果"))
        return None
    return max(0, written + shifted)


def values_as_results(at: Lowered) -> Iterator[Result]:
    """Values that are results of the scorecard as well, under their own names, before all others."""
    for name, entry in at.sections.values.items():
        if not entry.model.result:
            continue
        if entry.model.with_ is not None:
            stray(entry, "result", at.scope, Text("a value with parameters", "带参数的值"))
        elif name in at.rulebook.results:
            at.scope.problem(
                "name-twice",
                Text(f"there is a result `{name}` already", f"已有结果 {name}"),
                entry.at("result"),
                Text(f"delete [result.{name}], or rename one of the two", f"删去 [result.{name}]，或给其中一个改名"),
            )
        else:
            definition = at.scope.state.definitions.get(name)
            if definition is not None:
                yield Result(
                    name,
                    definition.label,
                    definition.node,
                    definition.kind,
                    entry.place,
                    None,
                    False,
                    False,
                    None,
                    definition.basis,
                )


def _construct(entry: Entry[model.ResultModel], scope: Scope) -> Node:
    node = construct(entry, scope, giving_of(entry, scope))
    if node is None:
        return Constant(NUMBER, None)
    if entry.model.round is not None and node.kind.name not in ("number", "any"):
        stray(entry, "round", scope, Text("what is no number", "非数值"))
    return where_it_applies(bounded(with_policy(node, entry, scope), entry, scope), entry, scope)


def _ranking(entry: Entry[model.ResultModel], scope: Scope) -> Node:
    """Reason codes: the reasons that are kept, what cost most first, ties as written."""
    check_keys(entry, "rank", RANKING, scope, NOT_OF_RANKINGS)
    for entries in (scope.state.sections.facts, scope.state.sections.values):
        if entry.model.keep is not None and "lost" in entries:
            scope.state.problems.append(taken_name("lost", entries["lost"].place))
    reasons = [_reason(entry, number, reason, scope) for number, reason in enumerate(entry.model.rank or ())]
    clauses = tuple(reason for reason in reasons if reason is not None)
    kind = Kind("list", fields=(("it", TEXT),))
    return Choose(kind, clauses, "ranked", entry.place, None, entry.name, most=entry.model.at_most)


def _reason(entry: Entry[Any], number: int, written: model.RankModel, scope: Scope) -> Clause | None:
    lost = formula(written.lost, scope, entry.at("rank", number, "lost"))
    if lost is None or not is_number(lost, scope, entry.at("rank", number, "lost")):
        return None
    keep: Node | None = Compare(YES_NO, ">", lost, Constant(lost.kind, Fraction(0), "0"))
    if entry.model.keep is not None:
        keep = condition(entry.model.keep, scope.with_({"lost": lost}), entry.at("keep"))
    then = Several(Kind("record"), (("code", Constant(TEXT, written.code, written.code)), ("lost", lost)))
    label = text_of(written.label) if written.label is not None else None
    return Clause(written.code, keep, then, entry.at("rank", number), label, quote=written.code)
