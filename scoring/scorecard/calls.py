"""Values with parameters: every call of one that a project needed, with its arguments and how its value came about."""

from __future__ import annotations

from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import Text
from scoring.program.program import Call
from scoring.scorecard.scorecard import ResultScore
from scoring.scorecard.trace import Trace

MOST_TOLD = 20
NOT_NEEDED = Text("nothing of this project needs it, or only records of a list", "该项目没有用到，或只对列表的记录使用")


def trace_calls(name: str, at: Evaluation) -> ResultScore | None:
    """The calls of a value with parameters, one below the other; None where nothing calls it so."""
    calls = [one for one in at.program.calls if one.name == name]
    if not calls:
        return None
    trace = Trace(at)
    made = [one for one in calls if one.node.number in at.root.computed]
    told = tuple(dict.fromkeys(_of_call(one, trace) for one in made))
    more = len(told) - MOST_TOLD
    listed = (*told[:MOST_TOLD], *([Text(f"… and {more} more", f"…… 另有 {more} 次")] if more > 0 else []))
    return ResultScore(
        name=name,
        label=at.program.labels.get(name, Text(name, name)),
        outcome="scored" if made else "none",
        value=None,
        plain=None,
        shown=Text(f"{len(told)} {'calls' if len(told) != 1 else 'call'}", f"{len(told)} 次调用"),
        clause=None,
        where=calls[0].place,
        facts={key: fact for one in made for key, fact in trace.facts(one.node).items()},
        values=tuple(dict.fromkeys(value for one in made for value in trace.values(one.node))),
        arithmetic=None,
        calls=listed,
        reason=None if made else NOT_NEEDED,
        defined=calls[0].place,
    )


def _of_call(call: Call, trace: Trace) -> Text:
    arguments = [(parameter, trace.shown(node)) for parameter, node in call.arguments]
    en = ", ".join(f"{parameter} = {said.en}" for parameter, said in arguments)
    zh = ", ".join(f"{parameter} = {said.zh}" for parameter, said in arguments)
    line = trace.of_value(call.node)
    return Text(f"{call.name}({en}): {line.en}", f"{call.name}({zh})：{line.zh}")
