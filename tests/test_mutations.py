"""Mistakes planted in what is shipped are caught by `check` or `test`; `python tests/mutations.py` tries all of them."""

from mutations import caught, planted

SLIP_THROUGH = 0.05


def test_nineteen_of_twenty_planted_mistakes_are_caught() -> None:
    sample = list(planted())[::6]
    assert len(sample) >= 40
    slipped = [mistake for mistake in sample if caught(mistake) is None]
    assert len(slipped) <= SLIP_THROUGH * len(sample), slipped


def test_every_kind_of_mistake_is_planted() -> None:
    kinds = {mistake.kind for mistake in planted()}
    assert len(kinds) >= 10
