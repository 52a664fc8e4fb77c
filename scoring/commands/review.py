"""`scoring review`: the rows that only a person can judge, as a workbook to fill in; or claims adopted outside of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, ROWS_REJECTED, options
from scoring.problems import InputRefused, Language, Place, Problem, Text

if TYPE_CHECKING:  # read when a review is
    from scoring.forms.review.judged_row import JudgedRow, ProjectToJudge
    from scoring.forms.review.sample import Sample


@click.command("review", epilog=options.examples(
    "scoring review projects/ -o review.xlsx                    what only a person can judge, and nobody has",
    "scoring review projects/ -o books/ --expert 李 --expert 吴  a workbook for each expert",
    "scoring review projects/ -o review.xlsx --sample 20% --seed 7",
    "scoring read review.xlsx -o projects/                      filled in: into the projects",
    "scoring review projects/ --adopt --sample 20% --seed 7 --by 财政局 --on 2025-04-30",
))  # fmt: skip
@click.argument("named", metavar="PROJECT|FOLDER…", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE.xlsx", help="the workbook; of several experts a folder")
@click.option("--expert", "experts", metavar="NAME", multiple=True, help="who judges; of several each gets a workbook")
@click.option(
    "--sample", metavar="SHARE", help="a share of the rows that a person judges, such as 20%, drawn by --seed"
)
@click.option(
    "--seed", type=click.IntRange(0, 10**18), help="what the sample is drawn by: the same seed draws the same rows"
)
@click.option("--all", "every", is_flag=True, help="rows that somebody has judged as well")
@click.option(
    "--adopt", is_flag=True, help="adopt the claims outside of the sample, where the rule allows it: adopts = true"
)
@click.option("--by", metavar="NAME", help="with --adopt: who adopts them")
@click.option("--on", metavar="DAY", help="with --adopt: when, such as 2025-04-30")
@options.rules
@options.language
def command(
    named: tuple[str, ...],
    output: str | None,
    experts: tuple[str, ...],
    sample: str | None,
    seed: int | None,
    every: bool,
    adopt: bool,
    by: str | None,
    on: str | None,
    rules: str | None,
    lang: Language,
) -> int:
    """Write a workbook of the rows that only a person can judge and nobody has, or whose judgement is stale.

    Filled in it is read back with `scoring read review.xlsx -o FOLDER`, FOLDER being where the projects lie.
    """
    asked = Asked(named, rules, sample, seed, lang)
    if (sample is None) != (seed is None):
        raise click.UsageError("--sample and --seed go together")
    if adopt:
        if output is not None or experts or every:
            raise click.UsageError("--adopt goes without -o, --expert and --all")
        if by is None or on is None or sample is None:
            raise click.UsageError("--adopt goes with --sample, --seed, --by and --on")
        return adopt_claims(asked, by, on)
    if by is not None or on is not None:
        raise click.UsageError("--by and --on go with --adopt")
    if output is None:
        raise click.UsageError("name the workbook: -o FILE.xlsx")
    return write_review(asked, Path(output), experts, every)


@dataclass(frozen=True, slots=True)
class Asked:
    """The projects, and how their rows are chosen."""

    named: Sequence[str]
    rules: str | None
    sample: str | None
    seed: int | None
    language: Language


def write_review(asked: Asked, output: Path, experts: Sequence[str], every: bool) -> int:
    """The workbook, or one for each expert; projects that cannot be scored are told, and leave no sample to be drawn."""
    from scoring.batch.outputs.atomic_output import refused, whole, write_folder
    from scoring.forms.review.book import review_book
    from scoring.forms.writing.file_names import file_names
    from scoring.views import problems as view

    several = len(set(experts)) > 1
    if not several and output.suffix.lower() != ".xlsx":
        message = Text(f"a review is written as .xlsx, not `{output.name[:100]}`", "评判表只能写成 .xlsx")
        raise InputRefused([Problem("unknown-format", message, Place(output.name), Text("let its name end in .xlsx", "文件名以 .xlsx 结尾"))])  # fmt: skip
    if several and output.suffix.lower() == ".xlsx":
        raise click.UsageError("workbooks of several experts go into a folder: -o FOLDER")
    problems = [] if several else refused([output], [])
    if problems:
        raise InputRefused(problems)
    projects, rejected = _projects(asked)
    drawn = _drawn(asked, projects)
    rows = [row for project in projects for row in project.rows.values() if _asked_for(row, drawn, every)]
    said = None if drawn is None else drawn.said
    if several:
        names = list(dict.fromkeys(experts))
        books = [review_book(rows, asked.language, one, said) for one in names]
        write_folder(output, dict(zip(file_names(names, ".xlsx"), books, strict=True)))
    else:
        with whole(output) as part:
            part.write_bytes(review_book(rows, asked.language, experts[0] if experts else None, said))
    if rejected:
        click.echo(view.as_text(rejected, asked.language).rstrip("\n"), err=True)
    _tell(asked, drawn)
    count, of = len(rows), len(projects)
    shown = output.name or str(output)
    options.say(Text(f"{shown}: {count} row{'s' if count != 1 else ''} to judge, of {of} project{'s' if of != 1 else ''}",
                     f"{shown}：待评判 {count} 项，共 {of} 个项目"), asked.language, err=True)  # fmt: skip
    return ROWS_REJECTED if rejected else DONE


def adopt_claims(asked: Asked, by: str, on: str) -> int:
    """Writes into the projects which claims are adopted unreviewed, all of them or none."""
    import datetime

    from scoring.forms.review.into_projects import adopt, adoptable
    from scoring.values.day import Day

    day = Day.parse(on)
    if day is None or not day.is_exact:
        raise click.BadParameter(f"`{on}` is no day, such as 2025-04-30", param_hint="--on")
    if not by.strip():
        raise click.BadParameter("somebody adopts them", param_hint="--by")
    projects, _ = _projects(asked)
    drawn = _drawn(asked, projects)
    assert drawn is not None
    found = adoptable(projects, drawn.drawn)
    adopt(found, by.strip(), datetime.date.fromisoformat(str(day)))
    _tell(asked, drawn)
    open_ = sum(row.is_open for project in projects for row in project.rows.values() if row.key in drawn.drawn)
    said = [Text(f"{found.count} claim{'s' if found.count != 1 else ''} adopted", f"采纳自评 {found.count} 项")]
    said += [
        Text(f"{count} {WHY_LEFT[code].en}", f"{WHY_LEFT[code].zh} {count} 项") for code, count in found.left.items()
    ]
    said += [Text(f"{open_} of the sample not reviewed yet", f"样本中尚未评判 {open_} 项")] if open_ else []
    options.say(Text(", ".join(one.en for one in said), "，".join(one.zh for one in said)), asked.language, err=True)
    return DONE


WHY_LEFT = {
    "not-adopted": Text("whose rule adopts none", "规则不采纳自评"),
    "no-claim": Text("without a claim", "没有自评得分"),
    "outside-level": Text("outside the levels of the rule", "自评超出等级范围"),
    "stale": Text("whose judgement is stale", "原评判已失效"),
}


def _projects(asked: Asked) -> tuple[list[ProjectToJudge], list[Problem]]:
    """Every project, and why others are none; with a sample all have to be there, since it is drawn among all."""
    from scoring.api.projects import project_files
    from scoring.forms.review.judged_row import Projects

    files = project_files(asked.named)
    if not files:
        raise click.UsageError("name at least one project")
    problems: list[Problem] = []
    opened = Projects(asked.rules)
    projects: list[ProjectToJudge] = []
    taken: set[str] = set()
    for path, file in zip(files, _below(files, asked.named), strict=True):
        if file in taken:
            message = Text(f"two projects are called `{file}`", f"有两个项目文件都叫 {file}")
            fix = Text("review their folders one by one", "请按文件夹分别导出")
            problems.append(Problem("name-twice", message, Place(file), fix))
            continue
        taken.add(file)
        try:
            projects.append(opened.open(path, file))
        except InputRefused as refused:
            problems += [one for one in refused.problems if one.severity == "error"]
    if problems and (asked.sample is not None or not projects):
        raise InputRefused(problems)
    return projects, problems


def _below(files: Sequence[Path], named: Sequence[str]) -> list[str]:
    """What each file is called below the folder that was named."""
    folders = [Path(one) for one in named if Path(one).is_dir()]
    return [
        next((file.relative_to(folder).as_posix() for folder in folders if file.is_relative_to(folder)), file.name)
        for file in files
    ]


def _drawn(asked: Asked, projects: Sequence[ProjectToJudge]) -> Sample | None:
    from scoring.forms.review.sample import sample_of
    from scoring.project.rows import share_or_points

    if asked.sample is None or asked.seed is None:
        return None
    read = share_or_points(asked.sample)
    if read is None or read[0] != "share" or not 0 < read[1] <= 1:
        raise click.BadParameter(f"`{asked.sample}` is no share, such as 20%", param_hint="--sample")
    share: Fraction = read[1]
    return sample_of((row.key for project in projects for row in project.rows.values()), share, asked.seed)


def _asked_for(row: JudgedRow, drawn: Sample | None, every: bool) -> bool:
    if drawn is not None and row.key not in drawn.drawn:
        return False
    return every or row.is_open or (drawn is not None and row.state == "adopted")


def _tell(asked: Asked, drawn: Sample | None) -> None:
    if drawn is not None:
        options.say(drawn.said, asked.language, err=True)
