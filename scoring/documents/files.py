"""Reading and writing files: the only place below the rim that touches the disk.

Files are read whole or refused with problems; they are written whole or not at all.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

from scoring.documents.document import LARGEST, Document, parse_json, parse_toml
from scoring.problems import Place, Problem, Text, nearest

MOST_FILES = 1_000
BINARY = getattr(os, "O_BINARY", 0)  # of Windows alone
NO_TEXTS: Mapping[str | os.PathLike[str], str | bytes] = {}
WHY_NOT = {
    errno.EACCES: Text("permission denied", "没有读取权限"),
    errno.ELOOP: Text("links that lead in a circle", "链接循环"),
    errno.ENOTDIR: Text("a part of the path is a file", "路径中有一段是文件，不是文件夹"),
    errno.ENAMETOOLONG: Text("the name is too long", "名称过长"),
    errno.EIO: Text("the device gives nothing", "设备读取出错"),
    errno.ENXIO: Text("nobody is at the other end", "另一端没有程序"),
    errno.EBADF: Text("it is closed", "已关闭"),
}

WHY_NOT_WRITTEN = {
    **WHY_NOT,
    errno.EACCES: Text("it is protected against writing", "没有写入权限"),
    errno.EROFS: Text("it is protected against writing", "没有写入权限"),
    errno.EBUSY: Text("somebody changed it in the meantime; run this again", "期间有人修改过，请重新运行"),
    errno.ENOSPC: Text("the disk is full", "磁盘已满"),
    errno.ENOENT: Text("there is no such folder", "没有这个文件夹"),
}


class Overlay:
    """What lies on disk, and texts that go before it: an editor's files that are not saved yet, by where they would lie."""

    def __init__(self, texts: Mapping[str | os.PathLike[str], str | bytes] = NO_TEXTS) -> None:
        self._texts = {_real(path): text if isinstance(text, bytes) else text.encode() for path, text in texts.items()}
        self._named = {_real(path): os.fspath(path) for path in texts}
        self._read: set[Path] = set()

    def text(self, path: Path) -> bytes | None:
        """What stands for the file at a path; None where the disk says it."""
        if not self._texts:
            return None
        real = _real(path)
        self._read.add(real)
        return self._texts.get(real)

    def is_past(self, path: Path) -> bool:
        """Whether a file is read as it was at another time."""
        return False

    def unread(self) -> dict[str, bytes]:
        """The texts for which nobody has asked, by the paths that they were given under."""
        return {self._named[path]: text for path, text in self._texts.items() if path not in self._read}

    def exists(self, path: Path) -> bool:
        return path.exists() or (bool(self._texts) and _real(path) in self._texts) or self._holds(path)

    def is_dir(self, path: Path) -> bool:
        return path.is_dir() or self._holds(path)

    def inside(self, folder: Path) -> list[Path]:
        """Files and folders in a folder, by name; raises `OSError` where there is none."""
        own = {folder / one.relative_to(_real(folder)).parts[0] for one in self._texts if _real(folder) in one.parents}
        try:
            return sorted({*folder.iterdir(), *own})
        except FileNotFoundError:
            if not own:
                raise
            return sorted(own)

    def _holds(self, folder: Path) -> bool:
        return bool(self._texts) and any(_real(folder) in one.parents for one in self._texts)


DISK = Overlay()
"""Nothing but what lies there."""


class Snapshot(Overlay):
    """A folder as it was at another time: below it lies what the texts say, those of `over` before them, and nothing else."""

    def __init__(self, top: Path, texts: Mapping[str | os.PathLike[str], bytes], over: Overlay = DISK) -> None:
        super().__init__(texts)
        self._texts |= over._texts
        self._top = _real(top)
        self._folders = {above for path in self._texts for above in path.parents}

    def is_past(self, path: Path) -> bool:
        return self._is_within(path)

    def text(self, path: Path) -> bytes | None:
        found = super().text(path)
        if found is None and self._is_within(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        return found

    def exists(self, path: Path) -> bool:
        return _real(path) in self._texts or self.is_dir(path) if self._is_within(path) else path.exists()

    def is_dir(self, path: Path) -> bool:
        return _real(path) in self._folders if self._is_within(path) else path.is_dir()

    def inside(self, folder: Path) -> list[Path]:
        if not self._is_within(folder):
            return super().inside(folder)
        real = _real(folder)
        if real not in self._folders:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
        below = {one.relative_to(real).parts[0] for one in self._texts if real in one.parents}
        return sorted(folder / name for name in below)

    def _is_within(self, path: Path) -> bool:
        return _real(path).is_relative_to(self._top)


def _real(path: str | os.PathLike[str]) -> Path:
    return Path(os.path.realpath(path))


def is_file(path: Path, over: Overlay = DISK) -> bool:
    """Whether something lies there that can be read like a file; a name that no file can have is none."""
    try:
        return over.exists(path) and not over.is_dir(path)
    except (OSError, ValueError):
        return False


def read_document(path: Path, shown: str, over: Overlay = DISK) -> tuple[Document | None, list[Problem]]:
    """One TOML or JSON file (by its suffix), or every reason why it cannot be used."""
    raw = _bytes(path, shown, over=over)
    if isinstance(raw, Problem):
        return None, [raw]
    document, problems = parse_json(raw, shown) if path.suffix == ".json" else parse_toml(raw, shown)
    if document is None:
        return None, problems
    return replace(document, home=path, as_it_was=raw if over.is_past(path) else None), problems


def read_folder(path: Path, shown: str, over: Overlay = DISK) -> tuple[list[Document], list[Problem]]:
    """All `*.toml` of a folder, by name, but hidden ones; a single file is a folder of one. `shown`: what people see of the folder."""
    if not over.is_dir(path) and over.exists(path):
        document, problems = read_document(path, _in(shown, path.name), over)
        return ([document] if document is not None else []), problems
    try:
        files = [file for file in over.inside(path) if is_read(file, over)]
    except (OSError, ValueError) as error:
        return [], [_cannot_read(shown, error)]
    if not files:
        message = Text("the folder has no .toml file", "文件夹里没有 .toml 文件")
        return [], [Problem("empty-folder", message, Place(shown), Text("name another folder", "换一个文件夹"))]
    if len(files) > MOST_FILES:
        return [], [
            Problem(
                "too-large",
                Text(
                    f"the folder has {len(files)} files; at most {MOST_FILES} are read",
                    f"文件夹里有 {len(files)} 个文件，最多读 {MOST_FILES} 个",
                ),
                Place(shown),
                Text("put them together in fewer files", "合并成较少的文件"),
            )
        ]
    documents, problems = [], []
    for file in files:
        document, found = read_document(file, _in(shown, file.name), over)
        problems += found
        if document is not None:
            documents.append(document)
    return documents, problems


def is_read(file: Path, over: Overlay = DISK) -> bool:
    """Hidden files are an editor's or a system's own. A link to nowhere is read, and told of, not passed over."""
    return file.suffix == ".toml" and not file.name.startswith(".") and not over.is_dir(file)


def _in(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def read_stream() -> tuple[Document | None, list[Problem]]:
    """What comes in on standard input, such as a project as JSON."""
    import sys

    shown = "<stdin>"
    if sys.stdin is None:
        return None, [_cannot_read(shown, OSError(errno.EBADF, os.strerror(errno.EBADF)))]
    try:
        return parse_stream(sys.stdin.buffer.read(LARGEST + 1), shown)
    except OSError as error:
        return None, [_cannot_read(shown, error)]


def parse_stream(raw: bytes, shown: str) -> tuple[Document | None, list[Problem]]:
    """What came in on a stream: JSON if it begins with a brace, else TOML."""
    return parse_json(raw, shown) if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else parse_toml(raw, shown)


def read_bytes(path: Path, shown: str, largest: int, over: Overlay = DISK) -> tuple[bytes | None, list[Problem]]:
    """A file as it is, such as a table whose encoding is to be found out."""
    raw = _bytes(path, shown, largest, over)
    return (None, [raw]) if isinstance(raw, Problem) else (raw, [])


def open_regular(path: Path, shown: str) -> IO[bytes] | Problem:
    """A file of any size to be read piece by piece; folders and pipes are none."""
    try:
        if path.is_dir():
            return _is_a_folder(shown)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        file = open(handle, "rb")  # noqa: SIM115
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return file
        file.close()
    except FileNotFoundError:
        return _not_found(path, shown)
    except (OSError, ValueError) as error:
        return _cannot_read(shown, error)
    message = Text("this is a pipe or a device; a table is read from a file", "这是管道或设备；表格须从文件读取")
    return Problem("cannot-read", message, Place(shown), Text("write it into a file first", "先存为文件"))


def _is_a_folder(shown: str) -> Problem:
    message = Text("this is a folder; a file belongs here", "这是文件夹，这里应为文件")
    return Problem("is-a-folder", message, Place(shown), Text("name a file in it", "写明其中的文件"))


def _bytes(path: Path, shown: str, largest: int = LARGEST, over: Overlay = DISK) -> bytes | Problem:
    try:
        raw = over.text(path)
        if raw is None:
            raw = _read(path, largest + 1)
    except FileNotFoundError:
        return _not_found(path, shown)
    except IsADirectoryError:
        return _is_a_folder(shown)
    except (OSError, ValueError) as error:
        return _cannot_read(shown, error)
    if raw is None:
        message = Text("this is a pipe into which nobody writes", "这是管道，没有程序向它写入")
        fix = Text("name a file, or - for standard input", "写明文件，或用 - 表示标准输入")
        return Problem("cannot-read", message, Place(shown), fix)
    if len(raw) > largest:
        message = Text(f"the file has more than {largest} bytes", f"文件超过 {largest} 字节")
        return Problem("too-large", message, Place(shown), Text("split it into several files", "拆成几个文件"))
    return raw


def _read(path: Path, most: int) -> bytes | None:
    """The first bytes of a file; None of a pipe without a writer, for which one would wait for ever."""
    if path.is_dir():
        raise IsADirectoryError
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:
        kind, begun = os.fstat(handle).st_mode, b""
        if stat.S_ISREG(kind):
            return file.read(most)
        if stat.S_ISFIFO(kind):
            with suppress(BlockingIOError):  # somebody is about to write
                begun = os.read(handle, most)
                if not begun:
                    return None
        os.set_blocking(handle, True)
        return begun + file.read(most - len(begun))


def _not_found(path: Path, shown: str) -> Problem:
    try:
        names = sorted(file.name for file in path.parent.iterdir())
    except OSError:
        names = []
    near = nearest(path.name, names)
    fix = Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else Text("check the path", "检查路径")
    return Problem("not-found", Text(f"there is no file `{shown}`", f"没有文件 {shown}"), Place(shown), fix)


def _cannot_read(shown: str, error: Exception) -> Problem:
    why = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
    said = WHY_NOT.get(getattr(error, "errno", None) or 0, Text(why.lower(), why))
    message = Text(f"`{shown[:100]}` cannot be read: {said.en}", f"无法读取 {shown[:100]}：{said.zh}")
    fix = Text("check the path, and that you may read it", "检查路径，以及是否有权读取")
    return Problem("cannot-read", message, Place(shown), fix)


def write_text(path: Path, text: str) -> None:
    """A text file, written whole or not at all: what was there before stays until all is on disk."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, raw: bytes, before: bytes | None = None) -> None:
    """A file's bytes, written whole or not at all; raises `OSError`.

    A link stays a link, a file keeps its permissions, and one that may not be written is not. With `before`, nothing
    is written over what somebody else wrote since that was read.
    """
    _put({path: (before, raw)})


def write_all(files: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Several files, each with what it says and what it is to say: all of them are written or none; raises `OSError`.

    What is to be is on disk beside each of them before the first takes its place; whatever stops it in between, an interrupt as
    well, those that had theirs get back what they said.
    """
    _put(files)


def _put(files: Mapping[Path, tuple[bytes | None, bytes]]) -> None:
    targets = {Path(os.path.realpath(path)): said for path, said in files.items()}
    staged = {path: str(path.with_name(f".{path.name[:40]}.{secrets.token_hex(8)}")) for path in targets}
    try:
        for path, (_, raw) in targets.items():
            with _told_of(path):
                _stage(path, raw, staged[path])
        for path, (before, _) in targets.items():
            with _told_of(path):
                if before is not None and path.read_bytes() != before:
                    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        for path, name in staged.items():
            with _told_of(path):
                os.replace(name, path)
    except BaseException:
        for path, name in staged.items():
            before, raw = targets[path]
            if os.path.exists(name):
                os.unlink(name)
            elif before is not None and path.read_bytes() == raw:  # it has taken its place already
                write_bytes(path, before)
        raise


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """An error is told of the file itself, and not of what stands in for it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _stage(path: Path, raw: bytes, name: str) -> None:
    """Writes what a file is to say beside it."""
    mode = _writable(path)
    # a new file has the rights that the system gives new files; another is nobody's to read before it has its own
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o666 if mode is None else 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        os.chmod(name, mode)


def _writable(path: Path) -> int | None:
    """The permissions that a file has, None of a new one; raises `OSError` where it may not be written."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return stat.S_IMODE(mode)


def cannot_write(shown: str, error: OSError) -> Problem:
    """A file that could not be written, and why."""
    why = error.strerror or "no reason given"
    said = WHY_NOT_WRITTEN.get(error.errno or 0, Text(why.lower(), why))
    message = Text(f"`{shown[:100]}` cannot be written: {said.en}", f"无法写入 {shown[:100]}：{said.zh}")
    return Problem("cannot-write", message, Place(shown), Text("it is as it was before", "文件保持原样"))
