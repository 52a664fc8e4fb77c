"""Nodes as text, with the values of one evaluation in place of names: what the lines of the arithmetic are put together from."""

from __future__ import annotations

from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.records import Counts, counted, records_of
from scoring.nodes.kind import ANY
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Column,
    Combine,
    Compare,
    Constant,
    Each,
    Evidenced,
    Item,
    Known,
    Logic,
    Member,
    Name,
    Node,
    Pick,
    Places,
    Round,
    Selection,
    Several,
)
from scoring.nodes.printing import written as formula_text
from scoring.problems import Language
from scoring.program.outside import is_outside
from scoring.scorecard.figures import DIGITS, in_brackets, naming, shown, step_of
from scoring.values.bound import Bound
from scoring.values.number import magnitude, show_number
from scoring.values.value import NotApplicable, Unknown

SIGNS = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − ", "^": "^", "==": " = ", "!=": " ≠ ", ">=": " ≥ ", "<=": " ≤ ",
         ">": " > ", "<": " < ", "within": " ∈ "}  # fmt: skip
CHAIN, OR, AND, COMPARISON, SUM, PRODUCT, POWER, ATOM = range(8)  # how tightly what is written holds together
STRENGTH = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER}
MOST_DIGITS = 40
LONGEST_PART = 2_000
MOST_LISTED = 12
MOST_LOOKED_AT = 1_000
ADDED_UP = ("sum", "product", "mean", "geomean", "median", "min", "max")
"""Aggregates whose members are written out."""
ONE_OF = ("first", "unique", "any", "priority")
Written = tuple[str, int]


class Expressions:
    """Writes nodes out with the values of one evaluation, in one language."""

    def __init__(self, at: Evaluation, language: Language) -> None:
        self.at, self.program, self.language = at, at.program, language
        self.digits = DIGITS
        self._known: dict[tuple[int, int, int], Written] = {}

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def value(self, node: Node) -> str:
        return shown(self.at.value(node), node.kind, self.program, self.language, self.digits)

    def naming(self, name: str, prefix: str = "") -> str:
        return naming(name, prefix, self.program).in_language(self.language)

    def opened(self, node: Node) -> Node:
        """What a bare name stands for: a line that is one value shows how that came about."""
        while isinstance(node, Name) and node.name in self.at.definitions and self.at.sheet.get(node.name) is None:
            node = self.at.definitions[node.name]
        return node

    def equation(self, node: Node, value: str | None = None) -> str:
        """`expression = value`, or the expression alone where it says the value already."""
        text, strength = self.written(node)
        return text if strength == CHAIN else equal(text, self.value(node) if value is None else value)

    def bound(self, before: Fraction, after: Fraction) -> str:
        """The end that a number went beyond."""
        end = show_number(after)
        return (
            self.say(f"at most {end}", f"不高于 {end}")
            if before > after
            else self.say(f"at least {end}", f"不低于 {end}")
        )

    def expression(self, node: Node, around: int = OR) -> str:
        """A node with its values in place of names; in brackets where what stands around it holds tighter."""
        text, strength = self.written(node)
        return f"({text})" if strength < around else text

    def truth(self, node: Node, around: int) -> str:
        """A condition; one on all records of a list with what it says, since its value alone would say nothing."""
        if isinstance(node, Each) and node.how in ("all", "any"):
            return f"{formula_text(node)} ({self.value(node)})"
        return self.expression(node, around)

    def written(self, node: Node) -> Written:
        """The text of a node and how tightly it holds; of what is beyond every line its value alone, so that a node
        shared by many, as of equal calls, is written once."""
        key = (node.number, self.digits, self.at.frame_of(node).number)
        if key not in self._known:
            text, strength = self._written(node)
            too_long = len(text) > LONGEST_PART and not isinstance(self.at.value(node), bool)
            self._known[key] = (self.value(node), ATOM) if too_long else (text[:LONGEST_PART], strength)
        return self._known[key]

    def _written(self, node: Node) -> Written:
        match node:
            case Constant():
                return self.value(node) if isinstance(node.value, bool) else node.written or self.value(node), ATOM
            case Name():
                return self._name(node), ATOM
            case Evidenced():
                return f"{self.naming(node.name)} ({self._reported(node.name) or '?'})", ATOM
            case Item() | Column():
                return self._item(node), ATOM
            case Selection() | Places():
                return self.value(node), ATOM
            case Compare():
                return self._compare(node), COMPARISON
            case Logic():
                return self._logic(node)
            case Arithmetic():
                return self._arithmetic(node)
            case Choose():
                return self._choose(node)
            case Known() if self._is_there(node.arg):
                return f"{self._asked(node.arg)}{self.say(' is known', ' 已知')} ({self.value(node)})", ATOM
            case Known() | Pick() | Several():
                return self.value(node), ATOM
            case Each():
                return self._each(node), ATOM
            case Round():
                return self._round(node)
            case Combine():
                return self._combine(node)

    def _name(self, node: Name) -> str:
        value = self._reported(node.name) or self.value(node)
        if isinstance(self.at.value(node), Bound):
            return f"({value})"
        return f"{self.naming(node.name)} ({value})" if node.kind.name == "yes_no" else value

    def _item(self, node: Item | Column) -> str:
        """A field's or a column's value where its record is looked at; its name where all of them are meant."""
        if self.at.record(node.scope) is None:
            return node.name
        named = self._named(node)
        return f"{named} ({self.value(node)})" if node.kind.name == "yes_no" else self.value(node)

    def _named(self, node: Item | Column) -> str:
        """What people call a field or a column."""
        if isinstance(node, Column) and node.definition in self.program.labels:
            label = self.program.labels[node.definition].in_language(self.language)
            return node.name if label == node.definition else label
        return node.name

    def _reported(self, name: str) -> str | None:
        reported = self.at.sheet.get(name)
        if reported is None:
            return None
        if isinstance(reported.value, bool):
            return shown(reported.value, ANY, self.program, self.language)
        return reported.written.lstrip("<>= ") if name.endswith(".target") else reported.written

    def _compare(self, node: Compare) -> str:
        """Both sides with as many digits as it takes to see which is the greater."""
        left, right = self.at.value(node.left), self.at.value(node.right)
        before = self.digits
        if isinstance(left, Fraction) and isinstance(right, Fraction) and left != right:
            self.digits = min(MOST_DIGITS, max(before, 3 - magnitude(abs(left - right))))
        text = f"{self.expression(node.left, SUM)}{SIGNS[node.op]}{self.expression(node.right, SUM)}"
        self.digits = before
        return text

    def _logic(self, node: Logic) -> Written:
        if node.op == "not" and isinstance(known := node.args[0], Known) and self._is_there(known.arg):
            return f"{self._asked(known.arg)} {self.absence(known.arg)} ({self.value(node)})", ATOM
        if node.op == "not":
            return f"¬({self.truth(node.args[0], OR)})", ATOM
        own = AND if node.op == "and" else OR
        return (" ∧ " if own == AND else " ∨ ").join(self.truth(arg, own + 1) for arg in node.args), own

    def _is_there(self, node: Node) -> bool:
        """Whether a node has a value here; a field of a record has none without one."""
        return not isinstance(node, Item | Column) or self.at.record(node.scope) is not None

    def _asked(self, node: Node) -> str:
        """What is asked about, not what it is: its name, or its formula as the author has it."""
        if isinstance(node, Name):
            return self.naming(node.name)
        return self._named(node) if isinstance(node, Item | Column) else formula_text(node)

    def absence(self, node: Node) -> str:
        """In what way a value is not there; that it is missing is asked of one that is."""
        value = self.at.value(node)
        if isinstance(value, NotApplicable):
            return self.say("does not apply", "不适用")
        if isinstance(value, Unknown) and not value.missing and value.because is not None:
            return self.say("is undefined", "无定义")
        return self.say("is missing", "缺失")

    def _arithmetic(self, node: Arithmetic) -> Written:
        if node.op in STRENGTH and len(node.args) == 2:
            return self._two_sides(node)
        if node.op == "negate":
            return "−" + self.expression(node.args[0], ATOM), PRODUCT
        if node.op == "clamp":
            return self._clamped(node)
        return f"{node.op}({', '.join(self.expression(arg) for arg in node.args)})", ATOM

    def _two_sides(self, node: Arithmetic) -> Written:
        strength = STRENGTH[node.op]
        left, right = node.args
        if node.op == "^":
            return f"{self.expression(left, ATOM)}^{self.expression(right, ATOM)}", strength
        sides = [self.expression(left, strength), self.expression(right, strength + 1)]
        if strength == SUM:
            sides = [text + self._note(side) for text, side in zip(sides, (left, right), strict=True)]
        return SIGNS[node.op].join(sides), strength

    def _note(self, node: Node) -> str:
        """The name of a bare number in a sum, so that it can be told from the others."""
        if not isinstance(node, Name | Item | Column) or node.kind.name != "number" or node.kind.unit is not None:
            return ""
        return f" [{self.naming(node.name) if isinstance(node, Name) else self._named(node)}]"

    def _clamped(self, node: Arithmetic) -> Written:
        arg = self.opened(node.args[0])
        inner, outer = self.at.value(arg), self.at.value(node)
        if not isinstance(inner, Fraction) or not isinstance(outer, Fraction) or inner == outer:
            return self.written(arg)
        end = shown(outer, node.kind, self.program, self.language)
        beyond = (
            self.say(f"at most {end}", f"不高于 {end}")
            if inner > outer
            else self.say(f"at least {end}", f"不低于 {end}")
        )
        return f"{self.equation(arg)} → {beyond}", CHAIN

    def _round(self, node: Round) -> Written:
        arg = self.opened(node.arg)
        inner, outer = self.at.value(arg), self.at.value(node)
        if not isinstance(inner, Fraction) or not isinstance(outer, Fraction) or inner == outer:
            return self.written(arg)
        before = self.digits
        self.digits = max(before, enough(outer))
        text = self.equation(arg)
        self.digits = before
        return (
            f"{text} → {self.value(node)}{step_of(node.rounding, outer, node.kind).in_language(self.language)}",
            CHAIN,
        )

    def _choose(self, node: Choose) -> Written:
        taken = self.at.decision(node).taken
        if not taken:
            return self.value(node), ATOM
        if node.hit in ONE_OF:
            around = node.quiet and (isinstance(taken[0].when, Known) or _has_outside(node))
            text, strength = self.written(self.opened(taken[0].then) if around else taken[0].then)
            policy = taken[0].policy
            if policy is None:
                return text, strength
            why = self.absence(node.clauses[0].then).removeprefix("is ")
            return f"{text} [{why}: {policy}]", strength
        if node.hit == "ranked":
            return "; ".join(f"{self._code(clause)}: {self._lost(clause)}" for clause in taken), CHAIN
        if len(taken) == 1 and node.hit in ("sum", "min", "max"):
            return self.written(taken[0].then)
        if node.hit == "sum":
            return " + ".join(f"{self.expression(clause.then, SUM)} [{self._clause(clause)}]" for clause in taken), SUM
        if node.hit in ("min", "max"):
            return f"{node.hit}({', '.join(self.expression(clause.then) for clause in taken)})", ATOM
        return self.value(node), ATOM

    def _clause(self, clause: Clause) -> str:
        return in_brackets(clause.id)

    def _code(self, clause: Clause) -> str:
        """A reason's code, and what people read for it."""
        if clause.label is None:
            return clause.id
        return f"{clause.id} [{clause.label.in_language(self.language)}]"

    def _lost(self, clause: Clause) -> str:
        """What a reason cost, written out."""
        return self.equation(dict(clause.then.outputs)["lost"] if isinstance(clause.then, Several) else clause.then)

    def _each(self, node: Each) -> str:
        """The members of a short list with their names and weights, and what comes of them."""
        value, listed = self.at.value(node), records_of(self.at.value(node.records))
        if isinstance(value, Unknown) and not value.missing and value.because is not None:
            return formula_text(node)
        if self.at.frame is not self.at.root and isinstance(listed, tuple) and len(listed) > MOST_LOOKED_AT:
            return self.value(node)  # once more for each record of a long list
        if node.how not in ADDED_UP or not isinstance(listed, tuple) or not isinstance(value, Fraction):
            return self.value(node)
        found = counted(self.at, node, listed)
        if not 0 < len(found.entries) + len(found.cut) <= MOST_LISTED or not found.entries:
            return self.value(node)
        place = {record.number: number for number, record in enumerate(listed)}
        out = {one.record.number for one in found.cut}
        entries = sorted((*found.entries, *found.cut), key=lambda one: place[one.record.number])
        return f"{node.how}({', '.join(self._of_record(one, node, one.record.number in out) for one in entries)})"

    def _of_record(self, one: Counts, node: Each, out: bool) -> str:
        """A record's value with its name and its weight; one that is cut says so."""
        text = shown(one.value, node.body.kind, self.program, self.language, self.digits)
        name = one.record.get(node.records.kind.key)
        if isinstance(name, str):
            text += f" [{in_brackets(name)}]"
        said = []
        if node.weight is not None:
            weight = shown(one.weight, node.weight.kind, self.program, self.language)
            said.append(self.say(f"weight {weight}", f"权重 {weight}"))
        if out:
            said.append(self.say("left out", "不计"))
        return f"{text} ({', '.join(said)})" if said else text

    def _combine(self, node: Combine) -> Written:
        members = [self._member(member, node) for member in node.members]
        if node.how == "sum" and all(m.weight == 1 and m.weigh is None for m in node.members) and members:
            if len(members) == 1 and not members[0].endswith(")"):
                return self.written(node.members[0].node)
            return " + ".join(members), SUM
        if node.how == "count":
            return self.value(node), ATOM
        return f"{node.how}({', '.join(members)})", ATOM

    def _member(self, member: Member, node: Combine) -> str:
        """A member with its name and weight; one that is left out says so."""
        value = self.at.value(member.node)
        text = self.expression(member.node, SUM + 1 if node.how == "sum" else SUM)
        named = self.naming(member.node.name) if isinstance(member.node, Name) else member.label
        out = isinstance(value, NotApplicable) or (isinstance(value, Unknown) and node.missing == "leave_out")
        if member.named is not None:
            text += f" [{member.named.in_language(self.language)}]"
        elif isinstance(member.node, Name) or out or isinstance(value, Unknown):
            text = ("?" if isinstance(value, Unknown | NotApplicable) else text) + f" [{named}]"
        said = []
        if member.weight != 1 or member.weigh is not None:
            weight = show_number(member.weight) if member.weigh is None else self.expression(member.weigh, ATOM)
            if node.how == "product":
                return f"({text})^{weight}"
            said.append(self.say(f"weight {weight}", f"权重 {weight}"))
        if out:
            said.append(self.say("left out", "不计"))
        elif isinstance(value, Unknown) and node.missing == "zero":
            said.append(self.say("as 0", "按 0"))
        return f"{text} ({', '.join(said)})" if said else text


def _has_outside(node: Choose) -> bool:
    """Whether it stands around a value, for what that is outside its `when`."""
    return node.otherwise is not None and is_outside(node.otherwise.then)


def equal(text: str, value: str) -> str:
    """`text = value`, or the text alone where it is the value already."""
    return value if text in (value, f"({value})") else f"{text} = {value}".replace("= ≈", "≈ ")


def enough(after: Fraction) -> int:
    """As many digits before a rounding as show that it is one."""
    written = show_number(after)
    return max(DIGITS, 2 + len(written.partition(".")[2])) if "/" not in written else DIGITS
