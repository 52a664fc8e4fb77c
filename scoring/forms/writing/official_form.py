"""The official form of one project as sheets: the form with its points as formulas, and the calculation behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from scoring.forms.writing.book import clean
from scoring.forms.writing.calculation_sheet import fill_calculation
from scoring.forms.writing.cells import CellOut, SheetOut, letters
from scoring.forms.writing.formulas.calculation import NO, YES, FormCell, Formula
from scoring.forms.writing.formulas.project import formulas_of
from scoring.forms.writing.point_cells import HEADS as OURS
from scoring.forms.writing.point_cells import Columns, PointCells, decimal_of, places_of
from scoring.forms.writing.remarks import Remarks
from scoring.forms.writing.scored_project import ScoredProject
from scoring.forms.writing.widths import height_of
from scoring.problems import Language, Text
from scoring.project.fact_sheet import Reported
from scoring.scorecard.scorecard import IndicatorScore
from scoring.values.number import show_number

(SECTION, LEVEL1, LEVEL2, LABEL, TARGET, ACTUAL, MORE, WEIGHT, CLAIMED, POINTS, DIFFERENCE, WHY, NOTE) = range(1, 14)
LAST = NOTE
OURS_AT = Columns(POINTS, DIFFERENCE, NOTE)
WIDTHS: Mapping[int, float] = {
    SECTION: 5, LEVEL1: 10, LEVEL2: 12, LABEL: 24, TARGET: 13, ACTUAL: 13, MORE: 9, WEIGHT: 7, CLAIMED: 8, POINTS: 9,
    DIFFERENCE: 8, WHY: 24, NOTE: 34,
}  # fmt: skip
FORM, CALCULATION = Text("form", "自评表"), Text("calculation", "计算")
HEADS: Mapping[int, Text] = {
    LEVEL1: Text("level 1", "一级指标"),
    LEVEL2: Text("level 2", "二级指标"),
    LABEL: Text("level 3", "三级指标"),
    TARGET: Text("target", "年度指标值"),
    ACTUAL: Text("actual", "实际完成值"),
    WEIGHT: Text("weight", "分值"),
    CLAIMED: Text("claimed", "得分"),
    WHY: Text("reason for deviation", "偏差原因分析及改进措施"),
}
KEYS = {
    LEVEL1: "level1", LEVEL2: "level2", LABEL: "label", TARGET: "target", ACTUAL: "actual", WEIGHT: "weight", CLAIMED: "claimed",
    WHY: "why",
}  # fmt: skip
AMOUNTS: Mapping[int, tuple[str, Text]] = {
    LABEL: ("budget_initial", Text("initial budget", "年初预算数")),
    TARGET: ("budget_adjusted", Text("budget of the year", "全年预算数")),
    ACTUAL: ("executed", Text("spent", "全年执行数")),
}
"""Columns of amounts of the table of funds, over those of the indicators."""
FACTS: Mapping[str, tuple[str, ...]] = {
    "budget_initial": ("budget_initial",),
    "budget_adjusted": ("budget", "planned"),
    "executed": ("spent",),
    "rate": ("published_execution_rate",),
}
"""What rulebooks call what the table of funds has."""
COMPONENTS = "money"
FIELDS: Mapping[str, str] = {"budget_initial": "initial", "budget_adjusted": "revised", "executed": "executed"}
MONEY = "万元"
MOST_ADDED = 1000  # cells in one formula


Words = Mapping[str, str]
"""By `columns.weight`, `funds.executed`, `head.department`, `goals.expected`, `total`."""
NO_WORDS: Words = {}


class OfficialForm:
    """The form under construction, from top to bottom; `sheets` makes it once. `number` tells several in one book apart.

    `words` are what the declared form calls its columns and fields, in Chinese.
    """

    def __init__(self, scored: ScoredProject, language: Language, number: str = "", words: Words = NO_WORDS) -> None:
        self.scored, self.card, self.language = scored, scored.card, language
        self.words = words if language == "zh" else NO_WORDS
        self.sheet = SheetOut(f"{self._(FORM)}{number}", widths=dict(WIDTHS))
        self.calculation = SheetOut(f"{self._(CALCULATION)}{number}", landscape=False)
        self.cells: dict[str, FormCell] = {}
        self.rows: dict[str, int] = {}  # of indicators
        self.row = 1
        self.money = scored.prepared.program.units.get(MONEY)
        self.execution = self._execution()

    def _(self, text: Text) -> str:
        return text.in_language(self.language)

    def called(self, key: str, text: Text) -> str:
        """What the declared form calls it, or what the ministry's does."""
        return self.words.get(key, self._(text))

    def sheets(self) -> list[SheetOut]:
        self._head()
        if any(self._fact(role) is not None for role in ("budget_initial", "budget_adjusted", "executed")):
            self._funds()
        self._goals()
        self._indicators()
        self.formulas = formulas_of(self.scored, self.calculation.name, self.cells, self._(YES), self._(NO))
        self.points = PointCells(self.card, self.formulas, self.calculation, OURS_AT, self.language)
        for one in self.card.indicators:
            row = self.rows[one.id]
            self.sheet.cells += self.points.of_row(one, row, _place(row, CLAIMED))
        self._total()
        self._foot()
        fill_calculation(self.calculation, self.formulas.calculation, self.language)
        return [self.sheet, self.calculation]

    def put(self, column: int, content: Any, look: str = "text", columns: int = 1, rows: int = 1,
            row: int | None = None, decimals: int | None = None) -> CellOut:  # fmt: skip
        cell = CellOut(self.row if row is None else row, column, content, look, None, rows, columns, decimals)
        self.sheet.put(cell)
        return cell

    def next(self, height: float) -> None:
        self.sheet.heights[self.row] = height
        self.row += 1

    # ------------------------------------------------------------------ head

    def _head(self) -> None:
        card = self.card
        self.put(1, self._(Text("Self-evaluation of project expenditure", "项目支出绩效自评表")), "title", LAST)
        self.next(30)
        period = card.period or ""
        self.put(1, self._(Text(f"({period})", f"（{period}年度）")) if period else "", "subtitle", LAST)
        self.next(18)
        self.put(1, self.called("head.project", Text("project name", "项目名称")), "label", 2)
        self.put(3, card.project, "text", LAST - 2)
        self.next(max(22, height_of(card.project, _width(3, LAST))))
        self.put(1, self.called("head.department", Text("department", "主管部门")), "label", 2)
        department, unit = (self.scored.said("head", key) for key in ("department", "unit"))
        self.put(3, department, "text", 3)
        self.put(6, self.called("head.unit", Text("implementing unit", "实施单位")), "label", 2)
        self.put(8, unit, "text", LAST - 7)
        self.next(max(22, height_of(department, _width(3, 5)), height_of(unit, _width(8, LAST))))

    # ------------------------------------------------------------------ funds

    def _execution(self) -> IndicatorScore | None:
        """The indicator that stands in the table of funds: the one of how the budget was executed."""
        found = [one for one in self.card.indicators if "执行" in one.path.split("/")[0]]
        there = self._fact("budget_adjusted") is not None and self._fact("executed") is not None
        return found[0] if len(found) == 1 and there else None

    def _fact(self, role: str) -> Reported | None:
        """A number of the table of funds."""
        found = (self.scored.reported.get(name) for name in FACTS[role])
        return next((one for one in found if one is not None and isinstance(one.value, Fraction)), None)

    def _in_money(self, fact: Reported | None) -> Any:
        if fact is None or self.money is None or not isinstance(fact.value, Fraction):
            return None
        return decimal_of(fact.value / self.money.factor)

    def _funds(self) -> None:
        listed = self.scored.reported.get(COMPONENTS)
        parts: Sequence[Mapping[str, Reported]] = listed.records if listed is not None else ()
        labels = self.scored.labels_of_records(COMPONENTS)
        self.put(1, self._(Text(f"funds ({MONEY})", f"项目资金\n（{MONEY}）")), "label", 2, 2 + len(parts))
        self.put(LEVEL2, "", "head")
        for column, (role, head) in AMOUNTS.items():
            self.put(column, self.called(f"funds.{role}", head), "head")
        self.put(MORE, self.called("funds.rate", Text("rate", "执行率")), "head")
        for column in (WEIGHT, CLAIMED):
            self.put(column, self.called(f"columns.{KEYS[column]}", HEADS[column]), "head")
        for column, head in zip((POINTS, DIFFERENCE, NOTE), OURS, strict=True):
            self.put(column, self._(head), "head")
        self.put(WHY, self._(Text("reason", "原因")), "head")
        self.next(32)
        self._total_of_funds()
        for number, record in enumerate(parts):
            self.put(LEVEL2, labels[number] if number < len(labels) else "", "label")
            for column, (role, _) in AMOUNTS.items():
                self.put(column, self._in_money(record.get(FIELDS[role])), "number")
            self._strokes(MORE, WEIGHT, CLAIMED)
            for column in (POINTS, DIFFERENCE, WHY, NOTE):
                self.put(column, "", "center")
            self.next(20)

    def _total_of_funds(self) -> None:
        self.put(LEVEL2, self._(Text("total", "年度资金总额")), "label")
        for column, (role, _) in AMOUNTS.items():
            fact = self._fact(role)
            number = self._in_money(fact)
            cell = self.put(column, number, "number")
            if fact is not None and number is not None:
                self.cells[fact.name] = FormCell(self.sheet.named(cell.place), str(number), number, self.money)
        self.put(MORE, *self._rate())
        if self.execution is not None:
            self._of_row(self.execution)
        else:
            self._strokes(WEIGHT, CLAIMED)
            for column in (POINTS, DIFFERENCE, WHY, NOTE):
                self.put(column, "", "center")
        self.next(self._height([self.execution] if self.execution is not None else []))

    def _rate(self) -> tuple[Any, str]:
        """The rate as it was published, or a formula of it."""
        published = self._fact("rate")
        if published is not None:
            return published.written.replace(" ", ""), "number"
        spent, budget = self._fact("executed"), self._fact("budget_adjusted")
        if spent is None or budget is None or not budget.value or {spent.name, budget.name} - set(self.cells):
            return None, "share"
        assert isinstance(spent.value, Fraction) and isinstance(budget.value, Fraction)
        above, below = (self.cells[one.name].place.rpartition("!")[2] for one in (spent, budget))
        rate = spent.value / budget.value
        now = decimal_of(Fraction(round(rate * 10**15), 10**15))
        return Formula(f'IF({below}=0,"",{above}/{below})', now), "share"

    def _strokes(self, *columns: int) -> None:
        for column in columns:
            self.put(column, "—", "center")

    # ------------------------------------------------------------------ goals

    def _goals(self) -> None:
        expected, reached = (self.scored.said("goals", key) for key in ("expected", "reached"))
        self.put(1, self._(Text("overall goal", "年度总体目标")), "label", 1, 2)
        self.put(2, self.called("goals.expected", Text("expected", "预期目标")), "head", ACTUAL - 1)
        self.put(MORE, self.called("goals.reached", Text("reached", "实际完成情况")), "head", LAST - ACTUAL)
        self.next(20)
        self.put(2, expected, "text", ACTUAL - 1)
        self.put(MORE, reached, "text", LAST - ACTUAL)
        self.next(max(34, height_of(expected, _width(2, ACTUAL)), height_of(reached, _width(MORE, LAST))))

    # ------------------------------------------------------------------ indicators

    def _indicators(self) -> None:
        listed = [one for one in self.card.indicators if one is not self.execution]
        top = self.row
        for column, head in HEADS.items():
            self.put(column, self.called(f"columns.{KEYS[column]}", head), "head", 2 if column == ACTUAL else 1)
        for column, head in zip((POINTS, DIFFERENCE, NOTE), OURS, strict=True):
            self.put(column, self._(head), "head")
        self.sheet.repeated, self.sheet.frozen = (top, top), (top, 0)
        self.next(24)
        for first, within in groupby(listed, key=lambda one: one.path.split("/")[0]):
            members, start = list(within), self.row
            for second, below in groupby(members, key=lambda one: "/".join(one.path.split("/")[1:])):
                rows, begin = list(below), self.row
                for one in rows:
                    self._of_form(one)
                    self._of_row(one)
                    self.next(self._height([one]))
                self.put(LEVEL2, self._level(first, second), "center", rows=len(rows), row=begin)
            self.put(LEVEL1, self._level(first), "center", rows=len(members), row=start)
        said = "\n".join("绩效指标") if self.language == "zh" else "rows"
        self.put(SECTION, said, "label", rows=self.row - top, row=top)

    def _level(self, first: str, second: str = "") -> str:
        """A group as its form has it; where that is in another language as its labels say."""
        if self.language == "zh":
            return second or first
        path, labels = first, {one.path: self._(one.label) for one in self.card.groups}
        if not second:
            return labels.get(first, first)
        said = []
        for step in second.split("/"):
            path = f"{path}/{step}"
            said.append(labels.get(path, step))
        return "/".join(said)

    def _of_form(self, one: IndicatorScore) -> None:
        """Label, target and actual as the form has them."""
        self.put(LABEL, self._(one.label), "text")
        target = as_on_forms(one.target or "") or self.scored.not_understood(one.id, "target")
        cell = self.put(TARGET, target, "center")
        self._stands(f"{one.id}.target", cell, target)
        reported = self.scored.reported.get(f"{one.id}.actual")
        if reported is not None:
            actual = reported.written.replace(" ", "")
        else:
            actual = self.scored.not_understood(one.id, "actual") or self._instead(one)
        self._stands(f"{one.id}.actual", self.put(ACTUAL, actual, "center", 2), actual)

    def _stands(self, name: str, cell: CellOut, text: str) -> None:
        """A text of the form, by the name of what it says."""
        self.cells[name] = FormCell(self.sheet.named(cell.place), text, held=clean(text))

    def _instead(self, one: IndicatorScore) -> str:
        """Of an actual that nobody reported: what a formula gives, or the level that was judged."""
        if one.actual is not None:
            return str(one.actual)
        return (one.judgement.level or "") if one.judgement is not None else ""

    def _of_row(self, one: IndicatorScore) -> None:
        """Weight, claim and reason, which the row of funds has as well."""
        weight = decimal_of(one.weight)
        if weight is not None:
            place = self.sheet.named(self.put(WEIGHT, weight, "number").place)
            self.cells[f"{one.id}.weight"] = FormCell(place, str(weight), weight)
        else:
            said = show_number(one.weight) if one.weight is not None else ""
            self._stands(f"{one.id}.weight", self.put(WEIGHT, said, "number"), said)
        self._claim(one.claimed.get("self"))
        why = self.scored.reported.get(f"{one.id}.why")
        self.put(WHY, why.written if why is not None else "", "why")
        self.rows[one.id] = self.row

    def _claim(self, claimed: Fraction | None) -> None:
        number = decimal_of(claimed)
        typed = show_number(claimed) if claimed is not None and number is None else number
        self.put(CLAIMED, typed, "claimed", decimals=places_of(claimed))

    def _height(self, here: Sequence[IndicatorScore]) -> float:
        """Of the row at hand, so that every text in it is seen."""
        heights = [24.0]
        for cell in self.sheet.cells:
            if cell.row == self.row and cell.rows == 1 and isinstance(cell.content, str):
                heights.append(height_of(cell.content, _width(cell.column, cell.column + cell.columns - 1)))
        remarks = Remarks(self.card, self.language)
        heights += [height_of(remarks.note(one), WIDTHS[NOTE] * 1.1, 12.5) for one in here]
        return max(heights)

    # ------------------------------------------------------------------ total and foot

    def _total(self) -> None:
        card = self.card
        self.put(1, self.called("total", Text("total", "总分")), "head", MORE)
        self.put(WEIGHT, self._weights(), "number")
        claim = next((one for one in card.claims if one.by == "self" and one.total is not None), None)
        claimed = claim.total if claim is not None else None
        self._claim(claimed)
        self.sheet.cells += self.points.of_total(self.row, claimed, _place(self.row, CLAIMED))
        self.put(WHY, self._(Text("grade by rule", "复核等级")), "head")
        content, look = self.points.grade()
        self.put(NOTE, content, look)
        self.next(26)

    def _weights(self) -> Any:
        """What all rows weigh, as a formula where their cells are numbers."""
        cells = [self.cells[f"{one.id}.weight"] for one in self.card.indicators]
        if not cells or any(one.number is None for one in cells) or len(cells) > MOST_ADDED:
            weights = [one.weight for one in self.card.indicators if one.weight is not None]
            return decimal_of(sum(weights, Fraction(0))) if len(weights) == len(cells) else None
        places = "+".join(one.place.rpartition("!")[2] for one in cells)
        return Formula(places, sum((one.number for one in cells if one.number is not None), Decimal(0)))

    def _foot(self) -> None:
        found = self.points.remarks.general()
        if found:
            said = "\n".join(f"· {line}" for line in found)
            self.put(1, self._(Text("findings", "复核发现")), "label", 2)
            self.put(3, said, "why", LAST - 2)
            self.next(max(24, height_of(said, _width(3, LAST), 12.5)))
        self.put(1, self._(by_which_rules(self.scored, self.calculation.name)), "note", LAST)
        self.next(30)
        for column, text, wide in (
            (1, Text("filled in by:", "填报人（签字）："), LABEL),
            (TARGET, Text("reviewed by:", "复核人（签字）："), POINTS - TARGET + 1),
            (DIFFERENCE, Text("date:", "日期："), LAST - DIFFERENCE + 1),
        ):
            self.put(column, self._(text), "sign", wide)
        self.next(30)


def by_which_rules(scored: ScoredProject, calculation: str) -> Text:
    """By which rules the points are, and what the colours mean."""
    rules = scored.card.rulebook
    edition, print_ = f" {rules.edition}" if rules.edition else "", rules.fingerprint.removeprefix("sha256:")[:12]
    return Text(
        f"Note: points by rule are of the rulebook {rules.name}{edition} ({print_}). Green cells are formulas that are recomputed from the form over"
        f" the sheet `{calculation}`, yellow ones are values; remarks on the cells say by which rule.",
        f"注：复核得分依据规则集 {rules.name}{edition}（{print_}）。绿色单元格为公式，随表中数据经“{calculation}”表重算；黄色为数值；"
        "批注写明规则、依据和算式。",
    )


def as_on_forms(target: str) -> str:
    """A target as forms have it: `≥46个`."""
    return target.replace(">=", "≥").replace("<=", "≤").replace(" ", "")


def _place(row: int, column: int) -> str:
    return f"${letters(column)}${row}"


def _width(first: int, last: int) -> float:
    return sum(WIDTHS[column] for column in range(first, last + 1))


__all__ = ["OfficialForm", "as_on_forms", "by_which_rules"]
