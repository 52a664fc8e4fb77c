"""Why a record of a list got what it got: its columns with their sums, its place with the records beside it, who counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scoring.problems import Language
from scoring.scorecard.records import Ranked, Standing
from scoring.scorecard.scorecard import ColumnScore, MemberScore, ResultScore, Scorecard
from scoring.views.explain import MOST_RECORDS, Explained, Quote, told
from scoring.views.strangers import all_harmless
from scoring.views.terminal import BOLD, columns
from scoring.views.words import NOTHING, Words

TIES = {
    "shared": ("records with the same keys share a place", "并列的名次相同，其后顺延"),
    "dense": ("records with the same keys share a place, and the next has the next one", "并列的名次相同，其后不空名次"),
    "last": ("records with the same keys have the last of their places", "并列的取其中最后的名次"),
    "listed": ("records with the same keys are placed as they are listed", "并列的按列出的顺序"),
    "told": ("no two records may have the same keys", "不允许并列"),
}  # fmt: skip


def render_member(
    member: MemberScore,
    result: ResultScore,
    scorecard: Scorecard,
    language: Language,
    color: bool,
    quoted: Sequence[Quote] = (),
) -> str:
    """One record: what it was reported as, each column with its sum, its places, and the values on the way."""
    return told(
        _Member(Words(scorecard, language), color).lines(
            all_harmless(member), all_harmless(result), all_harmless(quoted)
        )
    )


class _Member(Explained):
    def lines(self, member: MemberScore, result: ResultScore, quoted: Sequence[Quote]) -> Iterator[str]:
        label = self.words.of(result.label)
        named = f"{result.name}.{member.key}"
        yield self.paint(named if label == result.name else f"{named}  {label}", BOLD)
        yield ""
        shown = [head.name for head in result.columns or ()]
        own = {name: one for name, one in member.columns.items() if name in shown}
        yield from self.columns(own)
        yield from self.facts(member.facts)
        if len(own) < len(member.columns):
            yield ""
            yield self.title("columns on the way", "中间列")
            yield from self.columns({name: one for name, one in member.columns.items() if name not in own})
        for name, one in member.columns.items():
            if one.standing is not None:
                yield from self.standing(name, one.standing)
                yield from self.without_place(f"{result.list_}.{name.partition('.')[0]}")
        used = [name for one in member.columns.values() for name in one.values]
        yield from self.values(tuple(name for name in dict.fromkeys(used) if not self.is_column(name, result)))
        yield from self.quoted(quoted)
        for name, one in member.columns.items():
            if one.not_taken:
                yield ""
                yield self.title(f"clauses of {name} that did not apply", f"{name} 未适用的条款")
                rows = [[each.clause, self.words.of(each.because), str(each.where)] for each in one.not_taken]
                yield from columns(rows, indent="  ")

    def is_column(self, name: str, result: ResultScore) -> bool:
        return name.startswith(f"{result.list_}.")

    def columns(self, of: Mapping[str, ColumnScore]) -> Iterator[str]:
        rows = []
        for name, one in of.items():
            label = self.words.of(one.label)
            shown = self.words.column(one)
            said = self.words.of(one.arithmetic) or self.words.of(one.reason)
            if one.policies:
                said = "; ".join(filter(None, (said, self.words.policies(one.policies))))
            cells = (name, "" if label == name else label, shown, "" if said == shown else said, str(one.where))
            rows.append(cells)
        for one, line in zip(of.values(), columns(rows, indent="  "), strict=True):
            yield line
            yield from self.gathered(one.records)

    # ------------------------------------------------------------------ places

    def standing(self, name: str, one: Standing) -> Iterator[str]:
        """The order, the record in it, and those beside it."""
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
        head = ["", say("place", "名次"), say("record", "记录"), *(self.words.of(key) for key in one.by)]
        beside = [("", one.before), ("→", one.own), ("", one.after)]
        rows = [head, *(self.ranked(mark, each) for mark, each in beside if each is not None)]
        yield from columns(rows, right=(1,), indent="  ")
        if one.tied:
            named = ", ".join(one.tied[:MOST_RECORDS])
            yield f"  {say(f'the same keys: {named}', f'并列：{named}')}{say('; ', '；')}{say(*TIES[one.ties])}"

    def ranked(self, mark: str, one: Ranked) -> list[str]:
        return [mark, self.words.of(one.place) or NOTHING, one.key, *(self.words.of(each) for each in one.by)]

    def without_place(self, definition: str) -> Iterator[str]:
        """The records that have no place, and those whose place nobody knows, with the reason."""
        records = next((one.records for one in self.card.values if one.name == definition), ())
        words = self.words.say("without a place", "没有名次"), self.words.say("place not known", "名次待定")
        without = ([each for one in records for each in one.left_out], [each for one in records for each in one.open])
        for word, listed in zip(words, without, strict=True):
            if listed:
                yield f"  {word}"
                rows = [[each.key, self.words.of(each.because)] for each in listed[:MOST_RECORDS]]
                rows += [row[1:] for row in self.and_more(len(listed))]
                yield from columns(rows, indent="    ")
