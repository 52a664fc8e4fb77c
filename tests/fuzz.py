"""Broken TOML files without end: whatever is fed in, out come problems with places, or a scorecard.

    python tests/fuzz.py --inputs 100000 --seed 1

Takes the shipped rulebooks, indicator sets and examples, breaks them by bytes, lines, values and formulas, and puts
them through the loader and the facts reader. An input that does anything else than be refused with well-formed
problems or be scored is written to a file and told with its number; `--only NUMBER` runs it again by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scoring.assessor.assessor import Assessor, Engine, score
from scoring.documents.document import Document
from scoring.documents.files import parse_stream, read_folder
from scoring.lint.checking import check_rulebook
from scoring.problems import InputRefused, Problem, has_errors
from scoring.project.project import read_project
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together, put_together
from scoring.views import as_json
from scoring.views import problems as view
from tests.broken_files import ROOT, Breaking, Original, originals

SECONDS = 5.0
"""For one input. Most take a hundredth of it."""
MEMORY = 2 << 30
"""Bytes of address space for the whole run."""


class Wrong(Exception):
    """Neither a scorecard nor well-formed problems."""


class TooSlow(BaseException):
    """Not an `Exception`: nothing in the program may catch it."""


@dataclass
class Bench:
    """The good files, read once: what broken ones are put beside."""

    corpus: list[Original] = field(default_factory=originals)
    engine: Engine = "exact"
    books: dict[str, Rulebook] = field(default_factory=dict)
    sets: dict[str, IndicatorSet] = field(default_factory=dict)
    assessors: dict[tuple[str, str | None], Assessor] = field(default_factory=dict)
    codes: Counter[str] = field(default_factory=Counter)
    without_fix: Counter[str] = field(default_factory=Counter)

    def book(self, name: str) -> Rulebook:
        if name not in self.books:
            found, problems = put_together(read_folder(ROOT / "rules" / name, f"rules/{name}")[0])
            assert found is not None, problems
            self.books[name] = found
        return self.books[name]

    def indicator_set(self, name: str) -> IndicatorSet:
        if name not in self.sets:
            found, problems = put_set_together(read_folder(ROOT / "indicators" / name, f"indicators/{name}")[0])
            assert found is not None, problems
            self.sets[name] = found
        return self.sets[name]

    def assessor(self, book: str, set_name: str | None) -> Assessor:
        key = (book, set_name)
        if key not in self.assessors:
            self.assessors[key] = Assessor(self.book(book), self.indicator_set(set_name) if set_name else None)
        return self.assessors[key]

    # -------------------------------------------------- one input

    def made(self, seed: int, number: int) -> tuple[Original, bytes]:
        """The input of that number: which file it was, and what it is now."""
        chance = random.Random(f"{seed}:{number}")
        by_shelf = [[one for one in self.corpus if one.shelf == shelf] for shelf in ("projects", "rules", "indicators")]
        original = chance.choice(by_shelf[chance.choices((0, 1, 2), (5, 4, 1))[0]])
        return original, Breaking(chance, self.corpus).broken(original.text)

    def fate(self, original: Original, raw: bytes) -> str:
        """`scored`, `incomplete`, `accepted` or `refused`; raises on anything else."""
        document, problems = parse_stream(raw, original.shown)
        if document is None:
            require(has_errors(problems), "refused without an error")
            return self.refused(problems, original, raw)
        if original.shelf == "projects":
            return self.project(document, list(problems), original, raw)
        read = self.rulebook if original.shelf == "rules" else self.set
        whole, found = read(document, original)
        problems = [*problems, *found]
        if has_errors(problems):
            return self.refused(problems, original, raw)
        require(whole, "nothing read and no error")
        self.well_formed(problems, original, raw)
        return "accepted"

    def rulebook(self, document: Document, original: Original) -> tuple[bool, list[Problem]]:
        others = [one for one in self.book(original.name).documents if one.file != original.shown]
        rulebook, problems = put_together([*others, document])
        return rulebook is not None, problems + (check_rulebook(rulebook) if rulebook is not None else [])

    def set(self, document: Document, original: Original) -> tuple[bool, list[Problem]]:
        others = [one for one in self.indicator_set(original.name).documents if one.file != original.shown]
        found, problems = put_set_together([*others, document])
        book = self.book(self.indicator_set(original.name).header.model.rules)
        return found is not None, problems + (check_rulebook(book, found) if found is not None else [])

    def project(self, document: Document, problems: list[Problem], original: Original, raw: bytes) -> str:
        project, found = read_project(document)
        problems += found
        if project is None:
            require(has_errors(problems), "no project and no error")
            return self.refused(problems, original, raw)
        names = {one.name for one in self.corpus if one.shelf == "indicators"}
        set_name = project.file.indicators if project.file.indicators in names else None
        rules = "self-evaluation"
        if set_name is not None:
            rules = self.indicator_set(set_name).header.model.rules
        prepared, found = self.assessor(rules, set_name).prepare(project)
        problems += found
        if prepared is None or has_errors(problems):
            require(has_errors(problems), "not prepared and no error")
            return self.refused(problems, original, raw)
        self.well_formed(problems, original, raw)
        try:
            card = score(prepared, self.engine)
        except InputRefused as refused:
            return self.refused(list(refused.problems), original, raw)
        for language in ("zh", "en"):
            json.loads(as_json.render(card, language)).keys()  # type: ignore[arg-type]
        return "scored" if card.status == "complete" else "incomplete"

    # -------------------------------------------------- problems

    def refused(self, problems: list[Problem], original: Original, raw: bytes) -> str:
        require(has_errors(problems), "refused without an error")
        self.well_formed(problems, original, raw)
        return "refused"

    def well_formed(self, problems: list[Problem], original: Original, raw: bytes) -> None:
        """Every problem lies inside its file and can be written in every form."""
        texts = {one.shown: one.text for one in self.corpus}
        texts[original.shown] = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n")
        lines = {file: text.split("\n") for file, text in texts.items()}
        for problem in problems:
            place = problem.place
            said = f"{place} {problem.code}: {problem.message.en}"
            if problem.severity == "error" and problem.fix is None:
                self.without_fix[f"{problem.code}: {problem.message.en[:60]}"] += 1
            self.codes[problem.code] += 1
            require(problem.message.en != "" and problem.message.zh != "", f"no words: {said}")
            if place.file.startswith("<"):
                continue
            require(place.file in lines, f"in no file: {said}")
            require(1 <= place.line <= len(lines[place.file]), f"line outside the file: {said}")
            line = lines[place.file][place.line - 1]
            require(1 <= place.column <= len(line) + 1, f"column outside the line of {len(line)}: {said}")
            require(place.length >= 1, f"nothing is marked: {said}")
            require(line.startswith(place.source), f"another line is quoted: {said}")
        for language in ("zh", "en"):
            view.as_text(problems, language).encode()  # type: ignore[arg-type]
            json.loads(view.as_json(problems, language).encode())  # type: ignore[arg-type]
            json.loads(view.as_sarif(problems, language).encode())  # type: ignore[arg-type]


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise[:500])


# ---------------------------------------------------------------- the run


@dataclass
class Tally:
    """How many inputs came to what, and which did what none may."""

    fates: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[int]] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, 0)

    def told(self, seed: int) -> str:
        fates = ", ".join(f"{count} {fate}" for fate, count in sorted(self.fates.items()))
        wrong = sum(len(numbers) for numbers in self.wrong.values())
        lines = [f"{self.fates.total()} inputs tried with seed {seed}: {fates or 'none'}; {wrong} wrong"]
        lines.append(f"slowest: input {self.slowest[1]}, {self.slowest[0]:.2f} s")
        lines += [f"  {len(numbers)} × {what}, first input {numbers[0]}" for what, numbers in self.wrong.items()]
        return "\n".join(lines)


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """A time limit for what runs in it."""

    def out_of_time(signum: int, frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, out_of_time)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(inputs: range, seed: int, bench: Bench | None = None, report: Callable[[int, bytes, str], None] | None = None,
        seconds: float = SECONDS) -> Tally:  # fmt: skip
    """Tries these inputs; `report` is told of each that went wrong, with its bytes and what happened."""
    bench = bench or Bench()
    tally = Tally()
    for number in inputs:
        original, raw = bench.made(seed, number)
        began = time.monotonic()
        try:
            with limited(seconds):
                fate = bench.fate(original, raw)
        except (Exception, TooSlow) as error:
            fate = "wrong"
            what = _where(error)
            tally.wrong.setdefault(what, []).append(number)
            if report is not None:
                report(number, raw, f"{original.shown}: {what}\n{''.join(traceback.format_exception(error)[-12:])}")
        tally.fates[fate] += 1
        tally.slowest = max(tally.slowest, (time.monotonic() - began, number))
    return tally


def _where(error: BaseException) -> str:
    """An error in one line: its kind, its words, and where in the program it came from."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "scoring" in frame.filename]
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = re.sub(r"\d+", "N", str(error))[:80] if not isinstance(error, Wrong) else str(error).split(":")[0]
    return f"{type(error).__name__}: {said}{at}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Break the shipped files and see that nothing breaks.")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="one input by its number")
    parser.add_argument("--engine", choices=["exact", "rules"], default="exact")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit of one input")
    parser.add_argument("--keep", type=Path, help="folder for inputs that went wrong")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    keep = given.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
    kinds: Counter[str] = Counter()

    def report(number: int, raw: bytes, what: str) -> None:
        head = what.split("\n")[0].split(": ", 1)[1]
        kinds[head] += 1
        if kinds[head] > 3:
            return
        keep.mkdir(parents=True, exist_ok=True)
        file = keep / f"{given.seed}-{number}.toml"
        file.write_bytes(raw)
        print(f"seed {given.seed}, input {number}, kept in {file}\n{what}", flush=True)

    bench = Bench(engine=given.engine)
    inputs = range(given.inputs) if given.only is None else range(given.only, given.only + 1)
    tally = Tally()
    for start in range(inputs.start, inputs.stop, 1000):
        part = run(range(start, min(start + 1000, inputs.stop)), given.seed, bench, report, given.seconds)
        tally.fates += part.fates
        tally.slowest = max(tally.slowest, part.slowest)
        for what, numbers in part.wrong.items():
            tally.wrong.setdefault(what, []).extend(numbers)
        print(tally.told(given.seed).split("\n")[0], flush=True)
    print(tally.told(given.seed))
    print(f"{len(bench.codes)} kinds of problems: " + ", ".join(f"{code} {n}" for code, n in bench.codes.most_common()))
    if bench.without_fix:
        print("problems without a fix:", *(f"  {n} × {what}" for what, n in bench.without_fix.most_common()), sep="\n")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
