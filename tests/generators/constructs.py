"""`is`, `rows`, `lines` and `of`: what values, rules, parts and results are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.generators.author import Author, Data
from tests.generators.formulas import UNITS

UNWEIGHTED = ("median", "min", "max", "count")
HOWS = ("sum", "product", "mean", "geomean", "median", "min", "max", "count")
NOTHING = {"none": True}
Result = Callable[[], Any]
Key = tuple[str, str]


def formula(at: Author, measure: str) -> Data:
    made: Data = {"is": at.writer.number(measure, 3)}
    if at.chance(0.25):
        made["round"] = at.rounding()
    return made


# ---------------------------------------------------------------- tables


def table(at: Author, result: Result, hits: Sequence[str] = (), printed: bool = True) -> Data:
    """A table: bands of one key, rows of several keys or as printed, or rows of conditions, by some hit policy."""
    form = at.rng.randrange(8)
    if form < 3:
        key = number_key(at)
        rows, hit = bands(at, key, result, hits)
        made = {"by": key[0] if at.chance(0.5) else [key[0]], "rows": rows, **hit}
    elif form == 3:
        made = ended(at, {"rows": [[at.writer.condition(1), result()] for _ in range(at.rng.randint(1, 3))]}, result)
    elif form == 4 and printed:
        made = _printed(at, result)
    else:
        keys = [at.writer.key() for _ in range(at.rng.randint(1, 3))]
        rows = [[*(at.writer.cell(key) for key in keys), result()] for _ in range(at.rng.randint(1, 5))]
        made = ended(at, {"by": [key[0] for key in keys], "rows": rows}, result)
    if hits and form > 2 and at.chance(0.5):
        made = _by_hit(at, made, at.choice(hits), result)
    return _named_rows(at, made)


def _by_hit(at: Author, made: Data, hit: str, result: Result) -> Data:
    if at.chance(0.2) and "across" not in made:  # rows that hold together have to agree
        same = result()
        made["rows"] = [[*row[:-1], same] for row in made["rows"]]
        hit = "any"
    return made if asks(made) else {**made, "hit": hit}


def asks(made: Data) -> bool:
    """Whether a cell asks what is missing, beside which other rows would be undecided."""
    listed = [cell for row in made["rows"] for cell in cells_of(row)[:-1]] + made.get("across", [])
    return any("missing" in (cell if isinstance(cell, list) else [cell]) for cell in listed)


def _printed(at: Author, result: Result) -> Data:
    """A table as it is printed: its last key runs across the columns."""
    keys = [at.writer.key() for _ in range(at.rng.randint(2, 3))]
    across = [at.writer.cell(keys[-1]) for _ in range(at.rng.randint(1, 3))]
    rows = [
        [*(at.writer.cell(key) for key in keys[:-1]), *(result() for _ in across)] for _ in range(at.rng.randint(1, 3))
    ]
    return ended(at, {"by": [key[0] for key in keys], "across": across, "rows": rows}, result)


def _named_rows(at: Author, made: Data) -> Data:
    """Now and then rows with a name or a label."""
    if at.chance(0.15):
        made["rows"] = [
            {"row": row, **at.choice(({}, {"id": f"row{n}"}, {"label": f"第{n}行"}, {"label": {"zh": "行", "en": "row"}}))}
            for n, row in enumerate(made["rows"])
        ]  # fmt: skip
    return made


def cells_of(row: Any) -> list[Any]:
    found: list[Any] = row["row"] if isinstance(row, dict) else row
    return found


def number_key(at: Author) -> Key:
    for _ in range(5):
        key = at.writer.key()
        if key[1] in UNITS:
            return key
    return at.writer.number("plain", 1), "plain"


def bands(at: Author, key: Key, result: Result, hits: Sequence[str]) -> tuple[list[Any], Data]:
    results = [result() for _ in range(at.rng.randint(2, 4))]
    if at.chance(0.25):
        rows = at.writer.apart(key, results)
        return rows, {
            "hit": at.choice(("unique", "unique", "any", *(hit for hit in hits if hit not in ("unique", "any"))))
        }
    return at.writer.bands(key, results), {}


def ended(at: Author, made: Data, result: Result) -> Data:
    """With a last resort in one of its two forms; now and then without any."""
    if at.chance(0.45):
        made["rows"].append(["else", result()])
    elif at.chance(0.97):
        made["otherwise"] = result()
    return made


# ---------------------------------------------------------------- lines and combinations


def curve(at: Author, result: Result, key: Key | None = None) -> Data:
    """Straight lines one after the other; `otherwise` outside of them."""
    key = key or number_key(at)
    ordered, values = at.ordered(key[1], 3)
    at.writer.thresholds.setdefault(key[0], set()).update(values)
    heights = [result() for _ in ordered]
    lines = [[ordered[i], ordered[i + 1], heights[i], heights[i + 1]] for i in range(len(ordered) - 1)]
    made: Data = {"by": key[0], "lines": lines}
    if at.chance(0.97):
        made["otherwise"] = result()
    return made


def combination(at: Author, measure: str, hows: Sequence[str] = HOWS) -> Data:
    how = at.choice(hows)
    if measure != "plain" and how in ("product", "geomean"):
        how = "mean"
    members = [_member(at, measure, how) for _ in range(at.rng.randint(1, 4))]
    made: Data = {"of": members, "combine": how}
    if at.presumes(0.4):
        made["missing"] = at.choice(("leave_out", "zero", "not_scorable"))
    if how == "geomean":
        made["round"] = {"decimals": 6}
    if at.chance(0.15):
        forms = {
            "plain": ("it + 1", "it / 2", "max(it, 0)", "it ^ 2"),
            "share": ("it * 50%", "max(it, 0%)", "100% - it"),
        }
        made["each"] = at.choice(
            forms.get(measure, ("it / 3", "it * 2", "-it")) if how != "geomean" else ("it + 1", "it * 2")
        )
    return made


def _member(at: Author, measure: str, how: str) -> Any:
    known = at.names.numbers[measure]
    text = at.choice(known) if known and at.chance(0.8) else at.writer.number(measure, 1)
    if how == "geomean":
        text = f"abs({text})" if measure == "plain" else text
    if how in UNWEIGHTED or at.chance(0.5):
        return text
    if how == "product":
        return [text, at.choice((1, 2, 3))]
    others = [-1, *(at.names.numbers["plain"][:1] if how in ("sum", "mean") else ())]
    return [text, at.choice([1, 2, "30%", *([] if at.in_columns else others)])]
