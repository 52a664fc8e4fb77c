"""Whole rulebooks with their indicator sets, made up from a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.generators.author import MODES, POLICIES, SIGNS, Author, Data, Fact, Generated, Row, Rule
from tests.generators.documents import REVISION
from tests.generators.facts import OF_THEIR_OWN, facts
from tests.generators.formulas import written
from tests.generators.groups import frame, groups
from tests.generators.outcome import checks, grade, grades_of_results, limits
from tests.generators.remarks import BASES, remark
from tests.generators.results import results
from tests.generators.rows import rows as rows_of
from tests.generators.rules import rules as rules_of
from tests.generators.values import values


def generated(seed: int, kleene: bool = False) -> Generated:
    """The rulebook and set of this number. `kleene`: one that never tells missing from known, and declares no policy."""
    at = Author(seed, kleene)
    declared = facts(at)
    computed = values(at)
    rules = rules_of(at)
    alone = at.chance(0.06)  # results alone, without any indicator
    rows = () if alone else rows_of(at, rules)
    rulebook: Data = {
        "format": 1,
        "rulebook": _header(at, rows, rules),
        "unit": {name: dict(unit) for name, unit in OF_THEIR_OWN.items()},
        "fact": declared,
        "value": computed,
        "rule": {name: rule.data for name, rule in rules.items()},
        "check": checks(at, rules),
        "basis": BASES,
    }
    rulebook["result"], numbers = results(at, rows, alone)
    if at.chance(0.6):
        rulebook["grade"] = grade(at)
    elif at.chance(0.5):
        rulebook["grade"] = grades_of_results(at, rulebook["result"], numbers)
    rulebook["limit"] = limits(at, rows, list(rulebook["result"]) if alone else ())
    rulebook["group"] = groups(at, rows, rules)
    rulebook["frame"] = frame(at, rows)
    adds_up = rulebook["rulebook"].get("total") == sum(row.weight for row in rows)
    if adds_up and not rulebook["group"] and not any("weight" in row.open for row in rows) and at.chance(0.4):
        rulebook["rulebook"]["weights_off_total"] = "stop"
    indicators = {row.id: {key: row.written[key] for key in row.written if key not in row.open} for row in rows}
    indicator_set: Data = {"format": 1, "indicator_set": {"name": "set", "rules": "generated"}, "indicator": indicators}
    if rows and not kleene and at.chance(0.3):
        _of_set(at, rulebook, indicator_set, rules)
    if seed % 7 == 0:
        moved = {"moved": "无"} if seed % 2 else {"moved": {"zh": "无", "en": "nobody"}}
        rulebook["revision"] = [{"on": date(2025, 1, 1), **REVISION, **moved}]
        indicator_set["revision"] = [{"on": date(2025, 1, 2), **REVISION}]
    remark(at, rulebook)
    remark(at, indicator_set)
    thresholds = {name: sorted(found) for name, found in at.writer.thresholds.items()}
    return Generated(seed, kleene, rulebook, indicator_set, at.facts, rows, thresholds, at.grades)


def _header(at: Author, rows: Sequence[Row], rules: Mapping[str, Rule]) -> Data:
    whole = sum((row.weight for row in rows), Fraction(0))
    header: Data = {"name": "generated", "weights_off_total": "finding"}
    if rows and at.chance(0.6):
        header["total"] = Decimal(written(whole)) if at.chance(0.8) else 100
    if at.chance(0.7):
        header["points"] = at.choice(({"decimals": 2}, {"decimals": 1, "mode": at.choice(MODES)},
                                      {"decimals": 3, "mode": at.choice(MODES)}, at.rounding()))  # fmt: skip
    if at.chance(0.15):
        header["values"] = at.rounding()
    if at.presumes(0.2):
        tables = all("rows" in rule.data for rule in rules.values())
        header["missing"] = {"row": 1} if tables else at.choice((*POLICIES, "not_scorable", {"value": Decimal("0.5")}))
    header["not_applicable"] = at.choice(("rescale", "rescale", "siblings", "full"))
    if rows and at.chance(0.2):
        header["rule_for"] = dict.fromkeys((*SIGNS, "定性")[: at.choice((5, 6))], rows[0].rule_name)
    if at.chance(0.1):
        header["effective"] = {"from": date(2023, 1, 1)} | ({"to": date(2026, 12, 31)} if at.chance(0.5) else {})
    return header


def _of_set(at: Author, rulebook: Data, indicator_set: Data, rules: Mapping[str, Rule]) -> None:
    """Sections that the set has itself: a fact, a value, a unit, a check, a rule that moved here from the rulebook, a group."""
    indicator_set["fact"] = {"of_set": at.choice(({"kind": "yes_no"}, {"kind": "number"}))}
    at.facts["of_set"] = Fact("yes_no" if indicator_set["fact"]["of_set"]["kind"] == "yes_no" else "plain")
    indicator_set["value"] = {"known_of_set": {"is": "if known(of_set) then 1 else 0"}}
    indicator_set["unit"] = {"筐": {"is": "24 捆"}}
    indicator_set["basis"] = {"notice": {"title": "通知"}}
    indicator_set["check"] = {"c_of_set": {"that": "known_of_set >= 0", "basis": "notice"}}
    name = at.choice(list(rules))
    others: list[Any] = [rulebook[section] for section in ("check", "rulebook")]
    if f"'{name}'" not in str(others):
        indicator_set["rule"] = {name: rulebook["rule"].pop(name)}
    if rulebook["group"]:
        path = at.choice(list(rulebook["group"]))
        indicator_set["group"] = {path: rulebook["group"].pop(path)}
