"""How a season stands, as people read it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.forms.intake.register import BACK, STATES, Register
from scoring.problems import Language, Text


def as_lines(register: Register, language: Language) -> Iterator[str]:
    """How many projects stand where, who is missing, and what has to be asked."""
    counts = register.count()
    yield Text("register: ", "登记：").in_language(language) + Text(", ", "，").in_language(language).join(
        f"{STATES[state].in_language(language)} {number}" for state, number in counts.items()
    )
    for one in register.entries:
        if one.state in ("overdue", *BACK):
            said = (
                [one.due]
                if one.state == "overdue"
                else [one.sent_back, one.due_again and f"→ {one.due_again}", one.why]
            )
            about = " ".join(filter(None, said))
            yield f"  {one.code} {one.name} {one.unit}: {STATES[one.state].in_language(language)}{f' ({about})' if about else ''}"
    for gone in register.unexpected:
        yield "  " + Text(f"{gone}: came earlier, and is on the list no longer", f"{gone}：曾经报送，现已不在名单中").in_language(language)  # fmt: skip
    for ask in register.asked:
        code = (
            Text(
                f"a second form of `{ask.code}`, read as `{ask.second}.toml` and not counted",
                f"{ask.code} 的又一张表，读为 {ask.second}.toml，不计入登记",
            )
            if ask.second
            else Text(f"code `{ask.code}` is not expected", f"项目编码 {ask.code} 不在名单中")
            if ask.code
            else Text("it has no code", "没有项目编码")
        )
        yield "  " + Text(f"{ask.file} {ask.project}: {code.en}", f"{ask.file} {ask.project}：{code.zh}").in_language(
            language
        )
        if ask.likely is not None:
            likely = Text(f"is it {ask.likely.code} {ask.likely.name}? then write `{ask.file}` into its column `file`",
                          f"是否为 {ask.likely.code} {ask.likely.name}？如是，请在名单的“文件”列写上 {ask.file}")  # fmt: skip
            yield f"    {likely.in_language(language)}"
