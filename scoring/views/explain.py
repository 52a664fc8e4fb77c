"""Why points were given: an indicator, result, value or limit with its whole trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.documents.spelling import width
from scoring.problems import Language
from scoring.scorecard.records import Gathered, Ranked, Standing
from scoring.scorecard.scorecard import (
    FactUsed,
    IndicatorScore,
    LimitScore,
    NotTaken,
    ResultScore,
    Scorecard,
    ValueUsed,
)
from scoring.values.number import show_number
from scoring.views.members import member_table
from scoring.views.strangers import all_harmless
from scoring.views.terminal import BOLD, DIM, columns, padded, painted
from scoring.views.words import NOTHING, OUTCOMES, Words

Line = tuple[str, str]
MOST_RECORDS = 20
"""Of a list, told one by one; JSON has all of them."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines of a rulebook's file with their numbers: of the rule itself, or of what changed it."""

    file: str
    lines: tuple[tuple[int, str], ...]
    changes: bool = False


def render_indicator(
    score: IndicatorScore, scorecard: Scorecard, quoted: Sequence[Quote], language: Language, color: bool
) -> str:
    """One indicator: points, reason, arithmetic, facts with their sources, the rule's own lines, the clauses not taken."""
    return told(Explained(Words(scorecard, language), color).indicator(all_harmless(score), all_harmless(quoted)))


def render_result(
    score: ResultScore,
    scorecard: Scorecard,
    language: Language,
    color: bool,
    quoted: Sequence[Quote] = (),
) -> str:
    """One named result or value: what it is, arithmetic, facts with their sources, its own lines, clauses not taken."""
    return told(Explained(Words(scorecard, language), color).result(all_harmless(score), all_harmless(quoted)))


def render_value(score: ValueUsed, scorecard: Scorecard, language: Language, color: bool) -> str:
    """One value of an archived scorecard: what it was, and how it came about."""
    return told(Explained(Words(scorecard, language), color).value(all_harmless(score)))


def render_all(
    scorecard: Scorecard,
    language: Language,
    color: bool,
    quotes: Callable[[IndicatorScore | ResultScore], Sequence[Quote]] = lambda _: (),
) -> str:
    """Everything: each indicator, result and limit with its whole trace, one below the other, then the total."""
    explained = Explained(Words(scorecard, language), color)
    parts = [
        *(explained.indicator(all_harmless(one), all_harmless(quotes(one))) for one in scorecard.indicators),
        *(explained.result(all_harmless(one), all_harmless(quotes(one))) for one in scorecard.results),
        *(explained.limit(one) for one in explained.card.limits),
        explained.total(),
    ]
    return "\n".join(told(part) for part in parts)


def told(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


TIES = {
    "shared": ("records with the same keys share a place", "并列的名次相同，其后顺延"),
    "dense": ("records with the same keys share a place, and the next has the next one", "并列的名次相同，其后不空名次"),
    "last": ("records with the same keys have the last of their places", "并列的取其中最后的名次"),
    "listed": ("records with the same keys are placed as they are listed", "并列的按列出的顺序"),
    "told": ("no two records may have the same keys", "不允许并列"),
}  # fmt: skip


class Explained:
    def __init__(self, words: Words, color: bool) -> None:
        self.words, self.card, self.color = words, words.card, color

    def paint(self, text: str, paint: str) -> str:
        return painted(text, paint, self.color)

    def title(self, en: str, zh: str) -> str:
        return self.paint(self.words.say(en, zh), BOLD)

    # ------------------------------------------------------------------ one indicator

    def indicator(self, one: IndicatorScore, quoted: Sequence[Quote]) -> Iterator[str]:
        words = self.words
        yield self.paint(f"{one.id} {words.of(one.label)}", BOLD) + f"  {one.path}"
        yield ""
        yield from self.named(self.head(one))
        yield from self.counted(one.records)
        yield from self.facts(one.facts)
        yield from self.values(one.values)
        yield from self.places(one.values)
        yield from self.quoted(quoted)
        yield from self.not_taken(one.not_taken)

    def counted(self, records: Sequence[Gathered], name: str = "") -> Iterator[str]:
        """The records that a sum, a mean or the like is of."""
        if records:
            yield ""
            yield self.title("records", "记录")
            yield from self.gathered(records, name)

    def values(self, names: Sequence[str]) -> Iterator[str]:
        """The values on the way, the nearest first, each with its sum."""
        by_name = {value.name: value for value in self.card.values}
        used = [by_name[name] for name in names if name in by_name]
        if not used:
            return
        yield ""
        yield self.title("values on the way", "中间值")
        rows = []
        for one in used:
            label, said = self.words.of(one.label), self.words.of(one.arithmetic) or self.words.of(one.reason)
            shown = self.words.of(one.shown)
            cells = (one.name, "" if label == one.name else label, shown, "" if said == shown else said, str(one.where))
            rows.append(cells)
        for one, line in zip(used, columns(rows, indent="  "), strict=True):
            yield line
            yield from self.gathered(one.records, one.name)

    def gathered(self, records: Sequence[Gathered], name: str = "") -> Iterator[str]:
        """The records that something came of, and those that were left out, with the reason; `name` is said already."""
        say = self.words.say
        for one in records:
            if self.words.of(one.of) != name:
                yield f"    {self.words.of(one.of)}"
            lines = [
                [say("counted", "计入"), each.key, self.words.of(each.shown)] for each in one.counted[:MOST_RECORDS]
            ]
            lines += self.and_more(len(one.counted))
            left_out = [[say("left out", "未计入"), each.key, self.words.of(each.because)] for each in one.left_out]
            lines += left_out[:MOST_RECORDS] + self.and_more(len(left_out))
            open_ = [[say("open", "待定"), each.key, self.words.of(each.because)] for each in one.open]
            lines += open_[:MOST_RECORDS] + self.and_more(len(open_))
            yield from columns(lines, indent="      ")

    def and_more(self, count: int) -> list[list[str]]:
        """A line for those of so many records that are not listed."""
        more = count - MOST_RECORDS
        return [["", self.words.say(f"and {more} more", f"另有 {more} 条"), ""]] if more > 0 else []

    def quoted(self, quotes: Sequence[Quote]) -> Iterator[str]:
        for quote in quotes:
            yield ""
            if quote.changes:
                yield self.title(f"changed by, {quote.file}", f"修改（{quote.file}）")
            else:
                yield self.title(f"the rule, {quote.file}", f"规则原文（{quote.file}）")
            size = len(str(quote.lines[-1][0]))
            yield from (f"  {number:>{size}} | {line}".rstrip() for number, line in quote.lines)

    def value(self, one: ValueUsed) -> Iterator[str]:
        words, say = self.words, self.words.say
        label = words.of(one.label)
        yield self.paint(one.name if label == one.name else f"{one.name} {label}", BOLD)
        yield ""
        lines = [(say("value", "值"), words.of(one.shown))]
        for en, zh, said in (("arithmetic", "计算", one.arithmetic), ("reason", "说明", one.reason)):
            if said is not None:
                lines.append((say(en, zh), words.of(said)))
        if one.policies:
            lines.append((say("policies", "值的缺失处理"), words.policies(one.policies)))
        if one.clause:
            lines.append((say("clause", "条款"), one.clause))
        lines.append((say("where", "位置"), str(one.where)))
        if one.basis is not None:
            lines.append((say("basis", "依据"), words.of(one.basis)))
        yield from self.named(lines)
        yield from self.gathered(one.records)
        yield from self.places([one.name])

    # ------------------------------------------------------------------ limits and the total

    def limit(self, one: LimitScore) -> Iterator[str]:
        words, say = self.words, self.words.say
        label = words.of(one.label)
        yield self.paint(one.name if label == one.name else f"{one.name} {label}", BOLD)
        yield ""
        lines = [(say("limit", "限制"), words.limit(one))]
        if one.arithmetic is not None:
            lines.append((say("condition", "条件"), words.of(one.arithmetic)))
        lines.append((say("where", "位置"), str(one.where)))
        if one.basis is not None:
            lines.append((say("basis", "依据"), words.of(one.basis)))
        yield from self.named(lines)
        yield from self.facts(one.facts)
        yield from self.values(one.values)

    def total(self) -> Iterator[str]:
        """Subtotals and the total, with how they were added up."""
        words, say, card = self.words, self.words.say, self.card
        yield self.title("total", "总分")
        rows = [
            [one.path, words.range(one.points, one.lowest, one.highest), words.of(one.arithmetic)]
            for one in card.groups
        ]
        rows.append([say("total", "总分"), words.total(), words.of(card.total.arithmetic)])
        yield from columns(rows, right=(1,), indent="  ")
        if card.grade is not None or card.grades_possible:
            yield f"  {say('grade', '等级')}  {words.grade()}"

    def not_taken(self, clauses: Sequence[NotTaken]) -> Iterator[str]:
        if not clauses:
            return
        yield ""
        yield self.title("clauses that did not apply", "未适用的条款")
        rows = [[each.clause, self.words.of(each.because), str(each.where)] for each in clauses]
        yield from columns(rows, indent="  ")

    def head(self, one: IndicatorScore) -> Iterator[Line]:
        """What is said of an indicator, each with its name."""
        words, say = self.words, self.words.say
        points = words.range(one.points, one.lowest, one.highest)
        shown = NOTHING if one.outcome == "not_applicable" else points
        yield (
            say("points", "得分"),
            say(f"{shown} of {words.weight(one)}", f"{shown}（权重 {words.weight(one)}）"),
        )
        yield say("outcome", "结果"), words.of(OUTCOMES[one.outcome])
        if reason := words.of(one.reason):
            yield say("reason", "说明"), reason
        if one.target is not None:
            yield say("target", "目标值"), one.target
        if one.actual is not None:
            yield say("actual", "实际值"), one.actual
        if one.arithmetic is not None:
            yield say("arithmetic", "计算"), words.of(one.arithmetic)
        if one.missing:
            yield say("missing", "缺少"), ", ".join(one.missing)
        if one.policy is not None:
            yield say("policy", "缺失处理"), one.policy
        if one.policies:
            yield say("policies", "值的缺失处理"), words.policies(one.policies)
        yield from self.decided(one)
        label = f"{words.of(one.rule_label)} " if one.rule_label is not None else ""
        clause = say(f", clause {one.clause}", f"，条款 {one.clause}") if one.clause else ""
        yield say("criterion", "评分标准"), f"{label}[{one.rule}]{clause}"
        yield say("where", "位置"), str(one.where)
        if one.basis is not None:
            yield say("basis", "依据"), words.of(one.basis)
        for by, points_claimed in one.claimed.items():
            yield words.role(by), self.claimed(one, points_claimed)

    def decided(self, one: IndicatorScore) -> Iterator[Line]:
        """What people decided: a judgement, or that the indicator does not apply."""
        say = self.words.say
        if one.judgement is not None:
            judged = one.judgement
            parts = (judged.level, judged.share, judged.by, judged.on, judged.why)
            yield say("judgement", "评判"), say(", ", "，").join(part for part in parts if part)
            if judged.confirmed is not None:
                seen = (judged.confirmed.by, judged.confirmed.on)
                yield say("confirmed", "复核确认"), say(", ", "，").join(part for part in seen if part)
        if one.declared is not None:
            declared = (one.declared.by, one.declared.on)
            yield say("declared", "声明"), say(", ", "，").join(part for part in declared if part) or NOTHING

    def claimed(self, one: IndicatorScore, points: Fraction) -> str:
        if one.points is None or points == one.points:
            return show_number(points)
        difference = show_number(abs(points - one.points), self.card.decimals)
        more = points > one.points
        said = self.words.say(
            f"{difference} {'more' if more else 'less'} than earned", f"比得分{'多' if more else '少'} {difference}"
        )
        return self.words.sentence(show_number(points), said)

    def named(self, lines: Iterable[Line]) -> Iterator[str]:
        listed = list(lines)
        size = max((width(name) for name, _ in listed), default=0) + 2
        yield from (f"  {padded(name, size)}{said}" for name, said in listed)

    def facts(self, used: Mapping[str, FactUsed]) -> Iterator[str]:
        if not used:
            return
        yield ""
        yield self.title("facts", "数据")
        rows = []
        for name, fact in used.items():
            label = self.words.of(fact.label)
            source = " ".join(filter(None, (fact.source, fact.at)))
            presumed = self.words.say("presumed", "推定") if fact.presumed else source
            where = str(fact.where) if fact.where is not None else ""
            apart = "" if fact.unit in ("%", "‰") else " "
            value = self.words.of(fact.written) or apart.join(filter(None, (str(fact.value), fact.unit)))
            if isinstance(fact.value, bool):
                value = self.words.say("yes", "是") if fact.value else self.words.say("no", "否")
            rows.append((name, "" if label == name else label, value, presumed, where))
        yield from columns(rows, indent="  ")

    # ------------------------------------------------------------------ places

    def places(self, names: Sequence[str]) -> Iterator[str]:
        """The places among other projects that rest on these values."""
        for name in names:
            if name in self.card.peers:
                yield from self.standing(name, self.card.peers[name], self.words.say("project", "项目"))

    def standing(self, name: str, one: Standing, what: str) -> Iterator[str]:
        """The order, the record or project in it, and those beside it."""
        say = self.words.say
        yield ""
        keys = [
            self.words.of(key)
            + (say(" (largest first)", "（从大到小）") if largest else say(" (smallest first)", "（从小到大）"))
            for key, largest in zip(one.by, one.largest_first, strict=True)
        ]
        place, of, by = self.words.of(one.own.place), self.words.of(one.of), say(", then ", "，其次 ").join(keys)
        said = say(f"{name}: place {place} of {of}, by {by}", f"{name}：{of} 个中的第 {place} 名，按 {by}")
        yield self.paint(said, BOLD) + f"  {one.where}"
        if one.within is not None:
            yield f"  {say('within', '范围')} {self.words.of(one.within)}"
        head = ["", say("place", "名次"), what, *(self.words.of(key) for key in one.by)]
        beside = [("", one.before), ("→", one.own), ("", one.after)]
        rows = [head, *(self.ranked(mark, each) for mark, each in beside if each is not None)]
        yield from columns(rows, right=(1,), indent="  ")
        if one.tied:
            named = ", ".join(one.tied[:MOST_RECORDS])
            yield f"  {say(f'the same keys: {named}', f'并列：{named}')}{say('; ', '；')}{say(*TIES[one.ties])}"

    def ranked(self, mark: str, one: Ranked) -> list[str]:
        return [mark, self.words.of(one.place) or NOTHING, one.key, *(self.words.of(each) for each in one.by)]

    # ------------------------------------------------------------------ results

    def result(self, one: ResultScore, quoted: Sequence[Quote]) -> Iterator[str]:
        words, say = self.words, self.words.say
        label = words.of(one.label)
        yield self.paint(one.name if label == one.name else f"{one.name} {label}", BOLD)
        yield ""
        lines = [(say("value", "值"), words.result(one))]
        if one.grade:
            lines.append((say("grade", "等级"), one.grade))
        if one.arithmetic is not None:
            lines.append((say("arithmetic", "计算"), words.of(one.arithmetic)))
        lines += [
            ("" if number else say("arithmetic", "计算"), words.of(call)) for number, call in enumerate(one.calls)
        ]
        if one.policies:
            lines.append((say("policies", "值的缺失处理"), words.policies(one.policies)))
        if one.clause:
            lines.append((say("clause", "条款"), one.clause))
        lines.append((say("where", "位置"), str(one.where)))
        if one.basis is not None:
            lines.append((say("basis", "依据"), words.of(one.basis)))
        yield from self.named(lines)
        if one.members:
            yield ""
            yield from self.members(one)
        yield from self.counted(one.records, one.name)
        yield from self.facts(one.facts)
        shown = {f"{one.list_}.{head.name}" for head in one.columns or ()}
        yield from self.values([name for name in one.values if name not in shown])
        yield from self.places([one.name, *one.values])
        yield from self.quoted(quoted)
        yield from self.not_taken(one.not_taken)

    def members(self, one: ResultScore) -> Iterator[str]:
        """What the result has for each record, and how to ask for one of them."""
        made = member_table(one, self.words)
        listed = [made.heads, *made.rows]
        yield from columns(listed, right=made.right, indent="  ")
        first = f"{one.name}.{made.rows[0][0]}"
        how = self.words.say(f"one of them: scoring explain FACTS {first}", f"其中之一：scoring explain FACTS {first}")
        yield self.paint(f"  {how}", DIM)
