"""What is asked of one project: the terms of its rulebook, the facts that can be moved, what is looked for, and what comes of it when it is scored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import LoadedProject
from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.walk import names_in
from scoring.problems import InputRefused, Place, Problem, Text, one_of
from scoring.scorecard.assessment import assess
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.algebra.encoded_book import EncodedBook, Workshop, shared_names, structure_of
from scoring.tuning.algebra.ordinary import is_open
from scoring.tuning.algebra.terms import Term, variables
from scoring.tuning.algebra.valued import of_open_node, values_of
from scoring.tuning.reach.answer import Change, Way
from scoring.tuning.reach.as_reported import AsReported
from scoring.tuning.reach.changed_project import ChangedProject
from scoring.tuning.reach.cheapest import Search
from scoring.tuning.reach.enclosure import Kept
from scoring.tuning.reach.goal import Goal, demand_possible
from scoring.tuning.reach.lever import Lever, Levers, Setting, fact_of
from scoring.tuning.reach.moved import Moved, MovedAnyhow

BOXES = 3_000
"""Boxes of numbers that are looked at for one fact."""


class Asked:
    """One project and a goal; facts to `keep` are not moved."""

    def __init__(self, loaded: LoadedProject, goal: Goal, keep: Collection[str] = ()) -> None:
        self.loaded, self.goal, self.keep = loaded, goal, frozenset(keep)
        compiled = loaded.assessor.compiled(loaded.project)
        of_set = {name: one.value for name, one in loaded.assessor.compiled().inputs.items()}
        self.book = EncodedBook(compiled, of_set, shared_names(compiled, compiled), Workshop())
        self.book.add_up(structure_of(self.book))
        self.book.come()
        self.terms, self.total = self.book.terms, self.book.total
        grade = self.book.program.grade
        self.names = tuple(self.total.grades) if self.total is not None else grade.names if grade is not None else ()
        self.before = score(loaded.prepared, "exact")
        demand_possible(goal, self.book.program, self.names, self.before)
        self.project = ChangedProject(loaded, compiled.declared.sections.facts)
        self.at = AsReported(self.terms, self._values())
        self.accepted = self.book.accepted()
        self.kept = Kept()
        self.levers = self._levers()
        self.moved = {one.fact: self._moved(one) for one in self.levers}
        self.wanted = goal.wanted(self.total, self.terms, self.book.program) if self.total is not None else None
        self.hidden = self.rests_unseen(self.wanted)

    @property
    def reached(self) -> bool:
        return self.goal.is_reached(self.before.total.lowest, self.before.grades_possible, self.names)

    @property
    def unmoved(self) -> tuple[str, ...]:
        """Declared facts that the goal rests on and that are no levers: lists and free texts.

        What only refuses a project counts where something else would reach the goal if it did not.
        """
        if self.wanted is None:
            return ()
        rests = self.at.facts(self.wanted) | self.hidden
        if any(moved.may(self.wanted) for moved in self.moved.values()):
            rests |= self.at.facts(self.accepted) | self.rests_unseen(self.accepted)
        return self.not_levers(rests)

    def not_levers(self, facts: Collection[str]) -> tuple[str, ...]:
        """Of what a term rests on the declared facts that are never moved, in the order in which they are declared."""
        levers = {one.fact for one in self.levers} | self.keep
        rests = {name.partition(".")[0] for name in facts}
        return tuple(name for name in self.book.compiled.declared.sections.facts if name in rests - levers)

    @property
    def labels(self) -> dict[str, Text]:
        """What people call facts and indicators."""
        return {**self.book.program.labels, **{one.id: one.label for one in self.book.program.indicators}}

    def _values(self) -> dict[str, Fraction | bool]:
        ready, texts = self.loaded.prepared, self.book.at.texts
        values = values_of(ready.sheet, ready.context.declared, texts)
        at = Evaluation(ready.program, ready.sheet)
        assess(at, ready.context)
        for meaning, node in self.book.at.facts.left_open.items():
            values.update(of_open_node(meaning, node, at, texts))
        return values

    def rests_unseen(self, term: Term | None) -> frozenset[str]:
        """The levers that a term rests on by way of what has no term: what they do is known by scoring alone."""
        if term is None:
            return frozenset(one.fact for one in self.levers)
        definitions = self.book.encoding.definitions
        numbers = {name.split()[1] for name in variables(term) if is_open(name)}
        found: dict[str, None] = {}
        waiting = [name for meaning, node in self.book.at.facts.left_open.items() if str(meaning) in numbers
                   for name in names_in(node)]  # fmt: skip
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = None
                waiting += names_in(definitions[name]) if name in definitions else ()
        return frozenset(fact_of(name) for name in found)

    def _levers(self) -> list[Lever]:
        every = list(Levers(self.loaded, self.book).found())
        names = {one.fact for one in every} | {*self.book.compiled.declared.sections.facts}
        for name in sorted(self.keep - names - {one.rpartition(".")[0] for one in names}):
            message = Text(f"there is no fact `{name}` that could be kept", f"没有可保持不变的数据 {name}")
            raise InputRefused([Problem("no-fact", message, Place("<command line>"), one_of(name, sorted(names)))])
        return [one for one in every if one.fact not in self.keep and one.fact.rpartition(".")[0] not in self.keep]

    def _moved(self, lever: Lever) -> MovedAnyhow:
        return MovedAnyhow(lever, [Moved(lever, one, self.at, self.kept) for one in lever.settings if one.there])

    # ------------------------------------------------------------------ looking

    def searches_of(self, goal: Term, lever: Lever) -> Iterator[tuple[Search, Setting]]:
        """For each way to set a fact alone what is looked for, where it can be there at all."""
        for moved in self.moved[lever.fact].ways:
            if moved.ends(goal)[1] > 0:
                yield self.search_of(goal, moved), moved.setting

    def search_of(self, goal: Term, moved: Moved) -> Search:
        """What is looked for where a fact is set so, and nothing else."""
        return self._search(moved.alone(goal), [moved.lever], [moved.setting])

    def search(self, goal: Term, levers: Sequence[Lever], settings: Sequence[Setting]) -> Search:
        """What is looked for where several facts are set so."""
        free = {name for one in settings if one.axis is not None for name in one.axis.names}
        values = {name: value for one in settings for name, value in one.values.items()}
        return self._search(self.at.alone(goal, [lever.fact for lever in levers], values, free), levers, settings)

    def _search(self, goal: Term, levers: Sequence[Lever], settings: Sequence[Setting]) -> Search:
        axes = [one.axis for one in settings if one.axis is not None]
        extra = sum((one.effort for one, lever in zip(settings, levers, strict=True)
                     if one.axis is None and lever.known), Fraction(0))  # fmt: skip
        opens = sum(lever.opens for lever in levers)
        return Search(goal, axes, self.terms, opens, extra, kept=self.kept)

    # ------------------------------------------------------------------ scoring

    def confirmed(self, changes: Sequence[Change]) -> Way | None:
        """The changes as an answer, where they reach the goal when they are scored."""
        card = self.project.scored(changes)
        if card is None or not self.goal.is_reached(card.total.lowest, card.grades_possible, self.names):
            return None
        return self.way(changes, card)

    def reached_by(self, changes: Sequence[Change]) -> bool:
        """Whether a project with these changes has the goal."""
        came = self.project.came(changes)
        return came is not None and self.goal.is_reached(came.lowest, came.grades, self.names)

    def way(self, changes: Sequence[Change], card: Scorecard) -> Way:
        known = {(one.code, one.message) for one in self.before.findings}
        new = tuple(one for one in card.findings if (one.code, one.message) not in known and one.by is None)
        return Way(tuple(changes), (card.total.lowest, card.total.highest), card.grades_possible, new)


def changes_of(levers: Sequence[Lever], settings: Sequence[Setting], search: Search) -> Iterator[Change]:
    """What was found, as changes."""
    assert search.found is not None
    counts = iter(search.found)
    for lever, setting in zip(levers, settings, strict=True):
        yield lever.change(setting, next(counts) if setting.axis is not None else None)
