"""Rulebooks without a set, where every project writes its own rows: each criterion for any weight, target and actual, then what adds up.

A total is the same function of what rows come to in both books where they add up alike: so where no criterion can differ, and no limit,
grade or result for whatever was added up, nothing can. Where one may, a project of as few rows as it takes is looked for: first by
trying, which is quick, then with what is proved left out, by the solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from scoring.nodes.walk import names_in
from scoring.problems import InputRefused, Text, has_errors
from scoring.rulebook.rulebook import Rulebook
from scoring.tuning.algebra.any_weight import NEARLY_NOTHING, kept_for_any_weight
from scoring.tuning.algebra.encoded_book import EncodedBook, not_shared, shared_names
from scoring.tuning.algebra.encoding import TooMany
from scoring.tuning.algebra.terms import Term, variables
from scoring.tuning.proof.both_scores import both_scores
from scoring.tuning.proof.form import form_of
from scoring.tuning.proof.made_up_rows import MadeUpRows
from scoring.tuning.proof.parts import Part, Parts
from scoring.tuning.proof.proof import BooksRefused, Counterexample
from scoring.tuning.proof.question import Question
from scoring.tuning.proof.row_forms import HEAD, Rows, compiled_for
from scoring.tuning.proof.row_shapes import OF_THE_WHOLE, RowShape, RowShapes
from scoring.tuning.proof.total import totals_differ
from scoring.tuning.proof.written_alike import WrittenAlike
from scoring.values.number import ends_as_decimal

MOST_PLAIN = 4
BY_WEIGHT = Text(
    "its points are not one share of any weight, such as parts kept between shares",
    "其得分不是任意分值的固定比例，如限定比例范围的分项",
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """Rows that the two books may not score alike, one for all those of which the same is to be proved."""

    shape: RowShape
    differs: tuple[Term, ...]
    lower: tuple[Term, ...]


class OwnRows:
    """Two rulebooks over the rows of any project."""

    def __init__(self, question: Question) -> None:
        self.question, self.terms = question, question.at.terms
        self.rulebooks: tuple[Rulebook, Rulebook] = (question.one.rulebook, question.other.rulebook)
        self.alike = WrittenAlike(*self.rulebooks)
        self.shapes = RowShapes(question.one, question.other)
        self.projects = MadeUpRows(self.rulebooks, lambda: self.plain)
        self.looked_at: dict[str, RowShape] = {}
        self.taken_by_one: list[RowShape] = []
        for rule in self.alike.rules_that_differ():
            self._take(self.shapes.of_rule(rule))
        for sign in self.alike.signs_that_differ():
            self._take(self.shapes.by_sign(sign))

    def _take(self, shapes: Iterator[tuple[RowShape, tuple[bool, bool]]]) -> None:
        for shape, fits in shapes:
            if all(fits):
                self.looked_at[shape.id] = shape
            else:
                self.taken_by_one.append(shape)

    def refuse_errors(self) -> None:
        """Raises `BooksRefused` with what is wrong with either book whatever rows there are."""
        rows = next(self.projects.around(self.plain[:1], [self.projects.total]), Rows())
        sides = [compiled_for(book, rows).problems for book in self.question.books]
        if has_errors([problem for side in sides for problem in side if problem.code not in OF_THE_WHOLE]):
            raise BooksRefused(sides)

    @cached_property
    def plain(self) -> list[RowShape]:
        """Rows that both books score alike if any are, one of a rule, to be added up."""
        differ = self.alike.rules_that_differ()
        alike = [name for name in self.rulebooks[0].sections.rules if name not in differ]
        others = [name for name in differ if name in self.rulebooks[1].sections.rules]
        return [shape for shape, _ in zip(self.shapes.plain([*alike, *others]), range(MOST_PLAIN), strict=False)]

    @cached_property
    def books(self) -> tuple[EncodedBook, EncodedBook]:
        """Both books over all the rows that are looked at, each of any weight; and a plain row in every other group."""
        paths, rows = self.projects.paths, Rows()
        for number, shape in enumerate(self.looked_at.values()):
            rows[shape.id] = shape.row(paths[number % len(paths)], NEARLY_NOTHING)
        for number, path in enumerate(paths[len(rows) :]):
            if self.plain:
                shape = self.plain[number % len(self.plain)]
                rows[f"{shape.id}_{number}"] = shape.row(path, Fraction(1))
        compiled = [compiled_for(book, rows) for book in self.question.books]
        shared = shared_names(compiled[0], compiled[1])
        made = []
        for one in compiled:
            rules = one.declared.sections.rules
            kept = {
                indicator.id: known
                for indicator in one.program.indicators
                if indicator.id in self.looked_at
                and (known := kept_for_any_weight(indicator, rules[indicator.criterion.rule], self.terms)) is not None
            }
            book = EncodedBook(one, {}, shared, self.question.at, kept)
            book.add_up_anything()
            book.come()
            made.append(book)
        return made[0], made[1]

    @cached_property
    def always(self) -> list[Term]:
        """What is true of every project."""
        one, other = self.books
        weights = (self.terms.var(f"{id_}.weight", "number") for id_ in self.looked_at)
        never_negative = (self.terms.at_most(self.terms.nothing, weight) for weight in weights)
        return [*not_shared(one), *not_shared(other), *self.question.at.facts.holds, *never_negative]

    def _given(self, condition: Term) -> list[Term]:
        """A condition, with what is true of every project of what it is about."""
        names = set(variables(condition))
        return [*(one for one in self.always if names & set(variables(one))), condition]

    def _never(self, condition: Term) -> bool:
        if condition.op == "truth":
            return condition is self.terms.no
        return self.question.never(self._given(condition))

    # ------------------------------------------------------------------ the claims

    def counterexample(self) -> Counterexample | None:
        """One that is confirmed; what is neither shown nor proved is told to the question."""
        self.refuse_errors()
        claim, parts = self.question.claim, Parts(*self.books)
        suspects, tally = list(self._suspects(parts)), list(self._tally(parts))
        results = [part for part in parts.results(claim) if claim != "loss"]
        for part in results:
            self.question.note(part.name, part.differs is self.terms.no)
        whole = [part for part in (*tally, *results) if part.differs is not self.terms.no]
        found = self._refused() if claim == "change" else None
        found = found or self._tried(suspects, whole)
        if found is not None:
            return found
        apart = self._accepted_apart(parts) if claim == "change" else []
        results = [part for part in results if not self._never(part.differs)]
        tally = [part for part in tally if not self._never(part.differs)]
        if claim == "loss":
            return self._of_loss(suspects, tally, parts.reads_amounts())
        suspects = [one for one in suspects if not self._is_never(one.differs)]
        return self._of_suspects(suspects) or self._of_tally(tally, suspects) or self._of_plain([*results, *apart])

    def _tried(self, suspects: Sequence[Suspect], whole: Sequence[Part]) -> Counterexample | None:
        """A counterexample that is near at hand."""
        for suspect in suspects:
            if self.question.claim != "loss" or suspect.lower != (self.terms.no,):
                found = self._shown_by([suspect.shape], [self.projects.total], only_tries=True)
                if found is not None:
                    return found
        return self._shown_by(self.plain, [self.projects.total], only_tries=True) if whole else None

    def _suspects(self, parts: Parts) -> Iterator[Suspect]:
        """Rows whose criteria differ as they are written; of every rule whether it does is noted."""
        terms, changed, seen = self.terms, set[str](), set[object]()
        for part in parts.indicators():
            shape = self.looked_at.get(part.name)
            if shape is None:
                continue
            differs = part.differs is not terms.no
            if not self._weighed(shape) and (differs or not self.alike.is_rule_alike(shape.rule)):
                changed.add(str(shape))
                yield Suspect(shape, (terms.yes,), (terms.yes,))
            elif differs:
                changed.add(shape.rule or str(shape))
                said = tuple(tuple(self._called_alike(shape, one) for one in self._given(which))
                             for which in (part.differs, part.lower))  # fmt: skip
                if (shape.rule, said) not in seen:
                    seen.add((shape.rule, said))
                    yield Suspect(shape, *said)
        for name in {**self.rulebooks[0].sections.rules, **dict.fromkeys(changed)}:
            self.question.note(name, name not in changed)

    def _called_alike(self, shape: RowShape, term: Term) -> Term:
        """The term with the row's own variables called as those of any row are: many rows then ask the same."""
        actual = f"open {self.question.at.likeness.number(('actual', shape.id))} "
        renamed: dict[int, Term] = {}
        for name, one in variables(term).items():
            for own, any_ in ((f"{shape.id}.", "row."), (f"{shape.id}?", "row?"), (actual, "open actual ")):
                if name.startswith(own) or f"{name} " == own:
                    renamed[one.number] = self.terms.var(any_ + name[len(own) :], one.sort)
        return self.terms.with_values(term, {}, renamed)

    def _weighed(self, shape: RowShape) -> bool:
        """Whether it is looked at for any weight, in both books."""
        return all(f"{shape.id}.weight" in book.encoding.given for book in self.books)

    def _is_never(self, conditions: Sequence[Term]) -> bool:
        if conditions[-1].op == "truth":
            return conditions[-1] is self.terms.no
        return self.question.never(conditions)

    def _tally(self, parts: Parts) -> Iterator[Part]:
        for part in parts.tally():
            self.question.note(part.name, part.differs is self.terms.no)
            yield part
        if not self.alike.groups():
            self.question.note("groups", False)
            yield Part("groups", self.terms.yes, self.terms.yes)

    def _accepted_apart(self, parts: Parts) -> list[Part]:
        """Where one book refuses a project and the other does not."""
        condition = parts.refused_apart()
        alike = all(self._never(one) for one in parts.refused_alone()) or self._never(condition)
        never = alike and not self.alike.row_checks_that_differ()
        return [] if never else [Part("accepted", condition, condition)]

    def _refused(self) -> Counterexample | None:
        """A row that one book cannot do with: its project is refused by one alone."""
        total = self.projects.total
        for rows in (
            *(next(self.projects.around([shape], [total])) for shape in self.taken_by_one),
            *({"N1": shape.row(self.projects.paths[0], total / 2)} for shape in self.plain[:1]),  # off the total
        ):
            data = {"format": 1, **HEAD, "rules": self.rulebooks[0].name, "indicator": rows}
            scores = both_scores(*self.question.books, data)
            if scores.refutes("change"):
                return Counterexample(data, scores.before, scores.after, scores.refused, (), scores.moved("change"))
        for shape in self.taken_by_one:
            said = Text(f"{shape}: only one of the rulebooks takes such a row", f"{shape}：仅一个规则集接受这样的指标")
            self.question.leave_open(f"row {shape.rule}", said)
        return None

    def _of_suspects(self, suspects: Sequence[Suspect]) -> Counterexample | None:
        for suspect in suspects:
            weights = self._model(suspect.differs, "row.weight")
            found = self._shown_by([suspect.shape], [self.projects.total, *weights, self.projects.total / 10])
            if found is not None:
                return found
        for suspect in suspects:
            weighed = self._weighed(suspect.shape)
            self._tell_open(suspect.shape.rule or str(suspect.shape), None if weighed else BY_WEIGHT)
        return None

    def _of_plain(self, parts: Sequence[Part], weights: Sequence[Fraction] = ()) -> Counterexample | None:
        """What rests on facts, or on whatever is added up: with any rows."""
        if not parts:
            return None
        found = self._shown_by(self.plain, [self.projects.total, *weights])
        if found is None:
            for part in parts:
                self._tell_open(part.name, self._reason(part))
        return found

    def _of_tally(self, moved: Sequence[Part], suspects: Sequence[Suspect]) -> Counterexample | None:
        """Limits and grades that act otherwise: proved to come to the same for whatever rows add up to, or shown by a project."""
        if not moved:
            return None
        condition = self._open_totals_differ(alike=not suspects)
        if condition is not None and self._never(condition):
            return None
        weights = self._model(self._given(condition), "rows low") if condition is not None else []
        return self._of_plain(moved, weights)

    def _of_loss(
        self, suspects: Sequence[Suspect], tally: Sequence[Part], reads_amounts: bool
    ) -> Counterexample | None:
        """Nobody loses where no row can, and where limits and grades for any amounts do not take more than before."""
        worse = [one for one in suspects if not self._is_never(one.lower)]
        if worse or (suspects and reads_amounts):
            return self._of_suspects(worse or suspects)
        return self._of_tally(tally, suspects)

    def _open_totals_differ(self, alike: bool) -> Term | None:
        """Where totals of any rows differ; with rows that are not `alike` where they fall though no row does.

        None where that would say too little: groups are limited or combined otherwise, results read what was added up.
        """
        one, other = self.books
        limits_groups = any(limit.groups for book in self.books for limit in book.program.limits)
        if limits_groups or not self.alike.groups() or self._results_read_totals():
            return None
        rest = next(Parts(one, other).tally())
        if rest.differs is not self.terms.no or (not alike and self.question.claim != "loss"):
            return None
        within = all(rule.model.between is None for book in self.rulebooks for rule in book.sections.rules.values())
        mine = one.total_of_any_rows("rows", within)
        theirs = other.total_of_any_rows("rows" if alike else "other rows", within)
        if mine is None or theirs is None:
            return None
        rises = [self.terms.at_most(a, b) for a, b in zip(mine.before, theirs.before, strict=True)]
        return self.terms.and_(*rises, totals_differ(self.question.claim, mine, theirs, self.terms))

    def _results_read_totals(self) -> bool:
        names = {name for book in self.books for one in book.program.results for name in names_in(one.node)}
        return any(name.startswith(("total", "subtotal.", "limit.")) for name in names)

    def _reason(self, part: Part) -> Text | None:
        """Why what rests on all rows together is not looked into."""
        checks = self.alike.row_checks_that_differ() if part.name == "accepted" else []
        if checks:
            names = ", ".join(f"`{name}`" for name in checks)
            return Text(f"check {names} looks at each row, whichever there are", f"检查 {names} 逐行查看，指标不限")
        if part.name == "groups":
            return Text("what is declared of groups differs", "分组的声明不同")
        if part.name == "total" and part.differs is self.terms.yes:
            return Text(
                "how points add up differs, such as `combine` or a policy", "得分合计的方式不同，如 combine 或缺失处理"
            )
        return None

    def _tell_open(self, name: str, because: Text | None) -> None:
        en, zh = (f": {because.en}", f"：{because.zh}") if because is not None else ("", "")
        said = Text(
            f"{name}: may differ, and no project was found that shows it{en}",
            f"{name}：可能不同，但未找到能说明的项目{zh}",
        )
        self.question.leave_open(f"rows {name}", said)

    # ------------------------------------------------------------------ projects

    def _model(self, conditions: Sequence[Term], name: str) -> list[Fraction]:
        """An amount under which the conditions hold, if that can be a weight."""
        if conditions[-1].op == "truth":
            return []
        value = self.question.solver().ask(conditions, self.question.part).values.get(name)
        if not isinstance(value, Fraction) or not 0 < value < self.projects.total or not ends_as_decimal(value):
            return []
        return [value]

    def _shown_by(
        self, shapes: Sequence[RowShape], weights: Sequence[Fraction], only_tries: bool = False
    ) -> Counterexample | None:
        """A counterexample of as few rows as it takes: one of the shapes alone, then beside plain rows."""
        why = dict(self.question.why)
        for rows in self.projects.around(shapes, weights):
            try:
                form = form_of(self.question, rows)
                found = form.tried() if only_tries else form.counterexample()
            except (InputRefused, TooMany):
                continue
            finally:
                self.question.why = dict(why)
            if found is not None:
                return found
        return None
