"""Groups by path: their weights, and how they combine what their members earn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from scoring.problems import Problem, Text, nearest
from scoring.program.lowered import Lowered
from scoring.program.program import Group, Indicator
from scoring.program.rounding import rounding_of
from scoring.project.rows import share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import text_of
from scoring.values.number import show_number


def lower_groups(indicators: Sequence[Indicator], at: Lowered) -> tuple[tuple[Group, ...], Fraction]:
    """Every group by path, parents first, and what all of them weigh together.

    Without a weight of its own a group weighs what its members do.
    """
    paths = _outline("/".join(one.path[:depth]) for one in indicators for depth in range(1, len(one.path) + 1))
    inside: dict[str, Fraction] = {"": Fraction(0), **dict.fromkeys(paths, Fraction(0))}
    for indicator in indicators:
        inside[indicator.group] += indicator.weight
    groups: dict[str, Group] = {}
    for path in reversed(paths):  # members before the group above them
        group = _group(path, inside[path], at)
        groups[path] = group
        inside[path.rpartition("/")[0]] += inside[path] if group.how == "sum" else group.weight
        _check_members(group, [one for one in indicators if (one.group + "/").startswith(path + "/")], at)
    for path, entry in at.sections.groups.items():
        if path not in groups and indicators:
            near = nearest(path, list(groups))
            at.scope.problem(
                "unknown-group",
                Text(f"no indicator is in group `{path}`", f"没有指标属于 {path}"),
                entry.place,
                Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else groups_are(paths),
            )
    return tuple(groups[path] for path in paths), inside[""]


def _group(path: str, inside: Fraction, at: Lowered) -> Group:
    entry = at.sections.groups.get(path)
    if entry is None:
        name = path.split("/")[-1]
        return Group(path, Text(name, name), inside)
    written = entry.model
    declared = share_or_points(written.weight) if written.weight is not None else None
    rounding = rounding_of(written.round, entry.at("round"), at.scope) if written.round else None
    how = written.combine or "sum"
    if how == "sum" and declared is not None and declared[1] != inside:
        shown, members = show_number(declared[1]), show_number(inside)
        strict = at.rulebook.header.model.weights_off_total == "stop"
        at.scope.state.problems.append(
            Problem(
                "group-weight",
                Text(f"group `{path}` weighs {shown}, its members {members}", f"{path} 的权重为 {shown}，其成员合计 {members}"),
                entry.at("weight"),
                Text('correct the weights, or combine degrees: combine = "mean"',
                     '改正权重，或按达成程度合并：combine = "mean"'),
                "error" if strict else "warning",
            )
        )  # fmt: skip
    return Group(path, text_of(written.label, path.split("/")[-1]), declared[1] if declared else inside, how, rounding,
                 declared is not None, entry.place)  # fmt: skip


def _check_members(group: Group, members: Sequence[Indicator], at: Lowered) -> None:
    """What a way of combining needs: no negative points in a product, decimals where a root is taken."""
    entry = at.sections.groups.get(group.path)
    if entry is None or group.how == "sum":
        return
    if group.how == "count":
        at.scope.problem("unknown-option", Text("a group cannot be a count", "分组不能用 count 合并"), entry.at("combine"),
                         Text("write sum, mean, geomean, median, min, max or product",
                              "写 sum、mean、geomean、median、min、max 或 product"))  # fmt: skip
    if group.how == "geomean" and group.rounding is None:
        at.scope.problem("rounding-unclear", Text("a geometric mean needs decimals", "几何平均需写明小数位数"), entry.at("combine"),
                         Text("add round = { decimals = 2 }", "补上 round = { decimals = 2 }"))  # fmt: skip
    weightless = next((one for one in members if one.weight == 0), None)
    if weightless is not None:
        at.scope.problem(
            "weighs-nothing",
            Text(f"`{weightless.id}` weighs nothing: its points are no part of a {group.how} of degrees",
                 f"{weightless.id} 的权重为 0，其得分不能计入按达成程度的 {group.how}"),
            entry.at("combine"),
            Text(f"take `{weightless.id}` out of `{group.path}`, or let the group add up: combine = \"sum\"",
                 f"将 {weightless.id} 移出 {group.path}，或改为相加：combine = \"sum\""),
        )  # fmt: skip
    negative = next((one for one in members if one.criterion.lowest < 0), None)
    if group.how in ("geomean", "product") and negative is not None:
        at.scope.problem(
            "negative",
            Text(f"`{negative.id}` may have negative points, which have no {group.how}",
                 f"{negative.id} 可能为负分，不能求 {group.how}"),
            entry.at("combine"),
            Text('combine by "mean", or let the rule not go below 0', '用 "mean" 合并，或使该规则不低于 0 分'),
        )  # fmt: skip


def missing_of_group(path: Sequence[str], at: Lowered) -> model.MissingPolicy | None:
    """The missing policy of the nearest group above an indicator that names one."""
    for depth in range(len(path), 0, -1):
        entry = at.sections.groups.get("/".join(path[:depth]))
        if entry is not None and entry.model.missing is not None:
            return entry.model.missing
    return None


def groups_are(paths: Iterable[str]) -> Text:
    """The groups that there are, as a fix."""
    listed = ", ".join(paths)
    return Text(f"groups are {listed}", f"有 {listed}")


def _outline(paths: Iterable[str]) -> list[str]:
    """Paths as an outline: each group right before its members, otherwise in the order of appearance."""
    order = {path: number for number, path in enumerate(paths)}

    def key(path: str) -> list[int]:
        parts = path.split("/")
        return [order["/".join(parts[: depth + 1])] for depth in range(len(parts))]

    return sorted(order, key=key)
