"""A document as it was read: its sheets as tables, each cell coloured by what it was taken for, on one page without a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from scoring.forms.filled_form import FilledForm, Written
from scoring.forms.grid import Cell, Grid
from scoring.forms.intake.form_reader import FormFile, OneForm
from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.views.page_head import END, page_head

TITLE = Text("How forms were read", "自评表读取说明")
LEGEND = {
    "taken": Text("taken as a value", "读取为数据"),
    "label": Text("known as a label", "表样的标签"),
    "listed": Text("listed: a question is left", "存疑，已列出"),
    "outside": Text("no part of a form", "不属于任何表"),
}
STYLE = """
body { font: 14px/1.45 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 1.5em; color: #1d2330; }
h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin: 1.6em 0 .4em; }
table { border-collapse: collapse; margin: .5em 0 1em; } td, th { border: 1px solid #b9c0cc; padding: .25em .45em; vertical-align: top; }
td { max-width: 22em; overflow-wrap: anywhere; white-space: pre-line; }
.taken { background: #dff3e2; } .label { background: #eceff4; color: #4a5264; } .listed { background: #ffe2b8; } .outside { background: #fff; color: #8a92a3; }
.hidden { text-decoration: line-through; } .empty { background: #fff; } .legend span { padding: .15em .6em; margin-right: .6em; border: 1px solid #b9c0cc; }
.list td:first-child, .list td:nth-child(2) { white-space: nowrap; } small { color: #4a5264; }
@media print { @page { size: A4 landscape; margin: 10mm; } body { margin: 0; font-size: 9px; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } tr { break-inside: avoid; } }
""".strip()


def render(files: Sequence[FormFile], language: Language) -> str:
    """The page of these documents."""
    return "\n".join(_Page(files, language).lines()) + "\n"


class _Page:
    def __init__(self, files: Sequence[FormFile], language: Language) -> None:
        self.files, self.language = files, language

    def say(self, text: Text) -> str:
        return escape(harmless(text.in_language(self.language)))

    def lines(self) -> Iterator[str]:
        title = self.say(TITLE)
        yield from page_head(title, self.language, STYLE, dark=False)
        yield f"<h1>{title}</h1>"
        spans = "".join(f'<span class="{name}">{self.say(text)}</span>' for name, text in LEGEND.items())
        yield f'<p class="legend">{spans}</p>'
        for file in self.files:
            yield from self.file(file)
        yield END

    def file(self, file: FormFile) -> Iterator[str]:
        became: dict[tuple[str | None, str], str] = {}
        means: dict[tuple[str | None, str], Text] = {}
        why: dict[tuple[str | None, str], list[Text]] = {}
        for form in file.forms:
            sheet = form.filled.sheet
            became |= {(sheet, cell): what for cell, what in form.filled.account.items()}
            means |= {(sheet, cell): said for cell, said in meanings(form).items()}
            for one in form.filled.not_understood:
                why.setdefault((sheet, one.cell), []).append(one.reason)
        yield f"<h2>{escape(harmless(file.document.file))}</h2>"
        for form in file.forms:
            yield f"<p>{self.about(form)}</p>"
        for grid in file.document.grids:
            yield from self.grid(grid, became, means, why)
        yield from self.listed(file)

    def about(self, form: OneForm) -> str:
        counts = {became: form.count(became) for became in ("taken", "label", "listed")}
        sheet = f" #{form.filled.sheet}" if form.filled.sheet is not None else ""
        return self.say(Text(
            f"{form.project.data['project']}{sheet}: read as `{form.filled.form}`; {counts['taken']} cells taken, {counts['label']} labels, {counts['listed']} listed, 0 lost",
            f"{form.project.data['project']}{sheet}：按表样 {form.filled.form} 读取；读取 {counts['taken']} 格，标签 {counts['label']} 格，存疑 {counts['listed']} 格，遗漏 0 格",
        ))  # fmt: skip

    def grid(
        self,
        grid: Grid,
        became: Mapping[tuple[str | None, str], str],
        means: Mapping[tuple[str | None, str], Text],
        why: Mapping[tuple[str | None, str], list[Text]],
    ) -> Iterator[str]:
        def cell(one: Cell, tag: str = "td") -> str:
            key = (grid.name, one.place)
            what = became.get(key, "outside")
            said = [Text(one.place, one.place)]
            said += [means[key]] if key in means else [LEGEND[what]]
            said += why.get(key, [])
            title = ": ".join(self.say(text) for text in said)
            spans = (f' rowspan="{one.rows}"' if one.rows > 1 else "") + (
                f' colspan="{one.columns}"' if one.columns > 1 else ""
            )
            classes = what + (" hidden" if one.hidden else "")
            text = one.text or (f"={one.formula}" if one.formula else "")
            return f'<{tag} class="{classes}" title="{title}"{spans}>{escape(harmless_lines(text))}</{tag}>'

        if grid.name is not None:
            yield f"<p><small>{escape(harmless(grid.name))}</small></p>"
        yield from (cell(one, "p") for one in grid.before)
        if grid.cells:
            yield "<table>"
            yield from self.rows(grid, cell)
            yield "</table>"
        yield from (cell(one, "p") for one in grid.after)

    def rows(self, grid: Grid, cell: object) -> Iterator[str]:
        assert callable(cell)
        widest = max(one.column + one.columns for one in grid.cells)
        for row, _ in grid.rows():
            cells, column = [], 1
            while column < widest:
                one = grid.at(row, column)
                if one is None:
                    cells.append('<td class="empty"></td>')
                    column += 1
                    continue
                if one.row == row and one.column == column:
                    cells.append(cell(one))
                column = one.column + one.columns
            yield f"<tr>{''.join(cells)}</tr>"

    def listed(self, file: FormFile) -> Iterator[str]:
        rows = [(form.filled.sheet, one) for form in file.forms for one in form.filled.not_understood]
        rows += [(sheet, one) for sheet, outside in file.outside.items() for one in outside]
        if not rows:
            return
        heads = (Text("cell", "单元格"), Text("text", "原文"), Text("question", "存疑"), Text("what to do", "处理"))
        yield f'<table class="list"><tr>{"".join(f"<th>{self.say(head)}</th>" for head in heads)}</tr>'
        for sheet, one in rows:
            at = f"{sheet}!{one.cell}" if sheet is not None else one.cell
            texts = (escape(harmless(at)), escape(harmless(one.text)), self.say(one.reason), self.say(one.fix))
            yield f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"
        yield "</table>"


def harmless_lines(text: str) -> str:
    """A text whose line breaks stay, and nothing else that is not seen."""
    return "\n".join(harmless(line) for line in text.split("\n"))


def meanings(form: OneForm) -> dict[str, Text]:
    """What each cell was taken for, in words: of which row, of the head, of the funds."""
    found: dict[str, Text] = {}
    for written, said in _meant(form.filled):
        found.setdefault(written.cell, said)
    for id_, row in form.project.data.get("indicator", {}).items():
        for key, cell in row.get("at", {}).items():
            found[cell] = Text(f"{id_} {key}", f"{id_} {IN_CHINESE.get(key, key)}")
        for key in ("target", "actual"):
            said = row.get(key)
            if isinstance(said, dict) and "at" in said:
                value = said.get("is", said.get("value", said.get("at_least", said.get("at_most"))))
                found[said["at"]] = Text(f"{id_} {key}: {value}", f"{id_} {IN_CHINESE[key]}：{value}")
    return found


IN_CHINESE = {
    "label": "指标名称", "target": "指标值", "actual": "完成值", "weight": "分值", "claimed": "得分", "why": "偏差原因", "in": "分组",
}  # fmt: skip


def _meant(form: FilledForm) -> Iterator[tuple[Written, Text]]:
    if form.title is not None:
        yield form.title, Text("title", "标题")
    yield from ((one, Text(f"head: {name}", f"表头：{name}")) for name, one in form.head.items())
    for line in form.funds:
        yield line.label, Text(f"funds: {line.part}", f"资金：{line.part}")
        yield from (
            (one, Text(f"funds {line.part}: {role}", f"资金 {line.part}：{role}")) for role, one in line.amounts.items()
        )
    yield from ((one, Text(f"goal: {name}", f"总体目标：{name}")) for name, one in form.goals.items())
    yield from ((one, Text(f"total: {name}", f"总分：{name}")) for name, one in form.total.items())
    yield from ((one, Text("note", "备注")) for one in form.notes)
    for row in form.rows:
        for name, one in (("level1", row.level1), ("level2", row.level2), *row.more.items()):
            if one is not None:
                yield one, Text(f"indicators: {name}", f"指标：{name}")
