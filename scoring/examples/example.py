"""`[[example]]`s: what a rule, value, column, limit or check gives for given facts, tried on an engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from scoring.assessor.compiled import Declared, declared
from scoring.assessor.judgements import read_judgement
from scoring.documents.spelling import NO_RESULT, number, plain
from scoring.documents.spelling import value as spelled
from scoring.engines.exact.evaluation import Evaluation
from scoring.examples.coverage import reached_by
from scoring.nodes.kind import ANY, DATE, Kind
from scoring.nodes.node import Constant, Each, Name, Node
from scoring.problems import InputRefused, Problem, Text, has_errors, one_of
from scoring.program.levels import read_levels
from scoring.program.limits import COUNTED
from scoring.program.program import Indicator, Program
from scoring.project.fact_sheet import FactSheet, Reported
from scoring.project.facts import FactReader
from scoring.project.presumption import with_presumed
from scoring.project.rows import Row, put_rows_together, share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, Rulebook, Sections, text_of
from scoring.scorecard.figures import shown
from scoring.scorecard.outcome import score_indicator
from scoring.scorecard.results import value_of
from scoring.scorecard.trace import Trace
from scoring.values.bound import Bound
from scoring.values.number import show_number
from scoring.values.value import NotApplicable, Record, Unknown, Value

ROW_KEYS = ("actual", "target", "weight", "judged", "why")
OF_ROWS = (*ROW_KEYS, "in", "label", "rule", "claimed")
KINDS = ("rule", "value", "column", "limit", "check", "result")
EXPECTATIONS = ("earns", "gives", "bites", "broken", "missing")
UNDECIDED = "?"
"""What an example expects that states no result yet."""


@dataclass(frozen=True, slots=True)
class TriedExample:
    """An example tried: what was expected, what came out, and how, in words."""

    example: Entry[model.ExampleModel]
    subject: str
    label: Text
    passed: bool
    expected: str
    got: str
    trace: Text | None = None
    problems: tuple[Problem, ...] = ()
    reached: frozenset[tuple[str, str]] = frozenset()  # places and names of the clauses that counted
    came: Mapping[str, Any] = field(default_factory=dict)  # what came out, as the example would say it: {earns: 6}


def try_examples(rulebook: Rulebook, layers: Iterable[Sections], engine: str) -> Iterator[TriedExample]:
    """Every example of these layers, in the order in which they are written."""
    names = declared(rulebook, list(layers))
    if has_errors(names.problems):
        raise InputRefused(names.problems)
    for example in names.sections.examples:
        yield _Trial(example, names, engine).tried()


class _Trial:
    """One example being tried."""

    def __init__(self, example: Entry[model.ExampleModel], names: Declared, engine: str) -> None:
        self.example, self.names, self.engine = example, names, engine
        self.rulebook, self.sections, self.units = names.rulebook, names.sections, names.units
        self.problems: list[Problem] = []
        self.evaluations: list[Evaluation] = []
        self.bitten: set[tuple[str, str]] = set()

    def tried(self) -> TriedExample:
        named = [(kind, name) for kind in KINDS if (name := getattr(self.example.model, kind)) is not None]
        if len(named) != 1:
            message = Text("an example is of one rule, value, column, limit, check or result",
                           "一个示例只针对一个 rule、value、column、limit、check 或 result")  # fmt: skip
            fix = Text('add the one that is meant, such as rule = "…"', '补上所针对的，例如 rule = "…"')
            self.problems.append(Problem("one-inside", message, self.example.place, fix))
            return self._result("", "", "", False, None)
        kind, name = named[0]
        known = {"rule": self.sections.rules, "value": self.sections.values, "column": self.sections.columns,
                 "limit": self.rulebook.limits, "check": self.sections.checks, "result": self.rulebook.results}[kind]  # fmt: skip
        if name not in known:
            message = Text(f"there is no {kind} `{name}`", f"没有 {kind} {name}")
            self.problems.append(
                Problem(f"unknown-{kind}", message, self.example.at(kind), one_of(name, known) if known else None)
            )
            return self._result(name, "", "", False, None)
        try:
            tried: TriedExample = getattr(self, f"_of_{kind}")(name)
            return tried
        except InputRefused as refused:
            self.problems += refused.problems
            return self._result(name, self._expected(), "", False, None)

    def _result(
        self,
        name: str,
        expected: str,
        got: str,
        passed: bool,
        trace: Text | None,
        came: Mapping[str, Any] | None = None,
    ) -> TriedExample:
        label = text_of(self.example.model.label, self.example.name)
        sound = not has_errors(self.problems)
        reached = [reached_by(at, self.sections.rules) for at in self.evaluations]
        return TriedExample(self.example, name, label, passed and sound, expected, got, trace, tuple(self.problems),
                     frozenset(self.bitten.union(*reached)), came or {})  # fmt: skip

    # ------------------------------------------------------------------ what is given

    def _open(
        self, row: dict[str, Any] | None, rule: str | None, of_row: bool = False
    ) -> tuple[Program, FactSheet, Row | None]:
        """The program and the facts; with `of_row` those of a row that names its group, label and rule itself."""
        scope = self.names.scope
        rows: tuple[Row, ...] = ()
        inputs: dict[str, Reported] = {}
        if rule is not None or of_row:
            given = row or {}
            weight = given.get("weight", 10 if rule is None else self.sections.rules[rule].model.full or 10)
            taken = OF_ROWS if of_row else ("actual", "target", "why")
            written = {"in": "示例", "rule": rule, **{key: value for key, value in given.items() if key in taken}}
            try:
                judged = model.JudgedModel.model_validate(given["judged"]) if "judged" in given else None
                authored = model.IndicatorModel.model_validate({**written, "weight": weight, "judged": judged})
            except ValueError:
                message = Text("`given` is not understood", "given 无法理解")
                raise InputRefused([Problem("wrong-kind", message, self.example.at("given"))]) from None
            path = (*self.example.path, "given")
            entry = Entry("x", authored, self.example.document, path)
            rows, found = put_rows_together({"x": entry}, {}, self.units, {}, self.sections.group_names)
            self.problems += found
        program, problems = self.names.program(rows or None)
        self.problems += [p for p in problems if p.place.file == self.example.document.file
                          and p.code not in ("unknown-group",)]  # fmt: skip
        for row_ in rows:
            inputs.update(row_.inputs)
            entry_ = self.sections.rules.get(rule or row_.rule or program.indicators[0].criterion.rule)
            if row_.judged is not None and entry_ is not None:
                levels = read_levels(entry_, scope) if entry_.model.kind == "judged" else []
                found_, faults = read_judgement(row_, entry_, levels, self.units, {})
                inputs.update(found_)
                self.problems += faults
        sheet = self._sheet(
            row or {}, scope.state.fact_kinds, OF_ROWS if of_row else ROW_KEYS if rule is not None else ()
        )
        return program, sheet.with_(inputs), rows[0] if rows else None

    def _sheet(self, given: dict[str, Any], kinds: Any, of_the_row: Sequence[str]) -> FactSheet:
        sources = {str(value.get("source")): None for value in given.values() if isinstance(value, dict)}
        reader = FactReader(self.units, self.example.document, sources)
        reported: dict[str, Reported] = {}
        for name, raw in given.items():
            if name in of_the_row:
                continue
            path = (*self.example.path, "given", name)
            kind = kinds.get(name)
            if name == "period":
                kind, raw = DATE, str(raw)
            if kind is None:
                if name in self.sections.values or name.startswith(("total", "subtotal", "limit.")):
                    kind = ANY
                else:
                    message = Text(f"no fact `{name}` is declared", f"没有声明数据 {name}")
                    self.problems.append(Problem("unknown-fact", message, self.example.document.key_place(path)))
                    continue
            found = reader.reported(name, raw, kind, path)
            if found is not None:
                reported[name] = found
        self.problems += reader.problems
        return FactSheet(with_presumed(reported, self.sections.facts, kinds, self.units))

    def _evaluation(self, program: Program, sheet: FactSheet) -> Evaluation:
        at = Evaluation(program, sheet)
        self.evaluations.append(at)
        for name in ("total", *(name for name in sheet.reported if name.startswith(("subtotal.", "limit.")))):
            reported = sheet.get(name)
            if reported is not None:
                at.given["total.earned" if name == "total" else name] = reported.value
                at.given[name] = at.given[COUNTED + name] = reported.value
        return at

    # ------------------------------------------------------------------ what comes out

    def _expected(self) -> str:
        written = self.example.model
        if written.missing is not None:
            return "missing: " + ", ".join(written.missing) if written.missing else "missing"
        for expected in (written.earns, written.gives, written.bites, written.broken):
            if expected is not None:
                return expected if isinstance(expected, str) else spelled(expected)
        return UNDECIDED

    def _of_rule(self, name: str) -> TriedExample:
        given = dict(self.example.model.given)
        program, sheet, _ = self._open(given, name)
        if has_errors(self.problems) or not program.indicators:
            return self._result(name, self._expected(), "", False, None)
        at = self._evaluation(program, sheet)
        indicator: Indicator = program.indicators[0]
        for requirement in program.requirements:
            if at.condition(requirement.that) is False:
                raise InputRefused(
                    [Problem(requirement.code, requirement.message, self.example.at("given"), requirement.fix)]
                )
        scored = score_indicator(indicator, at, declared=False)
        at.demand()
        wanted = self.example.model
        if scored.outcome == "scored" and scored.range is not None:
            points = scored.range.low
            read = share_or_points(wanted.earns) if wanted.earns is not None else None
            passed = read is not None and read[0] == "points" and read[1] == points and wanted.missing is None
            trace = (
                Trace(at).of_points(indicator.criterion, indicator.actual, points, 2) if scored.policy is None else None
            )
            return self._result(name, self._expected(), show_number(points), passed, trace, {"earns": number(points)})
        missing = tuple(m.removeprefix("x.") for m in scored.unknown.missing) if scored.unknown else ()
        passed = wanted.missing is not None and wanted.earns is None and set(wanted.missing) <= set(missing)
        return self._missing(name, missing, passed)

    def _missing(self, name: str, missing: Iterable[str], passed: bool) -> TriedExample:
        names = list(missing)
        return self._result(name, self._expected(), "missing: " + ", ".join(names), passed, None, {"missing": names})

    def _of_value(self, name: str) -> TriedExample:
        program, sheet, _ = self._open(dict(self.example.model.given), None)
        definition = next((one for one in program.definitions if one.name == name), None)
        if definition is None or has_errors(self.problems):
            return self._result(name, self._expected(), "", False, None)
        return self._compared(name, Name(definition.kind, name), self._evaluation(program, sheet), program)

    def _of_column(self, name: str) -> TriedExample:
        """A column for the record whose fields are given; it is the only one of its list where that is not given."""
        scope, place = self.names.scope, self.example.at("column")
        listed = scope.find(name.partition(".")[0], place)
        fields = dict(listed.kind.fields) if listed is not None else {}
        given = self.example.model.given
        program, sheet, _ = self._open({key: raw for key, raw in given.items() if key not in fields}, None)
        definition = next((one for one in program.definitions if one.name == name), None)
        record = self._record({key: raw for key, raw in given.items() if key in fields}, fields)
        if definition is None or has_errors(self.problems):
            return self._result(name, self._expected(), "", False, None)
        if not isinstance(definition.node, Each):
            message = Text("a place is one among other records", "名次是在其他记录中的名次")
            fix = Text("try it in a [[scorecard]], with all records", "写在 [[scorecard]] 中，列出全部记录")
            self.problems.append(Problem("wrong-kind", message, place, fix))
            return self._result(name, self._expected(), "", False, None)
        root = scope.root_of(listed.kind.of) if listed is not None else ""
        if sheet.get(root) is None:
            sheet = sheet.with_({root: Reported(root, (record,), "1 条", place)})
        at = self._evaluation(program, sheet)
        with at.looking_at(definition.node.scope, record):
            return self._compared(name, definition.node.body, at, program)

    def _record(self, given: dict[str, Any], fields: Mapping[str, Kind]) -> Record:
        """A record of the fields that are given; the others are missing."""
        reader = FactReader(self.units, self.example.document, {})
        read = {
            key: reader.reported(key, raw, fields[key], (*self.example.path, "given", key))
            for key, raw in given.items()
        }
        self.problems += reader.problems
        known = {key: one.value for key, one in read.items() if one is not None}
        return Record({**{key: Unknown((key,)) for key in fields}, **known}, 0)

    def _of_result(self, name: str) -> TriedExample:
        program, sheet, _ = self._open(dict(self.example.model.given), None)
        result = next(one for one in program.results if one.name == name)
        at = self._evaluation(program, sheet)
        value = at.needed(result.node) if result.members is None else value_of(result, at)
        at.demand()
        if isinstance(value, Fraction) and result.rounding is not None:
            value = result.rounding.apply(value)
        return self._compared(name, Constant(result.kind, value), at, program)

    def _compared(self, name: str, node: Node, at: Evaluation, program: Program) -> TriedExample:
        value = at.needed(node)
        at.demand()
        wanted = self.example.model
        if isinstance(value, Unknown):
            passed = wanted.missing is not None and set(wanted.missing) <= set(value.missing)
            return self._missing(name, value.missing, passed)
        passed = wanted.missing is None and self._same(
            wanted.gives if wanted.gives is not None else wanted.earns, value, node
        )
        told = shown(value, node.kind, program, "zh")
        return self._result(
            name, self._expected(), told, passed, Trace(at).of_value(node), self._came(value, told, node)
        )

    def _came(self, value: Value, told: str, node: Node) -> dict[str, Any]:
        """A value as `gives` would say it: like what stands there where it can be, and so that it is read as the same."""
        ways = [told, plain(value)] if isinstance(self.example.model.gives, str | None) else [plain(value), told]
        before = len(self.problems)
        fitting = [way for way in ways if self._same(way, value, node)]
        del self.problems[before:]
        return {"gives": fitting[0]} if fitting else {}

    def _same(self, wanted: Any, value: Value, node: Node) -> bool:
        if isinstance(value, Unknown | NotApplicable | Bound):
            return bool(wanted == plain(value))
        if value is None or wanted == NO_RESULT:
            return value is None and wanted == NO_RESULT
        if isinstance(value, bool) or isinstance(wanted, bool):
            return value is wanted
        if isinstance(value, Fraction):
            reader = FactReader(self.units, self.example.document, {})
            kind = node.kind if node.kind.name == "number" and not isinstance(wanted, str) else ANY
            read = reader.value(wanted, kind, (*self.example.path, "gives"))
            return read is not None and read.value == value
        if isinstance(value, dict) and isinstance(wanted, dict):
            return set(wanted) == set(value) and all(self._same(wanted[key], value[key], node) for key in wanted)
        if isinstance(value, tuple) and isinstance(wanted, list):
            pairs = zip(wanted, value, strict=False)
            return len(wanted) == len(value) and all(self._same(one, other, node) for one, other in pairs)
        return str(value) == str(wanted)

    def _of_limit(self, name: str) -> TriedExample:
        program, sheet, _ = self._open(dict(self.example.model.given), None)
        limit = next((one for one in program.limits if one.name == name), None)
        if limit is None:
            return self._result(name, self._expected(), "", False, None)
        at = self._evaluation(program, sheet)
        for other in program.limits:
            value = at.value(other.when)
            at.given.setdefault(f"limit.{other.name}", value)
        value = at.needed(limit.when)
        at.demand()
        got = "unknown" if isinstance(value, Unknown) else "yes" if value is True else "no"
        self.bitten.add((str(limit.place), got))
        return self._result(name, self._expected(), got, self.example.model.bites == got, None, {"bites": got})

    def _of_check(self, name: str) -> TriedExample:
        of_row = name in self.sections.checks and self.sections.checks[name].model.each is not None
        program, sheet, _ = self._open(dict(self.example.model.given), None, of_row)
        checks = [one for one in program.checks if one.name == name]
        if (not checks and not of_row) or has_errors(self.problems):
            return self._result(name, self._expected(), "", False, None)
        at = self._evaluation(program, sheet)
        truths = [at.needed(check.that) for check in checks]  # none: the row is none of those that it is for
        at.demand()
        unknown = next((truth for truth in truths if isinstance(truth, Unknown)), None)
        if unknown is not None and all(truth is not False for truth in truths):
            missing = tuple(missing.removeprefix("x.") for missing in unknown.missing)
            passed = self.example.model.missing is not None and set(self.example.model.missing) <= set(missing)
            return self._missing(name, missing, passed)
        broken = any(truth is False for truth in truths)
        held = self.example.model.broken is broken
        return self._result(name, self._expected(), spelled(broken), held, None, {"broken": broken})
