"""`scoring test`: the examples and the published cases that stand beside the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from scoring import shipped
from scoring.cases import Compared, tables_of
from scoring.commands import DONE, PROBLEMS, options
from scoring.commands.check import COMMAND_LINE
from scoring.examples import Tried, try_examples
from scoring.library import editions_of, folder_of, open_rulebook, open_set, read_beside
from scoring.problems import InputRefused, Language, Text, has_errors
from scoring.rulebook import IndicatorSet, Rulebook, text_of
from scoring.scorer import Engine


@click.command("test", epilog=options.examples(
    "scoring test                          examples of all shipped rulebooks and sets",
    "scoring test my-rules/ --lang en",
))  # fmt: skip
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@options.language
@options.engine
def command(paths: tuple[str, ...], lang: Language, engine: str) -> int:
    """Try every [[example]] and all [[cases]] of rulebooks and indicator sets: each PATH a folder, a file or a name."""
    failed = total = equal = cases = faults = 0
    for name in each_edition(paths or (*shipped.names("rules"), *shipped.names("indicators"))):
        rulebook, indicator_set = open_either(name)
        layers = [rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])]
        own = indicator_set.sections.examples if indicator_set is not None else rulebook.sections.examples
        tried = [one for one in try_examples(rulebook, layers, engine) if one.example in own]
        for one in tried:
            total += 1
            if not one.passed:
                failed += 1
                click.echo(told(one, lang), err=False)
        for compared in compare_cases(name, rulebook, indicator_set, "exact" if engine == "exact" else "rules"):
            cases += compared.total
            equal += compared.equal
            faults += len(compared.problems)
            click.echo(told_cases(compared, lang))
    if cases:
        said = Text(f"{equal} of {cases} cases are equal", f"{cases} 个案例中 {equal} 个一致")
        click.echo(said.in_language(lang))
    if total or not cases:
        said = Text(f"{total - failed} of {total} examples hold", f"{total} 个示例中 {total - failed} 个成立")
        click.echo(said.in_language(lang) if total else Text("no examples", "没有示例").in_language(lang))
    return PROBLEMS if failed or faults or equal < cases else DONE


def each_edition(names: Iterable[str]) -> Iterator[str]:
    """The names, and for a rulebook of several editions the path of each."""
    for name in names:
        folder = folder_of("rules", name)
        editions = editions_of(folder) if folder is not None else []
        yield from (str(edition) for edition in editions) if editions else (name,)


def compare_cases(
    name: str, rulebook: Rulebook, indicator_set: IndicatorSet | None, engine: Engine
) -> Iterator[Compared]:
    """Every table of cases of a rulebook or a set, compared; raises `InputRefused` where one cannot be read."""
    own = indicator_set.sections.cases if indicator_set is not None else rulebook.sections.cases
    if not own:
        return
    texts, problems = [], []
    for cases in own:
        text, found = read_beside(cases, "indicators" if indicator_set is not None else "rules", name)
        problems += found
        if text is not None:
            texts.append((cases, text))
    if problems:
        raise InputRefused(problems)
    for table in tables_of(rulebook, indicator_set, texts):
        yield table.compare(engine)


def told_cases(compared: Compared, language: Language) -> str:
    """How many cases of a table are equal; of the first that is not, what was expected and why it came out so."""
    from scoring.views import explain
    from scoring.views import problems as view

    written = compared.cases.model
    label = text_of(written.label).in_language(language) if written.label is not None else ""
    said = Text(f"{compared.equal} of {compared.total}", f"{compared.total} 个案例中 {compared.equal} 个一致")
    lines = [f"{said.in_language(language)}  {written.file}" + (f"  {label}" if label else "")]
    miss = compared.first_miss
    if miss is not None:
        wanted = Text(f"case {miss.number}: {miss.result}: expected {miss.expected}, got {miss.got}",
                      f"第 {miss.number} 例：{miss.result}：应为 {miss.expected}，实为 {miss.got}")  # fmt: skip
        lines.append(f"  {wanted.in_language(language)}")
        result = next((one for one in miss.scorecard.results if one.name == miss.result.partition(".")[0]), None)
        if result is not None:
            told_why = explain.render_result(result, miss.scorecard, language, False)
            lines += [f"  {line}" if line else "" for line in told_why.rstrip("\n").splitlines()]
    if compared.problems:
        lines.append(view.as_text(compared.problems, language))
    return "\n".join(lines)


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
