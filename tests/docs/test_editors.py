"""What the usual TOML extensions complete and check with: Taplo and Tombi themselves, on files right and wrong."""

import contextlib
import io
import json
import re
import shutil
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cli
from scoring.views.schemas import schemas

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sysconfig.get_path("scripts"))
TOOLS = {"taplo": ["check"], "tombi": ["lint", "--offline"]}


def looked_at(tool: str, folder: Path, *files: str) -> tuple[str, int]:
    """What a tool says of files, without colours."""
    command = [BIN / tool, *TOOLS[tool], *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr), done.returncode


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `scoring init` leaves it, and a project beside it."""
    folder = tmp_path_factory.mktemp("somewhere") / "our rules"
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert cli.main(["init", str(folder)]) == 0
    for name in ("grassroots-2024/completed.toml", "self-evaluation/form.toml"):
        text = (ROOT / "examples" / name).read_text(encoding="utf-8")
        (folder / Path(name).name).write_text(f"#:schema schemas/project.schema.json\n{text}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("tool", TOOLS)
def test_everything_that_init_copies_is_found_right(ours: Path, tool: str) -> None:
    files = [str(file.relative_to(ours)) for file in sorted(ours.rglob("*.toml")) if file.name != "tombi.toml"]
    assert len(files) >= 9
    said, status = looked_at(tool, ours, *files)
    assert status == 0, said
    assert "Warning" not in said


@pytest.mark.parametrize("tool", TOOLS)
def test_everything_in_a_checkout_is_found_right_by_the_settings_in_it(tool: str) -> None:
    said, status = looked_at(tool, ROOT)
    assert status == 0, said
    assert "Warning" not in said


PLANTED = [
    (
        "rules/performance-evaluation/criteria.toml",
        'kind          = "proportional"',
        'kynd          = "proportional"',
        "kynd",
    ),
    ("rules/performance-evaluation/criteria.toml", 'kind   = "judged"', 'kind   = "jugded"', "jugded"),
    ("rules/performance-evaluation/criteria.toml", "full   = 15", "full   = [15]", "15|Array"),
    ("rules/performance-evaluation/rulebook.toml", 'grade = "差"', 'grade = { worst = "差" }', "worst"),
    (
        "rules/performance-evaluation/rulebook.toml",
        'not_applicable    = "rescale"',
        'not_applicable    = "scale"',
        "scale",
    ),
    ("rules/performance-evaluation/scorecards.toml", "total = 89.5", "totl = 89.5", "totl"),
    ("indicators/grassroots-2024/set.toml", "weight = 6,", "wieght = 6,", "wieght"),
    ("indicators/grassroots-2024/set.toml", 'rules   = "performance-evaluation"', "rules   = 3", "3|Integer"),
    ("form.toml", 'value = "120.00 万元"', 'valeu = "120.00 万元"', "valeu"),
    ("form.toml", "total = 99.55", "total = true", "true|Boolean"),
    ("form.toml", "period  = 2024", "periode = 2024", "periode"),
]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(("file", "right", "wrong", "word"), PLANTED, ids=[each[2] for each in PLANTED])
def test_a_planted_mistake_is_reported_at_its_line(
    ours: Path, tmp_path: Path, tool: str, file: str, right: str, wrong: str, word: str
) -> None:
    folder = tmp_path / "ours"
    shutil.copytree(ours, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    said, status = looked_at(tool, folder, file)
    assert status == 1
    assert f"{file}:{line}:" in said
    assert re.search(word, said)


def test_the_schemas_are_had_without_a_checkout(tmp_path: Path) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        assert cli.main(["schema"]) == 0
        assert cli.main(["schema", "project"]) == 0
        assert cli.main(["schema", "--into", str(tmp_path / "new")]) == 0
        assert cli.main(["schema", "nothing"]) == 2
    names, _, text = said.getvalue().partition("{")
    assert names.split() == [file.removesuffix(".schema.json") for file in schemas()]
    assert "{" + text == (ROOT / "schemas" / "project.schema.json").read_text(encoding="utf-8")
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == sorted(
        file.name for file in (ROOT / "schemas").glob("*.json")
    )


class Editor:
    """What an editor says to Tombi's language server, and hears."""

    def __init__(self, folder: Path) -> None:
        self.server = subprocess.Popen(
            [BIN / "tombi", "lsp", "--offline"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.silence = threading.Timer(20, self.server.kill)
        self.silence.start()
        self.asked = 0
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={})
        self.say("initialized")

    def say(self, method: str, **params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask_until(self, answered: Callable[[Any], bool], method: str, **params: Any) -> Any:
        """The first answer that is one: a server begins to speak before it has read its schemas."""
        answer = self.ask(method, **params)
        while not answered(answer):
            time.sleep(0.05)
            answer = self.ask(method, **params)
        return answer

    def ask(self, method: str, **params: Any) -> Any:
        self.asked += 1
        self._send({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params})
        while True:
            heard = self._hear()
            if heard.get("id") == self.asked and "method" not in heard:
                return heard["result"]

    def _send(self, message: dict[str, Any]) -> None:
        assert self.server.stdin is not None
        body = json.dumps(message).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def _hear(self) -> Any:
        assert self.server.stdout is not None
        length = 0
        while (line := self.server.stdout.readline()).strip():
            if line.lower().startswith(b"content-length"):
                length = int(line.split(b":")[1])
        return json.loads(self.server.stdout.read(length))

    def close(self) -> None:
        self.silence.cancel()
        self.server.kill()
        self.server.communicate()


def test_keys_are_completed_and_explained_in_both_languages_while_one_types(ours: Path) -> None:
    file = ours / "rules" / "performance-evaluation" / "new.toml"
    text = '#:schema ../../schemas/rulebook.schema.json\nformat = 1\n\n[rule.reach]\nkind = "proportional"\nno\n'
    editor = Editor(ours)
    try:
        editor.say(
            "textDocument/didOpen",
            textDocument={"uri": file.as_uri(), "languageId": "toml", "version": 1, "text": text},
        )
        at = {"textDocument": {"uri": file.as_uri()}}
        offered = editor.ask_until(bool, "textDocument/completion", **at, position={"line": 5, "character": 2})
        shown = editor.ask_until(bool, "textDocument/hover", **at, position={"line": 4, "character": 1})
    finally:
        editor.close()
    items = offered["items"] if isinstance(offered, dict) else offered
    assert {"note", "nothing_below"} <= {item["label"] for item in items}
    assert "简写形式\n\na short form" in shown["contents"]["value"]
    assert '"checklist"' in shown["contents"]["value"]
