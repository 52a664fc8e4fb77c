"""The grammar of formulas: operators by how tightly they bind (Pratt, "Top down operator precedence", 1973).

Names are resolved and kinds checked while reading, so one pass finds every unknown name and every clash
of units. What has a problem is replaced by a node of any kind, so that it causes no further ones.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from scoring.formula import kind_rules
from scoring.formula.function import Call, Function, applied
from scoring.formula.functions import FUNCTIONS
from scoring.formula.kind_rules import Clash, Operand
from scoring.formula.names import Around, Names
from scoring.formula.over_lists import OF_EACH, SAID, OverList, over_list, unknown_key
from scoring.formula.reading import DEEPEST, SPLIT, Reading, Stop
from scoring.formula.tokens import Token, tokens
from scoring.nodes.kind import DATE, NUMBER, SHARE, TEXT, YES_NO, Kind
from scoring.nodes.node import Arithmetic, Choose, Clause, Compare, Constant, Logic, Node, new_scope
from scoring.nodes.printing import AND, COMPARISON, MINUS, NOT, OR, POWER, PRODUCT, SUM
from scoring.problems import Place, Problem, Text, has_errors, nearest
from scoring.values.day import Day
from scoring.values.number import cut, read_number
from scoring.values.units import Units

LONGEST = 10_000

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_BINDING = {
    "or": OR, "and": AND, **dict.fromkeys((*COMPARISONS, "in", "not"), COMPARISON),
    "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER,
}  # fmt: skip


def parse(text: str, names: Names, units: Units, at: Place) -> tuple[Node | None, list[Problem]]:
    """The node of a formula, and everything that is wrong with it; no node when something is."""
    return read(text, names, units, at, None)


def read(text: str, names: Names, units: Units, at: Place, it: Node | None) -> tuple[Node | None, list[Problem]]:
    """As `parse`; with `it`, a comparison may leave out its left side."""
    if len(text) > LONGEST:
        message = Text(
            f"a formula of {len(text)} characters; at most {LONGEST} are read",
            f"公式长 {len(text)} 个字符，至多 {LONGEST} 个",
        )
        return None, [Problem("formula-too-large", message, at.inside(0, 1), SPLIT)]
    found, problems = tokens(text, at)
    if problems:
        return None, problems
    parser = Parser(text, found, names, units, at, it)
    try:
        part = parser.whole()
    except Stop:
        part = None
    node = None if part is None or has_errors(parser.problems) else part.node
    return node, parser.problems


class Parser(Reading):
    """Reads one formula from its tokens."""

    # ------------------------------------------------------------ operators

    def whole(self) -> Operand:
        if len(self.tokens) == 1:
            fix = Text("write a formula, or leave the key out", "请写公式，或删去此键")
            raise self.stop("formula-empty", 0, len(self.text), Text("an empty formula", "公式为空"), fix)
        part = self.expression()
        if self.next.kind != "end":
            raise self.unexpected()
        return part

    def expression(self, binding: int = OR) -> Operand:
        """An operand and all operators behind it that bind at least as tightly as `binding`."""
        self.levels += 1
        if self.levels > DEEPEST:
            raise self.too_deep(self.next.start, self.next.end)
        left = self.operand()
        while self.next.kind in ("sign", "word") and _BINDING.get(self.next.text, 0) >= binding:
            left = self.operation(left)
        self.levels -= 1
        return left

    def operation(self, left: Operand) -> Operand:
        """A left side, the operator that comes next, and its right side."""
        sign = self.take().text
        if sign == "not":
            self.expect("in", Text("after `not`", "`not` 之后"))
            return self.negation(self.membership(left), left.start)
        if sign == "in":
            return self.unchained(self.membership(left))
        if sign in COMPARISONS:
            return self.unchained(self.comparison(sign, left, self.expression(SUM)))
        if sign in ("and", "or"):
            return self.logic("and" if sign == "and" else "or", left)
        right = self.expression(POWER if sign == "^" else _BINDING[sign] + 1)
        return self.arithmetic(sign, left, right)

    def arithmetic(self, sign: str, left: Operand, right: Operand) -> Operand:
        start, end = left.start, right.end
        if self.clash(kind_rules.needs(left, "number", sign), kind_rules.needs(right, "number", sign)):
            return self.hole(start, end)
        clashes: list[Clash] = []
        if sign in ("+", "-"):
            kind, clashes = kind_rules.together((left, right), self.units)
        elif sign == "*":
            kind = kind_rules.product(left.kind, right.kind)
        elif sign == "/":
            kind = kind_rules.quotient(left.kind, right.kind)
        else:
            kind, clashes = kind_rules.raised(left, right)
        if self.clash(*clashes):
            return self.hole(start, end)
        node = Arithmetic(kind, sign, (left.node, right.node))
        return self.part(node, start, end, left, right, bare=left.bare and right.bare)

    def comparison(self, sign: str, left: Operand, right: Operand) -> Operand:
        kind, clashes = kind_rules.together((left, right), self.units)
        if not self.clash(*clashes):
            self.clash(_not_compared(sign, kind, left))
        return self.part(Compare(YES_NO, sign, left.node, right.node), left.start, right.end, left, right)

    def unchained(self, part: Operand) -> Operand:
        if not self.sees(*COMPARISONS):
            return part
        message = Text("comparisons cannot be chained", "比较不能连写")
        fix = Text("write `a < b and b < c`", "请写成 `a < b and b < c`")
        raise self.stop("chained-comparison", self.next.start, self.next.end, message, fix)

    def membership(self, left: Operand) -> Operand:
        """`x in ("a", "b")`: one of these."""
        close = {"(": ")", "[": "]"}.get(self.next.text)
        if close is None or self.next.kind != "sign":
            message = Text("`in` is followed by a list in parentheses", "`in` 之后应为括号中的列表")
            fix = Text('write `in ("a", "b")`', '请写 `in ("a", "b")`')
            raise self.stop("formula-not-understood", self.next.start, self.next.end, message, fix)
        options = self.arguments(close)
        tests = [self.comparison("==", left, option) for option in options]
        if not tests:
            raise self.unexpected()
        return tests[0] if len(tests) == 1 else self.joined("or", tests)

    def logic(self, sign: Literal["and", "or"], left: Operand) -> Operand:
        """`a and b and c` is one node of three: long conditions are not deep ones."""
        parts = [left, self.expression(_BINDING[sign] + 1)]
        while self.sees(sign):
            self.take()
            parts.append(self.expression(_BINDING[sign] + 1))
        return self.joined(sign, parts)

    def negation(self, part: Operand, start: int) -> Operand:
        self.clash(kind_rules.needs(part, "yes_no", "not"))
        return self.part(Logic(YES_NO, "not", (part.node,)), start, part.end, part)

    # ------------------------------------------------------------ operands

    def operand(self) -> Operand:
        """A name, a number, a call …, and which of its several results is meant: `line(n).low`."""
        part = self.simple()
        while self.sees("."):
            self.take()
            token = self.take()
            above = self.text[part.start : part.end]
            for output in token.text.split("."):
                node = self.output(part.node, above, output, part.start, token.end)
                if node is None:
                    return self.unknown(token)
                part, above = self.part(node, part.start, token.end, part), f"{above}.{output}"
        return part

    def simple(self) -> Operand:
        token = self.next
        if token.kind in ("end", "percent"):
            raise self.unexpected()
        self.take()
        match token.kind:
            case "number":
                return self.number(token)
            case "date":
                return self.date(token)
            case "text":
                return self.part(Constant(TEXT, token.text, token.text), token.start, token.end)
            case "name":
                return self.call(token) if self.sees("(") else self.name(token)
        return self.signed(token)

    def signed(self, token: Token) -> Operand:
        """What begins with a sign or a word of the language."""
        match token.text:
            case "(":
                inside = self.expression()
                end = self.expect(")", Text("at the end", "末尾")).end
                return Operand(inside.node, token.start, end, inside.depth, inside.bare, inside.literal)
            case "-":
                return self.minus(token)
            case "not":
                return self.negation(self.expression(NOT), token.start)
            case "if":
                return self.choice(token)
            case "true" | "false":
                return self.part(Constant(YES_NO, token.text == "true", token.text), token.start, token.end)
            case sign if self.it is not None and (sign in COMPARISONS or sign == "in"):
                it = Operand(self.it, token.start, token.start)
                if sign == "in":
                    return self.unchained(self.membership(it))
                return self.unchained(self.comparison(sign, it, self.expression(SUM)))
        self.position -= 1
        raise self.unexpected()

    def unexpected(self) -> Stop:
        token = self.next
        if token.kind == "end":
            message = Text("the formula ends too early", "公式不完整")
            fix = Text("write what belongs behind it", "请补写其后的内容")
            return self.stop("formula-not-understood", max(token.start - 1, 0), token.end, message, fix)
        shown = cut(self.text[token.start : token.end])
        if token.kind == "percent":
            message = Text(f"`{shown}` stands only right after a number", f"`{shown}` 只能紧跟在数字之后")
        else:
            message = Text(f"`{shown}` is not expected here", f"此处不应出现 `{shown}`")
        if token.text == "=" and token.kind == "sign":
            return self.equals_sign(token)
        fix = Text("write a name or a number before it, or delete it", "请在其前写名称或数字，或删去")
        if token.kind == "percent":
            fix = Text("write the number before it, such as `95%`", "请在其前写数字，例如 `95%`")
        elif token.text in (")", "]", ",", "then", "else"):
            fix = Text("write what is missing before it, or delete it", "请补写其前缺少的内容，或删去")
        if token.kind in ("name", "number", "text", "date") or token.text in ("(", "not", "if"):
            fix = Text(
                "is a sign such as `*`, `and` or `,` missing before it?", "之前是否缺少 `*`、`and` 或 `,` 等符号？"
            )
        return self.stop("formula-not-understood", token.start, token.end, message, fix)

    def minus(self, token: Token) -> Operand:
        part = self.expression(MINUS)
        if self.clash(kind_rules.needs(part, "number", "-")):
            return self.hole(token.start, part.end)
        node, literal = part.node, None if part.literal is None else -part.literal
        if isinstance(node, Constant) and node.kind.name == "number" and isinstance(node.value, Fraction):
            written = node.written[1:] if node.written.startswith("-") else f"-{node.written}"
            negated = Constant(node.kind, -node.value, written)
            return Operand(negated, token.start, part.end, part.depth, part.bare, literal)
        made = self.part(Arithmetic(part.kind, "negate", (node,)), token.start, part.end, part, bare=part.bare)
        return made

    def choice(self, token: Token) -> Operand:
        """`if … then … else …`."""
        when = self.expression()
        self.expect("then", Text("after `if …`", "`if …` 之后"))
        then = self.expression()
        self.expect("else", Text("after `then …`", "`then …` 之后"))
        other = self.expression()
        kind, clashes = kind_rules.together((then, other), self.units)
        self.clash(kind_rules.needs(when, "yes_no", "if"), *clashes)
        place = self.place(token.start, other.end)
        quote = self.text[when.start : when.end]
        yes = Clause("then", when.node, then.node, self.place(then.start, then.end), quote=quote)
        no = Clause("else", None, other.node, self.place(other.start, other.end), quote="else")
        node = Choose(kind, (yes,), "first", place, otherwise=no, quiet=True)
        return self.part(node, token.start, other.end, when, then, other, bare=then.bare and other.bare)

    def number(self, token: Token) -> Operand:
        """A number, with the unit or the percent sign behind it."""
        value = read_number(token.text)
        if value is None:
            message = Text(f"`{cut(token.text)}` is too large or too long a number", f"`{cut(token.text)}` 过大或过长")
            self.report(
                "number-too-large",
                token.start,
                token.end,
                message,
                Text("write the number plainly", "请按普通写法写数"),
            )
            return self.hole(token.start, token.end)
        if self.next.kind not in ("percent", "name"):
            part = self.part(Constant(NUMBER, value, token.text), token.start, token.end, bare=True)
            return Operand(part.node, part.start, part.end, part.depth, True, value)
        name = self.take()
        unit = self.units.get(name.text)
        if unit is None:
            message = Text(f"unit `{cut(name.text)}` is not known", f"未知单位 `{cut(name.text)}`")
            near = self.units.near(name.text)
            fix = Text(f'declare it as `[unit."{cut(name.text)}"]`', f'请用 `[unit."{cut(name.text)}"]` 声明')
            if near:
                fix = Text(f"did you mean `{near}`?", f"是否为 `{near}`？")
            self.report("unknown-unit", name.start, name.end, message, fix)
            return self.hole(token.start, name.end)
        gap = "" if name.kind == "percent" else " "
        kind = Kind("number", unit.dimension, unit.name) if unit.dimension else SHARE
        node = Constant(kind, value * unit.factor, f"{token.text}{gap}{unit.name}")
        return self.part(node, token.start, name.end)

    def date(self, token: Token) -> Operand:
        day = Day.parse(token.text)
        if day is None:
            message = Text(f"there is no date `{token.text}`", f"没有 `{token.text}` 这一日期")
            spaced = token.text.replace("-", " - ")
            fix = Text(f"for a difference write `{spaced}`", f"如为减法，请写 `{spaced}`")
            self.report("no-such-date", token.start, token.end, message, fix)
            return self.hole(token.start, token.end)
        return self.part(Constant(DATE, day, token.text), token.start, token.end)

    # ------------------------------------------------------------ functions

    def arguments(self, close: str = ")") -> list[Operand]:
        """What stands between parentheses, the opening one being next."""
        self.take()
        found: list[Operand] = []
        while not self.sees(close):
            if found:
                self.expect(",", Text("between arguments", "参数之间"))
            found.append(self.expression())
        self.take()
        return found

    def call(self, token: Token) -> Operand:
        """A function, or a value with parameters."""
        function = FUNCTIONS.get(token.text)
        if function is not None:
            return self.applied(function, token)
        args = self.arguments()
        end = self.tokens[self.position - 1].end
        called = self.names.call(token.text, tuple(arg.node for arg in args), self.place(token.start, end))
        if called is None:
            near = nearest(token.text, FUNCTIONS) or self.names.near(token.text)
            message = Text(f"there is no function `{cut(token.text)}`", f"没有函数 `{cut(token.text)}`")
            known = ", ".join(FUNCTIONS)
            fix = (
                Text(f"did you mean `{near}`?", f"是否为 `{near}`？")
                if near
                else Text(f"there are {known}", f"有 {known}")
            )
            self.report("unknown-function", token.start, token.end, message, fix)
            return self.hole(token.start, end)
        node, problems = called
        self.problems.extend(problems)
        if node is None:
            return self.hole(token.start, end)
        return self.part(node, token.start, end, *args)

    def applied(self, function: Function, token: Token) -> Operand:
        """A function with its arguments, the opening parenthesis being next; many also take a list and a body for each record."""
        self.take()
        args = [] if self.sees(")") else [self.expression()]
        if function.over_lists and args and args[0].kind.name == "list":
            return self.over_list(function, token, args[0])
        while not self.sees(")"):
            if args:
                self.expect(",", Text("between arguments", "参数之间"))
            args.append(self.expression())
        end = self.expect(")", Text("at the end", "末尾")).end
        return applied(self, Call(function, token.start, end, args))

    def over_list(self, function: Function, token: Token, records: Operand) -> Operand:
        """`sum(list, body, where = condition)`: the fields of the list's records are in reach in what is of each record."""
        around = Around(records.kind, new_scope())
        nth: Operand | None = None
        body: Operand | None = None
        said: dict[str, Operand] = {}
        while self.sees(","):
            self.take()
            key = self.key()
            if key is not None:
                if key.text in said:
                    message = Text(f"`{key.text}` stands here twice", f"`{key.text}` 重复")
                    self.report("name-twice", key.start, key.end, message, Text("delete one of the two", "请删去其一"))
                if key.text not in SAID:
                    unknown_key(self, key.text, key.start, key.end)
                said[key.text] = (
                    self.within(around) if key.text not in SAID or key.text in OF_EACH else self.expression()
                )
            elif function.name == "nth" and nth is None:
                nth = self.expression()
            elif body is None and not said:
                body = self.within(around)
            else:
                raise self.unexpected()
        end = self.expect(")", Text("at the end", "末尾")).end
        call = Call(function, token.start, end, [records])
        if function.name == "nth" and nth is None:
            return applied(self, call)
        return over_list(self, OverList(call, records, around, nth, body, said))

    def within(self, around: Around) -> Operand:
        """A formula of the record that is looked at."""
        self.records.append(around)
        part = self.expression()
        self.records.pop()
        return part

    def key(self) -> Token | None:
        """The name before an `=`, both of which are taken; None where none comes next."""
        if self.next.kind not in ("name", "word"):
            return None
        after = self.tokens[min(self.position + 1, len(self.tokens) - 1)]
        if after.kind != "sign" or after.text != "=":
            return None
        key = self.take()
        self.take()
        return key


def _not_compared(sign: str, kind: Kind, part: Operand) -> Clash | None:
    """Lists are not compared at all, texts and yes/no only for being the same."""
    if kind.name in ("number", "date", "any") or (kind.name in ("text", "yes_no") and sign in ("==", "!=")):
        return None
    what = kind_rules.describe(kind)
    message = Text(f"{what.en} cannot be compared by `{sign}`", f"{what.zh}不能用 `{sign}` 比较")
    fix = Text("compare numbers, dates, or texts by `==`", "请比较数、日期，文本只用 `==`")
    return Clash("kinds-differ", part, message, fix)
