"""A gradebook that was written by hand, beside the same rules in Python: two hundred courses, all equal."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from scoring.assessor.assessor import Assessor, score
from scoring.lint.checking import check_rulebook
from scoring.problems import has_errors
from scoring.project.project import read_project
from scoring.rulebook.rulebook import put_together
from tests.writing import document, messages

RULES = Path(__file__).with_name("gradebook.toml").read_text(encoding="utf-8")
COURSES = 200
Work = dict[str, Any]


def test_two_hundred_courses_come_out_as_the_same_rules_in_python() -> None:
    book, problems = put_together([document(RULES, "rules/gradebook/rulebook.toml")])
    assert book is not None and not has_errors(problems), messages(problems)
    assessor = Assessor(book, None)
    outcomes: set[str] = set()
    for seed in range(COURSES):
        course = course_of(Random(seed))
        project, found = read_project(document(written(*course), f"{seed}.toml"))
        assert project is not None, messages(found)
        ready, found = assessor.prepare(project)
        assert ready is not None and not has_errors(found), messages(found)
        card = score(ready)
        grade, dropped = expected(*course)
        assert (card.total.points, card.results[1].value) == (grade, dropped), seed
        outcomes.add(str(card.grade))
    assert len(outcomes) == 5 + 1, "every letter, and courses in which nothing counts"


# ---------------------------------------------------------------- the same rules


def expected(works: list[Work], categories: list[Work]) -> tuple[Fraction | None, int]:
    """The course mark, and how many works do not count; none where there is nothing that counts."""
    counted: dict[str, list[Work]] = {}
    in_all = dropped = 0
    for category in categories:
        mine = [work for work in works if work["category"] == category["name"] and not work["excused"]]
        fixed = [work for work in mine if work["required"] or work["extra"]]
        rest = sorted((work for work in mine if work not in fixed), key=lambda work: (degree(work), work["work"]))
        left = rest[category["drop"] :]
        if category["keep"]:
            best = sorted(rest, key=lambda work: (degree(work), work["work"]))[-category["keep"] :]
            left = [work for work in left if work in best]
        counted[category["name"]] = fixed + left
        in_all += len(mine)
        dropped += len(rest) - len(left)
    shares = {category["name"]: share(counted[category["name"]]) for category in categories}
    top = []
    for category in categories:
        if category["within"] != "-":
            continue
        inner = [one for one in categories if one["within"] == category["name"]]
        reached = shares[category["name"]]
        if inner:
            below = mean([(shares[one["name"]], one["weight"]) for one in inner])
            reached = below if below is not None else reached
        top.append((reached, category["weight"]))
    total = mean(top)
    return (None if total is None else hundredths(100 * total)), dropped


def degree(work: Work) -> Fraction:
    return Fraction(work["mark"], work["possible"]) if work["possible"] else Fraction(0)


def share(works: list[Work]) -> Fraction | None:
    possible = sum(work["possible"] for work in works if not work["extra"])
    if possible == 0:
        return None
    return min(Fraction(sum(work["mark"] for work in works), possible), Fraction(11, 10))


def mean(parts: list[tuple[Fraction | None, int]]) -> Fraction | None:
    known = [(part, weight) for part, weight in parts if part is not None]
    if not known:
        return None
    return sum((part * weight for part, weight in known), Fraction(0)) / sum(weight for _, weight in known)


def hundredths(value: Fraction) -> Fraction:
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)


# ---------------------------------------------------------------- courses


def course_of(random: Random) -> tuple[list[Work], list[Work]]:
    names = ["homework", "exams", "lab"]
    inner = ["sheets", "quizzes"] if random.random() < 0.7 else []
    categories = [
        {"name": name, "within": "homework" if name in inner else "-", "weight": random.choice([20, 30, 50]),
         "drop": random.choice([0, 0, 1, 2]), "keep": random.choice([0, 0, 3, 5])}
        for name in [*names, *inner]
    ]  # fmt: skip
    works = []
    able = random.uniform(0.3, 1)
    for number in range(random.choice([0, 3, 8, 20])):
        possible = random.choice([10, 20, 100])
        mark = min(possible, max(0, round(possible * random.gauss(able, 0.2))))
        extra = random.random() < 0.05
        works.append(
            {"work": f"w{number:02}", "category": random.choice([*names[1:], *inner] or names), "mark": mark,
             "possible": possible, "excused": random.random() < 0.1, "required": random.random() < 0.1, "extra": extra}
        )  # fmt: skip
    random.shuffle(works)
    return works, categories


def written(works: list[Work], categories: list[Work]) -> str:
    def record(fields: Work) -> str:
        said = {
            key: f'"{value}%"' if key == "weight" else f'"{value}"' if isinstance(value, str) else str(value).lower()
            for key, value in fields.items()
        }
        return "{ " + ", ".join(f"{key} = {value}" for key, value in said.items()) + " }"

    lists = {"works": works, "categories": categories}
    facts = "\n".join(f"{name} = [{', '.join(map(record, records))}]" for name, records in lists.items())
    return f'format = 1\nproject = "course"\nrules = "gradebook"\n[facts]\n{facts}\n'


def test_check_has_nothing_to_say_of_it() -> None:
    book, _ = put_together([document(RULES, "rules/gradebook/rulebook.toml")])
    assert book is not None
    assert messages(check_rulebook(book)) == []
