"""An example kept in a file: one more section at its end, and every other byte as it was."""

import os
import stat
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.commands.keep import append
from scoring.documents.editing import amended, appended
from scoring.documents.files import write_bytes
from scoring.problems import InputRefused

EXAMPLE: dict[str, Any] = {
    "rule": "reach",
    "label": '"甲\\乙"\n',
    "given": {"actual": "60 人", "近 期": [1, 2.5, True], "on": {"day": Decimal("1.50")}},
    "earns": Decimal("6.0"),
}
KEPT = """\
[[example]]
rule  = "reach"
label = "\\"甲\\\\乙\\"\\n"
given = { actual = "60 人", "近 期" = [1, 2.5, true], on = { day = 1.50 } }
earns = 6.0
"""
GIVEN = {**EXAMPLE, "given": {**EXAMPLE["given"], "近 期": [1, Decimal("2.5"), True]}}


def test_an_example_is_written_as_an_author_would_write_it() -> None:
    assert appended(b"format = 1\n", "example", GIVEN) == f"format = 1\n\n{KEPT}".encode()


@pytest.mark.parametrize(
    "before",
    [
        b"format = 1 # [[example]]\n",
        b"format = 1\n\n\n",
        b"format = 1",
        b"\xef\xbb\xbfformat = 1\r\n# \xe7\x94\xb2\r\n",
        b'format = 1\n[rule.a]\nnote = """\n[[example]]\nearns = 1\n"""\n[[example]]\nrule = "a"\n   # end',
        b"",
    ],
)
def test_what_was_there_stays_byte_for_byte(tmp_path: Path, before: bytes) -> None:
    file = tmp_path / "a book.toml"
    file.write_bytes(before)
    append(file, "a book.toml", "example", GIVEN)
    after = file.read_bytes()
    assert after.startswith(before)
    added = after[len(before) :].replace(b"\r\n", b"\n").lstrip(b"\n").decode()
    assert added == KEPT
    assert after.count(b"\r\n") in (0, after.count(b"\n"))
    read = tomllib.loads(after.removeprefix(b"\xef\xbb\xbf").decode(), parse_float=Decimal)
    assert read["example"][-1] == GIVEN


def test_a_file_that_is_not_there_is_begun(tmp_path: Path) -> None:
    append(tmp_path / "scorecards.toml", "scorecards.toml", "example", GIVEN)
    assert (tmp_path / "scorecards.toml").read_text(encoding="utf-8") == f"format = 1\n\n{KEPT}"


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (b"example = []\n", "cannot-keep"),
        (b"[example]\nrule = 1\n", "cannot-keep"),
        (b"a = [1,\n", "syntax"),
        ("label = '甲'\n".encode("gb18030"), "not-utf8"),
        (b"# " + b"x" * 4_999_990 + b"\n", "cannot-keep"),
    ],
)
def test_a_file_that_cannot_take_it_is_left_as_it_was(tmp_path: Path, before: bytes, code: str) -> None:
    file = tmp_path / "book.toml"
    file.write_bytes(before)
    with pytest.raises(InputRefused) as refused:
        append(file, "book.toml", "example", GIVEN)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == ["book.toml"]


def test_a_protected_file_stays_and_a_link_stays_a_link(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_bytes(b"format = 1\n")
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    file.chmod(0o640)
    append(link, "link.toml", "example", GIVEN)
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    written = file.read_bytes()
    assert written.endswith(KEPT.encode())
    file.chmod(0o440)
    with pytest.raises(InputRefused) as refused:
        append(link, "link.toml", "example", GIVEN)
    assert [problem.code for problem in refused.value.problems] == ["cannot-write"]
    assert file.read_bytes() == written
    assert sorted(os.listdir(tmp_path)) == ["book.toml", "link.toml"]


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_bytes(b"theirs\n")
    with pytest.raises(OSError, match="book"):
        write_bytes(file, b"ours\n", before=b"as it was read\n")
    assert file.read_bytes() == b"theirs\n"
    assert os.listdir(tmp_path) == ["book.toml"]


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a = 1 # one\nb = 2\n", ("a",), "a = 5 # one\nb = 2\n"),
        ("[t]\nlong  = 1\n# end\n[u]\n", ("t", "x"), "[t]\nlong  = 1\nx     = 5\n# end\n[u]\n"),
        ("[t] # empty\n[u]\n", ("t", "x"), "[t] # empty\nx = 5\n[u]\n"),
        ("t = { a = { b = [ # }\n1] } }\n", ("t", "a", "b"), "t = { a = { b = 5 } }\n"),
        ("t = {}\n", ("t", "甲"), 't = { "甲" = 5 }\n'),
        ("[t]\na.b = 1\n", ("t", "a", "c"), "[t]\na.b = 1\na.c = 5\n"),
        ("[t]\na.b = 1\n", ("t", "a"), None),  # `a` is there already, spread over dotted keys
        ("a = 1\n", ("a", "b"), None),
        ("a = [1,\n", ("a",), None),
    ],
)
def test_one_value_is_replaced_or_added_or_the_file_is_left(
    before: str, path: tuple[str, ...], after: str | None
) -> None:
    for end in ("\n", "\r\n"):
        made = amended(before.replace("\n", end).encode(), path, {"x": 1} if path == ("t", "a") else 5)
        assert (made.decode() if made is not None else None) == (
            after.replace("\n", end) if after is not None else None
        )
