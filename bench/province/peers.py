"""The same rulebook written by hand for DuckDB, Polars, plain Python and zen-engine: what a good programmer would write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bench.province.figures import CAP, GRADES, GROUPS, JUDGED, LEVELS, PENALTIES, RATES, RATIOS, WEIGHTS, cents, edges

IDS = list(WEIGHTS)


# ---------------------------------------------------------------- DuckDB


def points() -> dict[str, str]:
    """Each indicator's points in hundredths; NULL where something is missing."""
    made = {}
    for id_ in RATIOS:
        weight = 2 * cents(WEIGHTS[id_])
        made[id_] = f"({weight} * LEAST({id_}_a, {id_}_t) + {id_}_t) // (2 * {id_}_t)"
    for id_ in RATES:
        cases = " ".join(
            f"WHEN {id_}_n * 100 >= {int(edge * 100)} * {id_}_d THEN {cents(each)}"
            for edge, each in edges(id_)
            if edge is not None
        )
        made[id_] = f"CASE {cases} ELSE {cents(edges(id_)[-1][1])} END"
    for id_, each in PENALTIES.items():
        made[id_] = f"GREATEST({cents(WEIGHTS[id_])} - {cents(each)} * {id_}_v, 0)"
    for id_, levels in JUDGED.items():
        cases = " ".join(f"WHEN '{level}' THEN {cents(each)}" for level, each in levels.items())
        made[id_] = f"CASE {id_}_l {cases} END"
    return made


def null_safe() -> dict[str, str]:
    """The same where cells may be empty: LEAST, GREATEST and ELSE pass over a NULL."""
    made = points()
    for id_ in RATIOS:
        made[id_] = f"CASE WHEN {id_}_a IS NOT NULL THEN {made[id_]} END"
    for id_ in RATES:
        made[id_] = (
            made[id_].replace("ELSE", f"WHEN {id_}_n IS NOT NULL AND {id_}_d IS NOT NULL THEN").replace(" END", " END")
        )
    for id_ in PENALTIES:
        made[id_] = f"CASE WHEN {id_}_v IS NOT NULL THEN {made[id_]} END"
    return made


def grade(total: str) -> str:
    cases = " ".join(f"WHEN {total} >= {cents(edge)} THEN '{name}'" for edge, name in GRADES if edge is not None)
    return f"CASE {cases} ELSE '{GRADES[-1][1]}' END"


def bare(source: str) -> str:
    """19 points, total and grade, in hundredths."""
    each = points()
    listed = ", ".join(f"{text} AS {id_}" for id_, text in each.items())
    inner = f"SELECT {listed}, V1 FROM {source}"
    added = f"SELECT *, {' + '.join(IDS)} AS raw FROM ({inner})"
    capped = f"SELECT *, CASE WHEN V1 THEN LEAST(raw, {cents(CAP)}) ELSE raw END AS total FROM ({added})"
    return f"SELECT {', '.join(IDS)}, total, {grade('total')} AS grade FROM ({capped})"


def full(source: str, file: str, fingerprint: str, row: str, can_be_missing: bool) -> str:
    """The columns of `scoring batch`: outcomes, ranges, groups, limits, findings; points with two decimals."""
    each = null_safe() if can_be_missing else points()
    listed = ", ".join(f"{text} AS {id_}" for id_, text in each.items())
    inner = f"SELECT {row} AS r, {listed}, V1 FROM {source}"
    lows = " + ".join(f"COALESCE({id_}, 0)" for id_ in IDS)
    highs = " + ".join(f"COALESCE({id_}, {cents(WEIGHTS[id_])})" for id_ in IDS)
    if not can_be_missing:
        lows = highs = " + ".join(IDS)
    groups = ", ".join(f'{" + ".join(ids)} AS "{name}"' for name, ids in GROUPS.items())
    added = f"SELECT *, {lows} AS low0, {highs} AS high0, {groups} FROM ({inner})"
    cap = cents(CAP)
    if can_be_missing:  # an unknown veto may or may not bite
        low = f"CASE WHEN V1 IS FALSE THEN low0 ELSE LEAST(low0, {cap}) END"
        high = f"CASE WHEN V1 THEN LEAST(high0, {cap}) ELSE high0 END"
        known = " AND ".join(f"{id_} IS NOT NULL" for id_ in IDS)
        exact = f"CASE WHEN low = high AND (V1 OR ({known})) THEN low END"
        status = "CASE WHEN total IS NOT NULL AND " + known + " THEN 'complete' ELSE 'incomplete' END"
        graded = f"CASE WHEN {grade('low')} = {grade('high')} THEN {grade('low')} END"
        limits = "CASE WHEN V1 THEN 'veto' WHEN V1 IS NULL THEN 'veto?' ELSE '' END"
    else:
        low = high = f"CASE WHEN V1 THEN LEAST(low0, {cap}) ELSE low0 END"
        exact, status, graded = "low", "'complete'", grade("low")
        limits = "CASE WHEN V1 THEN 'veto' ELSE '' END"
    ranged = f"SELECT *, {low} AS low, {high} AS high FROM ({added})"
    closed = f"SELECT *, {exact} AS total FROM ({ranged})"
    outcome = "CASE WHEN {0} IS NOT NULL THEN 'scored' ELSE 'not_scorable' END" if can_be_missing else "'scored'"
    columns = ["r AS row", f"'{file}:' || CAST(r AS VARCHAR) AS project", f"{status} AS status"]
    columns += [
        f"{hundredths(name)} AS {shown}" for name, shown in (("total", "total"), ("low", "lowest"), ("high", "highest"))
    ]
    columns.append(f"{graded} AS grade")
    for id_ in IDS:
        columns += [f'{hundredths(id_)} AS "{id_}.points"', f'{outcome.format(id_)} AS "{id_}.outcome"']
    columns += [f"{hundredths(quoted)} AS {quoted}" for quoted in (f'"{name}"' for name in GROUPS)]
    columns += [f"{limits} AS limits", "'' AS findings", f"'{fingerprint}' AS rulebook"]
    return f"SELECT {', '.join(columns)} FROM ({closed})"


def hundredths(name: str) -> str:
    """Hundredths as DECIMAL(18,2), in the fastest way that was found."""
    return f"CAST(CAST({name} AS DECIMAL(5,0)) * CAST(0.01 AS DECIMAL(2,2)) AS DECIMAL(18,2))"


# ---------------------------------------------------------------- Polars


def polars(frame: Any) -> Any:
    """A lazy frame with 19 points, total and grade, in hundredths."""
    import polars as pl

    col, made = pl.col, {}

    def points_of(each: Decimal) -> Any:
        return pl.lit(cents(each), pl.Int64)

    def first_of(rows: Sequence[tuple[Any, Any]], last: Any) -> Any:
        for holds, result in reversed(rows):
            last = pl.when(holds).then(result).otherwise(last)
        return last

    for id_ in RATIOS:
        actual, target = col(f"{id_}_a"), col(f"{id_}_t")
        made[id_] = (2 * cents(WEIGHTS[id_]) * pl.min_horizontal(actual, target) + target) // (2 * target)
    for id_ in RATES:
        over, whole = col(f"{id_}_n"), col(f"{id_}_d")
        rows = [
            (over * 100 >= int(edge * 100) * whole, points_of(each)) for edge, each in edges(id_) if edge is not None
        ]
        made[id_] = first_of(rows, points_of(edges(id_)[-1][1]))
    for id_, each in PENALTIES.items():
        made[id_] = (cents(WEIGHTS[id_]) - cents(each) * col(f"{id_}_v")).clip(lower_bound=0)
    for id_, levels in JUDGED.items():
        rows = [(col(f"{id_}_l") == level, points_of(levels[level])) for level in LEVELS[:-1]]
        made[id_] = first_of(rows, points_of(levels[LEVELS[-1]]))
    raw = pl.sum_horizontal([col(id_) for id_ in IDS])
    total = pl.when(col("V1")).then(pl.min_horizontal(raw, pl.lit(cents(CAP), pl.Int64))).otherwise(raw).alias("total")
    grades = [(col("total") >= cents(edge), pl.lit(name)) for edge, name in GRADES if edge is not None]
    last = first_of(grades, pl.lit(GRADES[-1][1])).alias("grade")
    return (
        frame.select([col("V1"), *(each.alias(id_) for id_, each in made.items())])
        .with_columns(total)
        .with_columns(last)
    )


# ---------------------------------------------------------------- plain Python


def python(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Decimal, str]]:
    """Totals and grades with `decimal`; amounts come as Decimal."""
    cent, made = Decimal("0.01"), []
    for row in rows:
        earned = []
        for id_ in RATIOS:
            weight, actual, target = WEIGHTS[id_], row[f"{id_}_a"], row[f"{id_}_t"]
            earned.append((weight * min(actual, target) / target).quantize(cent, ROUND_HALF_UP))
        for id_ in RATES:
            over, whole = row[f"{id_}_n"], row[f"{id_}_d"]
            earned.append(next(each for edge, each in edges_of[id_] if edge is None or over >= edge * whole))
        for id_, each in PENALTIES.items():
            earned.append(max(WEIGHTS[id_] - each * row[f"{id_}_v"], Decimal(0)))
        for id_, levels in JUDGED.items():
            earned.append(levels[row[f"{id_}_l"]])
        total = sum(earned, Decimal(0))
        if row["V1"]:
            total = min(total, CAP)
        made.append((total, next(name for edge, name in GRADES if edge is None or total >= edge)))
    return made


edges_of = {id_: edges(id_) for id_ in RATES}


# ---------------------------------------------------------------- zen-engine


def zen_rules() -> str:
    """One expression node: the fastest form of zen-engine's own that was found."""
    expressions = []

    def add(key: str, value: str) -> None:
        expressions.append({"id": key, "key": key, "value": value})

    for id_ in RATIOS:
        add(id_, f"round({WEIGHTS[id_]} * min([{id_}_a / {id_}_t, 1]), 2)")
    for id_ in RATES:
        text = str(edges(id_)[-1][1])
        for edge, each in reversed(edges(id_)[:-1]):
            text = f"({id_}_n >= {edge} * {id_}_d ? {each} : {text})"
        add(id_, text)
    for id_, each in PENALTIES.items():
        add(id_, f"max([{WEIGHTS[id_]} - {each} * {id_}_v, 0])")
    for id_, levels in JUDGED.items():
        text = str(levels[LEVELS[-1]])
        for level in reversed(LEVELS[:-1]):
            text = f"({id_}_l == '{level}' ? {levels[level]} : {text})"
        add(id_, text)
    add("raw", " + ".join(f"$.{id_}" for id_ in IDS))
    add("total", f"V1 ? min([$.raw, {CAP}]) : $.raw")
    text = f"'{GRADES[-1][1]}'"
    for edge, name in reversed(GRADES[:-1]):
        text = f"($.total >= {edge} ? '{name}' : {text})"
    add("grade", text)
    nodes = [{"id": "in", "type": "inputNode", "name": "in", "content": {"schema": ""}},
             {"id": "x", "type": "expressionNode", "name": "x", "content": {"expressions": expressions, "passThrough": False}},
             {"id": "out", "type": "outputNode", "name": "out"}]  # fmt: skip
    wires = [
        {"id": "a", "sourceId": "in", "targetId": "x", "type": "edge"},
        {"id": "b", "sourceId": "x", "targetId": "out", "type": "edge"},
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": wires})


class Zen:
    """zen-engine's best batch: `evaluate_batch` in chunks of 500."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        import zen

        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {"r": json.loads(zen_rules())}}})
        self.rows = [{"key": "r", "context": dict(row)} for row in rows]

    def run(self) -> list[tuple[float, str]]:
        made = []
        for start in range(0, len(self.rows), 500):
            for one in self.engine.evaluate_batch(self.rows[start : start + 500]):
                result = one["data"]["result"]
                made.append((result["total"], result["grade"]))
        return made
