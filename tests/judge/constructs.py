"""The four constructs: a formula, a table of rows, straight lines, a combination of members."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.judge.formulas import Formula, Reader, Scope, compared, evaluate, function, read
from tests.judge.quantities import (
    STATES,
    Amount,
    Answer,
    Fault,
    Missing,
    NotApplicable,
    Nothing,
    Record,
    Refused,
    Rounding,
    Span,
    Unit,
    both,
    either,
    exactly,
    may_be_outside,
    missing,
    multiplied,
    open_among,
    state_among,
)

Section = dict[str, Any]
SIGNS = ("==", "!=", "<=", ">=", "<", ">")


@dataclass
class Row:
    cells: list[Any]
    results: list[Any]
    id: str | None = None
    label: str | None = None


def rounding(section: Section | None) -> Rounding | None:
    if section is None:
        return None
    step = section.get("step")
    return Rounding(
        decimals=section.get("decimals"),
        step=exactly(step) if step is not None else None,
        significant=section.get("significant"),
        mode=section.get("mode", "half_up"),
    )


def keys_of(section: Section) -> list[str]:
    by = section.get("by", [])
    return [by] if isinstance(by, str) else list(by)


def rows_of(section: Section) -> list[Row]:
    width = len(keys_of(section))
    found: list[Row] = []
    for written in section["rows"]:
        row = written["row"] if isinstance(written, dict) else written
        named = written if isinstance(written, dict) else {}
        cells = 1 if row[0] == "else" or width == 0 else width
        found.append(Row(list(row[:cells]), list(row[cells:]), named.get("id"), named.get("label")))
    return found


def gives_text(gives: object) -> bool:
    return gives == "text" or (isinstance(gives, list) and all(isinstance(option, str) for option in gives))


class Construct:
    """One value, rule, part or result: what comes of its inside in a scope, before `when`, `missing`, `between` and `round`."""

    def __init__(self, section: Section, units: dict[str, Unit]) -> None:
        self.section = section
        self.units = units

    def answer(self, scope: Scope) -> Answer:
        section = self.section
        if "is" in section:
            return evaluate(read(section["is"], self.units), scope)
        if "rows" in section:
            return self.table(scope)
        if "lines" in section:
            return self.line(scope)
        if "of" in section:
            return self.combination(scope)
        raise Refused("no-construct")

    # rows

    def keys(self, scope: Scope) -> list[Answer]:
        return [evaluate(read(key, self.units), scope) for key in keys_of(self.section)]

    def table(self, scope: Scope) -> Answer:
        rows = rows_of(self.section)
        keys = self.keys(scope)
        inner = scope.with_names(it=keys[0]) if len(keys) == 1 else scope
        hit = self.section.get("hit", "first")
        if hit == "first":
            for at, row in enumerate(rows):
                holds = self.holds(row, keys, inner)
                if holds is True:
                    return self.result(row.results, inner)
                if isinstance(holds, Missing):
                    later = [self.holds(other, keys, inner) for other in rows[at + 1 :]]
                    later += [self.result(other.results, inner) for other in rows[at:]]
                    return open_among(holds, [*later, self.no_row(inner)])
                if isinstance(holds, STATES):
                    return holds
            return self.no_row(inner)
        truths: list[Answer] = [self.holds(row, keys, inner) for row in rows if row.cells[0] != "else"]
        others = [row for row in rows if row.cells[0] != "else"]
        taken = [row for row, holds in zip(others, truths, strict=True) if holds is True]
        if hit == "unique" and len(taken) > 1:
            return Fault("several-rows")
        undecided = state_among(truths)
        if isinstance(undecided, Missing):
            may = [row for row, holds in zip(others, truths, strict=True) if holds is not False]
            last = [] if taken else [row for row in rows if row.cells[0] == "else"]
            results = [self.result(row.results, inner) for row in [*may, *last]]
            return open_among(undecided, [*results, *([] if taken else [self.no_row(inner)])])
        if undecided is not None:
            return undecided
        if not taken:
            last = [row for row in rows if row.cells[0] == "else"]
            if hit == "count" and not last and "otherwise" not in self.section:
                return Amount(Fraction(0))
            return self.result(last[0].results, inner) if last else self.no_row(inner)
        if hit == "count":
            return Amount(Fraction(len(taken)))
        return self.several(hit, [self.result(row.results, inner) for row in taken])

    def several(self, hit: str, answers: list[Answer]) -> Answer:
        state = state_among(answers)
        if state is not None:
            return state
        if hit == "unique":
            return answers[0]
        if hit == "any":
            return answers[0] if all(answer == answers[0] for answer in answers) else Fault("several-rows")
        if hit == "priority":
            order = list(self.section["gives"])
            return min(answers, key=lambda answer: order.index(answer))
        if hit in ("sum", "min", "max"):
            return function(hit, answers)
        raise Refused("hit")

    def no_row(self, scope: Scope) -> Answer:
        if "otherwise" not in self.section:
            return Fault("no-row")
        otherwise = self.section["otherwise"]
        return self.result(otherwise if isinstance(otherwise, list) else [otherwise], scope)

    def holds(self, row: Row, keys: list[Answer], scope: Scope) -> Answer:
        if row.cells[0] == "else":
            return True
        if not keys:
            cell = row.cells[0]
            return evaluate(read(cell, self.units), scope)
        return both([self.fits(cell, key, scope) for cell, key in zip(row.cells, keys, strict=True)])

    def fits(self, cell: object, key: Answer, scope: Scope) -> Answer:
        if isinstance(cell, list):
            return either([self.fits(member, key, scope) for member in cell])
        if cell == "-":
            return True
        if cell == "missing":
            undefined = key == Fault("zero")
            return key if isinstance(key, Fault) and not undefined else isinstance(key, Missing | NotApplicable | Fault)
        if isinstance(cell, dict):
            raise Refused("cell")
        if isinstance(key, STATES):
            return key
        if isinstance(cell, str) and cell.startswith(SIGNS):
            return evaluate(self.test(cell), scope.with_names(tested=key))
        if isinstance(key, Amount | Span):
            return compared("==", key, evaluate(read(cell, self.units), scope))
        return key == cell

    def test(self, cell: str) -> Formula:
        """`>= 18 and < 65`: comparisons whose left side is the tested value."""
        reader = Reader(cell, self.units)

        def one() -> Formula:
            sign = reader.take(*SIGNS)
            if sign is None:
                raise Refused("cell")
            return (sign, ("name", "tested"), reader.sum())

        def joined(word: str, member: Callable[[], Formula]) -> Formula:
            members = [member()]
            while reader.take(word):
                members.append(member())
            return members[0] if len(members) == 1 else (word, members)

        found = joined("or", lambda: joined("and", one))
        if reader.peek()[0] != "end":
            raise Refused("cell")
        return found

    def result(self, written: list[Any], scope: Scope) -> Answer:
        gives = self.section.get("gives")
        if isinstance(gives, dict):
            parts = [
                (name, self.cell(cell, kind, scope)) for (name, kind), cell in zip(gives.items(), written, strict=True)
            ]
            return Record(tuple(parts))
        return self.cell(written[0], gives, scope)

    def cell(self, cell: object, gives: object, scope: Scope) -> Answer:
        if isinstance(cell, dict) and cell.get("none"):
            return Nothing()
        if gives_text(gives):
            return str(cell)
        return evaluate(read(cell, self.units), scope)

    # lines

    def line(self, scope: Scope) -> Answer:
        key = self.keys(scope)[0]
        if isinstance(key, STATES):
            return key
        if isinstance(key, Span):
            return self.line_of_span(key, scope)
        if not isinstance(key, Amount):
            refuse()
        inner = scope.with_names(it=key)
        for written in self.section["lines"]:
            left, right = (self.number(end, scope) for end in written[:2])
            if not left.number <= key.number <= right.number:
                continue
            low, high = (evaluate(read(end, self.units), inner) for end in written[2:])
            state = state_among([low, high])
            if state is not None:
                return state
            assert isinstance(low, Amount) and isinstance(high, Amount)
            if left.number == right.number:
                return low if low == high else Fault("zero")
            share = (key.number - left.number) / (right.number - left.number)
            return Amount(low.number + (high.number - low.number) * share, low.kind)
        return self.no_row(inner)

    def line_of_span(self, key: Span, scope: Scope) -> Answer:
        """What lies beyond every line, wherever it lies, has what the lines say otherwise."""
        for written in self.section["lines"]:
            left, right = (self.number(end, scope) for end in written[:2])
            if both([compared(">=", key, left), compared("<=", key, right)]) is not False:
                return Missing(key.missing)
        return self.no_row(scope)

    def number(self, written: object, scope: Scope) -> Amount:
        answer = evaluate(read(written, self.units), scope)
        return answer if isinstance(answer, Amount) else refuse()

    # of

    def combination(self, scope: Scope) -> Answer:
        combine = self.section["combine"]
        policy = self.section.get("missing")
        members: list[tuple[Answer, Answer]] = []
        away: list[NotApplicable] = []
        unknown: list[Missing] = []
        for written in self.section["of"]:
            name, weight = written if isinstance(written, list) else (written, 1)
            answer = evaluate(read(name, self.units), scope)
            if isinstance(answer, NotApplicable):
                away.append(answer)
                continue
            if isinstance(answer, Missing) and policy == "leave_out":
                unknown.append(answer)
                continue
            if isinstance(answer, Missing) and policy == "zero":
                answer = Amount(Fraction(0))
            members.append((answer, evaluate(read(weight, self.units), scope)))
        state = state_among([answer for member in members for answer in member])
        if isinstance(state, Missing):
            return Missing(state.names, all(may_be_outside(value) for value, _ in members))
        if state is not None:
            return state
        if not members:
            return unknown[0] if unknown else away[0]
        return combined(combine, members)


def refuse() -> Any:
    raise Refused("type")


def combined(combine: str, members: list[tuple[Answer, Answer]]) -> Answer:
    """`members` are values with their weights, all known."""
    if any(isinstance(value, Span) for value, _ in members):
        return missing(*{name for value, _ in members if isinstance(value, Span) for name in value.missing})
    values = [value for value, _ in members if isinstance(value, Amount)]
    weights = [weight.number for _, weight in members if isinstance(weight, Amount)]
    if not len(values) == len(weights) == len(members):
        raise Refused("type")
    kind = values[0].kind
    if combine == "product":
        for value in values[1:]:
            kind = multiplied(kind, value.kind, 1)
        return Amount(math.prod((value.number for value in values), start=Fraction(1)), kind)
    if combine == "sum":
        return Amount(sum((w * v.number for v, w in zip(values, weights, strict=True)), start=Fraction(0)), kind)
    if combine == "mean":
        over = sum(weights, start=Fraction(0))
        if over == 0:
            return Fault("zero")
        summed = sum((w * v.number for v, w in zip(values, weights, strict=True)), start=Fraction(0))
        return Amount(summed / over, kind)
    if combine == "count":
        return Amount(Fraction(len(values)))
    return function(combine, list(values))


# `when`, `missing`, `between`, `round` around a construct


def kept_within(number: Fraction, lowest: Fraction | None, highest: Fraction | None) -> Fraction:
    if highest is not None and number > highest:
        number = highest
    if lowest is not None and number < lowest:
        number = lowest
    return number


def full_answer(section: Section, units: dict[str, Unit], scope: Scope) -> Answer:
    """What a value or result comes to. Outside `when` it does not apply; a bound wins over rounding."""
    if "when" in section:
        holds = evaluate(read(section["when"], units), scope)
        if isinstance(holds, Missing):
            return Missing(holds.names, True)
        if isinstance(holds, NotApplicable | Fault):
            return holds
        if holds is False:
            return NotApplicable(f"`{section['when']}` does not hold")
    construct = Construct(section, units)
    answer = construct.answer(scope)
    if isinstance(answer, Missing | NotApplicable) or answer == Fault("zero"):
        answer = instead(section, construct, scope, answer)
    if not isinstance(answer, Amount):
        return answer
    lowest, highest = ends(section, units, scope)
    rule = rounding(section.get("round"))
    number = rounded_in(rule, answer.number, section, units) if rule is not None else answer.number
    return Amount(kept_within(number, lowest, highest), answer.kind)


def rounded_in(rule: Rounding, number: Fraction, section: Section, units: dict[str, Unit]) -> Fraction:
    """Rounded in the unit that the section declares, if it declares one."""
    unit = units.get(section.get("unit", ""))
    return rule.of(number / unit.size) * unit.size if unit is not None else rule.of(number)


def ends(section: Section, units: dict[str, Unit], scope: Scope) -> tuple[Fraction | None, Fraction | None]:
    if "between" not in section:
        return None, None
    low, high = (evaluate(read(end, units), scope) for end in section["between"])
    if not isinstance(low, Amount) or not isinstance(high, Amount):
        raise Refused("type")
    return low.number, high.number


def instead(section: Section, construct: Construct, scope: Scope, answer: Answer) -> Answer:
    """What a value's missing policy makes of what is missing or does not apply."""
    policy = section.get("missing")
    if policy == "zero" and "of" not in section:
        return Amount(Fraction(0))
    if isinstance(policy, dict) and "value" in policy:
        return evaluate(read(policy["value"], construct.units), scope)
    if isinstance(policy, dict) and "row" in policy:
        return row_named(construct, policy["row"], scope)
    return answer


def row_named(construct: Construct, name: object, scope: Scope) -> Answer:
    """What the row earns that a policy names: by number from 1, id, label, or its cells as written."""
    rows = rows_of(construct.section)
    keys = construct.keys(scope)
    inner = scope.with_names(it=keys[0]) if len(keys) == 1 else scope
    if isinstance(name, int):
        return construct.result(rows[name - 1].results, inner)
    for row in rows:
        if name in (row.id, row.label) or [name] == row.cells:
            return construct.result(row.results, inner)
    raise Refused("no-row")
