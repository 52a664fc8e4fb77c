"""Broken TOML files without end: whatever is fed in, out come problems with places, or a scorecard.

    python tests/fuzz.py --inputs 100000 --seed 1

Takes the shipped rulebooks, indicator sets and examples, breaks them by bytes, lines, values and formulas, and puts
them through the loader and the facts reader. An input that does anything else than be refused with well-formed
problems or be scored is written to a file and told with its number; `--only NUMBER` runs it again by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import datetime
import functools
import json
import random
import re
import resource
import signal
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.assessor.assessor import Assessor, Engine, score
from scoring.documents.document import Document
from scoring.documents.files import parse_stream, read_folder
from scoring.lint.checking import check_rulebook
from scoring.problems import InputRefused, Problem, has_errors
from scoring.project.project import read_project
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together, put_together
from scoring.views import as_json
from scoring.views import problems as view

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 5.0
"""For one input. Most take a hundredth of it."""
MEMORY = 2 << 30
"""Bytes of address space for the whole run."""


# ---------------------------------------------------------------- what is broken


@dataclass(frozen=True)
class Original:
    """A good file, what it belongs to, and its text."""

    shelf: str  # rules, indicators, projects
    name: str  # of the folder
    file: str
    text: str

    @property
    def shown(self) -> str:
        return self.file if self.shelf == "projects" else f"{self.shelf}/{self.name}/{self.file}"


def originals() -> list[Original]:
    """Every shipped file, in the order of their names."""
    found = []
    for shelf in ("rules", "indicators", "examples"):
        for file in sorted((ROOT / shelf).rglob("*.toml")):
            text = file.read_text(encoding="utf-8")
            kind = "projects" if re.search(r"^project\s*=", text, re.MULTILINE) else shelf
            if kind != "examples":
                found.append(Original(kind, file.parent.name, file.name, text))
    return found


NASTY = (
    "nan", "-inf", "1e400", "1e-400", "1e99999999999999999999", "9" * 200, "9" * 5000, "0x" + "f" * 5000, "-0", "-0.0",
    "0.95", "-1", "0", "1_000", "0b1", "1e5", "true", "false", "[]", "{}", "[[]]", "[{}]", "[1, 0.5]", '["a", 1, []]',
    "07:32:00", "2024-02-30", "1979-05-27T07:32:00Z", "1979-05-27T07:32:00", "0001-01-01", "9999-12-31", "2024-01",
    "{ value = 1 }", '{ value = "1 元", source = "x" }', '{ at_least = "1 件", at_most = "0 件" }', "{ at_most = nan }",
    "{ value = { value = 1 } }", '{ is = "budget" }', "{ zh = 1 }", '{ row = 1 }', "[" * 70 + "]" * 70,
    "[" * 5000 + "]" * 5000, "{ a.b.c.d.e = 1 }", "'''\na\nb'''", '"""\\\n  a"""', '"""a\nb"""', '"\\u0000"', '"\\ufeff"',
    '"\\u202e"', '"\\u0085"', '"\\ud800"', '"\\U0010ffff"', '"\x00"', '""', '" "', '"\\t"', '"\\n"', '"' + "長" * 300 + '"',
    '"' + "x" * 100_001 + '"', '"95%"', '"-5%"', '"0.95"', '"≥266米"', '"1000件"', '"7,00.0,77"', '"1,000 元"', '"近百"',
    '"5000余"', '"NaN"', '"1e400"', '"1e50 亿元"', '"28.00 万元"', '"28"', '"１２３"', '"-"', '"else"', '"missing"', '"none"',
    '"定性"', '">= "', '">= 10 件"', '"≥ 10 件"', '"= 10"', '"=="', '"<"', '"2024-13"', '"2024"', '"是"', '"total"', '"..//.."',
    '"达成"', '"reach"', '"self-evaluation"', '"../../etc/passwd"', '"sum"', '"any"', '"number"', '"text"', '"unique"',
)  # fmt: skip

FORMULAS = (
    "1 / 0", "0 / 0", "2 ^ 1000", "9 ^ 9 ^ 9", "(-8) ^ (1 / 3)", "exp(1000000)", "exp(exp(exp(9)))", "ln(0)", "sqrt(-1)",
    "1e50 * 1e50 * 1e50", "1e-50 / 1e50", "actual", "target", "weight", "it", "total", "period", "= actual", "=", "known(x)",
    "evidenced(1)", "days(2024-01-01, 2024)", "year(period)", "within(period, 2024)", "sum()", "sum(1)", "min()", "max(1, true)",
    "count(spending)", "sum(spending, amount)", "sum(spending, sum(spending, amount))", "all(spending, amount)", "round(1, 999)",
    "round(1.5, -3)", "clamp(1, 2)", "clamp(5, 3, 1)", "if true then 1", "if 1 then 2 else 3", "if true then 1 else \"a\"",
    "not not not true", "1 < 2 < 3", "1 and 2", "- - - 1", "\"a\" < \"b\"", "'a' == 1", "1 in ()", "1 in (1, 2)", "not in", "a.b.c",
    "limit.x", "1 万元 + 1 人", "1 万元 * 1 万元 / 1 元", "sqrt(1 元)", "floor(1 元)", "5 %", "5%%", "1 x", "预算 + 1", "１ + １",
    "actual ≥ 95％", "“actual”", "1 ＋ 2", "(" * 200 + "1" + ")" * 200, "-" * 300 + "1", "not " * 200 + "true", "1" + " + 1" * 3000,
    "((((", "))))", "1 +", "+ 1", "1 2", ",", "\"", "'", "\\", "\x00", "\u2028", "\u202e", "💥", "", " ", "2024-01-01", "2024-02-30",
)  # fmt: skip

VALUE = re.compile(
    r"(?<==)[ \t]*(?:\"[^\"\n]*\"|[^\s\[{\"',#\]}][^,\n#\]}]*)|(?<=[\[,])[ \t]*(?:\"[^\"\n]*\"|[\w.%-]+)"
)
STRING = re.compile(r"\"([^\"\n]*)\"")
WORD = re.compile(r"[^\W\d]\w*")
SIGNS = [*list("[]{}\"'=,.#\n\t -+*/()%<>"), "＝", "“", "，", "元", "\u3000", "\ufeff", "\x00", "\x7f", "\u2028", "\r"]


class Breaking:
    """One input being made: a text, broken by a few operations that its number decides."""

    def __init__(self, chance: random.Random, corpus: list[Original]) -> None:
        self.chance, self.corpus = chance, corpus

    def broken(self, text: str) -> bytes:
        """Half of them are still TOML or JSON, so that more than the parser is tried."""
        if self.chance.random() < 0.5:
            data = copy.deepcopy(parsed(text))
            for _ in range(self.chance.choice((1, 1, 2, 3, 6))):
                self.changed(data)
            return self.written(data).encode("utf-8", "surrogatepass")
        for _ in range(self.chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            text = self.chance.choice(self.of_text())(text)
        raw = text.encode("utf-8", "surrogatepass")
        if self.chance.random() < 0.12:
            raw = self.chance.choice(self.of_bytes())(raw)
        return raw

    def of_text(self) -> tuple[Callable[[str], str], ...]:
        often = (self.value, self.value, self.value, self.formula, self.formula, self.word, self.word, self.renamed)
        return (*often, self.sign, self.sign, self.dropped, self.dropped, self.doubled, self.swapped, self.cut_out,
                self.truncated, self.inserted, self.spliced, self.section)  # fmt: skip

    def of_bytes(self) -> tuple[Callable[[bytes], bytes], ...]:
        return (self.flipped, self.flipped, self.flipped, self.shortened, self.noise, lambda raw: b"\xef\xbb\xbf" + raw,
                lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: raw.replace(b"\n", b"\r"), lambda raw: raw + b"\x00",
                lambda raw: raw.decode("utf-8", "replace").encode("gb18030"),
                lambda raw: raw.decode("utf-8", "replace").encode("utf-16"), lambda raw: b"{" + raw)  # fmt: skip

    # -------------------------------------------------- what was parsed

    def changed(self, data: dict[str, Any]) -> None:
        """One value or key somewhere in the data becomes another."""
        at: Any = data
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = self.chance.choice(keys)
            if not isinstance(at[key], dict | list) or not at[key] or self.chance.random() < 0.15:
                break
            at = at[key]
        if not keys:
            return
        match self.chance.randrange(8):
            case 0:
                del at[key]
            case 1 if isinstance(at, dict):
                at[self.some_key()] = at.pop(key)
            case 2 if isinstance(at, dict):
                at[self.some_key()] = self.some_value()
            case 2:
                at.insert(key, self.some_value())
            case 3:
                at[key] = copy.deepcopy(self.from_somewhere())
            case 4 if isinstance(at[key], str):
                plain = at[key].replace('"', "'").replace("\n", " ")
                at[key] = self.formula(f'"{plain}"')[1:-1].replace("\x00", "")
            case 5 if isinstance(at[key], str):
                at[key] = self.word(at[key])
            case 6:
                at[key] = [at[key]] if self.chance.random() < 0.5 else {self.some_key(): at[key]}
            case _:
                at[key] = self.some_value()

    def from_somewhere(self) -> Any:
        """A value from anywhere in any file."""
        at: Any = parsed(self.chance.choice(self.corpus).text)
        for _ in range(self.chance.randrange(1, 7)):
            if not isinstance(at, dict | list) or not at:
                break
            at = at[self.chance.choice(list(at) if isinstance(at, dict) else range(len(at)))]
        return at

    def some_key(self) -> str:
        word = self.one(WORD, self.chance.choice(self.corpus).text)
        return self.chance.choice(
            (word.group() if word else "x", word.group() if word else "x", "x", "", "a.b", "it", "产出")
        )

    def some_value(self) -> Any:
        if self.chance.random() < 0.4:
            return self.chance.choice(("", "", "= ", ">= ", "< ")) + self.chance.choice(FORMULAS).replace("\x00", "")
        with contextlib.suppress(ValueError, ArithmeticError, RecursionError):
            found = tomllib.loads(f"x = {self.chance.choice(NASTY)}", parse_float=Decimal)["x"]
            return 10**200 if isinstance(found, int) and found > 10**200 else found
        return self.chance.choice((0, 1, -1, True, "", [], {}))

    def written(self, data: dict[str, Any]) -> str:
        """As TOML, a line for each table of a section; now and then as JSON."""
        if self.chance.random() < 0.15:
            return json.dumps(data, ensure_ascii=False, default=float_or_text, indent=self.chance.choice((None, 1)))
        lines = [f"{json.dumps(key)} = {inline(value)}" for key, value in data.items() if not isinstance(value, dict)]
        for key, section in data.items():
            if isinstance(section, dict):
                lines.append(f"[{json.dumps(key)}]")
                lines += [
                    f"{json.dumps(name, ensure_ascii=False)} = {inline(value)}" for name, value in section.items()
                ]
        return "\n".join(lines) + "\n"

    # -------------------------------------------------- values and formulas

    def one(self, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
        start = self.chance.randrange(len(text) + 1)
        return pattern.search(text, start) or pattern.search(text)

    def value(self, text: str) -> str:
        found = self.one(VALUE, text)
        instead = self.chance.choice(NASTY)
        return text if found is None else f"{text[: found.start()]} {instead}{text[found.end() :]}"

    def formula(self, text: str) -> str:
        """A text in quotes becomes another formula, or is wrapped, or loses or wins some characters."""
        found = self.one(STRING, text)
        if found is None:
            return text
        inside = found.group(1)
        at = self.chance.randrange(len(inside) + 1)
        ways = (
            self.chance.choice(FORMULAS),
            self.chance.choice((">= ", "<= ", "= ", "== ", "!= ", "")) + self.chance.choice(FORMULAS),
            f"({inside})", f"-({inside})", f"not ({inside})", f"({inside}) / 0", f"sum({inside})", f"known({inside})",
            f"if {inside} then {inside} else {inside}", f"{inside} + {inside}", f"{inside} and {inside}", f"floor({inside})",
            inside[:at], inside[at:], inside[:at] + self.chance.choice(SIGNS[5:]) + inside[at:], inside[:at] + inside[at + 1 :],
        )  # fmt: skip
        return text[: found.start(1)] + self.chance.choice(ways) + text[found.end(1) :]

    def word(self, text: str) -> str:
        """One word becomes another one of some file, or is misspelt."""
        found = self.one(WORD, text)
        if found is None:
            return text
        other = self.one(WORD, self.chance.choice(self.corpus).text)
        written = found.group()
        instead = self.chance.choice((written[:-1], written + "x", written[::-1], other.group() if other else ""))
        return text[: found.start()] + instead + text[found.end() :]

    def renamed(self, text: str) -> str:
        """One name becomes another wherever it stands: circles, clashes of names and of kinds."""
        one, other = self.one(WORD, text), self.one(WORD, text)
        if one is None or other is None:
            return text
        return re.sub(rf"\b{re.escape(one.group())}\b", other.group().replace("\\", ""), text)

    # -------------------------------------------------- characters and lines

    def sign(self, text: str) -> str:
        at = self.chance.randrange(len(text) + 1)
        return text[:at] + self.chance.choice(SIGNS) + text[at + self.chance.choice((0, 1)) :]

    def line(self, text: str) -> tuple[list[str], int]:
        lines = text.split("\n")
        return lines, self.chance.randrange(len(lines))

    def dropped(self, text: str) -> str:
        lines, at = self.line(text)
        del lines[at : at + self.chance.choice((1, 1, 1, 2, 10))]
        return "\n".join(lines)

    def doubled(self, text: str) -> str:
        lines, at = self.line(text)
        some = lines[at : at + self.chance.choice((1, 1, 3, 20))]
        return "\n".join(lines[:at] + some * self.chance.choice((2, 2, 30)) + lines[at + len(some) :])

    def swapped(self, text: str) -> str:
        lines, at = self.line(text)
        other = self.chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
        return "\n".join(lines)

    def cut_out(self, text: str) -> str:
        at = self.chance.randrange(len(text) + 1)
        return text[:at] + text[at + self.chance.choice((1, 2, 5, 50)) :]

    def truncated(self, text: str) -> str:
        return text[: self.chance.randrange(len(text) + 1)]

    def inserted(self, text: str) -> str:
        lines, at = self.line(text)
        key = self.one(WORD, self.chance.choice(self.corpus).text)
        lines.insert(at, f"{key.group() if key else 'x'} = {self.chance.choice(NASTY)}")
        return "\n".join(lines)

    def spliced(self, text: str) -> str:
        """A few lines of another file."""
        lines, at = self.line(text)
        others, start = self.line(self.chance.choice(self.corpus).text)
        return "\n".join([*lines[:at], *others[start : start + self.chance.randrange(1, 8)], *lines[at:]])

    def section(self, text: str) -> str:
        """A section more, of any name, with any value."""
        name = self.chance.choice(
            ("fact.x", "value.x", "rule.x", "check.x", "limit.x", "result.x", "unit.x", "grade", "grade.x", "group.x", "frame.x",
             "indicator.x", "claim.x", "source.x", "not_applicable.x", "basis.x", "facts", "facts.x", "rulebook.points", "change.x.y")
        )  # fmt: skip
        keys = ("is", "rows", "lines", "of", "by", "kind", "unit", "list", "options", "range", "if_missing", "when", "gives", "hit",
                "round", "missing", "that", "within", "levels", "items", "deduct", "part", "over", "between", "total", "grade",
                "in", "weight", "target", "actual", "judged", "claimed", "rule", "with", "combine", "otherwise", "value")  # fmt: skip
        chosen = self.chance.sample(keys, self.chance.randrange(1, 5))
        if self.chance.random() < 0.5:
            said = [f"{key} = {self.chance.choice(NASTY)}" for key in chosen]
        else:
            said = [f"{key} = {json.dumps(self.chance.choice(FORMULAS))}" for key in chosen]
        head = f"[[{name}]]" if self.chance.random() < 0.1 else f"[{name}]"
        return "\n".join([text, head, *said, ""])

    # -------------------------------------------------- bytes

    def flipped(self, raw: bytes) -> bytes:
        changed = bytearray(raw)
        for _ in range(self.chance.choice((1, 1, 2, 10)) if raw else 0):
            changed[self.chance.randrange(len(changed))] ^= 1 << self.chance.randrange(8)
        return bytes(changed)

    def shortened(self, raw: bytes) -> bytes:
        return raw[: self.chance.randrange(len(raw) + 1)]

    def noise(self, raw: bytes) -> bytes:
        at = self.chance.randrange(len(raw) + 1)
        return raw[:at] + self.chance.randbytes(self.chance.choice((1, 4, 64))) + raw[at:]


@functools.cache
def parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def inline(value: Any) -> str:
    """A value as TOML in one line."""
    match value:
        case dict():
            return (
                "{"
                + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {inline(one)}" for key, one in value.items())
                + "}"
            )
        case list():
            return "[" + ", ".join(inline(one) for one in value) + "]"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return str(value).lower()
        case Decimal():
            return str(value).lower().replace("infinity", "inf") if value.is_finite() is False else f"{value:f}"
        case datetime.date() | datetime.time():
            return value.isoformat()
    return str(value)


def float_or_text(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


# ---------------------------------------------------------------- what becomes of it


class Wrong(Exception):
    """Neither a scorecard nor well-formed problems."""


class TooSlow(BaseException):
    """Not an `Exception`: nothing in the program may catch it."""


@dataclass
class Bench:
    """The good files, read once: what broken ones are put beside."""

    corpus: list[Original] = field(default_factory=originals)
    engine: Engine = "exact"
    books: dict[str, Rulebook] = field(default_factory=dict)
    sets: dict[str, IndicatorSet] = field(default_factory=dict)
    assessors: dict[tuple[str, str | None], Assessor] = field(default_factory=dict)
    codes: Counter[str] = field(default_factory=Counter)
    without_fix: Counter[str] = field(default_factory=Counter)

    def book(self, name: str) -> Rulebook:
        if name not in self.books:
            found, problems = put_together(read_folder(ROOT / "rules" / name, f"rules/{name}")[0])
            assert found is not None, problems
            self.books[name] = found
        return self.books[name]

    def indicator_set(self, name: str) -> IndicatorSet:
        if name not in self.sets:
            found, problems = put_set_together(read_folder(ROOT / "indicators" / name, f"indicators/{name}")[0])
            assert found is not None, problems
            self.sets[name] = found
        return self.sets[name]

    def assessor(self, book: str, set_name: str | None) -> Assessor:
        key = (book, set_name)
        if key not in self.assessors:
            self.assessors[key] = Assessor(self.book(book), self.indicator_set(set_name) if set_name else None)
        return self.assessors[key]

    # -------------------------------------------------- one input

    def made(self, seed: int, number: int) -> tuple[Original, bytes]:
        """The input of that number: which file it was, and what it is now."""
        chance = random.Random(f"{seed}:{number}")
        by_shelf = [[one for one in self.corpus if one.shelf == shelf] for shelf in ("projects", "rules", "indicators")]
        original = chance.choice(by_shelf[chance.choices((0, 1, 2), (5, 4, 1))[0]])
        return original, Breaking(chance, self.corpus).broken(original.text)

    def fate(self, original: Original, raw: bytes) -> str:
        """`scored`, `incomplete`, `accepted` or `refused`; raises on anything else."""
        document, problems = parse_stream(raw, original.shown)
        if document is None:
            require(has_errors(problems), "refused without an error")
            return self.refused(problems, original, raw)
        if original.shelf == "projects":
            return self.project(document, list(problems), original, raw)
        read = self.rulebook if original.shelf == "rules" else self.set
        whole, found = read(document, original)
        problems = [*problems, *found]
        if has_errors(problems):
            return self.refused(problems, original, raw)
        require(whole, "nothing read and no error")
        self.well_formed(problems, original, raw)
        return "accepted"

    def rulebook(self, document: Document, original: Original) -> tuple[bool, list[Problem]]:
        others = [one for one in self.book(original.name).documents if one.file != original.shown]
        rulebook, problems = put_together([*others, document])
        return rulebook is not None, problems + (check_rulebook(rulebook) if rulebook is not None else [])

    def set(self, document: Document, original: Original) -> tuple[bool, list[Problem]]:
        others = [one for one in self.indicator_set(original.name).documents if one.file != original.shown]
        found, problems = put_set_together([*others, document])
        book = self.book(self.indicator_set(original.name).header.model.rules)
        return found is not None, problems + (check_rulebook(book, found) if found is not None else [])

    def project(self, document: Document, problems: list[Problem], original: Original, raw: bytes) -> str:
        project, found = read_project(document)
        problems += found
        if project is None:
            require(has_errors(problems), "no project and no error")
            return self.refused(problems, original, raw)
        names = {one.name for one in self.corpus if one.shelf == "indicators"}
        set_name = project.file.indicators if project.file.indicators in names else None
        rules = "self-evaluation"
        if set_name is not None:
            rules = self.indicator_set(set_name).header.model.rules
        prepared, found = self.assessor(rules, set_name).prepare(project)
        problems += found
        if prepared is None or has_errors(problems):
            require(has_errors(problems), "not prepared and no error")
            return self.refused(problems, original, raw)
        self.well_formed(problems, original, raw)
        try:
            card = score(prepared, self.engine)
        except InputRefused as refused:
            return self.refused(list(refused.problems), original, raw)
        for language in ("zh", "en"):
            json.loads(as_json.render(card, language)).keys()  # type: ignore[arg-type]
        return "scored" if card.status == "complete" else "incomplete"

    # -------------------------------------------------- problems

    def refused(self, problems: list[Problem], original: Original, raw: bytes) -> str:
        require(has_errors(problems), "refused without an error")
        self.well_formed(problems, original, raw)
        return "refused"

    def well_formed(self, problems: list[Problem], original: Original, raw: bytes) -> None:
        """Every problem lies inside its file and can be written in every form."""
        texts = {one.shown: one.text for one in self.corpus}
        texts[original.shown] = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n")
        lines = {file: text.split("\n") for file, text in texts.items()}
        for problem in problems:
            place = problem.place
            said = f"{place} {problem.code}: {problem.message.en}"
            if problem.severity == "error" and problem.fix is None:
                self.without_fix[f"{problem.code}: {problem.message.en[:60]}"] += 1
            self.codes[problem.code] += 1
            require(problem.message.en != "" and problem.message.zh != "", f"no words: {said}")
            if place.file.startswith("<"):
                continue
            require(place.file in lines, f"in no file: {said}")
            require(1 <= place.line <= len(lines[place.file]), f"line outside the file: {said}")
            line = lines[place.file][place.line - 1]
            require(1 <= place.column <= len(line) + 1, f"column outside the line of {len(line)}: {said}")
            require(place.length >= 1, f"nothing is marked: {said}")
            require(line.startswith(place.source), f"another line is quoted: {said}")
        for language in ("zh", "en"):
            view.as_text(problems, language).encode()  # type: ignore[arg-type]
            json.loads(view.as_json(problems, language).encode())  # type: ignore[arg-type]
            json.loads(view.as_sarif(problems, language).encode())  # type: ignore[arg-type]


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise[:500])


# ---------------------------------------------------------------- the run


@dataclass
class Tally:
    """How many inputs came to what, and which did what none may."""

    fates: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[int]] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, 0)

    def told(self, seed: int) -> str:
        fates = ", ".join(f"{count} {fate}" for fate, count in sorted(self.fates.items()))
        wrong = sum(len(numbers) for numbers in self.wrong.values())
        lines = [f"{self.fates.total()} inputs tried with seed {seed}: {fates or 'none'}; {wrong} wrong"]
        lines.append(f"slowest: input {self.slowest[1]}, {self.slowest[0]:.2f} s")
        lines += [f"  {len(numbers)} × {what}, first input {numbers[0]}" for what, numbers in self.wrong.items()]
        return "\n".join(lines)


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """A time limit for what runs in it."""

    def out_of_time(signum: int, frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, out_of_time)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(inputs: range, seed: int, bench: Bench | None = None, report: Callable[[int, bytes, str], None] | None = None,
        seconds: float = SECONDS) -> Tally:  # fmt: skip
    """Tries these inputs; `report` is told of each that went wrong, with its bytes and what happened."""
    bench = bench or Bench()
    tally = Tally()
    for number in inputs:
        original, raw = bench.made(seed, number)
        began = time.monotonic()
        try:
            with limited(seconds):
                fate = bench.fate(original, raw)
        except (Exception, TooSlow) as error:
            fate = "wrong"
            what = _where(error)
            tally.wrong.setdefault(what, []).append(number)
            if report is not None:
                report(number, raw, f"{original.shown}: {what}\n{''.join(traceback.format_exception(error)[-12:])}")
        tally.fates[fate] += 1
        tally.slowest = max(tally.slowest, (time.monotonic() - began, number))
    return tally


def _where(error: BaseException) -> str:
    """An error in one line: its kind, its words, and where in the program it came from."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "scoring" in frame.filename]
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = re.sub(r"\d+", "N", str(error))[:80] if not isinstance(error, Wrong) else str(error).split(":")[0]
    return f"{type(error).__name__}: {said}{at}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Break the shipped files and see that nothing breaks.")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="one input by its number")
    parser.add_argument("--engine", choices=["exact", "rules"], default="exact")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit of one input")
    parser.add_argument("--keep", type=Path, help="folder for inputs that went wrong")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    keep = given.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
    kinds: Counter[str] = Counter()

    def report(number: int, raw: bytes, what: str) -> None:
        head = what.split("\n")[0].split(": ", 1)[1]
        kinds[head] += 1
        if kinds[head] > 3:
            return
        keep.mkdir(parents=True, exist_ok=True)
        file = keep / f"{given.seed}-{number}.toml"
        file.write_bytes(raw)
        print(f"seed {given.seed}, input {number}, kept in {file}\n{what}", flush=True)

    bench = Bench(engine=given.engine)
    inputs = range(given.inputs) if given.only is None else range(given.only, given.only + 1)
    tally = Tally()
    for start in range(inputs.start, inputs.stop, 1000):
        part = run(range(start, min(start + 1000, inputs.stop)), given.seed, bench, report, given.seconds)
        tally.fates += part.fates
        tally.slowest = max(tally.slowest, part.slowest)
        for what, numbers in part.wrong.items():
            tally.wrong.setdefault(what, []).extend(numbers)
        print(tally.told(given.seed).split("\n")[0], flush=True)
    print(tally.told(given.seed))
    print(f"{len(bench.codes)} kinds of problems: " + ", ".join(f"{code} {n}" for code, n in bench.codes.most_common()))
    if bench.without_fix:
        print("problems without a fix:", *(f"  {n} × {what}" for what, n in bench.without_fix.most_common()), sep="\n")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
