"""Mistakes in the sections of a rulebook."""

from __future__ import annotations

from tests.faults.fix_cases.case import RULES, Case, book, head

GRADES = '[grade]\nrows = [[">= 80%", "A"], ["else", "B"]]\n'

SECTIONS: list[str | Case] = [
    book('[rule.x]\nkind = "⟦proportinal⟧⟦proportional⟧"'),
    book(
        '[rule.x]\nkind = "deduction"\n⟦⟧⟦deduct = [ { each = …, points = … } ]⟧⟦deduct = [{ each = "people", points = 2 }]⟧'
    ),
    book(
        '[rule.x]\nkind = "deduction"\ndeduct = [⟦{ points = 2 }⟧⟦{ each = "late_days", points = 2 }⟧⟦{ each = "people", points = 2 }⟧]'
    ),
    book('[rule.x]\nkind = "deduction"\ndeduct = [{ each = "⟦length⟧⟦length / 1 米⟧", points = 2 }]'),
    book('[rule.x]\nkind = "deduction"\ndeduct = [{ each = "people", points = ⟦"two"⟧⟦"20%"⟧ }]'),
    book('[rule.x]\nkind = "checklist"\n⟦⟧⟦items = [ … ]⟧⟦items = [{ when = "done" }]⟧'),
    book('[rule.x]\nkind = "checklist"\nitems = [{ when = "people⟦⟧⟦> 0⟧⟦ > 0⟧" }]'),
    book('[rule.x]\nkind = "checklist"\nitems = [{ when = "done", evidence = "⟦yes⟧⟦required⟧" }]'),
    book(
        '[rule.x]\nkind = "checklist"\nitems = [{ ⟦⟧⟦`id`⟧⟦id = "z", ⟧when = "done" }, { when = "people > 0", needs = "z" }]'
    ),
    book(
        '[rule.x]\nkind = "judged"\n⟦⟧⟦levels = [["达成", ">= 80%"], …]⟧⟦levels = [["达成", ">= 80%"], ["未达成", "else"]]⟧'
    ),
    book('[rule.x]\nkind = "judged"\nlevels = [⟦["达成"]⟧⟦["达成", ">= 80%"]⟧, ["未达成", "else"]]'),
    book('[rule.x]\n⟦⟧⟦gives = "share"⟧⟦gives = "share"\n⟧is = "people"'),
    book('[rule.x]\nby = "actual"\nrows = [[">= 95%", "100%"], ["else", "0%"]]\nbetween = [⟦"x"⟧⟦-5⟧, "120%"]'),
    book(
        '[rule.x]\nkind = "proportional"\nover = { ⟦then = "finding"⟧⟦beyond = "130%"⟧⟦beyond = "130%", then = "finding"⟧ }'
    ),
    book('[rule.x]\nkind = "proportional"\nover = { beyond = "130%", ⟦unless = "because"⟧⟦unless = "why"⟧ }'),
    book('[rule.x]\nkind = "proportional"\n⟦nothing_below = "60 元"⟧⟦nothing_below = "60%"⟧'),
    book('[rule.x]\nkind = "proportional"\nnothing_below = ⟦0.6⟧⟦"60%"⟧'),
    book('[rule.x]\nby = "actual"\nrows = [[">= 95%", "⟦100⟧⟦80%⟧"], ["else", "0%"]]'),
    book('[limit.x]\nwhen = "done"\n⟦⟧⟦total = { at_most = 59 }⟧'),
    book('[limit.x]\nwhen = "done"\ntotal = { at_most = ⟦"x"⟧⟦59⟧ }'),
    book('[check.x]\nthat = "spent <= ⟦5⟧⟦5 元⟧"'),
    book('[check.x]\nthat = "spent ⟦<=⟧⟦==⟧ budget"\nwithin = "5 元"'),
    book('[check.x]\nthat = "spent == budget"\nwithin = ⟦5⟧⟦"50 元"⟧'),
    book('[check.x]\nthat = "spent == budget"\nbroken = "⟦halt⟧⟦stop⟧"'),
    book('[check.x]\nthat = "spent <= budget"\nmessage = "{⟦spnt⟧⟦spent⟧} is too much"'),
    book('[result.x]\nis = "people"\ntotal = ⟦"yes"⟧⟦true⟧'),
    book('[result.x]\nrank = [{ lost = "people"⟦⟧⟦code = "…"⟧⟦, code = "A"⟧ }]'),
    book('[result.x]\nrank = [{ lost = "people", code = "A" }]\nkeep = "⟦lots⟧⟦lost⟧ > 5"'),
    book('[group.x]\ncombine = "⟦avg⟧⟦mean⟧"'),
    book("[group.x]\nround = ⟦2⟧⟦{ decimals = 2 }⟧"),
    book('[group.x]\nweight = ⟦"ten"⟧⟦20⟧'),
    book("[frame.x]\n⟦wieght⟧⟦weight⟧ = 5"),
    book('[fact.z]\nunit = "圆"') + '⟦⟧⟦[unit."圆"]⟧⟦[unit."圆"]\nis = "1 元"⟧\n',
    book('[fact.z]\nkind = "⟦yesno⟧⟦yes_no⟧"'),
    book('[fact.z]\nkind = "list"\n⟦⟧⟦list = { amount = "元" }⟧'),
    book('[fact.z]\nunit = "元"\nrange = ">= ⟦5⟧⟦5 元⟧"'),
    book('[fact.z]\nunit = "元"\nif_missing = ⟦5⟧⟦"5 元"⟧'),
    book('[basis.x]\n⟦⟧⟦title = "…"⟧⟦title = "a law"⟧'),
    book('[basis.x]\n⟦titel⟧⟦title⟧ = "a law"'),
    RULES.replace("format = 1\n", "⟦⟧⟦format = 1⟧\n"),
    RULES.replace('name = "book"', '⟦⟧⟦name = "…"⟧⟦name = "book"⟧'),
    RULES.replace("[rulebook]", "[⟦rulebok⟧⟦rulebook⟧]"),
    head('lint = { "row-gap" = "⟦loud⟧⟦error⟧" }'),
    head('not_applicable = "⟦drop⟧⟦rescale⟧"'),
    head('missing = "⟦x⟧⟦zero⟧"'),
    book(
        '[result.x]\nby = "people"\ngives = ["a", "b"]\nhit = "priority"\nrows = [["> 5", "⟦c⟧⟦a⟧⟦a⟧"], ["else", "b"]]'
    ),
    book('[rule.x]\nkind = "proportional"\nover = { beyond = ⟦"x"⟧⟦write beyond = "130%"⟧⟦"130%"⟧ }'),
    book(
        '[rule.x]\nkind = "judged"\nlevels = [⟦["fair", ">= 60%"], ["good", ">= 80%"]⟧⟦order levels from best to worst⟧⟦["good", ">= 80%"], ["fair", ">= 60%"]⟧, ["poor", "else"]]'
    ),
    book(
        '[rule.x]\nkind = "checklist"\nitems = [{ when = "done", evidence = "required" }, { when = "good", evidence = "required" }, { when = "sure"⟦⟧⟦add evidence = "required"⟧⟦, evidence = "required"⟧ }]\n[fact.good]\nkind = "yes_no"\n[fact.sure]\nkind = "yes_no"'
    ),
    book(
        '[rule.x]\nkind = "checklist"\nitems = [{ when = "⟦people > 0⟧⟦write the fact\'s name alone⟧⟦done⟧", evidence = "required" }]'
    ),
    book('[limit.x]\nwhen = "done"\ngrade = "⟦C⟧⟦grades are B, A⟧⟦B⟧"\n' + GRADES),
    book('[limit.x]\nwhen = "done"\ngrade = "A"\n⟦⟧⟦add [grade] with rows⟧⟦' + GRADES + "⟧"),
    book(
        '[grade]\nrows = [⟦[">= 80%", "A"], [">= 60", "B"]⟧⟦write all as ">= 90%" or all as ">= 90"⟧⟦[">= 80%", "A"], [">= 60%", "B"]⟧, ["else", "C"]]'
    ),
    book('[grade]\nrows = [⟦["missing", "X"], ⟧⟦delete this row⟧⟦⟧[">= 80%", "A"], ["else", "C"]]'),
    book('[check.x]\n⟦⟧⟦add that = "a <= b"⟧⟦that = "spent <= budget"⟧'),
    book('[check.x]\nthat = "spent <= budget"\n⟦unit = "元"⟧⟦delete it, or add each = { … }⟧⟦⟧'),
    book('[check.x]\nthat = "spent <= budget"\nmessage = "{⟦qqqqq⟧⟦name a fact or a value⟧⟦spent⟧} is too much"'),
    book('[fact.z]\nkind = "number"\nif_missing = "= ⟦done⟧⟦presume a fact of the same kind⟧⟦people⟧"'),
    book('[unit."大箱"]\nis = "⟦0 元⟧⟦such as "3 元"⟧⟦3 元⟧"\n[fact.z]\nunit = "大箱"'),
    book('[unit."⟦元⟧⟦choose another name⟧⟦大箱⟧"]\nis = "3 元"'),
    book('[fact.⟦period⟧⟦choose another name⟧⟦z⟧]\nunit = "元"'),
    book(
        '[rule.x]\nkind = "proportional"\n⟦missing = { value = "x" }⟧⟦such as "zero", { value = "60%" } or { row = "else" }⟧⟦missing = "zero"⟧'
    ),
    head('⟦colour = "red"⟧⟦known here: ⟧⟦note = "red"⟧'),
    head('lint = { "⟦qqq⟧⟦lints are ⟧⟦row-gap⟧" = "error" }'),
    book(
        '[fact.a]\nkind = "number"\nif_missing = 3\n[value.x]\nby = "a"\nrows = [⟦["missing", 0], ⟧⟦delete this row, or `if_missing`⟧⟦⟧["> 3", 1], ["else", 0]]\n[result.z]\nis = "x"'
    ),
    book(
        '[result.x]\nis = "people"\ngrade = "g"\n⟦⟧⟦add it, with rows⟧⟦[grade.g]\nrows = [["> 5", "a"], ["else", "b"]]⟧'
    ),
    book(
        '[value.x]\nis = "people"\nresult = true\n⟦[result.x]\nis = "people"\n⟧⟦delete [result.x], or rename one of the two⟧⟦⟧'
    ),
    book(
        '[result.x]\nis = "people"\ntotal = true\n[result.y]\nis = "people"\n⟦total = true⟧⟦let one result be the total⟧⟦⟧'
    ),
    head("⟦⟧⟦add total = 100 in [rulebook]⟧⟦total = 100\n⟧") + '[grade]\nrows = [[">= 80", "a"], ["else", "b"]]\n',
    book('[fact.z]\nlist = { amount = ⟦{ kind = "whole" }⟧⟦write kind = "number"⟧⟦{ kind = "number" }⟧ }'),
    book('[fact.z]\nkey = "at"\nlist = { at = ⟦{ kind = "date" }⟧⟦write at = { kind = "text" }⟧⟦{ kind = "text" }⟧ }'),
    book(
        '[rule.x]\nkind = "judged"\nwords = { "⟦zzzz⟧⟦levels are good, poor⟧⟦good⟧" = ["ok"] }\nlevels = [["good", ">= 80%"], ["poor", "else"]]'
    ),
    book(
        '[rule.x]\nkind = "judged"\nfull = 20\nlevels = [["good", 13, 20], ["poor", 0, 12]]\n⟦⟧⟦or write step = 1 for whole points⟧⟦step = 1⟧'
    ),
    book(
        '[basis.law]\ntitle = "a law"\n[rule.x]\nkind = "proportional"\nbasis = "law"\n[rule.y]\nkind = "proportional"\n⟦⟧⟦add basis = …⟧⟦basis = "law"⟧'
    )
    .replace("[rule.reach]\n", '[rule.reach]\nbasis = "law"\n')
    .replace("[rule.effect]\n", '[rule.effect]\nbasis = "law"\n')
    .replace("[rule.effort]\n", '[rule.effort]\nbasis = "law"\n'),
    Case(
        {
            "rules/book/book.toml": 'format = 1\n[rulebook]\nname = "book"\n[rule.a]\nkind = "proportional"\n[rule.b]\nkind = "proportional"\n[[example]]\nrule = "a"\ngiven = { actual = "5 米", target = ">= 5 米" }\nearns = "100%"\n⟦⟧⟦add an [[example]]⟧⟦[[example]]\nrule = "b"\ngiven = { actual = "5 米", target = ">= 5 米" }\nearns = "100%"\n⟧'
        },
        ("check", "rules/book/", "--format", "json"),
    ),
]
