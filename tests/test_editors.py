"""What the usual TOML extensions complete and check with: Taplo and Tombi themselves, on files right and wrong."""

import contextlib
import io
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

import cli
from scoring.schemas import schemas

ROOT = Path(__file__).resolve().parents[1]
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
