"""Places among peers as rulebooks write them: what may be compared, what is told, and a project that is scored alone."""

from __future__ import annotations

import pytest

from scoring.lint.checking import checked
from tests.writing import RULEBOOK, messages, refused, rulebook, scored

HEAD = RULEBOOK + "total = 10\n"
FACTS = """
[fact]
department = { kind = "text" }
a = { kind = "number" }
yes = { kind = "yes_no" }
[rule.r]
gives = "points"
is = "a"
"""
PROJECT = """
[facts]
department = "x"
a = 3
[indicator]
X = { in = "g", weight = 10, rule = "r" }
"""
RANK = """
[peers]
within = "department"
[value.rank]
place = ["-total", "a"]
of = "peers"
"""


def test_a_project_scored_alone_has_no_place_and_nothing_that_rests_on_one() -> None:
    rules = """
[result.first]
is = "rank.place == 1"
[limit.cap]
when = "rank.place > 3"
total = { at_most = 2 }
"""
    card = scored(FACTS + RANK + rules, PROJECT, HEAD)
    assert (card.status, card.total.points, card.total.lowest, card.total.highest) == ("incomplete", None, 2, 3)
    assert (card.indicators[0].outcome, card.indicators[0].points) == ("scored", 3)
    assert (card.results[0].outcome, card.results[0].missing) == ("not_scorable", ("peers",))
    assert card.results[0].reason is not None and card.results[0].reason.en == "scored alone"
    assert card.limits[0].bites == "unknown"


def test_what_rests_on_a_place_may_say_what_becomes_of_it_alone() -> None:
    rules = '[result.first]\nrows = [["missing", "alone"], [1, "first"], ["else", "another"]]\nby = "rank.place"\ngives = "text"\n'
    card = scored(FACTS + RANK + rules, PROJECT, HEAD)
    assert (card.status, card.results[0].value) == ("complete", "alone")


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('[value.rank]\nplace = "-total"\nof = "peers"', "missing-section: there is no [peers], which says who is compared"),
        ("[peers]", "nothing-compared: no value is a place among peers"),
        ('[peers]\n[value.rank]\nplace = "a"', "missing-key: `rank` does not say among whom it is a place"),
        ('[peers]\n[value.rank]\nplace = []\nof = "peers"', "missing-key: nothing says what the place is by"),
        ('[value.x]\nof = "peers"', "missing-key: among peers there are only places"),
        ('[value.x]\nis = "a"\nties = "dense"', "stray-key: `ties` has no effect in a value without `place`"),
        ('[value.x]\nis = "a"\namong = "yes"', "stray-key: `among` has no effect in a value without `place`"),
        ('[peers]\n[value.rank]\nplace = "a"\nof = "peers"\nwhen = "yes"', "stray-key: `when` has no effect in a place"),
        ('[peers]\nwithin = "a"\n[value.rank]\nplace = "a"\nof = "peers"', "wrong-kind: `a` is no text, such as a department"),
        ('[peers]\n[value.rank]\nplace = "yes"\nof = "peers"', "kinds-differ: `yes` cannot be put in order"),
        (RANK + '[result.z]\nis = "rank <= 3"', "kinds-differ: a number without a unit does not go together with a record"),
    ],
)  # fmt: skip
def test_a_place_that_nobody_could_have_is_told(rules: str, told: str) -> None:
    assert [message.partition(" ")[2] for message in refused(FACTS + rules, PROJECT, HEAD)] == [told]


@pytest.mark.parametrize(
    ("rules", "around"),
    [
        ('[value.rank]\nplace = "rank.place"\nof = "peers"', "rank → rank"),
        ('[value.rank]\nplace = "-v"\nof = "peers"\n[value.v]\nis = "rank.share"', "rank → v → rank"),
        ('[value.rank]\nplace = "-result.z"\nof = "peers"\n[result.z]\nis = "total"\n[limit.l]\nwhen = "rank.place > 3"\n'
         "total = { at_most = 3 }", "rank → result.z → total → limit.l → rank"),
        ('[value.one]\nplace = "two.place"\nof = "peers"\n[value.two]\nplace = "one.place"\nof = "peers"', "one → two → one"),
    ],
)  # fmt: skip
def test_a_place_that_needs_itself_is_a_circle(rules: str, around: str) -> None:
    assert refused(FACTS + "[peers]\n" + rules, PROJECT, HEAD)[0].endswith(
        f"cycle: a place is needed for what it is counted by: {around}"
    )


def test_criteria_rest_on_places_by_facts_alone() -> None:
    by_total = FACTS.replace('"a"\n', '"a - rank.place"\n', 1) + RANK
    assert refused(by_total, PROJECT, HEAD)[0].endswith("rank → total → X.points → rank")
    by_facts = FACTS.replace('"a"\n', '"a - rank.place"\n', 1) + RANK.replace('"-total", ', "")
    assert scored(by_facts, PROJECT, HEAD).indicators[0].missing == ("peers",)


def test_a_circle_is_told_of_a_rulebook_by_itself_and_no_other_is() -> None:
    def told(text: str) -> list[str]:
        book, problems = rulebook(text, HEAD)
        assert book is not None and not problems
        return messages([one for one in checked(book).problems if one.severity == "error"])

    limit = '[limit.l]\nwhen = "rank.place > 3"\ntotal = { at_most = 3 }\n'
    assert told(FACTS + RANK + limit) == []
    by_total = FACTS.replace('"a"\n', '"a - rank.place"\n', 1) + RANK
    assert told(by_total)[0].endswith(
        "cycle: a place is needed for what it is counted by: rank → total → [rule.r] → rank"
    )
