"""Edits that can be tried alone, and those that make sense only together: a new rule and its use, weights that add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.assessor.assessor import Assessor
from scoring.assessor.standing import off_total
from scoring.problems import InputRefused, Text, has_errors
from scoring.tuning.comparison.comparison import EditGroup
from scoring.tuning.editions.edits import Edit, Edits
from scoring.tuning.editions.side import Side

MOST_TRIES = 400
"""Mixtures of edits that are tried to find out which belong together."""
TOGETHER = Text("make sense only together", "须同时生效")
NAMES = Text("are labels by which tables and checks may find things", "是表格和核查可据以查找的名称")


def groups_of(edits: Edits) -> tuple[EditGroup, ...]:
    """All edits that may move a score, each alone where what comes of it alone can score."""
    names = [edit for edit in edits.moving if edit.is_name]
    wanting = _Wanting(edits)
    if len(names) < 2 or not wanting.can(names):
        return tuple(_by_number(_groups(wanting, edits.moving)))
    others = [edit for edit in edits.moving if edit not in names]
    return tuple(_by_number([EditGroup(tuple(names), NAMES), *_groups(wanting, others)]))


def _by_number(groups: Iterable[EditGroup]) -> list[EditGroup]:
    return sorted(groups, key=lambda one: one.edits[0].number)


def _groups(wanting: _Wanting, moving: Sequence[Edit]) -> list[EditGroup]:
    """Edits that can be alone, and those that cannot with what they need."""
    alone = [edit for edit in moving if wanting.can([edit])]
    rest = [edit for edit in moving if edit not in alone]
    weights = [edit for edit in rest if edit.path[-1:] == ("weight",)]
    joined: list[set[int]] = []
    if len(weights) > 1 and wanting.can(weights):  # they keep the sum; pairs that do so tell nobody anything
        joined.append({edit.number for edit in weights})
        rest = [edit for edit in rest if edit not in weights]
    for edit in rest:
        needed = {one.number for one in wanting.with_fewest(edit, moving)}
        touching = [group for group in joined if group & needed]
        joined = [group for group in joined if not group & needed] + [needed.union(*touching)]
    by_number = {edit.number: edit for edit in moving}
    taken = set().union(*joined)
    found = [EditGroup((edit,)) for edit in alone if edit.number not in taken]
    sound = [group for group in joined if wanting.can([by_number[n] for n in sorted(group)])]
    torn = set().union(*(group for group in joined if group not in sound))
    for group in [*sound, *([torn] if torn else [])]:
        found.append(EditGroup(tuple(by_number[n] for n in sorted(group)), TOGETHER))
    return found


class _Wanting:
    """Tries mixtures of edits."""

    def __init__(self, edits: Edits) -> None:
        self.edits, self.tries = edits, 0
        self.known: dict[frozenset[int], bool] = {}

    def can(self, chosen: Sequence[Edit]) -> bool:
        """Whether the first side can score with these edits alone."""
        key = frozenset(edit.number for edit in chosen)
        if key not in self.known:
            self.tries += 1
            self.known[key] = self._tried(chosen)
        return self.known[key]

    def _tried(self, chosen: Iterable[Edit]) -> bool:
        try:
            return can_score(self.edits.side(chosen))
        except InputRefused:
            return False

    def with_fewest(self, edit: Edit, all_: Sequence[Edit]) -> list[Edit]:
        """The edit with as few others as it needs: pieces of the others are left out as long as that can score."""
        others = [one for one in all_ if one is not edit]
        if not self.can([edit, *others]):  # all of them do not make it whole: it stands by itself
            return [edit]
        size = max(1, len(others) // 2)
        while size and self.tries < MOST_TRIES:
            at = 0
            while at < len(others):
                fewer = others[:at] + others[at + size :]
                if self.can([edit, *fewer]):
                    others = fewer
                else:
                    at += size
            size //= 2
        return [edit, *others]


def can_score(side: Side) -> bool:
    """Whether a side has no problems of its own; a set's weights add up where the rulebook wants that."""
    compiled = Assessor(side.rulebook, side.indicator_set).compiled()
    if has_errors(compiled.problems):
        return False
    stops = side.rulebook.header.model.weights_off_total == "stop"
    return side.indicator_set is None or not stops or off_total(compiled.program) is None
