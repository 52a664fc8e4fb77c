"""What was approved at the beginning of the year against what the report says: targets, weights and rows that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from scoring.documents.spelling import NO_RESULT
from scoring.forms.intake.execution_row import EXECUTION
from scoring.forms.intake.form_reader import FormFile, OneForm
from scoring.forms.intake.naming import code_key, code_of, name_key
from scoring.forms.intake.rules import Rules
from scoring.problems import Place, Problem, Text
from scoring.project.targets import read_target
from scoring.values.amount import Amount, read_amount
from scoring.values.characters import plain
from scoring.values.units import Units

SOURCE = "approved"
"""What a project calls the document of what was approved."""
COUNTED = {"reported": Text("reported targets", "自评表"), "approved": Text("approved targets", "批复")}


@dataclass
class Approved:
    """The approved targets of many projects: by code, and of those without one by name and unit."""

    by_code: dict[str, OneForm] = field(default_factory=dict)
    by_name: dict[tuple[str, str], OneForm] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    used: list[OneForm] = field(default_factory=list)

    @classmethod
    def of(cls, files: Iterable[FormFile]) -> Approved:
        found = cls()
        for file in files:
            for form in file.forms:
                if form.is_targets:
                    found.add(form)
        return found

    def add(self, form: OneForm) -> None:
        """Of two for one project neither counts: which of them does is not for us to say."""
        code = _code(form)
        known: dict[Any, OneForm] = self.by_code if code else self.by_name
        key: Any = code or _name(form)
        if key in known or str(key) in self.twice:
            known.pop(key, None)
            self.twice.append(str(key))
        else:
            known[key] = form

    def of_report(self, report: OneForm) -> OneForm | None:
        """What was approved for a report: by its code, or where neither has one by the very same name and unit."""
        code = _code(report)
        found = self.by_code.get(code) if code else self.by_name.get(_name(report))
        if found is not None:
            self.used.append(found)
        return found

    @property
    def without_report(self) -> list[OneForm]:
        """What was approved for projects of which no report is there."""
        return [form for form in (*self.by_code.values(), *self.by_name.values()) if form not in self.used]


def counting(report: OneForm, rules: Rules) -> str:
    """Which targets count: as the rulebook says, otherwise as the form's declaration does, otherwise those reported."""
    return rules.counts or report.declaration.model.counts or "reported"


def contradiction(report: OneForm, rules: Rules) -> Problem | None:
    """Told where the rulebook and the declaration of the form say different things of which targets count."""
    declared = report.declaration.model.counts
    if rules.counts is None or declared is None or declared == rules.counts:
        return None
    name, one, other = report.declaration.name, COUNTED[declared], COUNTED[rules.counts]
    message = Text(f"form `{name}` says that {one.en} count, the rulebook `{rules.name}` that {other.en} do: the rulebook is followed",
                   f"表样 {name} 以{one.zh}为准，规则集 {rules.name} 以{other.zh}为准：按规则集")  # fmt: skip
    fix = Text("delete `counts` in the form's declaration", "删去表样声明中的 counts")
    return Problem("counted-otherwise", message, Place(report.filled.file), fix, "warning")


def not_approved(report: OneForm) -> Problem:
    """Told of a report for which nothing was found among what was approved."""
    code = code_of(report)
    by = Text(f"code `{code}`", f"项目编码 {code}") if code else Text("name and unit", "名称和单位")
    message = Text(f"nothing was approved for `{report.project.data['project']}`, by its {by.en}", f"没有找到“{report.project.data['project']}”的批复目标（按{by.zh}）")  # fmt: skip
    fix = Text(
        "write the same code into both documents, or ask for what was approved",
        "在两份表中写明同一项目编码，或补充批复目标",
    )
    return Problem("not-approved", message, Place(report.filled.file), fix, "warning")


def compare(report: OneForm, approved: OneForm, rules: Rules) -> bool:
    """Puts into the report's project what differs; whether anything does. Where what was approved counts, its targets and weights
    stand in the rows, and rows that the report dropped are there without an actual."""
    data, other = report.project.data, approved.project.data
    rows: dict[str, dict[str, Any]] = data.get("indicator", {})
    targets: Mapping[str, Mapping[str, Any]] = other.get("indicator", {})
    matched = _matched(rows, targets)
    counts = counting(report, rules)
    by_weight = report.declaration.model.weights == "approved"
    adjusted: list[dict[str, Any]] = []
    weighed: dict[str, Any] = {}
    for id_, row in rows.items():
        if id_ not in matched:
            adjusted += [] if id_ == EXECUTION else [{"row": id_, "what": "added", **_at(row, "label", "at")}]
            continue
        was = targets[matched[id_]]
        for key in ("target", "weight"):
            before, now = _said(was, key), _said(row, key)
            if before is None or _same(before, now, rules.units):
                continue
            if key == "weight" and now is None and by_weight:
                row["weight"] = weighed[id_] = was["weight"]
                continue
            said = {"row": id_, "what": key, "approved": before, **({"reported": now} if now is not None else {})}
            adjusted.append({**said, **_at(row, key, "at"), **_at(was, key, "approved_at"), "counts": counts})
            if counts == "approved":
                row[key] = {**was[key], "source": SOURCE} if key == "target" else deepcopy(was[key])
                row["at"] = {
                    cell: at for cell, at in row["at"].items() if cell != key
                }  # it stands in the other document
    for id_, was in targets.items():
        if id_ == EXECUTION or id_ in matched.values():
            continue
        adjusted.append({"what": "dropped", "approved": was["label"], **_at(was, "label", "approved_at"), "counts": counts})  # fmt: skip
        if counts == "approved":
            rows[_free(id_, rows)] = _of_other(was)
    data["source"][SOURCE] = _source(other)
    if adjusted:
        data["adjusted"] = adjusted
    if weighed:
        data.setdefault("assumed", []).append(_weighed(weighed, other))
    return bool(adjusted)


def _of_other(was: Mapping[str, Any]) -> dict[str, Any]:
    """An approved row as one of the report's project: it stands in the document of what was approved."""
    row = {**deepcopy(dict(was)), "source": SOURCE}
    if isinstance(row.get("target"), dict):
        row["target"]["source"] = SOURCE
    return row


def _weighed(weights: Mapping[str, Any], approved: Mapping[str, Any]) -> dict[str, Any]:
    """That rows without points weigh what was approved: which, and by which document."""
    said = ", ".join(f"{id_} {weight}" for id_, weight in weights.items())
    why = {"en": "rows have no points; by the form's declaration they weigh what was approved", "zh": "各行没有分值，按表式约定取批复的分值"}  # fmt: skip
    return {"text": approved["source"]["form"]["title"], "is": said, "why": why}


def _matched(rows: Mapping[str, Mapping[str, Any]], approved: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The approved row of each row, by their ids: by group and name, then by name alone where only one is called so."""
    found: dict[str, str] = {}
    left = [id_ for id_ in approved if id_ != EXECUTION]
    for keys in (("in", "label"), ("label",)):
        for id_, row in rows.items():
            same = [other for other in left if _told(approved[other], keys) == _told(row, keys)]
            if id_ not in found and len(same) == 1:
                found[id_] = same[0]
                left.remove(same[0])
    return found


def _told(row: Mapping[str, Any], keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(str(row[key])).replace(" ", "") for key in keys)


def _said(row: Mapping[str, Any], key: str) -> str | None:
    said = row.get(key)
    if said is None or said == NO_RESULT:
        return None
    return str(said["is"] if isinstance(said, Mapping) else said)


def _same(before: str, now: str | None, units: Units) -> bool:
    """Whether two targets or weights say the same: sign and amount, or the words."""
    if now is None:
        return False
    one, other = (_meant(text, units) for text in (before, now))
    return one == other


def _meant(text: str, units: Units) -> object:
    target = read_target(text)
    amount = read_amount(text[target.begins :] if target is not None else text, units)
    if isinstance(amount, Amount):
        return target.sign if target is not None else None, amount.value, amount.dimension
    return plain(text).replace(" ", "")


def _at(row: Mapping[str, Any], key: str, called: str) -> dict[str, str]:
    said = row.get(key)
    cell = said.get("at") if isinstance(said, Mapping) else row.get("at", {}).get(key)
    return {called: cell} if cell else {}


def _source(approved: Mapping[str, Any]) -> dict[str, Any]:
    head = approved.get("filled_form", {}).get("head", {})
    said = dict(approved["source"]["form"])
    return {
        **said,
        **({"on": head["set_on"]["value"]} if "set_on" in head else {}),
        **({"by": head["set_by"]["value"]} if "set_by" in head else {}),
    }


def _free(id_: str, rows: Mapping[str, Any]) -> str:
    number, letters = 1, id_.rstrip("0123456789") or id_
    while id_ in rows:
        id_ = f"{letters}{number}"
        number += 1
    return id_


def _code(form: OneForm) -> str | None:
    code = code_of(form)
    return code_key(code) if code is not None else None


def _name(form: OneForm) -> tuple[str, str]:
    unit = form.project.data.get("filled_form", {}).get("head", {}).get("unit", {}).get("value", "")
    return name_key(form.project.data["project"]), name_key(unit)
