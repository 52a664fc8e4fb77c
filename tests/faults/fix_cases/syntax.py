"""What is no TOML, or no JSON."""

from __future__ import annotations

from tests.faults.fix_cases.case import Case, as_json, book

TOML: list[str | Case] = [
    book('[value.x]\nis ⟦⟧⟦=⟧⟦= ⟧"people"'),
    book('[value.x]\nis = "people⟦⟧⟦"⟧'),
    book('[value.x]\n⟦is people⟧⟦key = value⟧⟦is = "people"⟧'),
    book('[value.x]\nby = "people"\nrows = [["> 5", 1]⟦⟧⟦,⟧ ["else", 0]]'),
    book('[value.x⟦⟧⟦]⟧\nis = "people"'),
    book('[[example⟦]⟧⟦]]⟧\nrule = "reach"\ngiven = { actual = "5 米", target = ">= 5 米" }\nearns = 10'),
    book('[result.x]\nis = "people"\ntotal = ⟦True⟧⟦true⟧'),
    book('[value.x]\nis = "people"\nnote = "⟦\\⟧⟦\\\\⟧d"'),
    book('[basis.x]\ntitle = "a"\nfrom = ⟦2024-3-1⟧⟦2024-03-01⟧'),
    book('[unit]\n⟦大箱⟧⟦write "预算" = …⟧⟦"大箱"⟧ = { is = "3 元" }\n[fact.z]\nunit = "大箱"'),
    book('[basis.x]\ntitle⟦: ⟧⟦write `=`⟧⟦ = ⟧"a"'),
    book('[basis.x]\ntitle = "a"\n⟦title = "b"⟧⟦delete one of the two, or rename it⟧⟦number = "b"⟧'),
    book('[fact.z]\nunit = ⟦28 万元⟧⟦texts, and amounts with their unit, stand in quotes: "28 万元"⟧⟦"万元"⟧'),
    book('[value.x]\nby = "people"\nrows = [["> 5", 1], ["else", 0]⟦⟧⟦write `]` where it ends⟧⟦]⟧\nnote = "n"'),
    book('[value.x]\nis = "people"\nround = { decimals = 2⟦\n⟧⟦}⟧⟦}\n⟧note = "n"'),
    book('[basis.x]\ntitle = "a"\nfrom = ⟦2024-02-30⟧⟦such as 2024-03-01⟧⟦2024-03-01⟧'),
    book('[basis.x]\ntitle = "a\tb⟦\\⟧⟦write \\\\⟧⟦\\\\⟧x"'),
    book("[basis.x]\ntitle = ⟦1" + "0" * 120 + '⟧⟦write the number plainly⟧⟦"a"⟧'),
    book('[basis.x]\ntitle = "a"\nnote = ⟦' + "[" * 70 + "]" * 70 + '⟧⟦write it with fewer levels⟧⟦"n"⟧'),
    book('⟦hello⟧⟦write key = value⟧⟦[basis.x]\ntitle = "a"⟧'),
    book('⟦= 5⟧⟦write key = value, or [section]⟧⟦[basis.x]\ntitle = "a"⟧'),
]
JSON: list[str | Case] = [
    as_json('⟦[1]⟧⟦put it in { }⟧⟦{"format": 1, "project": "p"}⟧'),
    as_json('{"format": 1, "project": "p", "facts": {"people": ⟦NaN⟧⟦write the number, or leave it out⟧⟦5⟧}}'),
    as_json('{"format": 1, "project": "p"⟦⟧⟦write `,`⟧⟦,⟧ "facts": {"people": 5}}'),
    as_json('{"format": 1, "project"⟦⟧⟦write `:`⟧⟦:⟧ "p", "facts": {"people": 5}}'),
    as_json(
        '{"format": 1, "project": "p", "facts": {"people": 5⟦, }⟧⟦write "key": value, and no comma before `}`⟧⟦}⟧}'
    ),
    as_json(
        '{"format": 1, "project": "p", "facts": {"people": ⟦five⟧⟦write a number, true, false, or a text in double quotes⟧⟦5⟧}}'
    ),
    as_json('{"format": 1, "project": "p", "facts": {"people": 5}} ⟦x⟧⟦delete what follows⟧⟦⟧'),
    as_json('{"format": 1, "project": "p", ⟦"project": "q"⟧⟦delete one of the two, or rename it⟧⟦"period": 2024⟧}'),
    as_json('{"format": 1, "project": "p", "facts": {"name": "⟦\n⟧⟦write \\n for a new line, \\t for a tab⟧⟦\\n⟧"}}'),
    as_json('{"format": 1, "project": "p", "facts": {"name": "a⟦\\q⟧⟦write \\\\⟧⟦\\\\q⟧"}}'),
    as_json('{"format": 1, "project": "p", "facts": {"people": ⟦1' + "0" * 120 + "⟧⟦write the number plainly⟧⟦5⟧}}"),
    as_json('{"format": 1, "project": "p", "departs": ⟦' + "[" * 70 + "]" * 70 + '⟧⟦write it with fewer levels⟧⟦"n"⟧}'),
    as_json('{"format": 1, "project": "⟦p\\u0000⟧⟦delete it⟧⟦p⟧"}'),
    as_json(
        '{"format": 1, "project": "p", "facts": {"people": {"value": ⟦null⟧⟦say the value, or leave the fact out⟧⟦5⟧}}}'
    ),
]
