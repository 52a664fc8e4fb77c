"""`scoring fmt`: TOML files laid out alike; what they say and their comments stay."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from scoring.commands import DONE, PROBLEMS, options
from scoring.documents.document import LARGEST, parse_toml
from scoring.documents.files import cannot_write, is_file, read_bytes, write_bytes
from scoring.documents.layout import laid_out
from scoring.problems import InputRefused, Language, Place, Problem, Text, in_order
from scoring.problems.shown import harmless
from scoring.rulebook import shipped

STDIN = "<stdin>"


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A file as it is, and as it should look."""

    path: Path | None  # None: standard input
    shown: str
    before: bytes
    after: bytes

    @property
    def differs(self) -> bool:
        return self.before != self.after


@click.command("fmt", epilog=options.examples(
    "scoring fmt my-rules/ project.toml",
    "scoring fmt my-rules/ --check         exit 1 and name the files that would change",
    "scoring fmt my-rules/ --diff          show what would change",
    "scoring fmt - < project.toml",
))  # fmt: skip
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@click.option("--check", is_flag=True, help="write nothing; exit 1 when a file would change")
@click.option("--diff", is_flag=True, help="write nothing; show what would change, exit 1 when something would")
@options.language
def command(paths: tuple[str, ...], check: bool, diff: bool, lang: Language) -> int:
    """Lay TOML files out: each PATH a file, a folder with all below it, or - for standard input.

    Keys and columns are aligned, blanks made even. Data, order and comments stay; a file that cannot be laid out without
    changing what it says is left as it is. In a folder, only files that say `format = 1` are touched.
    """
    if not paths and not (check or diff):
        raise click.UsageError("name a PATH, or - for standard input; shipped files are only looked at with --check")
    files, problems = _files(paths) if paths else (list(_shipped()), [])
    found = [_laid(path, shown) for path, shown in files]
    problems += [one for one in found if isinstance(one, Problem)]
    laid = [one for one in found if isinstance(one, LaidOut)]
    problems += [fault for one in found if isinstance(one, list) for fault in one]
    if problems:
        raise InputRefused(in_order(problems))
    changed = [one for one in laid if one.differs]
    if check or diff:
        for one in changed:
            click.echo(_difference(one) if diff else harmless(one.shown), nl=not diff)
        _tell(
            Text(f"{len(changed)} of {len(laid)} files would change", f"{len(laid)} 个文件中 {len(changed)} 个将改变"),
            lang,
        )
        return PROBLEMS if changed else DONE
    _write(changed)
    if any(one.path is None for one in laid):
        for one in laid:
            if one.path is None:
                sys.stdout.flush()
                click.echo(one.after.decode(), nl=False)
        return DONE
    for one in changed:
        click.echo(harmless(one.shown))
    _tell(Text(f"{len(changed)} of {len(laid)} files changed", f"{len(laid)} 个文件中改了 {len(changed)} 个"), lang)
    return DONE


def _tell(said: Text, language: Language) -> None:
    options.say(said, language, err=True)


def _shipped() -> Iterator[tuple[Path | None, str]]:
    """Every file that is shipped, as people are shown it."""
    kinds: tuple[shipped.ShippedKind, ...] = ("rules", "indicators")
    for kind in kinds:
        for name in shipped.names(kind):
            home = shipped.find(kind, name)
            for file in sorted(home.glob("*.toml")) if home is not None and home.is_dir() else [home] if home else []:
                yield file, shipped.shown(kind, name, file)


def _files(paths: Sequence[str]) -> tuple[list[tuple[Path | None, str]], list[Problem]]:
    """Every file once, in the order of paths and names; a folder's own and those in folders below it."""
    found: dict[str, tuple[Path | None, str]] = {}
    problems: list[Problem] = []
    for name in paths:
        path = Path(name)
        if name == "-":
            found[name] = (None, STDIN)
        elif path.is_dir():
            inside = [file for file in sorted(path.rglob("*.toml")) if _is_ours(file, path)]
            if not inside:
                message = Text(
                    f"there is no TOML file with `format = 1` in `{name}`", f"{name} 中没有写明 format = 1 的 TOML 文件"
                )
                problems.append(
                    Problem("empty-folder", message, Place(name), Text("name another folder", "换一个文件夹"))
                )
            for file in inside:
                found.setdefault(str(file.resolve()), (file, str(file)))
        else:
            found.setdefault(str(path.resolve()), (path, name))
    return list(found.values()), problems


def _is_ours(file: Path, folder: Path) -> bool:
    """Neither hidden, nor another program's: a file of ours says `format`; one that cannot be read is told of."""
    if any(part.startswith(".") for part in file.relative_to(folder).parts) or not is_file(file):
        return False
    raw, _ = read_bytes(file, str(file), LARGEST)
    document = parse_toml(raw, str(file))[0] if raw is not None else None
    return document is None or "format" in document.data


def _laid(path: Path | None, shown: str) -> LaidOut | Problem | list[Problem]:
    """One file with what it should look like, or why there is no such thing."""
    if path is None:
        raw: bytes | None = sys.stdin.buffer.read(LARGEST + 1)
    else:
        raw, problems = read_bytes(path, shown, LARGEST)
        if raw is None:
            return problems
    assert raw is not None
    document, problems = parse_toml(raw, shown)
    if document is None:
        return problems
    after = laid_out(raw)
    if after is None:
        message = Text("this file cannot be laid out without changing what it says; it is left as it is",
                       "无法在不改变内容的前提下整理此文件，保持原样")  # fmt: skip
        return Problem(
            "not-laid-out", message, Place(shown), Text("please report it, with the file", "请连同文件一起反馈")
        )
    return LaidOut(path, shown, raw, after)


def _difference(one: LaidOut) -> str:
    before, after = (_lines(text.decode("utf-8-sig").replace("\r\n", "\n")) for text in (one.before, one.after))
    lines = difflib.unified_diff(before, after, one.shown, one.shown)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ no line end\n" for line in lines)


def _lines(text: str) -> list[str]:
    """The lines of a TOML text, which end at LF alone."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _write(changed: Sequence[LaidOut]) -> None:
    """Each file whole or not at all; those that could not be written are told together."""
    problems = []
    for one in changed:
        if one.path is not None:
            try:
                write_bytes(one.path, one.after, before=one.before)
            except OSError as error:
                problems.append(cannot_write(one.shown, error))
    if problems:
        raise InputRefused(problems)
