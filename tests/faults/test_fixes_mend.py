"""Every fix that offers something to write is written where it was told, and the problem is gone.

A case is what somebody wrote, with a mark `⟦mistake⟧⟦offer⟧`: the mistake stands in the text, the offer must stand word for word
in the fix that is printed for it, and takes the mistake's place. Where an offer has gaps (`…`) a third part says how a person
fills them. What the program may print as a fix is read from its source: one that offers something and has no case fails.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scoring.problems import nearest
from tests.running import run

ROOT = Path(__file__).resolve().parents[2]
MARK = re.compile(r"⟦([^⟧]*)⟧⟦([^⟧]*)⟧(?:⟦([^⟧]*)⟧)?", re.DOTALL)

RULES = """\
format = 1
[rulebook]
name = "book"
weights_off_total = "finding"
[fact]
budget = "元"
spent  = "元"
rate   = "%"
length = "米"
people = { kind = "number" }
done   = { kind = "yes_no" }
scope  = ["city", "county"]
day    = { kind = "date" }
name   = { kind = "text" }
roads  = { list = { width = { unit = "米" }, good = { kind = "yes_no" } } }
[rule.reach]
kind = "proportional"
[rule.effect]
kind   = "judged"
levels = [["good", ">= 80%"], ["fair", ">= 60%"], ["poor", "else"]]
[rule.effort]
kind   = "judged"
full   = 20
step   = 1
levels = [["good", 13, 20], ["fair", 6, 12], ["poor", 0, 5]]
"""

PROJECT = """\
format  = 1
project = "roads"
period  = 2024
"""

FORM = PROJECT + """\
[facts]
budget = "60 万元"
[indicator]
N1 = { in = "output", label = "roads", weight = 10, rule = "reach", target = ">= 12 米", actual = "11 米" }
"""  # fmt: skip


def fact(line: str) -> str:
    """A project that reports one more fact."""
    return PROJECT + f"[facts]\n{line}\n" + FORM.partition("[facts]\n")[2].partition("\n")[2]


def row(keys: str) -> str:
    """A project with one row of its own."""
    return PROJECT + f"[indicator]\nN1 = {{ {keys} }}\n"


NOISE = "chosen-on-command-line"


def value(lines: str) -> str:
    """A rulebook with one more value, and a result that reads it."""
    return f'{RULES}[value.v]\n{lines}\n[result.r]\nis = "v"\n'


AMOUNTS = [
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
]
FACTS = [
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
]
ROWS = [
    row('⟦⟧⟦in = "产出/数量"⟧⟦in = "产出/数量", ⟧label = "roads", weight = 10, rule = "reach", target = ">= 12 米"'),
    row('⟦⟧⟦weight = 10⟧⟦weight = 10, ⟧in = "output", label = "roads", rule = "reach", target = ">= 12 米"'),
    row('⟦⟧⟦rule = "…"⟧⟦rule = "reach", ⟧in = "output", label = "roads", weight = 10, target = ">= 12 米"'),
    row('in = "output", label = "roads", weight = 10, rule = "⟦rech⟧⟦reach⟧", target = ">= 12 米"'),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ⟦"12 米"⟧⟦">= 12 米"⟧'),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ⟦12⟧⟦">= 12"⟧'),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ⟦"有效"⟧⟦定性⟧⟦"定性"⟧'),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ">= 12 米", actual = "11 ⟦万元⟧⟦米⟧"'),
    row('in = "output", label = "roads", weight = ⟦"ten"⟧⟦28⟧, rule = "reach", target = ">= 12 米"'),
    row(
        'in = "output", label = "roads", weight = 10, rule = "reach", target = ">= 12 米", actual = "= ⟦lenth⟧⟦length⟧"'
    ),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ">= 12 米", claimed = ⟦"ten"⟧⟦28⟧'),
    row('in = "output", label = "roads", weight = 10, rule = "reach", target = ">= 12 米", ⟦claimd⟧⟦claimed⟧ = 5'),
    row(
        'in = "output", label = "roads", weight = 10, rule = "effect", judged = { level = "⟦god⟧⟦good⟧", share = "90%" }'
    ),
    row(
        'in = "output", label = "roads", weight = 10, rule = "effect", judged = { ⟦⟧⟦level = "…"⟧⟦level = "good", ⟧share = "85%" }'
    ),
    row(
        'in = "output", label = "roads", weight = 10, rule = "effect", judged = { level = "good", ⟦points = 5⟧⟦share = "85%"⟧ }'
    ),
    row(
        'in = "output", label = "roads", weight = 20, rule = "effort", judged = { level = "good", ⟦share = "50%"⟧⟦points = 20⟧ }'
    ),
    row(
        'in = "output", label = "roads", weight = 10, rule = "effect", judged = { level = "good", share = ⟦0.85⟧⟦"85%"⟧ }'
    ),
    row(
        'in = "output", label = "roads", weight = 10, rule = "reach", target = ">= 12 米", missing = ⟦"nul"⟧⟦zero⟧⟦"zero"⟧'
    ),
    FORM.replace("2024", '⟦"2024-13"⟧⟦2024⟧'),
    FORM + "[claim.self]\n⟦totl⟧⟦total⟧ = 5\n",
    FORM + '[not_applicable]\nN1 = ⟦"no roads"⟧⟦{ why = "…" }⟧⟦{ why = "no roads" }⟧\n',
    FORM.replace("[indicator]", "[⟦indicatr⟧⟦indicator⟧]"),
]
FORMULAS = [
    value('is = "spent / ⟦budgett⟧⟦budget⟧"'),
    value('rows = [["spent > ⟦5⟧⟦5 元⟧", 1], ["else", 0]]'),
    value('rows = [["spent > 5 元 and people⟧⟦", 1], ["else", 0]]').replace("people⟧⟦", "people⟦⟧⟦> 0⟧⟦ > 0⟧"),
    value('is = "spent ⟦＋⟧⟦+⟧ budget"'),
    value('is = "if people ⟦≥⟧⟦>=⟧ 5 then 1 else 0"'),
    value('is = "if done then 1⟦⟧⟦else⟧⟦ else 0⟧"'),
    value("is = \"if scope == ⟦city⟧⟦'city'⟧ then 1 else 0\""),
    value("is = \"if scope == '⟦cty⟧⟦city⟧' then 1 else 0\""),
    value('is = "if ⟦0 元 < spent < 5 元⟧⟦a < b and b < c⟧⟦0 元 < spent and spent < 5 元⟧ then 1 else 0"'),
    value("is = \"if scope ⟦in 'city'⟧⟦in (\"a\", \"b\")⟧⟦in ('city', 'county')⟧ then 1 else 0\""),
    value('is = "⟦abs()⟧⟦abs(x)⟧⟦abs(people)⟧"'),
    value('is = "⟦abss⟧⟦abs⟧(people)"'),
    value("is = \"if day > ⟦'2024-01-01'⟧⟦2024-11-30⟧ then 1 else 0\""),
    value('is = "if rate > ⟦0.5⟧⟦50%⟧ then 1 else 0"'),
    value('is = "(5⟦⟧⟦)⟧ + people"'.replace(" + people", "")),
    value('is = "if not people⟦⟧⟦> 0⟧⟦ > 0⟧ then 1 else 0"'),
    value('is = "if done ⟦||⟧⟦or⟧ people > 1 then 1 else 0"'),
    value('is = "if people ⟦=⟧⟦==⟧ 5 then 1 else 0"'),
    value('is = "people ⟦**⟧⟦^⟧ 2"'),
    value('is = "if ⟦!⟧⟦not⟧⟦not ⟧done then 1 else 0"'),
    value('is = "sum(roads, ⟦widht⟧⟦width⟧)"'),
    value('is = "⟦sum(roads)⟧⟦sum(list, field)⟧⟦sum(roads, width)⟧"'),
    value('is = "⟦days(day)⟧⟦days(from, to)⟧⟦days(day, 2024-03-01)⟧"'),
    value('is = "ln(spent⟦⟧⟦… / 1 元⟧⟦ / 1 元⟧)"') + "round = { decimals = 2 }\n",
    value('is = "⟦round(spent)⟧⟦round(… / 1 元) * 1 元⟧⟦round(spent / 1 元) * 1 元⟧"'),
    value('is = "round(people, ⟦0.5⟧⟦round(x, 2)⟧⟦2⟧)"'),
    value('is = "people"\n⟦uni⟧⟦unit⟧ = "%"'),
    value('is = "people"\nround = { ⟦decimal⟧⟦decimals⟧ = 2 }'),
    value('is = "people"\nround = ⟦2⟧⟦{ decimals = 2 }⟧'),
]
TABLES = [
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
    value('by = "budget"\nrows = [["⟦约5 万元⟧⟦>= 5 万元⟧", 1], ["else", 0]]').replace("约", "≥"),
    value('by = "rate"\nrows = [[">= ⟦0.5⟧⟦50%⟧", 1], ["else", 0]]'),
    value('by = "people"\nrows = [["> 5", 1]⟦⟧⟦["else", …]⟧⟦, ["else", 0]⟧]'),
    value('by = "people"\nlines = [[0, 1, 0, 1]]\n⟦⟧⟦otherwise = …⟧⟦otherwise = 0⟧'),
    value('of = ["⟦peple⟧⟦people⟧"]\ncombine = "sum"'),
    value('of = ["people"]\ncombine = "⟦avg⟧⟦mean⟧"'),
    value('is = "people"\nmissing = "⟦nothing⟧⟦zero⟧"'),
    value('is = "people"\nbetween = ⟦5⟧⟦[ … ]⟧⟦[0, 5]⟧'),
    value('is = "people"\nallow = { "⟦row-gab⟧⟦row-gap⟧" = "x" }').replace(
        'is = "people"', 'by = "people"\nrows = [["> 5", 1]]'
    ),
    value('is = "people"\nbasis = "law"') + '⟦⟧⟦[basis.law]⟧⟦[basis.law]\ntitle = "the law"⟧\n',
    value('with = ["x"]\nis = "x"').replace('"v"', '"⟦v⟧⟦v(x)⟧⟦v(people)⟧"'),
    value('by = "people"\nrows = [["> 5", 1], ["> ⟦7⟧⟦⟧", 2], ["else", 0]]').replace("⟦7⟧⟦⟧", "3"),
]


def book(lines: str) -> str:
    """A rulebook with one more section."""
    return f"{RULES}{lines}\n"


SECTIONS = [
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
    RULES.replace('name = "book"', 'name = "book"\nlint = { "row-gap" = "⟦loud⟧⟦error⟧" }'),
    RULES.replace('name = "book"', 'name = "book"\nnot_applicable = "⟦drop⟧⟦rescale⟧"'),
    RULES.replace('name = "book"', 'name = "book"\nmissing = "⟦x⟧⟦zero⟧"'),
]
SYNTAX = [
    book('[value.x]\nis ⟦⟧⟦=⟧⟦= ⟧"people"'),
    book('[value.x]\nis = "people⟦⟧⟦"⟧'),
    book('[value.x]\n⟦is people⟧⟦key = value⟧⟦is = "people"⟧'),
    book('[value.x]\nby = "people"\nrows = [["> 5", 1]⟦⟧⟦,⟧ ["else", 0]]'),
    book('[value.x⟦⟧⟦]⟧\nis = "people"'),
    book('[[example⟦]⟧⟦]]⟧\nvalue = "v"').replace(
        'value = "v"', 'rule = "reach"\ngiven = { actual = "5 米", target = ">= 5 米" }\nearns = 10'
    ),
    book('[result.x]\nis = "people"\ntotal = ⟦True⟧⟦true⟧'),
    book('[value.x]\nis = "people"\nnote = "⟦\\⟧⟦\\\\⟧d"'),
    book('[basis.x]\ntitle = "a"\nfrom = ⟦2024-3-1⟧⟦2024-03-01⟧'),
]
OF_LIST = '\n[result.n]\nis = "count(l)"\n'
OF_COLUMN = '\n[result.n]\nis = "max(roads, c)"\n'
RECORDS = [
    book('[list.l]\nfrom = "⟦raods⟧⟦roads⟧"' + OF_LIST),
    book('[list.l]\nfrom = "⟦budget⟧⟦roads⟧"' + OF_LIST),
    book('[list.l]\nfrom = "roads"\norder = "width"\nties = "listed"\nkeep = ⟦{}⟧⟦{ first = 1 }⟧' + OF_LIST),
    book('[list.l]\nfrom = "roads"\norder = "width"\nties = "listed"\nleave_out = ⟦1⟧⟦{ first = 1 }⟧' + OF_LIST),
    book('[list.l]\nfrom = "roads"\norder = "width"\nties = "listed"\nleave_out = { first = ⟦-1⟧⟦1⟧ }' + OF_LIST),
    book(
        '[list.l]\nfrom = "roads"\nratio = { of = "width", to = "width" }\n'
        "⟦leave_out = { first = 1 }⟧⟦leave_out = 1⟧" + OF_LIST
    ),
    book('[list.l]\nfrom = "roads"\nfill = { to = 3, with = { ⟦widht⟧⟦width⟧ = "1 米" } }' + OF_LIST),
    book(
        '[list.l]\nfrom = "roads"\norder = "⟦good⟧⟦if x then 0 else 1⟧⟦if good then 0 else 1⟧"\nties = "listed"\nkeep = { first = 1 }'
        + OF_LIST
    ),
    book('[column.⟦points⟧⟦[column.LIST.points]⟧⟦roads.points⟧]\nis = "width"\n[result.n]\nis = "max(roads, width)"'),
    book('[column.roads.c]\nis = "width"\n[result.n]\nis = "⟦roads.c⟧⟦max(roads, c)⟧"'),
    book('[column.roads.c]\nplace = "width"\n[result.n]\nis = "count(roads, ⟦c⟧⟦.place⟧⟦c.place⟧ <= 3)"'),
    book('[column.roads.c]\nplace = "width"\n[result.n]\nis = "sum(roads, ⟦c⟧⟦.place⟧⟦c.place⟧)"'),
    book('[column.roads.c]\nis = "⟦widht⟧⟦width⟧"' + OF_COLUMN),
    book('[column.roads.c]\nis = "width"\n[result.n]\nis = "max(roads, ⟦cc⟧⟦c⟧)"')
    .replace("roads.c]", "roads.long]")
    .replace("⟦cc⟧⟦c⟧", "⟦lnog⟧⟦long⟧"),
    book('[fact.staff]\nkey = "⟦nmae⟧⟦name⟧"\nlist = { name = { kind = "text" } }\n[result.n]\nis = "count(staff)"'),
    book(
        '[fact.staff]\nkey = "name"\nlist = { name = ⟦{ kind = "yes_no" }⟧⟦{ kind = "text" }⟧ }\n[result.n]\nis = "count(staff)"'
    ),
]
CASES = {f"{name} {number}": case for name, cases in
         (("amounts", AMOUNTS), ("facts", FACTS), ("rows", ROWS), ("formulas", FORMULAS), ("tables", TABLES),
          ("sections", SECTIONS), ("syntax", SYNTAX), ("records", RECORDS))
         for number, case in enumerate(cases) if "⟦" in case}  # fmt: skip


def told(folder: Path, text: str) -> list[dict[str, str | int | None]]:
    """The problems of a rulebook, or of a project of the rulebook above, as JSON says them."""
    of_project = text.startswith(PROJECT[:20]) or "\nproject =" in text
    book = folder / "rules" / "book" / "book.toml"
    book.parent.mkdir(parents=True, exist_ok=True)
    book.write_text(RULES if of_project else text, encoding="utf-8")
    (folder / "project.toml").write_text(text if of_project else FORM, encoding="utf-8")
    if of_project:
        ran = run("score", folder / "project.toml", "--rules", f"{book.parent}/", "--format", "json")
        return json.loads(ran.err)["problems"] if ran.status == 1 else []  # type: ignore[no-any-return]
    return json.loads(run("check", f"{book.parent}/", "--format", "json").out)["problems"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", CASES)
def test_what_a_fix_offers_mends_the_problem(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    mark = MARK.search(case)
    assert mark is not None
    mistake, offer, written = mark[1], mark[2], mark[3] if mark[3] is not None else mark[2]
    before = [problem for problem in told(tmp_path, MARK.sub(lambda _: mistake, case)) if problem["code"] != NOISE]
    assert before, "nothing was told"
    fixes = [str(problem["fix"]) for problem in before]
    assert any(offer in fix for fix in fixes), f"{offer!r} is not offered by {fixes}"
    after = [problem for problem in told(tmp_path, MARK.sub(lambda _: written, case)) if problem["code"] != NOISE]
    assert [problem for problem in after if problem["severity"] != "note"] == [], f"{offer!r} does not mend it"


# ---------------------------------------------------------------- the name that was meant


@pytest.mark.parametrize(
    ("written", "names", "meant"),
    [
        ("budgt", ["budget", "spent"], "budget"),
        ("male", ["Female", "Male"], "Male"),
        ("long jump", ["long_jump"], "long_jump"),
        ("widht", ["width"], "width"),
        ("satisfaktion", ["satisfaction"], "satisfaction"),
        ("self-evalution", ["performance-evaluation", "self-evaluation"], "self-evaluation"),
        ("预算安", ["预算安排"], "预算安排"),
        ("全年预算数", ["年初预算数"], None),
        ("年末预算数", ["年初预算数"], None),
        ("公理", ["公顷", "公里"], None),
        ("score", ["pressure"], None),
        ("ramps", ["roads"], None),
        ("N2", ["N1", "N3"], None),
        ("x", ["y"], None),
        ("", ["a"], None),
    ],
)
def test_only_a_slip_of_the_hand_is_taken_for_another_name(written: str, names: list[str], meant: str | None) -> None:
    assert nearest(written, names) == meant


# ---------------------------------------------------------------- every fix of the program

OFFERS = re.compile(r"""[`"'=\[]|\{[^}]*\}|\bwrite [a-z0-9{]""")
BEGINS = (
    "add",
    "begin",
    "close",
    "declare",
    "did",
    "divide",
    "for",
    "give",
    "name",
    "put",
    "say",
    "such",
    "use",
    "write",
)
"""Words with which a fix tells what to write."""


def templates() -> dict[str, str]:
    """What the program may offer as a fix, in English with `{…}` where something is filled in, and where it stands."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "scoring").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and node.args:
                for text in texts(node.args[0]):
                    if text.split(" ")[0] in BEGINS and OFFERS.search(text):
                        found.setdefault(text, str(path.relative_to(ROOT)))
    return found


def texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr():
            yield "".join(part.value if isinstance(part, ast.Constant) else "{…}" for part in node.values)
        case ast.IfExp():
            yield from texts(node.body)
            yield from texts(node.orelse)


def test_every_fix_that_offers_something_is_tried_or_known_not_to_be(
    tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    """A new fix is not in the list: give it a case above, or look at it and write the list anew."""
    said = {
        str(problem["fix"]) for case in CASES.values() for problem in told(tmp_path, MARK.sub(lambda m: m[1], case))
    }
    shown = "\n".join(sorted(said))
    tried = [text for text in templates() if re.search(re.escape(text).replace(re.escape("{…}"), ".*"), shown)]
    left = [f"{where}: {text}" for text, where in templates().items() if text not in tried]
    golden(
        "\n".join([f"{len(tried)} offers are tried; not yet tried are", *sorted(left), ""]), "tests/golden/fixes.txt"
    )
