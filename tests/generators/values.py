"""`[value]`: named quantities of every construct, with parameters, with several results, with texts and lists."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple

from tests.generators.author import Author, Data
from tests.generators.constructs import NOTHING, asks, cells_of, combination, curve, formula, table
from tests.generators.formulas import OPTIONS, UNITS, Writer

OF_NUMBERS = ("sum", "min", "max", "count")
MEASURES = ("plain", "plain", "share", "money", "people", "days", "bundles")


class Made(NamedTuple):
    """A construct, and what it gives: a number of a measure, yes or no, one of some texts, or what nothing else reads."""

    data: Data
    measure: str | None = None
    yes_no: bool = False
    texts: tuple[str, ...] = ()


def values(at: Author) -> Data:
    """Some values, each of which may read those before it."""
    return {f"v{number}": _value(at, f"v{number}") for number in range(at.rng.randint(0, 6))}


def _value(at: Author, name: str) -> Data:
    measure = at.choice(MEASURES)
    form = at.rng.randrange(12)
    if form == 0:
        return _with_parameters(at, name, measure)
    if form == 1:
        return _several_results(at, name)
    made = construct(at, measure)
    data = made.data | around(at, made)
    if at.chance(0.12):
        data["result"] = True
    _known_as(at, name, made)
    return data


def _known_as(at: Author, name: str, made: Made) -> None:
    if made.measure is not None:
        at.names.numbers[made.measure].append(name)
    if made.yes_no:
        at.names.yes_no.append(name)
    if made.texts:
        at.names.texts[name] = made.texts


def construct(at: Author, measure: str) -> Made:
    """One of all constructs."""
    makers = [
        _formula,
        _numbers_table,
        _numbers_table,
        _texts_table,
        _yes_no_table,
        _lines,
        _combined,
        _list_table,
        _text,
    ]
    return at.choice(makers)(at, measure)


def around(at: Author, made: Made) -> Data:
    """What may stand beside any construct: a policy, ends where no rounding moves them, a condition, a unit."""
    data, found = made.data, Data()
    if made.measure is not None and "of" not in data and "hit" not in data and at.presumes(0.15):
        forms: list[Any] = ["zero", "not_scorable", {"value": at.literal(made.measure)}]
        found["missing"] = at.choice([*forms, {"row": 1}] if "rows" in data else forms)
    if made.measure is not None and "round" not in data and at.chance(0.15):
        found["between"] = at.ordered(made.measure, 2)[0]
    if at.presumes(0.12):
        found["when"] = at.writer.condition(1)
    units = [unit for unit in UNITS.get(made.measure or "", ()) if unit]
    if units and at.chance(0.2):
        found["unit"] = at.choice(units)
    return found


# ---------------------------------------------------------------- what each is


def _formula(at: Author, measure: str) -> Made:
    return Made(formula(at, measure), measure)


def _numbers_table(at: Author, measure: str) -> Made:
    made = table(at, lambda: result_cell(at, measure), OF_NUMBERS)
    return Made(made, "plain" if made.get("hit") == "count" else measure)


def result_cell(at: Author, measure: str) -> Any:
    if at.presumes(0.03):
        return NOTHING
    return at.writer.number(measure, 1) if at.chance(0.3) else at.literal(measure)


def _texts_table(at: Author, measure: str) -> Made:
    options = list(OPTIONS[: at.rng.randint(2, 4)])
    made = table(at, lambda: at.choice(options), ("priority", "priority", "first"))
    return Made({**made, "gives": options}, texts=tuple(options))


def _yes_no_table(at: Author, measure: str) -> Made:
    if at.chance(0.3):
        return Made({"is": at.choice((True, at.writer.condition(2), at.writer.condition(2)))}, yes_no=True)
    made = table(at, lambda: at.chance(0.5), ("any", "first"))
    return Made({**made, "gives": "yes_no"}, yes_no=True)


def _list_table(at: Author, measure: str) -> Made:
    """All results that hold, in the order of rows or of `gives`."""
    if at.chance(0.3):
        made = table(at, lambda: at.literal(measure))
        return Made(made, measure) if "hit" in made or asks(made) else Made({**made, "hit": "all"})
    options = list(OPTIONS[: at.rng.randint(2, 4)])
    made = table(at, lambda: at.choice(options))
    if "hit" in made or asks(made):
        return Made({**made, "gives": options}, texts=tuple(options))
    return Made({**made, "gives": options, "hit": at.choice(("all", "all_by_output"))})


def _text(at: Author, measure: str) -> Made:
    """A text put together, or one of several."""
    if at.names.texts and not at.in_columns and at.chance(0.4):
        parts = [at.choice(list(at.names.texts)), "'-'", f"floor({at.writer.number('plain', 1)})"]
        return Made({"is": f"text({', '.join(parts)})"})
    one, other = OPTIONS[:2]
    return Made({"is": f"if {at.writer.condition(1)} then '{one}' else '{other}'"}, texts=(one, other))


def _lines(at: Author, measure: str) -> Made:
    return Made(curve(at, lambda: at.literal(measure)), measure)


def _combined(at: Author, measure: str) -> Made:
    made = combination(at, measure)
    return Made(made, "plain" if made["combine"] == "count" else measure)


# ---------------------------------------------------------------- values alone


def _with_parameters(at: Author, name: str, measure: str) -> Data:
    """A formula or a table of some parameters."""
    takes = tuple(at.choice(("plain", "share", "money")) for _ in range(at.rng.randint(1, 3)))
    parameters = [f"p{number}" for number in range(len(takes))]
    inner = deepcopy(at.names)
    inner.numbers = {each: [p for p, of in zip(parameters, takes, strict=True) if of == each] for each in UNITS}
    writer = Writer(at.rng, inner, True, at.writer.thresholds)
    made: Data = {"is": writer.number(measure, 2)}
    if at.chance(0.3):
        rows = writer.bands((parameters[0], takes[0]), [at.literal(measure) for _ in range(3)])
        made = {"by": parameters[0], "rows": rows}
    at.names.functions[name] = (takes, measure)
    return {"with": parameters, **made} | ({"round": at.rounding()} if at.chance(0.2) else {})


def _several_results(at: Author, name: str) -> Data:
    made = table(at, lambda: None, printed=False)
    rows = [[*cells_of(row)[:-1], at.choice(OPTIONS[:2]), at.choice((1, 2, 5))] for row in made["rows"]]
    made.pop("otherwise", None)
    if rows[-1][0] != "else":
        if at.chance(0.3):
            made["otherwise"] = [OPTIONS[0], 0]
        else:
            rows.append(["else", OPTIONS[0], 0])
    at.names.texts[f"{name}.level"] = OPTIONS[:2]
    at.names.numbers["plain"].append(f"{name}.rate")
    return {**made, "rows": rows, "gives": {"level": list(OPTIONS[:2]), "rate": "number"}}
