"""The instructions of a template, read before any is carried out: each must name what there is, and do nothing else.

A template comes from whoever edits it, perhaps from a stranger: of the language of templates only what prints a name, asks
whether there is one and goes through a list is taken; everything else is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from scoring.forms.writing.names import Name, Names, named
from scoring.problems import Place, Problem, Text, nearest
from scoring.problems.shown import harmless
from scoring.values.number import cut

OF_WHAT = re.compile(
    r"(\{%)(tr|tc|p|r)(?= )"
)  # what Word shows of it goes with the instruction: a row, a cell, a paragraph
UNSUPPORTED = re.compile(r"\{\{(?:tr|tc|p|r)\s|\{%\s*(?:colspan|cellbg|vm|hm)\b")
QUOTES = str.maketrans("“”‘’", "\"\"''")
OPEN, CLOSED = re.compile(r"\{[{%#]"), re.compile(r"[}%#]\}")
LOOP = ("index", "first", "last", "length")
LOOP_NAME = Name("loop", "loop", Text("how far the list is gone through", "循环的进度"), "list",
                 tuple(Name(one, one, Text(one, one)) for one in LOOP))  # fmt: skip
FILTERS = ("length", "default")
TEXT = Name("", "", Text("", ""))
MOST_INSTRUCTIONS = 5_000
DEEPEST = 20
ALLOWED = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Compare, nodes.Operand,
    nodes.Not, nodes.And, nodes.Or, nodes.Const, nodes.Filter, nodes.CondExpr,
)  # fmt: skip

USE = Text("a template may print names ({{ project }}), ask for them ({% if grade %}) and go through lists ({% for one in indicators %})",
           "模板只能输出名称（{{ 项目名称 }}）、判断（{% if 等级 %}）和逐条列出（{% for one in 指标 %}）")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a template, in the order of the document, with its number in its part."""

    part: str  # the file's own name, or that of a header or footer in it
    number: int
    text: str

    def place(self, of: str = "") -> Place:
        """Where a piece of it stands."""
        shown = harmless(self.text)
        at = max(self.text.find(of), 0) if of else 0
        return Place(self.part, self.number, at + 1, max(1, min(len(of), 60)), cut(shown, 200))


def check_instructions(paragraphs: Sequence[Paragraph], names: Names) -> list[Problem]:
    """Every instruction of a part that cannot be carried out, all at once."""
    problems = [problem for one in paragraphs for problem in _of_paragraph(one)]
    if problems:
        return problems
    lines = [OF_WHAT.sub(r"\1 ", one.text).translate(QUOTES).replace("\n", " ") for one in paragraphs]
    try:
        tree = SandboxedEnvironment().parse("\n".join(lines))
    except (TemplateSyntaxError, RecursionError) as error:
        line = getattr(error, "lineno", 1) or 1
        paragraph = paragraphs[min(line, len(paragraphs)) - 1]
        return [_syntax(paragraph, str(getattr(error, "message", "too deep")))]
    return list(_Checking(paragraphs).all(tree, names))


def _of_paragraph(one: Paragraph) -> Iterator[Problem]:
    opened = OPEN.findall(one.text)
    if len(opened) != len(CLOSED.findall(one.text)):
        yield _syntax(one, "an instruction that begins in a paragraph must end in it")
    if len(opened) > MOST_INSTRUCTIONS:
        yield _syntax(one, f"more than {MOST_INSTRUCTIONS} instructions")
    for found in UNSUPPORTED.finditer(one.text):
        yield _unsupported(one, found.group())


def _syntax(at: Paragraph, why: str) -> Problem:
    message = Text(f"the template cannot be read here: {cut(why, 160)}", f"模板在此处无法读懂：{cut(why, 160)}")
    return Problem("template-syntax", message, at.place(), USE)


def _unsupported(at: Paragraph, what: str) -> Problem:
    message = Text(f"a template cannot do this: `{cut(what, 60)}`", f"模板不支持：{cut(what, 60)}")
    return Problem("template-unsupported", message, at.place(what), USE)


class _Checking:
    """The tree of a template, gone through with the names that hold in each place."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs

    def at(self, node: nodes.Node) -> Paragraph:
        return self.paragraphs[min(max(node.lineno, 1), len(self.paragraphs)) - 1]

    def all(self, tree: nodes.Template, names: Names) -> Iterator[Problem]:
        scope = {spelled: one for one in names for spelled in (one.name, one.chinese)}
        for node in tree.body:
            yield from self.node(node, scope, 0)

    def node(self, node: nodes.Node, scope: Mapping[str, Name], depth: int) -> Iterator[Problem]:
        if not isinstance(node, ALLOWED) or depth > DEEPEST:
            yield _unsupported(self.at(node), type(node).__name__.lower())
            return
        match node:
            case nodes.For():
                yield from self.loop(node, scope, depth)
            case nodes.Name() | nodes.Getattr():
                yield from self.printed(node, scope)
            case nodes.If() | nodes.CondExpr() | nodes.Not() | nodes.And() | nodes.Or():
                for child in node.iter_child_nodes():
                    yield from self.asked(child, scope, depth)
            case nodes.Filter():
                if node.name not in FILTERS or node.node is None or node.args[1:] or node.kwargs:
                    yield _unsupported(self.at(node), f"|{node.name}")
                else:
                    yield from self.asked(node.node, scope, depth)
            case _:
                for child in node.iter_child_nodes():
                    yield from self.node(child, scope, depth + 1)

    def asked(self, node: nodes.Node, scope: Mapping[str, Name], depth: int) -> Iterator[Problem]:
        """What is asked for may be a list as well."""
        if isinstance(node, nodes.Name | nodes.Getattr):
            found = self.meant(node, scope)
            if isinstance(found, Problem):
                yield found
        else:
            yield from self.node(node, scope, depth + 1)

    def printed(self, node: nodes.Expr, scope: Mapping[str, Name]) -> Iterator[Problem]:
        found = self.meant(node, scope)
        if isinstance(found, Problem):
            yield found
        elif found.kind == "list":
            named_so = _spelled(node)
            message = Text(
                f"`{named_so}` is a list, and cannot be printed as it is", f"{named_so} 是列表，不能直接输出"
            )
            fix = Text(f"{{% for one in {named_so} %}} {{{{ one.{_first(found).name} }}}} {{% endfor %}}",
                       f"{{% for one in {named_so} %}} {{{{ one.{_first(found).chinese} }}}} {{% endfor %}}")  # fmt: skip
            yield Problem("template-list", message, self.at(node).place(named_so), fix)

    def loop(self, node: nodes.For, scope: Mapping[str, Name], depth: int) -> Iterator[Problem]:
        if (
            node.recursive
            or not isinstance(node.target, nodes.Name)
            or not isinstance(node.iter, nodes.Name | nodes.Getattr)
        ):
            yield _unsupported(self.at(node), "for")
            return
        found = self.meant(node.iter, scope)
        if isinstance(found, Problem):
            yield found
            return
        if found.kind != "list" or found is LOOP_NAME:
            spelled = _spelled(node.iter)
            message = Text(f"`{spelled}` is no list to go through", f"{spelled} 不是列表")
            yield Problem("template-list", message, self.at(node).place(spelled), USE)
            return
        within = {
            **scope,
            node.target.name: Name(found.name, found.chinese, found.said, "list", found.fields),
            "loop": LOOP_NAME,
        }
        if node.test is not None:
            yield from self.asked(node.test, within, depth)
        for child in node.body:
            yield from self.node(child, within, depth + 1)
        for child in node.else_:
            yield from self.node(child, scope, depth + 1)

    def meant(self, node: nodes.Node, scope: Mapping[str, Name]) -> Name | Problem:
        """The name that is meant, or why there is none."""
        if isinstance(node, nodes.Name):
            found = scope.get(node.name)
            return found if found is not None else self.unknown(node, node.name, list(scope))
        if not isinstance(node, nodes.Getattr):
            return _unsupported(self.at(node), type(node).__name__.lower())
        of = self.meant(node.node, scope)
        if isinstance(of, Problem):
            return of
        field = named(of.fields, node.attr)
        if field is not None:
            return field
        known = [spelled for one in of.fields for spelled in (one.name, one.chinese)]
        return self.unknown(node, _spelled(node), known, node.attr)

    def unknown(self, node: nodes.Node, spelled: str, known: list[str], slip: str | None = None) -> Problem:
        near = nearest(slip or spelled, known)
        listed = ", ".join(dict.fromkeys(known)) if known else ""
        message = Text(f"there is no name `{cut(spelled, 60)}` here", f"此处没有名称 {cut(spelled, 60)}")
        fix = (
            Text(f"did you mean `{near}`?", f"是否指 {near}？")
            if near is not None
            else Text(f"there are {cut(listed, 600)}", f"有 {cut(listed, 600)}")
            if listed
            else Text("it is a text, and has no fields", "它是文字，没有下级名称")
        )
        return Problem("template-unknown-name", message, self.at(node).place(spelled), fix)


def _spelled(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_spelled(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _first(of: Name) -> Name:
    return of.fields[0] if of.fields else TEXT
