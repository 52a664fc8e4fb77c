"""What people judged of importance, in a file: pairs compared, or an order; group by group.

format = 1
total = 100
[[pairwise]]
judgements = [["产出", "效益", 3], ["产出", "满意度", 5], ["效益", "满意度", "2"]]
[[order]]
of = "产出"
names = ["数量", "质量", ["时效", "成本"]]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field

from scoring.documents.document import Document
from scoring.problems import Problem, Text, nearest
from scoring.rulebook.authored import Authored
from scoring.tuning.weights.importance import Method
from scoring.tuning.weights.pairwise import MOST_COMPARED, SCALE
from scoring.values.number import cut, read_number, show_number

MOST_NAMES = 200


class PairwiseModel(Authored):
    """What one person says of every two of a group: how many times as important the first is as the second."""

    of: str | None = Field(None, description="the group whose members are compared; omitted: the groups of the top")
    by: str | None = Field(None, description="who judged; several are combined by their geometric mean")
    judgements: list[list[Any]] = Field(
        description='`["产出", "效益", 3]`: 产出 is three times as important; 1/9 to 9, also "1/3"'
    )


class OrderModel(Authored):
    """The members of a group from the most important to the least."""

    of: str | None = Field(None, description="the group whose members are ordered; omitted: the groups of the top")
    names: list[Any] = Field(description="most important first; a list within is of equal importance")
    method: Method | None = Field(None, description="how an order becomes weights; centroid unless said otherwise")
    ratios: list[Decimal | int] | None = Field(
        None, description="how many times as important each is as the next one of the order (序关系法)"
    )


class WeightsFile(Authored):
    """Judgements of importance (`scoring weights`)."""

    format: Literal[1] = Field(description="the format of the file")
    total: Decimal | int = Field(100, description="what the weights sum to")
    decimals: int = Field(2, ge=0, le=6, description="of every weight")
    pairwise: list[PairwiseModel] = Field(default_factory=list, description="every two of a group compared")
    order: list[OrderModel] = Field(default_factory=list, description="a group in order of importance")


Judgements = dict[tuple[str, str], Fraction]
"""Of ordered pairs of names, in the order in which names first appear."""


def judgements_of(model: PairwiseModel, at: int, document: Document) -> tuple[list[str], Judgements, list[Problem]]:
    """The names, in order of first appearance, what was judged of each two, and what is wrong: not three things, a number
    outside of 1/9 to 9, a pair twice or missing, too many names."""
    names: list[str] = []
    found: Judgements = {}
    problems: list[Problem] = []
    for number, judgement in enumerate(model.judgements):
        place = document.value_place(("pairwise", at, "judgements", number))
        said = _judgement(judgement)
        if isinstance(said, Text):
            problems.append(Problem("no-judgement", said, place, SHAPE))
            continue
        first, second, times = said
        names += [name for name in (first, second) if name not in names]
        if (first, second) in found or (second, first) in found:
            problems.append(Problem("name-twice", Text(f"`{cut(first)}` and `{cut(second)}` are compared twice", f"{cut(first)} 与 {cut(second)} 比较了两次"),
                                    place, Text("delete one", "删去其一")))  # fmt: skip
        found[first, second] = times
    where = document.value_place(("pairwise", at, "judgements"))
    if len(names) > MOST_COMPARED:
        problems.append(Problem("too-many", Text(f"{len(names)} are compared, at most {MOST_COMPARED} can be", f"比较了 {len(names)} 项，最多 {MOST_COMPARED} 项"),
                                where, Text("compare groups first, then the members of each: `of`", "先比较各组，再用 of 比较组内各项")))  # fmt: skip
    elif not problems:
        problems += [Problem("pair-missing", Text(f"`{cut(first)}` and `{cut(second)}` are not compared", f"{cut(first)} 与 {cut(second)} 没有比较"),
                             where, Text(f'add ["{first}", "{second}", …]', f'补上 ["{first}", "{second}", …]'))
                     for first, second in _missing(names, found)]  # fmt: skip
    if not names and not problems:
        problems.append(Problem("no-judgement", Text("nothing is compared", "没有比较任何内容"), where, SHAPE))
    return names, found, problems


SHAPE = Text('write ["A", "B", 3]: A is three times as important as B', '写 ["甲", "乙", 3]：甲的重要性是乙的 3 倍')


def _judgement(judgement: Any) -> tuple[str, str, Fraction] | Text:
    if (
        not isinstance(judgement, list)
        or len(judgement) != 3
        or not all(isinstance(one, str) and one for one in judgement[:2])
    ):
        return Text("a judgement is two names and a number", "一条比较由两个名称和一个数组成")
    first, second, times = judgement
    if first == second:
        return Text(f"`{cut(first)}` is compared with itself", f"{cut(first)} 与自身比较")
    number = Fraction(times) if isinstance(times, int | Decimal) and not isinstance(times, bool) else _written(times)
    if number is None or not SCALE[0] <= number <= SCALE[-1]:
        return Text(f"`{cut(str(times))}` is no number between 1/9 and 9", f"{cut(str(times))} 不是 1/9 至 9 之间的数")
    return first, second, number


def _written(times: Any) -> Fraction | None:
    """`1/3` and `0.5` as texts."""
    if not isinstance(times, str) or len(times) > 40:
        return None
    over, slash, under = times.partition("/")
    top, bottom = read_number(over.strip()), read_number(under.strip()) if slash else Fraction(1)
    return None if top is None or not bottom else top / bottom


def _missing(names: Sequence[str], found: Judgements) -> Iterator[tuple[str, str]]:
    for at, first in enumerate(names):
        yield from (
            (first, second)
            for second in names[at + 1 :]
            if (first, second) not in found and (second, first) not in found
        )


def order_of(model: OrderModel, at: int, document: Document) -> tuple[list[list[str]], list[Problem]]:
    """The names by place of the order, and what is wrong: no names, one twice, ratios that do not fit."""
    places: list[list[str]] = []
    problems: list[Problem] = []
    seen: list[str] = []
    for number, one in enumerate(model.names):
        names = one if isinstance(one, list) else [one]
        place = document.value_place(("order", at, "names", number))
        if not names or not all(isinstance(name, str) and name for name in names):
            problems.append(Problem("no-name", Text("this is no name", "这不是名称"), place,
                                    Text("write a name, or a list of names of equal importance", "写名称，或同等重要的名称的列表")))  # fmt: skip
            continue
        for name in names:
            if name in seen:
                problems.append(Problem("name-twice", Text(f"`{cut(name)}` is there twice", f"{cut(name)} 出现两次"), place,
                                        Text("delete one", "删去其一")))  # fmt: skip
            seen.append(name)
        places.append(names)
    where = document.value_place(("order", at, "names"))
    if not places and not problems:
        problems.append(Problem("no-name", Text("nothing is ordered", "没有排序的内容"), where, Text("name them, most important first", "从最重要的写起")))  # fmt: skip
    if len(seen) > MOST_NAMES:
        problems.append(Problem("too-many", Text(f"{len(seen)} are ordered, at most {MOST_NAMES} can be", f"排序 {len(seen)} 项，最多 {MOST_NAMES} 项"), where))  # fmt: skip
    problems += _of_ratios(model, at, document, places)
    return places, problems


def _of_ratios(model: OrderModel, at: int, document: Document, places: Sequence[Sequence[str]]) -> Iterator[Problem]:
    if model.ratios is None:
        return
    where = document.value_place(("order", at, "ratios"))
    if model.method is not None:
        yield Problem("name-twice", Text("both `method` and `ratios` say how", "method 与 ratios 同时写明了方法"), where, Text("delete one", "删去其一"))  # fmt: skip
    if any(len(names) > 1 for names in places):
        yield Problem("ratios-do-not-fit", Text("equal importance is a ratio of 1", "同等重要应写为比值 1"), where,
                      Text("list the names one by one, with 1 between equal ones", "逐一列出名称，同等重要的比值写 1"))  # fmt: skip
    elif places and len(model.ratios) != len(places) - 1:
        yield Problem("ratios-do-not-fit", Text(f"{len(places)} names have {len(places) - 1} ratios between them, not {len(model.ratios)}",
                                                f"{len(places)} 项之间有 {len(places) - 1} 个比值，写了 {len(model.ratios)} 个"), where)  # fmt: skip
    for ratio in model.ratios:
        if not 1 <= ratio <= 9:
            yield Problem("ratios-do-not-fit", Text(f"{show_number(Fraction(ratio))} is no ratio between 1 and 9", f"{show_number(Fraction(ratio))} 不是 1 至 9 之间的比值"),
                          where, Text("the more important one comes first", "更重要的写在前面"))  # fmt: skip


def near(name: str, names: Sequence[str]) -> Text | None:
    """A name that was perhaps meant."""
    found = nearest(name, names)
    return Text(f"did you mean `{found}`?", f"是否指 {found}？") if found else None
