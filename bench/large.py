"""Rulebooks of any size: so many indicators of so many clauses, a table of so many rows, a key of so many values."""

from __future__ import annotations

import random
from dataclasses import dataclass

KEYS = 7  # of the table


@dataclass(frozen=True)
class Size:
    indicators: int = 10
    clauses: int = 5  # of each indicator
    rows: int = 0  # of one table by seven keys
    values: int = 0  # of one key, each with a row of its own

    @property
    def all_clauses(self) -> int:
        return self.indicators * self.clauses + self.rows + self.values


def rulebook_text(size: Size) -> str:
    """Criteria by bands, and the two tables as values; a different threshold for every indicator."""
    sections = ['format = 1\n[rulebook]\nname = "large"\nweights_off_total = "finding"\n', _facts(size)]
    sections += [_criterion(number, size.clauses) for number in range(size.indicators)]
    if size.rows:
        sections.append(_table(size.rows))
    if size.values:
        sections.append(_values(size.values))
    return "\n".join(sections)


def set_text(size: Size) -> str:
    """Three levels of groups; an indicator for each criterion."""
    rows = [
        f'I{n} = {{ in = "维度{n % 4}/组{n % 20}", label = "指标{n}", weight = {1 + n % 5}, rule = "r{n}", actual = "= f{n}" }}'
        for n in range(size.indicators)
    ]
    return '\n'.join(['format = 1\n[indicator_set]\nname = "large"\nrules = "large"\n[indicator]', *rows, ""])


def project_text(size: Size, seed: int) -> str:
    """Values at an edge, a hair beside one, or anywhere; one fact in fifty is missing."""
    chance = random.Random(seed)
    facts = []
    for n in range(size.indicators):
        if n == 0 or chance.random() > 0.02:
            facts.append(f'f{n} = "{_near(chance, _edges(n, size.clauses))}%"')
    if size.rows:
        facts += [f'k{key} = "{chance.randrange(-5, 105)}.5"' for key in range(KEYS)]
    if size.values:
        facts.append(f'region = "region {chance.randrange(size.values)}"')
    head = f'format = 1\nproject = "p{seed}"\nperiod = 2024\nindicators = "large"\n[facts]\n'
    return head + "\n".join(facts) + "\n"


def _facts(size: Size) -> str:
    facts = [f'f{n} = "%"' for n in range(size.indicators)]
    if size.rows:
        facts += [f'k{key} = {{ kind = "number" }}' for key in range(KEYS)]
    if size.values:
        options = ", ".join(f'"region {n}"' for n in range(size.values))
        facts.append(f"region = [{options}]")
    return "\n".join(["[fact]", *facts, ""])


def _edges(number: int, clauses: int) -> list[int]:
    """Falling thresholds in tenths of a percent, other ones for every indicator."""
    return [1000 - number % 97 - 900 * place // clauses for place in range(clauses - 1)]


def _criterion(number: int, clauses: int) -> str:
    rows = [
        f'[">= {edge / 10}%", "{100 - 100 * place // clauses}%"]'
        for place, edge in enumerate(_edges(number, clauses))
    ]
    return f'[rule.r{number}]\nby = "actual"\nrows = [{", ".join(rows)}, ["else", "0%"]]\n'


def _table(rows: int) -> str:
    """Rows by seven keys: tests, ranges and cells that anything fits."""
    chance = random.Random(7)
    lines = []
    for number in range(rows):
        cells = []
        for _ in range(KEYS):
            low = chance.randrange(100)
            cells.append(chance.choice([f'">= {low}"', f'"< {low}"', f'">= {low // 2} and < {low}"', '"-"', '"-"', '"-"']))
        lines.append(f"  [{', '.join(cells)}, {number % 11}],")
    by = ", ".join(f'"k{key}"' for key in range(KEYS))
    written = "\n".join(lines)
    value = f'[value.risk]\nby = [{by}]\nrows = [\n{written}\n]\notherwise = 11\n'
    return value + '[result.risk]\nis = "risk"\n'


def _values(values: int) -> str:
    lines = "\n".join(f'  ["region {n}", {n % 13}],' for n in range(values))
    value = f'[value.remoteness]\nby = "region"\nrows = [\n{lines}\n]\notherwise = 13\n'
    return value + '[result.remoteness]\nis = "remoteness"\n'


def _near(chance: random.Random, edges: list[int]) -> str:
    pick = chance.random()
    if edges and pick < 0.3:
        return str(chance.choice(edges) / 10)
    if edges and pick < 0.4:
        return f"{chance.choice(edges) / 10 - 0.0001:.4f}"
    return f"{chance.randrange(4000, 10500) / 100}"
