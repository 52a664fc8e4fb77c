"""Which declared form fits a document, and what was filled in: grids to forms, every cell accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.forms.account import UNKNOWN, Account
from scoring.forms.declaration import PROJECT, Declaration
from scoring.forms.filled_form import FilledForm, NotUnderstood
from scoring.forms.grid import Grid
from scoring.forms.layout.blocks import blocks_on
from scoring.forms.layout.fund_labels import money_in
from scoring.forms.layout.funds import read_funds
from scoring.forms.layout.header import headers_in
from scoring.forms.layout.indicators import is_indicators_head, read_indicators
from scoring.forms.layout.row_values import EMPTY
from scoring.forms.layout.segments import forms_on, is_named
from scoring.forms.layout.texts import read_texts
from scoring.forms.reading_cell import cell_value
from scoring.forms.sheet import Sheet, sheets_of
from scoring.problems import Place, Problem, Text
from scoring.values.characters import plain

MOST_SHOWN = 8
LEAST_OF_A_REVIEW = 2
"""Columns of a review that stand together: its points and the difference."""
UNFILLED = (
    Text(
        "no row has an actual or points: this form was handed in unfilled", "没有一行填了完成值或得分：这张表没有填写"
    ),
    Text("fill it in, or leave the sheet out", "请填写，或删去这张表"),
)


@dataclass(frozen=True, slots=True)
class Recognized:
    """The forms of a document, problems of it as a whole, and by sheet what stands outside of all forms."""

    forms: tuple[FilledForm, ...]
    problems: tuple[Problem, ...]
    outside: Mapping[str | None, tuple[NotUnderstood, ...]]


def recognize(grids: Sequence[Grid], file: str, declared: Iterable[Declaration], only: str | None = None) -> Recognized:
    """Every form that stands in a document; `only` names the form that it is to be read as.

    Each sheet is read by the declared form that knows most of its labels. A form is known by three things: the head of its
    table of indicators, its title or the label of the project's name, and that it knows more labels than there are cells
    unknown to it. A sheet that lacks one of them is outside of all forms; a document in which nothing is a form is a problem
    that says what was looked for. A form that was named needs the head of the table alone.
    """
    forms = [each for each in declared if only is None or each.name == only]
    found: list[FilledForm] = []
    problems: list[Problem] = []
    strange: list[Problem] = []
    outside: dict[str | None, tuple[NotUnderstood, ...]] = {}
    for sheet in sheets_of(grids):
        if not sheet.cells or any(form.review.names_of(sheet.cells[0].text) for form in forms):
            continue
        fitting, tied = best_of(sheet, forms)
        if fitting is None:
            outside[sheet.name] = Account(sheet.cells).close().listed
            continue
        read = [filled(part, file, fitting) for part in forms_on(sheet, fitting)]
        if only is None and (why := _why_strange(sheet, fitting, read)) is not None:
            outside[sheet.name] = Account(sheet.cells).close().listed
            strange.append(_strange(file, fitting, why))
            continue
        if tied:
            problems.append(_tied(file, sheet, fitting, tied))
        found += read
    if not found:
        problems += strange or [_none_fits(file, grids, forms)]
    else:
        problems += [_no_form_on(file, name) for name in outside]
    return Recognized(tuple(found), tuple(problems), outside)


def best_of(sheet: Sheet, forms: Sequence[Declaration]) -> tuple[Declaration | None, list[Declaration]]:
    """The form that knows most labels of a sheet, and others that know as many and are not what it rests on."""
    scored = [(score, form) for form in forms if (score := fit(sheet, form)) is not None]
    if not scored:
        return None, []
    most = max(score for score, _ in scored)
    best = [form for score, form in scored if score == most]
    simplest = min(best, key=lambda form: (len(form.above), form.name))
    tied = [form for form in best if form is not simplest and simplest.name not in form.above]
    return simplest, tied


def fit(sheet: Sheet, form: Declaration) -> tuple[int, int] | None:
    """How well a form fits: labels known, with its own marks found or missed; None where there is no table of indicators.

    Approved targets have no column of actuals, and a report has one.
    """
    headers = headers_in(sheet, form.columns, is_indicators_head, form.knows)
    blocks = blocks_on(sheet, form) if not headers else []
    if not headers and not blocks:
        return None
    reports = any("actual" in each.columns for each in headers) or any("actual" in each.pairs for each in blocks)
    if form.is_of_targets and reports:
        return None
    known = sum(form.knows(cell.text) for cell in sheet.cells)
    marks = {name for cell in sheet.cells for name in form.marks.names_of(cell.text)}
    missed = len(form.model.marks) - len(marks)
    return known + 2 * len(marks) - 2 * missed - (0 if reports or form.is_of_targets else 5), len(marks)


def _without_review(sheet: Sheet, form: Declaration, account: Account) -> Sheet:
    """The sheet as it was handed in, without the columns that a review put to the right of it.

    They stand together at the end of a row of heads. A 复核得分 among the columns of the form itself is one of its own.
    """
    heads: dict[int, int] = {}
    for row in sheet.rows:
        cells = sheet.row(row)
        at_the_end = len(cells)
        while at_the_end and form.review.names_of(cells[at_the_end - 1].text):
            at_the_end -= 1
        if len(cells) - at_the_end >= LEAST_OF_A_REVIEW:
            heads = {cell.column: row for cell in cells[at_the_end:]} | heads
    if not heads:
        return sheet
    ours = [cell for cell in sheet.cells if cell.column in heads and cell.row >= heads[cell.column]]
    for cell in ours:
        account.name(cell)
    own = tuple(cell for cell in sheet.cells if cell not in ours)
    return Sheet(sheet.name, Grid(sheet.name, own, sheet.grid.before, sheet.grid.after))


def filled(sheet: Sheet, file: str, form: Declaration) -> FilledForm:
    """What was filled in on a part of a sheet that is one form."""
    account = Account(sheet.cells, form)
    sheet = _without_review(sheet, form, account)
    indicators = read_indicators(sheet, form, account)
    funds = read_funds(sheet, form, account, indicators.taken)
    texts = read_texts(sheet, form, account, indicators.taken | funds.rows)
    unfilled = bool(indicators.rows) and not any(
        written is not None and (written.text or written.formula)
        for row in indicators.rows
        for written in (row.actual, row.claimed)
    )
    if unfilled and indicators.actual_head is not None and not form.is_of_targets:
        account.ask(indicators.actual_head, *UNFILLED)
    elif not form.is_of_targets:
        for place, at in indicators.missing:
            account.ask_empty(place, at, *EMPTY)
    head = dict(texts.head)
    for name, other in form.model.same.items():
        if name not in head and other in head:
            head[name] = head[other]
    declared = form.model.funds.money if form.model.funds is not None else None
    said_money = head.get("money")
    if said_money is not None and plain(said_money.text).strip("()[] ") == _money(said_money):
        del head["money"]
    money = _money(said_money) or funds.money or _money_of_headings(sheet, form) or declared
    total = {**indicators.total, **texts.total}
    if (said := head.get("total")) is not None:
        value = cell_value(said.text)
        claimed = replace(said, number=value.number if value.is_number and value.sign is None else None)
        if "claimed" not in total or total["claimed"].number == claimed.number is not None:
            total.setdefault("claimed", claimed)
            del head["total"]
    for cell in sheet.cells:
        if money is not None and money_in(cell.text) == money:
            account.said(cell, money)
    closed = account.close()
    return FilledForm(
        form=form.name,
        file=file,
        sheet=sheet.name,
        title=texts.title,
        head=head,
        money=money,
        funds=tuple(funds.lines),
        goals=texts.goals,
        rows=tuple(indicators.rows),
        total=total,
        notes=tuple(texts.notes),
        not_understood=closed.listed,
        account=closed.became,
        texts=tuple(texts.texts),
        management=tuple(texts.management),
        ticked=texts.ticked,
        unfilled=unfilled,
        kept=(*indicators.kept, *closed.kept),
    )


def _why_strange(sheet: Sheet, form: Declaration, read: Sequence[FilledForm]) -> Text | None:
    """Why a sheet is not the form whose table of indicators stands on it; None where it is."""
    unknown = sum(one.reason is UNKNOWN for each in read for one in each.not_understood)
    labels = sum(became == "label" for each in read for became in each.account.values())
    if not is_named(sheet, form):
        name = form.model.head.get(PROJECT, ["项目名称"])[0]
        return Text(
            f"neither its title nor the label of the project's name (`{name}`) is there",
            f"既没有它的标题，也没有项目名称的标签（{name}）",
        )
    if unknown > labels:
        return Text(
            f"it knows {labels} labels, and {unknown} cells are unknown to it",
            f"它认得 {labels} 个标签，另有 {unknown} 格不认得",
        )
    return None


def _strange(file: str, form: Declaration, why: Text) -> Problem:
    return Problem(
        "no-form",
        Text(
            f"no form fits: `{form.name}` comes closest, but {why.en}",
            f"没有相符的表样：最接近的是 {form.name}，但{why.zh}",
        ),
        Place(file),
        Text(
            f'declare it as a [form.NAME] with use = "{form.name}" and name the file with --forms; or scoring read --form {form.name} to read it as that all the same',
            f'用 [form.名称] 声明（use = "{form.name}"），并用 --forms 指明该文件；仍要按它读取，用 scoring read --form {form.name}',
        ),
    )


def _money(said: object) -> str | None:
    text = plain(getattr(said, "text", "") or "").strip("()（） ")
    for unit in ("亿元", "百万元", "千万元", "万元", "千元", "元"):
        if unit in text:
            return unit
    return None


def _money_of_headings(sheet: Sheet, form: Declaration) -> str | None:
    """`项目资金（万元）`, wherever it stands."""
    headings = (cell.text for cell in sheet.cells if form.fund_headings.names_of(cell.text))
    return next((unit for text in headings if (unit := money_in(text)) is not None), None)


def _tied(file: str, sheet: Sheet, chosen: Declaration, others: Sequence[Declaration]) -> Problem:
    names = ", ".join(f"`{each.name}`" for each in others)
    return Problem(
        "forms-alike",
        Text(
            f"form `{chosen.name}` fits no better than {names}; it was read by `{chosen.name}`",
            f"表样 {chosen.name} 与 {names} 同样相符，已按 {chosen.name} 读取",
        ),
        Place(file if sheet.name is None else f"{file}#{sheet.name}"),
        Text("name the form (scoring read --form NAME)", "指明表样（scoring read --form 名称）"),
        severity="note",
    )


def _no_form_on(file: str, sheet: str | None) -> Problem:
    return Problem(
        "sheet-without-form",
        Text(f"no form stands on sheet `{sheet}`", f"工作表 {sheet} 上没有表样"),
        Place(file if sheet is None else f"{file}#{sheet}"),
        Text("delete the sheet, or declare its labels as a [form.…]", "删去此工作表，或用 [form.…] 声明它的标签"),
        severity="note",
    )


def _none_fits(file: str, grids: Sequence[Grid], forms: Sequence[Declaration]) -> Problem:
    texts = [cell.text for grid in grids for cell in (*grid.before, *grid.cells, *grid.after)]
    near = sorted(
        ((-sum(form.knows(text) for text in texts), len(form.above), form.name, form) for form in forms),
        key=lambda it: it[:3],
    )
    if not near or near[0][0] == 0:
        fix = Text("declare its labels as a [form.…]", "用 [form.…] 声明它的标签")
        return Problem("no-form", Text("no label of any form stands in it", "其中没有任何表样的标签"), Place(file), fix)
    count, _, name, form = near[0]
    count = -count
    has = {role for text in texts for role in form.columns.names_of(text)}
    wanted = [
        words[0]
        for role, words in form.model.columns.items()
        if role in ("label", "target", "actual") and role not in has and words
    ]
    missing = ", ".join(f"`{word}`" for word in wanted[:MOST_SHOWN]) or "`三级指标`"
    return Problem(
        "no-form",
        Text(
            f"no form fits: `{name}` comes closest (labels known: {count}); no row of heads has {missing}",
            f"没有相符的表样：最接近的是 {name}（认得 {count} 个标签），没有找到表头 {missing}",
        ),
        Place(file),
        Text(
            "name the form (scoring read --form NAME), or declare its labels as a [form.…]",
            "指明表样（scoring read --form 名称），或用 [form.…] 声明它的标签",
        ),
    )
