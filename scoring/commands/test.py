"""`scoring test`: the examples that stand beside the rules."""

from __future__ import annotations

import click

from scoring import shipped
from scoring.commands import DONE, PROBLEMS, options
from scoring.commands.check import COMMAND_LINE
from scoring.examples import Tried, try_examples
from scoring.library import folder_of, open_rulebook, open_set
from scoring.problems import InputRefused, Language, Text, has_errors
from scoring.rulebook import IndicatorSet, Rulebook


@click.command("test", epilog=options.examples(
    "scoring test                          examples of all shipped rulebooks and sets",
    "scoring test my-rules/ --lang en",
))  # fmt: skip
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@options.language
@options.engine
def command(paths: tuple[str, ...], lang: Language, engine: str) -> int:
    """Try every [[example]] of rulebooks and indicator sets: each PATH a folder, a file or a shipped name."""
    failed = total = 0
    for name in paths or (*shipped.names("rules"), *shipped.names("indicators")):
        rulebook, indicator_set = open_either(name)
        layers = [rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])]
        own = indicator_set.sections.examples if indicator_set is not None else rulebook.sections.examples
        tried = [one for one in try_examples(rulebook, layers, engine) if one.example in own]
        for one in tried:
            total += 1
            if not one.passed:
                failed += 1
                click.echo(told(one, lang), err=False)
    if total == 0:
        click.echo(Text("no examples", "没有示例").in_language(lang))
    else:
        said = Text(f"{total - failed} of {total} examples hold", f"{total} 个示例中 {total - failed} 个成立")
        click.echo(said.in_language(lang))
    return PROBLEMS if failed else DONE


def told(one: Tried, language: Language) -> str:
    """A failed example: where it stands, what was expected, what came out, and how."""
    from scoring.views import problems as view

    wanted = Text(f"expected {one.expected}, got {one.got}", f"应为 {one.expected}，实为 {one.got}").in_language(
        language
    )
    lines = [f"{one.example.place}: {one.subject} {one.label.in_language(language)}", f"  {wanted}"]
    if one.working is not None:
        lines.append(f"  {one.working.in_language(language)}")
    if one.problems:
        lines.append(view.as_text(list(one.problems), language))
    return "\n".join(lines)


def open_either(name: str) -> tuple[Rulebook, IndicatorSet | None]:
    """A rulebook, or an indicator set with its rulebook; raises `InputRefused` with all problems."""
    from scoring.commands.check import _holds

    folder = folder_of("indicators", name)
    indicator_set: IndicatorSet | None = None
    if folder is not None and _holds(folder, "indicator_set"):
        indicator_set, problems = open_set(name, COMMAND_LINE)
        if indicator_set is None:
            raise InputRefused(problems)
        header = indicator_set.header
        rulebook, found = open_rulebook(
            header.model.rules, header.at("rules"), folder.resolve().parent.parent / "rules"
        )
        problems += found
    else:
        rulebook, problems = open_rulebook(name, COMMAND_LINE)
    if rulebook is None or has_errors(problems):
        raise InputRefused(problems)
    return rulebook, indicator_set
