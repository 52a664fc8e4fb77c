"""A formula while it is read: where in it, what was wrong so far, which names are in reach, how large it has become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scoring.formula import kind_rules
from scoring.formula.kind_rules import Clash, Operand
from scoring.formula.names import Names
from scoring.formula.tokens import Token
from scoring.nodes.kind import ANY, YES_NO, Kind
from scoring.nodes.node import Constant, Item, Logic, Node, Pick
from scoring.problems import Place, Problem, Text, nearest
from scoring.values.number import cut
from scoring.values.units import Units

DEEPEST = 100
MOST_NODES = 2_000
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
        self.records: list[Kind] = []  # of the aggregates around, the innermost last

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
        message = Text(f"`{sign}` is missing {after.en}", f"{after.zh}缺少 `{sign}`")
        fix = Text(f"write `{sign}` before it", f"请在其前写 `{sign}`")
        if self.next.kind == "end":
            fix = Text(f"write `{sign}` at the end", f"请在末尾写 `{sign}`")
        raise self.stop("formula-not-understood", self.next.start, self.next.end, message, fix)

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
        """A field of the record at hand, or what the rulebook calls by this name."""
        if token.text == "it" and self.it is not None:
            return self.part(self.it, token.start, token.end)
        place = self.place(token.start, token.end)
        fields = dict(self.records[-1].fields) if self.records else {}
        found = self.names.find(token.text, place)
        if token.text in fields:
            if found is not None:
                message = Text(
                    f"`{token.text}` is a field of the list's records and also a name outside of them",
                    f"`{token.text}` 既是列表记录的字段，又是列表之外的名称",
                )
                fix = Text("give one of them another name", "请为其中之一改名")
                self.report("hidden-name", token.start, token.end, message, fix)
            return self.part(Item(fields[token.text], token.text), token.start, token.end)
        if found is None and "." in token.text:
            found = self.picked(token, place)
        return self.unknown(token) if found is None else self.part(found, token.start, token.end)

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

    def unknown(self, token: Token) -> Operand:
        name = token.text
        if any(name in dict(record.fields) for record in self.records):
            message = Text(
                f"`{name}` belongs to the list outside; only fields of the innermost list's records are in reach",
                f"`{name}` 属于外层列表；此处只能用最内层列表记录的字段",
            )
            fix = Text(
                "give what is summed up inside a name of its own as `[value.*]`",
                "请把内层的合计写成单独命名的 `[value.*]`",
            )
            self.report("unknown-name", token.start, token.end, message, fix)
            return self.hole(token.start, token.end)
        own = [field for field, _ in self.records[-1].fields] if self.records else []
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
