"""Mistakes in values and their tables."""

from __future__ import annotations

from tests.faults.fix_cases.case import value

VALUES = [
    value('by = "scope"\nrows = [["⟦cty⟧⟦city⟧", 1], ["else", 0]]'),
    value('by = "scope"\n⟦⟧⟦gives = "text"⟧⟦gives = "text"\n⟧rows = [["city", "high"], ["else", "low"]]'),
    value('by = "scope"\ngives = ["high", "low"]\nrows = [["city", "⟦hgh⟧⟦high⟧"], ["else", "low"]]'),
    value('by = "scope"\ngives = "⟦txt⟧⟦text⟧"\nrows = [["city", "high"], ["else", "low"]]'),
    value('by = "people"\nhit = "⟦frist⟧⟦first⟧"\nrows = [["> 5", 1], ["else", 0]]'),
    value(
        'by = "people"\nhit = "priority"\n⟦⟧⟦gives = ["best", "next"]⟧⟦gives = ["a", "b"]\n⟧rows = [["> 5", "a"], ["else", "b"]]'
    ),
    value('by = "done"\nrows = [[⟦"yes"⟧⟦true⟧, 1], ["else", 0]]'),
    value('by = "day"\nrows = [["⟦2024/1/1⟧⟦2024-11-30⟧", 1], ["else", 0]]'),
    value('by = "people"\nrows = [["⟦9-11⟧⟦>= 9 and <= 11⟧", 1], ["else", 0]]'),
    value('by = "budget"\nrows = [["⟦9-11 万元⟧⟦>= 9 万元 and <= 11 万元⟧", 1], ["else", 0]]'),
    value('by = "budget"\nrows = [[">= ⟦5⟧⟦5 元⟧", 1], ["else", 0]]'),
    value('by = "budget"\nrows = [["⟦≥5 万元⟧⟦>= 5 万元⟧", 1], ["else", 0]]'),
    value('by = "rate"\nrows = [[">= ⟦0.5⟧⟦50%⟧", 1], ["else", 0]]'),
    value('by = "people"\nrows = [["> 5", 1]⟦⟧⟦["else", …]⟧⟦, ["else", 0]⟧]'),
    value('by = "people"\nlines = [[0, 1, 0, 1]]\n⟦⟧⟦otherwise = …⟧⟦otherwise = 0⟧'),
    value('of = ["⟦peple⟧⟦people⟧"]\ncombine = "sum"'),
    value('of = ["people"]\ncombine = "⟦avg⟧⟦mean⟧"'),
    value('is = "people"\nmissing = "⟦nothing⟧⟦zero⟧"'),
    value('is = "people"\nbetween = ⟦5⟧⟦[ … ]⟧⟦[0, 5]⟧'),
    value('by = "people"\nrows = [["> 5", 1]]\nallow = { "⟦row-gab⟧⟦row-gap⟧" = "x" }'),
    value('is = "people"\nbasis = "law"') + '⟦⟧⟦[basis.law]⟧⟦[basis.law]\ntitle = "the law"⟧\n',
    value('with = ["x"]\nis = "x"', read="⟦v⟧⟦v(x)⟧⟦v(people)⟧"),
    value('by = "people"\nrows = [["> 5", 1], ⟦["> 7", 2], ⟧⟦put it before the row `> 5`, or delete it⟧⟦⟧["else", 0]]'),
    value(
        'by = "people"\nrows = [⟦["> 5", 1], ["<= 5", 0], ["missing", 2]⟧⟦put it before the row `> 5`, or delete it⟧⟦["missing", 2], ["> 5", 1], ["<= 5", 0]⟧]'
    ),
    value(
        'by = "people"\nrows = [["> 5", 1], ⟦["else", 0], ["< 0", 2]⟧⟦move `else` to the end⟧⟦["< 0", 2], ["else", 0]⟧]'
    ),
    value('by = "people"\nrows = [["> 5", 1⟦, 2⟧⟦give each key a cell, then the result⟧⟦⟧], ["else", 0]]'),
    value('by = "people"\nrows = ⟦"x"⟧⟦[ … ]⟧⟦[["> 5", 1], ["else", 0]]⟧'),
    value('by = "people"\nrows = [⟦"x"⟧⟦such as [">= 95%", "100%"]⟧⟦["> 5", 1]⟧, ["else", 0]]'),
    value(
        'by = "people"\nrows = [{ row = ["> 5", 1], ⟦colour = "red"⟧⟦a row has row, label and id⟧⟦label = "red"⟧ }, ["else", 0]]'
    ),
    value(
        'by = ⟦"people"⟧⟦such as by = ["severity", "likelihood"]⟧⟦["people", "scope"]⟧\nacross = ["city", "county"]\nrows = [["> 5", 1, 2], ["<= 5", 0, 0]]'
    ),
    value('by = "scope"\nrows = [["city", ⟦"中"⟧⟦add gives = "text"⟧⟦1⟧], ["else", 0]]'),
    value(
        'by = "name"\ngives = "text"\nrows = [["a", ⟦{ a = 1 }⟧⟦put it in quotes, such as "中"⟧⟦"b"⟧], ["else", "b"]]'
    ),
    value(
        'by = "people"\nrows = [[⟦{ a = 1 }⟧⟦write a test or a value in quotes, such as ">= 95%"⟧⟦"> 5"⟧, 1], ["else", 0]]'
    ),
    value('by = "scope"\nrows = [["city", ⟦"none"⟧⟦write { none = true }⟧⟦{ none = true }⟧], ["else", 1]]'),
    value('by = "people"\nlines = [[⟦5, 5⟧⟦write a step as two lines⟧⟦0, 5⟧, 0, 1]]\notherwise = 0'),
    value(
        'by = "⟦day⟧⟦name a number; of dates `days(from, to)`⟧⟦days(day, 2024-03-01)⟧"\nlines = [[0, 5, 0, 1]]\notherwise = 0'
    ),
    value('of = [["people", 2], ["people", ⟦"spent"⟧⟦such as 2.5, or a value that is one⟧⟦2.5⟧]]\ncombine = "mean"'),
    value('of = ["people", ⟦["people", 2]⟧⟦write the name alone⟧⟦"people"⟧]\ncombine = "max"'),
    value('is = "people"\nmissing = ⟦{ row = "x" }⟧⟦only a table has rows⟧⟦"zero"⟧'),
    value('by = "people"\nrows = [["> 5", 1], ["else", 0]]\nmissing = { row = "⟦x⟧⟦rows are `> 5`, `else`⟧⟦else⟧" }'),
    value('is = "people"\nmissing = ⟦"leave_out"⟧⟦write "zero", { value = … } or { row = … }⟧⟦"zero"⟧'),
    value('is = "people"\nround = { decimals = 0 }\nbetween = [0, ⟦5.5⟧⟦let `between` end where `round` does⟧⟦5⟧]'),
    value('is = "people"\nbetween = ⟦[5, 0]⟧⟦write the lowest first⟧⟦[0, 5]⟧'),
    value('⟦⟧⟦give one of is, rows, lines, of⟧⟦is = "people"⟧'),
    value('is = "people"\n⟦hit = "first"⟧⟦delete it, or write the construct that it belongs to⟧⟦⟧'),
    value('is = "ln(people)"\nmissing = "zero"') + "⟦⟧⟦add round = { decimals = 3 }⟧⟦round = { decimals = 3 }\n⟧",
    value('by = "people"\nrows = [["> 5", 1]]\nallow = { "row-gap" = "⟦⟧⟦write why it is meant⟧⟦w⟧" }'),
    value('by = "people"\nrows = [["> 5", 1], ["else", 0]]\n⟦allow = { "row-gap" = "w" }⟧⟦delete it from `allow`⟧⟦⟧'),
    value(
        'by = "people"\nrows = [[">= 9", 3], ["⟦>⟧⟦write `>=` if that is meant⟧⟦>=⟧ 8", 2], [">= 6", 1], ["else", 0]]'
    ),
    value(
        'label = "预算执行率"\nis = "spent / ⟦100 万元⟧⟦divide by a fact that is named, such as `spent / budget`⟧⟦budget⟧"'
    ),
    value(
        'by = "people"\nrows = [[">= ⟦0.95⟧⟦write shares with a percent sign: "95%"⟧⟦95⟧", 3], [">= 90", 2], [">= 80", 1], ["else", 0]]'
    ),
    value('by = "people"\nrows = [⟦["> 5", "a"]⟧⟦add gives = "text"⟧⟦["> 5", 1]⟧, ["else", 0]]'),
    value(
        'by = "people"\nrows = [{ row = ["> 5", 1], label = ⟦5⟧⟦put it in quotes, or delete it⟧⟦"5"⟧ }, ["else", 0]]'
    ),
    value(
        'by = ["people", "scope"]\nacross = ["city", "county"]\nrows = [["> 5", 1, 2⟦, 3⟧⟦give each other key a cell, then each column its result⟧⟦⟧], ["<= 5", 0, 0]]'
    ),
    value(
        'with = ["n"]\nby = "n"\nrows = [[1, 5], [2, 7]⟦⟧⟦add a row for it, or otherwise = …⟧⟦, [3, 9]⟧]', read="v(3)"
    ),
    value(
        'by = "people"\n⟦hit = "sum"\n⟧⟦or write hit = "first" with this row first⟧⟦hit = "first"\n⟧rows = [["missing", 0], ["> 3", 1], ["<= 3", 2]]'
    ),
    value('is = "people"\nbetween = [0, ⟦"x"⟧⟦write digits and a unit, such as `28.00 万元` or `95%`⟧⟦5⟧]'),
]
