"""Every fix that the program may print, read from its source: what stands, or may come to stand, where a problem takes its fix."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "scoring"
HOLE = "{…}"


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix in English, with `{…}` where something is filled in, and the file that it stands in."""

    text: str
    file: str


@dataclass
class Function:
    """A function, where it stands, and its parameters."""

    node: ast.FunctionDef
    module: Module
    method: bool

    def parameter(self, name: str) -> int | None:
        """The number of an argument as a call counts it; None of what is no parameter."""
        named = [each.arg for each in (*self.node.args.posonlyargs, *self.node.args.args)][self.method :]
        if name in named:
            return named.index(name)
        return -1 if name in [each.arg for each in self.node.args.kwonlyargs] else None


@dataclass
class Module:
    """A module's tree, the names that it gives to expressions, and the function that each node stands in."""

    file: str
    tree: ast.Module
    names: dict[str, list[ast.expr]] = field(default_factory=dict)
    within: dict[ast.AST, Function] = field(default_factory=dict)
    functions: dict[str, list[Function]] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)  # by name, the file that it comes from
    calls: list[ast.Call] = field(default_factory=list)
    classes: list[ast.ClassDef] = field(default_factory=list)


@cache
def source() -> Source:
    """The program as it stands, read once."""
    return Source()


class Source:
    """The whole program."""

    def __init__(self) -> None:
        self.modules = [self._module(path) for path in sorted(SOURCE.rglob("*.py"))]
        self.by_file = {module.file: module for module in self.modules}
        for module in self.modules:
            self._look_into(module, module.tree, None, False)
        self.methods: dict[str, list[Function]] = {}  # of all classes, by name
        for one in (one for module in self.modules for several in module.functions.values() for one in several):
            if one.method:
                self.methods.setdefault(one.node.name, []).append(one)
        self.records = dict(self._records_with_a_fix())
        self.takes: dict[int, set[int]] = {}  # of a function, which of its arguments are fixes
        self.unclear: list[str] = []

    def _module(self, path: Path) -> Module:
        return Module(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))

    def _look_into(self, module: Module, node: ast.AST, function: Function | None, in_class: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if function is not None:
                module.within[child] = function
            if isinstance(child, ast.Call):
                module.calls.append(child)
            elif isinstance(child, ast.ClassDef):
                module.classes.append(child)
            if isinstance(child, ast.ImportFrom) and child.module is not None:
                at = child.module.replace(".", "/")
                for one in child.names:
                    homes = (f"{at}/{one.name}.py", f"{at}.py", f"{at}/__init__.py")
                    module.imported[one.asname or one.name] = next((each for each in homes if each in self.by_file), "")
            if isinstance(child, ast.FunctionDef):
                static = any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in child.decorator_list)
                own = Function(child, module, in_class and not static)
                module.functions.setdefault(child.name, []).append(own)
                self._look_into(module, child, own, False)
                continue
            if (
                function is None
                and isinstance(child, ast.Assign | ast.AnnAssign)
                and child.value is not None
                and not in_class
            ):
                for target in child.targets if isinstance(child, ast.Assign) else [child.target]:
                    if isinstance(target, ast.Name):
                        module.names.setdefault(target.id, []).append(child.value)
            self._look_into(module, child, function, isinstance(child, ast.ClassDef))

    def _records_with_a_fix(self) -> Iterator[tuple[str, int]]:
        """Classes of something wrong, and which of their fields is the fix."""
        for module in self.modules:
            for each in module.classes:
                names = [
                    one.target.id
                    for one in each.body
                    if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
                ]
                if "fix" in names:
                    yield each.name, names.index("fix")

    def _called_by(self, call: ast.Call, module: Module) -> list[Function]:
        """The functions that a call may mean: by its name here or where it is imported from; of a method, every one of that name."""
        match call.func:
            case ast.Name(id=name):
                return [one for one in self._home(name, module).functions.get(name, []) if not one.method]
            case ast.Attribute(attr=name, value=ast.Name(id=of)) if (
                of in module.imported and module.imported[of] in self.by_file
            ):
                return self.by_file[module.imported[of]].functions.get(name, [])
            case ast.Attribute(attr=name, value=ast.Name(id="self")) if name in module.functions:
                return module.functions[name]
            case ast.Attribute(attr=name):
                return self.methods.get(name, [])
        return []

    # ---------------------------------------------------------------- where fixes are taken

    @cached_property
    def fixes(self) -> list[Fix]:
        """Every fix, once for each file; `unclear` has what could not be followed."""
        found: dict[Fix, None] = {}
        done: set[ast.expr] = set()
        before = -1
        while before != sum(map(len, self.takes.values())):  # a function that hands a fix on is looked for again
            before = sum(map(len, self.takes.values()))
            for module in self.modules:
                for call in module.calls:
                    for given in self._given(call, module):
                        if given not in done:
                            done.add(given)
                            found.update(dict.fromkeys(self._texts(given, module, set())))
        return list(found)

    def _given(self, call: ast.Call, module: Module) -> Iterator[ast.expr]:
        name = _called(call)
        functions = self._called_by(call, module)
        numbers = {self.records[name]} if name in self.records else set()
        for one in functions:
            numbers |= self.takes.get(id(one), set())
        spread = next((at for at, each in enumerate(call.args) if isinstance(each, ast.Starred)), len(call.args))
        for number in numbers:
            if number < spread:
                yield call.args[number]
            elif spread < len(call.args):
                yield _part(call.args[spread].value, number - spread)  # type: ignore[attr-defined]
        if numbers or name == "replace":
            yield from (each.value for each in call.keywords if each.arg == "fix")

    # ---------------------------------------------------------------- what an expression may be

    def _texts(self, at: ast.expr, module: Module, seen: set[ast.AST]) -> Iterator[Fix]:
        if at in seen:
            return
        seen.add(at)
        match at:
            case ast.Constant(value=None):
                return
            case ast.Attribute(attr="fix"):  # what another problem was given, or a property that says it
                for each in (one for other in self.modules for one in other.functions.get("fix", [])):
                    yield from self._texts_of(each, seen)
            case ast.Call(args=[ast.Name(), *_]) if _called(at) == "Text":
                return  # what was told before, handed on
            case ast.Call() if _called(at) == "Text":
                yield from (Fix(text, module.file) for text in _said(at.args[0]))
            case ast.IfExp(body=one, orelse=other):
                yield from self._texts(one, module, seen)
                yield from self._texts(other, module, seen)
            case ast.BoolOp(values=values):
                for one in values:
                    yield from self._texts(one, module, seen)
            case ast.Subscript(value=one, slice=ast.Constant(value=int() as number)):
                for each, home in self._records(one, module, seen):
                    if number < len(each.elts):
                        yield from self._texts(each.elts[number], home, seen)
            case ast.Subscript(value=one):
                yield from self._texts(one, module, seen)
            case ast.Dict() | ast.Tuple() | ast.List():
                for one in ast.walk(at):
                    if isinstance(one, ast.Call) and _called(one) == "Text":
                        yield from self._texts(one, module, seen)
            case ast.Name(id=name):
                yield from self._of_name(name, at, module, seen)
            case ast.Call(func=ast.Attribute(attr="get", value=ast.Name() as one), args=args):
                for each in (one, *args[1:]):
                    yield from self._texts(each, module, seen)
            case ast.Call() if functions := self._called_by(at, module):
                for function in functions:
                    yield from self._texts_of(function, seen)
            case _:
                self.unclear.append(f"{module.file}:{at.lineno}: {ast.unparse(at)[:80]}")

    def _texts_of(self, function: Function, seen: set[ast.AST]) -> Iterator[Fix]:
        for node in ast.walk(function.node):
            if isinstance(node, ast.Return) and node.value is not None:
                yield from self._texts(node.value, function.module, seen)

    def _records(self, at: ast.expr, module: Module, seen: set[ast.AST]) -> Iterator[tuple[ast.Tuple, Module]]:
        """The tuples that something is, has in it or gives back."""
        if at in seen:
            return
        seen.add(at)
        match at:
            case ast.Tuple(elts=[ast.Tuple(), *_]) | ast.List():
                for one in at.elts:
                    yield from self._records(one, module, seen)
            case ast.Tuple():
                yield at, module
            case ast.Dict(values=values):
                for one in values:
                    yield from self._records(one, module, seen)
            case ast.Subscript(value=one):
                yield from self._records(one, module, seen)
            case ast.Name(id=name):
                for one in self._of_program(name, module):
                    yield from self._records(one, self._home(name, module), seen)
            case ast.Call(func=ast.Attribute(attr="get", value=ast.Name() as one), args=args):
                for each in (one, *args[1:]):
                    yield from self._records(each, module, seen)
            case ast.Call():
                for function in self._called_by(at, module):
                    for node in ast.walk(function.node):
                        if isinstance(node, ast.Return) and node.value is not None:
                            yield from self._records(node.value, function.module, seen)
            case ast.IfExp(body=one, orelse=other):
                yield from self._records(one, module, seen)
                yield from self._records(other, module, seen)

    def _of_name(self, name: str, at: ast.Name, module: Module, seen: set[ast.AST]) -> Iterator[Fix]:
        function = module.within.get(at)
        assigned = list(_assigned(name, function.node)) if function is not None else []
        parameter = function.parameter(name) if function is not None else None
        if function is not None and parameter is not None:
            self.takes.setdefault(id(function), set()).add(parameter)
        for one in assigned or ([] if parameter is not None else self._of_program(name, module)):
            yield from self._texts(one, module, seen)
        if not assigned and parameter is None and not self._of_program(name, module):
            self.unclear.append(f"{module.file}:{at.lineno}: {name}")

    def _of_program(self, name: str, module: Module) -> list[ast.expr]:
        return self._home(name, module).names.get(name, [])

    def _home(self, name: str, module: Module) -> Module:
        """The module that a name is given its meaning in, through whatever hands it on."""
        while module.imported.get(name, "") in self.by_file:
            module = self.by_file[module.imported[name]]
        return module


def _called(call: ast.Call) -> str:
    return (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )


def _assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a name is given in a function; of several at once, all that is given."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name) and target.id == name:
                    yield node.value
                elif isinstance(target, ast.Tuple):
                    at = next(
                        (n for n, one in enumerate(target.elts) if isinstance(one, ast.Name) and one.id == name), None
                    )
                    if at is not None:
                        yield node.value.elts[at] if isinstance(node.value, ast.Tuple) else _part(node.value, at)
        elif isinstance(node, ast.NamedExpr) and node.target.id == name:
            yield node.value
        elif isinstance(node, ast.For) and isinstance(node.target, ast.Tuple):
            at = next(
                (n for n, one in enumerate(node.target.elts) if isinstance(one, ast.Name) and one.id == name), None
            )
            if at is not None:
                yield _part(node.iter, at)


def _part(of: ast.expr, number: int) -> ast.expr:
    """The part of that number of what something gives."""
    return ast.copy_location(ast.Subscript(of, ast.Constant(number), ast.Load()), of)


def _said(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from _said(one)
            yield from _said(other)
        case ast.BinOp(left=one, right=other):
            yield from (first + second for first in _said(one) for second in _said(other))
        case _:
            yield HOLE
