"""`scoring check RULEBOOK` takes what scoring takes: what only rows tell may be read by a rulebook that is looked at alone."""

from __future__ import annotations

import pytest

from scoring.lint.checking import checked
from scoring.problems import has_errors
from tests.writing import messages, rulebook

HEAD = 'format = 1\n[rulebook]\nname = "test"\ntotal = 100\n'
RULE = '[fact.a]\nkind = "number"\n[rule.r]\ngives = "points"\nis = "a"\n'


def told(text: str) -> list[str]:
    book, problems = rulebook(RULE + text, HEAD)
    assert book is not None
    problems += checked(book).problems
    return [line for line in messages(problems) if has_errors(problems)]


@pytest.mark.parametrize("name", ["total", "subtotal.g", "subtotal.g.h", "N1.points"])
@pytest.mark.parametrize(
    "section", ['[result.x]\nis = "{} + 1"\n', '[limit.x]\nwhen = "{} < 12"\ntotal = {{ at_most = 59 }}\n']
)
def test_results_and_limits_read_what_rows_tell(section: str, name: str) -> None:
    assert told(section.format(name)) == []


@pytest.mark.parametrize("name", ["totl", "subtotal", "N1.weight", "points"])
def test_what_rows_do_not_tell_either_is_refused(name: str) -> None:
    assert len(told(f'[result.x]\nis = "{name} + 1"\n')) == 1


def test_a_value_reads_no_points() -> None:
    assert len(told('[value.x]\nis = "total + 1"\n[result.y]\nis = "x"\n')) == 1


def test_a_rulebook_of_results_alone_has_no_rows_to_come() -> None:
    assert len(told('[result.t]\nis = "a"\ntotal = true\n[result.x]\nis = "N1.points"\n')) == 1
