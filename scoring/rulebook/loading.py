"""Documents to authored models: every mistake of shape as a problem in the author's words, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from scoring.documents.document import Document
from scoring.documents.positions import Path
from scoring.problems import Place, Problem, Text, nearest, one_of
from scoring.rulebook.authored import Authored
from scoring.rulebook.model.records import ColumnModel
from scoring.values.number import show_number

M = TypeVar("M", bound=Authored)
MOST_TRIES = 4
OF_RULES = ("example", "cases", "scorecard")
"""Sections that stand beside rules and never in a project."""
BOUNDS = {
    "ge": ("of at least {}", "不小于 {} "),
    "le": ("of at most {}", "不大于 {} "),
    "min_length": ("of at least {} items", "至少 {} 项"),
    "max_length": ("of at most {} items", "至多 {} 项"),
}
EXAMPLES = {
    "format": "1",
    "beyond": '"130%"',
    "code": '"…"',
    **dict.fromkeys(("project", "name", "title", "why", "rules", "that", "when", "file"), '"…"'),
}
TABLES = {
    "round": "{ decimals = 2 }",
    "points": "{ decimals = 2 }",
    "over": '{ beyond = "130%" }',
    "total": "{ at_most = 59 }",
}
"""What stands for a table, by its key, where the model requires none of its keys."""
SHARES = ("share", "nothing_below", "beyond")
"""Keys of shares, which are texts."""
STAND_INS = {"format": 1, **dict.fromkeys(("project", "name", "title", "why"), "?")}
"""What takes the place of a key that is missing, so that no echo of it is heard: nothing is scored any more."""

WANTED: Mapping[str, Text] = {
    "string_type": Text("text in quotes", "带引号的文字"),
    "int_type": Text("a whole number", "整数"),
    "int_from_float": Text("a whole number", "整数"),
    "decimal_type": Text("a number", "数字"),
    "is_instance_of": Text("a number", "数字"),
    "bool_type": Text("true or false", "true 或 false"),
    "list_type": Text("a list: [ … ]", "列表：[ … ]"),
    "dict_type": Text("a table: { … }", "表：{ … }"),
    "model_type": Text("a table: { … }", "表：{ … }"),
    "model_attributes_type": Text("a table: { … }", "表：{ … }"),
    "date_type": Text("a date such as 2024-03-01", "日期，例如 2024-03-01"),
    "date_from_datetime_inexact": Text("a date without a time", "不带时刻的日期"),
    "none_required": Text("nothing", "空"),
}


def validated(model: type[M], document: Document, path: Path = ()) -> tuple[M | None, list[Problem]]:
    """The model of a document's table, or every mistake in its shape."""
    data: Any = document.data
    for key in path:
        data = data[key]
    problems: list[Problem] = []
    for _ in range(MOST_TRIES):
        try:
            return model.model_validate(data), problems
        except ValidationError as error:
            found, wrong, filled = _problems(error, model, document, path, data)
            problems += [problem for problem in found if problem not in problems]
            data = _without(data, wrong)
            for place, stand_in in filled.items():
                data = _with(data, place, stand_in)
    return None, problems


def _without(data: Any, wrong: list[Path]) -> Any:
    """The data without what is wrong in it, so that the rest can be looked at in the same run."""
    if not wrong or () in wrong or not isinstance(data, dict | list):
        return data
    if isinstance(data, list):  # items stay where they are: their numbers are their places
        return [_without(item, [path[1:] for path in wrong if path[0] == number]) for number, item in enumerate(data)]
    return {
        key: _without(item, [path[1:] for path in wrong if path[0] == key])
        for key, item in data.items()
        if (key,) not in wrong
    }


def _with(data: Any, path: Path, value: Any) -> Any:
    """The data with a value at a path whose end may be missing."""
    if not path:
        return value
    if isinstance(data, list):
        return [_with(item, path[1:], value) if number == path[0] else item for number, item in enumerate(data)]
    if isinstance(data, dict):
        return {**data, path[0]: _with(data.get(path[0]), path[1:], value)}
    return data


def _problems(
    error: ValidationError, model: type[M], document: Document, path: Path, data: Any
) -> tuple[list[Problem], list[Path], dict[Path, Any]]:
    """One problem for each mistake, the paths that are wrong, and what stands in for others.

    The branches of "text or table" count as one.
    """
    by_place: dict[Path, list[Any]] = {}
    for mistake in error.errors(include_url=False, include_context=True, include_input=True):
        by_place.setdefault(_written_path(mistake["loc"], data, mistake["type"] == "missing"), []).append(mistake)
    problems: list[Problem] = []
    wrong: list[Path] = []
    filled: dict[Path, Any] = {}
    for name in _columns_alone(by_place):
        problems.append(_column_alone(name, document.header_place((*path, *name))))
        by_place = {location: found for location, found in by_place.items() if location[:2] != name}
        wrong.append(name)
    for location, found in by_place.items():
        if any(other != location and other[: len(location)] == location for other in by_place):
            continue  # a branch that was not meant: the one that goes deeper says what is wrong
        if found[0]["type"] == "missing" and _is_written((*path, *location), document):
            pass  # a value that was wrong, and is told already
        elif (*path, *location) not in document.unread:  # else it is told already
            problems.append(_problem(found, location, model, document, path, data))
        kind, key = found[0]["type"], location[-1] if location else None
        if kind == "missing" and key in STAND_INS:
            filled[location] = STAND_INS[str(key)]
        elif kind == "literal_error" and key in ("kind", "format") and (near := _nearest_option(found[0])) is not None:
            filled[location] = near
        else:
            wrong.append(location[:-1] if kind == "missing" else location)
    return problems, wrong, filled


def _columns_alone(by_place: Mapping[Path, Any]) -> list[Path]:
    """Columns that were written without their list: what belongs to one stands where its name should."""
    keys = _keys_at(ColumnModel, ())
    found = (place for place, (first, *_) in by_place.items() if first["type"] == "model_type" and len(place) == 3)
    return list(dict.fromkeys(place[:2] for place in found if place[0] == "column" and place[2] in keys))


def _column_alone(name: Path, place: Place) -> Problem:
    return Problem(
        "column-without-list",
        Text(
            f"[column.{name[1]}] does not say of which list's records it is",
            f"[column.{name[1]}] 没有写明是哪个列表的列",
        ),
        place,
        Text(f"write [column.LIST.{name[1]}], with the list's name", f"写成 [column.列表名.{name[1]}]"),
    )


def _is_written(path: Path, document: Document) -> bool:
    """Whether something stands at a path in the file itself."""
    at: Any = document.data
    for step in path:
        known: Any = at if isinstance(at, dict) else range(len(at)) if isinstance(at, list) else ()
        if step not in known:
            return False
        at = at[step]
    return True


def _nearest_option(found: Any) -> Any:
    if found["ctx"]["expected"] == "1":
        return 1
    near = nearest(str(found["input"])[:60], _options(found))
    return near


def _options(found: Any) -> list[str]:
    return [option.strip("' ") for option in found["ctx"]["expected"].replace(" or ", ", ").split(",")]


def _written_path(location: tuple[str | int, ...], data: Any, is_missing: bool) -> Path:
    """The part of pydantic's location that stands in the data, or should: names of union branches are left out."""
    path: list[str | int] = []
    at = data
    for number, part in enumerate(location):
        keyed = isinstance(at, dict) and part in at
        if keyed or (isinstance(at, list) and isinstance(part, int) and part < len(at)):
            path.append(part)
            at = at[part]
        elif number == len(location) - 1 and is_missing:
            path.append(part)
    return tuple(path)


def _problem(found: list[Any], location: Path, model: type[M], document: Document, above: Path, data: Any) -> Problem:
    first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
    place_path = (*above, *location)
    kind = first["type"]
    if kind == "extra_forbidden":
        return _unknown_key(str(location[-1]), location, model, document.key_place(place_path))
    if kind == "missing":
        key = location[-1] if location else "?"
        section = ".".join(str(part) for part in (*above, *location[:-1])) or document.file
        return Problem(
            "missing-key",
            Text(f"`{key}` is missing in `{section}`", f"{section} 缺少 {key}"),
            document.header_place(place_path[:-1]),
            Text(f"add {key} = {EXAMPLES.get(str(key), '…')}", f"补上 {key} = {EXAMPLES.get(str(key), '…')}"),
        )
    if kind == "literal_error" and len(found) == 1:
        return _unknown_option(first, document.value_place(place_path))
    problem = _wrong_kind(found, document.value_place(place_path))
    offered = _offered(found[0], location, model)
    return replace(problem, fix=offered) if offered is not None else problem


def _offered(first: Any, location: Path, model: type[Any]) -> Text | None:
    """What to write for a value of the wrong kind, as far as its key says it."""
    key, kind = str(location[-1]) if location else "", first["type"]
    written: Any = first["input"]
    if kind == "string_type" and isinstance(written, int | Decimal) and not isinstance(written, bool):
        number = show_number(Fraction(written) * 100) + "%" if key in SHARES and -2 <= written <= 2 else str(written)
        return Text(f'write it in quotes: "{number}"', f'加引号："{number}"')
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        at: Any = model
        for part in location:
            at = _below(at, part) if at is not None else None
        required = []
        if isinstance(at, type) and issubclass(at, BaseModel):
            required = [field.alias or name for name, field in at.model_fields.items() if field.is_required()]
        inside = ", ".join(f"{each} = {EXAMPLES.get(each, '…')}" for each in required)
        table = f"{{ {inside} }}" if required else TABLES.get(key)
        return Text(f"write {table}", f"写成 {table}") if table is not None else None
    return None


def _unknown_key(key: str, location: Path, model: type[Any], place: Place) -> Problem:
    known = _keys_at(model, location[:-1])
    near = nearest(key, known)
    listed = ", ".join(known[:24])
    fix = None
    if len(location) == 1 and key in OF_RULES:
        fix = Text("write it in the rulebook or the indicator set, which `scoring test` tries",
                   "写在规则集或指标集中，由 scoring test 检验")  # fmt: skip
    elif len(location) == 1 and key == "read":
        fix = Text("write it in the rulebook or the indicator set", "写在规则集或指标集中")
    elif near:
        fix = Text(f"did you mean `{near}`?", f"是否指 {near}？")
    elif known:
        fix = Text(f"known here: {listed}", f"这里可以写：{listed}")
    return Problem("unknown-key", Text(f"unknown key `{key}`", f"未知的键 {key}"), place, fix)


def _keys_at(model: type[Any], location: Path) -> list[str]:
    """The keys that the model knows at a path."""
    at: Any = model
    for part in location:
        at = _below(at, part)
        if at is None:
            return []
    if isinstance(at, type) and issubclass(at, BaseModel):
        return [field.alias or name for name, field in at.model_fields.items()]
    return []


def _below(at: Any, part: str | int) -> Any:
    """What a model's annotation says of one key below it; of a union, the model."""
    if isinstance(at, type) and issubclass(at, BaseModel):
        for name, field in at.model_fields.items():
            if part in (name, field.alias):
                return _model_in(field.annotation)
        return None
    origin = get_origin(at)
    if origin is dict:
        return _model_in(get_args(at)[1])
    if origin is list:
        return _model_in(get_args(at)[0])
    return None


def _model_in(annotation: Any) -> Any:
    """Of a union, the branch that has keys."""
    if isinstance(annotation, type) or get_origin(annotation) in (dict, list):
        return annotation
    branches = [branch for branch in get_args(annotation) if branch is not type(None)]
    for branch in branches:
        if isinstance(branch, type) and issubclass(branch, BaseModel):
            return branch
    return next((branch for branch in branches if get_origin(branch) in (dict, list)), None)


def _unknown_option(found: Any, place: Place) -> Problem:
    options = _options(found)
    written = str(found["input"])[:60]
    listed = ", ".join(options)
    return Problem(
        "unknown-option",
        Text(f"`{written}` is none of {listed}", f"{written} 不在可选之列：{listed}"),
        place,
        one_of(written, options),
    )


def _wrong_kind(found: list[Any], place: Place) -> Problem:
    wanted: list[Text] = []
    for one in found:
        text = WANTED.get(one["type"])
        if one["type"] == "literal_error":
            listed = one["ctx"]["expected"].replace("'", "")
            text = Text(f"one of {listed}", f"{listed} 之一")
        if text is not None and text not in wanted:
            wanted.append(text)
    written = _shown(found[0]["input"])
    limit = found[0].get("ctx", {})
    if not wanted:
        bounds = next((_bound(key, value) for key, value in limit.items() if key in BOUNDS), None)
        wanted = [
            Text(f"a value {bounds.en}" if bounds else "something else", f"{bounds.zh}的值" if bounds else "别的写法")
        ]
    en, zh = ", or ".join(text.en for text in wanted), "，或".join(text.zh for text in wanted)
    return Problem(
        "wrong-kind",
        Text(f"{en} belongs here, not {written}", f"这里应为{zh}，而不是 {written}"),
        place,
        Text(f"write {wanted[0].en}", f"写成{wanted[0].zh}"),
    )


def _bound(key: str, value: Any) -> Text:
    en, zh = BOUNDS[key]
    return Text(en.format(value), zh.format(value))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ … }"
    if isinstance(value, list):
        return "[ … ]"
    text = str(value)
    return f"`{text[:40]}…`" if len(text) > 40 else f"`{text}`"
