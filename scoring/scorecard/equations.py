"""The arithmetic behind points, written out with the project's own values: what a person recomputes.

Works on an evaluation that is done and computes nothing anew. Every `=`, `≥` and `→` that is printed holds when somebody
computes it: `→` leads on from what was just written, to what it was rounded to, or to the bound that it went beyond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Compare,
    Known,
    Name,
    Node,
    Round,
)
from scoring.program.program import Criterion
from scoring.scorecard.expressions import CHAIN, ONE_OF, OR, SIGNS, SUM, Expressions, enough, equal
from scoring.scorecard.figures import DIGITS, number, step_of
from scoring.values.number import show_number
from scoring.values.value import NotApplicable, Unknown, Value

LONGEST = 600


class Equations(Expressions):
    """Whole lines: how a value or points came about, from the condition that held to what was rounded."""

    def with_digits_for(self, after: Value) -> Equations:
        """The same, with digits enough to see what a number was before it was rounded to this."""
        finer = Equations(self.at, self.language)
        finer.digits = enough(after) if isinstance(after, Fraction) else DIGITS
        return finer

    def of_value(self, node: Node) -> str:
        """How a value came about: the row that applied with its numbers, the sum, the value."""
        node = self.opened(node)
        steps = [self.condition(clause.when) for clause in self._rows_taken(node) if clause.when is not None]
        steps.append(self.equation(node))
        return _cut(_led_on(steps), self.value(node))

    def of_points(self, criterion: Criterion, actual: Node | None, outcome: Fraction, decimals: int | None) -> str:
        """How points came about: the actual, the condition that held, the points with their rounding and bounds."""
        steps = []
        formed = self.opened(actual) if actual is not None else None
        known = actual is not None and not isinstance(self.at.value(actual), Unknown | NotApplicable)
        if actual is not None and formed is not None and formed is not actual and known:
            steps.append(self.equation(formed, self.value(actual)))
        choose = criterion.choice
        if choose is not None and choose.hit in ONE_OF:
            taken = self.at.decision(choose).taken
            if taken and taken[0].when is not None:
                self._add_condition(steps, taken[0].when, actual)
        steps.append(self._points(criterion, outcome, decimals))
        return _cut(_led_on(steps), show_number(outcome, decimals))

    def _add_condition(self, steps: list[str], when: Node, actual: Node | None) -> None:
        """A condition of the actual goes on from the line that computed it; any other stands for itself."""
        if steps and isinstance(when, Compare) and actual is not None and _same(when.left, actual):
            steps[-1] += SIGNS[when.op] + self.expression(when.right, SUM)
        else:
            steps.append(self.condition(when))

    def _points(self, criterion: Criterion, outcome: Fraction, decimals: int | None) -> str:
        exact = self.at.value(criterion.points)
        text, strength = self.written(self.opened(criterion.points))
        if not isinstance(exact, Fraction):
            return text
        if exact == outcome:
            final = show_number(outcome, decimals)
            return text if strength == CHAIN else final if text == show_number(outcome) else f"{text} = {final}"
        rounded = self.program.rounding.apply(exact) if self.program.rounding is not None else exact
        steps = [text if strength == CHAIN else equal(text, number(exact, enough(rounded)))]
        if rounded != exact:
            said = step_of(self.program.rounding, rounded).in_language(self.language)
            steps.append(show_number(rounded, decimals) + said)
        if rounded != outcome:
            steps.append(self.bound(rounded, outcome))
        return " → ".join(steps)

    def condition(self, node: Node) -> str:
        return _cut(self.truth(node, OR), "")

    def _rows_taken(self, node: Node) -> Iterator[Clause]:
        """The row of the table that a value comes from, through rounding, bounds and policies."""
        while True:
            match node:
                case Round():
                    node = self.opened(node.arg)
                case Arithmetic(op="clamp"):
                    node = self.opened(node.args[0])
                case Choose() if node.hit in ONE_OF:
                    taken = self.at.decision(node).taken
                    if not taken:
                        return
                    if isinstance(taken[0].when, Known) and node.quiet:
                        node = self.opened(taken[0].then)
                        continue
                    if taken[0].policy is None:
                        yield taken[0]
                    return
                case _:
                    return


def _led_on(steps: Sequence[str]) -> str:
    """Steps as one line; a bare number after an equation stands apart, so that nobody takes it for its rounding."""
    line = ""
    for step in steps:
        first = step.partition(" → ")[0]
        bare = not any(sign in first for sign in (" × ", " ÷ ", " + ", " − ", "(", " = ", " ≈ "))
        number_last = re.search(r"(?:^| [=≈] )[-−≈\d][^=≈≥≤><≠∈∧∨]*$", line) is not None
        line += step if not line else ("; " if bare and number_last else " → ") + step
    return line


def _same(one: Node, other: Node) -> bool:
    return one is other or (isinstance(one, Name) and isinstance(other, Name) and one.name == other.name)


def _cut(line: str, value: str) -> str:
    """A line that can be read; of a long one its beginning and its end."""
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST]} …" + (f" = {value}" if value else "")
