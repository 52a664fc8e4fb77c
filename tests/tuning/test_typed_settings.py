"""What was typed behind `--set` is told there, and never at a line that nobody wrote so."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from running import run
from tuning.test_whatif import PROJECT, folder
from tuning.trial import RULES, SET, shelf

import scoring

WRONG = ("abc", "-3 个", "[]", "{}", "[[1, 2]]", "1/0", "true", "2024-13-01", ">= nowhere", "")
PLACES = {"rule": "rules", "value": "values", "limit": "limits", "fact": "facts", "indicator": "indicators"}


def leaves(data: Any, at: str = "") -> Iterator[str]:
    """Every path to something that is written, its tables and lists included."""
    if at:
        yield at
    listed = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, each in listed:
        yield from leaves(each, f"{at}.{name}" if at else str(name))


def paths() -> list[str]:
    found = [one for text in (RULES, SET) for one in leaves(tomllib.loads(text)) if one != "format"]
    of_rules = [
        f"{PLACES[first]}.{rest}"
        if (first := one.partition(".")[0]) in PLACES and (rest := one.partition(".")[2])
        else one
        for one in found
    ]
    of_project = [*leaves(tomllib.loads(PROJECT)["facts"]), "N1.actual", "N1.weight", "period"]
    return [*of_rules, *of_project]


def problems(project: Path, *settings: str) -> tuple[Any, ...]:
    try:
        scoring.whatif(project, settings, engine="exact")
    except scoring.InputRefused as refused:
        return refused.problems
    return ()


def test_whatever_is_set_to_whatever_what_is_wrong_is_told_of_the_setting(tmp_path: Path) -> None:
    project = folder(tmp_path)
    told = 0
    for number, path in enumerate(paths()):  # all ten for each take a minute
        written = WRONG[number * 3 % len(WRONG)]
        for one in problems(project, f"{path}={written}"):
            told += 1
            assert str(one.place) == f"--set {path}={written}".rstrip(), one
            assert one.fix is not None and "with what is set" not in one.message.en, one
            assert one.place.source[one.place.column - 1 :], one
    assert told > 20


def test_of_several_settings_each_problem_names_its_own(tmp_path: Path) -> None:
    told = problems(folder(tmp_path), "spent=abc", "rules.execution.rows.0.0=>= nowhere", "N1.actual=9 个")
    assert [str(one.place) for one in told] == ["--set rules.execution.rows.0.0=>= nowhere", "--set spent=abc"]
    assert [one.place.source[one.place.column - 1 :][: one.place.length] for one in told] == ["nowhere", "abc"]


def test_what_is_wrong_elsewhere_names_the_settings_that_bring_it_about_and_its_line(tmp_path: Path) -> None:
    told = problems(folder(tmp_path), "values.rate.is=budget", "spent=90 万元", "N1.actual=9 个")
    assert {str(one.place) for one in told} == {"--set values.rate.is=budget"}
    both = problems(folder(tmp_path), "facts.spent.kind=yes_no", "facts.spent.unit=个")
    assert both and all("--set facts.spent" in str(one.place) for one in both)


def test_comparing_tells_the_same(tmp_path: Path) -> None:
    shelf(tmp_path)
    book, table = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", tmp_path / "table.csv"
    for setting in ("rules.execution.rows.0.0=>= nowhere", "weights.N1=abc", "rules.excution.by=x", "weights"):
        ran = run("compare", book, book, table, "--set", setting)
        assert ran.status == 1 and ran.err.startswith(f"--set {setting}: ") and "  fix: " in ran.err, ran.err
    found = run("compare", book, book, table, "--set", "weights.N1=abc", "--format", "json").err
    assert '"file": "--set"' in found and '"source": "weights.N1=abc"' in found


def test_a_level_is_set_where_nothing_was_judged_yet(tmp_path: Path) -> None:
    project = folder(tmp_path)
    project.write_text(PROJECT.replace("N1 = { actual", "N1 = { note = 'x', actual"), encoding="utf-8")
    told = problems(project, "N1.judged.level=好")
    assert [(one.code, str(one.place)) for one in told] == [("not-judged", "--set N1.judged.level=好")]
