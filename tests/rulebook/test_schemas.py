"""The committed JSON Schemas are today's, accept everything that is shipped, and refuse what the loader refuses."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scoring.rulebook.chinese import IN_CHINESE
from scoring.rulebook.schemas import FILES
from scoring.views.schemas import schemas, text_of
from tests.running import run_in

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = schemas()
TOML = sorted(
    file.relative_to(ROOT)
    for folder in ("rules", "indicators", "forms", "examples", "docs/templates", "tests/golden/constructs")
    for file in (ROOT / folder).rglob("*.toml")
)


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_the_committed_schema_is_the_one_of_today(name: str) -> None:
    committed = (ROOT / "schemas" / name).read_text(encoding="utf-8")
    assert committed == text_of(SCHEMAS[name]), "run: python schemas/build.py"
    Draft202012Validator.check_schema(SCHEMAS[name])


def kind_of(data: dict[str, Any]) -> str:
    if "columns" in data or "form" in data:
        return "columns" if "columns" in data else "forms"
    return "project" if "project" in data else "indicator-set" if "indicator_set" in data else "rulebook"


def as_json(data: Any) -> Any:
    """Data of TOML as a schema sees it: a local date is a text."""
    return json.loads(json.dumps(data, default=str))


def faults(data: dict[str, Any], kind: str) -> list[str]:
    found = Draft202012Validator(SCHEMAS[f"{kind}.schema.json"]).iter_errors(as_json(data))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


@pytest.mark.parametrize("file", TOML, ids=str)
def test_every_file_among_the_rules_sets_and_examples_fits_its_schema(file: Path) -> None:
    data = tomllib.loads((ROOT / file).read_text(encoding="utf-8"))
    assert faults(data, kind_of(data)) == []


RULEBOOK = """
format = 1
[rulebook]
name = "x"
[fact]
budget = "元"
scope = ["U", "C"]
[rule.reach]
kind = "proportional"
nothing_below = "60%"
round = { decimals = 1, mode = "half_up" }
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nothing_below", "nothing_beneath"),
        ('"proportional"', '"proportionate"'),
        ("format = 1", "format = 2"),
        ('"half_up"', '"half-up"'),
        ("decimals = 1", "decimals = -1"),
        ('name = "x"', "name = 1"),
        ('budget = "元"', "budget = 1"),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(old: str, new: str) -> None:
    assert faults(tomllib.loads(RULEBOOK), "rulebook") == []
    assert old in RULEBOOK
    assert faults(tomllib.loads(RULEBOOK.replace(old, new)), "rulebook") != []


def test_every_description_that_an_editor_shows_is_in_both_languages() -> None:
    shown: set[str] = set()
    waiting: list[Any] = [SCHEMAS[f"{kind}.schema.json"] for kind in FILES]
    while waiting:
        at = waiting.pop()
        if isinstance(at, dict):
            if isinstance(at.get("description"), str):
                shown.add(at["description"])
            waiting.extend(at.values())
        elif isinstance(at, list):
            waiting.extend(at)
    assert [text for text in shown if "\n\n" not in text or text.isascii()] == []
    english = {text.split("\n\n", 1)[1].split("\n\n")[0].replace("\n", " ") for text in shown}
    assert set(IN_CHINESE) - english == set(), "no longer said"


def printed(*arguments: str) -> tuple[Any, Any]:
    ran = run_in(ROOT, *arguments, "--format", "json")
    return (json.loads(ran.out) if ran.out else None), (json.loads(ran.err) if ran.err else None)


@pytest.mark.parametrize(
    "project",
    [
        ["examples/grassroots-2024/as-reported.toml"],
        ["examples/grassroots-2024/completed.toml"],
        ["examples/self-evaluation/form.toml"],
        ["examples/editions/project.toml", "--rules", "examples/editions/rules/province"],
        *(
            [f"{folder}/project.toml", "--rules", f"{folder}/rulebook.toml"]
            for folder in (
                "tests/golden/constructs/several_results",
                "tests/golden/constructs/missing_policies",
                "tests/golden/constructs/when",
            )
        ),
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_scorecard_fits_its_schema(project: list[str]) -> None:
    card, _ = printed("score", *project)
    assert [error.message for error in Draft202012Validator(SCHEMAS["scorecard.schema.json"]).iter_errors(card)] == []


def test_problems_fit_their_schema(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('format = 1\nproject = "x"\nrules = "self-evaluation"\n[facts]\nbudgte = 1\n', encoding="utf-8")
    validator = Draft202012Validator(SCHEMAS["problems.schema.json"])
    _, on_stderr = printed("score", str(broken))
    on_stdout, _ = printed("check", str(broken))
    for problems in (on_stderr, on_stdout):
        assert problems["problems"]
        assert [error.message for error in validator.iter_errors(problems)] == []


def test_a_copy_for_editing_tells_an_editor_its_schema(tmp_path: Path) -> None:
    assert run_in(ROOT, "init", tmp_path / "ours").status == 0
    copied = sorted(file for file in (tmp_path / "ours").rglob("*.toml") if file.name != "tombi.toml")
    assert copied
    for file in copied:
        first = file.read_text(encoding="utf-8").split("\n", 1)[0]
        schema = json.loads((file.parent / first.removeprefix("#:schema ")).read_text(encoding="utf-8"))
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        assert [error.message for error in Draft202012Validator(schema).iter_errors(as_json(data))] == []
