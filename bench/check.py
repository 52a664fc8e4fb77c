"""Checking against size: `python bench/check.py` prints the table of bench/README.md.

The peer is the parser of Python's standard library reading the same files, `tomllib.loads`: pairs taken in turns, the
median of their ratios. Growth is to the row above, divided by the growth in size: 1.00 is a straight line.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import sizes, work  # noqa: E402
from scoring.documents.document import parse_toml  # noqa: E402
from scoring.lint.checking import checked  # noqa: E402
from scoring.rulebook.rulebook import put_set_together, put_together  # noqa: E402

Texts = tuple[tuple[str, ...], tuple[str, ...]]
"""The files of a rulebook, and of a set where there is one."""


def shipped(_: int) -> Texts:
    """The largest rulebook that is shipped."""
    folder = ROOT / "rules" / "performance-evaluation"
    return tuple(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.toml"))), ()


def indicators(count: int) -> Texts:
    """Indicators with a rule of five rows each, and the set that has them all."""
    return (work.rulebook_text(count),), (work.set_text(count),)


def rows(count: int) -> Texts:
    """A table by seven keys of three values each."""
    return (sizes.rulebook_text(sizes.Size(indicators=1, rows=count)),), ()


def by_chance(count: int) -> Texts:
    """A table by seven keys of ten values each, cells by chance: the most that a table of so many rows can ask."""
    chance = random.Random(count)
    keys = [f"k{n}" for n in range(7)]
    facts = "".join(f"{key} = {[f'v{m}' for m in range(10)]}\n" for key in keys)
    cells = (", ".join(f'"v{chance.randrange(10)}"' for _ in keys) for _ in range(count))
    lines = "\n".join(f"[{row}, {number}]," for number, row in enumerate(cells))
    return (f'format = 1\n[rulebook]\nname = "x"\n[fact]\n{facts}[value.t]\nby = {keys}\nrows = [\n{lines}\n]\n',), ()


def edges(count: int) -> Texts:
    """A table by one number with so many edges."""
    lines = "\n".join(f'["== {n}", {n}],' for n in range(count))
    head = 'format = 1\n[rulebook]\nname = "x"\n[fact]\nx = { kind = "number" }\n'
    return (f'{head}[value.t]\nby = "x"\nrows = [\n{lines}\n]\notherwise = 0\n',), ()


def large(_: int) -> Texts:
    """1,000 indicators, 5,000 clauses, a table of 200 rows by seven keys and a key of 2,000 values."""
    return (sizes.rulebook_text(sizes.Size(indicators=1000, clauses=5, rows=200, values=2000)),), ()


def check(texts: Texts) -> int:
    """Reads and checks, as `scoring check` does; how many tables are not decided."""
    read = [[parse_toml(text.encode(), f"{n}.toml")[0] for n, text in enumerate(files)] for files in texts]
    of_book, of_set = [[document for document in documents if document is not None] for documents in read]
    book, problems = put_together(of_book)
    indicator_set, found = put_set_together(of_set) if of_set else (None, [])
    assert book is not None and not [*problems, *found], [*problems, *found]
    result = checked(book, indicator_set)
    return len(result.not_decided)


def parse(texts: Texts) -> None:
    for files in texts:
        for text in files:
            tomllib.loads(text)


def timed(work_: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work_()
    return time.perf_counter() - begun


GROWTH: tuple[tuple[str, Callable[[int], Texts], tuple[int, ...]], ...] = (
    ("the largest rulebook that is shipped", shipped, (1,)),
    ("indicators with a set", indicators, (10, 30, 100, 300, 1000)),
    ("rows of a table by 7 keys of 3 values", rows, (20, 200, 2000)),
    ("edges of a table by a number", edges, (20, 200, 2000, 20_000)),
    ("rows by chance, 7 keys of 10 values", by_chance, (20, 200, 2000, 20_000)),
    ("1,000 indicators, 5,000 clauses, large tables", large, (1,)),
)


def measured(rounds: int) -> Iterator[str]:
    yield "| what grows | size | checked | peer: `tomllib.loads` | ratio | growth | not decided |"
    yield "|---|---|---|---|---|---|---|"
    for what, made, counts in GROWTH:
        before: tuple[int, float] | None = None
        for count in counts:
            texts = made(count)
            open_ = check(texts)
            pairs = [(timed(lambda: check(texts)), timed(lambda: parse(texts))) for _ in range(rounds)]  # noqa: B023
            ours, peer = (statistics.median(pair[n] for pair in pairs) for n in (0, 1))
            ratio = statistics.median(a / b for a, b in pairs)
            growth = "" if before is None else f"{ours / before[1] / (count / before[0]):.2f}"
            size = count if len(counts) > 1 else ""
            yield f"| {what} | {size} | {ours * 1000:.0f} ms | {peer * 1000:.1f} ms | {ratio:.1f} × | {growth} | {open_ or ''} |"
            before = count, ours


def main() -> None:
    for line in measured(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
        print(line, flush=True)


if __name__ == "__main__":
    main()
