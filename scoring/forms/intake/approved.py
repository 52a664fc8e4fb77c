"""What was approved at the beginning of the year against what the report says: targets, weights and rows that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from scoring.documents.spelling import NO_RESULT
from scoring.forms.intake.form_reader import FormFile, OneForm
from scoring.project.targets import read_target
from scoring.values.amount import Amount, read_amount
from scoring.values.characters import plain
from scoring.values.units import Units

SOURCE = "approved"
"""What a project calls the document of what was approved."""
EXECUTION = "EXE"


@dataclass
class Approved:
    """The approved targets of many projects: by code, and of those without one by name and unit."""

    by_code: dict[str, OneForm] = field(default_factory=dict)
    by_name: dict[tuple[str, str], OneForm] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)

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
        return self.by_code.get(code) if code else self.by_name.get(_name(report))


def compare(report: OneForm, approved: OneForm, units: Units) -> bool:
    """Puts into the report's project what differs; whether anything does. Where the form's declaration says that what was approved
    counts, its targets and weights stand in the rows, and rows that the report dropped are there without an actual."""
    data, other = report.project.data, approved.project.data
    rows: dict[str, dict[str, Any]] = data.get("indicator", {})
    targets: Mapping[str, Mapping[str, Any]] = other.get("indicator", {})
    matched = _matched(rows, targets)
    counts = report.declaration.model.counts == "approved"
    by_weight = report.declaration.model.weights == "approved"
    adjusted: list[dict[str, Any]] = []
    used = False
    for id_, row in rows.items():
        if id_ not in matched:
            adjusted += [] if id_ == EXECUTION else [{"row": id_, "what": "added", **_at(row, "label", "at")}]
            continue
        was = targets[matched[id_]]
        for key in ("target", "weight"):
            before, now = _said(was, key), _said(row, key)
            if before is None or _same(before, now, units):
                continue
            if key == "weight" and now is None and by_weight:
                row["weight"], used = was["weight"], True
                continue
            said = {"row": id_, "what": key, "approved": before, **({"reported": now} if now is not None else {})}
            adjusted.append({**said, **_at(row, key, "at"), **_at(was, key, "approved_at")})
            if counts:
                row[key] = {**was[key], "source": SOURCE} if key == "target" else deepcopy(was[key])
                used = True
    for id_, was in targets.items():
        if id_ == EXECUTION or id_ in matched.values():
            continue
        adjusted.append({"what": "dropped", "approved": was["label"], **_at(was, "label", "approved_at")})
        if counts:
            rows[_free(id_, rows)] = {**deepcopy(was), "source": SOURCE}
            used = True
    if adjusted:
        data["adjusted"] = adjusted
    if used or adjusted:
        data["source"][SOURCE] = _source(other)
        if used:
            for row in rows.values():
                target = row.get("target")
                if row.get("source") == SOURCE and isinstance(target, dict):
                    target["source"] = SOURCE
    return bool(adjusted)


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
    said = form.project.data.get("filled_form", {}).get("head", {}).get("code")
    return plain(str(said["value"])).strip().casefold() if said else None


def _name(form: OneForm) -> tuple[str, str]:
    unit = form.project.data.get("filled_form", {}).get("head", {}).get("unit", {}).get("value", "")
    return plain(str(form.project.data["project"])).replace(" ", ""), plain(str(unit)).replace(" ", "")
