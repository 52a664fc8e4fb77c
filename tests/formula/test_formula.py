"""Formulas: their grammar, their units, and what is said about those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.formula.cells import parse_literal, parse_test
from scoring.formula.names import Around
from scoring.formula.parser import parse
from scoring.nodes.kind import ANY, DATE, NUMBER, SHARE, TEXT, YES_NO, Kind
from scoring.nodes.node import Arithmetic, Choose, Compare, Constant, Each, Evidenced, Item, Logic, Name, Node, Pick
from scoring.nodes.printing import written
from scoring.nodes.walk import children
from scoring.problems import Place, Problem, nearest
from scoring.values.day import Day
from scoring.values.units import Units

UNITS = Units.standard()
YUAN = Kind("number", (("元", 1),), "万元")
DAYS = Kind("number", (("天", 1),), "天")
LEVEL = Kind("text", options=("negligible", "marginal", "critical"))
PLACE = Place("rules/own/rulebook.toml", 12, 9)

KINDS = {
    "spent": YUAN,
    "budget": YUAN,
    "预算": YUAN,
    "days_late": DAYS,
    "actual": SHARE,
    "weight": NUMBER,
    "staff": Kind("number", (("人", 1),), "人"),
    "diverted": YES_NO,
    "planned": YES_NO,
    "safety": LEVEL,
    "note": TEXT,
    "arrived_on": DATE,
    "anything": ANY,
    "limit.diverted": YES_NO,
    "deployer": Kind("record", fields=(("status", LEVEL), ("rate", SHARE))),
    "subprojects": Kind("list", fields=(("cost", YUAN), ("paid", YUAN), ("done", YES_NO), ("spent", YUAN))),
}


class Rulebook:
    """The names above, and one value with a parameter: goalpost(x)."""

    around = ()

    def column(self, name: str, around: Around, at: Place) -> None:
        return None

    def find(self, name: str, at: Place) -> Node | None:
        return Name(KINDS[name], name) if name in KINDS else None

    def columns(self, around: object) -> list[str]:
        return []

    def near(self, name: str) -> str | None:
        return nearest(name, KINDS)

    def call(self, name: str, args: tuple[Node, ...], at: Place) -> tuple[Node | None, list[Problem]] | None:
        return (Arithmetic(NUMBER, "abs", args), []) if name == "goalpost" else None


def understood(text: str) -> Node:
    node, problems = parse(text, Rulebook(), UNITS, PLACE)
    assert node is not None and not problems, problems
    return node


def refused(text: str) -> list[Problem]:
    node, problems = parse(text, Rulebook(), UNITS, PLACE)
    assert node is None and problems
    return problems


def only(problems: list[Problem]) -> tuple[str, int, int, str]:
    """Code, offset and length in the formula, fix."""
    assert len(problems) == 1, problems
    problem = problems[0]
    assert problem.message.zh
    return problem.code, problem.place.column - 9, problem.place.length, problem.fix.en if problem.fix else ""


# ---------------------------------------------------------------- grammar


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("1 + 2 * 3 ^ 4", "1 + (2 * (3 ^ 4))"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("2 ^ 3 ^ 2", "2 ^ (3 ^ 2)"),
        ("-weight ^ 2", "-(weight ^ 2)"),
        ("2 ^ -weight * 3", "(2 ^ (-weight)) * 3"),
        ("not diverted and planned", "(not diverted) and planned"),
        ("diverted or planned and diverted", "diverted or (planned and diverted)"),
        ("not weight > 3", "not (weight > 3)"),
        ("weight + 1 > 2 * 3", "(weight + 1) > (2 * 3)"),
        ("if diverted then 1 else 2 + 3", "if diverted then 1 else (2 + 3)"),
    ],
)
def test_operators_bind_as_in_mathematics(text: str, grouped: str) -> None:
    assert written(understood(text)) == written(understood(grouped)) == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("((spent))/(budget)", "spent / budget"),
        ("10万元", "10 万元"),
        ("95 %", "95%"),
        ("(-2)^2", "(-2) ^ 2"),
        ("--2", "2"),
        ("'a' == note", '"a" == note'),
        ("safety in ['marginal', 'critical']", 'safety == "marginal" or safety == "critical"'),
        ("note not in ('x')", 'not note == "x"'),
        ("1+(if diverted then 2 else 3)", "1 + (if diverted then 2 else 3)"),
        ("count(subprojects)", "count(subprojects)"),
        ("sum( subprojects , paid/cost )", "sum(subprojects, paid / cost)"),
        ("days(arrived_on,2024-11-30)>0", "days(arrived_on, 2024-11-30) > 0"),
        ("deployer.rate>=95%", "deployer.rate >= 95%"),
        ("goalpost(1+1)*2", "abs(1 + 1) * 2"),
        ("diverted == (not planned)", "diverted == (not planned)"),
    ],
)
def test_a_formula_has_a_normal_form(text: str, normal: str) -> None:
    assert written(understood(text)) == normal


formulas = st.recursive(
    st.sampled_from(["weight", "2", "0.5", "-3", "1%", "actual", "(spent / budget)", "anything"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/^"), inner),
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*/^"), inner),
        st.builds("-{}".format, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max", "mean"]), inner, inner),
        st.builds(
            "(if {} {} {} and not planned then {} else {})".format, inner, st.sampled_from(["<", "=="]), *[inner] * 3
        ),
    ),
    max_leaves=12,
)


@given(formulas)
def test_the_normal_form_reads_back_as_itself(text: str) -> None:
    node, problems = parse(text, Rulebook(), UNITS, PLACE)
    if node is None:  # such as 2 beside a share
        assert problems
    else:
        assert written(understood(written(node))) == written(node)


def shape(node: Node) -> tuple[object, ...]:
    own = (node.op,) if isinstance(node, Arithmetic | Compare | Logic) else ()
    value = node.value if isinstance(node, Constant) else None
    return (type(node).__name__, *own, value, *(shape(child) for child in children(node)))


@given(formulas)
def test_the_normal_form_means_the_same(text: str) -> None:
    node, _ = parse(text, Rulebook(), UNITS, PLACE)
    if node is not None:
        assert shape(understood(written(node))) == shape(node)


def test_a_choice_is_a_quiet_table_of_two() -> None:
    node = understood("if spent > budget then 0% else 100%")
    assert isinstance(node, Choose) and node.quiet and node.hit == "first"
    assert [clause.id for clause in node.clauses] == ["then"] and node.otherwise is not None
    assert node.kind.is_share
    assert node.clauses[0].quote == "spent > budget"


def test_conditions_of_many_members_are_one_node() -> None:
    node = understood(" and ".join(["diverted"] * 300))
    assert isinstance(node, Logic) and len(node.args) == 300


def test_dotted_names_reach_into_results() -> None:
    node = understood("deployer.status")
    assert isinstance(node, Pick) and node.output == "status" and node.kind == LEVEL
    assert isinstance(understood("limit.diverted"), Name)
    assert only(refused("deployer.stats"))[3] == "did you mean `deployer.status`?"


def test_aggregates_look_at_the_fields_of_records_first() -> None:
    node = understood("sum(subprojects, max(0, paid / cost - 1))")
    assert isinstance(node, Each) and node.how == "sum"
    items = [each.name for each in walk(node) if isinstance(each, Item)]
    assert items == ["paid", "cost"]
    assert understood("all(subprojects, done)").kind == YES_NO
    assert understood("count(subprojects, cost > 10 万元)").kind == NUMBER
    assert understood("max(subprojects, cost)").kind == YUAN


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from walk(child)


def test_a_field_that_hides_an_outer_name_is_refused() -> None:
    assert only(refused("sum(subprojects, spent)"))[:3] == ("hidden-name", 17, 5)


def test_evidence_is_asked_of_facts_by_name() -> None:
    node = understood("evidenced(planned)")
    assert isinstance(node, Evidenced) and node.name == "planned"
    assert only(refused("evidenced(weight)"))[0] == "kinds-differ"
    assert only(refused("evidenced(not planned)"))[0] == "kinds-differ"


def test_a_year_may_be_a_period() -> None:
    node = understood("within(arrived_on, 2024)")
    assert isinstance(node, Compare) and isinstance(node.right, Constant)
    assert node.right.value == Day(2024)


# ---------------------------------------------------------------- kinds and units


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("spent / budget", NUMBER),
        ("spent + 3 元", YUAN),
        ("60% * budget", YUAN),
        ("60% * actual", SHARE),
        ("weight * actual", NUMBER),
        ("1 - actual", SHARE),
        ("spent / staff", Kind("number", (("人", -1), ("元", 1)))),
        ("sqrt(spent * budget)", Kind("number", (("元", 1),))),
        ("spent ^ 2 / budget ^ 2", NUMBER),
        ("days(arrived_on, 2024-11-30)", DAYS),
        ("year(arrived_on)", NUMBER),
        ("max(0, spent / budget - 1) / 5%", NUMBER),
        ("8 - 0.5 * floor((actual - 2%) / 1%)", NUMBER),
        ("days_late + 1", DAYS),
        ("if diverted then 0 else spent", YUAN),
        ("anything * 2", ANY),
    ],
)
def test_units_combine(text: str, kind: Kind) -> None:
    assert understood(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "days_late > 30",
        "days_late > 2 * 15",
        "spent > 0",
        "spent > 10 万元",
        "actual == 1 or actual == 0",
        "spent / budget > 0.95",
        "spent / budget > 95%",
        "anything > 0.95 and anything == 'x'",
        "arrived_on >= 2024-01 and arrived_on <= 2024-11-30",
        "diverted == planned",
        "round(weight, 2) > ln(2) + log10(3) + exp(1) + erf(0.5) + abs(-1)",
    ],
)
def test_what_goes_together_is_accepted(text: str) -> None:
    assert understood(text)


ALIKE = "put only what is of one kind together; an amount divided by one of the same unit is a number"
DIVIDE = "divide by an amount of the same unit first, such as `… / 1 万元`"


@pytest.mark.parametrize(
    ("text", "code", "offset", "length", "fix"),
    [
        ("spent > 10", "bare-number", 8, 2, "write its unit: `10 万元` or `10 元` or `10 亿元`"),
        ("min(spent, 2 * 5)", "bare-number", 11, 5, "write its unit: `10 万元` or `10 元` or `10 亿元`"),
        ("actual >= 0.95", "share-without-percent", 10, 4, "write `95%`"),
        ("actual + 2", "share-without-percent", 9, 1, "write `200%`"),
        ("staff + spent", "units-differ", 8, 5, ALIKE),
        ("2 ^ spent", "units-differ", 4, 5, DIVIDE),
        ("spent ^ 0.5", "units-differ", 8, 3, DIVIDE),
        ("ln(spent)", "units-differ", 3, 5, DIVIDE),
        ("floor(spent)", "rounding-without-unit", 6, 5, "write `floor(… / 1 万元) * 1 万元`"),
        ("round(actual)", "rounding-without-unit", 6, 6, "write `round(… / 1%) * 1%`"),
        ("diverted + 1", "kinds-differ", 0, 8, "write a number here, or `if … then 1 else 0`"),
        ("weight and planned", "kinds-differ", 0, 6, "compare it with something, such as `> 0`"),
        ("note > 'a'", "kinds-differ", 0, 4, "compare numbers, dates, or texts by `==`"),
        ("note == 3", "kinds-differ", 8, 1, "put texts in quotes"),
        ("arrived_on > '2024-01-01'", "kinds-differ", 13, 12, "write a date without quotes, such as `2024-11-30`"),
        ("safety == 'marginl'", "unknown-option", 10, 9, "did you mean `marginal`?"),
        ("'critcal' == safety", "unknown-option", 0, 9, "did you mean `critical`?"),
        ("if weight then 1 else 2", "kinds-differ", 3, 6, "compare it with something, such as `> 0`"),
        ("subprojects > 3", "kinds-differ", 14, 1, ALIKE),
        ("count(weight)", "kinds-differ", 6, 6, "write `count(list, condition)`"),
    ],
)
def test_what_does_not_go_together_is_refused_where_it_stands(
    text: str, code: str, offset: int, length: int, fix: str
) -> None:
    assert only(refused(text)) == (code, offset, length, fix)


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("text", "code", "offset", "fix"),
    [
        ("1 ＝ 1", "full-width", 2, "write `==`"),
        ("note == “好”", "full-width", 8, 'write `"好"`'),
        ("actual >= 95％", "full-width", 12, "write `%`"),
        ("预算 ≥ 3 元", "full-width", 3, "write `>=`"),
        ("max（1, 2)", "full-width", 3, "write `(`"),
        ("１００ > 2", "full-width", 0, "write `100`"),
        ("weight = 3", "foreign-sign", 7, "write `==`"),
        ("weight ** 3", "foreign-sign", 7, "write `^`"),
        ("weight && 3", "foreign-sign", 7, "write `and`"),
        ("note == 'x", "text-not-closed", 8, "close it with `'`"),
        ("weight $ 3", "unknown-character", 7, ""),
        ("1 < weight < 3", "chained-comparison", 11, "write `a < b and b < c`"),
        ("budgt", "unknown-name", 0, "did you mean `budget`?"),
        ("5 元 / 人", "unknown-name", 6, "`人` is a unit: write a number before it, as in `1 人`"),
        ("5 万园", "unknown-unit", 2, "did you mean `万元`?"),
        ("sume(1, 2)", "unknown-function", 0, "did you mean `sum`?"),
        ("clamp(1)", "wrong-arguments", 0, "write `clamp(x, lowest, highest)`"),
        ("sum(subprojects)", "wrong-arguments", 0, "write `sum(list, field)`"),
        ("2024-13-01", "no-such-date", 0, "for a difference write `2024 - 13 - 01`"),
        ("1e400", "number-too-large", 0, ""),
        ("", "formula-empty", 0, ""),
        ("1 +", "formula-not-understood", 2, ""),
        ("(1", "formula-not-understood", 2, ""),
        ("1)", "formula-not-understood", 1, ""),
        ("% + 1", "formula-not-understood", 0, ""),
        ("weight weight", "formula-not-understood", 7, "is a sign such as `*`, `and` or `,` missing before it?"),
        (">= 3", "formula-not-understood", 0, ""),
        ("__import__('os')", "unknown-function", 0, ""),
        ("note.__class__", "unknown-name", 0, ""),
    ],
)
def test_what_cannot_be_read_says_where_and_what_instead(text: str, code: str, offset: int, fix: str) -> None:
    found = only(refused(text))
    assert found[:2] == (code, offset)
    assert found[3] == fix or (not fix and found[3])


def test_all_unknown_names_of_a_formula_are_told() -> None:
    problems = refused("spnt / budgt + sum(subprojects, pad)")
    assert [problem.code for problem in problems] == ["unknown-name"] * 3
    assert [problem.place.column for problem in problems] == [9, 16, 41]
    assert all(problem.fix is not None and "did you mean" in problem.fix.en for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10**6 + "1" + ")" * 10**6,
        "(" * 4_999 + "1" + ")" * 4_999,
        "-" * 9_000 + "1",
        "not " * 2_000 + "diverted",
        "1" + "^1" * 4_000,
        "1" + "+1" * 4_000,
        "max(" * 1_500 + "1" + ")" * 1_500,
        "weight in (" * 300 + "1" + ")" * 300,
        "if diverted then 1 else " * 300 + "1",
        "sum(subprojects, " * 300 + "1" + ")" * 300,
        " and ".join(["a == b"] * 900),
        "＝" * 9_000,
        "[" * 9_000,
    ],
)
def test_a_formula_of_a_stranger_is_refused_shortly(text: str) -> None:
    assert len(refused(text)) <= 2_000


@given(st.text(max_size=40) | st.text(alphabet="()+-*/^<>=! .,%\"'weight123元and if then else not in ", max_size=40))
def test_any_text_is_a_formula_or_has_problems(text: str) -> None:
    node, problems = parse(text, Rulebook(), UNITS, PLACE)
    assert (node is None) == bool(problems)
    assert all(problem.message.en and problem.message.zh for problem in problems)


# ---------------------------------------------------------------- cells


def cell(text: str, kind: Kind = SHARE) -> tuple[Node | None, list[Problem]]:
    return parse_test(text, Name(kind, "it"), Rulebook(), UNITS, PLACE)


@pytest.mark.parametrize(
    ("text", "kind", "normal"),
    [
        (">= 95%", SHARE, "it >= 95%"),
        (">= 60% and < actual", SHARE, "it >= 60% and it < actual"),
        ('== "marginal" or == "critical"', LEVEL, 'it == "marginal" or it == "critical"'),
        ("!= 3", NUMBER, "it != 3"),
        ("in (1, 2)", NUMBER, "it == 1 or it == 2"),
        ("< budget / 2", YUAN, "it < budget / 2"),
        ("> 2024-01", DATE, "it > 2024-01"),
        ("not (>= 3 and < 5)", NUMBER, "not (it >= 3 and it < 5)"),
        ("it * 2 > weight", NUMBER, "it * 2 > weight"),
    ],
)
def test_a_cell_tests_the_value_of_its_key(text: str, kind: Kind, normal: str) -> None:
    node, problems = cell(text, kind)
    assert node is not None and not problems, problems
    assert written(node) == normal


def test_the_tested_value_is_shared_by_all_comparisons_of_a_cell() -> None:
    it = Name(SHARE, "it")
    node, _ = parse_test(">= 60% and < 80% or == 1", it, Rulebook(), UNITS, PLACE)
    assert node is not None
    assert [each is it for each in walk(node) if isinstance(each, Name)] == [True] * 3


def test_a_cell_that_tests_nothing_is_refused() -> None:
    assert only(cell("95%")[1])[0] == "not-a-test"
    assert only(cell(">= 0.95")[1])[:2] == ("share-without-percent", 3)
    assert only(cell(">= 18 < 65", NUMBER)[1])[0] == "chained-comparison"
    assert only(cell("== 'marginl'", LEVEL)[1])[0] == "unknown-option"
    assert cell("3 + >= 5", NUMBER)[1]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("marginal", LEVEL, "marginal"),
        ("anything at all", TEXT, "anything at all"),
        ("true", YES_NO, True),
        ("2024-11", DATE, Day(2024, 11)),
        ("10 万元", YUAN, 100_000),
        ("0", YUAN, 0),
        ("30", DAYS, 30),
        ("95%", SHARE, 0.95),
        ("12.5", NUMBER, 12.5),
        ("low", ANY, "low"),
        ("2024-11-30", ANY, Day(2024, 11, 30)),
    ],
)
def test_a_literal_cell_is_a_value_of_its_keys_kind(text: str, kind: Kind, value: object) -> None:
    node, problems = parse_literal(text, kind, UNITS, PLACE)
    assert node is not None and not problems, problems
    assert node.value == value or float(node.value) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("marginl", LEVEL, "unknown-option"),
        ("yes", YES_NO, "kinds-differ"),
        ("30 November", DATE, "kinds-differ"),
        ("10", YUAN, "bare-number"),
        ("0.95", SHARE, "share-without-percent"),
        ("3 天", YUAN, "units-differ"),
        ("≥266米", NUMBER, "amount-is-a-bound"),
        ("9" * 300, ANY, ""),
    ],
)
def test_a_literal_of_another_kind_is_refused(text: str, kind: Kind, code: str) -> None:
    _, problems = parse_literal(text, kind, UNITS, PLACE)
    assert [problem.code for problem in problems] == ([code] if code else [])
