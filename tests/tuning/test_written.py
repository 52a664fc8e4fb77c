"""Values written into files, with whatever may be in the way: all of it is written, exactly, or nothing is."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from running import run
from tuning.test_whatif import PROJECT, folder
from tuning.trial import RULES, git, shelf

import scoring
from scoring.documents.editing import amended, remarks, said_by

REASON = ("--why", "执行率偏低", "--by", "绩效科", "--on", "2025-03-14")
SETTING = "rules.execution.rows.0.0=>= 92%"
LAYOUTS = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "BOM": lambda text: "\ufeff" + text,
    "BOM and CRLF": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "no end of line": lambda text: text.rstrip("\n"),
    "in one line": lambda text: text.replace('\n  ["', ' ["').replace('"],\n]', '"]]'),
    "comments": lambda text: text.replace('"100%"],', '"100%"],  # ours, >= 90% once', 1).replace(
        "[rule.execution]", "# rows\n[rule.execution] # by hand"
    ),
    "dotted keys": lambda text: (
        text.replace("[rule.execution]\nby", "[rule]\nexecution.by")
        .replace('\nrows = [\n  [">= 90', '\nexecution.rows = [\n  [">= 90')
        .replace('[rule.reach]\nkind = "proportional"\n', "")
        .replace("[rule]\n", '[rule]\nreach.kind = "proportional"\n')
    ),
    "single quotes": lambda text: text.replace('">= 90%"', "'>= 90%'"),
    "the value twice": lambda text: text.replace(
        "[grade]", '[rule.other]\nby = "actual"\nrows = [[">= 90%", "100%"], ["else", "0%"]]\n[grade]'
    ),
    "a changelog": lambda text: text + '[[revision]]\non = 2024-01-01\nby = "x"\nwhy = "y"\n',
    "a changelog in the middle": lambda text: text.replace(
        "[grade]", '[[revision]]\non = 2024-01-01\nby = "x"\nwhy = "y"\n[grade]'
    ),
    "a changelog in one line": lambda text: text.replace(
        "format = 1\n", 'format = 1\nrevision = [{ on = 2024-01-01, by = "x", why = "y" }]\n'
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_value_is_another_and_every_other_byte_stays_or_nothing_is_written(layout: str, tmp_path: Path) -> None:
    project, rules = folder(tmp_path), tmp_path / "ours.toml"
    before = LAYOUTS[layout](RULES).encode()
    assert before != RULES.encode()
    rules.write_bytes(before)
    ran = run("whatif", project, "--set", SETTING, "--write", *REASON)
    after = rules.read_bytes()
    if layout == "a changelog in one line":
        assert ran.codes == ["cannot-write"] and after == before
        return
    assert ran.status == 0, ran.err
    gap = b"" if before.endswith(b"\n") else (b"\r\n" if b"\r" in before else b"\n")
    assert after.startswith(before.replace(b">= 90%", b">= 92%", 1).replace(b"'>= 92%'", b'">= 92%"') + gap)
    assert remarks(after) == remarks(before) and (b"\r\n" in before) == (b"\r\n" in after)
    said, was = said_by(after), said_by(before)
    assert said is not None and was is not None
    revision = said["revision"].pop()
    assert (str(revision["on"]), revision["by"], revision["why"]) == ("2025-03-14", "绩效科", "执行率偏低")
    was["rule"]["execution"]["rows"][0][0] = ">= 92%"
    assert said == {"revision": [], **was}
    assert "last revised 2025-03-14 绩效科: 执行率偏低" in run("score", project).out
    assert "执行率偏低" in run("show", rules).out


def test_comments_within_what_is_set_are_not_lost_in_silence(tmp_path: Path) -> None:
    project, rules = folder(tmp_path), tmp_path / "ours.toml"
    before = LAYOUTS["comments"](RULES)
    rules.write_text(before, encoding="utf-8")
    whole = 'rules.execution.rows=[[">= 95%", "100%"], ["else", "0%"]]'
    assert run("whatif", project, "--set", whole).status == 0
    ran = run("whatif", project, "--set", whole, "--write", *REASON)
    assert ran.codes == ["cannot-write"] and "set a value within it" in ran.err
    assert rules.read_text(encoding="utf-8") == before


def test_a_link_stays_a_link_and_a_protected_file_as_it_is(tmp_path: Path) -> None:
    project = folder(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "ours.toml").rename(elsewhere / "real.toml")
    (tmp_path / "ours.toml").symlink_to(elsewhere / "real.toml")
    assert run("whatif", project, "--set", SETTING, "--write", *REASON).status == 0
    assert (tmp_path / "ours.toml").is_symlink() and ">= 92%" in (elsewhere / "real.toml").read_text(encoding="utf-8")
    (elsewhere / "real.toml").chmod(0o444)
    before = (elsewhere / "real.toml").read_bytes(), project.read_bytes()
    ran = run("whatif", project, "--set", "rules.execution.rows.0.0=>= 93%", "--set", "spent=90 万元", "--write", *REASON)  # fmt: skip
    assert ran.codes == ["cannot-write"] and "it is protected against writing" in ran.err and "real.toml" in ran.err
    assert ((elsewhere / "real.toml").read_bytes(), project.read_bytes()) == before
    assert [path.name for path in elsewhere.iterdir()] == ["real.toml"]


def test_of_several_files_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    """Whichever it is: what was set before is as it was, and nothing is left beside it."""
    for name, setting in (("ours.toml", SETTING), ("set.toml", "indicators.N1.target=>= 9 个"), ("p.toml", "spent=90 万元")):  # fmt: skip
        home = tmp_path / name.partition(".")[0]
        home.mkdir()
        project = folder(home)
        one = scoring.whatif(project, [SETTING, "indicators.N1.target=>= 9 个", "spent=90 万元"])
        with (home / name).open("ab") as file:
            file.write(b"# somebody\n")
        before = {path.name: path.read_bytes() for path in home.iterdir()}
        with pytest.raises(scoring.InputRefused, match="changed in the meantime"):
            one.write(why="x", by="y", on="2025-01-01")
        assert {path.name: path.read_bytes() for path in home.iterdir()} == before, setting


KILLED = """
import os, signal, sys
from pathlib import Path
import scoring
from scoring.documents import files

replace, number = os.replace, 0
def struck(*paths):
    global number
    number += 1
    if sys.argv[2] == "before" and number == int(sys.argv[3]):
        os.kill(os.getpid(), int(sys.argv[4]))
    replace(*paths)
    if sys.argv[2] == "after" and number == int(sys.argv[3]):
        os.kill(os.getpid(), int(sys.argv[4]))
files.os.replace = struck
one = scoring.whatif(Path(sys.argv[1]), ["rules.execution.rows.0.0=>= 92%", "spent=90 万元"], engine="exact")
one.write(why="x", by="y", on="2025-01-01")
"""


@pytest.mark.parametrize(("when", "number"), [("before", 1), ("after", 1), ("before", 2)])
def test_an_interrupt_in_the_middle_leaves_all_as_it_was(when: str, number: int, tmp_path: Path) -> None:
    project = folder(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    script = textwrap.dedent(KILLED)
    words = [sys.executable, "-c", script, str(project), when, str(number), str(int(signal.SIGINT))]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"})
    assert "KeyboardInterrupt" in ran.stderr, ran.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_killed_in_the_middle_no_file_is_half(tmp_path: Path) -> None:
    """Nothing can be put back then: each file is what it was, or all of what it is to be."""
    project = folder(tmp_path)
    rules = (tmp_path / "ours.toml").read_bytes()
    words = [sys.executable, "-c", textwrap.dedent(KILLED), str(project), "before", "1", str(int(signal.SIGKILL))]
    subprocess.run(words, capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "1"})
    assert (tmp_path / "ours.toml").read_bytes() == rules and project.read_text(encoding="utf-8") == PROJECT


def test_a_revision_of_git_is_tried_and_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    (tmp_path / "ours.toml").write_text(RULES.replace("at_most = 59", "at_most = 10"), encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    monkeypatch.chdir(tmp_path)
    words = ["compare", "HEAD:ours.toml+set.toml", "HEAD:ours.toml+set.toml", "table.csv", "--set", SETTING]
    ran = run(*words)
    assert "1 of 6 projects change" in ran.out and "row 1, condition: >= 90% → >= 92%" in ran.out, ran.said
    ran = run(*words, "--write", *REASON)
    assert ran.codes == ["cannot-write"] and "of a revision of git" in ran.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_the_reason_is_asked_for_before_the_work_begins(tmp_path: Path) -> None:
    shelf(tmp_path)
    book = f"{tmp_path}/ours.toml+{tmp_path}/set.toml"
    ran = run("compare", book, book, tmp_path / "nowhere.csv", "--set", SETTING, "--write", "--why", " ", "--on", "2025-3-1")  # fmt: skip
    assert ran.codes == ["no-reason", "wrong-kind", "no-reason"]


def drawn(draw: random.Random, depth: int = 0) -> Any:
    """Any value that TOML has."""
    kinds = ["text", "number", "whole", "yes"] + (["list", "table"] * 2 if depth < 3 else [])
    match draw.choice(kinds):
        case "text":
            return draw.choice(["a", "# no comment", '"', "\\", "[x]", "a = 1", "达成", ""])
        case "number":
            return Decimal(draw.randint(-99, 99)) / 10
        case "whole":
            return draw.randint(0, 9)
        case "yes":
            return draw.random() < 0.5
        case "list":
            return [drawn(draw, depth + 1) for _ in range(draw.randint(0, 3))]
    return {f"k{number}": drawn(draw, depth + 1) for number in range(draw.randint(0, 3))}


def laid(draw: random.Random, value: Any) -> str:
    """The value as somebody may have written it, with comments, blanks and line ends inside lists."""
    if isinstance(value, list):
        gap = draw.choice(["", " ", "\n  ", "  # so\n"])
        return "[" + gap + ",".join(laid(draw, each) + gap for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}={draw.choice(['', ' '])}{laid(draw, each)}" for name, each in value.items()) + "}"  # fmt: skip
    if isinstance(value, str) and draw.random() < 0.3 and "'" not in value:
        return f"'{value}'"
    return str(value).lower() if not isinstance(value, str) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'  # fmt: skip


def leaves(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([at] if at else []), *(path for name, each in inside for path in leaves(each, (*at, name)))]


@pytest.mark.parametrize("seed", range(60))
def test_a_value_anywhere_in_any_layout_is_replaced_and_nothing_else_says_anything_new(seed: int) -> None:
    draw = random.Random(seed)
    data = {f"t{number}": {f"k{each}": drawn(draw) for each in range(3)} for number in range(2)}
    lines = []
    for name, table in data.items():
        style = draw.choice(["header", "dotted", "line"]) if name == "t0" else "header"
        lines += [f"[{name}]"] if style == "header" else []
        own = [f"{'' if style != 'dotted' else name + '.'}{key} = {laid(draw, each)}" for key, each in table.items()]
        lines += own if style != "line" else [f"{name} = {laid(draw, table)}"]
    text = "\n".join(lines) + "\n"
    raw = (draw.choice(["", "\ufeff"]) + text.replace("\n", draw.choice(["\n", "\r\n"]))).encode()
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # a comment within a table of one line
        return
    paths = [path for path in leaves(data) if len(path) > 1]
    for path in draw.sample(paths, min(4, len(paths))):
        wanted = said_by(raw)
        assert wanted is not None
        holder: Any = wanted
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = "新"
        after = amended(raw, path, "新")
        assert after is not None and said_by(after) == wanted, (path, raw)
