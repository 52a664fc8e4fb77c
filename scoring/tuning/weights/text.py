"""Weights as text, as TOML and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from scoring.documents.spelling import key, number
from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.tuning.weights.pairwise import CONSISTENT, SCALE, Contradiction
from scoring.tuning.weights.weights import TOP, Group, Weights
from scoring.values.number import show_number
from scoring.values.rounding import Rounding
from scoring.views.terminal import columns

SHOWN = 3
"""Contradictions of one group that are shown."""
HEADS = (Text("name", "名称"), Text("weight", "权重"), Text("exactly", "舍入前"))


def render(found: Weights, language: Language) -> str:
    """A table of the weights, then for each group how they came about and which judgements contradict the others."""
    rows = [[head.in_language(language) for head in HEADS]]
    for one in found.weights:
        indent = "  " * one.depth
        rows.append([indent + harmless(one.name), show_number(one.weight, found.decimals), nearly(one.exact)])
    rows.append([Text("total", "合计").in_language(language), show_number(found.total, found.decimals), ""])
    lines = [*columns(rows, right=(1, 2)), ""]
    lines += [harmless(line.in_language(language)) for line in told_of(found)]
    return "\n".join(lines).rstrip() + "\n"


def told_of(found: Weights) -> Iterator[Text]:
    """How the weights of each group came about, which judgements contradict the others, and what else is to be known."""
    for group in found.groups:
        yield from _of_group(group)
    yield from found.notes


def as_toml(found: Weights) -> str:
    """The weights as sections of a rulebook's frame; `number` writes each with its own decimals."""
    lines: list[str] = []
    for one in found.weights:
        lines += [f"[frame.{key(one.path)}]", f"weight = {number(one.weight)}", ""]
    return "\n".join(lines).rstrip() + "\n"


def as_data(found: Weights, language: Language) -> dict[str, Any]:
    """Plain data for JSON: weights as decimal texts, exact shares as `p/q` where they do not end."""
    return {
        "schema": "weights/1",
        "total": show_number(found.total),
        "consistent": found.consistent,
        "weights": [{"path": one.path, "weight": show_number(one.weight, found.decimals), "exact": str(one.exact), "leaf": one.leaf}
                    for one in found.weights],
        "groups": [_group_data(group, language) for group in found.groups],
        "notes": [note.in_language(language) for note in found.notes],
    }  # fmt: skip


def _group_data(group: Group, language: Language) -> dict[str, Any]:
    found = group.priorities
    contradictions = [] if found is None else [
        {"first": group.names[one.first], "second": group.names[one.second], "given": str(one.given), "implied": nearly(one.implied),
         "nearest": str(one.nearest)} for one in found.contradictions]  # fmt: skip
    return {
        "of": group.of or None,
        "method": group.how.in_language(language),
        "eigenvalue": None if found is None else nearly(found.eigenvalue),
        "consistency_ratio": None if found is None or found.ratio is None else nearly(found.ratio),
        "contradictions": contradictions,
    }


def _of_group(group: Group) -> Iterator[Text]:
    name = group.of if group.of != TOP else ""
    of = Text(f"{name}: " if name else "", f"{name}：" if name else "")
    found = group.priorities
    if found is None or found.ratio is None:
        yield Text(f"{of.en}{group.how.en}", f"{of.zh}{group.how.zh}")
        return
    limit = show_number(CONSISTENT)
    said = (Text(f"consistent enough, at most {limit}", f"不超过 {limit}，一致性可以接受") if found.consistent
            else Text(f"more than {limit}: look at these judgements again", f"超过 {limit}：下列判断应重新考虑"))  # fmt: skip
    yield Text(f"{of.en}{group.how.en}; λ {nearly(found.eigenvalue)}, consistency ratio {nearly(found.ratio)}, {said.en}",
               f"{of.zh}{group.how.zh}；λ {nearly(found.eigenvalue)}，一致性比率 {nearly(found.ratio)}，{said.zh}")  # fmt: skip
    for one in found.contradictions[: 0 if found.consistent else SHOWN]:
        yield _contradiction(group, one)


def _contradiction(group: Group, one: Contradiction) -> Text:
    first, second = group.names[one.first], group.names[one.second]
    return Text(
        f"  `{first}` : `{second}` is {_given(one.given)}; all judgements together say {nearly(one.implied)}, on the scale {one.nearest}",
        f"  {first} : {second} 判为 {_given(one.given)}；全部判断合起来为 {nearly(one.implied)}，标度上为 {one.nearest}",
    )


def _given(value: Fraction) -> str:
    """As it was judged; the mean of several people's judgements with four decimals."""
    return str(value) if value.denominator <= SCALE[-1] else nearly(value)


def nearly(value: Fraction) -> str:
    """Four decimals, for reading."""
    return show_number(Rounding(decimals=4).apply(value), 4)
