"""`scoring test`: the examples, whole scorecards and published cases that stand beside the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from scoring.assessor.assessor import Assessor, Engine
from scoring.commands import DONE, PROBLEMS, options
from scoring.commands.beside import tables_beside
from scoring.commands.check import all_shipped, open_thing
from scoring.documents.document import LARGEST
from scoring.documents.files import cannot_write, read_bytes, write_bytes
from scoring.examples.cases import Cases, ComparedCases
from scoring.examples.coverage import Reachable, Reached, reachable
from scoring.examples.example import TriedExample, try_examples
from scoring.examples.recording.cases import accept_cases
from scoring.examples.recording.results import accept_results
from scoring.examples.scorecards import TriedScorecard, try_scorecards
from scoring.lint.checking import looked_at
from scoring.problems import InputRefused, Language, Text, has_errors
from scoring.rulebook import shipped
from scoring.rulebook.folder import Thing, things_at
from scoring.rulebook.library import SECTIONS, command_line
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.views.test_data import TestData


@click.command("test", epilog=options.examples(
    "scoring test                          examples of all shipped rulebooks and sets",
    "scoring test my-rules/ --coverage     and which rows, items, levels and limits no example reaches",
    "scoring test my-rules/ --all          every published case that differs; --format csv as a table",
    "scoring test my-rules/ --accept       write what came out into the examples and cases that differ",
    "scoring test my-rules/ --only reach   those alone that are about reach; or a label, or FILE:LINE",
    "scoring test my-rules/ --keep p.toml  keep a project and its scorecard of today as one more example",
))  # fmt: skip
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@click.option("--coverage", is_flag=True, help="name every row, item, level and limit that no example reaches")
@click.option("--accept", is_flag=True, help="write computed results into examples; look at the difference afterwards")
@click.option(
    "--only", metavar="TEXT", help="only examples with TEXT in their rule, label or place; goes with --accept"
)
@click.option("--all", "everything", is_flag=True, help="tell every published case that differs, not only the first")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
              help="how what fails is written; json and csv have all of it")  # fmt: skip
@click.option("--keep", metavar="PROJECT", help="add PROJECT with its scorecard to the rulebook or set at PATH")
@click.option("--into", metavar="FILE", help="the file that --keep adds to; by default scorecards.toml in the folder")
@click.option("--label", metavar="TEXT", help="what --keep calls it; by default the name of PROJECT's file")
@options.language
@options.engine
def command(
    paths: tuple[str, ...],
    coverage: bool,
    accept: bool,
    only: str | None,
    everything: bool,
    form: str,
    keep: str | None,
    into: str | None,
    label: str | None,
    lang: Language,
    engine: str,
) -> int:
    """Try every [[example]], [[scorecard]] and all [[cases]] of rulebooks and indicator sets: each PATH a folder, a
    file or a name.
    """
    if (accept or keep) and not paths:
        raise click.UsageError(f"--{'accept' if accept else 'keep'} needs a PATH: shipped files are not written")
    if accept or keep:
        _refuse_shipped(paths)
    if (into or label) and keep is None:
        raise click.UsageError("--into and --label belong to --keep")
    if keep is not None:
        from scoring.commands.keep import keep_project

        if len(paths) != 1:
            raise click.UsageError("--keep needs one PATH: the rulebook or the set that keeps the project")
        options.say(keep_project(keep, paths[0], into, label), lang, err=True)
    counted = TestCounts(only)
    report = Report(lang, everything, None if form == "text" else TestData(lang))
    for thing, within in tested(paths or all_shipped(("rules", "indicators"))):
        _try_one(thing, within, counted, accept, report, "exact" if engine == "exact" else "rules")
    if only is not None and not counted.examples + counted.scorecards:
        raise click.UsageError(f"no example has `{only}` in its rule, label or place")
    if report.data is None:
        for line in counted.told(coverage):
            options.say(line, lang)
    elif form == "csv":
        click.echo(report.data.as_csv(), nl=False)
    else:
        click.echo(report.data.as_json(counted.numbers(), list(counted.missed()) if coverage else []), nl=False)
    return PROBLEMS if counted.failed or counted.faults or counted.equal < counted.cases else DONE


@dataclass(frozen=True)
class Report:
    """Where what fails is told: as text at once, or gathered as data."""

    language: Language
    everything: bool
    data: TestData | None = None

    def say(self, *lines: str) -> None:
        if self.data is None:
            for line in lines:
                click.echo(line)

    def failed(self, one: TriedExample | TriedScorecard) -> None:
        from scoring.views import test_report as view

        if self.data is not None:
            if isinstance(one, TriedScorecard):
                self.data.add_scorecard(one)
            else:
                self.data.add_example(one)
        elif isinstance(one, TriedScorecard):
            self.say(view.of_scorecard(one, self.language))
        else:
            self.say(view.of_example(one, self.language))


def tested(names: Iterable[str]) -> Iterator[tuple[Thing, Path | None]]:
    """The rulebooks, in each edition, and the sets that lie there; the folder that was named, if it was one."""
    for name in names:
        within = Path(name) if Path(name).is_dir() else None
        found = things_at(name, command_line())
        alone = len(found) == 1
        tried = ("rulebook", "indicator_set", *(("project",) if alone else ()))
        yield from ((thing, within) for thing in found if thing.kind in tried)


def _try_one(
    thing: Thing, within: Path | None, counted: TestCounts, accept: bool, report: Report, engine: Engine
) -> None:
    """One rulebook or set: what fails is told, everything is counted."""
    rulebook, indicator_set = open_either(thing, within)
    tried = _tried(rulebook, indicator_set, engine, counted.only)
    if accept:
        changed = accept_all(tried, report)
        if changed:
            rulebook, indicator_set = open_either(thing, within)
            tried = _tried(rulebook, indicator_set, engine, counted.only)
    for one in tried:
        counted.reached |= one.reached
        if isinstance(one, TriedScorecard):
            counted.scorecards += 1
            counted.scorecards_failed += not one.passed
        else:
            counted.examples += 1
            counted.examples_failed += not one.passed
        if not one.passed:
            report.failed(one)
    if counted.only is not None:
        return
    tables, problems = tables_beside(rulebook, indicator_set)
    if problems:
        raise InputRefused(problems)
    for path, cases in tables:
        if accept and _accept_cases(path, cases, report, engine):
            cases = cases.again(path.read_bytes())
        counted.add(_compare(cases, report, engine))
    if tried or counted.cases:
        files = {document.file for document in (indicator_set or rulebook).documents}
        counted.reachable += [
            one for one in reachable(looked_at(Assessor(rulebook, indicator_set))) if one.place.file in files
        ]


def _compare(cases: Cases, report: Report, engine: Engine) -> ComparedCases:
    """One table of cases: what differs is told, the first of it or all."""
    from scoring.views import test_report as view

    compared = ComparedCases(cases)
    lines: list[str] = []
    data: list[dict[str, Any]] = []
    for case in cases.tried(engine):
        first = compared.differing == 0
        compared.count(case)
        if report.data is not None:
            data += report.data.add_case(case)
        elif case.differences and (first or report.everything):
            some = case.differences if report.everything else case.differences[:1]
            lines += view.of_case(case, cases, report.language, some)
    if report.data is not None:
        report.data.add_cases(compared, data)
        return compared
    more = view.of_more(0 if report.everything else compared.differing - 1, report.language)
    faults = view.of_faults(compared.problems, report.language)
    report.say(view.of_cases(compared, report.language), *lines, *more, *faults)
    return compared


def _accept_cases(path: Path, cases: Cases, report: Report, engine: Engine) -> bool:
    """What came out written into the table's cells that differ; whether there were any."""
    after, changed = accept_cases(cases, list(cases.tried(engine)))
    if changed:
        try:
            write_bytes(path, after, before=cases.raw)
        except OSError as error:
            raise InputRefused([cannot_write(cases.file, error)]) from None
    for place, was, now in changed:
        report.say(Text(f"{place}: {was} → {now}", f"{place}：{was} → {now}").in_language(report.language))
    return bool(changed)


def _tried(
    rulebook: Rulebook, indicator_set: IndicatorSet | None, engine: Engine, only: str | None
) -> list[TriedExample | TriedScorecard]:
    """Every example and scorecard of the set's own, or of the rulebook's."""
    layers = [rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])]
    own = layers[-1]
    examples = [one for one in try_examples(rulebook, layers, engine) if one.example in own.examples]
    tried: list[TriedExample | TriedScorecard] = [
        *examples,
        *try_scorecards(rulebook, indicator_set, own.scorecards, engine),
    ]
    return [one for one in tried if only is None or _is_meant(one, only)]


def _is_meant(one: TriedExample | TriedScorecard, only: str) -> bool:
    subject = one.subject if isinstance(one, TriedExample) else ""
    return any(only in text for text in (subject, one.label.en, one.label.zh, f"{one.example.place}"))


@dataclass
class TestCounts:
    """What came of all paths together, or of those examples `only` that have a text in their rule, label or place."""

    only: str | None = None
    examples: int = 0
    examples_failed: int = 0
    scorecards: int = 0
    scorecards_failed: int = 0
    cases: int = 0
    equal: int = 0
    values: int = 0
    faults: int = 0
    reachable: list[Reachable] = field(default_factory=list)
    reached: set[Reached] = field(default_factory=set)

    @property
    def failed(self) -> int:
        return self.examples_failed + self.scorecards_failed

    def add(self, compared: ComparedCases) -> None:
        self.cases += compared.total
        self.equal += compared.equal
        self.values += compared.values
        self.faults += len(compared.problems)
        self.reached |= compared.reached

    def numbers(self) -> dict[str, int]:
        """What JSON says of all of it together."""
        return {
            "examples_tried": self.examples, "examples_failed": self.examples_failed,
            "scorecards_tried": self.scorecards, "scorecards_failed": self.scorecards_failed,
            "cases_tried": self.cases, "cases_equal": self.equal, "values_compared": self.values,
        }  # fmt: skip

    def _everything(self) -> list[Reachable]:
        return list({one.key: one for one in self.reachable}.values())

    def missed(self) -> Iterator[Text]:
        """What no example reaches."""
        for one in self._everything():
            if one.key not in self.reached:
                yield Text(f"{one.place}: no example reaches {one.kind.en} `{one.name}` of {one.of}",
                           f"{one.place}：没有示例用到 {one.of} 的{one.kind.zh} {one.name}")  # fmt: skip

    def told(self, coverage: bool) -> Iterator[Text]:
        everything, missed = self._everything(), list(self.missed())
        if coverage:
            yield from missed
        if self.cases:
            one = "case is" if self.cases == 1 else "cases are"
            values = "value" if self.values == 1 else "values"
            yield Text(f"{self.equal} of {self.cases} {one} equal, {self.values} {values} compared",
                       f"{self.cases} 个案例中 {self.equal} 个一致，共比较 {self.values} 个值")  # fmt: skip
        held = self.examples - self.examples_failed
        if self.examples:
            yield Text(f"{held} of {self.examples} examples hold", f"{self.examples} 个示例中 {held} 个成立")
        elif not self.cases and not self.scorecards:
            yield Text("no examples", "没有示例")
        if self.scorecards:
            held = self.scorecards - self.scorecards_failed
            yield Text(f"{held} of {self.scorecards} scorecards are as expected",
                       f"{self.scorecards} 个整体评分示例中 {held} 个与预期一致")  # fmt: skip
        if everything:
            reached = len(everything) - len(missed)
            hint = (
                Text("", "") if coverage or not missed else Text("; --coverage names the rest", "；--coverage 列出其余")
            )
            yield Text(f"they reach {reached} of {len(everything)} rows, items, levels and limits{hint.en}",
                       f"用到 {len(everything)} 个行、条目、等级和限制中的 {reached} 个{hint.zh}")  # fmt: skip


def _refuse_shipped(paths: Sequence[str]) -> None:
    """Files that came with the program are not written by name; a checkout's are, by their path."""
    for path in paths:
        if not Path(path).exists() and any(_is_shipped(thing.path) for thing in things_at(path, command_line())):
            raise click.UsageError(f"`{path}` is shipped, and shipped files are not written; copy it: scoring init DIR")


def _is_shipped(path: Path) -> bool:
    return any(shipped.holds(shelf, path) for shelf in SECTIONS)


def accept_all(tried: Sequence[TriedExample | TriedScorecard], report: Report) -> bool:
    """Results that differ written into their files; whether there were any."""
    done = False
    homes = {one.example.document.file: one.example.document.home for one in tried if not one.passed}
    for shown, path in homes.items():
        if path is None:
            continue
        raw, problems = read_bytes(path, shown, LARGEST)
        if raw is None:
            raise InputRefused(problems)
        after, changed = accept_results(
            raw, [one for one in tried if not one.passed and one.example.document.file == shown]
        )
        if changed:
            try:
                write_bytes(path, after, before=raw)
            except OSError as error:
                raise InputRefused([cannot_write(shown, error)]) from None
        for place, was, now in changed:
            report.say(Text(f"{place}: {was} → {now}", f"{place}：{was} → {now}").in_language(report.language))
        done = done or bool(changed)
    return done


def open_either(thing: Thing, within: Path | None) -> tuple[Rulebook, IndicatorSet | None]:
    """A rulebook, or an indicator set with its rulebook; raises `InputRefused` with all problems."""
    indicator_set, rulebook, problems = open_thing(thing, within)
    if rulebook is None or has_errors(problems):
        raise InputRefused(problems)
    return rulebook, indicator_set
