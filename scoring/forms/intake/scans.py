"""Stamped scans beside the forms that they are of: matched by name, code or folder, or by a declared pair, and kept by their hash.

A scan is a picture, or a PDF of pictures. What could belong to two forms belongs to none until somebody says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.documents.files import read_bytes
from scoring.forms.endings import PICTURES
from scoring.problems import Place, Problem, Text
from scoring.values.characters import plain

SCAN = "scan"
"""What a project calls the scan of its form; a second one is `scan2`."""
TITLE = "盖章扫描件 stamped scan"
LARGEST = 50 << 20
WORDS = re.compile(
    r"已?盖章(?:版|件|页)?|已?签字(?:版|盖章|页)?|签章|扫描(?:件|版)?|影印件|复印件|照片|图片|scan(?:ned)?|stamped|signed|stamp"
)
PAGE = re.compile(r"(?:[-_(（#]|第)0*[0-9]{1,3}(?:页|[)）])?$")
BETWEEN = re.compile(r"[\s_\-.()（）\[\]【】+、，,]+")
HOW = Text(
    "name it like its form or by the project's code, put both into a folder of their own, or write it into the column `scan` of the list of --expect",
    "让扫描件与表同名或以项目编码命名，或与表同放一个文件夹，或写入 --expect 名单的“扫描件”列",
)


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that is a picture of a form; `sha256` is of its bytes."""

    path: Path
    sha256: str

    @property
    def file(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class ScannedForm:
    """A project that scans may be of: the name of its file, its code, and the document that it was read from."""

    name: str
    code: str | None
    document: Path


@dataclass(frozen=True, slots=True)
class Matched:
    """The scans of each project, by the name of its file; and those that belong to none, with the reason."""

    by_name: Mapping[str, tuple[Scan, ...]]
    left: Mapping[Path, Problem]


def is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURES


def scan_at(path: Path) -> Scan | list[Problem]:
    """The scan at a path, or why it cannot be read."""
    raw, problems = read_bytes(path, path.name, LARGEST)
    if raw is None:
        return problems
    if not raw:
        return [Problem("no-text", Text("the file is empty", "文件是空的"), Place(path.name), Text("hand it in again", "请重新报送"))]  # fmt: skip
    return Scan(path, hashlib.sha256(raw).hexdigest())


def matched(
    scans: Sequence[Scan], forms: Sequence[ScannedForm], declared: Mapping[str, str], roots: frozenset[Path]
) -> Matched:
    """Which scan is of which project. `declared` has the code of a project by the name of its scan; `roots` are the folders that
    were named, in which lying side by side says nothing."""
    found: dict[str, list[Scan]] = {}
    left: dict[Path, Problem] = {}
    for scan in scans:
        names = _names_of(scan, forms, declared, roots)
        if isinstance(names, Problem):
            left[scan.path] = names
        else:
            found.setdefault(names, []).append(scan)
    return Matched({name: tuple(each) for name, each in found.items()}, left)


def _names_of(
    scan: Scan, forms: Sequence[ScannedForm], declared: Mapping[str, str], roots: frozenset[Path]
) -> str | Problem:
    """The name of the one project that a scan is of."""
    code = declared.get(file_key(scan.file))
    if code is not None:
        own = [form.name for form in forms if form.code is not None and file_key(form.code) == file_key(code)]
        return own[0] if len(own) == 1 else _left(scan, Text(f"it is declared to be of `{code}`, of which no form is here", f"名单写明它属于 {code}，但没有该项目的表"))  # fmt: skip
    named = {form.name for form in (_by_code(scan, forms) or _by_stem(scan, forms))}
    beside = {form.name for form in _by_folder(scan, forms, roots)}
    if named and beside and not named & beside:
        return _left(scan, Text(f"by its name it is of `{_listed(named)}`, by its folder of `{_listed(beside)}`", f"按名称属于 {_listed(named)}，按文件夹属于 {_listed(beside)}"))  # fmt: skip
    names = (named & beside) or named or beside
    if len(names) == 1:
        return names.pop()
    if names:
        return _left(scan, Text(f"it may be of {_listed(names)}", f"可能属于 {_listed(names)}"))
    return _left(scan, Text("nothing says which form it is of", "无从得知它是哪张表的"))


def _left(scan: Scan, why: Text) -> Problem:
    message = Text(f"a scan that is attached to no form: {why.en}", f"扫描件没有附上：{why.zh}")
    return Problem("scan-without-form", message, Place(scan.file), HOW)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:6])


def _by_code(scan: Scan, forms: Sequence[ScannedForm]) -> list[ScannedForm]:
    """The forms whose code stands in the scan's name, the longest code first: `P-001-2` is not of P-001."""
    stem = file_key(scan.path.stem)
    found = [form for form in forms if form.code is not None and _stands_in(file_key(form.code), stem)]
    longest = max((len(file_key(form.code or "")) for form in found), default=0)
    return [form for form in found if len(file_key(form.code or "")) == longest]


def _stands_in(code: str, stem: str) -> bool:
    return bool(code) and re.search(rf"(?<![0-9a-z]){re.escape(code)}(?![0-9a-z])", stem) is not None


def _by_stem(scan: Scan, forms: Sequence[ScannedForm]) -> list[ScannedForm]:
    """The forms whose document is called like the scan: as it stands, without 盖章 and the like, without the number of a page;
    of those the ones in its folder, where there are any."""
    stem = file_key(scan.path.stem)
    bare = WORDS.sub("", stem)
    for variant in (stem, bare, PAGE.sub("", bare.rstrip(" -_")), PAGE.sub("", WORDS.sub("", PAGE.sub("", stem)))):
        found = [form for form in forms if _bare(variant) and _bare(file_key(form.document.stem)) == _bare(variant)]
        if found:
            return [form for form in found if form.document.parent == scan.path.parent] or found
    return []


def _by_folder(scan: Scan, forms: Sequence[ScannedForm], roots: frozenset[Path]) -> list[ScannedForm]:
    """The form that has a folder to itself, and the scan in it."""
    if scan.path.parent.resolve() in roots:
        return []
    return [form for form in forms if form.document.parent == scan.path.parent]


def _bare(stem: str) -> str:
    return BETWEEN.sub("", stem)


def file_key(name: str) -> str:
    """The name of a file as it is compared."""
    return plain(name).strip().casefold()


# ---------------------------------------------------------------- in the project


@dataclass(frozen=True, slots=True)
class ScanChange:
    """A scan whose file says something else than when it was attached."""

    file: str
    before: str
    after: str


def with_scans(
    data: Mapping[str, Any], earlier: Mapping[str, Any], scans: Sequence[Scan]
) -> tuple[dict[str, Any], list[ScanChange]]:
    """The project's data with its scans as documents of it: those that came now, and those of before that did not; what changed."""
    made = deepcopy(dict(data))
    known = scans_of(earlier)
    changes = [ScanChange(one.file, said["sha256"], one.sha256) for one in scans for said in known.values()
               if said.get("note") == one.file and said.get("sha256") != one.sha256]  # fmt: skip
    named = {said.get("note"): name for name, said in known.items()}
    sources = {**made["source"], **known}
    for one in scans:
        name = named.get(one.file) or next(_free(sources))
        sources[name] = {"title": TITLE, "sha256": one.sha256, "note": one.file}
    made["source"] = sources
    return made, changes


def scans_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The scans among a project's documents, by name."""
    return {name: said for name, said in data.get("source", {}).items() if re.fullmatch(rf"{SCAN}[0-9]*", name)}


def _free(sources: Mapping[str, Any]) -> Iterator[str]:
    names = (SCAN if number == 1 else f"{SCAN}{number}" for number in range(1, len(sources) + 2))
    return (name for name in names if name not in sources)
