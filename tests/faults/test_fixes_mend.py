"""Every fix that offers something to write is written where it was told, and the problem is gone.

What the program may print as a fix is read from its source: one that has no case among `fix_cases`, and no reason there why it
offers nothing to write, fails.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from scoring.problems import nearest
from tests.faults.fix_cases import CASES, NOTHING_TO_WRITE, PROJECT, RULES, Case
from tests.offers import HOLE, source
from tests.running import run

MARK = re.compile(r"⟦([^⟧]*)⟧⟦([^⟧]*)⟧(?:⟦([^⟧]*)⟧)?", re.DOTALL)
NOISE = ("chosen-on-command-line", "taken-nearby")
TOLD = re.compile(r"^(?P<severity>error|warning|note)|^  fix: (?P<fix>.*)$|^  \[(?P<code>[a-z-]+)\]$")
Told = dict[str, str]
"""A problem: its severity, code and fix."""


def of_text(text: str) -> Case:
    """A rulebook, or a project of the rulebook above."""
    if text.startswith(PROJECT[:20]) or "\nproject =" in text:
        words = ("score", "project.toml", "--rules", "rules/book/", "--format", "json")
        return Case({"rules/book/book.toml": RULES, "project.toml": text}, words)
    return Case({"rules/book/book.toml": text}, ("check", "rules/book/", "--format", "json"))


def told(case: Case, folder: Path, written: Callable[[re.Match[str]], str]) -> list[Told]:
    """The problems that are told where something is written in place of each mark."""
    for name, text in case.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MARK.sub(written, text), encoding="utf-8", newline="")
    for name, raw in case.bytes.items():
        (folder / name).write_bytes(raw)
    for left in ("o.csv", "r.csv"):
        (folder / left).unlink(missing_ok=True)
    with contextlib.chdir(folder):
        ran = run(*(MARK.sub(written, word) for word in case.words))
    rejects = folder / "r.csv"
    rows = list(csv.DictReader(rejects.read_text(encoding="utf-8-sig").split("\n"))) if rejects.exists() else []
    found = [{"severity": "error", "code": "rejected", "fix": row["fix"]} for row in rows]
    return [
        one for one in (*found, *_in_json(ran.out), *_in_json(ran.err), *_in_text(ran.said)) if one["code"] not in NOISE
    ]


def _in_json(text: str) -> list[Told]:
    with contextlib.suppress(json.JSONDecodeError):
        found = json.loads(text)
        return [{key: str(one[key]) for key in ("severity", "code", "fix")} for one in found.get("problems", [])]
    return []


def _in_text(text: str) -> list[Told]:
    found, fix, severity = [], "None", "error"
    for line in text.split("\n"):
        if line.startswith("  fix: "):
            fix = line.removeprefix("  fix: ")
        elif re.fullmatch(r"  \[[a-z-]+\]", line):
            found.append({"severity": severity, "code": line.strip(" []"), "fix": fix})
            fix, severity = "None", "error"
        elif line and not line.startswith(" "):
            severity = next((each for each in ("warning", "note") if f": {each}: " in line), "error")
    return found


def before(name: str, folder: Path) -> tuple[str, ...]:
    """The fixes that a mistake is told with; kept in the folder, which all processes of a test run share."""
    kept = folder / f"{name}.json"
    if not kept.is_file():
        case = CASES[name]
        found = told(case if isinstance(case, Case) else of_text(case), folder / name, lambda mark: mark[1])
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_text(json.dumps([one["fix"] for one in found]), encoding="utf-8")
        half.replace(kept)
    return tuple(json.loads(kept.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return tmp_path_factory.mktemp("fixes")
    folder = tmp_path_factory.getbasetemp().parent / "fixes"
    folder.mkdir(exist_ok=True)
    return folder


def marks_of(case: Case) -> list[re.Match[str]]:
    return [mark for text in (*case.files.values(), *case.words) for mark in MARK.finditer(text)]


@pytest.mark.parametrize("name", CASES)
def test_what_a_fix_offers_mends_the_problem(name: str, shared: Path, tmp_path: Path) -> None:
    written = CASES[name]
    case = written if isinstance(written, Case) else of_text(written)
    mark = next(each for each in marks_of(case) if each[2])
    fixes = before(name, shared)
    assert fixes, "nothing was told"
    assert any(mark[2] in fix for fix in fixes), f"{mark[2]!r} is not offered by {fixes}"
    after = told(case, tmp_path, lambda each: each[3] if each[3] is not None else each[2])
    assert [problem for problem in after if problem["severity"] != "note"] == [], f"{mark[2]!r} does not mend it"


# ---------------------------------------------------------------- the name that was meant


@pytest.mark.parametrize(
    ("written", "names", "meant"),
    [
        ("budgt", ["budget", "spent"], "budget"),
        ("male", ["Female", "Male"], "Male"),
        ("long jump", ["long_jump"], "long_jump"),
        ("widht", ["width"], "width"),
        ("satisfaktion", ["satisfaction"], "satisfaction"),
        ("self-evalution", ["performance-evaluation", "self-evaluation"], "self-evaluation"),
        ("预算安", ["预算安排"], "预算安排"),
        ("全年预算数", ["年初预算数"], None),
        ("年末预算数", ["年初预算数"], None),
        ("公理", ["公顷", "公里"], None),
        ("score", ["pressure"], None),
        ("ramps", ["roads"], None),
        ("N2", ["N1", "N3"], None),
        ("x", ["y"], None),
        ("", ["a"], None),
    ],
)
def test_only_a_slip_of_the_hand_is_taken_for_another_name(written: str, names: list[str], meant: str | None) -> None:
    assert nearest(written, names) == meant


# ---------------------------------------------------------------- every fix of the program


def test_every_fix_of_the_program_can_be_followed_to_its_text() -> None:
    assert len(source().fixes) > 400
    assert source().unclear == []


def test_every_fix_is_tried_or_offers_nothing_to_write(shared: Path) -> None:
    """A new one fails here: give it a case, or say in `NOTHING_TO_WRITE` why there is nothing to write."""
    texts = {fix.text: fix.file for fix in source().fixes}
    printed = {fix for name in CASES for fix in before(name, shared)}
    tried = {template for fix in printed if (template := _template(fix, texts)) is not None}
    reasons = {text for listed in NOTHING_TO_WRITE.values() for text in listed}
    left = sorted(f"{texts[text]}: {text}" for text in texts.keys() - tried - reasons)
    assert left == [], "fixes without a case and without a reason:\n" + "\n".join(left)
    assert sorted(reasons - texts.keys()) == [], "reasons for fixes that there are not"
    assert sorted(reasons & tried) == [], f"reasons for fixes that are tried: {sorted(reasons & tried)}"


def _template(printed: str, texts: dict[str, str]) -> str | None:
    """The text of the source that was printed: of several that may have been, the one that says most itself."""
    found = [text for text in texts if _pattern(text).fullmatch(printed)]
    return max(found, key=lambda text: len(text.replace(HOLE, "")), default=None)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(re.escape(HOLE), ".*"), re.DOTALL)
