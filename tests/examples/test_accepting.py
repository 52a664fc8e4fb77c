"""`scoring test --accept`: what comes out is written where it was stated otherwise, and nothing else changes."""

from pathlib import Path

import pytest

from tests.examples.pilot import KINDS, RIGHT, RULEBOOK, SCORECARD, WRONG, book, run

# ---------------------------------------------------------------- --accept


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_accept_changes_the_parts_that_differ_and_nothing_else(tmp_path: Path, end: str, bom: str) -> None:
    text = bom + (RULEBOOK + SCORECARD + WRONG.replace(", Z = 1", "") + "# the end").replace("\n", end)
    file = book(tmp_path, text)
    told, status = run(file, "--accept")
    assert status == 0, told
    assert "pilot.toml:52:12: 81 → 80" in told
    assert "{ lowest = 0, highest = 60 } → 60" in told
    expected = bom + (RULEBOOK + SCORECARD + RIGHT + "# the end").replace("\n", end)
    assert file.read_bytes().decode() == expected


def test_accept_writes_an_expectation_where_there_is_none_yet(tmp_path: Path) -> None:
    bare = SCORECARD.removesuffix("\n[scorecard.expect]\n")
    after = '\n[fact.later] # [[scorecard]]\nkind = "number"\n'
    file = book(tmp_path, RULEBOOK + bare + after)
    assert "it expects nothing yet" in run(file)[0]
    told, status = run(file, "--accept")
    assert status == 0, told
    expect = 'total    = 80\ngrade    = "B"\nstatus   = "complete"\npoints   = { X = 20, Y = 60 }\n'
    expect += 'groups   = { "产出" = 20, "效益" = 60 }\nbites    = []\nfindings = []\n'
    assert file.read_text(encoding="utf-8") == f"{RULEBOOK}{bare}\n[scorecard.expect]\n{expect}{after}"


EXAMPLES = '''
[[example]]
rule = "execution"
given = { actual = "95%", weight = 10 }  # no earns yet

[[example]]   # [[example]]
value   = "rate"
label   = """
[[example]]
gives = "1%" """
given   = { spent = "1 元", budget = "3 元" }

[[example]]
value = "rate"
given = { spent = "1 元", budget = "4 元" }
gives = "]["  # "25%"

[[example]]
value.kind = 1
'''


def test_accept_adds_the_key_that_is_not_there_and_leaves_what_it_cannot_write(tmp_path: Path) -> None:
    text = EXAMPLES.split("\n[[example]]\nvalue.kind")[0]
    file = book(tmp_path, RULEBOOK + text)
    told, status = run(file, "--accept")
    assert status == 1  # a third is no decimal
    expected = text.replace("# no earns yet\n", "# no earns yet\nearns = 10\n").replace('gives = "]["', 'gives = "25%"')
    assert file.read_text(encoding="utf-8") == RULEBOOK + expected
    assert "2 of 3 examples hold" in told


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("expect = { total = [1, 2][0] }", None),
        ("expect.total = 1", "expect.total = 80"),
        ("expect = { points = { X = 1, Y = 60 } }", "expect = { points = { X = 20, Y = 60 } }"),
        ('expect = { bites = [ # a\n  "]", # b ]\n] }', "expect = { bites = [] }"),
        ("expect = { total = 1, points.X = 1 }", "expect = { total = 80, points.X = 20 }"),
    ],
)
def test_accept_finds_a_value_however_it_is_written(tmp_path: Path, written: str, after: str | None) -> None:
    head = 'label = "two rows"\n'
    text = RULEBOOK + SCORECARD.removesuffix("\n[scorecard.expect]\n").replace(head, head + written + "\n")
    file = book(tmp_path, text)
    run(file, "--accept")
    assert file.read_text(encoding="utf-8") == (text if after is None else text.replace(written, after))


def test_a_protected_file_is_not_written_and_shipped_ones_only_by_their_path(tmp_path: Path) -> None:
    file = book(tmp_path, RULEBOOK + SCORECARD + WRONG)
    file.chmod(0o444)
    told, status = run(file, "--accept")
    assert status == 1
    assert "protected against writing" in told
    assert file.read_text(encoding="utf-8") == RULEBOOK + SCORECARD + WRONG
    told, status = run("self-evaluation", "--accept")
    assert status == 2
    assert "shipped files are not written" in told


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ('value = "both"\ngiven = { x = 11 }\ngives = { size = "small", twice = 1 }', '{ size = "big", twice = 22 }'),
        ('value = "codes"\ngiven = { x = 3 }\ngives = [ # none\n]', '["a", "b"]'),
        ('value = "when"\ngiven = { x = 3 }\ngives = false', "true"),
        ('check = "positive"\ngiven = { x = -3 }\nbroken = false', "true"),
        ('value = "both"\nmissing = ["y"]', '["x"]'),
    ],
)
def test_accept_writes_results_of_every_kind(tmp_path: Path, written: str, after: str) -> None:
    head, _, key = written.rpartition("\n")
    before = f"{KINDS}\n[[example]]\n{head.rpartition(chr(10))[0] if key == ']' else head}\n"
    expected = (head.rpartition("\n")[2] if key == "]" else key).split(" = ")[0]
    file = book(tmp_path, f"{KINDS}\n[[example]]\n{written} # stays\n")
    told, status = run(file, "--accept")
    assert status == 0, told
    assert file.read_text(encoding="utf-8") == f"{before}{expected} = {after} # stays\n"


def test_accept_finds_examples_that_are_written_as_one_list(tmp_path: Path) -> None:
    text = KINDS.replace(
        "[rulebook]", 'example = [\n  { value = "when", given = { x = 3 }, gives = false }, # [\n]\n[rulebook]'
    )
    file = book(tmp_path, text)
    assert run(file, "--accept")[1] == 0
    assert file.read_text(encoding="utf-8") == text.replace("gives = false", "gives = true")
