"""Tables by rows: a cell for each key, or a condition, then what the row gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scoring.nodes.kind import ANY, NUMBER, YES_NO, Kind
from scoring.nodes.node import (
    Choose,
    Clause,
    Hit,
    Logic,
    Node,
    Several,
)
from scoring.problems import Text
from scoring.program.cells import cell_test, otherwise_clause, quoted, result_cell
from scoring.program.formulas import condition, formula
from scoring.program.giving import Giving, common_kind
from scoring.program.keys import stray
from scoring.program.missing_rows import check_missing_rows
from scoring.program.named_once import named_once
from scoring.program.right_kind import is_number, of_one_kind
from scoring.program.scope import Scope
from scoring.rulebook.rulebook import Entry, text_of

MOST_ROWS = 20_000

NAMING = {"row": "a list", "label": "a text, or one for each language", "id": "a text"}
OF_ONE_RESULT = ("sum", "min", "max", "count")
"""Policies that make one of the results of all rows that hold."""
OF_NUMBERS = ("sum", "min", "max")


def rows(entry: Entry[Any], scope: Scope, giving: Giving, default_by: Sequence[str] = ()) -> Node | None:
    """A table of rows: a cell for each key (or one condition), then the result or results."""
    keys = keys_of(entry, scope, default_by)
    if keys is None:
        return None
    if len(entry.model.rows) > MOST_ROWS:
        count = len(entry.model.rows)
        scope.problem("too-large", Text(f"a table of {count} rows; at most {MOST_ROWS} are read",
                                        f"表格有 {count} 行，最多读 {MOST_ROWS} 行"), entry.at("rows"),
                      Text("split it by another key, or write ranges and formulas", "按另一个键拆开，或改写为区间和公式"))  # fmt: skip
        return None
    inner = scope.with_({"it": keys[0]}) if len(keys) == 1 else scope
    ids = (
        (row.get("id"), entry.at("rows", n, "id")) for n, row in enumerate(entry.model.rows) if isinstance(row, dict)
    )
    named_once(ids, scope)
    clauses: list[Clause] = []
    otherwise: Clause | None = None
    for number, read in _read(entry, keys, inner, giving):
        if read.when is None and read.quote == "else":
            otherwise = read
            if number != len(entry.model.rows) - 1:
                scope.problem(
                    "unreachable-row",
                    Text("rows after `else` can never be reached", "else 之后的行永远不会用到"),
                    entry.at("rows", number + 1),
                    Text("move `else` to the end", "把 else 移到最后"),
                )
        else:
            clauses.append(read)
    if otherwise is not None and entry.model.otherwise is not None:
        stray(entry, "otherwise", scope, Text("a table with a row `else`", "有 else 行的表格"))
    otherwise = otherwise_clause(entry, inner, giving) or otherwise
    every = [*clauses, *([otherwise] if otherwise else [])]
    of_one_kind(every, giving.kind, giving.outputs, scope)
    kinds = [clause.then.kind for clause in every]
    kind = giving.kind if giving.kind is not ANY else common_kind(kinds)
    hit: Hit = entry.model.hit or "first"
    check_missing_rows(entry, keys, hit, scope)
    order = giving.kind.options or (giving.outputs[0][1].options if giving.outputs else None) or ()
    if hit in ("priority", "all_by_output") and not order:
        scope.problem(
            "order-missing",
            Text(f"`hit = {hit}` needs the order of results", f"hit = {hit} 需要写明结果的先后"),
            entry.at("hit"),
            Text('declare it: gives = ["best", "next"]', '在 gives 中按次序列出，例如 gives = ["甲", "乙"]'),
        )
    if hit in OF_ONE_RESULT and giving.outputs:
        scope.problem(
            "several-results",
            Text(f"`hit = {hit}` is for a table of one result; this one has {len(giving.outputs)}",
                 f"hit = {hit} 用于只有一个结果的表，此表有 {len(giving.outputs)} 个结果"),
            entry.at("hit"),
            Text("write a table for each result, or another hit", "每个结果各写一张表，或改用其他 hit"),
        )  # fmt: skip
    if hit in OF_NUMBERS:
        for clause in every:
            is_number(clause.then, scope, clause.place)
    if hit == "count":
        kind = NUMBER
    elif hit in ("all", "all_by_output"):
        kind = Kind("list", fields=(("it", kind),))
    return Choose(kind, tuple(clauses), hit, entry.place, otherwise, entry.name, order=order)


def _read(entry: Entry[Any], keys: list[Node], scope: Scope, giving: Giving) -> Iterator[tuple[int, Clause]]:
    """Every row with its number; of a table printed with its last key across the columns one for each column."""
    across = getattr(entry.model, "across", None)
    if across is None:
        for number, row in enumerate(entry.model.rows):
            read = _row(entry, number, row, keys, scope, giving)
            if read is not None:
                yield number, read
        return
    if len(keys) < 2:
        message = Text(
            "`across` needs two keys in `by`: the last runs across the columns",
            "across 需要 by 中有两个以上的键，最后一个沿列展开",
        )
        scope.problem("missing-key", message, entry.at("across"), Text('such as by = ["severity", "likelihood"]',
                                                                       '例如 by = ["严重度", "可能性"]'))  # fmt: skip
        return
    tests = [cell_test(cell, keys[-1], scope, entry, ("across", column)) for column, cell in enumerate(across)]
    for number, row in enumerate(entry.model.rows):
        yield from ((number, clause) for clause in _across(entry, number, row, keys[:-1], tests, scope, giving))


def _across(
    entry: Entry[Any], number: int, row: Any, keys: list[Node], tests: list[Node | None], scope: Scope, giving: Giving
) -> Iterator[Clause]:
    """One row of a printed table: the cells of the other keys, then a result for each column; or `else` and a result."""
    path: tuple[str | int, ...] = ("rows", number)
    label, name, cells = None, None, row
    if isinstance(row, dict):
        label, name = _named(entry, path, row, scope)
        cells, path = row.get("row"), (*path, "row")
    if not isinstance(cells, list) or cells[:1] == ["else"]:
        last = _row(entry, number, row, keys, scope, giving)
        if last is not None:
            yield last
        return
    if len(cells) != len(keys) + len(tests) or giving.outputs:
        scope.problem(
            "row-width",
            Text(f"this row has {len(cells)} cells; {len(keys) + len(tests)} belong here, one result for each of `across`",
                 f"这一行有 {len(cells)} 格，应为 {len(keys) + len(tests)} 格：across 的每一列一个结果"),
            entry.at(*path),
            Text("give each other key a cell, then each column its result", "其余每个键写一格，再按列写结果"),
        )  # fmt: skip
        return
    of_row = [
        cell_test(cell, key, scope, entry, (*path, i)) for i, (cell, key) in enumerate(zip(cells, keys, strict=False))
    ]
    for column, test in enumerate(tests):
        place = entry.at(*path, len(keys) + column)
        then = result_cell(cells[len(keys) + column], scope, giving, place)
        held = tuple(one for one in (*of_row, test) if one is not None)
        of_column = quoted(entry.model.across[column])
        quote = ", ".join((*map(quoted, cells[: len(keys)]), of_column))
        if then is not None:
            when = held[0] if len(held) == 1 else Logic(YES_NO, "and", held) if held else None
            yield Clause(f"{name}, {of_column}" if name else quote, when, then, place, label, quote=quote)


def keys_of(entry: Entry[Any], scope: Scope, default: Sequence[str] = ()) -> list[Node] | None:
    """The nodes of a table's keys; None when one of them is wrong."""
    by = entry.model.by
    written = [by] if isinstance(by, str) else list(by) if by is not None else list(default)
    nodes: list[Node] = []
    for number, text in enumerate(written):
        at = entry.at("by") if not isinstance(by, list) else entry.at("by", number)
        node = formula(text, scope, at)
        if node is None:
            return None
        nodes.append(node)
    return nodes


def _named(
    entry: Entry[Any], path: tuple[str | int, ...], row: dict[str, Any], scope: Scope
) -> tuple[Text | None, str | None]:
    """The label and name of a row written as a table; what else stands in it is a problem."""
    label, name = row.get("label"), row.get("id")
    texts = label.values() if isinstance(label, dict) else [label]
    wrong = [key for key in row if key not in NAMING]
    if label is not None and not all(isinstance(text, str) for text in texts):
        wrong.append("label")
    if name is not None and not isinstance(name, str):
        wrong.append("id")
    for key in wrong:
        known = key in NAMING
        scope.problem(
            "wrong-kind" if known else "unknown-key",
            Text(f"{NAMING[key]} belongs here", "这里应为文字") if known
            else Text(f"`{key}` is not a key of a row", f"{key} 不是一行的键"),
            entry.at(*path, key),
            Text('put it in quotes, or delete it', "加引号，或删去") if known
            else Text("a row has row, label and id", "一行可有 row、label、id"),
        )  # fmt: skip
    if "label" in wrong or label is None:
        label = None
    return text_of(label) if label is not None else None, name if isinstance(name, str) else None


def _row(entry: Entry[Any], number: int, row: Any, keys: list[Node], scope: Scope, giving: Giving) -> Clause | None:
    """One row as a clause; `else` alone before the result is the last resort."""
    path: tuple[str | int, ...] = ("rows", number)
    label = None
    name: str | None = None
    if isinstance(row, dict):
        label, name = _named(entry, path, row, scope)
        row, path = row.get("row"), (*path, "row")
    width = len(giving.outputs) or 1
    if not isinstance(row, list):
        scope.problem(
            "wrong-kind",
            Text("a row is a list: cells, then the result", "一行应为列表：先写各格，最后写结果"),
            entry.at(*path),
            Text('such as [">= 95%", "100%"]', '例如 [">= 95%", "100%"]'),
        )
        return None
    cells, results = row[:-width], row[-width:]
    if cells == ["else"]:
        when, quote = None, "else"
    elif len(cells) != max(1, len(keys)):
        scope.problem(
            "row-width",
            Text(
                f"this row has {len(row)} cells; {max(1, len(keys)) + width} belong here",
                f"这一行有 {len(row)} 格，应为 {max(1, len(keys)) + width} 格",
            ),
            entry.at(*path),
            Text("give each key a cell, then the result", "每个键写一格，最后写结果"),
        )
        return None
    else:
        tests = [
            cell_test(cell, key, scope, entry, (*path, position))
            for position, (cell, key) in enumerate(zip(cells, keys, strict=False))
        ] if keys else [condition(cells[0], scope, entry.at(*path, 0))]  # fmt: skip
        if keys == [] and tests[0] is None:
            return None
        held = tuple(test for test in tests if test is not None)
        when = held[0] if len(held) == 1 else Logic(YES_NO, "and", held) if held else None
        quote = ", ".join(quoted(cell) for cell in cells)
    thens = [result_cell(raw, scope, giving, entry.at(*path, len(cells) + i), i) for i, raw in enumerate(results)]
    if any(then is None for then in thens):
        return None
    found = [then for then in thens if then is not None]
    then = found[0]
    if giving.outputs:
        then = Several(giving.kind, tuple((out, node) for (out, _), node in zip(giving.outputs, found, strict=True)))
    return Clause(name or quote, when, then, entry.at(*path), label, quote=quote)
