"""How files of projects are read and refused apart from what terms say: where two books do that otherwise, no proof says anything.

Terms are about amounts in base units, of projects that are read alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scoring.assessor.assessor import Assessor
from scoring.assessor.standing import standing_problems
from scoring.problems import Text
from scoring.program.program import Program
from scoring.project.project import Project
from scoring.tuning.proof.proof import Claim
from scoring.values.units import Unit

OF_READERS = {"label", "note", "allow", "from_", "also"}
"""Keys of which no score rests on."""


def is_refused_as_it_stands(book: Assessor, program: Program, project: Project) -> bool:
    """Whether a book refuses every project of these rows, whatever its facts are."""
    return bool(standing_problems(program, book.rulebook, book.indicator_set, project))


@dataclass(frozen=True)
class Reading:
    """Two books."""

    one: Assessor
    other: Assessor

    @cached_property
    def units_apart(self) -> list[str]:
        """Units that are not as much in both."""
        mine, theirs = self._units
        return [
            name
            for name, unit in mine.items()
            if name in theirs and (unit.dimension, unit.factor) != (theirs[name].dimension, theirs[name].factor)
        ]

    @property
    def _units(self) -> tuple[Mapping[str, Unit], Mapping[str, Unit]]:
        return self.one.declared.units.by_name, self.other.declared.units.by_name

    def _lists_apart(self) -> list[str]:
        """Lists that both declare, records of which one may read otherwise than the other, or not at all."""
        facts = [book.declared.sections.facts for book in (self.one, self.other)]
        written = [
            {name: entry.model.model_dump(exclude=OF_READERS) for name, entry in each.items() if entry.model.list_}
            for each in facts
        ]
        return [name for name, model in written[0].items() if name in written[1] and model != written[1][name]]

    def _peers(self, book: Assessor) -> dict[str, object]:
        return {name: entry.model.model_dump(exclude=OF_READERS) for name, entry in book.rulebook.peers.items()}

    def left_open(self, claim: Claim) -> Iterator[tuple[str, Text]]:
        """What is read otherwise, by a name; for a claim that only projects which both books score refute, no refusals."""
        for name in self.units_apart:
            yield (
                f"unit {name}",
                Text(
                    f"`{name}` is not as much in both books, and amounts in it are not looked into",
                    f"两个规则集中 {name} 的大小不同，未考察以它计量的数量",
                ),
            )
        for name in self._lists_apart():
            yield (
                f"list {name}",
                Text(
                    f"the records of `{name}` are declared otherwise, and are not looked into",
                    f"{name} 的记录声明不同，未予考察",
                ),
            )
        if self._peers(self.one) != self._peers(self.other):
            yield (
                "peers",
                Text(
                    "`[peers]` differs, and how projects stand among each other is not looked into",
                    "[peers] 不同，未考察项目之间的比较",
                ),
            )
        if claim != "change":
            return
        mine, theirs = self._units
        for name in [*(one for one in mine if one not in theirs), *(one for one in theirs if one not in mine)]:
            yield (
                f"unit {name}",
                Text(
                    f"only one of the books knows `{name}`: a project with amounts in it is refused by the other",
                    f"仅一个规则集有单位 {name}：以它计量的项目不被另一个受理",
                ),
            )
        facts = [book.declared.sections.facts for book in (self.one, self.other)]
        for name, fact in facts[0].items():
            if name in facts[1] and fact.model.from_ != facts[1][name].model.from_:
                yield (
                    f"from {name}",
                    Text(
                        f"`{name}` is called otherwise in data, and a project that calls it so is refused by one of the books",
                        f"{name} 在数据中的名称不同：按该名称上报的项目只被一个规则集受理",
                    ),
                )
        heads = [book.rulebook.header.model for book in (self.one, self.other)]
        if heads[0].counts != heads[1].counts:
            yield (
                "counts",
                Text(
                    "`counts` differs, and projects read against what was approved are not looked into",
                    "counts 不同，未考察对照批复读取的项目",
                ),
            )
        if heads[0].weights_off_total != heads[1].weights_off_total and self.one.indicator_set is None:
            yield (
                "weights_off_total",
                Text(
                    "`weights_off_total` differs: one of the books may refuse rows that do not add up to the total",
                    "weights_off_total 不同：权重合计不等于总分的项目可能只被一个规则集受理",
                ),
            )
