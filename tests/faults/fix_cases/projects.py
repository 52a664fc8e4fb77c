"""Mistakes in a project's file."""

from __future__ import annotations

from tests.faults.fix_cases.case import FORM, PROJECT, RULES, Case, fact, listed, row, scored

EFFECT = 'in = "output", label = "roads", weight = 10, rule = "effect", judged = '
EFFORT = 'in = "output", label = "roads", weight = 20, rule = "effort", judged = '
MEASURED = 'in = "output", label = "roads", weight = 10, rule = "reach", target = ">= 12 米"'
PANEL = 'in = "output", label = "roads", weight = 10, rule = "effect", claimed = 9, '

AMOUNTS: list[str | Case] = [
    fact('budget = "⟦60 万⟧⟦60 万元⟧"'),
    fact('budget = "⟦60，5⟧⟦1234.56⟧ 万元"'),
    fact('budget = ⟦"≥60 万元"⟧⟦{ at_least = "60 万元" }⟧'),
    fact('budget = ⟦"约60 万元"⟧⟦{ at_least = "…", at_most = "…" }⟧⟦{ at_least = "59 万元", at_most = "61 万元" }⟧'),
    fact('budget = ⟦"50-60 万元"⟧⟦{ at_least = "50 万元", at_most = "60 万元" }⟧'),
    fact('budget = "⟦sixty⟧⟦28 元⟧"'),
    fact('length = "⟦sixty⟧⟦28 米⟧"'),
    fact('rate = "⟦sixty⟧⟦95%⟧"'),
    fact('people = ⟦"forty"⟧⟦28⟧'),
    fact('people = ⟦"40 人"⟧⟦40⟧'),
    fact('people = ⟦"50%"⟧⟦0.5⟧'),
    fact('budget = "⟦7,00.0,77⟧⟦1234.56⟧ 万元"'),
    fact('length = "12 ⟦米米⟧⟦米⟧"'),
    fact('length = ⟦12⟧⟦"12 米"⟧'),
    fact('length = "12 ⟦万元⟧⟦米⟧"'),
    fact('budget = ⟦60⟧⟦"60 元"⟧'),
    fact('budget = ⟦"60"⟧⟦"60 元"⟧'),
    fact('budget = ⟦"60"⟧⟦"60 万元"⟧'),
    fact('rate = ⟦0.95⟧⟦"95%"⟧'),
    fact('rate = ⟦95⟧⟦"95%"⟧'),
    fact('budget = ⟦["60 万元"]⟧⟦"28 万元"⟧'),
    fact('budget = { ⟦at_least = 5⟧⟦"5 元"⟧⟦at_least = "5 元"⟧ }'),
    fact('people = { value = 5, ⟦at_least = 4⟧⟦delete it, or `value`⟧⟦note = "n"⟧ }'),
    fact("people = { ⟦at_least = 9, at_most = 5⟧⟦exchange the two⟧⟦at_least = 5, at_most = 9⟧ }"),
    fact('budget = "⟦⟧⟦write the amount, or leave the line out⟧⟦5 元⟧"'),
    fact('budget = "⟦nan⟧⟦leave the line out if the amount is not known⟧⟦5 元⟧"'),
    fact('budget = "⟦1e500⟧⟦write at most ⟧⟦5⟧ 元"'),
    fact(f'budget = "⟦{"x" * 300}⟧⟦write the number and its unit alone⟧⟦5 元⟧"'),
    fact('length = "3 ⟦尺寸⟧⟦declare it as `[unit."尺寸"]`⟧⟦米⟧"'),
    fact('budget = "⟦abc⟧⟦28 元⟧⟦28 元⟧"'),
]
FACTS: list[str | Case] = [
    fact('done = ⟦"yes"⟧⟦true⟧'),
    fact('name = ⟦7⟧⟦"7"⟧'),
    fact('scope = "⟦citty⟧⟦city⟧"'),
    fact('scope = "⟦City⟧⟦city⟧"'),
    fact('scope = "⟦village⟧⟦county⟧"'),
    fact('day = ⟦"last May"⟧⟦"2024-03"⟧'),
    fact('day = ⟦5⟧⟦"2024-03-01"⟧'),
    fact("day = ⟦2024-03-01T10:00:00⟧⟦2024-03-01⟧"),
    fact('roads = ⟦"12 米"⟧⟦[ { … }, { … } ]⟧⟦[ { width = "12 米" }, { width = "3 米" } ]⟧'),
    fact('roads = [{ ⟦widht⟧⟦width⟧ = "12 米" }]'),
    fact('⟦budgt⟧⟦budget⟧ = "60 万元"'),
    fact('budget = { value = "60 万元", ⟦sorce = "x"⟧⟦source⟧⟦source = "x"⟧ }') + '[source.x]\ntitle = "the form"\n',
    fact('budget = { value = "60 万元", source = "x" }') + '⟦⟧⟦[source.x]⟧⟦[source.x]\ntitle = "the form"⟧\n',
    fact('budget = ⟦{ at = "row 3" }⟧⟦{ value = "…" }⟧⟦{ value = "60 万元" }⟧'),
    fact('people = { value = 5, ⟦colour = "red"⟧⟦known here: value, source⟧⟦note = "red"⟧ }'),
    fact('roads = [{ ⟦colour⟧⟦they have width, good⟧⟦width⟧ = "3 米" }]'),
    fact('name = ⟦["a"]⟧⟦write it in quotes: "…"⟧⟦"a"⟧'),
    fact('⟦qqqq⟧⟦declare it: [fact] qqqq = "元"⟧⟦people⟧ = 5'),
]
ROWS: list[str | Case] = [
    row('⟦⟧⟦in = "产出/数量"⟧⟦in = "产出/数量", ⟧label = "roads", weight = 10, rule = "reach", target = ">= 12 米"'),
    row('⟦⟧⟦weight = 10⟧⟦weight = 10, ⟧in = "output", label = "roads", rule = "reach", target = ">= 12 米"'),
    row('⟦⟧⟦rule = "…"⟧⟦rule = "reach", ⟧in = "output", label = "roads", weight = 10, target = ">= 12 米"'),
    row('in = "output", label = "roads", weight = 10, rule = "⟦rech⟧⟦reach⟧", target = ">= 12 米"'),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ⟦"12 米"⟧⟦">= 12 米"⟧'),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ⟦12⟧⟦">= 12"⟧'),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ⟦"有效"⟧⟦定性⟧⟦"定性"⟧'),
    row(MEASURED + ', actual = "11 ⟦万元⟧⟦米⟧"'),
    row('in = "output", label = "roads", weight = ⟦"ten"⟧⟦28⟧, rule = "reach", target = ">= 12 米"'),
    row(MEASURED + ', actual = "= ⟦lenth⟧⟦length⟧"'),
    row(MEASURED + ', claimed = ⟦"ten"⟧⟦28⟧'),
    row(MEASURED + ", ⟦claimd⟧⟦claimed⟧ = 5"),
    row(EFFECT + '{ level = "⟦god⟧⟦good⟧", share = "90%" }'),
    row(EFFECT + '{ ⟦⟧⟦level = "…"⟧⟦level = "good", ⟧share = "85%" }'),
    row(EFFECT + '{ level = "good", ⟦points = 5⟧⟦share = "85%"⟧ }'),
    row(EFFORT + '{ level = "good", ⟦share = "50%"⟧⟦points = 20⟧ }'),
    row(EFFECT + '{ level = "good", share = ⟦0.85⟧⟦"85%"⟧ }'),
    row(MEASURED + ', missing = ⟦"nul"⟧⟦zero⟧⟦"zero"⟧'),
    row(EFFECT + '{ level = "good", share = ⟦"50%"⟧⟦correct the share, or name the level it belongs to⟧⟦"85%"⟧ }'),
    row(MEASURED + ', actual = "12 米"⟦, judged = { level = "good" }⟧⟦delete it, or choose a judged rule⟧⟦⟧'),
    row(EFFORT + '{ level = "good", points = ⟦13.5⟧⟦round the judgement⟧⟦14⟧ }'),
    row(
        'in = "output", label = "roads", weight = ⟦-5⟧⟦write a number of at least 0⟧⟦5⟧, rule = "reach", target = ">= 12 米", actual = "12 米"'
    ),
    row(
        'in = "output", label = "roads", weight = 5, rule = "reach", target = "⟦>= 约12 米⟧⟦write the exact amount that is aimed at⟧⟦>= 12 米⟧", actual = "12 米"'
    ),
    row(
        'in = "output", label = "roads", weight = 5, rule = "reach", target = ⟦"12多一点"⟧⟦write a sign and an amount, such as ">= 95%"⟧⟦">= 12 米"⟧, actual = "12 米"'
    ),
    row(
        'in = "output", label = "roads", weight = 5, rule = "reach", target = ⟦">= 0.95"⟧⟦">= 95%" if that is what is meant⟧⟦">= 95%"⟧, actual = "96%"'
    ),
    row(
        'in = "output", label = "roads", weight = 5, rule = "⟦qqq⟧⟦add [rule.qqq]⟧⟦reach⟧", target = ">= 12 米", actual = "12 米"'
    ),
    row(EFFECT + '{ level = "⟦zzzz⟧⟦write `good`, `fair` or `poor`⟧⟦good⟧", share = "85%" }'),
]
CLAIMS: list[str | Case] = [
    FORM.replace("2024", '⟦"2024-13"⟧⟦2024⟧'),
    FORM + "[claim.self]\n⟦totl⟧⟦total⟧ = 5\n",
    FORM + '[not_applicable]\nN1 = ⟦"no roads"⟧⟦{ why = "…" }⟧⟦{ why = "no roads" }⟧\n',
    FORM.replace("[indicator]", "[⟦indicatr⟧⟦indicator⟧]"),
    FORM + '[claim.self]\ntotal = ⟦"lots"⟧⟦such as 92⟧⟦9.17⟧\n',
    FORM + "[claim.self]\npoints = { ⟦Q7⟧⟦there are N1⟧⟦N1⟧ = 9.17 }\n",
    FORM + '⟦[override.grade]\nis = "A"\nwhy = "w"\n⟧⟦delete it⟧⟦⟧',
]
FILES: list[str | Case] = [
    Case(
        {
            "rules/book/book.toml": RULES,
            "p.toml": FORM.replace("[facts]", '⟦⟧⟦rules = "…"⟧⟦rules = "rules/book/"\n⟧[facts]'),
        },
        ("score", "p.toml", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES.replace('weights_off_total = "finding"', "total = 10"),
            "p.toml": FORM.replace("weight = 10", "weight = ⟦20⟧⟦correct the weights⟧⟦10⟧"),
        },
        ("score", "p.toml", "--rules", "rules/book/", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES + '[result.r]\nis = "people"\noptional = true\n',
            "p.toml": PROJECT
            + '⟦⟧⟦declare it in [indicator]⟧⟦[indicator]\nN1 = { in = "g", weight = 10, rule = "reach" }\n⟧[not_applicable]\nN1 = { why = "none" }\n',
        },
        ("score", "p.toml", "--rules", "rules/book/", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES,
            "p.toml": 'format = 1\n⟦[rulebook]\nname = "x"⟧⟦name the project\'s file; this one goes with --rules⟧⟦project = "p"\n[facts]\npeople = 1\n[indicator]\nN1 = { in = "g", weight = 1, rule = "reach", target = ">= 1", actual = 1 }⟧\n',
        },
        ("score", "p.toml", "--rules", "rules/book/", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES,
            "indicators/s/set.toml": 'format = 1\n[indicator_set]\nname = "s"\nrules = "book"\n[indicator]\nN1 = { in = "g", label = "n", weight = 10, rule = "reach", target = ">= 12 米" }\n',
            "p.toml": PROJECT
            + '[indicator]\nN1 = { actual = "12 米"⟦, label = "n"⟧⟦delete it here, or copy the set and change it there⟧⟦⟧ }\n',
        },
        ("score", "p.toml", "--indicators", "indicators/s/", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": RULES,
            "indicators/s/set.toml": 'format = 1\n[indicator_set]\nname = "s"\nrules = "book"\n[indicator]\nN1 = { in = "g", label = "n", weight = 10, rule = "reach", target = ">= 12 米" }\n',
            "p.toml": PROJECT
            + '[indicator]\nN1 = { actual = "12 米" }\nQQ = { ⟦⟧⟦a row of the project\'s own needs `in` and `weight`⟧⟦in = "g", weight = 1, rule = "reach", target = ">= 1 米", ⟧actual = "1 米" }\n',
        },
        ("score", "p.toml", "--indicators", "indicators/s/", "--format", "json"),
    ),
]
JUDGED: list[str | Case] = [
    Case(
        {
            "rules/book/book.toml": RULES.replace("[rule.effort]", f"{rule}\n[rule.effort]"),
            "project.toml": row(PANEL + f"judged = {{ {judged} }}"),
        },
        ("score", "project.toml", "--rules", "rules/book/", "--format", "json"),
    )
    for rule, judged in (
        ('⟦⟧⟦panel = "mean"⟧', 'each = [{ by = "A", on = 2025-03-01, why = "w", level = "good", share = "90%" }]'),
        ("⟦⟧⟦adopts = true⟧", 'adopted = "self", by = "A", on = 2025-03-01'),
        ("adopts = true", 'adopted = "self"⟦⟧⟦by = "…", on = 2025-03-01⟧⟦, by = "A", on = 2025-03-01⟧'),
        ("adopts = true", 'adopted = "self"⟦, level = "good"⟧⟦keep one of them⟧⟦⟧, by = "A", on = 2025-03-01'),
    )
]
FOUND: list[str | Case] = [
    scored(
        '[result.x]\nby = "people"\nrows = [["> 5", 1]⟦⟧⟦add a last row ["else", …]⟧⟦, ["else", 0]⟧]\n', "people = 3"
    ),
    scored(
        '[result.x]\nby = "people"\nhit = "unique"\nrows = [["> 5", 1], ["⟦> 3⟧⟦let their cells exclude each other⟧⟦<= 5⟧", 2]]\n',
        "people = 7",
    ),
    scored(
        '[fact.n]\nkind = "number"\nrange = ">= 0"\n[result.x]\nis = "n"\n',
        "n = ⟦-5⟧⟦correct the value, or the range at ⟧⟦5⟧",
    ),
    scored(
        '[check.c]\nthat = "people > 5"\nbroken = "stop"\n[result.x]\nis = "people"\n',
        "people = ⟦3⟧⟦correct the facts; the check is at ⟧⟦7⟧",
    ),
    scored('[result.x]\nis = "people"\n', "people = { ⟦valu⟧⟦did you mean `value`?⟧⟦value⟧ = 3 }"),
    Case(
        {
            "rules/book/book.toml": listed(
                '[column.bids.rank]\nplace = "-marks"\nties = "⟦told⟧⟦or say what ties mean: ties = "shared"⟧⟦shared⟧"\n[result.r]\nis = "max(bids, rank.place)"\n'
            ),
            "p.toml": PROJECT
            + '[facts]\nbids = [{ who = "a", marks = 3, price = "1 元", won = true }, { who = "b", marks = 3, price = "2 元", won = true }]\n',
        },
        ("score", "p.toml", "--rules", "rules/book/", "--format", "json"),
    ),
    Case(
        {
            "rules/book/book.toml": listed('[result.r]\nis = "sum(bids, marks)"\n'),
            "p.toml": PROJECT
            + '[facts]\nbids = [{ who = "a", marks = 3 }, { who = "⟦a⟧⟦give one of them another name, or delete it⟧⟦b⟧", marks = 4 }]\n',
        },
        ("score", "p.toml", "--rules", "rules/book/", "--format", "json"),
    ),
]
"""What only facts show."""
