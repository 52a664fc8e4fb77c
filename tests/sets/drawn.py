"""Small rulebooks over one list, drawn from a number, with what each result must be said in plain Python.

The list has few records and few values, so that ties, nobody, one alone, what is missing and what is left out are met often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from statistics import median
from typing import Any

from tests.sets.plain import NOT_APPLICABLE, UNKNOWN, Case, half_up, mean

Row = Mapping[str, Any]
FIELDS = """
[fact.xs]
key = "name"
[fact.xs.list]
name = { kind = "text" }
a    = { kind = "number" }
b    = { kind = "number" }
g    = { kind = "text" }
ok   = { kind = "yes_no" }
"""
BODIES: Mapping[str, Callable[[Row], Any]] = {
    "a": lambda row: row["a"],
    "b": lambda row: row["b"],
    "a + 2 * b": lambda row: None if row["a"] is None else row["a"] + 2 * row["b"],
    "if ok then b else a": lambda row: row["b"] if row["ok"] else row["a"],
}
CONDITIONS: Mapping[str, Callable[[Row], Any]] = {
    "ok": lambda row: row["ok"],
    "b >= 2": lambda row: row["b"] >= 2,
    "known(a)": lambda row: row["a"] is not None,
    "a > 1": lambda row: None if row["a"] is None else row["a"] > 1,
    "known(a) and a > 1": lambda row: row["a"] is not None and row["a"] > 1,
    "ok and a > 1": lambda row: False if not row["ok"] else None if row["a"] is None else row["a"] > 1,
    "g == 'u'": lambda row: row["g"] == "u",
}
OF_NONE: Mapping[str, Any] = {"sum": Fraction(0), "product": Fraction(1), "count": Fraction(0)}
HOW: Mapping[str, Callable[[list[Fraction]], Any]] = {
    "sum": lambda numbers: sum(numbers, Fraction(0)),
    "mean": mean,
    "median": median,
    "min": min,
    "max": max,
}
CUTS = ("drop_lowest", "drop_highest", "keep_lowest", "keep_highest")


@dataclass(frozen=True)
class Drawn:
    rules: str
    case: Case


def drawn(number: int) -> Drawn:
    """The rulebook of this number with its project: a few aggregates, a list made from the list, places."""
    rng = Random(f"set {number}")
    rows = records(rng)
    rules, expected = [FIELDS], {}
    for which in range(4):
        text, value = aggregate(rng, rows, "xs")
        rules.append(f"[result.r{which}]\nis = '''{text}'''\n")
        expected[f"r{which}"] = value
    text, chosen = selection(rng, rows)
    rules.append(text)
    for which, of in enumerate(("count(chosen)", "sum(chosen, b)", "sum(chosen, b * b)")):
        rules.append(f"[result.c{which}]\nis = '{of}'\n")
        expected[f"c{which}"] = UNKNOWN if chosen is None else counted(which, chosen)
    text, column = places(rng, rows)
    rules.append(text)
    expected["places"] = {row["name"]: {"rank.place": column[row["name"]]} for row in rows}
    return Drawn("\n".join(rules), Case(f"set {number}", {"xs": rows}, expected))


def records(rng: Random) -> list[Row]:
    size, gaps = rng.choice((0, 1, 2, 3, 4, 5, 6, 7, 9)), rng.random() < 0.35
    return [
        {
            "name": f"n{which}",
            "a": None if gaps and rng.random() < 0.25 else Fraction(rng.randint(0, 5), rng.choice((1, 2))),
            "b": Fraction(rng.randint(0, 4)),
            "g": rng.choice("uvw"),
            "ok": rng.random() < 0.6,
        }
        for which in range(size)
    ]


def chosen_by(condition: str | None, rows: Sequence[Row]) -> list[Row] | None:
    """The rows for which it holds; None where that is not known of one."""
    if condition is None:
        return list(rows)
    truths = [CONDITIONS[condition](row) for row in rows]
    return None if None in truths else [row for row, truth in zip(rows, truths, strict=True) if truth]


def aggregate(rng: Random, rows: Sequence[Row], of: str) -> tuple[str, Any]:
    how = rng.choice((*HOW, "count", "all", "any"))
    where = rng.choice((None, None, *CONDITIONS))
    if how in ("count", "all", "any"):
        return truths(rng, rows, of, how, where)
    body = rng.choice(tuple(BODIES))
    said = [f"{how}({of}, {body}"]
    members = chosen_by(where, rows)
    if where is not None:
        said.append(f"where = {where}")
    values: list[Any] | None = None if members is None else [BODIES[body](row) for row in members]
    if rng.random() < 0.4:
        cut, some = rng.choice(CUTS), rng.randint(0, 3)
        said.append(f"{cut} = {some}")
        if values is not None and None not in values:
            values = cut_by_value(values, cut, some)
    none: Any = OF_NONE.get(how, UNKNOWN)
    if rng.random() < 0.3:
        said.append("else = 7")
        none = Fraction(7)
    text = ", ".join(said) + ")"
    if values is None or None in values:
        return text, UNKNOWN
    return text, half_up(HOW[how](values), 6) if values else none


def cut_by_value(values: Sequence[Fraction], cut: str, some: int) -> list[Fraction]:
    ordered = sorted(values, reverse=cut.endswith("highest"))
    return ordered[some:] if cut.startswith("drop") else ordered[:some]


def truths(rng: Random, rows: Sequence[Row], of: str, how: str, where: str | None) -> tuple[str, Any]:
    body = rng.choice(tuple(CONDITIONS))
    text = f"{how}({of}, {body}{'' if where is None else f', where = {where}'})"
    counts = [True if where is None else CONDITIONS[where](row) for row in rows]
    found = [CONDITIONS[body](row) for row, counted in zip(rows, counts, strict=True) if counted]
    decides = how == "any"
    if how != "count" and decides in found:
        return text, decides
    if None in (*counts, *found):
        return text, UNKNOWN
    return text, Fraction(sum(found)) if how == "count" else not decides


def selection(rng: Random, rows: Sequence[Row]) -> tuple[str, list[Row] | None]:
    """A list made from the list, whose order the names decide at last."""
    where = rng.choice((None, None, *CONDITIONS))
    keys = [*rng.sample(("b", "-b", "g", "-g", "a", "-a"), rng.randint(1, 2)), "name"]
    cut, end, some = rng.choice(("leave_out", "keep")), rng.choice(("first", "last")), rng.randint(0, 3)
    never = rng.choice((None, None, "ok", "g == 'u'")) if cut == "leave_out" else None
    said = ["[list.chosen]", 'from = "xs"', f"order = {keys}".replace("'", '"'), f"{cut} = {{ {end} = {some} }}"]
    said += [f'where = "{where}"'] if where is not None else []
    said += [f'never = "{never}"'] if never is not None else []
    text = "\n".join(said) + "\n"
    members = chosen_by(where, rows)
    if members is None:
        return text, None
    ordered = in_order(members, keys)
    if ordered is None:
        return text, None
    if cut == "keep":
        return text, ordered[:some] if end == "first" else ordered[len(ordered) - some :] if some < len(
            ordered
        ) else ordered
    may_go = [row for row in ordered if never is None or not CONDITIONS[never](row)]
    gone = may_go[:some] if end == "first" else may_go[::-1][:some]
    return text, [row for row in ordered if row not in gone]


def in_order(rows: Sequence[Row], keys: Sequence[str]) -> list[Row] | None:
    ordered = list(rows)
    for key in reversed(keys):
        name = key.removeprefix("-")
        if any(row[name] is None for row in rows):
            return None
        ordered.sort(key=lambda row: row[name], reverse=key.startswith("-"))
    return ordered


def counted(which: int, rows: Sequence[Row]) -> Fraction:
    return sum((row["b"] ** which for row in rows), Fraction(0))


def places(rng: Random, rows: Sequence[Row]) -> tuple[str, Mapping[str, Any]]:
    """A place for every record, by keys that are never missing."""
    keys = rng.sample(("b", "-b", "g"), rng.randint(1, 2))
    keys = [
        key
        for key in keys
        if key.removeprefix("-") not in [other.removeprefix("-") for other in keys[: keys.index(key)]]
    ]
    within = rng.choice((None, "g", "ok"))
    among = rng.choice((None, None, "ok", "b >= 2", "known(a) and a > 1"))
    ties = rng.choice(("shared", "dense", "last"))
    said = ["[column.xs.rank]", f"place = {keys}".replace("'", '"'), f'ties = "{ties}"']
    said += [f'within = "{within}"'] if within is not None else []
    said += [f'among = "{among}"'] if among is not None else []
    said += ["", "[result.places]", 'for_each = "xs"', 'columns = ["rank.place"]', ""]

    def key_of(row: Row) -> tuple[Any, ...]:
        return tuple(-row["b"] if key == "-b" else row[key] for key in keys)

    column: dict[str, Any] = {}
    for row in rows:
        if among is not None and not CONDITIONS[among](row):
            column[row["name"]] = NOT_APPLICABLE
            continue
        beside = [
            key_of(other)
            for other in rows
            if (among is None or CONDITIONS[among](other)) and (within is None or other[within] == row[within])
        ]
        before = [key for key in beside if key < key_of(row)]
        place = {"shared": len(before) + 1, "dense": len(set(before)) + 1,
                 "last": len(before) + beside.count(key_of(row))}[ties]  # fmt: skip
        column[row["name"]] = Fraction(place)
    return "\n".join(said), column
