"""What `[read.NAME]` finds in reports: each fact with its kind and its wordings, ready to be looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.nodes.kind import ANY, Kind
from scoring.problems import Problem, Text, nearest
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.rulebook.wording import MOST_WORDINGS, Wording, read_wording

ACTUAL = ".actual"
WANTS = {"yes_no": (), "text": (), "date": ("date",), "list": ("each", "amount", "count", "share", "number"),
         "number": ("amount", "count", "share", "number"), "any": ("amount", "count", "share", "date", "number")}  # fmt: skip
"""The slots of wordings by the kind of what they tell."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A fact that is looked for: its name, its kind, how it is told, and what a wording without a slot says."""

    name: str
    kind: Kind
    wordings: tuple[Wording, ...]
    says: bool | str | None
    entry: Entry[model.ReadModel]


def sought(
    reads: Mapping[str, Entry[model.ReadModel]], kinds: Mapping[str, Kind], rows: Collection[str] | None
) -> tuple[list[Sought], list[Problem]]:
    """Everything that is looked for, in the order in which it is declared, with every problem.

    `rows` are the ids of indicators; None where no set is known, whose actuals are then left out.
    """
    found: list[Sought] = []
    problems: list[Problem] = []
    for name, entry in reads.items():
        kind = _kind(name, kinds, rows)
        if kind is None:
            if rows is not None or not name.endswith(ACTUAL):
                problems.append(_unknown(name, entry, [*kinds, *(f"{row}{ACTUAL}" for row in rows or ())]))
            continue
        wordings, faults = _wordings(entry, kind)
        problems += faults
        problems += _says(entry, kind, wordings)
        if not faults:
            says = entry.model.says if entry.model.says is not None else True if kind.name == "yes_no" else None
            found.append(Sought(name, kind, tuple(wordings), says, entry))
    return found, problems


def _kind(name: str, kinds: Mapping[str, Kind], rows: Collection[str] | None) -> Kind | None:
    if name.endswith(ACTUAL):
        return ANY if rows is not None and name.removesuffix(ACTUAL) in rows else None
    return kinds.get(name)


def _wordings(entry: Entry[model.ReadModel], kind: Kind) -> tuple[list[Wording], list[Problem]]:
    wordings: list[Wording] = []
    problems: list[Problem] = []
    written = entry.model.find
    if not 1 <= len(written) <= MOST_WORDINGS:
        message = Text(f"one to {MOST_WORDINGS} wordings belong here", f"这里写 1 到 {MOST_WORDINGS} 种说法")
        return [], [Problem("wording-not-understood", message, entry.at("find"),
                            Text("such as `安排…经费{amount}`", "例如 安排…经费{amount}"))]  # fmt: skip
    for number, each in enumerate(written):
        read = read_wording(each, entry.at("find", number))
        if isinstance(read, Problem):
            problems.append(read)
            continue
        wanted: Sequence[str] = WANTS[kind.name]
        if (read.slot is None) is bool(wanted) or (read.slot is not None and read.slot not in wanted):
            problems.append(_wrong_slot(entry, number, kind, wanted))
            continue
        wordings.append(read)
    return wordings, problems


def _wrong_slot(entry: Entry[model.ReadModel], number: int, kind: Kind, wanted: Sequence[str]) -> Problem:
    if wanted:
        slots = ", ".join(f"{{{each}}}" for each in wanted)
        fix = Text(f"write one of {slots}", f"写 {slots} 之一")
    else:
        fix = Text("write words alone; `says` is what they mean", "只写文字，其含义写在 says")
    message = Text(f"this does not tell what `{entry.name}` is", f"这种说法不能说明 {entry.name}")
    return Problem("wording-does-not-fit", message, entry.at("find", number), fix)


def _says(entry: Entry[model.ReadModel], kind: Kind, wordings: Sequence[Wording]) -> Iterator[Problem]:
    says = entry.model.says
    if says is None:
        if kind.name == "text":
            yield Problem("missing-key", Text("a text needs `says`", "文字需要写明 says"), entry.place,
                          Text('add says = "…"', '补上 says = "…"'))  # fmt: skip
        return
    if kind.name not in ("yes_no", "text"):
        yield Problem("stray-key", Text("`says` has no effect beside a slot", "有空位时 says 不起作用"), entry.key("says"),
                      Text("delete it", "删去"))  # fmt: skip
    elif isinstance(says, bool) is not (kind.name == "yes_no"):
        wanted = (
            Text("true or false", "true 或 false") if kind.name == "yes_no" else Text("text in quotes", "带引号的文字")
        )
        yield Problem("wrong-kind", Text(f"{wanted.en} belongs here", f"这里应为 {wanted.zh}"), entry.at("says"),
                      Text(f"write {wanted.en}", f"写成 {wanted.zh}"))  # fmt: skip
    elif kind.options is not None and says not in kind.options:
        listed = ", ".join(f"`{each}`" for each in kind.options[:12])
        yield Problem("unknown-option", Text(f"`{says}` is none of {listed}", f"{says} 不在可选之列：{listed}"), entry.at("says"),
                      Text(f"write one of {listed}", f"写 {listed} 之一"))  # fmt: skip


def _unknown(name: str, entry: Entry[model.ReadModel], known: Sequence[str]) -> Problem:
    near = nearest(name, known)
    return Problem(
        "unknown-fact",
        Text(f"there is no fact or actual `{name}` to be read", f"没有可读取的数据或完成值 {name}"),
        entry.place,
        Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
        else Text("declare it in [fact], or name the actual of an indicator: ID.actual",
                  "在 [fact] 中声明，或写指标的完成值：编号.actual"),
    )  # fmt: skip
