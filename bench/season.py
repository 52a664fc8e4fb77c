"""A season of forms: N workbooks in, projects, summary, letters, findings and filled forms out, timed: `python bench/season.py 300`.

`python bench/season.py 1000 read` stops after the first command.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from openpyxl import load_workbook

HERE = Path(__file__).resolve().parent
FORM = HERE.parent / "tests" / "forms" / "given" / "g01-国家式样.xlsx"
ROWS = range(13, 22)


def forms(folder: Path, count: int, seed: int = 7) -> list[str]:
    """Workbooks of the ministry's form, each with a code, another unit and other actuals; the lines of the list that expects them."""
    folder.mkdir()
    random = Random(seed)
    listed = ["项目编码,项目名称,实施单位,截止日期"]
    for number in range(1, count + 1):
        book = load_workbook(FORM)
        sheet = book.worksheets[0]
        code, name, unit = f"P{number:05}", f"示例项目{number}", f"示例镇{number % 60 + 1}人民政府"
        sheet["A2"] = f"（2023年度）项目编码：{code}"
        sheet["C3"], sheet["I4"] = name, unit
        for row, actual in (
            (13, f"{random.randint(9, 14)}座"),
            (16, f"{random.randint(80, 99)}%"),
            (18, f"{random.randint(19000, 23000)}人"),
        ):
            sheet[f"G{row}"] = actual
        if random.random() < 0.1:
            sheet["G18"] = f"约{random.randint(19000, 23000)}人"
        book.save(folder / f"{code}.xlsx")
        listed.append(f"{code},{name},{unit},2024-03-31")
    return listed


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    last = sys.argv[2] if len(sys.argv) > 2 else "write"
    with tempfile.TemporaryDirectory() as home:
        at = Path(home)
        listed = forms(at / "forms", count)
        (at / "expected.csv").write_text("\n".join(listed) + "\n", encoding="utf-8")
        commands = {
            "read": ["read", "forms", "-o", "projects", "--expect", "expected.csv", "--on", "2024-03-20"],
            "batch": ["batch", "projects", "-o", "scores.csv", "--summary", "summary.html"],
            "write": ["write", "projects", "--all", "--on", "2024-04-10", "--due", "2024-04-20", "-o", "out"],
        }
        for name, arguments in commands.items():
            begun = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "scoring", *arguments], cwd=at, capture_output=True, check=False
            )
            took = time.monotonic() - begun
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(
                f"{name:6} {count} forms  {took:7.1f} s  {took / count * 1000:6.0f} ms a form  at most {most} MB  status {done.returncode}"
            )
            if done.returncode:
                print(done.stderr.decode()[-2000:])
            if name == last:
                break
        made = {folder: len(list((at / "out" / folder).glob("*"))) for folder in ("forms", "letters")}
        print(
            f"{len(list((at / 'projects').glob('*.toml')))} projects, {made['forms']} forms and {made['letters']} letters out"
        )


if __name__ == "__main__":
    main()
