"""`scoring batch`: every row of a table scored, or rejected with its reason."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from scoring.batch import rows as batch
from scoring.batch.rows import Came, Scorer, harmless
from scoring.batch.table import Column, Reject, columns, decoded, rows
from scoring.commands import DONE, ROWS_REJECTED, options
from scoring.files import read_bytes, write_text
from scoring.library import open_rulebook, open_set
from scoring.problems import InputRefused, Language, Place, Problem, Text, has_errors
from scoring.quantity import show_number
from scoring.rulebook import IndicatorSet, Rulebook
from scoring.scorer import opened

COMMAND_LINE = Place("<command line>")
LARGEST_TABLE = 500_000_000


@click.command("batch", epilog=options.examples(
    "scoring batch projects.csv -o scores.csv --indicators our-set/",
    "scoring batch projects.csv -o scores.csv --rules examples/published/hdi --rejects rejects.csv",
))  # fmt: skip
@click.argument("table", metavar="TABLE")
@click.option(
    "-o", "--output", metavar="FILE", required=True, help="the table of scores, CSV; written whole or not at all"
)
@options.rules
@options.indicators
@click.option("--rejects", metavar="FILE", help="rows that were not scored: row, column, value, reason")
@click.option("--summary", metavar="FILE", help="the summary as a text file as well")
@click.option("--engine", type=click.Choice(["exact", "rules"]), default="exact", show_default=True,
              help="exact: the reference; rules: durable-rules, compared with exact")  # fmt: skip
@options.language
def command(
    table: str, output: str, rules: str | None, indicators: str | None, rejects: str | None, summary: str | None,
    engine: str, lang: Language,
) -> int:  # fmt: skip
    """Score every row of TABLE, a CSV with a column for each fact, and N1.actual, N1.target and so on for indicators."""
    rulebook, indicator_set = _opened(rules, indicators)
    text, encoding = _read(table)
    shown = Path(table).name
    listed = _columns(text, rulebook, indicator_set, shown)
    click.echo(Text(f"{shown}: {encoding}", f"{shown}：{encoding}").in_language(lang), err=True)
    scorer = Scorer(rulebook, indicator_set, listed, shown, "rules" if engine == "rules" else "exact")
    scores, rejected, came = _score_all(list(rows(text))[1:], scorer, lang)
    if came.rows and not came.scored:
        raise InputRefused([_nothing(rejected[0], shown)])
    write_text(Path(output), scores)
    if rejects is not None:
        write_text(Path(rejects), _rejects_text(rejected, lang))
    told = "\n".join(line.in_language(lang) for line in _told(came, rejected, lang if rejects is None else None))
    if summary is not None:
        write_text(Path(summary), told + "\n")
    click.echo(told, err=True)
    return ROWS_REJECTED if rejected else DONE


def _opened(rules: str | None, indicators: str | None) -> tuple[Rulebook, IndicatorSet | None]:
    chosen, problems = open_set(indicators, COMMAND_LINE) if indicators is not None else (None, [])
    name = rules or (chosen.header.model.rules if chosen is not None else None)
    if name is None:
        if not problems:
            message = Text("neither a rulebook nor an indicator set is named", "没有写明规则集或指标集")
            problems = [
                Problem(
                    "no-rules", message, COMMAND_LINE, Text("add --rules or --indicators", "加 --rules 或 --indicators")
                )
            ]
        raise InputRefused(problems)
    rulebook, found = open_rulebook(name, COMMAND_LINE)
    if rulebook is None or has_errors(problems + found):
        raise InputRefused(problems + found)
    return rulebook, chosen


def _read(table: str) -> tuple[str, str]:
    raw, problems = read_bytes(Path(table), Path(table).name, LARGEST_TABLE)
    if raw is None:
        raise InputRefused(problems)
    text, encoding, problems = decoded(raw, Path(table).name)
    if text is None:
        raise InputRefused(problems)
    return text, encoding


def _columns(text: str, rulebook: Rulebook, chosen: IndicatorSet | None, file: str) -> list[Column]:
    program, scope, _ = opened(rulebook, chosen)
    head = next((cells for _, cells in rows(text)), None)
    if head is None:
        raise InputRefused([Problem("empty-table", Text("the table has no rows", "表格没有任何行"), Place(file),
                                    Text("write the columns' names into its first row", "首行写列名"))])  # fmt: skip
    facts = {name: entry.model.from_ or name for name, entry in scope.shelf.sections.facts.items()}
    named = {**facts, **{given: given for given in facts.values()}}
    listed, problems = columns(head, named, [one.id for one in program.indicators], file)
    if problems:
        raise InputRefused(problems)
    return listed


def _score_all(
    listed: Sequence[tuple[int, list[str]]], scorer: Scorer, language: Language
) -> tuple[str, list[Reject], Came]:
    """The table that goes out, what was rejected, and the counts; a progress bar on a terminal."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    came, rejected, headed = Came(), [], False
    label = Text("scoring", "评分").in_language(language)
    bar = (click.progressbar(listed, label=label, file=sys.stderr) if sys.stderr.isatty()
           else nullcontext(listed))  # fmt: skip
    with bar as each:
        for number, cells in each:
            came.rows += 1
            card = scorer.scored(number, cells)
            if isinstance(card, list):
                came.rejected += 1
                rejected += card or [Reject(number, "", "", Text("refused", "未被接受"))]
                continue
            if not headed:
                headed = True
                writer.writerow(batch.heads([one.id for one in card.indicators], [one.path for one in card.groups],
                                            [one.name for one in card.results]))  # fmt: skip
            writer.writerow(batch.line(number, card))
            came.add(card)
    return out.getvalue(), rejected, came


def _rejects_text(rejected: Sequence[Reject], language: Language) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "column", "value", "reason"])
    for one in rejected:
        writer.writerow(
            [one.row, harmless(one.column), harmless(one.value), harmless(one.reason.in_language(language))]
        )
    return out.getvalue()


def _nothing(first: Reject, file: str) -> Problem:
    message = Text(f"no row could be scored; the first, row {first.row}: {first.reason.en}",
                   f"没有一行能够评分；第一处在第 {first.row} 行：{first.reason.zh}")  # fmt: skip
    return Problem(
        "all-rejected", message, Place(file, first.row + 1), Text("look at its columns and units", "检查各列与单位")
    )


def _told(came: Came, rejected: Sequence[Reject], language: Language | None) -> list[Text]:
    """Rows in and out, grades, totals, where points were lost; the first rejects where no file has them."""
    lines = [Text(f"{came.rows} rows: {came.scored} scored ({came.incomplete} incomplete), {came.rejected} rejected",
                  f"共 {came.rows} 行：评分 {came.scored} 行（其中不完整 {came.incomplete} 行），拒收 {came.rejected} 行")]  # fmt: skip
    for grade, count in came.grades.items():
        lines.append(Text(f"grade {grade}: {count}", f"等级 {grade}：{count}"))
    if came.totals:
        ordered = sorted(came.totals)
        low, middle, high = (show_number(ordered[i], 2) for i in (0, len(ordered) // 2, -1))
        lines.append(
            Text(
                f"total: lowest {low}, middle {middle}, highest {high}", f"总分：最低 {low}，居中 {middle}，最高 {high}"
            )
        )
    for id_, lost in sorted(came.lost.items(), key=lambda item: -item[1])[:5]:
        lines.append(Text(f"lost on {id_}: {show_number(lost, 2)}", f"{id_} 失分合计：{show_number(lost, 2)}"))
    if language is not None:
        for one in rejected[:10]:
            lines.append(Text(f"row {one.row}, {one.column or 'all of it'}: {one.reason.en}",
                              f"第 {one.row} 行，{one.column or '整行'}：{one.reason.zh}"))  # fmt: skip
    return lines
