"""Results for each record as they are expected: by the record's key and the column, `bidders = { A = { points = 92.1 } }`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.documents.document import parse_json, parse_toml
from scoring.documents.spelling import NO_RESULT, number, plain
from scoring.documents.spelling import value as spelled
from scoring.nodes.kind import Kind
from scoring.program.program import Program, Result
from scoring.scorecard.scorecard import ColumnScore, MemberScore, ResultScore
from scoring.values.bound import Bound
from scoring.values.number import show_number


def columns_shown(result: ResultScore) -> list[str]:
    """The columns of a result for each record, without the one that names the records."""
    return [head.name for head in result.columns or ()][1:]


def as_expected(result: ResultScore) -> dict[str, Any]:
    """Everything that can be expected of a result for each record."""
    names = columns_shown(result)
    return {one.key: {name: in_column(one.columns[name]) for name in names} for one in result.members or ()}


def in_column(one: ColumnScore) -> Any:
    """What one record has in a column, as it would be written; a number that may be several as its ends."""
    if isinstance(one.value, Bound):
        ends = {"lowest": one.value.at_least, "highest": one.value.at_most}
        return {name: number(end) for name, end in ends.items() if end is not None}
    if one.outcome != "scored":
        return dict(NO_RESULT) if one.outcome == "none" else one.outcome
    if isinstance(one.value, Fraction) and one.unit in ("%", "‰") and one.shown is not None:
        return one.shown.en
    return plain(one.value)


def columns_named(written: Mapping[str, Any], known: list[str]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The columns that are named, with what is expected there; `rank.place = 1` means the same as `"rank.place" = 1`."""
    for name, value in written.items():
        if name not in known and isinstance(value, Mapping):
            yield from (((name, part), inner) for part, inner in value.items())
        else:
            yield (name,), value


def told(one: ColumnScore) -> str:
    """What came out, on one line."""
    if isinstance(one.value, Bound):
        return one.shown.en if one.shown is not None else "?"
    if one.outcome != "scored":
        missing = f" (missing: {', '.join(one.missing)})" if one.missing else ""
        return one.outcome.replace("_", " ") + missing
    if isinstance(one.value, bool):
        return "yes" if one.value else "no"
    return show_number(one.value) if isinstance(one.value, Fraction) else str(one.value)


def said(result: ResultScore) -> str:
    """All of a result for each record, as a cell expects it."""
    return json.dumps(_in_json(as_expected(result)), ensure_ascii=False)


def written_like(cell: str, table: Mapping[str, Any]) -> str:
    """A table of records as JSON or as TOML, as the cell has it."""
    document, problems = parse_json(f'{{"all": {cell}}}'.encode(), "")
    if document is None or problems:
        return spelled(table)
    return json.dumps(_in_json(table), ensure_ascii=False)


def _in_json(value: Any) -> Any:
    """A value as JSON has it: a number that it may round stands as a text."""
    if isinstance(value, Mapping):
        return {name: _in_json(each) for name, each in value.items()}
    if isinstance(value, Decimal):
        return json.loads(str(value)) if Decimal(repr(float(value))) == value else str(value)
    return value


# ---------------------------------------------------------------- names


def column_of_name(name: str, program: Program) -> tuple[Result, str, str] | None:
    """The result, the key and the column of `bidders.A.points`; the key may have dots, and so may the column."""
    for result in program.results:
        if result.members is None or not name.startswith(f"{result.name}."):
            continue
        rest = name.removeprefix(f"{result.name}.")
        for column in sorted((one.name for one in result.members.columns), key=len, reverse=True):
            if rest.endswith(f".{column}") and rest != f".{column}":
                return result, rest.removesuffix(f".{column}"), column
    return None


def columns_of(name: str, program: Program) -> list[str]:
    """The columns of a result for each record, by the result's name."""
    result = next(one for one in program.results if one.name == name)
    return [one.name for one in result.members.columns] if result.members is not None else []


def kind_of_name(name: str, program: Program) -> Kind | None:
    """The kind of what a table of cases expects under a name: of a result, or of a column of one for each record."""
    found = column_of_name(name, program)
    if found is None:
        return next((one.kind for one in program.results if one.name == name), None)
    result, _, column = found
    assert result.members is not None
    return next(one.kind for one in result.members.columns if one.name == column)


def member_of(key: str, result: ResultScore) -> MemberScore | None:
    return next((one for one in result.members or () if one.key == key), None)


def read_table(cell: str) -> dict[str, Any] | None:
    """What a cell such as `{"A": {"points": 92.1}}`, as JSON or TOML, expects by key; None where it is no such thing."""
    for text, parse in ((f'{{"all": {cell}}}', parse_json), (f"all = {cell}", parse_toml)):
        document, problems = parse(text.encode(), "")
        if document is not None and not problems and set(document.data) == {"all"}:
            found = document.data["all"]
            if isinstance(found, dict) and found and all(isinstance(one, dict) and one for one in found.values()):
                return found
    return None
