"""The scorecard as Markdown: for reports, issues and mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scoring.problems import Language
from scoring.problems.shown import harmless
from scoring.scorecard.scorecard import Scorecard
from scoring.values.number import show_number
from scoring.views.members import member_table
from scoring.views.words import NOTHING, OUTCOMES, SEVERITIES, STATUS, Words, in_tree, revised

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def render(scorecard: Scorecard, language: Language) -> str:
    """Headings, the breakdown as a table, and lists of limits, claims and findings."""
    return "\n".join(_lines(Words(scorecard, language))) + "\n"


def plain(text: str) -> str:
    """Text of strangers that stays text: no markup, no HTML, no end of a cell."""
    return SPECIAL.sub(r"\\\1", harmless(text))


def _lines(words: Words) -> Iterator[str]:
    card, say = words.card, words.say
    yield f"# {plain(card.project)}" + (f" {plain(card.period)}" if card.period else "")
    yield ""
    yield from _bold(_head(words))
    if card.indicators:
        yield ""
        yield from _table(_breakdown_head(words), _breakdown(words), "lrrrll")
    if card.results:
        yield ""
        head = [say("result", "结果"), say("value", "值"), say("grade", "等级")]
        rows = [[words.of(one.label), words.result(one), one.grade or ""] for one in card.results]
        yield from _table(head, rows, "lrl")
        for result in card.results:
            if result.members:
                yield from ("", f"## {plain(words.of(result.label))}", "")
                made = member_table(result, words)
                sides = "".join("r" if index in made.right else "l" for index in range(len(made.heads)))
                yield from _table([plain(each) for each in made.heads], [list(row) for row in made.rows], sides)
    yield from _list(
        say("Limits", "限制"), [f"{words.of(one.label)}{say(': ', '：')}{words.limit(one)}" for one in card.limits]
    )
    claims = [
        f"{words.role(one.by)} {NOTHING if one.total is None else show_number(one.total)}, "
        f"{say('difference', '相差')} {words.difference(one)}, {words.claim(one)}"
        for one in card.claims
    ]
    yield from _list(say("Claims", "申报"), claims)
    findings = [f"{words.of(SEVERITIES[one.severity])}: {words.of(one.message)} ({one.where})" for one in card.findings]
    yield from _list(say("Findings", "发现"), findings)


def _head(words: Words) -> Iterator[tuple[str, str]]:
    card, say = words.card, words.say
    yield from words.of_form()
    yield say("Total", "总分"), words.total()
    if card.total.arithmetic is not None:
        yield say("Added up", "合计"), words.of(card.total.arithmetic)
    if card.grades_possible:
        yield say("Grade", "等级"), words.grade()
    yield (
        say("Status", "状态"),
        words.sentence(words.of(STATUS[card.status]), *([words.drafts()] if card.drafts else [])),
    )
    yield say("Rules", "规则集"), f"{card.rulebook.name} {card.rulebook.edition or ''} {card.rulebook.fingerprint}"
    if card.indicator_set is not None:
        yield say("Indicators", "指标集"), f"{card.indicator_set.name} {card.indicator_set.fingerprint}"
    for one in (card.rulebook, card.indicator_set):
        if one is not None and one.revisions:
            yield say("Last revised", "最近修订"), revised(one.revisions[-1], words)


def _bold(lines: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield from (f"- **{name}** {plain(said)}" for name, said in lines)


def _breakdown_head(words: Words) -> list[str]:
    say = words.say
    return [say("Indicator", "指标"), say("Weight", "权重"), say("Points", "得分"), say("Lost", "失分"),
            say("Outcome", "结果"), say("Reason", "说明")]  # fmt: skip


def _breakdown(words: Words) -> Iterator[list[str]]:
    for depth, group, indicators in in_tree(words.card):
        if group is not None:
            yield [
                "· " * depth + words.of(group.label),
                show_number(group.weight),
                words.earned(group),
                words.lost(group),
                "",
                words.group(group),
            ]
        for one in indicators:
            name = "· " * (depth + 1) + f"{one.id} {words.of(one.label)}"
            points = NOTHING if one.outcome == "not_applicable" else words.range(one.points, one.lowest, one.highest)
            outcome = words.of(OUTCOMES[one.outcome])
            yield [name, words.weight(one), points, words.lost(one), outcome, words.reason(one)]


def _table(head: Sequence[str], rows: Iterator[list[str]] | Sequence[list[str]], sides: str) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "|".join(" ---: " if side == "r" else " --- " for side in sides) + "|"
    for row in rows:
        yield "| " + " | ".join(plain(cell) for cell in row) + " |"


def _list(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield from ("", f"## {title}", "")
        yield from (f"- {plain(item)}" for item in items)
