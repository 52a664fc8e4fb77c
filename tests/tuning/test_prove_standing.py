"""What rests on changed facts alone is reckoned anew: the same as all of it reckoned anew, over made-up rulebooks."""

from __future__ import annotations

from random import Random

from scoring.tuning.algebra.ordinary import Ordinary
from scoring.tuning.algebra.standing import Standing
from scoring.tuning.algebra.terms import Plain, Term, Terms, Valuation, variables
from tests.agreement import assessor_of, project_of
from tests.generators import generated, project
from tests.tuning.encoded import encoded


def other(value: Plain, rng: Random) -> Plain:
    return not value if isinstance(value, bool) else value * rng.randint(0, 3) + rng.randint(-1, 2)


def compared(terms: Terms, looked_at: list[Term], values: dict[str, Plain], rng: Random) -> int:
    base, count = Standing(terms, values), 0
    standing = base
    for _ in range(6):
        names = rng.sample(sorted(values), min(len(values), rng.randint(1, 3)))
        standing = (standing if rng.random() < 0.4 else base).changed(
            {name: other(values[name], rng) for name in names}
        )
        if rng.random() < 0.2:
            base.move({names[0]: other(values[names[0]], rng)})
            standing = base
        for term in rng.sample(looked_at, min(len(looked_at), 8)):
            anew = Valuation(standing.values).of(term)
            assert standing.of(term) == anew
            left = standing.left(term, names)
            assert set(variables(left)) <= set(names)
            assert Valuation(standing.values).of(left) == anew
            rest = {name: value for name, value in standing.values.items() if name not in names}
            changed = {name: other(value, rng) for name, value in standing.values.items() if name in names}
            assert Valuation(changed).of(left) == Valuation({**rest, **changed}).of(term)
            count += 1
    return count


def test_what_rests_on_changed_facts_is_what_all_of_it_reckoned_anew_comes_to() -> None:
    count = 0
    for seed in range(40, 52):
        book = generated(seed)
        made = encoded(assessor_of(book), project_of(project(book, 0)))
        looked_at = [
            one for each in made.indicators.values() for one in (each.low, each.high, each.scored, each.outside)
        ]
        if made.total is not None:
            looked_at += [*made.total.ends, *made.total.grades.values(), made.accepted()]
        usual = Ordinary(made)
        values = {name: usual.usual(name, term) for name, term in variables(*looked_at).items()}
        if values:
            count += compared(made.terms, looked_at, values, Random(seed))
    assert count > 200, count
