"""What the texts are made of: a rulebook's facts, a project, a set, and short forms of criteria."""

from __future__ import annotations

FACTS = """
[fact]
a = { kind = "number" }
b = { kind = "number" }
yes = { kind = "yes_no" }
no = { kind = "yes_no" }
day = { kind = "date" }
word = { kind = "text" }
money = { unit = "元" }
gone = { kind = "number" }
"""
REPORTED = '[facts]\na = 10\nb = 5\nyes = true\nno = false\nday = 2024-05-06\nword = "x"\nmoney = "3 万元"\n'
ROW = '[indicator]\nX = { in = "g/h", weight = 20, rule = "r" }\n'
PROJECT = 'project = "test"\nperiod = 2024\nrules = "test"\n'
POINTS = '[rule.r]\ngives = "points"\nis = "a"\n'
GRADE = '[grade]\nrows = [[">= 15", "high"], ["else", "low"]]\n'
SET = '[indicator_set]\nname = "set"\nrules = "test"\n'
RECORDS = '[fact.c]\nlist = { x = { kind = "number" }, y = { kind = "number" }, z = { kind = "yes_no" } }\n'
GIVEN = REPORTED + "c = [{ x = 1, y = 5, z = true }, { x = 2, y = 4, z = false }, { x = 2, y = 3, z = true }]\n"
PROPORTIONAL = '[rule.r]\nkind = "proportional"\n'
TARGET = '[indicator]\nX = { in = "g/h", weight = 20, rule = "r", target = ">= 10 个", actual = "8 个" }\n'
BEYOND = TARGET.replace("8 个", "18 个")
CHECKLIST = '[rule.r]\nkind = "checklist"\nitems = '
DEDUCTION = '[rule.r]\nkind = "deduction"\ndeduct = '
JUDGED = '[rule.r]\nkind = "judged"\nlevels = [["good", ">= 80%"], ["poor", "else"]]\n'
BY_POINTS = '[rule.r]\nkind = "judged"\nfull = 10\nlevels = [["good", 6, 10], ["poor", 0, 5]]\n'
JUDGEMENT = '[indicator]\nX = {{ in = "g/h", weight = 20, rule = "r", judged = {{ level = "good", {} }} }}\n'
A_JUDGED = '{ by = "A", level = "good", share = "99%" }'
SEVERAL = ('[indicator]\nX = {{ in = "g/h", weight = 20, rule = "r", judged = {{ each = [{}, {{ by = "B", level = "good", share = "81%" }}, '
           '{{ by = "C", level = "good", share = "80%" }}] }} }}\n')  # fmt: skip
ADOPTED = '[indicator]\nX = {{ in = "g/h", weight = 20, rule = "r", claimed = 18, judged = {{ adopted = "{}", by = "A", on = 2024-01-02 }} }}\n'
LIMIT = '[limit.l]\nwhen = "a > 5"\ntotal = { at_most = 3 }\n'
CHECK = '[check.c]\nthat = "a == b"\n'
