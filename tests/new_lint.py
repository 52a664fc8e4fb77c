"""Begins a lint: its module, and the rulebooks of its test, with everything that is the same for all of them.

python tests/new_lint.py weights-repeat     (or: make lint-new CODE=weights-repeat)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

MODULE = '''\
"""Say here in one sentence which mistake this is: what was written, and what comes of it.

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [["> 90%", 10], ["< 90%", 5]]
```

Say what happens to whom. Better:

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 90%", 10], ["< 90%", 5]]
```

Say when it is meant all the same, and where it is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "{code}"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for table in book.tables:
        if False:  # what makes it a mistake
            yield lint(
                CODE,
                Text(f"what is wrong with `{{table.name}}`", f"{{table.name}} 有什么问题"),
                table.choose.place,
                Text("what to write instead", "应改写成什么"),
            )
'''
BOOK = """\
# {about}
format = 1

[rulebook]
name = "lint"

[fact]
rate = "%"

[value.points]
by   = "rate"
rows = [[">= 90%", 10], ["< 90%", 5]]

[result.points]
is = "points"
"""
NEXT = """\
write, in this order:
  {mistake}  a rulebook with the mistake and no other
  {near}     the same without it, as near as can be
  {module}   the page, and `find`
then:
  pytest tests/lint/test_lints.py -k {code} --update-golden   and read tests/golden/lints/{code}/*.txt
  python docs/build.py                                   its page in the reference
  CHANGELOG.md                                           a line, as rulebooks that were silent now speak
"""


def files(code: str) -> dict[Path, str]:
    """What a lint of that name begins with, by its place below the checkout."""
    golden = Path("tests/golden/lints") / code
    return {
        Path("scoring/lint/lints") / f"{code.replace('-', '_')}.py": MODULE.format(code=code),
        golden / "mistake.toml": BOOK.format(about="The mistake."),
        golden / "near.toml": BOOK.format(about="Near it, and right."),
    }


def main(code: str, root: Path = ROOT) -> int:
    made = files(code)
    if re.fullmatch(r"[a-z]+(-[a-z]+)*", code) is None:
        print(f"`{code}` is no name of a lint: small letters and hyphens, such as `row-gap`", file=sys.stderr)
        return 2
    there = [path for path in made if (root / path).exists()]
    if there:
        print(f"there is such a lint: {there[0]}", file=sys.stderr)
        return 1
    for path, text in made.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    module, mistake, near = made
    print(NEXT.format(code=code, module=module, mistake=mistake, near=near), end="")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
