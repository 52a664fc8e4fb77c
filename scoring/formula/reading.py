"""A formula while it is read: where in it, what was wrong so far, which names are in reach, how large it has become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from scoring.formula import kind_rules
from scoring.formula.kind_rules import Clash, Operand
from scoring.formula.names import Around, Names
from scoring.formula.tokens import Token
from scoring.nodes.kind import ANY, YES_NO
from scoring.nodes.node import Constant, Item, Logic, Node, Pick
from scoring.nodes.printing import OUTER
from scoring.problems import Place, Problem, Text, nearest
from scoring.values.number import cut
from scoring.values.units import Units

DEEPEST = 100
MOST_NODES = 2_000
IT = "it"
"""The value at hand: of a cell, of a member, of a record with one field."""
SPLIT = Text(
    "give parts of it names of their own as `[value.*]`, and write long sums as `sum(a, b, …)`",
    "请把其中各部分写成单独命名的 `[value.*]`，长的加式请写成 `sum(a, b, …)`",
)


class Stop(Exception):
    """Nothing after this point of the formula can be read; the problem is already noted."""


class Reading:
    """The tokens of one formula, how far they are read, and the problems so far."""

    def __init__(self, text: str, found: list[Token], names: Names, units: Units, at: Place, it: Node | None) -> None:
        self.text, self.names, self.units, self.at, self.it = text, names, units, at, it
        self.tokens, self.position = found, 0
        self.problems: list[Problem] = []
        self.levels = self.nodes = 0
        self.records: list[Around] = list(names.around)  # that the aggregates around look at, the innermost last

    # ------------------------------------------------------------ tokens

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.next
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def sees(self, *signs: str) -> bool:
        return self.next.kind in ("sign", "word") and self.next.text in signs

    def expect(self, sign: str, after: Text) -> Token:
        if self.sees(sign):
            return self.take()
        if self.next.text == "=" and self.next.kind == "sign":
            raise self.equals_sign(self.next)
        message = Text(f"`{sign}` is missing {after.en}", f"{after.zh}缺少 `{sign}`")
        fix = Text(f"write `{sign}` before it", f"请在其前写 `{sign}`")
        if self.next.kind == "end":
            fix = Text(f"write `{sign}` at the end", f"请在末尾写 `{sign}`")
        raise self.stop("formula-not-understood", self.next.start, self.next.end, message, fix)

    def equals_sign(self, token: Token) -> Stop:
        """`=` stands only behind a name that something is said by."""
        message = Text("`=` is not a sign of formulas", "公式中不能用 `=`")
        return self.stop("foreign-sign", token.start, token.end, message, Text("write `==`", "请写 `==`"))

    # ------------------------------------------------------------ problems

    def place(self, start: int, end: int) -> Place:
        return self.at.inside(start, max(end - start, 1))

    def report(self, code: str, start: int, end: int, message: Text, fix: Text | None = None) -> None:
        self.problems.append(Problem(code, message, self.place(start, end), fix))

    def stop(self, code: str, start: int, end: int, message: Text, fix: Text | None = None) -> Stop:
        self.report(code, start, end, message, fix)
        return Stop()

    def clash(self, *clashes: Clash | None) -> bool:
        """Whether there is a clash; all of them are noted."""
        real = [clash for clash in clashes if clash is not None]
        for each in real:
            self.report(each.code, each.part.start, each.part.end, each.message, each.fix)
        return bool(real)

    def part(self, node: Node, start: int, end: int, *below: Operand, bare: bool = False) -> Operand:
        """A new piece of the formula, counted: formulas stay within 100 levels and 2,000 nodes."""
        self.nodes += 1
        depth = 1 + max((each.depth for each in below), default=0)
        if depth > DEEPEST:
            raise self.too_deep(start, end)
        if self.nodes > MOST_NODES:
            message = Text(f"a formula of more than {MOST_NODES} parts", f"公式超过 {MOST_NODES} 个部分")
            raise self.stop("formula-too-large", start, end, message, SPLIT)
        return Operand(node, start, end, depth, bare)

    def joined(self, sign: Literal["and", "or"], parts: Sequence[Operand]) -> Operand:
        """Conditions that must all hold, or of which any must."""
        self.clash(*(kind_rules.needs(part, "yes_no", sign) for part in parts))
        node = Logic(YES_NO, sign, tuple(part.node for part in parts))
        return self.part(node, parts[0].start, parts[-1].end, *parts)

    def hole(self, start: int, end: int) -> Operand:
        """In the place of something that has a problem: of any kind, so that it causes no more."""
        return Operand(Constant(ANY, None, self.text[start:end]), start, end)

    def too_deep(self, start: int, end: int) -> Stop:
        message = Text(f"a formula of more than {DEEPEST} levels", f"公式嵌套超过 {DEEPEST} 层")
        return self.stop("formula-too-deep", start, min(end, start + 10), message, SPLIT)

    # ------------------------------------------------------------ names

    def name(self, token: Token) -> Operand:
        """A field of the record at hand, of one outside of it, or what the rulebook calls by this name."""
        place = self.place(token.start, token.end)
        inner = self.of_a_record(token, place)
        if inner is not None:
            return inner
        if token.text == "it" and self.it is not None:
            return self.part(self.it, token.start, token.end)
        found = self.names.find(token.text, place)
        if found is None and "." in token.text:
            found = self.picked(token, place)
        return self.unknown(token) if found is None else self.part(found, token.start, token.end)

    def of_a_record(self, token: Token, place: Place) -> Operand | None:
        """A field or a column of a record around, the innermost first; `own.x` is of the next record outside."""
        name, out = token.text, 0
        while self.records and name.startswith(OUTER):
            name, out = name.removeprefix(OUTER), out + 1
        if out >= len(self.records):
            return self.nothing_outside(token) if out else None
        for depth in range(out, out + 1 if out else len(self.records)):
            node = self.field(name, depth, place)
            if node is None and "." in name:
                above, _, output = name.rpartition(".")
                several = self.field(above, depth, place)
                node = self.output(several, above, output, token.start, token.end) if several is not None else None
            if node is not None:
                if not out:
                    self.hides_nothing(token, place)
                return self.part(node, token.start, token.end)
        return self.unknown_outside(token, name, self.records[-1 - out]) if out else None

    def field(self, name: str, depth: int, place: Place) -> Node | None:
        """A field or a column of the record so many records further out than the innermost."""
        around = self.records[-1 - depth]
        fields = dict(around.kind.fields)
        if name == IT and len(fields) == 1 and not self.is_tested(depth, place):
            (name,) = fields
        if name in fields:
            return Item(fields[name], name, around.scope, depth)
        column = self.names.column(name, around, place)
        return column if column is None or not depth else replace(column, out=depth)

    def is_tested(self, depth: int, place: Place) -> bool:
        """Whether `it` is the value that a cell or a member is about, which is nearer than the record of a column."""
        of_column = depth >= len(self.records) - len(self.names.around)
        return of_column and (self.it is not None or self.names.find(IT, place) is not None)

    def hides_nothing(self, token: Token, place: Place) -> None:
        """A name that is a field and something outside of records as well means two things; `it` is always the nearest."""
        if token.text == IT or self.names.find(token.text, place) is None:
            return
        message = Text(
            f"`{token.text}` is a field of the list's records and also a name outside of them",
            f"`{token.text}` 既是列表记录的字段，又是列表之外的名称",
        )
        fix = Text("give one of them another name", "请为其中之一改名")
        self.report("hidden-name", token.start, token.end, message, fix)

    def picked(self, token: Token, place: Place) -> Node | None:
        """One of several results, or one field of a record: `deployer.status`."""
        above, _, output = token.text.rpartition(".")
        node = self.names.find(above, place)
        return None if node is None else self.output(node, above, output, token.start, token.end)

    def output(self, node: Node, above: str, output: str, start: int, end: int) -> Node | None:
        """One of the several results of a node, which is written `above`; None where it has no several."""
        if not node.kind.fields or node.kind.name == "list":
            return None
        fields = dict(node.kind.fields)
        if output in fields:
            return Pick(fields[output], node, output)
        near = nearest(output, fields)
        message = Text(f"`{above}` has no `{output}`", f"`{above}` 中没有 `{output}`")
        has = "、".join(f"`{above}.{field}`" for field in list(fields)[:8])
        fix = (
            Text(f"did you mean `{above}.{near}`?", f"是否为 `{above}.{near}`？")
            if near
            else Text(f"there are {has}", f"有 {has}")
        )
        self.report("unknown-name", start, end, message, fix)
        return Constant(ANY, None, self.text[start:end])

    def nothing_outside(self, token: Token) -> Operand:
        message = Text(f"`{token.text}`: there is no record outside of this one", f"`{token.text}`：此记录之外没有记录")
        fix = Text("write the field's name alone", "请只写字段名")
        self.report("unknown-name", token.start, token.end, message, fix)
        return self.hole(token.start, token.end)

    def unknown_outside(self, token: Token, name: str, around: Around) -> Operand:
        fields = [field for field, _ in around.kind.fields]
        near = nearest(name, fields)
        message = Text(f"the record outside has no `{cut(name)}`", f"外层记录没有 `{cut(name)}`")
        has = "、".join(f"`{field}`" for field in fields[:8])
        fix = Text(f"did you mean `{near}`?", f"是否为 `{near}`？") if near else Text(f"it has {has}", f"有 {has}")
        self.report("unknown-name", token.start, token.end, message, fix)
        return self.hole(token.start, token.end)

    def unknown(self, token: Token) -> Operand:
        name = token.text
        own = [field for around in reversed(self.records) for field, _ in around.kind.fields]
        own += [column for around in reversed(self.records) for column in self.names.columns(around)]
        near = nearest(name, own) or self.names.near(name)
        message = Text(f"`{cut(name)}` is not known", f"未知名称 `{cut(name)}`")
        if near is not None:
            fix = Text(f"did you mean `{near}`?", f"是否为 `{near}`？")
        elif self.units.get(name) is not None:
            fix = Text(
                f"`{name}` is a unit: write a number before it, as in `1 {name}`", f"`{name}` 是单位：请写成 `1 {name}`"
            )
        else:
            fix = Text(f"declare it as a fact or a value; texts are in quotes: `'{cut(name)}'`",
                       f"请声明为数据或值；如为文本，请加引号：`'{cut(name)}'`")  # fmt: skip
        self.report("unknown-name", token.start, token.end, message, fix)
        return self.hole(token.start, token.end)
