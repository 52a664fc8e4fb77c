"""Names of a rulebook in a form's declaration that the rulebook does not have, so that they would do nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scoring.documents.files import DISK, Overlay
from scoring.forms.declaration import taken_over
from scoring.forms.declarations import Declared, declared_at
from scoring.forms.intake.form_reader import RULES
from scoring.forms.intake.rules import Rules
from scoring.problems import Problem, Text, did_you_mean, nearest, one_of
from scoring.rulebook.library import beside_file, open_rulebook
from scoring.rulebook.model import FormModel
from scoring.rulebook.rulebook import Rulebook


def faults_of_names(path: Path, over: Overlay = DISK, within: Rulebook | None = None) -> list[Problem]:
    """What the forms of a file or folder call by names that their rulebook does not have; where that cannot be opened, so is said.

    Forms `within` a rulebook that name none are scored by it.
    """
    found: list[Problem] = []
    declared, models = declared_at(path, over)
    for one in declared:
        whole = taken_over(one.name, one.model, models).model
        at = one.document.value_place((*one.path, "rules")) if one.model.rules else one.document.header_place(one.path)
        if within is not None and one.model.rules is None:
            found += _unknown(one, Rules.of(within))
            continue
        book, problems = open_rulebook(whole.rules or RULES, at, beside_file(one.document.home or path, over=over))
        found += [problem for problem in problems if problem.place == at]
        if book is not None:
            found += _unknown(one, Rules.of(book))
    return found


def _unknown(one: Declared, rules: Rules) -> Iterator[Problem]:
    own: FormModel = one.model
    for role, fact in own.facts.items():
        yield from _named(one, ("facts", role), fact, rules.facts, "fact", "数据", rules.name)
    if own.components is not None:
        listed = own.components.list_
        yield from _named(one, ("components", "list"), listed, rules.lists, "list", "列表", rules.name)
        for role, name in own.components.fields.items():
            fields = rules.lists.get(listed, frozenset((name,)))
            yield from _named(one, ("components", "fields", role), name, fields, "field", "字段", listed)
    for group, rule in own.rule_for.items():
        yield from _named(one, ("rule_for", group), rule, rules.criteria, "rule", "评分标准", rules.name)
    if own.execution is not None and own.execution.rule is not None:
        rule = own.execution.rule
        yield from _named(one, ("execution", "rule"), rule, rules.criteria, "rule", "评分标准", rules.name)
    outermost = {name.split("/")[0] for name in (*rules.shares, *rules.group_names.values())}
    for group, place in own.groups.items() if outermost else ():
        if (first := rules.groups(place)[0]) not in outermost:
            yield Problem(
                "unknown-group",
                Text(f"the frame of `{rules.name}` has no group `{first}`", f"{rules.name} 的分组框架中没有 {first}"),
                one.document.value_place((*one.path, "groups", group)),
                one_of(first, sorted(outermost)),
                severity="warning",
            )


def _named(
    one: Declared,
    path: tuple[str, ...],
    name: str,
    known: Iterable[str] | Mapping[str, object],
    en: str,
    zh: str,
    of: str,
) -> Iterator[Problem]:
    names = sorted(known)
    if name in names:
        return
    near = nearest(name, names)
    yield Problem(
        f"unknown-{en}",
        Text(f"`{of}` has no {en} `{name}`: this has no effect", f"{of} 没有{zh} {name}，写了不起作用"),
        one.document.value_place((*one.path, *path)),
        did_you_mean(near) if near is not None else one_of(name, names),
        severity="warning",
    )
