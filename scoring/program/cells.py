"""Cells of a table: what a cell tests, what a result cell gives, and what is given where no row matches."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from scoring.formula.cells import parse_literal, parse_test
from scoring.nodes.kind import ANY, NUMBER, SHARE, TEXT, YES_NO, Kind
from scoring.nodes.node import (
    Clause,
    Compare,
    Constant,
    Known,
    Logic,
    Node,
    Several,
)
from scoring.problems import Place, Problem, Text, one_of
from scoring.program.formulas import formula
from scoring.program.giving import Giving
from scoring.program.scope import Scope, known_text
from scoring.project.reading import described
from scoring.project.rows import share_or_points
from scoring.rulebook.rulebook import Entry

NONE = Constant(ANY, None, "none")

TESTS = ("==", "!=", "<=", ">=", "<", ">")


def cell_test(cell: Any, key: Node, scope: Scope, entry: Entry[Any], path: tuple[str | int, ...]) -> Node | None:
    """A cell's test of its key; None for "-", which anything passes."""
    at = entry.at(*path)
    if isinstance(cell, list):
        tests = [cell_test(one, key, scope, entry, (*path, number)) for number, one in enumerate(cell)]
        held = tuple(test for test in tests if test is not None)
        return None if len(held) < len(tests) else held[0] if len(held) == 1 else Logic(YES_NO, "or", held)
    if isinstance(cell, bool):
        if key.kind.name == "yes_no":
            return key if cell else Logic(YES_NO, "not", (key,))
        return Compare(YES_NO, "==", key, Constant(YES_NO, cell, str(cell).lower()))
    if isinstance(cell, datetime.date | int | Decimal):
        cell = str(cell)
    if not isinstance(cell, str):
        scope.problem("wrong-kind", Text(f"{described(cell).en} is no cell", f"{described(cell).zh}不能作为一格"), at,
                      Text('write a test or a value in quotes, such as ">= 95%"', '用引号写条件或值，例如 ">= 95%"'))  # fmt: skip
        return None
    stripped = cell.strip()
    if stripped == "-":
        return None
    if stripped == "missing":
        return Logic(YES_NO, "not", (Known(YES_NO, key),))
    if stripped.startswith(TESTS):
        node, problems = parse_test(cell, key, scope, scope.units, at)
        scope.state.problems.extend(problems)
        return node
    kind = key.kind
    if scope.of_call and kind.options is not None and cell not in kind.options:
        kind = TEXT  # of another caller's argument
        if not known_text(cell, scope):
            _given_by_no_call(cell, entry, scope, at)
    node, problems = parse_literal(cell, kind, scope.units, at)
    scope.state.problems.extend(problems)
    return None if node is None else Compare(YES_NO, "==", key, node)


def _given_by_no_call(cell: str, entry: Entry[Any], scope: Scope, at: Place) -> None:
    """Tells, once for all calls of a value with parameters, that none of them gives this text."""
    problem = Problem(
        "unknown-option",
        Text(f"no call of `{entry.name}` gives `{cell}`", f"没有任何地方以 {cell} 调用 {entry.name}"),
        at,
        Text("correct it, or delete this row", "改正，或删去这一行"),
    )
    if problem not in scope.state.problems:
        scope.state.problems.append(problem)


def quoted(cell: Any) -> str:
    if isinstance(cell, list):
        return " | ".join(quoted(one) for one in cell)
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def no_result(raw: Any) -> bool:
    """Whether an author writes that there is no result: `{ none = true }`."""
    return isinstance(raw, dict) and raw == {"none": True}


def result_cell(raw: Any, scope: Scope, giving: Giving, at: Place, output: int = 0) -> Node | None:
    """A result cell: text where the table gives text, otherwise a number, a share or a formula; or no result."""
    kind = giving.outputs[output][1] if giving.outputs else giving.kind
    if no_result(raw):
        return NONE
    if kind.name == "text":
        return _text_cell(raw, kind, scope, at)
    if raw == "none":
        _none_as_text(scope, at)
        return None
    if isinstance(raw, bool):
        return Constant(YES_NO, raw, str(raw).lower())
    if kind.name == "date" and isinstance(raw, datetime.date):
        raw = raw.isoformat()
    literal = share_or_points(raw)
    if literal is not None:
        share = literal[0] == "share"
        return Constant(SHARE if share else NUMBER, literal[1], str(raw).strip())
    before = len(scope.state.problems)
    node = formula(raw, scope, at)
    if kind is ANY and isinstance(raw, str) and raw.isidentifier():
        scope.state.problems[before:] = [_or_text(problem) for problem in scope.state.problems[before:]]
    return node


def _or_text(problem: Problem) -> Problem:
    """A name that there is not, in a table that does not say what it gives, may be meant as a text."""
    if problem.code != "unknown-name" or problem.fix is None or problem.fix.en.startswith("did you mean"):
        return problem
    fix = Text('add gives = "text" if it is a text; otherwise declare it as a fact or a value',
               '如为文本，补上 gives = "text"；否则声明为数据或值')  # fmt: skip
    return replace(problem, fix=fix)


def _text_cell(raw: Any, kind: Kind, scope: Scope, at: Place) -> Node | None:
    if not isinstance(raw, str):
        scope.problem("wrong-kind", Text("text belongs here", "这里应为文字"), at,
                      Text('put it in quotes, such as "中"', '加引号，例如 "中"'))  # fmt: skip
        return None
    if kind.options is not None and raw not in kind.options:
        options = ", ".join(f"`{option}`" for option in kind.options)
        scope.problem("unknown-option", Text(f"`{raw}` is none of {options}", f"{raw} 不在 {options} 之列"), at,
                      one_of(raw, kind.options))  # fmt: skip
        return None
    return Constant(kind, raw, raw)


def _none_as_text(scope: Scope, at: Place) -> None:
    scope.problem(
        "none-as-text",
        Text("`none` in quotes is a text; no result is written otherwise", "加引号的 none 是文字，没有结果应另写"),
        at,
        Text("write { none = true }, or list the text in `gives`", "写成 { none = true }，或在 gives 中列出该文字"),
    )


def otherwise_clause(entry: Entry[Any], scope: Scope, giving: Giving) -> Clause | None:
    """What a table gives where no row matches: a result, one for each of several, or none."""
    written = entry.model.otherwise
    if written is None:
        return None
    at = entry.at("otherwise")
    if no_result(written):
        return Clause("otherwise", None, NONE, at, quote="otherwise")
    if written == "none" and written not in (giving.kind.options or ()):
        _none_as_text(scope, at)
        return None
    if not giving.outputs:
        then = result_cell(written, scope, giving, at)
        return None if then is None else Clause("otherwise", None, then, at, quote="otherwise")
    if not isinstance(written, list) or len(written) != len(giving.outputs):
        names = ", ".join(name for name, _ in giving.outputs)
        scope.problem("row-width", Text(f"a result belongs here for each of {names}", f"这里应依次写出 {names} 各自的结果"), at,
                      Text("write them as a list, in that order", "按此顺序写成列表"))  # fmt: skip
        return None
    thens = [result_cell(raw, scope, giving, entry.at("otherwise", i), i) for i, raw in enumerate(written)]
    outputs = tuple((name, node) for (name, _), node in zip(giving.outputs, thens, strict=True) if node is not None)
    if len(outputs) < len(thens):
        return None
    return Clause("otherwise", None, Several(giving.kind, outputs), at, quote="otherwise")
