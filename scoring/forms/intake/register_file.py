"""The list of expected projects and the register as CSV files, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from scoring.forms.intake.naming import code_key
from scoring.forms.intake.register import STATES, Entry, Register
from scoring.problems import Language, Place, Problem, Text
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
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


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
        if entry.code and (first := seen.setdefault(code_key(entry.code), line)) != line:
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
