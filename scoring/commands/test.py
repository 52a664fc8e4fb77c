"""`scoring test`: the examples and the published cases that stand beside the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import click

from scoring import shipped
from scoring.accepting import accepted
from scoring.cases import Compared, tables_of
from scoring.checking import looked_at
from scoring.commands import DONE, PROBLEMS, options
from scoring.commands.check import COMMAND_LINE
from scoring.coverage import Reachable, missed
from scoring.examples import Tried, try_examples
from scoring.files import read_text, write_text
from scoring.library import editions_of, folder_of, open_rulebook, open_set, read_beside
from scoring.problems import InputRefused, Language, Text, has_errors
from scoring.rulebook import IndicatorSet, Rulebook, text_of
from scoring.scorer import Engine


@click.command("test", epilog=options.examples(
    "scoring test                          examples of all shipped rulebooks and sets",
    "scoring test my-rules/ --coverage     and which rows, items, levels and limits no example reaches",
    "scoring test my-rules/ --accept       write what came out into the examples that differ",
))  # fmt: skip
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@click.option("--coverage", is_flag=True, help="name every row, item, level and limit that no example reaches")
@click.option("--accept", is_flag=True, help="write computed results into examples; look at the difference afterwards")
@options.language
@options.engine
def command(paths: tuple[str, ...], coverage: bool, accept: bool, lang: Language, engine: str) -> int:
    """Try every [[example]] and all [[cases]] of rulebooks and indicator sets: each PATH a folder, a file or a name."""
    if accept and not paths:
        raise click.UsageError("--accept needs a PATH: shipped files are not written")
    counted = Counted()
    for name in each_edition(paths or (*shipped.names("rules"), *shipped.names("indicators"))):
        rulebook, indicator_set = open_either(name)
        layers = [rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])]
        own = indicator_set.sections.examples if indicator_set is not None else rulebook.sections.examples
        tried = [one for one in try_examples(rulebook, layers, engine) if one.example in own]
        if accept:
            tried = accept_all(name, tried, lang)
        counted.examples += len(tried)
        counted.failed += sum(not one.passed for one in tried)
        for one in tried:
            if not one.passed:
                click.echo(told(one, lang))
        for compared in compare_cases(name, rulebook, indicator_set, "exact" if engine == "exact" else "rules"):
            counted.cases += compared.total
            counted.equal += compared.equal
            counted.faults += len(compared.problems)
            click.echo(told_cases(compared, lang))
        if tried and indicator_set is None:
            counted.add(missed(looked_at(rulebook), [key for one in tried for key in one.reached]))
    for line in counted.told(coverage):
        click.echo(line.in_language(lang))
    return PROBLEMS if counted.failed or counted.faults or counted.equal < counted.cases else DONE


@dataclass
class Counted:
    """What came of all paths together."""

    examples: int = 0
    failed: int = 0
    cases: int = 0
    equal: int = 0
    faults: int = 0
    reachable: int = 0
    missed: list[Reachable] = field(default_factory=list)

    def add(self, found: tuple[int, list[Reachable]]) -> None:
        self.reachable += found[0]
        self.missed += found[1]

    def told(self, coverage: bool) -> Iterator[Text]:
        if coverage:
            for one in self.missed:
                yield Text(f"{one.place}: no example reaches {one.kind.en} `{one.name}` of {one.of}",
                           f"{one.place}：没有示例用到 {one.of} 的{one.kind.zh} {one.name}")  # fmt: skip
        if self.cases:
            yield Text(f"{self.equal} of {self.cases} cases are equal", f"{self.cases} 个案例中 {self.equal} 个一致")
        held = self.examples - self.failed
        if self.examples:
            yield Text(f"{held} of {self.examples} examples hold", f"{self.examples} 个示例中 {held} 个成立")
        elif not self.cases:
            yield Text("no examples", "没有示例")
        if self.reachable:
            reached = self.reachable - len(self.missed)
            hint = (
                Text("", "")
                if coverage or not self.missed
                else Text("; --coverage names the rest", "；--coverage 列出其余")
            )
            yield Text(f"they reach {reached} of {self.reachable} rows, items, levels and limits{hint.en}",
                       f"用到 {self.reachable} 个行、条目、等级和限制中的 {reached} 个{hint.zh}")  # fmt: skip


def accept_all(name: str, tried: list[Tried], language: Language) -> list[Tried]:
    """Examples whose result was accepted are written into their files, and hold from now on."""
    folder = folder_of("indicators", name) or folder_of("rules", name)
    done: list[Tried] = []
    for shown in dict.fromkeys(one.example.document.file for one in tried if not one.passed):
        path = folder / shown.rpartition("/")[2] if folder is not None and folder.is_dir() else folder
        text, _ = read_text(path, shown) if path is not None else (None, [])
        if path is None or text is None:
            continue
        differing = [one for one in tried if not one.passed and one.example.document.file == shown]
        after, changed = accepted(text, differing)
        if changed:
            write_text(path, after)
        for one in changed:
            said = Text(
                f"{one.example.place}: {one.expected} → {one.got}", f"{one.example.place}：{one.expected} → {one.got}"
            )
            click.echo(said.in_language(language))
        done += changed
    return [replace(one, passed=True) if one in done else one for one in tried]


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
