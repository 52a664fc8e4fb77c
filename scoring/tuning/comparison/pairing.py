"""Two tables of scores, row beside row: what stands after FROM, and SQL of what each side gives."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.batch.joint import JointPart
from scoring.engines.columnar.duck import Connection, quoted
from scoring.tuning.editions.scored import ScoreTable

KEYS = ("file", "row", "project")
NOT_COMPARED = ("row", "file", "project", "rulebook")
Pair = tuple[str, str]
"""What a column is called before and after."""


class Pairing:
    """Projects as both sides score them: by row, or by their names. `same`: indicators that are called otherwise after."""

    def __init__(
        self, connection: Connection, first: ScoreTable, second: ScoreTable, same: Mapping[str, str], by_name: bool
    ) -> None:
        self.first, self.second, self.by_name = first, second, by_name
        one, other = first.part, second.part
        self.is_joint = isinstance(one, JointPart) and isinstance(other, JointPart) and one.rows == other.rows and not by_name  # fmt: skip
        self.scan = one.rows if self.is_joint and isinstance(one, JointPart) else self._joined(connection)
        self.pairs = self._pairs(same)

    def _pairs(self, same: Mapping[str, str]) -> list[Pair]:
        """Columns before and after that are the same thing."""
        renamed = {f"{old}.{end}": f"{new}.{end}" for old, new in same.items() for end in ("points", "outcome")}
        found = [(name, renamed.get(name, name)) for name in self.first.columns if name not in NOT_COMPARED]
        taken = {new for _, new in found}
        return [*found, *((name, name) for name in self.second.columns if name not in taken and name not in NOT_COMPARED)]  # fmt: skip

    def _joined(self, connection: Connection) -> str:
        """A row for each project that either side scored, as `a` and `b`."""
        first, second = self.first, self.second
        if self.by_name:
            return f"{first.scan} a FULL JOIN {second.scan} b ON a.project = b.project"
        if self._are_aligned(connection):
            return f"{first.scan} a POSITIONAL JOIN {second.scan} b"
        on = 'a."row" = b."row"' + (" AND a.file = b.file" if first.several else "")
        return f"{first.scan} a FULL JOIN {second.scan} b ON {on}"

    def _are_aligned(self, connection: Connection) -> bool:
        """Whether both have the same rows in the same order, so that they need not be looked for."""
        rows = [f'(SELECT file, "row" FROM {one.scan})' for one in (self.first, self.second)]
        differs = 'a."row" IS DISTINCT FROM b."row" OR a.file IS DISTINCT FROM b.file'
        query = f"SELECT count(*) FILTER ({differs}) FROM {rows[0]} a POSITIONAL JOIN {rows[1]} b"
        found = connection.execute(query).fetchone()
        return found is not None and found[0] == 0

    # ------------------------------------------------------------------ SQL

    @property
    def scored(self) -> str:
        """Whether both sides scored a project."""
        return "TRUE" if self.is_joint else 'a."row" IS NOT NULL AND b."row" IS NOT NULL'

    def key(self, name: str) -> str:
        """`file`, `row` or `project` of either side."""
        before, after = self.before(name), self.after(name)
        return before if before == after else f"coalesce({before}, {after})"

    def before(self, name: str) -> str:
        return self._cell(self.first, name, "a")

    def after(self, name: str) -> str:
        return self._cell(self.second, name, "b")

    def _cell(self, table: ScoreTable, name: str, alias: str) -> str:
        if self.is_joint and isinstance(table.part, JointPart):
            return table.part.cells.get(name, "NULL")
        return f"{alias}.{quoted(name)}" if name in table.columns or name in KEYS else "NULL"

    def cells(self, pair: Pair) -> Pair:
        """Both cells, of types that compare."""
        old, new = self.first.columns.get(pair[0]), self.second.columns.get(pair[1])
        cells = self.before(pair[0]), self.after(pair[1])
        if old is not None and new is not None and (old.decimals is None) != (new.decimals is None):
            return as_text(cells[0]), as_text(cells[1])
        return cells

    def differs(self, pair: Pair) -> str:
        """Whether a project has something else in a column; an empty text and none are one."""
        before, after = self.cells(pair)
        if before == after:
            return "FALSE"
        if pair[0] in ("findings", "limits"):
            before, after = f"coalesce({before}, '')", f"coalesce({after}, '')"
        return f"{before} IS DISTINCT FROM {after}"

    def any_differs(self, pairs: list[Pair]) -> str:
        listed = dict.fromkeys(one for pair in pairs if (one := self.differs(pair)) != "FALSE")
        return f"({' OR '.join(listed)})" if listed else "FALSE"

    def are_numbers(self, pair: Pair) -> bool:
        """Whether both cells are exact decimals."""
        columns = self.first.columns.get(pair[0]), self.second.columns.get(pair[1])
        return all(one is not None and one.decimals is not None for one in columns)


def as_text(cell: str) -> str:
    return f"CAST({cell} AS VARCHAR)"


def about(cell: str) -> str:
    """A number near enough to put projects in order by, of an exact decimal or a quotient in a text."""
    text = as_text(cell)
    below = f"coalesce(TRY_CAST(nullif(split_part({text}, '/', 2), '') AS DOUBLE), 1)"
    return f"TRY_CAST(split_part({text}, '/', 1) AS DOUBLE) / {below}"
