"""What an evaluation refuses: facts that a table has no row for or several, and lists gone through without end."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.engines.exact.frames import Frame, Looking, OfRecords
from scoring.engines.exact.order import naming
from scoring.nodes.node import Choose, Clause, Compare, Constant, Known, Logic, Name, Node
from scoring.nodes.printing import value_text, written
from scoring.problems import Place, Problem, Text
from scoring.values.amount import show_amount
from scoring.values.value import ABSENT

MOST_TOLD = 8
MOST_AGAIN = 2_000_000
"""Records looked at for each of others, in one project: all of 1,400 for each of them."""


def nothing_matches(choose: Choose, at: Looking) -> Problem:
    used = ", ".join(f"{written(key)} = {_told(key, at)}" for key in _keys_of(choose)[:MOST_TOLD])
    of = _record_at_hand(at)
    return Problem(
        "no-row-matches",
        Text(f"no row of `{choose.name}` matches{of.en}: {used}", f"{choose.name} 没有一行符合{of.zh}：{used}"),
        choose.place,
        Text('add a last row ["else", …], or otherwise = …', '在最后加一行 ["else", …]，或写 otherwise = …'),
    )


def _record_at_hand(at: Looking) -> Text:
    """For which record something went wrong; nothing where none is looked at."""
    frame, names = at.frame, list[str]()
    while frame.outer is not None:
        if frame.record is not None and frame.of is not None:
            names.append(naming(frame.record, frame.of.records.kind))
        frame = frame.outer
    said = " / ".join(reversed(names))
    return Text(f" for `{said}`", f"（{said}）") if names else Text("", "")


def several_match(choose: Choose, held: Sequence[Clause], at: Looking) -> Problem:
    places = ", ".join(f"line {clause.place.line}" for clause in held)
    lines = "、".join(f"第 {clause.place.line} 行" for clause in held)
    of = _record_at_hand(at)
    return Problem(
        "several-rows-match",
        Text(
            f"several rows of `{choose.name}` match{of.en}: {places}", f"{choose.name} 有多行同时符合{of.zh}：{lines}"
        ),
        held[1].place,
        Text('let their cells exclude each other, or choose hit = "first"', '让各行互斥，或改用 hit = "first"'),
    )


def _keys_of(choose: Choose) -> list[Node]:
    """What the conditions of a table test, each once, in the order written."""
    found: dict[str, Node] = {}
    waiting: list[Node] = [clause.when for clause in reversed(choose.clauses) if clause.when is not None]
    while waiting:
        match waiting.pop():
            case Logic() as node:
                waiting.extend(reversed(node.args))
            case Compare() as node:
                waiting.extend((node.right, node.left))
            case Known() as node:
                waiting.append(node.arg)
            case Constant():
                pass
            case node:
                found.setdefault(written(node), node)
    return list(found.values())


def _told(node: Node, at: Looking) -> str:
    """A value as it was reported, or in its unit."""
    value = at.value(node)
    reported = at.sheet.get(node.name) if isinstance(node, Name) else None
    if reported is not None:
        return reported.written
    if isinstance(value, ABSENT):
        return "?"
    unit = at.program.units.get(node.kind.unit) if node.kind.unit is not None else None
    if isinstance(value, Fraction):
        return show_amount(value, unit)
    return value_text(value)


def too_much_work(node: OfRecords, outer: Frame, at: Looking) -> Problem:
    """That a list is gone through again and again, and how to say the same so that it is gone through once."""
    inner, around = written(node.records), written(outer.of.records) if outer.of is not None else ""
    again = Text(f", `{inner}` for each of `{around}`", f"，对 {around} 的每条记录都遍历 {inner}")
    again = again if around else Text("", "")
    reported = at.sheet.get(around or inner)
    return Problem(
        "too-much-work",
        Text(f"more than {MOST_AGAIN} records to look at for each of others{again.en}", f"为其他记录逐条查看的记录超过 {MOST_AGAIN} 条{again.zh}"),
        (reported.place if reported is not None else None) or node.place or Place("?"),
        Text("give each record its place or a column of its own, which goes through the list once",
             "为每条记录写名次（place）或列（column），这样只遍历一次"),
    )  # fmt: skip
