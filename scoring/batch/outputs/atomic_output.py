"""A file that appears whole or not at all, whatever ends the program.

What is being written lies beside it under a name of our own (`.scores.csv.<16 hex digits>.scoring-part`), locked by
whoever writes it. The system lifts the lock of a killed run: the next one that writes there removes what it left.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

from scoring.problems import InputRefused, Place, Problem, Text

PART = re.compile(r"\.(.{1,40})\.[0-9a-f]{16}\.scoring-part", re.DOTALL)
WORK = re.compile(r"\.(.{1,40})\.[0-9a-f]{16}\.scoring-work", re.DOTALL)
KEPT_OF_NAME = 40  # a name may have 255 bytes, and ours is longer

NO_LINK = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)  # another disk, or one without links

CHECK_PATH = Text("check the path", "检查路径")
MAY_WRITE = Text("name a folder that you may write to", "换一个有写权限的文件夹")
FREE_SPACE = Text("free some space or name another disk; nothing was written", "腾出空间或换一个磁盘；什么也没有写入")
WHY_NOT = {
    errno.EACCES: (Text("permission denied", "没有写入权限"), MAY_WRITE),
    errno.EPERM: (Text("permission denied", "没有写入权限"), MAY_WRITE),
    errno.EROFS: (Text("the disk is read-only", "磁盘是只读的"), MAY_WRITE),
    errno.ENOENT: (Text("there is no such folder", "没有这个文件夹"), Text("make it first", "先建文件夹")),
    errno.ENOTDIR: (Text("a part of the path is a file", "路径中有一段是文件，不是文件夹"), CHECK_PATH),
    errno.EISDIR: (Text("this is a folder", "这是文件夹"), Text("name a file in it", "写明其中的文件")),
    errno.ELOOP: (Text("links that lead in a circle", "链接循环"), CHECK_PATH),
    errno.ENAMETOOLONG: (Text("the name is too long", "名称过长"), Text("shorten it", "缩短名称")),
    errno.ENOSPC: (Text("the disk is full", "磁盘已满"), FREE_SPACE),
    errno.EDQUOT: (Text("the quota of the disk is used up", "磁盘配额已用完"), FREE_SPACE),
    errno.EFBIG: (Text("the disk takes no file of this size", "磁盘不支持这样大的文件"), FREE_SPACE),
    errno.EIO: (Text("the device takes nothing", "设备写入出错"), Text("name another disk", "换一个磁盘")),
}


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """Where to write what shall become `file`: it takes that name when all is on disk, or vanishes with the error.

    Reports `cannot-write`. What was there before stays untouched until then.
    """
    with _reported(file) as target:
        _remove_left_behind(target.parent)
        with _begun(target) as part:
            yield part
            _settle(part, target)


def placed(made: Path, file: Path) -> None:
    """Gives a file that is made already that name too, without writing it again where one disk holds both."""
    with _reported(file) as target, ExitStack() as stack:
        _remove_left_behind(target.parent)
        try:
            part = stack.enter_context(_linked(made, target))
        except OSError as error:
            if error.errno not in NO_LINK:
                raise
            part = stack.enter_context(_begun(target))
            shutil.copyfile(made, part)
        _settle(part, target)


@contextmanager
def workfolder(beside: Path) -> Iterator[Path]:
    """A folder beside a file for what is needed on the way to it; it vanishes with the run, or with the next one."""
    with _reported(beside) as target:
        for name in os.listdir(target.parent):
            if WORK.fullmatch(name) is not None:
                _remove_work(target.parent / name)
        handle, folder = _folder(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _let_go(handle)


def write_folder(folder: Path, files: Mapping[str, bytes], alone: Collection[str] = ("",)) -> list[Path]:
    """Files that belong together, all of them or none; their paths. Names may lie in folders below: `letters/甲乡.docx`.

    A folder that is not there appears whole, whatever ends the program. One that is there is written into where it has nothing
    else: what an earlier run left beside them would be taken for theirs. `alone` are the folders below, `""` the folder itself,
    of which that holds. Reports `folder-not-empty`, `cannot-write`.
    """
    there = folder.is_dir()
    within = folder / "file" if there else folder
    with _reported(within):
        if folder.exists() and not there:
            raise OSError(errno.ENOTDIR, "")
        for below in alone:
            if others := _others(folder / below, {Path(name) for name in files}, folder):
                raise InputRefused([_not_empty(folder / below, others)])
    with workfolder(within) as work, _reported(within):
        made = work / "made"
        made.mkdir()
        for name, content in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(content)
        if there:
            for name in files:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                _settle(made / name, folder / name)
        else:
            for name in files:
                _on_disk(made / name)
            os.rename(made, folder)
            _on_disk(folder.parent)
    return [folder / name for name in files]


def _others(folder: Path, files: Collection[Path], top: Path) -> list[str]:
    """What lies in a folder besides these files and the folders that they are in; hidden ones are nobody's."""
    ours = {top / one for name in files for one in (name, *name.parents)}
    names = sorted(os.listdir(folder)) if folder.is_dir() else []
    return [name for name in names if not name.startswith(".") and folder / name not in ours]


def _not_empty(folder: Path, others: Sequence[str]) -> Problem:
    shown = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
    message = Text(
        f"the folder `{folder.name}` has other files in it: {shown}", f"文件夹 {folder.name} 中有其他文件：{shown}"
    )
    return Problem("folder-not-empty", message, Place(folder.name), Text("name a new folder", "换一个新文件夹"))


def _folder(target: Path) -> tuple[int | None, Path]:
    """A new folder beside the target, itself locked; made again where another run took it for left behind."""
    while True:
        folder = target.with_name(f".{target.name[:KEPT_OF_NAME]}.{secrets.token_hex(8)}.scoring-work")
        folder.mkdir(0o700)
        if sys.platform == "win32":
            return None, folder
        with suppress(FileNotFoundError):
            handle = os.open(folder, os.O_RDONLY)
            if _locked(handle) is not False and _is_there(handle, folder):
                return handle, folder
            os.close(handle)


def _remove_work(folder: Path) -> None:
    """Removes a folder of a run that is gone, whatever is left in it."""
    if sys.platform == "win32" or folder.is_symlink() or not folder.is_dir():
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            if _locked(handle) and _is_there(handle, folder):
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)


def refused(outputs: Sequence[Path], inputs: Sequence[Path]) -> list[Problem]:
    """Every reason why these files cannot be written that is known before the work begins."""
    problems: list[Problem] = []
    for number, file in enumerate(outputs):
        if any(_same(file, other) for other in inputs):
            message = Text(f"`{file.name}` is an input and would be written over", f"{file.name} 是输入文件，会被覆盖")
            problems.append(
                Problem("output-is-input", message, Place(file.name), Text("name another file", "换一个文件"))
            )
        elif any(_same(file, other) for other in outputs[:number]):
            message = Text(f"`{file.name}` is to be written twice", f"{file.name} 要写入两次")
            problems.append(Problem("output-twice", message, Place(file.name), Text("name another file", "换一个文件")))
        else:
            problems += _cannot(file)
    return problems


def cannot_write(shown: str, error: Exception) -> Problem:
    """Why a file was not written: an error of the system, or one of a library that quotes it."""
    code = getattr(error, "errno", None) or next((code for code in WHY_NOT if os.strerror(code) in str(error)), 0)
    unknown = Text((os.strerror(code) if code else "not a path").lower(), os.strerror(code) if code else "不是路径")
    why, fix = WHY_NOT.get(code, (unknown, CHECK_PATH))
    message = Text(f"`{shown[:100]}` cannot be written: {why.en}", f"无法写入 {shown[:100]}：{why.zh}")
    return Problem("cannot-write", message, Place(shown), fix)


def of_system(error: Exception) -> bool:
    """Whether what went wrong is the system's doing, such as a full disk, and not ours."""
    return any(os.strerror(code) in str(error) for code in WHY_NOT)


# ---------------------------------------------------------------- one file


@contextmanager
def _reported(file: Path) -> Iterator[Path]:
    """The file itself where a link stands for it; what the system says against it is a problem."""
    try:
        yield _target(file)
    except (OSError, ValueError) as error:
        raise InputRefused([cannot_write(file.name, error)]) from None


def _target(file: Path) -> Path:
    """Only a file is ever replaced, in a folder that is there."""
    target = Path(os.path.realpath(file))
    if target.exists() and not target.is_file():
        raise OSError(errno.EISDIR if target.is_dir() else errno.EIO, "")
    if not target.parent.is_dir():
        raise OSError(errno.ENOTDIR if target.parent.exists() else errno.ENOENT, "")
    return target


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name[:KEPT_OF_NAME]}.{secrets.token_hex(8)}.scoring-part")


@contextmanager
def _begun(target: Path) -> Iterator[Path]:
    """A new empty file beside the target, locked; made again where another run took it for left behind."""
    while True:
        part = _part(target)
        handle: int | None = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        assert handle is not None
        if sys.platform == "win32":  # an open file cannot be given another name there
            handle = _let_go(handle)
            break
        if _locked(handle) is not False and _is_there(handle, part):
            break
        os.close(handle)
    yield from _held(handle, part)


@contextmanager
def _linked(made: Path, target: Path) -> Iterator[Path]:
    """A second name beside the target for a file that is made, locked before it gets that name."""
    handle = os.open(made, os.O_RDWR) if sys.platform != "win32" else None
    part = _part(target)
    try:
        if handle is not None:
            _locked(handle)
        os.link(made, part)
    except BaseException:
        _let_go(handle)
        raise
    yield from _held(handle, part)


def _held(handle: int | None, part: Path) -> Iterator[Path]:
    """The lock is held until the file has its name, or is gone."""
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink()
        _let_go(handle)


def _let_go(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def _settle(part: Path, target: Path) -> None:
    """All of it on disk, then under its name, then the name on disk."""
    if target.exists():
        shutil.copymode(target, part)
    _on_disk(part)
    os.replace(part, target)
    _on_disk(target.parent)


def _on_disk(path: Path) -> None:
    """A file, or the names in a folder, for good; not every file system lets a folder be opened."""
    is_folder = path.is_dir()
    with suppress(OSError) if is_folder else nullcontext():
        handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_left_behind(folder: Path) -> None:
    """Removes what killed runs left: files of our name that nobody holds any more."""
    if sys.platform == "win32":
        return
    for name in os.listdir(folder):
        left = folder / name
        if PART.fullmatch(name) is None or not stat.S_ISREG(os.lstat(left).st_mode):
            continue
        with suppress(OSError):
            handle = os.open(left, os.O_RDWR)
            try:
                if _locked(handle) and _is_there(handle, left):
                    left.unlink()
            finally:
                os.close(handle)


def _locked(handle: int) -> bool | None:
    """Takes the lock if nobody holds it, until the handle is closed or its process dies; None where there are none."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # there what a killed run left is not told from what another one writes, and stays
        return None
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except OSError:
        return False


# ---------------------------------------------------------------- before the work begins


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.realpath(one) == os.path.realpath(other) or os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def _cannot(file: Path) -> list[Problem]:
    try:
        with _reported(file) as target, _begun(target):
            return []
    except InputRefused as one:
        return list(one.problems)
