"""`judged`: a person names a level and a share or points within it."""

from __future__ import annotations

from fractions import Fraction

from scoring.nodes.kind import NUMBER, SHARE, TEXT, YES_NO, Kind
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Compare,
    Constant,
    Node,
)
from scoring.problems import Text
from scoring.program.criterion_input import CriterionInput, Extra, RuleEntry, number_node
from scoring.program.judgement_checks import checks_of_judgement, read_words
from scoring.program.keys import stray
from scoring.program.kinds.criterion_kind import CriterionKind
from scoring.program.levels import read_levels
from scoring.program.named_once import named_once
from scoring.project.rows import share_or_points


def lower(entry: RuleEntry, given: CriterionInput, extra: Extra) -> Node | None:
    """A person names a level and a share or points within it."""
    levels = read_levels(entry, given.scope)
    if not levels:
        return None
    named_once(((level.name, level.place) for level in levels), given.scope)
    words = read_words(entry, levels, given.scope)
    if given.id:
        extra.checks += checks_of_judgement(entry, given, words)
    names = tuple(level.name for level in levels)
    scope = given.scope
    level_node = scope.node(f"{given.id}.judged.level", Kind("text", options=names))
    in_points = levels[0].in_points
    full = _positive("full", entry, given)
    _positive("step", entry, given)
    for key in ("full", "step"):
        if not in_points and getattr(entry.model, key) is not None:
            stray(entry, key, scope, Text("levels in shares", "按比例的等级"))
    if in_points:
        points = scope.node(f"{given.id}.judged.points", NUMBER)
        scale = full if full is not None else given.weight
        if scale is not None and given.weight is not None and scale != given.weight:
            then: Node = Arithmetic(
                NUMBER, "/", (Arithmetic(NUMBER, "*", (given.weight_node, points)), number_node(scale))
            )
        else:
            then = points
    else:
        scale = None
        then = given.share(scope.node(f"{given.id}.judged.share", SHARE))
    weight = given.weight if given.weight is not None else Fraction(100)
    clauses = []
    for level in levels:
        factor = weight / scale if in_points and scale else Fraction(1) if in_points else weight
        bounds_ = (level.low * factor, level.high * factor)
        when = Compare(YES_NO, "==", level_node, Constant(TEXT, level.name, f'"{level.name}"'))
        clauses.append(Clause(level.name, when, then, level.place, Text(level.name, level.name), bounds_))
    return Choose(NUMBER, tuple(clauses), "first", entry.place, None, entry.name)


def _positive(key: str, entry: RuleEntry, given: CriterionInput) -> Fraction | None:
    """A number of points above zero; None where none is written, or none such."""
    written = getattr(entry.model, key)
    read = share_or_points(written) if written is not None else None
    if read is not None and read[0] == "points" and read[1] > 0:
        return read[1]
    if written is not None:
        given.scope.problem("wrong-kind", Text(f"`{key}` is a number of points above zero", f"{key} 应为大于零的分值"),
                            entry.at(key), Text("such as 20", "例如 20"))  # fmt: skip
    return None


KIND = CriterionKind(
    "judged",
    frozenset({"levels", "full", "step", "words", "panel", "adopts"}),
    lower,
    Text("level", "等级"),
    'a person names a level: in shares `["良", ">= 80%"]`, or in points `["良", 10, 15]` with `full` and `step`',
    own_clauses=True,
)
