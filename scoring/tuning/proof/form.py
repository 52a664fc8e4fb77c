"""One way of writing rows: both books over the same facts, and a counterexample among the projects that write them so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from scoring.formula.function import PRECISION
from scoring.nodes.printing import written
from scoring.problems import Text, has_errors
from scoring.tuning.algebra.encoded_book import EncodedBook, not_shared, shared_names, structure_of
from scoring.tuning.algebra.fact_symbols import OTHERWISE
from scoring.tuning.algebra.ordinary import Ordinary, is_open
from scoring.tuning.algebra.terms import Term, Valuation, variables
from scoring.tuning.algebra.written_project import NotWritten, project_data
from scoring.tuning.proof.both_scores import both_scores
from scoring.tuning.proof.boundary import Way
from scoring.tuning.proof.by_scoring import ByScoring
from scoring.tuning.proof.parts import Part, Parts
from scoring.tuning.proof.proof import BooksRefused, Counterexample, NotConfirmed
from scoring.tuning.proof.question import Question
from scoring.tuning.proof.reading import is_refused_as_it_stands
from scoring.tuning.proof.row_forms import HEAD, Rows, compiled_for, project_of
from scoring.tuning.proof.search import MOST_IN_PAIRS, Search, Values
from scoring.tuning.proof.total import Totals

MOST_BASES = 12
"""Projects of which a part differs that the way to a total begins at."""


def form_of(question: Question, rows: Rows) -> Form:
    """Both books for rows as they are written; raises `BooksRefused` where a program has errors, `TooMany` where it is too large."""
    compiled = [compiled_for(book, rows) for book in question.books]
    if any(has_errors(made.problems) for made in compiled):
        raise BooksRefused([made.problems for made in compiled])
    shared = shared_names(compiled[0], compiled[1])
    books = [
        EncodedBook(made, {name: one.value for name, one in book.compiled().inputs.items()}, shared, question.at)
        for made, book in zip(compiled, question.books, strict=True)
    ]
    for book, made, assessor in zip(books, compiled, question.books, strict=True):
        if is_refused_as_it_stands(assessor, made.program, project_of(rows)):
            book.refusals.append(question.at.terms.yes)
        book.add_up(structure_of(book))
        book.come()
    return Form(question, books[0], books[1], rows)


class Form:
    """Both books over the same facts."""

    def __init__(self, question: Question, one: EncodedBook, other: EncodedBook, rows: Rows) -> None:
        self.question, self.one, self.other, self.rows = question, one, other, rows
        self.terms, self.totals = one.terms, Totals(one, other)
        self.always = [*not_shared(one), *not_shared(other)]
        self.accepted = self.terms.and_(one.accepted(), other.accepted())
        self.parts = parts = Parts(one, other)
        self.indicators, self.tally = list(parts.indicators()), list(parts.tally())
        self.results = list(parts.results(question.claim))
        self.refused_apart, self.reads_amounts = parts.refused_apart(), parts.reads_amounts()
        self.named = ""  # what is looked for at the moment
        self._never: set[int] = set()
        self._about: dict[int, frozenset[str]] = {}
        self._search: Search[Counterexample] | None = None

    def note(self) -> None:
        """Tells what the two books have alike and what not."""
        for part in (*self.indicators, *self.tally, *self.results):
            self.question.note(part.name, part.differs is self.terms.no)

    # ------------------------------------------------------------------ the claims

    def tried(self) -> Counterexample | None:
        """One that is near at hand; None says nothing."""
        of_points = self.indicators if self.question.claim == "change" else []
        of_results = self.results if self.question.claim != "loss" else []
        for part in (*of_points, *of_results):
            self.named = part.name
            found = self.search().near(part.differs, in_pairs=False) if part.differs is not self.terms.no else None
            if found is not None:
                return found
        condition = self.totals.differ(self.question.claim)
        if condition is None or condition is self.terms.no:
            return None
        seeds = [part for part in (*self.indicators, *self.tally) if part.differs is not self.terms.no]
        return self._total_tried(condition, seeds, in_pairs=False)

    def counterexample(self) -> Counterexample | None:
        """One that is confirmed; what is neither shown nor proved is told to the question."""
        known = len(self.question.why)
        match self.question.claim:
            case "change":
                found = self._of_change()
            case "loss":
                found = self._of_loss()
            case "grade":
                found = self._of_grade()
        if found is None and len(self.question.why) > known:
            found = ByScoring(self.question, self.one, self._head(), self.rows).counterexample(self.search().usual)
        return found

    def _of_change(self) -> Counterexample | None:
        for part in (*self.indicators, *self.results):
            found = self._where(part.name, part.differs)
            if found is not None:
                return found
        moved = [part for part in self.tally if not self._is_never(part.differs)]
        if moved:
            found = self._of_total(moved)
            if found is not None:
                return found
        if all(self._is_never(one, apart=True) for one in self.parts.refused_alone()):
            return None
        return self._where("accepted", self.refused_apart, apart=True)

    def _of_loss(self) -> Counterexample | None:
        """Nobody loses where no indicator can, and what adds up never falls when one of them rises."""
        if self._is_by_result:
            return self._of_total(self.results)
        worse = [part for part in self.indicators if not self._is_never(part.lower)]
        moved = [part for part in self.tally if not self._is_never(part.differs)]
        changed = [part for part in self.indicators if part.differs is not self.terms.no]
        if not moved and not worse and (not changed or not self.reads_amounts):
            return None
        return self._of_total([*worse, *moved] or changed)

    def _of_grade(self) -> Counterexample | None:
        for part in self.results:
            found = self._where(part.name, part.differs)
            if found is not None:
                return found
        if self._is_by_result:
            return self._of_total(self.results)
        moved = [part for part in (*self.indicators, *self.tally) if not self._is_never(part.differs)]
        return self._of_total(moved) if moved else None

    @property
    def _is_by_result(self) -> bool:
        """Whether the total, if there is one, is a result and no sum of indicators."""
        return not self.one.program.indicators or not self.other.program.indicators

    # ------------------------------------------------------------------ totals

    def _of_total(self, seeds: Sequence[Part]) -> Counterexample | None:
        if self.totals.are_none:
            return None
        condition = self.totals.differ(self.question.claim)
        if condition is None:
            said = Text("groups are combined in a way that is not looked into", "分组的合并方式不在考察范围内")
            self.question.leave_open("no-terms", said)
            return None
        if condition is self.terms.no:
            return None
        found = self._total_tried(condition, seeds)
        if found is not None:
            return found
        condition_or_open = self.terms.or_(condition, self.totals.undecided())
        if self._cut_is_never(condition_or_open) or self._is_never(condition_or_open):
            return None
        return self._where("total", condition, tried=True)

    def _total_tried(self, condition: Term, seeds: Sequence[Part], in_pairs: bool = True) -> Counterexample | None:
        """From projects of which a part differs to one of which the total does."""
        search, self.named = self.search(), "total"
        bases = list(islice(self._parts_tried(seeds), MOST_BASES)) or [dict(search.usual)]
        for values in bases:
            if (found := search.settled(values, condition)) is not None:
                return found
        for values in bases:
            for end in self._ways(condition, values):
                if (found := search.settled(end, condition)) is not None:
                    return found
        return search.near(condition, in_pairs) if len(search.by_fact(condition)) <= MOST_IN_PAIRS else None

    def _parts_tried(self, parts: Sequence[Part]) -> Iterator[Values]:
        """Projects of which some part differs, a few for each."""
        search = self.search()
        for part in parts:
            differs = part.lower if self.question.claim == "loss" else part.differs
            if differs.op == "truth" or any(is_open(name) for name in variables(differs)):  # whatever the amounts are
                differs = self.totals.bites(part.name)
            if differs.op != "truth":
                facts = list(search.by_fact(differs))
                yield from islice(search.tried_out(differs, search.standing, facts), 3)

    def _ways(self, condition: Term, values: Values) -> Iterator[Values]:
        """From such a project to others of which the total may differ, by numbers that are as usual in it."""
        one, other, search = self.one.total, self.other.total, self.search()
        if one is None or other is None:
            return
        points = {
            name: earned for name, earned in self.totals.points().items() if values.get(name) == search.usual.get(name)
        }
        way = Way(self.terms, search.standing.to(values), condition, search.accepted, points)
        yield from way.ends((one.before[0], other.before[0]))

    def _cut_is_never(self, condition: Term) -> bool:
        return self.question.never(self.totals.cut(condition))

    # ------------------------------------------------------------------ asking

    def holds(self, term: Term) -> list[Term]:
        """What is true of every project, of the variables of a term."""
        names = set(variables(term))
        return [one for one in self.one.at.facts.holds if not names.isdisjoint(self._names(one))]

    def _demanded(self, condition: Term) -> list[Term]:
        """What every project that is accepted fulfils, as far as it is about the facts of a condition alone."""
        names = set(variables(condition))
        parts = self.accepted.args if self.accepted.op == "and" else (self.accepted,)
        return [part for part in parts if self._names(part) <= names]

    def _names(self, term: Term) -> frozenset[str]:
        """Of what a condition is that is asked about again and again."""
        if term.number not in self._about:
            self._about[term.number] = frozenset(variables(term))
        return self._about[term.number]

    def _is_never(self, condition: Term, apart: bool = False) -> bool:
        """Whether a condition is proved never to hold of a project that is accepted; with `apart` of any project."""
        if condition.op == "truth":
            return condition is self.terms.no
        demanded = [] if apart else self._demanded(condition)
        return self.question.never([*self.always, *self.holds(condition), *demanded, condition])

    def search(self) -> Search[Counterexample]:
        if self._search is None:
            ordinary = Ordinary(self.one)
            every = [part.differs for part in (*self.indicators, *self.results)]
            total = self.totals.differ(self.question.claim)
            every += [total] if total is not None else []
            usual = ordinary.values(
                *every,
                self.refused_apart,
                *self.always,
                *self.one.at.facts.holds,
                wanted=self.accepted,
                better=self._merit(),
            )
            self._search = Search(
                ordinary, usual, self.always, self.accepted, self._settle, self.question.solver, self.holds
            )
        return self._search

    def _merit(self) -> list[Term]:
        """What an ordinary project has much of: points, a total, and no limit that bites."""
        terms, total = self.terms, self.one.total
        parts = [one.low for one in self.one.indicators.values()]
        if total is not None:
            parts.append(terms.if_(total.there, total.ends[0], terms.nothing))
            parts += [terms.if_(yes, terms.number(-1000), terms.nothing) for yes, _ in total.bites.values()]
        return parts

    def _where(self, name: str, condition: Term, apart: bool = False, tried: bool = False) -> Counterexample | None:
        """A counterexample: tried near what is usual, then asked for; None also where there is none, or that is not decided."""
        if condition is self.terms.no or condition.number in self._never:
            return None
        search, self.named = self.search(), name
        if apart:
            search = replace(search, accepted=self.terms.yes)
        found = None if tried else search.near(condition)
        if found is None and self._is_never(condition, apart):
            return None
        if found is None:
            found = search.asked(condition, max(self.question.budget // 3, self.question.part))
        if found is None and search.answer == "never":
            self._never.add(condition.number)
            self.question.asked += 1
        elif found is None:
            self._tell_open(name, condition, search)
        return found

    def _settle(self, values: Values, condition: Term, away: tuple[str, ...]) -> Counterexample | None:
        """The project of these facts, scored by both books; None where no file can say it, nobody reads it, or it rests on what is left open."""
        question = self.question
        try:
            data = project_data(values, self.one, self._head(), self.rows)
        except NotWritten:
            return None
        scores = both_scores(question.one, question.other, data)
        if scores.refutes(question.claim):
            moved, said = scores.moved(question.claim), tuple(one.removesuffix(OTHERWISE) for one in away)
            return Counterexample(data, scores.before, scores.after, scores.refused, said, moved)
        if scores.is_read and self._is_sure(values, condition):
            raise NotConfirmed(self.named, data, (scores.before, scores.after))
        return None

    def _head(self) -> dict[str, Any]:
        """What a project says of itself."""
        chosen = self.question.one.indicator_set
        named = {"indicators": chosen.name} if chosen is not None else {"rules": self.question.one.rulebook.name}
        return {**HEAD, **named}

    def _is_sure(self, values: Values, condition: Term) -> bool:
        """Whether the terms say that it is a counterexample, without anything that is left open, or read otherwise."""

        if self.question.reading.units_apart:
            return False

        class LeftOpen(Exception):
            pass

        def default(term: Term) -> bool:
            raise LeftOpen

        known: Mapping[str, Any] = {
            name: value
            for name, value in values.items()
            if not is_open(name) and PRECISION not in name  # which digits a number is written with is not ours to say
        }
        at = Valuation(known, default)
        try:
            return at.truth(condition) and at.truth(self.terms.not_(self.totals.undecided()))
        except LeftOpen:
            return False

    def _tell_open(self, name: str, condition: Term, search: Search[Counterexample]) -> None:
        question = self.question
        opened = {name_.split(" ")[1] for name_ in variables(condition) if is_open(name_)}
        nodes = [node for meaning, node in self.one.at.facts.left_open.items() if str(meaning) in opened]
        if nodes:
            shown = written(nodes[0])[:80]
            question.leave_open(
                f"open {name}", Text(f"{name}: `{shown}` is not looked into", f"{name}：未能考察 {shown}")
            )
        elif search.answer == "not decided":
            question.leave_open(f"budget {name}", Text(f"{name}: not settled within the budget of {question.budget}",
                                                 f"{name}：预算 {question.budget} 内未能判定"))  # fmt: skip
        else:
            question.leave_open(f"unwritten {name}", Text(f"{name}: no file was found that says the facts under which it differs",
                                                    f"{name}：未找到能写出差异所在数据的文件"))  # fmt: skip
