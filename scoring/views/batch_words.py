"""What a summary of a run says, in sections that the text and the page share: tables with bars, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.values.number import cut, show_number
from scoring.values.rounding import Rounding
from scoring.views.run_figures import Bin, ClaimFigures, Edge, Figures, Listed, Lost, Totals
from scoring.views.words import NOTHING, ROLES

MOST_INDICATORS = 20
MOST_ROWS = 30
LONGEST = 48
LONGEST_ABOUT = 120

About = Sequence[tuple[Text, str]]
"""What was scored by what, such as the rulebook and the inputs."""


OF_CLAIMS = {
    "claim-unreviewed": Text("nobody has judged it", "自评尚未评判"),
    "claim-adopted": Text("taken without a review", "采纳自评，未经复核"),
}
"""Findings of claims where a person judges, as a summary names them."""


@dataclass(frozen=True, slots=True)
class Line:
    """Cells of one row; `bar` is a share of the longest bar, 0 to 1; `tone` says what it is about."""

    cells: tuple[str, ...]
    bar: Fraction | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the summary. The first column is on the left, as are those in `left`."""

    name: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    left: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The figures of a run in one language."""

    figures: Figures
    language: Language

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def of(self, text: Text) -> str:
        return text.in_language(self.language)

    # ------------------------------------------------------------------ numbers and names

    @property
    def decimals(self) -> int:
        """Of totals, as the step to which they are rounded is written."""
        return len(show_number(self.figures.scale.step).partition(".")[2])

    def points(self, value: Fraction | None) -> str:
        return NOTHING if value is None else show_number(value, self.decimals)

    def much(self, value: Fraction) -> str:
        """Points of many projects together, with separators of thousands."""
        whole, point, rest = self.points(value).partition(".")
        return f"{int(whole):,}{point}{rest}" if whole.strip("-0") else whole + point + rest

    def mean(self, value: Fraction | None) -> str:
        """With two digits more than the numbers it is of."""
        if value is None:
            return NOTHING
        return show_number(Rounding(decimals=self.decimals + 2).apply(value), self.decimals + 2)

    def points_or_mean(self, value: Fraction) -> str:
        """As a total is written, where one could be it; with two digits more where it lies between two."""
        return self.mean(value) if value % self.figures.scale.step else self.points(value)

    def signed(self, value: Fraction | None) -> str:
        shown = NOTHING if value is None else self.points_or_mean(value)
        return f"+{shown}" if value is not None and value > 0 else shown.replace("-", "−")

    def percent(self, part: Fraction | int, whole: int = 1) -> str:
        """A share with one decimal; what is there but smaller is not called zero."""
        if whole == 0:
            return NOTHING
        share = Fraction(part) * 100 / whole
        if 0 < share < Fraction(1, 10):
            return "<0.1%"
        if 100 > share > Fraction(999, 10):
            return ">99.9%"
        return show_number(Rounding(decimals=1).apply(share), 1) + "%"

    def name(self, name: str) -> str:
        """A name, with its label where the rulebook has one."""
        label = (self.figures.scale.labels or {}).get(name) or OF_CLAIMS.get(name)
        said = self.of(label) if label is not None else ""
        return cut(harmless(f"{name} {said}" if said and said != name else name), LONGEST)

    def listed(self, one: Listed) -> str:
        return cut(harmless(one.project), LONGEST) or self.say("(no name)", "（无名称）")

    # ------------------------------------------------------------------ sections

    def title(self) -> str:
        return self.say("Summary of the scores", "评分汇总")

    def about(self, about: About) -> list[tuple[str, str]]:
        """What was scored by what; of many inputs the first ones, and how many more there are."""
        said = [(self.of(what), cut(harmless(name), LONGEST_ABOUT)) for what, name in about[:MOST_ROWS]]
        more = len(about) - MOST_ROWS
        return [*said, ("…", self.say(f"{more:,} more", f"另有 {more:,} 项"))] if more > 0 else said

    def sum(self) -> str:
        """Rows in are rows scored and rows rejected."""
        rows = self.figures.rows
        return self.say(
            f"{rows.came:,} rows: {rows.scored:,} scored ({rows.complete:,} complete, {rows.incomplete:,} incomplete), "
            f"{rows.rejected:,} rejected",
            f"共 {rows.came:,} 行：评分 {rows.scored:,} 行（完整 {rows.complete:,} 行，不完整 {rows.incomplete:,} 行），"
            f"拒收 {rows.rejected:,} 行",
        )

    def slow(self) -> str:
        """How many rows SQL could not score exactly, and how many of the others were scored both ways."""
        rows = self.figures.rows
        if rows.slow >= rows.scored and rows.slow:
            return self.say("all rows were scored one by one", "各行均逐行评分")
        made = self.say("all rows were scored as columns", "各行均按列评分")
        if rows.slow:
            made = self.say(f"{rows.slow:,} rows were scored one by one, all others as columns",
                            f"其中 {rows.slow:,} 行逐行评分，其余按列评分")  # fmt: skip
        if not rows.compared:
            return made
        return made + self.say(f"; {rows.compared:,} of these were scored by exact arithmetic as well: all equal",
                               f"；按列评分的行中 {rows.compared:,} 行另以精确算术核对，结果全部一致")  # fmt: skip

    def sections(self) -> list[Section]:
        made = [self.grades(), self.edges(), self.totals(), self.places(), self.lost(), self.limits(), self.findings(),
                *self.claims(), self.near(), self.refusals()]  # fmt: skip
        return [section for section in made if section is not None]

    def grades(self) -> Section | None:
        figures = self.figures
        counted = [(harmless(grade), count, f"grade{self.rank(grade)}") for grade, count in figures.grades[:MOST_ROWS]]
        if not counted:
            return None
        if figures.without_grade:
            counted.append((self.say("no grade", "无等级"), figures.without_grade, "none"))
        most = max(1, *(count for _, count, _ in counted))
        lines = [
            Line(
                (cut(grade, LONGEST), f"{count:,}", self.percent(count, figures.rows.scored)),
                Fraction(count, most),
                tone,
            )
            for grade, count, tone in counted
        ]
        return Section("grades", self.say("Grades", "等级"),
                       (self.say("grade", "等级"), self.say("projects", "项目数"), self.say("share", "占比")), tuple(lines))  # fmt: skip

    def rank(self, grade: str) -> int:
        """From 0, the best grade, to 4, the lowest, however many there are."""
        grades = self.figures.scale.grades
        return 4 * grades.index(grade) // max(1, len(grades) - 1) if grade in grades else 4

    def rank_at(self, total: Fraction) -> int | None:
        """The rank of the grade that begins at or below a total; None where the scale has no edges."""
        scale = self.figures.scale
        if not scale.edges or not scale.grades:
            return None
        below = [(at, grade) for at, grade in scale.edges if at <= total]
        return self.rank(max(below)[1] if below else scale.grades[-1])

    def totals(self) -> Section | None:
        totals = self.figures.totals
        if totals is None:
            return None
        filled = [number for number, one in enumerate(totals.bins) if one.count]
        shown = totals.bins[filled[0] : filled[-1] + 1]
        most = max(one.count for one in shown)
        lines = [
            Line(
                (self.bin(one, one is totals.bins[-1]), f"{one.count:,}", self.percent(one.count, totals.count)),
                Fraction(one.count, most),
                "" if (rank := self.rank_at(one.low)) is None else f"grade{rank}",
            )
            for one in shown
        ]
        heads = self.say("total", "总分"), self.say("projects", "项目数"), self.say("share", "占比")
        return Section(
            "totals", self.say("Distribution of totals", "总分分布"), heads, tuple(lines), tuple(self.spread(totals))
        )

    def bin(self, one: Bin, last: bool) -> str:
        return f"[{show_number(one.low)}, {show_number(one.high)}{']' if last else ')'}"

    def spread(self, totals: Totals) -> Iterator[str]:
        first, middle, third = (self.points_or_mean(one) for one in totals.quartiles)
        low, high, mean = self.points(totals.lowest), self.points(totals.highest), self.mean(totals.mean)
        yield self.say(f"lowest {low}, quartiles {first}, {middle}, {third}, highest {high}; mean {mean}",
                       f"最低 {low}，四分位 {first}、{middle}、{third}，最高 {high}；平均 {mean}")  # fmt: skip
        without = self.figures.rows.scored - totals.count
        if without:
            yield self.say(
                f"{without:,} projects have a range instead of a total", f"{without:,} 个项目只有总分区间，未计入"
            )

    def lost(self) -> Section | None:
        known = [one for one in self.figures.lost if one.weight is not None]
        if not known:
            return None
        most = max(Fraction(1, 10**9), *(one.points for one in known))
        shown, rest = known[:MOST_INDICATORS], known[MOST_INDICATORS:]
        notes: tuple[str, ...] = ()
        if rest:
            points = self.much(sum((one.points for one in rest), Fraction(0)))
            notes = (
                self.say(f"{len(rest)} more indicators: {points} lost", f"另有 {len(rest)} 项指标，失分合计 {points}"),
            )
        heads = (self.say("indicator", "指标"), self.say("weight", "权重"), self.say("points lost", "失分合计"),
                 self.say("of weight", "占权重"), self.say("not scorable", "无法评分"), self.say("not applicable", "不适用"))  # fmt: skip
        lines = tuple(self.lost_on(one, most) for one in shown)
        return Section("lost", self.say("Where points were lost", "失分最多的指标"), heads, lines, notes)

    def lost_on(self, one: Lost, most: Fraction) -> Line:
        share = self.percent(one.share) if one.share is not None else NOTHING
        weight = NOTHING if one.weight is None else show_number(one.weight)
        cells = (
            self.name(one.id),
            weight,
            self.much(one.points),
            share,
            f"{one.not_scorable:,}",
            f"{one.not_applicable:,}",
        )
        return Line(cells, max(Fraction(0), one.points / most), "lost")

    def limits(self) -> Section | None:
        limits = self.figures.limits
        if not limits:
            return None
        most = max(1, *(one.count for one in limits))
        heads = self.say("limit", "限制"), self.say("bit", "触发"), self.say("undecided", "不能确定")
        lines = [Line((self.name(one.name), f"{one.count:,}", f"{one.undecided:,}"), Fraction(one.count, most), "limit")
                 for one in limits[:MOST_ROWS]]  # fmt: skip
        return Section("limits", self.say("Limits that bit", "触发的限制"), heads, tuple(lines), self.more(len(limits)))

    def places(self) -> Section | None:
        places = self.figures.places
        if not places:
            return None
        heads: tuple[str, ...] = (self.say("place", "排名"), self.say("counted", "计入"), self.say("take no part", "不参加"),
                 self.say("left out, incomplete", "因不完整未计入"), self.say("left out, rejected", "因拒收未计入"))  # fmt: skip
        open_ = any(one.open for one in places)
        if open_:
            heads += (self.say("counted, incomplete", "不完整仍计入"),)
        lines = []
        for one in places[:MOST_ROWS]:
            counts = (
                one.counted,
                one.without,
                one.left_out,
                self.figures.rows.rejected,
                *((one.open,) if open_ else ()),
            )
            lines.append(Line((self.name(one.name), *(f"{count:,}" for count in counts))))
        return Section(
            "places", self.say("Places among projects", "项目排名"), heads, tuple(lines), self.more(len(places))
        )

    def findings(self) -> Section | None:
        findings = self.figures.findings
        if not findings:
            return None
        heads = self.say("finding", "发现"), self.say("projects", "项目数")
        lines = [Line((self.name(one.name), f"{one.count:,}"), Fraction(one.count, findings[0].count), "finding")
                 for one in findings[:MOST_ROWS]]  # fmt: skip
        return Section("findings", self.say("Findings", "发现"), heads, tuple(lines), self.more(len(findings)))

    def more(self, count: int) -> tuple[str, ...]:
        over = count - MOST_ROWS
        return (self.say(f"{over} more", f"另有 {over} 种"),) if over > 0 else ()

    def claims(self) -> Iterator[Section]:
        claims = self.figures.claims[:MOST_ROWS]
        if not claims:
            return
        heads = (self.say("claimed by", "申报者"), self.say("equal", "相等"), self.say("above", "偏高"), self.say("below", "偏低"),
                 self.say("open", "未定"), self.say("mean difference", "平均相差"))  # fmt: skip
        lines = [
            Line(
                (
                    self.role(one),
                    f"{one.equal:,}",
                    f"{one.above:,}",
                    f"{one.below:,}",
                    f"{one.open:,}",
                    self.signed(one.difference),
                )
            )
            for one in claims
        ]
        yield Section(
            "claims", self.say("Claims against recomputed points", "申报得分与重新计算的得分"), heads, tuple(lines)
        )
        largest = [(self.role(one), each) for one in claims for each in one.largest][:MOST_ROWS]
        if largest:
            yield Section(
                "largest",
                self.say("Largest differences", "相差最大的项目"),
                (self.say("claimed by", "申报者"), self.say("row", "行"), self.say("project", "项目"),
                 self.say("difference", "相差")),
                tuple(Line((role, f"{one.row}", self.listed(one), self.signed(one.value))) for role, one in largest),
                left=(0, 2),
            )  # fmt: skip

    def role(self, one: ClaimFigures) -> str:
        return cut(harmless(self.of(ROLES.get(one.role, Text(one.role, one.role)))), LONGEST)

    def edges(self) -> Section | None:
        edges = self.figures.edges[:MOST_ROWS]
        if not edges:
            return None
        step = show_number(self.figures.scale.step)
        heads = (self.say("grade from", "等级起点"), self.say("just below", "差一点"), self.say("exactly on", "正好"),
                 self.say("just above", "高一点"))  # fmt: skip
        lines = [Line((self.edge(one), f"{one.below:,}", f"{one.on:,}", f"{one.above:,}")) for one in edges]
        note = self.say(f"within one rounding step, {step}", f"相差不超过一个舍入单位 {step}")
        return Section(
            "edges", self.say("Scores at the edge of a grade", "等级边界上的得分"), heads, tuple(lines), (note,)
        )

    def edge(self, one: Edge) -> str:
        return f"{show_number(one.at)} {cut(harmless(one.grade), LONGEST)}"

    def near(self) -> Section | None:
        """The projects at an edge by name."""
        found = [(one, each) for one in self.figures.edges for each in one.named]
        if not found:
            return None
        heads = (self.say("grade from", "等级起点"), self.say("row", "行"), self.say("project", "项目"), self.say("total", "总分"))  # fmt: skip
        lines = [
            Line((self.edge(one), f"{each.row}", self.listed(each), self.points(each.value))) for one, each in found
        ]
        missed = sum(one.below + one.on + one.above for one in self.figures.edges) - len(found)
        notes = (self.say(f"{missed:,} more", f"另有 {missed:,} 个"),) if missed > 0 else ()
        return Section(
            "near",
            self.say("Projects at the edge of a grade", "处在等级边界上的项目"),
            heads,
            tuple(lines[: 2 * MOST_ROWS]),
            notes,
            (0, 2),
        )

    def refusals(self) -> Section | None:
        refusals = self.figures.refusals
        if not refusals:
            return None
        heads = self.say("column", "列"), self.say("cells", "格数"), self.say("first reason", "首个原因")
        lines = [
            Line(
                (
                    cut(harmless(one.column), LONGEST) or self.say("whole row", "整行"),
                    f"{one.count:,}",
                    cut(harmless(self.of(one.reason)), 2 * LONGEST),
                )
            )
            for one in refusals
        ]
        return Section(
            "refusals", self.say("Rejected cells by column", "拒收的单元格"), heads, tuple(lines), left=(0, 2)
        )


def bars(lines: Sequence[Line]) -> bool:
    """Whether a section has bars."""
    return any(line.bar is not None for line in lines)
