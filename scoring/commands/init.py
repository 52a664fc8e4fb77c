"""`scoring init`: a rulebook and an indicator set copied out for editing."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.commands import options
from scoring.commands.check import COMMAND_LINE
from scoring.commands.schema import write_schemas
from scoring.documents.files import write_text
from scoring.problems import InputRefused, Language, Problem, Text
from scoring.problems.shown import harmless
from scoring.rulebook import shipped
from scoring.rulebook.library import Lookup, folder_of, open_set

TOMBI = """\
# For editors with Tombi: an example stands beside its rule, whatever stands elsewhere.
[lint.rules]
tables-out-of-order = "off"
"""


@click.command("init", epilog=options.examples(
    "scoring init ours",
    "scoring init ours --rules performance-evaluation",
))  # fmt: skip
@click.argument("folder", metavar="DIR")
@click.option("--rules", metavar="R", help="the rulebook to copy; by default that of the indicator set")
@click.option(
    "--indicators",
    metavar="I",
    help="the indicator set to copy; by default the first that is shipped for the rulebook, if any is",
)
@options.language
def command(folder: str, rules: str | None, indicators: str | None, lang: Language) -> None:
    """Copy a rulebook, and an indicator set for it, into DIR for editing; DIR must not have them yet."""
    what_is_shipped = Lookup(free=True)
    if indicators is None and rules is not None and rules not in _with_a_set(what_is_shipped):
        _copy_rules(rules, Path(folder), what_is_shipped, lang)
        return
    indicators = indicators or _with_a_set(what_is_shipped).get(rules or "") or shipped.names("indicators")[0]
    found = folder_of("indicators", indicators, what_is_shipped)
    indicator_set, problems = open_set(indicators, COMMAND_LINE, what_is_shipped)
    if indicator_set is None or found is None:
        raise InputRefused(problems)
    book_name = rules or indicator_set.header.model.rules
    book = folder_of("rules", book_name, what_is_shipped)
    if book is None:
        raise InputRefused([_missing(book_name)])
    target = Path(folder)
    copies = [(book, target / "rules" / book.name), (found, target / "indicators" / found.name)]
    taken = [copy for _, copy in copies if copy.exists()]
    if taken:
        raise InputRefused([_taken(copy) for copy in taken])
    kinds = ("rulebook", "indicator-set")
    for (source, copy), kind in zip(copies, kinds, strict=True):
        _copy(source, copy, kind)
        click.echo(harmless(str(copy)))
    _help_editors(target)
    rules_copy, set_copy = (copy for _, copy in copies)
    said = Text(
        f"edit a threshold in {rules_copy}, then: scoring score project.toml --indicators {set_copy}/",
        f"在 {rules_copy} 中改一个阈值，然后运行：scoring score project.toml --indicators {set_copy}/",
    )
    options.say(said, lang, err=True)


def _with_a_set(what_is_shipped: Lookup) -> dict[str, str]:
    """Of each rulebook that a shipped set is for, the first such set."""
    found: dict[str, str] = {}
    for name in shipped.names("indicators"):
        indicator_set, _ = open_set(name, COMMAND_LINE, what_is_shipped)
        if indicator_set is not None and indicator_set.header.model.rules is not None:
            found.setdefault(indicator_set.header.model.rules, name)
    return found


def _copy_rules(name: str, target: Path, what_is_shipped: Lookup, lang: Language) -> None:
    """A rulebook alone: its projects write rows of their own, or bring their set."""
    book = folder_of("rules", name, what_is_shipped)
    if book is None:
        raise InputRefused([_missing(name)])
    copy = target / "rules" / book.name
    if copy.exists():
        raise InputRefused([_taken(copy)])
    _copy(book, copy, "rulebook")
    click.echo(harmless(str(copy)))
    _help_editors(target)
    said = Text(
        f"edit a threshold in {copy}, then: scoring score project.toml --rules {copy}/",
        f"在 {copy} 中改一个阈值，然后运行：scoring score project.toml --rules {copy}/",
    )
    options.say(said, lang, err=True)


def _help_editors(target: Path) -> None:
    write_schemas(target / "schemas")
    click.echo(harmless(str(target / "schemas")))
    _write_settings(target)


def _copy(source: Path, copy: Path, kind: str) -> None:
    """The files, each with a line on top that tells an editor its schema."""
    files = [source] if source.is_file() else sorted(source.glob("*.toml"))
    try:
        (copy.parent if source.is_file() else copy).mkdir(parents=True, exist_ok=source.is_file())
        for file in files:
            above = "../" * (2 if source.is_file() else 3)
            text = file.read_text(encoding="utf-8")
            head = f"#:schema {above[3:]}schemas/{kind}.schema.json\n"
            write_text(copy if source.is_file() else copy / file.name, head + text)
    except OSError as error:
        raise InputRefused([_cannot_write(copy, error)]) from None


def _write_settings(folder: Path) -> None:
    """What an editor with Tombi is told, unless its user has settings there already."""
    if not (folder / "tombi.toml").exists():
        try:
            write_text(folder / "tombi.toml", TOMBI)
        except OSError as error:
            raise InputRefused([_cannot_write(folder, error)]) from None


def _cannot_write(copy: Path, error: OSError) -> Problem:
    message = Text(f"`{copy}` cannot be written: {error.strerror}", f"无法写入 {copy}：{error.strerror}")
    fix = Text("choose another folder", "换一个文件夹")
    return Problem("cannot-write", message, COMMAND_LINE, fix)


def _missing(name: str) -> Problem:
    return Problem("not-found", Text(f"there is no rulebook `{name}`", f"找不到规则集 {name}"), COMMAND_LINE)


def _taken(copy: Path) -> Problem:
    return Problem(
        "already-there",
        Text(f"`{copy}` is there already", f"{copy} 已存在"),
        COMMAND_LINE,
        Text("choose another folder, or remove it first", "换一个文件夹，或先移走它"),
    )
