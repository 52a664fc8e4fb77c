"""A node back to formula text, in normal form: what traces quote, and stable when read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Column,
    Combine,
    Compare,
    Constant,
    Cut,
    Each,
    Evidenced,
    Item,
    Key,
    Known,
    Logic,
    Member,
    Name,
    Node,
    Pick,
    Places,
    Round,
    Selection,
    Several,
)
from scoring.nodes.walk import children
from scoring.values.number import show_number
from scoring.values.value import Value

OR, AND, NOT, COMPARISON, SUM, PRODUCT, MINUS, POWER, ATOM = range(1, 10)
_BINDING = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER}
LONGEST = 20_000
OUTER = "own."
"""What a field begins with that belongs to the record outside of the one at hand."""


def written(node: Node) -> str:
    """The formula of a node: names as they are, numbers and units as written, no parentheses but needed ones.

    A formula of more than 20,000 characters (values with parameters, deep in each other) is shortened to
    its beginning and a hash of the whole.
    """
    texts: dict[int, tuple[str, int]] = {}
    waiting = [node]
    while waiting:  # children first, without recursion: programs may be deep, and share nodes
        at = waiting[-1]
        open_children = [child for child in _parts(at) if child.number not in texts]
        if open_children:
            waiting.extend(open_children)
            continue
        waiting.pop()
        if at.number not in texts:
            text, binding = _render(at, texts)
            texts[at.number] = (_shortened(text), binding)
    return texts[node.number][0]


def _parts(node: Node) -> list[Node]:
    return [] if isinstance(node, Choose) and not _is_if(node) else list(children(node))


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:100]}…#{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _render(node: Node, texts: dict[int, tuple[str, int]]) -> tuple[str, int]:
    """The text of a node and how tightly it binds, given those of its children."""

    def of(child: Node, binding: int = OR) -> str:
        text, own = texts[child.number]
        return text if own >= binding else f"({text})"

    match node:
        case Constant():
            text = _constant(node)
            return text, MINUS if text.startswith("-") else ATOM
        case Name():
            return node.name, ATOM
        case Item() | Column():
            return OUTER * node.out + node.name, ATOM
        case Arithmetic(op=op, args=(left, right)) if op in _BINDING:
            binding = _BINDING[op]
            if op == "^":
                return f"{of(left, ATOM)} ^ {of(right, MINUS)}", POWER
            return f"{of(left, binding)} {op} {of(right, binding + 1)}", binding
        case Arithmetic(op="negate", args=(arg,)):
            return f"-{of(arg, MINUS)}", MINUS
        case Arithmetic():
            return f"{node.op}({', '.join(of(arg) for arg in node.args)})", ATOM
        case Compare(op="within"):
            return f"within({of(node.left)}, {of(node.right)})", ATOM
        case Compare():
            return f"{of(node.left, SUM)} {node.op} {of(node.right, SUM)}", COMPARISON
        case Logic(op="not"):
            return f"not {of(node.args[0], NOT)}", NOT
        case Logic():
            binding = OR if node.op == "or" else AND
            return f" {node.op} ".join(of(arg, binding + 1) for arg in node.args), binding
        case Known():
            return f"known({of(node.arg)})", ATOM
        case Evidenced():
            return f"evidenced({node.name})", ATOM
        case Choose():
            return _choice(node, of) if _is_if(node) else (node.name or "…", ATOM)
        case Each():
            return f"{node.how}({', '.join(_aggregated(node, of))})", ATOM
        case Selection():
            return node.name, ATOM
        case Places():
            return f"place({', '.join((of(node.records), *(_key(key, of) for key in node.keys)))})", ATOM
        case Pick():
            return f"{of(node.arg, ATOM)}.{node.output}", ATOM
        case Combine():
            members = ", ".join(of(member.node) + _weight(member, of) for member in node.members)
            return f"{node.how}({members})", ATOM
        case Several():
            return "{" + ", ".join(f"{name} = {of(output)}" for name, output in node.outputs) + "}", ATOM
        case Round():
            decimals = node.rounding.decimals
            return f"round({of(node.arg)}{'' if decimals is None else f', {decimals}'})", ATOM


def _aggregated(node: Each, of: _Of) -> Iterator[str]:
    """The list, which one is meant, the body, and what else is said by name."""
    yield of(node.records)
    if node.nth is not None:
        yield of(node.nth)
    if not (node.how == "count" and isinstance(node.body, Constant)):
        yield of(node.body)
    said = {"where": node.where, "weight": node.weight, "distinct": node.distinct, **_ends(node.cut)}
    yield from (f"{name} = {of(one)}" for name, one in {**said, "else": node.otherwise}.items() if one is not None)


def _ends(cut: Cut | None) -> dict[str, Node | None]:
    if cut is None:
        return {}
    low, high = ("keep_lowest", "keep_highest") if cut.keep else ("drop_lowest", "drop_highest")
    return {low: cut.first, high: cut.last}


def _key(key: Key, of: _Of) -> str:
    return f"-{of(key.node, MINUS)}" if key.largest_first else of(key.node)


def _weight(member: Member, of: _Of) -> str:
    if member.weigh is not None:
        return f" × {of(member.weigh, ATOM)}"
    return "" if member.weight == 1 else f" × {show_number(member.weight)}"


def _is_if(node: Choose) -> bool:
    return node.quiet and len(node.clauses) == 1 and node.clauses[0].when is not None and node.otherwise is not None


def _choice(node: Choose, of: _Of) -> tuple[str, int]:
    clause, otherwise = node.clauses[0], node.otherwise
    assert clause.when is not None and otherwise is not None  # by `_is_if`
    return f"if {of(clause.when)} then {of(clause.then)} else {of(otherwise.then)}", 0


class _Of(Protocol):
    def __call__(self, child: Node, binding: int = OR) -> str: ...


def _constant(node: Constant) -> str:
    if isinstance(node.value, str):
        quote = "'" if '"' in node.value else '"'
        return f"{quote}{node.value}{quote}"
    return node.written or value_text(node.value)


def value_text(value: Value) -> str:
    """A value that nobody wrote down, in base units."""
    match value:
        case bool():
            return "true" if value else "false"
        case Fraction():
            return show_number(value)
        case _:
            return str(value)
