"""Which forms were expected, which came, when, were sent back, and came again: a register beside the projects that were read.

Projects are matched by their code, or by the document that a person wrote beside them; a likely match by name is asked,
never assumed. Days are given; the same input gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.forms.intake.intake import TakenFile, TakenForm
from scoring.forms.intake.naming import LIKELY, code_key, code_of, likeness
from scoring.forms.intake.scans import file_key
from scoring.forms.writing.file_names import safe_stem
from scoring.problems import Place, Problem, Text, did_you_mean, nearest
from scoring.values.day import Day

STATES: Mapping[str, Text] = {
    "not handed in": Text("not handed in", "未报送"),
    "overdue": Text("overdue", "逾期未报"),
    "handed in": Text("handed in", "已报送"),
    "handed in late": Text("handed in late", "逾期报送"),
    "sent back": Text("sent back", "已退回"),
    "overdue again": Text("sent back, overdue", "退回后逾期未报"),
    "handed in again": Text("handed in again", "再次报送"),
    "again late": Text("handed in again late", "逾期再次报送"),
}
AGAIN = ("handed in again", "again late")
BACK = ("sent back", "overdue again")
ASKED = Place("<command line>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One project that is expected, with what is known of it."""

    code: str
    name: str
    unit: str = ""
    due: str = ""
    file: str = ""
    scan: str = ""
    state: str = "not handed in"
    first: str = ""
    last: str = ""
    times: int = 0
    sent_back: str = ""
    why: str = ""
    due_again: str = ""
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that nobody expected, or has no code; `likely` is the project that it may be."""

    file: str
    project: str
    code: str | None
    likely: Entry | None
    second: str | None = None  # what its project's file is called, where another of its code is counted


@dataclass(frozen=True, slots=True)
class Register:
    entries: tuple[Entry, ...]
    asked: tuple[Asked, ...] = ()
    unexpected: tuple[str, ...] = ()  # codes that came earlier, and are on the list no longer

    def count(self) -> dict[str, int]:
        """How many projects are in each state, those that there are."""
        return {state: number for state in STATES if (number := sum(one.state == state for one in self.entries))}


def declared_scans(entries: Iterable[Entry]) -> dict[str, str]:
    """The code of a project by the name of a scan that somebody wrote beside it."""
    named = ((re.split(r"[;；、\n]", one.scan), one.code) for one in entries if one.scan and one.code)
    return {file_key(name): code for names, code in named for name in names if name.strip()}


def brought_up(expected: Sequence[Entry], earlier: Sequence[Entry], taken: Sequence[TakenFile], on: str) -> Register:
    """The register on that day: who came for the first time, again, late, or not yet; and which forms have to be asked about."""
    known = {code_key(one.code): one for one in earlier if one.code}
    reports = [(file, form) for file in taken for form in file.forms if not form.form.is_targets]
    by_code, by_file = _by_code(reports), {file.path.name: (file, form) for file, form in reversed(reports)}
    matched: set[str] = set()
    entries = []
    for one in expected:
        before = known.get(code_key(one.code))
        told = _with_earlier(one, before)
        came = by_code.get(code_key(one.code)) if one.code else None
        came = came or by_file.get(one.file)
        if came is not None:
            matched.add(came[1].name)
        entries.append(_on(told, came, on))
    kept = {code_key(one.code) for one in expected}
    unexpected = [one for code, one in known.items() if code not in kept and one.times]  # what came is not forgotten
    entries += [_on(one, by_code.get(code_key(one.code)), on) for one in unexpected]
    matched |= {by_code[code_key(one.code)][1].name for one in unexpected if code_key(one.code) in by_code}
    open_ = [one for one in entries if not one.times]
    asked = tuple(_asked(file, form, open_ or entries, kept) for file, form in reports if form.name not in matched)
    return Register(tuple(entries), asked, tuple(one.code for one in unexpected))


def _by_code(reports: Iterable[tuple[TakenFile, TakenForm]]) -> dict[str, tuple[TakenFile, TakenForm]]:
    found: dict[str, tuple[TakenFile, TakenForm]] = {}
    for file, form in reports:
        code = code_of(form.form)
        if code is not None and (
            code_key(code) not in found or form.name == safe_stem(code)
        ):  # of two the one that it is called by
            found[code_key(code)] = (file, form)
    return found


def _with_earlier(one: Entry, before: Entry | None) -> Entry:
    """What is expected, with what the register knew; what a person wrote into either stays."""
    if before is None:
        return one
    said = {key: getattr(one, key) or getattr(before, key) for key in ("name", "unit", "due", "file", "scan", "note")}
    if one.sent_back:  # of the list itself
        said |= {"sent_back": one.sent_back, "why": one.why, "due_again": one.due_again}
    return replace(before, **said)


def _on(one: Entry, came: tuple[TakenFile, TakenForm] | None, on: str) -> Entry:
    """Where a project stands on that day. A form that is another than the one that was sent back has come again, whatever the day."""
    again = False
    if came is not None:
        sha256 = came[0].file.document.sha256 if came[0].file is not None else ""
        again = bool(one.times) and sha256 != one.sha256
        if not one.times or again:
            one = replace(one, first=one.first or on, last=on, times=one.times + 1, sha256=sha256)
        one = replace(one, file=came[0].path.name)
        if came[1].scans:
            one = replace(one, scan="; ".join(scan.file for scan in came[1].scans))
    if not one.times:
        return replace(one, state="overdue" if _after(on, one.due) else "not handed in")
    answered = again or (one.state in AGAIN and not _after(one.sent_back, one.last))
    if one.sent_back and not answered and not _after(one.last, one.sent_back):
        return replace(one, state="overdue again" if _after(on, one.due_again) else "sent back")
    if one.times > 1:
        return replace(one, state="again late" if one.sent_back and _after(one.last, one.due_again) else "handed in again")  # fmt: skip
    return replace(one, state="handed in late" if _after(one.first, one.due) else "handed in")


# ---------------------------------------------------------------- sending back


def sent_back(
    register: Register, reasons: Mapping[str, str], on: str, due: str = "", at: Place = ASKED
) -> tuple[Register, list[Problem]]:
    """The register with these projects sent back on that day, by their code with the reason; what was never handed in cannot be."""
    known = {code_key(one.code): number for number, one in enumerate(register.entries)}
    entries, problems = list(register.entries), []
    for code, why in reasons.items():
        number = known.get(code_key(code))
        if number is None:
            near = nearest(code, [one.code for one in entries])
            fix = (
                did_you_mean(near)
                if near is not None
                else Text("write its code as the list has it", "请按名单写项目编码")
            )
            problems.append(Problem("unknown-code", Text(f"code `{code[:60]}` is not in the register", f"登记中没有项目编码 {code[:60]}"), at, fix))  # fmt: skip
        elif not entries[number].times:
            message = Text(
                f"`{entries[number].code}` was not handed in, so that there is nothing to send back",
                f"{entries[number].code} 尚未报送，无从退回",
            )
            problems.append(Problem("not-handed-in", message, at, Text("read its form first", "请先读取它的表")))
        else:
            state = "overdue again" if _after(on, due) else "sent back"
            entries[number] = replace(entries[number], sent_back=on, why=why, due_again=due, state=state)
    return replace(register, entries=tuple(entries)), problems


def _after(day: str, end: str) -> bool:
    """Whether a day lies behind another; no where either is not known."""
    one, other = Day.read(day), Day.read(end)
    return one is not None and other is not None and one.first() > other.last()


def _asked(file: TakenFile, form: TakenForm, entries: Sequence[Entry], expected: Collection[str]) -> Asked:
    name, code = str(form.form.project.data["project"]), code_of(form.form)
    if code is not None and code_key(code) in expected:
        return Asked(file.path.name, name, code, None, form.name)
    best = max(entries, key=lambda one: likeness(one.name, name), default=None)
    likely = best if best is not None and likeness(best.name, name) >= LIKELY else None
    return Asked(file.path.name, name, code_of(form.form), likely)
