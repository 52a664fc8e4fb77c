"""Projects of a run that are scored one by one, those that are compared with each other again with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from scoring.batch.one_by_one import Answer, Compared, Given, ScoredProject, ScoredSet, Work
from scoring.batch.outputs.result_parts import RecordFile, RejectFile
from scoring.batch.places import Counts, given_to
from scoring.batch.reject import Reject
from scoring.batch.request import RunWatcher
from scoring.batch.workers import Workers
from scoring.problems import Text
from scoring.values.value import Value

Waiting = tuple[Any, Given]
"""What is scored one by one: a row with its cells, a form or a file; and its places among others that are known."""


class RowByRow:
    """What a run scores project by project; `slow` how many were, `counts` who was compared."""

    def __init__(self, workers: Workers, watch: RunWatcher, rejects: RejectFile) -> None:
        self.workers, self.watch, self.rejects = workers, watch, rejects
        self.slow = 0
        self.counts: Counts = Counter()

    def score(
        self,
        work: Work,
        listed: Callable[[], Iterator[Waiting]],
        total: int,
        records: RecordFile,
        number: int,
        shown: str,
    ) -> int:
        """Projects one by one, to the records or to the rejects; how many there were.

        Those that are compared come again, with their places, until no place is left that rests on others.
        """
        label = Text(f"row by row, {shown}", f"逐行评分 {shown}")
        count, waiting = 0, listed()
        known: dict[int, dict[str, Value]] = {}
        while True:
            compared: list[Compared] = []
            for answer in self.answers(work, waiting, total, label):
                count += not known
                if isinstance(answer, Compared):
                    compared.append(answer)
                else:
                    self._take(answer, records, number, shown)
            if not compared:
                return count
            for row, places in given_to(compared, self.counts).items():
                known.setdefault(row, {}).update(places)
            work, total = replace(work, level=work.level + 1), len(compared)
            left = {one.row for one in compared}
            waiting = ((one, {**given, **known[row]}) for one, given in listed() if (row := row_of(one)) in left)

    def answers(self, work: Work, waiting: Iterator[Waiting], total: int, label: Text) -> Iterator[Answer]:
        with self.watch.rows(total, label) as advance:
            for answer in self.workers.answers(work, waiting):
                yield answer
                advance(1)

    def _take(self, answer: Answer, records: RecordFile, number: int, shown: str) -> None:
        if isinstance(answer, ScoredProject):
            self.slow += 1
            records.add(answer.row, answer.record, answer.columns)
        elif isinstance(answer, ScoredSet):
            for one in answer.scored:
                self._take(one, records, number, shown)
            for rejects in answer.rejects:
                self.rejects.add(number, shown, rejects)
        elif isinstance(answer, list):
            self.rejects.add(number, shown, answer or [Reject(0, "", "", Text("refused", "未被接受"))])


def row_of(waiting: Any) -> int:
    """The number of a row, of a file, or of the first row of a form."""
    found: int = waiting[0] if isinstance(waiting, tuple) else waiting.row
    return found
