"""The rules engine: clauses are matched by durable-rules, numbers computed by exact arithmetic.

Tables are sorted into levels, a table above those whose results its conditions read, so that what one
level derives (a violation, a total) is a fact for the next: violation → veto → cap.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from scoring.engines.durable.matching import UNKNOWN, Matching, MatchRun
from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.frames import Decision, Truth
from scoring.nodes.node import Choose, Column, Each, Name, Node, Places, Selection
from scoring.nodes.walk import children, names_in
from scoring.program.program import Program
from scoring.project.fact_sheet import FactSheet

_compiling = Lock()


class CompiledRules:
    """A program's tables by level, compiled to durable-rules."""

    def __init__(self, program: Program) -> None:
        self.level_of, levels = _levels(program)
        self.matching = Matching(levels)


class RulesEvaluation(Evaluation):
    """An evaluation whose clauses are what durable-rules fired."""

    def __init__(self, program: Program, sheet: FactSheet, compiled: CompiledRules, run: MatchRun) -> None:
        super().__init__(program, sheet)
        self.compiled = compiled
        self.run = run
        self.matched = 0

    def first(self, choose: Choose) -> Decision:
        if not self._match(choose):
            return super().first(choose)
        winner = self.run.winner(choose)
        if winner is UNKNOWN:
            return super().first(choose)  # which clause is unknown is for Python: missing data never reaches the engine
        if winner is None:
            return self.otherwise(choose, None)
        clause = choose.clauses[winner]
        return Decision((clause,), self.value(clause.then), None)

    def truths_of(self, choose: Choose) -> tuple[Truth, ...]:
        if not self._match(choose):
            return super().truths_of(choose)
        return tuple(
            self.truth(clause) if truth is None else truth
            for clause, truth in zip(choose.clauses, self.run.truths(choose), strict=True)
        )

    def _match(self, choose: Choose) -> bool:
        """Whether this table is the engine's; brings all tables up to its level to be matched."""
        level = self.compiled.level_of.get(choose.number) if self.frame is self.root else None
        if level is None:
            return False
        while self.matched <= level:
            self.matched += 1
            self.run.match(self.matched - 1)
        return True


@contextmanager
def evaluate(program: Program, sheet: FactSheet) -> Iterator[RulesEvaluation]:
    """An evaluation on the rules engine; the engine's session is left as clean as it was."""
    compiled = compiled_for(program)
    with compiled.matching.begin(lambda node: evaluation.value(node)) as run:
        evaluation = RulesEvaluation(program, sheet, compiled, run)
        yield evaluation


def compiled_for(program: Program) -> CompiledRules:
    """The compiled tables of a program, which keeps them: whoever holds the program may use them, and with it they go."""
    compiled: CompiledRules | None = program.memory.get("durable")
    if compiled is None:
        with _compiling:  # whoever comes second finds it done
            compiled = program.memory.get("durable")
            if compiled is None:
                compiled = program.memory["durable"] = CompiledRules(program)
    return compiled


def _levels(program: Program) -> tuple[dict[int, int], list[list[Choose]]]:
    """Each table's level, and the tables by level, in the order of the program."""
    sorting = _Sorting(program)
    for root in _roots(program):
        sorting.visit(root)
    order = sorted(set(sorting.level.values()))
    rank = {level: number for number, level in enumerate(order)}
    levels: list[list[Choose]] = [[] for _ in order]
    for choose in sorting.tables:
        levels[rank[sorting.level[choose.number]]].append(choose)
    return {key: rank[level] for key, level in sorting.level.items()}, levels


def _roots(program: Program) -> Iterator[Node]:
    for definition in program.definitions:
        yield definition.node
    for indicator in program.indicators:
        yield indicator.criterion.points
        if indicator.criterion.applies is not None:
            yield indicator.criterion.applies
    for limit in program.limits:
        yield limit.when
    if program.grade is not None:
        yield program.grade.choose
    for result in program.results:
        yield result.node
        if result.grade is not None:
            yield result.grade.choose


TOTALS = 100_000  # levels of what only the tally knows begin here, so many for each step
STEP = {"total.earned": 1, "subtotal": 1, "limit": 2, "total": 3, "counted": 3, "result": 4}
STEP_OF_RESULTS = {"result": 1, "total.earned": 2, "limit": 3, "total": 4}  # without indicators a result is the total


class _Sorting:
    """Levels of tables: above everything that their conditions read."""

    def __init__(self, program: Program) -> None:
        self.definitions = {definition.name: definition.node for definition in program.definitions}
        # Limits and results become known one after the other: each is a level of its own.
        self.one_by_one = {f"limit.{one.name}": number for number, one in enumerate(program.limits)}
        self.one_by_one |= {f"result.{one.name}": number for number, one in enumerate(program.results)}
        self.points = {f"{one.id}.points" for one in program.indicators}
        self.steps = STEP if program.indicators else STEP_OF_RESULTS
        self.heights: dict[int, int] = {}
        self.level: dict[int, int] = {}
        self.tables: list[Choose] = []
        self.of_names: dict[str, int] = {}
        for definition in program.definitions:
            self.of_names[definition.name] = self.visit(definition.node)

    def visit(self, node: Node) -> int:
        """The lowest level at which a node's value is known."""
        key = node.number
        if key not in self.heights:
            self.heights[key] = self._height(node)
        return self.heights[key]

    def _height(self, node: Node) -> int:
        if isinstance(node, Name):
            return self._of_name(node.name)
        if isinstance(node, Each | Selection | Places | Column):
            # What is of each record is looked at in Python; the names in it must be known by then all the same.
            return max(0, *(self._of_name(name) for name in names_in(node)))
        if not isinstance(node, Choose):
            return max((self.visit(child) for child in children(node)), default=0)
        conditions = [clause.when for clause in node.clauses if clause.when is not None]
        level = max((self.visit(condition) for condition in conditions), default=0)
        above = level
        if not node.quiet:
            self.level[node.number] = level
            self.tables.append(node)
            above = level + 1
        thens = [clause.then for clause in (*node.clauses, *((node.otherwise,) if node.otherwise else ()))]
        return max(above, *(self.visit(then) for then in thens)) if thens else above

    def _of_name(self, name: str) -> int:
        if name in self.of_names:
            return self.of_names[name]
        kind = "subtotal" if name in self.points else name if name in self.steps else name.split(".")[0]
        known_by_tally = kind == name or kind in ("subtotal", "counted") or name in self.one_by_one
        height = (
            self.steps[kind] * TOTALS + self.one_by_one.get(name, 0) if kind in self.steps and known_by_tally else 0
        )
        self.of_names[name] = height
        return height


__all__ = ["RulesEvaluation", "evaluate"]
