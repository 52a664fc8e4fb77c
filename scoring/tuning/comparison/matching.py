"""Whether two tables of scores can be laid side by side: something is scored, names are had once, indicators are there."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.engines.columnar.duck import Connection
from scoring.problems import InputRefused, Place, Problem, Text, nearest
from scoring.tuning.editions.scored import Data, ScoreTable, nothing_scored
from scoring.values.number import cut


def something_scored(data: Data, first: ScoreTable, second: ScoreTable) -> None:
    """Raises `InputRefused` where neither side scores any project: nothing moved would be no answer."""
    if not first.count(data.connection) and not second.count(data.connection):
        nothing_scored(data, first, Text("neither side scores any project", "两边都没有能评分的项目"))


def known_alike(same: Mapping[str, str], first: ScoreTable, second: ScoreTable) -> None:
    """Raises `InputRefused` for indicators said to be the same that are none, and for one that two are said to be."""
    problems = []
    for names, table, what in ((list(same), first, "BOOK_A"), (list(same.values()), second, "BOOK_B")):
        known = [name for program in table.programs for name in (one.id for one in program.indicators)]
        for name in dict.fromkeys(names):
            if known and name not in known:
                near = nearest(name[:60], known)
                fix = Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else Text("name an indicator of it", "写其中的指标")  # fmt: skip
                message = Text(f"{what} has no indicator `{cut(name)}`", f"{what} 没有指标 {cut(name)}")
                problems.append(Problem("unknown-indicator", message, Place("--same"), fix))
            if names.count(name) > 1:
                message = Text(f"two indicators are said to be `{cut(name)}`", f"有两个指标都写成 {cut(name)}")
                problems.append(Problem("name-twice", message, Place("--same"), Text("leave one of them out", "去掉其一")))  # fmt: skip
    if problems:
        raise InputRefused(problems)


def each_once(data: Data, table: ScoreTable) -> None:
    """Raises `InputRefused` where projects cannot be matched by their names, since several have one."""
    if named_once(data.connection, table):
        return
    query = f"SELECT project FROM {table.scan} GROUP BY project HAVING count(*) > 1 ORDER BY project LIMIT 1"
    found = data.connection.execute(query).fetchone()
    name = str(found[0]) if found is not None else ""
    message = Text(f"several projects are called `{name[:60]}`, and are matched by their names",
                   f"有多个项目都叫 {name[:60]}，而项目按名称对应")  # fmt: skip
    fix = Text(
        'name the column of their code with --columns: code = "project"',
        '用 --columns 写明编号所在的列：code = "project"',
    )
    raise InputRefused([Problem("name-twice", message, Place(data.inputs[0]), fix)])


def named_once(connection: Connection, table: ScoreTable) -> bool:
    """Whether no two projects of a table have one name, so that they can be matched by it."""
    query = f"SELECT count(*) - count(DISTINCT project) FROM {table.scan}"
    found = connection.execute(query).fetchone()
    return found is not None and found[0] == 0
