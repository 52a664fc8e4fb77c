"""A small rulebook with a scorecard beside its rules, and `scoring test` over it."""

import contextlib
import io
from pathlib import Path

import cli

ROOT = Path(__file__).resolve().parents[2]


RULEBOOK = """\
# A pilot; this comment stays.
format = 1

[rulebook]
name              = "pilot"
total             = 100
weights_off_total = "finding"

[fact]
spent    = "元"
budget   = "元"
diverted = { kind = "yes_no" }
manager  = { kind = "text", may_be_missing = true }
roads    = { list = { length = { unit = "米" }, foreman = { kind = "text" } } }

[value.rate]
is   = "spent / budget"
unit = "%"

[value.kilometres]
is   = "sum(roads, length) / 1 公里"

[rule.execution]
by   = "actual"
rows = [[">= 95%", "100%"], [">= 90%", "50%"], ["else", "0%"]]

[rule.effect]
kind   = "judged"
levels = [["good", ">= 60%"], ["poor", "else"]]

[grade]
by   = "total"
rows = [[">= 90", "A"], ["else", "B"]]

[limit.diverted]
when  = "diverted"
total = { at_most = 59 }
"""


SCORECARD = """\

[[scorecard]]
label = "two rows"

[scorecard.facts]
spent    = "92 万元"
budget   = "100 万元"
diverted = false

[scorecard.indicator]
X = { in = "产出", label = "甲", weight = 40, rule = "execution", actual = "= rate" }
Y = { in = "效益", label = "乙", weight = 60, rule = "effect", judged = { level = "good", share = "100%" } }

[scorecard.expect]
"""


RIGHT = """\
total    = 80
grade    = "B"
status   = "complete"
points   = { X = 20, Y = 60 }
groups   = { "产出" = 20 }
missing  = { X = [] }
bites    = []
findings = []
"""

WRONG = """\
total    = 81
grade    = "A"
status   = "incomplete"
points   = { X = 21, Y = { lowest = 0, highest = 60 }, Z = 1 }
groups   = { "产出" = 21 }
missing  = { X = ["actual"] }
bites    = ["diverted"]
findings = ["check-undecided"]
"""
KINDS = """\
format = 1
[rulebook]
name = "kinds"
[fact]
x = { kind = "number" }
[value.both]
gives = { size = ["small", "big"], twice = "number" }
rows  = [["x > 10", "big", "2 * x"], ["else", "small", "2 * x"]]
[value.codes]
hit   = "all"
gives = "text"
rows  = [["x > 1", "a"], ["x > 2", "b"]]
[value.when]
is = "x > 1"
[check.positive]
that = "x > 0"
"""


def book(folder: Path, text: str) -> Path:
    file = folder / "pilot.toml"
    file.write_bytes(text.encode())
    return file


def run(*arguments: object) -> tuple[str, int]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = cli.main(["test", *map(str, arguments), "--lang", "en"])
    return said.getvalue(), status
