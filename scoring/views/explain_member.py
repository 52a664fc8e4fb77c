"""Why a record of a list got what it got: its columns with their sums, its place with the records beside it, who counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scoring.problems import Language
from scoring.scorecard.scorecard import ColumnScore, MemberScore, ResultScore, Scorecard
from scoring.views.explain import MOST_RECORDS, Explained, Quote, told
from scoring.views.strangers import all_harmless
from scoring.views.terminal import BOLD, columns
from scoring.views.words import Words


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
                yield from self.standing(name, one.standing, self.words.say("record", "记录"))
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
            if one.basis is not None:
                yield f"    {self.words.say('basis', '依据')}  {self.words.of(one.basis)}"
            yield from self.gathered(one.records)

    # ------------------------------------------------------------------ places

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
