"""Mistakes on the command line, in which rulebook rests on which, and in judgements of importance."""

from __future__ import annotations

from tests.faults.fix_cases.case import FORM, RULES, Case

COMMANDS: list[str | Case] = [
    Case(
        {"rules/book/book.toml": RULES, "p.toml": FORM},
        ("score", "⟦pp.toml⟧⟦did you mean `p.toml`?⟧⟦p.toml⟧", "--rules", "rules/book/", "--format", "json"),
    ),
    Case(
        {"rules/book/book.toml": RULES, "p.toml": FORM},
        ("score", "⟦rules⟧⟦name a file in it⟧⟦p.toml⟧", "--rules", "rules/book/", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES + '[result.r]\nis = "people"\noptional = true\n',
            "t.csv": "project,people\na,5\n",
        },
        ("batch", "t.csv", "--rules", "rules/book/", "-o", "⟦o.doc⟧⟦let its name end in .parquet, .csv, .xlsx⟧⟦o.csv⟧"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES + '[result.r]\nis = "people"\noptional = true\n',
            "t.csv": "project,people\na,5\n",
        },
        ("batch", "t.csv", "--rules", "rules/book/", "-o", "⟦nowhere/o.csv⟧⟦make it first⟧⟦o.csv⟧"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES + '[result.r]\nis = "people"\noptional = true\n',
            "t.csv": "project,people\na,5\n",
        },
        ("batch", "t.csv", "⟦⟧⟦add --rules or --indicators⟧⟦--rules=rules/book/⟧", "-o", "o.csv"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES + '[result.r]\nis = "people"\noptional = true\n',
            "t.csv": "project,people\na,5\n",
        },
        ("batch", "⟦t.dat⟧⟦tables end in ⟧⟦t.csv⟧", "--rules", "rules/book/", "-o", "o.csv"),
        {"t.dat": b"x"},
    ),
]
RULEBOOKS: list[str | Case] = [
    Case(
        {
            "rules/base/base.toml": 'format = 1\n[rulebook]\nname = "base"\n[fact.f]\nkind = "yes_no"\n[rule.r]\nkind = "proportional"\n[limit.r]\nwhen = "f"\ntotal = { at_most = 9 }\n',
            "rules/own/own.toml": 'format = 1\nuse = ["base"]\n[rulebook]\nname = "own"\n[⟦limit.r⟧⟦write [change.limit.r] to change it⟧⟦change.limit.r⟧]\n⟦when = "1 > 0"\ntotal = { at_most = 5 }⟧⟦⟧⟦set = { total = { at_most = 5 } }\nwhy = "w"⟧\n',
        },
        ("check", "rules/own/", "--format", "json"),
    ),
    Case(
        {
            "rules/base/base.toml": 'format = 1\n[rulebook]\nname = "base"\n[rule.r]\nkind = "proportional"\n',
            "rules/own/own.toml": 'format = 1\nuse = ["base"]\n[rulebook]\nname = "own"\n[change.rule.⟦zzz⟧⟦there are r⟧⟦r⟧]\nset = { nothing_below = "60%" }\nwhy = "w"\n',
        },
        ("check", "rules/own/", "--format", "json"),
    ),
    Case(
        {
            "rules/base/base.toml": 'format = 1\n[rulebook]\nname = "base"\n[rule.r]\nkind = "proportional"\n',
            "rules/own/own.toml": 'format = 1\nuse = ["base"]\n[rulebook]\nname = "own"\n[change.⟦colour⟧⟦one of ⟧⟦rule⟧.r]\nset = { nothing_below = "60%" }\nwhy = "w"\n',
        },
        ("check", "rules/own/", "--format", "json"),
    ),
    Case(
        {
            "rules/base/base.toml": 'format = 1\n[rulebook]\nname = "base"\n[rule.r]\nkind = "proportional"\n',
            "rules/own/own.toml": 'format = 1\nuse = ["⟦../base⟧⟦put that rulebook beside this one and name it⟧⟦base⟧"]\n[rulebook]\nname = "own"\n',
        },
        ("check", "rules/own/", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES,
            "p.toml": FORM.replace("[facts]", 'rules = "⟦zzzzzz⟧⟦shipped are ⟧⟦rules/book/⟧"\n[facts]'),
        },
        ("score", "p.toml", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES,
            "sub/p.toml": FORM.replace(
                "[facts]", 'rules = "⟦../rules/book⟧⟦or give the path on the command line⟧⟦book⟧"\n[facts]'
            ),
        },
        ("score", "sub/p.toml", "--format", "json"),
    ),
    Case(
        {
            "x.toml": 'format = 1\n⟦⟧⟦write what it is⟧⟦[rulebook]\nname = "x"\n⟧[fact]\na = "元"\n',
            "p.toml": FORM.replace("[facts]", 'rules = "rules/book/"\n[facts]'),
            "rules/book/book.toml": RULES,
        },
        ("check", ".", "--format", "json"),
    ),
]
WEIGHTS: list[str | Case] = [
    *(
        Case({"j.toml": "format = 1\n" + text + "\n"}, ("weights", "j.toml", "--lang", "en"))
        for text in (
            '[[pairwise]]\njudgements = [["a", "b", 2], ["a", "c", 2]⟦⟧⟦["b", "c", …]⟧⟦, ["b", "c", 1]⟧]',
            '[[pairwise]]\njudgements = [⟦["a", 3]⟧⟦["A", "B", 3]⟧]',
            '[[order]]\nnames = ["a", "b"]\nratios = [⟦0.5⟧⟦the more important one comes first⟧⟦2⟧]',
            '[[order]]\nnames = ["a"⟦, []⟧⟦write a name, or a list of names of equal importance⟧⟦⟧]',
            '⟦total = 0⟧⟦a positive total⟧⟦total = 1⟧\n[[order]]\nnames = ["a", "b"]',
            '[[order]]\n⟦of = "b"\n⟧⟦leave `of` out⟧⟦⟧names = ["a"]',
        )
    ),
]
