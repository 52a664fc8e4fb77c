"""Which keys belong together: one inside, and beside it only keys that act there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from scoring.problems import Text
from scoring.program.scope import Scope
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry

INSIDES: Mapping[str, frozenset[str]] = {
    "is_": frozenset({"is_"}),
    "rows": frozenset({"by", "across", "rows", "hit", "otherwise"}),
    "lines": frozenset({"by", "lines", "otherwise"}),
    "of": frozenset({"of", "each", "combine"}),
}
"""Each way of writing a construct, and the keys that act in it."""
OF_CONSTRUCTS = frozenset().union(*INSIDES.values())
OF_RULES = frozenset(model.RuleModel.model_fields) - frozenset(model.ValueModel.model_fields) - {"kind"}
RANKING = frozenset({"rank", "keep", "at_most"})
MEMBERS = frozenset({"for_each", "columns"})
SPECIFIC = OF_CONSTRUCTS | OF_RULES | RANKING | MEMBERS
"""Keys that act in some ways of writing only."""


def check_keys(
    entry: Entry[Any], inside: str, own: Collection[str], scope: Scope, useless: Collection[str] = ()
) -> None:
    """A key that has no effect beside the others is a problem: nothing that an author writes is passed over."""
    for key in sorted(entry.model.model_fields_set & (SPECIFIC | set(useless)) - set(own)):
        if getattr(entry.model, key) is not None:
            name = inside.rstrip("_")
            stray(entry, key, scope, Text(f"this `{name}`", name))


def stray(entry: Entry[Any], key: str, scope: Scope, where: Text, *inside: str | int) -> None:
    """Tells that a key has no effect there; `inside` is the way to it within the entry."""
    written = key.rstrip("_")
    scope.problem(
        "stray-key",
        Text(f"`{written}` has no effect in {where.en}", f"{written} 在这里（{where.zh}）不起作用"),
        entry.key(*inside, written),
        Text("delete it, or write the construct that it belongs to", "删去它，或改写为它所属的写法"),
    )


def inside_of(entry: Entry[Any], scope: Scope) -> str | None:
    """Which of is, rows, lines, of a construct has; none or several is a problem."""
    written = [name for name in INSIDES if getattr(entry.model, name) is not None]
    if len(written) == 1:
        check_keys(entry, written[0], INSIDES[written[0]], scope)
        return written[0]
    names = ", ".join(name.rstrip("_") for name in written)
    message = (
        Text(f"`{entry.name}` has several insides: {names}", f"{entry.name} 同时写了 {names}")
        if written
        else Text(f"`{entry.name}` says nothing of how it is computed", f"{entry.name} 没有写明如何计算")
    )
    scope.problem(
        "one-inside", message, entry.place, Text("give one of is, rows, lines, of", "在 is、rows、lines、of 中写一个")
    )
    return None
