"""A rulebook or an indicator set as a sheet that people read and print: what is measured, and how points are earned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from scoring.problems import Language, Text
from scoring.rulebook import model
from scoring.rulebook.authored import Authored
from scoring.rulebook.model.outcome import FrameModel
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook, Sections, text_of
from scoring.views.strangers import all_harmless
from scoring.views.terminal import columns

Lines = Iterator[str]


def render_rulebook(rulebook: Rulebook, language: Language) -> str:
    """Head, weights of groups, criteria, limits, grades, checks, values, facts and legal basis, each with its place."""
    return "\n".join(_Sheet(language).rulebook(all_harmless(rulebook))) + "\n"


def render_set(indicator_set: IndicatorSet, rulebook: Rulebook | None, language: Language) -> str:
    """The indicators by group with weight, target and criterion; what only this set declares below them."""
    return "\n".join(_Sheet(language).indicator_set(all_harmless(indicator_set), all_harmless(rulebook))) + "\n"


class _Sheet:
    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, en: str, zh: str) -> str:
        return Text(en, zh).in_language(self.language)

    def label(self, entry: Entry[Any]) -> str:
        label = text_of(getattr(entry.model, "label", None), entry.name).in_language(self.language)
        return label if label == entry.name else f"{entry.name}  {label}"

    # ------------------------------------------------------------------ whole sheets

    def rulebook(self, book: Rulebook) -> Lines:
        head = book.header.model
        yield text_of(head.label, head.name).in_language(self.language)
        yield ""
        yield from columns(self.head(book), indent="  ")
        yield from self.changes(book)
        yield from self.revisions(book)
        yield from self.frames(book)
        yield from self.listed(self.say("criteria", "评分标准"), book.sections.rules, self.criterion)
        yield from self.listed(self.say("limits", "限制"), book.limits, self.limit)
        yield from self.listed(self.say("grades", "等级"), book.grades, self.rows)
        yield from self.listed(self.say("results", "结果"), book.results, self.result)
        yield from self.listed(self.say("peers", "项目之间"), book.peers, self.peers)
        yield from self.shared(book.sections)

    def head(self, book: Rulebook) -> list[list[str]]:
        say, head = self.say, book.header.model
        rows = [[say("rulebook", "规则集"), f"{head.name} {head.edition or ''}".strip()]]
        if head.effective is not None:
            ends = [str(end) if end is not None else "" for end in (head.effective.from_, head.effective.to)]
            rows.append([say("effective", "适用时间"), " – ".join(ends).strip()])
        if head.total is not None:
            rows.append([say("total", "满分"), str(head.total)])
        if head.points is not None:
            rows.append([say("points rounded", "得分取整"), self.keys(head.points)])
        rows.append([say("missing", "数据缺失"), self.value(head.missing)])
        rows.append([say("not applicable", "不适用"), head.not_applicable])
        for sign, rule in (head.rule_for or {}).items():
            rows.append([say(f"target {sign}", f"指标值 {sign}"), rule])
        rows += map(list, self.said(head))
        rows.append([say("fingerprint", "指纹"), book.fingerprint])
        return rows

    def said(self, head: model.RulebookHeader | model.SetHeader) -> Iterator[tuple[str, str]]:
        """The basis and the remark in the head of a rulebook or set; why a set departs from the frame."""
        for name, word in (("basis", "依据"), ("note", "备注"), ("departs", "偏离框架的理由")):
            if getattr(head, name, None) is not None:
                yield self.say(name, word), self.value(getattr(head, name))

    def changes(self, book: Rulebook) -> Lines:
        """What it changes of the rulebooks that it uses."""
        if not book.changes:
            return
        yield ""
        yield self.say("changed of what it uses", "对所引用规则集的修改")
        for change in book.changes:
            yield f"  {change.said}  [{change.place}]"
            yield f"      {change.why}"

    def revisions(self, one: Rulebook | IndicatorSet) -> Lines:
        """The changelog, the latest first."""
        if not one.revisions:
            return
        yield ""
        yield self.say("revisions", "修订记录")
        for entry in reversed(one.revisions):
            said = entry.model
            yield f"  {said.on}  {said.by}{self.say(': ', '：')}{said.why}  [{entry.place}]"
            yield from (f"      {text_of(each).in_language(self.language)}" for each in said.changed)
            if said.moved is not None:
                yield f"      {self.say('moved: ', '影响：')}{text_of(said.moved).in_language(self.language)}"

    def frames(self, book: Rulebook) -> Lines:
        if book.frames:
            yield from self.title(self.say("groups, their weights and other names", "分组、权重和其他叫法"))
            yield from columns([self.frame(path, one.model) for path, one in book.frames.items()], (1,), "  ")

    def frame(self, path: str, frame: FrameModel) -> list[str]:
        weight = "" if frame.weight is None else str(frame.weight)
        return [path, weight, self.say(", ", "、").join(frame.also or ())]

    def indicator_set(self, chosen: IndicatorSet, book: Rulebook | None) -> Lines:
        head = chosen.header.model
        yield text_of(head.label, head.name).in_language(self.language)
        yield ""
        rows = [[self.say("indicator set", "指标集"), f"{head.name} {head.edition or ''}".strip()],
                [self.say("rulebook", "规则集"), head.rules],
                *map(list, self.said(head)),
                [self.say("fingerprint", "指纹"), chosen.fingerprint]]  # fmt: skip
        yield from columns(rows, indent="  ")
        yield from self.revisions(chosen)
        yield ""
        yield from self.indicators(chosen, book)
        yield from self.listed(self.say("criteria", "评分标准"), chosen.sections.rules, self.criterion)
        yield from self.shared(chosen.sections)

    def indicators(self, chosen: IndicatorSet, book: Rulebook | None) -> Lines:
        from tabulate import tabulate

        say = self.say
        head = [say("indicator", "指标"), say("weight", "权重"), say("target", "指标值"), say("criterion", "评分标准")]
        rules = {**(book.sections.rules if book is not None else {}), **chosen.sections.rules}
        rows, weights = [], self.weights(chosen)
        for depth, path, members in self.in_tree(chosen):
            group = chosen.sections.groups.get(path)
            name = path.rpartition("/")[2]
            label = text_of(group.model.label if group is not None else None, name).in_language(self.language)
            rows.append(["  " * depth + label, f"{weights[path]:f}", "", ""])
            for one in members:
                named = text_of(one.model.label, one.name).in_language(self.language)
                target = one.model.target if isinstance(one.model.target, str) else self.value(one.model.target)
                cells = ("  " * (depth + 1) + f"{one.name} {named}", str(one.model.weight), target or "—")
                rows.append([*cells, self.rule(one.model.rule, rules)])
                if one.model.note is not None:
                    rows.append(["  " * (depth + 2) + one.model.note, "", "", ""])
        total = sum(weight for path, weight in weights.items() if "/" not in path)
        rows.append([say("total", "合计"), f"{total:f}", "", ""])
        text = tabulate(rows, head, "simple", disable_numparse=True, preserve_whitespace=True,
                        colalign=("left", "right", "left", "left"))  # fmt: skip
        yield from (line.rstrip() for line in text.split("\n"))

    def rule(self, name: str | None, rules: Mapping[str, Entry[model.RuleModel]]) -> str:
        if name is None:
            return self.say("by the target's sign", "按指标值符号")
        return self.label(rules[name]) if name in rules else name

    def weights(self, chosen: IndicatorSet) -> dict[str, Any]:
        from decimal import Decimal

        weights: dict[str, Any] = {}
        for one in chosen.indicators.values():
            parts = (one.model.in_ or "").split("/")
            for depth in range(1, len(parts) + 1):
                path = "/".join(parts[:depth])
                weights[path] = weights.get(path, Decimal(0)) + Decimal(str(one.model.weight or 0))
        return weights

    def in_tree(self, chosen: IndicatorSet) -> Iterator[tuple[int, str, list[Entry[model.IndicatorModel]]]]:
        """Depth, path and the indicators right in it, each group below the one it belongs to."""
        paths = list(self.weights(chosen))

        def below(above: str, depth: int) -> Iterator[tuple[int, str, list[Entry[model.IndicatorModel]]]]:
            for path in paths:
                if path.rpartition("/")[0] == above:
                    yield depth, path, [one for one in chosen.indicators.values() if (one.model.in_ or "") == path]
                    if path:
                        yield from below(path, depth + 1)

        yield from below("", 0)

    def shared(self, sections: Sections) -> Lines:
        """What rulebooks and sets both may declare."""
        yield from self.listed(self.say("checks", "勾稽检查"), sections.checks, self.check)
        yield from self.listed(self.say("values", "指标计算"), sections.values, self.table)
        yield from self.listed(self.say("lists", "列表"), sections.lists, self.chosen)
        yield from self.listed(self.say("columns of lists", "列表的列"), sections.columns, self.column)
        if sections.facts:
            yield from self.title(self.say("facts", "数据"))
            rows = [[name, self.label_of(one), self.fact(one.model)] for name, one in sections.facts.items()]
            yield from columns(rows, indent="  ")
        if sections.units:
            yield from self.title(self.say("units", "单位"))
            units = [[name, one.model.is_ or "", self.label_of(one)] for name, one in sections.units.items()]
            yield from columns(units, indent="  ")
        if sections.bases:
            yield from self.title(self.say("legal basis", "依据"))
            for name, basis in sections.bases.items():
                number = f"{basis.model.number} " if basis.model.number else ""
                since = (
                    self.say(f"  since {basis.model.from_}", f"  自 {basis.model.from_}") if basis.model.from_ else ""
                )
                yield f"  {name}  {number}《{basis.model.title}》{since}"
                yield from (f"      {line}" for line in self.remarks(basis.model))

    # ------------------------------------------------------------------ parts of a sheet

    def title(self, title: str) -> Lines:
        yield from ("", title)

    def listed(self, title: str, entries: Mapping[str, Entry[Any]], inside: Callable[[Any], Lines]) -> Lines:
        """Every entry with its label and place, what it says below it."""
        if not entries:
            return
        yield from self.title(title)
        for entry in entries.values():
            name = self.label(entry) or self.say("total", "总分")
            yield f"  {name}  [{entry.place.file}:{entry.place.line}]"
            yield from (f"      {line}" for line in inside(entry.model))
            yield from (f"      {line}" for line in self.remarks(entry.model))

    def remarks(self, authored: Authored) -> Lines:
        """The legal basis of what was written, and what its author remarks."""
        basis, note = getattr(authored, "basis", None), getattr(authored, "note", None)
        if basis is not None:
            yield f"{self.say('basis', '依据')} {self.value(basis)}"
        if note is not None:
            yield f"{self.say('note', '备注')} {note}"

    def criterion(self, rule: model.RuleModel) -> Lines:
        say = self.say
        if rule.kind == "proportional":
            yield say("target met: all points; missed: points × completion", "达到指标值得满分；未达到按完成比例得分")
            if rule.nothing_below is not None:
                yield say(
                    f"completion below {rule.nothing_below}: nothing", f"完成比例低于 {rule.nothing_below} 不得分"
                )
            if rule.over is not None:
                unless = (
                    say(f", unless {rule.over.unless} is given", f"，写明 {rule.over.unless} 的除外")
                    if rule.over.unless
                    else ""
                )
                yield say(f"completion beyond {rule.over.beyond}: {rule.over.then}{unless}",
                          f"完成比例超过 {rule.over.beyond}：{rule.over.then}{unless}")  # fmt: skip
        yield from columns([self.deduction(one) for one in rule.deduct or ()])
        yield from columns([self.item(one) for one in rule.items or ()])
        if rule.full is not None:
            yield say(f"in points of {rule.full}", f"按 {rule.full} 分制") + (
                f"，{say('step', '步长')} {rule.step}" if rule.step else ""
            )
        yield from columns([[self.value(cell) for cell in level] for level in rule.levels or ()])
        yield from self.table(rule)
        for part in rule.part or ():
            yield say("part", "组成部分")
            yield from (f"  {line}" for line in (*self.table(part), *self.remarks(part)))

    def deduction(self, one: model.DeductionModel) -> list[str]:
        say = self.say
        reason = text_of(one.label, one.each or one.when or "").in_language(self.language)
        if one.all_:
            lost = say("loses all points", "扣完")
        else:
            lost = say(f"loses {one.points}", f"扣 {one.points}") + (say(" for each", "／次") if one.each else "")
            lost += say(f", at most {one.at_most}", f"，至多 {one.at_most}") if one.at_most is not None else ""
        return [reason, lost]

    def item(self, one: model.ItemModel) -> list[str]:
        say = self.say
        needs = [one.needs] if isinstance(one.needs, str) else one.needs or []
        said = [str(one.earns) if one.earns is not None else say("an equal share", "等份")]
        said += [say("with evidence", "须有佐证")] if one.evidence == "required" else []
        said += [say("needs ", "须先满足 ") + ", ".join(needs)] if needs else []
        return [text_of(one.label, one.when).in_language(self.language), say(", ", "，").join(said)]

    def rows(self, made: model.Construct | model.GradeModel) -> Lines:
        """The rows of a table, below its keys."""
        keys = [made.by] if isinstance(made.by, str) else made.by or []
        rows = [self.row(row) for row in made.rows or ()]
        if made.otherwise is not None:
            rows.append([self.say("otherwise", "其他"), self.value(made.otherwise)])
        most = max((len(row) for row in rows), default=0)
        head = [[*keys, "→"]] if keys else []
        yield from columns([[*row, *[""] * (most - len(row))] for row in [*head, *rows] if len(row) <= most])

    def table(self, made: model.Construct) -> Lines:
        """The inside of a value or criterion: formula, rows, lines or members; its ends, its rounding, when it applies."""
        if made.when is not None:
            yield self.say(f"only when {made.when}", f"仅在 {made.when} 时适用")
        if made.is_ is not None:
            yield f"= {made.is_}"
        if made.rows is not None:
            yield from self.rows(made)
        for line in made.lines or ():
            yield " – ".join(self.value(cell) for cell in line)
        if isinstance(made, model.ValueModel) and made.place is not None:
            yield from self.place(made)
            yield self.say("of the projects of a table", "在同一表格的项目中")
        for member in made.of or () if not isinstance(made.of, str) else ():
            yield self.value(member)
        if made.combine is not None:
            yield f"{self.say('combined by', '合成方式')} {made.combine}"
        if made.between is not None:
            low, high = (self.value(end) for end in made.between)
            yield self.say(f"between {low} and {high}", f"介于 {low} 与 {high} 之间")
        if made.round is not None:
            yield f"{self.say('rounded to', '取整')} {self.keys(made.round)}"

    def result(self, made: model.ResultModel) -> Lines:
        """How a result comes about, or what it has for each record of a list."""
        if made.for_each is not None:
            yield self.say(f"for each record of {made.for_each}", f"{made.for_each} 的每条记录")
            yield from ([self.say("columns ", "列：") + self.listing(made.columns)] if made.columns is not None else [])
        yield from self.table(made)

    def chosen(self, made: model.ListModel) -> Lines:
        """Which records of another list these are."""
        say = self.say
        yield say(f"the records of {made.from_}", f"{made.from_} 的记录")
        for word, written in (
            (say("where", "条件："), made.where), (say("ordered by", "排序："), made.order),
            (say("left out", "去掉："), made.leave_out), (say("kept", "保留："), made.keep),
            (say("never left out", "决不去掉："), made.never),
            (say("so that highest is", "使比值最高："), self.ratio(made.ratio)),
            (say("filled up", "补足："), made.fill), (say("ties", "并列："), made.ties),
        ):  # fmt: skip
            if written is not None:
                yield f"{word} {self.listing(written)}"

    def ratio(self, ratio: model.RatioModel | None) -> str | None:
        return f"Σ {ratio.of} ÷ Σ {ratio.to}" if ratio is not None else None

    def column(self, made: model.ColumnModel) -> Lines:
        """A value for each record, or its place."""
        yield from self.place(made)
        yield from self.table(made)

    def place(self, made: model.ColumnModel | model.ValueModel) -> Lines:
        """By what a place is counted, and among whom."""
        say = self.say
        for word, written in (
            (say("place by", "排名："), made.place), (say("within", "分组："), getattr(made, "within", None)),
            (say("among", "范围："), made.among), (say("ties", "并列："), made.ties),
        ):  # fmt: skip
            if written is not None:
                yield f"{word} {self.listing(written)}"

    def listing(self, written: Any) -> str:
        """Keys of an order, one after the other; anything else as it would be read out."""
        return self.say(", ", "、").join(map(self.value, written)) if isinstance(written, list) else self.value(written)

    def peers(self, peers: model.PeersModel) -> Lines:
        """Which projects are compared with each other."""
        within = self.listing(peers.within)
        all_ = self.say("all projects of a table are compared", "同一表格的全部项目相比较")
        yield self.say(f"compared within {within}", f"在同一 {within} 内比较") if within else all_

    def row(self, row: Any) -> list[str]:
        cells, label = (row.get("row", ()), row.get("label")) if isinstance(row, dict) else (row, None)
        said = text_of(label).in_language(self.language) if label is not None else ""
        listed = cells if isinstance(cells, Sequence) and not isinstance(cells, str) else [cells]
        return [*(self.value(cell) for cell in listed), said]

    def limit(self, limit: model.LimitModel) -> Lines:
        say = self.say
        yield say(f"when {limit.when}", f"条件：{limit.when}")
        if limit.grade is not None:
            yield say(f"grade at best {limit.grade}", f"等级最高为 {limit.grade}")
        for name, effect in [(say("total", "总分"), limit.total), *(limit.group or {}).items()]:
            if effect is not None:
                yield f"{name}: {self.keys(effect)}"

    def check(self, check: model.CheckModel) -> Lines:
        if check.each is not None:
            yield f"{self.say('each row', '逐行')}: {self.keys(check.each)}"
        if check.unit is not None:
            yield f"{self.say('in a unit that converts to', '单位可换算为')} {check.unit}"
        if check.that is not None:
            yield check.that + (f"  ± {check.within}" if check.within is not None else "")

    def label_of(self, entry: Entry[Any]) -> str:
        return text_of(entry.model.label, "").in_language(self.language)

    def fact(self, fact: model.FactModel) -> str:
        parts = [
            fact.unit or fact.kind or ("list" if fact.list_ is not None else ""),
            *(fact.options or ()),
            fact.range or "",
        ]
        if fact.key is not None:
            parts.append(self.say(f"named by {fact.key}", f"以 {fact.key} 为名"))
        if fact.if_missing is not None:
            parts.append(
                self.say(f"presumed {self.value(fact.if_missing)}", f"缺失时推定 {self.value(fact.if_missing)}")
            )
        if fact.may_be_missing:
            parts.append(self.say("may be missing", "可缺"))
        if fact.note is not None:
            parts.append(fact.note)
        return "  ".join(part for part in parts if part)

    def keys(self, authored: Authored) -> str:
        """The keys that were written, as written."""
        return ", ".join(
            f"{key} {self.value(each)}" for key, each in authored.model_dump(by_alias=True, exclude_none=True).items()
        )

    def value(self, written: Any) -> str:
        """An authored value as it would be read out."""
        if written is None:
            return ""
        if isinstance(written, Authored):
            return self.keys(written)
        if isinstance(written, bool):
            return self.say("yes", "是") if written else self.say("no", "否")
        if isinstance(written, Mapping):
            return ", ".join(f"{key} {self.value(each)}" for key, each in written.items())
        if isinstance(written, list | tuple):
            return self.say(" or ", " 或 ").join(self.value(each) for each in written)
        return str(written)
