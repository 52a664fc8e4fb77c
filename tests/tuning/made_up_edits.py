"""One edit of a made-up rulebook or set: what a proof says of it, and what projects say that both books score.

`python -m tests.tuning.made_up_edits 300 [FIRST]`: so many edits of the whole language; none may be wrong.
"""

from __future__ import annotations

import copy
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.problems import InputRefused, has_errors
from scoring.project.project import Sections, read_project
from scoring.rulebook.rulebook import put_set_together, put_together
from scoring.tuning.proof.both_scores import both_scores
from scoring.tuning.proof.proof import NotConfirmed
from scoring.tuning.proof.prove import prove
from tests.agreement import document
from tests.generators import Data, Generated, generated, project, toml

BUDGET = 200_000
SWITCHES = (
    ("finding", "stop"),
    ("rescale", "full", "nothing", "siblings"),
    ("not_scorable", "zero", "leave_out"),
    ("first", "unique", "any", "sum", "max", "min", "count"),
    ("half_up", "down", "up", "half_even"),
    ("sum", "mean", "min", "max"),
)


def leaves(at: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(at, dict | list):
        for key, value in at.items() if isinstance(at, dict) else enumerate(at):
            yield from leaves(value, (*path, key))
    else:
        yield path, at


def otherwise(value: Any, rng: Random) -> Any:
    """Something else of the kind; the same where nothing comes to mind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice((-1, 1, 5))
    if not isinstance(value, str):
        return value
    for words in SWITCHES:
        if value in words:
            return rng.choice([word for word in words if word != value])
    numbers = list(re.finditer(r"\d+", value))
    if not numbers:
        return value.replace(">=", ">") if ">=" in value else value.replace(" and ", " or ")
    one = rng.choice(numbers)
    return value[: one.start()] + str(int(one[0]) + rng.choice((-1, 1, 5))).lstrip("-") + value[one.end() :]


def edited(book: Generated, rng: Random) -> tuple[str, Generated]:
    made = copy.deepcopy({"rulebook": book.rulebook, "indicator_set": book.indicator_set})
    found = [(path, value) for path, value in leaves(made) if path[-1] not in ("name", "label", "note", "format")]
    for _ in range(20):
        path, value = rng.choice(found)
        new = otherwise(value, rng)
        if new != value:
            at: Any = made
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = new
            return f"{'.'.join(map(str, path))}: {value} -> {new}", replace(book, **made)
    return "nothing", book


def assessor(book: Generated) -> Assessor | None:
    rules, problems = put_together([document(toml(book.rulebook), "rules.toml")])
    chosen, found = put_set_together([document(toml(book.indicator_set), "set.toml")])
    if rules is None or chosen is None or has_errors([*problems, *found]):
        return None
    made = Assessor(rules, chosen)
    return None if has_errors(made.compiled().problems) else made


def is_claimed(data: Data, books: tuple[Assessor, Assessor]) -> bool:
    """Whether a proof is about such a project: the rows of the set, no sections of its own, facts that both declare."""
    read, problems = read_project(document(toml(data), "project.toml"))
    if read is None or has_errors(problems) or read.sections != Sections():
        return False
    kinds = [book.declared.scope.state.fact_kinds for book in books]
    if any(kinds[0].get(name) != kinds[1].get(name) for name in data.get("facts", {})):
        return False
    sets = [book.indicator_set.indicators for book in books if book.indicator_set is not None]
    written = ("target", "weight", "in", "rule", "missing", "unit")
    return all(
        id_ in sets[0] and id_ in sets[1] and not any(key in written for key in row)
        for id_, row in data.get("indicator", {}).items()
    )


def tried(seed: int, projects: int = 12) -> tuple[Counter[str], list[str]]:
    """What came of the claim that nothing changes by one edit, and what is wrong."""
    counts: Counter[str] = Counter()
    rng, book = Random(seed), generated(seed % 1000)
    what, other = edited(book, rng)
    books = assessor(book), assessor(other)
    if books[0] is None or books[1] is None or what == "nothing":
        return counts, []
    both = books[0], books[1]
    counts["edits"] += 1
    try:
        proof = prove(*both, "change", BUDGET)
    except NotConfirmed as fault:
        return counts, [f"{seed} {what}: {fault}"]
    except InputRefused:
        return counts, []
    counts[proof.verdict] += 1
    if proof.verdict != "proved":
        return counts, []
    for number in range(projects):
        data = project(book, number)
        if not is_claimed(data, both):
            continue
        counts["projects of what is proved"] += 1
        if both_scores(*both, data).refutes("change"):
            return counts, [f"{seed} {what}: proved, and project {number} moves"]
    return counts, []


def main(edits: int, first: int = 0) -> int:
    counts: Counter[str] = Counter()
    seed = first
    while counts["edits"] < edits:
        found, wrong = tried(seed)
        counts += found
        counts["wrong"] += len(wrong)
        for line in wrong:
            print(line, flush=True)
        seed += 1
    print(f"one edit of a made-up rulebook: {dict(sorted(counts.items()))}")
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
