"""Good files broken by bytes, lines, values and formulas: which are taken, and what is done to them."""

from __future__ import annotations

import contextlib
import copy
import datetime
import functools
import json
import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


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
