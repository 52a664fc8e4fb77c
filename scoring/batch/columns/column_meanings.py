"""What the columns of a table mean: facts, keys of indicators, claims, the project and its period.

Wide, a row a project: `budget`, `预算 (万元)` with the unit of all its cells, `N1.actual`, `N1.target`, `N1.level`,
`N1.share`, `N1.points`, `N1.by`, `N1.on`, `N1.why`, `N1.evidence`, `N1.not_applicable` (the reason), `N1.claim` (by the
project itself) and `N1.claim.finance`, `claim.self` (a claimed total); `project`, `period`, `indicators`, `rules`.

Long, a row an indicator: the form's columns (`scoring.batch.columns.form_heads`), and facts beside them.

Sets, a row a record of a list: the fields of its records, the column whose rows are one project, and facts beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scoring.assessor.assessor import Assessor
from scoring.batch.columns.form_heads import KEYS, form_key
from scoring.batch.inputs.input_table import InputTable
from scoring.nodes.kind import ANY, Kind
from scoring.problems import Place, Problem, Text, nearest
from scoring.project.heads import PLAIN, head_name, heads_of_facts, name_and_unit, unit_fault
from scoring.project.list_cell import of_cells
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.values.number import cut
from scoring.values.units import Units

Path = tuple[str | int, ...]
Layout = Literal["wide", "long", "sets"]
LAYOUTS: tuple[Layout, ...] = ("wide", "long")
"""Those that a table shows by its heads; sets are asked for."""

HEADS: Mapping[str, str] = {
    **dict.fromkeys(("project", "项目", "项目名称"), "project"),
    **dict.fromkeys(("period", "年度", "评价年度"), "period"),
    **dict.fromkeys(("indicators", "指标集"), "indicators"),
    **dict.fromkeys(("rules", "规则集"), "rules"),
}
ROW_KEYS = ("actual", "target", "weight", "why", "evidence")
JUDGED_KEYS = ("level", "share", "points", "by", "on")
OTHER_KEYS = ("not_applicable", "claim")
ABOUT_KEYS = ("evidence", "at", "by", "on", "why")  # of a fact: `has_fund_rules.evidence`
ROLE = re.compile(r"[^\W\d]\w*")

NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
           "UHUGEINT", "DECIMAL", "DOUBLE", "FLOAT")  # fmt: skip
SCALAR = ("VARCHAR", "BOOLEAN", "DATE", *NUMERIC)


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """One column: where its cells go in a project, the unit that its head gives them, what they have to be."""

    head: str
    path: Path
    unit: str | None = None
    kind: Kind = ANY


@dataclass(frozen=True)
class KnownNames:
    """What heads may name: facts by every name of theirs, indicators, units."""

    facts: Mapping[str, str]  # the name in the data by each head that stands for it
    kinds: Mapping[str, Kind]  # by the name in the data
    indicators: Mapping[str, Kind]  # the kind of its actual as far as the set says it, by id
    units: Units
    judged: frozenset[str] = frozenset()  # ids of indicators that a person decides on

    def and_also(self, other: KnownNames) -> KnownNames:
        """What either of two sets knows; a fact that both know differently is of any kind."""
        kinds = {**self.kinds, **other.kinds}
        ids = {**self.indicators, **other.indicators}
        return KnownNames(
            {**self.facts, **other.facts},
            {name: kind if _agree(name, self.kinds, other.kinds) else ANY for name, kind in kinds.items()},
            {id_: kind if _agree(id_, self.indicators, other.indicators) else ANY for id_, kind in ids.items()},
            Units({**self.units.by_name, **other.units.by_name}),
            self.judged | other.judged,
        )


def _agree(name: str, first: Mapping[str, Kind], second: Mapping[str, Kind]) -> bool:
    return name not in first or name not in second or first[name] == second[name]


def known_to(rulebook: Rulebook, indicator_set: IndicatorSet | None) -> KnownNames:
    """All that a table for this rulebook and set may have columns for; raises `InputRefused`."""
    of_set = Assessor(rulebook, indicator_set).sound()
    program, scope, inputs = of_set.program, of_set.declared.scope, of_set.inputs
    declared = scope.state.sections.facts
    kinds = {entry.model.from_ or name: scope.state.fact_kinds[name] for name, entry in declared.items()}
    heads = heads_of_facts(declared, HEADS)
    facts = {head: declared[name].model.from_ or name for head, name in heads.items()}
    ids = {one.id: one.actual.kind if one.actual is not None else ANY for one in program.indicators}
    ids.update((one.id, inputs[f"{one.id}.target"].kind) for one in program.indicators if f"{one.id}.target" in inputs)
    rules = scope.state.sections.rules
    judged = {one.id for one in program.indicators
              if one.criterion.rule in rules and rules[one.criterion.rule].model.kind == "judged"}  # fmt: skip
    return KnownNames(facts, kinds, ids, scope.units, frozenset(judged))


@dataclass(frozen=True)
class ColumnMeanings:
    """The columns of one table, in the order of its heads, and how its rows are to be read."""

    layout: Layout
    columns: tuple[ColumnMeaning, ...]
    told: tuple[Text, ...] = ()
    list: str = ""  # of sets: the list whose records the rows are, as the data calls it


@dataclass(frozen=True, slots=True)
class Sets:
    """Rows that share what stands below the head `by` are one project, each a record of its fact `list`."""

    list: str
    by: str


@dataclass(frozen=True)
class Naming:
    """What somebody says of a table's columns beforehand (`--columns`, `--set`)."""

    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    layout: Layout | None = None
    sets: Sets | None = None
    aside: Container[
        str
    ] = ()  # heads that may mean nothing: of columns that projects are grouped by, or that others know
    renamed: Mapping[str, str] = field(default_factory=dict)  # indicators by what heads call them instead


def read_heads(
    staged: InputTable, known: KnownNames, naming: Naming | None = None
) -> tuple[ColumnMeanings | None, list[Problem]]:
    """What each column is, or everything that is wrong with the heads."""
    naming = naming or Naming()
    layout = "sets" if naming.sets is not None else naming.layout or _layout(staged.heads, known, naming)
    found: list[ColumnMeaning] = []
    problems: list[Problem] = list(_of_sets(naming.sets, known, staged)) if naming.sets is not None else []
    if problems:
        return None, problems
    for index, head in enumerate(staged.heads):
        column = _column(head, layout, known, naming)
        at = staged.place(index)
        if column is None and head in naming.aside:
            continue
        if column is None:
            problems.append(_unknown(head, layout, known, at))
            continue
        twice = next((other for other in found if other.path == column.path), None)
        if twice is not None:
            message = Text(f"columns `{cut(twice.head, 60)}` and `{cut(head, 60)}` are the same",
                           f"列 {cut(twice.head, 60)} 与 {cut(head, 60)} 是同一内容")  # fmt: skip
            problems.append(Problem("name-twice", message, at, Text("delete one", "删去其一")))
        problems += _faults(column, staged.types[index], known.units, at)
        found.append(column)
    if layout == "long":
        problems += _needed(found, staged)
    if problems:
        return None, problems
    name = cut(staged.file, 60)
    told = {"long": Text(f"{name}: a row an indicator", f"{name}：一行一条指标")}
    if naming.sets is not None:
        told["sets"] = Text(f"{name}: rows of one `{naming.sets.by}` are one project, each a record of `{naming.sets.list}`",
                            f"{name}：{naming.sets.by} 相同的行为一个项目，每行是 {naming.sets.list} 的一条记录")  # fmt: skip
    list_ = known.facts[naming.sets.list] if naming.sets is not None else ""
    return ColumnMeanings(layout, tuple(found), (told[layout],) if layout in told else (), list_), []


def named(name: str, known: KnownNames) -> bool:
    """Whether a column of either layout may be this."""
    return any(_column(name, layout, known, Naming()) is not None for layout in LAYOUTS)


def _layout(heads: Sequence[str], known: KnownNames, naming: Naming) -> Layout:
    """Long, if the heads are a form's: an indicator's name or number, and something of its row."""
    keys = {form_key(naming.names.get(head, head)) for head in heads if head not in known.facts} - {None}
    return "long" if keys & {"label", "id", "in3"} and len(keys) > 1 else "wide"


def path_of(head: str, layout: Layout, known: KnownNames, naming: Naming) -> Path | None:
    """Where the cells below a head go; None if it is no head."""
    column = _column(head, layout, known, naming)
    return None if column is None else column.path


def _column(head: str, layout: Layout, known: KnownNames, naming: Naming) -> ColumnMeaning | None:
    written = naming.names.get(head, head)
    id_, dot, rest = written.partition(".")
    if dot and id_ in naming.renamed:
        written = f"{naming.renamed[id_]}.{rest}"
    if naming.sets is not None and naming.sets.by in (head, written):
        return ColumnMeaning(head, ("project",), None, ANY)
    bare, of_head = name_and_unit(written)
    unit = naming.units.get(head)
    for each, its_unit in ((written, unit), (re.sub(r"\s*\n\s*", "", written), unit), (bare, unit or of_head)):
        path = _field(each, naming.sets, known) or _path(each, layout, known)
        if path is not None:
            return ColumnMeaning(head, path, its_unit, _kind(path, known, naming.sets))
    return None


def _field(name: str, sets: Sets | None, known: KnownNames) -> Path | None:
    """The field of a set's records that a head names."""
    return ("record", name) if sets is not None and name in dict(_list_of(sets, known).fields) else None


def _list_of(sets: Sets, known: KnownNames) -> Kind:
    """The kind of the list whose records the rows are."""
    return known.kinds.get(known.facts.get(sets.list, ""), ANY)


def _path(name: str, layout: Layout, known: KnownNames) -> Path | None:
    """Where the cells below a head go."""
    if name in HEADS:
        return (HEADS[name],)
    fact = known.facts.get(name) or known.facts.get(head_name(name))
    if fact is not None:
        return "facts", fact
    if layout == "long" and (form := form_key(name)) is not None:
        return "row", form
    if (total := _claimed_total(name)) is not None:
        return total
    before, _, key = name.rpartition(".")
    if before in known.facts and key in ABOUT_KEYS and before not in known.indicators:
        return "facts", known.facts[before], key
    return _of_indicator(name, known) if layout != "long" else None


def _claimed_total(name: str) -> Path | None:
    if name in ("自评总分", "自评得分合计"):
        return "claim", "self", "total"
    first, _, role = name.partition(".")
    return ("claim", role, "total") if first == "claim" and ROLE.fullmatch(role) else None


def _of_indicator(name: str, known: KnownNames) -> Path | None:
    """`N1.actual`; ids may have dots themselves."""
    id_ = next((id_ for id_ in sorted(known.indicators, key=len, reverse=True) if name.startswith(id_ + ".")), None)
    if id_ is None:
        return None
    key, _, role = name[len(id_) + 1 :].partition(".")
    if key == "claim" and (not role or ROLE.fullmatch(role)):
        return "indicator", id_, "claimed", role or "self"
    if role:
        return None
    paths: dict[str, Path] = {
        **{each: ("indicator", id_, each) for each in ROW_KEYS},
        **{each: ("indicator", id_, "judged", each) for each in JUDGED_KEYS},
        "evidence": ("indicator", id_, "actual", "evidence"),
        "not_applicable": ("not_applicable", id_, "why"),
    }
    if id_ in known.judged:
        paths["why"] = ("indicator", id_, "judged", "why")
    return paths.get(key)


def _kind(path: Path, known: KnownNames, sets: Sets | None) -> Kind:
    if path[0] == "facts" and len(path) == 2:
        return known.kinds.get(str(path[1]), ANY)
    if path[0] == "record" and sets is not None:
        return dict(_list_of(sets, known).fields).get(str(path[1]), ANY)
    if path[0] == "indicator" and path[2:] == ("actual",):
        return known.indicators.get(str(path[1]), ANY)
    return ANY


def _of_sets(sets: Sets, known: KnownNames, staged: InputTable) -> Iterator[Problem]:
    """What is wrong with the list that rows are said to be records of, or with the column by which they are one project."""
    if _list_of(sets, known).name != "list":
        lists = [name for name, fact in known.facts.items() if known.kinds[fact].name == "list"]
        near = nearest(sets.list, lists)
        listed = ", ".join(lists[:12])
        fix = Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else None
        if fix is None:
            fix = (Text(f"there are {listed}", f"有 {listed}") if lists
                   else Text("declare it: [fact] bids = { list = { … } }", "先声明：[fact] bids = { list = { … } }"))  # fmt: skip
        message = Text(f"no fact `{cut(sets.list)}` is a list", f"没有列表类的数据 {cut(sets.list)}")
        yield Problem("unknown-list", message, Place("--set"), fix)
    if sets.by not in staged.heads:
        near = nearest(sets.by, list(staged.heads))
        listed = ", ".join(cut(head, 30) for head in staged.heads[:12])
        fix = (
            Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else Text(f"there are {listed}", f"有 {listed}")
        )
        message = Text(f"no column is called `{cut(sets.by)}`", f"没有名为 {cut(sets.by)} 的列")
        yield Problem("unknown-column", message, staged.place(0), fix)


def _unknown(head: str, layout: Layout, known: KnownNames, at: Place) -> Problem:
    keys = (*ROW_KEYS, *JUDGED_KEYS, *OTHER_KEYS)
    of_rows: Iterable[str] = KEYS if layout == "long" else (f"{id_}.{key}" for id_ in known.indicators for key in keys)
    name, _ = name_and_unit(head)
    near = nearest(name, [*HEADS, *known.facts, *of_rows])
    what = {
        "wide": Text("a key of an indicator", "指标的键"),
        "long": Text("a column of the form", "表格的列"),
        "sets": Text("a field of the records", "记录的字段"),
    }[layout]
    message = Text(f"column `{cut(head, 60)}` is neither a fact nor {what.en}",
                   f"列 {cut(head, 60)} 既不是数据，也不是{what.zh}")  # fmt: skip
    fix = (Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
           else Text("rename or delete it, or say what it is with --columns", "改名或删去，或用 --columns 说明"))  # fmt: skip
    return Problem("unknown-column", message, at, fix)


# ---------------------------------------------------------------- faults of a whole column


def _faults(column: ColumnMeaning, type_: str, units: Units, at: Place) -> Iterator[Problem]:
    """What makes every cell of a column unreadable is told once, of the column."""
    base = type_.partition("(")[0]
    if base not in SCALAR or type_.endswith("]"):
        message = Text(f"column `{cut(column.head, 60)}` is of type {cut(type_, 40)}, which is no cell",
                       f"列 {cut(column.head, 60)} 的类型是 {cut(type_, 40)}，无法作为单元格")  # fmt: skip
        yield Problem(
            "column-type", message, at, Text("write it as text, a number or a date", "改写为文本、数字或日期")
        )
        return
    for check in (_unit, _bare, _kind_of_cells):
        if (problem := check(column, base, units, at)) is not None:
            yield problem
            return


_Check = Callable[[ColumnMeaning, str, Units, Place], Problem | None]


def _unit(column: ColumnMeaning, base: str, units: Units, at: Place) -> Problem | None:
    kind = of_cells(column.kind)
    if column.unit is not None and kind.name == "list":
        message = Text(f"the records of `{cut(column.head, 60)}` have several fields, which one unit cannot be meant for",
                       f"{cut(column.head, 60)} 的记录有多个字段，列名中的一个单位无法对应")  # fmt: skip
        fix = Text("delete it, and write units in the cells", "删去它，把单位写在单元格里")
        return Problem("unit-does-not-fit", message, at, fix)
    return unit_fault(column.unit, kind, units, at)


def _bare(column: ColumnMeaning, base: str, units: Units, at: Place) -> Problem | None:
    """Numbers without a unit where several are possible, or where a share is meant."""
    if column.unit is not None or base not in NUMERIC:
        return None
    head, kind = cut(column.head, 60), column.kind
    if column.path[-1] == "target":
        message = Text(f"`{head}` has numbers only; a target has a sign", f"列 {head} 只有数字，目标值还须写明方向")
        return Problem(
            "target-without-sign", message, at, Text('write it as text: ">= 40 人"', '写成文本，如 ">= 40 人"')
        )
    if kind.is_share or column.path[-1] == "share":
        message = Text(f"`{head}` is a share, and its numbers do not say whether 95 or 0.95 is 95%",
                       f"列 {head} 是比例，数字没有说明 95% 写作 95 还是 0.95")  # fmt: skip
        fix = Text(f"name it `{head} (%)` for 95, `{head} ({PLAIN})` for 0.95",
                   f"写作 95 则改名为 {head} (%)，写作 0.95 则改名为 {head} ({PLAIN})")  # fmt: skip
        return Problem("share-without-percent", message, at, fix)
    if kind.name == "number" and kind.dimension and units.converts(kind.dimension):
        names = units.of_dimension(kind.dimension)[:4]
        message = Text(f"`{head}` has numbers without a unit; {', '.join(names)} are possible",
                       f"列 {head} 的数字没有单位，可能是 {'、'.join(names)}")  # fmt: skip
        first = kind.unit or names[0]
        return Problem("bare-number", message, at, Text(f"name it `{head} ({first})`", f"改名为 {head} ({first})"))
    return None


FITTING: Mapping[str, tuple[str, ...]] = {
    "number": ("VARCHAR", *NUMERIC),
    "yes_no": ("VARCHAR", "BOOLEAN"),
    "date": ("VARCHAR", "DATE"),
    "text": ("VARCHAR",),
}


def _kind_of_cells(column: ColumnMeaning, base: str, units: Units, at: Place) -> Problem | None:
    """A column of dates where numbers belong, and the like."""
    fitting = FITTING.get(column.kind.name)
    if fitting is None or base in fitting:
        return None
    wanted = {"number": Text("numbers", "数字"), "yes_no": Text("yes and no", "是与否"), "date": Text("dates", "日期"),
              "text": Text("texts", "文本")}  # fmt: skip
    belongs = wanted[column.kind.name]
    message = Text(f"`{cut(column.head, 60)}` is of type {base}; {belongs.en} belong there",
                   f"列 {cut(column.head, 60)} 的类型是 {base}，应为{belongs.zh}")  # fmt: skip
    return Problem("column-type", message, at, Text("write it as that, or as text", "改为该类型，或改为文本"))


def _needed(found: Sequence[ColumnMeaning], staged: InputTable) -> Iterator[Problem]:
    keys = {column.path[1] for column in found if column.path[0] == "row"}
    if not keys & {"label", "id", "in3"}:
        message = Text("no column names the indicators", "没有指标名称列")
        yield Problem("missing-key", message, staged.place(0), Text("add `label` or `三级指标`", "加上“三级指标”列"))
