"""`scoring check` speaks where something is wrong, once and with what to do, and is silent where nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import Ran, run

HEAD = 'format = 1\n[rulebook]\nname = "book"\n'
NUMBER = '[fact]\na = { kind = "number" }\nb = { kind = "number" }\n'
READ = '[result.r]\nis = "v + 0 * a + 0 * b"\nround = { decimals = 2 }\n'


def checked(folder: Path, text: str) -> Ran:
    (folder / "book.toml").write_text(HEAD + text, encoding="utf-8")
    return run("check", folder / "book.toml")


def codes(folder: Path, text: str) -> list[str]:
    return checked(folder, text).codes


def table(rows: str, more: str = 'by = "a"\n') -> str:
    """A table of `a`, with a result that reads it."""
    return f"{NUMBER}[value.v]\n{more}rows = [{rows}]\n{READ}"


# ---------------------------------------------------------------- edges


@pytest.mark.parametrize("hit", ["count", "sum", "max", "min"])
def test_an_odd_edge_is_told_whatever_the_hit_policy(tmp_path: Path, hit: str) -> None:
    rows = '[">= 1", 1], ["> 3", 2], [">= 5", 3]'
    assert "edges-mixed" in codes(tmp_path, table(rows, f'by = "a"\nhit = "{hit}"\n'))


@pytest.mark.parametrize(
    "rows",
    [
        '["< 36", 1], ["<= 38", 0], ["else", 1]',
        '["< 36", 0], ["<= 38", 5], ["else", 3]',
        '["< 35", 3], ["< 36", 1], ["<= 38", 0], ["else", 2]',
        '["> 38", 1], [">= 36", 0], ["else", 2]',
        '["> 39", 2], ["> 38", 1], [">= 36", 0], ["else", 2]',
    ],
)
def test_a_band_in_the_middle_that_has_both_its_edges_is_meant(tmp_path: Path, rows: str) -> None:
    assert codes(tmp_path, table(rows)) == []


@pytest.mark.parametrize(
    "rows",
    [
        '[">= 90", 10], ["> 80", 8], [">= 60", 6], ["else", 0]',
        '["> 90", 10], [">= 80", 8], [">= 60", 6], ["else", 0]',
        '[">= 90", 10], [">= 80", 8], ["> 60", 6], ["else", 0]',
        '["<= 1", 10], ["< 2", 8], ["<= 3", 6], ["else", 0]',
    ],
)
def test_one_odd_edge_among_steps_of_one_direction_is_told(tmp_path: Path, rows: str) -> None:
    assert codes(tmp_path, table(rows)) == ["edges-mixed"]


def test_edges_of_different_things_are_not_compared(tmp_path: Path) -> None:
    rows = '["a >= 9", 3], ["a >= 5", 2], ["a >= 3", 1], ["b > 4", 1], ["else", 0]'
    assert codes(tmp_path, table(rows, "")) == []


def test_doses_of_two_drugs_are_no_share_beside_a_percentage(tmp_path: Path) -> None:
    rows = '["a > 15 or b > 0.1", 4], ["a > 5 or b > 0", 3], ["a > 0", 2], ["else", 0]'
    assert codes(tmp_path, table(rows, "")) == []


def test_a_share_beside_percentages_of_the_same_thing_is_told_still(tmp_path: Path) -> None:
    assert codes(tmp_path, table('[">= 95", 10], [">= 80", 8], [">= 0.6", 6], ["else", 0]')) == ["hundredfold"]


# ---------------------------------------------------------------- facts


@pytest.mark.parametrize(
    "range_", [">= 0 and == floor(rr)", ">= 0", "== floor(rr)", ">= 0 and rr == floor(rr)", "== round(rr) and >= 0"]
)
def test_a_range_that_names_its_fact_neither_makes_it_unused_nor_hides_gaps(tmp_path: Path, range_: str) -> None:
    fact = f'[fact]\nrr = {{ kind = "number", range = "{range_}" }}\n'
    read = '[result.r]\nis = "v"\nround = { decimals = 2 }\n'
    gap = checked(tmp_path, f'{fact}[value.v]\nby = "rr"\nrows = [["<= 8", 3], [">= 10", 1]]\n{read}')
    assert gap.codes == ["row-gap"]
    assert "takes rr = 9\n" in gap.said
    none = f'{fact}[value.v]\nby = "rr"\nrows = [["<= 8", 3], [">= 9", 1]]\n{read}'
    if "floor" in range_ or "round" in range_:
        assert codes(tmp_path, none) == []  # whole numbers have nothing between 8 and 9
    else:
        assert codes(tmp_path, none) == ["row-gap"]


def test_a_fact_that_only_its_own_range_reads_is_unused(tmp_path: Path) -> None:
    text = '[fact]\na = { kind = "number", range = ">= 0 and == floor(a)" }\nb = { kind = "number" }\n'
    assert codes(tmp_path, text + '[result.r]\nis = "b"\n') == ["unused-fact"]


# ---------------------------------------------------------------- lines and levels


def lines(points: str, more: str = "otherwise = 100\n") -> str:
    return f'{NUMBER}[value.v]\nby = "a"\nlines = [{points}]\n{more}{READ}'


def test_lines_that_overlap_by_more_than_an_edge_are_told(tmp_path: Path) -> None:
    ran = checked(tmp_path, lines("[0, 60, 0, 50], [50, 100, 50, 100]"))
    assert ran.codes == ["lines-overlap"]
    assert "50 to 60" in ran.said
    assert codes(tmp_path, lines("[0, 60, 0, 50], [60, 100, 50, 100]")) == []
    assert codes(tmp_path, lines("[60, 100, 50, 100], [0, 60, 0, 50]")) == []
    assert codes(tmp_path, lines("[0, 60, 0, 50], [60, 100, 50, 100], [70, 80, 1, 2]")) == ["lines-overlap"]


def test_a_gap_between_lines_is_closed_by_otherwise(tmp_path: Path) -> None:
    ran = checked(tmp_path, lines("[0, 60, 0, 50], [70, 100, 50, 100]", ""))
    assert ran.codes == ["row-gap"]
    assert "otherwise = " in ran.said
    assert '["else", …]' not in ran.said


LEVELS = '[rule.r]\nkind = "judged"\n'


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ('["good", 13, 20], ["fair", 7, 13], ["poor", 0, 7]', []),
        ('["poor", 0, 7], ["fair", 7, 13], ["good", 13, 20]', []),
        ('["good", 13, 20], ["fair", 7, 14], ["poor", 0, 7]', ["levels-overlap"]),
        ('["poor", 0, 7], ["fair", 7, 14], ["good", 13, 20]', ["levels-overlap"]),
        ('["good", 10, 20], ["best", 15, 20], ["poor", 0, 10]', ["levels-overlap"]),
        ('["good", 13, 20], ["poor", 0, 7], ["fair", 6, 13]', ["levels-overlap"]),
        ('["good", 13, 20], ["fair", 7, 12], ["poor", 0, 7]', ["levels-gap"]),
        ('["good", 13, 20], ["fair", 7, 12], ["poor", 0, 6]', ["levels-gap", "levels-gap"]),
        ('["poor", 0, 6], ["fair", 6, 12], ["good", 13, 20]', ["levels-gap"]),
        ('["good", ">= 60%"], ["fair", ">= 80%"], ["poor", "else"]', ["unreachable-row"]),
        ('["good", ">= 80%"], ["fair", ">= 60%"], ["poor", "else"]', []),
    ],
)
def test_levels_that_overlap_or_leave_a_gap_are_told_in_whatever_order(
    tmp_path: Path, levels: str, told: list[str]
) -> None:
    full = "" if "%" in levels else "full = 20\n"
    assert codes(tmp_path, f"{LEVELS}{full}levels = [{levels}]\n") == told


def test_levels_in_whole_points_have_no_gap_between_neighbours(tmp_path: Path) -> None:
    levels = 'levels = [["good", 13, 20], ["fair", 7, 12], ["poor", 0, 6]]\n'
    assert codes(tmp_path, f"{LEVELS}full = 20\nstep = 1\n{levels}") == []
    assert codes(tmp_path, f"{LEVELS}full = 20\nstep = 0.5\n{levels}") == ["levels-gap", "levels-gap"]


# ---------------------------------------------------------------- tables that are called

TAB = '[value.tab]\nwith = ["n", "x"]\nby = ["n", "x"]\nrows = [[1, ">= 0", 5], [2, ">= 0", 7], [1, "< 0", 0], [2, "< 0", 0]]\n'


def test_a_call_that_no_row_can_take_is_told_where_it_is_written(tmp_path: Path) -> None:
    ran = checked(tmp_path, f'{NUMBER}{TAB}[value.v]\nis = "tab(1, a) + tab(3, a)"\n{READ}')
    assert ran.codes == ["no-row-matches"]
    assert "book.toml:12:19: " in ran.said
    assert "no row of `tab` takes n = 3" in ran.said
    assert "not decided" not in ran.said


def test_a_text_that_no_row_names_is_told_with_the_nearest(tmp_path: Path) -> None:
    pick = '[value.pick]\nwith = ["k"]\nby = "k"\nrows = [["dairy", 1], ["fruit", 2]]\n'
    ran = checked(tmp_path, f"""{NUMBER}{pick}[value.v]\nis = "a * pick('diary')"\n{READ}""")
    assert ran.codes == ["no-row-matches"]
    assert "did you mean `dairy`?" in ran.said


@pytest.mark.parametrize("otherwise", ["", "otherwise = 0\n"])
def test_a_call_that_a_row_takes_is_right(tmp_path: Path, otherwise: str) -> None:
    pick = f'[value.pick]\nwith = ["k"]\nby = "k"\nrows = [["dairy", 1], ["fruit", 2]]\n{otherwise}'
    assert codes(tmp_path, f"""{NUMBER}{pick}[value.v]\nis = "a * pick('dairy') + pick('fruit')"\n{READ}""") == []
    if otherwise:
        assert codes(tmp_path, f"""{NUMBER}{pick}[value.v]\nis = "a * pick('diary')"\n{READ}""") == []


ONE = '[value.tab]\nwith = ["n"]\nby = "n"\nrows = [["> 0", 7]]\n'


@pytest.mark.parametrize(
    "guarded",
    [
        'rows = [["a > 0", "tab(a)"], ["else", 5]]',
        'rows = [["a <= 0", 5], ["else", "tab(a)"]]',
        'is = "if a > 0 then tab(a) else 5"',
        'rows = [["a > 0 and b > 3", "tab(a)"], ["a > 0", "tab(a) + 1"], ["else", 5]]',
    ],
)
def test_a_lookup_that_its_row_guards_leaves_no_gap(tmp_path: Path, guarded: str) -> None:
    assert codes(tmp_path, f"{NUMBER}{ONE}[value.v]\n{guarded}\n{READ}") == []


def test_a_lookup_whose_guard_is_too_wide_leaves_one(tmp_path: Path) -> None:
    ran = checked(tmp_path, f'{NUMBER}{ONE}[value.v]\nrows = [["a >= 0", "tab(a)"], ["else", 5]]\n{READ}')
    assert ran.codes == ["row-gap"]
    assert "a = 0" in ran.said


def test_a_table_that_is_called_often_is_told_of_once(tmp_path: Path) -> None:
    tab = '[value.tab]\nwith = ["n"]\nby = "n"\nrows = [["> 0", 7], ["> 5", 8], ["else", 0]]\n'
    calls = " + ".join(f"tab(a + {n}) + tab(b - {n})" for n in range(20))
    ran = checked(tmp_path, f'{NUMBER}{tab}[value.v]\nis = "{calls}"\n{READ}')
    assert ran.codes == ["row-shadowed"]
    ran = checked(tmp_path, f'{NUMBER}{ONE}[value.v]\nis = "tab(a) + tab(b) + tab(a + b)"\n{READ}')
    assert ran.codes == ["row-gap"]
    assert "`tab`" in ran.said


def test_a_row_that_one_caller_reaches_is_not_dead(tmp_path: Path) -> None:
    tab = (
        '[value.tab]\nwith = ["k", "n"]\nby = ["k", "n"]\nrows = [["p", "> 0", 1], ["q", "> 0", 2], ["-", "else", 0]]\n'
    )
    tab = tab.replace('["-", "else", 0]', '["p", "<= 0", 0], ["q", "<= 0", 0]')
    text = f"""{NUMBER}{tab}[value.v]\nis = "tab('p', a) + tab('q', b)"\n{READ}"""
    assert codes(tmp_path, text) == []
    assert codes(tmp_path, text.replace("tab('q', b)", "tab('p', b)")) == []


# ---------------------------------------------------------------- results


@pytest.mark.parametrize("hit", ["sum", "min", "max", "count"])
def test_several_results_do_not_add_up(tmp_path: Path, hit: str) -> None:
    several = f'by = "a"\nhit = "{hit}"\ngives = {{ p = "number", q = "number" }}\n'
    text = table('["> 0", 1, 2], ["> 1", 3, 4], ["<= 0", 0, 0]', several).replace('"v + ', '"v.p + ')
    ran = checked(tmp_path, text)
    assert ran.status == 1
    assert f"`hit = {hit}` is for a table of one result" in ran.said


@pytest.mark.parametrize("formula", ["ln(a)", "exp(a) + b", "a ^ 0.5", "sqrt(a)", "v"])
def test_a_result_that_depends_on_an_irrational_function_declares_its_decimals(tmp_path: Path, formula: str) -> None:
    text = f'{NUMBER}[value.v]\nis = "log10(a) + b"\n[result.r]\nis = "{formula} + 0 * v * b"\n'
    assert "decimals-not-declared" in codes(tmp_path, text)
    assert codes(tmp_path, text + "round = { decimals = 3 }\n") == []


# ---------------------------------------------------------------- limits


def limits(cap: str, floor: str, more: str = "") -> str:
    facts = '[fact]\nd = { kind = "yes_no" }\ne = { kind = "yes_no" }\n'
    return f'{facts}[rule.r]\nkind = "proportional"\n{more}[limit.cap]\n{cap}\n[limit.floor]\n{floor}\n'


def test_a_cap_below_a_floor_that_can_bite_together_is_told(tmp_path: Path) -> None:
    cap, floor = 'when = "d"\ntotal = { at_most = 59 }', 'when = "e"\ntotal = { at_least = 60 }'
    ran = checked(tmp_path, limits(cap, floor))
    assert ran.codes == ["limits-cross"]
    assert "d = true, e = true" in ran.said
    assert codes(tmp_path, limits(cap, floor.replace('"e"', '"e and not d"'))) == []
    assert codes(tmp_path, limits(cap, floor.replace("60", "59"))) == []
    same = limits(cap.replace("total", "group.x"), floor.replace("total", "group.x"), "")
    assert codes(tmp_path, same.replace("[rule.r]", '[group.x]\nlabel = "x"\n[rule.r]')) in (["limits-cross"], [])


def test_a_cap_below_a_floor_of_one_limit_is_told(tmp_path: Path) -> None:
    one = '[fact]\nd = { kind = "yes_no" }\n[rule.r]\nkind = "proportional"\n'
    one += '[limit.l]\nwhen = "d"\ntotal = { at_most = 59, at_least = 60 }\n'
    assert codes(tmp_path, one) == ["limits-cross"]
