"""`scoring fmt`: blanks change, and nothing else."""

import contextlib
import io
import os
import random
import stat
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cli
from scoring.documents.layout import laid_out

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    file.relative_to(ROOT)
    for folder in ("rules", "indicators", "examples", "docs/reference")
    for file in (ROOT / folder).rglob("*.toml")
)

MESSY = '''\


#:schema ../x.json
format=1¬¬¬
[ rulebook ]
name    =  "x"   #  its name¬¬
  edition="2024"  # which


# ours
[rule. "按期"]
kind="judged"# a person's
nothing_below    = "60%"
levels =   [ [ "达成",">= 80%" ] , ["部分达成并具有一定效果",">= 60%"]
  ,["未达成","else"]   # the rest
 ]
rows=[ # first
 ["a"  ,1, "x"],# one
    # alone


 [["bbb","c"], 22 ,"yy"]   # two
 , ["else",3],

 [ 1,2 ]
 ]
numbers=[1,2,
3,4]
empty = [
]
none=[ # nothing yet
]
given={a=1,b={c="d"},e=[ ]}
long = { list = [
1 ] , x.y  = 2 }
text = """
  [[example]]¬¬¬
x =   1 # no comment""" # one
a . b . "c d"  =1
[[ example ]]
# end'''.replace("¬", " ")

LAID_OUT = '''\
#:schema ../x.json
format = 1
[rulebook]
name    = "x"     #  its name
edition = "2024"  # which

# ours
[rule."按期"]
kind          = "judged" # a person's
nothing_below = "60%"
levels        = [
  ["达成",                   ">= 80%"],
  ["部分达成并具有一定效果", ">= 60%"],
  ["未达成",                 "else"],   # the rest
]
rows          = [ # first
  ["a", 1, "x"], # one
  # alone

  [["bbb", "c"], 22, "yy"],   # two
  ["else",       3],

  [1, 2],
]
numbers       = [
  1, 2,
  3, 4,
]
empty         = []
none          = [ # nothing yet
]
given         = { a = 1, b = { c = "d" }, e = [] }
long          = { list = [
  1,
], x.y = 2 }
text          = """
  [[example]]¬¬¬
x =   1 # no comment""" # one
a.b."c d"     = 1
[[example]]
# end
'''.replace("¬", " ")


def formatted(text: str) -> str:
    made = laid_out(text.encode())
    assert made is not None
    return made.decode()


def test_a_file_is_laid_out_like_the_shipped_ones() -> None:
    assert formatted(MESSY) == LAID_OUT
    assert formatted(LAID_OUT) == LAID_OUT


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(bom: str) -> None:
    assert formatted(bom + MESSY.replace("\n", "\r\n")) == bom + LAID_OUT.replace("\n", "\r\n")


@pytest.mark.parametrize("text", ["", "\n \n", "# only", "a = 1"])
def test_the_smallest_files(text: str) -> None:
    assert formatted(text) == (text.strip() + "\n" if text.strip() else "")


def test_a_long_key_a_wide_cell_and_a_long_line_do_not_push_their_neighbours_away() -> None:
    key, cell, value = "k" * 60, "c" * 60, "v" * 120
    text = f'a = 1 # one\n{key} = 2\nbb = "{value}" # far\nr = [\n["{cell}", 1],\n["x", 2],\n]\n'
    assert formatted(text) == (
        f'a  = 1 # one\n{key} = 2\nbb = "{value}" # far\nr  = [\n  ["{cell}", 1],\n  ["x", 2],\n]\n'
    )


def test_what_is_shipped_is_laid_out() -> None:
    assert [str(file) for file in FILES if laid_out((ROOT / file).read_bytes()) != (ROOT / file).read_bytes()] == []


# ---------------------------------------------------------------- whatever somebody writes


BLANK = st.sampled_from(["", " ", "  ", "\t"])
WORDS = st.sampled_from(["a", "b-1", '"c d"', "'预算'", '"#"', '"[x]"', '"\\""', "ratio_2"])
SCALARS = st.sampled_from(
    [
        "1",
        "-2.50",
        "true",
        "2024-01-02",
        '"a # b"',
        "'[[example]]'",
        '"]"',
        "'''x\n # y'''",
        '"""\n[z] # "q"\n  """',
        '"项目"',
    ]
)
NOTES = st.sampled_from(["#", "# 备注 ", '# "open', "#[x]", "# a = ["])


@st.composite
def values(draw: st.DrawFn, depth: int = 0) -> str:
    """A value, with blanks, line ends and comments wherever TOML allows them."""
    kind = draw(st.sampled_from(["scalar", "list", "table"] if depth < 3 else ["scalar"]))
    if kind == "scalar":
        return draw(SCALARS)
    if kind == "table":
        keys = draw(st.lists(WORDS, max_size=3, unique_by=str))
        pairs = [f"{draw(BLANK)}{key}{draw(BLANK)}={draw(BLANK)}{draw(values(depth + 1))}{draw(BLANK)}" for key in keys]
        return "{" + ",".join(pairs) + "}"
    items = draw(st.lists(values(depth + 1), max_size=4))
    return "[" + ",".join(draw(between()) + item + draw(between()) for item in items) + draw(between()) + "]"


@st.composite
def between(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from([" ", "\n", "\n\n\n", "  ", "note"]), max_size=3))
    return "".join(draw(NOTES) + "\n" if part == "note" else part for part in parts)


@st.composite
def files(draw: st.DrawFn) -> str:
    lines = []
    for section in range(draw(st.integers(0, 3))):
        head = draw(st.sampled_from(["[s{}]", "[ s{} . 'x y' ]", "[[ list ]]", "[s{}.t]  # t"]))
        lines.append(head.format(section))
        for key in draw(st.lists(WORDS, max_size=4, unique_by=str)):
            note = draw(st.sampled_from(["", " ", " # c", "# d  ", "\n# own", "\n\n\n"]))
            lines.append(f"{draw(BLANK)}{key}{draw(BLANK)}={draw(BLANK)}{draw(values())}{note}")
    return draw(between()) + "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n", "\n# end"]))


def said(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def comments(text: str) -> list[str]:
    """Comments as a plain reader of TOML finds them, by its quotes alone."""
    found, at = [], 0
    while at < len(text):
        for quote in ('"""', "'''", '"', "'"):
            if text.startswith(quote, at):
                at = _behind(text, at + len(quote), quote)
                break
        else:
            end = text.find("\n", at) if text[at] == "#" else at
            end = len(text) if end < 0 else end
            if end > at:
                found.append(text[at:end].rstrip())
            at = max(end, at + 1)
    return found


def _behind(text: str, at: int, quote: str) -> int:
    while not text.startswith(quote, at):
        at += 2 if text[at] == "\\" and quote.startswith('"') else 1
    at += len(quote)
    while len(quote) == 3 and text.startswith(quote[0], at):
        at += 1
    return at


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(files())
def test_data_and_comments_stay_and_twice_is_once(text: str) -> None:
    try:
        before = said(text)
    except tomllib.TOMLDecodeError:
        return  # two sections of one name
    once = formatted(text)
    assert said(once) == before
    assert comments(once) == comments(text)
    assert formatted(once) == once
    assert not [line for line in once.split("\n") if line != line.rstrip() and "'''" not in once and '"""' not in once]


def shaken(text: str, seed: int) -> str:
    """The text with blanks, line ends and comments put in at random where a list or a line allows it."""
    chance = random.Random(seed)
    lines = []
    for line in text.split("\n"):
        if line.endswith(("],", "},")) and chance.random() < 0.3:
            line += chance.choice([" # shaken", "\n\n\n", "\n  # shaken", "   "])
        if line.startswith("[") and chance.random() < 0.3:
            line = "   " + line.replace("]", " ]", 1)
        if " = " in line and not line.startswith("#") and chance.random() < 0.3:
            key, _, rest = line.partition("=")
            line = f"{key.rstrip()}{' ' * chance.randrange(3)}={' ' * chance.randrange(3)}{rest.lstrip()}"
        lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_shipped_files_shaken_at_random_come_out_whole(file: Path) -> None:
    text = shaken((ROOT / file).read_text(encoding="utf-8"), len(str(file)))
    once = formatted(text)
    assert said(once) == said(text)
    assert comments(once) == comments(text)
    assert formatted(once) == once


# ---------------------------------------------------------------- the command


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    before = Path.cwd()
    home = tmp_path / "my rules"
    (home / "deep").mkdir(parents=True)
    (home / "messy.toml").write_text(MESSY, encoding="utf-8")
    (home / "deep" / "clean.toml").write_text(LAID_OUT, encoding="utf-8")
    (home / "pyproject.toml").write_text("[tool.x]\na=1\n", encoding="utf-8")
    (home / ".hidden.toml").write_text("format=1\n", encoding="utf-8")
    os.chdir(tmp_path)
    yield home
    os.chdir(before)


def run(*arguments: object) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = cli.main(["fmt", *map(str, arguments), "--lang", "en"])
    return out.getvalue(), err.getvalue(), status


def test_check_names_the_files_that_would_change_and_writes_nothing(folder: Path) -> None:
    assert run("my rules", "--check") == ("my rules/messy.toml\n", "1 of 2 files would change\n", 1)
    assert (folder / "messy.toml").read_text(encoding="utf-8") == MESSY
    out, _, status = run("my rules", "--diff")
    assert status == 1
    assert '\n-kind="judged"# a person\'s\n' in out
    assert '\n+kind          = "judged" # a person\'s\n' in out
    assert (folder / "messy.toml").read_text(encoding="utf-8") == MESSY


def test_files_of_a_folder_are_laid_out_and_those_of_other_programs_left_alone(folder: Path) -> None:
    assert run("my rules", folder / "messy.toml") == ("my rules/messy.toml\n", "1 of 2 files changed\n", 0)
    assert (folder / "messy.toml").read_text(encoding="utf-8") == LAID_OUT
    assert (folder / "pyproject.toml").read_text(encoding="utf-8") == "[tool.x]\na=1\n"
    assert (folder / ".hidden.toml").read_text(encoding="utf-8") == "format=1\n"
    assert run("my rules", "--check") == ("", "0 of 2 files would change\n", 0)


def test_standard_input_goes_to_standard_output(folder: Path) -> None:
    command = [sys.executable, "-m", "scoring", "fmt", "-"]
    done = subprocess.run(command, input=MESSY.encode(), cwd=ROOT, capture_output=True, check=False)
    assert (done.stdout.decode(), done.returncode) == (LAID_OUT, 0)


def test_where_one_file_is_broken_none_is_written_and_all_problems_are_told(folder: Path) -> None:
    (folder / "broken.toml").write_text("format = 1\na = [1,\n", encoding="utf-8")
    (folder / "old.toml").write_bytes("label = '预算'\n".encode("gb18030"))
    _, err, status = run("my rules")
    assert status == 1
    assert "my rules/broken.toml:2:5: `[` is opened here and never closed" in err
    assert "my rules/old.toml:1:11: the file is not UTF-8; it looks like GB18030" in err
    assert (folder / "messy.toml").read_text(encoding="utf-8") == MESSY


def test_a_protected_file_stays_and_a_link_stays_a_link(folder: Path) -> None:
    file = folder / "messy.toml"
    link = folder.parent / "link.toml"
    link.symlink_to(file)
    file.chmod(0o444)
    _, err, status = run(link)
    assert status == 1
    assert "protected against writing" in err
    file.chmod(0o640)
    assert run(link)[2] == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == LAID_OUT
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_without_a_path_shipped_files_are_only_looked_at() -> None:
    assert run()[2] == 2
    assert run("--check") == (
        "",
        f"0 of {sum(str(f).startswith(('rules', 'indic')) for f in FILES)} files would change\n",
        0,
    )


def test_a_program_ended_while_it_lays_out_a_large_file_leaves_it_whole(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    one = '[[example]]\nrule="reach{}"\ngiven={{ a="1 x", b=[ 1,2 ] }}\nrows=[\n["甲",1],\n["乙乙",2],\n]\n'
    text = "format=1\n" + "".join(one.format(number) for number in range(2_000))
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "scoring", "fmt", str(file)]
    ended = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    time.sleep(0.3)
    ended.kill()
    ended.wait()
    assert file.read_text(encoding="utf-8") in (text, formatted(text))
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
    assert file.read_text(encoding="utf-8") == formatted(text)
