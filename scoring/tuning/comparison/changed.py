"""The table of all projects that change: each with its id, what both sides give it, and what each group of edits alone does.

Columns: `id`, `project`, `status.before`, `status.after`, totals, grades and everything else in which projects changed, before and
after; `difference`, `edit1`, `edit2`, … and `together`, at the lowest and at the highest end of the points; `reason` of rejected ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from scoring.batch.inputs.input_table import staged_as
from scoring.batch.inputs.sources import ProjectFiles
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.tuning.comparison.comparison import REJECTED
from scoring.tuning.comparison.pairing import KEYS, Pairing, as_text
from scoring.tuning.editions.case_data import CaseData
from scoring.tuning.editions.scored import Data, ScoreTable, write_rows
from scoring.values.number import show_number

FIRST = ("status", "total", "lowest", "highest", "grade")
ENDS = ("lowest", "highest")
RAW = "~"
"""Begins the names of columns that are computed with, and do not stay."""


def stage_changed(
    data: Data, pairing: Pairing, columns: Collection[str], alone: Sequence[ScoreTable], path: Path
) -> None:
    """Writes the table as Parquet, in the order of files and rows; `columns`: those beside the points and the grade in which projects
    changed; `alone`: what each group of edits gives all projects.

    Totals that are not rounded are texts such as 250/3, and so are their differences.
    """
    table = _Changed(data, pairing, columns, alone)
    size = 2 * len(table.heads) + 2 * len(alone) + len(FIRST)
    if table.is_rounded:
        data.connection.execute(f"COPY ({table.query()}) TO {literal(str(path))} {staged_as(size)}")
        return
    raw, computed = path.with_suffix(".raw"), path.with_suffix(".csv")
    data.connection.execute(f"COPY ({table.query()}) TO {literal(str(raw))} {staged_as(size)}")
    names = [f"{RAW}{number}" for number in range((2 + len(alone)) * len(ENDS))]
    _write_shares(data.connection, raw, computed, names)
    left_out = ", ".join(map(quoted, [*names, "reason"]))
    listed = (f"SELECT t.* EXCLUDE ({left_out}), c.*, t.reason FROM read_parquet({literal(str(raw))}) t "
              f"POSITIONAL JOIN read_csv({literal(str(computed))}, all_varchar = true, header = true) c")  # fmt: skip
    data.connection.execute(f"COPY ({listed}) TO {literal(str(path))} {staged_as(size)}")


def _write_shares(connection: Connection, raw: Path, path: Path, names: Sequence[str]) -> None:
    """Differences, shares and remainders of every row of a staged table, as exact numbers."""
    groups = len(names) // len(ENDS) - 2
    heads = [f"{name}.{end}" for name in ("difference", *(f"edit{n + 1}" for n in range(groups))) for end in ENDS]
    heads += [f"together.{end}" for end in ENDS] if groups else []
    query = connection.cursor().execute(
        f"SELECT {', '.join(map(quoted, names))} FROM read_parquet({literal(str(raw))})"
    )

    def rows() -> Iterator[Iterator[str]]:
        while some := query.fetchmany(10_000):
            for row in some:
                yield ("" if one is None else show_number(one) for one in _shares_of(row, groups))

    write_rows(path, heads, rows())


def _shares_of(row: Sequence[str | None], groups: int) -> Iterator[Fraction | None]:
    """Of one project: the difference at either end, what each group of edits does, and what remains."""
    ends = [Fraction(one) if one else None for one in row]
    before, after, alone = ends[:2], ends[2:4], ends[4:]
    moved = [_less(after[at], before[at]) for at in (0, 1)]
    shares = [[_less(alone[2 * group + at], before[at]) for at in (0, 1)] for group in range(groups)]
    yield from moved
    yield from (one for pair in shares for one in pair)
    if groups:
        for at in (0, 1):
            whole = moved[at]
            yield None if whole is None else whole - sum((pair[at] or Fraction(0) for pair in shares), Fraction(0))


def _less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other


def stage_together(connection: Connection, tables: Sequence[tuple[str, Path]], path: Path) -> None:
    """Several such tables as one, in their order, each row with the name of its rulebook first."""
    selects = [f"SELECT {literal(name)} AS rulebook, *, {number} AS n, file_row_number AS r FROM read_parquet({literal(str(one))}, file_row_number = true)"
               for number, (name, one) in enumerate(tables)]  # fmt: skip
    connection.execute(f"CREATE OR REPLACE TEMP VIEW together AS {' UNION ALL BY NAME '.join(selects)}")
    size = len(connection.execute("DESCRIBE together").fetchall())
    listed = "SELECT * EXCLUDE (n, r, file_row_number) FROM together ORDER BY n, r"
    connection.execute(f"COPY ({listed}) TO {literal(str(path))} {staged_as(size)}")


class _Changed:
    """The query over both sides and every group of edits alone."""

    def __init__(self, data: Data, pairing: Pairing, columns: Collection[str], alone: Sequence[ScoreTable]) -> None:
        self.data, self.pairing, self.alone = data, pairing, alone
        self.several = pairing.first.several
        wanted = [pair for pair in pairing.pairs if pair[0] in FIRST or pair[0] in columns]
        self.heads = sorted(wanted, key=lambda pair: FIRST.index(pair[0]) if pair[0] in FIRST else len(FIRST))
        self.ids = "" if _are_rows(data) else _staged_ids(data, pairing)
        self.is_rounded = all(pairing.are_numbers((end, end)) for end in ENDS if end in pairing.first.columns)
        self.has_points = all(end in one.columns for end in ENDS for one in (pairing.first, pairing.second))

    def query(self) -> str:
        parts = [self._scored(), *self._rejected()]
        aside = '"row"' if self.several else 'file, "row"'
        return f'SELECT * EXCLUDE ({aside}) FROM ({" UNION ALL BY NAME ".join(parts)}) ORDER BY file, "row"'

    def _scored(self) -> str:
        """Projects that both sides score."""
        pairing = self.pairing
        file, row, project = (pairing.key(name) for name in KEYS)
        cells = [f"{file} AS file", f'{row} AS "row"', f"{project} AS project"]
        for number, pair in enumerate(self.heads):
            before, after = pairing.before(pair[0]), pairing.after(pair[1])
            cells += [f"{before} AS b{number}", f"{after} AS a{number}"]
        if self.has_points:
            for end in ENDS:
                before, after = self._end(pairing.before, end), self._end(pairing.after, end)
                cells += [
                    f"{before} AS before_{end}",
                    f"{after if not self.is_rounded else f'{after} - {before}'} AS moved_{end}",
                ]
        inner = f"SELECT {', '.join(cells)} FROM {pairing.scan} WHERE {pairing.scored} AND {pairing.any_differs(pairing.pairs)}"
        listed = [f"{self._id('c')} AS id", "c.file", 'c."row"', "c.project"]
        for number, (old, new) in enumerate(self.heads):
            listed += [f"c.b{number} AS {quoted(f'{old}.before')}", f"c.a{number} AS {quoted(f'{new}.after')}"]
        if not self.is_rounded:
            listed += list(self._raw())
        elif self.has_points:
            listed += list(self._shares())
        joins = [f'LEFT JOIN {one.scan} s{n} ON s{n}."row" = c."row" AND s{n}.file IS NOT DISTINCT FROM c.file'
                 for n, one in enumerate(self.alone)]  # fmt: skip
        return f"SELECT {', '.join([*listed, 'NULL::VARCHAR AS reason'])} FROM ({inner}) c {' '.join(joins)}"

    def _end(self, of: Callable[[str], str], end: str) -> str:
        """An end of the points: the total where there is one."""
        return f"coalesce({of('total')}, {of(end)})"

    def _raw(self) -> Iterator[str]:
        """Both ends of both sides and of every group of edits, as texts to be computed with."""
        ends = [f"c.{what}_{end}" if self.has_points else "NULL" for what in ("before", "moved") for end in ENDS]
        ends += [self._alone(number, one, end) for number, one in enumerate(self.alone) for end in ENDS]
        yield from (f"CAST({one} AS VARCHAR) AS {quoted(f'{RAW}{number}')}" for number, one in enumerate(ends))

    def _alone(self, number: int, one: ScoreTable, end: str) -> str:
        return f"coalesce(s{number}.total, s{number}.{end})" if end in one.columns else "NULL"

    def _shares(self) -> Iterator[str]:
        for end in ENDS:
            yield f"c.moved_{end} AS {quoted(f'difference.{end}')}"
        for number, one in enumerate(self.alone):
            for end in ENDS:
                yield f"{self._alone(number, one, end)} - c.before_{end} AS {quoted(f'edit{number + 1}.{end}')}"
        if self.alone:
            for end in ENDS:
                shares = [f"coalesce(s{number}.total - c.before_{end}, s{number}.{end} - c.before_{end}, 0)"
                          for number, one in enumerate(self.alone) if end in one.columns]  # fmt: skip
                yield f"{' - '.join([f'c.moved_{end}', *shares])} AS {quoted(f'together.{end}')}"

    def _rejected(self) -> Iterator[str]:
        """Projects that one side scores and the other rejects, with the reason."""
        on = "USING (project)" if self.pairing.by_name else 'USING ("row")' + (" WHERE s.file = r.file" if self.several else "")  # fmt: skip
        for one, other, ends in ((self.pairing.first, self.pairing.second, ("before", "after")),
                                 (self.pairing.second, self.pairing.first, ("after", "before"))):  # fmt: skip
            listed = [f"{self._id('s')} AS id", "s.file", 's."row"', "s.project"]
            listed.append(f"{literal(REJECTED)} AS {quoted(f'status.{ends[1]}')}")
            for pair in self.heads:
                name = pair[0] if ends[0] == "before" else pair[1]
                if name in one.columns:
                    listed.append(f"s.{quoted(name)} AS {quoted(f'{name}.{ends[0]}')}")
            listed.append(f"{literal('')} || r.en AS reason")
            yield f"SELECT {', '.join(listed)} FROM {one.scan} s JOIN {other.rejected} r {on}"

    def _id(self, alias: str) -> str:
        """How people find a project, as `Data.id_of` says it."""
        if not self.ids:
            return f"coalesce({alias}.file || ':', '') || {as_text(f'{alias}.row')}"
        return f'(SELECT any_value(n.id) FROM {self.ids} n WHERE n."row" = {alias}."row" AND n.file IS NOT DISTINCT FROM {alias}.file)'


def _are_rows(data: Data) -> bool:
    """Whether every project is a row of a table."""
    return not isinstance(data, CaseData) and not any(isinstance(one, ProjectFiles) for one in data.sources or ())


def _staged_ids(data: Data, pairing: Pairing) -> str:
    """A table of ids by file and row, of projects that are no rows of a table."""
    found = _keys(data.connection, (pairing.first, pairing.second))
    files, rows = [file for file, _ in found], [row for _, row in found]
    table = quoted(f"{data.work} ids")
    query = f'CREATE OR REPLACE TABLE {table} AS SELECT unnest($1::VARCHAR[]) AS file, unnest($2::BIGINT[]) AS "row", unnest($3::VARCHAR[]) AS id'
    data.connection.execute(query, [files, rows, [data.id_of(*one) for one in found]])
    return table


def _keys(connection: Connection, tables: Sequence[ScoreTable]) -> list[tuple[str | None, int]]:
    scans = " UNION ".join(f'SELECT file, "row" FROM {one.scan}' for one in tables)
    return [(file, int(row)) for file, row in connection.execute(f"{scans} ORDER BY ALL").fetchall()]
