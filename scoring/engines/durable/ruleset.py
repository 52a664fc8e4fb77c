"""A set of engine rules: whole numbers in, the rules that fired out. The only module that drives durable-rules.

durable-rules 2.0.28 is right inside a narrow subset; outside it it ends the process or answers wrongly in
silence. So every bound is checked here before C is called (`BeyondBounds`), and only that subset is used:

- facts are single whole numbers, one for each key; text, binary fractions and null never cross;
- a rule is an `all` of one to eight patterns on different keys, each a range of that key's numbers;
- property names and ids of facts come from fixed lists: the engine knows a name by its 32-bit hash alone;
- one session, opened by an event that fires, so that it may be deleted; every run has a new one.
"""

from __future__ import annotations

import json
import weakref
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from types import NoneType
from typing import Any

from scoring.problems import Text

MOST_RULES = 4_000
MOST_KEYS = 480  # the engine looks properties up in a table of 512 places
MOST_TESTS = 60  # of one key: the engine follows at most 64 tests that a fact meets
MOST_RULES_ON_A_TEST = 250  # at 255 rules fire twice and the heap is damaged
MOST_PATTERNS = 8
LARGEST = 2**63 - 1

SESSION = "1"
PROPERTIES = tuple(f"v{key}" for key in range(MOST_KEYS))
IDS = tuple(f"f{key}" for key in range(MOST_KEYS))

_OPENING = f'{{"sid":"{SESSION}","id":"b","_b":1}}'
_OPENING_RULE = {"all": [{"m0": {"$and": [{"_b": 1}]}}], "pri": 1}
_WHOLE = {int, NoneType}


class BeyondBounds(Exception):
    """An internal error: the engine was about to be used where it crashes or answers wrongly."""


class EngineFault(Exception):
    """An internal error: the engine itself refused or broke. Its session has been opened anew."""


class EngineMissing(Exception):
    """durable-rules cannot be imported; `text` says how to build it."""

    def __init__(self, cause: ImportError) -> None:
        build = "CPPFLAGS='-DPyEval_CallObject(f,a)=PyObject_CallObject(f,a)' pip install durable-rules"
        self.text = Text(
            f"durable-rules cannot be imported ({cause}); it is built from source, on Python 3.13 and newer by: {build}",
            f"无法导入 durable-rules（{cause}）；它须由源代码编译，Python 3.13 及以上版本请执行：{build}",
        )
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The numbers of one key from `at_least` to `at_most`, both included; None is no limit."""

    key: int
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires once when every pattern is met. `derives`: a key that then becomes 1, for rules on it to read."""

    patterns: tuple[Pattern, ...]
    derives: int | None = None

    def moved(self, by: int) -> Rule:
        """The rule on keys that stand so much further on."""
        if by == 0:
            return self
        patterns = tuple(Pattern(pattern.key + by, pattern.at_least, pattern.at_most) for pattern in self.patterns)
        return Rule(patterns, None if self.derives is None else self.derives + by)


Fired = tuple[int, str]
"""The rule's number, and the matched facts as the engine's own JSON."""


class Ruleset:
    """Rules compiled once, then fired for one project after the other. Threads may share it."""

    def __init__(self, keys: int, rules: Sequence[Rule]) -> None:
        check(keys, rules)
        self.keys = keys
        self.rules = tuple(rules)
        self._derives = tuple(rule.derives for rule in rules)
        self._facts = tuple(_fact(key) for key in range(keys))
        self._whole = f"[{','.join(self._facts)}]"
        self._lock = Lock()
        self._engine = load()
        self._handle = self._engine.create_ruleset("scoring", json.dumps(definition(rules)))
        self._session = self._opened()
        self._closing = weakref.finalize(self, _delete, self._engine, self._handle)
        self._closing.atexit = False  # the end of the process frees it sooner

    def fire(self, values: Sequence[int | None], first: int | None = None) -> list[Fired]:
        """The rules that fire on these numbers, each once; `values[key]` is None where nothing is known.

        With `first`, the values are of the keys from that one on, and of the others nothing is known.
        """
        message = self._message(values, first)
        if message is None:
            return []
        with self._lock:
            if not self._closing.alive:
                raise RuntimeError("the ruleset is closed")
            try:
                return self._run(message)
            except BaseException as fault:  # an interrupt too: a session left locked fires nothing for a minute
                self._reopen()
                if isinstance(fault, self._engine.error | MemoryError):
                    raise EngineFault(str(fault)) from fault
                raise

    def close(self) -> None:
        """Frees the session, then the rules; the other way round leaks. Closing twice is fine."""
        with self._lock:
            self._closing()

    def _message(self, values: Sequence[int | None], begin: int | None) -> str | None:
        first = begin or 0
        fits = len(values) == self.keys if begin is None else 0 <= first <= self.keys - len(values)
        if not fits or not _WHOLE.issuperset(map(type, values)):
            raise BeyondBounds(f"whole numbers or None are needed, one for each of {self.keys} keys")
        known = tuple(value for value in values if value is not None)
        if len(known) == len(values) == self.keys:
            template = self._whole
        else:
            given = (self._facts[key] for key, value in enumerate(values, first) if value is not None)
            template = f"[{','.join(given)}]"
        if not known:
            return None
        if max(known) > LARGEST or min(known) < -LARGEST:
            raise BeyondBounds("a number does not fit into 64 bits")
        return template % known

    def _run(self, message: str) -> list[Fired]:
        engine, handle = self._engine, self._handle
        code, session = engine.assert_facts(handle, message)
        if code not in (0, 1):
            raise EngineFault(f"facts were not taken: code {code}")
        fired: list[Fired] = []
        started = engine.start_action_for_state(handle, session)
        frame = started[1] if started else None
        while frame is not None:
            rule = int(frame[3 : frame.index('"', 3)])  # {"r12":{"m0":{…}}}
            fired.append((rule, frame))
            derived = self._derives[rule]
            if derived is not None:
                self._derive(derived)
            frame = engine.complete_and_start_action(handle, session)
        self._reopen()
        if len({rule for rule, _ in fired}) != len(fired):
            raise EngineFault("a rule fired twice")
        return fired

    def _derive(self, key: int) -> None:
        """Makes a key 1. Once more does nothing: the engine says that it has seen the fact."""
        code, _ = self._engine.assert_fact(self._handle, self._facts[key] % 1)
        if code not in (0, 1, 2):
            raise EngineFault(f"a derived fact was not taken: code {code}")

    def _opened(self) -> int:
        """A session in which something has fired: deleting one where nothing ever did ends the process."""
        _, session = self._engine.assert_event(self._handle, _OPENING)
        started = self._engine.start_action_for_state(self._handle, session)
        if not started or self._engine.complete_and_start_action(self._handle, session) is not None:
            raise EngineFault("a session could not be opened")
        return int(session)

    def _reopen(self) -> None:
        """A clean session. Facts are not retracted: the engine then writes beyond a frame whose rule just fired."""
        self._engine.delete_state(self._handle, SESSION)
        self._session = self._opened()


def load() -> Any:
    """The C module. Its Python layer is not used: it starts timers and threads and swallows exceptions."""
    try:
        import durable_rules_engine
    except ImportError as cause:
        raise EngineMissing(cause) from cause
    return durable_rules_engine


def _delete(engine: Any, handle: int) -> None:
    engine.delete_state(handle, SESSION)
    engine.delete_ruleset(handle)


def _fact(key: int) -> str:
    return f'{{"sid":"{SESSION}","id":"{IDS[key]}","{PROPERTIES[key]}":%d}}'


# ---------------------------------------------------------------------- what the engine is given


def definition(rules: Sequence[Rule]) -> dict[str, Any]:
    """The rules in the engine's own notation, named by their numbers, those that derive first."""
    heights: dict[int, int] = {}  # of a derived key: how many rules stand below it
    for rule in sorted((rule for rule in rules if rule.derives is not None), key=lambda rule: rule.derives or 0):
        assert rule.derives is not None
        heights[rule.derives] = max(heights.get(rule.derives, 0), 1 + _height(rule, heights))
    written: dict[str, Any] = {"opening": _OPENING_RULE}
    for number, rule in enumerate(rules):
        patterns = [{f"m{place}": {"$and": _tests(pattern)}} for place, pattern in enumerate(rule.patterns)]
        written[f"r{number}"] = {"all": patterns, "pri": 1 + _height(rule, heights)}
    return written


def _height(rule: Rule, heights: dict[int, int]) -> int:
    return max(heights.get(pattern.key, 0) for pattern in rule.patterns)


def _tests(pattern: Pattern) -> list[dict[str, Any]]:
    """First one that every fact of the key meets: the engine then finds a key's tests by its name alone."""
    name = PROPERTIES[pattern.key]
    tests: list[dict[str, Any]] = [{"$gte": {name: -LARGEST}}]
    if pattern.at_least is not None and pattern.at_least == pattern.at_most:
        return [*tests, {name: pattern.at_least}]
    if pattern.at_least is not None:
        tests.append({"$gte": {name: pattern.at_least}})
    if pattern.at_most is not None:
        tests.append({"$lte": {name: pattern.at_most}})
    return tests


def steps(pattern: Pattern) -> tuple[tuple[str, int], ...]:
    """The pattern's tests as the engine chains them; patterns that begin alike share them."""
    if pattern.at_least is not None and pattern.at_least == pattern.at_most:
        return (("==", pattern.at_least),)
    at_least = ((">=", pattern.at_least),) if pattern.at_least is not None else ()
    at_most = (("<=", pattern.at_most),) if pattern.at_most is not None else ()
    return (*at_least, *at_most)


# ---------------------------------------------------------------------- bounds


def check(keys: int, rules: Sequence[Rule]) -> None:
    """Raises `BeyondBounds` where the engine would crash, hang or answer wrongly."""
    _within(keys, MOST_KEYS, "keys")
    _within(len(rules), MOST_RULES, "rules")
    chained: set[tuple[int, tuple[tuple[str, int], ...]]] = set()
    on_a_test: Counter[Pattern] = Counter()
    for rule in rules:
        _check_rule(rule, keys)
        on_a_test.update(rule.patterns)
        for pattern in rule.patterns:
            path = steps(pattern)
            chained.update((pattern.key, path[: length + 1]) for length in range(len(path)))
    _within(max(Counter(key for key, _ in chained).values(), default=0), MOST_TESTS, "tests of one key")
    _within(max(on_a_test.values(), default=0), MOST_RULES_ON_A_TEST, "rules on one test")


def _check_rule(rule: Rule, keys: int) -> None:
    _within(len(rule.patterns), MOST_PATTERNS, "patterns in a rule")
    read = [pattern.key for pattern in rule.patterns]
    if not read:
        raise BeyondBounds("a rule without a test")
    if len(set(read)) < len(read):
        raise BeyondBounds("a rule with two patterns on one key")
    for key in (*read, *(() if rule.derives is None else (rule.derives,))):
        if type(key) is not int or not 0 <= key < keys:
            raise BeyondBounds(f"there is no key {key}")
    if rule.derives is not None and rule.derives <= max(read):
        raise BeyondBounds("a rule derives a key that does not come after those that it reads")
    for pattern in rule.patterns:
        for end in (pattern.at_least, pattern.at_most):
            if end is not None and (type(end) is not int or not -LARGEST <= end <= LARGEST):
                raise BeyondBounds(f"`{end}` is not a whole number of 64 bits")


def _within(count: int, most: int, what: str) -> None:
    if count > most:
        raise BeyondBounds(f"{count} {what}, at most {most}")
