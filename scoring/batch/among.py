"""One project among those of a table: its places, by what, and who stands beside it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import count
from pathlib import Path

from scoring.assessor.assessor import Prepared
from scoring.batch.cohorts import Choice
from scoring.batch.faults import told
from scoring.batch.one_by_one import Compared, Work, came_out
from scoring.batch.outputs.result_parts import RecordFile
from scoring.batch.places import given_to
from scoring.batch.request import RunRequest
from scoring.batch.row_by_row import RowByRow, Waiting, row_of
from scoring.batch.run import Run
from scoring.engines.columnar.duck import Connection, connect
from scoring.engines.exact.peers import Key, Peer, Placed, places_among
from scoring.nodes.node import Name, Node
from scoring.nodes.printing import written
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.program.program import PeerPlace, Program
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.figures import shown
from scoring.scorecard.records import Ranked, Standing
from scoring.values.value import Value

COMMAND_LINE = Place("<command line>")
MEMORY = "600MB"
MINE = 0
"""The number of the project itself among rows that are counted from 1."""


def among_others(prepared: Prepared, table: str, rulebook: Rulebook, indicator_set: IndicatorSet | None) -> Prepared:
    """The project with its places among the projects of a table, of which one that is called the same is itself.

    Raises `InputRefused` where nothing is compared, or none of the table's projects is scored by the same rules.
    """
    if not prepared.program.peers:
        message = Text("the rulebook compares no projects", "该规则集不比较项目")
        fix = Text("leave out --among, or add [peers]", "去掉 --among，或补上 [peers]")
        raise InputRefused([Problem("nothing-compared", message, COMMAND_LINE, fix)])
    work = Path(tempfile.mkdtemp(prefix="scoring-"))
    try:
        connection = connect(MEMORY, None, work)
        asked = RunRequest([table], Choice(rulebook, indicator_set, by_name=True), engine="exact")
        with told(work / "scores", work, [Path(table)]), closing(connection):
            run = Run(asked, connection, work, lambda _: None, _Unwatched())
            return _Among(prepared, run).prepared()
    finally:
        shutil.rmtree(work, ignore_errors=True)


class _Unwatched:
    """Nobody looks how long it takes."""

    def query(self, connection: Connection, label: Text) -> nullcontext[None]:
        return nullcontext()

    @contextmanager
    def rows(self, total: int, label: Text) -> Iterator[Callable[[int], None]]:
        yield lambda _: None


class _Among(RowByRow):
    """Tells what the projects of a run are compared by, and scores none of them."""

    def __init__(self, project: Prepared, run: Run) -> None:
        super().__init__(run.workers, run.watch, run.rejects)
        self.project, self.run = project, run
        self.given: dict[str, Value] = {}
        self.beside: dict[str, Standing] = {}
        run.row_by_row = run.cohort_scores.row_by_row = self

    def prepared(self) -> Prepared:
        self.run.begun().staged()
        if not self.given:
            message = Text(
                "no project of the table is scored by the same rulebook, set and period",
                "表格中没有按同一规则集、指标集和期间评分的项目",
            )
            raise InputRefused([Problem("nothing-compared", message, Place(self.run.asked.inputs[0]))])
        sheet = self.project.sheet.among_others(self.given)
        return replace(self.project, sheet=sheet, context=replace(self.project.context, peers=self.beside))

    def score(
        self,
        work: Work,
        listed: Callable[[], Iterator[Waiting]],
        total: int,
        records: RecordFile,
        number: int,
        shown: str,
    ) -> int:
        """What the projects are compared by, level by level, with the one that is asked for among them."""
        known: dict[int, dict[str, Value]] = {}
        for level in count():
            mine = came_out(MINE, self.project, known.get(MINE, {}), level)
            if not isinstance(mine, Compared):
                break
            waiting = ((one, {**given, **known.get(row_of(one), {})}) for one, given in listed())
            answers = self.answers(replace(work, level=level), waiting, total, Text(shown, shown))
            others = [one for one in answers if isinstance(one, Compared) and one.under == mine.under]
            compared = [*(one for one in others if one.project != mine.project), mine]
            if not others:
                break
            for row, places in given_to(compared, self.counts).items():
                known.setdefault(row, {}).update(places)
            self._show(mine, compared)
        self.given |= known.get(MINE, {})
        return total

    def _show(self, mine: Compared, compared: Sequence[Compared]) -> None:
        places = {one.given: one for one in self.project.program.peers}
        for name, (order, own) in mine.standings.items():
            if own.whether == "counted":
                standings = {one.row: one.standings[name][1] for one in compared}
                placed = places_among(standings, order)
                names = {one.row: one.project for one in compared}
                self.beside[places[name].name] = _Order(
                    places[name], self.project.program, standings, placed, names
                ).shown()


class _Order:
    """The projects of one group in their order, seen from the one that is asked for."""

    def __init__(
        self,
        one: PeerPlace,
        program: Program,
        standings: Mapping[int, Peer],
        placed: Mapping[int, Placed],
        names: Mapping[int, str],
    ) -> None:
        self.one, self.program, self.standings, self.placed, self.names = one, program, standings, placed, names
        self.own = standings[MINE]

    def shown(self) -> Standing:
        """Its place with those beside it, and who is alike."""
        group = [row for row in self.placed if self.standings[row].group == self.own.group]
        group.sort(key=lambda row: (self.placed[row].place, self.names[row], row))
        place = self.placed[MINE].place
        alike = [row for row in group if self.standings[row].keys == self.own.keys and row != MINE]
        before = [row for row in group if self.placed[row].place < place]
        after = [row for row in group if self.placed[row].place > place]
        within = ", ".join(self.own.group)
        of = self.placed[MINE]
        return Standing(
            by=tuple(_name(key.node, self.program) for key in self.one.keys),
            largest_first=self.one.order.largest_first,
            within=Text(within, within) if within else None,
            ties=self.one.ties,
            of=_range(of.of + of.open, of.of + of.open + of.maybe),
            own=self.ranked(MINE),
            before=self.ranked(before[-1]) if before else None,
            after=self.ranked(after[0]) if after else None,
            tied=tuple(self.names[row] for row in alike),
            where=self.one.place,
        )

    def ranked(self, row: int) -> Ranked:
        placed, keys = self.placed[row], self.standings[row].keys
        by = (self.said(key, one.node) for key, one in zip(keys, self.one.keys, strict=True))
        return Ranked(self.names[row], _range(placed.place, placed.place + placed.open + placed.maybe), tuple(by))

    def said(self, key: Key, node: Node) -> Text:
        if node.kind.name == "date" and isinstance(key, Fraction):
            day = date.fromordinal(int(key)).isoformat()
            return Text(day, day)
        return Text(shown(key, node.kind, self.program, "en"), shown(key, node.kind, self.program, "zh"))


def _range(low: int, high: int) -> Text:
    said = str(low) if low == high else f"{low} – {high}"
    return Text(said, said)


def _name(node: Node, program: Program) -> Text:
    if isinstance(node, Name):
        if node.name == "total.earned":
            return Text("total", "总分")
        if node.name in program.labels:
            return program.labels[node.name]
    said = written(node)
    return Text(said, said)
