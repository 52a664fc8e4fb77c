"""Mistakes in tables of projects, and in tables of published cases."""

from __future__ import annotations

from tests.faults.fix_cases.case import RULES, Case, book, published, table, with_map

TABLES: list[str | Case] = [
    table("project,⟦peeple⟧⟦did you mean `people`?⟧⟦people⟧\na,5\n"),
    table("project,people,⟦people⟧⟦delete one⟧⟦day⟧\na,5,2024-01-01\n"),
    table("project,⟦⟧⟦name it or delete it⟧⟦day⟧,people\na,2024-01-01,5\n"),
    table("project,people,⟦colour⟧⟦rename or delete it, or say what it is with --columns⟧⟦day⟧\na,5,2024-01-01\n"),
    table("project,people,rate⟦ (斤)⟧⟦give it in `%`⟧⟦ (%)⟧\na,5,95\n"),
    table("project,people\na,⟦about 5⟧⟦at_least⟧⟦5⟧\n"),
    table("project,people\na,5\n⟦合计,5⟧⟦delete the row⟧⟦b,6⟧\n"),
    table("project,people\na,5\n⟦a⟧⟦keep one of them, or name them apart⟧⟦b⟧,6\n"),
    table("⟦⟧⟦write the columns' names into its first row⟧⟦project,people\na,5\n⟧"),
    table("project,people,rate (⟦圆⟧⟦declare it in the rulebook: [unit.⟧⟦%⟧)\na,5,95\n"),
    table("project,people,people.⟦colour⟧⟦rename or delete it⟧⟦at⟧\na,5,x\n"),
    with_map('"who" = "⟦colour⟧⟦name a fact, `N1.actual`, or a column of the form⟧⟦people⟧"', "project,who\na,5\n"),
    with_map('"who" = "people"\n⟦"colour" = "day"⟧⟦delete the line⟧⟦⟧', "project,who\na,5\n"),
    with_map('"who" = "people"\n"what" = "⟦people⟧⟦delete one⟧⟦day⟧"', "project,who,what\na,5,2024-01-01\n"),
    Case(
        {
            "rules/book/book.toml": RULES,
            "c.toml": 'format = 1\nlayout = "long"\n[columns]\n"规则" = "rule"\n',
            "t.csv": "project,一级指标,⟦得分⟧⟦add `label` or `三级指标`⟧⟦三级指标⟧,分值,年度指标值,实际完成值,规则\na,g,10,10,>= 5 米,5 米,reach\n",
        },
        ("batch", "t.csv", "--rules", "rules/book/", "-o", "o.csv", "--rejects", "r.csv", "--columns", "c.toml"),
    ),
]
PUBLISHED: list[str | Case] = [
    published(
        'given = { people = "people", roads = "roads" }\nexpect = { r = "r" }',
        'people,roads,r\n5,⟦x⟧⟦write [{⟧⟦"[{""width"": ""3 米""}]"⟧,5\n',
    ),
    published(
        'given = { people = "people" }\nexpect = { r = "r" }',
        'people,r⟦,colour⟧⟦or add ignore = ["colour"]⟧⟦⟧\n5,5⟦,x⟧⟦⟧⟦⟧\n',
    ),
    published(
        'given = { people = "people" }\n⟦⟧⟦add expect = { … }, a result and its column⟧⟦expect = { r = "r" }⟧',
        "people,r\n5,5\n",
    ),
    published(
        'given = { people = "people" }\nexpect = { r = "r" }\nwithin = { r = ⟦"x"⟧⟦such as "2e-9 relative" or "0.01 absolute"⟧⟦"0.01 absolute"⟧ }',
        "people,r\n5,5\n",
    ),
    published('given = { people = "⟦colour⟧⟦there are ⟧⟦people⟧" }\nexpect = { r = "r" }', "people,r\n5,5\n"),
    published(
        'given = { people = "people" }\nexpect = { r = "r" }',
        "⟦⟧⟦write a row of heads, and a row for each case⟧⟦people,r\n5,5\n⟧",
    ),
    published(
        'given = { people = "people" }\nexpect = { r = "r" }',
        "people,r\n5,⟦⟧⟦write what must come out, or delete the row⟧⟦5⟧\n",
    ),
    published(
        'given = { people = "people" }\nexpect = { r = "r" }',
        "people,r\n5⟦⟧⟦give each column a cell, blank where there is nothing⟧⟦,5⟧\n",
    ),
    published('given = { people = "people" }\nexpect = { r = "r" }', 'people,r\n⟦"5⟧⟦correct the quotes⟧⟦5⟧,5\n'),
    Case(
        {
            "rules/book/book.toml": RULES
            + '[result.r]\nis = "people"\n[[cases]]\nfile = "⟦../c.csv⟧⟦such as "cases/2024.csv"⟧⟦c.csv⟧"\ngiven = { people = "people" }\nexpect = { r = "r" }\n',
            "rules/book/c.csv": "people,r\n5,5\n",
        },
        ("check", "rules/book/", "--format", "json"),
    ),
    book(
        '[[example]]\n⟦⟧⟦such as rule = "…"⟧⟦rule = "reach"⟧\ngiven = { actual = "5 米", target = ">= 5 米" }\nearns = 10'
    ),
]
