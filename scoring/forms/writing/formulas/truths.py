"""Yes and no in formulas: what all or some of several say, and comparisons of whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.forms.writing.formulas.quantities import (
    FALSE,
    TRUE,
    Truth,
)
from scoring.forms.writing.formulas.wholes import (
    COMPARISON,
    SUM,
    NotSayable,
    Whole,
)

OPERATORS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def both(truths: Sequence[Truth]) -> Truth:
    """Whether all hold."""
    return _logic("AND", truths, decides=False)


def either(truths: Sequence[Truth]) -> Truth:
    """Whether one of them holds."""
    return _logic("OR", truths, decides=True)


def _logic(name: str, truths: Sequence[Truth], decides: bool) -> Truth:
    if any(one.constant is decides for one in truths):
        return TRUE if decides else FALSE
    open_ = list(dict.fromkeys(one for one in truths if one.constant is None))
    if not open_:
        return FALSE if decides else TRUE
    if len(open_) == 1:
        return open_[0]
    listed = ",".join(one.operands.get(name, one.text) for one in open_)
    now = None if any(one.now is None for one in open_) else (any if decides else all)(bool(one.now) for one in open_)
    return Truth(f"{name}({listed})", now, of=(name, listed), open=any(one.open for one in open_))


def in_order(first: Truth, second: Truth) -> Truth:
    """Whether both hold, the second asked only where the first does."""
    if not second.open or first.constant is not None:
        return both([first, second])
    now = None if first.now is None else second.now if first.now else False
    return Truth(f"IF({first.text},{second.text},FALSE)", now, open=True)


def decided(truths: Sequence[Truth], decides: bool) -> Truth:
    """Kleene's `or` (a yes decides) and `and` (a no does), whatever the others are that may be neither."""
    if not any(one.open for one in truths) or any(one.constant is decides for one in truths):
        return _logic("OR" if decides else "AND", truths, decides)
    listed = list(dict.fromkeys(one for one in truths if one.constant is None))
    if len(listed) == 1:
        return listed[0]
    name, word = ("OR", "TRUE") if decides else ("AND", "FALSE")
    instead = "FALSE" if decides else "TRUE"
    sure = ",".join(f"IF(ISERROR({one.text}),{instead},{one.text})" if one.open else one.text for one in listed)
    every = f"{name}({','.join(one.text for one in listed)})"
    told = [one.now for one in listed]
    now = decides if decides in told else None if None in told else not decides
    text = f"IF({name}({sure}),TRUE,{every})" if decides else f"IF({name}({sure}),{every},{word})"
    return Truth(text, now, open=True)


def opposite(truth: Truth) -> Truth:
    if truth.constant is not None:
        return FALSE if truth.constant else TRUE
    return Truth(f"NOT({truth.text})", None if truth.now is None else not truth.now, open=truth.open)


def undecided(truth: Truth, rest_decides: bool) -> Truth:
    """Of an `and` or an `or` one operand of which is missing: what the rest decides, or nothing."""
    if truth.constant is not None:
        raise NotSayable("nothing is open")
    yes, no = ("TRUE", "NA()") if rest_decides else ("NA()", "FALSE")
    now = rest_decides if truth.now is rest_decides else None
    return Truth(f"IF({truth.text},{yes},{no})", now, open=True)


def wholes_compared(op: str, a: Whole, b: Whole) -> Truth:
    answers = {
        "==": lambda x, y: x == y, "!=": lambda x, y: x != y, "<": lambda x, y: x < y,
        "<=": lambda x, y: x <= y, ">": lambda x, y: x > y, ">=": lambda x, y: x >= y,
    }  # fmt: skip
    if a.constant is not None and b.constant is not None:
        return TRUE if answers[op](a.constant, b.constant) else FALSE
    now = None if a.now is None or b.now is None else answers[op](a.now, b.now)
    return Truth(f"{a.within(SUM)}{OPERATORS[op]}{b.within(SUM)}", now, binding=COMPARISON)
