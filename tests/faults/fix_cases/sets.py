"""Mistakes in sets of indicators."""

from __future__ import annotations

from tests.faults.fix_cases.case import RULES, Case, in_set

SETS: list[str | Case] = [
    in_set(
        'X = { in = "g", weight = 10, rule = "⟦rows⟧⟦declare a bonus: between = [0, …]⟧⟦bonus⟧" }\n',
        RULES
        + '[rule.rows]\nby = "people"\nrows = [["> 5", 12], ["else", 0]]\n[rule.bonus]\nby = "people"\nrows = [["> 5", 12], ["else", 0]]\nbetween = [0, 12]\n',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\nY = { in = "⟦qqq⟧⟦add [group."qqq"]⟧⟦a⟧", weight = 10, rule = "reach" }\n',
        sections="[group.a]\n",
    ),
    in_set(
        'X = { in = "a", weight = ⟦20⟧⟦say departs = "…" in [indicator_set]⟧⟦10⟧, rule = "reach" }\n',
        RULES + "[frame.a]\nweight = 10\n",
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\nY = { in = "a", weight = ⟦0⟧⟦take `Y` out of `a`⟧⟦5⟧, rule = "reach" }\n',
        sections='[group.a]\ncombine = "mean"\n',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\n',
        sections='[group.a]\ncombine = "⟦count⟧⟦write sum, mean, geomean, median, min, max or product⟧⟦mean⟧"\n',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\n',
        sections='[group.a]\ncombine = "geomean"\n⟦⟧⟦add round = { decimals = 2 }⟧⟦round = { decimals = 2 }\n⟧',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\nY = { in = "b", weight = 10, rule = "reach" }\n',
        sections='[group.a]\nweight = ⟦30⟧⟦combine degrees: combine = "mean"⟧⟦30\ncombine = "mean"⟧\n[group.b]\n',
    ),
    in_set('X = { in = "a", weight = 10, rule = "reach" }\n', sections="[group.⟦qqq⟧⟦groups are a⟧⟦a⟧]\n"),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach", missing = { value = ⟦20⟧⟦write a value between these ends⟧⟦"60%"⟧ } }\n'
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\n⟦⟧⟦delete it, or name it in an indicator⟧⟦Y = { in = "a", weight = 10, rule = "own" }\n⟧',
        sections='[rule.own]\nkind = "proportional"\n',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\n',
        sections='⟦[fact.more]\nunit = "元"\n⟧⟦delete it, or use it⟧⟦⟧',
    ),
    in_set(
        'X = { in = "a", weight = 10, rule = "reach" }\nY = { in = "a", weight = 10, rule = "low" }\n',
        RULES
        + '[rule.low]\ngives = "points"\nis = "-people"\nbetween = [⟦-5⟧⟦combine by "mean", or let the rule not go below 0⟧⟦0⟧, 10]\n',
        '[group.a]\ncombine = "product"\n',
    ),
]
