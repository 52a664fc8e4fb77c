"""Texts in which the keys of lists, and of their columns, act."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.key_cases.texts import GIVEN, RECORDS

LISTED = RECORDS + '[list.l]\nfrom = "c"\norder = ["x"]\nleave_out = { first = 2 }\n'
OF_LIST = '\n[result.r]\nis = "sum(l, x * y)"\n'
OF_PLACE = '\n[result.r]\nis = "sum(c, rank.place * y)"\n'
PLACED = RECORDS + '[column.c.rank]\nplace = "x"\n'
BY_RATIO = RECORDS + '[list.l]\nfrom = "c"\nratio = { of = "§", to = "§" }\nleave_out = 1\n'
FILLED = RECORDS + '[list.l]\nfrom = "c"\nfill = { to = §, with = { x = 3, y = § } }\n'


def filled(text: str, *parts: str) -> str:
    for part in parts:
        text = text.replace("§", part, 1)
    return text


CASES: Mapping[str, tuple[str, ...]] = {
    "ListModel.label": (LISTED + '⟦label = "said"⟧' + OF_LIST, GIVEN),
    "ListModel.from": (RECORDS + RECORDS.replace(".c]", ".d]") + '[list.l]\nfrom = "⟦c|d⟧"' + OF_LIST, GIVEN + "d = []\n"),
    "ListModel.where": (RECORDS + '[list.l]\nfrom = "c"\n⟦where = "z"⟧' + OF_LIST, GIVEN),
    "ListModel.order": (LISTED.replace('"x"', '"⟦x|y⟧"') + OF_LIST, GIVEN),
    "ListModel.leave_out": (RECORDS + '[list.l]\nfrom = "c"\norder = "y"\n⟦leave_out = { last = 1 }⟧' + OF_LIST, GIVEN),
    "ListModel.keep": (RECORDS + '[list.l]\nfrom = "c"\norder = "y"\n⟦keep = { last = 1 }⟧' + OF_LIST, GIVEN),
    "ListModel.never": (LISTED + '⟦never = "z"⟧' + OF_LIST, GIVEN),
    "ListModel.ratio": (RECORDS + '[list.l]\nfrom = "c"\n⟦ratio = { of = "x", to = "y" }|order = "-x"⟧\nleave_out = ⟦1|{ first = 1 }⟧' + OF_LIST, GIVEN),
    "ListModel.fill": (RECORDS + '[list.l]\nfrom = "c"\n⟦fill = { to = 5, with = { x = 3, y = 3 } }⟧' + OF_LIST, GIVEN),
    "ListModel.ties": (LISTED + '⟦ties = "told"⟧' + OF_LIST, GIVEN),
    "ListModel.basis": (LISTED + '⟦basis = "law"⟧' + OF_LIST + '[basis.law]\ntitle = "Law"\n', GIVEN),
    "ListModel.note": (LISTED + '⟦note = "remarkable"⟧' + OF_LIST, GIVEN),
    "ListModel.allow": (LISTED + '⟦allow = { "listed-order" = "for a reason" }⟧' + OF_LIST, GIVEN),
    "CutModel.first": (RECORDS + '[list.l]\nfrom = "c"\norder = "y"\nkeep = { first = ⟦1|2⟧ }' + OF_LIST, GIVEN),
    "CutModel.last": (RECORDS + '[list.l]\nfrom = "c"\norder = "y"\nkeep = { last = ⟦1|2⟧ }' + OF_LIST, GIVEN),
    "RatioModel.of": (filled(BY_RATIO, "⟦x|y⟧", "x") + OF_LIST, GIVEN),
    "RatioModel.to": (filled(BY_RATIO, "y", "⟦y|x⟧") + OF_LIST, GIVEN),
    "FillModel.to": (filled(FILLED, "⟦4|5⟧", "3") + OF_LIST, GIVEN),
    "FillModel.with": (filled(FILLED, "5", "⟦3|4⟧") + OF_LIST, GIVEN),
    "ColumnModel.place": (RECORDS + '[column.c.rank]\nplace = "⟦x|y⟧"' + OF_PLACE, GIVEN),
    "ColumnModel.within": (PLACED + '⟦within = "z"⟧' + OF_PLACE, GIVEN),
    "ColumnModel.among": (PLACED + '⟦among = "z"⟧' + OF_PLACE, GIVEN),
    "ColumnModel.ties": (PLACED + '⟦ties = "last"⟧' + OF_PLACE, GIVEN),
}  # fmt: skip
