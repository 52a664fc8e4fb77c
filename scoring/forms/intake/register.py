"""Which forms were expected, which came, when, were sent back, and came again: a register beside the projects that were read.

Projects are matched by their code, or by the document that a person wrote beside them; a likely match by name is asked,
never assumed. Days are given; the same input gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from scoring.forms.intake.intake import TakenFile, TakenForm
from scoring.forms.intake.naming import code_of
from scoring.forms.writing.file_names import safe_stem
from scoring.problems import Language, Place, Problem, Text, did_you_mean, nearest
from scoring.values.characters import plain
from scoring.values.day import Day

HEADS: Mapping[str, Text] = {
    "code": Text("code", "项目编码"),
    "name": Text("name", "项目名称"),
    "unit": Text("unit", "实施单位"),
    "due": Text("due", "截止日期"),
    "file": Text("file", "文件"),
    "scan": Text("scan", "扫描件"),
    "state": Text("state", "状态"),
    "first": Text("first handed in", "首次报送"),
    "last": Text("last handed in", "最近报送"),
    "times": Text("times", "报送次数"),
    "sent_back": Text("sent back", "退回日期"),
    "why": Text("why sent back", "退回原因"),
    "due_again": Text("due again", "重报截止"),
    "sha256": Text("sha256", "sha256"),
    "note": Text("note", "备注"),
}
ALSO = {
    "编码": "code",
    "项目代码": "code",
    "名称": "name",
    "项目": "name",
    "单位": "unit",
    "项目单位": "unit",
    "盖章扫描件": "scan",
    "报送截止": "due",
    "截止": "due",
}
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
LIKELY = 0.75
"""How much alike two names are that are asked about."""
ASKED = Place("<command line>")
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


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


def read_register(raw: bytes, file: str) -> tuple[tuple[Entry, ...], list[Problem]]:
    """The expected projects of a CSV file, with what an earlier run wrote beside them; and everything that is wrong with it."""
    text = None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None:
        message = Text("this is neither UTF-8 nor GB18030", "编码既不是 UTF-8 也不是 GB18030")
        return (), [
            Problem("bad-encoding", message, Place(file), Text("save it as CSV in UTF-8", "另存为 UTF-8 编码的 CSV"))
        ]
    rows = list(csv.reader(io.StringIO(text)))
    keys = [_key(head) for head in rows[0]] if rows else []
    if "code" not in keys or "name" not in keys:
        message = Text("the first row has no heads `code` and `name`", "第一行没有列名“项目编码”和“项目名称”")
        fix = Text("columns are code, name, unit, due, file", "列名为 项目编码、项目名称、实施单位、截止日期、文件")
        return (), [Problem("register-without-code", message, Place(file), fix)]
    entries, problems = [], []
    seen: dict[str, int] = {}
    for line, row in enumerate(rows[1:], start=2):
        said = {key: _harmed(cell.strip()) for key, cell in zip(keys, row, strict=False) if key}
        if not any(said.values()):
            continue
        entry, found = _entry(said, Place(file, line, 1))
        problems += found
        if entry.code and (first := seen.setdefault(_same(entry.code), line)) != line:
            message = Text(
                f"code `{entry.code}` is in line {first} already", f"项目编码 {entry.code} 已在第 {first} 行"
            )
            problems.append(
                Problem("name-twice", message, Place(file, line, 1), Text("delete one of the two", "删去其中一个"))
            )
        entries.append(entry)
    return tuple(entries), problems


def _entry(said: Mapping[str, str], at: Place) -> tuple[Entry, list[Problem]]:
    problems = []
    for key in ("due", "sent_back", "due_again"):
        if said.get(key) and Day.read(said[key]) is None:
            message = Text(f"`{said[key][:40]}` is no date", f"{said[key][:40]} 不是日期")
            problems.append(Problem("not-a-date", message, at, Text("such as 2025-03-31", "例如 2025-03-31")))
    state = next((name for name, word in STATES.items() if said.get("state") in (word.en, word.zh)), "not handed in")
    times = int(said["times"]) if said.get("times", "").isdigit() else 0
    words = {key: said.get(key, "") for key in HEADS if key not in ("state", "times")}
    return Entry(**words, state=state, times=times), problems


def declared_scans(entries: Iterable[Entry]) -> dict[str, str]:
    """The code of a project by the name of a scan that somebody wrote beside it."""
    named = ((re.split(r"[;；、\n]", one.scan), one.code) for one in entries if one.scan and one.code)
    return {_same(name): code for names, code in named for name in names if name.strip()}


def brought_up(expected: Sequence[Entry], earlier: Sequence[Entry], taken: Sequence[TakenFile], on: str) -> Register:
    """The register on that day: who came for the first time, again, late, or not yet; and which forms have to be asked about."""
    known = {_same(one.code): one for one in earlier if one.code}
    reports = [(file, form) for file in taken for form in file.forms if not form.form.is_targets]
    by_code, by_file = _by_code(reports), {file.path.name: (file, form) for file, form in reversed(reports)}
    matched: set[str] = set()
    entries = []
    for one in expected:
        before = known.get(_same(one.code))
        told = _with_earlier(one, before)
        came = by_code.get(_same(one.code)) if one.code else None
        came = came or by_file.get(one.file)
        if came is not None:
            matched.add(came[1].name)
        entries.append(_on(told, came, on))
    kept = {_same(one.code) for one in expected}
    unexpected = [one for code, one in known.items() if code not in kept and one.times]  # what came is not forgotten
    entries += [_on(one, by_code.get(_same(one.code)), on) for one in unexpected]
    matched |= {by_code[_same(one.code)][1].name for one in unexpected if _same(one.code) in by_code}
    open_ = [one for one in entries if not one.times]
    asked = tuple(_asked(file, form, open_ or entries, kept) for file, form in reports if form.name not in matched)
    return Register(tuple(entries), asked, tuple(one.code for one in unexpected))


def _by_code(reports: Iterable[tuple[TakenFile, TakenForm]]) -> dict[str, tuple[TakenFile, TakenForm]]:
    found: dict[str, tuple[TakenFile, TakenForm]] = {}
    for file, form in reports:
        code = code_of(form.form)
        if code is not None and (
            _same(code) not in found or form.name == safe_stem(code)
        ):  # of two the one that it is called by
            found[_same(code)] = (file, form)
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
    known = {_same(one.code): number for number, one in enumerate(register.entries)}
    entries, problems = list(register.entries), []
    for code, why in reasons.items():
        number = known.get(_same(code))
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
    if code is not None and _same(code) in expected:
        return Asked(file.path.name, name, code, None, form.name)
    best = max(entries, key=lambda one: _alike(one.name, name), default=None)
    likely = best if best is not None and _alike(best.name, name) >= LIKELY else None
    return Asked(file.path.name, name, code_of(form.form), likely)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, plain(one).replace(" ", ""), plain(other).replace(" ", ""), autojunk=False).ratio()


def _same(code: str) -> str:
    return plain(code).strip().casefold()


def _key(head: str) -> str:
    head = head.strip()
    return next((key for key, word in HEADS.items() if head in (key, word.en, word.zh)), ALSO.get(head, ""))


def _harmed(cell: str) -> str:
    """A cell as it was before it was made harmless to spreadsheets."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_SIGNS else cell


def as_csv(register: Register, language: Language) -> bytes:
    """The register as CSV for spreadsheets: UTF-8 with a mark, no cell a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([word.in_language(language) for word in HEADS.values()])
    for one in register.entries:
        cells = [getattr(one, key) for key in HEADS]
        cells[list(HEADS).index("state")] = STATES[one.state].in_language(language)
        writer.writerow([_harmless(str(cell)) if cell != 0 else "" for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def as_lines(register: Register, language: Language) -> Iterator[str]:
    """How many projects stand where, who is missing, and what has to be asked."""
    counts = register.count()
    yield Text("register: ", "登记：").in_language(language) + Text(", ", "，").in_language(language).join(
        f"{STATES[state].in_language(language)} {number}" for state, number in counts.items()
    )
    for one in register.entries:
        if one.state in ("overdue", *BACK):
            said = (
                [one.due]
                if one.state == "overdue"
                else [one.sent_back, one.due_again and f"→ {one.due_again}", one.why]
            )
            about = " ".join(filter(None, said))
            yield f"  {one.code} {one.name} {one.unit}: {STATES[one.state].in_language(language)}{f' ({about})' if about else ''}"
    for gone in register.unexpected:
        yield "  " + Text(f"{gone}: came earlier, and is on the list no longer", f"{gone}：曾经报送，现已不在名单中").in_language(language)  # fmt: skip
    for ask in register.asked:
        code = (
            Text(
                f"a second form of `{ask.code}`, read as `{ask.second}.toml` and not counted",
                f"{ask.code} 的又一张表，读为 {ask.second}.toml，不计入登记",
            )
            if ask.second
            else Text(f"code `{ask.code}` is not expected", f"项目编码 {ask.code} 不在名单中")
            if ask.code
            else Text("it has no code", "没有项目编码")
        )
        yield "  " + Text(f"{ask.file} {ask.project}: {code.en}", f"{ask.file} {ask.project}：{code.zh}").in_language(
            language
        )
        if ask.likely is not None:
            likely = Text(f"is it {ask.likely.code} {ask.likely.name}? then write `{ask.file}` into its column `file`",
                          f"是否为 {ask.likely.code} {ask.likely.name}？如是，请在名单的“文件”列写上 {ask.file}")  # fmt: skip
            yield f"    {likely.in_language(language)}"
