"""The projects that move most, and what each side gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.columnar.duck import quoted
from scoring.problems import Text
from scoring.tuning.comparison.comparison import REJECTED, Change, Ends, Key, Move, Standing
from scoring.tuning.comparison.figures import POINTS, Figures
from scoring.tuning.comparison.pairing import KEYS, about, as_text
from scoring.tuning.editions.scored import Data

TOTALS = ("total", "lowest", "highest", "grade", "status")
OF_INDICATORS = (".points", ".outcome")
SUBTOTALS = 2
"""The section of a table of scores in which groups stand."""


@dataclass(frozen=True)
class Movers:
    """Projects of the figures' tables, found again in DATA."""

    figures: Figures
    data: Data

    def moves(self, top: int) -> list[Move]:
        """The projects that move most: by points, then those that change otherwise."""
        found = [self._move(row) for row in self._most(top)]
        return [*found, *self._rejected_moves(top - len(found))][:top]

    def _most(self, top: int) -> list[dict[str, object]]:
        """Their cells on both sides; which they are is found first, so that only theirs are made texts."""
        pairing, keys = self.figures.pairing, [self.figures.pairing.key(name) for name in ("file", "row", "project")]
        changed = pairing.any_differs(self.figures.pairs)
        terms = [
            f"{one} DESC" for one in (self._size(), pairing.differs(("grade", "grade"))) if one not in ("0", "FALSE")
        ]
        query = (f"SELECT {keys[0]}, {keys[1]} FROM {self.figures.joined} WHERE {self.figures.scored} AND {changed} "
                 f"ORDER BY {', '.join([*terms, '1', '2'])} LIMIT {top}")  # fmt: skip
        if changed == "FALSE":
            return []
        order = {key: place for place, key in enumerate(self.figures.connection.execute(query).fetchall())}
        if not order:
            return []
        cells = []
        for number, pair in enumerate(self.figures.pairs):
            a, b = pairing.before(pair[0]), pairing.after(pair[1])
            cells += [f"{as_text(a)} AS a{number}", f"{as_text(b)} AS b{number}"]
        listed = ", ".join([f"{key} AS {quoted(name)}" for key, name in zip(keys, KEYS, strict=True)] + cells)
        numbers = ", ".join(str(row) for row in sorted({int(row) for _, row in order}))
        found = self.figures.rows(f"SELECT {listed} FROM {self.figures.joined} WHERE {keys[1]} IN ({numbers})")
        return sorted((one for one in found if (one["file"], one["row"]) in order), key=lambda one: order[one["file"], one["row"]])  # fmt: skip

    def _size(self) -> str:
        """By how much the points of a project moved, at the end at which they moved more."""
        if not self.figures.has_totals:
            return "0"
        made = []
        for end in ("lowest", "highest"):
            a, b = self.figures.pairing.before(end), self.figures.pairing.after(end)
            if a == b:
                continue
            made.append(f"abs({b} - {a})" if self.figures.pairing.are_numbers((end, end)) else f"abs({about(b)} - {about(a)})")  # fmt: skip
        if not made:
            return "0"
        return f"coalesce(greatest({', '.join(dict.fromkeys(made))}), 0)"

    def _move(self, row: Mapping[str, object]) -> Move:
        cells = {pair: (row[f"a{number}"], row[f"b{number}"]) for number, pair in enumerate(self.figures.pairs)}
        changes = [Change(pair[0], _or_none(a), _or_none(b)) for pair, (a, b) in cells.items()
                   if pair[0] not in TOTALS and (a or None) != (b or None)]  # fmt: skip
        if any(one.column.endswith(OF_INDICATORS) for one in changes):
            changes = [one for one in changes if not self._is_subtotal(one.column)]
        key = _or_none(row["file"]), int(str(row["row"]))
        return Move(
            self.data.id_of(*key),
            _or_none(row["project"]) or "",
            _standing({name: cells[name, name][0] for name in TOTALS if (name, name) in cells}),
            _standing({name: cells[name, name][1] for name in TOTALS if (name, name) in cells}),
            tuple(changes),
            key=key,
        )

    def _is_subtotal(self, name: str) -> bool:
        """Whether a column is a group's, which moves with its members, or by itself where it is capped or rounded."""
        column = self.figures.first.columns.get(name) or self.figures.second.columns.get(name)
        return column is not None and column.section == SUBTOTALS

    def _rejected_moves(self, most: int) -> list[Move]:
        """Projects that one side rejects."""
        found: list[Move] = []
        on = (
            "USING (project)"
            if self.figures.by_name
            else 'USING ("row")'
            if not self.figures.first.several
            else 'USING ("row", file)'
        )
        for one, other, is_after in (
            (self.figures.first, self.figures.second, True),
            (self.figures.second, self.figures.first, False),
        ):
            names = [name for name in TOTALS if name in one.columns]
            cells = "".join(f", {as_text(f's.{quoted(name)}')} AS {name}" for name in names)
            query = (f'SELECT s.file, s."row", s.project, r.zh, r.en{cells} FROM {one.scan} s JOIN {other.rejected} r {on} '
                     f'ORDER BY 1, 2 LIMIT {max(most, 0)}')  # fmt: skip
            for row in self.figures.rows(query):
                scored = _standing(row)
                refused = Standing(REJECTED, reason=Text(str(row["en"]), str(row["zh"])))
                ends = (scored, refused) if is_after else (refused, scored)
                key = _or_none(row["file"]), int(str(row["row"]))
                found.append(Move(self.data.id_of(*key), _or_none(row["project"]) or "", *ends, key=key))
        return found


def points_of(figures: Figures, moves: Sequence[Move]) -> dict[Key, Ends]:
    """What the second side gives these projects."""
    side = figures.second
    if side.part is None or "total" not in side.columns or not moves:
        return {}
    numbers = ", ".join(str(row) for row in sorted({row for _, row in (move.key for move in moves)}))
    listed = ", ".join(f"{as_text(quoted(name))} AS {name}" for name in POINTS)
    found = figures.rows(f'SELECT file, "row", {listed} FROM {side.scan} WHERE "row" IN ({numbers})')
    ends = {(_or_none(one["file"]), int(str(one["row"]))): _ends(one) for one in found}
    return {key: points for key, points in ends.items() if points is not None}


def _standing(cells: Mapping[str, object]) -> Standing:
    return Standing(_or_none(cells.get("status")) or "", _ends(cells), _or_none(cells.get("grade")))


def _ends(cells: Mapping[str, object]) -> Ends | None:
    low, high, total = (_or_none(cells.get(name)) for name in ("lowest", "highest", "total"))
    if total is not None:
        return Fraction(total), Fraction(total)
    return (Fraction(low), Fraction(high)) if low is not None and high is not None else None


def _or_none(cell: object) -> str | None:
    return None if cell is None or cell == "" else str(cell)
