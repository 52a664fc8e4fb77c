"""Texts in which the keys of examples act."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.key_cases.texts import CHECK, LIMIT, POINTS, RECORDS, REPORTED, ROW

EXPECTED = {
    "total": "⟦10|11⟧", "grade": '"⟦low|high⟧"', "status": '"⟦complete|incomplete⟧"', "points": "{ X = ⟦10|11⟧ }",
    "groups": "{ g = ⟦10|11⟧ }", "results": "{ y = ⟦10|11⟧ }", "missing": "{ X = [⟦|\"a\"⟧] }", "bites": "[⟦|\"l\"⟧]",
    "findings": '[⟦|"other"⟧]',
}  # fmt: skip

CASES: Mapping[str, tuple[str, ...]] = {
    "ExampleModel.rule": (POINTS + '[rule.s]\ngives = "points"\nis = "2 * a"\n[[example]]\nrule = "⟦r|s⟧"\ngiven = { a = 1 }\nearns = 1\n',),
    "ExampleModel.value": ('[value.v]\nis = "a"\n[value.w]\nis = "2 * a"\n' + POINTS +
                           '[[example]]\nvalue = "⟦v|w⟧"\ngiven = { a = 1 }\ngives = 1\n',),
    "ExampleModel.column": (RECORDS + '[column.c.v]\nis = "x"\n[column.c.w]\nis = "2 * x"\n' + POINTS +
                            '[[example]]\ncolumn = "c.⟦v|w⟧"\ngiven = { x = 1 }\ngives = 1\n',),
    "ExampleModel.limit": (POINTS + LIMIT + LIMIT.replace(".l", ".m").replace(">", "<") +
                           '[[example]]\nlimit = "⟦l|m⟧"\ngiven = { a = 1 }\nbites = "no"\n',),
    "ExampleModel.check": (POINTS + CHECK + CHECK.replace(".c", ".d").replace("==", ">") +
                           '[[example]]\ncheck = "⟦c|d⟧"\ngiven = { a = 2, b = 1 }\nbroken = true\n',),
    "ExampleModel.result": ('[result.r]\nis = "a"\n[result.s]\nis = "2 * a"\n'
                            '[[example]]\nresult = "⟦r|s⟧"\ngiven = { a = 1 }\ngives = 1\n',),
    "ExampleModel.label": (POINTS + '[[example]]\n⟦label = "said"⟧\nrule = "r"\ngiven = { a = 1 }\nearns = 1\n',),
    "ExampleModel.given": (POINTS + '[[example]]\nrule = "r"\ngiven = { a = ⟦1|2⟧ }\nearns = 1\n',),
    "ExampleModel.earns": (POINTS + '[[example]]\nrule = "r"\ngiven = { a = 1 }\nearns = ⟦1|2⟧\n',),
    "ExampleModel.gives": ('[result.r]\nis = "a"\n[[example]]\nresult = "r"\ngiven = { a = 1 }\ngives = ⟦1|2⟧\n',),
    "ExampleModel.missing": (POINTS + '[[example]]\nrule = "r"\ngiven = { b = 1 }\nmissing = ["⟦a|b⟧"]\n',),
    "ExampleModel.bites": (POINTS + LIMIT + '[[example]]\nlimit = "l"\ngiven = { a = 1 }\nbites = "⟦yes|no⟧"\n',),
    "ExampleModel.broken": (POINTS + CHECK + '[[example]]\ncheck = "c"\ngiven = { a = 1, b = 1 }\nbroken = ⟦true|false⟧\n',),
    "ExpectedModel.total": (POINTS + "[[scorecard]]\n" + REPORTED.replace("[", "[scorecard.") + ROW.replace("[", "[scorecard.")
                            + "[scorecard.expect]\ntotal = ⟦10|11⟧\n",),
}  # fmt: skip
