"""How the command line starts and ends, whatever a command does. What the commands say is tested with them."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import cli
from scoring.commands import HELP, INTERNAL_ERROR
from scoring.engines.durable.evaluation import RulesEvaluation
from scoring.engines.exact.frames import Decision
from scoring.nodes.node import Choose

ROOT = Path(__file__).resolve().parents[2]

# A command that ends in each way there is, beside the real ones.
STUMBLE = """
import click
from scoring.problems import InputRefused, Place, Problem, Text

@click.command("stumble")
@click.option("--format", "form", default="table")
@click.option("--lang", default="zh")
@click.argument("way")
def command(form, lang, way):
    if way == "refuse":
        raise InputRefused([Problem("too-bad", Text("too bad", "太糟"), Place("a.toml", 3, 5))])
    if way == "divide":
        1 / 0
    if way == "recurse":
        deeper = lambda: deeper()
        deeper()
    if way == "interrupt":
        raise KeyboardInterrupt
    if way == "full disk":
        raise OSError(28, "No space left on device")
    if way == "half a character":
        click.echo("资金\\ud800")
    if way == "at length":
        for _ in range(20000):
            click.echo("资金到位率")
    return 3 if way == "incomplete" else None
"""

BESIDE = """
import sys, scoring.commands
scoring.commands.__path__.append(sys.argv.pop(1))
scoring.commands.HELP["stumble"] = "stumbles"
from scoring.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands")
    (folder / "stumble.py").write_text(STUMBLE, encoding="utf-8")
    return folder


def scoring(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scoring", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)


def stumble(beside: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BESIDE, str(beside), "stumble", *arguments]
    env = {"PATH": "", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=60)


def test_help_lists_every_command_and_imports_none() -> None:
    ask = (
        "import sys, cli; status = cli.main(['--help'])\n"
        "print(*sorted(name for name in sys.modules if name.split('.')[0] in {'scoring', 'pydantic', 'tabulate'}))\n"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    *shown, imported = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert all(any(line.split()[:1] == [name] for line in shown) for name in HELP)
    rooms = {name for name in imported.split() if not name.startswith("scoring.problems")}
    assert rooms <= {"scoring", "scoring.commands", "scoring.commands.ending"}


def test_every_command_that_is_listed_is_there_and_no_other() -> None:
    modules = {path.stem for path in (ROOT / "scoring" / "commands").glob("*.py")} - {"__init__"}
    there = {name for name in modules if hasattr(import_module(f"scoring.commands.{name}"), "command")}
    assert there == set(HELP)


def test_wrong_usage_ends_with_2_and_a_near_name() -> None:
    done = scoring("scor")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean `score`?" in done.stderr
    assert scoring("--no-such-option").returncode == 2
    assert scoring("score").returncode == 2


def test_a_command_gives_back_its_exit_status(beside: Path) -> None:
    assert stumble(beside, "nowhere").returncode == 0
    assert stumble(beside, "incomplete").returncode == 3


def test_refused_input_is_told_on_standard_error_only(beside: Path) -> None:
    done = stumble(beside, "refuse")
    assert (done.returncode, done.stdout) == (1, "")
    assert "a.toml:3:5" in done.stderr
    assert "太糟" in done.stderr
    assert "too bad" in stumble(beside, "refuse", "--lang", "en").stderr


def test_refused_input_is_told_as_json_where_json_was_asked_for(beside: Path) -> None:
    done = stumble(beside, "refuse", "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads(done.stderr)["schema"] == "problems/1"


@pytest.mark.parametrize(("way", "what"), [("divide", "ZeroDivisionError"), ("recurse", "RecursionError")])
def test_an_internal_error_is_one_line_and_no_traceback(beside: Path, way: str, what: str) -> None:
    done = stumble(beside, way)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.startswith(f"scoring: internal error, please report it: {what}")
    assert done.stderr.count("\n") == 1


def test_the_traceback_is_there_for_those_who_mend_the_program(beside: Path) -> None:
    assert "Traceback" in stumble(beside, "divide", SCORING_DEBUG="1").stderr


def test_an_interrupt_ends_with_130_in_silence(beside: Path) -> None:
    done = stumble(beside, "interrupt")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_full_disk_is_said_as_it_is(beside: Path) -> None:
    done = stumble(beside, "full disk")
    assert (done.returncode, done.stderr.strip()) == (1, "scoring: No space left on device")


def test_output_is_utf8_whatever_the_locale_says(beside: Path) -> None:
    done = stumble(beside, "half a character", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stdout) == (0, "资金\\ud800\n")


def test_a_reader_that_leaves_early_is_no_error(beside: Path) -> None:
    command = [sys.executable, "-c", BESIDE, str(beside), "stumble", "at length"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        assert running.stdout.readline().decode() == "资金到位率\n"
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_engines_that_differ_give_no_score_but_both_scorecards(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:

    def always_the_last(at: RulesEvaluation, choose: Choose) -> Decision:
        clause = choose.otherwise or choose.clauses[-1]
        return Decision((clause,), at.value(clause.then), None)

    monkeypatch.setattr(RulesEvaluation, "first", always_the_last)
    monkeypatch.chdir(ROOT)
    assert cli.main(["score", "examples/self-evaluation/form.toml", "--format", "json"]) == INTERNAL_ERROR
    said = capsys.readouterr()
    assert said.out == ""
    assert "by the engine rules:" in said.err and "by the engine exact:" in said.err
    assert said.err.count('"schema": "scorecard/2"') == 2 and "Traceback" not in said.err
