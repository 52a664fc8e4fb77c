"""`scoring check`: everything that loading finds wrong, and mistakes that it accepts, all at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from scoring.api.book import check_file
from scoring.commands import DONE, PROBLEMS, options
from scoring.documents.document import LARGEST, parse_toml
from scoring.documents.files import cannot_write, read_bytes, read_document, write_bytes
from scoring.examples.recording.counterexamples import is_kept, record_counterexample
from scoring.lint.analysis import MODULES
from scoring.lint.checking import Checked, checked
from scoring.lint.upgrade import upgraded
from scoring.problems import InputRefused, Language, Place, Problem, Text, has_errors, in_order
from scoring.rulebook import shipped
from scoring.rulebook.folder import Thing, things_at
from scoring.rulebook.library import SECTIONS, Lookup, command_line, open_rulebook, open_rules_of, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook

MOST_ROUNDS = 8
COMMAND_LINE = Place("<command line>")


@dataclass(frozen=True)
class LookedAt:
    """A rulebook, a set with its rulebook or a project, with what was found."""

    checked: Checked
    rulebook: Rulebook | None = None
    indicator_set: IndicatorSet | None = None
    project: Path | None = None

    def homes(self) -> Iterator[tuple[str, Path]]:
        """The files that are the author's to write: what people are shown, and where each lies."""
        documents = [
            document for one in (self.rulebook, self.indicator_set) if one is not None for document in one.documents
        ]
        for document in documents:
            home = document.home
            if home is not None and not any(shipped.holds(shelf, home) for shelf in SECTIONS):
                yield document.file, home
        if self.project is not None:
            yield self.project.name, self.project

    def path_of(self, shown: str) -> Path | None:
        """Where a file lies that people are shown; None for one that is not the author's to write."""
        return dict(self.homes()).get(shown)


@click.command("check", epilog=options.examples(
    "scoring check                         all shipped rulebooks, sets and forms",
    "scoring check my-rules/ project.toml --format sarif",
    "scoring check my-rules/ --keep row-gap     keep the counterexample as an [[example]]",
    "scoring check my-rules/ --upgrade      rewrite what an earlier language allowed",
    "scoring check --explain row-gap       what a lint means, with a mistake and its correction",
))  # fmt: skip
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True,
              help="how problems are written")  # fmt: skip
@click.option("--keep", metavar="CODE|FILE:LINE", help="append the counterexamples of a lint, or of one place, to the "
              "file as [[example]]s, whose results the author decides")  # fmt: skip
@click.option("--upgrade", is_flag=True, help="rewrite what an earlier language allowed and can only mean one thing, and "
              "tell the rest; no score moves by it")  # fmt: skip
@click.option("--explain", metavar="CODE", help="print the page of a lint")
@options.language
def command(
    paths: tuple[str, ...], form: str, keep: str | None, upgrade: bool, explain: str | None, lang: Language
) -> int:
    """Check rulebooks, indicator sets, projects and declared forms: each PATH a file, a folder or a shipped name."""
    if explain is not None:
        click.echo(page_of(explain))
        return DONE
    if keep is not None and not paths:
        raise click.UsageError("--keep needs a PATH: shipped files are not written")
    if upgrade and not paths:
        raise click.UsageError("--upgrade needs a PATH: shipped files are not written")
    for name in paths if upgrade else ():
        for said in upgrade_all(name):
            options.say(said, lang, err=True)
    looked_at = [one for name in paths or all_shipped() for one in look_at(name)]
    if keep is not None:
        return keep_all(looked_at, keep, lang)
    found = Checked()
    for one in looked_at:
        found = found.and_also(one.checked)
    problems = in_order(found.problems)
    click.echo(told(problems, found, len(looked_at), form, lang).rstrip("\n"))
    return PROBLEMS if has_errors(problems) else DONE


EVERYTHING: tuple[shipped.ShippedKind, ...] = ("rules", "indicators", "forms")


def all_shipped(shelves: Sequence[shipped.ShippedKind] = EVERYTHING) -> list[str]:
    """The paths of everything that is shipped on these shelves, whatever lies nearby under the same names."""
    homes = (shipped.find(shelf, name) for shelf in shelves for name in shipped.names(shelf))
    return [str(home) for home in homes if home is not None]


def told(problems: Sequence[Problem], found: Checked, count: int, form: str, lang: Language) -> str:
    """What was found, as it is printed."""
    from scoring.views import problems as view

    not_decided = sorted(dict.fromkeys(found.not_decided), key=lambda one: (one.place.file, one.place.line, one.name))
    if form == "json":
        return view.as_json(problems, lang, not_decided)
    if form == "sarif":
        return view.as_sarif(problems, lang, not_decided)
    none = Text(f"{count} checked, no problems", f"检查了 {count} 项，没有问题").in_language(lang)
    text = view.as_text(problems, lang, color=options.in_color(sys.stdout)).rstrip("\n") if problems else none
    lines = [text, *view.as_lines(not_decided, lang)]
    if any(problem.counterexample is not None for problem in problems):
        hint = Text("--keep CODE keeps a counterexample as an example", "--keep CODE 可把反例留作示例")
        lines.append(hint.in_language(lang))
    return "\n".join(lines)


def page_of(code: str) -> str:
    """The page of a lint."""
    for module in MODULES:
        if code == module.CODE:
            return f"{code}\n\n{(module.__doc__ or '').strip()}"
    raise click.UsageError(f"there is no lint `{code}`; lints are {', '.join(module.CODE for module in MODULES)}")


def check_path(name: str) -> list[Problem]:
    """Problems of everything that lies there."""
    return [problem for one in look_at(name) for problem in one.checked.problems]


def look_at(name: str) -> Iterator[LookedAt]:
    """Everything that lies there, each as what it is, with what is wrong with it."""
    within = Path(name) if Path(name).is_dir() else None
    things = things_at(name, command_line())
    for thing in things:
        match thing.kind:
            case "rulebook" | "indicator_set":
                indicator_set, rulebook, problems = open_thing(thing, within)
                found = Checked(tuple(problems))
                if rulebook is not None:
                    found = _with_examples(found.and_also(checked(rulebook, indicator_set)), rulebook, indicator_set)
                if rulebook is not None and thing.kind == "rulebook":
                    found = found.and_also(Checked(_problems_of_own_forms(rulebook)))
                yield LookedAt(found, rulebook, indicator_set)
            case "project":
                yield LookedAt(Checked(check_file(thing.path, within).problems), project=thing.path)
            case "columns":
                yield LookedAt(Checked(_problems_of_columns(thing.path)))
            case "form":
                beside = Thing("rulebook", thing.path)
                book = open_thing(beside)[1] if beside in things else None
                yield LookedAt(Checked(_problems_of_forms(thing.path, book)))
            case "unknown":
                yield LookedAt(Checked(_problems_of_unknown(thing.path)))


def _with_examples(found: Checked, rulebook: Rulebook, indicator_set: IndicatorSet | None) -> Checked:
    """What is wrong with examples, scorecards and published cases as well, where the rules that score them are sound."""
    if has_errors(found.problems):
        return found
    from scoring.commands.beside import tables_beside
    from scoring.examples.reading import faults_of_examples

    tables, problems = tables_beside(rulebook, indicator_set)
    problems += [fault for _, cases in tables for fault in cases.faults()]
    return found.and_also(Checked((*faults_of_examples(rulebook, indicator_set), *problems)))


def open_thing(thing: Thing, within: Path | None = None) -> tuple[IndicatorSet | None, Rulebook | None, list[Problem]]:
    """A rulebook, or a set with the rulebook that it names, with all problems; paths stay `within` a folder that was named."""
    path = str(thing.path.absolute())
    if thing.kind != "indicator_set":
        rulebook, problems = open_rulebook(path, COMMAND_LINE, command_line())
        return None, rulebook, problems
    indicator_set, problems = open_set(path, COMMAND_LINE, command_line())
    if indicator_set is None:
        return None, None, problems
    rulebook, found = open_rules_of(indicator_set, Lookup(Path(), within))
    return indicator_set, rulebook, [*problems, *found]


def _problems_of_columns(path: Path) -> tuple[Problem, ...]:
    from scoring.batch.columns.column_map import read_column_map

    return tuple(read_column_map(path)[1])


def _problems_of_forms(path: Path, beside: Rulebook | None) -> tuple[Problem, ...]:
    """What is wrong with files of forms; those that lie with a rulebook and name none are meant for that."""
    from scoring.forms.declarations import faults_at
    from scoring.forms.intake.names_of_rules import faults_of_names

    found = faults_at(path)
    return tuple(found if has_errors(found) else (*found, *faults_of_names(path, within=beside)))


def _problems_of_own_forms(rulebook: Rulebook) -> tuple[Problem, ...]:
    """What is wrong with forms that stand in the files of a rulebook."""
    homes = [document.home for document in rulebook.documents if "form" in document.data]
    from scoring.forms.declarations import faults_of_words
    from scoring.forms.intake.names_of_rules import faults_of_names

    found = [fault for home in homes if home is not None for fault in faults_of_words(home)]
    if not has_errors(found):
        found += [fault for home in homes if home is not None for fault in faults_of_names(home, within=rulebook)]
    return tuple(found)


def _problems_of_unknown(path: Path) -> tuple[Problem, ...]:
    """Of a file that says nowhere what it is."""
    document, problems = read_document(path, path.name)
    if document is None:
        return tuple(problems)
    message = Text("this file has neither `project` nor a section [rulebook], [indicator_set] or [form.NAME]",
                   "这个文件没有写 project，也没有 [rulebook]、[indicator_set] 或 [form.名称] 一节")  # fmt: skip
    fix = Text(
        "write what it is, or put it beside the files that it belongs to", "写明它是什么，或与它所属的文件放在一起"
    )
    return (*problems, Problem("missing-section", message, document.header_place(()), fix))


# ---------------------------------------------------------------- files of an earlier language


def upgrade_all(name: str) -> Iterator[Text]:
    """Rewrites everything that lies there as far as that is mechanical, and says which files."""
    done: dict[Path, str] = {}
    for _ in range(MOST_ROUNDS):  # what is rewritten may let more be seen
        before = len(done)
        for one in list(look_at(name)):
            for shown, path in one.homes():
                if rewritten(path, shown, one.checked.problems):
                    done[path] = shown
                    before = -1
        if before == len(done):
            break
    for shown in done.values():
        yield Text(f"{shown}: rewritten", f"{shown}：已改写")


def rewritten(path: Path, shown: str, problems: Sequence[Problem]) -> bool:
    """Whether a file was written anew, whole."""
    raw, _ = read_bytes(path, shown, LARGEST)
    after = upgraded(raw, shown, problems) if raw is not None else raw
    if raw is None or after is None or after == raw:
        return False
    try:
        write_bytes(path, after, raw)
    except OSError as error:
        raise InputRefused([cannot_write(shown, error)]) from None
    return True


# ---------------------------------------------------------------- counterexamples kept


def keep_all(looked_at: Sequence[LookedAt], what: str, language: Language) -> int:
    """Appends the counterexamples of a code or a place to their files; 1 where there is none that can be kept."""
    done = 0
    for one in looked_at:
        for problem in in_order(one.checked.problems):
            if _is_meant(problem, what) and problem.counterexample is not None:
                said = keep_one(problem, one)
                done += said is not None
                options.say(said or _cannot_keep(problem), language)
    if not done:
        none = Text(f"no counterexample of `{what}` to keep", f"没有 {what} 的反例可留")
        options.say(none, language, err=True)
    return DONE if done else PROBLEMS


def _is_meant(problem: Problem, what: str) -> bool:
    file, _, line = what.rpartition(":")
    here = problem.place
    return what == problem.code or (line == str(here.line) and bool(file) and f"/{here.file}".endswith(f"/{file}"))


def _cannot_keep(problem: Problem) -> Text:
    return Text(f"{problem.place}: no example can say this, or the file is not yours to change",
                f"{problem.place}：示例无法表达，或该文件不属于你，不能改动")  # fmt: skip


def keep_one(problem: Problem, one: LookedAt) -> Text | None:
    """The counterexample at the end of its file, written whole or not at all; None where it cannot be kept."""
    path = one.path_of(problem.place.file)
    if path is None or one.rulebook is None or problem.counterexample is None:
        return None
    raw, _ = read_bytes(path, problem.place.file, LARGEST)
    document = parse_toml(raw, problem.place.file)[0] if raw is not None else None
    if raw is None or document is None:
        return None
    said = problem.counterexample.said
    if is_kept(problem.counterexample, document):
        return Text(f"{problem.place.file}: kept already: {said}", f"{problem.place.file}：已有此示例：{said}")
    layers = [one.rulebook.sections, *([one.indicator_set.sections] if one.indicator_set is not None else [])]
    kept = record_counterexample(raw, problem, one.rulebook, layers)
    if kept is None:
        return None
    try:
        write_bytes(path, kept.after, raw)
    except OSError as error:
        raise InputRefused([cannot_write(problem.place.file, error)]) from None
    at = f"{problem.place.file}:{kept.line}"
    if kept.tried.got:
        comes = Text(f"today it gives {kept.tried.got}", f"目前得出 {kept.tried.got}")
    else:
        comes = problem.counterexample.comes
    return Text(f"{at}: kept: {said}; {comes.en}; write the result that you mean",
                f"{at}：已留作示例：{said}；{comes.zh}；请写入应有的结果")  # fmt: skip
