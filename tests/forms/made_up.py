"""Made-up forms laid out at random: the same content under other words, in other columns, merged or not, several on a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FilledForm, FormRow
from scoring.forms.grid import Cell, Grid

PLACES = "甲乙丙丁戊己庚辛"
THINGS = ("水渠", "道路", "培训", "宣传", "图书", "树苗", "设备", "路灯", "桥梁", "药品")
UNITS = ("座", "公里", "人次", "场", "册", "株", "台", "盏", "%", "万元")
LEVELS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
PARTS = ("当年财政拨款", "上年结转资金", "其他资金", "单位资金", "省级财政资金")
SIGNS = {">=": ("≥", "≥", ">=", "＞＝", "≧"), "<=": ("≤", "<=", "＜＝"), "=": ("=", "＝", "﹦")}
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
LEFT_OUT = frozenset(
    (
        "项目",
        "单位",
        "值",
        "目标",
        "说明",
        "备注",
        "code",
        "project",
        "unit",
        "date",
        "rate",
        "总体目标",
        "年度总体目标",
        "表…",
    )
)
"""Words that mean one thing only in their own company: they are tried by the sample forms."""


@dataclass(frozen=True)
class MadeRow:
    level1: str
    level2: str
    label: str
    sign: str | None
    target: str
    unit: str | None
    actual: str
    weight: str
    claimed: str
    why: str | None


@dataclass
class Content:
    """What a form says."""

    head: dict[str, str]
    money: str
    funds: dict[str, dict[str, str]]
    goals: dict[str, str]
    rows: list[MadeRow]
    group_points: dict[str, str]
    total: tuple[str, str]
    note: str


def content(random: Random) -> Content:
    """One project with its funds and indicators."""
    county = random.choice(PLACES)
    head = {
        "project": f"{county}县{random.choice(THINGS)}建设项目{random.randrange(1, 999)}",
        "department": f"{county}县示例局",
        "unit": f"{county}县示例中心{random.randrange(9)}",
        "period": str(random.randrange(2019, 2026)),
    }
    if random.random() < 0.4:
        head["code"] = f"5100{random.randrange(10**8):08}"
    rows: list[MadeRow] = []
    points: dict[str, str] = {}
    for level1, deeper in LEVELS:
        points[level1] = str(random.randrange(10, 60))
        for level2 in random.sample(deeper, random.randrange(1, len(deeper) + 1)):
            rows += [_row(random, level1, level2, len(rows)) for _ in range(random.choice((1, 1, 2, 3)))]
    parts = random.sample(PARTS, random.randrange(0, 4))
    roles = ["budget_adjusted", "executed", *random.sample(("budget_initial", "arrived"), random.randrange(0, 3))]
    funds = {part: {role: _amount(random) for role in roles} for part in ("total", *parts)}
    funds["total"]["rate"] = f"{random.randrange(5000, 10000) / 100:.2f}"
    if random.random() < 0.7:
        funds["total"] |= {"rate_weight": "10", "rate_claimed": f"{random.randrange(100) / 10:.1f}"}
    goals = {"expected": f"建成{random.choice(THINGS)}，服务群众。", "reached": "已按计划完成。"}
    return Content(
        head,
        random.choice(("万元", "元")),
        funds,
        goals,
        rows,
        points,
        (str(random.randrange(80, 120)), f"{random.randrange(9000) / 100:.2f}"),
        "注：本表由单位填写。",
    )


def _amount(random: Random) -> str:
    return f"{random.randrange(10**6) / 100:.2f}"


def _row(random: Random, level1: str, level2: str, number: int) -> MadeRow:
    label = f"{random.choice(THINGS)}{random.choice(('数量', '完成率', '合格率', '及时性', '覆盖面'))}{number}"
    points = str(random.randrange(1, 21))
    claimed = f"{random.randrange(200) / 10:.1f}"
    why = "天气原因推迟" if random.random() < 0.2 else None
    if random.random() < 0.2:
        return MadeRow(
            level1,
            level2,
            label,
            "定性",
            random.choice(("显著提升", "有效改善", "健全")),
            None,
            random.choice(("显著提升", "基本健全")),
            points,
            claimed,
            why,
        )
    unit = random.choice(UNITS)
    target = str(
        random.choice((random.randrange(2, 100), random.randrange(1000, 99999), random.randrange(20, 990) / 10))
    )
    actual = str(random.choice((random.randrange(2, 100), random.randrange(1000, 99999))))
    return MadeRow(
        level1, level2, label, random.choice((">=", ">=", "<=", "=")), target, unit, actual, points, claimed, why
    )


# ---------------------------------------------------------------- as it is laid out


@dataclass
class Canvas:
    """Cells by row and column; `merged`: spans are merged cells, otherwise their first cell alone has the text."""

    merged: bool
    cells: list[Cell] = field(default_factory=list)
    row: int = 1

    def put(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1, hidden: bool = False) -> None:
        if text:
            spans = (rows, columns) if self.merged else (1, 1)
            self.cells.append(Cell("", row, column, text, rows=spans[0], columns=spans[1], hidden=hidden))

    def grid(self, name: str, blank_columns: Sequence[int] = ()) -> Grid:
        """The sheet, with further columns that are empty."""
        at = {}
        now = 0
        for column in range(1, 80):
            now += 1 + (column in blank_columns)
            at[column] = now
        cells = []
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            first, last = at[cell.column], at[cell.column + cell.columns - 1]
            cells.append(
                Cell(
                    f"{_letters(first)}{cell.row}",
                    cell.row,
                    first,
                    cell.text,
                    rows=cell.rows,
                    columns=last - first + 1,
                    hidden=cell.hidden,
                )
            )
        return Grid(name, tuple(cells))


def _letters(number: int) -> str:
    return chr(64 + number) if number <= 26 else _letters((number - 1) // 26) + chr(65 + (number - 1) % 26)


class Layout:
    """How one form is laid out: drawn at random, then drawn on a canvas."""

    def __init__(self, random: Random, form: Declaration, merged: bool) -> None:
        self.random, self.form, self.merged = random, form, merged
        self.width = random.randrange(11, 16)
        self.split = random.random() < 0.4
        self.two_heads = self.split and merged and random.random() < 0.6
        self.levels = random.choice(("both", "both", "both", "none", "first", "rows"))
        self.group_points = random.random() < 0.3 and self.levels != "none"
        self.repeated = not merged and random.random() < 0.4
        self.page_break = random.random() < 0.3
        self.templates = random.random() < 0.3
        self.english = random.random() < 0.05
        self.section_rows = random.random() < 0.25
        self.beside = "number" if random.random() < 0.2 else None
        self.further = random.sample(("佐证材料", "评分标准", "本县备注栏", "复核得分"), random.choice((0, 0, 0, 1, 2)))
        self.subtotals = random.random() < 0.15
        self.broken = random.random() < 0.15

    def word(self, words: Sequence[str]) -> str:
        """One of the words in use; labels of a form are in one language."""
        usable = [word for word in words if "…" not in word and word not in LEFT_OUT]
        chosen = [word for word in usable if word.isascii() == self.english] or usable
        word = self.random.choice(chosen)
        return (
            "\n".join((word[:2], word[2:]))
            if self.random.random() < 0.1 and not word.isascii() and len(word) > 3
            else word
        )

    def number(self, written: str) -> str:
        """A number as people write it."""
        kind = self.random.random()
        if kind < 0.08:
            return written.translate(WIDE)
        if kind < 0.16 and len(written.split(".")[0]) > 3:
            return f"{int(written.split('.')[0]):,}" + (f".{written.split('.')[1]}" if "." in written else "")
        return written + " " if kind < 0.2 else written

    # ------------------------------------------------------------ sections

    def draw(self, canvas: Canvas, said: Content) -> None:
        """Title, head, then the tables in one of the orders in use."""
        self._title(canvas, said)
        self._head(canvas, said)
        sections = [
            lambda: self._funds(canvas, said),
            lambda: self._goals(canvas, said),
            lambda: self._indicators(canvas, said),
        ]
        order = self.random.choice(((0, 1, 2), (0, 1, 2), (1, 0, 2), (2, 0, 1)))
        for number in order:
            canvas.row += self.random.random() < 0.15
            if self.section_rows:
                canvas.put(
                    canvas.row,
                    1,
                    ("二、项目资金情况", "三、年度总体目标", "四、绩效指标完成情况")[number],
                    columns=self.width,
                )
                canvas.row += 1
            sections[number]()
        self._end(canvas, said)

    def _title(self, canvas: Canvas, said: Content) -> None:
        self.year_in_head = self.random.random() < 0.2
        if self.random.random() < 0.3:
            canvas.put(canvas.row, 1, self.random.choice(("附件1", "附件：", "附件2-1")))
            canvas.row += 1
        in_title = not self.year_in_head and self.random.random() < 0.5
        title = "项目支出绩效自评表" if not in_title else f"{said.head['period']}年度项目支出绩效自评表"
        canvas.put(canvas.row, 1, title, columns=self.width)
        canvas.row += 1
        if not in_title and not self.year_in_head:
            canvas.put(canvas.row, 1, f"（{said.head['period']}年度）", columns=self.width)
            canvas.row += 1

    def _head(self, canvas: Canvas, said: Content) -> None:
        names = [name for name in said.head if name != "period" or self.year_in_head]
        self.random.shuffle(names)
        self.money_at = self.random.choice(("head", "heading", "heading", "note"))
        if self.money_at == "head":
            names.append("money")
        values = {**said.head, "money": said.money}
        kind = self.random.choice(("beside", "beside", "beside", "above", "inside"))
        each = {"beside": self.random.choice((1, 2, 2, 3)), "above": len(names), "inside": self.random.choice((1, 2))}[
            kind
        ]
        for start in range(0, len(names), each):
            part = names[start : start + each]
            spans = _spans(self.random, self.width, len(part) * (2 if kind == "beside" else 1))
            for number, name in enumerate(part):
                label, value = self.word(self.form.model.head[name]), values[name]
                if kind == "inside":
                    canvas.put(canvas.row, spans[number][0], f"{label}：{value}", columns=spans[number][1])
                elif kind == "above":
                    canvas.put(canvas.row, spans[number][0], label, columns=spans[number][1])
                    canvas.put(canvas.row + 1, spans[number][0], value, columns=spans[number][1])
                else:
                    canvas.put(canvas.row, spans[2 * number][0], label, columns=spans[2 * number][1])
                    canvas.put(canvas.row, spans[2 * number + 1][0], value, columns=spans[2 * number + 1][1])
            canvas.row += 2 if kind == "above" else 1

    def _funds(self, canvas: Canvas, said: Content) -> None:
        funds = self.form.model.funds
        assert funds is not None
        roles = list(dict.fromkeys(role for line in said.funds.values() for role in line))
        self.random.shuffle(roles)
        lines = list(said.funds)
        heading = "项目资金" + (f"\n（{said.money}）" if self.money_at == "heading" else "")
        kind = self.random.choice(("table", "table", "table", "rows", "side by side"))
        if self.money_at == "note":
            canvas.put(canvas.row, self.width - 1, f"单位：{said.money}", columns=2)
            canvas.row += 1
        if kind == "table":
            spans = _spans(self.random, self.width, len(roles) + 2)
            canvas.put(canvas.row, spans[0][0], heading, rows=len(lines) + 1, columns=spans[0][1])
            if self.random.random() < 0.4:
                canvas.put(canvas.row, spans[1][0], "资金来源", columns=spans[1][1])
            for number, role in enumerate(roles):
                canvas.put(
                    canvas.row, spans[number + 2][0], self.word(funds.columns[role]), columns=spans[number + 2][1]
                )  # type: ignore[index]
            for below, part in enumerate(lines, 1):
                canvas.put(canvas.row + below, spans[1][0], self._part(part, below), columns=spans[1][1])
                for number, role in enumerate(roles):
                    canvas.put(
                        canvas.row + below,
                        spans[number + 2][0],
                        self._fund(said.funds[part].get(role), role),
                        columns=spans[number + 2][1],
                    )
            canvas.row += len(lines) + 1
        elif kind == "side by side":
            self._side_by_side(canvas, said, lines, heading)
        else:
            roles = [role for role in roles if role not in ("rate_weight", "rate_claimed")]
            for role in ("rate_weight", "rate_claimed"):
                said.funds["total"].pop(role, None)
            spans = _spans(self.random, self.width, len(lines) + 2)
            canvas.put(canvas.row, spans[0][0], heading, rows=len(roles) + 1, columns=spans[0][1])
            for number, part in enumerate(lines):
                canvas.put(canvas.row, spans[number + 2][0], self._part(part, 1), columns=spans[number + 2][1])
            for below, role in enumerate(roles, 1):
                canvas.put(canvas.row + below, spans[1][0], self.word(funds.columns[role]), columns=spans[1][1])  # type: ignore[index]
                for number, part in enumerate(lines):
                    canvas.put(
                        canvas.row + below,
                        spans[number + 2][0],
                        self._fund(said.funds[part].get(role), role),
                        columns=spans[number + 2][1],
                    )
            canvas.row += len(roles) + 1

    def _side_by_side(self, canvas: Canvas, said: Content, lines: Sequence[str], heading: str) -> None:
        """A label and an amount below each head."""
        funds = self.form.model.funds
        assert funds is not None
        for role in ("rate_weight", "rate_claimed"):
            said.funds["total"].pop(role, None)
        roles = [role for role in said.funds["total"] if role != "rate"]
        spans = _spans(self.random, max(self.width, 2 * len(roles) + 2), 2 * len(roles) + 2)
        canvas.put(canvas.row, 1, heading, rows=len(lines) + 1, columns=spans[0][1])
        for number, role in enumerate(roles):
            (first, wide), (_, more) = spans[2 * number + 1], spans[2 * number + 2]
            canvas.put(canvas.row, first, self.word(funds.columns[role]), columns=wide + more)  # type: ignore[index]
            for below, part in enumerate(lines, 1):
                label = {
                    "budget_initial": "预算数",
                    "budget_adjusted": "预算数",
                    "arrived": "到位数",
                    "executed": "执行数",
                }[role]
                canvas.put(
                    canvas.row + below, first, label if part == "total" else self._part(part, below), columns=wide
                )
                canvas.put(canvas.row + below, first + wide, self._fund(said.funds[part].get(role), role), columns=more)
        rate = spans[2 * len(roles) + 1]
        canvas.put(canvas.row, rate[0], self.word(funds.columns["rate"]), columns=rate[1])
        canvas.put(canvas.row + 1, rate[0], f"{said.funds['total']['rate']}%", columns=rate[1])
        canvas.row += len(lines) + 1

    def _part(self, part: str, number: int) -> str:
        if part == "total":
            return self.random.choice(("年度资金总额", "年度资金总额：", "资金总额", "合计", "总额"))
        return ("其中：" if number == 2 else self.random.choice(("", "      "))) + part

    def _fund(self, value: str | None, role: str) -> str:
        if value is None:
            return self.random.choice(("", "—", "/"))
        return f"{value}%" if role == "rate" else self.number(value)

    def _goals(self, canvas: Canvas, said: Content) -> None:
        goals = self.form.model.goals
        assert goals is not None
        expected, reached = self.word(goals.expected), self.word(goals.reached)
        if self.random.random() < 0.7:
            spans = _spans(self.random, self.width, 3)
            canvas.put(canvas.row, 1, "年度总体目标", rows=2, columns=spans[0][1])
            for number, (label, value) in enumerate(
                ((expected, said.goals["expected"]), (reached, said.goals["reached"])), 1
            ):
                canvas.put(canvas.row, spans[number][0], label, columns=spans[number][1])
                canvas.put(canvas.row + 1, spans[number][0], value, columns=spans[number][1])
        else:
            spans = _spans(self.random, self.width, 2)
            for below, (label, value) in enumerate(
                ((expected, said.goals["expected"]), (reached, said.goals["reached"]))
            ):
                canvas.put(canvas.row + below, 1, label, columns=spans[0][1])
                canvas.put(canvas.row + below, spans[1][0], value, columns=spans[1][1])
        canvas.row += 2

    # ------------------------------------------------------------ indicators

    def _columns(self) -> list[str]:
        levels = {"both": ["level1", "level2"], "first": ["level1"], "none": [], "rows": []}[self.levels]
        target = ["sign", "target", "unit"] if self.split else ["target"]
        values = [target, ["actual"], ["weight"], ["claimed"], ["why"], *([each] for each in self.further)]
        self.random.shuffle(values)
        return [*([self.beside] if self.beside else []), *levels, "label", *(role for part in values for role in part)]

    def _indicators(self, canvas: Canvas, said: Content) -> None:
        roles = self._columns()
        beside = self.random.random() < 0.5 and self.levels != "rows" and not self.subtotals
        spans = _spans(self.random, max(self.width, len(roles) + 1), len(roles) + 1)
        first = canvas.row
        self.columns = {role: spans[number + 1] for number, role in enumerate(roles)}
        self._heads(canvas, roles)
        breaks = self.random.randrange(1, len(said.rows)) if self.page_break and len(said.rows) > 1 else None
        begun = {"level1": "", "level2": ""}
        for number, row in enumerate(said.rows):
            if number == breaks:
                self._heads(canvas, roles)
                begun = {"level1": "", "level2": ""}
            if self.levels == "rows" and begun["level1"] != row.level1:
                begun["level1"] = row.level1
                points = f"（{said.group_points[row.level1]}分）" if self.group_points else ""
                canvas.put(canvas.row, 1, row.level1 + points, columns=self.width)
                canvas.row += 1
            self._line(canvas, row, said, begun, self._left(said.rows, number, breaks), number)
            last = number + 1 == len(said.rows) or said.rows[number + 1].level1 != row.level1
            if self.subtotals and last:
                canvas.put(canvas.row, 1, "小计")
                canvas.put(canvas.row, self.columns["weight"][0], "40", columns=self.columns["weight"][1])
                canvas.row += 1
            if self.templates and self.random.random() < 0.2:
                canvas.put(
                    canvas.row,
                    self.columns["label"][0],
                    self.random.choice(("指标2：", "……")),
                    columns=self.columns["label"][1],
                    hidden=self.random.random() < 0.5,
                )
                canvas.row += 1
                begun = {"level1": "", "level2": ""}
        weight, claimed = self.columns["weight"], self.columns["claimed"]
        canvas.put(
            canvas.row,
            1,
            self.random.choice(("总分", "合计", "总  分", "自评总分")),
            columns=min(weight[0], claimed[0]) - 1 if self.random.random() < 0.5 else 1,
        )
        canvas.put(canvas.row, weight[0], said.total[0], columns=weight[1])
        canvas.put(canvas.row, claimed[0], said.total[1], columns=claimed[1])
        canvas.row += 1
        if beside:
            canvas.put(first, 1, "绩效指标", rows=canvas.row - first - 1, columns=spans[0][1])

    def _left(self, rows: Sequence[MadeRow], number: int, breaks: int | None) -> dict[str, int]:
        """How many rows of its group follow on the page, with the row itself; templates between them are not merged over."""
        if self.templates or self.subtotals or self.broken:
            return {"level1": 1, "level2": 1}
        found = {}
        end = breaks if breaks is not None and number < breaks else len(rows)
        for role in ("level1", "level2"):
            count = 0
            for row in rows[number:end]:
                if (row.level1, row.level2 if role == "level2" else "") != (
                    rows[number].level1,
                    rows[number].level2 if role == "level2" else "",
                ):
                    break
                count += 1
            found[role] = count
        return found

    def _heads(self, canvas: Canvas, roles: Sequence[str]) -> None:
        rows = 2 if self.two_heads else 1
        if self.two_heads:
            split = [self.columns[role] for role in ("sign", "target", "unit")]
            canvas.put(canvas.row, split[0][0], "年度指标值", columns=sum(span[1] for span in split))
        for role in roles:
            span = self.columns[role]
            below = self.two_heads and role in ("sign", "target", "unit")
            words = {**self.form.model.columns, "number": ["序号"]}.get(role, [role])  # type: ignore[dict-item]
            canvas.put(canvas.row + below, span[0], self.word(words), rows=1 if below else rows, columns=span[1])
        canvas.row += rows

    def _line(
        self, canvas: Canvas, row: MadeRow, said: Content, begun: dict[str, str], left: Mapping[str, int], number: int
    ) -> None:
        for role, name in (("level1", row.level1), ("level2", f"{row.level1}/{row.level2}")):
            if role not in self.columns or (begun[role] == name and not self.repeated):
                continue
            begun[role] = name
            if role == "level1":
                begun["level2"] = ""
            shown = name.rpartition("/")[2] + (
                f"\n（{said.group_points[row.level1]}分）" if role == "level1" and self.group_points else ""
            )
            canvas.put(canvas.row, self.columns[role][0], shown, rows=left[role], columns=self.columns[role][1])
        values = self._values(row) | {each: "见附件" if each != "复核得分" else "8" for each in self.further}
        if self.beside:
            values["number"] = str(number + 1)
        rest = ""
        if self.broken and self.random.random() < 0.3:
            values["label"], rest = values["label"][:-3], values["label"][-3:]
        for role, text in values.items():
            canvas.put(canvas.row, self.columns[role][0], text, columns=self.columns[role][1])
        if rest:
            canvas.row += 1
            canvas.put(canvas.row, self.columns["label"][0], rest, columns=self.columns["label"][1])
        canvas.row += 1

    def _values(self, row: MadeRow) -> dict[str, str]:
        label = row.label if self.random.random() < 0.8 else f"指标{self.random.randrange(1, 4)}：{row.label}"
        values = {"label": label, "weight": self.number(row.weight), "claimed": row.claimed, "why": row.why or ""}
        if row.sign == "定性":
            return {
                **values,
                "target": row.target,
                "actual": row.actual,
                **({"sign": "定性", "unit": ""} if self.split else {}),
            }
        sign = self.random.choice(SIGNS[row.sign or ""])
        unit = row.unit or ""
        spaced = " " if self.random.random() < 0.1 else ""
        if self.split:
            actual = self.number(row.actual) + (unit if self.random.random() < 0.2 else "")
            return {**values, "sign": sign, "target": self.number(row.target), "unit": unit, "actual": actual}
        return {
            **values,
            "target": f"{sign}{spaced}{self.number(row.target)}{unit}",
            "actual": f"{self.number(row.actual)}{spaced}{unit}",
        }

    def _end(self, canvas: Canvas, said: Content) -> None:
        if self.random.random() < 0.5:
            canvas.put(canvas.row, 1, said.note, columns=self.width)
            canvas.row += 1
        if self.random.random() < 0.4:
            canvas.put(canvas.row, 1, "填表人：示例甲    联系电话：0000-0000000", columns=self.width)
            canvas.row += 1


def _spans(random: Random, width: int, count: int) -> list[tuple[int, int]]:
    """So many columns side by side, each with where it begins and how wide it is."""
    width = max(width, count)
    cuts = sorted(random.sample(range(2, width + 1), count - 1)) if count > 1 else []
    starts = [1, *cuts]
    return [(start, end - start) for start, end in zip(starts, [*cuts, width + 1], strict=True)]


def as_document(grid: Grid, random: Random) -> list[Grid]:
    """The same as tables of a document, with the rows above the first head as paragraphs."""
    rows = sorted({cell.row for cell in grid.cells})
    alone = [row for row in rows[:3] if len(grid.row(row)) == 1]
    paragraphs = tuple(
        replace(cell, place=f"P{number}") for number, row in enumerate(alone, 1) for cell in grid.row(row)
    )
    left = [cell for cell in grid.cells if cell.row not in alone]
    ends = {cell.row + cell.rows - 1 for cell in left}
    cuts = [
        row
        for row in rows
        if row not in alone and row > min(ends) and not any(cell.row < row <= cell.row + cell.rows - 1 for cell in left)
    ]
    cut = random.choice([0, *cuts])
    tables = [[cell for cell in left if cell.row < cut], [cell for cell in left if cell.row >= cut]]
    found = []
    for number, cells in enumerate([table for table in tables if table], 1):
        first = min(cell.row for cell in cells) - 1
        placed = tuple(
            replace(cell, place=f"T{number}R{cell.row - first}C{cell.column}", row=cell.row - first) for cell in cells
        )
        found.append(Grid(None, placed, before=paragraphs if number == 1 else ()))
    return found


def made_up(seed: int, form: Declaration) -> tuple[list[Grid], list[Content]]:
    """Sheets with one to three forms, or a document with one, and what they say."""
    random = Random(seed)
    merged = random.random() < 0.65
    blank = [random.randrange(1, 12)] if random.random() < 0.2 else []
    contents: list[Content] = []
    grids: list[Grid] = []
    for sheet in range(random.choice((1, 1, 1, 2))):
        canvas = Canvas(merged)
        for number in range(random.choice((1, 1, 2, 3))):
            said = content(random)
            if number:
                canvas.row += random.randrange(0, 3)
            Layout(random, form, merged).draw(canvas, said)
            contents.append(said)
        grids.append(canvas.grid(f"Sheet{sheet + 1}", blank))
    if len(contents) == 1 and random.random() < 0.4:
        return as_document(grids[0], random), contents
    return grids, contents


# ---------------------------------------------------------------- what should come out


def differences(found: FilledForm, said: Content) -> Iterator[str]:
    """Where what was recognized is not what was laid out."""
    for name, value in said.head.items():
        written = found.head.get(name)
        got = written and (written.number if name == "period" else written.text)
        if got != value:
            yield f"{name}: {got!r}, not {value!r}"
    if found.money != said.money:
        yield f"money: {found.money!r}, not {said.money!r}"
    funds = {(line.part, role): amount.number for line in found.funds for role, amount in line.amounts.items()}
    expected = {(part, role): value for part, line in said.funds.items() for role, value in line.items()}
    if funds != expected:
        yield f"funds: {sorted(map(str, set(funds.items()) ^ set(expected.items())))}"
    for name, value in said.goals.items():
        written = found.goals.get(name)
        if (written and written.text) != value:
            yield f"goal {name}: {written and written.text!r}, not {value!r}"
    if len(found.rows) != len(said.rows):
        yield f"{len(found.rows)} rows, not {len(said.rows)}"
    for number, (row, made) in enumerate(zip(found.rows, said.rows, strict=False), 1):
        yield from (f"row {number} {each}" for each in _row_differs(row, made))
    total = (found.total.get("weight"), found.total.get("claimed"))
    if tuple(each and each.number for each in total) != said.total:
        yield f"total: {total}"


def _row_differs(row: FormRow, made: MadeRow) -> Iterator[str]:
    pairs = {
        "label": (row.label.name, made.label),
        "sign": (row.sign, made.sign),
        "target": (row.target and (row.target.number or row.target.text), made.target),
        "unit": (row.unit, made.unit),
        "actual": (row.actual and (row.actual.number or row.actual.text), made.actual),
        "weight": (row.weight and row.weight.number, made.weight),
        "claimed": (row.claimed and row.claimed.number, made.claimed),
        "why": (row.why and row.why.text, made.why),
    }
    if row.level1 is not None:
        pairs["level1"] = (row.level1.name, made.level1)
    if row.level2 is not None:
        pairs["level2"] = (row.level2.name, made.level2)
    for name, (got, wanted) in pairs.items():
        if got != wanted:
            yield f"{name}: {got!r}, not {wanted!r}"
