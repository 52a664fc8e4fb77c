"""Mistakes whose fixes are written where they were told, and fixes that offer nothing to write, each with its reason.

A case is what somebody wrote, with marks `⟦mistake⟧⟦offer⟧` or `⟦mistake⟧⟦offer⟧⟦how a person writes it⟧`: the offer of the first
stands word for word in the fix that is told. A text alone is a rulebook, or a project of the rulebook `RULES`; other files and other
commands are a `Case`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """Files with marks in them, and the command that looks at them, in the folder in which they lie."""

    files: Mapping[str, str]
    words: tuple[str, ...]
    bytes: Mapping[str, bytes] = field(default_factory=dict)  # files that are no text; they are as they are


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


PANEL = 'in = "output", label = "roads", weight = 10, rule = "effect", claimed = 9, '


def fact(line: str) -> str:
    """A project that reports one more fact."""
    return PROJECT + f"[facts]\n{line}\n" + FORM.partition("[facts]\n")[2].partition("\n")[2]


def row(keys: str) -> str:
    """A project with one row of its own."""
    return PROJECT + f"[indicator]\nN1 = {{ {keys} }}\n"


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


LIST = """\
[fact]
bids = { key = "who", list = { who = { kind = "text" }, price = { unit = "元" }, marks = { kind = "number" }, won = { kind = "yes_no" } } }
"""
GRADES = '[grade]\nrows = [[">= 80%", "A"], ["else", "B"]]\n'


def table(text: str, rules: str = RULES, more: tuple[str, ...] = ()) -> Case:
    """A table of projects, scored by a rulebook with one result."""
    words = ("batch", "t.csv", "--rules", "rules/book/", "-o", "o.csv", "--rejects", "r.csv", *more)
    return Case({"rules/book/book.toml": rules + '[result.r]\nis = "people"\noptional = true\n', "t.csv": text}, words)


def in_set(rows: str, rules: str = RULES, sections: str = "") -> Case:
    """An indicator set beside a rulebook, checked."""
    head = 'format = 1\n[indicator_set]\nname = "s"\nrules = "book"\n'
    files = {"rules/book/book.toml": rules, "indicators/s/set.toml": f"{head}{sections}[indicator]\n{rows}"}
    return Case(files, ("check", "indicators/s/", "--format", "json"))


def cases(keys: str, text: str, rules: str = RULES) -> Case:
    """A rulebook with a table of published cases beside it, checked."""
    own = f'{rules}[result.r]\nis = "people"\n[[cases]]\nfile = "c.csv"\n{keys}\n'
    return Case({"rules/book/book.toml": own, "rules/book/c.csv": text}, ("check", "rules/book/", "--format", "json"))


def as_json(text: str) -> Case:
    """A project in JSON."""
    words = ("score", "p.json", "--rules", "rules/book/", "--format", "json")
    rules = RULES + '[result.r]\nis = "people"\noptional = true\n'
    return Case({"rules/book/book.toml": rules, "p.json": text}, words)


def scored(sections: str, facts: str) -> Case:
    """A rulebook with more sections, and a project that reports facts alone."""
    files = {"rules/book/book.toml": RULES + sections, "p.toml": f"{PROJECT}[facts]\n{facts}\n"}
    return Case(files, ("score", "p.toml", "--rules", "rules/book/", "--format", "json"))


def with_map(columns: str, text: str) -> Case:
    """A table with a map of its columns."""
    made = table(text, more=("--columns", "c.toml"))
    return Case({**made.files, "c.toml": f"format = 1\n[columns]\n{columns}\n"}, made.words)


def listed(lines: str) -> str:
    """A rulebook with a list of bids."""
    return f'format = 1\n[rulebook]\nname = "book"\n{LIST}{lines}\n'


JUDGED = 'in = "output", label = "roads", weight = 10, rule = "effect", judged = '
EFFORT = 'in = "output", label = "roads", weight = 20, rule = "effort", judged = '
MEASURED = 'in = "output", label = "roads", weight = 10, rule = "reach", target = ">= 12 米"'

MORE: list[str | Case] = [
    # projects
    row(JUDGED + '{ level = "good", share = ⟦"50%"⟧⟦correct the share, or name the level it belongs to⟧⟦"85%"⟧ }'),
    row(MEASURED + ', actual = "12 米"⟦, judged = { level = "good" }⟧⟦delete it, or choose a judged rule⟧⟦⟧'),
    row(EFFORT + '{ level = "good", points = ⟦13.5⟧⟦round the judgement⟧⟦14⟧ }'),
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
    FORM + '[claim.self]\ntotal = ⟦"lots"⟧⟦such as 92⟧⟦9.17⟧\n',
    FORM + "[claim.self]\npoints = { ⟦Q7⟧⟦there are N1⟧⟦N1⟧ = 9.17 }\n",
    FORM
    + '[override.grade]\nis = "A"\nwhy = "w"\n'.replace("[override", "⟦[override").replace(
        '"w"\n', '"w"\n⟧⟦delete it⟧⟦⟧'
    ),
    fact('people = { value = 5, ⟦at_least = 4⟧⟦delete it, or `value`⟧⟦note = "n"⟧ }'),
    fact("people = { ⟦at_least = 9, at_most = 5⟧⟦exchange the two⟧⟦at_least = 5, at_most = 9⟧ }"),
    fact('people = { value = 5, ⟦colour = "red"⟧⟦known here: value, source⟧⟦note = "red"⟧ }'),
    fact('roads = [{ ⟦colour⟧⟦they have width, good⟧⟦width⟧ = "3 米" }]'),
    fact('name = ⟦["a"]⟧⟦write it in quotes: "…"⟧⟦"a"⟧'),
    fact('⟦qqqq⟧⟦declare it: [fact] qqqq = "元"⟧⟦people⟧ = 5'),
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
    row(JUDGED + '{ level = "⟦zzzz⟧⟦write `good`, `fair` or `poor`⟧⟦good⟧", share = "85%" }'),
    fact('budget = "⟦⟧⟦write the amount, or leave the line out⟧⟦5 元⟧"'),
    fact('budget = "⟦nan⟧⟦leave the line out if the amount is not known⟧⟦5 元⟧"'),
    fact('budget = "⟦1e500⟧⟦write at most ⟧⟦5⟧ 元"'),
    fact(f'budget = "⟦{"x" * 300}⟧⟦write the number and its unit alone⟧⟦5 元⟧"'),
    fact('length = "3 ⟦尺寸⟧⟦declare it as `[unit."尺寸"]`⟧⟦米⟧"'),
    fact('budget = "⟦abc⟧⟦28 元⟧⟦28 元⟧"'),
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
    # JSON
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
    as_json(
        '{"format": 1, "project": "p", "project⟦⟧⟦delete one of the two, or rename it⟧⟦_⟧": "p"}'.replace(
            '"project⟦⟧⟦delete one of the two, or rename it⟧⟦_⟧": "p"',
            '⟦"project": "q"⟧⟦delete one of the two, or rename it⟧⟦"period": 2024⟧',
        )
    ),
    as_json('{"format": 1, "project": "p", "facts": {"name": "⟦\n⟧⟦write \\n for a new line, \\t for a tab⟧⟦\\n⟧"}}'),
    as_json('{"format": 1, "project": "p", "facts": {"name": "a⟦\\q⟧⟦write \\\\⟧⟦\\\\q⟧"}}'),
    as_json('{"format": 1, "project": "p", "facts": {"people": ⟦1' + "0" * 120 + "⟧⟦write the number plainly⟧⟦5⟧}}"),
    as_json('{"format": 1, "project": "p", "departs": ⟦' + "[" * 70 + "]" * 70 + '⟧⟦write it with fewer levels⟧⟦"n"⟧}'),
    as_json('{"format": 1, "project": "⟦p\\u0000⟧⟦delete it⟧⟦p⟧"}'),
    # TOML
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
    # formulas
    value('is = "people ⟦€⟧⟦delete it⟧⟦⟧"'),
    value('is = "⟦⟧⟦write a formula, or leave the key out⟧⟦people⟧"'),
    value('is = "people +⟦⟧⟦write what belongs behind it⟧⟦ 1⟧"'),
    value('is = "⟦⟧⟦write a name or a number before it, or delete it⟧⟦1 ⟧* people"'),
    value('is = "⟦⟧⟦write the number before it, such as `95%`⟧⟦5⟧%"'),
    value('is = "people⟦）⟧⟦write⟧⟦⟧"'),
    value('is = "people ⟦)⟧⟦write what is missing before it, or delete it⟧⟦⟧"'),
    value('is = "people ⟦ 5⟧⟦is a sign such as `*`, `and` or `,` missing before it?⟧⟦* 5⟧"'),
    value('is = "⟦元⟧⟦`元` is a unit: write a number before it, as in `1 元`⟧⟦1 元⟧"'),
    value("is = \"if scope == ⟦'city⟧⟦close it with `'`⟧⟦'city'⟧ then 1 else 0\""),
    value('is = "people\u00a0+ 1"'.replace("\u00a0", "⟦\u00a0⟧⟦write a plain space⟧⟦ ⟧")),
    value("is = \"if name ⟦<⟧⟦compare numbers, dates, or texts by `==`⟧⟦==⟧ 'a' then 1 else 0\""),
    value("is = \"if day > ⟦'x'⟧⟦write a date without quotes, such as `2024-11-30`⟧⟦2024-11-30⟧ then 1 else 0\""),
    value('is = "1 + ⟦done⟧⟦write a number here, or `if … then 1 else 0`⟧⟦if done then 1 else 0⟧"'),
    value('is = "if rate > ⟦5⟧⟦write⟧⟦5%⟧ then 1 else 0"'),
    value('is = "⟦spent + people⟧⟦put only what is of one kind together⟧⟦spent / 1 元 + people⟧"'),
    value("is = \"if scope == ⟦city⟧⟦texts are in quotes⟧⟦'city'⟧ then 1 else 0\""),
    value('is = "if ⟦evidenced(people > 1)⟧⟦write the fact\'s name alone⟧⟦evidenced(done)⟧ then 1 else 0"'),
    value('rows = [["⟦people⟧⟦compare it with something, such as `> 0`⟧⟦people > 0⟧", 1], ["else", 0]]'),
    value('by = "people"\nrows = [["⟦~ 5⟧⟦write a test, such as `>= 5`⟧⟦>= 5⟧", 1], ["else", 0]]'),
    # tables, values
    value('by = "people"\nrows = [["> 5", 1], ⟦["> 7", 2], ⟧⟦put it before the row `> 5`, or delete it⟧⟦⟧["else", 0]]'),
    value(
        'by = "people"\nrows = [⟦["> 5", 1], ["<= 5", 0], ["missing", 2]⟧⟦put it before the row `> 5`, or delete it⟧⟦["missing", 2], ["> 5", 1], ["<= 5", 0]⟧]'
    ),
    value('by = "people"\nrows = [["> 5", 1], ["else", 0]⟦, ["< 0", 2]⟧⟦move `else` to the end⟧⟦⟧]').replace(
        '["else", 0]⟦, ["< 0", 2]⟧⟦move `else` to the end⟧⟦⟧',
        '⟦["else", 0], ["< 0", 2]⟧⟦move `else` to the end⟧⟦["< 0", 2], ["else", 0]⟧',
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
    value('is = "ln(people)"\nmissing = "zero"').replace(
        '[result.r]\nis = "v"\n', '[result.r]\nis = "v"\n⟦⟧⟦add round = { decimals = 3 }⟧⟦round = { decimals = 3 }\n⟧'
    ),
    value('is = "people"\nallow = { "row-gap" = "⟦⟧⟦write why it is meant⟧⟦w⟧" }').replace(
        'is = "people"', 'by = "people"\nrows = [["> 5", 1]]'
    ),
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
    book(
        '[result.x]\nby = "people"\ngives = ["a", "b"]\nhit = "priority"\nrows = [["> 5", "⟦c⟧⟦a⟧⟦a⟧"], ["else", "b"]]'
    ),
    # sections
    book('[rule.x]\nkind = "proportional"\nover = { beyond = ⟦"x"⟧⟦write beyond = "130%"⟧⟦"130%"⟧ }'),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach", missing = { value = ⟦20⟧⟦write a value between these ends⟧⟦"60%"⟧ } }\n'
    ),
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
    value("is = \"if scope == ⟦5⟧⟦put texts in quotes⟧⟦'city'⟧ then 1 else 0\""),
    book('[unit."大箱"]\nis = "⟦0 元⟧⟦such as "3 元"⟧⟦3 元⟧"\n[fact.z]\nunit = "大箱"'),
    book('[unit."⟦元⟧⟦choose another name⟧⟦大箱⟧"]\nis = "3 元"'),
    book('[fact.⟦period⟧⟦choose another name⟧⟦z⟧]\nunit = "元"'),
    book(
        '[rule.x]\nkind = "proportional"\n⟦missing = "x"⟧⟦such as "zero", { value = "60%" } or { row = "else" }⟧⟦missing = "zero"⟧'
    ).replace('"x"⟧', '{ value = "x" }⟧'),
    RULES.replace('name = "book"', 'name = "book"\n⟦colour = "red"⟧⟦known here: ⟧⟦note = "red"⟧'),
    RULES.replace('name = "book"', 'name = "book"\nlint = { "⟦row-gapp⟧⟦lints are ⟧⟦row-gap⟧" = "error" }').replace(
        "row-gapp", "qqq"
    ),
    # lists
    listed('[list.best]\nfrom = "⟦bidz⟧⟦did you mean `bids`?⟧⟦bids⟧"\n[result.r]\nis = "sum(best, price)"'),
    listed(
        '[list.best]\nfrom = "bids"\norder = "⟦won⟧⟦order by numbers, dates or texts; yes or no as `if x then 0 else 1`⟧⟦if won then 0 else 1⟧"\nties = "listed"\nkeep = { first = 1 }\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "price"\nties = "listed"\nkeep = ⟦{}⟧⟦write { first = 1 }⟧⟦{ first = 1 }⟧\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "price"\nties = "listed"\nleave_out = ⟦1⟧⟦write { first = 1 } or { last = 1 }⟧⟦{ first = 1 }⟧\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "price"\nties = "listed"\nkeep = { first = 1⟦, last = 1⟧⟦delete one of the two⟧⟦⟧ }\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\nratio = { of = "⟦who⟧⟦write a number of each record⟧⟦marks⟧", to = "marks" }\nleave_out = 1\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\nratio = { of = "marks", to = "marks" }\nleave_out = ⟦{ first = 1 }⟧⟦write how many are left out, such as leave_out = 1⟧⟦1⟧\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "price"\nties = "listed"\nkeep = { first = "⟦\'a\'⟧⟦such as 1, or a formula that gives one⟧⟦1⟧" }\n[result.r]\nis = "sum(best, price)"'
    ),
    listed(
        '[column.bids.position]\n⟦is = "count(bids, price < own.price) + 1"⟧⟦write [column.bids.rank] with place = "…"⟧⟦place = "price"⟧\n[result.r]\nis = "count(bids, position⟦⟧⟦⟧⟦.place⟧ == 1)"'
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = "marks"\nties = ⟦"told"⟧⟦⟧⟦"listed"⟧\nkeep = { first = 1 }\n[result.r]\nis = "sum(best, price)"'
    )
    .replace('⟦"told"⟧⟦⟧⟦"listed"⟧', '"listed"')
    .replace('ties = "listed"\n', '⟦⟧⟦or ties = "listed"⟧⟦ties = "listed"\n⟧'),
    listed(
        '[list.valid]\nfrom = "bids"\nwhere = "won"\n[result.r]\nis = "mean(valid, price)"\n⟦⟧⟦or when = "count(valid) > 0"⟧⟦when = "count(valid) > 0"⟧'
    ),
    listed(
        '[column.bids.rank]\nplace = "-marks"\n[result.r]\nis = "count(bids, ⟦rank.share <= 20%⟧⟦max(1, …)⟧⟦rank.place <= max(1, floor(rank.of * 20%))⟧)"'
    ),
    # sets
    in_set(
        'X = { in = "g", weight = 10, rule = "⟦rows⟧⟦declare a bonus: between = [0, …]⟧⟦bonus⟧" }\n',
        RULES
        + '[rule.rows]\nby = "people"\nrows = [["> 5", 12], ["else", 0]]\n[rule.bonus]\nby = "people"\nrows = [["> 5", 12], ["else", 0]]\nbetween = [0, 12]\n',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\nY = { in = "⟦qqq⟧⟦add [group."qqq"]⟧⟦a⟧", weight = 10, rule = "reach" }\n',
        sections="[group.a]\n",
    ),
    in_set(
        'X = { in = "a", weight = ⟦20⟧⟦say departs = "…" in [indicator_set]⟧⟦10⟧, rule = "reach" }\n',
        RULES + "[frame.a]\nweight = 10\n",
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\nY = { in = "a", weight = ⟦0⟧⟦take `Y` out of `a`⟧⟦5⟧, rule = "reach" }\n',
        sections='[group.a]\ncombine = "mean"\n',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\n',
        sections='[group.a]\ncombine = "⟦count⟧⟦write sum, mean, geomean, median, min, max or product⟧⟦mean⟧"\n',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\n',
        sections='[group.a]\ncombine = "geomean"\n⟦⟧⟦add round = { decimals = 2 }⟧⟦round = { decimals = 2 }\n⟧',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\nY = { in = "b", weight = 10, rule = "reach" }\n',
        sections='[group.a]\nweight = ⟦30⟧⟦combine degrees: combine = "mean"⟧⟦30\ncombine = "mean"⟧\n[group.b]\n',
    ),
    in_set('X = { in = "a", weight = 10, rule = "reach" }\n', sections="[group.⟦qqq⟧⟦groups are a⟧⟦a⟧]\n"),
    # tables
    table("project,⟦peeple⟧⟦did you mean `people`?⟧⟦people⟧\na,5\n"),
    table("project,people,⟦people⟧⟦delete one⟧⟦day⟧\na,5,2024-01-01\n"),
    table("project,⟦⟧⟦name it or delete it⟧⟦day⟧,people\na,2024-01-01,5\n"),
    table("project,people,⟦colour⟧⟦rename or delete it, or say what it is with --columns⟧⟦day⟧\na,5,2024-01-01\n"),
    table("project,people,rate⟦ (斤)⟧⟦give it in `%`⟧⟦ (%)⟧\na,5,95\n"),
    table("project,people\na,⟦about 5⟧⟦at_least⟧⟦5⟧\n"),
    table("project,people\na,5\n⟦合计,5⟧⟦delete the row⟧⟦b,6⟧\n"),
    table("project,people\na,5\n⟦a⟧⟦keep one of them, or name them apart⟧⟦b⟧,6\n"),
    table("⟦⟧⟦write the columns' names into its first row⟧⟦project,people\na,5\n⟧"),
    cases(
        'given = { people = "people", roads = "roads" }\nexpect = { r = "r" }',
        'people,roads,r\n5,⟦x⟧⟦write [{⟧⟦"[{""width"": ""3 米""}]"⟧,5\n',
    ),
    # cases
    cases(
        'given = { people = "people" }\nexpect = { r = "r" }',
        'people,r⟦,colour⟧⟦or add ignore = ["colour"]⟧⟦⟧\n5,5⟦,x⟧⟦⟧⟦⟧\n',
    ),
    cases(
        'given = { people = "people" }\n⟦⟧⟦add expect = { … }, a result and its column⟧⟦expect = { r = "r" }⟧',
        "people,r\n5,5\n",
    ),
    cases(
        'given = { people = "people" }\nexpect = { r = "r" }\nwithin = { r = ⟦"x"⟧⟦such as "2e-9 relative" or "0.01 absolute"⟧⟦"0.01 absolute"⟧ }',
        "people,r\n5,5\n",
    ),
    cases('given = { people = "⟦colour⟧⟦there are ⟧⟦people⟧" }\nexpect = { r = "r" }', "people,r\n5,5\n"),
    cases(
        'given = { people = "people" }\nexpect = { r = "r" }',
        "⟦⟧⟦write a row of heads, and a row for each case⟧⟦people,r\n5,5\n⟧",
    ),
    cases(
        'given = { people = "people" }\nexpect = { r = "r" }',
        "people,r\n5,⟦⟧⟦write what must come out, or delete the row⟧⟦5⟧\n",
    ),
    cases(
        'given = { people = "people" }\nexpect = { r = "r" }',
        "people,r\n5⟦⟧⟦give each column a cell, blank where there is nothing⟧⟦,5⟧\n",
    ),
    cases('given = { people = "people" }\nexpect = { r = "r" }', 'people,r\n⟦"5⟧⟦correct the quotes⟧⟦5⟧,5\n'),
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
    # rulebooks that rest on others
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
    # commands
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
    # judgements of importance
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
    # what several people judged, and claims that are adopted
    *(
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
    ),
    # what only facts show
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
    # as TOML and Python have it
    as_json(
        '{"format": 1, "project": "p", "facts": {"people": {"value": ⟦null⟧⟦say the value, or leave the fact out⟧⟦5⟧}}}'
    ),
    # formulas
    value('is = "if day > ⟦2024-02-30⟧⟦for a difference write `2024 - 02 - 30`⟧⟦2024-02-20⟧ then 1 else 0"'),
    value('is = "if rate > ⟦2 + 3⟧⟦write it with `%`⟧⟦5%⟧ then 1 else 0"'),
    value('is = "if people > 5 ⟦⟧⟦write `then` before it⟧⟦then ⟧1 else 0"'),
    value('is = "if done ⟦5⟧⟦write `then` before it⟧⟦then 5⟧ else 0"'),
    value('is = "days(day, ⟦5⟧⟦write a date, such as `2024-11-30`⟧⟦2024-11-30⟧)"'),
    listed(
        '[column.bids.half]\nis = "⟦own.⟧⟦write the field\'s name alone⟧⟦⟧marks / 2"\n[result.r]\nis = "sum(bids, half)"'
    ),
    listed(
        '[column.bids.above]\nis = "sum(bids, marks * own.⟦colour⟧⟦it has `who`⟧⟦marks⟧)"\n[result.r]\nis = "max(bids, above)"'
    ),
    listed(
        '[column.bids.half]\nis = "marks / 2"\n[result.r]\nis = "⟦bids.half⟧⟦such as `max(bids, half)`⟧⟦max(bids, half)⟧"'
    ),
    listed(
        '[fact.⟦marks⟧⟦give one of them another name⟧⟦scores⟧]\nkind = "number"\n[result.r]\nis = "sum(bids, marks) + ⟦marks⟧⟦⟧⟦scores⟧"'
    ),
    # tables
    value('by = "people"\ngives = [⟦⟧⟦⟧]\nrows = [["> 5", "a"], ["else", "b"]]')
    .replace("gives = [⟦⟧⟦⟧]\n", "")
    .replace('"b"]]', '"b"]]')
    .replace('["> 5", "a"]', '⟦["> 5", "a"]⟧⟦add gives = "text"⟧⟦["> 5", 1]⟧')
    .replace('["else", "b"]', '["else", 0]'),
    value(
        'by = "people"\nrows = [{ row = ["> 5", 1], label = ⟦5⟧⟦put it in quotes, or delete it⟧⟦"5"⟧ }, ["else", 0]]'
    ),
    value(
        'by = ["people", "scope"]\nacross = ["city", "county"]\nrows = [["> 5", 1, 2⟦, 3⟧⟦give each other key a cell, then each column its result⟧⟦⟧], ["<= 5", 0, 0]]'
    ),
    value('with = ["n"]\nby = "n"\nrows = [[1, 5], [2, 7]⟦⟧⟦add a row for it, or otherwise = …⟧⟦, [3, 9]⟧]').replace(
        'is = "v"', 'is = "v(3)"'
    ),
    book(
        '[fact.a]\nkind = "number"\nif_missing = 3\n[value.x]\nby = "a"\nrows = [⟦["missing", 0], ⟧⟦delete this row, or `if_missing`⟧⟦⟧["> 3", 1], ["else", 0]]\n[result.z]\nis = "x"'
    ),
    value(
        'by = "people"\n⟦hit = "sum"\n⟧⟦or write hit = "first" with this row first⟧⟦hit = "first"\n⟧rows = [["missing", 0], ["> 3", 1], ["<= 3", 2]]'
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
    RULES.replace('name = "book"', 'name = "book"\n⟦⟧⟦add total = 100 in [rulebook]⟧⟦total = 100\n⟧')
    + '[grade]\nrows = [[">= 80", "a"], ["else", "b"]]\n',
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
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\n⟦⟧⟦delete it, or name it in an indicator⟧⟦Y = { in = "a", weight = 10, rule = "own" }\n⟧',
        sections='[rule.own]\nkind = "proportional"\n',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\n',
        sections='⟦[fact.more]\nunit = "元"\n⟧⟦delete it, or use it⟧⟦⟧',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\nY = { in = "a", weight = 10, rule = "low" }\n',
        RULES
        + '[rule.low]\ngives = "points"\nis = "-people"\nbetween = [⟦-5⟧⟦combine by "mean", or let the rule not go below 0⟧⟦0⟧, 10]\n',
        '[group.a]\ncombine = "product"\n',
    ),
    # heads
    table("project,people,rate (⟦圆⟧⟦declare it in the rulebook: [unit.⟧⟦%⟧)\na,5,95\n"),
    table("project,people,people.⟦colour⟧⟦rename or delete it⟧⟦at⟧\na,5,x\n"),
    with_map('"who" = "⟦colour⟧⟦name a fact, `N1.actual`, or a column of the form⟧⟦people⟧"', "project,who\na,5\n"),
    with_map('"who" = "people"\n⟦"colour" = "day"⟧⟦delete the line⟧⟦⟧', "project,who\na,5\n"),
    with_map('"who" = "people"\n"what" = "⟦people⟧⟦delete one⟧⟦day⟧"', "project,who,what\na,5,2024-01-01\n"),
    # commands
    value('is = "people"\nbetween = [0, ⟦"x"⟧⟦write digits and a unit, such as `28.00 万元` or `95%`⟧⟦5⟧]'),
    Case(
        {
            "rules/book/book.toml": RULES,
            "c.toml": 'format = 1\nlayout = "long"\n[columns]\n"规则" = "rule"\n',
            "t.csv": "project,一级指标,⟦得分⟧⟦add `label` or `三级指标`⟧⟦三级指标⟧,分值,年度指标值,实际完成值,规则\na,g,10,10,>= 5 米,5 米,reach\n",
        },
        ("batch", "t.csv", "--rules", "rules/book/", "-o", "o.csv", "--rejects", "r.csv", "--columns", "c.toml"),
    ),
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
PLACE = '[value.rank]\nplace = "-people"\nof = "peers"\n'
OF_PLACE = '[result.z]\nis = "rank.place"\n'
PEERS = [
    book(
        '[value.rank]\nplace = "-people"\n⟦⟧⟦write of = "peers"⟧⟦of = "peers"\n⟧[peers]\nwithin = "name"\n' + OF_PLACE
    ),
    book(PLACE + '⟦⟧⟦add [peers], such as within = "department"⟧⟦[peers]\nwithin = "name"\n⟧' + OF_PLACE),
    book('⟦[peers]\nwithin = "name"⟧⟦or delete [peers]⟧⟦⟧'),
    book(PLACE + '[peers]\nwithin = "⟦people + 1⟧⟦name a fact or a value that is one⟧⟦name⟧"\n' + OF_PLACE),
    book(
        PLACE.replace('"-people"', '⟦[]⟧⟦such as place = ["-total"]⟧⟦["-people"]⟧')
        + '[peers]\nwithin = "name"\n'
        + OF_PLACE
    ),
    book(
        '[value.x]\n⟦of = "peers"⟧⟦add [value.rank] with place⟧⟦place = "-people"\nof = "peers"⟧\n[peers]\nwithin = "name"\n[result.z]\nis = "x.place"'
    ),
    listed('[result.r]\nfor_each = "bids"\n⟦⟧⟦or name fields: columns = ["…"]⟧⟦columns = ["marks"]\n⟧'),
    Case(
        {
            "rules/book/book.toml": RULES
            + '[fact.bids]\n⟦⟧⟦add key = "who" to the [fact] of the list⟧⟦key = "who"\n⟧list = { who = { kind = "text" }, marks = { kind = "number" } }\n[result.r]\nfor_each = "bids"\ncolumns = ["marks"]\n'
        },
        ("check", "rules/book/", "--format", "json"),
    ),
    listed(
        '[list.best]\nfrom = "bids"\norder = ["price", "marks"]\nleave_out = { first = 1 }\nties = "listed"\n[result.q]\nis = "sum(best, price)"\n'
        '[result.r]\nis = "sum(⟦bids, price, weight = marks, drop_lowest = 1⟧'
        '⟦take a [list.NAME] whose order has a further key, with leave_out or keep⟧⟦best, price, weight = marks⟧)"\n'
    ),
    listed('[result.r]\nis = "sum(bids, marks, drop_lowest = ⟦-1⟧⟦such as 1⟧⟦1⟧)"\n'),
    listed('[result.r]\nis = "sum(bids, marks, drop_lowest = 1⟦, keep_highest = 1⟧⟦say one of the two⟧⟦⟧)"\n'),
]

WORDINGS = (
    RULES + '[read]\nbudget = { find = ["安排⟦{amont}⟧⟦{amount}⟧"] }\n',
    RULES + '[read]\nbudget = { find = ["安排⟦{x}⟧⟦slots are {amount}⟧⟦{amount}⟧"] }\n',
    RULES + '[read]\nbudget = { find = ["⟦…经费⟧⟦安排…经费⟧{amount}"] }\n',
    RULES + '[read]\nscope = { find = ["全县"]⟦ ⟧⟦says = "…"⟧⟦, says = "county"⟧ }\n',
)
OWN = 'format = 1\n[form.ours]\nuse = "ministry-2020"\n'
FORMS = [
    Case({"forms/ours.toml": text}, ("check", "forms/", "--format", "json"))
    for text in (
        'format = 1\n[form.ours]\n⟦⟧⟦use = "ministry-2020"⟧⟦use = "ministry-2020"\n⟧titles = ["表"]\n',
        'format = 1\n[form.ours]\nuse = "⟦ministry2020⟧⟦did you mean `ministry-2020`?⟧⟦ministry-2020⟧"\n',
        OWN + '⟦title⟧⟦did you mean `titles`?⟧⟦titles⟧ = ["表"]\n',
        OWN + 'same = { department = "⟦units⟧⟦did you mean `unit`?⟧⟦unit⟧" }\n',
        OWN + 'weights = "⟦colum⟧⟦did you mean `column`?⟧⟦column⟧"\n',
        OWN + '[form.ours.columns]\nlabel = ["措施"]\n⟦actual = ["措施"]⟧⟦delete it from one of them⟧⟦⟧\n',
        OWN + '[form.ours.columns]\nlabel = ["措施"⟦, ""⟧⟦delete it⟧⟦⟧]\n',
        'format = 1\n[form.a]\nuse = "b"\n[form.a.columns]\nlabel = ["措施"]\ntarget = ["目标"]\n'
        '[form.b]\nuse = "⟦a⟧⟦delete one `use`⟧⟦ministry-2020⟧"\n',
    )
]
FORMS.append(
    Case(
        {
            "forms/a.toml": OWN,
            "forms/b.toml": 'format = 1\n[form.⟦ours⟧⟦rename one of the two⟧⟦theirs⟧]\nuse = "ministry-2020"\n',
        },
        ("check", "forms/", "--format", "json"),
    )
)

CASES: dict[str, str | Case] = {
    f"{name} {number}": case
    for name, cases in (
        ("amounts", AMOUNTS), ("facts", FACTS), ("rows", ROWS), ("formulas", FORMULAS), ("tables", TABLES),
        ("sections", SECTIONS), ("syntax", SYNTAX), ("more", MORE), ("records", RECORDS), ("peers", PEERS), ("wordings", WORDINGS), ("forms", FORMS),
    )
    for number, case in enumerate(cases)
    if isinstance(case, Case) or "⟦" in case
}  # fmt: skip

NOTHING_TO_WRITE: Mapping[str, list[str]] = {
    "it is said of a workbook of judgements": [
        "take a new workbook: scoring review",
        "name the folder of the projects: -o",
        "rows of one's own cannot be added; delete it",
        "keep one of the two",
        "write the value itself",
        "who confirms, and when, go together",
        "settle it in the project's file, or take a new workbook with --all",
        "read the workbooks of all judges together",
        'keep one of them, or add panel = "mean" (or "median", "without_ends") to the rule',
        "judge it anew: scoring review",
        "fill it in, or empty the whole row",
        "empty it, or let it be confirmed again",
        "a second person confirms",
        "review their folders one by one",
        "read judgements and forms one after the other",
    ],
    "it is said of what is written out: forms, reports and letters": [
        "put it into the document itself",
        "open it in Word or WPS and save it as .docx",
        "go through each list once",
        "a template has at most 20 MB, unpacked 60 MB",
        "a `{%p … %}` stands alone in its paragraph, a `{%tr … %}` in its row",
        "{% for one in {…} %} {{ one.{…} }} {% endfor %}",
        "it is a text, and has no fields",
        "a template may print names ({{ project }}), ask for them ({% if grade %}) and go through lists ({% for one in indicators %})",
        "write .docx, and open it in Word or WPS",
        "install LibreOffice, or write .docx and save it as PDF in Word or WPS",
        "take note: a person judged it; answer if you see it otherwise",
        "write what is meant, exactly",
        "write it out, if something else was meant",
        "supply what is missing, so that the total can be compared",
        "supply what is missing",
        "nothing to mend: it was adopted",
        "nothing to mend: a person decided",
        "nothing to mend",
        "no grade is given: see the reason",
        "leave one of the two rows out, or say how they differ",
        "give the reason for exceeding the target, and correct a target set too low",
        "correct the weights, or say why they differ",
        "correct the total, or the points of the rows that it is the sum of",
        "correct the total claimed, or say what it rests on",
        "correct the points claimed to {…}",
        "correct the points claimed to those by the rule",
        "correct the groups' weights, or say why they depart",
        "confirm them: scoring read --confirm",
        "check the figures against the documents; correct them, or give the reason",
        "a reviewer has to judge it",
        "take pictures and other sheets out",
        "save it as .xlsx, or write the form anew, without --fill",
        "name the form that the project was read from",
        "write them one by one",
        "let its name end in .xlsx",
        "let its name end in .docx",
        "leave --template out, or name a .docx",
    ],
    "only the author knows what is meant": [
        "give it a `round` in the rulebook",
        "judge the row",
        "give each a name of its own",
        "compare {…}",
        "make one of its groups a member of the top",
        "name members by the ids of the indicators",
        "judge it as well, so that the weights of the set still sum to its total",
        "judge the weights instead",
        "list the names one by one, with 1 between equal ones",
        "name them, most important first",
        "correct its condition",
        "correct its condition, or delete it",
        "correct its edges, or delete it",
        "correct it, or delete this row",
        "correct one of the two, or choose another `distinct`",
        "correct the formula, or the target's unit",
        "correct the frame, or the total",
        "correct the rows, or the target's sign",
        "correct the rule, or the weight",
        "correct the unit, or the formula",
        "correct the value",
        "correct those named, and check again",
        "delete one of the two, or correct its condition",
        "let `effective` of one end before the next begins: {…}",
        "let one condition exclude the other, or correct the points",
        "let one of them rest on facts alone",
        "let one of them stand alone",
        "let the level end where the better one begins",
        "let the line begin where the other ends",
        "let their edges exclude each other",
        "rename one of the two, or delete it",
        "use a rule by rows or by a formula",
    ],
    "what is too large is made smaller": [
        "compare groups first, then the members of each: `of`",
        "add them up before, by kind",
        "give each record its place or a column of its own, which goes through the list once",
        "give parts of it names of their own as `[value.*]`, and write long sums as `sum(a, b, …)`",
        "give what is needed often a name of its own as `[value.*]` without parameters",
        "name fewer",
        "put them together in fewer files",
        "score it folder by folder",
        "shorten it",
        "split it by another key, or write ranges and formulas",
        "split it into several files",
        "split the table, or look at that column",
    ],
    "it is about a file as a whole, its name, its encoding or the disk": [
        "write them by hand",
        "fill it in, leave the row out, or name the column of names with --name",
        "check the path",
        "check the path, and that you may read it",
        "check the pattern",
        "choose another folder",
        "choose another folder, or remove it first",
        "free some space or name another disk; nothing was written",
        "it is as it was before",
        "look at its encoding and its delimiter",
        "name a .csv or .parquet file",
        "name a .txt or .html file",
        "name a file, or - for standard input",
        "name a folder that you may write to",
        "name another disk",
        "name another file",
        "name the file that says `{…}`, or keep its files in a folder of their own",
        "name another folder",
        "name it once",
        "name the output so",
        "projects end in .toml or .json; name tables themselves",
        "save it as CSV in UTF-8",
        "save it as UTF-8",
        "save it as UTF-8, or: {…}",
        "save the file with the line ends LF or CRLF",
        "split it, or look at its delimiter",
        "write it anew",
        "write it anew: scoring score FACTS --format json",
        "write it into a file first",
    ],
    "it is said of a program or of the command line": [
        'run: pip install "scoring[tuning]"',
        "name a rulebook, or a folder of rulebooks, that says use = [ … ]",
        "write it into the file yourself, and compare",
        "pip install 'scoring[tuning]'",
        'write PATH=VALUE, such as spent="26.5 万元"',
        "such as {…}",
        "set it once",
        "write it by hand",
        "such as 2025-03-14",
        "look at it, and run this again; nothing was written",
        "copy it with scoring init, and change the copy",
        "add {…} {…}",
        "such as `HEAD~1:rules/ours`, within a repository",
        "name a path below the repository's top",
        "install git, or check the revision out and name its folder",
        "check it out into a folder, and name that",
        'name the column of their code with --columns: code = "project"',
        "{…}",
        "name a new folder",
        "name projects or a table",
        "projects end in .toml or .json, forms in .xlsx, .docx, …",
        "name it with --rules or --indicators",
        "run `scoring batch` to see why",
        "name a head of the table",
        "name a column with fewer different cells",
        "declare it: [fact] bids = { list = { … } }",
        "allow more, such as --memory 4GB, or split the table",
        "hand it over in several parts",
        "hand over a str",
        "hand over a str, int, Decimal, date, bool, list or dict",
        "keep it there: name that set's folder as PATH",
        "keep the project's file itself",
        "leave out --among, or add [peers]",
        "leave it out, or give the path under which it would be read",
        "name another file, and write sections as [[…]], not as one list",
        "name it: --rules national@2024",
        "nothing is to be done",
        "please report it, with the file",
        "round it first, or hand over the facts that it comes from",
        'run: pip install "scoring[batch]"',
        'run: pip install "scoring[forms]"',
        "such as --into {…}",
        "there are {…}; or give a path",
    ],
    "it is said of the cells of sheets and of Parquet, which are no text": [
        "cast it to DECIMAL({…}, …), or to a text",
        "format the cell as text and write it anew",
        "name it `{…} (%)` for 95, `{…} ({…})` for 0.95",
        "name it `{…} ({…})`",
        "save it anew as .xlsx",
        "save it anew with a spreadsheet program",
        "save it as .xlsx without a password",
        "sheets are {…}",
        "split it, or save it as CSV",
        "write it as text, a number or a date",
        'write it as text: ">= 40 人"',
        "write it as that, or as text",
    ],
    "it is said of a document that was handed in, which is no text": [
        "ask for the day",
        "ask for the points of each row",
        "ask in which unit it was measured",
        "ask whether it is 元 or 万元",
        "ask which is meant",
        "attach it by hash to its form, or hand in the spreadsheet",
        "columns are code, name, unit, due, file",
        "declare the unit in the rulebook, or write another",
        "documents end in {…}",
        "hand in XLSX, XLS, ODS, DOCX, HTML, CSV, TXT, or a PDF with text",
        "hand in the sheets with the form alone",
        "leave it out",
        "move it away, or name another folder",
        "read them into files first: scoring read {…} -o FOLDER",
        "open it, take the password away, and save it anew",
        "save it anew with a spreadsheet or word processor",
        "save it as XLSX, or as CSV in UTF-8",
        "save it as {…}",
        "such as 2025-03-31",
        "take the older one away",
        "write `<= {…}`",
        "write `>= {…}` or `<= {…}`",
        "write year, month and day",
        "write year, month and day: 2025-03-31",
    ],
    "it is said of a form that was handed in, and of its layout": [
        "declare it under `more`, or under what it says",
        "declare it in a [form.…] that uses this one",
        "declare it not applicable with a reason, or delete the row",
        "declare its labels as a [form.…]",
        "delete the sheet, or declare its labels as a [form.…]",
        "fill it in, or leave the sheet out",
        "give every indicator its own points",
        "name the form with --form",
        "name the form with --form, or declare its labels as a [form.…]",
        "open it in Excel, WPS or LibreOffice and save it",
        "show the row, or delete it",
        "write `%`",
        "write `≥`, `≤`, `=`, `＞`, `＜` or `定性`",
        "write it once",
        "write the actual in `{…}`",
        "write the date on which it was reached",
        "write the entry, or leave the cell empty",
        "write the label in one cell",
        "write the level that is expected",
        "write the points as a number",
        "write the sign and the amount alone",
        "write what was reached",
        "write what was reached, without a sign",
    ],
    "it is said of a report in prose, whose author corrects it": [
        "attach a scan by its hash, or hand in the document it was printed from",
        "correct the date, or say why it lies outside",
        "correct the rate, or the figures it rests on",
        "correct the total or the part that is wrong",
        "find out which one holds, and correct the other",
        "give points in proportion to the rate",
        "give the figures of the period alone",
        "give the number that was reached",
        "give the points of each indicator",
        "hand in a .txt, .docx or .pdf file",
        "hand in the report alone, without tables of data",
        "leave it out of this project, or say where the money came from",
        "state the number that the rate is measured against",
        "take points off for what was not reached, or say why not",
        "write the number as it is meant",
    ],
    "it is said of wordings, and what they tell": [
        'add [read.NAME] with find = ["…{amount}"]',
        "declare it in [fact], or name the actual of an indicator: ID.actual",
        "write words alone; `says` is what they mean",
    ],
    "it is said of a draft, which a person completes": [
        "find out which one holds, and write it yourself",
        "write it yourself, as far as the report bears it out",
    ],
    "it is said of drafts that are confirmed": [
        "drafts are {…}",
        "take `draft` out by hand, and add `by` and `on`",
    ],
    "what is written belongs in another file": [
        "write it in the rulebook or the indicator set",
        "write it in the rulebook or the indicator set, which `scoring test` tries",
    ],
    "it says what there is": ["its columns are {…}"],
    "what is written is deleted": ["leave `{…}` out: records that are added are told as #1, #2, …"],
    "it says where to look": [
        "look at column `{…}`",
        "look at the columns and their units",
        "try it in a [[scorecard]], with all records",
    ],
    "it follows another fix that is tried, or is one in other words": [
        "add period = …, or name the edition; there are {…}",
        'combine it by "mean", or round its members\' points',
        "delete it, and write units in the cells",
        "delete it; rows are numbered as they stand",
        "known here: {…}",
        "there are none",
    ],
    "no text is known that brings it about": [
        "begin it with `==`, `>=`, `<` or the like",
        "correct it",
        "declare it: [fact] {…} = { list = { … } }",
        'such as "spent / budget"',
        "such as [0, 100]",
        "texts stand in quotes, lists in [ ], items are separated by commas",
        "write a table for each result, or another hit",
        "write a test, such as `> 0`",
        "let the criteria rest on places by facts alone, or read this place only in results, limits and grades",
        "write `{…}`, with the {…} for KEY; its columns are {…}",
        "write its unit",
        "write one field",
        'write {"A": {"points": 92.1}}, or expect "NAME.A.points" of a column of its own',
        "write them as a list, in that order",
        'write { amount = "…" }',
    ],
}
"""Fixes that are not tried, by why there is nothing to write."""
