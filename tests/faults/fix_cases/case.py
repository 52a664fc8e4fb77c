"""A case: what somebody wrote, with a mistake and its fix marked in it, and the command that is told of it.

A mark is `⟦mistake⟧⟦offer⟧` or `⟦mistake⟧⟦offer⟧⟦how a person writes it⟧`: the offer of the first one stands word for word in the fix
that is told. A text alone is a rulebook, or a project of the rulebook `RULES`; other files and other commands are a `Case`.
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

LIST = """\
[fact]
bids = { key = "who", list = { who = { kind = "text" }, price = { unit = "元" }, marks = { kind = "number" }, won = { kind = "yes_no" } } }
"""


def fact(line: str) -> str:
    """A project that reports one more fact."""
    return PROJECT + f"[facts]\n{line}\n" + FORM.partition("[facts]\n")[2].partition("\n")[2]


def row(keys: str) -> str:
    """A project with one row of its own."""
    return PROJECT + f"[indicator]\nN1 = {{ {keys} }}\n"


def value(lines: str, read: str = "v") -> str:
    """A rulebook with one more value, and a result that reads it."""
    return f'{RULES}[value.v]\n{lines}\n[result.r]\nis = "{read}"\n'


def book(lines: str) -> str:
    """A rulebook with one more section."""
    return f"{RULES}{lines}\n"


def head(lines: str) -> str:
    """A rulebook with more keys in its head."""
    return RULES.replace('name = "book"', f'name = "book"\n{lines}')


def listed(lines: str) -> str:
    """A rulebook with a list of bids."""
    return f'format = 1\n[rulebook]\nname = "book"\n{LIST}{lines}\n'


def table(text: str, rules: str = RULES, more: tuple[str, ...] = ()) -> Case:
    """A table of projects, scored by a rulebook with one result."""
    words = ("batch", "t.csv", "--rules", "rules/book/", "-o", "o.csv", "--rejects", "r.csv", *more)
    return Case({"rules/book/book.toml": rules + '[result.r]\nis = "people"\noptional = true\n', "t.csv": text}, words)


def with_map(columns: str, text: str) -> Case:
    """A table with a map of its columns."""
    made = table(text, more=("--columns", "c.toml"))
    return Case({**made.files, "c.toml": f"format = 1\n[columns]\n{columns}\n"}, made.words)


def in_set(rows: str, rules: str = RULES, sections: str = "") -> Case:
    """An indicator set beside a rulebook, checked."""
    head = 'format = 1\n[indicator_set]\nname = "s"\nrules = "book"\n'
    files = {"rules/book/book.toml": rules, "indicators/s/set.toml": f"{head}{sections}[indicator]\n{rows}"}
    return Case(files, ("check", "indicators/s/", "--format", "json"))


def published(keys: str, text: str, rules: str = RULES) -> Case:
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
