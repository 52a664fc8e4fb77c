"""Whether a change of a rulebook can move a score, of whatever project: a proof, the smallest counterexample, or why neither.

Cut first by what is alike, then asked of a solver; a counterexample is always scored by both books before it is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from scoring.assessor.assessor import Assessor, Prepared, score
from scoring.documents.plain_data import document_of_data
from scoring.nodes.printing import written
from scoring.nodes.walk import names_in
from scoring.problems import InputRefused, Text, has_errors
from scoring.program.program import Grade
from scoring.project.project import read_project
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.algebra.encoded_book import (
    EncodedBook,
    Workshop,
    effect_of,
    not_shared,
    rest_of_structure,
    shared_names,
    structure_of,
)
from scoring.tuning.algebra.encoding import TooMany
from scoring.tuning.algebra.loose import loosened
from scoring.tuning.algebra.ordinary import Ordinary, is_open
from scoring.tuning.algebra.outcomes import differ, worse
from scoring.tuning.algebra.solver import Solver
from scoring.tuning.algebra.tally import NoTerms, possible_grades
from scoring.tuning.algebra.terms import Term, variables
from scoring.tuning.algebra.written_project import NotWritten, project_data
from scoring.tuning.proof.row_forms import HEAD, Rows, compiled_for, row_forms
from scoring.tuning.proof.search import MOST_IN_PAIRS, Search, Values

Claim = Literal["change", "loss", "grade"]
Verdict = Literal["proved", "counterexample", "not decided"]
BUDGET = 4_000_000
"""Units of z3's own count of work, for one proof."""


class NotConfirmed(Exception):
    """A counterexample that scoring does not bear out, though it should: our mistake. Carries the project and both scorecards."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A project whose scores differ: as data, with both scorecards (None: refused), and which facts are unusual in it."""

    project: Mapping[str, Any]
    before: Scorecard | None
    after: Scorecard | None
    refused: tuple[str, ...]  # what the one that refuses it says
    away: tuple[str, ...]
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Something of a scorecard that is not the same: its name, and both as they are shown."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found out of a claim, and how."""

    claim: Claim
    verdict: Verdict
    why: tuple[Text, ...]
    counterexample: Counterexample | None
    work: int
    budget: int
    changed: tuple[str, ...]  # what the two books do not have alike
    alike: int  # indicators and results that need no proof
    asked: int  # that the solver proved


def prove(one: Assessor, other: Assessor, claim: Claim = "change", budget: int = BUDGET) -> Proof:
    """That no project can be given another score (`change`), fewer points (`loss`) or another grade (`grade`) by the other book."""
    question = _Question(one, other, claim, budget)
    return question.answered()


@dataclass
class _Question:
    one: Assessor
    other: Assessor
    claim: Claim
    budget: int
    why: dict[str, Text] = field(default_factory=dict)
    changed: dict[str, None] = field(default_factory=dict)
    alike: dict[str, None] = field(default_factory=dict)
    never: dict[int, bool] = field(default_factory=dict)  # which conditions never hold, by their terms
    at: Workshop = field(default_factory=Workshop)
    asked: int = 0
    _solver: Solver | None = None

    def solver(self) -> Solver:
        """One for the whole claim, made when it is first needed."""
        if self._solver is None:
            self._solver = Solver(self.budget)
        return self._solver

    def answered(self) -> Proof:
        found: Counterexample | None = None
        if self._rows_are_projects_own():
            self.leave_open("rows", Text("without an indicator set rows are the projects' own: rules for them are not looked into; name a set with --indicators",
                                         "没有指标集，各行由项目自己写明：未考察评分规则；用 --indicators 指明指标集"))  # fmt: skip
        for rows in row_forms(self.one, self.other):
            try:
                found = self._of_form(rows)
            except TooMany:
                self.leave_open(
                    "large", Text("the rulebook comes to more terms than are looked at", "规则集展开后过大")
                )
            if found is not None:
                break
        verdict: Verdict = "counterexample" if found is not None else "not decided" if self.why else "proved"
        why = () if verdict != "not decided" else tuple(self.why.values())
        work = self.budget - self._solver.left if self._solver is not None else 0
        alike = sum(name not in self.changed for name in self.alike)
        return Proof(self.claim, verdict, why, found, work, self.budget, tuple(self.changed), alike, self.asked)

    def _rows_are_projects_own(self) -> bool:
        """Whether rules differ, or may, that only the rows of projects name."""
        books = (self.one, self.other)
        if any(book.indicator_set is not None for book in books) or not any(
            book.rulebook.sections.rules for book in books
        ):
            return False
        return self.one.rulebook.fingerprint != self.other.rulebook.fingerprint

    def leave_open(self, key: str, why: Text) -> None:
        """Something is not decided."""
        self.why.setdefault(key, why)

    def note(self, name: str, alike: bool) -> None:
        (self.alike if alike else self.changed)[name] = None

    def _of_form(self, rows: Rows) -> Counterexample | None:
        """A counterexample among projects that write their rows like this; None where there is none, or none is found."""
        compiled = [compiled_for(book, rows) for book in (self.one, self.other)]
        problems = [problem for made in compiled for problem in made.problems]
        if has_errors(problems):
            raise InputRefused(problems)
        at = self.at
        shared = shared_names(*compiled)
        books = [
            EncodedBook(made, {name: one.value for name, one in book.compiled().inputs.items()}, shared, at)
            for made, book in zip(compiled, (self.one, self.other), strict=True)
        ]
        for book in books:
            book.add_up(structure_of(book))
            book.come()
        return _Form(self, books[0], books[1], rows).counterexample()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that two books may not have alike, with the condition under which it differs, whatever becomes of the project."""

    name: str
    differs: Term
    lower: Term  # where the other has less of it
    amount: bool = False  # an indicator


class _Form:
    """One way of writing rows: both books over the same facts."""

    def __init__(self, question: _Question, one: EncodedBook, other: EncodedBook, rows: Rows) -> None:
        self.question, self.one, self.other, self.rows = question, one, other, rows
        self.terms = one.terms
        self.always = [*not_shared(one), *not_shared(other)]
        self.accepted = self.terms.and_(one.accepted(), other.accepted())
        self._search: Search[Counterexample] | None = None

    # ------------------------------------------------------------------ the claims

    def counterexample(self) -> Counterexample | None:
        indicators = list(self._indicators())
        tally = list(self._tally())
        results = list(self._results())
        for piece in (*indicators, *tally, *results):
            self.question.note(piece.name, piece.differs is self.terms.no)
        match self.question.claim:
            case "change":
                return self._of_change(indicators, tally, results)
            case "loss":
                return self._of_loss(indicators, tally)
        return self._of_grade(indicators, tally, results)

    def _of_change(
        self, indicators: Sequence[_Piece], tally: Sequence[_Piece], results: Sequence[_Piece]
    ) -> Counterexample | None:
        for piece in (*indicators, *results):
            found = self._where(piece.name, piece.differs)
            if found is not None:
                return found
        moved = [piece for piece in tally if not self._never(piece.differs)]
        if moved:
            found = self._of_total(moved)
            if found is not None:
                return found
        return self._where("accepted", self._refused_apart(), apart=True)

    def _of_loss(self, indicators: Sequence[_Piece], tally: Sequence[_Piece]) -> Counterexample | None:
        """Nobody loses where no indicator can, and what adds up never falls when one of them rises."""
        worse = [piece for piece in indicators if not self._never(piece.lower)]
        moved = [piece for piece in tally if not self._never(piece.differs)]
        changed = [piece for piece in indicators if piece.differs is not self.terms.no]
        if not moved and not worse and (not changed or not self._reads_amounts()):
            return None
        return self._of_total([*worse, *moved] or changed)

    def _of_grade(
        self, indicators: Sequence[_Piece], tally: Sequence[_Piece], results: Sequence[_Piece]
    ) -> Counterexample | None:
        for piece in results:
            found = self._where(piece.name, piece.differs)
            if found is not None:
                return found
        moved = [piece for piece in (*indicators, *tally) if not self._never(piece.differs)]
        return self._of_total(moved) if moved else None

    # ------------------------------------------------------------------ the pieces

    def _indicators(self) -> Iterator[_Piece]:
        terms, one, other = self.terms, self.one.indicators, self.other.indicators
        for id_ in dict.fromkeys([*one, *other]):
            mine, theirs = one.get(id_), other.get(id_)
            if mine is None or theirs is None:
                yield _Piece(id_, terms.yes, terms.yes, True)
            else:
                yield _Piece(id_, differ(mine, theirs, terms), worse(mine, theirs, terms), True)

    def _tally(self) -> Iterator[_Piece]:
        """Limits and the grade by themselves, given any amounts; and all else that adds up, which is alike or not."""
        terms = self.terms
        programs = self.one.program, self.other.program
        rest = [rest_of_structure(book) for book in (self.one, self.other)]
        yield _Piece("total", terms.truth(rest[0] != rest[1]), terms.truth(rest[0] != rest[1]))
        limits = [{limit.name: limit for limit in program.limits} for program in programs]
        for name in dict.fromkeys([*limits[0], *limits[1]]):
            mine, theirs = limits[0].get(name), limits[1].get(name)
            differs = terms.yes
            if mine is not None and theirs is not None and effect_of(mine) == effect_of(theirs):
                apart = [book.apart() for book in (self.one, self.other)]
                made = [at.of(limit.when) for at, limit in zip(apart, (mine, theirs), strict=True)]
                differs = self.one.at.symbols.differ(*made)
            yield _Piece(name, differs, differs)
        mine_, theirs_ = programs[0].grade, programs[1].grade
        if mine_ is None and theirs_ is None:
            return
        differs = terms.yes
        if mine_ is not None and theirs_ is not None and _alike(mine_, theirs_):
            differs = self._grades_differ(mine_, theirs_)
        yield _Piece("grade", differs, differs)

    def _grades_differ(self, mine: Grade, theirs: Grade) -> Term:
        terms = self.terms
        try:
            possible = [
                possible_grades(grade, book.apart(), []) for grade, book in ((mine, self.one), (theirs, self.other))
            ]
        except NoTerms:
            return terms.yes
        return terms.or_(*(terms.not_(terms.same_truth(possible[0][name], possible[1][name])) for name in mine.names))

    def _results(self) -> Iterator[_Piece]:
        terms, claim = self.terms, self.question.claim
        for name in dict.fromkeys([*self.one.results, *self.other.results]):
            mine, theirs = self.one.results.get(name), self.other.results.get(name)
            if mine is None or theirs is None:
                yield _Piece(name, terms.yes if claim == "change" else terms.no, terms.no)
                continue
            graded = [
                terms.not_(terms.same_truth(mine.grades.get(grade, terms.no), theirs.grades.get(grade, terms.no)))
                for grade in dict.fromkeys([*mine.grades, *theirs.grades])
            ]
            value = [self.one.at.symbols.differ(mine.value, theirs.value)] if claim == "change" else []
            yield _Piece(name, terms.or_(*value, *graded), terms.no)

    def _refused_apart(self) -> Term:
        """Where one book refuses a project and the other does not, by what they do not have alike."""
        terms = self.terms
        one, other = self.one.refused(), self.other.refused()
        mine = terms.or_(*(term for term in one if term not in other))
        theirs = terms.or_(*(term for term in other if term not in one))
        both = terms.or_(*(term for term in one if term in other))
        return terms.and_(
            terms.not_(terms.same_truth(terms.or_(mine, both), terms.or_(theirs, both))), terms.or_(mine, theirs)
        )

    def _reads_amounts(self) -> bool:
        """Whether a limit looks at points, which may make a total fall when points rise."""
        names = {
            name
            for program in (self.one.program, self.other.program)
            for limit in program.limits
            for name in names_in(limit.when)
        }
        return any(name.startswith(("total", "subtotal.")) or name.endswith(".points") for name in names)

    # ------------------------------------------------------------------ totals

    def _of_total(self, seeds: Sequence[_Piece]) -> Counterexample | None:
        condition = self._total_differs()
        if condition is None:
            self.question.leave_open(
                "no-terms", Text("groups are combined in a way that is not looked into", "分组的合并方式不在考察范围内")
            )
            return None
        if condition is self.terms.no:
            return None
        search = self.search()
        bases: list[Values] = []
        for piece in seeds:
            differs = piece.lower if self.question.claim == "loss" else piece.differs
            if differs.op == "truth" or any(is_open(name) for name in variables(differs)):  # whatever the amounts are
                differs = self._bites(piece.name)
            if differs.op == "truth":
                continue
            facts = list(search._by_fact(differs))
            bases += list(search.tried_out(differs, search.usual, facts))[:3]
        amount = self.one.total.ends[0] if self.one.total is not None else None
        found = search.at_boundary(condition, bases or [search.usual], self._movers(), amount)
        if found is None and len(search._by_fact(condition)) <= MOST_IN_PAIRS:
            found = search.near(condition)
        if found is not None:
            return found
        open_ = self.terms.or_(*(one.open for book in (self.one, self.other) for one in book.indicators.values()))
        if self._never_cut(self.terms.or_(condition, open_)) or self._never(self.terms.or_(condition, open_)):
            return None
        return self._where("total", condition, tried=True)

    def _never_cut(self, condition: Term) -> bool:
        """Whether it never holds whatever the indicators that are alike come to, and whatever they add up to."""
        terms, known, holds = self.terms, dict[int, Term](), list[Term]()
        one, other = self.one.total, self.other.total

        def cut(term: Term) -> Term:
            if term.op == "sum":  # which is no part of any other sum: what it is a multiple of is
                return (
                    terms.times(cut(term.args[0]), term.factors[0]) if len(term.args) == 1 and not term.value else term
                )
            if term.op not in ("truth", "number", "var"):
                known.setdefault(
                    term.number, terms.var(f"cut {term.number}", "truth" if term.sort == "truth" else "number")
                )
            return known.get(term.number, term)

        if one is not None and other is not None and one.before == other.before:
            low, high = (cut(end) for end in one.before)
            holds.append(terms.at_most(low, high))
        for indicator in self.one.program.indicators:
            mine = self.one.indicators[indicator.id]
            if mine != self.other.indicators.get(indicator.id):
                continue
            for flag in (mine.outside, mine.left_out, mine.scored):
                cut(flag)
            low, high = cut(mine.low), cut(mine.high)
            lowest, highest = (terms.number(end) for end in (indicator.criterion.lowest, indicator.criterion.highest))
            holds += [terms.at_most(low, high), terms.at_most(lowest, low), terms.at_most(high, highest)]
        short = terms.with_values(condition, {}, known)
        loose = loosened([short, *holds], terms)
        never = self.question.solver().ask(loose, self.question.budget // 10).answer == "never"
        self.question.asked += never
        return never

    def _bites(self, name: str) -> Term:
        """Where a limit of that name bites in either book; never where there is none."""
        bites = (total.bites.get(name) for total in (self.one.total, self.other.total) if total is not None)
        return self.terms.or_(*(yes for yes, _ in (found for found in bites if found is not None)))

    def _movers(self) -> list[str]:
        """One number for each indicator that moves its points, those of most weight first."""
        found: dict[str, None] = {}
        for one in sorted(self.one.program.indicators, key=lambda one: -one.weight):
            earned = self.one.indicators[one.id]
            names = [
                name
                for name, term in variables(earned.low).items()
                if term.sort != "truth" and not is_open(name) and "?" not in name
            ]
            own = [name for name in names if name.startswith(f"{one.id}.")] or names
            if own:
                found[own[-1]] = None
        return list(found)

    def _total_differs(self) -> Term | None:
        terms, claim, one, other = self.terms, self.question.claim, self.one.total, self.other.total
        if one is None or other is None:
            return None
        both = terms.and_(one.there, other.there)
        ends = list(zip(one.ends, other.ends, strict=True))
        if claim == "loss":
            return terms.or_(*(terms.and_(both, terms.less(b, a)) for a, b in ends))
        parts = [
            terms.not_(terms.same_truth(one.grades.get(name, terms.no), other.grades.get(name, terms.no)))
            for name in dict.fromkeys([*one.grades, *other.grades])
        ]
        if claim == "change":
            parts.append(terms.not_(terms.same_truth(one.there, other.there)))
            parts += [terms.and_(both, terms.not_(terms.equal(a, b))) for a, b in ends]
            for path in dict.fromkeys([*one.groups, *other.groups]):
                if path not in one.groups or path not in other.groups:
                    return terms.yes
                (there, points), (there_too, points_too) = one.groups[path], other.groups[path]
                parts.append(terms.not_(terms.same_truth(there, there_too)))
                parts += [
                    terms.and_(there, there_too, terms.not_(terms.equal(a, b)))
                    for a, b in zip(points, points_too, strict=True)
                ]
        return terms.or_(*parts)

    # ------------------------------------------------------------------ asking

    def holds(self, term: Term) -> list[Term]:
        """What is true of every project, of the variables of a term."""
        names = set(variables(term))
        return [one for one in self.one.at.facts.holds if names & set(variables(one))]

    def _demanded(self, condition: Term) -> list[Term]:
        """What every project that is accepted fulfils, as far as it is about the facts of a condition alone."""
        names = set(variables(condition))
        parts = self.accepted.args if self.accepted.op == "and" else (self.accepted,)
        return [part for part in parts if set(variables(part)) <= names]

    def _never(self, condition: Term, apart: bool = False) -> bool:
        """Whether a condition is proved never to hold of a project that is accepted; with `apart` of any project."""
        if condition is self.terms.no:
            return True
        question = self.question
        if condition.op == "truth":
            return False
        if condition.number not in question.never:
            demanded = [] if apart else self._demanded(condition)
            conditions = [*self.always, *self.holds(condition), *demanded, condition]
            loose = loosened(conditions, self.terms)
            answer = question.solver().ask(loose, question.budget // 10).answer
            if answer != "never" and loose != conditions:
                answer = question.solver().ask(conditions, question.budget // 10).answer
            question.never[condition.number] = answer == "never"
            question.asked += answer == "never"
        return question.never[condition.number]

    def search(self) -> Search[Counterexample]:
        if self._search is None:
            ordinary = Ordinary(self.one)
            every = [*(piece.differs for piece in self._indicators()), *(piece.differs for piece in self._results())]
            total = self._total_differs()
            every += [total] if total is not None else []
            usual = ordinary.values(
                *every,
                self._refused_apart(),
                *self.always,
                *self.one.at.facts.holds,
                wanted=self.accepted,
                better=self._merit(),
            )
            self._search = Search(
                ordinary, usual, self.always, self.accepted, self._settle, self.question.solver, self.holds
            )
        return self._search

    def _merit(self) -> Term | None:
        """What an ordinary project has much of: points, a total, and no limit that bites."""
        terms, total = self.terms, self.one.total
        parts = [one.low for one in self.one.indicators.values()]
        if total is not None:
            parts.append(terms.if_(total.there, total.ends[0], terms.nothing))
            parts += [terms.if_(yes, terms.number(-1000), terms.nothing) for yes, _ in total.bites.values()]
        return terms.add(*parts) if parts else None

    def _where(self, name: str, condition: Term, apart: bool = False, tried: bool = False) -> Counterexample | None:
        """A counterexample: tried near what is usual, then asked for; None also where there is none, or that is not decided."""
        if self.question.never.get(condition.number) or condition is self.terms.no:
            return None
        search = self.search()
        if apart:
            search = replace(search, accepted=self.terms.yes)
        found = None if tried else search.near(condition)
        if found is None and self._never(condition, apart):
            return None
        if found is None:
            found = search.asked(condition, self.question.budget // 3)
        if found is None and search.answer == "never":
            self.question.never[condition.number] = True
            self.question.asked += 1
        elif found is None:
            self._tell_open(name, condition, search)
        return found

    def _settle(self, values: Values, away: tuple[str, ...]) -> Counterexample | None:
        """The project of these facts, scored by both books; None where it is none, or no file can say it."""
        question = self.question
        chosen = question.one.indicator_set
        head = {
            **HEAD,
            **({"indicators": chosen.name} if chosen is not None else {"rules": question.one.rulebook.name}),
        }
        try:
            data = project_data(values, self.one, head, self.rows)
        except NotWritten:
            return None
        return confirmed(question.one, question.other, data, question.claim, away)

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


def _alike(one: Grade, other: Grade) -> bool:
    """Whether two grade tables have the same grades in the same order, for the same scale."""
    return one.names == other.names and one.by_points == other.by_points


# ---------------------------------------------------------------------- scoring


def confirmed(
    one: Assessor, other: Assessor, data: Mapping[str, Any], claim: Claim, away: tuple[str, ...]
) -> Counterexample | None:
    """The counterexample that a project is, scored by both books; None where it is none."""
    cards: list[Scorecard | None] = []
    refused: list[str] = []
    for book in (one, other):
        card, told = scored(book, data)
        cards.append(card)
        refused += told
    before, after = cards
    if before is None and after is None:
        return None
    moved = tuple(_moved(before, after, claim)) if before is not None and after is not None else ()
    if not moved and ((before is not None and after is not None) or claim != "change"):
        return None
    return Counterexample(data, before, after, tuple(refused), away, moved)


def prepared(book: Assessor, data: Mapping[str, Any]) -> tuple[Prepared | None, list[str]]:
    document, problems = document_of_data(data, "反例.toml")
    project, found = read_project(document) if document is not None else (None, [])
    problems = [*problems, *found]
    if project is None or has_errors(problems):
        return None, [str(problem.message.en) for problem in problems]
    ready, found = book.prepare(project)
    return ready, [problem.message.en for problem in found if problem.severity == "error"]


def scored(book: Assessor, data: Mapping[str, Any]) -> tuple[Scorecard | None, list[str]]:
    """The scorecard of a project that is data; None with what is told where it is refused."""
    ready, told = prepared(book, data)
    if ready is None:
        return None, told
    try:
        return score(ready, "exact"), []
    except InputRefused as refused:
        return None, [problem.message.en for problem in refused.problems]


def _moved(before: Scorecard, after: Scorecard, claim: Claim) -> Iterator[Moved]:
    """What is not the same in two scorecards, by the claim."""
    if claim == "change":
        one = {each.id: f"{each.outcome} {_ends(each.lowest, each.highest)}" for each in before.indicators}
        other = {each.id: f"{each.outcome} {_ends(each.lowest, each.highest)}" for each in after.indicators}
        for id_ in dict.fromkeys([*one, *other]):
            if one.get(id_) != other.get(id_):
                yield Moved(id_, one.get(id_, "—"), other.get(id_, "—"))
        groups = [{each.path: _ends(each.lowest, each.highest) for each in card.groups} for card in (before, after)]
        for path in dict.fromkeys([*groups[0], *groups[1]]):
            if groups[0].get(path) != groups[1].get(path):
                yield Moved(path, groups[0].get(path, "—"), groups[1].get(path, "—"))
    totals = [(card.total.lowest, card.total.highest) for card in (before, after)]
    lost = claim == "loss" and any(
        a is not None and b is not None and b < a for a, b in zip(totals[0], totals[1], strict=True)
    )
    if (claim == "change" and totals[0] != totals[1]) or lost:
        yield Moved("total", _ends(*totals[0]), _ends(*totals[1]))
    if claim != "loss":
        if before.grades_possible != after.grades_possible:
            yield Moved("grade", " / ".join(before.grades_possible) or "—", " / ".join(after.grades_possible) or "—")
        results = [{each.name: each for each in card.results} for card in (before, after)]
        for name in dict.fromkeys([*results[0], *results[1]]):
            mine, theirs = results[0].get(name), results[1].get(name)
            shown = [str((each.outcome, each.value)) if each is not None else "—" for each in (mine, theirs)]
            grades = [each.grade if each is not None else None for each in (mine, theirs)]
            if (claim == "change" and shown[0] != shown[1]) or grades[0] != grades[1]:
                yield Moved(name, shown[0], shown[1])


def _ends(low: Fraction | None, high: Fraction | None) -> str:
    from scoring.values.number import show_number

    if low is None or high is None:
        return "—"
    return show_number(low) if low == high else f"{show_number(low)} – {show_number(high)}"
