"""Texts in which the keys of facts, units and sources of law act."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.key_cases.texts import GIVEN, POINTS, RECORDS, REPORTED, ROW

CASES: Mapping[str, tuple[str, ...]] = {
    "FactModel.kind": ('[fact.c]\nkind = "⟦number|text⟧"\n' + POINTS, REPORTED + "c = 1\n" + ROW),
    "FactModel.unit": ('[fact.c]\nunit = "⟦元|人⟧"\n' + POINTS, REPORTED + 'c = "1 元"\n' + ROW),
    "FactModel.label": ('[fact.c]\nkind = "number"\n⟦label = "said"⟧\n[rule.r]\ngives = "points"\nis = "c"\n',),
    "FactModel.range": ('[fact.c]\nkind = "number"\n⟦range = "> 3"⟧\n' + POINTS, REPORTED + "c = 1\n" + ROW),
    "FactModel.options": ('[fact.c]\noptions = ["x"⟦, "y"⟧]\n' + POINTS, REPORTED + 'c = "y"\n' + ROW),
    "FactModel.if_missing": ('[fact.c]\nkind = "number"\n⟦if_missing = 3⟧\n[result.r]\nis = "c"\n',),
    "FactModel.may_be_missing": ('[fact.c]\nkind = "number"\n⟦may_be_missing = true⟧\n[result.r]\nis = "a"\n[check.x]\nthat = "c > 1"\n',),
    "FactModel.list": ('[fact.c]\nlist = { x = { kind = "⟦number|text⟧" } }\n' + POINTS, REPORTED + "c = [{ x = 1 }]\n" + ROW),
    "FactModel.note": ('[fact.c]\nkind = "number"\n⟦note = "remarkable"⟧\n' + POINTS,),
    "FactModel.allow": ('[fact.c]\nkind = "number"\n⟦allow = { "unused-fact" = "for a reason" }⟧\n' + POINTS,),
    "FactModel.key": (RECORDS + '⟦key = "x"⟧\n' + POINTS, GIVEN + ROW),
    "FieldModel.kind": ('[fact.c]\nlist = { x = { kind = "⟦number|text⟧" } }\n' + POINTS, REPORTED + "c = [{ x = 1 }]\n" + ROW),
    "FieldModel.unit": ('[fact.c]\nlist = { x = { unit = "⟦元|人⟧" } }\n' + POINTS, REPORTED + 'c = [{ x = "1 元" }]\n' + ROW),
    "FieldModel.options": ('[fact.c]\nlist = { x = { options = ["x"⟦, "y"⟧] } }\n' + POINTS,
                           REPORTED + 'c = [{ x = "y" }]\n' + ROW),
    "FieldModel.list": ('[fact.c]\nlist = { x = { list = { y = { kind = "⟦number|text⟧" } } } }\n' + POINTS,
                        REPORTED + "c = [{ x = [{ y = 1 }] }]\n" + ROW),
    "UnitModel.is": (POINTS + '[unit."盒"]\n⟦is = "3 元"⟧\n[fact.c]\nunit = "元"\n', REPORTED + 'c = "1 盒"\n' + ROW),
    "UnitModel.label": (POINTS + '[unit."盒"]\n⟦label = "box"⟧\n',),
    "BasisModel.title": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "⟦Law|Act⟧"\n',),
    "BasisModel.number": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "Law"\n⟦number = "12"⟧\n',),
    "BasisModel.at": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "Law"\n⟦at = "art. 1"⟧\n',),
    "BasisModel.from": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "Law"\n⟦from = 2020-01-01⟧\n',),
    "BasisModel.note": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "Law"\n⟦note = "remarkable"⟧\n',),
}  # fmt: skip
