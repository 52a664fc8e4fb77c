"""What was found in a report, as text for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scoring.documents.spelling import value as spelt
from scoring.forms.prose.doubt import Doubt
from scoring.forms.prose.draft import Draft
from scoring.forms.prose.lines import Passage
from scoring.forms.prose.quantities import shown
from scoring.forms.prose.reading import ReadReport, Said
from scoring.problems import Language, Text
from scoring.problems.shown import harmless

SCHEMA = "report/1"
_STANDING = {
    "reached": Text("", ""),
    "planned": Text("planned", "计划"),
    "coming": Text("of later", "以后"),
    "before": Text("the year before", "上年"),
    "full": Text("full points", "满分"),
}
_HEADS = (("project", Text("project", "项目")), ("unit", Text("unit", "单位")), ("period", Text("period", "年度")),
          ("grade", Text("grade claimed", "自评等级")))  # fmt: skip
_KINDS = {"contradiction": Text("contradictions", "矛盾"), "question": Text("questions", "存疑")}


def as_data(report: ReadReport, draft: Draft | None = None) -> dict[str, Any]:
    """The report as plain data: head, facts, sums and rates computed again, doubts, numbers not used; each with places.

    With a draft, also what is proposed for the facts of a rulebook.
    """
    doubts = [*(draft.doubts if draft is not None else ()), *report.doubts]
    proposed = (
        {}
        if draft is None
        else {"draft": {one.name: one.data for one in draft.proposals}, "not_told": list(draft.not_told)}
    )
    return {
        "schema": SCHEMA,
        "file": report.prose.file,
        **{name: _said(getattr(report, name)) for name, _ in _HEADS},
        "facts": [
            {
                "name": one.name,
                "value": one.figure.value,
                "unit": one.figure.unit,
                "bound": one.figure.bound,
                "standing": one.standing,
                **_place(one.passage),
            }
            for one in report.facts
        ],
        "recomputed": [
            {"what": one.what, "ok": one.agrees, "places": [_place(passage) for passage in one.passages]}
            for one in report.recomputed
        ],
        "doubts": [
            {
                "code": one.code,
                "kind": one.kind,
                "message": {"en": one.message.en, "zh": one.message.zh},
                "fix": {"en": one.fix.en, "zh": one.fix.zh},
                "places": [_place(passage) for passage in one.passages],
            }
            for one in doubts
        ],
        "not_understood": [
            {"code": one.code, "why": {"en": one.why.en, "zh": one.why.zh}, **_place(one.passage)}
            for one in report.not_read
        ],
        **proposed,
    }


def _said(said: Said | None) -> dict[str, Any] | None:
    return None if said is None else {"value": said.value, **_place(said.passage)}


def _place(passage: Passage) -> dict[str, Any]:
    where = {"line": passage.line, "page": passage.page, "cell": passage.cell}
    return {**{name: value for name, value in where.items() if value is not None},
            "offset": passage.offset, "quote": passage.quote}  # fmt: skip


def as_text(report: ReadReport, language: Language, draft: Draft | None = None) -> str:
    """The report as people read it in a terminal: what is doubtful first, what is proposed, what agrees, then every fact."""
    return "".join(f"{harmless(line)}\n" for line in _lines(report, language, draft))


def _lines(report: ReadReport, language: Language, draft: Draft | None) -> Iterator[str]:
    def words(en: str, zh: str) -> str:
        return Text(en, zh).in_language(language)

    yield report.prose.file
    for name, head in _HEADS:
        said = getattr(report, name)
        if said is not None:
            yield f"  {head.in_language(language)}  {said.value}"
    for kind in ("contradiction", "question"):
        every = [*(draft.doubts if draft is not None else ()), *report.doubts]
        doubts = [one for one in every if one.kind == kind]
        yield from _section(f"{_KINDS[kind].in_language(language)} {len(doubts)}", _doubts(doubts, language))
    if draft is not None:
        yield from _section(
            words(f"proposed {len(draft.proposals)}", f"拟填 {len(draft.proposals)}"), _proposed(draft, language)
        )
        yield from _section(words(f"not told {len(draft.not_told)}", f"未写明 {len(draft.not_told)}"),
                            [f"  {name}" for name in draft.not_told])  # fmt: skip
    right = [one for one in report.recomputed if one.agrees]
    yield from _section(words(f"recomputed, agrees {len(right)}", f"复算相符 {len(right)}"),
                        [f"  {where(one.passages[0], language)}  {one.what}" for one in right])  # fmt: skip
    rows = [[where(one.passage, language), one.name, shown(one.figure), _STANDING[one.standing].in_language(language),
             one.passage.quote] for one in report.facts]  # fmt: skip
    yield from _section(words(f"facts {len(rows)}", f"数据 {len(rows)}"), _aligned(rows))
    unread = [
        f"  {where(one.passage, language)}  {one.passage.quote}  {one.why.in_language(language)}"
        for one in report.not_read
    ]
    yield from _section(words(f"not understood {len(unread)}", f"未能识别 {len(unread)}"), unread)


def _section(head: str, lines: Sequence[str]) -> Iterator[str]:
    yield ""
    yield head
    yield from lines


def _doubts(doubts: Sequence[Doubt], language: Language) -> list[str]:
    lines: list[str] = []
    for one in doubts:
        places = (Text(", ", "、").in_language(language)).join(
            dict.fromkeys(where(each, language) for each in one.passages)
        )
        lines += [f"  {one.message.in_language(language)}  [{one.code}]",
                  f"    {places}  {Text('fix', '处理').in_language(language)}: {one.fix.in_language(language)}"]  # fmt: skip
    return lines


def _proposed(draft: Draft, language: Language) -> list[str]:
    rows = []
    for one in draft.proposals:
        for number, said in enumerate(one.data if isinstance(one.data, list) else [one.data]):
            value = ", ".join(
                f"{key} {spelt(each)}" for key, each in said.items() if key not in ("source", "at", "note", "draft")
            )
            passage = one.passages[number] if isinstance(one.data, list) else one.passages[0]
            rows.append([where(passage, language), one.name, value.removeprefix("value "), passage.quote])
    return _aligned(rows)


def where(passage: Passage, language: Language) -> str:
    """A place as people say it: `line 14`, 第14行."""
    return passage.said.in_language(language)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    from scoring.views.terminal import columns

    return [f"  {line}" for line in columns([list(row) for row in rows])] if rows else []
