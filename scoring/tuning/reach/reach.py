"""What it would take to reach a grade or a number of points: of each fact alone the smallest change, the cheapest pairs, and what could be won back.

Changes are looked for along the terms of the program, on the numbers that a fact can be written with, and always scored before
they are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import LoadedProject
from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.walk import names_in
from scoring.problems import InputRefused, Place, Problem, Text, one_of
from scoring.scorecard.assessment import assess
from scoring.scorecard.scorecard import IndicatorScore, Scorecard
from scoring.tuning.algebra.encoded_book import EncodedBook, Workshop, shared_names, structure_of
from scoring.tuning.algebra.ordinary import is_open
from scoring.tuning.algebra.terms import Term, variables
from scoring.tuning.algebra.valued import of_open_node, values_of
from scoring.tuning.reach.answer import Change, Lost, Reach, TooLittle, Way
from scoring.tuning.reach.as_reported import AsReported
from scoring.tuning.reach.because import because, why_nothing_wins
from scoring.tuning.reach.by_scoring import nearest_by_scoring
from scoring.tuning.reach.changed_project import ChangedProject
from scoring.tuning.reach.cheapest import Budget, Search, in_order
from scoring.tuning.reach.goal import Goal, grade_names
from scoring.tuning.reach.highest import highest
from scoring.tuning.reach.lever import Lever, Levers, Setting, fact_of
from scoring.tuning.reach.piecewise import Kept

BOXES = 3_000
"""Boxes of numbers that are looked at for one fact."""
BOXES_OF_THE_MOST = 300
BOXES_OF_PAIRS = 2_500
MOST_PAIRS = 8


def reach(loaded: LoadedProject, goal: Goal, keep: Collection[str] = ()) -> Reach:
    """The smallest changes that reach the goal, of facts but those to `keep`; raises `InputRefused` for a goal or a fact that there is not."""
    return Reaching(loaded, goal, frozenset(keep)).found()


@dataclass
class Reaching:
    loaded: LoadedProject
    goal: Goal
    keep: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        ready = self.loaded.prepared
        compiled = self.loaded.assessor.compiled(self.loaded.project)
        of_set = {name: one.value for name, one in self.loaded.assessor.compiled().inputs.items()}
        self.book = EncodedBook(compiled, of_set, shared_names(compiled, compiled), Workshop())
        self.book.add_up(structure_of(self.book))
        self.book.come()
        self.terms, self.total = self.book.terms, self.book.total
        self.names = grade_names(self.goal, self.book.program, self.total)
        self.before = score(ready, "exact")
        self.project = ChangedProject(self.loaded, compiled.declared.sections.facts)
        self.at = AsReported(self.terms, self._values())
        self.accepted = self.book.accepted()
        self.kept: Kept = {}
        self.levers = self._levers()
        self.hidden = self._hidden(self.wanted if self.total is not None else None)

    def _values(self) -> dict[str, Fraction | bool]:
        ready, texts = self.loaded.prepared, self.book.at.texts
        values = values_of(ready.sheet, ready.context.declared, texts)
        at = Evaluation(ready.program, ready.sheet)
        assess(at, ready.context)
        for meaning, node in self.book.at.facts.left_open.items():
            values.update(of_open_node(meaning, node, at, texts))
        return values

    def _hidden(self, term: Term | None) -> frozenset[str]:
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
        names = {one.fact for one in every}
        for name in sorted(self.keep - names - {one.rpartition(".")[0] for one in names}):
            message = Text(f"there is no fact `{name}` that could be kept", f"没有可保持不变的数据 {name}")
            raise InputRefused([Problem("no-fact", message, Place("<command line>"), one_of(name, sorted(names)))])
        return [one for one in every if one.fact not in self.keep and one.fact.rpartition(".")[0] not in self.keep]

    @property
    def wanted(self) -> Term:
        assert self.total is not None
        return self.goal.wanted(self.total, self.terms, self.book.program)

    # ------------------------------------------------------------------ everything

    def found(self) -> Reach:
        reached = self.goal.is_reached(self.before, self.names)
        ways: list[Way] = []
        little: list[TooLittle] = []
        pairs, beyond = list[Way](), None
        if not reached:
            of_total = self.at.facts(self.wanted) if self.total is not None else frozenset[str]()
            for lever in self.levers:
                if lever.fact not in of_total | self.hidden:
                    continue
                one = self._single(lever)
                if isinstance(one, Way):
                    ways.append(one)
                else:
                    little.append(one)
            ways.sort(key=lambda way: (way.effort, way.changes[0].fact))
            little.sort(key=lambda one: (one.total is None, -(one.total or 0), one.fact))
            pairs, beyond = self._pairs(ways)
        lost = sorted(self._lost(), key=lambda one: (-one.lost, one.id))
        return Reach(self.goal, self.before, reached, tuple(ways), tuple(pairs), tuple(little), tuple(lost), beyond,
                     () if reached else tuple(because(self.before)), tuple(sorted(self.keep)),
                     tuple(one.fact for one in self.levers if one.fact in self.hidden))  # fmt: skip

    # ------------------------------------------------------------------ one fact

    def _searches(self, goal: Term, levers: Sequence[Lever]) -> Iterator[tuple[Search, tuple[Setting, ...]]]:
        """For each way to set these facts together what is looked for."""
        facts = [lever.fact for lever in levers]
        for settings in product(*(lever.settings for lever in levers)):
            axes = [one.axis for one in settings if one.axis is not None]
            free = {name for axis in axes for name in axis.names}
            values = {name: value for one in settings for name, value in one.values.items()}
            extra = sum((one.effort for one, lever in zip(settings, levers, strict=True)
                         if one.axis is None and lever.known), Fraction(0))  # fmt: skip
            alone = self.at.alone(goal, facts, values, free)
            opens = sum(lever.opens for lever in levers)
            yield Search(alone, axes, self.terms, opens, extra, kept=self.kept), settings

    def _single(self, lever: Lever) -> Way | TooLittle:
        if lever.fact in self.hidden:
            return self._by_scoring(lever)
        asked = list(self._searches(self.terms.and_(self.wanted, self.accepted), [lever]))
        proved = True
        for search in in_order([one for one, _ in asked], Budget(BOXES)):
            if search is None:
                proved = False
                break
            (setting,) = next(settings for one, settings in asked if one is search)
            way = self._confirmed([_changed(lever, setting, search)])
            if way is not None:
                by_setting = [(settings[0], one) for one, settings in asked]
                return replace(way, changes=(self._stretched(way.changes[0], lever, setting, search, by_setting),))
            proved = False
        return replace(self._most(lever, proved), ruled_out=proved)

    def _by_scoring(self, lever: Lever) -> Way | TooLittle:
        tried = nearest_by_scoring(lever, self.project, lambda card: self.goal.is_reached(card, self.names))
        if tried.change is not None and tried.card is not None:
            return replace(self._way([tried.change], tried.card), proved=tried.all_tried)
        return TooLittle(lever.fact, lever.label, None, None, tried.all_tried, tried.all_tried)

    def _stretched(
        self, change: Change, lever: Lever, setting: Setting, search: Search, every: Sequence[tuple[Setting, Search]]
    ) -> Change:
        """Of what is not reported yet all the numbers that do as well, without a gap; of levels also those beside."""
        if lever.known or setting.axis is None or search.found is None:
            return change
        ends: list[str | None] = []
        for outwards in (-1, 1):
            at, asked, last = setting, search, search.found[0]
            while at.axis is not None:
                limit = at.axis.low if outwards < 0 else at.axis.high
                side = replace(at.axis, low=min(last, limit), high=max(last, limit), now=at.axis.step * last)
                fails = Search(self.terms.not_(asked.goal), [side], self.terms)
                if next(in_order([fails], Budget(BOXES)), fails) is None:
                    return change
                last = fails.found[0] - outwards if fails.found is not None else limit
                beside = _beside(last + outwards, every) if at.level else None
                if beside is None:
                    break
                (at, asked), last = beside, last + outwards
            ends.append(None if last == limit and not at.level else lever.said(at, last))
        return replace(change, until=(ends[0], ends[1]))

    def _most(self, lever: Lever, proved: bool) -> TooLittle:
        """The most that a fact brings alone, at the change that is smallest of those that bring it."""
        before = self.before.total.lowest
        nothing = TooLittle(lever.fact, lever.label, None, None, proved)
        if self.total is None or before is None:
            return nothing
        terms, low = self.terms, self.total.ends[0]
        fits = terms.and_(self.accepted, self.total.there)
        best: Fraction | None = None
        for search, settings in self._searches(fits, [lever]):
            free = {name for axis in search.axes for name in axis.names}
            number = self.at.alone(low, [lever.fact], settings[0].values, free)
            most = highest(number, search, Budget(BOXES_OF_THE_MOST))
            proved = proved and most.proved
            if most.value is not None and (best is None or most.value > best):
                best = most.value
        if best is None or best <= before:
            return replace(nothing, proved=proved)
        goal = terms.and_(fits, terms.at_most(terms.number(best), low))
        asked = list(self._searches(goal, [lever]))
        for nearest in in_order([one for one, _ in asked], Budget(BOXES)):
            if nearest is None:
                break
            (setting,) = next(settings for one, settings in asked if one is nearest)
            change = _changed(lever, setting, nearest)
            card = self.project.scored([change])
            if card is not None and card.total.lowest == best:
                return TooLittle(lever.fact, lever.label, change.after, best, proved)
        return replace(nothing, proved=False)

    # ------------------------------------------------------------------ two facts

    def _pairs(self, ways: Sequence[Way]) -> tuple[list[Way], Fraction | None]:
        """The cheapest pairs, and the effort from which on pairs were not looked at any more."""
        if self.total is None:
            return [], None
        alone = {way.changes[0].fact: way.effort for way in ways}
        goal = self.terms.and_(self.wanted, self.accepted)
        asked: list[tuple[tuple[Lever, Lever], tuple[Setting, ...]]] = []
        searches: list[Search] = []
        felt = self.at.facts(goal)
        plain = [one for one in self.levers if one.fact in felt and one.fact not in self.hidden]
        for one, other in combinations(plain, 2):
            below = min((alone[lever.fact] for lever in (one, other) if lever.fact in alone), default=None)
            for search, settings in self._searches(goal, (one, other)):
                if search.goal is self.terms.no:
                    continue
                search.below, search.number = below, len(asked)
                asked.append(((one, other), settings))
                searches.append(search)
        found: dict[tuple[str, str], Way] = {}
        beyond: Fraction | None = None
        for at, stopped_at in _one_after_the_other(searches):
            if at is None:
                beyond = stopped_at if beyond is None or stopped_at is None else min(beyond, stopped_at)
                continue
            levers, settings = asked[at.number]
            key = levers[0].fact, levers[1].fact
            if key in found:
                continue
            way = self._confirmed(list(_changes(levers, settings, at)))
            if way is not None:
                found[key] = way
            elif beyond is None or (at.key is not None and at.key[1] < beyond):
                beyond = at.key[1] if at.key is not None else None
            if len(found) == MOST_PAIRS:
                break
        return list(found.values()), beyond

    # ------------------------------------------------------------------ what was lost

    def _lost(self) -> Iterator[Lost]:
        """Indicators with less than their weight."""
        for one in self.before.indicators:
            if one.lowest is not None and one.weight is not None and one.weight > one.lowest:
                yield self._next_step(one, one.lowest, one.weight - one.lowest)

    def _next_step(self, one: IndicatorScore, points: Fraction, lost: Fraction) -> Lost:
        low = self.book.indicators[one.id].low
        goal = self.terms.and_(self.terms.less(self.terms.number(points), low), self.accepted)
        read = self.at.facts(low)
        unseen = self._hidden(low)
        mine = [lever for lever in self.levers if lever.fact in read | unseen]
        asked = [(lever, search, settings) for lever in mine if lever.fact not in unseen
                 for search, settings in self._searches(goal, [lever])]  # fmt: skip
        for number, (_, search, _) in enumerate(asked):
            search.number = number
        proved = True
        for nearest in in_order([search for _, search, _ in asked], Budget(BOXES)):
            if nearest is None:
                proved = False
                break
            lever, _, (setting,) = asked[nearest.number]
            change = _changed(lever, setting, nearest)
            card = self.project.scored([change])
            after = _lowest(card, one.id)
            if after is not None and after > points:
                return Lost(one.id, one.label, lost, change, after - points)
        hidden = [lever for lever in mine if lever.fact in unseen]
        for lever in hidden:
            tried = nearest_by_scoring(lever, self.project, lambda card: (_lowest(card, one.id) or points) > points)
            if tried.change is not None:
                after = _lowest(tried.card, one.id)
                return Lost(one.id, one.label, lost, tried.change, (after or points) - points, proved=False)
        return Lost(one.id, one.label, lost, None, None, why_nothing_wins(one, mine), proved and not hidden)

    # ------------------------------------------------------------------ scoring

    def _confirmed(self, changes: Sequence[Change]) -> Way | None:
        card = self.project.scored(changes)
        return self._way(changes, card) if card is not None and self.goal.is_reached(card, self.names) else None

    def _way(self, changes: Sequence[Change], card: Scorecard) -> Way:
        known = {(one.code, one.message) for one in self.before.findings}
        new = tuple(one for one in card.findings if (one.code, one.message) not in known and one.by is None)
        return Way(tuple(changes), (card.total.lowest, card.total.highest), card.grades_possible, new)


def _beside(count: int, every: Sequence[tuple[Setting, Search]]) -> tuple[Setting, Search] | None:
    """The level whose share may be so many steps, and does with that."""
    within = (one for one in every if one[0].axis is not None and one[0].axis.low <= count <= one[0].axis.high)
    return next((one for one in within if one[1].holds((count,))), None)


def _one_after_the_other(searches: Sequence[Search]) -> Iterator[tuple[Search | None, Fraction | None]]:
    """The searches that find something, first of what is all reported, then of one and of two facts that are not: each has its own boxes."""
    for opens in sorted({one.opens for one in searches}):
        budget = Budget(BOXES_OF_PAIRS)
        for at in in_order([one for one in searches if one.opens == opens], budget):
            yield at, budget.stopped_at


def _lowest(card: Scorecard | None, id_: str) -> Fraction | None:
    found = (one.lowest for one in card.indicators if one.id == id_) if card is not None else iter(())
    return next(found, None)


def _changed(lever: Lever, setting: Setting, search: Search) -> Change:
    assert search.found is not None
    return lever.change(setting, search.found[0] if search.found else None)


def _changes(levers: Sequence[Lever], settings: Sequence[Setting], search: Search) -> Iterator[Change]:
    assert search.found is not None
    counts = iter(search.found)
    for lever, setting in zip(levers, settings, strict=True):
        yield lever.change(setting, next(counts) if setting.axis is not None else None)
