"""What is told of a judgement beside its points: nobody says who, when or why, or the row's own words say something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoring.nodes.kind import TEXT, YES_NO, Kind
from scoring.nodes.node import Compare, Constant, Known, Logic, Node
from scoring.problems import Severity, Text, nearest
from scoring.program.criterion_input import CriterionInput, RuleEntry
from scoring.program.levels import Level
from scoring.program.program import Check
from scoring.program.scope import Scope

Words = Mapping[str, Sequence[str]]


def read_words(entry: RuleEntry, levels: Iterable[Level], scope: Scope) -> Words:
    """What forms write for each level: its name, and the words that the rule lists for it."""
    names = [level.name for level in levels]
    listed = entry.model.words or {}
    for name in listed:
        if name not in names:
            near = nearest(name, names)
            scope.problem("unknown-level", Text(f"there is no level `{name}`", f"没有等级 {name}"), entry.at("words", name),
                          Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
                          else Text(f"levels are {', '.join(names)}", f"等级有 {'、'.join(names)}"))  # fmt: skip
    return {name: tuple(dict.fromkeys((name, *listed.get(name, ())))) for name in names}


def checks_of_judgement(entry: RuleEntry, given: CriterionInput, words: Words) -> Iterator[Check]:
    level = given.scope.node(f"{given.id}.judged.level", Kind("text", options=tuple(words)))
    missing = [Logic(YES_NO, "not", (Known(YES_NO, given.scope.node(f"{given.id}.judged.{key}", TEXT)),))
               for key in ("by", "on", "why")]  # fmt: skip
    unexplained = Logic(YES_NO, "and", (Known(YES_NO, level), Logic(YES_NO, "or", tuple(missing))))
    yield _check(entry, given, "judgement-unexplained", unexplained,
                 Text("the judgement does not say who judged, when and why", "评判没有写全评判人、时间和理由"))  # fmt: skip
    if given.in_words is None:
        return
    actual = given.scope.node(f"{given.id}.actual", TEXT)
    others = [Logic(YES_NO, "and", (_is_one_of(actual, said), Logic(YES_NO, "not", (_equals(level, name),))))
              for name, said in words.items()]  # fmt: skip
    own = ("{" + f"{given.id}.actual" + "}", "{" + f"{given.id}.judged.level" + "}")
    yield _check(entry, given, "judgement-contradicted", _any(others),
                 Text("the row's own words contradict the judgement", "实际完成值的用语与评判不符"),
                 Text(f"the row says `{own[0]}`, the judgement is `{own[1]}`", f"实际完成值写的是 {own[0]}，评判为 {own[1]}"))  # fmt: skip
    if entry.model.words is None:
        return
    known = [*(word for said in words.values() for word in said), *filter(None, [given.in_words])]
    strange = Logic(YES_NO, "and", (Known(YES_NO, level), Logic(YES_NO, "not", (_is_one_of(actual, known),))))
    yield _check(entry, given, "judgement-in-other-words", strange,
                 Text("the row's own words are those of no level", "实际完成值不是任何等级的用语"),
                 Text(f"`{own[0]}` are no words of a level; whether they bear out `{own[1]}` is for a reader to say",
                      f"{own[0]} 不是任何等级的用语，能否支持 {own[1]} 须由人判断"), "note")  # fmt: skip


def _check(
    entry: RuleEntry,
    given: CriterionInput,
    code: str,
    broken: Node,
    label: Text,
    says: Text | None = None,
    severity: Severity = "warning",
) -> Check:
    says = says or label
    text = Text(f"{given.id}: {says.en}", f"{given.id}：{says.zh}")
    return Check(code, label, Logic(YES_NO, "not", (broken,)), given.row or entry.place, severity, stops=False,
                 message=text, silent_when_unknown=True, row=given.id)  # fmt: skip


def _equals(node: Node, word: str) -> Node:
    return Compare(YES_NO, "==", node, Constant(TEXT, word, f'"{word}"'))


def _is_one_of(node: Node, words: Sequence[str]) -> Node:
    return _any([_equals(node, word) for word in words])


def _any(parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Logic(YES_NO, "or", tuple(parts))
