"""A formula or a file from a stranger can neither hang the machine nor exhaust it: refused or done, within bounds."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30  # of the processor; a machine that is busy with other things may take longer
MEMORY = 1536 << 20  # bytes of address space, for the whole process

HEAD = 'format = 1\n[rulebook]\nname = "hostile"\n'
FACTS = '[fact]\nx = { kind = "number" }\nroads = { list = { length = { unit = "米" } } }\n'
PROJECT = 'format = 1\nproject = "p"\nperiod = 2024\nrules = "hostile"\n'


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def scored(folder: Path, rules: str, facts: str = "[facts]\nx = 3\n") -> subprocess.CompletedProcess[str]:
    (folder / "hostile.toml").write_text(HEAD + FACTS + rules, encoding="utf-8")
    (folder / "project.toml").write_text(PROJECT + facts, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "scoring",
        "score",
        str(folder / "project.toml"),
        "--rules",
        str(folder / "hostile.toml"),
    ]
    return subprocess.run([*command, "--lang", "en"], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=10 * SECONDS,
                          check=False, preexec_fn=bounded)  # fmt: skip


def result(formula: str) -> str:
    return f"[result.r]\nis = '''{formula}'''\nround = {{ decimals = 2 }}\n"


def chain(length: int, step: str) -> str:
    values = "".join(f'[value.v{n}]\nis = "{step.format(n - 1)}"\n' for n in range(1, length))
    return '[value.v0]\nis = "x"\n' + values + result(f"v{length - 1}")


# What it is, the rules, and what is said: a refusal, or a scorecard that says why there is no number.
HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "a tower of powers": (lambda: result("9^9^9"), "too large"),
    "a tower of fractional powers": (lambda: result("9.5^9.5^9.5^9.5"), "too large"),
    "a huge power of a fact": (lambda: result("x ^ 999999999"), "too large"),
    "a tiny power": (lambda: result("x ^ -999999999"), "too large"),
    "exp of a thousand million": (lambda: result("exp(10^9)"), "too large"),
    "a number squared sixty times": (lambda: chain(60, "v{0} * v{0}"), "too large"),
    "ln of a huge number": (lambda: result("ln(10^4000) - ln(10^4000)"), ""),
    "a million brackets": (lambda: result("(" * 10**6 + "x" + ")" * 10**6), "hostile.toml:"),
    "a million minus signs": (lambda: result("-" * 10**6 + "x"), "hostile.toml:"),
    "a million terms": (lambda: result("x" + " + x" * 10**6), "hostile.toml:"),
    "a million ifs": (lambda: result("if x > 1 then " * 10**6), "hostile.toml:"),
    "a thousand million decimals": (lambda: result("round(x, 1000000000)"), "hostile.toml:"),
    "a chain of ten thousand values": (lambda: chain(10_000, "v{0} + 1"), ""),
    "values with parameters that double": (
        lambda: "".join(f'[value.d{n}]\nwith = ["y"]\nis = "d{n - 1}(y) + d{n - 1}(y)"\n' for n in range(1, 60))
        + '[value.d0]\nwith = ["y"]\nis = "y"\n' + result("d59(x)"),
        "hostile.toml:",
    ),
    "a table of a hundred thousand rows": (
        lambda: '[value.t]\nby = "x"\notherwise = 0\nrows = [\n' + "".join(f'["== {n}", {n}],\n' for n in range(10**5))
        + "]\n" + result("t"),
        "a table of 100000 rows; at most 20000 are read",
    ),
    "a table of twenty thousand rows": (
        lambda: '[value.t]\nby = "x"\notherwise = 0\nrows = [\n' + "".join(f'["== {n}", {n}],\n' for n in range(20_000))
        + "]\n" + result("t"),
        "r  3",
    ),
    "a text of two million characters": (lambda: result("x + " + "1" * 2_000_000), "hostile.toml:"),
}  # fmt: skip


@pytest.mark.parametrize("what", list(HOSTILE))
def test_a_hostile_rulebook_is_refused_or_scored_in_bounded_time_and_memory(what: str, tmp_path: Path) -> None:
    rules, said = HOSTILE[what]
    done = scored(tmp_path, rules())
    told = done.stdout + done.stderr
    assert done.returncode in (0, 1), told[-1500:]
    assert "Traceback" not in told
    assert "internal error" not in told
    assert said in told, told[:1500]
    assert len(told) < 100_000


def test_a_list_of_ten_thousand_records_is_added_up(tmp_path: Path) -> None:
    records = ", ".join(['{ length = "1 米" }'] * 10_000)
    done = scored(tmp_path, result("sum(roads, length)"), f"[facts]\nx = 1\nroads = [{records}]\n")
    assert done.returncode == 0, done.stderr[-1500:]
    assert "10000 米" in done.stdout


def test_a_list_of_a_hundred_thousand_records_is_refused_where_it_stands(tmp_path: Path) -> None:
    records = ", ".join(['{ length = "1 米" }'] * 100_000)
    done = scored(tmp_path, result("sum(roads, length)"), f"[facts]\nx = 1\nroads = [{records}]\n")
    assert done.returncode == 1
    assert "project.toml:7:9: 100000 records; at most 10000 are read" in done.stderr


def test_a_list_of_a_million_records_is_refused_for_its_size(tmp_path: Path) -> None:
    records = ", ".join(['{ length = "1 米" }'] * 1_000_000)
    done = scored(tmp_path, result("sum(roads, length)"), f"[facts]\nx = 1\nroads = [{records}]\n")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "the file has more than 5000000 bytes" in done.stderr
    assert "fix: " in done.stderr
