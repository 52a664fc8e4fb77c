"""`checklist`: items that each earn a part."""

from __future__ import annotations

from fractions import Fraction

from scoring.nodes.kind import NUMBER, SHARE, YES_NO
from scoring.nodes.node import (
    Choose,
    Clause,
    Constant,
    Evidenced,
    Logic,
    Name,
    Node,
)
from scoring.nodes.walk import names_in
from scoring.problems import Text
from scoring.program.criterion_input import CriterionInput, Extra, RuleEntry, amount_of_points
from scoring.program.formulas import condition
from scoring.program.kinds.criterion_kind import CriterionKind
from scoring.program.named_once import named_once
from scoring.rulebook import model
from scoring.rulebook.rulebook import text_of


def lower(entry: RuleEntry, given: CriterionInput, _: Extra) -> Node | None:
    """Items that each earn a part: equal shares, exactly, unless `earns` says otherwise."""
    items = entry.model.items or []
    equal = Fraction(1, len(items)) if items else Fraction(0)
    named_once(((item.id, entry.at("items", number, "id")) for number, item in enumerate(items)), given.scope)
    held: dict[str, Node] = {}
    clauses = []
    for number, item in enumerate(items):
        when = _item_condition(entry, number, item, given, held)
        if when is None:
            continue
        id_ = item.id or item.when
        held[id_] = when
        if item.earns is None:
            share = Constant(SHARE, equal, f"1/{len(items)}")
            then: Node | None = given.share(share)
        else:
            then = amount_of_points(item.earns, given, entry.at("items", number, "earns"))
        if then is not None:
            label = text_of(item.label) if item.label else None
            clauses.append(Clause(id_, when, then, entry.at("items", number), label))
    if not clauses:
        if not items:
            given.scope.problem("missing-key", Text(f"checklist `{entry.name}` has no items", f"清单 {entry.name} 没有条目"),
                                entry.place, Text("add items = [ … ]", "补上 items = [ … ]"))  # fmt: skip
        return None
    none = Clause("none", None, Constant(NUMBER, Fraction(0), "0"), entry.place, Text("no item holds", "各项均不符合"))
    return Choose(NUMBER, tuple(clauses), "sum", entry.place, none, entry.name, acting=True)


def _item_condition(
    entry: RuleEntry, number: int, item: model.ItemModel, given: CriterionInput, held: dict[str, Node]
) -> Node | None:
    scope = given.scope
    when = condition(item.when, scope, entry.at("items", number, "when"))
    if when is None:
        return None
    if item.evidence == "required":
        facts = names_in(when)
        if not isinstance(when, Name) or len(facts) != 1:
            scope.problem(
                "evidence-of-what",
                Text("an item that needs evidence tests one yes/no fact", "需要佐证的条目只能检验一个是否类数据"),
                entry.at("items", number, "when"),
                Text("write the fact's name alone", "只写该数据的名称"),
            )
            return None
        when = Evidenced(YES_NO, when.name)
    needs = [item.needs] if isinstance(item.needs, str) else item.needs or []
    gates = []
    for need in needs:
        if need not in held:
            scope.problem(
                "unknown-item",
                Text(f"`needs` names `{need}`, which is no earlier item", f"needs 中的 {need} 不是前面的条目"),
                entry.at("items", number, "needs"),
                Text("give that item an `id`, above this one", "给那个条目写 id，并放在前面"),
            )
            return None
        gates.append(held[need])
    return Logic(YES_NO, "and", (*gates, when)) if gates else when


KIND = CriterionKind(
    "checklist",
    frozenset({"items"}),
    lower,
    Text("item", "条目"),
    'items with `when`, equal shares unless one says `earns`; `needs` names items that must hold, `evidence = "required"` asks for a document',
)
