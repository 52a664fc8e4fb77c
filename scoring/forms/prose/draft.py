"""A draft of a project out of a report: what a rulebook's wordings find in it, each value with its place, unconfirmed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.forms.intake.project_text import project_text as written
from scoring.forms.prose.claims import claimed_total
from scoring.forms.prose.doubt import Doubt
from scoring.forms.prose.figures import Figure
from scoring.forms.prose.lines import Passage
from scoring.forms.prose.quantities import PEOPLE, quantity_of, shown
from scoring.forms.prose.reading import ReadReport
from scoring.forms.prose.told import Told, place
from scoring.forms.prose.wording_search import Hit, hits
from scoring.nodes.kind import Kind
from scoring.problems import Text
from scoring.problems.shown import harmless
from scoring.project.wordings import ACTUAL, Sought
from scoring.values.amount import Amount, read_amount, with_unit
from scoring.values.units import Units

SOURCE = "report"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a fact: how a project's file would say it, and where it stands. None where nothing is proposed."""

    name: str
    data: Any
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """Proposals in the order of the rulebook, facts that the report does not tell, and what keeps others from a value."""

    proposals: tuple[Proposal, ...]
    not_told: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def draft_of(report: ReadReport, sought: Sequence[Sought], units: Units) -> Draft:
    """What the wordings of a rulebook find in a report."""
    proposals: list[Proposal] = []
    not_told: list[str] = []
    doubts: list[Doubt] = []
    for one in sought:
        found: dict[tuple[int, ...], Hit] = {}
        for wording in one.wordings:
            for hit in hits(wording, report.prose.text, report.outline, report.facts):
                found.setdefault(tuple(each.start for each in hit.told) or (-1, hit.start), hit)
        ordered = sorted(found.values(), key=lambda hit: hit.told[0].start if hit.told else hit.start)
        if not ordered:
            not_told.append(one.name)
            continue
        proposal = _proposal(report, one, ordered, units)
        if isinstance(proposal, Proposal):
            proposals.append(proposal)
        else:
            doubts.append(proposal)
    return Draft(tuple(proposals), tuple(not_told), tuple(doubts))


def _proposal(report: ReadReport, sought: Sought, found: Sequence[Hit], units: Units) -> Proposal | Doubt:
    if sought.says is not None:
        passages = tuple(report.prose.passage(hit.start, hit.end) for hit in found)
        return Proposal(sought.name, _about({"value": sought.says}, passages), passages)
    told = list(dict.fromkeys(one for hit in found for one in hit.told))
    if sought.kind.name == "list":
        return _records(sought, told, units)
    values: dict[Any, list[Told]] = {}
    for one in told:
        quantity = quantity_of(one.figure, units)
        values.setdefault(quantity if quantity is not None else one.figure.value, []).append(one)
    if len(values) > 1:
        return _two_values(sought, told)
    said = _said(told[0].figure, sought.kind, units)
    if isinstance(said, Text):
        return _not_proposed(sought, told[0], said)
    passages = tuple(one.passage for one in told)
    return Proposal(sought.name, _about(said, passages), passages)


def _records(sought: Sought, told: Sequence[Told], units: Units) -> Proposal | Doubt:
    """A list: each figure a record, called what the report calls it."""
    fields = dict(sought.kind.fields)
    number = next((name for name, kind in fields.items() if kind.name == "number"), None)
    text = next((name for name, kind in fields.items() if kind.name == "text"), None)
    records: list[dict[str, Any]] = []
    kept: list[Passage] = []
    for one in told:
        if number is not None:
            said = _said(one.figure, fields[number], units)
            if isinstance(said, Text):
                if one.figure.kind == told[0].figure.kind:
                    return _not_proposed(sought, one, said)
                continue
            amount = said.get("value", said)
            record = {"label": one.name, number: amount}
        elif text is not None:
            record = {"label": one.name, text: one.passage.quote}
        else:
            return _not_proposed(
                sought, one, Text("its records have no number and no text", "其记录既无数字也无文字字段")
            )
        records.append({**record, **_mark((one.passage,))})
        kept.append(one.passage)
    return Proposal(sought.name, records, tuple(kept))


def _about(said: Mapping[str, Any], passages: Sequence[Passage]) -> dict[str, Any]:
    return {**said, **_mark(passages)}


def _mark(passages: Sequence[Passage]) -> dict[str, Any]:
    """Source, place, what stands there, and that nobody has confirmed it."""
    return {"source": SOURCE, "at": at(passages), "note": passages[0].quote, "draft": True}


def at(passages: Sequence[Passage]) -> str:
    """Places as a project's file says them: `line 14, 33`."""
    said: dict[str, list[str]] = {}
    for one in passages:
        what, _, number = one.said.en.partition(" ")
        said.setdefault(what, []).append(number)
    return "; ".join(
        what if numbers == [""] else f"{what} {', '.join(dict.fromkeys(numbers))}" for what, numbers in said.items()
    )


def _said(figure: Figure, kind: Kind, units: Units) -> dict[str, Any] | Text:
    """A figure as a fact of this kind; or why it is none."""
    if kind.name == "date" or (kind.name == "any" and figure.kind == "date"):
        if figure.day is None:
            return Text("its year is not told", "没有写明年份")
        return (
            Text("it is a limit, and no day", "这是期限，不是日期") if figure.deadline else {"value": str(figure.day)}
        )
    if figure.kind == "date":
        return Text("a date is no number", "日期不是数")
    if figure.bound == "range":
        low, _, high = figure.value.partition("-")
        ends = {"at_least": low, "at_most": high}
    elif figure.bound == "about":
        return Text("it is said without a direction (约, 左右)", "只是约数，没有方向")
    else:
        ends = {figure.bound if figure.bound != "exact" else "value": figure.value}
    said: dict[str, Any] = {}
    for end, value in ends.items():
        written = _written(value, figure, kind, units)
        if isinstance(written, Text):
            return written
        said[end] = written
    return said


def _written(value: str, figure: Figure, kind: Kind, units: Units) -> str | Text:
    unit = figure.unit or ""
    plain = unit.lstrip("十百千万亿")
    if kind.unit in PEOPLE and plain in PEOPLE:
        unit = unit.removesuffix(plain) + str(kind.unit)
    written = with_unit(value, unit)
    read = read_amount(written, units)
    if not isinstance(read, Amount):
        return Text(f"unit `{unit}` is not known", f"未知单位 {unit}")
    if kind.name == "number" and read.dimension != kind.dimension:
        wanted = kind.unit or "1"
        return Text(f"it is in `{unit}`, and not in `{wanted}`", f"单位是 {unit}，不是 {wanted}")
    return written


# ---------------------------------------------------------------- what is not proposed


def _two_values(sought: Sought, told: Sequence[Told]) -> Doubt:
    en = ", ".join(f"{shown(one.figure)} at {one.passage.said.en}" for one in told[:6])
    zh = "，".join(f"{place(one)} 为 {shown(one.figure)}" for one in told[:6])
    return Doubt(
        "two-values",
        "contradiction",
        Text(f"`{sought.name}` has no value: {en}", f"{sought.name} 没有取值：{zh}"),
        Text("find out which one holds, and write it yourself", "核实以哪一处为准，自行填写"),
        tuple(one.passage for one in told),
    )


def _not_proposed(sought: Sought, one: Told, why: Text) -> Doubt:
    return Doubt(
        "not-proposed",
        "question",
        Text(f"`{sought.name}` has no value: {shown(one.figure)}, {why.en}", f"{sought.name} 没有取值：{shown(one.figure)}，{why.zh}"),
        Text("write it yourself, as far as the report bears it out", "按报告所能支持的自行填写"),
        (one.passage,),
    )  # fmt: skip


# ---------------------------------------------------------------- a project's file


def project_data(report: ReadReport, draft: Draft, raw: bytes, chosen: Mapping[str, str]) -> dict[str, Any]:
    """A project as its file says it: head, the report as its source, drafts, and the total that the report claims.

    `chosen` names the rulebook or set. Raises nothing: what the report does not say is left out, or `?`.
    """
    data: dict[str, Any] = {"format": 1, "project": report.project.value if report.project is not None else "?"}
    if report.period is not None:
        data["period"] = int(report.period.value)
    data |= chosen
    title = report.title.value if report.title is not None else report.prose.file
    data["source"] = {SOURCE: {"title": title, "sha256": hashlib.sha256(raw).hexdigest()}}
    facts = {one.name: one.data for one in draft.proposals if not one.name.endswith(ACTUAL)}
    rows = {one.name.removesuffix(ACTUAL): {"actual": one.data} for one in draft.proposals if one.name.endswith(ACTUAL)}
    data |= {"facts": facts} if facts else {}
    data |= {"indicator": rows} if rows else {}
    total = claimed_total(report.facts)
    if total is not None and total.figure.bound == "exact":
        data["claim"] = {"self": {"total": total.figure.value}}
    return data


def project_text(report: ReadReport, draft: Draft, raw: bytes, chosen: Mapping[str, str]) -> str:
    """The file of a draft: what has no value as remarks at its head, then the project."""
    head = "".join(f"# {harmless(line)}\n" for line in _remarks(draft))
    return head + written(project_data(report, draft, raw, chosen))


def _remarks(draft: Draft) -> Iterator[str]:
    """What a reader of the draft's file should know first: facts that have no value, and why."""
    for one in draft.doubts:
        yield f"{one.message.zh}  {one.message.en}"
    if draft.not_told:
        yield f"报告未写明 not told: {', '.join(draft.not_told)}"
