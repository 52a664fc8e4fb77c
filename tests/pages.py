"""Pages that show TOML and commands, done as a reader does them: each page from top to bottom in a folder of its own.

```toml file=pilot.toml     the file is written
```toml add=pilot.toml      the file is continued
```diff file=pilot.toml     its lines with - are replaced by those with +
```toml                     a fragment: no file, but one of the three kinds of file takes it
```console                  `$ scoring …` and a few others are run, and what they print is what is shown
```pycon                    `>>> …` is run as at Python's prompt, and what it prints is what is shown
```sh by=tests/test_x.py    not run here: that test does
```text                     neither a file nor a command
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import subprocess
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cli
from scoring.commands import HELP, INTERNAL_ERROR
from scoring.documents.document import Document, parse_toml
from scoring.rulebook import model
from scoring.rulebook.authored import Authored
from scoring.rulebook.loading import validated

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>.*)\n(?P<text>(?:.*\n)*?)(?P=indent)(?P=ticks) *$", re.M)
LANGUAGES = ("toml", "diff", "console", "pycon", "sh", "text", "json", "csv")
PLAIN = (
    "cat",
    "cp",
    "cut",
    "diff",
    "echo",
    "grep",
    "head",
    "ls",
    "mkdir",
    "mv",
    "rm",
    "sed",
    "sha256sum",
    "tail",
    "wc",
)
"""Programs beside `scoring` that a page may run."""
FILES = (model.RulebookFile, model.SetFile, model.ProjectFile, model.FormsFile)


@dataclass(frozen=True)
class Block:
    """A fenced block: `toml file=pilot.toml` has the language toml and the attributes {file: pilot.toml}."""

    language: str
    attributes: dict[str, str]
    text: str
    span: tuple[int, int]
    """Where the text begins and ends in its page."""

    @property
    def commands(self) -> list[str]:
        shows = self.language == "console"
        return [line[2:] for line in self.text.splitlines() if line.startswith("$ ")] if shows else []


def blocks(page: str) -> Iterator[Block]:
    for found in FENCE.finditer(page):
        language, *attributes = shlex.split(found["info"]) or [""]
        pairs = dict(part.partition("=")[::2] for part in attributes)
        yield Block(language, pairs, found["text"], found.span("text"))


def inline_commands(page: str) -> list[str]:
    """`scoring …` within the text of a page."""
    prose = FENCE.sub("", page)
    return [code for code in re.findall(r"`([^`\n]+)`", prose) if code.startswith("scoring ")]


def inline_keys(page: str) -> list[str]:
    """`key = …` within the text of a page."""
    return [code for code in re.findall(r"`([^`\n]+)`", FENCE.sub("", page)) if re.match(r"[a-z_]+ = ", code)]


@dataclass
class Reader:
    """Somebody who does what a page shows, in a folder."""

    folder: Path
    status: int = 0
    files: list[str] = field(default_factory=list)
    names: dict[str, object] = field(default_factory=dict)
    """What Python's prompt knows by now."""

    def read(self, page: str) -> str:
        """The page with what its commands really print."""
        came, end = [], 0
        for block in blocks(page):
            came += [page[end : block.span[0]], self.do(block)]
            end = block.span[1]
        return "".join([*came, page[end:]])

    def do(self, block: Block) -> str:
        """The block's text as it should be shown."""
        name = block.attributes.get("file") or block.attributes.get("add")
        assert block.language in LANGUAGES, f"a block of {block.language!r} is neither run nor known to be plain text"
        if block.language == "console":
            return "".join(f"$ {command}\n{self.run(command)}" for command in block.commands)
        if block.language == "pycon":
            return "".join(self.prompt(one) for one in doctest.DocTestParser().get_examples(block.text))
        assert not re.search(r"^\$ ", block.text, re.M) or block.language == "sh", f"not run: {block.text}"
        if block.language == "sh":
            assert (Path(__file__).parents[1] / block.attributes["by"]).is_file(), block.attributes
        elif block.language == "diff":
            self.change(self.folder / block.attributes["file"], block.text)
        elif name is not None:
            self.write(self.folder / name, block.text, "add" in block.attributes)
        elif block.language == "toml":
            assert loads(block.text), f"no file takes this fragment:\n{block.text}"
        return block.text

    def write(self, file: Path, text: str, add: bool) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if add else ""
        file.write_text(before + text, encoding="utf-8")

    def change(self, file: Path, lines: str) -> None:
        """Every run of - lines stands in the file once, and gives way to the + lines that follow."""
        text = "\n" + file.read_text(encoding="utf-8")
        for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)*)", lines, re.M):
            old, new = ("\n" + re.sub(r"^[-+]", "", part, flags=re.M) for part in (old, new))
            found = len(re.findall(f"(?={re.escape(old)})", text))  # of neighbours both
            assert found == 1, f"{found} times in {file.name}:{old}"
            text = text.replace(old, new)
        file.write_text(text[1:], encoding="utf-8")

    def run(self, command: str) -> str:
        """What a command prints, both streams as they come."""
        if command == "echo $?":
            return f"{self.status}\n"
        own = re.split(r" (?:2>&1 )?[|>] ", command)[0]
        program, *arguments = shlex.split(own)
        tail = command[len(own) :]
        both, tail = tail.startswith(" 2>&1"), tail.removeprefix(" 2>&1")
        assert program == "scoring" or program in PLAIN, f"`{command}` is not run"
        if program != "scoring":
            return self.shell(command)
        printed, apart = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(apart if tail and not both else printed):
            self.status = cli.main(arguments)
        assert self.status != INTERNAL_ERROR, printed.getvalue()
        if not tail:
            return printed.getvalue()
        status = self.status
        said = apart.getvalue() + self.shell(f"cat {tail}", printed.getvalue())
        if tail.startswith(" >"):  # of a pipe a shell tells the status of its last program
            self.status = status
        return said

    def prompt(self, example: doctest.Example) -> str:
        """What stands at Python's prompt and what it prints; of an exception the last words."""
        first, *more = example.source.splitlines()
        shown = "\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in more)]) + "\n"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            try:
                exec(compile(example.source, "<page>", "single"), self.names)
            except Exception as raised:
                print("Traceback (most recent call last):\n  ...")
                print("".join(traceback.format_exception_only(raised)), end="")
        return shown + printed.getvalue()

    def shell(self, command: str, given: str = "") -> str:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=environment, input=given,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
        self.status = done.returncode
        return done.stdout.replace("\ufeff", "")  # no terminal shows it


def loads(fragment: str) -> bool:
    """Whether each section may stand so in a rulebook's, a set's or a project's file: known keys, each of its kind."""
    document, problems = parse_toml(fragment.encode(), "fragment.toml")
    assert document is not None, problems
    return all(any(_takes(shape, document, key) for shape in FILES) for key in document.data)


def _takes(shape: type[Authored], document: Document, key: str) -> bool:
    needed = {name: "…" for name, each in shape.model_fields.items() if each.is_required()}
    data = {**needed, "format": 1, key: document.data[key]}
    return not validated(shape, replace(document, data=data))[1]


def parses(command: str) -> bool:
    """Whether the command line takes these arguments."""
    name, *arguments = shlex.split(command.partition(" > ")[0])[1:]
    if name.startswith("-"):
        return name in ("--help", "--version")
    loaded = cli.scoring.get_command(None, name) if name in HELP else None  # type: ignore[arg-type]
    return loaded is not None and bool(_made(loaded, name, arguments))


def _made(command: object, name: str, arguments: Sequence[str]) -> bool:
    import click

    assert isinstance(command, click.Command)
    try:
        command.make_context(name, list(arguments)).close()
    except click.UsageError as wrong:
        return isinstance(wrong, click.MissingParameter)
    except click.exceptions.Exit:  # --help
        return True
    return True
