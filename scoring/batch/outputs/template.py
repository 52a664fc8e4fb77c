"""The empty table to fill in for an indicator set: which columns it needs, what belongs in each, and the file of them.

Only what the set's program reads is asked for, in the order of its indicators. A filled-in template comes in as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scoring.assessor.assessor import Assessor
from scoring.batch.columns.column_meanings import Layout, Naming, Path, known_to, path_of
from scoring.batch.columns.form_heads import FORM
from scoring.nodes.kind import Kind
from scoring.nodes.node import Choose, Evidenced, Node
from scoring.nodes.walk import each_once, names_in
from scoring.problems import Language, Text
from scoring.program.levels import read_levels
from scoring.program.program import Indicator, Program
from scoring.program.scope import Scope
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, text_of
from scoring.values.number import show_number

YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class Field:
    """One column to fill in, and what is said of it."""

    head: str
    label: Text
    wanted: Text  # what belongs there
    unit: str | None = None
    kind: str = "text"  # number share date yes_no text
    options: tuple[str, ...] = ()
    range: str | None = None
    basis: Text | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """The columns, and the rows that stand there already: of a long one the set's own indicators."""

    title: Text
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[Text, ...] = ()


def template(
    rulebook: Rulebook, indicator_set: IndicatorSet | None, lang: Language, layout: Layout = "wide"
) -> Template:
    """The columns that this rulebook and set need, with heads in the language."""
    made = _Template(rulebook, indicator_set, lang)
    return made.long() if layout == "long" else made.wide()


class _Template:
    def __init__(self, rulebook: Rulebook, indicator_set: IndicatorSet | None, lang: Language) -> None:
        self.rulebook, self.set, self.lang = rulebook, indicator_set, lang
        of_set = Assessor(rulebook, indicator_set).sound()
        self.program, self.scope, self.inputs = of_set.program, of_set.declared.scope, of_set.inputs
        self.known = known_to(rulebook, indicator_set)
        needed = _needed(self.program)
        self.facts = [name for name in needed.names if name in self.scope.state.fact_kinds]
        self.of_rows, self.evidenced = needed.names, needed.evidenced

    # ------------------------------------------------------------------ layouts

    def wide(self) -> Template:
        fields = [*self._whole(), *self._facts("wide")]
        for indicator in self.program.indicators:
            fields += self._indicator(indicator)
        if self.program.indicators:
            wanted = Text("the total that the project claims, if it does", "项目自评总分（如有）")
            fields.append(Field("claim.self", Text("claimed total", "自评总分"), wanted, kind="number"))
        notes = (
            Text("`ID.not_applicable` (the reason), `ID.claim`, `ID.why` and `ID.evidence` may be added as columns",
                 "可另加列：编号.not_applicable（不适用原因）、编号.claim（自评分）、编号.why（偏差原因）、编号.evidence（佐证）"),
        )  # fmt: skip
        return Template(self._title(), tuple(fields), (), (*self._lists(), *notes))

    def long(self) -> Template:
        of_form = [self._of_form(key) for key in _LONG]
        facts = self._facts("long")
        rows = []
        for indicator in self.program.indicators:
            cells = self._row(indicator)
            rows.append(("", "", *(cells.get(key, "") for key in _LONG), *("" for _ in facts)))
        note = Text("the rows of all projects one below the other, each with the project's name; facts on any one of its rows",
                    "各项目的行依次排列，每行写明项目名称；项目数据写在该项目任一行")  # fmt: skip
        return Template(self._title(), (*self._whole(), *of_form, *facts), tuple(rows), (note, *self._lists()))

    def _title(self) -> Text:
        header = self.set.header.model if self.set is not None else self.rulebook.header.model
        return text_of(header.label, header.name)

    def _lists(self) -> Iterator[Text]:
        """What has no column of its own in the template."""
        names = [name for name in self.facts if self.scope.state.fact_kinds[name].name == "list"]
        if names:
            listed = ", ".join(f"`{name}`" for name in names)
            yield Text(
                f"a list needs a column that has its name, with JSON in the cells, and is unknown without: {listed}",
                f"列表类数据须另加同名的列，单元格写 JSON；没有该列则按未报处理：{listed}",
            )

    # ------------------------------------------------------------------ columns

    def _head(self, wanted: Path, layout: Layout, *names: str) -> str:
        """The first of the names that is understood as that column."""
        return next(name for name in names if name and path_of(name, layout, self.known, Naming()) == wanted)

    def _whole(self) -> list[Field]:
        named = {"zh": ("项目名称", "评价年度"), "en": ("project", "period")}[self.lang]
        return [
            Field(named[0], Text("project", "项目名称"), Text("its name, different from all others", "名称，互不相同")),
            Field(named[1], Text("period", "评价年度"), Text("the year that is scored", "评价年度"), kind="year"),
        ]

    def _facts(self, layout: Layout) -> list[Field]:
        fields = []
        for name in self.facts:
            kind = self.scope.state.fact_kinds[name]
            if kind.name == "list":
                continue
            entry = self.scope.state.sections.facts[name]
            label = text_of(entry.model.label, name)
            data_name = entry.model.from_ or name
            unit = kind.unit if kind.name == "number" else None
            written = label.in_language(self.lang)
            head = self._head(
                ("facts", data_name), layout, *(_with_unit(each, unit) for each in (written, name, data_name))
            )
            options = YES_NO if kind.name == "yes_no" else kind.options or ()
            fields.append(Field(head, label, _wanted(kind), unit, _kind(kind), options, entry.model.range))
            if name in self.evidenced:
                proof = Text("what proves a yes: without it, it does not count", "“是”须有佐证，没有佐证不计")
                of_proof = self._head(
                    ("facts", data_name, "evidence"),
                    layout,
                    *(f"{each}.evidence" for each in (written, name, data_name)),
                )
                fields.append(Field(of_proof, Text(f"{label.en}: evidence", f"{label.zh}：佐证"), proof))
        return fields

    def _indicator(self, indicator: Indicator) -> Iterator[Field]:
        model = self.set.indicators[indicator.id].model if self.set is not None else None
        basis = indicator.criterion.basis
        label = Text(f"{indicator.id} {indicator.label.en}", f"{indicator.id} {indicator.label.zh}")
        rule = indicator.criterion.label or Text(indicator.criterion.rule, indicator.criterion.rule)
        for key in ("target", "actual"):
            if f"{indicator.id}.{key}" not in self.of_rows or (model is not None and getattr(model, key) is not None):
                continue
            kind = self.known.indicators[indicator.id]
            if key == "target":
                unit = kind.unit if kind.name == "number" else None
                such = ">= 95%" if kind.is_share else f">= 40 {unit or '人'}"
                said = Text(f"sign and amount with its unit, such as {such}", f"方向、数值和单位，例如 {such}")
                yield Field(f"{indicator.id}.target", _more(label, "target", "指标值"), said, unit, basis=basis)
            else:
                unit = kind.unit if kind.name == "number" else None
                yield Field(_with_unit(f"{indicator.id}.actual", unit), _more(label, "actual", "实际完成值"),
                            Text(f"{_wanted(kind).en}; {rule.en}", f"{_wanted(kind).zh}；{rule.zh}"), unit, _kind(kind), basis=basis)  # fmt: skip
        if f"{indicator.id}.judged.level" in self.of_rows:
            yield from self._judged(indicator, label, rule)
        if any(f"{indicator.id}.{key}" in self.of_rows for key in ("actual", "target")):
            said = Text("why it deviates, if it does", "偏差原因（如有）")
            yield Field(f"{indicator.id}.why", _more(label, "reason", "偏差原因"), said)

    def _judged(self, indicator: Indicator, label: Text, rule: Text) -> Iterator[Field]:
        in_points = f"{indicator.id}.judged.points" in self.of_rows
        names = self._levels(indicator)
        said = Text(f"one of the levels; {rule.en}", f"从等级中选一个；{rule.zh}")
        yield Field(f"{indicator.id}.level", _more(label, "level", "等级"), said, options=names, basis=indicator.criterion.basis)  # fmt: skip
        if in_points:
            said = Text("the points within the level", "等级范围内的分值")
            yield Field(f"{indicator.id}.points", _more(label, "points", "分值"), said, kind="number")
        else:
            said = Text("the share within the level, such as 85%", "等级范围内的比例，例如 85%")
            yield Field(f"{indicator.id}.share", _more(label, "share", "比例"), said, "%", "share")
        for key, said, kind in _OF_JUDGEMENTS:
            yield Field(f"{indicator.id}.{key}", _more(label, said.en, said.zh), said, kind=kind)

    def _levels(self, indicator: Indicator) -> tuple[str, ...]:
        entry = self.scope.state.sections.rules.get(indicator.criterion.rule)
        if entry is None:
            return ()
        quiet = Scope(replace(self.scope.state, problems=[]))
        return tuple(level.name for level in read_levels(entry, quiet))

    # ------------------------------------------------------------------ the form

    def _of_form(self, key: str) -> Field:
        zh = next(name for name in FORM[key] if not name.isascii())
        en = next(name for name in FORM[key] if name.isascii())
        said = _LONG[key]
        kind = {"share": "share", "on": "date", "weight": "number", "points": "number", "claimed": "number"}.get(
            key, "text"
        )
        return Field(zh if self.lang == "zh" else en, Text(en, zh), said, kind=kind, unit="%" if key == "share" else None)  # fmt: skip

    def _row(self, indicator: Indicator) -> Mapping[str, str]:
        """What the set says of an indicator, as its form's row."""
        entry = self.set.indicators.get(indicator.id) if self.set is not None else None
        first, *others = indicator.path
        cells = {
            "in1": first,
            "in2": "/".join(others),
            "in3": indicator.label.in_language(self.lang),
            "id": indicator.id,
        }
        if len(indicator.path) > 2:  # the form has two columns of groups
            cells = {**cells, "in1": "", "in2": ""}
        if entry is not None and isinstance(entry.model.target, str):
            cells["target"] = entry.model.target
        cells["weight"] = show_number(indicator.weight)
        return cells


_OF_JUDGEMENTS = (
    ("by", Text("who judged", "评判人"), "text"),
    ("on", Text("when it was judged", "评判日期"), "date"),
    ("why", Text("why it was judged so", "评判理由"), "text"),
)
_LONG: Mapping[str, Text] = {
    "in1": Text("group", "一级指标，如 产出"),
    "in2": Text("group below it", "二级指标，如 数量"),
    "in3": Text("the indicator's name", "指标名称"),
    "id": Text("its number; made where there is none", "编号，可不填"),
    "target": Text('sign and amount with its unit, such as ">= 40 人", or 定性', "方向、数值和单位，例如 >= 40 人；定性指标写 定性"),
    "actual": Text("what was reached, with its unit", "实际完成值和单位"),
    "weight": Text("full points", "满分分值"),
    "claimed": Text("points that the project claims", "自评得分"),
    "why": Text("why it deviates", "偏差原因"),
    "rule": Text("the rulebook's rule, where the target's sign does not tell", "规则名，目标值的方向不能决定时填写"),
    "level": Text("of a judged indicator", "定性指标的评判等级"),
    "share": Text("the share within the level, such as 85%", "等级范围内的比例，例如 85%"),
    "points": Text("or the points within it", "或等级范围内的分值"),
    "by": Text("who judged", "评判人"),
    "on": Text("when", "评判日期"),
    "not_applicable": Text("the reason, if it does not apply", "不适用的原因（如不适用）"),
}  # fmt: skip


# ---------------------------------------------------------------- what a program reads


@dataclass(frozen=True, slots=True)
class _Needed:
    names: dict[str, None]
    evidenced: frozenset[str]


def _needed(program: Program) -> _Needed:
    """Every name that the program reads, through all values, in the order in which indicators come to them."""
    defined = {definition.name: definition.node for definition in program.definitions}
    roots: list[Node] = []
    for indicator in program.indicators:
        applies = indicator.criterion.applies
        roots += [indicator.criterion.points, *([applies] if applies is not None else [])]  # fmt: skip
    roots += [result.node for result in program.results]
    roots += [limit.when for limit in program.limits]
    roots += [check.that for check in program.checks]
    names: dict[str, None] = {}
    evidenced: set[str] = set()
    for root in roots:
        _read(root, defined, names, evidenced)
    return _Needed(names, frozenset(evidenced))


def _read(root: Node | Choose, defined: Mapping[str, Node], names: dict[str, None], evidenced: set[str]) -> None:
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop(0)
        evidenced |= {one.name for one in each_once(node) if isinstance(one, Evidenced)}
        fresh = [name for name in names_in(node) if name not in names]
        names.update(dict.fromkeys(fresh))
        waiting = [defined[name] for name in fresh if name in defined] + waiting


# ---------------------------------------------------------------- words


def _with_unit(name: str, unit: str | None) -> str:
    return f"{name} ({unit})" if name and unit else name


def _more(label: Text, en: str, zh: str) -> Text:
    return Text(f"{label.en}: {en}", f"{label.zh}：{zh}")


def _kind(kind: Kind) -> str:
    return "share" if kind.is_share else kind.name if kind.name in ("number", "date", "yes_no") else "text"


def _wanted(kind: Kind) -> Text:
    if kind.is_share:
        return Text("a percentage, such as 95%", "百分数，例如 95%")
    if kind.name == "number":
        return Text(f"a number, in {kind.unit}", f"数字，单位 {kind.unit}") if kind.unit else Text("a number", "数字")
    if kind.name == "yes_no":
        return Text("yes or no", "是或否")
    if kind.name == "date":
        return Text(
            "a date such as 2024-03-01, or a month such as 2024-03", "日期，例如 2024-03-01；只知月份写 2024-03"
        )
    if kind.options:
        return Text(f"one of {', '.join(kind.options)}", f"从中选一个：{'、'.join(kind.options)}")
    if kind.name == "text":
        return Text("text", "文字")
    return Text("a number with its unit, or a date", "数字和单位，或日期")
