"""Files as they were in a revision of git: read through `git` itself, kept in memory, nothing written.

Only what lies in the repository of the folder that we run in can be named. A revision becomes the name of a commit before anything
is read, and paths stand behind `--`, so that neither is taken for an option.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from scoring.documents.document import LARGEST
from scoring.documents.files import DISK, MOST_FILES, Overlay, Snapshot
from scoring.problems import InputRefused, Place, Problem, Text

COMMAND_LINE = Place("<command line>")
READ = (".toml", ".csv", ".tsv")
PATIENCE = 60  # seconds
LARGEST_OF_ALL = 200_000_000  # bytes


def revision_named(named: str, over: Overlay = DISK) -> tuple[str, Overlay]:
    """The path that `REV:PATH` names, and the files of that revision, with the texts of `over` before them; any other name as it is.

    Raises `InputRefused`.
    """
    revision, colon, path = named.partition(":")
    if not colon or not path or len(revision) < 2 or over.exists(Path(named)):
        return named, over
    is_bare = _git(["rev-parse", "--is-bare-repository"], named).strip() == b"true"
    where = "--absolute-git-dir" if is_bare else "--show-toplevel"
    top = Path(os.fsdecode(_git(["rev-parse", where], named).rstrip(b"\n")))
    commit = _git(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"], named).decode().strip()  # fmt: skip
    snapshot = Snapshot(top, _files(top, commit, named), over)
    here = Path.cwd().resolve()  # outside of it where the environment names a repository
    starts = [Path(), here.relative_to(top.resolve())] if here.is_relative_to(top.resolve()) else [Path()]
    found = next((one for start in starts if snapshot.exists(one := top / _inside(start, path, named))), None)
    if found is None:
        message = Text(f"revision `{revision[:40]}` has nothing at `{path[:80]}`", f"版本 {revision[:40]} 中没有 {path[:80]}")  # fmt: skip
        fix = Text("name a file or folder of that revision; what is not committed is in none", "写该版本中的文件或文件夹；未提交的内容不在任何版本中")  # fmt: skip
        raise InputRefused([Problem("not-found", message, COMMAND_LINE, fix)])
    return os.fspath(found), snapshot


def _inside(here: Path, path: str, named: str) -> PurePosixPath:
    """A path seen from a folder, from the top of the repository on; raises `InputRefused` where it leads out."""
    parts: list[str] = list(here.parts)
    for part in PurePosixPath(path.replace("\\", "/")).parts:
        if part == "..":
            if not parts:
                raise InputRefused([_outside(named)])
            parts.pop()
        elif part == "/" or "\0" in part:
            raise InputRefused([_outside(named)])
        elif part != ".":
            parts.append(part)
    return PurePosixPath(*parts)


def _outside(named: str) -> Problem:
    message = Text(f"`{named[:80]}` does not lead to something in the repository", f"{named[:80]} 不在仓库之内")
    fix = Text("name a path below the repository's top", "写仓库以内的路径")
    return Problem("path-outside", message, COMMAND_LINE, fix)


def _files(top: Path, commit: str, named: str) -> dict[str | os.PathLike[str], bytes]:
    """Everything in a commit that a rulebook, a set or cases may be."""
    listed = _git(["ls-tree", "-r", "-l", "-z", commit], named, top).split(b"\0")
    blobs: list[tuple[str, str]] = []
    size = 0
    for line in filter(None, listed):
        about, _, name = line.partition(b"\t")
        mode, kind, blob, length = about.split()
        path = os.fsdecode(name)
        if kind != b"blob" or mode == b"120000" or not path.endswith(READ):
            continue
        large = int(length) > LARGEST and not path.endswith(READ[1:])
        if large or any(part.startswith(".") for part in PurePosixPath(path).parts):
            continue
        size += int(length)
        blobs.append((path, blob.decode()))
    if len(blobs) > 20 * MOST_FILES or size > LARGEST_OF_ALL:
        message = Text("the revision has too many files to look through", "该版本的文件太多")
        raise InputRefused([Problem("too-large", message, COMMAND_LINE, Text("check it out into a folder, and name that", "检出到文件夹后写明路径"))])  # fmt: skip
    raw = _git(["cat-file", "--batch"], named, top, "".join(f"{blob}\n" for _, blob in blobs).encode())
    found: dict[str | os.PathLike[str], bytes] = {}
    at = 0
    for path, _ in blobs:
        end = raw.index(b"\n", at)
        after = end + 1 + int(raw[at:end].split()[2])
        found[top / path] = raw[end + 1 : after]
        at = after + 1
    return found


def _git(arguments: Sequence[str], named: str, folder: Path | None = None, given: bytes = b"") -> bytes:
    """What `git` prints; raises `InputRefused` where it does not run, or does not know what was named."""
    command = ["git", *([] if folder is None else ["-C", os.fspath(folder)]), "--no-pager", *arguments]
    try:
        ran = subprocess.run(command, input=given, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        message = Text("`git` does not run here", "无法运行 git")
        fix = Text("install git, or check the revision out and name its folder", "安装 git，或检出后写明文件夹")
        raise InputRefused([Problem("no-git", message, COMMAND_LINE, fix)]) from None
    if ran.returncode:
        message = Text(f"git knows no `{named[:80]}` here", f"git 不认识 {named[:80]}")
        fix = Text("such as `HEAD~1:rules/ours`, within a repository", "例如 HEAD~1:rules/ours，须在仓库内运行")
        raise InputRefused([Problem("unknown-revision", message, COMMAND_LINE, fix)])
    return ran.stdout
