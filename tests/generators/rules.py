"""`[rule]`: criteria by every construct, in short forms and in parts."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from tests.generators.author import POLICIES, Author, Data, Level, Rule
from tests.generators.constructs import NOTHING, combination, curve, table
from tests.generators.formulas import UNITS, Names, Writer, written

BETWEEN: tuple[list[Any], ...] = ([-5, "120%"], [0, "110%"], [-2, "80%"], ["-50%", "100%"], ["10%", "100%"])

HITS = ("sum", "max", "min", "any", "first", "count")


def rules(at: Author) -> dict[str, Rule]:
    return {f"r{number}": rule(at) for number in range(at.rng.randint(1, 5))}


def rule(at: Author) -> Rule:
    makers = [_proportional, _proportional, _banded, _banded, _conditions, _deduction, _checklist, _judged, _parts, _parts,
              _formula, _curve, _combined, _of_other_actuals]  # fmt: skip
    made = at.choice(makers)(at)
    data = dict(made.data)
    if at.presumes(0.25):
        has_rows = "rows" in data and "part" not in data
        data["missing"] = at.choice(
            (*POLICIES, "not_scorable", {"value": Decimal("0.5")}, *([{"row": 1}] if has_rows else []))
        )
    if at.presumes(0.12):
        data["when"] = at.writer.condition(1)
    bonus = "between" in data or ("part" not in data and data.get("kind") != "judged" and at.chance(0.1))
    if bonus and "between" not in data:
        data["between"] = at.choice(BETWEEN if at.chance(0.2) else BETWEEN[:-1])  # few policies lie above nothing
    if at.chance(0.08):
        data["round"] = at.choice(({"decimals": 1}, {"decimals": 0, "mode": "floor"}, {"decimals": 3}, at.rounding()))
    return Rule(data, made.measure, made.proportional, made.edges, made.levels, made.in_points, bonus)


def earned(at: Author, kind: str) -> Any:
    """A literal result of a criterion, as a share or as points."""
    if kind == "share":
        return f"{at.choice((0, 20, 40, 60, 80, 95, 100))}%"
    return at.choice((0, 1, 2, 3, 5, Decimal("2.5"), 8))


def _with_actual(at: Author, measure: str) -> Writer:
    """A writer that may also name the indicator's own actual, target and weight."""
    inner = deepcopy(at.names)
    inner.numbers[measure] += ["actual", "actual", "target"]
    inner.numbers["plain"].append("weight")
    return Writer(at.rng, inner, at.kleene, at.writer.thresholds)


# ---------------------------------------------------------------- short forms


def _proportional(at: Author) -> Rule:
    data: Data = {"kind": "proportional"}
    edges = [Fraction(1)]
    if at.chance(0.5):
        floor = at.choice((50, 60, 75))
        data["nothing_below"] = f"{floor}%"
        edges.append(Fraction(floor, 100))
    if at.chance(0.4):
        beyond = at.choice((110, 130, 200))
        data["over"] = {"beyond": f"{beyond}%"}
        if at.chance(0.8):
            data["over"]["then"] = at.choice(("finding", "200% - it", "max(0%, 230% - it)", "90%"))
        if at.chance(0.4):
            data["over"]["unless"] = "why"
        edges.append(Fraction(beyond, 100))
    return Rule(data, at.choice(list(UNITS)), True, tuple(edges))


def _deduction(at: Author) -> Rule:
    listed: list[Data] = []
    for number in range(at.rng.randint(1, 3)):
        reason: Data = {"when": at.writer.condition(1)} if at.chance(0.45) else {"each": _count(at)}
        if at.chance(0.15) and "when" in reason:
            reason["all"] = True
        else:
            reason["points"] = at.choice((1, 2, Decimal("0.5"), "20%"))
        if "each" in reason and at.chance(0.15):
            del reason["points"]
            reason["all"] = True
        if "each" in reason and at.chance(0.5):
            reason["at_most"] = at.choice((3, 6, "50%"))
        if at.chance(0.3):
            reason["id"] = f"d{number}"
        listed.append(reason)
    return Rule({"kind": "deduction", "deduct": listed})


def _count(at: Author) -> str:
    known = [*at.names.numbers["plain"], *at.names.numbers["people"]]
    if known and at.chance(0.7):
        name = at.choice(known)
        at.writer.thresholds.setdefault(name, set()).update((Fraction(0), Fraction(2)))
        return name
    return f"floor({at.writer.number('plain', 1)})"


def _checklist(at: Author) -> Rule:
    items: list[Data] = []
    reported = [name for name in at.names.yes_no if name in at.facts]
    for number in range(at.rng.randint(1, 4)):
        evidence = at.chance(0.3) and bool(reported)
        item: Data = {"when": at.choice(reported) if evidence else at.writer.condition(1)}
        if evidence or at.chance(0.1):
            item["evidence"] = "required" if evidence else "none"
        if at.chance(0.7):
            item["id"] = f"i{number}"
        before = [each["id"] for each in items if "id" in each]
        if before and at.chance(0.4):
            item["needs"] = at.choice((before[0], before))
        if at.chance(0.25):
            item["earns"] = at.choice((1, "30%", Decimal("2.5")))
        items.append(item)
    return Rule({"kind": "checklist", "items": items})


def _judged(at: Author) -> Rule:
    if at.chance(0.5):
        edges = sorted(at.rng.sample((90, 80, 70, 60, 40), at.rng.randint(1, 3)), reverse=True)
        levels, above = [], Fraction(1)
        for name, edge in zip(["好", "较好", "一般", "较差"], [*edges, 0], strict=False):
            levels.append(Level(name, Fraction(edge, 100), above))
            above = Fraction(edge, 100)
        cells = [[level.name, f">= {written(level.low * 100)}%" if level.low else "else"] for level in levels]
        return Rule({"kind": "judged", "levels": cells, **_words(at, levels), **_several(levels)}, levels=tuple(levels))
    tops = ((15, 10, 5), (10, 5, 2), (20, 12, 6))[at.rng.randrange(3)]
    ends = [*tops, 0]
    levels = [Level(f"级{number}", Fraction(ends[number + 1]), Fraction(ends[number])) for number in range(3)]
    data: Data = {"kind": "judged", "levels": [[level.name, int(level.low), int(level.high)] for level in levels]}
    if at.chance(0.8):
        data["full"] = tops[0]
    if at.chance(0.5):
        data["step"] = at.choice((1, "0.5"))
    return Rule({**data, **_words(at, levels), **_several(levels)}, levels=tuple(levels), in_points=True)


def _several(levels: list[Level]) -> Data:
    """How judgements of several people become one, and whether claims are adopted: drawn apart from the rest."""
    draw = Random(f"panel {levels}")
    panel = draw.choice((None, "mean", "median", "without_ends"))
    return ({"panel": panel} if panel else {}) | draw.choice(({}, {"adopts": True}, {"adopts": False}))


def _words(at: Author, levels: list[Level]) -> Data:
    """What forms write for a level."""
    return {"words": {level.name: [f"{level.name}程度"] for level in levels}} if at.chance(0.2) else {}


# ---------------------------------------------------------------- constructs


def _banded(at: Author) -> Rule:
    measure, kind = at.choice(list(UNITS)), at.choice(("share", "share", "points"))
    writer = Writer(at.rng, Names(), True)
    results = [earned(at, kind) for _ in range(at.rng.randint(2, 5))]
    key = ("actual", measure)
    data: Data = {"by": "actual"}
    if at.chance(0.3):
        data |= {"rows": writer.apart(key, results), "hit": at.choice(("unique", "max", "sum", "min"))}
    else:
        data["rows"] = writer.bands(key, results)
    if kind == "points" and measure == "plain" and at.chance(0.3):
        data["rows"][-1][1] = "8 - 0.5 * (it - 2)"
    if kind == "points" and all(row[-1] == 0 for row in data["rows"]):
        data["gives"] = "points"
    if at.presumes(0.05) and "hit" not in data:
        data["rows"][0][-1] = NOTHING
        data["gives"] = kind
    return Rule(data, measure, edges=tuple(sorted(writer.thresholds["actual"])))


def _conditions(at: Author) -> Rule:
    kind = at.choice(("share", "points"))
    return Rule({**table(at, lambda: earned(at, kind), HITS), "gives": kind})


def _of_other_actuals(at: Author) -> Rule:
    """By an actual that is yes or no, or a date."""
    if at.chance(0.5):
        return Rule({"by": "actual", "rows": [[True, "100%"], ["else", "20%"]]}, "yes_no")
    rows = [["<= 2024-03-15", "100%"], ["<= 2024-06-30", "50%"], ["else", "0%"]]
    return Rule({"by": "actual", "rows": rows}, "date")


def _formula(at: Author) -> Rule:
    measure, gives = at.choice(list(UNITS)), at.choice(("share", "points"))
    text = _with_actual(at, measure).number("share" if gives == "share" else "plain", 3)
    return Rule({"gives": gives, "is": text}, measure)


def _curve(at: Author) -> Rule:
    kind = at.choice(("share", "points"))
    return Rule({**curve(at, lambda: earned(at, kind)), "gives": kind})


def _combined(at: Author) -> Rule:
    made = combination(
        at, at.choice(("plain", "share")), ("sum", "mean", "min", "max", "median", "product", "count", "geomean")
    )
    made.pop("missing", None)  # of the indicator, in a rule
    return Rule({**made, "gives": "points"})


# ---------------------------------------------------------------- parts


def _parts(at: Author) -> Rule:
    measure = at.choice(list(UNITS))
    writer = _with_actual(at, measure)
    made = [_part(at, number, measure, writer) for number in range(at.rng.randint(1, 4))]
    return Rule({"part": made}, measure, edges=tuple(sorted(at.writer.thresholds.get("actual", ()))))


def _part(at: Author, number: int, measure: str, writer: Writer) -> Data:
    form = at.rng.randrange(9)
    part: Data
    if form < 2:
        inner = Writer(at.rng, Names(), True)
        key = ("actual", measure)
        part = {"by": "actual", "rows": inner.bands(key, [at.choice((1, 2, 4)) for _ in range(3)])}
        at.writer.thresholds.setdefault("actual", set()).update(inner.thresholds["actual"])
    elif form < 4:
        kind = at.choice(("share", "points"))
        part = {**table(at, lambda: earned(at, kind), HITS), "gives": kind}
    elif form == 4:
        part = {**curve(at, lambda: earned(at, "points")), "gives": "points"}
    elif form < 7:
        part = {**combination(at, "plain"), "gives": "points"}
    else:
        part = {"gives": at.choice(("points", "share")), "is": writer.number("plain", 2)}
    if at.chance(0.4):
        part["between"] = at.choice(([0, 3], [-2, "40%"], ["0%", "50%"]))
    if at.chance(0.2) and "round" not in part:
        part["round"] = at.choice(({"decimals": 1}, at.rounding()))
    if at.chance(0.3):
        part["id"] = f"part{number}"
    if at.presumes(0.15):
        part["when"] = at.writer.condition(1)
    if at.presumes(0.15) and "of" not in part:
        part["missing"] = at.choice(
            ("zero", "not_scorable", {"value": Decimal("0.1")}, *([{"row": 1}] if "rows" in part else []))
        )
    return part
