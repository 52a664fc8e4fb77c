"""Labels of the lines of funds, and units of money in them."""

from __future__ import annotations

import re

from scoring.forms.account import Account
from scoring.forms.declaration import Declaration
from scoring.forms.grid import Cell
from scoring.forms.reading_cell import cell_value
from scoring.forms.words import in_one_width, on_one_line
from scoring.values.characters import plain

TOTAL = "total"
SOURCES = ("资金", "拨款", "收入", "结转", "结余", "其他", "总额", "合计", "预算", "funds", "appropriation", "other")

_OF_WHICH = re.compile(
    r"^(?:其\s?中|(?:of )?which|incl\.?|including)[:：,，]?\s*|^[0-9]{1,2}[.、．](?![0-9])\s*|^[(（][0-9一二三四五六七八九十]+[)）]\s*|^[-—·•]+\s*",
    re.IGNORECASE,
)
_MONEY = re.compile(r"单位[:：]?\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)(?![/／])")
_IN_BRACKETS = re.compile(r"[(]\s*(?:单位[:]?)?\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)\s*[)]")


def part_of(form: Declaration, label: str) -> str:
    """The source of money that a line is of: `total`, or its name without 其中： and the like."""
    bare = bare_part(label)
    return TOTAL if not bare or form.fund_total.names_of(label) or form.fund_total.names_of(bare) else bare


def bare_part(label: str) -> str:
    """A line's label without 其中： and a number."""
    return on_one_line(_OF_WHICH.sub("", on_one_line(label)).strip().rstrip(":："))


def tell_line(form: Declaration, account: Account, label: Cell) -> None:
    """A source of money is called by its label, which is kept; that of the total is a word that the form declares."""
    if part_of(form, label.text) != TOTAL:
        account.name(label)
        return
    account.label(label)
    bare = bare_part(label.text)
    if form.fund_total.names_of(bare) and not form.nearest(label.text):
        account.said(label, bare)


def is_source(text: str) -> bool:
    """Whether a label is that of a source of money: 其中：…, 上年结转资金, 其他."""
    bare = in_one_width(text).rstrip(":").casefold()
    return (bool(_OF_WHICH.match(text.strip())) and len(bare) < 30) or bare.endswith(SOURCES)


def is_amount(cell: Cell) -> bool:
    """Whether a cell is meant as an amount, also one that cannot be read."""
    return bool(cell.formula) or cell_value(cell.text).kind in ("number", "stroke", "malformed", "about", "bound")


def money_in(text: str) -> str | None:
    """The unit that a head says in brackets: `项目资金（万元）`; or `单位：万元`."""
    found = _IN_BRACKETS.search(plain(text)) or _MONEY.search(plain(text))
    return found[1] if found is not None else None
