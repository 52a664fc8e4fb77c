"""What stands below the tables of what it would take: why, what brings nothing, what was not looked at, how effort is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.scorecard.scorecard import Finding
from scoring.tuning.reach.answer import Answer, Tried
from scoring.tuning.reach.words import ReachWords, percent
from scoring.values.number import show_number

MOST_TOLD = 10
"""Efforts of which nobody asks whether a pair costs as much."""
MOST_NAMED = 8


def notes(words: ReachWords, findings: Sequence[Finding]) -> Iterator[str]:
    """Line by line; `findings` are those that the tables number."""
    of, say = words.of, words.say
    for number, one in enumerate(findings):
        yield f"[{number + 1}] {words.text(one.message)}  [{one.code}]"
    for reason in of.because:
        yield words.text(reason)
    idle = [one.fact for one in of.too_little if one.at is None and one.proved]
    if idle:
        yield say("no other value of these alone raises the total: ", "单独改以下数据都不能提高总分：") + _named(
            words, idle
        )
    full = of.before.total.possible
    if of.goal.points is not None and full is not None and of.goal.points > full:
        yield say(f"full points are {show_number(full)}", f"满分为 {show_number(full)} 分")
    if of.kept:
        yield say("left as they are: ", "保持不变：") + words.several([words.fact(name) for name in of.kept])
    yield from _not_looked_at(words)
    yield from _of_marks(words)


def _named(words: ReachWords, facts: Sequence[str]) -> str:
    said = words.several([words.fact(name) for name in facts[:MOST_NAMED]])
    more = len(facts) - MOST_NAMED
    return said + words.say(f" and {more} more", f" 等 {len(facts)} 项") if more > 0 else said


def _not_looked_at(words: ReachWords) -> Iterator[str]:
    of, say = words.of, words.say
    for fact, tried in of.tried.items():
        yield _tried(words, fact, tried)
    if of.unpaired:
        yield say("not looked at in pairs: ", "以下数据未参与组合：") + _named(words, of.unpaired)
    if of.unmoved:
        yield say("not moved, being lists or free text: ", "以下为清单或文字，未改动：") + _named(words, of.unmoved)
    if of.below_zero:
        yield say("not looked at below zero: ", "以下数据未查看负值：") + _named(words, of.below_zero)
    if of.pairs_beyond is not None and (of.pairs_beyond < MOST_TOLD or of.answer is Answer.NOT_FOUND):
        upto = percent(of.pairs_beyond)
        yield say(f"pairs of an effort of {upto} and more were not all looked at",
                  f"合计幅度 {upto} 及以上的组合未全部查看")  # fmt: skip


def _tried(words: ReachWords, fact: str, tried: Tried) -> str:
    """What was tried of a fact that has no formula to look along."""
    said, named = words.say, words.fact(fact)
    if not tried.count:
        return said(f"{named}: no other value was tried", f"{named}：没有可试的其他值")
    least, most = words.written(tried.least), words.written(tried.most)
    between = said(f"from {least} to {most}", f"{least} 至 {most}") if least != most else least
    if tried.every:
        how = said(
            f"every value was tried, {tried.count} of them, {between}", f"已试遍全部 {tried.count} 个值（{between}）"
        )
    else:
        how = said(
            f"{tried.count} values were tried, {between}, not all", f"已试 {tried.count} 个值（{between}），并非全部"
        )
    refused = ""
    if tried.refused:
        refused = said(
            f"; the project is refused with {tried.refused} of them", f"；其中 {tried.refused} 个使项目无法评分"
        )
    return said(f"{named}: {how}{refused}", f"{named}：{how}{refused}")


def _of_marks(words: ReachWords) -> Iterator[str]:
    of, say = words.of, words.say
    marked = [*(one.proved for one in of.ways), *(one.proved for one in of.lost),
              *(one.proved for one in of.too_little if one.at is not None)]  # fmt: skip
    if not all(marked):
        yield say("* the best that was found; a better one is not ruled out", "* 为已找到的最好结果，不排除还有更好的")
    unsure = [one.fact for one in of.too_little if not one.ruled_out]
    if unsure:
        yield say("not decided whether these reach it alone: ", "以下数据单独能否达到未能判定：") + _named(
            words, unsure
        )
    changes = [change for way in (*of.ways, *of.pairs) for change in way.changes]
    changes += [one.next for one in of.lost if one.next is not None]
    if any(change.over for change in changes):
        yield say("! more than 100%, which may not be possible", "! 超过 100%，可能无法实现")
    if any(change.until is not None for change in changes):
        yield say(
            "from, up to, in brackets: all that does as well, all else as told",
            "及以上、及以下、括号内：其他数据如所列时，同样可行的取值",
        )
    if of.ways or of.pairs:
        yield say("effort: by how much of itself a number moves; of a date days out of 365; of a choice steps",
                  "幅度：数值相对自身改动的比例；日期按天数占 365 天计；选项按级数计")  # fmt: skip
