"""What a comparison says, in sections that the text and the page share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.tuning.comparison.comparison import (
    NO_GRADE,
    REJECTED,
    Comparison,
    EditGroup,
    Effect,
    Ends,
    Move,
    Share,
    Standing,
)
from scoring.tuning.editions.edits import Edit
from scoring.tuning.editions.side import Side
from scoring.values.number import cut, show_number
from scoring.values.rounding import Rounding
from scoring.views.batch_words import Line, Section
from scoring.views.words import NOTHING, STATUS

LONGEST = 60
QUARTERS = tuple(Fraction(number, 4) for number in range(5))
MOST_COLUMNS = 20
MOST_CHANGES = 6
MOST_SHARES = 8
"""Edits that have a column each."""


def projects(number: int) -> str:
    return f"{number:,} project{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """A comparison in one language."""

    of: Comparison
    language: Language

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def text(self, said: Text) -> str:
        return harmless(said.in_language(self.language))

    # ------------------------------------------------------------------ numbers and names

    def points(self, value: Fraction | None) -> str:
        return NOTHING if value is None else show_number(value)

    def signed(self, value: Fraction) -> str:
        shown = show_number(value)
        return f"+{shown}" if value > 0 else shown.replace("-", "−")

    def ends(self, ends: Ends | None) -> str:
        """A difference, or from the lowest to the highest that it may be."""
        if ends is None:
            return NOTHING
        low, high = ends
        return self.signed(low) if low == high else f"{self.signed(low)} … {self.signed(high)}"

    def share(self, share: Share) -> str:
        if share.lowest is None or share.highest is None:
            return NOTHING
        return self.ends((share.lowest, share.highest))

    def standing(self, one: Standing) -> str:
        """Points, or their range, and the grade."""
        if one.outcome == REJECTED:
            return self.say("rejected", "拒收")
        if one.points is None:
            said = self.text(STATUS.get(one.outcome, Text(one.outcome, one.outcome)))
        else:
            low, high = one.points
            said = show_number(low) if low == high else f"{show_number(low)} – {show_number(high)}"
        return f"{said} {harmless(one.grade)}" if one.grade else said

    def grade(self, name: str) -> str:
        if name == REJECTED:
            return self.say("rejected", "拒收")
        return harmless(name) if name != NO_GRADE else self.say("no grade", "无等级")

    def mean(self, value: Fraction) -> str:
        return self.signed(Rounding(decimals=4).apply(value))

    def side(self, side: Side) -> str:
        """What scored: name, edition and fingerprint, with those of the set."""
        named = [
            self._named(side.shown, side.rulebook.name, side.rulebook.header.model.edition, side.rulebook.fingerprint)
        ]
        if (chosen := side.indicator_set) is not None:
            named.append(self._named("", chosen.name, chosen.header.model.edition, chosen.fingerprint))
        return " + ".join(named)

    def _named(self, shown: str, name: str, edition: str | None, fingerprint: str) -> str:
        said = f"{name} {edition}" if edition else name
        first = f"{shown}: " if shown and shown != name else ""
        return harmless(f"{first}{said} ({fingerprint.removeprefix('sha256:')[:12]})")

    def project(self, one: Move) -> str:
        name = harmless(one.project)
        at = self.say(f"row {one.id}", f"第 {one.id} 行") if one.id.isdigit() else one.id
        return cut(f"{at} {name}" if name and name != one.id else at, LONGEST)

    def label(self, group: int) -> str:
        """What an edit is called in tables: its number."""
        return self.say(f"edit {group + 1}", f"修改{group + 1}")

    # ------------------------------------------------------------------ sections

    def title(self) -> str:
        return self.say("Before and after", "前后对比")

    def about(self) -> list[tuple[str, str]]:
        one = self.of
        return [
            (self.say("before", "修改前"), self.side(one.before)),
            (self.say("after", "修改后"), self.side(one.after)),
            (self.say("projects", "项目"), self._data(one.data) + (f" → {self._data(one.then)}" if one.then else "")),
        ]

    def _data(self, named: Sequence[str]) -> str:
        return harmless(", ".join(named[:5]) + (" …" if len(named) > 5 else ""))

    def book(self) -> str:
        """The rulebook that is compared, without what tells its editions apart."""
        return harmless(self.of.after.rulebook.name)

    def sum(self) -> list[str]:
        """What came of it in a sentence or two."""
        counts = self.of.counts
        if self.of.nothing_moves:
            lines = [self.say(f"No project in this table moves: {projects(counts.projects)}, all the same as before",
                              f"本表没有项目发生变化：共 {counts.projects:,} 个项目，结果均与之前相同")]  # fmt: skip
        else:
            change = "changes" if counts.projects == 1 else "change"
            lines = [self.say(f"{counts.changed:,} of {projects(counts.projects)} {change}: {counts.gain:,} gain points, {counts.lose:,} lose points, {counts.regraded:,} change grade",
                              f"{counts.projects:,} 个项目中有 {counts.changed:,} 个变化：{counts.gain:,} 个加分，{counts.lose:,} 个减分，{counts.regraded:,} 个等级变化")]  # fmt: skip
        others = [
            (counts.others, *self.unmoved),
            (counts.open, "{} are incomplete and may gain or lose", "{} 个尚未完整，可能加分也可能减分"),
            (counts.settled, "{} come from a range to a total", "{} 个由区间变为确定的总分"),
            (counts.opened, "{} come from a total to a range", "{} 个由确定的总分变为区间"),
            (counts.rejected_after, "{} are rejected after, and were not", "{} 个修改后被拒收，原先未被拒收"),
            (
                counts.rejected_before,
                "{} were rejected before, and are not any more",
                "{} 个原先被拒收，修改后可以评分",
            ),
            (counts.rejected_both, "{} are rejected before and after", "{} 个前后均被拒收"),
            (counts.only_before, "{} are only before", "{} 个仅在修改前的数据中"),
            (counts.only_after, "{} are only after", "{} 个仅在修改后的数据中"),
        ]
        told = [self.say(en, zh).format(f"{count:,}") for count, en, zh in others if count]
        if counts.others:
            told[0] += self._what_changes()
        if told:
            lines.append(self.say("; ", "；").join(told))
        for heads, en, zh in zip(self.of.heads, ("before", "after"), ("修改前", "修改后"), strict=True):
            if heads:
                named = harmless(cut(", ".join(heads), LONGEST))
                lines.append(self.say(f"columns that mean something only {en}: {named}", f"仅{zh}有含义的列：{named}"))
        return lines

    @property
    def unmoved(self) -> tuple[str, str]:
        """What projects are called that change, and not in their total; of a rulebook without totals, all that change."""
        has_points = self.of.spread.count or any(move.before.points or move.after.points for move in self.of.moves)
        if not has_points:
            return "{} have other results", "{} 个结果变化"
        return "{} keep their total, other things change", "{} 个总分不变，其他内容变化"

    def _what_changes(self) -> str:
        """Where no total moves: what it is then that changes."""
        columns = [one.column for one in self.of.columns]
        if self.of.counts.moved:
            return ""
        if any(one.endswith(".points") for one in columns):
            return self.say(" (points moved between rows)", "（分数在指标之间移动）")
        return self.say(" (findings only)", "（仅发现的问题不同）") if columns == ["findings"] else ""

    def sections(self) -> Iterator[Section]:
        one = self.of
        yield self.edits()
        if any(grade not in (NO_GRADE, REJECTED) for pair in one.matrix for grade in pair):
            yield self.matrix()
        if any(difference for difference, _ in one.spread.counts):
            yield self.differences()
        if one.effects:
            yield self.effects(one.effects)
        if one.moves:
            yield self.movers()
        if one.columns:
            yield self.columns()

    def edits(self) -> Section:
        """Every edit with its line and what became of what."""
        lines = []
        for number, group in enumerate(self.of.groups):
            for at, edit in enumerate(group.edits):
                lines.append(self._edit(str(number + 1) if not at else "", edit))
        inert = [edit for edit in self.of.edits if edit.inert]
        lines += [self._edit("", edit) for edit in inert]
        notes = [self.say(f"edit {number + 1}: its {len(group.edits)} parts {self.text(group.why)}",
                          f"修改{number + 1}：其中 {len(group.edits)} 处{self.text(group.why)}")
                 for number, group in enumerate(self.of.groups)
                 if group.why is not None and len(group.edits) > 1]  # fmt: skip
        if inert:
            notes.append(self.say("without a number: words for readers, on which no score rests", "没有编号的是给读者看的文字，不影响得分"))  # fmt: skip
        if not lines:
            notes = [self.say("no edits: both say the same", "没有修改：两者含义相同")]
        if self.of.then:
            notes.append(self._of_two_tables(bool(self.of.groups)))
        heads = ("", self.say("edit", "修改内容"), self.say("where", "位置"))
        return Section("edits", self.say("Edits", "修改"), heads, tuple(lines), tuple(notes), (0, 1, 2))

    def _of_two_tables(self, with_edits: bool) -> str:
        """What can be told where each side scored data of its own."""
        if not with_edits:
            return self.say("two tables: what changes comes of their data alone", "两份数据：变化均来自数据")
        return self.say("two tables: changes come of the edits and of the data, and shares of edits are not told; compare both over one table, without --then, for what the edits do",
                        "两份数据：变化来自修改和数据，不分列各项修改的影响；去掉 --then，用同一份数据对比，可看修改的影响")  # fmt: skip

    def _edit(self, number: str, edit: Edit) -> Line:
        at = edit.place
        return Line((number, cut(self.text(edit.said), 150), f"{at.file}:{at.line}"))

    def order(self) -> list[str]:
        """Grades from the best to the worst, then none and rejected, as far as any project has them."""
        had = {name for pair in self.of.matrix for name in pair}
        known = [name for name in self.of.grades if name in had]
        rest = sorted(had - {*known, NO_GRADE, REJECTED})
        return [*known, *rest, *(name for name in (NO_GRADE, REJECTED) if name in had)]

    def matrix(self) -> Section:
        """Grades before, a row each; grades after, a column each."""
        names, matrix = self.order(), self.of.matrix
        lines = [
            Line(
                (
                    self.grade(before),
                    *(f"{matrix[before, after]:,}" if (before, after) in matrix else "·" for after in names),
                )
            )
            for before in names
        ]
        heads = (self.say("before ＼ after", "前＼后"), *(self.grade(name) for name in names))
        return Section("matrix", self.say("Grades before and after", "等级变化"), heads, tuple(lines))

    def differences(self) -> Section:
        """How many projects gain and lose how much."""
        spread = self.of.spread
        bins = self.bins()
        most = max(count for _, _, count in bins)
        lines = [
            Line(
                (self.bin(low, high), f"{count:,}"),
                Fraction(count, most),
                "gain" if low > 0 else "loss" if high < 0 else "",
            )
            for low, high, count in bins
        ]
        known = [spread.quantile(share) for share in QUARTERS]
        shown = ["+0" if one is None else self.signed(one) for one in known]
        names = self.say("smallest, quartiles, largest", "最小、四分位、最大")
        notes = [f"{names}: " + ", ".join(shown) if self.language == "en" else f"{names}：" + "，".join(shown),
                 self.say(f"in all {self.signed(spread.sum)}, on average {self.mean(spread.sum / spread.count)}",
                          f"合计 {self.signed(spread.sum)}，平均 {self.mean(spread.sum / spread.count)}")]  # fmt: skip
        heads = (self.say("difference", "差值"), self.say("projects", "项目数"))
        return Section(
            "differences", self.say("Differences of totals", "总分差值分布"), heads, tuple(lines), tuple(notes)
        )

    def bins(self) -> list[tuple[Fraction, Fraction, int]]:
        """Differences in steps that make at most some twenty bars; zero has its own."""
        counts = self.of.spread.counts
        largest = max(abs(one) for one, _ in counts)
        step = next(Fraction(size) * scale for scale in (Fraction(10) ** power for power in range(-6, 12)) for size in (1, 2, 5) if largest <= 10 * size * scale)  # fmt: skip
        found: dict[Fraction, int] = {}
        for one, count in counts:
            at = Fraction(-(-abs(one) // step)) * (1 if one > 0 else -1)
            found[at] = found.get(at, 0) + count
        return [
            (
                at * step if at < 0 else (at - 1) * step if at > 0 else Fraction(0),
                (at + 1) * step if at < 0 else at * step,
                count,
            )
            for at, count in sorted(found.items())
        ]

    def bin(self, low: Fraction, high: Fraction) -> str:
        if low == high == 0:
            return self.say("no difference", "无差值")
        inner, outer = (low, high) if high > 0 else (high, low)
        return self.say(f"beyond {self.signed(inner)} to {self.signed(outer)}", f"超过 {self.signed(inner)} 至 {self.signed(outer)}") if inner else self.say(f"up to {self.signed(outer)}" if outer > 0 else f"down to {self.signed(outer)}", f"至 {self.signed(outer)}")  # fmt: skip

    def effects(self, effects: tuple[Effect, ...]) -> Section:
        """What each edit alone does to all projects; where none has a total, how many it changes."""
        title, lines = self.say("Each edit alone", "逐项修改的影响"), []
        if not any(effect.spread.count or effect.gain or effect.lose or effect.open for effect in effects):
            rows = tuple(Line((self.label(number), f"{effect.changed:,}")) for number, effect in enumerate(effects))
            return Section("effects", title, ("", self.say("projects change", "变化的项目")), rows, (), (0,))
        for number, effect in enumerate(effects):
            regraded = sum(effect.regraded.values())
            spread = effect.spread
            average = self.mean(spread.sum / spread.count) if spread.count else NOTHING
            lines.append(Line((self.label(number), f"{effect.gain:,}", f"{effect.lose:,}", f"{regraded:,}", average,
                               self._regraded(effect))))  # fmt: skip
        heads = ("", self.say("gain", "加分"), self.say("lose", "减分"), self.say("change grade", "等级变化"),
                 self.say("on average", "平均"), self.say("most often", "最多的等级变化"))  # fmt: skip
        notes = [self.say(f"{self.label(number)} alone: {effect.open:,} incomplete ones may gain or lose", f"{self.label(number)}单独生效时，{effect.open:,} 个尚未完整的项目可能加分也可能减分")
                 for number, effect in enumerate(effects) if effect.open]  # fmt: skip
        notes += [self.say(f"{self.label(number)} alone rejects {effect.rejected:,} projects", f"{self.label(number)}单独生效时拒收 {effect.rejected:,} 个项目")
                 for number, effect in enumerate(effects) if effect.rejected]  # fmt: skip
        return Section("effects", title, heads, tuple(lines), tuple(notes), (0, 5))

    def _regraded(self, effect: Effect) -> str:
        most = sorted(effect.regraded.items(), key=lambda one: (-one[1], one[0]))[:2]
        return ", ".join(f"{self.grade(before)} → {self.grade(after)} {count:,}" for (before, after), count in most)

    def movers(self) -> Section:
        """The projects that move most, and which edit moved each by how much."""
        groups = self.shared()
        many = len(groups) > MOST_SHARES
        lines = []
        for one in self.of.moves:
            shares = ([self.share(share) for share in one.shares] or [NOTHING] * len(groups)) if groups else []
            if many:
                shares = [self.largest(one)]
            together = [self.ends(one.together) if one.shares else NOTHING] if groups else []
            lines.append(Line((self.project(one), self.standing(one.before), self.standing(one.after), self.ends(one.difference),
                               *shares, *together, self._beside(one))))  # fmt: skip
        named = [self.say("edits", "各项修改")] if many else [self.label(number) for number in range(len(groups))]
        heads = (self.say("project", "项目"), self.say("before", "修改前"), self.say("after", "修改后"), self.say("difference", "差值"),
                 *named, *([self.say("together", "共同")] if groups else []), self.say("in", "变化之处"))  # fmt: skip
        notes = []
        if groups:
            notes.append(self.say("each edit alone; together: what remains of the difference", "各项修改单独生效的影响；共同：差值的其余部分"))  # fmt: skip
        more = self.of.counts.changed - len(self.of.moves)
        if more > 0:
            notes.append(self.say(f"{more:,} more change; --top shows more of them", f"另有 {more:,} 个变化，可用 --top 查看"))  # fmt: skip
        return Section("movers", self.say("Projects that move most", "变化最大的项目"), heads, tuple(lines), tuple(notes), (0, len(heads) - 1))  # fmt: skip

    def shared(self) -> tuple[EditGroup, ...]:
        """The edits that have a share of what projects move by; none where they were not tried, or there are no points."""
        has_points = any(move.before.points or move.after.points for move in self.of.moves)
        return self.of.groups if self.of.effects and has_points else ()

    def largest(self, one: Move) -> str:
        """The edits that move a project most, the most first, of more than fit into columns."""
        moved = [share for share in one.shares if share.lowest or share.highest]
        moved.sort(key=lambda share: (-max(abs(end or Fraction(0)) for end in (share.lowest, share.highest)), share.group))  # fmt: skip
        said = [f"{self.label(share.group)} {self.share(share)}" for share in moved[:MOST_CHANGES]]
        return ", ".join(said) + (" …" if len(moved) > MOST_CHANGES else "") if said else NOTHING

    def _beside(self, one: Move) -> str:
        """Where in a project something changed; why it is rejected."""
        for standing in (one.before, one.after):
            if standing.reason is not None:
                return cut(self.text(standing.reason), LONGEST)
        if one.before.points is None and one.after.points is None:
            return cut(harmless(", ".join(f"{change.column}: {change.before or NOTHING} → {change.after or NOTHING}" for change in one.changes)), LONGEST)  # fmt: skip
        names = list(
            dict.fromkeys(change.column.removesuffix(".points").removesuffix(".outcome") for change in one.changes)
        )
        shown = ", ".join(names[:MOST_CHANGES]) + (" …" if len(names) > MOST_CHANGES else "")
        return harmless(shown)

    def columns(self) -> Section:
        """In which indicators, results and findings projects changed."""
        listed = sorted(self.of.columns, key=lambda one: -one.count)
        lines = [
            Line((self.column(one.column), f"{one.count:,}", self.signed(one.sum) if one.sum is not None else ""))
            for one in listed[:MOST_COLUMNS]
        ]
        more = len(listed) - MOST_COLUMNS
        notes = [self.say(f"and {more} more", f"另有 {more} 项")] if more > 0 else []
        heads = (
            self.say("what changed", "变化的内容"),
            self.say("projects", "项目数"),
            self.say("sum of differences", "差值合计"),
        )
        return Section("columns", self.say("Where it changed", "变化之处"), heads, tuple(lines), tuple(notes))

    def column(self, name: str) -> str:
        said = {"status": ("status", "状态"), "limits": ("limits", "限制"), "findings": ("findings", "发现的问题")}
        if name in said:
            return self.say(*said[name])
        if name.endswith(".outcome"):
            return self.say(f"{harmless(name[:-8])}, whether it is scored", f"{harmless(name[:-8])} 是否评分")
        if name.endswith(".points"):
            return self.say(f"{harmless(name[:-7])}, points", f"{harmless(name[:-7])} 得分")
        return harmless(name)
