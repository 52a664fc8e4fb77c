"""How a made-up form is laid out: its parts in an order and in words that are in use, on a canvas of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from scoring.forms.declaration import Declaration
from scoring.forms.grid import Cell, Grid
from tests.forms.made_up_contents import Content, MadeRow

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
