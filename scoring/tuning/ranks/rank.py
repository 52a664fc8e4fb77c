"""The projects of a table put in order, in SQL over their staged scores.

A project that is incomplete has a range of totals: its place is then a range too, from how many are certainly before it to
how many may be, and so is the place of those that it may pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.batch.inputs.input_table import staged_as
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.problems import InputRefused, Place, Problem, Text, nearest
from scoring.tuning.editions.scored import TOTALS, Data, ScoreTable, nothing_scored, write_rows
from scoring.tuning.editions.side import Side
from scoring.tuning.ranks.grouping import groups_of
from scoring.tuning.ranks.ranking import RankedGroup, RankedProject, Ranking, RankRequest
from scoring.values.number import cut

PLACES = {"shared": "rank()", "dense": "dense_rank()", "last": "count(*)"}
MOST_GROUPS = 10_000


def rank_projects(data: Data, side: Side | None, asked: RankRequest) -> tuple[Ranking, Path]:
    """The ranking, and the staged table of every project's place (row, project, within, number, place, worst, of, share, band, grade).

    Raises `InputRefused`: the input is at fault, there is no such column, or its numbers have no common decimals.
    """
    scored = data.scored(side, totals_only=asked.by in TOTALS)
    decimals = _decimals(data, scored, asked.by)
    staged = _Staged(data, scored, asked, decimals)
    ranks = staged.ranks()
    return staged.ranking(ranks), ranks


def _decimals(data: Data, scored: ScoreTable, by: str) -> int:
    """How many decimals the numbers have that are ranked by."""
    column = scored.columns.get(by)
    numbers = [name for name, one in scored.columns.items() if one.decimals is not None]
    nothing_scored(data, scored)
    if column is None:
        near = nearest(by[:60], numbers)
        fix = Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else Text(f"there are {', '.join(numbers[:12])}", f"有 {'、'.join(numbers[:12])}")  # fmt: skip
        raise InputRefused([Problem("unknown-column", Text(f"the scores have no column `{cut(by)}`", f"评分结果没有列 {cut(by)}"), Place("--by"), fix)])  # fmt: skip
    if column.decimals is None:
        message = Text(f"nobody can be ranked by `{cut(by)}`: it is a text, or a number that is not rounded",
                       f"无法按 {cut(by)} 排名：它是文字，或没有取整的数")  # fmt: skip
        raise InputRefused([Problem("not-rounded", message, Place("--by"), Text("name a number, and give it a `round` in the rulebook", "写一个数值列，并在规则集中为它写 round"))])  # fmt: skip
    return column.decimals


class _Staged:
    """Scores in a work folder, and the places that come of them."""

    def __init__(self, data: Data, scored: ScoreTable, asked: RankRequest, decimals: int) -> None:
        self.data, self.scored, self.asked, self.decimals = data, scored, asked, decimals
        self.connection: Connection = data.connection

    def ranks(self) -> Path:
        """Every project that has a place, in the order of the input."""
        path = self.data.work / "ranks.parquet"
        counted = self.data.work / "standings.parquet"
        self._copy(self._standings(), counted, 9)
        known = f"(SELECT * FROM read_parquet({literal(str(counted))}) WHERE low IS NOT NULL AND (within IS NOT NULL OR NOT grouped))"
        query = self._alone(known) if not self._count(f"{known} WHERE low <> high") else self._ranges(known)
        self._copy(query, path, 12)
        return path

    def _copy(self, query: str, path: Path, columns: int) -> None:
        self.connection.execute(f"COPY ({query}) TO {literal(str(path))} {staged_as(columns)}")

    def _standings(self) -> str:
        """Each project with the least and the most that it has, larger being better."""
        by, sign = quoted(self.asked.by), "-" if self.asked.smallest_first else ""
        ends = (f"coalesce({by}, lowest)", f"coalesce({by}, highest)") if self.asked.by == "total" else (by, by)
        low, high = (f"{sign}({end})" for end in (ends if not sign else reversed(ends)))
        scores = f'SELECT s.file, s."row", s.project, s.grade, {low} AS low, {high} AS high FROM {self.scored.scan} s'
        if self.asked.within is None:
            return f"SELECT *, NULL::VARCHAR AS within, FALSE AS grouped FROM ({scores})"
        return (
            f"SELECT s.*, g.within, TRUE AS grouped FROM ({scores}) s LEFT JOIN ({groups_of(self.data, self.scored.side, self.asked.within, self.scored.several)}) g "
            'ON s."row" = g."row" AND s.file IS NOT DISTINCT FROM g.file'
        )

    def _alone(self, known: str) -> str:
        """Where every number is known."""
        place = f"{PLACES[self.asked.ties]} OVER (PARTITION BY within ORDER BY high DESC)"
        return self._banded(
            f"SELECT *, {place} AS place, {place} AS worst, count(*) OVER (PARTITION BY within) AS counted FROM {known}"
        )

    def _ranges(self, known: str) -> str:
        """Where some are not: counted are those certainly before, and those that may be."""
        ties = self.asked.ties
        rows = f'SELECT *, row_number() OVER (ORDER BY file, "row") AS id, low < high AS open, count(*) OVER (PARTITION BY within) AS counted FROM {known}'
        if ties == "dense":
            steps = "SELECT DISTINCT within, low AS v FROM k WHERE NOT open"
            certain = self._above(self._fewest(known), "high")
            maybe = self._above(steps, "low")
            opened = self._above("SELECT within, high AS v FROM k WHERE open", "low")
            best, worst = "1 + a.n", "1 + b.n + c.n - k.open::INT"
            joined = f"JOIN ({certain}) a USING (id) JOIN ({maybe}) b USING (id) JOIN ({opened}) c USING (id)"
        else:
            with_equal = ties == "last"
            certain = self._above("SELECT within, low AS v FROM k", "high", with_equal)
            maybe = self._above("SELECT within, high AS v FROM k", "low", with_equal)
            best = "a.n + k.open::INT" if with_equal else "1 + a.n"
            worst = "b.n" if with_equal else "1 + b.n - k.open::INT"
            joined = f"JOIN ({certain}) a USING (id) JOIN ({maybe}) b USING (id)"
        query = f"WITH k AS ({rows}) SELECT k.* EXCLUDE (id, open), {best} AS place, {worst} AS worst FROM k {joined}"
        return self._banded(query)

    def _fewest(self, known: str) -> str:
        """The fewest numbers that every project may share so that each has one of them, the larger ones first: as many as are beyond a
        number are certainly before it. The largest low end is one, then the largest of those that the last one does not lie in, and so on."""
        query = f"SELECT within, low, min(high) FROM {known} GROUP BY within, low ORDER BY within NULLS FIRST, low DESC"
        found = self.connection.cursor().execute(query)

        def numbers() -> Iterator[tuple[str, str]]:
            last: tuple[str | None, Any] | None = None
            while some := found.fetchmany(50_000):
                for within, low, high in some:
                    if last is None or last[0] != within or high < last[1]:
                        last = within, low
                        yield within or "", str(low)

        path = self.data.work / "fewest.csv"
        write_rows(path, ("within", "v"), numbers())
        kinds = f"{{'within': 'VARCHAR', 'v': 'DECIMAL(18,{self.decimals})'}}"
        return f"SELECT nullif(within, '') AS within, v FROM read_csv({literal(str(path))}, header = true, columns = {kinds})"

    def _above(self, values: str, end: str, with_equal: bool = False) -> str:
        """How many of these values of a project's group are larger than one end of it, by its id."""
        events = f"SELECT within, v, 1 AS one, NULL AS id FROM ({values}) UNION ALL SELECT within, {end}, 0, id FROM k"
        count = "sum(one) OVER (PARTITION BY within ORDER BY v DESC RANGE UNBOUNDED PRECEDING)"
        if not with_equal:
            upto = "sum(one) OVER (PARTITION BY within ORDER BY v RANGE UNBOUNDED PRECEDING)"
            count = f"sum(one) OVER (PARTITION BY within) - {upto}"
        return f"SELECT id, CAST(n AS BIGINT) AS n FROM (SELECT id, {count} AS n FROM ({events})) WHERE id IS NOT NULL"

    def _banded(self, query: str) -> str:
        """With the band of each place, and numbers as they were before `smallest_first` turned them around."""
        bands, negative = self.asked.bands, self.asked.smallest_first
        low, high = ("-high", "-low") if negative else ("low", "high")
        band = f"CASE WHEN place = worst THEN CAST((place * {bands} + counted - 1) // counted AS BIGINT) END"
        cells = f'file, "row", project, within, {low} AS lowest, {high} AS highest, place, worst, counted AS "of", {band} AS band, grade'
        return f'SELECT {cells} FROM ({query}) ORDER BY file, "row"'

    # ------------------------------------------------------------------ what is told

    def ranking(self, ranks: Path) -> Ranking:
        """The figures of the staged places."""
        scan = f"read_parquet({literal(str(ranks))})"
        standings = f"read_parquet({literal(str(self.data.work / 'standings.parquet'))})"
        no_number = self._count(f"{standings} WHERE low IS NULL")
        no_group = self._count(f"{standings} WHERE low IS NOT NULL AND within IS NULL AND grouped")
        return Ranking(self.asked, tuple(self.data.inputs), self.decimals, self._count(scan), tuple(self._figures(scan)),
                       tuple(self._first(scan)), no_number, no_group, self._count(self.scored.rejected))  # fmt: skip

    def _figures(self, scan: str) -> Iterator[RankedGroup]:
        at = ", ".join(f"{step}::DOUBLE / {self.asked.bands}" for step in range(self.asked.bands + 1))
        query = (
            f"SELECT within, count(*), count(*) FILTER (lowest <> highest), quantile_disc(lowest, [{at}]) FILTER (lowest = highest) "
            f"FROM {scan} GROUP BY within ORDER BY within NULLS FIRST"
        )
        found = self.connection.execute(query).fetchmany(MOST_GROUPS + 1)
        if len(found) > MOST_GROUPS:
            message = Text(f"more than {MOST_GROUPS} different groups", f"分组超过 {MOST_GROUPS} 个")
            raise InputRefused([Problem("too-many", message, Place("--within"), Text("name a column with fewer different cells", "改用取值较少的列"))])  # fmt: skip
        for within, projects, incomplete, ends in found:
            yield RankedGroup(within, projects, incomplete, tuple(Fraction(end) for end in ends or ()))

    def _first(self, scan: str) -> Iterator[RankedProject]:
        """The first projects of each group by place."""
        order = 'place, worst, file, "row"'
        query = (
            f"SELECT * FROM {scan} QUALIFY row_number() OVER (PARTITION BY within ORDER BY {order}) <= {self.asked.top} "
            f"ORDER BY within NULLS FIRST, {order}"
        )
        for file, row, project, within, low, high, place, worst, of, band, grade in self.connection.execute(
            query
        ).fetchall():
            yield RankedProject(self.data.id_of(file, row), project, within, Fraction(low), Fraction(high), place, worst, of, band, grade)  # fmt: skip

    def _count(self, scan: str) -> int:
        found: Any = self.connection.execute(f"SELECT count(*) FROM {scan}").fetchone()
        return int(found[0])
