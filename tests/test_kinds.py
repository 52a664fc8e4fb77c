"""The short forms of criteria: what the models let an author write is what the registry knows."""

from __future__ import annotations

from typing import get_args

from scoring.program.keys import OF_RULES
from scoring.program.kinds import KINDS
from scoring.rulebook.model import RuleModel


def test_every_kind_that_may_be_written_is_lowered_by_a_module() -> None:
    written = next(one for one in get_args(RuleModel.model_fields["kind"].annotation) if one is not type(None))
    assert get_args(written) == tuple(KINDS)


def test_every_key_of_rules_alone_belongs_to_a_kind_or_to_parts() -> None:
    assert frozenset().union(*(kind.keys for kind in KINDS.values())) | {"part"} == OF_RULES
