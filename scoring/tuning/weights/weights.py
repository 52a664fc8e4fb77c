"""Weights of groups and their members, as judged: each an exact share, and a weight with decimals that sums to the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.documents.document import Document
from scoring.problems import Problem, Text, has_errors
from scoring.rulebook.loading import validated
from scoring.tuning.weights.importance import shares_of_order, shares_of_ratios
from scoring.tuning.weights.judged import Judgements, OrderModel, WeightsFile, judgements_of, near, order_of
from scoring.tuning.weights.pairwise import Priorities, combined, priorities
from scoring.tuning.weights.share import apportioned
from scoring.values.number import cut, show_number

TOP = ""
MOST_GROUPS = 200


@dataclass(frozen=True, slots=True)
class Group:
    """Members of one group with their shares, and how these came about; `priorities` of pairwise judgements."""

    of: str
    names: tuple[str, ...]
    shares: tuple[Fraction, ...]
    how: Text
    priorities: Priorities | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """A name with its path (`产出/数量`), its exact part of the total, and its weight; `leaf` unless it has members."""

    name: str
    path: str
    exact: Fraction
    weight: Fraction
    leaf: bool
    depth: int = 0  # how many groups it stands in


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights, groups before their members; those of each group's members sum exactly to the group's weight."""

    total: Fraction
    decimals: int
    groups: tuple[Group, ...]
    weights: tuple[Weight, ...]
    notes: tuple[Text, ...] = ()

    @property
    def leaves(self) -> tuple[Weight, ...]:
        """The weights that sum to the total."""
        return tuple(one for one in self.weights if one.leaf)

    @property
    def consistent(self) -> bool:
        """Whether every group's judgements are consistent enough to go by (a ratio of 0.10 at most)."""
        return all(group.priorities is None or group.priorities.consistent for group in self.groups)


def weights_of_judgements(document: Document) -> tuple[Weights | None, list[Problem]]:
    """The weights that a file of judgements says, or every problem in it."""
    file, problems = validated(WeightsFile, document)
    if file is None or has_errors(problems):
        return None, problems
    total = Fraction(file.total)
    if total <= 0 or (total * 10**file.decimals).denominator != 1 or total > 1_000_000:
        place = document.value_place(("total",)) if "total" in document.data else document.key_place(("format",))
        problems.append(Problem("no-total", Text(f"a total of {show_number(total)} cannot be divided into weights of {file.decimals} decimals",
                                                 f"总分 {show_number(total)} 不能分为 {file.decimals} 位小数的权重"), place,
                                Text("a positive total with no more decimals than the weights, at most 1000000", "总分应为正，小数位不多于权重，不超过 1000000")))  # fmt: skip
    groups, found = _groups(file, document)
    problems += found
    if has_errors(problems):
        return None, problems
    return weights_of_groups(groups, total, file.decimals), problems


def weights_of_groups(groups: Sequence[Group], total: Fraction, decimals: int, notes: Sequence[Text] = ()) -> Weights:
    """The weights of groups that hang together: the top one, and each of the others a member of one of them."""
    by_name = {group.of: group for group in groups}
    return Weights(
        total, decimals, tuple(groups), tuple(_weights(by_name, TOP, "", total, total, decimals)), tuple(notes)
    )


def alone(name: str) -> str:
    """A name within a path, which is divided by `/`: one that has such a stroke itself is written with the wide one."""
    return name.replace("/", "／")


def _weights(
    groups: Mapping[str, Group], of: str, path: str, exact: Fraction, weight: Fraction, decimals: int, depth: int = 0
) -> Iterator[Weight]:
    group = groups[of]
    rounded = apportioned(group.shares, weight, decimals)
    for name, share, part in zip(group.names, group.shares, rounded, strict=True):
        below = f"{path}/{alone(name)}" if path else alone(name)
        yield Weight(name, below, exact * share, part, name not in groups, depth)
        if name in groups:
            yield from _weights(groups, name, below, exact * share, part, decimals, depth + 1)


def _groups(file: WeightsFile, document: Document) -> tuple[list[Group], list[Problem]]:
    """A group for each name that something is said of, top first; all problems of names and of what was judged."""
    problems: list[Problem] = []
    if len(file.pairwise) + len(file.order) > MOST_GROUPS:
        place = document.key_place(("format",))
        return [], [Problem("too-many", Text(f"more than {MOST_GROUPS} sections", f"超过 {MOST_GROUPS} 段"), place)]
    judged: dict[str, list[tuple[list[str], Judgements]]] = {}
    groups: dict[str, Group] = {}
    for at, model in enumerate(file.pairwise):
        names, said, found = judgements_of(model, at, document)
        problems += found
        earlier = judged.setdefault(model.of or TOP, [])
        if earlier and set(earlier[0][0]) != set(names) and not found:
            problems.append(Problem("other-names", Text("others compared other names of this group", "其他人比较的不是同一些名称"),
                                    document.value_place(("pairwise", at, "judgements")), Text(f"compare {', '.join(map(cut, earlier[0][0]))}", f"应比较 {'、'.join(map(cut, earlier[0][0]))}")))  # fmt: skip
        earlier.append((names, said))
    if has_errors(problems):
        judged.clear()
    groups.update({of: _of_pairs(of, several) for of, several in judged.items()})
    for at, order in enumerate(file.order):
        places, found = order_of(order, at, document)
        problems += found
        of = order.of or TOP
        if of in groups:
            problems.append(Problem("name-twice", Text(f"the members of `{cut(of) or '—'}` are weighed twice", f"{cut(of) or '顶层'} 的成员定了两次权重"),
                                    document.header_place(("order", at)), Text("delete one", "删去其一")))  # fmt: skip
        elif not found:
            groups[of] = _of_order(of, order, places)
    if not has_errors(problems):
        problems += _hanging(groups, file, document)
    return [groups[of] for of in sorted(groups, key=lambda of: of != TOP)], problems


def _hanging(groups: Mapping[str, Group], file: WeightsFile, document: Document) -> Iterator[Problem]:
    """No top, a group that no other has as a member, a name in two groups, circles."""
    start = document.key_place(("format",))
    if TOP not in groups:
        yield Problem("no-top", Text("nothing says how the groups of the top weigh against each other", "没有写明顶层各组之间的权重"), start,
                      Text("leave `of` out in one of the sections", "其中一段不写 of"))  # fmt: skip
        return
    places = {model.of: document.header_place(("order", at)) for at, model in enumerate(file.order)}
    places |= {model.of: document.header_place(("pairwise", at)) for at, model in enumerate(file.pairwise)}
    members = [name for group in groups.values() for name in group.names]
    for name in sorted({name for name in members if members.count(name) > 1}):
        yield Problem("name-twice", Text(f"`{cut(name)}` is a member of two groups", f"{cut(name)} 同时属于两个组"), start,
                      Text("give each a name of its own", "各用不同的名称"))  # fmt: skip
    reached, look = {TOP}, [TOP]
    while look:
        for name in groups[look.pop()].names:
            if name in groups and name not in reached:
                reached.add(name)
                look.append(name)
    for of in groups:
        if of in reached:
            continue
        if of in members:
            yield Problem("circle", Text(f"`{cut(of)}` is below itself", f"{cut(of)} 在自身之下"), places[of],
                          Text("make one of its groups a member of the top", "将其中一组写入顶层"))  # fmt: skip
        else:
            yield Problem("unknown-group", Text(f"no group has a member `{cut(of)}`", f"没有一个组包含 {cut(of)}"), places[of],
                          near(of[:60], members))  # fmt: skip


def _of_pairs(of: str, several: Sequence[tuple[list[str], Judgements]]) -> Group:
    names = several[0][0]
    matrix = [[Fraction(1)] * len(names) for _ in names]
    for first in range(len(names)):
        for second in range(first + 1, len(names)):
            value = combined([_times(said, names[first], names[second]) for _, said in several])
            matrix[first][second], matrix[second][first] = value, 1 / value
    found = priorities(matrix)
    people = (
        Text(f", {len(several)} people combined by the geometric mean", f"，{len(several)} 人的判断取几何平均")
        if len(several) > 1
        else Text("", "")
    )
    return Group(of, tuple(names), found.shares, Text(f"pairwise judgements{people.en}", f"两两比较{people.zh}"), found)


def _times(said: Judgements, first: str, second: str) -> Fraction:
    return said[first, second] if (first, second) in said else 1 / said[second, first]


HOW = {
    "centroid": Text("order of importance, rank-order centroid", "重要性排序，排序质心法"),
    "sum": Text("order of importance, rank sum", "重要性排序，排序和法"),
    "reciprocal": Text("order of importance, rank reciprocal", "重要性排序，倒数法"),
}


def _of_order(of: str, model: OrderModel, places: Sequence[Sequence[str]]) -> Group:
    names = tuple(name for place in places for name in place)
    if model.ratios is not None:
        shares = shares_of_ratios([Fraction(ratio) for ratio in model.ratios])
        return Group(of, names, tuple(shares), Text("order of importance with ratios", "序关系法（G1）"))
    method = model.method or "centroid"
    return Group(of, names, tuple(shares_of_order([len(place) for place in places], method)), HOW[method])
