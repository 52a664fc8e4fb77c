"""`scoring test --keep`: a project turned into a `[[scorecard]]` that expects what comes out today.

Kept is what the score needs. Documents, places in them, people, days and remarks are left out; a reason or a piece of
evidence that has to be there stays as `…`; texts that no point, finding or limit depends on are left out as well.
Whether that is so is not assumed but tried: what is left must give the same scorecard, or everything is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scoring.assessor.loaded_project import OF_CHOOSING
from scoring.documents.document import parse_toml
from scoring.documents.spelling import MOST_IN_LINE, section
from scoring.examples.scorecards import NOT_OF_THE_PROJECT, as_expected, try_scorecards
from scoring.problems import InputRefused, Problem, Text
from scoring.project.about import ABOUT
from scoring.project.project import Project
from scoring.rulebook.model import Declared, ScorecardModel, Submitted
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook
from scoring.scorecard.scorecard import Scorecard

ELLIPSIS = "…"
MOST_TRIES = 200
"""Texts among the facts that are tried one after the other; what comes behind them is kept."""
THERE = ("why", "evidence")
"""Texts of which only that they are there can matter."""
PEOPLE = {"judged": ("by", "on", "why", "source", "at"), "not_applicable": ("by", "on"), "override": ("by", "on")}

Path = tuple[str, ...]


def record_project(
    project: Project, card: Scorecard, rulebook: Rulebook, indicator_set: IndicatorSet | None, label: str
) -> tuple[dict[str, Any], bool]:
    """The table of a `[[scorecard]]`, and whether people and documents could be left out.

    `card` is the project's own scorecard. Raises `InputRefused` where not even the whole project can be written so that
    it gives the same.
    """
    whole = {key: value for key, value in _without_nothing(project.document.data).items() if key in _kept_keys()}

    def outcome(table: Mapping[str, Any]) -> dict[str, Any] | None:
        return _outcome({"label": label, **table}, rulebook, indicator_set)

    wanted = outcome(whole)
    own = as_expected(card)
    own["findings"] = [code for code in own["findings"] if code not in OF_CHOOSING]
    if wanted is None or wanted != own:
        raise InputRefused([_cannot(project)])
    table = _bare(whole)
    left_out = outcome(table) == wanted
    table = _needed(table, lambda fewer: outcome(fewer) == wanted) if left_out else whole
    made = {"label": label, **table, "expect": _to_keep(wanted)}
    return made, left_out


def sections_of(table: Mapping[str, Any]) -> Iterator[Path]:
    """The parts of a `[[scorecard]]` that are sections of their own."""
    for key, value in table.items():
        if not isinstance(value, Mapping):
            continue
        yield (key,)
        if key in ("rule", "value", "check", "claim", "override"):
            yield from ((key, name) for name, each in value.items() if isinstance(each, Mapping))
        if key == "expect":
            by_record = [name for name, each in value.get("results", {}).items() if _is_by_record(each)]
            yield from ((key, name) for name, each in value.items() if isinstance(each, Mapping)
                        and (len(each) > MOST_IN_LINE or (by_record and name == "results")))  # fmt: skip
            yield from ((key, "results", name) for name in by_record)


def _is_by_record(result: Any) -> bool:
    """Whether a result states something of each of several records."""
    return isinstance(result, Mapping) and bool(result) and all(isinstance(each, Mapping) for each in result.values())


def _kept_keys() -> set[str]:
    fields = {**Declared.model_fields, **Submitted.model_fields}
    return {field.alias or name for name, field in fields.items()} - set(NOT_OF_THE_PROJECT)


def _to_keep(expected: dict[str, Any]) -> dict[str, Any]:
    """Without subtotals, which the points of their members say already, and without what there is none of."""
    return {
        key: value
        for key, value in expected.items()
        if key != "groups" and (value != [] or key in ("bites", "findings"))
    }


def _outcome(table: dict[str, Any], rulebook: Rulebook, indicator_set: IndicatorSet | None) -> dict[str, Any] | None:
    """What a `[[scorecard]]` of this table gives, read from its text as it would be written."""
    text = "format = 1\n" + "\n".join(section("scorecard", table, list(sections_of(table)))) + "\n"
    document, _ = parse_toml(text.encode(), "kept")
    if document is None:
        return None
    try:
        authored = ScorecardModel.model_validate(document.data["scorecard"][0])
    except ValueError:
        return None
    entry = Entry("scorecard", authored, document, ("scorecard", 0))
    (tried,) = try_scorecards(rulebook, indicator_set, [entry], "exact")
    return as_expected(tried.scorecard) if tried.scorecard is not None else None


# ---------------------------------------------------------------- what is left out


def _bare(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Without documents, places, people, days and remarks."""
    table = {key: value for key, value in whole.items() if key != "source"}
    if "facts" in table:
        table["facts"] = {name: _fact(value) for name, value in table["facts"].items()}
    if "indicator" in table:
        table["indicator"] = {id_: _row(row) for id_, row in table["indicator"].items()}
    for part in ("not_applicable", "override"):
        if part in table:
            table[part] = {name: _said(one, PEOPLE[part]) for name, one in table[part].items()}
    return table


def _row(row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    kept_row = _said(row, ("note", "allow"))
    for key in ("actual", "target"):
        if key in kept_row:
            kept_row[key] = _fact(kept_row[key])
    if isinstance(kept_row.get("judged"), Mapping):
        kept_row["judged"] = {key: each for key, each in kept_row["judged"].items() if key not in PEOPLE["judged"]}
    return kept_row


def _fact(value: Any) -> Any:
    """A fact without what is said about it; a value that has nothing else is written alone."""
    if isinstance(value, list):
        return [_fact(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    left = _said(value, [key for key in ABOUT if key not in THERE])
    left = {key: each for key, each in left.items() if key != "why"}
    only = next(iter(left)) if len(left) == 1 else ""
    return _fact(left[only]) if only in ("value", "is") else left


def _said(of: Any, left_out: Any) -> Any:
    if not isinstance(of, Mapping):
        return of
    return {key: ELLIPSIS if key in THERE else each for key, each in of.items() if key not in left_out}


def _needed(table: dict[str, Any], same: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Without those texts among the facts that change nothing: all of them together, else one after the other."""
    texts = list(_texts(table.get("facts", {})))

    def without(*paths: Path) -> dict[str, Any]:
        facts = table["facts"]
        for path in paths:
            facts = _dropped(facts, path)
        return {**table, "facts": facts}

    if texts and same(without(*texts)):
        return without(*texts)
    for path in texts[:MOST_TRIES]:
        if same(without(path)):
            table = without(path)
    return table


def _texts(facts: Mapping[str, Any]) -> Iterator[Path]:
    """Facts that are a text, and fields of records that are; an amount is none."""
    for name, value in facts.items():
        if _is_text(value):
            yield (name,)
        elif isinstance(value, list):
            fields = {key: each for record in value if isinstance(record, Mapping) for key, each in record.items()}
            yield from ((name, field) for field, each in fields.items() if _is_text(each))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not value[:1].strip("-+").isdecimal() and not value[1:2].isdecimal()


def _dropped(facts: Mapping[str, Any], path: Path) -> dict[str, Any]:
    name, *field = path
    if not field:
        return {key: value for key, value in facts.items() if key != name}
    records = [{key: each for key, each in record.items() if key != field[0]} for record in facts[name]]
    return {**facts, name: records}


def _without_nothing(data: Any) -> Any:
    """Without null, which JSON has and TOML has not."""
    if isinstance(data, dict):
        return {key: _without_nothing(each) for key, each in data.items() if each is not None}
    return [_without_nothing(each) for each in data] if isinstance(data, list) else data


def _cannot(project: Project) -> Problem:
    return Problem(
        "cannot-keep",
        Text("this project cannot be written as a [[scorecard]] that gives the same result",
             "无法把这个项目写成结果相同的 [[scorecard]]"),
        project.place("project"),
        Text("keep the project's file itself", "请保留项目文件本身"),
    )  # fmt: skip
