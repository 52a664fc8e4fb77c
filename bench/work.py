"""The work that is measured: 30 indicators, each a table of five rows, 150 clauses; projects with values near the edges."""

from __future__ import annotations

import random
from fractions import Fraction

from scoring.assessor.assessor import Assessor
from scoring.documents.document import Document, parse_toml
from scoring.project.project import Project, read_project
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together, put_together

INDICATORS = 30
EDGES = (98, 95, 90, 80)
SHARES = (100, 90, 80, 60, 0)


def rulebook_text(indicators: int = INDICATORS) -> str:
    rules = []
    for n in range(indicators):
        cuts = [edge - n % 5 for edge in EDGES]
        rows = [f'[">= {cut}%", "{share}%"]' for cut, share in zip(cuts, SHARES, strict=False)]
        rules.append(f'[rule.r{n}]\nby = "actual"\nrows = [{", ".join(rows)}, ["else", "{SHARES[-1]}%"]]\n')
    facts = "".join(f'f{n} = "%"\n' for n in range(indicators))
    grade = 'by = "total"\nrows = [[">= 90", "优"], [">= 80", "良"], [">= 60", "中"], ["else", "差"]]\n'
    return (
        f'format = 1\n[rulebook]\nname = "bench"\nedition = "1"\nweights_off_total = "finding"\n'
        f"[fact]\n{facts}\n[grade]\n{grade}\n" + "\n".join(rules)
    )


def set_text(indicators: int = INDICATORS) -> str:
    rows = "".join(
        f'I{n} = {{ in = "组{n % 4}", label = "指标{n}", weight = {2 + n % 5}, rule = "r{n}", actual = "= f{n}" }}\n'
        for n in range(indicators)
    )
    return f'format = 1\n[indicator_set]\nname = "bench"\nrules = "bench"\n[indicator]\n{rows}'


def documents(indicators: int = INDICATORS) -> tuple[Document, Document]:
    book, problems = parse_toml(rulebook_text(indicators).encode(), "rules/bench/bench.toml")
    indicator_set, found = parse_toml(set_text(indicators).encode(), "indicators/bench/bench.toml")
    assert book is not None and indicator_set is not None, [*problems, *found]
    return book, indicator_set


def opened(indicators: int = INDICATORS) -> tuple[Rulebook, IndicatorSet, Assessor]:
    book_document, set_document = documents(indicators)
    book, problems = put_together([book_document])
    indicator_set, found = put_set_together([set_document])
    assert book is not None and indicator_set is not None, [*problems, *found]
    return book, indicator_set, Assessor(book, indicator_set)


def values(seed: int, indicators: int = INDICATORS) -> list[Fraction]:
    """One project's rates in percent: one in five exactly on an edge, the others anywhere from 40 to 105."""
    chance = random.Random(seed)
    return [
        Fraction(chance.choice(EDGES) - n % 5)
        if chance.random() < 0.2
        else Fraction(chance.randrange(4000, 10500), 100)
        for n in range(indicators)
    ]


def project(seed: int, indicators: int = INDICATORS) -> Project:
    facts = "".join(f'f{n} = "{float(value)}%"\n' for n, value in enumerate(values(seed, indicators)))
    text = f'format = 1\nproject = "p{seed}"\nperiod = 2024\nindicators = "bench"\n[facts]\n{facts}'
    document, problems = parse_toml(text.encode(), "project.toml")
    assert document is not None, problems
    found, problems = read_project(document)
    assert found is not None, problems
    return found
